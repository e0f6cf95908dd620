//! Counter staff: who they are, what each role may do, and how long a sign-in lasts.

use std::time::Duration;

use super::account::SignInRefusal;
use super::time::{Moment, Timestamp};

/// Rest after which a signed-in member of staff is signed out.
const IDLE_LIMIT: Duration = Duration::from_mins(5);
/// Rest after which the coming end is shown.
const IDLE_WARNING: Duration = Duration::from_mins(4);
/// A sign-in ends after this long, however busy it is.
const WHOLE_LIMIT: Duration = Duration::from_hours(12);

/// Longest staff number, in characters.
const MOST_CHARS: usize = 12;

/// Pseudonymous row id of a member of staff, as in the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffId(pub i64);

/// The number a member of staff signs in with: 2 to 12 ASCII letters and digits, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffNumber(String);

/// Text that is no staff number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a staff number has 2 to 12 letters and digits")]
pub struct NotAStaffNumber;

impl StaffNumber {
    /// Reads a typed number; spaces and hyphens do not count.
    ///
    /// # Errors
    /// If anything but letters and digits is left, or too few or too many of them.
    pub fn parse(typed: &str) -> Result<Self, NotAStaffNumber> {
        let number: String = super::permit::fold_number(typed).take(MOST_CHARS + 1).collect();
        let fits = (2..=MOST_CHARS).contains(&number.len()) && number.chars().all(|c| c.is_ascii_alphanumeric());
        if fits { Ok(Self(number)) } else { Err(NotAStaffNumber) }
    }

    /// In capitals, without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for StaffNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a member of staff is employed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Assists, verifies by document, reviews, reprints.
    Officer,
    /// That, and import, overrides, export, retention, settings and staff.
    Supervisor,
}

impl Role {
    pub const ALL: [Self; 2] = [Self::Officer, Self::Supervisor];

    /// The stored form: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Supervisor => "supervisor",
        }
    }

    /// The role with this stored form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether the role may do `act`.
    #[must_use]
    pub fn may(self, act: Act) -> bool {
        match self {
            Self::Supervisor => true,
            Self::Officer => matches!(
                act,
                Act::Assist
                    | Act::VerifyByDocument
                    | Act::Review
                    | Act::Find
                    | Act::Reprint
                    | Act::ResetPassword
                    | Act::Unlock
                    | Act::WithdrawConsent
                    | Act::CheckDevices
                    | Act::ShiftReport
                    | Act::Rehearse
            ),
        }
    }
}

/// Everything staff can do: a closed list, so that each is decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Help over a visit that is stuck.
    Assist,
    /// Verify a visitor by passport and letter instead of the face.
    VerifyByDocument,
    /// Decide a case of the review queue.
    Review,
    /// Look up an enrollment.
    Find,
    /// Print a letter or a slip again.
    Reprint,
    /// Let a holder choose a new password, face to face.
    ResetPassword,
    /// Lift a lock after wrong passwords or failed face checks.
    Unlock,
    /// Withdraw a holder's consent, and erase the pictures taken with it.
    WithdrawConsent,
    /// Look at camera, printer, store.
    CheckDevices,
    /// Print what the shift did.
    ShiftReport,
    /// Cause faults in the demo, to train.
    Rehearse,
    /// Read permits from a file.
    ImportRegister,
    /// Enroll although the face comparison said no.
    OverrideMatch,
    /// Read the audit log.
    ReadAudit,
    /// Write the audit log or a list into a file.
    Export,
    /// Change how long data are kept.
    ChangeRetention,
    /// Make new keys.
    RotateKeys,
    /// Change settings of this kiosk.
    ChangeSettings,
    /// Add, disable and reset staff.
    ManageStaff,
}

impl Act {
    pub const ALL: [Self; 19] = [
        Self::Assist,
        Self::VerifyByDocument,
        Self::Review,
        Self::Find,
        Self::Reprint,
        Self::ResetPassword,
        Self::Unlock,
        Self::WithdrawConsent,
        Self::CheckDevices,
        Self::ShiftReport,
        Self::Rehearse,
        Self::ImportRegister,
        Self::OverrideMatch,
        Self::ReadAudit,
        Self::Export,
        Self::ChangeRetention,
        Self::RotateKeys,
        Self::ChangeSettings,
        Self::ManageStaff,
    ];

    /// The two-person rule: a second member of staff has to sign in for it.
    #[must_use]
    pub fn needs_two(self) -> bool {
        matches!(self, Self::OverrideMatch | Self::Export | Self::ChangeRetention | Self::RotateKeys)
    }

    /// Who signs for `self` alone first; an override is begun by whoever verifies, and only the second
    /// person has to be one who may override.
    fn begun_as(self) -> Self {
        if self == Self::OverrideMatch { Self::VerifyByDocument } else { self }
    }
}

/// A member of staff who proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    pub id: StaffId,
    pub number: StaffNumber,
    pub role: Role,
    /// The PIN was drawn by somebody else: one of their own has to be chosen first.
    pub must_change: bool,
}

