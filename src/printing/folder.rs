//! A folder that collects PDF files, for offices without a printer at the kiosk and for the demo.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::{JobId, PrintError, Printer};
use crate::domain::pdf::Pdf;
use crate::domain::print::PrintStage;

/// Longest part of a file name that comes from the title.
const TITLE_CHARS: usize = 40;
/// Files a folder may collect before somebody must empty it.
const MOST_FILES: i64 = 1_000_000;

/// Writes every document as a file that only the kiosk's user can read.
#[derive(Debug)]
pub struct FolderPrinter {
    folder: PathBuf,
    last: i64,
}

impl FolderPrinter {
    /// Collects in `folder`, which is made (mode 0700) if it is not there.
    ///
    /// # Errors
    /// If it cannot be made, or is not a folder.
    pub fn new(folder: impl Into<PathBuf>) -> Result<Self, PrintError> {
        let folder = folder.into();
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let last = last_number(&folder)?;
        Ok(Self { folder, last })
    }

    /// The file of a job.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn file(&self, job: JobId) -> Result<Option<PathBuf>, PrintError> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if number(&entry.file_name().to_string_lossy()) == Some(job.0) {
                return Ok(Some(entry.path()));
            }
        }
        Ok(None)
    }

    /// Writes the whole file under a hidden name and then gives it its own, so that nobody ever sees
    /// half a document; `None` if another process took the number.
    fn write(&self, name: &str, document: &Pdf) -> Result<Option<()>, PrintError> {
        let hidden = self.folder.join(format!(".{name}.part"));
        let visible = self.folder.join(name);
        let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&hidden) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        // Whoever holds the hidden name owns the number; so this cannot race with another kiosk's look.
        if visible.try_exists()? {
            fs::remove_file(&hidden)?;
            return Ok(None);
        }
        let written = file
            .write_all(document.bytes())
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&hidden, &visible));
        if let Err(e) = written {
            // The disk may be full: half a document must not stay behind. The first error is the one told.
            let _ = fs::remove_file(&hidden);
            return Err(e.into());
        }
        File::open(&self.folder)?.sync_all()?;
        Ok(Some(()))
    }
}

impl Printer for FolderPrinter {
    fn submit(&mut self, document: &Pdf, title: &str) -> Result<JobId, PrintError> {
        let title = file_title(title);
        while self.last < MOST_FILES {
            self.last += 1;
            if self.write(&format!("{title}-{:05}.pdf", self.last), document)?.is_some() {
                return Ok(JobId(self.last));
            }
        }
        Err(PrintError::Refused("the folder is full".to_owned()))
    }

    fn job(&mut self, job: JobId) -> Result<PrintStage, PrintError> {
        if (1..=self.last).contains(&job.0) {
            Ok(PrintStage::Done)
        } else {
            Err(PrintError::Refused("no such job".to_owned()))
        }
    }

    fn cancel(&mut self, _job: JobId) -> Result<(), PrintError> {
        // A file is written at once; there is nothing left to stop.
        Ok(())
    }
}

/// The title as a file name: lower-case ASCII letters, digits and hyphens only.
fn file_title(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars().take(TITLE_CHARS) {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { "document".to_owned() } else { name.to_owned() }
}

/// The number in a file name of ours.
fn number(name: &str) -> Option<i64> {
    let name = name.strip_prefix('.').and_then(|n| n.strip_suffix(".part")).unwrap_or(name);
    name.strip_suffix(".pdf")?.rsplit_once('-')?.1.parse().ok().filter(|n| (1..=MOST_FILES).contains(n))
}

fn last_number(folder: &Path) -> Result<i64, PrintError> {
    let mut last = 0;
    for entry in fs::read_dir(folder)? {
        last = last.max(number(&entry?.file_name().to_string_lossy()).unwrap_or(0));
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::{FolderPrinter, file_title};
    use crate::domain::pdf::Pdf;
    use crate::domain::print::PrintStage;
    use crate::printing::{JobId, Printer};

    #[test]
    fn a_document_is_a_file_that_only_the_kiosk_reads() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("letters");
        let mut printer = FolderPrinter::new(&folder).unwrap();
        let job = printer.submit(&Pdf::new(b"%PDF-1".to_vec()), "Notification letter").unwrap();
        assert_eq!(printer.job(job).unwrap(), PrintStage::Done);
        let file = printer.file(job).unwrap().unwrap();
        assert_eq!(file.file_name().unwrap(), "notification-letter-00001.pdf");
        assert_eq!(std::fs::read(&file).unwrap(), b"%PDF-1");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn nothing_is_ever_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let mut one = FolderPrinter::new(dir.path()).unwrap();
        let mut other = FolderPrinter::new(dir.path()).unwrap();
        for _ in 0..3 {
            one.submit(&Pdf::new(b"one".to_vec()), "letter").unwrap();
            other.submit(&Pdf::new(b"other".to_vec()), "letter").unwrap();
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 6);
        let next = FolderPrinter::new(dir.path()).unwrap().submit(&Pdf::new(vec![1]), "letter").unwrap();
        assert_eq!(next, JobId(7));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, b"").unwrap();
        assert!(FolderPrinter::new(file.join("letters")).is_err());
        let mut gone = FolderPrinter::new(dir.path().join("gone")).unwrap();
        std::fs::remove_dir(dir.path().join("gone")).unwrap();
        assert!(gone.submit(&Pdf::new(vec![1]), "letter").is_err());
    }

    #[test]
    fn names_hold_nothing_strange() {
        assert_eq!(file_title("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_title("工作许可"), "document");
    }
}
