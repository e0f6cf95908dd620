//! Documents and printing: previews, letters and slips, each job followed to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::documents::Stationery;
use crate::domain::fault::Fault;
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

/// Told of every document that reached the printer's end, for the audit log.
pub type OnPrinted = Box<dyn Fn(Ticket, &DocumentRequest) + Send>;

/// The press, its stop button, and a drawing board beside it: a preview never waits for paper.
pub struct Press {
    printing: Worker<(Ticket, Box<DocumentRequest>)>,
    drawing: Worker<(Ticket, Box<DocumentRequest>)>,
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
        let drawing = {
            let (stationery, office, outbox) = (stationery.clone(), office.clone(), outbox.clone());
            Worker::start("drawing", move |jobs: Receiver<(Ticket, Box<DocumentRequest>)>| {
                for (ticket, request) in jobs {
                    match stationery.preview(&request, &office, PREVIEW_WIDTH) {
                        Ok(picture) => outbox.post(ticket, Event::LetterReady(picture)),
                        Err(error) => outbox.post_error(ticket, error.fault(), &error),
                    }
                }
            })?
        };
        let mut room = PressRoom { printer, stationery, office, outbox, on_printed, stop: Arc::clone(&stop) };
        let printing = Worker::start("press", move |jobs: Receiver<(Ticket, Box<DocumentRequest>)>| {
            for (ticket, request) in jobs {
                room.answer(ticket, &request);
            }
        })?;
        Ok(Self { printing, drawing, stop })
    }

    /// Queues a preview.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn preview(&self, ticket: Ticket, request: Box<DocumentRequest>) -> Result<(), Fault> {
        self.drawing.send((ticket, request))
    }

    /// Queues a document for the printer.
    ///
    /// # Errors
    /// As [`Worker::send`].
    pub fn print(&self, ticket: Ticket, request: Box<DocumentRequest>) -> Result<(), Fault> {
        self.stop.store(false, Ordering::Release);
        self.printing.send((ticket, request))
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
    fn answer(&mut self, ticket: Ticket, request: &DocumentRequest) {
        match self.stationery.make(request, &self.office) {
            Ok(pdf) => self.print(ticket, request, &pdf),
            Err(error) => self.outbox.post_error(ticket, error.fault(), &error),
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
                            _ => Fault::PrinterOffline,
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
