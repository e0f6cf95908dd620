//! What one capture did, in numbers, for the log.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

/// Counted by the threads of a capture; told in the log when the last of them lets go of it.
#[derive(Debug)]
pub(super) struct Tally {
    begun: Instant,
    /// Frames the camera gave.
    pub frames: Count,
    /// Frames the preview showed.
    pub shown: Count,
    /// Frames the face engine read.
    pub readings: Count,
    /// Frames scored for liveness.
    pub scores: Count,
}

/// A number that several threads may raise.
#[derive(Debug, Default)]
pub(super) struct Count(AtomicU32);

impl Count {
    /// One more.
    pub fn raise(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Tally {
    pub fn begin() -> Self {
        Self {
            begun: Instant::now(),
            frames: Count::default(),
            shown: Count::default(),
            readings: Count::default(),
            scores: Count::default(),
        }
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        tracing::debug!(
            seconds = self.begun.elapsed().as_secs_f32(),
            frames = self.frames.get(),
            shown = self.shown.get(),
            readings = self.readings.get(),
            scores = self.scores.get(),
            "a capture is over"
        );
    }
}
