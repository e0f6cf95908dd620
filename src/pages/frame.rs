//! What the pages share: the frame's words and answers, areas side by side, and the message that
//! says what happened, why, and what to do.

use egui::{Id, Rect, Ui, UiBuilder, pos2, vec2};

use crate::domain::account::SignInRefusal;
use crate::domain::fault::Incident;
use crate::domain::language::Language;
use crate::domain::speech::VoiceState;
use crate::domain::time::Moment;
use crate::flow::event::Event;
use crate::text::{Args, FaultText, PairText};
pub(super) use crate::ui::areas::{columns, keep_in_sight, place};
use crate::ui::banner::{Tone, banner};
use crate::ui::button::{Button, choices};
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::scaffold::{FrameWords, Pressed};
use crate::ui::theme::corner;
use crate::ui::{PairLabel, Role, Theme, focus, pair};

use super::PageCx;

/// Steps of the indicator, counted from 0.
pub(super) const REGISTRATION: usize = 0;
pub(super) const CONSENT: usize = 1;
pub(super) const FACE: usize = 2;
pub(super) const CARD: usize = 3;

/// The words around every page.
pub(super) fn words(cx: &PageCx<'_>) -> FrameWords {
    let speaking = (cx.voice != VoiceState::Absent).then_some(cx.display.spoken.on);
    FrameWords { speaking, ..FrameWords::of(cx.words, cx.language) }
}

/// What the frame's own buttons mean; the page answers for its own.
pub(super) fn answer(pressed: Option<Pressed>, cx: &PageCx<'_>) -> Option<Event> {
    match pressed? {
        Pressed::Staff => Some(Event::AskStaff),
        Pressed::Mark => Some(Event::OpenCounter),
        Pressed::Display => Some(Event::OpenDisplay),
        Pressed::Language => Some(switch_language(cx)),
        Pressed::Listen => {
            let mut display = cx.display;
            display.spoken.on ^= true;
            Some(Event::SetDisplay(display))
        }
        Pressed::Back => Some(Event::Back),
        Pressed::Cancel => Some(Event::Cancel),
        Pressed::Plain | Pressed::Side | Pressed::Next => None,
    }
}

/// To the other of two languages, or to the list of more.
pub(super) fn switch_language(cx: &PageCx<'_>) -> Event {
    if cx.words.languages().len() > Language::ALL.len() {
        Event::ChooseLanguage
    } else {
        Event::SetLanguage(cx.language.other())
    }
}

/// An icon tile of `side` points with a pair beside it, both centred on a line of at least `height`.
pub(super) fn icon_line(ui: &mut Ui, icon: Icon, side: f32, height: f32, label: PairLabel<'_>) {
    let theme = Theme::of(ui.ctx());
    let gap = theme.metrics.s2;
    let start = ui.cursor().min;
    let laid = label.lay(ui.ctx(), ui.available_width() - side - gap);
    let height = laid.size.y.max(side).max(height);
    let tile = Rect::from_min_size(pos2(start.x, start.y + (height - side) / 2.0), vec2(side, side));
    crate::ui::button::icon_tile(ui, tile, icon, theme.colours.tint, theme.colours.on_tint);
    let words = Rect::from_min_size(
        pos2(tile.right() + gap, start.y + (height - laid.size.y) / 2.0),
        vec2(ui.available_width() - side - gap, laid.size.y),
    );
    place(ui, words, |ui| label.show(ui));
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(ui.available_width(), height)));
}

/// The title of a page on which something did not work: mark and what happened.
pub(super) fn fault_title(ui: &mut Ui, title: &PairText) {
    let ink = Theme::of(ui.ctx()).colours.error;
    marked_title(ui, (Icon::WarningCircleFill, ink), title);
}

/// A page's title with a mark before it.
pub(super) fn marked_title(ui: &mut Ui, (icon, ink): (Icon, egui::Color32), title: &PairText) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let side = theme.mark(60.0, 40.0);
    let mark = Rect::from_min_size(start + vec2(0.0, theme.pick(2.0, 1.0)), vec2(side, side));
    icon.paint(ui.painter(), mark, ink);
    let left = side + theme.pick(24.0, 14.0);
    let words = Rect::from_min_size(start + vec2(left, 0.0), vec2(ui.available_width() - left, 0.0));
    place(ui, words, |ui| pair(ui, Role::Title, title));
}

/// Why it may be, and what to do now.
pub(super) fn reasons(ui: &mut Ui, cx: &PageCx<'_>, text: &FaultText) {
    let theme = Theme::of(ui.ctx());
    card::card(ui, Ground::Surface, |ui| {
        reason(ui, Icon::Question, &cx.pair("x_why"), &text.why);
        ui.add_space(theme.metrics.s4);
        card::hairline(ui);
        ui.add_space(theme.metrics.s4);
        reason(ui, Icon::Lightbulb, &cx.pair("x_do"), &text.todo);
    });
}

