//! Fields in every state, and what is ticked or chosen.

use egui::{Id, Ui};

use super::{Gallery, specimen};
use crate::domain::secret::Secret;
use crate::ui::button::{Button, choices as two_ways};
use crate::ui::checkbox::checkbox;
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::rules::rules;
use crate::ui::summary::summary;
use crate::ui::tile::Tile;
use crate::ui::{Pair, Theme};

/// What is typed into the gallery's fields.
pub(super) struct Fields {
    name: Secret,
    wrong: Secret,
    number: Secret,
    closed: Secret,
    password: Secret,
    shown: bool,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            name: specimen(""),
            wrong: specimen("ELENA MARIA VIDAL-0RTEGA"),
            number: specimen("SP2026041700012345"),
            closed: specimen("SP2026041700012345"),
            password: specimen("kite-42-moss"),
            shown: false,
        }
    }
}

/// Empty, wrong, right, disabled, hidden.
pub(super) fn fields(ui: &mut Ui, gallery: &mut Gallery) {
    let gap = Theme::of(ui.ctx()).metrics.s3;
    let id = |name: &str| Id::unique(("gallery", name));
    let [name, note, number, password] = ["g_name", "g_note1", "g_number", "g_pw"].map(|key| gallery.text(key));
    let [error, fix, show, hide] = ["r_err0", "r_fix0", "show", "hide"].map(|key| gallery.text(key));
    let fields = &mut gallery.fields;
    Field::new(id("name"), &name, &mut fields.name, KeyLayout::Name).hint(&note).show(ui);
    ui.add_space(gap);
    Field::new(id("wrong"), &name, &mut fields.wrong, KeyLayout::Name)
        .error(Some((&error).into()))
        .fix(Some((&fix).into()))
        .fault_at(Some(18))
        .show(ui);
    ui.add_space(gap);
    Field::new(id("right"), &number, &mut fields.number, KeyLayout::Number).grouped().right(true).show(ui);
    ui.add_space(gap);
    Field::new(id("closed"), &number, &mut fields.closed, KeyLayout::Number).grouped().enabled(false).show(ui);
    ui.add_space(gap);
    Field::new(id("password"), &password, &mut fields.password, KeyLayout::Password)
        .password(&mut fields.shown, &show, &hide)
        .show(ui);
}

/// Ticks, rules, tiles and the two equal ways.
pub(super) fn choices(ui: &mut Ui, gallery: &mut Gallery) {
    let gap = Theme::of(ui.ctx()).metrics.s3;
    let [tick, one, login, login_sub, app, app_sub] =
        ["c_tick", "c_tick_sub", "g_login", "h_login", "h_app", "h_app_sub"].map(|key| gallery.text(key));
    gallery.ticked ^= checkbox(ui, gallery.ticked, &tick).clicked();
    checkbox(ui, true, &one);
    ui.add_space(gap);
    let words = ["p1", "p2", "p3", "p4"].map(|key| gallery.text(key));
    let marked: Vec<(Pair<'_>, bool)> = words.iter().enumerate().map(|(i, word)| (word.into(), i % 2 == 0)).collect();
    rules(ui, &marked, &gallery.text("met").primary, &gallery.text("unmet").primary);
    ui.add_space(gap);
    let (face, staff) = (gallery.text("c_face"), gallery.text("c_staffv"));
    two_ways(ui, Button::choice(Icon::ScanSmiley, &face), Button::choice(Icon::UserCheck, &staff));
    ui.add_space(gap);
    Tile::new(Icon::SignIn, &login).caption(&login_sub).filled().show(ui);
    ui.add_space(gap);
    Tile::new(Icon::DeviceMobile, &app).caption(&app_sub).show(ui);
    ui.add_space(gap);
    let words = gallery.words.pair(gallery.language, "r_sum", &crate::text::Args::none().number("n", 2));
    summary(ui, &words);
}
