use super::*;
use crate::domain::case::{AssistCase, CaseOutcome};
use crate::domain::consent::ConsentRecord;
use crate::domain::face_route::FaceRoute;
use crate::domain::face_shot::{CaseFace, FaceCheck, FaceShot, FrameReadings};
use crate::domain::fault::Fault;
use crate::domain::match_policy::{Decision, Verification};
use crate::domain::quality::QualityReport;
use crate::domain::retention::Retention;
use crate::domain::staff::{By, Role, StaffMember, StaffNumber};
use crate::domain::time::Moment;
use crate::store::fixtures::{at, enroll, new_enrollment, permit, store_with, today};

const PICTURE: [u8; 4] = [0xFF, 0xD8, 7, 7];

fn member(id: i64, role: Role) -> StaffMember {
    StaffMember { id: StaffId(id), number: StaffNumber::parse("A01").unwrap(), role, must_change: false }
}

fn review(id: i64) -> Authority {
    Authority::of(Act::Review, &member(id, Role::Supervisor), None).unwrap()
}

fn override_match() -> Authority {
    Authority::of(Act::OverrideMatch, &member(3, Role::Officer), Some(&member(1, Role::Supervisor))).unwrap()
}

fn readings() -> FrameReadings {
    let quality =
        QualityReport { inter_eye_px: 80.5, inside: true, luminance: 0.1, glare: f32::NAN, ..QualityReport::default() };
    FrameReadings { quality, faces: 1 }
}

fn checked(decision: Decision, score: f32) -> FaceCheck {
    let shot = FaceShot { picture: PICTURE.into(), readings: readings() };
    FaceCheck::compared(Verification { decision, score }, shot).unwrap()
}

fn case(n: u32, check: &FaceCheck) -> AssistCase {
    let consent = new_enrollment(n).consent;
    AssistCase {
        stage: VisitStage::FaceRecognition,
        cause: AssistCause::Fault(Fault::MatchUnclear),
        incident: None,
        permit: Some(permit(n).number),
        tries: 2,
        finding: check.finding,
        face: CaseFace::of(&consent, check.clone()),
        consent: Some(consent),
    }
}

/// A store with one case of the first permit, two supervisors (1, 2) and an officer (3).
fn with_case(check: &FaceCheck) -> (Store, CaseId, CaseTicket) {
    let mut store = store_with([permit(1), permit(2)]);
    for (number, role) in [("S02", Role::Supervisor), ("S03", Role::Supervisor), ("A01", Role::Officer)] {
        store.add_staff(&StaffNumber::parse(number).unwrap(), role, By::Command, at()).unwrap();
    }
    store.db.execute("UPDATE staff SET must_change = 0", []).unwrap();
    let ticket = store.open_case(&case(1, check), at()).unwrap();
    let id = store.review_queue(at()).unwrap()[0].id;
    (store, id, ticket)
}

fn count(store: &Store) -> i64 {
    store.db.query_row("SELECT count(*) FROM case_faces", [], |row| row.get(0)).unwrap()
}

/// Event, detail, actor's id and second id of the newest rows.
fn last_words(store: &Store, rows: i64) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = store
        .db
        .prepare("SELECT event, detail FROM audit ORDER BY number DESC LIMIT ?1")
        .unwrap()
        .query_map([rows], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    words.reverse();
    words
}

#[test]
fn the_queue_shows_what_waits_oldest_first_and_nothing_personal() {
    let (mut store, first, ticket) = with_case(&checked(Decision::Refuse, 0.1));
    let asked = AssistCase { permit: None, consent: None, face: None, finding: None, ..case(1, &FaceCheck::default()) };
    let earlier = store.open_case(&asked, at() - Duration::from_mins(1)).unwrap();
    let queue = store.review_queue(at()).unwrap();
    assert_eq!(queue.iter().map(|row| &row.ticket).collect::<Vec<_>>(), [&earlier, &ticket]);
    assert_eq!((queue[0].state, queue[0].has_evidence, queue[0].number.as_ref()), (QueueState::Open, false, None));
    let row = &queue[1];
    assert_eq!((row.id, row.state, row.has_evidence, row.tries), (first, QueueState::NeedsSecond, true, 2));
    assert_eq!((row.stage, row.cause), (VisitStage::FaceRecognition, Some(AssistCause::Fault(Fault::MatchUnclear))));
    assert_eq!(row.number.as_deref(), Some("**************0001"));
    store.close_case(&ticket.0, CaseOutcome::Helped, AuditActor::Command, at(), today()).unwrap();
    assert_eq!(store.review_queue(at()).unwrap().len(), 1);
}

