//! Faults that staff cause in the demo, to train what to do about them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// One fault that can be caused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rehearsal {
    /// The camera is not there.
    CameraUnplugged,
    /// The printer waits for paper.
    PaperOut,
    /// The register's photo is somebody else's.
    Mismatch,
    /// Nothing can be written.
    DiskFull,
}

impl Rehearsal {
    pub const ALL: [Self; 4] = [Self::CameraUnplugged, Self::PaperOut, Self::Mismatch, Self::DiskFull];

    /// The form in the audit log: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CameraUnplugged => "camera",
            Self::PaperOut => "paper",
            Self::Mismatch => "mismatch",
            Self::DiskFull => "disk",
        }
    }

    /// The catalogue's key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CameraUnplugged => "rh_camera",
            Self::PaperOut => "rh_paper",
            Self::Mismatch => "rh_mismatch",
            Self::DiskFull => "rh_disk",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Which faults are caused now. Shared between the console and the demo's devices.
#[derive(Clone, Debug, Default)]
pub struct Rehearsals(Arc<AtomicU8>);

impl Rehearsals {
    /// Whether this one is caused now.
    #[must_use]
    pub fn is_on(&self, what: Rehearsal) -> bool {
        self.0.load(Ordering::Acquire) & what.bit() != 0
    }

    /// Begins or ends it.
    pub fn set(&self, what: Rehearsal, on: bool) {
        if on {
            self.0.fetch_or(what.bit(), Ordering::AcqRel);
        } else {
            self.0.fetch_and(!what.bit(), Ordering::AcqRel);
        }
    }

    /// Everything works again.
    pub fn end(&self) {
        self.0.store(0, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_switched_alone_and_all_end_together() {
        let (console, device) = (Rehearsals::default(), Rehearsals::default());
        let shared = console.clone();
        for what in Rehearsal::ALL {
            console.set(what, true);
            assert!(shared.is_on(what) && !device.is_on(what), "{what:?}");
            console.set(what, false);
            assert!(!shared.is_on(what), "{what:?}");
        }
        for what in Rehearsal::ALL {
            console.set(what, true);
        }
        shared.end();
        assert!(!Rehearsal::ALL.into_iter().any(|what| console.is_on(what)));
    }
}
