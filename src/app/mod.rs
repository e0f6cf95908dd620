//! The window: one frame takes what the workers sent, moves the visit on, runs effects, shows the
//! page.

pub mod autoplay;
pub mod demo;
mod demo_photo;
pub mod gallery;
pub mod guest;
pub mod kiosk;
mod lens;
pub mod observer;
pub mod stop;

use std::path::Path;
use std::sync::Arc;

use egui::ViewportBuilder;

use crate::config::{Config, ScreenSettings};
use crate::documents::{DocumentError, Stationery};
use crate::domain::letter::SlipPaper;
use crate::domain::match_policy::MatchPolicy;
use crate::domain::retention::Retention;
use crate::domain::settings::{Fixed, SettingsSheet};
use crate::flow::counter::CounterTicket;
use crate::flow::visit::{Ticket, Visit, VisitSettings};
use crate::text::{Words, WordsError};
use crate::ui;
use crate::wiring::{self, Devices, WiringError};
use crate::work::crew::{Crew, CrewParts};
use crate::work::eyes::EyesFactory;
use crate::work::importer::ImportParts;
use crate::work::outbox::Outbox;
use crate::work::speaker::Speaker;

use guest::Guest;
use kiosk::Kiosk;
use lens::Lens;
use observer::Observer;
use stop::Stop;

/// Why the window could not be opened or had to close.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Wiring(#[from] WiringError),
    #[error("the words cannot be read: {0}")]
    Words(#[from] WordsError),
    #[error("the documents' texts cannot be read: {0}")]
    Documents(#[from] DocumentError),
    #[error("there is no display: start the program in a desktop session, or give DISPLAY or WAYLAND_DISPLAY")]
    NoDisplay,
    #[error("no window can be opened: {0}")]
    Window(String),
    #[error("the signals that end the program cannot be watched: {0}")]
    Signals(std::io::Error),
    #[error("the demo cannot be set up: {0}")]
    Demo(String),
    #[error("the scripted visit did not get through: {0}")]
    Autoplay(String),
}

/// Runs the kiosk until its window is closed.
///
/// # Errors
/// If a device of the configuration or the window cannot be opened.
pub fn run_kiosk(config: &Config) -> Result<(), AppError> {
    let parts = Parts {
        stop: Stop::watch().map_err(AppError::Signals)?,
        devices: wiring::of_config(config)?,
        words: words(config.languages.as_deref())?,
        slip_paper: config.printer.slip_paper,
        settings: config.screen.clone(),
        idle: (config.idle.warn_s, config.idle.end_s),
        retention: config.retention,
        fixed: config.fixed,
        observer: None,
        player: None,
    };
    open_window(parts)
}

/// The words of every language; what cannot be read of a further one is told in the log and by `doctor`.
fn words(folder: Option<&Path>) -> Result<Words, WordsError> {
    let (words, errors) = Words::load_with(folder)?;
    for error in errors {
        tracing::warn!("{error}");
    }
    Ok(words)
}

/// What a window is made of.
struct Parts {
    stop: Stop,
    devices: Devices,
    words: Words,
    slip_paper: SlipPaper,
    settings: ScreenSettings,
    /// Seconds until the idle warning and until the end.
    idle: (u32, u32),
    retention: Retention,
    /// What nobody chooses on the screen.
    fixed: Fixed,
    observer: Option<Observer>,
    player: Option<autoplay::Player>,
}

fn open_window(parts: Parts) -> Result<(), AppError> {
    let mut viewport = ViewportBuilder::default()
        .with_title("Electronic Social Security Card 电子社保卡")
        .with_app_id("esscard-kiosk");
    viewport = match parts.settings.size {
        _ if parts.settings.fullscreen => viewport.with_fullscreen(true).with_decorations(false),
        Some(size) => viewport.with_inner_size([size.width as f32, size.height as f32]),
        None => viewport.with_inner_size([1366.0, 768.0]),
    };
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        ..Default::default()
    };
    let mut failed = None;
    let outcome = eframe::run_native(
        "esscard-kiosk",
        options,
        Box::new(|creation| match build(parts, &creation.egui_ctx) {
            Ok(kiosk) => Ok(Box::new(kiosk) as Box<dyn eframe::App>),
            Err(error) => {
                let sentence = error.to_string();
                failed = Some(error);
                Err(sentence.into())
            }
        }),
    );
    match (failed, outcome) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(window_error(&error)),
        (None, Ok(())) => Ok(()),
    }
}

