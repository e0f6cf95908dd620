//! The on-screen keyboard's keys: which stand where, and which accents hide behind a letter.

/// Which keys a field needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyLayout {
    /// Letters with accents, space, hyphen, apostrophe.
    Name,
    /// Digits first, then capital letters; no symbols.
    Number,
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
            vec![chars("1234567890"), chars("QWERTYUIOP"), chars("ASDFGHJKL"), last, vec![Key::Space, Key::Done]]
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

/// The accents behind a small letter, in the order they are offered; for names only.
#[must_use]
pub fn accents(letter: char) -> &'static [char] {
    match letter {
        'a' => &['á', 'à', 'â', 'ä', 'ã', 'å', 'ā', 'ă', 'ą', 'æ'],
        'c' => &['ç', 'ć', 'č'],
        'd' => &['ď', 'đ', 'ð'],
        'e' => &['é', 'è', 'ê', 'ë', 'ē', 'ę', 'ě', 'ė', 'ẽ'],
        'g' => &['ğ'],
        'i' => &['í', 'ì', 'î', 'ï', 'ī', 'ı', 'ĩ'],
        'l' => &['ł', 'ľ'],
        'n' => &['ñ', 'ń', 'ň'],
        'o' => &['ó', 'ò', 'ô', 'ö', 'õ', 'ø', 'ő', 'ō', 'œ', 'ơ'],
        'r' => &['ř'],
        's' => &['ś', 'š', 'ş', 'ș', 'ß'],
        't' => &['ť', 'ţ', 'ț', 'þ'],
        'u' => &['ú', 'ù', 'û', 'ü', 'ū', 'ů', 'ű', 'ũ', 'ư'],
        'y' => &['ý', 'ÿ', 'ỹ'],
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

    #[test]
    fn a_password_can_have_every_printable_ascii_character() {
        let keys: Vec<Key> = [false, true].into_iter().flat_map(|s| rows(KeyLayout::Password, s)).flatten().collect();
        for c in '!'..='~' {
            let small = c.to_ascii_lowercase();
            assert!(keys.contains(&Key::Char(small)), "{c} cannot be typed");
        }
    }

    #[test]
    fn every_layout_can_delete_and_be_put_away() {
        for layout in [KeyLayout::Name, KeyLayout::Number, KeyLayout::Password] {
            for symbols in [false, true] {
                let keys: Vec<Key> = rows(layout, symbols).into_iter().flatten().collect();
                assert!(keys.contains(&Key::Delete) && keys.contains(&Key::Done), "{layout:?}");
            }
        }
    }
}
