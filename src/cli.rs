//! The commands and their arguments.

pub mod face;
pub mod records;
pub mod watch;
