//! Where a visit stands and what moves it on. Pure: no clock, no threads, no devices.
//!
//! A step owns its evidence; moves consume the step, so an illegal move does not compile.

pub mod assistable;
pub mod assisted;
pub mod before;
pub mod capturing;
pub mod card;
pub mod consenting;
pub mod counter;
pub mod effect;
pub mod event;
pub mod issuing;
pub mod login;
pub mod name_help;
pub mod portal;
pub mod recovering;
pub mod registering;
pub mod step;
pub mod turn;
pub mod verifying;
pub mod visit;
