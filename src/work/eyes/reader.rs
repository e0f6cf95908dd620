//! The face thread of one capture: readings, looks, and the comparison at its end.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Duration;

use crate::domain::enrollment::FaceEvidence;
use crate::domain::face::{FaceState, FaceTemplate};
use crate::domain::face_shot::{FaceShot, FrameReadings};
use crate::domain::fault::Fault;
use crate::domain::frame::{Frame, FrameId};
use crate::domain::match_policy::{MatchPolicy, Verification};
use crate::domain::presentation::{Presentation, Schedule, can_be_scored, judge};
use crate::face::{FaceEngine, FaceError};
use crate::flow::effect::EmbedRequest;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;

use super::super::latest::Latest;
use super::super::outbox::Outbox;
use super::super::tally::Tally;
use super::looks::Looks;

/// Frames that can still be retained after their reading was posted.
const RECENT: usize = 24;
/// Frames a challenge may retain: one a stage, and each better one of the last look.
const RETAINED: usize = 32;
/// JPEG quality of the kept picture.
const PICTURE_QUALITY: u8 = 90;

/// What the visit asks of the thread.
pub(super) enum Order {
    Retain(FrameId),
    Embed(EmbedRequest),
}

/// What the thread shares with the others of its capture.
pub(super) struct Links {
    /// The capture was let go.
    pub stop: Arc<AtomicBool>,
    pub frames: Arc<Latest<Frame>>,
    pub tally: Arc<Tally>,
    pub orders: Receiver<Order>,
    pub ticket: Ticket,
    pub outbox: Outbox,
}

/// What the thread holds; all of it goes with the capture.
pub(super) struct Reader {
    links: Links,
    policy: MatchPolicy,
    recent: VecDeque<(Frame, FaceState)>,
    retained: Vec<(Frame, FaceState)>,
    /// Which frames the passive signals are read from.
    schedule: Schedule,
    looks: Looks,
}

impl Reader {
    pub fn new(links: Links, policy: MatchPolicy) -> Self {
        Self {
            links,
            policy,
            recent: VecDeque::with_capacity(RECENT),
            retained: Vec::new(),
            schedule: Schedule::default(),
            looks: Looks::default(),
        }
    }

    /// Reads frames until the capture is let go or its frames were compared.
    pub fn run(mut self, engine: &mut FaceEngine) {
        while !self.is_let_go() {
            while let Ok(order) = self.links.orders.try_recv() {
                match order {
                    Order::Retain(id) => self.retain(id),
                    Order::Embed(request) => {
                        return match self.verify(engine, &request) {
                            Ok(Some(event)) => self.links.outbox.post(self.links.ticket, event),
                            Ok(None) => {}
                            Err(error) => self.fail(&error),
                        };
                    }
                }
            }
            let Some(frame) = self.links.frames.take_within(Duration::from_millis(20)) else { continue };
            match engine.read(&frame) {
                Ok(reading) => {
                    self.links.tally.readings.raise();
                    let to_look_at = self.schedule.due(&reading).cloned().map(|face| (frame.clone(), face));
                    if let Some(face) = &reading.face {
                        if self.recent.len() == RECENT {
                            self.recent.pop_front();
                        }
                        self.recent.push_back((frame, face.clone()));
                    }
                    // First the reading: this takes as long as a few of them.
                    self.links.outbox.post(self.links.ticket, Event::Reading(Box::new(reading)));
                    if let Some((frame, face)) = to_look_at
                        && let Err(error) = self.look(engine, &frame, &face)
                    {
                        return self.fail(&error);
                    }
                }
                Err(error) => return self.fail(&error),
            }
        }
    }

    fn is_let_go(&self) -> bool {
        self.links.stop.load(Ordering::Acquire)
    }

    fn fail(&self, error: &FaceError) {
        self.links.outbox.post_error(self.links.ticket, error.fault(), error);
    }

    fn retain(&mut self, id: FrameId) {
        let Some(kept) = self.recent.iter().find(|(frame, _)| frame.id == id) else { return };
        if self.retained.len() == RETAINED {
            // So many are retained in the last look only, whose newest frame replaces the one before.
            self.retained.pop();
        }
        self.retained.push(kept.clone());
    }

    fn look(&mut self, engine: &mut FaceEngine, frame: &Frame, face: &FaceState) -> Result<(), FaceError> {
        let look = engine.look(frame, face)?;
        if look.score.is_some() {
            self.links.tally.scores.raise();
        }
        self.looks.add(frame.id, look);
        Ok(())
    }

    /// The passive check over everything looked at since the proof began, its own straight frames included; `None` if
    /// the capture was let go.
    fn presentation(
        &mut self,
        engine: &mut FaceEngine,
        request: &EmbedRequest,
    ) -> Result<Option<Presentation>, FaceError> {
        let Some(first) = request.frames.first() else { return Ok(Some(Presentation::Unclear)) };
        let missing: Vec<(Frame, FaceState)> = self
            .retained
            .iter()
            .filter(|(frame, face)| {
                // A second face was counted when the frame was read.
                request.frames.contains(&frame.id) && can_be_scored(face, 1) && !self.looks.has(frame.id)
            })
            .cloned()
            .collect();
        for (frame, face) in &missing {
            if self.is_let_go() {
                return Ok(None);
            }
            self.look(engine, frame, face)?;
        }
        Ok(Some(judge(engine.presentation_policy(), &self.looks.since(*first))))
    }

