//! Every page, in both languages, upright and lying, at usual and double text, in every palette, with
//! controls low down and with the keyboard open: nothing is cut off, covered, too small to press or too
//! faint to read. What scrolls is scrolled to its end, with the keyboard away, and all of it must have stood
//! whole on the screen on the way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

mod inspect;
mod stage;

use egui::accesskit::Role;
use egui::{Align2, Color32, FontId, Rect, Vec2, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotResults};
use esscard_kiosk::domain::display::{Display, Palette, TextSize};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::text::{Args, Words};
use esscard_kiosk::ui::{Theme, keyboard};
use inspect::{Demands, Judge};
use stage::{LANDSCAPE, NamedPage, PAGES, PORTRAIT, SERVICE_PAGES, SHAPES_AND_LANGUAGES, Stage, harness};

/// No page is that long.
const MOST_VIEWS: usize = 30;

/// Every page there is.
fn pages() -> impl Iterator<Item = NamedPage> {
    PAGES.into_iter().chain(SERVICE_PAGES)
}

fn shown_as(
    reach: fn(Language) -> Stage,
    language: Language,
    display: Display,
    shape: Vec2,
) -> Harness<'static, Stage> {
    let mut stage = reach(language);
    stage.visit.display = display;
    harness(shape, stage)
}

/// Presses as often as there is something to press; answers whether there was an end to it.
fn press_on(harness: &mut Harness<'_, Stage>, label: &str, mut each: impl FnMut(&Harness<'_, Stage>)) -> bool {
    for _ in 0..MOST_VIEWS {
        each(harness);
        if harness.query_all_by_role_and_label(Role::Button, label).count() == 0 {
            return true;
        }
        harness.get_by_role_and_label(Role::Button, label).click();
        let _ = harness.try_run();
    }
    false
}

/// Judges the page as it stands; then, without the keyboard, all that "More below" brings.
fn judge(harness: &mut Harness<'_, Stage>, language: Language, display: Display, shape: Vec2) -> Vec<String> {
    let words = Words::load().unwrap();
    let label = |key: &str| words.get(language, key, &Args::none());
    let mut judge = Judge::new(Demands {
        window: Rect::from_min_size(pos2(0.0, 0.0), shape),
        target: if shape == PORTRAIT { 60.0 } else { 44.0 },
        reach: (display.low && shape == PORTRAIT).then_some(shape.y * 0.4),
    });
    if keyboard::is_open(&harness.ctx) {
        judge.looks_while_typing(&harness.ctx, &harness.output().shapes);
        harness.get_by_role_and_label(Role::Button, &label("k_done")).click();
        let _ = harness.try_run();
        assert!(!keyboard::is_open(&harness.ctx), "the keyboard stays");
    }
    let begins = press_on(harness, &label("more_above"), |_| ());
    let ends = press_on(harness, &label("more_below"), |harness| judge.looks(&harness.ctx, &harness.output().shapes));
    assert!(begins && ends, "scrolls for ever");
    judge.found()
}

