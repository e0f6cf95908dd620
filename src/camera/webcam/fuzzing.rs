//! The way in for `fuzz/`: what a camera sends, without a camera. Compiled for fuzzing alone.

use super::mode::{Coding, Mode};
use super::pixels::Decoder;

/// Decodes `buffers` as one stream of `width` x `height` pixels; `coding` counts Motion-JPEG, YUYV, NV12, RGB, BGR.
///
/// # Panics
/// If a picture comes out that is not of its size: that is the finding.
pub fn decode(coding: u8, width: u32, height: u32, buffers: &[&[u8]]) {
    let coding = Coding::ALL[usize::from(coding % 5)];
    let mut decoder = Decoder::new(Mode { coding, width, height, fps: 30 });
    for buffer in buffers {
        if let Ok(picture) = decoder.decode(buffer) {
            assert_eq!((picture.width, picture.height), (width, height), "{coding:?}");
            assert_eq!(picture.rgb.len(), width as usize * height as usize * 3, "{coding:?} {width}x{height}");
        }
    }
}
