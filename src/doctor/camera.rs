//! The camera: what it sends, and every other one of the machine.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Looked;
use crate::camera::webcam::{Mode, Surveyed, Webcam, WebcamOptions, survey};
use crate::camera::{CameraError, CameraSource};
use crate::domain::device_check::{Finding, Notice};
use crate::domain::frame::Frame;
use crate::domain::time::Clock;

/// Opening a camera takes seconds with some drivers.
const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(14);
/// A capture that ends lets go of its camera within less.
const FREE_WITHIN: Duration = Duration::from_secs(3);
/// How long the rate of pictures is measured.
const MEASURED_FOR: Duration = Duration::from_secs(2);
/// How often it is asked whether the look is still wanted.
const WAIT: Duration = Duration::from_millis(200);
/// Fewer pictures a second make a movement hard to recognise.
const SLOW: f64 = 10.0;
/// Mean brightness (0 to 255) below which a lens cover is likely.
const BLACK: u64 = 6;

/// Opens the webcam and looks at what it sends; then one line for every camera of the machine.
#[must_use]
pub fn webcam(options: &WebcamOptions, clock: Arc<dyn Clock>) -> (Looked, Vec<String>) {
    let mut webcam = Webcam::new(options.clone(), clock);
    let (first, taken) = match watch(&mut webcam, &|| true) {
        Ok(seen) => {
            let node = webcam.running().map_or(0, |(node, _)| node);
            (seen.judge(Some(node)), Some(node))
        }
        Err(error) => (fault_of(&error), None),
    };
    drop(webcam);
    // Afterwards: what was unplugged meanwhile is not listed.
    let cameras = survey(options);
    (first, cameras.iter().map(|camera| line(camera, options, taken)).collect())
}

/// Looks through a camera that is open, or tells why it is not; `recorded` plays in a camera's place. `None` if it was
/// no longer `wanted` before the end.
pub fn look(
    opened: Result<Box<dyn CameraSource>, CameraError>,
    recorded: bool,
    wanted: &dyn Fn() -> bool,
) -> Option<Finding> {
    let watched = opened.and_then(|mut camera| watch(camera.as_mut(), wanted));
    if !wanted() {
        return None;
    }
    Some(match watched {
        Ok(seen) if recorded => Finding::of(Notice::RecordingPlays).with(seen.size_and_rate()),
        Ok(seen) => seen.judge(None).finding,
        Err(error) => fault_of(&error).finding,
    })
}

/// Plays the first picture of a recording, opened by `open` as the kiosk would.
#[must_use]
pub fn recording(path: &Path, open: impl FnOnce() -> Result<Box<dyn CameraSource>, String>) -> Looked {
    let first = open().and_then(|mut camera| camera.next_frame(Duration::from_secs(1)).map_err(|e| e.to_string()));
    match first {
        Ok(frame) => {
            let size = format!("{}x{}", frame.width(), frame.height());
            let found = format!("the recording {} plays in its place (demo banner), {size}", path.display());
            Looked::well(Finding::of(Notice::RecordingPlays).with(size), found)
        }
        Err(error) => {
            let remedy = "name a Motion-JPEG file (.mjpg) in camera.recording, or use camera.device";
            let finding = Finding::of(Notice::RecordingUnplayable);
            Looked::wrong(finding, format!("{}: {error}", path.display()), remedy)
        }
    }
}

/// What a look through the camera showed.
struct Seen {
    size: (u32, u32),
    per_second: f64,
    brightness: u64,
}

