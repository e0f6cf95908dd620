//! `doctor`: is everything there that a kiosk needs, and what to do where it is not.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::{CliError, print};
use crate::camera::webcam::WebcamOptions;
use crate::config::{CameraChoice, Config, ConfigError, PrinterChoice};
use crate::doctor::{Looked, camera, data, languages, machine, printer};
use crate::domain::device_check::{Health, Part};
use crate::domain::time::Clock;
use crate::face::PresentationChoice;
use crate::store::StorePaths;
use crate::wiring::{self, SystemClock, WiringError};

/// Found of a part that only a configuration names, where there is none.
const NOT_CONFIGURED: &str = "not configured";
/// The lines of all cameras of the machine.
const CAMERAS: &str = "all cameras";
/// Where a store lies that no configuration places elsewhere.
const USUAL_PLACE: &str = "/var/lib";

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

impl From<Looked> for Finding {
    fn from(looked: Looked) -> Self {
        let notice = looked.notice();
        Self { part: notice.part().word(), state: notice.health(), found: looked.found, remedy: looked.remedy }
    }
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
    checks.extend(cameras(config));
    checks.push(printer_of(config));
    checks.push(store(config));
    checks.extend(import_folder(config));
    let choice = config.map_or(PresentationChoice::Shipped, |config| config.presentation.clone());
    checks.push(data::models(&choice).into());
    checks.push(languages::look(config.and_then(|config| config.languages.as_deref())).into());
    checks.push(machine::fonts().into());
    let folder = config.map_or(Path::new(USUAL_PLACE), |config| &config.store_folder);
    checks.push(machine::disk_space(folder).into());
    checks.push(machine::clock().into());
    checks.push(machine::display().into());
    checks.push(machine::voice().into());
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

/// The camera; then one line for every camera of the machine.
fn cameras(config: Option<&Config>) -> Vec<Finding> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    if let Some(CameraChoice::Recording(path)) = config.map(|config| &config.camera.source) {
        return vec![recording(path, &clock)];
    }
    let options = config.map_or_else(WebcamOptions::default, wiring::webcam_options);
    let (first, lines) = camera::webcam(&options, clock);
    std::iter::once(first.into()).chain(lines.into_iter().map(|line| Finding::ok(CAMERAS, line))).collect()
}

fn recording(path: &Path, clock: &Arc<dyn Clock>) -> Finding {
    let open = || {
        let open = wiring::recording(path, 30, clock).map_err(|error| match error {
            WiringError::RecordingFile { source, .. } => source.to_string(),
            error => error.to_string(),
        })?;
        open().map_err(|error| error.to_string())
    };
    camera::recording(path, open).into()
}

fn printer_of(config: Option<&Config>) -> Finding {
    match config.map(|config| &config.printer.destination) {
        None => Finding::warning(Part::Printer.word(), NOT_CONFIGURED, "the configuration's [printer] names it"),
        Some(PrinterChoice::Queue(address)) => printer::queue(address).into(),
        Some(PrinterChoice::Folder(folder)) => printer::folder(folder).into(),
    }
}

/// The store, if there is one: `doctor` makes none.
fn store(config: Option<&Config>) -> Finding {
    let Some(config) = config else {
        let remedy = "the configuration's [store] names its folder";
        return Finding::warning(Part::Store.word(), NOT_CONFIGURED, remedy);
    };
    let paths = StorePaths::in_folder(&config.store_folder);
    if !paths.database.exists() {
        return Finding::warning(
            Part::Store.word(),
            format!("none yet in {}", config.store_folder.display()),
            "import a register with `esscard-kiosk register import`; it makes the store",
        );
    }
    data::store(&paths, wiring::store_kind(config)).into()
}

/// Looks whether the folder that staff import from can be read; nothing where none is named.
fn import_folder(config: Option<&Config>) -> Option<Finding> {
    const PART: &str = "import folder";
    let folder = config?.import_folder.as_deref()?;
    Some(match std::fs::read_dir(folder) {
        Ok(_) => Finding::ok(PART, folder.display().to_string()),
        Err(error) => Finding::warning(
            PART,
            format!("{} cannot be read: {error}", folder.display()),
            "make it readable for the kiosk, or leave register.import_folder out; staff can still import from USB sticks",
        ),
    })
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

    #[test]
    fn a_recording_that_cannot_be_played_is_a_fault() {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
        let folder = tempfile::tempdir().expect("a folder");
        let good = folder.path().join("good.mjpg");
        std::fs::write(&good, include_bytes!("../../assets/demo/recording.mjpg")).expect("written");
        let finding = recording(&good, &clock);
        assert_eq!(finding.state, Health::Ok, "{}", finding.found);

        let bad = folder.path().join("bad.mjpg");
        std::fs::write(&bad, "no pictures").expect("written");
        for path in [bad, folder.path().join("none.mjpg")] {
            let finding = recording(&path, &clock);
            assert_eq!(finding.state, Health::Fault);
            assert!(finding.found.contains(&path.display().to_string()) && finding.remedy.is_some(), "{finding:?}");
        }
        std::fs::write(good.with_extension("toml"), "fps = 25").expect("written");
        assert_eq!(recording(&good, &clock).state, Health::Fault, "its index names no passages");
    }
}
