//! The permit register as a table: its columns, its bounds, and what can be wrong with it.
//!
//! A fault tells place and reason, never the content. Each has its English sentence, for commands, and a key of the
//! catalogue, for pages.

use super::reference::ReferenceFault;

/// Most rows of one table.
pub const MAX_ROWS: usize = 50_000;
/// Most characters of one cell.
pub const MAX_CELL: usize = 300;
/// Most bad rows told of; a table that is wrong throughout is as wrong after a hundred.
pub const MAX_FAULTS: usize = 100;
/// Most bytes of a table.
pub const MAX_TABLE_BYTES: u64 = 32 * 1024 * 1024;
/// Most bytes of one photo.
pub const MAX_PHOTO_BYTES: u64 = 2 * 1024 * 1024;

const MIB: u64 = 1024 * 1024;

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

/// What is wrong with a table as a whole, or with some of its rows.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
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

impl TableError {
    /// The catalogue's key of what is told.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotUtf8 { .. } => "rt_not_utf8",
            Self::MissingColumn(_) => "rt_missing",
            Self::UnknownColumn(_) => "rt_unknown",
            Self::DoubleColumn(_) => "rt_double",
            Self::NoRows => "rt_no_rows",
            Self::TooManyRows => "rt_too_many",
            Self::Rows(_) => "rt_rows",
        }
    }
}

/// One bad row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFault {
    /// Line in the file, from 1.
    pub line: u64,
    /// The column's English heading, or empty for the whole row.
    pub column: &'static str,
    pub reason: RowReason,
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

/// What is wrong with a cell, or with a row. Positions in a cell count from 1.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RowReason {
    #[error("has {found} cells, the first row has {wanted}")]
    Cells { found: usize, wanted: usize },
    /// A number may be in a table once.
    #[error("the same number stands in line {line}")]
    Repeated { line: u64 },
    #[error("is empty")]
    Empty,
    /// Of a pair of languages one is needed; `other` is the heading of the other column.
    #[error("is empty, and so is {other}: one of them is needed")]
    BothEmpty { other: &'static str },
    #[error("has more than {most} characters")]
    TooLong { most: usize },
    #[error("has a line break or another control character")]
    Control,
    #[error("has the digit 0 as character {at}")]
    DigitZero { at: usize },
    #[error("has a character that cannot stand there: number {at}")]
    Character { at: usize },
    #[error("cannot be read")]
    Unreadable,
    #[error("is not A, B or C")]
    Category,
    #[error("is not in_force (有效), revoked (注销) or empty")]
    Status,
    #[error("is not Mr (先生), Ms (女士) or empty")]
    Title,
    /// `form` is a date as it should be.
    #[error("is not a date like {form}")]
    NotADate { form: &'static str },
    #[error("is before valid_from")]
    EndsFirst,
    #[error(transparent)]
    Photo(#[from] PhotoFault),
}

impl RowReason {
    /// The catalogue's key of what is told.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Cells { .. } => "rr_cells",
            Self::Repeated { .. } => "rr_repeated",
            Self::Empty => "rr_empty",
            Self::BothEmpty { .. } => "rr_both_empty",
            Self::TooLong { .. } => "rr_too_long",
            Self::Control => "rr_control",
            Self::DigitZero { .. } => "rr_zero",
            Self::Character { .. } => "rr_character",
            Self::Unreadable => "rr_unreadable",
            Self::Category => "rr_category",
            Self::Status => "rr_status",
            Self::Title => "rr_title",
            Self::NotADate { .. } => "rr_date",
            Self::EndsFirst => "rr_ends_first",
            Self::Photo(fault) => fault.key(),
        }
    }
}

/// What is wrong with the photo that a row names.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PhotoFault {
    #[error("names a photo, but no folder was given: add --photos DIR")]
    NoFolder,
    #[error("is not a plain file name")]
    NotAName,
    #[error("there is no such file in the photos' folder")]
    Missing,
    /// A folder, a link, a device.
    #[error("is not a plain file")]
    NotAFile,
    #[error("the photo cannot be read")]
    Unreadable,
    #[error("the photo has more than {} MiB", MAX_PHOTO_BYTES / MIB)]
    TooLarge,
    #[error("the photos of this file together are too large: split it")]
    TooMuch,
    #[error("the photo is neither JPEG nor PNG")]
    NoPicture,
    /// It cannot be decoded; holds what the decoder says, in English.
    #[error("{0}")]
    Damaged(String),
    /// Nobody could look at it; holds why, in English.
    #[error("{0}")]
    NotChecked(String),
    #[error(transparent)]
    Reference(#[from] ReferenceFault),
    #[error("is not in the demo")]
    NotInDemo,
}

impl PhotoFault {
    /// The catalogue's key of what is told.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoFolder | Self::Missing | Self::NotInDemo => "rp_missing",
            Self::NotAName => "rp_name",
            Self::NotAFile => "rp_not_a_file",
            Self::Unreadable | Self::NotChecked(_) => "rp_unreadable",
            Self::TooLarge => "rp_too_large",
            Self::TooMuch => "rp_too_much",
            Self::NoPicture => "rp_no_picture",
            Self::Damaged(_) => "rp_damaged",
            Self::Reference(ReferenceFault::NoFace) => "rp_no_face",
            Self::Reference(ReferenceFault::SeveralFaces) => "rp_faces",
            Self::Reference(ReferenceFault::Small(_)) => "rp_small",
        }
    }
}
