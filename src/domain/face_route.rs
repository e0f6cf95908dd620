//! Whether face recognition is open to a permit number, or locked for a while after failed tries.

/// The answer to "may a capture begin?". Says nothing of who asks or whether the number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaceRoute {
    Open,
    /// Too many tries failed; staff remain.
    Locked {
        seconds: u32,
    },
}

/// How a try ended that made no card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaceTryEnd {
    /// The challenge or the match was not passed.
    Failed,
    /// The camera or the machine failed: the try does not count.
    NotTheVisitor,
}
