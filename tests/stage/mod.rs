//! A visit on its pages, driven by real events: shared by the tests that look at pages.

#![allow(dead_code, reason = "each test file that shares this uses its own part")]

mod face;
mod pseudo_language;
pub mod screen;

use std::sync::Arc;
use std::time::Duration;

use egui::{ColorImage, TextureHandle, TextureOptions, Vec2, vec2};
#[cfg(test)]
use egui_kittest::{Harness, SnapshotResults};
use esscard_kiosk::documents;
use esscard_kiosk::domain::account::SignInRefusal;
use esscard_kiosk::domain::card::Card;
use esscard_kiosk::domain::case::CaseTicket;
use esscard_kiosk::domain::enrollment::FaceEvidence;
use esscard_kiosk::domain::face::{FaceReading, FaceState};
use esscard_kiosk::domain::face_route::FaceRoute;
use esscard_kiosk::domain::face_shot::{FaceShot, FrameReadings};
use esscard_kiosk::domain::fault::{Fault, Incident};
use esscard_kiosk::domain::frame::FrameId;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::letter::{DocumentKind, DocumentRequest, PagePicture};
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::match_policy::{Decision, Verification};
use esscard_kiosk::domain::name::PersonName;
use esscard_kiosk::domain::office::OfficeFacts;
use esscard_kiosk::domain::papers::PapersIssue;
use esscard_kiosk::domain::permit::{
    BothLanguages, PermitNumber, RegisterStatus, RegistrationCheck, TalentCategory, Title, WorkPermit,
};
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::domain::recovery::RecoveryCheck;
use esscard_kiosk::domain::resume::ResumeCode;
use esscard_kiosk::domain::speech::VoiceState;
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::flow::effect::{Effect, Ending};
use esscard_kiosk::flow::event::{Event, ServiceKind};
use esscard_kiosk::flow::step::{CapturePhase, Step};
use esscard_kiosk::flow::visit::{Now, Ticket, Visit, VisitSettings};
use esscard_kiosk::pages::{self, PageCx};
use esscard_kiosk::pixels::{self, Bounds};
use esscard_kiosk::text::{Words, consent};
use esscard_kiosk::ui;
#[cfg(test)]
use esscard_kiosk::ui::theme;
use jiff::civil::date;
use jiff::tz::TimeZone;

pub use face::{acting, neutral};
pub use pseudo_language::pseudo_language;

pub const PORTRAIT: Vec2 = vec2(1080.0, 1920.0);
pub const LANDSCAPE: Vec2 = vec2(1366.0, 768.0);
pub const NAME: &str = "ELENA MARIA VIDAL-ORTEGA";
pub const NUMBER: &str = "SP2026041700012345";
pub const PASSWORD: &str = "kite-42-moss";
/// As long as a name may be.
pub const LONGEST: &str = "MARIA-MAGDALENA ALEXANDRA WOJCIECHOWSKA-SZCZEPANKIEWICZ DE LA TOR";

/// A visit and what its pages answered.
pub struct Stage {
    pub visit: Visit,
    pub words: Words,
    pub facts: OfficeFacts,
    pub now: Now,
    pub events: Vec<Event>,
    pub effects: Vec<Effect>,
    pub frame: u64,
    pub preview: Option<TextureHandle>,
    pub voice: VoiceState,
}

impl Stage {
    pub fn new(language: Language) -> Self {
        Self::with(language, Words::load().unwrap())
    }

    /// With the words of further languages.
    pub fn with(language: Language, words: Words) -> Self {
        let both = |zh: &str, en: &str| BothLanguages { zh: zh.into(), en: en.into() };
        let facts = OfficeFacts {
            authority: both("演示办理机构", "Demo enrollment office"),
            office: both("演示办理机构", "Demo enrollment office"),
            phone: "000-0000".into(),
            picture_days: 30,
            enrollment_kept: both("5年", "5 years"),
            case_days: 60,
            app_address: Some("https://example.org/esscard/app".into()),
            demo: true,
        };
        let settings =
            VisitSettings { consent: consent::in_force(&words, &facts), language, idle_warn_s: 45, idle_end_s: 75 };
        let now = Now {
            moment: Moment::from_millis(1_000),
            timestamp: "2026-11-22T06:26:00Z".parse().unwrap(),
            today: date(2026, 11, 22),
            seed: 7,
        };
        let visit = Visit::new(Ticket(1), Arc::new(settings), now.moment);
        Self {
            visit,
            words,
            facts,
            now,
            events: Vec::new(),
            effects: Vec::new(),
            frame: 0,
            preview: None,
            voice: VoiceState::Ready,
        }
    }