#[test]
fn a_case_opens_with_both_pictures_and_readings_with_their_marks() {
    let (store, id, _) = with_case(&checked(Decision::Staff, 0.36));
    let case = store.review_case(id, at()).unwrap();
    assert_eq!(case.picture.as_deref(), Some(PICTURE.as_slice()));
    assert_eq!(case.reference, permit(1).photo);
    assert_eq!((case.consent, case.needs_two), (Some(ConsentChoice::Face), false));
    assert!(case.permit == Some(PermitSummary::of(&permit(1))));
    let checks = case.readings.unwrap().checks();
    let mark = |name| checks.iter().find(|check| check.name == name).map(|check| check.pass);
    assert_eq!((mark("inter_eye_px"), mark("luminance"), mark("glare")), (Some(true), Some(false), Some(false)));
    assert!(matches!(store.review_case(CaseId(99), at()), Err(StoreError::NoSuchCase)));
}

#[test]
fn a_case_is_decided_by_whoever_took_it_up() {
    let (mut store, id, _) = with_case(&checked(Decision::Staff, 0.36));
    store.claim_case(&review(1), id, at()).unwrap();
    store.claim_case(&review(1), id, at()).unwrap();
    assert!(matches!(store.claim_case(&review(2), id, at()), Err(StoreError::CaseTaken)));
    assert_eq!(store.review_queue(at()).unwrap()[0].state, QueueState::WithSomeone(StaffId(1)));
    let decide = |store: &mut Store, by| store.decide_case(&review(by), id, CaseDecision::Approved, at(), today());
    assert!(matches!(decide(&mut store, 2), Err(StoreError::CaseTaken)));
    store.release_case(StaffId(2), id).unwrap();
    assert!(matches!(store.claim_case(&review(2), id, at()), Err(StoreError::CaseTaken)), "not theirs to let go");
    store.release_case(StaffId(1), id).unwrap();
    store.claim_case(&review(2), id, at()).unwrap();
    // Who went home holds nobody up.
    let later = at() + Duration::from_mins(31);
    assert_eq!(store.review_queue(later).unwrap()[0].state, QueueState::Open);
    store.claim_case(&review(1), id, later).unwrap();
    let decided = store.decide_case(&review(1), id, CaseDecision::Approved, later, today()).unwrap();
    assert_eq!((decided.score, decided.finding), (Some(0.36), Some(CheckFinding::Unclear)));
    assert!(matches!(store.claim_case(&review(1), id, later), Err(StoreError::CaseClosed)));
    assert!(matches!(decide(&mut store, 1), Err(StoreError::CaseClosed)));
}

#[test]
fn a_refused_match_is_approved_by_two() {
    let (mut store, id, _) = with_case(&checked(Decision::Refuse, 0.1));
    let approve =
        |store: &mut Store, leave: &Authority| store.decide_case(leave, id, CaseDecision::Approved, at(), today());
    let before = store.verify_audit().unwrap();
    assert!(matches!(approve(&mut store, &review(2)), Err(StoreError::NeedsSecond)));
    assert_eq!((store.verify_audit().unwrap(), count(&store)), (before, 1));
    assert!(needs_two(&store.db, &permit(1).number).unwrap());
    assert!(!needs_two(&store.db, &permit(2).number).unwrap());
    let decided = approve(&mut store, &override_match()).unwrap();
    assert_eq!((decided.score, decided.finding), (Some(0.1), Some(CheckFinding::Refused)));
    assert_eq!(
        last_words(&store, 2),
        [("case_decided".into(), "approved".into()), ("case_closed".into(), "helped".into())]
    );
    assert!(!needs_two(&store.db, &permit(1).number).unwrap(), "staff decided otherwise");
    store.verify_audit().unwrap();
}

