//! The signatures over the log's head. They hold against whoever can write to the database but has not the signing
//! key: `docs/audit.md` says what is found, and what is not.

use std::collections::{BTreeMap, BTreeSet};

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use rusqlite::{Connection, params};

use super::keys::{self, Keys, SigningPlace};
use super::{append, chain};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::audit_log::{AuditHead, AuditProof, SignedHead};
use crate::domain::time::{Date, Timestamp};
use crate::store::{Result, Store, StoreError, register};

/// What a head is signed for, so that a signature for one thing is none for another. Never change a word.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Day,
    Export,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Day => "esscard-kiosk audit day 1\n",
            Self::Export => "esscard-kiosk audit export 1\n",
        }
    }

    /// What is signed: word, day, number of entries, hash.
    fn message(self, day: Date, head: AuditHead) -> Vec<u8> {
        let mut message = self.word().as_bytes().to_vec();
        message.extend_from_slice(day.to_string().as_bytes());
        message.extend_from_slice(&head.entries.to_be_bytes());
        message.extend_from_slice(&head.hash);
        message
    }
}

impl Store {
    /// Signs the log as it stands, once a day: `None` if that was done on `today`, or there is no entry yet. What
    /// came since the last signature is walked before; the whole log is walked by [`Self::audit_proof`].
    ///
    /// # Errors
    /// If the log is not as it was signed last, or the key or the database fails. Nothing is signed then.
    pub fn sign_audit(&mut self, today: Date, now: Timestamp) -> Result<Option<SignedHead>> {
        let place = self.signing_place();
        self.write(|db| {
            let done = db.query_row(
                "SELECT EXISTS (SELECT 1 FROM audit_signatures WHERE day = ?1)",
                [today.to_string()],
                |row| row.get(0),
            )?;
            if done {
                return Ok(None);
            }
            let key = place.key(db)?;
            let keys = Keys::of(keys::changes(db)?, key.verifying_key().to_bytes())?;
            let mut sound = AuditHead::NOTHING;
            if let Some(last) = stored(db)?.pop() {
                if !is_signed(&last, keys.at(last.head.entries)) {
                    return Err(StoreError::AuditNotAsSigned { from: 1, to: last.head.entries, day: last.day });
                }
                sound = last.head;
            }
            let head = chain::walk(db, sound, |_, head| keys.fit(head))?;
            if head.entries == 0 {
                return Ok(None);
            }
            let signed = sign(&key, Purpose::Day, today, head);
            db.execute(
                "INSERT INTO audit_signatures (day, entries, hash, signature, public_key) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![today.to_string(), head.entries, head.hash, signed.signature, signed.public_key],
            )?;
            append(db, AuditEntry::new(AuditEvent::AuditSigned, AuditSubject::Kiosk), now)?;
            Ok(Some(signed))
        })
    }
}

pub(super) fn sign(key: &SigningKey, purpose: Purpose, day: Date, head: AuditHead) -> SignedHead {
    let signature = key.sign(&purpose.message(day, head)).to_bytes();
    SignedHead { day, head, signature, public_key: key.verifying_key().to_bytes() }
}

/// Whether the key that belongs to `public_key` signed it.
fn is_signed(signed: &SignedHead, public_key: &[u8; 32]) -> bool {
    let message = Purpose::Day.message(signed.day, signed.head);
    signed.public_key == *public_key
        && VerifyingKey::from_bytes(public_key)
            .is_ok_and(|key| key.verify_strict(&message, &Signature::from_bytes(&signed.signature)).is_ok())
}

/// The signatures as they are stored, oldest first.
fn stored(db: &Connection) -> Result<Vec<SignedHead>> {
    let mut statement =
        db.prepare("SELECT day, entries, hash, signature, public_key FROM audit_signatures ORDER BY entries")?;
    let mut rows = statement.query([])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        list.push(SignedHead {
            day: register::date(row, "day")?,
            head: AuditHead { entries: row.get(1)?, hash: row.get(2)? },
            signature: row.get(3)?,
            public_key: row.get(4)?,
        });
    }
    Ok(list)
}

/// Walks the chain, then compares the signatures and the changes of the key with it, and them with each other: each is
/// announced by the entry after it.
pub(super) fn prove(db: &Connection, place: &SigningPlace) -> Result<AuditProof> {
    let (signatures, changes) = (stored(db)?, keys::changes(db)?);
    let signed = signatures.iter().map(|signature| signature.head.entries);
    let ends: BTreeSet<i64> = signed.chain(changes.iter().map(|change| change.head.entries)).collect();
    let (mut announced, mut changed) = (BTreeSet::new(), BTreeSet::new());
    let mut hashes = BTreeMap::new();
    let head = chain::walk(db, AuditHead::NOTHING, |row, head| {
        if row.event == AuditEvent::AuditSigned.word() {
            announced.insert(head.entries - 1);
        } else if row.event == AuditEvent::AuditKeyChanged.word() {
            changed.insert(head.entries - 1);
        }
        if ends.contains(&head.entries) {
            hashes.insert(head.entries, head.hash);
        }
        Ok(())
    })?;
    if ends.last().is_some_and(|end| *end > head.entries) {
        return Err(StoreError::AuditBroken { number: head.entries + 1 });
    }
    let public_key = match (ends.is_empty(), place) {
        (true, SigningPlace::File(path)) if !path.exists() => None,
        _ => Some(place.key(db)?.verifying_key().to_bytes()),
    };
    let keys = public_key.map(|present| Keys::of(changes, present)).transpose()?;
    let is_of_key = |signature: &SignedHead| {
        keys.as_ref().is_some_and(|keys| is_signed(signature, keys.at(signature.head.entries)))
    };
    let mut sound = 0;
    for signature in &signatures {
        let end = signature.head.entries;
        if hashes.get(&end) != Some(&signature.head.hash) || !is_of_key(signature) {
            return Err(StoreError::AuditNotAsSigned { from: sound + 1, to: end, day: signature.day });
        }
        if !announced.remove(&end) {
            return Err(StoreError::AuditBroken { number: end + 1 });
        }
        sound = end;
    }
    let key_changes = keys.map(|keys| keys.changes).unwrap_or_default();
    let mut sound = 0;
    for change in &key_changes {
        let end = change.head.entries;
        if hashes.get(&end) != Some(&change.head.hash) {
            return Err(StoreError::AuditNotAsSigned { from: sound + 1, to: end, day: change.day });
        }
        if !changed.remove(&end) {
            return Err(StoreError::AuditBroken { number: end + 1 });
        }
        sound = end;
    }
    match announced.first().or(changed.first()) {
        Some(end) => Err(StoreError::AuditSignatureMissing { number: end + 1 }),
        None => Ok(AuditProof { head, signatures, key_changes, public_key }),
    }
}
