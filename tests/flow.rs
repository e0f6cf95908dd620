//! Every step with every event: where it leads, and what it must never do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

#[path = "stage/face.rs"]
mod face;

use std::sync::Arc;

use esscard_kiosk::domain::card::Card;
use esscard_kiosk::domain::case::{AssistCause, CaseTicket, VisitStage};
use esscard_kiosk::domain::consent::{ConsentChoice, ConsentText};
use esscard_kiosk::domain::display::{Display, Pace, TextSize};
use esscard_kiosk::domain::enrollment::{Evidence, FaceEvidence, NewEnrollment};
use esscard_kiosk::domain::face::{EyeOpenness, FaceBox, FaceReading, FaceState, Pose};
use esscard_kiosk::domain::face_route::{FaceRoute, FaceTryEnd};
use esscard_kiosk::domain::face_shot::{CheckFinding, FaceShot, FrameReadings};
use esscard_kiosk::domain::fault::{Fault, Incident};
use esscard_kiosk::domain::frame::FrameId;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::letter::{DocumentKind, PagePicture};
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::match_policy::{Decision, Verification};
use esscard_kiosk::domain::name::PersonName;
use esscard_kiosk::domain::papers::PapersIssue;
use esscard_kiosk::domain::permit::{BothLanguages, PermitNumber, RegisterStatus, TalentCategory, WorkPermit};
use esscard_kiosk::domain::presentation::Presentation;
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::domain::quality::QualityReport;
use esscard_kiosk::domain::recovery::RecoveryCheck;
use esscard_kiosk::domain::resume::ResumeCode;
use esscard_kiosk::domain::staff::{Act, Authority, Role, StaffId, StaffMember, StaffNumber};
use esscard_kiosk::domain::staff_evidence::{DocumentChecklist, DocumentTail, StaffEvidence};
use esscard_kiosk::domain::time::{Moment, Timestamp};
use esscard_kiosk::flow::effect::{Effect, Ending};
use esscard_kiosk::flow::event::{CheckOutcome, Event, ServiceKind, SignInRefusal};
use esscard_kiosk::flow::step::{CapturePhase, DraftKeeping, Step};
use esscard_kiosk::flow::visit::{Dialog, Idle, Now, Ticket, Visit, VisitSettings};
use jiff::civil::date;

fn at(ms: u64) -> Now {
    Now {
        moment: Moment::from_millis(ms),
        timestamp: Timestamp::from_second(1_790_000_000).unwrap(),
        today: date(2026, 11, 22),
        seed: 7,
    }
}

fn visit() -> Visit {
    let settings = VisitSettings {
        consent: ConsentText { version: "1".into(), sha256: "00".into() },
        language: Language::Chinese,
        idle_warn_s: 45,
        idle_end_s: 75,
    };
    Visit::new(Ticket(1), Arc::new(settings), Moment::from_millis(0))
}

fn permit(photo: bool) -> WorkPermit {
    WorkPermit {
        number: PermitNumber::parse("SP2026041700099901").unwrap(),
        name: PersonName::parse("ELENA VIDAL-ORTEGA").unwrap(),
        title: None,
        category: TalentCategory::B,
        citizenship: BothLanguages::default(),
        passport_number: "X0000000".into(),
        employer: BothLanguages::default(),
        workplace: BothLanguages::default(),
        occupation: BothLanguages::default(),
        valid_from: date(2026, 1, 1),
        valid_until: date(2027, 6, 30),
        issued_on: date(2026, 1, 1),
        file_number: "F1".into(),
        approver: BothLanguages::default(),
        family_members: String::new(),
        status: RegisterStatus::InForce,
        photo: photo.then(|| Arc::from([1_u8, 2, 3])),
    }
}

fn card() -> Box<Card> {
    Box::new(Card { permit: permit(true), enrollment: 1, enrolled_on: date(2026, 11, 22) })
}

fn say(visit: &mut Visit, event: Event) -> Vec<Effect> {
    visit.handle(visit.ticket, event, at(1000))
}

fn type_in(visit: &mut Visit) {
    let Step::Registering(form) = &mut visit.step else { panic!("not at the form: {:?}", visit.step) };
    form.draft.name.clear();
    form.draft.name.insert(0, "Elena Vidal-Ortega");
    form.draft.number.clear();
    form.draft.number.insert(0, "sp20 2604 1700 0999 01");
    form.draft.password.clear();
    form.draft.password.insert(0, "Sunny-Harbour7");
}

fn registering() -> Visit {
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal, Event::OpenRegistration, Event::OpenRegistration] {
        say(&mut v, e);
    }
    type_in(&mut v);
    v
}

fn consenting(photo: bool) -> Visit {
    let mut v = registering();
    let effects = say(&mut v, Event::SubmitRegistration);
    assert!(matches!(effects.as_slice(), [Effect::CheckRegistration(_)]), "{effects:?}");
    say(&mut v, Event::RegistrationChecked(CheckOutcome::Match(Box::new(permit(photo)))));
    assert!(matches!(v.step, Step::Consenting(_)));
    v
}

fn capturing() -> (Visit, Vec<Effect>) {
    let mut v = consenting(true);
    say(&mut v, Event::TickFaceConsent(true));
    let mut effects = say(&mut v, Event::VerifyByFace);
    assert!(matches!(v.step, Step::Capturing(_)));
    assert!(!effects.iter().any(|e| matches!(e, Effect::OpenEyes)), "the camera waits for the desk");
    effects.extend(say(&mut v, Event::FaceRoute(FaceRoute::Open)));
    (v, effects)
}

fn failed(fault: Fault) -> Visit {
    let (mut v, _) = capturing();
    say(&mut v, Event::Failed(fault, Some(Incident(5))));
    assert!(matches!(v.step, Step::CaptureFailed(_)));
    v
}

fn at_card() -> Visit {
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal] {
        say(&mut v, e);
    }
    let Step::Portal(portal) = &mut v.step else { panic!() };
    portal.number.insert(0, "SP2026041700099901");
    portal.password.insert(0, "Sunny-Harbour7");
    let effects = say(&mut v, Event::SignIn);
    assert!(matches!(effects.as_slice(), [Effect::SignIn { .. }]));
    say(&mut v, Event::SignedIn(card()));
    v
}

/// At what one of the questions before the form means.
fn papers(issue: PapersIssue) -> Visit {
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal, Event::OpenRegistration, Event::OpenPapers(issue)] {
        say(&mut v, e);
    }
    assert!(matches!(&v.step, Step::Before(before) if before.issue == Some(issue)), "{:?}", v.step);
    v
}

fn name_help() -> Visit {
    let mut v = registering();
    say(&mut v, Event::OpenNameHelp);
    assert!(matches!(v.step, Step::NameHelp(_)));
    v
}

const NUMBER: &str = "SP2026041700099901";

/// At the form for a forgotten password, filled in.
fn recovering() -> Visit {
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal] {
        say(&mut v, e);
    }
    let Step::Portal(portal) = &mut v.step else { panic!() };
    portal.number.insert(0, NUMBER);
    say(&mut v, Event::OpenRecovery);
    let Step::Recovering(form) = &mut v.step else { panic!("{:?}", v.step) };
    assert_eq!(form.draft.number.as_str(), NUMBER, "typed once");
    form.draft.name.insert(0, "Elena Vidal-Ortega");
    v
}

/// At the consent for a new password.
fn recovery_consenting(photo: bool) -> Visit {
    let mut v = recovering();
    let effects = say(&mut v, Event::SubmitRecovery);
    assert!(matches!(effects.as_slice(), [Effect::CheckRecovery(_)]), "{effects:?}");
    say(&mut v, Event::RecoveryChecked(RecoveryCheck::Match(Box::new(permit(photo)))));
    assert!(matches!(v.step, Step::Consenting(_)), "{:?}", v.step);
    v
}

/// One frame of somebody who does as `prompt` says, or looks straight.
fn reading(frame: u64, ms: u64, acting: Option<(Prompt, u32)>) -> Event {
    let face = acting.map_or_else(face::neutral, |(prompt, i)| face::acting(prompt, i));
    Event::Reading(Box::new(FaceReading {
        frame: FrameId(frame),
        at: Moment::from_millis(ms),
        frame_size: (640, 480),
        faces: 1,
        face: Some(face),
        track: 1,
    }))
}

