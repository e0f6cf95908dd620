//! The error summary beside the title.

use egui::accesskit;
use egui::{Rect, Response, Sense, Ui, Vec2, pos2, vec2};

use super::banner::{self, Tone};
use super::focus;
use super::icons::Icon;
use super::pair::{Pair, PairLabel, Role, name};
use super::theme::Theme;

/// How wide [`summary`] will be.
#[must_use]
pub fn width(ui: &Ui, pair: Pair<'_>) -> f32 {
    let theme = Theme::of(ui.ctx());
    let label = PairLabel::new(Role::Caption, pair);
    if theme.is_portrait() {
        label.lay(ui.ctx(), f32::INFINITY).size.x + 102.0 * theme.half + theme.metrics.s4 + 2.0
    } else {
        label.inline().lay(ui.ctx(), f32::INFINITY).size.x + 34.0
    }
}

/// Mark and count ("There is 1 thing to correct"); a press leads to the first field.
pub fn summary<'a>(ui: &mut Ui, pair: impl Into<Pair<'a>>) -> Response {
    let pair = pair.into();
    let theme = Theme::of(ui.ctx());
    let height = if theme.is_portrait() { 80.0 } else { theme.metrics.target };
    let (_, rect) = ui.allocate_space(vec2(width(ui, pair), height));
    summary_at(ui, rect, pair)
}

/// [`summary`] in `rect`.
pub fn summary_at(ui: &mut Ui, rect: Rect, pair: Pair<'_>) -> Response {
    let theme = Theme::of(ui.ctx());
    let response = ui.interact(rect, ui.scope_id().with("error summary"), Sense::click());
    name(&response, accesskit::Role::Button, true, pair);
    focus::stands(ui, rect);
    ui.ctx().accesskit_node_builder(response.id, |n| n.set_live(accesskit::Live::Assertive));
    if theme.is_portrait() {
        banner::paint(ui, rect, Tone::Error, pair, Role::Caption);
    } else {
        let side = 22.0;
        let c = &theme.colours;
        let mark = Rect::from_center_size(pos2(rect.left() + side / 2.0, rect.center().y), Vec2::splat(side));
        Icon::WarningCircleFill.paint(ui.painter(), mark, c.error);
        let words = Rect::from_min_max(pos2(rect.left() + 32.0, rect.top()), rect.max);
        PairLabel::new(Role::Caption, pair)
            .inline()
            .colours(c.error, c.text_2)
            .lay(ui.ctx(), f32::INFINITY)
            .paint_middle(ui.painter(), words);
    }
    focus::ring(ui, &response, rect, theme.metrics.radius);
    response
}
