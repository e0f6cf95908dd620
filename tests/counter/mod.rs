//! The console on its pages, driven by real events.

#![allow(dead_code, reason = "each test file that shares this uses its own part")]

use std::sync::Arc;
use std::time::Duration;

use egui::{Vec2, vec2};
use egui_kittest::Harness;
use esscard_kiosk::console::{self, ConsoleCx};
use esscard_kiosk::domain::account::SignInRefusal;
use esscard_kiosk::domain::audit::{AuditActor, AuditEvent, AuditOutcome, AuditSubject};
use esscard_kiosk::domain::audit_log::{AuditHead, AuditRow};
use esscard_kiosk::domain::case::{AssistCause, CaseTicket, VisitStage};
use esscard_kiosk::domain::consent::{ConsentChoice, ConsentText};
use esscard_kiosk::domain::device_check::{Finding, Notice};
use esscard_kiosk::domain::face_shot::{CheckFinding, FrameReadings};
use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::found::{ConsentState, Found, FoundMethod};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::letter::{DocumentKind, PagePicture, SlipPaper};
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::name::PersonName;
use esscard_kiosk::domain::permit::{BothLanguages, RegisterStatus, Standing, TalentCategory};
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::domain::reference::ReferenceFault;
use esscard_kiosk::domain::register_import::{
    CheckEnd, CheckNumber, CheckProgress, CheckSummary, FileNumber, FilesFound, ImportCounts, ImportFile, ImportFolder,
    ImportPlace, ImportRefusal, RegisterState,
};
use esscard_kiosk::domain::register_table::{PhotoFault, RowFault, RowReason, TableError};
use esscard_kiosk::domain::rehearsal::{Rehearsal, Rehearsals};
use esscard_kiosk::domain::retention::Retention;
use esscard_kiosk::domain::review::{CaseDecision, CaseId, Decided, PermitSummary, QueueRow, QueueState, ReviewCase};
use esscard_kiosk::domain::secret::Secret;
use esscard_kiosk::domain::settings::{
    CameraKey, CameraRow, Fixed, PresentationFact, PrinterFact, Rest, SettingChange, SettingsSheet,
};
use esscard_kiosk::domain::shift::{ShiftCounts, ShiftReport, ShiftSpan};
use esscard_kiosk::domain::staff::{Act, Authority, Role, StaffId, StaffMember, StaffNumber, StaffRow};
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::flow::assistable::{Assistable, Entries};
use esscard_kiosk::flow::counter::audit_log::AuditCheck;
use esscard_kiosk::flow::counter::devices::CheckRun;
use esscard_kiosk::flow::counter::effect::CounterEffect;
use esscard_kiosk::flow::counter::event::{CounterEvent, NotDone};
use esscard_kiosk::flow::counter::register::{RegisterAct, RegisterAnswer};
use esscard_kiosk::flow::counter::{Counter, CounterMeans, CounterPage, CounterTicket, Section};
use esscard_kiosk::text::Words;
use esscard_kiosk::ui::{self, theme};
use jiff::civil::date;
use jiff::tz::TimeZone;

pub const PORTRAIT: Vec2 = vec2(1080.0, 1920.0);
pub const LANDSCAPE: Vec2 = vec2(1366.0, 768.0);
/// 14:30 at the office.
pub const AT: &str = "2026-11-23T06:30:00Z";

/// The console with the answers that a test gives it.
pub struct Stage {
    pub words: Words,
    pub counter: Counter,
    pub now: Moment,
    pub effects: Vec<CounterEffect>,
}

impl Stage {
    pub fn new() -> Self {
        let now = Moment::from_millis(1_000);
        Self {
            words: Words::load().unwrap(),
            counter: Counter::open(CounterTicket(1), means(), now),
            now,
            effects: Vec::new(),
        }
    }

    pub fn send(&mut self, event: CounterEvent) {
        let ticket = self.counter.ticket;
        let effects = self.counter.handle(ticket, event, self.now, AT.parse().unwrap());
        self.effects.extend(effects);
    }

    pub fn on(mut self, event: CounterEvent) -> Self {
        self.send(event);
        self
    }

    pub fn moment(&mut self, by: Duration) {
        self.now = self.now.after(by);
    }

