//! `doctor`: is everything there that a kiosk needs, and what to do where it is not.

mod data;
mod devices;
mod machine;

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::{CliError, print};
use crate::config::{Config, ConfigError};

/// How one part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Nothing to do.
    Ok,
    /// Works, but somebody should look at it.
    Warning,
    /// Does not work.
    Fault,
}

impl Health {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }
}

/// Found of a part that only a configuration names, where there is none.
const NOT_CONFIGURED: &str = "not configured";

/// What was found out about one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The part: `camera`, `printer`, ...
    pub part: &'static str,
    /// How it is.
    pub state: Health,
    /// What was seen.
    pub found: String,
    /// What to do; `None` if nothing.
    #[serde(rename = "do")]
    pub remedy: Option<String>,
}

impl Finding {
    fn ok(part: &'static str, found: impl Into<String>) -> Self {
        Self { part, state: Health::Ok, found: found.into(), remedy: None }
    }

    fn warning(part: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part, state: Health::Warning, found: found.into(), remedy: Some(remedy.into()) }
    }

    fn fault(part: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part, state: Health::Fault, found: found.into(), remedy: Some(remedy.into()) }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    state: Health,
    checks: &'a [Finding],
}

/// Checks everything, prints what was found, and fails if there is a fault.
///
/// # Errors
/// [`CliError::Reported`] if there is a fault.
pub fn run(config: Option<&Path>, json: bool) -> Result<(), CliError> {
    let (first, config) = configuration(config);
    let config = config.as_ref();
    let mut checks = vec![first];
    checks.extend(devices::camera(config));
    checks.push(devices::printer(config));
    checks.push(data::store(config));
    checks.extend(data::import_folder(config));
    checks.push(data::models(config));
    checks.push(data::languages(config));
    checks.push(machine::fonts());
    checks.push(machine::disk_space(config));
    checks.push(machine::clock());
    checks.push(machine::display());
    checks.push(machine::voice());
    blame_the_configuration(&mut checks);
    let worst = checks.iter().map(|c| c.state).max().unwrap_or(Health::Ok);
    if json {
        let report = serde_json::to_string_pretty(&Report { state: worst, checks: &checks }).map_err(CliError::said)?;
        print(&format!("{report}\n"))?;
    } else {
        print(&text(&checks))?;
    }
    if worst == Health::Fault { Err(CliError::Reported) } else { Ok(()) }
}

/// What a configuration with a fault may well name is not called missing.
fn blame_the_configuration(checks: &mut [Finding]) {
    let [configuration, others @ ..] = checks else { return };
    if configuration.state != Health::Fault {
        return;
    }
    for other in others.iter_mut().filter(|other| other.found == NOT_CONFIGURED) {
        "not looked at".clone_into(&mut other.found);
        other.remedy = Some("correct the configuration first".to_owned());
    }
}

fn text(checks: &[Finding]) -> String {
    let mut out = String::new();
    for check in checks {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:<8} {:<13} {}", check.state.word(), check.part, check.found);
        if let Some(remedy) = &check.remedy {
            let _ = writeln!(out, "{:<22} -> {remedy}", "");
        }
    }
    out
}

fn configuration(given: Option<&Path>) -> (Finding, Option<Config>) {
    const PART: &str = "configuration";
    match Config::locate(given) {
        Ok((path, config)) => (Finding::ok(PART, path.display().to_string()), Some(config)),
        Err(error @ ConfigError::NotFound { .. }) => {
            // The demo needs none, and neither does a look at the camera.
            let remedy = "write one with `esscard-kiosk config example`; only the demo runs without";
            (Finding::warning(PART, format!("none; {}", first_clause(&error)), remedy), None)
        }
        Err(error) => (Finding::fault(PART, error.to_string(), "correct that line"), None),
    }
}

fn first_clause(error: &ConfigError) -> String {
    let text = error.to_string();
    match text.split_once('(').and_then(|(_, rest)| rest.split_once(')')) {
        Some((places, _)) => places.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faulty_configuration_is_not_called_a_missing_printer() {
        let printer = Finding::warning("printer", NOT_CONFIGURED, "the configuration's [printer] names it");
        let mut checks = [Finding::fault("configuration", "line 3", "correct that line"), printer.clone()];
        blame_the_configuration(&mut checks);
        assert_eq!(checks[1].found, "not looked at");
        let mut checks = [Finding::warning("configuration", "none", "write one"), printer.clone()];
        blame_the_configuration(&mut checks);
        assert_eq!(checks[1], printer);
    }

    #[test]
    fn a_report_names_part_state_and_remedy() {
        let checks =
            [Finding::ok("clock", "set by the network"), Finding::fault("camera", "there is no camera", "connect one")];
        let said = text(&checks);
        assert!(said.contains("ok       clock"), "{said}");
        assert!(said.contains("fault    camera        there is no camera\n"), "{said}");
        assert!(said.contains("-> connect one"), "{said}");
        let json = serde_json::to_value(Report { state: Health::Fault, checks: &checks }).expect("json");
        assert_eq!(json["checks"][1]["do"], "connect one");
        assert_eq!(json["checks"][0]["do"], serde_json::Value::Null);
        assert_eq!(json["state"], "fault");
    }
}
