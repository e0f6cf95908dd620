//! Buttons: filled, outlined, plain, and the two equal choices.

use egui::accesskit;
use egui::{Color32, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::focus;
use super::ground::{Ground, Touch, Weight};
use super::icons::Icon;
use super::pair::{LaidPair, Pair, PairLabel, Role, name};
use super::theme::{Theme, corner};

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The page's next step; at most one a page.
    Filled,
    /// Any other button.
    Outlined,
    /// Back, Cancel, "Forgot your password?".
    Plain,
    /// One of two equal ways: icon tile, heading, heavy outline.
    Choice,
    /// Tools in header and rail: a smaller outlined button.
    Tool,
}

/// A button with an icon and a pair.
#[expect(clippy::struct_excessive_bools, reason = "independent choices, each set by its own name")]
#[derive(Clone, Copy, Debug)]
#[must_use = "a button that is not shown is not there"]
pub struct Button<'a> {
    kind: Kind,
    pair: Pair<'a>,
    icon: Option<Icon>,
    icon_after: bool,
    busy: bool,
    enabled: bool,
    /// What this tool opens is open.
    chosen: bool,
    face: Face,
    width: Option<f32>,
    height: Option<f32>,
    id: Option<Id>,
}

/// How icon and words stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    /// The words beside the icon.
    Beside,
    /// The words beneath the icon, as tools stand in the narrow rail.
    Stacked,
    /// The icon alone; the words are its accessible name.
    Mark,
}

/// The colours of words and icon.
struct Look {
    text: Color32,
    text_2: Color32,
    icon: Color32,
}

impl<'a> Button<'a> {
    fn new(kind: Kind, pair: impl Into<Pair<'a>>) -> Self {
        Self {
            kind,
            pair: pair.into(),
            icon: None,
            icon_after: false,
            busy: false,
            enabled: true,
            chosen: false,
            face: Face::Beside,
            width: None,
            height: None,
            id: None,
        }
    }

    /// The page's next step; at most one a page.
    pub fn filled(pair: impl Into<Pair<'a>>) -> Self {
        Self::new(Kind::Filled, pair)
    }

    /// Any other button.
    pub fn outlined(pair: impl Into<Pair<'a>>) -> Self {
        Self::new(Kind::Outlined, pair)
    }

    /// Back, Cancel, "Forgot your password?".
    pub fn plain(pair: impl Into<Pair<'a>>) -> Self {
        Self::new(Kind::Plain, pair)
    }

    /// One of two equal ways; give both the same width and height.
    pub fn choice(icon: Icon, pair: impl Into<Pair<'a>>) -> Self {
        Self::new(Kind::Choice, pair).icon(icon)
    }

    /// A tool of header or rail.
    pub fn tool(icon: Icon, pair: impl Into<Pair<'a>>) -> Self {
        Self::new(Kind::Tool, pair).icon(icon)
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon after the words (Continue, Sign up).
    pub fn icon_after(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self.icon_after = true;
        self
    }

    /// A spinner in place of the icon; further presses are ignored.
    pub fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self
    }

    /// Disabled only where waiting will change it by itself.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// What this tool opens is open: it stands out.
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// The icon alone.
    pub fn mark_only(mut self) -> Self {
        self.face = Face::Mark;
        self
    }

    /// The words beneath the icon.
    pub fn stacked(mut self) -> Self {
        self.face = Face::Stacked;
        self
    }

    /// A fixed width in points; words that do not fit go to a second line.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// A fixed height in points, not below the smallest target.
    pub fn height(mut self, height: f32) -> Self {
        self.height = Some(height);
        self
    }