/// The challenge is passed: the eyes compare.
fn compared(mut v: Visit) -> (Visit, Vec<Effect>) {
    let mut effects = Vec::new();
    // Frames since this movement was asked for: read first, then made.
    let mut asked = (None, 0_u32);
    for frame in 1..=2_000_u64 {
        let ms = 1_000 + frame * 66;
        let Step::Capturing(capturing) = &v.step else { panic!("no capture: {:?}", v.step) };
        let acting = if let CapturePhase::Acting { prompt, .. } = capturing.view.phase {
            asked = if asked.0 == Some(prompt) { (asked.0, asked.1 + 1) } else { (Some(prompt), 0) };
            asked.1.checked_sub(5).map(|i| (prompt, i))
        } else {
            asked = (None, 0);
            None
        };
        let ticket = v.ticket;
        effects.extend(v.handle(ticket, reading(frame, ms, acting), at(ms)));
        if matches!(effects.last(), Some(Effect::Embed(_))) {
            return (v, effects);
        }
    }
    panic!("the challenge is not passed: {:?}", v.step);
}

/// After consent and face check: the new password is asked for.
fn new_password() -> Visit {
    let mut v = recovery_consenting(true);
    say(&mut v, Event::TickFaceConsent(true));
    say(&mut v, Event::VerifyByFace);
    say(&mut v, Event::FaceRoute(FaceRoute::Open));
    let (mut v, _) = compared(v);
    let effects = say(&mut v, accepted());
    assert!(effects.iter().any(|e| matches!(e, Effect::CloseEyes)));
    assert!(!effects.iter().any(|e| matches!(e, Effect::Enroll(_))), "nobody is enrolled twice");
    assert!(matches!(v.step, Step::NewPassword(_)), "{:?}", v.step);
    v
}

fn accepted() -> Event {
    let verification = Verification { decision: Decision::Accept, score: 0.8 };
    let evidence = FaceEvidence {
        verification,
        prompts: Vec::new(),
        shot: FaceShot { picture: Arc::from([0_u8]), readings: FrameReadings::default() },
    };
    Event::Verified { verification, evidence: Box::new(evidence) }
}

/// One visit at every step there is.
fn everywhere() -> Vec<(&'static str, Visit)> {
    let go = |events: &[Event]| {
        let mut v = visit();
        for e in events {
            say(&mut v, e.clone());
        }
        v
    };
    let mut refused = registering();
    say(&mut refused, Event::SubmitRegistration);
    say(&mut refused, Event::RegistrationChecked(CheckOutcome::NoMatch));
    let mut broken = registering();
    say(&mut broken, Event::SubmitRegistration);
    say(&mut broken, Event::Failed(Fault::StoreUnavailable, Some(Incident(9))));
    let mut assisted = consenting(true);
    say(&mut assisted, Event::AskStaff);
    let service = |kind| {
        let mut v = at_card();
        say(&mut v, Event::OpenService(kind));
        v
    };
    let mut done = at_card();
    let effects = say(&mut done, Event::Finish);
    assert!(matches!(effects.as_slice(), [Effect::Forget(Ending::Finished)]));
    let done = Visit::after(
        Ending::Finished,
        Language::English,
        done.ticket.next(),
        Arc::new(VisitSettings {
            consent: ConsentText { version: "1".into(), sha256: "00".into() },
            language: Language::Chinese,
            idle_warn_s: 45,
            idle_end_s: 75,
        }),
        Moment::from_millis(1000),
    );
    vec![
        ("home", visit()),
        ("guide", go(&[Event::OpenGuide])),
        ("login", go(&[Event::OpenLogin])),
        ("portal", go(&[Event::OpenLogin, Event::OpenPortal])),
        ("recovering", recovering()),
        ("recovery consent", recovery_consenting(true)),
        ("new password", new_password()),
        ("before", go(&[Event::OpenLogin, Event::OpenPortal, Event::OpenRegistration])),
        ("papers", papers(PapersIssue::OldPermit)),
        ("registering", registering()),
        ("name help", name_help()),
        ("refused", refused),
        ("consenting", consenting(true)),
        ("capturing", capturing().0),
        ("capture failed", failed(Fault::FaceDark)),
        ("card", at_card()),
        ("inquiry", service(ServiceKind::Inquiry)),
        ("qr", service(ServiceKind::QrCode)),
        ("letter", service(ServiceKind::Letter)),
        ("assisted", assisted),
        ("broken", broken),
        ("done", done),
    ]
}

fn every_event() -> Vec<Event> {
    let verification = Verification { decision: Decision::Accept, score: 0.8 };
    let evidence = FaceEvidence {
        verification,
        prompts: Vec::new(),
        shot: FaceShot { picture: Arc::from([0_u8]), readings: FrameReadings::default() },
    };
    let reading = FaceReading {
        frame: FrameId(1),
        at: Moment::from_millis(1000),
        frame_size: (640, 480),
        faces: 0,
        face: None,
        track: 0,
    };
    vec![
        Event::Back,
        Event::Cancel,
        Event::AskStaff,
        Event::SetLanguage(Language::English),
        Event::OpenDisplay,
        Event::SetDisplay(Display { low: true, ..Display::default() }),
        Event::MoreTime,
        Event::ChooseLanguage,
        Event::Finish,
        Event::KeepGoing,
        Event::OpenLogin,
        Event::OpenGuide,
        Event::OpenPortal,
        Event::OpenRegistration,
        Event::OpenPapers(PapersIssue::RenewedPassport),
        Event::OpenNameHelp,
        Event::TakeName,
        Event::SubmitRegistration,
        Event::SignIn,
        Event::OpenRecovery,
        Event::SubmitRecovery,
        Event::SubmitPassword,
        Event::TickFaceConsent(true),
        Event::VerifyByFace,
        Event::VerifyWithStaff,
        Event::TryAgain,
        Event::OpenService(ServiceKind::Letter),
        Event::Print(DocumentKind::Letter),
        Event::StopPrinting,
        Event::KeepDraft,
        Event::LetStaffSee,
        Event::StaffVerified(Box::new(by_document("0000", Act::VerifyByDocument))),
        Event::StaffLeft,
        Event::RegistrationChecked(CheckOutcome::Match(Box::new(permit(true)))),
        Event::SignedIn(card()),
        Event::SignInRefused(SignInRefusal::Wait { seconds: 15 }),
        Event::RecoveryChecked(RecoveryCheck::Match(Box::new(permit(true)))),
        Event::RecoveryChecked(RecoveryCheck::Refused(SignInRefusal::Wrong)),
        Event::PasswordChanged(card()),
        Event::FaceRoute(FaceRoute::Open),
        Event::FaceRoute(FaceRoute::Locked { seconds: 1800 }),
        Event::Reading(Box::new(reading)),
        Event::Verified { verification, evidence: Box::new(evidence) },
        Event::NotLive(Presentation::Attack, Box::new(shot())),
        Event::Enrolled(card()),
        Event::Failed(Fault::CameraStalled, None),
        Event::PhotoReady(PagePicture { width: 1, height: 1, rgb: Arc::from([0_u8, 0, 0]) }),
        Event::PreviewReady(DocumentKind::Letter, PagePicture { width: 1, height: 1, rgb: Arc::from([0_u8, 0, 0]) }),
        Event::PrintMoved(DocumentKind::Letter, PrintStage::Printing),
        Event::CaseOpened(CaseTicket("K7F-204".into())),
        Event::CaseNotOpened(Some(Incident(3))),
        Event::DraftKept(ResumeCode::parse("K7F4-M9QD").unwrap()),
        Event::DraftNotKept(Some(Incident(4))),
        Event::Tick,
    ]
}

