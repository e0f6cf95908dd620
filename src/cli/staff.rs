//! `staff add | list | disable | reset`, and what staff sign for on the command line.

use std::io::{BufRead, IsTerminal as _, Read as _, Write};
use std::time::Duration;

use serde_json::json;
use zeroize::Zeroizing;

use super::table;
use crate::domain::account::SignInRefusal;
use crate::domain::secret::Secret;
use crate::domain::staff::{Act, Authority, By, Denied, Role, StaffMember, StaffNumber, StaffRow, StaffSignIn};
use crate::domain::staff_secret::DrawnPin;
use crate::domain::time::{Clock, Timestamp};
use crate::store::{Store, StoreError};
use crate::wiring::SystemClock;

/// Most characters of a secret that are looked at, as on the sign-in page.
const SECRET_CHARS: usize = 40;
/// Longest line that a secret is read from.
const LINE_BYTES: u64 = 1024;

/// Why a command over staff failed, or was not signed for: one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the number {0} or its secret is not right")]
    Wrong(StaffNumber),
    #[error("the number {number} or its secret is not right, and the next try has to wait {seconds} seconds")]
    Wait { number: StaffNumber, seconds: u32 },
    #[error("{0} is locked after too many wrong secrets. A supervisor can reset it: esscard-kiosk staff reset {0}")]
    Locked(StaffNumber),
    #[error("the role of {0} does not allow this")]
    Role(StaffNumber),
    #[error("a supervisor has to sign for this as a second person")]
    SecondMissing,
    #[error("the second person has to be another one than the first")]
    SamePerson,
    #[error("the second person has to be a supervisor")]
    SecondRole,
    #[error("a drawn PIN signs for nothing: choose a secret of your own at the kiosk first")]
    MustChange,
    #[error("the secret cannot be read: {0}")]
    Input(std::io::Error),
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Adds a member of staff and prints their PIN, this once.
///
/// # Errors
/// As [`Store::add_staff`].
pub fn add(
    store: &mut Store,
    number: &StaffNumber,
    role: Role,
    now: Timestamp,
    out: &mut dyn Write,
) -> Result<(), StaffError> {
    let pin = store.add_staff(number, role, By::Command, now)?;
    tell(number, &pin, out)
}

/// Gives a member of staff a new PIN, lifts their lock, and prints the PIN, this once.
///
/// # Errors
/// As [`Store::reset_staff`].
pub fn reset(store: &mut Store, number: &StaffNumber, now: Timestamp, out: &mut dyn Write) -> Result<(), StaffError> {
    let pin = store.reset_staff(number, By::Command, now)?;
    tell(number, &pin, out)
}

fn tell(number: &StaffNumber, pin: &DrawnPin, out: &mut dyn Write) -> Result<(), StaffError> {
    let pin = pin.secret().as_str();
    Ok(writeln!(
        out,
        "The PIN of {number} is {pin}: hand it over in private, it is shown only now and is changed at the first sign-in."
    )?)
}

/// Keeps a member of staff from signing in, for good.
///
/// # Errors
/// As [`Store::disable_staff`].
pub fn disable(store: &mut Store, number: &StaffNumber, now: Timestamp, out: &mut dyn Write) -> Result<(), StaffError> {
    store.disable_staff(number, By::Command, now)?;
    Ok(writeln!(out, "{number} can no longer sign in.")?)
}

/// Lists all staff by number; as JSON one array, with times in UTC.
///
/// # Errors
/// If the store fails.
pub fn list(store: &Store, as_json: bool, out: &mut dyn Write) -> Result<(), StaffError> {
    let staff = store.list_staff()?;
    if as_json {
        let staff: Vec<_> = staff
            .iter()
            .map(|row| {
                json!({ "id": row.id.0, "number": row.number.as_str(), "role": row.role.word(), "active": row.active,
                        "must_change": row.must_change, "locked": row.locked, "created_at": row.created_at.to_string() })
            })
            .collect();
        return Ok(writeln!(out, "{}", json!(staff))?);
    }
    if staff.is_empty() {
        return Ok(writeln!(
            out,
            "There is no staff yet. Add the first supervisor with: esscard-kiosk staff add NUMBER --role supervisor"
        )?);
    }
    let rows: Vec<_> = staff
        .iter()
        .map(|row| {
            let id = row.id.0.to_string();
            [
                row.number.to_string(),
                row.role.word().to_owned(),
                state(row).to_owned(),
                table::local(row.created_at),
                id,
            ]
        })
        .collect();
    let added = format!("Added ({})", table::ZONE);
    Ok(table::write(out, ["Number", "Role", "State", &added, "Id in the audit log"], &rows)?)
}

