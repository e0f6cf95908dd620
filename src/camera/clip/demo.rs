//! The demo's camera: a recording whose passages are played on request.
//!
//! It knows nothing of what the face check makes of the pictures: a passage that is not
//! recognised is simply played again.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use super::pace::Pace;
use super::{Clip, FrameRate};
use crate::camera::{CameraError, CameraSource};
use crate::domain::frame::{Frame, FrameId};
use crate::domain::liveness::{Cue, Prompt};
use crate::domain::time::Clock;

/// Pictures between a request and the movement: the time a person needs to read it (0.6 s).
const REACTION: u32 = 15;
/// Pictures of rest before a movement that was not recognised is made again (1 s).
const REST: u32 = 25;

/// First and last picture of a passage, both played, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
struct Passage(usize, usize);

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Passages {
    neutral: Passage,
    left: Passage,
    right: Passage,
    up: Passage,
    down: Passage,
    blink: Passage,
    mouth: Passage,
}

/// What a recording shows where.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoIndex {
    fps: f64,
    passages: Passages,
}

impl DemoIndex {
    /// Reads the index (TOML) of a recording with `pictures` pictures.
    ///
    /// # Errors
    /// [`CameraError::Recording`] if it cannot be read or names pictures that are not there.
    pub fn parse(toml: &str, pictures: usize) -> Result<Self, CameraError> {
        let index: Self =
            toml::from_str(toml).map_err(|e| CameraError::Recording(format!("index: {}", e.message())))?;
        let all = Prompt::ALL.map(Cue::Act).into_iter().chain([Cue::Neutral]);
        for (first, last) in all.map(|cue| index.passage(cue)) {
            if first >= last || last >= pictures {
                return Err(CameraError::Recording(format!(
                    "index: no passage {first} to {last} in {pictures} pictures"
                )));
            }
        }
        FrameRate::new(index.fps).ok_or_else(|| CameraError::Recording(format!("index: {} fps", index.fps)))?;
        Ok(index)
    }

    /// First and last picture of the passage for `cue`, both included.
    #[must_use]
    pub fn passage(&self, cue: Cue) -> (usize, usize) {
        let Passage(first, last) = match cue {
            Cue::Neutral => self.passages.neutral,
            Cue::Act(Prompt::Left) => self.passages.left,
            Cue::Act(Prompt::Right) => self.passages.right,
            Cue::Act(Prompt::Up) => self.passages.up,
            Cue::Act(Prompt::Down) => self.passages.down,
            Cue::Act(Prompt::Blink) => self.passages.blink,
            Cue::Act(Prompt::Mouth) => self.passages.mouth,
        };
        (first, last)
    }
}

/// Decides which picture comes next; has no clock, so tests can run it as fast as they like.
#[derive(Clone, Debug)]
pub struct DemoPlayer {
    index: DemoIndex,
    cue: Cue,
    /// The movement being played and its next picture; `None` while looking straight.
    acting: Option<(Prompt, usize)>,
    /// Steps made through the neutral passage, forwards and backwards.
    swayed: usize,
    /// Neutral pictures still to play before the next movement.
    rest: u32,
}

impl DemoPlayer {
    /// Starts looking straight.
    #[must_use]
    pub fn new(index: DemoIndex) -> Self {
        Self { index, cue: Cue::Neutral, acting: None, swayed: 0, rest: REACTION }
    }

    /// What to play once the running movement is over.
    pub fn cue(&mut self, cue: Cue) {
        if cue != self.cue {
            self.cue = cue;
            self.rest = REACTION;
        }
    }

    /// The number of the next picture.
    pub fn step(&mut self) -> usize {
        if self.acting.is_none()
            && self.rest == 0
            && let Cue::Act(prompt) = self.cue
        {
            self.acting = Some((prompt, self.index.passage(self.cue).0));
        }
        if let Some((prompt, picture)) = self.acting {
            let (_, last) = self.index.passage(Cue::Act(prompt));
            self.acting = (picture < last).then_some((prompt, picture + 1));
            if self.acting.is_none() {
                self.rest = REST;
            }
            return picture;
        }
        self.rest = self.rest.saturating_sub(1);
        let (first, last) = self.index.passage(Cue::Neutral);
        let length = last - first;
        // To and fro, so that the picture never jumps back to the passage's start.
        let at = self.swayed % (2 * length);
        self.swayed += 1;
        first + at.min(2 * length - at)
    }
}

