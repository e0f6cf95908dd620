//! Face recognition as part of the visit: tries, the match, and what follows from it.

use std::time::Duration;

use crate::domain::case::AssistCause;
use crate::domain::consent::ConsentRecord;
use crate::domain::enrollment::{Evidence, FaceEvidence};
use crate::domain::face_route::{FaceRoute, FaceTryEnd};
use crate::domain::face_shot::{FaceCheck, FaceShot, FrameReadings};
use crate::domain::fault::{Fault, Incident};
use crate::domain::liveness::{Cue, LivenessProof};
use crate::domain::match_policy::{Decision, Verification};
use crate::domain::permit::PermitNumber;
use crate::domain::presentation::Presentation;
use crate::domain::time::Moment;

use super::assisted;
use super::capturing::{CaptureMove, CaptureOutcome, CaptureState};
use super::consenting::{Asked, Purpose};
use super::effect::{Effect, EmbedRequest};
use super::event::Event;
use super::step::{CaptureFailed, CapturePhase, Capturing, Consenting, Issuing, NewPasswordStep, Step};
use super::turn::Turn;

/// Longest the comparison of a few faces may take before the engine counts as broken.
const CHECK_LIMIT: Duration = Duration::from_secs(20);

/// Captures a visitor has in one visit, the first included.
pub const TRIES: u8 = 3;

/// What a capture carries from consent to card. Only a consent makes one.
#[derive(Debug)]
pub struct CaptureEvidence {
    pub(super) asked: Asked,
    pub(super) consent: ConsentRecord,
}

impl CaptureEvidence {
    fn number(&self) -> PermitNumber {
        self.asked.permit.number.clone()
    }

    /// The page after a capture that made no card.
    fn after(self, cause: Option<Fault>, incident: Option<Incident>) -> CaptureFailed {
        CaptureFailed { cause, incident, locked_until: None, resumes: false, evidence: self }
    }

    fn give_try_back(&mut self, turn: &mut Turn) {
        self.asked.tries_left = (self.asked.tries_left + 1).min(TRIES);
        turn.tries_left = self.asked.tries_left;
        turn.checks.made = turn.checks.made.saturating_sub(1);
    }

    /// Remembers what staff may need to look at.
    fn keep(&self, check: Option<FaceCheck>, turn: &mut Turn) {
        if let Some(check) = check {
            turn.checks.keep(&self.asked.permit.number, check);
        }
    }
}

impl Capturing {
    /// The way leads to a card, not to a new password.
    #[must_use]
    pub fn for_a_card(&self) -> bool {
        self.evidence.asked.for_a_card()
    }

    /// Asks whether a capture may begin; the answer opens the camera. Spends one of the tries.
    pub(super) fn start(mut evidence: CaptureEvidence, turn: &mut Turn) -> Self {
        evidence.asked.tries_left = evidence.asked.tries_left.saturating_sub(1);
        turn.tries_left = evidence.asked.tries_left;
        turn.checks.made = turn.checks.made.saturating_add(1);
        let state = CaptureState::start(turn.now.seed, turn.now.moment, turn.pace);
        let view = state.view(turn.now.moment, evidence.asked.tries_left);
        turn.ask(Effect::BeginFaceTry(evidence.number()));
        Self { evidence, state, asked_since: Some(turn.now.moment), checking: None, seen: None, view }
    }

    /// Opens the camera and draws the challenge anew: its time begins now.
    fn open(&mut self, turn: &mut Turn) {
        self.asked_since = None;
        self.state = CaptureState::start(turn.now.seed, turn.now.moment, turn.pace);
        self.view = self.state.view(turn.now.moment, self.evidence.asked.tries_left);
        turn.ask(Effect::OpenEyes);
        turn.ask(Effect::Cue(Cue::Neutral));
    }

