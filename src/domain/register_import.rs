//! An import of permits as staff see it: the files to choose from, how far a check is, and what it came to.

use super::fault::{Fault, Incident};
use super::register_table::TableError;
use super::time::Timestamp;

/// What an import did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    pub added: usize,
    /// Were there and differed; now as imported.
    pub changed: usize,
    /// Were there and are the same.
    pub same: usize,
}

impl std::ops::AddAssign for ImportCounts {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.same += other.same;
    }
}

/// How the register stands: counts only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterState {
    pub permits: i64,
    /// When permits were imported last, whoever did it.
    pub last_import: Option<Timestamp>,
}

/// Numbers the files that were found, over all looks of one run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileNumber(pub u64);

/// Numbers the checks of a console, so that an answer to an earlier one is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CheckNumber(pub u64);

/// Where a file was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportPlace {
    /// The folder that the configuration names.
    Folder,
    /// Removable media, by its label.
    Stick(String),
}

/// A file that can be imported, as it is listed. Names are fit to be shown, and are no paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFile {
    pub number: FileNumber,
    pub name: String,
    pub place: ImportPlace,
    /// The folders from the place down to the file; empty if it lies in the place itself.
    pub within: String,
    /// Size in bytes.
    pub bytes: u64,
    pub modified: Timestamp,
    /// The folder beside the file that holds its photos; `None`: they lie beside the file.
    pub photos: Option<String>,
}

/// Whether the configuration names a folder, and whether it could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportFolder {
    #[default]
    None,
    Read,
    Unreadable,
}

/// What a look for files came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesFound {
    /// Newest first.
    pub files: Vec<ImportFile>,
    /// There may be more than those.
    pub more: bool,
    pub folder: ImportFolder,
}

/// How far a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckProgress {
    /// So many of all rows are read, with so many photos among them.
    Reading { rows: usize, all: usize, photos: usize },
    /// So many of all rows are compared with the register.
    Comparing { rows: usize, all: usize },
}

impl CheckProgress {
    /// The share that is done, from 0 to 1. Comparing is the last tenth.
    #[must_use]
    pub fn share(self) -> f32 {
        let of = |rows: usize, all: usize| if all == 0 { 0.0 } else { rows.min(all) as f32 / all as f32 };
        match self {
            Self::Reading { rows, all, .. } => 0.9 * of(rows, all),
            Self::Comparing { rows, all } => 0.9 + 0.1 * of(rows, all),
        }
    }
}

/// What importing a good file would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckSummary {
    pub counts: ImportCounts,
    /// Rows that name no photo.
    pub without_photo: usize,
    /// Permit numbers of an unusual length.
    pub unusual: usize,
}

/// Why a file cannot be imported.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportRefusal {
    /// It is not there any more, or cannot be read.
    Unreadable,
    TooLarge,
    Table(TableError),
}

impl ImportRefusal {
    /// The catalogue's key of what is told.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Unreadable => "rt_unreadable",
            Self::TooLarge => "rt_too_large",
            Self::Table(error) => error.key(),
        }
    }
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckEnd {
    /// Every row is good; the very permits that were checked are kept to be imported.
    Good(CheckSummary),
    Refused(ImportRefusal),
    /// The machine could not.
    Failed(Fault, Option<Incident>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_grows_from_nothing_to_all() {
        let reading = |rows| CheckProgress::Reading { rows, all: 10, photos: 0 }.share();
        let comparing = |rows| CheckProgress::Comparing { rows, all: 10 }.share();
        let shares = [reading(0), reading(5), reading(10), comparing(5), comparing(10)];
        assert!(shares.is_sorted() && shares[0] <= 0.0 && (shares[4] - 1.0).abs() < 1e-6, "{shares:?}");
        assert!(CheckProgress::Reading { rows: 3, all: 0, photos: 0 }.share() <= 0.0);
    }
}
