//! Store and register: the kiosk's only writer to the store.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::domain::account::SignIn;
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::consent::ConsentRecord;
use crate::domain::enrollment::NewEnrollment;
use crate::domain::fault::Fault;
use crate::domain::permit::PermitNumber;
use crate::domain::registration::Registration;
use crate::domain::secret::Secret;
use crate::domain::staff::{AssistCase, CaseOutcome, CaseTicket};
use crate::domain::time::Clock;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;
use crate::store::{Store, StoreError};

use super::guarded::guarded;
use super::outbox::Outbox;
use super::worker::Worker;

/// How often a desk without work looks for pictures whose time is over.
const ROUND: Duration = Duration::from_hours(1);

/// What the desk is asked.
#[derive(Debug)]
pub enum DeskJob {
    CheckRegistration(Registration),
    SignIn {
        number: PermitNumber,
        password: Secret,
    },
    RecordConsent(ConsentRecord),
    Enroll(Box<NewEnrollment>),
    OpenCase(Box<AssistCase>),
    /// Only an audit row: something was printed, say.
    Note(AuditEntry),
    /// The visit is over: nothing of it stays in the store's memory.
    Forget,
}

/// Starts the desk. Jobs come with the ticket of their visit.
///
/// # Errors
/// If the system gives no thread.
pub fn start(
    store: Store,
    clock: Arc<dyn Clock>,
    picture_days: u32,
    outbox: Outbox,
) -> std::io::Result<Worker<(Ticket, DeskJob)>> {
    let desk = Desk { store, clock, picture_days, outbox, case: None };
    Worker::start("desk", move |jobs| desk.run(&jobs))
}

struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
    picture_days: u32,
    outbox: Outbox,
    /// The case of the visit that asked last: a visit has one, however often it asks.
    case: Option<(Ticket, CaseTicket)>,
}

impl Desk {
    fn run(mut self, jobs: &Receiver<(Ticket, DeskJob)>) {
        self.note_start();
        self.erase_due_pictures();
        let mut next_round = Instant::now() + ROUND;
        loop {
            // A desk with much to do makes its round all the same.
            let wait = next_round.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                self.erase_due_pictures();
                next_round = Instant::now() + ROUND;
            }
            match jobs.recv_timeout(wait) {
                Ok((ticket, job)) => match guarded(|| self.answer(ticket, job)) {
                    Ok(Ok(Some(event))) => self.outbox.post(ticket, event),
                    Ok(Ok(None)) => {}
                    Ok(Err(error)) => self.outbox.post_error(ticket, error.fault(), &error),
                    Err(error) => self.outbox.post_error(ticket, Fault::Internal, &error),
                },
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Nobody waits for this: a store that cannot be written is told with the first visitor's wish.
    fn note_start(&mut self) {
        let entry = AuditEntry::new(AuditEvent::Started, AuditSubject::Kiosk);
        if let Err(error) = self.store.append_audit(entry, self.clock.timestamp()) {
            super::incident::log(Fault::StoreUnavailable, &error);
        }
    }

    fn answer(&mut self, ticket: Ticket, job: DeskJob) -> Result<Option<Event>, StoreError> {
        let (now, today) = (self.clock.timestamp(), self.clock.today());
        Ok(match job {
            DeskJob::CheckRegistration(registration) => {
                Some(Event::RegistrationChecked(self.store.check_registration(&registration, today)?))
            }
            DeskJob::SignIn { number, password } => {
                Some(match self.store.sign_in(&number, &password, self.clock.moment(), now)? {
                    SignIn::Granted(card) => Event::SignedIn(card),
                    SignIn::Refused(refusal) => Event::SignInRefused(refusal),
                })
            }
            DeskJob::RecordConsent(consent) => {
                self.store.record_consent(&consent, now)?;
                None
            }
            DeskJob::Enroll(enrollment) => {
                let card = self.store.enroll(&enrollment, now, today, self.picture_days)?;
                self.erase_due_pictures();
                self.close_own_case(ticket);
                Some(Event::Enrolled(Box::new(card)))
            }
            DeskJob::OpenCase(case) => Some(Event::CaseOpened(self.open_case(ticket, &case)?)),
            DeskJob::Note(entry) => {
                self.store.append_audit(entry, now)?;
                None
            }
            DeskJob::Forget => {
                self.case = None;
                self.store.forget()?;
                None
            }
        })
    }

    fn open_case(&mut self, visit: Ticket, case: &AssistCase) -> Result<CaseTicket, StoreError> {
        let now = self.clock.timestamp();
        let known = match &self.case {
            Some((of, known)) if *of == visit => self.store.update_case(known, case, now)?,
            _ => None,
        };
        let ticket = match known {
            Some(ticket) => ticket,
            None => self.store.open_case(case, now)?,
        };
        self.case = Some((visit, ticket.clone()));
        Ok(ticket)
    }

    /// The visitor enrolled after asking for help before the register knew the number. Nobody waits
    /// for this: a case that stays pending is closed by staff.
    fn close_own_case(&mut self, visit: Ticket) {
        let Some((_, case)) = self.case.as_ref().filter(|(of, _)| *of == visit) else { return };
        let (now, today) = (self.clock.timestamp(), self.clock.today());
        match self.store.close_case(&case.0, CaseOutcome::Enrolled, now, today) {
            // With its number it was closed together with the enrollment.
            Ok(()) | Err(StoreError::CaseClosed) => {}
            Err(error) => {
                super::incident::log(error.fault(), &error);
            }
        }
    }

    /// Nobody waits for this: what fails is logged and tried again with the next enrollment.
    fn erase_due_pictures(&mut self) {
        if let Err(error) = self.store.erase_due_pictures(self.clock.today(), self.clock.timestamp()) {
            super::incident::log(Fault::StoreUnavailable, &error);
        }
    }
}
