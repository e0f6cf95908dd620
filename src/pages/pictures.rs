//! The visitor's own pictures as textures: the register's photo and the letter's page.
//!
//! Each is made once and kept in the window's memory, which is cleared with everything else when
//! the visitor is forgotten.

use std::io::Cursor;
use std::sync::Arc;

use egui::{ColorImage, Context, Id, TextureHandle, TextureOptions};
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder};
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageDecoder, ImageFormat, Limits, RgbImage};

use crate::domain::letter::PagePicture;

/// Longest side of a photo that is opened.
const LONGEST_SIDE: u32 = 8192;
/// Bytes that opening one may take.
const MOST_BYTES: u64 = 256 << 20;
/// Longest side of the photo's texture: twice what the card shows of it.
const PHOTO_SIDE: u32 = 720;
/// Pages kept at once: as it stands in the page, and enlarged.
const PAGES: usize = 2;

/// A texture and what it was made from. The source is held so that its address names it.
#[derive(Clone)]
struct Kept {
    source: Arc<[u8]>,
    width: u32,
    texture: Option<TextureHandle>,
}

/// The photo of the register; `None` if its bytes are not a picture.
pub(super) fn photo(ctx: &Context, bytes: &Arc<[u8]>) -> Option<TextureHandle> {
    kept(ctx, Id::unique("holder's photo"), 1, bytes, PHOTO_SIDE, || {
        let picture = open(bytes)?;
        let picture = if picture.width().max(picture.height()) > PHOTO_SIDE {
            picture.resize(PHOTO_SIDE, PHOTO_SIDE, FilterType::Triangle)
        } else {
            picture
        };
        Some(picture.into_rgb8())
    })
}

/// A page as a picture `width` pixels wide: small print stays legible only if it is scaled once,
/// and well. `None` if the picture does not have the pixels it says.
pub(super) fn page(ctx: &Context, page: &PagePicture, width: u32) -> Option<TextureHandle> {
    kept(ctx, Id::unique("letter's pages"), PAGES, &page.rgb, width, || {
        let picture = RgbImage::from_raw(page.width, page.height, page.rgb.to_vec())?;
        if width == 0 || page.width <= width {
            return Some(picture);
        }
        let height = u64::from(page.height) * u64::from(width) / u64::from(page.width.max(1));
        Some(imageops::resize(&picture, width, u32::try_from(height).ok()?.max(1), FilterType::CatmullRom))
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

/// Opens a JPEG or PNG within the limits, upright as its EXIF says.
fn open(bytes: &[u8]) -> Option<DynamicImage> {
    fn decode(mut decoder: impl ImageDecoder) -> Option<DynamicImage> {
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST_SIDE);
        limits.max_image_height = Some(LONGEST_SIDE);
        limits.max_alloc = Some(MOST_BYTES);
        decoder.set_limits(limits).ok()?;
        let turned = decoder.orientation().ok()?;
        let mut picture = DynamicImage::from_decoder(decoder).ok()?;
        picture.apply_orientation(turned);
        Some(picture)
    }
    match image::guess_format(bytes).ok()? {
        ImageFormat::Jpeg => decode(JpegDecoder::new(Cursor::new(bytes)).ok()?),
        ImageFormat::Png => decode(PngDecoder::new(Cursor::new(bytes)).ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{open, page, photo};
    use crate::domain::letter::PagePicture;

    fn png(width: u32, height: u32) -> Arc<[u8]> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        Arc::from(bytes.into_inner())
    }

    #[test]
    fn a_photo_is_opened_once_and_dropped_when_the_visitor_is_forgotten() {
        let ctx = egui::Context::default();
        let bytes = png(1000, 1300);
        let first = photo(&ctx, &bytes).unwrap();
        assert_eq!(first.size(), [554, 720]);
        assert_eq!(photo(&ctx, &bytes).unwrap().id(), first.id());
        assert_ne!(photo(&ctx, &png(10, 10)).unwrap().id(), first.id());
        crate::ui::forget::all(&ctx);
        assert_ne!(photo(&ctx, &bytes).unwrap().id(), first.id());
    }

    #[test]
    fn what_is_not_a_picture_has_none() {
        let ctx = egui::Context::default();
        assert!(photo(&ctx, &Arc::from([1_u8, 2, 3])).is_none());
        assert!(open(b"").is_none());
        let torn = PagePicture { width: 100, height: 100, rgb: Arc::from([0_u8; 10]) };
        assert!(page(&ctx, &torn, 50).is_none());
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
