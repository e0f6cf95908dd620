//! How long what was written is kept, as the consent text promises.

/// Days of keeping. The captured picture's days stand with the office's facts, which show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// An enrollment, after the last day of its permit.
    pub enrollment_days: u32,
    /// A closed case, after the day it was closed.
    pub case_days: u32,
}

impl Default for Retention {
    /// Five years, and thirty days.
    fn default() -> Self {
        Self { enrollment_days: 1826, case_days: 30 }
    }
}