    pub fn later(mut self, by: Duration) -> Self {
        self.moment(by);
        self
    }

    pub fn signed_in(role: Role) -> Self {
        Self::new().on(CounterEvent::SignedIn(StaffMember { role, ..supervisor() }))
    }

    pub fn waiting() -> Self {
        Self::signed_in(Role::Supervisor).on(CounterEvent::QueueRead(queue()))
    }

    pub fn case(needs_two: bool) -> Self {
        let stage = Self::waiting().on(CounterEvent::OpenCase(CaseId(1)));
        let stage = stage.on(CounterEvent::CaseRead(Box::new(case(needs_two)), Some(face(180)), Some(face(140))));
        let mut rows = queue();
        rows[0].state = QueueState::WithSomeone(StaffId(2));
        stage.on(CounterEvent::QueueRead(rows))
    }

    pub fn finding() -> Self {
        let mut stage = Self::signed_in(Role::Officer).on(CounterEvent::Open(Section::Find));
        let CounterPage::Find(page) = &mut stage.counter.page else { panic!("not the page to find on") };
        page.query.insert(0, "vidal");
        stage.on(CounterEvent::Submit).on(CounterEvent::FoundRead(found()))
    }

    pub fn found() -> Self {
        Self::finding().on(CounterEvent::OpenFound(17))
    }

    /// Signed in over a visit.
    pub fn over(visit: Assistable) -> Self {
        let mut stage = Self::new();
        stage.counter.over = Some(visit);
        stage.on(CounterEvent::SignedIn(supervisor()))
    }

    pub fn told(self, answer: RegisterAnswer) -> Self {
        self.on(CounterEvent::RegisterTold(answer))
    }

    /// On the page of the register, which has some permits, with these files.
    pub fn register(files: FilesFound) -> Self {
        let stage = Self::signed_in(Role::Supervisor).on(CounterEvent::Open(Section::Register));
        let state = RegisterState { permits: 12_480, last_import: Some(AT.parse().unwrap()) };
        stage.told(RegisterAnswer::State(state)).told(RegisterAnswer::Files(files))
    }

    pub fn register_checking() -> Self {
        let stage = Self::register(files()).on(CounterEvent::Register(RegisterAct::Check(FileNumber(1))));
        let progress = CheckProgress::Reading { rows: 812, all: 2406, photos: 790 };
        stage.told(RegisterAnswer::Moved(CheckNumber(1), progress))
    }

    pub fn register_checked() -> Self {
        Self::register_checking().told(RegisterAnswer::Ended(CheckNumber(1), CheckEnd::Good(summary())))
    }

    pub fn register_refused(why: ImportRefusal) -> Self {
        Self::register_checking().told(RegisterAnswer::Ended(CheckNumber(1), CheckEnd::Refused(why)))
    }

    /// A report of the day so far.
    pub fn shift() -> Self {
        Self::signed_in(Role::Officer)
            .on(CounterEvent::Open(Section::Shift))
            .on(CounterEvent::CountShift(ShiftSpan::Today))
            .on(CounterEvent::ShiftCounted(Box::new(shift_report())))
    }

    /// The first check of the devices, which has found this so far.
    pub fn checking(found: Vec<Finding>) -> Self {
        let stage = Self::signed_in(Role::Officer).on(CounterEvent::Open(Section::Devices));
        found.into_iter().fold(stage, |stage, finding| stage.on(CounterEvent::PartFound(CheckRun(1), finding)))
    }

    pub fn settings() -> Self {
        Self::signed_in(Role::Supervisor).on(CounterEvent::Open(Section::Settings))
    }

    pub fn audit() -> Self {
        Self::signed_in(Role::Supervisor).on(CounterEvent::Open(Section::Audit)).on(CounterEvent::AuditRead(log()))
    }
}

fn means() -> CounterMeans {
    let consent = ConsentText { version: "1".to_owned(), sha256: "0".repeat(64) };
    CounterMeans { rehearsals: Some(Rehearsals::default()), consent, settings: sheet() }
}

