//! Looks at what a page paints and what it can be asked: texts that are cut off, covered, faint or in
//! each other's way; controls that overlap, are too small or leave the screen. What scrolls is looked at
//! in every position: each line and each control must stand whole on the screen in one of them.

#![allow(dead_code, reason = "each test file that shares this uses its own part")]

use std::collections::HashMap;

use egui::epaint::{ClippedShape, Shape, TextShape};
use egui::{Color32, Context, Id, Pos2, Rect, Sense, TextureId};

/// How far ink may reach over an edge, in points: antialiasing and rounding.
const SLACK: f32 = 1.5;
/// What scrolls may rest so far off its end, in points: no button is worth so little.
const REST: f32 = 9.0;
/// Two places this near are the same one.
const SAME: f32 = 2.0;
/// WCAG 2.2, level AA.
const LEAST_CONTRAST: f32 = 4.5;

/// What a page is to be judged by.
#[derive(Clone, Copy, Debug)]
pub struct Demands {
    /// The whole window.
    pub window: Rect,
    /// Smallest side of what can be pressed.
    pub target: f32,
    /// Nothing that can be pressed stands above this line, where it matters.
    pub reach: Option<f32>,
}

/// A line of what may scroll, as seen so far.
struct Passing {
    words: String,
    /// Its upper left corner, as if nothing were scrolled.
    at: Pos2,
    whole: bool,
}

/// What stands somewhere on the page, as seen so far.
struct Part {
    rect: Rect,
    click: bool,
    seen: bool,
    whole: bool,
}

/// Looks at one page, from one scroll position after the other.
pub struct Judge {
    demands: Demands,
    found: Vec<String>,
    lines: Vec<Passing>,
    parts: HashMap<Id, Part>,
    /// Upper edges in the view before.
    tops: HashMap<Id, f32>,
    /// How far the page is scrolled by now, in points.
    scrolled: f32,
    views: usize,
}

/// One line of text as painted.
struct Line {
    words: String,
    ink: Rect,
    clip: Rect,
    colour: Color32,
    /// Its place in the order of painting.
    at: usize,
    /// The text it is a line of.
    text: usize,
}

impl Judge {
    pub fn new(demands: Demands) -> Self {
        Self {
            demands,
            found: Vec::new(),
            lines: Vec::new(),
            parts: HashMap::new(),
            tops: HashMap::new(),
            scrolled: 0.0,
            views: 0,
        }
    }

    /// Looks at the next position of the page.
    pub fn looks(&mut self, ctx: &Context, shapes: &[ClippedShape]) {
        let widgets = widgets(ctx);
        let shift = shift(&self.tops, &widgets);
        if self.views > 0 && shift == 0.0 {
            self.found.push("nothing moves where it should scroll".into());
        }
        self.scrolled -= shift;
        self.views += 1;
        self.tops = widgets.iter().map(|widget| (widget.id, widget.rect.top())).collect();
        self.frame(&widgets, &painted(shapes), true);
    }

    /// Looks at the page while something is typed: the field must be seen, and what the keyboard covers may
    /// be seen once it is away.
    pub fn looks_while_typing(&mut self, ctx: &Context, shapes: &[ClippedShape]) {
        let widgets = widgets(ctx);
        self.frame(&widgets, &painted(shapes), false);
        let focus = ctx.memory(|memory| memory.focused());
        match widgets.iter().find(|widget| Some(widget.id) == focus) {
            Some(field) if field.whole() => {}
            Some(field) => {
                self.found.push(format!("typed in and not seen whole: {:?} in {:?}", field.rect, field.seen));
            }
            None => self.found.push("typed in, and nowhere on the page".into()),
        }
    }

    /// All that is wrong with the page, in words.
    pub fn found(mut self) -> Vec<String> {
        let cut = self.lines.iter().filter(|line| !line.whole);
        self.found.extend(cut.map(|line| format!("cut off in every position: {:?} at {:?}", line.words, line.at)));
        for part in self.parts.values() {
            if part.click && !part.whole {
                self.found.push(format!("a control is cut off in every position: {:?}", part.rect));
            } else if !part.seen {
                self.found.push(format!("never in sight: {:?}", part.rect));
            }
        }
        self.found.sort();
        self.found.dedup();
        self.found
    }

