//! A job that panics ends, and its worker goes on with the next one. Nothing of what the job was about
//! gets into the log.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A job panicked. Where, says the entry of [`log_places_only`]; what it said is nowhere.
#[derive(Clone, Debug, thiserror::Error)]
#[error("a job of the worker panicked; the entry before this one says where")]
pub struct Panicked;

/// Runs one job and catches its panic.
///
/// Going on after a panic is sound only where nothing half done stays behind, so `AssertUnwindSafe`
/// is a claim about every caller. *Desk*: what it changes for good is written in transactions, which
/// roll back while the panic unwinds; what it remembers besides (waits, the visit's case) is put down
/// whole, in one assignment or insertion. *Press* and *drawing*: documents are made out of the request
/// alone, and a printer is asked anew by each job. *Importer*: what it keeps is put down whole when a
/// check is over. *Eyes*: what a capture holds goes with it, and its engine is loaded anew. *Checker*: a
/// look owns what it opens. Locks that guard a value are never taken in a job.
///
/// # Errors
/// [`Panicked`] if it did.
pub fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|_| Panicked)
}

/// From now on a panic is logged with its thread and its place in the source, and nothing else: the
/// standard message could quote a name, as that of a bad slice of a text does.
pub fn log_places_only() {
    std::panic::set_hook(Box::new(|panic| {
        let thread = std::thread::current();
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(thread = thread.name().unwrap_or("without a name"), "the program failed at {place}");
    }));
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_answer() {
        assert!(matches!(guarded(|| 7), Ok(7)));
        let broken = guarded(|| -> u8 { panic!("on purpose") });
        assert!(broken.is_err());
    }
}