fn state(row: &StaffRow) -> &'static str {
    match row {
        StaffRow { active: false, .. } => "disabled",
        StaffRow { locked: true, .. } => "locked",
        StaffRow { must_change: true, .. } => "PIN to be changed",
        _ => "active",
    }
}

/// Lets staff sign for an act: asks for the secret of `by`, and of `second` where the act needs two. On a
/// terminal the secrets are typed without being shown; else they are read from standard input, one a line.
///
/// # Errors
/// What the rules say against it, a refused sign-in, or a store that fails.
pub fn authorize(
    store: &mut Store,
    act: Act,
    by: &StaffNumber,
    second: Option<&StaffNumber>,
) -> Result<Authority, StaffError> {
    let mut means = Means { ask: &mut ask, wait: &mut wait, clock: &SystemClock::start() };
    authorize_by(store, act, by, second, &mut means)
}

/// How secrets are asked for and waits are sat out; tests bring their own.
struct Means<'a> {
    ask: &'a mut dyn FnMut(&StaffNumber) -> std::io::Result<Secret>,
    wait: &'a mut dyn FnMut(&StaffNumber, u32),
    clock: &'a dyn Clock,
}

fn authorize_by(
    store: &mut Store,
    act: Act,
    by: &StaffNumber,
    second: Option<&StaffNumber>,
    means: &mut Means<'_>,
) -> Result<Authority, StaffError> {
    // What is plain without a secret is told before one is typed.
    let second = match second.filter(|_| act.needs_two()) {
        None if act.needs_two() => return Err(StaffError::SecondMissing),
        Some(second) if second == by => return Err(StaffError::SamePerson),
        second => second,
    };
    let first = signed_in(store, by, means)?;
    let second = second.map(|second| signed_in(store, second, means)).transpose()?;
    Authority::of(act, &first, second.as_ref()).map_err(|denied| match denied {
        Denied::Role => StaffError::Role(by.clone()),
        Denied::SecondMissing => StaffError::SecondMissing,
        Denied::SamePerson => StaffError::SamePerson,
        Denied::SecondRole => StaffError::SecondRole,
        Denied::MustChange => StaffError::MustChange,
    })
}

fn signed_in(store: &mut Store, number: &StaffNumber, means: &mut Means<'_>) -> Result<StaffMember, StaffError> {
    // Waits begin again with each start of the program, so whoever has to wait does it in here.
    match store.staff_hold(number, means.clock.moment())? {
        Some(SignInRefusal::Locked) => return Err(StaffError::Locked(number.clone())),
        Some(SignInRefusal::Wait { seconds }) => (means.wait)(number, seconds),
        Some(SignInRefusal::Wrong) | None => {}
    }
    let typed = (means.ask)(number).map_err(StaffError::Input)?;
    match store.staff_sign_in(number, &typed, means.clock.moment(), means.clock.timestamp())? {
        StaffSignIn::Granted(member) => Ok(member),
        StaffSignIn::Refused(SignInRefusal::Wrong) => Err(StaffError::Wrong(number.clone())),
        StaffSignIn::Refused(SignInRefusal::Wait { seconds }) => {
            Err(StaffError::Wait { number: number.clone(), seconds })
        }
        StaffSignIn::Refused(SignInRefusal::Locked) => Err(StaffError::Locked(number.clone())),
    }
}

fn ask(number: &StaffNumber) -> std::io::Result<Secret> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        let typed = Zeroizing::new(rpassword::prompt_password(format!("Secret of {number}: "))?);
        return Ok(Secret::copied(&typed, SECRET_CHARS));
    }
    line_of(&mut stdin.lock())
}

/// One line, without its end; bounded, whatever is piped in.
fn line_of(input: &mut dyn BufRead) -> std::io::Result<Secret> {
    let mut line = Zeroizing::new(Vec::with_capacity(usize::try_from(LINE_BYTES).unwrap_or_default()));
    input.take(LINE_BYTES).read_until(b'\n', &mut line)?;
    // The end of the line is dropped with all control characters.
    let typed = std::str::from_utf8(&line).map_err(|_| std::io::ErrorKind::InvalidData)?;
    Ok(Secret::copied(typed, SECRET_CHARS))
}

