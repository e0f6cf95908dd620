//! What the visitor types on the registration page, and what it becomes once checked.

use super::account::{NewPassword, PasswordPolicy};
use super::name::PersonName;
use super::permit::PermitNumber;
use super::secret::Secret;

/// Most characters a name may have (ICAO 9303 has 39 in a TD3 line; registers hold more).
pub const NAME_MAX: usize = 66;

/// The three typed fields. Overwritten when dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct RegistrationDraft {
    pub name: Secret,
    pub number: Secret,
    pub password: Secret,
}

impl Default for RegistrationDraft {
    fn default() -> Self {
        // Room for more than is allowed, so that a long name is told as such and never cut silently.
        Self {
            name: Secret::with_capacity(120),
            number: Secret::with_capacity(40),
            password: Secret::with_capacity(40),
        }
    }
}

/// The fields of the form, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Name,
    Number,
    Password,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    NameEmpty,
    /// A character no passport uses; `at` counts characters.
    NameCharacter {
        at: usize,
        c: char,
    },
    /// A digit where a letter is likely meant (0 for O): the page offers the change.
    NameZero {
        at: usize,
    },
    NameLong,
    NumberEmpty,
    NumberCharacter {
        at: usize,
        c: char,
    },
    PasswordLength {
        chars: usize,
    },
    PasswordKinds,
    PasswordCommon,
    PasswordOwn,
    PasswordCharacter,
}

impl FieldFault {
    /// The field it belongs to.
    #[must_use]
    pub fn field(self) -> Field {
        match self {
            Self::NameEmpty | Self::NameCharacter { .. } | Self::NameZero { .. } | Self::NameLong => Field::Name,
            Self::NumberEmpty | Self::NumberCharacter { .. } => Field::Number,
            Self::PasswordLength { .. }
            | Self::PasswordKinds
            | Self::PasswordCommon
            | Self::PasswordOwn
            | Self::PasswordCharacter => Field::Password,
        }
    }

    /// The catalogue's key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NameEmpty => "e_name_empty",
            Self::NameCharacter { .. } => "e_name_char",
            Self::NameZero { .. } => "r_err0",
            Self::NameLong => "e_name_long",
            Self::NumberEmpty => "e_no_empty",
            Self::NumberCharacter { .. } => "e_no_char",
            Self::PasswordLength { chars: 0 } => "e_pw_missing",
            Self::PasswordLength { .. } => "e_pw_len",
            Self::PasswordKinds => "e_pw_kinds",
            Self::PasswordCommon => "e_pw_common",
            Self::PasswordOwn => "e_pw_own",
            Self::PasswordCharacter => "e_pw_ascii",
        }
    }
}

/// A draft that passed every rule of its own; the register has not been asked yet.
#[derive(Clone, Debug)]
pub struct Registration {
    pub name: PersonName,
    pub number: PermitNumber,
    pub password: NewPassword,
}

impl RegistrationDraft {
    /// Parses the three fields once.
    ///
    /// # Errors
    /// Every fault found, in reading order; never empty.
    pub fn parse(&self) -> Result<Registration, Vec<FieldFault>> {
        let policy = PasswordPolicy { name: &self.name, number: &self.number };
        let name = PersonName::parse(self.name.as_str());
        let number = PermitNumber::parse(self.number.as_str());
        match (name, number, policy.accept(&self.password)) {
            (Ok(name), Ok(number), Ok(password)) => Ok(Registration { name, number, password }),
            (name, number, password) => {
                let mut faults: Vec<FieldFault> = name.err().into_iter().chain(number.err()).collect();
                faults.extend(password.err().unwrap_or_default());
                Err(faults)
            }
        }
    }
}

/// What is left of `previous` after the draft was edited: a fault stays, with its values brought up
/// to date, while its field still has a fault of that kind. New faults wait for the next press, so
/// that nobody is corrected while typing.
#[must_use]
pub fn faults_after_edit(previous: &[FieldFault], draft: &RegistrationDraft) -> Vec<FieldFault> {
    let now = draft.parse().err().unwrap_or_default();
    let kind = std::mem::discriminant::<FieldFault>;
    now.into_iter().filter(|fault| previous.iter().any(|told| kind(told) == kind(fault))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, number: &str, password: &str) -> RegistrationDraft {
        let mut draft = RegistrationDraft::default();
        draft.name.insert(0, name);
        draft.number.insert(0, number);
        draft.password.insert(0, password);
        draft
    }

    #[test]
    fn a_good_draft_becomes_a_registration() {
        let registration = draft("Ana Luz", "sp20 2604 1700 0123 45", "kite-42-moss").parse().unwrap();
        assert_eq!(registration.name.as_str(), "Ana Luz");
        assert_eq!(registration.number.as_str(), "SP2026041700012345");
        assert_eq!(registration.password.secret().as_str(), "kite-42-moss");
    }

    #[test]
    fn all_faults_come_in_reading_order() {
        assert_eq!(
            draft("J0HN", "", "short").parse().err(),
            Some(vec![
                FieldFault::NameZero { at: 1 },
                FieldFault::NumberEmpty,
                FieldFault::PasswordLength { chars: 5 },
                FieldFault::PasswordKinds
            ])
        );
    }

    #[test]
    fn a_long_name_is_told_and_not_cut() {
        assert_eq!(draft(&"A".repeat(200), "1", "kite-42-moss").parse().err(), Some(vec![FieldFault::NameLong]));
    }

    #[test]
    fn editing_takes_faults_away_and_adds_none() {
        let before = draft("J0HN", "SP/1", "short").parse().err().unwrap();
        assert_eq!(
            faults_after_edit(&before, &draft("J1HN", "SP1", "shorte")),
            [FieldFault::PasswordLength { chars: 6 }, FieldFault::PasswordKinds]
        );
        assert_eq!(faults_after_edit(&before, &draft("JOHN", "SP1", "kite-42-moss")), []);
    }
}
