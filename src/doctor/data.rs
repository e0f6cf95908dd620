//! Store and face models.

use std::time::Duration;

use super::Looked;
use crate::domain::device_check::{Finding, Notice};
use crate::domain::fault::Fault;
use crate::face::models as networks;
use crate::face::{FaceEngine, FaceError, PresentationChoice};
use crate::store::{Store, StoreError, StoreKind, StorePaths};

/// Between two looks at a page that somebody else may just have been writing.
const ANEW_AFTER: Duration = Duration::from_millis(500);

/// Checks every page, reference and audit row of a store that is there, beside whoever has it open.
#[must_use]
pub fn store(paths: &StorePaths, kind: StoreKind) -> Looked {
    if !paths.database.exists() {
        // Opening it would make a new one.
        return Looked::wrong(Finding::of(Notice::StoreMissing), "the store is gone", "restore it from its backup");
    }
    let permits = Store::open_only(paths, kind).and_then(|store| {
        checked(&store)?;
        Ok(store.permits()?.len())
    });
    match permits {
        Ok(0) => Looked::wrong(
            Finding::of(Notice::RegisterEmpty),
            "sound, but its register is empty",
            "fill it with `esscard-kiosk register import`",
        ),
        Ok(n) => Looked::well(
            Finding::of(Notice::StoreSound).with(format!("{n} permits")),
            format!("every page and the audit chain are sound; {n} permits in the register"),
        ),
        // The store's errors say what to do themselves.
        Err(error) => Looked::wrong(
            Finding::of(of_store(&error)),
            error.to_string(),
            "do not start the kiosk before this is settled",
        ),
    }
}

/// The codes of the pages are read beside whoever writes them: what is damaged is so twice.
fn checked(store: &Store) -> Result<(), StoreError> {
    match store.check() {
        Err(StoreError::Damaged(_)) => {
            std::thread::sleep(ANEW_AFTER);
            store.check()
        }
        done => done,
    }
}

fn of_store(error: &StoreError) -> Notice {
    match error {
        StoreError::AuditBroken { .. }
        | StoreError::AuditNotAsSigned { .. }
        | StoreError::AuditSignatureMissing { .. }
        | StoreError::SigningKeyMissing(_) => Notice::StoreChanged,
        StoreError::File { .. } => Notice::StoreUnread,
        error if error.fault() == Fault::Busy => Notice::StoreUnread,
        _ => Notice::StoreDamaged,
    }
}

/// The networks that are not what they should be, all of them in one line; `None` if there is none.
fn damaged(networks: &[(&'static str, bool)]) -> Option<Looked> {
    let wrong: Vec<&str> = networks.iter().filter(|(_, sound)| !sound).map(|(name, _)| *name).collect();
    (!wrong.is_empty()).then(|| {
        let found =
            format!("{} of {} networks have another SHA-256: {}", wrong.len(), networks.len(), wrong.join(", "));
        let finding = Finding::of(Notice::ModelsDamaged).with(wrong.join(", "));
        Looked::wrong(finding, found, "install the program again: it is damaged")
    })
}

/// Loads the face models; each is compared with its SHA-256 before it is used.
#[must_use]
pub fn models(choice: &PresentationChoice) -> Looked {
    let networks = networks::checked();
    if let Some(looked) = damaged(&networks) {
        return looked;
    }
    let loaded = |and: &str| {
        let names: Vec<&str> = networks.iter().map(|(name, _)| name.trim_end_matches(".net")).collect();
        format!("{} networks have their SHA-256 and load ({}); {and}", names.len(), names.join(", "))
    };
    let sound = || Finding::of(Notice::ModelsSound);
    match (FaceEngine::load_with(choice), choice) {
        (Ok(_), PresentationChoice::None) => Looked::wrong(
            Finding::of(Notice::ModelsUnguarded),
            loaded("none looks out for pictures of a face"),
            "take face.presentation out of the configuration: the shipped network then does",
        ),
        (Ok(_), PresentationChoice::Shipped) => {
            Looked::well(sound(), loaded("so does the one against pictures of a face"))
        }
        (Ok(_), PresentationChoice::File(file)) => {
            let own = format!("against pictures of a face: the one of {}", file.display());
            Looked::well(sound(), loaded(&own))
        }
        (Err(error), choice) => {
            let remedy = match (&error, choice) {
                (FaceError::Presentation { .. }, PresentationChoice::File(_)) => {
                    "correct the file that face.presentation names, or its network"
                }
                _ => "install the program again: it is damaged",
            };
            Looked::wrong(Finding::of(Notice::ModelsDamaged), error.to_string(), remedy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::device_check::Health;

    #[test]
    fn each_damaged_network_is_named_and_sound_ones_are_counted() {
        let looked = damaged(&[("a.net", true), ("b.net", false), ("c.net", false)]).expect("two are damaged");
        assert_eq!(looked.notice(), Notice::ModelsDamaged);
        assert_eq!(looked.found, "2 of 3 networks have another SHA-256: b.net, c.net");
        assert_eq!(damaged(&[("a.net", true)]), None);
        let found = models(&PresentationChoice::Shipped);
        assert_eq!(found.notice().health(), Health::Ok, "{found:?}");
        assert!(found.found.starts_with("6 networks") && found.found.contains("sface"), "{found:?}");
    }

    #[test]
    fn a_store_is_looked_at_beside_whoever_has_it_open() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = StorePaths::in_folder(folder.path());
        assert_eq!(store(&paths, StoreKind::Demo).notice(), Notice::StoreMissing);
        assert!(!paths.database.exists(), "a look makes no store");
        let open = Store::open_for_kiosk(&paths, StoreKind::Demo).expect("made");
        assert_eq!(store(&paths, StoreKind::Demo).notice(), Notice::RegisterEmpty);
        assert_eq!(store(&paths, StoreKind::Kiosk).notice(), Notice::StoreDamaged, "another kind of store");
        open.rehearse_full(true).expect("a demo's");
        assert_eq!(store(&paths, StoreKind::Demo).notice(), Notice::RegisterEmpty, "read without writing");
        drop(open);
        let mut bytes = std::fs::read(&paths.database).expect("read");
        let end = bytes.len() - 2000;
        bytes[end] ^= 1;
        std::fs::write(&paths.database, bytes).expect("written");
        let broken = store(&paths, StoreKind::Demo);
        assert_eq!(broken.notice().health(), Health::Fault, "{broken:?}");
        assert_eq!(broken.finding.detail, None, "no place in the file system");
    }
}
