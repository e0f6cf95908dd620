//! One event's turn: what a step may look at, and where it leaves its wishes.

use std::sync::Arc;

use crate::domain::display::Pace;
use crate::domain::language::Language;
use crate::domain::case::CaseTicket;

use super::effect::Effect;
use super::visit::{Now, VisitSettings};

/// Handed to a step together with an event.
#[derive(Debug)]
pub struct Turn {
    pub(super) now: Now,
    pub(super) language: Language,
    pub(super) pace: Pace,
    pub(super) settings: Arc<VisitSettings>,
    pub(super) effects: Vec<Effect>,
    /// Something happened that shows that somebody is there.
    pub(super) active: bool,
    /// Captures this visit may still begin, wherever it goes back to.
    pub(super) tries_left: u8,
    /// The visit's case, once the store has it: one for the whole visit.
    pub(super) case: Option<CaseTicket>,
}

impl Turn {
    pub(super) fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
