//! The step indicator, from Registration to Card. Not pressable.

use egui::accesskit;
use egui::{Rect, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::icons::Icon;
use super::pair::{PairLabel, Role, describe, lines};
use super::theme::{Theme, corner, strong};
use crate::text::PairText;

/// How many steps a visit has.
pub const STEPS: usize = 4;

/// Shows the steps in `rect`; `current` counts from 0. Upright and at large texts they are one bar and
/// one text out of `at_step`.
pub fn steps(ui: &mut Ui, rect: Rect, current: usize, names: &[PairText; STEPS], at_step: &[PairText; STEPS]) {
    let theme = Theme::of(ui.ctx());
    if theme.is_portrait() && theme.text > 1.0 {
        return one_bar(ui, &theme, rect, current, &at_step[current.min(STEPS - 1)]);
    }
    for (i, words) in names.iter().enumerate() {
        // Four steps.
        #[expect(clippy::cast_precision_loss)]
        let n = i as f32;
        let area = if theme.is_portrait() {
            let gap = 16.0;
            let width = (rect.width() - 3.0 * gap) / 4.0;
            let at = Rect::from_min_size(pos2(rect.left() + n * (width + gap), rect.top()), vec2(width, 84.0));
            let bar = Rect::from_min_size(at.min, vec2(width, 8.0));
            let c = &theme.colours;
            ui.painter().rect_filled(bar, 0.0, if i <= current { c.primary } else { c.line });
            at
        } else if theme.compact {
            let (step, high) = if theme.large { (60.0, 52.0) } else { (82.0, 78.0) };
            Rect::from_min_size(pos2(rect.left(), rect.top() + n * step), vec2(rect.width(), high))
        } else {
            let at = Rect::from_min_size(pos2(rect.left(), rect.top() + n * 67.0), vec2(rect.width(), 34.0));
            if i + 1 < STEPS {
                let x = at.left() + 17.0;
                let ink = if i < current { theme.colours.primary } else { theme.colours.line };
                ui.painter().vline(x, at.bottom() + 2.0..=at.bottom() + 31.0, Stroke::new(2.0, ink));
            }
            at
        };
        step(ui, &theme, area, i, current, words);
    }
}

/// Four stretches of a bar, and where the visit stands in words.
fn one_bar(ui: &Ui, theme: &Theme, rect: Rect, current: usize, words: &PairText) {
    let (c, gap) = (&theme.colours, 16.0);
    let width = (rect.width() - 3.0 * gap) / 4.0;
    for i in 0..STEPS {
        // Four steps.
        #[expect(clippy::cast_precision_loss)]
        let left = rect.left() + i as f32 * (width + gap);
        let bar = Rect::from_min_size(pos2(left, rect.top()), vec2(width, 8.0));
        ui.painter().rect_filled(bar, 0.0, if i <= current { c.primary } else { c.line });
    }
    let laid = PairLabel::new(Role::Label, words).sizes(22.0, 17.0).lay(ui.ctx(), rect.width());
    laid.paint(ui.painter(), pos2(rect.left(), rect.top() + 20.0));
    let response = ui.interact(rect, ui.scope_id().with("step"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(accesskit::Role::ListItem, true, &words.primary));
    describe(ui.ctx(), response.id, words.into());
    ui.ctx().accesskit_node_builder(response.id, |n| n.set_aria_current(accesskit::AriaCurrent::Step));
}

fn step(ui: &Ui, theme: &Theme, area: Rect, i: usize, current: usize, words: &PairText) {
    let c = &theme.colours;
    let side = if theme.large { 46.0 } else { theme.pick(40.0, 34.0) };
    let top = theme.pick(area.top() + 22.0, area.top());
    let disc_left = if theme.compact { area.center().x - side / 2.0 } else { area.left() };
    let disc = Rect::from_min_size(pos2(disc_left, top), Vec2::splat(side));
    let stroke = theme.pick(2.5, 2.0);
    let painter = ui.painter();
    if i < current {
        painter.circle(disc.center(), side / 2.0 - stroke, c.surface, Stroke::new(stroke, c.primary));
        Icon::Check.paint(painter, Rect::from_center_size(disc.center(), Vec2::splat(side * 0.6)), c.primary);
    } else {
        let now = i == current;
        if now {
            painter.circle_filled(disc.center(), side / 2.0, c.primary);
        } else {
            painter.circle(disc.center(), side / 2.0 - stroke, c.surface, Stroke::new(stroke, c.line_strong));
        }
        let ink = if now { c.on_primary } else { c.text_2 };
        let font_size = if theme.large { 26.0 } else { theme.pick(22.0, 18.0) };
        let number =
            lines(ui.ctx(), &(i + 1).to_string(), strong(font_size), ink, font_size * 1.24, f32::INFINITY, false);
        painter.galley(disc.center() - number.size() / 2.0 - vec2(0.0, font_size * 0.04), number, ink);
    }
    let left = disc.right() + theme.pick(12.0, 14.0);
    let (a, b) = theme.pick((22.0, 18.0), (17.0, 14.0));
    let first = if i == current { c.text } else { c.text_2 };
    let label = PairLabel::new(Role::Tool, words).strong(i == current).colours(first, c.text_2).line_height(1.2);
    if theme.compact && theme.large {
        // Marks and numbers only: the rail is narrow, and the words are told to assistive technology.
    } else if theme.compact {
        let laid = label.centred().exact(14.0, 14.0).lay(ui.ctx(), area.width());
        laid.paint(painter, pos2(area.left(), disc.bottom() + 3.0));
    } else {
        let laid = label.sizes(a, b).lay(ui.ctx(), area.right() - left + theme.pick(14.0, 0.0));
        laid.paint(painter, pos2(left, theme.pick(disc.top() - 1.0, disc.center().y - 17.0)));
    }
    let response = ui.interact(area, ui.scope_id().with(("step", i)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(accesskit::Role::ListItem, true, &words.primary));
    describe(ui.ctx(), response.id, words.into());
    super::reader::mark_frame(ui.ctx(), response.id);
    if i == current {
        ui.ctx().accesskit_node_builder(response.id, |n| n.set_aria_current(accesskit::AriaCurrent::Step));
    }
}

/// A small round mark with a number, as used in lists of steps.
pub fn number_disc(ui: &mut Ui, number: usize) -> Rect {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let side = theme.mark(52.0, 34.0);
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    ui.painter().rect_filled(rect, corner(side / 2.0), c.primary);
    let font_size = theme.pick(28.0, 18.0) * theme.half;
    let galley =
        lines(ui.ctx(), &number.to_string(), strong(font_size), c.on_primary, font_size * 1.24, f32::INFINITY, false);
    ui.painter().galley(rect.center() - galley.size() / 2.0 - vec2(0.0, font_size * 0.04), galley, c.on_primary);
    rect
}
