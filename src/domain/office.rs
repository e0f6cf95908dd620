//! What only the office can say of itself; comes from the configuration.

use super::permit::BothLanguages;

/// Facts of the office that pages and documents show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeFacts {
    /// The authority responsible for the data.
    pub authority: BothLanguages,
    /// This office.
    pub office: BothLanguages,
    pub phone: String,
    /// Days the captured picture is kept.
    pub picture_days: u32,
    /// How long the enrollment is kept, in words ("5 years" / "5年").
    pub enrollment_kept: BothLanguages,
    /// Days a case handed to staff is kept at the longest.
    pub case_days: u32,
    /// Where the app is downloaded; `None` shows the search terms only.
    pub app_address: Option<String>,
    /// Fictional people: DEMO banner on every page, SPECIMEN on every document.
    pub demo: bool,
}
