//! The check of the devices: each part with its state, what was found, and what to do.

use egui::{Id, Ui};

use crate::domain::device_check::{Finding, Health, Part};
use crate::flow::counter::devices::Devices;
use crate::flow::counter::event::CounterEvent;
use crate::text::{Args, PairText};
use crate::ui::Theme;
use crate::ui::areas::columns;
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::chip::Chip;
use crate::ui::icons::Icon;
use crate::ui::progress;
use crate::ui::table::{Cell, Table};

use super::find::printing;
use super::{ConsoleCx, frame};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &Devices, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    frame::title(ui, &cx.pair("q_nav6"), None);
    outcome(ui, page, cx);
    ui.add_space(theme.metrics.s2);
    let event = ways(ui, page, cx);
    ui.add_space(theme.metrics.s2);
    if let Some((fault, _)) = page.not_made {
        banner(ui, Tone::Error, &cx.fault(fault).title);
        ui.add_space(theme.metrics.s2);
    }
    if let Some(stage) = page.printing {
        let (tone, text) = printing(stage, cx);
        banner(ui, tone, &text);
        ui.add_space(theme.metrics.s2);
    }
    table(ui, page, cx);
    event
}

/// How far the check is; then what it came to.
fn outcome(ui: &mut Ui, page: &Devices, cx: &ConsoleCx<'_>) {
    let (done, all) = (page.looked_at(), Part::ALL.len());
    let numbered = |key: &str, n: usize| cx.pair_of(key, &Args::none().number("n", i64::try_from(n).unwrap_or(0)));
    let (tone, text) = if page.checking {
        let of = |n: usize| i64::try_from(n).unwrap_or(0);
        (Tone::Information, cx.pair_of("dc_checking", &Args::none().number("n", of(done)).number("m", of(all))))
    } else if page.count(Health::Fault) > 0 {
        (Tone::Error, numbered("dc_faults", page.count(Health::Fault)))
    } else if page.count(Health::Warning) > 0 {
        (Tone::Attention, numbered("dc_looks", page.count(Health::Warning)))
    } else if done < all {
        (Tone::Attention, cx.pair("dc_not_all"))
    } else {
        (Tone::Success, cx.pair("dc_well"))
    };
    banner(ui, tone, &text);
    if page.checking {
        ui.add_space(Theme::of(ui.ctx()).metrics.s1);
        progress::bar(ui, done as f32 / all as f32);
    }
}

fn ways(ui: &mut Ui, page: &Devices, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let words = ["dc_check", "dc_print", "dc_listen"].map(|key| cx.pair(key));
    let mut event = None;
    columns(ui, &[1.0, 1.2, 1.0], theme.metrics.s2, |ui, column| {
        let width = ui.available_width();
        let (button, pressed) = match column {
            0 => {
                let check = Button::filled(&words[0]).icon(Icon::ArrowCounterClockwise).busy(page.checking);
                (check, CounterEvent::CheckDevices)
            }
            1 => {
                let print = Button::outlined(&words[1]).icon(Icon::Printer).busy(page.is_printing());
                (print, CounterEvent::PrintTest)
            }
            _ => (Button::outlined(&words[2]).icon(Icon::SpeakerHigh), CounterEvent::TryVoice),
        };
        if button.width(width).show(ui).clicked() {
            event = Some(pressed);
        }
    });
    event
}

/// One part as it is told.
struct Told {
    part: PairText,
    tone: Option<Tone>,
    icon: Icon,
    state: PairText,
    found: PairText,
    advice: PairText,
}

impl Told {
    fn of(part: Part, finding: Option<&Finding>, checking: bool, cx: &ConsoleCx<'_>) -> Self {
        let name = cx.pair(part.key());
        let none = || PairText::same("");
        let Some(finding) = finding else {
            let (icon, key) =
                if checking { (Icon::Hourglass, "dc_looking") } else { (Icon::CircleDashed, "dc_unseen") };
            return Self { part: name, tone: None, icon, state: cx.pair(key), found: none(), advice: none() };
        };
        let (tone, icon) = match finding.notice.health() {
            Health::Ok => (Tone::Success, Icon::CheckCircleFill),
            Health::Warning => (Tone::Attention, Icon::WarningFill),
            Health::Fault => (Tone::Error, Icon::XCircleFill),
        };
        let mut found = cx.pair(finding.notice.key());
        if let Some(detail) = &finding.detail {
            found.secondary = format!("{} ({detail})", found.secondary);
        }
        Self {
            part: name,
            tone: Some(tone),
            icon,
            state: cx.pair(finding.notice.health().key()),
            found,
            advice: finding.notice.advice().map_or_else(none, |advice| cx.pair(advice.key())),
        }
    }

    fn row(&self) -> Vec<Cell<'_>> {
        let chip = match self.tone {
            Some(tone) => Chip::of(tone, self.icon, &self.state),
            None => Chip::calm(self.icon, &self.state),
        };
        vec![
            Cell::Strong((&self.part).into()),
            Cell::Chip(chip),
            Cell::Text((&self.found).into()),
            Cell::Text((&self.advice).into()),
        ]
    }
}

fn table(ui: &mut Ui, page: &Devices, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let names = ["dc_part", "dc_state", "dc_found", "dc_advice"].map(|key| cx.pair(key));
    let shares = theme.pick([1.45, 2.0, 2.45, 2.9], [1.6, 1.5, 2.7, 3.2]);
    let heads: Vec<_> = names.iter().zip(shares).map(|(name, share)| (name.into(), share)).collect();
    let told: Vec<Told> =
        Part::ALL.into_iter().map(|part| Told::of(part, page.finding(part), page.checking, cx)).collect();
    let rows: Vec<Vec<Cell<'_>>> = told.iter().map(Told::row).collect();
    Table::new(Id::unique("devices"), &heads).still().show(ui, &rows, None);
}
