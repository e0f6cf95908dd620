//! The new password in place of a forgotten one: typed twice, under the rules of the registration.

use egui::{Id, Ui};

use crate::domain::account::PasswordMarks;
use crate::domain::registration::FieldFault;
use crate::flow::event::Event;
use crate::flow::step::NewPasswordStep;
use crate::text::{Args, PairText};
use crate::ui::button::Button;
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::rules::rules;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::{PairLabel, Role, Theme, focus, pair};

use super::PageCx;
use super::frame::{self, columns};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &mut NewPasswordStep, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let label = cx.pair(if step.busy { "r_busy" } else { "np_set" });
    let next = Button::filled(&label).icon(Icon::Check).busy(step.busy).id(Id::unique("set the password"));
    if std::mem::take(&mut step.focus) {
        focus::set(ui.ctx(), first());
    }
    let ids = [first(), second()];
    let onward = cx.pair("next");
    let (single, next) = frame::one_field(ui, &ids, &onward, next);
    let shown = Scaffold::new("new password", &words).demo(cx.facts.demo).dense().cancel().next(next).show(ui, |ui| {
        if let Some(at) = single {
            frame::field_of(ui, cx, at, &ids);
            if at > 0 {
                return again(ui, step, cx);
            }
            new(ui, step, cx);
            ui.add_space(20.0);
            live_rules(ui, step, cx);
            return false;
        }
        let title = cx.pair("np_title");
        let label = PairLabel::new(Role::Title, &title);
        if theme.is_portrait() {
            label.show(ui)
        } else {
            label.inline().show(ui)
        };
        ui.add_space(theme.pick(16.0, 6.0));
        pair(ui, Role::Caption, &cx.pair("np_sub"));
        ui.add_space(theme.pick(28.0, 12.0));
        let mut entered = false;
        if theme.is_portrait() {
            new(ui, step, cx);
            ui.add_space(20.0);
            live_rules(ui, step, cx);
            ui.add_space(24.0);
            entered |= again(ui, step, cx);
        } else {
            columns(ui, &[1.0, 1.0], theme.metrics.s5, |ui, column| {
                if column == 0 {
                    new(ui, step, cx);
                } else {
                    entered |= again(ui, step, cx);
                }
            });
            ui.add_space(12.0);
            live_rules(ui, step, cx);
        }
        entered
    });
    if frame::next_field(ui, single, &ids, shown.pressed) {
        return None;
    }
    if (shown.inner || shown.pressed == Some(Pressed::Next)) && !step.busy {
        return Some(Event::SubmitPassword);
    }
    frame::answer(shown.pressed, cx)
}

fn first() -> Id {
    Id::unique("new password")
}

fn second() -> Id {
    Id::unique("new password again")
}

fn new(ui: &mut Ui, step: &mut NewPasswordStep, cx: &PageCx<'_>) {
    let error: Option<PairText> = step.faults.first().map(|fault| {
        let args = match fault {
            FieldFault::PasswordLength { chars } => Args::none().number("n", i64::try_from(*chars).unwrap_or(i64::MAX)),
            _ => Args::none(),
        };
        cx.pair_of(fault.key(), &args)
    });
    let (label, show, hide) = (cx.pair("np_new"), cx.pair("show"), cx.pair("hide"));
    let out = Field::new(first(), &label, &mut step.password, KeyLayout::Password)
        .password(&mut step.show_password, &show, &hide)
        .enabled(!step.busy)
        .error(error.as_ref().map(Into::into))
        .show(ui);
    frame::keep_in_sight(ui, &out.response);
    if out.changed {
        step.faults.clear();
        step.differs = false;
    }
    if out.entered {
        focus::set(ui.ctx(), second());
    }
}

/// Says whether Enter was pressed in it.
fn again(ui: &mut Ui, step: &mut NewPasswordStep, cx: &PageCx<'_>) -> bool {
    let differs = step.differs.then(|| cx.pair("np_differs"));
    let right = !step.again.is_empty() && step.again == step.password;
    let (label, show, hide) = (cx.pair("np_again"), cx.pair("show"), cx.pair("hide"));
    let out = Field::new(second(), &label, &mut step.again, KeyLayout::Password)
        .password(&mut step.show_again, &show, &hide)
        .enabled(!step.busy)
        .right(right)
        .error(differs.as_ref().map(Into::into))
        .show(ui);
    frame::keep_in_sight(ui, &out.response);
    if out.changed {
        step.differs = false;
    }
    out.entered
}

fn live_rules(ui: &mut Ui, step: &NewPasswordStep, cx: &PageCx<'_>) {
    let marks = PasswordMarks::of(&step.password, &step.name, &step.number);
    let texts = ["p1", "p2", "p3", "p4"].map(|key| cx.pair(key));
    let met = [marks.length, marks.kinds, marks.not_own, marks.not_common];
    let list: Vec<_> = texts.iter().map(Into::into).zip(met).collect();
    rules(ui, &list, &cx.text("met"), &cx.text("unmet"));
}
