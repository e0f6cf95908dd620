//! Fictional records for the store's tests.

use super::{PasswordCost, Store};
use crate::domain::card::Card;
use crate::domain::consent::{ConsentChoice, ConsentRecord, ConsentText};
use crate::domain::enrollment::{AccountPassword, Evidence, FaceEvidence, NewEnrollment};
use crate::domain::face_shot::{FaceShot, FrameReadings};
use crate::domain::language::Language;
use crate::domain::liveness::Prompt;
use crate::domain::match_policy::{Decision, Verification};
use crate::domain::name::PersonName;
use crate::domain::permit::{BothLanguages, PermitNumber, RegisterStatus, TalentCategory, Title, WorkPermit};
use crate::domain::registration::{Registration, RegistrationDraft};
use crate::domain::staff::{Act, Authority, By, Role, StaffMember, StaffNumber};
use crate::domain::time::{Date, Timestamp};

/// The least argon2 takes: tests do not guard secrets.
pub const FAST: PasswordCost = PasswordCost { memory_kib: 8, passes: 1, lanes: 1 };
pub const PASSWORD: &str = "kite-42-moss";

pub fn at() -> Timestamp {
    "2026-06-01T08:00:00Z".parse().unwrap()
}

pub fn today() -> Date {
    "2026-06-01".parse().unwrap()
}

fn both(text: &str) -> BothLanguages {
    BothLanguages { zh: format!("{text}（样张）"), en: format!("{text} (specimen)") }
}

/// The `n`th permit: number ends in `n`, valid around [`today`].
pub fn permit(n: u32) -> WorkPermit {
    WorkPermit {
        number: PermitNumber::parse(&format!("SP20260417{n:08}")).unwrap(),
        name: PersonName::parse("Elena Maria Vidal-Ortega").unwrap(),
        title: Some(Title::Ms),
        category: TalentCategory::B,
        citizenship: both("Demoland"),
        passport_number: "X0000001".into(),
        employer: both("Employer"),
        workplace: both("Demo City"),
        occupation: both("Engineer"),
        valid_from: "2026-01-01".parse().unwrap(),
        valid_until: "2027-01-01".parse().unwrap(),
        issued_on: "2025-12-01".parse().unwrap(),
        file_number: format!("F{n}"),
        approver: both("Authority"),
        family_members: "Ana Vidal (daughter)".into(),
        status: RegisterStatus::InForce,
        photo: Some(vec![0xFF, 0xD8, u8::try_from(n).unwrap_or(0)].into()),
    }
}

pub fn store_with(permits: impl IntoIterator<Item = WorkPermit>) -> Store {
    let mut store = Store::in_memory().unwrap();
    store.cost = FAST;
    store.import_permits(permits, at()).unwrap();
    store
}

impl Store {
    /// Reads from now on, as another process would, until it is dropped.
    ///
    /// # Panics
    /// If the database fails.
    pub fn reading(&self) -> rusqlite::Transaction<'_> {
        let reading = self.db.unchecked_transaction().unwrap();
        reading.query_row("SELECT count(*) FROM faces", [], |_| Ok(())).unwrap();
        reading
    }

    /// No entries can be kept any more.
    ///
    /// # Panics
    /// If the database fails.
    pub fn break_drafts(&self) {
        self.db.execute_batch("ALTER TABLE drafts RENAME TO lost_drafts").unwrap();
    }

    /// No case can be written any more.
    ///
    /// # Panics
    /// If the database fails.
    pub fn break_cases(&self) {
        self.db.execute_batch("ALTER TABLE cases RENAME TO lost").unwrap();
    }
}

/// Leave for `act` of two supervisors, who are added to the store.
pub fn leave(store: &mut Store, act: Act) -> Authority {
    let mut member = |number: &str| {
        let number = StaffNumber::parse(number).unwrap();
        store.add_staff(&number, Role::Supervisor, By::Command, at()).unwrap();
        store.db.execute("UPDATE staff SET must_change = 0 WHERE number = ?1", [number.as_str()]).unwrap();
        let id = store.list_staff().unwrap().iter().find(|row| row.number == number).unwrap().id;
        StaffMember { id, number, role: Role::Supervisor, must_change: false }
    };
    let (by, second) = (member("S07"), member("S08"));
    Authority::of(act, &by, Some(&second)).unwrap()
}

pub fn registration(name: &str, n: u32) -> Registration {
    let mut draft = RegistrationDraft::default();
    draft.name.insert(0, name);
    draft.number.insert(0, permit(n).number.as_str());
    draft.password.insert(0, PASSWORD);
    draft.parse().unwrap()
}

pub fn new_enrollment(n: u32) -> NewEnrollment {
    let Registration { number, password, .. } = registration("Elena Maria Vidal-Ortega", n);
    NewEnrollment {
        number,
        password: AccountPassword::Typed(password),
        permit: permit(n),
        consent: ConsentRecord {
            text: ConsentText { version: "1".into(), sha256: "00".into() },
            language: Language::English,
            at: at(),
            choice: ConsentChoice::Face,
        },
        evidence: Evidence::Face(FaceEvidence {
            verification: accepted(),
            prompts: vec![Prompt::Left, Prompt::Blink, Prompt::Mouth],
            shot: FaceShot { picture: vec![0xFF, 0xD8, 1, 2, 3].into(), readings: FrameReadings::default() },
        }),
    }
}

pub fn accepted() -> Verification {
    Verification { decision: Decision::Accept, score: 0.71 }
}

pub fn enroll(store: &mut Store, n: u32) -> Card {
    store.enroll(&new_enrollment(n), at(), today(), 30).unwrap()
}
