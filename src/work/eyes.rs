//! Camera and face engine during one capture: frames in, readings out.
//!
//! Two threads linked by one-slot mailboxes, so the newest frame wins and the preview never waits
//! for the face work. Pixels stay here; the flow sees readings and frame numbers only.

mod looks;
mod reader;
mod watcher;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use egui::ColorImage;

use crate::camera::{CameraError, CameraSource};
use crate::domain::fault::Fault;
use crate::domain::frame::FrameId;
use crate::domain::liveness::Cue;
use crate::domain::match_policy::MatchPolicy;
use crate::flow::counter::CounterTicket;
use crate::flow::counter::event::CounterEvent;
use crate::flow::effect::EmbedRequest;
use crate::flow::visit::Ticket;

use super::engine::SharedEngine;
use super::guarded::guarded;
use super::latest::Latest;
use super::outbox::Outbox;
use super::tally::Tally;
use reader::{Links, Order, Reader};
use watcher::Watcher;

/// How long the eyes wait for a frame before they look whether they are still wanted.
pub const FRAME_WAIT: Duration = Duration::from_millis(100);

/// Makes the camera of one capture, inside its thread.
pub type OpenCamera = Arc<dyn Fn() -> Result<Box<dyn CameraSource>, CameraError> + Send + Sync>;

/// What the visit asks of a running capture. Dropping it ends the capture, without the screen waiting for it. The
/// camera's thread lets go after [`FRAME_WAIT`] at most and whatever closing the camera takes, which for a webcam whose
/// driver hangs is another 0.4 s. The face thread lets go after what it is at: a frame, one embedding, or the register's
/// photo. With it go frames and templates, and the engine forgets what it saw.
pub struct Eyes {
    stop: Arc<AtomicBool>,
    orders: Sender<Order>,
    cue: Arc<Latest<Cue>>,
    preview: Arc<Latest<ColorImage>>,
    tally: Arc<Tally>,
}

impl Drop for Eyes {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
    }
}

/// Opens captures, one at a time.
#[derive(Clone)]
pub struct EyesFactory {
    open: OpenCamera,
    engine: SharedEngine,
    policy: MatchPolicy,
    /// Held by the thread that has the camera: the next capture waits for the device.
    device: Arc<Mutex<()>>,
}

impl EyesFactory {
    /// `open` makes the camera of each capture.
    pub fn new(open: OpenCamera, engine: SharedEngine, policy: MatchPolicy) -> Self {
        Self { open, engine, policy, device: Arc::default() }
    }

    /// Opens the camera for `look`, once no capture has it any more; the next capture waits until it is through.
    pub fn lend_camera<T>(&self, look: impl FnOnce(Result<Box<dyn CameraSource>, CameraError>) -> T) -> T {
        let _device = self.device.lock().unwrap_or_else(PoisonError::into_inner);
        look((self.open)())
    }

    /// Starts a capture.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn open(&self, ticket: Ticket, outbox: &Outbox) -> std::io::Result<Eyes> {
        let stop = Arc::new(AtomicBool::new(false));
        let frames = Arc::new(Latest::default());
        let preview = Arc::new(Latest::default());
        let cue = Arc::new(Latest::default());
        let tally = Arc::new(Tally::begin());
        let (orders, inbox) = channel();

        let told = outbox.clone();
        self.watch(Watcher {
            stop: Arc::clone(&stop),
            frames: Some(Arc::clone(&frames)),
            preview: Arc::clone(&preview),
            cue: Arc::clone(&cue),
            tally: Arc::clone(&tally),
            tell: Box::new(move |fault, error| told.post_error(ticket, fault, error)),
            outbox: outbox.clone(),
        })?;

        let links = Links {
            stop: Arc::clone(&stop),
            frames,
            tally: Arc::clone(&tally),
            orders: inbox,
            ticket,
            outbox: outbox.clone(),
        };
        let reader = Reader::new(links, self.policy);
        let engine = self.engine.clone();
        // Made before the second thread: if there is none, dropping it stops the first.
        let eyes = Eyes { stop, orders, cue, preview, tally };
        let outbox = outbox.clone();
        std::thread::Builder::new().name("face".into()).spawn(move || {
            // The next capture waits at the engine until this one's last frame is wiped, or the engine replaced.
            if let Err(error) = engine.lend(|engine| reader.run(engine)) {
                outbox.post_error(ticket, error.fault(), &error);
            }
        })?;
        Ok(eyes)
    }

    /// A look through the camera: a preview and nothing else. It never meets the face engine.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn look(&self, ticket: CounterTicket, outbox: &Outbox) -> std::io::Result<Look> {
        let look = Look { stop: Arc::default(), preview: Arc::default() };
        let told = outbox.clone();
        self.watch(Watcher {
            stop: Arc::clone(&look.stop),
            frames: None,
            preview: Arc::clone(&look.preview),
            cue: Arc::default(),
            tally: Arc::new(Tally::begin()),
            tell: Box::new(move |fault, error| {
                let incident = super::incident::log(fault, error);
                told.post_counter(ticket, CounterEvent::CameraLost(fault, Some(incident)));
            }),
            outbox: outbox.clone(),
        })?;
        Ok(look)
    }

    /// Starts the camera's thread; it waits for the device.
    fn watch(&self, watcher: Watcher) -> std::io::Result<()> {
        let (open, device) = (Arc::clone(&self.open), Arc::clone(&self.device));
        std::thread::Builder::new().name("camera".into()).spawn(move || {
            let _device = device.lock().unwrap_or_else(PoisonError::into_inner);
            if watcher.stop.load(Ordering::Acquire) {
                return;
            }
            let ran = guarded(|| match open() {
                Ok(mut camera) => watcher.run(camera.as_mut()),
                Err(error) => watcher.give_up(&error),
            });
            if let Err(panicked) = ran {
                (watcher.tell)(Fault::Internal, &panicked);
            }
        })?;
        Ok(())
    }
}

