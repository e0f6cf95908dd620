//! The database's format, step by step. A migration that was shipped is never edited.

use rusqlite::{Connection, TransactionBehavior};

use super::{Result, StoreError};

/// In order; the first brings `user_version` to 1.
const MIGRATIONS: [&str; 1] = [include_str!("../../assets/migrations/0001_first.sql")];

/// Brings `db` to the newest format, each step whole or not at all.
pub(super) fn up(db: &mut Connection) -> Result<()> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    for (version, sql) in (1_i64..).zip(MIGRATIONS) {
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read inside the transaction: another process may just have done it.
        let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found < version {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", version)?;
        }
        transaction.commit()?;
    }
    Ok(())
}
