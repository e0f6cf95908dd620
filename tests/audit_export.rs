//! Reads an exported audit log as a stranger would: with nothing but `docs/audit.md`, SHA-256 and Ed25519.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use ed25519_dalek::{Signature, VerifyingKey};
use esscard_kiosk::app::demo::staff;
use esscard_kiosk::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use esscard_kiosk::domain::secret::Secret;
use esscard_kiosk::domain::staff::{Act, Authority, StaffId, StaffMember, StaffNumber, StaffSignIn};
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::store::{Store, StoreKind, StorePaths};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

fn bytes_of(digits: &Value) -> Vec<u8> {
    hex::decode(digits.as_str().expect("digits")).expect("hexadecimal")
}

fn text(row: &Value, field: &str) -> Vec<u8> {
    let text = row[field].as_str().expect("a text").as_bytes();
    [(text.len() as u64).to_be_bytes().as_slice(), text].concat()
}

fn number(row: &Value, field: &str) -> [u8; 8] {
    row[field].as_i64().expect("a number").to_be_bytes()
}

/// What docs/audit.md says is hashed.
fn row_hash(row: &Value, previous: &[u8]) -> Vec<u8> {
    let mut hashed = Vec::new();
    let newer = !row["outcome"].is_null();
    if newer {
        hashed.extend(b"esscard-kiosk audit row, form 2\n");
    }
    hashed.extend(previous);
    hashed.extend(number(row, "number"));
    hashed.extend(number(row, "subject_id"));
    for field in ["at", "event", "subject_kind", "detail"] {
        hashed.extend(text(row, field));
    }
    if newer {
        hashed.extend(number(row, "actor_id"));
        hashed.extend(number(row, "second_id"));
        hashed.extend(text(row, "actor_kind"));
        hashed.extend(text(row, "outcome"));
    }
    Sha256::digest(&hashed).to_vec()
}

/// The number of entries and the public key, or the line that does not fit.
fn check(export: &str) -> Result<(i64, Vec<u8>), usize> {
    let lines: Vec<Value> = export.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let (last, rows) = lines.split_last().ok_or(0_usize)?;
    let mut previous = vec![0; 32];
    for (n, row) in (1..).zip(rows) {
        previous = row_hash(row, &previous);
        if row["number"] != n || bytes_of(&row["hash"]) != previous {
            return Err(usize::try_from(n).expect("small"));
        }
    }
    let head = &last["head"];
    let entries = head["entries"].as_i64().ok_or(lines.len())?;
    let mut message = b"esscard-kiosk audit export 1\n".to_vec();
    message.extend(head["day"].as_str().ok_or(lines.len())?.as_bytes());
    message.extend(entries.to_be_bytes());
    message.extend(&previous);
    let key = bytes_of(&head["public_key"]);
    let verifier = VerifyingKey::from_bytes(key.as_slice().try_into().expect("32 bytes")).expect("a key");
    let signature = Signature::from_slice(&bytes_of(&head["signature"])).expect("64 bytes");
    let is_whole = usize::try_from(entries) == Ok(rows.len()) && bytes_of(&head["hash"]) == previous;
    if !is_whole || verifier.verify_strict(&message, &signature).is_err() {
        return Err(lines.len());
    }
    Ok((entries, key))
}

/// Follows a public key that was noted elsewhere to the one that signed the export, as docs/audit.md says; `None` where
/// a step does not fit.
fn follow(export: &str, noted: &[u8]) -> Option<Vec<u8>> {
    let lines: Vec<Value> = export.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let (last, rows) = lines.split_last()?;
    let changes = last["head"]["key_changes"].as_array()?;
    let mut key = noted.to_vec();
    let from = changes.iter().position(|change| bytes_of(&change["old_key"]) == noted).unwrap_or(changes.len());
    for change in &changes[from..] {
        let entries = change["entries"].as_i64()?;
        let row = rows.get(usize::try_from(entries).ok()?.checked_sub(1)?)?;
        let (old, new) = (bytes_of(&change["old_key"]), bytes_of(&change["new_key"]));
        if old != key || row["hash"] != change["hash"] {
            return None;
        }
        let mut message = b"esscard-kiosk audit key 1\n".to_vec();
        message.extend(change["day"].as_str()?.as_bytes());
        message.extend(entries.to_be_bytes());
        message.extend(bytes_of(&change["hash"]));
        message.extend(old.iter().chain(&new));
        for (signer, signature) in [(&old, "by_old"), (&new, "by_new")] {
            let signature = Signature::from_slice(&bytes_of(&change[signature])).ok()?;
            let signer = VerifyingKey::from_bytes(signer.as_slice().try_into().ok()?).ok()?;
            signer.verify_strict(&message, &signature).ok()?;
        }
        key = new;
    }
    (key == bytes_of(&last["head"]["public_key"])).then_some(key)
}

