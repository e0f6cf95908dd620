//! The kiosk's own drawings: rectangles, ellipses and strokes only; no emblem, seal or brand.

use std::f32::consts::TAU;

use egui::epaint::PathStroke;
use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::theme::{Theme, corner};

/// Ground of photo places.
pub(super) const PHOTO_GROUND: Color32 = Color32::from_rgb(0xD9, 0xE5, 0xE4);
/// The silhouette on it.
pub(super) const SILHOUETTE: Color32 = Color32::from_rgb(0x8F, 0xA7, 0xAB);
const PAPER: Color32 = Color32::from_rgb(0xF5, 0xF4, 0xF0);
const INK: Color32 = Color32::from_rgb(0x12, 0x26, 0x2E);
const GREY: Color32 = Color32::from_rgb(0x9B, 0xA8, 0xAD);
const PHONE_RIM: Color32 = Color32::from_rgb(0x9F, 0xB3, 0xB8);

/// The hero's ground: `deep` running to the right, thin circles around the drawing.
pub fn hero_ground(painter: &Painter, rect: Rect) {
    let theme = Theme::of(painter.ctx());
    let c = &theme.colours;
    let mut mesh = Mesh::default();
    for (corner, colour) in [
        (rect.left_top(), c.deep),
        (rect.right_top(), c.deep_hero),
        (rect.right_bottom(), c.deep_hero),
        (rect.left_bottom(), c.deep),
    ] {
        mesh.colored_vertex(corner, colour);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    painter.add(Shape::mesh(mesh));
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let centre = hero_centre(&theme, rect);
    let first = theme.pick(150.0, 90.0);
    let step = 60.0;
    for ring in 0..6_u8 {
        let radius = first + f32::from(ring) * step;
        if radius > 390.0 {
            break;
        }
        painter.circle_stroke(centre, radius, Stroke::new(2.0, Color32::from_white_alpha(20)));
    }
}

fn hero_centre(theme: &Theme, rect: Rect) -> Pos2 {
    if theme.is_portrait() {
        pos2(rect.right() - 279.0, rect.top() + 300.0)
    } else {
        pos2(rect.right() - 214.0, rect.center().y + 2.0)
    }
}

/// A card and a phone at the right of the hero.
pub fn hero_card_and_phone(painter: &Painter, rect: Rect) {
    let theme = Theme::of(painter.ctx());
    let c = &theme.colours;
    let unit = theme.pick(0.92, 0.725);
    let at = |x: f32, y: f32, w: f32, h: f32| {
        let origin = hero_centre(&theme, rect) - theme.pick(vec2(156.0, 138.0), vec2(134.5, 95.0));
        Rect::from_min_size(origin + vec2(x, y) * unit, vec2(w, h) * unit)
    };
    let bar = |x, y, w, h, colour| painter.rect_filled(at(x, y, w, h), corner(h * unit / 2.0), colour);
    // The card.
    let card = at(0.0, 50.0, 304.0, 186.0);
    painter.rect_filled(card, corner(22.0 * unit), PAPER);
    let mut head = corner(22.0 * unit);
    (head.sw, head.se) = (0, 0);
    painter.rect_filled(at(0.0, 50.0, 304.0, 52.0), head, c.primary);
    bar(22.0, 69.0, 120.0, 13.0, Color32::from_rgb(0xD2, 0xE3, 0xE3));
    let photo = at(22.0, 121.0, 76.0, 96.0);
    silhouette(painter, photo, 8.0 * unit, 0.243);
    bar(118.0, 125.0, 114.0, 15.0, INK);
    bar(118.0, 156.0, 85.0, 11.0, GREY);
    bar(118.0, 180.0, 96.0, 11.0, GREY);
    bar(118.0, 204.0, 59.0, 11.0, GREY);
    // The phone.
    let phone = at(267.0, -9.0, 128.0, 258.0);
    painter.rect(phone, corner(22.0 * unit), INK, Stroke::new(3.0 * unit, PHONE_RIM), StrokeKind::Inside);
    painter.rect_filled(at(279.0, 13.0, 104.0, 213.0), corner(10.0 * unit), PAPER);
    painter.rect_filled(at(291.0, 28.0, 79.0, 48.0), corner(8.0 * unit), c.primary);
    bar(291.0, 89.0, 55.0, 9.0, GREY);
    bar(291.0, 106.0, 72.0, 9.0, GREY);
    let badge = at(302.0, 137.0, 56.0, 56.0);
    painter.circle_filled(badge.center(), badge.width() / 2.0, c.accent);
    let tick = [(-0.28, 0.0), (-0.08, 0.2), (0.28, -0.16)];
    let points = tick.map(|(x, y)| badge.center() + vec2(x, y) * badge.width());
    round_line(painter, &points, 6.5 * unit, c.on_accent);
}

/// A head and shoulders where a photo is missing; `head` is half the head's width over the photo's.
pub fn silhouette(painter: &Painter, rect: Rect, radius: f32, head: f32) {
    painter.rect_filled(rect, corner(radius), PHOTO_GROUND);
    let clip = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let (w, h) = (rect.width(), rect.height());
    let centre = pos2(rect.center().x, rect.top() + h * 0.395);
    clip.add(Shape::ellipse_filled(centre, vec2(w * head, h * 0.2), SILHOUETTE));
    // Shoulders: half an ellipse that the lower edge cuts.
    let centre = pos2(rect.center().x, rect.bottom());
    let points: Vec<Pos2> = (0..=24_u8)
        .map(|i| {
            let angle = TAU / 2.0 + TAU / 2.0 * f32::from(i) / 24.0;
            centre + vec2(w * 0.4 * angle.cos(), h * 0.285 * angle.sin())
        })
        .collect();
    clip.add(Shape::convex_polygon(points, SILHOUETTE, Stroke::NONE));
}

/// A line with round ends and joints.
pub fn round_line(painter: &Painter, points: &[Pos2], width: f32, colour: Color32) {
    painter.add(Shape::line(points.to_vec(), PathStroke::new(width, colour)));
    for point in points {
        painter.circle_filled(*point, width / 2.0, colour);
    }
}

/// A printer whose tray is dashed and marked: paper is missing.
pub fn printer(painter: &Painter, rect: Rect) {
    let theme = Theme::of(painter.ctx());
    let c = &theme.colours;
    let unit = (rect.width() / 500.0).min(rect.height() / 345.0);
    let origin = rect.center() - vec2(250.0, 172.0) * unit;
    let at = |x: f32, y: f32, w: f32, h: f32| Rect::from_min_size(origin + vec2(x, y) * unit, vec2(w, h) * unit);
    let mut sheet = corner(14.0 * unit);
    (sheet.sw, sheet.se) = (0, 0);
    painter.rect_filled(at(87.0, 0.0, 276.0, 100.0), sheet, Color32::from_rgb(0xD5, 0xDA, 0xD8));
    painter.rect_filled(at(0.0, 88.0, 450.0, 162.0), corner(28.0 * unit), c.primary);
    painter.rect_filled(at(0.0, 88.0, 450.0, 50.0), corner(25.0 * unit), c.primary_hover);
    painter.rect_filled(at(45.0, 163.0, 150.0, 20.0), corner(10.0 * unit), c.primary_pressed);
    let lamp = at(390.0, 172.0, 0.0, 0.0).min;
    painter.circle_filled(lamp, 12.5 * unit, c.accent);
    let tray = at(45.0, 250.0, 360.0, 77.0);
    painter.rect_filled(tray, corner(10.0 * unit), c.sunken);
    let path = [tray.left_top(), tray.left_bottom(), tray.right_bottom(), tray.right_top(), tray.left_top()];
    painter.extend(Shape::dashed_line(&path, Stroke::new(5.0 * unit, c.line_strong), 17.0 * unit, 13.0 * unit));
    painter.rect_filled(at(175.0, 280.0, 100.0, 17.0), corner(8.5 * unit), c.line_strong);
    let badge = at(450.0, 290.0, 0.0, 0.0).min;
    painter.circle_filled(badge, 50.0 * unit, c.accent);
    let mark = |from: f32, to: f32| [badge + vec2(0.0, from) * unit, badge + vec2(0.0, to) * unit];
    round_line(painter, &mark(-22.0, 5.0), 12.0 * unit, c.on_accent);
    painter.circle_filled(badge + vec2(0.0, 24.0) * unit, 7.5 * unit, c.on_accent);
}

/// A thin circle as ornament.
pub(super) fn circle_within(
    painter: &Painter,
    centre: Pos2,
    radius: f32,
    inside: impl Fn(Pos2) -> bool,
    stroke: Stroke,
) {
    // One point every 2 degrees; only stretches inside are drawn.
    let mut stretch: Vec<Pos2> = Vec::new();
    for i in 0..=180_u8 {
        let angle = TAU * f32::from(i) / 180.0;
        let point = centre + Vec2::angled(angle) * radius;
        if inside(point) {
            stretch.push(point);
        } else if !stretch.is_empty() {
            painter.add(Shape::line(std::mem::take(&mut stretch), PathStroke::new(stroke.width, stroke.color)));
        }
    }
    if stretch.len() > 1 {
        painter.add(Shape::line(stretch, PathStroke::new(stroke.width, stroke.color)));
    }
}
