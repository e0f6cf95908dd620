//! The pages from the face check to the printed letter as visitors see and use them: pictures, and
//! what touch and keyboard do. Every page is reached by real events of a real visit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::sync::Arc;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{ColorImage, TextureHandle, TextureOptions, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, SnapshotResults};
use esscard_kiosk::documents;
use esscard_kiosk::domain::card::Card;
use esscard_kiosk::domain::enrollment::FaceEvidence;
use esscard_kiosk::domain::face::{EyeOpenness, FaceBox, FaceReading, FaceState, Pose};
use esscard_kiosk::domain::fault::{Fault, Incident};
use esscard_kiosk::domain::frame::FrameId;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::letter::{DocumentKind, DocumentRequest, PagePicture};
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::match_policy::{Decision, Verification};
use esscard_kiosk::domain::name::PersonName;
use esscard_kiosk::domain::office::OfficeFacts;
use esscard_kiosk::domain::permit::{
    BothLanguages, PermitNumber, RegisterStatus, RegistrationCheck, TalentCategory, Title, WorkPermit,
};
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::domain::quality::QualityReport;
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::flow::effect::{Effect, Ending};
use esscard_kiosk::flow::event::{Event, ServiceKind};
use esscard_kiosk::flow::step::{CapturePhase, Step};
use esscard_kiosk::flow::visit::{Now, Ticket, Visit, VisitSettings};
use esscard_kiosk::pages::{self, PageCx};
use esscard_kiosk::text::{Args, Words, consent};
use esscard_kiosk::ui::{self, theme};
use jiff::civil::date;
use jiff::tz::TimeZone;

const PORTRAIT: Vec2 = vec2(1080.0, 1920.0);
const LANDSCAPE: Vec2 = vec2(1366.0, 768.0);
const NAME: &str = "ELENA MARIA VIDAL-ORTEGA";
const NUMBER: &str = "SP2026041700012345";
const PASSWORD: &str = "kite-42-moss";
/// As long as a name may be.
const LONGEST: &str = "MARIA-MAGDALENA ALEXANDRA WOJCIECHOWSKA-SZCZEPANKIEWICZ DE LA TOR";

/// A visit and what its pages answered.
struct Stage {
    visit: Visit,
    words: Words,
    facts: OfficeFacts,
    now: Now,
    events: Vec<Event>,
    effects: Vec<Effect>,
    frame: u64,
    preview: Option<TextureHandle>,
}

