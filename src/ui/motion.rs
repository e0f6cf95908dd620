//! Short movements: a page that comes fades in and rises. Nothing asks for a frame at rest.

use egui::{Context, Id};

use super::theme::Theme;

/// A page's coming takes so long, in seconds.
const PAGE: f64 = 0.18;
/// It rises by so many points.
const RISE: f32 = 12.0;

/// How far a page has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entering {
    /// 0 to 1.
    pub opacity: f32,
    /// Points below its place.
    pub rise: f32,
    /// Another page stood here until now.
    pub anew: bool,
}

#[derive(Clone, Copy, Debug)]
struct Shown {
    page: Id,
    since: f64,
}

/// The coming of `page`; all there at once where nothing is to move, and for the first page.
pub(super) fn entering(ctx: &Context, page: Id, theme: &Theme) -> Entering {
    let id = Id::unique("page on the screen");
    let now = ctx.input(|i| i.time);
    let before: Option<Shown> = ctx.data(|d| d.get_temp(id));
    let since = match before {
        Some(shown) if shown.page == page => shown.since,
        Some(_) if !theme.calm => now,
        _ => now - PAGE,
    };
    let anew = before.is_none_or(|shown| shown.page != page);
    if anew {
        ctx.data_mut(|d| d.insert_temp(id, Shown { page, since }));
    }
    let share = (now - since) / PAGE;
    if theme.calm || share >= 1.0 {
        return Entering { opacity: 1.0, rise: 0.0, anew };
    }
    ctx.request_repaint();
    // A share of one.
    #[expect(clippy::cast_possible_truncation)]
    let left = 1.0 - share.max(0.0) as f32;
    let eased = 1.0 - left * left * left;
    Entering { opacity: eased, rise: RISE * (1.0 - eased), anew }
}
