//! The colour roles of the four themes; see the interface reference, sections 2.1 and 2.2.
#![expect(clippy::unreadable_literal, reason = "colours are written as in the design: RRGGBB")]

use egui::Color32;

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

macro_rules! colours {
    ($($(#[$doc:meta])* $role:ident: $light:literal, $dark:literal, $hc_dark:literal, $hc_light:literal;)*) => {
        /// The colour roles of one theme.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Colours { $($(#[$doc])* pub $role: Color32,)* }

        impl Colours {
            /// Calm paper, deep pine: the normal theme.
            pub const LIGHT: Self = Self { $($role: rgb($light),)* };
            /// Dark.
            pub const DARK: Self = Self { $($role: rgb($dark),)* };
            /// High contrast on black.
            pub const HC_DARK: Self = Self { $($role: rgb($hc_dark),)* };
            /// High contrast on white.
            pub const HC_LIGHT: Self = Self { $($role: rgb($hc_light),)* };
        }
    };
}

colours! {
    /// Page background.
    bg: 0xF5F4F0, 0x0F1A1F, 0x000000, 0xFFFFFF;
    /// Cards, fields, footer.
    surface: 0xFFFFFF, 0x18272E, 0x000000, 0xFFFFFF;
    /// Keyboard bed, table head, preview frame.
    sunken: 0xE9E7E1, 0x0A1317, 0x000000, 0xFFFFFF;
    /// Hairlines; decorative only.
    line: 0xD5D2C9, 0x2F414A, 0xFFFFFF, 0x000000;
    /// Field and button outlines.
    line_strong: 0x66747B, 0x8DA0A8, 0xFFFFFF, 0x000000;
    /// Primary language.
    text: 0x15242B, 0xF1F5F4, 0xFFFFFF, 0x000000;
    /// Secondary language, hints.
    text_2: 0x4A585F, 0xB4C2C6, 0xFFFFFF, 0x000000;
    /// Main action, current step.
    primary: 0x0B5C63, 0x5FC3C2, 0xFFE600, 0x00339A;
    /// Main action under the pointer.
    primary_hover: 0x0E6B73, 0x7AD1CF, 0xFFF27A, 0x0046C7;
    /// Main action held down.
    primary_pressed: 0x07444A, 0x47AAA9, 0xD6C100, 0x002266;
    /// Text on primary.
    on_primary: 0xFFFFFF, 0x06282B, 0x000000, 0xFFFFFF;
    /// Secondary language on primary.
    on_primary_2: 0xD6EBEA, 0x0A3438, 0x000000, 0xFFFFFF;
    /// Information, selected rows, chips.
    tint: 0xE0EEEC, 0x16393C, 0x000000, 0xFFFFFF;
    /// Text on tint.
    on_tint: 0x083F44, 0xC9ECEA, 0xFFFFFF, 0x000000;
    /// Error text, outline and mark.
    error: 0xA8201A, 0xFF9C93, 0xFF9E9E, 0xA00000;
    /// Error panel.
    error_bg: 0xFCEBE9, 0x3A1A18, 0x000000, 0xFFFFFF;
    /// Done text and mark.
    success: 0x17653A, 0x7FD6A0, 0x7CFF9B, 0x00561F;
    /// Done panel.
    success_bg: 0xE3F2E9, 0x12301F, 0x000000, 0xFFFFFF;
    /// Attention text and mark.
    warn: 0x754700, 0xFFC766, 0xFFE600, 0x6B3F00;
    /// Attention panel.
    warn_bg: 0xFFF1CE, 0x3A2A0B, 0x000000, 0xFFFFFF;
    /// Category badge, capture arc; never text on light.
    accent: 0xF2A93B, 0xF2A93B, 0xFFE600, 0x00339A;
    /// Text on accent.
    on_accent: 0x2B1B00, 0x2B1B00, 0x000000, 0xFFFFFF;
    /// Hero panel, e-card face.
    deep: 0x0A3F4A, 0x0A3F4A, 0x000000, 0xFFFFFF;
    /// Where the hero's ground ends at the right.
    deep_hero: 0x0C5660, 0x0C5660, 0x000000, 0xFFFFFF;
    /// Where the e-card's ground ends at the right.
    deep_card: 0x0D6A70, 0x0D6A70, 0x000000, 0xFFFFFF;
    /// Text on deep.
    on_deep: 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0x000000;
    /// Secondary language on deep.
    on_deep_2: 0xD0E7E7, 0xD0E7E7, 0xFFFFFF, 0x000000;
    /// Focus ring, inner 4 points.
    focus_inner: 0xFFC43D, 0xFFC43D, 0x00E5FF, 0xFFC43D;
    /// Focus ring, outer 3 points.
    focus_outer: 0x15242B, 0x0A1317, 0x000000, 0x000000;
    /// Disabled fill.
    disabled_bg: 0xE4E2DC, 0x22333A, 0x000000, 0xFFFFFF;
    /// Disabled text.
    disabled_text: 0x566269, 0x93A4AB, 0xC8C8C8, 0x505050;
    /// DEMO banner.
    demo: 0x552C7F, 0x6A3FA0, 0xFFFFFF, 0x000000;
    /// Text on the DEMO banner.
    on_demo: 0xFFFFFF, 0xFFFFFF, 0x000000, 0xFFFFFF;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 relative luminance.
    fn luminance(colour: Color32) -> f32 {
        let channel = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn everything_that_must_be_read_has_enough_contrast() {
        for (name, c) in [
            ("light", Colours::LIGHT),
            ("dark", Colours::DARK),
            ("hc_dark", Colours::HC_DARK),
            ("hc_light", Colours::HC_LIGHT),
        ] {
            let needed = [
                (c.text, c.bg, 7.0),
                (c.text, c.surface, 7.0),
                (c.text, c.sunken, 7.0),
                (c.text_2, c.bg, 4.5),
                (c.text_2, c.surface, 4.5),
                (c.text_2, c.sunken, 4.5),
                (c.text_2, c.tint, 4.5),
                (c.on_primary, c.primary, 4.5),
                (c.on_primary, c.primary_hover, 4.5),
                (c.on_primary, c.primary_pressed, 4.5),
                (c.on_primary_2, c.primary, 4.5),
                (c.primary, c.surface, 4.5),
                (c.primary, c.bg, 4.5),
                (c.on_tint, c.tint, 7.0),
                (c.error, c.surface, 4.5),
                (c.error, c.error_bg, 4.5),
                (c.success, c.success_bg, 4.5),
                (c.warn, c.warn_bg, 4.5),
                (c.text, c.warn_bg, 7.0),
                (c.text, c.error_bg, 7.0),
                (c.text, c.success_bg, 7.0),
                (c.on_accent, c.accent, 4.5),
                (c.on_deep, c.deep, 7.0),
                (c.on_deep_2, c.deep_card, 4.5),
                (c.disabled_text, c.disabled_bg, 4.5),
                (c.on_demo, c.demo, 7.0),
                (c.line_strong, c.surface, 3.0),
                (c.line_strong, c.bg, 3.0),
                (c.focus_inner, c.focus_outer, 3.0),
            ];
            for (i, (ink, ground, least)) in needed.into_iter().enumerate() {
                let got = contrast(ink, ground);
                assert!(got >= least, "{name}, pair {i}: {got:.2} where {least} is needed");
            }
        }
    }
}
