//! Colours, type, space and the two scaffolds; see the interface reference, sections 2 and 4.

use std::sync::Arc;

use egui::epaint::Shadow;
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Id, Rect, Vec2, pos2,
    vec2,
};

pub use super::colours::Colours;
use crate::domain::display::{Display, Palette};
use crate::text::fonts::{NOTO_SANS_SC_REGULAR, NOTO_SANS_SC_SEMIBOLD, SOURCE_SANS_REGULAR, SOURCE_SANS_SEMIBOLD};

/// Name of the Regular family: text.
const TEXT: &str = "text";
/// Name of the `SemiBold` family: titles, labels, buttons, values.
const STRONG: &str = "strong";
/// Source Sans 3 is the design Noto Sans SC takes its Latin from, drawn smaller: its digits are
/// 497 wide against 555.
const SOURCE_SANS_SCALE: f32 = 1.117;
/// egui centres the rows of two fonts on each other; this brings Source Sans 3, whose row is higher,
/// back down to the baseline of Noto Sans SC, in ems.
const SOURCE_SANS_DROP: f32 = 0.082;

/// Which of the two page frames is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// Higher than wide: 1080x1920.
    Portrait,
    /// Wider than high: 1366x768.
    Landscape,
}

macro_rules! metrics {
    ($($(#[$doc:meta])* $token:ident: $portrait:literal, $landscape:literal;)*) => {
        /// Lengths that differ between the two scaffolds, in logical points.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Metrics { $($(#[$doc])* pub $token: f32,)* }

        impl Metrics {
            /// 1080x1920.
            pub const PORTRAIT: Self = Self { $($token: $portrait,)* };
            /// 1366x768.
            pub const LANDSCAPE: Self = Self { $($token: $landscape,)* };
        }
    };
}

metrics! {
    /// Inside a pair or mark.
    s1: 8.0, 4.0;
    /// Icon to text, between list lines.
    s2: 16.0, 10.0;
    /// Between controls.
    s3: 24.0, 16.0;
    /// Card padding, between cards.
    s4: 32.0, 20.0;
    /// Between sections.
    s5: 48.0, 32.0;
    /// Page edge to content.
    margin: 64.0, 40.0;
    /// Buttons, fields, banners.
    radius: 16.0, 10.0;
    /// Cards, tiles, preview, QR.
    radius_card: 28.0, 18.0;
    /// Keys.
    radius_key: 12.0, 8.0;
    /// Control outlines.
    stroke: 2.0, 1.5;
    /// Text fields.
    stroke_field: 2.5, 2.0;
    /// Text fields with an error.
    stroke_field_error: 4.0, 3.0;
    /// The two equal choices.
    stroke_choice: 3.0, 3.0;
    /// Icons in buttons.
    icon: 36.0, 24.0;
    /// Box of an icon tile.
    icon_tile: 70.0, 44.0;
    /// Height of main controls.
    control: 96.0, 60.0;
    /// Smallest side of anything that can be pressed.
    target: 60.0, 44.0;
    /// Height of a text field.
    field: 88.0, 52.0;
    /// Height of a text field while the keyboard is open.
    field_typing: 80.0, 52.0;
    /// Sideways padding of buttons and fields.
    pad: 36.0, 22.0;
    /// Height of the DEMO banner.
    demo: 48.0, 28.0;
    /// Height of the header; landscape has a rail instead.
    header: 128.0, 0.0;
    /// Width of the rail; portrait has a header instead.
    rail: 0.0, 272.0;
    /// Height of the footer.
    footer: 160.0, 84.0;
    /// Height of the keyboard's band.
    keyboard: 520.0, 288.0;
    /// Height of the tools' row above the footer, where buttons stand low down.
    tools: 128.0, 0.0;
}

/// Width of the narrow rail: the longest word of a tool beneath its mark.
const COMPACT_RAIL: f32 = 120.0;
/// Width of the rail of large texts: marks and numbers only.
const RAIL_OF_MARKS: f32 = 96.0;
/// From this text size on, pages are laid out anew: one column, one field at a time.
const LARGE_FROM: f32 = 1.5;
/// Height of a button's pair at the usual size, and the air around it, in either scaffold.
const BUTTON_PAIR: (f32, f32) = (67.4, 43.8);
const BUTTON_AIR: f32 = 13.0;
/// Height of a tool at the usual text size; tools stop growing at [`TOOL_MOST`].
const TOOL_HIGH: f32 = 58.0;
/// Three tools stand side by side in whatever text size.
pub(super) const TOOL_MOST: f32 = 1.75;
/// The DEMO banner's text is never larger than this.
pub(super) const DEMO_MOST: f32 = 36.0;
/// Height of the upright step indicator as one bar and one pair, over the text size.
const STEPS_OF_ONE_PAIR: f32 = 52.0;
/// Lying canvases narrower than this show one field at a time.
const TWO_FIELDS: f32 = 1100.0;
/// A lying window smaller than this shows no page but what to do.
pub const LEAST_WINDOW: Vec2 = vec2(1000.0, 600.0);
/// Content narrower than this gets narrow margins, too.
const COMPACT_ROOM: f32 = 960.0;
const COMPACT_MARGIN: f32 = 24.0;

/// The page frame's areas for one canvas size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Which frame.
    pub orientation: Orientation,
    /// The whole canvas.
    pub canvas: Rect,
    /// DEMO banner; empty where there is none.
    pub demo: Rect,
    /// Header (portrait) or rail (landscape).
    pub frame: Rect,
    /// Step indicator.
    pub steps: Rect,
    /// Everything between header or rail and footer, edge to edge; for grounds that bleed.
    pub page: Rect,
    /// Where the page's content goes: `page` without margins.
    pub content: Rect,
    /// Where the keyboard goes when it is open.
    pub keyboard: Rect,
    /// The tools' row above the footer, where they do not stand in header or rail.
    pub tools: Rect,
    /// The footer.
    pub footer: Rect,
}

/// What widgets read to paint themselves. Cheap to copy.
#[expect(clippy::struct_excessive_bools, reason = "independent facts that widgets ask for one by one")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Colour roles.
    pub colours: Colours,
    /// Lengths.
    pub metrics: Metrics,
    /// Which frame.
    pub orientation: Orientation,
    /// The canvas in logical points.
    pub canvas: Rect,
    /// High contrast: panels by outline, no shadow.
    pub high_contrast: bool,
    /// Landscape on a screen narrower than it is drawn for: a narrow rail with the words beneath the
    /// marks, so that the content keeps its width.
    pub compact: bool,
    /// Size of texts over the usual one, 1 to 2.
    pub text: f32,
    /// The same for titles, countdowns and marks, which grow by half as much.
    pub half: f32,
    /// Texts are so large that pages are laid out anew: one column, one field at a time.
    pub large: bool,
    /// All that can be pressed stands in the lower 60 % of the (upright) screen.
    pub low: bool,
    /// Nothing moves by itself.
    pub calm: bool,
}

