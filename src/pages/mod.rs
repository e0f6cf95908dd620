//! The visitor's pages, one per file.

use crate::domain::language::Language;
use crate::domain::office::OfficeFacts;
use crate::domain::time::{Date, Moment};
use crate::flow::visit::Idle;

/// What a page may look at besides its step. A page keeps nothing.
#[derive(Clone, Copy)]
pub struct PageCx<'a> {
    pub facts: &'a OfficeFacts,
    pub language: Language,
    pub now: Moment,
    pub today: Date,
    pub idle: Idle,
    /// The live preview, unmirrored, while the camera runs.
    pub preview: Option<&'a egui::TextureHandle>,
}
