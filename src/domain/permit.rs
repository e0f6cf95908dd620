//! The work permit as the register knows it.

use serde::{Deserialize, Serialize};

use super::name::PersonName;
use super::registration::FieldFault;
use super::time::Date;

/// A work permit number: letters and digits, upper case, full-width and spaces folded.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PermitNumber(String);

/// Talent category. A: by listed routes; B: limited by market; C: by quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TalentCategory {
    A,
    B,
    C,
}

/// How the letter addresses the holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    Mr,
    Ms,
}

/// What the register says of a permit, apart from its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterStatus {
    /// In force (within its dates).
    InForce,
    /// Ended by the authority.
    Revoked,
}

/// A permit's standing on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Valid {
        days_left: i32,
    },
    /// 30 days or fewer.
    ExpiresSoon {
        days_left: i32,
    },
    /// Not yet valid.
    Future {
        days_until: i32,
    },
    Expired {
        days_ago: i32,
    },
    Revoked,
}

/// A text in both languages; the register may lack either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BothLanguages {
    pub zh: String,
    pub en: String,
}

/// One permit of the register.
#[derive(Clone, PartialEq)]
pub struct WorkPermit {
    pub number: PermitNumber,
    pub name: PersonName,
    /// `None` where the register does not say.
    pub title: Option<Title>,
    pub category: TalentCategory,
    pub citizenship: BothLanguages,
    pub passport_number: String,
    pub employer: BothLanguages,
    pub workplace: BothLanguages,
    pub occupation: BothLanguages,
    pub valid_from: Date,
    pub valid_until: Date,
    pub issued_on: Date,
    /// The authority's file number of the letter; empty where the register does not say.
    pub file_number: String,
    /// Who granted the permit; empty where the register does not say.
    pub approver: BothLanguages,
    /// Those who came with the holder, as the register writes them; often empty.
    pub family_members: String,
    pub status: RegisterStatus,
    /// Reference photo: JPEG or PNG bytes as imported; `None` sends the visitor to staff.
    pub photo: Option<std::sync::Arc<[u8]>>,
}

/// What the register says to a registration.
#[derive(Clone, Debug)]
pub enum RegistrationCheck {
    /// Name and number belong together and the permit is in force.
    Match(Box<WorkPermit>),
    /// Not in the register, or name and number do not belong together: never told which.
    NoMatch,
    /// Its last day of validity has passed.
    Expired(Date),
    Revoked,
    AlreadyRegistered,
}

/// Most characters a number may have: as many as its field takes.
const NUMBER_MAX: usize = 40;

/// Lengths not worth a warning. The card of 2016 had 18; the lengths of later forms are not known
/// to us, so this stays wide and never refuses.
const USUAL_LENGTHS: std::ops::RangeInclusive<usize> = 12..=20;

/// Days from which a permit's end is told.
const SOON_DAYS: i32 = 30;

impl PermitNumber {
    /// Folds and checks a typed number: full-width characters become plain ones, spaces and
    /// hyphens go, letters become capitals.
    ///
    /// # Errors
    /// What is wrong with it, for the field. Positions count the characters of `typed`.
    pub fn parse(typed: &str) -> Result<Self, FieldFault> {
        let mut number = String::with_capacity(NUMBER_MAX);
        for (at, c) in typed.chars().enumerate() {
            let Some(plain) = fold_character(c) else { continue };
            if !plain.is_ascii_alphanumeric() || number.len() == NUMBER_MAX {
                return Err(FieldFault::NumberCharacter { at, c });
            }
            number.push(plain);
        }
        if number.is_empty() { Err(FieldFault::NumberEmpty) } else { Ok(Self(number)) }
    }

    /// The folded number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The length, if it is unusual: worth a warning, never a refusal.
    #[must_use]
    pub fn unusual_length(&self) -> Option<usize> {
        (!USUAL_LENGTHS.contains(&self.0.len())).then_some(self.0.len())
    }

