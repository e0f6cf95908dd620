//! Reads a photo out of bytes, within the bounds of a photo.

use image::RgbImage;

use super::error::FaceError;
use crate::pixels::{self, Bounds};

/// Largest photo file, in bytes.
pub const MAX_PHOTO_BYTES: usize = Bounds::PHOTO.bytes;

/// Decodes a JPEG or PNG and applies its EXIF orientation.
///
/// # Errors
/// If the bytes are no such photo, or it is too large.
pub fn decode(bytes: &[u8]) -> Result<RgbImage, FaceError> {
    pixels::open(bytes, Bounds::PHOTO).map_err(|error| FaceError::Photo(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_photo_are_refused() {
        for bytes in [&b""[..], b"hello", b"\x89PNG\r\n\x1a\nbroken"] {
            assert!(matches!(decode(bytes), Err(FaceError::Photo(_))));
        }
        assert!(matches!(decode(&vec![0; MAX_PHOTO_BYTES + 1]), Err(FaceError::Photo(_))));
    }
}
