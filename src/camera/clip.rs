//! Recordings: a Motion-JPEG stream, a folder of pictures or a single picture.
//!
//! [`Clip`] reads pictures one by one, without a clock, for the command line and tests;
//! [`ClipCamera`] plays a clip in real time as a camera; [`demo::DemoCamera`] plays the passage it
//! is asked for.

pub mod demo;
mod pace;
mod stream;

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::{CameraError, CameraSource};
use crate::domain::frame::{Frame, FrameId};
use crate::domain::time::{Clock, Moment};
use crate::pixels::{self, Bounds};

pub use pace::FrameRate;

/// Most bytes of a Motion-JPEG stream; it is held in memory.
pub const MAX_STREAM_BYTES: u64 = 512 << 20;
/// Most bytes of one picture.
pub const MAX_PICTURE_BYTES: usize = 32 << 20;
/// Most pictures of one clip: over an hour at 25 a second.
pub const MAX_PICTURES: usize = 100_000;
/// Unreadable pictures in a row after which a playing clip counts as garbled.
const MAX_BROKEN: usize = 25;
/// What a picture of a recording may be: as large as a frame, in up to 4 bytes a pixel, twice.
const FRAME: Bounds = Bounds {
    bytes: MAX_PICTURE_BYTES,
    side: Frame::MAX_SIDE,
    pixels: (Frame::MAX_SIDE as u64) * (Frame::MAX_SIDE as u64),
    memory: 2 * 4 * (Frame::MAX_SIDE as u64) * (Frame::MAX_SIDE as u64),
};

/// A recording, picture by picture.
pub struct Clip {
    pictures: Pictures,
}

enum Pictures {
    Stream { bytes: Arc<[u8]>, spans: Vec<Span> },
    Files(Vec<PathBuf>),
}

/// Where one picture of a stream lies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    bytes: Range<usize>,
    /// Ends with the mark that ends a JPEG.
    whole: bool,
}

impl Clip {
    /// Opens a Motion-JPEG stream (`.mjpg`, `.mjpeg`), a folder of pictures (`.jpg`, `.jpeg`,
    /// `.png`; in the order of their names, numbers by value) or a single picture.
    ///
    /// # Errors
    /// [`CameraError::Recording`] if there is nothing to play or it is too large.
    pub fn open(path: &Path) -> Result<Self, CameraError> {
        let said = |e: std::io::Error| CameraError::Recording(format!("{}: {e}", path.display()));
        let about = std::fs::metadata(path).map_err(said)?;
        if about.is_dir() {
            let mut files = Vec::new();
            for entry in std::fs::read_dir(path).map_err(said)? {
                let file = entry.map_err(said)?.path();
                if is_picture(&file) {
                    files.push(file);
                }
                if files.len() > MAX_PICTURES {
                    return Err(CameraError::Recording(format!(
                        "{}: more than {MAX_PICTURES} pictures",
                        path.display()
                    )));
                }
            }
            if files.is_empty() {
                return Err(CameraError::Recording(format!(
                    "{}: no pictures (.jpg, .png) in this folder",
                    path.display()
                )));
            }
            files.sort_by_cached_key(|f| numbers_by_value(&f.file_name().unwrap_or_default().to_string_lossy()));
            return Ok(Self { pictures: Pictures::Files(files) });
        }
        if is_picture(path) {
            return Ok(Self { pictures: Pictures::Files(vec![path.to_path_buf()]) });
        }
        if !has_extension(path, &["mjpg", "mjpeg"]) {
            return Err(CameraError::Recording(format!(
                "{}: neither a Motion-JPEG stream (.mjpg), a folder of pictures nor a picture",
                path.display()
            )));
        }
        if about.len() > MAX_STREAM_BYTES {
            return Err(CameraError::Recording(format!(
                "{}: larger than {} MB",
                path.display(),
                MAX_STREAM_BYTES >> 20
            )));
        }
        Self::from_mjpg(std::fs::read(path).map_err(said)?)
    }

    /// A Motion-JPEG stream in memory: JPEG pictures one after another.
    ///
    /// # Errors
    /// [`CameraError::Recording`] if there is no picture in it, or too many.
    pub fn from_mjpg(bytes: impl Into<Arc<[u8]>>) -> Result<Self, CameraError> {
        let bytes = bytes.into();
        let spans: Vec<Span> = stream::spans(&bytes).take(MAX_PICTURES + 1).collect();
        match spans.len() {
            0 => Err(CameraError::Recording("no JPEG picture in the stream".into())),
            n if n > MAX_PICTURES => {
                Err(CameraError::Recording(format!("more than {MAX_PICTURES} pictures in the stream")))
            }
            _ => Ok(Self { pictures: Pictures::Stream { bytes, spans } }),
        }
    }

