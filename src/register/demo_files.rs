//! Files for whoever tries importing in the demo: a good one with photos, and one with mistakes.

use std::fs;
use std::io;
use std::path::Path;

use super::demo::{HOLDER, days_from};
use crate::domain::time::Date;

static GOOD: &[u8] = include_bytes!("../../assets/demo/import.csv");
static MISTAKES: &[u8] = include_bytes!("../../assets/demo/import_mistakes.csv");

/// The good one's name, and that of the folder of its photos.
const NAMES: (&str, &str) = ("permits.csv", "permits.photos");
const MISTAKES_NAME: &str = "permits-with-mistakes.csv";

/// Puts them into `folder`, with their dates as of `today`; what is there of an earlier day is brought up to date.
/// `photo` (JPEG or PNG) is the person in front of the camera.
///
/// # Errors
/// If they cannot be written.
pub fn put(folder: &Path, photo: &[u8], today: Date) -> io::Result<()> {
    let photos = folder.join(NAMES.1);
    fs::create_dir_all(&photos)?;
    let photo_name = if photo.starts_with(&[0xFF, 0xD8]) { "holder.jpg" } else { "holder.png" };
    fs::write(photos.join(photo_name), photo)?;
    for (name, table) in [(NAMES.0, GOOD), (MISTAKES_NAME, MISTAKES)] {
        fs::write(folder.join(name), dated(table, photo_name, today)?)?;
    }
    Ok(())
}

/// The table as an office would write it: days from today become dates, and the photo has its file's name.
fn dated(table: &[u8], photo: &str, today: Date) -> io::Result<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    // Spreadsheet programs take it for UTF-8 by this mark.
    let mut writer = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    for record in reader.records() {
        let cells: Vec<String> = record?
            .iter()
            .map(|cell| match days_from(today, cell) {
                Some(date) => date.to_string(),
                None if cell == HOLDER => photo.to_owned(),
                None => cell.to_owned(),
            })
            .collect();
        writer.write_record(&cells)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::register_table::TableError;
    use crate::register::demo::seed_demo;
    use crate::register::files::look;
    use crate::register::import::{self, ImportCounts, ImportError};
    use crate::store::Store;

    #[test]
    fn one_can_be_imported_and_one_has_mistakes() {
        let dir = tempfile::tempdir().unwrap();
        let (now, today) = ("2026-06-01T08:00:00Z".parse().unwrap(), "2026-06-01".parse().unwrap());
        let photo = [0xFF, 0xD8, 0xFF, 1];
        for _ in 0..2 {
            put(dir.path(), &photo, today).unwrap();
        }
        let mut store = Store::in_memory().unwrap();
        seed_demo(&mut store, &photo, now, today).unwrap();
        let found = look(Some(dir.path()), &[], &mut 0);
        assert_eq!(found.files.len(), 2);
        for file in &found.files {
            let read = import::read(&file.path, Some(file.photos.as_path()), &mut |_| Ok(()));
            if file.shown.name == NAMES.0 {
                let permits = read.unwrap();
                assert_eq!(permits.iter().filter(|permit| permit.photo.is_some()).count(), 2);
                assert_eq!(permits.iter().filter(|permit| permit.number.unusual_length().is_some()).count(), 1);
                let counts = import::preview(&store, &permits).unwrap();
                assert_eq!(counts, ImportCounts { added: 4, changed: 1, same: 2 });
            } else {
                let Err(ImportError::Table(TableError::Rows(faults))) = read else { panic!("no mistakes") };
                let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column)).collect();
                assert_eq!(
                    places,
                    [(3, "name"), (4, "category"), (4, "issued_on"), (5, "valid_until"), (5, "photo"), (6, "number")]
                );
            }
        }
    }
}
