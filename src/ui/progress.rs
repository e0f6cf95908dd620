//! Progress: a bar, and stages with mark and word; the bar alone is never the message.

use egui::accesskit;
use egui::{Color32, Rect, Response, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::icons::Icon;
use super::pair::{LaidPair, Pair, PairLabel, Role, describe};
use super::theme::{Theme, corner};

/// How far one stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Behind us.
    Done,
    /// Running, with its icon.
    Now(Icon),
    /// Needs a hand.
    Attention,
    /// Given up.
    Failed,
    /// Not yet.
    Ahead,
}

/// A bar over the width at hand; `share` from 0 to 1.
pub fn bar(ui: &mut Ui, share: f32) -> Response {
    let c = Theme::of(ui.ctx()).colours;
    bar_in(ui, share, c.primary)
}

/// A bar in a colour of its own (days left).
pub fn bar_in(ui: &mut Ui, share: f32, ink: Color32) -> Response {
    let theme = Theme::of(ui.ctx());
    let height = theme.pick(20.0, 12.0);
    let share = share.clamp(0.0, 1.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(share * 100.0).round()),
        ..WidgetInfo::new(accesskit::Role::ProgressIndicator)
    });
    ui.painter().rect_filled(rect, corner(height / 2.0), theme.colours.sunken);
    if share > 0.0 {
        let width = (rect.width() * share).max(height);
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(width, height)), corner(height / 2.0), ink);
    }
    response
}

/// The stages in a row, spread over the width at hand; they stand one beneath the other where a row
/// is too narrow.
pub fn stages(ui: &mut Ui, stages: &[(Stage, Pair<'_>)]) -> Response {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let width = ui.available_width();
    let side = theme.mark(40.0, 26.0);
    let gap = theme.pick(20.0, 12.0);
    let laid: Vec<LaidPair> = stages
        .iter()
        .map(|(stage, pair)| {
            let running = matches!(stage, Stage::Now(_) | Stage::Attention | Stage::Failed);
            PairLabel::new(Role::Caption, *pair).strong(running).lay(ui.ctx(), width - side - gap)
        })
        .collect();
    let height = laid.iter().map(|l| l.size.y).fold(side, f32::max);
    let used: f32 = laid.iter().map(|l| l.size.x + side + gap).sum();
    // Four stages.
    #[expect(clippy::cast_precision_loss)]
    let between = (width - used) / (laid.len().max(2) - 1) as f32;
    let in_a_row = between >= theme.metrics.s2;
    let step = height + theme.metrics.s2;
    // Four stages.
    #[expect(clippy::cast_precision_loss)]
    let total = if in_a_row { height } else { step * laid.len() as f32 - theme.metrics.s2 };
    let (rect, response) = ui.allocate_exact_size(vec2(width, total), Sense::hover());
    let mut at = rect.min;
    for (i, ((stage, pair), words)) in stages.iter().zip(&laid).enumerate() {
        let (icon, ink) = match stage {
            Stage::Done => (Icon::CheckCircleFill, c.success),
            Stage::Now(icon) => (*icon, c.primary),
            Stage::Attention => (Icon::WarningFill, c.warn),
            Stage::Failed => (Icon::XCircleFill, c.error),
            Stage::Ahead => (Icon::CircleDashed, c.text_2),
        };
        let mark = Rect::from_center_size(pos2(at.x + side / 2.0, at.y + height / 2.0), Vec2::splat(side));
        icon.paint(ui.painter(), mark, ink);
        let room = Rect::from_min_size(pos2(at.x + side + gap, at.y), vec2(words.size.x, height));
        words.paint_middle(ui.painter(), room);
        let item = ui.interact(mark.union(room), response.id.with(i), Sense::hover());
        item.widget_info(|| WidgetInfo::labeled(accesskit::Role::ListItem, true, pair.primary));
        describe(ui.ctx(), item.id, *pair);
        if in_a_row {
            at.x += side + gap + words.size.x + between;
        } else {
            at.y += step;
        }
    }
    response
}
