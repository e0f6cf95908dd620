//! Counts the movements of a person in readings: blinks, mouth openings, turns and looks.
//!
//! Each measure is held against the person's own running median, so nobody needs to have the eyes,
//! the mouth or the camera angle of a textbook. A movement begins when the measure passes a far
//! threshold and ends when it is back inside a near one: trembling around one threshold counts once.
//! For the mouth the lower quartile stands in for the median: someone who talks has it open for half of
//! the time.
//! Pure: no clock and no pixels; time comes with the readings.

use std::collections::VecDeque;

use crate::domain::face::{FaceReading, FaceState};
use crate::domain::time::Moment;

/// The running median looks back so far: long enough that no movement is most of it.
const MEMORY_MS: u128 = 60_000;
/// And at no more readings than this, whatever the frame rate.
const MEMORY_READINGS: usize = 1_800;
/// Nothing is counted before the median rests on so many readings.
const SETTLED: usize = 10;
/// Eyes closed for longer than this are no blink.
const LONGEST_BLINK_MS: u128 = 1_000;

/// Thresholds against the person's own median.
mod threshold {
    /// Eyes, as a share of the median opening.
    pub const EYES_CLOSED: f32 = 0.6;
    pub const EYES_OPEN: f32 = 0.75;
    /// Mouth ratio above the person's own closed mouth.
    pub const MOUTH_OPEN: f32 = 0.25;
    pub const MOUTH_CLOSED: f32 = 0.15;
    /// Degrees of yaw from the median.
    pub const TURNED: f32 = 9.0;
    pub const TURNED_BACK: f32 = 5.0;
    /// Degrees of pitch from the median.
    pub const TILTED: f32 = 9.0;
    pub const TILTED_BACK: f32 = 5.0;
}

/// How often each movement was seen. Left and right are the person's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct MovementCounts {
    /// Both eyes closed and opened again within a second.
    pub blinks: u32,
    /// The mouth opened.
    pub mouth_openings: u32,
    /// The head turned to the person's left.
    pub turns_left: u32,
    /// The head turned to the person's right.
    pub turns_right: u32,
    /// The head tilted up.
    pub looks_up: u32,
    /// The head tilted down.
    pub looks_down: u32,
}

/// Counts movements in readings that come in order of time.
#[derive(Debug, Default)]
pub struct MovementCounter {
    counts: MovementCounts,
    track: u32,
    seen: VecDeque<Sample>,
    eyes_closed_since: Option<Moment>,
    mouth_open: bool,
    turned: Side,
    tilted: Side,
}

/// The measures of one reading.
#[derive(Clone, Copy, Debug)]
struct Sample {
    at: Moment,
    eyes: f32,
    mouth: f32,
    yaw: f32,
    pitch: f32,
}

/// Which side of neutral the head is on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Side {
    #[default]
    Middle,
    Positive,
    Negative,
}

impl MovementCounter {
    /// Nothing seen yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What was counted so far.
    #[must_use]
    pub fn counts(&self) -> MovementCounts {
        self.counts
    }

    /// Takes in the next reading. A frame without a face ends every movement under way; a new track
    /// may be another person, so the medians start afresh.
    pub fn read(&mut self, reading: &FaceReading) {
        match &reading.face {
            Some(face) => {
                if reading.track != self.track {
                    self.forget_person();
                    self.track = reading.track;
                }
                self.see(reading.at, face);
            }
            None => self.end_movements(),
        }
    }

    fn see(&mut self, at: Moment, face: &FaceState) {
        let sample = Sample {
            at,
            // The mean of both: a wink is no blink, and one eye is hidden when the head is turned.
            eyes: f32::midpoint(face.eyes.left, face.eyes.right),
            mouth: face.mouth,
            yaw: face.pose.yaw,
            pitch: face.pose.pitch,
        };
        let finite = [sample.eyes, sample.mouth, sample.yaw, sample.pitch].iter().all(|v| v.is_finite());
        if !finite {
            self.end_movements();
            return;
        }
        while self.seen.len() >= MEMORY_READINGS
            || self.seen.front().is_some_and(|s| at.since(s.at).as_millis() > MEMORY_MS)
        {
            self.seen.pop_front();
        }
        self.seen.push_back(sample);
        if self.seen.len() >= SETTLED {
            self.count_eyes(at, sample.eyes / self.quantile(2, |s| s.eyes).max(0.05));
            self.count_mouth(sample.mouth - self.quantile(4, |s| s.mouth));
            let yaw = sample.yaw - self.quantile(2, |s| s.yaw);
            let turned = next_side(self.turned, yaw, threshold::TURNED, threshold::TURNED_BACK);
            if turned != self.turned {
                self.counts.turns_left += u32::from(turned == Side::Positive);
                self.counts.turns_right += u32::from(turned == Side::Negative);
                self.turned = turned;
            }
            let pitch = sample.pitch - self.quantile(2, |s| s.pitch);
            let tilted = next_side(self.tilted, pitch, threshold::TILTED, threshold::TILTED_BACK);
            if tilted != self.tilted {
                self.counts.looks_up += u32::from(tilted == Side::Positive);
                self.counts.looks_down += u32::from(tilted == Side::Negative);
                self.tilted = tilted;
            }
        }
    }

    fn count_eyes(&mut self, at: Moment, openness: f32) {
        match self.eyes_closed_since {
            None if openness < threshold::EYES_CLOSED => self.eyes_closed_since = Some(at),
            Some(since) if openness > threshold::EYES_OPEN => {
                self.counts.blinks += u32::from(at.since(since).as_millis() <= LONGEST_BLINK_MS);
                self.eyes_closed_since = None;
            }
            _ => {}
        }
    }

