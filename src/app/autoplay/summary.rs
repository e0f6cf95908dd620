//! What the scripted visit reports at its end.

use std::path::PathBuf;

use serde::Serialize;

/// One page that was pictured.
#[derive(Clone, Debug, Serialize)]
pub struct PageVisit {
    pub page: &'static str,
    /// Milliseconds since the picture before.
    pub ms: u64,
    pub screenshot: PathBuf,
}

/// Printed as JSON when the visit is over.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    pub steps: Vec<PageVisit>,
    /// Taps on the screen, those on its keyboard included.
    pub taps: u32,
    /// Keys pressed on the hardware keyboard.
    pub keys: u32,
    pub enrolled: bool,
    /// The specimen permit's number.
    pub permit: Option<String>,
    /// The printed letter.
    pub letter: Option<PathBuf>,
    /// The picture with the QR code.
    pub qr: Option<PathBuf>,
    pub match_score: Option<f32>,
    pub verdict: Option<crate::domain::match_policy::Decision>,
    /// Where the visit got stuck, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

impl Summary {
    /// The visit went through to its end.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.fault.is_none() && self.enrolled && self.letter.is_some() && self.qr.is_some()
    }
}
