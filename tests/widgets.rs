//! The widgets as visitors see and use them: pictures in both scaffolds and languages, and what
//! touch, mouse and keyboard do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use egui::{Id, Key, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, SnapshotResults};
use esscard_kiosk::domain::language::Language;
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::secret::Secret;
use esscard_kiosk::text::{Args, PairText, Words};
use esscard_kiosk::ui::banner::{Tone, banner};
use esscard_kiosk::ui::button::{Button, choices};
use esscard_kiosk::ui::card::{Ground, card, hairline};
use esscard_kiosk::ui::checkbox::checkbox;
use esscard_kiosk::ui::dialog::{Dialog, centred, middle};
use esscard_kiosk::ui::field::Field;
use esscard_kiosk::ui::icons::Icon;
use esscard_kiosk::ui::keys::KeyLayout;
use esscard_kiosk::ui::oval::{Movement, Preview};
use esscard_kiosk::ui::progress::{Stage, bar, stages};
use esscard_kiosk::ui::ring::Ring;
use esscard_kiosk::ui::rules::rules;
use esscard_kiosk::ui::scaffold::{FrameWords, Pressed, Scaffold, language_switch};
use esscard_kiosk::ui::summary::summary_at;
use esscard_kiosk::ui::tile::Tile;
use esscard_kiosk::ui::{self, Pair, PairLabel, Role, Theme, art, forget, pair, pair_inline, summary, theme};

const PORTRAIT: Vec2 = vec2(1080.0, 1920.0);
const LANDSCAPE: Vec2 = vec2(1366.0, 768.0);

/// A form with everything a visitor can type.
struct Form {
    words: Words,
    language: Language,
    frame: FrameWords,
    name: Secret,
    number: Secret,
    password: Secret,
    shown: bool,
    wrong: bool,
    pressed: Vec<&'static str>,
}

impl Form {
    fn new(language: Language) -> Self {
        let words = Words::load().expect("catalogues");
        let frame = FrameWords::of(&words, language);
        Self {
            words,
            language,
            frame,
            name: Secret::with_capacity(120),
            number: Secret::with_capacity(40),
            password: Secret::with_capacity(40),
            shown: false,
            wrong: false,
            pressed: Vec::new(),
        }
    }

    fn text(&self, key: &str) -> PairText {
        self.words.pair(self.language, key, &Args::none())
    }
}

fn name_id() -> Id {
    Id::unique("name")
}

fn password_id() -> Id {
    Id::unique("password")
}

fn harness<'a>(size: Vec2, form: Form, page: fn(&mut egui::Ui, &mut Form)) -> Harness<'a, Form> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(1.0)
        .with_max_steps(12)
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(theme::install)
        .build_ui_state(
            move |ui, form: &mut Form| {
                ui::begin_frame(ui.ctx());
                page(ui, form);
            },
            form,
        );
    harness.run();
    harness
}

