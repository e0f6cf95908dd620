//! Which pictures a camera offers, and which of them the face check needs.

use nokhwa::utils::{CameraFormat, FrameFormat, Resolution};
use v4l::FourCC;
use v4l::capability::Flags;
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::FrameSizeEnum;
use v4l::video::Capture as _;

use super::WebcamOptions;
use super::device;
use crate::camera::CameraError;
use crate::domain::frame::Frame;

/// Under so many pictures a second a blink falls between two of them.
const ENOUGH_FPS: u32 = 15;
/// Under this size a face at arm's length has too few pixels between its eyes.
const ENOUGH_SIZE: (u32, u32) = (640, 480);
/// More sizes than any camera offers; the driver's list is not ours.
const MOST_SIZES: usize = 64;
/// The same for the rates of one size.
const MOST_RATES: usize = 64;

/// A picture that a node offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// How the pixels arrive.
    pub coding: Coding,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pictures a second.
    pub fps: u32,
}

/// How the pixels arrive; the first ones are preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coding {
    /// One JPEG for each picture.
    Mjpeg,
    /// 4:2:2, two pixels in four bytes.
    Yuyv,
    /// 4:2:0, brightness first.
    Nv12,
    /// Three bytes a pixel.
    Rgb,
    /// Three bytes a pixel, blue first.
    Bgr,
}

impl Coding {
    /// Grey cameras are left out: with notebooks they are the infrared ones.
    pub const ALL: [Self; 5] = [Self::Mjpeg, Self::Yuyv, Self::Nv12, Self::Rgb, Self::Bgr];

    /// The word for it in a configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mjpeg => "mjpeg",
            Self::Yuyv => "yuyv",
            Self::Nv12 => "nv12",
            Self::Rgb => "rgb",
            Self::Bgr => "bgr",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|coding| coding.word() == word)
    }

    fn fourcc(self) -> FourCC {
        FourCC::new(match self {
            Self::Mjpeg => b"MJPG",
            Self::Yuyv => b"YUYV",
            Self::Nv12 => b"NV12",
            Self::Rgb => b"RGB3",
            Self::Bgr => b"BGR3",
        })
    }

    fn frame_format(self) -> FrameFormat {
        match self {
            Self::Mjpeg => FrameFormat::MJPEG,
            Self::Yuyv => FrameFormat::YUYV,
            Self::Nv12 => FrameFormat::NV12,
            Self::Rgb => FrameFormat::RAWRGB,
            Self::Bgr => FrameFormat::RAWBGR,
        }
    }
}

impl Mode {
    pub(super) fn format(self) -> CameraFormat {
        CameraFormat::new(Resolution::new(self.width, self.height), self.coding.frame_format(), self.fps)
    }

    /// The driver's form of it.
    pub(super) fn driver_format(self) -> v4l::Format {
        v4l::Format::new(self.width, self.height, self.coding.fourcc())
    }

    /// What the driver made of it: its format, and the seconds a picture takes as a fraction. It may round the size and
    /// the rate.
    ///
    /// # Errors
    /// [`CameraError::Garbled`] if it is another coding, or no size for a picture.
    pub(super) fn as_taken(self, format: &v4l::Format, rate: Option<(u32, u32)>) -> Result<Self, CameraError> {
        let sides = 1..=Frame::MAX_SIDE;
        if format.fourcc != self.coding.fourcc() || !sides.contains(&format.width) || !sides.contains(&format.height) {
            let given = format!("{} {}x{}", format.fourcc, format.width, format.height);
            return Err(CameraError::Garbled(format!("{self} was asked for, and {given} given")));
        }
        let fps = match rate {
            Some((1, fps)) if fps > 0 => fps,
            _ => self.fps,
        };
        Ok(Self { width: format.width, height: format.height, fps, ..self })
    }

    /// What keeps the mode from being chosen, gravest first; the least is taken.
    fn cost(self, wished: &WebcamOptions) -> (u8, u32, u32, Coding) {
        // Whoever asks for less than is enough gets it.
        let slow = self.fps < ENOUGH_FPS.min(wished.fps);
        let small = self.width < ENOUGH_SIZE.0.min(wished.width) || self.height < ENOUGH_SIZE.1.min(wished.height);
        let size = self.width.abs_diff(wished.width).saturating_add(self.height.abs_diff(wished.height));
        // Too many pictures cost the decoder some time, too few cost movements.
        let rate = match self.fps.checked_sub(wished.fps) {
            Some(more) => more,
            None => (wished.fps - self.fps).saturating_mul(3),
        };
        (u8::from(slow) + u8::from(small), size, rate, self.coding)
    }
}

