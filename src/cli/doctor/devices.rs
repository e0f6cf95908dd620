//! Camera and printer.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Finding;
use crate::camera::webcam::{Mode, Surveyed, Webcam, WebcamOptions, survey};
use crate::camera::{CameraError, CameraSource};
use crate::config::{CameraChoice, CameraSettings, Config, PrinterChoice};
use crate::domain::frame::Frame;
use crate::domain::time::Clock;
use crate::printing::{IppPrinter, PrintError};
use crate::wiring::{self, SystemClock, WiringError};

/// Opening a camera takes seconds with some drivers.
const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(14);
/// How long the rate of pictures is measured.
const MEASURED_FOR: Duration = Duration::from_secs(2);
/// Fewer pictures a second make a movement hard to recognise.
const SLOW: f64 = 10.0;
/// Mean brightness (0 to 255) below which a lens cover is likely.
const BLACK: u64 = 6;

const CAMERA: &str = "camera";
const CAMERAS: &str = "all cameras";

/// Opens the camera and looks at what it sends; then one line for every camera of the machine.
pub(super) fn camera(config: Option<&Config>) -> Vec<Finding> {
    if let Some(CameraSettings { source: CameraChoice::Recording(path), .. }) = config.map(|c| &c.camera) {
        return vec![recording(path)];
    }
    let options = config.map_or_else(WebcamOptions::default, wiring::webcam_options);
    let watched = watch(options.clone());
    // Afterwards: what was unplugged meanwhile is not listed.
    let cameras = survey(&options);
    let taken = watched.as_ref().ok().map(|seen| seen.node);
    let first = match &watched {
        Ok(seen) => seen.judge(),
        Err(error) => fault_of(error),
    };
    let listed = cameras.iter().map(|camera| Finding::ok(CAMERAS, line(camera, &options, taken)));
    std::iter::once(first).chain(listed).collect()
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

/// Plays the first picture, with the same eyes as the kiosk.
fn recording(path: &Path) -> Finding {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let first = || {
        let open = wiring::recording(path, 30, &clock).map_err(|error| match error {
            WiringError::RecordingFile { source, .. } => source.to_string(),
            error => error.to_string(),
        })?;
        let mut camera = open().map_err(|error| error.to_string())?;
        camera.next_frame(Duration::from_secs(1)).map_err(|error| error.to_string())
    };
    match first() {
        Ok(frame) => {
            let size = format!("{}x{}", frame.width(), frame.height());
            Finding::ok(CAMERA, format!("the recording {} plays in its place (demo banner), {size}", path.display()))
        }
        Err(error) => {
            let remedy = "name a Motion-JPEG file (.mjpg) in camera.recording, or use camera.device";
            Finding::fault(CAMERA, format!("{}: {error}", path.display()), remedy)
        }
    }
}

/// What a look through the camera showed.
struct Seen {
    node: u32,
    size: (u32, u32),
    per_second: f64,
    brightness: u64,
}

fn watch(options: WebcamOptions) -> Result<Seen, CameraError> {
    let mut webcam = Webcam::new(options, Arc::new(SystemClock::start()));
    let until = Instant::now() + FIRST_FRAME_WITHIN;
    let first = loop {
        match webcam.next_frame(Duration::from_secs(1)) {
            Ok(frame) => break frame,
            Err(CameraError::Timeout) if Instant::now() < until => {}
            Err(CameraError::Timeout) => return Err(CameraError::Stalled),
            Err(error) => return Err(error),
        }
    };
    let started = Instant::now();
    let mut count = 0_u32;
    let mut last = first;
    while started.elapsed() < MEASURED_FOR {
        match webcam.next_frame(Duration::from_secs(1)) {
            Ok(frame) => {
                count += 1;
                last = frame;
            }
            Err(CameraError::Timeout) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Seen {
        node: webcam.running().map_or(0, |(node, _)| node),
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
    fn judge(&self) -> Finding {
        let (width, height) = self.size;
        let found = format!("{width}x{height}, {:.0} pictures a second (/dev/video{})", self.per_second, self.node);
        if self.brightness < BLACK {
            Finding::warning(
                CAMERA,
                format!("{found}, but the picture is black"),
                "take the cover off the lens, switch on light",
            )
        } else if self.per_second < SLOW {
            let remedy = "more light, another USB port, or a smaller picture in the configuration";
            Finding::warning(CAMERA, format!("{found}, which is slow"), remedy)
        } else {
            Finding::ok(CAMERA, found)
        }
    }
}

fn fault_of(error: &CameraError) -> Finding {
    let remedy = match error {
        CameraError::Absent(_) => "connect a webcam; if it is connected, try another USB port and look at `dmesg`",
        CameraError::Busy => "another program uses the camera: close it (`fuser /dev/video*` names it)",
        CameraError::Denied => "add this user to the group `video` (`sudo usermod -aG video $USER`) and log in again",
        CameraError::Stalled | CameraError::Timeout => {
            "unplug the camera and plug it in again; try another USB port or cable"
        }
        CameraError::Garbled(_) => "try another USB port or cable; if it stays, another camera",
        CameraError::Foreign(_) => {
            "connect a camera that the configuration admits: a real device, and that of camera.usb if it is set (`lsusb` lists them)"
        }
        CameraError::Recording(_) => "give the path of a .mjpg file in camera.recording",
    };
    Finding::fault(CAMERA, error.to_string(), remedy)
}

const PRINTER: &str = "printer";

/// Asks the print queue how it is, or looks whether the folder can be written.
pub(super) fn printer(config: Option<&Config>) -> Finding {
    match config.map(|c| &c.printer.destination) {
        None => Finding::warning(PRINTER, super::NOT_CONFIGURED, "the configuration's [printer] names it"),
        Some(PrinterChoice::Queue(address)) => queue(address),
        Some(PrinterChoice::Folder(folder)) => collecting_folder(folder),
    }
}

fn queue(address: &str) -> Finding {
    match IppPrinter::new(address).and_then(|printer| printer.probe()) {
        Ok(()) => Finding::ok(PRINTER, format!("{address} takes jobs")),
        Err(error) => {
            let remedy = match error {
                PrintError::Offline(_) => {
                    "switch the printer on and connect it; `systemctl status cups` if CUPS is down"
                }
                PrintError::UnknownQueue(_) => "correct printer.queue; `lpstat -e` lists the queues of this machine",
                PrintError::Refused(_) => "`lpstat -p` says why; `cupsenable` and `cupsaccept` start a stopped queue",
                PrintError::Io(_) => "look at the log of CUPS",
            };
            Finding::fault(PRINTER, format!("{address}: {error}"), remedy)
        }
    }
}

fn collecting_folder(folder: &Path) -> Finding {
    let shown = folder.display();
    match std::fs::metadata(folder) {
        Ok(facts) if facts.is_dir() && !facts.permissions().readonly() => {
            Finding::ok(PRINTER, format!("PDF files go to {shown}"))
        }
        Ok(_) => {
            Finding::fault(PRINTER, format!("{shown} cannot be written"), "name a folder that this user may write")
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Finding::ok(PRINTER, format!("PDF files go to {shown}, which the first one makes"))
        }
        Err(error) => Finding::fault(PRINTER, format!("{shown}: {error}"), "name a folder that this user may write"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::webcam::{CameraInfo, Coding, UsbId};
    use crate::cli::doctor::Health;

    #[test]
    fn what_the_camera_sends_is_judged() {
        let seen = |per_second, brightness| Seen { node: 2, size: (640, 480), per_second, brightness }.judge();
        assert_eq!(seen(29.7, 90).state, Health::Ok);
        assert_eq!(seen(29.7, 90).found, "640x480, 30 pictures a second (/dev/video2)");
        assert_eq!(seen(29.7, 2).state, Health::Warning);
        assert_eq!(seen(4.0, 90).state, Health::Warning);
    }

    #[test]
    fn a_recording_that_cannot_be_played_is_a_fault() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = folder.path().join("good.mjpg");
        std::fs::write(&good, include_bytes!("../../../assets/demo/recording.mjpg")).expect("written");
        let finding = recording(&good);
        assert_eq!(finding.state, Health::Ok, "{}", finding.found);

        let bad = folder.path().join("bad.mjpg");
        std::fs::write(&bad, "no pictures").expect("written");
        for path in [bad, folder.path().join("none.mjpg")] {
            let finding = recording(&path);
            assert_eq!(finding.state, Health::Fault);
            assert!(finding.found.contains(&path.display().to_string()) && finding.remedy.is_some(), "{finding:?}");
        }
        std::fs::write(good.with_extension("toml"), "fps = 25").expect("written");
        assert_eq!(recording(&good).state, Health::Fault, "its index names no passages");
    }

    #[test]
    fn the_printer_is_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(collecting_folder(folder.path()).state, Health::Ok);
        assert_eq!(collecting_folder(&folder.path().join("not yet")).state, Health::Ok);
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("written");
        assert_eq!(collecting_folder(&file).state, Health::Fault);
        // Nothing listens on the discard port.
        let silent = queue("ipp://127.0.0.1:9/printers/none");
        assert_eq!(silent.state, Health::Fault);
        assert!(silent.remedy.is_some_and(|r| r.contains("switch the printer on")), "{:?}", silent.found);
    }

    #[test]
    fn every_camera_error_says_what_to_do() {
        let errors = [
            CameraError::Absent("x".into()),
            CameraError::Busy,
            CameraError::Denied,
            CameraError::Stalled,
            CameraError::Garbled("x".into()),
        ];
        for error in errors {
            let finding = fault_of(&error);
            assert_eq!(finding.state, Health::Fault);
            assert!(finding.remedy.is_some() && finding.found == error.to_string(), "{finding:?}");
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