/// Registration as in the mockup.
fn registration(ui: &mut egui::Ui, form: &mut Form) {
    let theme = Theme::of(ui.ctx());
    let text = |key: &str| form.words.pair(form.language, key, &Args::none());
    let signup = text("g_signup");
    let frame = form.frame.clone();
    let scaffold = Scaffold::new("registration", &frame)
        .demo(true)
        .step(0)
        .dense()
        .back()
        .cancel()
        .next(Button::filled(&signup).icon_after(Icon::ArrowRight));
    let title = text("g_reg");
    let one = form.words.pair_with(form.language, "r_sum", |_| Args::none().number("n", 1));
    let (label_name, label_number, label_password) = (text("g_name"), text("g_number"), text("g_pw"));
    let (note_1, note_2) = (text("g_note1"), text("g_note2"));
    let (error, fix) = (text("r_err0"), text("r_fix0"));
    let (show, hide) = (text("show"), text("hide"));
    let rule_words = ["p1", "p2", "p3", "p4"].map(text);
    let (met, unmet) = (text("met").primary, text("unmet").primary);
    let Form { name, number, password, shown, wrong, .. } = form;
    let mut fixed = false;
    let shown_page = scaffold.show(ui, |ui| {
        let at = ui.cursor().min;
        let width = ui.available_width();
        pair_inline(ui, Role::Title, &title);
        if *wrong {
            let wide = summary::width(ui, (&one).into());
            let size = vec2(wide, theme.pick(80.0, 44.0));
            let rect = egui::Rect::from_min_size(at + vec2(width - wide, theme.pick(-14.0, -2.0)), size);
            summary_at(ui, rect, (&one).into());
        }
        let mut name_field = |ui: &mut egui::Ui| {
            let field = Field::new(name_id(), &label_name, name, KeyLayout::Name).hint(&note_1);
            let field = if *wrong {
                field.error(Some((&error).into())).fix(Some((&fix).into())).fault_at(Some(18))
            } else {
                field
            };
            fixed = field.show(ui).fix;
        };
        let mut number_field = |ui: &mut egui::Ui| {
            let id = Id::unique("number");
            let right = !number.is_empty();
            Field::new(id, &label_number, number, KeyLayout::Number).grouped().right(right).hint(&note_2).show(ui);
        };
        let mut password_field = |ui: &mut egui::Ui| {
            Field::new(password_id(), &label_password, password, KeyLayout::Password)
                .password(shown, &show, &hide)
                .show(ui);
        };
        let marks = |ui: &mut egui::Ui| {
            let marked: Vec<(Pair<'_>, bool)> = rule_words.iter().enumerate().map(|(i, w)| (w.into(), i > 0)).collect();
            rules(ui, &marked, &met, &unmet);
        };
        if theme.is_portrait() {
            ui.add_space(14.0);
            name_field(ui);
            ui.add_space(14.0);
            number_field(ui);
            ui.add_space(14.0);
            password_field(ui);
            ui.add_space(20.0);
            marks(ui);
        } else {
            let top = ui.cursor().top() + 4.0;
            let column = |left: f32| {
                let rect = egui::Rect::from_min_size(egui::pos2(at.x + left, top), vec2(491.0, 300.0));
                egui::UiBuilder::new().max_rect(rect)
            };
            ui.scope_builder(column(0.0), |ui| {
                name_field(ui);
                ui.add_space(8.0);
                password_field(ui);
            });
            ui.scope_builder(column(523.0), |ui| {
                number_field(ui);
                ui.add_space(34.0);
                marks(ui);
            });
        }
    });
    if fixed {
        form.pressed.push("fix");
    }
    if let Some(pressed) = shown_page.pressed {
        form.pressed.push(match pressed {
            Pressed::Staff => "staff",
            Pressed::Mark => "mark",
            Pressed::Display => "display",
            Pressed::Listen => "listen",
            Pressed::Language => "language",
            Pressed::Back => "back",
            Pressed::Cancel => "cancel",
            Pressed::Plain => "plain",
            Pressed::Side => "side",
            Pressed::Next => "next",
        });
    }
}

/// Everything that is not on the registration page, on one page that scrolls.
fn gallery(ui: &mut egui::Ui, form: &mut Form) {
    let theme = Theme::of(ui.ctx());
    let m = theme.metrics;
    let words = |key: &str| form.text(key);
    let finish = words("finish");
    let print = words("t_print");
    let scaffold = Scaffold::new("gallery", &form.frame)
        .demo(true)
        .back()
        .side(Button::outlined(&print).icon(Icon::Printer))
        .next(Button::filled(&finish).icon(Icon::Check).enabled(false));
    scaffold.show(ui, |ui| {
        pair(ui, Role::Title, &words("l_have"));
        ui.add_space(m.s2);
        Tile::new(Icon::SignIn, &words("g_login")).caption(&words("h_login")).filled().show(ui);
        ui.add_space(m.s2);
        Tile::new(Icon::DeviceMobile, &words("h_app")).caption(&words("h_app_sub")).show(ui);
        ui.add_space(m.s2);
        banner(ui, Tone::Information, &words("q_has"));
        ui.add_space(m.s2);
        banner(ui, Tone::Attention, &words("pr_safe"));
        ui.add_space(m.s2);
        card(ui, Ground::Tint, |ui| {
            pair_inline(ui, Role::Heading, &words("c_sep"));
            ui.add_space(m.s2);
            checkbox(ui, true, &words("c_tick"));
            hairline(ui);
            pair(ui, Role::Caption, &words("c_tick_sub"));
        });
        ui.add_space(m.s2);
        let (face, staff) = (words("c_face"), words("c_staffv"));
        choices(ui, Button::choice(Icon::ScanSmiley, &face), Button::choice(Icon::UserCheck, &staff));
        ui.add_space(m.s2);
        card(ui, Ground::Surface, |ui| {
            bar(ui, 0.62);
            ui.add_space(m.s2);
            let stage = ["t_p1", "t_p2", "t_p3", "t_p4"].map(words);
            let how = [Stage::Done, Stage::Done, Stage::Now(Icon::Printer), Stage::Ahead];
            let shown: Vec<(Stage, Pair<'_>)> = how.into_iter().zip(stage.iter().map(Pair::from)).collect();
            stages(ui, &shown);
        });
        ui.add_space(m.s2);
        ui.horizontal(|ui| {
            Ring::new(7, 0.7).show(ui);
            ui.add_space(m.s3);
            Button::outlined(&words("x_try")).icon(Icon::ArrowCounterClockwise).show(ui);
            ui.add_space(m.s3);
            Button::filled(&words("g_reg")).icon_after(Icon::ArrowRight).show(ui);
        });
    });
}

fn idle(ui: &mut egui::Ui, form: &mut Form) {
    let theme = Theme::of(ui.ctx());
    let words = |key: &str| form.text(key);
    let stay = Id::unique("stay");
    let output = Dialog::new("idle").title(&words("d_title")).body(&words("d_sub")).demo(Some(&form.frame.demo)).show(
        ui,
        |ui| {
            let side = theme.pick(324.0, 200.0);
            middle(ui, side, |ui| Ring::new(23, 0.77).countdown(&words("d_sec")).show(ui));
            ui.add_space(theme.metrics.s4);
            let width = ui.available_width();
            let answer = words("d_stay");
            Button::filled(&answer).icon(Icon::HandPalm).id(stay).width(width).show(ui);
            ui.add_space(theme.metrics.s3);
            centred(ui, Role::Caption, &words("d_note"));
        },
    );
    esscard_kiosk::ui::focus::first(ui.ctx(), stay);
    if output.escaped {
        form.pressed.push("escape");
    }
}

fn home(ui: &mut egui::Ui, form: &mut Form) {
    let theme = Theme::of(ui.ctx());
    let scaffold = Scaffold::new("home", &form.frame).demo(true).without_staff().own_footer();
    let layout = scaffold.layout(ui.ctx());
    let words = |key: &str| form.text(key);
    scaffold.show(ui, |ui| {
        let height = theme.pick(564.0, 256.0);
        let hero = egui::Rect::from_min_size(layout.page.min, vec2(layout.page.width(), height));
        art::hero_ground(ui.painter(), hero);
        art::hero_card_and_phone(ui.painter(), hero);
        let c = theme.colours;
        ui.add_space(theme.pick(24.0, 0.0));
        let width = theme.pick(560.0, 480.0);
        let title =
            PairLabel::new(Role::Display, &words("h_title")).colours(c.on_deep, c.on_deep_2).lay(ui.ctx(), width);
        title.paint(ui.painter(), ui.cursor().min);
    });
}

fn snapshot(
    results: &mut SnapshotResults,
    name: &str,
    size: Vec2,
    language: Language,
    page: fn(&mut egui::Ui, &mut Form),
    fill: fn(&mut Form),
) {
    let mut form = Form::new(language);
    fill(&mut form);
    let mut harness = harness(size, form, page);
    let place = if size == PORTRAIT { "portrait" } else { "landscape" };
    if name == "registration" {
        harness.get_by_label(if language == Language::English { "Login password" } else { "登录密码" }).focus();
        harness.run();
    }
    harness.snapshot(format!("widgets/{name}-{}-{place}", language.tag()));
    results.extend_harness(&mut harness);
}

fn typed(form: &mut Form) {
    form.name = Secret::copied("ELENA MARIA VIDAL-0RTEGA", 120);
    form.number = Secret::copied("SP2026041700012345", 40);
    form.password = Secret::copied("abcdefg", 40);
    form.wrong = true;
}

macro_rules! pictures {
    ($($test:ident: $name:literal, $page:ident, $fill:expr;)*) => {$(
        #[test]
        fn $test() {
            let mut results = SnapshotResults::new();
            for language in Language::ALL {
                for size in [PORTRAIT, LANDSCAPE] {
                    snapshot(&mut results, $name, size, language, $page, $fill);
                }
            }
        }
    )*};
}

pictures! {
    registration_looks_as_designed: "registration", registration, typed;
    every_other_widget_looks_as_designed: "gallery", gallery, |_| ();
    the_idle_warning_looks_as_designed: "idle", idle, |_| ();
    the_hero_looks_as_designed: "home", home, |_| ();
    the_drawings_look_as_designed: "drawings", drawings, |_| ();
}

/// The six movements' pictograms, the language switch, the printer, and a menu of buttons.
fn drawings(ui: &mut egui::Ui, form: &mut Form) {
    let theme = Theme::of(ui.ctx());
    let scaffold = Scaffold::new("drawings", &form.frame).demo(true).own_footer();
    let layout = scaffold.layout(ui.ctx());
    let words = |key: &str| form.text(key);
    scaffold.show(ui, |ui| {
        let half = theme.pick(vec2(460.0, 360.0), vec2(320.0, 190.0));
        for pair in Prompt::ALL.chunks(theme.pick(2, 3)) {
            ui.horizontal(|ui| {
                for &prompt in pair {
                    Preview::new(None, &[Movement::Running(1.0)], "camera").cue(Some(prompt)).show(ui, half);
                    ui.add_space(20.0);
                }
            });
            ui.add_space(20.0);
        }
        let (rect, _) =
            ui.allocate_exact_size(theme.pick(vec2(400.0, 280.0), vec2(200.0, 130.0)), egui::Sense::hover());
        art::printer(ui.painter(), rect);
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            Button::outlined(&words("x_try")).busy(false).enabled(false).show(ui);
            ui.add_space(theme.metrics.s3);
            let close = match form.language {
                Language::English => PairText::new("Close", "关闭"),
                Language::Chinese | Language::Further(_) => PairText::new("关闭", "Close"),
            };
            Button::plain(&close).show(ui);
        });
    });
    let footer = layout.footer.shrink2(vec2(theme.metrics.margin, theme.pick(32.0, 12.0)));
    let left = footer.right() - theme.pick(358.0, 230.0);
    let switch = egui::Rect::from_min_max(egui::pos2(left, footer.top()), footer.max);
    language_switch(ui, switch, [("English", true), ("中文", false)]);
}

