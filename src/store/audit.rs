//! The audit log: a chain of rows, each bound to all before it.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::{Result, Store, StoreError};
use crate::domain::audit::AuditEntry;
use crate::domain::time::Timestamp;

/// What the first row is chained to.
const GENESIS: [u8; 32] = [0; 32];

/// The newest entry, which stands for the whole log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Entries so far; their numbers run from 1 without gaps.
    pub entries: i64,
    /// Hash of the newest entry (of nothing: 32 zero bytes).
    pub hash: [u8; 32],
}

/// One row as it is hashed. Every text is preceded by its length, so that no two rows read alike.
struct Row<'a> {
    number: i64,
    at: &'a str,
    event: &'a str,
    subject_kind: &'a str,
    subject_id: i64,
    detail: &'a str,
}

impl Row<'_> {
    fn hash(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(self.number.to_be_bytes());
        hash.update(self.subject_id.to_be_bytes());
        for text in [self.at, self.event, self.subject_kind, self.detail] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        hash.finalize().into()
    }
}

impl Store {
    /// Writes one entry.
    ///
    /// # Errors
    /// If the database fails.
    pub fn append_audit(&mut self, entry: AuditEntry, now: Timestamp) -> Result<()> {
        self.write(|db| append(db, entry, now))
    }

    /// Walks the whole chain.
    ///
    /// # Errors
    /// [`StoreError::AuditBroken`] at the first entry that is missing or not as it was written.
    pub fn verify_audit(&self) -> Result<AuditHead> {
        let mut statement = self
            .db
            .prepare("SELECT number, at, event, subject_kind, subject_id, detail, hash FROM audit ORDER BY number")?;
        let mut rows = statement.query([])?;
        let mut head = AuditHead { entries: 0, hash: GENESIS };
        while let Some(row) = rows.next()? {
            let number = head.entries + 1;
            let (at, event, kind, detail): (String, String, String, String) =
                (row.get(1)?, row.get(2)?, row.get(3)?, row.get(5)?);
            let read = Row {
                number: row.get(0)?,
                at: &at,
                event: &event,
                subject_kind: &kind,
                subject_id: row.get(4)?,
                detail: &detail,
            };
            let hash = read.hash(&head.hash);
            if read.number != number || row.get::<_, [u8; 32]>(6)? != hash {
                return Err(StoreError::AuditBroken { number });
            }
            head = AuditHead { entries: number, hash };
        }
        let written: i64 =
            self.db.query_row("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit'", [], |row| {
                row.get(0)
            })?;
        if written == head.entries { Ok(head) } else { Err(StoreError::AuditBroken { number: head.entries + 1 }) }
    }
}

/// Extends the chain inside the transaction of what it records.
pub(super) fn append(db: &Connection, entry: AuditEntry, now: Timestamp) -> Result<()> {
    let head = db.query_row("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    let (last, previous): (i64, [u8; 32]) = match head {
        Err(rusqlite::Error::QueryReturnedNoRows) => (0, GENESIS),
        other => other?,
    };
    let at = now.to_string();
    let (subject_kind, subject_id) = entry.subject.parts();
    let row =
        Row { number: last + 1, at: &at, event: entry.event.word(), subject_kind, subject_id, detail: entry.detail };
    db.prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(params![
        row.number,
        row.at,
        row.event,
        row.subject_kind,
        row.subject_id,
        row.detail,
        row.hash(&previous)
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::{AuditEvent, AuditSubject};
    use crate::store::fixtures::at;

    fn logged() -> Store {
        let mut store = Store::in_memory().unwrap();
        for id in 1..=4 {
            store
                .append_audit(AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(id)).with("letter"), at())
                .unwrap();
        }
        store
    }

    #[test]
    fn the_chain_grows_without_gaps() {
        let mut store = logged();
        let before = store.verify_audit().unwrap();
        assert_eq!(before.entries, 4);
        store.append_audit(AuditEntry::new(AuditEvent::Started, AuditSubject::Kiosk), at()).unwrap();
        let after = store.verify_audit().unwrap();
        assert_eq!(after.entries, 5);
        assert_ne!(before.hash, after.hash);
    }

    #[test]
    fn rows_cannot_be_changed_by_mistake() {
        let store = logged();
        assert!(store.db.execute("UPDATE audit SET detail = 'slip'", []).is_err());
        assert!(store.db.execute("DELETE FROM audit", []).is_err());
    }

    #[test]
    fn whoever_changes_rows_on_purpose_is_found() {
        for (change, number) in [
            ("UPDATE audit SET detail = 'slip' WHERE number = 2", 2),
            ("UPDATE audit SET subject_id = 9 WHERE number = 3", 3),
            ("UPDATE audit SET event = 'printedl', detail = 'etter' WHERE number = 1", 1),
            ("DELETE FROM audit WHERE number = 2", 2),
            ("DELETE FROM audit WHERE number = 4", 4),
            ("DELETE FROM audit", 1),
        ] {
            let store = logged();
            store.db.execute_batch("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_erased").unwrap();
            store.db.execute(change, []).unwrap();
            assert!(
                matches!(store.verify_audit(), Err(StoreError::AuditBroken { number: n }) if n == number),
                "{change}"
            );
        }
    }
}
