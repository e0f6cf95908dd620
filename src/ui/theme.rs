//! Colours, type, space and the two scaffolds; see the interface reference, sections 2 and 4.

use std::sync::Arc;

use egui::epaint::Shadow;
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Id, Rect, Vec2, pos2,
    vec2,
};

use crate::text::fonts::{NOTO_SANS_SC_REGULAR, NOTO_SANS_SC_SEMIBOLD, SOURCE_SANS_REGULAR, SOURCE_SANS_SEMIBOLD};

/// Name of the Regular family: text.
const TEXT: &str = "text";
/// Name of the `SemiBold` family: titles, labels, buttons, values.
const STRONG: &str = "strong";
/// Source Sans 3 is the design Noto Sans SC takes its Latin from, drawn smaller: its digits are
/// 497 wide against 555.
const SOURCE_SANS_SCALE: f32 = 1.117;

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

macro_rules! colours {
    ($($(#[$doc:meta])* $role:ident: $light:literal, $dark:literal, $hc_dark:literal, $hc_light:literal;)*) => {
        /// The colour roles of one theme.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Colours { $($(#[$doc])* pub $role: Color32,)* }

        impl Colours {
            /// Calm paper, deep pine: the normal theme.
            pub const LIGHT: Self = Self { $($role: rgb($light),)* };
            /// Dark.
            pub const DARK: Self = Self { $($role: rgb($dark),)* };
            /// High contrast on black.
            pub const HC_DARK: Self = Self { $($role: rgb($hc_dark),)* };
            /// High contrast on white.
            pub const HC_LIGHT: Self = Self { $($role: rgb($hc_light),)* };
        }
    };
}

colours! {
    /// Page background.
    bg: 0xF5F4F0, 0x0F1A1F, 0x000000, 0xFFFFFF;
    /// Cards, fields, footer.
    surface: 0xFFFFFF, 0x18272E, 0x000000, 0xFFFFFF;
    /// Keyboard bed, table head, preview frame.
    sunken: 0xE9E7E1, 0x0A1317, 0x000000, 0xFFFFFF;
    /// Hairlines; decorative only.
    line: 0xD5D2C9, 0x2F414A, 0xFFFFFF, 0x000000;
    /// Field and button outlines.
    line_strong: 0x66747B, 0x8DA0A8, 0xFFFFFF, 0x000000;
    /// Primary language.
    text: 0x15242B, 0xF1F5F4, 0xFFFFFF, 0x000000;
    /// Secondary language, hints.
    text_2: 0x4A585F, 0xB4C2C6, 0xFFFFFF, 0x000000;
    /// Main action, current step.
    primary: 0x0B5C63, 0x5FC3C2, 0xFFE600, 0x00339A;
    /// Main action under the pointer.
    primary_hover: 0x0E6B73, 0x7AD1CF, 0xFFF27A, 0x0046C7;
    /// Main action held down.
    primary_pressed: 0x07444A, 0x47AAA9, 0xD6C100, 0x002266;
    /// Text on primary.
    on_primary: 0xFFFFFF, 0x06282B, 0x000000, 0xFFFFFF;
    /// Secondary language on primary.
    on_primary_2: 0xD6EBEA, 0x0A3438, 0x000000, 0xFFFFFF;
    /// Information, selected rows, chips.
    tint: 0xE0EEEC, 0x16393C, 0x000000, 0xFFFFFF;
    /// Text on tint.
    on_tint: 0x083F44, 0xC9ECEA, 0xFFFFFF, 0x000000;
    /// Error text, outline and mark.
    error: 0xA8201A, 0xFF9C93, 0xFF9E9E, 0xA00000;
    /// Error panel.
    error_bg: 0xFCEBE9, 0x3A1A18, 0x000000, 0xFFFFFF;
    /// Done text and mark.
    success: 0x17653A, 0x7FD6A0, 0x7CFF9B, 0x00561F;
    /// Done panel.
    success_bg: 0xE3F2E9, 0x12301F, 0x000000, 0xFFFFFF;
    /// Attention text and mark.
    warn: 0x754700, 0xFFC766, 0xFFE600, 0x6B3F00;
    /// Attention panel.
    warn_bg: 0xFFF1CE, 0x3A2A0B, 0x000000, 0xFFFFFF;
    /// Category badge, capture arc; never text on light.
    accent: 0xF2A93B, 0xF2A93B, 0xFFE600, 0x00339A;
    /// Text on accent.
    on_accent: 0x2B1B00, 0x2B1B00, 0x000000, 0xFFFFFF;
    /// Hero panel, e-card face.
    deep: 0x0A3F4A, 0x0A3F4A, 0x000000, 0xFFFFFF;
    /// Where the hero's ground ends at the right.
    deep_hero: 0x0C5660, 0x0C5660, 0x000000, 0xFFFFFF;
    /// Where the e-card's ground ends at the right.
    deep_card: 0x0D6A70, 0x0D6A70, 0x000000, 0xFFFFFF;
    /// Text on deep.
    on_deep: 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0x000000;
    /// Secondary language on deep.
    on_deep_2: 0xD0E7E7, 0xD0E7E7, 0xFFFFFF, 0x000000;
    /// Focus ring, inner 4 points.
    focus_inner: 0xFFC43D, 0xFFC43D, 0x00E5FF, 0xFFC43D;
    /// Focus ring, outer 3 points.
    focus_outer: 0x15242B, 0x0A1317, 0x000000, 0x000000;
    /// Disabled fill.
    disabled_bg: 0xE4E2DC, 0x22333A, 0x000000, 0xFFFFFF;
    /// Disabled text.
    disabled_text: 0x566269, 0x93A4AB, 0xC8C8C8, 0x505050;
    /// DEMO banner.
    demo: 0x552C7F, 0x6A3FA0, 0xFFFFFF, 0x000000;
    /// Text on the DEMO banner.
    on_demo: 0xFFFFFF, 0xFFFFFF, 0x000000, 0xFFFFFF;
}

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
}

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
    /// The footer.
    pub footer: Rect,
}