#[test]
fn one_refuses_with_a_reason_and_what_was_refused_stays_so() {
    let (mut store, id, _) = with_case(&checked(Decision::Refuse, 0.1));
    for reason in RefusalReason::ALL {
        let mut store = with_case(&checked(Decision::Staff, 0.34)).0;
        store.decide_case(&review(1), id, CaseDecision::Refused(reason), at(), today()).unwrap();
    }
    let refused = CaseDecision::Refused(RefusalReason::NotSamePerson);
    store.decide_case(&review(1), id, refused, at(), today()).unwrap();
    let kept: (String, String, String) = store
        .db
        .query_row("SELECT outcome, decided, reason FROM cases", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    assert_eq!((kept.0.as_str(), kept.1.as_str(), kept.2.as_str()), ("refused", "refused", "not_same_person"));
    assert!(needs_two(&store.db, &permit(1).number).unwrap(), "one more person is asked next time, too");
}

#[test]
fn no_other_act_decides() {
    let (mut store, id, _) = with_case(&checked(Decision::Staff, 0.36));
    for act in [Act::Assist, Act::VerifyByDocument, Act::Unlock] {
        let leave = Authority::of(act, &member(1, Role::Supervisor), None).unwrap();
        assert!(matches!(store.claim_case(&leave, id, at()), Err(StoreError::OtherAct)));
        let decided = store.decide_case(&leave, id, CaseDecision::Approved, at(), today());
        assert!(matches!(decided, Err(StoreError::OtherAct)), "{act:?}");
    }
    assert_eq!(count(&store), 1);
    store.db.execute("UPDATE staff SET must_change = 1 WHERE id = 1", []).unwrap();
    let decided = store.decide_case(&review(1), id, CaseDecision::Approved, at(), today());
    assert!(matches!(decided, Err(StoreError::LeaveEnded)));
}

#[test]
fn withdrawn_consent_leaves_no_picture_of_a_case() {
    let (mut store, _, _) = with_case(&checked(Decision::Refuse, 0.1));
    let card = enroll(&mut store, 1);
    store.db.execute("UPDATE consents SET enrollment_id = ?1", [card.enrollment]).unwrap();
    assert_eq!(count(&store), 1, "staff look at it all the same");
    let leave = Authority::of(Act::WithdrawConsent, &member(1, Role::Supervisor), None).unwrap();
    store.withdraw_consent(&leave, card.enrollment, at()).unwrap();
    assert_eq!(count(&store), 0);
}

#[test]
fn a_retake_gives_the_number_its_tries_back() {
    let (mut store, id, _) = with_case(&checked(Decision::Refuse, 0.1));
    let number = permit(1).number;
    for n in 0..6 {
        store.begin_face_try(&number, Moment::from_millis(n), at()).unwrap();
    }
    let route = |store: &mut Store| store.begin_face_try(&number, Moment::from_millis(10), at()).unwrap();
    assert!(matches!(route(&mut store), FaceRoute::Locked { .. }));
    store.decide_case(&review(1), id, CaseDecision::Retake, at(), today()).unwrap();
    assert_eq!(route(&mut store), FaceRoute::Open);
    assert_eq!(
        last_words(&store, 3),
        [
            ("case_decided".into(), "retake".into()),
            ("case_closed".into(), "helped".into()),
            ("face_unlocked".into(), String::new())
        ]
    );
    store.verify_audit().unwrap();
}

#[test]
fn what_was_looked_at_is_erased_whatever_closes_the_case() {
    type Close = fn(&mut Store, CaseId, &CaseTicket);
    let ways: [Close; 4] = [
        |store, _, ticket| {
            store.close_case(&ticket.0, CaseOutcome::Helped, AuditActor::Command, at(), today()).unwrap();
        },
        |store, id, _| {
            store.decide_case(&review(1), id, CaseDecision::Retake, at(), today()).unwrap();
        },
        |store, _, _| {
            let keep = Retention { enrollment_days: 365, pending_days: 3, case_days: 9 };
            assert_eq!(store.erase_due(keep, "2026-06-04".parse().unwrap(), at()).unwrap().cases_left, 1);
        },
        |store, _, ticket| {
            let settled = AssistCase { cause: AssistCause::ChoseStaff, ..case(1, &FaceCheck::default()) };
            store.db.execute("UPDATE cases SET cause = NULL", []).unwrap();
            store.update_case(ticket, &settled, at()).unwrap();
            enroll(store, 1);
        },
    ];
    for (way, close) in ways.into_iter().enumerate() {
        let (mut store, id, ticket) = with_case(&checked(Decision::Staff, 0.36));
        store.log_holds_erased = false;
        assert_eq!(count(&store), 1);
        close(&mut store, id, &ticket);
        assert_eq!(count(&store), 0, "way {way}");
        assert!(store.log_holds_erased, "way {way}: the log is emptied, too");
        store.verify_audit().unwrap();
    }
}

#[test]
fn deciding_is_whole_or_not_at_all() {
    for broken in ["UPDATE ON main.cases", "DELETE ON main.case_faces", "INSERT ON main.audit"] {
        let (mut store, id, _) = with_case(&checked(Decision::Staff, 0.36));
        let before = store.verify_audit().unwrap();
        let trigger = format!("CREATE TEMP TRIGGER broken BEFORE {broken} BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        store.db.execute_batch(&trigger).unwrap();
        assert!(store.decide_case(&review(1), id, CaseDecision::Approved, at(), today()).is_err(), "{broken}");
        assert_eq!((store.verify_audit().unwrap(), count(&store)), (before, 1), "{broken}");
        store.db.execute_batch("DROP TRIGGER broken").unwrap();
        store.decide_case(&review(1), id, CaseDecision::Approved, at(), today()).unwrap();
    }
}

#[test]
fn a_case_that_cannot_be_kept_whole_keeps_no_face() {
    let mut store = store_with([permit(1)]);
    store
        .db
        .execute_batch(
            "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.case_faces BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .unwrap();
    assert!(store.open_case(&case(1, &checked(Decision::Staff, 0.36)), at()).is_err());
    assert!(store.review_queue(at()).unwrap().is_empty());
}

#[test]
fn who_chooses_staff_or_has_another_number_has_no_picture_in_the_store() {
    let staff_chosen = {
        let consent = new_enrollment(1).consent;
        let consent = ConsentRecord { choice: ConsentChoice::Staff, ..consent };
        AssistCase { consent: Some(consent), face: None, ..case(1, &FaceCheck::default()) }
    };
    let another = AssistCase { face: None, finding: None, ..case(2, &FaceCheck::default()) };
    for update in [staff_chosen, another] {
        let (mut store, _, ticket) = with_case(&checked(Decision::Refuse, 0.1));
        store.update_case(&ticket, &update, at()).unwrap();
        assert_eq!(count(&store), 0);
        assert!(store.log_holds_erased);
        assert_eq!(store.review_queue(at()).unwrap()[0].state, QueueState::NeedsSecond, "the finding stays");
    }
    // Asking again says nothing against the picture, and readings alone do not replace it.
    let (mut store, id, ticket) = with_case(&checked(Decision::Staff, 0.36));
    store.update_case(&ticket, &case(1, &FaceCheck::broken_off(FrameReadings::default())), at()).unwrap();
    assert_eq!(store.review_case(id, at()).unwrap().picture.as_deref(), Some(PICTURE.as_slice()));
    store.update_case(&ticket, &case(1, &checked(Decision::Refuse, 0.2)), at()).unwrap();
    assert!(store.review_case(id, at()).unwrap().needs_two, "the newest comparison counts");
}
