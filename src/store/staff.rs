//! Counter staff: signing in and out, adding, disabling, new secrets.
//!
//! Secrets are hashed, counted and locked as holders' passwords are.

use rusqlite::{Connection, OptionalExtension, params};

use super::lockout::{self, NumberKey};
use super::{Result, Store, StoreError, StoreKind, audit, password, register};
use crate::domain::account::SignInRefusal;
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::secret::Secret;
use crate::domain::staff::{
    Act, Authority, By, Role, SignOut, StaffId, StaffMember, StaffNumber, StaffRow, StaffSignIn,
};
use crate::domain::staff_secret::{DrawnPin, StaffSecret};
use crate::domain::time::{Moment, Timestamp};

/// A row with the hash that was in it when it was read.
struct Known {
    id: StaffId,
    role: Role,
    must_change: bool,
    /// `None` once disabled.
    hash: Option<String>,
}

impl Store {
    /// Signs a member of staff in. An unknown number, a disabled one and a wrong secret take as long and are
    /// told alike.
    ///
    /// # Errors
    /// If the database fails or a row is damaged. A wrong secret is no error but a refusal.
    pub fn staff_sign_in(
        &mut self,
        number: &StaffNumber,
        typed: &Secret,
        now: Moment,
        at: Timestamp,
    ) -> Result<StaffSignIn> {
        self.prove(number, typed, now, at, |db, known| {
            audit::append(
                db,
                AuditEntry::new(AuditEvent::StaffSignedIn, AuditSubject::Staff(known.id)).by(known.id),
                at,
            )?;
            Ok(known.must_change)
        })
    }

    /// Whether a number has to wait, or is locked: what a try would be told now without being counted.
    ///
    /// # Errors
    /// If the database fails.
    pub fn staff_hold(&self, number: &StaffNumber, now: Moment) -> Result<Option<SignInRefusal>> {
        self.hold(&self.staff_key(number), now)
    }

    /// Puts a secret of their own in place of the one they have.
    ///
    /// # Errors
    /// As [`Self::staff_sign_in`]; a wrong `old` is a refusal, and counts as one at sign-in does.
    pub fn change_staff_secret(
        &mut self,
        member: &StaffMember,
        old: &Secret,
        new: &StaffSecret,
        now: Moment,
        at: Timestamp,
    ) -> Result<StaffSignIn> {
        let hash = password::hash(new.secret(), self.cost, &self.pepper)?;
        self.prove(&member.number, old, now, at, |db, known| {
            db.execute("UPDATE staff SET secret = ?2, must_change = 0 WHERE id = ?1", params![known.id.0, hash])?;
            let subject = AuditSubject::Staff(known.id);
            audit::append(db, AuditEntry::new(AuditEvent::StaffSecretChanged, subject).by(known.id), at)?;
            Ok(false)
        })
    }

    /// Counts a try, looks at the secret, and does what follows from the right one, which says whether
    /// the secret has to be changed. The count is settled with it.
    fn prove(
        &mut self,
        number: &StaffNumber,
        typed: &Secret,
        now: Moment,
        at: Timestamp,
        then: impl FnOnce(&Connection, &Known) -> Result<bool>,
    ) -> Result<StaffSignIn> {
        let key = self.staff_key(number);
        let tries = match self.begin_try(key, now, at)? {
            Ok(tries) => tries,
            Err(refusal) => return Ok(StaffSignIn::Refused(refusal)),
        };
        let known = find(&self.db, number)?;
        let hash = known.as_ref().and_then(|known| known.hash.as_deref());
        let fits = password::fits(typed, hash, self.cost, &self.pepper)?;
        let subject = known.as_ref().map_or(AuditSubject::Kiosk, |known| AuditSubject::Staff(known.id));
        if let Some(known) = known.filter(|_| fits) {
            let member = self.write(|db| {
                // Disabled or reset by another process while the hash was made: as if before.
                if find(db, number)?.is_none_or(|found| found.hash != known.hash) {
                    return Ok(None);
                }
                lockout::forget(db, &key)?;
                let must_change = then(db, &known)?;
                Ok(Some(StaffMember { id: known.id, number: number.clone(), role: known.role, must_change }))
            })?;
            if let Some(member) = member {
                self.waits.remove(&key);
                return Ok(StaffSignIn::Granted(member));
            }
        }
        let refusal: SignInRefusal = self.refuse(key, tries, now);
        let entry = AuditEntry::new(AuditEvent::StaffSignInRefused, subject).with(lockout::refusal_word(refusal));
        self.append_audit(entry, at)?;
        Ok(StaffSignIn::Refused(refusal))
    }

