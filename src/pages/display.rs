//! "Text and display": size, colours, reach, motion and time, for this visitor only. Each choice shows
//! at once, on this page as on all others.

use egui::{Id, Ui};

use crate::domain::display::{Display, Pace, Palette, TextSize};
use crate::domain::speech::{Level, SpokenGuidance, VoiceState};
use crate::flow::event::Event;
use crate::flow::step::Step;
use crate::text::PairText;
use crate::ui::banner::{Tone, banner, note};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::checkbox::checkbox;
use crate::ui::icons::Icon;
use crate::ui::options::{Choice, options};
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::theme::Colours;
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, columns};

/// Shows the page over `step`, to which it leads back.
pub(super) fn show(ui: &mut Ui, now: Display, step: &Step, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let (close, usual) = (cx.pair("v_close"), cx.pair("v_usual"));
    let close_id = Id::unique("close text and display");
    let mut scaffold = Scaffold::new("text and display", &words)
        .demo(cx.facts.demo)
        .displaying()
        .plain(Button::plain(&usual).icon(Icon::ArrowCounterClockwise))
        .next(Button::filled(&close).icon(Icon::Check).id(close_id));
    if matches!(step, Step::Home(_)) && !theme.large {
        scaffold = scaffold.without_staff();
    }
    let shown = scaffold.show(ui, |ui| {
        title(ui, cx);
        if cx.voice == VoiceState::Silent {
            // First: it is why this page came up.
            ui.add_space(theme.metrics.s2);
            banner(ui, Tone::Attention, &cx.pair("v_voice_silent"));
        }
        // Before all else: whoever wants it should not have to hear this page for it.
        let again = now.spoken.on && cx.voice == VoiceState::Ready && {
            ui.add_space(theme.metrics.s2);
            let words = cx.pair("v_again");
            Button::outlined(&words).icon(Icon::ArrowCounterClockwise).show(ui).clicked()
        };
        let mut chosen = now;
        ui.add_space(theme.metrics.s3);
        // Upright, four sizes stand in a row only over the whole width.
        let shares: &[f32] = if theme.is_portrait() { &[1.0] } else { &[1.0, 1.0] };
        columns(ui, shares, theme.metrics.s5, |ui, column| {
            if column == 0 {
                size(ui, &mut chosen, cx);
                ui.add_space(theme.metrics.s3);
                colours(ui, &mut chosen, cx);
            }
            if column + 1 == shares.len() {
                if column == 0 {
                    ui.add_space(theme.metrics.s3);
                }
                time(ui, &mut chosen, cx);
                ui.add_space(theme.metrics.s3);
                switches(ui, &mut chosen, cx);
            }
        });
        ui.add_space(theme.metrics.s3);
        spoken(ui, &mut chosen.spoken, cx);
        ui.add_space(theme.metrics.s3);
        let cancel = theme.large && may_be_cancelled(step) && {
            let words = cx.pair("cancel");
            let width = ui.available_width();
            let pressed = Button::outlined(&words).icon(Icon::X).width(width).show(ui).clicked();
            ui.add_space(theme.metrics.s3);
            pressed
        };
        note(ui, Icon::ShieldCheck, Role::Caption, &cx.pair("v_reset"), false);
        if again {
            // The page behind is read whole whenever it comes up.
            return Some(Event::KeepGoing);
        }
        if cancel { Some(Event::Cancel) } else { (chosen != now).then_some(Event::SetDisplay(chosen)) }
    });
    if shown.inner.is_some() {
        return shown.inner;
    }
    let escaped = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    match shown.pressed {
        Some(Pressed::Plain) => Some(Event::SetDisplay(Display::default())),
        Some(Pressed::Next | Pressed::Display) => Some(Event::KeepGoing),
        None if escaped => Some(Event::KeepGoing),
        pressed => frame::answer(pressed, cx),
    }
}

/// The page's name, and a text to judge the choices by.
fn title(ui: &mut Ui, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    pair(ui, Role::Title, &cx.pair("view"));
    if theme.is_portrait() {
        ui.add_space(theme.metrics.s3);
        card::card(ui, Ground::Surface, |ui| {
            pair(ui, Role::Heading, &cx.pair("svc"));
            ui.add_space(theme.metrics.s1);
            pair(ui, Role::Body, &cx.pair("v_sample"));
        });
    } else {
        ui.add_space(theme.metrics.s1);
        pair(ui, Role::Body, &cx.pair("v_sample"));
    }
}

