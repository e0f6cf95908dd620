//! Registration: typing name, number and password, and what the register says to them.

use super::consenting::{Asked, Purpose};
use super::effect::Effect;
use super::event::{CheckOutcome, Event};
use super::step::{Before, Consenting, NameHelp, Portal, RefusalCause, Refused, Registering, Step};
use super::turn::Turn;
use crate::domain::registration::{Field, RegistrationDraft};

impl Default for Registering {
    /// An empty form, ready to be typed into.
    fn default() -> Self {
        Self {
            draft: RegistrationDraft::default(),
            show_password: false,
            faults: Vec::new(),
            focus: Some(Field::Name),
            busy: false,
            pending: None,
        }
    }
}

impl Registering {
    /// The form with what was typed before, for "Back" and "Try again".
    pub(super) fn again(draft: RegistrationDraft) -> Self {
        Self { draft, ..Self::default() }
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            // The answer comes in a moment; until then only cancelling and staff lead away.
            Event::Back if self.busy => Step::Registering(self),
            Event::Back => Step::Before(Before::new(self.draft)),
            Event::OpenNameHelp if !self.busy => Step::NameHelp(NameHelp::new(self.draft)),
            Event::SubmitRegistration if !self.busy => {
                self.submit(turn);
                Step::Registering(self)
            }
            Event::RegistrationChecked(outcome) => self.checked(outcome, turn),
            _ => Step::Registering(self),
        }
    }

    fn submit(&mut self, turn: &mut Turn) {
        match self.draft.parse() {
            Err(faults) => {
                self.focus = faults.first().map(|f| f.field());
                self.faults = faults;
            }
            Ok(registration) => {
                self.faults.clear();
                self.busy = true;
                self.pending = Some(registration.clone());
                turn.ask(Effect::CheckRegistration(registration));
            }
        }
    }

    fn checked(mut self, outcome: CheckOutcome, turn: &Turn) -> Step {
        // An answer nobody waits for changes nothing.
        let Some(registration) = self.pending.take() else { return Step::Registering(self) };
        self.busy = false;
        let cause = match outcome {
            CheckOutcome::Match(permit) => {
                return Step::Consenting(Consenting::new(Asked {
                    purpose: Purpose::Enroll { registration, draft: self.draft },
                    permit,
                    tries_left: turn.tries_left,
                }));
            }
            CheckOutcome::NoMatch => RefusalCause::NoMatch,
            CheckOutcome::Expired(on) => RefusalCause::Expired(on),
            CheckOutcome::Revoked => RefusalCause::Revoked,
            CheckOutcome::AlreadyRegistered => RefusalCause::AlreadyRegistered,
        };
        Step::Refused(Refused { cause, draft: self.draft })
    }
}

impl Refused {
    pub(super) fn on(self, event: &Event) -> Step {
        match event {
            Event::Back | Event::TryAgain => Step::Registering(Registering::again(self.draft)),
            // "Please log in": the portal is where that is done, and only the password is missing.
            Event::OpenPortal => {
                let mut draft = self.draft;
                draft.password.clear();
                Step::Portal(Portal { focus_password: true, ..Portal::beside(draft) })
            }
            _ => Step::Refused(self),
        }
    }
}
