//! Documents and printing: previews, letters and slips, each job followed to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::documents::Stationery;
use crate::domain::fault::Fault;
use crate::domain::letter::{DocumentKind, DocumentRequest, PagePicture};
use crate::domain::office::OfficeFacts;
use crate::domain::pdf::Pdf;
use crate::domain::print::PrintStage;
use crate::domain::staff::Authority;
use crate::flow::counter::CounterTicket;
use crate::flow::counter::event::CounterEvent;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;
use crate::pixels::{self, Bounds};
use crate::printing::{JobId, PrintError, Printer};

use super::guarded::guarded;
use super::outbox::Outbox;
use super::worker::Worker;

/// How often a job is asked about.
const ASK_EVERY: Duration = Duration::from_millis(500);
/// A job that needs a hand is given up after this long; the visitor can print again.
const PATIENCE: Duration = Duration::from_mins(3);
/// A printer that does not answer for this long is given up.
const SILENCE: Duration = Duration::from_secs(20);
/// Width of the preview in pixels: sharp at the size the page shows it and readable enlarged.
const PREVIEW_WIDTH: u32 = 1240;

/// Longest side of the photo's picture: twice what the card shows of it.
const PHOTO_SIDE: u32 = 720;

/// Told of every document that reached the printer's end, for the audit log.
pub type OnPrinted = Box<dyn Fn(&Asker, &DocumentRequest) + Send>;

/// The press, its stop button, and a drawing board beside it: a preview never waits for paper.
pub struct Press {
    printing: Worker<PrintJob>,
    drawing: Worker<(Ticket, Drawing)>,
    /// Number of the newest job.
    newest: AtomicU64,
    marks: Arc<Marks>,
}

/// What the drawing board is asked.
enum Drawing {
    Preview(Box<DocumentRequest>),
    /// The holder's photo, for the card.
    Photo(Arc<[u8]>),
}

/// Who wants a document printed.
#[derive(Debug)]
pub enum Asker {
    Visitor(Ticket),
    /// A member of staff, with leave to print it again.
    Staff(CounterTicket, Authority),
}

impl Asker {
    fn moved(&self, outbox: &Outbox, kind: DocumentKind, stage: PrintStage) {
        match self {
            Self::Visitor(ticket) => outbox.post(*ticket, Event::PrintMoved(kind, stage)),
            Self::Staff(ticket, _) => outbox.post_counter(*ticket, CounterEvent::PrintMoved(kind, stage)),
        }
    }

    fn failed(&self, outbox: &Outbox, fault: Fault, error: &dyn std::error::Error) {
        match self {
            Self::Visitor(ticket) => outbox.post_error(*ticket, fault, error),
            Self::Staff(ticket, _) => {
                let incident = super::incident::log(fault, error);
                outbox.post_counter(*ticket, CounterEvent::NotMade(fault, Some(incident)));
            }
        }
    }
}

struct PrintJob {
    number: u64,
    asker: Asker,
    request: Box<DocumentRequest>,
}

/// Up to which job the visitor stopped printing, or has left.
#[derive(Default)]
struct Marks {
    stopped: AtomicU64,
    left: AtomicU64,
}

impl Marks {
    /// The job is not to be printed: stopped by the visitor, or its owner left before it began or
    /// while it waits for a hand. Paper put in later must not bring out the letter of a person who
    /// has left; what is being printed comes to its end.
    fn is_off(&self, number: u64, stage: Option<PrintStage>) -> bool {
        let waits = matches!(stage, None | Some(PrintStage::Attention(_)));
        number <= self.stopped.load(Ordering::Acquire) || (waits && number <= self.left.load(Ordering::Acquire))
    }
}