impl std::fmt::Display for Mode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}x{} at {}/s", self.coding.word().to_uppercase(), self.width, self.height, self.fps)
    }
}

/// The modes of a node that are worth a try, best first: one for each coding.
///
/// # Errors
/// If the node cannot be asked, or gives no pictures at all.
pub(super) fn of_node(node: u32, wished: &WebcamOptions) -> Result<Vec<Mode>, CameraError> {
    let device = device::open(node)?;
    let caps = device.query_caps().map_err(|e| device::error_of_io(&e))?;
    if !caps.capabilities.contains(Flags::VIDEO_CAPTURE) {
        return Err(CameraError::Absent(format!("/dev/video{node} gives no pictures")));
    }
    let formats = device.enum_formats().map_err(|e| device::error_of_io(&e))?;
    let offered = Coding::ALL
        .into_iter()
        .filter(|coding| wished.coding.is_none_or(|only| only == *coding))
        .filter(|coding| formats.iter().any(|format| format.fourcc == coding.fourcc()))
        .flat_map(|coding| offered(&device, coding, wished))
        .collect();
    Ok(choose(offered, wished))
}

/// Everything a node offers in one coding, within bounds.
fn offered(device: &v4l::Device, coding: Coding, wished: &WebcamOptions) -> Vec<Mode> {
    let sizes = device.enum_framesizes(coding.fourcc()).unwrap_or_default();
    sizes
        .into_iter()
        .take(MOST_SIZES)
        .map(|size| match size.size {
            FrameSizeEnum::Discrete(d) => (d.width, d.height),
            FrameSizeEnum::Stepwise(s) => (
                step_to(wished.width, s.min_width, s.max_width, s.step_width),
                step_to(wished.height, s.min_height, s.max_height, s.step_height),
            ),
        })
        .filter(|(w, h)| (1..=Frame::MAX_SIDE).contains(w) && (1..=Frame::MAX_SIDE).contains(h))
        .flat_map(|(width, height)| {
            rates(device, coding, (width, height), wished).into_iter().map(move |fps| Mode {
                coding,
                width,
                height,
                fps,
            })
        })
        .collect()
}

/// The whole rates of one size; the wished one where the driver tells none.
fn rates(device: &v4l::Device, coding: Coding, (width, height): (u32, u32), wished: &WebcamOptions) -> Vec<u32> {
    let rates = device.enum_frameintervals(coding.fourcc(), width, height).unwrap_or_default();
    let mut rates: Vec<u32> = rates
        .into_iter()
        .take(MOST_RATES)
        .filter_map(|rate| match rate.interval {
            FrameIntervalEnum::Discrete(f) => (f.numerator == 1 && f.denominator > 0).then_some(f.denominator),
            // The shortest interval is the fastest rate.
            FrameIntervalEnum::Stepwise(s) => Some(wished.fps.min(s.min.denominator / s.min.numerator.max(1)).max(1)),
        })
        .collect();
    if rates.is_empty() {
        rates.push(wished.fps);
    }
    rates
}

/// Best first, one for each coding: where one fails, another may not.
fn choose(mut offered: Vec<Mode>, wished: &WebcamOptions) -> Vec<Mode> {
    offered.sort_by_key(|mode| mode.cost(wished));
    let mut chosen: Vec<Mode> = Vec::with_capacity(Coding::ALL.len());
    for mode in offered {
        if chosen.iter().all(|earlier| earlier.coding != mode.coding) {
            chosen.push(mode);
        }
    }
    chosen
}

