//! What a camera node is and which pictures it offers, asked of the driver before it is opened for
//! streaming.

use std::path::Path;

use nokhwa::NokhwaError;
use nokhwa::utils::{CameraFormat, FrameFormat, Resolution};
use v4l::FourCC;
use v4l::capability::Flags;
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::FrameSizeEnum;
use v4l::video::Capture as _;
use v4l::video::capture::Parameters;

use super::WebcamOptions;
use crate::camera::CameraError;
use crate::domain::frame::Frame;

/// More nodes than any machine has; `/dev` is not ours.
const MOST_NODES: usize = 64;

/// A node under `/dev` that may be a camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameraInfo {
    /// N of `/dev/videoN`.
    pub index: u32,
    /// What the driver calls it; empty where it does not say.
    pub name: String,
}

/// All camera nodes, lowest number first. A webcam usually has two: pictures, and metadata.
#[must_use]
pub fn list() -> Vec<CameraInfo> {
    let Ok(entries) = std::fs::read_dir("/dev") else { return Vec::new() };
    let mut found: Vec<CameraInfo> = entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_prefix("video")?.parse().ok())
        .take(MOST_NODES)
        .map(|index: u32| {
            let file = format!("/sys/class/video4linux/video{index}/name");
            let name = std::fs::read_to_string(file).unwrap_or_default();
            CameraInfo { index, name: name.trim().chars().take(80).collect() }
        })
        .collect();
    found.sort_by_key(|camera| camera.index);
    found
}

/// A picture that a node offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mode {
    pub coding: Coding,
    pub width: u32,
    pub height: u32,
    pub fps: u32,
}

/// How the pixels arrive; the first ones are preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coding {
    Mjpeg,
    Yuyv,
    Nv12,
    Rgb,
    Bgr,
}

impl Coding {
    /// Grey cameras are left out: with notebooks they are the infrared ones.
    const ALL: [Self; 5] = [Self::Mjpeg, Self::Yuyv, Self::Nv12, Self::Rgb, Self::Bgr];

    fn fourcc(self) -> FourCC {
        FourCC::new(match self {
            Self::Mjpeg => b"MJPG",
            Self::Yuyv => b"YUYV",
            Self::Nv12 => b"NV12",
            Self::Rgb => b"RGB3",
            Self::Bgr => b"BGR3",
        })
    }

    fn frame_format(self) -> FrameFormat {
        match self {
            Self::Mjpeg => FrameFormat::MJPEG,
            Self::Yuyv => FrameFormat::YUYV,
            Self::Nv12 => FrameFormat::NV12,
            Self::Rgb => FrameFormat::RAWRGB,
            Self::Bgr => FrameFormat::RAWBGR,
        }
    }
}

impl Mode {
    pub fn format(self) -> CameraFormat {
        CameraFormat::new(Resolution::new(self.width, self.height), self.coding.frame_format(), self.fps)
    }
}

impl std::fmt::Display for Mode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}x{} at {}/s", self.coding, self.width, self.height, self.fps)
    }
}

/// The modes of a node that are worth a try, best first: one for each coding, nearest to what is
/// wished for.
pub(super) fn modes(node: u32, wished: &WebcamOptions) -> Result<Vec<Mode>, CameraError> {
    let device = open(node)?;
    let caps = device.query_caps().map_err(|e| error_of_io(&e))?;
    if !caps.capabilities.contains(Flags::VIDEO_CAPTURE) {
        return Err(CameraError::Absent(format!("/dev/video{node} takes no pictures")));
    }
    let offered: Vec<FourCC> = device.enum_formats().map_err(|e| error_of_io(&e))?.iter().map(|f| f.fourcc).collect();
    let mut modes: Vec<Mode> = Coding::ALL
        .into_iter()
        .filter(|coding| offered.contains(&coding.fourcc()))
        .filter_map(|coding| nearest(&device, coding, wished))
        .collect();
    // Another coding in the wished size is better than the preferred one in a wrong size.
    modes.sort_by_key(|m| (distance(m.width, m.height, wished), m.coding));
    Ok(modes)
}