/// Why no window came up, in words of use to whoever started the program.
fn window_error(error: &eframe::Error) -> AppError {
    if no_display() { AppError::NoDisplay } else { AppError::Window(without_places(&error.to_string())) }
}

/// Neither X11 nor Wayland is named in the environment.
fn no_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(named)
}

/// The window library tells places in its own source, which help nobody who reads the message.
fn without_places(message: &str) -> String {
    message.split(' ').filter(|word| !(word.starts_with('/') && word.ends_with(':'))).collect::<Vec<_>>().join(" ")
}

fn build(parts: Parts, ctx: &egui::Context) -> Result<Kiosk, AppError> {
    ui::theme::install(ctx);
    // A visitor must not be able to leave the kiosk or to zoom it away.
    ctx.options_mut(|o| {
        o.quit_shortcuts.clear();
        o.zoom_with_keyboard = false;
    });
    let sheet = sheet(&parts);
    if let Some(player) = parts.player {
        ctx.add_plugin(player);
    }
    // After the scripted visitor, whose keys take turns like anybody's.
    ctx.add_plugin(ui::turns::Turns::default());
    ctx.add_plugin(ui::reader::Reader::default());
    let (wake, for_voice) = (ctx.clone(), ctx.clone());
    let wake_for_voice = move || for_voice.request_repaint();
    let (outbox, inbox) = Outbox::new(move || wake.request_repaint());
    let Devices {
        clock,
        store,
        camera,
        engine,
        printer,
        voice,
        office,
        checks,
        rehearsals,
        import_folder,
        pick,
        cameras,
        ..
    } = parts.devices;
    let crew = CrewParts {
        // Nobody asks where a recording plays.
        cameras: cameras.unwrap_or_else(|| Arc::new(Vec::new)),
        store,
        clock: Arc::clone(&clock),
        printer,
        stationery: Stationery { slip_paper: parts.slip_paper, ..Stationery::shipped()? },
        office: office.clone(),
        retention: parts.retention,
        import: ImportParts::new(import_folder, engine.clone()),
        eyes: EyesFactory::new(camera, engine, MatchPolicy::default()),
        checks,
        rehearsals: rehearsals.clone(),
    };
    let crew = Crew::start(crew, outbox.clone()).map_err(WiringError::from)?;
    let settings = Arc::new(VisitSettings {
        consent: crate::text::consent::in_force(&parts.words, &office),
        language: sheet.language,
        idle_warn_s: sheet.rest.0,
        idle_end_s: sheet.rest.1,
    });
    let visit = Visit::new(Ticket::default(), Arc::clone(&settings), clock.moment());
    parts.stop.wakes(ctx);
    Ok(Kiosk {
        stop: parts.stop,
        words: parts.words,
        facts: office,
        settings,
        clock,
        inbox,
        outbox,
        crew,
        speaker: Speaker::start(voice, wake_for_voice).map_err(WiringError::from)?,
        guest: Guest::new(visit),
        counter: None,
        lens: Lens::default(),
        sheet,
        pick,
        rehearsals,
        counter_ticket: CounterTicket::default(),
        observer: parts.observer,
        zone: crate::domain::time::office_zone(),
    })
}

/// The settings in force: what the file decides, and what was chosen of the rest.
fn sheet(parts: &Parts) -> SettingsSheet {
    let devices = &parts.devices;
    let mut sheet = SettingsSheet {
        fixed: parts.fixed,
        camera: None,
        recording: devices.cameras.is_none(),
        language: parts.settings.language,
        languages: parts.words.languages().to_vec(),
        rest: parts.idle,
        office: devices.office.clone(),
        retention: parts.retention,
        printer: devices.printer_fact.clone(),
        slip_paper: parts.slip_paper,
        presentation: devices.presentation,
    };
    for change in &devices.chosen {
        sheet.take(change);
    }
    sheet
}
