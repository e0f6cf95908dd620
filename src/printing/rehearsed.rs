//! The demo's printer, which staff can leave without paper to train.

use super::{JobId, PrintError, Printer};
use crate::domain::fault::Fault;
use crate::domain::pdf::Pdf;
use crate::domain::print::PrintStage;
use crate::domain::rehearsal::{Rehearsal, Rehearsals};

/// A printer that holds a document back as long as paper is out.
pub struct RehearsedPrinter {
    printer: Box<dyn Printer>,
    rehearsals: Rehearsals,
    /// What waits for paper; there is one job at a time.
    waiting: Option<(Pdf, String)>,
    /// The job behind the one that waited.
    behind: Option<JobId>,
}

/// The number of the job that waits; the printers behind count from 1.
const WAITING: JobId = JobId(0);

impl RehearsedPrinter {
    #[must_use]
    pub fn new(printer: Box<dyn Printer>, rehearsals: Rehearsals) -> Self {
        Self { printer, rehearsals, waiting: None, behind: None }
    }
}

impl Printer for RehearsedPrinter {
    fn submit(&mut self, document: &Pdf, title: &str) -> Result<JobId, PrintError> {
        self.behind = None;
        if self.rehearsals.is_on(Rehearsal::PaperOut) {
            self.waiting = Some((document.clone(), title.to_owned()));
            return Ok(WAITING);
        }
        self.printer.submit(document, title)
    }

    fn job(&mut self, job: JobId) -> Result<PrintStage, PrintError> {
        if job != WAITING {
            return self.printer.job(job);
        }
        if self.rehearsals.is_on(Rehearsal::PaperOut) {
            return Ok(PrintStage::Attention(Fault::PrinterOutOfPaper));
        }
        if let Some((document, title)) = self.waiting.take() {
            self.behind = Some(self.printer.submit(&document, &title)?);
        }
        match self.behind {
            Some(behind) => self.printer.job(behind),
            None => Ok(PrintStage::Stopped),
        }
    }

    fn cancel(&mut self, job: JobId) -> Result<(), PrintError> {
        if job != WAITING {
            return self.printer.cancel(job);
        }
        self.waiting = None;
        match self.behind.take() {
            Some(behind) => self.printer.cancel(behind),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printing::FolderPrinter;

    #[test]
    fn what_waited_for_paper_is_printed_once_there_is_some() {
        let folder = tempfile::tempdir().unwrap();
        let rehearsals = Rehearsals::default();
        let behind = Box::new(FolderPrinter::new(folder.path()).unwrap());
        let mut printer = RehearsedPrinter::new(behind, rehearsals.clone());
        let printed = || std::fs::read_dir(folder.path()).unwrap().count();
        let document = Pdf::new(b"%PDF-1.7".to_vec());
        rehearsals.set(Rehearsal::PaperOut, true);
        let job = printer.submit(&document, "letter").unwrap();
        assert_eq!(printer.job(job).unwrap(), PrintStage::Attention(Fault::PrinterOutOfPaper));
        assert_eq!(printed(), 0);
        rehearsals.end();
        assert_eq!(printer.job(job).unwrap(), PrintStage::Done);
        assert_eq!(printer.job(job).unwrap(), PrintStage::Done, "printed once");
        assert_eq!(printed(), 1);
        rehearsals.set(Rehearsal::PaperOut, true);
        let job = printer.submit(&document, "letter").unwrap();
        printer.cancel(job).unwrap();
        rehearsals.end();
        assert_eq!((printer.job(job).unwrap(), printed()), (PrintStage::Stopped, 1));
    }
}
