//! From characters to glyphs: which of the shipped fonts draws each one, and how wide it is.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::DocumentError;
use crate::text::fonts;

/// How heavy text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    SemiBold,
}

/// One of the shipped font files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    NotoRegular,
    NotoSemiBold,
    SourceRegular,
    SourceSemiBold,
}

impl Face {
    /// Every face, in the order of [`Fonts`].
    pub const ALL: [Self; 4] = [Self::NotoRegular, Self::NotoSemiBold, Self::SourceRegular, Self::SourceSemiBold];

    /// The font file.
    #[must_use]
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::NotoRegular => fonts::NOTO_SANS_SC_REGULAR,
            Self::NotoSemiBold => fonts::NOTO_SANS_SC_SEMIBOLD,
            Self::SourceRegular => fonts::SOURCE_SANS_REGULAR,
            Self::SourceSemiBold => fonts::SOURCE_SANS_SEMIBOLD,
        }
    }

    /// How much larger than the text's size this face is drawn, so that all faces match.
    #[must_use]
    pub fn scale(self) -> f32 {
        match self {
            Self::NotoRegular | Self::NotoSemiBold => 1.0,
            Self::SourceRegular | Self::SourceSemiBold => fonts::SOURCE_SANS_SCALE,
        }
    }

    /// First choice, then the one behind it.
    fn of(weight: Weight) -> [Self; 2] {
        match weight {
            Weight::Regular => [Self::NotoRegular, Self::SourceRegular],
            Weight::SemiBold => [Self::NotoSemiBold, Self::SourceSemiBold],
        }
    }
}

/// One character as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub c: char,
    pub face: Face,
    /// Index in the face's file.
    pub id: u16,
    /// Width in ems of the text's size (the face's scale is in it).
    pub advance: f32,
}

/// The shipped fonts, opened.
pub struct Fonts {
    faces: [FontRef<'static>; 4],
}

impl Fonts {
    /// Ascender of Noto Sans SC in ems; the descender is [`Self::DESCENT`] below the baseline.
    pub const ASCENT: f32 = 1.160;
    /// Descender of Noto Sans SC in ems, downwards.
    pub const DESCENT: f32 = 0.288;
    /// Height of capitals of Noto Sans SC in ems.
    pub const CAP_HEIGHT: f32 = 0.733;

    /// Opens the fonts (reads their tables of contents only).
    ///
    /// # Errors
    /// If a shipped file is damaged.
    pub fn open() -> Result<Self, DocumentError> {
        let open = |face: Face| FontRef::new(face.bytes()).map_err(|e| DocumentError::Font(e.to_string()));
        let [a, b, c, d] = Face::ALL;
        Ok(Self { faces: [open(a)?, open(b)?, open(c)?, open(d)?] })
    }

    /// The glyphs of `text`. A word with a letter that Noto Sans SC lacks is set in Source Sans 3 as
    /// a whole, so that no name changes its design half-way.
    ///
    /// # Errors
    /// If no shipped font has one of the characters: a document with a hole in it is worse than none.
    pub fn glyphs(&self, text: &str, weight: Weight) -> Result<Vec<Glyph>, DocumentError> {
        let [first, second] = Face::of(weight);
        let chars: Vec<char> = text.chars().collect();
        let mut glyphs = Vec::with_capacity(chars.len());
        for word in chars.chunk_by(|a, b| is_word(*a) && is_word(*b)) {
            let face = if word.iter().all(|&c| self.id(first, c).is_some()) { first } else { second };
            for &c in word {
                let (face, id) = [face, first, second]
                    .into_iter()
                    .find_map(|f| Some((f, self.id(f, c)?)))
                    .ok_or(DocumentError::Glyph { code_point: u32::from(c) })?;
                glyphs.push(Glyph { c, face, id, advance: self.advance(face, id) });
            }
        }
        Ok(glyphs)
    }

    /// Draws a glyph's outline at `size` units an em, y upwards, into `pen`.
    ///
    /// # Errors
    /// If the outline is damaged.
    pub fn outline(&self, glyph: &Glyph, size: f32, pen: &mut impl OutlinePen) -> Result<(), DocumentError> {
        let outlines = self.font(glyph.face).outline_glyphs();
        let settings = DrawSettings::unhinted(Size::new(size * glyph.face.scale()), LocationRef::default());
        match outlines.get(GlyphId::from(glyph.id)) {
            // A space has no outline.
            None => Ok(()),
            Some(outline) => outline.draw(settings, pen).map(|_| ()).map_err(|e| DocumentError::Font(e.to_string())),
        }
    }

    fn font(&self, face: Face) -> &FontRef<'static> {
        let [a, b, c, d] = &self.faces;
        match face {
            Face::NotoRegular => a,
            Face::NotoSemiBold => b,
            Face::SourceRegular => c,
            Face::SourceSemiBold => d,
        }
    }

    fn id(&self, face: Face, c: char) -> Option<u16> {
        let id = self.font(face).charmap().map(c)?;
        u16::try_from(id.to_u32()).ok().filter(|&id| id != 0)
    }

    fn advance(&self, face: Face, id: u16) -> f32 {
        let metrics = self.font(face).glyph_metrics(Size::new(1.0), LocationRef::default());
        metrics.advance_width(GlyphId::from(id)).unwrap_or(0.0) * face.scale()
    }
}

/// Letters that belong together; every hanzi stands for itself.
fn is_word(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x2E80
}

#[cfg(test)]
mod tests {
    use super::{Face, Fonts, Weight};
    use crate::documents::DocumentError;

    #[test]
    fn letters_that_noto_lacks_are_drawn_by_source_sans() {
        let fonts = Fonts::open().unwrap();
        for weight in [Weight::Regular, Weight::SemiBold] {
            let glyphs = fonts.glyphs("şğıİłőřșțćžŠ ŞĞŁŐŘȘȚĆŽ", weight).unwrap();
            let drawn: String = glyphs.iter().map(|g| g.c).collect();
            assert_eq!(drawn, "şğıİłőřșțćžŠ ŞĞŁŐŘȘȚĆŽ");
            assert!(glyphs.iter().all(|g| g.id != 0 && g.advance > 0.0));
        }
    }

    #[test]
    fn one_word_has_one_design() {
        let fonts = Fonts::open().unwrap();
        let glyphs = fonts.glyphs("ERDOĞAN ANNA", Weight::SemiBold).unwrap();
        assert!(glyphs[..7].iter().all(|g| g.face == Face::SourceSemiBold));
        assert!(glyphs[8..].iter().all(|g| g.face == Face::NotoSemiBold));
    }

    #[test]
    fn a_character_nobody_can_draw_is_told() {
        let fonts = Fonts::open().unwrap();
        // CJK Extension B: in neither font.
        let error = fonts.glyphs("\u{20BB7}野", Weight::Regular).unwrap_err();
        assert!(matches!(error, DocumentError::Glyph { code_point: 0x20BB7 }));
    }
}
