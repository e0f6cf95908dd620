//! The Fluent catalogues and the look-up of a text by its key.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::{LanguageIdentifier, langid};

use crate::domain::language::Language;

use super::further::{self, Further, FurtherError};

/// A catalogue that cannot be used. Found when the program starts, never while a visitor waits.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// The file is not Fluent.
    #[error("the catalogue {language}/{file}.ftl cannot be read: {detail}")]
    Syntax { language: &'static str, file: &'static str, detail: String },
    /// Two files define the same key.
    #[error("the catalogue {language}/{file}.ftl repeats a key: {detail}")]
    Repeated { language: &'static str, file: &'static str, detail: String },
}

/// One file of the catalogues, in both languages.
struct CatalogueFile {
    name: &'static str,
    zh: &'static str,
    en: &'static str,
}

macro_rules! catalogue_files {
    ($($name:literal),+ $(,)?) => {
        [$(CatalogueFile {
            name: $name,
            zh: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/i18n/zh-CN/", $name, ".ftl")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/i18n/en/", $name, ".ftl")),
        }),+]
    };
}

const FILES: &[CatalogueFile] = &catalogue_files![
    "assisted",
    "before",
    "capture",
    "capture_failed",
    "card",
    "consent",
    "consent_full",
    "console",
    "dates",
    "endings",
    "forgotten",
    "frame",
    "gallery",
    "get_the_app",
    "guide_labels",
    "home",
    "inquiry",
    "letter",
    "login",
    "machine",
    "name_help",
    "printer",
    "qr",
    "refused",
    "registration",
    "spoken",
];

/// A text in the visitor's language, large, and in the other one, beneath it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PairText {
    /// In the chosen language.
    pub primary: String,
    /// In the other language.
    pub secondary: String,
}

impl PairText {
    /// A pair of two texts that are not in the catalogue (names, addresses, numbers).
    #[must_use]
    pub fn new(primary: impl Into<String>, secondary: impl Into<String>) -> Self {
        Self { primary: primary.into(), secondary: secondary.into() }
    }

    /// Both languages say the same: the second is left out on the page.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { secondary: text.clone(), primary: text }
    }
}

/// The values of a text's placeholders.
#[derive(Default)]
pub struct Args(FluentArgs<'static>);

impl Args {
    /// For a text without placeholders.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a word or a sentence.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.set(name, FluentValue::from(value.into()));
        self
    }

    /// Adds a number; the text may choose its form by it ("1 day", "2 days").
    #[must_use]
    pub fn number(mut self, name: &'static str, value: impl Into<i64>) -> Self {
        self.0.set(name, FluentValue::from(value.into()));
        self
    }
}

/// Every text of the program, in the two languages that are built in and in further ones.
pub struct Words {
    chinese: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
    further: Vec<Further>,
    languages: Vec<Language>,
    /// Keys already reported as missing, so that the log says it once and not once a frame.
    reported: Mutex<HashSet<String>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}

impl Words {
    /// Reads the catalogues that are built into the program.
    ///
    /// # Errors
    /// If a catalogue is not Fluent or repeats a key; a test rules both out.
    pub fn load() -> Result<Self, WordsError> {
        Ok(Self {
            chinese: bundle(Language::Chinese, langid!("zh-CN"), |file| file.zh)?,
            english: bundle(Language::English, langid!("en"), |file| file.en)?,
            further: Vec::new(),
            languages: Language::ALL.to_vec(),
            reported: Mutex::default(),
        })
    }

    /// [`Self::load`], and the further languages of `folder`; also what could not be read there.
    ///
    /// # Errors
    /// As [`Self::load`]. What is wrong in the folder stops nothing.
    pub fn load_with(folder: Option<&Path>) -> Result<(Self, Vec<FurtherError>), WordsError> {
        let mut words = Self::load()?;
        let Some(folder) = folder else { return Ok((words, Vec::new())) };
        let (further, errors) = further::read(folder);
        words.languages.extend(further.iter().map(|further| further.language));
        words.further = further;
        Ok((words, errors))
    }

