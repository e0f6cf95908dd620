//! The languages of pages and texts: two that are built in, and those that a folder of catalogues adds.

/// The language shown large; beneath it stands Chinese, and English beneath Chinese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
    /// Read from a folder when the program started.
    Further(Tag),
}

/// A BCP 47 tag of a further language: letters, digits and hyphens of ASCII, e.g. `pt-BR`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag {
    bytes: [u8; Tag::LONGEST],
    len: u8,
}

impl Tag {
    /// Most characters: language, script and region fit.
    const LONGEST: usize = 12;

    /// Reads a tag: a language of two or three letters, then parts after hyphens.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let language = parts.next()?;
        let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let is_part = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_language || !parts.all(is_part) {
            return None;
        }
        let mut bytes = [0; Self::LONGEST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, len: u8::try_from(text.len()).ok()? })
    }

    /// The tag as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..usize::from(self.len)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Tag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Language {
    /// The languages that are built in, for loops over catalogues and tests.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The other language of the pair.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English | Self::Further(_) => Self::Chinese,
        }
    }

    /// BCP 47 tag, also the name of the catalogue's folder.
    #[must_use]
    pub fn tag(&self) -> &str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
            Self::Further(tag) => tag.as_str(),
        }
    }

    /// Reads a BCP 47 tag; `None` if it is none. Whether there are words in a further language is another question.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let built_in = Self::ALL.into_iter().find(|l| l.tag().eq_ignore_ascii_case(tag));
        built_in.or_else(|| Tag::parse(tag).map(Self::Further))
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Tag};

    #[test]
    fn a_tag_stays_as_it_is_written() {
        for tag in ["vi", "fil", "pt-BR", "sr-Latn-RS"] {
            assert_eq!(Tag::parse(tag).map(|t| t.as_str().to_owned()).as_deref(), Some(tag));
        }
        for none in ["", "v", "VI", "english", "../vi", "vi_VN", "vi-", "a-b", "zh-Hant-TW-x-long", "v\u{1ebf}"] {
            assert_eq!(Tag::parse(none), None, "{none}");
        }
    }

    #[test]
    fn the_built_in_ones_are_known_whatever_their_case() {
        assert_eq!(Language::from_tag("ZH-cn"), Some(Language::Chinese));
        assert_eq!(Language::from_tag("en"), Some(Language::English));
        let vietnamese = Language::from_tag("vi").unwrap();
        assert_eq!((vietnamese.tag(), vietnamese.other()), ("vi", Language::Chinese));
    }
}
