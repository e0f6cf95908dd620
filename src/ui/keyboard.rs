//! The on-screen keyboard. Its keys are queued and typed at the start of the next frame, so that
//! they reach the focused field exactly like a keyboard on the desk.

use std::time::Duration;

use egui::accesskit;
use egui::{
    Color32, Context, Event, Id, Modifiers, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::focus;
use super::icons::Icon;
use super::keys::{Key, KeyLayout, accents, capital, rows};
use super::pair::{Pair, PairLabel, Role, describe, lines};
use super::theme::{Theme, corner, regular};
use crate::text::PairText;

/// A letter held this long offers its accents.
const LONG_PRESS: f64 = 0.45;
/// Delete starts repeating after this long.
const REPEAT_AFTER: f64 = 0.5;
/// Delete repeats this often.
const REPEAT_EVERY: f64 = 0.07;

/// The words on the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyWords {
    /// "space".
    pub space: PairText,
    /// "Done".
    pub done: PairText,
    /// "Capitals": accessible name of shift.
    pub shift: PairText,
    /// "Delete": accessible name.
    pub delete: PairText,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Case {
    #[default]
    Small,
    /// The next letter only.
    Once,
    Capitals,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Held {
    key: Key,
    since: f64,
    /// Deletions typed so far, or 1 once the accents were offered.
    count: u32,
}

#[derive(Clone, Debug, Default)]
struct State {
    /// The field that has the focus and the keys it needs; told anew each frame.
    wanted: Option<(Id, KeyLayout)>,
    /// The field the case and page of the keys were set for.
    serves: Option<(Id, KeyLayout)>,
    open: bool,
    case: Case,
    symbols: bool,
    queue: Vec<Key>,
    held: Option<Held>,
    /// The letter whose accents are offered.
    strip: Option<char>,
}

fn state_id() -> Id {
    Id::unique("esscard keyboard")
}

fn state<R>(ctx: &Context, f: impl FnOnce(&mut State) -> R) -> R {
    ctx.data_mut(|d| f(d.get_temp_mut_or_default::<State>(state_id())))
}

/// Types what was pressed in the last frame. Called by [`super::begin_frame`].
pub fn begin_frame(ctx: &Context) {
    let queue = state(ctx, |s| {
        s.wanted = None;
        std::mem::take(&mut s.queue)
    });
    ctx.input_mut(|i| i.events.extend(queue.into_iter().filter_map(event)));
}

fn event(key: Key) -> Option<Event> {
    let press = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    match key {
        Key::Char(c) => Some(Event::Text(c.to_string())),
        Key::Space => Some(Event::Text(" ".to_owned())),
        Key::Delete => Some(press(egui::Key::Backspace)),
        Key::Shift | Key::Symbols | Key::Done => None,
    }
}

/// A focused field asks for the keys of `layout`.
pub fn want(ctx: &Context, field: Id, layout: KeyLayout) {
    state(ctx, |s| {
        s.wanted = Some((field, layout));
        if s.serves != s.wanted {
            s.serves = s.wanted;
            s.symbols = false;
            s.strip = None;
            s.held = None;
            // Names are typed as in the passport: in capitals.
            s.case = if layout == KeyLayout::Name { Case::Capitals } else { Case::Small };
        }
    });
}

/// The keyboard takes its band of the page.
#[must_use]
pub fn is_open(ctx: &Context) -> bool {
    state(ctx, |s| s.open)
}

/// The accents of a letter stand above the page: Escape is theirs.
#[must_use]
pub fn offers_accents(ctx: &Context) -> bool {
    state(ctx, |s| s.strip.is_some())
}

/// Forgets what was pressed.
pub fn forget(ctx: &Context) {
    ctx.data_mut(|d| d.remove::<State>(state_id()));
}

/// Shows the keyboard in `band` if a field wants it. Last thing of the page, so that the accents
/// lie above the content.
pub fn show(ui: &mut Ui, band: Rect, words: &KeyWords) {
    let ctx = ui.ctx().clone();
    let (wanted, open) = state(&ctx, |s| (s.wanted, s.open));
    if wanted.is_some() != open {
        state(&ctx, |s| s.open = wanted.is_some());
        // The page was laid out for the other case.
        ctx.request_discard("keyboard");
        ctx.request_repaint();
    }
    let Some((field, layout)) = wanted else { return };
    if offers_accents(&ctx) && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, egui::Key::Escape)) {
        state(&ctx, |s| s.strip = None);
    }
    let theme = Theme::of(&ctx);
    let c = &theme.colours;
    ui.painter().rect_filled(band, 0.0, c.sunken);
    ui.painter().hline(band.x_range(), band.top(), Stroke::new(theme.pick(2.0, 1.0), c.line));
    let mut keys = ui.new_child(UiBuilder::new().max_rect(band).scope_id(Id::unique("keyboard")));
    // The bed swallows what misses a key.
    keys.interact(band, Id::unique("keyboard bed"), Sense::CLICK);
    Board { theme, layout, field, words, area: inner(&theme, band) }.show(&mut keys);
}

