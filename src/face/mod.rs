//! Pixels to readings: detector, mesh, pose, openness, quality, embedding.
//!
//! [`engine::FaceEngine`] is the only thing other rooms need. Coordinates are pixels of the
//! unmirrored picture with the origin at its top left corner, so the centre of the first pixel is
//! (0.5, 0.5).

pub mod align;
mod bystander;
mod cover;
pub mod detector;
pub mod edges;
pub mod embedding;
pub mod engine;
mod error;
pub mod events;
#[cfg(test)]
mod geometry_tests;
mod glare;
mod measure;
pub mod mesh;
mod mesh_points;
pub mod models;
mod network;
pub mod openness;
pub mod picture;
mod portrait;
pub mod pose;
pub mod presentation;
pub mod raster;
mod resample;
mod tracker;

pub use engine::FaceEngine;
pub use error::FaceError;
pub use portrait::MAX_PHOTO_BYTES;
pub use presentation::PresentationChoice;
pub use tracker::DETECT_SIDE;
