//! What can be wrong with a program or with the size it is given.

/// Why a program cannot be read or run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// The file is none of ours, or of another version.
    #[error("not a program of version {0}")]
    NotAProgram(u32),
    /// The file ends early.
    #[error("the program ends {missing} bytes too early, in {place}")]
    Truncated {
        /// How many bytes are missing at least.
        missing: usize,
        /// What was being read.
        place: String,
    },
    /// The file goes on after its end.
    #[error("{0} bytes follow the program")]
    TooLong(usize),
    /// A number lies outside what is allowed.
    #[error("{what} of {place} is {found}, expected {expected}")]
    Invalid {
        /// Which number.
        what: &'static str,
        /// Of what.
        place: String,
        /// What it is.
        found: String,
        /// What it may be.
        expected: String,
    },
    /// The layers do not fit an input of this size.
    #[error("an input of {height} x {width} does not fit: {why}")]
    Size {
        /// Rows of the input.
        height: usize,
        /// Columns of the input.
        width: usize,
        /// Which layer cannot take it, and why.
        why: String,
    },
    /// There is no output of this name.
    #[error("there is no output {0}")]
    NoOutput(String),
}
