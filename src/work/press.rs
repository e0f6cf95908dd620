//! Documents and printing: previews, letters and slips, each job followed to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::documents::{DocumentError, Stationery};
use crate::domain::letter::{DocumentKind, DocumentRequest};
use crate::domain::office::OfficeFacts;
use crate::domain::pdf::Pdf;
use crate::domain::print::PrintStage;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;
use crate::printing::Printer;

use super::outbox::Outbox;
use super::worker::Worker;

/// How often a job is asked about.
const ASK_EVERY: Duration = Duration::from_millis(500);
/// A job that needs a hand is given up after this long; the visitor can print again.
const PATIENCE: Duration = Duration::from_mins(3);
/// Width of the preview in pixels: sharp at the size the page shows it and readable enlarged.
const PREVIEW_WIDTH: u32 = 1240;

/// What the press is asked.
#[derive(Debug)]
pub enum PressJob {
    Preview(Box<DocumentRequest>),
    Print(Box<DocumentRequest>),
}

/// Told of every document that reached the printer's end, for the audit log.
pub type OnPrinted = Box<dyn Fn(Ticket, &DocumentRequest) + Send>;

/// The press and its stop button.
pub struct Press {
    worker: Worker<(Ticket, PressJob)>,
    stop: Arc<AtomicBool>,
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
        let stop = Arc::new(AtomicBool::new(false));
        let mut room = PressRoom { printer, stationery, office, outbox, on_printed, stop: Arc::clone(&stop) };
        let worker = Worker::start("press", move |jobs: Receiver<(Ticket, PressJob)>| {
            for (ticket, job) in jobs {
                room.answer(ticket, job);
            }
        })?;
        Ok(Self { worker, stop })
    }

    /// Queues a job.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn send(&self, ticket: Ticket, job: PressJob) -> Result<(), crate::domain::fault::Fault> {
        if matches!(job, PressJob::Print(_)) {
            self.stop.store(false, Ordering::Release);
        }
        self.worker.send((ticket, job))
    }

    /// Gives up the job that is being printed.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }
}

struct PressRoom {
    printer: Box<dyn Printer>,
    stationery: Stationery,
    office: OfficeFacts,
    outbox: Outbox,
    on_printed: OnPrinted,
    stop: Arc<AtomicBool>,
}

impl PressRoom {
    fn answer(&mut self, ticket: Ticket, job: PressJob) {
        let done: Result<(), DocumentError> = match &job {
            PressJob::Preview(request) => self
                .stationery
                .preview(request, &self.office, PREVIEW_WIDTH)
                .map(|picture| self.outbox.post(ticket, Event::LetterReady(picture))),
            PressJob::Print(request) => {
                self.stationery.make(request, &self.office).map(|pdf| self.print(ticket, request, &pdf))
            }
        };
        if let Err(error) = done {
            self.outbox.post_error(ticket, error.fault(), &error);
        }
    }

    fn print(&mut self, ticket: Ticket, request: &DocumentRequest, pdf: &Pdf) {
        let kind = request.kind;
        let last = self.follow(ticket, kind, pdf);
        if last == PrintStage::Done {
            (self.on_printed)(ticket, request);
        }
        self.outbox.post(ticket, Event::PrintMoved(kind, last));
    }

    /// Hands the document over and posts each stage but the last, which it returns.
    fn follow(&mut self, ticket: Ticket, kind: DocumentKind, pdf: &Pdf) -> PrintStage {
        let title = match kind {
            DocumentKind::Letter => "esscard letter",
            DocumentKind::Slip => "esscard slip",
        };
        self.outbox.post(ticket, Event::PrintMoved(kind, PrintStage::Prepared));
        let job = match self.printer.submit(pdf, title) {
            Ok(job) => job,
            Err(error) => return Self::failed(&error),
        };
        self.outbox.post(ticket, Event::PrintMoved(kind, PrintStage::Sent));
        let started = Instant::now();
        let mut shown = PrintStage::Sent;
        loop {
            if self.stop.swap(false, Ordering::AcqRel) {
                return match self.printer.cancel(job) {
                    Ok(()) => PrintStage::Stopped,
                    Err(error) => Self::failed(&error),
                };
            }
            match self.printer.job(job) {
                Ok(stage) if stage.is_settled() => return stage,
                Ok(stage) => {
                    if stage != shown {
                        shown = stage;
                        self.outbox.post(ticket, Event::PrintMoved(kind, stage));
                    }
                    if started.elapsed() > PATIENCE {
                        if let Err(error) = self.printer.cancel(job) {
                            return Self::failed(&error);
                        }
                        return PrintStage::Failed(match shown {
                            PrintStage::Attention(fault) => fault,
                            _ => crate::domain::fault::Fault::PrinterOffline,
                        });
                    }
                }
                Err(error) => return Self::failed(&error),
            }
            std::thread::sleep(ASK_EVERY);
        }
    }

    fn failed(error: &crate::printing::PrintError) -> PrintStage {
        let fault = error.fault();
        super::incident::log(fault, error);
        PrintStage::Failed(fault)
    }
}
