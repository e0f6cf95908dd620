//! Enrollment kiosk for the Electronic Social Security Card.
//!
//! The rooms and who may import whom: see `ARCHITECTURE.md`; `tests/house.rs` enforces it.

pub mod app;
pub mod camera;
pub mod cli;
pub mod config;
pub mod documents;
pub mod domain;
pub mod face;
pub mod flow;
pub mod pages;
pub mod printing;
pub mod register;
pub mod store;
pub mod text;
pub mod ui;
pub mod wiring;
pub mod work;
