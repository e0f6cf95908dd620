//! Whole visits without a window: the real visit, pages, workers, store, face engine and documents; only
//! the camera and the printer are stand-ins.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use esscard_kiosk::camera::clip::demo::DemoCamera;
use esscard_kiosk::camera::{CameraError, CameraSource};
use esscard_kiosk::documents::Stationery;
use esscard_kiosk::domain::consent::{ConsentChoice, ConsentRecord, ConsentText};
use esscard_kiosk::domain::enrollment::{AccountPassword, Evidence, FaceEvidence, NewEnrollment};
use esscard_kiosk::domain::face_shot::{FaceShot, FrameReadings};
use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::frame::Frame;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::letter::DocumentKind;
use esscard_kiosk::domain::liveness::Cue;
use esscard_kiosk::domain::match_policy::{Decision, MatchPolicy, Verification};
use esscard_kiosk::domain::office::OfficeFacts;
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::domain::registration::RegistrationDraft;
use esscard_kiosk::domain::retention::Retention;
use esscard_kiosk::domain::time::Clock;
use esscard_kiosk::face::FaceEngine;
use esscard_kiosk::flow::effect::Ending;
use esscard_kiosk::flow::event::{Event, ServiceKind};
use esscard_kiosk::flow::step::Step;
use esscard_kiosk::flow::visit::{Now, Ticket, Visit, VisitSettings};
use esscard_kiosk::pages::{self, PageCx};
use esscard_kiosk::printing::FolderPrinter;
use esscard_kiosk::register::demo::{HELD, seed_demo};
use esscard_kiosk::store::{PasswordCost, PendingCase, Store, StorePaths};
use esscard_kiosk::text::{FaultText, Words, consent};
use esscard_kiosk::ui::{self, theme};
use esscard_kiosk::wiring::SystemClock;
use esscard_kiosk::work::checker::DeviceChecks;
use esscard_kiosk::work::crew::{Crew, CrewParts};
use esscard_kiosk::work::engine::SharedEngine;
use esscard_kiosk::work::eyes::{Eyes, EyesFactory, OpenCamera};
use esscard_kiosk::work::importer::ImportParts;
use esscard_kiosk::work::outbox::{Inbox, Outbox};
use jiff::tz::TimeZone;

static RECORDING: &[u8] = include_bytes!("../assets/demo/recording.mjpg");
static INDEX: &str = include_str!("../assets/demo/recording.toml");
static PHOTO: &[u8] = include_bytes!("../assets/demo/reference.png");

/// Longest the visitor waits for anything but a face check.
const SOON: Duration = Duration::from_secs(20);
/// Longest a face check takes, on a machine that does other work besides.
const FACE_CHECK: Duration = Duration::from_mins(1);
/// Pictures that the stalling camera sends before it falls silent.
const BEFORE_STALL: u32 = 20;
/// Pictures that still come after a movement was asked for: fewer than one movement takes.
const AFTER_ASKED: u32 = 2;

/// How the camera behaves at its next opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Good,
    Absent,
    Busy,
    Stalls,
    Garbled,
    /// Is pulled out a little after this movement was asked for, and stays away.
    PulledAt(u32),
    /// Falls silent then.
    StallsAt(u32),
}

struct MoodyCamera {
    mood: Mood,
    good: DemoCamera,
    sent: u32,
    /// Movements asked for, and pictures sent since the last.
    asked: u32,
    since: u32,
}

impl MoodyCamera {
    fn is_past(&self, movement: u32) -> bool {
        self.asked >= movement && self.since >= AFTER_ASKED
    }
}

