//! The gallery's pages as pictures: every widget in every state, in all themes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use egui::accesskit::Role;
use egui::{Key, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotResults};
use esscard_kiosk::domain::display::{Display, Palette, TextSize};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::text::Words;
use esscard_kiosk::ui::gallery::{Gallery, Section};
use esscard_kiosk::ui::{self, theme};

const PORTRAIT: Vec2 = vec2(1080.0, 1920.0);
const LANDSCAPE: Vec2 = vec2(1366.0, 768.0);

fn harness<'a>(section: Section, size: Vec2, language: Language, display: Display) -> Harness<'a, Gallery> {
    let mut gallery = Gallery::new(Words::load().unwrap(), language);
    gallery.open(section, display);
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(1.0)
        .with_max_steps(12)
        .with_context_setup(theme::install)
        .build_ui_state(
            |ui, gallery: &mut Gallery| {
                ui::begin_frame(ui.ctx());
                gallery.show(ui);
            },
            gallery,
        );
    // The wheel of a busy button never rests.
    harness.run_steps(8);
    harness
}

fn name(section: Section) -> String {
    format!("{section:?}").to_lowercase()
}

#[test]
fn every_widget_looks_as_designed_in_every_theme() {
    let mut results = SnapshotResults::new();
    let looks = [
        (PORTRAIT, Language::English, Palette::Light, TextSize::Usual, "light"),
        (LANDSCAPE, Language::Chinese, Palette::Dark, TextSize::Usual, "dark"),
        (LANDSCAPE, Language::English, Palette::HighContrastDark, TextSize::Usual, "hc-dark"),
        (PORTRAIT, Language::Chinese, Palette::HighContrastLight, TextSize::Double, "hc-light-200"),
    ];
    for section in Section::ALL {
        for (size, language, palette, text, look) in looks {
            let display = Display { palette, size: text, calm: true, ..Display::default() };
            let mut harness = harness(section, size, language, display);
            harness.snapshot(format!("gallery/{}-{look}", name(section)));
            results.extend_harness(&mut harness);
        }
    }
}

#[test]
fn the_gallery_goes_round_and_back() {
    let mut harness = harness(Section::Icons, LANDSCAPE, Language::English, Display::default());
    harness.get_by_label("To the first page").click();
    harness.run_steps(4);
    assert!(harness.query_by_role_and_label(Role::RadioButton, "200 %").is_some(), "the first page");
    harness.get_by_label("Back").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("To the first page").is_some(), "the last page");
}

#[test]
fn a_button_shows_where_the_focus_is() {
    let mut harness = harness(Section::Buttons, LANDSCAPE, Language::English, Display::default());
    let before = harness.render().unwrap();
    harness.key_press(Key::Tab);
    harness.run_steps(4);
    assert!(before != harness.render().unwrap(), "nothing shows the focus");
}
