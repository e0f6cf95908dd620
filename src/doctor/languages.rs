//! The texts of every language: what each catalogue lacks beside the English one, and what nobody asks for.

use std::path::Path;

use serde::Serialize;
use skrifa::MetadataProvider;

use super::Looked;
use crate::domain::device_check::{Finding, Notice};
use crate::domain::language::Language;
use crate::text::{Words, WordsError, fonts};

/// One catalogue held beside the English one.
#[derive(Clone, Debug, Serialize)]
pub struct Catalogue {
    /// BCP 47 tag.
    pub tag: String,
    /// How many texts the English catalogue has.
    pub texts: usize,
    /// Shown in English.
    pub missing: Vec<String>,
    /// Asked for by no page.
    pub unused: Vec<String>,
    /// With other placeholders than in English.
    pub values: Vec<String>,
    /// Characters that no shipped font has.
    pub undrawn: String,
}

impl Catalogue {
    /// Nothing is shown in English, and nothing as an empty box.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.undrawn.is_empty()
    }
}

/// Every catalogue, and what could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub catalogues: Vec<Catalogue>,
    pub unreadable: Vec<String>,
}

/// Compares the Chinese catalogue and those of `folder` with the English one.
///
/// # Errors
/// If a built-in catalogue is damaged.
pub fn report(folder: Option<&Path>) -> Result<Report, WordsError> {
    let (words, errors) = Words::load_with(folder)?;
    let languages = words.languages().iter().copied().filter(|language| *language != Language::English);
    let catalogues = languages
        .map(|language| {
            let compared = words.compared(language);
            Catalogue {
                tag: language.tag().to_owned(),
                texts: compared.texts,
                missing: compared.missing,
                unused: compared.unused,
                values: compared.values,
                undrawn: undrawn(&words, language),
            }
        })
        .collect();
    Ok(Report { catalogues, unreadable: errors.iter().map(ToString::to_string).collect() })
}

/// The characters of a further language that no shipped font draws, each once.
fn undrawn(words: &Words, language: Language) -> String {
    let files = [fonts::NOTO_SANS_SC_REGULAR, fonts::SOURCE_SANS_REGULAR];
    let fonts: Vec<_> = files.iter().filter_map(|file| skrifa::FontRef::new(file).ok()).collect();
    let mut missing: Vec<char> = words
        .texts(language)
        .iter()
        .flat_map(|text| text.chars())
        .filter(|c| !c.is_control() && !fonts.iter().any(|font| font.charmap().map(*c).is_some()))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    missing.into_iter().collect()
}

/// Compares the languages of `folder` with the English texts; without a folder there are only the built-in ones.
#[must_use]
pub fn look(folder: Option<&Path>) -> Looked {
    let complete = Finding::of(Notice::LanguagesComplete);
    let Some(folder) = folder else {
        return Looked::well(complete, "Chinese and English");
    };
    let report = match report(Some(folder)) {
        Ok(report) => report,
        Err(error) => {
            let finding = Finding::of(Notice::TextsDamaged);
            return Looked::wrong(finding, error.to_string(), "install the program again: it is damaged");
        }
    };
    if let Some(error) = report.unreadable.first() {
        let finding = Finding::of(Notice::LanguagesUnread);
        return Looked::wrong(finding, error.clone(), "correct the file, or take it out of the folder");
    }
    let (whole, lacking): (Vec<&Catalogue>, Vec<&Catalogue>) =
        report.catalogues.iter().partition(|catalogue| catalogue.is_complete());
    let tags = |catalogues: &[&Catalogue]| {
        catalogues.iter().map(|catalogue| catalogue.tag.as_str()).collect::<Vec<_>>().join(", ")
    };
    if lacking.is_empty() {
        let tags = tags(&whole);
        return Looked::well(complete.with(tags.clone()), format!("complete: {tags}"));
    }
    let counts: Vec<String> = lacking
        .iter()
        .map(|catalogue| format!("{}: {} of {} missing", catalogue.tag, catalogue.missing.len(), catalogue.texts))
        .collect();
    let remedy = "`esscard-kiosk i18n check` lists them; until then English stands in their place";
    Looked::wrong(Finding::of(Notice::LanguagesLacking).with(tags(&lacking)), counts.join("; "), remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_lacks_texts_is_told_with_its_tag() {
        assert_eq!(look(None).notice(), Notice::LanguagesComplete);
        let folder = tempfile::tempdir().expect("a folder");
        let own = folder.path().join("vi");
        std::fs::create_dir(&own).expect("made");
        std::fs::write(own.join("all.ftl"), "lang_name = Tiếng Việt\n").expect("written");
        let lacking = look(Some(folder.path()));
        assert_eq!(lacking.notice(), Notice::LanguagesLacking);
        assert_eq!(lacking.finding.detail.as_deref(), Some("vi"));
    }
}
