//! Cards: a surface that holds things together. Not pressable.

use egui::{Color32, Frame, InnerResponse, Margin, Rect, Stroke, StrokeKind, Ui, Vec2};

use super::button::icon_tile;
use super::icons::Icon;
use super::theme::{Theme, corner};

/// The ground of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// White with a hairline.
    Surface,
    /// Information: `tint`.
    Tint,
    /// `tint` with a `primary` hairline: the way on for most.
    TintOutlined,
    /// The red example.
    Error,
    /// The green example.
    Success,
}

fn colours(ground: Ground, theme: &Theme) -> (Color32, Stroke) {
    let c = &theme.colours;
    let strong = theme.pick(4.0, 3.0);
    match ground {
        Ground::Surface => (c.surface, Stroke::new(theme.pick(1.5, 1.0), c.line)),
        // High contrast tells panels apart by outline.
        Ground::Tint if theme.high_contrast => (c.tint, Stroke::new(2.0, c.line)),
        Ground::Tint => (c.tint, Stroke::NONE),
        Ground::TintOutlined => (c.tint, Stroke::new(theme.pick(1.5, 1.0), c.primary)),
        Ground::Error => (c.surface, Stroke::new(strong, c.error)),
        Ground::Success => (c.surface, Stroke::new(strong, c.success)),
    }
}

/// A card around `contents`, over the width at hand.
pub fn card<R>(ui: &mut Ui, ground: Ground, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let theme = Theme::of(ui.ctx());
    let (fill, stroke) = colours(ground, &theme);
    // Padding is a small whole number.
    #[expect(clippy::cast_possible_truncation)]
    let pad = theme.metrics.s4 as i8;
    let frame = Frame::new()
        .fill(fill)
        .stroke(stroke)
        .corner_radius(corner(theme.metrics.radius_card))
        .inner_margin(Margin::same(pad));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        contents(ui)
    })
}

/// Only the ground of a card, in `rect`.
pub fn paint(ui: &Ui, rect: Rect, ground: Ground) {
    let theme = Theme::of(ui.ctx());
    let (fill, stroke) = colours(ground, &theme);
    ui.painter().rect(rect, corner(theme.metrics.radius_card), fill, stroke, StrokeKind::Inside);
}

/// A hairline over the width at hand, between the rows of a card.
pub fn hairline(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 1.0), egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(theme.pick(1.5, 1.0), theme.colours.line));
}

/// An icon tile where the cursor is; `strong` is white on `primary`.
pub fn icon(ui: &mut Ui, icon: Icon, strong: bool) -> Rect {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(theme.metrics.icon_tile), egui::Sense::hover());
    let (ground, ink) = if strong { (c.primary, c.on_primary) } else { (c.tint, c.on_tint) };
    icon_tile(ui, rect, icon, ground, ink);
    rect
}
