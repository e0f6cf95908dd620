//! The electronic social security card as its holder sees it.

use std::f32::consts::TAU;

use egui::accesskit;
use egui::epaint::TextShape;
use egui::{
    Color32, Mesh, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, TextureHandle, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::art::{circle_within, silhouette};
use super::pair::{Pair, PairLabel, Role, describe, lines};
use super::personal::{self, Personal};
use super::theme::{Theme, corner, regular, strong};

/// Width over height.
const RATIO: f32 = 952.0 / 600.0;

/// The words and values on the card.
#[derive(Clone, Copy)]
pub struct ECard<'a> {
    /// Name of the card.
    pub title: Pair<'a>,
    /// "Name".
    pub name_label: Pair<'a>,
    /// The holder's name, as on the passport.
    pub name: &'a str,
    /// "Work permit number".
    pub number_label: Pair<'a>,
    /// Work permit number without gaps.
    pub number: &'a str,
    /// "Valid until".
    pub valid_label: Pair<'a>,
    /// The date in the chosen language.
    pub valid_until: &'a str,
    /// "Category".
    pub category_label: Pair<'a>,
    /// A, B or C.
    pub category: char,
    /// The holder's photo.
    pub photo: Option<&'a TextureHandle>,
    /// SPECIMEN 样张 in demo mode.
    pub specimen: Option<Pair<'a>>,
}

