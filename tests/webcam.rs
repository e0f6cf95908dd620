//! Webcams of every kind, failing in every way, and coming back. Runs in the virtual machine of `tests/camera`,
//! which says in `CAMVM` what it has plugged in; each test is skipped where that is something else:
//!
//! `tests/camera/matrix.sh` runs them all; one kind: `tests/camera/run-with-camera.sh --cam uvc -- tests/camera/newest.sh webcam`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use esscard_kiosk::camera::webcam::{Coding, SourceRule, UsbId, Webcam, WebcamOptions, survey};
use esscard_kiosk::camera::{CameraError, CameraSource};
use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::time::{Clock, Date, Moment, Timestamp};
use esscard_kiosk::text::{FaultText, Words};
use esscard_kiosk::work::eyes::FRAME_WAIT as WAIT;

/// Where the emulated cameras take their commands.
const CONTROL: &str = "/run/uvccam.ctl";
const SECOND_CONTROL: &str = "/run/uvccam2.ctl";
/// Longest until a camera that works shows a picture, on the slow emulation.
const OPENS: Duration = Duration::from_secs(25);
/// Longest until a fault is told.
const TOLD: Duration = Duration::from_secs(8);

/// Whether an error is the one to come.
type Wanted = fn(&CameraError) -> bool;

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

fn webcam(options: WebcamOptions) -> Webcam {
    Webcam::new(options, Arc::new(Running(Instant::now())))
}

fn any() -> WebcamOptions {
    WebcamOptions::default()
}

fn pinned(usb: &str) -> WebcamOptions {
    WebcamOptions { rule: SourceRule { usb: UsbId::parse(usb), virtual_too: true }, ..any() }
}

fn tell(control: &str, command: &str) {
    std::fs::write(control, format!("{command}\n")).expect("the camera listens");
}

