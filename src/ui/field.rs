//! Text fields: label, field, error, hint, always in this order.

use egui::accesskit::{self, Live};
use egui::{Color32, Id, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::editor;
use super::focus;
use super::icons::Icon;
use super::keyboard;
use super::keys::KeyLayout;
use super::pair::{Pair, PairLabel, Role, describe, name};
use super::personal::{Personal, Places};
use super::reader;
use super::theme::{Theme, corner, regular, strong};
use crate::domain::secret::Secret;

/// A field bound to a [`Secret`].
#[must_use = "a field that is not shown is not there"]
pub struct Field<'a> {
    id: Id,
    label: Pair<'a>,
    value: &'a mut Secret,
    keys: KeyLayout,
    reveal: Option<Reveal<'a>>,
    error: Option<Pair<'a>>,
    warning: Option<Pair<'a>>,
    hint: Option<Pair<'a>>,
    fix: Option<Pair<'a>>,
    aside: Option<Pair<'a>>,
    fault_at: Option<usize>,
    right: bool,
    grouped: bool,
    enabled: bool,
}

struct Reveal<'a> {
    shown: &'a mut bool,
    show: Pair<'a>,
    hide: Pair<'a>,
}

/// What happened to a field in this frame.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that can happen to a field")]
pub struct FieldOutput {
    /// The field itself (not its label or notes).
    pub response: Response,
    /// The value changed.
    pub changed: bool,
    /// Enter was pressed.
    pub entered: bool,
    /// The offered fix was pressed.
    pub fix: bool,
    /// The way to help was pressed.
    pub aside: bool,
    /// Show or Hide was pressed.
    pub revealed: bool,
}

/// What the value looks like in this frame.
struct Value {
    font_size: f32,
    places: Places,
    line: f32,
}

impl<'a> Field<'a> {
    /// A field with an explicit `id`, so that its focus survives whatever appears around it.
    pub fn new(id: Id, label: impl Into<Pair<'a>>, value: &'a mut Secret, keys: KeyLayout) -> Self {
        Self {
            id,
            label: label.into(),
            value,
            keys,
            reveal: None,
            error: None,
            warning: None,
            hint: None,
            fix: None,
            aside: None,
            fault_at: None,
            right: false,
            grouped: false,
            enabled: true,
        }
    }

    /// Dots instead of characters, and a Show/Hide button that turns `shown`.
    pub fn password(mut self, shown: &'a mut bool, show: impl Into<Pair<'a>>, hide: impl Into<Pair<'a>>) -> Self {
        self.reveal = Some(Reveal { shown, show: show.into(), hide: hide.into() });
        self
    }

    /// What is wrong, beneath the field.
    pub fn error(mut self, error: Option<Pair<'a>>) -> Self {
        self.error = error;
        self
    }

    /// Unusual but allowed, beneath the field.
    pub fn warning(mut self, warning: Option<Pair<'a>>) -> Self {
        self.warning = warning;
        self
    }

