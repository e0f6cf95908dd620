//! Entries that a visitor keeps until midnight: the code they take along, and what it opens.

use super::account::PasswordHash;
use super::case::CaseTicket;
use super::consent::ConsentRecord;
use super::name::PersonName;
use super::permit::PermitNumber;
use super::secret::Secret;

/// Characters of tickets and codes: none that is taken for another by eye (0 O, 1 I L, 2 Z, 5 S, 8 B, U V).
pub const CODE_CHARACTERS: &[u8; 22] = b"34679ACDEFGHJKMNPQRTWX";

/// Characters of a code: with 22 to choose from, one in 50 thousand million.
pub const CODE_LEN: usize = 8;

/// Pseudonymous row id of kept entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftId(pub i64);

/// What opens kept entries on their day, until their visitor is enrolled from them. Overwritten when dropped.
#[derive(Clone, PartialEq)]
pub struct ResumeCode(Secret);

/// Text that is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has eight characters, capitals and digits")]
pub struct NotAResumeCode;

impl ResumeCode {
    /// Reads a typed code; spaces and hyphens do not count.
    ///
    /// # Errors
    /// If anything but eight characters of [`CODE_CHARACTERS`] is left.
    pub fn parse(typed: &str) -> Result<Self, NotAResumeCode> {
        let mut code = Secret::with_capacity(4 * CODE_LEN);
        for (n, c) in super::permit::fold_number(typed).take(CODE_LEN + 1).enumerate() {
            if u8::try_from(c).is_ok_and(|c| CODE_CHARACTERS.contains(&c)) {
                code.insert(n, c.encode_utf8(&mut [0; 4]));
            } else {
                return Err(NotAResumeCode);
            }
        }
        if code.chars() == CODE_LEN { Ok(Self(code)) } else { Err(NotAResumeCode) }
    }

    /// Without hyphen, for the key only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// As it is shown: `K7F4-M9QD`.
    #[must_use]
    pub fn shown(&self) -> String {
        let (first, second) = self.as_str().split_at(CODE_LEN / 2);
        format!("{first}-{second}")
    }
}

impl std::fmt::Debug for ResumeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ResumeCode(..)")
    }
}

/// What a code opened: from it staff enroll. The password is there only as the store keeps one.
#[derive(Clone)]
pub struct ResumedDraft {
    /// Erased once their visitor is enrolled.
    pub id: DraftId,
    /// As it was typed.
    pub name: PersonName,
    pub number: PermitNumber,
    pub password: PasswordHash,
    /// What the visitor agreed to, if they came that far.
    pub consent: Option<ConsentRecord>,
    /// The case that is done with once they are enrolled.
    pub case: Option<CaseTicket>,
}

impl std::fmt::Debug for ResumedDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ResumedDraft(..)")
    }
}

/// What came of a code.
#[derive(Clone, Debug)]
pub enum Resumption {
    Opened(Box<ResumedDraft>),
    /// No entries are kept under it: mistyped, enrolled from before, or of another day.
    Unknown,
    /// Too many were wrong in a row.
    Locked {
        seconds: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written_down() {
        let code = ResumeCode::parse(" k7f4 m9qd ").unwrap();
        assert_eq!((code.as_str(), code.shown().as_str()), ("K7F4M9QD", "K7F4-M9QD"));
        assert_eq!(format!("{code:?}"), "ResumeCode(..)");
        for bad in ["", "K7F4M9Q", "K7F4M9QDA", "K7F4M9Q0", "K7F4M9QÄ", "很长的编号很长"] {
            assert!(ResumeCode::parse(bad).is_err(), "{bad}");
        }
    }
}
