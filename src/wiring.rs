//! The only file that names concrete devices: real or simulated.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::camera::clip::demo::DemoCamera;
use crate::camera::clip::{Clip, ClipCamera, FrameRate};
use crate::camera::rehearsed::RehearsedCamera;
use crate::camera::webcam::{SourceRule, UsbId, Webcam, WebcamOptions, survey};
use crate::camera::{CameraError, CameraSource};
use crate::config::{CameraChoice, CameraSettings, Config, PrinterChoice};
use crate::doctor;
use crate::domain::device_check::{Finding, Notice, Part};
use crate::domain::office::OfficeFacts;
use crate::domain::rehearsal::{Rehearsal, Rehearsals};
use crate::domain::settings::{CameraKey, CameraPick, CameraRow, PresentationFact, PrinterFact, SettingChange};
use crate::domain::time::{Clock, Date, Moment, Timestamp, office_zone};
use crate::face::engine::FaceEngine;
use crate::face::presentation::Presentation;
use crate::face::{FaceError, PresentationChoice};
use crate::printing::{FolderPrinter, IppPrinter, Printer, RehearsedPrinter};
use crate::speech::{self, Voice};
use crate::store::{Store, StoreError, StoreKind, StorePaths};
use crate::work::checker::{DeviceChecks, Look};
use crate::work::crew::ListCameras;
use crate::work::engine::SharedEngine;
use crate::work::eyes::OpenCamera;

/// The demo's recorded person, and which pictures show which movement.
static SHIPPED_RECORDING: &[u8] = include_bytes!("../assets/demo/recording.mjpg");
static SHIPPED_INDEX: &str = include_str!("../assets/demo/recording.toml");

/// Why the devices could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum WiringError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the printer folder cannot be used: {0}")]
    Printer(#[from] crate::printing::PrintError),
    #[error("the recording cannot be used as a camera: {0}")]
    Recording(#[from] CameraError),
    #[error("{}: {source}. Name a Motion-JPEG file in camera.recording, or use camera.device", file.display())]
    RecordingFile { file: PathBuf, source: CameraError },
    #[error("{0}. Correct what face.presentation names, or leave it out")]
    Presentation(FaceError),
    #[error("the face engine's thread could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// Everything with a device behind it.
pub struct Devices {
    pub clock: Arc<dyn Clock>,
    pub store: Store,
    pub camera: OpenCamera,
    pub engine: SharedEngine,
    pub printer: Box<dyn Printer>,
    pub voice: Box<dyn Voice>,
    pub office: OfficeFacts,
    /// Where staff find files of permits beside removable media.
    pub import_folder: Option<PathBuf>,
    /// How each of them is looked at when staff ask for it.
    pub checks: DeviceChecks,
    /// Faults that staff may cause to train; only the demo has them.
    pub rehearsals: Option<Rehearsals>,
    /// What a supervisor chose, as it was stored.
    pub chosen: Vec<SettingChange>,
    /// The camera to take, for whoever chooses another one.
    pub pick: CameraPick,
    /// `None`: a recording plays in the camera's place.
    pub cameras: Option<ListCameras>,
    pub printer_fact: PrinterFact,
    pub presentation: PresentationFact,
}

/// The devices that a configuration names.
///
/// # Errors
/// If the store, the printer folder, a recording or a presentation network cannot be opened. A missing webcam is no error
/// here: it may be plugged in later.
pub fn of_config(config: &Config) -> Result<Devices, WiringError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let printer: Box<dyn Printer> = match &config.printer.destination {
        PrinterChoice::Queue(uri) => Box::new(IppPrinter::new(uri)?),
        PrinterChoice::Folder(folder) => Box::new(FolderPrinter::new(folder)?),
    };
    if let PresentationChoice::File(_) = &config.presentation {
        // Looked at here, too, so that a wrong file is told at the start and not to a visitor.
        Presentation::load(&config.presentation).map_err(WiringError::Presentation)?;
    }
    let printer_look: Look = match config.printer.destination.clone() {
        PrinterChoice::Queue(uri) => Box::new(move || doctor::printer::queue(&uri).finding),
        PrinterChoice::Folder(folder) => Box::new(move || doctor::printer::folder(&folder).finding),
    };
    let paths = StorePaths::in_folder(&config.store_folder);
    let looked = LookedAt {
        recorded: matches!(config.camera.source, CameraChoice::Recording(_)),
        printer: printer_look,
        data: config.store_folder.clone(),
        kind: store_kind(config),
        presentation: config.presentation.clone(),
        languages: config.languages.clone(),
        rehearsals: None,
    };
    let store = Store::open_for_kiosk(&paths, store_kind(config))?;
    let chosen = store.settings()?;
    let pick = if config.fixed.camera { CameraPick::default() } else { picked(&chosen) };
    let cameras = match &config.camera.source {
        CameraChoice::Auto | CameraChoice::Device(_) => Some(list_cameras(webcam_options(config))),
        CameraChoice::Recording(_) => None,
    };
    Ok(Devices {
        store,
        chosen,
        camera: camera(config, &pick, &clock)?,
        pick,
        cameras,
        engine: engine(config.presentation.clone())?,
        printer,
        printer_fact: match &config.printer.destination {
            PrinterChoice::Queue(address) => PrinterFact::Queue(address.clone()),
            PrinterChoice::Folder(_) => PrinterFact::Folder,
        },
        presentation: match &config.presentation {
            PresentationChoice::Shipped => PresentationFact::Shipped,
            PresentationChoice::File(_) => PresentationFact::Own,
            PresentationChoice::None => PresentationFact::Off,
        },
        voice: speech::of_this_machine(),
        office: config.office.clone(),
        import_folder: config.import_folder.clone(),
        checks: looked.checks(),
        rehearsals: None,
        clock,
    })
}

/// The only kind of store a configuration opens. A recording may stand in for a camera only where fictional
/// people enroll.
#[must_use]
pub fn store_kind(config: &Config) -> StoreKind {
    if config.office.demo { StoreKind::Demo } else { StoreKind::Kiosk }
}

/// Which camera the demo uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoCameraChoice {
    /// The recorded person, who makes every movement that is asked for.
    Recorded,
    /// The machine's own webcam.
    Webcam,
}

