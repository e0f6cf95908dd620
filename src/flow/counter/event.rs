//! Everything that can happen to the console: what staff do and what the workers answer.

use crate::domain::account::SignInRefusal;
use crate::domain::audit_log::AuditRow;
use crate::domain::card::Card;
use crate::domain::device_check::Finding;
use crate::domain::fault::{Fault, Incident};
use crate::domain::found::{Found, Unlocked};
use crate::domain::letter::{DocumentKind, PagePicture};
use crate::domain::print::PrintStage;
use crate::domain::registration::FieldFault;
use crate::domain::rehearsal::Rehearsal;
use crate::domain::resume::ResumedDraft;
use crate::domain::review::{CaseDecision, CaseId, Decided, QueueRow, ReviewCase};
use crate::domain::secret::Secret;
use crate::domain::settings::{CameraRow, SettingChange};
use crate::domain::shift::{ShiftReport, ShiftSpan};
use crate::domain::staff::{Authority, Denied, Role, StaffMember, StaffNumber, StaffRow};

use super::Section;
use super::assist::{Check, CodeFault};
use super::audit_log::{AuditCheck, Narrow};
use super::devices::CheckRun;
use super::register::{RegisterAct, RegisterAnswer};

/// Why nobody got leave for an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLeave {
    /// The own secret was refused.
    Own(SignInRefusal),
    /// The second person's number or secret was refused.
    Second(SignInRefusal),
    /// The rules forbid it.
    Denied(Denied),
}

/// Why something was not done, where staff can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDone {
    /// Somebody has, or had, this staff number.
    NumberTaken,
    LastSupervisor,
    StaffDisabled,
    /// Whoever signed was disabled or got a new PIN since.
    LeaveEnded,
    CaseClosed,
    /// Somebody else looks at this case.
    CaseTaken,
    /// The comparison said no in a case of this number: two have to sign for it.
    NeedsSecond,
    NoConsent,
    /// Not the passport on record.
    WrongDocument,
    AlreadyEnrolled,
}

impl NotDone {
    /// The catalogue's key of what is told.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NumberTaken => "nd_number_taken",
            Self::LastSupervisor => "nd_last_supervisor",
            Self::StaffDisabled => "nd_staff_disabled",
            Self::LeaveEnded => "nd_leave_ended",
            Self::CaseClosed => "nd_case_closed",
            Self::CaseTaken => "nd_case_taken",
            Self::NeedsSecond => "nd_needs_second",
            Self::NoConsent => "nd_no_consent",
            Self::WrongDocument => "as_tail_other",
            Self::AlreadyEnrolled => "nd_enrolled",
        }
    }
}

/// What moves the console on.
#[derive(Debug)]
pub enum CounterEvent {
    // Staff.
    /// "Sign out", or back from the sign-in.
    Leave,
    Open(Section),
    /// Back within the page, or out of what lies over it.
    Back,
    /// The page's form.
    Submit,
    /// "Draw a PIN for me".
    DrawPin,
    OpenCase(CaseId),
    /// Mirrors the captured picture.
    FlipPicture,
    EnlargePictures,
    /// "Not the same person": why is asked.
    RefuseCase,
    Decide(CaseDecision),
    /// An enrollment that was found.
    OpenFound(i64),
    Reprint(DocumentKind),
    /// The holder is to choose a new password.
    AskNewPassword,
    Unlock,
    WithdrawConsent,
    NarrowAudit(Narrow),
    OlderAudit,
    NewerAudit,
    CheckAudit,
    /// The visitor lets staff see what was typed.
    LetSee,
    /// Verify by documents instead of the face.
    VerifyByDocument,
    /// One line of the checklist.
    TickCheck(Check),
    /// Causes a fault, or ends it.
    Rehearse(Rehearsal),
    /// Look at every device, once more.
    CheckDevices,
    /// Print a test page.
    PrintTest,
    /// Let the voice be heard.
    TryVoice,
    OpenStaff(StaffNumber),
    ChooseRole(Role),
    ResetStaff,
    DisableStaff,
    /// On the page of the register.
    Register(RegisterAct),
    /// Makes the report on this span.
    CountShift(ShiftSpan),
    /// Puts it on paper.
    PrintShift,
    ChooseSetting(SettingChange),
    LookForCameras,
    /// Begins or ends a look through the camera.
    WatchCamera(bool),
    // The workers.
    SignedIn(StaffMember),
    SignInRefused(SignInRefusal),
    /// The new secret holds; a drawn PIN is shown once.
    SecretChanged(Option<Secret>),
    /// The new secret breaks these rules.
    SecretRefused(Vec<FieldFault>),
    /// The old secret was wrong.
    OldSecretRefused(SignInRefusal),
    QueueRead(Vec<QueueRow>),
    /// A case with the register's photo and the captured picture, opened.
    CaseRead(Box<ReviewCase>, Option<PagePicture>, Option<PagePicture>),
    CaseDecided(Decided),
    FoundRead(Vec<Found>),
    /// The card to print this of, with the leave it was read with.
    CardRead(Box<Card>, DocumentKind, Authority),
    PrintMoved(DocumentKind, PrintStage),
    /// A document could not be made.
    NotMade(Fault, Option<Incident>),
    PasswordSet,
    /// The holder's new password breaks these rules.
    PasswordRefused(Vec<FieldFault>),
    Unlocked(Unlocked),
    ConsentWithdrawn,
    Resumed(Box<ResumedDraft>),
    NotResumed(CodeFault),
    /// Whoever kept entries is enrolled.
    EnrolledByStaff(Box<Card>),
    StaffRead(Vec<StaffRow>),
    /// The list after a change, with the PIN that was drawn, if one was.
    StaffChanged(Vec<StaffRow>, Option<(StaffNumber, Secret)>),
    /// To the page of the register.
    RegisterTold(RegisterAnswer),
    SettingChanged(SettingChange),
    CamerasFound(Vec<CameraRow>),
    /// Nothing is seen through the camera any more.
    CameraLost(Fault, Option<Incident>),
    AuditRead(Vec<AuditRow>),
    AuditChecked(AuditCheck),
    ShiftCounted(Box<ShiftReport>),
    ShiftPrintMoved(PrintStage),
    /// One part was looked at.
    PartFound(CheckRun, Finding),
    /// All of them were.
    DevicesChecked(CheckRun),
    TestPrintMoved(PrintStage),
    Authorized(Authority),
    NotAuthorized(NoLeave),
    Failed(Fault, Option<Incident>),
    NotDone(NotDone),
    /// Time passed.
    Tick,
}

