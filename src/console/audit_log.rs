//! The audit log: what was done, by whom, with what outcome; newest first.

use egui::{Id, Ui};

use crate::domain::audit::{AuditActor, AuditActorKind, AuditEvent, AuditOutcome, AuditSubject};
use crate::domain::audit_list;
use crate::domain::audit_log::AuditRow;
use crate::domain::language::Language;
use crate::flow::counter::audit_log::{AuditCheck, AuditLog, Narrow};
use crate::flow::counter::event::CounterEvent;
use crate::text::{Args, PairText, dates};
use crate::ui::areas::columns;
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::options::{Choice, options};
use crate::ui::table::{Cell, Table};
use crate::ui::{Role, Theme, pair};

use super::{ConsoleCx, frame};

/// Who does something, as the filter offers it: everybody first.
const ACTORS: [(Option<AuditActorKind>, &str); 5] = [
    (None, "al_all"),
    (Some(AuditActorKind::Staff), "al_staff"),
    (Some(AuditActorKind::Visitor), "al_visitor"),
    (Some(AuditActorKind::System), "al_system"),
    (Some(AuditActorKind::Command), "al_command"),
];

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &AuditLog, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    frame::title(ui, &cx.pair("q_nav5"), None);
    let mut event = filters(ui, page, cx);
    ui.add_space(theme.metrics.s3);
    if let Some(check) = &page.check {
        let (tone, text) = checked(check, cx);
        banner(ui, tone, &text);
        ui.add_space(theme.metrics.s3);
    }
    match &page.rows {
        None => {
            pair(ui, Role::Body, &cx.pair("q_reading"));
        }
        Some(rows) if rows.is_empty() => {
            card::card(ui, Ground::Surface, |ui| pair(ui, Role::Body, &cx.pair("al_none")));
        }
        Some(rows) => event = event.or(table(ui, rows, cx)),
    }
    ui.add_space(theme.metrics.s3);
    event.or(ways(ui, page, cx))
}

fn filters(ui: &mut Ui, page: &AuditLog, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let names = ACTORS.map(|(_, key)| cx.pair(key));
    let choices: Vec<Choice<'_>> = ACTORS
        .iter()
        .zip(&names)
        .map(|((kind, _), name)| Choice { name: name.into(), chosen: page.actor == *kind, sample: None })
        .collect();
    let mut event = options(ui, "actors", theme.pick(3, 5), &choices)
        .and_then(|pressed| ACTORS.get(pressed))
        .map(|(kind, _)| CounterEvent::NarrowAudit(Narrow::Actor(*kind)));
    ui.add_space(theme.metrics.s2);
    let (today, kind) = (cx.pair("al_today"), page.event.map(labelled));
    columns(ui, &[1.0, 2.0], theme.metrics.s2, |ui, column| {
        let width = ui.available_width();
        if column == 0 {
            let day = page.day.is_none().then_some(cx.today);
            let button = Button::tool(Icon::CalendarBlank, &today).chosen(page.day.is_some()).width(width);
            if button.show(ui).clicked() {
                event = Some(CounterEvent::NarrowAudit(Narrow::Day(day)));
            }
        } else if let Some(kind) = &kind {
            // What was chosen by its row; pressing it again shows all kinds.
            if Button::tool(Icon::X, kind).chosen(true).width(width).show(ui).clicked() {
                event = Some(CounterEvent::NarrowAudit(Narrow::Event(None)));
            }
        } else {
            pair(ui, Role::Caption, &cx.pair("al_hint"));
        }
    });
    event
}

fn table(ui: &mut Ui, rows: &[AuditRow], cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let names = ["al_number", "al_time", "al_what", "al_who", "al_about", "al_outcome"].map(|key| cx.pair(key));
    let shares = [0.7, 1.5, 3.4, 1.5, 1.6, 1.2];
    let heads: Vec<_> = names.iter().zip(shares).map(|(name, share)| (name.into(), share)).collect();
    let texts: Vec<[PairText; 6]> = rows.iter().map(|row| texts(row, cx)).collect();
    let cells: Vec<Vec<Cell<'_>>> = texts
        .iter()
        .map(|row| {
            let mut cells: Vec<Cell<'_>> = row.iter().map(|text| Cell::Text(text.into())).collect();
            cells[0] = Cell::Strong((&row[0]).into());
            cells
        })
        .collect();
    let pressed = Table::new(Id::unique("audit log"), &heads).show(ui, &cells, None)?;
    rows.get(pressed).map(|row| CounterEvent::NarrowAudit(Narrow::Event(Some(row.event))))
}

