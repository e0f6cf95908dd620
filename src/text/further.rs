//! Further languages: a folder of catalogues beside the two that are built in. No code is needed for one.
//!
//! `FOLDER/TAG/*.ftl` hold the texts, `TAG` being a BCP 47 tag such as `vi`; `FOLDER/TAG/countries.csv` (`en,name`)
//! may hold the names of countries, which the register writes in English. What is missing is shown in English.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

use crate::domain::language::Language;

/// Largest file that is read, in bytes: many times what a catalogue needs.
const LARGEST: u64 = 1 << 20;
/// Most languages a kiosk offers: what a list on the screen holds.
pub const MOST_LANGUAGES: usize = 12;

/// A folder that could not be used as it is. The program goes on with what it could read.
#[derive(Debug, thiserror::Error)]
pub enum FurtherError {
    /// The folder of all languages.
    #[error("the folder of languages {} cannot be read: {source}", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    /// A folder's name is no language.
    #[error("{} is not named by a language tag such as vi or pt-BR", .0.display())]
    NoTag(PathBuf),
    /// One file.
    #[error("{} cannot be read: {detail}", path.display())]
    File { path: PathBuf, detail: String },
    /// More than a list on the screen holds.
    #[error("{} is left out: {MOST_LANGUAGES} languages are the most", .0.display())]
    TooMany(PathBuf),
}

/// One further language as read.
pub(super) struct Further {
    pub language: Language,
    pub bundle: FluentBundle<FluentResource>,
    /// Keys of its texts.
    pub keys: BTreeSet<String>,
    /// English name in small letters to the name in this language.
    pub countries: BTreeMap<String, String>,
}

/// Reads every language of `folder`, in the order of their tags, and what stood in the way.
pub(super) fn read(folder: &Path) -> (Vec<Further>, Vec<FurtherError>) {
    let mut errors = Vec::new();
    let mut languages = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) => return (languages, vec![FurtherError::Folder { path: folder.to_owned(), source }]),
    };
    let mut folders: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    for path in folders {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let language = Language::from_tag(name);
        let id: Option<LanguageIdentifier> = name.parse().ok();
        match (language, id) {
            // Those two are built in.
            (Some(Language::Chinese | Language::English), _) => {}
            (Some(_), Some(_)) if languages.len() >= MOST_LANGUAGES => errors.push(FurtherError::TooMany(path)),
            (Some(language @ Language::Further(_)), Some(id)) => {
                languages.push(language_of(&path, language, id, &mut errors));
            }
            _ => errors.push(FurtherError::NoTag(path)),
        }
    }
    (languages, errors)
}

fn language_of(folder: &Path, language: Language, id: LanguageIdentifier, errors: &mut Vec<FurtherError>) -> Further {
    let mut further = Further {
        language,
        bundle: FluentBundle::new_concurrent(vec![id]),
        keys: BTreeSet::new(),
        countries: BTreeMap::new(),
    };
    further.bundle.set_use_isolating(false);
    for path in files(folder) {
        let told = |detail: String| FurtherError::File { path: path.clone(), detail };
        let text = match bounded(&path) {
            Ok(text) => text,
            Err(detail) => {
                errors.push(told(detail));
                continue;
            }
        };
        if path.extension().is_some_and(|e| e == "csv") {
            match countries(&text) {
                Ok(countries) => further.countries = countries,
                Err(detail) => errors.push(told(detail)),
            }
            continue;
        }
        // What is well-formed in a file serves, whatever stands beside it.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, faults)| {
            errors.push(told(faults.first().map(ToString::to_string).unwrap_or_default()));
            resource
        });
        further.keys.extend(super::catalogue::keys_of(&resource));
        if let Err(faults) = further.bundle.add_resource(resource) {
            errors.push(told(faults.first().map(ToString::to_string).unwrap_or_default()));
        }
    }
    further
}

/// The catalogues of one language, and its countries.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let wanted = |path: &PathBuf| {
        path.extension().is_some_and(|e| e == "ftl") || path.file_name().is_some_and(|name| name == "countries.csv")
    };
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).filter(wanted).collect();
    files.sort();
    files
}

fn bounded(path: &Path) -> Result<String, String> {
    let size = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
    if size > LARGEST {
        return Err(format!("it has {size} bytes; {LARGEST} are the most"));
    }
    std::fs::read_to_string(path).map_err(|e| e.to_string())
}

