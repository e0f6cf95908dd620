//! Signing in as staff.

use std::time::Duration;

use crate::domain::account::SignInRefusal;
use crate::domain::secret::Secret;
use crate::domain::staff::StaffNumber;
use crate::domain::time::Moment;

use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// Characters a staff number's field takes: those of a number with some spaces.
pub(super) const NUMBER_CHARS: usize = 20;
/// Characters a password's or PIN's field takes.
pub(super) const SECRET_CHARS: usize = 40;

/// The sign-in page.
#[expect(clippy::struct_excessive_bools, reason = "what the page shows, each on its own")]
#[derive(Debug)]
pub struct SignIn {
    pub number: Secret,
    pub secret: Secret,
    pub show_secret: bool,
    /// "Sign in" was pressed with what is no staff number.
    pub number_wrong: bool,
    /// "Sign in" was pressed without a secret.
    pub secret_missing: bool,
    pub refusal: Option<SignInRefusal>,
    /// When a refusal's wait is over.
    pub wait_until: Option<Moment>,
    /// The desk is asked.
    pub busy: bool,
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            number: Secret::with_capacity(NUMBER_CHARS),
            secret: Secret::with_capacity(SECRET_CHARS),
            show_secret: false,
            number_wrong: false,
            secret_missing: false,
            refusal: None,
            wait_until: None,
            busy: false,
        }
    }
}

impl SignIn {
    pub(super) fn on(&mut self, event: CounterEvent, now: Moment, effects: &mut Vec<CounterEffect>) {
        match event {
            CounterEvent::Submit if !self.busy && self.wait_until.is_none() => {
                let number = StaffNumber::parse(self.number.as_str());
                self.number_wrong = number.is_err();
                self.secret_missing = self.secret.is_empty();
                self.refusal = None;
                if let (Ok(number), false) = (number, self.secret_missing) {
                    self.busy = true;
                    let secret = self.secret.clone();
                    effects.push(CounterEffect::Ask(Box::new(CounterJob::SignIn { number, secret })));
                }
            }
            CounterEvent::Back => effects.push(CounterEffect::Close),
            CounterEvent::SignInRefused(refusal) => {
                self.busy = false;
                self.secret.clear();
                self.refusal = Some(refusal);
                self.wait_until = match refusal {
                    SignInRefusal::Wait { seconds } => Some(now.after(Duration::from_secs(u64::from(seconds)))),
                    SignInRefusal::Wrong | SignInRefusal::Locked => None,
                };
            }
            _ => {}
        }
    }

    /// A wait comes to its end.
    pub(super) fn tick(&mut self, now: Moment) {
        if self.wait_until.is_some_and(|end| end <= now) {
            self.wait_until = None;
            self.refusal = None;
        }
    }

    /// How long the seconds of a wait stay as they are.
    pub(super) fn quiet_for(&self, now: Moment) -> Option<Duration> {
        let left = u64::try_from(self.wait_until?.since(now).as_millis()).unwrap_or(u64::MAX);
        Some(Duration::from_millis(left.saturating_sub(1) % 1000 + 1))
    }
}
