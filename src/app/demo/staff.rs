//! The demo's counter staff, fictional like everybody in it.

use std::fmt::Write as _;

use crate::domain::secret::Secret;
use crate::domain::staff::{NotAStaffNumber, Role, StaffNumber};
use crate::domain::staff_secret::StaffSecret;
use crate::domain::time::Timestamp;
use crate::store::{Store, StoreError};

/// Who can sign in: one who assists, and two for what needs a second person.
pub const STAFF: [(&str, Role); 3] = [("A01", Role::Officer), ("S01", Role::Supervisor), ("S02", Role::Supervisor)];

/// The secret of each of [`STAFF`]. Anybody may know it: it opens demo stores only.
pub const SECRET: &str = "counter-2026";

/// Adds them to a demo's store; may be repeated.
///
/// # Errors
/// If the store fails, or is a kiosk's.
pub fn seed(store: &mut Store, at: Timestamp) -> Result<(), StoreError> {
    let broken = |what: &str| StoreError::Password(format!("the demo's {what} breaks the rules"));
    let staff = STAFF.map(|(number, role)| StaffNumber::parse(number).map(|number| (number, role)));
    let staff: Vec<_> =
        staff.into_iter().collect::<Result<_, NotAStaffNumber>>().map_err(|_| broken("staff number"))?;
    let Some((first, _)) = staff.first() else { return Ok(()) };
    let secret = StaffSecret::password(first, &Secret::copied(SECRET, 16)).map_err(|_| broken("secret"))?;
    store.add_demo_staff(&staff, &secret, at)
}

/// Two lines for whoever tries the demo.
pub(super) fn who_signs_in() -> String {
    let mut text = String::from("Counter staff:\n ");
    for (number, role) in STAFF {
        let _ = write!(text, " {} {number},", role.word());
    }
    let _ = writeln!(text, " each with the secret {SECRET}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::staff::StaffSignIn;
    use crate::domain::time::Moment;
    use crate::store::{StoreKind, StorePaths};

    #[test]
    fn all_of_them_sign_in_with_the_secret_that_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open_only(&StorePaths::in_folder(dir.path()), StoreKind::Demo).unwrap();
        let at = "2026-06-01T08:00:00Z".parse().unwrap();
        for _ in 0..2 {
            seed(&mut store, at).unwrap();
        }
        assert_eq!(store.list_staff().unwrap().len(), STAFF.len());
        for (number, role) in STAFF {
            let typed = Secret::copied(SECRET, 40);
            let number = StaffNumber::parse(number).unwrap();
            match store.staff_sign_in(&number, &typed, Moment::default(), at).unwrap() {
                StaffSignIn::Granted(member) => assert!(member.role == role && !member.must_change),
                StaffSignIn::Refused(refusal) => panic!("{refusal:?}"),
            }
        }
        assert_eq!(
            who_signs_in(),
            "Counter staff:\n  officer A01, supervisor S01, supervisor S02, each with the secret counter-2026\n"
        );
    }
}
