//! The console's frame: DEMO banner, the list of its parts, who is signed in, and the page.

use egui::{Id, Key, Modifiers, Rect, Stroke, Ui, UiBuilder, Vec2, pos2, vec2};

use crate::domain::staff::SessionState;
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::{Counter, Section, Trouble};
use crate::text::{Args, PairText};
use crate::ui::areas::{keep_in_sight, place};
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::field::{Field, FieldOutput};
use crate::ui::icons::Icon;
use crate::ui::keyboard;
use crate::ui::page_scroll::{self, Place};
use crate::ui::scaffold::{FrameWords, demo_banner};
use crate::ui::theme::corner;
use crate::ui::{PairLabel, Role, Theme};

use super::ConsoleCx;

/// Width of the list of parts on a lying screen.
const RAIL: f32 = 232.0;

/// What the frame shows around a page.
pub(super) struct Frame {
    words: FrameWords,
    demo: bool,
    sections: Vec<(Section, PairText)>,
    open: Option<Section>,
    /// Who is signed in, with their role.
    who: PairText,
    sign_out: PairText,
    /// What failed last.
    trouble: Option<PairText>,
    /// Signed out in a moment.
    leaving: Option<PairText>,
}

impl Frame {
    /// The frame for what the counter shows now.
    pub(super) fn of(counter: &Counter, cx: &ConsoleCx<'_>) -> Self {
        let who = counter.member().map_or_else(PairText::default, |member| {
            let role = cx.pair(match member.role {
                crate::domain::staff::Role::Officer => "st_officer",
                crate::domain::staff::Role::Supervisor => "st_supervisor",
            });
            PairText::new(
                format!("{} {}", role.primary, member.number),
                format!("{} {}", role.secondary, member.number),
            )
        });
        let leaving = match counter.state(cx.now) {
            SessionState::Warn { seconds } => {
                Some(cx.pair_of("st_leaving", &Args::none().number("s", i64::from(seconds))))
            }
            SessionState::Active | SessionState::Over => None,
        };
        Self {
            words: FrameWords::of(cx.words, crate::domain::language::Language::Chinese),
            demo: cx.demo,
            sections: counter.sections().into_iter().map(|section| (section, cx.pair(section.key()))).collect(),
            open: counter.section(),
            who,
            sign_out: cx.pair("q_out"),
            trouble: counter.trouble.map(|trouble| told(trouble, cx)),
            leaving,
        }
    }