fn english(page: fn(&mut egui::Ui, &mut Form), size: Vec2) -> Harness<'static, Form> {
    harness(size, Form::new(Language::English), page)
}

/// A field's input node: its label text beside it has the same name.
fn tap(harness: &mut Harness<'_, Form>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn tap_field(harness: &mut Harness<'_, Form>, label: &str) {
    let role =
        if label == "Login password" { egui::accesskit::Role::PasswordInput } else { egui::accesskit::Role::TextInput };
    harness.get_by_role_and_label(role, label).click();
    harness.run();
}

#[test]
fn the_keyboard_types_into_the_field_that_has_the_focus() {
    for size in [PORTRAIT, LANDSCAPE] {
        let mut harness = english(registration, size);
        tap_field(&mut harness, "Name");
        for key in ["L", "I", "space", "-", "Delete", "O"] {
            tap(&mut harness, key);
        }
        tap_field(&mut harness, "Work permit number");
        for key in ["2", "0", "X"] {
            tap(&mut harness, key);
        }
        tap_field(&mut harness, "Login password");
        for key in ["a", "Capitals", "B", "c", "#+=", "~", "ABC", "@"] {
            tap(&mut harness, key);
        }
        let form = harness.state();
        assert_eq!(form.name.as_str(), "LI O");
        assert_eq!(form.number.as_str(), "20X");
        assert_eq!(form.password.as_str(), "aBc~@");
    }
}