fn v4l2(arguments: &[&str]) -> String {
    let out = Command::new("v4l2-ctl").args(arguments).output().expect("v4l2-ctl runs");
    assert!(out.status.success(), "v4l2-ctl {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// The rows of one machine.
#[derive(Default)]
struct Matrix {
    failed: Vec<String>,
}

impl Matrix {
    /// `None` where another kind of camera is plugged in, or none.
    fn of(kind: &str) -> Option<Self> {
        if std::env::var("CAMVM").is_ok_and(|plugged| plugged == kind) {
            return Some(Self::default());
        }
        println!("skipped: no camera of the kind {kind} here; see tests/camera/README.md");
        None
    }

    /// One row: its name, what was seen, whether it is as it must be.
    fn case(&mut self, name: &str, look: impl FnOnce() -> String) {
        let started = Instant::now();
        let looked = catch_unwind(AssertUnwindSafe(look));
        let took = started.elapsed().as_secs_f64();
        match looked {
            Ok(seen) => println!("case: {name} | {seen} | ok ({took:.0} s)"),
            Err(why) => {
                let literal = why.downcast_ref::<&str>().map(ToString::to_string);
                let why = why.downcast_ref::<String>().cloned().or(literal);
                println!("case: {name} | {} | FAILED ({took:.0} s)", why.unwrap_or_default());
                self.failed.push(name.to_owned());
            }
        }
    }

    fn end(self) {
        assert!(self.failed.is_empty(), "failed: {}", self.failed.join(", "));
    }
}

/// The title of the page that a visitor gets.
fn page(error: &CameraError) -> String {
    let fault = error.fault().expect("a fault");
    let words = Words::load().unwrap();
    format!("page \"{}\"", FaultText::of(&words, Language::English, fault).title.primary)
}

/// Asks for frames until `wanted` says yes; every answer must come within its wait.
fn ask_until(
    webcam: &mut Webcam,
    within: Duration,
    what: &str,
    wanted: impl Fn(&Result<FrameId, CameraError>) -> bool,
) -> Result<Frame, CameraError> {
    let started = Instant::now();
    loop {
        let asked = Instant::now();
        let answer = webcam.next_frame(WAIT);
        let took = asked.elapsed();
        // Emulation is slow; a driver that hangs would hang for ever.
        assert!(took < WAIT + Duration::from_secs(2), "an answer took {took:?}");
        let (id, answer) = match answer {
            Ok(frame) => (Ok(frame.id), Ok(frame)),
            Err(error) => (Err(error), Err(CameraError::Timeout)),
        };
        if wanted(&id) {
            return id.and(answer);
        }
        assert!(started.elapsed() < within, "no {what} within {within:?}; last: {id:?}");
    }
}

fn frames(webcam: &mut Webcam) -> Frame {
    ask_until(webcam, OPENS, "frames", Result::is_ok).expect("frames")
}

/// The error that comes, which must be `wanted`.
fn told(webcam: &mut Webcam, what: &str, wanted: impl Fn(&CameraError) -> bool) -> CameraError {
    let answer = ask_until(webcam, TOLD, what, |a| a.as_ref().err().is_some_and(&wanted));
    answer.expect_err("an error")
}

/// A colour of each of the four quarters, from the upper left; beside their middles, where vivid's bars meet.
fn quarters(frame: &Frame) -> [[u8; 3]; 4] {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let at = |x: usize, y: usize| {
        let start = (y * w + x) * 3;
        <[u8; 3]>::try_from(&frame.rgb()[start..start + 3]).unwrap()
    };
    let (left, right) = (5 * w / 16, 13 * w / 16);
    [at(left, h / 4), at(right, h / 4), at(left, 3 * h / 4), at(right, 3 * h / 4)]
}

/// `tests/camera/matrix.sh` holds red, green, blue and white before the camera.
fn shows_the_quarters(frame: &Frame) {
    let seen = quarters(frame);
    for (seen, wanted) in seen.iter().zip([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]) {
        let far = seen.iter().zip(wanted).any(|(a, b): (&u8, u8)| a.abs_diff(b) > 60);
        assert!(!far, "colours are wrong: {seen:?} for {wanted:?}");
    }
}

/// Pictures a second over two seconds.
fn rate(webcam: &mut Webcam) -> f64 {
    let started = Instant::now();
    let mut count = 0_u32;
    while started.elapsed() < Duration::from_secs(2) {
        count += u32::from(webcam.next_frame(WAIT).is_ok());
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}

/// Opens, and says what came.
fn delivers(options: WebcamOptions) -> (Frame, String) {
    let mut webcam = webcam(options);
    let frame = frames(&mut webcam);
    let (node, mode) = webcam.running().expect("it runs");
    assert_eq!((frame.width(), frame.height()), (mode.width, mode.height));
    let rate = rate(&mut webcam);
    (frame, format!("/dev/video{node} {mode}, {rate:.0} pictures a second came"))
}

#[test]
fn a_usb_webcam() {
    let Some(mut m) = Matrix::of("uvc") else { return };
    for (coding, fps) in [(Coding::Mjpeg, 30), (Coding::Mjpeg, 15), (Coding::Yuyv, 30), (Coding::Yuyv, 15)] {
        m.case(&format!("uvc {} {fps}/s", coding.word()), || {
            let options = WebcamOptions { coding: Some(coding), fps, ..any() };
            let (frame, seen) = delivers(options);
            shows_the_quarters(&frame);
            assert!(seen.contains(&format!("{} 640x480 at {fps}/s", coding.word().to_uppercase())), "{seen}");
            seen
        });
    }
    m.case("uvc fixed exposure, 60 Hz", || {
        let set = "exposure_dynamic_framerate=1,power_line_frequency=2,auto_exposure=1";
        v4l2(&["-d", "/dev/video0", "--set-ctrl", set]);
        let names = "auto_exposure,exposure_dynamic_framerate,power_line_frequency";
        let before = v4l2(&["-d", "/dev/video0", "--get-ctrl", names]);
        assert!(before.contains("auto_exposure: 1"), "{before}");
        drop(frames(&mut webcam(any())));
        let after = v4l2(&["-d", "/dev/video0", "--get-ctrl", names]).replace('\n', ", ");
        for wanted in ["auto_exposure: 3", "exposure_dynamic_framerate: 0", "power_line_frequency: 1"] {
            assert!(after.contains(wanted), "{after}");
        }
        after
    });
    m.end();
}

#[test]
fn a_usb_webcam_that_fails_in_use() {
    let Some(mut m) = Matrix::of("uvc") else { return };
    let mut cam = webcam(any());
    frames(&mut cam);
    let faults: [(&str, &str, &str, Wanted); 4] = [
        ("stall", "stall", "resume", |e| matches!(e, CameraError::Stalled)),
        ("garbage", "garbage", "good", |e| matches!(e, CameraError::Garbled(_))),
        ("truncated frames", "truncate", "good", |e| matches!(e, CameraError::Garbled(_))),
        ("unplug and replug", "unplug", "plug", |e| matches!(e, CameraError::Absent(_))),
    ];
    for (name, bad, good, wanted) in faults {
        m.case(&format!("uvc {name} in use"), || {
            tell(CONTROL, bad);
            let error = told(&mut cam, name, wanted);
            tell(CONTROL, good);
            frames(&mut cam);
            format!("{}, then frames again", page(&error))
        });
    }
    drop(cam);
    m.case("uvc truncated frames in use, yuyv", || {
        let mut cam = webcam(WebcamOptions { coding: Some(Coding::Yuyv), ..any() });
        frames(&mut cam);
        tell(CONTROL, "truncate");
        // The kernel keeps what it knows to be incomplete.
        let error = told(&mut cam, "half pictures", |e| matches!(e, CameraError::Stalled | CameraError::Garbled(_)));
        tell(CONTROL, "good");
        frames(&mut cam);
        format!("{}, then frames again", page(&error))
    });
    m.case("uvc whose MJPEG is garbage from the start", || {
        tell(CONTROL, "garble-mjpeg");
        let (frame, seen) = delivers(any());
        tell(CONTROL, "good");
        shows_the_quarters(&frame);
        assert!(seen.contains("YUYV"), "{seen}");
        seen
    });
    m.case("uvc in use by another program", || {
        let mut other = Command::new("v4l2-ctl")
            .args(["-d", "/dev/video0", "--stream-mmap", "--stream-count=100000"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_secs(3));
        let mut cam = webcam(any());
        let error = told(&mut cam, "refusal", |e| matches!(e, CameraError::Busy));
        other.kill().unwrap();
        other.wait().unwrap();
        frames(&mut cam);
        format!("{}, then frames", page(&error))
    });
    let mut cam = webcam(any());
    frames(&mut cam);
    m.case("uvc closed while its driver hangs, opened by the next visitor", || {
        tell(CONTROL, "stall");
        told(&mut cam, "stall", |e| matches!(e, CameraError::Stalled));
        let closing = Instant::now();
        drop(cam);
        assert!(closing.elapsed() < Duration::from_secs(2), "closing took {:?}", closing.elapsed());
        let mut cam = webcam(any());
        let error = ask_until(&mut cam, Duration::from_secs(12), "stall, not busy", |a| match a {
            Err(CameraError::Busy) => panic!("nobody else uses the camera"),
            other => matches!(other, Err(CameraError::Stalled)),
        });
        tell(CONTROL, "resume");
        frames(&mut cam);
        format!("{}, then frames", page(&error.expect_err("an error")))
    });
    m.case("uvc closed and opened again at once, three times", || {
        for _ in 0..3 {
            frames(&mut webcam(any()));
        }
        "frames each time".to_owned()
    });
    m.end();
}

#[test]
fn two_usb_webcams() {
    let Some(mut m) = Matrix::of("two") else { return };
    let second = |options: WebcamOptions| {
        let mut cam = webcam(options);
        frames(&mut cam);
        let (node, _) = cam.running().expect("it runs");
        let listed = survey(&any()).into_iter().find(|s| s.info.index == node).expect("listed");
        (cam, listed.usb.expect("on USB").to_string())
    };
    m.case("two cameras, the configuration names none", || {
        let (_cam, id) = second(any());
        assert_eq!(id, "1209:0001:A1", "the first");
        format!("USB {id} is taken")
    });
    for usb in ["1209:0002", "1209:0002:B2", "1209:0001:A1"] {
        m.case(&format!("two cameras, usb = \"{usb}\""), || {
            let (_cam, id) = second(pinned(usb));
            assert!(id.starts_with(usb), "{id}");
            format!("USB {id} is taken")
        });
    }
    m.case("two cameras, the other one is unplugged in use", || {
        let (mut cam, _) = second(pinned("1209:0002"));
        tell(CONTROL, "unplug");
        let until = Instant::now() + Duration::from_secs(5);
        let mut count = 0;
        while Instant::now() < until {
            match cam.next_frame(WAIT) {
                Ok(_) => count += 1,
                Err(CameraError::Timeout) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert!(count > 5, "{count} frames");
        tell(CONTROL, "plug");
        format!("{count} frames meanwhile, no fault")
    });
    std::thread::sleep(Duration::from_secs(4));
    m.case("two cameras, the chosen one is unplugged in use", || {
        let (mut cam, _) = second(pinned("1209:0002"));
        tell(SECOND_CONTROL, "unplug");
        told(&mut cam, "absence", |e| matches!(e, CameraError::Absent(_) | CameraError::Foreign(_)));
        // Asked again and again the other one must not take its place.
        let until = Instant::now() + Duration::from_secs(6);
        let mut last = None;
        while Instant::now() < until {
            last = Some(cam.next_frame(WAIT).expect_err("the other camera is not the configured one"));
        }
        let error = last.expect("asked");
        assert!(matches!(error, CameraError::Absent(_) | CameraError::Foreign(_)), "{error:?}");
        tell(SECOND_CONTROL, "plug");
        frames(&mut cam);
        format!("{} and not the other camera; frames again", page(&error))
    });
    m.case("two cameras, none named, the first is unplugged", || {
        let (mut cam, _) = second(any());
        tell(CONTROL, "unplug");
        let error = told(&mut cam, "absence", |e| matches!(e, CameraError::Absent(_)));
        frames(&mut cam);
        let (node, _) = cam.running().expect("it runs");
        tell(CONTROL, "plug");
        format!("{}, then frames from the other one, /dev/video{node}", page(&error))
    });
    m.case("two cameras, another serial is asked for", || {
        let error = told(&mut webcam(pinned("1209:0002:C3")), "refusal", |e| matches!(e, CameraError::Foreign(_)));
        page(&error)
    });
    m.end();
}

#[test]
fn a_metadata_node_comes_first() {
    let Some(mut m) = Matrix::of("meta") else { return };
    m.case("metadata node first", || {
        let listed = survey(&any());
        assert!(listed[0].info.index == 0 && listed[0].modes.is_empty(), "{:?}", listed[0]);
        let (frame, seen) = delivers(any());
        shows_the_quarters(&frame);
        assert!(seen.starts_with("/dev/video1 "), "{seen}");
        seen
    });
    m.case("metadata node first and named by the configuration", || {
        let options = WebcamOptions { device: Some(0), ..any() };
        let error = told(&mut webcam(options), "refusal", |e| matches!(e, CameraError::Absent(_)));
        format!("{} ({error})", page(&error))
    });
    m.case("metadata node first, unplug and replug", || {
        let mut cam = webcam(any());
        frames(&mut cam);
        tell(CONTROL, "unplug");
        let error = told(&mut cam, "absence", |e| matches!(e, CameraError::Absent(_)));
        tell(CONTROL, "plug");
        frames(&mut cam);
        format!("{}, then frames again", page(&error))
    });
    m.end();
}

/// The kernel's test driver: colour bars in every format.
#[test]
fn vivid() {
    let Some(mut m) = Matrix::of("vivid") else { return };
    v4l2(&["-d", "/dev/video0", "--set-ctrl", "osd_text_mode=2"]);
    let mut bars: Vec<[[u8; 3]; 4]> = Vec::new();
    for coding in [Coding::Yuyv, Coding::Nv12, Coding::Rgb, Coding::Bgr] {
        m.case(&format!("vivid {}", coding.word()), || {
            let (frame, seen) = delivers(WebcamOptions { coding: Some(coding), ..any() });
            assert!(seen.contains(&coding.word().to_uppercase()), "{seen}");
            let colours = quarters(&frame);
            if let Some(first) = bars.first() {
                for (a, b) in first.iter().flatten().zip(colours.iter().flatten()) {
                    assert!(a.abs_diff(*b) < 40, "colours differ from YUYV's: {colours:?}, {first:?}");
                }
            }
            assert!(colours[0].iter().any(|v| v.abs_diff(colours[1][0]) > 60), "bars are coloured: {colours:?}");
            bars.push(colours);
            seen
        });
    }
    m.case("vivid left behind in an odd mode by another program", || {
        v4l2(&["-d", "/dev/video0", "--set-fmt-video=width=1920,height=1080,pixelformat=BGR4"]);
        v4l2(&["-d", "/dev/video0", "--set-parm=10"]);
        delivers(any()).1
    });
    m.case("vivid with its gain fixed", || {
        v4l2(&["-d", "/dev/video0", "--set-ctrl", "gain_automatic=0"]);
        frames(&mut webcam(any()));
        let after = v4l2(&["-d", "/dev/video0", "--get-ctrl", "gain_automatic"]);
        assert!(after.contains(": 1"), "{after}");
        after.trim().to_owned()
    });
    m.case("vivid whose stream does not start once", || {
        v4l2(&["-d", "/dev/video0", "--set-ctrl", "inject_vidioc_streamon_error=1"]);
        let mut cam = webcam(any());
        let started = Instant::now();
        frames(&mut cam);
        format!("frames after {:.1} s", started.elapsed().as_secs_f64())
    });
    m.case("vivid disconnects in use", || {
        let mut cam = webcam(any());
        frames(&mut cam);
        v4l2(&["-d", "/dev/video0", "--set-ctrl", "disconnect=1"]);
        let error = told(&mut cam, "absence", |e| matches!(e, CameraError::Absent(_)));
        page(&error)
    });
    m.end();
}

#[test]
fn a_camera_made_by_software() {
    let Some(mut m) = Matrix::of("loopback") else { return };
    for (node, coding) in [(0, Coding::Yuyv), (1, Coding::Nv12), (2, Coding::Rgb), (3, Coding::Mjpeg)] {
        m.case(&format!("v4l2loopback {}", coding.word()), || {
            let (frame, seen) = delivers(WebcamOptions { device: Some(node), ..any() });
            shows_the_quarters(&frame);
            assert!(seen.contains(&coding.word().to_uppercase()), "{seen}");
            seen
        });
    }
    m.case("v4l2loopback before a kiosk for the public", || {
        let rule = SourceRule { usb: None, virtual_too: false };
        let error =
            told(&mut webcam(WebcamOptions { rule, ..any() }), "refusal", |e| matches!(e, CameraError::Foreign(_)));
        format!("{} ({error})", page(&error))
    });
    m.case("v4l2loopback whose program ends", || {
        let mut cam = webcam(WebcamOptions { device: Some(0), ..any() });
        frames(&mut cam);
        let feeder = std::fs::read_to_string("/run/feed.pid").unwrap();
        assert!(Command::new("kill").arg(feeder.trim()).status().unwrap().success());
        let error = told(&mut cam, "a fault", |e| !matches!(e, CameraError::Timeout));
        drop(cam);
        let mut again = Command::new("sh").arg("/run/feed-again").spawn().unwrap();
        let mut cam = webcam(WebcamOptions { device: Some(0), ..any() });
        frames(&mut cam);
        again.kill().unwrap();
        again.wait().unwrap();
        format!("{}, frames again once it runs again", page(&error))
    });
    m.end();
}
