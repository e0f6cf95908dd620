//! What the audit log records: a closed list of events, without personal data.

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
    /// Staff lifted a lock after too many wrong passwords.
    SignInUnlocked,
    /// Face recognition was locked for a permit number after too many failed tries.
    FaceLocked,
    /// Staff lifted that lock.
    FaceUnlocked,
    /// A letter or slip was printed.
    Printed,
    /// A picture was erased because its time was over.
    PictureErased,
    /// Enrollments were erased because their time was over, with account, consent and picture.
    EnrollmentsErased,
    /// Closed cases were erased because their time was over.
    CasesErased,
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
            Self::Erased { rows } => ("erased", rows),
            Self::Register { permits } => ("register", permits),
        }
    }
}

/// One entry to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub event: AuditEvent,
    pub subject: AuditSubject,
    /// A fixed word such as `letter` or `accept`: `'static`, so nothing typed can get in.
    pub detail: &'static str,
}

impl AuditEntry {
    /// An entry without detail.
    #[must_use]
    pub fn new(event: AuditEvent, subject: AuditSubject) -> Self {
        Self { event, subject, detail: "" }
    }

    /// With a fixed word.
    #[must_use]
    pub fn with(self, detail: &'static str) -> Self {
        Self { detail, ..self }
    }
}

impl AuditEvent {
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
        }
    }
}
