//! What is looked at: colours, cards, the capture, icons.

use egui::{Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, accesskit, vec2};

use super::Gallery;
use crate::domain::liveness::Prompt;
use crate::ui::ecard::ECard;
use crate::ui::icons::Icon;
use crate::ui::oval::{Movement, Preview, movement_tile};
use crate::ui::qr_tile::qr_tile;
use crate::ui::theme::{corner, regular};
use crate::ui::{Theme, pair::lines};

/// The roles of colours, each as a patch with its name.
pub(super) fn swatches(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let c = theme.colours;
    let patches = [
        ("bg", c.bg, c.text),
        ("surface", c.surface, c.text),
        ("sunken", c.sunken, c.text),
        ("primary", c.primary, c.on_primary),
        ("tint", c.tint, c.on_tint),
        ("error_bg", c.error_bg, c.error),
        ("success_bg", c.success_bg, c.success),
        ("warn_bg", c.warn_bg, c.warn),
        ("accent", c.accent, c.on_accent),
        ("deep", c.deep, c.on_deep),
        ("disabled_bg", c.disabled_bg, c.disabled_text),
        ("demo", c.demo, c.on_demo),
    ];
    let side = theme.pick(vec2(220.0, 84.0), vec2(160.0, 48.0));
    grid(ui, side, patches.len(), |ui, i, rect| {
        let (name, ground, ink) = patches[i];
        let outline = Stroke::new(theme.metrics.stroke, c.line_strong);
        ui.painter().rect(rect, corner(theme.metrics.radius_key), ground, outline, StrokeKind::Inside);
        let size = theme.pick(22.0, 15.0);
        let galley = lines(ui.ctx(), name, regular(size), ink, size * 1.3, f32::INFINITY, false);
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
        let response = ui.interact(rect, ui.scope_id().with(("patch", i)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::ListItem, true, name));
    });
}

/// The electronic card and a code.
pub(super) fn cards(ui: &mut Ui, gallery: &Gallery) {
    let theme = Theme::of(ui.ctx());
    let [title, name, number, valid, category, specimen] =
        ["k_cardname", "k_name", "k_no", "k_valid", "k_cat", "specimen"].map(|key| gallery.text(key));
    let card = ECard {
        title: (&title).into(),
        name_label: (&name).into(),
        name: "ELENA MARIA VIDAL-ORTEGA",
        number_label: (&number).into(),
        number: "SP2026041700012345",
        valid_label: (&valid).into(),
        valid_until: "2027-06-30",
        category_label: (&category).into(),
        category: 'B',
        photo: None,
        specimen: Some((&specimen).into()),
    };
    card.show(ui, ui.available_width().min(theme.pick(952.0, 604.0)));
    ui.add_space(theme.metrics.s4);
    qr_tile(ui, theme.pick(420.0, 260.0), 29, |x, y| (x * 7 + y * 13) % 5 < 2, &title.primary);
}

/// The mirror with a hint and a cue, and a movement in each state.
pub(super) fn capture(ui: &mut Ui, gallery: &Gallery) {
    let theme = Theme::of(ui.ctx());
    let movements = [Movement::Done, Movement::Running(0.55), Movement::Ahead];
    let label = gallery.text("f_preview").primary;
    let hint = gallery.text("h_dark");
    let width = ui.available_width().min(theme.pick(952.0, 620.0));
    Preview::new(None, &movements, &label)
        .hint(Some((Icon::SunBold, (&hint).into())))
        .cue(Some(Prompt::Left))
        .show(ui, vec2(width, theme.pick(900.0, 420.0)));
    ui.add_space(theme.metrics.s3);
    let words = ["f_seen", "f_now", "f_ahead"].map(|key| gallery.text(key));
    let high = theme.pick(88.0, 60.0);
    for (i, movement) in movements.into_iter().enumerate() {
        let row = Rect::from_min_size(ui.cursor().min, vec2(width, high));
        movement_tile(ui, row, i + 1, movement, (&words[i]).into());
        ui.advance_cursor_after_rect(row);
        ui.add_space(theme.metrics.s2);
    }
}

/// All icons.
pub(super) fn icons(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let side = theme.pick(84.0, 56.0);
    grid(ui, Vec2::splat(side), Icon::ALL.len(), |ui, i, rect| {
        Icon::ALL[i].paint(ui.painter(), rect.shrink(side * 0.22), theme.colours.text);
    });
}

/// `count` cells of `cell`, as many beside each other as there is room for.
fn grid(ui: &mut Ui, cell: Vec2, count: usize, mut show: impl FnMut(&mut Ui, usize, Rect)) {
    let gap = Theme::of(ui.ctx()).metrics.s2;
    let start = ui.cursor().min;
    let width = ui.available_width();
    let columns = (((width + gap) / (cell.x + gap)) as usize).max(1);
    for i in 0..count {
        let at = vec2((i % columns) as f32 * (cell.x + gap), (i / columns) as f32 * (cell.y + gap));
        show(ui, i, Rect::from_min_size(start + at, cell));
    }
    let rows = count.div_ceil(columns) as f32;
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, rows * (cell.y + gap))));
}
