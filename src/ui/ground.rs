//! The ground of what can be pressed: buttons and tiles answer pointer and finger alike.

use egui::{Color32, Rect, Response, Stroke, StrokeKind, Ui};

use super::theme::{Theme, corner};

/// How a ground stands out from the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// In the main action's colour.
    Filled,
    /// With an outline.
    Outlined,
    /// With the heavy outline of two equal ways.
    Choice,
    /// Nothing but its words until a pointer comes.
    Plain,
}

/// Whether it can be pressed just now, and whether it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touch {
    /// Waiting will change it by itself.
    Disabled,
    None,
    Hovered,
    Pressed,
}

impl Touch {
    /// As pointer or finger have it on `response`; a busy control answers neither.
    pub(super) fn of(response: &Response, enabled: bool, busy: bool) -> Self {
        match (enabled, busy) {
            (false, _) => Self::Disabled,
            (true, true) => Self::None,
            _ if response.is_pointer_button_down_on() => Self::Pressed,
            _ if response.hovered() => Self::Hovered,
            _ => Self::None,
        }
    }
}

/// Fill and outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ground {
    fill: Color32,
    outline: Stroke,
}

impl Ground {
    pub(super) fn of(theme: &Theme, weight: Weight, touch: Touch) -> Self {
        let (c, m) = (&theme.colours, &theme.metrics);
        let fill = match (weight, touch) {
            (Weight::Plain, Touch::Disabled | Touch::None) => Color32::TRANSPARENT,
            (_, Touch::Disabled) => c.disabled_bg,
            (Weight::Filled, Touch::None) => c.primary,
            (Weight::Filled, Touch::Hovered) => c.primary_hover,
            (Weight::Filled, Touch::Pressed) => c.primary_pressed,
            (Weight::Outlined | Weight::Choice, Touch::None) => c.surface,
            (_, Touch::Hovered | Touch::Pressed) => c.tint,
        };
        let (width, at_rest) = match weight {
            Weight::Choice => (m.stroke_choice, c.primary),
            _ => (m.stroke, c.line_strong),
        };
        let outline = match (weight, touch) {
            (Weight::Filled | Weight::Plain, _) | (_, Touch::Disabled) => Stroke::NONE,
            (_, Touch::Pressed) => Stroke::new(width, c.primary),
            (_, Touch::None | Touch::Hovered) => Stroke::new(width, at_rest),
        };
        Self { fill, outline }
    }

    pub(super) fn paint(&self, ui: &Ui, rect: Rect, radius: f32) {
        ui.painter().rect(rect, corner(radius), self.fill, self.outline, StrokeKind::Inside);
    }
}
