//! The part of a page that scrolls: by "More below" and "More above" as well as by drag and keys.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Id, Rect, ScrollArea, Stroke, Ui, UiBuilder, Vec2, pos2, vec2};

use super::button::Button;
use super::icons::Icon;
use super::theme::Theme;
use super::{focus, keyboard, motion};
use crate::text::PairText;

/// A page lower down than this share of an upright screen is within reach from a wheelchair.
const REACH: f32 = 0.4;
/// Content that exceeds its place by no more than this many points is not worth a button.
const SLACK: f32 = 9.0;

/// Where a page's content goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The page's name: its scroll position belongs to it.
    pub id: Id,
    /// What content may cover while it scrolls.
    pub viewport: Rect,
    /// Where it begins and ends from side to side, and its upper edge at rest.
    pub content: Rect,
}

/// What the frame before knew of a page's content.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Known {
    /// Its height.
    high: f32,
    /// How far down its first control stands.
    first: Option<f32>,
    /// It does not fit its place: a strip at the foot has the buttons.
    scrolls: bool,
}

/// Shows `contents` in its place; `more` and `less` are "More below" and "More above".
pub(super) fn show<R>(
    ui: &mut Ui,
    place: Place,
    more: &PairText,
    less: &PairText,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    let theme = Theme::of(ui.ctx());
    let ctx = ui.ctx().clone();
    let known_id = place.id.with("content");
    let known: Known = ctx.data(|d| d.get_temp(known_id)).unwrap_or_default();
    let mut viewport = place.viewport;
    let mut lead = place.content.top() - viewport.top();
    if theme.low {
        (viewport, lead) = within_reach(&theme, viewport, lead, &known);
    }
    // While something is typed the strip would take the room of the field above the keyboard.
    let strip = (known.scrolls && !keyboard::is_open(&ctx)).then(|| {
        let high = strip_height(ui, more);
        let strip = Rect::from_min_max(pos2(viewport.left(), viewport.bottom() - high), viewport.max);
        viewport.max.y = strip.top();
        strip
    });
    let entering = motion::entering(&ctx, place.id, &theme);
    let mut area = ui.new_child(UiBuilder::new().max_rect(viewport).id_salt("content"));
    area.set_clip_rect(viewport);
    let mut scroll = ScrollArea::vertical().id_salt(place.id);
    let to = ctx.data_mut(|d| d.remove_temp::<f32>(place.id.with("scroll to")));
    // A page that comes is seen from its top, however far it was read before.
    if let Some(to) = if entering.anew { Some(0.0) } else { to } {
        scroll = scroll.vertical_scroll_offset(to);
    }
    let margin = place.content.left() - viewport.left();
    let width = place.content.width();
    let scroll = scroll.auto_shrink(false).scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
    let output = scroll.show(&mut area, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let start = ui.cursor().min;
        let at = start + vec2(margin, lead + entering.rise);
        let room = Rect::from_min_size(at, vec2(width, place.content.height()));
        let mut inner = ui.new_child(UiBuilder::new().max_rect(room).layout(egui::Layout::top_down(egui::Align::Min)));
        inner.set_width(width);
        inner.multiply_opacity(entering.opacity);
        focus::forget_first_control(&ctx);
        let result = contents(&mut inner);
        let first = focus::first_control(&ctx).map(|top| top - at.y);
        let high = inner.min_rect().bottom() - at.y;
        ui.allocate_space(vec2(viewport.width(), lead + high + 8.0));
        (result, high, first)
    });
    let (result, high, first) = output.inner;
    let passed = output.state.clamped_offset().y;
    let whole = viewport.height() + strip.map_or(0.0, |strip| strip.height());
    let scrolls = output.content_size.y - whole > SLACK;
    let seen = Known { high, first, scrolls };
    let moved = |a: Option<f32>, b: Option<f32>| {
        a.is_some() != b.is_some() || (a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() > 0.5
    };
    if scrolls != known.scrolls || (theme.low && ((high - known.high).abs() > 0.5 || moved(first, known.first))) {
        ctx.request_discard("height of the content");
        ctx.request_repaint();
    }
    ctx.data_mut(|d| d.insert_temp(known_id, seen));
    if let Some(strip) = strip {
        let hidden = output.content_size.y - passed - viewport.height();
        let step = viewport.height() * 0.8;
        let to = ways(ui, &theme, strip, [(more, hidden), (less, passed)], step);
        if let Some(by) = to {
            ctx.data_mut(|d| d.insert_temp(place.id.with("scroll to"), passed + by));
            ctx.request_repaint();
        }
    }
    result
}

/// [`show`] for content that fills `room` by itself, on a ground of its own.
pub fn within<R>(
    ui: &mut Ui,
    id: Id,
    room: Rect,
    more: &PairText,
    less: &PairText,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    show(ui, Place { id, viewport: room, content: room }, more, less, contents)
}

/// Content whose first control stands too high begins further down; where it then does not fit, all
/// of it scrolls in the lower part.
fn within_reach(theme: &Theme, viewport: Rect, lead: f32, known: &Known) -> (Rect, f32) {
    let line = theme.canvas.top() + theme.canvas.height() * REACH;
    let Some(first) = known.first else { return (viewport, lead) };
    let lower = lead + (line + focus::RING - viewport.top() - lead - first).max(0.0);
    if lower + known.high + 8.0 <= viewport.height() {
        return (viewport, lower);
    }
    let part = Rect::from_min_max(pos2(viewport.left(), line), viewport.max);
    (part, theme.metrics.s2)
}

fn strip_height(ui: &Ui, words: &PairText) -> f32 {
    Button::tool(Icon::CaretDownBold, words).measure(ui).y + 2.0 * Theme::of(ui.ctx()).metrics.s1
}

/// "More below" and "More above", as far as there is either; answers with how far to scroll.
fn ways(ui: &mut Ui, theme: &Theme, strip: Rect, both: [(&PairText, f32); 2], step: f32) -> Option<f32> {
    let c = &theme.colours;
    ui.painter().hline(strip.x_range(), strip.top(), Stroke::new(theme.pick(2.0, 1.0), c.line));
    let [(more, hidden), (less, passed)] = both;
    let buttons =
        [(Button::tool(Icon::CaretDownBold, more), hidden, 1.0), (Button::tool(Icon::CaretUpBold, less), passed, -1.0)];
    let sizes = buttons.map(|(button, ..)| button.measure(ui));
    let gap = theme.metrics.s3;
    // Each keeps its place whether or not there is the other.
    let mut left = strip.center().x - (sizes[0].x + gap + sizes[1].x) / 2.0;
    let mut by = None;
    for ((button, far, sign), size) in buttons.into_iter().zip(sizes) {
        let rect = Rect::from_min_size(pos2(left, strip.center().y - size.y / 2.0), size);
        left += size.x + gap;
        if far > SLACK && button.show_at(ui, rect).clicked() {
            by = Some(sign * far.min(step));
        }
    }
    by
}
