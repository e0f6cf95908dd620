//! Camera and face engine during one capture: frames in, readings out.
//!
//! Two threads linked by one-slot mailboxes, so the newest frame wins and the preview never waits
//! for the face work. Pixels stay here; the flow sees readings and frame numbers only.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::camera::{CameraError, CameraSource};
use crate::domain::enrollment::FaceEvidence;
use crate::domain::face::{FaceState, FaceTemplate};
use crate::domain::fault::Fault;
use crate::domain::frame::{Frame, FrameId};
use crate::domain::liveness::Cue;
use crate::domain::match_policy::{MatchPolicy, Verification};
use crate::domain::presentation::{Look, Presentation, Schedule, can_be_scored, judge};
use crate::face::FaceError;
use crate::face::engine::FaceEngine;
use crate::flow::effect::EmbedRequest;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;

use super::guarded::guarded;
use super::latest::Latest;
use super::outbox::Outbox;
use super::tally::Tally;

/// Longest a camera call may take; also how fast closing is.
const FRAME_WAIT: Duration = Duration::from_millis(100);
/// Frames that can still be retained after their reading was posted.
const RECENT: usize = 24;
/// Frames a challenge may retain: one a stage, and each better one of the last look.
const RETAINED: usize = 32;
/// Frames whose passive signals are kept: more than a minute's.
const LOOKS: usize = 400;
/// A device that fails is tried again this long before the visitor is told.
const CAMERA_PATIENCE: Duration = Duration::from_secs(3);
/// JPEG quality of the kept picture.
const PICTURE_QUALITY: u8 = 90;

/// Makes the camera of one capture, inside its thread.
pub type OpenCamera = Arc<dyn Fn() -> Result<Box<dyn CameraSource>, CameraError> + Send + Sync>;

/// The face engine, loaded once for all captures; `None` until loaded.
pub type SharedEngine = Arc<Mutex<Option<Result<FaceEngine, FaceError>>>>;

enum Order {
    Retain(FrameId),
    Embed(EmbedRequest),
}

/// What the visit asks of a running capture. Dropping it ends the capture: frames, templates and
/// camera are let go within a tenth of a second, without the screen waiting for it.
pub struct Eyes {
    stop: Arc<AtomicBool>,
    orders: Sender<Order>,
    cue: Arc<Latest<Cue>>,
    preview: Arc<Latest<Frame>>,
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

        let watcher = Watcher {
            stop: Arc::clone(&stop),
            frames: Arc::clone(&frames),
            preview: Arc::clone(&preview),
            cue: Arc::clone(&cue),
            tally: Arc::clone(&tally),
            ticket,
            outbox: outbox.clone(),
        };
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
                watcher.outbox.post_error(watcher.ticket, Fault::Internal, &panicked);
            }
        })?;

        let reader = Reader {
            stop: Arc::clone(&stop),
            frames,
            tally: Arc::clone(&tally),
            orders: inbox,
            ticket,
            outbox: outbox.clone(),
            policy: self.policy,
            recent: VecDeque::with_capacity(RECENT),
            retained: Vec::new(),
            schedule: Schedule::default(),
            looks: VecDeque::new(),
        };
        let engine = Arc::clone(&self.engine);
        // Made before the second thread: if there is none, dropping it stops the first.
        let eyes = Eyes { stop, orders, cue, preview, tally };
        let outbox = outbox.clone();
        std::thread::Builder::new().name("face".into()).spawn(move || {
            if let Err(panicked) = guarded(|| reader.run(&engine)) {
                outbox.post_error(ticket, Fault::Internal, &panicked);
                // What the panic left half done in the networks must not reach the next visitor.
                *engine.lock().unwrap_or_else(PoisonError::into_inner) = Some(FaceEngine::load());
            }
        })?;
        Ok(eyes)
    }
}

