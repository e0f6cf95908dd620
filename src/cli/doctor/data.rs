//! Store and face models.

use super::Finding;
use crate::config::Config;
use crate::face::models;
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

/// Looks whether the folder that staff import from can be read; nothing where none is named.
pub(super) fn import_folder(config: Option<&Config>) -> Option<Finding> {
    const PART: &str = "import folder";
    let folder = config?.import_folder.as_deref()?;
    Some(match std::fs::read_dir(folder) {
        Ok(_) => Finding::ok(PART, folder.display().to_string()),
        Err(error) => Finding::warning(
            PART,
            format!("{} cannot be read: {error}", folder.display()),
            "make it readable for the kiosk, or leave register.import_folder out; staff can still import from USB sticks",
        ),
    })
}

const PART: &str = "models";

/// The networks that are not what they should be, all of them in one line; `None` if there is none.
fn damaged(networks: &[(&'static str, bool)]) -> Option<Finding> {
    let wrong: Vec<&str> = networks.iter().filter(|(_, sound)| !sound).map(|(name, _)| *name).collect();
    (!wrong.is_empty()).then(|| {
        let found =
            format!("{} of {} networks have another SHA-256: {}", wrong.len(), networks.len(), wrong.join(", "));
        Finding::fault(PART, found, "install the program again: it is damaged")
    })
}

/// Compares every further language with the English texts.
pub(super) fn languages(config: Option<&Config>) -> Finding {
    const PART: &str = "languages";
    let Some(folder) = config.and_then(|config| config.languages.as_deref()) else {
        return Finding::ok(PART, "Chinese and English");
    };
    let report = match crate::cli::i18n::report(Some(folder)) {
        Ok(report) => report,
        Err(error) => return Finding::fault(PART, error.to_string(), "install the program again: it is damaged"),
    };
    let remedy = "`esscard-kiosk i18n check` lists them; until then English stands in their place";
    if let Some(error) = report.unreadable.first() {
        return Finding::warning(PART, error.clone(), "correct the file, or take it out of the folder");
    }
    let lacking: Vec<String> = report
        .catalogues
        .iter()
        .filter(|catalogue| !catalogue.is_complete())
        .map(|catalogue| format!("{}: {} of {} missing", catalogue.tag, catalogue.missing.len(), catalogue.texts))
        .collect();
    if lacking.is_empty() {
        let tags: Vec<&str> = report.catalogues.iter().map(|catalogue| catalogue.tag.as_str()).collect();
        Finding::ok(PART, format!("complete: {}", tags.join(", ")))
    } else {
        Finding::warning(PART, lacking.join("; "), remedy)
    }
}

/// Loads the face models; each is compared with its SHA-256 before it is used.
pub(super) fn models(config: Option<&Config>) -> Finding {
    let networks = models::checked();
    if let Some(finding) = damaged(&networks) {
        return finding;
    }
    let loaded = |and: &str| {
        let names: Vec<&str> = networks.iter().map(|(name, _)| name.trim_end_matches(".net")).collect();
        format!("{} networks have their SHA-256 and load ({}); {and}", names.len(), names.join(", "))
    };
    let choice = config.map_or(PresentationChoice::Shipped, |config| config.presentation.clone());
    match (FaceEngine::load_with(&choice), choice) {
        (Ok(_), PresentationChoice::None) => Finding::warning(
            PART,
            loaded("none looks out for pictures of a face"),
            "take face.presentation out of the configuration: the shipped network then does",
        ),
        (Ok(_), PresentationChoice::Shipped) => Finding::ok(PART, loaded("so does the one against pictures of a face")),
        (Ok(_), PresentationChoice::File(file)) => {
            let own = format!("against pictures of a face: the one of {}", file.display());
            Finding::ok(PART, loaded(&own))
        }
        (Err(error @ FaceError::Presentation { .. }), PresentationChoice::File(_)) => {
            Finding::fault(PART, error.to_string(), "correct the file that face.presentation names, or its network")
        }
        (Err(error), _) => Finding::fault(PART, error.to_string(), "install the program again: it is damaged"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::Health;

    #[test]
    fn each_damaged_network_is_named_and_sound_ones_are_counted() {
        let finding = damaged(&[("a.net", true), ("b.net", false), ("c.net", false)]).expect("two are damaged");
        assert_eq!(finding.state, Health::Fault);
        assert_eq!(finding.found, "2 of 3 networks have another SHA-256: b.net, c.net");
        assert_eq!(damaged(&[("a.net", true)]), None);
        let found = models(None);
        assert_eq!(found.state, Health::Ok, "{found:?}");
        assert!(found.found.starts_with("6 networks") && found.found.contains("sface"), "{found:?}");
    }
}
