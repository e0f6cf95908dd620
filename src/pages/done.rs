//! The visit is over: nothing stays on the screen, and it says so.

use egui::{Id, Ui, Vec2};

use crate::flow::effect::Ending;
use crate::flow::event::Event;
use crate::flow::step::Done;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, centred, middle};
use crate::ui::icons::Icon;
use crate::ui::{Role, Theme, focus};

use super::PageCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &Done, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let (title, text) = match step.ending {
        Ending::TimedOut => (cx.pair("d_over"), None),
        Ending::Finished | Ending::Cancelled => (cx.pair("n_title"), Some(cx.pair("n_sub"))),
    };
    let start = Id::unique("start a new visit");
    let out = Dialog::new("done").demo(cx.facts.demo.then_some(&words.demo)).show(ui, |ui| {
        let side = theme.mark(120.0, 72.0);
        middle(ui, side, |ui| {
            let (_, rect) = ui.allocate_space(Vec2::splat(side));
            Icon::CheckCircleFill.paint(ui.painter(), rect, theme.colours.success);
        });
        ui.add_space(theme.metrics.s3);
        centred(ui, Role::Title, &title);
        ui.add_space(theme.metrics.s3);
        if let Some(text) = &text {
            centred(ui, Role::Body, text);
        }
        ui.add_space(theme.metrics.s5);
        let label = cx.pair("n_next");
        let width = ui.available_width();
        let pressed = Button::filled(&label).icon_after(Icon::ArrowRight).width(width).id(start).show(ui).clicked();
        ui.add_space(theme.metrics.s3);
        centred(ui, Role::Caption, &cx.pair("n_auto"));
        pressed
    });
    focus::first(ui.ctx(), start);
    (out.inner || out.outside || out.escaped).then_some(Event::KeepGoing)
}
