//! A password or PIN of one's own in place of the one that somebody else knows.

use crate::domain::account::SignInRefusal;
use crate::domain::registration::FieldFault;
use crate::domain::secret::Secret;
use crate::domain::staff::StaffMember;

use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;
use super::sign_in::SECRET_CHARS;

/// The page.
#[derive(Debug)]
pub struct OwnSecret {
    pub old: Secret,
    pub new: Secret,
    pub again: Secret,
    pub show: bool,
    /// The two were not the same at the last press.
    pub differs: bool,
    /// Faults of the new password.
    pub faults: Vec<FieldFault>,
    /// The old one was refused.
    pub refusal: Option<SignInRefusal>,
    /// A PIN that was drawn, shown until the next press.
    pub drawn: Option<Secret>,
    /// The desk is asked.
    pub busy: bool,
}

impl Default for OwnSecret {
    fn default() -> Self {
        let empty = || Secret::with_capacity(SECRET_CHARS);
        Self {
            old: empty(),
            new: empty(),
            again: empty(),
            show: false,
            differs: false,
            faults: Vec::new(),
            refusal: None,
            drawn: None,
            busy: false,
        }
    }
}

impl OwnSecret {
    /// Moves the page on; `true` when it is done.
    pub(super) fn on(&mut self, event: CounterEvent, member: &StaffMember, effects: &mut Vec<CounterEffect>) -> bool {
        match event {
            // The PIN was read.
            CounterEvent::Submit | CounterEvent::Back if self.drawn.is_some() => return true,
            CounterEvent::Submit if !self.busy => {
                self.refusal = None;
                self.faults.clear();
                self.differs = self.new != self.again;
                if !self.differs {
                    self.busy = true;
                    effects.push(CounterEffect::Ask(Box::new(CounterJob::ChoosePassword {
                        member: member.clone(),
                        old: self.old.clone(),
                        new: self.new.clone(),
                    })));
                }
            }
            CounterEvent::DrawPin if !self.busy && self.drawn.is_none() => {
                self.refusal = None;
                self.busy = true;
                let (member, old) = (member.clone(), self.old.clone());
                effects.push(CounterEffect::Ask(Box::new(CounterJob::DrawPin { member, old })));
            }
            CounterEvent::SecretChanged(drawn) => {
                self.busy = false;
                self.drawn = drawn;
                return self.drawn.is_none();
            }
            CounterEvent::SecretRefused(faults) => {
                self.busy = false;
                self.faults = faults;
            }
            CounterEvent::OldSecretRefused(refusal) => {
                self.busy = false;
                self.old.clear();
                self.refusal = Some(refusal);
            }
            _ => {}
        }
        false
    }
}
