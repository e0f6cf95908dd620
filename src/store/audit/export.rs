//! The log as a file for those who keep it elsewhere and check it there. `docs/audit.md` describes every field.

use serde::Serialize;

use super::chain::{self, Row};
use super::signatures::{self, Purpose};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::audit_log::{AuditExport, AuditHead, KeyChange, SignedHead};
use crate::domain::staff::{Act, Authority};
use crate::domain::time::{Timestamp, office_zone};
use crate::store::{Result, Store, register, staff};

/// One row, as it is hashed. What rows of older programs lack is `null`.
#[derive(Serialize)]
struct ExportedRow<'a> {
    number: i64,
    at: &'a str,
    event: &'a str,
    subject_kind: &'a str,
    subject_id: i64,
    detail: &'a str,
    actor_kind: Option<&'a str>,
    actor_id: Option<i64>,
    second_id: Option<i64>,
    outcome: Option<&'a str>,
    hash: String,
}

/// The last line.
#[derive(Serialize)]
struct ExportedHead {
    head: HeadFields,
}

#[derive(Serialize)]
struct HeadFields {
    day: String,
    entries: i64,
    hash: String,
    signature: String,
    public_key: String,
    key_changes: Vec<KeyFields>,
}

/// One change of the key.
#[derive(Serialize)]
struct KeyFields {
    day: String,
    entries: i64,
    hash: String,
    old_key: String,
    new_key: String,
    by_old: String,
    by_new: String,
}

impl Store {
    /// The whole log with its head signed now. That it was taken is the newest entry in it.
    ///
    /// # Errors
    /// If `leave` is not for [`Act::Export`] or ended, the log is not whole, or the key or the database fails.
    /// Nothing is written then.
    pub fn export_audit(&mut self, leave: &Authority, now: Timestamp) -> Result<AuditExport> {
        let place = self.signing_place();
        let today = now.to_zoned(office_zone()).date();
        self.write(|db| {
            staff::allowed(db, leave, Act::Export)?;
            let changes = signatures::prove(db, &place)?.key_changes;
            super::append(db, AuditEntry::new(AuditEvent::AuditExported, AuditSubject::Kiosk).by(leave), now)?;
            let mut lines = Vec::new();
            let head = chain::walk(db, AuditHead::NOTHING, |row, head| {
                lines.push(line(&exported(row, head))?);
                Ok(())
            })?;
            let head = signatures::sign(&place.key(db)?, Purpose::Export, today, head);
            lines.push(line(&last_line(&head, &changes))?);
            Ok(AuditExport { lines, head })
        })
    }
}

fn exported<'a>(row: &Row<'a>, head: &AuditHead) -> ExportedRow<'a> {
    ExportedRow {
        number: row.number,
        at: row.at,
        event: row.event,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        detail: row.detail,
        actor_kind: row.answer.map(|answer| answer.actor_kind),
        actor_id: row.answer.map(|answer| answer.actor_id),
        second_id: row.answer.map(|answer| answer.second_id),
        outcome: row.answer.map(|answer| answer.outcome),
        hash: hex::encode(head.hash),
    }
}

fn last_line(signed: &SignedHead, changes: &[KeyChange]) -> ExportedHead {
    ExportedHead {
        head: HeadFields {
            day: signed.day.to_string(),
            entries: signed.head.entries,
            hash: hex::encode(signed.head.hash),
            signature: hex::encode(signed.signature),
            public_key: hex::encode(signed.public_key),
            key_changes: changes.iter().map(key_fields).collect(),
        },
    }
}

fn key_fields(change: &KeyChange) -> KeyFields {
    KeyFields {
        day: change.day.to_string(),
        entries: change.head.entries,
        hash: hex::encode(change.head.hash),
        old_key: hex::encode(change.old_key),
        new_key: hex::encode(change.new_key),
        by_old: hex::encode(change.by_old),
        by_new: hex::encode(change.by_new),
    }
}

fn line(object: &impl Serialize) -> Result<String> {
    // Cannot fail: texts and numbers only.
    serde_json::to_string(object).map_err(|_| register::damaged("audit"))
}
