//! Waiting after wrong passwords, of holders and of staff.
//!
//! Counted by permit or staff number, known or not, so that waiting does not tell whether a number has an
//! account. The count is stored before the password is looked at: cutting the power buys no tries.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{Result, Store, audit};
use crate::domain::account::SignInRefusal;
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::permit::PermitNumber;
use crate::domain::staff::StaffNumber;
use crate::domain::time::{Moment, Timestamp};

/// Wrong passwords in a row without a wait.
const FREE_TRIES: u32 = 5;
/// The first wait; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(15);
/// Wrong passwords in a row until only staff can help.
const LOCKED_AT: u32 = 15;
/// Most numbers counted; the oldest are forgotten first.
pub(super) const MOST_NUMBERS: u32 = 10_000;

pub(super) type NumberKey = [u8; 32];

/// How long to wait after so many wrong passwords.
pub(super) fn wait_after(failures: u32) -> Duration {
    match failures.checked_sub(FREE_TRIES) {
        None => Duration::ZERO,
        Some(beyond) => FIRST_WAIT.saturating_mul(2_u32.saturating_pow(beyond)),
    }
}

/// What a visitor is told after so many wrong passwords, `left` before the next try.
pub(super) fn refusal(failures: u32, left: Duration) -> SignInRefusal {
    if failures >= LOCKED_AT {
        SignInRefusal::Locked
    } else if left.is_zero() {
        SignInRefusal::Wrong
    } else {
        SignInRefusal::Wait { seconds: u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX) }
    }
}

/// The detail of a refusal in the audit log.
pub(super) fn refusal_word(refusal: SignInRefusal) -> &'static str {
    match refusal {
        SignInRefusal::Wrong => "wrong",
        SignInRefusal::Wait { .. } => "wait",
        SignInRefusal::Locked => "locked",
    }
}

impl Store {
    pub(super) fn number_key(&self, number: &PermitNumber) -> NumberKey {
        self.lockout_key(b"lockout of a permit number", number.as_str())
    }

    pub(super) fn staff_key(&self, number: &StaffNumber) -> NumberKey {
        self.lockout_key(b"lockout of a staff number", number.as_str())
    }

    /// Keyed, so that the table of counts tells no numbers; a kind of its own for each sort of number.
    fn lockout_key(&self, kind: &[u8], number: &str) -> NumberKey {
        let mut hash = Sha256::new();
        hash.update(kind);
        hash.update(self.pepper.as_ref());
        hash.update(number);
        hash.finalize().into()
    }

    /// Counts one try ahead of its outcome; or says why there must be none yet.
    pub(super) fn begin_try(
        &mut self,
        key: NumberKey,
        now: Moment,
        at: Timestamp,
    ) -> Result<Result<u32, SignInRefusal>> {
        let known = self.waits.get(&key).copied();
        self.write(|db| {
            let failures = failures(db, &key)?;
            let left = wait_left(failures, known, now);
            if failures >= LOCKED_AT || !left.is_zero() {
                return Ok(Err(refusal(failures, left)));
            }
            db.execute(
                "INSERT INTO lockouts VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET failures = failures + 1, last_at = excluded.last_at",
                params![key, at.to_string()],
            )?;
            db.execute(
                "DELETE FROM lockouts WHERE number_key IN (SELECT number_key FROM lockouts ORDER BY last_at DESC LIMIT -1 OFFSET ?1)",
                [MOST_NUMBERS],
            )?;
            Ok(Ok(failures + 1))
        })
    }

    /// Starts the wait that follows the `failures`th wrong password.
    pub(super) fn refuse(&mut self, key: NumberKey, failures: u32, now: Moment) -> SignInRefusal {
        let wait = wait_after(failures);
        self.waits.insert(key, now.after(wait));
        if self.waits.len() > MOST_NUMBERS as usize {
            self.waits.retain(|_, until| *until > now);
        }
        refusal(failures, wait)
    }

    /// What a try would be told just now without being counted; `None` if it would be looked at.
    pub(super) fn hold(&self, key: &NumberKey, now: Moment) -> Result<Option<SignInRefusal>> {
        let failures = failures(&self.db, key)?;
        let left = wait_left(failures, self.waits.get(key).copied(), now);
        Ok((failures >= LOCKED_AT || !left.is_zero()).then(|| refusal(failures, left)))
    }

    /// From the command line: lets a holder try again; `false` if no wrong password was counted.
    ///
    /// # Errors
    /// If the database fails.
    pub fn unlock_sign_in(&mut self, number: &PermitNumber, now: Timestamp) -> Result<bool> {
        let key = self.number_key(number);
        let counted = self.write(|db| {
            let account = super::register::account(db, number)?;
            let subject = account.map_or(AuditSubject::Kiosk, |(id, _)| AuditSubject::Account(id));
            lift(db, &key, subject, AuditActor::Command, now)
        })?;
        self.waits.remove(&key);
        Ok(counted)
    }
}

/// How long to wait after so many wrong passwords, with what this process remembers of it.
fn wait_left(failures: u32, known: Option<Moment>, now: Moment) -> Duration {
    let until = match known {
        // Unlocked from the command line, which knows nothing of the waits here.
        _ if failures == 0 => Moment::default(),
        Some(until) => until,
        // The program was started since. The wait begins again, from the start.
        None => Moment::default().after(wait_after(failures)),
    };
    until.since(now)
}

/// Forgets what was counted of a holder's number, and says so; `false` if it was nothing.
pub(super) fn lift(
    db: &Connection,
    key: &NumberKey,
    subject: AuditSubject,
    by: AuditActor,
    now: Timestamp,
) -> Result<bool> {
    let counted = failures(db, key)? > 0;
    if counted {
        forget(db, key)?;
        audit::append(db, AuditEntry::new(AuditEvent::SignInUnlocked, subject).by(by), now)?;
    }
    Ok(counted)
}

/// Whether only staff can help.
pub(super) fn is_locked(db: &Connection, key: &NumberKey) -> Result<bool> {
    Ok(failures(db, key)? >= LOCKED_AT)
}

fn failures(db: &Connection, key: &NumberKey) -> Result<u32> {
    let failures =
        db.query_row("SELECT failures FROM lockouts WHERE number_key = ?1", [key], |row| row.get(0)).optional()?;
    Ok(failures.unwrap_or(0))
}

/// One try that was counted ahead did not fail.
pub(super) fn take_back(db: &Connection, key: &NumberKey) -> Result<()> {
    db.execute("UPDATE lockouts SET failures = failures - 1 WHERE number_key = ?1 AND failures > 0", [key])?;
    db.execute("DELETE FROM lockouts WHERE number_key = ?1 AND failures = 0", [key])?;
    Ok(())
}

/// After a right password the count starts again.
pub(super) fn forget(db: &Connection, key: &NumberKey) -> Result<()> {
    db.execute("DELETE FROM lockouts WHERE number_key = ?1", [key])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double() {
        let seconds = |failures| wait_after(failures).as_secs();
        assert_eq!([0, 1, 4, 5, 6, 7, 14].map(seconds), [0, 0, 0, 15, 30, 60, 7680]);
        assert_eq!(refusal(4, wait_after(4)), SignInRefusal::Wrong);
        assert_eq!(refusal(6, Duration::from_millis(1200)), SignInRefusal::Wait { seconds: 2 });
        assert_eq!(refusal(15, wait_after(15)), SignInRefusal::Locked);
    }
}
