//! `i18n check`: what each catalogue lacks, and what nobody asks for.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;
use skrifa::MetadataProvider;

use super::{CliError, print};
use crate::config::{Config, ConfigError};
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

/// Prints the report.
///
/// # Errors
/// [`CliError::Reported`] if a text is missing or a file cannot be read.
pub fn check(config: Option<&Path>, folder: Option<&Path>, json: bool) -> Result<(), CliError> {
    let configured = match (folder, Config::find(config)) {
        (Some(folder), _) => Some(folder.to_owned()),
        (None, Ok(config)) => config.languages,
        // Without a configuration there are the built-in ones to look at.
        (None, Err(ConfigError::NotFound { .. })) => None,
        (None, Err(error)) => return Err(error.into()),
    };
    let report = report(configured.as_deref()).map_err(CliError::said)?;
    if json {
        print(&format!("{}\n", serde_json::to_string_pretty(&report).map_err(CliError::said)?))?;
    } else {
        print(&text(&report))?;
    }
    let complete = report.unreadable.is_empty() && report.catalogues.iter().all(Catalogue::is_complete);
    if complete { Ok(()) } else { Err(CliError::Reported) }
}

fn text(report: &Report) -> String {
    let mut out = String::new();
    for catalogue in &report.catalogues {
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{}: {} of {} texts missing, {} unused",
            catalogue.tag,
            catalogue.missing.len(),
            catalogue.texts,
            catalogue.unused.len()
        );
        for (what, keys) in
            [("missing", &catalogue.missing), ("unused", &catalogue.unused), ("other placeholders", &catalogue.values)]
        {
            for key in keys {
                let _ = writeln!(out, "  {what:<18} {key}");
            }
        }
        if !catalogue.undrawn.is_empty() {
            let _ = writeln!(out, "  {:<18} {}", "in no shipped font", catalogue.undrawn);
        }
    }
    for error in &report.unreadable {
        let _ = writeln!(out, "unreadable: {error}");
    }
    out
}
