//! The fixed texts of the documents: a template that the authority can replace.

use serde::Deserialize;

use super::DocumentError;

/// The shipped template.
const SHIPPED: &str = include_str!("../../assets/letter/texts.toml");

/// One text in both languages; `{braces}` are filled in by [`Pair::with`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub zh: String,
    pub en: String,
}

impl Pair {
    /// The pair with every `{key}` replaced by its value.
    #[must_use]
    pub fn with(&self, key: &str, value: &str) -> Self {
        let hole = format!("{{{key}}}");
        Self { zh: self.zh.replace(&hole, value), en: self.en.replace(&hole, value) }
    }
}

/// Every fixed text of letter and slip.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub letter: LetterTexts,
    pub slip: SlipTexts,
    pub demo: DemoTexts,
}

/// Texts of the notification letter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterTexts {
    pub title: Pair,
    pub greeting: Pair,
    pub opening: Pair,
    /// Where the register has no value.
    pub none: Pair,
    pub label: Labels,
    pub value: Values,
    pub foot: Foot,
}

/// What stands before each value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub file_number: Pair,
    pub name: Pair,
    pub title: Pair,
    pub passport: Pair,
    pub number: Pair,
    pub category: Pair,
    pub citizenship: Pair,
    pub employer: Pair,
    pub place: Pair,
    pub occupation: Pair,
    pub period: Pair,
    pub validity: Pair,
    pub approver: Pair,
    pub issued: Pair,
    pub family: Pair,
    pub photo: Pair,
}

/// Values that are words: `{category}`, `{months}`, `{days}`, `{from}`, `{until}` are filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    pub mr: Pair,
    pub ms: Pair,
    pub category: Pair,
    pub month: Pair,
    pub months: Pair,
    pub day: Pair,
    pub days: Pair,
    pub validity: String,
}

/// Below the table: `{office}`, `{phone}`, `{date}` are filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foot {
    pub code: Pair,
    pub office: Pair,
    pub phone: Pair,
    pub printed: Pair,
}

/// Texts of the slip.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipTexts {
    pub title: Pair,
    pub say: Pair,
}

/// Marks of the demo.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoTexts {
    pub mark: String,
    pub under_code: String,
    pub foot: Pair,
}

impl Texts {
    /// The shipped texts.
    ///
    /// # Errors
    /// Never for the file this was built with; its test reads it.
    pub fn shipped() -> Result<Self, DocumentError> {
        Self::parse(SHIPPED)
    }

    /// Reads a template (TOML, the keys of the shipped one).
    ///
    /// # Errors
    /// If a key is missing, unknown or not a text.
    pub fn parse(toml: &str) -> Result<Self, DocumentError> {
        toml::from_str(toml).map_err(|e| DocumentError::Texts(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::{SHIPPED, Texts};

    #[test]
    fn the_shipped_texts_are_complete() {
        assert!(Texts::shipped().is_ok());
    }

    #[test]
    fn a_template_without_a_key_is_refused_by_name() {
        let without = SHIPPED.replace("passport = {", "passprot = {");
        let error = Texts::parse(&without).unwrap_err().to_string();
        assert!(error.contains("passprot"), "{error}");
    }

    #[test]
    fn holes_are_filled_in_both_languages() {
        let texts = Texts::shipped().unwrap();
        let filled = texts.letter.value.category.with("category", "B");
        assert_eq!((filled.zh.as_str(), filled.en.as_str()), ("B类", "Category B"));
    }
}
