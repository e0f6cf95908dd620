//! A drawn passport data page with its machine-readable lines. A specimen of no state, and no one's.

use egui::{Color32, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::text::PairText;
use crate::ui::pair::{lines, name};
use crate::ui::theme::{corner, regular, strong};
use crate::ui::{PairLabel, Role, Theme};

use super::PageCx;
use super::frame::place;

/// As the page prints it, and as its upper line has it.
const SURNAME: &str = "VIDAL-ORTEGA";
const GIVEN: &str = "ELENA MARÍA";
const UPPER: &str = "P<UTOVIDAL<ORTEGA<<ELENA<MARIA<<<<<<<<<<<<<<";
const LOWER: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
/// Characters of a line that the eye must take as one: cells, because the fonts at hand are not fixed in width.
const CELLS: f32 = 44.0;

/// Height of the drawing at `width`.
pub(super) fn height(theme: &Theme, width: f32) -> f32 {
    theme.pick(width * 0.44, width * 0.5)
}

/// Draws the page over the width at hand.
pub(super) fn show(ui: &mut Ui, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height(&theme, width)), egui::Sense::hover());
    name(&response, egui::accesskit::Role::Image, true, (&cx.pair("nh_passport")).into());
    let radius = corner(theme.metrics.radius_card);
    ui.painter().rect(rect, radius, c.surface, Stroke::new(theme.pick(1.5, 1.0), c.line_strong), StrokeKind::Inside);
    let pad = theme.pick(28.0, 16.0);
    let cell = (width - 2.0 * pad) / CELLS;
    let line = cell * 2.0;
    let zone = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0 * line - pad * 1.5), rect.max);
    let mut foot = radius;
    (foot.nw, foot.ne) = (0, 0);
    ui.painter().rect_filled(zone.shrink(theme.pick(1.5, 1.0)), foot, c.sunken);
    let origin = pos2(rect.left() + pad, zone.top() + pad * 0.75);
    // Where the name stands in the line, so that the eye finds it without counting.
    let marked = UPPER.trim_end_matches('<').len();
    let mark =
        Rect::from_min_size(origin + vec2(5.0 * cell - 2.0, 0.0), vec2((marked as f32 - 5.0) * cell + 4.0, line));
    ui.painter().rect_filled(mark, corner(theme.pick(8.0, 5.0)), c.tint);
    ui.painter().rect_stroke(
        mark,
        corner(theme.pick(8.0, 5.0)),
        Stroke::new(theme.pick(2.5, 2.0), c.primary),
        StrokeKind::Inside,
    );
    cells(ui, UPPER, origin, cell, line, c.text, true);
    cells(ui, LOWER, origin + vec2(0.0, line), cell, line, c.text_2, false);
    let page = Rect::from_min_max(rect.min + Vec2::splat(pad), pos2(rect.right() - pad, zone.top() - pad * 0.6));
    let photo = Rect::from_min_size(page.min, vec2(page.height() * 0.77, page.height()));
    silhouette(ui, photo);
    let left = photo.right() + pad;
    let fields = Rect::from_min_max(pos2(left, page.top()), page.max);
    let (size, gap) = theme.pick((34.0, 16.0), (21.0, 8.0));
    place(ui, fields, |ui| {
        for (label, value) in [("nh_surname", SURNAME), ("nh_given", GIVEN)] {
            // A picture: it stays as it is drawn, and the rules beneath say the same in any size.
            let (a, b) = theme.pick((22.0, 19.0), (15.0, 14.0));
            PairLabel::new(Role::Caption, &cx.pair(label)).exact(a, b).inline().show(ui);
            let value = PairText::same(value);
            PairLabel::new(Role::Heading, &value).exact(size, size).show(ui);
            ui.add_space(gap);
        }
    });
    // What was placed within moved the cursor to where it ends.
    ui.advance_cursor_after_rect(rect);
}

fn cells(ui: &Ui, text: &str, origin: egui::Pos2, cell: f32, line: f32, ink: Color32, bold: bool) {
    let size = cell * 1.42;
    for (i, c) in text.chars().enumerate() {
        let font = if bold { strong(size) } else { regular(size) };
        let galley = lines(ui.ctx(), c.encode_utf8(&mut [0; 4]), font, ink, size * 1.24, f32::INFINITY, false);
        let middle = origin + vec2((i as f32 + 0.5) * cell, line / 2.0);
        ui.painter().galley(middle - galley.size() / 2.0 - vec2(0.0, size * 0.04), galley, ink);
    }
}

/// Head and shoulders, nobody's.
fn silhouette(ui: &Ui, rect: Rect) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, 0.0, c.tint);
    let w = rect.width();
    let head = pos2(rect.center().x, rect.top() + rect.height() * 0.4);
    painter.add(egui::epaint::EllipseShape::filled(head, vec2(w * 0.22, w * 0.28), c.line_strong));
    let shoulders = pos2(rect.center().x, rect.bottom() + w * 0.12);
    painter.add(egui::epaint::EllipseShape::filled(shoulders, vec2(w * 0.4, w * 0.42), c.line_strong));
}

#[cfg(test)]
mod tests {
    use super::{GIVEN, LOWER, SURNAME, UPPER};
    use crate::domain::mrz;
    use crate::domain::name::{NameMatch, PersonName};

    #[test]
    fn the_drawn_line_is_a_true_one_and_says_what_the_page_says() {
        let read = mrz::read(&format!("{UPPER}{LOWER}")).unwrap();
        assert_eq!((read.surname.as_str(), read.given.as_str()), ("VIDAL ORTEGA", "ELENA MARIA"));
        let printed = PersonName::parse(&format!("{SURNAME} {GIVEN}")).unwrap();
        assert_eq!(PersonName::parse(read.full().as_str()).unwrap().compare(&printed), NameMatch::Same);
    }
}
