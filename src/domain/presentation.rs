//! Is it a living face, or a picture of one? The rules over the passive signal (ISO/IEC 30107-3:
//! presentation attack detection). Not certified.
//!
//! The signal is a network's score, 0 to 1, averaged over the frames of one capture. It never decides alone: it is
//! asked only once the challenge was passed and all frames were found to be one person, and whoever passes it is
//! still compared with the register's photo.
//!
//! | mean score | what follows |
//! |---|---|
//! | at or above `live_from` | live: on to the comparison |
//! | between | unclear: the visitor may try again in better light, or go to staff |
//! | below `attack_below` | taken for an attack: no further try, staff look at the person |
//! | of too few frames | unclear |
//!
//! The thresholds come with the network. Evidence for those of the shipped one (0.7 and 0.2,
//! `assets/models/fr_liveness.toml`), means a presentation by `make face-report`:
//!
//! | presented | scored | from 0.7 | between | below 0.2 |
//! |---|---|---|---|---|
//! | recordings of living people | 7 | 7 | 0 | 0 |
//! | the same in pieces of ten frames | 40 | 40 | 0 | 0 |
//! | photo on a phone, recorded | 1 | 0 | 0 | 1 |
//! | hand-held print, imitated by software | 18 | 1 | 4 | 13 |
//! | photo on a phone, imitated | 18 | 1 | 3 | 14 |
//! | print larger than the picture, imitated | 19 | 16 | 1 | 2 |
//! | video of the right person on a phone, imitated | 8 | 3 | 2 | 3 |
//!
//! 0.7 lies just under the least score of a single living frame (0.71), which makes it a choice by the very
//! recordings it is shown on. Recordings that the quality gates stop (too far, too dark) are not counted: before
//! the gates one of these, dim, had a mean of 0.17.

use std::time::Duration;

use super::face::{FaceReading, FaceState};
use super::quality::Gates;
use super::time::Moment;

/// A frame is scored at most so often while a capture runs: the preview and the readings come first.
const EVERY: Duration = Duration::from_millis(200);
/// The head counts as straight within so many degrees of yaw.
const STRAIGHT_YAW: f32 = 15.0;
/// The same for pitch: wider, because a neutral head reads anywhere near 0.
const STRAIGHT_PITCH: f32 = 20.0;

/// What the mean score of a network is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PresentationPolicy {
    /// From this mean score a face counts as live.
    pub live_from: f32,
    /// Below this one it counts as an attack.
    pub attack_below: f32,
    /// The mean must be of at least so many frames.
    pub frames: usize,
}

/// What the passive check says of a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presentation {
    /// A living face.
    Live,
    /// The machine could not make sure.
    Unclear,
    /// Taken for a picture of a face.
    Attack,
}

impl PresentationPolicy {
    /// Judges the scores of one capture; one that is not a number makes it unclear.
    #[must_use]
    pub fn judge(&self, scores: &[f32]) -> Presentation {
        let Some(mean) = mean(scores).filter(|_| scores.len() >= self.frames) else { return Presentation::Unclear };
        if mean >= self.live_from {
            Presentation::Live
        } else if mean < self.attack_below {
            Presentation::Attack
        } else {
            Presentation::Unclear
        }
    }
}

/// The mean score; `None` of nothing, or if it is not a number.
#[must_use]
pub fn mean(scores: &[f32]) -> Option<f32> {
    let mean = scores.iter().sum::<f32>() / scores.len() as f32;
    mean.is_finite().then_some(mean)
}

/// May this frame be scored? Alone, straight, and seen well: what the network was measured on.
#[must_use]
pub fn can_be_scored(face: &FaceState, faces: usize) -> bool {
    face.pose.yaw.abs() <= STRAIGHT_YAW
        && face.pose.pitch.abs() <= STRAIGHT_PITCH
        && Gates::default().judge(face, faces).fault.is_none()
}

/// Chooses the frames to score: a few a second.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    last: Option<Moment>,
}

impl Schedule {
    /// The face to score, if this reading's frame is to be.
    pub fn due<'r>(&mut self, reading: &'r FaceReading) -> Option<&'r FaceState> {
        let face = reading.face.as_ref().filter(|face| can_be_scored(face, reading.faces))?;
        let due = self.last.is_none_or(|last| last > reading.at || reading.at.since(last) >= EVERY);
        if due {
            self.last = Some(reading.at);
        }
        due.then_some(face)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: PresentationPolicy = PresentationPolicy { live_from: 0.6, attack_below: 0.2, frames: 3 };

    #[test]
    fn the_mean_decides_and_thresholds_include_their_own_value() {
        for (scores, expected) in [
            ([0.6, 0.6, 0.6], Presentation::Live),
            ([1.0, 1.0, 0.0], Presentation::Live),
            ([0.59, 0.59, 0.59], Presentation::Unclear),
            ([0.2, 0.2, 0.2], Presentation::Unclear),
            ([0.0, 0.55, 0.0], Presentation::Attack),
        ] {
            assert_eq!(POLICY.judge(&scores), expected, "{scores:?}");
        }
    }

    #[test]
    fn too_few_frames_or_no_number_pass_nobody_and_accuse_nobody() {
        for scores in [&[][..], &[1.0, 1.0], &[0.0, 0.0], &[f32::NAN, 1.0, 1.0]] {
            assert_eq!(POLICY.judge(scores), Presentation::Unclear, "{scores:?}");
        }
    }

    fn reading(ms: u64, yaw: f32, inter_eye_px: f32) -> FaceReading {
        use crate::domain::face::{EyeOpenness, FaceBox, Pose};
        use crate::domain::quality::QualityReport;
        let quality = QualityReport {
            inter_eye_px,
            face_share: 0.4,
            inside: true,
            luminance: 0.5,
            background_luminance: 0.5,
            evenness: 0.9,
            overexposed: 0.0,
            underexposed: 0.0,
            sharpness: 30.0,
            mouth_seen: 0.3,
            glare: 0.0,
        };
        let face = FaceState {
            bounds: FaceBox { x: 200.0, y: 100.0, width: 150.0, height: 190.0 },
            score: 0.9,
            pose: Pose { yaw, ..Pose::default() },
            eyes: EyeOpenness { left: 0.3, right: 0.3 },
            mouth: 0.1,
            inter_eye_px,
            five_points: [[0.0; 2]; 5],
            quality,
        };
        FaceReading {
            frame: crate::domain::frame::FrameId(ms),
            at: Moment::from_millis(ms),
            frame_size: (640, 480),
            faces: 1,
            face: Some(face),
            track: 1,
        }
    }

    #[test]
    fn a_few_frames_a_second_are_scored_of_a_straight_face_seen_well() {
        let mut schedule = Schedule::default();
        let scored: Vec<u64> = (0..30)
            .map(|n| n * 33)
            .filter(|ms| schedule.due(&reading(*ms, if *ms < 100 { 30.0 } else { 3.0 }, 70.0)).is_some())
            .collect();
        assert_eq!(scored, [132, 363, 594, 825]);
        assert!(Schedule::default().due(&reading(0, 0.0, 30.0)).is_none(), "too far away");
        assert!(Schedule::default().due(&reading(0, f32::NAN, 70.0)).is_none());
    }
}
