//! The commands: read the arguments, start the log, run one command, tell how it ended.

pub mod arguments;
pub mod audit;
pub mod cases;
pub mod doctor;
pub mod face;
pub mod i18n;
pub mod letter;
pub mod records;
pub mod staff;
pub mod table;
pub mod watch;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use crate::app::autoplay::{Scenario, Way};
use crate::camera::clip::Clip;
use crate::camera::webcam::{Webcam, WebcamOptions};
use crate::camera::{CameraError, CameraSource as _};
use crate::config::{Config, ConfigError, EXAMPLE, ScreenSize};
use crate::documents::Stationery;
use crate::domain::frame::Frame;
use crate::domain::language::Language;
use crate::domain::reference;
use crate::domain::staff::Act;
use crate::domain::time::{Timestamp, office_zone};
use crate::face::FaceEngine;
use crate::store::{Store, StoreError, StoreKind, StorePaths};
use crate::text::Words;
use crate::wiring::SystemClock;
use arguments::{
    AccountsCommand, Arguments, CasesCommand, Command, CompareArguments, ConfigCommand, DemoArguments,
    EnrollmentsCommand, FaceCommand, I18nCommand, RegisterCommand, StaffCommand, StoreArguments, WatchArguments,
};
use audit::{AuditCommand, ExportArguments, RotateArguments};

