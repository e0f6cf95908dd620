//! The page frame: DEMO banner, header or rail, steps, content, keyboard, footer.

use egui::accesskit;
use egui::{Id, Key, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

use super::button::Button;
pub use super::demo_banner::demo_banner;
pub use super::frame_words::FrameWords;
use super::icons::Icon;
use super::keyboard;
use super::page_scroll::{self, Place};
use super::pair::{Pair, PairLabel, Role, describe};
use super::steps::steps;
use super::theme::{Layout, Theme, corner};

/// What was pressed in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// "Ask staff".
    Staff,
    /// The service's mark in the corner: staff sign in.
    Mark,
    /// The other language.
    Language,
    /// "Text and display".
    Display,
    /// "Listen".
    Listen,
    /// "Back".
    Back,
    /// "Cancel".
    Cancel,
    /// The plain button at the left ("Print the take-home sheet").
    Plain,
    /// The button before the next step ("Print").
    Side,
    /// The next step.
    Next,
}

/// What a page in its frame came to.
#[derive(Debug)]
pub struct Shown<R> {
    /// What the page's content returned.
    pub inner: R,
    /// What was pressed in the frame.
    pub pressed: Option<Pressed>,
}

/// One page's frame.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the frame a page turns on")]
#[must_use = "a page that is not shown is not there"]
pub struct Scaffold<'a> {
    id: Id,
    words: &'a FrameWords,
    demo: bool,
    step: Option<usize>,
    staff: bool,
    displaying: bool,
    back: bool,
    cancel: bool,
    footer: bool,
    own_footer: bool,
    dense: bool,
    plain: Option<Button<'a>>,
    side: Option<Button<'a>>,
    next: Option<Button<'a>>,
}

impl<'a> Scaffold<'a> {
    /// A frame for the page named `page` (its scroll position belongs to that name).
    pub fn new(page: &'static str, words: &'a FrameWords) -> Self {
        Self {
            id: Id::unique(("page", page)),
            words,
            demo: false,
            step: None,
            staff: true,
            displaying: false,
            back: false,
            cancel: false,
            footer: true,
            own_footer: false,
            dense: false,
            plain: None,
            side: None,
            next: None,
        }
    }

    /// The DEMO banner above everything.
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The step indicator, standing at `step` (from 0); none on the way to something else than a card.
    pub fn step(mut self, step: impl Into<Option<usize>>) -> Self {
        self.step = step.into();
        self
    }

    /// Without "Ask staff" among the tools: home has it as a tile.
    pub fn without_staff(mut self) -> Self {
        self.staff = false;
        self
    }

    /// This is "Text and display" itself: its tool leads out of it.
    pub fn displaying(mut self) -> Self {
        self.displaying = true;
        self
    }

    /// "Back" in the footer.
    pub fn back(mut self) -> Self {
        self.back = true;
        self
    }

    /// "Cancel" in the footer; at large texts it stands under "Text and display".
    pub fn cancel(mut self) -> Self {
        self.cancel = true;
        self
    }

    /// A plain button where Back stands otherwise (the card page's "Print the take-home sheet").
    pub fn plain(mut self, button: Button<'a>) -> Self {
        self.plain = Some(button);
        self
    }

    /// A second button left of the next step.
    pub fn side(mut self, button: Button<'a>) -> Self {
        self.side = Some(button);
        self
    }

    /// The one next step, at the right end of the footer.
    pub fn next(mut self, button: Button<'a>) -> Self {
        self.next = Some(button);
        self
    }

    /// The footer's ground only: the page fills `layout.footer` itself, after [`Self::show`] (the
    /// content is clipped to its own place).
    pub fn own_footer(mut self) -> Self {
        self.own_footer = true;
        self
    }

    /// A dense page: in landscape the content starts higher up.
    pub fn dense(mut self) -> Self {
        self.dense = true;
        self
    }

    /// No footer: the content goes down to the lower edge.
    pub fn no_footer(mut self) -> Self {
        self.footer = false;
        self
    }

