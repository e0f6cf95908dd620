//! Signing in.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Result, Store, audit, lockout, password, register};
use crate::domain::account::SignIn;
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::card::Card;
use crate::domain::permit::PermitNumber;
use crate::domain::secret::Secret;
use crate::domain::time::{Moment, Timestamp};

impl Store {
    /// Signs a holder in. Takes as long for a number without an account as for a wrong password.
    ///
    /// # Errors
    /// If the database fails or a row is damaged. A wrong password is no error but a refusal.
    pub fn sign_in(&mut self, number: &PermitNumber, typed: &Secret, now: Moment, at: Timestamp) -> Result<SignIn> {
        let key = self.number_key(number);
        let tries = match self.begin_try(key, now, at)? {
            Ok(tries) => tries,
            Err(refusal) => return Ok(SignIn::Refused(refusal)),
        };
        let account = register::account(&self.db, number)?;
        let fits = password::fits(typed, account.as_ref().map(|(_, hash)| hash.as_str()), self.cost, &self.pepper)?;
        let subject = account.map_or(AuditSubject::Kiosk, |(id, _)| AuditSubject::Account(id));
        if !fits {
            let refusal = self.refuse(key, tries, now);
            let entry = AuditEntry::new(AuditEvent::SignInRefused, subject).with(lockout::refusal_word(refusal));
            self.append_audit(entry, at)?;
            return Ok(SignIn::Refused(refusal));
        }
        let card = self.write(|db| {
            lockout::forget(db, &key)?;
            audit::append(db, AuditEntry::new(AuditEvent::SignedIn, subject), at)?;
            card(db, number)
        })?;
        self.waits.remove(&key);
        // An account is written together with its enrollment, so there always is a card.
        card.map(|card| SignIn::Granted(Box::new(card))).ok_or_else(|| register::damaged("enrollment"))
    }
}

pub(super) fn insert(db: &Connection, number: &PermitNumber, hash: &str, now: Timestamp) -> Result<i64> {
    db.execute(
        "INSERT INTO accounts (permit_number, password, created_at) VALUES (?1, ?2, ?3)",
        params![number.as_str(), hash, now.to_string()],
    )?;
    Ok(db.last_insert_rowid())
}

