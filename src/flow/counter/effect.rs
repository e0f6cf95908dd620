//! What the console asks of the workers.

use crate::domain::audit_log::AuditFilter;
use crate::domain::case::VisitStage;
use crate::domain::found::FindQuery;
use crate::domain::letter::{DocumentKind, DocumentRequest};
use crate::domain::register_import::{CheckNumber, FileNumber};
use crate::domain::rehearsal::Rehearsal;
use crate::domain::resume::{ResumeCode, ResumedDraft};
use crate::domain::review::{CaseDecision, CaseId};
use crate::domain::secret::Secret;
use crate::domain::settings::SettingChange;
use crate::domain::shift::ShiftReport;
use crate::domain::staff::{Act, Authority, SignOut, StaffId, StaffMember, StaffNumber};

use crate::domain::staff_evidence::StaffEvidence;
use crate::domain::time::Timestamp;
use crate::flow::event::Event;

use super::devices::{CheckNote, CheckRun};
use super::staff_list::StaffChange;

/// A wish of the console.
#[derive(Debug)]
pub enum CounterEffect {
    /// The desk.
    Ask(Box<CounterJob>),
    /// A document again, with leave for it.
    Print(Authority, Box<DocumentRequest>),
    /// The importer of permits.
    Import(ImportJob),
    /// The report that was made.
    PrintShift(Box<ShiftReport>),
    /// Every device is looked at.
    CheckDevices(Authority, CheckRun),
    /// The printer's test page, made now.
    PrintTest(Authority, Timestamp),
    /// The voice says a sentence in both languages.
    TryVoice,
    /// Something happens to the visit beneath.
    Visit(Box<Event>),
    /// Looks which cameras are plugged in.
    ListCameras,
    /// Begins or ends a look through the camera.
    WatchCamera(bool),
    /// What was chosen is in force from now on.
    ApplySetting(SettingChange),
    /// The visitor's page again.
    Close,
}

impl CounterEffect {
    /// Asks the desk.
    pub(super) fn ask(job: CounterJob) -> Self {
        Self::Ask(Box::new(job))
    }
}

/// What the importer of permits is asked by staff.
#[derive(Debug)]
pub enum ImportJob {
    /// Which files there are.
    Look(Authority),
    /// Reads and checks a file, and keeps what is good to be written.
    Check(Authority, FileNumber, CheckNumber),
    /// Writes what this check kept, signed for.
    Write(Authority, CheckNumber),
    /// Ends a check that is running and keeps nothing.
    Forget,
}

/// What the desk is asked by staff.
#[derive(Debug)]
pub enum CounterJob {
    SignIn {
        number: StaffNumber,
        secret: Secret,
    },
    SignOut(StaffId, SignOut),
    /// A password of one's own choice in place of `old`.
    ChoosePassword {
        member: StaffMember,
        old: Secret,
        new: Secret,
    },
    /// A PIN drawn by the program in place of `old`.
    DrawPin {
        member: StaffMember,
        old: Secret,
    },
    /// Who answers for an act signs again; the rule of two asks for another.
    Authorize {
        act: Act,
        by: StaffMember,
        own: Secret,
        second: Option<(StaffNumber, Secret)>,
    },
    /// The cases that wait.
    Queue,
    /// Takes a case up and reads it.
    OpenCase(Authority, CaseId),
    /// Lets it wait again.
    ReleaseCase(StaffId, CaseId),
    Decide(Authority, CaseId, CaseDecision),
    Find(Authority, FindQuery),
    /// The card of an enrollment, to print this of it.
    ReadCard(Authority, i64, DocumentKind),
    /// A new password, as its holder typed it.
    ResetPassword(Authority, i64, Secret),
    Unlock(Authority, i64),
    Withdraw(Authority, i64),
    AuditRows(Authority, AuditFilter),
    /// Staff came to help over a visit at this stage.
    NoteAssisted(Authority, VisitStage),
    /// Opens the entries that a visitor kept.
    Resume(Authority, ResumeCode),
    /// Enrolls whoever kept them.
    EnrollDraft(Box<ResumedDraft>, StaffEvidence),
    /// A fault is caused, to train.
    NoteRehearsed(Authority, Rehearsal),
    /// How the register stands.
    RegisterState(Authority),
    /// The devices were looked at, or tried.
    NoteChecked(Authority, CheckNote),
    ChangeSetting(Authority, SettingChange),
    StaffRows(Authority),
    ChangeStaff(Authority, StaffChange),
    /// Walks the whole chain.
    CheckAudit(Authority),
    /// Notes a shift report, and counts what happened from the first time until before the second.
    ShiftCounts(Authority, Timestamp, Timestamp),
}
