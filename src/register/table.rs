//! Permits as a CSV table: from rows to permits.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::domain::name::PersonName;
use crate::domain::permit::{BothLanguages, PermitNumber, RegisterStatus, TalentCategory, Title, WorkPermit};
use crate::domain::register_table::{
    COLUMNS, MAX_CELL, MAX_FAULTS, MAX_ROWS, PhotoFault, RowFault, RowReason, TableError,
};
use crate::domain::registration::{FieldFault, NAME_MAX};
use crate::domain::time::Date;

/// English headings of older tables, and what they are called now.
const FORMER: [(&str, &str); 2] = [("nationality_zh", "citizenship_zh"), ("nationality_en", "citizenship_en")];

/// Columns a table must have; without the others their cells count as empty.
const REQUIRED: [&str; 6] = ["number", "name", "category", "valid_from", "valid_until", "issued_on"];

/// Turns what a photo cell names into the picture, or tells why not.
pub(super) type PhotoOf<'a> = &'a mut dyn FnMut(&str) -> Result<Arc<[u8]>, PhotoFault>;

/// How far reading a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadProgress {
    pub rows: usize,
    /// Rows of the whole table.
    pub all: usize,
    /// Photos of the rows so far.
    pub photos: usize,
}

/// Looks on while a table is read, row by row; a break ends it.
pub type Watch<'a> = &'a mut dyn FnMut(ReadProgress) -> ControlFlow<()>;

/// Why a table was not read.
pub(super) enum Unread {
    Table(TableError),
    /// Whoever looked on ended it.
    Stopped,
}

impl From<TableError> for Unread {
    fn from(error: TableError) -> Self {
        Self::Table(error)
    }
}

/// How cells become values where the demo's table differs from a real one.
pub(super) struct Cells<'a> {
    /// A date, and what a good one looks like.
    pub date: &'a dyn Fn(&str) -> Option<Date>,
    pub date_form: &'static str,
    /// The picture a cell names, or what is wrong with it.
    pub photo: PhotoOf<'a>,
    pub watch: Watch<'a>,
}

/// Reads a whole table: all rows are good, or the bad ones are listed.
pub(super) fn read(source: &[u8], cells: &mut Cells<'_>) -> Result<Vec<WorkPermit>, Unread> {
    let source = source.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source);
    let text = std::str::from_utf8(source).map_err(|error| {
        let before = source.get(..error.valid_up_to()).unwrap_or_default();
        TableError::NotUtf8 { line: before.split(|byte| *byte == b'\n').count() }
    })?;
    let mut reader = reader(text);
    let places = places(reader.headers().map_err(|_| TableError::NoRows)?)?;
    let width = reader.headers().map_or(0, StringRecord::len);

    let mut permits: Vec<WorkPermit> = Vec::new();
    let mut faults = Vec::new();
    let mut first_lines: HashMap<PermitNumber, u64> = HashMap::new();
    let mut lines = Lines { text: text.as_bytes(), seen: 0, line: 1 };
    let mut progress = ReadProgress { all: self::reader(text).into_byte_records().count(), ..ReadProgress::default() };
    if progress.all > MAX_ROWS {
        return Err(TableError::TooManyRows.into());
    }
    for record in reader.records() {
        if (cells.watch)(progress).is_break() {
            return Err(Unread::Stopped);
        }
        // The text is UTF-8 and rows may differ in length: nothing is left to fail here.
        let Ok(record) = record else { continue };
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        let mut row = Row { record: &record, places: &places, line, faults: Vec::new() };
        if record.len() == width {
            if let Some(permit) = row.permit(cells) {
                if let Some(first) = first_lines.insert(permit.number.clone(), line) {
                    row.fault("number", RowReason::Repeated { line: first });
                }
                progress.photos += usize::from(permit.photo.is_some());
                permits.push(permit);
            }
        } else {
            row.fault("", RowReason::Cells { found: record.len(), wanted: width });
        }
        progress.rows += 1;
        faults.append(&mut row.faults);
        if faults.len() >= MAX_FAULTS {
            faults.truncate(MAX_FAULTS);
            break;
        }
    }
    // Also the last row's photo was looked at.
    if (cells.watch)(progress).is_break() {
        return Err(Unread::Stopped);
    }
    match (faults.is_empty(), permits.is_empty()) {
        (false, _) => Err(TableError::Rows(faults).into()),
        (true, true) => Err(TableError::NoRows.into()),
        (true, false) => Ok(permits),
    }
}

/// Rows may differ in length: that is a row's fault, with its line.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(text.as_bytes())
}

/// Counts lines along the way. The reader's own count is one short after `\r\n` and empty lines,
/// because its positions are before the line ends that part two records.
struct Lines<'a> {
    text: &'a [u8],
    seen: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at or, line ends aside, after `byte`.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(c) = self.text.get(self.seen).filter(|c| self.seen < byte || matches!(c, b'\r' | b'\n')) {
            self.line += u64::from(*c == b'\n');
            self.seen += 1;
        }
        self.line
    }
}