    /// The areas this frame gives to the page.
    #[must_use]
    pub fn layout(&self, ctx: &egui::Context) -> Layout {
        let theme = Theme::of(ctx);
        let mut layout = theme.layout(self.demo, self.step.is_some());
        let rows: usize = ctx.data(|d| d.get_temp(self.id.with("footer rows"))).unwrap_or(1);
        if rows > 1 {
            // At most two rows.
            let more = theme.metrics.control + theme.metrics.s2;
            layout.footer.min.y -= more;
            for area in [&mut layout.tools, &mut layout.keyboard] {
                *area = area.translate(vec2(0.0, -more));
            }
            layout.page.max.y -= more;
            layout.content.max.y -= more;
        }
        if !self.footer && !theme.low {
            layout.page.max.y = layout.canvas.bottom();
            layout.content.max.y = layout.canvas.bottom() - 8.0;
        }
        if self.dense && !theme.is_portrait() {
            layout.content.min.y -= 18.0;
        }
        if keyboard::is_open(ctx) {
            layout.page.max.y = layout.keyboard.top();
            layout.content.max.y = layout.keyboard.top() - 8.0;
        }
        layout
    }

    /// Shows the frame with the page's `contents` inside. The content's width is fixed; it scrolls
    /// where it is higher than its place.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> Shown<R> {
        let theme = Theme::of(ui.ctx());
        let layout = self.layout(ui.ctx());
        let mut pressed = None;
        let mut frame = ui.new_child(
            UiBuilder::new().max_rect(theme.canvas).scope_id(self.id).layout(egui::Layout::top_down(egui::Align::Min)),
        );
        frame.set_clip_rect(theme.canvas);
        frame.spacing_mut().item_spacing = Vec2::ZERO;
        frame.painter().rect_filled(theme.canvas, 0.0, theme.colours.bg);
        if self.demo {
            demo_banner(&frame, layout.demo, &self.words.demo, &self.words.demo);
        }
        if self.head(&mut frame, &theme, &layout) {
            pressed = Some(Pressed::Mark);
        }
        if let Some(step) = self.step {
            steps(&mut frame, layout.steps, step, &self.words.steps, &self.words.at_step);
        }
        // Not above the fixed step indicator: content scrolls beneath its own place only.
        let top = if self.step.is_some() && theme.is_portrait() { layout.steps.bottom() } else { layout.page.top() };
        let viewport = Rect::from_min_max(pos2(layout.page.left(), top), layout.page.max);
        let place = Place { id: self.id, viewport, content: layout.content };
        let inner = page_scroll::show(&mut frame, place, &self.words.more, &self.words.less, contents);
        if self.footer {
            self.foot(&mut frame, &theme, &layout, &mut pressed);
        }
        // The tools come last for the Tab key: the page's question first.
        self.tools(&mut frame, &theme, &layout, &mut pressed);
        keyboard::show(&mut frame, layout.keyboard, &self.words.keys);
        // Where there is no way back, Escape asks to cancel: never more than the button beside it.
        let away = if self.back { Some(Pressed::Back) } else { self.cancel.then_some(Pressed::Cancel) };
        if away.is_some() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            pressed = away;
        }
        Shown { inner, pressed }
    }

    /// Whether the mark was pressed.
    fn head(&self, ui: &mut Ui, theme: &Theme, layout: &Layout) -> bool {
        let c = &theme.colours;
        let hair = Stroke::new(theme.pick(2.0, 1.0), c.line);
        let frame = layout.frame;
        ui.painter().rect_filled(frame, 0.0, c.surface);
        let (mark, room, sizes) = if theme.is_portrait() {
            ui.painter().hline(frame.x_range(), frame.bottom() - 1.0, hair);
            let mark = Rect::from_min_size(
                pos2(frame.left() + theme.metrics.margin, frame.center().y - 34.0),
                Vec2::splat(68.0),
            );
            // The name has what the tools beside it leave.
            let sizes: Vec<Vec2> = self.toolbox(theme).iter().map(|(_, button)| button.measure(ui)).collect();
            let tools_from = frame.right() - theme.metrics.margin - in_a_row(&sizes);
            let right = if theme.low { mark.right() + 800.0 } else { (mark.right() + 300.0).min(tools_from - 16.0) };
            let room = Rect::from_min_max(pos2(mark.right() + 18.0, frame.top()), pos2(right, frame.bottom()));
            (mark, room, (25.0, 19.0))
        } else {
            ui.painter().vline(frame.right() - 0.5, frame.y_range(), hair);
            let left = if theme.compact { (frame.width() - 44.0) / 2.0 } else { 24.0 };
            let mark = Rect::from_min_size(frame.min + vec2(left, 31.0), Vec2::splat(44.0));
            let room = Rect::from_min_max(
                pos2(mark.right() + 12.0, frame.top() + 18.0),
                pos2(frame.right() - 24.0, frame.top() + 88.0),
            );
            (mark, room, (16.0, 14.0))
        };
        ui.painter().rect_filled(mark, corner(theme.pick(16.0, 10.0)), c.primary);
        let side = mark.width() * 0.58;
        Icon::IdentificationCard.paint(
            ui.painter(),
            Rect::from_center_size(mark.center(), Vec2::splat(side)),
            c.on_primary,
        );
        // Large texts leave room for the tools only.
        let nameless = theme.compact || (theme.is_portrait() && theme.text > 1.0 && !theme.low);
        let named = if nameless { mark } else { mark.union(room) };
        if !nameless {
            let laid = PairLabel::new(Role::Label, &self.words.service)
                .balanced()
                .sizes(sizes.0, sizes.1)
                .line_height(1.14)
                .lay(ui.ctx(), room.width());
            laid.paint_middle(ui.painter(), room);
        }
        let response = ui.interact(named, ui.scope_id().with("service"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Banner, true, &self.words.service.primary));
        describe(ui.ctx(), response.id, (&self.words.service).into());
        // For staff, who know of it; by keys there is a short-cut, so that visitors need not pass it with each Tab.
        // Where controls stand low down, nothing up here is pressed.
        !theme.low && ui.interact(mark, ui.scope_id().with("mark"), Sense::CLICK).clicked()
    }

    /// The tools of the frame, at most four, as they stand in this theme.
    fn toolbox(&self, theme: &Theme) -> Vec<(Pressed, Button<'_>)> {
        let mut tools = Vec::new();
        if self.staff {
            tools.push((Pressed::Staff, Button::tool(Icon::HandWaving, &self.words.staff)));
        }
        tools.push((Pressed::Language, Button::tool(Icon::Globe, &self.words.language)));
        let view = Button::tool(Icon::TextAa, &self.words.view).chosen(self.displaying);
        let marked = theme.is_portrait() && (!theme.low || theme.large);
        tools.push((Pressed::Display, if marked { view.mark_only() } else { view }));
        if let Some(speaking) = self.words.speaking {
            let listen = Button::tool(Icon::SpeakerHigh, &self.words.listen).chosen(speaking);
            tools.push((Pressed::Listen, if theme.is_portrait() { listen.mark_only() } else { listen }));
        }
        tools
    }

    fn tools(&self, ui: &mut Ui, theme: &Theme, layout: &Layout, pressed: &mut Option<Pressed>) {
        let tools = self.toolbox(theme);
        let frame = layout.frame;
        if theme.low {
            let (m, row) = (&theme.metrics, layout.tools);
            // Those with words share what those with a mark alone leave.
            let (mark, gap) = (96.0, 12.0);
            let worded = |what: Pressed| match what {
                Pressed::Listen => false,
                Pressed::Display => !theme.large,
                _ => true,
            };
            // At most four tools.
            #[expect(clippy::cast_precision_loss)]
            let (count, with_words) = (tools.len() as f32, tools.iter().filter(|tool| worded(tool.0)).count() as f32);
            let room = row.width() - 2.0 * m.margin - gap * (count - 1.0) - mark * (count - with_words);
            let mut left = row.left() + m.margin;
            for (what, button) in tools {
                let width = if worded(what) { room / with_words } else { mark };
                let rect = Rect::from_min_max(pos2(left, row.top() + 16.0), pos2(left + width, row.bottom() - 12.0));
                if tool(ui, button.width(width), rect) {
                    *pressed = Some(what);
                }
                left += width + gap;
            }
        } else if theme.is_portrait() {
            let sizes: Vec<Vec2> = tools.iter().map(|(_, b)| b.measure(ui)).collect();
            let wide = in_a_row(&sizes);
            let high = sizes.iter().map(|s| s.y).fold(84.0, f32::max);
            let mut left = frame.right() - theme.metrics.margin - wide;
            for ((what, button), size) in tools.into_iter().zip(sizes) {
                let rect = Rect::from_min_size(pos2(left, frame.center().y - 1.0 - high / 2.0), vec2(size.x, high));
                if tool(ui, button, rect) {
                    *pressed = Some(what);
                }
                left += size.x + 12.0;
            }
        } else {
            // At most four tools.
            #[expect(clippy::cast_precision_loss)]
            let count = tools.len() as f32;
            let (left, right, high) = match (theme.large, theme.compact) {
                (true, _) => (10.0, 11.0, 72.0),
                (false, true) => (8.0, 8.0, if tools.len() > 3 { 68.0 } else { 82.0 } * theme.text.min(1.15)),
                (false, false) => (24.0, 21.0, 52.0 * theme.text.min(1.25)),
            };
            let mut top = frame.bottom() - 20.0 - ((high + 8.0) * count - 8.0);
            for (what, button) in tools {
                let rect = Rect::from_min_max(pos2(frame.left() + left, top), pos2(frame.right() - right, top + high));
                let button = if theme.large {
                    button.mark_only()
                } else if theme.compact {
                    button.stacked()
                } else {
                    button
                };
                if tool(ui, button, rect) {
                    *pressed = Some(what);
                }
                top += high + 8.0;
            }
        }
    }

    fn foot(&self, ui: &mut Ui, theme: &Theme, layout: &Layout, pressed: &mut Option<Pressed>) {
        let (c, m, foot) = (&theme.colours, &theme.metrics, layout.footer);
        let ground = if theme.low { foot.union(layout.tools) } else { foot };
        ui.painter().rect_filled(ground, 0.0, c.surface);
        ui.painter().hline(ground.x_range(), ground.top(), Stroke::new(theme.pick(2.0, 1.0), c.line));
        if self.own_footer || !self.footer {
            return;
        }
        let words = self.words;
        let mut plain = Vec::new();
        if let Some(button) = self.plain {
            plain.push((Pressed::Plain, button));
        }
        if self.back {
            plain.push((Pressed::Back, Button::plain(&words.back).icon(Icon::ArrowLeft)));
        }
        if self.cancel && !theme.large {
            plain.push((Pressed::Cancel, Button::plain(&words.cancel).icon(Icon::X)));
        }
        let mut ways = Vec::new();
        ways.extend(self.side.map(|button| (Pressed::Side, button)));
        ways.extend(self.next.map(|button| (Pressed::Next, button)));
        let (apart, gap) = (theme.pick(98.0, 58.0), theme.pick(20.0, 14.0));
        let wide = |ui: &Ui, buttons: &[(Pressed, Button<'_>)], gap: f32| -> f32 {
            buttons.iter().map(|(_, button)| button.measure(ui).x + gap).sum::<f32>() - gap
        };
        let room = foot.width() - 2.0 * m.margin;
        let (left_wide, right_wide) = (wide(ui, &plain, apart), wide(ui, &ways, gap));
        // Nothing is made smaller to fit: what leads on gets a row of its own.
        let narrow = !plain.is_empty() && !ways.is_empty() && left_wide.max(0.0) + gap + right_wide.max(0.0) > room;
        let rows = if narrow { 2 } else { 1_usize };
        let id = self.id.with("footer rows");
        if ui.ctx().data(|d| d.get_temp::<usize>(id)).unwrap_or(1) != rows {
            ui.ctx().data_mut(|d| d.insert_temp(id, rows));
            ui.ctx().request_discard("rows of the footer");
            ui.ctx().request_repaint();
        }
        let (upper, lower) = if rows > 1 {
            let half = foot.height() / 2.0;
            let upper = Rect::from_min_size(foot.min, vec2(foot.width(), half));
            (upper, upper.translate(vec2(0.0, half)))
        } else {
            (foot, foot)
        };
        let at =
            |row: Rect, left: f32, size: Vec2| Rect::from_min_size(pos2(left, row.center().y - size.y / 2.0), size);
        // Back and cancel stay where they are on every page: at the lower left.
        let mut left = foot.left() + m.margin;
        for (what, button) in plain {
            let size = button.measure(ui);
            if button.show_at(ui, at(lower, left, size)).clicked() {
                *pressed = Some(what);
            }
            left += size.x + apart;
        }
        let mut left = foot.right() - m.margin - right_wide;
        for (what, button) in ways {
            let size = button.measure(ui);
            if button.show_at(ui, at(upper, left, size)).clicked() {
                *pressed = Some(what);
            }
            left += size.x + gap;
        }
    }
}

