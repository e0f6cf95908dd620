//! A look through the camera for staff, put on a texture.

use egui::{ColorImage, Context, TextureHandle, TextureOptions};

use crate::work::eyes::Look;

/// The running look, if there is one, and what it shows.
#[derive(Default)]
pub struct Lens {
    look: Option<Look>,
    texture: Option<TextureHandle>,
}

impl Lens {
    /// Looks through `look` from now on; `None` ends it, and nothing of it stays on the graphics card.
    pub fn point(&mut self, look: Option<Look>) {
        self.look = look;
        self.texture = None;
    }

    /// Puts the newest frame on the texture.
    pub fn refresh(&mut self, ctx: &Context) {
        let Some(picture) = self.look.as_ref().and_then(Look::preview) else { return };
        put(&mut self.texture, ctx, "camera check", picture);
    }

    /// What is seen.
    #[must_use]
    pub fn texture(&self) -> Option<&TextureHandle> {
        self.texture.as_ref()
    }
}

/// Puts `picture` on a texture, which is made for the first one.
pub fn put(texture: &mut Option<TextureHandle>, ctx: &Context, name: &str, picture: ColorImage) {
    match texture {
        Some(texture) => texture.set(picture, TextureOptions::LINEAR),
        None => *texture = Some(ctx.load_texture(name, picture, TextureOptions::LINEAR)),
    }
}
