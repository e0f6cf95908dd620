//! A print job's life, reduced to what a visitor needs to know.

use super::fault::Fault;

/// How far a print job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintStage {
    /// The document is made.
    Prepared,
    /// The printer has the job.
    Sent,
    /// Paper moves.
    Printing,
    /// Needs a hand (paper, cover, jam): goes on by itself afterwards.
    Attention(Fault),
    /// Done: take the paper.
    Done,
    /// Given up; can be tried again.
    Failed(Fault),
    /// Stopped by the visitor.
    Stopped,
}

impl PrintStage {
    /// Nothing more will come.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::Failed(_) | Self::Stopped)
    }
}
