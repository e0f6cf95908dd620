//! The signatures over the log's head. They hold against whoever can write to the database but has not the signing
//! key: `docs/audit.md` says what is found, and what is not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{append, chain};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::audit_log::{AuditHead, AuditProof, SignedHead};
use crate::domain::time::{Date, Timestamp};
use crate::store::open::key_in;
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

/// Where the signing key is.
pub(super) enum SigningPlace {
    File(PathBuf),
    /// A store in memory has no files.
    Memory(Zeroizing<[u8; 32]>),
}

impl SigningPlace {
    /// The key; made if there is none, unless something was signed already. Call it inside a transaction that
    /// writes, so that two processes do not make one each.
    pub(super) fn key(&self, db: &Connection) -> Result<SigningKey> {
        let seed = match self {
            Self::Memory(seed) => seed.clone(),
            Self::File(path) => {
                let is_first: bool =
                    db.query_row("SELECT NOT EXISTS (SELECT 1 FROM audit_signatures)", [], |row| row.get(0))?;
                key_in(path, is_first).map_err(|error| match error {
                    StoreError::KeyMissing(path) => StoreError::SigningKeyMissing(path),
                    other => other,
                })?
            }
        };
        Ok(SigningKey::from_bytes(&seed))
    }
}

impl Store {
    pub(super) fn signing_place(&self) -> SigningPlace {
        self.paths.as_ref().map_or_else(
            || {
                let mut seed = Sha256::new();
                seed.update(b"esscard-kiosk audit signing key in memory\n");
                seed.update(self.pepper.as_ref());
                SigningPlace::Memory(Zeroizing::new(seed.finalize().into()))
            },
            |paths| SigningPlace::File(paths.signing_file()),
        )
    }

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
            let mut sound = AuditHead::NOTHING;
            if let Some(last) = stored(db)?.pop() {
                if !is_signed(&last, &key.verifying_key().to_bytes()) {
                    return Err(StoreError::AuditNotAsSigned { from: 1, to: last.head.entries, day: last.day });
                }
                sound = last.head;
            }
            let head = chain::walk(db, sound, |_, _| Ok(()))?;
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

/// Walks the chain, then compares the signatures with it, and both with each other: each signature is announced by
/// the entry after it.
pub(super) fn prove(db: &Connection, place: &SigningPlace) -> Result<AuditProof> {
    let signatures = stored(db)?;
    let signed: BTreeSet<i64> = signatures.iter().map(|signature| signature.head.entries).collect();
    let mut announced = BTreeSet::new();
    let mut hashes = BTreeMap::new();
    let head = chain::walk(db, AuditHead::NOTHING, |row, head| {
        if row.event == AuditEvent::AuditSigned.word() {
            announced.insert(head.entries - 1);
        }
        if signed.contains(&head.entries) {
            hashes.insert(head.entries, head.hash);
        }
        Ok(())
    })?;
    let public_key = match (signatures.is_empty(), place) {
        (true, SigningPlace::File(path)) if !path.exists() => None,
        _ => Some(place.key(db)?.verifying_key().to_bytes()),
    };
    let mut sound = 0;
    for signature in &signatures {
        let end = signature.head.entries;
        if end > head.entries {
            return Err(StoreError::AuditBroken { number: head.entries + 1 });
        }
        let fits = hashes.get(&end) == Some(&signature.head.hash);
        if !fits || !public_key.is_some_and(|key| is_signed(signature, &key)) {
            return Err(StoreError::AuditNotAsSigned { from: sound + 1, to: end, day: signature.day });
        }
        if !announced.remove(&end) {
            return Err(StoreError::AuditBroken { number: end + 1 });
        }
        sound = end;
    }
    match announced.first() {
        Some(end) => Err(StoreError::AuditSignatureMissing { number: end + 1 }),
        None => Ok(AuditProof { head, signatures, public_key }),
    }
}