    /// A letter beside a digit that looks like another digit, and that digit: worth a question.
    #[must_use]
    pub fn doubtful_letter(&self) -> Option<(char, char)> {
        let bytes = self.0.as_bytes();
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        bytes.iter().enumerate().find_map(|(at, byte)| {
            let meant = match byte {
                b'O' => '0',
                b'I' => '1',
                _ => return None,
            };
            (digit(at.checked_sub(1)) && digit(Some(at + 1))).then_some((char::from(*byte), meant))
        })
    }

    /// Groups of four, as the number is shown; the last may be shorter.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        // All ASCII, so every byte is a character.
        (0..self.0.len()).step_by(4).map(|at| &self.0[at..self.0.len().min(at + 4)]).collect()
    }

    /// [`Self::groups`] with a space between them.
    #[must_use]
    pub fn grouped(&self) -> String {
        self.groups().join(" ")
    }

    /// What the QR code of a permit holds, on the screen, the letter and the slip alike: the number
    /// in plain ASCII, so that any scanner reads it the same.
    #[must_use]
    pub fn qr_payload(&self) -> &str {
        &self.0
    }

    /// All but the last four characters (or half of a short number) hidden, for lists.
    #[must_use]
    pub fn masked(&self) -> String {
        let shown = 4.min(self.0.len() / 2);
        let hidden = self.0.len() - shown;
        format!("{}{}", "*".repeat(hidden), &self.0[hidden..])
    }
}

/// The plain capital of one typed character; `None` for what only separates.
fn fold_character(c: char) -> Option<char> {
    let plain = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
        _ => c,
    };
    let separates = plain.is_whitespace() || matches!(plain, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    (!separates).then(|| plain.to_ascii_uppercase())
}

/// What is left of a typed number after folding, checked or not.
pub(super) fn fold_number(typed: &str) -> impl Iterator<Item = char> {
    typed.chars().filter_map(fold_character)
}

impl std::fmt::Debug for PermitNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PermitNumber(..)")
    }
}

impl std::fmt::Debug for WorkPermit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WorkPermit(..)")
    }
}

impl TalentCategory {
    /// The letter, as on the card.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
        }
    }

    /// Reads [`Self::letter`], either case.
    #[must_use]
    pub fn from_letter(letter: &str) -> Option<Self> {
        [Self::A, Self::B, Self::C]
            .into_iter()
            .find(|c| letter.eq_ignore_ascii_case(c.letter().encode_utf8(&mut [0; 4])))
    }
}

impl Title {
    /// Both, in the order in which a list shows them.
    pub const ALL: [Self; 2] = [Self::Mr, Self::Ms];

    /// As registers write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mr => "Mr",
            Self::Ms => "Ms",
        }
    }

    /// Reads [`Self::word`], either case, with or without a full stop, or its Chinese equal.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let plain = word.strip_suffix('.').unwrap_or(word);
        match plain {
            "先生" => Some(Self::Mr),
            "女士" => Some(Self::Ms),
            _ => Self::ALL.into_iter().find(|title| plain.eq_ignore_ascii_case(title.word())),
        }
    }
}

impl WorkPermit {
    /// The end of the passport number that may be shown: its last four characters, or half of a
    /// shorter one; `None` if the register has none.
    #[must_use]
    pub fn passport_tail(&self) -> Option<&str> {
        let number = self.passport_number.trim();
        let shown = 4.min(number.chars().count() / 2);
        let from = number.char_indices().rev().nth(shown.checked_sub(1)?)?.0;
        number.get(from..)
    }

    /// Standing on `today`. The first and the last day of validity both count as valid.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        if self.status == RegisterStatus::Revoked {
            return Standing::Revoked;
        }
        let days_until = days(today, self.valid_from);
        if days_until > 0 {
            return Standing::Future { days_until };
        }
        let days_left = days(today, self.valid_until);
        match days_left {
            ..0 => Standing::Expired { days_ago: -days_left },
            0..=SOON_DAYS => Standing::ExpiresSoon { days_left },
            _ => Standing::Valid { days_left },
        }
    }
}

