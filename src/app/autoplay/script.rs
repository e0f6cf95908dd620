//! The visit that the scripted visitor makes.

use egui::Key;

use crate::domain::display::TextSize;
use crate::domain::language::Language;
use crate::text::{Args, Words};

/// One thing to do or to wait for.
#[derive(Clone, Debug)]
pub enum Act {
    /// Wait until this page stands on the screen and has everything it shows.
    Arrive(&'static str),
    /// Wait until a movement is asked for.
    AwaitPrompt,
    /// Wait until the printer has finished.
    AwaitPrinted,
    /// Take a picture of the screen under this name.
    Picture(&'static str),
    /// Wait until the field's own keyboard has come.
    Rest,
    /// Tap the control with this accessible name.
    Tap(String),
    /// Tap the keys of the on-screen keyboard that write this character.
    TapKey(char),
    /// Press Tab until the control with this accessible name has the focus.
    Focus(String),
    /// Type on the hardware keyboard.
    Type(&'static str),
    /// A key of the hardware keyboard.
    Press(Key),
    /// The keys that open the staff sign-in.
    CallStaff,
    /// Wait until something with this accessible name stands on the page.
    Await(String),
    /// Tap the control whose accessible name begins like this.
    TapStart(String),
}

/// What the scripted visitor acts with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Means {
    /// The screen; number and password are typed on a hardware keyboard.
    #[default]
    Both,
    /// The screen and its keyboard alone.
    Touch,
    /// A hardware keyboard alone: no pointer, no touch.
    Keyboard,
}

/// Who the scripted visitor is.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    pub name: &'static str,
    pub number: &'static str,
    pub password: &'static str,
}

/// How the scripted visitor makes the visit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Way {
    pub means: Means,
    /// Chosen on the first page.
    pub text: TextSize,
}

/// From this size on forms show one field at a time.
const LARGE: f32 = 1.5;

/// The whole visit, from the first page to the last.
pub fn whole_visit(words: &Words, language: Language, visitor: Visitor, way: Way) -> Vec<Act> {
    let Way { means, text } = way;
    let name = |key: &str| words.get(language, key, &Args::none());
    let mut acts = Vec::new();
    let mut play = |part: Vec<Act>| acts.extend(part);
    let press = |key: &str| activate(name(key), means);
    let page = |page: &'static str| vec![Act::Arrive(page), Act::Picture(page)];

    if text != TextSize::Usual {
        play(vec![Act::Arrive("home")]);
        play(press("view"));
        play(activate(format!("{} %", text.percent()), means));
        play(press("v_close"));
    }
    play(page("home"));
    play(press("h_app"));
    play(page("get-app"));
    play(press("back"));
    play(vec![Act::Arrive("home")]);
    play(press("g_login"));
    play(page("login"));
    play(press("g_portal"));
    play(page("portal"));
    play(press("g_reg"));
    play(page("before"));
    play(press("b_on"));
    play(vec![Act::Arrive("registration"), Act::Picture("registration-empty")]);
    // The form opens ready for the name; its keyboard starts with capitals, as names stand on a passport.
    play(write(visitor.name, true, means));
    for (field, value) in [("g_number", visitor.number), ("g_pw", visitor.password)] {
        play(match means {
            Means::Keyboard => vec![Act::Press(Key::Enter)],
            // At large texts there is one field at a time.
            _ if text.factor() >= LARGE => press("next"),
            _ => press(field),
        });
        play(vec![Act::Rest]);
        play(write(value, false, means));
    }
    play(vec![Act::Picture("registration")]);
    play(if means == Means::Keyboard { vec![Act::Press(Key::Enter)] } else { press("g_signup") });
    play(page("consent"));
    play(press("c_tick"));
    play(press("c_face"));
    play(vec![Act::Arrive("face-recognition"), Act::AwaitPrompt, Act::Picture("face-recognition")]);
    play(page("card"));
    for (service, shown) in [("g_inquiry", "inquiry"), ("g_qr", "qr-code")] {
        play(press(service));
        play(page(shown));
        play(press("back"));
        play(vec![Act::Arrive("card")]);
    }
    play(press("g_letter"));
    play(page("letter"));
    play(press("t_print"));
    play(vec![Act::AwaitPrinted, Act::Picture("letter-printed")]);
    play(press("back"));
    play(vec![Act::Arrive("card")]);
    play(press("finish"));
    play(page("done"));
    acts
}

/// Taps a control, or goes to it by the Tab key and presses it.
fn activate(control: String, means: Means) -> Vec<Act> {
    match means {
        Means::Keyboard => vec![Act::Focus(control), Act::Press(Key::Space)],
        Means::Both | Means::Touch => vec![Act::Tap(control)],
    }
}

/// Writes `text` into the field that has the focus; with `shown` on the screen's keyboard, where there are both.
fn write(text: &'static str, shown: bool, means: Means) -> Vec<Act> {
    if means == Means::Touch || (means == Means::Both && shown) {
        text.chars().map(Act::TapKey).collect()
    } else {
        vec![Act::Type(text)]
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, Means, Visitor, Way, whole_visit};
    use crate::domain::display::TextSize;
    use crate::domain::language::Language;
    use crate::text::Words;

    fn visit(means: Means) -> Vec<Act> {
        let visitor = Visitor { name: "Ana Luz", number: "SP2026", password: "Blue-7" };
        whole_visit(&Words::load().unwrap(), Language::English, visitor, Way { means, text: TextSize::Usual })
    }

    #[test]
    fn whoever_has_only_a_keyboard_never_taps() {
        let acts = visit(Means::Keyboard);
        assert!(!acts.iter().any(|act| matches!(act, Act::Tap(_) | Act::TapKey(_))), "{acts:?}");
    }

    #[test]
    fn whoever_has_only_the_screen_never_types() {
        let acts = visit(Means::Touch);
        assert!(!acts.iter().any(|act| matches!(act, Act::Type(_) | Act::Press(_) | Act::Focus(_))), "{acts:?}");
        assert_eq!(acts.iter().filter(|act| matches!(act, Act::TapKey(_))).count(), 7 + 6 + 6);
    }
}
