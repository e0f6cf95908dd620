//! The page frame: DEMO banner, header or rail, steps, content, keyboard, footer.

use egui::accesskit;
use egui::scroll_area::ScrollBarVisibility;
use egui::{
    Id, Key, Modifiers, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::button::Button;
use super::icons::Icon;
use super::keyboard::{self, KeyWords};
use super::pair::{Pair, PairLabel, Role, describe};
use super::steps::{STEPS, steps};
use super::theme::{Layout, Theme, corner};
use crate::domain::language::Language;
use crate::text::{Args, PairText, Words};

/// The words every page's frame needs. Made once a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameWords {
    /// Name of the service.
    pub service: PairText,
    /// DEMO banner.
    pub demo: PairText,
    /// "Ask staff".
    pub staff: PairText,
    /// The language button: the other language's name, in itself and in the chosen one.
    pub language: PairText,
    /// "Back".
    pub back: PairText,
    /// "Cancel".
    pub cancel: PairText,
    /// "More below".
    pub more: PairText,
    /// "More above".
    pub less: PairText,
    /// The four steps.
    pub steps: [PairText; STEPS],
    /// The keyboard's keys.
    pub keys: KeyWords,
}

impl FrameWords {
    /// The frame's words for visitors who read `language`.
    #[must_use]
    pub fn of(words: &Words, language: Language) -> Self {
        let pair = |key: &str| words.pair(language, key, &Args::none());
        let other = language.other();
        let name = match other {
            Language::Chinese => "lang_zh",
            Language::English => "lang_en",
        };
        Self {
            service: pair("svc"),
            demo: pair("demo"),
            staff: pair("staff"),
            // Its own name first: whoever needs it can read that.
            language: PairText::new(words.get(other, name, &Args::none()), words.get(language, name, &Args::none())),
            back: pair("back"),
            cancel: pair("cancel"),
            more: pair("more_below"),
            less: pair("more_above"),
            steps: ["s1", "s2", "s3", "s4"].map(pair),
            keys: KeyWords {
                space: pair("k_space"),
                done: pair("k_done"),
                shift: pair("k_shift"),
                delete: pair("k_del"),
            },
        }
    }
}