pub fn sheet() -> SettingsSheet {
    SettingsSheet {
        fixed: Fixed::default(),
        camera: None,
        recording: false,
        language: Language::Chinese,
        languages: Language::ALL.to_vec(),
        rest: Rest::Usual.seconds(),
        office: esscard_kiosk::app::demo::office(),
        retention: Retention::default(),
        printer: PrinterFact::Queue("ipp://localhost:631/printers/office".to_owned()),
        slip_paper: SlipPaper::Roll80mm,
        presentation: PresentationFact::Shipped,
    }
}

pub fn cameras() -> Vec<CameraRow> {
    let row = |key: &str, name: &str, usable| CameraRow {
        key: CameraKey::parse(key).unwrap(),
        name: name.to_owned(),
        usable,
    };
    vec![row("046d:0825", "Webcam C270", true), row("video4", "Integrated Infrared Camera", false)]
}

/// A visit that staff sign in over.
pub fn stuck(match_refused: bool) -> Assistable {
    Assistable {
        stage: VisitStage::FaceRecognition,
        cause: AssistCause::Fault(Fault::NotSamePerson),
        incident: None,
        ticket: Some(CaseTicket("K7F-4M9".to_owned())),
        can_verify: true,
        match_refused,
        wrong_document: false,
        readings: Some(FrameReadings::default()),
        entries: Some(Entries {
            name: "E. M. V.-O.".to_owned(),
            number: "**************2345".to_owned(),
            shown: false,
        }),
    }
}

pub fn supervisor() -> StaffMember {
    StaffMember {
        id: StaffId(2),
        number: StaffNumber::parse("S01").unwrap(),
        role: Role::Supervisor,
        must_change: false,
    }
}

/// Leave for an act of two.
pub fn two(act: Act) -> Authority {
    let second = StaffMember { id: StaffId(3), number: StaffNumber::parse("S02").unwrap(), ..supervisor() };
    Authority::of(act, &supervisor(), Some(&second)).unwrap()
}

pub fn queue() -> Vec<QueueRow> {
    let causes = [
        AssistCause::Fault(Fault::MatchUnclear),
        AssistCause::ChoseStaff,
        AssistCause::Fault(Fault::NotSamePerson),
        AssistCause::Fault(Fault::PromptMissed(Prompt::Left)),
        AssistCause::Fault(Fault::FaceBacklit),
        AssistCause::Fault(Fault::CameraStalled),
        AssistCause::Asked,
    ];
    (1_i64..)
        .zip(causes)
        .map(|(n, cause)| QueueRow {
            id: CaseId(n),
            ticket: CaseTicket(format!("K7F-4M{n}")),
            opened_at: format!("2026-11-23T0{}:1{n}:00Z", 6 - n / 2).parse().unwrap(),
            stage: VisitStage::FaceRecognition,
            cause: Some(cause),
            tries: u8::try_from(n % 4).unwrap(),
            has_evidence: n == 1,
            state: if n == 3 { QueueState::NeedsSecond } else { QueueState::Open },
            number: Some("**************2345".to_owned()),
        })
        .collect()
}

fn both(zh: &str, en: &str) -> BothLanguages {
    BothLanguages { zh: zh.to_owned(), en: en.to_owned() }
}

pub fn case(needs_two: bool) -> ReviewCase {
    let mut row = queue().remove(0);
    row.state = QueueState::WithSomeone(StaffId(2));
    ReviewCase {
        row,
        incident: Some("7F3A-0001".to_owned()),
        consent: Some(ConsentChoice::Face),
        permit: Some(PermitSummary {
            name: PersonName::parse("ELENA MARIA VIDAL-ORTEGA").unwrap(),
            number: "**************2345".to_owned(),
            category: TalentCategory::B,
            citizenship: both("演示国", "Demoland"),
            employer: both("演示精密机械有限公司", "Demo Precision Machinery Co., Ltd."),
            valid_until: date(2027, 6, 30),
            status: RegisterStatus::InForce,
        }),
        reference: None,
        picture: Some(Arc::from([1_u8])),
        readings: Some(FrameReadings::default()),
        needs_two,
    }
}

/// A drawn head before a ground of this brightness.
pub fn face(ground: u8) -> PagePicture {
    let (width, height) = (240_u32, 320_u32);
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = ((x as f32 - 120.0) / 70.0, (y as f32 - 140.0) / 95.0);
            let head = dx * dx + dy * dy < 1.0;
            rgb.extend(if head { [217, 166, 131] } else { [ground, ground.saturating_add(12), ground] });
        }
    }
    PagePicture { width, height, rgb: rgb.into() }
}

