//! The review queue: cases that wait for staff, what they look at, and what they decide.

use std::sync::Arc;

use super::case::{AssistCause, CaseOutcome, CaseTicket, VisitStage};
use super::consent::ConsentChoice;
use super::face_shot::{CheckFinding, FrameReadings};
use super::name::PersonName;
use super::permit::{BothLanguages, RegisterStatus, TalentCategory, WorkPermit};
use super::staff::StaffId;
use super::time::{Date, Timestamp};

/// Pseudonymous row id of a case, as in the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub i64);

/// Whether a case can be taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueState {
    Open,
    /// Somebody is looking at it.
    WithSomeone(StaffId),
    /// Nobody is, and approving it takes two.
    NeedsSecond,
}

/// One pending case of the queue. Holds no name and no face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    pub id: CaseId,
    pub ticket: CaseTicket,
    pub opened_at: Timestamp,
    pub stage: VisitStage,
    /// `None` if it is one that this program does not know.
    pub cause: Option<AssistCause>,
    /// Captures the visitor made.
    pub tries: u8,
    /// There is a picture or a reading to look at.
    pub has_evidence: bool,
    pub state: QueueState,
    /// The permit number, all but its end hidden, if the visitor came that far.
    pub number: Option<String>,
}

/// What the register says of a permit, as far as staff need it to decide.
#[derive(Clone, PartialEq)]
pub struct PermitSummary {
    pub name: PersonName,
    /// All but its end hidden.
    pub number: String,
    pub category: TalentCategory,
    pub citizenship: BothLanguages,
    pub employer: BothLanguages,
    pub valid_until: Date,
    pub status: RegisterStatus,
}

impl PermitSummary {
    #[must_use]
    pub fn of(permit: &WorkPermit) -> Self {
        Self {
            name: permit.name.clone(),
            number: permit.number.masked(),
            category: permit.category,
            citizenship: permit.citizenship.clone(),
            employer: permit.employer.clone(),
            valid_until: permit.valid_until,
            status: permit.status,
        }
    }
}

impl std::fmt::Debug for PermitSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PermitSummary(..)")
    }
}

/// A case as it is opened for review. Never the score: it is told when the case is decided.
#[derive(Clone)]
pub struct ReviewCase {
    pub row: QueueRow,
    /// The incident in the log.
    pub incident: Option<String>,
    /// What the visitor agreed to last.
    pub consent: Option<ConsentChoice>,
    /// `None` if the visitor did not come that far, or the register has it no more.
    pub permit: Option<PermitSummary>,
    /// The register's photo (JPEG or PNG).
    pub reference: Option<Arc<[u8]>>,
    /// The captured picture (JPEG).
    pub picture: Option<Arc<[u8]>>,
    /// Those of the picture, or of the last frame where none was kept.
    pub readings: Option<FrameReadings>,
    /// The comparison said no: approving takes two.
    pub needs_two: bool,
}

impl std::fmt::Debug for ReviewCase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReviewCase({:?}, ..)", self.row)
    }
}

/// Why staff refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    NotSamePerson,
    DocumentsDoNotFit,
    DataDiffer,
    VisitorGone,
}

impl RefusalReason {
    pub const ALL: [Self; 4] = [Self::NotSamePerson, Self::DocumentsDoNotFit, Self::DataDiffer, Self::VisitorGone];

    /// The stored form: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSamePerson => "not_same_person",
            Self::DocumentsDoNotFit => "documents_do_not_fit",
            Self::DataDiffer => "data_differ",
            Self::VisitorGone => "visitor_gone",
        }
    }
}

/// What staff decide on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseDecision {
    /// It is the holder.
    Approved,
    Refused(RefusalReason),
    /// The pictures do not show enough: the visitor may try again.
    Retake,
}

impl CaseDecision {
    /// The stored form, also in the audit log: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Refused(_) => "refused",
            Self::Retake => "retake",
        }
    }

    #[must_use]
    pub fn reason(self) -> Option<RefusalReason> {
        match self {
            Self::Refused(reason) => Some(reason),
            Self::Approved | Self::Retake => None,
        }
    }

    /// How the case ends by it.
    #[must_use]
    pub fn outcome(self) -> CaseOutcome {
        match self {
            Self::Approved | Self::Retake => CaseOutcome::Helped,
            Self::Refused(RefusalReason::VisitorGone) => CaseOutcome::Left,
            Self::Refused(_) => CaseOutcome::Refused,
        }
    }
}

/// A case that was decided, with what the machine had found: told only now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decided {
    pub decision: CaseDecision,
    pub finding: Option<CheckFinding>,
    /// Similarity with the reference, if they were compared.
    pub score: Option<f32>,
}
