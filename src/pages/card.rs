//! The page's frame and title.

use egui::Ui;

use crate::flow::event::Event;
use crate::flow::step::CardStep;
use crate::ui::scaffold::Scaffold;
use crate::ui::{Role, pair};

use super::PageCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, _step: &mut CardStep, cx: &PageCx<'_>) -> Option<Event> {
    let words = frame::words(cx);
    let shown = Scaffold::new("card", &words).demo(cx.facts.demo).step(frame::CARD).back().cancel().show(ui, |ui| {
        pair(ui, Role::Title, &cx.pair("k_title"));
    });
    frame::answer(shown.pressed, cx)
}