    /// Number of pictures; never 0.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a clip is never empty")]
    pub fn len(&self) -> usize {
        match &self.pictures {
            Pictures::Stream { spans, .. } => spans.len(),
            Pictures::Files(files) => files.len(),
        }
    }

    /// Picture `index` (from 0), as frame `id` taken `at`.
    ///
    /// # Errors
    /// [`CameraError::Garbled`] if there is no such picture or it cannot be read.
    pub fn picture(&self, index: usize, id: FrameId, at: Moment) -> Result<Frame, CameraError> {
        match &self.pictures {
            Pictures::Stream { bytes, spans } => {
                let span = spans.get(index).ok_or_else(|| garbled(index, "not in the clip"))?;
                if !span.whole {
                    return Err(garbled(index, "cut off"));
                }
                decode(index, &bytes[span.bytes.clone()], id, at)
            }
            Pictures::Files(files) => {
                let file = files.get(index).ok_or_else(|| garbled(index, "not in the clip"))?;
                decode(index, &read_bounded(file).map_err(|e| garbled(index, e))?, id, at)
            }
        }
    }

    /// All pictures once, stamped as if taken at `rate`; a broken one gives an error and the next
    /// one follows.
    pub fn frames(&self, rate: FrameRate) -> impl Iterator<Item = Result<Frame, CameraError>> + '_ {
        (0..self.len()).map(move |index| {
            let number = index as u64;
            self.picture(index, FrameId(number), Moment::default().after(rate.time_of(number)))
        })
    }
}

impl std::fmt::Debug for Clip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clip({} pictures)", self.len())
    }
}

/// Plays a clip in a loop as a camera would: in real time, leaving out what nobody fetched in time.
pub struct ClipCamera {
    clip: Clip,
    pace: pace::Pace,
    clock: Arc<dyn Clock>,
    next_picture: usize,
    next_id: u64,
}

impl ClipCamera {
    /// Plays `clip` at `rate`.
    #[must_use]
    pub fn new(clip: Clip, rate: FrameRate, clock: Arc<dyn Clock>) -> Self {
        Self { clip, pace: pace::Pace::new(rate), clock, next_picture: 0, next_id: 0 }
    }
}

impl CameraSource for ClipCamera {
    fn next_frame(&mut self, wait: Duration) -> Result<Frame, CameraError> {
        let steps = self.pace.wait(self.clock.as_ref(), wait)?;
        let count = self.clip.len();
        self.next_picture = (self.next_picture + steps - 1) % count;
        for _ in 0..MAX_BROKEN {
            let index = self.next_picture;
            self.next_picture = (index + 1) % count;
            match self.clip.picture(index, FrameId(self.next_id), self.clock.moment()) {
                Ok(frame) => {
                    self.next_id += 1;
                    return Ok(frame);
                }
                Err(error) => tracing::warn!(%error, "left out of the recording"),
            }
        }
        Err(CameraError::Garbled(format!("{MAX_BROKEN} unreadable pictures in a row")))
    }
}

fn garbled(index: usize, why: impl std::fmt::Display) -> CameraError {
    CameraError::Garbled(format!("picture {index}: {why}"))
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| wanted.iter().any(|w| e.eq_ignore_ascii_case(w)))
}

fn is_picture(path: &Path) -> bool {
    has_extension(path, &["jpg", "jpeg", "png"])
}

/// A sort key that puts `f9.jpg` before `f10.jpg`: each run of digits is filled up with zeros.
fn numbers_by_value(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 20);
    let mut digits = String::new();
    for c in name.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(key, "{digits:0>20}");
            digits.clear();
        }
        key.push(c);
    }
    if !digits.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(key, "{digits:0>20}");
    }
    key
}

