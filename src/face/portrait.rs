//! Reads a photo out of bytes: bounded, and turned the way its maker meant.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};

use super::error::FaceError;

/// Largest photo file, in bytes.
pub const MAX_PHOTO_BYTES: usize = 16 << 20;
/// Longest side of a photo, in pixels: a camera's 60 megapixels.
const MAX_SIDE: u32 = 10_000;
/// Most memory a decoder may take, in bytes.
const MAX_DECODED: u64 = 256 << 20;

/// Decodes a JPEG or PNG and applies its EXIF orientation.
///
/// # Errors
/// If the bytes are no such photo, or it is too large.
pub fn decode(bytes: &[u8]) -> Result<RgbImage, FaceError> {
    let photo = |cause: String| FaceError::Photo(cause);
    if bytes.len() > MAX_PHOTO_BYTES {
        return Err(photo(format!("larger than {} MB", MAX_PHOTO_BYTES >> 20)));
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| photo(e.to_string()))?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png)) {
        return Err(photo("neither JPEG nor PNG".into()));
    }
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| photo(e.to_string()))?;
    let orientation = decoder.orientation().map_err(|e| photo(e.to_string()))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| photo(e.to_string()))?;
    image.apply_orientation(orientation);
    Ok(image.into_rgb8())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of 8x4 pixels, dark on the left, with EXIF orientation 6 (turn a quarter clockwise).
    fn turned_jpeg() -> Vec<u8> {
        let image = RgbImage::from_fn(16, 8, |x, _| if x < 8 { image::Rgb([0; 3]) } else { image::Rgb([255; 3]) });
        let mut jpeg = Cursor::new(Vec::new());
        image.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
        let jpeg = jpeg.into_inner();
        let mut exif =
            b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        let mut out = jpeg[..2].to_vec();
        out.append(&mut exif);
        out.extend_from_slice(&jpeg[2..]);
        out
    }

    #[test]
    fn the_orientation_of_a_photo_is_applied() {
        let image = decode(&turned_jpeg()).unwrap();
        assert_eq!(image.dimensions(), (8, 16));
        assert!(image.get_pixel(4, 2).0[0] < 60, "what was left is above");
        assert!(image.get_pixel(4, 14).0[0] > 200);
    }

    #[test]
    fn bytes_that_are_no_photo_are_refused() {
        for bytes in [&b""[..], b"hello", b"\x89PNG\r\n\x1a\nbroken", &turned_jpeg()[..40]] {
            assert!(matches!(decode(bytes), Err(FaceError::Photo(_))));
        }
        assert!(matches!(decode(&vec![0; MAX_PHOTO_BYTES + 1]), Err(FaceError::Photo(_))));
    }
}
