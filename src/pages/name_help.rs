//! How must my name look? A drawn passport page, four rules, and a field for the machine-readable line
//! of the visitor's own, from which the name is taken.

use egui::{Id, Ui};

use crate::domain::mrz::{self, LineName, MrzFault};
use crate::flow::event::Event;
use crate::flow::step::NameHelp;
use crate::text::{Args, PairText};
use crate::ui::banner::note;
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::personal::{self, Personal};
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::theme::strong;
use crate::ui::{PairLabel, Role, Theme};

use super::PageCx;
use super::frame::{self, columns};
use super::passport;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &mut NameHelp, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let take = cx.pair("nh_take");
    let read = mrz::read(step.line.as_str());
    if let Some(fault) = &mut step.fault {
        // Kept in step with what is typed since.
        match &read {
            Ok(_) => step.fault = None,
            Err(now) => *fault = *now,
        }
    }
    let shown = Scaffold::new("name help", &words)
        .demo(cx.facts.demo)
        .step(frame::REGISTRATION)
        .dense()
        .back()
        .cancel()
        .next(Button::filled(&take).icon_after(Icon::ArrowRight).id(Id::unique("use this name")))
        .show(ui, |ui| {
            let title = cx.pair("nh_title");
            let label = PairLabel::new(Role::Title, &title);
            if theme.is_wide() {
                label.inline().show(ui)
            } else {
                label.show(ui)
            };
            ui.add_space(theme.pick(28.0, 10.0));
            if theme.is_stacked() {
                passport::show(ui, cx);
                ui.add_space(28.0);
                for row in [["nh_order", "nh_space"], ["nh_hyphen", "nh_accent"]] {
                    columns(ui, &[1.0, 1.0], theme.metrics.s3, |ui, column| rule(ui, cx, row[column]));
                    ui.add_space(theme.metrics.s2);
                }
            } else {
                columns(ui, &[570.0, 412.0], theme.metrics.s4, |ui, column| {
                    if column == 0 {
                        passport::show(ui, cx);
                    } else {
                        for key in ["nh_order", "nh_space", "nh_hyphen", "nh_accent"] {
                            rule(ui, cx, key);
                            ui.add_space(14.0);
                        }
                    }
                });
            }
            ui.add_space(theme.pick(20.0, 12.0));
            let entered = line(ui, step, cx);
            ui.add_space(theme.pick(24.0, 10.0));
            result(ui, read.as_ref().ok(), cx);
            entered
        });
    if shown.inner || shown.pressed == Some(Pressed::Next) {
        return Some(Event::TakeName);
    }
    frame::answer(shown.pressed, cx)
}

fn rule(ui: &mut Ui, cx: &PageCx<'_>, key: &str) {
    note(ui, Icon::CheckCircleFill, Role::Caption, &cx.pair(key), false);
}

/// The field; says whether Enter was pressed in it.
fn line(ui: &mut Ui, step: &mut NameHelp, cx: &PageCx<'_>) -> bool {
    let error: Option<PairText> = step.fault.map(|fault| {
        let args = match fault {
            MrzFault::Character { c, .. } => Args::none().text("c", c),
            _ => Args::none(),
        };
        cx.pair_of(fault.key(), &args)
    });
    let wrong = match step.fault {
        Some(MrzFault::Character { at, .. } | MrzFault::NameDigit { at }) => Some(at),
        _ => None,
    };
    let (label, hint) = (cx.pair("nh_line"), cx.pair("nh_line_hint"));
    let out = Field::new(Id::unique("machine-readable line"), &label, &mut step.line, KeyLayout::Mrz)
        .error(error.as_ref().map(Into::into))
        .fault_at(wrong)
        .hint(&hint)
        .show(ui);
    frame::keep_in_sight(ui, &out.response);
    out.entered
}

/// The name as read, to be confirmed; it grows as one types.
fn result(ui: &mut Ui, read: Option<&LineName>, cx: &PageCx<'_>) {
    let Some(name) = read else { return };
    let theme = Theme::of(ui.ctx());
    let shown = card::card(ui, Ground::Tint, |ui| {
        PairLabel::new(Role::Caption, &cx.pair("nh_reads")).inline().show(ui);
        ui.add_space(theme.metrics.s1);
        let full = name.full();
        let size = theme.letters(40.0, 24.0);
        let text = Personal::new(full.as_str(), strong(size), theme.colours.on_tint);
        let start = ui.cursor().min;
        let used = text.show_at(ui.painter(), start, ui.available_width());
        let place = egui::Rect::from_min_size(start, used);
        personal::tell(ui, Id::unique("name as read"), place, || full.as_str().to_owned());
        ui.advance_cursor_after_rect(place);
        if name.cut {
            ui.add_space(theme.metrics.s1);
            frame::error_line(ui, &cx.pair("nh_cut"));
        }
    });
    // Seen while one types: the keyboard leaves little room.
    if ui.ctx().memory(|m| m.has_focus(Id::unique("machine-readable line")))
        && shown.response.rect.bottom() > ui.clip_rect().bottom()
    {
        ui.scroll_to_rect(shown.response.rect, None);
    }
}
