//! The capture preview: mirrored picture, scrim with an oval hole, arcs, hint and movement cue.

use std::f32::consts::TAU;

use egui::accesskit;
use egui::epaint::RectShape;
use egui::{
    Color32, Mesh, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, TextureHandle, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::art::round_line;
use super::ecard::cover;
use super::icons::Icon;
use super::pair::{Pair, PairLabel, Role};
use super::ring::arc;
use super::theme::{Theme, corner};
use crate::domain::liveness::Prompt;

/// Darkens what is outside the oval: 62 %.
const SCRIM: Color32 = Color32::from_rgba_unmultiplied_const(0x0A, 0x1B, 0x21, 158);
/// An arc not yet asked for: white at 35 %.
const TRACK: Color32 = Color32::from_rgba_unmultiplied_const(0xFF, 0xFF, 0xFF, 89);
/// A movement that was seen.
const DONE: Color32 = Color32::from_rgb(0x7F, 0xE0, 0xA6);
/// Words of the hint chip, whatever the theme.
const CHIP_TEXT: Color32 = Color32::from_rgb(0x15, 0x24, 0x2B);
const CHIP_TEXT_2: Color32 = Color32::from_rgb(0x4A, 0x58, 0x5F);
const CHIP_MARK: Color32 = Color32::from_rgb(0x75, 0x47, 0x00);
/// Points of the oval.
const POINTS: u16 = 96;

/// How far one movement is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Movement {
    /// Seen.
    Done,
    /// Asked for; 0 to 1.
    Running(f32),
    /// Not yet asked for.
    Ahead,
}

/// What the preview shows.
#[derive(Clone, Copy)]
#[must_use = "a preview that is not shown is not there"]
pub struct Preview<'a> {
    texture: Option<&'a TextureHandle>,
    movements: &'a [Movement],
    hint: Option<(Icon, Pair<'a>)>,
    cue: Option<Prompt>,
    label: &'a str,
}

/// The oval within a preview of `rect`: centre and half axes.
#[must_use]
pub fn oval(rect: Rect) -> (Pos2, Vec2) {
    let ry = rect.height() * 0.375;
    let rx = (ry * 0.77).min(rect.width() * 0.42);
    (pos2(rect.center().x, rect.top() + rect.height() * 0.455), vec2(rx, ry))
}

impl<'a> Preview<'a> {
    /// The live picture (unmirrored; it is mirrored here) and the movements in their order. `label`
    /// is what assistive technology says.
    pub fn new(texture: Option<&'a TextureHandle>, movements: &'a [Movement], label: &'a str) -> Self {
        Self { texture, movements, hint: None, cue: None, label }
    }

    /// The hint chip near the lower edge.
    pub fn hint(mut self, hint: Option<(Icon, Pair<'a>)>) -> Self {
        self.hint = hint;
        self
    }

    /// The movement asked for now.
    pub fn cue(mut self, cue: Option<Prompt>) -> Self {
        self.cue = cue;
        self
    }

    /// Shows it with `size`.
    pub fn show(self, ui: &mut Ui, size: Vec2) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Image, true, self.label));
        if ui.is_rect_visible(rect) {
            self.paint(ui.painter(), rect);
        }
        response
    }

    fn paint(&self, painter: &Painter, rect: Rect) {
        let theme = Theme::of(painter.ctx());
        let radius = theme.metrics.radius_card;
        let ground = Color32::from_rgb(0x4C, 0x5C, 0x5F);
        let shape = match self.texture {
            Some(texture) => {
                let part = cover(texture.size_vec2(), rect.size());
                // Mirrored: people know themselves from the mirror.
                let uv = Rect::from_min_max(pos2(part.right(), part.top()), pos2(part.left(), part.bottom()));
                RectShape::filled(rect, corner(radius), Color32::WHITE).with_texture(texture.id(), uv)
            }
            None => RectShape::filled(rect, corner(radius), ground),
        };
        painter.add(shape);
        let (centre, axes) = oval(rect);
        scrim(painter, rect, radius, centre, axes);
        self.arcs(painter, &theme, centre, axes, rect);
        if let Some(prompt) = self.cue {
            cue(painter, &theme, rect, centre, axes, prompt);
        }
        if let Some((icon, words)) = self.hint {
            chip(painter, &theme, rect, icon, words);
        }
    }

    fn arcs(&self, painter: &Painter, theme: &Theme, centre: Pos2, axes: Vec2, rect: Rect) {
        let width = theme.pick(16.0, 10.0_f32).min(rect.height() * 0.02);
        let axes = axes + Vec2::splat(width / 2.0);
        let third = TAU / 3.0;
        let gap = 12.0_f32.to_radians();
        for (i, movement) in self.movements.iter().take(3).enumerate() {
            // Three arcs.
            #[expect(clippy::cast_precision_loss)]
            let from = i as f32 * third - TAU / 4.0 + gap / 2.0;
            let to = from + third - gap;
            arc(painter, centre, axes, from, to, width, TRACK);
            match movement {
                Movement::Ahead => {}
                Movement::Running(share) => {
                    let to = from + (to - from) * share.clamp(0.0, 1.0);
                    arc(painter, centre, axes, from, to, width, theme.colours.accent);
                }
                Movement::Done => arc(painter, centre, axes, from, to, width, DONE),
            }
        }
    }
}

