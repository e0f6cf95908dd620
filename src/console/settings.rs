//! The kiosk's settings: what can be chosen here, and beneath it what the configuration file has decided.

use egui::{Color32, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::domain::letter::SlipPaper;
use crate::domain::settings::{
    CameraKey, CameraRow, PresentationFact, PrinterFact, Rest, Setting, SettingChange, SettingsSheet,
};
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::settings::{CameraLook, Settings};
use crate::text::{Args, PairText};
use crate::ui::areas::columns;
use crate::ui::banner::{Tone, banner, note};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::icons::Icon;
use crate::ui::options::{Choice, options};
use crate::ui::pair::name;
use crate::ui::theme::corner;
use crate::ui::{PairLabel, Role, Theme, pair};

use super::{ConsoleCx, find, frame};

/// Height over width of the picture: that of most webcams.
const SHAPE: f32 = 0.75;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &Settings, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    frame::title(ui, &cx.pair("se_title"), None);
    if page.saved.is_some() {
        banner(ui, Tone::Success, &cx.pair("se_saved"));
        ui.add_space(theme.metrics.s3);
    }
    let mut event = None;
    let shares: &[f32] = if theme.is_portrait() { &[1.0] } else { &[1.0, 1.0] };
    columns(ui, shares, theme.metrics.s3, |ui, side| {
        if side == 0 {
            event = event.take().or(camera(ui, page, cx));
            ui.add_space(theme.metrics.s3);
        }
        if side + 1 == shares.len() {
            event = event.take().or(language(ui, page, cx));
            ui.add_space(theme.metrics.s3);
            event = event.take().or(rest(ui, page, cx));
        }
    });
    ui.add_space(theme.metrics.s3);
    facts(ui, &page.sheet, cx);
    event
}

/// One setting: its choices, or its value with a lock where the file has decided.
fn setting(
    ui: &mut Ui,
    key: &str,
    locked: Option<&PairText>,
    cx: &ConsoleCx<'_>,
    contents: impl FnOnce(&mut Ui) -> Option<CounterEvent>,
) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Heading, &cx.pair(key));
        ui.add_space(theme.metrics.s2);
        if let Some(value) = locked {
            pair(ui, Role::Label, value);
            ui.add_space(theme.metrics.s1);
            note(ui, Icon::LockSimple, Role::Caption, &cx.pair("se_fixed"), false);
        }
        event = contents(ui);
    });
    event
}

fn camera(ui: &mut Ui, page: &Settings, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let auto = cx.pair("se_camera_auto");
    let rows = camera_rows(page, cx);
    let locked = page.sheet.fixed.camera.then(|| cx.pair("se_camera_fixed"));
    setting(ui, "se_camera", locked.as_ref(), cx, |ui| {
        let mut event = None;
        if page.sheet.recording {
            note(ui, Icon::InfoFill, Role::Body, &cx.pair("se_recording"), false);
        } else if page.sheet.may_change(Setting::Camera) {
            let mut choices = vec![Choice { name: (&auto).into(), chosen: page.sheet.camera.is_none(), sample: None }];
            choices.extend(rows.iter().map(|(key, name, _)| Choice {
                name: name.into(),
                chosen: page.sheet.camera.as_ref() == Some(key),
                sample: None,
            }));
            if let Some(pressed) = options(ui, "camera", 1, &choices) {
                let row = pressed.checked_sub(1).and_then(|n| rows.get(n));
                // One that cannot be used is shown, but not to be taken.
                if row.is_none_or(|(_, _, usable)| *usable) {
                    let key = row.map(|(key, ..)| key.clone());
                    event = Some(CounterEvent::ChooseSetting(SettingChange::Camera(key)));
                }
            }
            ui.add_space(theme.metrics.s2);
            match &page.cameras {
                None => {
                    pair(ui, Role::Caption, &cx.pair("se_searching"));
                }
                Some(found) => {
                    if found.is_empty() {
                        note(ui, Icon::CameraSlash, Role::Body, &cx.pair("se_camera_none"), false);
                        ui.add_space(theme.metrics.s2);
                    }
                    let again = cx.pair("se_again");
                    if Button::plain(&again).icon(Icon::ArrowCounterClockwise).show(ui).clicked() {
                        event = Some(CounterEvent::LookForCameras);
                    }
                }
            }
        }
        ui.add_space(theme.metrics.s2);
        event.or(look(ui, page, cx))
    })
}

