//! The pages as visitors see and use them: pictures in both languages and both sizes, and what
//! touch and keyboard do. Every page is reached by real events of a real visit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

mod stage;

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, SnapshotResults};
use std::sync::Arc;

use esscard_kiosk::domain::account::SignInRefusal;
use esscard_kiosk::domain::display::{Display, TextSize};
use esscard_kiosk::domain::face_shot::{FaceShot, FrameReadings};
use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::presentation::Presentation;
use esscard_kiosk::domain::registration::FieldFault;
use esscard_kiosk::flow::effect::{Effect, Ending};
use esscard_kiosk::flow::event::Event;
use esscard_kiosk::flow::step::Step;
use esscard_kiosk::text::{Args, Words};

use stage::{
    LANDSCAPE, NAME, NUMBER, PAGES, PASSWORD, PORTRAIT, Stage, harness, look_as_designed, picture, pseudo_language,
};

/// Pages of which one large picture says enough: they differ little from another one.
const ONE_PICTURE: [(&str, Vec2); 19] = [
    ("forgotten", LANDSCAPE),
    ("name_help", LANDSCAPE),
    ("name_help_fault", PORTRAIT),
    ("papers_letter", PORTRAIT),
    ("papers_renewed", PORTRAIT),
    ("papers_old", LANDSCAPE),
    ("portal_wait", LANDSCAPE),
    ("portal_wrong", PORTRAIT),
    ("portal_locked", PORTRAIT),
    ("registration", PORTRAIT),
    ("registration_longest", PORTRAIT),
    ("refused_expired", LANDSCAPE),
    ("consent_needs_tick", LANDSCAPE),
    ("broken", PORTRAIT),
    ("display_at_the_form", LANDSCAPE),
    ("display_no_speech", PORTRAIT),
    ("display_no_sound", LANDSCAPE),
    ("languages", PORTRAIT),
    ("cancel", PORTRAIT),
];

#[test]
fn pages_look_as_designed() {
    look_as_designed(&PAGES, |name, size| ONE_PICTURE.iter().all(|(page, shape)| *page != name || *shape == size));
}

/// Only long texts, and the many choices of "Text and display", scroll at the usual size.
#[test]
fn pages_fit_their_screen() {
    for (name, stage) in PAGES {
        for size in [PORTRAIT, LANDSCAPE] {
            for language in Language::ALL {
                let harness = harness(size, stage(language));
                let more = Words::load().unwrap().get(language, "more_below", &Args::none());
                let scrolls = harness.query_by_role_and_label(Role::Button, &more).is_some();
                let may_scroll =
                    ["consent_full", "registration_longest"].contains(&name) || name.starts_with("display");
                assert!(!scrolls || may_scroll, "{} is too high for its screen", picture(name, size, language));
            }
        }
    }
}

#[test]
fn login_on_the_home_page_opens_the_login_page() {
    let mut harness = harness(PORTRAIT, Stage::new(Language::English));
    harness.get_by_role_and_label(Role::Button, "Login").click();
    harness.run_ok();
    assert!(matches!(harness.state().events[..], [Event::OpenLogin]), "{:?}", harness.state().events);
    harness.get_by_role_and_label(Role::Button, "Login portal for foreigner's holding work permit").click();
    harness.run_ok();
    assert!(matches!(harness.state().visit.step, Step::Portal(_)));
}

#[test]
fn without_an_address_the_app_is_found_by_its_name() {
    let mut stage = Stage::new(Language::English).on(Event::OpenGuide);
    stage.facts.app_address = None;
    let harness = harness(LANDSCAPE, stage);
    harness.get_by_label("No download code is set up here. Please search for the app by name.");
    harness.get_by_label("esscard");
    assert!(harness.query_by_label("Download code of the app").is_none());
}

#[test]
fn none_of_the_questions_is_one_press_away_from_the_form() {
    for key in [Key::Enter, Key::Space] {
        let mut harness = harness(PORTRAIT, Stage::before(Language::English));
        harness.key_press(key);
        harness.run_ok();
        assert!(matches!(harness.state().visit.step, Step::Registering(_)), "{:?}", harness.state().events);
    }
}