    /// An explicit id, to give the focus to it.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    fn role(&self) -> Role {
        match self.kind {
            Kind::Choice => Role::Heading,
            Kind::Tool => Role::Tool,
            _ => Role::Button,
        }
    }

    fn lay(&self, ui: &Ui, look: &Look, width: f32) -> LaidPair {
        PairLabel::new(self.role(), self.pair).colours(look.text, look.text_2).lay(ui.ctx(), width)
    }

    /// Padding, icon box and gap between icon and words, in points.
    fn inner(&self, theme: &Theme) -> (f32, f32, f32) {
        let m = &theme.metrics;
        match self.kind {
            Kind::Choice => (theme.pick(29.0, 22.0), m.icon_tile, theme.pick(24.0, 16.0)),
            Kind::Tool => (theme.pick(25.0, 15.0), theme.mark(34.0, 24.0), theme.pick(13.0, 12.0)),
            Kind::Plain => (0.0, m.icon, theme.pick(18.0, 11.0)),
            _ => (m.pad, m.icon, theme.pick(18.0, 12.0)),
        }
    }

    /// Outer size: natural unless fixed; never below the smallest target.
    fn size(&self, ui: &Ui, theme: &Theme) -> Vec2 {
        let (pad, icon, gap) = self.inner(theme);
        let icon_width = if self.icon.is_some() { icon + gap } else { 0.0 };
        if self.face == Face::Mark {
            let side = theme.pick(84.0, 52.0) * theme.half.sqrt();
            return vec2(self.width.unwrap_or(side), self.height.unwrap_or(side))
                .max(Vec2::splat(theme.metrics.target));
        }
        // At the usual size labels never wrap; large ones must not leave the page.
        let limit = match self.width {
            Some(w) => (w - 2.0 * pad - icon_width).max(1.0),
            None if theme.large => page_width(theme) - 2.0 * pad - icon_width,
            None => f32::INFINITY,
        };
        let look = self.look(theme);
        let laid = self.lay(ui, &look, limit);
        let least = match self.kind {
            Kind::Choice => theme.pick(148.0, 84.0),
            Kind::Tool => theme.pick(84.0, 52.0_f32),
            _ => theme.metrics.control,
        };
        let air = if self.kind == Kind::Choice { theme.pick(48.0, 28.0) } else { 12.0 };
        let height = self.height.unwrap_or_else(|| least.max(laid.size.y + air)).max(theme.metrics.target);
        let width = self.width.unwrap_or(laid.size.x + icon_width + 2.0 * pad).max(theme.metrics.target);
        vec2(width, height)
    }

    /// The natural size, for laying several buttons out in a row.
    #[must_use]
    pub fn measure(&self, ui: &Ui) -> Vec2 {
        self.size(ui, &Theme::of(ui.ctx()))
    }

    fn look(&self, theme: &Theme) -> Look {
        let c = &theme.colours;
        match (self.enabled, self.kind) {
            (false, _) => Look { text: c.disabled_text, text_2: c.disabled_text, icon: c.disabled_text },
            (true, Kind::Filled) => Look { text: c.on_primary, text_2: c.on_primary_2, icon: c.on_primary },
            (true, _) => Look { text: c.text, text_2: c.text_2, icon: c.primary },
        }
    }

    fn weight(&self) -> Weight {
        match self.kind {
            Kind::Filled => Weight::Filled,
            Kind::Outlined | Kind::Tool => Weight::Outlined,
            Kind::Choice => Weight::Choice,
            Kind::Plain => Weight::Plain,
        }
    }

    /// Shows the button where the cursor is.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let size = self.size(ui, &theme);
        let (_, rect) = ui.allocate_space(size);
        self.show_at(ui, rect)
    }

    /// Shows the button in `rect`.
    pub fn show_at(self, ui: &mut Ui, rect: Rect) -> Response {
        let theme = Theme::of(ui.ctx());
        let id = self.id.unwrap_or_else(|| ui.scope_id().with(("button", self.pair.primary, self.kind as u8)));
        let works = self.enabled && !self.busy;
        let sense = if works { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, id, sense);
        name(&response, accesskit::Role::Button, self.enabled, self.pair);
        focus::stands(ui, rect);
        if self.busy {
            ui.ctx().accesskit_node_builder(id, egui::accesskit::Node::set_busy);
        }
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let touch = Touch::of(&response, self.enabled, self.busy);
        let look = self.look(&theme);
        let radius = if self.kind == Kind::Choice { theme.metrics.radius_card } else { theme.metrics.radius };
        // A plain button's ground, and the ring around it, leave its words air.
        let air = if self.kind == Kind::Plain { theme.metrics.s2 } else { 0.0 };
        let ground = rect.expand2(vec2(air, 0.0));
        Ground::of(&theme, self.weight(), touch).paint(ui, ground, radius);
        if self.chosen {
            let edge = Stroke::new(theme.metrics.stroke_choice, theme.colours.primary);
            ui.painter().rect(ground, corner(radius), theme.colours.tint, edge, StrokeKind::Inside);
        }
        let drop = if touch == Touch::Pressed && self.kind == Kind::Filled { 1.0 } else { 0.0 };
        self.paint_content(ui, rect.translate(vec2(0.0, drop)), &theme, &look);
        focus::ring(ui, &response, ground, radius);
        response
    }

    /// The icon above the words, as tools stand in the narrow rail.
    fn paint_stacked(&self, ui: &Ui, rect: Rect, icon: Icon, look: &Look) {
        let side = 24.0;
        let laid = PairLabel::new(self.role(), self.pair)
            .centred()
            .exact(14.0, 14.0)
            .colours(look.text, look.text_2)
            .lay(ui.ctx(), rect.width() - 6.0);
        let top = rect.center().y - (side + 4.0 + laid.size.y) / 2.0;
        let mark = Rect::from_min_size(pos2(rect.center().x - side / 2.0, top), Vec2::splat(side));
        icon.paint(ui.painter(), mark, look.icon);
        laid.paint(ui.painter(), pos2(rect.left() + 3.0, mark.bottom() + 4.0));
    }

    fn paint_content(&self, ui: &Ui, rect: Rect, theme: &Theme, look: &Look) {
        match (self.face, self.icon) {
            (Face::Stacked, Some(icon)) => return self.paint_stacked(ui, rect, icon, look),
            (Face::Mark, Some(icon)) => {
                let side = theme.pick(40.0, 28.0) * theme.half;
                icon.paint(ui.painter(), Rect::from_center_size(rect.center(), Vec2::splat(side)), look.icon);
                return;
            }
            _ => {}
        }
        let (pad, icon_side, gap) = self.inner(theme);
        let icon_width = if self.icon.is_some() || self.busy { icon_side + gap } else { 0.0 };
        let room = rect.width() - 2.0 * pad - icon_width;
        let laid = self.lay(ui, look, if self.kind == Kind::Choice { room.max(1.0) } else { room.max(1.0) + 2.0 });
        let group = laid.size.x + icon_width;
        let centred = matches!(self.kind, Kind::Filled | Kind::Outlined);
        let left = if centred { rect.center().x - group / 2.0 } else { rect.left() + pad };
        let text_left = if self.icon_after { left } else { left + icon_width };
        let icon_left = if self.icon_after { left + laid.size.x + gap } else { left };
        laid.paint_middle(ui.painter(), Rect::from_x_y_ranges(text_left..=rect.right(), rect.y_range()));
        let icon_rect =
            Rect::from_center_size(pos2(icon_left + icon_side / 2.0, rect.center().y), Vec2::splat(icon_side));
        if self.busy {
            spinner(ui, icon_rect, look.icon);
        } else if let Some(icon) = self.icon {
            if self.kind == Kind::Choice {
                let c = &theme.colours;
                icon_tile(ui, icon_rect, icon, c.tint, c.on_tint);
            } else {
                icon.paint(ui.painter(), icon_rect, look.icon);
            }
        }
    }
}

