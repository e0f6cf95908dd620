//! What is handed to the counter when the machine cannot finish alone.

use super::consent::ConsentRecord;
use super::fault::{Fault, Incident};

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

/// A visit handed to staff: kept as pending until they close it. Never holds face data.
#[derive(Clone, Debug)]
pub struct AssistCase {
    /// Where the visitor was.
    pub stage: VisitStage,
    /// Why, if a fault led here; `None` when the visitor simply asked.
    pub cause: Option<Fault>,
    /// The incident in the log, if there is one.
    pub incident: Option<Incident>,
    /// Name and number as checked against the register, if the visitor came that far.
    pub permit: Option<super::permit::PermitNumber>,
    /// What the visitor agreed to, if they came that far.
    pub consent: Option<ConsentRecord>,
}

/// The number a visitor shows at the counter: short, without personal data (e.g. `K7F-204`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTicket(pub String);
