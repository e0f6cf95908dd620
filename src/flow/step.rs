//! The steps of a visit. Pages read them; only `flow` moves them on.

use crate::domain::card::Card;
use crate::domain::case::{AssistCause, CaseTicket, VisitStage};
use crate::domain::consent::ConsentRecord;
use crate::domain::enrollment::NewEnrollment;
use crate::domain::face_shot::FrameReadings;
use crate::domain::fault::{Fault, Incident};
use crate::domain::letter::{DocumentKind, PagePicture};
use crate::domain::liveness::Prompt;
use crate::domain::match_policy::Verification;
use crate::domain::mrz::MrzFault;
use crate::domain::papers::PapersIssue;
use crate::domain::permit::PermitNumber;
use crate::domain::print::PrintStage;
use crate::domain::quality::Hint;
use crate::domain::recovery::{RecoveryDraft, RecoveryRequest};
use crate::domain::registration::{Field, FieldFault, Registration, RegistrationDraft};
use crate::domain::resume::ResumeCode;
use crate::domain::secret::Secret;
use crate::domain::time::{Date, Moment, Timestamp};

use super::consenting::Asked;
use super::effect::Ending;
use super::event::{ServiceKind, SignInRefusal};
use super::verifying::CaptureEvidence;

/// Where the visit stands.
#[derive(Debug)]
pub enum Step {
    Home(Home),
    Guide(Guide),
    Login(Login),
    Portal(Portal),
    /// A forgotten password: whose it is.
    Recovering(Recovering),
    /// A forgotten password: the new one, after the face check.
    NewPassword(NewPasswordStep),
    /// Three questions before the form.
    Before(Before),
    Registering(Registering),
    /// How the name must look; takes a passport's machine-readable line.
    NameHelp(NameHelp),
    /// The register refused the registration; the draft is kept for "Try again".
    Refused(Refused),
    Consenting(Consenting),
    Capturing(Capturing),
    /// A capture failed: cause, tries left, two ways on.
    CaptureFailed(CaptureFailed),
    Issuing(Issuing),
    Card(CardStep),
    Service(Service),
    Assisted(Assisted),
    /// The machine failed where it cannot go on.
    Broken(Broken),
    /// "All done": nothing stays on the screen. Belongs to the next, empty visit.
    Done(Done),
}

/// The visit before is over; shown for a few seconds.
#[derive(Debug)]
pub struct Done {
    pub ending: Ending,
    /// When the home page comes by itself.
    pub until: Moment,
}

#[derive(Debug, Default)]
pub struct Home;

#[derive(Debug, Default)]
pub struct Guide {
    /// Opened from the login page, where "Back" leads again.
    pub(super) from: Option<Login>,
}

/// The guide's own login page: its main entry is the portal.
#[derive(Debug, Default)]
pub struct Login {
    /// The portal as it was left by "Back".
    pub(super) portal: Portal,
}

/// Registration, or sign in.
#[expect(clippy::struct_excessive_bools, reason = "what the page shows, each on its own")]
#[derive(Debug)]
pub struct Portal {
    pub number: Secret,
    pub password: Secret,
    pub show_password: bool,
    pub refusal: Option<SignInRefusal>,
    /// When a refusal's wait is over.
    pub wait_until: Option<Moment>,
    /// Field faults of the last press of "Login".
    pub number_fault: Option<FieldFault>,
    /// "Login" was pressed without a password.
    pub password_missing: bool,
    /// The page moves the focus to the password and clears this.
    pub focus_password: bool,
    /// The desk is asked.
    pub busy: bool,
    /// What was typed at the registration before "Back"; without its password once this page was left.
    pub(super) draft: RegistrationDraft,
}

/// Name and number of whom forgot the password.
#[derive(Debug)]
pub struct Recovering {
    pub draft: RecoveryDraft,
    /// Faults of the last press, kept in step with what is typed since.
    pub faults: Vec<FieldFault>,
    pub refusal: Option<SignInRefusal>,
    /// When a refusal's wait is over.
    pub wait_until: Option<Moment>,
    /// The page moves the focus here and clears it.
    pub focus: Option<Field>,
    /// The desk is asked.
    pub busy: bool,
    /// What was typed at the registration before, without its password.
    pub(super) registration: RegistrationDraft,
    pub(super) pending: Option<RecoveryRequest>,
}

