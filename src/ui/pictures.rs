//! The visitor's own pictures as textures: the register's photo and the letter's page.
//!
//! Each is made once and kept in the window's memory, which is cleared with everything else when
//! the visitor is forgotten.

use std::sync::Arc;

use egui::{ColorImage, Context, Id, TextureHandle, TextureOptions};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;

use crate::domain::letter::PagePicture;

/// Pages kept at once: as it stands in the page, and enlarged.
const PAGES: usize = 2;

/// A texture and what it was made from. The source is held so that its address names it.
#[derive(Clone)]
struct Kept {
    source: Arc<[u8]>,
    width: u32,
    texture: Option<TextureHandle>,
}

/// One of several photos on a page, told apart by `which`; `None` if the picture does not have the pixels it says.
#[must_use]
pub fn photo_of(ctx: &Context, which: &str, photo: &PagePicture) -> Option<TextureHandle> {
    kept(ctx, Id::unique(("photo", which)), 1, &photo.rgb, photo.width, || {
        RgbImage::from_raw(photo.width, photo.height, photo.rgb.to_vec())
    })
}

/// The holder's photo; `None` if the picture does not have the pixels it says.
#[must_use]
pub fn photo(ctx: &Context, photo: &PagePicture) -> Option<TextureHandle> {
    photo_of(ctx, "holder", photo)
}

/// A page as a picture `width` pixels wide: small print stays legible only if it is scaled once,
/// and well. `None` if the picture does not have the pixels it says.
#[must_use]
pub fn page(ctx: &Context, page: &PagePicture, width: u32) -> Option<TextureHandle> {
    kept(ctx, Id::unique("letter's pages"), PAGES, &page.rgb, width, || {
        if width == 0 || page.width <= width {
            return RgbImage::from_raw(page.width, page.height, page.rgb.to_vec());
        }
        let height = u64::from(page.height) * u64::from(width) / u64::from(page.width);
        let source = ImageRef::new(page.width, page.height, &page.rgb, PixelType::U8x3).ok()?;
        let mut scaled = Image::new(width, u32::try_from(height).ok()?.max(1), PixelType::U8x3);
        let well = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Resizer::new().resize(&source, &mut scaled, &well).ok()?;
        RgbImage::from_raw(scaled.width(), scaled.height(), scaled.into_vec())
    })
}

fn kept(
    ctx: &Context,
    id: Id,
    most: usize,
    source: &Arc<[u8]>,
    width: u32,
    make: impl FnOnce() -> Option<RgbImage>,
) -> Option<TextureHandle> {
    let mut all: Vec<Kept> = ctx.data(|d| d.get_temp(id)).unwrap_or_default();
    if let Some(known) = all.iter().find(|k| Arc::ptr_eq(&k.source, source) && k.width == width) {
        return known.texture.clone();
    }
    let limit = ctx.input(|i| i.max_texture_side);
    let texture = make().filter(|p| (p.width().max(p.height()) as usize) <= limit).map(|picture| {
        let size = [picture.width() as usize, picture.height() as usize];
        ctx.load_texture("visitor's picture", ColorImage::from_rgb(size, picture.as_raw()), TextureOptions::LINEAR)
    });
    all.retain(|k| Arc::ptr_eq(&k.source, source));
    all.truncate(most.saturating_sub(1));
    all.insert(0, Kept { source: Arc::clone(source), width, texture: texture.clone() });
    ctx.data_mut(|d| d.insert_temp(id, all));
    texture
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{page, photo};
    use crate::domain::letter::PagePicture;

    fn grey(width: u32, height: u32) -> PagePicture {
        PagePicture { width, height, rgb: Arc::from(vec![9_u8; width as usize * height as usize * 3]) }
    }

    #[test]
    fn a_photo_is_one_texture_and_dropped_when_the_visitor_is_forgotten() {
        let ctx = egui::Context::default();
        let picture = grey(554, 720);
        let first = photo(&ctx, &picture).unwrap();
        assert_eq!(first.size(), [554, 720]);
        assert_eq!(photo(&ctx, &picture).unwrap().id(), first.id());
        assert_ne!(photo(&ctx, &grey(10, 10)).unwrap().id(), first.id());
        crate::ui::forget::all(&ctx);
        assert_ne!(photo(&ctx, &picture).unwrap().id(), first.id());
    }

    #[test]
    fn what_is_not_a_picture_has_none() {
        let ctx = egui::Context::default();
        let torn = PagePicture { width: 100, height: 100, rgb: Arc::from([0_u8; 10]) };
        assert!(page(&ctx, &torn, 50).is_none() && photo(&ctx, &torn).is_none());
    }

    #[test]
    fn a_page_is_kept_in_both_sizes() {
        let ctx = egui::Context::default();
        let picture = PagePicture { width: 200, height: 300, rgb: Arc::from(vec![9_u8; 200 * 300 * 3]) };
        let (small, large) = (page(&ctx, &picture, 100).unwrap(), page(&ctx, &picture, 400).unwrap());
        assert_eq!((small.size(), large.size()), ([100, 150], [200, 300]));
        assert_eq!(page(&ctx, &picture, 100).unwrap().id(), small.id());
        assert_eq!(page(&ctx, &picture, 400).unwrap().id(), large.id());
    }
}
