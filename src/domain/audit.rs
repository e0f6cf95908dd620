//! What the audit log records: a closed list of events, without personal data.
//!
//! `assets/audit-events.toml` documents each of them; a test holds list and file together.

use super::staff::{Authority, By, StaffId};

/// An act that must be answered for. Subjects are pseudonymous row ids, never names or numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditEvent {
    /// The program started.
    Started,
    /// A permit register was imported.
    RegisterImported,
    /// Consent was given or refused.
    ConsentRecorded,
    /// A verification was accepted, sent to staff or refused.
    VerificationDecided,
    /// An enrollment was written.
    Enrolled,
    /// A visit was handed to staff.
    HandedToStaff,
    /// A case was closed: by staff, because the visitor enrolled after all, or because nobody did in time.
    CaseClosed,
    /// A holder signed in.
    SignedIn,
    /// A sign-in was refused.
    SignInRefused,
    /// A forgotten password was replaced after a face check.
    PasswordReset,
    /// A lock after too many wrong passwords was lifted.
    SignInUnlocked,
    /// Face recognition was locked for a permit number after too many failed tries.
    FaceLocked,
    /// That lock was lifted.
    FaceUnlocked,
    /// A letter or slip was printed.
    Printed,
    /// A picture was erased because its time was over.
    PictureErased,
    /// Enrollments were erased because their time was over, with account, consent and picture.
    EnrollmentsErased,
    /// Closed cases were erased because their time was over.
    CasesErased,
    /// A member of staff was added.
    StaffAdded,
    /// A member of staff can no longer sign in.
    StaffDisabled,
    /// A member of staff got a new PIN, and locks were lifted.
    StaffReset,
    /// A member of staff chose a password or PIN of their own.
    StaffSecretChanged,
    /// A member of staff signed in.
    StaffSignedIn,
    /// A sign-in as staff was refused.
    StaffSignInRefused,
    /// A member of staff signed out, or was signed out after a rest.
    StaffSignedOut,
    /// Staff came to help over a visit.
    Assisted,
    /// The visitor let staff see what was typed.
    DataShown,
    /// Staff verified a visitor by documents instead of the face.
    VerifiedByDocument,
    /// Staff decided a case of the review queue.
    CaseDecided,
    /// Staff looked up an enrollment.
    LookedUp,
    /// Staff let a holder choose a new password, face to face.
    PasswordResetByStaff,
    /// A holder's consent was withdrawn, and the pictures taken with it were erased.
    ConsentWithdrawn,
    /// A visitor's entries were kept until midnight.
    DraftKept,
    /// They were taken up again.
    DraftResumed,
    /// They were erased because their day was over.
    DraftsErased,
    /// The audit log was read.
    AuditRead,
    /// The audit log was written into a file.
    AuditExported,
    /// The day's head of the audit log was signed.
    AuditSigned,
    /// The key that signs the audit log was changed.
    AuditKeyChanged,
    /// A setting of this kiosk was changed.
    SettingChanged,
    /// A shift report was made.
    ShiftReported,
    /// A fault was caused in the demo, to train.
    Rehearsed,
    /// Staff had the devices looked at.
    DevicesChecked,
}

/// Whom or what an entry is about: a pseudonymous row id, or a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditSubject {
    /// The kiosk itself.
    Kiosk,
    Account(i64),
    Enrollment(i64),
    Consent(i64),
    Case(i64),
    /// A member of staff.
    Staff(StaffId),
    /// So many rows, of which nothing is left to point at.
    Erased {
        rows: i64,
    },
    /// An import of so many permits.
    Register {
        permits: i64,
    },
}