impl CameraSource for MoodyCamera {
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, CameraError> {
        match self.mood {
            Mood::Absent => return Err(CameraError::Absent("unplugged".into())),
            Mood::Busy => return Err(CameraError::Busy),
            Mood::Garbled => return Err(CameraError::Garbled("half a picture".into())),
            Mood::Stalls if self.sent >= BEFORE_STALL => return Err(CameraError::Stalled),
            Mood::PulledAt(n) if self.is_past(n) => return Err(CameraError::Absent("unplugged".into())),
            Mood::StallsAt(n) if self.is_past(n) => return Err(CameraError::Stalled),
            Mood::PulledAt(_) | Mood::StallsAt(_) | Mood::Stalls | Mood::Good => {}
        }
        let frame = self.good.next_frame(wait)?;
        self.sent += 1;
        self.since += 1;
        Ok(frame)
    }

    fn cue(&mut self, cue: Cue) {
        if matches!(cue, Cue::Act(_)) {
            self.asked += 1;
            self.since = 0;
        }
        self.good.cue(cue);
    }
}

/// A kiosk without its window.
struct Booth {
    visit: Visit,
    settings: Arc<VisitSettings>,
    eyes: Option<Eyes>,
    crew: Crew,
    inbox: Receiver<(Ticket, Event)>,
    clock: Arc<dyn Clock>,
    mood: Arc<Mutex<Mood>>,
    words: Words,
    office: OfficeFacts,
    home: tempfile::TempDir,
}

