//! Writing the enrollment, and the machine's own failures.

use crate::domain::consent::ConsentRecord;
use crate::domain::enrollment::{AccountPassword, Evidence, NewEnrollment};
use crate::domain::fault::{Fault, Incident};
use crate::domain::permit::{PermitNumber, WorkPermit};
use crate::domain::registration::Registration;

use super::effect::Effect;
use super::event::Event;
use super::step::{Broken, CardStep, Issuing, Step};
use super::turn::Turn;

impl Issuing {
    /// The holder is verified: what was typed becomes an enrollment.
    pub(super) fn of(
        typed: Registration,
        permit: WorkPermit,
        consent: ConsentRecord,
        evidence: Evidence,
        turn: &mut Turn,
    ) -> Self {
        let password = AccountPassword::Typed(typed.password);
        Self::start(Box::new(NewEnrollment { number: typed.number, password, permit, consent, evidence }), turn)
    }

    pub(super) fn start(enrollment: Box<NewEnrollment>, turn: &mut Turn) -> Self {
        turn.active = true;
        turn.ask(Effect::Enroll(enrollment.clone()));
        Self { enrollment }
    }

    pub(super) fn number(&self) -> &PermitNumber {
        &self.enrollment.permit.number
    }

    pub(super) fn on(self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::Enrolled(card) => Step::Card(CardStep::new(card, true, turn)),
            _ => Step::Issuing(self),
        }
    }
}

impl Broken {
    /// The machine failed in `from`; trying again starts from there.
    pub(super) fn new(from: Step, fault: Fault, incident: Option<Incident>) -> Self {
        Self { stage: from.stage(), fault, incident, from: Box::new(from) }
    }

    pub(super) fn on(self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::TryAgain | Event::Back => match *self.from {
                Step::Issuing(issuing) => Step::Issuing(Issuing::start(issuing.enrollment, turn)),
                mut other => {
                    other.calm();
                    other
                }
            },
            _ => Step::Broken(self),
        }
    }
}
