//! Reading and checking a register's file, beside the desk: only comparing with the register, a few rows at a time, and
//! writing are the desk's. What was checked is kept here until it is written or nobody wants it any more, and is what is
//! written: nothing is read twice.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use crate::domain::fault::{Fault, Incident};
use crate::domain::permit::WorkPermit;
use crate::domain::reference;
use crate::domain::register_import::{
    CheckEnd, CheckNumber, CheckProgress, CheckSummary, FileNumber, ImportCounts, ImportRefusal,
};
use crate::domain::register_table::PhotoFault;
use crate::domain::staff::{Act, Authority};
use crate::flow::counter::CounterTicket;
use crate::flow::counter::effect::ImportJob;
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::register::RegisterAnswer;
use crate::flow::visit::Ticket;
use crate::register::files::{self, Look};
use crate::register::import::{self, ImportError, ReadProgress};

use super::desk::{DeskJob, RegisterJob};
use super::engine::{EngineError, SharedEngine};
use super::guarded::guarded;
use super::outbox::Outbox;
use super::worker::Worker;

/// How often staff are told how far a check is.
const TELL: Duration = Duration::from_millis(100);
/// Rows that the desk compares at a time: their photos are read, and a visitor may be waiting for it.
const COMPARED: usize = 25;
/// How long the importer waits for a desk that has much to do, and how often it asks again.
const PATIENCE: (Duration, u32) = (Duration::from_millis(50), 200);

/// Decodes a photo and looks whether a face can be matched with it.
pub type CheckPhoto = Box<dyn FnMut(&[u8]) -> Result<(), PhotoProblem> + Send>;

/// Why a photo was not found good.
pub enum PhotoProblem {
    /// It is not.
    Photo(PhotoFault),
    /// Nobody could look: the whole check ends.
    Engine(EngineError),
}

/// Where files are looked for, and how photos are checked.
pub struct ImportParts {
    /// The folder that the configuration names.
    pub folder: Option<PathBuf>,
    /// Where removable media are mounted now.
    pub sticks: fn() -> Vec<PathBuf>,
    pub check: CheckPhoto,
}

impl ImportParts {
    /// Files of `folder` and of removable media, their photos checked by the face engine. It is lent for one photo at a
    /// time: a visitor's capture does not wait for the rest.
    #[must_use]
    pub fn new(folder: Option<PathBuf>, engine: SharedEngine) -> Self {
        let check = move |photo: &[u8]| match engine.lend(|engine| engine.inspect_photo(photo)) {
            Ok(Ok(faces)) => reference::judge(&faces).map_err(|fault| PhotoProblem::Photo(fault.into())),
            Ok(Err(error)) if error.fault() == Fault::FaceEngineUnavailable => {
                Err(PhotoProblem::Engine(EngineError::Unavailable(Arc::new(error))))
            }
            Ok(Err(error)) => Err(PhotoProblem::Photo(error.of_photo())),
            Err(error) => Err(PhotoProblem::Engine(error)),
        };
        Self { folder, sticks: files::sticks, check: Box::new(check) }
    }
}

/// Its handle. Dropping it ends what it is at within a row.
pub struct Importer {
    worker: Worker<Job>,
    wanted: Arc<AtomicU64>,
}

/// What it is asked, with the number of what is wanted since then.
struct Job {
    ticket: CounterTicket,
    wanted: u64,
    what: ImportJob,
}

impl Drop for Importer {
    fn drop(&mut self) {
        self.wanted.fetch_add(1, Ordering::AcqRel);
    }
}

impl Importer {
    /// Starts the importer, that compares and writes by `desk`.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(parts: ImportParts, desk: Arc<Worker<(Ticket, DeskJob)>>, outbox: Outbox) -> std::io::Result<Self> {
        let wanted = Arc::new(AtomicU64::new(0));
        let clerk =
            Clerk { parts, desk, outbox, wanted: Arc::clone(&wanted), look: Look::default(), files: 0, held: None };
        Ok(Self { worker: Worker::start("importer", move |jobs| clerk.run(&jobs))?, wanted })
    }

    /// Hands over a wish of staff. A new check and [`ImportJob::Forget`] end the check that is running.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn run(&self, ticket: CounterTicket, what: ImportJob) -> Result<(), Fault> {
        let wanted = match what {
            ImportJob::Check(..) | ImportJob::Forget => self.wanted.fetch_add(1, Ordering::AcqRel) + 1,
            ImportJob::Look(_) | ImportJob::Write(..) => self.wanted.load(Ordering::Acquire),
        };
        self.worker.send(Job { ticket, wanted, what })
    }
}

/// The thread's own.
struct Clerk {
    parts: ImportParts,
    desk: Arc<Worker<(Ticket, DeskJob)>>,
    outbox: Outbox,
    /// Grows whenever what is under way is not wanted any more.
    wanted: Arc<AtomicU64>,
    look: Look,
    /// The number of the file that was found last.
    files: u64,
    held: Option<Held>,
}

