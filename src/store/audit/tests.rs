use rusqlite::Connection;

use super::chain::{self, Answer, Row};
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditOutcome, AuditSubject};
use crate::domain::audit_log::{AuditHead, SignedHead};
use crate::domain::staff::StaffId;
use crate::domain::time::Date;
use crate::store::fixtures::{FAST, at};
use crate::store::{Store, StoreError, StorePaths};

pub(super) fn printed(id: i64) -> AuditEntry {
    AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(id)).with("letter")
}

pub(super) fn day(n: i8) -> Date {
    jiff::civil::date(2026, 6, n)
}

/// Four entries, printed by different people.
fn logged() -> Store {
    let mut store = Store::in_memory().unwrap();
    let staff = AuditActor::Staff { by: StaffId(7), second: Some(StaffId(8)) };
    for (id, actor) in [(1, AuditActor::Visitor), (2, staff), (3, staff), (4, AuditActor::Visitor)] {
        store.append_audit(printed(id).by(actor), at()).unwrap();
    }
    store
}

/// Entries 1 to 4, a signature announced by 5, entries 6 to 8, a signature announced by 9, and entry 10.
fn signed() -> Store {
    let mut store = logged();
    store.sign_audit(day(1), at()).unwrap().unwrap();
    for id in 6..=8 {
        store.append_audit(printed(id), at()).unwrap();
    }
    store.sign_audit(day(2), at()).unwrap().unwrap();
    store.append_audit(printed(10), at()).unwrap();
    store
}

