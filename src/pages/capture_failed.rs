//! The page's frame and title.

use egui::Ui;

use crate::flow::event::Event;
use crate::flow::step::CaptureFailed;
use crate::ui::scaffold::Scaffold;
use crate::ui::{Role, pair};

use super::PageCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, _step: &mut CaptureFailed, cx: &PageCx<'_>) -> Option<Event> {
    let words = frame::words(cx);
    let shown =
        Scaffold::new("capture_failed", &words).demo(cx.facts.demo).step(frame::FACE).back().cancel().show(ui, |ui| {
            pair(ui, Role::Title, &cx.pair("x_try"));
        });
    frame::answer(shown.pressed, cx)
}