fn reason(ui: &mut Ui, icon: Icon, heading: &PairText, text: &PairText) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let start = ui.cursor().min;
    let side = theme.mark(72.0, 48.0);
    let tile = Rect::from_min_size(start, vec2(side, side));
    crate::ui::button::icon_tile(ui, tile, icon, c.tint, c.on_tint);
    let left = side + theme.pick(25.0, 16.0);
    let words = Rect::from_min_size(start + vec2(left, 0.0), vec2(ui.available_width() - left, 0.0));
    place(ui, words, |ui| {
        PairLabel::new(Role::Label, heading).inline().show(ui);
        ui.add_space(theme.metrics.s1);
        pair(ui, Role::Body, text);
    });
    let bottom = ui.cursor().top().max(tile.bottom());
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x, bottom)));
}

/// Two equal ways on; answers with the one pressed.
pub(super) fn two_ways<T>(ui: &mut Ui, first: (Icon, &PairText, T), second: (Icon, &PairText, T)) -> Option<T> {
    let (one, other) = choices(ui, Button::choice(first.0, first.1), Button::choice(second.0, second.1));
    if one.clicked() {
        return Some(first.2);
    }
    other.clicked().then_some(second.2)
}

/// The incident's number, at the right end of the line, for the log.
pub(super) fn incident(ui: &mut Ui, cx: &PageCx<'_>, incident: Incident) {
    let theme = Theme::of(ui.ctx());
    let label = cx.pair("x_no");
    let text = PairText::same(format!("{}  {}  {incident}", label.primary, label.secondary));
    let heard = PairText::new(format!("{} {incident}", label.primary), format!("{} {incident}", label.secondary));
    let laid = PairLabel::new(Role::Caption, &text).colours(theme.colours.text_2, theme.colours.text_2);
    let laid = laid.heard_as(&heard);
    let room = ui.available_width();
    let width = laid.lay(ui.ctx(), room).size.x;
    if width > room * 0.8 {
        laid.show(ui);
        return;
    }
    ui.horizontal(|ui| {
        ui.add_space((room - width).max(0.0));
        laid.show(ui);
    });
}

/// What was typed wrongly, and that one has to wait: keys of the words of a refusal.
pub(super) struct RefusalWords {
    pub wrong: &'static str,
    pub wait: &'static str,
}

impl RefusalWords {
    fn of(&self, refusal: SignInRefusal) -> &'static str {
        match refusal {
            SignInRefusal::Wrong => self.wrong,
            SignInRefusal::Wait { .. } => self.wait,
            SignInRefusal::Locked => "lk_t",
        }
    }
}

/// Why nobody was let in.
pub(super) fn sign_in_refusal(ui: &mut Ui, cx: &PageCx<'_>, refusal: SignInRefusal, words: &RefusalWords) {
    let tone = if matches!(refusal, SignInRefusal::Wait { .. }) { Tone::Attention } else { Tone::Error };
    banner(ui, tone, &cx.pair(words.of(refusal)));
}

/// [`sign_in_refusal`] above the one field there is room for, with no more height than its words need.
pub(super) fn sign_in_refusal_above(ui: &mut Ui, cx: &PageCx<'_>, refusal: SignInRefusal, words: &RefusalWords) {
    if Theme::of(ui.ctx()).is_portrait() {
        sign_in_refusal(ui, cx, refusal, words);
        ui.add_space(Theme::of(ui.ctx()).metrics.s2);
        return;
    }
    error_line(ui, &cx.pair(words.of(refusal)));
    ui.add_space(Theme::of(ui.ctx()).metrics.s1);
}

/// How long the next try has to wait, in whole seconds.
pub(super) fn wait_left(cx: &PageCx<'_>, until: Option<Moment>) -> Option<PairText> {
    let seconds = until?.since(cx.now).as_millis().div_ceil(1000);
    Some(cx.pair_of("lk_wait", &Args::none().number("s", i64::try_from(seconds).unwrap_or(i64::MAX))))
}

/// What must be corrected, as a line with its mark.
pub(super) fn error_line(ui: &mut Ui, text: &PairText) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let start = ui.cursor().min;
    let side = theme.mark(32.0, 22.0);
    let left = side + theme.pick(16.0, 9.0);
    let label = PairLabel::new(Role::Error, text).colours(c.error, c.error).inline();
    let size = label.lay(ui.ctx(), ui.available_width() - left).size;
    let mark = Rect::from_min_size(start + vec2(0.0, theme.pick(0.0, -1.0)), vec2(side, side));
    Icon::WarningCircleFill.paint(ui.painter(), mark, c.error);
    let response = place(ui, Rect::from_min_size(start + vec2(left, 0.0), size), |ui| label.show(ui));
    // Spoken at once: the press before it led nowhere.
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Assertive));
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(ui.available_width(), size.y.max(side))));
}

