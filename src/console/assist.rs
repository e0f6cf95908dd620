//! Helping over the visit beneath, or with kept entries: where it stands and why, and the checklist in place of the
//! face.

use egui::{Id, Ui};

use crate::domain::quality;
use crate::flow::assistable::Assistable;
use crate::flow::counter::assist::{Assist, Check, CodeFault, Verifying};
use crate::flow::counter::event::CounterEvent;
use crate::text::{Args, PairText};
use crate::ui::areas::columns;
use crate::ui::banner::{Tone, banner, note};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::checkbox::checkbox;
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::{Role, Theme, pair};

use super::{ConsoleCx, find, frame, queue};

/// Shows the page.
pub(super) fn show(
    ui: &mut Ui,
    page: &mut Assist,
    over: Option<&Assistable>,
    cx: &ConsoleCx<'_>,
) -> Option<CounterEvent> {
    frame::title(ui, &cx.pair("q_nav2"), None);
    match (&mut page.verifying, over) {
        (Some(form), _) => checklist(ui, form, over, cx),
        (None, Some(visit)) => stuck(ui, visit, cx),
        (None, None) => kept(ui, page, cx),
    }
}

/// A visit that does not get on.
fn stuck(ui: &mut Ui, visit: &Assistable, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        find::row(ui, &cx.pair("z_step"), &cx.pair(visit.stage.key()));
        find::row(ui, &cx.pair("z_cause"), &queue::cause(Some(visit.cause), cx));
        if let Some(incident) = visit.incident {
            find::row(ui, &cx.pair("z_no"), &PairText::same(incident.to_string()));
        }
        if let Some(ticket) = &visit.ticket {
            find::row(ui, &cx.pair("z_ticket"), &PairText::same(&ticket.0));
        }
        let Some(entries) = &visit.entries else { return };
        for (key, value) in [("fi_name", &entries.name), ("fi_number", &entries.number)] {
            if !value.is_empty() {
                find::row(ui, &cx.pair(key), &PairText::same(value.as_str()));
            }
        }
        if !entries.shown {
            ui.add_space(theme.metrics.s2);
            let see = cx.pair("as_let_see");
            if Button::outlined(&see).icon(Icon::Eye).show(ui).clicked() {
                event = Some(CounterEvent::LetSee);
            }
        }
    });
    if let Some(readings) = &visit.readings {
        ui.add_space(theme.metrics.s3);
        quality_of(ui, &readings.checks(), cx);
    }
    ui.add_space(theme.metrics.s4);
    let (back, verify) = (cx.pair("as_back"), cx.pair("as_verify"));
    if !visit.can_verify {
        note(ui, Icon::InfoFill, Role::Body, &cx.pair("as_together"), false);
        ui.add_space(theme.metrics.s3);
        if Button::filled(&back).icon(Icon::ArrowLeft).show(ui).clicked() {
            event = Some(CounterEvent::Leave);
        }
        return event;
    }
    event.or(two(
        ui,
        (&back, Icon::ArrowLeft, CounterEvent::Leave),
        (&verify, Icon::UserCheck, CounterEvent::VerifyByDocument),
        false,
    ))
}

/// No visit to help with: what somebody kept until midnight.
fn kept(ui: &mut Ui, page: &mut Assist, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    if let Some(card) = &page.enrolled {
        let args = Args::none().number("n", card.enrollment);
        banner(ui, Tone::Success, &cx.pair_of("as_enrolled", &args));
        ui.add_space(theme.metrics.s3);
    }
    card::card(ui, Ground::Surface, |ui| {
        if let Some(draft) = &page.resumed {
            pair(ui, Role::Heading, &cx.pair("as_resumed"));
            ui.add_space(theme.metrics.s2);
            find::row(ui, &cx.pair("fi_name"), &PairText::same(draft.name.capitals()));
            find::row(ui, &cx.pair("fi_number"), &PairText::same(draft.number.grouped()));
            return;
        }
        pair(ui, Role::Heading, &cx.pair("as_code_title"));
        ui.add_space(theme.metrics.s3);
        let (label, hint) = (cx.pair("as_code"), cx.pair("as_code_hint"));
        let fault = page.code_fault.map(|fault| match fault {
            CodeFault::NotACode => cx.pair("as_code_wrong"),
            CodeFault::Unknown => cx.pair("as_code_unknown"),
            CodeFault::Locked { seconds } => {
                cx.pair_of("as_code_locked", &Args::none().number("s", i64::from(seconds)))
            }
        });
        let field = frame::field(
            ui,
            Field::new(Id::unique("resume code"), &label, &mut page.code, KeyLayout::Number)
                .hint(&hint)
                .error(fault.as_ref().map(Into::into))
                .enabled(!page.busy),
        );
        ui.add_space(theme.metrics.s3);
        let open = cx.pair("as_code_open");
        let pressed = Button::filled(&open).icon(Icon::Ticket).busy(page.busy).show(ui).clicked();
        if pressed || field.entered {
            event = Some(CounterEvent::Submit);
        }
    });
    if page.resumed.is_some() {
        ui.add_space(theme.metrics.s4);
        let (back, verify) = (cx.pair("back"), cx.pair("as_verify"));
        event = event.or(two(
            ui,
            (&back, Icon::ArrowLeft, CounterEvent::Back),
            (&verify, Icon::UserCheck, CounterEvent::VerifyByDocument),
            page.busy,
        ));
    }
    event
}

