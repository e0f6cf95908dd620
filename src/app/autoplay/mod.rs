//! A scripted visitor: makes a whole visit in the real window through the events a person makes.
//!
//! It sees what a screen reader sees (the accessibility tree) and what the camera would see of the
//! screen (screenshots), and acts by pressing, releasing and typing. It cannot reach the visit.

pub mod hand;
pub mod player;
pub mod script;
pub mod staff_script;
pub mod summary;

pub use player::{KeyNames, Player};
pub use script::{Means, Way};
pub use summary::Summary;

/// What a scripted visit shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scenario {
    /// A whole visit, from the first page to the last.
    #[default]
    Visitor,
    /// The face does not match, two members of staff verify by documents, print again and withdraw the consent.
    Staff,
}