    /// Every language there are words in: those that are built in first.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The name of `language` in itself, and in the visitor's where that is known.
    #[must_use]
    pub fn name_of(&self, language: Language, reader: Language) -> PairText {
        let key = match language {
            Language::Chinese => "lang_zh",
            Language::English => "lang_en",
            Language::Further(tag) if !self.has(language, "lang_name") => return PairText::same(tag.as_str()),
            Language::Further(_) => return PairText::same(self.get(language, "lang_name", &Args::none())),
        };
        PairText::new(self.get(language, key, &Args::none()), self.get(reader, key, &Args::none()))
    }

    /// The name of a country in `language`, by its English name in the register; `None` if it is not known.
    #[must_use]
    pub fn country(&self, language: Language, english: &str) -> Option<&str> {
        let further = self.further.iter().find(|further| further.language == language)?;
        further.countries.get(&english.trim().to_lowercase()).map(String::as_str)
    }

    /// How the catalogue of a further language, or the Chinese one, differs from the English.
    #[must_use]
    pub fn compared(&self, language: Language) -> Compared {
        let english = built_in_keys(|file| file.en);
        let own = match self.further.iter().find(|further| further.language == language) {
            Some(further) => further.keys.clone(),
            None => built_in_keys(|file| file.zh),
        };
        let values = own
            .intersection(&english)
            .filter(|key| self.values_of(language, key) != self.values_of(Language::English, key))
            .cloned()
            .collect();
        // The language's own name has no English counterpart.
        let unused = own.difference(&english).filter(|key| *key != "lang_name").cloned().collect();
        let mut missing: Vec<String> = english.difference(&own).cloned().collect();
        if matches!(language, Language::Further(_)) && !own.contains("lang_name") {
            missing.push("lang_name".to_owned());
        }
        Compared { missing, unused, values, texts: english.len() }
    }

    /// The placeholders of a text: what it complains of when it is given none.
    fn values_of(&self, language: Language, key: &str) -> BTreeSet<String> {
        let bundle = self.bundle(language);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return BTreeSet::new();
        };
        let mut errors = Vec::new();
        let _ = bundle.format_pattern(pattern, None, &mut errors);
        let told = errors.into_iter().filter_map(|error| match error {
            FluentError::ResolverError(error) => Some(error.to_string()),
            _ => None,
        });
        told.collect()
    }

    /// Every text of `language` that is its own, without values, for those who check what can be drawn.
    #[must_use]
    pub fn texts(&self, language: Language) -> Vec<String> {
        let keys = self.further.iter().find(|further| further.language == language).map(|further| &further.keys);
        keys.into_iter().flatten().map(|key| self.quietly(language, key)).collect()
    }

    fn quietly(&self, language: Language, key: &str) -> String {
        let bundle = self.bundle(language);
        let pattern = bundle.get_message(key).and_then(|message| message.value());
        pattern.map(|p| bundle.format_pattern(p, None, &mut Vec::new()).into_owned()).unwrap_or_default()
    }

    /// The text of `key` in `language`, or in English where a further language lacks it.
    ///
    /// A missing key or placeholder never stops a visit: the key itself is shown instead and the
    /// log says so once.
    #[must_use]
    pub fn get(&self, language: Language, key: &str, args: &Args) -> String {
        let bundle = self.bundle(language);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            self.report(language, key, "no such text");
            if matches!(language, Language::Further(_)) {
                return self.get(Language::English, key, args);
            }
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args.0), &mut errors).into_owned();
        if !errors.is_empty() {
            self.report(language, key, "a placeholder has no value");
        }
        text
    }

    /// The text of `key` in both languages, `language` first.
    #[must_use]
    pub fn pair(&self, language: Language, key: &str, args: &Args) -> PairText {
        PairText { primary: self.get(language, key, args), secondary: self.get(language.other(), key, args) }
    }

    /// [`Self::pair`] for texts whose values differ by language, such as dates and place names.
    #[must_use]
    pub fn pair_with(&self, language: Language, key: &str, args: impl Fn(Language) -> Args) -> PairText {
        let other = language.other();
        PairText { primary: self.get(language, key, &args(language)), secondary: self.get(other, key, &args(other)) }
    }

    /// The catalogue of `language` has `key`.
    #[must_use]
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.bundle(language).has_message(key)
    }

    fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
            Language::Further(_) => {
                self.further.iter().find(|further| further.language == language).map_or(&self.english, |f| &f.bundle)
            }
        }
    }

    fn report(&self, language: Language, key: &str, what: &str) {
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        if reported.insert(format!("{}/{key}", language.tag())) {
            tracing::debug!(language = language.tag(), key, "{what}");
        }
    }
}

