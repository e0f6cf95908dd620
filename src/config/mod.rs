//! `kiosk.toml` read and checked.
//!
//! A [`Config`] that exists is usable: every value was checked, and paths are resolved against the
//! file's own folder. What is wrong with a file is told with line, field and what to do.

mod file;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::camera::webcam::{Coding, UsbId};
use crate::domain::language::Language;
use crate::domain::letter::SlipPaper;
use crate::domain::office::OfficeFacts;
use crate::domain::retention::Retention;
use crate::domain::settings::Fixed;
use crate::face::PresentationChoice;

/// A configuration file with a comment for every setting; `config example` prints it.
pub const EXAMPLE: &str = include_str!("../../assets/config/kiosk.toml");

/// Where the kiosk's configuration lies on a machine that was set up by a package.
pub const SYSTEM_FILE: &str = "/etc/esscard-kiosk/kiosk.toml";

/// Everything an operator decides about one kiosk.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What pages and documents say of the office; `office.demo` is `demo_banner` of the file.
    pub office: OfficeFacts,
    /// Folder of the encrypted store and its key.
    pub store_folder: PathBuf,
    /// Which camera, and the picture asked of it.
    pub camera: CameraSettings,
    /// Which network tells a living face from a picture of one.
    pub presentation: PresentationChoice,
    /// Where documents go.
    pub printer: PrinterSettings,
    /// The window.
    pub screen: ScreenSettings,
    /// Where staff find files of permits at the kiosk; `None`: on removable media only.
    pub import_folder: Option<PathBuf>,
    /// Folder of further languages; `None`: Chinese and English only.
    pub languages: Option<PathBuf>,
    /// How long enrollments and cases are kept.
    pub retention: Retention,
    /// When an abandoned visit ends.
    pub idle: IdleSettings,
    /// What the file decides; the rest a supervisor may choose on the kiosk.
    pub fixed: Fixed,
}

/// The camera and the picture asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CameraSettings {
    /// Which camera.
    pub source: CameraChoice,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pictures a second.
    pub fps: u32,
    /// The only coding of pictures that is asked for; `None`: whichever suits best.
    pub coding: Option<Coding>,
    /// The only camera that may be used; `None`: any that is a real device.
    pub usb: Option<UsbId>,
}

/// Which camera a kiosk uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraChoice {
    /// The first one that delivers pictures.
    Auto,
    /// `/dev/videoN`.
    Device(u32),
    /// A recording that plays like a camera; only with the DEMO banner on.
    Recording(PathBuf),
}

/// Where documents go and what the slip is printed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterSettings {
    /// Which printer.
    pub destination: PrinterChoice,
    /// What the slip is printed on.
    pub slip_paper: SlipPaper,
}

/// Which printer a kiosk uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterChoice {
    /// A print queue, e.g. `ipp://localhost:631/printers/office`.
    Queue(String),
    /// A folder that collects PDF files.
    Folder(PathBuf),
}

/// The window.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenSettings {
    /// Fill the screen, without borders.
    pub fullscreen: bool,
    /// Size of the window when it does not fill the screen.
    pub size: Option<ScreenSize>,
    /// The language each visit starts in.
    pub language: Language,
}

/// Sides of the window in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenSize {
    /// Points from left to right.
    pub width: u32,
    /// Points from top to bottom.
    pub height: u32,
}

impl ScreenSize {
    /// Sides a window may have, in points: what a page needs at the largest text, to what screens have.
    pub const SIDES: std::ops::RangeInclusive<u32> = 720..=7680;
    /// The longer side has at least this, in points.
    pub const LONGER: u32 = 1024;

    /// Reads e.g. `1080x1920`.
    ///
    /// # Errors
    /// One sentence that says how a size is written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let sides =
            text.split_once(['x', 'X']).and_then(|(w, h)| Some((w.trim().parse().ok()?, h.trim().parse().ok()?)));
        match sides {
            Some((width, height))
                if Self::SIDES.contains(&width)
                    && Self::SIDES.contains(&height)
                    && u32::max(width, height) >= Self::LONGER =>
            {
                Ok(Self { width, height })
            }
            _ => Err(format!(
                "`{text}` is not a size; write WIDTHxHEIGHT in points, each {} to {} and the longer at least {}, for example 1080x1920",
                Self::SIDES.start(),
                Self::SIDES.end(),
                Self::LONGER
            )),
        }
    }
}

/// When an abandoned visit ends, in seconds of rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleSettings {
    /// The warning with its countdown appears.
    pub warn_s: u32,
    /// The visit ends and everything of it is forgotten.
    pub end_s: u32,
}

impl Default for IdleSettings {
    fn default() -> Self {
        Self { warn_s: 45, end_s: 75 }
    }
}

/// Why there is no usable configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No file at any of the usual places.
    #[error(
        "no configuration was found ({}): write one with `esscard-kiosk config example > kiosk.toml`, \
         edit it, and start with `esscard-kiosk --config kiosk.toml`",
        list(.looked_at)
    )]
    NotFound {
        /// The places.
        looked_at: Vec<PathBuf>,
    },
    /// The file cannot be read.
    #[error("{} cannot be read ({source}): give the path of a configuration file that this user may read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A value is missing or not usable.
    #[error("{}{}: {what}", path.display(), at_line(*.line))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Line in the file, from 1, where known.
        line: Option<usize>,
        /// Field, what is wrong with it and what to do.
        what: String,
    },
}

fn list(paths: &[PathBuf]) -> String {
    let mut out = String::from("looked at");
    for (i, path) in paths.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(out, "{} {}", if i == 0 { "" } else { " and" }, path.display());
    }
    out
}

fn at_line(line: Option<usize>) -> String {
    line.map_or_else(String::new, |n| format!(", line {n}"))
}

impl Config {
    /// Finds and reads the configuration: the given file, or else [`SYSTEM_FILE`], or else
    /// `esscard-kiosk/kiosk.toml` in the user's configuration folder.
    ///
    /// # Errors
    /// If there is none, or it is not usable.
    pub fn find(given: Option<&Path>) -> Result<Self, ConfigError> {
        Self::locate(given).map(|(_, config)| config)
    }

    /// As [`Config::find`], with the file it came from.
    ///
    /// # Errors
    /// As [`Config::find`].
    pub fn locate(given: Option<&Path>) -> Result<(PathBuf, Self), ConfigError> {
        if let Some(path) = given {
            return Ok((path.to_owned(), Self::read(path)?));
        }
        let mut places = vec![PathBuf::from(SYSTEM_FILE)];
        if let Some(folders) = directories::ProjectDirs::from("", "", "esscard-kiosk") {
            places.push(folders.config_dir().join("kiosk.toml"));
        }
        match places.iter().find(|place| place.exists()) {
            Some(place) => Ok((place.clone(), Self::read(place)?)),
            None => Err(ConfigError::NotFound { looked_at: places }),
        }
    }

    /// Reads one file.
    ///
    /// # Errors
    /// If it cannot be read or a value is not usable.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text =
            file::read_bounded(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text, path)
    }

    /// Checks the text of a file; relative paths in it start at the folder of `path`.
    ///
    /// # Errors
    /// If a value is missing or not usable.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        file::check(text, folder).map_err(|problem| ConfigError::Invalid {
            path: path.to_owned(),
            line: problem.at.map(|at| line_of(text, at)),
            what: problem.what,
        })
    }
}

/// The line, from 1, that holds the byte at `at`.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}

#[cfg(test)]
mod tests;
