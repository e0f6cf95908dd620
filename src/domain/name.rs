//! A person's name as on the passport.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::registration::{FieldFault, NAME_MAX};

/// Letters a name may have: those of Latin alphabets that passports print and that the shipped
/// fonts (Noto Sans SC, behind it Source Sans 3) draw in both cases. Inclusive ranges.
const LETTERS: [(char, char); 44] = [
    ('A', 'Z'),
    ('a', 'z'),
    ('À', 'Ö'),
    ('Ø', 'ö'),
    ('ø', 'ÿ'),
    // Latin Extended-A, whole.
    ('\u{0100}', '\u{017F}'),
    // Extended-B and IPA: West African languages, Azerbaijani, Vietnamese, Pinyin, Romanian.
    ('Ɓ', 'Ɓ'),
    ('Ɔ', 'Ɔ'),
    ('Ɗ', 'Ɗ'),
    ('Ə', 'Ɛ'),
    ('Ɨ', 'Ɨ'),
    ('Ơ', 'ơ'),
    ('Ư', 'ư'),
    ('Ǎ', 'ǜ'),
    ('Ǥ', 'ǧ'),
    ('Ǫ', 'ǫ'),
    ('Ǵ', 'ǵ'),
    ('Ǹ', 'ǿ'),
    ('Ș', 'ț'),
    ('Ȟ', 'ȟ'),
    ('Ȧ', 'ȧ'),
    ('ɓ', 'ɔ'),
    ('ɗ', 'ɗ'),
    ('ə', 'ə'),
    ('ɛ', 'ɛ'),
    ('ɨ', 'ɨ'),
    // Latin Extended Additional: transliterations and Vietnamese.
    ('Ḃ', 'ḃ'),
    ('Ḇ', 'ḇ'),
    ('Ḋ', 'ḑ'),
    ('Ḗ', 'ḗ'),
    ('Ḟ', 'ḫ'),
    ('Ḳ', 'ḻ'),
    ('Ḿ', 'ṉ'),
    ('Ṓ', 'ṓ'),
    ('Ṗ', 'ṣ'),
    ('Ṧ', 'ṧ'),
    ('Ṫ', 'ṯ'),
    ('Ṳ', 'ṳ'),
    ('Ṿ', 'ẅ'),
    ('Ẏ', 'ẏ'),
    ('Ẑ', 'ẕ'),
    ('ẞ', 'ẞ'),
    ('Ạ', 'ỹ'),
    // Okina and its kin: letters in Hawaiian, Tongan and Uzbek, folded like apostrophes.
    ('\u{02BB}', '\u{02BC}'),
];

/// What may stand between letters: apostrophes, hyphens, the full stop of "Jr.", the space.
const JOINERS: [char; 8] = [' ', '-', '\u{2010}', '\u{2011}', '\'', '\u{2018}', '\u{2019}', '.'];

/// A name that the shipped fonts can draw: 1 to 66 characters, kept as typed but for spaces at its ends.
///
/// Letters typed with separate accents are joined with them (Unicode NFC): the same text by Unicode's rules.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

/// How a typed name relates to the register's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMatch {
    /// The same after folding.
    Same,
    /// The same words, with surname and given names in another order: accepted, but shown.
    SameOtherOrder,
    /// Another name.
    Different,
}

