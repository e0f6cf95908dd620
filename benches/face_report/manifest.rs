//! The list of a folder of measuring data: `MANIFEST.csv` with at least the columns `file`, `kind` and
//! `subject`.

use std::path::{Path, PathBuf};

/// One file.
#[derive(Clone, Debug)]
pub struct Entry {
    pub file: PathBuf,
    /// Its line in the list.
    pub line: u64,
    /// `face_still`, `face_video`, `bona_fide_video`, `attack_video`, `quality`, `no_face`, ...
    pub kind: String,
    /// Whose face; empty if it does not matter.
    pub subject: String,
}

impl Entry {
    /// What stands for the file in the report: paths of photos name people.
    pub fn number(&self) -> String {
        format!("line {}", self.line)
    }

    /// Photos are compared within the folder of their kind: `identity/orl/s01/1.png` is of `orl`.
    pub fn domain(&self) -> String {
        self.file.components().nth(1).map_or_else(String::new, |part| part.as_os_str().to_string_lossy().into_owned())
    }
}

/// Reads the list, without the files that are not there.
pub fn read(root: &Path) -> Result<Vec<Entry>, Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_path(root.join("MANIFEST.csv"))?;
    let header = reader.headers()?.clone();
    let column =
        |name: &str| header.iter().position(|h| h == name).ok_or_else(|| format!("MANIFEST.csv has no column {name}"));
    let (file, kind, subject) = (column("file")?, column("kind")?, column("subject")?);
    let mut entries = Vec::new();
    for row in reader.records() {
        let row = row?;
        let text = |column: usize| row.get(column).unwrap_or_default().to_owned();
        let line = row.position().map_or(0, csv::Position::line);
        let entry = Entry { file: text(file).into(), line, kind: text(kind), subject: text(subject) };
        if root.join(&entry.file).is_file() {
            entries.push(entry);
        }
    }
    Ok(entries)
}
