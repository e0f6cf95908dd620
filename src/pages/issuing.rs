//! The enrollment is being written: a moment, and the page says what it waits for.

use egui::Ui;

use crate::flow::event::Event;
use crate::ui::icons::Icon;
use crate::ui::progress::{Stage, stages};
use crate::ui::scaffold::Scaffold;
use crate::ui::{Role, Theme, pair};

use super::PageCx;
use super::frame;

/// Shows the page. There is nothing to press but the way to staff: what is written is written.
pub(super) fn show(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let shown = Scaffold::new("issuing", &words).demo(cx.facts.demo).step(frame::CARD).show(ui, |ui| {
        pair(ui, Role::Title, &cx.pair("f_issue"));
        ui.add_space(theme.metrics.s2);
        pair(ui, Role::Body, &cx.pair("f_issue_t"));
        ui.add_space(theme.metrics.s5);
        let names = ["s1", "s2", "s3", "s4"].map(|key| cx.pair(key));
        let done = [Stage::Done, Stage::Done, Stage::Done, Stage::Now(Icon::Hourglass)];
        let list: Vec<_> = done.into_iter().zip(names.iter().map(Into::into)).collect();
        stages(ui, &list);
    });
    frame::answer(shown.pressed, cx)
}
