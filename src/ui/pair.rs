//! The pair: a text in the chosen language with the other one beneath, like a caption.

use std::sync::Arc;

use egui::accesskit;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Color32, Context, FontId, Galley, Id, Painter, Pos2, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::line_breaks;
use super::theme::{TOOL_MOST, Theme, regular, strong};
use crate::text::PairText;

/// A text in both languages, the chosen one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair<'a> {
    /// Chosen language.
    pub primary: &'a str,
    /// The other one.
    pub secondary: &'a str,
}

/// Between the two languages of an inline pair, in points of either scaffold.
const INLINE_GAP: f32 = 10.0;

/// Lines of the longest paragraph, at the largest size.
const MOST_LINES: usize = 60;

/// A last line of no more characters than this is taken along by the one before.
const ORPHAN: usize = 2;

/// Where a text stands in the type scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Home, show to staff.
    Display,
    /// The page's question.
    Title,
    /// Cards, tiles.
    Heading,
    /// Running text.
    Body,
    /// Field labels, small sections.
    Label,
    /// Buttons.
    Button,
    /// Notes.
    Caption,
    /// What is wrong with a field.
    Error,
    /// Tools of header and rail, step names.
    Tool,
}

/// Sizes and distances of one role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeSpec {
    /// Size of the chosen language.
    pub a: f32,
    /// Size of the other one.
    pub b: f32,
    /// The chosen language is `SemiBold`.
    pub strong: bool,
    /// Line height of `a` over its size.
    pub line_a: f32,
    /// Line height of `b` over its size.
    pub line_b: f32,
    /// Gap between the two over the size of `b`.
    pub gap: f32,
}

/// How a pair is laid out and coloured before it is shown.
#[expect(clippy::struct_excessive_bools, reason = "independent choices, each set by its own name")]
#[derive(Clone, Copy, Debug)]
#[must_use = "a label that is not shown is not there"]
pub struct PairLabel<'a> {
    pair: Pair<'a>,
    heard: Option<Pair<'a>>,
    role: Role,
    inline: bool,
    centred: bool,
    balanced: bool,
    strong: Option<bool>,
    sizes: Option<(f32, f32)>,
    exact: bool,
    line_a: Option<f32>,
    colours: Option<(Color32, Color32)>,
}

/// A pair after layout, ready to be painted any number of times.
#[derive(Clone, Debug, Default)]
pub struct LaidPair {
    parts: Vec<(Vec2, Arc<Galley>)>,
    /// Width and height of both texts together.
    pub size: Vec2,
}

impl<'a> Pair<'a> {
    /// `primary` in the chosen language, `secondary` in the other one.
    #[must_use]
    pub const fn new(primary: &'a str, secondary: &'a str) -> Self {
        Self { primary, secondary }
    }

    /// The same text in both languages (names, numbers).
    #[must_use]
    pub const fn same(text: &'a str) -> Self {
        Self { primary: text, secondary: text }
    }

    /// The other language, where it differs.
    #[must_use]
    pub fn second(&self) -> Option<&'a str> {
        (!self.secondary.is_empty() && self.primary != self.secondary).then_some(self.secondary)
    }
}

impl<'a> From<&'a PairText> for Pair<'a> {
    fn from(p: &'a PairText) -> Self {
        Self::new(&p.primary, &p.secondary)
    }
}

impl<'a> From<(&'a str, &'a str)> for Pair<'a> {
    fn from((primary, secondary): (&'a str, &'a str)) -> Self {
        Self { primary, secondary }
    }
}

impl Role {
    /// Sizes of this role in `theme`'s scaffold.
    #[must_use]
    pub fn spec(self, theme: &Theme) -> TypeSpec {
        let (portrait, landscape, strong, line_a, gap) = match self {
            Self::Display => ((68.0, 38.0), (46.0, 26.0), true, 1.14, 0.30),
            Self::Title => ((50.0, 30.0), (32.0, 20.0), true, 1.16, 0.25),
            Self::Heading => ((34.0, 24.0), (22.0, 16.0), true, 1.24, 0.12),
            Self::Body => ((28.0, 22.0), (18.0, 15.0), false, 1.36, 0.12),
            Self::Label => ((26.0, 20.0), (17.0, 14.0), true, 1.24, 0.12),
            Self::Button => ((30.0, 21.0), (19.0, 14.0), true, 1.24, 0.12),
            Self::Caption => ((22.0, 19.0), (15.0, 14.0), false, 1.34, 0.12),
            Self::Error => ((22.0, 19.0), (15.0, 14.0), true, 1.34, 0.12),
            Self::Tool => ((22.0, 18.0), (16.0, 14.0), true, 1.24, 0.12),
        };
        let (a, b) = theme.pick(portrait, landscape);
        let grown = self.growth(theme);
        TypeSpec { a: a * grown, b: b * grown, strong, line_a, line_b: 1.32, gap }
    }
}

