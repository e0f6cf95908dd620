//! Store and register: the kiosk's only writer to the store.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::domain::account::SignIn;
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::case::{AssistCase, CaseOutcome, CaseTicket};
use crate::domain::consent::ConsentRecord;
use crate::domain::enrollment::NewEnrollment;
use crate::domain::face_route::{FaceRoute, FaceTryEnd};
use crate::domain::fault::Fault;
use crate::domain::letter::DocumentKind;
use crate::domain::permit::PermitNumber;
use crate::domain::recovery::{PasswordReset, RecoveryRequest};
use crate::domain::registration::Registration;
use crate::domain::rehearsal::{Rehearsal, Rehearsals};
use crate::domain::retention::Retention;
use crate::domain::secret::Secret;
use crate::domain::staff::Authority;
use crate::domain::time::Clock;
use crate::flow::counter::CounterTicket;
use crate::flow::counter::effect::CounterJob;
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
    CheckRecovery(RecoveryRequest),
    ResetPassword(Box<PasswordReset>),
    RecordConsent(ConsentRecord),
    BeginFaceTry(PermitNumber),
    EndFaceTry(PermitNumber, FaceTryEnd),
    Enroll(Box<NewEnrollment>),
    OpenCase(Box<AssistCase>),
    /// Keep what was typed until midnight.
    KeepDraft {
        typed: Registration,
        consent: Option<ConsentRecord>,
    },
    /// Only an audit row: something was printed, say.
    Note(AuditEntry),
    /// This of an enrollment was printed again, for staff.
    NoteReprint(Authority, i64, DocumentKind),
    /// What staff ask; their answers go to the console.
    Counter(CounterTicket, Box<CounterJob>),
    /// What the importer of permits asks.
    Register(RegisterJob),
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
    rehearsals: Option<Rehearsals>,
    outbox: Outbox,
) -> std::io::Result<Worker<(Ticket, DeskJob)>> {
    let desk =
        Desk { store, clock, picture_days, retention, rehearsals, outbox, case: None, next_round: Instant::now() };
    Worker::start("desk", move |jobs| desk.run(&jobs))
}

mod counter;
mod register;

pub use register::RegisterJob;

struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
    picture_days: u32,
    retention: Retention,
    /// Faults that staff may cause to train; only the demo has them.
    rehearsals: Option<Rehearsals>,
    outbox: Outbox,
    /// The case of the visit that asked last: a visit has one, however often it asks.
    case: Option<(Ticket, CaseTicket)>,
    /// When to look again for what has been kept long enough.
    next_round: Instant,
}