impl Metrics {
    /// What holds texts grows with them; distances stay.
    fn grow(&mut self, orientation: Orientation, text: f32, half: f32) {
        let lying = orientation == Orientation::Landscape;
        let pair = if lying { BUTTON_PAIR.1 } else { BUTTON_PAIR.0 };
        self.control = self.control.max((pair * text + BUTTON_AIR).round());
        self.footer = self.footer.max(self.control + if lying { 24.0 } else { 28.0 });
        self.tools = self.tools.max(if lying { 0.0 } else { TOOL_HIGH * text.min(TOOL_MOST) + 24.0 });
        let value = if lying { 24.8 } else { 42.2 };
        self.field += (value * (text - 1.0)).round();
        self.field_typing += (value * (text - 1.0)).round();
        self.icon = (self.icon * half).round();
        self.icon_tile = (self.icon_tile * half.sqrt()).round();
        if text > 1.0 {
            let (font, lines, air) = if lying { (14.0, 1.24, 10.0) } else { (21.0, 2.56, 8.0) };
            let font: f32 = font * text;
            self.demo = (font.min(DEMO_MOST) * lines + air).round();
        }
    }
}

impl Orientation {
    /// Higher than wide is portrait.
    #[must_use]
    pub fn of(size: Vec2) -> Self {
        if size.y > size.x { Self::Portrait } else { Self::Landscape }
    }

    /// The canvas the numbers of this scaffold are drawn for.
    #[must_use]
    pub fn design_size(self) -> Vec2 {
        match self {
            Self::Portrait => vec2(1080.0, 1920.0),
            Self::Landscape => vec2(1366.0, 768.0),
        }
    }

    /// Physical pixels a logical point for a screen of `pixels`.
    ///
    /// Landscape never goes below 1: such a page scrolls instead.
    #[must_use]
    pub fn scale(self, pixels: Vec2) -> f32 {
        let design = self.design_size();
        let fit = (pixels.x / design.x).min(pixels.y / design.y);
        match self {
            Self::Portrait => fit.max(0.1),
            Self::Landscape => fit.max(1.0),
        }
    }
}

