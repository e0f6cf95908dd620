//! A page at rest costs nothing: no frame is drawn while nothing changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing"
)]

mod stage;

use std::time::Duration;

use esscard_kiosk::domain::account::SignInRefusal;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::flow::event::Event;

use stage::screen::Screen;
use stage::{LANDSCAPE, NUMBER, PAGES, PASSWORD, PORTRAIT, SERVICE_PAGES, Stage};

/// Pages with a mark that goes round: something is under way that the visitor waits for.
const UNDER_WAY: [&str; 1] = ["issuing"];

#[test]
fn a_page_on_which_nothing_changes_asks_for_no_frame() {
    let mut restless = Vec::new();
    for (name, reach) in PAGES.into_iter().chain(SERVICE_PAGES) {
        for (size, language) in [(PORTRAIT, Language::English), (LANDSCAPE, Language::Chinese)] {
            let mut screen = Screen::new(size, reach(language));
            // Comes to rest within a second of its first frame.
            screen.frames_in(Duration::from_secs(1));
            let frames = screen.frames_in(Duration::from_secs(2)) - 1;
            println!("{name} {size}: {frames}");
            if frames > 0 && !UNDER_WAY.contains(&name) {
                restless.push((name, size, frames));
            }
        }
    }
    assert!(restless.is_empty(), "{restless:?}");
}

#[test]
fn timers_wake_the_screen_when_they_change_what_it_shows_and_not_before() {
    let seconds = |stage: &Stage| stage.visit.quiet_for(stage.now.moment).map(|quiet| quiet.as_secs_f32());
    let english = Language::English;

    let home = Stage::new(english);
    assert_eq!(seconds(&home), None);
    let other = Stage::new(english).on(Event::SetLanguage(Language::Chinese));
    assert_eq!(seconds(&other), Some(75.0), "the language goes back");

    let consent = Stage::consenting(english);
    assert_eq!(seconds(&consent), Some(45.0), "the warning comes");
    let read = consent.later(Duration::from_millis(44_600));
    assert_eq!(seconds(&read), Some(0.4));
    let warned = read.later(Duration::from_secs(1));
    assert_eq!(seconds(&warned), Some(0.4), "the warning counts down");

    let wait = Stage::portal(english).typed("", NUMBER, PASSWORD).on(Event::SignIn);
    let wait = wait.on(Event::SignInRefused(SignInRefusal::Wait { seconds: 15 }));
    assert_eq!(seconds(&wait), Some(1.0));
    assert_eq!(seconds(&wait.later(Duration::from_millis(1_300))), Some(0.7));

    assert_eq!(seconds(&Stage::done(english)), Some(8.0), "the home page comes");
    assert_eq!(seconds(&Stage::capturing(english)), Some(0.1));
}
