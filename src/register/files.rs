//! The files that staff can import at the kiosk: in the folder that the configuration names, and on removable media.
//!
//! A kiosk has no desktop and nobody types a path: what can be chosen is looked for, within bounds. Links are not
//! followed, neither to files nor to folders.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::domain::register_import::{FileNumber, FilesFound, ImportFile, ImportFolder, ImportPlace};
use crate::domain::time::Timestamp;

/// Folders below a place that are looked into: its own, those in it, and those in these.
const DEPTH: usize = 2;
/// Most entries of one place that are looked at: a stick may hold anything.
const MOST_ENTRIES: usize = 20_000;
/// Most files listed.
pub const MOST_FILES: usize = 40;
/// Most sticks looked at.
const MOST_STICKS: usize = 8;
/// Most characters of a name that is shown.
const MOST_SHOWN: usize = 60;
/// Where the system mounts removable media.
const ROOTS: [&str; 2] = ["/media", "/run/media"];
/// The folder for photos beside any file; `NAME.photos` beside `NAME.csv` goes before it.
const PHOTOS: &str = "photos";

/// A file that was found, with where it lies: that stays here.
#[derive(Debug)]
pub struct FoundFile {
    pub shown: ImportFile,
    pub path: PathBuf,
    /// The folder of its photos.
    pub photos: PathBuf,
}

/// What a look came to.
#[derive(Debug, Default)]
pub struct Look {
    /// Newest first.
    pub files: Vec<FoundFile>,
    more: bool,
    folder: ImportFolder,
}

impl Look {
    /// What of it is listed.
    #[must_use]
    pub fn shown(&self) -> FilesFound {
        let files = self.files.iter().map(|file| file.shown.clone()).collect();
        FilesFound { files, more: self.more, folder: self.folder }
    }

    /// The file with this number, if it was among those found.
    #[must_use]
    pub fn find(&self, number: FileNumber) -> Option<&FoundFile> {
        self.files.iter().find(|file| file.shown.number == number)
    }
}

/// Where removable media are mounted now.
#[must_use]
pub fn sticks() -> Vec<PathBuf> {
    let mounts = fs::read("/proc/self/mounts").unwrap_or_default();
    removable(&mounts)
}

/// Those of a table of mounts that lie below [`ROOTS`].
fn removable(mounts: &[u8]) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for line in mounts.split(|byte| *byte == b'\n') {
        let Some(place) = line.split(|byte| *byte == b' ').nth(1).map(unescaped) else { continue };
        let below = ROOTS.iter().any(|root| place.strip_prefix(root).is_ok_and(|rest| !rest.as_os_str().is_empty()));
        if below && !found.contains(&place) {
            found.push(place);
        }
    }
    found.truncate(MOST_STICKS);
    found
}

/// A path of the table of mounts, in which blanks and the like stand as `\040`.
fn unescaped(field: &[u8]) -> PathBuf {
    let mut path = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, after)) = rest.split_first() {
        let octal = match (first, after) {
            (b'\\', [a, b, c, ..]) => {
                std::str::from_utf8(&[*a, *b, *c]).ok().and_then(|digits| u8::from_str_radix(digits, 8).ok())
            }
            _ => None,
        };
        path.push(octal.unwrap_or(*first));
        rest = if octal.is_some() { after.get(3..).unwrap_or_default() } else { after };
    }
    PathBuf::from(std::ffi::OsString::from_vec(path))
}

/// Looks for files in `folder` and on `sticks`, and gives each a number from `next` on.
#[must_use]
pub fn look(folder: Option<&Path>, sticks: &[PathBuf], next: &mut u64) -> Look {
    let mut look = Look::default();
    if let Some(folder) = folder {
        look.folder =
            if walk(folder, &ImportPlace::Folder, &mut look) { ImportFolder::Read } else { ImportFolder::Unreadable };
    }
    for stick in sticks {
        let label = stick.file_name().map(readable).unwrap_or_default();
        walk(stick, &ImportPlace::Stick(label), &mut look);
    }
    look.files.sort_by(|a, b| {
        let (a, b) = (&a.shown, &b.shown);
        b.modified.cmp(&a.modified).then_with(|| a.name.cmp(&b.name))
    });
    look.more |= look.files.len() > MOST_FILES;
    look.files.truncate(MOST_FILES);
    for file in &mut look.files {
        *next += 1;
        file.shown.number = FileNumber(*next);
    }
    look
}