impl Eyes {
    /// The newest frame for the preview, once.
    #[must_use]
    pub fn preview(&self) -> Option<Frame> {
        let frame = self.preview.take();
        if frame.is_some() {
            self.tally.shown.raise();
        }
        frame
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

/// The camera's thread.
struct Watcher {
    stop: Arc<AtomicBool>,
    frames: Arc<Latest<Frame>>,
    preview: Arc<Latest<Frame>>,
    cue: Arc<Latest<Cue>>,
    tally: Arc<Tally>,
    ticket: Ticket,
    outbox: Outbox,
}

impl Watcher {
    fn give_up(&self, error: &CameraError) {
        let fault = error.fault().unwrap_or(Fault::CameraStalled);
        self.outbox.post_error(self.ticket, fault, error);
    }

    fn run(&self, camera: &mut dyn CameraSource) {
        let mut failing_since: Option<Instant> = None;
        while !self.stop.load(Ordering::Acquire) {
            if let Some(cue) = self.cue.take() {
                camera.cue(cue);
            }
            match camera.next_frame(FRAME_WAIT) {
                Ok(frame) => {
                    failing_since = None;
                    self.tally.frames.raise();
                    self.preview.put(frame.clone());
                    self.frames.put(frame);
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

/// The face thread.
struct Reader {
    stop: Arc<AtomicBool>,
    frames: Arc<Latest<Frame>>,
    tally: Arc<Tally>,
    orders: Receiver<Order>,
    ticket: Ticket,
    outbox: Outbox,
    policy: MatchPolicy,
    recent: VecDeque<(Frame, FaceState)>,
    retained: Vec<(Frame, FaceState)>,
    /// Which frames the passive signals are read from.
    schedule: Schedule,
    /// What the passive signals said of them.
    looks: VecDeque<(FrameId, Look)>,
}

impl Reader {
    fn run(mut self, engine: &SharedEngine) {
        let mut engine = engine.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = match engine.as_mut() {
            Some(Ok(engine)) => engine,
            Some(Err(error)) => return self.outbox.post_error(self.ticket, error.fault(), error),
            // The loading thread takes the lock before the window opens; nothing else empties it.
            None => return self.outbox.post(self.ticket, Event::Failed(Fault::FaceEngineUnavailable, None)),
        };
        engine.reset();
        while !self.stop.load(Ordering::Acquire) {
            while let Ok(order) = self.orders.try_recv() {
                match order {
                    Order::Retain(id) => self.retain(id),
                    Order::Embed(request) => {
                        let answer = self.verify(engine, &request);
                        match answer {
                            Ok(event) => self.outbox.post(self.ticket, event),
                            Err(error) => self.outbox.post_error(self.ticket, error.fault(), &error),
                        }
                        return;
                    }
                }
            }
            let Some(frame) = self.frames.take_within(Duration::from_millis(20)) else { continue };
            match engine.read(&frame) {
                Ok(reading) => {
                    self.tally.readings.raise();
                    let to_look_at = self.schedule.due(&reading).cloned().map(|face| (frame.clone(), face));
                    if let Some(face) = &reading.face {
                        if self.recent.len() == RECENT {
                            self.recent.pop_front();
                        }
                        self.recent.push_back((frame, face.clone()));
                    }
                    // First the reading: this takes as long as a few of them.
                    self.outbox.post(self.ticket, Event::Reading(Box::new(reading)));
                    if let Some((frame, face)) = to_look_at
                        && let Err(error) = self.look(engine, &frame, &face)
                    {
                        return self.outbox.post_error(self.ticket, error.fault(), &error);
                    }
                }
                Err(error) => return self.outbox.post_error(self.ticket, error.fault(), &error),
            }
        }
    }

    fn retain(&mut self, id: FrameId) {
        if let Some(kept) = self.recent.iter().find(|(frame, _)| frame.id == id)
            && self.retained.len() < RETAINED
        {
            self.retained.push(kept.clone());
        }
    }

    fn look(&mut self, engine: &mut FaceEngine, frame: &Frame, face: &FaceState) -> Result<(), FaceError> {
        if self.looks.len() == LOOKS {
            self.looks.pop_front();
        }
        let look = engine.look(frame, face)?;
        if look.score.is_some() {
            self.tally.scores.raise();
        }
        self.looks.push_back((frame.id, look));
        Ok(())
    }

    /// The passive check over everything looked at since the proof began, its own straight frames included.
    fn presentation(&mut self, engine: &mut FaceEngine, request: &EmbedRequest) -> Result<Presentation, FaceError> {
        let first = request.frames.first().copied();
        self.looks.retain(|(id, _)| Some(*id) >= first);
        let missing: Vec<(Frame, FaceState)> = self
            .retained
            .iter()
            .filter(|(frame, face)| {
                let known = self.looks.iter().any(|(id, _)| *id == frame.id);
                // A second face was counted when the frame was read.
                request.frames.contains(&frame.id) && can_be_scored(face, 1) && !known
            })
            .cloned()
            .collect();
        for (frame, face) in &missing {
            self.look(engine, frame, face)?;
        }
        self.looks.make_contiguous().sort_by_key(|(id, _)| *id);
        let looks: Vec<Look> = self.looks.iter().map(|(_, look)| look.clone()).collect();
        Ok(judge(engine.presentation_policy(), &looks))
    }

    /// All frames of the proof must be one person, and alive; the last is compared with the reference.
    fn verify(&mut self, engine: &mut FaceEngine, request: &EmbedRequest) -> Result<Event, FaceError> {
        let mut templates: Vec<FaceTemplate> = Vec::with_capacity(request.frames.len());
        let mut last = None;
        for id in &request.frames {
            let Some((frame, face)) = self.retained.iter().find(|(frame, _)| frame.id == *id) else {
                return Ok(Event::Failed(Fault::Internal, None));
            };
            templates.push(engine.embed(frame, &face.five_points)?);
            last = Some((frame, face));
        }
        let (Some(template), Some((frame, face))) = (templates.last(), last) else {
            return Ok(Event::Failed(Fault::Internal, None));
        };
        if !self.policy.one_person(&templates) {
            return Ok(Event::Failed(Fault::FaceChanged, None));
        }
        let (frame, face) = (frame.clone(), face.clone());
        match self.presentation(engine, request)? {
            Presentation::Live => {}
            doubt => return Ok(Event::NotLive(doubt)),
        }
        let (reference, _) = match engine.portrait_template(&request.reference) {
            Ok(found) => found,
            Err(error) => {
                let incident = super::incident::log(Fault::NoReferencePhoto, &error);
                return Ok(Event::Failed(Fault::NoReferencePhoto, Some(incident)));
            }
        };
        let score = template.similarity(&reference);
        let verification = Verification { decision: self.policy.decide(score), score };
        let picture = crate::face::picture::portrait_jpeg(&frame, &face, PICTURE_QUALITY)?;
        let evidence = FaceEvidence { verification, prompts: request.prompts.clone(), picture: picture.into() };
        Ok(Event::Verified { verification, evidence: Box::new(evidence) })
    }
}