fn heading(ui: &mut Ui, cx: &PageCx<'_>, key: &str) {
    PairLabel::new(Role::Label, &cx.pair(key)).inline().show(ui);
    ui.add_space(Theme::of(ui.ctx()).pick(14.0, 8.0));
}

/// Options of which one is chosen; answers with the one pressed.
fn one_of<T: Copy + PartialEq>(
    ui: &mut Ui,
    group: &'static str,
    columns: usize,
    now: T,
    all: &[(T, PairText, Option<Colours>)],
) -> T {
    let choices: Vec<Choice<'_>> = all
        .iter()
        .map(|(value, name, sample)| Choice { name: name.into(), chosen: *value == now, sample: *sample })
        .collect();
    options(ui, group, columns, &choices).and_then(|i| all.get(i)).map_or(now, |(value, ..)| *value)
}

fn size(ui: &mut Ui, chosen: &mut Display, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    heading(ui, cx, "v_size");
    let all = TextSize::ALL.map(|size| (size, PairText::same(format!("{} %", size.percent())), None));
    let columns = if theme.large { 2 } else { 4 };
    chosen.size = one_of(ui, "text size", columns, chosen.size, &all);
}

fn colours(ui: &mut Ui, chosen: &mut Display, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    heading(ui, cx, "v_theme");
    let names = ["v_light", "v_dark", "v_hcd", "v_hcl"].map(|key| cx.pair(key));
    let colours = [Colours::LIGHT, Colours::DARK, Colours::HC_DARK, Colours::HC_LIGHT];
    let all: Vec<_> =
        Palette::ALL.into_iter().zip(names).zip(colours).map(|((value, name), c)| (value, name, Some(c))).collect();
    chosen.palette = one_of(ui, "colours", if theme.large { 1 } else { 2 }, chosen.palette, &all);
}

fn time(ui: &mut Ui, chosen: &mut Display, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    heading(ui, cx, "v_time");
    let names = ["v_x1", "v_x2", "v_x5", "v_x10"].map(|key| cx.pair(key));
    let all: Vec<_> = Pace::ALL.into_iter().zip(names).map(|(value, name)| (value, name, None)).collect();
    chosen.pace = one_of(ui, "time", if theme.large { 1 } else { 2 }, chosen.pace, &all);
}

fn switches(ui: &mut Ui, chosen: &mut Display, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    // Only an upright screen has a lower part worth the name.
    if theme.is_portrait() {
        chosen.low ^= checkbox(ui, chosen.low, &cx.pair("v_low")).clicked();
        ui.add_space(theme.metrics.s2);
    }
    chosen.calm ^= checkbox(ui, chosen.calm, &cx.pair("v_motion")).clicked();
}

/// Whether pages are read aloud, how, and whether nobody else hears it.
fn spoken(ui: &mut Ui, chosen: &mut SpokenGuidance, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    heading(ui, cx, "v_voice");
    if cx.voice == VoiceState::Absent {
        note(ui, Icon::SpeakerHigh, Role::Body, &cx.pair("v_voice_absent"), false);
        return;
    }
    columns(ui, &[1.0, 1.0], theme.metrics.s5, |ui, column| {
        if column == 0 {
            chosen.on ^= checkbox(ui, chosen.on, &cx.pair("v_voice_on")).clicked();
            ui.add_space(theme.metrics.s2);
            chosen.headphones ^= checkbox(ui, chosen.headphones, &cx.pair("v_headphones")).clicked();
        } else {
            let levels = |keys: [&str; 3]| -> Vec<_> {
                Level::ALL.into_iter().zip(keys).map(|(level, key)| (level, cx.pair(key), None)).collect()
            };
            // In narrow columns, or larger, the words would be torn.
            let across = if theme.is_portrait() || theme.text > 1.0 { 1 } else { 3 };
            chosen.volume = one_of(ui, "volume", across, chosen.volume, &levels(["v_quiet", "v_volume", "v_loud"]));
            ui.add_space(theme.metrics.s2);
            chosen.rate = one_of(ui, "rate", across, chosen.rate, &levels(["v_slow", "v_rate", "v_fast"]));
        }
    });
}

/// Where "Cancel" stands on the page itself at usual texts.
fn may_be_cancelled(step: &Step) -> bool {
    matches!(
        step,
        Step::Login(_)
            | Step::Portal(_)
            | Step::Registering(_)
            | Step::Refused(_)
            | Step::Consenting(_)
            | Step::Capturing(_)
            | Step::CaptureFailed(_)
            | Step::Broken(_)
            | Step::Before(_)
            | Step::NameHelp(_)
            | Step::Recovering(_)
            | Step::NewPassword(_)
    )
}
