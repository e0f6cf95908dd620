//! Opening the store: key files, encryption, and telling damage from a foreign file.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use zeroize::{Zeroize, Zeroizing};

use super::{PasswordCost, Result, Store, StoreError, migrate};

/// Whose people a store holds. Written into the database when it is made, and never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// A kiosk's.
    Kiosk,
    /// The demo's: everybody in it is fictional.
    Demo,
}

impl StoreKind {
    /// Marks a database as ours: "ESSC", or "ESSD" for the demo's.
    fn application_id(self) -> i64 {
        match self {
            Self::Kiosk => 0x4553_5343,
            Self::Demo => 0x4553_5344,
        }
    }

    fn from_application_id(id: i64) -> Option<Self> {
        [Self::Kiosk, Self::Demo].into_iter().find(|kind| kind.application_id() == id)
    }
}

/// How long to wait for another process's transaction.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// What a plain `SQLite` file begins with; ours is encrypted from the first byte.
const PLAIN_SQLITE: [u8; 16] = *b"SQLite format 3\0";

pub(super) type Key = Zeroizing<[u8; 32]>;

/// Where the store's files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorePaths {
    /// The encrypted database.
    pub database: PathBuf,
    /// The folder of the key files. A folder of its own, so that backups can leave it out.
    pub keys: PathBuf,
}

impl StorePaths {
    /// The usual places below the kiosk's data folder.
    #[must_use]
    pub fn in_folder(data: &Path) -> Self {
        Self { database: data.join("store").join("kiosk.db"), keys: data.join("keys") }
    }

    fn key_file(&self) -> PathBuf {
        self.keys.join("store.key")
    }

    fn pepper_file(&self) -> PathBuf {
        self.keys.join("password.pepper")
    }

    /// Signs the audit log; made with the first signature.
    pub(super) fn signing_file(&self) -> PathBuf {
        self.keys.join("audit.signing")
    }
}

impl Store {
    /// Opens the store, making a kiosk's with new keys at the first start. One that is there may be
    /// the demo's: see [`Self::kind`], and [`Self::open_only`].
    ///
    /// # Errors
    /// If a key is missing, exposed or wrong, or the database is damaged, foreign or newer.
    pub fn open(paths: &StorePaths) -> Result<Self> {
        Self::open_with(paths, PasswordCost::STANDARD)
    }

    /// Opens a store of this kind, making it at the first start.
    ///
    /// # Errors
    /// As [`Self::open`], and [`StoreError::NotTheDemos`] or [`StoreError::TheDemos`] if one of the other kind
    /// is there: real and fictional people must never meet. It is left as it is.
    pub fn open_only(paths: &StorePaths, kind: StoreKind) -> Result<Self> {
        Self::open_as(paths, PasswordCost::STANDARD, kind, Some(kind))
    }