impl Theme {
    /// The usual theme on `canvas`.
    #[must_use]
    pub fn light(canvas: Rect) -> Self {
        Self::shown_as(canvas, Display::default())
    }

    /// The theme on `canvas` as a visitor wants it.
    #[must_use]
    pub fn shown_as(canvas: Rect, display: Display) -> Self {
        let orientation = Orientation::of(canvas.size());
        let design = orientation.design_size();
        let text = display.size.factor();
        let half = f32::midpoint(1.0, text);
        let large = text >= LARGE_FROM;
        let lying = orientation == Orientation::Landscape;
        let compact = lying && (large || canvas.width() < design.x - 1.0);
        let mut metrics = if lying { Metrics::LANDSCAPE } else { Metrics::PORTRAIT };
        if compact {
            metrics.rail = if large { RAIL_OF_MARKS } else { COMPACT_RAIL };
            if canvas.width() - metrics.rail - 2.0 * metrics.margin < COMPACT_ROOM {
                metrics.margin = COMPACT_MARGIN;
            }
        }
        metrics.grow(orientation, text, half);
        let colours = match display.palette {
            Palette::Light => Colours::LIGHT,
            Palette::Dark => Colours::DARK,
            Palette::HighContrastDark => Colours::HC_DARK,
            Palette::HighContrastLight => Colours::HC_LIGHT,
        };
        Self {
            colours,
            metrics,
            orientation,
            canvas,
            high_contrast: matches!(display.palette, Palette::HighContrastDark | Palette::HighContrastLight),
            compact,
            text,
            half,
            large,
            low: display.low && !lying,
            calm: display.calm,
        }
    }

    /// The theme of this frame.
    #[must_use]
    pub fn of(ctx: &Context) -> Self {
        ctx.data(|d| d.get_temp(theme_id())).unwrap_or_else(|| Self::light(ctx.content_rect()))
    }

    /// `portrait` or `landscape`, whichever frame is in use.
    #[must_use]
    pub fn pick<T>(&self, portrait: T, landscape: T) -> T {
        if self.is_portrait() { portrait } else { landscape }
    }

    /// A text's size, given for the usual text size of either scaffold.
    #[must_use]
    pub fn letters(&self, portrait: f32, landscape: f32) -> f32 {
        self.pick(portrait, landscape) * self.text
    }

    /// The side of a mark, or an indent beside one, that grows with the text it stands by.
    #[must_use]
    pub fn mark(&self, portrait: f32, landscape: f32) -> f32 {
        self.pick(portrait, landscape) * self.half
    }

