//! Whether a photo will do as the reference that a visitor is compared with.

use super::face::FaceState;

/// Least width of a face, in pixels. Shrunk to a 56-pixel face, references cost 4.6 % of the genuine
/// comparisons at the threshold of acceptance (220 photos), against 0.24 % as they are.
pub const LEAST_FACE_WIDTH: f32 = 60.0;

/// Why a photo will not do. Holds nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ReferenceFault {
    #[error("no face is found in the photo")]
    NoFace,
    #[error("there is more than one face in the photo")]
    SeveralFaces,
    /// Width in pixels.
    #[error("the face is {0:.0} pixels wide; comparing needs at least {LEAST_FACE_WIDTH:.0}")]
    Small(f32),
}

/// Judges the faces that were found in a photo.
///
/// # Errors
/// What is wrong with it.
pub fn judge(faces: &[FaceState]) -> Result<(), ReferenceFault> {
    match faces {
        [] => Err(ReferenceFault::NoFace),
        [face] if face.bounds.width >= LEAST_FACE_WIDTH => Ok(()),
        [face] => Err(ReferenceFault::Small(face.bounds.width)),
        _ => Err(ReferenceFault::SeveralFaces),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::face::{EyeOpenness, FaceBox, Pose};
    use crate::domain::quality::QualityReport;

    fn face(width: f32) -> FaceState {
        FaceState {
            bounds: FaceBox { x: 0.0, y: 0.0, width, height: width },
            score: 0.9,
            pose: Pose::default(),
            eyes: EyeOpenness::default(),
            mouth: 0.0,
            inter_eye_px: width / 2.0,
            five_points: [[0.0; 2]; 5],
            quality: QualityReport::default(),
        }
    }

    #[test]
    fn one_face_of_some_size_is_needed() {
        assert_eq!(judge(&[]), Err(ReferenceFault::NoFace));
        assert_eq!(judge(&[face(60.0)]), Ok(()));
        assert_eq!(judge(&[face(59.0)]), Err(ReferenceFault::Small(59.0)));
        assert_eq!(judge(&[face(90.0), face(90.0)]), Err(ReferenceFault::SeveralFaces));
        assert_eq!(judge(&[face(f32::NAN)]).map_err(|e| e.to_string()).unwrap_err().split(';').count(), 2);
    }
}