    /// Opens a store of this kind for a kiosk that runs: as [`Self::open_only`], and as the only one. Commands
    /// may go on using the store beside it.
    ///
    /// # Errors
    /// As [`Self::open_only`], and [`StoreError::InUse`].
    pub fn open_for_kiosk(paths: &StorePaths, kind: StoreKind) -> Result<Self> {
        let mut store = Self::open_only(paths, kind)?;
        let lock_file = paths.keys.join("kiosk.lock");
        let lock = private_file().create(true).truncate(false).open(&lock_file).map_err(at(&lock_file))?;
        match lock.try_lock() {
            Ok(()) => store.kiosk_lock = Some(lock),
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(paths.database.clone())),
            Err(TryLockError::Error(source)) => return Err(at(&lock_file)(source)),
        }
        Ok(store)
    }

    /// As [`Self::open`], with another cost of hashing passwords.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(paths: &StorePaths, cost: PasswordCost) -> Result<Self> {
        Self::open_as(paths, cost, StoreKind::Kiosk, None)
    }

    fn open_as(paths: &StorePaths, cost: PasswordCost, made: StoreKind, only: Option<StoreKind>) -> Result<Self> {
        make_folder(&paths.keys)?;
        if let Some(folder) = paths.database.parent() {
            make_folder(folder)?;
        }
        // Only one process makes the first store; others wait and find it made. Held to the end.
        let lock_file = paths.keys.join("lock");
        let lock = private_file().create(true).truncate(false).open(&lock_file).map_err(at(&lock_file))?;
        lock.lock().map_err(at(&lock_file))?;

        let is_new = !paths.database.try_exists().map_err(at(&paths.database))?;
        let key = key_in(&paths.key_file(), is_new)?;
        let pepper = key_in(&paths.pepper_file(), is_new)?;
        if is_new {
            make_database(&paths.database, &key, made)?;
        }
        let (mut db, kind) = open_existing(&paths.database, &key)?;
        if only.is_some_and(|only| only != kind) {
            let place = paths.database.clone();
            return Err(match kind {
                StoreKind::Kiosk => StoreError::NotTheDemos(place),
                StoreKind::Demo => StoreError::TheDemos(place),
            });
        }
        migrate::up(&mut db)?;
        Ok(Self {
            db,
            paths: Some(paths.clone()),
            kind,
            cost,
            pepper,
            log_holds_erased: true,
            kiosk_lock: None,
            waits: HashMap::new(),
            drafts_locked_since: None,
            face_tries: HashMap::new(),
        })
    }

    /// A store in memory with keys of its own and [`PasswordCost::FLOOR`], for tests.
    ///
    /// # Errors
    /// If the system has no random numbers or the database cannot be made.
    pub fn in_memory() -> Result<Self> {
        let mut db = Connection::open_in_memory()?;
        configure(&db)?;
        migrate::up(&mut db)?;
        let kind = StoreKind::Kiosk;
        Ok(Self {
            db,
            paths: None,
            kind,
            cost: PasswordCost::FLOOR,
            pepper: random_key()?,
            log_holds_erased: true,
            kiosk_lock: None,
            waits: HashMap::new(),
            drafts_locked_since: None,
            face_tries: HashMap::new(),
        })
    }

    /// Forgets what was read and asked: closes the database and opens it again. `SQLCipher` overwrites
    /// what it frees, but as long as a connection lives its caches hold decrypted pages and values.
    /// A store in memory is left as it is.
    ///
    /// # Errors
    /// If the database cannot be opened again; the store stays open then, caches and all.
    pub fn forget(&mut self) -> Result<()> {
        let Some(paths) = &self.paths else { return Ok(()) };
        let key = key_in(&paths.key_file(), false)?;
        self.db = open_existing(&paths.database, &key)?.0;
        Ok(())
    }

    /// Lets every write fail, or succeed again, as on a full disk: for training, in a demo's store only.
    ///
    /// # Errors
    /// [`StoreError::NotTheDemos`] in any other store that is to fail; or the database fails.
    pub fn rehearse_full(&self, full: bool) -> Result<()> {
        if full && self.kind != StoreKind::Demo {
            return Err(StoreError::NotTheDemos(self.paths.as_ref().map(|p| p.database.clone()).unwrap_or_default()));
        }
        self.db.pragma_update(None, "query_only", full)?;
        Ok(())
    }

    /// Checks every page's authentication code, the references between rows, and the audit chain.
    /// Reads the whole file.
    ///
    /// # Errors
    /// What is damaged.
    pub fn check(&self) -> Result<()> {
        for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA foreign_key_check"] {
            let mut statement = self.db.prepare(pragma)?;
            if statement.query([])?.next()?.is_some() {
                return Err(StoreError::Damaged(format!("{pragma} found errors")));
            }
        }
        self.verify_audit().map(|_| ())
    }
}

/// Turns an I/O error into ours.
fn at(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::File { path, source }
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

fn make_folder(folder: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(at(folder))
}

/// Makes a new file or rename in `folder` survive a power cut.
fn sync_folder_of(file: &Path) -> Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    File::open(folder).and_then(|f| f.sync_all()).map_err(at(folder))
}

fn random_key() -> Result<Key> {
    let mut key = Key::default();
    getrandom::fill(key.as_mut()).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(key)
}

/// Reads the key in `path`; makes it if there is none and `may_make`.
pub(super) fn key_in(path: &Path, may_make: bool) -> Result<Key> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_make => return make_key(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::KeyMissing(path.to_owned()));
        }
        Err(error) => return Err(at(path)(error)),
    };
    let facts = file.metadata().map_err(at(path))?;
    if facts.permissions().mode() & 0o077 != 0 {
        return Err(StoreError::KeyExposed(path.to_owned()));
    }
    let mut key = Key::default();
    if facts.len() != 32 || file.read_exact(key.as_mut()).is_err() {
        return Err(StoreError::KeyDamaged(path.to_owned()));
    }
    Ok(key)
}

