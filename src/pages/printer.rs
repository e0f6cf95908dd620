//! The printer needs a hand, or gave up. The visitor did nothing wrong: attention, not error.

use egui::{Rect, Ui, Vec2, pos2, vec2};

use crate::domain::fault::Fault;
use crate::domain::letter::DocumentKind;
use crate::domain::print::PrintStage;
use crate::flow::event::Event;
use crate::text::PairText;
use crate::ui::art;
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, place};

/// Shows the page for a job of `kind` that stands at `Attention` or `Failed`.
pub(super) fn show(ui: &mut Ui, kind: DocumentKind, stage: PrintStage, cx: &PageCx<'_>) -> Option<Event> {
    let (fault, waits) = match stage {
        PrintStage::Attention(fault) => (fault, true),
        PrintStage::Failed(fault) => (fault, false),
        _ => return None,
    };
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let text = cx.fault(fault);
    let finish = cx.pair("finish");
    // While the job waits, finishing would leave it with the printer.
    let done = Button::outlined(&finish).icon(Icon::Check).enabled(!waits);
    let shown = Scaffold::new("printer", &words).demo(cx.facts.demo).back().next(done).show(ui, |ui| {
        title(ui, &text.title);
        let kept = cx.pair(match kind {
            DocumentKind::Letter => "pr_safe",
            DocumentKind::Slip => "pr_safe_slip",
            DocumentKind::Inquiry | DocumentKind::TakeHome => "pr_safe_page",
        });
        let sentences = [(mark(fault), &text.why), (Icon::HandWaving, &text.todo), (Icon::ShieldCheck, &kept)];
        let start = ui.cursor().min;
        if theme.is_stacked() {
            let picture = Rect::from_min_size(start + vec2(0.0, 96.0), vec2(ui.available_width(), 345.0));
            art::printer(ui.painter(), Rect::from_center_size(picture.center() + vec2(25.0, 0.0), vec2(500.0, 345.0)));
            ui.advance_cursor_after_rect(Rect::from_min_max(start, picture.max));
            ui.add_space(80.0);
            says(ui, &sentences);
            ui.add_space(40.0);
        } else {
            let height = 400.0;
            let left = Rect::from_min_size(start, vec2(404.0, height));
            art::printer(ui.painter(), Rect::from_center_size(left.center(), vec2(333.0, 230.0)));
            let card = Rect::from_min_max(pos2(start.x + 440.0, start.y), pos2(ui.max_rect().right(), start.y));
            // In the middle of its place, as the picture is.
            let high = ui.ctx().data(|d| d.get_temp::<f32>(ui.scope_id().with("says"))).unwrap_or(280.0);
            let used = place(ui, card.translate(vec2(0.0, ((height - high) / 2.0).max(0.0))), |ui| {
                says(ui, &sentences);
                ui.min_rect().height()
            });
            if (used - high).abs() > 0.5 {
                let id = ui.scope_id().with("says");
                ui.ctx().data_mut(|d| d.insert_temp(id, used));
                ui.ctx().request_discard("height of the sentences");
            }
            ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(ui.available_width(), height + 16.0)));
        }
        ways(ui, waits, cx)
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::Finish),
        pressed => shown.inner.or(frame::answer(pressed, cx)),
    }
}

fn title(ui: &mut Ui, words: &PairText) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let side = theme.mark(60.0, 40.0);
    let mark = Rect::from_min_size(start + vec2(0.0, theme.pick(0.0, -2.0)), Vec2::splat(side));
    Icon::WarningFill.paint(ui.painter(), mark, theme.colours.warn);
    let left = mark.right() + theme.pick(24.0, 14.0);
    let room = Rect::from_min_max(pos2(left, start.y), pos2(ui.max_rect().right(), start.y));
    place(ui, room, |ui| pair(ui, Role::Title, words));
}

/// Three sentences, each with its mark.
fn says(ui: &mut Ui, sentences: &[(Icon, &PairText); 3]) {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Surface, |ui| {
        for (i, (icon, words)) in sentences.iter().enumerate() {
            if i > 0 {
                ui.add_space(theme.pick(28.0, 16.0));
                card::hairline(ui);
                ui.add_space(theme.pick(28.0, 16.0));
            }
            frame::icon_line(ui, *icon, theme.mark(72.0, 48.0), 0.0, PairLabel::new(Role::Body, *words));
        }
    });
}

/// The ways on. A job that waits goes on by itself; one that was given up can be tried again.
fn ways(ui: &mut Ui, waits: bool, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = ["x_show", "pr_retry", "pr_skip"].map(|key| cx.pair(key));
    let [staff, again, skip] = &words;
    let on = if waits { Event::StopPrinting } else { Event::Back };
    let mut ways = vec![(Button::filled(staff).icon(Icon::HandWaving), Event::AskStaff)];
    if !waits {
        ways.push((Button::outlined(again).icon(Icon::ArrowCounterClockwise), Event::TryAgain));
    }
    ways.push((Button::outlined(skip).icon(Icon::ArrowRight), on));
    let start = ui.cursor().min;
    let (width, height) = (ui.available_width(), theme.metrics.control);
    let mut pressed = None;
    if theme.large {
        for (button, event) in ways {
            if button.width(width).show(ui).clicked() {
                pressed = Some(event);
            }
            ui.add_space(theme.metrics.s2);
        }
        return pressed;
    }
    let mut show = |ui: &mut Ui, rect: Rect, button: Button<'_>, event: Event| {
        if button.show_at(ui, rect).clicked() {
            pressed = Some(event);
        }
    };
    // Upright, the way to staff has a row of its own.
    let (rows, gap): (Vec<Vec<_>>, f32) = if theme.is_portrait() {
        let rest = ways.split_off(1);
        (vec![ways, rest], 24.0)
    } else {
        (vec![ways], 10.0)
    };
    let mut top = start.y;
    for row in rows {
        let natural: Vec<f32> = row.iter().map(|(button, _)| button.measure(ui).x).collect();
        let count = row.len() as f32;
        let spare = (width - gap * (count - 1.0) - natural.iter().sum::<f32>()) / count;
        let mut left = start.x;
        for ((button, event), natural) in row.into_iter().zip(natural) {
            let rect = Rect::from_min_size(pos2(left, top), vec2(natural + spare, height));
            show(ui, rect, button, event);
            left = rect.right() + gap;
        }
        top += height + gap;
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, top - gap)));
    pressed
}

fn mark(fault: Fault) -> Icon {
    match fault {
        Fault::PrinterOutOfPaper | Fault::PrinterOpen => Icon::Tray,
        Fault::PrinterJammed => Icon::FileText,
        _ => Icon::Printer,
    }
}
