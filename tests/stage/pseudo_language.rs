//! A language that nobody speaks, to see what a folder of catalogues is enough for.

use std::fmt::Write as _;

use esscard_kiosk::domain::language::Language;
use esscard_kiosk::text::Words;

/// A made-up language from the English catalogue: every e has an accent, and some texts are missing.
pub fn pseudo_language() -> (Words, Language) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("qps");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("name.ftl"), "lang_name = Pséudo\n").unwrap();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/i18n/en")).unwrap() {
        let path = entry.unwrap().path();
        let mut text = String::new();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            match line.split_once(" = ") {
                Some(("h_sub" | "b_sub", _)) => {}
                Some((key, value)) if !value.contains('{') => {
                    writeln!(text, "{key} = {}", value.replace('e', "é")).unwrap();
                }
                _ => writeln!(text, "{line}").unwrap(),
            }
        }
        std::fs::write(folder.join(path.file_name().unwrap()), text).unwrap();
    }
    let (words, errors) = Words::load_with(Some(dir.path())).unwrap();
    assert!(errors.is_empty(), "{errors:?}");
    (words, Language::from_tag("qps").unwrap())
}
