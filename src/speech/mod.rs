//! A voice that speaks to the visitor.

mod installed;
mod silent;

pub use installed::Installed;
pub use silent::Silent;

use crate::domain::speech::{Level, VoiceState};

/// One sentence or a few, in one language. No `Debug`: it may hold personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Utterance {
    pub text: String,
    /// BCP 47 tag of the language.
    pub language: String,
    pub volume: Level,
    pub rate: Level,
}

/// Why nothing can be heard.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    #[error("the speech program {program} cannot be started: {detail}")]
    Start { program: &'static str, detail: std::io::Error },
    #[error("the speech program {program} ended without speaking ({detail})")]
    Failed { program: &'static str, detail: String },
    #[error("the speech program does not come to an end")]
    Endless,
}

/// Speaks one utterance at a time.
pub trait Voice: Send {
    /// Begins to speak, without waiting for the end; whatever was being said stops.
    ///
    /// # Errors
    /// If the speech program cannot be started.
    fn begin(&mut self, utterance: &Utterance) -> Result<(), SpeechError>;

    /// Is it still being said?
    ///
    /// # Errors
    /// If it ended without having been said.
    fn is_speaking(&mut self) -> Result<bool, SpeechError>;

    /// Stops at once.
    fn stop(&mut self);

    /// What it can do, as far as is known before anything was said.
    fn state(&self) -> VoiceState;
}

/// The voice of this machine: the first speech program that is installed, else silence.
#[must_use]
pub fn of_this_machine() -> Box<dyn Voice> {
    match Installed::find() {
        Some(voice) => Box::new(voice),
        None => Box::new(Silent),
    }
}