/// One member of staff as supervisors list them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// As in the audit log.
    pub id: StaffId,
    pub number: StaffNumber,
    pub role: Role,
    /// May sign in; disabled otherwise, for good.
    pub active: bool,
    /// Has a PIN that somebody else has seen.
    pub must_change: bool,
    /// Locked after too many wrong secrets, until reset.
    pub locked: bool,
    pub created_at: Timestamp,
}

/// What signing in as staff led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffSignIn {
    Granted(StaffMember),
    /// Unknown, disabled and wrong are told alike.
    Refused(SignInRefusal),
}

/// Leave for one act, with who answers for it. The store takes no act of staff without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    act: Act,
    by: StaffId,
    second: Option<StaffId>,
}

/// Who does what can be done from the console and from the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// Whoever may run commands on the machine.
    Command,
    /// A member of staff, with leave for it.
    Staff(&'a Authority),
}

/// Why an act is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The role may not.
    Role,
    /// A second person has to sign in.
    SecondMissing,
    /// The second person is the first one again.
    SamePerson,
    /// The second person's role may not.
    SecondRole,
    /// A PIN of one's own has to be chosen first.
    MustChange,
}

impl Authority {
    /// Decides on an act.
    ///
    /// # Errors
    /// Why it is not allowed.
    pub fn of(act: Act, by: &StaffMember, second: Option<&StaffMember>) -> Result<Self, Denied> {
        if by.must_change || second.is_some_and(|second| second.must_change) {
            return Err(Denied::MustChange);
        }
        if !by.role.may(act.begun_as()) {
            return Err(Denied::Role);
        }
        let second = if act.needs_two() {
            let second = second.ok_or(Denied::SecondMissing)?;
            if second.id == by.id {
                return Err(Denied::SamePerson);
            }
            if !second.role.may(act) {
                return Err(Denied::SecondRole);
            }
            Some(second.id)
        } else {
            None
        };
        Ok(Self { act, by: by.id, second })
    }

    #[must_use]
    pub fn act(&self) -> Act {
        self.act
    }

    #[must_use]
    pub fn by(&self) -> StaffId {
        self.by
    }

    #[must_use]
    pub fn second(&self) -> Option<StaffId> {
        self.second
    }
}

/// How a sign-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionState {
    Active,
    /// Signed out in so many seconds unless something is touched.
    Warn {
        seconds: u32,
    },
    /// Nobody was there for five minutes, or twelve hours are over.
    Over,
}

/// How a sign-in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOut {
    /// By its button.
    Button,
    /// Nobody was there for five minutes.
    Idle,
    /// Twelve hours are over.
    Whole,
}

impl SignOut {
    pub const ALL: [Self; 3] = [Self::Button, Self::Idle, Self::Whole];

    /// The stored form, in the audit log: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Idle => "idle",
            Self::Whole => "whole",
        }
    }
}

/// A sign-in that goes on.
#[derive(Clone, Debug)]
pub struct StaffSession {
    member: StaffMember,
    since: Moment,
    last_touch: Moment,
}

impl StaffSession {
    #[must_use]
    pub fn begin(member: StaffMember, now: Moment) -> Self {
        Self { member, since: now, last_touch: now }
    }

    #[must_use]
    pub fn member(&self) -> &StaffMember {
        &self.member
    }

    /// Who is signed in, as long as it lasts: an act takes its member from here.
    #[must_use]
    pub fn present(&self, now: Moment) -> Option<&StaffMember> {
        (self.state(now) != SessionState::Over).then_some(&self.member)
    }

    /// When it began, by the wall clock as it stands at `at`, which is `now`.
    #[must_use]
    pub fn began(&self, now: Moment, at: Timestamp) -> Timestamp {
        at.checked_sub(now.since(self.since)).unwrap_or(at)
    }

    /// A PIN of their own was chosen.
    pub fn changed(&mut self) {
        self.member.must_change = false;
    }

    /// Something was touched. Does not bring back a sign-in that is over.
    pub fn touch(&mut self, now: Moment) {
        if self.state(now) != SessionState::Over {
            self.last_touch = now;
        }
    }

    #[must_use]
    pub fn state(&self, now: Moment) -> SessionState {
        let rest = now.since(self.last_touch);
        if rest >= IDLE_LIMIT || now.since(self.since) >= WHOLE_LIMIT {
            SessionState::Over
        } else if rest >= IDLE_WARNING {
            let left = IDLE_LIMIT.saturating_sub(rest).as_millis().div_ceil(1000);
            SessionState::Warn { seconds: u32::try_from(left).unwrap_or(u32::MAX) }
        } else {
            SessionState::Active
        }
    }

