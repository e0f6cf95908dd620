//! Facts to PDF and QR: the notification letter, the inquiry, the slip, the take-home sheet, the shift report.
//!
//! `letter` (the inquiry is set like it), `slip`, `take_home` and `shift_report` place things on a page (`layout`); `pdf` and `picture` draw the same page as a
//! file and as a preview. The same request gives the same bytes.

mod faces;
mod layout;
mod letter;
mod pdf;
mod photo;
mod picture;
mod qr;
mod shift_report;
mod slip;
mod take_home;
mod test_page;
mod texts;
mod wrap;

pub use qr::{Modules, QUIET_ZONE, permit_code};
pub use texts::Texts;

use crate::domain::fault::Fault;
use crate::domain::letter::{DocumentKind, DocumentRequest, PagePicture, SlipPaper};
use crate::domain::office::OfficeFacts;
use crate::domain::pdf::Pdf;
use crate::domain::shift::ShiftReport;
use crate::domain::time::Timestamp;
use crate::text::Words;

use faces::Fonts;
use layout::Page;

/// Why a document could not be made. Never holds a value of the permit.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("no shipped font can draw U+{code_point:04X}: correct the register, or issue the document by hand")]
    Glyph { code_point: u32 },
    #[error("the permit's texts do not fit on one page: shorten them in the register")]
    TooLong,
    #[error("the register's photo cannot be read: import it again as JPEG or PNG")]
    Photo,
    #[error("the permit number cannot be written as a QR code")]
    Code,
    #[error("the template of the texts is not usable: {0}")]
    Texts(String),
    #[error("a font file is damaged: {0}")]
    Font(String),
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
    #[error("a picture {0} pixels wide was asked for")]
    PictureSize(u32),
}

impl DocumentError {
    /// What the visitor is told.
    #[must_use]
    pub fn fault(&self) -> Fault {
        Fault::DocumentFailed
    }
}

/// What a configuration may change about documents.
#[derive(Clone, Debug)]
pub struct Stationery {
    pub texts: Texts,
    pub slip_paper: SlipPaper,
}

impl Stationery {
    /// The shipped texts, slips on a roll.
    ///
    /// # Errors
    /// Never with the shipped files.
    pub fn shipped() -> Result<Self, DocumentError> {
        Ok(Self { texts: Texts::shipped()?, slip_paper: SlipPaper::default() })
    }

    /// The document that is asked for, as a PDF file.
    ///
    /// # Errors
    /// If a value cannot be drawn, or the register's photo not be read.
    pub fn make(&self, request: &DocumentRequest, office: &OfficeFacts) -> Result<Pdf, DocumentError> {
        let fonts = Fonts::open()?;
        let page = self.page(request, office, &fonts)?;
        let texts = match request.kind {
            DocumentKind::Letter => &self.texts.letter.title,
            DocumentKind::Slip => &self.texts.slip.title,
            DocumentKind::Inquiry => &self.texts.inquiry.title,
            DocumentKind::TakeHome => &self.texts.take_home.title,
        };
        let title = format!("{} {}", texts.zh, texts.en).replace('\u{A0}', " ");
        pdf::write(std::slice::from_ref(&page), &title, request.at)
    }

    /// What a shift did, as a PDF file of as many sheets as it takes. Its words are the console's.
    ///
    /// # Errors
    /// If a text cannot be drawn.
    pub fn shift_report(&self, report: &ShiftReport, office: &OfficeFacts) -> Result<Pdf, DocumentError> {
        let words = Words::load().map_err(|error| DocumentError::Texts(error.to_string()))?;
        let pages = shift_report::pages(report, office, &self.texts, &words, &Fonts::open()?)?;
        pdf::write(&pages, "班次报告 Shift report", report.at)
    }

    /// The printer's test page, as a PDF file. Its words are the console's.
    ///
    /// # Errors
    /// If a text cannot be drawn.
    pub fn test_page(&self, at: Timestamp, office: &OfficeFacts) -> Result<Pdf, DocumentError> {
        let words = Words::load().map_err(|error| DocumentError::Texts(error.to_string()))?;
        let page = test_page::page(at, office, &self.texts, &words, &Fonts::open()?)?;
        pdf::write(std::slice::from_ref(&page), "测试页 Test page", at)
    }

    /// The document that is asked for, as a picture `width` pixels wide.
    ///
    /// # Errors
    /// As [`Self::make`]; also if `width` is 0 or above [`picture::WIDEST`].
    pub fn preview(
        &self,
        request: &DocumentRequest,
        office: &OfficeFacts,
        width: u32,
    ) -> Result<PagePicture, DocumentError> {
        let fonts = Fonts::open()?;
        let page = self.page(request, office, &fonts)?;
        picture::draw(&page, &fonts, width)
    }

    fn page(&self, request: &DocumentRequest, office: &OfficeFacts, fonts: &Fonts) -> Result<Page, DocumentError> {
        match request.kind {
            DocumentKind::TakeHome => take_home::page(request, office, &self.texts, fonts),
            DocumentKind::Letter | DocumentKind::Inquiry => letter::page(request, office, &self.texts, fonts),
            DocumentKind::Slip => slip::page(request, office, &self.texts, self.slip_paper, fonts),
        }
    }
}

/// The document that is asked for, with the shipped texts.
///
/// # Errors
/// As [`Stationery::make`].
pub fn make(request: &DocumentRequest, office: &OfficeFacts) -> Result<Pdf, DocumentError> {
    Stationery::shipped()?.make(request, office)
}

/// The notification letter, whatever the request's kind.
///
/// # Errors
/// As [`Stationery::make`].
pub fn letter(request: &DocumentRequest, office: &OfficeFacts) -> Result<Pdf, DocumentError> {
    make(&DocumentRequest { kind: DocumentKind::Letter, ..request.clone() }, office)
}

/// The slip with the QR code on 80 mm paper, whatever the request's kind.
///
/// # Errors
/// As [`Stationery::make`].
pub fn slip(request: &DocumentRequest, office: &OfficeFacts) -> Result<Pdf, DocumentError> {
    make(&DocumentRequest { kind: DocumentKind::Slip, ..request.clone() }, office)
}

/// The document as a picture `width` pixels wide, for the screen; 1240 is A4 at 150 dots an inch.
///
/// # Errors
/// As [`Stationery::preview`].
pub fn preview(request: &DocumentRequest, office: &OfficeFacts, width: u32) -> Result<PagePicture, DocumentError> {
    Stationery::shipped()?.preview(request, office, width)
}

/// The date of `at` in the office's time zone: all of China keeps UTC+8.
fn local_date(at: crate::domain::time::Timestamp) -> crate::domain::time::Date {
    jiff::tz::Offset::constant(8).to_datetime(at).date()
}