fn texts(row: &AuditRow, cx: &ConsoleCx<'_>) -> [PairText; 6] {
    let local = row.at.to_zoned(cx.zone.clone());
    let time = PairText::new(dates::clock(local.time()), dates::iso(local.date()));
    let mut what = labelled(row.event);
    if !row.detail.is_empty() {
        what.secondary = format!("{} ({})", what.secondary, row.detail);
    }
    let who = row.actor.map_or_else(|| PairText::same("—"), |actor| done_by(actor, cx));
    let outcome = row.outcome.map_or_else(|| PairText::same("—"), |outcome| cx.pair(outcome_key(outcome)));
    [PairText::same(row.number.to_string()), time, what, who, about(row.subject, cx), outcome]
}

fn labelled(event: AuditEvent) -> PairText {
    PairText::new(audit_list::label(event, Language::Chinese), audit_list::label(event, Language::English))
}

fn done_by(actor: AuditActor, cx: &ConsoleCx<'_>) -> PairText {
    match actor {
        AuditActor::System => cx.pair("al_system"),
        AuditActor::Visitor => cx.pair("al_visitor"),
        AuditActor::Command => cx.pair("al_command"),
        AuditActor::Staff { by, second } => {
            let args = Args::none().number("n", by.0);
            match second {
                None => cx.pair_of("al_one", &args),
                Some(second) => cx.pair_of("al_two", &args.number("m", second.0)),
            }
        }
    }
}

fn about(subject: AuditSubject, cx: &ConsoleCx<'_>) -> PairText {
    let numbered = |key: &str, id: i64| cx.pair_of(key, &Args::none().number("n", id));
    match subject {
        AuditSubject::Kiosk => cx.pair("al_kiosk"),
        AuditSubject::Account(id) => numbered("al_account", id),
        AuditSubject::Enrollment(id) => numbered("al_enrollment", id),
        AuditSubject::Consent(id) => numbered("al_consent", id),
        AuditSubject::Case(id) => numbered("al_case", id),
        AuditSubject::Staff(id) => numbered("al_one", id.0),
        AuditSubject::Erased { rows } => numbered("al_rows", rows),
        AuditSubject::Register { permits } => numbered("al_permits", permits),
    }
}

fn outcome_key(outcome: AuditOutcome) -> &'static str {
    match outcome {
        AuditOutcome::Done => "al_done",
        AuditOutcome::Refused => "al_refused",
        AuditOutcome::Failed => "al_failed",
    }
}

fn checked(check: &AuditCheck, cx: &ConsoleCx<'_>) -> (Tone, PairText) {
    match check {
        AuditCheck::Whole { entries, unsigned } => {
            let args = Args::none().number("n", *entries).number("m", *unsigned);
            (Tone::Success, cx.pair_of("al_whole", &args))
        }
        AuditCheck::Broken { number } => (Tone::Error, cx.pair_of("al_broken", &Args::none().number("n", *number))),
    }
}

/// Newer, older, and the walk over the whole chain.
fn ways(ui: &mut Ui, page: &AuditLog, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let words = ["al_newer", "al_older", "al_check"].map(|key| cx.pair(key));
    let mut event = None;
    columns(ui, &[1.0, 1.0, 1.4], theme.metrics.s2, |ui, column| {
        let width = ui.available_width();
        let (button, pressed) = match column {
            0 => (
                Button::outlined(&words[0]).icon(Icon::ArrowUp).enabled(page.is_beyond_first()),
                CounterEvent::NewerAudit,
            ),
            1 => (Button::outlined(&words[1]).icon(Icon::ArrowDown).enabled(page.more), CounterEvent::OlderAudit),
            _ => (Button::outlined(&words[2]).icon(Icon::SealCheck).busy(page.checking), CounterEvent::CheckAudit),
        };
        if button.width(width).show(ui).clicked() {
            event = Some(pressed);
        }
    });
    event
}
