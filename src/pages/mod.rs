//! The visitor's pages, one per file. A page shows a step and answers with an event; it keeps
//! nothing and changes nothing but what is being typed or looked at.

mod assisted;
mod before;
mod broken;
mod capture;
mod capture_failed;
mod card;
mod consent;
mod display;
mod done;
mod face_picture;
mod forgotten;
mod frame;
mod guide;
mod home;
mod idle;
mod inquiry;
mod issuing;
mod languages;
mod letter;
mod login;
mod name_help;
mod new_password;
mod passport;
mod portal;
mod printer;
mod printing;
mod qr;
mod refused;
mod registering;
mod service;

use jiff::tz::TimeZone;

use crate::domain::display::Display;
use crate::domain::fault::Fault;
use crate::domain::language::Language;
use crate::domain::office::OfficeFacts;
use crate::domain::permit::BothLanguages;
use crate::domain::speech::VoiceState;
use crate::domain::time::{Date, Moment};
use crate::flow::event::Event;
use crate::flow::step::Step;
use crate::flow::visit::{Dialog, Idle, Visit};
use crate::text::{Args, FaultText, PairText, Words, dates};
use crate::ui::theme;
use crate::ui::{PairLabel, Role};

/// What a page may look at besides its step.
#[derive(Clone, Copy)]
pub struct PageCx<'a> {
    pub words: &'a Words,
    pub facts: &'a OfficeFacts,
    /// The language shown large.
    pub language: Language,
    pub now: Moment,
    pub today: Date,
    /// The office's time zone.
    pub zone: &'a TimeZone,
    pub idle: Idle,
    /// The live preview, unmirrored, while the camera runs.
    pub preview: Option<&'a egui::TextureHandle>,
    /// How the visitor wants pages shown and spoken.
    pub display: Display,
    /// Whether anything can be heard.
    pub voice: VoiceState,
}

impl PageCx<'_> {
    /// The text of `key` in both languages.
    #[must_use]
    pub fn pair(&self, key: &str) -> PairText {
        self.words.pair(self.language, key, &Args::none())
    }

    /// The text of `key` with its values.
    #[must_use]
    pub fn pair_of(&self, key: &str, args: &Args) -> PairText {
        self.words.pair(self.language, key, args)
    }

    /// The text of `key` in the chosen language only, for assistive technology.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.words.get(self.language, key, &Args::none())
    }

    /// A text of the register or the office, the chosen language first.
    #[must_use]
    pub fn both(&self, text: &BothLanguages) -> PairText {
        match self.language {
            Language::Chinese => PairText::new(&text.zh, &text.en),
            Language::English | Language::Further(_) => PairText::new(&text.en, &text.zh),
        }
    }

    /// A date in the chosen language.
    #[must_use]
    pub fn date(&self, day: Date) -> String {
        dates::date(self.words, self.language, day)
    }

    /// What the visitor is told of `fault`.
    #[must_use]
    pub fn fault(&self, fault: Fault) -> FaultText {
        FaultText::of(self.words, self.language, fault)
    }
}

/// Shows the visit's page, or what stands before it, over the whole window.
pub fn show(ui: &mut egui::Ui, visit: &mut Visit, cx: &PageCx<'_>) -> Option<Event> {
    theme::show_as(ui.ctx(), visit.display);
    let theme = theme::Theme::of(ui.ctx());
    if theme.is_too_small() {
        too_small(ui, cx);
        return None;
    }
    // Drawn instead of the page, not over it: nothing personal stays readable.
    if let Idle::Warn { seconds, of } = cx.idle {
        return idle::show(ui, seconds, of, visit.may_have_more_time(), cx);
    }
    match visit.dialog {
        Some(Dialog::AskCancel) => return idle::ask_cancel(ui, cx),
        Some(Dialog::Display) => return display::show(ui, visit.display, &visit.step, cx),
        Some(Dialog::ChooseLanguage) => return languages::show(ui, cx),
        None => {}
    }
    match &mut visit.step {
        Step::Home(_) => home::show(ui, cx),
        Step::Guide(_) => guide::show(ui, cx),
        Step::Login(_) => login::show(ui, cx),
        Step::Portal(step) => portal::show(ui, step, cx),
        Step::Recovering(step) => forgotten::show(ui, step, cx),
        Step::NewPassword(step) => new_password::show(ui, step, cx),
        Step::Before(step) => before::show(ui, step, cx),
        Step::Registering(step) => registering::show(ui, step, cx),
        Step::NameHelp(step) => name_help::show(ui, step, cx),
        Step::Refused(step) => refused::show(ui, step, cx),
        Step::Consenting(step) => consent::show(ui, step, cx),
        Step::Capturing(step) => capture::show(ui, step, cx),
        Step::CaptureFailed(step) => capture_failed::show(ui, step, cx),
        Step::Issuing(_) => issuing::show(ui, cx),
        Step::Card(step) => card::show(ui, step, cx),
        Step::Service(step) => service::show(ui, step, cx),
        Step::Assisted(step) => assisted::show(ui, step, cx),
        Step::Broken(step) => broken::show(ui, step, cx),
        Step::Done(step) => done::show(ui, step, cx),
    }
}

/// Instead of a page that would be cut: how large the window must be.
fn too_small(ui: &mut egui::Ui, cx: &PageCx<'_>) {
    let theme = theme::Theme::of(ui.ctx());
    let (c, canvas) = (&theme.colours, theme.canvas);
    ui.painter().rect_filled(canvas, 0.0, c.bg);
    let least = theme::LEAST_WINDOW;
    // A window's sides are small whole numbers.
    let args = Args::none().number("w", least.x as i64).number("h", least.y as i64);
    let words = cx.pair_of("w_small", &args);
    let label = PairLabel::new(Role::Body, &words).centred();
    let room = canvas.shrink(theme.metrics.s3);
    let high = label.lay(ui.ctx(), room.width()).size.y;
    let at = egui::Rect::from_center_size(room.center(), egui::vec2(room.width(), high));
    frame::place(ui, at, |ui| label.show(ui));
}
