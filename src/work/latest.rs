//! A one-slot mailbox: the newest value wins.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Holds at most one value; putting replaces what nobody took.
#[derive(Debug)]
pub struct Latest<T> {
    slot: Mutex<Option<T>>,
    filled: Condvar,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { slot: Mutex::new(None), filled: Condvar::new() }
    }
}

impl<T> Latest<T> {
    /// Replaces the value.
    pub fn put(&self, value: T) {
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
        self.filled.notify_one();
    }

    /// Takes the value, if there is one.
    pub fn take(&self) -> Option<T> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Takes the value, waiting for one at most `wait`.
    pub fn take_within(&self, wait: Duration) -> Option<T> {
        let slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut slot, _) =
            self.filled.wait_timeout_while(slot, wait, |s| s.is_none()).unwrap_or_else(PoisonError::into_inner);
        slot.take()
    }
}

#[cfg(test)]
mod tests {
    use super::Latest;
    use std::time::Duration;

    #[test]
    fn the_newest_wins() {
        let latest = Latest::default();
        latest.put(1);
        latest.put(2);
        assert_eq!(latest.take(), Some(2));
        assert_eq!(latest.take(), None);
        assert_eq!(latest.take_within(Duration::from_millis(1)), None);
    }
}
