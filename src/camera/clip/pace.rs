//! Playing in real time.

use std::time::Duration;

use crate::camera::CameraError;
use crate::domain::time::{Clock, Moment};

/// Pictures a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameRate(f64);

impl FrameRate {
    /// `None` unless `fps` lies between 0.1 and 240.
    #[must_use]
    pub fn new(fps: f64) -> Option<Self> {
        (0.1..=240.0).contains(&fps).then_some(Self(fps))
    }

    /// When picture `number` (from 0) is due after the start.
    #[must_use]
    pub fn time_of(self, number: u64) -> Duration {
        Duration::from_secs_f64(number as f64 / self.0)
    }

    /// How many pictures are due within `elapsed`, the one at its end included.
    fn due_within(self, elapsed: Duration) -> u64 {
        (elapsed.as_secs_f64() * self.0 + 1e-6) as u64 + 1
    }
}

/// Later than this and the clip goes on from where it was instead of leaping.
const MAX_BEHIND: Duration = Duration::from_secs(1);

/// Says when the next picture is due.
pub(super) struct Pace {
    rate: FrameRate,
    start: Option<Moment>,
    /// Pictures due so far, since `start`.
    counted: u64,
}

impl Pace {
    pub(super) fn new(rate: FrameRate) -> Self {
        Self { rate, start: None, counted: 0 }
    }

    /// Sleeps until the next picture is due, but no longer than `wait`; returns by how many
    /// pictures the clip moves on, at least 1.
    ///
    /// # Errors
    /// [`CameraError::Timeout`] if it is due later than that.
    pub(super) fn wait(&mut self, clock: &dyn Clock, wait: Duration) -> Result<usize, CameraError> {
        let start = *self.start.get_or_insert_with(|| clock.moment());
        let due = start.after(self.rate.time_of(self.counted));
        let left = due.since(clock.moment());
        if left > wait {
            std::thread::sleep(wait);
            return Err(CameraError::Timeout);
        }
        std::thread::sleep(left);
        let now = clock.moment();
        if now.since(due) > MAX_BEHIND {
            self.start = Some(now);
            self.counted = 1;
            return Ok(1);
        }
        let steps = self.rate.due_within(now.since(start)).saturating_sub(self.counted).max(1);
        self.counted += steps;
        Ok(usize::try_from(steps).unwrap_or(1))
    }
}

/// A clock that never moves on.
#[cfg(test)]
pub(super) struct StandingClock;

#[cfg(test)]
impl Clock for StandingClock {
    fn moment(&self) -> Moment {
        Moment::default()
    }
    fn timestamp(&self) -> crate::domain::time::Timestamp {
        crate::domain::time::Timestamp::UNIX_EPOCH
    }
    fn today(&self) -> crate::domain::time::Date {
        crate::domain::time::Date::ZERO
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    struct HandClock(AtomicU64);

    impl Clock for HandClock {
        fn moment(&self) -> Moment {
            Moment::from_millis(self.0.load(Ordering::Relaxed))
        }
        fn timestamp(&self) -> crate::domain::time::Timestamp {
            crate::domain::time::Timestamp::UNIX_EPOCH
        }
        fn today(&self) -> crate::domain::time::Date {
            crate::domain::time::Date::ZERO
        }
    }

    #[test]
    fn late_fetching_leaves_pictures_out_and_a_long_pause_does_not() {
        let clock = HandClock(AtomicU64::new(1000));
        let mut pace = Pace::new(FrameRate::new(25.0).unwrap());
        let zero = Duration::ZERO;
        assert_eq!(pace.wait(&clock, zero).unwrap(), 1);
        assert!(matches!(pace.wait(&clock, zero), Err(CameraError::Timeout)));
        clock.0.store(1040, Ordering::Relaxed);
        assert_eq!(pace.wait(&clock, zero).unwrap(), 1);
        clock.0.store(1165, Ordering::Relaxed);
        assert_eq!(pace.wait(&clock, zero).unwrap(), 3);
        clock.0.store(9000, Ordering::Relaxed);
        assert_eq!(pace.wait(&clock, zero).unwrap(), 1);
        clock.0.store(9040, Ordering::Relaxed);
        assert_eq!(pace.wait(&clock, zero).unwrap(), 1);
    }

    #[test]
    fn rates_out_of_range_are_refused() {
        for fps in [0.0, -1.0, 1e9, f64::NAN] {
            assert!(FrameRate::new(fps).is_none());
        }
    }
}
