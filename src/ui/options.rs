//! One of several: equal options in a row or below each other, the chosen one filled and checked.

use egui::accesskit;
use egui::{Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::colours::Colours;
use super::focus;
use super::icons::Icon;
use super::pair::{LaidPair, Pair, PairLabel, Role, describe};
use super::theme::{Theme, corner};

/// One option.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// What it is called.
    pub name: Pair<'a>,
    /// It is the chosen one.
    pub chosen: bool,
    /// Its colours, to be seen before they are chosen.
    pub sample: Option<Colours>,
}

/// Shows `choices` over the width at hand in `columns`; answers with the one pressed. `group` keeps
/// options of equal names apart.
pub fn options(ui: &mut Ui, group: &'static str, columns: usize, choices: &[Choice<'_>]) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let (c, m) = (&theme.colours, &theme.metrics);
    let gap = theme.pick(12.0, 8.0);
    let columns = columns.clamp(1, choices.len().max(1));
    // At most four columns.
    #[expect(clippy::cast_precision_loss)]
    let width = (ui.available_width() - gap * (columns as f32 - 1.0)) / columns as f32;
    let (pad, side, apart) = (theme.pick(18.0, 12.0), theme.mark(34.0, 24.0), theme.pick(12.0, 8.0));
    let lay = |ui: &Ui, choice: &Choice<'_>| -> LaidPair {
        let (a, b) = if choice.chosen { (c.on_primary, c.on_primary_2) } else { (c.text, c.text_2) };
        let label = PairLabel::new(Role::Label, choice.name).colours(a, b);
        label.lay(ui.ctx(), (width - 2.0 * pad - side - apart).max(1.0))
    };
    let high = choices.iter().map(|choice| lay(ui, choice).size.y + theme.pick(28.0, 14.0));
    let high = high.fold(theme.pick(84.0, 52.0), f32::max);
    let rows = choices.len().div_ceil(columns);
    // A handful of rows.
    #[expect(clippy::cast_precision_loss)]
    let total = (high + gap) * rows as f32 - gap;
    let (_, area) = ui.allocate_space(vec2(ui.available_width(), total));
    let mut pressed = None;
    for (i, choice) in choices.iter().enumerate() {
        // A handful of rows and columns.
        #[expect(clippy::cast_precision_loss)]
        let cell = vec2((i % columns) as f32 * (width + gap), (i / columns) as f32 * (high + gap));
        let rect = Rect::from_min_size(area.min + cell, vec2(width, high));
        let response = ui.interact(rect, ui.scope_id().with((group, i)), Sense::click());
        let name = choice.name;
        response.widget_info(|| WidgetInfo::selected(accesskit::Role::RadioButton, true, choice.chosen, name.primary));
        describe(ui.ctx(), response.id, name);
        focus::stands(ui, rect);
        if response.clicked() {
            pressed = Some(i);
        }
        if !ui.is_rect_visible(rect) {
            continue;
        }
        let radius = corner(m.radius);
        let down = response.is_pointer_button_down_on();
        let fill = match (choice.chosen, down || response.hovered()) {
            (true, _) => c.primary,
            (false, true) => c.tint,
            (false, false) => c.surface,
        };
        let edge = Stroke::new(m.stroke, if choice.chosen || down { c.primary } else { c.line_strong });
        ui.painter().rect(rect, radius, fill, edge, StrokeKind::Inside);
        let mark = Rect::from_center_size(pos2(rect.left() + pad + side / 2.0, rect.center().y), Vec2::splat(side));
        paint_mark(ui, &theme, mark, choice);
        let words = Rect::from_min_max(pos2(mark.right() + apart, rect.top()), rect.max);
        lay(ui, choice).paint_middle(ui.painter(), words);
        focus::ring(ui, &response, rect, m.radius);
    }
    pressed
}

/// A check where it is chosen, else the colours it has, or an empty disc.
fn paint_mark(ui: &Ui, theme: &Theme, mark: Rect, choice: &Choice<'_>) {
    let c = &theme.colours;
    if choice.chosen {
        return Icon::CheckCircleFill.paint(ui.painter(), mark, c.on_primary);
    }
    let radius = mark.width() / 2.0 - 2.0;
    match &choice.sample {
        Some(sample) => {
            // Not round: an empty disc beside it is what can be chosen, a dot in one what is.
            let swatch = Rect::from_center_size(mark.center(), Vec2::splat(radius * 2.0));
            let edge = Stroke::new(2.0, c.line_strong);
            ui.painter().rect(swatch, corner(radius * 0.3), sample.bg, edge, StrokeKind::Inside);
            let (inner, half) = (swatch.shrink(2.0), swatch.center().x);
            ui.painter().rect_filled(inner.with_min_x(half), 0.0, sample.primary);
        }
        None => {
            ui.painter().circle_stroke(mark.center(), radius, Stroke::new(2.0, c.line_strong));
        }
    }
}