    fn frame(&mut self, widgets: &[Widget], painted: &[(Rect, Shape)], counts: bool) {
        self.texts(painted, counts);
        self.found.extend(controls(widgets, &self.demands));
        for widget in widgets {
            let part = self.parts.entry(widget.id).or_insert(Part {
                rect: widget.rect,
                click: false,
                seen: false,
                whole: false,
            });
            part.click |= widget.click;
            part.seen |= widget.seen.is_positive();
            part.whole |= widget.seen.expand(REST).contains_rect(widget.rect);
        }
    }

    /// A line of what may scroll was seen, whole or not.
    fn passes(&mut self, line: &Line, whole: bool) {
        let at = line.ink.min + egui::vec2(0.0, self.scrolled);
        let same = |known: &&mut Passing| known.words == line.words && known.at.distance(at) < SAME;
        match self.lines.iter_mut().find(same) {
            Some(known) => known.whole |= whole,
            None => self.lines.push(Passing { words: line.words.clone(), at, whole }),
        }
    }

    fn texts(&mut self, painted: &[(Rect, Shape)], counts: bool) {
        let mut found = torn(painted);
        let lines = lines(painted);
        let window = self.demands.window;
        let mut seen: Vec<&Line> = Vec::new();
        for line in &lines {
            let words = &line.words;
            let room = line.clip.intersect(window).expand(SLACK);
            let beside = line.ink.left() < room.left() || line.ink.right() > room.right();
            let beyond = line.ink.top() < room.top() || line.ink.bottom() > room.bottom();
            if beside {
                found.push(format!("cut off at the side: {words:?} {:?} in {room:?}", line.ink));
            }
            // Header, footer, rail and keyboard have the whole window: they never scroll.
            let fixed = line.clip.top() <= window.top() && line.clip.bottom() >= window.bottom();
            if fixed && beyond {
                found.push(format!("cut off: {words:?} {:?} in {room:?}", line.ink));
            } else if !fixed && counts {
                self.passes(line, !beyond);
            }
            let visible = line.ink.intersect(line.clip).intersect(window);
            // A sliver at the edge of what scrolls is nobody's text.
            if visible.width() < SLACK || visible.height() < 2.0 * SLACK {
                continue;
            }
            if let Some((_, over)) = painted[line.at + 1..].iter().find(|(clip, shape)| covers(*clip, shape, visible)) {
                found.push(format!("covered: {words:?} {visible:?} by {:?}", over.visual_bounding_rect()));
                continue;
            }
            if let Some(ground) = ground(painted, line) {
                let contrast = contrast(line.colour, ground);
                if contrast < LEAST_CONTRAST {
                    found.push(format!("faint: {words:?} has {contrast:.1} ({:?} on {ground:?})", line.colour));
                }
            }
            seen.push(line);
        }
        found.extend(one_on_the_other(&seen));
        self.found.extend(found);
    }
}

/// How far down the page moved since the view before: most of what moved did by this.
fn shift(before: &HashMap<Id, f32>, now: &[Widget]) -> f32 {
    let moves = now.iter().filter_map(|widget| Some(widget.rect.top() - before.get(&widget.id)?));
    let moves: Vec<f32> = moves.filter(|by| by.abs() > 0.5).collect();
    let like = |by: f32| moves.iter().filter(|other| (**other - by).abs() < 0.5).count();
    moves.iter().copied().max_by_key(|by| like(*by)).unwrap_or(0.0)
}

/// Every shape by itself, with its clip, in the order of painting.
fn painted(shapes: &[ClippedShape]) -> Vec<(Rect, Shape)> {
    fn take(clip: Rect, shape: &Shape, out: &mut Vec<(Rect, Shape)>) {
        match shape {
            Shape::Vec(all) => all.iter().for_each(|shape| take(clip, shape, out)),
            Shape::Noop => {}
            shape => out.push((clip, shape.clone())),
        }
    }
    let mut out = Vec::new();
    for clipped in shapes {
        take(clipped.clip_rect, &clipped.shape, &mut out);
    }
    out
}

