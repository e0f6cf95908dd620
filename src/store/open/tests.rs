use super::*;
use crate::store::fixtures::{FAST, permit};

fn made(dir: &tempfile::TempDir) -> StorePaths {
    let paths = StorePaths::in_folder(dir.path());
    let mut store = Store::open_with(&paths, FAST).unwrap();
    store.import_permits([permit(1)], crate::store::fixtures::at()).unwrap();
    paths
}

fn opened(paths: &StorePaths) -> Result<Store> {
    Store::open_with(paths, FAST)
}

#[test]
fn a_store_that_forgets_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = opened(&made(&dir)).unwrap();
    store.forget().unwrap();
    assert!(store.permit(&permit(1).number).unwrap().is_some());
    store.check().unwrap();
    let mut in_memory = Store::in_memory().unwrap();
    in_memory.import_permits([permit(1)], crate::store::fixtures::at()).unwrap();
    in_memory.forget().unwrap();
    assert!(in_memory.permit(&permit(1).number).unwrap().is_some());
}

/// Without its lock a command that closes the store takes itself for the last one, and removes the log that the
/// kiosk goes on writing.
#[test]
fn what_is_opened_beside_takes_no_lock_away() {
    use std::os::unix::fs::MetadataExt as _;
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    let mut store = opened(&paths).unwrap();
    let inode = format!(":{}", fs::metadata(&paths.database).unwrap().ino());
    let locks = || {
        let all = fs::read_to_string("/proc/locks").unwrap();
        all.lines().filter(|line| line.contains("POSIX") && line.split(' ').any(|w| w.ends_with(&inode))).count()
    };
    assert_eq!(locks(), 1);
    drop(opened(&paths).unwrap());
    assert_eq!(locks(), 1, "a second one beside it");
    store.forget().unwrap();
    assert_eq!(locks(), 1, "closed and opened again");
}

#[test]
fn demo_and_kiosk_keep_out_of_each_others_store() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    let before = fs::read(&paths.database).unwrap();
    assert!(matches!(Store::open_only(&paths, StoreKind::Demo), Err(StoreError::NotTheDemos(_))));
    assert_eq!(fs::read(&paths.database).unwrap(), before);
    let dir = tempfile::tempdir().unwrap();
    let paths = StorePaths::in_folder(dir.path());
    for _ in 0..2 {
        let demo = Store::open_as(&paths, FAST, StoreKind::Demo, Some(StoreKind::Demo)).unwrap();
        assert_eq!(demo.kind(), StoreKind::Demo);
    }
    assert!(matches!(Store::open_only(&paths, StoreKind::Kiosk), Err(StoreError::TheDemos(_))));
    assert_eq!(opened(&paths).unwrap().kind(), StoreKind::Demo, "commands see what it is");
}

#[test]
fn a_store_is_made_once_and_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    let store = opened(&paths).unwrap();
    assert!(store.permit(&permit(1).number).unwrap().is_some());
    store.check().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&paths.keys), 0o700);
    for file in [paths.key_file(), paths.pepper_file(), paths.database.clone(), paths.database.with_extension("db-wal")]
    {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn the_settings_are_in_force() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&made(&dir)).unwrap();
    let value = |pragma: &str| -> String {
        store.db.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, rusqlite::types::Value>(0)).map_or_else(
            |error| error.to_string(),
            |value| match value {
                rusqlite::types::Value::Text(text) => text,
                rusqlite::types::Value::Integer(number) => number.to_string(),
                other => format!("{other:?}"),
            },
        )
    };
    for (pragma, expected) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("secure_delete", "1"),
        ("foreign_keys", "1"),
        ("temp_store", "2"),
        ("cipher_memory_security", "1"),
    ] {
        assert_eq!(value(pragma), expected, "{pragma}");
    }
}

#[test]
fn nothing_on_disk_is_readable() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    for file in [paths.database.clone(), paths.database.with_extension("db-wal")] {
        let bytes = fs::read(file).unwrap_or_default();
        for needle in [permit(1).number.as_str().as_bytes(), b"CREATE TABLE", b"SQLite format"] {
            assert!(!bytes.windows(needle.len()).any(|w| w == needle));
        }
    }
}

#[test]
fn another_key_does_not_open_it() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    fs::write(paths.key_file(), [7; 32]).unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::Unreadable(_))));
}

#[test]
fn key_files_are_guarded() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    fs::set_permissions(paths.key_file(), fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::KeyExposed(_))));
    fs::set_permissions(paths.key_file(), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(paths.key_file(), [7; 31]).unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::KeyDamaged(_))));
    fs::remove_file(paths.key_file()).unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::KeyMissing(_))));
    assert!(!paths.key_file().exists(), "a lost key is not made anew over an old store");
}

#[test]
fn an_empty_file_is_not_taken_for_a_new_store() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    fs::write(&paths.database, []).unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::Empty(_))));
    assert_eq!(fs::metadata(&paths.database).unwrap().len(), 0);
}

#[test]
fn a_cut_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    drop(opened(&paths).unwrap());
    let whole = fs::read(&paths.database).unwrap();
    for length in [100, 4096, whole.len() - 4096] {
        fs::write(&paths.database, &whole[..length]).unwrap();
        let error = opened(&paths).err();
        assert!(matches!(error, Some(StoreError::Unreadable(_))), "{length}: {error:?}");
    }
    fs::write(&paths.database, &whole[..whole.len() - 1]).unwrap();
    assert!(opened(&paths).and_then(|store| store.check()).is_err());
}

#[test]
fn a_changed_page_is_found_by_the_check() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    drop(opened(&paths).unwrap());
    let mut bytes = fs::read(&paths.database).unwrap();
    let middle = bytes.len() - 2000;
    bytes[middle] ^= 1;
    fs::write(&paths.database, bytes).unwrap();
    let found = opened(&paths).and_then(|store| store.check());
    assert!(
        matches!(found, Err(StoreError::Damaged(_) | StoreError::Unreadable(_) | StoreError::Database(_))),
        "{found:?}"
    );
}

#[test]
fn foreign_files_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    fs::remove_file(&paths.database).unwrap();
    let foreign = Connection::open(&paths.database).unwrap();
    foreign.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    drop(foreign);
    let before = fs::read(&paths.database).unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::Foreign(_))));
    fs::write(&paths.database, "not a database at all, but long enough to look like one").unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::Unreadable(_))));
    fs::write(&paths.database, &before).unwrap();
    assert_eq!(fs::read(&paths.database).unwrap(), before);
}

#[test]
fn a_store_of_a_newer_program_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let paths = made(&dir);
    opened(&paths).unwrap().db.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(opened(&paths), Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn one_kiosk_runs_on_a_store_and_commands_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let paths = StorePaths::in_folder(dir.path());
    let first = Store::open_for_kiosk(&paths, StoreKind::Kiosk).unwrap();
    assert!(matches!(Store::open_for_kiosk(&paths, StoreKind::Kiosk), Err(StoreError::InUse(_))));
    assert!(Store::open(&paths).is_ok());
    drop(first);
    assert!(Store::open_for_kiosk(&paths, StoreKind::Kiosk).is_ok());
}