/// A running look through the camera. Dropping it ends it, as with [`Eyes`].
pub struct Look {
    stop: Arc<AtomicBool>,
    preview: Arc<Latest<ColorImage>>,
}

impl Drop for Look {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
    }
}

impl Look {
    /// The newest frame, once.
    #[must_use]
    pub fn preview(&self) -> Option<ColorImage> {
        self.preview.take()
    }
}

impl Eyes {
    /// The newest frame for the preview, once, as the screen takes it.
    #[must_use]
    pub fn preview(&self) -> Option<ColorImage> {
        let picture = self.preview.take();
        if picture.is_some() {
            self.tally.shown.raise();
        }
        picture
    }

    /// Tells a recording what to play.
    pub fn cue(&self, cue: Cue) {
        self.cue.put(cue);
    }

    /// Keeps a frame for the match.
    pub fn retain(&self, frame: FrameId) {
        // The thread is gone only when the capture is over, and then nothing is to be kept.
        let _ = self.orders.send(Order::Retain(frame));
    }

    /// Embeds the retained frames and compares them with the reference photo.
    pub fn embed(&self, request: EmbedRequest) {
        let _ = self.orders.send(Order::Embed(request));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::mpsc::Receiver;

    use super::*;
    use crate::domain::frame::Frame;
    use crate::domain::liveness::Prompt;
    use crate::domain::time::Moment;
    use crate::face::{FaceEngine, PresentationChoice};
    use crate::flow::event::Event;
    use crate::pixels::{self, Bounds};
    use crate::work::outbox::Inbox;

    const PHOTO: &[u8] = include_bytes!("../../assets/demo/reference.png");
    const PATIENCE: Duration = Duration::from_secs(30);

    /// Shows the same photo again and again.
    struct Still {
        photo: image::RgbImage,
        sent: u64,
    }

    impl CameraSource for Still {
        fn next_frame(&mut self, _wait: Duration) -> Result<Frame, CameraError> {
            std::thread::sleep(Duration::from_millis(30));
            self.sent += 1;
            let at = Moment::from_millis(self.sent * 30);
            let (width, height) = self.photo.dimensions();
            Frame::new(FrameId(self.sent), at, width, height, self.photo.as_raw().as_slice())
                .map_err(|error| CameraError::Garbled(error.to_string()))
        }
    }

    fn factory(engine: &SharedEngine) -> EyesFactory {
        let photo = pixels::open(PHOTO, Bounds::PHOTO).unwrap();
        let open: OpenCamera = Arc::new(move || Ok(Box::new(Still { photo: photo.clone(), sent: 0 })));
        EyesFactory::new(open, engine.clone(), MatchPolicy::default())
    }

    /// The first answer that `wanted` takes.
    fn answer<T>(inbox: &Receiver<(Ticket, Event)>, wanted: impl Fn(Event) -> Option<T>) -> T {
        loop {
            if let Some(answer) = wanted(inbox.recv_timeout(PATIENCE).expect("an answer").1) {
                return answer;
            }
        }
    }

    fn face(event: Event) -> Option<FrameId> {
        match event {
            Event::Reading(reading) if reading.face.is_some() => Some(reading.frame),
            _ => None,
        }
    }

    #[test]
    fn after_a_panic_the_next_capture_has_the_network_that_the_kiosk_was_given() {
        let loads = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&loads);
        let engine = SharedEngine::new(move || {
            let loaded = FaceEngine::load_with(&PresentationChoice::None);
            counted.fetch_add(1, Ordering::SeqCst);
            loaded
        });
        let broken = AtomicBool::new(false);
        let (outbox, Inbox { visits: inbox, .. }) = Outbox::new(move || {
            // The face thread ends in the midst of posting its first reading.
            let other = std::thread::current().name() != Some("face");
            assert!(other || broken.swap(true, Ordering::SeqCst), "on purpose");
        });
        let eyes = factory(&engine).open(Ticket::default(), &outbox).unwrap();
        let told = answer(&inbox, |event| match event {
            Event::Failed(fault, _) => Some(fault),
            _ => None,
        });
        assert_eq!((told, loads.load(Ordering::SeqCst)), (Fault::Internal, 2), "replaced before it is told");
        drop(eyes);
        let eyes = factory(&engine).open(Ticket::default(), &outbox).unwrap();
        answer(&inbox, face);
        drop(eyes);
        assert!(engine.lend(|engine| engine.presentation_policy()).unwrap().is_none(), "there was to be none");
    }

    #[test]
    fn nothing_of_the_visitor_is_left_in_the_engine_when_the_capture_is_over() {
        let engine = SharedEngine::new(FaceEngine::load);
        let (outbox, Inbox { visits: inbox, .. }) = Outbox::new(|| {});
        for compared in [false, true] {
            let eyes = factory(&engine).open(Ticket::default(), &outbox).unwrap();
            let frame = answer(&inbox, face);
            if compared {
                eyes.retain(frame);
                let reference = PHOTO.to_vec().into();
                eyes.embed(EmbedRequest { frames: vec![frame], reference, prompts: vec![Prompt::Mouth] });
                answer(&inbox, |event| (!matches!(event, Event::Reading(_))).then_some(()));
            } else {
                drop(eyes);
            }
            // Lent only when the face thread is through with it.
            let left = engine.lend(|engine| engine.leftovers()).unwrap();
            assert!(left.is_empty(), "{left:?}");
            while inbox.try_recv().is_ok() {}
        }
    }
}
