//! How a visitor wants the screen: text size, colours, reach, motion, time, and whether it speaks. Nothing
//! of it is kept for the next one.

use super::speech::SpokenGuidance;

/// Size of all text over the usual one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextSize {
    /// 100 %.
    #[default]
    Usual,
    /// 125 %.
    Larger,
    /// 150 %.
    Large,
    /// 200 %.
    Double,
}

/// Which colours the screen is painted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Palette {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
    /// White and yellow on black.
    HighContrastDark,
    /// Black and blue on white.
    HighContrastLight,
}

/// How long the visitor may take, over the usual time: WCAG 2.2, success criterion 2.2.1, asks for
/// ten times at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pace {
    /// As set for the kiosk.
    #[default]
    Usual,
    /// Twice as long.
    Twice,
    /// Five times as long.
    FiveTimes,
    /// Ten times as long.
    TenTimes,
}

/// Everything chosen under "Text and display".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Display {
    pub size: TextSize,
    pub palette: Palette,
    /// All that can be pressed stands in the lower 60 % of an upright screen.
    pub low: bool,
    /// Nothing moves by itself but what shows progress.
    pub calm: bool,
    pub pace: Pace,
    /// Pages are read aloud.
    pub spoken: SpokenGuidance,
}

impl TextSize {
    /// All sizes, the usual one first.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Larger, Self::Large, Self::Double];

    /// In percent of the usual size.
    #[must_use]
    pub fn percent(self) -> u16 {
        match self {
            Self::Usual => 100,
            Self::Larger => 125,
            Self::Large => 150,
            Self::Double => 200,
        }
    }

    /// Over the usual size.
    #[must_use]
    pub fn factor(self) -> f32 {
        f32::from(self.percent()) / 100.0
    }
}

impl Palette {
    /// All palettes, the usual one first.
    pub const ALL: [Self; 4] = [Self::Light, Self::Dark, Self::HighContrastDark, Self::HighContrastLight];
}

impl Pace {
    /// All paces, the usual one first.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Twice, Self::FiveTimes, Self::TenTimes];

    /// Over the usual time.
    #[must_use]
    pub const fn factor(self) -> u32 {
        match self {
            Self::Usual => 1,
            Self::Twice => 2,
            Self::FiveTimes => 5,
            Self::TenTimes => 10,
        }
    }
}
