//! The file's own form, and the checks that turn it into a [`Config`].

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::{
    CameraChoice, CameraSettings, Config, IdleSettings, PrinterChoice, PrinterSettings, ScreenSettings, ScreenSize,
};
use crate::camera::webcam::{Coding, UsbId};
use crate::domain;
use crate::domain::language::Language;
use crate::domain::letter::SlipPaper;
use crate::domain::office::OfficeFacts;
use crate::domain::permit::BothLanguages;
use crate::face::PresentationChoice;

/// Longest configuration file that is read, in bytes.
const LONGEST_FILE: u64 = 64 * 1024;
/// Longest text of one field, in characters.
const LONGEST_TEXT: usize = 200;

/// What is wrong, and the byte where it stands.
pub(super) struct Problem {
    pub at: Option<usize>,
    pub what: String,
}

type Checked<T> = Result<T, Problem>;

fn problem<T>(at: usize, what: impl Into<String>) -> Checked<T> {
    Err(Problem { at: Some(at), what: what.into() })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    demo_banner: bool,
    office: Spanned<Office>,
    retention: Retention,
    store: Store,
    #[serde(default)]
    camera: Camera,
    #[serde(default)]
    face: Face,
    printer: Printer,
    #[serde(default)]
    screen: Screen,
    #[serde(default)]
    register: Register,
    #[serde(default)]
    languages: Languages,
    #[serde(default)]
    idle: Option<Spanned<Idle>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    authority: Pair,
    #[serde(rename = "office")]
    name: Pair,
    phone: Spanned<String>,
    app_address: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    zh: Spanned<String>,
    en: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Retention {
    picture_days: Spanned<u32>,
    enrollment_kept: Pair,
    enrollment_days: Spanned<u32>,
    pending_days: Option<Spanned<u32>>,
    case_days: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Store {
    folder: Spanned<PathBuf>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Camera {
    device: Option<Spanned<toml::Value>>,
    recording: Option<Spanned<PathBuf>>,
    width: Option<Spanned<u32>>,
    height: Option<Spanned<u32>>,
    fps: Option<Spanned<u32>>,
    coding: Option<Spanned<String>>,
    usb: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Face {
    presentation: Option<Spanned<PathBuf>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Printer {
    kind: Spanned<String>,
    queue: Option<Spanned<String>>,
    folder: Option<Spanned<PathBuf>>,
    slip_paper: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Screen {
    fullscreen: Option<bool>,
    size: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    import_folder: Option<Spanned<PathBuf>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    folder: Option<Spanned<PathBuf>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Idle {
    warn_s: Option<u32>,
    end_s: Option<u32>,
}

/// Reads a text file of at most [`LONGEST_FILE`] bytes.
pub(super) fn read_bounded(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    let read = std::fs::File::open(path)?.take(LONGEST_FILE + 1).read_to_string(&mut text)?;
    if read as u64 > LONGEST_FILE {
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            format!("it is longer than {LONGEST_FILE} bytes"),
        ));
    }
    Ok(text)
}

/// Turns the file's text into a [`Config`]; relative paths start at `folder`.
pub(super) fn check(text: &str, folder: &Path) -> Checked<Config> {
    let file: File = toml::from_str(text).map_err(|error| Problem {
        at: error.span().map(|span| span.start),
        what: format!("{}; `esscard-kiosk config example` shows every field", error.message().replace('\n', ", ")),
    })?;
    let retention = retention(&file.retention)?;
    let languages = file.languages.folder.as_ref();
    let languages = languages.map(|path| filled_path("languages.folder", path, folder)).transpose()?;
    let import_folder = file.register.import_folder.as_ref();
    Ok(Config {
        import_folder: import_folder.map(|path| filled_path("register.import_folder", path, folder)).transpose()?,
        office: office(&file, retention)?,
        retention,
        store_folder: filled_path("store.folder", &file.store.folder, folder)?,
        camera: camera(&file.camera, file.demo_banner, folder)?,
        presentation: presentation(&file.face, folder)?,
        printer: printer(&file.printer, folder)?,
        screen: screen(&file.screen, languages.as_deref())?,
        languages,
        idle: idle(file.idle.as_ref())?,
        fixed: fixed(&file),
    })
}

/// "auto" leaves the camera to whoever chooses one, as saying nothing does.
fn fixed(file: &File) -> domain::settings::Fixed {
    let names_one = |device: &Spanned<toml::Value>| device.get_ref().as_str() != Some("auto");
    domain::settings::Fixed {
        camera: file.camera.device.as_ref().is_some_and(names_one)
            || file.camera.recording.is_some()
            || file.camera.usb.is_some(),
        language: file.screen.language.is_some(),
        rest: file.idle.as_ref().is_some_and(|idle| idle.get_ref().warn_s.is_some() || idle.get_ref().end_s.is_some()),
    }
}

fn office(file: &File, retention: domain::retention::Retention) -> Checked<OfficeFacts> {
    let office = file.office.get_ref();
    let days = number("retention.picture_days", &file.retention.picture_days, 0, 1825, "days")?;
    Ok(OfficeFacts {
        authority: pair("office.authority", &office.authority)?,
        office: pair("office.office", &office.name)?,
        phone: line("office.phone", &office.phone)?,
        picture_days: days,
        enrollment_kept: pair("retention.enrollment_kept", &file.retention.enrollment_kept)?,
        case_days: retention.longest_case_days(),
        app_address: office.app_address.as_ref().map(app_address).transpose()?,
        demo: file.demo_banner,
    })
}

fn retention(file: &Retention) -> Checked<domain::retention::Retention> {
    let usual = domain::retention::Retention::default();
    let enrollment_days = number("retention.enrollment_days", &file.enrollment_days, 0, 36_500, "days")?;
    let days = |field, days: &Option<Spanned<u32>>, usual| match days {
        Some(days) => number(field, days, 1, 1825, "days"),
        None => Ok(usual),
    };
    Ok(domain::retention::Retention {
        enrollment_days,
        pending_days: days("retention.pending_days", &file.pending_days, usual.pending_days)?,
        case_days: days("retention.case_days", &file.case_days, usual.case_days)?,
    })
}

fn pair(field: &str, pair: &Pair) -> Checked<BothLanguages> {
    Ok(BothLanguages { zh: line(&format!("{field}.zh"), &pair.zh)?, en: line(&format!("{field}.en"), &pair.en)? })
}

/// One line of text that is not empty.
fn line(field: &str, value: &Spanned<String>) -> Checked<String> {
    let text = value.get_ref().trim();
    let at = value.span().start;
    if text.is_empty() {
        return problem(at, format!("{field} is empty; visitors read it, so fill it in"));
    }
    if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
        return problem(at, format!("{field} must be one line of at most {LONGEST_TEXT} characters"));
    }
    Ok(text.to_owned())
}

fn app_address(value: &Spanned<String>) -> Checked<String> {
    let text = line("office.app_address", value)?;
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    // Some readers of QR codes take anything else for Shift-JIS.
    if is_address && text.chars().all(|c| c.is_ascii_graphic()) {
        return Ok(text);
    }
    problem(
        value.span().start,
        "office.app_address must be a web address in plain ASCII that starts with https:// (leave it out to show the search terms only)",
    )
}

fn filled_path(field: &str, value: &Spanned<PathBuf>, folder: &Path) -> Checked<PathBuf> {
    if value.get_ref().as_os_str().is_empty() {
        return problem(value.span().start, format!("{field} is empty; write a path"));
    }
    Ok(folder.join(value.get_ref()))
}

fn number(field: &str, value: &Spanned<u32>, least: u32, most: u32, unit: &str) -> Checked<u32> {
    let n = *value.get_ref();
    if (least..=most).contains(&n) {
        return Ok(n);
    }
    problem(value.span().start, format!("{field} is {n}; write {least} to {most} {unit}"))
}

fn camera(camera: &Camera, demo_banner: bool, folder: &Path) -> Checked<CameraSettings> {
    let source = match (&camera.device, &camera.recording) {
        (Some(_), Some(recording)) => {
            return problem(
                recording.span().start,
                "camera.device and camera.recording are both given; keep one of them",
            );
        }
        (None, Some(recording)) if !demo_banner => {
            return problem(
                recording.span().start,
                "camera.recording is allowed only with `demo_banner = true` at the top of the file; \
                 a kiosk for the public needs camera.device",
            );
        }
        (None, Some(recording)) => CameraChoice::Recording(filled_path("camera.recording", recording, folder)?),
        (Some(device), None) => camera_device(device)?,
        (None, None) => CameraChoice::Auto,
    };
    let side = |field, value: &Option<Spanned<u32>>, usual| match value {
        Some(value) => number(field, value, 160, 4096, "pixels"),
        None => Ok(usual),
    };
    Ok(CameraSettings {
        source,
        width: side("camera.width", &camera.width, 640)?,
        height: side("camera.height", &camera.height, 480)?,
        fps: match &camera.fps {
            Some(fps) => number("camera.fps", fps, 1, 120, "pictures a second")?,
            None => 30,
        },
        coding: camera.coding.as_ref().map_or(Ok(None), coding)?,
        usb: camera.usb.as_ref().map(usb_id).transpose()?,
    })
}

fn presentation(face: &Face, folder: &Path) -> Checked<PresentationChoice> {
    let Some(value) = &face.presentation else { return Ok(PresentationChoice::Shipped) };
    match value.get_ref().to_str() {
        Some("shipped") => Ok(PresentationChoice::Shipped),
        Some("none") => Ok(PresentationChoice::None),
        _ => Ok(PresentationChoice::File(filled_path("face.presentation", value, folder)?)),
    }
}

fn coding(text: &Spanned<String>) -> Checked<Option<Coding>> {
    match (text.get_ref().as_str(), Coding::parse(text.get_ref())) {
        ("auto", _) => Ok(None),
        (_, Some(coding)) => Ok(Some(coding)),
        (other, None) => problem(
            text.span().start,
            format!("camera.coding is \"{other}\"; write \"auto\", \"mjpeg\", \"yuyv\", \"nv12\", \"rgb\" or \"bgr\""),
        ),
    }
}

fn usb_id(text: &Spanned<String>) -> Checked<UsbId> {
    match UsbId::parse(text.get_ref()) {
        Some(id) => Ok(id),
        None => problem(
            text.span().start,
            "camera.usb must be like \"046d:0825\" or \"046d:0825:SERIAL\"; `lsusb` shows that of the camera, `lsusb -v` its serial",
        ),
    }
}

fn camera_device(device: &Spanned<toml::Value>) -> Checked<CameraChoice> {
    match device.get_ref() {
        toml::Value::String(word) if word == "auto" => Ok(CameraChoice::Auto),
        toml::Value::Integer(n) if (0..=255).contains(n) => {
            Ok(CameraChoice::Device(u32::try_from(*n).unwrap_or_default()))
        }
        _ => problem(
            device.span().start,
            "camera.device must be \"auto\" or the number of a camera, 0 for /dev/video0; `esscard-kiosk doctor` lists them",
        ),
    }
}

fn printer(printer: &Printer, folder: &Path) -> Checked<PrinterSettings> {
    let at = printer.kind.span().start;
    let destination = match (printer.kind.get_ref().as_str(), &printer.queue, &printer.folder) {
        ("ipp", Some(queue), None) => PrinterChoice::Queue(queue_address(queue)?),
        ("folder", None, Some(path)) => PrinterChoice::Folder(filled_path("printer.folder", path, folder)?),
        ("ipp", ..) => {
            return problem(
                at,
                "printer.kind \"ipp\" needs printer.queue, for example \"ipp://localhost:631/printers/office\", and no printer.folder",
            );
        }
        ("folder", ..) => {
            return problem(
                at,
                "printer.kind \"folder\" needs printer.folder, where PDF files are collected, and no printer.queue",
            );
        }
        (other, ..) => {
            return problem(
                at,
                format!("printer.kind is \"{other}\"; write \"ipp\" for a print queue or \"folder\" for PDF files"),
            );
        }
    };
    let slip_paper = match &printer.slip_paper {
        None => SlipPaper::default(),
        Some(paper) => match paper.get_ref().as_str() {
            "80mm" => SlipPaper::Roll80mm,
            "A4" => SlipPaper::A4,
            other => {
                return problem(
                    paper.span().start,
                    format!("printer.slip_paper is \"{other}\"; write \"80mm\" or \"A4\""),
                );
            }
        },
    };
    Ok(PrinterSettings { destination, slip_paper })
}

fn queue_address(queue: &Spanned<String>) -> Checked<String> {
    let text = line("printer.queue", queue)?;
    match text.strip_prefix("ipp://") {
        Some(rest) if rest.contains('/') && text.chars().all(|c| c.is_ascii_graphic()) => Ok(text),
        _ => problem(
            queue.span().start,
            "printer.queue must be the address of a print queue, for example \"ipp://localhost:631/printers/office\"; `lpstat -e` lists the queues of this machine",
        ),
    }
}

fn screen(screen: &Screen, languages: Option<&Path>) -> Checked<ScreenSettings> {
    let size = match &screen.size {
        None => None,
        Some(size) => match ScreenSize::parse(size.get_ref()) {
            Ok(parsed) => Some(parsed),
            Err(what) => return problem(size.span().start, format!("screen.size: {what}")),
        },
    };
    let language = match &screen.language {
        None => Language::default(),
        Some(tag) => match Language::from_tag(tag.get_ref()) {
            Some(language @ (Language::Chinese | Language::English)) => language,
            Some(language) if languages.is_some_and(|folder| folder.join(language.tag()).is_dir()) => language,
            _ => {
                return problem(
                    tag.span().start,
                    format!(
                        "screen.language is \"{}\"; write \"zh-CN\" or \"en\", or a language of languages.folder",
                        tag.get_ref()
                    ),
                );
            }
        },
    };
    Ok(ScreenSettings { fullscreen: screen.fullscreen.unwrap_or(size.is_none()), size, language })
}

fn idle(idle: Option<&Spanned<Idle>>) -> Checked<IdleSettings> {
    let usual = IdleSettings::default();
    let Some(idle) = idle else { return Ok(usual) };
    let given = idle.get_ref();
    let settings =
        IdleSettings { warn_s: given.warn_s.unwrap_or(usual.warn_s), end_s: given.end_s.unwrap_or(usual.end_s) };
    if settings.warn_s < 10 || settings.end_s > 1800 || settings.end_s < settings.warn_s.saturating_add(10) {
        return problem(
            idle.span().start,
            format!(
                "idle.warn_s is {} and idle.end_s is {}; the warning must come after 10 seconds or more, \
                 the end at least 10 seconds later and within 1800",
                settings.warn_s, settings.end_s
            ),
        );
    }
    Ok(settings)
}