    /// The note beneath the field.
    pub fn hint(mut self, hint: impl Into<Pair<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A certain fix, offered inside the field.
    pub fn fix(mut self, fix: Option<Pair<'a>>) -> Self {
        self.fix = fix;
        self
    }

    /// The way to help with this field, inside it; a certain fix takes its place.
    pub fn aside(mut self, aside: impl Into<Pair<'a>>) -> Self {
        self.aside = Some(aside.into());
        self
    }

    /// The character that is wrong.
    pub fn fault_at(mut self, at: Option<usize>) -> Self {
        self.fault_at = at;
        self
    }

    /// A check mark at the right end.
    pub fn right(mut self, right: bool) -> Self {
        self.right = right;
        self
    }

    /// Shown in groups of four (permit numbers).
    pub fn grouped(mut self) -> Self {
        self.grouped = true;
        self
    }

    /// Disabled while the form is being checked.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Shows label, field and notes over the width at hand.
    pub fn show(mut self, ui: &mut Ui) -> FieldOutput {
        let theme = Theme::of(ui.ctx());
        let label = PairLabel::new(Role::Label, self.label).inline().show(ui);
        ui.add_space(theme.pick(13.0, 9.0));
        let height = if keyboard::is_open(ui.ctx()) { theme.metrics.field_typing } else { theme.metrics.field };
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        let mut output = self.show_box(ui, &theme, rect);
        output.response = output.response.labelled_by(label.id);
        self.notes(ui, &theme);
        output
    }

    fn notes(&self, ui: &mut Ui, theme: &Theme) {
        let mark = |ui: &mut Ui, icon: Icon, ink: Color32, pair: Pair<'_>, role: Role| {
            ui.add_space(theme.pick(10.0, 8.0));
            let indent = theme.mark(48.0, 31.0);
            let laid = PairLabel::new(role, pair)
                .colours(ink, if role == Role::Error { ink } else { theme.colours.text_2 })
                .lay(ui.ctx(), ui.available_width() - indent);
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), laid.size.y), Sense::hover());
            name(&response, accesskit::Role::Alert, true, pair);
            // Said at once: it comes up while the visitor is elsewhere on the page.
            let live = if role == Role::Error { Live::Assertive } else { Live::Polite };
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(live));
            let side = theme.mark(30.0, 22.0);
            let line = theme.letters(15.0, 10.0);
            let at = Rect::from_center_size(rect.min + vec2(side / 2.0 + 1.0, line), Vec2::splat(side));
            icon.paint(ui.painter(), at, ink);
            laid.paint(ui.painter(), rect.min + vec2(indent, 0.0));
        };
        if let Some(error) = self.error {
            mark(ui, Icon::WarningCircleFill, theme.colours.error, error, Role::Error);
        }
        if let Some(warning) = self.warning {
            mark(ui, Icon::WarningFill, theme.colours.warn, warning, Role::Caption);
        }
        if let Some(hint) = self.hint {
            ui.add_space(theme.pick(10.0, 8.0));
            let c = &theme.colours;
            PairLabel::new(Role::Caption, hint).colours(c.text_2, c.text_2).show(ui);
        }
    }

    fn show_box(&mut self, ui: &mut Ui, theme: &Theme, rect: Rect) -> FieldOutput {
        let ctx = ui.ctx().clone();
        let sense = if self.enabled { Sense::click() } else { Sense::hover() };
        let mut response = ui.interact(rect, self.id, sense);
        focus::stands(ui, rect);
        let hidden = self.reveal.as_ref().is_some_and(|r| !*r.shown);
        let role = if hidden { accesskit::Role::PasswordInput } else { accesskit::Role::TextInput };
        // The value itself stays out of the accessibility tree: it would be copied there.
        let label = self.label.primary;
        response.widget_info(|| WidgetInfo::labeled(role, self.enabled, label));
        describe(&ctx, self.id, self.label);
        if let Some(error) = self.error {
            ctx.accesskit_node_builder(self.id, |n| {
                n.set_invalid(accesskit::Invalid::True);
                n.set_description(error.primary);
            });
        }
        let pressed = response.is_pointer_button_down_on() || pressed_by_pointer(ui, &response);
        if self.enabled && pressed && !response.has_focus() {
            response.request_focus();
            editor::set_caret(&ctx, self.id, usize::MAX);
        }
        let mut output = FieldOutput {
            response: response.clone(),
            changed: false,
            entered: false,
            fix: false,
            aside: false,
            revealed: false,
        };
        let focused = self.enabled && response.has_focus();
        if focused {
            keyboard::want(&ctx, self.id, self.keys);
            let before = self.value.chars();
            let edited = editor::edit(&ctx, self.id, self.value, keyboard::offers_accents(&ctx));
            output.changed = edited.changed;
            output.entered = edited.entered;
            if edited.changed {
                let caret = editor::caret(&ctx, self.id, self.value);
                let newest = self.value.as_str().chars().nth(caret.wrapping_sub(1));
                reader::typed(&ctx, newest.filter(|_| self.value.chars() >= before), self.reveal.is_some());
                response.mark_changed();
                output.response = response.clone();
                self.fault_at = None;
            }
        } else {
            editor::deselect(&ctx, self.id);
        }
        self.stay_in_sight(ui, rect, focused);
        self.paint_box(ui, theme, rect, &response, focused);
        let left = rect.left() + theme.pick(26.0, 18.0);
        let right = self.tail(ui, theme, rect, &mut output);
        let room = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        self.value(ui, theme, room, &response, focused, hidden);
        focus::ring(ui, &response, rect, theme.metrics.radius);
        output
    }

    /// The keyboard takes the lower part of the page: once it has come, the field moves above it.
    fn stay_in_sight(&self, ui: &Ui, rect: Rect, focused: bool) {
        let seen = self.id.with("in sight");
        let open = keyboard::is_open(ui.ctx());
        let before: Option<bool> = ui.ctx().data(|d| d.get_temp(seen));
        if focused && before != Some(open) {
            focus::into_sight(ui, rect);
            ui.ctx().data_mut(|d| d.insert_temp(seen, open));
            ui.ctx().request_repaint();
        } else if !focused && before.is_some() {
            ui.ctx().data_mut(|d| d.remove::<bool>(seen));
        }
    }

    fn paint_box(&self, ui: &Ui, theme: &Theme, rect: Rect, response: &Response, focused: bool) {
        let (c, m) = (&theme.colours, &theme.metrics);
        let (width, colour) = if self.error.is_some() {
            (m.stroke_field_error, c.error)
        } else if focused {
            (m.stroke_field, c.focus_outer)
        } else if response.hovered() && self.enabled {
            (m.stroke_field, c.text)
        } else {
            (m.stroke_field, c.line_strong)
        };
        let fill = if self.enabled { c.surface } else { c.sunken };
        ui.painter().rect(rect, corner(m.radius), fill, Stroke::new(width, colour), StrokeKind::Inside);
    }

    /// What stands inside the field at its right end; returns where the value's room ends.
    fn tail(&mut self, ui: &mut Ui, theme: &Theme, rect: Rect, output: &mut FieldOutput) -> f32 {
        let c = &theme.colours;
        let mut right = rect.right() - theme.pick(26.0, 18.0);
        let ctx = ui.ctx().clone();
        let words = |pair: Pair<'_>| {
            // Inside the field, whose height grows less than the text.
            let (a, b) = theme.pick((22.0, 19.0), (15.0, 14.0));
            let (a, b) = (a * theme.text.min(1.75), b * theme.text.min(1.75));
            let label = PairLabel::new(Role::Button, pair).exact(a, b).line_height(1.2);
            label.colours(c.primary, c.text_2).lay(&ctx, f32::INFINITY)
        };
        if let Some(reveal) = &mut self.reveal {
            let (pair, icon) = if *reveal.shown { (reveal.hide, Icon::EyeSlash) } else { (reveal.show, Icon::Eye) };
            let laid = words(pair);
            let side = theme.mark(26.0, 18.0);
            let gap = theme.pick(10.0, 10.0);
            let wide = (laid.size.x + side + gap).max(theme.metrics.target);
            // The target is as high as the field; its face leaves the outline free.
            let target = Rect::from_min_max(pos2(right - wide - gap, rect.top()), rect.max);
            let face = target.shrink(6.0);
            let response = ui.interact(target, self.id.with("reveal"), Sense::click());
            name(&response, accesskit::Role::Button, true, pair);
            if response.clicked() {
                *reveal.shown = !*reveal.shown;
                output.revealed = true;
            }
            if response.hovered() {
                ui.painter().rect_filled(face, corner(theme.metrics.radius_key), c.tint);
            }
            let at = pos2(right - laid.size.x, rect.top());
            laid.paint_middle(ui.painter(), Rect::from_min_max(at, rect.max));
            let mark = pos2(at.x - gap - side / 2.0, rect.center().y);
            icon.paint(ui.painter(), Rect::from_center_size(mark, Vec2::splat(side)), c.primary);
            focus::ring(ui, &response, face, theme.metrics.radius_key);
            right = target.left() - theme.metrics.s2;
        } else if let Some(offer) = self.fix.or(self.aside) {
            let laid = words(offer);
            let gap = theme.pick(22.0, 14.0);
            let target = Rect::from_min_max(pos2(right - laid.size.x - gap, rect.top()), rect.max);
            let face = target.shrink(6.0);
            let response = ui.interact(target, self.id.with("fix"), Sense::click());
            name(&response, accesskit::Role::Button, self.enabled, offer);
            let pressed = self.enabled && response.clicked();
            output.fix = pressed && self.fix.is_some();
            output.aside = pressed && self.fix.is_none();
            if response.hovered() {
                ui.painter().rect_filled(face, corner(theme.metrics.radius_key), c.tint);
            }
            let inset = theme.pick(10.0, 8.0);
            let y = rect.top() + inset..=rect.bottom() - inset;
            ui.painter().vline(target.left(), y, Stroke::new(theme.pick(2.0, 1.5), c.line));
            laid.paint_middle(ui.painter(), Rect::from_min_max(pos2(target.left() + gap, rect.top()), rect.max));
            focus::ring(ui, &response, face, theme.metrics.radius_key);
            right = target.left() - theme.metrics.s2;
        }
        if self.right && self.error.is_none() && self.fix.is_none() {
            let side = theme.mark(36.0, 24.0);
            let mark = Rect::from_center_size(pos2(right - side / 2.0, rect.center().y), Vec2::splat(side));
            Icon::CheckCircleFill.paint(ui.painter(), mark, c.success);
            right -= side + theme.metrics.s2;
        }
        right
    }

    /// The biggest size at which the value fits: as it is, one step smaller, or in two lines.
    fn fit(&self, ui: &Ui, theme: &Theme, room: Rect, hidden: bool) -> Value {
        let full = theme.letters(34.0, 20.0);
        if hidden {
            return Value { font_size: full, places: dots(self.value.chars(), full), line: (full * 1.24).round() };
        }
        let at = |size: f32, width: f32| {
            let personal = self.personal(size, theme.colours.text);
            (personal.place(ui.ctx(), width), personal.line_height())
        };
        for size in [full, (full * 0.82).round()] {
            let (places, line) = at(size, f32::INFINITY);
            if places.width <= room.width() {
                return Value { font_size: size, places, line };
            }
        }
        let mut size = (full * 0.82).round();
        loop {
            let (places, line) = at(size, room.width());
            if places.lines <= 2 || size <= full * 0.5 {
                return Value { font_size: size, places, line };
            }
            size -= 1.0;
        }
    }

    fn personal(&self, size: f32, ink: Color32) -> Personal<'_> {
        Personal::new(self.value.as_str(), regular(size), ink).grouped(self.grouped)
    }

    fn value(&self, ui: &Ui, theme: &Theme, room: Rect, response: &Response, focused: bool, hidden: bool) {
        let c = &theme.colours;
        let value = self.fit(ui, theme, room, hidden);
        // A handful of lines.
        #[expect(clippy::cast_precision_loss)]
        let height = value.places.lines as f32 * value.line;
        let from = pos2(room.left(), room.center().y - height / 2.0 - value.font_size * 0.02);
        let selected = focused && editor::is_selected(ui.ctx(), self.id, self.value);
        let ink = match (self.enabled, selected) {
            (true, false) => c.text,
            (true, true) => c.on_primary,
            (false, _) => c.disabled_text,
        };
        if selected {
            paint_selection(ui, &value, from, room, c.primary);
        }
        if hidden {
            let radius = value.font_size * 0.17;
            let pitch = value.font_size * DOT_PITCH;
            for (x, _) in value.places.at.iter().take(self.value.chars()) {
                let centre = pos2(from.x + x + pitch / 2.0, room.center().y + value.font_size * 0.08);
                ui.painter().circle_filled(centre, radius, ink);
            }
        } else {
            let fault = self.fault_at.filter(|_| !selected).map(|at| (at, c.error, strong(value.font_size)));
            self.personal(value.font_size, ink).paint(ui.painter(), from, &value.places, fault.as_ref());
        }
        if !focused {
            return;
        }
        if pressed_by_pointer(ui, response)
            && let Some(p) = response.interact_pointer_pos().or_else(|| ui.input(|i| i.pointer.interact_pos()))
            && room.contains(p)
        {
            editor::set_caret(ui.ctx(), self.id, nearest(&value, from, p));
        }
        if selected {
            return;
        }
        let at = editor::caret(ui.ctx(), self.id, self.value);
        let Some((x, line)) = value.places.at.get(at) else { return };
        // A handful of lines.
        #[expect(clippy::cast_precision_loss)]
        let middle = from.y + (*line as f32 + 0.5) * value.line;
        let half = value.font_size * 0.55;
        let x = (from.x + x + 1.0).min(room.right());
        ui.painter().vline(x, middle - half..=middle + half, Stroke::new(theme.pick(3.0, 2.0), c.text));
    }
}