#[test]
fn the_name_is_taken_from_a_line_typed_on_the_screen() {
    for size in [PORTRAIT, LANDSCAPE] {
        let mut harness = harness(size, Stage::registering(Language::English).typed("ANA", NUMBER, ""));
        harness.get_by_role_and_label(Role::Button, "Name help").click();
        harness.run_ok();
        harness
            .get_by_role_and_label(Role::TextInput, "Upper of the two lines at the foot of your passport page")
            .click();
        harness.run_ok();
        for c in "P<UTODOE<<JO".chars() {
            harness.get_by_role_and_label(Role::Button, &c.to_string()).click();
            harness.run_ok();
        }
        let before = harness.state().events.len();
        harness.get_by_role_and_label(Role::Button, "Use this name").click();
        harness.run_ok();
        assert!(matches!(harness.state().events[before..], [Event::TakeName]));
        let Step::Registering(form) = &harness.state().visit.step else { panic!("not at the form") };
        assert_eq!((form.draft.name.as_str(), form.draft.number.as_str()), ("DOE JO", NUMBER));
    }
}

#[test]
fn a_line_that_cannot_be_read_is_told_until_it_is_corrected() {
    let mut harness = harness(PORTRAIT, Stage::name_help(Language::English).mrz("P<UTO"));
    harness.get_by_role_and_label(Role::Button, "Use this name").click();
    harness.run_ok();
    harness.get_by_label("No name can be read yet. Two \"<\" stand between surname and given names.");
    let Step::NameHelp(step) = &mut harness.state_mut().visit.step else { panic!() };
    step.line.insert(5, "DOE");
    harness.run_ok();
    let Step::NameHelp(step) = &harness.state().visit.step else { panic!() };
    assert_eq!(step.fault, None);
}

#[test]
fn a_folder_of_catalogues_is_enough_for_a_language() {
    let mut results = SnapshotResults::new();
    for size in [PORTRAIT, LANDSCAPE] {
        let (words, pseudo) = pseudo_language();
        let mut harness = harness(size, Stage::with(Language::English, words));
        // Two languages are a switch, three a list.
        harness.query_all_by_role_and_label(Role::Button, "Language").next().unwrap().click();
        harness.run_ok();
        let shape = if size == PORTRAIT { "portrait" } else { "landscape" };
        for own_name in ["中文", "English", "Pséudo"] {
            let found = harness.query_all_by_label_contains(own_name).count();
            assert!(found > 0, "{own_name} is not offered");
        }
        harness.get_by_role_and_label(Role::Button, "Pséudo").click();
        harness.run_ok();
        assert_eq!(harness.state().visit.language, pseudo);
        // Large in the new language; what it lacks in English, Chinese beneath.
        let title = harness.get_by_label("Gét your éléctronic social sécurity card");
        assert_eq!(title.accesskit_node().description().as_deref(), Some("领取电子社保卡"));
        harness.get_by_label("For foreign nationals who hold a work permit in China");
        harness.snapshot(format!("pages/further_language_{shape}"));
        results.extend_harness(&mut harness);
    }
}

#[test]
fn every_page_is_drawn_in_a_further_language() {
    let (words, pseudo) = pseudo_language();
    let mut harness = harness(PORTRAIT, Stage::with(pseudo, words));
    for (event, text) in [
        (Event::OpenLogin, "Choosé how you log in"),
        (Event::OpenPortal, "First timé héré?"),
        (Event::OpenRegistration, "Béforé you start"),
        (Event::OpenRegistration, "Régistration"),
        (Event::OpenNameHelp, "How must my namé look?"),
    ] {
        let state = harness.state_mut();
        let ticket = state.visit.ticket;
        let now = state.now;
        state.visit.handle(ticket, event, now);
        harness.run_ok();
        assert!(harness.query_all_by_label(text).count() > 0, "{text} is not shown");
    }
}

#[test]
fn registration_opens_ready_to_type() {
    let harness = harness(PORTRAIT, Stage::registering(Language::English));
    assert!(harness.get_by_role_and_label(Role::TextInput, "Name").is_focused());
    harness.get_by_role_and_label(Role::Button, "Q");
}

#[test]
fn the_language_changes_at_a_press_and_nothing_else_does() {
    let mut harness = harness(LANDSCAPE, Stage::registering(Language::English).typed(NAME, "", ""));
    harness.get_by_role_and_label(Role::Button, "中文").click();
    harness.run_ok();
    assert_eq!(harness.state().visit.language, Language::Chinese);
    harness.get_by_role_and_label(Role::Button, "注册并登录");
    let Step::Registering(step) = &harness.state().visit.step else { panic!("another page") };
    assert_eq!(step.draft.name.as_str(), NAME);
}

