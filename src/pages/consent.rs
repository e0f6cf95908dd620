//! Consent: what is taken and why, the separate consent to face recognition, and two equal ways on.

use egui::{Id, Rect, Ui, pos2, vec2};

use crate::domain::fault::Fault;
use crate::flow::event::Event;
use crate::flow::step::Consenting;
use crate::text::Args;
use crate::text::consent::{self, Section};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::checkbox::checkbox;
use crate::ui::icons::Icon;
use crate::ui::personal::{self, Personal};
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::theme::strong;
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, place};

/// The marks of the five short rows, in their order.
const MARKS: [Icon; 5] = [Icon::UserFocus, Icon::SealCheck, Icon::Clock, Icon::Buildings, Icon::Scales];

/// Shows the page, or the full text in its place.
pub(super) fn show(ui: &mut Ui, step: &mut Consenting, cx: &PageCx<'_>) -> Option<Event> {
    if step.full_text {
        return full_text(ui, step, cx);
    }
    if !step.offers_face() {
        return without_photo(ui, step, cx);
    }
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let shown =
        Scaffold::new("consent", &words).demo(cx.facts.demo).step(at(step)).dense().back().cancel().show(ui, |ui| {
            title(ui, step, cx);
            order_of_name(ui, step, cx);
            ui.add_space(theme.pick(20.0, 8.0));
            card::hairline(ui);
            for (section, mark) in consent::summary(cx.words, cx.language, cx.facts).iter().zip(MARKS) {
                row(ui, mark, section);
                card::hairline(ui);
            }
            ui.add_space(theme.pick(32.0, 14.0));
            let ticked = separate(ui, step, cx);
            ui.add_space(theme.pick(32.0, 14.0));
            let (face, staff) = (cx.pair("c_face"), cx.pair("c_staffv"));
            let pressed = frame::two_ways(
                ui,
                (Icon::ScanSmiley, &face, Event::VerifyByFace),
                (Icon::UserCheck, &staff, Event::VerifyWithStaff),
            );
            pressed.or(ticked)
        });
    shown.inner.or(frame::answer(shown.pressed, cx))
}

/// There is nothing to compare a face with: why the face is not asked for, and the way that is left.
fn without_photo(ui: &mut Ui, step: &Consenting, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let text = cx.fault(Fault::NoReferencePhoto);
    let shown = Scaffold::new("no photo", &words).demo(cx.facts.demo).step(at(step)).back().cancel().show(ui, |ui| {
        frame::marked_title(ui, (Icon::InfoFill, theme.colours.primary), &text.title);
        ui.add_space(theme.pick(44.0, 24.0));
        frame::reasons(ui, cx, &text);
        ui.add_space(theme.metrics.s4);
        let staff = cx.pair("c_staffv");
        let only = Button::choice(Icon::UserCheck, &staff).width(ui.available_width()).show(ui);
        only.clicked().then_some(Event::VerifyWithStaff)
    });
    shown.inner.or(frame::answer(shown.pressed, cx))
}

/// Where the page stands on the way to a card.
fn at(step: &Consenting) -> Option<usize> {
    step.for_a_card().then_some(frame::CONSENT)
}

/// The page's question, and the way to the full text.
fn title(ui: &mut Ui, step: &mut Consenting, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let full = cx.pair("c_full");
    let button = Button::outlined(&full)
        .icon(Icon::FileText)
        .height(theme.pick(96.0, 56.0_f32).max(theme.metrics.control - 4.0));
    let size = button.measure(ui);
    let words = cx.pair("c_title");
    let label = PairLabel::new(Role::Title, &words);
    if theme.large {
        label.show(ui);
        ui.add_space(theme.metrics.s2);
        if button.width(width).show(ui).clicked() {
            step.full_text = true;
            ui.ctx().request_repaint();
        }
        return;
    }
    let label = if theme.is_portrait() { label } else { label.inline() };
    let room = width - size.x - theme.metrics.s3;
    let text = label.lay(ui.ctx(), room).size;
    let height = text.y.max(size.y);
    place(ui, Rect::from_min_size(start + vec2(0.0, (height - text.y) / 2.0), vec2(room, text.y)), |ui| label.show(ui));
    if button.show_at(ui, Rect::from_min_size(pos2(start.x + width - size.x, start.y), size)).clicked() {
        step.full_text = true;
        ui.ctx().request_repaint();
    }
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, height)));
}

/// The name as the register has it, where its order is another than the typed one.
fn order_of_name(ui: &mut Ui, step: &Consenting, cx: &PageCx<'_>) {
    let Some(name) = step.name_in_other_order() else { return };
    let theme = Theme::of(ui.ctx());
    ui.add_space(theme.pick(12.0, 6.0));
    let start = ui.cursor().min;
    let width = ui.available_width();
    let words = cx.pair("c_order");
    let label = PairLabel::new(Role::Caption, &words).inline();
    let text = label.lay(ui.ctx(), width).size;
    place(ui, Rect::from_min_size(start, text), |ui| label.show(ui));
    let left = start.x + text.x + theme.metrics.s2;
    let size = theme.letters(22.0, 15.0);
    let shown = Personal::new(&name, strong(size), theme.colours.text).with_line_height((size * 1.34).round());
    // Beside the words where it fits, else beneath them.
    let room = start.x + width - left;
    let beside = shown.size(ui.ctx(), f32::INFINITY).x <= room;
    let at = if beside { pos2(left, start.y) } else { start + vec2(0.0, text.y) };
    let used = shown.show_at(ui.painter(), at, width.min(start.x + width - at.x));
    personal::tell(ui, Id::unique("name in the register"), Rect::from_min_size(at, used), || name.clone());
    ui.advance_cursor_after_rect(Rect::from_min_max(
        start,
        pos2(start.x + width, (at.y + used.y).max(start.y + text.y)),
    ));
}

