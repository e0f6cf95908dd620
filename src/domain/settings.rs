//! What a supervisor may choose on the kiosk itself, and what its configuration file has decided for good.

use std::sync::{Arc, Mutex, PoisonError};

use super::language::Language;
use super::letter::SlipPaper;
use super::office::OfficeFacts;
use super::retention::Retention;

/// Longest key of a camera, in characters.
const LONGEST_KEY: usize = 160;

/// Names one camera so that it is found again: a USB device (`046d:0825:SERIAL`), or a node (`video2`) where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameraKey(String);

impl CameraKey {
    /// Takes 1 to 160 visible characters of ASCII.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A camera that is plugged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameraRow {
    pub key: CameraKey,
    /// As its maker calls it.
    pub name: String,
    /// The kiosk may take it and it offers pictures.
    pub usable: bool,
}

/// How long nobody may touch anything before a visit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rest {
    Short,
    Usual,
    Long,
}

impl Rest {
    pub const ALL: [Self; 3] = [Self::Short, Self::Usual, Self::Long];

    /// Seconds until the warning, and until the end: never less than WCAG 2.2.1's 20 seconds apart.
    #[must_use]
    pub fn seconds(self) -> (u32, u32) {
        match self {
            Self::Short => (30, 60),
            Self::Usual => (45, 75),
            Self::Long => (90, 150),
        }
    }

    /// The stored form: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Usual => "usual",
            Self::Long => "long",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rest| rest.word() == word)
    }
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    Camera,
    Language,
    Rest,
}

impl Setting {
    pub const ALL: [Self; 3] = [Self::Camera, Self::Language, Self::Rest];

    /// The stored form, and the one in the audit log: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Language => "language",
            Self::Rest => "rest",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.word() == word)
    }
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingChange {
    /// `None`: the first camera that delivers pictures.
    Camera(Option<CameraKey>),
    /// The language each visit starts in.
    Language(Language),
    Rest(Rest),
}

impl SettingChange {
    /// What is chosen.
    #[must_use]
    pub fn setting(&self) -> Setting {
        match self {
            Self::Camera(_) => Setting::Camera,
            Self::Language(_) => Setting::Language,
            Self::Rest(_) => Setting::Rest,
        }
    }

    /// The stored form of what was chosen.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::Camera(key) => key.as_ref().map_or("", CameraKey::as_str),
            Self::Language(language) => language.tag(),
            Self::Rest(rest) => rest.word(),
        }
    }

    /// The choice with this stored form; `None` if this program knows none such.
    #[must_use]
    pub fn of_stored(setting: &str, value: &str) -> Option<Self> {
        Some(match Setting::from_word(setting)? {
            Setting::Camera if value.is_empty() => Self::Camera(None),
            Setting::Camera => Self::Camera(Some(CameraKey::parse(value)?)),
            Setting::Language => Self::Language(Language::from_tag(value)?),
            Setting::Rest => Self::Rest(Rest::from_word(value)?),
        })
    }
}

/// What the configuration file says of each setting; such a one cannot be chosen on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    pub camera: bool,
    pub language: bool,
    pub rest: bool,
}

impl Fixed {
    /// Whether the file has decided this.
    #[must_use]
    pub fn holds(self, setting: Setting) -> bool {
        match setting {
            Setting::Camera => self.camera,
            Setting::Language => self.language,
            Setting::Rest => self.rest,
        }
    }
}

/// Where documents go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterFact {
    /// The address of a print queue.
    Queue(String),
    /// A folder that collects PDF files.
    Folder,
}

/// Which network tells a living face from a picture of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresentationFact {
    Shipped,
    /// The office's own.
    Own,
    Off,
}

/// The settings in force, as the page shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsSheet {
    pub fixed: Fixed,
    /// `None`: the first that delivers pictures.
    pub camera: Option<CameraKey>,
    /// A recording plays in the camera's place.
    pub recording: bool,
    pub language: Language,
    /// Those that there are words in.
    pub languages: Vec<Language>,
    /// Seconds of rest until the warning, and until the end.
    pub rest: (u32, u32),
    pub office: OfficeFacts,
    pub retention: Retention,
    pub printer: PrinterFact,
    pub slip_paper: SlipPaper,
    pub presentation: PresentationFact,
}

impl SettingsSheet {
    /// Whether this can be chosen here: not decided by the file, and there is something to choose.
    #[must_use]
    pub fn may_change(&self, setting: Setting) -> bool {
        !self.fixed.holds(setting) && (setting != Setting::Camera || !self.recording)
    }

    /// Takes a choice in; one that the file has decided, or in a language without words, changes nothing.
    pub fn take(&mut self, change: &SettingChange) {
        if !self.may_change(change.setting()) {
            return;
        }
        match change {
            SettingChange::Camera(key) => self.camera.clone_from(key),
            SettingChange::Language(language) if self.languages.contains(language) => self.language = *language,
            SettingChange::Language(_) => {}
            SettingChange::Rest(rest) => self.rest = rest.seconds(),
        }
    }
}

/// The camera that was chosen, shared between whoever opens cameras and whoever chooses.
#[derive(Clone, Debug, Default)]
pub struct CameraPick(Arc<Mutex<Option<CameraKey>>>);

impl CameraPick {
    #[must_use]
    pub fn get(&self) -> Option<CameraKey> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set(&self, key: Option<CameraKey>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_stored_and_found_again() {
        let key = CameraKey::parse("046d:0825:A1 B2").unwrap();
        let changes = [
            SettingChange::Camera(None),
            SettingChange::Camera(Some(key)),
            SettingChange::Language(Language::English),
            SettingChange::Rest(Rest::Long),
        ];
        for change in changes {
            let found = SettingChange::of_stored(change.setting().word(), change.value());
            assert_eq!(found, Some(change));
        }
        for (setting, value) in [("rest", "for ever"), ("camera", "\n"), ("language", "1"), ("colour", "red")] {
            assert_eq!(SettingChange::of_stored(setting, value), None, "{setting}");
        }
        assert_eq!(CameraKey::parse(&"x".repeat(LONGEST_KEY + 1)), None);
    }

    #[test]
    fn every_rest_leaves_time_to_answer_the_warning() {
        for rest in Rest::ALL {
            let (warn, end) = rest.seconds();
            assert!(end - warn >= 20, "{rest:?}");
        }
    }
}
