//! Enrollment kiosk for the Electronic Social Security Card.
//!
//! The rooms and who may import whom: see `ARCHITECTURE.md`; `tests/house.rs` enforces it.

pub mod app;
pub mod camera;
pub mod cli;
pub mod config;
pub mod console;
pub mod doctor;
pub mod documents;
pub mod domain;
pub mod face;
pub mod flow;
pub mod net;
pub mod pages;
pub mod pixels;
pub mod printing;
pub mod register;
pub mod speech;
pub mod store;
pub mod text;
pub mod ui;
pub mod wiring;
pub mod work;

/// Every freed block is overwritten: what a visitor typed, or the camera saw, does not linger in
/// memory that nothing owns any more.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);
