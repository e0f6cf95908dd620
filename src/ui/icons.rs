//! Phosphor icons: drawn in white once a pixel size, tinted when painted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Color32, ColorImage, Context, Id, Painter, Rect, TextureHandle, TextureOptions, Vec2, pos2};
use resvg::{tiny_skia, usvg};

macro_rules! icons {
    ($($icon:ident = $file:literal,)*) => {
        /// An icon of `assets/icons`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Icon { $(
            #[doc = $file] $icon,
        )* }

        impl Icon {
            /// All icons, for tests.
            pub const ALL: &'static [Self] = &[$(Self::$icon,)*];

            /// The icon's file.
            const fn svg(self) -> &'static [u8] {
                match self { $(Self::$icon => include_bytes!(concat!("../../assets/icons/", $file, ".svg")),)* }
            }
        }
    };
}

icons! {
    ArrowCounterClockwise = "arrow-counter-clockwise",
    ArrowDown = "arrow-down",
    ArrowFatUp = "arrow-fat-up",
    ArrowFatUpFill = "arrow-fat-up-fill",
    ArrowLeft = "arrow-left",
    ArrowRight = "arrow-right",
    ArrowUp = "arrow-up",
    ArrowsInBold = "arrows-in-bold",
    ArrowsOutBold = "arrows-out-bold",
    Backspace = "backspace",
    Buildings = "buildings",
    CalendarBlank = "calendar-blank",
    Camera = "camera",
    CameraSlash = "camera-slash",
    CaretDownBold = "caret-down-bold",
    CaretRightBold = "caret-right-bold",
    CaretUpBold = "caret-up-bold",
    ChartBar = "chart-bar",
    Check = "check",
    CheckBold = "check-bold",
    CheckCircleFill = "check-circle-fill",
    CircleDashed = "circle-dashed",
    CircleHalf = "circle-half",
    ClipboardText = "clipboard-text",
    Clock = "clock",
    CrosshairBold = "crosshair-bold",
    Database = "database",
    DeviceMobile = "device-mobile",
    Eraser = "eraser",
    Eye = "eye",
    EyeBold = "eye-bold",
    EyeSlash = "eye-slash",
    FileText = "file-text",
    Flag = "flag",
    FlipHorizontal = "flip-horizontal",
    GearSix = "gear-six",
    Globe = "globe",
    HandBold = "hand-bold",
    HandPalm = "hand-palm",
    HandWaving = "hand-waving",
    Hourglass = "hourglass",
    IdentificationBadge = "identification-badge",
    IdentificationCard = "identification-card",
    InfoFill = "info-fill",
    Key = "key",
    Lightbulb = "lightbulb",
    ListChecks = "list-checks",
    LockSimple = "lock-simple",
    MagnifyingGlass = "magnifying-glass",
    MagnifyingGlassPlus = "magnifying-glass-plus",
    Printer = "printer",
    ProhibitFill = "prohibit-fill",
    QrCode = "qr-code",
    Question = "question",
    Scales = "scales",
    ScanSmiley = "scan-smiley",
    Scroll = "scroll",
    SealCheck = "seal-check",
    SealCheckFill = "seal-check-fill",
    ShieldCheck = "shield-check",
    SignIn = "sign-in",
    SignOut = "sign-out",
    SpeakerHigh = "speaker-high",
    SunBold = "sun-bold",
    TextAa = "text-aa",
    Ticket = "ticket",
    Timer = "timer",
    Tray = "tray",
    User = "user",
    UserCheck = "user-check",
    UserFocus = "user-focus",
    UserFocusBold = "user-focus-bold",
    UserMinus = "user-minus",
    UserPlus = "user-plus",
    Users = "users",
    UsersBold = "users-bold",
    UsersThree = "users-three",
    WarningCircleFill = "warning-circle-fill",
    WarningFill = "warning-fill",
    Wheelchair = "wheelchair",
    Wrench = "wrench",
    X = "x",
    XCircleFill = "x-circle-fill",
}

type Key = (Icon, u32);
type Cache = Arc<Mutex<HashMap<Key, TextureHandle>>>;

impl Icon {
    /// Paints the icon into the square `rect`, snapped to whole pixels.
    pub fn paint(self, painter: &Painter, rect: Rect, colour: Color32) {
        let scale = painter.pixels_per_point();
        let side = (rect.width().min(rect.height()) * scale).round().max(1.0);
        let min = rect.center() * scale - Vec2::splat(side / 2.0);
        let snapped =
            Rect::from_min_size(pos2(min.x.round() / scale, min.y.round() / scale), Vec2::splat(side / scale));
        // Sides are small positive whole numbers here.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let Some(texture) = self.texture(painter.ctx(), side as u32) else { return };
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(texture.id(), snapped, uv, colour);
    }

    fn texture(self, ctx: &Context, side: u32) -> Option<TextureHandle> {
        let cache: Cache = ctx.data_mut(|d| d.get_temp_mut_or_default::<Cache>(cache_id()).clone());
        let known = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&(self, side)).cloned();
        if known.is_some() {
            return known;
        }
        let image = self.draw(side)?;
        let texture = ctx.load_texture(format!("icon {self:?} {side}"), image, TextureOptions::LINEAR);
        cache.lock().unwrap_or_else(PoisonError::into_inner).insert((self, side), texture.clone());
        Some(texture)
    }

    /// White with coverage as alpha; `None` if the shipped file cannot be read (a test reads all).
    fn draw(self, side: u32) -> Option<ColorImage> {
        let tree = usvg::Tree::from_data(self.svg(), &usvg::Options::default()).ok()?;
        let mut pixmap = tiny_skia::Pixmap::new(side, side)?;
        // Icon sides are far below 2^23.
        #[expect(clippy::cast_precision_loss)]
        let scale = side as f32 / tree.size().width();
        resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        let pixels = pixmap.pixels().iter().map(|p| Color32::from_white_alpha(p.alpha())).collect();
        Some(ColorImage::new([side as usize, side as usize], pixels))
    }
}

fn cache_id() -> Id {
    Id::unique("esscard icons")
}

/// Takes the drawn icons out of egui's memory, to put them back after it is cleared.
pub(super) fn take(ctx: &Context) -> impl FnOnce(&Context) + use<> {
    let cache: Cache = ctx.data_mut(|d| d.get_temp_mut_or_default::<Cache>(cache_id()).clone());
    move |ctx| {
        ctx.data_mut(|d| d.insert_temp(cache_id(), cache));
    }
}

#[cfg(test)]
mod tests {
    use super::Icon;

    #[test]
    fn every_icon_leaves_ink() {
        for &icon in Icon::ALL {
            let image = icon.draw(48).unwrap_or_else(|| panic!("{icon:?} cannot be drawn"));
            let ink = image.pixels.iter().filter(|p| p.a() > 128).count();
            assert!((40..2304).contains(&ink), "{icon:?}: {ink} pixels");
        }
    }
}
