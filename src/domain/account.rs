//! Passwords: the service's rule, and what passed it.

use super::secret::Secret;

/// A password that passed the policy, on its way to the hash.
#[derive(Clone, Debug)]
pub struct NewPassword(Secret);

/// The four live rules of the form, each met or not.
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

impl NewPassword {
    /// The password, for the hash only.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

impl PasswordMarks {
    /// The marks for what is typed so far.
    #[must_use]
    pub fn of(_password: &Secret, _name: &Secret, _number: &Secret) -> Self {
        todo!()
    }
}
