//! The holder's picture, cut to the frame of a document.

use image::DynamicImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;

use super::DocumentError;
use crate::pixels::{self, Bounds};

/// Width over height of a passport picture (35 x 45 mm).
pub const ASPECT: f32 = 35.0 / 45.0;
/// Pixels: 35 x 45 mm at 300 dots an inch.
const WIDTH: u32 = 413;
const HEIGHT: u32 = 531;
const JPEG_QUALITY: u8 = 88;

/// A picture of [`ASPECT`], as pixels for the preview and as JPEG for the PDF.
pub struct Photo {
    pub width: u32,
    pub height: u32,
    /// 8-bit RGB, rows from the top, no padding.
    pub rgb: Vec<u8>,
    pub jpeg: Vec<u8>,
}

impl Photo {
    /// Opens a JPEG or PNG, turns it upright as its EXIF says, and cuts it to [`ASPECT`].
    ///
    /// # Errors
    /// If the file is not such a picture, or larger than a portrait may be.
    pub fn open(file: &[u8]) -> Result<Self, DocumentError> {
        let picture = pixels::open(file, Bounds::PHOTO).map_err(|_| DocumentError::Photo)?;
        let picture = DynamicImage::ImageRgb8(picture);
        let rgb = cut(&picture).resize_exact(WIDTH, HEIGHT, FilterType::CatmullRom).into_rgb8();
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY).encode_image(&rgb).map_err(|_| DocumentError::Photo)?;
        Ok(Self { width: WIDTH, height: HEIGHT, rgb: rgb.into_raw(), jpeg })
    }
}

/// The largest part of [`ASPECT`]: the middle of a wide picture, and of a tall one rather the top,
/// where the face is.
fn cut(picture: &DynamicImage) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    // width / height against 35 / 45, in whole numbers.
    let (wide, tall) = (u64::from(width) * 45, u64::from(height) * 35);
    let clamp = |v: u64| u32::try_from(v).unwrap_or(u32::MAX).max(1);
    if wide > tall {
        let kept = clamp(tall / 45).min(width);
        picture.crop_imm((width - kept) / 2, 0, kept, height)
    } else {
        let kept = clamp(wide / 35).min(height);
        picture.crop_imm(0, (height - kept) / 3, width, kept)
    }
}

#[cfg(test)]
mod tests {
    use super::{ASPECT, Photo};
    use crate::documents::DocumentError;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let picture =
            image::RgbImage::from_fn(width, height, |x, _| image::Rgb([u8::try_from(x % 256).unwrap(), 90, 120]));
        picture.write_to(&mut std::io::Cursor::new(&mut file), image::ImageFormat::Png).unwrap();
        file
    }

    #[test]
    fn every_shape_is_cut_to_the_frame() {
        for (width, height) in [(640, 480), (480, 640), (1, 1), (30, 2000), (2000, 30)] {
            let photo = Photo::open(&png(width, height)).unwrap();
            assert!((photo.width as f32 / photo.height as f32 - ASPECT).abs() < 0.001);
            assert_eq!(photo.rgb.len() as u32, photo.width * photo.height * 3);
            assert!(photo.jpeg.starts_with(&[0xFF, 0xD8]));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(matches!(Photo::open(b"not a picture"), Err(DocumentError::Photo)));
        let half = png(64, 64);
        assert!(matches!(Photo::open(&half[..half.len() / 2]), Err(DocumentError::Photo)));
        assert!(matches!(Photo::open(&[]), Err(DocumentError::Photo)));
    }
}