#[test]
fn no_event_surprises_any_step() {
    let events = every_event();
    for (i, (name, _)) in everywhere().iter().enumerate() {
        for event in &events {
            let mut v = everywhere().remove(i).1;
            let had_camera = matches!(v.step, Step::Capturing(_));
            let effects = say(&mut v, event.clone());
            let opens = effects.iter().any(|e| matches!(e, Effect::OpenEyes));
            // A camera opens only into a capture, and a capture that ends closes it.
            if opens {
                assert!(matches!(v.step, Step::Capturing(_)), "{name} + {event:?}");
            }
            if had_camera && !matches!(v.step, Step::Capturing(_)) {
                assert!(
                    effects.iter().any(|e| matches!(e, Effect::CloseEyes)),
                    "{name} + {event:?} leaves the camera on"
                );
            }
            // Nothing is written but by the steps that own the evidence.
            let by_staff = *name == "assisted" && matches!(event, Event::StaffVerified(_));
            let enrolls = effects.iter().any(|e| matches!(e, Effect::Enroll(_)));
            assert_eq!(enrolls, by_staff, "{name} + {event:?}");
            assert!(!effects.iter().any(|e| matches!(e, Effect::ResetPassword(_))), "{name} + {event:?} resets");
            // Without the tick there is no capture.
            if *name != "capture failed" && *name != "capturing" {
                assert!(!matches!(v.step, Step::Capturing(_)), "{name} + {event:?} captures");
            }
        }
    }
}

#[test]
fn staff_can_be_asked_everywhere_and_the_way_back_is_open() {
    for (name, mut v) in everywhere() {
        if matches!(v.step, Step::Assisted(_)) {
            continue;
        }
        let stage = v.step.stage();
        let effects = say(&mut v, Event::AskStaff);
        let case = effects.iter().find_map(|e| match e {
            Effect::OpenCase(case) => Some(case),
            _ => None,
        });
        assert_eq!(case.unwrap_or_else(|| panic!("{name} opens no case")).stage, stage);
        say(&mut v, Event::CaseOpened(CaseTicket("K7F-204".into())));
        let Step::Assisted(assisted) = &v.step else { panic!("{name}") };
        assert_eq!(assisted.ticket, Some(CaseTicket("K7F-204".into())));
        say(&mut v, Event::Back);
        assert_eq!(v.step.stage(), stage, "{name}");
    }
}

#[test]
fn an_answer_for_another_visit_changes_nothing() {
    let mut v = registering();
    say(&mut v, Event::SubmitRegistration);
    let effects =
        v.handle(Ticket(99), Event::RegistrationChecked(CheckOutcome::Match(Box::new(permit(true)))), at(1000));
    assert!(effects.is_empty());
    assert!(matches!(v.step, Step::Registering(_)));
}

#[test]
fn an_answer_nobody_waits_for_changes_nothing() {
    let mut v = registering();
    say(&mut v, Event::RegistrationChecked(CheckOutcome::Match(Box::new(permit(true)))));
    assert!(matches!(v.step, Step::Registering(_)));
}

#[test]
fn the_form_keeps_what_was_typed_on_the_way_back() {
    let mut v = consenting(true);
    say(&mut v, Event::Back);
    let Step::Registering(form) = &v.step else { panic!() };
    assert_eq!(form.draft.name.as_str(), "Elena Vidal-Ortega");
}

#[test]
fn without_the_tick_the_face_is_not_taken() {
    let mut v = consenting(true);
    let effects = say(&mut v, Event::VerifyByFace);
    assert!(effects.is_empty());
    let Step::Consenting(c) = &v.step else { panic!() };
    assert!(c.needs_tick);
}

#[test]
fn without_a_photo_on_record_no_face_is_taken() {
    let mut v = consenting(false);
    say(&mut v, Event::TickFaceConsent(true));
    let effects = say(&mut v, Event::VerifyByFace);
    assert!(effects.is_empty(), "{effects:?}");
    // The page says why, and offers staff; nothing is asked for that would not be used.
    let Step::Consenting(c) = &v.step else { panic!("{:?}", v.step) };
    assert!(!c.offers_face() && !c.face_ticked && !c.needs_tick);
    for way in [Event::VerifyWithStaff, Event::AskStaff] {
        let mut v = consenting(false);
        let effects = say(&mut v, way);
        assert!(case_of(&effects).consent.is_none());
        let Step::Assisted(a) = &v.step else { panic!("{:?}", v.step) };
        assert_eq!((a.cause, a.stage), (AssistCause::Fault(Fault::NoReferencePhoto), VisitStage::Consent));
    }
}

#[test]
fn the_questions_before_the_form_are_passed_with_one_press() {
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal, Event::OpenRegistration] {
        say(&mut v, e);
    }
    assert!(matches!(&v.step, Step::Before(before) if before.issue.is_none()));
    say(&mut v, Event::OpenRegistration);
    assert!(matches!(v.step, Step::Registering(_)));
}

#[test]
fn what_a_question_means_leads_on_back_and_to_staff() {
    for issue in PapersIssue::ALL {
        let mut on = papers(issue);
        say(&mut on, Event::OpenRegistration);
        assert!(matches!(on.step, Step::Registering(_)));
        let mut back = papers(issue);
        say(&mut back, Event::Back);
        assert!(matches!(&back.step, Step::Before(before) if before.issue.is_none()));
        say(&mut back, Event::Back);
        assert!(matches!(back.step, Step::Portal(_)));
        let mut staff = papers(issue);
        let effects = say(&mut staff, Event::AskStaff);
        assert_eq!(case_of(&effects).cause, AssistCause::Papers(issue));
        assert_eq!(AssistCause::of_key(issue.key()), Some(AssistCause::Papers(issue)));
    }
}

#[test]
fn a_name_taken_from_a_passport_goes_into_the_form_and_nothing_else_changes() {
    let mut v = name_help();
    let Step::NameHelp(help) = &mut v.step else { panic!() };
    help.line.insert(0, "P<UTOVIDAL<ORTEGA<<ELENA");
    say(&mut v, Event::TakeName);
    let Step::Registering(form) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(form.draft.name.as_str(), "VIDAL ORTEGA ELENA");
    assert_eq!(form.draft.number.as_str(), "sp20 2604 1700 0999 01");
    assert_eq!(form.draft.password.as_str(), "Sunny-Harbour7");
    assert!(!form.busy, "the visitor confirms it");
}

#[test]
fn a_line_that_is_not_read_changes_no_name() {
    let mut v = name_help();
    say(&mut v, Event::TakeName);
    assert!(matches!(&v.step, Step::NameHelp(help) if help.fault.is_some()));
    say(&mut v, Event::Back);
    let Step::Registering(form) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(form.draft.name.as_str(), "Elena Vidal-Ortega");
}