/// Every camera with its name and whether it can be used; the chosen one also when it is not there.
fn camera_rows(page: &Settings, cx: &ConsoleCx<'_>) -> Vec<(CameraKey, PairText, bool)> {
    let told = |row: &CameraRow| {
        let mut text = PairText::same(if row.name.is_empty() { row.key.as_str() } else { row.name.as_str() });
        if !row.usable {
            let bad = cx.pair("se_camera_bad");
            text = PairText::new(
                format!("{}（{}）", text.primary, bad.primary),
                format!("{} ({})", text.secondary, bad.secondary),
            );
        }
        (row.key.clone(), text, row.usable)
    };
    let mut rows: Vec<_> = page.cameras.iter().flatten().map(told).collect();
    if let Some(key) = page.sheet.camera.as_ref().filter(|key| !rows.iter().any(|(known, ..)| known == *key)) {
        let text = if page.cameras.is_some() { cx.pair("se_camera_gone") } else { cx.pair("se_camera_chosen") };
        rows.push((key.clone(), text, true));
    }
    rows
}

/// What the camera shows now.
fn look(ui: &mut Ui, page: &Settings, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let on = page.look == CameraLook::On;
    match page.look {
        CameraLook::Off => {}
        CameraLook::On => {
            preview(ui, cx);
            ui.add_space(theme.metrics.s2);
            pair(ui, Role::Caption, &cx.pair("se_private"));
            ui.add_space(theme.metrics.s2);
        }
        CameraLook::Lost(fault, incident) => {
            let fault = cx.fault(fault);
            let number = incident.map_or_else(String::new, |incident| format!(" ({incident})"));
            // Only what happened: what to do about it is told for visitors.
            let text =
                PairText::new(format!("{}{number}", fault.title.primary), format!("{}{number}", fault.title.secondary));
            banner(ui, Tone::Error, &text);
            ui.add_space(theme.metrics.s2);
        }
    }
    let words = cx.pair(if on { "se_look_off" } else { "se_look" });
    let icon = if on { Icon::EyeSlash } else { Icon::Camera };
    Button::outlined(&words).icon(icon).show(ui).clicked().then_some(CounterEvent::WatchCamera(!on))
}

/// The picture, mirrored as visitors see themselves.
fn preview(ui: &mut Ui, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let width = ui.available_width().min(theme.pick(800.0, 480.0));
    let (rect, response) = ui.allocate_exact_size(vec2(width, width * SHAPE), Sense::hover());
    let radius = corner(theme.metrics.radius);
    ui.painter().rect_filled(rect, radius, c.sunken);
    let label = cx.pair(if cx.camera.is_some() { "se_picture" } else { "se_looking" });
    name(&response, egui::accesskit::Role::Image, true, (&label).into());
    if let Some(texture) = cx.camera {
        let size = texture.size_vec2();
        let fit = size * (rect.width() / size.x).min(rect.height() / size.y);
        let mirrored = Rect::from_min_max(pos2(1.0, 0.0), pos2(0.0, 1.0));
        ui.painter().image(texture.id(), Rect::from_center_size(rect.center(), fit), mirrored, Color32::WHITE);
    } else {
        let words = PairLabel::new(Role::Body, &label).centred().lay(ui.ctx(), rect.width() - 24.0);
        words.paint_middle(ui.painter(), rect.shrink(12.0));
    }
    ui.painter().rect_stroke(rect, radius, Stroke::new(1.0, c.line), StrokeKind::Inside);
}