impl Booth {
    fn open() -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
        let mut store = Self::store(home.path());
        seed_demo(&mut store, PHOTO, clock.timestamp(), clock.today()).unwrap();
        let mood = Arc::new(Mutex::new(Mood::Good));
        let office = OfficeFacts { picture_days: 30, demo: true, ..OfficeFacts::default() };
        let (outbox, Inbox { visits: inbox, .. }) = Outbox::new(|| {});
        let parts = CrewParts {
            retention: Retention::default(),
            store,
            clock: Arc::clone(&clock),
            printer: Box::new(FolderPrinter::new(home.path().join("printed")).unwrap()),
            stationery: Stationery::shipped().unwrap(),
            office: office.clone(),
            eyes: EyesFactory::new(moody(&mood, &clock), SharedEngine::new(FaceEngine::load), MatchPolicy::default()),
            import: ImportParts::new(None, SharedEngine::new(FaceEngine::load)),
            checks: DeviceChecks { camera: Box::new(|_, _| None), others: Vec::new() },
            rehearsals: None,
            cameras: Arc::new(Vec::new),
        };
        let settings = Arc::new(VisitSettings {
            consent: consent::in_force(&Words::load().unwrap(), &office),
            language: Language::English,
            idle_warn_s: 45,
            idle_end_s: 75,
        });
        Self {
            visit: Visit::new(Ticket::default(), Arc::clone(&settings), clock.moment()),
            settings,
            eyes: None,
            crew: Crew::start(parts, outbox).unwrap(),
            inbox,
            clock,
            mood,
            words: Words::load().unwrap(),
            office,
            home,
        }
    }

    /// The page that stands now, and what is pressed on it.
    fn shows(&mut self, ui: &mut egui::Ui) {
        ui::begin_frame(ui.ctx());
        let now = self.clock.moment();
        let cx = PageCx {
            words: &self.words,
            facts: &self.office,
            language: self.visit.language,
            now,
            today: self.clock.today(),
            zone: &TimeZone::UTC,
            idle: self.visit.idle(now),
            preview: None,
            display: self.visit.display,
            voice: esscard_kiosk::domain::speech::VoiceState::Ready,
        };
        if let Some(event) = pages::show(ui, &mut self.visit, &cx) {
            self.visit.touch(now);
            self.says(event);
        }
    }

    /// The booth's store, as staff open it beside the running kiosk.
    fn store(home: &Path) -> Store {
        Store::open_with(&StorePaths::in_folder(&home.join("data")), PasswordCost::FLOOR).unwrap()
    }

    fn pending_cases(&self) -> Vec<PendingCase> {
        Self::store(self.home.path()).pending_cases().unwrap()
    }

    fn letters(&self) -> usize {
        std::fs::read_dir(self.home.path().join("printed")).map_or(0, Iterator::count)
    }

    fn says(&mut self, event: Event) {
        let ticket = self.visit.ticket;
        self.hears(ticket, event);
    }

    fn hears(&mut self, ticket: Ticket, event: Event) {
        let now = Now {
            moment: self.clock.moment(),
            timestamp: self.clock.timestamp(),
            today: self.clock.today(),
            seed: rand::random(),
        };
        for effect in self.visit.handle(ticket, event, now) {
            let ticket = self.visit.ticket;
            if let Some(ending) = self.crew.run(&mut self.eyes, ticket, effect).expect("the worker takes it") {
                self.eyes = None;
                let settings = Arc::clone(&self.settings);
                self.visit = Visit::after(ending, Language::English, ticket.next(), settings, self.clock.moment());
            }
        }
    }

    /// Lets the workers answer until `enough`; says on which page it waited in vain.
    fn waits(&mut self, longest: Duration, what: &str, enough: impl Fn(&Visit) -> bool) {
        let started = Instant::now();
        while !enough(&self.visit) {
            assert!(started.elapsed() < longest, "waited for {what} in vain: {:?}", self.visit.step.stage());
            if let Ok((ticket, event)) = self.inbox.recv_timeout(Duration::from_millis(20)) {
                self.hears(ticket, event);
            }
            self.says(Event::Tick);
        }
        println!("{what}: {} ms", started.elapsed().as_millis());
    }

    /// From the home page to the camera.
    fn comes_to_the_camera(&mut self) {
        for event in [Event::OpenLogin, Event::OpenPortal, Event::OpenRegistration, Event::OpenRegistration] {
            self.says(event);
        }
        let Step::Registering(form) = &mut self.visit.step else { panic!("no form: {:?}", self.visit.step) };
        form.draft.name.insert(0, HELD[1].name);
        form.draft.number.insert(0, HELD[1].number);
        form.draft.password.insert(0, "Sunny-Harbour7");
        self.says(Event::SubmitRegistration);
        self.waits(SOON, "the register", |v| matches!(v.step, Step::Consenting(_)));
        self.says(Event::TickFaceConsent(true));
        self.says(Event::VerifyByFace);
        assert!(matches!(self.visit.step, Step::Capturing(_)), "{:?}", self.visit.step);
    }

    /// The face check. A movement that a busy machine did not see in time is made once more.
    fn passes_the_face_check(&mut self) {
        let settled = |v: &Visit| matches!(v.step, Step::Card(_) | Step::CaptureFailed(_) | Step::Assisted(_));
        self.waits(FACE_CHECK, "the face check", settled);
        if let Step::CaptureFailed(failed) = &self.visit.step {
            println!("the first try failed: {:?}", failed.cause);
            assert!(matches!(failed.cause, Some(Fault::PromptMissed(_))), "{:?}", failed.cause);
            self.says(Event::TryAgain);
            self.waits(FACE_CHECK, "the second face check", settled);
        }
        let Step::Card(card) = &self.visit.step else { panic!("no card: {:?}", self.visit.step.stage()) };
        assert!(card.fresh);
        assert_eq!(card.card.permit.number.as_str(), HELD[1].number);
        assert!(self.eyes.is_none(), "the camera is off");
    }

    /// The running capture fails, soon, and with this cause.
    fn fails(&mut self, mood: Mood, cause: Fault) {
        self.waits(SOON, &format!("{mood:?}"), |v| matches!(v.step, Step::CaptureFailed(_)));
        let Step::CaptureFailed(failed) = &self.visit.step else { panic!() };
        assert_eq!(failed.cause, Some(cause));
        assert!(failed.incident.is_some(), "staff find {cause:?} in the log");
        assert_eq!(failed.tries_left(), 3, "{cause:?} is not the visitor's doing");
        assert!(self.eyes.is_none(), "{cause:?} leaves the camera on");
    }

    fn tries_again_with(&mut self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
        self.says(Event::TryAgain);
        assert!(matches!(self.visit.step, Step::Capturing(_)));
    }
}