pub fn found() -> Vec<Found> {
    let one = Found {
        enrollment: 17,
        name: PersonName::parse("ELENA MARIA VIDAL-ORTEGA").unwrap(),
        number: "**************2345".to_owned(),
        category: TalentCategory::B,
        enrolled_on: date(2026, 11, 2),
        method: FoundMethod::Face,
        standing: Standing::Valid { days_left: 219 },
        sign_in_locked: true,
        face_locked: false,
        consent: ConsentState::Given,
    };
    let longest = PersonName::parse("MARIA-MAGDALENA ALEXANDRA WOJCIECHOWSKA-SZCZEPANKIEWICZ DE LA TOR").unwrap();
    let other = Found { enrollment: 23, name: longest, standing: Standing::Expired { days_ago: 12 }, ..one.clone() };
    vec![one, other]
}

pub fn log() -> Vec<AuditRow> {
    let staff = AuditActor::Staff { by: StaffId(2), second: None };
    let two = AuditActor::Staff { by: StaffId(2), second: Some(StaffId(3)) };
    let rows = [
        (AuditEvent::CaseDecided, AuditSubject::Case(12), Some(two), AuditOutcome::Done, "approved"),
        (AuditEvent::StaffSignedIn, AuditSubject::Staff(StaffId(2)), Some(staff), AuditOutcome::Done, ""),
        (
            AuditEvent::SignInRefused,
            AuditSubject::Account(3),
            Some(AuditActor::Visitor),
            AuditOutcome::Refused,
            "wrong",
        ),
        (AuditEvent::Enrolled, AuditSubject::Enrollment(17), Some(AuditActor::Visitor), AuditOutcome::Done, "face"),
        (AuditEvent::RegisterImported, AuditSubject::Register { permits: 12 }, None, AuditOutcome::Done, ""),
        (AuditEvent::Started, AuditSubject::Kiosk, Some(AuditActor::System), AuditOutcome::Done, ""),
    ];
    (0_i64..)
        .zip(rows)
        .map(|(n, (event, subject, actor, outcome, detail))| AuditRow {
            number: 120 - n,
            at: AT.parse().unwrap(),
            event,
            subject,
            actor,
            outcome: Some(outcome),
            detail: detail.to_owned(),
        })
        .collect()
}

/// Files on two sticks and in the import folder.
pub fn files() -> FilesFound {
    let file =
        |number: u64, name: &str, place: ImportPlace, within: &str, bytes: u64, photos: Option<&str>| ImportFile {
            number: FileNumber(number),
            name: name.to_owned(),
            place,
            within: within.to_owned(),
            bytes,
            modified: AT.parse().unwrap(),
            photos: photos.map(str::to_owned),
        };
    let stick = |label: &str| ImportPlace::Stick(label.to_owned());
    FilesFound {
        files: vec![
            file(1, "permits-2026-11.csv", stick("KINGSTON"), "", 1_240_300, Some("permits-2026-11.photos")),
            file(2, "许可数据2026年10月.csv", stick("KINGSTON"), "导出/十月", 845_100, Some("photos")),
            file(3, "permits.csv", ImportPlace::Folder, "", 900, None),
        ],
        more: false,
        folder: ImportFolder::Read,
    }
}

pub fn summary() -> CheckSummary {
    let counts = ImportCounts { added: 96, changed: 12, same: 2298 };
    CheckSummary { counts, without_photo: 3, unusual: 1 }
}

