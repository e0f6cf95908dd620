//! Words: Fluent catalogues, fault texts, dates and numbers in every language.

pub mod catalogue;
pub mod consent;
pub mod dates;
pub mod fault;
pub mod fonts;
pub mod further;
pub mod shift_report;
pub mod spoken;

pub use catalogue::{Args, Compared, PairText, Words, WordsError};
pub use fault::FaultText;
