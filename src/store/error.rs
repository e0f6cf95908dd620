//! Why the store could not do what it was asked.

use std::path::PathBuf;

use crate::domain::fault::Fault;
use crate::domain::time::Date;

/// What the store can fail with. Messages hold no personal data and say what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot read or write {path}: {source}. Check the folder's owner and free space.")]
    File { path: PathBuf, source: std::io::Error },
    #[error(
        "{0} is missing, but the store it opens is there. Restore the key file from its backup; without it the store cannot be read."
    )]
    KeyMissing(PathBuf),
    #[error("{0} is not a key of 32 bytes. Restore the key file from its backup.")]
    KeyDamaged(PathBuf),
    #[error("{0} can be read by others than its owner. Find out who had access, then run: chmod 600 on it.")]
    KeyExposed(PathBuf),
    #[error("{0} is empty. Restore the store from its backup, or move the file away to begin a new one.")]
    Empty(PathBuf),
    #[error("{0} is not a store of this program. Move it away or set another folder in the configuration.")]
    Foreign(PathBuf),
    #[error(
        "{0} is a kiosk's store, and a demo must not open it. Give --data (or store.folder, where demo_banner is true) another folder."
    )]
    NotTheDemos(PathBuf),
    #[error(
        "{0} is a demo's store, with fictional people, and a kiosk must not open it. Set another store.folder, or demo_banner = true."
    )]
    TheDemos(PathBuf),
    #[error("another kiosk is running on {0}. Close it first, or give this one another folder.")]
    InUse(PathBuf),
    #[error(
        "{0} cannot be decrypted: it is damaged, or the key file belongs to another store. Restore both from the same backup."
    )]
    Unreadable(PathBuf),
    #[error(
        "the store was written by a newer program (its format is {found}, this program knows {known}). Install the newer program."
    )]
    Newer { found: i64, known: i64 },
    #[error("the store is damaged: {0}. Restore it from its backup.")]
    Damaged(String),
    #[error(
        "the audit log was changed or is incomplete at entry {number}. Keep the store as it is and tell the supervisor."
    )]
    AuditBroken { number: i64 },
    #[error(
        "entries {from} to {to} of the audit log are not those that were signed on {day}. Keep the store as it is and tell the supervisor."
    )]
    AuditNotAsSigned { from: i64, to: i64, day: Date },
    #[error(
        "the signature that entry {number} of the audit log speaks of is missing. Keep the store as it is and tell the supervisor."
    )]
    AuditSignatureMissing { number: i64 },
    #[error(
        "{0} is missing, but the audit log was signed with it. Restore the key file from its backup; until then no signature is made or checked, and no new key can take over."
    )]
    SigningKeyMissing(PathBuf),
    #[error(
        "{0} is not the key that signs the audit log now. Restore the key file from a backup made after the last change of the key."
    )]
    OtherSigningKey(PathBuf),
    #[error("the permit is not in the register")]
    NoSuchPermit,
    #[error("the permit is not in force")]
    NotInForce(Fault),
    #[error("this permit number is enrolled already")]
    AlreadyEnrolled,
    #[error("no case has this ticket number. See: esscard-kiosk cases list")]
    NoSuchCase,
    #[error("this case was closed already")]
    CaseClosed,
    #[error("no member of staff has this number. See: esscard-kiosk staff list")]
    NoSuchStaff,
    #[error("this staff number is taken, or was; numbers are not given twice. Choose another one.")]
    StaffNumberTaken,
    #[error("this member of staff was disabled, for good. Add them again under another number.")]
    StaffDisabled,
    #[error("there is no supervisor yet: the first member of staff has to be one. Add --role supervisor.")]
    NoSupervisor,
    #[error("this is the last supervisor who can sign in. Add another one first.")]
    LastSupervisor,
    #[error("there is no such enrollment any more")]
    NoSuchEnrollment,
    #[error("no consent stands that could be withdrawn")]
    NoConsent,
    #[error("leave was given for another act, or for none")]
    OtherAct,
    #[error("whoever gave leave for this can no longer sign in, or has to choose a secret first")]
    LeaveEnded,
    #[error("another member of staff is looking at this case")]
    CaseTaken,
    #[error("the end of the document's number is not that of the passport in the register")]
    WrongDocument,
    #[error("the face comparison said no: this takes a second member of staff, who may override it")]
    NeedsSecond,
    #[error("an enrollment or a new password needs consent to face recognition and an accepted match")]
    NotVerified,
    #[error("the password could not be hashed: {0}")]
    Password(String),
    #[error("the system gave no random numbers: {0}")]
    Random(String),
    #[error("the store's database failed: {0}")]
    Database(#[from] rusqlite::Error),
}

impl StoreError {
    /// What the visitor is told.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::AlreadyEnrolled => Fault::AlreadyRegistered,
            Self::NoSuchPermit => Fault::PermitNoMatch,
            Self::NotInForce(fault) => *fault,
            Self::NotVerified
            | Self::NoSuchCase
            | Self::CaseClosed
            | Self::NoSuchStaff
            | Self::StaffNumberTaken
            | Self::StaffDisabled
            | Self::NoSupervisor
            | Self::LastSupervisor
            | Self::NoSuchEnrollment
            | Self::NoConsent
            | Self::OtherAct
            | Self::LeaveEnded
            | Self::CaseTaken
            | Self::WrongDocument
            | Self::NeedsSecond
            | Self::Password(_)
            | Self::Random(_) => Fault::Internal,
            Self::Database(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
                Fault::Busy
            }
            _ => Fault::StoreUnavailable,
        }
    }
}