#[test]
fn a_forgotten_password_is_replaced_after_consent_and_face() {
    let mut v = new_password();
    let type_in = |v: &mut Visit, first: &str, second: &str| {
        let Step::NewPassword(step) = &mut v.step else { panic!("{:?}", v.step) };
        step.password.clear();
        step.password.insert(0, first);
        step.again.clear();
        step.again.insert(0, second);
    };
    type_in(&mut v, "short", "short");
    assert!(say(&mut v, Event::SubmitPassword).is_empty());
    assert!(matches!(&v.step, Step::NewPassword(step) if !step.faults.is_empty()));
    type_in(&mut v, "Vidal-2026", "Vidal-2026");
    assert!(say(&mut v, Event::SubmitPassword).is_empty(), "nothing of its holder");
    type_in(&mut v, "brook-77-fern", "brook-77-fer");
    assert!(say(&mut v, Event::SubmitPassword).is_empty());
    assert!(matches!(&v.step, Step::NewPassword(step) if step.differs && step.faults.is_empty()));
    type_in(&mut v, "brook-77-fern", "brook-77-fern");
    let effects = say(&mut v, Event::SubmitPassword);
    let [Effect::ResetPassword(reset)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((reset.number.as_str(), reset.consent.choice), (NUMBER, ConsentChoice::Face));
    assert_eq!(reset.verification.decision, Decision::Accept);
    assert!(say(&mut v, Event::SubmitPassword).is_empty(), "once");
    say(&mut v, Event::PasswordChanged(card()));
    assert!(matches!(&v.step, Step::Card(card) if card.new_password && !card.fresh));
}

#[test]
fn a_recovery_takes_no_face_without_the_tick_or_a_photo() {
    let mut v = recovery_consenting(true);
    assert!(say(&mut v, Event::VerifyByFace).is_empty());
    assert!(matches!(v.step, Step::Consenting(_)));
    let mut v = recovery_consenting(false);
    say(&mut v, Event::TickFaceConsent(true));
    assert!(say(&mut v, Event::VerifyByFace).is_empty());
    let effects = say(&mut v, Event::VerifyWithStaff);
    assert_eq!(case_of(&effects).cause, AssistCause::Fault(Fault::NoReferencePhoto));
}

#[test]
fn a_recovery_that_is_refused_stays_with_its_form_and_counts_nothing_itself() {
    let mut v = recovering();
    say(&mut v, Event::SubmitRecovery);
    say(&mut v, Event::RecoveryChecked(RecoveryCheck::Refused(SignInRefusal::Wait { seconds: 15 })));
    assert!(matches!(&v.step, Step::Recovering(form) if form.wait_until.is_some() && !form.busy));
    assert!(say(&mut v, Event::SubmitRecovery).is_empty(), "not while one has to wait");
    let ticket = v.ticket;
    v.handle(ticket, Event::Tick, at(16_001));
    assert!(matches!(say(&mut v, Event::SubmitRecovery).as_slice(), [Effect::CheckRecovery(_)]));
    say(&mut v, Event::RecoveryChecked(RecoveryCheck::Refused(SignInRefusal::Locked)));
    let effects = say(&mut v, Event::AskStaff);
    assert_eq!(case_of(&effects).cause, AssistCause::SignInLocked);
}

#[test]
fn a_face_that_fails_for_a_new_password_is_counted_like_any_other() {
    let mut v = recovery_consenting(true);
    say(&mut v, Event::TickFaceConsent(true));
    let effects = say(&mut v, Event::VerifyByFace);
    assert!(effects.iter().any(|e| matches!(e, Effect::BeginFaceTry(number) if number.as_str() == NUMBER)));
    say(&mut v, Event::FaceRoute(FaceRoute::Open));
    let (mut v, _) = compared(v);
    let verification = Verification { decision: Decision::Refuse, score: 0.1 };
    let evidence = FaceEvidence {
        verification,
        prompts: Vec::new(),
        shot: FaceShot { picture: Arc::from([0_u8]), readings: FrameReadings::default() },
    };
    let effects = say(&mut v, Event::Verified { verification, evidence: Box::new(evidence) });
    assert_eq!(ends(&effects), [FaceTryEnd::Failed]);
    assert!(matches!(v.step, Step::CaptureFailed(_)));
}

#[test]
fn staff_are_asked_from_text_and_display_in_sight() {
    let mut v = registering();
    say(&mut v, Event::OpenDisplay);
    say(&mut v, Event::AskStaff);
    assert!(v.dialog.is_none() && matches!(v.step, Step::Assisted(_)));
}

#[test]
fn the_list_of_languages_is_left_by_whatever_leads_on() {
    for leave in [Event::SetLanguage(Language::English), Event::KeepGoing, Event::AskStaff] {
        let mut v = registering();
        say(&mut v, Event::ChooseLanguage);
        assert_eq!(v.dialog, Some(Dialog::ChooseLanguage));
        say(&mut v, Event::Tick);
        assert_eq!(v.dialog, Some(Dialog::ChooseLanguage), "time alone does not close it");
        say(&mut v, leave);
        assert_eq!(v.dialog, None);
    }
    // The prompts of a running capture stay in sight.
    let (mut v, _) = capturing();
    say(&mut v, Event::ChooseLanguage);
    assert_eq!((v.dialog, v.language), (None, Language::English));
    assert!(matches!(v.step, Step::Capturing(_)));
}

#[test]
fn what_was_typed_survives_the_way_back_over_the_questions() {
    let mut v = registering();
    for e in [Event::Back, Event::Back, Event::OpenRegistration, Event::OpenRegistration] {
        say(&mut v, e);
    }
    let Step::Registering(form) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(form.draft.name.as_str(), "Elena Vidal-Ortega");
}

#[test]
fn choosing_staff_records_that_no_face_was_agreed_to() {
    let mut v = consenting(true);
    let effects = say(&mut v, Event::VerifyWithStaff);
    let case = effects.iter().find_map(|e| if let Effect::OpenCase(c) = e { Some(c) } else { None }).unwrap();
    assert_eq!(case.consent.as_ref().unwrap().choice, ConsentChoice::Staff);
    assert_eq!(case.permit.as_ref().unwrap().as_str(), "SP2026041700099901");
}

#[test]
fn three_tries_then_staff() {
    let mut v = failed(Fault::FaceDark);
    for left in [2, 1] {
        let Step::CaptureFailed(f) = &v.step else { panic!() };
        assert_eq!(f.tries_left(), left);
        say(&mut v, Event::TryAgain);
        assert!(matches!(v.step, Step::Capturing(_)));
        say(&mut v, Event::Failed(Fault::FaceDark, None));
    }
    say(&mut v, Event::TryAgain);
    let Step::CaptureFailed(f) = &v.step else { panic!("a fourth try") };
    assert_eq!(f.tries_left(), 0);
}

#[test]
fn going_back_from_a_capture_gives_no_try_back() {
    let (mut v, _) = capturing();
    for _ in 0..2 {
        say(&mut v, Event::Back);
        say(&mut v, Event::TickFaceConsent(true));
        say(&mut v, Event::VerifyByFace);
    }
    say(&mut v, Event::Failed(Fault::FaceDark, None));
    let Step::CaptureFailed(f) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(f.tries_left(), 0);
}

#[test]
fn registering_again_gives_no_try_back() {
    let (mut v, _) = capturing();
    say(&mut v, Event::Back);
    say(&mut v, Event::Back);
    assert!(matches!(v.step, Step::Registering(_)));
    say(&mut v, Event::SubmitRegistration);
    say(&mut v, Event::RegistrationChecked(CheckOutcome::Match(Box::new(permit(true)))));
    say(&mut v, Event::TickFaceConsent(true));
    say(&mut v, Event::VerifyByFace);
    say(&mut v, Event::Failed(Fault::FaceDark, None));
    let Step::CaptureFailed(f) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(f.tries_left(), 1);
}

#[test]
fn nothing_is_captured_behind_the_question_whether_to_clear() {
    let (mut v, _) = capturing();
    let effects = say(&mut v, Event::Cancel);
    assert!(effects.iter().any(|e| matches!(e, Effect::CloseEyes)));
    assert_eq!(v.dialog, Some(Dialog::AskCancel));
    assert!(!matches!(v.step, Step::Capturing(_)));
}

#[test]
fn what_was_under_way_ends_behind_the_staff_page() {
    let mut v = at_card();
    say(&mut v, Event::OpenService(ServiceKind::Letter));
    say(&mut v, Event::Print(DocumentKind::Letter));
    say(&mut v, Event::AskStaff);
    say(&mut v, Event::CaseOpened(CaseTicket("K7F-204".into())));
    say(&mut v, Event::PrintMoved(DocumentKind::Letter, PrintStage::Done));
    say(&mut v, Event::KeepGoing);
    assert!(matches!(v.step, Step::Assisted(_)), "waking the screen does not leave the ticket");
    say(&mut v, Event::Back);
    let Step::Service(s) = &v.step else { panic!("{:?}", v.step) };
    assert!(!s.is_printing());
}

#[test]
fn what_fails_behind_the_staff_page_is_told_on_the_way_back() {
    let mut signing_in = visit();
    for e in [Event::OpenLogin, Event::OpenPortal] {
        say(&mut signing_in, e);
    }
    let Step::Portal(portal) = &mut signing_in.step else { panic!() };
    portal.number.insert(0, "SP2026041700099901");
    portal.password.insert(0, "Sunny-Harbour7");
    say(&mut signing_in, Event::SignIn);
    let mut asking = registering();
    say(&mut asking, Event::SubmitRegistration);

    for mut v in [signing_in, asking] {
        say(&mut v, Event::AskStaff);
        // The desk answers in order: first what was under way, then the case.
        say(&mut v, Event::Failed(Fault::StoreUnavailable, Some(Incident(3))));
        say(&mut v, Event::CaseOpened(CaseTicket("K7F-204".into())));
        let Step::Assisted(a) = &v.step else { panic!("{:?}", v.step) };
        assert!(a.ticket.is_some() && !a.not_stored);
        say(&mut v, Event::Back);
        let Step::Broken(b) = &v.step else { panic!("waits for ever: {:?}", v.step) };
        assert_eq!((b.fault, b.incident), (Fault::StoreUnavailable, Some(Incident(3))));
    }
}

#[test]
fn a_case_that_is_not_stored_breaks_nothing_else() {
    let mut v = registering();
    say(&mut v, Event::SubmitRegistration);
    say(&mut v, Event::AskStaff);
    say(&mut v, Event::CaseNotOpened(Some(Incident(3))));
    let Step::Assisted(a) = &v.step else { panic!("{:?}", v.step) };
    assert!(a.not_stored && a.incident == Some(Incident(3)));
    say(&mut v, Event::RegistrationChecked(CheckOutcome::Match(Box::new(permit(true)))));
    say(&mut v, Event::Back);
    assert!(matches!(v.step, Step::Consenting(_)), "{:?}", v.step);

    // Nor when the visitor went back before the answer.
    let mut v = registering();
    say(&mut v, Event::AskStaff);
    say(&mut v, Event::Back);
    say(&mut v, Event::CaseNotOpened(None));
    assert!(matches!(v.step, Step::Registering(_)), "{:?}", v.step);
}

#[test]
fn no_password_is_kept_behind_the_login_page() {
    let mut v = registering();
    for e in [Event::Back, Event::Back, Event::OpenRegistration, Event::OpenRegistration] {
        say(&mut v, e);
    }
    let Step::Registering(form) = &v.step else { panic!() };
    assert_eq!(form.draft.password.as_str(), "Sunny-Harbour7", "kept as far as the portal");
    for e in [Event::Back, Event::Back, Event::Back] {
        say(&mut v, e);
    }
    assert!(matches!(v.step, Step::Login(_)));
    for e in [Event::OpenPortal, Event::OpenRegistration, Event::OpenRegistration] {
        say(&mut v, e);
    }
    let Step::Registering(form) = &v.step else { panic!() };
    assert!(form.draft.password.is_empty());
    assert_eq!(form.draft.name.as_str(), "Elena Vidal-Ortega");
}

#[test]
fn a_permit_that_ended_since_gives_no_letter() {
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal] {
        say(&mut v, e);
    }
    let Step::Portal(portal) = &mut v.step else { panic!() };
    portal.number.insert(0, "SP2026041700099901");
    portal.password.insert(0, "Sunny-Harbour7");
    say(&mut v, Event::SignIn);
    let mut revoked = card();
    revoked.permit.status = RegisterStatus::Revoked;
    say(&mut v, Event::SignedIn(revoked));
    let effects = say(&mut v, Event::OpenService(ServiceKind::Letter));
    assert!(effects.is_empty(), "{effects:?}");
    assert!(say(&mut v, Event::Print(DocumentKind::Letter)).is_empty());
    let Step::Service(s) = &v.step else { panic!() };
    assert_eq!(s.fault, Some((Fault::PermitRevoked, None)));
}

