//! Training in the demo: faults that staff cause.

use egui::Ui;

use crate::domain::rehearsal::Rehearsal;
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::rehearse::Rehearse;
use crate::ui::banner::{Tone, banner};
use crate::ui::card::{self, Ground};
use crate::ui::checkbox::checkbox;
use crate::ui::{Role, Theme, pair};

use super::{ConsoleCx, frame};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &Rehearse, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    frame::title(ui, &cx.pair("rh_title"), None);
    banner(ui, Tone::Information, &cx.pair("rh_why"));
    ui.add_space(theme.metrics.s4);
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Label, &cx.pair("rh_choose"));
        ui.add_space(theme.metrics.s2);
        for what in Rehearsal::ALL {
            if checkbox(ui, page.is_on(what), &cx.pair(what.key())).clicked() {
                event = Some(CounterEvent::Rehearse(what));
            }
            ui.add_space(theme.metrics.s2);
        }
    });
    event
}
