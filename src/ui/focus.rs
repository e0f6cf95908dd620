//! The focus ring, and where the focus goes first.

use egui::style::ScrollAnimation;
use egui::{Context, Id, LayerId, Order, Painter, Rect, Response, Stroke, StrokeKind, Ui};

use super::theme::{Theme, corner};

/// Points the ring takes around its control.
pub(super) const RING: f32 = 8.0;

/// Where the controls of the page's content stand.
fn controls_id() -> Id {
    Id::unique("controls of the content")
}

/// A control stands in `rect`, seen or not.
pub(super) fn stands(ui: &Ui, rect: Rect) {
    ui.ctx().data_mut(|d| d.get_temp_mut_or_default::<Vec<Rect>>(controls_id()).push(rect));
}

/// Takes the places of all controls shown since it was last asked.
pub(super) fn take_controls(ctx: &Context) -> Vec<Rect> {
    ctx.data_mut(|d| d.remove_temp(controls_id())).unwrap_or_default()
}

/// Paints the ring around `rect` if `response` has the focus, above its siblings.
pub fn ring(ui: &Ui, response: &Response, rect: Rect, radius: f32) {
    if !response.has_focus() {
        return;
    }
    if response.gained_focus() {
        into_sight(ui, rect);
    }
    let theme = Theme::of(ui.ctx());
    let layer = LayerId::new(Order::Foreground, Id::unique("focus ring"));
    // Eight points of air around the clip: a ring around the outermost control is still whole.
    let painter = Painter::new(ui.ctx().clone(), layer, ui.clip_rect().expand(8.0));
    let (inner, outer) = (4.0, 3.0);
    painter.rect_stroke(rect, corner(radius), Stroke::new(inner, theme.colours.focus_inner), StrokeKind::Outside);
    painter.rect_stroke(
        rect.expand(inner),
        corner(radius + inner),
        Stroke::new(outer, theme.colours.focus_outer),
        StrokeKind::Outside,
    );
}

/// Scrolls the page, if need be, so that `rect` and the ring around it are seen.
pub fn into_sight(ui: &Ui, rect: Rect) {
    ui.scroll_to_rect_animation(rect.expand(16.0), None, ScrollAnimation::none());
}

/// Gives the focus to `id` when its page comes up. Call it in every frame of the page: later the focus is the
/// visitor's, and the Tab key finds it nowhere for a moment on its way round.
pub fn first(ctx: &Context, id: Id) {
    let pass = ctx.cumulative_pass_nr();
    let shown = Id::unique("first focus");
    let before = ctx.data_mut(|data| {
        let before: Option<(Id, u64)> = data.get_temp(shown);
        data.insert_temp(shown, (id, pass));
        before
    });
    if before.is_none_or(|(same, last)| same != id || last + 1 < pass) {
        ctx.memory_mut(|m| m.request_focus(id));
    }
}

/// Gives the focus to `id`.
pub fn set(ctx: &Context, id: Id) {
    ctx.memory_mut(|m| m.request_focus(id));
}

/// Takes the focus away from whatever has it.
pub fn clear(ctx: &Context) {
    ctx.memory_mut(|m| {
        if let Some(id) = m.focused() {
            m.surrender_focus(id);
        }
    });
}
