//! Personal text (names, numbers), painted character by character.
//!
//! Laid out texts are cached as copies that are never overwritten. Characters laid out one by one
//! leave no name or number behind in memory when the visitor is forgotten.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Context, FontId, Galley, Id, Painter, Pos2, Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::reader;

/// Personal text with its look.
#[derive(Clone, Debug)]
pub struct Personal<'a> {
    text: &'a str,
    font: FontId,
    colour: Color32,
    /// Extra room after every fourth character (permit numbers), in points.
    group_gap: f32,
    line: f32,
}

/// Where each character stands, in points from the upper left corner.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Left edge and line of each character, and of the end.
    pub at: Vec<(f32, usize)>,
    /// Number of lines.
    pub lines: usize,
    /// Widest line.
    pub width: f32,
}

impl<'a> Personal<'a> {
    /// `text` in `font`.
    #[must_use]
    pub fn new(text: &'a str, font: FontId, colour: Color32) -> Self {
        let line = (font.size * 1.24).round();
        Self { text, font, colour, group_gap: 0.0, line }
    }

    /// Groups of four characters, apart by drawing only.
    #[must_use]
    pub fn grouped(mut self, grouped: bool) -> Self {
        self.group_gap = if grouped { self.font.size * 0.26 } else { 0.0 };
        self
    }

    /// Line height in points.
    #[must_use]
    pub fn line_height(&self) -> f32 {
        self.line
    }

    /// Overrides the line height.
    #[must_use]
    pub fn with_line_height(mut self, line: f32) -> Self {
        self.line = line;
        self
    }

    /// Lays the text out within `width`; breaks after a space, or after a hyphen too where that
    /// saves a line.
    #[must_use]
    pub fn place(&self, ctx: &Context, width: f32) -> Places {
        let at_spaces = self.place_at(ctx, width, &[' ']);
        if at_spaces.lines <= 1 {
            return at_spaces;
        }
        let at_hyphens = self.place_at(ctx, width, &[' ', '-']);
        if at_hyphens.lines < at_spaces.lines { at_hyphens } else { at_spaces }
    }

    fn place_at(&self, ctx: &Context, width: f32, breaks: &[char]) -> Places {
        let mut places = Places { at: Vec::with_capacity(self.text.len() + 1), lines: 1, width: 0.0 };
        let (mut x, mut line, mut line_start) = (0.0_f32, 0, 0);
        let mut break_after: Option<usize> = None;
        let mut previous: Option<char> = None;
        for (i, c) in self.text.chars().enumerate() {
            if let Some(p) = previous {
                x += self.advance(ctx, p, Some(c));
                if self.group_gap > 0.0 && i % 4 == 0 {
                    x += self.group_gap;
                }
            }
            places.at.push((x, line));
            let end = x + self.advance(ctx, c, None);
            if end > width && c != ' ' && i > line_start {
                // Everything after the last break moves down; without one, only this character.
                let from = break_after.filter(|b| *b > line_start).unwrap_or(i);
                line += 1;
                line_start = from;
                let shift = places.at.get(from).map_or(x, |p| p.0);
                for place in places.at.iter_mut().skip(from) {
                    *place = (place.0 - shift, line);
                }
                x -= shift;
                break_after = None;
            }
            if breaks.contains(&c) {
                break_after = Some(i + 1);
            }
            if c != ' ' {
                places.width = places.width.max(x + self.advance(ctx, c, None));
            }
            previous = Some(c);
        }
        x += previous.map_or(0.0, |p| self.advance(ctx, p, None));
        places.at.push((x, line));
        places.lines = line + 1;
        places
    }

    /// Size on the screen when wrapped to `width`.
    #[must_use]
    pub fn size(&self, ctx: &Context, width: f32) -> Vec2 {
        let places = self.place(ctx, width);
        // A handful of lines.
        #[expect(clippy::cast_precision_loss)]
        vec2(places.width, places.lines as f32 * self.line)
    }

    /// Paints the text as placed, its upper left corner at `pos`; `fault` is coloured and underlined.
    pub fn paint(&self, painter: &Painter, pos: Pos2, places: &Places, fault: Option<&(usize, Color32, FontId)>) {
        for (i, (c, (x, line))) in self.text.chars().zip(&places.at).enumerate() {
            if c == ' ' {
                continue;
            }
            // A handful of lines.
            #[expect(clippy::cast_precision_loss)]
            let at = pos2(pos.x + x, pos.y + *line as f32 * self.line);
            match fault {
                Some((wrong, colour, font)) if *wrong == i => {
                    let galley = glyph(painter.ctx(), c, None, font, *colour, self.line);
                    let under = at.y + self.line * 0.5 + self.font.size * 0.46;
                    let width = galley.size().x;
                    painter.galley(at, galley, *colour);
                    painter.hline(at.x..=at.x + width, under, (3.0, *colour));
                }
                _ => {
                    painter.galley(at, glyph(painter.ctx(), c, None, &self.font, self.colour, self.line), self.colour);
                }
            }
        }
    }

    /// Lays out within `width` and paints at `pos`; returns the size.
    #[expect(clippy::must_use_candidate, reason = "it paints; the size is for those who go on beneath")]
    pub fn show_at(&self, painter: &Painter, pos: Pos2, width: f32) -> Vec2 {
        let places = self.place(painter.ctx(), width);
        self.paint(painter, pos, &places, None);
        // A handful of lines.
        #[expect(clippy::cast_precision_loss)]
        vec2(places.width, places.lines as f32 * self.line)
    }

    /// Advance of `c`, with kerning before `next`.
    fn advance(&self, ctx: &Context, c: char, next: Option<char>) -> f32 {
        let alone = |c| {
            let galley = glyph(ctx, c, None, &self.font, self.colour, self.line);
            galley.rows.first().and_then(|r| r.glyphs.first()).map_or(0.0, |g| g.advance_width)
        };
        let Some(next) = next else { return alone(c) };
        // Glyph positions are rounded to pixels, the width of the two together is not.
        glyph(ctx, c, Some(next), &self.font, self.colour, self.line).size().x - alone(next)
    }
}

/// Tells assistive technology what was painted in `rect`; said aloud only with headphones. Nothing is copied
/// where nobody asks.
pub fn tell(ui: &Ui, id: Id, rect: Rect, text: impl Fn() -> String) {
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text()));
    reader::mark_personal(ui.ctx(), id);
}

fn glyph(ctx: &Context, c: char, next: Option<char>, font: &FontId, colour: Color32, line: f32) -> Arc<Galley> {
    let format = TextFormat { font_id: font.clone(), color: colour, line_height: Some(line), ..TextFormat::default() };
    let text = c.to_string() + &next.map(String::from).unwrap_or_default();
    let mut job = LayoutJob::single_section(text, format);
    job.keep_trailing_whitespace = true;
    ctx.fonts_mut(|f| f.layout_job(job))
}
