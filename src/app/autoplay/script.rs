//! The visit that the scripted visitor makes.

use egui::Key;

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
    /// Tap the control with this accessible name.
    Tap(String),
    /// Tap this key of the on-screen keyboard.
    TapKey(String),
    /// Type on the hardware keyboard.
    Type(&'static str),
    /// A key of the hardware keyboard.
    Press(Key),
}

/// Who the scripted visitor is.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    pub name: &'static str,
    pub number: &'static str,
    pub password: &'static str,
}

/// The whole visit, from the first page to the last.
pub fn whole_visit(words: &Words, language: Language, visitor: Visitor) -> Vec<Act> {
    let tap = |key: &str| Act::Tap(words.get(language, key, &Args::none()));
    let mut acts = vec![
        Act::Arrive("home"),
        Act::Picture("home"),
        tap("h_app"),
        Act::Arrive("get-app"),
        Act::Picture("get-app"),
        tap("back"),
        Act::Arrive("home"),
        tap("g_login"),
        Act::Arrive("login"),
        Act::Picture("login"),
        tap("g_portal"),
        Act::Arrive("portal"),
        Act::Picture("portal"),
        tap("g_reg"),
        Act::Arrive("before"),
        Act::Picture("before"),
        tap("b_on"),
        Act::Arrive("registration"),
        Act::Picture("registration-empty"),
        tap("g_name"),
    ];
    // The name keyboard starts with capitals, as names stand on a passport.
    acts.extend(on_screen(words, language, &visitor.name.to_uppercase()));
    acts.extend([tap("g_number"), Act::Type(visitor.number), tap("g_pw"), Act::Type(visitor.password)]);
    acts.extend([
        Act::Picture("registration"),
        tap("k_done"),
        tap("g_signup"),
        Act::Arrive("consent"),
        Act::Picture("consent"),
        tap("c_tick"),
        tap("c_face"),
        Act::Arrive("face-recognition"),
        Act::AwaitPrompt,
        Act::Picture("face-recognition"),
        Act::Arrive("card"),
        Act::Picture("card"),
        tap("g_inquiry"),
        Act::Arrive("inquiry"),
        Act::Picture("inquiry"),
        tap("back"),
        Act::Arrive("card"),
        tap("g_qr"),
        Act::Arrive("qr-code"),
        Act::Picture("qr-code"),
        tap("back"),
        Act::Arrive("card"),
        tap("g_letter"),
        Act::Arrive("letter"),
        Act::Picture("letter"),
        tap("t_print"),
        Act::AwaitPrinted,
        Act::Picture("letter-printed"),
        tap("back"),
        Act::Arrive("card"),
        tap("finish"),
        Act::Arrive("done"),
        Act::Picture("done"),
    ]);
    acts
}

/// The keys of the on-screen keyboard that write `text`.
fn on_screen(words: &Words, language: Language, text: &str) -> Vec<Act> {
    let key = |c: char| match c {
        ' ' => Act::TapKey(words.get(language, "k_space", &Args::none())),
        c => Act::TapKey(c.to_string()),
    };
    text.chars().map(key).collect()
}
