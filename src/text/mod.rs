//! Words: Fluent catalogues, fault texts, dates and numbers in both languages.

pub mod fonts;