#[test]
fn typing_fills_the_draft_and_enter_leads_on() {
    let mut harness = harness(PORTRAIT, Stage::registering(Language::English));
    harness.get_by_role_and_label(Role::TextInput, "Name").focus();
    harness.run_ok();
    harness.event(egui::Event::Text("Zoë Łukasz".into()));
    harness.key_press(Key::Enter);
    harness.run_ok();
    harness.event(egui::Event::Text("SP20".into()));
    harness.key_press(Key::Enter);
    harness.run_ok();
    harness.event(egui::Event::Text("abc".into()));
    harness.key_press(Key::Enter);
    harness.run_ok();
    let Step::Registering(step) = &harness.state().visit.step else { panic!("another page") };
    assert_eq!(
        (step.draft.name.as_str(), step.draft.number.as_str(), step.draft.password.as_str()),
        ("Zoë Łukasz", "SP20", "abc")
    );
    assert!(matches!(harness.state().events[..], [Event::SubmitRegistration]));
    assert!(step.faults.contains(&FieldFault::PasswordLength { chars: 3 }));
}

#[test]
fn keys_on_the_screen_type_into_the_field_with_the_focus() {
    let mut harness = harness(PORTRAIT, Stage::registering(Language::English));
    harness.get_by_role_and_label(Role::TextInput, "Work permit number").focus();
    harness.run_ok();
    for key in ["S", "P", "2"] {
        harness.get_by_role_and_label(Role::Button, key).click();
        harness.run_ok();
    }
    let Step::Registering(step) = &harness.state().visit.step else { panic!("another page") };
    assert_eq!(step.draft.number.as_str(), "SP2");
}

#[test]
fn the_field_being_typed_stays_above_the_keyboard() {
    for size in [PORTRAIT, LANDSCAPE] {
        for (stage, fields) in [
            (Stage::registering as fn(Language) -> Stage, ["Name", "Work permit number", "Login password"].as_slice()),
            (Stage::portal, &["Work permit number", "Login password"]),
        ] {
            for field in fields {
                let mut harness = harness(size, stage(Language::English));
                harness.get_by_label(field).focus();
                harness.run_steps(40);
                let field_rect = harness.get_by_label(field).rect();
                let key = harness.get_by_role_and_label(Role::Button, "Done").rect();
                let first_row = key.top() - if size == PORTRAIT { 400.0 } else { 216.0 };
                assert!(field_rect.bottom() < first_row, "{field}: {field_rect:?} under the keyboard at {first_row}");
                assert!(field_rect.top() > 0.0);
            }
        }
    }
}

#[test]
fn the_first_fault_gets_the_focus_and_the_offered_letter_replaces_the_digit() {
    let stage = Stage::registering(Language::English).typed("ELENA VIDAL-0RTEGA", NUMBER, PASSWORD);
    let mut harness = harness(LANDSCAPE, stage);
    harness.get_by_role_and_label(Role::Button, "Sign up and login").click();
    harness.run_ok();
    assert!(harness.get_by_role_and_label(Role::TextInput, "Name").is_focused());
    harness.get_by_role_and_label(Role::Button, "There is 1 thing to correct");
    harness.get_by_role_and_label(Role::Button, "Change 0 to O").click();
    harness.run_ok();
    let Step::Registering(step) = &harness.state().visit.step else { panic!("another page") };
    assert_eq!(step.draft.name.as_str(), "ELENA VIDAL-ORTEGA");
    assert!(step.faults.is_empty());
}

#[test]
fn a_password_is_shown_only_while_show_is_on() {
    let mut harness = harness(PORTRAIT, Stage::registering(Language::English).typed("", "", PASSWORD));
    harness.get_by_role_and_label(Role::PasswordInput, "Login password");
    harness.get_by_role_and_label(Role::Button, "Show").click();
    harness.run_ok();
    harness.get_by_role_and_label(Role::TextInput, "Login password");
    harness.get_by_role_and_label(Role::Button, "Hide");
}

