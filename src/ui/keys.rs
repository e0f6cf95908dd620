//! The on-screen keyboard's keys: which stand where, and which accents hide behind a letter.

/// Which keys a field needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyLayout {
    /// Letters with accents, space, hyphen, apostrophe.
    Name,
    /// Digits first, then capital letters; no symbols, no space.
    Number,
    /// The characters of a machine-readable line: letters, digits, `<`.
    Mrz,
    /// Everything a password can have.
    Password,
}

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Types this character.
    Char(char),
    /// Small letters, capitals.
    Shift,
    /// Deletes to the left.
    Delete,
    /// Letters or symbols.
    Symbols,
    /// A space.
    Space,
    /// Puts the keyboard away.
    Done,
}

/// A row of keys; letters stand for both cases.
pub type Row = Vec<Key>;

fn chars(text: &str) -> Row {
    text.chars().map(Key::Char).collect()
}

fn shifted(text: &str) -> Row {
    let mut row = vec![Key::Shift];
    row.extend(chars(text));
    row.push(Key::Delete);
    row
}

/// The rows of `layout`, from the top.
#[must_use]
pub fn rows(layout: KeyLayout, symbols: bool) -> Vec<Row> {
    match (layout, symbols) {
        (KeyLayout::Name, _) => vec![
            chars("qwertyuiop"),
            chars("asdfghjkl"),
            shifted("zxcvbnm"),
            vec![Key::Char('-'), Key::Char('\''), Key::Space, Key::Done],
        ],
        (KeyLayout::Number, _) => {
            let mut last = chars("ZXCVBNM");
            last.push(Key::Delete);
            vec![chars("1234567890"), chars("QWERTYUIOP"), chars("ASDFGHJKL"), last, vec![Key::Done]]
        }
        (KeyLayout::Mrz, _) => {
            // The filler stands where fingers rest: it is the commonest of them all.
            let mut last = chars("ZXCVBNM");
            last.push(Key::Delete);
            vec![chars("1234567890"), chars("QWERTYUIOP"), chars("ASDFGHJKL<"), last, vec![Key::Done]]
        }
        (KeyLayout::Password, false) => {
            vec![chars("1234567890"), chars("qwertyuiop"), chars("asdfghjkl"), shifted("zxcvbnm"), foot()]
        }
        (KeyLayout::Password, true) => {
            let mut last = chars("`{}~:;?,");
            last.push(Key::Delete);
            vec![chars("1234567890"), chars("!\"#$%^&*()"), chars("+=/\\|<>[]'"), last, foot()]
        }
    }
}

fn foot() -> Row {
    vec![Key::Symbols, Key::Char('-'), Key::Char('@'), Key::Space, Key::Char('.'), Key::Char('_'), Key::Done]
}

/// The accents behind a small letter, in the order they are offered; for names only. Where they
/// fill two rows, the second holds the Vietnamese letters with their tones.
#[must_use]
pub fn accents(letter: char) -> &'static [char] {
    match letter {
        'a' => &[
            'á', 'à', 'â', 'ä', 'ã', 'å', 'ā', 'ă', 'ą', 'æ', 'ả', //
            'ạ', 'ấ', 'ầ', 'ẩ', 'ẫ', 'ậ', 'ắ', 'ằ', 'ẳ', 'ẵ', 'ặ',
        ],
        'c' => &['ç', 'ć', 'č'],
        'd' => &['ď', 'đ', 'ð'],
        'e' => &['é', 'è', 'ê', 'ë', 'ē', 'ę', 'ě', 'ė', 'ẻ', 'ẽ', 'ẹ', 'ế', 'ề', 'ể', 'ễ', 'ệ'],
        'g' => &['ğ'],
        'i' => &['í', 'ì', 'î', 'ï', 'ī', 'ı', 'ĩ', 'ỉ', 'ị'],
        'l' => &['ł', 'ľ'],
        'n' => &['ñ', 'ń', 'ň'],
        'o' => &[
            'ó', 'ò', 'ô', 'ö', 'õ', 'ø', 'ő', 'ō', 'œ', 'ỏ', 'ọ', //
            'ố', 'ồ', 'ổ', 'ỗ', 'ộ', 'ơ', 'ớ', 'ờ', 'ở', 'ỡ', 'ợ',
        ],
        'r' => &['ř'],
        's' => &['ś', 'š', 'ş', 'ș', 'ß'],
        't' => &['ť', 'ţ', 'ț', 'þ'],
        'u' => &['ú', 'ù', 'û', 'ü', 'ū', 'ů', 'ű', 'ũ', 'ủ', 'ụ', 'ư', 'ứ', 'ừ', 'ử', 'ữ', 'ự'],
        'y' => &['ý', 'ÿ', 'ỳ', 'ỷ', 'ỹ', 'ỵ'],
        'z' => &['ź', 'ż', 'ž'],
        _ => &[],
    }
}

/// `letter` as a capital, where it is one character (`ı` becomes `İ`: the dot is what differs).
#[must_use]
pub fn capital(letter: char) -> char {
    match letter {
        'ı' => 'İ',
        'ß' => 'ẞ',
        _ => {
            let mut upper = letter.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(one), None) => one,
                _ => letter,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::name::PersonName;

    #[test]
    fn a_password_can_have_every_printable_ascii_character() {
        let keys: Vec<Key> = [false, true].into_iter().flat_map(|s| rows(KeyLayout::Password, s)).flatten().collect();
        for c in '!'..='~' {
            let small = c.to_ascii_lowercase();
            assert!(keys.contains(&Key::Char(small)), "{c} cannot be typed");
        }
    }

    #[test]
    fn every_character_of_a_machine_readable_line_can_be_typed() {
        let keys: Vec<Key> = rows(KeyLayout::Mrz, false).into_iter().flatten().collect();
        for c in ('A'..='Z').chain('0'..='9').chain(['<']) {
            assert_eq!(keys.iter().filter(|key| **key == Key::Char(c)).count(), 1, "{c}");
        }
    }

    #[test]
    fn every_vietnamese_letter_can_be_typed() {
        let offered: String = ('a'..='z').flat_map(|letter| [&[letter], accents(letter)].concat()).collect();
        for vowel in ["aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ"]
            .into_iter()
            .chain(["uùủũúụ", "ưừửữứự", "yỳỷỹýỵ", "đ"])
        {
            assert!(vowel.chars().all(|c| offered.contains(c)), "{vowel}");
        }
    }

    #[test]
    fn no_accent_is_offered_twice_and_each_may_stand_in_a_name() {
        for letter in 'a'..='z' {
            for (i, accent) in accents(letter).iter().enumerate() {
                assert!(!accents(letter)[..i].contains(accent), "{accent} twice");
                for c in [*accent, capital(*accent)] {
                    assert!(PersonName::letters().any(|known| known == c), "{c}");
                }
            }
        }
    }

    #[test]
    fn every_layout_can_delete_and_be_put_away() {
        for layout in [KeyLayout::Name, KeyLayout::Number, KeyLayout::Mrz, KeyLayout::Password] {
            for symbols in [false, true] {
                let keys: Vec<Key> = rows(layout, symbols).into_iter().flatten().collect();
                assert!(keys.contains(&Key::Delete) && keys.contains(&Key::Done), "{layout:?}");
            }
        }
    }
}