    /// Notes that a sign-in ended.
    ///
    /// # Errors
    /// If the database fails.
    pub fn staff_sign_out(&mut self, id: StaffId, how: SignOut, at: Timestamp) -> Result<()> {
        let entry = AuditEntry::new(AuditEvent::StaffSignedOut, AuditSubject::Staff(id)).with(how.word()).by(id);
        self.append_audit(entry, at)
    }

    /// Draws a PIN from the system's random source.
    ///
    /// # Errors
    /// If it gives none.
    pub fn draw_staff_pin() -> Result<DrawnPin> {
        loop {
            let mut word = zeroize::Zeroizing::new([0; 4]);
            getrandom::fill(word.as_mut()).map_err(|error| StoreError::Random(error.to_string()))?;
            if let Some(pin) = DrawnPin::of_random(u32::from_ne_bytes(*word)) {
                return Ok(pin);
            }
        }
    }

    /// Adds a member of staff and returns the PIN to hand over: it is not kept, and one of their own has to be
    /// chosen first.
    ///
    /// # Errors
    /// [`StoreError::StaffNumberTaken`], also by somebody disabled; [`StoreError::NoSupervisor`] if an officer
    /// would be the first; [`StoreError::OtherAct`] or [`StoreError::LeaveEnded`]; or the database fails.
    pub fn add_staff(&mut self, number: &StaffNumber, role: Role, by: By<'_>, at: Timestamp) -> Result<DrawnPin> {
        self.give_pin(number, |db, hash| {
            managed_by(db, by)?;
            if find(db, number)?.is_some() {
                return Err(StoreError::StaffNumberTaken);
            }
            if role != Role::Supervisor && supervisors(db)? == 0 {
                return Err(StoreError::NoSupervisor);
            }
            let id = insert(db, number, role, hash, true, at)?;
            let entry = AuditEntry::new(AuditEvent::StaffAdded, AuditSubject::Staff(id)).with(role.word());
            audit::append(db, entry.by(by), at)
        })
    }

    /// Gives a member of staff a new PIN, as [`Self::add_staff`] does, and lifts their lock.
    ///
    /// # Errors
    /// [`StoreError::NoSuchStaff`], [`StoreError::StaffDisabled`], [`StoreError::OtherAct`] or
    /// [`StoreError::LeaveEnded`]; or the database fails.
    pub fn reset_staff(&mut self, number: &StaffNumber, by: By<'_>, at: Timestamp) -> Result<DrawnPin> {
        self.give_pin(number, |db, hash| {
            managed_by(db, by)?;
            let id = active(db, number)?.id;
            db.execute("UPDATE staff SET secret = ?2, must_change = 1 WHERE id = ?1", params![id.0, hash])?;
            audit::append(db, AuditEntry::new(AuditEvent::StaffReset, AuditSubject::Staff(id)).by(by), at)
        })
    }

    fn give_pin(
        &mut self,
        number: &StaffNumber,
        change: impl FnOnce(&Connection, &str) -> Result<()>,
    ) -> Result<DrawnPin> {
        let pin = Self::draw_staff_pin()?;
        let hash = password::hash(pin.secret(), self.cost, &self.pepper)?;
        let key = self.staff_key(number);
        self.write(|db| {
            change(db, &hash)?;
            lockout::forget(db, &key)
        })?;
        self.waits.remove(&key);
        Ok(pin)
    }

    /// Keeps a member of staff from signing in, for good; leave they gave before ends, too.
    ///
    /// # Errors
    /// [`StoreError::NoSuchStaff`], [`StoreError::StaffDisabled`] if they are already,
    /// [`StoreError::LastSupervisor`], [`StoreError::OtherAct`] or [`StoreError::LeaveEnded`]; or the database fails.
    pub fn disable_staff(&mut self, number: &StaffNumber, by: By<'_>, at: Timestamp) -> Result<()> {
        self.write(|db| {
            managed_by(db, by)?;
            let Known { id, role, .. } = active(db, number)?;
            if role == Role::Supervisor && supervisors(db)? == 1 {
                return Err(StoreError::LastSupervisor);
            }
            db.execute("UPDATE staff SET state = 'disabled', secret = '' WHERE id = ?1", [id.0])?;
            audit::append(db, AuditEntry::new(AuditEvent::StaffDisabled, AuditSubject::Staff(id)).by(by), at)
        })
    }