    pub fn on(mut self, event: Event) -> Self {
        let ticket = self.visit.ticket;
        self.effects.extend(self.visit.handle(ticket, event, self.now));
        self
    }

    /// On a machine that speaks so.
    pub fn speaking(mut self, voice: VoiceState) -> Self {
        self.voice = voice;
        self
    }

    pub fn later(mut self, by: Duration) -> Self {
        self.now.moment = self.now.moment.after(by);
        self
    }

    pub fn signed_in_with(language: Language, permit: WorkPermit) -> Self {
        let mut stage = Self::new(language).on(Event::OpenLogin).on(Event::OpenPortal);
        let Step::Portal(portal) = &mut stage.visit.step else { panic!("not at the portal") };
        portal.number.insert(0, NUMBER);
        portal.password.insert(0, PASSWORD);
        let card = Box::new(Card { permit, enrollment: 1, enrolled_on: date(2026, 11, 22) });
        stage.on(Event::SignIn).on(Event::SignedIn(card)).opens_photo()
    }

    /// As the drawing worker does it.
    fn opens_photo(self) -> Self {
        let Some(Effect::OpenPhoto(photo)) = self.effects.last() else { return self };
        let photo = pixels::fit(pixels::open(photo, Bounds::PHOTO).unwrap(), 720);
        let (width, height) = photo.dimensions();
        self.on(Event::PhotoReady(PagePicture { width, height, rgb: photo.into_raw().into() }))
    }

    pub fn signed_in(language: Language) -> Self {
        Self::signed_in_with(language, permit(NAME))
    }

    pub fn capturing(language: Language) -> Self {
        let mut stage = Self::registering(language);
        let Step::Registering(form) = &mut stage.visit.step else { panic!("not at the form") };
        form.draft.name.insert(0, NAME);
        form.draft.number.insert(0, NUMBER);
        form.draft.password.insert(0, PASSWORD);
        let stage = stage
            .on(Event::SubmitRegistration)
            .on(Event::RegistrationChecked(RegistrationCheck::Match(Box::new(permit(NAME)))))
            .on(Event::TickFaceConsent(true))
            .on(Event::VerifyByFace)
            .on(Event::FaceRoute(FaceRoute::Open));
        assert!(matches!(stage.visit.step, Step::Capturing(_)), "{:?}", stage.visit.step);
        stage
    }

    pub fn phase(&self) -> CapturePhase {
        match &self.visit.step {
            Step::Capturing(step) => step.view.phase,
            other => panic!("no capture: {other:?}"),
        }
    }

    /// One camera frame later.
    pub fn sees(mut self, face: FaceState) -> Self {
        self = self.later(Duration::from_millis(66));
        self.frame += 1;
        let reading = FaceReading {
            frame: FrameId(self.frame),
            at: self.now.moment,
            frame_size: (640, 480),
            faces: 1,
            face: Some(face),
            track: 1,
        };
        self.on(Event::Reading(Box::new(reading)))
    }

    /// Looks straight until the next movement is asked for.
    pub fn straight(mut self) -> Self {
        for _ in 0..200 {
            if matches!(self.phase(), CapturePhase::Acting { .. } | CapturePhase::Checking) {
                return self;
            }
            self = self.sees(neutral());
        }
        panic!("never asked for a movement: {:?}", self.phase());
    }

    /// Has read what is asked for, still looking straight.
    pub fn reads(self) -> Self {
        (0..5).fold(self, |stage, _| stage.sees(neutral()))
    }

    /// Makes the movement asked for.
    pub fn moves(mut self) -> Self {
        self = self.reads();
        for i in 0..200 {
            let CapturePhase::Acting { prompt, .. } = self.phase() else { return self };
            self = self.sees(acting(prompt, i));
        }
        panic!("the movement is not seen: {:?}", self.phase());
    }

    /// Looks straight until all is seen: the frames are being compared.
    pub fn compared(mut self) -> Self {
        for _ in 0..60 {
            if matches!(self.effects.last(), Some(Effect::Embed(_))) {
                return self;
            }
            self = self.sees(neutral());
        }
        panic!("never compared: {:?}", self.phase());
    }

