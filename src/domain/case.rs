//! What is handed to the counter when the machine cannot finish alone.

use super::consent::ConsentRecord;
use super::face_shot::{CaseFace, CheckFinding};
use super::fault::{Fault, Incident};
use super::papers::PapersIssue;

/// Where in the visit staff were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitStage {
    /// Home page, no personal data yet.
    Home,
    /// How to get the app.
    Guide,
    /// Login or the portal.
    Login,
    /// Typing name, number and password.
    Registration,
    /// Reading the consent text.
    Consent,
    /// Face recognition.
    FaceRecognition,
    /// Writing the enrollment.
    Issuing,
    /// Card and services.
    Card,
}

impl VisitStage {
    pub const ALL: [Self; 8] = [
        Self::Home,
        Self::Guide,
        Self::Login,
        Self::Registration,
        Self::Consent,
        Self::FaceRecognition,
        Self::Issuing,
        Self::Card,
    ];

    /// The stage with this key, which is also its stored form.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// The catalogue's key for this stage's name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Home => "stage_home",
            Self::Guide => "stage_guide",
            Self::Login => "stage_login",
            Self::Registration => "stage_registration",
            Self::Consent => "stage_consent",
            Self::FaceRecognition => "stage_face",
            Self::Issuing => "stage_issuing",
            Self::Card => "stage_card",
        }
    }
}

/// Why a visit is handed to staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssistCause {
    /// The visitor asked for help, without any fault.
    Asked,
    /// The visitor chose to be verified by staff rather than by face.
    ChoseStaff,
    /// Every try at face recognition is spent.
    NoTriesLeft,
    /// The password was wrong so often that only staff can unlock the number.
    SignInLocked,
    /// The password was forgotten, and the visitor asked for help with that.
    ForgotPassword,
    /// The papers at hand do not fit, as the visitor said before the form.
    Papers(PapersIssue),
    /// A fault led here.
    Fault(Fault),
}

impl AssistCause {
    /// The catalogue's key of the cause's name; also its stored form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "z_asked",
            Self::ChoseStaff => "z_chose",
            Self::NoTriesLeft => "z_no_tries",
            Self::SignInLocked => "lk_title",
            Self::ForgotPassword => "l_forgot",
            Self::Papers(issue) => issue.key(),
            Self::Fault(fault) => fault.key(),
        }
    }

    /// Whether the case is done with once its permit number is enrolled, by whomever. Not where somebody
    /// else than the holder may have tried: staff look at such a case, however often the holder enrolls.
    #[must_use]
    pub fn is_settled_by_enrolling(self) -> bool {
        match self {
            Self::Asked | Self::ChoseStaff | Self::Papers(_) => true,
            Self::NoTriesLeft | Self::SignInLocked | Self::ForgotPassword => false,
            Self::Fault(fault) => fault.is_of_the_picture() || fault.is_of_the_camera() || fault.is_of_the_machine(),
        }
    }

    /// The cause with this stored form.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Asked, Self::ChoseStaff, Self::NoTriesLeft, Self::SignInLocked, Self::ForgotPassword]
            .into_iter()
            .chain(PapersIssue::ALL.map(Self::Papers))
            .chain(Fault::all().into_iter().map(Self::Fault))
            .find(|cause| cause.key() == key)
    }

    /// The fault, if there is one.
    #[must_use]
    pub fn fault(self) -> Option<Fault> {
        match self {
            Self::Fault(fault) => Some(fault),
            Self::Asked
            | Self::ChoseStaff
            | Self::NoTriesLeft
            | Self::SignInLocked
            | Self::ForgotPassword
            | Self::Papers(_) => None,
        }
    }
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseOutcome {
    /// The visitor enrolled after all, without staff doing it.
    Enrolled,
    /// Staff helped: the matter is settled.
    Helped,
    /// Staff refused: the documents or the person do not fit.
    Refused,
    /// The visitor did not come to the counter, or went away; also what nobody closed in time.
    Left,
}

impl CaseOutcome {
    /// What staff can close a case with.
    pub const OF_STAFF: [Self; 3] = [Self::Helped, Self::Refused, Self::Left];

    /// The stored form, also in the audit log: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Helped => "helped",
            Self::Refused => "refused",
            Self::Left => "left",
        }
    }
}

/// A visit handed to staff: kept as pending until it is closed. Holds something of the face only where the
/// visitor agreed to face recognition and it was staff whom the check led to ([`CaseFace`]).
#[derive(Clone, Debug)]
pub struct AssistCase {
    /// Where the visitor was.
    pub stage: VisitStage,
    /// Why.
    pub cause: AssistCause,
    /// The incident in the log, if there is one.
    pub incident: Option<Incident>,
    /// Name and number as checked against the register, if the visitor came that far.
    pub permit: Option<super::permit::PermitNumber>,
    /// What the visitor agreed to, if they came that far.
    pub consent: Option<ConsentRecord>,
    /// Captures made in this visit.
    pub tries: u8,
    /// How the last face check on this number ended, if there was one.
    pub finding: Option<CheckFinding>,
    /// What staff look at.
    pub face: Option<CaseFace>,
}

/// The number a visitor shows at the counter: short, without personal data (e.g. `K7F-204`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTicket(pub String);
