//! The looks at each part of a kiosk: for `doctor` in technical English, and for staff as a finding of a closed list.

pub mod camera;
pub mod data;
pub mod languages;
pub mod machine;
pub mod printer;

use crate::domain::device_check::{Finding, Notice};

/// What a look came to, for staff and for whoever runs commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// As staff are told.
    pub finding: Finding,
    /// What was seen, in technical English.
    pub found: String,
    /// What to do, in technical English; `None` if nothing.
    pub remedy: Option<String>,
}

impl Looked {
    /// All is well.
    fn well(finding: Finding, found: impl Into<String>) -> Self {
        Self { finding, found: found.into(), remedy: None }
    }

    /// Not well; `remedy` says what to do.
    fn wrong(finding: Finding, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { finding, found: found.into(), remedy: Some(remedy.into()) }
    }

    /// What it is, of the closed list.
    #[must_use]
    pub fn notice(&self) -> Notice {
        self.finding.notice
    }
}
