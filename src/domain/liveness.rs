//! The liveness challenge: three random movements that a living person makes on request.

use serde::{Deserialize, Serialize};

/// A movement the visitor is asked for. Left and right are the visitor's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    Left,
    Right,
    Up,
    Down,
    Blink,
    Mouth,
}

impl Prompt {
    /// All movements.
    pub const ALL: [Self; 6] = [Self::Left, Self::Right, Self::Up, Self::Down, Self::Blink, Self::Mouth];

    /// The catalogue's key of the request.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Left => "f_left",
            Self::Right => "f_right",
            Self::Up => "f_up",
            Self::Down => "f_down",
            Self::Blink => "f_blink",
            Self::Mouth => "f_mouth",
        }
    }

    /// The word used on the command line and in a recording's index.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
            Self::Blink => "blink",
            Self::Mouth => "mouth",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.word() == word)
    }
}

/// What a recording is asked to play: `Neutral` between the movements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cue {
    Neutral,
    Act(Prompt),
}
