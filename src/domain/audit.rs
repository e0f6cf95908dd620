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
    /// A holder signed in.
    SignedIn,
    /// A sign-in was refused.
    SignInRefused,
    /// A letter or slip was printed.
    Printed,
    /// A picture was erased because its time was over.
    PictureErased,
}
