//! The QR tile: white in every theme, modules on whole pixels, at least four modules of quiet zone.

use egui::accesskit;
use egui::{Color32, Mesh, Rect, Response, Sense, Shape, Ui, Vec2, WidgetInfo, pos2, vec2};

use qrcode::{EcLevel, QrCode};

use super::theme::{Theme, corner};

/// Ink of the modules: nearly black, as scanners like it.
const INK: Color32 = Color32::from_rgb(0x10, 0x17, 0x1B);
/// Modules of quiet zone on each side.
const QUIET: usize = 4;

/// A square tile with a code of `modules` modules a side; `dark(x, y)` counts from the upper left.
/// `label` is what assistive technology says.
pub fn qr_tile(ui: &mut Ui, side: f32, modules: usize, dark: impl Fn(usize, usize) -> bool, label: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Image, true, label));
    if !ui.is_rect_visible(rect) || modules == 0 {
        return response;
    }
    let radius = corner(theme.metrics.radius_card);
    ui.painter().add(theme.elevation().as_shape(rect, radius));
    ui.painter().rect_filled(rect, radius, Color32::WHITE);
    let scale = ui.pixels_per_point();
    // At most 177 modules.
    #[expect(clippy::cast_precision_loss)]
    let (all, inner) = ((modules + 2 * QUIET) as f32, modules as f32);
    let module = (side * scale / all).floor().max(1.0);
    let origin = (rect.center() * scale - Vec2::splat(module * inner / 2.0)).round();
    let mut mesh = Mesh::default();
    for y in 0..modules {
        let mut x = 0;
        while x < modules {
            let run = (x..modules).take_while(|x| dark(*x, y)).count();
            if run > 0 {
                // At most 177 modules.
                #[expect(clippy::cast_precision_loss)]
                let (left, top, wide) = (x as f32 * module, y as f32 * module, run as f32 * module);
                let min = pos2((origin.x + left) / scale, (origin.y + top) / scale);
                mesh.add_colored_rect(Rect::from_min_size(min, vec2(wide, module) / scale), INK);
            }
            x += run.max(1);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    response
}

/// A QR code, made once and drawn as often as needed.
#[derive(Clone, Debug)]
pub struct Code {
    modules: usize,
    dark: Vec<bool>,
}

impl Code {
    /// The code of `text` with middling error correction; `None` if it is too long for one code.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let dark = code.to_colors().into_iter().map(|c| c == qrcode::Color::Dark).collect();
        Some(Self { modules: code.width(), dark })
    }

    /// Shows the code as a tile of `side` points; `label` is what assistive technology says.
    pub fn show(&self, ui: &mut Ui, side: f32, label: &str) -> Response {
        qr_tile(ui, side, self.modules, |x, y| self.dark.get(y * self.modules + x) == Some(&true), label)
    }
}
