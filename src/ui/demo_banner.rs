//! The DEMO banner; always topmost.

use egui::accesskit;
use egui::{Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::icons::Icon;
use super::pair::{Pair, PairLabel, Role};
use super::theme::{DEMO_MOST, Theme};
use crate::text::PairText;

/// Shows the banner in `rect`: both languages on one line, or one beneath the other where a line is
/// too short. Assistive technology is told the chosen language of `heard`.
pub fn demo_banner(ui: &Ui, rect: Rect, words: &PairText, heard: &PairText) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    ui.painter().rect_filled(rect, 0.0, c.demo);
    let font_size = theme.letters(21.0, 14.0).min(DEMO_MOST);
    let pair = Pair::from(words);
    let lay = |text: &str, bold: bool| {
        let label = PairLabel::new(Role::Label, Pair::same(text)).exact(font_size, font_size).strong(bold);
        label.colours(c.on_demo, c.on_demo).lay(ui.ctx(), f32::INFINITY)
    };
    let first = lay(pair.primary, true);
    let second = lay(pair.second().unwrap_or_default(), false);
    let (side, gap, between) = theme.pick((22.0, 18.0, 20.0), (16.0, 10.0, 13.0));
    let (side, gap, between) = (side * theme.half, gap, between);
    let in_line = first.size.x + between + second.size.x + side + gap;
    let beneath = in_line > rect.width() - 2.0 * between;
    let wide = if beneath { first.size.x.max(second.size.x) + side + gap } else { in_line };
    let left = rect.center().x - wide / 2.0;
    let mark = Rect::from_center_size(pos2(left + side / 2.0, rect.center().y), Vec2::splat(side));
    Icon::Flag.paint(ui.painter(), mark, c.on_demo);
    // Text sits a little low in its line.
    let words_at = |x: f32| Rect::from_min_max(pos2(x, rect.top()), rect.max).translate(vec2(0.0, -1.0));
    if beneath {
        let top = rect.center().y - f32::midpoint(first.size.y, second.size.y) - 1.0;
        first.paint(ui.painter(), pos2(mark.right() + gap, top));
        second.paint(ui.painter(), pos2(mark.right() + gap, top + first.size.y));
    } else {
        first.paint_middle(ui.painter(), words_at(mark.right() + gap));
        second.paint_middle(ui.painter(), words_at(mark.right() + gap + first.size.x + between));
    }
    let response = ui.interact(rect, ui.scope_id().with("demo banner"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Banner, true, &heard.primary));
}