impl PersonName {
    /// Checks a typed name.
    ///
    /// # Errors
    /// What is wrong with it, for the field. Positions count the characters of `typed`.
    pub fn parse(typed: &str) -> Result<Self, FieldFault> {
        let mut name = String::with_capacity(typed.len());
        let mut at = 0;
        let mut rest = typed.chars().peekable();
        while let Some(base) = rest.next() {
            // A letter and its accents are judged as one, so that a decomposed é is as good as é.
            let mut cluster = String::from(base);
            while let Some(mark) = rest.next_if(|c| is_combining_mark(*c)) {
                cluster.push(mark);
            }
            let blank_end = base.is_whitespace() && (name.is_empty() || rest.clone().all(char::is_whitespace));
            if !blank_end {
                for c in cluster.nfc() {
                    if c == '0' {
                        return Err(FieldFault::NameZero { at });
                    }
                    if !is_letter(c) && !JOINERS.contains(&c) {
                        return Err(FieldFault::NameCharacter { at, c });
                    }
                    name.push(c);
                }
            }
            at += cluster.chars().count();
        }
        if !name.chars().any(|c| spellings(c).is_some()) {
            return Err(FieldFault::NameEmpty);
        }
        if name.chars().count() > NAME_MAX {
            return Err(FieldFault::NameLong);
        }
        Ok(Self(name))
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In capitals, as passports print names; ß stays one letter (ẞ).
    #[must_use]
    pub fn capitals(&self) -> String {
        let mut capitals = String::with_capacity(self.0.len() * 2);
        for c in self.0.chars() {
            match c {
                'ß' => capitals.push('ẞ'),
                c => capitals.extend(c.to_uppercase()),
            }
        }
        capitals
    }

    /// Compares with the register's name after the transliteration of ICAO Doc 9303 part 3: case,
    /// accents, hyphens, apostrophes and spacing do not count, and where the table allows several
    /// spellings (Ä as AE or A) any of them will do.
    #[must_use]
    pub fn compare(&self, register: &Self) -> NameMatch {
        let (ours, theirs) = (words(&self.0), words(&register.0));
        if same_letters(&ours, &theirs) {
            return NameMatch::Same;
        }
        let swapped = (1..ours.len()).any(|k| same_letters(&rotated(&ours, k), &theirs))
            || (1..theirs.len()).any(|k| same_letters(&ours, &rotated(&theirs, k)))
            || same_words(&ours, &theirs);
        if swapped { NameMatch::SameOtherOrder } else { NameMatch::Different }
    }

    /// Whether every word of `query` begins a word of this name, in any order, after the same transliteration as
    /// [`Self::compare`]. A word may go on into the next one: VIDALORTEGA finds Vidal-Ortega.
    #[must_use]
    pub fn has_words_of(&self, query: &str) -> bool {
        let ours = words(&self.0);
        let asked = words(query);
        !asked.is_empty() && asked.iter().all(|word| (0..ours.len()).any(|from| begins(word, &ours[from..].concat())))
    }

    /// Every letter a name may have, for the test that the fonts draw each.
    pub fn letters() -> impl Iterator<Item = char> {
        LETTERS.iter().flat_map(|(from, to)| *from..=*to)
    }
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(..)")
    }
}

/// The words of `text` (at least `min_letters` long) in the capitals of the machine-readable line,
/// in the plain spelling (Ä as A) and, where it differs, in the long one (Ä as AE).
pub(super) fn folded_words(text: &str, min_letters: usize) -> Vec<zeroize::Zeroizing<String>> {
    let mut folded = Vec::new();
    for word in words(text) {
        let plain: String = word.iter().filter_map(|s| s.last()).copied().collect();
        let long: String = word.iter().filter_map(|s| s.first()).copied().collect();
        for spelling in if plain == long { vec![plain] } else { vec![plain, long] } {
            if spelling.len() >= min_letters {
                folded.push(zeroize::Zeroizing::new(spelling));
            }
        }
    }
    folded
}

/// How many letters of `text` a name is looked up by.
pub(super) fn letters_in(text: &str) -> usize {
    words(text).iter().map(Vec::len).sum()
}

fn is_letter(c: char) -> bool {
    LETTERS.iter().any(|(from, to)| (*from..=*to).contains(&c))
}

/// The spellings of one letter, the longest-established first and the plainest last.
type Spellings = &'static [&'static str];
type Word = Vec<Spellings>;

