//! The audit log: a chain of rows, each bound to all before it, with its head signed every day.

use rusqlite::{Connection, params};

use super::{Result, Store, StoreError};
use crate::domain::audit::AuditEntry;
use crate::domain::audit_list;
use crate::domain::audit_log::{AuditHead, AuditProof};
use crate::domain::time::Timestamp;

mod chain;
mod export;
mod keys;
mod rows;
mod signatures;

pub(super) use chain::head;
use chain::{Answer, Row};
pub(super) use rows::bound;

impl Store {
    /// Writes one entry.
    ///
    /// # Errors
    /// If the database fails.
    pub fn append_audit(&mut self, entry: AuditEntry, now: Timestamp) -> Result<()> {
        self.write(|db| append(db, entry, now))
    }

    /// As [`Self::audit_proof`]; gives the head alone.
    ///
    /// # Errors
    /// As [`Self::audit_proof`].
    pub fn verify_audit(&self) -> Result<AuditHead> {
        Ok(self.audit_proof()?.head)
    }

    /// Walks the whole chain, then compares every signature and every change of the key with it.
    ///
    /// # Errors
    /// [`StoreError::AuditBroken`] at the first entry that is missing or not as it was written,
    /// `AuditNotAsSigned` or `AuditSignatureMissing` where the chain holds, but is
    /// not the one that was signed; `SigningKeyMissing`, `OtherSigningKey`; or the database fails.
    pub fn audit_proof(&self) -> Result<AuditProof> {
        let proof = || {
            // One view of the database, whoever writes meanwhile.
            let db = self.db.unchecked_transaction()?;
            signatures::prove(&db, &self.signing_place())
        };
        match proof() {
            // Another process may have changed the key between that view and the look at the key's file.
            Err(StoreError::AuditNotAsSigned { .. } | StoreError::OtherSigningKey(_)) => proof(),
            done => done,
        }
    }
}

/// Extends the chain inside the transaction of what it records.
pub(super) fn append(db: &Connection, entry: AuditEntry, now: Timestamp) -> Result<()> {
    debug_assert!(audit_list::holds(&entry), "assets/audit-events.toml does not list {entry:?}");
    let head = chain::head(db)?;
    let at = now.to_string();
    let (subject_kind, subject_id) = entry.subject.parts();
    let (actor_kind, actor_id, second_id) = entry.actor.parts();
    let outcome = entry.outcome.word();
    let row = Row {
        number: head.entries + 1,
        at: &at,
        event: entry.event.word(),
        subject_kind,
        subject_id,
        detail: entry.detail,
        answer: Some(Answer { actor_kind, actor_id, second_id, outcome }),
    };
    let insert = "INSERT INTO audit (number, at, event, subject_kind, subject_id, detail, actor_kind, actor_id, second_id, outcome, hash)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    db.prepare_cached(insert)?.execute(params![
        row.number,
        row.at,
        row.event,
        row.subject_kind,
        row.subject_id,
        row.detail,
        actor_kind,
        actor_id,
        second_id,
        outcome,
        row.hash(&head.hash)
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests;
