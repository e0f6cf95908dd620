//! Arcs, the timer ring and the countdown.

use std::f32::consts::TAU;

use egui::epaint::PathStroke;
use egui::{Color32, Painter, Pos2, Response, Sense, Ui, Vec2, WidgetInfo, accesskit, pos2, vec2};

use super::pair::{Pair, lines};
use super::theme::{Theme, regular, strong};

/// A timer: seconds in the middle, the time left as an arc.
#[derive(Clone, Copy, Debug)]
#[must_use = "a ring that is not shown is not there"]
pub struct Ring<'a> {
    seconds: u32,
    share: f32,
    diameter: Option<f32>,
    number_size: Option<f32>,
    unit: Option<Pair<'a>>,
}

impl<'a> Ring<'a> {
    /// `seconds` left, `share` of the whole time (1 to 0).
    pub fn new(seconds: u32, share: f32) -> Self {
        Self { seconds, share: share.clamp(0.0, 1.0), diameter: None, number_size: None, unit: None }
    }

    /// The big countdown of the idle warning with its unit beneath the number.
    pub fn countdown(mut self, unit: impl Into<Pair<'a>>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// A fixed diameter in points.
    pub fn diameter(mut self, diameter: f32) -> Self {
        self.diameter = Some(diameter);
        self
    }

    /// Shows it where the cursor is.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let big = self.unit.is_some();
        let usual = if big { theme.pick(324.0, 200.0) } else { theme.pick(120.0, 92.0) };
        let diameter = self.diameter.unwrap_or(usual);
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(diameter), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Timer, true, self.seconds));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let stroke = if big { diameter * 0.074 } else { diameter * 0.09 };
        let radius = Vec2::splat((diameter - stroke) / 2.0);
        let (c, painter, centre) = (theme.colours, ui.painter(), rect.center());
        painter.circle_filled(centre, radius.x, c.surface);
        arc(painter, centre, radius, 0.0, TAU, stroke, c.line);
        let top = -TAU / 4.0;
        arc(painter, centre, radius, top, top + TAU * self.share, stroke, c.primary);
        let size = self.number_size.unwrap_or(if big { theme.pick(120.0, 68.0) } else { theme.pick(52.0, 38.0) });
        // The number grows as far as its ring has room.
        let size = size * if big { theme.half } else { theme.half.min(1.25) };
        let number = lines(ui.ctx(), &self.seconds.to_string(), strong(size), c.text, size, f32::INFINITY, false);
        // Text sits about 0.04 em low in its line.
        let rise = size * 0.04;
        let lift = if big { diameter * 0.045 } else { 0.0 };
        let at = centre - number.size() / 2.0 - vec2(0.0, rise + lift);
        painter.galley(at, number, c.text);
        if let Some(unit) = self.unit {
            let text = unit.second().map_or_else(|| unit.primary.to_owned(), |s| format!("{} {s}", unit.primary));
            let size = theme.pick(24.0, 16.0) * theme.half;
            let unit = lines(ui.ctx(), &text, regular(size), c.text_2, size * 1.3, f32::INFINITY, false);
            let at = pos2(centre.x - unit.size().x / 2.0, centre.y + diameter * 0.16);
            painter.galley(at, unit, c.text_2);
        }
        response
    }
}

/// An arc of an ellipse from angle `from` to `to` (radians, clockwise from the right), with round ends.
pub fn arc(painter: &Painter, centre: Pos2, radius: Vec2, from: f32, to: f32, width: f32, colour: Color32) {
    if to - from <= 0.001 {
        return;
    }
    let point = |angle: f32| centre + vec2(radius.x * angle.cos(), radius.y * angle.sin());
    // One point every 3 degrees.
    let steps = ((to - from) / 3.0_f32.to_radians()).ceil().max(1.0);
    // At most 120 steps.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let mut points: Vec<Pos2> = (0..=steps as u32).map(|i| point(from + (to - from) * i as f32 / steps)).collect();
    if to - from >= TAU - 0.001 {
        // Two points in one place would throw a spike there.
        points.pop();
        painter.add(egui::Shape::closed_line(points, PathStroke::new(width, colour)));
        return;
    }
    painter.add(egui::Shape::line(points, PathStroke::new(width, colour)));
    if colour.is_opaque() {
        painter.circle_filled(point(from), width / 2.0, colour);
        painter.circle_filled(point(to), width / 2.0, colour);
        return;
    }
    cap(painter, point(from), point(from - 0.01), width, colour);
    cap(painter, point(to), point(to + 0.01), width, colour);
}

/// Half a disc at the end of a translucent line, towards `beyond`: a whole one would show twice.
fn cap(painter: &Painter, end: Pos2, beyond: Pos2, width: f32, colour: Color32) {
    let ahead = (beyond - end).angle();
    let points: Vec<Pos2> = (0..=12_u8)
        .map(|i| end + Vec2::angled(ahead - TAU / 4.0 + TAU / 2.0 * f32::from(i) / 12.0) * (width / 2.0))
        .collect();
    painter.add(egui::Shape::convex_polygon(points, colour, egui::Stroke::NONE));
}
