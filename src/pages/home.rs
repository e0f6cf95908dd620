//! Home: the three ways in, and what to have ready.

use egui::{Id, Rect, Ui, pos2, vec2};

use crate::domain::language::Language;
use crate::flow::event::Event;
use crate::ui::art;
use crate::ui::banner::note;
use crate::ui::button::Button;
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Scaffold, language_switch};
use crate::ui::tile::Tile;
use crate::ui::{PairLabel, Role, Theme, pair_inline};

use super::PageCx;
use super::frame::{self, columns, icon_line, place};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let scaffold = Scaffold::new("home", &words).demo(cx.facts.demo);
    // The tile may lie below the edge at large texts.
    let scaffold = if theme.large { scaffold } else { scaffold.without_staff() };
    // Upright the foot holds the promise and both languages; large texts need the room themselves.
    let own_foot = theme.is_portrait() && !theme.large;
    let scaffold = if own_foot { scaffold.own_footer() } else { scaffold.no_footer() };
    let layout = scaffold.layout(ui.ctx());
    let shown = scaffold.show(ui, |ui| {
        // The hero bleeds to the page's edges; it scrolls with the content.
        let corner = ui.cursor().min - (layout.content.min - layout.page.min);
        let hero = Rect::from_min_size(corner, vec2(layout.page.width(), hero_height(ui, cx, layout.page.width())));
        show_hero(ui, cx, hero);
        let content = layout.content.x_range();
        let top = hero.bottom() + theme.pick(48.0, 20.0);
        let event = if theme.is_wide() {
            tiles_side_by_side(ui, cx, Rect::from_x_y_ranges(content, top..=top + 272.0))
        } else {
            let rect = Rect::from_min_max(pos2(content.min, top), pos2(content.max, top));
            place(ui, rect, |ui| tiles_below_each_other(ui, cx))
        };
        ui.add_space(if theme.low { 32.0 } else { theme.pick(64.0, 24.0) });
        have_ready(ui, cx);
        if !own_foot {
            ui.add_space(theme.metrics.s5);
            crate::ui::card::hairline(ui);
            ui.add_space(theme.metrics.s2 + 4.0);
            note(ui, Icon::ShieldCheck, Role::Caption, &cx.pair("h_clear"), theme.is_wide());
        }
        event
    });
    let mut event = shown.inner.or(frame::answer(shown.pressed, cx));
    if own_foot {
        event = event.or(foot(ui, cx, layout.footer));
    }
    event
}

/// Widths of the hero's title and of what stands beneath it: they end where the drawing begins; large
/// texts have all of it, without the drawing.
fn hero_widths(theme: &Theme, hero: f32) -> (f32, f32) {
    if theme.text > 1.0 {
        let all = hero - 2.0 * theme.metrics.margin;
        return (all, all);
    }
    let width = theme.pick(hero - 522.0, hero - 440.0);
    // The card reaches further to the left down here.
    (width, width - theme.pick(40.0, 0.0))
}

fn hero_height(ui: &Ui, cx: &PageCx<'_>, hero: f32) -> f32 {
    let theme = Theme::of(ui.ctx());
    let (upper, lower) = hero_widths(&theme, hero);
    let title = PairLabel::new(Role::Display, &cx.pair("h_title")).lay(ui.ctx(), upper).size.y;
    let below = PairLabel::new(Role::Body, &cx.pair("h_sub")).lay(ui.ctx(), lower).size.y;
    let needed = title + below + theme.pick(68.0 + 38.0 + 48.0, 24.0 + 14.0 + 20.0);
    if theme.text > 1.0 || theme.low { needed } else { needed.max(theme.pick(564.0, 256.0)) }
}

fn show_hero(ui: &mut Ui, cx: &PageCx<'_>, hero: Rect) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    art::hero_ground(ui.painter(), hero);
    if theme.text <= 1.0 {
        art::hero_card_and_phone(ui.painter(), hero);
    }
    let left = hero.left() + theme.metrics.margin;
    let (upper, lower) = hero_widths(&theme, hero.width());
    let words = Rect::from_min_size(pos2(left, hero.top() + theme.pick(68.0, 24.0)), vec2(upper, 0.0));
    place(ui, words, |ui| {
        PairLabel::new(Role::Display, &cx.pair("h_title")).colours(c.on_deep, c.on_deep_2).show(ui);
    });
    let below = pos2(left, ui.cursor().top() + theme.pick(38.0, 14.0));
    place(ui, Rect::from_min_size(below, vec2(lower, 0.0)), |ui| {
        PairLabel::new(Role::Body, &cx.pair("h_sub")).colours(c.on_deep, c.on_deep_2).show(ui);
    });
}