fn step_to(wished: u32, least: u32, most: u32, step: u32) -> u32 {
    let inside = wished.clamp(least, most.max(least));
    inside - (inside - least) % step.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Coding::{Mjpeg, Nv12, Yuyv};

    fn mode(coding: Coding, width: u32, height: u32, fps: u32) -> Mode {
        Mode { coding, width, height, fps }
    }

    fn first(offered: &[Mode]) -> Mode {
        choose(offered.to_vec(), &WebcamOptions::default())[0]
    }

    #[test]
    fn the_wished_size_and_rate_win_over_the_largest_picture() {
        let good = mode(Mjpeg, 640, 480, 30);
        assert_eq!(first(&[mode(Mjpeg, 1920, 1080, 5), good, mode(Mjpeg, 1920, 1080, 30)]), good);
        assert_eq!(first(&[mode(Yuyv, 640, 480, 30), good]), good, "with all else equal less goes over the cable");
        assert_eq!(first(&[mode(Mjpeg, 640, 480, 15), mode(Mjpeg, 640, 480, 60), good]), good);
    }

    #[test]
    fn a_picture_that_comes_too_seldom_is_left_for_a_larger_one() {
        let large = mode(Mjpeg, 1280, 720, 30);
        assert_eq!(first(&[mode(Yuyv, 640, 480, 5), large]), large);
        assert_eq!(first(&[mode(Mjpeg, 640, 480, 10), large]), large);
        assert_eq!(first(&[mode(Mjpeg, 640, 480, 15), large]), mode(Mjpeg, 640, 480, 15), "this is enough");
    }

    #[test]
    fn a_picture_that_is_too_small_is_left_for_a_larger_one() {
        let large = mode(Nv12, 1280, 720, 20);
        assert_eq!(first(&[mode(Mjpeg, 320, 240, 30), large]), large);
        let only = mode(Mjpeg, 320, 240, 30);
        assert_eq!(first(&[only]), only, "better than none");
    }

    #[test]
    fn another_coding_of_the_same_size_is_taken_for_its_rate() {
        let fast = mode(Yuyv, 640, 480, 30);
        assert_eq!(first(&[mode(Mjpeg, 640, 480, 15), fast]), fast);
    }

    #[test]
    fn whoever_wishes_for_less_gets_it() {
        let slow = WebcamOptions { fps: 5, ..WebcamOptions::default() };
        let offered = vec![mode(Mjpeg, 640, 480, 30), mode(Mjpeg, 640, 480, 5), mode(Mjpeg, 1280, 720, 5)];
        assert_eq!(choose(offered, &slow)[0], mode(Mjpeg, 640, 480, 5));
    }

    #[test]
    fn each_coding_is_tried_once() {
        let offered = vec![
            mode(Yuyv, 640, 480, 30),
            mode(Mjpeg, 1280, 720, 30),
            mode(Mjpeg, 640, 480, 30),
            mode(Yuyv, 640, 480, 15),
        ];
        let chosen = choose(offered, &WebcamOptions::default());
        assert_eq!(chosen, [mode(Mjpeg, 640, 480, 30), mode(Yuyv, 640, 480, 30)]);
        assert!(choose(Vec::new(), &WebcamOptions::default()).is_empty());
    }

    #[test]
    fn what_the_driver_says_is_taken_and_another_coding_is_not() {
        let asked = mode(Yuyv, 640, 480, 30);
        let given = |width, height, code| v4l::Format::new(width, height, FourCC::new(code));
        let taken = |format, rate| asked.as_taken(&format, rate);
        assert_eq!(taken(given(640, 480, b"YUYV"), Some((1, 30))).unwrap(), asked);
        assert_eq!(taken(given(640, 360, b"YUYV"), Some((1, 25))).unwrap(), mode(Yuyv, 640, 360, 25));
        for odd in [None, Some((1001, 30_000)), Some((1, 0))] {
            assert_eq!(taken(given(640, 480, b"YUYV"), odd).unwrap(), asked);
        }
        for wrong in [given(640, 480, b"MJPG"), given(0, 480, b"YUYV"), given(640, u32::MAX, b"YUYV")] {
            assert!(matches!(taken(wrong, None), Err(CameraError::Garbled(_))), "{wrong:?}");
        }
    }

    #[test]
    fn codings_have_words() {
        for coding in Coding::ALL {
            assert_eq!(Coding::parse(coding.word()), Some(coding));
        }
        assert_eq!(Coding::parse("MJPEG"), None);
        assert_eq!(mode(Mjpeg, 640, 480, 30).to_string(), "MJPEG 640x480 at 30/s");
    }

    #[test]
    fn sizes_keep_to_their_steps() {
        assert_eq!(step_to(640, 320, 1920, 2), 640);
        assert_eq!(step_to(641, 320, 1920, 2), 640);
        assert_eq!(step_to(100, 320, 1920, 2), 320);
        assert_eq!(step_to(9000, 320, 1920, 0), 1920);
        assert_eq!(step_to(9000, 320, 100, 8), 320, "a driver's nonsense does no harm");
    }
}