fn wait(number: &StaffNumber, seconds: u32) {
    // Nobody may be there to read it; the wait is the same.
    let _ = writeln!(std::io::stderr(), "{number} has to wait {seconds} seconds after wrong secrets ...");
    std::thread::sleep(Duration::from_secs(seconds.into()));
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::domain::staff_secret::StaffSecret;
    use crate::domain::time::{Date, Moment};

    const OWN: &str = "kite-42-moss";

    /// In milliseconds, turned by hand.
    #[derive(Default)]
    struct HandClock(AtomicU64);

    impl Clock for HandClock {
        fn moment(&self) -> Moment {
            Moment::from_millis(self.0.load(Ordering::Relaxed))
        }

        fn timestamp(&self) -> Timestamp {
            now()
        }

        fn today(&self) -> Date {
            "2026-06-01".parse().unwrap()
        }
    }

    fn now() -> Timestamp {
        "2026-06-01T08:00:00Z".parse().unwrap()
    }

    fn number(text: &str) -> StaffNumber {
        StaffNumber::parse(text).unwrap()
    }

    fn said(run: impl FnOnce(&mut dyn Write) -> Result<(), StaffError>) -> String {
        let mut out = Vec::new();
        run(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn pin_in(said: &str) -> Secret {
        let pin = said.split_once(" is ").unwrap().1.get(..6).unwrap();
        assert!(pin.chars().all(|c| c.is_ascii_digit()), "{said}");
        Secret::copied(pin, 6)
    }

    /// With supervisors S01 and S02 and officer A01, who chose [`OWN`], and A02, who has a drawn PIN.
    fn staffed() -> Store {
        let mut store = Store::in_memory().unwrap();
        let staff =
            [("S01", Role::Supervisor), ("S02", Role::Supervisor), ("A01", Role::Officer), ("A02", Role::Officer)];
        for (text, role) in staff {
            let number = number(text);
            let pin = pin_in(&said(|out| add(&mut store, &number, role, now(), out)));
            let StaffSignIn::Granted(member) = store.staff_sign_in(&number, &pin, Moment::default(), now()).unwrap()
            else {
                panic!("refused")
            };
            if text != "A02" {
                let own = StaffSecret::password(&number, &Secret::copied(OWN, 40)).unwrap();
                store.change_staff_secret(&member, &pin, &own, Moment::default(), now()).unwrap();
            }
        }
        store
    }

    /// What comes of signing with these secrets, and how many of them were asked for.
    fn sign(
        store: &mut Store,
        act: Act,
        by: &str,
        second: Option<&str>,
        typed: &[&str],
    ) -> (Result<Authority, StaffError>, usize) {
        let clock = HandClock::default();
        let mut asked = 0;
        let mut ask = |_: &StaffNumber| {
            asked += 1;
            Ok(Secret::copied(typed[asked - 1], SECRET_CHARS))
        };
        let mut wait = |_: &StaffNumber, seconds: u32| {
            clock.0.fetch_add(u64::from(seconds) * 1000, Ordering::Relaxed);
        };
        let mut means = Means { ask: &mut ask, wait: &mut wait, clock: &clock };
        let second = second.map(number);
        let signed = authorize_by(store, act, &number(by), second.as_ref(), &mut means);
        (signed, asked)
    }

    #[test]
    fn staff_are_added_listed_reset_and_disabled() {
        let mut store = Store::in_memory().unwrap();
        assert!(said(|out| list(&store, false, out)).contains("staff add NUMBER --role supervisor"));
        assert_eq!(said(|out| list(&store, true, out)), "[]\n");
        let first = said(|out| add(&mut store, &number("s-01"), Role::Supervisor, now(), out));
        assert!(first.starts_with("The PIN of S01 is ") && first.lines().count() == 1, "{first}");
        said(|out| add(&mut store, &number("A01"), Role::Officer, now(), out));
        let text = said(|out| list(&store, false, out));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "A01     officer     PIN to be changed  2026-06-01 16:00  2", "{text}");
        assert_eq!(said(|out| disable(&mut store, &number("A01"), now(), out)), "A01 can no longer sign in.\n");
        assert!(said(|out| list(&store, false, out)).contains("A01     officer     disabled"));
        let again = said(|out| reset(&mut store, &number("S01"), now(), out));
        assert_ne!(pin_in(&first), pin_in(&again));
        let read: serde_json::Value = serde_json::from_str(&said(|out| list(&store, true, out))).unwrap();
        assert_eq!((&read[0]["active"], &read[1]["role"]), (&json!(false), &json!("supervisor")));
        assert!(!text.contains(pin_in(&first).as_str()));
    }

    #[test]
    fn staff_sign_for_an_act_alone_or_with_a_second_person() {
        let mut store = staffed();
        let (alone, asked) = sign(&mut store, Act::ReadAudit, "S01", None, &[OWN]);
        assert!(alone.is_ok_and(|leave| leave.act() == Act::ReadAudit && leave.second().is_none()));
        assert_eq!(asked, 1);
        let (unneeded, asked) = sign(&mut store, Act::ReadAudit, "S01", Some("S02"), &[OWN]);
        assert!(unneeded.is_ok_and(|leave| leave.second().is_none()), "nobody answers for what they did not sign");
        assert_eq!(asked, 1);
        let (both, asked) = sign(&mut store, Act::Export, "S01", Some("S02"), &[OWN, OWN]);
        assert!(both.is_ok_and(|leave| leave.second().is_some_and(|second| second != leave.by())));
        assert_eq!(asked, 2);
    }

    #[test]
    fn whoever_may_not_sign_is_told_why() {
        let mut store = staffed();
        let (missing, asked) = sign(&mut store, Act::Export, "S01", None, &[]);
        assert!(matches!((missing, asked), (Err(StaffError::SecondMissing), 0)));
        let (same, asked) = sign(&mut store, Act::Export, "S01", Some("S01"), &[]);
        assert!(matches!((same, asked), (Err(StaffError::SamePerson), 0)));
        let (role, _) = sign(&mut store, Act::ReadAudit, "A01", None, &[OWN]);
        assert!(matches!(role, Err(StaffError::Role(_))));
        let (second, _) = sign(&mut store, Act::Export, "S01", Some("A01"), &[OWN, OWN]);
        assert!(matches!(second, Err(StaffError::SecondRole)));
        let (wrong, asked) = sign(&mut store, Act::Export, "S01", Some("S02"), &["wrong", OWN]);
        assert!(matches!((wrong, asked), (Err(StaffError::Wrong(_)), 1)));
        let pin = pin_in(&said(|out| reset(&mut store, &number("A02"), now(), out)));
        let (drawn, _) = sign(&mut store, Act::Find, "A02", None, &[pin.as_str()]);
        assert!(matches!(drawn, Err(StaffError::MustChange)));
    }

    #[test]
    fn whoever_has_to_wait_waits_before_the_secret_is_asked_for() {
        let mut store = staffed();
        for n in 1..=5 {
            let (wrong, _) = sign(&mut store, Act::Find, "A01", None, &["wrong"]);
            match n {
                5 => assert!(matches!(wrong, Err(StaffError::Wait { seconds: 15, .. }))),
                _ => assert!(matches!(wrong, Err(StaffError::Wrong(_)))),
            }
        }
        assert!(matches!(sign(&mut store, Act::Find, "A01", None, &[OWN]), (Ok(_), 1)));
        let locked = loop {
            if let (Err(StaffError::Locked(number)), asked) = sign(&mut store, Act::Find, "A01", None, &["wrong"]) {
                break (number, asked);
            }
        };
        assert_eq!(locked, (number("A01"), 1));
        assert!(matches!(sign(&mut store, Act::Find, "A01", None, &[]), (Err(StaffError::Locked(_)), 0)));
    }

    #[test]
    fn piped_secrets_are_read_line_by_line() {
        let mut piped: &[u8] = b"kite-42-moss\nbrook-77-fern\r\n\xFF\n";
        assert_eq!(line_of(&mut piped).unwrap().as_str(), OWN);
        assert_eq!(line_of(&mut piped).unwrap().as_str(), "brook-77-fern");
        assert!(line_of(&mut piped).is_err());
        assert!(line_of(&mut piped).unwrap().is_empty());
        let mut endless: &[u8] = &[b'x'; 5000];
        assert_eq!(line_of(&mut endless).unwrap().chars(), SECRET_CHARS);
        assert_eq!(endless.len(), 5000 - 1024, "bounded");
    }
}
