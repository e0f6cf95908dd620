//! What a camera sends, turned into RGB. Nothing in here trusts the camera.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::panic::catch_unwind;

use nokhwa::utils::{Resolution, mjpeg_to_rgb, nv12_to_rgb, yuyv422_to_rgb};

use super::mode::{Coding, Mode};

/// A picture in 8-bit RGB, rows from the top, no padding.
pub(super) struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

/// Buffers a driver may have in flight; it fills them in turn.
const BUFFERS: usize = 8;
/// Bytes at the end of a JPEG that two different pictures do not have in common.
const TAIL: usize = 256;

/// Decodes the buffers of one stream.
pub(super) struct Decoder {
    mode: Mode,
    recent: Vec<Print>,
}

/// What is remembered of an earlier JPEG.
#[derive(Clone, Copy, PartialEq)]
struct Print {
    length: usize,
    tail: u64,
    whole: u64,
}

impl Decoder {
    pub fn new(mode: Mode) -> Self {
        Self { mode, recent: Vec::with_capacity(BUFFERS) }
    }

    /// Decodes one buffer, which may be longer than its picture.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn decode(&mut self, buffer: &[u8]) -> Result<Picture, String> {
        let Mode { coding, width, height, .. } = self.mode;
        let pixels = width as usize * height as usize;
        let first =
            |bytes: usize| buffer.get(..bytes).ok_or_else(|| format!("{} bytes instead of {bytes}", buffer.len()));
        let rgb = match coding {
            Coding::Mjpeg => return self.decode_jpeg(buffer),
            Coding::Yuyv => {
                let data = first(pixels * 2)?;
                guarded(|| yuyv422_to_rgb(data, false))?
            }
            Coding::Nv12 => {
                let data = first(pixels * 3 / 2)?;
                guarded(|| nv12_to_rgb(Resolution::new(width, height), data, false))?
            }
            Coding::Rgb => first(pixels * 3)?.to_vec(),
            Coding::Bgr => first(pixels * 3)?.as_chunks::<3>().0.iter().flat_map(|[b, g, r]| [*r, *g, *b]).collect(),
        };
        Ok(Picture { width, height, rgb })
    }

    fn decode_jpeg(&mut self, buffer: &[u8]) -> Result<Picture, String> {
        let jpeg = Jpeg::find(buffer)?;
        if (jpeg.width, jpeg.height) != (self.mode.width, self.mode.height) {
            return Err(format!("a picture of {}x{}", jpeg.width, jpeg.height));
        }
        if self.ends_like_an_earlier_one(jpeg.bytes) {
            return Err("half of the picture is an earlier one's".into());
        }
        let rgb = guarded(|| mjpeg_to_rgb(jpeg.bytes, false))?;
        Ok(Picture { width: jpeg.width, height: jpeg.height, rgb })
    }

    /// The binding hands out whole buffers without telling how much of them was filled. After a
    /// picture that was cut off, the rest of an earlier picture follows: same length and same end as
    /// that one, but not the same picture.
    fn ends_like_an_earlier_one(&mut self, jpeg: &[u8]) -> bool {
        let tail = &jpeg[jpeg.len().saturating_sub(TAIL)..];
        let print = Print { length: jpeg.len(), tail: hash(tail), whole: hash(jpeg) };
        let stale =
            self.recent.iter().any(|p| p.length == print.length && p.tail == print.tail && p.whole != print.whole);
        if self.recent.len() == BUFFERS {
            self.recent.remove(0);
        }
        self.recent.push(print);
        stale
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// Runs a decoder that may panic on what it cannot read.
fn guarded(
    decode: impl FnOnce() -> Result<Vec<u8>, nokhwa::NokhwaError> + std::panic::UnwindSafe,
) -> Result<Vec<u8>, String> {
    match catch_unwind(decode) {
        Ok(Ok(rgb)) => Ok(rgb),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("it cannot be decoded".into()),
    }
}

/// A JPEG that is complete as far as its markers tell.
#[derive(Debug)]
struct Jpeg<'a> {
    bytes: &'a [u8],
    width: u32,
    height: u32,
}

