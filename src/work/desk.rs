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
use crate::domain::retention::Retention;
use crate::domain::secret::Secret;
use crate::domain::staff::{AssistCase, CaseOutcome, CaseTicket};
use crate::domain::time::Clock;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;
use crate::store::{Erased, Store, StoreError};

use super::guarded::guarded;
use super::outbox::Outbox;
use super::worker::Worker;

/// How often the desk looks for what has been kept long enough.
const ROUND: Duration = Duration::from_hours(1);
/// The same after a round that did not get through.
const AGAIN: Duration = Duration::from_mins(1);

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
    retention: Retention,
    outbox: Outbox,
) -> std::io::Result<Worker<(Ticket, DeskJob)>> {
    let desk = Desk { store, clock, picture_days, retention, outbox, case: None };
    Worker::start("desk", move |jobs| desk.run(&jobs))
}

struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
    picture_days: u32,
    retention: Retention,
    outbox: Outbox,
    /// The case of the visit that asked last: a visit has one, however often it asks.
    case: Option<(Ticket, CaseTicket)>,
}

impl Desk {
    fn run(mut self, jobs: &Receiver<(Ticket, DeskJob)>) {
        self.note_start();
        let mut next_round = Instant::now() + self.erase_due();
        loop {
            // A desk with much to do makes its round all the same.
            let wait = next_round.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                next_round = Instant::now() + self.erase_due();
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
                // With no days to keep it, the picture goes at once; otherwise the round finds it.
                if self.picture_days == 0 {
                    self.erase_due();
                }
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

    /// Nobody waits for this: what fails is logged. Says after how long to try again.
    fn erase_due(&mut self) -> Duration {
        let (today, now) = (self.clock.today(), self.clock.timestamp());
        let done = self.store.erase_due(self.retention, today, now).and_then(|erased| {
            if erased != Erased::default() {
                tracing::info!(?erased, "kept long enough");
            }
            self.store.truncate_log()
        });
        match done {
            Ok(true) => ROUND,
            Ok(false) => {
                tracing::warn!("the store is read by another process: its log is emptied later");
                AGAIN
            }
            Err(error) => {
                super::incident::log(Fault::StoreUnavailable, &error);
                AGAIN
            }
        }
    }
}