/// Judges every page; `only` narrows it to the pages that `LAYOUT_PAGES` names.
fn judge_all(shapes: &[Vec2], displays: &[Display]) {
    let only = std::env::var("LAYOUT_PAGES").unwrap_or_default();
    let mut wrong = Vec::new();
    for (name, reach) in pages() {
        if !only.is_empty() && !only.split(',').any(|page| page == name) {
            continue;
        }
        for &shape in shapes {
            for language in Language::ALL {
                for &display in displays {
                    let mut harness = shown_as(reach, language, display, shape);
                    for fault in judge(&mut harness, language, display, shape) {
                        let at = display.size.percent();
                        wrong.push(format!("{name} {}x{} {} {at} %: {fault}", shape.x, shape.y, language.tag()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

fn sized(size: TextSize) -> Display {
    Display { size, ..Display::default() }
}

#[test]
fn nothing_is_cut_off_at_the_usual_size() {
    judge_all(&[PORTRAIT, LANDSCAPE, vec2(1024.0, 768.0)], &[sized(TextSize::Usual)]);
}

#[test]
fn nothing_is_cut_off_at_double_size() {
    judge_all(&[PORTRAIT, LANDSCAPE], &[sized(TextSize::Double)]);
}

#[test]
fn nothing_is_cut_off_at_the_sizes_between() {
    judge_all(&[PORTRAIT], &[sized(TextSize::Larger)]);
    judge_all(&[LANDSCAPE], &[sized(TextSize::Large)]);
}

#[test]
fn everything_can_be_read_in_every_palette() {
    let displays = [Palette::Dark, Palette::HighContrastDark, Palette::HighContrastLight]
        .map(|palette| Display { palette, ..Display::default() });
    judge_all(&[LANDSCAPE], &displays);
}

#[test]
fn controls_low_down_stand_in_the_lower_part() {
    let low = |size| Display { low: true, ..sized(size) };
    judge_all(&[PORTRAIT], &[low(TextSize::Usual), low(TextSize::Double)]);
}

/// Each page at double size, in a ninth of the pixels.
#[test]
fn pages_look_as_designed_at_double_size() {
    let mut results = SnapshotResults::new();
    for (name, reach) in pages() {
        for (shape, language) in SHAPES_AND_LANGUAGES {
            let small = stage::small(&mut shown_as(reach, language, sized(TextSize::Double), shape));
            let file = stage::picture(name, shape, language);
            results.add(egui_kittest::try_image_snapshot(&small, format!("double/{file}")));
        }
    }
}

/// What is chosen shows at once, by touch and by keys, and goes with the visitor.
#[test]
fn text_and_display_is_reached_and_left_by_keys_and_shows_at_once() {
    let mut harness = harness(PORTRAIT, Stage::registering(Language::English));
    harness.get_by_role_and_label(Role::Button, "Text and display").focus();
    harness.key_press(egui::Key::Enter);
    harness.run_ok();
    let text = |harness: &Harness<'_, Stage>| Theme::of(&harness.ctx).text;
    assert!((text(&harness) - 1.0).abs() < 0.01);
    harness.get_by_role_and_label(Role::RadioButton, "200 %").focus();
    harness.key_press(egui::Key::Enter);
    harness.run_ok();
    assert_eq!(harness.state().visit.display.size, TextSize::Double);
    assert!((text(&harness) - 2.0).abs() < 0.01);
    harness.key_press(egui::Key::Escape);
    harness.run_ok();
    assert!(harness.state().visit.dialog.is_none());
    harness.get_by_role_and_label(Role::TextInput, "Name");
    assert!(harness.query_by_role_and_label(Role::TextInput, "Work permit number").is_none(), "one field at a time");
    harness.get_by_role_and_label(Role::Button, "Continue").click();
    harness.run_ok();
    assert!(harness.get_by_role_and_label(Role::TextInput, "Work permit number").is_focused());
    harness.get_by_role_and_label(Role::Button, "Previous").click();
    harness.run_ok();
    assert!(harness.get_by_role_and_label(Role::TextInput, "Name").is_focused());
    harness.get_by_role_and_label(Role::Button, "Text and display").click();
    harness.run_ok();
    harness.get_by_role_and_label(Role::Button, "All as usual").click();
    harness.run_ok();
    assert_eq!(harness.state().visit.display, Display::default());
    assert!((text(&harness) - 1.0).abs() < 0.01);
}

/// A field that is pressed stands above the keyboard that comes, with what is beneath it.
#[test]
fn a_pressed_field_is_seen_whole_at_once() {
    for shape in [PORTRAIT, LANDSCAPE, vec2(1024.0, 768.0)] {
        for size in [TextSize::Usual, TextSize::Double] {
            for field in ["Work permit number", "Login password"] {
                let mut harness = shown_as(Stage::portal, Language::English, sized(size), shape);
                while harness.query_by_label(field).is_none_or(|node| node.rect().center().y > shape.y - 200.0)
                    && let Some(more) = harness.query_by_role_and_label(Role::Button, "More below")
                {
                    more.click();
                    harness.run_ok();
                }
                harness.get_by_label(field).click();
                harness.run_ok();
                let seen = harness.get_by_label(field).rect();
                let keys = harness.get_by_role_and_label(Role::Button, "1").rect();
                let at = size.percent();
                assert!(seen.bottom() < keys.top() && seen.top() > 28.0, "{field} {shape} {at} %: {seen:?} {keys:?}");
                harness.event(egui::Event::Text("S".into()));
                harness.run_ok();
                let typed = harness.get_by_label(field).rect();
                assert!((typed.top() - seen.top()).abs() < 1.0, "{field} {shape} {at} %: moved to {typed:?}");
            }
        }
    }
}

/// A window on a desk that is too small says so.
#[test]
fn a_window_that_is_too_small_says_so() {
    let harness = harness(vec2(640.0, 480.0), Stage::registering(Language::English));
    harness.get_by_label("This window is too small. Please make it at least 1000 by 600 points large.");
    assert!(harness.query_by_role_and_label(Role::Button, "Q").is_none());
}

/// What is found where `paint` shows the same in every position.
fn planted(paint: impl Fn(&mut egui::Ui) + 'static) -> Vec<String> {
    scrolled(&[0.0], move |ui, _| paint(ui))
}

fn white<'a>(position: f32, paint: impl Fn(&mut egui::Ui, f32) + 'a) -> (Harness<'a, f32>, Judge) {
    let size = vec2(400.0, 300.0);
    let mut harness = Harness::builder().with_size(size).with_pixels_per_point(1.0).build_ui_state(
        move |ui, position: &mut f32| {
            let window = ui.ctx().content_rect();
            ui.painter().rect_filled(window, 0.0, Color32::WHITE);
            paint(ui, *position);
        },
        position,
    );
    harness.run();
    let window = Rect::from_min_size(pos2(0.0, 0.0), size);
    (harness, Judge::new(Demands { window, target: 44.0, reach: Some(120.0) }))
}

/// What is found where `paint` shows a page scrolled to each of `positions`.
fn scrolled(positions: &[f32], paint: impl Fn(&mut egui::Ui, f32) + 'static) -> Vec<String> {
    let (mut harness, mut judge) = white(positions[0], paint);
    for position in positions {
        *harness.state_mut() = *position;
        harness.run();
        judge.looks(&harness.ctx, &harness.output().shapes);
    }
    judge.found()
}

/// What is found where the control `focus` is typed in.
fn typed_in(focus: &'static str, paint: impl Fn(&mut egui::Ui) + 'static) -> Vec<String> {
    let (mut harness, mut judge) = white(0.0, move |ui, _| paint(ui));
    harness.ctx.memory_mut(|memory| memory.request_focus(egui::Id::unique(focus)));
    harness.run();
    judge.looks_while_typing(&harness.ctx, &harness.output().shapes);
    judge.found()
}

fn write(ui: &egui::Ui, at: egui::Pos2, words: &str, ink: Color32) {
    ui.painter().text(at, Align2::LEFT_TOP, words, FontId::proportional(20.0), ink);
}

fn press(ui: &egui::Ui, name: &'static str, rect: Rect) {
    ui.interact(rect, egui::Id::unique(name), egui::Sense::click());
}

/// The judge itself: it finds what is wrong, and nothing where all is well.
#[test]
fn planted_faults_are_found() {
    let rect = |x: f32, y: f32, w: f32, h: f32| Rect::from_min_size(pos2(x, y), vec2(w, h));
    let only = |found: Vec<String>, word: &str| {
        assert!(!found.is_empty() && found.iter().all(|fault| fault.contains(word)), "{word}: {found:?}");
    };
    let fine = planted(move |ui| {
        write(ui, pos2(20.0, 20.0), "words", Color32::BLACK);
        write(ui, pos2(20.0, 60.0), "more words", Color32::from_gray(0x60));
        press(ui, "one", rect(20.0, 130.0, 100.0, 50.0));
        press(ui, "two", rect(140.0, 130.0, 100.0, 50.0));
        // Inside the other, as a field's own buttons are.
        press(ui, "three", rect(190.0, 132.0, 46.0, 46.0));
    });
    assert!(fine.is_empty(), "{fine:?}");
    only(planted(|ui| write(ui, pos2(340.0, 20.0), "leaves the window", Color32::BLACK)), "cut off at the side");
    only(planted(|ui| write(ui, pos2(20.0, 290.0), "leaves the window", Color32::BLACK)), "cut off");
    only(
        planted(move |ui| {
            let clipped = ui.painter().with_clip_rect(rect(0.0, 0.0, 400.0, 30.0));
            clipped.text(
                pos2(20.0, 20.0),
                Align2::LEFT_TOP,
                "cut by its clip",
                FontId::proportional(20.0),
                Color32::BLACK,
            );
        }),
        "cut off",
    );
    only(
        planted(|ui| {
            write(ui, pos2(20.0, 20.0), "one word", Color32::BLACK);
            write(ui, pos2(50.0, 25.0), "another", Color32::BLACK);
        }),
        "one on the other",
    );
    only(
        planted(move |ui| {
            write(ui, pos2(20.0, 20.0), "hidden words", Color32::BLACK);
            ui.painter().rect_filled(rect(60.0, 10.0, 100.0, 60.0), 0.0, Color32::WHITE);
        }),
        "covered",
    );
    only(planted(|ui| write(ui, pos2(20.0, 20.0), "pale", Color32::from_gray(0x90))), "faint");
    only(
        planted(move |ui| {
            ui.painter().circle_filled(pos2(60.0, 60.0), 50.0, Color32::from_rgb(0x0B, 0x5C, 0x63));
            write(ui, pos2(40.0, 50.0), "dark", Color32::BLACK);
        }),
        "faint",
    );
    only(
        planted(|ui| {
            let words = ui.painter().layout("electronic".into(), FontId::proportional(20.0), Color32::BLACK, 60.0);
            ui.painter().galley(pos2(20.0, 20.0), words, Color32::BLACK);
        }),
        "torn",
    );
    only(
        planted(move |ui| {
            press(ui, "one", rect(20.0, 130.0, 100.0, 50.0));
            press(ui, "two", rect(100.0, 150.0, 100.0, 50.0));
        }),
        "share a place",
    );
    only(planted(move |ui| press(ui, "small", rect(20.0, 130.0, 100.0, 40.0))), "smaller than");
    only(planted(move |ui| press(ui, "high", rect(20.0, 30.0, 100.0, 50.0))), "stands above");
    only(planted(move |ui| press(ui, "out", rect(350.0, 130.0, 100.0, 50.0))), "a control");
}

/// The same of what scrolls: a place of 100 points in the middle of the window, and words around it.
#[test]
fn planted_faults_in_what_scrolls_are_found() {
    let rect = |x: f32, y: f32, w: f32, h: f32| Rect::from_min_size(pos2(x, y), vec2(w, h));
    let place = rect(0.0, 130.0, 400.0, 100.0);
    let only = |found: Vec<String>, word: &str| {
        assert!(!found.is_empty() && found.iter().all(|fault| fault.contains(word)), "{word}: {found:?}");
    };
    // A line at 70 and a control from 120 on, of what is scrolled by `up`.
    let content = move |ui: &mut egui::Ui, up: f32| {
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place));
        inside.set_clip_rect(place);
        write(&inside, place.min + vec2(20.0, 70.0 - up), "scrolls", Color32::BLACK);
        press(&inside, "control", rect(20.0, place.top() + 120.0 - up, 100.0, 50.0));
    };
    let fine = scrolled(&[0.0, 80.0], move |ui, up| {
        content(ui, up);
        write(ui, pos2(20.0, 260.0), "stays", Color32::BLACK);
    });
    assert!(fine.is_empty(), "{fine:?}");
    only(scrolled(&[0.0, 20.0], content), "a control is cut off in every position");
    only(
        scrolled(&[0.0, 80.0], move |ui, up| {
            content(ui, up);
            write(ui, pos2(20.0, 290.0), "stays", Color32::BLACK);
        }),
        "cut off: \"stays\"",
    );
    only(
        scrolled(&[0.0, 95.0], move |ui, up| {
            content(ui, up);
            let inside = ui.painter().with_clip_rect(place);
            let at = place.min + vec2(200.0, 84.0 - up);
            // Without its lower edge at first, without its upper edge then.
            inside.text(at, Align2::LEFT_TOP, "(passes)", FontId::proportional(20.0), Color32::BLACK);
        }),
        "cut off in every position: \"(passes)\"",
    );
    // The same words elsewhere, and whole, are another line.
    only(
        scrolled(&[0.0, 95.0], move |ui, up| {
            content(ui, up);
            let inside = ui.painter().with_clip_rect(place);
            for top in [84.0, 160.0] {
                let at = place.min + vec2(200.0, top - up);
                inside.text(at, Align2::LEFT_TOP, "(twice)", FontId::proportional(20.0), Color32::BLACK);
            }
        }),
        "cut off in every position: \"(twice)\"",
    );
    only(
        scrolled(&[0.0, 80.0], move |ui, up| {
            content(ui, up);
            let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place));
            inside.set_clip_rect(place);
            let unseen = rect(20.0, place.top() + 200.0 - up, 100.0, 50.0);
            inside.interact(unseen, egui::Id::unique("label"), egui::Sense::hover());
        }),
        "never in sight",
    );
    only(scrolled(&[0.0, 0.0], move |ui, _| press(ui, "control", rect(20.0, 130.0, 100.0, 50.0))), "nothing moves");
    let field = move |ui: &mut egui::Ui, top: f32| {
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place));
        inside.set_clip_rect(place);
        press(&inside, "field", rect(20.0, top, 100.0, 50.0));
    };
    let above = typed_in("field", move |ui| field(ui, 140.0));
    assert!(above.is_empty(), "{above:?}");
    let found = typed_in("field", move |ui| field(ui, 200.0));
    assert!(found.iter().any(|fault| fault.contains("typed in and not seen whole")), "{found:?}");
    only(typed_in("nothing", move |ui| field(ui, 140.0)), "nowhere on the page");
}

/// Draws pages into the folder that `LAYOUT_PICTURES` names, to be looked at.
#[test]
fn pages_are_drawn_to_be_looked_at() {
    let Some(folder) = std::env::var_os("LAYOUT_PICTURES").map(std::path::PathBuf::from) else { return };
    let only = std::env::var("LAYOUT_PAGES").unwrap_or_default();
    let text = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
    let size = match text("LAYOUT_SIZE", "200").as_str() {
        "100" => TextSize::Usual,
        "125" => TextSize::Larger,
        "150" => TextSize::Large,
        _ => TextSize::Double,
    };
    let palette = match text("LAYOUT_COLOURS", "light").as_str() {
        "dark" => Palette::Dark,
        "hc_dark" => Palette::HighContrastDark,
        "hc_light" => Palette::HighContrastLight,
        _ => Palette::Light,
    };
    let display = Display { size, palette, low: text("LAYOUT_LOW", "no") == "yes", ..Display::default() };
    let languages = text("LAYOUT_LANGUAGES", "en,zh-CN");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, reach) in pages() {
        if !only.is_empty() && !only.split(',').any(|page| page == name) {
            continue;
        }
        for shape in [PORTRAIT, LANDSCAPE] {
            for language in Language::ALL {
                if languages.split(',').any(|tag| tag == language.tag()) {
                    let picture = shown_as(reach, language, display, shape).render().unwrap();
                    let small = image::imageops::thumbnail(&picture, picture.width() / 2, picture.height() / 2);
                    small.save(folder.join(format!("{}.png", stage::picture(name, shape, language)))).unwrap();
                }
            }
        }
    }
}
