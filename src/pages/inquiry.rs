//! The work permit as it stands in the register.

use egui::accesskit::Role as Ear;
use egui::{Color32, Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::domain::letter::DocumentKind;
use crate::domain::permit::{RegisterStatus, Standing, Title, WorkPermit};
use crate::domain::print::PrintStage;
use crate::flow::event::Event;
use crate::flow::step::Service;
use crate::text::{Args, PairText, dates};
use crate::ui::banner::{Tone, banner, height as banner_height};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::personal::Personal;
use crate::ui::progress::bar_in;
use crate::ui::reader;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::theme::strong;
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, columns, place};
use super::printing;

/// What stands in one row.
enum Value {
    /// A text, the chosen language first.
    Pair(PairText),
    /// Name or number; the flag parts it in groups of four.
    Personal(String, bool),
    /// The end of a number, all before it hidden.
    Masked(String),
    Nothing,
}

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &Service, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let finish = cx.pair("finish");
    let permit = &step.card.permit;
    let stage = step.printing.filter(|(kind, _)| *kind == DocumentKind::Inquiry).map(|(_, stage)| stage);
    let (print, icon, on) = printing::button(stage, DocumentKind::Inquiry);
    let print = cx.pair(print);
    let scaffold = Scaffold::new("inquiry", &words)
        .demo(cx.facts.demo)
        .dense()
        .back()
        .side(Button::outlined(&print).icon(icon))
        .next(Button::filled(&finish).icon(Icon::Check).enabled(!step.is_printing()));
    let room = scaffold.layout(ui.ctx()).content.height();
    let shown = scaffold.show(ui, |ui| {
        let end = ui.cursor().top() + room;
        let title = cx.pair("g_inquiry");
        PairLabel::new(Role::Title, &title).inline().show(ui);
        ui.add_space(theme.pick(20.0, 8.0));
        card::card(ui, Ground::Surface, |ui| status(ui, permit, cx));
        let rows = rows(permit, cx);
        if theme.is_stacked() {
            ui.add_space(20.0);
            card::card(ui, Ground::Surface, |ui| {
                for (i, (label, value)) in rows.iter().enumerate() {
                    if i > 0 {
                        card::hairline(ui);
                    }
                    row(ui, cx, label, value);
                }
            });
            ui.add_space(20.0);
        } else {
            ui.add_space(8.0);
            let half = rows.len().div_ceil(2);
            columns(ui, &[1.0, 1.0], 36.0, |ui, column| {
                let part = if column == 0 { &rows[..half] } else { &rows[half..] };
                for (label, value) in part {
                    card::hairline(ui);
                    row(ui, cx, label, value);
                }
            });
            ui.add_space(8.0);
        }
        // While it prints, the note says how far that is.
        let duty = cx.pair(if stage.is_some() { printing::heading(stage) } else { "i_duty" });
        if theme.is_wide() {
            let high = banner_height(ui, (&duty).into(), ui.available_width());
            ui.add_space((end - high - 4.0 - ui.cursor().top()).max(0.0));
        }
        let tone = if stage == Some(PrintStage::Done) { Tone::Success } else { Tone::Information };
        let note = banner(ui, tone, &duty);
        if stage.is_some() {
            ui.ctx().accesskit_node_builder(note.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::Finish),
        Some(Pressed::Side) => Some(on),
        pressed => frame::answer(pressed, cx),
    }
}

/// Standing with mark and word; days left with what has passed of the whole time.
fn status(ui: &mut Ui, permit: &WorkPermit, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let (mark, ink, key) = match permit.standing(cx.today) {
        Standing::Valid { .. } => (Icon::SealCheckFill, c.success, "i_valid"),
        Standing::ExpiresSoon { .. } => (Icon::WarningFill, c.warn, "i_soon"),
        Standing::Future { .. } => (Icon::Clock, c.warn, "i_future"),
        Standing::Expired { .. } => (Icon::XCircleFill, c.error, "i_exp"),
        Standing::Revoked => (Icon::ProhibitFill, c.error, "i_rev"),
    };
    let start = ui.cursor().min;
    let width = ui.available_width();
    let (side, split) = (theme.mark(88.0, 56.0), theme.pick(420.0, 404.0) * theme.half);
    let left = start.x + side + theme.pick(26.0, 18.0);
    let words = Rect::from_min_max(
        pos2(left, start.y),
        pos2(start.x + if theme.large { width } else { split - 16.0 }, start.y),
    );
    let lower = place(ui, words, |ui| {
        PairLabel::new(Role::Caption, &cx.pair("i_status")).inline().show(ui);
        let (a, b) = theme.pick((42.0, 26.0), (32.0, 20.0));
        let standing = PairLabel::new(Role::Title, &cx.pair(key)).sizes(a, b).show(ui);
        reader::mark_personal(ui.ctx(), standing.id);
        ui.min_rect().bottom()
    });
    let at = Rect::from_center_size(pos2(start.x + side / 2.0, f32::midpoint(start.y, lower)), Vec2::splat(side));
    mark.paint(ui.painter(), at, ink);
    if theme.large {
        let used = Rect::from_min_max(start, pos2(start.x + width, lower.max(at.bottom())));
        ui.advance_cursor_after_rect(used);
        ui.add_space(theme.metrics.s3);
        return time_left(ui, permit, cx, ink);
    }
    let time = Rect::from_min_max(pos2(start.x + split, start.y), pos2(start.x + width, start.y));
    place(ui, time, |ui| time_left(ui, permit, cx, ink));
}

fn time_left(ui: &mut Ui, permit: &WorkPermit, cx: &PageCx<'_>, ink: Color32) {
    let theme = Theme::of(ui.ctx());
    let counted = |key, days| cx.pair_of(key, &Args::none().number("n", days));
    let words = match permit.standing(cx.today) {
        Standing::ExpiresSoon { days_left: 0 } => cx.pair("i_last_day"),
        Standing::Valid { days_left } | Standing::ExpiresSoon { days_left } => counted("i_days", days_left),
        Standing::Future { days_until } => counted("i_begins", days_until),
        Standing::Expired { days_ago } => counted("i_ended", days_ago),
        Standing::Revoked => cx.pair("i_not_in_force"),
    };
    let left = pair(ui, Role::Heading, &words);
    reader::mark_personal(ui.ctx(), left.id);
    ui.add_space(theme.metrics.s2);
    bar_in(ui, passed(permit, cx), ink);
    ui.add_space(theme.pick(12.0, 8.0));
    let (from, until) = (cx.date(permit.valid_from), cx.date(permit.valid_until));
    let (from, until) = (PairText::same(from), PairText::same(until));
    let quiet = |text| PairLabel::new(Role::Caption, text).colours(theme.colours.text_2, theme.colours.text_2);
    let start = ui.cursor().min;
    let right = ui.max_rect().right() - quiet(&until).lay(ui.ctx(), f32::INFINITY).size.x;
    let from = quiet(&from).show(ui);
    let end = Rect::from_min_max(pos2(right, start.y), pos2(ui.max_rect().right() + 1.0, start.y));
    let until = place(ui, end, |ui| quiet(&until).show(ui));
    for day in [from, until] {
        reader::mark_personal(ui.ctx(), day.id);
    }
}

/// How much of the permit's time is over, 0 to 1: all of it, once the permit is revoked.
fn passed(permit: &WorkPermit, cx: &PageCx<'_>) -> f32 {
    if permit.status == RegisterStatus::Revoked {
        return 1.0;
    }
    let hours = |from: crate::domain::time::Date, to: crate::domain::time::Date| to.duration_since(from).as_hours();
    let whole = hours(permit.valid_from, permit.valid_until).max(1);
    let gone = hours(permit.valid_from, cx.today).clamp(0, whole);
    gone as f32 / whole as f32
}

fn rows(permit: &WorkPermit, cx: &PageCx<'_>) -> Vec<(PairText, Value)> {
    let text = |both| {
        let words = cx.both(both);
        match (words.primary.is_empty(), words.secondary.is_empty()) {
            (true, true) => Value::Nothing,
            (true, false) => Value::Pair(PairText::same(words.secondary)),
            (false, _) => Value::Pair(words),
        }
    };
    let category = Args::none().text("c", permit.category.letter());
    let date = |day| Value::Pair(dates::date_pair(cx.words, cx.language, day));
    let passport = match permit.passport_tail() {
        Some(tail) => Value::Masked(tail.to_owned()),
        None => Value::Nothing,
    };
    let title = match permit.title {
        Some(Title::Mr) => Value::Pair(cx.pair("i_mr")),
        Some(Title::Ms) => Value::Pair(cx.pair("i_ms")),
        None => Value::Nothing,
    };
    let personal = |text: &str| match text.trim() {
        "" => Value::Nothing,
        text => Value::Personal(text.to_owned(), false),
    };
    [
        ("k_name", Value::Personal(permit.name.capitals(), false)),
        ("i_title", title),
        ("i_nat", citizenship(permit, cx).map_or_else(|| text(&permit.citizenship), Value::Pair)),
        ("i_pass", passport),
        ("k_no", Value::Personal(permit.number.as_str().to_owned(), true)),
        ("k_cat", Value::Pair(cx.pair_of("i_cat", &category))),
        ("i_emp", text(&permit.employer)),
        ("i_place", text(&permit.workplace)),
        ("i_job", text(&permit.occupation)),
        ("i_from", date(permit.valid_from)),
        ("i_to", date(permit.valid_until)),
        ("i_issued", date(permit.issued_on)),
        ("i_approver", text(&permit.approver)),
        ("i_file", personal(&permit.file_number)),
        ("i_family", personal(&permit.family_members)),
    ]
    .map(|(key, value)| (cx.pair(key), value))
    .into()
}

/// The country's name in a further language, where its folder knows it.
fn citizenship(permit: &WorkPermit, cx: &PageCx<'_>) -> Option<PairText> {
    let name = cx.words.country(cx.language, &permit.citizenship.en)?;
    Some(PairText::new(name, cx.both(&permit.citizenship).secondary))
}

fn row(ui: &mut Ui, cx: &PageCx<'_>, label: &PairText, value: &Value) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let start = ui.cursor().min;
    let width = ui.available_width();
    // Large texts have the value beneath its name.
    let left = if theme.large { 0.0 } else { theme.pick(317.0, 166.0) * theme.text };
    let room = width - left;
    let name_room = if theme.large { width } else { left - 12.0 };
    let usual = theme.pick((28.0, 19.0), (18.0, 14.0));
    let a = usual.0 * theme.text;
    let name = PairLabel::new(Role::Caption, label).lay(ui.ctx(), name_room);
    let none = cx.pair("i_none");
    let words = match value {
        Value::Pair(text) => Some(PairLabel::new(Role::Label, text).inline().sizes(usual.0, usual.1)),
        Value::Nothing => Some(
            PairLabel::new(Role::Label, &none)
                .inline()
                .strong(false)
                .sizes(usual.1, usual.1)
                .colours(c.text_2, c.text_2),
        ),
        Value::Personal(..) | Value::Masked(_) => None,
    }
    .map(|label| label.lay(ui.ctx(), room));
    let personal = match value {
        Value::Personal(text, grouped) => {
            let sized = |size| Personal::new(text, strong(size), c.text).grouped(*grouped);
            // A name that needs more than two lines goes down a little rather than break in a word.
            let mut size = a;
            while sized(size).place(ui.ctx(), room).lines > 2 && size > theme.letters(22.0, 15.0) {
                size -= 0.5;
            }
            Some((sized(size), 0.0))
        }
        // Five dots, drawn: the font's own are a full character wide.
        Value::Masked(tail) => Some((Personal::new(tail, strong(a), c.text), a * 2.2)),
        Value::Pair(_) | Value::Nothing => None,
    };
    let size = match (&words, &personal) {
        (Some(words), _) => words.size,
        (None, Some((personal, indent))) => personal.size(ui.ctx(), room - indent),
        (None, None) => Vec2::ZERO,
    };
    let least = theme.pick(66.0, 45.0_f32);
    let both = if theme.large { name.size.y + size.y } else { name.size.y.max(size.y) };
    let height = least.max(both + theme.pick(9.0, 5.0));
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Ear::Row, true, format!("{}: {}", label.primary, spoken(value, &none))));
    reader::mark_personal(ui.ctx(), response.id);
    let middle = |high: f32| rect.top() + (height - high) / 2.0;
    let (upper, lower) =
        if theme.large { (middle(both), middle(both) + name.size.y) } else { (middle(name.size.y), middle(size.y)) };
    name.paint(ui.painter(), pos2(start.x, upper));
    let at = pos2(start.x + left, lower);
    if let Some(words) = words {
        words.paint(ui.painter(), at);
    }
    if let Some((personal, indent)) = personal {
        if indent > 0.0 {
            for i in 0..5_u8 {
                let centre = pos2(at.x + a * (0.14 + 0.42 * f32::from(i)), at.y + size.y * 0.52);
                ui.painter().circle_filled(centre, a * 0.12, c.text);
            }
        }
        personal.show_at(ui.painter(), at + vec2(indent, 0.0), room - indent);
    }
}

/// What assistive technology says of a value.
fn spoken<'a>(value: &'a Value, none: &'a PairText) -> &'a str {
    match value {
        Value::Pair(text) => &text.primary,
        Value::Personal(text, _) | Value::Masked(text) => text,
        Value::Nothing => &none.primary,
    }
}