#[test]
fn the_keyboard_never_covers_the_field_and_done_puts_it_away() {
    for size in [PORTRAIT, LANDSCAPE] {
        let mut harness = english(registration, size);
        for label in ["Name", "Work permit number", "Login password"] {
            tap_field(&mut harness, label);
            let role = if label == "Login password" {
                egui::accesskit::Role::PasswordInput
            } else {
                egui::accesskit::Role::TextInput
            };
            let field = harness.get_by_role_and_label(role, label).rect();
            let keys = harness.get_by_label("Done").rect();
            let q = harness.query_by_label("Q").or_else(|| harness.query_by_label("q")).expect("letter row").rect();
            assert!(field.bottom() < q.top() && q.top() < keys.top(), "{label} {field:?} {q:?}");
            tap(&mut harness, "Done");
            assert!(harness.query_by_label("Done").is_none());
        }
    }
}

#[test]
fn a_number_has_no_space_key() {
    let mut harness = english(registration, PORTRAIT);
    tap_field(&mut harness, "Work permit number");
    assert!(harness.query_by_label("space").is_none());
    assert!(harness.get_by_label("Done").rect().width() > 1000.0);
}

/// Holds `key` until its accents are offered, and lets go.
fn hold(harness: &mut Harness<'_, Form>, key: &str) {
    let key = harness.get_by_label(key).rect().center();
    harness.drag_at(key);
    harness.run_steps(41);
    harness.drop_at(key);
    harness.run();
}

