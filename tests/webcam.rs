//! A webcam that fails while it is in use, and comes back. Runs where the emulated camera of
//! `tests/camera` is plugged in, and is skipped elsewhere:
//!
//! `tests/camera/run-with-camera.sh --cam uvc -- target/debug/deps/webcam-... --nocapture`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use esscard_kiosk::camera::webcam::{Webcam, WebcamOptions};
use esscard_kiosk::camera::{CameraError, CameraSource};
use esscard_kiosk::domain::frame::FrameId;
use esscard_kiosk::domain::time::{Clock, Date, Moment, Timestamp};

/// Where the emulated camera takes its commands.
const CONTROL: &str = "/run/uvccam.ctl";
/// As long as the eyes wait for a frame.
const WAIT: Duration = Duration::from_millis(300);

struct Running(Instant);

impl Clock for Running {
    fn moment(&self) -> Moment {
        Moment::default().after(self.0.elapsed())
    }
    fn timestamp(&self) -> Timestamp {
        Timestamp::now()
    }
    fn today(&self) -> Date {
        Date::constant(2026, 1, 1)
    }
}

fn webcam() -> Webcam {
    Webcam::new(WebcamOptions::default(), Arc::new(Running(Instant::now())))
}

fn tell(command: &str) {
    eprintln!("-- {command}");
    std::fs::write(CONTROL, format!("{command}\n")).expect("the camera listens");
}

/// Asks for frames until `wanted` says yes; every answer must come within its wait. Says how long
/// it took.
fn ask_until(
    webcam: &mut Webcam,
    within: Duration,
    what: &str,
    wanted: impl Fn(&Result<FrameId, CameraError>) -> bool,
) -> Duration {
    let started = Instant::now();
    loop {
        let asked = Instant::now();
        let answer = webcam.next_frame(WAIT).map(|frame| frame.id);
        let took = asked.elapsed();
        // Emulation is slow; a driver that hangs would hang for ever.
        assert!(took < WAIT + Duration::from_secs(2), "an answer took {took:?}");
        if wanted(&answer) {
            eprintln!("   {what} after {:.1} s", started.elapsed().as_secs_f64());
            return started.elapsed();
        }
        assert!(started.elapsed() < within, "no {what} within {within:?}; last: {answer:?}");
    }
}

fn frames(webcam: &mut Webcam) {
    ask_until(webcam, Duration::from_secs(25), "frames", Result::is_ok);
}

#[test]
fn a_webcam_that_fails_in_use_is_told_and_comes_back() {
    if !Path::new(CONTROL).exists() {
        eprintln!("skipped: no emulated camera here; see tests/camera/README.md");
        return;
    }
    let seconds = Duration::from_secs;
    let mut webcam = webcam();
    frames(&mut webcam);

    tell("stall");
    ask_until(&mut webcam, seconds(8), "stall", |a| matches!(a, Err(CameraError::Stalled)));
    tell("resume");
    frames(&mut webcam);

    tell("garbage");
    ask_until(&mut webcam, seconds(8), "garbage", |a| matches!(a, Err(CameraError::Garbled(_))));
    tell("good");
    frames(&mut webcam);

    tell("truncate");
    ask_until(&mut webcam, seconds(8), "half pictures", |a| matches!(a, Err(CameraError::Garbled(_))));
    tell("good");
    frames(&mut webcam);

    tell("unplug");
    ask_until(&mut webcam, seconds(8), "absence", |a| matches!(a, Err(CameraError::Absent(_))));
    tell("plug");
    frames(&mut webcam);

    // Closed while its driver hangs, and opened again by the next visitor.
    tell("stall");
    ask_until(&mut webcam, seconds(8), "stall", |a| matches!(a, Err(CameraError::Stalled)));
    let closing = Instant::now();
    drop(webcam);
    assert!(closing.elapsed() < seconds(2), "closing took {:?}", closing.elapsed());
    let mut webcam = self::webcam();
    ask_until(&mut webcam, seconds(12), "stall, not busy", |a| match a {
        Err(CameraError::Busy) => panic!("nobody else uses the camera"),
        other => matches!(other, Err(CameraError::Stalled)),
    });
    tell("resume");
    frames(&mut webcam);

    // Closed and opened again at once.
    for _ in 0..3 {
        drop(webcam);
        webcam = self::webcam();
        frames(&mut webcam);
    }
}