impl Stage {
    fn new(language: Language) -> Self {
        let words = Words::load().unwrap();
        let both = |zh: &str, en: &str| BothLanguages { zh: zh.into(), en: en.into() };
        let facts = OfficeFacts {
            authority: both("演示办理机构", "Demo enrollment office"),
            office: both("演示办理机构", "Demo enrollment office"),
            phone: "000-0000".into(),
            picture_days: 30,
            enrollment_kept: both("5年", "5 years"),
            app_address: None,
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
        Self { visit, words, facts, now, events: Vec::new(), effects: Vec::new(), frame: 0, preview: None }
    }

    fn on(mut self, event: Event) -> Self {
        let ticket = self.visit.ticket;
        self.effects.extend(self.visit.handle(ticket, event, self.now));
        self
    }

    fn later(mut self, ms: u64) -> Self {
        self.now.moment = self.now.moment.after(Duration::from_millis(ms));
        self
    }

    fn signed_in_with(language: Language, permit: WorkPermit) -> Self {
        let mut stage = Self::new(language).on(Event::OpenLogin).on(Event::OpenPortal);
        let Step::Portal(portal) = &mut stage.visit.step else { panic!("not at the portal") };
        portal.number.insert(0, NUMBER);
        portal.password.insert(0, PASSWORD);
        let card = Box::new(Card { permit, enrollment: 1, enrolled_on: date(2026, 11, 22) });
        stage.on(Event::SignIn).on(Event::SignedIn(card))
    }

    fn signed_in(language: Language) -> Self {
        Self::signed_in_with(language, permit(NAME))
    }

    fn capturing(language: Language) -> Self {
        let mut stage = Self::new(language).on(Event::OpenLogin).on(Event::OpenPortal).on(Event::OpenRegistration);
        let Step::Registering(form) = &mut stage.visit.step else { panic!("not at the form") };
        form.draft.name.insert(0, NAME);
        form.draft.number.insert(0, NUMBER);
        form.draft.password.insert(0, PASSWORD);
        let stage = stage
            .on(Event::SubmitRegistration)
            .on(Event::RegistrationChecked(RegistrationCheck::Match(Box::new(permit(NAME)))))
            .on(Event::TickFaceConsent(true))
            .on(Event::VerifyByFace);
        assert!(matches!(stage.visit.step, Step::Capturing(_)), "{:?}", stage.visit.step);
        stage
    }

    fn phase(&self) -> CapturePhase {
        match &self.visit.step {
            Step::Capturing(step) => step.view.phase,
            other => panic!("no capture: {other:?}"),
        }
    }

    /// One camera frame later.
    fn sees(mut self, face: FaceState) -> Self {
        self = self.later(66);
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
    fn straight(mut self) -> Self {
        for _ in 0..200 {
            if matches!(self.phase(), CapturePhase::Acting { .. } | CapturePhase::Checking) {
                return self;
            }
            self = self.sees(neutral());
        }
        panic!("never asked for a movement: {:?}", self.phase());
    }

    /// Has read what is asked for, still looking straight.
    fn reads(self) -> Self {
        (0..5).fold(self, |stage, _| stage.sees(neutral()))
    }

    /// Makes the movement asked for.
    fn moves(mut self) -> Self {
        self = self.reads();
        for i in 0..200 {
            let CapturePhase::Acting { prompt, .. } = self.phase() else { return self };
            self = self.sees(acting(prompt, i));
        }
        panic!("the movement is not seen: {:?}", self.phase());
    }

    /// Looks straight until all is seen: the frames are being compared.
    fn compared(mut self) -> Self {
        for _ in 0..60 {
            if matches!(self.effects.last(), Some(Effect::Embed(_))) {
                return self;
            }
            self = self.sees(neutral());
        }
        panic!("never compared: {:?}", self.phase());
    }

    /// Made all three movements, is the person on record, and the enrollment is being written.
    fn issuing(language: Language) -> Self {
        let passed = (0..3).fold(Self::capturing(language).straight(), |stage, _| stage.moves().straight()).compared();
        let verification = Verification { decision: Decision::Accept, score: 0.8 };
        let evidence = FaceEvidence { verification, prompts: Vec::new(), picture: Arc::from([0_u8]) };
        passed.on(Event::Verified { verification, evidence: Box::new(evidence) })
    }

    fn enrolled(language: Language) -> Self {
        let card = Card { permit: permit(NAME), enrollment: 1, enrolled_on: date(2026, 11, 22) };
        Self::issuing(language).on(Event::Enrolled(Box::new(card)))
    }

    fn failed(language: Language, fault: Fault) -> Self {
        let incident = fault.is_of_the_camera().then_some(Incident(0x0234_5678));
        Self::capturing(language).on(Event::Failed(fault, incident.or(Some(Incident(0x0734_5678)))))
    }

    fn service(language: Language, kind: ServiceKind) -> Self {
        Self::signed_in(language).on(Event::OpenService(kind))
    }

    fn letter(language: Language) -> Self {
        let stage = Self::service(language, ServiceKind::Letter);
        let Some(Effect::Preview(request)) = stage.effects.last() else { panic!("no preview asked for") };
        let picture = preview(request, &stage.facts);
        stage.on(Event::LetterReady(picture))
    }

    fn printing(self, kind: DocumentKind, stage: PrintStage) -> Self {
        self.on(Event::Print(kind)).on(Event::PrintMoved(kind, stage))
    }
}

/// The letter as the documents make it.
fn preview(request: &DocumentRequest, facts: &OfficeFacts) -> PagePicture {
    documents::preview(request, facts, 1240).unwrap()
}

fn neutral() -> FaceState {
    FaceState {
        bounds: FaceBox { x: 200.0, y: 120.0, width: 220.0, height: 280.0 },
        score: 0.99,
        pose: Pose::default(),
        eyes: EyeOpenness { left: 0.3, right: 0.3 },
        mouth: 0.1,
        inter_eye_px: 90.0,
        five_points: [[0.0; 2]; 5],
        quality: QualityReport {
            inter_eye_px: 90.0,
            face_share: 0.58,
            inside: true,
            luminance: 0.5,
            background_luminance: 0.5,
            evenness: 0.9,
            overexposed: 0.0,
            underexposed: 0.0,
            sharpness: 40.0,
        },
    }
}

fn acting(prompt: Prompt, i: u32) -> FaceState {
    let mut face = neutral();
    let far = 25.0_f32.min(6.0 * (i as f32 + 1.0));
    match prompt {
        Prompt::Left => face.pose.yaw = far,
        Prompt::Right => face.pose.yaw = -far,
        Prompt::Up => face.pose.pitch = far,
        Prompt::Down => face.pose.pitch = -far,
        Prompt::Blink => {
            let open = if i % 6 < 3 { 0.04 } else { 0.3 };
            face.eyes = EyeOpenness { left: open, right: open };
        }
        Prompt::Mouth => face.mouth = 0.1 + 0.1 * (i as f32 + 1.0).min(5.0),
    }
    face
}

/// A drawn face: no person's picture is kept here.
fn portrait() -> Arc<[u8]> {
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

fn permit(name: &str) -> WorkPermit {
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
fn sparse() -> WorkPermit {
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
fn camera(ctx: &egui::Context) -> TextureHandle {
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

fn harness<'a>(size: Vec2, stage: Stage) -> Harness<'a, Stage> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(1.0)
        .with_max_steps(6)
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(theme::install)
        .build_ui_state(
            |ui, stage: &mut Stage| {
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
                };
                if let Some(event) = pages::show(ui, &mut stage.visit, &cx) {
                    stage.events.push(event.clone());
                    let ticket = stage.visit.ticket;
                    let effects = stage.visit.handle(ticket, event, stage.now);
                    stage.effects.extend(effects);
                    ui.ctx().request_repaint();
                }
            },
            stage,
        );
    let _ = harness.try_run();
    harness
}

type Reach = fn(Language) -> Stage;

/// Every page of this file, by the name of its picture.
const PAGES: [(&str, Reach); 23] = [
    ("capture", |l| {
        let mut stage = Stage::capturing(l).straight().moves().straight().reads();
        let CapturePhase::Acting { prompt, .. } = stage.phase() else { panic!() };
        stage = stage.sees(acting(prompt, 0)).later(2_500);
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
    ("capture_failed_last", |l| {
        let again = |stage: Stage| stage.on(Event::TryAgain).on(Event::Failed(Fault::NotSamePerson, None));
        again(again(Stage::failed(l, Fault::FaceCovered)))
    }),
    ("capture_left", |l| Stage::capturing(l).on(Event::VerifyWithStaff).on(Event::Back)),
    ("issuing", Stage::issuing),
    ("card", Stage::enrolled),
    ("card_signed_in", Stage::signed_in),
    ("card_sparse", |l| Stage::signed_in_with(l, sparse())),
    ("inquiry", |l| Stage::service(l, ServiceKind::Inquiry)),
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

fn picture(name: &str, size: Vec2, language: Language) -> String {
    let shape = if size == PORTRAIT { "portrait" } else { "landscape" };
    format!("{name}_{}_{shape}", language.tag())
}

/// Each page in English upright and in Chinese lying; together with the checks below, which go over
/// all four, that shows every text and every layout.
#[test]
fn pages_look_as_designed() {
    let everything = std::env::var_os("ALL_PICTURES").is_some();
    let mut results = SnapshotResults::new();
    for (name, stage) in PAGES {
        for (size, language) in [
            (PORTRAIT, Language::English),
            (LANDSCAPE, Language::Chinese),
            (PORTRAIT, Language::Chinese),
            (LANDSCAPE, Language::English),
        ] {
            let kept = (size == PORTRAIT) == (language == Language::English);
            if !kept && !everything {
                continue;
            }
            let mut harness = harness(size, stage(language));
            let file = picture(name, size, language);
            if kept {
                harness.snapshot(format!("pages/{file}"));
            } else {
                let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("all_service_pages");
                std::fs::create_dir_all(&dir).unwrap();
                harness.render().unwrap().save(dir.join(format!("{file}.png"))).unwrap();
            }
            results.extend_harness(&mut harness);
        }
    }
}

/// Nothing stands beyond the screen's edges, and only the enlarged letter and the long list of the inquiry scroll.
#[test]
fn everything_is_within_reach_in_both_languages_and_sizes() {
    for (name, stage) in PAGES {
        for size in [PORTRAIT, LANDSCAPE] {
            for language in Language::ALL {
                let harness = harness(size, stage(language));
                let file = picture(name, size, language);
                let more = Words::load().unwrap().get(language, "more_below", &Args::none());
                let scrolls = harness.query_by_role_and_label(Role::Button, &more).is_some();
                assert!(
                    !scrolls || name == "letter_enlarged" || name == "inquiry_sparse",
                    "{file} is too high for its screen"
                );
                for node in harness.query_all(egui_kittest::kittest::By::new()) {
                    let Some(bounds) = node.accesskit_node().bounding_box() else { continue };
                    let inside = bounds.x0 >= -1.0 && bounds.x1 <= f64::from(size.x) + 1.0;
                    assert!(inside, "{file}: {:?} {bounds:?}", node.accesskit_node().label());
                }
            }
        }
    }
}

fn english(size: Vec2, stage: Reach) -> Harness<'static, Stage> {
    harness(size, stage(Language::English))
}

fn press(harness: &mut Harness<'_, Stage>, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    let _ = harness.try_run();
}

#[test]
fn the_services_open_under_the_guides_names_and_lead_back() {
    let names = [
        (ServiceKind::Inquiry, "Work permit inquiry", "工作许可信息查询"),
        (ServiceKind::QrCode, "Work permit QR code", "工作许可二维码"),
        (ServiceKind::Letter, "Download notification letter of work permit", "工作许可通知下载"),
    ];
    for (kind, en, zh) in names {
        for (language, name, back) in [(Language::English, en, "Back"), (Language::Chinese, zh, "返回")] {
            let mut harness = harness(LANDSCAPE, Stage::signed_in(language));
            press(&mut harness, name);
            let Step::Service(service) = &harness.state().visit.step else { panic!("{name} leads nowhere") };
            assert_eq!(service.kind, kind);
            press(&mut harness, back);
            assert!(matches!(harness.state().visit.step, Step::Card(_)), "{name}");
        }
    }
}

#[test]
fn a_passed_check_leads_to_the_card() {
    let mut harness = english(PORTRAIT, Stage::issuing);
    harness.get_by_label("Your face has been verified");
    harness.get_by_label("Preparing your card");
    let Stage { visit, now, .. } = harness.state_mut();
    let card = Card { permit: permit(NAME), enrollment: 1, enrolled_on: date(2026, 11, 22) };
    visit.handle(visit.ticket, Event::Enrolled(Box::new(card)), *now);
    let _ = harness.try_run();
    harness.get_by_label("Your card is ready");
    harness.get_by_role_and_label(Role::Button, "Work permit inquiry");
}

/// A button's words stand on one line each; where they do not fit, the wider one gets the room.
#[test]
fn the_buttons_beneath_the_code_hold_their_words() {
    let harness = harness(LANDSCAPE, Stage::service(Language::Chinese, ServiceKind::QrCode));
    let hide = harness.get_by_role_and_label(Role::Button, "隐藏二维码").rect();
    let slip = harness.get_by_role_and_label(Role::Button, "打印二维码凭条").rect();
    // Seven characters of 19 points, icon, gap and padding.
    assert!(slip.width() >= 7.0 * 19.0 + 24.0 + 12.0 + 2.0 * 22.0, "{slip:?}");
    assert!(hide.right() < slip.left());
}

#[test]
fn finish_forgets_from_the_card_and_every_service() {
    for stage in [
        Stage::signed_in as Reach,
        |l| Stage::service(l, ServiceKind::Inquiry),
        |l| Stage::service(l, ServiceKind::QrCode),
        Stage::letter,
    ] {
        let mut harness = english(PORTRAIT, stage);
        press(&mut harness, "Finish");
        let effects = &harness.state().effects;
        assert!(matches!(effects.last(), Some(Effect::Forget(Ending::Finished))), "{effects:?}");
    }
}

#[test]
fn finish_waits_while_the_letter_is_printed() {
    for stage in [PrintStage::Prepared, PrintStage::Sent, PrintStage::Printing] {
        let stage = Stage::letter(Language::English).printing(DocumentKind::Letter, stage);
        let mut harness = harness(LANDSCAPE, stage);
        assert!(harness.get_by_role_and_label(Role::Button, "Finish").accesskit_node().is_disabled());
        press(&mut harness, "Finish");
        assert!(harness.state().events.is_empty(), "{:?}", harness.state().events);
        press(&mut harness, "Stop printing");
        assert!(matches!(harness.state().effects.last(), Some(Effect::StopPrinting)));
    }
}

#[test]
fn the_letter_is_printed_and_printed_again() {
    for size in [PORTRAIT, LANDSCAPE] {
        let mut harness = english(size, Stage::letter);
        press(&mut harness, "Print");
        let Some(Effect::Print(request)) = harness.state().effects.last() else { panic!("nothing is printed") };
        assert_eq!(request.kind, DocumentKind::Letter);
        let mut again = english(size, |l| Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Done));
        again.get_by_label("Printed. Please take your paper.");
        press(&mut again, "Print again");
        assert!(matches!(again.state().effects.last(), Some(Effect::Print(_))));
    }
}

#[test]
fn the_enlarged_letter_scrolls_by_a_button_and_back_closes_it() {
    let mut harness = english(LANDSCAPE, Stage::letter);
    press(&mut harness, "Enlarge");
    let name = "Notification Letter of Foreigner's Work Permit in the People's Republic of China";
    let before = harness.get_by_label(name).rect();
    assert!(before.width() > 1000.0, "{before:?}");
    press(&mut harness, "More below");
    assert!(harness.get_by_label(name).rect().top() < before.top() - 100.0);
    press(&mut harness, "Back");
    assert!(harness.get_by_label(name).rect().width() < 400.0);
    assert!(matches!(harness.state().visit.step, Step::Service(_)));
}

#[test]
fn the_code_on_the_screen_is_the_number_and_is_hidden_at_a_touch() {
    let mut harness = english(PORTRAIT, |l| Stage::service(l, ServiceKind::QrCode));
    let read = |harness: &mut Harness<'_, Stage>| {
        let picture = harness.render().unwrap();
        let grey = image::DynamicImage::ImageRgba8(picture).into_luma8();
        let (width, height) = grey.dimensions();
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            grey.get_pixel(x as u32, y as u32).0[0]
        });
        prepared.detect_grids().first().map(|grid| grid.decode().unwrap().1)
    };
    assert_eq!(read(&mut harness).as_deref(), Some(NUMBER));
    press(&mut harness, "Hide the code");
    assert_eq!(read(&mut harness), None);
    press(&mut harness, "Show the code");
    assert_eq!(read(&mut harness).as_deref(), Some(NUMBER));
    press(&mut harness, "Print a slip");
    let Some(Effect::Print(request)) = harness.state().effects.last() else { panic!("nothing is printed") };
    assert_eq!(request.kind, DocumentKind::Slip);
}

#[test]
fn the_passport_number_is_never_told_whole() {
    let harness = english(PORTRAIT, |l| Stage::service(l, ServiceKind::Inquiry));
    harness.get_by_label("Passport number: 4821");
    for node in harness.query_all(egui_kittest::kittest::By::new()) {
        let label = node.accesskit_node().label().unwrap_or_default();
        assert!(!label.contains("X12344821"), "{label}");
    }
}

#[test]
fn a_permits_standing_has_its_word_on_every_day() {
    let on = |permit: WorkPermit| {
        let stage = Stage::signed_in_with(Language::English, permit).on(Event::OpenService(ServiceKind::Inquiry));
        harness(LANDSCAPE, stage)
    };
    on(permit(NAME)).get_by_label("220 days left");
    on(sparse()).get_by_label("Expires soon");
    on(WorkPermit { valid_until: date(2026, 11, 22), ..permit(NAME) }).get_by_label("Today is the last day");
    for (permit, word, days) in [
        (WorkPermit { valid_until: date(2026, 11, 21), ..permit(NAME) }, "Expired", "Ended yesterday"),
        (WorkPermit { valid_until: date(2026, 11, 2), ..permit(NAME) }, "Expired", "Ended 20 days ago"),
        (WorkPermit { valid_from: date(2026, 12, 1), ..permit(NAME) }, "Not yet valid", "Begins in 9 days"),
        (WorkPermit { status: RegisterStatus::Revoked, ..permit(NAME) }, "Revoked", "No longer in force"),
    ] {
        let harness = on(permit);
        harness.get_by_label(word);
        harness.get_by_label(days);
        for node in harness.query_all(egui_kittest::kittest::By::new()) {
            let label = node.accesskit_node().label().unwrap_or_default();
            assert!(!label.contains("days left"), "{word}: {label}");
        }
    }
}

/// What the register may hold of a permit and the letter names: every field has its row.
#[test]
fn the_inquiry_shows_every_field_of_the_register() {
    let harness = english(PORTRAIT, |l| Stage::service(l, ServiceKind::Inquiry));
    for row in [
        "Name: ELENA MARIA VIDAL-ORTEGA",
        "Title: Ms",
        "Citizenship: Demoland",
        "Work permit number: SP2026041700012345",
        "Category: Category B",
        "Employer: Demo Precision Machinery Co., Ltd.",
        "Place of work: Demo City",
        "Occupation: Engineer",
        "Valid from: 1 July 2025",
        "Valid until: 30 June 2027",
        "Date of issue: 20 June 2025",
        "Approved by: Demo Competent Authority",
        "File number: DEMO-2025-0001",
        "Family members: Ana Vidal (daughter)",
    ] {
        harness.get_by_label(row);
    }
    let little = Stage::signed_in_with(Language::English, sparse()).on(Event::OpenService(ServiceKind::Inquiry));
    let little = self::harness(PORTRAIT, little);
    for label in ["Title", "Approved by", "File number", "Family members"] {
        little.get_by_label(&format!("{label}: No value in the register"));
    }
}

#[test]
fn a_waiting_printer_offers_no_retry_and_a_failed_one_does() {
    let mut waits = english(LANDSCAPE, |l| {
        Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Attention(Fault::PrinterOutOfPaper))
    });
    waits.get_by_label("The printer is out of paper");
    waits.get_by_label("Your letter is kept until you finish.");
    assert!(waits.query_by_role_and_label(Role::Button, "Try again").is_none());
    press(&mut waits, "Continue without printing");
    assert!(matches!(waits.state().effects.last(), Some(Effect::StopPrinting)));
    let failed: Reach = |l| Stage::letter(l).printing(DocumentKind::Letter, PrintStage::Failed(Fault::PrinterOffline));
    let mut again = english(PORTRAIT, failed);
    press(&mut again, "Try again");
    assert!(matches!(again.state().effects.last(), Some(Effect::Print(_))));
    let mut on = english(PORTRAIT, failed);
    press(&mut on, "Continue without printing");
    assert!(matches!(on.state().visit.step, Step::Card(_)));
    let mut staff = english(PORTRAIT, failed);
    press(&mut staff, "Show this to staff");
    assert!(matches!(staff.state().visit.step, Step::Assisted(_)));
}

#[test]
fn a_letter_that_cannot_be_made_is_asked_for_again() {
    let mut harness = english(PORTRAIT, |l| {
        Stage::service(l, ServiceKind::Letter).on(Event::Failed(Fault::DocumentFailed, Some(Incident(5))))
    });
    harness.get_by_label("The document could not be made");
    press(&mut harness, "Try again");
    assert!(matches!(harness.state().effects.last(), Some(Effect::Preview(_))));
    harness.get_by_label("One moment, please");
}

#[test]
fn the_face_check_names_the_movement_and_hides_what_is_to_come() {
    let stage = Stage::capturing(Language::English).straight();
    let CapturePhase::Acting { prompt, .. } = stage.phase() else { panic!() };
    let words = Words::load().unwrap();
    let harness = harness(PORTRAIT, stage);
    for other in Prompt::ALL {
        let text = words.get(Language::English, other.key(), &Args::none());
        assert_eq!(harness.query_by_label(&text).is_some(), other == prompt, "{text}");
    }
    assert!(harness.query_by_role(Role::Timer).is_some(), "no seconds left");
    assert_eq!(harness.query_all_by_label("Next").count(), 1);
    assert_eq!(harness.query_all_by_label("Not yet").count(), 1);
}

#[test]
fn the_phases_of_a_face_check_have_their_words() {
    let starting = english(PORTRAIT, Stage::capturing);
    starting.get_by_label("Facial recognition authentication");
    let settling = english(LANDSCAPE, |l| Stage::capturing(l).sees(neutral()));
    settling.get_by_label("Look straight at the camera");
    let returning = english(LANDSCAPE, |l| Stage::capturing(l).straight().moves());
    returning.get_by_label("Now look straight ahead again");
    let done: Reach = |l| (0..3).fold(Stage::capturing(l).straight(), |stage, _| stage.moves().straight());
    let checking = english(PORTRAIT, done);
    checking.get_by_label("Checking. Please hold still.");
    assert_eq!(checking.query_all_by_label("Done").count(), 3);
}

#[test]
fn leaving_the_face_check_for_staff_and_back_is_told_calmly() {
    let mut harness = english(PORTRAIT, Stage::capturing);
    press(&mut harness, "Verify with staff instead");
    assert!(matches!(harness.state().visit.step, Step::Assisted(_)));
    press(&mut harness, "Back to my visit");
    harness.get_by_label("The check was interrupted");
    press(&mut harness, "Try again");
    assert!(matches!(harness.state().visit.step, Step::Capturing(_)));
}

#[test]
fn both_ways_after_a_failed_check_are_equally_large_and_one_stays_at_the_end() {
    for size in [PORTRAIT, LANDSCAPE] {
        let harness = english(size, |l| Stage::failed(l, Fault::FaceDark));
        let again = harness.get_by_role_and_label(Role::Button, "Try again").rect();
        let staff = harness.get_by_role_and_label(Role::Button, "Verify with staff instead").rect();
        assert_eq!(again.size(), staff.size());
    }
    let mut last = english(PORTRAIT, |l| {
        let again = |stage: Stage| stage.on(Event::TryAgain).on(Event::Failed(Fault::FaceFar, None));
        again(again(Stage::failed(l, Fault::FaceFar)))
    });
    last.get_by_label("No tries left. Staff will verify you now.");
    assert!(last.query_by_role_and_label(Role::Button, "Try again").is_none());
    press(&mut last, "Verify with staff instead");
    assert!(matches!(last.state().visit.step, Step::Assisted(_)));
}

#[test]
fn the_photo_and_the_letter_are_gone_when_the_visitor_is_forgotten() {
    let mut harness = english(LANDSCAPE, Stage::letter);
    let textures = |harness: &Harness<'_, Stage>| {
        let manager = harness.ctx.tex_manager();
        let manager = manager.read();
        manager.allocated().filter(|(_, meta)| meta.name == "visitor's picture").count()
    };
    assert_eq!(textures(&harness), 1);
    press(&mut harness, "Back");
    assert_eq!(textures(&harness), 2);
    ui::forget::all(&harness.ctx);
    let ticket = harness.state().visit.ticket.next();
    let settings = Stage::new(Language::English);
    harness.state_mut().visit = settings.visit;
    harness.state_mut().visit.ticket = ticket;
    harness.run_steps(3);
    assert_eq!(textures(&harness), 0);
}
