//! The store survives being killed at any moment: everything of an enrollment is there, or nothing.
//!
//! The test runs its own binary again as the child (chosen by an environment variable), which
//! makes a store, imports and enrolls until it is killed without warning.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use esscard_kiosk::domain::consent::{ConsentChoice, ConsentRecord, ConsentText};
use esscard_kiosk::domain::enrollment::{AccountPassword, Evidence, FaceEvidence, NewEnrollment};
use esscard_kiosk::domain::face_shot::{FaceShot, FrameReadings};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::match_policy::{Decision, Verification};
use esscard_kiosk::domain::name::PersonName;
use esscard_kiosk::domain::permit::{
    BothLanguages, PermitNumber, RegisterStatus, RegistrationCheck, TalentCategory, WorkPermit,
};
use esscard_kiosk::domain::registration::{Registration, RegistrationDraft};
use esscard_kiosk::domain::retention::Retention;
use esscard_kiosk::domain::time::{Date, Moment, Timestamp};
use esscard_kiosk::store::{PasswordCost, Store, StorePaths};

/// Names the folder of the store; set only for the child.
const CHILD: &str = "STORE_CRASH_CHILD";

/// The least argon2 takes, so that the child spends its time in the database.
const FAST: PasswordCost = PasswordCost { memory_kib: 8, passes: 1, lanes: 1 };

/// Permits the child imports at a time, all or none.
const BATCH: u32 = 20;

const PASSWORD: &str = "kite-42-moss";

fn now() -> Timestamp {
    "2026-06-01T08:00:00Z".parse().unwrap()
}

fn today() -> Date {
    "2026-06-01".parse().unwrap()
}

fn permit(n: u32) -> WorkPermit {
    WorkPermit {
        number: PermitNumber::parse(&format!("SP20260417{n:08}")).unwrap(),
        name: PersonName::parse("Ana Luz").unwrap(),
        title: None,
        category: TalentCategory::A,
        citizenship: BothLanguages::default(),
        passport_number: String::new(),
        employer: BothLanguages::default(),
        workplace: BothLanguages::default(),
        occupation: BothLanguages::default(),
        valid_from: "2026-01-01".parse().unwrap(),
        valid_until: "2027-01-01".parse().unwrap(),
        issued_on: "2025-12-01".parse().unwrap(),
        file_number: String::new(),
        approver: BothLanguages::default(),
        family_members: String::new(),
        status: RegisterStatus::InForce,
        // Several pages long, so that a transaction is not one write.
        photo: Some(vec![0xA5; 20_000].into()),
    }
}

fn registration(n: u32) -> Registration {
    let mut draft = RegistrationDraft::default();
    draft.name.insert(0, "Ana Luz");
    draft.number.insert(0, permit(n).number.as_str());
    draft.password.insert(0, PASSWORD);
    draft.parse().unwrap()
}

fn enrollment(n: u32) -> NewEnrollment {
    let Registration { number, password, .. } = registration(n);
    NewEnrollment {
        number,
        password: AccountPassword::Typed(password),
        permit: permit(n),
        consent: ConsentRecord {
            text: ConsentText { version: "1".into(), sha256: "00".into() },
            language: Language::English,
            at: now(),
            choice: ConsentChoice::Face,
        },
        evidence: Evidence::Face(FaceEvidence {
            verification: Verification { decision: Decision::Accept, score: 0.7 },
            prompts: vec![Prompt::Left],
            shot: FaceShot { picture: vec![0x5A; 30_000].into(), readings: FrameReadings::default() },
        }),
    }
}

fn open(folder: &Path) -> Store {
    Store::open_with(&StorePaths::in_folder(folder), FAST).unwrap()
}

/// The child: never returns by itself.
fn write_until_killed(folder: &Path) {
    println!("ready");
    let mut store = open(folder);
    let mut next = u32::try_from(store.permits().unwrap().len()).unwrap();
    loop {
        store.import_permits((next..next + BATCH).map(permit), now()).unwrap();
        for n in next..next + BATCH {
            store.enroll(&enrollment(n), now(), today(), 30).unwrap();
        }
        next += BATCH;
    }
}

struct KilledOnDrop(Child);

impl Drop for KilledOnDrop {
    fn drop(&mut self) {
        // SIGKILL: the child cannot tidy up.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn run_and_kill(folder: &Path, after: Duration) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_killed_writer_leaves_whole_enrollments", "--nocapture"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = KilledOnDrop(child);
    let output = BufReader::new(child.0.stdout.take().unwrap());
    assert!(output.lines().map_while(Result::ok).any(|line| line.contains("ready")), "the child did not start");
    std::thread::sleep(after);
    assert!(child.0.try_wait().unwrap().is_none(), "the child ended by itself");
}

/// What must hold after every crash; returns how many are enrolled.
fn inspect(folder: &Path) -> usize {
    let mut store = open(folder);
    store.check().unwrap();
    let permits = store.permits().unwrap().len();
    assert_eq!(permits % BATCH as usize, 0, "an import was written in part");
    let enrolled = store.enrollments().unwrap().len();
    assert!(enrolled <= permits);
    // Each import writes one audit entry, each enrollment three.
    let entries = usize::try_from(store.verify_audit().unwrap().entries).unwrap();
    assert_eq!(entries, permits / BATCH as usize + 3 * enrolled, "an enrollment was written in part");
    if let Some(last) = enrolled.checked_sub(1) {
        let number = permit(u32::try_from(last).unwrap()).number;
        let password = esscard_kiosk::domain::secret::Secret::copied(PASSWORD, 16);
        let sign_in = store.sign_in(&number, &password, Moment::default(), now()).unwrap();
        assert!(matches!(sign_in, esscard_kiosk::domain::account::SignIn::Granted(_)));
        assert_the_next_is_untouched(&store, enrolled);
    }
    // Every picture goes with its enrollment, so there are as many.
    let pictures = store
        .erase_due(Retention { enrollment_days: 36_500, ..Retention::default() }, "2030-01-01".parse().unwrap(), now())
        .unwrap()
        .pictures;
    assert_eq!(pictures, enrolled);
    enrolled
}

/// The first number that was not enrolled can still be: nothing of it was left behind.
fn assert_the_next_is_untouched(store: &Store, first_free: usize) {
    let n = u32::try_from(first_free).unwrap();
    if store.permit(&permit(n).number).unwrap().is_some() {
        let check = store.check_registration(&registration(n), today()).unwrap();
        assert!(matches!(check, RegistrationCheck::Match(_)), "{check:?}");
    }
}

#[test]
fn a_killed_writer_leaves_whole_enrollments() {
    if let Some(folder) = std::env::var_os(CHILD) {
        write_until_killed(&PathBuf::from(folder));
    }
    let started = Instant::now();
    let mut enrolled = 0;
    let mut rounds: u64 = 0;
    while rounds < 60 && started.elapsed() < Duration::from_secs(15) {
        // A new folder each time, so that the first start (keys, migrations) is hit as well.
        let folder = tempfile::tempdir().unwrap();
        // Spread over the first start and the writing after it.
        run_and_kill(folder.path(), Duration::from_millis(rounds * 53 % 260));
        enrolled += inspect(folder.path());
        rounds += 1;
    }
    assert!(rounds >= 10, "too slow to say anything: {rounds} rounds");
    assert!(enrolled > 0, "no round came as far as an enrollment");
    println!("{rounds} rounds, {enrolled} enrollments");
}