    /// At the form for a forgotten password, filled in.
    pub fn recovering(language: Language) -> Self {
        let mut stage = Self::portal(language).typed("", NUMBER, "").on(Event::OpenRecovery);
        let Step::Recovering(form) = &mut stage.visit.step else { panic!("not at the form") };
        form.draft.name.insert(0, NAME);
        stage
    }

    /// After the face check for a new password.
    pub fn new_password(language: Language) -> Self {
        let capturing = Self::recovering(language)
            .on(Event::SubmitRecovery)
            .on(Event::RecoveryChecked(RecoveryCheck::Match(Box::new(permit(NAME)))))
            .on(Event::TickFaceConsent(true))
            .on(Event::VerifyByFace)
            .on(Event::FaceRoute(FaceRoute::Open));
        let passed = (0..3).fold(capturing.straight(), |stage, _| stage.moves().straight()).compared();
        let verification = Verification { decision: Decision::Accept, score: 0.8 };
        let evidence = FaceEvidence {
            verification,
            prompts: Vec::new(),
            shot: FaceShot { picture: Arc::from([0_u8]), readings: FrameReadings::default() },
        };
        passed.on(Event::Verified { verification, evidence: Box::new(evidence) })
    }

    /// Made all three movements, is the person on record, and the enrollment is being written.
    pub fn issuing(language: Language) -> Self {
        let passed = (0..3).fold(Self::capturing(language).straight(), |stage, _| stage.moves().straight()).compared();
        let verification = Verification { decision: Decision::Accept, score: 0.8 };
        let evidence = FaceEvidence {
            verification,
            prompts: Vec::new(),
            shot: FaceShot { picture: Arc::from([0_u8]), readings: FrameReadings::default() },
        };
        passed.on(Event::Verified { verification, evidence: Box::new(evidence) })
    }

    pub fn enrolled(language: Language) -> Self {
        let card = Card { permit: permit(NAME), enrollment: 1, enrolled_on: date(2026, 11, 22) };
        Self::issuing(language).on(Event::Enrolled(Box::new(card))).opens_photo()
    }

    pub fn failed(language: Language, fault: Fault) -> Self {
        let incident = fault.is_of_the_camera().then_some(Incident(0x0234_5678));
        Self::capturing(language).on(Event::Failed(fault, incident.or(Some(Incident(0x0734_5678)))))
    }

    pub fn service(language: Language, kind: ServiceKind) -> Self {
        Self::signed_in(language).on(Event::OpenService(kind))
    }

    pub fn letter(language: Language) -> Self {
        let stage = Self::service(language, ServiceKind::Letter);
        let Some(Effect::Preview(request)) = stage.effects.last() else { panic!("no preview asked for") };
        let picture = preview(request, &stage.facts);
        stage.on(Event::PreviewReady(DocumentKind::Letter, picture))
    }

    pub fn printing(self, kind: DocumentKind, stage: PrintStage) -> Self {
        self.on(Event::Print(kind)).on(Event::PrintMoved(kind, stage))
    }

    pub fn portal(language: Language) -> Self {
        Self::new(language).on(Event::OpenLogin).on(Event::OpenPortal)
    }

    pub fn registering(language: Language) -> Self {
        Self::before(language).on(Event::OpenRegistration)
    }

    pub fn before(language: Language) -> Self {
        Self::portal(language).on(Event::OpenRegistration)
    }

    pub fn name_help(language: Language) -> Self {
        Self::registering(language).on(Event::OpenNameHelp)
    }

    pub fn mrz(mut self, line: &str) -> Self {
        let Step::NameHelp(step) = &mut self.visit.step else { panic!("no line to type") };
        step.line.insert(0, line);
        self
    }

    pub fn typed(mut self, name: &str, number: &str, password: &str) -> Self {
        match &mut self.visit.step {
            Step::Registering(step) => {
                step.draft.name.insert(0, name);
                step.draft.number.insert(0, number);
                step.draft.password.insert(0, password);
            }
            Step::Portal(step) => {
                step.number.insert(0, number);
                step.password.insert(0, password);
            }
            _ => panic!("nothing to type into"),
        }
        self
    }

    pub fn checked(self, outcome: RegistrationCheck) -> Self {
        self.on(Event::SubmitRegistration).on(Event::RegistrationChecked(outcome))
    }

