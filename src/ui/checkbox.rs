//! The checkbox row: the whole row is the target.

use egui::accesskit;
use egui::{Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::focus;
use super::icons::Icon;
use super::pair::{Pair, PairLabel, Role, describe};
use super::theme::{Theme, corner};

/// Shows the row; `ticked` is what stands there. Pressing it changes nothing by itself: the page
/// decides (`response.clicked()`).
pub fn checkbox<'a>(ui: &mut Ui, ticked: bool, pair: impl Into<Pair<'a>>) -> Response {
    let pair = pair.into();
    let theme = Theme::of(ui.ctx());
    let (c, m) = (&theme.colours, &theme.metrics);
    let width = ui.available_width();
    let side = theme.mark(56.0, 34.0);
    let pad = theme.pick(26.0, 17.0);
    let gap = theme.pick(26.0, 17.0);
    let role = if theme.is_wide() { Role::Caption } else { Role::Body };
    let laid = PairLabel::new(role, pair).lay(ui.ctx(), width - side - 2.0 * pad - gap);
    let height = (laid.size.y + theme.pick(40.0, 16.0)).max(theme.pick(96.0, 56.0));
    let (_, rect) = ui.allocate_space(vec2(width, height));
    let response = ui.interact(rect, ui.scope_id().with(("checkbox", pair.primary)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(accesskit::Role::CheckBox, true, ticked, pair.primary));
    describe(ui.ctx(), response.id, pair);
    focus::stands(ui, rect);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let pressed = response.is_pointer_button_down_on();
    let fill = if pressed || response.hovered() { c.tint } else { c.surface };
    let outline = if pressed { c.primary } else { c.line_strong };
    ui.painter().rect(rect, corner(m.radius), fill, Stroke::new(m.stroke, outline), StrokeKind::Inside);
    let mark = Rect::from_center_size(pos2(rect.left() + pad + side / 2.0, rect.center().y), Vec2::splat(side));
    let radius = corner(side * 0.2);
    if ticked {
        ui.painter().rect_filled(mark, radius, c.primary);
        Icon::CheckBold.paint(ui.painter(), mark.shrink(side * 0.14), c.on_primary);
    } else {
        ui.painter().rect(mark, radius, c.surface, Stroke::new(3.0, c.line_strong), StrokeKind::Inside);
    }
    laid.paint_middle(ui.painter(), Rect::from_min_max(pos2(mark.right() + gap, rect.top()), rect.max));
    focus::ring(ui, &response, rect, m.radius);
    response
}
