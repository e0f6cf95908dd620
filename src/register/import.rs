//! Importing permits from a CSV file: all rows, or none.
//!
//! UTF-8 with or without byte order mark, comma-separated, the first row naming the columns (see
//! [`COLUMNS`]). Dates are ISO (`2026-04-30`). A number that is in the register already is brought
//! up to date; a row without a photo leaves the photo there is. A number twice in one file is a fault.

use std::fs::{self, File};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::table::{self, Cells, Unread};
pub use super::table::{ReadProgress, Watch};
use crate::domain::permit::WorkPermit;
pub use crate::domain::register_import::ImportCounts;
pub use crate::domain::register_table::{
    COLUMNS, MAX_CELL, MAX_PHOTO_BYTES, MAX_ROWS, MAX_TABLE_BYTES, PhotoFault, RowFault, RowReason, TableError,
};
use crate::domain::time::{Date, Timestamp};
use crate::store::{Store, StoreError};

/// Bytes of a table that are read between two looks at whether anybody still wants it.
const CHUNK: u64 = 256 * 1024;
/// Most bytes of all photos of one import: they are held in memory until all rows are known good.
const MAX_PHOTOS_BYTES: u64 = 1024 * 1024 * 1024;

/// Decodes a photo and checks that a face can be matched with it; answers why not.
pub type PhotoCheck<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), PhotoFault>;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{path} cannot be read: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("the file has more than {} MiB. Split it.", MAX_TABLE_BYTES / 1024 / 1024)]
    TooLarge,
    #[error(transparent)]
    Table(#[from] TableError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("reading was ended before the last row")]
    Stopped,
}

impl From<Unread> for ImportError {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Table(error) => Self::Table(error),
            Unread::Stopped => Self::Stopped,
        }
    }
}

/// Reads and checks a whole file with the photos it names in the folder `photos`.
///
/// # Errors
/// If the file or a photo cannot be read, or any row is bad; every bad row is listed.
pub fn read(file: &Path, photos: Option<&Path>, check: PhotoCheck<'_>) -> Result<Vec<WorkPermit>, ImportError> {
    let at_path = |source| ImportError::File { path: file.to_owned(), source };
    let mut open = File::open(file).map_err(at_path)?;
    read_open(&mut open, photos, check, &mut |_| ControlFlow::Continue(())).map_err(|error| match error {
        ImportError::File { source, .. } => at_path(source),
        error => error,
    })
}

/// As [`read`], from a file that was opened, while somebody looks on: a break ends it, within a row or a quarter of a
/// mebibyte.
///
/// # Errors
/// As [`read`], with an empty path for the file; [`ImportError::Stopped`] if whoever looked on ended it.
pub fn read_open(
    file: &mut dyn Read,
    photos: Option<&Path>,
    check: PhotoCheck<'_>,
    watch: Watch<'_>,
) -> Result<Vec<WorkPermit>, ImportError> {
    let unreadable = |source| ImportError::File { path: PathBuf::new(), source };
    let mut source = Vec::new();
    loop {
        if watch(ReadProgress::default()).is_break() {
            return Err(ImportError::Stopped);
        }
        let room = (MAX_TABLE_BYTES + 1).saturating_sub(source.len() as u64).min(CHUNK);
        if (&mut *file).take(room).read_to_end(&mut source).map_err(unreadable)? == 0 {
            break;
        }
    }
    if source.len() as u64 > MAX_TABLE_BYTES {
        return Err(ImportError::TooLarge);
    }
    read_table(&source, photos, check, watch)
}

/// As [`read_open`], for a table in memory.
///
/// # Errors
/// As [`read_open`].
pub fn read_table(
    source: &[u8],
    photos: Option<&Path>,
    check: PhotoCheck<'_>,
    watch: Watch<'_>,
) -> Result<Vec<WorkPermit>, ImportError> {
    let mut room = MAX_PHOTOS_BYTES;
    let mut photo = |name: &str| {
        let photo = photo_in(photos, name)?;
        room = room.checked_sub(photo.len() as u64).ok_or(PhotoFault::TooMuch)?;
        check(&photo)?;
        Ok(photo)
    };
    Ok(table::read(source, &mut Cells { date: &iso_date, date_form: "2026-04-30", photo: &mut photo, watch })?)
}

