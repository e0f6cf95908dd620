//! The way to staff: from every step, and back again where that makes sense.

use crate::domain::consent::ConsentRecord;
use crate::domain::fault::{Fault, Incident};
use crate::domain::permit::PermitNumber;
use crate::domain::case::{AssistCase, AssistCause};

use super::effect::{Effect, Ending};
use super::event::{Event, SignInRefusal};
use super::step::{Assisted, RefusalCause, Step};
use super::turn::Turn;

/// Hands the visit to staff; the cause is what the page before showed.
pub(super) fn hand_over(from: Step, consent: Option<ConsentRecord>, turn: &mut Turn) -> Step {
    let (cause, incident) = cause_of(&from);
    hand(from, cause, incident, consent, turn)
}

/// Hands the visit to staff for a cause the visitor has not been told yet.
pub(super) fn hand_over_because(
    from: Step,
    cause: AssistCause,
    consent: Option<ConsentRecord>,
    turn: &mut Turn,
) -> Step {
    hand(from, cause, None, consent, turn)
}

fn hand(
    from: Step,
    cause: AssistCause,
    incident: Option<Incident>,
    consent: Option<ConsentRecord>,
    turn: &mut Turn,
) -> Step {
    let stage = from.stage();
    let permit = number_of(&from).cloned();
    turn.ask(Effect::OpenCase(Box::new(AssistCase { stage, cause, incident, permit, consent })));
    Step::Assisted(Assisted {
        stage,
        cause,
        incident,
        ticket: turn.case.clone(),
        waiting: true,
        not_stored: false,
        from: Some(Box::new(from)),
        at: turn.now.timestamp,
    })
}

fn cause_of(step: &Step) -> (AssistCause, Option<Incident>) {
    use AssistCause::{Asked, Fault as Of};
    match step {
        Step::CaptureFailed(failed) if failed.locked_until.is_some() => (Of(Fault::FaceLocked), failed.incident),
        Step::CaptureFailed(failed) => (failed.cause.map_or(Asked, Of), failed.incident),
        Step::Broken(broken) => (Of(broken.fault), broken.incident),
        Step::Before(before) => (before.issue.map_or(Asked, AssistCause::Papers), None),
        Step::Consenting(consenting) if !consenting.offers_face() => (Of(Fault::NoReferencePhoto), None),
        Step::Portal(portal) if portal.refusal == Some(SignInRefusal::Locked) => (AssistCause::SignInLocked, None),
        Step::Recovering(recovering) if recovering.refusal == Some(SignInRefusal::Locked) => {
            (AssistCause::SignInLocked, None)
        }
        Step::Recovering(_) => (AssistCause::ForgotPassword, None),
        Step::Refused(refused) => {
            let fault = match refused.cause {
                RefusalCause::NoMatch => Fault::PermitNoMatch,
                RefusalCause::Expired(_) => Fault::PermitExpired,
                RefusalCause::Revoked => Fault::PermitRevoked,
                RefusalCause::AlreadyRegistered => Fault::AlreadyRegistered,
            };
            (Of(fault), None)
        }
        Step::Service(service) => match (service.fault, service.printing) {
            (Some((fault, incident)), _) => (Of(fault), incident),
            (
                None,
                Some((
                    _,
                    crate::domain::print::PrintStage::Attention(fault)
                    | crate::domain::print::PrintStage::Failed(fault),
                )),
            ) => (Of(fault), None),
            _ => (Asked, None),
        },
        _ => (Asked, None),
    }
}

/// The number, once the register confirmed that it belongs to what was typed.
fn number_of(step: &Step) -> Option<&PermitNumber> {
    match step {
        Step::Consenting(s) => Some(s.number()),
        Step::Capturing(s) => Some(&s.evidence.asked.permit.number),
        Step::CaptureFailed(s) => Some(&s.evidence.asked.permit.number),
        Step::NewPassword(s) => Some(s.number()),
        Step::Issuing(s) => Some(s.number()),
        Step::Card(s) => Some(&s.card.permit.number),
        Step::Service(s) => Some(&s.card.permit.number),
        Step::Broken(s) => number_of(&s.from),
        _ => None,
    }
}

impl Assisted {
    /// "Back to my visit" leads somewhere.
    #[must_use]
    pub fn can_return(&self) -> bool {
        self.from.is_some()
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::CaseOpened(ticket) => {
                self.ticket = Some(ticket);
                self.waiting = false;
            }
            Event::CaseNotOpened(incident) if self.waiting => {
                self.waiting = false;
                // The ticket of an earlier time still leads staff to the visit.
                self.not_stored = self.ticket.is_none();
                self.incident = self.incident.or(incident);
            }
            Event::Back => {
                if let Some(from) = self.from {
                    return match *from {
                        Step::CaptureFailed(failed) => failed.resume(turn),
                        from => from,
                    };
                }
            }
            Event::Cancel => turn.ask(Effect::Forget(Ending::Finished)),
            // What the visitor left under way comes to its end behind this page, well or not: the card
            // that is being written, the letter that is being printed.
            event if !event.is_of_the_visitor() => {
                self.from = self.from.map(|from| Box::new(from.step(event, turn)));
            }
            _ => {}
        }
        Step::Assisted(self)
    }
}