impl ECard<'_> {
    /// Shows the card `width` wide.
    pub fn show(&self, ui: &mut Ui, width: f32) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(width, width / RATIO), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Image, true, self.title.primary));
        describe(ui.ctx(), response.id, self.title);
        self.tell(ui, &response);
        if ui.is_rect_visible(rect) {
            self.paint(ui.painter(), rect);
        }
        response
    }

    /// What stands on the card, for those who hear it.
    fn tell(&self, ui: &Ui, response: &Response) {
        let unit = response.rect.width() / 952.0;
        let area = |left: f32, top: f32, bottom: f32| {
            let right = response.rect.right() - 44.0 * unit;
            let corner = |x: f32, y: f32| response.rect.min + vec2(x, y) * unit;
            Rect::from_min_max(corner(left, top), pos2(right, corner(0.0, bottom).y))
        };
        let category = self.category.to_string();
        let values = [
            (self.name_label, self.name, area(356.0, 164.0, 331.0)),
            (self.number_label, self.number, area(356.0, 331.0, 445.0)),
            (self.valid_label, self.valid_until, area(356.0, 445.0, 547.0)),
            (self.category_label, category.as_str(), area(600.0, 38.0, 106.0)),
        ];
        for (i, (label, value, rect)) in values.into_iter().enumerate() {
            personal::tell(ui, response.id.with(("value", i)), rect, || format!("{}: {value}", label.primary));
        }
    }

    fn paint(&self, painter: &Painter, rect: Rect) {
        let theme = Theme::of(painter.ctx());
        let c = &theme.colours;
        // Drawn for 952 wide; the narrow card's texts keep their readable size.
        let unit = rect.width() / 952.0;
        let at = |x: f32, y: f32| rect.min + vec2(x, y) * unit;
        ground(painter, &theme, rect, 36.0 * unit);
        if theme.high_contrast {
            // Told apart from the page by its outline.
            let edge = Stroke::new(2.0, c.line);
            painter.rect_stroke(rect, corner(36.0 * unit), edge, StrokeKind::Inside);
        }
        // Nothing a visitor must read is below 18 in portrait or 14 in landscape.
        let text = |size: f32| (size * unit).max(theme.pick(18.0, 14.0));
        PairLabel::new(Role::Heading, self.title)
            .exact(text(32.0), text(24.0))
            .colours(c.on_deep, c.on_deep_2)
            .lay(painter.ctx(), 520.0 * unit)
            .paint(painter, at(44.0, 38.0));
        self.badge(painter, &theme, rect, unit);
        let photo = Rect::from_min_size(at(44.0, 164.0), vec2(272.0, 348.0) * unit);
        self.photo(painter, photo, unit);
        if let Some(specimen) = self.specimen {
            let words = both(specimen, " ");
            let over = Rect::from_min_max(photo.right_top(), rect.max);
            // Beneath the values: they must stay readable.
            watermark(
                painter,
                rect,
                &words,
                over.center() + vec2(0.0, 30.0 * unit),
                text(62.0),
                c.on_deep.gamma_multiply(0.13),
            );
        }
        let left = 356.0;
        let field = |label: Pair<'_>, y: f32| {
            let words = both(label, " ");
            let size = text(22.0);
            let galley = lines(painter.ctx(), &words, regular(size), c.on_deep_2, size * 1.3, f32::INFINITY, false);
            let height = galley.size().y;
            painter.galley(at(left, y), galley, c.on_deep_2);
            at(left, y) + vec2(0.0, height)
        };
        let room = rect.right() - at(left, 0.0).x - 44.0 * unit;
        // A little less for the name: one that just fits reads better in two lines. Not for the longest.
        let name_room = if self.name.chars().count() > 50 { room } else { room.min(500.0 * unit) };
        let ctx = painter.ctx();
        let top = field(self.name_label, 164.0);
        let mut size = text(40.0);
        let mut name = Personal::new(self.name, strong(size), c.on_deep).with_line_height(size * 1.2);
        // Two lines, and rather a third one than small print.
        let most = |size: f32| if size > text(29.0) { 2 } else { 3 };
        while name.place(ctx, name_room).lines > most(size) && size > text(24.0) {
            size -= 1.0;
            name = Personal::new(self.name, strong(size), c.on_deep).with_line_height(size * 1.2);
        }
        name.show_at(painter, top, name_room);
        let size = text(36.0);
        let top = field(self.number_label, 331.0);
        let number = Personal::new(self.number, strong(size), c.on_deep).grouped(true);
        number.show_at(painter, top, room);
        let top = field(self.valid_label, 445.0);
        let galley = lines(ctx, self.valid_until, strong(size), c.on_deep, size * 1.24, room, false);
        painter.galley(top, galley, c.on_deep);
        if let Some(specimen) = self.specimen {
            let words = both(specimen, " ");
            let painter = painter.with_clip_rect(photo.intersect(painter.clip_rect()));
            let ink = Color32::from_black_alpha(70);
            watermark(&painter, photo, &words, photo.center() + vec2(0.0, 10.0 * unit), text(30.0), ink);
        }
        if let Some(specimen) = self.specimen {
            let words = both(specimen, " · ");
            let size = text(20.0);
            let galley = lines(ctx, &words, regular(size), c.on_deep_2, size * 1.3, f32::INFINITY, false);
            painter.galley(at(44.0, 547.0), galley, c.on_deep_2);
        }
    }

    fn badge(&self, painter: &Painter, theme: &Theme, rect: Rect, unit: f32) {
        let c = &theme.colours;
        let (a, b) = theme.pick((20.0, 18.0), (14.0, 14.0));
        let words = PairLabel::new(Role::Label, self.category_label)
            .exact(a, b)
            .colours(c.on_accent, c.on_accent)
            .line_height(1.1)
            .lay(painter.ctx(), f32::INFINITY);
        let big = 52.0 * unit;
        let letter =
            lines(painter.ctx(), &self.category.to_string(), strong(big), c.on_accent, big * 1.2, f32::INFINITY, false);
        let gap = theme.pick(16.0, 10.0);
        let pad = theme.pick(21.0, 14.0);
        let size = vec2(letter.size().x + gap + words.size.x + 2.0 * pad, 68.0 * unit);
        let right = rect.right() - 44.0 * unit;
        let at = Rect::from_min_size(pos2(right - size.x, rect.top() + 38.0 * unit), size);
        painter.rect_filled(at, corner(theme.pick(16.0, 10.0)), c.accent);
        let letter_width = letter.size().x;
        let y = at.center().y - letter.size().y / 2.0 - big * 0.04;
        painter.galley(pos2(at.left() + pad, y), letter, c.on_accent);
        let room = Rect::from_min_max(pos2(at.left() + pad + letter_width + gap, at.top()), at.max);
        words.paint_middle(painter, room);
    }

    fn photo(&self, painter: &Painter, rect: Rect, unit: f32) {
        let radius = 20.0 * unit;
        match self.photo {
            Some(texture) => {
                let shape = egui::epaint::RectShape::filled(rect, corner(radius), Color32::WHITE);
                painter.add(shape.with_texture(texture.id(), cover(texture.size_vec2(), rect.size())));
            }
            None => silhouette(painter, rect, radius, 0.206),
        }
        let rim = Stroke::new(4.0 * unit, Color32::from_rgb(0xB4, 0xCC, 0xCD));
        painter.rect_stroke(rect, corner(radius), rim, StrokeKind::Inside);
    }
}