#[test]
fn vietnamese_letters_stand_apart_on_the_screen_and_clear_of_the_field() {
    for screen in [PORTRAIT, LANDSCAPE, vec2(1024.0, 768.0)] {
        let mut harness = english(registration, screen);
        tap_field(&mut harness, "Name");
        let canvas = harness.ctx.content_rect();
        for (key, letters) in [("A", "ÁẤẶ"), ("E", "ÉẾỆ"), ("O", "ÓỐỢ"), ("U", "ÚỨỰ"), ("Y", "ÝỲỴ")]
        {
            hold(&mut harness, key);
            let small = key.to_lowercase().chars().next().unwrap();
            let offered: Vec<_> = ui::keys::accents(small)
                .iter()
                .map(|c| harness.get_by_label(&ui::keys::capital(*c).to_string()).rect())
                .collect();
            let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name").rect();
            for (i, rect) in offered.iter().enumerate() {
                assert!(canvas.contains_rect(*rect), "{key} at {screen:?}: {rect:?}");
                assert!(!rect.intersects(field), "{key} at {screen:?}: {rect:?} covers {field:?}");
                assert!(rect.width() >= 60.0 && rect.height() >= 44.0, "{key} at {screen:?}: {rect:?}");
                assert!(offered[..i].iter().all(|other| !other.intersects(*rect)), "{key} at {screen:?}");
            }
            let mut before = harness.state().name.as_str().to_owned();
            let letter = letters.chars().nth(1).unwrap().to_string();
            tap(&mut harness, &letter);
            before.push_str(&letter);
            assert_eq!(harness.state().name.as_str(), before);
        }
    }
}

#[test]
fn escape_closes_the_accents_first() {
    let mut harness = english(registration, PORTRAIT);
    tap_field(&mut harness, "Name");
    hold(&mut harness, "A");
    harness.get_by_label("Ậ");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Ậ").is_none());
    assert!(harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name").is_focused());
    assert!(harness.state().pressed.is_empty(), "{:?}", harness.state().pressed);
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().pressed, ["back"]);
}