/// Why a command did not do what it was asked: one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// There is no usable configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The command's own sentence.
    #[error("{0}")]
    Said(String),
    /// The face engine's commands.
    #[error(transparent)]
    Face(#[from] face::FaceCommandError),
    /// The commands over the store's records.
    #[error(transparent)]
    Records(#[from] records::RecordsError),
    /// The commands over staff, and what staff have to sign for.
    #[error(transparent)]
    Staff(#[from] staff::StaffError),
    /// The commands over the audit log.
    #[error(transparent)]
    Audit(#[from] audit::AuditCommandError),
    /// The letter cannot be written.
    #[error(transparent)]
    Letter(#[from] letter::LetterError),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to list yet.
    #[error("there is no store in {}: `esscard-kiosk register import` makes it", .0.display())]
    NoStore(PathBuf),
    /// The window, or what stands behind it.
    #[error(transparent)]
    App(#[from] crate::app::AppError),
    /// Standard output is gone.
    #[error("the output cannot be written ({0}): check where it is redirected to")]
    Output(#[from] std::io::Error),
    /// Everything was reported on standard output already; only the exit status is left to tell.
    #[error("see the report above")]
    Reported,
}

impl CliError {
    /// An error that consists of one sentence.
    pub fn said(sentence: impl std::fmt::Display) -> Self {
        Self::Said(sentence.to_string())
    }
}

/// How the demo runs.
#[derive(Clone, Debug, Default)]
pub struct DemoOptions {
    /// The machine's own camera instead of the recorded person.
    pub webcam: bool,
    /// A scripted visitor makes the visit.
    pub autoplay: bool,
    /// What the scripted visit shows.
    pub scenario: Scenario,
    /// How the scripted visitor makes the visit.
    pub way: Way,
    /// Where the demo prints, and the scripted visit saves its pictures.
    pub out: Option<PathBuf>,
    /// Where the store is kept; `None` for a temporary one.
    pub data: Option<PathBuf>,
    /// Size of the window.
    pub size: Option<ScreenSize>,
    /// Language of the first page.
    pub language: Option<Language>,
    /// Folder of further languages.
    pub languages: Option<PathBuf>,
}

impl From<DemoArguments> for DemoOptions {
    fn from(a: DemoArguments) -> Self {
        Self {
            webcam: a.webcam,
            autoplay: a.autoplay,
            scenario: a.scenario,
            way: Way { means: a.by, text: a.text },
            out: a.out,
            data: a.data,
            size: a.size,
            language: a.language,
            languages: a.languages,
        }
    }
}

/// Runs the program with the arguments it was started with.
///
/// Exit status: 0 done, 1 something failed, 2 wrong arguments.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // `--help` and `--version` come this way too, with status 0.
            let status = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    if arguments.config.is_some() && matches!(arguments.command, Some(Command::Demo(_))) {
        let _ = writeln!(
            std::io::stderr(),
            "esscard-kiosk: the demo takes no --config; leave it out, or run the kiosk with it"
        );
        return ExitCode::from(2);
    }
    if let Some(Command::Demo(demo)) = &arguments.command
        && matches!(demo.language, Some(Language::Further(_)))
        && demo.languages.is_none()
    {
        let _ = writeln!(
            std::io::stderr(),
            "esscard-kiosk: --language is zh-CN or en; another language needs its folder in --languages"
        );
        return ExitCode::from(2);
    }
    start_log();
    crate::work::guarded::log_places_only();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(
            CliError::Output(error)
            | CliError::Face(face::FaceCommandError::Output(error))
            | CliError::Records(records::RecordsError::Output(error))
            | CliError::Audit(audit::AuditCommandError::Output(error)),
        ) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(CliError::Reported) => ExitCode::FAILURE,
        Err(error) => {
            // Standard error may be closed; then the exit status alone has to tell.
            let _ = writeln!(std::io::stderr(), "esscard-kiosk: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends the log to standard error. `ESSCARD_LOG` sets the level of this program alone: other
/// crates stay at warnings, because what they tell at lower levels could hold personal data.
fn start_log() {
    let level = std::env::var("ESSCARD_LOG").unwrap_or_default();
    let level = match level.as_str() {
        "off" | "error" | "warn" | "debug" | "trace" => level.as_str(),
        _ => "info",
    };
    let filter = EnvFilter::new(format!("warn,esscard_kiosk={level}"));
    // A second subscriber (in tests) is no reason to fail.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

fn run(arguments: Arguments) -> Result<(), CliError> {
    let config = arguments.config.as_deref();
    match arguments.command {
        Some(Command::Doctor { json }) => doctor::run(config, json),
        Some(Command::Config(ConfigCommand::Example)) => print(EXAMPLE),
        Some(Command::Config(ConfigCommand::Check)) => {
            let (path, _) = Config::locate(config)?;
            print(&format!("{} is usable\n", path.display()))
        }
        Some(Command::I18n(I18nCommand::Check { folder, json })) => i18n::check(config, folder.as_deref(), json),
        Some(Command::Face(command)) => look(command),
        Some(Command::Register(command)) => register(config, command),
        Some(Command::Enrollments(EnrollmentsCommand::List { pending, json, store })) => {
            let store = existing_store(config, &store)?;
            let mut out = std::io::stdout().lock();
            if pending {
                cases::list(&store, &Words::load().map_err(CliError::said)?, json, &mut out)?;
            } else {
                records::enrollments(&store, json, &mut out)?;
            }
            Ok(out.flush()?)
        }
        Some(Command::Cases(CasesCommand::List { json, store })) => {
            let store = existing_store(config, &store)?;
            let mut out = std::io::stdout().lock();
            cases::list(&store, &Words::load().map_err(CliError::said)?, json, &mut out)?;
            Ok(out.flush()?)
        }
        Some(Command::Cases(CasesCommand::Close { ticket, outcome, store })) => {
            let mut store = existing_store(config, &store)?;
            let (now, mut out) = (Timestamp::now(), std::io::stdout().lock());
            cases::close(&mut store, &ticket, outcome, now, now.to_zoned(office_zone()).date(), &mut out)?;
            Ok(out.flush()?)
        }
        Some(Command::Accounts(AccountsCommand::Unlock { number, store })) => {
            let mut store = existing_store(config, &store)?;
            let mut out = std::io::stdout().lock();
            records::unlock(&mut store, &number, Timestamp::now(), &mut out)?;
            Ok(out.flush()?)
        }
        Some(Command::Staff(command)) => staff(config, command),
        Some(Command::Audit(command)) => audit(config, command),
        Some(Command::Letter(arguments)) => {
            let store = existing_store(config, &arguments.store)?;
            // Letters of fictional people say so, whatever a configuration says.
            let office = match (store.kind(), Config::find(config)) {
                (StoreKind::Kiosk, config) => config?.office,
                (StoreKind::Demo, Ok(config)) if config.office.demo => config.office,
                (StoreKind::Demo, _) => crate::app::demo::office(),
            };
            let stationery = Stationery::shipped().map_err(letter::LetterError::from)?;
            let (now, today) = (Timestamp::now(), Timestamp::now().to_zoned(office_zone()).date());
            Ok(letter::write(&store, &arguments.number, &arguments.out, &office, &stationery, now, today)?)
        }
        None => Ok(crate::app::run_kiosk(&Config::find(config)?)?),
        Some(Command::Demo(arguments)) => demo(&arguments.into()),
        Some(Command::Gallery { size, language }) => Ok(crate::app::gallery::run_gallery(size, language)?),
    }
}

/// Runs the demo; a scripted visit ends with its summary as JSON and fails unless it is whole.
fn demo(options: &DemoOptions) -> Result<(), CliError> {
    let Some(summary) = crate::app::demo::run_demo(options)? else { return Ok(()) };
    let json = serde_json::to_string_pretty(&summary).map_err(CliError::said)?;
    print(&format!("{json}\n"))?;
    match &summary.fault {
        _ if summary.is_whole() => Ok(()),
        Some(fault) => Err(CliError::said(format!("the scripted visit stopped {fault}"))),
        None => Err(CliError::said("the scripted visit ended without a card, a letter or a QR code; see the pictures")),
    }
}

fn look(command: FaceCommand) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    match command {
        FaceCommand::Inspect { images, json } => face::inspect(&face::InspectArgs { images, json }, &mut out)?,
        FaceCommand::Compare(CompareArguments { pairs: Some(pairs), root, out: Some(scores), .. }) => {
            face::compare_pairs(&face::PairsArgs { pairs, root, out: scores }, &mut out)?;
        }
        FaceCommand::Compare(CompareArguments { first: Some(a), second: Some(b), json, .. }) => {
            face::compare_two(&face::CompareArgs { a, b, json }, &mut out)?;
        }
        FaceCommand::Compare(_) => return Err(CliError::said("give two pictures, or --pairs and --out")),
        FaceCommand::Watch(arguments) => {
            let args = watch::WatchArgs { prompts: arguments.prompts.clone(), json: arguments.json };
            let done = match (&arguments.clip, arguments.camera) {
                (Some(path), _) => {
                    let clip = Clip::open(path).map_err(face::FaceCommandError::from)?;
                    watch::watch(&mut clip.frames(arguments.fps), &args, &mut out)?
                }
                (None, device) => watch::watch(&mut camera(device.flatten(), &arguments), &args, &mut out)?,
            };
            if !done {
                return Err(CliError::Reported);
            }
        }
    }
    Ok(out.flush()?)
}

/// The frames of a webcam for as long as the command watches it.
fn camera(device: Option<u32>, arguments: &WatchArguments) -> impl Iterator<Item = Result<Frame, CameraError>> {
    const USUAL_SECONDS: u32 = 30;
    let seconds = arguments.seconds.unwrap_or(USUAL_SECONDS);
    let until = Instant::now() + Duration::from_secs(seconds.into());
    let options = WebcamOptions { device, ..WebcamOptions::default() };
    let mut webcam = Webcam::new(options, Arc::new(SystemClock::start()));
    std::iter::from_fn(move || (Instant::now() < until).then(|| webcam.next_frame(Duration::from_secs(1))))
}

fn register(config: Option<&Path>, command: RegisterCommand) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    let today = Timestamp::now().to_zoned(office_zone()).date();
    match command {
        RegisterCommand::Import { file, photos, dry_run, store } => {
            let (folder, kind) = store_place(config, &store)?;
            let paths = StorePaths::in_folder(&folder);
            // Writing nothing includes not making the store.
            let nothing_yet = dry_run && !paths.database.exists();
            let mut store = if nothing_yet { Store::in_memory()? } else { open(&paths, kind)? };
            let mut engine = FaceEngine::load().map_err(face::FaceCommandError::from)?;
            let mut check = |photo: &[u8]| {
                let faces = engine.inspect_photo(photo).map_err(|error| error.of_photo())?;
                Ok(reference::judge(&faces)?)
            };
            let now = Timestamp::now();
            records::import(&mut store, &file, photos.as_deref(), dry_run, &mut check, now, &mut out)?;
        }
        RegisterCommand::Show { number, store } => {
            records::show(&existing_store(config, &store)?, &number, today, &mut out)?;
        }
        RegisterCommand::List { store } => records::list(&existing_store(config, &store)?, today, &mut out)?,
    }
    Ok(out.flush()?)
}

fn staff(config: Option<&Path>, command: StaffCommand) -> Result<(), CliError> {
    let (now, mut out) = (Timestamp::now(), std::io::stdout().lock());
    match command {
        StaffCommand::Add { number, role, store } => {
            // The first supervisor may come before the register; but a mistyped folder is no new kiosk.
            let mut store = if store.data.is_some() {
                existing_store(config, &store)?
            } else {
                let (folder, kind) = store_place(config, &store)?;
                open(&StorePaths::in_folder(&folder), kind)?
            };
            staff::add(&mut store, &number, role, now, &mut out)?;
        }
        StaffCommand::List { json, store } => staff::list(&existing_store(config, &store)?, json, &mut out)?,
        StaffCommand::Disable { number, store } => {
            staff::disable(&mut existing_store(config, &store)?, &number, now, &mut out)?;
        }
        StaffCommand::Reset { number, store } => {
            staff::reset(&mut existing_store(config, &store)?, &number, now, &mut out)?;
        }
    }
    Ok(out.flush()?)
}

fn audit(config: Option<&Path>, command: AuditCommand) -> Result<(), CliError> {
    let (now, mut out) = (Timestamp::now(), std::io::stdout().lock());
    match command {
        AuditCommand::List(arguments) => {
            audit::list(&mut existing_store(config, &arguments.store)?, &arguments, now, &mut out)?;
        }
        AuditCommand::Verify(arguments) => {
            audit::verify(&existing_store(config, &arguments.store)?, &arguments, &mut out)?;
        }
        AuditCommand::Export(ExportArguments { file, by, second, store }) => {
            let mut store = existing_store(config, &store)?;
            let leave = staff::authorize(&mut store, Act::Export, &by, Some(&second))?;
            audit::export(&mut store, &leave, &file, now, &mut out)?;
        }
        AuditCommand::RotateKey(RotateArguments { by, second, store }) => {
            let mut store = existing_store(config, &store)?;
            let leave = staff::authorize(&mut store, Act::RotateKeys, &by, Some(&second))?;
            audit::rotate_key(&mut store, &leave, now, &mut out)?;
        }
    }
    Ok(out.flush()?)
}

/// Where the store is: --data, or else the configuration's folder with the only kind of store that the
/// configuration opens. Who names a folder means that store, be it a demo's.
fn store_place(config: Option<&Path>, given: &StoreArguments) -> Result<(PathBuf, Option<StoreKind>), CliError> {
    if let Some(folder) = &given.data {
        return Ok((folder.clone(), None));
    }
    let config = Config::find(config)?;
    let kind = crate::wiring::store_kind(&config);
    Ok((config.store_folder, Some(kind)))
}

fn open(paths: &StorePaths, kind: Option<StoreKind>) -> Result<Store, StoreError> {
    kind.map_or_else(|| Store::open(paths), |kind| Store::open_only(paths, kind))
}

/// Opens a store that is there: a mistyped folder must not become a new, empty store.
fn existing_store(config: Option<&Path>, given: &StoreArguments) -> Result<Store, CliError> {
    let (folder, kind) = store_place(config, given)?;
    let paths = StorePaths::in_folder(&folder);
    if paths.database.exists() { Ok(open(&paths, kind)?) } else { Err(CliError::NoStore(folder)) }
}

/// Writes to standard output; a closed pipe is an error here, not a panic.
///
/// # Errors
/// If it cannot be written.
pub fn print(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
