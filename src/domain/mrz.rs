//! The machine-readable lines of a passport: two lines of 44 characters (ICAO Doc 9303 part 4, TD3).
//!
//! Read for one purpose, the spelling of a name, and nothing else of them is kept. The upper line has the name
//! and no check digits, so it is enough by itself; where the lower one is given too, as by a reader that types,
//! its check digits must hold.

use zeroize::Zeroizing;

use super::secret::Secret;

/// Characters in a line.
pub const LINE: usize = 44;
/// Most characters the field takes: both lines, and blanks that somebody types between groups.
pub const TYPED_MAX: usize = 110;
/// Where the name begins in the upper line, after the kind of document and the issuing state.
const NAME_AT: usize = 5;
const FILLER: u8 = b'<';

/// A name as the machine-readable line has it: capitals without accents, hyphens or apostrophes.
#[derive(Clone, Debug, PartialEq)]
pub struct LineName {
    /// The primary identifier, its parts divided by spaces.
    pub surname: Secret,
    /// The secondary identifier; empty for people who have a single name.
    pub given: Secret,
    /// The line ends within the name: there was no room for the rest.
    pub cut: bool,
}

/// What stands in the way of reading a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzFault {
    Empty,
    /// Neither a letter, nor a digit, nor `<`; `at` counts what was typed.
    Character {
        at: usize,
        c: char,
    },
    /// It does not begin as the upper line of a passport does.
    NotUpper,
    /// More than one line, but not two whole ones.
    Length {
        chars: usize,
    },
    /// A digit within the name; `at` counts what was typed.
    NameDigit {
        at: usize,
    },
    /// There is no name in it, or something that is no name.
    NoName,
    /// A check digit of the lower line does not fit.
    CheckDigit(CheckedField),
}

/// A field of the lower line with a check digit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckedField {
    DocumentNumber,
    BirthDate,
    ExpiryDate,
    PersonalNumber,
    /// The last digit, over all of these.
    Whole,
}

impl MrzFault {
    /// The catalogue's key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "e_mrz_empty",
            Self::Character { .. } => "e_mrz_char",
            Self::NotUpper => "e_mrz_upper",
            Self::Length { .. } => "e_mrz_length",
            Self::NameDigit { .. } => "e_mrz_digit",
            Self::NoName => "e_mrz_name",
            Self::CheckDigit(_) => "e_mrz_check",
        }
    }
}

impl LineName {
    /// Surname, then given names, as the passport's page has them.
    #[must_use]
    pub fn full(&self) -> Secret {
        let mut full = Secret::with_capacity(LINE);
        full.insert(0, self.surname.as_str());
        if !self.given.is_empty() {
            full.insert(LINE, " ");
            full.insert(LINE, self.given.as_str());
        }
        full
    }
}

/// Reads the name from the upper line, with or without the fillers at its end, or from both lines.
///
/// # Errors
/// What stands in the way; the first fault found, from the left.
pub fn read(typed: &str) -> Result<LineName, MrzFault> {
    let lines = characters(typed)?;
    if lines.is_empty() {
        return Err(MrzFault::Empty);
    }
    if lines.first() != Some(&b'P') || lines.get(2..NAME_AT).is_some_and(|state| state.iter().any(u8::is_ascii_digit)) {
        return Err(MrzFault::NotUpper);
    }
    if lines.len() > LINE {
        let Some(lower) = lines.get(LINE..).filter(|lower| lower.len() == LINE) else {
            return Err(MrzFault::Length { chars: lines.len() });
        };
        check(lower)?;
    }
    let upper = lines.get(..LINE).unwrap_or(&lines);
    if let Some(digit) = upper.iter().skip(NAME_AT).position(u8::is_ascii_digit).map(|digit| digit + NAME_AT) {
        let at = typed.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).nth(digit).map_or(digit, |(at, _)| at);
        return Err(MrzFault::NameDigit { at });
    }
    name(upper.get(NAME_AT..).unwrap_or_default(), upper.len() == LINE)
}

/// The characters of the lines: blanks left out, small letters as capitals.
fn characters(typed: &str) -> Result<Zeroizing<Vec<u8>>, MrzFault> {
    let mut lines = Zeroizing::new(Vec::with_capacity(2 * LINE));
    for (at, c) in typed.chars().enumerate().filter(|(_, c)| !c.is_whitespace()) {
        let upper = c.to_ascii_uppercase();
        match u8::try_from(upper) {
            Ok(byte) if byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == FILLER => lines.push(byte),
            _ => return Err(MrzFault::Character { at, c }),
        }
    }
    Ok(lines)
}