/// The booth with its screen.
fn screen(booth: Booth) -> Harness<'static, Booth> {
    Harness::builder()
        .with_size(vec2(1080.0, 1920.0))
        .with_context_setup(theme::install)
        .build_ui_state(|ui, booth: &mut Booth| booth.shows(ui), booth)
}

/// Draws a few times: a page is laid out, pressed keys are let go.
fn look(screen: &mut Harness<'_, Booth>) {
    for _ in 0..4 {
        screen.step();
    }
}

fn moody(mood: &Arc<Mutex<Mood>>, clock: &Arc<dyn Clock>) -> OpenCamera {
    let (mood, clock) = (Arc::clone(mood), Arc::clone(clock));
    Arc::new(move || {
        let good = DemoCamera::new(RECORDING, INDEX, Arc::clone(&clock))?;
        let mood = *mood.lock().unwrap();
        Ok(Box::new(MoodyCamera { mood, good, sent: 0, asked: 0, since: 0 }))
    })
}

#[test]
fn a_visitor_enrolls_and_prints_a_letter_though_the_printer_fails_first() {
    let mut booth = Booth::open();
    booth.comes_to_the_camera();
    booth.passes_the_face_check();
    let enrolled = Booth::store(booth.home.path()).enrollments().unwrap();
    assert_eq!(enrolled.len(), 2, "the specimen of the demo and this visitor");

    booth.says(Event::OpenService(ServiceKind::Letter));
    booth.waits(SOON, "the preview", |v| matches!(&v.step, Step::Service(s) if s.preview.is_some()));

    // A file where the folder was: nothing can be written there, whoever the kiosk runs as.
    let folder = booth.home.path().join("printed");
    std::fs::remove_dir(&folder).unwrap();
    std::fs::write(&folder, "in the way").unwrap();
    booth.says(Event::Print(DocumentKind::Letter));
    let settled = |v: &Visit| matches!(&v.step, Step::Service(s) if !s.is_printing());
    booth.waits(SOON, "the printer's refusal", settled);
    let Step::Service(service) = &booth.visit.step else { panic!("the page is gone") };
    assert_eq!(service.printing, Some((DocumentKind::Letter, PrintStage::Failed(Fault::PrinterRefused))));
    assert!(service.preview.is_some(), "the letter is still on the screen");

    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    booth.says(Event::TryAgain);
    booth.waits(SOON, "the letter", settled);
    let Step::Service(service) = &booth.visit.step else { panic!("the page is gone") };
    assert_eq!(service.printing, Some((DocumentKind::Letter, PrintStage::Done)));
    assert_eq!(booth.letters(), 1);

    booth.says(Event::Finish);
    assert!(matches!(&booth.visit.step, Step::Done(done) if done.ending == Ending::Finished));

    // The card is there at the next visit, too.
    booth.waits(SOON, "the home page", |v| matches!(v.step, Step::Home(_)));
    booth.says(Event::OpenLogin);
    booth.says(Event::OpenPortal);
    let Step::Portal(portal) = &mut booth.visit.step else { panic!("no portal") };
    portal.number.insert(0, HELD[1].number);
    portal.password.insert(0, "Sunny-Harbour7");
    booth.says(Event::SignIn);
    booth.waits(SOON, "signing in", |v| matches!(&v.step, Step::Card(card) if !card.fresh));
}