    pub fn consenting(language: Language) -> Self {
        Self::registering(language)
            .typed(NAME, NUMBER, PASSWORD)
            .checked(RegistrationCheck::Match(Box::new(permit(NAME))))
    }

    pub fn assisted(language: Language) -> Self {
        Self::registering(language)
            .typed(NAME, NUMBER, PASSWORD)
            .checked(RegistrationCheck::NoMatch)
            .on(Event::AskStaff)
            .on(Event::CaseOpened(CaseTicket("K7F-204".into())))
    }

    /// With entries that can be kept until midnight.
    pub fn waiting(language: Language) -> Self {
        Self::consenting(language).on(Event::VerifyWithStaff).on(Event::CaseOpened(CaseTicket("K7F-204".into())))
    }

    /// With the code that opens them.
    pub fn kept(language: Language) -> Self {
        let code = ResumeCode::parse("K7F4-M9QD").unwrap();
        Self::waiting(language).on(Event::KeepDraft).on(Event::DraftKept(code))
    }

    pub fn broken(language: Language) -> Self {
        Self::registering(language)
            .typed(NAME, NUMBER, PASSWORD)
            .on(Event::SubmitRegistration)
            .on(Event::Failed(Fault::RegisterUnavailable, Some(Incident(0x1234_5678))))
    }

    pub fn done(language: Language) -> Self {
        let mut stage = Self::new(language);
        let settings = VisitSettings {
            consent: consent::in_force(&stage.words, &stage.facts),
            language,
            idle_warn_s: 45,
            idle_end_s: 75,
        };
        stage.visit = Visit::after(Ending::Finished, language, Ticket(2), Arc::new(settings), stage.now.moment);
        stage
    }
}

/// The letter as the documents make it.
pub fn preview(request: &DocumentRequest, facts: &OfficeFacts) -> PagePicture {
    documents::preview(request, facts, 1240).unwrap()
}

