//! A page as a list of placed things. PDF and preview picture are both made from this list, so they
//! cannot differ.
//!
//! Lengths are points (1/72 inch); x grows to the right, y grows downwards from the top left corner.

use std::ops::Range;
use std::sync::Arc;

use super::DocumentError;
use super::faces::{Fonts, Glyph, Weight};
use super::photo::Photo;
use super::qr::Modules;
use super::wrap;

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// 8-bit sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// The inks of all documents: the light theme's roles of the screen, on white paper.
pub mod ink {
    use super::Colour;

    pub const TEXT: Colour = Colour(0x15, 0x24, 0x2B);
    pub const SECOND: Colour = Colour(0x4A, 0x58, 0x5F);
    pub const LINE: Colour = Colour(0xD5, 0xD2, 0xC9);
    pub const PRIMARY: Colour = Colour(0x0B, 0x5C, 0x63);
    pub const TINT: Colour = Colour(0xE0, 0xEE, 0xEC);
    pub const PAPER: Colour = Colour(0xFF, 0xFF, 0xFF);
    pub const FRAME: Colour = Colour(0x8D, 0xA0, 0xA8);
    pub const BLACK: Colour = Colour(0, 0, 0);
    pub const DEMO: Colour = Colour(0x55, 0x2C, 0x7F);
    /// Lies beneath the text: pale enough to read through.
    pub const WATERMARK: Colour = Colour(0xE3, 0xDC, 0xEC);
}

/// A rectangle: top left corner and sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// One line of text.
#[derive(Clone, Debug)]
pub struct Line {
    /// Left end of the baseline.
    pub x: f32,
    pub baseline: f32,
    /// Points an em.
    pub size: f32,
    pub colour: Colour,
    /// Degrees counter-clockwise about the left end of the baseline.
    pub angle: f32,
    pub glyphs: Vec<Glyph>,
}

/// One placed thing. Later ones lie on top of earlier ones.
#[derive(Clone)]
pub enum Item {
    Line(Line),
    /// Filled; `radius` rounds the corners.
    Fill {
        area: Area,
        radius: f32,
        colour: Colour,
    },
    /// An outline of the given width, inside the area.
    Outline {
        area: Area,
        width: f32,
        colour: Colour,
    },
    Photo {
        area: Area,
        photo: Arc<Photo>,
    },
    /// Dark modules only, without the quiet zone.
    Code {
        x: f32,
        y: f32,
        side: f32,
        modules: Modules,
    },
}

/// A finished page.
#[derive(Clone)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub items: Vec<Item>,
}

/// How text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Points an em.
    pub size: f32,
    pub weight: Weight,
    pub colour: Colour,
    /// Distance of baselines in ems.
    pub leading: f32,
}

impl Style {
    /// Body text: weight 400, main colour.
    #[must_use]
    pub const fn regular(size: f32) -> Self {
        Self { size, weight: Weight::Regular, colour: ink::TEXT, leading: 1.34 }
    }

    /// Titles and values: weight 600.
    #[must_use]
    pub const fn strong(size: f32) -> Self {
        Self { weight: Weight::SemiBold, leading: 1.26, ..Self::regular(size) }
    }

    /// The second language of a pair.
    #[must_use]
    pub const fn second(size: f32) -> Self {
        Self { colour: ink::SECOND, ..Self::regular(size) }
    }

    /// The same in another colour.
    #[must_use]
    pub const fn ink(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// Where lines stand in their column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
    /// Centred, lines of about equal length.
    Balanced,
}

/// Text measured and broken, not yet placed.
pub struct Paragraph {
    style: Style,
    glyphs: Vec<Glyph>,
    lines: Vec<Range<usize>>,
}

impl Paragraph {
    /// Height of all lines, in points.
    #[must_use]
    pub fn height(&self) -> f32 {
        self.lines.len() as f32 * self.style.size * self.style.leading
    }

    /// Width of the longest line, in points.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.lines.iter().map(|line| width(&self.glyphs[line.clone()], self.style.size)).fold(0.0, f32::max)
    }

    /// Number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.lines.len()
    }
}

/// A page being filled.
pub struct Sheet<'f> {
    fonts: &'f Fonts,
    page: Page,
}