/// Whole days from one date to another; negative into the past.
fn days(from: Date, to: Date) -> i32 {
    // No two dates of the calendar are further apart than an `i32` counts.
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_folded() {
        for typed in ["sp20 2604 1700 0123 45", "SP20-2604-1700-0123-45", "ＳＰ２０　２６０４１７０００１２３４５"]
        {
            let number = PermitNumber::parse(typed).unwrap();
            assert_eq!(number.as_str(), "SP2026041700012345");
            assert_eq!(number.grouped(), "SP20 2604 1700 0123 45");
            assert_eq!(number.unusual_length(), None);
            assert_eq!(number.masked(), "**************2345");
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        let fault = |typed: &str| PermitNumber::parse(typed).err();
        assert_eq!(fault(" - "), Some(FieldFault::NumberEmpty));
        assert_eq!(fault("SP 20/1"), Some(FieldFault::NumberCharacter { at: 5, c: '/' }));
        assert_eq!(fault("号1"), Some(FieldFault::NumberCharacter { at: 0, c: '号' }));
        assert_eq!(fault(&"1".repeat(40)), None);
        assert_eq!(fault(&"1".repeat(41)), Some(FieldFault::NumberCharacter { at: 40, c: '1' }));
    }

    #[test]
    fn a_letter_that_looks_like_a_digit_is_asked_about_among_digits() {
        let asked = |typed: &str| PermitNumber::parse(typed).unwrap().doubtful_letter();
        assert_eq!(asked("SP2026O30200004108"), Some(('O', '0')));
        assert_eq!(asked("sp2026 0302 0000 4i08"), Some(('I', '1')));
        assert_eq!(asked("SP202603020000410O"), None, "at the end it may be a letter");
        assert_eq!(asked("IO2026030200004108"), None);
    }

    #[test]
    fn an_unusual_length_only_warns() {
        assert_eq!(PermitNumber::parse("A1").unwrap().unusual_length(), Some(2));
        assert_eq!(PermitNumber::parse("A1").unwrap().masked(), "*1");
    }

    #[test]
    fn the_last_day_is_still_valid() {
        let mut permit = permit();
        assert_eq!(permit.standing(date(2026, 1, 31)), Standing::Future { days_until: 1 });
        assert_eq!(permit.standing(date(2026, 2, 1)), Standing::Valid { days_left: 89 });
        assert_eq!(permit.standing(date(2026, 4, 1)), Standing::ExpiresSoon { days_left: 30 });
        assert_eq!(permit.standing(date(2026, 3, 31)), Standing::Valid { days_left: 31 });
        assert_eq!(permit.standing(date(2026, 5, 1)), Standing::ExpiresSoon { days_left: 0 });
        assert_eq!(permit.standing(date(2026, 5, 2)), Standing::Expired { days_ago: 1 });
        permit.status = RegisterStatus::Revoked;
        assert_eq!(permit.standing(date(2026, 2, 1)), Standing::Revoked);
    }

    #[test]
    fn only_the_end_of_a_passport_number_is_shown() {
        let tail = |number: &str| {
            let permit = WorkPermit { passport_number: number.into(), ..permit() };
            permit.passport_tail().map(str::to_owned)
        };
        assert_eq!(tail("X12344821").as_deref(), Some("4821"));
        assert_eq!(tail("AB12").as_deref(), Some("12"));
        assert_eq!(tail(" "), None);
        assert_eq!(tail("护照9"), Some("9".into()));
    }

    fn permit() -> WorkPermit {
        WorkPermit {
            number: PermitNumber::parse("SP2026041700012345").unwrap(),
            name: PersonName::parse("ELENA MARIA").unwrap(),
            category: TalentCategory::B,
            title: None,
            citizenship: BothLanguages::default(),
            passport_number: String::new(),
            employer: BothLanguages::default(),
            workplace: BothLanguages::default(),
            occupation: BothLanguages::default(),
            valid_from: date(2026, 2, 1),
            valid_until: date(2026, 5, 1),
            issued_on: date(2026, 1, 1),
            file_number: String::new(),
            approver: BothLanguages::default(),
            family_members: String::new(),
            status: RegisterStatus::InForce,
            photo: None,
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in "\\PC{0,60}") {
            if let Ok(number) = PermitNumber::parse(&text) {
                prop_assert!((1..=NUMBER_MAX).contains(&number.as_str().len()));
                prop_assert_eq!(PermitNumber::parse(&number.grouped()), Ok(number));
            }
        }
    }
}
