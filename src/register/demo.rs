//! The demo's register: twelve specimen permits of fictional people.
//!
//! Dates in `assets/demo/register.csv` are days from today (`+400d`), so that the demo never
//! expires. The person in front of the camera holds three of the permits, one of each category.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::import::{ImportError, PhotoFault};
use super::table::{self, Cells};
use crate::domain::account::PasswordPolicy;
use crate::domain::consent::{ConsentChoice, ConsentRecord, ConsentText};
use crate::domain::enrollment::{AccountPassword, Evidence, FaceEvidence, NewEnrollment};
use crate::domain::face_shot::{FaceShot, FrameReadings};
use crate::domain::language::Language;
use crate::domain::liveness::Prompt;
use crate::domain::match_policy::{Decision, Verification};
use crate::domain::permit::WorkPermit;
use crate::domain::secret::Secret;
use crate::domain::time::{Date, Timestamp};
use crate::store::{Store, StoreError};

static REGISTER: &[u8] = include_bytes!("../../assets/demo/register.csv");

/// What the column `photo` says of the permits that the person in front of the camera holds.
pub(super) const HOLDER: &str = "holder";

/// Days the picture of the seeded enrollment is kept.
const PICTURE_DAYS: u32 = 30;

/// One specimen as somebody would type it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Specimen {
    pub name: &'static str,
    pub number: &'static str,
}

/// The permits that the person in front of the camera holds: categories A, B and C.
pub const HELD: [Specimen; 3] = [
    Specimen { name: "Łukasz Đorđević-Núñez", number: "SP2026030200004107" },
    Specimen { name: "Marco Aurelio Vidal-Ortega", number: "SP2026041700012345" },
    Specimen {
        name: "Maximilian Bartholomäus Konstantin von Hohenbrunn-Altenschwarzburg",
        number: "SP2026052800031262",
    },
];

/// Enrolled when the demo begins; signs in with [`ENROLLED_PASSWORD`].
pub const ENROLLED: Specimen = Specimen { name: "Erik Mustermann", number: "SP2025110300000816" };

/// Password of [`ENROLLED`]. Anybody may know it: nobody exists to whom it belongs.
pub const ENROLLED_PASSWORD: &str = "specimen-2026";