/// The ground of a text that is selected whole, line by line.
fn paint_selection(ui: &Ui, value: &Value, from: Pos2, room: Rect, ground: Color32) {
    let pad = value.font_size * 0.12;
    for line in 0..value.places.lines {
        let on_line = value.places.at.iter().filter(|(_, l)| *l == line).map(|(x, _)| *x);
        // A line that was broken ends with a space, or a hyphen, about as wide as this.
        let tail = if line + 1 < value.places.lines { value.font_size * 0.35 } else { 0.0 };
        let right = (from.x + on_line.fold(0.0, f32::max) + tail + pad).min(room.right() + pad);
        // A handful of lines.
        #[expect(clippy::cast_precision_loss)]
        let middle = from.y + (line as f32 + 0.5) * value.line;
        let half = (value.line * 0.5).min(value.font_size * 0.62);
        let rect = Rect::from_min_max(pos2(from.x - pad, middle - half), pos2(right, middle + half));
        ui.painter().rect_filled(rect, corner(pad), ground);
    }
}

/// Distance of two password dots over the size of the font.
const DOT_PITCH: f32 = 0.635;

fn dots(count: usize, size: f32) -> Places {
    // At most a few dozen dots.
    #[expect(clippy::cast_precision_loss)]
    let at: Vec<(f32, usize)> = (0..=count).map(|i| (i as f32 * size * DOT_PITCH, 0)).collect();
    let width = at.last().map_or(0.0, |(x, _)| *x);
    Places { at, lines: 1, width }
}

/// A press that came from a pointer: Space and Enter in a focused field are typing.
fn pressed_by_pointer(ui: &Ui, response: &Response) -> bool {
    response.clicked() && ui.input(|i| i.pointer.any_released())
}

/// The caret position nearest to `p`.
fn nearest(value: &Value, from: Pos2, p: Pos2) -> usize {
    let distance = |(x, line): &(f32, usize)| {
        // A handful of lines.
        #[expect(clippy::cast_precision_loss)]
        let y = from.y + (*line as f32 + 0.5) * value.line;
        (p.y - y).abs() * 10.0 + (p.x - from.x - x).abs()
    };
    let all = value.places.at.iter().enumerate();
    all.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b))).map_or(0, |(i, _)| i)
}
