//! Looking up an enrollment, and what staff do for its holder.

use crate::domain::card::Card;
use crate::domain::fault::{Fault, Incident};
use crate::domain::found::{FindFault, FindQuery, Found, Unlocked};
use crate::domain::letter::{DocumentKind, DocumentRequest};
use crate::domain::print::PrintStage;
use crate::domain::registration::FieldFault;
use crate::domain::secret::Secret;
use crate::domain::staff::{Act, Authority, StaffMember};
use crate::domain::time::Timestamp;

use super::confirm::{Confirm, Confirmed};
use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// Characters the query's field takes.
const QUERY_CHARS: usize = 80;
/// Characters a password's field takes.
const PASSWORD_CHARS: usize = 40;

/// The page.
#[derive(Debug)]
pub struct Find {
    pub query: Secret,
    /// What was typed cannot be looked for.
    pub fault: Option<FindFault>,
    /// What was found; `None` before anything was looked for.
    pub hits: Option<Vec<Found>>,
    pub open: Option<Box<OpenFound>>,
    /// The desk is asked.
    pub busy: bool,
}

/// One enrollment, with what is done for its holder.
#[derive(Debug)]
pub struct OpenFound {
    pub found: Found,
    /// The holder types a new password.
    pub new_password: Option<NewPasswordForm>,
    pub printing: Option<(DocumentKind, PrintStage)>,
    /// Why no document could be made.
    pub not_made: Option<(Fault, Option<Incident>)>,
    pub done: Option<FoundDone>,
    pub busy: bool,
}

/// What was done last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundDone {
    PasswordSet,
    Unlocked(Unlocked),
    Withdrawn,
}

/// The holder's own part: staff look away, and see only dots.
#[derive(Debug)]
pub struct NewPasswordForm {
    pub password: Secret,
    pub again: Secret,
    pub differs: bool,
    pub faults: Vec<FieldFault>,
}

impl Default for Find {
    fn default() -> Self {
        Self { query: Secret::with_capacity(QUERY_CHARS), fault: None, hits: None, open: None, busy: false }
    }
}

impl Default for NewPasswordForm {
    fn default() -> Self {
        let empty = || Secret::with_capacity(PASSWORD_CHARS);
        Self { password: empty(), again: empty(), differs: false, faults: Vec::new() }
    }
}

impl Find {
    /// Moves the page on; answers with what has to be signed for.
    pub(super) fn on(
        &mut self,
        event: CounterEvent,
        member: &StaffMember,
        now: Timestamp,
        effects: &mut Vec<CounterEffect>,
    ) -> Option<Confirm> {
        match event {
            CounterEvent::Submit if self.open.is_none() => self.look(member, effects),
            CounterEvent::FoundRead(hits) => {
                self.busy = false;
                // What is open is shown as it is now.
                if let Some(open) = &mut self.open
                    && let Some(now) = hits.iter().find(|hit| hit.enrollment == open.found.enrollment)
                {
                    open.found = now.clone();
                }
                self.hits = Some(hits);
            }
            CounterEvent::OpenFound(enrollment) => {
                let hit = self.hits.iter().flatten().find(|hit| hit.enrollment == enrollment);
                self.open = hit.cloned().map(|found| Box::new(OpenFound::of(found)));
            }
            CounterEvent::Back => match self.open.take() {
                Some(mut open) if open.new_password.is_some() => {
                    open.new_password = None;
                    self.open = Some(open);
                }
                _ => {}
            },
            event => {
                let open = self.open.as_mut()?;
                let again = matches!(
                    event,
                    CounterEvent::PasswordSet | CounterEvent::Unlocked(_) | CounterEvent::ConsentWithdrawn
                );
                let confirm = open.on(event, member, now, effects);
                if again {
                    self.look(member, effects);
                }
                return confirm;
            }
        }
        None
    }

    fn look(&mut self, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        let query = FindQuery::parse(&self.query);
        self.fault = query.as_ref().err().copied();
        if let (Ok(query), Ok(leave)) = (query, Authority::of(Act::Find, member, None)) {
            self.busy = true;
            effects.push(CounterEffect::ask(CounterJob::Find(leave, query)));
        }
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.busy = false;
        if let Some(open) = &mut self.open {
            open.busy = false;
        }
    }
}

impl OpenFound {
    fn of(found: Found) -> Self {
        Self { found, new_password: None, printing: None, not_made: None, done: None, busy: false }
    }

    /// A document is on its way to the printer.
    #[must_use]
    pub fn is_printing(&self) -> bool {
        self.busy || self.printing.is_some_and(|(_, stage)| !stage.is_settled())
    }

    fn on(
        &mut self,
        event: CounterEvent,
        member: &StaffMember,
        now: Timestamp,
        effects: &mut Vec<CounterEffect>,
    ) -> Option<Confirm> {
        let enrollment = self.found.enrollment;
        match event {
            CounterEvent::Reprint(kind) if !self.is_printing() => {
                if let Ok(leave) = Authority::of(Act::Reprint, member, None) {
                    self.busy = true;
                    self.done = None;
                    self.not_made = None;
                    effects.push(CounterEffect::ask(CounterJob::ReadCard(leave, enrollment, kind)));
                }
            }
            CounterEvent::CardRead(card, kind, leave) => self.print(card, kind, leave, now, effects),
            CounterEvent::PrintMoved(kind, stage) => self.printing = Some((kind, stage)),
            CounterEvent::NotMade(fault, incident) => {
                self.printing = None;
                self.not_made = Some((fault, incident));
            }
            CounterEvent::AskNewPassword => {
                self.done = None;
                self.new_password = Some(NewPasswordForm::default());
            }
            CounterEvent::Submit if !self.busy => self.set_password(member, effects),
            CounterEvent::PasswordRefused(faults) => {
                self.busy = false;
                if let Some(form) = &mut self.new_password {
                    form.faults = faults;
                }
            }
            CounterEvent::PasswordSet => {
                self.busy = false;
                self.new_password = None;
                self.done = Some(FoundDone::PasswordSet);
            }
            CounterEvent::Unlock if !self.busy => {
                if let Ok(leave) = Authority::of(Act::Unlock, member, None) {
                    self.busy = true;
                    effects.push(CounterEffect::ask(CounterJob::Unlock(leave, enrollment)));
                }
            }
            CounterEvent::Unlocked(unlocked) => {
                self.busy = false;
                self.done = Some(FoundDone::Unlocked(unlocked));
            }
            CounterEvent::WithdrawConsent => {
                return Some(Confirm::of(Act::WithdrawConsent, Confirmed::Withdraw(enrollment)));
            }
            CounterEvent::ConsentWithdrawn => {
                self.printing = None;
                self.done = Some(FoundDone::Withdrawn);
            }
            _ => {}
        }
        None
    }

    fn print(
        &mut self,
        card: Box<Card>,
        kind: DocumentKind,
        leave: Authority,
        at: Timestamp,
        effects: &mut Vec<CounterEffect>,
    ) {
        self.busy = false;
        self.printing = Some((kind, PrintStage::Prepared));
        effects.push(CounterEffect::Print(leave, Box::new(DocumentRequest { kind, card: *card, at })));
    }

    fn set_password(&mut self, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        let Some(form) = &mut self.new_password else { return };
        form.faults.clear();
        form.differs = form.password != form.again;
        if form.differs {
            return;
        }
        if let Ok(leave) = Authority::of(Act::ResetPassword, member, None) {
            self.busy = true;
            let typed = form.password.clone();
            effects.push(CounterEffect::ask(CounterJob::ResetPassword(leave, self.found.enrollment, typed)));
        }
    }
}