fn inner(theme: &Theme, band: Rect) -> Rect {
    let (side, top, bottom) = theme.pick((24.0, 22.0, 20.0), (40.0, 13.0, 13.0));
    Rect::from_min_max(band.min + vec2(side, top), band.max - vec2(side, bottom))
}

struct Board<'a> {
    theme: Theme,
    layout: KeyLayout,
    field: Id,
    words: &'a KeyWords,
    area: Rect,
}

impl Board<'_> {
    fn show(&self, ui: &mut Ui) {
        let (case, symbols) = state(ui.ctx(), |s| (s.case, s.symbols));
        let rows = rows(self.layout, symbols);
        let gap = self.theme.pick(vec2(10.0, 12.0), vec2(9.0, 7.0));
        // At most five rows.
        #[expect(clippy::cast_precision_loss)]
        let count = rows.len() as f32;
        let height = (self.area.height() - gap.y * (count - 1.0)) / count;
        let mut strip_over = None;
        let mut top = self.area.top();
        for row in &rows {
            for (key, rect) in self.places(row, top, height, gap.x) {
                let key = match key {
                    Key::Char(c) if case != Case::Small => Key::Char(capital(c)),
                    key => key,
                };
                let response = self.key(ui, key, rect);
                self.press(ui, key, &response);
                if let Key::Char(c) = key
                    && state(ui.ctx(), |s| s.strip) == Some(c)
                {
                    strip_over = Some((c, rect));
                }
            }
            top += height + gap.y;
        }
        if let Some((letter, rect)) = strip_over {
            self.strip(ui, letter, rect);
        }
    }

    /// The keys of one row with their rectangles: ten equal keys make a full row, shorter rows are
    /// centred, wide keys take what is left.
    fn places(&self, row: &[Key], top: f32, height: f32, gap: f32) -> Vec<(Key, Rect)> {
        let one = (self.area.width() - 9.0 * gap) / 10.0;
        let small = self.theme.pick(76.0, 76.0);
        let width = |key: &Key| match key {
            Key::Space => 0.0,
            // Alone in its row it has all of it.
            Key::Done if row.len() == 1 => self.area.width(),
            Key::Done => self.theme.pick(168.0, 166.0),
            Key::Symbols => self.theme.pick(121.0, 121.0),
            Key::Shift | Key::Delete => self.theme.pick(148.0, 148.0),
            Key::Char(_) if row.contains(&Key::Space) => small,
            Key::Char(_) => one,
        };
        // At most ten keys.
        #[expect(clippy::cast_precision_loss)]
        let gaps = gap * (row.len() as f32 - 1.0);
        let fixed: f32 = row.iter().map(width).sum::<f32>() + gaps;
        let space = (self.area.width() - fixed).max(0.0);
        let has_space = row.contains(&Key::Space);
        let mut keys_wide = fixed + if has_space { space } else { 0.0 };
        // A row a little too wide (nine keys and delete) shrinks evenly.
        let squeeze = (self.area.width() / keys_wide).min(1.0);
        keys_wide *= squeeze;
        let mut left = self.area.center().x - keys_wide / 2.0;
        row.iter()
            .map(|key| {
                let wide = if *key == Key::Space { space } else { width(key) * squeeze };
                let rect = Rect::from_min_size(pos2(left, top), vec2(wide, height));
                left += wide + gap * squeeze;
                (*key, rect)
            })
            .collect()
    }

    fn label(&self, key: Key) -> (String, Option<&PairText>) {
        match key {
            Key::Char(c) => (c.to_string(), None),
            Key::Shift => (self.words.shift.primary.clone(), Some(&self.words.shift)),
            Key::Delete => (self.words.delete.primary.clone(), Some(&self.words.delete)),
            Key::Symbols => ("#+=".to_owned(), None),
            Key::Space => (self.words.space.primary.clone(), Some(&self.words.space)),
            Key::Done => (self.words.done.primary.clone(), Some(&self.words.done)),
        }
    }

    fn key(&self, ui: &mut Ui, key: Key, rect: Rect) -> Response {
        // Keys are pressed, never tabbed to: whoever tabs has a keyboard.
        let response = ui.interact(rect, ui.scope_id().with(key), Sense::CLICK);
        let symbols = state(ui.ctx(), |s| s.symbols);
        let (label, pair) = self.label(key);
        let label = if key == Key::Symbols && symbols { "ABC".to_owned() } else { label };
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Button, true, &label));
        if let Some(pair) = pair {
            describe(ui.ctx(), response.id, pair.into());
        }
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let c = &self.theme.colours;
        let down = response.is_pointer_button_down_on();
        let case = state(ui.ctx(), |s| s.case);
        let latched = key == Key::Shift && case != Case::Small;
        let face = self.cap(ui, rect, key == Key::Done, down, latched);
        let painter = ui.painter();
        match key {
            Key::Char(_) | Key::Symbols => {
                let size = if key == Key::Symbols { self.theme.pick(30.0, 20.0) } else { self.theme.pick(36.0, 22.0) };
                // Keys keep their size; their letters grow as far as they fit.
                let size = size * self.theme.half;
                let galley = lines(ui.ctx(), &label, regular(size), c.text, size * 1.24, f32::INFINITY, false);
                // Text sits about 0.04 em low in its line.
                let at = face.center() - galley.size() / 2.0 - vec2(0.0, size * 0.04);
                painter.galley(at, galley, c.text);
            }
            Key::Shift | Key::Delete => {
                let icon = match (key, case) {
                    (Key::Delete, _) => Icon::Backspace,
                    (_, Case::Capitals) => Icon::ArrowFatUpFill,
                    _ => Icon::ArrowFatUp,
                };
                let side = self.theme.pick(36.0, 24.0) * self.theme.half.min(1.3);
                icon.paint(painter, Rect::from_center_size(face.center(), Vec2::splat(side)), c.text);
            }
            Key::Space | Key::Done => {
                let pair = pair.map_or(Pair::same(""), Pair::from);
                let (a, b) = self.theme.pick((24.0, 19.0), (16.0, 14.0));
                let (first, second) =
                    if key == Key::Done { (c.on_primary, c.on_primary_2) } else { (c.text, c.text_2) };
                let grown = self.theme.half.min(1.4);
                let label =
                    |pair| PairLabel::new(Role::Button, pair).exact(a * grown, b * grown).colours(first, second);
                let both = label(pair).centred().lay(ui.ctx(), face.width());
                // Large words leave no room for both languages; the other one is told as description.
                let words = if both.size.y > face.height() {
                    label(Pair::same(pair.primary)).centred().lay(ui.ctx(), face.width())
                } else {
                    both
                };
                words.paint(painter, pos2(face.left(), face.center().y - words.size.y / 2.0));
            }
        }
        response
    }

    /// Paints a key's body; returns where its content goes.
    fn cap(&self, ui: &Ui, rect: Rect, filled: bool, down: bool, latched: bool) -> Rect {
        let c = &self.theme.colours;
        let radius = corner(self.theme.metrics.radius_key);
        let lip = self.theme.pick(4.0, 3.0);
        let hair = self.theme.pick(1.5, 1.0);
        if down {
            let (fill, edge) = if filled { (c.primary_pressed, c.primary_pressed) } else { (c.tint, c.primary) };
            ui.painter().rect(rect, radius, fill, Stroke::new(hair, edge), StrokeKind::Inside);
            return rect.translate(vec2(0.0, 2.0));
        }
        let (fill, foot, edge) = if filled {
            (c.primary, c.primary_pressed, c.primary_pressed)
        } else {
            (if latched { c.tint } else { c.surface }, c.line_strong, c.line)
        };
        // The lip is what the second, shorter rectangle leaves uncovered.
        ui.painter().rect_filled(rect, radius, foot);
        let face = Rect::from_min_max(rect.min, rect.max - vec2(0.0, lip));
        ui.painter().rect(face, radius, fill, Stroke::new(hair, edge), StrokeKind::Inside);
        face
    }

    fn press(&self, ui: &Ui, key: Key, response: &Response) {
        let ctx = ui.ctx();
        let now = ui.input(|i| i.time);
        if response.is_pointer_button_down_on() {
            self.hold(ctx, key, now);
        }
        if !response.clicked() {
            if response.is_pointer_button_down_on() || !ui.input(|i| i.pointer.any_released()) {
                return;
            }
            state(ctx, |s| s.held = s.held.filter(|h| h.key != key));
            return;
        }
        let held = state(ctx, |s| s.held.take().filter(|h| h.key == key));
        let already = held.is_some_and(|h| h.count > 0);
        match key {
            Key::Char(c) => {
                let strip = state(ctx, |s| s.strip);
                if already {
                    // This release ends the long press that opened the strip.
                } else if strip == Some(c) {
                    state(ctx, |s| s.strip = None);
                } else {
                    self.type_key(ctx, key);
                }
            }
            Key::Delete if already => {}
            Key::Delete | Key::Space => self.type_key(ctx, key),
            Key::Shift => state(ctx, |s| {
                s.strip = None;
                s.case = match (s.case, self.layout) {
                    (Case::Small, KeyLayout::Password) => Case::Once,
                    (Case::Small | Case::Once, _) => Case::Capitals,
                    (Case::Capitals, _) => Case::Small,
                };
            }),
            Key::Symbols => state(ctx, |s| s.symbols = !s.symbols),
            Key::Done => {
                focus::clear(ctx);
                ctx.request_repaint();
            }
        }
    }

    fn type_key(&self, ctx: &Context, key: Key) {
        state(ctx, |s| {
            s.queue.push(key);
            s.strip = None;
            if s.case == Case::Once && matches!(key, Key::Char(_)) {
                s.case = Case::Small;
            }
        });
        focus::set(ctx, self.field);
        ctx.request_repaint();
    }

    fn hold(&self, ctx: &Context, key: Key, now: f64) {
        let mut held = match state(ctx, |s| s.held) {
            Some(held) if held.key == key => held,
            _ => Held { key, since: now, count: 0 },
        };
        let next = match key {
            Key::Delete => {
                let due = held.since + REPEAT_AFTER + f64::from(held.count) * REPEAT_EVERY;
                if now >= due {
                    held.count += 1;
                    state(ctx, |s| s.queue.push(Key::Delete));
                    Some(REPEAT_EVERY)
                } else {
                    Some(due - now)
                }
            }
            Key::Char(c) if held.count == 0 && !self.accents(c).is_empty() => {
                let due = held.since + LONG_PRESS;
                if now >= due {
                    held.count = 1;
                    state(ctx, |s| s.strip = Some(c));
                    Some(0.0)
                } else {
                    Some(due - now)
                }
            }
            _ => None,
        };
        state(ctx, |s| s.held = Some(held));
        if let Some(seconds) = next {
            ctx.request_repaint_after(Duration::from_secs_f64(seconds.max(0.0)));
        }
    }

    fn accents(&self, c: char) -> Vec<char> {
        if self.layout != KeyLayout::Name {
            return Vec::new();
        }
        let mut small = c.to_lowercase();
        let letters = accents(small.next().unwrap_or(c));
        if c.is_uppercase() { letters.iter().copied().map(capital).collect() } else { letters.to_vec() }
    }

    /// Rectangles for `count` accents of the key `over`, in as few rows as hold them: above the key,
    /// or beneath it where they would cover the field that is typed into.
    fn strip_places(&self, ctx: &Context, count: usize, over: Rect) -> Vec<Rect> {
        let gap = self.theme.pick(10.0, 9.0);
        let least = self.theme.pick(76.0, 64.0);
        let high = over.height().min(self.theme.pick(86.0, 58.0));
        // A keyboard's width holds a dozen keys.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let most = ((self.area.width() + gap) / (least + gap)).max(1.0) as usize;
        let rows = count.div_ceil(most).max(1);
        let columns = count.div_ceil(rows).max(1);
        // At most a few rows and columns.
        #[expect(clippy::cast_precision_loss)]
        let size = vec2(columns as f32 * (least + gap) - gap, rows as f32 * (high + gap) - gap);
        let left = (over.center().x - size.x / 2.0)
            .clamp(self.area.left(), (self.area.right() - size.x).max(self.area.left()));
        let apart = gap + 6.0;
        let above = over.top() - apart - size.y;
        let field = ctx.read_response(self.field).map_or(Rect::NOTHING, |field| field.rect);
        let ground = Rect::from_min_size(pos2(left, above), size).expand(apart);
        let top = if ground.intersects(field) { over.bottom() + apart } else { above };
        (0..count)
            .map(|i| {
                // At most a few rows and columns.
                #[expect(clippy::cast_precision_loss)]
                let cell = vec2((i % columns) as f32 * (least + gap), (i / columns) as f32 * (high + gap));
                Rect::from_min_size(pos2(left, top) + cell, vec2(least, high))
            })
            .collect()
    }

    /// The accents of a key; one is chosen by letting go on it, or by a press of its own.
    fn strip(&self, ui: &mut Ui, letter: char, over: Rect) {
        let accents = self.accents(letter);
        let places = self.strip_places(ui.ctx(), accents.len(), over);
        let gap = self.theme.pick(10.0, 9.0);
        let ground = places.iter().fold(Rect::NOTHING, |all, place| all.union(*place)).expand(gap);
        let c = &self.theme.colours;
        ui.set_clip_rect(self.theme.canvas);
        ui.painter().add(self.theme.elevation().as_shape(ground, corner(self.theme.metrics.radius)));
        ui.painter().rect(
            ground,
            corner(self.theme.metrics.radius),
            c.surface,
            Stroke::new(self.theme.metrics.stroke, c.line_strong),
            StrokeKind::Inside,
        );
        ui.interact(ground, ui.scope_id().with("accent strip"), Sense::CLICK);
        for (accent, rect) in accents.into_iter().zip(places) {
            let response = self.key(ui, Key::Char(accent), rect);
            let (released, pointer) = ui.input(|i| (i.pointer.any_released(), i.pointer.interact_pos()));
            let let_go_here = released && pointer.is_some_and(|p| rect.contains(p));
            if let_go_here {
                self.type_key(ui.ctx(), Key::Char(accent));
                state(ui.ctx(), |s| s.held = None);
            }
            let under = pointer.is_some_and(|p| rect.contains(p)) && ui.input(|i| i.pointer.any_down());
            if under && !response.is_pointer_button_down_on() {
                let edge = Stroke::new(self.theme.metrics.stroke, c.primary);
                ui.painter().rect(
                    rect,
                    corner(self.theme.metrics.radius_key),
                    Color32::TRANSPARENT,
                    edge,
                    StrokeKind::Inside,
                );
            }
        }
    }
}
