//! The audit log as it is read: rows and what is looked for, heads and their signatures.

use super::audit::{AuditActor, AuditActorKind, AuditEvent, AuditOutcome, AuditSubject};
use super::time::{Date, Timestamp};

/// The newest entry, which stands for the whole log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Entries so far; their numbers run from 1 without gaps.
    pub entries: i64,
    /// Hash of the newest entry (of nothing: 32 zero bytes).
    pub hash: [u8; 32],
}

impl AuditHead {
    /// Of a log without entries.
    pub const NOTHING: Self = Self { entries: 0, hash: [0; 32] };

    /// The hash in hexadecimal digits, in groups of four: to be read and compared by eye.
    #[must_use]
    pub fn hash_in_groups(&self) -> String {
        let groups = self.hash.chunks_exact(2).map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]));
        groups.collect::<Vec<_>>().join(" ")
    }
}

/// A head with the kiosk's Ed25519 signature over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// The day of signing, in the office's time zone.
    pub day: Date,
    pub head: AuditHead,
    pub signature: [u8; 64],
    pub public_key: [u8; 32],
}

/// The signing key was changed: both keys signed the log as it stood then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// The day of the change, in the office's time zone.
    pub day: Date,
    /// The last head that the old key answers for.
    pub head: AuditHead,
    /// Public half of the key that was in force until then.
    pub old_key: [u8; 32],
    /// Public half of the one that took over.
    pub new_key: [u8; 32],
    /// Signature of the old key.
    pub by_old: [u8; 64],
    /// Signature of the new one.
    pub by_new: [u8; 64],
}

/// A log that is whole, with the signatures that fit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditProof {
    pub head: AuditHead,
    /// Oldest first.
    pub signatures: Vec<SignedHead>,
    /// How the present key came to be, oldest first.
    pub key_changes: Vec<KeyChange>,
    /// Of the kiosk's signing key; none before the first signature.
    pub public_key: Option<[u8; 32]>,
}

impl AuditProof {
    /// The newest entries, which no signature covers yet: whoever writes to the database could have written
    /// them anew.
    #[must_use]
    pub fn unsigned(&self) -> i64 {
        let signed = self.signatures.last().map_or(0, |signed| signed.head.entries);
        self.head.entries - signed.max(self.key_changes.last().map_or(0, |change| change.head.entries))
    }

    /// Whether this key signs the log, or did before it handed over.
    #[must_use]
    pub fn knows(&self, public_key: &[u8; 32]) -> bool {
        self.public_key.as_ref() == Some(public_key) || self.handed_over(public_key).is_some()
    }

    /// When a key that is no longer in force handed over.
    #[must_use]
    pub fn handed_over(&self, public_key: &[u8; 32]) -> Option<&KeyChange> {
        self.key_changes.iter().find(|change| change.old_key == *public_key)
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub number: i64,
    pub at: Timestamp,
    pub event: AuditEvent,
    pub subject: AuditSubject,
    /// None in entries of older programs, which did not write it down.
    pub actor: Option<AuditActor>,
    /// As `actor`.
    pub outcome: Option<AuditOutcome>,
    pub detail: String,
}

/// What is looked for in the log; what is `None` does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub event: Option<AuditEvent>,
    pub actor: Option<AuditActorKind>,
    /// In the office's time zone.
    pub day: Option<Date>,
    pub subject: Option<AuditSubject>,
    /// Only what comes after the entry with this number, in the order asked for: older entries where the
    /// newest come first. For the next page of a list.
    pub beyond: Option<i64>,
}

/// The whole log, to be taken elsewhere: every row as it is hashed, and the signed head.
#[derive(Clone, Debug)]
pub struct AuditExport {
    /// One JSON object a row, in order, and last the head with the changes of the key; `docs/audit.md` describes them.
    pub lines: Vec<String>,
    pub head: SignedHead,
}

#[cfg(test)]
mod tests {
    use super::AuditHead;

    #[test]
    fn a_hash_is_shown_in_groups_of_four_digits() {
        let mut hash = [0; 32];
        (hash[0], hash[1], hash[31]) = (0x9f, 0x86, 0x01);
        let groups = AuditHead { entries: 1, hash }.hash_in_groups();
        assert!(groups.starts_with("9f86 0000 ") && groups.ends_with(" 0001"), "{groups}");
        assert_eq!((groups.split(' ').count(), groups.len()), (16, 79));
    }
}
