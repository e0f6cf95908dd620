//! `i18n check`: what each catalogue lacks, and what nobody asks for.

use std::fmt::Write as _;
use std::path::Path;

use super::{CliError, print};
use crate::config::{Config, ConfigError};
use crate::doctor::languages::{Catalogue, Report, report};

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
