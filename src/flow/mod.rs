//! Where a visit stands and what moves it on. Pure: no clock, no threads, no devices.
//!
//! A step owns its evidence; moves consume the step, so an illegal move does not compile.

pub mod capturing;
pub mod effect;
pub mod event;
pub mod step;
pub mod visit;