/// How a catalogue differs from the English one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Shown in English.
    pub missing: Vec<String>,
    /// Asked for by no page.
    pub unused: Vec<String>,
    /// Texts with other placeholders than the English ones.
    pub values: Vec<String>,
    /// How many texts there are in English.
    pub texts: usize,
}

/// The keys of a catalogue's file.
pub(super) fn keys_of(resource: &FluentResource) -> Vec<String> {
    let mut keys = Vec::new();
    for entry in resource.entries() {
        if let fluent_syntax::ast::Entry::Message(message) = entry {
            keys.push(message.id.name.to_owned());
        }
    }
    keys
}

fn built_in_keys(text: impl Fn(&CatalogueFile) -> &'static str) -> BTreeSet<String> {
    let resources = FILES.iter().filter_map(|file| FluentResource::try_new(text(file).to_owned()).ok());
    resources.flat_map(|resource| keys_of(&resource)).collect()
}

fn bundle(
    language: Language,
    id: LanguageIdentifier,
    text: impl Fn(&CatalogueFile) -> &'static str,
) -> Result<FluentBundle<FluentResource>, WordsError> {
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The fonts have no glyph for the marks that Fluent sets around placeholders, and neither
    // language runs from right to left.
    bundle.set_use_isolating(false);
    for file in FILES {
        let resource = FluentResource::try_new(text(file).to_owned()).map_err(|(_, errors)| WordsError::Syntax {
            language: if language == Language::Chinese { "zh-CN" } else { "en" },
            file: file.name,
            detail: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        bundle.add_resource(resource).map_err(|errors| WordsError::Repeated {
            language: if language == Language::Chinese { "zh-CN" } else { "en" },
            file: file.name,
            detail: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::{Args, Words};
    use crate::domain::language::Language;

    #[test]
    fn a_pair_has_the_chosen_language_first() {
        let words = Words::load().unwrap();
        let pair = words.pair(Language::English, "staff", &Args::none());
        assert_eq!((pair.primary.as_str(), pair.secondary.as_str()), ("Ask staff", "请工作人员协助"));
    }

    #[test]
    fn placeholders_stand_in_the_text_without_marks_around_them() {
        let words = Words::load().unwrap();
        let args = Args::none().number("n", 3);
        assert_eq!(words.get(Language::Chinese, "f_of", &args), "第3项，共3项");
        assert_eq!(words.get(Language::English, "f_of", &args), "3 of 3");
    }

    #[test]
    fn english_counts_one_and_many() {
        let words = Words::load().unwrap();
        let of = |n: i64| words.get(Language::English, "r_sum", &Args::none().number("n", n));
        assert_eq!(of(1), "There is 1 thing to correct");
        assert_eq!(of(2), "There are 2 things to correct");
    }

    #[test]
    fn a_missing_text_shows_its_key_and_does_not_stop_the_visit() {
        let words = Words::load().unwrap();
        assert_eq!(words.get(Language::English, "no_such_key", &Args::none()), "no_such_key");
        assert!(words.get(Language::English, "f_of", &Args::none()).contains("of 3"));
    }
}
