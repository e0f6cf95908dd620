//! The audit log as a page: rows with filters, and whether the whole chain holds.

use crate::domain::audit::{AuditActorKind, AuditEvent};
use crate::domain::audit_log::{AuditFilter, AuditRow};
use crate::domain::staff::{Act, Authority, StaffMember};
use crate::domain::time::Date;

use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// Rows of one page of the log.
pub const PAGE: usize = 12;

/// What the walk over the whole chain came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditCheck {
    /// Every entry is as it was written; so many, of which the last ones are not signed yet.
    Whole { entries: i64, unsigned: i64 },
    /// The first entry that is missing or not as it was written.
    Broken { number: i64 },
}

/// The page.
#[derive(Debug, Default)]
pub struct AuditLog {
    /// `None` while they are read.
    pub rows: Option<Vec<AuditRow>>,
    pub actor: Option<AuditActorKind>,
    pub event: Option<AuditEvent>,
    pub day: Option<Date>,
    /// The last row of each page before this one.
    before: Vec<i64>,
    /// There may be older rows than those shown.
    pub more: bool,
    pub check: Option<AuditCheck>,
    /// The chain is being walked.
    pub checking: bool,
}

/// What is changed of the filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrow {
    Actor(Option<AuditActorKind>),
    Event(Option<AuditEvent>),
    Day(Option<Date>),
}

impl AuditLog {
    /// Asks for the newest rows.
    pub(super) fn opened(member: &StaffMember, effects: &mut Vec<CounterEffect>) -> Self {
        let page = Self::default();
        page.ask(member, effects);
        page
    }

    /// There are newer rows than those shown.
    #[must_use]
    pub fn is_beyond_first(&self) -> bool {
        !self.before.is_empty()
    }

    fn ask(&self, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        let Ok(leave) = Authority::of(Act::ReadAudit, member, None) else { return };
        let beyond = self.before.last().copied();
        let filter = AuditFilter { event: self.event, actor: self.actor, day: self.day, subject: None, beyond };
        effects.push(CounterEffect::ask(CounterJob::AuditRows(leave, filter)));
    }

    pub(super) fn on(&mut self, event: CounterEvent, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        match event {
            CounterEvent::AuditRead(mut rows) => {
                self.more = rows.len() > PAGE;
                rows.truncate(PAGE);
                self.rows = Some(rows);
            }
            CounterEvent::NarrowAudit(narrow) => {
                match narrow {
                    Narrow::Actor(actor) => self.actor = actor,
                    Narrow::Event(event) => self.event = event,
                    Narrow::Day(day) => self.day = day,
                }
                self.before.clear();
                self.ask(member, effects);
            }
            CounterEvent::OlderAudit if self.more => {
                if let Some(last) = self.rows.as_ref().and_then(|rows| rows.last()) {
                    self.before.push(last.number);
                    self.ask(member, effects);
                }
            }
            CounterEvent::NewerAudit if self.is_beyond_first() => {
                self.before.pop();
                self.ask(member, effects);
            }
            CounterEvent::CheckAudit if !self.checking => {
                if let Ok(leave) = Authority::of(Act::ReadAudit, member, None) {
                    self.checking = true;
                    self.check = None;
                    effects.push(CounterEffect::ask(CounterJob::CheckAudit(leave)));
                }
            }
            CounterEvent::AuditChecked(check) => {
                self.checking = false;
                self.check = Some(check);
            }
            _ => {}
        }
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.checking = false;
    }
}
