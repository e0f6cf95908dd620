//! The permit's QR code: the code and nothing that competes; hidden at a touch.

use egui::{Id, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::domain::letter::DocumentKind;
use crate::domain::print::PrintStage;
use crate::flow::event::Event;
use crate::flow::step::Service;
use crate::text::PairText;
use crate::ui::banner::{Tone, banner, height as banner_height};
use crate::ui::button::Button;
use crate::ui::card;
use crate::ui::icons::Icon;
use crate::ui::pair::lines;
use crate::ui::personal::{self, Personal};
use crate::ui::qr_tile::Code;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::theme::{corner, regular, strong};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, place};
use super::printing::{pair_of_buttons, panel};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &mut Service, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let finish = cx.pair("finish");
    let done = Button::filled(&finish).icon(Icon::Check).enabled(!step.is_printing());
    let scaffold = Scaffold::new("qr", &words).demo(cx.facts.demo).back().next(done);
    let content = scaffold.layout(ui.ctx()).content;
    let shown = scaffold.show(ui, |ui| {
        let start = ui.cursor().min;
        let end = start.y + content.height();
        if theme.is_stacked() {
            pair(ui, Role::Title, &cx.pair("q_title"));
            ui.add_space(20.0);
            pair(ui, Role::Body, &cx.pair("q_say"));
            // While a slip prints, its stages need room: the code gives it, note and buttons stay.
            let (above, side, below) = match printing_slip(step) {
                None => (48.0, 680.0, 40.0),
                Some(_) => (32.0, 504.0, 32.0),
            };
            // A code is scanned whole: lying, large texts leave it the height of the page.
            let side = if theme.is_portrait() { side } else { 400.0 };
            ui.add_space(above);
            let at = Rect::from_min_size(
                pos2(start.x + (ui.available_width() - side) / 2.0, ui.cursor().top()),
                Vec2::splat(side),
            );
            place(ui, at, |ui| code(ui, step, cx, side));
            if !step.hidden {
                ui.add_space(below);
                holder(ui, step, cx, true);
            }
            return controls(ui, step, cx, end);
        }
        // The buttons beside it keep the width their words need.
        let side = 540.0_f32.min(ui.available_width() - 48.0 - 426.0);
        place(ui, Rect::from_min_size(start, Vec2::splat(side)), |ui| code(ui, step, cx, side));
        let right = Rect::from_min_max(pos2(start.x + side + 48.0, start.y), pos2(ui.max_rect().right(), end));
        place(ui, right, |ui| {
            pair(ui, Role::Title, &cx.pair("q_title"));
            ui.add_space(20.0);
            pair(ui, Role::Body, &cx.pair("q_say"));
            // The job's stages need the room below.
            if step.printing.is_none() {
                ui.add_space(20.0);
                card::hairline(ui);
                ui.add_space(24.0);
                if !step.hidden {
                    holder(ui, step, cx, false);
                }
            }
            controls(ui, step, cx, end)
        })
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::Finish),
        pressed => shown.inner.or(frame::answer(pressed, cx)),
    }
}

/// The code, or what stands in its place while it is hidden.
fn code(ui: &mut Ui, step: &Service, cx: &PageCx<'_>, side: f32) {
    let theme = Theme::of(ui.ctx());
    let shown = Code::of(step.card.permit.number.qr_payload()).filter(|_| !step.hidden);
    if let Some(code) = shown {
        code.show(ui, side, &cx.text("q_title"));
        return;
    }
    let c = &theme.colours;
    let rect = Rect::from_min_size(ui.cursor().min, Vec2::splat(side));
    let outline = Stroke::new(theme.metrics.stroke, c.line);
    ui.painter().rect(rect, corner(theme.metrics.radius_card), c.sunken, outline, StrokeKind::Inside);
    let mark = theme.mark(120.0, 84.0);
    let at = Rect::from_center_size(rect.center() - vec2(0.0, mark * 0.5), Vec2::splat(mark));
    Icon::EyeSlash.paint(ui.painter(), at, c.text_2);
    let words = cx.pair("q_hidden");
    let label = PairLabel::new(Role::Heading, &words).centred();
    let room = Rect::from_min_max(pos2(rect.left(), at.bottom() + theme.metrics.s3), rect.max);
    place(ui, room, |ui| label.show(ui));
    ui.advance_cursor_after_rect(rect);
}

