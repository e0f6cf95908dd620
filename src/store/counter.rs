//! What staff do with enrollments, each with leave for that very act.

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Result, Store, StoreError, accounts, audit, case_faces, face_limit, lockout, password, recovery, register, staff,
};
use crate::domain::account::NewPassword;
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::card::Card;
use crate::domain::found::{ConsentState, FindQuery, Found, FoundMethod, Unlocked};
use crate::domain::letter::DocumentKind;
use crate::domain::name::PersonName;
use crate::domain::permit::PermitNumber;
use crate::domain::staff::{Act, Authority};
use crate::domain::time::{Date, Moment, Timestamp};

/// How many were found, for the audit log, which takes fixed words only. Its last is the most that are shown.
const COUNTS: [&str; 21] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
];

/// Most enrollments that are shown for one query.
pub const MOST_FOUND: usize = COUNTS.len() - 1;

impl Store {
    /// Looks enrollments up, newest first, [`MOST_FOUND`] at most. The audit log gets their count, and nothing of
    /// the query.
    ///
    /// # Errors
    /// [`StoreError::OtherAct`] or [`StoreError::LeaveEnded`]; or the database fails or a row is damaged.
    pub fn find(
        &mut self,
        leave: &Authority,
        query: &FindQuery,
        now: Moment,
        at: Timestamp,
        today: Date,
    ) -> Result<Vec<Found>> {
        staff::allowed(&self.db, leave, Act::Find)?;
        let found = matching(&self.db, query)?
            .into_iter()
            .map(|(enrollment, number)| self.found(enrollment, &number, now, today))
            .collect::<Result<Vec<_>>>()?;
        let count = COUNTS.get(found.len()).copied().unwrap_or_default();
        self.append_audit(AuditEntry::new(AuditEvent::LookedUp, AuditSubject::Kiosk).with(count).by(leave), at)?;
        Ok(found)
    }

    fn found(&self, enrollment: i64, number: &PermitNumber, now: Moment, today: Date) -> Result<Found> {
        let permit = register::find(&self.db, number)?.ok_or_else(|| register::damaged("enrollment"))?;
        let (enrolled_on, method) =
            self.db.query_row("SELECT enrolled_on, method FROM enrollments WHERE id = ?1", [enrollment], |row| {
                Ok((register::date(row, "enrolled_on"), row.get::<_, String>("method")?))
            })?;
        let key = self.number_key(number);
        Ok(Found {
            enrollment,
            number: number.masked(),
            category: permit.category,
            enrolled_on: enrolled_on?,
            method: FoundMethod::from_word(&method).ok_or_else(|| register::damaged("method"))?,
            standing: permit.standing(today),
            sign_in_locked: self.hold(&key, now)?.is_some(),
            face_locked: self.is_face_locked(&key, now)?,
            consent: consent(&self.db, enrollment)?,
            name: permit.name,
        })
    }

    /// The card of an enrollment: to print its papers again, or to know whose new password is typed.
    ///
    /// # Errors
    /// [`StoreError::NoSuchEnrollment`]; [`StoreError::OtherAct`] unless leave is for [`Act::Reprint`] or
    /// [`Act::ResetPassword`]; [`StoreError::LeaveEnded`]; or the database fails.
    pub fn card_of(&self, leave: &Authority, enrollment: i64) -> Result<Card> {
        let act = if leave.act() == Act::ResetPassword { Act::ResetPassword } else { Act::Reprint };
        staff::allowed(&self.db, leave, act)?;
        let holder = holder(&self.db, enrollment)?;
        accounts::card(&self.db, &holder.number)?.ok_or_else(|| register::damaged("enrollment"))
    }