impl<'a> Jpeg<'a> {
    /// Walks from marker to marker to the end of the picture.
    fn find(buffer: &'a [u8]) -> Result<Self, String> {
        let cut_off = || "the picture is cut off".to_owned();
        if !buffer.starts_with(&[0xff, 0xd8]) {
            return Err("no JPEG".into());
        }
        let mut size = None;
        let mut at = 2;
        loop {
            let marker = match *buffer.get(at..at + 2).ok_or_else(cut_off)? {
                [0xff, 0xff] => {
                    at += 1;
                    continue;
                }
                [0xff, marker] => marker,
                _ => return Err("no JPEG: a marker is missing".into()),
            };
            at += 2;
            if marker == 0xd9 {
                let (width, height) = size.ok_or("a JPEG without a picture")?;
                return Ok(Self { bytes: &buffer[..at], width, height });
            }
            let segment = buffer.get(at..).ok_or_else(cut_off)?;
            let length = match *segment {
                [high, low, ..] => usize::from(u16::from_be_bytes([high, low])),
                _ => return Err(cut_off()),
            };
            let body = segment.get(2..length).ok_or_else(cut_off)?;
            // Start of frame, except the numbers given to tables.
            if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                let [_, h1, h2, w1, w2, ..] = *body else { return Err(cut_off()) };
                size = Some((u32::from(u16::from_be_bytes([w1, w2])), u32::from(u16::from_be_bytes([h1, h2]))));
            }
            at += length;
            if marker == 0xda {
                // Coded pixels run to the next marker that is neither a stuffed FF nor a restart.
                let coded = buffer.get(at..).ok_or_else(cut_off)?;
                let end = coded.windows(2).position(|w| w[0] == 0xff && !matches!(w[1], 0 | 0xd0..=0xd7 | 0xff));
                at += end.ok_or_else(cut_off)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(coding: Coding) -> Mode {
        Mode { coding, width: 64, height: 48, fps: 30 }
    }

    /// A picture that differs with `seed` everywhere.
    fn jpeg(seed: u32) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(64, 48, |x, y| {
            let v = (x * 7 + y * 13 + seed * 31).wrapping_mul(2_654_435_761);
            image::Rgb([(v >> 8) as u8, (v >> 16) as u8, (v >> 24) as u8])
        });
        let mut out = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut out, image::ImageFormat::Jpeg).expect("encoded");
        out.into_inner()
    }

    /// `jpeg` in a driver's buffer that is longer and holds the rest of `before`.
    fn in_buffer(jpeg: &[u8], before: &[u8]) -> Vec<u8> {
        let mut buffer = vec![0; 40_000];
        buffer[..before.len()].copy_from_slice(before);
        buffer[..jpeg.len()].copy_from_slice(jpeg);
        buffer
    }

    #[test]
    fn a_jpeg_is_found_in_a_longer_buffer() {
        let mut decoder = Decoder::new(mode(Coding::Mjpeg));
        for seed in 0..20 {
            let picture = decoder.decode(&in_buffer(&jpeg(seed), &[])).expect("decoded");
            assert_eq!(picture.rgb.len(), 64 * 48 * 3);
        }
    }

    #[test]
    fn the_same_picture_again_is_fine() {
        let mut decoder = Decoder::new(mode(Coding::Mjpeg));
        for _ in 0..20 {
            assert!(decoder.decode(&jpeg(1)).is_ok());
        }
    }

    #[test]
    fn cut_off_pictures_are_refused_also_over_an_earlier_one() {
        let (old, new) = (jpeg(1), jpeg(2));
        let half = &new[..new.len() / 2];
        assert!(Decoder::new(mode(Coding::Mjpeg)).decode(half).is_err());
        let mut decoder = Decoder::new(mode(Coding::Mjpeg));
        assert!(decoder.decode(&in_buffer(&old, &[])).is_ok());
        assert!(decoder.decode(&in_buffer(half, &old)).is_err());
    }

    #[test]
    fn garbage_is_refused_without_a_panic() {
        let good = jpeg(3);
        for coding in [Coding::Mjpeg, Coding::Yuyv, Coding::Nv12, Coding::Rgb, Coding::Bgr] {
            for bytes in [&[][..], &[0xff, 0xd8], &[0xff, 0xd8, 0xff, 0xda, 0, 0], &[0xff; 100]] {
                assert!(Decoder::new(mode(coding)).decode(bytes).is_err(), "{coding:?}");
            }
        }
        let mut state = 1_u32;
        for _ in 0..500 {
            let mut broken = good.clone();
            for _ in 0..20 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = state as usize % broken.len();
                broken[at] = (state >> 24) as u8;
            }
            // Whether it can be read does not matter; that it comes back does.
            let _ = Decoder::new(mode(Coding::Mjpeg)).decode(&broken);
        }
    }

    #[test]
    fn a_picture_of_another_size_is_refused() {
        let wrong = Mode { width: 640, height: 480, ..mode(Coding::Mjpeg) };
        assert!(Decoder::new(wrong).decode(&jpeg(1)).is_err());
    }

    #[test]
    fn raw_pictures_have_their_colours() {
        let white = vec![255; 64 * 48 * 3 / 2 + 4096];
        let picture = Decoder::new(mode(Coding::Nv12)).decode(&white).expect("a longer buffer is fine");
        assert_eq!(picture.rgb.len(), 64 * 48 * 3);
        let blue = [255, 0, 0].repeat(64 * 48);
        let picture = Decoder::new(mode(Coding::Bgr)).decode(&blue).expect("decoded");
        assert_eq!(picture.rgb[..3], [0, 0, 255]);
        let grey = [128; 64 * 48 * 2];
        let picture = Decoder::new(mode(Coding::Yuyv)).decode(&grey).expect("decoded");
        assert!(picture.rgb.iter().all(|v| v.abs_diff(128) < 10));
    }
}
