//! How the name must look, and a name taken from a passport's machine-readable line.

use super::event::Event;
use super::step::{NameHelp, Registering, Step};
use crate::domain::mrz;
use crate::domain::registration::RegistrationDraft;
use crate::domain::secret::Secret;

impl NameHelp {
    pub(super) fn new(draft: RegistrationDraft) -> Self {
        Self { line: Secret::with_capacity(mrz::TYPED_MAX), fault: None, draft }
    }

    pub(super) fn on(mut self, event: &Event) -> Step {
        match event {
            Event::Back => Step::Registering(Registering::again(self.draft)),
            Event::TakeName => match mrz::read(self.line.as_str()) {
                Ok(name) => {
                    // Into the form, where it is seen, corrected and confirmed like any typed name.
                    self.draft.name.clear();
                    self.draft.name.insert(0, name.full().as_str());
                    Step::Registering(Registering::again(self.draft))
                }
                Err(fault) => {
                    self.fault = Some(fault);
                    Step::NameHelp(self)
                }
            },
            _ => Step::NameHelp(self),
        }
    }
}
