//! The card as its holder sees it.

use super::permit::WorkPermit;
use super::time::Date;

/// Proof of an enrollment, made by the store or by signing in; what card and services show.
#[derive(Clone, PartialEq)]
pub struct Card {
    pub permit: WorkPermit,
    /// Pseudonymous row id of the enrollment, for the audit log.
    pub enrollment: i64,
    pub enrolled_on: Date,
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Card(enrollment {})", self.enrollment)
    }
}
