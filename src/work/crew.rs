//! The workers together: which of them answers which wish of a visit.

use std::sync::Arc;

use crate::documents::Stationery;
use crate::domain::audit::{AuditEntry, AuditEvent, AuditOutcome, AuditSubject};
use crate::domain::device_check::Health;
use crate::domain::fault::Fault;
use crate::domain::match_policy::Decision;
use crate::domain::office::OfficeFacts;
use crate::domain::presentation::Presentation;
use crate::domain::rehearsal::{Rehearsal, Rehearsals};
use crate::domain::retention::Retention;
use crate::domain::settings::CameraRow;
use crate::domain::staff::Authority;
use crate::domain::time::Clock;
use crate::flow::counter::CounterTicket;
use crate::flow::counter::devices::{CheckNote, CheckRun};
use crate::flow::counter::effect::{CounterJob, ImportJob};
use crate::flow::counter::event::CounterEvent;
use crate::flow::effect::{Effect, Ending};
use crate::flow::event::Event;
use crate::flow::visit::Ticket;
use crate::printing::Printer;
use crate::store::Store;

use super::checker::{Checker, DeviceChecks};
use super::desk::{self, DeskJob};
use super::eyes::{Eyes, EyesFactory, Look};
use super::guarded::guarded;
use super::importer::{ImportParts, Importer};
use super::outbox::Outbox;
use super::press::{Press, PrintOrder};
use super::worker::Worker;

/// Desk, press, importer, eyes and checker. Dropping it ends their threads.
pub struct Crew {
    importer: Importer,
    desk: Arc<Worker<(Ticket, DeskJob)>>,
    press: Press,
    eyes: EyesFactory,
    checker: Checker,
    outbox: Outbox,
    rehearsals: Option<Rehearsals>,
    cameras: ListCameras,
}

/// Looks which cameras are plugged in, and which of them the kiosk may take.
pub type ListCameras = Arc<dyn Fn() -> Vec<CameraRow> + Send + Sync>;

/// Whose photo the register has while a mismatch is rehearsed; origin: `assets/demo/PROVENANCE.md`.
static STRANGER: &[u8] = include_bytes!("../../assets/demo/stranger.jpg");

/// What the crew is made of.
pub struct CrewParts {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub printer: Box<dyn Printer>,
    pub stationery: Stationery,
    pub office: OfficeFacts,
    pub retention: Retention,
    pub eyes: EyesFactory,
    pub import: ImportParts,
    /// How each device is looked at when staff ask for it.
    pub checks: DeviceChecks,
    /// Faults that staff may cause to train; only the demo has them.
    pub rehearsals: Option<Rehearsals>,
    pub cameras: ListCameras,
}

