//! Pictures out of bytes: the one place that opens JPEG and PNG, within bounds, upright.
//!
//! A room of its own below all others: camera, face, documents and the drawing worker open pictures
//! that somebody else made, and a limit that one of them forgets is a limit nobody has.

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder};
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits, RgbImage};

/// What a picture may be at most. Checked before anything of its size is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of the file.
    pub bytes: usize,
    /// Pixels of the longer side.
    pub side: u32,
    /// Pixels in all.
    pub pixels: u64,
    /// Bytes of the decoded picture, and of what its decoder needs besides.
    pub memory: u64,
}

impl Bounds {
    /// A photo as cameras and scanners make them: up to 64 megapixels.
    pub const PHOTO: Self = Self { bytes: 16 << 20, side: 10_000, pixels: 64 << 20, memory: 256 << 20 };
}

/// Why bytes are no picture to us. Holds nothing of the picture.
#[derive(Debug, thiserror::Error)]
pub enum PixelsError {
    #[error("larger than {} MB", .0 >> 20)]
    TooManyBytes(usize),
    #[error("larger than {side} pixels a side or {} megapixels", .pixels >> 20)]
    TooManyPixels { side: u32, pixels: u64 },
    #[error("neither JPEG nor PNG")]
    OtherKind,
    #[error("{0}")]
    Damaged(#[from] ImageError),
}

/// Opens a JPEG or PNG and turns it upright as its EXIF says (the decoders alone do not).
///
/// # Errors
/// If the bytes are no such picture, or it is beyond `bounds`.
pub fn open(bytes: &[u8], bounds: Bounds) -> Result<RgbImage, PixelsError> {
    if bytes.len() > bounds.bytes {
        return Err(PixelsError::TooManyBytes(bounds.bytes));
    }
    let limits = limits(bounds);
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => decode(JpegDecoder::new(Cursor::new(bytes))?, bounds),
        Ok(ImageFormat::Png) => decode(PngDecoder::with_limits(Cursor::new(bytes), limits)?, bounds),
        _ => Err(PixelsError::OtherKind),
    }
}

fn decode(mut decoder: impl ImageDecoder, bounds: Bounds) -> Result<RgbImage, PixelsError> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > bounds.side || pixels > bounds.pixels || decoder.total_bytes() > bounds.memory {
        return Err(PixelsError::TooManyPixels { side: bounds.side, pixels: bounds.pixels });
    }
    decoder.set_limits(limits(bounds))?;
    let upright = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(upright);
    Ok(picture.into_rgb8())
}

fn limits(bounds: Bounds) -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(bounds.memory);
    limits
}

/// `picture` made small enough that no side is longer than `side`; a smaller one stays as it is.
#[must_use]
pub fn fit(picture: RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= side {
        return picture;
    }
    // Both sides shrink alike, in whole numbers; neither to nothing.
    let scaled = |n: u32| {
        let n = (u64::from(n) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(n).unwrap_or(side).max(1)
    };
    imageops::resize(&picture, scaled(width), scaled(height), FilterType::Triangle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of 16x8 pixels, dark on the left, with EXIF orientation 6 (turn a quarter clockwise).
    fn turned_jpeg() -> Vec<u8> {
        let image = RgbImage::from_fn(16, 8, |x, _| if x < 8 { image::Rgb([0; 3]) } else { image::Rgb([255; 3]) });
        let jpeg = written(&image, ImageFormat::Jpeg);
        let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        [&jpeg[..2], exif, &jpeg[2..]].concat()
    }

    fn written(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        image.write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    #[test]
    fn a_picture_is_turned_upright() {
        let image = open(&turned_jpeg(), Bounds::PHOTO).unwrap();
        assert_eq!(image.dimensions(), (8, 16));
        assert!(image.get_pixel(4, 2).0[0] < 60, "what was left is above");
        assert!(image.get_pixel(4, 14).0[0] > 200);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b""[..], b"hello", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a", &turned_jpeg()[..40]] {
            assert!(open(bytes, Bounds::PHOTO).is_err());
        }
        let png = written(&RgbImage::new(64, 64), ImageFormat::Png);
        assert!(open(&png, Bounds::PHOTO).is_ok());
        assert!(open(&png[..png.len() / 2], Bounds::PHOTO).is_err());
    }

    #[test]
    fn every_bound_holds() {
        let png = written(&RgbImage::new(40, 20), ImageFormat::Png);
        let exact = Bounds { bytes: png.len(), side: 40, pixels: 800, memory: 2400 };
        assert!(open(&png, Bounds { memory: 1 << 20, ..exact }).is_ok());
        for tighter in [
            Bounds { bytes: png.len() - 1, ..exact },
            Bounds { side: 39, ..exact },
            Bounds { pixels: 799, ..exact },
            Bounds { memory: 2399, ..exact },
        ] {
            assert!(open(&png, tighter).is_err(), "{tighter:?}");
        }
    }

    #[test]
    fn a_promised_giant_is_refused_before_it_takes_memory() {
        // A header that says 100000 x 100000 pixels, and nothing behind it.
        let mut png = written(&RgbImage::new(1, 1), ImageFormat::Png);
        png[16..20].copy_from_slice(&100_000_u32.to_be_bytes());
        png[20..24].copy_from_slice(&100_000_u32.to_be_bytes());
        assert!(open(&png, Bounds::PHOTO).is_err());
    }

    #[test]
    fn a_large_picture_is_fitted_and_keeps_its_shape() {
        assert_eq!(fit(RgbImage::new(1000, 1300), 720).dimensions(), (554, 720));
        assert_eq!(fit(RgbImage::new(2000, 1), 720).dimensions(), (720, 1));
        assert_eq!(fit(RgbImage::new(10, 20), 720).dimensions(), (10, 20));
    }
}
