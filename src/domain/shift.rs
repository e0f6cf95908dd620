//! What the shift report counts.

use super::audit::AuditEvent;
use super::audit_log::AuditHead;
use super::case::AssistCause;
use super::time::Timestamp;

/// What happened in a span of time, as the audit log and the cases tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftCounts {
    /// The first instant that counts.
    pub from: Timestamp,
    /// The first one that no longer does.
    pub to: Timestamp,
    /// Enrollments by how the holder was verified (`face`, `staff`).
    pub enrolled: Vec<(String, u32)>,
    /// Cases opened, by cause, most first: what the machine could not finish. A cause that this program does not
    /// know is counted with `None`. Cases that were erased meanwhile are not in it.
    pub causes: Vec<(Option<AssistCause>, u32)>,
    /// Documents that visitors printed, by kind (`letter`, `slip`).
    pub printed: Vec<(String, u32)>,
    /// Documents that staff printed again, by kind.
    pub reprinted: Vec<(String, u32)>,
    /// Acts that two people signed for, by event.
    pub by_two: Vec<(AuditEvent, u32)>,
    /// Sign-ins of staff.
    pub sign_ins: u32,
    /// Sign-ins as staff that were refused.
    pub sign_ins_refused: u32,
    /// Every event that happened, in the order of the list.
    pub events: Vec<(AuditEvent, u32)>,
    /// The log's newest entry when this was counted.
    pub head: AuditHead,
}

impl ShiftCounts {
    /// How often `event` happened.
    #[must_use]
    pub fn of(&self, event: AuditEvent) -> u32 {
        self.events.iter().find(|(of, _)| *of == event).map_or(0, |(_, count)| *count)
    }

    /// Cases opened because of a fault or a failed check, not because the visitor asked or chose staff.
    pub fn failures(&self) -> impl Iterator<Item = &(Option<AssistCause>, u32)> {
        self.causes.iter().filter(|(cause, _)| !matches!(cause, Some(AssistCause::Asked | AssistCause::ChoseStaff)))
    }
}
