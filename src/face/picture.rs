//! The picture that is kept of a capture: the face and some room around it.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage, imageops};

use super::error::FaceError;
use crate::domain::face::FaceState;
use crate::domain::frame::Frame;

/// Room around the face box, in box heights: a passport-like portrait, nothing of the hall.
const MARGIN: f32 = 0.45;

/// Cuts a portrait (3:4) around `face` out of `frame` and encodes it as JPEG of this quality
/// (1-100).
///
/// # Errors
/// If the picture cannot be encoded.
pub fn portrait_jpeg(frame: &Frame, face: &FaceState, quality: u8) -> Result<Vec<u8>, FaceError> {
    let unreadable = || FaceError::Photo("the frame has no pixels".into());
    let whole = RgbImage::from_raw(frame.width(), frame.height(), frame.rgb().to_vec()).ok_or_else(unreadable)?;
    let (x, y, width, height) = portrait_area(frame, face);
    let cut = imageops::crop_imm(&whole, x, y, width, height).to_image();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality)
        .write_image(&cut, width, height, ExtendedColorType::Rgb8)
        .map_err(|e| FaceError::Photo(e.to_string()))?;
    Ok(jpeg)
}

/// Left, top, width, height in pixels, inside the frame and never empty.
fn portrait_area(frame: &Frame, face: &FaceState) -> (u32, u32, u32, u32) {
    let b = face.bounds;
    let height = (b.height * (1.0 + 2.0 * MARGIN)).max(b.width * 1.5).min(frame.height() as f32);
    let width = (height * 0.75).min(frame.width() as f32);
    let left = (b.x + b.width / 2.0 - width / 2.0).clamp(0.0, frame.width() as f32 - width);
    // A little more room above than below: hair belongs to a portrait.
    let top = (b.y + b.height * 0.47 - height / 2.0).clamp(0.0, frame.height() as f32 - height);
    (
        (left as u32).min(frame.width() - 1),
        (top as u32).min(frame.height() - 1),
        (width as u32).max(1),
        (height as u32).max(1),
    )
}