/// A drawn face: no person's picture is kept here.
pub fn portrait() -> Arc<[u8]> {
    let picture = image::RgbImage::from_fn(420, 540, |x, y| {
        let (dx, dy) = ((x as f32 - 210.0) / 120.0, (y as f32 - 240.0) / 160.0);
        let (sx, sy) = ((x as f32 - 210.0) / 200.0, (y as f32 - 560.0) / 170.0);
        if dx * dx + dy * dy < 1.0 {
            image::Rgb([214, 168, 138])
        } else if sx * sx + sy * sy < 1.0 {
            image::Rgb([70, 96, 112])
        } else {
            image::Rgb([226, 232, 235])
        }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    Arc::from(bytes.into_inner())
}

pub fn permit(name: &str) -> WorkPermit {
    let both = |zh: &str, en: &str| BothLanguages { zh: zh.into(), en: en.into() };
    WorkPermit {
        number: PermitNumber::parse(NUMBER).unwrap(),
        name: PersonName::parse(name).unwrap(),
        title: Some(Title::Ms),
        category: TalentCategory::B,
        citizenship: both("演示国", "Demoland"),
        passport_number: "X12344821".into(),
        employer: both("演示精密机械有限公司", "Demo Precision Machinery Co., Ltd."),
        workplace: both("演示市", "Demo City"),
        occupation: both("工程师", "Engineer"),
        valid_from: date(2025, 7, 1),
        valid_until: date(2027, 6, 30),
        issued_on: date(2025, 6, 20),
        file_number: "DEMO-2025-0001".into(),
        approver: both("演示主管机关", "Demo Competent Authority"),
        family_members: "Ana Vidal (daughter)".into(),
        status: RegisterStatus::InForce,
        photo: Some(portrait()),
    }
}

/// A permit of which the register knows little, held by somebody with the longest name.
pub fn sparse() -> WorkPermit {
    WorkPermit {
        title: None,
        citizenship: BothLanguages::default(),
        passport_number: String::new(),
        file_number: String::new(),
        approver: BothLanguages::default(),
        family_members: String::new(),
        employer: BothLanguages {
            zh: "演示市国际文化科技交流与合作促进中心有限责任公司".into(), en: String::new()
        },
        workplace: BothLanguages::default(),
        occupation: BothLanguages::default(),
        valid_until: date(2026, 12, 10),
        photo: None,
        ..permit(LONGEST)
    }
}

/// A room with somebody in it, leaning to the left of the unmirrored picture.
pub fn camera(ctx: &egui::Context) -> TextureHandle {
    let mut image = ColorImage::filled([640, 480], egui::Color32::from_rgb(0x4C, 0x5C, 0x5F));
    for y in 0..480 {
        for x in 0..640 {
            let (dx, dy) = ((x as f32 - 330.0) / 95.0, (y as f32 - 220.0) / 130.0);
            if dx * dx + dy * dy < 1.0 {
                image.pixels[y * 640 + x] = egui::Color32::from_rgb(0xD9, 0xA6, 0x83);
            } else if x < 120 {
                image.pixels[y * 640 + x] = egui::Color32::from_rgb(0xB5, 0xC4, 0xC2);
            }
        }
    }
    ctx.load_texture("camera", image, TextureOptions::LINEAR)
}

/// One pass over the page.
pub fn show(ui: &mut egui::Ui, stage: &mut Stage) {
    ui::begin_frame(ui.ctx());
    if matches!(stage.visit.step, Step::Capturing(_)) && stage.frame > 0 && stage.preview.is_none() {
        stage.preview = Some(camera(ui.ctx()));
    }
    let cx = PageCx {
        words: &stage.words,
        facts: &stage.facts,
        language: stage.visit.language,
        now: stage.now.moment,
        today: stage.now.today,
        zone: &TimeZone::fixed(jiff::tz::offset(8)),
        idle: stage.visit.idle(stage.now.moment),
        preview: stage.preview.as_ref(),
        display: stage.visit.display,
        voice: stage.voice,
    };
    if let Some(event) = pages::show(ui, &mut stage.visit, &cx) {
        stage.events.push(event.clone());
        let ticket = stage.visit.ticket;
        let effects = stage.visit.handle(ticket, event, stage.now);
        stage.effects.extend(effects);
        ui.ctx().request_repaint();
    }
}

#[cfg(test)]
pub fn harness<'a>(size: Vec2, stage: Stage) -> Harness<'a, Stage> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(1.0)
        .with_max_steps(16)
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(theme::install)
        .build_ui_state(show, stage);
    let _ = harness.try_run();
    harness
}

/// How a page is reached.
pub type Reach = fn(Language) -> Stage;

/// Name of a page's pictures, and how the page is reached.
pub type NamedPage = (&'static str, Reach);

/// Every page from the face check on.
pub const SERVICE_PAGES: [NamedPage; 29] = [
    ("capture", |l| {
        let mut stage = Stage::capturing(l).straight().moves().straight().reads();
        let CapturePhase::Acting { prompt, .. } = stage.phase() else { panic!() };
        stage = stage.sees(acting(prompt, 0)).later(Duration::from_millis(2_500));
        stage.on(Event::Tick)
    }),
    ("capture_settling", |l| {
        let mut dark = neutral();
        dark.quality.luminance = 0.1;
        (0..30).fold(Stage::capturing(l), |stage, _| stage.sees(dark.clone()))
    }),
    ("capture_failed", |l| Stage::failed(l, Fault::FaceBacklit)),
    ("capture_failed_prompt", |l| Stage::failed(l, Fault::PromptMissed(Prompt::Left))),
    ("capture_failed_camera", |l| Stage::failed(l, Fault::CameraAbsent)),
    ("capture_failed_match", |l| Stage::failed(l, Fault::NotSamePerson)),
    ("capture_failed_last", |l| {
        let again = |stage: Stage| stage.on(Event::TryAgain).on(Event::Failed(Fault::NotSamePerson, None));
        again(again(Stage::failed(l, Fault::FaceCovered)))
    }),
    ("capture_locked", |l| {
        Stage::failed(l, Fault::NotSamePerson).on(Event::FaceRoute(FaceRoute::Locked { seconds: 1800 }))
    }),
    ("capture_left", |l| Stage::capturing(l).on(Event::Cancel).on(Event::KeepGoing)),
    ("issuing", Stage::issuing),
    ("card", Stage::enrolled),
    ("card_signed_in", Stage::signed_in),
    ("card_new_password", |l| {
        let card = Card { permit: permit(NAME), enrollment: 1, enrolled_on: date(2026, 11, 22) };
        let mut stage = Stage::new_password(l);
        if let Step::NewPassword(step) = &mut stage.visit.step {
            step.password.insert(0, PASSWORD);
            step.again.insert(0, PASSWORD);
        }
        stage.on(Event::SubmitPassword).on(Event::PasswordChanged(Box::new(card)))
    }),
    ("card_sparse", |l| Stage::signed_in_with(l, sparse())),
    ("inquiry", |l| Stage::service(l, ServiceKind::Inquiry)),
    ("inquiry_printing", |l| {
        Stage::service(l, ServiceKind::Inquiry).printing(DocumentKind::Inquiry, PrintStage::Printing)
    }),
    ("inquiry_printed", |l| Stage::service(l, ServiceKind::Inquiry).printing(DocumentKind::Inquiry, PrintStage::Done)),
    ("inquiry_sparse", |l| Stage::signed_in_with(l, sparse()).on(Event::OpenService(ServiceKind::Inquiry))),
    ("qr", |l| Stage::service(l, ServiceKind::QrCode)),
    ("qr_hidden", |l| {
        let mut stage = Stage::service(l, ServiceKind::QrCode);
        if let Step::Service(step) = &mut stage.visit.step {
            step.hidden = true;
        }
        stage
    }),
    ("qr_printing", |l| Stage::service(l, ServiceKind::QrCode).printing(DocumentKind::Slip, PrintStage::Printing)),
    ("letter", Stage::letter),
    ("take_home", |l| {
        let stage = Stage::service(l, ServiceKind::TakeHome);
        let Some(Effect::Preview(request)) = stage.effects.last() else { panic!("no preview asked for") };
        let picture = preview(request, &stage.facts);
        stage.on(Event::PreviewReady(DocumentKind::TakeHome, picture))
    }),
    ("letter_printing", |l| Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Printing)),
    ("letter_done", |l| Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Done)),
    ("letter_enlarged", |l| {
        let mut stage = Stage::letter(l);
        if let Step::Service(step) = &mut stage.visit.step {
            step.zoomed = true;
        }
        stage
    }),
    ("letter_fault", |l| {
        Stage::service(l, ServiceKind::Letter).on(Event::Failed(Fault::DocumentFailed, Some(Incident(0x0534_5678))))
    }),
    ("printer", |l| Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Attention(Fault::PrinterOutOfPaper))),
    ("printer_failed", |l| {
        Stage::service(l, ServiceKind::QrCode).printing(DocumentKind::Slip, PrintStage::Failed(Fault::PrinterOffline))
    }),
];