/// Everything outside the oval, as strips between the oval's points and the rounded edge.
fn scrim(painter: &Painter, rect: Rect, radius: f32, centre: Pos2, axes: Vec2) {
    let inner = rect.shrink(radius);
    let mut mesh = Mesh::default();
    let mut angles: Vec<f32> = (0..POINTS).map(|i| TAU * f32::from(i) / f32::from(POINTS)).collect();
    // A ray to each point of the rounded corners, or the strips would cut them off.
    for (at, turn) in
        [(inner.right_bottom(), 0.0), (inner.left_bottom(), 0.25), (inner.left_top(), 0.5), (inner.right_top(), 0.75)]
    {
        for i in 0..=8_u8 {
            let point = at + Vec2::angled(TAU * (turn + f32::from(i) / 32.0)) * radius;
            angles.push((point - centre).angle().rem_euclid(TAU));
        }
    }
    angles.sort_by(f32::total_cmp);
    for &angle in &angles {
        let on_oval = centre + vec2(axes.x * angle.cos(), axes.y * angle.sin());
        mesh.colored_vertex(on_oval, SCRIM);
        mesh.colored_vertex(edge(rect, inner, radius, centre, Vec2::angled(angle)), SCRIM);
    }
    let count = u32::try_from(angles.len()).unwrap_or(0) * 2;
    for i in (0..count).step_by(2) {
        let (a, b, c, d) = (i, i + 1, (i + 2) % count, (i + 3) % count);
        mesh.add_triangle(a, b, c);
        mesh.add_triangle(c, b, d);
    }
    painter.add(Shape::mesh(mesh));
    painter.add(Shape::ellipse_stroke(centre, axes, Stroke::new(1.5, Color32::from_white_alpha(60))));
}

/// Where a ray from `from` in `direction` leaves the rounded rectangle.
fn edge(rect: Rect, inner: Rect, radius: f32, from: Pos2, direction: Vec2) -> Pos2 {
    let inside = |p: Pos2| rect.contains(p) && (inner.clamp(p).distance(p) <= radius + 0.01);
    let (mut near, mut far) = (0.0_f32, rect.width() + rect.height());
    for _ in 0..22 {
        let middle = f32::midpoint(near, far);
        if inside(from + direction * middle) {
            near = middle;
        } else {
            far = middle;
        }
    }
    from + direction * near
}

fn chip(painter: &Painter, theme: &Theme, rect: Rect, icon: Icon, words: Pair<'_>) {
    let laid = PairLabel::new(Role::Label, words)
        .colours(CHIP_TEXT, CHIP_TEXT_2)
        .lay(painter.ctx(), rect.width() - theme.pick(260.0, 170.0));
    let side = theme.mark(44.0, 30.0);
    let (pad, gap) = theme.pick((26.0, 18.0), (15.0, 11.0));
    let chip_size = vec2(
        laid.size.x + side + gap + pad + theme.pick(36.0, 24.0),
        (laid.size.y + theme.pick(24.0, 14.0)).max(theme.pick(88.0, 54.0)),
    );
    let bottom = rect.bottom() - theme.pick(36.0, 18.0);
    let at = Rect::from_min_size(pos2(rect.center().x - chip_size.x / 2.0, bottom - chip_size.y), chip_size);
    painter.rect_filled(at, corner(chip_size.y / 2.0), Color32::WHITE);
    let mark = Rect::from_center_size(pos2(at.left() + pad + side / 2.0, at.center().y), Vec2::splat(side));
    icon.paint(painter, mark, CHIP_MARK);
    laid.paint_middle(painter, Rect::from_min_max(pos2(mark.right() + gap, at.top()), at.max));
}

