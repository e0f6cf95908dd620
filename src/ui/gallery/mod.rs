//! Every widget in every state, on pages to look at and to try: for those who build pages and those who
//! judge them. What depends on a hand (pointed at, pressed, focused) shows when one is there.

mod forms;
mod messages;
mod shown;

use egui::{Id, Ui};

use super::button::Button;
use super::frame_words::FrameWords;
use super::icons::Icon;
use super::options::{Choice, options};
use super::scaffold::{Pressed, Scaffold};
use super::theme::{self, Colours};
use super::{PairLabel, Role, Theme, pair};
use crate::domain::display::{Display, Palette, TextSize};
use crate::domain::language::Language;
use crate::domain::secret::Secret;
use crate::text::{Args, PairText, Words};

/// One page of the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Text sizes, themes and the roles of colours.
    Display,
    /// The type scale.
    Type,
    Buttons,
    Fields,
    /// Choices, ticks, rules.
    Choices,
    /// Banners, notes, errors.
    Messages,
    /// Bars, stages, rings, steps.
    Progress,
    /// Cards, the electronic card, the QR code.
    Cards,
    /// What stands around the camera's picture.
    Capture,
    Icons,
}

impl Section {
    /// All sections, in the order they are shown.
    pub const ALL: [Self; 10] = [
        Self::Display,
        Self::Type,
        Self::Buttons,
        Self::Fields,
        Self::Choices,
        Self::Messages,
        Self::Progress,
        Self::Cards,
        Self::Capture,
        Self::Icons,
    ];

    /// The catalogue's key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Display => "view",
            Self::Type => "gal_type",
            Self::Buttons => "gal_buttons",
            Self::Fields => "gal_fields",
            Self::Choices => "gal_choices",
            Self::Messages => "gal_messages",
            Self::Progress => "gal_progress",
            Self::Cards => "gal_cards",
            Self::Capture => "g_face",
            Self::Icons => "gal_icons",
        }
    }
}

/// What the gallery remembers between frames.
pub struct Gallery {
    words: Words,
    section: usize,
    language: Language,
    display: Display,
    fields: forms::Fields,
    ticked: bool,
}

impl Gallery {
    /// The first page.
    #[must_use]
    pub fn new(words: Words, language: Language) -> Self {
        let fields = forms::Fields::default();
        Self { words, section: 0, language, display: Display::default(), fields, ticked: false }
    }

    /// Opens `section`, in `display`.
    pub fn open(&mut self, section: Section, display: Display) {
        self.section = Section::ALL.iter().position(|s| *s == section).unwrap_or(0);
        self.display = display;
    }

    fn text(&self, key: &str) -> PairText {
        self.words.pair(self.language, key, &Args::none())
    }

    /// Shows the page and answers to its buttons.
    pub fn show(&mut self, ui: &mut Ui) {
        theme::show_as(ui.ctx(), self.display);
        let section = Section::ALL[self.section];
        let frame = FrameWords::of(&self.words, self.language);
        let last = self.section + 1 == Section::ALL.len();
        let next = self.text(if last { "gal_first" } else { "next" });
        let name = self.text(section.key());
        let scaffold = Scaffold::new(section.key(), &frame)
            .demo(true)
            .without_staff()
            .back()
            .next(Button::filled(&next).icon_after(Icon::ArrowRight).id(Id::unique("gallery on")));
        let shown = scaffold.show(ui, |ui| {
            PairLabel::new(Role::Title, &name).inline().show(ui);
            ui.add_space(Theme::of(ui.ctx()).metrics.s3);
            match section {
                Section::Display => self.display(ui),
                Section::Type => self.type_scale(ui),
                Section::Buttons => messages::buttons(ui, self),
                Section::Fields => forms::fields(ui, self),
                Section::Choices => forms::choices(ui, self),
                Section::Messages => messages::messages(ui, self),
                Section::Progress => messages::progress(ui, self),
                Section::Cards => shown::cards(ui, self),
                Section::Capture => shown::capture(ui, self),
                Section::Icons => shown::icons(ui),
            }
        });
        let count = Section::ALL.len();
        match shown.pressed {
            Some(Pressed::Next) => self.section = (self.section + 1) % count,
            Some(Pressed::Back) => self.section = (self.section + count - 1) % count,
            Some(Pressed::Display) => self.section = 0,
            Some(Pressed::Language) => self.language = self.language.other(),
            _ => return,
        }
        ui.ctx().request_repaint();
    }

    fn display(&mut self, ui: &mut Ui) {
        let m = Theme::of(ui.ctx()).metrics;
        let sizes = TextSize::ALL.map(|size| PairText::same(format!("{} %", size.percent())));
        let choices = |names: &'_ [PairText], at: usize| -> Vec<(PairText, bool)> {
            names.iter().cloned().enumerate().map(|(i, name)| (name, i == at)).collect()
        };
        let at = TextSize::ALL.iter().position(|s| *s == self.display.size).unwrap_or(0);
        let all = choices(&sizes, at);
        let shown: Vec<Choice<'_>> =
            all.iter().map(|(name, chosen)| Choice { name: name.into(), chosen: *chosen, sample: None }).collect();
        if let Some(pressed) = options(ui, "gallery sizes", 4, &shown) {
            self.display.size = TextSize::ALL[pressed];
        }
        ui.add_space(m.s3);
        let names = ["v_light", "v_dark", "v_hcd", "v_hcl"].map(|key| self.text(key));
        let samples = [Colours::LIGHT, Colours::DARK, Colours::HC_DARK, Colours::HC_LIGHT];
        let at = Palette::ALL.iter().position(|p| *p == self.display.palette).unwrap_or(0);
        let all = choices(&names, at);
        let shown: Vec<Choice<'_>> = all
            .iter()
            .zip(samples)
            .map(|((name, chosen), sample)| Choice { name: name.into(), chosen: *chosen, sample: Some(sample) })
            .collect();
        if let Some(pressed) = options(ui, "gallery palettes", 2, &shown) {
            self.display.palette = Palette::ALL[pressed];
        }
        ui.add_space(m.s4);
        shown::swatches(ui);
    }

    fn type_scale(&self, ui: &mut Ui) {
        let m = Theme::of(ui.ctx()).metrics;
        let words = self.text("g_portal");
        for role in [
            Role::Display,
            Role::Title,
            Role::Heading,
            Role::Body,
            Role::Label,
            Role::Button,
            Role::Caption,
            Role::Error,
            Role::Tool,
        ] {
            pair(ui, role, &words);
            ui.add_space(m.s3);
        }
        PairLabel::new(Role::Heading, &self.text("g_letterfull")).inline().show(ui);
    }
}

/// A secret field's value for the gallery: nobody's.
fn specimen(text: &str) -> Secret {
    let mut secret = Secret::with_capacity(80);
    secret.insert(0, text);
    secret
}
