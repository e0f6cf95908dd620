//! The enrollment is being written: a moment, and the page says what it waits for.

use egui::{Rect, Ui, vec2};

use crate::flow::event::Event;
use crate::ui::banner::{Tone, banner};
use crate::ui::button::spinner;
use crate::ui::scaffold::Scaffold;
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, place};

/// Shows the page. There is nothing to press but the way to staff: what is written is written.
pub(super) fn show(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let shown = Scaffold::new("issuing", &words).demo(cx.facts.demo).step(frame::CARD).show(ui, |ui| {
        banner(ui, Tone::Success, &cx.pair("f_ok"));
        ui.add_space(theme.metrics.s5);
        let start = ui.cursor().min;
        let side = theme.mark(120.0, 72.0);
        let wheel = Rect::from_min_size(start, vec2(side, side));
        spinner(ui, wheel, theme.colours.primary);
        let left = side + theme.metrics.s4;
        place(ui, Rect::from_min_size(start + vec2(left, 0.0), vec2(ui.available_width() - left, side)), |ui| {
            PairLabel::new(Role::Label, &cx.pair("g_obtain")).inline().show(ui);
            ui.add_space(theme.metrics.s1);
            pair(ui, Role::Title, &cx.pair("f_issue"));
            ui.add_space(theme.metrics.s2);
            pair(ui, Role::Body, &cx.pair("f_issue_t"));
        });
    });
    frame::answer(shown.pressed, cx)
}
