//! Passwords: the service's rule, and what passed it; how a sign-in ends.

use zeroize::Zeroizing;

use super::card::Card;
use super::name::folded_words;
use super::permit::fold_number;
use super::registration::FieldFault;
use super::secret::Secret;

/// Lengths the service allows.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=16;

/// A part of the name this long may not be in the password.
const NAME_PART: usize = 4;

/// So many characters of the number in a row may not be in the password (the whole number is
/// longer than any password).
const NUMBER_PART: usize = 6;

/// The commonest passwords that fit the other rules or nearly, lower case, one a line. Origin: `assets/PROVENANCE.md`.
static COMMONEST: &str = include_str!("../../assets/passwords/common.txt");

/// A password that passed the policy, on its way to the hash.
#[derive(Clone, Debug)]
pub struct NewPassword(Secret);

/// A password as the store keeps it: argon2id, as a PHC string. Overwritten when dropped.
#[derive(Clone, Debug)]
pub struct PasswordHash(Secret);

impl PasswordHash {
    /// Takes up what the store wrote before.
    #[must_use]
    pub fn kept(phc: &str) -> Self {
        Self(Secret::copied(phc, phc.len()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The service's rule for a new password, and whose password it is to be.
#[derive(Clone, Copy, Debug)]
pub struct PasswordPolicy<'a> {
    /// The name as typed; need not be valid.
    pub name: &'a Secret,
    /// The permit number as typed; need not be valid.
    pub number: &'a Secret,
}

/// The four live rules of the form, each met or not.
#[expect(clippy::struct_excessive_bools, reason = "four marks that are met or not, each on its own")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordMarks {
    /// 8-16 characters.
    pub length: bool,
    /// Two of digits, letters, symbols.
    pub kinds: bool,
    /// Neither name nor number in it.
    pub not_own: bool,
    /// Not among the commonest.
    pub not_common: bool,
}

/// How a sign-in ended.
#[derive(Clone, Debug)]
pub enum SignIn {
    Granted(Box<Card>),
    Refused(SignInRefusal),
}

/// Why a sign-in was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Number or password not right: never told which.
    Wrong,
    /// Wait so many seconds.
    Wait { seconds: u32 },
    /// Locked until staff unlock it.
    Locked,
}

impl NewPassword {
    /// The password, for the hash only.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

impl PasswordPolicy<'_> {
    /// Accepts a password that meets every rule.
    ///
    /// # Errors
    /// Every rule that `typed` breaks; never empty.
    pub fn accept(&self, typed: &Secret) -> Result<NewPassword, Vec<FieldFault>> {
        let marks = PasswordMarks::of(typed, self.name, self.number);
        let mut faults = Vec::new();
        if !typed.as_str().chars().all(is_on_keyboard) {
            faults.push(FieldFault::PasswordCharacter);
        }
        if !marks.length {
            faults.push(FieldFault::PasswordLength { chars: typed.chars() });
        }
        if !typed.is_empty() {
            if !marks.kinds {
                faults.push(FieldFault::PasswordKinds);
            }
            if !marks.not_common {
                faults.push(FieldFault::PasswordCommon);
            }
            if !marks.not_own {
                faults.push(FieldFault::PasswordOwn);
            }
        }
        if faults.is_empty() { Ok(NewPassword(typed.clone())) } else { Err(faults) }
    }
}

impl PasswordMarks {
    /// The marks for what is typed so far; none is met while nothing is typed.
    #[must_use]
    pub fn of(password: &Secret, name: &Secret, number: &Secret) -> Self {
        let typed = password.as_str();
        if typed.is_empty() {
            return Self::default();
        }
        let kinds: [fn(&char) -> bool; 3] =
            [char::is_ascii_digit, char::is_ascii_alphabetic, |c| is_on_keyboard(*c) && !c.is_ascii_alphanumeric()];
        Self {
            length: LENGTH.contains(&password.chars()),
            kinds: kinds.iter().filter(|kind| typed.chars().any(|c| kind(&c))).count() >= 2,
            not_own: !has_own(typed, name.as_str(), number.as_str()),
            not_common: !COMMONEST.lines().any(|common| common.eq_ignore_ascii_case(typed)),
        }
    }
}

/// Printable ASCII. The space is left out: at the ends nobody sees it.
fn is_on_keyboard(c: char) -> bool {
    c.is_ascii_graphic()
}

fn has_own(password: &str, name: &str, number: &str) -> bool {
    let password = Zeroizing::new(password.to_ascii_uppercase());
    let number = Zeroizing::new(fold_number(number).collect::<String>());
    let numbers: Zeroizing<Vec<char>> = Zeroizing::new(number.chars().collect());
    let has_number = numbers
        .windows(NUMBER_PART)
        .any(|part| password.contains(Zeroizing::new(part.iter().collect::<String>()).as_str()));
    has_number || folded_words(name, NAME_PART).iter().any(|word| password.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(password: &str) -> Vec<FieldFault> {
        let name = Secret::copied("Elena Müller-Ng", 120);
        let number = Secret::copied("sp20 2604 1700 0123 45", 40);
        let policy = PasswordPolicy { name: &name, number: &number };
        policy.accept(&Secret::copied(password, 40)).err().unwrap_or_default()
    }

    #[test]
    fn good_passwords_pass() {
        for good in ["kite-42-moss", "Ng7ngngng", "a1b2c3d4e5f6g7h8", "~!@#$%^&9"] {
            assert_eq!(faults(good), [], "{good}");
        }
    }

    #[test]
    fn each_rule_is_told() {
        assert_eq!(faults(""), [FieldFault::PasswordLength { chars: 0 }]);
        assert_eq!(faults("kite-42"), [FieldFault::PasswordLength { chars: 7 }]);
        assert_eq!(faults("kite-42-moss-and-more"), [FieldFault::PasswordLength { chars: 21 }]);
        assert_eq!(faults("kitemossy"), [FieldFault::PasswordKinds]);
        assert_eq!(faults("PassW0rd"), [FieldFault::PasswordCommon]);
        assert_eq!(faults("password"), [FieldFault::PasswordKinds, FieldFault::PasswordCommon]);
        assert_eq!(faults("kite 42 moss"), [FieldFault::PasswordCharacter]);
        assert_eq!(faults("kité-42-moss"), [FieldFault::PasswordCharacter]);
        assert_eq!(
            faults("密"),
            [FieldFault::PasswordCharacter, FieldFault::PasswordLength { chars: 1 }, FieldFault::PasswordKinds]
        );
    }

    #[test]
    fn ones_own_data_is_no_password() {
        for own in ["myelena77", "MULLER-99", "mueller-99", "x604170x", "Sp2026xx"] {
            assert_eq!(faults(own), [FieldFault::PasswordOwn], "{own}");
        }
    }

    #[test]
    fn nothing_typed_meets_nothing() {
        let empty = Secret::with_capacity(8);
        assert_eq!(PasswordMarks::of(&empty, &empty, &empty), PasswordMarks::default());
    }

    #[test]
    fn the_list_is_fit_to_compare_with() {
        assert!(COMMONEST.lines().count() > 500);
        assert!(COMMONEST.lines().all(|line| LENGTH.contains(&line.len()) && line == line.to_ascii_lowercase()));
    }
}
