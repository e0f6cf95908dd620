//! What the visitor was told and what they agreed to.

use serde::{Deserialize, Serialize};

use super::language::Language;
use super::time::Timestamp;

/// The consent text in force: its version and the SHA-256 of both languages' full text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentText {
    pub version: String,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// How the visitor chose to be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentChoice {
    /// Ticked the separate consent: the face may be used.
    Face,
    /// Chose staff; no face data may be taken.
    Staff,
}

/// What is stored of a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRecord {
    pub text: ConsentText,
    /// The language shown large when the choice was made.
    pub language: Language,
    pub at: Timestamp,
    pub choice: ConsentChoice,
}

impl ConsentChoice {
    /// The stored form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Face => "face",
            Self::Staff => "staff",
        }
    }

    /// The choice with this stored form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Face, Self::Staff].into_iter().find(|choice| choice.word() == word)
    }
}
