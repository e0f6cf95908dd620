//! What the shift report counts.

use std::collections::BTreeMap;

use rusqlite::params;

use super::audit::{bound, head};
use super::{Result, Store, register};
use crate::domain::audit::{AuditActorKind, AuditEvent};
use crate::domain::case::AssistCause;
use crate::domain::shift::ShiftCounts;
use crate::domain::time::Timestamp;

impl Store {
    /// Counts what happened from `from` until before `to`, to the second.
    ///
    /// # Errors
    /// If the database fails, or the log has an event that no program wrote.
    pub fn shift_counts(&self, from: Timestamp, to: Timestamp) -> Result<ShiftCounts> {
        // One view of the database, whoever writes meanwhile.
        let db = self.db.unchecked_transaction()?;
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
            causes: causes(&db, &span)?,
            printed: printed.into_iter().collect(),
            reprinted: reprinted.into_iter().collect(),
            by_two: counted(by_two),
            sign_ins: 0,
            sign_ins_refused: 0,
            events: counted(events),
            head: head(&db)?,
        };
        counts.sign_ins = counts.of(AuditEvent::StaffSignedIn);
        counts.sign_ins_refused = counts.of(AuditEvent::StaffSignInRefused);
        Ok(counts)
    }
}

fn causes(db: &rusqlite::Connection, span: &[String; 2]) -> Result<Vec<(Option<AssistCause>, u32)>> {
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
    use crate::domain::audit::{AuditActor, AuditEntry, AuditSubject};
    use crate::domain::case::{AssistCase, VisitStage};
    use crate::domain::fault::Fault;
    use crate::domain::staff::StaffId;
    use crate::store::fixtures::{enroll, permit, store_with};

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
        let counts = store.shift_counts(from, to).unwrap();
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
        assert_eq!(counts.head, store.verify_audit().unwrap());
    }
}
