//! Erasing pictures whose time is over.

use super::{Result, Store, audit};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::time::{Date, Timestamp};

impl Store {
    /// Erases the captured pictures that are due on `today` or were before, also from the
    /// write-ahead log; returns how many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn erase_due_pictures(&mut self, today: Date, now: Timestamp) -> Result<usize> {
        let erased = self.write(|db| {
            let mut due = db.prepare("DELETE FROM faces WHERE erase_on <= ?1 RETURNING enrollment_id")?;
            let due: Vec<i64> = due.query_map([today.to_string()], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for enrollment in &due {
                audit::append(
                    db,
                    AuditEntry::new(AuditEvent::PictureErased, AuditSubject::Enrollment(*enrollment)),
                    now,
                )?;
            }
            Ok(due.len())
        })?;
        if erased > 0 {
            // Otherwise the page with the picture stays in the log until it is overwritten.
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(erased)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::fixtures::{at, new_enrollment, permit, store_with, today};

    #[test]
    fn pictures_go_on_their_day_and_not_before() {
        let mut store = store_with([permit(1), permit(2)]);
        store.enroll(&new_enrollment(1), at(), today(), 30).unwrap();
        store.enroll(&new_enrollment(2), at(), today(), 60).unwrap();
        assert_eq!(store.erase_due_pictures("2026-06-30".parse().unwrap(), at()).unwrap(), 0);
        assert_eq!(store.erase_due_pictures("2026-07-01".parse().unwrap(), at()).unwrap(), 1);
        assert_eq!(store.erase_due_pictures("2026-07-01".parse().unwrap(), at()).unwrap(), 0);
        let left: i64 = store.db.query_row("SELECT enrollment_id FROM faces", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 2);
        assert_eq!(store.enrollments().unwrap().len(), 2, "the enrollment stays");
        store.verify_audit().unwrap();
    }
}
