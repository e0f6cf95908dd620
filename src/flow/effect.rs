//! What a visit asks of the workers.

use std::sync::Arc;

use crate::domain::case::AssistCase;
use crate::domain::consent::ConsentRecord;
use crate::domain::enrollment::NewEnrollment;
use crate::domain::face_route::FaceTryEnd;
use crate::domain::frame::FrameId;
use crate::domain::letter::DocumentRequest;
use crate::domain::liveness::{Cue, Prompt};
use crate::domain::match_policy::Decision;
use crate::domain::permit::PermitNumber;
use crate::domain::presentation::Presentation;
use crate::domain::recovery::{PasswordReset, RecoveryRequest};
use crate::domain::registration::Registration;
use crate::domain::secret::Secret;

/// The frames of a passed challenge, to be embedded: all must be one person, and the last is
/// matched against `reference`.
#[derive(Clone, Debug)]
pub struct EmbedRequest {
    /// In order of time; the eyes hold exactly these.
    pub frames: Vec<FrameId>,
    /// The register's photo (JPEG or PNG bytes).
    pub reference: Arc<[u8]>,
    pub prompts: Vec<Prompt>,
}

/// How a visit ended; says which words, if any, stand on the screen for a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// "Finish".
    Finished,
    /// "Cancel": straight back to the home page.
    Cancelled,
    /// Nobody was there any more.
    TimedOut,
}

/// What the visit asks for; the app hands each to its worker.
#[derive(Clone, Debug)]
pub enum Effect {
    // The desk.
    CheckRegistration(Registration),
    SignIn {
        number: PermitNumber,
        password: Secret,
    },
    /// A forgotten password: do name and number belong to an account?
    CheckRecovery(RecoveryRequest),
    ResetPassword(Box<PasswordReset>),
    RecordConsent(ConsentRecord),
    /// May a capture begin? Counts it as a try of this number.
    BeginFaceTry(PermitNumber),
    /// The try that began last made no card.
    EndFaceTry(PermitNumber, FaceTryEnd),
    /// A comparison that ended at staff or in a refusal; an accepted one is noted with its enrollment.
    NoteDecision(Decision),
    /// A capture that the passive check did not pass.
    NotePresentation(Presentation),
    /// The visitor let staff see what was typed.
    NoteDataShown,
    Enroll(Box<NewEnrollment>),
    OpenCase(Box<AssistCase>),
    /// Keep the entries until midnight.
    KeepDraft {
        typed: Registration,
        consent: Option<ConsentRecord>,
    },
    // The eyes.
    OpenEyes,
    CloseEyes,
    /// Only a recording listens.
    Cue(Cue),
    /// Keep this frame until the end of the capture.
    Retain(FrameId),
    Embed(EmbedRequest),
    // The press.
    /// Open the holder's photo (JPEG or PNG bytes) for the card.
    OpenPhoto(Arc<[u8]>),
    Preview(Box<DocumentRequest>),
    Print(Box<DocumentRequest>),
    StopPrinting,
    /// The visit is over: replace the guest.
    Forget(Ending),
}