fn row(ui: &mut Ui, mark: Icon, section: &Section) {
    let theme = Theme::of(ui.ctx());
    let pad = theme.pick(17.0, 5.0);
    let start = ui.cursor().min + vec2(0.0, pad);
    let width = ui.available_width();
    let side = theme.mark(40.0, 24.0);
    let at = Rect::from_min_size(start + vec2(0.0, theme.pick(4.0, 2.0)), vec2(side, side));
    mark.paint(ui.painter(), at, theme.colours.primary);
    if theme.large {
        // Heading and text below each other.
        let left = side + theme.metrics.s2;
        let room = Rect::from_min_max(start + vec2(left, 0.0), pos2(start.x + width, start.y));
        place(ui, room, |ui| {
            pair(ui, Role::Label, &section.heading);
            ui.add_space(theme.metrics.s1);
            pair(ui, Role::Caption, &section.text);
        });
        let bottom = ui.cursor().top() + pad;
        ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, bottom)));
        return;
    }
    let grown = theme.text.max(1.0);
    let (heading, text) = theme.pick((64.0, 300.0 * grown.sqrt()), (38.0 * grown.sqrt(), 182.0 * grown));
    let column = |from: f32, to: f32| Rect::from_min_max(start + vec2(from, 0.0), pos2(start.x + to, start.y));
    let (sizes, strong) = theme.pick(((23.0, 19.0), true), ((15.0, 14.0), false));
    place(ui, column(heading, text - 8.0), |ui| {
        PairLabel::new(Role::Label, &section.heading).sizes(sizes.0, sizes.1).strong(strong).show(ui)
    });
    let left = ui.cursor().top();
    let sizes = theme.pick((24.0, 19.0), (15.0, 14.0));
    place(ui, column(text, width), |ui| PairLabel::new(Role::Caption, &section.text).sizes(sizes.0, sizes.1).show(ui));
    let bottom = left.max(ui.cursor().top()) + pad;
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, bottom)));
}

/// The separate consent, in a panel of its own; never ticked beforehand.
fn separate(ui: &mut Ui, step: &Consenting, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Tint, |ui| {
        let heading = cx.pair("c_sep");
        let label = PairLabel::new(Role::Heading, &heading);
        let label = if theme.is_wide() { label.inline() } else { label };
        let start = ui.cursor().min;
        let side = theme.mark(44.0, 26.0);
        let left = side + theme.pick(18.0, 12.0);
        let text = label.lay(ui.ctx(), ui.available_width() - left).size;
        let mark = Rect::from_min_size(start + vec2(0.0, (text.y - side) / 2.0), vec2(side, side));
        Icon::ScanSmiley.paint(ui.painter(), mark, theme.colours.primary);
        place(ui, Rect::from_min_size(start + vec2(left, 0.0), vec2(ui.available_width() - left, 0.0)), |ui| {
            label.show(ui)
        });
        ui.add_space(theme.pick(18.0, 6.0));
        let pressed = checkbox(ui, step.face_ticked, &cx.pair("c_tick")).clicked();
        ui.add_space(theme.pick(18.0, 8.0));
        if step.needs_tick {
            let need = cx.pair("c_need");
            frame::error_line(ui, &need);
        } else {
            PairLabel::new(Role::Caption, &cx.pair("c_tick_sub")).inline().show(ui);
        }
        pressed.then_some(Event::TickFaceConsent(!step.face_ticked))
    })
    .inner
}

/// The authority's complete text; "Back" leads to the choice.
fn full_text(ui: &mut Ui, step: &mut Consenting, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let shown =
        Scaffold::new("consent in full", &words).demo(cx.facts.demo).step(at(step)).back().cancel().show(ui, |ui| {
            pair(ui, Role::Title, &cx.pair("cf_title"));
            ui.add_space(theme.metrics.s1);
            let version = cx.pair_of("c_version", &Args::none().text("v", consent::VERSION));
            PairLabel::new(Role::Caption, &version).inline().show(ui);
            for section in consent::full_text(cx.words, cx.language, cx.facts) {
                ui.add_space(theme.metrics.s4);
                PairLabel::new(Role::Heading, &section.heading).inline().show(ui);
                ui.add_space(theme.metrics.s1);
                pair(ui, Role::Body, &section.text);
            }
            ui.add_space(theme.metrics.s4);
        });
    if shown.pressed == Some(Pressed::Back) {
        step.full_text = false;
        ui.ctx().request_repaint();
        return None;
    }
    frame::answer(shown.pressed, cx)
}
