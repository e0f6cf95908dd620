//! Printers: a CUPS queue, or a folder that collects PDF files.

mod folder;
mod ipp;
mod rehearsed;

pub use self::folder::FolderPrinter;
pub use self::ipp::{IppPrinter, Patience};
pub use self::rehearsed::RehearsedPrinter;

use crate::domain::fault::Fault;
use crate::domain::pdf::Pdf;
use crate::domain::print::PrintStage;

/// Names a job at its printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobId(pub i64);

/// Why a job could not be handed over or followed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    #[error("the printer does not answer: {0}")]
    Offline(String),
    #[error("the print queue is not known: {0}")]
    UnknownQueue(String),
    #[error("the printer refused the job: {0}")]
    Refused(String),
    #[error("the document could not be written: {0}")]
    Io(#[from] std::io::Error),
}

impl PrintError {
    /// What the visitor is told.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Offline(_) | Self::UnknownQueue(_) => Fault::PrinterOffline,
            Self::Refused(_) | Self::Io(_) => Fault::PrinterRefused,
        }
    }
}

/// Where documents go. Owned by one thread; every call returns within a few seconds.
pub trait Printer: Send {
    /// Hands a document over. `title` has no personal data.
    ///
    /// # Errors
    /// If the printer cannot take it now.
    fn submit(&mut self, document: &Pdf, title: &str) -> Result<JobId, PrintError>;

    /// How far the job is; asked about twice a second until settled.
    ///
    /// # Errors
    /// If the printer cannot be asked.
    fn job(&mut self, job: JobId) -> Result<PrintStage, PrintError>;

    /// Gives the job up.
    ///
    /// # Errors
    /// If the printer cannot be asked.
    fn cancel(&mut self, job: JobId) -> Result<(), PrintError>;
}
