//! What those hear and reach who do not see or do not touch: names for everything, every control by the
//! Tab key, and pages that can be read aloud without giving anybody away.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

mod stage;

use std::collections::BTreeMap;
use std::time::Duration;

use egui::accesskit::{Action, NodeId, Role, TreeUpdate};
use egui::epaint::Shape;
use egui::{Context, FullOutput, Key, Plugin, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use esscard_kiosk::domain::account::SignInRefusal;
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::recovery::RecoveryCheck;
use esscard_kiosk::domain::speech::Phrase;
use esscard_kiosk::flow::event::Event;
use esscard_kiosk::flow::step::Step;
use esscard_kiosk::flow::visit::Idle;
use esscard_kiosk::text::{Args, Words, dates, spoken};
use esscard_kiosk::ui::access_tree::AccessTree;
use esscard_kiosk::ui::reader::{self, Reader};

use stage::{LANDSCAPE, NAME, NUMBER, PAGES, PASSWORD, PORTRAIT, SERVICE_PAGES, Stage, harness};

/// Keeps the tree of the newest frame.
#[derive(Default)]
struct Ear(Option<TreeUpdate>);

impl Plugin for Ear {
    fn debug_name(&self) -> &'static str {
        "ear"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        self.0.clone_from(&output.platform_output.accesskit_update);
    }
}

/// A page with somebody who listens.
fn heard<'a>(size: Vec2, stage: Stage) -> Harness<'a, Stage> {
    let mut harness = harness(size, stage);
    harness.ctx.add_plugin(Ear::default());
    harness.run_steps(1);
    harness
}

/// The tree of the page as it stands.
fn tree(harness: &Harness<'_, Stage>) -> TreeUpdate {
    harness.ctx.with_plugin(|ear: &mut Ear| ear.0.clone()).flatten().expect("a tree")
}

/// What is Chinese on an English page, too: the name of the language, and what is searched for to find the app.
const CHINESE_EVERYWHERE: [&str; 2] = ["中文", "电子社保卡"];

/// `text` without what may be Chinese in any language.
fn without_names(text: &str) -> String {
    CHINESE_EVERYWHERE.iter().fold(text.to_owned(), |text, name| text.replace(name, ""))
}