/// As somebody who can write to the database, and knows how.
pub(super) fn change(store: &Store, sql: &str) {
    let triggers: Vec<String> = store
        .db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for trigger in triggers {
        store.db.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    store.db.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
    store.db.execute_batch(sql).unwrap();
}

/// Gives every row from `first` on the number that comes next and the hash that fits, as this program would.
pub(super) fn rechain(db: &Connection, first: i64) {
    let all: Vec<i64> = db
        .prepare("SELECT number FROM audit WHERE number >= ?1 ORDER BY number")
        .unwrap()
        .query_map([first], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut previous: [u8; 32] = db
        .query_row("SELECT hash FROM audit WHERE number < ?1 ORDER BY number DESC LIMIT 1", [first], |row| row.get(0))
        .unwrap_or([0; 32]);
    let mut last = first - 1;
    for (next, number) in (first..).zip(all) {
        db.execute("UPDATE audit SET number = ?1 WHERE number = ?2", [next, number]).unwrap();
        let hash = db
            .query_row(&format!("SELECT {} FROM audit WHERE number = ?1", chain::COLUMNS), [next], |row| {
                Ok(chain::read(row)?.unwrap().0.hash(&previous))
            })
            .unwrap();
        db.execute("UPDATE audit SET hash = ?1 WHERE number = ?2", rusqlite::params![hash, next]).unwrap();
        (previous, last) = (hash, next);
    }
    db.execute("UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'audit'", [last]).unwrap();
}

/// How an older program wrote.
fn append_old(db: &Connection, detail: &str) {
    let head = chain::head(db).unwrap();
    let row = Row {
        number: head.entries + 1,
        at: "2026-05-01T08:00:00Z",
        event: "printed",
        subject_kind: "enrollment",
        subject_id: 1,
        detail,
        answer: None,
    };
    db.execute(
        "INSERT INTO audit (number, at, event, subject_kind, subject_id, detail, hash) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)",
        rusqlite::params![row.number, row.at, row.event, row.subject_kind, row.detail, row.hash(&head.hash)],
    )
    .unwrap();
}

/// What `verify` says of it, in short.
pub(super) fn found(store: &Store) -> String {
    match store.audit_proof() {
        Ok(proof) => format!("sound, {} unsigned", proof.unsigned()),
        Err(StoreError::AuditBroken { number }) => format!("broken at {number}"),
        Err(StoreError::AuditNotAsSigned { from, to, day }) => format!("{from} to {to} not as signed on {day}"),
        Err(StoreError::AuditSignatureMissing { number }) => format!("signature of {number} missing"),
        Err(other) => other.to_string(),
    }
}

#[test]
fn the_chain_grows_without_gaps() {
    let mut store = logged();
    let before = store.verify_audit().unwrap();
    assert_eq!(before.entries, 4);
    store.append_audit(AuditEntry::new(AuditEvent::Started, AuditSubject::Kiosk), at()).unwrap();
    let after = store.verify_audit().unwrap();
    assert_eq!(after.entries, 5);
    assert_ne!(before.hash, after.hash);
}

#[test]
fn who_did_it_and_what_came_of_it_are_written() {
    let mut store = logged();
    let refused = AuditEntry::new(AuditEvent::SignInRefused, AuditSubject::Kiosk).with("wrong");
    store.append_audit(refused, at()).unwrap();
    let stored = |number: i64| -> (String, i64, i64, String) {
        let sql = "SELECT actor_kind, actor_id, second_id, outcome FROM audit WHERE number = ?1";
        store.db.query_row(sql, [number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap()
    };
    assert_eq!(stored(1), ("visitor".into(), 0, 0, AuditOutcome::Done.word().into()));
    assert_eq!(stored(2), ("staff".into(), 7, 8, "done".into()));
    assert_eq!(stored(5), ("visitor".into(), 0, 0, "refused".into()));
}

#[test]
#[should_panic(expected = "does not list")]
fn what_the_list_lacks_is_not_written() {
    Store::in_memory().unwrap().append_audit(printed(1).with("poster"), at()).ok();
}

#[test]
fn rows_and_signatures_cannot_be_changed_by_mistake() {
    let store = signed();
    for sql in [
        "UPDATE audit SET detail = 'slip'",
        "DELETE FROM audit",
        "UPDATE audit_signatures SET day = '2026-07-01'",
        "DELETE FROM audit_signatures",
        "INSERT INTO audit (at, event, subject_kind, subject_id, detail, hash) SELECT at, event, subject_kind, subject_id, detail, hash FROM audit",
    ] {
        assert!(store.db.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(found(&store), "sound, 2 unsigned");
}

#[test]
fn whoever_changes_rows_on_purpose_is_found_with_the_entry() {
    for (sql, number) in [
        // tampered with
        ("UPDATE audit SET detail = 'slip' WHERE number = 2", 2),
        ("UPDATE audit SET subject_id = 9 WHERE number = 3", 3),
        ("UPDATE audit SET subject_kind = 'account' WHERE number = 4", 4),
        ("UPDATE audit SET at = '2026-06-01T08:00:01Z' WHERE number = 1", 1),
        ("UPDATE audit SET event = 'printedl', detail = 'etter' WHERE number = 1", 1),
        ("UPDATE audit SET hash = zeroblob(32) WHERE number = 3", 3),
        ("UPDATE audit SET hash = zeroblob(31) WHERE number = 3", 3),
        // actor and outcome
        ("UPDATE audit SET actor_id = 8, second_id = 7 WHERE number = 2", 2),
        ("UPDATE audit SET second_id = 0 WHERE number = 3", 3),
        ("UPDATE audit SET actor_kind = 'visitor' WHERE number = 3", 3),
        ("UPDATE audit SET outcome = 'refused' WHERE number = 1", 1),
        ("UPDATE audit SET actor_kind = 'visitord', outcome = 'one' WHERE number = 1", 1),
        ("UPDATE audit SET outcome = NULL WHERE number = 4", 4),
        ("UPDATE audit SET actor_kind = NULL, actor_id = NULL, second_id = NULL, outcome = NULL WHERE number = 2", 2),
        // deleted: middle, first, last, all
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit", 1),
        // cut off
        ("DELETE FROM audit WHERE number > 2", 3),
        // deleted, and the rest moved up
        ("DELETE FROM audit WHERE number = 2; UPDATE audit SET number = number - 1 WHERE number > 2;
          UPDATE sqlite_sequence SET seq = 3", 2),
        // swapped: all of the rows, or all but their numbers' hashes
        ("UPDATE audit SET number = -2 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3;
          UPDATE audit SET number = 3 WHERE number = -2", 2),
        ("UPDATE audit SET subject_id = 5 - subject_id WHERE number IN (2, 3)", 2),
        // inserted: in the middle, before the first, after the last
        ("UPDATE audit SET number = -number WHERE number > 2; UPDATE audit SET number = 1 - number WHERE number < 0;
          INSERT INTO audit SELECT 3, at, event, subject_kind, subject_id, detail, hash, actor_kind, actor_id, second_id, outcome
          FROM audit WHERE number = 2", 3),
        ("INSERT INTO audit SELECT 0, at, event, subject_kind, subject_id, detail, hash, actor_kind, actor_id, second_id, outcome
          FROM audit WHERE number = 1", 1),
        ("INSERT INTO audit SELECT 5, at, event, subject_kind, subject_id, detail, hash, actor_kind, actor_id, second_id, outcome
          FROM audit WHERE number = 4", 5),
    ] {
        let store = logged();
        change(&store, sql);
        assert_eq!(found(&store), format!("broken at {number}"), "{sql}");
    }
}

/// Without a signature the chain alone does not tell; that is what the signature is for.
#[test]
fn a_chain_written_anew_is_found_by_the_signature() {
    let anew = |sql: &str, first: i64| {
        let store = signed();
        change(&store, sql);
        rechain(&store.db, first);
        found(&store)
    };
    let first = "1 to 4 not as signed on 2026-06-01";
    let second = "5 to 8 not as signed on 2026-06-02";
    for number in 1..=4 {
        assert_eq!(anew(&format!("UPDATE audit SET actor_id = 9 WHERE number = {number}"), number), first, "{number}");
        assert_eq!(anew(&format!("DELETE FROM audit WHERE number = {number}"), number), first, "{number}");
    }
    for number in 6..=8 {
        assert_eq!(
            anew(&format!("UPDATE audit SET outcome = 'failed' WHERE number = {number}"), number),
            second,
            "{number}"
        );
        assert_eq!(anew(&format!("DELETE FROM audit WHERE number = {number}"), number), second, "{number}");
    }
    assert_eq!(anew("UPDATE audit SET detail = 'slip' WHERE number = 5", 5), second, "the announcing entry");
    // Cut off and grown again, past the signatures' numbers or not.
    assert_eq!(anew("DELETE FROM audit WHERE number > 3", 1), "broken at 4");
    assert_eq!(anew("DELETE FROM audit WHERE number > 8", 1), "broken at 9", "the signature is announced by 9");
    assert_eq!(anew("UPDATE audit SET event = 'started' WHERE number = 9", 9), "broken at 9");
    // What came after the last signature can be written anew by whoever writes to the database: no more is promised.
    assert_eq!(anew("UPDATE audit SET detail = 'slip' WHERE number = 10", 10), "sound, 2 unsigned");
}

#[test]
fn a_signature_taken_away_or_forged_is_found() {
    for (sql, expected) in [
        ("DELETE FROM audit_signatures WHERE entries = 4", "signature of 5 missing"),
        ("DELETE FROM audit_signatures WHERE entries = 8", "signature of 9 missing"),
        ("DELETE FROM audit_signatures", "signature of 5 missing"),
        (
            "UPDATE audit_signatures SET signature = zeroblob(64) WHERE entries = 8",
            "5 to 8 not as signed on 2026-06-02",
        ),
        ("UPDATE audit_signatures SET day = '2026-06-03' WHERE entries = 8", "5 to 8 not as signed on 2026-06-03"),
        (
            "UPDATE audit_signatures SET public_key = zeroblob(32) WHERE entries = 4",
            "1 to 4 not as signed on 2026-06-01",
        ),
        ("UPDATE audit_signatures SET entries = 3 WHERE entries = 4", "1 to 3 not as signed on 2026-06-01"),
        ("UPDATE audit_signatures SET hash = zeroblob(32) WHERE entries = 4", "1 to 4 not as signed on 2026-06-01"),
        (
            "INSERT INTO audit_signatures SELECT '2026-06-09', 99, hash, signature, public_key FROM audit_signatures
          WHERE entries = 8",
            "broken at 11",
        ),
    ] {
        let store = signed();
        change(&store, sql);
        assert_eq!(found(&store), expected, "{sql}");
    }
}

/// A forger who writes chain and signatures anew with a key of their own is found by this kiosk's key.
#[test]
fn a_foreign_key_does_not_sign_for_this_kiosk() {
    let (store, forger) = (signed(), Store::in_memory().unwrap());
    change(&store, "UPDATE audit SET actor_id = 9 WHERE number = 2");
    rechain(&store.db, 2);
    let hash: [u8; 32] = store.db.query_row("SELECT hash FROM audit WHERE number = 4", [], |row| row.get(0)).unwrap();
    let key = forger.signing_place().key(&forger.db).unwrap();
    let head = AuditHead { entries: 4, hash };
    let SignedHead { signature, public_key, .. } =
        super::signatures::sign(&key, super::signatures::Purpose::Day, day(1), head);
    let sql = "UPDATE audit_signatures SET hash = ?1, signature = ?2, public_key = ?3 WHERE entries = 4";
    store.db.execute(sql, rusqlite::params![hash, signature, public_key]).unwrap();
    assert_eq!(found(&store), "1 to 4 not as signed on 2026-06-01");
}

#[test]
fn the_log_is_signed_once_a_day_and_not_over_a_breach() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.sign_audit(day(1), at()).unwrap(), None, "nothing to sign yet");
    store.append_audit(printed(1), at()).unwrap();
    let first = store.sign_audit(day(1), at()).unwrap().unwrap();
    assert_eq!((first.day, first.head.entries), (day(1), 1));
    assert_eq!(store.sign_audit(day(1), at()).unwrap(), None);
    // A clock set back and forth signs a day once, too.
    for (n, signs) in [(9, true), (2, true), (9, false), (1, false), (3, true)] {
        assert_eq!(store.sign_audit(day(n), at()).unwrap().is_some(), signs, "{n}");
    }
    let proof = store.audit_proof().unwrap();
    assert_eq!(proof.signatures.len(), 4);
    assert_eq!((proof.unsigned(), proof.public_key), (1, Some(first.public_key)));

    change(&store, "UPDATE audit SET detail = 'slip' WHERE number = 5");
    assert!(matches!(store.sign_audit(day(4), at()), Err(StoreError::AuditBroken { number: 5 })));
    let mut store = signed();
    change(&store, "UPDATE audit_signatures SET signature = zeroblob(64) WHERE entries = 8");
    assert!(matches!(store.sign_audit(day(4), at()), Err(StoreError::AuditNotAsSigned { .. })));
}

#[test]
fn rows_of_older_programs_keep_their_form() {
    let mut store = Store::in_memory().unwrap();
    change(&store, "");
    for detail in ["letter", "slip"] {
        append_old(&store.db, detail);
    }
    assert_eq!(store.verify_audit().unwrap().entries, 2);
    store.append_audit(printed(3), at()).unwrap();
    assert_eq!(found(&store), "sound, 3 unsigned");
    // An actor given to an old row, whose hash does not cover it.
    change(&store, "UPDATE audit SET outcome = 'done' WHERE number = 2");
    assert_eq!(found(&store), "broken at 2");
    change(&store, "UPDATE audit SET actor_kind = 'staff', actor_id = 1, second_id = 0 WHERE number = 2");
    assert_eq!(found(&store), "broken at 2");
    // After a new row there is none of the old form, however well it is chained.
    change(
        &store,
        "UPDATE audit SET actor_kind = NULL, actor_id = NULL, second_id = NULL, outcome = NULL WHERE number = 2",
    );
    assert_eq!(found(&store), "sound, 3 unsigned");
    append_old(&store.db, "letter");
    assert_eq!(found(&store), "broken at 4");
}

/// Rows written before this program had a second form: the figures are those of that program.
#[test]
fn the_older_form_is_what_older_programs_wrote() {
    let row = Row {
        number: 1,
        at: "2026-06-01T08:00:00Z",
        event: "printed",
        subject_kind: "enrollment",
        subject_id: 1,
        detail: "letter",
        answer: None,
    };
    assert_eq!(hex::encode(row.hash(&[0; 32])), "690d4f514d20d8108c8ddd15706398c97e67e8fcd28c76759d7af2ce5343c267");
    let answer = Some(Answer { actor_kind: "visitor", actor_id: 0, second_id: 0, outcome: "done" });
    assert_eq!(
        hex::encode(Row { answer, ..row }.hash(&[0; 32])),
        "a2287e2255806239cdb84c354358578842fb29dd433f1b1af824242b972c7ef5"
    );
}

#[test]
fn the_signing_key_is_made_with_the_first_signature_and_missed_after_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = tempfile::tempdir().unwrap();
    let paths = StorePaths::in_folder(home.path());
    let mut store = Store::open_with(&paths, FAST).unwrap();
    store.append_audit(printed(1), at()).unwrap();
    assert_eq!(store.audit_proof().unwrap().public_key, None);
    assert!(!paths.signing_file().exists(), "looking makes no key");
    let public_key = store.sign_audit(day(1), at()).unwrap().unwrap().public_key;
    assert_eq!(std::fs::metadata(paths.signing_file()).unwrap().permissions().mode() & 0o777, 0o600);
    drop(store);
    let mut store = Store::open_with(&paths, FAST).unwrap();
    assert_eq!(store.audit_proof().unwrap().public_key, Some(public_key));
    assert_eq!(store.sign_audit(day(2), at()).unwrap().unwrap().public_key, public_key);
    let kept = std::fs::read(paths.signing_file()).unwrap();
    std::fs::remove_file(paths.signing_file()).unwrap();
    assert!(matches!(store.audit_proof(), Err(StoreError::SigningKeyMissing(_))));
    assert!(matches!(store.sign_audit(day(3), at()), Err(StoreError::SigningKeyMissing(_))));
    assert!(!paths.signing_file().exists(), "a lost key is not made anew over what it signed");
    std::fs::write(paths.signing_file(), kept).unwrap();
    std::fs::set_permissions(paths.signing_file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(store.audit_proof(), Err(StoreError::KeyExposed(_))));
}
