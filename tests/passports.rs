//! Machine-readable lines of specimen passports, where their list is named.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use esscard_kiosk::domain::mrz::{self, LINE};
use esscard_kiosk::domain::name::PersonName;

/// `ESSCARD_MRZ_SPECIMENS` names a JSON file: a list of `{"file": ..., "mrz": [upper, lower]}`.
#[test]
fn specimen_passports_are_read() {
    let Some(path) = std::env::var_os("ESSCARD_MRZ_SPECIMENS") else {
        println!("skipped: ESSCARD_MRZ_SPECIMENS names no list");
        return;
    };
    let text = std::fs::read_to_string(&path).unwrap();
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut passports = 0;
    for document in list.as_array().unwrap() {
        let lines: Vec<&str> = document["mrz"].as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
        let [upper, lower] = lines.as_slice() else { continue };
        if !upper.starts_with('P') || upper.len() != LINE {
            continue;
        }
        passports += 1;
        let name =
            mrz::read(&format!("{upper}{lower}")).unwrap_or_else(|fault| panic!("{}: {fault:?}", document["file"]));
        assert!(PersonName::parse(name.full().as_str()).is_ok(), "{}", document["file"]);
        let broken = lower.replacen(['0', '1', '2', '3', '4'], "9", 1);
        assert!(mrz::read(&format!("{upper}{broken}")).is_err(), "{}: a wrong digit is not found", document["file"]);
    }
    println!("{passports} passports");
    assert!(passports > 0);
}