fn shot() -> FaceShot {
    FaceShot { picture: Arc::from([7_u8]), readings: FrameReadings::default() }
}

fn case_of(effects: &[Effect]) -> &esscard_kiosk::domain::case::AssistCase {
    effects.iter().find_map(|e| if let Effect::OpenCase(c) = e { Some(&**c) } else { None }).unwrap()
}

#[test]
fn a_visit_keeps_its_ticket_however_often_staff_are_asked() {
    let mut v = visit();
    say(&mut v, Event::AskStaff);
    // The visitor is faster than the store.
    say(&mut v, Event::Back);
    say(&mut v, Event::CaseOpened(CaseTicket("K7F-204".into())));
    say(&mut v, Event::OpenLogin);
    let effects = say(&mut v, Event::AskStaff);
    assert_eq!((case_of(&effects).stage, case_of(&effects).cause), (VisitStage::Login, AssistCause::Asked));
    let Step::Assisted(a) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(a.ticket, Some(CaseTicket("K7F-204".into())), "shown at once");
    say(&mut v, Event::CaseNotOpened(Some(Incident(3))));
    let Step::Assisted(a) = &v.step else { panic!("{:?}", v.step) };
    assert!(a.ticket.is_some() && !a.not_stored, "the ticket still leads to the visit");
}

#[test]
fn asking_staff_before_a_movement_is_asked_for_spends_no_try_and_leads_back_to_a_fresh_one() {
    for ask in [Event::AskStaff, Event::VerifyWithStaff] {
        let (mut v, _) = capturing();
        for _ in 0..4 {
            let effects = say(&mut v, ask.clone());
            assert!(effects.iter().any(|e| matches!(e, Effect::CloseEyes)), "{effects:?}");
            assert!(case_of(&effects).consent.is_some());
            assert_eq!(ends(&effects), [FaceTryEnd::NotTheVisitor], "nothing was asked for yet");
            let effects = say(&mut v, Event::Back);
            assert!(effects.iter().any(|e| matches!(e, Effect::BeginFaceTry(_))), "{effects:?}");
            let effects = say(&mut v, Event::FaceRoute(FaceRoute::Open));
            assert!(effects.iter().any(|e| matches!(e, Effect::OpenEyes)), "{effects:?}");
            let Step::Capturing(c) = &v.step else { panic!("{:?}", v.step) };
            assert_eq!(c.view.tries_left, 2, "this one runs, two are left");
        }
    }
}

/// Otherwise one could have challenges drawn until one suits a recording.
#[test]
fn asking_staff_after_a_movement_was_shown_spends_the_try() {
    for ask in [Event::AskStaff, Event::VerifyWithStaff] {
        let (mut v, _) = capturing();
        for frame in 1..=100 {
            let face = FaceState {
                bounds: FaceBox { x: 200.0, y: 100.0, width: 160.0, height: 200.0 },
                score: 0.9,
                pose: Pose { yaw: 3.0, pitch: 7.0, roll: 0.0 },
                eyes: EyeOpenness { left: 0.3, right: 0.3 },
                mouth: 0.02,
                inter_eye_px: 90.0,
                five_points: [[0.0; 2]; 5],
                quality: QualityReport {
                    inter_eye_px: 90.0,
                    face_share: 0.5,
                    inside: true,
                    luminance: 0.5,
                    background_luminance: 0.5,
                    evenness: 0.9,
                    sharpness: 100.0,
                    mouth_seen: 0.3,
                    glare: 0.0,
                    ..QualityReport::default()
                },
            };
            let reading = FaceReading {
                frame: FrameId(frame),
                at: Moment::from_millis(1000 + frame * 40),
                frame_size: (640, 480),
                faces: 1,
                face: Some(face),
                track: 1,
            };
            say(&mut v, Event::Reading(Box::new(reading)));
        }
        let Step::Capturing(c) = &v.step else { panic!("{:?}", v.step) };
        assert!(matches!(c.view.phase, CapturePhase::Acting { .. }), "{:?}", c.view.phase);
        let effects = say(&mut v, ask);
        assert!(ends(&effects).is_empty(), "it counts for the number, too");
        let effects = say(&mut v, Event::Back);
        assert!(!effects.iter().any(|e| matches!(e, Effect::OpenEyes)), "{effects:?}");
        let Step::CaptureFailed(f) = &v.step else { panic!("{:?}", v.step) };
        assert_eq!(f.tries_left(), 2);
    }
}

#[test]
fn every_cause_of_asking_staff_is_told_apart() {
    let mut v = consenting(true);
    assert_eq!(case_of(&say(&mut v, Event::AskStaff)).cause, AssistCause::Asked);
    let mut v = consenting(true);
    assert_eq!(case_of(&say(&mut v, Event::VerifyWithStaff)).cause, AssistCause::ChoseStaff);
    let mut v = failed(Fault::FaceDark);
    assert_eq!(case_of(&say(&mut v, Event::AskStaff)).cause, AssistCause::Fault(Fault::FaceDark));
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal] {
        say(&mut v, e);
    }
    let Step::Portal(portal) = &mut v.step else { panic!() };
    portal.number.insert(0, "SP2026041700099901");
    portal.password.insert(0, "Sunny-Harbour7");
    say(&mut v, Event::SignIn);
    say(&mut v, Event::SignInRefused(SignInRefusal::Locked));
    assert_eq!(case_of(&say(&mut v, Event::AskStaff)).cause, AssistCause::SignInLocked);
}

#[test]
fn a_camera_fault_spends_no_try() {
    let v = failed(Fault::CameraStalled);
    let Step::CaptureFailed(f) = &v.step else { panic!() };
    assert_eq!(f.tries_left(), 3);
}