impl CounterEvent {
    /// The desk answers whoever signs again.
    pub(super) fn is_of_signing(&self) -> bool {
        matches!(self, Self::Authorized(_) | Self::NotAuthorized(_))
    }

    /// Staff did it: somebody is there.
    #[must_use]
    pub fn is_of_staff(&self) -> bool {
        match self {
            Self::Leave
            | Self::Open(_)
            | Self::Back
            | Self::Submit
            | Self::DrawPin
            | Self::OpenCase(_)
            | Self::FlipPicture
            | Self::EnlargePictures
            | Self::RefuseCase
            | Self::Decide(_)
            | Self::OpenFound(_)
            | Self::Reprint(_)
            | Self::AskNewPassword
            | Self::Unlock
            | Self::WithdrawConsent
            | Self::NarrowAudit(_)
            | Self::OlderAudit
            | Self::NewerAudit
            | Self::CheckAudit
            | Self::LetSee
            | Self::VerifyByDocument
            | Self::TickCheck(_)
            | Self::Rehearse(_)
            | Self::CheckDevices
            | Self::PrintTest
            | Self::TryVoice
            | Self::OpenStaff(_)
            | Self::ChooseRole(_)
            | Self::ResetStaff
            | Self::DisableStaff
            | Self::Register(_)
            | Self::CountShift(_)
            | Self::PrintShift
            | Self::ChooseSetting(_)
            | Self::LookForCameras
            | Self::WatchCamera(_) => true,
            Self::SignedIn(_)
            | Self::SignInRefused(_)
            | Self::SecretChanged(_)
            | Self::SecretRefused(_)
            | Self::OldSecretRefused(_)
            | Self::QueueRead(_)
            | Self::CaseRead(..)
            | Self::CaseDecided(_)
            | Self::FoundRead(_)
            | Self::CardRead(..)
            | Self::PrintMoved(..)
            | Self::NotMade(..)
            | Self::PasswordSet
            | Self::PasswordRefused(_)
            | Self::Unlocked(_)
            | Self::ConsentWithdrawn
            | Self::Resumed(_)
            | Self::NotResumed(_)
            | Self::EnrolledByStaff(_)
            | Self::StaffRead(_)
            | Self::StaffChanged(..)
            | Self::RegisterTold(_)
            | Self::SettingChanged(_)
            | Self::CamerasFound(_)
            | Self::CameraLost(..)
            | Self::AuditRead(_)
            | Self::AuditChecked(_)
            | Self::ShiftCounted(_)
            | Self::ShiftPrintMoved(_)
            | Self::PartFound(..)
            | Self::DevicesChecked(_)
            | Self::TestPrintMoved(_)
            | Self::Authorized(_)
            | Self::NotAuthorized(_)
            | Self::Failed(..)
            | Self::NotDone(_)
            | Self::Tick => false,
        }
    }
}
