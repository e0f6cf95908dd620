//! Screens other than the two the pages are drawn for: nothing is cut off, nothing covers anything.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

mod stage;

use egui::accesskit::Role;
use egui::{Rect, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::text::{Args, Words};

use stage::{PAGES, SERVICE_PAGES, Stage, harness};

/// Widths and heights in pixels, as kiosks and laptops have them.
const SCREENS: [(Vec2, Language); 6] = [
    (vec2(1024.0, 768.0), Language::English),
    (vec2(1024.0, 768.0), Language::Chinese),
    (vec2(1280.0, 800.0), Language::English),
    (vec2(1280.0, 1024.0), Language::Chinese),
    (vec2(1920.0, 1080.0), Language::English),
    (vec2(800.0, 1280.0), Language::English),
];

/// What may be pressed or typed into.
const CONTROLS: [Role; 6] =
    [Role::Button, Role::RadioButton, Role::CheckBox, Role::TextInput, Role::PasswordInput, Role::Link];

/// Draws every page on every screen into the folder that `SCREEN_PICTURES` names, to be looked at.
#[test]
#[ignore = "draws pictures to be looked at"]
fn pages_are_drawn_to_be_looked_at() {
    let folder =
        std::env::var_os("SCREEN_PICTURES").map(std::path::PathBuf::from).expect("SCREEN_PICTURES names a folder");
    let only = std::env::var("SCREEN_PAGES").unwrap_or_default();
    std::fs::create_dir_all(&folder).unwrap();
    for (name, stage) in PAGES.into_iter().chain(SERVICE_PAGES) {
        if !only.is_empty() && !only.split(',').any(|page| page == name) {
            continue;
        }
        for (size, language) in SCREENS {
            let file = format!("{name}_{}x{}_{}.png", size.x, size.y, language.tag());
            harness(size, stage(language)).render().unwrap().save(folder.join(file)).unwrap();
        }
    }
}

/// What can be pressed, on the screen in whole, with its name.
fn controls(harness: &Harness<'_, Stage>) -> Vec<(String, Rect)> {
    let mut controls = Vec::new();
    for node in harness.query_all(egui_kittest::kittest::By::new()) {
        let seen = node.accesskit_node();
        if CONTROLS.contains(&seen.role()) && !seen.is_hidden() && seen.bounding_box().is_some() {
            controls.push((seen.label().unwrap_or_default(), node.rect()));
        }
    }
    controls
}

/// Pages that are opened over another one and close again.
const OVER_A_PAGE: [&str; 6] =
    ["display", "display_at_the_form", "display_no_speech", "display_no_sound", "languages", "cancel"];

/// Every control stands on the screen from side to side, no two share a place, and what stands
/// outside the scrolling part is on the screen from top to bottom.
#[test]
fn controls_stand_apart_on_every_screen() {
    let words = Words::load().unwrap();
    for (name, stage) in PAGES.into_iter().chain(SERVICE_PAGES) {
        for (size, language) in SCREENS {
            let page = format!("{name} at {}x{} in {}", size.x, size.y, language.tag());
            let harness = harness(size, stage(language));
            let canvas = harness.ctx.content_rect();
            let footer = canvas.bottom() - if size.y > size.x { 160.0 } else { 84.0 };
            let more = words.get(language, "more_below", &Args::none());
            let scrolls = harness.query_by_role_and_label(Role::Button, &more).is_some();
            for node in harness.query_all(egui_kittest::kittest::By::new()) {
                if node.accesskit_node().bounding_box().is_none() {
                    continue;
                }
                let rect = node.rect();
                let inside = rect.left() >= canvas.left() - 1.0 && rect.right() <= canvas.right() + 1.0;
                assert!(inside, "{page}: {:?} {rect:?}", node.accesskit_node().label());
            }
            if scrolls && OVER_A_PAGE.contains(&name) {
                // Its rows end anywhere under the footer; `tests/layout.rs` judges what is painted of them.
                continue;
            }
            let controls = controls(&harness);
            for (i, (label, rect)) in controls.iter().enumerate() {
                assert!(scrolls || canvas.expand(1.0).contains_rect(*rect), "{page}: {label:?} at {rect:?}");
                for (other, at) in &controls[i + 1..] {
                    let shared = rect.intersect(*at);
                    let apart = shared.width() < 1.0 || shared.height() < 1.0 || nested(*rect, *at);
                    // What scrolls under keyboard or footer is clipped there; what "More below" covers
                    // moves out from under it.
                    let key = |label: &str| label.chars().count() == 1;
                    let under = |rect: &Rect| scrolls && rect.bottom() > footer && rect.top() < footer;
                    let over =
                        [label, other].iter().any(|label| **label == more || key(label)) || under(rect) || under(at);
                    assert!(apart || over, "{page}: {label:?} {rect:?} and {other:?} {at:?}");
                }
            }
        }
    }
}

/// One stands wholly inside the other, as a field's own buttons do.
fn nested(a: Rect, b: Rect) -> bool {
    a.expand(1.0).contains_rect(b) || b.expand(1.0).contains_rect(a)
}

/// Pages that end by themselves or ask only yes or no.
const WITHOUT_FRAME: [&str; 4] = ["home", "idle", "done", "issuing"];

/// "Cancel" before the card, "Finish" from the card on: every page has one of them.
#[test]
fn every_page_can_be_left_for_good() {
    for (name, stage) in PAGES.into_iter().chain(SERVICE_PAGES) {
        if WITHOUT_FRAME.contains(&name) || OVER_A_PAGE.contains(&name) || name.starts_with("assisted") {
            continue;
        }
        let harness = harness(stage::LANDSCAPE, stage(Language::English));
        let out =
            ["Cancel", "Finish"].iter().any(|label| harness.query_by_role_and_label(Role::Button, label).is_some());
        assert!(out, "{name}");
    }
}

/// Escape says what "Back" says, and "Cancel" where nothing leads back.
#[test]
fn escape_goes_back_on_every_page() {
    for (name, stage) in PAGES.into_iter().chain(SERVICE_PAGES) {
        let mut harness = harness(stage::PORTRAIT, stage(Language::English));
        let there = |label: &str| harness.query_by_role_and_label(Role::Button, label).is_some();
        let expected = if OVER_A_PAGE.contains(&name) {
            "KeepGoing"
        } else if there("Back") {
            "Back"
        } else if there("Cancel") {
            "Cancel"
        } else {
            continue;
        };
        harness.state_mut().events.clear();
        harness.key_press(egui::Key::Escape);
        let _ = harness.try_run();
        let said = format!("{:?}", harness.state().events.first());
        // The full text of the consent closes within its page.
        let in_place = name == "consent_full" && said == "None";
        assert!(in_place || said == format!("Some({expected})"), "{name}: {said}, not {expected}");
    }
}