#[test]
fn a_forgotten_password_is_replaced_after_the_face_check_and_the_old_one_is_dead() {
    let mut booth = Booth::open();
    let mut draft = RegistrationDraft::default();
    draft.name.insert(0, HELD[1].name);
    draft.number.insert(0, HELD[1].number);
    draft.password.insert(0, "Sunny-Harbour7");
    let registration = draft.parse().unwrap();
    // Enrolled some time ago.
    let mut store = Booth::store(booth.home.path());
    let permit = store.permit(&registration.number).unwrap().unwrap();
    let consent = ConsentRecord {
        text: ConsentText { version: "1".into(), sha256: "00".into() },
        language: Language::English,
        at: booth.clock.timestamp(),
        choice: ConsentChoice::Face,
    };
    let verification = Verification { decision: Decision::Accept, score: 0.8 };
    let shot = FaceShot { picture: Arc::from(PHOTO), readings: FrameReadings::default() };
    let evidence = Evidence::Face(FaceEvidence { verification, prompts: Vec::new(), shot });
    let password = AccountPassword::Typed(registration.password);
    let enrollment = NewEnrollment { number: registration.number, password, permit, consent, evidence };
    store.enroll(&enrollment, booth.clock.timestamp(), booth.clock.today(), 30).unwrap();
    drop(store);

    for event in [Event::OpenLogin, Event::OpenPortal, Event::OpenRecovery] {
        booth.says(event);
    }
    let fill = |booth: &mut Booth, name: &str| {
        let Step::Recovering(form) = &mut booth.visit.step else { panic!("no form: {:?}", booth.visit.step) };
        form.draft.name.clear();
        form.draft.name.insert(0, name);
        form.draft.number.clear();
        form.draft.number.insert(0, HELD[1].number);
    };
    fill(&mut booth, "Somebody Else");
    booth.says(Event::SubmitRecovery);
    booth.waits(SOON, "the refusal", |v| matches!(&v.step, Step::Recovering(form) if form.refusal.is_some()));
    fill(&mut booth, HELD[1].name);
    booth.says(Event::SubmitRecovery);
    booth.waits(SOON, "the register", |v| matches!(v.step, Step::Consenting(_)));
    booth.says(Event::TickFaceConsent(true));
    booth.says(Event::VerifyByFace);
    let settled = |v: &Visit| matches!(v.step, Step::NewPassword(_) | Step::CaptureFailed(_) | Step::Assisted(_));
    booth.waits(FACE_CHECK, "the face check", settled);
    if let Step::CaptureFailed(failed) = &booth.visit.step {
        assert!(matches!(failed.cause, Some(Fault::PromptMissed(_))), "{:?}", failed.cause);
        booth.says(Event::TryAgain);
        booth.waits(FACE_CHECK, "the second face check", settled);
    }
    assert!(booth.eyes.is_none(), "the camera is off");
    let Step::NewPassword(step) = &mut booth.visit.step else { panic!("{:?}", booth.visit.step.stage()) };
    step.password.insert(0, "brook-77-fern");
    step.again.insert(0, "brook-77-fern");
    booth.says(Event::SubmitPassword);
    booth.waits(SOON, "the new password", |v| matches!(&v.step, Step::Card(card) if card.new_password));

    booth.says(Event::Finish);
    booth.waits(SOON, "the home page", |v| matches!(v.step, Step::Home(_)));
    booth.says(Event::OpenLogin);
    booth.says(Event::OpenPortal);
    let type_in = |booth: &mut Booth, password: &str| {
        let Step::Portal(portal) = &mut booth.visit.step else { panic!("no portal") };
        portal.number.clear();
        portal.number.insert(0, HELD[1].number);
        portal.password.insert(0, password);
    };
    type_in(&mut booth, "Sunny-Harbour7");
    booth.says(Event::SignIn);
    booth.waits(SOON, "the refusal", |v| matches!(&v.step, Step::Portal(portal) if portal.refusal.is_some()));
    type_in(&mut booth, "brook-77-fern");
    booth.says(Event::SignIn);
    booth.waits(SOON, "signing in", |v| matches!(&v.step, Step::Card(card) if !card.fresh));
    Booth::store(booth.home.path()).verify_audit().unwrap();
    assert_eq!(Booth::store(booth.home.path()).enrollments().unwrap().len(), 2, "nobody was enrolled twice");
}

