//! The limit of the face route: five failed tries in three minutes on one permit number lock it for half
//! an hour, over all visits.
//!
//! As with wrong passwords a try is counted when it begins and taken back when it turns out to be the
//! camera's or the machine's fault; a card erases the count. So neither cutting the power nor walking
//! away in the middle buys tries. Times are of the monotonic clock and only in memory: after a restart
//! what is counted counts from the start, and a lock begins again in full.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::lockout::{MOST_NUMBERS, NumberKey};
use super::{Result, Store, audit};
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::face_route::{FaceRoute, FaceTryEnd};
use crate::domain::permit::PermitNumber;
use crate::domain::time::{Moment, Timestamp};

/// So many failed tries within [`WINDOW`] lock the number.
const MOST_TRIES: usize = 5;
/// A failed try counts for so long.
const WINDOW: Duration = Duration::from_mins(3);
/// How long a lock lasts.
const LOCK: Duration = Duration::from_mins(30);

/// What is counted of one number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FaceTries {
    /// When each try of the last minutes began or failed.
    made: Vec<Moment>,
    locked_since: Option<Moment>,
}

impl FaceTries {
    /// Lets go of what is over.
    fn pass_time(&mut self, now: Moment) {
        if self.locked_since.is_some_and(|since| now.since(since) >= LOCK) {
            *self = Self::default();
        }
        self.made.retain(|made| now.since(*made) < WINDOW);
    }

    /// Locks once there are too many; whether it did so just now.
    fn lock_if_due(&mut self, now: Moment) -> bool {
        let due = self.locked_since.is_none() && self.made.len() >= MOST_TRIES;
        if due {
            self.locked_since = Some(now);
        }
        due
    }

    fn route(&self, now: Moment) -> FaceRoute {
        match self.locked_since {
            None => FaceRoute::Open,
            Some(since) => {
                let left = LOCK.saturating_sub(now.since(since));
                FaceRoute::Locked { seconds: u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX) }
            }
        }
    }
}

impl Store {
    /// Counts a try at face recognition that is about to begin; or says that the number is locked.
    ///
    /// # Errors
    /// If the database fails; no capture may begin then.
    pub fn begin_face_try(&mut self, number: &PermitNumber, now: Moment, at: Timestamp) -> Result<FaceRoute> {
        self.count_face_try(number, now, at, |tries| {
            // Tries that were left in the middle are told by nothing else.
            let locks = tries.lock_if_due(now);
            if tries.locked_since.is_none() {
                tries.made.push(now);
            }
            locks
        })
    }

    /// Settles the try that began last; says whether the number is locked by it. One that made a card
    /// is settled by [`Store::enroll`].
    ///
    /// # Errors
    /// If the database fails.
    pub fn end_face_try(
        &mut self,
        number: &PermitNumber,
        end: FaceTryEnd,
        now: Moment,
        at: Timestamp,
    ) -> Result<FaceRoute> {
        self.count_face_try(number, now, at, |tries| {
            tries.made.pop();
            match end {
                FaceTryEnd::NotTheVisitor => false,
                FaceTryEnd::Failed => {
                    tries.made.push(now);
                    tries.lock_if_due(now)
                }
            }
        })
    }

    fn count_face_try(
        &mut self,
        number: &PermitNumber,
        now: Moment,
        at: Timestamp,
        change: impl FnOnce(&mut FaceTries) -> bool,
    ) -> Result<FaceRoute> {
        let key = self.number_key(number);
        let known = self.face_tries.get(&key).cloned();
        let tries = self.write(|db| {
            let mut tries = match (stored(db, &key)?, known) {
                // Never counted, or unlocked from the command line.
                (None, _) => FaceTries::default(),
                (Some(_), Some(known)) => known,
                (Some(stored), None) => stored,
            };
            tries.pass_time(now);
            if change(&mut tries) {
                audit::append(db, AuditEntry::new(AuditEvent::FaceLocked, subject(db, number)?), at)?;
            }
            keep(db, &key, &tries, at)?;
            Ok(tries)
        })?;
        let route = tries.route(now);
        self.face_tries.insert(key, tries);
        if self.face_tries.len() > MOST_NUMBERS as usize {
            self.face_tries.retain(|_, tries| {
                tries.pass_time(now);
                *tries != FaceTries::default()
            });
        }
        Ok(route)
    }

