//! The camera's thread of one capture.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use egui::ColorImage;

use crate::camera::{CameraError, CameraSource};
use crate::domain::fault::Fault;
use crate::domain::frame::Frame;
use crate::domain::liveness::Cue;

use super::super::latest::Latest;
use super::super::outbox::Outbox;
use super::super::tally::Tally;
use super::FRAME_WAIT;

/// A device that fails is tried again this long before the visitor is told.
const CAMERA_PATIENCE: Duration = Duration::from_secs(3);

/// Told once, when the camera is given up.
pub(super) type Tell = Box<dyn Fn(Fault, &dyn std::error::Error) + Send>;

/// What the thread holds.
pub(super) struct Watcher {
    pub stop: Arc<AtomicBool>,
    /// Where the face thread takes its frames; `None`: nobody but the preview looks.
    pub frames: Option<Arc<Latest<Frame>>>,
    pub preview: Arc<Latest<ColorImage>>,
    pub cue: Arc<Latest<Cue>>,
    pub tally: Arc<Tally>,
    pub tell: Tell,
    pub outbox: Outbox,
}

impl Watcher {
    pub fn give_up(&self, error: &CameraError) {
        let fault = error.fault().unwrap_or(Fault::CameraStalled);
        (self.tell)(fault, error);
    }

    pub fn run(&self, camera: &mut dyn CameraSource) {
        let mut failing_since: Option<Instant> = None;
        while !self.stop.load(Ordering::Acquire) {
            if let Some(cue) = self.cue.take() {
                camera.cue(cue);
            }
            match camera.next_frame(FRAME_WAIT) {
                Ok(frame) => {
                    failing_since = None;
                    self.tally.frames.raise();
                    self.preview.put(picture_of(&frame));
                    if let Some(frames) = &self.frames {
                        frames.put(frame);
                    }
                    self.outbox.wake();
                }
                Err(CameraError::Timeout) => {}
                Err(error) => {
                    let since = *failing_since.get_or_insert_with(Instant::now);
                    let hopeless = matches!(
                        error,
                        CameraError::Absent(_)
                            | CameraError::Denied
                            | CameraError::Foreign(_)
                            | CameraError::Recording(_)
                    );
                    if hopeless || since.elapsed() > CAMERA_PATIENCE {
                        return self.give_up(&error);
                    }
                    std::thread::sleep(FRAME_WAIT);
                }
            }
        }
    }
}

/// What the graphics card takes, made here rather than between two pictures of the screen.
fn picture_of(frame: &Frame) -> ColorImage {
    ColorImage::from_rgb([frame.width() as usize, frame.height() as usize], frame.rgb())
}