/// Every page up to consent, and those that may come at any time.
pub const PAGES: [NamedPage; 38] = [
    ("home", Stage::new),
    ("guide", |l| Stage::new(l).on(Event::OpenGuide)),
    ("login", |l| Stage::new(l).on(Event::OpenLogin)),
    ("portal", Stage::portal),
    ("portal_wrong", |l| {
        let stage = Stage::portal(l).typed("", NUMBER, PASSWORD).on(Event::SignIn);
        stage.on(Event::SignInRefused(SignInRefusal::Wrong))
    }),
    ("portal_wait", |l| {
        let stage = Stage::portal(l).typed("", NUMBER, PASSWORD).on(Event::SignIn);
        stage.on(Event::SignInRefused(SignInRefusal::Wait { seconds: 15 }))
    }),
    ("portal_locked", |l| {
        let stage = Stage::portal(l).typed("", NUMBER, PASSWORD).on(Event::SignIn);
        stage.on(Event::SignInRefused(SignInRefusal::Locked))
    }),
    ("forgotten", Stage::recovering),
    ("forgotten_wrong", |l| {
        Stage::recovering(l)
            .on(Event::SubmitRecovery)
            .on(Event::RecoveryChecked(RecoveryCheck::Refused(SignInRefusal::Wrong)))
    }),
    ("new_password", |l| {
        let mut stage = Stage::new_password(l);
        if let Step::NewPassword(step) = &mut stage.visit.step {
            step.password.insert(0, PASSWORD);
            step.again.insert(0, "kite-42-mos");
        }
        stage.on(Event::SubmitPassword)
    }),
    ("before", Stage::before),
    ("papers_letter", |l| Stage::before(l).on(Event::OpenPapers(PapersIssue::NoLetter))),
    ("papers_old", |l| Stage::before(l).on(Event::OpenPapers(PapersIssue::OldPermit))),
    ("papers_renewed", |l| Stage::before(l).on(Event::OpenPapers(PapersIssue::RenewedPassport))),
    ("registration", Stage::registering),
    ("registration_faults", |l| {
        Stage::registering(l).typed("ELENA MARIA VIDAL-0RTEGA", NUMBER, PASSWORD).on(Event::SubmitRegistration)
    }),
    ("registration_longest", |l| {
        Stage::registering(l).typed(&LONGEST.replace("LA", "L7"), "SP/2026", "kite42").on(Event::SubmitRegistration)
    }),
    ("name_help", Stage::name_help),
    ("name_help_read", |l| Stage::name_help(l).mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<")),
    ("name_help_fault", |l| Stage::name_help(l).mrz("P<UTOERIKSS0N<ANNA").on(Event::TakeName)),
    ("refused", |l| Stage::registering(l).typed(NAME, NUMBER, PASSWORD).checked(RegistrationCheck::NoMatch)),
    ("refused_expired", |l| {
        Stage::registering(l).typed(NAME, NUMBER, PASSWORD).checked(RegistrationCheck::Expired(date(2025, 12, 31)))
    }),
    ("consent", Stage::consenting),
    ("consent_needs_tick", |l| {
        let other = PersonName::parse("VIDAL-ORTEGA ELENA MARIA").unwrap();
        Stage::registering(l)
            .typed(NAME, NUMBER, PASSWORD)
            .checked(RegistrationCheck::Match(Box::new(WorkPermit { name: other, ..permit(NAME) })))
            .on(Event::VerifyByFace)
    }),
    ("consent_no_photo", |l| {
        let permit = WorkPermit { photo: None, ..permit(NAME) };
        Stage::registering(l).typed(NAME, NUMBER, PASSWORD).checked(RegistrationCheck::Match(Box::new(permit)))
    }),
    ("consent_full", |l| {
        let mut stage = Stage::consenting(l);
        if let Step::Consenting(step) = &mut stage.visit.step {
            step.full_text = true;
        }
        stage
    }),
    ("assisted", Stage::assisted),
    ("assisted_waiting", Stage::waiting),
    ("assisted_kept", Stage::kept),
    ("broken", Stage::broken),
    ("idle", |l| Stage::consenting(l).later(Duration::from_secs(52))),
    ("done", Stage::done),
    ("display", |l| Stage::new(l).on(Event::OpenDisplay)),
    ("display_at_the_form", |l| Stage::registering(l).on(Event::OpenDisplay)),
    ("display_no_speech", |l| Stage::before(l).speaking(VoiceState::Absent).on(Event::OpenDisplay)),
    ("display_no_sound", |l| Stage::before(l).speaking(VoiceState::Silent).on(Event::OpenDisplay)),
    ("languages", |l| Stage::with(l, pseudo_language().0).on(Event::ChooseLanguage)),
    ("cancel", |l| Stage::registering(l).typed(NAME, "", "").on(Event::Cancel)),
];

/// Compares each page with its pictures: English upright and Chinese lying whole where `large` says so, all
/// others in a ninth of the pixels. Together with `tests/layout.rs`, which reads what is painted, that shows every
/// text and every layout.
#[cfg(test)]
pub fn look_as_designed(pages: &[NamedPage], large: impl Fn(&str, Vec2) -> bool) {
    let mut results = SnapshotResults::new();
    for (name, reach) in pages {
        for (size, language) in SHAPES_AND_LANGUAGES {
            let mut harness = harness(size, reach(language));
            let file = picture(name, size, language);
            let usual = (size == PORTRAIT) == (language == Language::English);
            if usual && large(name, size) {
                harness.snapshot(format!("pages/{file}"));
                results.extend_harness(&mut harness);
            } else {
                results.add(egui_kittest::try_image_snapshot(&small(&mut harness), format!("small/{file}")));
            }
        }
    }
}

/// Both shapes in both languages.
pub const SHAPES_AND_LANGUAGES: [(Vec2, Language); 4] = [
    (PORTRAIT, Language::English),
    (LANDSCAPE, Language::Chinese),
    (PORTRAIT, Language::Chinese),
    (LANDSCAPE, Language::English),
];

/// A page in a ninth of its pixels: enough to see that something moved.
#[cfg(test)]
pub fn small(harness: &mut Harness<'_, Stage>) -> image::RgbaImage {
    let picture = harness.render().unwrap();
    image::imageops::thumbnail(&picture, picture.width() / 3, picture.height() / 3)
}

/// Name of one picture of a page.
pub fn picture(name: &str, size: Vec2, language: Language) -> String {
    let shape = if size == PORTRAIT { "portrait" } else { "landscape" };
    format!("{name}_{}_{shape}", language.tag())
}
