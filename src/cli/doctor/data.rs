//! Store and face models.

use super::Finding;
use crate::config::Config;
use crate::face::{FaceEngine, FaceError, PresentationChoice};
use crate::store::{Store, StorePaths};

/// Opens the store, if there is one, and checks every page, reference and audit row.
pub(super) fn store(config: Option<&Config>) -> Finding {
    const PART: &str = "store";
    let Some(config) = config else {
        return Finding::warning(PART, super::NOT_CONFIGURED, "the configuration's [store] names its folder");
    };
    let paths = StorePaths::in_folder(&config.store_folder);
    if !paths.database.exists() {
        let found = format!("none yet in {}", config.store_folder.display());
        return Finding::warning(
            PART,
            found,
            "import a register with `esscard-kiosk register import`; it makes the store",
        );
    }
    let permits = Store::open_only(&paths, crate::wiring::store_kind(config)).and_then(|store| {
        store.check()?;
        Ok(store.permits()?.len())
    });
    match permits {
        Ok(0) => {
            Finding::warning(PART, "sound, but its register is empty", "fill it with `esscard-kiosk register import`")
        }
        Ok(n) => Finding::ok(PART, format!("every page and the audit chain are sound; {n} permits in the register")),
        // The store's errors say what to do themselves.
        Err(error) => Finding::fault(PART, error.to_string(), "do not start the kiosk before this is settled"),
    }
}

/// Loads the face models; each is compared with its SHA-256 before it is used.
pub(super) fn models(config: Option<&Config>) -> Finding {
    const PART: &str = "models";
    let choice = config.map_or(PresentationChoice::Shipped, |config| config.presentation.clone());
    match (FaceEngine::load_with(&choice), choice) {
        (Ok(_), PresentationChoice::None) => Finding::warning(
            PART,
            "all face models have their SHA-256 and load; no network looks out for pictures of a face",
            "take face.presentation out of the configuration: the shipped network then does",
        ),
        (Ok(_), _) => Finding::ok(PART, "all face models have their SHA-256 and load"),
        (Err(error @ FaceError::Presentation { .. }), PresentationChoice::File(_)) => {
            Finding::fault(PART, error.to_string(), "correct the file that face.presentation names, or its network")
        }
        (Err(error), _) => Finding::fault(PART, error.to_string(), "install the program again: it is damaged"),
    }
}