/// Fills `store` with the specimens and enrolls the one that is enrolled already. `holder_photo`
/// (JPEG or PNG) is the person in front of the camera. May be repeated on the same store.
///
/// # Errors
/// If the store fails.
pub fn seed_demo(store: &mut Store, holder_photo: &[u8], now: Timestamp, today: Date) -> Result<(), ImportError> {
    let permits = specimens(holder_photo, today)?;
    let enrolled = permits.iter().find(|permit| permit.number.as_str() == ENROLLED.number).cloned();
    store.seed_permits(permits, now)?;
    let Some(permit) = enrolled else { return Ok(()) };
    match store.enroll(&enrollment(permit, holder_photo, now)?, now, today, PICTURE_DAYS) {
        Ok(_) | Err(StoreError::AlreadyEnrolled) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The specimens with their dates as of `today`.
fn specimens(holder_photo: &[u8], today: Date) -> Result<Vec<WorkPermit>, ImportError> {
    let holder: Arc<[u8]> = holder_photo.into();
    let mut photo = |named: &str| match named {
        HOLDER => Ok(Arc::clone(&holder)),
        _ => Err(PhotoFault::NotInDemo),
    };
    let date = |cell: &str| days_from(today, cell);
    let watch = &mut |_| ControlFlow::Continue(());
    Ok(table::read(REGISTER, &mut Cells { date: &date, date_form: "+400d", photo: &mut photo, watch })?)
}

/// `+400d` or `-20d`.
pub(super) fn days_from(today: Date, cell: &str) -> Option<Date> {
    let days: i64 = cell.strip_suffix('d')?.parse().ok()?;
    today.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn enrollment(permit: WorkPermit, photo: &[u8], now: Timestamp) -> Result<NewEnrollment, StoreError> {
    let (name, number) = (Secret::copied(ENROLLED.name, 66), Secret::copied(ENROLLED.number, 40));
    let password = PasswordPolicy { name: &name, number: &number }
        .accept(&Secret::copied(ENROLLED_PASSWORD, 16))
        .map_err(|_| StoreError::Password("the demo's password breaks the rules".to_owned()))?;
    Ok(NewEnrollment {
        number: permit.number.clone(),
        password: AccountPassword::Typed(password),
        permit,
        consent: ConsentRecord {
            text: ConsentText { version: "demo".to_owned(), sha256: "0".repeat(64) },
            language: Language::English,
            at: now,
            choice: ConsentChoice::Face,
        },
        evidence: Evidence::Face(FaceEvidence {
            verification: Verification { decision: Decision::Accept, score: 1.0 },
            prompts: Prompt::ALL.into_iter().take(3).collect(),
            shot: FaceShot { picture: photo.into(), readings: FrameReadings::default() },
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::SignIn;
    use crate::domain::name::PersonName;
    use crate::domain::permit::{RegistrationCheck, Standing, TalentCategory};
    use crate::domain::registration::{NAME_MAX, Registration};
    use crate::domain::time::Moment;

    const PHOTO: &[u8] = &[0xFF, 0xD8, 0xFF];

    fn now() -> Timestamp {
        "2026-06-01T08:00:00Z".parse().unwrap()
    }

    fn today() -> Date {
        "2026-06-01".parse().unwrap()
    }

    #[test]
    fn twelve_specimens_cover_what_a_kiosk_meets() {
        let permits = specimens(PHOTO, today()).unwrap();
        assert_eq!(permits.len(), 12);
        let standing = |wanted: fn(Standing) -> bool| permits.iter().filter(|p| wanted(p.standing(today()))).count();
        assert_eq!(standing(|s| matches!(s, Standing::Expired { .. })), 1);
        assert_eq!(standing(|s| s == Standing::Revoked), 1);
        assert!(standing(|s| matches!(s, Standing::ExpiresSoon { .. })) >= 1);
        assert!(permits.iter().any(|p| p.name.as_str().chars().count() == NAME_MAX));
        assert!(permits.iter().any(|p| !p.name.as_str().contains(' ')), "a single name");
        assert!(permits.iter().any(|p| p.photo.is_none()));
        assert!(permits.iter().any(|p| !p.family_members.is_empty()));
        for permit in &permits {
            assert!(permit.number.as_str().starts_with("SP"), "specimens have numbers of their own");
            assert_eq!(permit.number.unusual_length(), None);
            assert!(permit.title.is_some() && !permit.file_number.is_empty());
            assert_eq!(permit.approver.en, "Demo Competent Authority");
            assert_eq!(permit.citizenship.en, "Demoland");
        }
    }

    #[test]
    fn the_person_at_the_camera_holds_one_of_each_category() {
        let permits = specimens(PHOTO, today()).unwrap();
        let mut store = Store::in_memory().unwrap();
        seed_demo(&mut store, PHOTO, now(), today()).unwrap();
        for (specimen, category) in HELD.into_iter().zip([TalentCategory::A, TalentCategory::B, TalentCategory::C]) {
            let permit = permits.iter().find(|p| p.number.as_str() == specimen.number).unwrap();
            assert_eq!((permit.category, permit.name.as_str()), (category, specimen.name));
            assert!(permit.photo.is_some());
            assert!(permit.name == PersonName::parse(specimen.name).unwrap());
            let (name, number) = (Secret::copied(specimen.name, 66), Secret::copied(specimen.number, 40));
            let password =
                PasswordPolicy { name: &name, number: &number }.accept(&Secret::copied("kite-42-moss", 16)).unwrap();
            let typed = Registration { name: permit.name.clone(), number: permit.number.clone(), password };
            assert!(matches!(store.check_registration(&typed, today()).unwrap(), RegistrationCheck::Match(_)));
        }
    }

    #[test]
    fn one_is_enrolled_already_and_seeding_again_changes_nothing() {
        let mut store = Store::in_memory().unwrap();
        seed_demo(&mut store, PHOTO, now(), today()).unwrap();
        seed_demo(&mut store, PHOTO, now(), today()).unwrap();
        assert_eq!(store.enrollments().unwrap().len(), 1);
        let number = crate::domain::permit::PermitNumber::parse(ENROLLED.number).unwrap();
        let outcome = store.sign_in(&number, &Secret::copied(ENROLLED_PASSWORD, 16), Moment::default(), now()).unwrap();
        assert!(matches!(outcome, SignIn::Granted(card) if card.permit.name.as_str() == ENROLLED.name));
        store.verify_audit().unwrap();
    }

    #[test]
    fn offsets_count_days() {
        assert_eq!(days_from(today(), "+30d"), "2026-07-01".parse().ok());
        assert_eq!(days_from(today(), "-1d"), "2026-05-31".parse().ok());
        for wrong in ["30", "d", "+d", "2026-01-01", "+99999999999d"] {
            assert_eq!(days_from(today(), wrong), None, "{wrong}");
        }
    }
}