    /// Columns stand side by side: upright never at large texts, lying only at the usual ones.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        !self.is_portrait() && !self.large
    }

    /// Everything stands beneath each other: not [`Self::is_wide`].
    #[must_use]
    pub fn is_stacked(&self) -> bool {
        !self.is_wide()
    }

    /// Two fields do not stand beside each other above a keyboard: one at a time.
    #[must_use]
    pub fn one_field_at_a_time(&self) -> bool {
        self.large || self.low || (!self.is_portrait() && self.canvas.width() < TWO_FIELDS)
    }

    /// No page can be shown whole in this window. Only a window on a desk can be so small: a kiosk
    /// fills its screen.
    #[must_use]
    pub fn is_too_small(&self) -> bool {
        !self.is_portrait() && (self.canvas.width() < LEAST_WINDOW.x || self.canvas.height() < LEAST_WINDOW.y)
    }

    /// The portrait frame is in use.
    #[must_use]
    pub fn is_portrait(&self) -> bool {
        self.orientation == Orientation::Portrait
    }

    /// Shadow of the e-card, the QR tile, the letter sheet and dialogs.
    #[must_use]
    pub fn elevation(&self) -> Shadow {
        if self.high_contrast {
            return Shadow::NONE;
        }
        Shadow { offset: [0, 10], blur: 30, spread: 0, color: Color32::from_rgba_unmultiplied(0x0A, 0x1F, 0x27, 41) }
    }

    /// The frame's areas; `demo` and `steps` say whether banner and step indicator are shown.
    #[must_use]
    pub fn layout(&self, demo: bool, steps: bool) -> Layout {
        let (m, canvas) = (&self.metrics, self.canvas);
        let demo_bottom = canvas.top() + if demo { m.demo } else { 0.0 };
        let demo_rect = Rect::from_min_max(canvas.min, pos2(canvas.right(), demo_bottom));
        let footer_top = canvas.bottom() - m.footer;
        let left = canvas.left() + m.rail;
        let footer = Rect::from_min_max(pos2(left, footer_top), canvas.max);
        let tools_top = footer_top - if self.low { m.tools } else { 0.0 };
        let tools = Rect::from_min_max(pos2(left, tools_top), pos2(canvas.right(), footer_top));
        let keyboard = Rect::from_min_max(pos2(left, tools_top - m.keyboard), pos2(canvas.right(), tools_top));
        match self.orientation {
            Orientation::Portrait => {
                let frame = Rect::from_min_size(demo_rect.left_bottom(), vec2(canvas.width(), m.header));
                let page = Rect::from_min_max(frame.left_bottom(), tools.right_top());
                let high = if self.text > 1.0 { STEPS_OF_ONE_PAIR * self.text + 26.0 } else { 84.0 };
                let steps_rect =
                    Rect::from_min_size(page.min + vec2(m.margin, 24.0), vec2(page.width() - 2.0 * m.margin, high));
                let top = page.top() + if steps { 60.0 + high } else { 40.0 };
                let content = Rect::from_min_max(
                    pos2(page.left() + m.margin, top),
                    pos2(page.right() - m.margin, page.bottom() - 8.0),
                );
                Layout {
                    orientation: self.orientation,
                    canvas,
                    demo: demo_rect,
                    frame,
                    steps: steps_rect,
                    page,
                    content,
                    keyboard,
                    tools,
                    footer,
                }
            }
            Orientation::Landscape => {
                let frame = Rect::from_min_max(demo_rect.left_bottom(), pos2(left, canvas.bottom()));
                let page = Rect::from_min_max(pos2(left, demo_bottom), footer.right_top());
                let steps_rect = if self.compact {
                    Rect::from_min_size(pos2(canvas.left() + 4.0, demo_bottom + 92.0), vec2(m.rail - 8.0, 300.0))
                } else {
                    Rect::from_min_size(pos2(canvas.left() + 24.0, demo_bottom + 114.0), vec2(m.rail - 44.0, 270.0))
                };
                let content = Rect::from_min_max(
                    page.min + vec2(m.margin, 32.0),
                    pos2(page.right() - m.margin, page.bottom() - 8.0),
                );
                Layout {
                    orientation: self.orientation,
                    canvas,
                    demo: demo_rect,
                    frame,
                    steps: steps_rect,
                    page,
                    content,
                    keyboard,
                    tools,
                    footer,
                }
            }
        }
    }
}

/// Regular, `size` points high.
#[must_use]
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(TEXT.into()))
}

/// `SemiBold`, `size` points high.
#[must_use]
pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(STRONG.into()))
}

/// Equal corners of `radius` points.
#[must_use]
pub fn corner(radius: f32) -> CornerRadius {
    // Radii are small; egui keeps them as whole points.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    CornerRadius::same(radius.round().clamp(0.0, 255.0) as u8)
}

fn display_id() -> Id {
    Id::unique("esscard display")
}

fn theme_id() -> Id {
    Id::unique("esscard theme")
}

/// Registers fonts, visuals and input rules. Once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.options_mut(|o| {
        // The on-screen keyboard types into the focused field; pressing a key must not take the focus.
        o.input_options.surrender_focus_on = egui::SurrenderFocusOn::Never;
        // An unhurried finger is not a long press: only the keyboard's accents are.
        o.input_options.max_click_duration = f64::INFINITY;
        o.input_options.max_click_dist = 24.0;
        o.zoom_with_keyboard = false;
        // Pages measure themselves in one pass; a second is for a page's first frame.
        o.max_passes = std::num::NonZeroUsize::new(2).unwrap_or(std::num::NonZeroUsize::MIN);
    });
    ctx.set_theme(egui::Theme::Light);
    ctx.all_styles_mut(|style| {
        style.spacing.item_spacing = Vec2::ZERO;
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = f32::INFINITY;
        style.animation_time = 0.0;
        style.visuals.text_cursor.blink = false;
        for id in style.text_styles.values_mut() {
            id.family = FontFamily::Name(TEXT.into());
        }
    });
    paint_ground(ctx, &Colours::LIGHT);
}