    /// The answer of the desk, before which nothing is captured.
    fn answered(mut self, route: FaceRoute, turn: &mut Turn) -> Step {
        match route {
            FaceRoute::Open => {
                self.open(turn);
                Step::Capturing(self)
            }
            FaceRoute::Locked { seconds } => {
                // No capture was made.
                self.evidence.give_try_back(turn);
                close_eyes(turn);
                turn.active = true;
                let mut failed = self.evidence.after(Some(Fault::FaceLocked), None);
                failed.lock(seconds, turn.now.moment);
                Step::CaptureFailed(failed)
            }
        }
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::FaceRoute(route) if self.asked_since.is_some() => self.answered(route, turn),
            Event::Reading(_) if self.asked_since.is_some() => Step::Capturing(self),
            Event::Tick if let Some(since) = self.asked_since => {
                if turn.now.moment.since(since) > CHECK_LIMIT {
                    self.failed(Fault::StoreUnavailable, None, turn)
                } else {
                    Step::Capturing(self)
                }
            }
            Event::Reading(reading) if self.checking.is_none() => {
                self.seen = FrameReadings::of(&reading).or(self.seen);
                let step = self.state.on_reading(&reading);
                self.moved(step, turn)
            }
            Event::Tick => match self.checking {
                None => {
                    let step = self.state.on_tick(turn.now.moment);
                    self.moved(step, turn)
                }
                Some(since) if turn.now.moment.since(since) > CHECK_LIMIT => {
                    self.failed(Fault::FaceEngineUnavailable, None, turn)
                }
                Some(_) => Step::Capturing(self),
            },
            Event::Verified { verification, evidence } if self.checking.is_some() => {
                self.verified(verification, *evidence, turn)
            }
            Event::NotLive(presentation, shot) if self.checking.is_some() => self.not_live(presentation, *shot, turn),
            Event::Failed(fault, incident) => self.failed(fault, incident, turn),
            Event::Back => {
                close_eyes(turn);
                self.end_unasked(turn);
                Step::Consenting(Consenting::new(self.evidence.asked))
            }
            Event::VerifyWithStaff => self.ask_staff(AssistCause::ChoseStaff, turn),
            _ => Step::Capturing(self),
        }
    }

    /// What the visitor comes back to after leaving a running capture: the try is spent.
    pub(super) fn interrupted(self) -> Step {
        Step::CaptureFailed(self.evidence.after(None, None))
    }

    /// Hands the visit to staff. Asking for help before a movement was asked for spends no try, and "Back
    /// to my visit" begins a capture with a fresh challenge. Later it does: who could have challenges drawn
    /// until one suits a recording would need no luck.
    pub(super) fn ask_staff(mut self, cause: AssistCause, turn: &mut Turn) -> Step {
        close_eyes(turn);
        let consent = self.evidence.consent.clone();
        if self.checking.is_some() || self.state.asked_for_a_movement() {
            return assisted::hand_over_because(self.interrupted(), cause, Some(consent), turn);
        }
        self.end_unasked(turn);
        self.evidence.give_try_back(turn);
        let aside = Step::CaptureFailed(CaptureFailed { resumes: true, ..self.evidence.after(None, None) });
        assisted::hand_over_because(aside, cause, Some(consent), turn)
    }

    /// Leaving before the first movement is asked for tells nobody what would be asked: it does not
    /// count towards the limit of the number. Leaving later does.
    fn end_unasked(&self, turn: &mut Turn) {
        if !self.state.asked_for_a_movement() {
            turn.ask(Effect::EndFaceTry(self.evidence.number(), FaceTryEnd::NotTheVisitor));
        }
    }

    fn moved(mut self, step: CaptureMove, turn: &mut Turn) -> Step {
        turn.effects.extend(step.effects);
        match step.outcome {
            CaptureOutcome::GoesOn => {
                let view = self.state.view(turn.now.moment, self.evidence.asked.tries_left);
                // Getting on with the movements is being there, though nobody touches the screen.
                turn.active |= !view.phase.is_same(&self.view.phase);
                self.view = view;
                Step::Capturing(self)
            }
            CaptureOutcome::Passed(proof) => {
                self.check(&proof, turn);
                Step::Capturing(self)
            }
            CaptureOutcome::Failed(fault) => self.failed(fault, None, turn),
        }
    }

    fn check(&mut self, proof: &LivenessProof, turn: &mut Turn) {
        self.checking = Some(turn.now.moment);
        self.view.phase = CapturePhase::Checking;
        self.view.hint = None;
        self.view.seconds_left = None;
        self.view.done = proof.prompts().to_vec();
        // `agree` let nobody in without a photo; an empty one is refused by the eyes.
        let reference = self.evidence.asked.permit.photo.clone().unwrap_or_else(|| std::sync::Arc::from([]));
        turn.ask(Effect::Embed(EmbedRequest {
            frames: proof.frames().to_vec(),
            reference,
            prompts: proof.prompts().to_vec(),
        }));
    }

    fn verified(self, verification: Verification, face: FaceEvidence, turn: &mut Turn) -> Step {
        match verification.decision {
            Decision::Accept => {
                close_eyes(turn);
                turn.checks.passed();
                let Asked { purpose, permit, .. } = self.evidence.asked;
                let consent = self.evidence.consent;
                match purpose {
                    Purpose::Enroll { registration, .. } => {
                        Step::Issuing(Issuing::of(registration, *permit, consent, Evidence::Face(face), turn))
                    }
                    Purpose::Recover { request, .. } => {
                        turn.active = true;
                        Step::NewPassword(NewPasswordStep::new(request, &permit, consent, face))
                    }
                }
            }
            Decision::Staff => {
                self.evidence.keep(FaceCheck::compared(verification, face.shot), turn);
                turn.ask(Effect::NoteDecision(Decision::Staff));
                turn.ask(Effect::EndFaceTry(self.evidence.number(), FaceTryEnd::Failed));
                close_eyes(turn);
                let consent = self.evidence.consent.clone();
                assisted::hand_over_because(
                    self.interrupted(),
                    AssistCause::Fault(Fault::MatchUnclear),
                    Some(consent),
                    turn,
                )
            }
            Decision::Refuse => {
                self.evidence.keep(FaceCheck::compared(verification, face.shot), turn);
                turn.ask(Effect::NoteDecision(Decision::Refuse));
                self.failed(Fault::NotSamePerson, None, turn)
            }
        }
    }

    /// The passive check did not pass. What was taken for an attack gets no further try: staff look at the person.
    fn not_live(self, presentation: Presentation, shot: FaceShot, turn: &mut Turn) -> Step {
        self.evidence.keep(FaceCheck::not_live(presentation, shot), turn);
        turn.ask(Effect::NotePresentation(presentation));
        if presentation != Presentation::Attack {
            return self.failed(Fault::LivenessUnclear, None, turn);
        }
        close_eyes(turn);
        turn.ask(Effect::EndFaceTry(self.evidence.number(), FaceTryEnd::Failed));
        let consent = self.evidence.consent.clone();
        let cause = AssistCause::Fault(Fault::LivenessUnclear);
        let mut evidence = self.evidence;
        evidence.asked.tries_left = 0;
        turn.tries_left = 0;
        let aside = Step::CaptureFailed(CaptureFailed {
            cause: Some(Fault::LivenessUnclear),
            incident: None,
            locked_until: None,
            resumes: false,
            evidence,
        });
        assisted::hand_over_because(aside, cause, Some(consent), turn)
    }

    fn failed(mut self, fault: Fault, incident: Option<Incident>, turn: &mut Turn) -> Step {
        close_eyes(turn);
        // A camera or a machine that fails is not the visitor's doing: the try is given back.
        let end = if fault.is_of_the_camera() || fault.is_of_the_machine() || fault == Fault::NoReferencePhoto {
            self.evidence.give_try_back(turn);
            FaceTryEnd::NotTheVisitor
        } else {
            self.evidence.keep(self.seen.map(FaceCheck::broken_off), turn);
            FaceTryEnd::Failed
        };
        turn.ask(Effect::EndFaceTry(self.evidence.number(), end));
        turn.active = true;
        Step::CaptureFailed(self.evidence.after(Some(fault), incident))
    }
}

