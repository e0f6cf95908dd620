//! A job that panics ends, and its worker goes on with the next one.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A job panicked. What it said went to the panic hook and is not repeated: it could quote the job.
#[derive(Debug, thiserror::Error)]
#[error("a job of the worker panicked; the message stands before this entry")]
pub struct Panicked;

/// Runs one job and catches its panic.
///
/// Going on after a panic is sound only where nothing half done stays behind, so `AssertUnwindSafe`
/// is a claim about every caller. *Desk*: what it changes for good is written in transactions, which
/// roll back while the panic unwinds; what it remembers besides (waits, the visit's case) is put down
/// whole, in one assignment or insertion. *Press* and *drawing*: documents are made out of the request
/// alone, and a printer is asked anew by each job. Locks held by others are never taken in a job.
///
/// # Errors
/// [`Panicked`] if it did.
pub fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|_| Panicked)
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