    /// All frames of the proof must be one person, and alive; the last is compared with the reference. `None` if the
    /// capture was let go: each step takes as long as reading a few frames, and there are some twenty.
    fn verify(&mut self, engine: &mut FaceEngine, request: &EmbedRequest) -> Result<Option<Event>, FaceError> {
        let mut templates: Vec<FaceTemplate> = Vec::with_capacity(request.frames.len());
        let mut last = None;
        for id in &request.frames {
            if self.is_let_go() {
                return Ok(None);
            }
            let Some((frame, face)) = self.retained.iter().find(|(frame, _)| frame.id == *id) else {
                return Ok(Some(Event::Failed(Fault::Internal, None)));
            };
            templates.push(engine.embed(frame, &face.five_points)?);
            last = Some((frame, face));
        }
        let (Some(template), Some((frame, face))) = (templates.last(), last) else {
            return Ok(Some(Event::Failed(Fault::Internal, None)));
        };
        if !self.policy.one_person(&templates) {
            return Ok(Some(Event::Failed(Fault::FaceChanged, None)));
        }
        let (frame, face) = (frame.clone(), face.clone());
        match self.presentation(engine, request)? {
            None => return Ok(None),
            Some(Presentation::Live) => {}
            Some(doubt) => return Ok(Some(Event::NotLive(doubt, Box::new(shot_of(&frame, &face)?)))),
        }
        if self.is_let_go() {
            return Ok(None);
        }
        let (reference, _) = match engine.portrait_template(&request.reference) {
            Ok(found) => found,
            Err(error) => {
                let incident = super::super::incident::log(Fault::NoReferencePhoto, &error);
                return Ok(Some(Event::Failed(Fault::NoReferencePhoto, Some(incident))));
            }
        };
        let score = template.similarity(&reference);
        let verification = Verification { decision: self.policy.decide(score), score };
        let shot = shot_of(&frame, &face)?;
        let evidence = FaceEvidence { verification, prompts: request.prompts.clone(), shot };
        Ok(Some(Event::Verified { verification, evidence: Box::new(evidence) }))
    }
}

/// The picture of the frame that is compared. The challenge retains only frames with one face.
fn shot_of(frame: &Frame, face: &FaceState) -> Result<FaceShot, FaceError> {
    let picture = crate::face::picture::portrait_jpeg(frame, face, PICTURE_QUALITY)?.into();
    Ok(FaceShot { picture, readings: FrameReadings { quality: face.quality, faces: 1 } })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::domain::liveness::Prompt;
    use crate::domain::time::Moment;
    use crate::face::PresentationChoice;
    use crate::pixels::{self, Bounds};

    const PHOTO: &[u8] = include_bytes!("../../../assets/demo/reference.png");

    fn reader(stop: &Arc<AtomicBool>) -> Reader {
        let (outbox, _) = Outbox::new(|| {});
        let links = Links {
            stop: Arc::clone(stop),
            frames: Arc::default(),
            tally: Arc::new(Tally::begin()),
            orders: channel().1,
            ticket: Ticket::default(),
            outbox,
        };
        Reader::new(links, MatchPolicy::default())
    }

    fn frame(id: u64) -> Frame {
        let photo = pixels::open(PHOTO, Bounds::PHOTO).unwrap();
        let (width, height) = photo.dimensions();
        Frame::new(FrameId(id), Moment::from_millis(id * 40), width, height, photo.into_raw()).unwrap()
    }

    #[test]
    fn a_capture_that_is_let_go_compares_nobody() {
        let mut engine = FaceEngine::load_with(&PresentationChoice::None).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let mut reader = reader(&stop);
        let frame = frame(1);
        let face = engine.read(&frame).unwrap().face.unwrap();
        reader.retained.push((frame, face));
        let reference: Vec<u8> = PHOTO.into();
        let prompts = vec![Prompt::Mouth];
        let request = EmbedRequest { frames: vec![FrameId(1)], reference: reference.into(), prompts };
        assert!(matches!(reader.verify(&mut engine, &request), Ok(Some(Event::Verified { .. }))));
        assert_eq!(reader.presentation(&mut engine, &request).unwrap(), Some(Presentation::Live));
        stop.store(true, Ordering::Release);
        engine.reset();
        assert!(matches!(reader.verify(&mut engine, &request), Ok(None)));
        assert!(engine.leftovers().is_empty(), "it did not even begin: {:?}", engine.leftovers());
    }

    #[test]
    fn however_often_the_last_look_finds_a_better_frame_the_best_is_kept() {
        let mut engine = FaceEngine::load_with(&PresentationChoice::None).unwrap();
        let mut reader = reader(&Arc::default());
        let face = engine.read(&frame(0)).unwrap().face.unwrap();
        for id in 0..RETAINED as u64 + 8 {
            reader.recent.clear();
            reader.recent.push_back((frame(id), face.clone()));
            reader.retain(FrameId(id));
        }
        assert_eq!(reader.retained.len(), RETAINED);
        assert_eq!(reader.retained.last().unwrap().0.id, FrameId(RETAINED as u64 + 7));
        assert_eq!(reader.retained[0].0.id, FrameId(0));
    }
}
