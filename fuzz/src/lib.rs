//! The rooms that read what comes from outside, out of the program's own sources and without the rest of it: with a
//! sanitizer, window, database and documents would take half an hour to compile and find nothing.

#[path = "../../src/camera/mod.rs"]
pub mod camera;
#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/net/mod.rs"]
pub mod net;
#[path = "../../src/pixels.rs"]
pub mod pixels;