impl Role {
    /// Size of this role's texts over their usual size.
    fn growth(self, theme: &Theme) -> f32 {
        match self {
            Self::Display | Self::Title => theme.half,
            Self::Tool => theme.text.min(TOOL_MOST),
            _ => theme.text,
        }
    }
}

impl<'a> PairLabel<'a> {
    /// A stacked pair, left-aligned, in the page's colours.
    pub fn new(role: Role, pair: impl Into<Pair<'a>>) -> Self {
        Self {
            pair: pair.into(),
            heard: None,
            role,
            inline: false,
            centred: false,
            balanced: matches!(role, Role::Display | Role::Title),
            strong: None,
            sizes: None,
            exact: false,
            line_a: None,
            colours: None,
        }
    }

    /// What assistive technology says instead, where the text is shown in another language than the
    /// visitor's.
    pub fn heard_as(mut self, pair: impl Into<Pair<'a>>) -> Self {
        self.heard = Some(pair.into());
        self
    }

    /// The second language on the same baseline, where it fits.
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Centred lines; for dialogs.
    pub fn centred(mut self) -> Self {
        self.centred = true;
        self
    }

    /// Lines of about equal length, as titles have them.
    pub fn balanced(mut self) -> Self {
        self.balanced = true;
        self
    }

    /// Overrides the weight of the chosen language.
    pub fn strong(mut self, strong: bool) -> Self {
        self.strong = Some(strong);
        self
    }

    /// Overrides both sizes and keeps them whatever text size was chosen: in pictures, and where the
    /// room decides.
    pub fn exact(mut self, a: f32, b: f32) -> Self {
        self.sizes = Some((a, b));
        self.exact = true;
        self
    }

    /// Overrides both sizes, given for the usual text size.
    pub fn sizes(mut self, a: f32, b: f32) -> Self {
        self.sizes = Some((a, b));
        self
    }

    /// Overrides the first language's line height over its size.
    pub fn line_height(mut self, factor: f32) -> Self {
        self.line_a = Some(factor);
        self
    }

    /// Overrides both colours.
    pub fn colours(mut self, primary: Color32, secondary: Color32) -> Self {
        self.colours = Some((primary, secondary));
        self
    }

    /// Lays both texts out within `width`.
    #[must_use]
    pub fn lay(&self, ctx: &Context, width: f32) -> LaidPair {
        let theme = Theme::of(ctx);
        let mut spec = self.role.spec(&theme);
        if let Some((a, b)) = self.sizes {
            let grown = if self.exact { 1.0 } else { self.role.growth(&theme) };
            (spec.a, spec.b) = (a * grown, b * grown);
        }
        spec.line_a = self.line_a.unwrap_or(spec.line_a);
        spec.strong = self.strong.unwrap_or(spec.strong);
        let (colour_a, colour_b) = self.colours.unwrap_or(match self.role {
            Role::Error => (theme.colours.error, theme.colours.error),
            _ => (theme.colours.text, theme.colours.text_2),
        });
        let font = if spec.strong { strong(spec.a) } else { regular(spec.a) };
        let balanced = self.balanced;
        let align = if self.centred { Align::Center } else { Align::Min };
        let first = aligned(ctx, self.pair.primary, font, colour_a, spec.a * spec.line_a, width, balanced, align);
        let Some(second) = self.pair.second() else {
            let size = first.size();
            if self.centred {
                return LaidPair {
                    parts: vec![(vec2(width / 2.0, 0.0), first)],
                    size: vec2(width.max(size.x), size.y),
                };
            }
            return LaidPair { parts: vec![(Vec2::ZERO, first)], size };
        };
        let second_width =
            |w| aligned(ctx, second, regular(spec.b), colour_b, spec.b * spec.line_b, w, balanced, align);
        let b = second_width(width);
        if self.inline {
            let gap = INLINE_GAP;
            let one = first.rows.len() == 1 && b.rows.len() == 1;
            if one && first.size().x + gap + b.size().x <= width {
                let drop = baseline(&first) - baseline(&b);
                let size = vec2(first.size().x + gap + b.size().x, first.size().y.max(drop + b.size().y));
                let x = first.size().x + gap;
                return LaidPair { parts: vec![(Vec2::ZERO, first), (vec2(x, drop), b)], size };
            }
        }
        let gap = spec.b * spec.gap;
        let widest = first.size().x.max(b.size().x);
        let height = first.size().y + gap + b.size().y;
        // A centred galley's rows stand around its position.
        let x = if self.centred { width / 2.0 } else { 0.0 };
        let parts = vec![(vec2(x, 0.0), first.clone()), (vec2(x, first.size().y + gap), b.clone())];
        let used = if self.centred { width.max(widest) } else { widest };
        LaidPair { parts, size: vec2(used, height) }
    }

