//! Spoken guidance: what the visitor chose, and what is to be said.

/// A step of volume or rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Level {
    /// Quiet, slow.
    Low,
    /// As usual.
    #[default]
    Middle,
    /// Loud, fast.
    High,
}

impl Level {
    /// All levels, from low to high.
    pub const ALL: [Self; 3] = [Self::Low, Self::Middle, Self::High];
}

/// How pages are spoken. Off for every new visitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SpokenGuidance {
    pub on: bool,
    pub volume: Level,
    pub rate: Level,
    /// The visitor says that nobody else hears it: only then personal data are spoken.
    pub headphones: bool,
}

/// What the machine can do about speaking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VoiceState {
    /// A program that speaks is installed.
    #[default]
    Ready,
    /// None is installed.
    Absent,
    /// It is installed, but cannot be heard: no sound device, or the program fails.
    Silent,
}

/// Something to be said, before it has words of a language. No `Debug`: it may hold personal data.
#[derive(Clone, PartialEq, Eq)]
pub enum Phrase {
    /// As written on the page.
    Text(String),
    /// Something to press.
    Button(String),
    /// Something to type into.
    Field(String),
    /// A box that is ticked or not.
    Box { label: String, ticked: bool },
    /// One of several ways, chosen or not.
    Choice { label: String, chosen: bool },
    /// What is wrong with what was typed.
    Wrong(String),
    /// This many seconds are left.
    SecondsLeft(u32),
    /// A character was typed that is not said aloud.
    Entered,
    /// A character was taken away.
    Deleted,
    /// The page holds personal data, which are not said without headphones.
    Withheld,
}

/// A row of phrases; with `interrupt` what is being said makes way.
#[derive(Clone, PartialEq, Eq)]
pub struct Announcement {
    pub phrases: Vec<Phrase>,
    pub interrupt: bool,
}