/// The export of a demo's store, which has staff; the key as the store tells it; and how many entries there are.
fn export() -> (String, [u8; 32], i64) {
    export_after(0).0
}

/// As [`export`], after the key was changed so often; and the keys before it, oldest first.
fn export_after(changes: usize) -> ((String, [u8; 32], i64), Vec<[u8; 32]>) {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open_only(&StorePaths::in_folder(home.path()), StoreKind::Demo).unwrap();
    let now = "2026-06-01T20:00:00Z".parse().unwrap();
    let two = AuditActor::Staff { by: StaffId(7), second: Some(StaffId(8)) };
    for entry in [
        AuditEntry::new(AuditEvent::Started, AuditSubject::Kiosk),
        AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(3)).with("letter"),
        AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(3)).with("slip").by(two),
        AuditEntry::new(AuditEvent::SignInRefused, AuditSubject::Account(2)).with("wrong"),
    ] {
        store.append_audit(entry, now).unwrap();
    }
    store.sign_audit("2026-06-02".parse().unwrap(), now).unwrap().unwrap();
    staff::seed(&mut store, now).unwrap();
    let mut sign_in = |number| -> StaffMember {
        let number = StaffNumber::parse(number).unwrap();
        let secret = Secret::copied(staff::SECRET, 40);
        match store.staff_sign_in(&number, &secret, Moment::default(), now).unwrap() {
            StaffSignIn::Granted(member) => member,
            StaffSignIn::Refused(refusal) => panic!("{refusal:?}"),
        }
    };
    let (by, second) = (sign_in("S01"), sign_in("S02"));
    let rotates = Authority::of(Act::RotateKeys, &by, Some(&second)).unwrap();
    let before = (0..changes).map(|_| store.rotate_audit_key(&rotates, now).unwrap().old_key).collect();
    let leave = Authority::of(Act::Export, &by, Some(&second)).unwrap();
    let export = store.export_audit(&leave, now).unwrap();
    assert_eq!(export.head.day.to_string(), "2026-06-02", "the office's day");
    let proof = store.audit_proof().unwrap();
    ((export.lines.join("\n"), proof.public_key.unwrap(), proof.head.entries), before)
}

#[test]
fn a_stranger_follows_a_noted_key_through_every_change() {
    let ((export, present, entries), before) = export_after(2);
    assert_eq!(check(&export), Ok((entries, present.to_vec())), "the rows are checked as ever");
    for noted in before.iter().chain([&present]) {
        assert_eq!(follow(&export, noted), Some(present.to_vec()));
    }
    assert_eq!(follow(&export, &[7; 32]), None, "a key that never signed");
    let last = export.lines().last().unwrap();
    let head: Value = serde_json::from_str(last).unwrap();
    let [first, second] = head["head"]["key_changes"].as_array().unwrap().as_slice() else { panic!("{head}") };
    for field in ["day", "entries", "hash", "new_key", "by_old", "by_new"] {
        let mut forged = head.clone();
        // Taken from the other change, so that it is of the right form.
        forged["head"]["key_changes"][0][field] = match field {
            "day" => Value::from("2026-06-03"),
            _ => second[field].clone(),
        };
        assert_ne!(forged["head"]["key_changes"][0], *first, "{field}");
        let forged = export.replace(last, &forged.to_string());
        assert_eq!(follow(&forged, &before[0]), None, "{field}");
    }
}

