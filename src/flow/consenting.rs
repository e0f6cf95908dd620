//! Consent: reading, ticking, and choosing between face and staff.

use crate::domain::case::AssistCause;
use crate::domain::consent::{ConsentChoice, ConsentRecord};
use crate::domain::fault::Fault;
use crate::domain::name::PersonName;
use crate::domain::permit::{PermitNumber, WorkPermit};
use crate::domain::recovery::{RecoveryDraft, RecoveryRequest};
use crate::domain::registration::{Registration, RegistrationDraft};

use super::assisted;
use super::effect::Effect;
use super::event::Event;
use super::step::{Capturing, Consenting, Recovering, Registering, Step};
use super::turn::Turn;
use super::verifying::CaptureEvidence;

/// What the holder is verified for. Carries what was typed, for the way back to its form.
#[derive(Debug)]
pub enum Purpose {
    /// A card.
    Enroll { registration: Registration, draft: RegistrationDraft },
    /// A new password in place of a forgotten one.
    Recover { request: RecoveryRequest, draft: RecoveryDraft },
}

/// Name and number that the register confirmed: what every later step carries along.
#[derive(Debug)]
pub struct Asked {
    pub(super) purpose: Purpose,
    pub(super) permit: Box<WorkPermit>,
    /// Captures still allowed; going back and forth gives none back.
    pub(super) tries_left: u8,
}

impl Asked {
    /// The way leads to a card, through the steps that are shown above each page.
    pub(super) fn for_a_card(&self) -> bool {
        matches!(self.purpose, Purpose::Enroll { .. })
    }
}

impl Purpose {
    fn name(&self) -> &PersonName {
        match self {
            Self::Enroll { registration, .. } => &registration.name,
            Self::Recover { request, .. } => &request.name,
        }
    }
}

impl Consenting {
    pub(super) fn new(asked: Asked) -> Self {
        Self { face_ticked: false, needs_tick: false, full_text: false, asked }
    }

    /// The confirmed permit number, for the case kept for staff.
    pub(super) fn number(&self) -> &PermitNumber {
        &self.asked.permit.number
    }

    /// The name as the register has it, in capitals, where its order differs from what was typed.
    #[must_use]
    pub fn name_in_other_order(&self) -> Option<String> {
        use crate::domain::name::NameMatch;
        let register = &self.asked.permit.name;
        (self.asked.purpose.name().compare(register) == NameMatch::SameOtherOrder).then(|| register.capitals())
    }

    /// The way leads to a card, not to a new password.
    #[must_use]
    pub fn for_a_card(&self) -> bool {
        self.asked.for_a_card()
    }

    /// There is a photo on record to compare a face with.
    #[must_use]
    pub fn offers_face(&self) -> bool {
        self.asked.permit.photo.is_some()
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::Back if self.full_text => {
                self.full_text = false;
                Step::Consenting(self)
            }
            Event::Back => match self.asked.purpose {
                Purpose::Enroll { draft, .. } => Step::Registering(Registering::again(draft)),
                Purpose::Recover { draft, .. } => Step::Recovering(Recovering::again(draft)),
            },
            // Nothing is asked for that cannot be done: the page offers only staff.
            Event::VerifyByFace | Event::TickFaceConsent(_) if !self.offers_face() => Step::Consenting(self),
            Event::VerifyWithStaff if !self.offers_face() => {
                let cause = AssistCause::Fault(Fault::NoReferencePhoto);
                assisted::hand_over_because(Step::Consenting(self), cause, None, turn)
            }
            Event::TickFaceConsent(ticked) => {
                self.face_ticked = ticked;
                self.needs_tick &= !ticked;
                Step::Consenting(self)
            }
            Event::VerifyByFace if !self.face_ticked => {
                self.needs_tick = true;
                Step::Consenting(self)
            }
            Event::VerifyByFace => self.agree(turn),
            Event::VerifyWithStaff => {
                let consent = record(ConsentChoice::Staff, turn);
                turn.checks.forget_face();
                turn.ask(Effect::RecordConsent(consent.clone()));
                assisted::hand_over_because(Step::Consenting(self), AssistCause::ChoseStaff, Some(consent), turn)
            }
            _ => Step::Consenting(self),
        }
    }

    /// The only door to the camera: a capture cannot be made without a consent record.
    fn agree(self, turn: &mut Turn) -> Step {
        if self.asked.tries_left == 0 {
            let consent = record(ConsentChoice::Face, turn);
            return assisted::hand_over_because(Step::Consenting(self), AssistCause::NoTriesLeft, Some(consent), turn);
        }
        let consent = record(ConsentChoice::Face, turn);
        turn.ask(Effect::RecordConsent(consent.clone()));
        Step::Capturing(Capturing::start(CaptureEvidence { asked: self.asked, consent }, turn))
    }
}

pub(super) fn record(choice: ConsentChoice, turn: &Turn) -> ConsentRecord {
    ConsentRecord { text: turn.settings.consent.clone(), language: turn.language, at: turn.now.timestamp, choice }
}
