//! A page as a picture for the screen, drawn from the same list as the PDF, without another program.

use resvg::tiny_skia::{
    Color, FillRule, FilterQuality, IntSize, Paint, PathBuilder, Pixmap, PixmapPaint, Rect, Transform,
};
use skrifa::outline::OutlinePen;

use super::DocumentError;
use super::faces::Fonts;
use super::layout::{Area, Colour, Item, Line, Page, ink};
use super::photo::Photo;
use crate::domain::letter::PagePicture;

/// Widest preview: A4 at 300 dots an inch.
pub const WIDEST: u32 = 2480;
const KAPPA: f32 = 0.552_284_8;

/// Draws `page` on white, `width` pixels wide.
///
/// # Errors
/// If `width` is 0 or above [`WIDEST`], or a glyph cannot be drawn.
pub(super) fn draw(page: &Page, fonts: &Fonts, width: u32) -> Result<PagePicture, DocumentError> {
    if width == 0 || width > WIDEST {
        return Err(DocumentError::PictureSize(width));
    }
    let scale = width as f32 / page.width;
    let height = (page.height * scale).round().max(1.0) as u32;
    let pixels = Pixmap::new(width, height).ok_or(DocumentError::PictureSize(width))?;
    let mut canvas = Canvas { pixels, fonts, to_pixels: Transform::from_scale(scale, scale) };
    canvas.pixels.fill(Color::WHITE);
    for item in &page.items {
        canvas.item(item)?;
    }
    // Everything is opaque, so the premultiplied pixels are the colours.
    let rgb: Vec<u8> = canvas.pixels.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    Ok(PagePicture { width, height, rgb: rgb.into() })
}

struct Canvas<'f> {
    pixels: Pixmap,
    fonts: &'f Fonts,
    to_pixels: Transform,
}

impl Canvas<'_> {
    fn item(&mut self, item: &Item) -> Result<(), DocumentError> {
        match item {
            Item::Line(line) => return self.line(line),
            Item::Fill { area, radius, colour } => {
                let mut path = PathBuilder::new();
                rounded(&mut path, area, *radius);
                self.fill(path, *colour, FillRule::Winding, true);
            }
            Item::Outline { area, width, colour } => {
                let inner = Area {
                    x: area.x + width,
                    y: area.y + width,
                    width: area.width - 2.0 * width,
                    height: area.height - 2.0 * width,
                };
                let mut path = PathBuilder::new();
                rounded(&mut path, area, 0.0);
                rounded(&mut path, &inner, 0.0);
                self.fill(path, *colour, FillRule::EvenOdd, true);
            }
            Item::Photo { area, photo } => self.photo(area, photo),
            Item::Code { x, y, side, modules } => {
                let module = side / modules.side() as f32;
                let mut path = PathBuilder::new();
                for (column, row, length) in modules.runs() {
                    let area = Area {
                        x: x + column as f32 * module,
                        y: y + row as f32 * module,
                        width: length as f32 * module,
                        height: module,
                    };
                    rounded(&mut path, &area, 0.0);
                }
                // Sharp edges on the pixel grid read better than soft ones.
                self.fill(path, ink::BLACK, FillRule::Winding, false);
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), DocumentError> {
        // Outlines have y upwards; the page has it downwards.
        let place = self.to_pixels.pre_translate(line.x, line.baseline).pre_rotate(-line.angle).pre_scale(1.0, -1.0);
        let mut pen = Pen { path: PathBuilder::new(), along: 0.0 };
        for glyph in &line.glyphs {
            self.fonts.outline(glyph, line.size, &mut pen)?;
            pen.along += glyph.advance * line.size;
        }
        if let Some(path) = pen.path.finish() {
            self.pixels.fill_path(&path, &paint(line.colour, true), FillRule::Winding, place, None);
        }
        Ok(())
    }

    fn photo(&mut self, area: &Area, photo: &Photo) {
        let rgba: Vec<u8> = photo.rgb.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
        let Some(picture) = IntSize::from_wh(photo.width, photo.height).and_then(|size| Pixmap::from_vec(rgba, size))
        else {
            return;
        };
        let (sx, sy) = (area.width / photo.width as f32, area.height / photo.height as f32);
        let place = self.to_pixels.pre_translate(area.x, area.y).pre_scale(sx, sy);
        let how = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        self.pixels.draw_pixmap(0, 0, picture.as_ref(), &how, place, None);
    }

    fn fill(&mut self, path: PathBuilder, colour: Colour, rule: FillRule, smooth: bool) {
        if let Some(path) = path.finish() {
            self.pixels.fill_path(&path, &paint(colour, smooth), rule, self.to_pixels, None);
        }
    }
}

fn paint(colour: Colour, smooth: bool) -> Paint<'static> {
    let mut paint = Paint { anti_alias: smooth, ..Paint::default() };
    paint.set_color_rgba8(colour.0, colour.1, colour.2, 255);
    paint
}

fn rounded(path: &mut PathBuilder, area: &Area, radius: f32) {
    let (left, top, right, bottom) = (area.x, area.y, area.x + area.width, area.y + area.height);
    if radius <= 0.0 {
        if let Some(rect) = Rect::from_ltrb(left, top, right, bottom) {
            path.push_rect(rect);
        }
        return;
    }
    let (r, k) = (radius, radius * (1.0 - KAPPA));
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - k, top, right, top + k, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + k, left + k, top, left + r, top);
    path.close();
}

/// Collects outlines, one after the other along the line.
struct Pen {
    path: PathBuilder,
    along: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x + self.along, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x + self.along, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(cx + self.along, cy, x + self.along, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.cubic_to(ax + self.along, ay, bx + self.along, by, x + self.along, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