#[test]
fn face_recognition_needs_the_tick_and_staff_do_not() {
    let mut harness = harness(PORTRAIT, Stage::consenting(Language::English));
    harness.get_by_role_and_label(Role::Button, "Verify by face").click();
    harness.run_ok();
    let Step::Consenting(step) = &harness.state().visit.step else { panic!("moved on without consent") };
    assert!(step.needs_tick && !step.face_ticked);
    harness.get_by_label("Tick the box to use face recognition, or choose \"Verify with staff instead\".");
    harness.get_by_role_and_label(Role::CheckBox, "I agree that my face is used for this check.").click();
    harness.run_ok();
    let Step::Consenting(step) = &harness.state().visit.step else { panic!("moved on at the tick") };
    assert!(step.face_ticked && !step.needs_tick);
    harness.get_by_role_and_label(Role::Button, "Verify with staff instead").click();
    harness.run_ok();
    assert!(matches!(harness.state().visit.step, Step::Assisted(_)));
}

#[test]
fn both_ways_of_verifying_are_equally_large() {
    for size in [PORTRAIT, LANDSCAPE] {
        let harness = harness(size, Stage::consenting(Language::English));
        let face = harness.get_by_role_and_label(Role::Button, "Verify by face").rect();
        let staff = harness.get_by_role_and_label(Role::Button, "Verify with staff instead").rect();
        assert_eq!(face.size(), staff.size());
    }
}

#[test]
fn the_full_text_opens_in_place_and_leads_back() {
    let mut harness = harness(LANDSCAPE, Stage::consenting(Language::English));
    harness.get_by_role_and_label(Role::Button, "Read the full text").click();
    harness.run_ok();
    harness.get_by_label("Face recognition: the full text");
    harness.get_by_role_and_label(Role::Button, "More below").click();
    harness.run_ok();
    harness.get_by_role_and_label(Role::Button, "More above").click();
    harness.run_ok();
    assert!(harness.query_by_role_and_label(Role::Button, "More above").is_none());
    harness.get_by_role_and_label(Role::Button, "Back").click();
    harness.run_ok();
    harness.get_by_role_and_label(Role::Button, "Verify by face");
    assert!(harness.state().events.is_empty(), "{:?}", harness.state().events);
}

#[test]
fn the_idle_page_shows_nothing_personal_and_any_touch_continues() {
    let mut stage = Stage::registering(Language::English).typed(NAME, NUMBER, "");
    stage = stage.later(Duration::from_secs(50));
    let mut harness = harness(PORTRAIT, stage);
    assert!(harness.query_by_label("Name").is_none());
    assert!(harness.get_by_role_and_label(Role::Button, "I'm still here").is_focused());
    harness.drag_at(egui::pos2(500.0, 1800.0));
    harness.drop_at(egui::pos2(500.0, 1800.0));
    harness.run_ok();
    assert!(matches!(harness.state().events[..], [Event::KeepGoing]), "{:?}", harness.state().events);
    harness.get_by_label("Name");
}

#[test]
fn finishing_from_the_idle_page_forgets() {
    let stage = Stage::registering(Language::English).typed(NAME, NUMBER, "").later(Duration::from_secs(50));
    let mut harness = harness(PORTRAIT, stage);
    harness.get_by_role_and_label(Role::Button, "Finish and clear").click();
    harness.run_ok();
    assert!(matches!(harness.state().events[..], [Event::Finish]), "{:?}", harness.state().events);
    assert!(harness.state().effects.iter().any(|e| matches!(e, Effect::Forget(_))));
}

#[test]
fn cancel_asks_before_it_clears_what_was_entered() {
    let mut harness = harness(PORTRAIT, Stage::registering(Language::English).typed(NAME, "", ""));
    harness.get_by_role_and_label(Role::Button, "Cancel").click();
    harness.run_ok();
    harness.get_by_label("Cancel and clear what you have entered?");
    assert!(harness.query_by_label("Name").is_none(), "the form stays readable behind the question");
    harness.get_by_role_and_label(Role::Button, "Keep going").click();
    harness.run_ok();
    let Step::Registering(step) = &harness.state().visit.step else { panic!("another page") };
    assert_eq!(step.draft.name.as_str(), NAME);
    harness.get_by_role_and_label(Role::Button, "Cancel").click();
    harness.run_ok();
    harness.get_by_role_and_label(Role::Button, "Cancel and clear").click();
    harness.run_ok();
    assert!(harness.state().effects.iter().any(|e| matches!(e, Effect::Forget(Ending::Cancelled))));
}

