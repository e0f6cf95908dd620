//! One service of the card. What stands in its way, a printer or a fault, is shown in its place.

use egui::Ui;

use crate::domain::fault::{Fault, Incident};
use crate::domain::print::PrintStage;
use crate::flow::event::{Event, ServiceKind};
use crate::flow::step::Service;
use crate::text::FaultText;
use crate::ui::Theme;
use crate::ui::button::Button;
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Pressed, Scaffold};

use super::PageCx;
use super::{frame, inquiry, letter, printer, qr};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &mut Service, cx: &PageCx<'_>) -> Option<Event> {
    if let Some((fault, incident)) = step.fault {
        let text = match fault {
            Fault::PermitExpired => FaultText::expired(cx.words, cx.language, step.card.permit.valid_until),
            fault => cx.fault(fault),
        };
        return not_made(ui, &text, incident, cx);
    }
    if let Some((kind, stage @ (PrintStage::Attention(_) | PrintStage::Failed(_)))) = step.printing {
        return printer::show(ui, kind, stage, cx);
    }
    match step.kind {
        ServiceKind::Inquiry => inquiry::show(ui, step, cx),
        ServiceKind::QrCode => qr::show(ui, step, cx),
        ServiceKind::Letter | ServiceKind::TakeHome => letter::show(ui, step, cx),
    }
}

/// The document could not be made.
fn not_made(ui: &mut Ui, text: &FaultText, incident: Option<Incident>, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let finish = cx.pair("finish");
    let scaffold = Scaffold::new("service fault", &words)
        .demo(cx.facts.demo)
        .back()
        .next(Button::outlined(&finish).icon(Icon::Check));
    let shown = scaffold.show(ui, |ui| {
        frame::fault_title(ui, &text.title);
        ui.add_space(theme.pick(44.0, 24.0));
        frame::reasons(ui, cx, text);
        ui.add_space(theme.metrics.s4);
        let (again, staff) = (cx.pair("x_try"), cx.pair("x_show"));
        let pressed = frame::two_ways(
            ui,
            (Icon::ArrowCounterClockwise, &again, Event::TryAgain),
            (Icon::HandWaving, &staff, Event::AskStaff),
        );
        if let Some(incident) = incident {
            ui.add_space(theme.metrics.s3);
            frame::incident(ui, cx, incident);
        }
        pressed
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::Finish),
        pressed => shown.inner.or(frame::answer(pressed, cx)),
    }
}
