//! Forgetting a visitor: nothing typed or shown stays in the window's memory.

use egui::Context;

use super::theme;
use super::turns::Turns;
use super::{icons, keyboard};

/// Clears everything egui remembers: focus, field states and their history, scroll positions,
/// typed keys, laid out texts. What holds no visitor data (theme, drawn icons) stays.
pub fn all(ctx: &Context) {
    let restore_icons = icons::take(ctx);
    keyboard::forget(ctx);
    Turns::forget(ctx);
    super::reader::set(ctx, false, false);
    ctx.memory_mut(|m| {
        if let Some(id) = m.focused() {
            m.surrender_focus(id);
        }
        m.stop_text_input();
        m.data.clear();
        m.caches = egui::cache::CacheStorage::default();
        m.reset_areas();
    });
    ctx.clear_animations();
    // Pending events may hold typed text.
    ctx.input_mut(|i| {
        i.events.clear();
        i.raw.events.clear();
    });
    theme::reset(ctx);
    restore_icons(ctx);
    // Laid out texts live as long as they are shown; the next two frames let them go.
    ctx.request_repaint();
}