/// The demo's devices: its own store in `data`, documents into `printed`.
///
/// # Errors
/// As [`of_config`].
pub fn of_demo(
    choice: DemoCameraChoice,
    data: &Path,
    printed: &Path,
    languages: Option<PathBuf>,
    office: OfficeFacts,
) -> Result<Devices, WiringError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let store = Store::open_for_kiosk(&StorePaths::in_folder(data), StoreKind::Demo)?;
    let chosen = store.settings()?;
    let pick = picked(&chosen);
    let (camera, cameras): (OpenCamera, _) = match choice {
        DemoCameraChoice::Webcam => {
            let any = WebcamOptions::default();
            (webcam(any.clone(), &pick, &clock), Some(list_cameras(any)))
        }
        DemoCameraChoice::Recorded => (acting(Arc::from(SHIPPED_RECORDING), SHIPPED_INDEX.to_owned(), &clock)?, None),
    };
    let rehearsals = Rehearsals::default();
    let folder = printed.to_owned();
    let looked = LookedAt {
        recorded: choice == DemoCameraChoice::Recorded,
        printer: Box::new(move || doctor::printer::folder(&folder).finding),
        data: data.to_owned(),
        kind: StoreKind::Demo,
        presentation: PresentationChoice::Shipped,
        languages,
        rehearsals: Some(rehearsals.clone()),
    };
    Ok(Devices {
        store,
        chosen,
        camera: rehearsed(camera, &rehearsals),
        pick,
        cameras,
        engine: engine(PresentationChoice::Shipped)?,
        printer_fact: PrinterFact::Folder,
        presentation: PresentationFact::Shipped,
        printer: Box::new(RehearsedPrinter::new(Box::new(FolderPrinter::new(printed)?), rehearsals.clone())),
        voice: speech::of_this_machine(),
        office,
        import_folder: Some(demo_import_folder(data)),
        checks: looked.checks(),
        rehearsals: Some(rehearsals),
        clock,
    })
}

