//! One visitor's visit: the step, the language, the idle timer.

use crate::domain::consent::ConsentText;
use crate::domain::language::Language;
use crate::domain::time::{Date, Moment, Timestamp};

use super::effect::Effect;
use super::event::Event;
use super::step::{Home, Step};

/// Numbers visits; an answer with an old ticket is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ticket(pub u64);

/// What a visit needs to know of the world at the moment of an event.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub moment: Moment,
    pub timestamp: Timestamp,
    pub today: Date,
    /// Fresh random bits, for drawing a challenge.
    pub seed: u64,
}

/// What stays the same for all visits.
#[derive(Clone, Debug)]
pub struct VisitSettings {
    pub consent: ConsentText,
    pub language: Language,
    /// Seconds of rest until the warning, and until the end.
    pub idle_warn_s: u32,
    pub idle_end_s: u32,
}

/// Is somebody there?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    Active,
    /// Seconds until the visit ends.
    Warn {
        seconds: u32,
    },
    Over,
}

/// A dialog over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// "Cancel and clear what you have entered?"
    AskCancel,
}

/// One visit.
#[derive(Debug)]
pub struct Visit {
    pub ticket: Ticket,
    pub step: Step,
    pub language: Language,
    pub dialog: Option<Dialog>,
    settings: std::sync::Arc<VisitSettings>,
    last_touch: Moment,
}

impl Visit {
    /// A new visit at the home page.
    #[must_use]
    pub fn new(ticket: Ticket, settings: std::sync::Arc<VisitSettings>, now: Moment) -> Self {
        Self { ticket, step: Step::Home(Home), language: settings.language, dialog: None, settings, last_touch: now }
    }

    /// Moves the visit on. Answers with another visit's ticket are ignored.
    pub fn handle(&mut self, _ticket: Ticket, _event: Event, _now: Now) -> Vec<Effect> {
        todo!()
    }
}