fn countries(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    if rows.headers().map_err(|e| e.to_string())? != ["en", "name"].as_slice() {
        return Err("its first line must be: en,name".to_owned());
    }
    let mut names = BTreeMap::new();
    for row in rows.deserialize::<(String, String)>() {
        let (english, name) = row.map_err(|e| e.to_string())?;
        names.insert(english.to_lowercase(), name);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Args, Words, dates};

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    fn load(files: &[(&str, &str)]) -> (Words, Vec<FurtherError>) {
        Words::load_with(Some(folder(files).path())).unwrap()
    }

    const SPANISH: &str = "lang_name = Español\nback = Volver\ndate_long = { $day } de { $month } de { $year }\n\
        month_6 = junio\nr_sum =\n    { $n ->\n        [one] Hay un error\n       *[other] Hay { $n } errores\n    }\n";

    #[test]
    fn a_folder_is_enough_for_a_language() {
        let (words, errors) = load(&[("es/all.ftl", SPANISH), ("es/countries.csv", "en,name\nDemoland,Demolandia\n")]);
        assert!(errors.is_empty(), "{errors:?}");
        let spanish = Language::from_tag("es").unwrap();
        assert_eq!(words.languages(), [Language::Chinese, Language::English, spanish]);
        let pair = words.pair(spanish, "back", &Args::none());
        assert_eq!((pair.primary.as_str(), pair.secondary.as_str()), ("Volver", "返回"), "Chinese stands beneath");
        assert_eq!(words.name_of(spanish, Language::English).primary, "Español");
        let of = |n: i64| words.get(spanish, "r_sum", &Args::none().number("n", n));
        assert_eq!((of(1), of(3)), ("Hay un error".to_owned(), "Hay 3 errores".to_owned()));
        let day = jiff::civil::date(2027, 6, 30);
        assert_eq!(dates::date(&words, spanish, day), "30 de junio de 2027");
        assert_eq!(words.country(spanish, " DEMOLAND "), Some("Demolandia"));
        assert_eq!(words.country(spanish, "Nowhere"), None);
        assert_eq!(words.country(Language::English, "Demoland"), None);
    }

    #[test]
    fn what_is_missing_is_shown_in_english_and_listed() {
        let (words, _) = load(&[("es/all.ftl", "back = Volver\nold_text = Nadie\nf_of = { $x } de 3\n")]);
        let spanish = Language::from_tag("es").unwrap();
        assert_eq!(words.get(spanish, "staff", &Args::none()), "Ask staff");
        let compared = words.compared(spanish);
        assert!(compared.missing.iter().any(|key| key == "staff") && compared.missing.iter().any(|k| k == "lang_name"));
        assert!(!compared.missing.iter().any(|key| key == "back"));
        assert_eq!(compared.missing.len(), compared.texts - 2 + 1, "all but two, and the language's own name");
        assert_eq!(compared.unused, ["old_text"]);
        assert_eq!(compared.values, ["f_of"]);
    }

    #[test]
    fn the_chinese_catalogue_lacks_nothing() {
        let words = Words::load().unwrap();
        let compared = words.compared(Language::Chinese);
        assert!(
            compared.missing.is_empty() && compared.unused.is_empty() && compared.values.is_empty(),
            "{compared:?}"
        );
        assert!(compared.texts > 300);
    }

    #[test]
    fn a_damaged_file_costs_only_its_own_texts() {
        let files = [
            ("es/bad.ftl", "back = Volver\nthis is no text\n"),
            ("es/twice.ftl", "back = Otra vez\n"),
            ("es/countries.csv", "name,en\nx,y\n"),
            ("Deutsch/all.ftl", "back = Zurück\n"),
            ("zh-CN/all.ftl", "back = 回\n"),
        ];
        let (words, errors) = load(&files);
        let spanish = Language::from_tag("es").unwrap();
        assert_eq!(words.get(spanish, "back", &Args::none()), "Volver");
        assert_eq!(words.get(Language::Chinese, "back", &Args::none()), "返回", "built in");
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        for part in ["bad.ftl", "twice.ftl", "countries.csv", "Deutsch"] {
            assert!(told.iter().any(|error| error.contains(part)), "{part}: {told:?}");
        }
    }

    #[test]
    fn a_missing_folder_leaves_the_built_in_languages() {
        let (words, errors) = Words::load_with(Some(Path::new("/nowhere/at/all"))).unwrap();
        assert_eq!(words.languages(), Language::ALL);
        assert!(matches!(errors.as_slice(), [FurtherError::Folder { .. }]));
    }
}
