//! The guide's own login page: its main entry is the portal for people with a work permit.

use egui::Ui;

use crate::flow::event::Event;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::scaffold::Scaffold;
use crate::ui::tile::Tile;
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, columns};
use super::guide::numbered;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let shown = Scaffold::new("login", &words).demo(cx.facts.demo).back().cancel().show(ui, |ui| {
        let mut event = None;
        pair(ui, Role::Title, &cx.pair("g_login"));
        if theme.is_stacked() {
            ui.add_space(theme.metrics.s3);
            pair(ui, Role::Body, &cx.pair("l_choose"));
        }
        ui.add_space(theme.metrics.s3);
        let (portal, portal_sub) = (cx.pair("g_portal"), cx.pair("l_portal_sub"));
        let (app, app_sub) = (cx.pair("h_app"), cx.pair("h_app_sub"));
        let tiles = [
            (Tile::new(Icon::IdentificationBadge, &portal).caption(&portal_sub).filled(), Event::OpenPortal),
            (Tile::new(Icon::DeviceMobile, &app).caption(&app_sub), Event::OpenGuide),
        ];
        if theme.is_stacked() {
            for (tile, opens) in tiles {
                if tile.show(ui).clicked() {
                    event = Some(opens);
                }
                ui.add_space(theme.metrics.s3);
            }
        } else {
            let unit = (ui.available_width() - theme.metrics.s3) / 5.0;
            let needed = tiles[0].0.measure(ui, unit * 3.0).max(tiles[1].0.measure(ui, unit * 2.0));
            columns(ui, &[3.0, 2.0], theme.metrics.s3, |ui, column| {
                let (tile, opens) = tiles[column].clone();
                if tile.height(needed.max(188.0)).show(ui).clicked() {
                    event = Some(opens);
                }
            });
        }
        ui.add_space(theme.metrics.s4);
        what_comes(ui, cx);
        event
    });
    shown.inner.or(frame::answer(shown.pressed, cx))
}

/// The four steps of a first visit, so that nobody starts without knowing what follows.
fn what_comes(ui: &mut Ui, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Heading, &cx.pair("l_next"));
        let step = |ui: &mut Ui, i: usize| {
            let (name, what) = [("s1", "l_n1"), ("s2", "l_n2"), ("s3", "l_n3"), ("s4", "l_n4")][i];
            numbered(ui, i + 1, PairLabel::new(Role::Label, &cx.pair(name)).inline());
            // Under the name, beside the number.
            let indent = theme.mark(52.0, 34.0) + theme.pick(24.0, 14.0);
            ui.horizontal(|ui| {
                ui.add_space(indent);
                ui.vertical(|ui| pair(ui, Role::Caption, &cx.pair(what)));
            });
        };
        for row in 0..if theme.is_wide() { 2 } else { 4 } {
            ui.add_space(theme.pick(24.0, 16.0));
            if theme.is_stacked() {
                step(ui, row);
            } else {
                columns(ui, &[1.0, 1.0], theme.metrics.s4, |ui, column| step(ui, row * 2 + column));
            }
        }
    });
}