/// What widgets read to paint themselves. Cheap to copy.
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
    /// The light theme on `canvas`.
    #[must_use]
    pub fn light(canvas: Rect) -> Self {
        let orientation = Orientation::of(canvas.size());
        let metrics = match orientation {
            Orientation::Portrait => Metrics::PORTRAIT,
            Orientation::Landscape => Metrics::LANDSCAPE,
        };
        Self { colours: Colours::LIGHT, metrics, orientation, canvas, high_contrast: false }
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
        let keyboard = Rect::from_min_max(pos2(left, footer_top - m.keyboard), pos2(canvas.right(), footer_top));
        match self.orientation {
            Orientation::Portrait => {
                let frame = Rect::from_min_size(demo_rect.left_bottom(), vec2(canvas.width(), m.header));
                let page = Rect::from_min_max(frame.left_bottom(), footer.right_top());
                let steps_rect = Rect::from_min_max(
                    page.min + vec2(m.margin, 24.0),
                    pos2(page.right() - m.margin, page.top() + 108.0),
                );
                let top = page.top() + if steps { 144.0 } else { 40.0 };
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
                    footer,
                }
            }
            Orientation::Landscape => {
                let frame = Rect::from_min_max(demo_rect.left_bottom(), pos2(left, canvas.bottom()));
                let page = Rect::from_min_max(pos2(left, demo_bottom), footer.right_top());
                let steps_rect =
                    Rect::from_min_size(pos2(canvas.left() + 24.0, demo_bottom + 114.0), vec2(m.rail - 44.0, 270.0));
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
        style.visuals.panel_fill = Colours::LIGHT.bg;
        style.visuals.window_fill = Colours::LIGHT.surface;
        style.visuals.override_text_color = Some(Colours::LIGHT.text);
        style.visuals.text_cursor.blink = false;
        for id in style.text_styles.values_mut() {
            id.family = FontFamily::Name(TEXT.into());
        }
    });
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
    let theme = Theme::light(ctx.content_rect());
    ctx.data_mut(|d| d.insert_temp(theme_id(), theme));
}

pub(super) fn keep(ctx: &Context, theme: Theme) {
    ctx.data_mut(|d| d.insert_temp(theme_id(), theme));
}

fn fonts() -> FontDefinitions {
    let source_sans = FontTweak { scale: SOURCE_SANS_SCALE, ..FontTweak::default() };
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