impl Desk {
    fn run(mut self, jobs: &Receiver<(Ticket, DeskJob)>) {
        self.note_start();
        loop {
            // A desk with much to do makes its round all the same.
            let wait = self.next_round.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                self.next_round = Instant::now() + self.round();
            }
            match jobs.recv_timeout(wait) {
                Ok((ticket, job)) => self.take(ticket, job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Does one job and posts what came of it.
    fn take(&mut self, ticket: Ticket, job: DeskJob) {
        if let DeskJob::Counter(ticket, job) = job {
            return self.take_counter(ticket, *job);
        }
        if let DeskJob::Register(job) = job {
            return self.take_register(job);
        }
        let (opens_case, keeps_draft) = (matches!(job, DeskJob::OpenCase(_)), matches!(job, DeskJob::KeepDraft { .. }));
        let (fault, error): (Fault, Box<dyn std::error::Error>) = match guarded(|| self.answer(ticket, job)) {
            Ok(Ok(Some(event))) => return self.outbox.post(ticket, event),
            Ok(Ok(None)) => return,
            Ok(Err(error)) => (error.fault(), Box::new(error)),
            Err(error) => (Fault::Internal, Box::new(error)),
        };
        if opens_case {
            let incident = super::incident::log(fault, &*error);
            self.outbox.post(ticket, Event::CaseNotOpened(Some(incident)));
        } else if keeps_draft {
            let incident = super::incident::log(fault, &*error);
            self.outbox.post(ticket, Event::DraftNotKept(Some(incident)));
        } else {
            self.outbox.post_error(ticket, fault, &*error);
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
        if let Some(rehearsals) = &self.rehearsals {
            // Staff go on writing: they are who ends it.
            self.store.rehearse_full(rehearsals.is_on(Rehearsal::DiskFull))?;
        }
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
            DeskJob::CheckRecovery(request) => {
                Some(Event::RecoveryChecked(self.store.check_recovery(&request, self.clock.moment(), now)?))
            }
            DeskJob::ResetPassword(reset) => {
                Some(Event::PasswordChanged(Box::new(self.store.reset_password(&reset, now)?)))
            }
            DeskJob::RecordConsent(consent) => {
                self.store.record_consent(&consent, now)?;
                None
            }
            DeskJob::BeginFaceTry(number) => {
                Some(Event::FaceRoute(self.store.begin_face_try(&number, self.clock.moment(), now)?))
            }
            DeskJob::EndFaceTry(number, end) => {
                match self.store.end_face_try(&number, end, self.clock.moment(), now)? {
                    // Open as it was: nothing to tell.
                    FaceRoute::Open => None,
                    locked @ FaceRoute::Locked { .. } => Some(Event::FaceRoute(locked)),
                }
            }
            DeskJob::Enroll(enrollment) => {
                let card = self.store.enroll(&enrollment, now, today, self.picture_days)?;
                // With no days to keep it, the picture goes at once; otherwise the round finds it.
                if self.picture_days == 0 {
                    let again = Instant::now() + self.erase_due();
                    self.next_round = self.next_round.min(again);
                }
                self.close_own_case(ticket);
                Some(Event::Enrolled(Box::new(card)))
            }
            DeskJob::OpenCase(case) => Some(Event::CaseOpened(self.open_case(ticket, &case)?)),
            DeskJob::KeepDraft { typed, consent } => {
                let case = self.case.as_ref().filter(|(of, _)| *of == ticket).map(|(_, case)| case);
                Some(Event::DraftKept(self.store.keep_draft(&typed, consent.as_ref(), case, now, today)?))
            }
            DeskJob::Note(entry) => {
                self.store.append_audit(entry, now)?;
                None
            }
            DeskJob::NoteReprint(leave, enrollment, kind) => {
                self.store.note_reprint(&leave, enrollment, kind, now)?;
                None
            }
            // Taken before, with answers of their own kinds.
            DeskJob::Counter(..) | DeskJob::Register(_) => None,
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

    /// Whatever this visitor needed staff for, it is settled, also where an enrollment alone would not
    /// settle it (`AssistCause::is_settled_by_enrolling`). Nobody waits for this: a case that stays
    /// pending is closed by staff.
    fn close_own_case(&mut self, visit: Ticket) {
        let Some((_, case)) = self.case.as_ref().filter(|(of, _)| *of == visit) else { return };
        let (now, today) = (self.clock.timestamp(), self.clock.today());
        match self.store.close_case(&case.0, CaseOutcome::Enrolled, AuditActor::System, now, today) {
            // Most are closed together with the enrollment, by their number.
            Ok(()) | Err(StoreError::CaseClosed) => {}
            Err(error) => {
                super::incident::log(error.fault(), &error);
            }
        }
    }

    /// What is to be done every hour. Says after how long to do it again.
    fn round(&mut self) -> Duration {
        let again = self.erase_due();
        // After it, so that the day's signature covers what was erased.
        self.sign_audit();
        again
    }

    /// Nobody waits for this: what fails is logged, and tried again with the next round.
    fn sign_audit(&mut self) {
        match self.store.sign_audit(self.clock.today(), self.clock.timestamp()) {
            Ok(None) => {}
            Ok(Some(signed)) => tracing::info!(entries = signed.head.entries, "the audit log was signed"),
            Err(error) => {
                super::incident::log(Fault::StoreUnavailable, &error);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{AssistCause, VisitStage};
    use crate::domain::time::{Date, Moment, Timestamp};
    use crate::store::StorePaths;
    use crate::store::fixtures::{FAST, at, new_enrollment, permit, registration, today};
    use crate::work::outbox::Inbox;

    struct Still;

    impl Clock for Still {
        fn moment(&self) -> Moment {
            Moment::from_millis(0)
        }

        fn timestamp(&self) -> Timestamp {
            at()
        }

        fn today(&self) -> Date {
            today()
        }
    }

    /// A desk over a store on disk, that keeps no picture, right after its round.
    fn desk(home: &tempfile::TempDir) -> (Desk, Receiver<(Ticket, Event)>) {
        let mut store = Store::open_with(&StorePaths::in_folder(home.path()), FAST).unwrap();
        store.import_permits([permit(1)], at()).unwrap();
        assert!(store.truncate_log().unwrap());
        let (outbox, Inbox { visits: inbox, .. }) = Outbox::new(|| {});
        let desk = Desk {
            store,
            clock: Arc::new(Still),
            picture_days: 0,
            retention: Retention::default(),
            rehearsals: None,
            outbox,
            case: None,
            next_round: Instant::now() + ROUND,
        };
        (desk, inbox)
    }

    fn case(cause: AssistCause) -> DeskJob {
        DeskJob::OpenCase(Box::new(AssistCase {
            stage: VisitStage::FaceRecognition,
            cause,
            incident: None,
            permit: Some(permit(1).number),
            consent: None,
            tries: 0,
            finding: None,
            face: None,
        }))
    }

    #[test]
    fn a_picture_that_stays_in_the_log_is_tried_again_within_a_minute() {
        let home = tempfile::tempdir().unwrap();
        let (mut desk, inbox) = desk(&home);
        let reader = Store::open_with(&StorePaths::in_folder(home.path()), FAST).unwrap();
        let reading = reader.reading();
        let started = Instant::now();
        desk.take(Ticket(1), DeskJob::Enroll(Box::new(new_enrollment(1))));
        assert!(started.elapsed() < Duration::from_secs(2), "the visitor waits: {:?}", started.elapsed());
        assert!(matches!(inbox.try_recv(), Ok((Ticket(1), Event::Enrolled(_)))));
        assert!(desk.next_round <= Instant::now() + AGAIN, "not only with the next hour's round");
        drop(reading);
    }

    #[test]
    fn a_round_that_is_near_is_not_put_off_by_an_enrollment() {
        let home = tempfile::tempdir().unwrap();
        let (mut desk, _inbox) = desk(&home);
        let near = Instant::now() + Duration::from_secs(5);
        desk.next_round = near;
        desk.take(Ticket(1), DeskJob::Enroll(Box::new(new_enrollment(1))));
        assert_eq!(desk.next_round, near);
    }

    #[test]
    fn the_visits_own_case_is_closed_and_a_strangers_is_not() {
        let home = tempfile::tempdir().unwrap();
        let (mut desk, inbox) = desk(&home);
        for visit in [Ticket(1), Ticket(2)] {
            desk.take(visit, case(AssistCause::Fault(Fault::NotSamePerson)));
        }
        let Ok((_, Event::CaseOpened(strangers))) = inbox.try_recv() else { panic!("no case") };
        desk.take(Ticket(2), DeskJob::Enroll(Box::new(new_enrollment(1))));
        let pending: Vec<String> = desk.store.pending_cases().unwrap().into_iter().map(|case| case.ticket).collect();
        assert_eq!(pending, [strangers.0]);
    }

    #[test]
    fn the_round_signs_the_log_once_a_day() {
        let home = tempfile::tempdir().unwrap();
        let (mut desk, _inbox) = desk(&home);
        for _ in 0..2 {
            assert_eq!(desk.round(), ROUND);
            let proof = desk.store.audit_proof().unwrap();
            assert_eq!(proof.signatures.iter().map(|signed| signed.day).collect::<Vec<_>>(), [today()]);
        }
    }

    #[test]
    fn kept_entries_are_answered_with_their_code_and_a_failure_apart_from_others() {
        let home = tempfile::tempdir().unwrap();
        let (mut desk, inbox) = desk(&home);
        let keep = || DeskJob::KeepDraft { typed: registration("Elena Vidal", 1), consent: None };
        desk.take(Ticket(1), keep());
        assert!(matches!(inbox.try_recv(), Ok((Ticket(1), Event::DraftKept(_)))));
        desk.store.break_drafts();
        desk.take(Ticket(1), keep());
        assert!(matches!(inbox.try_recv(), Ok((Ticket(1), Event::DraftNotKept(Some(_))))));
    }

    #[test]
    fn a_case_that_cannot_be_stored_is_told_apart_from_other_failures() {
        let home = tempfile::tempdir().unwrap();
        let (mut desk, inbox) = desk(&home);
        desk.store.break_cases();
        desk.take(Ticket(1), case(AssistCause::Asked));
        assert!(matches!(inbox.try_recv(), Ok((Ticket(1), Event::CaseNotOpened(Some(_))))));
        let mut unknown = new_enrollment(2);
        unknown.permit = permit(2);
        desk.take(Ticket(1), DeskJob::Enroll(Box::new(unknown)));
        assert!(matches!(inbox.try_recv(), Ok((_, Event::Failed(Fault::PermitNoMatch, Some(_))))));
    }
}
