//! The list of languages, where there are more than two: each in its own words.

use egui::{Rect, Ui, pos2, vec2};

use crate::flow::event::Event;
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::tile::Tile;
use crate::ui::{Role, Theme, pair};

use super::PageCx;
use super::frame;

/// Shows the page; "Back" keeps the language.
pub(super) fn show(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let shown = Scaffold::new("languages", &words).demo(cx.facts.demo).back().show(ui, |ui| {
        pair(ui, Role::Title, &cx.pair("lang"));
        ui.add_space(theme.metrics.s4);
        let languages = cx.words.languages();
        let in_a_row = if languages.len() > 6 || !theme.is_portrait() { 2 } else { 1 };
        let gap = theme.metrics.s2;
        let start = ui.cursor().min;
        let width = (ui.available_width() - gap * (in_a_row as f32 - 1.0)) / in_a_row as f32;
        let mut event = None;
        let mut bottom = start.y;
        let names: Vec<_> = languages.iter().map(|language| cx.words.name_of(*language, cx.language)).collect();
        // All alike, and high enough for the longest name at large texts.
        let least = theme.pick(140.0, 84.0_f32);
        let needed = |name| Tile::new(Icon::Globe, name).height(least).measure(ui, width);
        let height = names.iter().map(needed).fold(least, f32::max);
        for (i, (language, name)) in languages.iter().zip(&names).enumerate() {
            let icon = if *language == cx.language { Icon::CheckBold } else { Icon::Globe };
            let tile = Tile::new(icon, name).width(width);
            let (row, column) = (i / in_a_row, i % in_a_row);
            let at = pos2(start.x + column as f32 * (width + gap), start.y + row as f32 * (height + gap));
            let rect = Rect::from_min_size(at, vec2(width, height));
            if tile.height(height).show_at(ui, rect).clicked() {
                event = Some(Event::SetLanguage(*language));
            }
            bottom = rect.bottom();
        }
        ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + ui.available_width(), bottom)));
        event
    });
    match shown.pressed {
        Some(Pressed::Back | Pressed::Language) => Some(Event::KeepGoing),
        pressed => shown.inner.or(frame::answer(pressed, cx)),
    }
}
