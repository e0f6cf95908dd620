//! Counter staff: who gets leave for what, in which state, and what survives a restart.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::path::Path;
use std::process::{Command, Output};

use esscard_kiosk::domain::account::SignInRefusal;
use esscard_kiosk::domain::secret::Secret;
use esscard_kiosk::domain::staff::{
    Act, Authority, By, Denied, Role, SignOut, StaffMember, StaffNumber, StaffSession, StaffSignIn,
};
use esscard_kiosk::domain::staff_secret::StaffSecret;
use esscard_kiosk::domain::time::{Moment, Timestamp};
use esscard_kiosk::store::{PasswordCost, Store, StoreError, StorePaths};

/// The least argon2 takes: tests do not guard secrets.
const FAST: PasswordCost = PasswordCost { memory_kib: 8, passes: 1, lanes: 1 };
const OWN: &str = "kite-42-moss";

fn at() -> Timestamp {
    "2026-06-01T08:00:00Z".parse().unwrap()
}

fn moment(seconds: u64) -> Moment {
    Moment::from_millis(seconds * 1000)
}

fn number(text: &str) -> StaffNumber {
    StaffNumber::parse(text).unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::copied(text, 40)
}

fn open(home: &tempfile::TempDir) -> Store {
    Store::open_with(&StorePaths::in_folder(home.path()), FAST).unwrap()
}

/// Adds somebody who has chosen [`OWN`] as their secret.
fn add(store: &mut Store, text: &str, role: Role) -> StaffMember {
    let pin = store.add_staff(&number(text), role, By::Command, at()).unwrap();
    let member = granted(store.staff_sign_in(&number(text), pin.secret(), moment(0), at()).unwrap());
    let own = StaffSecret::password(&number(text), &secret(OWN)).unwrap();
    granted(store.change_staff_secret(&member, pin.secret(), &own, moment(0), at()).unwrap())
}

fn granted(sign_in: StaffSignIn) -> StaffMember {
    match sign_in {
        StaffSignIn::Granted(member) => member,
        StaffSignIn::Refused(refusal) => panic!("{refusal:?}"),
    }
}

fn try_at(store: &mut Store, text: &str, typed: &str, seconds: u64) -> StaffSignIn {
    store.staff_sign_in(&number(text), &secret(typed), moment(seconds), at()).unwrap()
}

/// How many seconds it takes to lock a number.
fn lock(store: &mut Store, text: &str) -> u64 {
    let mut now = 0;
    loop {
        match try_at(store, text, "wrong", now) {
            StaffSignIn::Refused(SignInRefusal::Wrong) => {}
            StaffSignIn::Refused(SignInRefusal::Wait { seconds }) => now += u64::from(seconds),
            StaffSignIn::Refused(SignInRefusal::Locked) => return now,
            StaffSignIn::Granted(_) => panic!("granted"),
        }
    }
}

/// What becomes of somebody before they ask for leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    SignedIn,
    MustChange,
    Locked,
    /// Signed in, and five minutes away.
    Idle,
    /// Signed in, busy, and twelve hours there.
    Whole,
    Disabled,
}

/// Why there was no leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum No {
    Refused(SignInRefusal),
    SignedOut(SignOut),
    Denied(Denied),
}

const STATES: [State; 6] =
    [State::SignedIn, State::MustChange, State::Locked, State::Idle, State::Whole, State::Disabled];

/// Signs in and asks for leave, as the console does.
fn leave(
    store: &mut Store,
    state: State,
    typed: &str,
    act: Act,
    second: Option<&StaffMember>,
) -> Result<Authority, No> {
    let begun = 100_000;
    let member = match try_at(store, "X01", typed, begun) {
        StaffSignIn::Granted(member) => member,
        StaffSignIn::Refused(refusal) => return Err(No::Refused(refusal)),
    };
    let mut session = StaffSession::begin(member, moment(begun));
    let mut now = begun;
    match state {
        State::Idle => now += 5 * 60,
        State::Whole => {
            for _ in 0..12 * 60 {
                now += 60;
                session.touch(moment(now));
            }
        }
        State::SignedIn | State::MustChange | State::Locked | State::Disabled => {}
    }
    session.touch(moment(now));
    match session.present(moment(now)) {
        Some(member) => Authority::of(act, member, second).map_err(No::Denied),
        None => Err(No::SignedOut(session.ended_by(moment(now)).expect("something ended it"))),
    }
}

