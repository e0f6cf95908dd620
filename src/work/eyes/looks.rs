//! What the passive signals said of the frames of one capture.

use std::collections::VecDeque;

use crate::domain::display::Pace;
use crate::domain::frame::FrameId;
use crate::domain::liveness::{ACT_LIMIT, PROMPTS, RETURN_LIMIT};
use crate::domain::presentation::{Look, Schedule};

/// More looks than the longest proof has: at the slowest pace each movement may take its time and a return, and a
/// return comes before them all, a last look after them. Some 3600, with at most a few hundred bytes each.
const MOST: usize = {
    let stages = PROMPTS + 1;
    let stage = ACT_LIMIT.as_millis() as usize + RETURN_LIMIT.as_millis() as usize;
    stages * stage * Pace::TenTimes.factor() as usize / Schedule::EVERY.as_millis() as usize
};

/// The looks so far, oldest first. Those before the proof are not asked for, and drop out when there are too many.
#[derive(Default)]
pub(super) struct Looks(VecDeque<(FrameId, Look)>);

impl Looks {
    /// Adds the look at `frame`, wherever it belongs in time.
    pub fn add(&mut self, frame: FrameId, look: Look) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        let at = self.0.partition_point(|(earlier, _)| *earlier <= frame);
        self.0.insert(at, (frame, look));
    }

    /// Whether `frame` was looked at.
    pub fn has(&self, frame: FrameId) -> bool {
        self.0.iter().any(|(seen, _)| *seen == frame)
    }

    /// Those from frame `first` on, in order of time.
    pub fn since(&self, first: FrameId) -> Vec<Look> {
        self.0.iter().filter(|(frame, _)| *frame >= first).map(|(_, look)| look.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::liveness::SETTLE_LIMIT;

    fn look(score: f32) -> Look {
        Look { score: Some(score), ..Look::default() }
    }

    #[test]
    fn what_comes_late_stands_where_it_belongs() {
        let mut looks = Looks::default();
        for frame in [1, 7, 4] {
            looks.add(FrameId(frame), look(frame as f32));
        }
        let scores: Vec<Option<f32>> = looks.since(FrameId(4)).iter().map(|look| look.score).collect();
        assert_eq!(scores, [Some(4.0), Some(7.0)]);
        assert!(looks.has(FrameId(1)) && !looks.has(FrameId(2)));
    }

    #[test]
    fn the_first_look_of_the_longest_proof_at_the_slowest_pace_counts() {
        // A return before each movement and after the last, all movements, the last look: each up to its limit.
        let patience = Pace::ALL.iter().map(|pace| pace.factor()).max().unwrap();
        let longest = (RETURN_LIMIT * 4 + ACT_LIMIT * 3) * patience + Duration::from_secs(5);
        let mut looks = Looks::default();
        let every = Schedule::EVERY;
        let settling = (SETTLE_LIMIT * patience).as_millis() / every.as_millis();
        let proof = longest.as_millis() / every.as_millis();
        for n in 0..(settling + proof) as u64 {
            looks.add(FrameId(n), look(n as f32));
        }
        let first = FrameId(settling as u64);
        assert_eq!(looks.since(first).len() as u128, proof);
        assert!(looks.0.len() <= MOST && proof > 1500, "{proof} of {MOST}");
    }
}
