//! The keys that sign the log: where the present one is, how it is changed, and which one was in force when.
//! `docs/audit.md` says what a change is worth to those who check the log elsewhere.

use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{append, signatures};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::audit_log::{AuditHead, KeyChange};
use crate::domain::staff::{Act, Authority};
use crate::domain::time::{Date, Timestamp, office_zone};
use crate::store::open::{key_in, new_key, take_over};
use crate::store::{Result, Store, StoreError, register, staff};

/// What both keys sign when one takes over from the other. Never change a word.
const TAKING_OVER: &[u8] = b"esscard-kiosk audit key 1\n";

/// Where the signing key is.
pub(super) enum SigningPlace {
    File(PathBuf),
    /// A store in memory has no files: its keys are made from its pepper.
    Memory(Zeroizing<[u8; 32]>),
}

impl SigningPlace {
    /// The present key; made if there is none, unless something was signed already. Call it inside a transaction
    /// that writes where it may be made, so that two processes do not make one each.
    ///
    /// A change that was cut off after it was written is finished here: the new key, which lies ready, is taken.
    pub(super) fn key(&self, db: &Connection) -> Result<SigningKey> {
        let path = match self {
            Self::Memory(pepper) => return Ok(in_memory(pepper, changes(db)?.len())),
            Self::File(path) => path,
        };
        let missing = |error| match error {
            StoreError::KeyMissing(path) => StoreError::SigningKeyMissing(path),
            other => other,
        };
        let Some(KeyChange { new_key, .. }) = changes(db)?.pop() else {
            let is_first: bool =
                db.query_row("SELECT NOT EXISTS (SELECT 1 FROM audit_signatures)", [], |row| row.get(0))?;
            let seed = key_in(path, is_first).map_err(missing)?;
            return Ok(SigningKey::from_bytes(&seed));
        };
        let read = |path: &Path| key_in(path, false).map(|seed| SigningKey::from_bytes(&seed));
        let in_force = |key: &SigningKey| key.verifying_key().to_bytes() == new_key;
        if let Some(key) = read(path).ok().filter(in_force) {
            return Ok(key);
        }
        if let Some(key) = read(&ready(path)).ok().filter(in_force) {
            take_over(&ready(path), path)?;
            return Ok(key);
        }
        // Another process may just have finished it; else it is no key that this log knows.
        let key = read(path).map_err(missing)?;
        if in_force(&key) { Ok(key) } else { Err(StoreError::OtherSigningKey(path.clone())) }
    }

    /// A new key, which lies ready beside the present one.
    fn next(&self, db: &Connection) -> Result<SigningKey> {
        Ok(match self {
            Self::Memory(pepper) => in_memory(pepper, changes(db)?.len() + 1),
            Self::File(path) => {
                let seed = new_key(&ready(path))?;
                SigningKey::from_bytes(&seed)
            }
        })
    }
}

/// Where a new key lies until the change to it is written.
fn ready(path: &Path) -> PathBuf {
    path.with_extension("signing-next")
}

fn in_memory(pepper: &[u8; 32], changes: usize) -> SigningKey {
    let mut seed = Sha256::new();
    seed.update(b"esscard-kiosk audit signing key in memory\n");
    seed.update(pepper);
    seed.update((changes as u64).to_be_bytes());
    SigningKey::from_bytes(&Zeroizing::new(<[u8; 32]>::from(seed.finalize())))
}

/// Which key was in force when: that of the place, and every one before it.
pub(super) struct Keys {
    /// Oldest first.
    pub changes: Vec<KeyChange>,
    present: [u8; 32],
}

impl Keys {
    /// The `changes` up to the `present` key, each of which has to follow from the one before and be signed by both
    /// keys. Whether the log is the one that they signed is for the caller to look at.
    ///
    /// # Errors
    /// [`StoreError::AuditNotAsSigned`] at the first change that does not fit.
    pub(super) fn of(changes: Vec<KeyChange>, present: [u8; 32]) -> Result<Self> {
        let mut sound = 0;
        for (n, change) in changes.iter().enumerate() {
            let next = changes.get(n + 1).map_or(present, |next| next.old_key);
            let (to, day) = (change.head.entries, change.day);
            if change.new_key != next || !is_signed(change) {
                return Err(StoreError::AuditNotAsSigned { from: sound + 1, to, day });
            }
            sound = to;
        }
        Ok(Self { changes, present })
    }