    /// [`Self::list_staff`] for the console.
    ///
    /// # Errors
    /// [`StoreError::OtherAct`] unless leave is for [`Act::ManageStaff`]; [`StoreError::LeaveEnded`]; or as there.
    pub fn staff_rows(&self, leave: &Authority) -> Result<Vec<StaffRow>> {
        allowed(&self.db, leave, Act::ManageStaff)?;
        self.list_staff()
    }

    /// All staff by number, the disabled ones too.
    ///
    /// # Errors
    /// If the database fails or a row is damaged.
    pub fn list_staff(&self) -> Result<Vec<StaffRow>> {
        let mut statement = self.db.prepare("SELECT * FROM staff ORDER BY number")?;
        let mut rows = statement.query([])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let number =
                StaffNumber::parse(&row.get::<_, String>("number")?).map_err(|_| register::damaged("staff"))?;
            let key: NumberKey = self.staff_key(&number);
            list.push(StaffRow {
                id: StaffId(row.get("id")?),
                role: role_of(&row.get::<_, String>("role")?)?,
                active: row.get::<_, String>("state")? == "active",
                must_change: row.get("must_change")?,
                locked: lockout::is_locked(&self.db, &key)?,
                created_at: row.get::<_, String>("created_at")?.parse().map_err(|_| register::damaged("created_at"))?,
                number,
            });
        }
        Ok(list)
    }

    /// Adds the demo's staff, all with one secret that anybody may know; those who are there stay as they are.
    ///
    /// # Errors
    /// [`StoreError::NotTheDemos`] if this is a kiosk's store: nobody gets a known secret there. Or the database
    /// fails.
    pub fn add_demo_staff(&mut self, staff: &[(StaffNumber, Role)], secret: &StaffSecret, at: Timestamp) -> Result<()> {
        if self.kind != StoreKind::Demo {
            return Err(StoreError::NotTheDemos(self.paths.as_ref().map(|p| p.database.clone()).unwrap_or_default()));
        }
        let known = |db: &Connection, number: &StaffNumber| Ok::<_, StoreError>(find(db, number)?.is_some());
        if staff.iter().map(|(number, _)| known(&self.db, number)).collect::<Result<Vec<_>>>()?.iter().all(|is| *is) {
            return Ok(());
        }
        // Hashed once for all of them: the demo's window does not wait for it longer than it must.
        let hash = password::hash(secret.secret(), self.cost, &self.pepper)?;
        self.write(|db| {
            for (number, role) in staff {
                if !known(db, number)? {
                    let id = insert(db, number, *role, &hash, false, at)?;
                    let entry = AuditEntry::new(AuditEvent::StaffAdded, AuditSubject::Staff(id)).with(role.word());
                    audit::append(db, entry.by(AuditActor::System), at)?;
                }
            }
            Ok(())
        })
    }
}

/// Whether `leave` was given for `act`, and still stands: nobody who gave it was disabled or reset since.
///
/// # Errors
/// [`StoreError::OtherAct`] or [`StoreError::LeaveEnded`] if not; or the database fails.
pub(super) fn allowed(db: &Connection, leave: &Authority, act: Act) -> Result<()> {
    if leave.act() != act {
        return Err(StoreError::OtherAct);
    }
    for id in [Some(leave.by()), leave.second()].into_iter().flatten() {
        let stands: Option<bool> = db
            .query_row("SELECT state = 'active' AND must_change = 0 FROM staff WHERE id = ?1", [id.0], |row| row.get(0))
            .optional()?;
        if stands != Some(true) {
            return Err(StoreError::LeaveEnded);
        }
    }
    Ok(())
}

/// The number of whoever answers for something.
///
/// # Errors
/// If the row is damaged or the database fails.
pub(super) fn number_of(db: &Connection, id: StaffId) -> Result<StaffNumber> {
    let number: String = db.query_row("SELECT number FROM staff WHERE id = ?1", [id.0], |row| row.get(0))?;
    StaffNumber::parse(&number).map_err(|_| register::damaged("staff"))
}

