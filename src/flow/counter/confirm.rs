//! Who answers for an act signs again; where the rule of two asks for it, a second one does, too.

use crate::domain::register_import::CheckNumber;
use crate::domain::resume::ResumedDraft;
use crate::domain::review::{CaseDecision, CaseId};
use crate::domain::secret::Secret;
use crate::domain::staff::{Act, Authority, StaffMember, StaffNumber};
use crate::domain::staff_evidence::{DocumentChecklist, DocumentTail, StaffEvidence};
use crate::flow::event::Event;

use super::effect::{CounterEffect, CounterJob, ImportJob};
use super::event::NoLeave;
use super::sign_in::SECRET_CHARS;

/// What is done once it is signed for.
#[derive(Clone, Debug)]
pub enum Confirmed {
    /// A case of the review queue.
    Decide(CaseId, CaseDecision),
    /// A holder's consent is withdrawn.
    Withdraw(i64),
    /// The visitor beneath is enrolled by documents.
    Verify(DocumentTail, DocumentChecklist),
    /// Whoever kept entries is.
    EnrollDraft(Box<ResumedDraft>, DocumentTail, DocumentChecklist),
    /// The permits of this check are written.
    ImportRegister(CheckNumber),
}

/// Stands over the page until the act is signed for or left.
#[derive(Debug)]
pub struct Confirm {
    pub act: Act,
    pub(super) then: Confirmed,
    pub own: Secret,
    /// Of the second person, where one is needed.
    pub second_number: Secret,
    pub second: Secret,
    /// What was typed is no staff number.
    pub number_wrong: bool,
    pub refusal: Option<NoLeave>,
    /// The desk is asked.
    pub busy: bool,
}

impl Confirm {
    pub(super) fn of(act: Act, then: Confirmed) -> Self {
        let empty = || Secret::with_capacity(SECRET_CHARS);
        Self {
            act,
            then,
            own: empty(),
            second_number: empty(),
            second: empty(),
            number_wrong: false,
            refusal: None,
            busy: false,
        }
    }

    /// Asks the desk, once everything is there.
    pub(super) fn submit(&mut self, by: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if self.busy {
            return;
        }
        self.refusal = None;
        let second = if self.act.needs_two() {
            let number = StaffNumber::parse(self.second_number.as_str());
            self.number_wrong = number.is_err();
            let Ok(number) = number else { return };
            Some((number, self.second.clone()))
        } else {
            None
        };
        self.busy = true;
        effects.push(CounterEffect::ask(CounterJob::Authorize {
            act: self.act,
            by: by.clone(),
            own: self.own.clone(),
            second,
        }));
    }

    /// It is signed for: done with the leave of whoever signed.
    pub(super) fn signed(self, leave: Authority, effects: &mut Vec<CounterEffect>) {
        match self.then {
            Confirmed::Decide(id, decision) => {
                effects.push(CounterEffect::ask(CounterJob::Decide(leave, id, decision)));
            }
            Confirmed::Withdraw(enrollment) => {
                effects.push(CounterEffect::ask(CounterJob::Withdraw(leave, enrollment)));
            }
            Confirmed::ImportRegister(check) => {
                effects.push(CounterEffect::Import(ImportJob::Write(leave, check)));
            }
            Confirmed::Verify(tail, list) => {
                if let Some(evidence) = StaffEvidence::of(leave, tail, list) {
                    effects.push(CounterEffect::Visit(Box::new(Event::StaffVerified(Box::new(evidence)))));
                }
            }
            Confirmed::EnrollDraft(draft, tail, list) => {
                if let Some(evidence) = StaffEvidence::of(leave, tail, list) {
                    effects.push(CounterEffect::ask(CounterJob::EnrollDraft(draft, evidence)));
                }
            }
        }
    }

    /// A refusal empties what was refused.
    pub(super) fn refused(&mut self, why: NoLeave) {
        self.busy = false;
        match why {
            NoLeave::Own(_) => self.own.clear(),
            NoLeave::Second(_) | NoLeave::Denied(_) => self.second.clear(),
        }
        self.refusal = Some(why);
    }
}
