//! Before the form: three questions, passed with one press by whom none of them concerns, and what
//! each of them means.

use egui::{Id, Ui};

use crate::domain::papers::PapersIssue;
use crate::flow::event::Event;
use crate::flow::step::Before;
use crate::text::FaultText;
use crate::ui::button::Button;
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::tile::Tile;
use crate::ui::{Role, Theme, focus, pair};

use super::PageCx;
use super::frame;

/// Shows the questions, or what one of them means.
pub(super) fn show(ui: &mut Ui, step: &Before, cx: &PageCx<'_>) -> Option<Event> {
    match step.issue {
        None => questions(ui, cx),
        Some(issue) => meaning(ui, issue, cx),
    }
}

fn questions(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let on = cx.pair("b_on");
    let next = Id::unique("none of the questions");
    let scaffold = Scaffold::new("before", &words)
        .demo(cx.facts.demo)
        .step(frame::REGISTRATION)
        .back()
        .cancel()
        .next(Button::filled(&on).icon_after(Icon::ArrowRight).id(next));
    let shown = scaffold.show(ui, |ui| {
        pair(ui, Role::Title, &cx.pair("b_title"));
        ui.add_space(theme.metrics.s3);
        pair(ui, Role::Body, &cx.pair("b_sub"));
        ui.add_space(theme.metrics.s4);
        let mut event = None;
        for (issue, icon, question, meaning) in [
            (PapersIssue::NoLetter, Icon::FileText, "b_noletter", "b_noletter_sub"),
            (PapersIssue::OldPermit, Icon::IdentificationCard, "b_old", "b_old_sub"),
            (PapersIssue::RenewedPassport, Icon::IdentificationBadge, "b_renewed", "b_renewed_sub"),
        ] {
            let (question, meaning) = (cx.pair(question), cx.pair(meaning));
            if Tile::new(icon, &question).caption(&meaning).show(ui).clicked() {
                event = Some(Event::OpenPapers(issue));
            }
            ui.add_space(theme.metrics.s3);
        }
        event
    });
    // Whom none of them concerns goes on with one press, of the screen or of Enter.
    focus::first(ui.ctx(), next);
    if shown.pressed == Some(Pressed::Next) {
        return Some(Event::OpenRegistration);
    }
    shown.inner.or(frame::answer(shown.pressed, cx))
}

fn meaning(ui: &mut Ui, issue: PapersIssue, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let text = FaultText::papers(cx.words, cx.language, issue);
    let shown =
        Scaffold::new("papers", &words).demo(cx.facts.demo).step(frame::REGISTRATION).back().cancel().show(ui, |ui| {
            // Nothing went wrong yet.
            frame::marked_title(ui, (Icon::InfoFill, theme.colours.primary), &text.title);
            ui.add_space(theme.pick(44.0, 24.0));
            frame::reasons(ui, cx, &text);
            ui.add_space(theme.metrics.s4);
            let (anyway, staff) = (cx.pair("b_anyway"), cx.pair("x_show"));
            frame::two_ways(
                ui,
                (Icon::ArrowRight, &anyway, Event::OpenRegistration),
                (Icon::HandWaving, &staff, Event::AskStaff),
            )
        });
    shown.inner.or(frame::answer(shown.pressed, cx))
}