fn managed_by(db: &Connection, by: By<'_>) -> Result<()> {
    match by {
        By::Command => Ok(()),
        By::Staff(leave) => allowed(db, leave, Act::ManageStaff),
    }
}

fn find(db: &Connection, number: &StaffNumber) -> Result<Option<Known>> {
    let row = db
        .query_row(
            "SELECT id, role, must_change, CASE state WHEN 'active' THEN secret END FROM staff WHERE number = ?1",
            [number.as_str()],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()?;
    row.map(|(id, role, must_change, hash)| Ok(Known { id: StaffId(id), role: role_of(&role)?, must_change, hash }))
        .transpose()
}

fn active(db: &Connection, number: &StaffNumber) -> Result<Known> {
    let known = find(db, number)?.ok_or(StoreError::NoSuchStaff)?;
    if known.hash.is_some() { Ok(known) } else { Err(StoreError::StaffDisabled) }
}

fn insert(
    db: &Connection,
    number: &StaffNumber,
    role: Role,
    hash: &str,
    must_change: bool,
    at: Timestamp,
) -> Result<StaffId> {
    db.execute(
        "INSERT INTO staff (number, role, secret, state, must_change, created_at) VALUES (?1, ?2, ?3, 'active', ?4, ?5)",
        params![number.as_str(), role.word(), hash, must_change, at.to_string()],
    )?;
    Ok(StaffId(db.last_insert_rowid()))
}

/// How many supervisors may sign in.
fn supervisors(db: &Connection) -> Result<i64> {
    let sql = "SELECT count(*) FROM staff WHERE role = 'supervisor' AND state = 'active'";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

fn role_of(word: &str) -> Result<Role> {
    Role::from_word(word).ok_or_else(|| register::damaged("role"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::{at, store_with};

    fn number(text: &str) -> StaffNumber {
        StaffNumber::parse(text).unwrap()
    }

    fn store() -> Store {
        store_with([])
    }

    fn add(store: &mut Store, text: &str, role: Role) -> DrawnPin {
        store.add_staff(&number(text), role, By::Command, at()).unwrap()
    }

    fn sign_in(store: &mut Store, text: &str, typed: &Secret, seconds: u64) -> StaffSignIn {
        store.staff_sign_in(&number(text), typed, Moment::from_millis(seconds * 1000), at()).unwrap()
    }

    fn member(sign_in: StaffSignIn) -> StaffMember {
        match sign_in {
            StaffSignIn::Granted(member) => member,
            StaffSignIn::Refused(refusal) => panic!("{refusal:?}"),
        }
    }

    fn events(store: &Store) -> Vec<String> {
        let mut rows = store.db.prepare("SELECT trim(event || ' ' || detail) FROM audit ORDER BY number").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn the_first_one_is_a_supervisor_and_the_last_one_stays() {
        let mut store = store();
        let officer = store.add_staff(&number("A01"), Role::Officer, By::Command, at());
        assert!(matches!(officer, Err(StoreError::NoSupervisor)));
        add(&mut store, "S01", Role::Supervisor);
        add(&mut store, "A01", Role::Officer);
        let last = store.disable_staff(&number("S01"), By::Command, at());
        assert!(matches!(last, Err(StoreError::LastSupervisor)));
        add(&mut store, "S02", Role::Supervisor);
        store.disable_staff(&number("S01"), By::Command, at()).unwrap();
        store.disable_staff(&number("A01"), By::Command, at()).unwrap();
        let stays = store.disable_staff(&number("S02"), By::Command, at());
        assert!(matches!(stays, Err(StoreError::LastSupervisor)), "one who is disabled does not count");
        assert_eq!(
            events(&store)[1..],
            [
                "staff_added supervisor",
                "staff_added officer",
                "staff_added supervisor",
                "staff_disabled",
                "staff_disabled"
            ]
        );
        store.verify_audit().unwrap();
    }

    #[test]
    fn a_number_is_given_once_and_a_disabled_one_stays_disabled() {
        let mut store = store();
        add(&mut store, "S01", Role::Supervisor);
        add(&mut store, "A01", Role::Officer);
        store.disable_staff(&number("A01"), By::Command, at()).unwrap();
        let again = store.add_staff(&number("A01"), Role::Officer, By::Command, at());
        assert!(matches!(again, Err(StoreError::StaffNumberTaken)));
        for unknown in ["A01", "X99"] {
            let reset = store.reset_staff(&number(unknown), By::Command, at());
            let disabled = store.disable_staff(&number(unknown), By::Command, at());
            match unknown {
                "A01" => assert!(matches!(
                    (reset, disabled),
                    (Err(StoreError::StaffDisabled), Err(StoreError::StaffDisabled))
                )),
                _ => assert!(matches!((reset, disabled), (Err(StoreError::NoSuchStaff), Err(StoreError::NoSuchStaff)))),
            }
        }
        let secret: String =
            store.db.query_row("SELECT secret FROM staff WHERE number = 'A01'", [], |row| row.get(0)).unwrap();
        assert_eq!(secret, "", "nothing of the secret stays");
        assert!(store.db.execute("DELETE FROM staff", []).is_err());
    }

    #[test]
    fn a_drawn_pin_signs_in_and_has_to_be_changed() {
        let mut store = store();
        let pin = add(&mut store, "S01", Role::Supervisor);
        let supervisor = member(sign_in(&mut store, "S01", pin.secret(), 0));
        assert!(supervisor.must_change && supervisor.role == Role::Supervisor);
        let own = StaffSecret::password(&supervisor.number, &Secret::copied("kite-42-moss", 40)).unwrap();
        let wrong = Secret::copied("wrong", 16);
        let refused = store.change_staff_secret(&supervisor, &wrong, &own, Moment::default(), at()).unwrap();
        assert_eq!(refused, StaffSignIn::Refused(SignInRefusal::Wrong));
        let changed = store.change_staff_secret(&supervisor, pin.secret(), &own, Moment::default(), at()).unwrap();
        assert!(!member(changed).must_change);
        assert!(!member(sign_in(&mut store, "S01", own.secret(), 0)).must_change);
        assert!(matches!(sign_in(&mut store, "S01", pin.secret(), 0), StaffSignIn::Refused(_)));
        let drawn = StaffSecret::Pin(Store::draw_staff_pin().unwrap());
        member(store.change_staff_secret(&supervisor, own.secret(), &drawn, Moment::default(), at()).unwrap());
        member(sign_in(&mut store, "S01", drawn.secret(), 0));
        store.staff_sign_out(supervisor.id, SignOut::Idle, at()).unwrap();
        assert_eq!(
            events(&store)[1..],
            [
                "staff_added supervisor",
                "staff_signed_in",
                "staff_sign_in_refused wrong",
                "staff_secret_changed",
                "staff_signed_in",
                "staff_sign_in_refused wrong",
                "staff_secret_changed",
                "staff_signed_in",
                "staff_signed_out idle"
            ]
        );
        store.verify_audit().unwrap();
    }

    #[test]
    fn unknown_disabled_and_wrong_are_told_alike() {
        let mut store = store();
        add(&mut store, "S01", Role::Supervisor);
        let pin = add(&mut store, "A01", Role::Officer);
        store.disable_staff(&number("A01"), By::Command, at()).unwrap();
        for (text, typed) in
            [("S01", Secret::copied("wrong", 16)), ("A01", pin.secret().clone()), ("X99", pin.secret().clone())]
        {
            for n in 1..=5 {
                let expected = if n < 5 { SignInRefusal::Wrong } else { SignInRefusal::Wait { seconds: 15 } };
                assert_eq!(sign_in(&mut store, text, &typed, 0), StaffSignIn::Refused(expected), "{text} {n}");
            }
        }
        assert_eq!(
            events(&store).iter().filter(|event| *event == "staff_sign_in_refused wait").count(),
            3,
            "{:?}",
            events(&store)
        );
    }

    #[test]
    fn a_reset_gives_a_new_pin_and_lifts_the_lock() {
        let mut store = store();
        let pin = add(&mut store, "S01", Role::Supervisor);
        let mut now = 0;
        loop {
            match sign_in(&mut store, "S01", &Secret::copied("wrong", 16), now) {
                StaffSignIn::Refused(SignInRefusal::Wrong) => {}
                StaffSignIn::Refused(SignInRefusal::Wait { seconds }) => now += u64::from(seconds),
                StaffSignIn::Refused(SignInRefusal::Locked) => break,
                StaffSignIn::Granted(_) => panic!("granted"),
            }
        }
        assert!(store.list_staff().unwrap()[0].locked);
        assert_eq!(sign_in(&mut store, "S01", pin.secret(), now + 99_999), StaffSignIn::Refused(SignInRefusal::Locked));
        let new = store.reset_staff(&number("S01"), By::Command, at()).unwrap();
        assert!(matches!(sign_in(&mut store, "S01", pin.secret(), now), StaffSignIn::Refused(SignInRefusal::Wrong)));
        assert!(member(sign_in(&mut store, "S01", new.secret(), now)).must_change);
        let row = &store.list_staff().unwrap()[0];
        assert!(row.active && row.must_change && !row.locked);
    }

    #[test]
    fn only_leave_to_manage_staff_manages_staff_and_only_while_it_stands() {
        let mut store = store();
        store.kind = StoreKind::Demo;
        let secret = StaffSecret::password(&number("S01"), &Secret::copied("kite-42-moss", 16)).unwrap();
        let staff = [(number("S01"), Role::Supervisor), (number("S02"), Role::Supervisor)];
        store.add_demo_staff(&staff, &secret, at()).unwrap();
        let [first, second] = ["S01", "S02"].map(|text| member(sign_in(&mut store, text, secret.secret(), 0)));
        let before = store.verify_audit().unwrap();
        for act in Act::ALL.into_iter().filter(|act| *act != Act::ManageStaff) {
            let leave = Authority::of(act, &first, Some(&second)).unwrap();
            let by = By::Staff(&leave);
            assert!(matches!(store.add_staff(&number("A01"), Role::Officer, by, at()), Err(StoreError::OtherAct)));
            assert!(matches!(store.reset_staff(&second.number, by, at()), Err(StoreError::OtherAct)));
            assert!(matches!(store.disable_staff(&second.number, by, at()), Err(StoreError::OtherAct)));
        }
        assert_eq!(store.verify_audit().unwrap(), before, "nothing was written");
        let leave = Authority::of(Act::ManageStaff, &first, None).unwrap();
        store.add_staff(&number("A01"), Role::Officer, By::Staff(&leave), at()).unwrap();
        // Reset by the other: whoever sits at the console has to sign in again.
        let others = Authority::of(Act::ManageStaff, &second, None).unwrap();
        store.reset_staff(&first.number, By::Staff(&others), at()).unwrap();
        let ended = store.disable_staff(&number("A01"), By::Staff(&leave), at());
        assert!(matches!(ended, Err(StoreError::LeaveEnded)));
        store.disable_staff(&first.number, By::Staff(&others), at()).unwrap();
        let ended = store.reset_staff(&number("A01"), By::Staff(&leave), at());
        assert!(matches!(ended, Err(StoreError::LeaveEnded)));
        store.verify_audit().unwrap();
    }

    #[test]
    fn known_secrets_are_for_the_demo_alone() {
        let mut store = store();
        let secret = StaffSecret::password(&number("S01"), &Secret::copied("kite-42-moss", 16)).unwrap();
        let staff = [(number("S01"), Role::Supervisor)];
        assert!(matches!(store.add_demo_staff(&staff, &secret, at()), Err(StoreError::NotTheDemos(_))));
        assert!(store.list_staff().unwrap().is_empty());
        store.kind = StoreKind::Demo;
        for _ in 0..2 {
            store.add_demo_staff(&staff, &secret, at()).unwrap();
        }
        let list = store.list_staff().unwrap();
        assert_eq!(list.len(), 1);
        assert!(!list[0].must_change);
    }

    #[test]
    fn the_try_is_counted_before_the_secret_is_looked_at() {
        let mut store = store();
        let pin = add(&mut store, "S01", Role::Supervisor);
        // A hash that cannot be verified stands for a crash in the middle.
        store.db.execute("UPDATE staff SET secret = 'broken'", []).unwrap();
        let outcome = store.staff_sign_in(&number("S01"), pin.secret(), Moment::default(), at());
        assert!(matches!(outcome, Err(StoreError::Password(_))));
        let failures: u32 = store.db.query_row("SELECT failures FROM lockouts", [], |row| row.get(0)).unwrap();
        assert_eq!(failures, 1);
    }
}