    fn count_mouth(&mut self, above: f32) {
        if !self.mouth_open && above > threshold::MOUTH_OPEN {
            self.counts.mouth_openings += 1;
            self.mouth_open = true;
        } else if above < threshold::MOUTH_CLOSED {
            self.mouth_open = false;
        }
    }

    /// The value below which one in `part` of the remembered ones lie: 2 gives the median.
    fn quantile(&self, part: usize, of: impl Fn(&Sample) -> f32) -> f32 {
        let mut values: Vec<f32> = self.seen.iter().map(of).collect();
        let place = values.len() / part;
        *values.select_nth_unstable_by(place, f32::total_cmp).1
    }

    fn end_movements(&mut self) {
        self.eyes_closed_since = None;
        self.mouth_open = false;
        self.turned = Side::Middle;
        self.tilted = Side::Middle;
    }

    fn forget_person(&mut self) {
        self.end_movements();
        self.seen.clear();
    }
}

/// The side after `away` from neutral: `far` to leave the middle, inside `near` to come back.
fn next_side(side: Side, away: f32, far: f32, near: f32) -> Side {
    if away > far {
        Side::Positive
    } else if away < -far {
        Side::Negative
    } else if away.abs() < near || (away > 0.0) != (side == Side::Positive) {
        Side::Middle
    } else {
        side
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::face::{EyeOpenness, FaceBox, Pose};
    use crate::domain::frame::FrameId;
    use crate::domain::quality::QualityReport;

    struct Person {
        counter: MovementCounter,
        ms: u64,
        track: u32,
    }

    impl Person {
        fn new() -> Self {
            let mut person = Self { counter: MovementCounter::new(), ms: 0, track: 1 };
            person.hold(30, 0.3, 0.05, 4.0, 7.0);
            person
        }

        fn hold(&mut self, frames: u32, eyes: f32, mouth: f32, yaw: f32, pitch: f32) {
            for _ in 0..frames {
                let face = FaceState {
                    bounds: FaceBox::default(),
                    score: 1.0,
                    pose: Pose { yaw, pitch, roll: 0.0 },
                    eyes: EyeOpenness { left: eyes, right: eyes },
                    mouth,
                    inter_eye_px: 80.0,
                    five_points: [[0.0; 2]; 5],
                    quality: QualityReport::default(),
                };
                self.send(Some(face));
            }
        }

        fn send(&mut self, face: Option<FaceState>) {
            let reading = FaceReading {
                frame: FrameId(self.ms / 40),
                at: Moment::from_millis(self.ms),
                frame_size: (640, 480),
                faces: 1,
                face,
                track: self.track,
            };
            self.counter.read(&reading);
            self.ms += 40;
        }

        fn neutral(&mut self, frames: u32) {
            self.hold(frames, 0.3, 0.05, 4.0, 7.0);
        }
    }

    #[test]
    fn each_movement_is_counted_once() {
        let mut p = Person::new();
        p.hold(4, 0.08, 0.05, 4.0, 7.0);
        p.neutral(10);
        p.hold(10, 0.3, 0.5, 4.0, 7.0);
        p.neutral(10);
        p.hold(10, 0.3, 0.05, 24.0, 7.0);
        p.neutral(10);
        p.hold(10, 0.3, 0.05, -16.0, 7.0);
        p.neutral(10);
        p.hold(10, 0.3, 0.05, 4.0, 20.0);
        p.neutral(10);
        p.hold(10, 0.3, 0.05, 4.0, -6.0);
        p.neutral(10);
        let expected =
            MovementCounts { blinks: 1, mouth_openings: 1, turns_left: 1, turns_right: 1, looks_up: 1, looks_down: 1 };
        assert_eq!(p.counter.counts(), expected);
    }

    #[test]
    fn trembling_around_a_threshold_counts_once() {
        let mut p = Person::new();
        for _ in 0..10 {
            p.hold(1, 0.3, 0.05, 13.5, 7.0);
            p.hold(1, 0.3, 0.05, 12.0, 7.0);
        }
        assert_eq!(p.counter.counts().turns_left, 1);
    }

    #[test]
    fn eyes_kept_shut_are_no_blink() {
        let mut p = Person::new();
        p.hold(40, 0.08, 0.05, 4.0, 7.0);
        p.neutral(10);
        assert_eq!(p.counter.counts().blinks, 0);
    }

    #[test]
    fn another_track_starts_with_its_own_median() {
        let mut p = Person::new();
        p.track = 2;
        p.hold(30, 0.3, 0.05, 30.0, 7.0);
        assert_eq!(p.counter.counts(), MovementCounts::default());
    }

    #[test]
    fn a_face_that_vanishes_ends_the_movement() {
        let mut p = Person::new();
        p.hold(3, 0.08, 0.05, 4.0, 7.0);
        p.send(None);
        p.neutral(10);
        assert_eq!(p.counter.counts().blinks, 0);
    }

    #[test]
    fn straight_from_left_to_right_is_one_of_each() {
        let mut p = Person::new();
        p.hold(5, 0.3, 0.05, 24.0, 7.0);
        p.hold(5, 0.3, 0.05, -16.0, 7.0);
        assert_eq!((p.counter.counts().turns_left, p.counter.counts().turns_right), (1, 1));
    }
}
