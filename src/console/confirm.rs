//! Who answers for an act signs again; for the acts of two, a second one beside them.

use egui::{Id, Ui};

use crate::domain::staff::Denied;
use crate::flow::counter::confirm::Confirm;
use crate::flow::counter::event::{CounterEvent, NoLeave};
use crate::text::PairText;
use crate::ui::areas::columns;
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::{PairLabel, Role, Theme, focus, pair};

use super::ConsoleCx;
use super::frame;

/// Shows what lies over the page.
pub(super) fn show(ui: &mut Ui, confirm: &mut Confirm, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let two = confirm.act.needs_two();
    let own_id = Id::unique("own secret again");
    focus::first(ui.ctx(), own_id);
    let event = frame::alone(ui, "confirm", two, cx, |ui| {
        let mut event = None;
        card::card(ui, Ground::Surface, |ui| {
            PairLabel::new(Role::Title, &cx.pair(if two { "sc_title_two" } else { "sc_title" })).inline().show(ui);
            ui.add_space(theme.metrics.s2);
            match confirm.refusal {
                Some(refusal) => banner(ui, Tone::Error, &why(refusal, cx)),
                None => pair(ui, Role::Caption, &cx.pair(if two { "sc_why_two" } else { "sc_why" })),
            };
            ui.add_space(theme.metrics.s3);
            let own = cx.pair("sc_own");
            let mut last = hidden(ui, own_id, &own, &mut confirm.own, confirm.busy, cx);
            if two {
                ui.add_space(theme.metrics.s3);
                // The keyboard leaves a lying screen room for two rows of fields.
                let shares: &[f32] = if theme.is_portrait() { &[1.0] } else { &[1.0, 1.0] };
                columns(ui, shares, theme.metrics.s3, |ui, side| {
                    if side == 0 {
                        number_of_second(ui, confirm, cx);
                    }
                    if shares.len() == 1 {
                        ui.add_space(theme.metrics.s3);
                    }
                    if side + 1 == shares.len() {
                        let label = cx.pair("sc_second_secret");
                        last = hidden(ui, Id::unique("second secret"), &label, &mut confirm.second, confirm.busy, cx);
                    }
                });
            }
            ui.add_space(theme.metrics.s4);
            event = buttons(ui, confirm, cx);
            if last {
                event = Some(CounterEvent::Submit);
            }
        });
        event
    });
    let escaped = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    event.or(escaped.then_some(CounterEvent::Back))
}

fn number_of_second(ui: &mut Ui, confirm: &mut Confirm, cx: &ConsoleCx<'_>) {
    let (label, wrong) = (cx.pair("sc_second"), confirm.number_wrong.then(|| cx.pair("st_number_wrong")));
    let number = frame::field(
        ui,
        Field::new(Id::unique("second number"), &label, &mut confirm.second_number, KeyLayout::Number)
            .enabled(!confirm.busy)
            .error(wrong.as_ref().map(Into::into)),
    );
    confirm.number_wrong &= !number.changed;
}

/// A field whose characters are never shown: others look on. Whether Enter was pressed in it.
fn hidden(
    ui: &mut Ui,
    id: Id,
    label: &PairText,
    value: &mut crate::domain::secret::Secret,
    busy: bool,
    cx: &ConsoleCx<'_>,
) -> bool {
    let (show, hide) = (cx.pair("show"), cx.pair("hide"));
    let mut shown = false;
    frame::field(
        ui,
        Field::new(id, label, value, KeyLayout::Password).password(&mut shown, &show, &hide).enabled(!busy),
    )
    .entered
}

fn buttons(ui: &mut Ui, confirm: &Confirm, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let (back, sign) = (cx.pair("back"), cx.pair("sc_sign"));
    let mut event = None;
    columns(ui, &[1.0, 1.0], theme.metrics.s3, |ui, column| {
        let width = ui.available_width();
        if column == 0 {
            if Button::outlined(&back).icon(Icon::ArrowLeft).width(width).show(ui).clicked() {
                event = Some(CounterEvent::Back);
            }
        } else if Button::filled(&sign).icon(Icon::Key).busy(confirm.busy).width(width).show(ui).clicked() {
            event = Some(CounterEvent::Submit);
        }
    });
    event
}

fn why(refusal: NoLeave, cx: &ConsoleCx<'_>) -> PairText {
    match refusal {
        NoLeave::Own(refusal) | NoLeave::Second(refusal) => cx.refusal(refusal),
        NoLeave::Denied(Denied::SamePerson) => cx.pair("sc_same"),
        NoLeave::Denied(Denied::SecondRole) => cx.pair("sc_role"),
        NoLeave::Denied(Denied::Role | Denied::SecondMissing) => cx.pair("sc_not_yours"),
        NoLeave::Denied(Denied::MustChange) => cx.pair("sc_must_change"),
    }
}