/// Everything that the Tab key should reach, with its name.
fn reachable(update: &TreeUpdate) -> BTreeMap<NodeId, String> {
    let tree = AccessTree::of(update);
    let nodes = tree.in_order().into_iter();
    nodes
        .filter(|(_, node)| node.supports_action(Action::Focus) && !node.is_disabled() && node.role() != Role::Window)
        .map(|(id, node)| (id, tree.name(node).unwrap_or_default().to_owned()))
        .collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn everything_has_a_name_in_the_chosen_language() {
    // Names of languages and of an app store stand in their own.
    const OWN: [&str; 4] = ["English", "中文", "Pséudo", "App Store"];
    let mut wrong = Vec::new();
    for (page, reach) in PAGES.into_iter().chain(SERVICE_PAGES) {
        for (size, language) in [(PORTRAIT, Language::Chinese), (LANDSCAPE, Language::English)] {
            let harness = heard(size, reach(language));
            let update = tree(&harness);
            let tree = AccessTree::of(&update);
            let mut controls = 0;
            for (id, node) in tree.in_order() {
                let text = without_names(node.label().or(node.value()).unwrap_or_default());
                // Whose employer has a Chinese name only, has it in English as well.
                let own = page.ends_with("_sparse") && node.role() == Role::Row;
                let foreign = language == Language::English && is_chinese(&text) && !own;
                if foreign {
                    wrong.push(format!("{page}: {:?} {text:?}", node.role()));
                }
                let is_control = node.supports_action(Action::Focus) && node.role() != Role::Window;
                if !is_control && node.role() != Role::Image {
                    continue;
                }
                controls += usize::from(is_control);
                let name = tree.name(node).unwrap_or_default();
                assert!(!name.trim().is_empty(), "{page}: {id:?}, a {:?}, has no name", node.role());
                // A figure ("100 %") is the same in every language.
                let wordless = !name.chars().any(char::is_alphabetic);
                let fits = wordless || is_chinese(name) == (language == Language::Chinese);
                assert!(fits || OWN.contains(&name), "{page} in {}: {:?} {name:?}", language.tag(), node.role());
            }
            assert!(controls > 0 || page == "issuing", "{page} has nothing to press");
        }
    }
    assert!(wrong.is_empty(), "Chinese to English ears: {wrong:#?}");
}

#[test]
fn the_tab_key_reaches_everything_once_and_comes_round() {
    for (page, reach) in PAGES.into_iter().chain(SERVICE_PAGES) {
        let mut harness = heard(LANDSCAPE, reach(Language::English));
        let all = reachable(&tree(&harness));
        let mut shown = all.clone();
        let mut visited = Vec::new();
        // A field may have taken the focus when its page came up: one round from wherever it is. On the way
        // the page may scroll, and "More above" comes.
        for _ in 0..=all.len() + 1 {
            harness.key_press(Key::Tab);
            let _ = harness.try_run();
            let now = tree(&harness);
            shown.extend(reachable(&now));
            if visited.first() == Some(&now.focus) {
                break;
            }
            visited.push(now.focus);
        }
        let missed: Vec<_> = all.iter().filter(|(id, _)| !visited.contains(id)).map(|(_, name)| name).collect();
        assert!(missed.is_empty(), "{page}: Tab never comes to {missed:?} of {all:?}, but to {visited:?}");
        let names: Vec<_> = visited.iter().map(|id| shown.get(id)).collect();
        let astray = visited.iter().enumerate().any(|(i, id)| !shown.contains_key(id) || visited[..i].contains(id));
        assert!(!astray, "{page}: Tab goes astray: {names:?}");
    }
}

/// All that a page says when it comes up.
fn read_aloud(reach: stage::Reach, language: Language, headphones: bool) -> String {
    let mut harness = harness(PORTRAIT, reach(language));
    harness.ctx.add_plugin(Reader::default());
    reader::set(&harness.ctx, true, headphones);
    let _ = harness.try_run();
    let words = Words::load().unwrap();
    let announced = reader::take(&harness.ctx);
    let phrases: Vec<Phrase> = announced.into_iter().flat_map(|announcement| announcement.phrases).collect();
    spoken::text(&words, language, &phrases)
}

#[test]
fn every_page_can_be_read_aloud_and_names_nobody() {
    let first_name = NAME.split(' ').next().unwrap();
    let mut foreign = Vec::new();
    for (page, reach) in PAGES.into_iter().chain(SERVICE_PAGES) {
        for language in Language::ALL {
            let text = read_aloud(reach, language, false);
            assert!(text.lines().count() >= 2, "{page} says only {text:?}");
            match language {
                Language::Chinese => assert!(is_chinese(&text), "{page}: {text}"),
                _ => foreign.extend(text.lines().filter(|line| is_chinese(&without_names(line))).map(str::to_owned)),
            }
            // The specimen passport of the name help bears the same name as the visitor of these tests.
            let names = if page.starts_with("name_help") { ["ERIKSSON", "ANNA"] } else { [NAME, first_name] };
            for personal in names.into_iter().chain([NUMBER, PASSWORD]) {
                assert!(!text.to_uppercase().contains(&personal.to_uppercase()), "{page} gives away: {text}");
            }
        }
    }
    assert!(foreign.is_empty(), "read to English ears: {foreign:#?}");
}

/// All that the register knows of the visitor of these tests, and what follows from it.
fn register_values(words: &Words, language: Language) -> Vec<String> {
    let permit = stage::permit(NAME);
    let both = [&permit.citizenship, &permit.employer, &permit.workplace, &permit.occupation, &permit.approver];
    let days = [permit.valid_from, permit.valid_until, permit.issued_on];
    let category = Args::none().text("c", permit.category.letter());
    let left = Args::none().number("n", 220);
    let mut values: Vec<String> = both.into_iter().flat_map(|text| [text.zh.clone(), text.en.clone()]).collect();
    values.extend(days.map(|day| dates::date(words, language, day)));
    values.extend([permit.passport_tail().unwrap().to_owned(), permit.file_number, permit.family_members]);
    values.extend([words.get(language, "i_cat", &category), words.get(language, "i_days", &left)]);
    values
}

#[test]
fn nothing_of_the_register_is_said_without_headphones() {
    let words = Words::load().unwrap();
    let inquiry = SERVICE_PAGES.into_iter().find(|(name, _)| *name == "inquiry").unwrap().1;
    let mut said: Vec<String> = Vec::new();
    for language in Language::ALL {
        let values = register_values(&words, language);
        let private = read_aloud(inquiry, language, true);
        for value in &values {
            let shown = private.contains(value) || is_chinese(value) != (language == Language::Chinese);
            assert!(shown, "the test looks for {value:?} in vain: {private}");
        }
        let standing = format!("{}.", words.get(language, "i_valid", &Args::none()));
        let hears = |text: &str| text.lines().any(|line| line == standing);
        assert!(hears(&private) && !hears(&read_aloud(inquiry, language, false)), "{standing}: {private}");
        for (page, reach) in PAGES.into_iter().chain(SERVICE_PAGES) {
            let text = read_aloud(reach, language, false);
            let gives_away = |line: &&str| values.iter().any(|value| line.contains(value.as_str()));
            said.extend(text.lines().filter(gives_away).map(|line| format!("{page}: {line}")));
        }
    }
    assert!(said.is_empty(), "given away: {said:#?}");
}

/// All texts of a page as painted, without spaces.
fn painted(harness: &Harness<'_, Stage>) -> String {
    fn take(shape: &Shape, text: &mut String) {
        match shape {
            Shape::Vec(all) => all.iter().for_each(|shape| take(shape, text)),
            Shape::Text(painted) => text.push_str(painted.galley.text()),
            _ => {}
        }
    }
    let mut text = String::new();
    for clipped in &harness.output().shapes {
        take(&clipped.shape, &mut text);
    }
    close(&text)
}

/// `text` without spaces.
fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn names_and_numbers_that_are_painted_are_told_as_well() {
    let values =
        [NAME, NUMBER, "VIDAL-ORTEGA ELENA MARIA", "ERIKSSON ANNA MARIA", "30 June 2027", "Category"].map(close);
    let (mut found, mut untold) = ([0; 6], Vec::new());
    for (page, reach) in PAGES.into_iter().chain(SERVICE_PAGES) {
        for size in [PORTRAIT, LANDSCAPE] {
            let harness = heard(size, reach(Language::English));
            let update = tree(&harness);
            let tree = AccessTree::of(&update);
            let nodes = tree.in_order();
            // What is typed into a field stays out of the tree.
            let is_form = nodes.iter().any(|(_, node)| node.role() == Role::TextInput) && page != "name_help_read";
            if is_form {
                continue;
            }
            let told = nodes.iter().filter_map(|(_, node)| node.label().or(node.value())).collect::<Vec<_>>().join("|");
            let (painted, told) = (painted(&harness), close(&told));
            for (value, found) in values.iter().zip(&mut found) {
                if painted.contains(value) {
                    *found += 1;
                    if !told.contains(value) {
                        untold.push((page, value));
                    }
                }
            }
        }
    }
    assert!(untold.is_empty(), "painted and not told: {untold:?}");
    assert!(found.iter().all(|pages| *pages >= 2), "{found:?}");
}

#[test]
fn with_headphones_the_inquiry_is_read_whole() {
    let (_, inquiry) = SERVICE_PAGES.into_iter().find(|(name, _)| *name == "inquiry").unwrap();
    let text = read_aloud(inquiry, Language::English, true);
    assert!(text.to_uppercase().contains(NAME), "{text}");
    let without = read_aloud(inquiry, Language::English, false);
    assert!(without.contains("headphones"), "{without}");
}

/// A page with somebody who listens, read to its end.
fn listened<'a>(stage: Stage) -> Harness<'a, Stage> {
    let mut harness = harness(PORTRAIT, stage);
    harness.ctx.add_plugin(Reader::default());
    reader::set(&harness.ctx, true, false);
    let _ = harness.try_run();
    let _ = reader::take(&harness.ctx);
    harness
}

#[test]
fn what_is_wrong_is_said_when_it_was_handed_in() {
    let differing = |language| {
        let mut stage = Stage::new_password(language);
        let Step::NewPassword(step) = &mut stage.visit.step else { panic!("no form") };
        step.password.insert(0, PASSWORD);
        step.again.insert(0, "kite-42-mos");
        stage
    };
    for language in Language::ALL {
        let signing_in = |password| Stage::portal(language).typed("", NUMBER, password);
        let refused = Event::SignInRefused(SignInRefusal::Wrong);
        let not_found = Event::RecoveryChecked(RecoveryCheck::Refused(SignInRefusal::Wrong));
        let cases: [(Stage, Vec<Event>, &str); 5] = [
            (signing_in(""), vec![Event::SignIn], "e_pw_missing"),
            (signing_in(PASSWORD), vec![Event::SignIn, refused], "e_login"),
            (Stage::recovering(language), vec![Event::SubmitRecovery, not_found], "fp_wrong"),
            (differing(language), vec![Event::SubmitPassword], "np_differs"),
            (Stage::consenting(language), vec![Event::VerifyByFace], "c_need"),
        ];
        for (stage, events, key) in cases {
            let wrong = stage.words.get(language, key, &Args::none());
            let mut harness = listened(stage);
            for event in events {
                let stage = harness.state_mut();
                let (ticket, now) = (stage.visit.ticket, stage.now);
                let _ = stage.visit.handle(ticket, event, now);
                harness.step();
            }
            let _ = harness.try_run();
            let said = reader::take(&harness.ctx);
            let tells = |phrase: &Phrase| matches!(phrase, Phrase::Text(text) if *text == wrong);
            let at = said.iter().position(|announcement| announcement.phrases.iter().any(tells));
            let at = at.unwrap_or_else(|| panic!("{key} is not said in {}", language.tag()));
            assert!(said[at + 1..].iter().all(|later| !later.interrupt), "{key} is cut off in {}", language.tag());
        }
    }
}

#[test]
fn who_listens_to_a_long_page_is_not_taken_for_absent() {
    let mut stage = Stage::consenting(Language::English);
    for _ in 0..30 {
        stage = stage.later(Duration::from_secs(10));
        let now = stage.now.moment;
        stage.visit.listens(now);
        assert_eq!(stage.visit.idle(now), Idle::Active);
    }
    // It has been read. The warning is read as well, and comes to its end all the same.
    let warned = stage.later(Duration::from_secs(45));
    let mut now = warned.now.moment;
    assert!(matches!(warned.visit.idle(now), Idle::Warn { seconds: 30, .. }));
    let mut visit = warned.visit;
    for _ in 0..30 {
        now = now.after(Duration::from_secs(1));
        visit.listens(now);
    }
    assert_eq!(visit.idle(now), Idle::Over);
}

#[test]
fn a_page_can_be_heard_again() {
    let mut stage = Stage::consenting(Language::English).on(Event::OpenDisplay);
    stage.visit.display.spoken.on = true;
    let words = Words::load().unwrap();
    let again = words.get(Language::English, "v_again", &Args::none());
    let title = words.get(Language::English, "c_title", &Args::none());
    let mut harness = listened(stage);
    harness.get_by_label(&again).click();
    let _ = harness.try_run();
    let said = reader::take(&harness.ctx);
    let from_the_top =
        |phrases: &[Phrase]| phrases.iter().any(|phrase| matches!(phrase, Phrase::Text(t) if *t == title));
    assert!(said.iter().any(|announced| announced.interrupt && from_the_top(&announced.phrases)));
    // Only for those who listen.
    let silent = heard(PORTRAIT, Stage::consenting(Language::English).on(Event::OpenDisplay));
    assert!(silent.query_by_label(&again).is_none());
}