    /// Whether the number is locked just now.
    pub(super) fn is_face_locked(&self, key: &NumberKey, now: Moment) -> Result<bool> {
        // What is not stored was never counted, or was unlocked from the command line.
        let Some(stored) = stored(&self.db, key)? else { return Ok(false) };
        let mut tries = self.face_tries.get(key).cloned().unwrap_or(stored);
        tries.pass_time(now);
        Ok(tries.locked_since.is_some())
    }

    /// From the command line: lets a holder use face recognition again; `false` if nothing was counted.
    ///
    /// # Errors
    /// If the database fails.
    pub fn unlock_face(&mut self, number: &PermitNumber, now: Timestamp) -> Result<bool> {
        let key = self.number_key(number);
        let counted = self.write(|db| lift(db, &key, subject(db, number)?, AuditActor::Command, now))?;
        self.face_tries.remove(&key);
        Ok(counted)
    }
}

/// The account, where the number has one already; numbers are never in the audit log.
pub(super) fn subject(db: &Connection, number: &PermitNumber) -> Result<AuditSubject> {
    let account = super::register::account(db, number)?;
    Ok(account.map_or(AuditSubject::Kiosk, |(id, _)| AuditSubject::Account(id)))
}

/// As after a start of the program: all of it just happened.
fn stored(db: &Connection, key: &NumberKey) -> Result<Option<FaceTries>> {
    let row = db
        .query_row("SELECT tries, locked FROM face_tries WHERE number_key = ?1", [key], |row| {
            Ok((row.get::<_, u32>(0)?, row.get::<_, bool>(1)?))
        })
        .optional()?;
    Ok(row.map(|(tries, locked)| FaceTries {
        made: vec![Moment::default(); (tries as usize).min(MOST_TRIES)],
        locked_since: locked.then_some(Moment::default()),
    }))
}

fn keep(db: &Transaction<'_>, key: &NumberKey, tries: &FaceTries, at: Timestamp) -> Result<()> {
    if *tries == FaceTries::default() {
        return forget(db, key);
    }
    db.execute(
        "INSERT INTO face_tries VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE
         SET tries = excluded.tries, locked = excluded.locked, last_at = excluded.last_at",
        params![key, u32::try_from(tries.made.len()).unwrap_or(u32::MAX), tries.locked_since.is_some(), at.to_string()],
    )?;
    db.execute(
        "DELETE FROM face_tries WHERE number_key IN (SELECT number_key FROM face_tries ORDER BY last_at DESC LIMIT -1 OFFSET ?1)",
        [MOST_NUMBERS],
    )?;
    Ok(())
}

/// Forgets what was counted of a number, and says so; `false` if it was nothing.
pub(super) fn lift(
    db: &Connection,
    key: &NumberKey,
    subject: AuditSubject,
    by: AuditActor,
    now: Timestamp,
) -> Result<bool> {
    let counted = stored(db, key)?.is_some();
    if counted {
        forget(db, key)?;
        audit::append(db, AuditEntry::new(AuditEvent::FaceUnlocked, subject).by(by), now)?;
    }
    Ok(counted)
}

