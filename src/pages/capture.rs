//! The page's frame and title.

use egui::Ui;

use crate::flow::event::Event;
use crate::flow::step::Capturing;
use crate::ui::scaffold::Scaffold;
use crate::ui::{Role, pair};

use super::PageCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, _step: &mut Capturing, cx: &PageCx<'_>) -> Option<Event> {
    let words = frame::words(cx);
    let shown = Scaffold::new("capture", &words).demo(cx.facts.demo).step(frame::FACE).back().cancel().show(ui, |ui| {
        pair(ui, Role::Title, &cx.pair("f_look"));
    });
    frame::answer(shown.pressed, cx)
}