#[test]
fn a_stranger_can_check_an_export_and_finds_every_change_of_it() {
    let (export, public_key, entries) = export();
    // Four entries, the signature, the staff and their sign-ins, the export itself.
    assert_eq!(check(&export), Ok((entries, public_key.to_vec())));
    let lines: Vec<&str> = export.lines().collect();
    let newest: Value = serde_json::from_str(lines[lines.len() - 2]).unwrap();
    assert_eq!(newest["event"], "audit_exported");
    assert!(newest["actor_id"].as_i64() > Some(0) && newest["second_id"].as_i64() > Some(0));
    assert_ne!(newest["actor_id"], newest["second_id"]);

    let head = lines.len();
    let count = format!("\"entries\":{entries}");
    for (from, to, line) in [
        ("letter", "slip", 2),
        ("\"second_id\":8", "\"second_id\":0", 3),
        ("\"outcome\":\"refused\"", "\"outcome\":\"done\"", 4),
        (count.as_str(), "\"entries\":5", head),
        ("\"day\":\"2026-06-02\"", "\"day\":\"2026-06-03\"", head),
    ] {
        assert!(export.contains(from), "{from}");
        assert_eq!(check(&export.replacen(from, to, 1)), Err(line), "{from}");
    }
    let without = |n: usize| {
        let kept: Vec<&str> = lines.iter().enumerate().filter(|(at, _)| at + 1 != n).map(|(_, line)| *line).collect();
        kept.join("\n")
    };
    assert_eq!(check(&without(1)), Err(1));
    assert_eq!(check(&without(3)), Err(3));
    assert_eq!(check(&without(head - 1)), Err(head - 1), "the signed head has more entries");
}

/// Runs `audit` on the store in `data`, with `input` as standard input.
fn audit(data: &std::path::Path, arguments: &[&str], input: &str) -> std::process::Output {
    use std::io::Write as _;
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_esscard-kiosk"))
        .arg("audit")
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env("HOME", data)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    // It may end without having asked for anything.
    let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

#[test]
fn the_commands_list_verify_export_and_change_the_key() {
    let home = tempfile::tempdir().unwrap();
    let paths = StorePaths::in_folder(home.path());
    let mut store = Store::open_only(&paths, StoreKind::Demo).unwrap();
    let now = "2026-06-01T20:00:00Z".parse().unwrap();
    staff::seed(&mut store, now).unwrap();
    let signed = store.sign_audit("2026-06-02".parse().unwrap(), now).unwrap().unwrap();
    drop(store);
    let said = |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).into_owned();

    let listed = audit(home.path(), &["list", "--event", "staff_added"], "");
    assert_eq!(listed.status.code(), Some(0), "{listed:?}");
    assert_eq!(said(&listed).lines().count(), 1 + staff::STAFF.len(), "{listed:?}");
    let noted = format!("{}:{}", signed.head.entries, hex::encode(signed.head.hash));
    let verified = audit(home.path(), &["verify", "--head", &noted], "");
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    assert!(said(&verified).contains(&hex::encode(signed.public_key)), "{verified:?}");

    let file = home.path().join("audit.jsonl");
    let export = ["export", file.to_str().unwrap(), "--by", "S01", "--second", "S02"];
    let refused = audit(home.path(), &export, "not-the-secret\n");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(!file.exists());
    let exported = audit(home.path(), &export, &format!("{0}\n{0}\n", staff::SECRET));
    assert_eq!(exported.status.code(), Some(0), "{exported:?}");
    let (entries, key) = check(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(key, signed.public_key);
    assert!(said(&exported).contains(&format!("Entries:     {entries}\n")), "{exported:?}");

    let rotate = ["rotate-key", "--by", "S01", "--second", "S02"];
    let alone = audit(home.path(), &["rotate-key", "--by", "S01", "--second", "S01"], "");
    assert_eq!(alone.status.code(), Some(1), "{alone:?}");
    let rotated = audit(home.path(), &rotate, &format!("{0}\n{0}\n", staff::SECRET));
    assert_eq!(rotated.status.code(), Some(0), "{rotated:?}");
    assert!(said(&rotated).contains(&format!("Old key:     {}", hex::encode(signed.public_key))), "{rotated:?}");
    let verified = audit(home.path(), &["verify", "--head", &noted, "--key", &hex::encode(signed.public_key)], "");
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    assert!(said(&verified).contains("Key changes: 1, ") && said(&verified).contains("handed over"), "{verified:?}");
    let stranger = audit(home.path(), &["verify", "--key", &"07".repeat(32)], "");
    assert_eq!(stranger.status.code(), Some(1), "{stranger:?}");

    std::fs::remove_file(home.path().join("keys/audit.signing")).unwrap();
    let lost = audit(home.path(), &rotate, &format!("{0}\n{0}\n", staff::SECRET));
    assert_eq!(lost.status.code(), Some(1), "{lost:?}");
    assert!(String::from_utf8_lossy(&lost.stderr).contains("Restore the key file from its backup"), "{lost:?}");
    let broken = audit(home.path(), &["verify"], "");
    assert_eq!(broken.status.code(), Some(1), "{broken:?}");
    assert!(String::from_utf8_lossy(&broken.stderr).contains("audit.signing is missing"), "{broken:?}");
}