/// After a card the count starts again.
pub(super) fn forget(db: &Connection, key: &NumberKey) -> Result<()> {
    db.execute("DELETE FROM face_tries WHERE number_key = ?1", [key])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StorePaths;
    use crate::store::fixtures::{FAST, at, enroll, permit, store_with};

    const LOCKED: FaceRoute = FaceRoute::Locked { seconds: 1800 };

    fn moment(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    fn begin(store: &mut Store, n: u32, seconds: u64) -> FaceRoute {
        store.begin_face_try(&permit(n).number, moment(seconds), at()).unwrap()
    }

    fn end(store: &mut Store, n: u32, end: FaceTryEnd, seconds: u64) -> FaceRoute {
        store.end_face_try(&permit(n).number, end, moment(seconds), at()).unwrap()
    }

    /// One try that fails ten seconds after it began.
    fn fail(store: &mut Store, n: u32, seconds: u64) -> FaceRoute {
        assert_eq!(begin(store, n, seconds), FaceRoute::Open);
        end(store, n, FaceTryEnd::Failed, seconds + 10)
    }

    #[test]
    fn five_failures_in_three_minutes_lock_for_half_an_hour() {
        let mut store = store_with([permit(1), permit(2)]);
        for n in 0..4 {
            assert_eq!(fail(&mut store, 1, n * 20), FaceRoute::Open);
        }
        assert_eq!(fail(&mut store, 1, 80), LOCKED, "told with the fifth failure");
        assert_eq!(begin(&mut store, 1, 90 + 60), FaceRoute::Locked { seconds: 1740 });
        assert_eq!(fail(&mut store, 2, 150), FaceRoute::Open, "another number is not meant");
        assert_eq!(begin(&mut store, 1, 90 + 1799), FaceRoute::Locked { seconds: 1 });
        for n in 0..4 {
            assert_eq!(fail(&mut store, 1, 90 + 1800 + n * 10), FaceRoute::Open, "the count began again");
        }
        store.verify_audit().unwrap();
    }

    #[test]
    fn failures_further_apart_do_not_lock() {
        let mut store = store_with([permit(1)]);
        for n in 0..50 {
            assert_eq!(fail(&mut store, 1, n * 46), FaceRoute::Open, "failure {n}");
        }
    }

    #[test]
    fn what_the_camera_or_the_machine_did_counts_nothing() {
        let mut store = store_with([permit(1)]);
        for n in 0..20 {
            assert_eq!(begin(&mut store, 1, n), FaceRoute::Open);
            assert_eq!(end(&mut store, 1, FaceTryEnd::NotTheVisitor, n), FaceRoute::Open);
        }
        let rows: u32 = store.db.query_row("SELECT count(*) FROM face_tries", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "nothing is kept of a number without a failure");
    }

    #[test]
    fn tries_left_in_the_middle_count() {
        let mut store = store_with([permit(1)]);
        for n in 0..5 {
            assert_eq!(begin(&mut store, 1, n), FaceRoute::Open);
        }
        assert_eq!(begin(&mut store, 1, 20), LOCKED);
    }

    #[test]
    fn a_card_erases_the_count() {
        let mut store = store_with([permit(1)]);
        for n in 0..4 {
            fail(&mut store, 1, n * 10);
        }
        assert_eq!(begin(&mut store, 1, 50), FaceRoute::Open);
        enroll(&mut store, 1);
        for n in 0..4 {
            assert_eq!(fail(&mut store, 1, 60 + n * 10), FaceRoute::Open);
        }
    }

    #[test]
    fn after_a_restart_the_lock_and_the_count_begin_again_in_full() {
        let dir = tempfile::tempdir().unwrap();
        let paths = StorePaths::in_folder(dir.path());
        let mut store = Store::open_with(&paths, FAST).unwrap();
        for n in 0..5 {
            fail(&mut store, 1, 1000 + n * 10);
        }
        for n in 0..4 {
            fail(&mut store, 2, 1000 + n * 10);
        }
        assert_eq!(begin(&mut store, 1, 2000), FaceRoute::Locked { seconds: 850 });
        drop(store);
        let mut store = Store::open_with(&paths, FAST).unwrap();
        assert_eq!(begin(&mut store, 1, 100), FaceRoute::Locked { seconds: 1700 });
        assert_eq!(fail(&mut store, 2, 160), LOCKED, "the four before the restart still count");
    }

    #[test]
    fn an_unlock_by_another_process_holds_at_once() {
        let mut store = store_with([permit(1)]);
        for n in 0..5 {
            fail(&mut store, 1, n * 10);
        }
        // The other process has no part in this one's memory.
        let remembered = store.face_tries.clone();
        assert!(store.unlock_face(&permit(1).number, at()).unwrap());
        assert!(!store.unlock_face(&permit(1).number, at()).unwrap(), "nothing left to unlock");
        store.face_tries = remembered;
        assert_eq!(begin(&mut store, 1, 60), FaceRoute::Open);
        let words: Vec<String> = store
            .db
            .prepare("SELECT event FROM audit WHERE event LIKE 'face_%' ORDER BY number")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(words, ["face_locked", "face_unlocked"]);
        store.verify_audit().unwrap();
    }
}
