//! The portal: registration, or signing in with number and password.

use std::time::Duration;

use crate::domain::permit::PermitNumber;
use crate::domain::recovery::RecoveryDraft;
use crate::domain::registration::RegistrationDraft;
use crate::domain::secret::Secret;

use super::effect::Effect;
use super::event::{Event, SignInRefusal};
use super::step::{Before, CardStep, Login, Portal, Recovering, Step};
use super::turn::Turn;

impl Default for Portal {
    fn default() -> Self {
        Self {
            number: Secret::with_capacity(40),
            password: Secret::with_capacity(40),
            show_password: false,
            refusal: None,
            wait_until: None,
            number_fault: None,
            password_missing: false,
            focus_password: false,
            busy: false,
            draft: RegistrationDraft::default(),
        }
    }
}

impl Portal {
    /// The portal on the way back from what was typed at the registration: one visitor has one number.
    pub(super) fn beside(draft: RegistrationDraft) -> Self {
        Self { number: Secret::copied(draft.number.as_str(), 40), draft, ..Self::default() }
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::Back => {
                // What was typed is there again on the way back here; a password is typed anew, also that
                // of the registration: the visitor may walk away from the login page.
                let mut draft = self.draft;
                draft.password.clear();
                let kept = Self { number: self.number, draft, ..Self::default() };
                Step::Login(Login { portal: kept })
            }
            Event::OpenRegistration => {
                if self.draft.number.is_empty() {
                    self.draft.number.insert(0, self.number.as_str());
                }
                Step::Before(Before::new(self.draft))
            }
            Event::OpenRecovery => {
                let mut draft = RecoveryDraft::default();
                draft.number.insert(0, self.number.as_str());
                self.draft.password.clear();
                Step::Recovering(Recovering { registration: self.draft, ..Recovering::again(draft) })
            }
            Event::SignIn => {
                self.sign_in(turn);
                Step::Portal(self)
            }
            Event::SignedIn(card) if self.busy => Step::Card(CardStep::new(card, false, turn)),
            Event::SignInRefused(refusal) if self.busy => {
                self.busy = false;
                self.password.clear();
                self.wait_until = match refusal {
                    SignInRefusal::Wait { seconds } => Some(turn.now.moment.after(Duration::from_secs(seconds.into()))),
                    SignInRefusal::Wrong | SignInRefusal::Locked => None,
                };
                self.focus_password = refusal == SignInRefusal::Wrong;
                self.refusal = Some(refusal);
                Step::Portal(self)
            }
            Event::Tick => {
                if self.wait_until.is_some_and(|end| turn.now.moment >= end) {
                    self.wait_until = None;
                    self.refusal = None;
                }
                Step::Portal(self)
            }
            _ => Step::Portal(self),
        }
    }

    fn sign_in(&mut self, turn: &mut Turn) {
        if self.busy || self.wait_until.is_some() {
            return;
        }
        self.number_fault = None;
        self.password_missing = false;
        match PermitNumber::parse(self.number.as_str()) {
            Err(fault) => self.number_fault = Some(fault),
            // Nothing typed can never be right, and must not count against the account.
            Ok(_) if self.password.is_empty() => {
                self.password_missing = true;
                self.focus_password = true;
            }
            Ok(number) => {
                self.busy = true;
                self.refusal = None;
                turn.ask(Effect::SignIn { number, password: self.password.clone() });
            }
        }
    }
}