/// Letter by letter; `None` for what folds away. After ICAO Doc 9303 part 3, section 6 A.
fn spellings(c: char) -> Option<Spellings> {
    const PLAIN: [Spellings; 26] = [
        &["A"],
        &["B"],
        &["C"],
        &["D"],
        &["E"],
        &["F"],
        &["G"],
        &["H"],
        &["I"],
        &["J"],
        &["K"],
        &["L"],
        &["M"],
        &["N"],
        &["O"],
        &["P"],
        &["Q"],
        &["R"],
        &["S"],
        &["T"],
        &["U"],
        &["V"],
        &["W"],
        &["X"],
        &["Y"],
        &["Z"],
    ];
    let several: Option<Spellings> = match c {
        'Ä' | 'ä' => Some(&["AE", "A"]),
        'Å' | 'å' => Some(&["AA", "A"]),
        'Ö' | 'ö' => Some(&["OE", "O"]),
        'Ü' | 'ü' => Some(&["UE", "UXX", "U"]),
        'Ñ' | 'ñ' => Some(&["NXX", "N"]),
        'ß' | 'ẞ' => Some(&["SS"]),
        'ŉ' => Some(&["N"]),
        _ => None,
    };
    if several.is_some() {
        return several;
    }
    let upper = c.to_uppercase().next()?;
    let base = std::iter::once(upper).nfd().next()?;
    match base {
        'A'..='Z' => PLAIN.get(usize::from(u8::try_from(base).ok()? - b'A')).copied(),
        'Æ' => Some(&["AE"]),
        'Œ' => Some(&["OE"]),
        // The table has OE; passports with a plain O are about.
        'Ø' => Some(&["OE", "O"]),
        'Þ' => Some(&["TH"]),
        'Ĳ' => Some(&["IJ"]),
        'Ð' | 'Đ' | 'Ɗ' => Some(&["D"]),
        'Ł' | 'Ŀ' => Some(&["L"]),
        'Ħ' => Some(&["H"]),
        'Ŧ' => Some(&["T"]),
        'Ŋ' => Some(&["N"]),
        'Ǥ' => Some(&["G"]),
        'Ɓ' => Some(&["B"]),
        'Ɔ' => Some(&["O"]),
        'Ɨ' => Some(&["I"]),
        'Ɛ' => Some(&["E"]),
        // Azerbaijani passports write A, others E.
        'Ə' => Some(&["E", "A"]),
        'ĸ' => Some(&["Q", "K"]),
        _ => None,
    }
}

/// Words are what spaces and hyphens part; what folds away is left out.
fn words(name: &str) -> Vec<Word> {
    name.split([' ', '-', '\u{2010}', '\u{2011}'])
        .map(|word| word.chars().filter_map(spellings).collect::<Word>())
        .filter(|word| !word.is_empty())
        .collect()
}

fn rotated(words: &[Word], by: usize) -> Vec<Word> {
    let mut turned = words.to_vec();
    turned.rotate_left(by);
    turned
}

/// Whether one spelling of `a` is one of `b`, word boundaries aside.
fn same_letters(a: &[Word], b: &[Word]) -> bool {
    same_spelling(&a.concat(), &b.concat())
}

/// Whether the words of `a` are those of `b` in any order.
fn same_words(a: &[Word], b: &[Word]) -> bool {
    let mut left: Vec<&Word> = b.iter().collect();
    a.len() == b.len()
        && a.iter().all(|word| {
            left.iter().position(|other| same_spelling(word, other)).map(|found| left.swap_remove(found)).is_some()
        })
}

/// How much of `b` has to be behind us when all of `a` is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Whole,
    Beginning,
}

fn same_spelling(a: &[Spellings], b: &[Spellings]) -> bool {
    walk(a, b, Reach::Whole)
}

/// Whether one spelling of `a` begins one of `b`.
fn begins(a: &[Spellings], b: &[Spellings]) -> bool {
    walk(a, b, Reach::Beginning)
}