fn lines(painted: &[(Rect, Shape)]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, (clip, shape)) in painted.iter().enumerate() {
        let Shape::Text(text) = shape else { continue };
        // A watermark lies across the picture on purpose.
        if text.angle != 0.0 {
            continue;
        }
        for row in &text.galley.rows {
            let mut ink = Rect::NOTHING;
            for glyph in &row.glyphs {
                if glyph.uv_rect.size.x > 0.0 {
                    let min = text.pos + row.pos.to_vec2() + glyph.pos.to_vec2() + glyph.uv_rect.offset;
                    ink = ink.union(Rect::from_min_size(min, glyph.uv_rect.size));
                }
            }
            if ink.is_positive() {
                let words = row.glyphs.iter().map(|glyph| glyph.chr).collect();
                lines.push(Line { words, ink, clip: *clip, colour: colour_of(text), at, text: at });
            }
        }
    }
    lines
}

/// A line that ends within a Latin word or a number: its place is too narrow for the text.
fn torn(painted: &[(Rect, Shape)]) -> Vec<String> {
    let mut found = Vec::new();
    for (_, shape) in painted {
        let Shape::Text(text) = shape else { continue };
        for two in text.galley.rows.windows(2) {
            let (Some(end), Some(start)) = (two[0].glyphs.last(), two[1].glyphs.first()) else { continue };
            let joined = end.chr.is_ascii_alphanumeric() && start.chr.is_ascii_alphanumeric();
            if joined && !two[0].ends_with_newline {
                found.push(format!("a word is torn: {:?}", text.galley.text()));
            }
        }
    }
    found
}

fn colour_of(text: &TextShape) -> Color32 {
    let own = text.galley.job.sections.first().map_or(text.fallback_color, |section| section.format.color);
    let colour = text.override_text_color.unwrap_or(own);
    let colour = if colour == Color32::PLACEHOLDER { text.fallback_color } else { colour };
    colour.gamma_multiply(text.opacity_factor)
}

fn one_on_the_other(seen: &[&Line]) -> Vec<String> {
    let mut found = Vec::new();
    for (i, line) in seen.iter().enumerate() {
        for other in &seen[i + 1..] {
            let shared = line.ink.intersect(line.clip).intersect(other.ink.intersect(other.clip));
            // Letters of a name are painted one by one, and some lean under their neighbours.
            let letters = line.words.chars().count() == 1 && other.words.chars().count() == 1;
            let lean = if letters { 0.2 * line.ink.height() } else { 0.0 };
            if line.text != other.text && shared.width() > SLACK + lean && shared.height() > SLACK {
                found.push(format!("one on the other: {:?} and {:?} at {shared:?}", line.words, other.words));
            }
        }
    }
    found
}

/// A filled rectangle painted later hides part of what was there.
fn covers(clip: Rect, shape: &Shape, ink: Rect) -> bool {
    let Shape::Rect(rect) = shape else { return false };
    // A shadow is blurred; a picture's ground is its own.
    if rect.fill.a() < 250 || rect.blur_width > 0.0 {
        return false;
    }
    let shared = rect.rect.intersect(clip).intersect(ink);
    shared.width() > SLACK && shared.height() > SLACK
}

/// The colour beneath the middle of a line; `None` on a picture.
fn ground(painted: &[(Rect, Shape)], line: &Line) -> Option<Color32> {
    let point = line.ink.intersect(line.clip).center();
    let mut beneath = painted[..line.at].iter().rev().filter(|(clip, _)| clip.contains(point));
    beneath.find_map(|(_, shape)| fill_at(shape, point)).flatten()
}