/// What importing `permits` would do.
///
/// # Errors
/// If the store cannot be read.
pub fn preview(store: &Store, permits: &[WorkPermit]) -> Result<ImportCounts, StoreError> {
    let mut counts = ImportCounts::default();
    for permit in permits {
        match store.permit(&permit.number)? {
            None => counts.added += 1,
            Some(known) => {
                let photo = permit.photo.clone().or_else(|| known.photo.clone());
                let same = WorkPermit { photo, ..permit.clone() } == known;
                *(if same { &mut counts.same } else { &mut counts.changed }) += 1;
            }
        }
    }
    Ok(counts)
}

/// Writes checked permits in one transaction.
///
/// # Errors
/// If the store fails; nothing is changed then.
pub fn write(store: &mut Store, permits: Vec<WorkPermit>, now: Timestamp) -> Result<ImportCounts, StoreError> {
    store.import_permits(permits, now)
}

/// `2026-04-30` and no other form: `04/05/2026` would be read one way here and another there.
fn iso_date(cell: &str) -> Option<Date> {
    let shape = cell.len() == 10
        && cell
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if shape { cell.parse().ok() } else { None }
}

/// The photo `name` in the folder; the name must not lead anywhere else.
fn photo_in(folder: Option<&Path>, name: &str) -> Result<Arc<[u8]>, PhotoFault> {
    let folder = folder.ok_or(PhotoFault::NoFolder)?;
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name)
        && !name.contains('\\');
    if !plain {
        return Err(PhotoFault::NotAName);
    }
    let path = folder.join(name);
    // A link could lead out of the folder.
    let facts = fs::symlink_metadata(&path).map_err(|_| PhotoFault::Missing)?;
    if !facts.is_file() {
        return Err(PhotoFault::NotAFile);
    }
    let photo = read_bounded(&path, MAX_PHOTO_BYTES).map_err(|_| PhotoFault::Unreadable)?;
    let photo = photo.ok_or(PhotoFault::TooLarge)?;
    let is_picture = photo.starts_with(&[0xFF, 0xD8, 0xFF]) || photo.starts_with(b"\x89PNG\r\n\x1A\n");
    if is_picture { Ok(photo.into()) } else { Err(PhotoFault::NoPicture) }
}

