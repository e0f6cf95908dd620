//! What the shift report counts.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::audit::{append, bound, head};
use super::{Result, Store, register, staff};
use crate::domain::audit::{AuditActorKind, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::case::AssistCause;
use crate::domain::shift::{ShiftCounts, ShiftReport};
use crate::domain::staff::{Act, Authority};
use crate::domain::time::Timestamp;

impl Store {
    /// Makes a shift report: notes it, and counts what happened from `from` until before `to` (to the second, and
    /// before `at`), in one transaction. Reading is what is answered for, so that is what is noted; the paper only
    /// repeats it. The note comes first: its entry is the head that the report names, and so paper and log point at
    /// each other.
    ///
    /// # Errors
    /// [`StoreError::OtherAct`](super::StoreError::OtherAct) unless leave is for [`Act::ShiftReport`],
    /// [`StoreError::LeaveEnded`](super::StoreError::LeaveEnded); the database fails, or the log has an event that no
    /// program wrote. Nothing is noted then.
    pub fn report_shift(
        &mut self,
        leave: &Authority,
        from: Timestamp,
        to: Timestamp,
        at: Timestamp,
    ) -> Result<ShiftReport> {
        self.write(|db| {
            staff::allowed(db, leave, Act::ShiftReport)?;
            let by = staff::number_of(db, leave.by())?;
            append(db, AuditEntry::new(AuditEvent::ShiftReported, AuditSubject::Kiosk).by(leave), at)?;
            Ok(ShiftReport { counts: counts(db, from, to.min(at))?, by, at })
        })
    }
}

fn counts(db: &Connection, from: Timestamp, to: Timestamp) -> Result<ShiftCounts> {
    let span = [bound(from), bound(to)];
    let (mut enrolled, mut printed, mut reprinted) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut events: BTreeMap<usize, u32> = BTreeMap::new();
    let mut by_two = events.clone();
    let mut statement = db.prepare(
        "SELECT event, detail, coalesce(actor_kind, ''), coalesce(second_id, 0) <> 0, count(*) FROM audit
         WHERE at >= ?1 AND at < ?2 GROUP BY 1, 2, 3, 4",
    )?;
    let mut rows = statement.query(params![span[0], span[1]])?;
    while let Some(row) = rows.next()? {
        let (word, detail, actor): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (second, count): (bool, u32) = (row.get(3)?, row.get(4)?);
        let place = AuditEvent::ALL.iter().position(|event| event.word() == word);
        let place = place.ok_or_else(|| register::damaged("event"))?;
        *events.entry(place).or_default() += count;
        if second {
            *by_two.entry(place).or_default() += count;
        }
        let by_detail = match AuditEvent::ALL[place] {
            AuditEvent::Enrolled => &mut enrolled,
            AuditEvent::Printed if actor == AuditActorKind::Staff.word() => &mut reprinted,
            AuditEvent::Printed => &mut printed,
            _ => continue,
        };
        *by_detail.entry(detail).or_default() += count;
    }
    let counted = |of: BTreeMap<usize, u32>| -> Vec<(AuditEvent, u32)> {
        of.into_iter().map(|(place, count)| (AuditEvent::ALL[place], count)).collect()
    };
    let mut counts = ShiftCounts {
        from,
        to,
        enrolled: enrolled.into_iter().collect(),
        causes: causes(db, &span)?,
        printed: printed.into_iter().collect(),
        reprinted: reprinted.into_iter().collect(),
        by_two: counted(by_two),
        sign_ins: 0,
        sign_ins_refused: 0,
        events: counted(events),
        head: head(db)?,
    };
    counts.sign_ins = counts.of(AuditEvent::StaffSignedIn);
    counts.sign_ins_refused = counts.of(AuditEvent::StaffSignInRefused);
    Ok(counts)
}

fn causes(db: &Connection, span: &[String; 2]) -> Result<Vec<(Option<AssistCause>, u32)>> {
    // Older programs wrote none where the visitor just asked.
    let mut statement = db.prepare(
        "SELECT coalesce(cause, ?3) AS cause, count(*) AS times FROM cases WHERE opened_at >= ?1 AND opened_at < ?2
         GROUP BY 1 ORDER BY times DESC, cause",
    )?;
    let found = statement.query_map(params![span[0], span[1], AssistCause::Asked.key()], |row| {
        Ok((AssistCause::of_key(&row.get::<_, String>(0)?), row.get(1)?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::AuditActor;
    use crate::domain::audit_log::AuditFilter;
    use crate::domain::case::{AssistCase, VisitStage};
    use crate::domain::fault::Fault;
    use crate::domain::staff::{By, StaffId, StaffMember, StaffRow};
    use crate::store::StoreError;
    use crate::store::fixtures::{enroll, leave, permit, store_with};

    fn member(row: StaffRow) -> StaffMember {
        StaffMember { id: row.id, number: row.number, role: row.role, must_change: false }
    }

    #[test]
    fn a_shift_counts_what_happened_in_it_and_nothing_else() {
        let mut store = store_with([permit(1), permit(2)]);
        enroll(&mut store, 1);
        enroll(&mut store, 2);
        let (by, second) = (StaffId(7), Some(StaffId(8)));
        let officer = AuditActor::Staff { by, second: None };
        let printed = AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(1));
        let signed_in = AuditEntry::new(AuditEvent::StaffSignedIn, AuditSubject::Staff(by)).by(officer);
        let refused = AuditEntry::new(AuditEvent::StaffSignInRefused, AuditSubject::Staff(by)).with("wrong");
        let exported = AuditEntry::new(AuditEvent::AuditExported, AuditSubject::Kiosk);
        for (at, entry) in [
            ("2026-06-01T07:59:59.9Z", signed_in),
            ("2026-06-01T08:00:00.1Z", signed_in),
            ("2026-06-01T09:00:00Z", refused),
            ("2026-06-01T09:00:00Z", printed.with("letter")),
            ("2026-06-01T09:00:00Z", printed.with("letter").by(officer)),
            ("2026-06-01T09:00:00Z", printed.with("slip").by(officer)),
            ("2026-06-01T15:59:59.9Z", exported.by(AuditActor::Staff { by, second })),
            ("2026-06-01T16:00:00Z", printed.with("letter")),
        ] {
            store.append_audit(entry, at.parse().unwrap()).unwrap();
        }
        let dark = AssistCause::Fault(Fault::FaceDark);
        for (at, cause) in [
            ("2026-06-01T10:00:00Z", AssistCause::Asked),
            ("2026-06-01T10:00:00Z", dark),
            ("2026-06-01T11:00:00Z", dark),
            ("2026-06-01T16:00:00Z", dark),
        ] {
            let stage = VisitStage::FaceRecognition;
            let case = AssistCase {
                stage,
                cause,
                incident: None,
                permit: None,
                consent: None,
                tries: 0,
                finding: None,
                face: None,
            };
            store.open_case(&case, at.parse().unwrap()).unwrap();
        }
        let (from, to) = ("2026-06-01T08:00:00Z".parse().unwrap(), "2026-06-01T16:00:00Z".parse().unwrap());
        let leave = leave(&mut store, Act::ShiftReport);
        let now = "2026-06-02T00:00:00Z".parse().unwrap();
        let report = store.report_shift(&leave, from, to, now).unwrap();
        let counts = report.counts;
        let words = |list: &[(String, u32)]| list.iter().map(|(word, n)| format!("{word} {n}")).collect::<Vec<_>>();
        assert_eq!(words(&counts.enrolled), ["face 2"]);
        assert_eq!(words(&counts.printed), ["letter 1"]);
        assert_eq!(words(&counts.reprinted), ["letter 1", "slip 1"]);
        assert_eq!(counts.causes, [(Some(dark), 2), (Some(AssistCause::Asked), 1)]);
        assert_eq!(counts.failures().collect::<Vec<_>>(), [&(Some(dark), 2)]);
        assert_eq!(counts.by_two, [(AuditEvent::AuditExported, 1)]);
        assert_eq!((counts.sign_ins, counts.sign_ins_refused), (1, 1));
        assert_eq!(counts.of(AuditEvent::HandedToStaff), 3);
        assert_eq!(counts.of(AuditEvent::Rehearsed), 0);
        // The head is the entry that says the report was made.
        assert_eq!(counts.head, store.verify_audit().unwrap());
        let newest = store.audit_rows(&AuditFilter::default(), true, 1).unwrap().remove(0);
        assert_eq!((newest.event, newest.number), (AuditEvent::ShiftReported, counts.head.entries));
        assert_eq!(newest.actor, Some(AuditActor::from(&leave)));
        assert_eq!((report.at, store.list_staff().unwrap()[0].number.clone()), (now, report.by));
    }

    #[test]
    fn a_report_does_not_count_itself_nor_what_is_still_to_come() {
        let mut store = store_with([]);
        let leave = leave(&mut store, Act::ShiftReport);
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let (from, now) = (at("2026-06-01T16:00:00Z"), at("2026-06-01T20:00:00.4Z"));
        let first = store.report_shift(&leave, from, at("2026-06-02T16:00:00Z"), now).unwrap();
        assert_eq!((first.counts.to, first.counts.of(AuditEvent::ShiftReported)), (now, 0));
        let later = at("2026-06-01T20:00:05Z");
        let second = store.report_shift(&leave, from, later, later).unwrap();
        assert_eq!(second.counts.of(AuditEvent::ShiftReported), 1);
        assert_eq!(second.counts.head.entries, first.counts.head.entries + 1);
    }

    #[test]
    fn without_leave_nothing_is_counted_or_noted() {
        let mut store = store_with([]);
        let own = leave(&mut store, Act::ShiftReport);
        let members: Vec<StaffMember> = store.list_staff().unwrap().into_iter().map(member).collect();
        let before = store.verify_audit().unwrap();
        let (from, to): (Timestamp, Timestamp) =
            ("2026-06-01T00:00:00Z".parse().unwrap(), "2026-06-02T00:00:00Z".parse().unwrap());
        for act in Act::ALL.into_iter().filter(|act| *act != Act::ShiftReport) {
            let leave = Authority::of(act, &members[0], Some(&members[1])).unwrap();
            let refused = store.report_shift(&leave, from, to, to);
            assert!(matches!(refused, Err(StoreError::OtherAct)), "{act:?}");
        }
        assert_eq!(store.verify_audit().unwrap(), before);
        store.disable_staff(&members[0].number, By::Command, to).unwrap();
        let before = store.verify_audit().unwrap();
        assert!(matches!(store.report_shift(&own, from, to, to), Err(StoreError::LeaveEnded)));
        assert_eq!(store.verify_audit().unwrap(), before);
    }
}
