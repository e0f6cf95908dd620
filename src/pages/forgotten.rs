//! Forgot your password? Name and number, as at the registration, on the way to consent and face check.

use egui::{Id, Ui};

use crate::domain::registration::{Field as FormField, FieldFault};
use crate::flow::event::Event;
use crate::flow::step::Recovering;
use crate::text::{Args, PairText};
use crate::ui::button::Button;
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::{Role, Theme, focus, pair};

use super::PageCx;
use super::frame::{self, RefusalWords, columns};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &mut Recovering, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let wait = frame::wait_left(cx, step.wait_until);
    let label = cx.pair(if step.busy { "r_busy" } else { "fp_next" });
    let next = match &wait {
        Some(wait) => Button::filled(wait).icon(Icon::Timer).enabled(false),
        None => Button::filled(&label).icon_after(Icon::ArrowRight).busy(step.busy),
    };
    if let Some(field) = step.focus.take() {
        focus::set(ui.ctx(), field_id(field));
    }
    let ids = [FormField::Name, FormField::Number].map(field_id);
    let onward = cx.pair("next");
    let (single, next) = frame::one_field(ui, &ids, &onward, next.id(Id::unique("recover")));
    let shown = Scaffold::new("forgotten", &words).demo(cx.facts.demo).back().cancel().next(next).show(ui, |ui| {
        if let Some(at) = single {
            if let Some(refusal) = step.refusal {
                frame::sign_in_refusal_above(ui, cx, refusal, &REFUSED);
            }
            frame::field_of(ui, cx, at, &ids);
            if at == 0 {
                name(ui, step, cx);
                return false;
            }
            return number(ui, step, cx);
        }
        pair(ui, Role::Title, &cx.pair("fp_title"));
        ui.add_space(theme.metrics.s3);
        match step.refusal {
            None => {
                pair(ui, Role::Body, &cx.pair("fp_sub"));
            }
            Some(refusal) => frame::sign_in_refusal(ui, cx, refusal, &REFUSED),
        }
        ui.add_space(theme.metrics.s4);
        let mut entered = false;
        if theme.is_portrait() {
            name(ui, step, cx);
            ui.add_space(24.0);
            entered |= number(ui, step, cx);
        } else {
            columns(ui, &[1.0, 1.0], theme.metrics.s5, |ui, column| {
                if column == 0 {
                    name(ui, step, cx);
                } else {
                    entered |= number(ui, step, cx);
                }
            });
        }
        entered
    });
    if frame::next_field(ui, single, &ids, shown.pressed) {
        return None;
    }
    let pressed = shown.inner || shown.pressed == Some(Pressed::Next);
    if pressed && !step.busy && step.wait_until.is_none() {
        return Some(Event::SubmitRecovery);
    }
    frame::answer(shown.pressed, cx)
}

const REFUSED: RefusalWords = RefusalWords { wrong: "fp_wrong", wait: "fp_wrong" };

fn field_id(field: FormField) -> Id {
    Id::unique(("recovery", field))
}

fn error_of(step: &Recovering, field: FormField, cx: &PageCx<'_>) -> Option<PairText> {
    let fault = step.faults.iter().find(|fault| fault.field() == field)?;
    let args = match fault {
        FieldFault::NameCharacter { c, .. } => Args::none().text("c", *c),
        _ => Args::none(),
    };
    Some(cx.pair_of(fault.key(), &args))
}

fn name(ui: &mut Ui, step: &mut Recovering, cx: &PageCx<'_>) {
    let error = error_of(step, FormField::Name, cx);
    let (label, hint) = (cx.pair("g_name"), cx.pair("g_note1"));
    let out = Field::new(field_id(FormField::Name), &label, &mut step.draft.name, KeyLayout::Name)
        .enabled(!step.busy)
        .error(error.as_ref().map(Into::into))
        .hint(&hint)
        .show(ui);
    frame::keep_in_sight(ui, &out.response);
    if out.changed {
        step.faults.retain(|fault| fault.field() != FormField::Name);
    }
    if out.entered {
        focus::set(ui.ctx(), field_id(FormField::Number));
    }
}

/// Says whether Enter was pressed in it.
fn number(ui: &mut Ui, step: &mut Recovering, cx: &PageCx<'_>) -> bool {
    let error = error_of(step, FormField::Number, cx);
    let (label, hint) = (cx.pair("g_number"), cx.pair("g_note2"));
    let out = Field::new(field_id(FormField::Number), &label, &mut step.draft.number, KeyLayout::Number)
        .grouped()
        .enabled(!step.busy)
        .error(error.as_ref().map(Into::into))
        .hint(&hint)
        .show(ui);
    frame::keep_in_sight(ui, &out.response);
    if out.changed {
        step.faults.retain(|fault| fault.field() != FormField::Number);
    }
    out.entered
}