#[test]
fn all_of_a_field_is_replaced_after_ctrl_a() {
    for (role, label) in
        [(egui::accesskit::Role::TextInput, "Name"), (egui::accesskit::Role::PasswordInput, "Login password")]
    {
        let mut form = Form::new(Language::English);
        typed(&mut form);
        let mut harness = harness(LANDSCAPE, form, registration);
        harness.get_by_role_and_label(role, label).focus();
        harness.run();
        harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        harness.run();
        harness.event(egui::Event::Text("Zoë".into()));
        harness.event(egui::Event::Paste(" 1".into()));
        harness.run();
        let value = |form: &Form| if label == "Name" { form.name.clone() } else { form.password.clone() };
        assert_eq!(value(harness.state()).as_str(), "Zoë 1");
        harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        harness.key_press(Key::Backspace);
        harness.run();
        assert!(value(harness.state()).is_empty(), "{label}");
    }
}

#[test]
fn a_long_press_offers_accents() {
    let mut harness = english(registration, PORTRAIT);
    tap_field(&mut harness, "Name");
    let key = harness.get_by_label("L").rect().center();
    harness.drag_at(key);
    harness.run_steps(1);
    harness.run_steps(40);
    let accent = harness.get_by_label("Ł").rect().center();
    harness.drop_at(key);
    harness.run();
    assert_eq!(harness.state().name.as_str(), "", "the long press itself types nothing");
    harness.get_by_label("Ł").click();
    harness.run();
    assert_eq!(harness.state().name.as_str(), "Ł");
    assert!(harness.query_by_label("Ł").is_none(), "the strip closes");
    // Sliding to the accent and letting go chooses it as well.
    harness.drag_at(key);
    harness.run_steps(41);
    harness.hover_at(accent);
    harness.run_steps(1);
    harness.drop_at(accent);
    harness.run();
    assert_eq!(harness.state().name.as_str(), "ŁŁ");
}

