//! The commands and their arguments.

pub mod face;
pub mod letter;
pub mod records;
pub mod watch;