/// Reads the name's field: primary identifier, two fillers, secondary identifier, fillers to the end.
fn name(field: &[u8], whole: bool) -> Result<LineName, MrzFault> {
    let cut = whole && field.last().is_some_and(|last| *last != FILLER);
    let text = std::str::from_utf8(field).map_err(|_| MrzFault::NoName)?;
    let text = text.trim_end_matches('<');
    let (primary, secondary) = text.split_once("<<").unwrap_or((text, ""));
    // After the fillers that end the name nothing can follow, and it begins with a letter.
    let broken = secondary.contains("<<") || text.starts_with('<');
    if primary.is_empty() || broken {
        return Err(MrzFault::NoName);
    }
    Ok(LineName { surname: parts(primary), given: parts(secondary), cut })
}

/// The parts of an identifier, divided by spaces instead of fillers.
fn parts(identifier: &str) -> Secret {
    let mut name = Secret::with_capacity(LINE);
    for part in identifier.split('<').filter(|part| !part.is_empty()) {
        if !name.is_empty() {
            name.insert(LINE, " ");
        }
        name.insert(LINE, part);
    }
    name
}

/// Checks every check digit of a lower line.
fn check(lower: &[u8]) -> Result<(), MrzFault> {
    let field = |range: std::ops::Range<usize>| lower.get(range).unwrap_or_default();
    let digit = |at: usize| lower.get(at).copied().unwrap_or(FILLER);
    for (name, range, at) in [
        (CheckedField::DocumentNumber, 0..9, 9),
        (CheckedField::BirthDate, 13..19, 19),
        (CheckedField::ExpiryDate, 21..27, 27),
        (CheckedField::PersonalNumber, 28..42, 42),
    ] {
        let content = field(range);
        // An optional field that is empty may have a filler instead of a zero.
        let left_out = name == CheckedField::PersonalNumber && digit(at) == FILLER;
        let fits = if left_out { content.iter().all(|c| *c == FILLER) } else { digit(at) == check_digit([content]) };
        if !fits {
            return Err(MrzFault::CheckDigit(name));
        }
    }
    if digit(43) == check_digit([field(0..10), field(13..20), field(21..43)]) {
        Ok(())
    } else {
        Err(MrzFault::CheckDigit(CheckedField::Whole))
    }
}

