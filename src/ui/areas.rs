//! Areas of a page: a rectangle of its own, columns side by side, and what must stay in sight.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use super::theme::Theme;

/// Shows `contents` in `rect` and moves the cursor below it.
pub fn place<R>(ui: &mut Ui, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min));
    ui.scope_builder(builder, contents).inner
}

/// Shows `contents` once for each column, side by side from the cursor down; `shares` are relative
/// widths, `gap` stands between columns. At large texts they stand one beneath the other.
pub fn columns(ui: &mut Ui, shares: &[f32], gap: f32, mut contents: impl FnMut(&mut Ui, usize)) {
    if Theme::of(ui.ctx()).large {
        for i in 0..shares.len() {
            if i > 0 {
                ui.add_space(Theme::of(ui.ctx()).metrics.s3);
            }
            let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 0.0));
            let builder = UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min));
            ui.scope_builder(builder.id_salt(("column", i)), |ui| {
                ui.set_width(rect.width());
                contents(ui, i);
            });
        }
        return;
    }
    let start = ui.cursor().min;
    let gaps = gap * (shares.len().max(1) - 1) as f32;
    let unit = (ui.available_width() - gaps) / shares.iter().sum::<f32>();
    let (mut left, mut bottom) = (start.x, start.y);
    for (i, share) in shares.iter().enumerate() {
        let rect = Rect::from_min_max(pos2(left, start.y), pos2(left + unit * share, f32::INFINITY));
        let mut column = ui.new_child(
            UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min)).id_salt(("column", i)),
        );
        column.set_width(rect.width());
        contents(&mut column, i);
        bottom = bottom.max(column.min_rect().bottom());
        left = rect.right() + gap;
    }
    let used = Rect::from_min_max(start, pos2(start.x + ui.available_width(), bottom));
    ui.advance_cursor_after_rect(used);
}

/// Scrolls the page so that the field being typed in stands above the keyboard, with the notes
/// shown beneath it.
pub fn keep_in_sight(ui: &Ui, field: &egui::Response) {
    if !field.has_focus() {
        return;
    }
    let mut wanted = field.rect.expand(Theme::of(ui.ctx()).metrics.s2);
    let notes = ui.cursor().top();
    if notes > wanted.bottom() && notes - wanted.top() < ui.clip_rect().height() {
        wanted.max.y = notes;
    }
    if !ui.clip_rect().y_range().contains(wanted.top()) || !ui.clip_rect().y_range().contains(wanted.bottom()) {
        ui.scroll_to_rect(wanted, None);
    }
}