fn read_bounded(file: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(MAX_PICTURE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_PICTURE_BYTES {
        return Err(std::io::Error::other(format!("larger than {} MB", MAX_PICTURE_BYTES >> 20)));
    }
    Ok(bytes)
}

fn decode(index: usize, bytes: &[u8], id: FrameId, at: Moment) -> Result<Frame, CameraError> {
    let picture = pixels::open(bytes, FRAME).map_err(|e| garbled(index, e))?;
    let (width, height) = picture.dimensions();
    Frame::new(id, at, width, height, picture.into_raw()).map_err(|e| garbled(index, e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn jpeg(grey: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_pixel(16, 8, image::Rgb([grey; 3]));
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
        bytes
    }

    fn brightness(frame: &Frame) -> i32 {
        i32::from(frame.rgb()[0])
    }

    #[test]
    fn a_stream_gives_its_pictures_in_order_and_in_time() {
        let clip = Clip::from_mjpg([jpeg(10), jpeg(100), jpeg(200)].concat()).unwrap();
        let frames: Vec<Frame> = clip.frames(FrameRate::new(25.0).unwrap()).map(Result::unwrap).collect();
        assert_eq!(frames.len(), 3);
        assert_eq!(frames[2].id, FrameId(2));
        assert_eq!(frames[2].at.millis(), 80);
        assert_eq!((frames[0].width(), frames[0].height()), (16, 8));
        for (frame, grey) in frames.iter().zip([10, 100, 200]) {
            assert!((brightness(frame) - grey).abs() < 6);
        }
    }

    #[test]
    fn a_broken_picture_is_an_error_and_the_next_one_follows() {
        let mut cut = jpeg(100);
        cut.truncate(cut.len() / 2);
        let clip = Clip::from_mjpg([jpeg(10), cut, jpeg(200)].concat()).unwrap();
        let frames: Vec<_> = clip.frames(FrameRate::new(25.0).unwrap()).collect();
        assert_eq!(frames.len(), 3);
        assert!(matches!(frames[1], Err(CameraError::Garbled(_))));
        assert!(frames[0].is_ok() && frames[2].is_ok());
    }

    #[test]
    fn damaged_streams_never_panic() {
        let whole = [jpeg(10), jpeg(200)].concat();
        for at in 0..whole.len() {
            for value in [0x00, 0xD8, 0xD9, 0xDA, 0xFF] {
                let mut damaged = whole.clone();
                damaged[at] = value;
                if let Ok(clip) = Clip::from_mjpg(damaged) {
                    clip.frames(FrameRate::new(25.0).unwrap()).for_each(drop);
                }
            }
        }
    }

    #[test]
    fn a_folder_is_played_by_number() {
        let folder = tempfile::tempdir().unwrap();
        for (name, grey) in [("f10.jpg", 200), ("f9.JPG", 100), ("f1.jpeg", 10)] {
            std::fs::write(folder.path().join(name), jpeg(grey)).unwrap();
        }
        std::fs::write(folder.path().join("notes.txt"), "not a picture").unwrap();
        let clip = Clip::open(folder.path()).unwrap();
        let order: Vec<i32> = clip.frames(FrameRate::new(1.0).unwrap()).map(|f| brightness(&f.unwrap()) / 50).collect();
        assert_eq!(order, [0, 2, 4]);
    }

    #[test]
    fn nothing_to_play_is_said_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Clip::open(folder.path()), Err(CameraError::Recording(_))));
        assert!(matches!(Clip::open(&folder.path().join("none.mjpg")), Err(CameraError::Recording(_))));
        let other = folder.path().join("clip.mp4");
        std::fs::write(&other, "x").unwrap();
        assert!(matches!(Clip::open(&other), Err(CameraError::Recording(_))));
        assert!(matches!(Clip::from_mjpg(Vec::new()), Err(CameraError::Recording(_))));
    }

    #[test]
    fn a_camera_goes_round_and_counts_on() {
        let clip = Clip::from_mjpg([jpeg(10), jpeg(200)].concat()).unwrap();
        let mut camera = ClipCamera::new(clip, FrameRate::new(200.0).unwrap(), Arc::new(pace::StandingClock));
        for number in 0..5 {
            let frame = camera.next_frame(Duration::from_secs(1)).unwrap();
            assert_eq!(frame.id, FrameId(number));
            assert_eq!(brightness(&frame) > 100, number % 2 == 1);
        }
    }

    #[test]
    fn a_camera_of_broken_pictures_says_so() {
        let clip = Clip::from_mjpg([0xFF, 0xD8, 0xFF, 0x00, 0x00]).unwrap();
        let mut camera = ClipCamera::new(clip, FrameRate::new(200.0).unwrap(), Arc::new(pace::StandingClock));
        assert!(matches!(camera.next_frame(Duration::from_secs(1)), Err(CameraError::Garbled(_))));
    }
}