/// Written beside its place and renamed, so that a crash leaves no half key.
fn make_key(path: &Path) -> Result<Key> {
    let half = path.with_extension("new");
    let key = new_key(&half)?;
    take_over(&half, path)?;
    Ok(key)
}

/// A new key in `path`, in place of what is there.
pub(super) fn new_key(path: &Path) -> Result<Key> {
    let key = random_key()?;
    let mut file = private_file().create(true).truncate(true).open(path).map_err(at(path))?;
    file.write_all(key.as_ref()).and_then(|()| file.sync_all()).map_err(at(path))?;
    sync_folder_of(path)?;
    Ok(key)
}

/// Gives the key in `from` the place `to`: all of it, or nothing.
pub(super) fn take_over(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(at(to))?;
    sync_folder_of(to)
}

/// Makes the whole database beside its place and renames it, so that a crash leaves no half store
/// and an existing file is never opened with leave to create.
fn make_database(path: &Path, key: &Key, kind: StoreKind) -> Result<()> {
    let half = path.with_extension("new");
    for left_over in [
        half.clone(),
        half.with_extension("new-wal"),
        half.with_extension("new-shm"),
        half.with_extension("new-journal"),
    ] {
        match fs::remove_file(&left_over) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(&left_over)(error)),
            _ => {}
        }
    }
    // SQLite would make it readable for all; the files beside it take over its mode.
    private_file().create_new(true).open(&half).map_err(at(&half))?;
    let mut db =
        Connection::open_with_flags(&half, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    unlock(&db, key)?;
    configure(&db)?;
    db.pragma_update(None, "application_id", kind.application_id())?;
    migrate::up(&mut db)?;
    db.close().map_err(|(_, error)| error)?;
    File::open(&half).and_then(|f| f.sync_all()).map_err(at(&half))?;
    fs::rename(&half, path).map_err(at(path))?;
    sync_folder_of(path)
}

/// Opens a database that is there. Only `SQLite` may open its file while another connection of this process has it open:
/// closing any other handle of it would drop that connection's locks, and then a command beside the kiosk takes itself for
/// the last one and removes the write-ahead log that the kiosk goes on writing.
fn open_existing(path: &Path, key: &Key) -> Result<(Connection, StoreKind)> {
    if fs::metadata(path).map_err(at(path))?.len() == 0 {
        return Err(StoreError::Empty(path.to_owned()));
    }
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    unlock(&db, key)?;
    let found: i64 =
        db.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(|error| unreadable(error, path))?;
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|error| unreadable(error, path))?;
    let kind = StoreKind::from_application_id(found).ok_or_else(|| StoreError::Foreign(path.to_owned()))?;
    configure(&db)?;
    Ok((db, kind))
}

/// What is wrong with a file that the key does not open.
fn unreadable(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) if is_plain(path) => {
            StoreError::Foreign(path.to_owned())
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Unreadable(path.to_owned()),
        _ => error.into(),
    }
}

/// Nobody has such a file open as a store.
fn is_plain(path: &Path) -> bool {
    let mut start = [0; PLAIN_SQLITE.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == PLAIN_SQLITE
}

/// Gives the key. `SQLCipher` wants it before anything else reads the file.
fn unlock(db: &Connection, key: &Key) -> Result<()> {
    let mut digits = Zeroizing::new([0; 64]);
    // Cannot fail: 32 bytes are 64 digits.
    hex::encode_to_slice(key.as_ref(), digits.as_mut()).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let mut pragma = Zeroizing::new(String::with_capacity(96));
    pragma.push_str("PRAGMA key = \"x'");
    digits.iter().for_each(|digit| pragma.push(char::from(*digit)));
    pragma.push_str("'\"");
    db.busy_timeout(BUSY)?;
    // Reports go to us as errors; SQLCipher's own would name tables on the terminal.
    db.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON")?;
    let done = db.execute_batch(&pragma);
    pragma.zeroize();
    Ok(done?)
}

fn configure(db: &Connection) -> Result<()> {
    db.busy_timeout(BUSY)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
         PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF",
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