/// The check digit over `fields`, as a character: weights 7, 3, 1 over digits, letters from 10 and fillers as 0,
/// modulo 10 (ICAO Doc 9303 part 3, 4.9).
fn check_digit<const N: usize>(fields: [&[u8]; N]) -> u8 {
    let sum: u32 = fields
        .into_iter()
        .flatten()
        .zip([7_u32, 3, 1].into_iter().cycle())
        .map(|(c, weight)| {
            let value = match c {
                b'0'..=b'9' => c - b'0',
                b'A'..=b'Z' => c - b'A' + 10,
                _ => 0,
            };
            u32::from(value) * weight
        })
        .sum();
    b'0' + u8::try_from(sum % 10).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::name::{NameMatch, PersonName};

    /// The specimen of ICAO Doc 9303 part 4.
    const UPPER: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const LOWER: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    fn full(typed: &str) -> String {
        read(typed).unwrap_or_else(|fault| panic!("{typed}: {fault:?}")).full().as_str().to_owned()
    }

    #[test]
    fn the_specimen_is_read_from_one_line_and_from_two() {
        let name = read(UPPER).unwrap();
        assert_eq!((name.surname.as_str(), name.given.as_str(), name.cut), ("ERIKSSON", "ANNA MARIA", false));
        for both in
            [format!("{UPPER}{LOWER}"), format!("{UPPER}\n{LOWER}\n"), format!("{UPPER} {LOWER}").to_lowercase()]
        {
            assert_eq!(full(&both), "ERIKSSON ANNA MARIA");
        }
    }

    #[test]
    fn the_fillers_at_the_end_need_not_be_typed() {
        assert_eq!(full("P<UTOERIKSSON<<ANNA<MARIA"), "ERIKSSON ANNA MARIA");
        assert_eq!(full("p<d<<mustermann<<erika"), "MUSTERMANN ERIKA");
        assert_eq!(full("PPCHNEVIDENCE<<"), "EVIDENCE");
    }

    /// The examples of Doc 9303 part 4, 4.2.3: hyphens, apostrophes, single names, names without a secondary.
    #[test]
    fn the_rules_for_names_are_followed() {
        assert_eq!(full("P<UTOSMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<"), "SMITH JONES SUSIE MARGARET");
        assert_eq!(full("P<UTODARTAGNAN<<ALAIN"), "DARTAGNAN ALAIN");
        assert_eq!(full("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"), "ARKFREITH");
    }

    #[test]
    fn a_name_without_room_is_told_to_be_cut() {
        // Doc 9303's longest example, whose last given name ends at the edge of the line.
        let cut = "P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K";
        assert_eq!(cut.len(), LINE);
        assert!(read(cut).unwrap().cut);
        let longest = "P<UTOBENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNA";
        assert_eq!(longest.len(), LINE);
        let name = read(longest).unwrap();
        assert!(name.cut && name.given.is_empty());
    }

    #[test]
    fn accents_and_hyphens_lost_in_the_line_still_match_the_register() {
        for (line, register) in [
            ("P<UTOVIDAL<ORTEGA<<ELENA<MARIA", "Elena María Vidal-Ortega"),
            ("P<D<<MUELLER<<JUERGEN", "Jürgen Müller"),
            ("P<NOROESTERGAARD<<SOEREN", "Søren Østergaard"),
            ("P<IRLOCONNOR<<SEAN", "Seán O’Connor"),
        ] {
            let read = PersonName::parse(&full(line)).unwrap();
            assert_ne!(read.compare(&PersonName::parse(register).unwrap()), NameMatch::Different, "{register}");
        }
    }

    #[test]
    fn each_check_digit_of_the_lower_line_counts() {
        for (at, field) in [
            (0, CheckedField::DocumentNumber),
            (9, CheckedField::DocumentNumber),
            (14, CheckedField::BirthDate),
            (19, CheckedField::BirthDate),
            (22, CheckedField::ExpiryDate),
            (28, CheckedField::PersonalNumber),
            (42, CheckedField::PersonalNumber),
            (43, CheckedField::Whole),
        ] {
            let mut wrong = LOWER.as_bytes().to_vec();
            wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
            let typed = format!("{UPPER}{}", String::from_utf8(wrong).unwrap());
            assert_eq!(read(&typed), Err(MrzFault::CheckDigit(field)), "{at}");
        }
        // Neither sex nor nationality has one.
        assert!(read(&format!("{UPPER}{}", LOWER.replace("UTO", "XXX"))).is_ok());
    }

    #[test]
    fn an_empty_personal_number_may_have_a_filler_for_its_digit() {
        let lower = "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0";
        assert_eq!(full(&format!("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<{lower}")), "MUSTERMANN ERIKA");
    }

    #[test]
    fn what_is_no_upper_line_is_told_apart() {
        assert_eq!(read("  "), Err(MrzFault::Empty));
        assert_eq!(read("P<UTOMÜLLER"), Err(MrzFault::Character { at: 6, c: 'Ü' }));
        assert_eq!(read(LOWER), Err(MrzFault::NotUpper));
        assert_eq!(read("P1234567<6UTO7408122F1204159<<<<<<<<<<<<<<<4"), Err(MrzFault::NotUpper));
        assert_eq!(read("P<UTO ERIKSS0N<<ANNA"), Err(MrzFault::NameDigit { at: 12 }));
        // Also after a digit that may stand.
        assert_eq!(read("P1UTOERIKSS0N<<ANNA"), Err(MrzFault::NameDigit { at: 11 }));
        assert_eq!(read(&format!("{UPPER}<")), Err(MrzFault::Length { chars: 45 }));
        for nothing in ["P", "P<UTO", "P<UTO<<ANNA", "P<UTOERIKSSON<<ANNA<<MARIA"] {
            assert_eq!(read(nothing), Err(MrzFault::NoName), "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_fail(typed in "\\PC{0,130}") {
            let _ = read(&typed);
        }

        #[test]
        fn any_line_is_read_or_refused(line in "[A-Z0-9<]{0,96}") {
            if let Ok(name) = read(&line) {
                prop_assert!(name.full().chars() <= LINE);
            }
        }

        #[test]
        fn a_name_put_into_a_line_comes_out_again(
            surname in "[A-Z]{1,8}( [A-Z]{1,8}){0,1}", given in "[A-Z]{1,8}( [A-Z]{1,6}){0,1}"
        ) {
            let line = format!("P<UTO{}<<{}", surname.replace(' ', "<"), given.replace(' ', "<"));
            prop_assert_eq!(full(&format!("{line:<<44}")), format!("{surname} {given}"));
        }

        #[test]
        fn one_wrong_character_is_found_by_the_check_digits(at in 0_usize..44, other in "[A-Z0-9]") {
            // Sex and nationality have none; ten values stand for each digit, so some letters pass unseen.
            let mut wrong = LOWER.as_bytes().to_vec();
            let before = check_digit([&wrong[at..=at]]);
            wrong[at] = other.as_bytes()[0];
            prop_assume!(!(10..13).contains(&at) && at != 20 && check_digit([&wrong[at..=at]]) != before);
            let typed = format!("{UPPER}{}", String::from_utf8(wrong).unwrap());
            prop_assert!(matches!(read(&typed), Err(MrzFault::CheckDigit(_))));
        }
    }
}
