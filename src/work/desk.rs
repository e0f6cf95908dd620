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
use crate::domain::staff::AssistCase;
use crate::domain::time::Clock;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;
use crate::store::{Store, StoreError};

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
    let desk = Desk { store, clock, picture_days, outbox };
    Worker::start("desk", move |jobs| desk.run(&jobs))
}

struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
    picture_days: u32,
    outbox: Outbox,
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
                Ok((ticket, job)) => match self.answer(job) {
                    Ok(Some(event)) => self.outbox.post(ticket, event),
                    Ok(None) => {}
                    Err(error) => self.outbox.post_error(ticket, error.fault(), &error),
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

    fn answer(&mut self, job: DeskJob) -> Result<Option<Event>, StoreError> {
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
                Some(Event::Enrolled(Box::new(card)))
            }
            DeskJob::OpenCase(case) => Some(Event::CaseOpened(self.store.open_case(&case, now)?)),
            DeskJob::Note(entry) => {
                self.store.append_audit(entry, now)?;
                None
            }
            DeskJob::Forget => {
                self.store.forget()?;
                None
            }
        })
    }

    /// Nobody waits for this: what fails is logged and tried again with the next enrollment.
    fn erase_due_pictures(&mut self) {
        if let Err(error) = self.store.erase_due_pictures(self.clock.today(), self.clock.timestamp()) {
            super::incident::log(Fault::StoreUnavailable, &error);
        }
    }
}
