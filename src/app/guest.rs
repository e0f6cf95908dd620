//! One visitor: everything that is forgotten at the end of a visit in one assignment.

use egui::{Context, TextureHandle};

use crate::flow::visit::Visit;
use crate::work::eyes::Eyes;

use super::lens;

/// The visit, and while the camera runs its eyes and the preview. Replacing it drops all three.
pub struct Guest {
    pub visit: Visit,
    pub eyes: Option<Eyes>,
    pub preview: Option<TextureHandle>,
}

impl Guest {
    /// A visitor of whom nothing is known yet.
    #[must_use]
    pub fn new(visit: Visit) -> Self {
        Self { visit, eyes: None, preview: None }
    }

    /// Puts the newest camera frame on the preview's texture.
    pub fn refresh_preview(&mut self, ctx: &Context) {
        let Some(eyes) = &self.eyes else {
            self.preview = None;
            return;
        };
        let Some(picture) = eyes.preview() else { return };
        lens::put(&mut self.preview, ctx, "preview", picture);
    }
}
