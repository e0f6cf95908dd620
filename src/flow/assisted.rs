//! The way to staff: from every step, and back again where that makes sense.

use crate::domain::case::{AssistCase, AssistCause};
use crate::domain::consent::{ConsentChoice, ConsentRecord};
use crate::domain::enrollment::Evidence;
use crate::domain::face_shot::CheckFinding;
use crate::domain::fault::{Fault, Incident};
use crate::domain::permit::{PermitNumber, WorkPermit};
use crate::domain::registration::Registration;

use crate::domain::staff_evidence::StaffEvidence;

use super::consenting::{Purpose, record};
use super::effect::{Effect, Ending};
use super::event::{Event, SignInRefusal};
use super::step::{Assisted, DraftKeeping, Issuing, RefusalCause, Step};
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
    let finding = turn.checks.finding(permit.as_ref());
    let face = turn.checks.face(permit.as_ref(), consent.as_ref());
    let tries = turn.checks.made;
    let case = AssistCase { stage, cause, incident, permit, consent: consent.clone(), tries, finding, face };
    turn.ask(Effect::OpenCase(Box::new(case)));
    Step::Assisted(Assisted {
        stage,
        cause,
        incident,
        ticket: turn.case.clone(),
        waiting: true,
        not_stored: false,
        from: Some(Box::new(from)),
        wrong_document: false,
        draft: DraftKeeping::NotAsked,
        consent,
        at: turn.now.timestamp,
    })
}

pub(super) fn cause_of(step: &Step) -> (AssistCause, Option<Incident>) {
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
pub(super) fn number_of(step: &Step) -> Option<&PermitNumber> {
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
            Event::StaffVerified(evidence) => return self.verified_by_staff(*evidence, turn),
            Event::KeepDraft if matches!(self.draft, DraftKeeping::NotAsked | DraftKeeping::Failed) => {
                if let Some((typed, _)) = self.entries() {
                    turn.ask(Effect::KeepDraft { typed: typed.clone(), consent: self.consent.clone() });
                    self.draft = DraftKeeping::Asked;
                }
            }
            Event::DraftKept(code) if self.draft == DraftKeeping::Asked => {
                // Time to write it down.
                turn.active = true;
                self.draft = DraftKeeping::Kept(code);
            }
            Event::DraftNotKept(incident) if self.draft == DraftKeeping::Asked => {
                self.draft = DraftKeeping::Failed;
                self.incident = self.incident.or(incident);
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

    /// There are entries that the register confirmed, and that are not kept for later yet.
    #[must_use]
    pub fn can_keep_entries(&self) -> bool {
        self.entries().is_some() && !matches!(self.draft, DraftKeeping::Kept(_))
    }

    /// What was typed for a card, where the register confirmed it, with what the register has.
    fn entries(&self) -> Option<(&Registration, &WorkPermit)> {
        let asked = match self.from.as_deref()? {
            Step::Consenting(step) => &step.asked,
            Step::CaptureFailed(step) => &step.evidence.asked,
            _ => return None,
        };
        match &asked.purpose {
            Purpose::Enroll { registration, .. } => Some((registration, &*asked.permit)),
            Purpose::Recover { .. } => None,
        }
    }

    /// Staff verified the visitor: from a page that holds their entries this leads to the card.
    fn verified_by_staff(mut self, evidence: StaffEvidence, turn: &mut Turn) -> Step {
        // A comparison that said no is overridden by two, or not at all.
        let refused =
            turn.checks.finding(self.from.as_deref().and_then(number_of)).is_some_and(CheckFinding::needs_two);
        if refused && !evidence.overrides() {
            return Step::Assisted(self);
        }
        let Some((registration, permit)) = self.entries() else { return Step::Assisted(self) };
        if !evidence.document_tail().ends(&permit.passport_number) {
            self.wrong_document = true;
            return Step::Assisted(self);
        }
        let (registration, permit) = (registration.clone(), permit.clone());
        let consent = self.consent.unwrap_or_else(|| record(ConsentChoice::Staff, turn));
        let evidence = Evidence::Staff(evidence.settling(self.ticket));
        Step::Issuing(Issuing::of(registration, permit, consent, evidence, turn))
    }
}
