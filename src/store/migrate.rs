//! The database's format, step by step. A migration that was shipped is never edited.

use rusqlite::{Connection, TransactionBehavior};

use super::{Result, StoreError};

/// In order; the first brings `user_version` to 1.
const MIGRATIONS: [&str; 11] = [
    include_str!("../../assets/migrations/0001_first.sql"),
    include_str!("../../assets/migrations/0002_permit_fields.sql"),
    include_str!("../../assets/migrations/0003_case_outcome.sql"),
    include_str!("../../assets/migrations/0004_face_tries.sql"),
    include_str!("../../assets/migrations/0005_audit_actors.sql"),
    include_str!("../../assets/migrations/0006_staff.sql"),
    include_str!("../../assets/migrations/0007_case_evidence.sql"),
    include_str!("../../assets/migrations/0008_staff_evidence.sql"),
    include_str!("../../assets/migrations/0009_drafts.sql"),
    include_str!("../../assets/migrations/0010_audit_keys.sql"),
    include_str!("../../assets/migrations/0011_settings.sql"),
];

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permit::{BothLanguages, Title, WorkPermit};
    use crate::store::fixtures::{at, permit, store_with};

    /// A database as the first format left it, with one permit and its account.
    fn of_the_first_format() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("PRAGMA foreign_keys = ON").unwrap();
        db.execute_batch(MIGRATIONS[0]).unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        db.execute(
            "INSERT INTO permits VALUES (?1, 'Ana Luz', 'B', '演示国', 'Demoland', 'X1', '', 'Works', '', 'City', '', 'Engineer',
                '2026-01-01', '2027-01-01', '2025-12-01', 'F1', 'in_force', x'FFD8')",
            [permit(1).number.as_str()],
        )
        .unwrap();
        let account = "INSERT INTO accounts (permit_number, password, created_at) VALUES (?1, 'hash', '2026-06-01')";
        db.execute(account, [permit(1).number.as_str()]).unwrap();
        db.execute_batch(
            "INSERT INTO enrollments VALUES (7, 1, '2026-06-01T08:00:00Z', '2026-06-01', 'B', 'face', 'accept', 0.71, 'left blink');
             INSERT INTO faces VALUES (7, x'FFD8', '2026-07-01')",
        )
        .unwrap();
        db
    }

    #[test]
    fn a_store_of_the_first_format_keeps_its_permits() {
        let mut db = of_the_first_format();
        up(&mut db).unwrap();
        let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(found, i64::try_from(MIGRATIONS.len()).unwrap());
        let kept = crate::store::register::find(&db, &permit(1).number).unwrap().unwrap();
        assert_eq!((kept.name.as_str(), kept.file_number.as_str()), ("Ana Luz", "F1"));
        assert_eq!((kept.citizenship.zh.as_str(), kept.citizenship.en.as_str()), ("演示国", "Demoland"));
        assert_eq!(kept.photo.as_deref(), Some([0xFF, 0xD8].as_slice()));
        assert_eq!((kept.title, kept.approver, kept.family_members.as_str()), (None, BothLanguages::default(), ""));
        assert!(crate::store::register::account(&db, &permit(1).number).unwrap().is_some());
        let enrolled: (String, f64, String) = db
            .query_row("SELECT decision, score, prompts FROM enrollments WHERE id = 7", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!(enrolled, ("accept".to_owned(), 0.71, "left blink".to_owned()));
        // What refers to it still does, and must.
        assert!(db.execute("DELETE FROM enrollments", []).is_err());
        assert!(db.prepare("PRAGMA foreign_key_check").unwrap().query([]).unwrap().next().unwrap().is_none());
        up(&mut db).unwrap();
    }

    #[test]
    fn an_import_fills_in_what_the_first_format_lacked() {
        let mut store = store_with([]);
        store.db = of_the_first_format();
        up(&mut store.db).unwrap();
        let now_known = WorkPermit { title: Some(Title::Ms), family_members: "Bo Luz".to_owned(), ..permit(1) };
        assert_eq!(store.import_permits([now_known.clone()], at()).unwrap().changed, 1);
        assert!(store.permit(&permit(1).number).unwrap() == Some(now_known));
    }
}
