//! The machine failed where it cannot go on: what happened, and the two ways on.

use egui::Ui;

use crate::domain::case::VisitStage;
use crate::flow::event::Event;
use crate::flow::step::Broken;
use crate::ui::Theme;
use crate::ui::icons::Icon;
use crate::ui::scaffold::Scaffold;

use super::PageCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &Broken, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let text = cx.fault(step.fault);
    let mut scaffold = Scaffold::new("broken", &words).demo(cx.facts.demo).cancel();
    if let Some(at) = position(step.stage) {
        scaffold = scaffold.step(at);
    }
    let shown = scaffold.show(ui, |ui| {
        frame::fault_title(ui, &text.title);
        ui.add_space(theme.pick(44.0, 24.0));
        frame::reasons(ui, cx, &text);
        ui.add_space(theme.metrics.s4);
        let (again, staff) = (cx.pair("x_try"), cx.pair("x_show"));
        let pressed = frame::two_ways(
            ui,
            (Icon::ArrowCounterClockwise, &again, Event::TryAgain),
            (Icon::HandWaving, &staff, Event::AskStaff),
        );
        if let Some(incident) = step.incident {
            ui.add_space(theme.metrics.s3);
            frame::incident(ui, cx, incident);
        }
        pressed
    });
    shown.inner.or(frame::answer(shown.pressed, cx))
}

/// Where `stage` stands in the step indicator; before Registration there is none.
fn position(stage: VisitStage) -> Option<usize> {
    match stage {
        VisitStage::Home | VisitStage::Guide | VisitStage::Login => None,
        VisitStage::Registration => Some(frame::REGISTRATION),
        VisitStage::Consent => Some(frame::CONSENT),
        VisitStage::FaceRecognition => Some(frame::FACE),
        VisitStage::Issuing | VisitStage::Card => Some(frame::CARD),
    }
}