/// Width of tools beside each other.
fn in_a_row(sizes: &[Vec2]) -> f32 {
    // At most four tools.
    #[expect(clippy::cast_precision_loss)]
    let gaps = 12.0 * (sizes.len() as f32 - 1.0);
    sizes.iter().map(|size| size.x).sum::<f32>() + gaps
}

/// A tool of the frame: the same on every page, so it is not read with each.
fn tool(ui: &mut Ui, button: Button<'_>, rect: Rect) -> bool {
    let response = button.show_at(ui, rect);
    super::reader::mark_frame(ui.ctx(), response.id);
    response.clicked()
}

/// Two languages as one switch (home, portrait): the chosen one filled with a check. Returns true
/// when the other one is pressed.
pub fn language_switch(ui: &mut Ui, rect: Rect, names: [(&str, bool); 2]) -> bool {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let radius = corner(theme.metrics.radius);
    ui.painter().rect_filled(rect, radius, c.surface);
    let split = rect.left() + rect.width() * if names[0].1 { 0.62 } else { 0.38 };
    let mut pressed = false;
    for (i, (language, chosen)) in names.into_iter().enumerate() {
        let (from, to) = if i == 0 { (rect.left(), split) } else { (split, rect.right()) };
        let half = Rect::from_min_max(pos2(from, rect.top()), pos2(to, rect.bottom()));
        let response = ui.interact(half, ui.scope_id().with(("language", i)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(accesskit::Role::RadioButton, true, chosen, language));
        let mut round = radius;
        if i == 0 {
            (round.ne, round.se) = (0, 0);
        } else {
            (round.nw, round.sw) = (0, 0);
        }
        let ink = if chosen { c.on_primary } else { c.text };
        if chosen {
            ui.painter().rect_filled(half, round, c.primary);
        } else if response.hovered() {
            ui.painter().rect_filled(half, round, c.tint);
        }
        let words = PairLabel::new(Role::Button, Pair::same(language)).colours(ink, ink).lay(ui.ctx(), half.width());
        let side = theme.metrics.icon;
        let gap = if chosen { side + theme.metrics.s2 * 0.6 } else { 0.0 };
        let left = half.center().x - f32::midpoint(words.size.x, gap);
        if chosen {
            let mark = Rect::from_center_size(pos2(left + side / 2.0, half.center().y), Vec2::splat(side));
            Icon::Check.paint(ui.painter(), mark, ink);
        }
        words.paint_middle(ui.painter(), Rect::from_min_max(pos2(left + gap, half.top()), half.max));
        super::focus::ring(ui, &response, half, theme.metrics.radius);
        pressed |= response.clicked() && !chosen;
    }
    ui.painter().rect_stroke(rect, radius, Stroke::new(theme.metrics.stroke, c.line_strong), StrokeKind::Inside);
    pressed
}