/// Where the demo puts its files of permits.
#[must_use]
pub fn demo_import_folder(data: &Path) -> PathBuf {
    data.join("import")
}

/// What of a kiosk is looked at.
struct LookedAt {
    /// A recording plays in the camera's place.
    recorded: bool,
    printer: Look,
    /// The store's folder.
    data: PathBuf,
    kind: StoreKind,
    presentation: PresentationChoice,
    languages: Option<PathBuf>,
    rehearsals: Option<Rehearsals>,
}

impl LookedAt {
    /// The camera is opened as captures do, and so shows a rehearsed fault by itself.
    fn checks(self) -> DeviceChecks {
        let Self { recorded, printer, data, kind, presentation, languages, rehearsals } = self;
        let paths = StorePaths::in_folder(&data);
        let space: Look = Box::new(move || doctor::machine::disk_space(&data).finding);
        let unless = |look: Look, what: Rehearsal, told: Notice| -> Look {
            let Some(rehearsals) = rehearsals.clone() else { return look };
            Box::new(move || if rehearsals.is_on(what) { Finding::of(told) } else { look() })
        };
        DeviceChecks {
            camera: Box::new(move |opened, wanted| doctor::camera::look(opened, recorded, wanted)),
            others: vec![
                (Part::Printer, unless(printer, Rehearsal::PaperOut, Notice::PrinterOutOfPaper)),
                (Part::DiskSpace, unless(space, Rehearsal::DiskFull, Notice::SpaceFull)),
                (Part::Clock, Box::new(|| doctor::machine::clock().finding)),
                (Part::Voice, Box::new(|| doctor::machine::voice().finding)),
                (Part::Languages, Box::new(move || doctor::languages::look(languages.as_deref()).finding)),
                (Part::Fonts, Box::new(|| doctor::machine::fonts().finding)),
                (Part::Display, Box::new(|| doctor::machine::display().finding)),
                (Part::Models, Box::new(move || doctor::data::models(&presentation).finding)),
                (Part::Store, Box::new(move || doctor::data::store(&paths, kind).finding)),
            ],
        }
    }
}

/// A camera that staff can unplug.
fn rehearsed(open: OpenCamera, rehearsals: &Rehearsals) -> OpenCamera {
    let rehearsals = rehearsals.clone();
    Arc::new(move || Ok(Box::new(RehearsedCamera::new(open()?, rehearsals.clone()))))
}

/// The machine's webcam as the demo uses it.
pub fn demo_webcam(clock: &Arc<dyn Clock>) -> Box<dyn CameraSource> {
    Box::new(Webcam::new(WebcamOptions::default(), Arc::clone(clock)))
}

fn camera(config: &Config, pick: &CameraPick, clock: &Arc<dyn Clock>) -> Result<OpenCamera, WiringError> {
    Ok(match &config.camera.source {
        CameraChoice::Auto | CameraChoice::Device(_) => webcam(webcam_options(config), pick, clock),
        CameraChoice::Recording(file) => recording(file, config.camera.fps, clock)?,
    })
}

/// The webcam that a configuration asks for, and which ones it admits.
#[must_use]
pub fn webcam_options(config: &Config) -> WebcamOptions {
    let CameraSettings { source, width, height, fps, coding, usb } = config.camera.clone();
    let device = match source {
        CameraChoice::Device(n) => Some(n),
        CameraChoice::Auto | CameraChoice::Recording(_) => None,
    };
    WebcamOptions { device, width, height, fps, coding, rule: SourceRule { usb, virtual_too: config.office.demo } }
}

fn webcam(options: WebcamOptions, pick: &CameraPick, clock: &Arc<dyn Clock>) -> OpenCamera {
    let (clock, pick) = (Arc::clone(clock), pick.clone());
    Arc::new(move || Ok(Box::new(Webcam::new(narrowed(options.clone(), pick.get()), Arc::clone(&clock)))))
}