impl Crew {
    /// Starts the workers; they answer through `outbox`.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(parts: CrewParts, outbox: Outbox) -> std::io::Result<Self> {
        let CrewParts {
            store,
            clock,
            printer,
            stationery,
            office,
            retention,
            eyes,
            import,
            checks,
            rehearsals,
            cameras,
        } = parts;
        let desk =
            Arc::new(desk::start(store, clock, office.picture_days, retention, rehearsals.clone(), outbox.clone())?);
        let audit = Arc::clone(&desk);
        let on_printed = move |order: &PrintOrder| {
            let job = match order {
                PrintOrder::Visitor(_, request) => {
                    let subject = AuditSubject::Enrollment(request.card.enrollment);
                    DeskJob::Note(AuditEntry::new(AuditEvent::Printed, subject).with(request.kind.word()))
                }
                PrintOrder::Again(_, leave, request) => {
                    DeskJob::NoteReprint(leave.clone(), request.card.enrollment, request.kind)
                }
                // Noted when it was counted: the paper says no more than the page did.
                PrintOrder::Shift(..) => return,
                PrintOrder::Test(ticket, leave, _) => {
                    DeskJob::Counter(*ticket, Box::new(CounterJob::NoteChecked(leave.clone(), CheckNote::TestPage)))
                }
            };
            if let Err(fault) = audit.send((Ticket::default(), job)) {
                tracing::error!(fault = fault.key(), "a printed document could not be noted");
            }
        };
        let press = Press::start(printer, stationery, office, outbox.clone(), Box::new(on_printed))?;
        let importer = Importer::start(import, Arc::clone(&desk), outbox.clone())?;
        // A check that outlives the window must not keep the desk from ending with it.
        let notes = Arc::downgrade(&desk);
        let on_checked = move |ticket: CounterTicket, leave: Authority, worst: Health| {
            let Some(notes) = notes.upgrade() else { return };
            let job = Box::new(CounterJob::NoteChecked(leave, CheckNote::Parts(worst)));
            if let Err(fault) = notes.send((Ticket::default(), DeskJob::Counter(ticket, job))) {
                tracing::error!(fault = fault.key(), "a check of the devices could not be noted");
            }
        };
        let checker = Checker::new(checks, eyes.clone(), outbox.clone(), Arc::new(on_checked));
        Ok(Self { importer, desk, press, eyes, checker, outbox, rehearsals, cameras })
    }

    /// Hands a wish of staff to the importer of permits.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn run_import(&self, ticket: CounterTicket, job: ImportJob) -> Result<(), Fault> {
        self.importer.run(ticket, job)
    }

    /// Hands a wish of staff to the desk.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn run_counter(&self, ticket: CounterTicket, job: Box<CounterJob>) -> Result<(), Fault> {
        self.desk.send((Ticket::default(), DeskJob::Counter(ticket, job)))
    }

    /// Looks which cameras are there; drivers may take their time.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn list_cameras(&self, ticket: CounterTicket) -> std::io::Result<()> {
        let (cameras, outbox) = (Arc::clone(&self.cameras), self.outbox.clone());
        std::thread::Builder::new().name("cameras".into()).spawn(move || {
            let event = match guarded(|| cameras()) {
                Ok(rows) => CounterEvent::CamerasFound(rows),
                Err(panicked) => {
                    let incident = super::incident::log(Fault::Internal, &panicked);
                    CounterEvent::Failed(Fault::Internal, Some(incident))
                }
            };
            outbox.post_counter(ticket, event);
        })?;
        Ok(())
    }

    /// Begins a look through the camera.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn look(&self, ticket: CounterTicket) -> std::io::Result<Look> {
        self.eyes.look(ticket, &self.outbox)
    }

    /// Has every device looked at, for staff; the findings come one by one.
    ///
    /// # Errors
    /// [`Fault::Internal`] if the system gives no thread.
    pub fn check_devices(&self, ticket: CounterTicket, leave: Authority, run: CheckRun) -> Result<(), Fault> {
        self.checker.start(ticket, leave, run).map_err(|error| {
            super::incident::log(Fault::Internal, &error);
            Fault::Internal
        })
    }

    /// Staff left: a check that runs ends.
    pub fn leave_check(&self) {
        self.checker.stop();
    }

    /// Hands something to print to the press, for staff.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn print(&self, order: PrintOrder) -> Result<(), Fault> {
        self.press.print(order)
    }

    /// Hands a wish to its worker. `eyes` is the running capture, if there is one. Gives the
    /// ending back when the visit is over: forgetting is the caller's.
    ///
    /// # Errors
    /// If the worker cannot take it now.
    pub fn run(&self, eyes: &mut Option<Eyes>, ticket: Ticket, effect: Effect) -> Result<Option<Ending>, Fault> {
        match effect {
            Effect::CheckRegistration(registration) => {
                self.desk.send((ticket, DeskJob::CheckRegistration(registration)))?;
            }
            Effect::SignIn { number, password } => self.desk.send((ticket, DeskJob::SignIn { number, password }))?,
            Effect::CheckRecovery(request) => self.desk.send((ticket, DeskJob::CheckRecovery(request)))?,
            Effect::ResetPassword(reset) => self.desk.send((ticket, DeskJob::ResetPassword(reset)))?,
            Effect::RecordConsent(consent) => self.desk.send((ticket, DeskJob::RecordConsent(consent)))?,
            Effect::BeginFaceTry(number) => self.desk.send((ticket, DeskJob::BeginFaceTry(number)))?,
            Effect::EndFaceTry(number, end) => self.desk.send((ticket, DeskJob::EndFaceTry(number, end)))?,
            Effect::NoteDecision(decision) => {
                let (word, outcome) = match decision {
                    Decision::Accept => ("accept", AuditOutcome::Done),
                    Decision::Staff => ("staff", AuditOutcome::Failed),
                    Decision::Refuse => ("refuse", AuditOutcome::Refused),
                };
                self.note_decided(ticket, word, outcome)?;
            }
            Effect::NotePresentation(presentation) => {
                let (word, outcome) = match presentation {
                    Presentation::Live => ("live", AuditOutcome::Done),
                    Presentation::Unclear => ("liveness_unclear", AuditOutcome::Failed),
                    Presentation::Attack => ("liveness_attack", AuditOutcome::Refused),
                };
                self.note_decided(ticket, word, outcome)?;
            }
            Effect::NoteDataShown => {
                let entry = AuditEntry::new(AuditEvent::DataShown, AuditSubject::Kiosk);
                self.desk.send((ticket, DeskJob::Note(entry)))?;
            }
            Effect::Enroll(enrollment) => self.desk.send((ticket, DeskJob::Enroll(enrollment)))?,
            Effect::KeepDraft { typed, consent } => {
                if let Err(fault) = self.desk.send((ticket, DeskJob::KeepDraft { typed, consent })) {
                    tracing::error!(fault = fault.key(), "entries to be kept could not be handed to the desk");
                    self.outbox.post(ticket, Event::DraftNotKept(None));
                }
            }
            Effect::OpenCase(case) => {
                // Not the error of `run`: that would be taken for the failure of what the visitor left for staff.
                if let Err(fault) = self.desk.send((ticket, DeskJob::OpenCase(case))) {
                    tracing::error!(fault = fault.key(), "a case could not be handed to the desk");
                    self.outbox.post(ticket, Event::CaseNotOpened(None));
                }
            }
            Effect::OpenEyes => {
                let opened = self.eyes.open(ticket, &self.outbox).map_err(|error| {
                    super::incident::log(Fault::Internal, &error);
                    Fault::Internal
                })?;
                *eyes = Some(opened);
            }
            Effect::CloseEyes => *eyes = None,
            Effect::Cue(cue) => {
                // For those who hold a test picture before the camera; it says nothing of the visitor.
                tracing::debug!(?cue, "the challenge goes on");
                if let Some(eyes) = eyes {
                    eyes.cue(cue);
                }
            }
            Effect::Retain(frame) => {
                if let Some(eyes) = eyes {
                    eyes.retain(frame);
                }
            }
            Effect::Embed(mut request) => {
                if self.rehearsals.as_ref().is_some_and(|rehearsals| rehearsals.is_on(Rehearsal::Mismatch)) {
                    request.reference = Arc::from(STRANGER);
                }
                eyes.as_ref().ok_or(Fault::Internal)?.embed(request);
            }
            Effect::OpenPhoto(photo) => self.press.open_photo(ticket, photo)?,
            Effect::Preview(request) => self.press.preview(ticket, request)?,
            Effect::Print(request) => self.press.print(PrintOrder::Visitor(ticket, request))?,
            Effect::StopPrinting => self.press.stop(),
            Effect::Forget(ending) => {
                if let Some(rehearsals) = &self.rehearsals {
                    rehearsals.end();
                }
                self.press.leave();
                // Whatever the desk can take: the visit is over all the same.
                if let Err(fault) = self.desk.send((ticket, DeskJob::Forget)) {
                    tracing::error!(fault = fault.key(), "the store was not told to forget");
                }
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    /// What the machine decided of a face. Failed: it could not decide.
    fn note_decided(&self, ticket: Ticket, word: &'static str, outcome: AuditOutcome) -> Result<(), Fault> {
        let entry = AuditEntry::new(AuditEvent::VerificationDecided, AuditSubject::Kiosk).with(word).that(outcome);
        self.desk.send((ticket, DeskJob::Note(entry)))
    }
}