    /// Whether a head of the log is the one that was signed over, where one was.
    ///
    /// # Errors
    /// [`StoreError::AuditNotAsSigned`] if not.
    pub(super) fn fit(&self, head: &AuditHead) -> Result<()> {
        match self.changes.iter().find(|change| change.head.entries == head.entries) {
            Some(change) if change.head != *head => {
                Err(StoreError::AuditNotAsSigned { from: 1, to: head.entries, day: change.day })
            }
            _ => Ok(()),
        }
    }

    /// The public key that signed the head of so many entries.
    pub(super) fn at(&self, entries: i64) -> &[u8; 32] {
        let handed_over = self.changes.iter().find(|change| change.head.entries >= entries);
        handed_over.map_or(&self.present, |change| &change.old_key)
    }
}

impl Store {
    pub(super) fn signing_place(&self) -> SigningPlace {
        self.paths
            .as_ref()
            .map_or_else(|| SigningPlace::Memory(self.pepper.clone()), |paths| SigningPlace::File(paths.signing_file()))
    }

    /// Changes the key that signs the log. The old key signs the log as it stands over to a new one, which signs it
    /// as well; the newest entry says so. The old key is gone then: it signs nothing any more, and is not needed to
    /// check what it signed.
    ///
    /// # Errors
    /// If `leave` is not for [`Act::RotateKeys`] or ended, the log is not whole, or the old key is missing, the
    /// database or a file fails. The old key stays in force then, unless only its file could not be replaced: the
    /// next use of the key tries that again.
    pub fn rotate_audit_key(&mut self, leave: &Authority, now: Timestamp) -> Result<KeyChange> {
        let place = self.signing_place();
        let day = now.to_zoned(office_zone()).date();
        let change = self.write(|db| {
            staff::allowed(db, leave, Act::RotateKeys)?;
            let head = signatures::prove(db, &place)?.head;
            let change = change(&place.key(db)?, &place.next(db)?, day, head);
            let KeyChange { old_key, new_key, by_old, by_new, .. } = change;
            db.execute(
                "INSERT INTO audit_keys (entries, day, hash, old_key, new_key, by_old, by_new)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![head.entries, day.to_string(), head.hash, old_key, new_key, by_old, by_new],
            )?;
            append(db, AuditEntry::new(AuditEvent::AuditKeyChanged, AuditSubject::Kiosk).by(leave), now)?;
            Ok(change)
        })?;
        // Only now: as long as the change was not written, the old key was the one in force.
        place.key(&self.db)?;
        Ok(change)
    }
}

fn message(day: Date, head: AuditHead, old_key: &[u8; 32], new_key: &[u8; 32]) -> Vec<u8> {
    let mut message = TAKING_OVER.to_vec();
    message.extend_from_slice(day.to_string().as_bytes());
    message.extend_from_slice(&head.entries.to_be_bytes());
    message.extend_from_slice(&head.hash);
    message.extend_from_slice(old_key);
    message.extend_from_slice(new_key);
    message
}

fn change(old: &SigningKey, new: &SigningKey, day: Date, head: AuditHead) -> KeyChange {
    let (old_key, new_key) = (old.verifying_key().to_bytes(), new.verifying_key().to_bytes());
    let message = message(day, head, &old_key, &new_key);
    let (by_old, by_new) = (old.sign(&message).to_bytes(), new.sign(&message).to_bytes());
    KeyChange { day, head, old_key, new_key, by_old, by_new }
}

fn is_signed(change: &KeyChange) -> bool {
    let KeyChange { day, head, old_key, new_key, by_old, by_new } = change;
    let message = message(*day, *head, old_key, new_key);
    [(old_key, by_old), (new_key, by_new)].into_iter().all(|(key, signature)| {
        VerifyingKey::from_bytes(key)
            .is_ok_and(|key| key.verify_strict(&message, &Signature::from_bytes(signature)).is_ok())
    })
}

/// As they are stored, oldest first.
pub(super) fn changes(db: &Connection) -> Result<Vec<KeyChange>> {
    let mut statement =
        db.prepare("SELECT entries, day, hash, old_key, new_key, by_old, by_new FROM audit_keys ORDER BY entries")?;
    let mut rows = statement.query([])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        list.push(KeyChange {
            day: register::date(row, "day")?,
            head: AuditHead { entries: row.get(0)?, hash: row.get(2)? },
            old_key: row.get(3)?,
            new_key: row.get(4)?,
            by_old: row.get(5)?,
            by_new: row.get(6)?,
        });
    }
    Ok(list)
}

#[cfg(test)]
mod tests;
