//! One picture from a camera.

use std::sync::Arc;

use super::time::Moment;

/// Names one frame of one capture; frames count up from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u64);

/// One camera picture: 8-bit RGB, rows from the top, no padding, not mirrored.
#[derive(Clone)]
pub struct Frame {
    /// Number in this capture.
    pub id: FrameId,
    /// When it was received.
    pub at: Moment,
    width: u32,
    height: u32,
    rgb: Arc<[u8]>,
}

/// The pixel buffer does not have `width * height * 3` bytes, or a side is zero or above
/// [`Frame::MAX_SIDE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a picture of {width}x{height} cannot have {bytes} bytes")]
pub struct FrameShapeError {
    width: u32,
    height: u32,
    bytes: usize,
}

impl Frame {
    /// Longest side a frame may have, in pixels.
    pub const MAX_SIDE: u32 = 4096;

    /// Wraps `rgb` (`width * height * 3` bytes).
    ///
    /// # Errors
    /// If the buffer's length does not fit the sides, or a side is out of range.
    pub fn new(
        id: FrameId,
        at: Moment,
        width: u32,
        height: u32,
        rgb: impl Into<Arc<[u8]>>,
    ) -> Result<Self, FrameShapeError> {
        let rgb = rgb.into();
        let sides = 1..=Self::MAX_SIDE;
        let fits =
            sides.contains(&width) && sides.contains(&height) && rgb.len() == width as usize * height as usize * 3;
        if fits {
            Ok(Self { id, at, width, height, rgb })
        } else {
            Err(FrameShapeError { width, height, bytes: rgb.len() })
        }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels: 8-bit RGB, rows from the top.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the pixels: they are a person's face.
        write!(f, "Frame({:?}, {}x{})", self.id, self.width, self.height)
    }
}