#[test]
fn a_camera_that_falls_silent_spends_no_try() {
    let (mut v, _) = capturing();
    // No reading ever comes; the challenge tells it, not the camera.
    v.handle(v.ticket, Event::Tick, at(25_000));
    let Step::CaptureFailed(f) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(f.tries_left(), 3);
}

#[test]
fn cancel_asks_first_where_something_would_be_lost() {
    let mut v = registering();
    assert!(say(&mut v, Event::Cancel).is_empty());
    assert_eq!(v.dialog, Some(Dialog::AskCancel));
    say(&mut v, Event::KeepGoing);
    assert_eq!(v.dialog, None);
    say(&mut v, Event::Cancel);
    assert!(matches!(say(&mut v, Event::Cancel).as_slice(), [Effect::Forget(Ending::Cancelled)]));
}

#[test]
fn idle_warns_then_ends_then_is_forgotten() {
    let mut v = registering();
    let rest = |s: u64| Moment::from_millis(1000 + s * 1000);
    assert_eq!(v.idle(rest(44)), Idle::Active);
    assert_eq!(v.idle(rest(45)), Idle::Warn { seconds: 30, of: 30 });
    assert_eq!(v.idle(rest(75)), Idle::Over);
    let now = Now { moment: rest(75), ..at(0) };
    assert!(matches!(v.handle(v.ticket, Event::Tick, now).as_slice(), [Effect::Forget(Ending::TimedOut)]));
    v.touch(rest(76));
    assert_eq!(v.idle(rest(77)), Idle::Active);
}

#[test]
fn a_paused_printer_is_followed_and_can_be_stopped() {
    let mut v = at_card();
    say(&mut v, Event::OpenService(ServiceKind::Letter));
    let effects = say(&mut v, Event::Print(DocumentKind::Letter));
    assert!(matches!(effects.as_slice(), [Effect::Print(_)]));
    say(&mut v, Event::PrintMoved(DocumentKind::Letter, PrintStage::Attention(Fault::PrinterOutOfPaper)));
    assert!(say(&mut v, Event::Print(DocumentKind::Letter)).is_empty(), "one job at a time");
    assert!(matches!(say(&mut v, Event::StopPrinting).as_slice(), [Effect::StopPrinting]));
    say(&mut v, Event::PrintMoved(DocumentKind::Letter, PrintStage::Stopped));
    let Step::Service(s) = &v.step else { panic!() };
    assert!(!s.is_printing());
}

fn ends(effects: &[Effect]) -> Vec<FaceTryEnd> {
    effects.iter().filter_map(|e| if let Effect::EndFaceTry(_, end) = e { Some(*end) } else { None }).collect()
}

#[test]
fn a_locked_number_gets_no_camera_and_keeps_its_try() {
    let mut v = consenting(true);
    say(&mut v, Event::TickFaceConsent(true));
    let effects = say(&mut v, Event::VerifyByFace);
    let begun = effects.iter().find_map(|e| if let Effect::BeginFaceTry(number) = e { Some(number) } else { None });
    assert_eq!(begun.unwrap().as_str(), "SP2026041700099901");
    let effects = say(&mut v, Event::FaceRoute(FaceRoute::Locked { seconds: 1741 }));
    assert!(!effects.iter().any(|e| matches!(e, Effect::OpenEyes)));
    let Step::CaptureFailed(f) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!((f.cause, f.tries_left(), f.locked_minutes(at(0).moment)), (Some(Fault::FaceLocked), 3, Some(30)));
    assert!(say(&mut v, Event::TryAgain).is_empty(), "nothing to try");
    // Staff remain, at once.
    let effects = say(&mut v, Event::VerifyWithStaff);
    let case = effects.iter().find_map(|e| if let Effect::OpenCase(c) = e { Some(c) } else { None }).unwrap();
    assert_eq!(case.cause, AssistCause::Fault(Fault::FaceLocked));
}

#[test]
fn a_failure_too_many_locks_the_page_that_tells_its_cause() {
    let (mut v, _) = capturing();
    assert_eq!(ends(&say(&mut v, Event::Failed(Fault::FaceDark, None))), [FaceTryEnd::Failed]);
    say(&mut v, Event::FaceRoute(FaceRoute::Locked { seconds: 1800 }));
    let Step::CaptureFailed(f) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!((f.cause, f.tries_left()), (Some(Fault::FaceDark), 2));
    assert!(say(&mut v, Event::TryAgain).is_empty());
    v.handle(v.ticket, Event::TryAgain, at(1_900_000));
    assert!(matches!(v.step, Step::Capturing(_)), "open again after half an hour");
}

#[test]
fn the_camera_and_the_machine_count_no_failure() {
    for fault in [Fault::CameraStalled, Fault::TooFewPictures, Fault::FaceEngineUnavailable, Fault::Busy] {
        let (mut v, _) = capturing();
        assert_eq!(ends(&say(&mut v, Event::Failed(fault, None))), [FaceTryEnd::NotTheVisitor], "{fault:?}");
    }
}

#[test]
fn a_desk_that_does_not_answer_ends_the_waiting() {
    let mut v = consenting(true);
    say(&mut v, Event::TickFaceConsent(true));
    say(&mut v, Event::VerifyByFace);
    v.handle(v.ticket, Event::Tick, at(21_100));
    let Step::CaptureFailed(f) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!((f.cause, f.tries_left()), (Some(Fault::StoreUnavailable), 3));
}

#[test]
fn nobody_is_doubted_before_the_challenge_was_passed() {
    let (mut v, _) = capturing();
    let effects = say(&mut v, Event::NotLive(Presentation::Attack, Box::new(shot())));
    assert!(effects.is_empty() && matches!(v.step, Step::Capturing(_)), "{:?}", v.step);
}

fn enlarged() -> Display {
    Display { size: TextSize::Double, pace: Pace::Twice, ..Display::default() }
}

#[test]
fn text_and_display_changes_the_screen_and_nothing_of_the_visit() {
    let mut v = visit();
    say(&mut v, Event::OpenLogin);
    say(&mut v, Event::OpenDisplay);
    assert_eq!(v.dialog, Some(Dialog::Display));
    say(&mut v, Event::SetDisplay(enlarged()));
    assert_eq!((v.dialog, v.display), (Some(Dialog::Display), enlarged()), "it stays open");
    say(&mut v, Event::KeepGoing);
    assert!(v.dialog.is_none() && matches!(v.step, Step::Login(_)));
    assert_eq!(v.display, enlarged());
}

#[test]
fn the_next_visitor_finds_the_screen_as_usual_however_the_visit_ends() {
    for ending in [Ending::Finished, Ending::Cancelled, Ending::TimedOut] {
        let mut v = visit();
        say(&mut v, Event::SetDisplay(enlarged()));
        say(&mut v, Event::SetLanguage(Language::English));
        let display = v.display;
        let settings = Arc::new(VisitSettings {
            consent: ConsentText { version: "1".into(), sha256: "00".into() },
            language: Language::Chinese,
            idle_warn_s: 45,
            idle_end_s: 75,
        });
        let next = Visit::after(ending, v.language, Ticket(2), settings, Moment::from_millis(0));
        let mut next = next.read_with(display);
        if ending == Ending::Cancelled {
            assert!(next.is_as_usual());
            continue;
        }
        assert_eq!(next.display, display, "the words of the ending are read as the pages before were");
        assert_eq!(next.language, Language::English);
        next.handle(Ticket(2), Event::KeepGoing, at(100));
        assert!(matches!(next.step, Step::Home(_)));
        assert!(next.is_as_usual(), "{ending:?}: {:?} {:?}", next.language, next.display);
    }
}

#[test]
fn what_was_changed_on_the_home_page_goes_back_by_itself() {
    let mut v = visit();
    say(&mut v, Event::SetDisplay(enlarged()));
    let effects = v.handle(Ticket(1), Event::Tick, at(1_000_000));
    assert!(matches!(effects[..], [Effect::Forget(Ending::Cancelled)]), "{effects:?}");
}

#[test]
fn what_was_opened_over_the_home_page_closes_by_itself() {
    for open in [Event::OpenDisplay, Event::ChooseLanguage] {
        let mut v = visit();
        say(&mut v, open);
        assert!(v.dialog.is_some() && v.is_as_usual());
        assert!(v.handle(Ticket(1), Event::Tick, at(74_000)).is_empty());
        let effects = v.handle(Ticket(1), Event::Tick, at(76_000));
        assert!(matches!(effects[..], [Effect::Forget(Ending::Cancelled)]), "{effects:?}");
    }
}

