//! A person's own neutral face, against which movements are measured.
//!
//! Raw pitch depends on where the camera hangs, eye openness on the person: nothing here is
//! compared with an average person.

use std::time::Duration;

use crate::domain::face::{EyeOpenness, FaceState, Pose};
use crate::domain::time::Moment;

/// Good frames must cover this time.
const SETTLE_TIME: Duration = Duration::from_millis(600);
/// And there must be so many of them, however slow the machine.
const SETTLE_READINGS: usize = 5;
/// A gap between two readings after which gathering starts again.
const SETTLE_GAP: Duration = Duration::from_millis(1500);
/// Most the head may move while gathering, degrees.
const STEADY_DEGREES: f32 = 5.0;
/// Raw yaw the neutral may have: stands somewhat to the side.
const NEUTRAL_YAW: f32 = 15.0;
/// Raw pitch the neutral may have: cameras hang higher or lower, and a neutral head reads near +7.
const NEUTRAL_PITCH: std::ops::RangeInclusive<f32> = -20.0..=32.0;
/// Raw roll the neutral may have.
const NEUTRAL_ROLL: f32 = 15.0;
/// Eyelid ratio under which an eye counts as closed before the person's own is known.
const EYES_OPEN: f32 = 0.09;
/// Mouth ratio above which a mouth counts as open before the person's own is known.
const MOUTH_CLOSED: f32 = 0.25;

/// How a person looks when doing nothing: medians over the settling frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Neutral {
    pose: Pose,
    eyes: EyeOpenness,
    mouth: f32,
}

/// One face against the person's own neutral.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Deviation {
    /// Degrees; positive: to the person's own left.
    pub yaw: f32,
    /// Degrees; positive: up.
    pub pitch: f32,
    /// The more closed eye, as a share of its own neutral opening.
    pub least_open_eye: f32,
    /// The more open eye, likewise.
    pub most_open_eye: f32,
    /// Mouth ratio as read.
    pub mouth: f32,
    /// Mouth ratio above the person's own neutral.
    pub mouth_above: f32,
}

impl Deviation {
    pub(super) fn between(neutral: &Neutral, face: &FaceState) -> Self {
        let left = face.eyes.left / neutral.eyes.left;
        let right = face.eyes.right / neutral.eyes.right;
        Self {
            yaw: face.pose.yaw - neutral.pose.yaw,
            pitch: face.pose.pitch - neutral.pose.pitch,
            least_open_eye: left.min(right),
            most_open_eye: left.max(right),
            mouth: face.mouth,
            mouth_above: face.mouth - neutral.mouth,
        }
    }
}

/// What is wrong with a frame as neutral, before any neutral is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotNeutral {
    Turned,
    EyesClosed,
}

/// Is this face straight enough to start from?
pub(super) fn neutral_enough(face: &FaceState) -> Result<(), NotNeutral> {
    let pose = face.pose;
    let straight =
        pose.yaw.abs() <= NEUTRAL_YAW && NEUTRAL_PITCH.contains(&pose.pitch) && pose.roll.abs() <= NEUTRAL_ROLL;
    if !straight || face.mouth > MOUTH_CLOSED {
        Err(NotNeutral::Turned)
    } else if face.eyes.left.min(face.eyes.right) < EYES_OPEN {
        Err(NotNeutral::EyesClosed)
    } else {
        Ok(())
    }
}

/// Gathers a person's neutral.
#[derive(Clone, Debug, Default)]
pub(super) struct Settling {
    taken: Vec<(Moment, Neutral)>,
}

impl Settling {
    /// The frame was no good: gathering starts again.
    pub(super) fn restart(&mut self) {
        self.taken.clear();
    }

    /// Takes one more good frame; the neutral once there are enough.
    pub(super) fn take(&mut self, at: Moment, face: &FaceState) -> Option<Neutral> {
        if self.taken.last().is_some_and(|(last, _)| at.since(*last) > SETTLE_GAP) {
            self.taken.clear();
        }
        self.taken.push((at, Neutral { pose: face.pose, eyes: face.eyes, mouth: face.mouth }));
        // A head that moves pushes the older frames out until the rest is steady.
        while self.spread(|s| s.pose.yaw) > STEADY_DEGREES || self.spread(|s| s.pose.pitch) > STEADY_DEGREES {
            self.taken.remove(0);
        }
        let (first, _) = *self.taken.first()?;
        if self.taken.len() < SETTLE_READINGS || at.since(first) < SETTLE_TIME {
            return None;
        }
        Some(Neutral {
            pose: Pose {
                yaw: self.median(|s| s.pose.yaw),
                pitch: self.median(|s| s.pose.pitch),
                roll: self.median(|s| s.pose.roll),
            },
            eyes: EyeOpenness { left: self.median(|s| s.eyes.left), right: self.median(|s| s.eyes.right) },
            mouth: self.median(|s| s.mouth),
        })
    }

    /// How far gathering is, 0-1.
    pub(super) fn progress(&self) -> f32 {
        match (self.taken.first(), self.taken.last()) {
            (Some((first, _)), Some((last, _))) => {
                let time = last.since(*first).as_secs_f32() / SETTLE_TIME.as_secs_f32();
                time.min(self.taken.len() as f32 / SETTLE_READINGS as f32).min(1.0)
            }
            _ => 0.0,
        }
    }

    fn spread(&self, of: impl Fn(&Neutral) -> f32) -> f32 {
        let (low, high) = self
            .taken
            .iter()
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), (_, s)| (low.min(of(s)), high.max(of(s))));
        high - low
    }

    fn median(&self, of: impl Fn(&Neutral) -> f32) -> f32 {
        let mut values: Vec<f32> = self.taken.iter().map(|(_, s)| of(s)).collect();
        values.sort_by(f32::total_cmp);
        values[values.len() / 2]
    }
}
