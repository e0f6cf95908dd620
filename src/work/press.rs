//! Documents and printing: previews, holders' papers and shift reports, each job followed to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::documents::{DocumentError, Stationery};
use crate::domain::fault::Fault;
use crate::domain::letter::{DocumentKind, DocumentRequest, PagePicture};
use crate::domain::office::OfficeFacts;
use crate::domain::pdf::Pdf;
use crate::domain::print::PrintStage;
use crate::domain::shift::ShiftReport;
use crate::domain::staff::Authority;
use crate::domain::time::Timestamp;
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

/// Told of everything that came out of the printer, for the audit log.
pub type OnPrinted = Box<dyn Fn(&PrintOrder) + Send>;

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

/// What is to be printed, and for whom: a visitor prints papers of their own only.
#[derive(Debug)]
pub enum PrintOrder {
    Visitor(Ticket, Box<DocumentRequest>),
    /// A holder's papers again, for staff with leave for it.
    Again(CounterTicket, Authority, Box<DocumentRequest>),
    /// What a shift did. That the report was made is noted already.
    Shift(CounterTicket, Box<ShiftReport>),
    /// A sheet about nobody, to see how the printer prints.
    Test(CounterTicket, Authority, Timestamp),
}

impl PrintOrder {
    /// The kind of paper, for the log.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Visitor(_, request) | Self::Again(_, _, request) => request.kind.word(),
            Self::Shift(..) => "shift_report",
            Self::Test(..) => "test_page",
        }
    }

    /// What the printer shows of the job: nothing of a person.
    fn title(&self) -> &'static str {
        match self {
            Self::Visitor(_, request) | Self::Again(_, _, request) => match request.kind {
                DocumentKind::Letter => "esscard letter",
                DocumentKind::Slip => "esscard slip",
                DocumentKind::Inquiry => "esscard inquiry",
                DocumentKind::TakeHome => "esscard take-home sheet",
            },
            Self::Shift(..) => "esscard shift report",
            Self::Test(..) => "esscard test page",
        }
    }

    fn make(&self, stationery: &Stationery, office: &OfficeFacts) -> Result<Pdf, DocumentError> {
        match self {
            Self::Visitor(_, request) | Self::Again(_, _, request) => stationery.make(request, office),
            Self::Shift(_, report) => stationery.shift_report(report, office),
            Self::Test(_, _, at) => stationery.test_page(*at, office),
        }
    }

    fn moved(&self, outbox: &Outbox, stage: PrintStage) {
        match self {
            Self::Visitor(ticket, request) => outbox.post(*ticket, Event::PrintMoved(request.kind, stage)),
            Self::Again(ticket, _, request) => {
                outbox.post_counter(*ticket, CounterEvent::PrintMoved(request.kind, stage));
            }
            Self::Shift(ticket, _) => outbox.post_counter(*ticket, CounterEvent::ShiftPrintMoved(stage)),
            Self::Test(ticket, ..) => outbox.post_counter(*ticket, CounterEvent::TestPrintMoved(stage)),
        }
    }

    fn failed(&self, outbox: &Outbox, fault: Fault, error: &dyn std::error::Error) {
        match self {
            Self::Visitor(ticket, _) => outbox.post_error(*ticket, fault, error),
            Self::Again(ticket, ..) | Self::Shift(ticket, _) | Self::Test(ticket, ..) => {
                let incident = super::incident::log(fault, error);
                outbox.post_counter(*ticket, CounterEvent::NotMade(fault, Some(incident)));
            }
        }
    }
}

struct PrintJob {
    number: u64,
    order: PrintOrder,
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
                    job.order.failed(&room.outbox, Fault::Internal, &error);
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

    /// Queues something for the printer.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn print(&self, order: PrintOrder) -> Result<(), Fault> {
        let number = self.newest.fetch_add(1, Ordering::AcqRel) + 1;
        self.printing.send(PrintJob { number, order })
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
        let order = &job.order;
        if self.marks.is_off(job.number, None) {
            return order.moved(&self.outbox, PrintStage::Stopped);
        }
        let pdf = match order.make(&self.stationery, &self.office) {
            Ok(pdf) => pdf,
            Err(error) => return order.failed(&self.outbox, error.fault(), &error),
        };
        let last = self.follow(job, &pdf);
        if last == PrintStage::Done {
            (self.on_printed)(order);
        }
        order.moved(&self.outbox, last);
    }

    /// Hands the document over and posts each stage but the last, which it returns.
    fn follow(&mut self, job: &PrintJob, pdf: &Pdf) -> PrintStage {
        let order = &job.order;
        order.moved(&self.outbox, PrintStage::Prepared);
        let id = match self.printer.submit(pdf, order.title()) {
            Ok(id) => id,
            Err(error) => return failed(&error),
        };
        order.moved(&self.outbox, PrintStage::Sent);
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
                        order.moved(&self.outbox, stage);
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::domain::shift::fixtures::nothing;
    use crate::printing::FolderPrinter;
    use crate::work::outbox::Inbox;

    #[test]
    fn a_shift_report_is_printed_and_told_to_staff_alone() {
        let home = tempfile::tempdir().unwrap();
        let printer = Box::new(FolderPrinter::new(home.path()).unwrap());
        let (outbox, Inbox { visits, counter }) = Outbox::new(|| {});
        let (printed, noted) = channel();
        let on_printed = Box::new(move |order: &PrintOrder| printed.send(order.word()).unwrap());
        let stationery = Stationery::shipped().unwrap();
        let press = Press::start(printer, stationery, OfficeFacts::default(), outbox, on_printed).unwrap();
        press.print(PrintOrder::Shift(CounterTicket(4), Box::new(nothing()))).unwrap();
        let mut stages = Vec::new();
        while stages.last() != Some(&PrintStage::Done) {
            match counter.recv_timeout(Duration::from_mins(1)).unwrap() {
                (CounterTicket(4), CounterEvent::ShiftPrintMoved(stage)) => stages.push(stage),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(stages, [PrintStage::Prepared, PrintStage::Sent, PrintStage::Done]);
        assert_eq!(noted.try_recv(), Ok("shift_report"));
        assert!(visits.try_recv().is_err(), "no visitor hears of it");
        let file = std::fs::read_dir(home.path()).unwrap().next().unwrap().unwrap().file_name();
        assert!(file.to_string_lossy().contains("shift-report"), "{file:?}");
    }
}
