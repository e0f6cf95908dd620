//! The steps of a visit. Pages read them; only `flow` moves them on.

use crate::domain::card::Card;
use crate::domain::consent::ConsentRecord;
use crate::domain::fault::{Fault, Incident};
use crate::domain::letter::{DocumentKind, PagePicture};
use crate::domain::liveness::Prompt;
use crate::domain::permit::WorkPermit;
use crate::domain::print::PrintStage;
use crate::domain::quality::Hint;
use crate::domain::registration::{Field, FieldFault, Registration, RegistrationDraft};
use crate::domain::secret::Secret;
use crate::domain::staff::{CaseTicket, VisitStage};
use crate::domain::time::{Date, Moment};

use super::effect::Ending;
use super::event::{ServiceKind, SignInRefusal};

/// Where the visit stands.
#[derive(Debug)]
pub enum Step {
    Home(Home),
    Guide(Guide),
    Login(Login),
    Portal(Portal),
    Registering(Registering),
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
pub struct Guide;

/// The guide's own login page: its main entry is the portal.
#[derive(Debug, Default)]
pub struct Login;

/// Registration, or sign in.
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
    /// The desk is asked.
    pub busy: bool,
}

/// Typing name, number and password.
#[derive(Debug, Default)]
pub struct Registering {
    pub draft: RegistrationDraft,
    pub show_password: bool,
    /// Faults of the last press, kept in step with what is typed since (see `recheck`).
    pub faults: Vec<FieldFault>,
    /// The page moves the focus here and clears it.
    pub focus: Option<Field>,
    /// The register is asked.
    pub busy: bool,
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
    pub(super) registration: Registration,
    pub(super) permit: Box<WorkPermit>,
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

/// What a capture carries from consent to card.
#[derive(Debug)]
pub struct CaptureEvidence {
    pub(super) registration: Registration,
    pub(super) permit: Box<WorkPermit>,
    pub(super) consent: ConsentRecord,
    /// Captures still allowed after the running one.
    pub(super) tries_left: u8,
}

#[derive(Debug)]
pub struct CaptureFailed {
    pub cause: Fault,
    pub incident: Option<Incident>,
    pub(super) evidence: CaptureEvidence,
}

impl CaptureFailed {
    /// Captures still allowed.
    #[must_use]
    pub fn tries_left(&self) -> u8 {
        self.evidence.tries_left
    }
}

/// The enrollment is being written.
#[derive(Debug)]
pub struct Issuing {
    pub(super) permit: Box<WorkPermit>,
    pub(super) consent: ConsentRecord,
}

/// The card and its services.
#[derive(Debug)]
pub struct CardStep {
    pub card: Box<Card>,
    /// Just enrolled (title "Your card is ready"), or signed in.
    pub fresh: bool,
}

/// One service of the card.
#[derive(Debug)]
pub struct Service {
    pub card: Box<Card>,
    pub fresh: bool,
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

/// Handed to staff.
#[derive(Debug)]
pub struct Assisted {
    pub stage: VisitStage,
    pub cause: Option<Fault>,
    pub incident: Option<Incident>,
    /// `None` until the store has the case.
    pub ticket: Option<CaseTicket>,
    /// The case could not be stored; staff are still the way on.
    pub not_stored: bool,
    /// The step to go back to, where there is one.
    pub(super) from: Option<Box<Step>>,
}

impl Assisted {
    /// "Back to my visit" leads somewhere.
    #[must_use]
    pub fn can_return(&self) -> bool {
        self.from.is_some()
    }
}

#[derive(Debug)]
pub struct Broken {
    pub stage: VisitStage,
    pub fault: Fault,
    pub incident: Option<Incident>,
}
