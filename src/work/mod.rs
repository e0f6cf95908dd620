//! Threads: each worker owns its devices and answers through one outbox.

pub mod checker;
pub mod crew;
pub mod desk;
pub mod engine;
pub mod eyes;
pub mod guarded;
pub mod importer;
pub mod incident;
pub mod latest;
pub mod outbox;
pub mod press;
pub mod speaker;
mod tally;
pub mod worker;