    /// Shows it in the width at hand.
    pub fn show(self, ui: &mut Ui) -> Response {
        let laid = self.lay(ui.ctx(), ui.available_width());
        let (rect, response) = ui.allocate_exact_size(laid.size, Sense::hover());
        name(&response, accesskit::Role::Label, true, self.heard.unwrap_or(self.pair));
        if ui.is_rect_visible(rect) {
            laid.paint(ui.painter(), rect.min);
        }
        response
    }
}

impl LaidPair {
    /// Paints both texts with their common upper left corner at `pos`.
    pub fn paint(&self, painter: &Painter, pos: Pos2) {
        let pos = snap(painter, pos);
        for (offset, galley) in &self.parts {
            painter.galley(pos + *offset, Arc::clone(galley), Color32::BLACK);
        }
    }

    /// Paints both texts vertically centred on `rect`, from its left edge.
    pub fn paint_middle(&self, painter: &Painter, rect: Rect) {
        self.paint(painter, pos2(rect.left(), rect.center().y - self.size.y / 2.0));
    }
}

/// Shows a stacked pair.
pub fn pair<'a>(ui: &mut Ui, role: Role, pair: impl Into<Pair<'a>>) -> Response {
    PairLabel::new(role, pair).show(ui)
}

/// Shows a pair on one line, if it fits.
pub fn pair_inline<'a>(ui: &mut Ui, role: Role, pair: impl Into<Pair<'a>>) -> Response {
    PairLabel::new(role, pair).inline().show(ui)
}

/// Tells assistive technology the chosen language as name and the other one as description.
pub fn name(response: &Response, role: accesskit::Role, enabled: bool, pair: Pair<'_>) {
    response.widget_info(|| WidgetInfo::labeled(role, enabled, pair.primary));
    describe(&response.ctx, response.id, pair);
}

/// Adds the other language as description.
pub fn describe(ctx: &Context, id: Id, pair: Pair<'_>) {
    if let Some(second) = pair.second() {
        ctx.accesskit_node_builder(id, |node| node.set_description(second));
    }
}

/// Lays one text out; `line` is the line height in points.
#[must_use]
pub fn lines(
    ctx: &Context,
    text: &str,
    font: FontId,
    colour: Color32,
    line: f32,
    width: f32,
    balanced: bool,
) -> Arc<Galley> {
    aligned(ctx, text, font, colour, line, width, balanced, Align::Min)
}

/// [`lines`], or the same with its rows centred around the galley's position.
#[expect(clippy::too_many_arguments, reason = "all of them say how one text is set")]
fn aligned(
    ctx: &Context,
    text: &str,
    font: FontId,
    colour: Color32,
    line: f32,
    width: f32,
    balanced: bool,
    align: Align,
) -> Arc<Galley> {
    let format = TextFormat { font_id: font, color: colour, line_height: Some(line.round()), ..TextFormat::default() };
    let lay = |width: f32| {
        let once = |text: String| {
            let mut job = LayoutJob::single_section(text, format.clone());
            job.wrap = TextWrapping { max_width: width, ..TextWrapping::default() };
            job.halign = align;
            ctx.fonts_mut(|f| f.layout_job(job))
        };
        let mut galley = once(text.to_owned());
        if galley.rows.len() < 2 || text.is_ascii() {
            return galley;
        }
        let mut chars: Vec<char> = text.chars().collect();
        // Each time one line ends earlier; there are not more lines than this in any text.
        for _ in 0..MOST_LINES {
            let Some(at) = line_breaks::better(&galley, &chars) else { break };
            chars.insert(at, '\n');
            galley = once(chars.iter().collect());
        }
        galley
    };
    // A hair of slack: a text measured once must not wrap when laid out in just its own width.
    let full = lay(width + 0.5);
    // One or two characters alone on the last line look like a mistake, in Chinese above all.
    let orphan = full.rows.last().is_some_and(|row| row.glyphs.len() <= ORPHAN);
    if !(balanced || orphan) || full.rows.len() < 2 {
        return full;
    }
    let rows = full.rows.len();
    let (mut narrow, mut wide) = (width / 4.0, width);
    while wide - narrow > 8.0 {
        let middle = f32::midpoint(narrow, wide);
        if lay(middle).rows.len() > rows {
            narrow = middle;
        } else {
            wide = middle;
        }
    }
    lay(wide + 0.5)
}

/// Distance of the first row's baseline from the galley's top.
fn baseline(galley: &Galley) -> f32 {
    galley.rows.first().and_then(|row| row.glyphs.first()).map_or(0.0, |glyph| glyph.pos.y)
}

/// Texts are sharp on whole pixels only.
fn snap(painter: &Painter, pos: Pos2) -> Pos2 {
    let scale = painter.pixels_per_point();
    pos2((pos.x * scale).round() / scale, (pos.y * scale).round() / scale)
}
