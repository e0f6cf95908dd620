//! The end from outside: a service manager's stop, a closed terminal, Ctrl-C.
//!
//! The window then closes as if by hand, so that what is temporary is removed and the store is
//! closed. A second signal ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use egui::{Context, ViewportCommand};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// Exit status after a second signal.
const AT_ONCE: i32 = 1;

/// Whether the program was asked to end. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    asked: Arc<AtomicBool>,
    /// Woken by a signal, once it is there: a resting window draws nothing and would not notice.
    window: Arc<OnceLock<Context>>,
}

impl Stop {
    /// Takes over the signals that ask a program to end.
    ///
    /// # Errors
    /// If the system does not let it, or gives no thread.
    pub fn watch() -> std::io::Result<Self> {
        let stop = Self::default();
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            // First in line, so it sees the flag as it was before this signal.
            signal_hook::flag::register_conditional_shutdown(signal, AT_ONCE, Arc::clone(&stop.asked))?;
        }
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        let told = stop.clone();
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            for _ in signals.forever() {
                told.asked.store(true, Ordering::Release);
                if let Some(window) = told.window.get() {
                    window.request_repaint();
                }
            }
        })?;
        Ok(stop)
    }

    /// The window that a signal closes.
    pub(super) fn wakes(&self, window: &Context) {
        // There is one window; a second call would be the same one.
        let _ = self.window.set(window.clone());
    }

    /// Closes the window if that was asked for.
    pub(super) fn obey(&self, window: &Context) {
        if self.asked.load(Ordering::Acquire) {
            window.send_viewport_cmd(ViewportCommand::Close);
        }
    }
}