/// Scales the canvas to the window; keeps this frame's [`Theme`].
pub(super) fn fit(ctx: &Context) {
    let pixels = ctx.content_rect().size() * ctx.pixels_per_point();
    let native = ctx.native_pixels_per_point().unwrap_or(1.0);
    let orientation = Orientation::of(pixels);
    let zoom = orientation.scale(pixels) / native;
    let settled = (zoom - ctx.zoom_factor()).abs() < 0.001;
    if !settled {
        ctx.set_zoom_factor(zoom);
        // What this pass draws is at the old scale.
        ctx.request_discard("canvas scale");
    }
    let display = ctx.data(|d| d.get_temp::<Display>(display_id())).unwrap_or_default();
    keep(ctx, &Theme::shown_as(ctx.content_rect(), display));
}

/// Shows everything that follows as a visitor wants it. Before the first widget of a frame.
pub fn show_as(ctx: &Context, display: Display) {
    let before = ctx.data(|d| d.get_temp::<Display>(display_id())).unwrap_or_default();
    if before == display {
        return;
    }
    ctx.data_mut(|d| d.insert_temp(display_id(), display));
    let theme = Theme::shown_as(ctx.content_rect(), display);
    keep(ctx, &theme);
    paint_ground(ctx, &theme.colours);
    // Rectangles that pages remember from the frame before are of the other size.
    ctx.request_discard("display");
    ctx.request_repaint();
}

/// What shows where no page paints: the window's own ground.
fn paint_ground(ctx: &Context, colours: &Colours) {
    ctx.all_styles_mut(|style| {
        style.visuals.panel_fill = colours.bg;
        style.visuals.window_fill = colours.surface;
        style.visuals.override_text_color = Some(colours.text);
    });
}

/// As a new visitor finds it.
pub(super) fn reset(ctx: &Context) {
    keep(ctx, &Theme::light(ctx.content_rect()));
    paint_ground(ctx, &Colours::LIGHT);
}

fn keep(ctx: &Context, theme: &Theme) {
    ctx.data_mut(|d| d.insert_temp(theme_id(), *theme));
}

fn fonts() -> FontDefinitions {
    let source_sans = FontTweak { scale: SOURCE_SANS_SCALE, y_offset_factor: SOURCE_SANS_DROP, ..FontTweak::default() };
    let faces = [
        ("noto", FontData::from_static(NOTO_SANS_SC_REGULAR)),
        ("noto strong", FontData::from_static(NOTO_SANS_SC_SEMIBOLD)),
        ("source", FontData::from_static(SOURCE_SANS_REGULAR).tweak(source_sans.clone())),
        ("source strong", FontData::from_static(SOURCE_SANS_SEMIBOLD).tweak(source_sans)),
    ];
    let mut fonts = FontDefinitions::empty();
    for (name, data) in faces {
        fonts.font_data.insert(name.into(), Arc::new(data));
    }
    let text = vec!["noto".to_owned(), "source".to_owned()];
    fonts.families.insert(FontFamily::Name(STRONG.into()), vec!["noto strong".into(), "source strong".into()]);
    fonts.families.insert(FontFamily::Name(TEXT.into()), text.clone());
    // egui itself asks for these two.
    fonts.families.insert(FontFamily::Proportional, text.clone());
    fonts.families.insert(FontFamily::Monospace, text);
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::display::TextSize;
    use crate::ui::Role;

    fn upright(display: Display) -> Theme {
        Theme::shown_as(Rect::from_min_size(pos2(0.0, 0.0), vec2(1080.0, 1920.0)), display)
    }

    #[test]
    fn texts_grow_in_step_and_titles_by_half() {
        let theme = upright(Display { size: TextSize::Double, ..Display::default() });
        let size = |role: Role| (role.spec(&theme).a, role.spec(&theme).b);
        assert_eq!(size(Role::Body), (56.0, 44.0));
        assert_eq!(size(Role::Title), (75.0, 45.0));
        assert_eq!(upright(Display::default()).metrics, Metrics::PORTRAIT, "nothing grows at the usual size");
    }

    #[test]
    fn the_next_visitor_finds_the_usual_theme() {
        let ctx = Context::default();
        install(&ctx);
        show_as(&ctx, Display { palette: Palette::HighContrastDark, size: TextSize::Large, ..Display::default() });
        assert!(Theme::of(&ctx).large && Theme::of(&ctx).high_contrast);
        assert_eq!(ctx.global_style().visuals.panel_fill, Colours::HC_DARK.bg);
        crate::ui::forget::all(&ctx);
        assert_eq!(Theme::of(&ctx), Theme::light(ctx.content_rect()));
        assert_eq!(ctx.global_style().visuals.panel_fill, Colours::LIGHT.bg);
    }
}
