//! What the face engine reads out of one frame.
//!
//! Angles are degrees. Positive yaw: the person turns to their own left (the nose moves to the
//! right of the unmirrored picture). Positive pitch: looks up. Positive roll: the head tilts
//! clockwise in the unmirrored picture. "Left" and "right" are the person's own.

use super::frame::FrameId;
use super::quality::QualityReport;
use super::time::Moment;

/// A box in source pixels of the unmirrored picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FaceBox {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Head pose in degrees, raw (not yet against the person's own neutral).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    pub yaw: f32,
    pub pitch: f32,
    pub roll: f32,
}

/// Eyelid contour ratio of each eye (opening over width): about 0.2-0.35 open, raw.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EyeOpenness {
    pub left: f32,
    pub right: f32,
}

/// One face in one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceState {
    pub bounds: FaceBox,
    /// Detector's score when detected, the mesh's presence (0-1) while tracked.
    pub score: f32,
    pub pose: Pose,
    pub eyes: EyeOpenness,
    /// Inner-lip opening over mouth width: about 0.1 closed, 0.3 and more open.
    pub mouth: f32,
    /// Distance of the eye centres in source pixels.
    pub inter_eye_px: f32,
    /// Right eye, left eye, nose tip, right and left mouth corner, in source pixels: YuNet's
    /// order, what alignment for the embedding needs.
    pub five_points: [[f32; 2]; 5],
    pub quality: QualityReport,
}

/// What was read from one frame. Carries no pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceReading {
    pub frame: FrameId,
    pub at: Moment,
    /// Sides of the frame in pixels.
    pub frame_size: (u32, u32),
    /// Faces near enough to matter at the latest look (a few times a second): the followed one and
    /// whoever stands beside it, not those far behind.
    pub faces: usize,
    /// The largest face.
    pub face: Option<FaceState>,
    /// Counts up whenever tracking was lost and started again.
    pub track: u32,
}

/// Length of a face template.
pub const TEMPLATE_LEN: usize = 128;

/// A face template: 128 values of unit length. Overwritten when dropped.
#[derive(Clone, PartialEq)]
pub struct FaceTemplate([f32; TEMPLATE_LEN]);

impl FaceTemplate {
    /// Scales `raw` to unit length; `None` if it has no length or is not finite.
    #[must_use]
    pub fn normalised(raw: [f32; TEMPLATE_LEN]) -> Option<Self> {
        let length = raw.iter().map(|v| v * v).sum::<f32>().sqrt();
        (length.is_finite() && length > f32::EPSILON).then(|| Self(raw.map(|v| v / length)))
    }

    /// Cosine similarity, -1 to 1.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }

    /// The unit vector.
    #[must_use]
    pub fn values(&self) -> &[f32; TEMPLATE_LEN] {
        &self.0
    }
}

impl Drop for FaceTemplate {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl std::fmt::Debug for FaceTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FaceTemplate(..)")
    }
}