/// Whose code it is.
fn holder(ui: &mut Ui, step: &Service, cx: &PageCx<'_>, centred: bool) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let permit = &step.card.permit;
    let width = ui.available_width();
    let (name_size, number_size) = (theme.letters(38.0, 25.0), theme.letters(32.0, 21.0));
    let capitals = permit.name.capitals();
    let name = Personal::new(&capitals, strong(name_size), c.text);
    let number = Personal::new(permit.number.as_str(), regular(number_size), c.text_2).grouped(true);
    let rows =
        [(name, capitals.as_str(), theme.pick(14.0, 8.0)), (number, permit.number.as_str(), theme.pick(30.0, 20.0))];
    for (i, (text, heard, gap)) in rows.into_iter().enumerate() {
        let size = text.size(ui.ctx(), width);
        let left = if centred { (width - size.x) / 2.0 } else { 0.0 };
        let at = ui.cursor().min;
        text.show_at(ui.painter(), at + vec2(left, 0.0), width);
        let used = Rect::from_min_size(at, vec2(width, size.y));
        personal::tell(ui, Id::unique(("whose code", i)), used, || heard.to_owned());
        ui.advance_cursor_after_rect(used);
        ui.add_space(gap);
    }
    if cx.facts.demo {
        specimen(ui, &cx.pair("specimen"), centred);
    }
}

/// SPECIMEN as a pill: nobody takes the code for a real one.
fn specimen(ui: &mut Ui, words: &PairText, centred: bool) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let text = format!("{} · {}", words.primary, words.secondary);
    let size = theme.letters(24.0, 16.0);
    let galley = lines(ui.ctx(), &text, strong(size), c.text, size * 1.3, f32::INFINITY, false);
    let pill = galley.size() + theme.pick(vec2(54.0, 20.0), vec2(36.0, 11.0));
    let start = ui.cursor().min;
    let left = if centred { (ui.available_width() - pill.x) / 2.0 } else { 0.0 };
    let rect = Rect::from_min_size(start + vec2(left, 0.0), pill);
    let stroke = Stroke::new(theme.metrics.stroke, c.demo);
    ui.painter().rect(rect, corner(pill.y / 2.0), c.surface, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, c.text);
    ui.advance_cursor_after_rect(rect);
}

/// What can be done with the code, down to `end`. The job's stages stand above the note; in
/// landscape they take its place.
fn controls(ui: &mut Ui, step: &mut Service, cx: &PageCx<'_>, end: f32) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let stage = printing_slip(step);
    let (hide, icon) = if step.hidden { ("q_show", Icon::Eye) } else { ("q_hide", Icon::EyeSlash) };
    let hide = cx.pair(hide);
    let (key, mark, on) = match stage {
        None => ("q_slip", Icon::Printer, Event::Print(DocumentKind::Slip)),
        Some(_) => super::printing::button(stage, DocumentKind::Slip),
    };
    let note = cx.pair("q_has");
    let noted = stage.is_none() || theme.is_stacked();
    let gap = theme.pick(28.0, 22.0);
    let above = if noted { banner_height(ui, (&note).into(), ui.available_width()) + gap } else { 0.0 };
    if stage.is_some() {
        ui.add_space(20.0);
        panel(ui, stage, DocumentKind::Slip, cx);
    }
    let rest = end - ui.cursor().top() - theme.metrics.control - above - theme.pick(40.0, 12.0);
    ui.add_space(if theme.large { theme.metrics.s3 } else { rest.max(theme.metrics.s2) });
    if noted {
        banner(ui, Tone::Information, &note);
        ui.add_space(gap);
    }
    let words = cx.pair(key);
    let (hidden, pressed) = pair_of_buttons(ui, (icon, &hide), (mark, &words), false);
    if hidden {
        step.hidden = !step.hidden;
    }
    pressed.then_some(on)
}

/// How far the slip's printing is.
fn printing_slip(step: &Service) -> Option<PrintStage> {
    step.printing.filter(|(kind, _)| *kind == DocumentKind::Slip).map(|(_, stage)| stage)
}