/// Both languages of a pair on one line.
fn both(pair: Pair<'_>, between: &str) -> String {
    pair.second().map_or_else(|| pair.primary.to_owned(), |second| format!("{}{between}{second}", pair.primary))
}

/// The part of a picture of `size` that covers `target` without distortion, as uv.
#[must_use]
pub fn cover(size: Vec2, target: Vec2) -> Rect {
    let scale = (target.x / size.x.max(1.0)).max(target.y / size.y.max(1.0));
    let part = target / (size * scale).max(Vec2::splat(0.001));
    Rect::from_center_size(pos2(0.5, 0.5), part)
}

fn watermark(painter: &Painter, clip: Rect, words: &str, centre: Pos2, size: f32, ink: Color32) {
    let painter = painter.with_clip_rect(clip.intersect(painter.clip_rect()));
    let galley = lines(painter.ctx(), words, strong(size), ink, size * 1.2, f32::INFINITY, false);
    let angle = -16.0_f32.to_radians();
    let half = galley.size() / 2.0;
    let corner = centre - egui::emath::Rot2::from_angle(angle) * half;
    painter.add(TextShape { angle, ..TextShape::new(corner, galley, ink) });
}

/// The rounded ground: a fan with colours by x, and circles around the lower right corner that end
/// where they leave it.
fn ground(painter: &Painter, theme: &Theme, rect: Rect, radius: f32) {
    let c = &theme.colours;
    painter.add(theme.elevation().as_shape(rect, corner(radius)));
    let colour = |x: f32| c.deep.lerp_to_gamma(c.deep_card, ((x - rect.left()) / rect.width()).clamp(0.0, 1.0));
    // A mesh has hard edges; the rounded halves beneath it soften them.
    let (left, right) = rect.split_left_right_at_fraction(0.5);
    for (half, ink) in [(left, c.deep), (right, c.deep_card)] {
        let clip = half.expand2(vec2(0.0, 2.0)).intersect(painter.clip_rect());
        painter.with_clip_rect(clip).rect_filled(rect, corner(radius), ink);
    }
    let mut mesh = Mesh::default();
    mesh.colored_vertex(rect.center(), colour(rect.center().x));
    let inner = rect.shrink(radius);
    let corners =
        [(inner.right_bottom(), 0.0), (inner.left_bottom(), 0.25), (inner.left_top(), 0.5), (inner.right_top(), 0.75)];
    for (centre, turn) in corners {
        for i in 0..=12_u8 {
            let angle = TAU * (turn + f32::from(i) / 48.0);
            // A hair within the corner, whose soft edge is the one beneath.
            let within = (TAU * f32::from(i) / 24.0).sin();
            let point = centre + Vec2::angled(angle) * (radius - within);
            mesh.colored_vertex(point, colour(point.x));
        }
    }
    let rim: u32 = 4 * 13;
    for i in 0..rim {
        mesh.add_triangle(0, 1 + i, 1 + (i + 1) % rim);
    }
    painter.add(Shape::mesh(mesh));
    let unit = rect.width() / 952.0;
    let inside = |p: Pos2| {
        let nearest = inner.clamp(p);
        rect.contains(p) && (inner.contains(p) || nearest.distance(p) <= radius)
    };
    let stroke = Stroke::new((2.0 * unit).max(1.0), Color32::from_white_alpha(23));
    for ring in 0..11_u8 {
        let r = (70.0 + 52.0 * f32::from(ring)) * unit;
        circle_within(painter, rect.right_bottom() - vec2(20.0, 0.0) * unit, r, inside, stroke);
    }
}