/// How wide a page's content is.
fn page_width(theme: &Theme) -> f32 {
    theme.canvas.width() - theme.metrics.rail - 2.0 * theme.metrics.margin
}

/// The two equal choices side by side over the width at hand (at large texts one beneath the other):
/// same width, height and weight.
pub fn choices(ui: &mut Ui, first: Button<'_>, second: Button<'_>) -> (Response, Response) {
    let theme = Theme::of(ui.ctx());
    let gap = theme.pick(24.0, 16.0);
    let full = ui.available_width();
    let width = if theme.large { full } else { (full - gap) / 2.0 };
    let (first, second) = (first.width(width), second.width(width));
    let height = first.measure(ui).y.max(second.measure(ui).y);
    let step = if theme.large { vec2(0.0, height + gap) } else { vec2(width + gap, 0.0) };
    let (_, rect) = ui.allocate_space(vec2(full, height + step.y));
    let one = Rect::from_min_size(rect.min, vec2(width, height));
    (first.show_at(ui, one), second.show_at(ui, one.translate(step)))
}

/// An icon on a small rounded ground.
pub fn icon_tile(ui: &Ui, rect: Rect, icon: Icon, ground: Color32, ink: Color32) {
    let theme = Theme::of(ui.ctx());
    let radius = corner(rect.width() * 0.24);
    // High contrast tells panels apart by outline.
    let edge = if theme.high_contrast { Stroke::new(2.0, theme.colours.line) } else { Stroke::NONE };
    ui.painter().rect(rect, radius, ground, edge, StrokeKind::Inside);
    let side = theme.pick(rect.width() * 0.52, rect.width() * 0.58);
    icon.paint(ui.painter(), Rect::from_center_size(rect.center(), Vec2::splat(side)), ink);
}

/// Three quarters of a circle, going round. Asks for the next frame: something is under way. It stands
/// still where nothing is to move; the words beside it say the same.
pub fn spinner(ui: &Ui, rect: Rect, colour: Color32) {
    let calm = Theme::of(ui.ctx()).calm;
    let turn = if calm { 0.0 } else { ui.input(|i| i.time).rem_euclid(1.0) * std::f64::consts::TAU };
    // An angle within one turn.
    #[expect(clippy::cast_possible_truncation)]
    let from = turn as f32;
    let radius = rect.width() * 0.4;
    super::ring::arc(ui.painter(), rect.center(), Vec2::splat(radius), from, from + 4.7, rect.width() * 0.1, colour);
    if !calm {
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(33));
    }
}