impl Press {
    /// Starts the press with its printer.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        printer: Box<dyn Printer>,
        stationery: Stationery,
        office: OfficeFacts,
        outbox: Outbox,
        on_printed: OnPrinted,
    ) -> std::io::Result<Self> {
        let marks = Arc::<Marks>::default();
        let drawing = {
            let (stationery, office, outbox) = (stationery.clone(), office.clone(), outbox.clone());
            Worker::start("drawing", move |jobs: Receiver<(Ticket, Drawing)>| {
                for (ticket, job) in jobs {
                    let done = guarded(|| match &job {
                        Drawing::Preview(request) => match stationery.preview(request, &office, PREVIEW_WIDTH) {
                            Ok(picture) => outbox.post(ticket, Event::PreviewReady(request.kind, picture)),
                            Err(error) => outbox.post_error(ticket, error.fault(), &error),
                        },
                        Drawing::Photo(photo) => open_photo(ticket, photo, &outbox),
                    });
                    match (done, job) {
                        (Err(error), Drawing::Preview(_)) => outbox.post_error(ticket, Fault::Internal, &error),
                        // The card is a card without its photo too.
                        (Err(error), Drawing::Photo(_)) => {
                            super::incident::log(Fault::Internal, &error);
                        }
                        (Ok(()), _) => {}
                    }
                }
            })?
        };
        let mut room = PressRoom { printer, stationery, office, outbox, on_printed, marks: Arc::clone(&marks) };
        let printing = Worker::start("press", move |jobs: Receiver<PrintJob>| {
            for job in jobs {
                if let Err(error) = guarded(|| room.answer(&job)) {
                    job.asker.failed(&room.outbox, Fault::Internal, &error);
                }
            }
        })?;
        Ok(Self { printing, drawing, newest: AtomicU64::new(0), marks })
    }

    /// Queues a preview.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn preview(&self, ticket: Ticket, request: Box<DocumentRequest>) -> Result<(), Fault> {
        self.drawing.send((ticket, Drawing::Preview(request)))
    }

    /// Queues the holder's photo for the card.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn open_photo(&self, ticket: Ticket, photo: Arc<[u8]>) -> Result<(), Fault> {
        self.drawing.send((ticket, Drawing::Photo(photo)))
    }

    /// Queues a document for the printer.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn print(&self, asker: Asker, request: Box<DocumentRequest>) -> Result<(), Fault> {
        let number = self.newest.fetch_add(1, Ordering::AcqRel) + 1;
        self.printing.send(PrintJob { number, asker, request })
    }

    /// Gives up every job so far, the one that is being printed too.
    pub fn stop(&self) {
        self.marks.stopped.store(self.newest.load(Ordering::Acquire), Ordering::Release);
    }

    /// The visit is over: what has not begun, or waits for a hand, is not printed any more.
    pub fn leave(&self) {
        self.marks.left.store(self.newest.load(Ordering::Acquire), Ordering::Release);
    }
}

/// A photo that cannot be opened leaves the card without one: nothing the visitor could do about it.
fn open_photo(ticket: Ticket, photo: &[u8], outbox: &Outbox) {
    match pixels::open(photo, Bounds::PHOTO) {
        Ok(picture) => {
            let picture = pixels::fit(picture, PHOTO_SIDE);
            let (width, height) = picture.dimensions();
            outbox.post(ticket, Event::PhotoReady(PagePicture { width, height, rgb: picture.into_raw().into() }));
        }
        Err(error) => tracing::warn!("the holder's photo cannot be shown: {error}"),
    }
}

struct PressRoom {
    printer: Box<dyn Printer>,
    stationery: Stationery,
    office: OfficeFacts,
    outbox: Outbox,
    on_printed: OnPrinted,
    marks: Arc<Marks>,
}

impl PressRoom {
    fn answer(&mut self, job: &PrintJob) {
        let (asker, request) = (&job.asker, job.request.as_ref());
        let kind = request.kind;
        if self.marks.is_off(job.number, None) {
            return asker.moved(&self.outbox, kind, PrintStage::Stopped);
        }
        let pdf = match self.stationery.make(request, &self.office) {
            Ok(pdf) => pdf,
            Err(error) => return asker.failed(&self.outbox, error.fault(), &error),
        };
        let last = self.follow(job, &pdf);
        if last == PrintStage::Done {
            (self.on_printed)(asker, request);
        }
        asker.moved(&self.outbox, kind, last);
    }

    /// Hands the document over and posts each stage but the last, which it returns.
    fn follow(&mut self, job: &PrintJob, pdf: &Pdf) -> PrintStage {
        let (asker, kind) = (&job.asker, job.request.kind);
        let title = match kind {
            DocumentKind::Letter => "esscard letter",
            DocumentKind::Slip => "esscard slip",
            DocumentKind::Inquiry => "esscard inquiry",
            DocumentKind::TakeHome => "esscard take-home sheet",
        };
        asker.moved(&self.outbox, kind, PrintStage::Prepared);
        let id = match self.printer.submit(pdf, title) {
            Ok(id) => id,
            Err(error) => return failed(&error),
        };
        asker.moved(&self.outbox, kind, PrintStage::Sent);
        let started = Instant::now();
        let mut answered = started;
        let mut shown = PrintStage::Sent;
        loop {
            if self.marks.is_off(job.number, Some(shown)) {
                return match self.printer.cancel(id) {
                    Ok(()) => PrintStage::Stopped,
                    Err(error) => failed(&error),
                };
            }
            match self.printer.job(id) {
                Ok(stage) if stage.is_settled() => return stage,
                Ok(stage) => {
                    answered = Instant::now();
                    if stage != shown {
                        shown = stage;
                        asker.moved(&self.outbox, kind, stage);
                    }
                }
                // One question without an answer says nothing about the paper.
                Err(error) if answered.elapsed() > SILENCE => {
                    self.give_up(id);
                    return failed(&error);
                }
                Err(_) => {}
            }
            if started.elapsed() > PATIENCE {
                self.give_up(id);
                return PrintStage::Failed(match shown {
                    PrintStage::Attention(fault) => fault,
                    _ => Fault::PrinterOffline,
                });
            }
            std::thread::sleep(ASK_EVERY);
        }
    }

    fn give_up(&mut self, id: JobId) {
        if let Err(error) = self.printer.cancel(id) {
            super::incident::log(error.fault(), &error);
        }
    }
}

fn failed(error: &PrintError) -> PrintStage {
    let fault = error.fault();
    super::incident::log(fault, error);
    PrintStage::Failed(fault)
}
