//! The register said no: what that means, and the two ways on.

use egui::Ui;

use crate::domain::fault::Fault;
use crate::flow::event::Event;
use crate::flow::step::{RefusalCause, Refused};
use crate::text::FaultText;
use crate::ui::Theme;
use crate::ui::icons::Icon;
use crate::ui::scaffold::Scaffold;

use super::PageCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &Refused, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let text = match step.cause {
        RefusalCause::NoMatch => cx.fault(Fault::PermitNoMatch),
        RefusalCause::Expired(on) => FaultText::expired(cx.words, cx.language, on),
        RefusalCause::Revoked => cx.fault(Fault::PermitRevoked),
        RefusalCause::AlreadyRegistered => cx.fault(Fault::AlreadyRegistered),
    };
    let registered = step.cause == RefusalCause::AlreadyRegistered;
    let shown =
        Scaffold::new("refused", &words).demo(cx.facts.demo).step(frame::REGISTRATION).back().cancel().show(ui, |ui| {
            if registered {
                // Nothing went wrong: there is a card already.
                frame::marked_title(ui, (Icon::InfoFill, theme.colours.primary), &text.title);
            } else {
                frame::fault_title(ui, &text.title);
            }
            ui.add_space(theme.pick(44.0, 24.0));
            frame::reasons(ui, cx, &text);
            ui.add_space(theme.metrics.s4);
            let (again, log_in, staff) = (cx.pair("m_check"), cx.pair("m_login"), cx.pair("staff"));
            let first = if registered {
                (Icon::SignIn, &log_in, Event::OpenPortal)
            } else {
                (Icon::ArrowCounterClockwise, &again, Event::TryAgain)
            };
            frame::two_ways(ui, first, (Icon::UserCheck, &staff, Event::AskStaff))
        });
    shown.inner.or(frame::answer(shown.pressed, cx))
}