/// One row for each reason there is.
pub fn bad_rows() -> ImportRefusal {
    let faults = [
        ("", RowReason::Cells { found: 3, wanted: 22 }),
        ("number", RowReason::Repeated { line: 8 }),
        ("name", RowReason::Empty),
        ("citizenship_en", RowReason::BothEmpty { other: "citizenship_zh" }),
        ("family_members", RowReason::TooLong { most: 300 }),
        ("occupation_en", RowReason::Control),
        ("name", RowReason::DigitZero { at: 2 }),
        ("number", RowReason::Character { at: 7 }),
        ("number", RowReason::Unreadable),
        ("category", RowReason::Category),
        ("status", RowReason::Status),
        ("title", RowReason::Title),
        ("issued_on", RowReason::NotADate { form: "2026-04-30" }),
        ("valid_until", RowReason::EndsFirst),
        ("photo", PhotoFault::Missing.into()),
        ("photo", PhotoFault::NotAName.into()),
        ("photo", PhotoFault::NotAFile.into()),
        ("photo", PhotoFault::Unreadable.into()),
        ("photo", PhotoFault::TooLarge.into()),
        ("photo", PhotoFault::TooMuch.into()),
        ("photo", PhotoFault::NoPicture.into()),
        ("photo", PhotoFault::Damaged("the photo cannot be read".to_owned()).into()),
        ("photo", PhotoFault::Reference(ReferenceFault::NoFace).into()),
        ("photo", PhotoFault::Reference(ReferenceFault::SeveralFaces).into()),
        ("photo", PhotoFault::Reference(ReferenceFault::Small(41.6)).into()),
    ];
    let rows = (2..).zip(faults).map(|(line, (column, reason))| RowFault { line, column, reason });
    ImportRefusal::Table(TableError::Rows(rows.collect()))
}

pub fn shift_report() -> ShiftReport {
    let words = |list: &[(&str, u32)]| list.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect();
    let fault = |fault| Some(AssistCause::Fault(fault));
    let counts = ShiftCounts {
        from: "2026-11-22T16:00:00Z".parse().unwrap(),
        to: AT.parse().unwrap(),
        enrolled: words(&[("face", 41), ("staff", 6)]),
        causes: vec![
            (fault(Fault::MatchUnclear), 5),
            (Some(AssistCause::ChoseStaff), 3),
            (fault(Fault::PromptMissed(Prompt::Left)), 2),
            (fault(Fault::NotSamePerson), 1),
            (Some(AssistCause::Asked), 1),
        ],
        printed: words(&[("letter", 38), ("slip", 12)]),
        reprinted: words(&[("letter", 2)]),
        by_two: vec![(AuditEvent::Enrolled, 1), (AuditEvent::VerifiedByDocument, 1), (AuditEvent::AuditExported, 1)],
        sign_ins: 4,
        sign_ins_refused: 0,
        events: vec![
            (AuditEvent::Started, 1),
            (AuditEvent::ConsentRecorded, 48),
            (AuditEvent::Enrolled, 47),
            (AuditEvent::VerifiedByDocument, 6),
            (AuditEvent::LookedUp, 9),
        ],
        head: AuditHead { entries: 1234, hash: std::array::from_fn(|n| u8::try_from(n * 7).unwrap()) },
    };
    ShiftReport { counts, by: StaffNumber::parse("S01").unwrap(), at: AT.parse().unwrap() }
}

pub fn staff() -> Vec<StaffRow> {
    let row = |id: i64, number: &str, role: Role| StaffRow {
        id: StaffId(id),
        number: StaffNumber::parse(number).unwrap(),
        role,
        active: id != 4,
        must_change: id == 5,
        locked: id == 6,
        created_at: AT.parse().unwrap(),
    };
    vec![
        row(2, "S01", Role::Supervisor),
        row(3, "S02", Role::Supervisor),
        row(4, "A01", Role::Officer),
        row(5, "A02", Role::Officer),
        row(6, "A03", Role::Officer),
    ]
}

/// Everything works but what is named.
pub fn parts(unwell: &[Notice]) -> Vec<Finding> {
    let well = [
        Finding::of(Notice::PrinterReady).with("ipp://localhost:631/printers/office"),
        Finding::of(Notice::SpaceEnough).with("181 GiB"),
        Finding::of(Notice::ClockKept).with("2026-11-23 14:30 CST"),
        Finding::of(Notice::VoiceThere).with("espeak-ng"),
        Finding::of(Notice::LanguagesComplete).with("zh-CN, vi"),
        Finding::of(Notice::FontsThere),
        Finding::of(Notice::DisplayThere).with("Wayland wayland-0"),
        Finding::of(Notice::ModelsSound),
        Finding::of(Notice::StoreSound).with("1204 permits"),
        Finding::of(Notice::CameraWorks).with("640x480, 30/s"),
    ];
    let worse = |well: Finding| {
        let other = unwell.iter().find(|notice| notice.part() == well.notice.part());
        other.map_or(well, |notice| Finding::of(*notice))
    };
    well.into_iter().map(worse).collect()
}

