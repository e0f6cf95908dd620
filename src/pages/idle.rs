//! Is somebody still there? And: shall what was entered be cleared? Both stand in place of the page.

use egui::{Event as Input, Id, Key, Ui};

use crate::flow::event::Event;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, centred, middle};
use crate::ui::icons::Icon;
use crate::ui::ring::Ring;
use crate::ui::{Role, Theme, focus};

use super::PageCx;
use super::frame::{self, columns};

/// The warning before the visit ends by itself: `seconds` left of `of`.
pub(super) fn show(ui: &mut Ui, seconds: u32, of: u32, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let (title, body) = (cx.pair("d_title"), cx.pair("d_sub"));
    let stay_id = Id::unique("still here");
    let out = Dialog::new("idle").title(&title).body(&body).demo(cx.facts.demo.then_some(&words.demo)).show(ui, |ui| {
        let diameter = theme.pick(324.0, 222.0);
        let share = seconds as f32 / of.max(1) as f32;
        middle(ui, diameter, |ui| {
            Ring::new(seconds, share).countdown(&cx.pair("d_sec")).diameter(diameter).show(ui);
        });
        ui.add_space(theme.metrics.s4);
        let (stay, end) = (cx.pair("d_stay"), cx.pair("d_end"));
        let mut event = None;
        let stay = Button::filled(&stay).icon(Icon::HandPalm).id(stay_id);
        let end = Button::outlined(&end).icon(Icon::Check).id(Id::unique("finish and clear"));
        if theme.is_portrait() {
            let width = ui.available_width();
            if stay.width(width).height(140.0).show(ui).clicked() {
                event = Some(Event::KeepGoing);
            }
            ui.add_space(theme.metrics.s3);
            if end.width(width).show(ui).clicked() {
                event = Some(Event::Finish);
            }
        } else {
            columns(ui, &[1.0, 1.0], theme.metrics.s3, |ui, column| {
                let width = ui.available_width();
                let (button, pressed) = if column == 0 { (stay, Event::KeepGoing) } else { (end, Event::Finish) };
                if button.width(width).height(68.0).show(ui).clicked() {
                    event = Some(pressed);
                }
            });
        }
        ui.add_space(theme.metrics.s3);
        centred(ui, Role::Caption, &cx.pair("d_note"));
        event
    });
    focus::first(ui.ctx(), stay_id);
    out.inner.or_else(|| (out.escaped || somebody_is_there(ui)).then_some(Event::KeepGoing))
}

/// A touch anywhere, or a key that moves neither focus nor presses a button.
fn somebody_is_there(ui: &Ui) -> bool {
    ui.input(|input| {
        input.pointer.any_click()
            || input.events.iter().any(|event| match event {
                Input::Text(text) => text != " ",
                Input::Key { key, pressed, .. } => {
                    *pressed
                        && !matches!(
                            key,
                            Key::Tab
                                | Key::Enter
                                | Key::Space
                                | Key::ArrowUp
                                | Key::ArrowDown
                                | Key::ArrowLeft
                                | Key::ArrowRight
                        )
                }
                _ => false,
            })
    })
}

/// "Cancel and clear what you have entered?"
pub(super) fn ask_cancel(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let title = cx.pair("n_askcancel");
    let keep_id = Id::unique("keep going");
    let out = Dialog::new("cancel").title(&title).demo(cx.facts.demo.then_some(&words.demo)).show(ui, |ui| {
        ui.add_space(theme.metrics.s4);
        let (keep, clear) = (cx.pair("n_keep"), cx.pair("n_clear"));
        let mut event = None;
        columns(ui, &[1.0, 1.0], theme.metrics.s3, |ui, column| {
            let width = ui.available_width();
            let (button, pressed) = if column == 0 {
                (Button::filled(&keep).icon(Icon::ArrowLeft).id(keep_id), Event::KeepGoing)
            } else {
                (Button::outlined(&clear).icon(Icon::X).id(Id::unique("cancel and clear")), Event::Cancel)
            };
            if button.width(width).show(ui).clicked() {
                event = Some(pressed);
            }
        });
        event
    });
    focus::first(ui.ctx(), keep_id);
    out.inner.or_else(|| out.escaped.then_some(Event::KeepGoing))
}