/// The disc with an arrow to the side to turn to, or the pictogram of another movement. The picture
/// is mirrored, so the visitor's left is the left of the screen.
fn cue(painter: &Painter, theme: &Theme, rect: Rect, centre: Pos2, axes: Vec2, prompt: Prompt) {
    let radius = theme.pick(58.0, 38.0);
    let inset = theme.pick(80.0, 73.0_f32).min(rect.width() * 0.13);
    let left = pos2(rect.left() + inset, centre.y);
    let right = pos2(rect.right() - inset, centre.y);
    let at = match prompt {
        Prompt::Right => right,
        _ => left,
    };
    let _ = axes;
    let (disc, ink) = (theme.colours.accent, theme.colours.on_accent);
    painter.circle_filled(at, radius, disc);
    let width = radius * 0.13;
    let arrow = |direction: Vec2| {
        let along = direction * radius * 0.36;
        let across = direction.rot90() * radius * 0.3;
        round_line(painter, &[at - along, at + along], width, ink);
        let tip = at + along;
        let back = direction * radius * 0.3;
        round_line(painter, &[tip - back + across, tip, tip - back - across], width, ink);
    };
    match prompt {
        Prompt::Left => arrow(vec2(-1.0, 0.0)),
        Prompt::Right => arrow(vec2(1.0, 0.0)),
        Prompt::Up => arrow(vec2(0.0, -1.0)),
        Prompt::Down => arrow(vec2(0.0, 1.0)),
        Prompt::Blink => {
            // Two closed lids with lashes.
            for side in [-1.0, 1.0] {
                let eye = at + vec2(side * radius * 0.36, -radius * 0.06);
                arc(painter, eye, vec2(radius * 0.24, radius * 0.2), TAU * 0.02, TAU * 0.48, width * 0.9, ink);
                for lash in [-0.14, 0.0, 0.14] {
                    let foot = eye + vec2(lash * radius, radius * 0.2);
                    round_line(painter, &[foot, foot + vec2(lash * radius * 0.6, radius * 0.16)], width * 0.7, ink);
                }
            }
        }
        Prompt::Mouth => {
            painter.add(Shape::ellipse_stroke(at, vec2(radius * 0.36, radius * 0.44), Stroke::new(width, ink)));
            painter.add(Shape::ellipse_filled(at, vec2(radius * 0.18, radius * 0.26), ink));
        }
    }
}

/// One of the three movements beneath the preview: number, mark and word.
pub fn movement_tile(ui: &mut Ui, rect: Rect, number: usize, movement: Movement, words: Pair<'_>) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let (fill, line, icon, ink) = match movement {
        Movement::Done => (c.surface, c.line, Icon::CheckCircleFill, c.success),
        Movement::Running(_) => (c.tint, c.primary, Icon::Timer, c.primary),
        Movement::Ahead => (c.surface, c.line, Icon::CircleDashed, c.text_2),
    };
    let painter = ui.painter();
    painter.rect(rect, corner(theme.metrics.radius), fill, Stroke::new(theme.metrics.stroke, line), StrokeKind::Inside);
    let side = theme.mark(36.0, 26.0);
    let mark = Rect::from_center_size(pos2(rect.left() + theme.mark(38.0, 28.0), rect.center().y), Vec2::splat(side));
    icon.paint(painter, mark, ink);
    let font_size = theme.mark(36.0, 24.0);
    let figure = super::pair::lines(
        ui.ctx(),
        &number.to_string(),
        super::theme::strong(font_size),
        c.text,
        font_size * 1.24,
        f32::INFINITY,
        false,
    );
    let left = mark.right() + theme.pick(16.0, 12.0);
    let figure_width = figure.size().x;
    painter.galley(pos2(left, rect.center().y - figure.size().y / 2.0 - font_size * 0.04), figure, c.text);
    let room = Rect::from_min_max(pos2(left + figure_width + theme.pick(16.0, 12.0), rect.top()), rect.max);
    PairLabel::new(Role::Caption, words).lay(ui.ctx(), room.width()).paint_middle(painter, room);
    // Not by its place: it stays the same for assistive technology where the page scrolls.
    let response = ui.interact(rect, ui.scope_id().with(("movement", number)), Sense::hover());
    super::pair::name(&response, accesskit::Role::ListItem, true, words);
}
