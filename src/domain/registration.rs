//! What the visitor types on the registration page, and what it becomes once checked.

use super::account::NewPassword;
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
        Self { name: Secret::with_capacity(120), number: Secret::with_capacity(40), password: Secret::with_capacity(40) }
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
    NameCharacter { at: usize, c: char },
    /// A digit where a letter is likely meant (0 for O): the page offers the change.
    NameZero { at: usize },
    NameLong,
    NumberEmpty,
    NumberCharacter { at: usize, c: char },
    PasswordLength { chars: usize },
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
            Self::PasswordLength { .. } | Self::PasswordKinds | Self::PasswordCommon | Self::PasswordOwn | Self::PasswordCharacter => Field::Password,
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
        todo!()
    }
}
