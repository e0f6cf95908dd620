//! Camera nodes under `/dev`, and how one is prepared before it is opened for streaming.

use std::path::Path;

use nokhwa::NokhwaError;
use v4l::video::Capture as _;
use v4l::video::capture::Parameters;

use super::exposure;
use super::mode::Mode;
use crate::camera::CameraError;

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
pub(super) fn list() -> Vec<CameraInfo> {
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

/// Sets the mode before the camera is opened for streaming: what its last user left behind (an odd
/// coding, a fractional rate) would otherwise make every try to open it fail. The mode as the driver took it: it may
/// have rounded it.
pub(super) fn prepare(node: u32, mode: Mode) -> Result<Mode, CameraError> {
    let device = open(node)?;
    let format = device.set_format(&mode.driver_format()).map_err(|e| error_of_io(&e))?;
    let rate = match device.set_params(&Parameters::with_fps(mode.fps)) {
        Ok(parameters) => Some((parameters.interval.numerator, parameters.interval.denominator)),
        // Some drivers have no rate to set; the picture is what counts.
        Err(error) => {
            tracing::debug!(%error, "/dev/video{node} keeps its rate");
            None
        }
    };
    exposure::ask(&device, node);
    let taken = mode.as_taken(&format, rate)?;
    if taken != mode {
        tracing::info!("/dev/video{node} takes {taken} for {mode}");
    }
    Ok(taken)
}

pub(super) fn open(node: u32) -> Result<v4l::Device, CameraError> {
    let path = format!("/dev/video{node}");
    if !Path::new(&path).exists() {
        return Err(CameraError::Absent(format!("{path} does not exist")));
    }
    v4l::Device::with_path(&path).map_err(|e| error_of_io(&e))
}

pub(super) fn error_of_io(error: &std::io::Error) -> CameraError {
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
}