/// A recording that acts on request, in real time.
pub struct DemoCamera {
    clip: Clip,
    player: DemoPlayer,
    pace: Pace,
    clock: Arc<dyn Clock>,
    next_id: u64,
}

impl DemoCamera {
    /// Plays the Motion-JPEG stream `recording` after its `index` (TOML).
    ///
    /// # Errors
    /// [`CameraError::Recording`] if either cannot be read or they do not fit together.
    pub fn new(recording: impl Into<Arc<[u8]>>, index: &str, clock: Arc<dyn Clock>) -> Result<Self, CameraError> {
        let clip = Clip::from_mjpg(recording)?;
        let index = DemoIndex::parse(index, clip.len())?;
        let rate = FrameRate::new(index.fps).ok_or_else(|| CameraError::Recording("index: fps".into()))?;
        Ok(Self { clip, player: DemoPlayer::new(index), pace: Pace::new(rate), clock, next_id: 0 })
    }
}

impl CameraSource for DemoCamera {
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, CameraError> {
        let steps = self.pace.wait(self.clock.as_ref(), wait)?;
        let mut picture = self.player.step();
        for _ in 1..steps {
            picture = self.player.step();
        }
        let frame = self.clip.picture(picture, FrameId(self.next_id), self.clock.moment())?;
        self.next_id += 1;
        Ok(frame)
    }

    fn cue(&mut self, cue: Cue) {
        self.player.cue(cue);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = include_str!("../../../assets/demo/recording.toml");
    const RECORDING: &[u8] = include_bytes!("../../../assets/demo/recording.mjpg");

    fn player() -> DemoPlayer {
        DemoPlayer::new(DemoIndex::parse(INDEX, 250).unwrap())
    }

    #[test]
    fn the_shipped_recording_and_its_index_fit() {
        let clip = Clip::from_mjpg(RECORDING).unwrap();
        DemoIndex::parse(INDEX, clip.len()).unwrap();
        let rate = FrameRate::new(25.0).unwrap();
        assert!(clip.frames(rate).all(|f| f.is_ok_and(|f| (f.width(), f.height()) == (320, 240))));
    }

    #[test]
    fn an_index_beyond_the_recording_is_refused() {
        assert!(matches!(DemoIndex::parse(INDEX, 249), Err(CameraError::Recording(_))));
        assert!(matches!(DemoIndex::parse("fps = 25", 250), Err(CameraError::Recording(_))));
    }

    #[test]
    fn looking_straight_never_leaves_the_neutral_passage_nor_leaps() {
        let mut player = player();
        let (first, last) = player.index.passage(Cue::Neutral);
        let shown: Vec<usize> = (0..200).map(|_| player.step()).collect();
        assert!(shown.iter().all(|p| (first..=last).contains(p)));
        assert!(shown.windows(2).all(|w| w[0].abs_diff(w[1]) == 1));
    }

    #[test]
    fn a_movement_is_played_whole_after_a_moment_and_again_until_told_otherwise() {
        let mut player = player();
        for _ in 0..40 {
            player.step();
        }
        player.cue(Cue::Act(Prompt::Left));
        let (first, last) = player.index.passage(Cue::Act(Prompt::Left));
        let shown: Vec<usize> = (0..120).map(|_| player.step()).collect();
        let start = shown.iter().position(|p| *p == first).unwrap();
        assert_eq!(start, REACTION as usize);
        assert_eq!(shown[start..=start + last - first], (first..=last).collect::<Vec<_>>()[..]);
        assert_eq!(shown.iter().filter(|p| **p == last).count(), 2, "once more after a rest");
        player.cue(Cue::Neutral);
        let (neutral_first, neutral_last) = player.index.passage(Cue::Neutral);
        for _ in 0..(last - first) {
            player.step();
        }
        assert!((0..100).map(|_| player.step()).all(|p| (neutral_first..=neutral_last).contains(&p)));
    }
}
