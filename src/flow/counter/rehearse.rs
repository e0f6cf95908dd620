//! Training in the demo: faults that staff cause. They end with the visit.

use crate::domain::rehearsal::{Rehearsal, Rehearsals};
use crate::domain::staff::{Act, Authority, StaffMember};

use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// The page.
#[derive(Debug)]
pub struct Rehearse {
    switches: Rehearsals,
}

impl Rehearse {
    pub(super) fn opened(switches: Rehearsals) -> Self {
        Self { switches }
    }

    /// Whether this fault is caused now.
    #[must_use]
    pub fn is_on(&self, what: Rehearsal) -> bool {
        self.switches.is_on(what)
    }

    pub(super) fn on(&mut self, event: CounterEvent, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if let CounterEvent::Rehearse(what) = event
            && let Ok(leave) = Authority::of(Act::Rehearse, member, None)
        {
            let on = !self.switches.is_on(what);
            self.switches.set(what, on);
            if on {
                effects.push(CounterEffect::ask(CounterJob::NoteRehearsed(leave, what)));
            }
        }
    }
}