fn nearest(device: &v4l::Device, coding: Coding, wished: &WebcamOptions) -> Option<Mode> {
    let sizes = device.enum_framesizes(coding.fourcc()).ok()?;
    let (width, height) = sizes
        .into_iter()
        .map(|size| match size.size {
            FrameSizeEnum::Discrete(d) => (d.width, d.height),
            FrameSizeEnum::Stepwise(s) => (
                step_to(wished.width, s.min_width, s.max_width, s.step_width),
                step_to(wished.height, s.min_height, s.max_height, s.step_height),
            ),
        })
        .filter(|(w, h)| (1..=Frame::MAX_SIDE).contains(w) && (1..=Frame::MAX_SIDE).contains(h))
        .min_by_key(|(w, h)| distance(*w, *h, wished))?;
    let rates = device.enum_frameintervals(coding.fourcc(), width, height).unwrap_or_default();
    let fps = rates
        .into_iter()
        .filter_map(|rate| match rate.interval {
            FrameIntervalEnum::Discrete(f) => (f.numerator == 1).then_some(f.denominator),
            FrameIntervalEnum::Stepwise(_) => Some(wished.fps),
        })
        .min_by_key(|fps| fps.abs_diff(wished.fps))
        .unwrap_or(wished.fps);
    Some(Mode { coding, width, height, fps })
}

fn step_to(wished: u32, least: u32, most: u32, step: u32) -> u32 {
    let inside = wished.clamp(least, most.max(least));
    inside - (inside - least) % step.max(1)
}

fn distance(width: u32, height: u32, wished: &WebcamOptions) -> u32 {
    width.abs_diff(wished.width).saturating_add(height.abs_diff(wished.height))
}

/// Sets the mode before the camera is opened for streaming: what its last user left behind (an odd
/// coding, a fractional rate) would otherwise make every try to open it fail.
pub(super) fn prepare(node: u32, mode: Mode) -> Result<(), CameraError> {
    let device = open(node)?;
    let format = v4l::Format::new(mode.width, mode.height, mode.coding.fourcc());
    device.set_format(&format).map_err(|e| error_of_io(&e))?;
    // Some drivers have no rate to set; the picture is what counts.
    if let Err(error) = device.set_params(&Parameters::with_fps(mode.fps)) {
        tracing::debug!(%error, "/dev/video{node} keeps its rate");
    }
    Ok(())
}

fn open(node: u32) -> Result<v4l::Device, CameraError> {
    let path = format!("/dev/video{node}");
    if !Path::new(&path).exists() {
        return Err(CameraError::Absent(format!("{path} does not exist")));
    }
    v4l::Device::with_path(&path).map_err(|e| error_of_io(&e))
}

fn error_of_io(error: &std::io::Error) -> CameraError {
    error_of_code(error.raw_os_error(), &error.to_string())
}

/// The binding tells system errors as text only.
pub(super) fn error_of(error: &NokhwaError) -> CameraError {
    let text = error.to_string();
    let code = text.rsplit_once("(os error ").and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    error_of_code(code, &text)
}

fn error_of_code(code: Option<i32>, text: &str) -> CameraError {
    match code {
        // ENOENT, ENXIO, ENODEV: never there, or unplugged.
        Some(2 | 6 | 19) => CameraError::Absent(text.to_owned()),
        // EPERM, EACCES.
        Some(1 | 13) => CameraError::Denied,
        // EBUSY.
        Some(16) => CameraError::Busy,
        _ => CameraError::Garbled(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_errors_become_what_the_visitor_is_told() {
        let said = |n: i32| {
            let text = format!("V4L2 Error: something (os error {n})");
            error_of(&NokhwaError::OpenDeviceError("0".into(), text))
        };
        assert!(matches!(said(2), CameraError::Absent(_)));
        assert!(matches!(said(19), CameraError::Absent(_)));
        assert!(matches!(said(13), CameraError::Denied));
        assert!(matches!(said(16), CameraError::Busy));
        assert!(matches!(said(5), CameraError::Garbled(_)));
        assert!(matches!(error_of(&NokhwaError::UnitializedError), CameraError::Garbled(_)));
    }

    #[test]
    fn sizes_keep_to_their_steps() {
        assert_eq!(step_to(640, 320, 1920, 2), 640);
        assert_eq!(step_to(641, 320, 1920, 2), 640);
        assert_eq!(step_to(100, 320, 1920, 2), 320);
        assert_eq!(step_to(9000, 320, 1920, 0), 1920);
        assert_eq!(step_to(9000, 320, 100, 8), 320, "a driver's nonsense does no harm");
    }
}
