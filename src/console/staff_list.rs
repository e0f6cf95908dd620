//! The staff of this kiosk.

use egui::{Id, Ui};

use crate::domain::staff::{Role as StaffRole, StaffRow};
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::staff_list::StaffList;
use crate::text::{Args, PairText};
use crate::ui::areas::columns;
use crate::ui::banner::Tone;
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::chip::Chip;
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::options::{Choice, options};
use crate::ui::table::{Cell, Table};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::{ConsoleCx, frame};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &mut StaffList, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    frame::title(ui, &cx.pair("sl_title"), None);
    if let Some((number, pin)) = &page.drawn {
        card::card(ui, Ground::TintOutlined, |ui| {
            let args = Args::none().text("number", number.as_str());
            pair(ui, Role::Body, &cx.pair_of("sl_drawn", &args));
            ui.add_space(theme.metrics.s2);
            pair(ui, Role::Display, &PairText::same(pin.as_str()));
        });
        ui.add_space(theme.metrics.s3);
    }
    let mut event = match &page.rows {
        None => {
            pair(ui, Role::Body, &cx.pair("q_reading"));
            None
        }
        Some(rows) => table(ui, rows, page, cx),
    };
    ui.add_space(theme.metrics.s3);
    if let Some(row) = page.open_row() {
        event = event.or(person(ui, row, page.busy, cx));
        ui.add_space(theme.metrics.s3);
    }
    event.or(somebody_new(ui, page, cx))
}

fn table(ui: &mut Ui, rows: &[StaffRow], page: &StaffList, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let names = ["st_number", "sl_role", "sl_state"].map(|key| cx.pair(key));
    let heads: Vec<_> = names.iter().zip([1.2, 1.2, 1.8]).map(|(name, share)| (name.into(), share)).collect();
    let texts: Vec<(PairText, PairText, PairText)> = rows
        .iter()
        .map(|row| (PairText::same(row.number.as_str()), cx.pair(role_key(row.role)), cx.pair(state(row).2)))
        .collect();
    let cells: Vec<Vec<Cell<'_>>> = rows
        .iter()
        .zip(&texts)
        .map(|(row, (number, role, word))| {
            let (tone, icon, _) = state(row);
            let chip = tone.map_or_else(|| Chip::calm(icon, word), |tone| Chip::of(tone, icon, word));
            vec![Cell::Strong(number.into()), Cell::Text(role.into()), Cell::Chip(chip)]
        })
        .collect();
    let open = rows.iter().position(|row| Some(&row.number) == page.open.as_ref());
    let pressed = Table::new(Id::unique("staff"), &heads).show(ui, &cells, open)?;
    rows.get(pressed).map(|row| CounterEvent::OpenStaff(row.number.clone()))
}

fn role_key(role: StaffRole) -> &'static str {
    match role {
        StaffRole::Officer => "st_officer",
        StaffRole::Supervisor => "st_supervisor",
    }
}

/// How somebody stands: tone, mark, and the key of the word.
fn state(row: &StaffRow) -> (Option<Tone>, Icon, &'static str) {
    if !row.active {
        (None, Icon::ProhibitFill, "sl_disabled")
    } else if row.locked {
        (Some(Tone::Error), Icon::LockSimple, "sl_locked")
    } else if row.must_change {
        (Some(Tone::Attention), Icon::Key, "sl_must_change")
    } else {
        (Some(Tone::Success), Icon::CheckCircleFill, "sl_active")
    }
}

/// What can be done with whoever is open.
fn person(ui: &mut Ui, row: &StaffRow, busy: bool, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        let number = PairText::same(row.number.as_str());
        PairLabel::new(Role::Heading, &number).show(ui);
        ui.add_space(theme.metrics.s2);
        if !row.active {
            pair(ui, Role::Body, &cx.pair("sl_disabled_why"));
            return;
        }
        let (reset, disable) = (cx.pair("sl_reset"), cx.pair("sl_disable"));
        columns(ui, &[1.0, 1.0], theme.metrics.s2, |ui, side| {
            let width = ui.available_width();
            let (words, icon) = if side == 0 { (&reset, Icon::Key) } else { (&disable, Icon::ProhibitFill) };
            if Button::outlined(words).icon(icon).busy(busy).width(width).show(ui).clicked() {
                event = Some(if side == 0 { CounterEvent::ResetStaff } else { CounterEvent::DisableStaff });
            }
        });
    });
    event
}

fn somebody_new(ui: &mut Ui, page: &mut StaffList, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Heading, &cx.pair("sl_new"));
        ui.add_space(theme.metrics.s2);
        let (label, wrong) = (cx.pair("st_number"), page.number_wrong.then(|| cx.pair("st_number_wrong")));
        let field = frame::field(
            ui,
            Field::new(Id::unique("new staff number"), &label, &mut page.number, KeyLayout::Number)
                .error(wrong.as_ref().map(Into::into))
                .enabled(!page.busy),
        );
        page.number_wrong &= !field.changed;
        ui.add_space(theme.metrics.s2);
        let names = StaffRole::ALL.map(|role| cx.pair(role_key(role)));
        let choices: Vec<Choice<'_>> = StaffRole::ALL
            .iter()
            .zip(&names)
            .map(|(role, name)| Choice { name: name.into(), chosen: page.role == *role, sample: None })
            .collect();
        if let Some(role) = options(ui, "role", 2, &choices).and_then(|pressed| StaffRole::ALL.get(pressed)) {
            event = Some(CounterEvent::ChooseRole(*role));
        }
        ui.add_space(theme.metrics.s3);
        let add = cx.pair("sl_add");
        let pressed = Button::filled(&add).icon(Icon::UserPlus).busy(page.busy).show(ui).clicked();
        if pressed || field.entered {
            event = Some(CounterEvent::Submit);
        }
    });
    event
}
