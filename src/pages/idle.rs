//! Is somebody still there? And: shall what was entered be cleared? Both stand in place of the page.

use egui::{Event as Input, Id, Key, Rect, Ui, Vec2, pos2};

use crate::flow::event::Event;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, centred, middle};
use crate::ui::icons::Icon;
use crate::ui::ring::Ring;
use crate::ui::{Role, Theme, focus};

use super::PageCx;
use super::frame::{self, columns};

/// The warning before the visit ends by itself: `seconds` left of `of`; `more` offers to warn later
/// from now on.
pub(super) fn show(ui: &mut Ui, seconds: u32, of: u32, more: bool, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let (title, body) = (cx.pair("d_title"), cx.pair("d_sub"));
    let stay_id = Id::unique("still here");
    let out = Dialog::new("idle").title(&title).body(&body).demo(cx.facts.demo.then_some(&words.demo)).show(ui, |ui| {
        let share = seconds as f32 / of.max(1) as f32;
        let diameter = theme.pick(324.0, if theme.large { 210.0 } else { 190.0 });
        let ring = Ring::new(seconds, share);
        let unit = cx.pair("d_sec");
        let ring = ring.countdown(&unit).diameter(diameter);
        // Lying, large buttons need the height: the ring stands beside them.
        let beside = theme.large && !theme.is_portrait();
        let start = ui.cursor().min;
        if beside {
            frame::place(ui, Rect::from_min_size(start, Vec2::splat(diameter)), |ui| ring.show(ui));
        } else {
            middle(ui, diameter, |ui| ring.show(ui));
            ui.add_space(theme.pick(32.0, 16.0));
        }
        let labels = ["d_stay", "d_more", "d_end"].map(|key| cx.pair(key));
        let [stay, longer, end] = &labels;
        let mut buttons = vec![(Button::filled(stay).icon(Icon::HandPalm).id(stay_id), Event::KeepGoing)];
        if more {
            let id = Id::unique("more time");
            buttons.push((Button::outlined(longer).icon(Icon::Hourglass).id(id), Event::MoreTime));
        }
        let id = Id::unique("finish and clear");
        buttons.push((Button::outlined(end).icon(Icon::Check).id(id), Event::Finish));
        let mut event = None;
        if theme.is_wide() {
            columns(ui, &vec![1.0; buttons.len()], theme.metrics.s2, |ui, column| {
                let (button, pressed) = buttons[column].clone();
                if button.width(ui.available_width()).height(68.0).show(ui).clicked() {
                    event = Some(pressed);
                }
            });
        } else {
            let left = if beside { diameter + theme.metrics.s4 } else { 0.0 };
            let column = Rect::from_min_max(pos2(start.x + left, ui.cursor().top()), ui.max_rect().max);
            let column = if beside { column.with_min_y(start.y) } else { column };
            frame::place(ui, column, |ui| {
                ui.set_width(column.width());
                for (i, (button, pressed)) in buttons.into_iter().enumerate() {
                    let least = if i == 0 && theme.is_portrait() { 140.0 } else { 0.0_f32 };
                    let button = button.width(column.width()).height(least.max(theme.metrics.control));
                    if button.show(ui).clicked() {
                        event = Some(pressed);
                    }
                    ui.add_space(theme.metrics.s2);
                }
            });
        }
        ui.add_space(theme.pick(8.0, 12.0));
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