#[test]
fn delete_repeats_while_it_is_held() {
    let mut harness = english(registration, PORTRAIT);
    harness.state_mut().name = Secret::copied("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 66);
    tap_field(&mut harness, "Name");
    let key = harness.get_by_label("Delete").rect().center();
    harness.drag_at(key);
    harness.run_steps(61);
    harness.drop_at(key);
    harness.run();
    let left = harness.state().name.chars();
    assert!((12..24).contains(&left), "{left} characters left after one second");
}

#[test]
fn a_password_is_shown_only_on_request() {
    let mut harness = english(registration, PORTRAIT);
    assert!(!harness.state().shown);
    tap(&mut harness, "Show");
    assert!(harness.state().shown);
    tap(&mut harness, "Hide");
    assert!(!harness.state().shown);
}

#[test]
fn the_tab_key_goes_through_the_page_in_reading_order() {
    let mut harness = english(registration, PORTRAIT);
    let mut order = Vec::new();
    for _ in 0..9 {
        harness.key_press(Key::Tab);
        harness.run();
        let focused = harness.root().children_recursive().find(|n| n.is_focused());
        order.push(focused.and_then(|n| n.accesskit_node().label()).unwrap_or_default());
    }
    let expected = [
        "Name",
        "Work permit number",
        "Login password",
        "Show",
        "Back",
        "Cancel",
        "Sign up and login",
        "Ask staff",
        "中文",
    ];
    assert_eq!(order, expected);
}

#[test]
fn enter_and_space_press_what_has_the_focus() {
    let mut harness = english(registration, LANDSCAPE);
    harness.get_by_label("Back").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("Cancel").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(harness.state().pressed, ["back", "cancel"]);
}

#[test]
fn every_target_is_big_enough_for_a_finger() {
    for (size, least) in [(PORTRAIT, 60.0), (LANDSCAPE, 44.0)] {
        for page in [registration as fn(&mut egui::Ui, &mut Form), gallery, idle] {
            let mut form = Form::new(Language::Chinese);
            typed(&mut form);
            let harness = harness(size, form, page);
            for node in harness.root().children_recursive() {
                let accesskit = node.accesskit_node();
                if !matches!(accesskit.role(), egui::accesskit::Role::Button | egui::accesskit::Role::CheckBox) {
                    continue;
                }
                let rect = node.rect();
                let label = accesskit.label().unwrap_or_default();
                assert!(!label.is_empty(), "a button without a name at {rect:?}");
                assert!(rect.height() >= least && rect.width() >= least, "{label}: {rect:?}");
            }
        }
    }
}

#[test]
fn the_longest_name_stays_in_sight() {
    let longest = "MARIA ALEXANDRA CONSTANTINA PAPADOPOULOU-KONSTANTINIDOU WOJCIECHOW";
    assert_eq!(longest.chars().count(), 66);
    let mut results = SnapshotResults::new();
    for size in [PORTRAIT, LANDSCAPE] {
        let mut form = Form::new(Language::English);
        form.name = Secret::copied(longest, 120);
        let mut harness = harness(size, form, registration);
        let place = if size == PORTRAIT { "portrait" } else { "landscape" };
        harness.snapshot(format!("widgets/longest-name-{place}"));
        results.extend_harness(&mut harness);
    }
}

#[test]
fn nothing_is_repainted_at_rest() {
    for page in [registration as fn(&mut egui::Ui, &mut Form), gallery, idle, home] {
        let mut harness = english(page, PORTRAIT);
        harness.run_steps(2);
        let delay = harness.output().viewport_output.values().map(|v| v.repaint_delay).min();
        assert_eq!(delay, Some(std::time::Duration::MAX));
    }
}

#[test]
fn every_letter_of_a_name_has_a_glyph_in_both_weights() {
    let harness = english(home, PORTRAIT);
    harness.ctx.fonts_mut(|fonts| {
        for c in "şğıİłőřșțćžŠąęůþðßẞæœÀÿ中社障卡".chars() {
            for font in [theme::regular(28.0), theme::strong(28.0)] {
                assert!(fonts.has_glyph(&font, c), "{c} in {:?}", font.family);
            }
        }
    });
}

#[test]
fn every_accent_of_the_keyboard_can_be_drawn() {
    let harness = english(home, PORTRAIT);
    harness.ctx.fonts_mut(|fonts| {
        for letter in 'a'..='z' {
            for &accent in ui::keys::accents(letter) {
                for c in [accent, ui::keys::capital(accent)] {
                    for font in [theme::regular(28.0), theme::strong(28.0)] {
                        assert!(fonts.has_glyph(&font, c), "{c}");
                    }
                }
            }
        }
    });
}

#[test]
fn forgetting_closes_the_keyboard_and_drops_the_focus() {
    let mut harness = english(registration, PORTRAIT);
    tap_field(&mut harness, "Name");
    assert!(harness.query_by_label("space").is_some());
    forget::all(&harness.ctx);
    harness.run();
    assert!(harness.query_by_label("space").is_none());
    assert!(harness.ctx.memory(|m| m.focused()).is_none());
}

#[test]
fn escape_gives_the_safe_answer_of_a_dialog() {
    let mut harness = english(idle, PORTRAIT);
    assert!(harness.get_by_label("I'm still here").is_focused());
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().pressed, ["escape"]);
}

#[test]
fn any_screen_of_either_shape_gets_the_whole_canvas() {
    for (screen, canvas) in
        [(vec2(2160.0, 3840.0), PORTRAIT), (vec2(540.0, 960.0), PORTRAIT), (vec2(1920.0, 1080.0), vec2(1366.0, 768.4))]
    {
        let harness = english(home, screen);
        let got = Theme::of(&harness.ctx).canvas.size();
        assert!((got - canvas).abs().max_elem() < 1.0, "{screen:?}: {got:?}");
    }
}

