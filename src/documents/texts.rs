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
    pub inquiry: InquiryTexts,
    pub take_home: TakeHomeTexts,
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

/// Texts of the inquiry on paper; the table's are the letter's. `{date}` and `{days}` are filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InquiryTexts {
    pub title: Pair,
    pub opening: Pair,
    pub status: Pair,
    pub valid: Pair,
    pub soon: Pair,
    pub future: Pair,
    pub expired: Pair,
    pub revoked: Pair,
}

/// Texts of the take-home sheet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeHomeTexts {
    pub title: Pair,
    pub app: Pair,
    /// Beside the code.
    pub scan: Pair,
    /// Instead of it, where no address is configured.
    pub search: Pair,
    pub terms: Vec<String>,
    pub stores: Pair,
    pub phone: Pair,
    pub steps: Vec<Pair>,
    pub forgotten: Pair,
    pub forgotten_text: Pair,
    pub duty: Pair,
    pub duty_text: Pair,
    pub ask: Pair,
    pub nothing: Pair,
}

/// Sections that came later: a template without them has the shipped ones.
const LATER: [&str; 2] = ["inquiry", "take_home"];

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
        let broken = |e: toml::de::Error| DocumentError::Texts(e.to_string());
        let mut template: toml::Table = toml::from_str(toml).map_err(broken)?;
        if LATER.iter().any(|section| !template.contains_key(*section)) {
            let shipped: toml::Table = toml::from_str(SHIPPED).map_err(broken)?;
            for (section, texts) in shipped.into_iter().filter(|(section, _)| LATER.contains(&section.as_str())) {
                template.entry(section).or_insert(texts);
            }
        }
        template.try_into().map_err(broken)
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
    fn a_template_of_before_the_later_documents_still_serves() {
        let from = SHIPPED.find("[inquiry]").unwrap();
        let to = SHIPPED.find("[demo]").unwrap();
        let before = format!("{}{}", &SHIPPED[..from], &SHIPPED[to..]);
        assert_eq!(Texts::parse(&before).unwrap(), Texts::shipped().unwrap());
    }

    #[test]
    fn holes_are_filled_in_both_languages() {
        let texts = Texts::shipped().unwrap();
        let filled = texts.letter.value.category.with("category", "B");
        assert_eq!((filled.zh.as_str(), filled.en.as_str()), ("B类", "Category B"));
    }
}
