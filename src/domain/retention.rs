//! How long what was written is kept, as the consent text promises.

/// Days of keeping. The captured picture's days stand with the office's facts, which show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// An enrollment, after the last day of its permit.
    pub enrollment_days: u32,
    /// A case that nobody closes, from the day it was opened: then it is closed as left.
    pub pending_days: u32,
    /// A closed case, after the day it was closed.
    pub case_days: u32,
}

impl Retention {
    /// Days a case is kept at the longest, from the day it was opened.
    #[must_use]
    pub fn longest_case_days(self) -> u32 {
        self.pending_days.saturating_add(self.case_days)
    }
}

impl Default for Retention {
    /// Five years, and twice thirty days.
    fn default() -> Self {
        Self { enrollment_days: 1826, pending_days: 30, case_days: 30 }
    }
}
