//! The staff's pages, one per file. Chinese stands first, whatever the visitor chose: staff work with it. A page
//! shows what the counter holds and answers with an event; it keeps nothing.

mod assist;
mod audit_log;
mod case;
mod confirm;
mod devices;
mod find;
mod frame;
mod own_secret;
mod queue;
mod register;
mod rehearse;
mod settings;
mod shift;
mod sign_in;
mod staff_list;

use egui::TextureHandle;
use jiff::tz::TimeZone;

use crate::domain::account::SignInRefusal;
use crate::domain::display::Display;
use crate::domain::fault::Fault;
use crate::domain::language::Language;
use crate::domain::time::{Date, Moment};
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::{Counter, CounterPage};
use crate::text::{Args, FaultText, PairText, Words};
use crate::ui::theme;

/// What a page of the console may look at besides the counter.
#[derive(Clone, Copy)]
pub struct ConsoleCx<'a> {
    pub words: &'a Words,
    /// The demo's banner is shown.
    pub demo: bool,
    pub now: Moment,
    pub today: Date,
    /// The office's time zone.
    pub zone: &'a TimeZone,
    /// What the camera shows, while staff look through it.
    pub camera: Option<&'a TextureHandle>,
}

impl ConsoleCx<'_> {
    /// The text of `key`, Chinese first.
    #[must_use]
    pub fn pair(&self, key: &str) -> PairText {
        self.words.pair(Language::Chinese, key, &Args::none())
    }

    /// The text of `key` with its values.
    #[must_use]
    pub fn pair_of(&self, key: &str, args: &Args) -> PairText {
        self.words.pair(Language::Chinese, key, args)
    }

    /// What is told of `fault`.
    #[must_use]
    pub fn fault(&self, fault: Fault) -> FaultText {
        FaultText::of(self.words, Language::Chinese, fault)
    }

    /// Why a number, password or PIN of staff was refused.
    #[must_use]
    fn refusal(&self, refusal: SignInRefusal) -> PairText {
        match refusal {
            SignInRefusal::Wrong => self.pair("st_wrong"),
            SignInRefusal::Wait { seconds } => self.pair_of("st_wait", &Args::none().number("s", i64::from(seconds))),
            SignInRefusal::Locked => self.pair("st_locked"),
        }
    }
}

/// Shows the console over the whole window, as staff work with it whatever the visitor chose.
pub fn show(ui: &mut egui::Ui, counter: &mut Counter, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    theme::show_as(ui.ctx(), Display::default());
    if let Some(confirm) = &mut counter.confirm {
        return confirm::show(ui, confirm, cx);
    }
    if let CounterPage::SignIn(page) = &mut counter.page {
        return sign_in::show(ui, page, cx);
    }
    let frame = frame::Frame::of(counter, cx);
    match &mut counter.page {
        CounterPage::SignIn(_) => None,
        CounterPage::OwnSecret(page) => frame.show(ui, "own secret", |ui| own_secret::show(ui, page, cx)),
        CounterPage::Queue(page) => frame.show(ui, "queue", |ui| queue::show(ui, page, cx)),
        CounterPage::Assist(page) => {
            let over = counter.over.as_ref();
            frame.show(ui, "assist", |ui| assist::show(ui, page, over, cx))
        }
        CounterPage::Find(page) => frame.show(ui, "find", |ui| find::show(ui, page, cx)),
        CounterPage::Register(page) => frame.show(ui, "register", |ui| register::show(ui, page, cx)),
        CounterPage::Audit(page) => frame.show(ui, "audit log", |ui| audit_log::show(ui, page, cx)),
        CounterPage::Shift(page) => frame.show(ui, "shift report", |ui| shift::show(ui, page, cx)),
        CounterPage::Devices(page) => frame.show(ui, "devices", |ui| devices::show(ui, page, cx)),
        CounterPage::Staff(page) => frame.show(ui, "staff", |ui| staff_list::show(ui, page, cx)),
        CounterPage::Settings(page) => frame.show(ui, "settings", |ui| settings::show(ui, page, cx)),
        CounterPage::Rehearse(page) => frame.show(ui, "rehearse", |ui| rehearse::show(ui, page, cx)),
    }
}
