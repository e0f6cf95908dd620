//! Permits as a CSV table: columns, rows, and what can be wrong with a row.

use std::collections::HashMap;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::domain::name::PersonName;
use crate::domain::permit::{BothLanguages, PermitNumber, RegisterStatus, TalentCategory, Title, WorkPermit};
use crate::domain::registration::FieldFault;
use crate::domain::time::Date;

/// Most rows of one table.
pub const MAX_ROWS: usize = 50_000;
/// Most characters of one cell.
pub const MAX_CELL: usize = 300;
/// Most bad rows told of; a table that is wrong throughout is as wrong after a hundred.
const MAX_FAULTS: usize = 100;

/// The columns, in English and Chinese; either heads the column, in any order.
pub const COLUMNS: [(&str, &str); 22] = [
    ("number", "工作许可号码"),
    ("name", "姓名"),
    ("title", "称谓"),
    ("category", "类别"),
    ("citizenship_zh", "国籍"),
    ("citizenship_en", "国籍英文"),
    ("passport_number", "护照号码"),
    ("employer_zh", "用人单位"),
    ("employer_en", "用人单位英文"),
    ("workplace_zh", "工作地点"),
    ("workplace_en", "工作地点英文"),
    ("occupation_zh", "职务"),
    ("occupation_en", "职务英文"),
    ("valid_from", "有效期起"),
    ("valid_until", "有效期止"),
    ("issued_on", "签发日期"),
    ("file_number", "文号"),
    ("approver_zh", "批准机关"),
    ("approver_en", "批准机关英文"),
    ("family_members", "随行家属"),
    ("status", "状态"),
    ("photo", "照片"),
];

/// English headings of older tables, and what they are called now.
const FORMER: [(&str, &str); 2] = [("nationality_zh", "citizenship_zh"), ("nationality_en", "citizenship_en")];

/// Columns a table must have; without the others their cells count as empty.
const REQUIRED: [&str; 6] = ["number", "name", "category", "valid_from", "valid_until", "issued_on"];

/// What is wrong with a table as a whole, or with some of its rows.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("the file is not UTF-8 (line {line}). In the spreadsheet program choose \"CSV UTF-8\" when saving.")]
    NotUtf8 { line: usize },
    #[error("the column {0:?} is missing from the first row. Columns: see register import --help.")]
    MissingColumn(&'static str),
    #[error("column {0} of the first row has an unknown heading. Columns: see register import --help.")]
    UnknownColumn(usize),
    #[error("the heading {0:?} is there twice")]
    DoubleColumn(&'static str),
    #[error("the table has no rows")]
    NoRows,
    #[error("the table has more than {MAX_ROWS} rows. Split it.")]
    TooManyRows,
    #[error("nothing was imported: correct these rows, then try again\n{}", RowFault::list(.0))]
    Rows(Vec<RowFault>),
}

/// One bad row. Tells place and reason, never the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// Line in the file, from 1.
    pub line: u64,
    /// The column's English heading, or empty for the whole row.
    pub column: &'static str,
    pub reason: String,
}

impl RowFault {
    fn list(faults: &[Self]) -> String {
        let mut lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
        if faults.len() >= MAX_FAULTS {
            lines.push("  ... and perhaps more".to_owned());
        }
        lines.join("\n")
    }
}

impl std::fmt::Display for RowFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.column {
            "" => write!(f, "line {}: {}", self.line, self.reason),
            column => write!(f, "line {}, {column}: {}", self.line, self.reason),
        }
    }
}

/// Turns what a photo cell names into the picture, or tells in a few words why not.
pub(super) type PhotoOf<'a> = &'a mut dyn FnMut(&str) -> Result<Arc<[u8]>, String>;

/// How cells become values where the demo's table differs from a real one.
pub(super) struct Cells<'a> {
    /// A date, and what a good one looks like.
    pub date: &'a dyn Fn(&str) -> Option<Date>,
    pub date_form: &'static str,
    /// The picture a cell names, or what is wrong with it.
    pub photo: PhotoOf<'a>,
}