    /// Notes that a letter or slip was printed again. It is on paper by now, so leave that ended meanwhile is no
    /// reason to keep quiet about it.
    ///
    /// # Errors
    /// [`StoreError::OtherAct`], or the database fails.
    pub fn note_reprint(
        &mut self,
        leave: &Authority,
        enrollment: i64,
        kind: DocumentKind,
        at: Timestamp,
    ) -> Result<()> {
        if leave.act() != Act::Reprint {
            return Err(StoreError::OtherAct);
        }
        let entry = AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(enrollment)).with(kind.word());
        self.append_audit(entry.by(leave), at)
    }

    /// Puts the password that the holder typed at the counter in place of the old one, and lifts their locks.
    ///
    /// # Errors
    /// [`StoreError::NoSuchEnrollment`], [`StoreError::OtherAct`] or [`StoreError::LeaveEnded`]; or the database
    /// fails. The old password holds then.
    pub fn reset_password_by_staff(
        &mut self,
        leave: &Authority,
        enrollment: i64,
        new: &NewPassword,
        at: Timestamp,
    ) -> Result<()> {
        staff::allowed(&self.db, leave, Act::ResetPassword)?;
        let Holder { account, number } = holder(&self.db, enrollment)?;
        // Slow on purpose, so not while the database is locked.
        let hash = password::hash(new.secret(), self.cost, &self.pepper)?;
        let key = self.number_key(&number);
        self.write(|db| {
            staff::allowed(db, leave, Act::ResetPassword)?;
            recovery::replace(db, account, &hash, &key)?;
            let entry = AuditEntry::new(AuditEvent::PasswordResetByStaff, AuditSubject::Account(account));
            audit::append(db, entry.by(leave), at)
        })?;
        self.waits.remove(&key);
        self.face_tries.remove(&key);
        Ok(())
    }

    /// Lets a holder sign in and use face recognition again, whichever was locked or counted.
    ///
    /// # Errors
    /// [`StoreError::NoSuchEnrollment`], [`StoreError::OtherAct`] or [`StoreError::LeaveEnded`]; or the database
    /// fails.
    pub fn unlock(&mut self, leave: &Authority, enrollment: i64, at: Timestamp) -> Result<Unlocked> {
        staff::allowed(&self.db, leave, Act::Unlock)?;
        let Holder { account, number } = holder(&self.db, enrollment)?;
        let key = self.number_key(&number);
        let unlocked = self.write(|db| {
            staff::allowed(db, leave, Act::Unlock)?;
            let (subject, by) = (AuditSubject::Account(account), AuditActor::from(leave));
            Ok(Unlocked {
                sign_in: lockout::lift(db, &key, subject, by, at)?,
                face: face_limit::lift(db, &key, subject, by, at)?,
            })
        })?;
        self.waits.remove(&key);
        self.face_tries.remove(&key);
        Ok(unlocked)
    }

    /// Withdraws a holder's consent, as its text promises: the pictures taken with it are erased at once, the
    /// card stays. Call [`Self::truncate_log`] afterwards: until then the write-ahead log may still hold them.
    ///
    /// # Errors
    /// [`StoreError::NoConsent`] if none stands; [`StoreError::NoSuchEnrollment`], [`StoreError::OtherAct`] or
    /// [`StoreError::LeaveEnded`]; or the database fails. Nothing is erased then.
    pub fn withdraw_consent(&mut self, leave: &Authority, enrollment: i64, at: Timestamp) -> Result<()> {
        self.write(|db| {
            staff::allowed(db, leave, Act::WithdrawConsent)?;
            let Holder { number, .. } = holder(db, enrollment)?;
            let withdrawn = db.execute(
                "UPDATE consents SET withdrawn_at = ?2 WHERE enrollment_id = ?1 AND choice = 'face' AND withdrawn_at IS NULL",
                params![enrollment, at.to_string()],
            )?;
            if withdrawn == 0 {
                return Err(StoreError::NoConsent);
            }
            db.execute("DELETE FROM faces WHERE enrollment_id = ?1", [enrollment])?;
            case_faces::erase_of_number(db, &number)?;
            let entry = AuditEntry::new(AuditEvent::ConsentWithdrawn, AuditSubject::Enrollment(enrollment));
            audit::append(db, entry.by(leave), at)
        })?;
        self.log_holds_erased = true;
        Ok(())
    }
}

/// Whose an enrollment is.
struct Holder {
    account: i64,
    number: PermitNumber,
}