#[test]
fn staff_are_asked_from_every_page_and_the_way_back_is_there() {
    for (name, stage) in PAGES {
        // "Text and display" above the home page has that page's tools: staff are a tile there.
        if ["assisted", "assisted_waiting", "assisted_kept", "idle", "done", "cancel", "display"].contains(&name) {
            continue;
        }
        let mut harness = harness(LANDSCAPE, stage(Language::English));
        harness.get_all_by_label("Ask staff").next().unwrap().click();
        harness.run_ok();
        assert!(matches!(harness.state().visit.step, Step::Assisted(_)), "{name}");
        harness.get_by_label("Please help this visitor");
        harness.get_by_role_and_label(Role::Button, "Back to my visit").click();
        harness.run_ok();
        assert!(!matches!(harness.state().visit.step, Step::Assisted(_)), "{name}");
    }
}

#[test]
fn the_whole_portal_can_be_used_by_keyboard_alone() {
    let mut harness = harness(LANDSCAPE, Stage::portal(Language::English));
    let mut reached = Vec::new();
    for _ in 0..12 {
        harness.key_press(Key::Tab);
        harness.run_ok();
        if let Some(node) = harness.query_all(egui_kittest::kittest::By::new()).find(|n| n.is_focused()) {
            reached.push(node.accesskit_node().label().unwrap_or_default());
        }
    }
    for stop in
        ["Registration", "Work permit number", "Login password", "Show", "Login", "Back", "Cancel", "Ask staff", "中文"]
    {
        assert!(reached.iter().any(|r| r == stop), "{stop} is not reached: {reached:?}");
    }
}

/// At large texts the form shows one field at a time, and the Tab key still leads through all of it.
#[test]
fn tab_leads_through_the_login_where_one_field_is_shown_at_a_time() {
    for size in [TextSize::Large, TextSize::Double] {
        let display = Display { size, ..Display::default() };
        let mut harness = harness(LANDSCAPE, Stage::portal(Language::English).on(Event::SetDisplay(display)));
        let focused = |harness: &Harness<'_, Stage>| {
            let node = harness.query_all(egui_kittest::kittest::By::new()).find(|n| n.is_focused());
            node.and_then(|n| n.accesskit_node().label()).unwrap_or_default()
        };
        let tab = |harness: &mut Harness<'_, Stage>| {
            harness.key_press(Key::Tab);
            harness.run_ok();
        };
        tab(&mut harness);
        assert_eq!(focused(&harness), "Registration");
        tab(&mut harness);
        assert_eq!(focused(&harness), "Work permit number");
        harness.event(egui::Event::Text(NUMBER.into()));
        tab(&mut harness);
        assert_eq!(focused(&harness), "Login password");
        harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::Tab);
        harness.run_ok();
        assert_eq!(focused(&harness), "Work permit number");
        harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::Tab);
        harness.run_ok();
        assert_eq!(focused(&harness), "Registration");
        tab(&mut harness);
        tab(&mut harness);
        harness.event(egui::Event::Text(PASSWORD.into()));
        tab(&mut harness);
        assert_eq!(focused(&harness), "Forgot your password?");
        for _ in 0..4 {
            harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::Tab);
            harness.run_ok();
            if focused(&harness) == "Login password" {
                break;
            }
        }
        harness.key_press(Key::Enter);
        harness.run_ok();
        let signs_in = |e: &Effect| matches!(e, Effect::SignIn { number, .. } if number.as_str() == NUMBER);
        assert!(harness.state().effects.iter().any(signs_in), "{size:?}");
    }
}

#[test]
fn page_down_and_page_up_scroll_and_the_focus_is_never_lost() {
    let display = Display { size: TextSize::Double, ..Display::default() };
    let mut harness = harness(LANDSCAPE, Stage::portal(Language::English).on(Event::SetDisplay(display)));
    let top = |harness: &Harness<'_, Stage>| {
        harness.get_by_role_and_label(egui::accesskit::Role::Button, "Registration").rect().top()
    };
    let before = top(&harness);
    harness.key_press(Key::PageDown);
    harness.run_ok();
    assert!(top(&harness) < before - 50.0);
    harness.key_press(Key::PageUp);
    harness.run_ok();
    assert!((top(&harness) - before).abs() < 1.0);
    harness.get_by_label("More below").focus();
    for _ in 0..8 {
        harness.run_ok();
        if harness.query_by_label("More below").is_none() {
            break;
        }
        harness.key_press(Key::Enter);
    }
    harness.run_ok();
    assert!(harness.query_by_label("More below").is_none());
    assert!(harness.get_by_label("More above").is_focused());
}

