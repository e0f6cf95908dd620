//! Buttons, banners, and what shows how far something is.

use egui::{Rect, Ui, Vec2, pos2, vec2};

use super::Gallery;
use crate::ui::banner::{Tone, banner, note};
use crate::ui::button::{Button, spinner};
use crate::ui::card::{Ground, card};
use crate::ui::icons::Icon;
use crate::ui::progress::{Stage, bar, stages};
use crate::ui::ring::Ring;
use crate::ui::{Pair, Role, Theme, pair};

/// How a button of one kind is made.
type Kind<'a> = fn(Pair<'a>, Icon) -> Button<'a>;

/// Every kind of button: usual, busy, disabled.
pub(super) fn buttons(ui: &mut Ui, gallery: &Gallery) {
    let theme = Theme::of(ui.ctx());
    let gap = theme.metrics.s3;
    let [reg, print, back, staff] = ["g_reg", "t_print", "back", "staff"].map(|key| gallery.text(key));
    let kinds: [(Kind<'_>, &crate::text::PairText, Icon); 4] = [
        (|words, icon| Button::filled(words).icon_after(icon), &reg, Icon::ArrowRight),
        (|words, icon| Button::outlined(words).icon(icon), &print, Icon::Printer),
        (|words, icon| Button::plain(words).icon(icon), &back, Icon::ArrowLeft),
        (|words, icon| Button::tool(icon, words), &staff, Icon::HandWaving),
    ];
    for (kind, words, icon) in kinds {
        let start = ui.cursor().min;
        let (mut left, mut high) = (start.x, 0.0_f32);
        for state in 0..3 {
            let button = kind(words.into(), icon).id(egui::Id::unique(("gallery button", icon, state)));
            let button = match state {
                1 => button.busy(true),
                2 => button.enabled(false),
                _ => button,
            };
            let size = button.measure(ui);
            if left > start.x && left + size.x > start.x + ui.available_width() {
                break;
            }
            button.show_at(ui, Rect::from_min_size(pos2(left, start.y), size));
            left += size.x + gap;
            high = high.max(size.y);
        }
        ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(left - start.x, high)));
        ui.add_space(gap);
    }
}

/// Banners and notes in every tone.
pub(super) fn messages(ui: &mut Ui, gallery: &Gallery) {
    let gap = Theme::of(ui.ctx()).metrics.s3;
    for (tone, key) in
        [(Tone::Information, "i_duty"), (Tone::Success, "f_ok"), (Tone::Attention, "pr_safe"), (Tone::Error, "e_login")]
    {
        banner(ui, tone, &gallery.text(key));
        ui.add_space(gap);
    }
    note(ui, Icon::ShieldCheck, Role::Caption, &gallery.text("f_private"), true);
    ui.add_space(gap);
    for ground in [Ground::Surface, Ground::Tint] {
        card(ui, ground, |ui| {
            pair(ui, Role::Heading, &gallery.text("c_sep"));
            pair(ui, Role::Body, &gallery.text("c_tick_sub"));
        });
        ui.add_space(gap);
    }
}

/// A bar, stages, rings, a wheel.
pub(super) fn progress(ui: &mut Ui, gallery: &Gallery) {
    let theme = Theme::of(ui.ctx());
    let gap = theme.metrics.s4;
    bar(ui, 0.62);
    ui.add_space(gap);
    let words = ["t_p1", "t_p2", "t_p3", "t_p4"].map(|key| gallery.text(key));
    let states = [Stage::Done, Stage::Done, Stage::Now(Icon::Printer), Stage::Ahead];
    let shown: Vec<(Stage, Pair<'_>)> = states.into_iter().zip(words.iter().map(Pair::from)).collect();
    stages(ui, &shown);
    ui.add_space(gap);
    let side = theme.pick(120.0, 92.0);
    ui.horizontal(|ui| {
        for (seconds, share) in [(10, 1.0), (7, 0.7), (3, 0.3), (0, 0.0)] {
            Ring::new(seconds, share).diameter(side).show(ui);
            ui.add_space(gap);
        }
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(side), egui::Sense::hover());
        spinner(ui, rect, theme.colours.primary);
    });
}
