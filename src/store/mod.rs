//! The encrypted `SQLite` store: accounts, enrollments, register, audit.
//!
//! One writer at a time: every change is an immediate transaction that also extends the audit
//! chain, so two processes (kiosk and command line) cannot fork it.

use std::collections::HashMap;
use std::fs::File;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

pub use crate::domain::register_import::ImportCounts;
use crate::domain::time::Moment;

mod accounts;
mod audit;
mod case_faces;
mod cases;
mod counter;
mod drafts;
mod draw;
mod enrollments;
mod error;
mod face_limit;
mod lockout;
mod migrate;
mod open;
mod password;
mod recovery;
mod register;
mod retention;
mod review;
mod settings;
mod shift;
mod staff;

pub use cases::PendingCase;
pub use counter::MOST_FOUND;
pub use enrollments::EnrollmentRow;
pub use error::StoreError;
pub use open::{StoreKind, StorePaths};
pub use password::PasswordCost;
pub use retention::Erased;

/// What the store's calls return.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// An open store.
pub struct Store {
    db: Connection,
    /// Where it was opened; `None` for a store in memory.
    paths: Option<StorePaths>,
    kind: StoreKind,
    cost: PasswordCost,
    /// Kept outside the database: a stolen database alone does not let passwords be guessed.
    pepper: Zeroizing<[u8; 32]>,
    /// The write-ahead log may hold pages that were erased.
    log_holds_erased: bool,
    /// Held for as long as a kiosk runs on the store.
    kiosk_lock: Option<File>,
    /// When the next sign-in of a number is allowed, by its lock-out key.
    waits: HashMap<[u8; 32], Moment>,
    /// Since when no code of kept entries is looked at.
    drafts_locked_since: Option<Moment>,
    /// Tries at face recognition with their times, by the same key.
    face_tries: HashMap<[u8; 32], face_limit::FaceTries>,
}

impl Store {
    /// Whether it holds fictional people.
    #[must_use]
    pub fn kind(&self) -> StoreKind {
        self.kind
    }

    /// Runs `change` in one immediate transaction: all of it is written, or nothing.
    fn write<T>(&mut self, change: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = change(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store(..)")
    }
}

#[cfg(test)]
pub(crate) mod fixtures;