#[test]
fn what_was_typed_is_there_again_after_going_back() {
    let mut harness = harness(PORTRAIT, Stage::registering(Language::English).typed(NAME, NUMBER, ""));
    for _ in 0..3 {
        harness.key_press(Key::Escape);
        harness.run_ok();
    }
    assert!(matches!(harness.state().visit.step, Step::Login(_)));
    for label in ["Login portal for foreigner's holding work permit", "Registration", "Continue"] {
        harness.get_by_role_and_label(Role::Button, label).click();
        harness.run_ok();
    }
    let Step::Registering(step) = &harness.state().visit.step else { panic!("another page") };
    assert_eq!((step.draft.name.as_str(), step.draft.number.as_str()), (NAME, NUMBER));
}

#[test]
fn the_way_home_asks_before_it_clears_what_was_typed() {
    for typed in [NAME, ""] {
        let mut harness = harness(PORTRAIT, Stage::registering(Language::English).typed(typed, "", ""));
        for _ in 0..4 {
            harness.key_press(Key::Escape);
            harness.run_ok();
        }
        if typed.is_empty() {
            assert!(matches!(harness.state().visit.step, Step::Home(_)), "nothing is lost, nothing is asked");
            continue;
        }
        harness.get_by_label("Cancel and clear what you have entered?");
        harness.get_by_role_and_label(Role::Button, "Keep going").click();
        harness.run_ok();
        assert!(matches!(harness.state().visit.step, Step::Login(_)));
        harness.get_by_role_and_label(Role::Button, "Back").click();
        harness.run_ok();
        harness.get_by_role_and_label(Role::Button, "Cancel and clear").click();
        harness.run_ok();
        assert!(harness.state().effects.iter().any(|e| matches!(e, Effect::Forget(Ending::Cancelled))));
    }
}

#[test]
fn a_missing_password_is_asked_for_and_costs_no_try() {
    let mut harness = harness(PORTRAIT, Stage::portal(Language::English).typed("", NUMBER, ""));
    harness.get_by_role_and_label(Role::Button, "Login").click();
    harness.run_ok();
    harness.get_by_label("Please enter your login password.");
    assert!(harness.get_by_role_and_label(Role::PasswordInput, "Login password").is_focused());
    assert!(!harness.state().effects.iter().any(|effect| matches!(effect, Effect::SignIn { .. })));
}

#[test]
fn after_a_wrong_password_the_field_is_ready_to_type() {
    let stage = Stage::portal(Language::English).typed("", NUMBER, PASSWORD).on(Event::SignIn);
    let stage = stage.on(Event::SignInRefused(SignInRefusal::Wrong));
    let harness = harness(PORTRAIT, stage);
    assert!(harness.get_by_role_and_label(Role::PasswordInput, "Login password").is_focused());
}

fn shot() -> FaceShot {
    FaceShot { picture: Arc::from([7_u8]), readings: FrameReadings::default() }
}

#[test]
fn who_may_not_be_there_tries_again_and_who_looks_like_a_picture_goes_to_staff() {
    let passed = || {
        let start = Stage::capturing(Language::English).straight();
        (0..3).fold(start, |stage, _| stage.moves().straight()).compared()
    };
    let noted = |stage: &Stage| stage.effects.iter().any(|e| matches!(e, Effect::NotePresentation(_)));

    let unclear = passed().on(Event::NotLive(Presentation::Unclear, Box::new(shot())));
    let Step::CaptureFailed(step) = &unclear.visit.step else { panic!("{:?}", unclear.visit.step) };
    assert_eq!((step.cause, step.tries_left()), (Some(Fault::LivenessUnclear), 2));
    assert!(noted(&unclear));

    let attack = passed().on(Event::NotLive(Presentation::Attack, Box::new(shot())));
    assert!(matches!(&attack.visit.step, Step::Assisted(_)), "{:?}", attack.visit.step);
    assert!(noted(&attack));
    assert!(attack.effects.iter().any(|effect| matches!(effect, Effect::CloseEyes)));
    let back = attack.on(Event::Back);
    let Step::CaptureFailed(step) = &back.visit.step else { panic!("{:?}", back.visit.step) };
    assert_eq!(step.tries_left(), 0, "staff cannot be got round");
    assert!(matches!(back.on(Event::TryAgain).visit.step, Step::CaptureFailed(_)));
}