    /// Shows the frame with the page's `contents` inside.
    pub(super) fn show(
        self,
        ui: &mut Ui,
        name: &'static str,
        contents: impl FnOnce(&mut Ui) -> Option<CounterEvent>,
    ) -> Option<CounterEvent> {
        let theme = Theme::of(ui.ctx());
        let (c, canvas) = (&theme.colours, theme.canvas);
        let id = Id::unique(("console", name));
        let mut page = ui.new_child(UiBuilder::new().max_rect(canvas).scope_id(id));
        page.set_clip_rect(canvas);
        page.spacing_mut().item_spacing = Vec2::ZERO;
        page.painter().rect_filled(canvas, 0.0, c.bg);
        let layout = theme.layout(self.demo, false);
        if self.demo {
            demo_banner(&page, layout.demo, &self.words.demo, &self.words.demo);
        }
        let top = layout.demo.bottom();
        let (mut event, room) =
            if theme.is_portrait() { self.head(&mut page, &theme, top) } else { self.rail(&mut page, &theme, top) };
        let mut viewport = room;
        let keys = keys(&theme, room.left());
        if keyboard::is_open(page.ctx()) {
            viewport.max.y = keys.top();
        }
        let (margin, air) = theme.pick((48.0, 32.0), (32.0, 28.0));
        let content = viewport.shrink2(vec2(margin, 0.0));
        let content = Rect::from_min_max(content.min + vec2(0.0, air), content.max);
        let inner =
            page_scroll::show(&mut page, Place { id, viewport, content }, &self.words.more, &self.words.less, |ui| {
                self.messages(ui);
                contents(ui)
            });
        event = event.or(inner);
        keyboard::show(&mut page, keys, &self.words.keys);
        if event.is_none() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            event = Some(CounterEvent::Back);
        }
        event
    }

    /// What concerns the whole console: the coming end, and what failed.
    fn messages(&self, ui: &mut Ui) {
        let gap = Theme::of(ui.ctx()).metrics.s3;
        if let Some(leaving) = &self.leaving {
            banner(ui, Tone::Attention, leaving);
            ui.add_space(gap);
        }
        if let Some(trouble) = &self.trouble {
            banner(ui, Tone::Error, trouble);
            ui.add_space(gap);
        }
    }

    /// Upright: name and "Sign out" in the header, the parts beneath it. Answers with the room that is left.
    fn head(&self, ui: &mut Ui, theme: &Theme, top: f32) -> (Option<CounterEvent>, Rect) {
        let (c, canvas) = (&theme.colours, theme.canvas);
        let margin = 48.0;
        let columns = 3;
        let (gap, high) = (12.0, 92.0);
        let rows = self.sections.len().div_ceil(columns) as f32;
        let head = Rect::from_min_size(pos2(canvas.left(), top), vec2(canvas.width(), 128.0));
        let parts = if self.sections.is_empty() { 0.0 } else { rows * (high + gap) + gap };
        let ground = Rect::from_min_max(head.min, pos2(canvas.right(), head.bottom() + parts));
        ui.painter().rect_filled(ground, 0.0, c.surface);
        ui.painter().hline(ground.x_range(), ground.bottom(), Stroke::new(2.0, c.line));
        let out = Button::tool(Icon::SignOut, &self.sign_out).id(Id::unique("sign out"));
        let size = out.measure(ui);
        let mut event = None;
        let rect = Rect::from_min_size(
            pos2(canvas.right() - margin - size.x, head.center().y - size.y.max(72.0) / 2.0),
            vec2(size.x, size.y.max(72.0)),
        );
        self.mark(ui, theme, Rect::from_min_max(head.min + vec2(margin, 0.0), pos2(rect.left() - 24.0, head.bottom())));
        let width = (canvas.width() - 2.0 * margin - gap * (columns - 1) as f32) / columns as f32;
        for (i, (section, name)) in self.sections.iter().enumerate() {
            let (column, row) = ((i % columns) as f32, (i / columns) as f32);
            let at = pos2(canvas.left() + margin + column * (width + gap), head.bottom() + row * (high + gap));
            event = event.or(self.part(ui, *section, name, Rect::from_min_size(at, vec2(width, high))));
        }
        if out.show_at(ui, rect).clicked() {
            event = Some(CounterEvent::Leave);
        }
        (event, Rect::from_min_max(pos2(canvas.left(), ground.bottom() + 2.0), canvas.max))
    }

    /// Lying: everything in a rail at the left.
    fn rail(&self, ui: &mut Ui, theme: &Theme, top: f32) -> (Option<CounterEvent>, Rect) {
        let (c, canvas) = (&theme.colours, theme.canvas);
        let rail = Rect::from_min_max(pos2(canvas.left(), top), pos2(canvas.left() + RAIL, canvas.bottom()));
        ui.painter().rect_filled(rail, 0.0, c.surface);
        ui.painter().vline(rail.right(), rail.y_range(), Stroke::new(1.0, c.line));
        let mark = Rect::from_min_max(rail.min + vec2(22.0, 18.0), pos2(rail.right() - 10.0, rail.top() + 92.0));
        self.mark(ui, theme, mark);
        // Ten parts and "Sign out" on 768 points.
        let many = self.sections.len() > 8;
        let (gap, high) = if many { (3.0, 50.0) } else { (4.0, 52.0) };
        let mut at = rail.top() + if many { 96.0 } else { 104.0 };
        let mut event = None;
        for (section, name) in &self.sections {
            let rect = Rect::from_min_max(pos2(rail.left() + 14.0, at), pos2(rail.right() - 14.0, at + high));
            event = event.or(self.part(ui, *section, name, rect));
            at += high + gap;
        }
        let out = Rect::from_min_max(pos2(rail.left() + 14.0, rail.bottom() - 70.0), rail.max - vec2(14.0, 18.0));
        let button = Button::tool(Icon::SignOut, &self.sign_out).width(out.width()).id(Id::unique("sign out"));
        if button.show_at(ui, out).clicked() {
            event = Some(CounterEvent::Leave);
        }
        (event, Rect::from_min_max(pos2(rail.right() + 1.0, top), canvas.max))
    }

    /// The service's mark, with who is signed in.
    fn mark(&self, ui: &mut Ui, theme: &Theme, rect: Rect) {
        let c = &theme.colours;
        let side = theme.pick(68.0, 44.0);
        let mark = Rect::from_min_size(pos2(rect.left(), rect.center().y - side / 2.0), Vec2::splat(side));
        ui.painter().rect_filled(mark, corner(theme.pick(16.0, 10.0)), c.primary);
        let inner = Rect::from_center_size(mark.center(), Vec2::splat(side * 0.58));
        Icon::Users.paint(ui.painter(), inner, c.on_primary);
        let (a, b) = theme.pick((26.0, 20.0), (17.0, 14.0));
        let label = PairLabel::new(Role::Label, &self.who).sizes(a, b);
        let left = mark.right() + theme.pick(20.0, 12.0);
        let size = label.lay(ui.ctx(), rect.right() - left).size;
        place(ui, Rect::from_min_size(pos2(left, rect.center().y - size.y / 2.0), size), |ui| label.show(ui));
    }

    fn part(&self, ui: &mut Ui, section: Section, name: &PairText, rect: Rect) -> Option<CounterEvent> {
        let button = Button::tool(icon(section), name)
            .chosen(self.open == Some(section))
            .width(rect.width())
            .id(Id::unique(("console section", section)));
        button.show_at(ui, rect).clicked().then_some(CounterEvent::Open(section))
    }
}

