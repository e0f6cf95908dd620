//! The thread that talks to the driver, and the one place where it puts frames down.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use nokhwa::utils::{CameraIndex, RequestedFormat, RequestedFormatType};
use nokhwa::{Buffer, Camera};

use super::device;
use super::mode::{self, Mode};
use super::pixels::Decoder;
use super::{CLOSED_WITHIN, OPENED_WITHIN, STALLED_AFTER, WebcamOptions};
use crate::camera::CameraError;
use crate::domain::frame::{Frame, FrameId};
use crate::domain::time::Clock;

/// So many unreadable pictures in a row are no accident.
const UNREADABLE_IN_A_ROW: u32 = 10;
/// A mode that gives nothing else from its first picture on is left for another after so long: some cameras
/// need a few pictures to wake up.
const UNREADABLE_FROM_THE_START: Duration = Duration::from_secs(1);

/// Capture threads of this process that have not ended. One that hangs in its driver keeps the
/// device, so that the next open is told "busy" although nobody else uses the camera.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// A running capture; dropping it stops the thread as soon as the driver lets go of it.
pub(super) struct Capture {
    link: Arc<Link>,
}

/// What the thread and its owner share.
struct Link {
    shared: Mutex<Shared>,
    changed: Condvar,
}

struct Shared {
    newest: Option<Frame>,
    /// When the driver last gave a sign of life, and whether it was a picture.
    last_sign: Instant,
    /// The node that was opened, and its mode.
    streaming: Option<(u32, Mode)>,
    /// Why the last [`UNREADABLE_IN_A_ROW`] pictures could not be read.
    unreadable: Option<String>,
    /// The owner is gone.
    stop: bool,
    /// The thread is at its end, for this reason.
    ended: Option<CameraError>,
}

impl Link {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        // Nothing is computed under the lock, so a panic elsewhere cannot leave it half done.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Shared)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn is_stopped(&self) -> bool {
        self.lock().stop
    }
}

impl Capture {
    /// Starts the thread; frames are numbered from `first_id`.
    pub fn start(options: WebcamOptions, clock: Arc<dyn Clock>, first_id: u64) -> Result<Self, CameraError> {
        let shared = Shared {
            newest: None,
            last_sign: Instant::now(),
            streaming: None,
            unreadable: None,
            stop: false,
            ended: None,
        };
        let link = Arc::new(Link { shared: Mutex::new(shared), changed: Condvar::new() });
        let thread_link = Arc::clone(&link);
        RUNNING.fetch_add(1, Ordering::SeqCst);
        let body = move || {
            let run =
                AssertUnwindSafe(|| Session { link: &thread_link, clock: &*clock, next_id: first_id }.run(options));
            // The driver's binding panics when it cannot close a broken device.
            let why = catch_unwind(run).unwrap_or_else(|_| CameraError::Garbled("the camera's driver failed".into()));
            RUNNING.fetch_sub(1, Ordering::SeqCst);
            thread_link.change(|s| s.ended = Some(why));
        };
        match std::thread::Builder::new().name("webcam".into()).spawn(body) {
            Ok(_) => Ok(Self { link }),
            Err(error) => {
                RUNNING.fetch_sub(1, Ordering::SeqCst);
                Err(CameraError::Absent(format!("no thread for the camera: {error}")))
            }
        }
    }

    /// The newest frame that was not taken yet, or why there is none.
    pub fn wait_for_frame(&self, deadline: Instant) -> Result<Frame, CameraError> {
        let mut shared = self.link.lock();
        loop {
            if let Some(frame) = shared.newest.take() {
                return Ok(frame);
            }
            if let Some(why) = &shared.ended {
                return Err(super::again(why));
            }
            let now = Instant::now();
            if now >= deadline {
                let limit = if shared.streaming.is_some() { STALLED_AFTER } else { OPENED_WITHIN };
                return Err(match &shared.unreadable {
                    _ if now.duration_since(shared.last_sign) > limit => CameraError::Stalled,
                    Some(what) => CameraError::Garbled(what.clone()),
                    None => CameraError::Timeout,
                });
            }
            let (guard, _) =
                self.link.changed.wait_timeout(shared, deadline - now).unwrap_or_else(PoisonError::into_inner);
            shared = guard;
        }
    }

