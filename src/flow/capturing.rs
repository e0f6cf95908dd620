//! Face recognition: runs the liveness challenge over the readings.

use crate::domain::display::Pace;
use crate::domain::face::FaceReading;
use crate::domain::fault::Fault;
use crate::domain::liveness::{Cue, LivenessChallenge, LivenessPhase, LivenessProof, LivenessStep, Prompt};
use crate::domain::time::Moment;

use super::effect::Effect;
use super::step::{CapturePhase, CaptureView};

/// Inner state of a capture.
#[derive(Debug)]
pub struct CaptureState {
    /// `None` once it passed or failed.
    challenge: Option<LivenessChallenge>,
    /// A first reading came.
    started: bool,
    /// What the recording, if there is one, was last asked to play.
    cued: Option<Cue>,
    /// The movements of a passed challenge.
    passed: Vec<Prompt>,
}

/// What one reading or tick leads to.
#[derive(Debug)]
pub struct CaptureMove {
    pub effects: Vec<Effect>,
    pub outcome: CaptureOutcome,
}

/// Whether the capture goes on.
#[derive(Debug)]
pub enum CaptureOutcome {
    GoesOn,
    /// The frames of the proof are to be embedded.
    Passed(LivenessProof),
    Failed(Fault),
}

impl CaptureState {
    /// Draws a challenge: `seed` comes from the operating system, new for each capture; `pace` is how
    /// much longer than usual the visitor may take.
    #[must_use]
    pub fn start(seed: u64, now: Moment, pace: Pace) -> Self {
        let challenge = LivenessChallenge::draw(seed, now).patient(pace.factor());
        Self { challenge: Some(challenge), started: false, cued: None, passed: Vec::new() }
    }

    /// A reading came from the eyes. After the capture's end it changes nothing.
    pub fn on_reading(&mut self, reading: &FaceReading) -> CaptureMove {
        self.started = true;
        let Some(challenge) = self.challenge.take() else { return CaptureMove::nothing() };
        let advance = challenge.advance(reading);
        self.settle(advance.step, advance.retain.map(Effect::Retain).into_iter().collect())
    }

    /// Time passed: without readings the challenge ends all the same.
    pub fn on_tick(&mut self, now: Moment) -> CaptureMove {
        let Some(challenge) = self.challenge.take() else { return CaptureMove::nothing() };
        self.settle(challenge.tick(now), Vec::new())
    }

    fn settle(&mut self, step: LivenessStep, mut effects: Vec<Effect>) -> CaptureMove {
        let outcome = match step {
            LivenessStep::Continue(challenge) => {
                let cue = challenge.cue();
                if self.cued != Some(cue) {
                    self.cued = Some(cue);
                    effects.push(Effect::Cue(cue));
                }
                self.challenge = Some(challenge);
                CaptureOutcome::GoesOn
            }
            LivenessStep::Passed(proof) => {
                self.passed = proof.prompts().to_vec();
                CaptureOutcome::Passed(proof)
            }
            LivenessStep::Over(fault) => CaptureOutcome::Failed(fault),
        };
        CaptureMove { effects, outcome }
    }

    /// A movement was shown to the visitor.
    #[must_use]
    pub fn asked_for_a_movement(&self) -> bool {
        self.challenge.as_ref().is_none_or(|challenge| challenge.prompt().is_some() || !challenge.done().is_empty())
    }

    /// What the page shows.
    #[must_use]
    pub fn view(&self, now: Moment, tries_left: u8) -> CaptureView {
        let Some(challenge) = &self.challenge else {
            return CaptureView {
                phase: CapturePhase::Checking,
                done: self.passed.clone(),
                hint: None,
                seconds_left: None,
                tries_left,
            };
        };
        let phase = match challenge.phase() {
            LivenessPhase::Settling { .. } if !self.started => CapturePhase::Starting,
            LivenessPhase::Settling { .. } => CapturePhase::Settling,
            LivenessPhase::Acting { prompt, progress } => CapturePhase::Acting { prompt, progress },
            LivenessPhase::Returning => CapturePhase::Returning,
            LivenessPhase::Checking => CapturePhase::Checking,
        };
        CaptureView {
            phase,
            done: challenge.done().to_vec(),
            hint: challenge.hint(),
            seconds_left: challenge.seconds_left(now),
            tries_left,
        }
    }
}

impl CaptureMove {
    fn nothing() -> Self {
        Self { effects: Vec::new(), outcome: CaptureOutcome::GoesOn }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::frame::FrameId;

    fn nobody(number: u64) -> FaceReading {
        FaceReading {
            frame: FrameId(number),
            at: Moment::from_millis(number * 40),
            frame_size: (640, 480),
            faces: 0,
            face: None,
            track: 0,
        }
    }

    #[test]
    fn a_recording_is_cued_once_and_the_page_waits_for_the_first_reading() {
        let mut state = CaptureState::start(7, Moment::default(), Pace::Usual);
        assert_eq!(state.view(Moment::default(), 2).phase, CapturePhase::Starting);
        let first = state.on_tick(Moment::from_millis(16));
        assert!(matches!(first.effects[..], [Effect::Cue(Cue::Neutral)]));
        assert_eq!(state.view(Moment::default(), 2).phase, CapturePhase::Starting, "no reading yet");
        assert!(state.on_reading(&nobody(1)).effects.is_empty());
        let view = state.view(Moment::from_millis(40), 2);
        assert_eq!((view.phase, view.tries_left, view.seconds_left), (CapturePhase::Settling, 2, None));
    }

    #[test]
    fn a_silent_camera_fails_the_capture_once() {
        let mut state = CaptureState::start(7, Moment::default(), Pace::Usual);
        let end = state.on_tick(Moment::from_millis(20_000));
        assert!(matches!(end.outcome, CaptureOutcome::Failed(Fault::TooFewPictures)));
        assert!(matches!(state.on_tick(Moment::from_millis(30_000)).outcome, CaptureOutcome::GoesOn), "told already");
        assert!(matches!(state.on_reading(&nobody(1000)).outcome, CaptureOutcome::GoesOn));
    }

    #[test]
    fn nobody_before_the_camera_is_told_as_such() {
        let mut state = CaptureState::start(7, Moment::default(), Pace::Usual);
        let end = (1..10_000)
            .map(|n| state.on_reading(&nobody(n)).outcome)
            .find(|end| !matches!(end, CaptureOutcome::GoesOn));
        assert!(matches!(end, Some(CaptureOutcome::Failed(Fault::NoFace))));
    }
}
