//! A forgotten password: who asks for a new one, what the register says to it, and what is written.

use super::account::{NewPassword, SignInRefusal};
use super::consent::ConsentRecord;
use super::liveness::Prompt;
use super::match_policy::Verification;
use super::name::PersonName;
use super::permit::{PermitNumber, WorkPermit};
use super::registration::FieldFault;
use super::secret::Secret;

/// What the visitor types. Overwritten when dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct RecoveryDraft {
    pub name: Secret,
    pub number: Secret,
}

impl Default for RecoveryDraft {
    fn default() -> Self {
        Self { name: Secret::with_capacity(120), number: Secret::with_capacity(40) }
    }
}

/// Whose password was forgotten: both are checked, the store has not been asked yet.
#[derive(Clone, Debug)]
pub struct RecoveryRequest {
    pub name: PersonName,
    pub number: PermitNumber,
}

impl RecoveryDraft {
    /// Parses both fields once.
    ///
    /// # Errors
    /// Every fault found, in reading order; never empty.
    pub fn parse(&self) -> Result<RecoveryRequest, Vec<FieldFault>> {
        match (PersonName::parse(self.name.as_str()), PermitNumber::parse(self.number.as_str())) {
            (Ok(name), Ok(number)) => Ok(RecoveryRequest { name, number }),
            (name, number) => Err(name.err().into_iter().chain(number.err()).collect()),
        }
    }
}

/// What the store says to it.
#[derive(Clone, Debug)]
pub enum RecoveryCheck {
    /// Name and number belong together and to an account.
    Match(Box<WorkPermit>),
    /// They do not; never told which of them. Counts like a wrong password.
    Refused(SignInRefusal),
}

/// A new password for an account, after its holder's face was verified: written whole or not at all.
#[derive(Clone)]
pub struct PasswordReset {
    pub number: PermitNumber,
    pub password: NewPassword,
    pub consent: ConsentRecord,
    pub verification: Verification,
    pub prompts: Vec<Prompt>,
}

impl std::fmt::Debug for PasswordReset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordReset(..)")
    }
}
