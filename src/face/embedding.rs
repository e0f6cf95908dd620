//! A face as 128 numbers: `SFace` on the aligned face.

use std::sync::Arc;

use rten::ThreadPool;

use super::align::{ALIGNED_SIDE, Point, aligned_to_source};
use super::error::FaceError;
use super::models;
use super::network::Network;
use super::raster::{Picture, warp};
use crate::domain::face::{FaceTemplate, TEMPLATE_LEN};

/// More samples than this a pixel do not sharpen the mean any more.
const MAX_TAPS: usize = 8;

/// The embedding network.
pub struct Embedding {
    network: Network<1>,
    aligned: Vec<f32>,
}

impl Embedding {
    /// Loads the network.
    pub(super) fn load(threads: &Arc<ThreadPool>) -> Result<Self, FaceError> {
        Ok(Self {
            network: Network::load(models::EMBEDDING, ["fc1"], threads)?,
            aligned: vec![0.0; 3 * ALIGNED_SIDE * ALIGNED_SIDE],
        })
    }

    /// The template of the face whose five points (`YuNet`'s order, source pixels) are given.
    ///
    /// # Errors
    /// [`FaceError::Unaligned`] if the points are no face; otherwise if the network fails.
    pub fn embed(&mut self, picture: Picture<'_>, five_points: &[Point; 5]) -> Result<FaceTemplate, FaceError> {
        let to_source = aligned_to_source(five_points).ok_or(FaceError::Unaligned)?;
        let taps = (to_source.scale().round() as usize).clamp(1, MAX_TAPS);
        warp(picture, &to_source, ALIGNED_SIDE, taps, 1.0, &mut self.aligned);
        let outputs = self.network.run(&self.aligned, 3, ALIGNED_SIDE, ALIGNED_SIDE);
        // The aligned face is not needed any longer.
        self.aligned.fill(0.0);
        let [values] = outputs?;
        let raw: [f32; TEMPLATE_LEN] = values.try_into().map_err(|_| self.network.wrong_size())?;
        FaceTemplate::normalised(raw).ok_or(FaceError::Unaligned)
    }
}