impl AuditSubject {
    /// The stored form: kind and id. Part of the audit chain: never change a word.
    #[must_use]
    pub fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Kiosk => ("kiosk", 0),
            Self::Account(id) => ("account", id),
            Self::Enrollment(id) => ("enrollment", id),
            Self::Consent(id) => ("consent", id),
            Self::Case(id) => ("case", id),
            Self::Staff(id) => ("staff", id.0),
            Self::Erased { rows } => ("erased", rows),
            Self::Register { permits } => ("register", permits),
        }
    }

    /// The subject with this stored form.
    #[must_use]
    pub fn of_parts(kind: &str, id: i64) -> Option<Self> {
        Some(match kind {
            "kiosk" if id == 0 => Self::Kiosk,
            "account" => Self::Account(id),
            "enrollment" => Self::Enrollment(id),
            "consent" => Self::Consent(id),
            "case" => Self::Case(id),
            "staff" => Self::Staff(StaffId(id)),
            "erased" => Self::Erased { rows: id },
            "register" => Self::Register { permits: id },
            _ => return None,
        })
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditActor {
    /// The program itself.
    System,
    /// Whoever stood before the kiosk.
    Visitor,
    /// Whoever may run commands on the machine.
    Command,
    /// A member of staff, and the second one where the two-person rule asks for it.
    Staff { by: StaffId, second: Option<StaffId> },
}

impl AuditActor {
    /// The stored form: kind, id and second id (0: none). Part of the audit chain: never change a word.
    #[must_use]
    pub fn parts(self) -> (&'static str, i64, i64) {
        match self {
            Self::System | Self::Visitor | Self::Command => (self.kind().word(), 0, 0),
            Self::Staff { by, second } => (self.kind().word(), by.0, second.map_or(0, |second| second.0)),
        }
    }

    /// The actor with this stored form.
    #[must_use]
    pub fn of_parts(kind: &str, id: i64, second: i64) -> Option<Self> {
        match (AuditActorKind::from_word(kind)?, id, second) {
            (AuditActorKind::System, 0, 0) => Some(Self::System),
            (AuditActorKind::Visitor, 0, 0) => Some(Self::Visitor),
            (AuditActorKind::Command, 0, 0) => Some(Self::Command),
            (AuditActorKind::Staff, id, second) => {
                Some(Self::Staff { by: StaffId(id), second: (second != 0).then_some(StaffId(second)) })
            }
            _ => None,
        }
    }

    #[must_use]
    pub fn kind(self) -> AuditActorKind {
        match self {
            Self::System => AuditActorKind::System,
            Self::Visitor => AuditActorKind::Visitor,
            Self::Command => AuditActorKind::Command,
            Self::Staff { .. } => AuditActorKind::Staff,
        }
    }
}

/// What kind of actor, to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditActorKind {
    System,
    Visitor,
    Command,
    Staff,
}

impl AuditActorKind {
    pub const ALL: [Self; 4] = [Self::System, Self::Visitor, Self::Command, Self::Staff];

    /// The stored form, as the first of [`AuditActor::parts`].
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Visitor => "visitor",
            Self::Command => "command",
            Self::Staff => "staff",
        }
    }

    /// The kind with this stored form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl From<&Authority> for AuditActor {
    fn from(leave: &Authority) -> Self {
        Self::Staff { by: leave.by(), second: leave.second() }
    }
}

impl From<By<'_>> for AuditActor {
    fn from(by: By<'_>) -> Self {
        match by {
            By::Command => Self::Command,
            By::Staff(leave) => leave.into(),
        }
    }
}

