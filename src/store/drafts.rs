//! Entries that a visitor keeps until midnight, sealed under the code they take along.

use std::time::Duration;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hkdf::Hkdf;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::{Result, Store, StoreError, audit, password, register, staff};
use crate::domain::account::PasswordHash;
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::case::CaseTicket;
use crate::domain::consent::{ConsentChoice, ConsentRecord, ConsentText};
use crate::domain::language::Language;
use crate::domain::name::PersonName;
use crate::domain::permit::PermitNumber;
use crate::domain::registration::Registration;
use crate::domain::resume::{CODE_LEN, DraftId, ResumeCode, ResumedDraft, Resumption};
use crate::domain::staff::{Act, Authority};
use crate::domain::time::{Date, Moment, Timestamp};

/// So many wrong codes in a row lock resuming.
const MOST_WRONG: u32 = 5;
/// How long that lasts.
const LOCK: Duration = Duration::from_mins(5);

/// What is sealed, as JSON. Overwritten when dropped.
#[derive(Serialize, Deserialize, Zeroize)]
#[zeroize(drop)]
struct Plain {
    name: String,
    number: String,
    password: String,
    consent: Option<PlainConsent>,
    case: Option<String>,
}

#[derive(Serialize, Deserialize, Zeroize)]
struct PlainConsent {
    version: String,
    sha256: String,
    language: String,
    at: String,
    choice: String,
}

impl Store {
    /// Keeps what was typed until midnight, with the password only as its hash, and draws the code that opens it.
    ///
    /// # Errors
    /// If the database fails or the system gives no random numbers; nothing is kept then.
    pub fn keep_draft(
        &mut self,
        typed: &Registration,
        consent: Option<&ConsentRecord>,
        case: Option<&CaseTicket>,
        now: Timestamp,
        today: Date,
    ) -> Result<ResumeCode> {
        // Slow on purpose, so not while the database is locked.
        let hash = password::hash(typed.password.secret(), self.cost, &self.pepper)?;
        let plain = Plain {
            name: typed.name.as_str().to_owned(),
            number: typed.number.as_str().to_owned(),
            password: hash,
            consent: consent.map(PlainConsent::of),
            case: case.map(|ticket| ticket.0.clone()),
        };
        let plain = Zeroizing::new(serde_json::to_vec(&plain).map_err(|error| StoreError::Damaged(error.to_string()))?);
        let drawn = super::draw::characters(CODE_LEN)?;
        let code = ResumeCode::parse(&drawn).map_err(|error| StoreError::Random(error.to_string()))?;
        let keys = self.keys_of(&code);
        let mut nonce = [0; 12];
        getrandom::fill(&mut nonce).map_err(|error| StoreError::Random(error.to_string()))?;
        self.write(|db| {
            db.execute(
                "INSERT INTO drafts (code_hash, day, nonce, sealed) VALUES (?1, ?2, ?3, x'')",
                params![&keys.lookup[..], today.to_string(), nonce],
            )?;
            let id = db.last_insert_rowid();
            let bound = bound_to(id, &today.to_string());
            let sealed = keys
                .cipher()
                .encrypt(Nonce::from_slice(&nonce), Payload { msg: &plain, aad: &bound })
                .map_err(|_| StoreError::Damaged("entries could not be sealed".to_owned()))?;
            db.execute("UPDATE drafts SET sealed = ?2 WHERE id = ?1", params![id, sealed])?;
            audit::append(db, AuditEntry::new(AuditEvent::DraftKept, AuditSubject::Kiosk), now)
        })?;
        Ok(code)
    }