fn language(ui: &mut Ui, page: &Settings, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let sheet = &page.sheet;
    let names: Vec<PairText> = sheet
        .languages
        .iter()
        .map(|language| cx.words.name_of(*language, crate::domain::language::Language::Chinese))
        .collect();
    let in_force = sheet.languages.iter().position(|language| *language == sheet.language);
    let locked = in_force.filter(|_| !sheet.may_change(Setting::Language)).and_then(|n| names.get(n));
    setting(ui, "se_language", locked, cx, |ui| {
        if locked.is_some() {
            return None;
        }
        pair(ui, Role::Caption, &cx.pair("se_language_why"));
        ui.add_space(theme.metrics.s2);
        let choices: Vec<Choice<'_>> = (0..)
            .zip(&names)
            .map(|(n, name)| Choice { name: name.into(), chosen: in_force == Some(n), sample: None })
            .collect();
        let pressed = options(ui, "first language", 2, &choices)?;
        sheet.languages.get(pressed).map(|language| CounterEvent::ChooseSetting(SettingChange::Language(*language)))
    })
}

fn rest(ui: &mut Ui, page: &Settings, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let sheet = &page.sheet;
    let told = |(warn, end): (u32, u32)| {
        cx.pair_of("se_rest_choice", &Args::none().number("warn", i64::from(warn)).number("end", i64::from(end)))
    };
    let locked = (!sheet.may_change(Setting::Rest)).then(|| told(sheet.rest));
    setting(ui, "se_rest", locked.as_ref(), cx, |ui| {
        if locked.is_some() {
            return None;
        }
        let names = Rest::ALL.map(|rest| told(rest.seconds()));
        let choices: Vec<Choice<'_>> = Rest::ALL
            .iter()
            .zip(&names)
            .map(|(rest, name)| Choice { name: name.into(), chosen: rest.seconds() == sheet.rest, sample: None })
            .collect();
        let pressed = options(ui, "rest", 1, &choices)?;
        Rest::ALL.get(pressed).map(|rest| CounterEvent::ChooseSetting(SettingChange::Rest(*rest)))
    })
}

/// What only the file changes.
fn facts(ui: &mut Ui, sheet: &SettingsSheet, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let days = |n: u32| cx.pair_of("se_days", &Args::none().number("n", i64::from(n)));
    let both = |text: &crate::domain::permit::BothLanguages| PairText::new(text.zh.as_str(), text.en.as_str());
    let rows = [
        ("se_authority", both(&sheet.office.authority)),
        ("se_office", both(&sheet.office.office)),
        ("se_phone", PairText::same(sheet.office.phone.as_str())),
        (
            "se_printer",
            match &sheet.printer {
                PrinterFact::Queue(address) => PairText::same(address.as_str()),
                PrinterFact::Folder => cx.pair("se_folder"),
            },
        ),
        (
            "se_paper",
            PairText::same(match sheet.slip_paper {
                SlipPaper::Roll80mm => "80 mm",
                SlipPaper::A4 => "A4",
            }),
        ),
        (
            "se_presentation",
            cx.pair(match sheet.presentation {
                PresentationFact::Shipped => "se_shipped",
                PresentationFact::Own => "se_own",
                PresentationFact::Off => "se_off",
            }),
        ),
        ("se_pictures", days(sheet.office.picture_days)),
        ("se_enrollments", both(&sheet.office.enrollment_kept)),
        ("se_pending", days(sheet.retention.pending_days)),
        ("se_cases", days(sheet.retention.case_days)),
    ];
    card::card(ui, Ground::Surface, |ui| {
        pair(ui, Role::Heading, &cx.pair("se_facts"));
        ui.add_space(theme.metrics.s1);
        note(ui, Icon::LockSimple, Role::Caption, &cx.pair("se_fixed"), false);
        ui.add_space(theme.metrics.s2);
        for (key, value) in &rows {
            find::row(ui, &cx.pair(key), value);
        }
    });
}
