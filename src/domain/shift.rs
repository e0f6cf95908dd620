//! The shift report: over which span, and what it counts.

use super::audit::AuditEvent;
use super::audit_log::AuditHead;
use super::case::AssistCause;
use super::staff::StaffNumber;
use super::time::{Date, Timestamp, office_zone};

/// What a shift report can be made of. Days are the office's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShiftSpan {
    /// From midnight until now.
    Today,
    /// From the sign-in of whoever makes it until now.
    SinceSignIn,
    /// The whole day before today.
    Yesterday,
}

impl ShiftSpan {
    pub const ALL: [Self; 3] = [Self::Today, Self::SinceSignIn, Self::Yesterday];

    /// The first instant that counts, and the first one that no longer does. A sign-in counts from its full minute
    /// on: what it is noted as is a little earlier than what follows from it.
    #[must_use]
    pub fn bounds(self, now: Timestamp, signed_in: Timestamp) -> (Timestamp, Timestamp) {
        let today = now.to_zoned(office_zone()).date();
        match self {
            Self::Today => (midnight(today), now),
            Self::SinceSignIn => (full_minute(signed_in).min(now), now),
            Self::Yesterday => (midnight(today.yesterday().unwrap_or(today)), midnight(today)),
        }
    }
}

/// When a day begins at the office; the first day of all begins with time itself.
fn midnight(day: Date) -> Timestamp {
    day.to_zoned(office_zone()).map_or(Timestamp::MIN, |midnight| midnight.timestamp())
}

fn full_minute(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second().div_euclid(60) * 60).unwrap_or(at)
}

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

/// What a shift did, as it goes on paper. Holds no personal data; the same report gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftReport {
    /// Their head is the very entry that says this report was made.
    pub counts: ShiftCounts,
    /// Who made it.
    pub by: StaffNumber,
    /// When it was made.
    pub at: Timestamp,
}

impl ShiftCounts {
    /// How often `event` happened.
    #[must_use]
    pub fn of(&self, event: AuditEvent) -> u32 {
        self.events.iter().find(|(of, _)| *of == event).map_or(0, |(_, count)| *count)
    }

    /// Cases opened because of a fault or a failed check, not because the visitor asked or chose staff.
    pub fn failures(&self) -> impl Iterator<Item = &(Option<AssistCause>, u32)> {
        self.causes.iter().filter(|(cause, _)| !is_wish(*cause))
    }

    /// Cases opened because the visitor asked for staff or chose them.
    pub fn wishes(&self) -> impl Iterator<Item = &(Option<AssistCause>, u32)> {
        self.causes.iter().filter(|(cause, _)| is_wish(*cause))
    }

    /// Times that two people decided against the face comparison.
    #[must_use]
    pub fn overrides(&self) -> u32 {
        self.by_two.iter().filter(|(event, _)| overrides(*event)).map(|(_, count)| count).sum()
    }

    /// The other acts that two signed for. An enrollment and the closing of a case only follow from an override.
    pub fn others_by_two(&self) -> impl Iterator<Item = &(AuditEvent, u32)> {
        let follows = |event| matches!(event, AuditEvent::Enrolled | AuditEvent::CaseClosed);
        self.by_two.iter().filter(move |(event, _)| !overrides(*event) && !follows(*event))
    }

    /// What else happened, which the rest of the report does not count.
    pub fn others(&self) -> impl Iterator<Item = &(AuditEvent, u32)> {
        let counted = |event| {
            matches!(
                event,
                AuditEvent::Enrolled | AuditEvent::Printed | AuditEvent::StaffSignedIn | AuditEvent::StaffSignInRefused
            )
        };
        self.events.iter().filter(move |(event, _)| !counted(*event))
    }
}

fn is_wish(cause: Option<AssistCause>) -> bool {
    matches!(cause, Some(AssistCause::Asked | AssistCause::ChoseStaff))
}

/// What an act against the comparison is noted as.
fn overrides(event: AuditEvent) -> bool {
    matches!(event, AuditEvent::VerifiedByDocument | AuditEvent::CaseDecided)
}

/// For tests.
#[cfg(test)]
pub(crate) mod fixtures {
    use super::{AuditHead, ShiftCounts, ShiftReport, StaffNumber};

    /// A report of eight hours in which nothing happened.
    pub(crate) fn nothing() -> ShiftReport {
        let (from, to) = ("2026-06-01T00:00:00Z".parse().unwrap(), "2026-06-01T08:00:00Z".parse().unwrap());
        let counts = ShiftCounts {
            from,
            to,
            enrolled: Vec::new(),
            causes: Vec::new(),
            printed: Vec::new(),
            reprinted: Vec::new(),
            by_two: Vec::new(),
            sign_ins: 0,
            sign_ins_refused: 0,
            events: Vec::new(),
            head: AuditHead { entries: 1234, hash: [7; 32] },
        };
        ShiftReport { counts, by: StaffNumber::parse("A01").unwrap(), at: to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_the_offices_and_a_sign_in_counts_from_its_full_minute() {
        // 00:30 at the office, still the day before in UTC.
        let (now, signed_in) = (at("2026-06-01T16:30:10.5Z"), at("2026-06-01T16:10:59.9Z"));
        let bounds = |span: ShiftSpan| span.bounds(now, signed_in);
        assert_eq!(bounds(ShiftSpan::Today), (at("2026-06-01T16:00:00Z"), now));
        assert_eq!(bounds(ShiftSpan::SinceSignIn), (at("2026-06-01T16:10:00Z"), now));
        assert_eq!(bounds(ShiftSpan::Yesterday), (at("2026-05-31T16:00:00Z"), at("2026-06-01T16:00:00Z")));
        // A clock that was set back leaves an empty span, none that runs backwards.
        assert_eq!(ShiftSpan::SinceSignIn.bounds(now, at("2026-06-02T00:00:00Z")), (now, now));
    }

    #[test]
    fn what_follows_from_an_override_is_not_counted_again() {
        let counts = ShiftCounts {
            by_two: vec![
                (AuditEvent::Enrolled, 2),
                (AuditEvent::CaseClosed, 2),
                (AuditEvent::VerifiedByDocument, 2),
                (AuditEvent::CaseDecided, 1),
                (AuditEvent::AuditExported, 1),
            ],
            events: vec![(AuditEvent::Enrolled, 4), (AuditEvent::AuditExported, 1)],
            ..fixtures::nothing().counts
        };
        assert_eq!(counts.overrides(), 3);
        assert_eq!(counts.others_by_two().collect::<Vec<_>>(), [&(AuditEvent::AuditExported, 1)]);
        assert_eq!(counts.others().collect::<Vec<_>>(), [&(AuditEvent::AuditExported, 1)]);
    }
}