#[test]
fn a_camera_that_fails_is_told_and_the_next_try_works() {
    let mut booth = Booth::open();
    *booth.mood.lock().unwrap() = Mood::Absent;
    booth.comes_to_the_camera();
    booth.fails(Mood::Absent, Fault::CameraAbsent);
    for (mood, cause) in
        [(Mood::Busy, Fault::CameraBusy), (Mood::Stalls, Fault::CameraStalled), (Mood::Garbled, Fault::CameraGarbled)]
    {
        booth.tries_again_with(mood);
        booth.fails(mood, cause);
    }

    assert!(booth.pending_cases().is_empty());
    booth.says(Event::VerifyWithStaff);
    booth.waits(SOON, "the case", |v| matches!(&v.step, Step::Assisted(a) if a.ticket.is_some()));
    let Step::Assisted(assisted) = &booth.visit.step else { panic!("not with staff") };
    assert!(!assisted.not_stored);
    let ticket = assisted.ticket.clone().unwrap().0;
    let cases = booth.pending_cases();
    let [case] = cases.as_slice() else { panic!("{cases:?}") };
    assert_eq!(case.ticket, ticket);
    assert_eq!(case.cause.as_deref(), Some(Fault::CameraGarbled.key()));
    assert!(case.incident.is_some(), "{case:?}");
    assert_eq!(case.consent.as_deref(), Some("face"), "what the visitor agreed to");
    assert!(case.number.as_ref().is_some_and(|n| n.ends_with("2345") && !n.contains(HELD[1].number)), "{case:?}");

    booth.says(Event::Back);
    booth.tries_again_with(Mood::Good);
    booth.passes_the_face_check();
}

#[test]
fn a_camera_pulled_out_at_any_movement_costs_no_visit() {
    let mut booth = Booth::open();
    *booth.mood.lock().unwrap() = Mood::PulledAt(1);
    booth.comes_to_the_camera();
    let mut screen = screen(booth);
    let faults = [
        (Mood::PulledAt(1), Fault::CameraAbsent),
        (Mood::PulledAt(2), Fault::CameraAbsent),
        (Mood::PulledAt(3), Fault::CameraAbsent),
        (Mood::StallsAt(1), Fault::CameraStalled),
    ];
    let mut missed = 0;
    for (i, (mood, cause)) in faults.into_iter().enumerate() {
        assert_eq!(*screen.state().mood.lock().unwrap(), mood);
        let failed = loop {
            screen.state_mut().waits(FACE_CHECK, &format!("{mood:?}"), |v| matches!(v.step, Step::CaptureFailed(_)));
            let Step::CaptureFailed(failed) = &screen.state().visit.step else { panic!() };
            // A movement that a busy machine did not see in time is the visitor's, and made once more.
            if !matches!(failed.cause, Some(Fault::PromptMissed(_))) {
                break failed;
            }
            missed += 1;
            screen.state_mut().says(Event::TryAgain);
        };
        assert_eq!(failed.cause, Some(cause));
        assert!(failed.incident.is_some(), "staff find {cause:?} in the log");
        assert_eq!(failed.tries_left() + missed, 3, "{mood:?} is not the visitor's doing");
        assert!(screen.state().eyes.is_none(), "{mood:?} leaves the camera on");

        // The page says what happened, why it may be and what to do.
        look(&mut screen);
        let text = FaultText::of(&screen.state().words, Language::English, cause);
        for words in [text.title, text.why, text.todo] {
            screen.get_by_label(&words.primary);
        }

        // Plugged in again, one touch is enough.
        let next = faults.get(i + 1).map_or(Mood::Good, |(mood, _)| *mood);
        *screen.state().mood.lock().unwrap() = next;
        screen.get_by_role_and_label(Role::Button, "Try again").click();
        look(&mut screen);
        assert!(matches!(screen.state().visit.step, Step::Capturing(_)), "{:?}", screen.state().visit.step.stage());
    }
    // Name, number and password of the beginning make the card.
    screen.state_mut().passes_the_face_check();
    let booth = screen.state();
    let enrolled = Booth::store(booth.home.path()).enrollments().unwrap();
    assert_eq!(enrolled.len(), 2, "the specimen of the demo and this visitor, once");
}
