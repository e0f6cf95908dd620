//! Before the form: three questions that send people the right way early.

use super::event::Event;
use super::step::{Before, Portal, Registering, Step};
use crate::domain::registration::RegistrationDraft;

impl Before {
    /// The questions, with what was typed at an earlier look at the form.
    pub(super) fn new(draft: RegistrationDraft) -> Self {
        Self { issue: None, draft }
    }

    pub(super) fn on(self, event: &Event) -> Step {
        match event {
            Event::Back if self.issue.is_some() => Step::Before(Self { issue: None, ..self }),
            Event::Back => Step::Portal(Portal::beside(self.draft)),
            Event::OpenPapers(issue) => Step::Before(Self { issue: Some(*issue), ..self }),
            // From the questions as from what one of them means: nobody is refused here.
            Event::OpenRegistration => Step::Registering(Registering::again(self.draft)),
            _ => Step::Before(self),
        }
    }
}
