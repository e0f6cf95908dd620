//! The demo's camera, which staff can unplug to train.

use std::time::Duration;

use super::{CameraError, CameraSource};
use crate::domain::frame::Frame;
use crate::domain::liveness::Cue;
use crate::domain::rehearsal::{Rehearsal, Rehearsals};

/// A camera that is not there while that is rehearsed.
pub struct RehearsedCamera {
    camera: Box<dyn CameraSource>,
    rehearsals: Rehearsals,
}

impl RehearsedCamera {
    #[must_use]
    pub fn new(camera: Box<dyn CameraSource>, rehearsals: Rehearsals) -> Self {
        Self { camera, rehearsals }
    }
}

impl CameraSource for RehearsedCamera {
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, CameraError> {
        if self.rehearsals.is_on(Rehearsal::CameraUnplugged) {
            return Err(CameraError::Absent("unplugged to train".to_owned()));
        }
        self.camera.next_frame(wait)
    }

    fn cue(&mut self, cue: Cue) {
        self.camera.cue(cue);
    }
}