fn holder(db: &Connection, enrollment: i64) -> Result<Holder> {
    let row: Option<(i64, String)> = db
        .query_row(
            "SELECT a.id, a.permit_number FROM enrollments e JOIN accounts a ON a.id = e.account_id WHERE e.id = ?1",
            [enrollment],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let (account, number) = row.ok_or(StoreError::NoSuchEnrollment)?;
    let number = PermitNumber::parse(&number).map_err(|_| register::damaged("permit_number"))?;
    Ok(Holder { account, number })
}

/// Names are folded here, one after the other: the fold has several spellings, which no index holds.
fn matching(db: &Connection, query: &FindQuery) -> Result<Vec<(i64, PermitNumber)>> {
    let mut statement = db.prepare(
        "SELECT e.id, a.permit_number, p.name FROM enrollments e JOIN accounts a ON a.id = e.account_id
         JOIN permits p ON p.number = a.permit_number ORDER BY e.id DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if found.len() == MOST_FOUND {
            break;
        }
        let enrollment = row.get(0)?;
        let number = PermitNumber::parse(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)
            .map_err(|_| register::damaged("permit_number"))?;
        let name = PersonName::parse(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)
            .map_err(|_| register::damaged("name"))?;
        if query.finds(enrollment, &number, &name) {
            found.push((enrollment, number));
        }
    }
    Ok(found)
}

fn consent(db: &Connection, enrollment: i64) -> Result<ConsentState> {
    let (given, withdrawn): (i64, i64) = db.query_row(
        "SELECT count(*), count(withdrawn_at) FROM consents WHERE enrollment_id = ?1 AND choice = 'face'",
        [enrollment],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(match given - withdrawn {
        _ if given == 0 => ConsentState::None,
        0 => ConsentState::Withdrawn,
        _ => ConsentState::Given,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::{PasswordPolicy, SignIn, SignInRefusal};
    use crate::domain::face_route::{FaceRoute, FaceTryEnd};
    use crate::domain::permit::{Standing, WorkPermit};
    use crate::domain::secret::Secret;
    use crate::domain::staff::{By, Role, StaffId, StaffMember, StaffNumber};
    use crate::store::StorePaths;
    use crate::store::fixtures::{FAST, PASSWORD, at, enroll, new_enrollment, permit, store_with, today};

    const NEW: &str = "brook-77-fern";

    /// With a supervisor who chose a secret, and leave of theirs for anything.
    fn staffed(store: &mut Store) -> impl Fn(Act) -> Authority + use<> {
        for (id, number) in [(1, "S01"), (2, "S02")] {
            let number = StaffNumber::parse(number).unwrap();
            store.add_staff(&number, Role::Supervisor, By::Command, at()).unwrap();
            store.db.execute("UPDATE staff SET must_change = 0 WHERE id = ?1", [id]).unwrap();
        }
        let member = |id, number: &str| StaffMember {
            id: StaffId(id),
            number: StaffNumber::parse(number).unwrap(),
            role: Role::Supervisor,
            must_change: false,
        };
        let (by, second) = (member(1, "S01"), member(2, "S02"));
        move |act| Authority::of(act, &by, Some(&second)).unwrap()
    }

    fn enrolled() -> (Store, i64) {
        let mut store = store_with([permit(1), permit(2)]);
        let card = enroll(&mut store, 1);
        (store, card.enrollment)
    }

    fn moment(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    fn query(typed: &str) -> FindQuery {
        FindQuery::parse(&Secret::copied(typed, 120)).unwrap()
    }

    fn find(store: &mut Store, leave: &Authority, typed: &str, seconds: u64) -> Vec<Found> {
        store.find(leave, &query(typed), moment(seconds), at(), today()).unwrap()
    }

    fn new_password() -> NewPassword {
        let empty = Secret::with_capacity(1);
        PasswordPolicy { name: &empty, number: &empty }.accept(&Secret::copied(NEW, 40)).unwrap()
    }

    fn sign_in(store: &mut Store, password: &str, seconds: u64) -> SignIn {
        store.sign_in(&permit(1).number, &Secret::copied(password, 40), moment(seconds), at()).unwrap()
    }

    fn pictures(store: &Store) -> i64 {
        store.db.query_row("SELECT count(*) FROM faces", [], |row| row.get(0)).unwrap()
    }

    fn newest(store: &Store) -> String {
        let sql =
            "SELECT event || ' ' || subject_kind || ' ' || subject_id || ' ' || detail FROM audit ORDER BY number DESC";
        store.db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_enrollment_is_found_by_name_and_by_either_number() {
        let (mut store, enrollment) = enrolled();
        let leave = staffed(&mut store)(Act::Find);
        for typed in ["elena", "ORTEGA vid", "sp20 2604 1700 0000 01", &enrollment.to_string()] {
            let found = find(&mut store, &leave, typed, 0);
            assert_eq!(found.len(), 1, "{typed}");
            assert_eq!(newest(&store), "looked_up kiosk 0 1");
            let one = &found[0];
            assert_eq!((one.enrollment, one.number.as_str()), (enrollment, "**************0001"));
            assert_eq!((one.enrolled_on, one.method, one.consent), (today(), FoundMethod::Face, ConsentState::Given));
            assert!(matches!(one.standing, Standing::Valid { .. }) && !one.sign_in_locked && !one.face_locked);
        }
        for typed in ["lena", "elena luz", "SP2026041700000002", "99"] {
            assert!(find(&mut store, &leave, typed, 0).is_empty(), "{typed}");
            assert_eq!(newest(&store), "looked_up kiosk 0 0");
        }
        store.verify_audit().unwrap();
    }

    #[test]
    fn many_of_one_name_are_cut_off() {
        let mut store = store_with((1..=25).map(permit));
        for n in 1..=25 {
            enroll(&mut store, n);
        }
        let leave = staffed(&mut store)(Act::Find);
        let found = find(&mut store, &leave, "elena", 0);
        assert_eq!(found.len(), MOST_FOUND);
        assert!(found.is_sorted_by(|a, b| a.enrollment > b.enrollment), "newest first");
        assert_eq!(newest(&store), "looked_up kiosk 0 20");
    }

    #[test]
    fn locks_are_seen_and_lifted() {
        let (mut store, enrollment) = enrolled();
        let leave = staffed(&mut store);
        for _ in 0..5 {
            sign_in(&mut store, "wrong-1-wrong", 0);
            store.begin_face_try(&permit(1).number, moment(0), at()).unwrap();
            store.end_face_try(&permit(1).number, FaceTryEnd::Failed, moment(0), at()).unwrap();
        }
        let locks = |store: &mut Store, seconds| {
            let found = find(store, &leave(Act::Find), "elena", seconds);
            (found[0].sign_in_locked, found[0].face_locked)
        };
        assert_eq!(locks(&mut store, 1), (true, true));
        assert_eq!(locks(&mut store, 15), (false, true), "the wait is over");
        assert_eq!(locks(&mut store, 1800), (false, false));
        let both = Unlocked { sign_in: true, face: true };
        assert_eq!(store.unlock(&leave(Act::Unlock), enrollment, at()).unwrap(), both);
        assert_eq!(newest(&store), "face_unlocked account 1 ");
        assert_eq!(locks(&mut store, 1), (false, false));
        assert!(matches!(sign_in(&mut store, PASSWORD, 1), SignIn::Granted(_)));
        assert_eq!(store.begin_face_try(&permit(1).number, moment(1), at()).unwrap(), FaceRoute::Open);
        store.end_face_try(&permit(1).number, FaceTryEnd::NotTheVisitor, moment(1), at()).unwrap();
        assert_eq!(store.unlock(&leave(Act::Unlock), enrollment, at()).unwrap(), Unlocked::default());
        store.verify_audit().unwrap();
    }

    #[test]
    fn a_card_is_printed_again_and_told() {
        let (mut store, enrollment) = enrolled();
        let leave = staffed(&mut store)(Act::Reprint);
        let card = store.card_of(&leave, enrollment).unwrap();
        assert!(card.permit == permit(1) && card.enrollment == enrollment);
        store.note_reprint(&leave, card.enrollment, DocumentKind::Slip, at()).unwrap();
        assert_eq!(newest(&store), "printed enrollment 1 slip");
        assert!(matches!(store.card_of(&leave, 99), Err(StoreError::NoSuchEnrollment)));
    }

    #[test]
    fn the_password_typed_at_the_counter_holds_and_locks_are_lifted() {
        let (mut store, enrollment) = enrolled();
        let leave = staffed(&mut store)(Act::ResetPassword);
        for _ in 0..5 {
            sign_in(&mut store, "wrong-1-wrong", 0);
        }
        assert!(store.card_of(&leave, enrollment).unwrap().permit == permit(1));
        store.reset_password_by_staff(&leave, enrollment, &new_password(), at()).unwrap();
        assert_eq!(newest(&store), "password_reset_by_staff account 1 ");
        assert!(matches!(sign_in(&mut store, PASSWORD, 0), SignIn::Refused(SignInRefusal::Wrong)));
        assert!(matches!(sign_in(&mut store, NEW, 0), SignIn::Granted(_)));
        let unknown = store.reset_password_by_staff(&leave, 99, &new_password(), at());
        assert!(matches!(unknown, Err(StoreError::NoSuchEnrollment)));
        store.verify_audit().unwrap();
    }

    #[test]
    fn a_withdrawn_consent_takes_the_picture_and_leaves_the_card() {
        let dir = tempfile::tempdir().unwrap();
        let paths = StorePaths::in_folder(dir.path());
        let mut store = Store::open_with(&paths, FAST).unwrap();
        store.import_permits([permit(1), permit(2)], at()).unwrap();
        let enrollment = enroll(&mut store, 1).enrollment;
        enroll(&mut store, 2);
        let leave = staffed(&mut store);
        assert!(store.truncate_log().unwrap());
        store.withdraw_consent(&leave(Act::WithdrawConsent), enrollment, at()).unwrap();
        assert_eq!(newest(&store), "consent_withdrawn enrollment 1 ");
        assert_eq!(pictures(&store), 1, "the other's stays");
        let log = || std::fs::metadata(paths.database.with_extension("db-wal")).unwrap().len();
        assert!(log() > 0);
        assert!(store.truncate_log().unwrap());
        assert_eq!(log(), 0, "the round empties the log");
        let again = store.withdraw_consent(&leave(Act::WithdrawConsent), enrollment, at());
        assert!(matches!(again, Err(StoreError::NoConsent)));
        let found = find(&mut store, &leave(Act::Find), "elena", 0);
        assert_eq!([found[0].consent, found[1].consent], [ConsentState::Given, ConsentState::Withdrawn]);
        assert!(matches!(sign_in(&mut store, PASSWORD, 0), SignIn::Granted(_)), "the card stays");
        store.check().unwrap();
    }

    #[test]
    fn a_consent_for_a_new_password_is_withdrawn_with_it_and_given_anew() {
        let (mut store, enrollment) = enrolled();
        let leave = staffed(&mut store);
        let reset = |hours: i64| crate::domain::recovery::PasswordReset {
            number: permit(1).number,
            password: new_password(),
            consent: crate::domain::consent::ConsentRecord {
                at: at() + jiff::Span::new().hours(hours),
                ..new_enrollment(1).consent
            },
            verification: crate::store::fixtures::accepted(),
            prompts: Vec::new(),
        };
        let state = |store: &mut Store| find(store, &leave(Act::Find), "elena", 0)[0].consent;
        store.reset_password(&reset(1), at()).unwrap();
        store.withdraw_consent(&leave(Act::WithdrawConsent), enrollment, at()).unwrap();
        assert_eq!(state(&mut store), ConsentState::Withdrawn);
        store.reset_password(&reset(2), at()).unwrap();
        assert_eq!(state(&mut store), ConsentState::Given);
    }

    #[test]
    fn leave_for_another_act_does_nothing() {
        let (mut store, enrollment) = enrolled();
        let leave = staffed(&mut store);
        let before = store.verify_audit().unwrap();
        let found = query("elena");
        for act in Act::ALL {
            let other = leave(act);
            let refused = [
                (Act::Find, store.find(&other, &found, moment(0), at(), today()).err()),
                (Act::Reprint, store.note_reprint(&other, enrollment, DocumentKind::Letter, at()).err()),
                (Act::ResetPassword, store.reset_password_by_staff(&other, enrollment, &new_password(), at()).err()),
                (Act::Unlock, store.unlock(&other, enrollment, at()).err()),
                (Act::WithdrawConsent, store.withdraw_consent(&other, enrollment, at()).err()),
            ];
            for (own, error) in refused {
                if own == act {
                    assert!(error.is_none(), "{act:?}");
                } else {
                    assert!(matches!(error, Some(StoreError::OtherAct)), "{act:?} for {own:?}: {error:?}");
                }
            }
            let card = store.card_of(&other, enrollment);
            assert_eq!(card.is_ok(), matches!(act, Act::Reprint | Act::ResetPassword), "{act:?}");
        }
        // The four that wrote, once each: nothing was locked.
        assert_eq!(store.verify_audit().unwrap().entries, before.entries + 4);
    }

    #[test]
    fn leave_ends_with_whoever_gave_it() {
        let (mut store, enrollment) = enrolled();
        let leave = staffed(&mut store)(Act::WithdrawConsent);
        store.disable_staff(&StaffNumber::parse("S01").unwrap(), By::Command, at()).unwrap();
        let ended = store.withdraw_consent(&leave, enrollment, at());
        assert!(matches!(ended, Err(StoreError::LeaveEnded)));
        assert_eq!(pictures(&store), 1);
    }

    #[test]
    fn a_renamed_permit_is_found_by_its_new_name() {
        let (mut store, _) = enrolled();
        let leave = staffed(&mut store)(Act::Find);
        let renamed = WorkPermit { name: PersonName::parse("Elena Müller").unwrap(), ..permit(1) };
        store.import_permits([renamed], at()).unwrap();
        assert_eq!(find(&mut store, &leave, "mueller", 0).len(), 1);
        assert!(find(&mut store, &leave, "ortega", 0).is_empty());
    }
}