/// A count with its value, e.g. "There are 2 things to correct".
pub(super) fn counted(cx: &PageCx<'_>, key: &str, name: &'static str, n: usize) -> PairText {
    cx.pair_of(key, &Args::none().number(name, i64::try_from(n).unwrap_or(i64::MAX)))
}

/// A word on a `tint` ground, to be read and typed elsewhere.
pub(super) fn chip(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let pad = theme.pick(vec2(25.0, 15.0), vec2(14.0, 6.0));
    let (a, b) = theme.pick((34.0, 24.0), (20.0, 15.0));
    let text = PairText::same(text);
    let label = PairLabel::new(Role::Heading, &text).sizes(a, b).colours(c.on_tint, c.on_tint);
    let size = label.lay(ui.ctx(), f32::INFINITY).size + 2.0 * pad;
    let rect = Rect::from_min_size(ui.cursor().min, size);
    ui.painter().rect_filled(rect, corner(theme.metrics.radius), c.tint);
    let inner = rect.shrink2(pad);
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner.expand2(vec2(2.0, 0.0)).translate(vec2(2.0, 0.0))));
    label.show(&mut child);
    ui.advance_cursor_after_rect(rect);
}

/// Which of `fields`, of a form that shows one at a time, is at hand: the one with the focus, or that
/// had it last.
pub(super) fn field_at_hand(ui: &Ui, fields: &[Id]) -> usize {
    let id = Id::unique(("field at hand", fields.first()));
    let last = fields.len().saturating_sub(1);
    let Some(at) = fields.iter().position(|field| ui.ctx().memory(|m| m.has_focus(*field))) else {
        return ui.ctx().data(|d| d.get_temp::<usize>(id)).unwrap_or(0).min(last);
    };
    ui.ctx().data_mut(|d| {
        d.insert_temp(id, at);
    });
    at
}

/// "Field 2 of 3", and the way to the one before.
pub(super) fn field_of(ui: &mut Ui, cx: &PageCx<'_>, at: usize, fields: &[Id]) {
    let theme = Theme::of(ui.ctx());
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let words = cx.pair_of("field_of", &Args::none().number("n", number(at + 1)).number("m", number(fields.len())));
    let label = PairLabel::new(Role::Caption, &words);
    let previous = cx.pair("prev_field");
    let button = Button::tool(Icon::ArrowUp, &previous);
    let (size, text) = (button.measure(ui), label.lay(ui.ctx(), f32::INFINITY).size);
    let height = size.y.max(text.y);
    let start = ui.cursor().min;
    let width = ui.available_width();
    let words = Rect::from_min_size(start + vec2(0.0, (height - text.y) / 2.0), text);
    place(ui, words, |ui| label.show(ui));
    if let Some(before) = at.checked_sub(1).and_then(|before| fields.get(before)) {
        let rect = Rect::from_min_size(pos2(start.x + width - size.x, start.y + (height - size.y) / 2.0), size);
        if button.show_at(ui, rect).clicked() {
            focus::set(ui.ctx(), *before);
            ui.ctx().request_repaint();
        }
    }
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, height)));
    ui.add_space(theme.metrics.s2);
}

/// For a form that shows one field at a time where there is no room for more: the field at hand, and
/// the button that leads on from it (`send` from the last one).
pub(super) fn one_field<'a>(
    ui: &Ui,
    fields: &[Id],
    onward: &'a PairText,
    send: Button<'a>,
) -> (Option<usize>, Button<'a>) {
    if !Theme::of(ui.ctx()).one_field_at_a_time() {
        return (None, send);
    }
    let at = field_at_hand(ui, fields);
    let next = Button::filled(onward).icon_after(Icon::ArrowDown).id(Id::unique("next field"));
    (Some(at), if at + 1 < fields.len() { next } else { send })
}

/// The button of [`one_field`] was pressed and led on to the next field.
pub(super) fn next_field(ui: &Ui, at: Option<usize>, fields: &[Id], pressed: Option<Pressed>) -> bool {
    let next = at.and_then(|at| fields.get(at + 1)).filter(|_| pressed == Some(Pressed::Next));
    if let Some(next) = next {
        focus::set(ui.ctx(), *next);
        ui.ctx().request_repaint();
    }
    next.is_some()
}