/// The card of an enrolled number.
pub(super) fn card(db: &Connection, number: &PermitNumber) -> Result<Option<Card>> {
    let Some(permit) = register::find(db, number)? else { return Ok(None) };
    let enrolled = db
        .query_row(
            "SELECT e.id, e.enrolled_on FROM enrollments e JOIN accounts a ON a.id = e.account_id WHERE a.permit_number = ?1",
            [number.as_str()],
            |row| Ok((row.get::<_, i64>(0)?, register::date(row, "enrolled_on"))),
        )
        .optional()?;
    let Some((enrollment, enrolled_on)) = enrolled else { return Ok(None) };
    Ok(Some(Card { permit, enrollment, enrolled_on: enrolled_on? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::SignInRefusal;
    use crate::store::fixtures::{FAST, PASSWORD, at, enroll, permit, store_with};
    use crate::store::{StoreError, StorePaths};

    fn moment(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    fn try_at(store: &mut Store, n: u32, password: &str, seconds: u64) -> SignIn {
        store.sign_in(&permit(n).number, &Secret::copied(password, 40), moment(seconds), at()).unwrap()
    }

    fn refused(sign_in: SignIn) -> SignInRefusal {
        match sign_in {
            SignIn::Refused(refusal) => refusal,
            SignIn::Granted(_) => panic!("granted"),
        }
    }

    fn enrolled() -> Store {
        let mut store = store_with([permit(1), permit(2)]);
        enroll(&mut store, 1);
        store
    }

    #[test]
    fn the_right_password_gives_the_card() {
        let mut store = enrolled();
        let SignIn::Granted(card) = try_at(&mut store, 1, PASSWORD, 0) else { panic!("refused") };
        assert!(card.permit == permit(1));
        assert_eq!(card.enrolled_on, crate::store::fixtures::today());
    }

    #[test]
    fn unknown_numbers_are_refused_and_counted_like_wrong_passwords() {
        let mut store = enrolled();
        for n in [1, 2, 9] {
            for _ in 0..4 {
                assert_eq!(refused(try_at(&mut store, n, "wrong-1-wrong", 0)), SignInRefusal::Wrong);
            }
            assert_eq!(refused(try_at(&mut store, n, "wrong-1-wrong", 0)), SignInRefusal::Wait { seconds: 15 });
            assert_eq!(refused(try_at(&mut store, n, PASSWORD, 14)), SignInRefusal::Wait { seconds: 1 });
        }
        assert!(matches!(try_at(&mut store, 1, PASSWORD, 15), SignIn::Granted(_)));
        assert_eq!(refused(try_at(&mut store, 1, "wrong-1-wrong", 15)), SignInRefusal::Wrong, "the count began again");
    }

    #[test]
    fn fifteen_wrong_passwords_lock_until_staff_unlock() {
        let mut store = enrolled();
        let mut now = 0;
        let last = loop {
            match refused(try_at(&mut store, 1, "wrong-1-wrong", now)) {
                SignInRefusal::Wrong => {}
                SignInRefusal::Wait { seconds } => now += u64::from(seconds),
                SignInRefusal::Locked => break now,
            }
        };
        assert_eq!(last, 15 * (1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256 + 512));
        assert_eq!(refused(try_at(&mut store, 1, PASSWORD, last + 1_000_000)), SignInRefusal::Locked);
        store.unlock_sign_in(&permit(1).number, at()).unwrap();
        assert!(matches!(try_at(&mut store, 1, PASSWORD, last), SignIn::Granted(_)));
        store.verify_audit().unwrap();
    }

    #[test]
    fn an_unlock_by_another_process_holds_at_once() {
        let mut store = enrolled();
        for _ in 0..5 {
            try_at(&mut store, 1, "wrong-1-wrong", 0);
        }
        assert_eq!(refused(try_at(&mut store, 1, PASSWORD, 1)), SignInRefusal::Wait { seconds: 14 });
        // The other process has no part in this one's memory of waits.
        let waits = store.waits.clone();
        assert!(store.unlock_sign_in(&permit(1).number, at()).unwrap());
        assert!(!store.unlock_sign_in(&permit(1).number, at()).unwrap(), "nothing left to unlock");
        store.waits = waits;
        assert!(matches!(try_at(&mut store, 1, PASSWORD, 1), SignIn::Granted(_)));
    }

    #[test]
    fn after_a_restart_the_wait_begins_again() {
        let dir = tempfile::tempdir().unwrap();
        let paths = StorePaths::in_folder(dir.path());
        let mut store = Store::open_with(&paths, FAST).unwrap();
        store.import_permits([permit(1)], at()).unwrap();
        enroll(&mut store, 1);
        for _ in 0..5 {
            try_at(&mut store, 1, "wrong-1-wrong", 1000);
        }
        drop(store);
        let mut store = Store::open_with(&paths, FAST).unwrap();
        assert_eq!(refused(try_at(&mut store, 1, PASSWORD, 3)), SignInRefusal::Wait { seconds: 12 });
        assert!(matches!(try_at(&mut store, 1, PASSWORD, 15), SignIn::Granted(_)));
    }

    #[test]
    fn the_try_is_counted_before_the_password_is_looked_at() {
        let mut store = enrolled();
        // A hash that cannot be verified stands for a crash in the middle.
        store.db.execute("UPDATE accounts SET password = 'broken'", []).unwrap();
        let outcome = store.sign_in(&permit(1).number, &Secret::copied(PASSWORD, 40), moment(0), at());
        assert!(matches!(outcome, Err(StoreError::Password(_))));
        let failures: u32 = store.db.query_row("SELECT failures FROM lockouts", [], |row| row.get(0)).unwrap();
        assert_eq!(failures, 1);
    }
}
