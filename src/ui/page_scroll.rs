//! The part of a page that scrolls: by "More below" and "More above" as well as by drag and keys.

use egui::scroll_area::ScrollBarVisibility;
use egui::{Context, Id, Key, Modifiers, Rect, ScrollArea, Stroke, Ui, UiBuilder, Vec2, pos2, vec2};

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
pub struct Place {
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
pub fn show<R>(ui: &mut Ui, place: Place, more: &PairText, less: &PairText, contents: impl FnOnce(&mut Ui) -> R) -> R {
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
        focus::take_controls(&ctx);
        let result = contents(&mut inner);
        let controls = focus::take_controls(&ctx);
        let first = controls.iter().map(|control| control.top() - at.y).reduce(f32::min);
        let high = inner.min_rect().bottom() - at.y;
        ui.allocate_space(vec2(viewport.width(), lead + high + 8.0));
        (result, high, first, controls)
    });
    let (result, high, first, controls) = output.inner;
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
    if known.scrolls {
        let hidden = output.content_size.y - passed - viewport.height();
        let [down, up] = steps(viewport, &controls);
        let (down, up) = (hidden.min(down).max(0.0), passed.min(up));
        let pressed = strip.and_then(|strip| {
            let id = place.id.with("more");
            ways(ui, &theme, strip, id, [(more, down, hidden), (less, up, passed)])
        });
        let keyed = by_key(&ctx, down, up);
        if let Some(by) = pressed.or(keyed) {
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

/// How far "More below" and "More above" lead. What was read last stays in sight, and a control that the edge cuts
/// comes whole next.
fn steps(viewport: Rect, controls: &[Rect]) -> [f32; 2] {
    let usual = viewport.height() * 0.8;
    let fits = |control: &&Rect| control.height() + 2.0 * focus::RING <= viewport.height();
    let cut_by = |edge: f32| move |control: &&Rect| control.top() < edge && edge < control.bottom();
    let controls = || controls.iter().filter(fits);
    let below = controls().filter(cut_by(viewport.bottom())).map(|control| control.top() - viewport.top());
    let above = controls().filter(cut_by(viewport.top())).map(|control| viewport.bottom() - control.bottom());
    let least = |cut: f32, step: f32| step.min(cut - focus::RING);
    [below.fold(usual, |step, cut| least(cut, step)), above.fold(usual, |step, cut| least(cut, step))]
}

/// What Page Down and Page Up scroll by.
fn by_key(ctx: &Context, down: f32, up: f32) -> Option<f32> {
    ctx.input_mut(|i| {
        if i.consume_key(Modifiers::NONE, Key::PageDown) {
            Some(down)
        } else {
            i.consume_key(Modifiers::NONE, Key::PageUp).then_some(-up)
        }
    })
}

/// "More below" and "More above", with how far each leads and how much there is; answers with how far to scroll.
fn ways(ui: &mut Ui, theme: &Theme, strip: Rect, id: Id, both: [(&PairText, f32, f32); 2]) -> Option<f32> {
    let c = &theme.colours;
    ui.painter().hline(strip.x_range(), strip.top(), Stroke::new(theme.pick(2.0, 1.0), c.line));
    let [(more, down, hidden), (less, up, passed)] = both;
    let buttons =
        [(Button::tool(Icon::CaretDownBold, more), hidden, down), (Button::tool(Icon::CaretUpBold, less), passed, -up)];
    let sizes = buttons.map(|(button, ..)| button.measure(ui));
    let gap = theme.metrics.s3;
    // Each keeps its place whether or not there is the other.
    let mut left = strip.center().x - (sizes[0].x + gap + sizes[1].x) / 2.0;
    let mut by = None;
    let ids = [id.with("below"), id.with("above")];
    let mut onward = None;
    for (i, ((button, far, way), size)) in buttons.into_iter().zip(sizes).enumerate() {
        let rect = Rect::from_min_size(pos2(left, strip.center().y - size.y / 2.0), size);
        left += size.x + gap;
        if far <= SLACK {
            continue;
        }
        let response = button.id(ids[i]).show_at(ui, rect);
        if response.clicked() {
            by = Some(way);
            // At the end the button goes: whoever came by keys goes on from the other one.
            if response.has_focus() && far - way.abs() <= SLACK {
                onward = Some(ids[1 - i]);
            }
        }
    }
    // Not before both are drawn: the key that pressed the one would press the other, too.
    if let Some(id) = onward {
        focus::set(ui.ctx(), id);
    }
    by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_that_the_edge_cuts_comes_whole_next() {
        let viewport = Rect::from_min_max(pos2(0.0, 100.0), pos2(500.0, 500.0));
        let whole = |controls: &[Rect]| steps(viewport, controls).map(|step| step.round() as i32);
        let control = |top: f32, bottom: f32| Rect::from_min_max(pos2(10.0, top), pos2(200.0, bottom));
        assert_eq!(whole(&[]), [320; 2]);
        // Whole ones, and those out of sight, change nothing.
        assert_eq!(whole(&[control(150.0, 250.0), control(600.0, 700.0)]), [320; 2]);
        // With the ring around it.
        assert_eq!(whole(&[control(380.0, 580.0)]), [272, 320]);
        assert_eq!(whole(&[control(20.0, 220.0)]), [320, 272]);
        // One higher than its place would hold the page up for ever.
        assert_eq!(whole(&[control(90.0, 600.0)]), [320; 2]);
    }
}
