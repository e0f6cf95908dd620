//! The password's rules: each with a mark that changes as one types; the words never change colour.

use egui::accesskit;
use egui::{Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::icons::Icon;
use super::pair::{LaidPair, Pair, PairLabel, Role, describe};
use super::theme::Theme;

/// Shows the rules, each `(words, met)`: two columns in portrait, one inline column in landscape.
/// `met` and `unmet` are the words for assistive technology.
pub fn rules(ui: &mut Ui, rules: &[(Pair<'_>, bool)], met: &str, unmet: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let columns = if theme.large { 1 } else { theme.pick(2, 1) };
    let width = ui.available_width();
    let side = theme.mark(30.0, 22.0);
    let indent = theme.mark(45.0, 34.0);
    let spare = if columns > 1 { 32.0 } else { 0.0 };
    // One or two columns.
    #[expect(clippy::cast_precision_loss)]
    let column = (width + spare) / columns as f32;
    let lay = |pair: Pair<'_>| -> LaidPair {
        let label = PairLabel::new(Role::Caption, pair);
        let label = if theme.is_portrait() { label } else { label.inline() };
        label.lay(ui.ctx(), column - indent - spare)
    };
    let laid: Vec<LaidPair> = rules.iter().map(|(pair, _)| lay(*pair)).collect();
    let rows: Vec<f32> = laid
        .chunks(columns)
        .map(|row| row.iter().map(|l| l.size.y).fold(side, f32::max) + theme.pick(14.0, 3.0))
        .collect();
    let (rect, response) = ui.allocate_exact_size(vec2(width, rows.iter().sum()), Sense::hover());
    let mut top = rect.top();
    for (row, ((rules, laid), height)) in rules.chunks(columns).zip(laid.chunks(columns)).zip(&rows).enumerate() {
        let mut left = rect.left();
        for (col, ((pair, is_met), words)) in rules.iter().zip(laid).enumerate() {
            let at = Rect::from_min_size(pos2(left, top), vec2(column, *height));
            let first_line = theme.letters(15.0, 11.0);
            let mark = Rect::from_center_size(pos2(left + side / 2.0 + 2.0, top + first_line), Vec2::splat(side));
            let c = &theme.colours;
            let (icon, ink) = if *is_met { (Icon::CheckCircleFill, c.success) } else { (Icon::CircleDashed, c.text_2) };
            icon.paint(ui.painter(), mark, ink);
            words.paint(ui.painter(), pos2(left + indent, top));
            let item = ui.interact(at, response.id.with((row, col)), Sense::hover());
            let state = if *is_met { met } else { unmet };
            item.widget_info(|| {
                WidgetInfo::labeled(accesskit::Role::ListItem, true, format!("{}: {state}", pair.primary))
            });
            describe(ui.ctx(), item.id, *pair);
            left += column;
        }
        top += height;
    }
    response
}