/// Reads a whole table: all rows are good, or the bad ones are listed.
pub(super) fn read(source: &[u8], cells: &mut Cells<'_>) -> Result<Vec<WorkPermit>, TableError> {
    let source = source.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(source);
    let text = std::str::from_utf8(source).map_err(|error| {
        let before = source.get(..error.valid_up_to()).unwrap_or_default();
        TableError::NotUtf8 { line: before.split(|byte| *byte == b'\n').count() }
    })?;
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let places = places(reader.headers().map_err(|_| TableError::NoRows)?)?;
    let width = reader.headers().map_or(0, StringRecord::len);

    let mut permits: Vec<WorkPermit> = Vec::new();
    let mut faults = Vec::new();
    let mut first_lines: HashMap<PermitNumber, u64> = HashMap::new();
    let mut lines = Lines { text: text.as_bytes(), seen: 0, line: 1 };
    for record in reader.records() {
        // The text is UTF-8 and rows may differ in length: nothing is left to fail here.
        let Ok(record) = record else { continue };
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        if permits.len() + faults.len() >= MAX_ROWS {
            return Err(TableError::TooManyRows);
        }
        let mut row = Row { record: &record, places: &places, line, faults: Vec::new() };
        if record.len() == width {
            if let Some(permit) = row.permit(cells) {
                if let Some(first) = first_lines.insert(permit.number.clone(), line) {
                    row.fault("number", format!("the same number stands in line {first}"));
                }
                permits.push(permit);
            }
        } else {
            row.fault("", format!("has {} cells, the first row has {width}", record.len()));
        }
        faults.append(&mut row.faults);
        if faults.len() >= MAX_FAULTS {
            faults.truncate(MAX_FAULTS);
            break;
        }
    }
    match (faults.is_empty(), permits.is_empty()) {
        (false, _) => Err(TableError::Rows(faults)),
        (true, true) => Err(TableError::NoRows),
        (true, false) => Ok(permits),
    }
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
    fn fault(&mut self, column: &'static str, reason: impl Into<String>) {
        self.faults.push(RowFault { line: self.line, column, reason: reason.into() });
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
            self.fault(column, format!("has more than {MAX_CELL} characters"));
        }
        if control {
            self.fault(column, "has a line break or another control character");
        }
        text
    }

    /// A text in both languages; one of them is enough.
    fn both(&mut self, zh: &'static str, en: &'static str) -> BothLanguages {
        let both = BothLanguages { zh: self.text(zh), en: self.text(en) };
        if both.zh.is_empty() && both.en.is_empty() {
            self.fault(en, format!("is empty, and so is {zh}: one of them is needed"));
        }
        both
    }

    fn date(&mut self, column: &'static str, cells: &Cells<'_>) -> Option<Date> {
        let date = (cells.date)(self.cell(column));
        if date.is_none() {
            self.fault(column, format!("is not a date like {}", cells.date_form));
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
            self.fault("category", "is not A, B or C");
        }
        let status = match self.cell("status") {
            "" | "in_force" | "有效" => Some(RegisterStatus::InForce),
            "revoked" | "注销" => Some(RegisterStatus::Revoked),
            _ => None,
        };
        if status.is_none() {
            self.fault("status", "is not in_force (有效), revoked (注销) or empty");
        }
        let title = match self.cell("title") {
            "" => None,
            word => {
                let title = Title::from_word(word);
                if title.is_none() {
                    self.fault("title", "is not Mr (先生), Ms (女士) or empty");
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
            self.fault("valid_until", "is before valid_from");
        }
        let photo = match self.cell("photo") {
            "" => None,
            named => match (cells.photo)(named) {
                Ok(photo) => Some(photo),
                Err(reason) => {
                    self.fault("photo", reason);
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

/// A fault of a name or number, for the operator.
fn explain(fault: FieldFault) -> String {
    match fault {
        FieldFault::NameEmpty | FieldFault::NumberEmpty => "is empty".to_owned(),
        FieldFault::NameZero { at } => format!("has the digit 0 as character {}", at + 1),
        FieldFault::NameCharacter { at, .. } | FieldFault::NumberCharacter { at, .. } => {
            format!("has a character that cannot stand there: number {}", at + 1)
        }
        FieldFault::NameLong => format!("has more than {} characters", crate::domain::registration::NAME_MAX),
        FieldFault::PasswordLength { .. }
        | FieldFault::PasswordKinds
        | FieldFault::PasswordCommon
        | FieldFault::PasswordOwn
        | FieldFault::PasswordCharacter => "cannot be read".to_owned(),
    }
}