/// Written out a second time, so that a change of the rules has to be made twice.
fn allowed(act: Act, role: Role, second: Option<Role>) -> Result<(), Denied> {
    use Act::*;
    let officers = match act {
        Assist | VerifyByDocument | Review | Find | Reprint | ResetPassword | Unlock | WithdrawConsent
        | CheckDevices | ShiftReport | Rehearse => true,
        // An officer who verifies may begin it; the second person answers for it.
        OverrideMatch => true,
        ImportRegister | ReadAudit | Export | ChangeRetention | RotateKeys | ChangeSettings | ManageStaff => false,
    };
    let two = [OverrideMatch, Export, ChangeRetention, RotateKeys].contains(&act);
    match (officers || role == Role::Supervisor, two, second) {
        (false, ..) => Err(Denied::Role),
        (true, false, _) | (true, true, Some(Role::Supervisor)) => Ok(()),
        (true, true, None) => Err(Denied::SecondMissing),
        (true, true, Some(Role::Officer)) => Err(Denied::SecondRole),
    }
}

#[test]
fn every_act_by_every_role_in_every_state() {
    for role in Role::ALL {
        for state in STATES {
            let home = tempfile::tempdir().unwrap();
            let mut store = open(&home);
            let supervisor = add(&mut store, "S01", Role::Supervisor);
            let officer = add(&mut store, "A01", Role::Officer);
            add(&mut store, "X01", role);
            let mut typed = OWN.to_owned();
            match state {
                State::MustChange => {
                    let pin = store.reset_staff(&number("X01"), By::Command, at()).unwrap();
                    pin.secret().as_str().clone_into(&mut typed);
                }
                State::Locked => {
                    lock(&mut store, "X01");
                }
                State::Disabled => store.disable_staff(&number("X01"), By::Command, at()).unwrap(),
                State::SignedIn | State::Idle | State::Whole => {}
            }
            for act in Act::ALL {
                for second in [None, Some(&officer), Some(&supervisor)] {
                    let got = leave(&mut store, state, &typed, act, second);
                    let expected = match state {
                        State::SignedIn => allowed(act, role, second.map(|s| s.role)).map_err(No::Denied),
                        State::MustChange => Err(No::Denied(Denied::MustChange)),
                        State::Locked => Err(No::Refused(SignInRefusal::Locked)),
                        State::Idle => Err(No::SignedOut(SignOut::Idle)),
                        State::Whole => Err(No::SignedOut(SignOut::Whole)),
                        // Counted like a wrong secret: told alike, and after so many tries to wait or locked.
                        State::Disabled => {
                            assert!(matches!(got, Err(No::Refused(_))), "{act:?} {role:?}");
                            continue;
                        }
                    };
                    assert_eq!(got.as_ref().map(|_| ()).map_err(|no| *no), expected, "{act:?} {role:?} {state:?}");
                    if let Ok(leave) = got {
                        let both = second.filter(|_| act.needs_two()).map(|second| second.id);
                        assert_eq!((leave.act(), leave.second()), (act, both), "who answers for {act:?}");
                    }
                }
            }
            store.verify_audit().unwrap();
        }
    }
}

#[test]
fn nobody_is_their_own_second_person() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(&home);
    let supervisor = add(&mut store, "S01", Role::Supervisor);
    for act in Act::ALL.into_iter().filter(|act| act.needs_two()) {
        assert_eq!(Authority::of(act, &supervisor, Some(&supervisor)), Err(Denied::SamePerson), "{act:?}");
    }
}

#[test]
fn leave_ends_for_whoever_is_disabled_or_reset_while_signed_in() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(&home);
    let [first, second] = ["S01", "S02"].map(|text| add(&mut store, text, Role::Supervisor));
    let leave = Authority::of(Act::ManageStaff, &first, None).unwrap();
    store.add_staff(&number("A01"), Role::Officer, By::Staff(&leave), at()).unwrap();
    // Another process does it: the command line, beside the kiosk.
    open(&home).disable_staff(&first.number, By::Command, at()).unwrap();
    let ended = store.add_staff(&number("A02"), Role::Officer, By::Staff(&leave), at());
    assert!(matches!(ended, Err(StoreError::LeaveEnded)));
    let leave = Authority::of(Act::ManageStaff, &second, None).unwrap();
    open(&home).reset_staff(&second.number, By::Command, at()).unwrap();
    let ended = store.disable_staff(&number("A01"), By::Staff(&leave), at());
    assert!(matches!(ended, Err(StoreError::LeaveEnded)));
    assert_eq!(store.list_staff().unwrap().iter().filter(|row| row.active).count(), 2);
}