    /// The node that was opened, and its mode.
    pub fn running(&self) -> Option<(u32, Mode)> {
        self.link.lock().streaming
    }

    /// The thread is over; a new capture has to be started.
    pub fn has_ended(&self) -> bool {
        self.link.lock().ended.is_some()
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        self.link.change(|s| {
            s.stop = true;
            s.newest = None;
        });
        // Give the thread the time of a few frames, so that the device is free for whoever comes
        // next; a driver that hangs keeps its thread, not ours.
        let deadline = Instant::now() + CLOSED_WITHIN;
        let mut shared = self.link.lock();
        while shared.ended.is_none() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            shared = self.link.changed.wait_timeout(shared, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// What runs on the capture thread.
struct Session<'a> {
    link: &'a Link,
    clock: &'a dyn Clock,
    next_id: u64,
}

/// How one node or one mode went.
enum Outcome {
    /// The camera delivered, then this happened.
    Over(CameraError),
    /// It never delivered; another node or mode may.
    Unusable(CameraError),
}

impl Session<'_> {
    fn run(&mut self, options: WebcamOptions) -> CameraError {
        let nodes = match options.device {
            Some(n) => vec![n],
            None => device::list().into_iter().map(|c| c.index).collect(),
        };
        // The most telling of the nodes' errors: an absent one says least.
        let mut worst = CameraError::Absent("there is no camera".into());
        for node in nodes {
            match self.node(node, &options) {
                Outcome::Over(error) => return error,
                Outcome::Unusable(error) if weight(&error) >= weight(&worst) => worst = error,
                Outcome::Unusable(_) => {}
            }
            if self.link.is_stopped() {
                break;
            }
        }
        worst
    }

    fn node(&mut self, node: u32, options: &WebcamOptions) -> Outcome {
        if let Err(error) = options.rule.admit(node) {
            return Outcome::Unusable(error);
        }
        let modes = match mode::of_node(node, options) {
            Ok(modes) => modes,
            Err(error) => return Outcome::Unusable(own_fault(error)),
        };
        self.first_that_delivers(node, modes, |session, mode| session.stream(node, mode))
    }

    /// Tries the modes of `node` by `stream`, one after the other.
    fn first_that_delivers(
        &mut self,
        node: u32,
        modes: Vec<Mode>,
        mut stream: impl FnMut(&mut Self, Mode) -> Outcome,
    ) -> Outcome {
        let mut last = CameraError::Absent(format!("/dev/video{node} offers no picture that can be read"));
        for mode in modes {
            match stream(self, mode) {
                Outcome::Over(error) => return Outcome::Over(error),
                Outcome::Unusable(error) => {
                    tracing::debug!(%error, ?mode, "/dev/video{node}");
                    let hopeless = !matches!(error, CameraError::Garbled(_));
                    last = own_fault(error);
                    if hopeless || self.link.is_stopped() {
                        break;
                    }
                }
            }
        }
        Outcome::Unusable(last)
    }

    fn stream(&mut self, node: u32, mode: Mode) -> Outcome {
        // Opening may take longer than a picture: what was open before is open no more.
        self.link.change(|s| {
            s.streaming = None;
            s.unreadable = None;
            s.last_sign = Instant::now();
        });
        let mode = match device::prepare(node, mode) {
            Ok(mode) => mode,
            Err(error) => return Outcome::Unusable(error),
        };
        let format = mode.format();
        let formats = [format.format()];
        let request = RequestedFormat::with_formats(RequestedFormatType::Exact(format), &formats);
        let opened = Camera::new(CameraIndex::Index(node), request).and_then(|mut camera| {
            camera.open_stream()?;
            Ok(camera)
        });
        let mut camera = match opened {
            Ok(camera) => camera,
            Err(error) => return Outcome::Unusable(device::error_of(&error)),
        };
        self.link.change(|s| {
            s.streaming = Some((node, mode));
            s.last_sign = Instant::now();
        });
        tracing::info!("camera /dev/video{node}: {mode}");
        self.deliver(mode, || camera.frame().map_err(|error| device::error_of(&error)))
    }

    /// Hands on what `next` gives, until the owner goes, the driver fails, or nothing can be read from the start.
    fn deliver(&mut self, mode: Mode, mut next: impl FnMut() -> Result<Buffer, CameraError>) -> Outcome {
        let mut decoder = Decoder::new(mode);
        let mut unreadable = 0;
        let mut unreadable_since = None;
        let mut delivered = false;
        loop {
            let buffer = next();
            if self.link.is_stopped() {
                return Outcome::Over(CameraError::Timeout);
            }
            let buffer = match buffer {
                Ok(buffer) => buffer,
                Err(error) if delivered => return Outcome::Over(error),
                Err(error) => return Outcome::Unusable(error),
            };
            let at = self.clock.moment();
            match decoder.decode(buffer.buffer()) {
                Ok(picture) => {
                    let frame = Frame::new(FrameId(self.next_id), at, picture.width, picture.height, picture.rgb);
                    let Ok(frame) = frame else { continue };
                    self.next_id += 1;
                    delivered = true;
                    unreadable = 0;
                    unreadable_since = None;
                    self.link.change(|s| {
                        s.newest = Some(frame);
                        s.last_sign = Instant::now();
                        s.unreadable = None;
                    });
                }
                Err(what) => {
                    unreadable += 1;
                    tracing::debug!(%what, "unreadable picture");
                    let since = *unreadable_since.get_or_insert(at);
                    if !delivered && unreadable >= UNREADABLE_IN_A_ROW && at.since(since) >= UNREADABLE_FROM_THE_START {
                        return Outcome::Unusable(CameraError::Garbled(what));
                    }
                    self.link.change(|s| {
                        s.last_sign = Instant::now();
                        if unreadable >= UNREADABLE_IN_A_ROW {
                            s.unreadable = Some(what);
                        }
                    });
                }
            }
        }
    }
}

/// "Busy" because of our own hanging thread is a stalled camera.
fn own_fault(error: CameraError) -> CameraError {
    match error {
        CameraError::Busy if RUNNING.load(Ordering::SeqCst) > 1 => CameraError::Stalled,
        other => other,
    }
}

/// How much an error tells about what to do.
fn weight(error: &CameraError) -> u8 {
    match error {
        CameraError::Timeout | CameraError::Recording(_) => 0,
        CameraError::Absent(_) => 1,
        CameraError::Garbled(_) => 2,
        CameraError::Denied => 3,
        CameraError::Foreign(_) => 4,
        CameraError::Busy => 5,
        CameraError::Stalled => 6,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use nokhwa::utils::{FrameFormat, Resolution};

    use super::*;
    use crate::camera::webcam::Coding;
    use crate::domain::time::{Date, Moment, Timestamp};

    const MODE: Mode = Mode { coding: Coding::Mjpeg, width: 640, height: 480, fps: 30 };

    fn link() -> Arc<Link> {
        let shared = Shared {
            newest: None,
            last_sign: Instant::now(),
            streaming: Some((0, MODE)),
            unreadable: None,
            stop: false,
            ended: None,
        };
        Arc::new(Link { shared: Mutex::new(shared), changed: Condvar::new() })
    }

    fn frame(id: u64) -> Frame {
        Frame::new(FrameId(id), crate::domain::time::Moment::default(), 1, 1, [0, 0, 0]).expect("one pixel")
    }

    /// Each look at it is 40 ms later.
    #[derive(Default)]
    struct Frames(AtomicU64);

    impl Clock for Frames {
        fn moment(&self) -> Moment {
            Moment::from_millis(40 * self.0.fetch_add(1, Ordering::SeqCst))
        }
        fn timestamp(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
        fn today(&self) -> Date {
            Date::constant(2026, 1, 1)
        }
    }

    const YUYV: Mode = Mode { coding: Coding::Yuyv, width: 4, height: 2, fps: 30 };

    fn buffer(bytes: &[u8]) -> Buffer {
        Buffer::new(Resolution::new(4, 2), bytes, FrameFormat::YUYV)
    }

    /// Plays `pictures`: whether each can be read; then the camera is gone. What came of it, and pictures asked for.
    fn played(pictures: &[bool]) -> (Outcome, usize) {
        let link = link();
        let clock = Frames::default();
        let mut session = Session { link: &link, clock: &clock, next_id: 0 };
        let mut asked = 0;
        let outcome = session.deliver(YUYV, || {
            asked += 1;
            match pictures.get(asked - 1) {
                Some(true) => Ok(buffer(&[128; 16])),
                Some(false) => Ok(buffer(&[1; 3])),
                None => Err(CameraError::Absent("unplugged".into())),
            }
        });
        (outcome, asked)
    }

    #[test]
    fn a_mode_that_is_unreadable_from_the_start_is_left_and_one_that_began_well_is_not() {
        let (outcome, asked) = played(&[false; 200]);
        assert!(matches!(outcome, Outcome::Unusable(CameraError::Garbled(_))));
        assert_eq!(asked, 26, "after a second");
        let waking = [vec![false; 20], vec![true], vec![false; 200]].concat();
        let (outcome, asked) = played(&waking);
        assert!(matches!(outcome, Outcome::Over(CameraError::Absent(_))));
        assert_eq!(asked, waking.len() + 1);
        let (outcome, _) = played(&[false; 3]);
        assert!(matches!(outcome, Outcome::Unusable(CameraError::Absent(_))));
    }

    #[test]
    fn the_next_mode_is_tried_when_one_cannot_be_read_and_not_when_it_delivered() {
        let link = link();
        let clock = Frames::default();
        let mut session = Session { link: &link, clock: &clock, next_id: 0 };
        let mut tried = Vec::new();
        let outcome = session.first_that_delivers(0, vec![MODE, YUYV, MODE], |session, mode| {
            tried.push(mode);
            let mut left = 3;
            session.deliver(mode, || match mode.coding {
                Coding::Mjpeg => Ok(buffer(&[7; 40])),
                _ if left == 0 => Err(CameraError::Absent("unplugged".into())),
                _ => {
                    left -= 1;
                    Ok(buffer(&[128; 16]))
                }
            })
        });
        assert!(matches!(outcome, Outcome::Over(CameraError::Absent(_))));
        assert_eq!((tried, session.next_id), (vec![MODE, YUYV], 3));
        assert!(link.lock().newest.is_some() && link.lock().unreadable.is_none());
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(20)
    }

    #[test]
    fn the_newest_frame_wins_and_is_given_once() {
        let link = link();
        link.change(|s| s.newest = Some(frame(1)));
        link.change(|s| s.newest = Some(frame(2)));
        link.change(|s| s.ended = None);
        let capture = std::mem::ManuallyDrop::new(Capture { link });
        assert_eq!(capture.wait_for_frame(soon()).expect("a frame").id, FrameId(2));
        assert!(matches!(capture.wait_for_frame(soon()), Err(CameraError::Timeout)));
    }

    #[test]
    fn silence_is_a_stall_only_after_its_time() {
        let link = link();
        let capture = std::mem::ManuallyDrop::new(Capture { link: Arc::clone(&link) });
        assert!(matches!(capture.wait_for_frame(soon()), Err(CameraError::Timeout)));
        let long_ago = Instant::now().checked_sub(STALLED_AFTER + Duration::from_millis(50)).expect("uptime");
        link.change(|s| s.last_sign = long_ago);
        assert!(matches!(capture.wait_for_frame(soon()), Err(CameraError::Stalled)));
        link.change(|s| s.streaming = None);
        assert!(matches!(capture.wait_for_frame(soon()), Err(CameraError::Timeout)), "opening may take longer");
        link.change(|s| s.newest = Some(frame(7)));
        assert!(capture.wait_for_frame(soon()).is_ok(), "a stalled camera that comes back is used again");
    }

    #[test]
    fn unreadable_pictures_are_told() {
        let link = link();
        link.change(|s| s.unreadable = Some("no JPEG".into()));
        let capture = std::mem::ManuallyDrop::new(Capture { link });
        assert!(matches!(capture.wait_for_frame(soon()), Err(CameraError::Garbled(_))));
    }
}
