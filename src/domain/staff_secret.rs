//! What a member of staff signs in with: a password by the service's rule, or a PIN that the program drew.

use zeroize::Zeroizing;

use super::account::{NewPassword, PasswordPolicy};
use super::registration::FieldFault;
use super::secret::Secret;
use super::staff::StaffNumber;

/// Digits of a PIN.
const DIGITS: usize = 6;
/// How many PINs there are.
const PINS: u32 = 1_000_000;

/// A PIN of six digits, drawn at random and never chosen: people choose birthdays.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnPin(Secret);

impl DrawnPin {
    /// The PIN of a random word; `None` for words beyond the last multiple of a million, which would make
    /// some PINs more likely than others: draw another word.
    #[must_use]
    pub fn of_random(word: u32) -> Option<Self> {
        (word < u32::MAX - u32::MAX % PINS).then(|| {
            let pin = Zeroizing::new(format!("{:0DIGITS$}", word % PINS));
            Self(Secret::copied(&pin, DIGITS))
        })
    }

    /// The digits, for the hash and for the one time they are shown.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

/// The new secret of a member of staff. A PIN of one's own choice is neither of the two.
#[derive(Clone, Debug)]
pub enum StaffSecret {
    /// Typed, and by the service's rule.
    Password(NewPassword),
    /// Drawn by the program on request.
    Pin(DrawnPin),
}

impl StaffSecret {
    /// A typed password, by the service's rule, with the staff number as own data.
    ///
    /// # Errors
    /// Every rule that `typed` breaks; never empty.
    pub fn password(number: &StaffNumber, typed: &Secret) -> Result<Self, Vec<FieldFault>> {
        let (name, number) = (Secret::with_capacity(1), Secret::copied(number.as_str(), number.as_str().len()));
        PasswordPolicy { name: &name, number: &number }.accept(typed).map(Self::Password)
    }

    /// The secret, for the hash only.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        match self {
            Self::Password(password) => password.secret(),
            Self::Pin(pin) => pin.secret(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pin_is_as_likely_as_any_other() {
        let pin = |word| DrawnPin::of_random(word).map(|pin| pin.secret().as_str().to_owned());
        assert_eq!(pin(0).as_deref(), Some("000000"));
        assert_eq!(pin(4_000_042).as_deref(), Some("000042"));
        assert_eq!(pin(4_293_999_999).as_deref(), Some("999999"));
        // From here on a further million would not be whole.
        assert_eq!((pin(4_294_000_000), pin(u32::MAX)), (None, None));
    }

    #[test]
    fn neither_is_ever_told() {
        let pin = DrawnPin::of_random(482_913).unwrap();
        assert!(!format!("{pin:?} {:?}", StaffSecret::Pin(pin.clone())).contains("482913"));
        let number = StaffNumber::parse("A01").unwrap();
        let password = StaffSecret::password(&number, &Secret::copied("kite-42-moss", 40)).unwrap();
        assert!(!format!("{password:?}").contains("kite"));
    }

    #[test]
    fn a_pin_of_ones_own_choice_is_no_secret() {
        let number = StaffNumber::parse("desk 204-117").unwrap();
        let faults = |typed: &str| StaffSecret::password(&number, &Secret::copied(typed, 40)).err().unwrap_or_default();
        assert_eq!(faults("kite-42-moss"), []);
        assert_eq!(faults("482913"), [FieldFault::PasswordLength { chars: 6 }, FieldFault::PasswordKinds]);
        assert_eq!(faults("xx-204117-xx"), [FieldFault::PasswordOwn]);
    }
}