/// What was pressed in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// "Ask staff".
    Staff,
    /// The other language.
    Language,
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

    /// The step indicator, standing at `step` (from 0).
    pub fn step(mut self, step: usize) -> Self {
        self.step = Some(step);
        self
    }

    /// Without "Ask staff" among the tools: home has it as a tile.
    pub fn without_staff(mut self) -> Self {
        self.staff = false;
        self
    }

    /// "Back" in the footer.
    pub fn back(mut self) -> Self {
        self.back = true;
        self
    }

    /// "Cancel" in the footer.
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
        if !self.footer {
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
            demo_banner(&frame, layout.demo, &self.words.demo);
        }
        self.head(&mut frame, &theme, &layout);
        if let Some(step) = self.step {
            steps(&mut frame, layout.steps, step, &self.words.steps);
        }
        let inner = self.content(&mut frame, &theme, &layout, contents);
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

    fn head(&self, ui: &mut Ui, theme: &Theme, layout: &Layout) {
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
            let room =
                Rect::from_min_max(pos2(mark.right() + 18.0, frame.top()), pos2(mark.right() + 300.0, frame.bottom()));
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
        let named = if theme.compact { mark } else { mark.union(room) };
        if !theme.compact {
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
    }

    fn tools(&self, ui: &mut Ui, theme: &Theme, layout: &Layout, pressed: &mut Option<Pressed>) {
        let mut tools = Vec::new();
        if self.staff {
            tools.push((Pressed::Staff, Button::tool(Icon::HandWaving, &self.words.staff)));
        }
        tools.push((Pressed::Language, Button::tool(Icon::Globe, &self.words.language)));
        let frame = layout.frame;
        if theme.is_portrait() {
            let sizes: Vec<Vec2> = tools.iter().map(|(_, b)| b.measure(ui)).collect();
            // At most three tools.
            #[expect(clippy::cast_precision_loss)]
            let wide = sizes.iter().map(|s| s.x).sum::<f32>() + 12.0 * (sizes.len() as f32 - 1.0);
            let mut left = frame.right() - theme.metrics.margin - wide;
            for ((what, button), size) in tools.into_iter().zip(sizes) {
                let rect = Rect::from_min_size(pos2(left, frame.center().y - 43.0), vec2(size.x, 84.0));
                if button.show_at(ui, rect).clicked() {
                    *pressed = Some(what);
                }
                left += size.x + 12.0;
            }
        } else {
            // At most three tools.
            #[expect(clippy::cast_precision_loss)]
            let count = tools.len() as f32;
            let (left, right, high) = if theme.compact { (8.0, 8.0, 96.0) } else { (24.0, 21.0, 52.0) };
            let mut top = frame.bottom() - 20.0 - ((high + 8.0) * count - 8.0);
            for (what, button) in tools {
                let rect = Rect::from_min_max(pos2(frame.left() + left, top), pos2(frame.right() - right, top + high));
                if button.show_at(ui, rect).clicked() {
                    *pressed = Some(what);
                }
                top += high + 8.0;
            }
        }
    }

    fn content<R>(&self, ui: &mut Ui, theme: &Theme, layout: &Layout, contents: impl FnOnce(&mut Ui) -> R) -> R {
        let mut page = ui.new_child(UiBuilder::new().max_rect(layout.page).id_salt("content"));
        page.set_clip_rect(layout.page);
        let margin = layout.content.left() - layout.page.left();
        let width = layout.content.width();
        // Not above the fixed step indicator: content scrolls beneath its own place only.
        let top = if self.step.is_some() && theme.is_portrait() { layout.steps.bottom() } else { layout.page.top() };
        let viewport = Rect::from_min_max(pos2(layout.page.left(), top), layout.page.max);
        let mut area = page.new_child(UiBuilder::new().max_rect(viewport));
        area.set_clip_rect(viewport);
        let lead = layout.content.top() - top;
        let mut scroll = ScrollArea::vertical().id_salt(self.id);
        if let Some(to) = ui.ctx().data_mut(|d| d.remove_temp::<f32>(self.id.with("scroll to"))) {
            scroll = scroll.vertical_scroll_offset(to);
        }
        let output =
            scroll.auto_shrink(false).scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden).show(&mut area, |ui| {
                ui.spacing_mut().item_spacing = Vec2::ZERO;
                let start = ui.cursor().min;
                let place = Rect::from_min_size(start + vec2(margin, lead), vec2(width, layout.content.height()));
                let mut inner =
                    ui.new_child(UiBuilder::new().max_rect(place).layout(egui::Layout::top_down(egui::Align::Min)));
                inner.set_width(width);
                let result = contents(&mut inner);
                let used = inner.min_rect().bottom() - start.y;
                ui.allocate_space(vec2(viewport.width(), used + 8.0));
                result
            });
        let hidden = output.content_size.y - output.state.clamped_offset().y - viewport.height();
        // While something is typed the button would cover the field above the keyboard.
        let passed = output.state.clamped_offset().y;
        let ways = [
            (hidden > 9.0, Button::outlined(&self.words.more).icon(Icon::CaretDownBold), hidden, 1.0),
            (passed > 9.0, Button::outlined(&self.words.less).icon(Icon::CaretUpBold), passed, -1.0),
        ];
        let ways: Vec<_> = ways.into_iter().filter(|way| way.0 && !keyboard::is_open(ui.ctx())).collect();
        let places = more_places(ui, theme, viewport, &ways.iter().map(|way| way.1).collect::<Vec<_>>());
        for ((_, button, left, sign), rect) in ways.into_iter().zip(places) {
            ui.painter().add(theme.elevation().as_shape(rect, corner(theme.metrics.radius)));
            if button.show_at(ui, rect).clicked() {
                let on = passed + sign * left.min(viewport.height() * 0.7);
                ui.ctx().data_mut(|d| d.insert_temp(self.id.with("scroll to"), on));
                ui.ctx().request_repaint();
            }
        }
        output.inner
    }

    fn foot(&self, ui: &mut Ui, theme: &Theme, layout: &Layout, pressed: &mut Option<Pressed>) {
        let (c, m, foot) = (&theme.colours, &theme.metrics, layout.footer);
        ui.painter().rect_filled(foot, 0.0, c.surface);
        ui.painter().hline(foot.x_range(), foot.top(), Stroke::new(theme.pick(2.0, 1.0), c.line));
        if self.own_footer {
            return;
        }
        let at = |left: f32, size: Vec2| Rect::from_min_size(pos2(left, foot.center().y - size.y / 2.0), size);
        let mut left = foot.left() + m.margin;
        let words = self.words;
        let mut plain = Vec::new();
        if let Some(button) = self.plain {
            plain.push((Pressed::Plain, button));
        }
        if self.back {
            plain.push((Pressed::Back, Button::plain(&words.back).icon(Icon::ArrowLeft)));
        }
        if self.cancel {
            plain.push((Pressed::Cancel, Button::plain(&words.cancel).icon(Icon::X)));
        }
        for (what, button) in plain {
            let size = button.measure(ui);
            if button.show_at(ui, at(left, size)).clicked() {
                *pressed = Some(what);
            }
            left += size.x + theme.pick(98.0, 58.0);
        }
        let mut right = foot.right() - m.margin;
        // Side before next for the Tab key, though it is placed from the right.
        let next_size = self.next.map(|b| b.measure(ui));
        let next_rect = next_size.map(|s| at(right - s.x, s));
        if let Some(size) = next_size {
            right -= size.x + theme.pick(20.0, 14.0);
        }
        if let Some(button) = self.side {
            let size = button.measure(ui);
            if button.show_at(ui, at(right - size.x, size)).clicked() {
                *pressed = Some(Pressed::Side);
            }
        }
        if let (Some(button), Some(rect)) = (self.next, next_rect)
            && button.show_at(ui, rect).clicked()
        {
            *pressed = Some(Pressed::Next);
        }
    }
}