/// Waits for the first picture and measures how many follow. Ends early, with a time-out, once it is not `wanted`.
fn watch(camera: &mut dyn CameraSource, wanted: &dyn Fn() -> bool) -> Result<Seen, CameraError> {
    let began = Instant::now();
    let first = loop {
        match camera.next_frame(WAIT) {
            Ok(frame) => break frame,
            Err(_) if !wanted() => return Err(CameraError::Timeout),
            Err(CameraError::Timeout) if began.elapsed() < FIRST_FRAME_WITHIN => {}
            Err(CameraError::Timeout) => return Err(CameraError::Stalled),
            Err(CameraError::Busy) if began.elapsed() < FREE_WITHIN => {}
            Err(error) => return Err(error),
        }
    };
    let started = Instant::now();
    let mut count = 0_u32;
    let mut last = first;
    while started.elapsed() < MEASURED_FOR && wanted() {
        match camera.next_frame(WAIT) {
            Ok(frame) => {
                count += 1;
                last = frame;
            }
            Err(CameraError::Timeout) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Seen {
        size: (last.width(), last.height()),
        per_second: f64::from(count) / started.elapsed().as_secs_f64(),
        brightness: brightness(&last),
    })
}

fn brightness(frame: &Frame) -> u64 {
    let sum: u64 = frame.rgb().iter().map(|v| u64::from(*v)).sum();
    sum / frame.rgb().len().max(1) as u64
}

impl Seen {
    fn size_and_rate(&self) -> String {
        let (width, height) = self.size;
        format!("{width}x{height}, {:.0}/s", self.per_second)
    }

    /// `node` is the number of the device, where it is known.
    fn judge(&self, node: Option<u32>) -> Looked {
        let (width, height) = self.size;
        let device = node.map_or_else(String::new, |node| format!(" (/dev/video{node})"));
        let found = format!("{width}x{height}, {:.0} pictures a second{device}", self.per_second);
        let of = |notice| Finding::of(notice).with(self.size_and_rate());
        if self.brightness < BLACK {
            Looked::wrong(
                of(Notice::CameraBlack),
                format!("{found}, but the picture is black"),
                "take the cover off the lens, switch on light",
            )
        } else if self.per_second < SLOW {
            let remedy = "more light, another USB port, or a smaller picture in the configuration";
            Looked::wrong(of(Notice::CameraSlow), format!("{found}, which is slow"), remedy)
        } else {
            Looked::well(of(Notice::CameraWorks), found)
        }
    }
}

fn fault_of(error: &CameraError) -> Looked {
    let (notice, remedy) = match error {
        CameraError::Absent(_) => {
            (Notice::CameraAbsent, "connect a webcam; if it is connected, try another USB port and look at `dmesg`")
        }
        CameraError::Busy => {
            (Notice::CameraBusy, "another program uses the camera: close it (`fuser /dev/video*` names it)")
        }
        CameraError::Denied => (
            Notice::CameraDenied,
            "add this user to the group `video` (`sudo usermod -aG video $USER`) and log in again",
        ),
        CameraError::Stalled | CameraError::Timeout => {
            (Notice::CameraStalled, "unplug the camera and plug it in again; try another USB port or cable")
        }
        CameraError::Garbled(_) => {
            (Notice::CameraGarbled, "try another USB port or cable; if it stays, another camera")
        }
        CameraError::Foreign(_) => (
            Notice::CameraForeign,
            "connect a camera that the configuration admits: a real device, and that of camera.usb if it is set (`lsusb` lists them)",
        ),
        CameraError::Recording(_) => (Notice::RecordingUnplayable, "give the path of a .mjpg file in camera.recording"),
    };
    Looked::wrong(Finding::of(notice), error.to_string(), remedy)
}

/// One camera: node, name, USB device, best picture, and whether the configuration takes it.
fn line(camera: &Surveyed, options: &WebcamOptions, taken: Option<u32>) -> String {
    let node = camera.info.index;
    let name = if camera.info.name.is_empty() { "without a name" } else { &camera.info.name };
    // Without the serial: the finding may be shown to anybody.
    let usb = camera.usb.as_ref().map_or_else(String::new, |id| format!(", USB {:04x}:{:04x}", id.vendor, id.product));
    let best = match camera.modes.as_slice() {
        [] if matches!(camera.refused, None | Some(CameraError::Foreign(_))) => {
            return format!("/dev/video{node} {name}{usb}: no pictures that can be read (metadata, or another coding)");
        }
        [] => "not known what it offers".to_owned(),
        modes => modes.iter().map(Mode::to_string).collect::<Vec<_>>().join(", "),
    };
    let fate = match &camera.refused {
        _ if taken == Some(node) => "taken".to_owned(),
        Some(why) => format!("not taken: {why}"),
        None if options.device.is_some_and(|wanted| wanted != node) => {
            "not taken: camera.device names another one".to_owned()
        }
        None if taken.is_some() => "not needed: another one is taken".to_owned(),
        None => "not taken, for the reason above".to_owned(),
    };
    format!("/dev/video{node} {name}{usb}: {best}; {fate}")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::camera::webcam::{CameraInfo, Coding, UsbId};
    use crate::domain::device_check::Health;
    use crate::domain::frame::FrameId;
    use crate::domain::time::Moment;

    /// Sends grey pictures after these errors.
    struct Scripted {
        first: Vec<CameraError>,
        grey: u8,
    }

    impl CameraSource for Scripted {
        fn next_frame(&mut self, _wait: Duration) -> Result<Frame, CameraError> {
            if let Some(error) = self.first.pop() {
                return Err(error);
            }
            std::thread::sleep(Duration::from_millis(20));
            let pixels = vec![self.grey; 64 * 48 * 3];
            Frame::new(FrameId(0), Moment::default(), 64, 48, pixels).map_err(|e| CameraError::Garbled(e.to_string()))
        }
    }

    fn through(first: Vec<CameraError>, grey: u8, recorded: bool) -> Option<Finding> {
        look(Ok(Box::new(Scripted { first, grey })), recorded, &|| true)
    }

    #[test]
    fn a_look_through_a_camera_says_what_it_sends() {
        let seen = through(Vec::new(), 120, false).expect("wanted");
        assert_eq!(seen.notice, Notice::CameraWorks);
        assert!(seen.detail.is_some_and(|detail| detail.starts_with("64x48, ")));
        assert_eq!(through(Vec::new(), 2, false).map(|f| f.notice), Some(Notice::CameraBlack));
        assert_eq!(through(Vec::new(), 120, true).map(|f| f.notice), Some(Notice::RecordingPlays));
        let absent = || CameraError::Absent("unplugged".into());
        assert_eq!(through(vec![absent()], 120, true).map(|f| f.notice), Some(Notice::CameraAbsent));
        assert_eq!(look(Err(absent()), false, &|| true).map(|f| f.notice), Some(Notice::CameraAbsent));
    }

    #[test]
    fn a_camera_that_a_capture_is_just_leaving_is_waited_for() {
        let busy = || CameraError::Busy;
        assert_eq!(through(vec![busy(), busy()], 120, false).map(|f| f.notice), Some(Notice::CameraWorks));
    }

    #[test]
    fn a_look_that_nobody_wants_any_more_ends_at_once() {
        let asked = Cell::new(0);
        let wanted = || {
            asked.set(asked.get() + 1);
            asked.get() < 4
        };
        let began = Instant::now();
        let silent: Vec<CameraError> = (0..10_000).map(|_| CameraError::Timeout).collect();
        assert_eq!(look(Ok(Box::new(Scripted { first: silent, grey: 0 })), false, &wanted), None);
        assert!(began.elapsed() < FREE_WITHIN);
    }

    #[test]
    fn what_the_camera_sends_is_judged() {
        let seen = |per_second, brightness| Seen { size: (640, 480), per_second, brightness }.judge(Some(2));
        assert_eq!(seen(29.7, 90).notice().health(), Health::Ok);
        assert_eq!(seen(29.7, 90).found, "640x480, 30 pictures a second (/dev/video2)");
        assert_eq!(seen(29.7, 2).notice(), Notice::CameraBlack);
        assert_eq!(seen(4.0, 90).notice(), Notice::CameraSlow);
    }

    #[test]
    fn every_camera_error_says_what_to_do() {
        let errors = [
            CameraError::Absent("x".into()),
            CameraError::Busy,
            CameraError::Denied,
            CameraError::Stalled,
            CameraError::Garbled("x".into()),
            CameraError::Foreign("x".into()),
            CameraError::Recording("x".into()),
        ];
        for error in errors {
            let looked = fault_of(&error);
            assert_eq!(looked.notice().health(), Health::Fault);
            assert!(looked.remedy.is_some() && looked.found == error.to_string(), "{looked:?}");
            assert_eq!(looked.finding.detail, None, "{looked:?}");
        }
    }

    #[test]
    fn every_camera_is_listed_with_its_fate() {
        let camera = |index, modes: &[Mode], refused| Surveyed {
            info: CameraInfo { index, name: "Cam".into() },
            usb: UsbId::parse("046d:0825:SECRET"),
            modes: modes.to_vec(),
            refused,
        };
        let picture = Mode { coding: Coding::Mjpeg, width: 640, height: 480, fps: 30 };
        let any = WebcamOptions::default();
        let one = camera(2, &[picture], None);
        let said = line(&one, &any, Some(2));
        assert_eq!(said, "/dev/video2 Cam, USB 046d:0825: MJPEG 640x480 at 30/s; taken");
        assert!(line(&one, &any, Some(0)).ends_with("not needed: another one is taken"));
        let named = WebcamOptions { device: Some(0), ..any.clone() };
        assert!(line(&one, &named, None).ends_with("not taken: camera.device names another one"));
        let foreign = camera(3, &[picture], Some(CameraError::Foreign("it is another one".into())));
        assert!(line(&foreign, &any, Some(2)).ends_with("; not taken: the camera is not admitted: it is another one"));
        for refused in [None, Some(CameraError::Foreign("it is another one".into()))] {
            assert!(line(&camera(1, &[], refused), &any, Some(2)).contains(": no pictures that can be read (metadata"));
        }
        let denied = line(&camera(0, &[], Some(CameraError::Denied)), &any, None);
        assert!(denied.ends_with("not known what it offers; not taken: no permission to use the camera"), "{denied}");
    }
}
