//! How to get the app: download code, search terms, stores, and the steps on the phone.

use egui::{Rect, Ui, pos2, vec2};

use crate::flow::event::Event;
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::pair::lines;
use crate::ui::qr_tile::Code;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::steps::number_disc;
use crate::ui::theme::{corner, strong};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, chip, columns, place};

/// The stores: a letter in a neutral tile, never a logo, and the key of the name.
const STORES: [(&str, &str); 6] =
    [("A", "st1"), ("应", "st2"), ("360", "st3"), ("百", "st4"), ("华", "st5"), ("米", "st6")];

/// Shows the page.
pub(super) fn show(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let here = cx.pair("a_here");
    let scaffold = Scaffold::new("guide", &words)
        .demo(cx.facts.demo)
        .back()
        .cancel()
        .next(Button::filled(&here).icon(Icon::SignIn));
    let shown = scaffold.show(ui, |ui| {
        pair(ui, Role::Title, &cx.pair("a_title"));
        ui.add_space(theme.metrics.s3);
        if theme.is_stacked() {
            find(ui, cx);
            ui.add_space(theme.metrics.s4);
            stores(ui, cx, if theme.large { 1 } else { 3 });
            ui.add_space(theme.metrics.s4);
            phone_steps(ui, cx);
        } else {
            columns(ui, &[470.0, 508.0], 36.0, |ui, column| {
                if column == 0 {
                    find(ui, cx);
                    ui.add_space(theme.metrics.s4);
                    stores(ui, cx, 2);
                } else {
                    phone_steps(ui, cx);
                }
            });
        }
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::OpenLogin),
        pressed => frame::answer(pressed, cx),
    }
}

/// The download code with the search terms beside it; the terms alone where there is no address.
fn find(ui: &mut Ui, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let code = cx.facts.app_address.as_deref().and_then(Code::of);
    card::card(ui, Ground::Surface, |ui| {
        let Some(code) = code else {
            frame::icon_line(
                ui,
                Icon::DeviceMobile,
                theme.metrics.icon_tile,
                0.0,
                PairLabel::new(Role::Body, &cx.pair("a_noqr")),
            );
            ui.add_space(theme.metrics.s3);
            row_of_chips(ui, cx);
            return;
        };
        let side = theme.pick(300.0, 216.0);
        if theme.large {
            return stacked(ui, cx, |ui| code.show(ui, side * 1.5, &cx.text("a_qr_name")));
        }
        let start = ui.cursor().min;
        let name = cx.text("a_qr_name");
        let tile = Rect::from_min_size(start, vec2(side, side));
        place(ui, tile, |ui| code.show(ui, side, &name));
        let left = tile.right() + theme.pick(32.0, 18.0);
        let room = Rect::from_min_max(pos2(left, start.y), pos2(start.x + ui.available_width(), tile.bottom()));
        place(ui, room, |ui| {
            ui.set_width(room.width());
            if theme.is_portrait() {
                ui.add_space(18.0);
                let scan = cx.pair("a_scan");
                let label = PairLabel::new(Role::Heading, &scan);
                frame::icon_line(ui, Icon::DeviceMobile, theme.metrics.icon_tile, 0.0, label);
                ui.add_space(26.0);
            } else {
                pair(ui, Role::Heading, &cx.pair("a_scan"));
                ui.add_space(10.0);
            }
            card::hairline(ui);
            ui.add_space(theme.pick(24.0, 12.0));
            PairLabel::new(Role::Body, &cx.pair("a_or")).inline().show(ui);
            ui.add_space(theme.pick(22.0, 8.0));
            if theme.is_portrait() {
                row_of_chips(ui, cx);
            } else {
                chip(ui, &cx.text("a_term1"));
                ui.add_space(8.0);
                chip(ui, &cx.text("a_term2"));
            }
        });
        let bottom = ui.cursor().top().max(tile.bottom());
        ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(room.right(), bottom)));
    });
}

