//! A face as 128 numbers: `SFace` on the aligned face.

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
}

impl Embedding {
    /// Loads the network.
    pub(super) fn load() -> Result<Self, FaceError> {
        Ok(Self { network: Network::load(models::EMBEDDING, ["fc1"])? })
    }

    /// The template of the face whose five points (`YuNet`'s order, source pixels) are given.
    ///
    /// # Errors
    /// [`FaceError::Unaligned`] if the points are no face; otherwise if the network fails.
    pub fn embed(&mut self, picture: Picture<'_>, five_points: &[Point; 5]) -> Result<FaceTemplate, FaceError> {
        let to_source = aligned_to_source(five_points).ok_or(FaceError::Unaligned)?;
        let taps = (to_source.scale().round() as usize).clamp(1, MAX_TAPS);
        warp(picture, &to_source, ALIGNED_SIDE, taps, 1.0, self.network.input(ALIGNED_SIDE, ALIGNED_SIDE)?);
        self.network.run();
        let raw: Result<[f32; TEMPLATE_LEN], _> = self.network.output(0).try_into();
        // Neither the aligned face nor its raw template is needed any longer.
        self.network.forget();
        FaceTemplate::normalised(raw.map_err(|_| self.network.wrong_size())?).ok_or(FaceError::Unaligned)
    }

    /// Whether anything of what it saw is left.
    #[cfg(test)]
    pub(crate) fn remembers(&self) -> bool {
        self.network.remembers()
    }
}
