//! A forgotten password: name and number, then consent and face check as for an enrollment, then a new one.

use std::time::Duration;

use crate::domain::account::{PasswordPolicy, SignInRefusal};
use crate::domain::consent::ConsentRecord;
use crate::domain::enrollment::FaceEvidence;
use crate::domain::permit::{PermitNumber, WorkPermit};
use crate::domain::recovery::{PasswordReset, RecoveryCheck, RecoveryDraft, RecoveryRequest};
use crate::domain::registration::{Field, RegistrationDraft};
use crate::domain::secret::Secret;

use super::consenting::{Asked, Purpose};
use super::effect::Effect;
use super::event::Event;
use super::step::{CardStep, Consenting, NewPasswordStep, Portal, Recovering, Step};
use super::turn::Turn;

impl Recovering {
    /// The form with what was typed before; the number may come from the portal.
    pub(super) fn again(draft: RecoveryDraft) -> Self {
        let focus = if draft.name.is_empty() { Field::Name } else { Field::Number };
        Self {
            draft,
            faults: Vec::new(),
            refusal: None,
            wait_until: None,
            focus: Some(focus),
            busy: false,
            registration: RegistrationDraft::default(),
            pending: None,
        }
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            // The answer comes in a moment; until then only cancelling and staff lead away.
            Event::Back if self.busy => Step::Recovering(self),
            Event::Back => {
                let number = Secret::copied(self.draft.number.as_str(), 40);
                Step::Portal(Portal { number, draft: self.registration, ..Portal::default() })
            }
            Event::SubmitRecovery if !self.busy && self.wait_until.is_none() => {
                self.submit(turn);
                Step::Recovering(self)
            }
            Event::RecoveryChecked(check) => self.checked(check, turn),
            Event::Tick => {
                if self.wait_until.is_some_and(|end| turn.now.moment >= end) {
                    self.wait_until = None;
                    self.refusal = None;
                }
                Step::Recovering(self)
            }
            _ => Step::Recovering(self),
        }
    }

    fn submit(&mut self, turn: &mut Turn) {
        match self.draft.parse() {
            Err(faults) => {
                self.focus = faults.first().map(|f| f.field());
                self.faults = faults;
            }
            Ok(request) => {
                self.faults.clear();
                self.refusal = None;
                self.busy = true;
                self.pending = Some(request.clone());
                turn.ask(Effect::CheckRecovery(request));
            }
        }
    }

    fn checked(mut self, check: RecoveryCheck, turn: &Turn) -> Step {
        // An answer nobody waits for changes nothing.
        let Some(request) = self.pending.take() else { return Step::Recovering(self) };
        self.busy = false;
        match check {
            RecoveryCheck::Match(permit) => Step::Consenting(Consenting::new(Asked {
                purpose: Purpose::Recover { request, draft: self.draft },
                permit,
                tries_left: turn.tries_left,
            })),
            RecoveryCheck::Refused(refusal) => {
                self.wait_until = match refusal {
                    SignInRefusal::Wait { seconds } => Some(turn.now.moment.after(Duration::from_secs(seconds.into()))),
                    SignInRefusal::Wrong | SignInRefusal::Locked => None,
                };
                self.refusal = Some(refusal);
                self.focus = Some(Field::Name);
                Step::Recovering(self)
            }
        }
    }
}

impl NewPasswordStep {
    /// Only a verified face makes one.
    pub(super) fn new(
        request: RecoveryRequest,
        permit: &WorkPermit,
        consent: ConsentRecord,
        evidence: FaceEvidence,
    ) -> Self {
        Self {
            password: Secret::with_capacity(40),
            again: Secret::with_capacity(40),
            show_password: false,
            show_again: false,
            name: Secret::copied(request.name.as_str(), 120),
            number: Secret::copied(request.number.as_str(), 40),
            faults: Vec::new(),
            differs: false,
            focus: true,
            busy: false,
            account: permit.number.clone(),
            consent,
            verification: evidence.verification,
            prompts: evidence.prompts,
        }
    }

    pub(super) fn number(&self) -> &PermitNumber {
        &self.account
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::SubmitPassword if !self.busy => {
                self.submit(turn);
                Step::NewPassword(self)
            }
            Event::PasswordChanged(card) if self.busy => {
                turn.active = true;
                Step::Card(CardStep { new_password: true, ..CardStep::new(card, false, turn) })
            }
            _ => Step::NewPassword(self),
        }
    }

    fn submit(&mut self, turn: &mut Turn) {
        let policy = PasswordPolicy { name: &self.name, number: &self.number };
        self.differs = false;
        match policy.accept(&self.password) {
            Err(faults) => {
                self.faults = faults;
                self.focus = true;
            }
            Ok(_) if self.password != self.again => {
                self.faults.clear();
                self.differs = true;
            }
            Ok(password) => {
                self.faults.clear();
                self.busy = true;
                turn.ask(Effect::ResetPassword(Box::new(PasswordReset {
                    number: self.account.clone(),
                    password,
                    consent: self.consent.clone(),
                    verification: self.verification,
                    prompts: self.prompts.clone(),
                })));
            }
        }
    }
}
