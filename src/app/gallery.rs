//! The gallery's window: every widget in every state, without a visit behind it.

use crate::config::ScreenSize;
use crate::domain::language::Language;
use crate::text::Words;
use crate::ui::{self, gallery};

use super::AppError;

struct Window(gallery::Gallery);

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        ui::begin_frame(ui.ctx());
        self.0.show(ui);
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// Opens the gallery until its window is closed.
///
/// # Errors
/// If the catalogues cannot be read or no window can be opened.
pub fn run_gallery(size: Option<ScreenSize>, language: Language) -> Result<(), AppError> {
    let words = Words::load()?;
    let size = size.unwrap_or(ScreenSize { width: 1366, height: 768 });
    let viewport = egui::ViewportBuilder::default()
        .with_title("esscard-kiosk gallery")
        .with_app_id("esscard-kiosk")
        .with_inner_size([size.width as f32, size.height as f32]);
    let options = eframe::NativeOptions { viewport, persist_window: false, ..Default::default() };
    let window = Window(gallery::Gallery::new(words, language));
    eframe::run_native(
        "esscard-kiosk gallery",
        options,
        Box::new(|creation| {
            ui::theme::install(&creation.egui_ctx);
            Ok(Box::new(window) as Box<dyn eframe::App>)
        }),
    )
    .map_err(|error| super::window_error(&error))
}