/// The camera that was chosen last.
fn picked(chosen: &[SettingChange]) -> CameraPick {
    let pick = CameraPick::default();
    let key = chosen.iter().find_map(|change| match change {
        SettingChange::Camera(key) => key.clone(),
        SettingChange::Language(_) | SettingChange::Rest(_) => None,
    });
    pick.set(key);
    pick
}

/// The word before a node's number in a [`CameraKey`].
const NODE: &str = "video";

/// Only the camera that was chosen: another one in its place might stand anywhere.
fn narrowed(mut options: WebcamOptions, key: Option<CameraKey>) -> WebcamOptions {
    let Some(key) = key else { return options };
    if let Some(id) = UsbId::parse(key.as_str()) {
        options.rule.usb = Some(id);
    } else if let Some(Ok(node)) = key.as_str().strip_prefix(NODE).map(str::parse) {
        options.device = Some(node);
    }
    options
}

fn list_cameras(options: WebcamOptions) -> ListCameras {
    Arc::new(move || {
        let row = |camera: crate::camera::webcam::Surveyed| {
            let key = camera.usb.map_or_else(|| format!("{NODE}{}", camera.info.index), |id| id.to_string());
            let usable = camera.refused.is_none() && !camera.modes.is_empty();
            Some(CameraRow { key: CameraKey::parse(&key)?, name: camera.info.name, usable })
        };
        let mut rows: Vec<CameraRow> = Vec::new();
        // One camera has several nodes, of which some carry no pictures.
        for row in survey(&options).into_iter().filter_map(row) {
            match rows.iter_mut().find(|known| known.key == row.key) {
                Some(known) => known.usable |= row.usable,
                None => rows.push(row),
            }
        }
        rows
    })
}

/// A recording with an index beside it (`NAME.toml`) plays what is asked for; one without plays on.
///
/// # Errors
/// If the recording or its index cannot be read.
pub fn recording(file: &Path, fps: u32, clock: &Arc<dyn Clock>) -> Result<OpenCamera, WiringError> {
    play(file, fps, clock).map_err(|source| WiringError::RecordingFile { file: file.to_owned(), source })
}

fn play(file: &Path, fps: u32, clock: &Arc<dyn Clock>) -> Result<OpenCamera, CameraError> {
    let clock = Arc::clone(clock);
    let index: PathBuf = file.with_extension("toml");
    // Opened once here in any case: it tells sizes and kinds that cannot be played.
    Clip::open(file)?;
    if index.exists() {
        let unreadable = |e: std::io::Error| CameraError::Recording(e.to_string());
        let pictures = std::fs::read(file).map_err(unreadable)?;
        return acting(pictures.into(), std::fs::read_to_string(&index).map_err(unreadable)?, &clock);
    }
    let file = file.to_owned();
    let rate = FrameRate::new(f64::from(fps)).ok_or_else(|| CameraError::Recording("fps is out of range".into()))?;
    Ok(Arc::new(move || Ok(Box::new(ClipCamera::new(Clip::open(&file)?, rate, Arc::clone(&clock))))))
}

/// A recording that makes the movements it is asked for.
fn acting(pictures: Arc<[u8]>, index: String, clock: &Arc<dyn Clock>) -> Result<OpenCamera, CameraError> {
    let clock = Arc::clone(clock);
    let open = move || DemoCamera::new(Arc::clone(&pictures), &index, Arc::clone(&clock));
    // Checked once here, so that a bad recording is told at the start and not to a visitor.
    open()?;
    Ok(Arc::new(move || Ok(Box::new(open()?))))
}

/// The face engine, loaded on a thread of its own; a capture that comes earlier waits for it there.
fn engine(presentation: PresentationChoice) -> Result<SharedEngine, WiringError> {
    let engine = SharedEngine::new(move || FaceEngine::load_with(&presentation));
    engine.load_ahead()?;
    Ok(engine)
}

/// The machine's clocks.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// A clock whose moments count from now.
    #[must_use]
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn moment(&self) -> Moment {
        Moment::from_millis(u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn timestamp(&self) -> Timestamp {
        Timestamp::now()
    }

    fn today(&self) -> Date {
        Timestamp::now().to_zoned(office_zone()).date()
    }
}
