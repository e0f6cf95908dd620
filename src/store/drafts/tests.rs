use super::*;
use crate::domain::account::SignIn;
use crate::domain::enrollment::{AccountPassword, Evidence, NewEnrollment};
use crate::domain::retention::Retention;
use crate::domain::secret::Secret;
use crate::domain::staff::{By, Role, StaffId, StaffMember, StaffNumber};
use crate::domain::staff_evidence::{DocumentChecklist, DocumentTail, StaffEvidence};
use crate::store::fixtures::{PASSWORD, at, new_enrollment, permit, registration, store_with, today};

const NAME: &str = "Elena Maria Vidal-Ortega";

fn staffed() -> Store {
    let mut store = store_with([permit(1), permit(2)]);
    store.add_staff(&StaffNumber::parse("S01").unwrap(), Role::Supervisor, By::Command, at()).unwrap();
    store.db.execute("UPDATE staff SET must_change = 0", []).unwrap();
    store
}

fn leave(act: Act) -> Authority {
    let number = StaffNumber::parse("S01").unwrap();
    let member = StaffMember { id: StaffId(1), number, role: Role::Supervisor, must_change: false };
    Authority::of(act, &member, None).unwrap()
}

fn keep(store: &mut Store, n: u32) -> ResumeCode {
    let consent = new_enrollment(n).consent;
    let case = CaseTicket("K7F-4M9".to_owned());
    store.keep_draft(&registration(NAME, n), Some(&consent), Some(&case), at(), today()).unwrap()
}

fn resume(store: &mut Store, code: &ResumeCode, seconds: u64, on: Date) -> Resumption {
    store.resume_draft(&leave(Act::Assist), code, Moment::from_millis(seconds * 1000), at(), on).unwrap()
}

fn wrong() -> ResumeCode {
    ResumeCode::parse("3333-3333").unwrap()
}

fn count(store: &Store) -> i64 {
    store.db.query_row("SELECT count(*) FROM drafts", [], |row| row.get(0)).unwrap()
}

#[test]
fn kept_entries_stay_until_their_visitor_is_enrolled_from_them_with_the_password_that_was_typed() {
    let mut store = staffed();
    let code = keep(&mut store, 1);
    let other = keep(&mut store, 2);
    assert_ne!(code, other);
    let Resumption::Opened(draft) = resume(&mut store, &code, 0, today()) else { panic!("opens") };
    assert_eq!((draft.name.as_str(), &draft.number), (NAME, &permit(1).number));
    assert_eq!(draft.consent, Some(new_enrollment(1).consent));
    assert_eq!(draft.case, Some(CaseTicket("K7F-4M9".to_owned())));
    assert!(matches!(resume(&mut store, &code, 0, today()), Resumption::Opened(_)), "staff were interrupted");
    assert_eq!(count(&store), 2);
    store.log_holds_erased = false;
    let list = DocumentChecklist::of(true, true, true).unwrap();
    let tail = DocumentTail::parse("0001").unwrap();
    let evidence = StaffEvidence::of(leave(Act::VerifyByDocument), tail, list).unwrap();
    let evidence = evidence.settling(draft.case).from_draft(draft.id);
    let new = NewEnrollment {
        number: draft.number,
        password: AccountPassword::Kept(draft.password),
        permit: permit(1),
        consent: draft.consent.unwrap(),
        evidence: Evidence::Staff(evidence),
    };
    store.enroll(&new, at(), today(), 30).unwrap();
    assert_eq!(count(&store), 1);
    assert!(store.log_holds_erased);
    assert!(matches!(resume(&mut store, &code, 0, today()), Resumption::Unknown), "enrolled from once");
    let typed = Secret::copied(PASSWORD, 16);
    let signed_in = store.sign_in(&permit(1).number, &typed, Moment::default(), at()).unwrap();
    assert!(matches!(signed_in, SignIn::Granted(_)));
    store.verify_audit().unwrap();
}

