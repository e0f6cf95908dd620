//! The demo: fictional people, its own store, and on request a scripted visitor.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::cli::DemoOptions;
use crate::config::{ScreenSettings, ScreenSize};
use crate::domain::language::Language;
use crate::domain::letter::SlipPaper;
use crate::domain::office::OfficeFacts;
use crate::domain::permit::BothLanguages;
use crate::domain::retention::Retention;
use crate::domain::settings::Fixed;
use crate::register::{demo as specimens, demo_files};
use crate::wiring::{self, DemoCameraChoice};

use super::autoplay::script::{self, Visitor};
use super::autoplay::staff_script::{self, CounterStaff};
use super::autoplay::{KeyNames, Player, Scenario, Summary};
use super::observer::Observer;
use super::stop::Stop;
use super::{AppError, Parts, open_window};

pub mod staff;

/// Runs the demo until its window is closed. A scripted visit prints its summary as the last thing.
///
/// # Errors
/// If the demo cannot be set up, or the scripted visit does not get through.
pub fn run_demo(options: &DemoOptions) -> Result<Option<Summary>, AppError> {
    // Before anything temporary is made: from here on a signal only closes the window.
    let stop = Stop::watch().map_err(AppError::Signals)?;
    let temporary = match &options.data {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|e| AppError::Demo(e.to_string()))?),
    };
    let data = match (&options.data, &temporary) {
        (Some(folder), _) => folder.clone(),
        (None, Some(folder)) => folder.path().to_owned(),
        (None, None) => PathBuf::from("."),
    };
    let out = match (&options.out, &options.data) {
        (Some(out), _) => out.clone(),
        (None, Some(data)) if !options.autoplay => data.clone(),
        (None, _) => PathBuf::from("esscard-demo"),
    };
    let printed = out.join("printed");
    if options.autoplay {
        std::fs::create_dir_all(&out).map_err(|e| AppError::Demo(format!("{} cannot be made: {e}", out.display())))?;
    }
    let choice = if options.webcam { DemoCameraChoice::Webcam } else { DemoCameraChoice::Recorded };
    let mut devices = wiring::of_demo(choice, &data, &printed, options.languages.clone(), office())?;
    if !options.autoplay {
        // A scripted visit says it in its summary.
        let place = std::path::absolute(&printed).unwrap_or_else(|_| printed.clone());
        crate::cli::print(&format!("{}What the demo prints goes to {}\n", what_to_type(), place.display()))
            .map_err(|e| AppError::Demo(e.to_string()))?;
    }
    let photo = if options.webcam { Some(super::demo_photo::take(&devices)?) } else { None };
    let photo = photo.as_deref().unwrap_or(HOLDER_PHOTO);
    specimens::seed_demo(&mut devices.store, photo, devices.clock.timestamp(), devices.clock.today())
        .map_err(|e| AppError::Demo(e.to_string()))?;
    staff::seed(&mut devices.store, devices.clock.timestamp()).map_err(|e| AppError::Demo(e.to_string()))?;
    demo_files::put(&wiring::demo_import_folder(&data), photo, devices.clock.today())
        .map_err(|e| AppError::Demo(format!("the files to import cannot be written: {e}")))?;

    let words = super::words(options.languages.as_deref())?;
    let language = options.language.unwrap_or(Language::English);
    if !words.languages().contains(&language) {
        return Err(AppError::Demo(format!("the folder of --languages has no {}", language.tag())));
    }
    let settings = ScreenSettings {
        fullscreen: false,
        size: Some(options.size.unwrap_or(ScreenSize { width: 1366, height: 768 })),
        language,
    };
    let result = Arc::new(Mutex::new(Summary::default()));
    let (observer, player) = if options.autoplay {
        let observer = Observer::default();
        let acts = match options.scenario {
            Scenario::Visitor => script::whole_visit(&words, language, VISITOR, options.way),
            Scenario::Staff => staff_script::helped_visit(&words, language, VISITOR, COUNTER_STAFF),
        };
        let player = Player::new(acts, KeyNames::of(&words, language), observer.clone(), &out, Arc::clone(&result));
        (Some(observer), Some(player))
    } else {
        (None, None)
    };
    open_window(Parts {
        stop,
        devices,
        words,
        slip_paper: SlipPaper::default(),
        settings,
        idle: (45, 75),
        retention: Retention::default(),
        fixed: Fixed { language: options.language.is_some(), ..Fixed::default() },
        observer,
        player,
    })?;
    if !options.autoplay {
        return Ok(None);
    }
    let mut summary = result.lock().unwrap_or_else(PoisonError::into_inner).clone();
    summary.permit = Some(VISITOR.number.to_owned());
    if let Some(document) = newest_pdf(&printed) {
        let letter = out.join("letter.pdf");
        std::fs::copy(&document, &letter)
            .map_err(|e| AppError::Demo(format!("{} cannot be written: {e}", letter.display())))?;
        summary.letter = Some(letter);
    }
    Ok(Some(summary))
}

/// Whom a person at the demo can be.
fn what_to_type() -> String {
    let mut text = String::from(
        "Everybody in the demo is fictional. Registration, as one of the people in front of the camera:\n",
    );
    for specimen in specimens::HELD {
        let _ = writeln!(text, "  {}  {}", specimen.number, specimen.name);
    }
    let enrolled = specimens::ENROLLED;
    let _ = writeln!(
        text,
        "Sign in, as somebody who is registered already:\n  {}  {}  password {}\n{}More specimens (expired, revoked, other names): esscard-kiosk demo --help",
        enrolled.number,
        enrolled.name,
        specimens::ENROLLED_PASSWORD,
        staff::who_signs_in(),
    );
    text
}

/// The recorded person's permit of category B.
const VISITOR: Visitor =
    Visitor { name: specimens::HELD[1].name, number: specimens::HELD[1].number, password: "Sunny-Harbour7" };

/// Who helps the scripted visitor.
const COUNTER_STAFF: CounterStaff = CounterStaff {
    officer: staff::STAFF[0].0,
    supervisor: staff::STAFF[1].0,
    secret: staff::SECRET,
    // Of the visitor's passport in the demo's register.
    tail: "0002",
};

/// The recorded person's photo, from another recording than the one that plays.
static HOLDER_PHOTO: &[u8] = include_bytes!("../../assets/demo/reference.png");

/// What pages and documents of the demo say of the office, which is fictional like everybody in it.
#[must_use]
pub fn office() -> OfficeFacts {
    let both = |zh: &str, en: &str| BothLanguages { zh: zh.to_owned(), en: en.to_owned() };
    OfficeFacts {
        authority: both("演示主管部门", "Demo authority"),
        office: both("演示办理机构", "Demo enrollment office"),
        phone: "000-0000".to_owned(),
        picture_days: 30,
        enrollment_kept: both("5年", "5 years"),
        case_days: Retention::default().longest_case_days(),
        app_address: Some("https://example.invalid/esscard-demo".to_owned()),
        demo: true,
    }
}

fn newest_pdf(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?;
    files
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .max_by_key(|path| path.metadata().and_then(|m| m.modified()).ok())
}