#[test]
fn the_keyboards_look_as_designed() {
    let mut results = SnapshotResults::new();
    for (size, place) in [(PORTRAIT, "portrait"), (LANDSCAPE, "landscape")] {
        let mut harness = english(registration, size);
        tap_field(&mut harness, "Work permit number");
        harness.remove_cursor();
        harness.run();
        harness.snapshot(format!("widgets/keyboard-number-{place}"));
        tap_field(&mut harness, "Login password");
        tap(&mut harness, "#+=");
        harness.remove_cursor();
        harness.run();
        harness.snapshot(format!("widgets/keyboard-symbols-{place}"));
        tap_field(&mut harness, "Name");
        let key = harness.get_by_label("A").rect().center();
        harness.drag_at(key);
        harness.run_steps(40);
        harness.drop_at(key);
        harness.remove_cursor();
        harness.run();
        harness.snapshot(format!("widgets/keyboard-accents-{place}"));
        harness.key_press(Key::Escape);
        harness.event(egui::Event::Text("Zoë Łukasz".into()));
        harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        harness.run();
        harness.snapshot(format!("widgets/field-selected-{place}"));
        results.extend_harness(&mut harness);
    }
}

/// A page must be laid out well within a 60 Hz frame (4 ms of 16).
#[test]
fn a_frame_is_cheap() {
    for page in [registration as fn(&mut egui::Ui, &mut Form), gallery, home] {
        let mut form = Form::new(Language::English);
        typed(&mut form);
        let mut harness = harness(PORTRAIT, form, page);
        let fastest = (0..20)
            .map(|_| {
                let start = std::time::Instant::now();
                harness.run_steps(1);
                start.elapsed()
            })
            .min()
            .unwrap_or_default();
        assert!(fastest < std::time::Duration::from_millis(4), "{fastest:?}");
        println!("{fastest:?}");
    }
}

#[test]
fn letters_of_both_fonts_stand_on_one_line() {
    let harness = english(home, PORTRAIT);
    for font in [theme::regular, theme::strong] {
        for size in
            [14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0, 22.0, 24.0, 26.0, 28.0, 30.0, 34.0, 36.0, 40.0, 50.0, 68.0]
        {
            let foot = |c: &str| {
                let ink = egui::Color32::BLACK;
                let galley = ui::pair::lines(&harness.ctx, c, font(size), ink, size * 1.24, f32::INFINITY, false);
                let glyph = &galley.rows[0].glyphs[0];
                glyph.pos.y + glyph.uv_rect.offset.y + glyph.uv_rect.size.y
            };
            // Noto Sans SC has H and i; Source Sans 3 stands in for the others.
            for c in ["Ł", "Ř", "İ", "ı"] {
                assert!((foot("H") - foot(c)).abs() <= 1.0, "{c} at {size}: {} and {}", foot("H"), foot(c));
            }
        }
    }
}

/// A form that reaches down to the footer, as on the portal page.
fn low_form(ui: &mut egui::Ui, form: &mut Form) {
    let theme = Theme::of(ui.ctx());
    let frame = form.frame.clone();
    let label = form.text("g_number");
    Scaffold::new("low", &frame).back().show(ui, |ui| {
        ui.add_space(theme.pick(1250.0, 440.0));
        Field::new(Id::unique("low number"), &label, &mut form.number, KeyLayout::Number).show(ui);
    });
}

#[test]
fn a_field_low_on_the_page_moves_above_the_keyboard() {
    for size in [PORTRAIT, LANDSCAPE] {
        let mut harness = english(low_form, size);
        tap_field(&mut harness, "Work permit number");
        let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Work permit number").rect();
        let key = harness.get_by_label("1").rect();
        assert!(field.bottom() < key.top(), "{field:?} {key:?}");
        tap(&mut harness, "7");
        assert_eq!(harness.state().number.as_str(), "7");
    }
}

#[test]
fn a_long_page_is_read_on_with_a_button() {
    let mut harness = english(gallery, LANDSCAPE);
    let top = |h: &Harness<'_, Form>| h.get_by_role_and_label(egui::accesskit::Role::Button, "Login").rect().top();
    let before = top(&harness);
    for _ in 0..4 {
        if harness.query_by_label("More below").is_some() {
            tap(&mut harness, "More below");
        }
    }
    assert!(top(&harness) < before - 300.0);
    assert!(harness.query_by_label("More below").is_none(), "at the end there is nothing more");
    let last = harness.get_by_role_and_label(egui::accesskit::Role::Button, "Registration").rect();
    assert!(last.bottom() < 684.0, "{last:?}");
}