#[test]
fn nothing_typed_stands_in_the_row() {
    let mut store = staffed();
    let code = keep(&mut store, 1);
    let (hash, sealed): (Vec<u8>, Vec<u8>) =
        store.db.query_row("SELECT code_hash, sealed FROM drafts", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for secret in [NAME, permit(1).number.as_str(), PASSWORD, "argon2id", code.as_str()] {
        let within = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!within(&sealed) && !within(&hash), "{secret}");
    }
}

#[test]
fn after_midnight_nothing_is_opened_and_the_round_erases_it() {
    let mut store = staffed();
    let code = keep(&mut store, 1);
    let tomorrow = today().tomorrow().unwrap();
    assert!(matches!(resume(&mut store, &code, 0, tomorrow), Resumption::Unknown));
    let keep = Retention::default();
    assert_eq!(store.erase_due(keep, today(), at()).unwrap().drafts, 0);
    store.log_holds_erased = false;
    assert_eq!(store.erase_due(keep, tomorrow, at()).unwrap().drafts, 1);
    assert_eq!(count(&store), 0);
    assert!(store.log_holds_erased);
    let told: i64 =
        store.db.query_row("SELECT subject_id FROM audit WHERE event = 'drafts_erased'", [], |row| row.get(0)).unwrap();
    assert_eq!(told, 1);
    store.verify_audit().unwrap();
}

#[test]
fn five_wrong_codes_lock_for_five_minutes_also_over_a_restart() {
    let mut store = staffed();
    let code = keep(&mut store, 1);
    for second in 0..4 {
        assert!(matches!(resume(&mut store, &wrong(), second, today()), Resumption::Unknown));
    }
    assert!(matches!(resume(&mut store, &code, 5, today()), Resumption::Opened(_)), "in a row only");
    let code = keep(&mut store, 1);
    for second in 0..5 {
        assert!(matches!(resume(&mut store, &wrong(), 100 + second, today()), Resumption::Unknown));
    }
    assert!(matches!(resume(&mut store, &code, 105, today()), Resumption::Locked { seconds: 299 }));
    // Another process, which knows no times.
    store.drafts_locked_since = None;
    assert!(matches!(resume(&mut store, &code, 10, today()), Resumption::Locked { seconds: 300 }));
    assert!(matches!(resume(&mut store, &code, 309, today()), Resumption::Locked { seconds: 1 }));
    assert!(matches!(resume(&mut store, &code, 310, today()), Resumption::Opened(_)));
}

#[test]
fn a_row_that_is_moved_or_dated_anew_is_not_opened() {
    for change in ["UPDATE drafts SET id = id + 5", "UPDATE drafts SET sealed = zeroblob(length(sealed))"] {
        let mut store = staffed();
        let code = keep(&mut store, 1);
        store.db.execute(change, []).unwrap();
        let opened = store.resume_draft(&leave(Act::Assist), &code, Moment::default(), at(), today());
        assert!(matches!(opened, Err(StoreError::Damaged(_))), "{change}");
    }
    let mut store = staffed();
    let code = keep(&mut store, 1);
    let tomorrow = today().tomorrow().unwrap();
    store.db.execute("UPDATE drafts SET day = ?1", [tomorrow.to_string()]).unwrap();
    let opened = store.resume_draft(&leave(Act::Assist), &code, Moment::default(), at(), tomorrow);
    assert!(matches!(opened, Err(StoreError::Damaged(_))));
}

#[test]
fn a_draft_is_kept_whole_or_not_at_all_and_opened_with_leave_only() {
    for broken in ["INSERT ON main.audit", "UPDATE ON main.drafts"] {
        let mut store = staffed();
        let trigger = format!("CREATE TEMP TRIGGER broken BEFORE {broken} BEGIN SELECT RAISE(ABORT, 'full'); END");
        store.db.execute_batch(&trigger).unwrap();
        assert!(store.keep_draft(&registration(NAME, 1), None, None, at(), today()).is_err());
        assert_eq!(count(&store), 0, "{broken}");
    }
    let mut store = staffed();
    let code = keep(&mut store, 1);
    let opened = store.resume_draft(&leave(Act::Find), &code, Moment::default(), at(), today());
    assert!(matches!(opened, Err(StoreError::OtherAct)));
    assert_eq!(count(&store), 1);
}
