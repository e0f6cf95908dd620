//! Erasing what has been kept long enough.

use std::time::Duration;

use rusqlite::Connection;

use super::open::BUSY;
use super::{Result, Store, audit, case_faces, cases, drafts};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::retention::Retention;
use crate::domain::time::{Date, Timestamp};

/// How many were erased, or closed for being erased later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Captured pictures, those of erased enrollments not counted.
    pub pictures: usize,
    /// Enrollments, each with account, consent and picture.
    pub enrollments: usize,
    /// Closed cases.
    pub cases: usize,
    /// Kept entries whose day is over.
    pub drafts: usize,
    /// Cases that nobody closed in time: closed as left, not erased yet.
    pub cases_left: usize,
}

impl Store {
    /// Erases what is due on `today` or was before: captured pictures on their day, enrollments after
    /// the end of their permit, cases after they were closed; and closes those that nobody closed. Call [`Self::truncate_log`] afterwards:
    /// until then the write-ahead log may still hold it.
    ///
    /// # Errors
    /// If the database fails; nothing is erased then.
    pub fn erase_due(&mut self, keep: Retention, today: Date, now: Timestamp) -> Result<Erased> {
        let erased = self.write(|db| {
            let enrollments = erase_enrollments(db, before(today, keep.enrollment_days))?;
            // First these: a kiosk that was off for long erases them in the same round.
            let cases_left = cases::close_left(db, keep.pending_days, now, today)?;
            let cases = erase_cases(db, before(today, keep.case_days))?;
            let drafts = drafts::erase_before(db, today)?;
            let mut due = db.prepare("DELETE FROM faces WHERE erase_on <= ?1 RETURNING enrollment_id")?;
            let due: Vec<i64> = due.query_map([today.to_string()], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for enrollment in &due {
                let subject = AuditSubject::Enrollment(*enrollment);
                audit::append(db, AuditEntry::new(AuditEvent::PictureErased, subject), now)?;
            }
            for (event, rows) in [
                (AuditEvent::EnrollmentsErased, enrollments),
                (AuditEvent::CasesErased, cases),
                (AuditEvent::DraftsErased, drafts),
            ] {
                if rows > 0 {
                    let subject = AuditSubject::Erased { rows: i64::try_from(rows).unwrap_or(i64::MAX) };
                    audit::append(db, AuditEntry::new(event, subject), now)?;
                }
            }
            Ok(Erased { pictures: due.len(), enrollments, cases, drafts, cases_left })
        })?;
        self.log_holds_erased |= erased != Erased::default();
        Ok(erased)
    }

    /// Empties the write-ahead log, in which erased pages stay until it is written anew. `false` if
    /// another process is reading just now: try again later.
    ///
    /// # Errors
    /// If the database fails.
    pub fn truncate_log(&mut self) -> Result<bool> {
        if self.log_holds_erased {
            // A visitor may be waiting, and trying again later does as well as waiting here.
            self.db.busy_timeout(Duration::ZERO)?;
            // Not an error of SQLite's: whether it was kept from it stands in the first column.
            let busy = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            self.db.busy_timeout(BUSY)?;
            self.log_holds_erased = busy?;
        }
        Ok(!self.log_holds_erased)
    }
}

/// The day so many days before `today`.
fn before(today: Date, days: u32) -> String {
    today.saturating_sub(jiff::Span::new().days(days.min(super::enrollments::MOST_DAYS))).to_string()
}

/// Those whose permit ended before `day`, as the register has it now: a renewed permit keeps them.
fn erase_enrollments(db: &Connection, day: String) -> Result<usize> {
    let mut due = db.prepare(
        "SELECT e.id, e.account_id FROM enrollments e JOIN accounts a ON a.id = e.account_id
         JOIN permits p ON p.number = a.permit_number WHERE p.valid_until < ?1",
    )?;
    let due: Vec<(i64, i64)> = due.query_map([day], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (enrollment, account) in &due {
        db.execute("DELETE FROM faces WHERE enrollment_id = ?1", [enrollment])?;
        db.execute("DELETE FROM consents WHERE enrollment_id = ?1", [enrollment])?;
        db.execute("DELETE FROM enrollments WHERE id = ?1", [enrollment])?;
        db.execute("DELETE FROM accounts WHERE id = ?1", [account])?;
    }
    Ok(due.len())
}

/// Those closed before `day`. What an enrollment's holder agreed to stays with the enrollment.
fn erase_cases(db: &Connection, day: String) -> Result<usize> {
    let mut due = db.prepare("SELECT id FROM cases WHERE closed_on < ?1")?;
    let due: Vec<i64> = due.query_map([day], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for case in &due {
        db.execute("DELETE FROM consents WHERE case_id = ?1 AND enrollment_id IS NULL", [case])?;
        db.execute("UPDATE consents SET case_id = NULL WHERE case_id = ?1", [case])?;
        // Erased when the case was closed, so there is none; a case must not outlive its time for one.
        case_faces::erase(db, *case)?;
        db.execute("DELETE FROM cases WHERE id = ?1", [case])?;
    }
    Ok(due.len())
}

#[cfg(test)]
mod tests {
    use super::{BUSY, Erased};
    use crate::domain::audit::AuditActor;
    use crate::domain::case::{AssistCase, AssistCause, CaseOutcome, VisitStage};
    use crate::domain::permit::WorkPermit;
    use crate::domain::retention::Retention;
    use crate::domain::time::Date;
    use crate::store::fixtures::{FAST, at, enroll, new_enrollment, permit, store_with, today};
    use crate::store::{Store, StorePaths};

    const KEEP: Retention = Retention { enrollment_days: 365, pending_days: 60, case_days: 30 };

    fn erase(store: &mut Store, on: &str) -> Erased {
        store.erase_due(KEEP, on.parse().unwrap(), at()).unwrap()
    }

    fn count(store: &Store, table: &str) -> i64 {
        store.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn pictures_go_on_their_day_and_not_before() {
        let mut store = store_with([permit(1), permit(2)]);
        store.enroll(&new_enrollment(1), at(), today(), 30).unwrap();
        store.enroll(&new_enrollment(2), at(), today(), 60).unwrap();
        assert_eq!(erase(&mut store, "2026-06-30").pictures, 0);
        assert_eq!(erase(&mut store, "2026-07-01").pictures, 1);
        assert_eq!(erase(&mut store, "2026-07-01").pictures, 0);
        let left: i64 = store.db.query_row("SELECT enrollment_id FROM faces", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 2);
        assert_eq!(store.enrollments().unwrap().len(), 2, "the enrollment stays");
        store.verify_audit().unwrap();
    }

    #[test]
    fn an_enrollment_goes_with_all_of_it_after_the_permits_end() {
        // Valid until 2027-01-01 and 2028-01-01.
        let longer = WorkPermit { valid_until: "2028-01-01".parse().unwrap(), ..permit(2) };
        let mut store = store_with([permit(1), longer]);
        let mut agreed = new_enrollment(2);
        agreed.permit.valid_until = "2028-01-01".parse().unwrap();
        enroll(&mut store, 1);
        store.enroll(&agreed, at(), today(), 9999).unwrap();
        assert_eq!(erase(&mut store, "2028-01-01").enrollments, 0, "the 365th day after the end is kept");
        let before = store.verify_audit().unwrap().entries;
        assert_eq!(erase(&mut store, "2028-01-02"), Erased { enrollments: 1, ..Erased::default() });
        assert_eq!(store.verify_audit().unwrap().entries, before + 1, "told as a count");
        for table in ["accounts", "enrollments", "consents", "faces"] {
            assert_eq!(count(&store, table), 1, "{table}: the other's stays");
        }
        assert_eq!(count(&store, "permits"), 2, "the register is the authority's");
        assert_eq!(erase(&mut store, "2028-01-02"), Erased::default());
    }

    #[test]
    fn a_renewed_permit_keeps_its_enrollment() {
        let mut store = store_with([permit(1)]);
        enroll(&mut store, 1);
        let renewed = WorkPermit { valid_until: "2030-01-01".parse().unwrap(), ..permit(1) };
        store.import_permits([renewed], at()).unwrap();
        assert_eq!(erase(&mut store, "2029-01-01").enrollments, 0);
    }

    #[test]
    fn closed_cases_go_and_pending_ones_stay() {
        let mut store = store_with([permit(1)]);
        let consent = new_enrollment(1).consent;
        let case = |consent| AssistCase {
            stage: VisitStage::Consent,
            cause: AssistCause::Asked,
            incident: None,
            permit: None,
            consent,
            tries: 0,
            finding: None,
            face: None,
        };
        let mut other = consent.clone();
        other.language = crate::domain::language::Language::Chinese;
        let closed = store.open_case(&case(Some(other)), at()).unwrap();
        let enrolled = store.open_case(&case(Some(consent)), at()).unwrap();
        store.open_case(&case(None), at()).unwrap();
        enroll(&mut store, 1);
        for ticket in [&closed, &enrolled] {
            store.close_case(&ticket.0, CaseOutcome::Helped, AuditActor::Command, at(), today()).unwrap();
        }
        assert_eq!(count(&store, "consents"), 2);
        assert_eq!(erase(&mut store, "2026-07-01").cases, 0);
        assert_eq!(erase(&mut store, "2026-07-02").cases, 2);
        assert_eq!((count(&store, "cases"), count(&store, "consents")), (1, 1), "the enrollment's consent stays");
        store.verify_audit().unwrap();
        store.check().unwrap();
    }

    #[test]
    fn a_case_nobody_closes_is_closed_as_left_and_goes() {
        // Opened on 2026-06-01 in the office's zone, and an hour later, on the 2nd.
        let late: crate::domain::time::Timestamp = "2026-06-01T15:30:00Z".parse().unwrap();
        let next: crate::domain::time::Timestamp = "2026-06-01T16:30:00Z".parse().unwrap();
        let case = AssistCase {
            stage: VisitStage::FaceRecognition,
            cause: AssistCause::NoTriesLeft,
            incident: None,
            permit: Some(permit(1).number),
            consent: Some(new_enrollment(1).consent),
            tries: 0,
            finding: None,
            face: None,
        };
        let open = || {
            let mut store = store_with([permit(1)]);
            let ticket = store.open_case(&case, late).unwrap();
            store.open_case(&case, next).unwrap();
            (store, ticket)
        };
        let (mut store, ticket) = open();
        assert_eq!(erase(&mut store, "2026-07-30"), Erased::default());
        let before = store.verify_audit().unwrap().entries;
        assert_eq!(erase(&mut store, "2026-07-31"), Erased { cases_left: 1, ..Erased::default() });
        assert_eq!(store.verify_audit().unwrap().entries, before + 1, "told");
        let closed: (String, String) = store
            .db
            .query_row("SELECT outcome, closed_on FROM cases WHERE ticket = ?1", [&ticket.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!((closed.0.as_str(), closed.1.as_str()), ("left", "2026-07-30"));
        assert_eq!(store.pending_cases().unwrap().len(), 1, "that of the 2nd waits a day longer");
        assert_eq!(KEEP.longest_case_days(), 90);
        assert_eq!(erase(&mut store, "2026-08-29").cases, 0);
        assert_eq!(erase(&mut store, "2026-08-30").cases, 1, "90 days after the 1st");

        // The kiosk was off: nothing is kept longer for it.
        let (mut store, _) = open();
        let erased = erase(&mut store, "2026-08-30");
        assert_eq!((erased.cases_left, erased.cases), (2, 1));
        assert_eq!((count(&store, "cases"), count(&store, "consents")), (1, 1));
        store.verify_audit().unwrap();
    }

    #[test]
    fn a_log_that_is_being_read_is_emptied_later() {
        let dir = tempfile::tempdir().unwrap();
        let paths = StorePaths::in_folder(dir.path());
        let mut store = Store::open_with(&paths, FAST).unwrap();
        store.import_permits([permit(1)], at()).unwrap();
        enroll(&mut store, 1);
        assert!(store.truncate_log().unwrap());
        let log = || std::fs::metadata(paths.database.with_extension("db-wal")).unwrap().len();
        assert_eq!(log(), 0);

        let reader = Store::open_with(&paths, FAST).unwrap();
        reader.db.execute_batch("BEGIN; SELECT count(*) FROM faces").unwrap();
        assert_eq!(erase(&mut store, "2026-07-01").pictures, 1);
        let started = std::time::Instant::now();
        assert!(!store.truncate_log().unwrap());
        assert!(started.elapsed() < BUSY / 2, "nobody waits for the reader: {:?}", started.elapsed());
        let timeout: i64 = store.db.query_row("PRAGMA busy_timeout", [], |row| row.get(0)).unwrap();
        assert_eq!(u128::try_from(timeout).unwrap(), BUSY.as_millis(), "other calls wait as before");
        assert!(log() > 0);
        drop(reader);
        assert!(store.truncate_log().unwrap());
        assert_eq!(log(), 0);
    }

    #[test]
    fn days_before_the_calendar_begins_are_none() {
        let mut store = store_with([permit(1)]);
        let keep = Retention { enrollment_days: u32::MAX, pending_days: u32::MAX, case_days: u32::MAX };
        assert_eq!(store.erase_due(keep, Date::MIN, at()).unwrap(), Erased::default());
    }
}