    /// What ended it by itself, once it is [`SessionState::Over`].
    #[must_use]
    pub fn ended_by(&self, now: Moment) -> Option<SignOut> {
        if now.since(self.last_touch) >= IDLE_LIMIT {
            Some(SignOut::Idle)
        } else {
            (now.since(self.since) >= WHOLE_LIMIT).then_some(SignOut::Whole)
        }
    }

    /// How long the state, and the seconds it shows, stay as they are.
    #[must_use]
    pub fn quiet_for(&self, now: Moment) -> Duration {
        let rest = now.since(self.last_touch);
        let whole = WHOLE_LIMIT.saturating_sub(now.since(self.since));
        let idle = match self.state(now) {
            SessionState::Active => IDLE_WARNING.saturating_sub(rest),
            SessionState::Warn { .. } => {
                let left = u64::try_from(IDLE_LIMIT.saturating_sub(rest).as_millis()).unwrap_or(u64::MAX);
                Duration::from_millis(left.saturating_sub(1) % 1000 + 1)
            }
            SessionState::Over => Duration::ZERO,
        };
        idle.min(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: i64, role: Role) -> StaffMember {
        StaffMember { id: StaffId(id), number: StaffNumber::parse("A01").unwrap(), role, must_change: false }
    }

    #[test]
    fn staff_numbers_are_folded() {
        assert_eq!(StaffNumber::parse(" a-01 ").unwrap().as_str(), "A01");
        for bad in ["", "A", "A_1", "ABCDEFGHIJKLM", "王01"] {
            assert_eq!(StaffNumber::parse(bad), Err(NotAStaffNumber), "{bad}");
        }
    }

    /// Every act, every role, alone and with a second person of every role.
    #[test]
    fn each_role_may_do_its_acts_and_no_other() {
        use Act::*;
        let of_officers = [
            Assist,
            VerifyByDocument,
            Review,
            Find,
            Reprint,
            ResetPassword,
            Unlock,
            WithdrawConsent,
            CheckDevices,
            ShiftReport,
            Rehearse,
        ];
        for act in Act::ALL {
            for role in Role::ALL {
                let begins = role == Role::Supervisor || of_officers.contains(&act) || act == OverrideMatch;
                let by = member(1, role);
                let alone = Authority::of(act, &by, None);
                match (begins, act.needs_two()) {
                    (false, _) => assert_eq!(alone, Err(Denied::Role), "{act:?} {role:?}"),
                    (true, true) => assert_eq!(alone, Err(Denied::SecondMissing), "{act:?} {role:?}"),
                    (true, false) => assert!(alone.is_ok_and(|leave| leave.second().is_none()), "{act:?} {role:?}"),
                }
                if !begins || !act.needs_two() {
                    continue;
                }
                assert_eq!(Authority::of(act, &by, Some(&by)), Err(Denied::SamePerson), "{act:?} {role:?}");
                assert_eq!(
                    Authority::of(act, &by, Some(&member(2, Role::Officer))),
                    Err(Denied::SecondRole),
                    "{act:?} {role:?}"
                );
                let leave = Authority::of(act, &by, Some(&member(2, Role::Supervisor))).unwrap();
                assert_eq!((leave.by(), leave.second()), (StaffId(1), Some(StaffId(2))));
            }
        }
    }

    #[test]
    fn a_pin_drawn_by_another_gives_leave_for_nothing() {
        let fresh = StaffMember { must_change: true, ..member(1, Role::Supervisor) };
        for act in Act::ALL {
            assert_eq!(Authority::of(act, &fresh, Some(&member(2, Role::Supervisor))), Err(Denied::MustChange));
        }
    }

    #[test]
    fn a_sign_in_ends_by_rest_and_by_time() {
        let at = |seconds: u64| Moment::from_millis(seconds * 1000);
        let mut session = StaffSession::begin(member(1, Role::Officer), at(0));
        let wall: Timestamp = "2026-06-01T08:00:00Z".parse().unwrap();
        assert_eq!(session.began(at(90), wall).to_string(), "2026-06-01T07:58:30Z");
        assert_eq!(session.state(at(239)), SessionState::Active);
        assert_eq!(session.state(at(240)), SessionState::Warn { seconds: 60 });
        assert_eq!(session.state(at(299)), SessionState::Warn { seconds: 1 });
        assert_eq!(session.state(at(300)), SessionState::Over);
        session.touch(at(300));
        assert_eq!(session.state(at(300)), SessionState::Over, "nothing brings it back");
        assert_eq!((session.ended_by(at(299)), session.ended_by(at(300))), (None, Some(SignOut::Idle)));
        let mut session = StaffSession::begin(member(1, Role::Officer), at(0));
        for minute in 1..720 {
            session.touch(at(minute * 60));
        }
        assert_eq!(session.state(at(43_199)), SessionState::Active);
        assert_eq!(session.quiet_for(at(43_199)), Duration::from_secs(1));
        assert_eq!(session.state(at(43_200)), SessionState::Over);
        assert_eq!((session.ended_by(at(43_199)), session.ended_by(at(43_200))), (None, Some(SignOut::Whole)));
    }
}
