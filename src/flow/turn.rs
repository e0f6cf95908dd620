//! One event's turn: what a step may look at, and where it leaves its wishes.

use std::sync::Arc;

use crate::domain::case::CaseTicket;
use crate::domain::consent::ConsentRecord;
use crate::domain::display::Pace;
use crate::domain::face_shot::{CaseFace, CheckFinding, FaceCheck};
use crate::domain::language::Language;
use crate::domain::permit::PermitNumber;

use super::effect::Effect;
use super::visit::{Now, VisitSettings};

/// How the face checks of a visit ended that made no card.
#[derive(Clone, Debug, Default)]
pub struct LastCheck {
    /// Captures made, those taken back not counted.
    pub(super) made: u8,
    /// The last one that says something, and whose number it was for.
    check: Option<(PermitNumber, FaceCheck)>,
}

impl LastCheck {
    /// Keeps what a check left. One that did not come as far as to a picture adds nothing to one that did.
    pub(super) fn keep(&mut self, number: &PermitNumber, check: FaceCheck) {
        let known = self.check.as_ref().filter(|(of, _)| of == number);
        if check.picture.is_some() || known.is_none_or(|(_, known)| known.picture.is_none()) {
            let finding = check.finding.or(known.and_then(|(_, known)| known.finding));
            self.check = Some((number.clone(), FaceCheck { finding, ..check }));
        }
    }

    /// The visitor chose staff: nothing of the face stays.
    pub(super) fn forget_face(&mut self) {
        if let Some((_, check)) = &mut self.check {
            *check = check.without_face();
        }
    }

    /// A check was accepted: what was before it is nothing for staff any more.
    pub(super) fn passed(&mut self) {
        self.check = None;
    }

    /// How the last one on this number ended.
    pub(super) fn finding(&self, number: Option<&PermitNumber>) -> Option<CheckFinding> {
        self.of(number)?.finding
    }

    /// What staff look at, if the visitor agreed to that.
    pub(super) fn face(&self, number: Option<&PermitNumber>, consent: Option<&ConsentRecord>) -> Option<CaseFace> {
        CaseFace::of(consent?, self.of(number)?.clone())
    }

    /// The last one on this number.
    pub(super) fn of(&self, number: Option<&PermitNumber>) -> Option<&FaceCheck> {
        self.check.as_ref().filter(|(of, _)| Some(of) == number).map(|(_, check)| check)
    }
}

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
    /// How the face checks so far ended.
    pub(super) checks: LastCheck,
    /// The visit's case, once the store has it: one for the whole visit.
    pub(super) case: Option<CaseTicket>,
}

impl Turn {
    pub(super) fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