impl From<StaffId> for AuditActor {
    fn from(by: StaffId) -> Self {
        Self::Staff { by, second: None }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditOutcome {
    Done,
    Refused,
    Failed,
}

impl AuditOutcome {
    pub const ALL: [Self; 3] = [Self::Done, Self::Refused, Self::Failed];

    /// The stored form. Part of the audit chain: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// The outcome with this stored form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// One entry to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub event: AuditEvent,
    pub subject: AuditSubject,
    pub actor: AuditActor,
    pub outcome: AuditOutcome,
    /// A fixed word such as `letter` or `accept`: `'static`, so nothing typed can get in.
    pub detail: &'static str,
}

impl AuditEntry {
    /// An entry without detail: done by whoever usually does it.
    #[must_use]
    pub fn new(event: AuditEvent, subject: AuditSubject) -> Self {
        Self { event, subject, actor: event.usual_actor(), outcome: event.usual_outcome(), detail: "" }
    }

    /// With a fixed word.
    #[must_use]
    pub fn with(self, detail: &'static str) -> Self {
        Self { detail, ..self }
    }

    /// Done by somebody else than usually.
    #[must_use]
    pub fn by(self, actor: impl Into<AuditActor>) -> Self {
        Self { actor: actor.into(), ..self }
    }

    /// With another outcome than usually.
    #[must_use]
    pub fn that(self, outcome: AuditOutcome) -> Self {
        Self { outcome, ..self }
    }
}

impl AuditEvent {
    pub const ALL: [Self; 42] = [
        Self::Started,
        Self::RegisterImported,
        Self::ConsentRecorded,
        Self::VerificationDecided,
        Self::Enrolled,
        Self::HandedToStaff,
        Self::CaseClosed,
        Self::SignedIn,
        Self::SignInRefused,
        Self::PasswordReset,
        Self::SignInUnlocked,
        Self::FaceLocked,
        Self::FaceUnlocked,
        Self::Printed,
        Self::PictureErased,
        Self::EnrollmentsErased,
        Self::CasesErased,
        Self::StaffAdded,
        Self::StaffDisabled,
        Self::StaffReset,
        Self::StaffSecretChanged,
        Self::StaffSignedIn,
        Self::StaffSignInRefused,
        Self::StaffSignedOut,
        Self::Assisted,
        Self::DataShown,
        Self::VerifiedByDocument,
        Self::CaseDecided,
        Self::LookedUp,
        Self::PasswordResetByStaff,
        Self::ConsentWithdrawn,
        Self::DraftKept,
        Self::DraftResumed,
        Self::DraftsErased,
        Self::AuditRead,
        Self::AuditExported,
        Self::AuditSigned,
        Self::AuditKeyChanged,
        Self::SettingChanged,
        Self::ShiftReported,
        Self::Rehearsed,
        Self::DevicesChecked,
    ];

    /// The stored form. Part of the audit chain: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::RegisterImported => "register_imported",
            Self::ConsentRecorded => "consent_recorded",
            Self::VerificationDecided => "verification_decided",
            Self::Enrolled => "enrolled",
            Self::HandedToStaff => "handed_to_staff",
            Self::CaseClosed => "case_closed",
            Self::SignedIn => "signed_in",
            Self::SignInRefused => "sign_in_refused",
            Self::PasswordReset => "password_reset",
            Self::SignInUnlocked => "sign_in_unlocked",
            Self::FaceLocked => "face_locked",
            Self::FaceUnlocked => "face_unlocked",
            Self::Printed => "printed",
            Self::PictureErased => "picture_erased",
            Self::EnrollmentsErased => "enrollments_erased",
            Self::CasesErased => "cases_erased",
            Self::StaffAdded => "staff_added",
            Self::StaffDisabled => "staff_disabled",
            Self::StaffReset => "staff_reset",
            Self::StaffSecretChanged => "staff_secret_changed",
            Self::StaffSignedIn => "staff_signed_in",
            Self::StaffSignInRefused => "staff_sign_in_refused",
            Self::StaffSignedOut => "staff_signed_out",
            Self::Assisted => "assisted",
            Self::DataShown => "data_shown",
            Self::VerifiedByDocument => "verified_by_document",
            Self::CaseDecided => "case_decided",
            Self::LookedUp => "looked_up",
            Self::PasswordResetByStaff => "password_reset_by_staff",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::DraftKept => "draft_kept",
            Self::DraftResumed => "draft_resumed",
            Self::DraftsErased => "drafts_erased",
            Self::AuditRead => "audit_read",
            Self::AuditExported => "audit_exported",
            Self::AuditSigned => "audit_signed",
            Self::AuditKeyChanged => "audit_key_changed",
            Self::SettingChanged => "setting_changed",
            Self::ShiftReported => "shift_reported",
            Self::Rehearsed => "rehearsed",
            Self::DevicesChecked => "devices_checked",
        }
    }

    /// The event with this stored form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.word() == word)
    }

    /// Who does it, unless an entry says otherwise. What only staff do has no usual actor of its own: such
    /// an entry is made from their [`Authority`].
    fn usual_actor(self) -> AuditActor {
        match self {
            Self::ConsentRecorded
            | Self::Enrolled
            | Self::HandedToStaff
            | Self::SignedIn
            | Self::SignInRefused
            | Self::PasswordReset
            | Self::Printed
            | Self::DataShown
            | Self::DraftKept
            | Self::DraftResumed
            | Self::StaffSignInRefused => AuditActor::Visitor,
            Self::RegisterImported
            | Self::SignInUnlocked
            | Self::FaceUnlocked
            | Self::StaffAdded
            | Self::StaffDisabled
            | Self::StaffReset
            | Self::AuditRead
            | Self::ShiftReported => AuditActor::Command,
            Self::Started
            | Self::VerificationDecided
            | Self::CaseClosed
            | Self::FaceLocked
            | Self::PictureErased
            | Self::EnrollmentsErased
            | Self::CasesErased
            | Self::StaffSecretChanged
            | Self::StaffSignedIn
            | Self::StaffSignedOut
            | Self::Assisted
            | Self::VerifiedByDocument
            | Self::CaseDecided
            | Self::LookedUp
            | Self::PasswordResetByStaff
            | Self::ConsentWithdrawn
            | Self::DraftsErased
            | Self::AuditExported
            | Self::AuditSigned
            | Self::AuditKeyChanged
            | Self::SettingChanged
            | Self::Rehearsed
            | Self::DevicesChecked => AuditActor::System,
        }
    }

    /// What comes of it, unless an entry says otherwise.
    fn usual_outcome(self) -> AuditOutcome {
        match self {
            Self::SignInRefused | Self::StaffSignInRefused => AuditOutcome::Refused,
            _ => AuditOutcome::Done,
        }
    }
}
