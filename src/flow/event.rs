//! Everything that can happen to a visit: what the visitor does and what the workers answer.

use crate::domain::card::Card;
use crate::domain::case::CaseTicket;
use crate::domain::display::Display;
use crate::domain::enrollment::FaceEvidence;
use crate::domain::face::FaceReading;
use crate::domain::face_route::FaceRoute;
use crate::domain::face_shot::FaceShot;
use crate::domain::fault::{Fault, Incident};
use crate::domain::language::Language;
use crate::domain::letter::{DocumentKind, PagePicture};
use crate::domain::match_policy::Verification;
use crate::domain::papers::PapersIssue;
use crate::domain::presentation::Presentation;
use crate::domain::print::PrintStage;
use crate::domain::recovery::RecoveryCheck;
use crate::domain::resume::ResumeCode;
use crate::domain::staff_evidence::StaffEvidence;

/// One of the services behind the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServiceKind {
    Inquiry,
    QrCode,
    Letter,
    /// The sheet with what to do at home.
    TakeHome,
}

impl ServiceKind {
    /// The document that this service shows as a page.
    #[must_use]
    pub fn page(self) -> Option<DocumentKind> {
        match self {
            Self::Letter => Some(DocumentKind::Letter),
            Self::TakeHome => Some(DocumentKind::TakeHome),
            Self::Inquiry | Self::QrCode => None,
        }
    }
}

/// What the register says to a registration.
pub use crate::domain::permit::RegistrationCheck as CheckOutcome;

/// Why a sign-in was refused.
pub use crate::domain::account::SignInRefusal;

/// What moves a visit on.
#[derive(Clone, Debug)]
pub enum Event {
    // The visitor, on any page.
    Back,
    Cancel,
    AskStaff,
    /// The mark in the corner, or its keys: staff sign in over the page.
    OpenCounter,
    /// Staff came: the page is not seen meanwhile.
    StaffCame,
    SetLanguage(Language),
    /// "Text and display".
    OpenDisplay,
    SetDisplay(Display),
    /// "I need more time" before the visit ends by itself.
    MoreTime,
    /// The list of languages, where there are more than two.
    ChooseLanguage,
    /// "Finish": forget everything at once.
    Finish,
    /// "Keep going" in a dialog or on the idle page.
    KeepGoing,
    // The visitor, page by page.
    OpenLogin,
    OpenGuide,
    OpenPortal,
    OpenRegistration,
    /// What one of the questions before the form means.
    OpenPapers(PapersIssue),
    /// How the name must look.
    OpenNameHelp,
    /// The name of the machine-readable line goes into the form.
    TakeName,
    /// "Sign up and login".
    SubmitRegistration,
    SignIn,
    /// "Forgot your password?"
    OpenRecovery,
    /// Name and number of a forgotten password.
    SubmitRecovery,
    /// The new password, typed twice.
    SubmitPassword,
    /// The consent's checkbox.
    TickFaceConsent(bool),
    VerifyByFace,
    VerifyWithStaff,
    TryAgain,
    OpenService(ServiceKind),
    Print(DocumentKind),
    StopPrinting,
    /// "Keep my entries until midnight".
    KeepDraft,
    /// The visitor lets staff see what was typed.
    LetStaffSee,
    // Staff, signed in over the visit.
    /// They verified the visitor by documents.
    StaffVerified(Box<StaffEvidence>),
    /// They left: what was typed is hidden again.
    StaffLeft,
    // The workers.
    RegistrationChecked(CheckOutcome),
    SignedIn(Box<Card>),
    SignInRefused(SignInRefusal),
    RecoveryChecked(RecoveryCheck),
    /// The new password holds.
    PasswordChanged(Box<Card>),
    /// Face recognition is open to the visitor's number, or locked for a while.
    FaceRoute(FaceRoute),
    Reading(Box<FaceReading>),
    /// The eyes compared the frames of a passed challenge with the reference photo.
    Verified {
        verification: Verification,
        evidence: Box<FaceEvidence>,
    },
    /// The passive check did not find a living person: unclear, or an attack.
    NotLive(Presentation, Box<FaceShot>),
    Enrolled(Box<Card>),
    /// The same face was not kept through the challenge, or the camera failed, or any other fault but
    /// [`Event::CaseNotOpened`].
    Failed(Fault, Option<Incident>),
    /// The holder's photo, small enough for the card.
    PhotoReady(PagePicture),
    /// The preview of a document that was asked for: the visitor may have gone on to another since.
    PreviewReady(DocumentKind, PagePicture),
    PrintMoved(DocumentKind, PrintStage),
    CaseOpened(CaseTicket),
    /// The store did not take the case. Apart from [`Event::Failed`], which tells that what the visitor left
    /// for staff failed: both may be under way at once.
    CaseNotOpened(Option<Incident>),
    /// The entries are kept; this opens them.
    DraftKept(ResumeCode),
    /// The store did not keep them.
    DraftNotKept(Option<Incident>),
    /// Time passed: sent once a frame while a timer runs.
    Tick,
}

impl Event {
    /// The visitor did it, or staff beside them: somebody is there.
    #[must_use]
    pub fn is_of_the_visitor(&self) -> bool {
        match self {
            Self::Back
            | Self::Cancel
            | Self::AskStaff
            | Self::OpenCounter
            | Self::StaffCame
            | Self::SetLanguage(_)
            | Self::OpenDisplay
            | Self::SetDisplay(_)
            | Self::MoreTime
            | Self::ChooseLanguage
            | Self::Finish
            | Self::KeepGoing
            | Self::OpenLogin
            | Self::OpenGuide
            | Self::OpenPortal
            | Self::OpenRegistration
            | Self::OpenPapers(_)
            | Self::OpenNameHelp
            | Self::TakeName
            | Self::SubmitRegistration
            | Self::SignIn
            | Self::OpenRecovery
            | Self::SubmitRecovery
            | Self::SubmitPassword
            | Self::TickFaceConsent(_)
            | Self::VerifyByFace
            | Self::VerifyWithStaff
            | Self::TryAgain
            | Self::OpenService(_)
            | Self::Print(_)
            | Self::StopPrinting
            | Self::KeepDraft
            | Self::LetStaffSee
            | Self::StaffVerified(_)
            | Self::StaffLeft => true,
            Self::RegistrationChecked(_)
            | Self::SignedIn(_)
            | Self::SignInRefused(_)
            | Self::RecoveryChecked(_)
            | Self::PasswordChanged(_)
            | Self::FaceRoute(_)
            | Self::Reading(_)
            | Self::Verified { .. }
            | Self::NotLive(..)
            | Self::Enrolled(_)
            | Self::Failed(..)
            | Self::PhotoReady(_)
            | Self::PreviewReady(..)
            | Self::PrintMoved(..)
            | Self::CaseOpened(_)
            | Self::CaseNotOpened(_)
            | Self::DraftKept(_)
            | Self::DraftNotKept(_)
            | Self::Tick => false,
        }
    }
}