/// "More below" and "More above", as far as there is either, side by side at the content's foot.
fn more_places(ui: &Ui, theme: &Theme, viewport: Rect, buttons: &[Button<'_>]) -> Vec<Rect> {
    let sizes: Vec<Vec2> = buttons.iter().map(|button| button.measure(ui)).collect();
    let gap = theme.metrics.s3;
    let wide = sizes.iter().map(|size| size.x + gap).sum::<f32>() - gap;
    let mut left = viewport.center().x - wide / 2.0;
    sizes
        .into_iter()
        .map(|size| {
            let at = pos2(left, viewport.bottom() - size.y - theme.metrics.s2);
            left += size.x + gap;
            Rect::from_min_size(at, size)
        })
        .collect()
}

/// The DEMO banner; always topmost.
pub fn demo_banner(ui: &Ui, rect: Rect, words: &PairText) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    ui.painter().rect_filled(rect, 0.0, c.demo);
    let font_size = theme.pick(21.0, 14.0);
    let pair = Pair::from(words);
    let lay = |text: &str, bold: bool| {
        let label = PairLabel::new(Role::Label, Pair::same(text)).sizes(font_size, font_size).strong(bold);
        label.colours(c.on_demo, c.on_demo).lay(ui.ctx(), f32::INFINITY)
    };
    let first = lay(pair.primary, true);
    let second = lay(pair.second().unwrap_or_default(), false);
    let (side, gap, between) = theme.pick((22.0, 18.0, 20.0), (16.0, 10.0, 13.0));
    let left = rect.center().x - (first.size.x + between + second.size.x + side + gap) / 2.0;
    let mark = Rect::from_center_size(pos2(left + side / 2.0, rect.center().y), Vec2::splat(side));
    Icon::Flag.paint(ui.painter(), mark, c.on_demo);
    // Text sits a little low in its line.
    let words_at = |x: f32| Rect::from_min_max(pos2(x, rect.top()), rect.max).translate(vec2(0.0, -1.0));
    first.paint_middle(ui.painter(), words_at(mark.right() + gap));
    second.paint_middle(ui.painter(), words_at(mark.right() + gap + first.size.x + between));
    let response = ui.interact(rect, ui.scope_id().with("demo banner"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Banner, true, &words.primary));
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