    /// Opens what was kept under a code today; it stays until its visitor is enrolled from it, so that nothing is lost where
    /// staff are interrupted. Five wrong codes in a row lock this for five minutes.
    ///
    /// # Errors
    /// [`StoreError::OtherAct`] unless leave is for [`Act::Assist`], [`StoreError::LeaveEnded`]; or the database
    /// fails or the row is damaged.
    pub fn resume_draft(
        &mut self,
        leave: &Authority,
        code: &ResumeCode,
        now: Moment,
        at: Timestamp,
        today: Date,
    ) -> Result<Resumption> {
        let keys = self.keys_of(code);
        let day = today.to_string();
        let locked_since = self.drafts_locked_since;
        let (resumption, locked_since) = self.write(|db| {
            staff::allowed(db, leave, Act::Assist)?;
            let wrong: Option<u32> = db.query_row("SELECT wrong FROM draft_tries", [], |row| row.get(0)).optional()?;
            let mut wrong = wrong.unwrap_or_default();
            if wrong >= MOST_WRONG {
                // The program was started since: the lock begins again, from the start.
                let since = locked_since.unwrap_or(now);
                let left = LOCK.saturating_sub(now.since(since));
                if !left.is_zero() {
                    let seconds = u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
                    return Ok((Resumption::Locked { seconds }, Some(since)));
                }
                wrong = 0;
            }
            let found: Option<(i64, Vec<u8>, Vec<u8>)> = db
                .query_row(
                    "SELECT id, nonce, sealed FROM drafts WHERE code_hash = ?1 AND day = ?2",
                    params![&keys.lookup[..], day],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()?;
            let Some((id, nonce, sealed)) = found else {
                count(db, wrong + 1)?;
                let entry = AuditEntry::new(AuditEvent::DraftResumed, AuditSubject::Kiosk);
                let refused = entry.by(leave).that(crate::domain::audit::AuditOutcome::Refused);
                audit::append(db, refused, at)?;
                return Ok((Resumption::Unknown, (wrong + 1 >= MOST_WRONG).then_some(now)));
            };
            count(db, 0)?;
            let draft = open(&keys, id, &day, &nonce, &sealed)?;
            audit::append(db, AuditEntry::new(AuditEvent::DraftResumed, AuditSubject::Kiosk).by(leave), at)?;
            Ok((Resumption::Opened(Box::new(draft)), None))
        })?;
        self.drafts_locked_since = locked_since;
        Ok(resumption)
    }

    fn keys_of(&self, code: &ResumeCode) -> DraftKeys {
        let derived = Hkdf::<Sha256>::new(Some(self.pepper.as_ref()), code.as_str().as_bytes());
        let mut keys = DraftKeys { lookup: Zeroizing::new([0; 32]), seal: Zeroizing::new([0; 32]) };
        // 32 bytes are far less than HKDF gives.
        let _ = derived.expand(b"where kept entries are", keys.lookup.as_mut());
        let _ = derived.expand(b"what kept entries are sealed with", keys.seal.as_mut());
        keys
    }
}

/// What a code is good for.
struct DraftKeys {
    lookup: Zeroizing<[u8; 32]>,
    seal: Zeroizing<[u8; 32]>,
}

impl DraftKeys {
    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(Key::from_slice(self.seal.as_ref()))
    }
}

/// Erases what was kept before `today`, and says how many.
pub(super) fn erase_before(db: &Connection, today: Date) -> Result<usize> {
    Ok(db.execute("DELETE FROM drafts WHERE day <> ?1", [today.to_string()])?)
}

/// Erases what a visitor was enrolled from; whether it was there.
pub(super) fn used(db: &Connection, draft: DraftId) -> Result<bool> {
    Ok(db.execute("DELETE FROM drafts WHERE id = ?1", [draft.0])? > 0)
}

/// The row's id and its day: a blob that is moved to another row, or a row to another day, is not opened.
fn bound_to(id: i64, day: &str) -> Vec<u8> {
    [&id.to_be_bytes()[..], day.as_bytes()].concat()
}

fn count(db: &Connection, wrong: u32) -> Result<()> {
    db.execute("INSERT INTO draft_tries VALUES (1, ?1) ON CONFLICT DO UPDATE SET wrong = excluded.wrong", [wrong])?;
    Ok(())
}

fn open(keys: &DraftKeys, id: i64, day: &str, nonce: &[u8], sealed: &[u8]) -> Result<ResumedDraft> {
    let damaged = || register::damaged("drafts");
    if nonce.len() != 12 {
        return Err(damaged());
    }
    let bound = bound_to(id, day);
    let opened = keys.cipher().decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: &bound });
    let opened = Zeroizing::new(opened.map_err(|_| damaged())?);
    let plain: Plain = serde_json::from_slice(&opened).map_err(|_| damaged())?;
    Ok(ResumedDraft {
        id: DraftId(id),
        name: PersonName::parse(&plain.name).map_err(|_| damaged())?,
        number: PermitNumber::parse(&plain.number).map_err(|_| damaged())?,
        password: PasswordHash::kept(&plain.password),
        consent: plain.consent.as_ref().map(|consent| consent.record().ok_or_else(damaged)).transpose()?,
        case: plain.case.clone().map(CaseTicket),
    })
}

impl PlainConsent {
    fn of(record: &ConsentRecord) -> Self {
        Self {
            version: record.text.version.clone(),
            sha256: record.text.sha256.clone(),
            language: record.language.tag().to_owned(),
            at: record.at.to_string(),
            choice: record.choice.word().to_owned(),
        }
    }

    fn record(&self) -> Option<ConsentRecord> {
        Some(ConsentRecord {
            text: ConsentText { version: self.version.clone(), sha256: self.sha256.clone() },
            language: Language::from_tag(&self.language)?,
            at: self.at.parse().ok()?,
            choice: ConsentChoice::from_word(&self.choice)?,
        })
    }
}

#[cfg(test)]
mod tests;