/// Gathers the files of one place; whether it could be read at all.
fn walk(place: &Path, kind: &ImportPlace, look: &mut Look) -> bool {
    let mut seen = 0;
    let mut folders = vec![(place.to_owned(), 0)];
    let mut could = false;
    // Breadth first, so that what lies high up is found before the bound is reached.
    let mut at = 0;
    while let Some((folder, depth)) = folders.get(at).cloned() {
        at += 1;
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        could = true;
        for entry in entries.flatten() {
            if seen == MOST_ENTRIES {
                look.more = true;
                return could;
            }
            seen += 1;
            let name = entry.file_name();
            // Of the entry itself, and not of what a link leads to.
            let Ok(of) = entry.file_type() else { continue };
            if is_hidden(&name) {
                continue;
            }
            if of.is_dir() && depth < DEPTH && !holds_photos(&name) {
                folders.push((entry.path(), depth + 1));
            } else if of.is_file()
                && is_table(&name)
                && let Ok(facts) = entry.metadata()
            {
                look.files.push(found(place, kind, &folder, &name, &facts));
            }
        }
    }
    could
}

fn found(place: &Path, kind: &ImportPlace, folder: &Path, name: &OsStr, facts: &Metadata) -> FoundFile {
    let photos = photos_of(folder, name);
    let within = folder.strip_prefix(place).unwrap_or(Path::new(""));
    let modified = facts.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    FoundFile {
        path: folder.join(name),
        shown: ImportFile {
            number: FileNumber(0),
            name: readable(name),
            place: kind.clone(),
            within: readable(within.as_os_str()),
            bytes: facts.len(),
            modified: modified.unwrap_or(Timestamp::UNIX_EPOCH),
            photos: photos.as_deref().map(readable),
        },
        photos: photos.map_or_else(|| folder.to_owned(), |photos| folder.join(photos)),
    }
}

/// The name of the folder beside `file` that holds its photos, if there is one.
fn photos_of(folder: &Path, file: &OsStr) -> Option<std::ffi::OsString> {
    let mut own = Path::new(file).file_stem()?.to_owned();
    own.push(".");
    own.push(PHOTOS);
    let is_folder = |name: &OsStr| fs::symlink_metadata(folder.join(name)).is_ok_and(|facts| facts.is_dir());
    [own, PHOTOS.into()].into_iter().find(|name| is_folder(name))
}

fn is_table(name: &OsStr) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// Also what other systems leave behind beside each file (`._permits.csv`).
fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// Thousands of pictures, and no tables.
fn holds_photos(name: &OsStr) -> bool {
    name == PHOTOS || Path::new(name).extension().is_some_and(|extension| extension == PHOTOS)
}

/// A name fit to be shown: of one line, in reading order, not endless.
fn readable(name: impl AsRef<OsStr>) -> String {
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shown: Vec<char> =
        name.as_ref().to_string_lossy().chars().map(|c| if c.is_control() || turns(c) { '?' } else { c }).collect();
    if shown.len() <= MOST_SHOWN {
        return shown.into_iter().collect();
    }
    // The end says which of several it is.
    let (head, tail) = (MOST_SHOWN / 2, MOST_SHOWN / 2 - 3);
    shown.iter().take(head).chain(&['.'; 3]).chain(shown.iter().skip(shown.len() - tail)).collect()
}

