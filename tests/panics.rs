//! What a panic says may quote what was worked on; the log must not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what went wrong by failing, and this one must panic"
)]

use std::io::Write;
use std::sync::{Arc, Mutex};

use esscard_kiosk::work::guarded::{guarded, log_places_only};

/// The log, kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_panic_that_quotes_a_name_is_logged_by_its_place_alone() {
    let log = Kept::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).init();
    log_places_only();
    let name = String::from("Łukasz Đorđević");
    // In the middle of a letter: the standard message prints the whole text.
    assert!(guarded(|| name[..1].to_owned()).is_err());
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("tests/panics.rs") && said.contains("the program failed at"), "{said}");
    assert!(!said.contains("ukasz"), "{said}");
}