/// The new password, typed twice. Only a verified face leads here.
#[expect(clippy::struct_excessive_bools, reason = "what the page shows, each on its own")]
#[derive(Debug)]
pub struct NewPasswordStep {
    pub password: Secret,
    pub again: Secret,
    pub show_password: bool,
    pub show_again: bool,
    /// For the rule that a password has nothing of its holder.
    pub name: Secret,
    pub number: Secret,
    /// Faults of the last press.
    pub faults: Vec<FieldFault>,
    /// The two were not the same at the last press.
    pub differs: bool,
    /// The page moves the focus to the password and clears this.
    pub focus: bool,
    /// The desk is asked.
    pub busy: bool,
    pub(super) account: PermitNumber,
    pub(super) consent: ConsentRecord,
    pub(super) verification: Verification,
    pub(super) prompts: Vec<Prompt>,
}

/// The questions before the form.
#[derive(Debug)]
pub struct Before {
    /// What one of the questions means, opened.
    pub issue: Option<PapersIssue>,
    pub(super) draft: RegistrationDraft,
}

/// Typing name, number and password.
#[derive(Debug)]
pub struct Registering {
    pub draft: RegistrationDraft,
    pub show_password: bool,
    /// Faults of the last press, kept in step with what is typed since (see `recheck`).
    pub faults: Vec<FieldFault>,
    /// The page moves the focus here and clears it.
    pub focus: Option<Field>,
    /// The register is asked.
    pub busy: bool,
    pub(super) pending: Option<Registration>,
}

/// How the name must look, opened from the form.
#[derive(Debug)]
pub struct NameHelp {
    /// The machine-readable line as typed. Overwritten when dropped.
    pub line: Secret,
    /// Why the line could not be used when that was asked for; brought up to date as it is corrected.
    pub fault: Option<MrzFault>,
    pub(super) draft: RegistrationDraft,
}

/// Why the register refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalCause {
    NoMatch,
    Expired(Date),
    Revoked,
    AlreadyRegistered,
}

#[derive(Debug)]
pub struct Refused {
    pub cause: RefusalCause,
    pub(super) draft: RegistrationDraft,
}

/// Reading the consent text and choosing.
#[derive(Debug)]
pub struct Consenting {
    pub face_ticked: bool,
    /// "Verify by face" was pressed without the tick.
    pub needs_tick: bool,
    /// The full text is open.
    pub full_text: bool,
    pub(super) asked: Asked,
}

/// What the camera page shows while the challenge runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CapturePhase {
    /// Waiting for the first frame.
    Starting,
    /// "Look straight at the camera".
    Settling,
    /// A movement is asked for. `progress` 0-1.
    Acting { prompt: Prompt, progress: f32 },
    /// "Now look straight ahead again".
    Returning,
    /// "Checking. Please hold still."
    Checking,
}

/// The live face check.
#[derive(Debug)]
pub struct Capturing {
    pub(super) evidence: CaptureEvidence,
    pub(super) state: super::capturing::CaptureState,
    /// Since when the desk is asked whether a capture may begin; until it answers the camera is off.
    pub(super) asked_since: Option<Moment>,
    /// Since when the challenge is passed and the eyes are comparing.
    pub(super) checking: Option<Moment>,
    /// Readings of the last frame with a face.
    pub(super) seen: Option<FrameReadings>,
    pub view: CaptureView,
}

/// What the capture page draws.
#[derive(Clone, Debug, PartialEq)]
pub struct CaptureView {
    pub phase: CapturePhase,
    /// Movements already seen.
    pub done: Vec<Prompt>,
    pub hint: Option<Hint>,
    /// Seconds left for the running movement and its share of the whole time (1 to 0).
    pub seconds_left: Option<(u32, f32)>,
    /// Tries left after this one.
    pub tries_left: u8,
}

#[derive(Debug)]
pub struct CaptureFailed {
    /// `None`: the visitor left a running capture (to see staff) and came back.
    pub cause: Option<Fault>,
    pub incident: Option<Incident>,
    /// Until when face recognition is locked for this number.
    pub(super) locked_until: Option<Moment>,
    /// A running capture was left for staff: the way back begins it again.
    pub(super) resumes: bool,
    pub(super) evidence: CaptureEvidence,
}

/// The enrollment is being written.
#[derive(Debug)]
pub struct Issuing {
    pub(super) enrollment: Box<NewEnrollment>,
}

/// The card and its services.
#[derive(Debug)]
pub struct CardStep {
    pub card: Box<Card>,
    /// Just enrolled (title "Your card is ready"), or signed in.
    pub fresh: bool,
    /// A forgotten password was just replaced.
    pub new_password: bool,
    /// The holder's photo, once it is opened; until then its place stays calm.
    pub photo: Option<PagePicture>,
}