/// The way back and the way on.
fn two(
    ui: &mut Ui,
    back: (&PairText, Icon, CounterEvent),
    on: (&PairText, Icon, CounterEvent),
    busy: bool,
) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut pressed = None;
    columns(ui, &[1.0, 1.0], theme.metrics.s3, |ui, side| {
        let width = ui.available_width();
        let button =
            if side == 0 { Button::outlined(back.0).icon(back.1) } else { Button::filled(on.0).icon(on.1).busy(busy) };
        if button.width(width).show(ui).clicked() {
            pressed = Some(side);
        }
    });
    pressed.map(|side| if side == 0 { back.2 } else { on.2 })
}

/// What the camera saw, gate by gate; never a score of the comparison.
pub(super) fn quality_of(ui: &mut Ui, checks: &[quality::Check], cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Label, &cx.pair("as_quality"));
        ui.add_space(theme.metrics.s2);
        let failed: Vec<_> = checks.iter().filter(|check| !check.pass).collect();
        if failed.is_empty() {
            note(ui, Icon::CheckCircleFill, Role::Body, &cx.pair("as_quality_good"), false);
        }
        for check in failed {
            let (hint, value) = (cx.pair(check.hint.key()), format!("{:.2}", check.value));
            let text = PairText::new(format!("{} ({value})", hint.primary), format!("{} ({value})", hint.secondary));
            note(ui, Icon::WarningFill, Role::Body, &text, false);
        }
    });
}

fn checklist(ui: &mut Ui, form: &mut Verifying, over: Option<&Assistable>, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Heading, &cx.pair("as_checklist"));
        ui.add_space(theme.metrics.s3);
        let lines = [
            (Check::Passport, form.passport_seen, "as_passport"),
            (Check::Letter, form.letter_seen, "as_letter"),
            (Check::Photo, form.photo_compared, "as_photo"),
        ];
        for (check, ticked, key) in lines {
            if checkbox(ui, ticked, &cx.pair(key)).clicked() {
                event = Some(CounterEvent::TickCheck(check));
            }
            ui.add_space(theme.metrics.s2);
        }
        if form.incomplete {
            banner(ui, Tone::Error, &cx.pair("as_incomplete"));
        }
        ui.add_space(theme.metrics.s2);
        let (label, hint) = (cx.pair("as_tail"), cx.pair("as_tail_hint"));
        let other = over.is_some_and(|visit| visit.wrong_document);
        let wrong = match (form.tail_wrong, other) {
            (true, _) => Some(cx.pair("as_tail_wrong")),
            (false, true) => Some(cx.pair("as_tail_other")),
            (false, false) => None,
        };
        let field = frame::field(
            ui,
            Field::new(Id::unique("document tail"), &label, &mut form.tail, KeyLayout::Number)
                .hint(&hint)
                .error(wrong.as_ref().map(Into::into)),
        );
        form.tail_wrong &= !field.changed;
        if field.entered {
            event = Some(CounterEvent::Submit);
        }
        if over.is_some_and(|visit| visit.match_refused) {
            ui.add_space(theme.metrics.s3);
            note(ui, Icon::Users, Role::Body, &cx.pair("as_two"), false);
        }
        ui.add_space(theme.metrics.s4);
        let (back, sign) = (cx.pair("back"), cx.pair("as_enroll"));
        let pressed = two(
            ui,
            (&back, Icon::ArrowLeft, CounterEvent::Back),
            (&sign, Icon::UserCheck, CounterEvent::Submit),
            false,
        );
        event = event.take().or(pressed);
    });
    event
}