impl CaptureFailed {
    /// The way leads to a card, not to a new password.
    #[must_use]
    pub fn for_a_card(&self) -> bool {
        self.evidence.asked.for_a_card()
    }

    /// Captures still allowed.
    #[must_use]
    pub fn tries_left(&self) -> u8 {
        self.evidence.asked.tries_left
    }

    pub(super) fn consent(&self) -> &ConsentRecord {
        &self.evidence.consent
    }

    /// Whole minutes until face recognition is open again to this number; `None` if it is.
    #[must_use]
    pub fn locked_minutes(&self, now: Moment) -> Option<u32> {
        let left = self.locked_until?.since(now);
        (!left.is_zero()).then(|| u32::try_from(left.as_secs().div_ceil(60)).unwrap_or(u32::MAX).max(1))
    }

    fn lock(&mut self, seconds: u32, now: Moment) {
        self.locked_until = Some(now.after(Duration::from_secs(u64::from(seconds))));
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            // The failure shown was one too many.
            Event::FaceRoute(FaceRoute::Locked { seconds }) => {
                self.lock(seconds, turn.now.moment);
                Step::CaptureFailed(self)
            }
            Event::TryAgain if self.locked_minutes(turn.now.moment).is_some() => Step::CaptureFailed(self),
            Event::TryAgain if self.evidence.asked.tries_left > 0 => {
                Step::Capturing(Capturing::start(self.evidence, turn))
            }
            Event::VerifyWithStaff => {
                let consent = self.evidence.consent.clone();
                assisted::hand_over(Step::CaptureFailed(self), Some(consent), turn)
            }
            _ => Step::CaptureFailed(self),
        }
    }

    /// The way back from staff: a capture that was left for them begins again, with a fresh challenge.
    pub(super) fn resume(self, turn: &mut Turn) -> Step {
        if self.resumes { Step::Capturing(Capturing::start(self.evidence, turn)) } else { Step::CaptureFailed(self) }
    }
}

pub(super) fn close_eyes(turn: &mut Turn) {
    turn.ask(Effect::CloseEyes);
}
