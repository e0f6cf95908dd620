//! Status chips: a pill with a mark and a word; never colour alone.

use egui::{Rect, Ui, Vec2, pos2, vec2};

use super::icons::Icon;
use super::pair::{Pair, PairLabel, Role};
use super::theme::{Theme, corner};
use crate::ui::banner::Tone;

/// A status, to be painted any number of times.
#[derive(Clone, Copy, Debug)]
pub struct Chip<'a> {
    /// `None`: nothing has happened yet.
    tone: Option<Tone>,
    icon: Icon,
    pair: Pair<'a>,
}

impl<'a> Chip<'a> {
    /// Something that just stands as it is.
    pub fn calm(icon: Icon, pair: impl Into<Pair<'a>>) -> Self {
        Self { tone: None, icon, pair: pair.into() }
    }

    /// Something that has a tone.
    pub fn of(tone: Tone, icon: Icon, pair: impl Into<Pair<'a>>) -> Self {
        Self { tone: Some(tone), icon, pair: pair.into() }
    }

    fn label(&self, theme: &Theme) -> PairLabel<'a> {
        let c = &theme.colours;
        let ink = self.tone.map_or(c.text, |tone| tone.look(theme).1);
        let (a, b) = theme.pick((22.0, 18.0), (15.0, 12.5));
        PairLabel::new(Role::Label, self.pair).sizes(a, b).colours(ink, ink).line_height(1.2)
    }

    /// Width and height.
    #[must_use]
    pub fn measure(&self, ui: &Ui, most: f32) -> Vec2 {
        let theme = Theme::of(ui.ctx());
        let (pad, mark) = (theme.pick(18.0, 12.0), theme.mark(26.0, 18.0));
        let words = self.label(&theme).lay(ui.ctx(), most - 2.0 * pad - mark - 8.0).size;
        words + vec2(2.0 * pad + mark + 8.0, theme.pick(14.0, 10.0))
    }

    /// Paints the chip with its left upper corner at `at`.
    pub fn paint(&self, ui: &Ui, at: egui::Pos2, most: f32) {
        let theme = Theme::of(ui.ctx());
        let c = &theme.colours;
        let size = self.measure(ui, most);
        let rect = Rect::from_min_size(at, size);
        let (fill, ink) = self.tone.map_or((c.sunken, c.text), |tone| {
            let (ground, ink, _) = tone.look(&theme);
            (ground, ink)
        });
        ui.painter().rect_filled(rect, corner(theme.pick(24.0, 16.0_f32).min(size.y / 2.0)), fill);
        let (pad, mark) = (theme.pick(18.0, 12.0), theme.mark(26.0, 18.0));
        let square = Rect::from_center_size(pos2(rect.left() + pad + mark / 2.0, rect.center().y), Vec2::splat(mark));
        self.icon.paint(ui.painter(), square, ink);
        let words = self.label(&theme).lay(ui.ctx(), most - 2.0 * pad - mark - 8.0);
        words.paint(ui.painter(), pos2(square.right() + 8.0, rect.center().y - words.size.y / 2.0));
    }

    /// The word, for assistive technology.
    #[must_use]
    pub fn heard(&self) -> &'a str {
        self.pair.primary
    }
}
