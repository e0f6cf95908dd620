//! Words: Fluent catalogues, fault texts, dates and numbers in both languages.

pub mod catalogue;
pub mod consent;
pub mod dates;
pub mod fault;
pub mod fonts;

pub use catalogue::{Args, PairText, Words, WordsError};
pub use fault::FaultText;
