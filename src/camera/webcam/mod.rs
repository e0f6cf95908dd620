//! A webcam behind `/dev/videoN`, read on a thread of its own.
//!
//! Drivers hang, cameras are unplugged, and what they send may be garbage; none of that may reach
//! the screen. So the thread that talks to the driver never shares a lock with it for longer than it
//! takes to put a frame down, and whoever asks for a frame waits for the frame, not for the driver.

mod capture;
mod device;
mod exposure;
#[cfg(fuzzing)]
pub mod fuzzing;
mod mode;
mod origin;
mod pixels;
mod survey;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{CameraError, CameraSource};
use crate::domain::frame::Frame;
use crate::domain::time::Clock;

use capture::Capture;
pub use device::CameraInfo;
pub use mode::{Coding, Mode};
pub use origin::{SourceRule, UsbId};
pub use survey::{Surveyed, survey};

/// A camera that sent nothing for so long counts as stalled.
const STALLED_AFTER: Duration = Duration::from_secs(3);
/// Opening takes longer: drivers switch formats, power up sensors.
const OPENED_WITHIN: Duration = Duration::from_secs(10);
/// Waits between tries to reopen: doubled from the first to the last.
const FIRST_BACK_OFF: Duration = Duration::from_millis(250);
const LAST_BACK_OFF: Duration = Duration::from_secs(4);
/// How long closing waits for the driver before it leaves the thread to itself.
const CLOSED_WITHIN: Duration = Duration::from_millis(400);

/// Which camera and which picture. The nearest picture that the camera offers is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebcamOptions {
    /// `/dev/videoN`; `None` takes the first that delivers pictures.
    pub device: Option<u32>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pictures a second.
    pub fps: u32,
    /// Only this coding; `None`: whichever suits best.
    pub coding: Option<Coding>,
    /// Which cameras may be used at all.
    pub rule: SourceRule,
}

/// Any camera.
impl Default for WebcamOptions {
    fn default() -> Self {
        Self { device: None, width: 640, height: 480, fps: 30, coding: None, rule: SourceRule::any() }
    }
}

/// A webcam. It is opened by the first call of `next_frame`, and reopened after an error.
pub struct Webcam {
    options: WebcamOptions,
    clock: Arc<dyn Clock>,
    capture: Option<Capture>,
    /// Number of the next frame: it goes on counting when the camera is reopened.
    next_id: u64,
    trouble: Option<Trouble>,
}

/// The last error, and when to try again.
struct Trouble {
    error: CameraError,
    back_off: Duration,
    retry_at: Instant,
}

impl Webcam {
    /// A webcam that is not open yet.
    #[must_use]
    pub fn new(options: WebcamOptions, clock: Arc<dyn Clock>) -> Self {
        Self { options, clock, capture: None, next_id: 0, trouble: None }
    }

    /// Which node delivers, and in which mode; `None` while none does.
    #[must_use]
    pub fn running(&self) -> Option<(u32, Mode)> {
        self.capture.as_ref()?.running()
    }

    /// Keeps the error for the time until the next try, doubling that time with each error in a row.
    fn give_up(&mut self, error: CameraError) -> CameraError {
        let back_off = self.trouble.as_ref().map_or(FIRST_BACK_OFF, |t| (t.back_off * 2).min(LAST_BACK_OFF));
        tracing::warn!(%error, "camera closed; next try in {back_off:?}");
        let told = again(&error);
        self.trouble = Some(Trouble { error, back_off, retry_at: Instant::now() + back_off });
        told
    }
}

impl CameraSource for Webcam {
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, CameraError> {
        let deadline = Instant::now() + wait;
        let capture = if let Some(capture) = self.capture.take() {
            capture
        } else {
            if let Some(trouble) = &self.trouble {
                let pause = trouble.retry_at.saturating_duration_since(Instant::now());
                if pause > wait {
                    std::thread::sleep(wait);
                    return Err(again(&trouble.error));
                }
                std::thread::sleep(pause);
            }
            match Capture::start(self.options.clone(), Arc::clone(&self.clock), self.next_id) {
                Ok(capture) => capture,
                Err(error) => return Err(self.give_up(error)),
            }
        };
        match capture.wait_for_frame(deadline) {
            Ok(frame) => {
                self.next_id = frame.id.0 + 1;
                self.trouble = None;
                self.capture = Some(capture);
                Ok(frame)
            }
            Err(error) if capture.has_ended() => Err(self.give_up(error)),
            Err(error) => {
                self.capture = Some(capture);
                Err(error)
            }
        }
    }
}

/// The same error once more; the caller asks again while the camera stays as it is.
fn again(error: &CameraError) -> CameraError {
    match error {
        CameraError::Timeout => CameraError::Timeout,
        CameraError::Stalled => CameraError::Stalled,
        CameraError::Absent(what) => CameraError::Absent(what.clone()),
        CameraError::Busy => CameraError::Busy,
        CameraError::Denied => CameraError::Denied,
        CameraError::Foreign(what) => CameraError::Foreign(what.clone()),
        CameraError::Garbled(what) => CameraError::Garbled(what.clone()),
        CameraError::Recording(what) => CameraError::Recording(what.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{Date, Moment, Timestamp};

    struct Stopped;

    impl Clock for Stopped {
        fn moment(&self) -> Moment {
            Moment::default()
        }
        fn timestamp(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
        fn today(&self) -> Date {
            Date::constant(2026, 1, 1)
        }
    }

    #[test]
    fn a_camera_that_is_not_there_is_told_within_the_wait_and_asked_for_again() {
        let options = WebcamOptions { device: Some(251), ..WebcamOptions::default() };
        let mut webcam = Webcam::new(options, Arc::new(Stopped));
        for _ in 0..3 {
            let asked = Instant::now();
            let error = webcam.next_frame(Duration::from_secs(2)).expect_err("no such camera");
            assert!(matches!(error, CameraError::Absent(_)), "{error:?}");
            assert!(asked.elapsed() < Duration::from_secs(3));
        }
        let asked = Instant::now();
        let error = webcam.next_frame(Duration::from_millis(50)).expect_err("still waiting for the next try");
        assert!(matches!(error, CameraError::Absent(_)), "{error:?}");
        assert!(asked.elapsed() < Duration::from_secs(1));
    }
}
