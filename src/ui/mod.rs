//! Theme, pairs, fields, keyboard: the widgets every page is made of.
//!
//! Call [`theme::install`] once, [`begin_frame`] at the start of each frame, then show one
//! [`scaffold::Scaffold`] (or [`dialog::Dialog`]) with the page inside. All lengths are logical
//! points of a 1080x1920 or 1366x768 canvas.

pub mod access_tree;
pub mod areas;
pub mod art;
pub mod banner;
pub mod button;
pub mod card;
pub mod checkbox;
pub mod chip;
pub mod colours;
mod demo_banner;
pub mod dialog;
pub mod ecard;
pub mod editor;
pub mod field;
pub mod focus;
pub mod forget;
mod frame_words;
pub mod gallery;
mod ground;
pub mod icons;
pub mod keyboard;
pub mod keys;
mod line_breaks;
mod motion;
pub mod options;
pub mod oval;
pub mod page_scroll;
pub mod pair;
pub mod personal;
pub mod pictures;
pub mod progress;
pub mod qr_tile;
pub mod reader;
pub mod ring;
pub mod rules;
pub mod scaffold;
pub mod steps;
pub mod summary;
pub mod table;
pub mod theme;
pub mod tile;
pub mod turns;

pub use pair::{Pair, PairLabel, Role, pair, pair_inline};
pub use theme::Theme;

/// Fits the canvas to the screen and hands on what was typed on the on-screen keyboard.
///
/// Must run before any widget of the frame.
pub fn begin_frame(ctx: &egui::Context) {
    theme::fit(ctx);
    keyboard::begin_frame(ctx);
}
