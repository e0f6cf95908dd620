//! What a scripted visit is told: which page stands on the screen, and what was decided.

use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::fault::Fault;
use crate::domain::match_policy::Verification;
use crate::domain::print::PrintStage;
use crate::flow::counter::find::Find;
use crate::flow::counter::{Counter, CounterPage};
use crate::flow::event::{Event, ServiceKind};
use crate::flow::step::{CapturePhase, Step};
use crate::flow::visit::Visit;

/// The state of the visit as the script sees it. No personal data.
#[expect(clippy::struct_excessive_bools, reason = "independent facts that the script asks for one by one")]
#[derive(Clone, Debug, Default)]
pub struct Observation {
    /// Name of the page on the screen.
    pub page: &'static str,
    /// The page waits for an answer (register, store, match).
    pub busy: bool,
    /// Everything the page shows is there (a preview, a ticket).
    pub complete: bool,
    /// A movement is asked for.
    pub acting: bool,
    pub printed: bool,
    pub enrolled: bool,
    pub verification: Option<Verification>,
    /// The catalogue's key of the last fault.
    pub fault: Option<&'static str>,
}

/// Shared between the kiosk and the script.
#[derive(Clone, Debug, Default)]
pub struct Observer(Arc<Mutex<Observation>>);

impl Observer {
    /// The state after the last frame.
    #[must_use]
    pub fn now(&self) -> Observation {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// An event is about to move the visit on.
    pub(super) fn saw(&self, event: &Event) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Verified { verification, .. } => state.verification = Some(*verification),
            Event::Enrolled(_) => state.enrolled = true,
            Event::NotLive(..) => state.fault = Some(Fault::LivenessUnclear.key()),
            Event::Failed(fault, _) => state.fault = Some(fault.key()),
            _ => {}
        }
    }

    /// A page of the console has been shown.
    pub(super) fn look_at_counter(&self, counter: &Counter) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.page = match &counter.page {
            _ if counter.confirm.is_some() => "staff-confirm",
            CounterPage::SignIn(_) => "staff-sign-in",
            CounterPage::OwnSecret(_) => "staff-own-secret",
            CounterPage::Queue(_) => "staff-queue",
            CounterPage::Assist(page) if page.verifying.is_some() => "staff-verify",
            CounterPage::Assist(_) => "staff-assist",
            CounterPage::Find(_) => "staff-find",
            CounterPage::Register(_) => "staff-register",
            CounterPage::Audit(_) => "staff-audit",
            CounterPage::Shift(_) => "staff-shift",
            CounterPage::Devices(_) => "staff-devices",
            CounterPage::Staff(_) => "staff-list",
            CounterPage::Settings(_) => "staff-settings",
            CounterPage::Rehearse(_) => "staff-rehearse",
        };
        state.busy = match &counter.page {
            CounterPage::Queue(page) => page.rows.is_none(),
            CounterPage::Find(page) => page.busy,
            CounterPage::Register(page) => page.files.is_none() || page.state.is_none(),
            CounterPage::Audit(page) => page.rows.is_none(),
            CounterPage::Shift(page) => page.busy,
            CounterPage::Devices(page) => page.checking,
            CounterPage::Staff(page) => page.rows.is_none(),
            CounterPage::SignIn(page) => page.busy,
            CounterPage::Settings(page) => page.busy,
            CounterPage::OwnSecret(_) | CounterPage::Assist(_) | CounterPage::Rehearse(_) => false,
        };
        state.complete = true;
        let printed =
            |page: &Find| page.open.as_ref().is_some_and(|open| matches!(open.printing, Some((_, PrintStage::Done))));
        state.printed = match &counter.page {
            CounterPage::Find(page) => printed(page),
            CounterPage::Shift(page) => page.printing == Some(PrintStage::Done),
            _ => false,
        };
    }

    /// The page has been shown.
    pub(super) fn look(&self, visit: &Visit) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.page = page_name(&visit.step);
        state.busy = matches!(&visit.step, Step::Registering(s) if s.busy)
            || matches!(&visit.step, Step::Portal(s) if s.busy)
            || matches!(&visit.step, Step::Recovering(s) if s.busy)
            || matches!(&visit.step, Step::NewPassword(s) if s.busy);
        state.acting = matches!(&visit.step, Step::Capturing(s) if matches!(s.view.phase, CapturePhase::Acting { .. }));
        state.complete = match &visit.step {
            Step::Service(s) => s.kind.page().is_none() || s.preview.is_some(),
            Step::Assisted(s) => s.ticket.is_some() || s.not_stored,
            _ => true,
        };
        state.printed = matches!(&visit.step, Step::Service(s) if matches!(s.printing, Some((_, PrintStage::Done))));
        if let Step::CaptureFailed(failed) = &visit.step {
            state.fault = failed.cause.map(Fault::key);
        }
    }
}

/// The page's name in file names and summaries.
#[must_use]
pub fn page_name(step: &Step) -> &'static str {
    match step {
        Step::Home(_) => "home",
        Step::Guide(_) => "get-app",
        Step::Login(_) => "login",
        Step::Portal(_) => "portal",
        Step::Recovering(_) => "forgotten-password",
        Step::NewPassword(_) => "new-password",
        Step::Before(_) => "before",
        Step::Registering(_) => "registration",
        Step::NameHelp(_) => "name-help",
        Step::Refused(_) => "refused",
        Step::Consenting(_) => "consent",
        Step::Capturing(_) => "face-recognition",
        Step::CaptureFailed(_) => "face-failure",
        Step::Issuing(_) => "issuing",
        Step::Card(_) => "card",
        Step::Service(s) => match s.kind {
            ServiceKind::Inquiry => "inquiry",
            ServiceKind::QrCode => "qr-code",
            ServiceKind::Letter => "letter",
            ServiceKind::TakeHome => "take-home-sheet",
        },
        Step::Assisted(_) => "staff",
        Step::Broken(_) => "fault",
        Step::Done(_) => "done",
    }
}
