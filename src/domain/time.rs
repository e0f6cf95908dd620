//! Points in time: a monotonic one for timers, a civil one for permits and letters.

use std::time::Duration;

pub use jiff::Timestamp;
pub use jiff::civil::Date;

/// A point on the monotonic clock, in whole milliseconds since the program started.
///
/// Never set back, so timers and lock-outs cannot be shortened by setting the wall clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

impl Moment {
    /// A moment `ms` milliseconds after the program started.
    #[must_use]
    pub const fn from_millis(ms: u64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the program started.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// Time that passed since `earlier`; zero if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// This moment moved `by` into the future.
    #[must_use]
    pub fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX)))
    }
}

/// The office's time zone: all of China keeps UTC+8, without summer time.
#[must_use]
pub fn office_zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::fixed(jiff::tz::offset(8))
}

/// Where time comes from; tests bring their own.
pub trait Clock: Send + Sync {
    /// Now, on the monotonic clock.
    fn moment(&self) -> Moment;
    /// Now, on the wall clock (UTC).
    fn timestamp(&self) -> Timestamp;
    /// Today in the office's time zone.
    fn today(&self) -> Date;
}
