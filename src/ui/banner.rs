//! Banners, and the mark-and-word line used inside pages.

use egui::accesskit;
use egui::{Color32, CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::icons::Icon;
use super::pair::{Pair, PairLabel, Role, name};
use super::theme::{Theme, corner};

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Information,
    /// Done.
    Success,
    /// Needs a hand; nobody did anything wrong.
    Attention,
    /// Must be corrected.
    Error,
}

impl Tone {
    /// Ground, strong colour and mark.
    #[must_use]
    pub fn look(self, theme: &Theme) -> (Color32, Color32, Icon) {
        let c = &theme.colours;
        match self {
            Self::Information => (c.tint, c.primary, Icon::InfoFill),
            Self::Success => (c.success_bg, c.success, Icon::CheckCircleFill),
            Self::Attention => (c.warn_bg, c.warn, Icon::WarningFill),
            Self::Error => (c.error_bg, c.error, Icon::WarningCircleFill),
        }
    }
}

/// A message over the full width: strong bar at the left, mark, pair.
pub fn banner<'a>(ui: &mut Ui, tone: Tone, pair: impl Into<Pair<'a>>) -> Response {
    let pair = pair.into();
    let width = ui.available_width();
    let height = height(ui, pair, width);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    name(&response, accesskit::Role::Status, true, pair);
    if matches!(tone, Tone::Attention | Tone::Error) {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(accesskit::Live::Assertive));
    }
    paint(ui, rect, tone, pair, Role::Caption);
    response
}

/// The height [`banner`] takes for `pair` at `width`.
#[must_use]
pub fn height(ui: &Ui, pair: Pair<'_>, width: f32) -> f32 {
    let theme = Theme::of(ui.ctx());
    let left = theme.mark(102.0, 64.0);
    let laid = PairLabel::new(Role::Caption, pair).lay(ui.ctx(), width - left - theme.metrics.s4);
    (laid.size.y + theme.pick(34.0, 20.0)).max(theme.pick(88.0, 56.0))
}

pub(super) fn paint(ui: &Ui, rect: Rect, tone: Tone, pair: Pair<'_>, role: Role) {
    let theme = Theme::of(ui.ctx());
    let (ground, strong, icon) = tone.look(&theme);
    let bar = theme.pick(10.0, 6.0);
    let radius = theme.metrics.radius;
    // The bar is the strong rectangle that the second, shifted one leaves uncovered.
    let mut outer = corner(radius);
    (outer.ne, outer.se) = (0, 0);
    let under = Rect::from_min_size(rect.min, vec2(bar + 2.0 * radius, rect.height()));
    ui.painter().rect_filled(under, outer, strong);
    let mut inner = corner(radius);
    inner.nw = corner(radius * 0.6).nw;
    inner.sw = inner.nw;
    let over = Rect::from_min_max(rect.min + vec2(bar, 0.0), rect.max);
    ui.painter().rect_filled(over, CornerRadius { ..inner }, ground);
    if theme.high_contrast {
        ui.painter().rect_stroke(
            over,
            CornerRadius { ..inner },
            Stroke::new(2.0, theme.colours.line),
            StrokeKind::Inside,
        );
    }
    let side = theme.mark(42.0, 28.0);
    let mark = Rect::from_center_size(pos2(rect.left() + theme.mark(55.0, 34.0), rect.center().y), Vec2::splat(side));
    icon.paint(ui.painter(), mark, strong);
    let left = theme.mark(102.0, 64.0);
    let words = Rect::from_min_max(rect.min + vec2(left, 0.0), rect.max);
    let colour = theme.colours;
    PairLabel::new(role, pair)
        .colours(colour.text, colour.text_2)
        .lay(ui.ctx(), words.width() - theme.metrics.s4)
        .paint_middle(ui.painter(), words);
}

/// An icon and a pair beside it, as one line of a list or note.
pub fn note<'a>(ui: &mut Ui, icon: Icon, role: Role, pair: impl Into<Pair<'a>>, inline: bool) -> Response {
    let pair = pair.into();
    let theme = Theme::of(ui.ctx());
    let side = theme.metrics.icon;
    let gap = theme.pick(20.0, 12.0);
    let mut label = PairLabel::new(role, pair);
    if inline {
        label = label.inline();
    }
    let laid = label.lay(ui.ctx(), ui.available_width() - side - gap);
    let height = laid.size.y.max(side);
    let (rect, response) = ui.allocate_exact_size(vec2(side + gap + laid.size.x, height), Sense::hover());
    name(&response, accesskit::Role::Label, true, pair);
    let mark = Rect::from_center_size(pos2(rect.left() + side / 2.0, rect.center().y), Vec2::splat(side));
    icon.paint(ui.painter(), mark, theme.colours.primary);
    let words = Rect::from_min_max(pos2(rect.left() + side + gap, rect.top()), rect.max);
    laid.paint_middle(ui.painter(), words);
    response
}