/// Permits that were checked.
struct Held {
    wanted: u64,
    ticket: CounterTicket,
    check: CheckNumber,
    permits: Arc<Vec<WorkPermit>>,
}

/// Why a check came to no good end.
enum Stop {
    /// Nobody waits for it.
    Unwanted,
    Refused(ImportRefusal),
    Failed(Fault, Option<Incident>),
}

impl Stop {
    fn logged(fault: Fault, error: &dyn std::error::Error) -> Self {
        Self::Failed(fault, Some(super::incident::log(fault, error)))
    }
}

/// Leave was given for something else.
#[derive(Debug, thiserror::Error)]
enum Wrong {
    #[error("leave was given for another act than importing")]
    OtherAct,
    #[error("there is no file of this number any more")]
    NoFile,
    #[error("there are no permits of this check any more")]
    NothingChecked,
    #[error("the desk ended while it was asked")]
    NoDesk,
}

impl Clerk {
    fn run(mut self, jobs: &Receiver<Job>) {
        for Job { ticket, wanted, what } in jobs {
            match what {
                ImportJob::Look(leave) => self.look(ticket, &leave),
                ImportJob::Check(leave, file, check) => self.check(ticket, wanted, &leave, file, check),
                ImportJob::Write(leave, check) => self.write(ticket, leave, check),
                ImportJob::Forget => {}
            }
            if self.held.as_ref().is_some_and(|held| !self.wants(held.wanted)) {
                self.held = None;
            }
        }
    }

    fn wants(&self, wanted: u64) -> bool {
        self.wanted.load(Ordering::Acquire) == wanted
    }

    fn look(&mut self, ticket: CounterTicket, leave: &Authority) {
        if leave.act() != Act::ImportRegister {
            return self.fail(ticket, &Wrong::OtherAct);
        }
        let (parts, next) = (&self.parts, &mut self.files);
        match guarded(|| files::look(parts.folder.as_deref(), &(parts.sticks)(), next)) {
            Ok(look) => {
                self.tell(ticket, RegisterAnswer::Files(look.shown()));
                self.look = look;
            }
            Err(error) => self.fail(ticket, &error),
        }
    }

    fn check(&mut self, ticket: CounterTicket, wanted: u64, leave: &Authority, file: FileNumber, check: CheckNumber) {
        self.held = None;
        let done = if leave.act() == Act::ImportRegister {
            guarded(|| self.checked(ticket, wanted, file, check))
                .unwrap_or_else(|panicked| Err(Stop::logged(Fault::Internal, &panicked)))
        } else {
            Err(Stop::logged(Fault::Internal, &Wrong::OtherAct))
        };
        let end = match done {
            Ok((permits, summary)) => {
                tracing::info!(rows = permits.len(), "a file of permits was checked");
                self.held = Some(Held { wanted, ticket, check, permits });
                CheckEnd::Good(summary)
            }
            Err(Stop::Unwanted) => return,
            Err(Stop::Refused(why)) => CheckEnd::Refused(why),
            Err(Stop::Failed(fault, incident)) => CheckEnd::Failed(fault, incident),
        };
        self.tell(ticket, RegisterAnswer::Ended(check, end));
    }

    fn checked(
        &mut self,
        ticket: CounterTicket,
        wanted: u64,
        file: FileNumber,
        check: CheckNumber,
    ) -> Result<(Arc<Vec<WorkPermit>>, CheckSummary), Stop> {
        let permits = Arc::new(self.read(ticket, wanted, file, check)?);
        let counts = self.compare(ticket, wanted, check, &permits)?;
        let summary = CheckSummary {
            counts,
            without_photo: permits.iter().filter(|permit| permit.photo.is_none()).count(),
            unusual: permits.iter().filter(|permit| permit.number.unusual_length().is_some()).count(),
        };
        Ok((permits, summary))
    }