/// Opens a file that was found: itself, and not what somebody put in its place as a link since.
///
/// # Errors
/// If it is not there any more, is no plain file, or cannot be read.
pub fn open(path: &Path) -> io::Result<File> {
    let other = || io::Error::new(io::ErrorKind::InvalidInput, "the file is not a plain one any more");
    let facts = fs::symlink_metadata(path)?;
    if !facts.is_file() {
        return Err(other());
    }
    let file = File::open(path)?;
    let opened = file.metadata()?;
    let same = (opened.dev(), opened.ino()) == (facts.dev(), facts.ino());
    if same { Ok(file) } else { Err(other()) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::time::{Duration, SystemTime};

    use super::*;

    fn put(path: &Path, age: u64) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "number\n").unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 - age);
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    fn names(look: &Look) -> Vec<&str> {
        look.files.iter().map(|file| file.shown.name.as_str()).collect()
    }

    #[test]
    fn tables_are_found_newest_first_and_two_folders_deep() {
        let dir = tempfile::tempdir().unwrap();
        let (folder, stick) = (dir.path().join("import"), dir.path().join("KINGSTON 8G"));
        put(&folder.join("old.csv"), 90);
        put(&folder.join("notes.txt"), 1);
        put(&folder.join(".hidden.csv"), 1);
        put(&stick.join("PERMITS.CSV"), 10);
        put(&stick.join("2026/may/new.csv"), 1);
        put(&stick.join("2026/may/week/deep.csv"), 0);
        put(&stick.join("photos/inside.csv"), 0);
        let mut next = 7;
        let look = look(Some(&folder), std::slice::from_ref(&stick), &mut next);
        assert_eq!(names(&look), ["new.csv", "PERMITS.CSV", "old.csv"]);
        let shown = look.shown();
        assert_eq!((shown.more, shown.folder), (false, ImportFolder::Read));
        assert_eq!(shown.files[0].within, "2026/may");
        assert_eq!(shown.files[0].place, ImportPlace::Stick("KINGSTON 8G".to_owned()));
        assert_eq!(shown.files[2].place, ImportPlace::Folder);
        assert_eq!((next, shown.files[0].number), (10, FileNumber(8)), "numbers go on from look to look");
        assert!(look.find(FileNumber(8)).is_some() && look.find(FileNumber(7)).is_none());
    }

    #[test]
    fn no_link_is_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (stick, outside) = (dir.path().join("stick"), dir.path().join("outside"));
        put(&outside.join("secret.csv"), 0);
        put(&stick.join("own.csv"), 0);
        symlink(outside.join("secret.csv"), stick.join("link.csv")).unwrap();
        symlink(&outside, stick.join("folder")).unwrap();
        symlink(&outside, stick.join("own.photos")).unwrap();
        let found = look(None, std::slice::from_ref(&stick), &mut 0);
        assert_eq!(names(&found), ["own.csv"]);
        assert_eq!(found.files[0].photos, stick, "a folder of photos that is a link is none");
        // Nor one that took the file's place after the look.
        assert!(open(&found.files[0].path).is_ok());
        fs::remove_file(stick.join("own.csv")).unwrap();
        symlink(outside.join("secret.csv"), stick.join("own.csv")).unwrap();
        assert!(open(&found.files[0].path).is_err());
        assert!(open(&outside).is_err(), "a folder is no table");
    }

    #[test]
    fn photos_lie_in_a_folder_of_the_tables_name_or_in_photos_or_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let of = |look: &Look| (look.files[0].shown.photos.clone(), look.files[0].photos.clone());
        put(&dir.path().join("may.csv"), 0);
        let found = |dir: &Path| look(Some(dir), &[], &mut 0);
        assert_eq!(of(&found(dir.path())), (None, dir.path().to_owned()));
        fs::create_dir(dir.path().join("photos")).unwrap();
        assert_eq!(of(&found(dir.path())), (Some("photos".to_owned()), dir.path().join("photos")));
        fs::create_dir(dir.path().join("may.photos")).unwrap();
        assert_eq!(of(&found(dir.path())), (Some("may.photos".to_owned()), dir.path().join("may.photos")));
    }

    #[test]
    fn what_is_listed_has_a_bound() {
        let dir = tempfile::tempdir().unwrap();
        for n in 0..=MOST_FILES {
            put(&dir.path().join(format!("{n}.csv")), n as u64);
        }
        let found = look(Some(dir.path()), &[], &mut 0);
        assert_eq!(found.files.len(), MOST_FILES);
        assert_eq!(found.files[0].shown.name, "0.csv");
        assert!(found.shown().more);
    }

    #[test]
    fn a_full_stick_is_not_read_to_its_end() {
        let dir = tempfile::tempdir().unwrap();
        for n in 0..=MOST_ENTRIES {
            File::create(dir.path().join(format!("{n}.jpg"))).unwrap();
        }
        fs::create_dir(dir.path().join("folder")).unwrap();
        let found = look(Some(dir.path()), &[], &mut 0);
        assert!(found.shown().more);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let found = look(Some(Path::new("/nonexistent")), &[PathBuf::from("/nonexistent")], &mut 0);
        assert_eq!((found.shown().folder, found.files.len()), (ImportFolder::Unreadable, 0));
        assert_eq!(look(None, &[], &mut 0).shown(), FilesFound::default());
    }

    #[test]
    fn only_what_is_mounted_below_the_roots_is_removable() {
        let mounts =
            b"proc /proc proc rw 0 0\n/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/clerk/USB\\040DISK vfat rw 0 0\n\
                       /dev/sdc1 /run/media/clerk/A exfat rw 0 0\n/dev/sdb1 /media/clerk/USB\\040DISK vfat rw 0 0\n\
                       tmpfs /media tmpfs rw 0 0\n/dev/sdd1 /mediathek/x ext4 rw 0 0\nbroken\n";
        assert_eq!(removable(mounts), [PathBuf::from("/media/clerk/USB DISK"), PathBuf::from("/run/media/clerk/A")]);
    }

    #[test]
    fn names_are_shown_on_one_line() {
        assert_eq!(readable("a\nb\u{202E}c"), "a?b?c");
        let long = readable(format!("{}.csv", "x".repeat(300)));
        assert!(long.chars().count() <= MOST_SHOWN && is_table(OsStr::new(&long)), "{long}");
    }
}