fn tiles_below_each_other(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let mut event = None;
    for (i, (tile, height, pressed)) in [
        (Way::Login, 224.0, Event::OpenLogin),
        (Way::Guide, 190.0, Event::OpenGuide),
        (Way::Staff, 190.0, Event::AskStaff),
    ]
    .into_iter()
    .enumerate()
    {
        // Low down there is less room for them.
        let height = if Theme::of(ui.ctx()).low { height - 24.0 } else { height };
        if i > 0 {
            ui.add_space(24.0);
        }
        if tile.with(cx, |tile| tile.height(height).show(ui)).clicked() {
            event = Some(pressed);
        }
    }
    event
}

fn tiles_side_by_side(ui: &mut Ui, cx: &PageCx<'_>, area: Rect) -> Option<Event> {
    let gap = 16.0;
    let split = area.left() + (area.width() - gap) * 0.555;
    let middle = area.center().y;
    let login = Rect::from_min_max(area.min, pos2(split, area.bottom()));
    let guide = Rect::from_min_max(pos2(split + gap, area.top()), pos2(area.right(), middle - gap / 2.0));
    let staff = Rect::from_min_max(pos2(split + gap, middle + gap / 2.0), area.max);
    let mut event = None;
    for (way, rect, pressed) in [
        (Way::Login, login, Event::OpenLogin),
        (Way::Guide, guide, Event::OpenGuide),
        (Way::Staff, staff, Event::AskStaff),
    ] {
        if way.with(cx, |tile| tile.show_at(ui, rect)).clicked() {
            event = Some(pressed);
        }
    }
    ui.advance_cursor_after_rect(area);
    event
}

/// The three ways on from here.
#[derive(Clone, Copy)]
enum Way {
    Login,
    Guide,
    Staff,
}

impl Way {
    /// Hands the way's tile to `show`.
    fn with<R>(self, cx: &PageCx<'_>, show: impl FnOnce(Tile<'_>) -> R) -> R {
        let (icon, name, caption) = match self {
            Self::Login => (Icon::SignIn, "g_login", "h_login"),
            Self::Guide => (Icon::DeviceMobile, "h_app", "h_app_sub"),
            Self::Staff => (Icon::HandWaving, "staff", "h_staff_sub"),
        };
        let (name, caption) = (cx.pair(name), cx.pair(caption));
        let tile = Tile::new(icon, &name).caption(&caption);
        show(if matches!(self, Self::Login) { tile.filled() } else { tile })
    }
}

fn have_ready(ui: &mut Ui, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    pair_inline(ui, Role::Label, &cx.pair("h_ready"));
    ui.add_space(theme.pick(18.0, 8.0));
    let things = [(Icon::IdentificationBadge, "h_r1"), (Icon::FileText, "h_r2"), (Icon::DeviceMobile, "h_r3")]
        .map(|(icon, key)| (icon, cx.pair(key)));
    let (a, b) = theme.pick((25.0, 20.0), (16.0, 14.0));
    let side = theme.mark(80.0, 46.0);
    // The shorter words leave room to the longer ones.
    let shares = [0.92, 1.0, 1.08];
    let unit = (ui.available_width() - 2.0 * theme.metrics.s2) / 3.0;
    let label = |words| PairLabel::new(Role::Caption, words).sizes(a, b);
    let heights = things.iter().zip(shares).map(|((_, words), share)| {
        let width = if theme.large { ui.available_width() } else { unit * share };
        label(words).lay(ui.ctx(), width - side - theme.metrics.s2).size.y
    });
    let height = heights.fold(side, f32::max);
    columns(ui, &shares, theme.metrics.s2, |ui, i| {
        let (icon, words) = &things[i];
        icon_line(ui, *icon, side, height, label(words));
    });
}

/// The promise, and both languages as one switch.
fn foot(ui: &mut Ui, cx: &PageCx<'_>, foot: Rect) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let margin = theme.metrics.margin;
    let switch = Rect::from_min_size(pos2(foot.right() - margin - 358.0, foot.center().y - 48.0), vec2(358.0, 96.0));
    let words = Rect::from_min_max(pos2(foot.left() + margin, foot.top()), pos2(switch.left() - 60.0, foot.bottom()));
    let promise = cx.pair("h_clear");
    let side = theme.metrics.icon;
    let height = PairLabel::new(Role::Caption, &promise).lay(ui.ctx(), words.width() - side - 20.0).size.y;
    let words = Rect::from_center_size(words.center(), vec2(words.width(), height.max(side)));
    place(ui, words, |ui| note(ui, Icon::ShieldCheck, Role::Caption, &promise, false));
    if cx.words.languages().len() > Language::ALL.len() {
        let list = cx.pair("lang");
        let button = Button::outlined(&list).icon(Icon::Globe).id(Id::unique("list of languages"));
        return button.show_at(ui, switch).clicked().then_some(Event::ChooseLanguage);
    }
    let english = cx.language == Language::English;
    language_switch(ui, switch, [("English", english), ("中文", !english)])
        .then(|| Event::SetLanguage(cx.language.other()))
}