#[test]
fn a_number_is_typed_once_whatever_way_is_taken() {
    let number = |v: &Visit| match &v.step {
        Step::Portal(portal) => portal.number.as_str().to_owned(),
        Step::Registering(form) => form.draft.number.as_str().to_owned(),
        Step::Recovering(form) => form.draft.number.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    // From the portal to the form and back.
    let mut v = visit();
    for e in [Event::OpenLogin, Event::OpenPortal] {
        say(&mut v, e);
    }
    if let Step::Portal(portal) = &mut v.step {
        portal.number.insert(0, NUMBER);
    }
    for e in [Event::OpenRegistration, Event::OpenRegistration] {
        say(&mut v, e);
    }
    assert_eq!(number(&v), NUMBER);
    for e in [Event::Back, Event::Back] {
        say(&mut v, e);
    }
    assert_eq!(number(&v), NUMBER);
    // "You are already registered" leads to a login that lacks the password alone.
    let mut v = registering();
    for e in [Event::SubmitRegistration, Event::RegistrationChecked(CheckOutcome::AlreadyRegistered), Event::OpenPortal]
    {
        say(&mut v, e);
    }
    assert_eq!(number(&v), "sp20 2604 1700 0999 01");
    assert!(matches!(&v.step, Step::Portal(portal) if portal.focus_password && portal.password.is_empty()));
    // The form is as it was after a look at "Forgot your password?", but for its password.
    let mut v = registering();
    for e in [Event::Back, Event::Back, Event::OpenRecovery] {
        say(&mut v, e);
    }
    assert_eq!(number(&v), "sp20 2604 1700 0999 01");
    for e in [Event::Back, Event::OpenRegistration, Event::OpenRegistration] {
        say(&mut v, e);
    }
    let Step::Registering(form) = &v.step else { panic!("{:?}", v.step) };
    assert_eq!(form.draft.name.as_str(), "Elena Vidal-Ortega");
    assert!(form.draft.password.is_empty());
}

#[test]
fn a_preview_that_comes_late_is_not_shown_for_another_document() {
    let mut v = at_card();
    for e in [Event::OpenService(ServiceKind::Letter), Event::Back, Event::OpenService(ServiceKind::TakeHome)] {
        say(&mut v, e);
    }
    let picture = || PagePicture { width: 1, height: 1, rgb: Arc::from([0_u8, 0, 0]) };
    let preview = |v: &Visit| matches!(&v.step, Step::Service(service) if service.preview.is_some());
    say(&mut v, Event::PreviewReady(DocumentKind::Letter, picture()));
    assert!(!preview(&v));
    say(&mut v, Event::PreviewReady(DocumentKind::TakeHome, picture()));
    assert!(preview(&v));
}

#[test]
fn more_time_can_be_set_and_asked_for_ten_times() {
    let mut v = visit();
    say(&mut v, Event::OpenLogin);
    let rest = |seconds: u64| Moment::from_millis(seconds * 1000);
    let start = |v: &mut Visit| v.touch(rest(0));
    start(&mut v);
    assert_eq!(v.idle(rest(45)), Idle::Warn { seconds: 30, of: 30 });
    say(&mut v, Event::SetDisplay(enlarged()));
    start(&mut v);
    assert_eq!(v.idle(rest(89)), Idle::Active);
    assert_eq!(v.idle(rest(90)), Idle::Warn { seconds: 60, of: 60 });
    for asked in 1..=10_u64 {
        assert!(v.may_have_more_time());
        say(&mut v, Event::MoreTime);
        start(&mut v);
        assert_eq!(v.idle(rest(90 + 45 * asked - 1)), Idle::Active);
        assert!(matches!(v.idle(rest(90 + 45 * asked)), Idle::Warn { .. }));
    }
    assert!(!v.may_have_more_time());
    say(&mut v, Event::MoreTime);
    start(&mut v);
    assert!(matches!(v.idle(rest(90 + 450)), Idle::Warn { .. }), "no more than ten times");
}

#[test]
fn a_capture_is_left_for_text_and_display_and_cancel_still_asks_from_there() {
    let (mut v, _) = capturing();
    let effects = say(&mut v, Event::OpenDisplay);
    assert!(effects.iter().any(|e| matches!(e, Effect::CloseEyes)), "{effects:?}");
    assert!(matches!(v.step, Step::CaptureFailed(_)));
    say(&mut v, Event::Cancel);
    assert_eq!(v.dialog, Some(Dialog::AskCancel));
}

/// The challenge is passed, and the comparison says `decision`.
fn compared_as(v: Visit, decision: Decision, score: f32) -> (Visit, Vec<Effect>) {
    let (mut v, _) = compared(v);
    let verification = Verification { decision, score };
    let evidence = FaceEvidence { verification, prompts: Vec::new(), shot: shot() };
    let effects = say(&mut v, Event::Verified { verification, evidence: Box::new(evidence) });
    (v, effects)
}

#[test]
fn an_unclear_match_goes_to_staff_with_what_they_compare() {
    let (_, effects) = compared_as(capturing().0, Decision::Staff, 0.36);
    let case = case_of(&effects);
    assert_eq!((case.finding, case.tries), (Some(CheckFinding::Unclear), 1));
    let face = case.face.as_ref().unwrap();
    assert_eq!(face.consent().choice, ConsentChoice::Face);
    assert_eq!((face.check().score, face.check().picture.as_deref()), (Some(0.36), Some([7_u8].as_slice())));
}

#[test]
fn a_refused_match_is_kept_for_staff_until_another_passes() {
    let (mut v, _) = compared_as(capturing().0, Decision::Refuse, 0.1);
    // A later try that comes to no picture takes nothing away.
    say(&mut v, Event::TryAgain);
    say(&mut v, Event::FaceRoute(FaceRoute::Open));
    say(&mut v, reading(1, 1_000, None));
    say(&mut v, Event::Failed(Fault::FaceDark, None));
    let effects = say(&mut v, Event::VerifyWithStaff);
    let case = case_of(&effects);
    assert_eq!((case.finding, case.tries), (Some(CheckFinding::Refused), 2));
    assert_eq!(case.face.as_ref().unwrap().check().picture.as_deref(), Some([7_u8].as_slice()));
    say(&mut v, Event::Back);
    say(&mut v, Event::TryAgain);
    say(&mut v, Event::FaceRoute(FaceRoute::Open));
    let (mut v, _) = compared_as(v, Decision::Accept, 0.8);
    let effects = say(&mut v, Event::AskStaff);
    assert!(case_of(&effects).finding.is_none() && case_of(&effects).face.is_none());
}

#[test]
fn who_chooses_staff_after_all_leaves_nothing_of_the_face() {
    let (mut v, _) = compared_as(capturing().0, Decision::Refuse, 0.1);
    // Back at the form and the consent page, by registering again.
    say(&mut v, Event::TryAgain);
    say(&mut v, Event::Back);
    assert!(matches!(v.step, Step::Consenting(_)), "{:?}", v.step);
    let effects = say(&mut v, Event::VerifyWithStaff);
    let case = case_of(&effects);
    assert_eq!(case.consent.as_ref().unwrap().choice, ConsentChoice::Staff);
    assert!(case.face.is_none());
    assert_eq!(case.finding, Some(CheckFinding::Refused), "that it was refused is nothing of the face");
    // Not even after agreeing again.
    say(&mut v, Event::Back);
    say(&mut v, Event::TickFaceConsent(true));
    say(&mut v, Event::VerifyByFace);
    let effects = say(&mut v, Event::AskStaff);
    assert!(case_of(&effects).face.is_none());
}

#[test]
fn when_every_try_is_spent_staff_get_what_was_seen() {
    let (mut v, _) = capturing();
    for _ in 0..3 {
        say(&mut v, reading(1, 1_000, None));
        say(&mut v, Event::Failed(Fault::FaceDark, None));
        say(&mut v, Event::TryAgain);
        say(&mut v, Event::FaceRoute(FaceRoute::Open));
    }
    let effects = say(&mut v, Event::VerifyWithStaff);
    let case = case_of(&effects);
    let check = case.face.as_ref().unwrap().check();
    assert_eq!((case.tries, check.finding, check.picture.is_some(), check.readings.is_some()), (3, None, false, true));
}

#[test]
fn what_was_seen_for_one_number_is_never_kept_for_another() {
    let (mut v, _) = compared_as(capturing().0, Decision::Refuse, 0.1);
    for e in [Event::TryAgain, Event::Back, Event::Back] {
        say(&mut v, e);
    }
    type_in(&mut v);
    say(&mut v, Event::SubmitRegistration);
    let other = WorkPermit { number: PermitNumber::parse("SP2026041700099902").unwrap(), ..permit(true) };
    say(&mut v, Event::RegistrationChecked(CheckOutcome::Match(Box::new(other))));
    say(&mut v, Event::TickFaceConsent(true));
    say(&mut v, Event::VerifyByFace);
    let effects = say(&mut v, Event::VerifyWithStaff);
    assert!(case_of(&effects).face.is_none() && case_of(&effects).finding.is_none());
}

#[test]
fn a_capture_stopped_by_the_passive_check_goes_to_staff_with_its_picture() {
    let (mut v, _) = compared(capturing().0);
    let effects = say(&mut v, Event::NotLive(Presentation::Attack, Box::new(shot())));
    let case = case_of(&effects);
    assert_eq!((case.finding, case.tries), (Some(CheckFinding::Attack), 1));
    let check = case.face.as_ref().unwrap().check();
    assert!(check.picture.is_some() && check.score.is_none());
}

/// Staff looked at passport, letter and photo.
fn by_document(tail: &str, act: Act) -> StaffEvidence {
    let member = |id| StaffMember {
        id: StaffId(id),
        number: StaffNumber::parse("S01").unwrap(),
        role: Role::Supervisor,
        must_change: false,
    };
    let leave = Authority::of(act, &member(1), Some(&member(2))).unwrap();
    let list = DocumentChecklist::of(true, true, true).unwrap();
    StaffEvidence::of(leave, DocumentTail::parse(tail).unwrap(), list).unwrap()
}

fn enrolled(effects: &[Effect]) -> Option<&NewEnrollment> {
    effects.iter().find_map(|e| if let Effect::Enroll(new) = e { Some(&**new) } else { None })
}

#[test]
fn staff_who_verified_lead_to_the_card_wherever_entries_are_at_hand() {
    let chosen = |mut v: Visit, way: Event| {
        say(&mut v, way);
        v
    };
    let visits = [
        (chosen(consenting(true), Event::VerifyWithStaff), ConsentChoice::Staff),
        (chosen(consenting(true), Event::AskStaff), ConsentChoice::Staff),
        (chosen(consenting(false), Event::VerifyWithStaff), ConsentChoice::Staff),
        (chosen(capturing().0, Event::AskStaff), ConsentChoice::Face),
        (chosen(failed(Fault::FaceDark), Event::VerifyWithStaff), ConsentChoice::Face),
    ];
    for (mut v, choice) in visits {
        say(&mut v, Event::CaseOpened(CaseTicket("K7F-204".into())));
        assert!(v.assistable().unwrap().can_verify);
        let effects = say(&mut v, Event::StaffVerified(Box::new(by_document("0000", Act::VerifyByDocument))));
        let new = enrolled(&effects).unwrap();
        let Evidence::Staff(evidence) = &new.evidence else { panic!("{:?}", new.evidence) };
        assert_eq!(evidence.case(), Some(&CaseTicket("K7F-204".into())));
        assert_eq!((new.number.as_str(), new.consent.choice), (NUMBER, choice));
        say(&mut v, Event::Enrolled(card()));
        assert!(matches!(&v.step, Step::Card(card) if card.fresh));
    }
}

#[test]
fn nobody_is_enrolled_by_staff_without_entries_that_the_register_confirmed() {
    for (name, mut v) in everywhere() {
        if name != "consenting" && name != "capturing" && name != "capture failed" && name != "assisted" {
            say(&mut v, Event::AskStaff);
            let verifiable = v.assistable().is_some_and(|seen| seen.can_verify);
            let effects = say(&mut v, Event::StaffVerified(Box::new(by_document("0000", Act::VerifyByDocument))));
            assert!(!verifiable && enrolled(&effects).is_none(), "{name}");
        }
    }
}

#[test]
fn staff_need_the_right_document_and_two_against_the_comparison() {
    let (mut v, _) = compared_as(capturing().0, Decision::Refuse, 0.1);
    say(&mut v, Event::VerifyWithStaff);
    let seen = v.assistable().unwrap();
    assert!(seen.match_refused && seen.can_verify && seen.readings.is_some() && !seen.wrong_document);
    let verify = |v: &mut Visit, tail, act| {
        let effects = say(v, Event::StaffVerified(Box::new(by_document(tail, act))));
        enrolled(&effects).is_some()
    };
    assert!(!verify(&mut v, "0000", Act::VerifyByDocument), "one is not enough");
    assert!(!verify(&mut v, "0001", Act::OverrideMatch));
    assert!(v.assistable().unwrap().wrong_document);
    assert!(verify(&mut v, "0000", Act::OverrideMatch));
}

#[test]
fn what_was_typed_is_hidden_from_staff_until_the_visitor_shows_it() {
    let mut v = registering();
    let entries = |v: &Visit| v.assistable().unwrap().entries.unwrap();
    assert_eq!((entries(&v).name.as_str(), entries(&v).shown), ("E. V.-O.", false));
    assert!(entries(&v).number.starts_with("****") && entries(&v).number.ends_with("9901"));
    let noted = |effects: &[Effect]| effects.iter().filter(|e| matches!(e, Effect::NoteDataShown)).count();
    assert_eq!(noted(&say(&mut v, Event::LetStaffSee)), 1);
    assert_eq!(noted(&say(&mut v, Event::LetStaffSee)), 0, "told once");
    assert_eq!((entries(&v).name.as_str(), entries(&v).shown), ("Elena Vidal-Ortega", true));
    say(&mut v, Event::StaffLeft);
    assert!(!entries(&v).shown);
    // Where nothing was typed there is nothing to show.
    let mut v = visit();
    assert!(v.assistable().is_none());
    assert_eq!(noted(&say(&mut v, Event::LetStaffSee)), 0);
    say(&mut v, Event::OpenGuide);
    assert!(v.assistable().unwrap().entries.is_none());
}

#[test]
fn entries_are_kept_once_and_only_where_the_register_confirmed_them() {
    for (name, mut v) in everywhere() {
        if !matches!(v.step, Step::Assisted(_)) {
            say(&mut v, Event::AskStaff);
        }
        let at_hand = ["consenting", "capturing", "capture failed", "assisted"].contains(&name);
        let Step::Assisted(step) = &v.step else { panic!("{name}") };
        assert_eq!(step.can_keep_entries(), at_hand, "{name}");
        let effects = say(&mut v, Event::KeepDraft);
        let kept =
            effects.iter().any(|e| matches!(e, Effect::KeepDraft { typed, .. } if typed.number.as_str() == NUMBER));
        assert_eq!(kept, at_hand, "{name}");
        assert!(say(&mut v, Event::KeepDraft).is_empty(), "{name}: once");
    }
}

#[test]
fn the_code_stands_on_the_staff_page_and_a_failure_can_be_tried_again() {
    let mut v = consenting(true);
    say(&mut v, Event::VerifyWithStaff);
    // Nobody asked for it.
    say(&mut v, Event::DraftKept(ResumeCode::parse("K7F4-M9QD").unwrap()));
    let draft =
        |v: &Visit| if let Step::Assisted(step) = &v.step { step.draft.clone() } else { panic!("{:?}", v.step) };
    assert_eq!(draft(&v), DraftKeeping::NotAsked);
    let effects = say(&mut v, Event::KeepDraft);
    assert!(
        matches!(&effects[..], [Effect::KeepDraft { consent: Some(consent), .. }] if consent.choice == ConsentChoice::Staff)
    );
    say(&mut v, Event::DraftNotKept(Some(Incident(4))));
    assert_eq!(draft(&v), DraftKeeping::Failed);
    assert_eq!(say(&mut v, Event::KeepDraft).len(), 1);
    say(&mut v, Event::DraftKept(ResumeCode::parse("K7F4-M9QD").unwrap()));
    assert!(matches!(draft(&v), DraftKeeping::Kept(code) if code.shown() == "K7F4-M9QD"));
}