    fn read(
        &mut self,
        ticket: CounterTicket,
        wanted: u64,
        file: FileNumber,
        check: CheckNumber,
    ) -> Result<Vec<WorkPermit>, Stop> {
        let Self { parts, look, outbox, wanted: now_wanted, .. } = self;
        let file = look.find(file).ok_or_else(|| Stop::logged(Fault::Internal, &Wrong::NoFile))?;
        let mut open = files::open(&file.path).map_err(|error| unreadable(&error))?;
        // Where no photo can be looked at, no row after it is worth reading.
        let broken: RefCell<Option<EngineError>> = RefCell::new(None);
        let mut inspect = |photo: &[u8]| match (parts.check)(photo) {
            Ok(()) => Ok(()),
            Err(PhotoProblem::Photo(fault)) => Err(fault),
            Err(PhotoProblem::Engine(error)) => {
                let fault = PhotoFault::NotChecked(error.to_string());
                *broken.borrow_mut() = Some(error);
                Err(fault)
            }
        };
        let mut pace = Pace::default();
        let mut watch = |ReadProgress { rows, all, photos }: ReadProgress| {
            if now_wanted.load(Ordering::Acquire) != wanted || broken.borrow().is_some() {
                return ControlFlow::Break(());
            }
            if pace.is_due() {
                let answer = RegisterAnswer::Moved(check, CheckProgress::Reading { rows, all, photos });
                outbox.post_counter(ticket, CounterEvent::RegisterTold(answer));
            }
            ControlFlow::Continue(())
        };
        let read = import::read_open(&mut open, Some(file.photos.as_path()), &mut inspect, &mut watch);
        if let Some(error) = broken.take() {
            return Err(Stop::logged(error.fault(), &error));
        }
        read.map_err(|error| match error {
            ImportError::Stopped => Stop::Unwanted,
            ImportError::File { source, .. } => unreadable(&source),
            ImportError::TooLarge => Stop::Refused(ImportRefusal::TooLarge),
            ImportError::Table(error) => Stop::Refused(ImportRefusal::Table(error)),
            ImportError::Store(error) => Stop::logged(error.fault(), &error),
        })
    }

    /// What importing would do, asked of the desk some rows at a time.
    fn compare(
        &self,
        ticket: CounterTicket,
        wanted: u64,
        check: CheckNumber,
        permits: &Arc<Vec<WorkPermit>>,
    ) -> Result<ImportCounts, Stop> {
        let mut counts = ImportCounts::default();
        let mut pace = Pace::default();
        for from in (0..permits.len()).step_by(COMPARED) {
            if !self.wants(wanted) {
                return Err(Stop::Unwanted);
            }
            if pace.is_due() {
                let progress = CheckProgress::Comparing { rows: from, all: permits.len() };
                self.tell(ticket, RegisterAnswer::Moved(check, progress));
            }
            let rows = from..(from + COMPARED).min(permits.len());
            let (answer, answered) = sync_channel(1);
            self.ask_patiently(wanted, || RegisterJob::Compare {
                permits: Arc::clone(permits),
                rows: rows.clone(),
                answer: answer.clone(),
            })?;
            // Else it would be waited for in vain, if the desk ended.
            drop(answer);
            counts += answered
                .recv()
                .map_err(|_| Stop::logged(Fault::Internal, &Wrong::NoDesk))?
                .map_err(|error| Stop::logged(error.fault(), &error))?;
        }
        Ok(counts)
    }

    fn ask_patiently(&self, wanted: u64, job: impl Fn() -> RegisterJob) -> Result<(), Stop> {
        for _ in 0..PATIENCE.1 {
            match self.desk.send((Ticket::default(), DeskJob::Register(job()))) {
                Ok(()) => return Ok(()),
                Err(Fault::Busy) if self.wants(wanted) => std::thread::sleep(PATIENCE.0),
                Err(Fault::Busy) => return Err(Stop::Unwanted),
                Err(fault) => return Err(Stop::Failed(fault, None)),
            }
        }
        Err(Stop::Failed(Fault::Busy, None))
    }

    /// Hands the very permits that were checked to the desk. They stay here until they are forgotten: what could not be
    /// written can be signed for again.
    fn write(&self, ticket: CounterTicket, leave: Authority, check: CheckNumber) {
        let held = self.held.as_ref().filter(|held| held.ticket == ticket && held.check == check);
        let Some(held) = held.filter(|held| self.wants(held.wanted)) else {
            return self.fail(ticket, &Wrong::NothingChecked);
        };
        let job = RegisterJob::Write { ticket, leave, check, permits: Arc::clone(&held.permits) };
        if let Err(fault) = self.desk.send((Ticket::default(), DeskJob::Register(job))) {
            tracing::error!(fault = fault.key(), "the desk could not take an import");
            self.outbox.post_counter(ticket, CounterEvent::Failed(fault, None));
        }
    }

    fn tell(&self, ticket: CounterTicket, answer: RegisterAnswer) {
        self.outbox.post_counter(ticket, CounterEvent::RegisterTold(answer));
    }

    fn fail(&self, ticket: CounterTicket, error: &dyn std::error::Error) {
        let incident = super::incident::log(Fault::Internal, error);
        self.outbox.post_counter(ticket, CounterEvent::Failed(Fault::Internal, Some(incident)));
    }
}

/// The file is gone, its stick was pulled out, or it is no plain file any more. Its name is not logged.
fn unreadable(error: &std::io::Error) -> Stop {
    tracing::warn!("a file of permits cannot be read: {error}");
    Stop::Refused(ImportRefusal::Unreadable)
}

/// Lets a message through now and then.
#[derive(Default)]
struct Pace(Option<Instant>);

impl Pace {
    fn is_due(&mut self) -> bool {
        let due = self.0.is_none_or(|last| last.elapsed() >= TELL);
        if due {
            self.0 = Some(Instant::now());
        }
        due
    }
}

#[cfg(test)]
mod tests;
