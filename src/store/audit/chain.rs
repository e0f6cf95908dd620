//! The chain: how a row is hashed, and how the whole of it is walked. `docs/audit.md` describes both forms of the
//! hash for those who check an export without this program.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::domain::audit_log::AuditHead;
use crate::store::{Result, StoreError};

/// Stands where older rows have the hash before them. 32 bytes like that one, so that passing one form off as the
/// other takes a row whose hash is this text.
const FORM_2: &[u8; 32] = b"esscard-kiosk audit row, form 2\n";

pub(super) const COLUMNS: &str =
    "number, at, event, subject_kind, subject_id, detail, actor_kind, actor_id, second_id, outcome, hash";

/// One row as it is hashed. Every text is preceded by its length, so that no two rows read alike.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub number: i64,
    pub at: &'a str,
    pub event: &'a str,
    pub subject_kind: &'a str,
    pub subject_id: i64,
    pub detail: &'a str,
    /// None in rows of older programs.
    pub answer: Option<Answer<'a>>,
}

/// Who answers for it, and what came of it.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    pub actor_kind: &'a str,
    pub actor_id: i64,
    pub second_id: i64,
    pub outcome: &'a str,
}

impl Row<'_> {
    pub(super) fn hash(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        if self.answer.is_some() {
            hash.update(FORM_2);
        }
        hash.update(previous);
        hash.update(self.number.to_be_bytes());
        hash.update(self.subject_id.to_be_bytes());
        let text = |hash: &mut Sha256, text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        };
        for word in [self.at, self.event, self.subject_kind, self.detail] {
            text(&mut hash, word);
        }
        if let Some(answer) = &self.answer {
            hash.update(answer.actor_id.to_be_bytes());
            hash.update(answer.second_id.to_be_bytes());
            text(&mut hash, answer.actor_kind);
            text(&mut hash, answer.outcome);
        }
        hash.finalize().into()
    }
}

/// Reads a row of [`COLUMNS`] with its stored hash; `None` if it has a part of what only newer rows have.
pub(super) fn read<'a>(row: &'a rusqlite::Row<'_>) -> rusqlite::Result<Option<(Row<'a>, [u8; 32])>> {
    let text = |column: usize| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
    let word = |column: usize| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null()?);
    let answer = match (word(6)?, row.get(7)?, row.get(8)?, word(9)?) {
        (Some(actor_kind), Some(actor_id), Some(second_id), Some(outcome)) => {
            Some(Answer { actor_kind, actor_id, second_id, outcome })
        }
        (None, None::<i64>, None::<i64>, None) => None,
        _ => return Ok(None),
    };
    let read = Row {
        number: row.get(0)?,
        at: text(1)?,
        event: text(2)?,
        subject_kind: text(3)?,
        subject_id: row.get(4)?,
        detail: text(5)?,
        answer,
    };
    Ok(Some((read, row.get(10)?)))
}

/// Walks the rows after `from`, each of which is shown to `visit` with the head up to it.
///
/// # Errors
/// [`StoreError::AuditBroken`] at the first entry that is missing or not as it was written.
pub(super) fn walk(
    db: &Connection,
    from: AuditHead,
    mut visit: impl FnMut(&Row<'_>, &AuditHead) -> Result<()>,
) -> Result<AuditHead> {
    let mut statement = db.prepare(&format!("SELECT {COLUMNS} FROM audit WHERE number > ?1 ORDER BY number"))?;
    // Below a first number nothing is left out, either.
    let after = if from == AuditHead::NOTHING { i64::MIN } else { from.entries };
    let mut rows = statement.query([after])?;
    let mut head = from;
    // Programs only get newer: no older row follows a newer one. Only newer ones sign.
    let mut answered = from != AuditHead::NOTHING;
    while let Some(row) = rows.next()? {
        let number = head.entries + 1;
        // What is not even of the right kind was changed just as well.
        let Ok(Some((row, stored))) = read(row) else { return Err(StoreError::AuditBroken { number }) };
        let hash = row.hash(&head.hash);
        if row.number != number || stored != hash || (answered && row.answer.is_none()) {
            return Err(StoreError::AuditBroken { number });
        }
        answered |= row.answer.is_some();
        head = AuditHead { entries: number, hash };
        visit(&row, &head)?;
    }
    let written: i64 =
        db.query_row("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit'", [], |row| row.get(0))?;
    if written == head.entries { Ok(head) } else { Err(StoreError::AuditBroken { number: head.entries + 1 }) }
}

/// The newest entry as it is stored.
pub(in crate::store) fn head(db: &Connection) -> Result<AuditHead> {
    let head = db.query_row("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", [], |row| {
        Ok(AuditHead { entries: row.get(0)?, hash: row.get(1)? })
    });
    match head {
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(AuditHead::NOTHING),
        other => Ok(other?),
    }
}
