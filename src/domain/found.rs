//! Looking up enrollments at the counter: what staff type, and what they see of what is found.

use super::name::{PersonName, letters_in};
use super::permit::{PermitNumber, Standing, TalentCategory};
use super::secret::Secret;
use super::time::Date;

/// Fewest letters a name is looked up by: one alone would list a part of everybody.
const LEAST_LETTERS: usize = 2;

/// Most characters of a query.
const MOST_CHARS: usize = 120;

/// What staff look for: one text, which may be several things at once.
#[derive(Clone, Debug)]
pub struct FindQuery {
    name: Option<Secret>,
    number: Option<PermitNumber>,
    enrollment: Option<i64>,
}

/// Text that finds nothing by its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindFault {
    #[error("nothing was typed")]
    Empty,
    #[error("a name is looked up by two letters at least")]
    TooShort,
    #[error("this is neither a name nor a number")]
    NotReadable,
}

impl FindQuery {
    /// Reads what was typed: with a digit in it it is a number (of a permit, or of an enrollment if it is all
    /// digits), else beginnings of a name's words.
    ///
    /// # Errors
    /// Why it cannot be looked for.
    pub fn parse(typed: &Secret) -> Result<Self, FindFault> {
        let text = typed.as_str().trim();
        if text.is_empty() {
            return Err(FindFault::Empty);
        }
        // Full-width digits are digits, too: PermitNumber folds them.
        let folded = PermitNumber::parse(text);
        if let Ok(number) = folded
            && number.as_str().contains(|c: char| c.is_ascii_digit())
        {
            let enrollment = number.as_str().parse().ok().filter(|id| *id > 0);
            return Ok(Self { name: None, number: Some(number), enrollment });
        }
        match letters_in(text) {
            0 => Err(FindFault::NotReadable),
            letters if letters < LEAST_LETTERS => Err(FindFault::TooShort),
            _ => Ok(Self { name: Some(Secret::copied(text, MOST_CHARS)), number: None, enrollment: None }),
        }
    }

    /// Whether an enrollment is one of those looked for.
    #[must_use]
    pub fn finds(&self, enrollment: i64, number: &PermitNumber, name: &PersonName) -> bool {
        self.enrollment == Some(enrollment)
            || self.number.as_ref() == Some(number)
            || self.name.as_ref().is_some_and(|query| name.has_words_of(query.as_str()))
    }
}

/// How an enrollment was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundMethod {
    Face,
    /// By staff, with documents.
    Staff,
}

impl FoundMethod {
    /// The method with this stored form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "face" => Some(Self::Face),
            "staff" => Some(Self::Staff),
            _ => None,
        }
    }
}

/// How a holder's consent to face recognition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentState {
    /// Never given: staff verified.
    None,
    Given,
    Withdrawn,
}

/// One enrollment as staff find it. The permit number is not whole in it.
#[derive(Clone)]
pub struct Found {
    /// Pseudonymous id, as in the audit log.
    pub enrollment: i64,
    pub name: PersonName,
    /// The permit number, all but its end hidden.
    pub number: String,
    pub category: TalentCategory,
    pub enrolled_on: Date,
    pub method: FoundMethod,
    pub standing: Standing,
    /// Signing in has to wait, or is locked.
    pub sign_in_locked: bool,
    pub face_locked: bool,
    pub consent: ConsentState,
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found(enrollment {})", self.enrollment)
    }
}

/// Which locks of a holder were lifted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unlocked {
    pub sign_in: bool,
    pub face: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(typed: &str) -> Result<FindQuery, FindFault> {
        FindQuery::parse(&Secret::copied(typed, 120))
    }

    fn finds(typed: &str, enrollment: i64) -> bool {
        let number = PermitNumber::parse("SP2026041700012345").unwrap();
        let name = PersonName::parse("Marco Aurelio Vidal-Ortega").unwrap();
        query(typed).unwrap().finds(enrollment, &number, &name)
    }

    #[test]
    fn one_text_is_a_name_or_a_number() {
        for typed in
            ["vidal", "sp20 2604 1700 0123 45", "ＳＰ２０２６０４１７０００１２３４５", "17", " 0017 ", "or ma"]
        {
            assert!(finds(typed, 17), "{typed}");
        }
        for typed in ["vidal luz", "SP2026041700012346", "2345", "1", "SP"] {
            assert!(!finds(typed, 17), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_looked_for_is_told() {
        for (typed, fault) in [
            (" ", FindFault::Empty),
            ("v", FindFault::TooShort),
            ("-v'", FindFault::TooShort),
            ("王芳", FindFault::NotReadable),
            ("--", FindFault::NotReadable),
        ] {
            assert_eq!(query(typed).err(), Some(fault), "{typed}");
        }
    }

    #[test]
    fn neither_query_nor_finding_is_told() {
        assert!(!format!("{:?}", query("vidal")).to_lowercase().contains("vidal"));
        assert!(!format!("{:?}", query("SP2026041700012345")).contains("2345"));
    }
}
