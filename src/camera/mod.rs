//! Cameras: a webcam, or a recording that plays like one.

pub mod clip;
pub mod rehearsed;
pub mod webcam;

use std::time::Duration;

use crate::domain::fault::Fault;
use crate::domain::frame::Frame;
use crate::domain::liveness::Cue;

/// Why no frame came.
#[derive(Debug, thiserror::Error)]
pub enum CameraError {
    /// No frame within the wait; ask again.
    #[error("no frame within the wait")]
    Timeout,
    /// No frame for so long that the device counts as stalled.
    #[error("the camera stopped sending pictures")]
    Stalled,
    #[error("no camera: {0}")]
    Absent(String),
    #[error("the camera is in use")]
    Busy,
    #[error("no permission to use the camera")]
    Denied,
    /// There is a camera, but not one that this kiosk may use.
    #[error("the camera is not admitted: {0}")]
    Foreign(String),
    /// The device sends what no decoder can read.
    #[error("the camera sends unreadable pictures: {0}")]
    Garbled(String),
    /// A recording that cannot be read.
    #[error("the recording cannot be played: {0}")]
    Recording(String),
}

impl CameraError {
    /// What the visitor is told; `None` for a mere time-out.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Timeout => None,
            Self::Stalled => Some(Fault::CameraStalled),
            Self::Absent(_) | Self::Foreign(_) | Self::Recording(_) => Some(Fault::CameraAbsent),
            Self::Busy => Some(Fault::CameraBusy),
            Self::Denied => Some(Fault::CameraDenied),
            Self::Garbled(_) => Some(Fault::CameraGarbled),
        }
    }
}

/// Where frames come from. Owned by one thread.
pub trait CameraSource: Send {
    /// The next frame; returns within `wait` even when a driver hangs.
    ///
    /// # Errors
    /// [`CameraError::Timeout`] when nothing came within `wait`; any other error means that the
    /// device is not usable now. Calling again tries to recover.
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, CameraError>;

    /// Only a recording listens: it plays the passage asked for.
    fn cue(&mut self, _cue: Cue) {}
}