/// What a shape shows at `point`: nothing, a picture, or a colour.
#[expect(clippy::option_option, reason = "nothing there, or something that is no colour")]
fn fill_at(shape: &Shape, point: Pos2) -> Option<Option<Color32>> {
    let solid = |colour: Color32| (colour.a() >= 200).then_some(Some(colour));
    match shape {
        Shape::Rect(rect) if rect.blur_width == 0.0 && rect.rect.contains(point) => match &rect.brush {
            Some(brush) if brush.fill_texture_id != TextureId::default() => {
                // An icon is small and see-through; what is larger is a picture.
                (rect.rect.width().min(rect.rect.height()) > 150.0).then_some(None)
            }
            _ => solid(rect.fill),
        },
        Shape::Circle(circle) if circle.center.distance(point) < circle.radius => solid(circle.fill),
        Shape::Ellipse(ellipse) => {
            let off = (point - ellipse.center) / ellipse.radius;
            (off.length_sq() < 1.0).then(|| solid(ellipse.fill)).flatten()
        }
        Shape::Path(path) if path.closed && inside(&path.points, point) => solid(path.fill),
        Shape::Mesh(mesh) => mesh.indices.chunks_exact(3).find_map(|corners| {
            let vertex = |i: usize| mesh.vertices[corners[i] as usize];
            let triangle = [vertex(0).pos, vertex(1).pos, vertex(2).pos];
            inside(&triangle, point)
                .then(|| if mesh.texture_id == TextureId::default() { solid(vertex(1).color) } else { Some(None) })?
        }),
        _ => None,
    }
}

fn inside(points: &[Pos2], point: Pos2) -> bool {
    let mut inside = false;
    for (i, a) in points.iter().enumerate() {
        let b = points[(i + 1) % points.len()];
        if (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x {
            inside = !inside;
        }
    }
    inside
}

fn luminance(colour: Color32) -> f32 {
    let channel = |c: u8| {
        let c = f32::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
}

/// WCAG 2.2 contrast ratio.
pub fn contrast(ink: Color32, ground: Color32) -> f32 {
    let (ink, ground) = (luminance(ground.blend(ink)), luminance(ground));
    (ink.max(ground) + 0.05) / (ink.min(ground) + 0.05)
}

/// What stands on the page, to be pressed or only to be looked at.
struct Widget {
    id: Id,
    rect: Rect,
    /// The part of it that is on the screen.
    seen: Rect,
    click: bool,
    focusable: bool,
}

impl Widget {
    fn whole(&self) -> bool {
        within(self.seen, self.rect)
    }
}

fn within(outer: Rect, inner: Rect) -> bool {
    outer.expand(SLACK).contains_rect(inner)
}

fn widgets(ctx: &Context) -> Vec<Widget> {
    let window = ctx.content_rect();
    ctx.viewport(|viewport| {
        let all = viewport.prev_pass.widgets.layers().flat_map(|(_, widgets)| widgets.iter());
        all.filter(|widget| widget.rect.is_positive() && widget.rect.is_finite())
            .map(|widget| Widget {
                id: widget.id,
                rect: widget.rect,
                seen: widget.interact_rect.intersect(window),
                click: widget.enabled && widget.sense.contains(Sense::CLICK),
                focusable: widget.sense.contains(Sense::FOCUSABLE),
            })
            .collect()
    })
}

fn controls(widgets: &[Widget], demands: &Demands) -> Vec<String> {
    let mut found = Vec::new();
    let controls: Vec<&Widget> = widgets.iter().filter(|widget| widget.click).collect();
    for (i, Widget { rect, seen, focusable, .. }) in controls.iter().copied().enumerate() {
        if rect.left() < demands.window.left() - SLACK || rect.right() > demands.window.right() + SLACK {
            found.push(format!("a control leaves the window: {rect:?}"));
        }
        // Grounds that swallow presses are not controls.
        let ground = !focusable && controls.iter().enumerate().any(|(j, other)| j != i && within(*seen, other.seen));
        if ground {
            continue;
        }
        if rect.width().min(rect.height()) < demands.target - 0.5 {
            found.push(format!("a control is smaller than {}: {rect:?}", demands.target));
        }
        if !seen.is_positive() {
            continue;
        }
        if let Some(line) = demands.reach.filter(|line| seen.top() < *line - SLACK) {
            found.push(format!("a control stands above {line}: {seen:?}"));
        }
        for other in &controls[i + 1..] {
            let shared = seen.intersect(other.seen);
            let apart = shared.width() <= SLACK || shared.height() <= SLACK;
            // A field's own buttons stand in it; a ground lies beneath.
            let one_in_the_other = within(*seen, other.seen) || within(other.seen, *seen);
            let bed =
                !other.focusable && other.seen.width() * other.seen.height() > 10.0 * seen.width() * seen.height();
            if !apart && !one_in_the_other && !bed {
                found.push(format!("two controls share a place: {seen:?} and {:?}", other.seen));
            }
        }
    }
    found
}