/// Where each column stands.
fn places(headings: &StringRecord) -> Result<HashMap<&'static str, usize>, TableError> {
    let mut places = HashMap::new();
    for (at, heading) in headings.iter().enumerate() {
        let former = FORMER.iter().find(|(former, _)| heading.eq_ignore_ascii_case(former));
        let heading = former.map_or(heading, |(_, now)| now);
        let column = COLUMNS.iter().find(|(en, zh)| heading.eq_ignore_ascii_case(en) || heading == *zh);
        let Some((column, _)) = column else { return Err(TableError::UnknownColumn(at + 1)) };
        if places.insert(*column, at).is_some() {
            return Err(TableError::DoubleColumn(column));
        }
    }
    match REQUIRED.into_iter().find(|column| !places.contains_key(column)) {
        Some(column) => Err(TableError::MissingColumn(column)),
        None => Ok(places),
    }
}

/// One row while it is read; keeps every fault it has.
struct Row<'a> {
    record: &'a StringRecord,
    places: &'a HashMap<&'static str, usize>,
    line: u64,
    faults: Vec<RowFault>,
}

impl Row<'_> {
    fn fault(&mut self, column: &'static str, reason: RowReason) {
        self.faults.push(RowFault { line: self.line, column, reason });
    }

    fn cell(&self, column: &'static str) -> &str {
        self.places.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default()
    }

    fn text(&mut self, column: &'static str) -> String {
        let cell = self.cell(column);
        let too_long = cell.chars().count() > MAX_CELL;
        let control = cell.chars().any(char::is_control);
        let text = cell.to_owned();
        if too_long {
            self.fault(column, RowReason::TooLong { most: MAX_CELL });
        }
        if control {
            self.fault(column, RowReason::Control);
        }
        text
    }

    /// A text in both languages; one of them is enough.
    fn both(&mut self, zh: &'static str, en: &'static str) -> BothLanguages {
        let both = BothLanguages { zh: self.text(zh), en: self.text(en) };
        if both.zh.is_empty() && both.en.is_empty() {
            self.fault(en, RowReason::BothEmpty { other: zh });
        }
        both
    }

    fn date(&mut self, column: &'static str, cells: &Cells<'_>) -> Option<Date> {
        let date = (cells.date)(self.cell(column));
        if date.is_none() {
            self.fault(column, RowReason::NotADate { form: cells.date_form });
        }
        date
    }

    fn permit(&mut self, cells: &mut Cells<'_>) -> Option<WorkPermit> {
        let number = PermitNumber::parse(self.cell("number"));
        let name = PersonName::parse(self.cell("name"));
        for (column, fault) in [("number", number.as_ref().err()), ("name", name.as_ref().err())] {
            if let Some(fault) = fault {
                self.fault(column, explain(*fault));
            }
        }
        let category = TalentCategory::from_letter(self.cell("category"));
        if category.is_none() {
            self.fault("category", RowReason::Category);
        }
        let status = match self.cell("status") {
            "" | "in_force" | "有效" => Some(RegisterStatus::InForce),
            "revoked" | "注销" => Some(RegisterStatus::Revoked),
            _ => None,
        };
        if status.is_none() {
            self.fault("status", RowReason::Status);
        }
        let title = match self.cell("title") {
            "" => None,
            word => {
                let title = Title::from_word(word);
                if title.is_none() {
                    self.fault("title", RowReason::Title);
                }
                title
            }
        };
        let citizenship = self.both("citizenship_zh", "citizenship_en");
        let employer = self.both("employer_zh", "employer_en");
        let workplace = self.both("workplace_zh", "workplace_en");
        let occupation = self.both("occupation_zh", "occupation_en");
        let (passport_number, file_number) = (self.text("passport_number"), self.text("file_number"));
        let approver = BothLanguages { zh: self.text("approver_zh"), en: self.text("approver_en") };
        let family_members = self.text("family_members");
        let (from, until) = (self.date("valid_from", cells), self.date("valid_until", cells));
        let issued_on = self.date("issued_on", cells);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            self.fault("valid_until", RowReason::EndsFirst);
        }
        let photo = match self.cell("photo") {
            "" => None,
            named => match (cells.photo)(named) {
                Ok(photo) => Some(photo),
                Err(fault) => {
                    self.fault("photo", fault.into());
                    None
                }
            },
        };
        if !self.faults.is_empty() {
            return None;
        }
        Some(WorkPermit {
            number: number.ok()?,
            name: name.ok()?,
            title,
            category: category?,
            citizenship,
            passport_number,
            employer,
            workplace,
            occupation,
            valid_from: from?,
            valid_until: until?,
            issued_on: issued_on?,
            file_number,
            approver,
            family_members,
            status: status?,
            photo,
        })
    }
}

/// A fault of a name or number, as one of a row.
fn explain(fault: FieldFault) -> RowReason {
    match fault {
        FieldFault::NameEmpty | FieldFault::NumberEmpty => RowReason::Empty,
        FieldFault::NameZero { at } => RowReason::DigitZero { at: at + 1 },
        FieldFault::NameCharacter { at, .. } | FieldFault::NumberCharacter { at, .. } => {
            RowReason::Character { at: at + 1 }
        }
        FieldFault::NameLong => RowReason::TooLong { most: NAME_MAX },
        FieldFault::PasswordLength { .. }
        | FieldFault::PasswordKinds
        | FieldFault::PasswordCommon
        | FieldFault::PasswordOwn
        | FieldFault::PasswordCharacter => RowReason::Unreadable,
    }
}