/// Name of a page's pictures, and how the page is reached.
pub type NamedPage = (&'static str, fn() -> Stage);

/// Every page of the console.
pub const PAGES: [NamedPage; 47] = [
    ("sign_in", Stage::new),
    ("sign_in_wait", || {
        let mut stage = Stage::new();
        let CounterPage::SignIn(page) = &mut stage.counter.page else { panic!() };
        page.number.insert(0, "S01");
        page.secret.insert(0, "wrong");
        stage.on(CounterEvent::Submit).on(CounterEvent::SignInRefused(SignInRefusal::Wait { seconds: 15 }))
    }),
    ("own_secret", || Stage::new().on(CounterEvent::SignedIn(StaffMember { must_change: true, ..supervisor() }))),
    ("own_secret_drawn", || {
        Stage::new()
            .on(CounterEvent::SignedIn(StaffMember { must_change: true, ..supervisor() }))
            .on(CounterEvent::DrawPin)
            .on(CounterEvent::SecretChanged(Some(Secret::copied("482913", 6))))
    }),
    ("queue", Stage::waiting),
    ("queue_empty", || Stage::signed_in(Role::Officer).on(CounterEvent::QueueRead(Vec::new()))),
    ("queue_case", || Stage::case(false)),
    ("queue_case_refusing", || Stage::case(true).on(CounterEvent::RefuseCase)),
    ("queue_case_two", || Stage::case(true)),
    ("queue_decided", || {
        Stage::case(false).on(CounterEvent::CaseDecided(Decided {
            decision: CaseDecision::Approved,
            finding: Some(CheckFinding::Unclear),
            score: Some(0.36),
        }))
    }),
    ("confirm_two", || Stage::case(true).on(CounterEvent::Decide(CaseDecision::Approved))),
    ("confirm_one", || Stage::found().on(CounterEvent::WithdrawConsent)),
    ("find", || Stage::signed_in(Role::Officer).on(CounterEvent::Open(Section::Find))),
    ("found", || Stage::found().on(CounterEvent::PrintMoved(DocumentKind::Letter, PrintStage::Done))),
    ("found_new_password", || Stage::found().on(CounterEvent::AskNewPassword)),
    ("staff", || {
        Stage::signed_in(Role::Supervisor).on(CounterEvent::Open(Section::Staff)).on(CounterEvent::StaffRead(staff()))
    }),
    ("staff_drawn", || {
        let number = StaffNumber::parse("A02").unwrap();
        Stage::signed_in(Role::Supervisor)
            .on(CounterEvent::Open(Section::Staff))
            .on(CounterEvent::StaffRead(staff()))
            .on(CounterEvent::OpenStaff(number.clone()))
            .on(CounterEvent::StaffChanged(staff(), Some((number, Secret::copied("482913", 6)))))
    }),
    ("rehearse", || {
        Stage::signed_in(Role::Officer)
            .on(CounterEvent::Open(Section::Rehearse))
            .on(CounterEvent::Rehearse(Rehearsal::PaperOut))
    }),
    ("assist", || Stage::over(stuck(false))),
    ("assist_form", || {
        Stage::over(Assistable { stage: VisitStage::Registration, can_verify: false, readings: None, ..stuck(false) })
    }),
    ("assist_checklist", || Stage::over(stuck(true)).on(CounterEvent::VerifyByDocument).on(CounterEvent::Submit)),
    ("assist_code", || {
        Stage::signed_in(Role::Officer).on(CounterEvent::Open(Section::Assist)).on(CounterEvent::Submit)
    }),
    ("staff_not_done", || {
        Stage::signed_in(Role::Supervisor)
            .on(CounterEvent::Open(Section::Staff))
            .on(CounterEvent::StaffRead(staff()))
            .on(CounterEvent::NotDone(NotDone::LastSupervisor))
    }),
    ("register_looking", || Stage::signed_in(Role::Supervisor).on(CounterEvent::Open(Section::Register))),
    ("register_empty", || {
        Stage::register(FilesFound { folder: ImportFolder::Unreadable, ..FilesFound::default() })
            .told(RegisterAnswer::State(RegisterState { permits: 0, last_import: None }))
    }),
    ("register_files", || Stage::register(files())),
    ("register_checking", Stage::register_checking),
    ("register_refused", || Stage::register_refused(bad_rows())),
    ("register_refused_photos", || {
        let later = || CounterEvent::Register(RegisterAct::Later);
        Stage::register_refused(bad_rows()).on(later()).on(later()).on(later())
    }),
    ("register_refused_whole", || {
        Stage::register_refused(ImportRefusal::Table(TableError::MissingColumn("valid_until")))
    }),
    ("register_checked", Stage::register_checked),
    ("register_confirm", || Stage::register_checked().on(CounterEvent::Submit)),
    ("register_done", || Stage::register_checked().told(RegisterAnswer::Imported(CheckNumber(1), summary().counts))),
    ("shift", || Stage::signed_in(Role::Officer).on(CounterEvent::Open(Section::Shift))),
    ("shift_made", Stage::shift),
    ("shift_paper_out", || {
        let out = PrintStage::Attention(Fault::PrinterOutOfPaper);
        Stage::shift().on(CounterEvent::PrintShift).on(CounterEvent::ShiftPrintMoved(out))
    }),
    ("devices", || Stage::checking(parts(&[])).on(CounterEvent::DevicesChecked(CheckRun(1)))),
    ("devices_checking", || Stage::checking(parts(&[Notice::PrinterOutOfPaper]).into_iter().take(4).collect())),
    ("devices_test_page", || {
        Stage::checking(parts(&[]))
            .on(CounterEvent::DevicesChecked(CheckRun(1)))
            .on(CounterEvent::PrintTest)
            .on(CounterEvent::TestPrintMoved(PrintStage::Printing))
    }),
    ("devices_broken", || {
        let unwell = [Notice::CameraAbsent, Notice::PrinterRefuses, Notice::SpaceFull, Notice::ClockAlone];
        Stage::checking(parts(&unwell)).on(CounterEvent::DevicesChecked(CheckRun(1)))
    }),
    ("devices_worst", || {
        let unwell = [
            Notice::CameraForeign,
            Notice::PrinterUnknown,
            Notice::StoreDamaged,
            Notice::SpaceLow,
            Notice::ClockWrong,
            Notice::VoiceAbsent,
            Notice::ModelsUnguarded,
            Notice::LanguagesLacking,
        ];
        Stage::checking(parts(&unwell)).on(CounterEvent::DevicesChecked(CheckRun(1)))
    }),
    ("settings", || Stage::settings().on(CounterEvent::CamerasFound(cameras()))),
    ("settings_looking", || {
        Stage::settings().on(CounterEvent::CamerasFound(cameras())).on(CounterEvent::WatchCamera(true))
    }),
    ("settings_lost", || {
        Stage::settings()
            .on(CounterEvent::CamerasFound(Vec::new()))
            .on(CounterEvent::WatchCamera(true))
            .on(CounterEvent::CameraLost(Fault::CameraAbsent, None))
            .on(CounterEvent::SettingChanged(SettingChange::Rest(Rest::Long)))
    }),
    ("settings_fixed", || {
        let mut stage = Stage::new();
        stage.counter = Counter::open(
            CounterTicket(1),
            CounterMeans {
                settings: SettingsSheet { fixed: Fixed { camera: true, language: true, rest: true }, ..sheet() },
                ..means()
            },
            stage.now,
        );
        stage.on(CounterEvent::SignedIn(supervisor())).on(CounterEvent::Open(Section::Settings))
    }),
    ("audit", Stage::audit),
    ("audit_broken", || Stage::audit().on(CounterEvent::AuditChecked(AuditCheck::Broken { number: 42 }))),
];

/// One pass over the page.
pub fn show(ui: &mut egui::Ui, stage: &mut Stage) {
    ui::begin_frame(ui.ctx());
    let cx = ConsoleCx {
        words: &stage.words,
        demo: true,
        now: stage.now,
        today: date(2026, 11, 23),
        zone: &TimeZone::fixed(jiff::tz::offset(8)),
        camera: None,
    };
    if let Some(event) = console::show(ui, &mut stage.counter, &cx) {
        stage.send(event);
        ui.ctx().request_repaint();
    }
}

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