impl<'f> Sheet<'f> {
    /// An empty sheet of the given size in points.
    #[must_use]
    pub fn new(fonts: &'f Fonts, width: f32, height: f32) -> Self {
        Self { fonts, page: Page { width, height, items: Vec::new() } }
    }

    /// The filled page.
    #[must_use]
    pub fn finish(self) -> Page {
        self.page
    }

    /// Puts a thing on top of what is there.
    pub fn put(&mut self, item: Item) {
        self.page.items.push(item);
    }

    /// A filled rectangle.
    pub fn fill(&mut self, area: Area, radius: f32, colour: Colour) {
        self.put(Item::Fill { area, radius, colour });
    }

    /// A horizontal line `thick` points high, its top at `y`.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, thick: f32, colour: Colour) {
        self.fill(Area { x, y, width, height: thick }, 0.0, colour);
    }

    /// Breaks `text` to lines no wider than `room`.
    ///
    /// # Errors
    /// If a character has no glyph.
    pub fn paragraph(&self, text: &str, style: Style, room: f32, align: Align) -> Result<Paragraph, DocumentError> {
        let glyphs = self.fonts.glyphs(text, style.weight)?;
        let chars: Vec<(char, f32)> = glyphs.iter().map(|g| (g.c, g.advance * style.size)).collect();
        let lines = if align == Align::Balanced { wrap::balanced(&chars, room) } else { wrap::lines(&chars, room) };
        Ok(Paragraph { style, glyphs, lines })
    }

    /// Places a paragraph with its top at `y` in the column from `x`, `room` wide; returns its height.
    pub fn place(&mut self, p: &Paragraph, x: f32, y: f32, room: f32, align: Align) -> f32 {
        let step = p.style.size * p.style.leading;
        // The line's height is shared out evenly above and below ascender and descender.
        let to_baseline = (step - (Fonts::ASCENT + Fonts::DESCENT) * p.style.size) / 2.0 + Fonts::ASCENT * p.style.size;
        for (n, line) in p.lines.iter().enumerate() {
            let glyphs = p.glyphs[line.clone()].to_vec();
            let free = room - width(&glyphs, p.style.size);
            let indent = match align {
                Align::Left => 0.0,
                Align::Centre | Align::Balanced => free / 2.0,
                Align::Right => free,
            };
            let baseline = y + n as f32 * step + to_baseline;
            self.put(Item::Line(Line {
                x: x + indent,
                baseline,
                size: p.style.size,
                colour: p.style.colour,
                angle: 0.0,
                glyphs,
            }));
        }
        p.height()
    }

    /// Breaks and places in one go; returns the height.
    ///
    /// # Errors
    /// If a character has no glyph.
    pub fn text(
        &mut self,
        text: &str,
        style: Style,
        x: f32,
        y: f32,
        room: f32,
        align: Align,
    ) -> Result<f32, DocumentError> {
        let p = self.paragraph(text, style, room, align)?;
        Ok(self.place(&p, x, y, room, align))
    }

    /// One unbroken line turned by `angle` degrees, its middle at `centre`, `length` points long.
    ///
    /// # Errors
    /// If a character has no glyph.
    pub fn banner(
        &mut self,
        text: &str,
        weight: Weight,
        colour: Colour,
        centre: (f32, f32),
        length: f32,
        angle: f32,
    ) -> Result<(), DocumentError> {
        let glyphs = self.fonts.glyphs(text, weight)?;
        let size = length / width(&glyphs, 1.0).max(f32::EPSILON);
        let (sin, cos) = angle.to_radians().sin_cos();
        // From the middle half the length back along the baseline, and half the capitals' height down.
        let (back, down) = (length / 2.0, size * Fonts::CAP_HEIGHT / 2.0);
        let x = centre.0 - back * cos + down * sin;
        let baseline = centre.1 + back * sin + down * cos;
        self.put(Item::Line(Line { x, baseline, size, colour, angle, glyphs }));
        Ok(())
    }
}

/// Width of glyphs in points.
fn width(glyphs: &[Glyph], size: f32) -> f32 {
    glyphs.iter().map(|g| g.advance).sum::<f32>() * size
}
