//! Text that must not outlive the visitor: typed names, numbers and passwords.

use zeroize::Zeroize;

/// Typed text of bounded size that is overwritten when dropped.
///
/// The buffer never grows, so typing leaves no copies behind in freed memory. `Debug` never shows
/// the content.
pub struct Secret {
    text: String,
    max_chars: usize,
}

impl Secret {
    /// Most bytes a character can take in UTF-8.
    const CHAR_BYTES: usize = 4;

    /// An empty text that takes at most `max_chars` characters.
    #[must_use]
    pub fn with_capacity(max_chars: usize) -> Self {
        Self { text: String::with_capacity(max_chars * Self::CHAR_BYTES), max_chars }
    }

    /// A full text, for values that do not come from a keyboard. Takes at most `max_chars`
    /// characters of `text`.
    #[must_use]
    pub fn copied(text: &str, max_chars: usize) -> Self {
        let mut secret = Self::with_capacity(max_chars);
        secret.insert(0, text);
        secret
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Length in characters.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Nothing typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Inserts as many characters of `text` as fit, at character `at`; returns how many.
    pub fn insert(&mut self, at: usize, text: &str) -> usize {
        let room = self.max_chars.saturating_sub(self.chars());
        let mut byte = self.byte_at(at);
        let mut taken = 0;
        for c in text.chars().filter(|c| !c.is_control()).take(room) {
            self.text.insert(byte, c);
            byte += c.len_utf8();
            taken += 1;
        }
        taken
    }

    /// Removes the characters of `range` (character indices).
    pub fn remove(&mut self, range: std::ops::Range<usize>) {
        let (from, to) = (self.byte_at(range.start), self.byte_at(range.end));
        if from < to {
            self.text.drain(from..to);
        }
    }

    /// Overwrites and empties the text.
    pub fn clear(&mut self) {
        self.text.zeroize();
        // `zeroize` keeps the capacity; make sure of it for the next typing.
        self.text.reserve_exact(self.max_chars * Self::CHAR_BYTES);
    }

    fn byte_at(&self, char_index: usize) -> usize {
        self.text.char_indices().nth(char_index).map_or(self.text.len(), |(b, _)| b)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl Clone for Secret {
    fn clone(&self) -> Self {
        Self::copied(&self.text, self.max_chars)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn typing_never_moves_the_buffer() {
        let mut s = Secret::with_capacity(16);
        let before = s.as_str().as_ptr();
        for _ in 0..40 {
            s.insert(s.chars(), "密");
        }
        assert_eq!(s.chars(), 16);
        assert_eq!(before, s.as_str().as_ptr());
    }

    #[test]
    fn edits_count_characters_not_bytes() {
        let mut s = Secret::copied("Zoë", 8);
        s.insert(2, "é");
        s.remove(0..1);
        assert_eq!(s.as_str(), "oéë");
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::copied("hunter22", 16)), "Secret(..)");
    }
}
