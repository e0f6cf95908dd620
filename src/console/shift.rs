//! The shift report: over which span, what was counted, and on paper.

use egui::{Rect, Ui, Vec2, vec2};

use crate::domain::shift::{ShiftReport, ShiftSpan};
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::shift::Shift;
use crate::text::PairText;
use crate::text::shift_report::{self, ShiftPart};
use crate::ui::areas::{columns, place};
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::options::{Choice, options};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::find::{printing, row};
use super::{ConsoleCx, frame};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &Shift, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    frame::title(ui, &cx.pair("sh_title"), None);
    pair(ui, Role::Caption, &cx.pair("sh_why"));
    ui.add_space(theme.metrics.s2);
    let event = spans(ui, page, cx);
    ui.add_space(theme.metrics.s3);
    match &page.report {
        None if page.busy => {
            pair(ui, Role::Body, &cx.pair("q_reading"));
            event
        }
        None => event,
        Some(report) => event.or(made(ui, page, report, cx)),
    }
}

fn spans(ui: &mut Ui, page: &Shift, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let names = ShiftSpan::ALL.map(|span| {
        cx.pair(match span {
            ShiftSpan::Today => "sh_today",
            ShiftSpan::SinceSignIn => "sh_since",
            ShiftSpan::Yesterday => "sh_yesterday",
        })
    });
    let choices: Vec<Choice<'_>> = ShiftSpan::ALL
        .iter()
        .zip(&names)
        .map(|(span, name)| Choice { name: name.into(), chosen: page.span == Some(*span), sample: None })
        .collect();
    options(ui, "spans", ShiftSpan::ALL.len(), &choices)
        .and_then(|pressed| ShiftSpan::ALL.get(pressed))
        .map(|span| CounterEvent::CountShift(*span))
}

/// The report: how far it is on paper, what was counted, and the head of the log.
fn made(ui: &mut Ui, page: &Shift, report: &ShiftReport, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        for (name, value) in shift_report::facts(cx.words, report) {
            row(ui, &name, &value);
        }
        ui.add_space(theme.metrics.s2);
        if let Some((fault, _)) = page.not_made {
            banner(ui, Tone::Error, &cx.fault(fault).title);
            ui.add_space(theme.metrics.s3);
        }
        if let Some(stage) = page.printing {
            let (tone, text) = printing(stage, cx);
            banner(ui, tone, &text);
            ui.add_space(theme.metrics.s3);
        }
        let print = cx.pair("sh_print");
        if Button::filled(&print).icon(Icon::Printer).busy(page.is_printing()).show(ui).clicked() {
            event = Some(CounterEvent::PrintShift);
        }
    });
    ui.add_space(theme.metrics.s3);
    let parts = shift_report::parts(cx.words, &report.counts);
    let sides = if theme.is_wide() { vec![1.0, 1.0] } else { vec![1.0] };
    let split = split(&parts, sides.len());
    columns(ui, &sides, theme.metrics.s3, |ui, side| {
        let (first, second) = parts.split_at(split);
        for part in if side == 0 { first } else { second } {
            counted(ui, part, cx);
            ui.add_space(theme.metrics.s3);
        }
    });
    head(ui, report, cx);
    event
}

/// How many parts stand in the first of so many columns, for both to end about level.
fn split(parts: &[ShiftPart], columns: usize) -> usize {
    let lines = |parts: &[ShiftPart]| parts.iter().map(|part| part.lines.len().max(1) + 2).sum::<usize>();
    let half = |at: &usize| lines(&parts[..*at]).abs_diff(lines(&parts[*at..]));
    if columns < 2 { parts.len() } else { (0..=parts.len()).min_by_key(half).unwrap_or(parts.len()) }
}

/// One part: its name with the total, and a line for each count.
fn counted(ui: &mut Ui, part: &ShiftPart, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Surface, |ui| {
        line(ui, Role::Label, &part.title, &part.total().to_string());
        for (name, count) in &part.lines {
            card::hairline(ui);
            line(ui, Role::Body, name, &count.to_string());
        }
        if part.lines.is_empty() {
            card::hairline(ui);
            ui.add_space(theme.metrics.s1);
            pair(ui, Role::Caption, &cx.pair("sh_none"));
        }
    });
}

/// A name, and at the right how often.
fn line(ui: &mut Ui, role: Role, name: &PairText, count: &str) {
    let theme = Theme::of(ui.ctx());
    let count = PairText::same(count);
    let (a, b) = theme.pick((25.0, 20.0), (16.0, 14.0));
    let count = PairLabel::new(Role::Label, &count).sizes(a, b);
    let name = PairLabel::new(role, name).sizes(a, b).line_height(1.26);
    let (start, width) = (ui.cursor().min, ui.available_width());
    let right = count.lay(ui.ctx(), width).size;
    let left = name.lay(ui.ctx(), width - right.x - theme.metrics.s3).size;
    let high = left.y.max(right.y) + theme.pick(24.0, 14.0);
    let at = |x: f32, size: Vec2| Rect::from_min_size(start + vec2(x, (high - size.y) / 2.0), size);
    place(ui, at(0.0, left), |ui| name.show(ui));
    place(ui, at(width - right.x, right), |ui| count.show(ui));
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, high)));
}

/// The newest entry of the audit log, to be compared with the paper.
fn head(ui: &mut Ui, report: &ShiftReport, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Tint, |ui| {
        pair(ui, Role::Label, &cx.pair("sh_head"));
        ui.add_space(theme.metrics.s2);
        row(ui, &cx.pair("sh_entries"), &PairText::same(report.counts.head.entries.to_string()));
        row(ui, &PairText::same("SHA-256"), &PairText::same(report.counts.head.hash_in_groups()));
        ui.add_space(theme.metrics.s2);
        pair(ui, Role::Caption, &shift_report::about_head(cx.words, &report.counts));
    });
}
