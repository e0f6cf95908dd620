//! The page's frame and title.

use egui::Ui;

use crate::flow::event::Event;
use crate::flow::step::Service;
use crate::ui::scaffold::Scaffold;
use crate::ui::{Role, pair};

use super::PageCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, _step: &mut Service, cx: &PageCx<'_>) -> Option<Event> {
    let words = frame::words(cx);
    let shown = Scaffold::new("service", &words).demo(cx.facts.demo).step(frame::CARD).back().cancel().show(ui, |ui| {
        pair(ui, Role::Title, &cx.pair("k_serv"));
    });
    frame::answer(shown.pressed, cx)
}