/// The whole file; `None` if it has more than `most` bytes.
fn read_bounded(path: &Path, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permit::{PermitNumber, RegisterStatus, TalentCategory, Title};
    use crate::domain::reference::ReferenceFault;

    const HEAD: &str = "number,name,category,citizenship_zh,citizenship_en,passport_number,employer_zh,employer_en,workplace_zh,\
                        workplace_en,occupation_zh,occupation_en,valid_from,valid_until,issued_on,file_number,status,photo";

    fn row(number: &str, name: &str, photo: &str) -> String {
        format!(
            "{number},{name},B,演示国,Demoland,X1,演示厂,\"Demo Works, Ltd.\",演示市,Demo City,工程师,Engineer,2026-01-01,2027-01-01,2025-12-01,F1,,{photo}"
        )
    }

    fn table(rows: &[String]) -> Vec<u8> {
        format!("{HEAD}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
    }

    fn read_plain(source: &[u8]) -> Result<Vec<WorkPermit>, TableError> {
        match read_table(source, None, &mut |_| Ok(()), &mut |_| ControlFlow::Continue(())) {
            Ok(permits) => Ok(permits),
            Err(ImportError::Table(error)) => Err(error),
            Err(other) => panic!("{other}"),
        }
    }

    fn row_faults(source: &[u8]) -> Vec<(u64, &'static str)> {
        match read_plain(source) {
            Err(TableError::Rows(faults)) => faults.iter().map(|fault| (fault.line, fault.column)).collect(),
            other => panic!("{:?}", other.map(|permits| permits.len())),
        }
    }

    #[test]
    fn a_good_table_is_read_with_and_without_mark() {
        let plain = table(&[row("sp20 2604 1700 0123 45", "Elena Vidal-Ortega", ""), row("SP2", "Đặng Thị Mỹ", "")]);
        let marked = [b"\xEF\xBB\xBF".as_slice(), &plain].concat();
        for source in [plain, marked] {
            let permits = read_plain(&source).unwrap();
            assert_eq!(permits.len(), 2);
            assert_eq!(permits[0].number.as_str(), "SP2026041700012345");
            assert_eq!(permits[0].employer.en, "Demo Works, Ltd.");
            assert_eq!(permits[0].employer.zh, "演示厂");
            assert_eq!((permits[0].category, permits[0].status), (TalentCategory::B, RegisterStatus::InForce));
            assert_eq!(permits[1].name.as_str(), "Đặng Thị Mỹ");
        }
    }

    #[test]
    fn chinese_headings_and_another_order_will_do() {
        let source = "姓名,工作许可号码,类别,国籍,用人单位,工作地点,职务,有效期起,有效期止,签发日期,状态\n\
                      Ana Luz,SP1,c,演示国,演示厂,演示市,工程师,2026-01-01,2027-01-01,2025-12-01,注销\n";
        let permits = read_plain(source.as_bytes()).unwrap();
        assert_eq!((permits[0].category, permits[0].status), (TalentCategory::C, RegisterStatus::Revoked));
        assert_eq!(permits[0].citizenship.en, "");
    }

    #[test]
    fn a_table_with_the_former_headings_is_read() {
        let now = String::from_utf8(table(&[row("SP1", "Ana Luz", "")])).unwrap();
        let former = now.replace("citizenship_", "nationality_");
        assert_eq!(
            read_plain(former.as_bytes()).unwrap()[0].citizenship,
            read_plain(now.as_bytes()).unwrap()[0].citizenship
        );
        let both = now.replace("citizenship_zh", "nationality_en");
        assert_eq!(read_plain(both.as_bytes()).err(), Some(TableError::DoubleColumn("citizenship_en")));
    }

    #[test]
    fn what_a_register_may_lack_is_read_where_it_is_there() {
        let source = "name,number,category,citizenship_en,employer_en,workplace_en,occupation_en,valid_from,valid_until,\
                      issued_on,title,file_number,approver_zh,批准机关英文,family_members\n\
                      Ana Luz,SP1,C,A,A,A,A,2026-01-01,2027-01-01,2025-12-01,ms.,F1,演示主管机关,Demo Authority,Bo Luz; Cy Luz\n\
                      Bo Li,SP2,C,A,A,A,A,2026-01-01,2027-01-01,2025-12-01,先生,,,,\n\
                      Cy Li,SP3,C,A,A,A,A,2026-01-01,2027-01-01,2025-12-01,,,,,\n";
        let permits = read_plain(source.as_bytes()).unwrap();
        assert_eq!(permits.iter().map(|p| p.title).collect::<Vec<_>>(), [Some(Title::Ms), Some(Title::Mr), None]);
        assert_eq!(
            (permits[0].approver.zh.as_str(), permits[0].approver.en.as_str()),
            ("演示主管机关", "Demo Authority")
        );
        assert_eq!((permits[0].family_members.as_str(), permits[0].file_number.as_str()), ("Bo Luz; Cy Luz", "F1"));
        assert_eq!((permits[1].family_members.as_str(), permits[1].approver.zh.as_str()), ("", ""));
        assert_eq!(row_faults(source.replace("先生", "Dr").as_bytes()), [(3, "title")]);
        let said = read_plain(source.replace("2025-12-01,ms.", "1.12.2025,ms.").as_bytes()).err().unwrap().to_string();
        assert!(said.contains("line 2, issued_on: is not a date like 2026-04-30"), "{said}");
    }

    #[test]
    fn every_bad_row_is_listed_with_its_line() {
        let good = row("SP1", "Ana Luz", "");
        let source = table(&[
            good.clone(),
            row("SP/2", "An4", ""),
            good.replace("2027-01-01", "1.1.2027").replace("SP1", "SP3"),
            good.replace("2027-01-01", "2025-01-01").replace("SP1", "SP4"),
            good.replace(",B,", ",D,").replace("SP1", "SP5"),
            "SP6,too,short".to_owned(),
            good.clone(),
            good.replace("演示国,Demoland", ",").replace("SP1", "SP8"),
            good.replace("F1", &"F".repeat(301)).replace("SP1", "SP9"),
            row("SP10", "Ana Luz", "a.jpg"),
        ]);
        assert_eq!(
            row_faults(&source),
            [
                (3, "number"),
                (3, "name"),
                (4, "valid_until"),
                (5, "valid_until"),
                (6, "category"),
                (7, ""),
                (8, "number"),
                (9, "citizenship_en"),
                (10, "file_number"),
                (11, "photo")
            ]
        );
        let said = read_plain(&source).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(said.contains("line 8, number: the same number stands in line 2"), "{said}");
        assert!(!said.contains("Ana"), "no content is told: {said}");
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let bad = row("SP2", "An4", "");
        for end in ["\n", "\r\n"] {
            let source = [HEAD, &row("SP1", "\"Ana\"", ""), "", "", &bad].join(end);
            assert_eq!(row_faults(source.as_bytes()), [(5, "name")]);
        }
        let broken = format!("{HEAD}\n{}\n{bad}\n", row("SP1", "Ana", "").replace("F1", "\"F\n1\""));
        assert_eq!(row_faults(broken.as_bytes()), [(2, "file_number"), (4, "name")]);
    }

    #[test]
    fn whole_tables_can_be_wrong() {
        assert_eq!(read_plain(b"").err(), Some(TableError::MissingColumn("number")));
        assert_eq!(read_plain(HEAD.as_bytes()).err(), Some(TableError::NoRows));
        assert_eq!(read_plain(b"number,name\nSP1,Ana").err(), Some(TableError::MissingColumn("category")));
        assert_eq!(read_plain(b"number,nmae\nSP1,Ana").err(), Some(TableError::UnknownColumn(2)));
        assert_eq!(read_plain(b"number,name,NAME\n").err(), Some(TableError::DoubleColumn("name")));
        // "姓名" as a Chinese spreadsheet program writes it by default (GBK).
        assert_eq!(read_plain(b"number\n\xD0\xD5\xC3\xFB").err(), Some(TableError::NotUtf8 { line: 2 }));
        let endless = table(&vec!["x".to_owned(); 3000]);
        assert_eq!(row_faults(&endless).len(), 100);
    }

    #[test]
    fn photos_come_from_their_folder_only() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("photos");
        fs::create_dir(&folder).unwrap();
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2];
        for place in [folder.join("a.jpg"), folder.join("blurred.jpg"), dir.path().join("outside.jpg")] {
            fs::write(place, jpeg).unwrap();
        }
        fs::write(folder.join("text.jpg"), "no picture").unwrap();
        fs::write(
            folder.join("large.jpg"),
            [jpeg.to_vec(), vec![0; usize::try_from(MAX_PHOTO_BYTES).unwrap()]].concat(),
        )
        .unwrap();
        std::os::unix::fs::symlink(dir.path().join("outside.jpg"), folder.join("link.jpg")).unwrap();

        let mut seen = 0;
        let mut read_with = |photo: &str| {
            let mut check = |bytes: &[u8]| {
                seen += 1;
                let faceless = bytes.len() == jpeg.len() && seen > 1;
                if faceless { Err(ReferenceFault::NoFace.into()) } else { Ok(()) }
            };
            let source = table(&[row("SP1", "Ana Luz", photo)]);
            read_table(&source, Some(&folder), &mut check, &mut |_| ControlFlow::Continue(()))
        };
        assert_eq!(read_with("a.jpg").unwrap()[0].photo.as_deref(), Some(jpeg.as_slice()));
        for (photo, reason) in [
            ("blurred.jpg", "no face is found"),
            ("missing.jpg", "no such file"),
            ("../outside.jpg", "plain file name"),
            ("..", "plain file name"),
            ("/etc/passwd", "plain file name"),
            ("./a.jpg", "plain file name"),
            ("a.jpg/", "plain file name"),
            ("x\\a.jpg", "plain file name"),
            ("link.jpg", "not a plain file"),
            ("text.jpg", "neither JPEG nor PNG"),
            ("large.jpg", "more than 2 MiB"),
        ] {
            let said = read_with(photo).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains(reason), "{photo}: {said}");
        }
    }

    #[test]
    fn a_file_is_imported_and_imported_again() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("permits.csv");
        fs::write(&file, table(&[row("SP1", "Ana Luz", ""), row("SP2", "Bo Li", "")])).unwrap();
        let mut store = Store::in_memory().unwrap();
        let now = "2026-06-01T08:00:00Z".parse().unwrap();
        let permits = read(&file, None, &mut |_| Ok(())).unwrap();
        let added = ImportCounts { added: 2, ..ImportCounts::default() };
        assert_eq!(preview(&store, &permits).unwrap(), added);
        assert!(store.permits().unwrap().is_empty(), "a preview writes nothing");
        assert_eq!(write(&mut store, permits, now).unwrap(), added);

        fs::write(&file, table(&[row("SP1", "Ana Luz", ""), row("SP2", "Bo Lin", "")])).unwrap();
        let permits = read(&file, None, &mut |_| Ok(())).unwrap();
        let changed = ImportCounts { changed: 1, same: 1, ..ImportCounts::default() };
        assert_eq!(preview(&store, &permits).unwrap(), changed);
        assert_eq!(write(&mut store, permits, now).unwrap(), changed);
        let number = PermitNumber::parse("SP2").unwrap();
        assert_eq!(store.permit(&number).unwrap().unwrap().name.as_str(), "Bo Lin");
    }

    #[test]
    fn whoever_looks_on_sees_every_row_and_can_end_it() {
        let rows: Vec<_> = (1..=5).map(|n| row(&format!("SP{n}"), "Ana Luz", "")).collect();
        let source = table(&rows);
        let mut seen = Vec::new();
        let mut watch = |progress: ReadProgress| {
            seen.push(progress.rows);
            assert_eq!(progress.all, 5);
            ControlFlow::Continue(())
        };
        assert_eq!(read_table(&source, None, &mut |_| Ok(()), &mut watch).unwrap().len(), 5);
        assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
        let mut rows_read = 0;
        let mut watch = |progress: ReadProgress| {
            rows_read = progress.rows;
            if progress.rows == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let ended = read_table(&source, None, &mut |_| Ok(()), &mut watch);
        assert!(matches!(ended, Err(ImportError::Stopped)));
        assert_eq!(rows_read, 3);
        // Also while the file itself is read, which may take long on a slow stick.
        let ended = read_open(&mut std::io::repeat(b'x'), None, &mut |_| Ok(()), &mut |_| ControlFlow::Break(()));
        assert!(matches!(ended, Err(ImportError::Stopped)));
    }

    #[test]
    fn a_missing_or_endless_file_is_told() {
        assert!(matches!(read(Path::new("/nonexistent.csv"), None, &mut |_| Ok(())), Err(ImportError::File { .. })));
        assert!(matches!(read(Path::new("/dev/zero"), None, &mut |_| Ok(())), Err(ImportError::TooLarge)));
    }

    #[test]
    fn only_iso_dates_are_dates() {
        assert!(iso_date("2026-04-30").is_some());
        for wrong in ["2026-4-30", "20260430", "2026/04/30", "2026-04-31", "2026-04-30T10:00", "+026-04-30", ""] {
            assert!(iso_date(wrong).is_none(), "{wrong}");
        }
    }
}
