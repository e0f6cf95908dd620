//! The quality gate: is this frame good enough to judge a face by?

/// The measured values of one face, each with the gate it has to pass.
///
/// Gates after `OFIQ` / ICAO portrait quality; see `facts`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QualityReport {
    /// Eye distance in source pixels.
    pub inter_eye_px: f32,
    /// Height of the face over height of the frame.
    pub face_share: f32,
    /// Whole face inside the frame.
    pub inside: bool,
    /// Mean luminance of the face, 0-1.
    pub luminance: f32,
    /// Mean luminance of the frame around the face, 0-1.
    pub background_luminance: f32,
    /// Darker half of the face over its brighter half, 0-1.
    pub evenness: f32,
    /// Share of face pixels above 247.
    pub overexposed: f32,
    /// Share of face pixels below 25.
    pub underexposed: f32,
    /// Variance of the Laplacian of the face at a fixed size.
    pub sharpness: f32,
}

/// A hint shown under the preview, one at a time, most useful first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    Closer,
    Back,
    Centre,
    Straight,
    Dark,
    Backlit,
    Glare,
    EyesOpen,
    Uncover,
    OnePerson,
    Still,
}

impl Hint {
    /// All hints, for tests of the catalogues.
    pub const ALL: [Self; 11] = [
        Self::Closer, Self::Back, Self::Centre, Self::Straight, Self::Dark, Self::Backlit, Self::Glare, Self::EyesOpen, Self::Uncover, Self::OnePerson, Self::Still,
    ];

    /// The catalogue's key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Closer => "h_close",
            Self::Back => "h_far",
            Self::Centre => "h_centre",
            Self::Straight => "h_straight",
            Self::Dark => "h_dark",
            Self::Backlit => "h_backl",
            Self::Glare => "h_glare",
            Self::EyesOpen => "h_eyes",
            Self::Uncover => "h_cover",
            Self::OnePerson => "h_many",
            Self::Still => "h_still",
        }
    }
}
