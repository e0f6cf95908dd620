//! Tables: a head, and rows of which one is open. Hairlines only between rows.

use egui::accesskit;
use egui::{Id, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::chip::Chip;
use super::focus;
use super::pair::{Pair, PairLabel, Role};
use super::theme::{Theme, corner};

/// What stands in one place of a row.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    Text(Pair<'a>),
    /// Numbers that are read out.
    Strong(Pair<'a>),
    Chip(Chip<'a>),
}

/// A table over the width at hand.
#[must_use = "a table that is not shown is not there"]
pub struct Table<'a> {
    id: Id,
    /// Names and relative widths of the columns.
    columns: &'a [(Pair<'a>, f32)],
    /// Its rows are only read.
    still: bool,
}

impl<'a> Table<'a> {
    /// A table of its own name.
    pub fn new(id: Id, columns: &'a [(Pair<'a>, f32)]) -> Self {
        Self { id, columns, still: false }
    }

    /// Its rows are read, and nothing opens when they are pressed.
    pub fn still(mut self) -> Self {
        self.still = true;
        self
    }

    /// Shows head and rows; `open` is the row that is open. Answers with the row that was pressed.
    pub fn show(self, ui: &mut Ui, rows: &[Vec<Cell<'_>>], open: Option<usize>) -> Option<usize> {
        let theme = Theme::of(ui.ctx());
        let c = &theme.colours;
        let radius = corner(theme.metrics.radius_card);
        let start = ui.cursor().min;
        let width = ui.available_width();
        let ground = ui.painter().add(egui::Shape::Noop);
        let pad = theme.pick(24.0, 18.0);
        let lefts = self.lefts(width - 2.0 * pad);
        let gap = theme.pick(18.0, 12.0);
        let room = |column: usize| {
            let end = lefts.get(column + 1).copied().unwrap_or(width - 2.0 * pad + gap);
            end - lefts[column] - gap
        };
        // The head.
        let (a, b) = theme.pick((21.0, 18.0), (14.0, 12.5));
        let heads: Vec<_> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, (name, _))| PairLabel::new(Role::Label, *name).sizes(a, b).lay(ui.ctx(), room(i)))
            .collect();
        let high = heads.iter().map(|head| head.size.y).fold(0.0, f32::max) + theme.pick(28.0, 18.0);
        let head = Rect::from_min_size(start, vec2(width, high));
        let mut round = radius;
        (round.sw, round.se) = (0, 0);
        ui.painter().rect_filled(head, round, c.sunken);
        for (i, laid) in heads.iter().enumerate() {
            laid.paint(ui.painter(), pos2(head.left() + pad + lefts[i], head.center().y - laid.size.y / 2.0));
        }
        let mut top = head.bottom();
        let mut pressed = None;
        for (n, row) in rows.iter().enumerate() {
            let high = height(ui, &theme, row, room);
            let rect = Rect::from_min_size(pos2(start.x, top), vec2(width, high));
            let sense = if self.still { Sense::hover() } else { Sense::click() };
            let response = ui.interact(rect, self.id.with(("row", n)), sense);
            let heard: Vec<&str> = row.iter().map(Cell::heard).filter(|heard| !heard.is_empty()).collect();
            response.widget_info(|| {
                if self.still {
                    WidgetInfo::labeled(accesskit::Role::Label, true, heard.join(", "))
                } else {
                    WidgetInfo::selected(accesskit::Role::Button, true, open == Some(n), heard.join(", "))
                }
            });
            if !self.still {
                focus::stands(ui, rect);
            }
            let last = n + 1 == rows.len();
            if open == Some(n) || (response.hovered() && !self.still) {
                let mut round = corner(0.0);
                if last {
                    (round.sw, round.se) = (radius.sw, radius.se);
                }
                ui.painter().rect_filled(rect, round, c.tint);
            }
            if open == Some(n) {
                let bar = Rect::from_min_size(rect.min, vec2(theme.pick(8.0, 5.0), high));
                ui.painter().rect_filled(bar, 0.0, c.primary);
            }
            if !last {
                ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, c.line));
            }
            for (i, cell) in row.iter().enumerate() {
                cell.paint(ui, &theme, pos2(rect.left() + pad + lefts[i], rect.center().y), room(i));
            }
            focus::ring(ui, &response, rect.shrink(2.0), theme.metrics.radius);
            if response.clicked() {
                pressed = Some(n);
            }
            top = rect.bottom();
        }
        let whole = Rect::from_min_max(start, pos2(start.x + width, top));
        let outline = Stroke::new(theme.pick(1.5, 1.0), c.line);
        ui.painter().set(ground, egui::epaint::RectShape::filled(whole, radius, c.surface));
        ui.painter().rect_stroke(whole, radius, outline, StrokeKind::Inside);
        ui.advance_cursor_after_rect(whole);
        pressed
    }

    fn lefts(&self, width: f32) -> Vec<f32> {
        let all: f32 = self.columns.iter().map(|(_, share)| share).sum();
        let mut left = 0.0;
        self.columns
            .iter()
            .map(|(_, share)| {
                let here = left;
                left += width * share / all;
                here
            })
            .collect()
    }
}

/// What the cells of a row need, and some air.
fn height(ui: &Ui, theme: &Theme, row: &[Cell<'_>], room: impl Fn(usize) -> f32) -> f32 {
    let words = row.iter().enumerate().map(|(i, cell)| cell.height(ui, theme, room(i))).fold(0.0, f32::max);
    (words + theme.pick(32.0, 20.0)).max(theme.pick(96.0, 64.0))
}

impl<'a> Cell<'a> {
    fn label(&self, theme: &Theme) -> Option<PairLabel<'a>> {
        let (a, b) = theme.pick((25.0, 20.0), (16.0, 14.0));
        match self {
            Self::Text(pair) => Some(PairLabel::new(Role::Body, *pair).sizes(a, b).line_height(1.26)),
            Self::Strong(pair) => Some(PairLabel::new(Role::Label, *pair).sizes(a, b).line_height(1.26)),
            Self::Chip(_) => None,
        }
    }

    fn height(&self, ui: &Ui, theme: &Theme, width: f32) -> f32 {
        match (self, self.label(theme)) {
            (Self::Chip(chip), _) => chip.measure(ui, width).y,
            (_, label) => label.map_or(0.0, |label| label.lay(ui.ctx(), width).size.y),
        }
    }

    /// Paints the cell with its left edge's middle at `at`.
    fn paint(&self, ui: &Ui, theme: &Theme, at: egui::Pos2, width: f32) {
        if let Self::Chip(chip) = self {
            let size = chip.measure(ui, width);
            chip.paint(ui, pos2(at.x, at.y - size.y / 2.0), width);
        } else if let Some(laid) = self.label(theme).map(|label| label.lay(ui.ctx(), width)) {
            laid.paint(ui.painter(), pos2(at.x, at.y - laid.size.y / 2.0));
        }
    }

    fn heard(&self) -> &'a str {
        match self {
            Self::Text(pair) | Self::Strong(pair) => pair.primary,
            Self::Chip(chip) => chip.heard(),
        }
    }
}
