//! The review queue: cases that wait for a decision, oldest first, and the one that is open. No score before it
//! is decided.

use egui::{Id, Rect, Ui, UiBuilder, pos2, vec2};

use crate::domain::case::AssistCause;
use crate::domain::face_shot::CheckFinding;
use crate::domain::language::Language;
use crate::domain::review::{CaseDecision, Decided, QueueRow, QueueState};
use crate::domain::time::Timestamp;
use crate::flow::counter::Section;
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::queue::Queue;
use crate::text::fault::cause_name;
use crate::text::{Args, PairText, dates};
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::chip::Chip;
use crate::ui::icons::Icon;
use crate::ui::table::{Cell, Table};
use crate::ui::{Role, Theme, pair};

use super::{ConsoleCx, case, frame};

/// Width of the list over that of list and open case, lying.
const LIST: f32 = 0.56;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &Queue, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    if theme.is_portrait() {
        return match &page.open {
            Some(open) => case::show(ui, open, cx),
            None => list(ui, page, cx),
        };
    }
    let start = ui.cursor().min;
    let width = ui.available_width();
    let gap = 24.0;
    let wide = if page.open.is_some() || page.decided.is_none() { LIST } else { 0.62 };
    let left = Rect::from_min_size(start, vec2((width - gap) * wide, f32::INFINITY));
    let right = Rect::from_min_max(pos2(left.right() + gap, start.y), pos2(start.x + width, f32::INFINITY));
    let mut bottom = start.y;
    let mut event = None;
    for (n, rect) in [left, right].into_iter().enumerate() {
        let builder =
            UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min)).id_salt(("side", n));
        let mut side = ui.new_child(builder);
        side.set_width(rect.width());
        let pressed = match (n, &page.open) {
            (0, _) => list(&mut side, page, cx),
            (_, Some(open)) => case::show(&mut side, open, cx),
            (_, None) => {
                if page.rows.as_ref().is_some_and(|rows| !rows.is_empty()) {
                    card::card(&mut side, Ground::Surface, |ui| pair(ui, Role::Body, &cx.pair("q_choose")));
                }
                None
            }
        };
        event = event.or(pressed);
        bottom = bottom.max(side.min_rect().bottom());
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, bottom)));
    event
}

fn list(ui: &mut Ui, page: &Queue, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let count = page.rows.as_ref().map(|rows| {
        let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        cx.pair_of("q_wait", &Args::none().number("n", n))
    });
    frame::title(ui, &cx.pair("q_t"), count.as_ref());
    let mut event = None;
    if let Some(decided) = &page.decided {
        banner(ui, Tone::Success, &told(decided, cx));
        ui.add_space(theme.metrics.s3);
        // It is the holder; the card is written where the documents are looked at.
        if decided.decision == CaseDecision::Approved {
            let on = cx.pair("q_nav2");
            if Button::filled(&on).icon(Icon::UserCheck).show(ui).clicked() {
                event = Some(CounterEvent::Open(Section::Assist));
            }
            ui.add_space(theme.metrics.s3);
        }
    }
    let Some(rows) = &page.rows else {
        pair(ui, Role::Body, &cx.pair("q_reading"));
        return event;
    };
    if rows.is_empty() {
        card::card(ui, Ground::Surface, |ui| pair(ui, Role::Body, &cx.pair("q_empty")));
        return event;
    }
    let names = ["q_time", "q_ref", "q_reason", "q_tries", "q_state"].map(|key| cx.pair(key));
    let shares = theme.pick([1.1, 1.2, 2.4, 0.9, 1.7], [1.0, 1.15, 2.2, 0.95, 2.1]);
    let columns: Vec<_> = names.iter().zip(shares).map(|(name, share)| (name.into(), share)).collect();
    let texts: Vec<RowTexts> = rows.iter().map(|row| RowTexts::of(row, cx)).collect();
    let cells: Vec<Vec<Cell<'_>>> = texts.iter().map(RowTexts::cells).collect();
    let open = page.open_id().and_then(|id| rows.iter().position(|row| row.id == id));
    let pressed = Table::new(Id::unique("review queue"), &columns).show(ui, &cells, open);
    event.or(pressed.and_then(|row| rows.get(row)).map(|row| CounterEvent::OpenCase(row.id)))
}

/// The texts of one row.
struct RowTexts {
    time: PairText,
    ticket: PairText,
    cause: PairText,
    tries: PairText,
    state: PairText,
    of: QueueState,
}

impl RowTexts {
    fn of(row: &QueueRow, cx: &ConsoleCx<'_>) -> Self {
        let state = match row.state {
            QueueState::Open => "q_open",
            QueueState::WithSomeone(_) => "q_mine",
            QueueState::NeedsSecond => "q_second",
        };
        Self {
            time: received(row.opened_at, cx),
            ticket: PairText::same(&row.ticket.0),
            cause: cause(row.cause, cx),
            tries: PairText::same(row.tries.to_string()),
            // A word in a pill; the head of the column has both languages.
            state: PairText::same(cx.pair(state).primary),
            of: row.state,
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let chip = match self.of {
            QueueState::Open => Chip::calm(Icon::CircleDashed, &self.state),
            QueueState::WithSomeone(_) => Chip::of(Tone::Information, Icon::User, &self.state),
            QueueState::NeedsSecond => Chip::of(Tone::Attention, Icon::Users, &self.state),
        };
        vec![
            Cell::Text((&self.time).into()),
            Cell::Strong((&self.ticket).into()),
            Cell::Text((&self.cause).into()),
            Cell::Text((&self.tries).into()),
            Cell::Chip(chip),
        ]
    }
}

/// When a case came, and how long ago on another day.
fn received(at: Timestamp, cx: &ConsoleCx<'_>) -> PairText {
    let local = at.to_zoned(cx.zone.clone());
    let clock = dates::clock(local.time());
    if local.date() == cx.today {
        return PairText::same(clock);
    }
    let days = cx.today.since(local.date()).map_or(0, |span| i64::from(span.get_days().max(0)));
    let age = cx.pair_of("q_days", &Args::none().number("n", days));
    PairText::new(format!("{clock} {}", age.primary), age.secondary)
}

/// Why staff are asked, as the visitor was told. How near to the threshold a comparison came is told only after
/// deciding.
pub(super) fn cause(cause: Option<AssistCause>, cx: &ConsoleCx<'_>) -> PairText {
    cause_name(cx.words, Language::Chinese, cause)
}

/// What was decided, and what the machine had found.
fn told(decided: &Decided, cx: &ConsoleCx<'_>) -> PairText {
    let what = cx.pair(match decided.decision {
        CaseDecision::Approved => "q_told_approved",
        CaseDecision::Refused(_) => "q_told_refused",
        CaseDecision::Retake => "q_told_retake",
    });
    let found = decided.finding.map(|finding| {
        cx.pair(match finding {
            CheckFinding::Unclear => "q_found_unclear",
            CheckFinding::Refused => "q_found_refused",
            CheckFinding::NotSure => "q_found_not_sure",
            CheckFinding::Attack => "q_found_attack",
        })
    });
    let score = decided.score.map(|score| {
        let args = Args::none().text("s", format!("{score:.2}"));
        cx.pair_of("q_score", &args)
    });
    let join = |pick: fn(&PairText) -> &str| {
        [Some(&what), found.as_ref(), score.as_ref()].into_iter().flatten().map(pick).collect::<Vec<_>>()
    };
    PairText::new(join(|text| &text.primary).concat(), join(|text| &text.secondary).join(" "))
}