/// One service of the card.
#[derive(Debug)]
pub struct Service {
    pub card: Box<Card>,
    pub fresh: bool,
    /// Kept for the way back to the card.
    pub(super) photo: Option<PagePicture>,
    pub kind: ServiceKind,
    /// The letter's preview, once made.
    pub preview: Option<PagePicture>,
    pub zoomed: bool,
    /// The code is hidden.
    pub hidden: bool,
    pub printing: Option<(DocumentKind, PrintStage)>,
    /// The document could not be made.
    pub fault: Option<(Fault, Option<Incident>)>,
}

/// Whether the entries are kept until midnight.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum DraftKeeping {
    #[default]
    NotAsked,
    /// The store has not answered yet.
    Asked,
    /// What opens them.
    Kept(ResumeCode),
    /// The store did not take them.
    Failed,
}

/// Handed to staff.
#[derive(Debug)]
pub struct Assisted {
    pub stage: VisitStage,
    pub cause: AssistCause,
    pub incident: Option<Incident>,
    /// `None` until the store has the case; the same for the whole visit.
    pub ticket: Option<CaseTicket>,
    /// The store has not answered yet.
    pub(super) waiting: bool,
    /// The case could not be stored; staff are still the way on.
    pub not_stored: bool,
    /// Whether the visitor keeps their entries for later.
    pub draft: DraftKeeping,
    /// The document that staff typed the end of last is not the one on record.
    pub(super) wrong_document: bool,
    /// What the visitor agreed to, if they came that far.
    pub(super) consent: Option<ConsentRecord>,
    /// The step to go back to, where there is one.
    pub(super) from: Option<Box<Step>>,
    /// When staff were asked for.
    pub at: Timestamp,
}

#[derive(Debug)]
pub struct Broken {
    pub stage: VisitStage,
    pub fault: Fault,
    pub incident: Option<Incident>,
    pub(super) from: Box<Step>,
}

impl Step {
    /// Where the visit stands, for staff and for the step indicator.
    #[must_use]
    pub fn stage(&self) -> VisitStage {
        match self {
            Self::Home(_) | Self::Done(_) => VisitStage::Home,
            Self::Guide(_) => VisitStage::Guide,
            Self::Login(_) | Self::Portal(_) | Self::Recovering(_) | Self::NewPassword(_) => VisitStage::Login,
            Self::Before(_) | Self::Registering(_) | Self::NameHelp(_) | Self::Refused(_) => VisitStage::Registration,
            Self::Consenting(_) => VisitStage::Consent,
            Self::Capturing(_) | Self::CaptureFailed(_) => VisitStage::FaceRecognition,
            Self::Issuing(_) => VisitStage::Issuing,
            Self::Card(_) | Self::Service(_) => VisitStage::Card,
            Self::Assisted(s) => s.stage,
            Self::Broken(s) => s.stage,
        }
    }

    /// Something of the visitor would be lost by leaving: "Cancel" asks first.
    #[must_use]
    pub fn holds_data(&self) -> bool {
        match self {
            Self::Home(_) | Self::Done(_) => false,
            Self::Guide(s) => s.from.as_ref().is_some_and(|login| login.portal.holds_data()),
            Self::Login(s) => s.portal.holds_data(),
            Self::Portal(s) => s.holds_data(),
            Self::Recovering(s) => !(s.draft.name.is_empty() && s.draft.number.is_empty()),
            Self::Before(s) => !is_empty(&s.draft),
            Self::Registering(s) => !is_empty(&s.draft),
            Self::NameHelp(s) => !(s.line.is_empty() && is_empty(&s.draft)),
            Self::Assisted(s) => s.from.as_ref().is_some_and(|from| from.holds_data()),
            Self::Refused(_)
            | Self::NewPassword(_)
            | Self::Consenting(_)
            | Self::Capturing(_)
            | Self::CaptureFailed(_)
            | Self::Issuing(_)
            | Self::Card(_)
            | Self::Service(_)
            | Self::Broken(_) => true,
        }
    }

    /// Nobody is waited for any more: the answer did not come.
    pub(super) fn calm(&mut self) {
        match self {
            Self::Portal(s) => s.busy = false,
            Self::Registering(s) => {
                s.busy = false;
                s.pending = None;
            }
            Self::Recovering(s) => {
                s.busy = false;
                s.pending = None;
            }
            Self::NewPassword(s) => s.busy = false,
            _ => {}
        }
    }
}

impl Portal {
    fn holds_data(&self) -> bool {
        !(self.number.is_empty() && self.password.is_empty() && is_empty(&self.draft))
    }
}

fn is_empty(draft: &RegistrationDraft) -> bool {
    draft.name.is_empty() && draft.number.is_empty() && draft.password.is_empty()
}

impl CapturePhase {
    /// `other` is the same phase, however far it has got.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Acting { prompt: a, .. }, Self::Acting { prompt: b, .. }) => a == b,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}