/// Code, words and search terms below each other, for large texts.
fn stacked(ui: &mut Ui, cx: &PageCx<'_>, code: impl FnOnce(&mut Ui) -> egui::Response) {
    let gap = Theme::of(ui.ctx()).metrics.s3;
    pair(ui, Role::Heading, &cx.pair("a_scan"));
    ui.add_space(gap);
    code(ui);
    ui.add_space(gap);
    pair(ui, Role::Body, &cx.pair("a_or"));
    for key in ["a_term1", "a_term2"] {
        ui.add_space(gap);
        chip(ui, &cx.text(key));
    }
}

fn row_of_chips(ui: &mut Ui, cx: &PageCx<'_>) {
    let gap = Theme::of(ui.ctx()).metrics.s2;
    if Theme::of(ui.ctx()).large {
        chip(ui, &cx.text("a_term1"));
        ui.add_space(gap);
        chip(ui, &cx.text("a_term2"));
        return;
    }
    ui.horizontal(|ui| {
        chip(ui, &cx.text("a_term1"));
        ui.add_space(gap);
        chip(ui, &cx.text("a_term2"));
    });
}

fn stores(ui: &mut Ui, cx: &PageCx<'_>, in_a_row: usize) {
    let theme = Theme::of(ui.ctx());
    pair(ui, Role::Label, &cx.pair("a_in"));
    ui.add_space(theme.pick(20.0, 10.0));
    for (i, row) in STORES.chunks(in_a_row).enumerate() {
        if i > 0 {
            ui.add_space(theme.pick(16.0, 10.0));
        }
        columns(ui, &vec![1.0; in_a_row], theme.metrics.s2, |ui, column| {
            if let Some((letter, key)) = row.get(column) {
                store(ui, &theme, letter, &PairLabel::new(Role::Caption, &cx.pair(key)));
            }
        });
    }
}

fn store(ui: &mut Ui, theme: &Theme, letter: &str, name: &PairLabel<'_>) {
    let c = &theme.colours;
    let side = theme.mark(56.0, 38.0);
    let gap = theme.pick(16.0, 10.0);
    let start = ui.cursor().min;
    let laid = name.lay(ui.ctx(), ui.available_width() - side - gap);
    let height = laid.size.y.max(side);
    let tile = Rect::from_min_size(pos2(start.x, start.y + (height - side) / 2.0), vec2(side, side));
    ui.painter().rect_filled(tile, corner(side * 0.22), c.tint);
    let size = theme.mark(26.0, 18.0) * if letter.chars().count() > 1 { 0.82 } else { 1.0 };
    let mark = lines(ui.ctx(), letter, strong(size), c.on_tint, size * 1.24, f32::INFINITY, false);
    ui.painter().galley(tile.center() - mark.size() / 2.0 - vec2(0.0, size * 0.04), mark, c.on_tint);
    let words = Rect::from_min_size(
        pos2(tile.right() + gap, start.y + (height - laid.size.y) / 2.0),
        vec2(ui.available_width() - side - gap, laid.size.y),
    );
    place(ui, words, |ui| name.show(ui));
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(ui.available_width(), height)));
}

fn phone_steps(ui: &mut Ui, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Heading, &cx.pair("a_steps"));
        let role = theme.pick(Role::Body, Role::Caption);
        for (i, key) in ["a1", "a2", "a3", "a4", "a5"].into_iter().enumerate() {
            ui.add_space(theme.pick(18.0, 14.0));
            numbered(ui, i + 1, PairLabel::new(role, &cx.pair(key)));
        }
    });
}

/// A numbered line of a list.
pub(super) fn numbered(ui: &mut Ui, number: usize, label: PairLabel<'_>) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let mut disc = Rect::NOTHING;
    place(ui, Rect::from_min_size(start, vec2(theme.mark(52.0, 34.0), 0.0)), |ui| disc = number_disc(ui, number));
    let left = disc.width() + theme.pick(24.0, 14.0);
    let top = start.y + theme.mark(6.0, 3.0);
    let words = Rect::from_min_size(pos2(start.x + left, top), vec2(width - left, 0.0));
    let text = place(ui, words, |ui| label.show(ui)).rect;
    ui.advance_cursor_after_rect(disc.union(text));
}