#[test]
fn the_lock_out_survives_a_restart_and_a_clock_set_back() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(&home);
    add(&mut store, "S01", Role::Supervisor);
    for n in 1..=5 {
        let told = try_at(&mut store, "S01", "wrong", 1000);
        let expected = if n < 5 { SignInRefusal::Wrong } else { SignInRefusal::Wait { seconds: 15 } };
        assert_eq!(told, StaffSignIn::Refused(expected));
    }
    drop(store);
    let mut store = open(&home);
    let back: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
    let early = store.staff_sign_in(&number("S01"), &secret(OWN), moment(3), back).unwrap();
    assert_eq!(early, StaffSignIn::Refused(SignInRefusal::Wait { seconds: 12 }), "it begins again in full");
    assert_eq!(store.staff_hold(&number("S01"), moment(3)).unwrap(), Some(SignInRefusal::Wait { seconds: 12 }));
    granted(store.staff_sign_in(&number("S01"), &secret(OWN), moment(15), back).unwrap());

    lock(&mut store, "S01");
    drop(store);
    let mut store = open(&home);
    for seconds in [0, 1_000_000] {
        let told = try_at(&mut store, "S01", OWN, seconds);
        assert_eq!(told, StaffSignIn::Refused(SignInRefusal::Locked), "until reset");
    }
    store.reset_staff(&number("S01"), By::Command, at()).unwrap();
    assert_eq!(store.staff_hold(&number("S01"), moment(0)).unwrap(), None);
}

#[test]
fn locking_takes_as_long_as_it_does_for_holders() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(&home);
    assert_eq!(lock(&mut store, "NOBODY"), 15 * (1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256 + 512));
}

fn kiosk(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_esscard-kiosk"))
        .args(arguments)
        .arg("--data")
        .arg(home)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("ESSCARD_LOG", "trace")
        .output()
        .expect("the program starts")
}

#[test]
fn the_first_supervisor_is_made_by_command_and_the_pin_is_told_once() {
    let home = tempfile::tempdir().unwrap();
    let nowhere = kiosk(home.path(), &["staff", "add", "S01", "--role", "supervisor"]);
    assert_eq!(nowhere.status.code(), Some(1), "a mistyped folder is no new kiosk");
    drop(open(&home));
    let officer = kiosk(home.path(), &["staff", "add", "A01"]);
    assert_eq!(officer.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&officer.stderr).contains("--role supervisor"));
    let added = kiosk(home.path(), &["staff", "add", "s-01", "--role", "supervisor"]);
    assert_eq!(added.status.code(), Some(0), "{}", String::from_utf8_lossy(&added.stderr));
    let said = String::from_utf8(added.stdout).unwrap();
    let pin = said.strip_prefix("The PIN of S01 is ").and_then(|rest| rest.get(..6)).expect("a PIN");
    assert!(pin.chars().all(|c| c.is_ascii_digit()), "{said}");
    assert!(!String::from_utf8_lossy(&added.stderr).contains(pin), "not in the log");
    let listed = kiosk(home.path(), &["staff", "list", "--json"]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("\"number\":\"S01\"") && !listed.contains(pin), "{listed}");
    let last = kiosk(home.path(), &["staff", "disable", "S01"]);
    assert!(String::from_utf8_lossy(&last.stderr).contains("last supervisor"));
    // The store's own cost of hashing is told in the hash: whatever opens it can check it.
    let mut store = open(&home);
    let sign_in = store.staff_sign_in(&number("S01"), &secret(pin), moment(0), at()).unwrap();
    assert!(granted(sign_in).must_change);
    assert_eq!(kiosk(home.path(), &["staff", "add", "S_1"]).status.code(), Some(2));
    assert_eq!(kiosk(home.path(), &["staff", "add", "S02", "--role", "boss"]).status.code(), Some(2));
}