fn icon(section: Section) -> Icon {
    match section {
        Section::Queue => Icon::ListChecks,
        Section::Assist => Icon::UserCheck,
        Section::Find => Icon::IdentificationCard,
        Section::Register => Icon::Database,
        Section::Audit => Icon::FileText,
        Section::Shift => Icon::ChartBar,
        Section::Devices => Icon::Camera,
        Section::Staff => Icon::UsersThree,
        Section::Settings => Icon::GearSix,
        Section::Rehearse => Icon::Wrench,
    }
}

/// What happened and what to do now; a fault with its number in the log.
fn told(trouble: Trouble, cx: &ConsoleCx<'_>) -> PairText {
    let (fault, incident) = match trouble {
        Trouble::NotDone(why) => return cx.pair(why.key()),
        Trouble::Fault(fault, incident) => (cx.fault(fault), incident),
    };
    let number = incident.map_or_else(String::new, |incident| format!(" ({incident})"));
    PairText::new(
        format!("{}：{}{number}", fault.title.primary, fault.todo.primary),
        format!("{}: {}{number}", fault.title.secondary, fault.todo.secondary),
    )
}

/// Where the keyboard goes: at the lower edge, for the console has no footer.
fn keys(theme: &Theme, left: f32) -> Rect {
    let canvas = theme.canvas;
    Rect::from_min_max(pos2(left, canvas.bottom() - theme.metrics.keyboard), canvas.max)
}

/// A page before anybody is signed in: one column in the middle, without the list of parts.
/// Lying, `wide` gives two fields room side by side.
pub(super) fn alone<R>(
    ui: &mut Ui,
    name: &'static str,
    wide: bool,
    cx: &ConsoleCx<'_>,
    contents: impl FnOnce(&mut Ui) -> R,
) -> R {
    let theme = Theme::of(ui.ctx());
    let canvas = theme.canvas;
    let words = FrameWords::of(cx.words, crate::domain::language::Language::Chinese);
    let id = Id::unique(("console", name));
    let mut page = ui.new_child(UiBuilder::new().max_rect(canvas).scope_id(id));
    page.set_clip_rect(canvas);
    page.spacing_mut().item_spacing = Vec2::ZERO;
    page.painter().rect_filled(canvas, 0.0, theme.colours.sunken);
    let layout = theme.layout(cx.demo, false);
    if cx.demo {
        demo_banner(&page, layout.demo, &words.demo, &words.demo);
    }
    let mut viewport = Rect::from_min_max(pos2(canvas.left(), layout.demo.bottom()), canvas.max);
    let keys = keys(&theme, canvas.left());
    if keyboard::is_open(page.ctx()) {
        viewport.max.y = keys.top();
    }
    let width =
        theme.pick(888.0, if wide { 1040.0 } else { 640.0_f32 }).min(canvas.width() - 2.0 * theme.metrics.margin);
    let air = theme.pick(96.0, if keyboard::is_open(page.ctx()) { 16.0 } else { 56.0 });
    let content = Rect::from_min_max(
        pos2(canvas.center().x - width / 2.0, viewport.top() + air),
        pos2(canvas.center().x + width / 2.0, viewport.bottom()),
    );
    let inner = page_scroll::show(&mut page, Place { id, viewport, content }, &words.more, &words.less, contents);
    keyboard::show(&mut page, keys, &words.keys);
    inner
}

/// A field that stays above the keyboard while something is typed into it.
pub(super) fn field(ui: &mut Ui, field: Field<'_>) -> FieldOutput {
    let out = field.show(ui);
    keep_in_sight(ui, &out.response);
    out
}

/// The title of a page, with a count at its right.
pub(super) fn title(ui: &mut Ui, words: &PairText, aside: Option<&PairText>) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let label = PairLabel::new(Role::Title, words).inline();
    let aside = aside.map(|aside| PairLabel::new(Role::Caption, aside).inline());
    let beside = aside.map_or(0.0, |aside| aside.lay(ui.ctx(), width / 2.0).size.x);
    let size = label.lay(ui.ctx(), width - beside - theme.metrics.s3).size;
    place(ui, Rect::from_min_size(start, size), |ui| label.show(ui));
    if let Some(aside) = aside {
        let small = aside.lay(ui.ctx(), width / 2.0).size;
        let at = pos2(start.x + width - small.x, start.y + (size.y - small.y) / 2.0);
        place(ui, Rect::from_min_size(at, small), |ui| aside.show(ui));
    }
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, size.y)));
    ui.add_space(theme.metrics.s3);
}
