//! Tiles: they lead on to a page.

use egui::accesskit;
use egui::{Id, Rect, Response, Sense, Ui, Vec2, pos2, vec2};

use super::button::icon_tile;
use super::focus;
use super::ground::{Ground, Touch, Weight};
use super::icons::Icon;
use super::pair::{LaidPair, Pair, PairLabel, Role, name};
use super::theme::Theme;

/// Icon tile, pair, caption and chevron in one pressable card.
#[derive(Clone, Copy, Debug)]
#[must_use = "a tile that is not shown is not there"]
pub struct Tile<'a> {
    icon: Icon,
    pair: Pair<'a>,
    caption: Option<Pair<'a>>,
    filled: bool,
    width: Option<f32>,
    height: Option<f32>,
    id: Option<Id>,
}

impl<'a> Tile<'a> {
    /// A tile with an icon and a heading pair.
    pub fn new(icon: Icon, pair: impl Into<Pair<'a>>) -> Self {
        Self { icon, pair: pair.into(), caption: None, filled: false, width: None, height: None, id: None }
    }

    /// What is behind it.
    pub fn caption(mut self, caption: impl Into<Pair<'a>>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// The home page's first tile: filled, with a bigger heading.
    pub fn filled(mut self) -> Self {
        self.filled = true;
        self
    }

    /// A fixed width; otherwise the width at hand.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// A least height; otherwise what the words need, at least 140 or 104.
    pub fn height(mut self, height: f32) -> Self {
        self.height = Some(height);
        self
    }

    /// An explicit id, to give the focus to it.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    fn lay(&self, ui: &Ui, theme: &Theme, width: f32) -> (LaidPair, Option<LaidPair>) {
        let c = &theme.colours;
        let m = &theme.metrics;
        let words = width - m.s4 - m.icon_tile - m.s3 - theme.mark(104.0, 62.0);
        let (a, b) = if self.filled { (c.on_primary, c.on_primary_2) } else { (c.text, c.text_2) };
        let mut heading = PairLabel::new(Role::Heading, self.pair).colours(a, b);
        if self.filled {
            // As large as a title.
            let (size_a, size_b) = theme.pick((50.0, 30.0), (32.0, 20.0));
            heading = heading.exact(size_a * theme.half, size_b * theme.half);
        }
        let caption = self.caption.map(|p| PairLabel::new(Role::Caption, p).colours(a, b).lay(ui.ctx(), words));
        (heading.lay(ui.ctx(), words), caption)
    }

    /// Height the tile takes at `width`.
    #[must_use]
    pub fn measure(&self, ui: &Ui, width: f32) -> f32 {
        let theme = Theme::of(ui.ctx());
        let (heading, caption) = self.lay(ui, &theme, width);
        let words = heading.size.y + caption.map_or(0.0, |c| c.size.y + theme.metrics.s1);
        let needed = words + theme.pick(54.0, 32.0);
        self.height.unwrap_or_else(|| theme.pick(140.0, 104.0_f32)).max(needed)
    }

    /// Shows the tile where the cursor is.
    pub fn show(self, ui: &mut Ui) -> Response {
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let height = self.measure(ui, width);
        let (_, rect) = ui.allocate_space(vec2(width, height));
        self.show_at(ui, rect)
    }

    /// Shows the tile in `rect`.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let theme = Theme::of(ui.ctx());
        let (c, m) = (&theme.colours, &theme.metrics);
        let id = self.id.unwrap_or_else(|| ui.scope_id().with(("tile", self.pair.primary)));
        let response = ui.interact(rect, id, Sense::click());
        name(&response, accesskit::Role::Button, true, self.pair);
        focus::stands(ui, rect);
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let weight = if self.filled { Weight::Filled } else { Weight::Outlined };
        Ground::of(&theme, weight, Touch::of(&response, true, false)).paint(ui, rect, m.radius_card);
        let (heading, caption) = self.lay(ui, &theme, rect.width());
        let gap = m.s1;
        let height = heading.size.y + caption.as_ref().map_or(0.0, |l| l.size.y + gap);
        let box_side = m.icon_tile;
        let icon_rect =
            Rect::from_center_size(pos2(rect.left() + m.s4 + box_side / 2.0, rect.center().y), Vec2::splat(box_side));
        let (ground, ink) = if self.filled { (c.surface, c.primary) } else { (c.tint, c.on_tint) };
        icon_tile(ui, icon_rect, self.icon, ground, ink);
        let at = pos2(icon_rect.right() + theme.pick(25.0, 16.0), rect.center().y - height / 2.0);
        heading.paint(ui.painter(), at);
        if let Some(caption) = &caption {
            caption.paint(ui.painter(), at + vec2(0.0, heading.size.y + gap));
        }
        let chevron = theme.mark(36.0, 26.0);
        let chevron_rect =
            Rect::from_center_size(pos2(rect.right() - theme.pick(52.0, 31.0), rect.center().y), Vec2::splat(chevron));
        Icon::CaretRightBold.paint(ui.painter(), chevron_rect, if self.filled { c.on_primary } else { c.text });
        focus::ring(ui, &response, rect, m.radius_card);
        response
    }
}