/// Walks both names at once, through every spelling of each letter. A state is how many letters
/// are behind us and what one side has spelled beyond the other.
fn walk(a: &[Spellings], b: &[Spellings], reach: Reach) -> bool {
    let mut open = vec![(0, 0, String::new(), String::new())];
    let mut seen = std::collections::HashSet::new();
    while let Some((i, j, ahead_a, ahead_b)) = open.pop() {
        let common = ahead_a.bytes().zip(ahead_b.bytes()).take_while(|(x, y)| x == y).count();
        let (ahead_a, ahead_b) = (ahead_a[common..].to_owned(), ahead_b[common..].to_owned());
        if !ahead_a.is_empty() && !ahead_b.is_empty() {
            continue;
        }
        if !seen.insert((i, j, ahead_a.clone(), ahead_b.clone())) {
            continue;
        }
        if reach == Reach::Beginning && i == a.len() && ahead_a.is_empty() {
            return true;
        }
        if ahead_a.is_empty() && i < a.len() {
            open.extend(a[i].iter().map(|s| (i + 1, j, (*s).to_owned(), ahead_b.clone())));
        } else if ahead_b.is_empty() && j < b.len() {
            open.extend(b[j].iter().map(|s| (i, j + 1, ahead_a.clone(), (*s).to_owned())));
        } else if i == a.len() && j == b.len() && ahead_a.is_empty() && ahead_b.is_empty() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> PersonName {
        PersonName::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    fn compared(typed: &str, register: &str) -> NameMatch {
        name(typed).compare(&name(register))
    }

    #[test]
    fn a_name_is_found_by_beginnings_of_its_words() {
        let found = |name_text: &str, query: &str| name(name_text).has_words_of(query);
        for (register, query) in [
            ("Marco Aurelio Vidal-Ortega", "marco"),
            ("Marco Aurelio Vidal-Ortega", "ort mar"),
            ("Marco Aurelio Vidal-Ortega", "VIDALORTEGA"),
            ("Marco Aurelio Vidal-Ortega", "vidal-ort"),
            ("Łukasz Đorđević-Núñez", "dordevic nunez"),
            ("Elena Müller", "mueller"),
            ("Elena Müller", "MULL"),
            ("Elena Mueller", "müller"),
            ("Elena Müller", "mu"),
            ("Tomás O’Sample", "osam"),
            ("Đặng Thị Mỹ Linh", "dang li"),
        ] {
            assert!(found(register, query), "{query} in {register}");
        }
        for (register, query) in [
            ("Marco Aurelio Vidal-Ortega", "arco"),
            ("Marco Aurelio Vidal-Ortega", "marco luz"),
            ("Marco Aurelio Vidal-Ortega", "marcos"),
            ("Marco Aurelio Vidal-Ortega", ""),
            ("Marco Aurelio Vidal-Ortega", " - 7"),
            ("Elena Müller", "mueler"),
        ] {
            assert!(!found(register, query), "{query} in {register}");
        }
    }

    #[test]
    fn a_name_stays_as_typed() {
        for text in
            ["O’Brien-Núñez", "Đặng Thị Mỹ", "Łukasz", "İpek Yıldız", "Li", "Martin  Jr.", "Sa'id Ka\u{02BB}ahumanu"]
        {
            assert_eq!(name(text).as_str(), text);
        }
        assert_eq!(name("  Ana Lu\u{301}z ").as_str(), "Ana Lúz");
    }

    #[test]
    fn faults_say_where() {
        let fault = |text: &str| PersonName::parse(text).err();
        assert_eq!(fault(""), Some(FieldFault::NameEmpty));
        assert_eq!(fault(" -' "), Some(FieldFault::NameEmpty));
        assert_eq!(fault("J0HN"), Some(FieldFault::NameZero { at: 1 }));
        assert_eq!(fault(" J1HN"), Some(FieldFault::NameCharacter { at: 2, c: '1' }));
        assert_eq!(fault("Анна"), Some(FieldFault::NameCharacter { at: 0, c: 'А' }));
        assert_eq!(fault("王芳"), Some(FieldFault::NameCharacter { at: 0, c: '王' }));
        assert_eq!(fault("Lu\u{301}<A"), Some(FieldFault::NameCharacter { at: 3, c: '<' }));
        assert_eq!(fault("A\u{202E}B"), Some(FieldFault::NameCharacter { at: 1, c: '\u{202E}' }));
        assert_eq!(fault(&"A".repeat(66)), None);
        assert_eq!(fault(&"A".repeat(67)), Some(FieldFault::NameLong));
    }

    #[test]
    fn the_machine_readable_spelling_is_the_same_name() {
        for (typed, register) in [
            ("elena maria vidal ortega", "ELENA MARIA VIDAL-ORTEGA"),
            ("VIDALORTEGA", "Vidal Ortega"),
            ("MUELLER", "Müller"),
            ("MULLER", "Müller"),
            ("Müller", "MUELLER"),
            ("Müller", "Muller"),
            ("Strauß", "STRAUSS"),
            ("SØREN ÅGREN", "SOEREN AAGREN"),
            ("Æthelþryð", "AETHELTHRYD"),
            ("Yıldız İpek", "YILDIZ IPEK"),
            ("MUÑOZ", "MUNXXOZ"),
            ("Łukasz Żółć", "LUKASZ ZOLC"),
            ("Đặng Thị Mỹ", "DANG THI MY"),
            ("O’Brien", "OBRIEN"),
            ("Sa'id", "Said"),
            ("Ĳsbrand", "IJSBRAND"),
            ("Əliyev", "ALIYEV"),
            ("Müller-Graefin", "MULLER GRÄFIN"),
        ] {
            assert_eq!(compared(typed, register), NameMatch::Same, "{typed} / {register}");
        }
    }

    #[test]
    fn capitals_keep_accents_and_can_be_drawn() {
        let capitals = |typed: &str| PersonName::parse(typed).unwrap().capitals();
        assert_eq!(capitals("Łukasz Đorđević-Núñez"), "ŁUKASZ ĐORĐEVIĆ-NÚÑEZ");
        assert_eq!(capitals("Nguyễn Thị Ánh"), "NGUYỄN THỊ ÁNH");
        assert_eq!(capitals("Weiß"), "WEIẞ");
        for letter in PersonName::letters() {
            for c in capitals(&format!("A{letter}")).chars() {
                assert!(is_letter(c), "{letter} becomes {c}");
            }
        }
    }

    #[test]
    fn the_other_order_is_told() {
        for (typed, register) in [
            ("VIDAL-ORTEGA ELENA MARIA", "Elena Maria Vidal-Ortega"),
            ("Nguyen Van An", "An Van Nguyen"),
            ("SMITH JOHN", "John Smith"),
            ("ELENAMARIA VIDALORTEGA", "VIDAL-ORTEGA ELENA MARIA"),
        ] {
            assert_eq!(compared(typed, register), NameMatch::SameOtherOrder, "{typed} / {register}");
        }
    }

    #[test]
    fn another_name_is_another_name() {
        for (typed, register) in [
            ("John Smith", "John Smyth"),
            ("John", "John Smith"),
            ("Ana Ana Luz", "Ana Luz Luz"),
            ("MUEXLLER", "Müller"),
            ("AN VAN", "VAN AN NGUYEN"),
        ] {
            assert_eq!(compared(typed, register), NameMatch::Different, "{typed} / {register}");
        }
    }

    #[test]
    fn every_letter_but_the_apostrophes_has_a_spelling() {
        for c in PersonName::letters().filter(|c| !('\u{02BB}'..='\u{02BC}').contains(c)) {
            assert!(spellings(c).is_some_and(|s| !s.is_empty()), "{c}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in "\\PC{0,80}") {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert!(name.as_str().chars().count() <= NAME_MAX);
                prop_assert_eq!(name.as_str(), text.trim().nfc().collect::<String>());
                prop_assert_eq!(name.compare(&name), NameMatch::Same);
            }
        }

        #[test]
        fn comparing_works_both_ways(a in "[AEOÖUÜNÑX aeoß-]{1,12}", b in "[AEOÖUÜNÑX aeoß-]{1,12}") {
            if let (Ok(a), Ok(b)) = (PersonName::parse(&a), PersonName::parse(&b)) {
                prop_assert_eq!(a.compare(&b) == NameMatch::Same, b.compare(&a) == NameMatch::Same);
            }
        }
    }
}
