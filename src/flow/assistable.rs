//! What staff see of a visit that they help with.

use crate::domain::case::{AssistCause, CaseTicket, VisitStage};
use crate::domain::face_shot::{CheckFinding, FrameReadings};
use crate::domain::fault::Incident;
use crate::domain::masking::{initials, masked_number};

use super::assisted::{cause_of, number_of};
use super::consenting::Purpose;
use super::step::Step;
use super::visit::Visit;

/// A visit as staff see it. Holds nothing of the face, and what was typed only as far as the visitor lets them see.
#[derive(Clone, Debug, PartialEq)]
pub struct Assistable {
    pub stage: VisitStage,
    pub cause: AssistCause,
    pub incident: Option<Incident>,
    /// `None` until there is a case in the store.
    pub ticket: Option<CaseTicket>,
    /// There are entries that the register confirmed: staff can verify the visitor, which leads to the card.
    pub can_verify: bool,
    /// The comparison said no: verifying takes two.
    pub match_refused: bool,
    /// The end of the document's number that staff typed last is not that of the passport on record.
    pub wrong_document: bool,
    /// Quality readings of the last face check.
    pub readings: Option<FrameReadings>,
    /// What was typed, if anything was.
    pub entries: Option<Entries>,
}

/// What was typed: never the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Entries {
    pub name: String,
    pub number: String,
    /// Whole, because the visitor let staff see it; else initials and the number's end.
    pub shown: bool,
}

impl std::fmt::Debug for Entries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entries(..)")
    }
}

impl Visit {
    /// What staff see who sign in over this visit; `None` where nobody is in need of help: at home, and when the
    /// visit is over.
    #[must_use]
    pub fn assistable(&self) -> Option<Assistable> {
        if matches!(self.step, Step::Home(_) | Step::Done(_)) {
            return None;
        }
        let (cause, incident) = match &self.step {
            Step::Assisted(step) => (step.cause, step.incident),
            step => cause_of(step),
        };
        let ticket = match &self.step {
            Step::Assisted(step) => step.ticket.clone(),
            _ => self.case().cloned(),
        };
        let check = self.checks().of(number_of(self.step.beneath()));
        Some(Assistable {
            stage: self.step.stage(),
            cause,
            incident,
            ticket,
            can_verify: matches!(&self.step, Step::Assisted(_)) && self.step.beneath().can_be_enrolled(),
            match_refused: check.and_then(|check| check.finding).is_some_and(CheckFinding::needs_two),
            wrong_document: matches!(&self.step, Step::Assisted(step) if step.wrong_document),
            readings: check.and_then(|check| check.readings),
            entries: self.step.typed().map(|(name, number)| self.entries(name, number)),
        })
    }

    fn entries(&self, name: &str, number: &str) -> Entries {
        if self.data_shown() {
            return Entries { name: name.to_owned(), number: number.to_owned(), shown: true };
        }
        Entries { name: initials(name), number: masked_number(number), shown: false }
    }
}

impl Step {
    /// The page staff were asked from, where this is theirs.
    fn beneath(&self) -> &Self {
        match self {
            Self::Assisted(step) => step.from.as_deref().unwrap_or(self),
            other => other,
        }
    }

    /// Staff can verify the visitor instead of the face.
    fn can_be_enrolled(&self) -> bool {
        match self {
            Self::Consenting(step) => step.for_a_card(),
            Self::CaptureFailed(step) => step.for_a_card(),
            _ => false,
        }
    }

    /// Name and number as typed, where something was.
    pub(super) fn typed(&self) -> Option<(&str, &str)> {
        fn of(purpose: &Purpose) -> (&str, &str) {
            match purpose {
                Purpose::Enroll { draft, .. } => (draft.name.as_str(), draft.number.as_str()),
                Purpose::Recover { draft, .. } => (draft.name.as_str(), draft.number.as_str()),
            }
        }
        let typed = match self {
            Self::Portal(step) => ("", step.number.as_str()),
            Self::Recovering(step) => (step.draft.name.as_str(), step.draft.number.as_str()),
            Self::NewPassword(step) => (step.name.as_str(), step.number.as_str()),
            Self::Before(step) => (step.draft.name.as_str(), step.draft.number.as_str()),
            Self::Registering(step) => (step.draft.name.as_str(), step.draft.number.as_str()),
            Self::NameHelp(step) => (step.draft.name.as_str(), step.draft.number.as_str()),
            Self::Refused(step) => (step.draft.name.as_str(), step.draft.number.as_str()),
            Self::Consenting(step) => of(&step.asked.purpose),
            Self::Capturing(step) => of(&step.evidence.asked.purpose),
            Self::CaptureFailed(step) => of(&step.evidence.asked.purpose),
            Self::Assisted(step) => return step.from.as_deref().and_then(Self::typed),
            Self::Broken(step) => return step.from.typed(),
            Self::Home(_)
            | Self::Guide(_)
            | Self::Login(_)
            | Self::Issuing(_)
            | Self::Card(_)
            | Self::Service(_)
            | Self::Done(_) => return None,
        };
        (!(typed.0.is_empty() && typed.1.is_empty())).then_some(typed)
    }
}
