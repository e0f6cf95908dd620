//! How far a print job is: a heading, a bar, and four stages with mark and word.

use egui::accesskit::Live;
use egui::{Rect, Ui, pos2, vec2};

use crate::domain::letter::DocumentKind;
use crate::domain::print::PrintStage;
use crate::flow::event::Event;
use crate::text::PairText;
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::progress::{Stage, bar, stages};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::place;

/// The stages in their order: key and mark while it runs.
const STAGES: [(&str, Icon); 4] =
    [("t_p1", Icon::FileText), ("t_p2", Icon::Printer), ("t_p3", Icon::Printer), ("t_p4", Icon::Tray)];

/// The button that fits a stage: print, stop, or print again.
pub(super) fn button(stage: Option<PrintStage>, kind: DocumentKind) -> (&'static str, Icon, Event) {
    match stage {
        None => ("t_print", Icon::Printer, Event::Print(kind)),
        Some(stage) if stage.is_settled() => ("t_again", Icon::Printer, Event::Print(kind)),
        Some(_) => ("t_stop", Icon::X, Event::StopPrinting),
    }
}

/// Shows the job on a card; the letter's in portrait with its button, which others have beneath.
pub(super) fn panel(ui: &mut Ui, stage: Option<PrintStage>, kind: DocumentKind, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Surface, |ui| {
        let start = ui.cursor().min;
        let width = ui.available_width();
        let heading = cx.pair(heading(stage));
        let mut pressed = None;
        if theme.large {
            live(ui, &PairLabel::new(Role::Heading, &heading));
            if is_page(kind) {
                let (key, icon, event) = button(stage, kind);
                let words = cx.pair(key);
                let button = if stage.is_none() { Button::filled(&words) } else { Button::outlined(&words) };
                ui.add_space(theme.metrics.s2);
                if button.icon(icon).width(width).show(ui).clicked() {
                    pressed = Some(event);
                }
            }
        } else if theme.is_portrait() && is_page(kind) {
            let (key, icon, event) = button(stage, kind);
            let words = cx.pair(key);
            let button = if stage.is_none() { Button::filled(&words) } else { Button::outlined(&words) }.icon(icon);
            let size = button.measure(ui);
            let label = PairLabel::new(Role::Heading, &heading);
            let room = width - size.x - 24.0;
            let high = label.lay(ui.ctx(), room).size.y;
            let beside = Rect::from_min_size(start + vec2(0.0, (size.y - high) / 2.0), vec2(room, high));
            place(ui, beside, |ui| live(ui, &label));
            let at = Rect::from_min_size(pos2(start.x + width - size.x, start.y), size);
            if button.show_at(ui, at).clicked() {
                pressed = Some(event);
            }
            ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, size.y)));
        } else {
            live(ui, &PairLabel::new(Role::Heading, &heading));
        }
        ui.add_space(theme.pick(24.0, 12.0));
        bar(ui, share(stage));
        ui.add_space(theme.pick(18.0, 14.0));
        let words = STAGES.map(|(key, _)| cx.pair(key));
        let marks = marks(stage);
        let list: Vec<_> = marks.into_iter().zip(words.iter().map(Into::into)).collect();
        stages(ui, &list);
        if theme.is_wide() && is_page(kind) {
            ui.add_space(theme.metrics.s2);
            card::hairline(ui);
            ui.add_space(theme.metrics.s2);
            pair(ui, Role::Caption, &cx.pair("t_take"));
        }
        pressed
    })
    .inner
}

/// Shown as a page beside its printing.
fn is_page(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Letter | DocumentKind::TakeHome)
}

/// A label that is read out as it changes.
fn live(ui: &mut Ui, label: &PairLabel<'_>) {
    let shown = label.show(ui);
    ui.ctx().accesskit_node_builder(shown.id, |node| node.set_live(Live::Polite));
}

pub(super) fn heading(stage: Option<PrintStage>) -> &'static str {
    match stage {
        None => "t_ready",
        Some(PrintStage::Prepared) => "t_p1",
        Some(PrintStage::Sent) => "t_p2",
        Some(PrintStage::Printing | PrintStage::Attention(_)) => "t_p3",
        Some(PrintStage::Done) => "t_done",
        Some(PrintStage::Stopped | PrintStage::Failed(_)) => "pp_stopped",
    }
}

/// Stages behind us, and whether the next one runs.
fn progress(stage: Option<PrintStage>) -> (usize, bool) {
    match stage {
        None | Some(PrintStage::Stopped | PrintStage::Failed(_)) => (0, false),
        Some(PrintStage::Prepared) => (0, true),
        Some(PrintStage::Sent) => (1, true),
        Some(PrintStage::Printing | PrintStage::Attention(_)) => (2, true),
        Some(PrintStage::Done) => (3, true),
    }
}

/// How full the bar is: the running stage counts half.
fn share(stage: Option<PrintStage>) -> f32 {
    match progress(stage) {
        (3, _) => 1.0,
        (2, _) => 0.62,
        (1, _) => 0.37,
        (_, true) => 0.12,
        (_, false) => 0.0,
    }
}

fn marks(stage: Option<PrintStage>) -> [Stage; 4] {
    let (done, runs) = progress(stage);
    let mut i = 0;
    STAGES.map(|(_, icon)| {
        let mark = if i < done {
            Stage::Done
        } else if i == done && runs {
            Stage::Now(icon)
        } else {
            Stage::Ahead
        };
        i += 1;
        mark
    })
}

/// Two buttons side by side over the width at hand; answers which were pressed. Equally wide, or as
/// their words need where one would not hold them.
pub(super) fn pair_of_buttons(
    ui: &mut Ui,
    first: (Icon, &PairText),
    second: (Icon, &PairText),
    second_filled: bool,
) -> (bool, bool) {
    let theme = Theme::of(ui.ctx());
    let gap = theme.pick(24.0, 10.0);
    let start = ui.cursor().min;
    let height = theme.metrics.control;
    let one = Button::outlined(first.1).icon(first.0);
    let two = if second_filled { Button::filled(second.1) } else { Button::outlined(second.1) }.icon(second.0);
    if theme.large {
        let width = ui.available_width();
        let first = one.width(width).show(ui).clicked();
        ui.add_space(theme.metrics.s2);
        return (first, two.width(width).show(ui).clicked());
    }
    let (needs, other) = (one.measure(ui).x, two.measure(ui).x);
    let room = ui.available_width() - gap;
    let width = if needs.max(other) <= room / 2.0 { room / 2.0 } else { needs + (room - needs - other) / 2.0 };
    let left = Rect::from_min_size(start, vec2(width, height));
    let right = Rect::from_min_size(pos2(left.right() + gap, start.y), vec2(room - width, height));
    let pressed = (one.show_at(ui, left).clicked(), two.show_at(ui, right).clicked());
    ui.advance_cursor_after_rect(left.union(right));
    pressed
}
