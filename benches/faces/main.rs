//! Runs one task of the face check whenever its name comes in on a line, and answers with figures on one
//! line. `benches/faces.py` asks, in turns with the programs it compares with.

#![allow(clippy::print_stdout, reason = "its answers are lines")]

mod capture;
mod networks;
mod process;

use std::error::Error;
use std::hint::black_box;
use std::io::BufRead;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::presentation::Schedule;
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::face::detector::{Detection, Detector};
use esscard_kiosk::face::raster::Picture;
use esscard_kiosk::face::{DETECT_SIDE, FaceEngine};
use esscard_kiosk::net::Instructions;
use process::{processor_time, resident};

type Answer = Result<String, Box<dyn Error>>;

struct Bench {
    stream: PathBuf,
    /// The pictures of the stream, as a camera sends them.
    jpegs: Vec<Vec<u8>>,
    /// The same decoded, all at the same moment: the tracker then never finds it time to look for further faces.
    frames: Vec<Frame>,
    engine: FaceEngine,
    detector: Detector,
}

fn main() -> Result<(), Box<dyn Error>> {
    let stream = PathBuf::from(std::env::args().nth(1).ok_or("a Motion-JPEG stream is missing")?);
    let jpegs = pictures(&std::fs::read(&stream)?);
    let first = decode(jpegs.first().ok_or("no picture")?, 0, 0)?;
    let before = resident()?;
    let start = Instant::now();
    let mut engine = FaceEngine::load()?;
    let load = start.elapsed();
    // Networks take the memory they run in with the first frame.
    let reading = engine.read(&first)?;
    let face = reading.face.ok_or("no face in the first frame")?;
    engine.embed(&first, &face.five_points)?;
    engine.look(&first, &face)?;
    let models = resident()?.saturating_sub(before);
    let frames = jpegs.iter().enumerate().map(|(i, jpeg)| decode(jpeg, i, 0)).collect::<Result<_, _>>()?;
    let mut bench = Bench { stream, jpegs, frames, engine, detector: Detector::load()? };
    for line in std::io::stdin().lock().lines() {
        let answer = match line?.as_str() {
            "detect" => bench.detect()?,
            "track" => bench.track()?,
            "embed" => bench.embed()?,
            "reading" => bench.readings()?,
            "capture" => capture::figures(&bench.stream)?,
            "networks" => networks::each()?,
            "widths" => networks::widths()?,
            "load" => format!("{:.0} {:.1}", load.as_secs_f64() * 1e3, models as f64 / 1024.0),
            "machine" => Instructions::detect().name().to_owned(),
            other => return Err(format!("no task {other}").into()),
        };
        println!("{answer}");
    }
    Ok(())
}

/// JPEG pictures that lie one after another.
fn pictures(stream: &[u8]) -> Vec<Vec<u8>> {
    let starts: Vec<usize> =
        stream.windows(3).enumerate().filter(|(_, mark)| *mark == [0xff, 0xd8, 0xff]).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([stream.len()]);
    starts.iter().zip(ends).map(|(&from, to)| stream[from..to].to_vec()).collect()
}

/// A frame as the webcam's thread makes it.
fn decode(jpeg: &[u8], i: usize, ms: u64) -> Result<Frame, Box<dyn Error>> {
    let rgb = nokhwa::utils::mjpeg_to_rgb(jpeg, false)?;
    Ok(Frame::new(FrameId(i as u64), Moment::from_millis(ms), 640, 480, rgb)?)
}

impl Bench {
    /// Shrinking the picture, network, boxes.
    fn detect(&mut self) -> Answer {
        let start = processor_time()?;
        for frame in &self.frames {
            black_box(self.detector.detect(Picture::from(frame), DETECT_SIDE)?);
        }
        share(start, self.frames.len())
    }

    /// Mesh, pose, openness and quality of a face that is followed.
    fn track(&mut self) -> Answer {
        self.engine.reset();
        if let Some(first) = self.frames.first() {
            self.engine.read(first)?;
        }
        let start = processor_time()?;
        for frame in &self.frames {
            black_box(self.engine.read(frame)?);
        }
        share(start, self.frames.len())
    }

    /// Alignment and template.
    fn embed(&mut self) -> Answer {
        let faces = self.faces()?;
        let start = processor_time()?;
        for (frame, face) in &faces {
            black_box(self.engine.embed(&self.frames[*frame], &face.five_points)?);
        }
        share(start, faces.len())
    }

    /// The largest face of each frame in which there is one.
    fn faces(&mut self) -> Result<Vec<(usize, Detection)>, Box<dyn Error>> {
        let mut faces = Vec::new();
        for (i, frame) in self.frames.iter().enumerate() {
            faces.extend(self.detector.detect(Picture::from(frame), DETECT_SIDE)?.into_iter().next().map(|d| (i, d)));
        }
        Ok(faces)
    }

    /// A camera of 30 frames a second, detector included, as the threads of a capture do it. Milliseconds:
    /// median and 95th percentile of decoding, the same of decoding and reading, processor time a frame of
    /// both; median of a liveness score with the search for edges; then the share of frames that have them, and
    /// processor time a frame with both.
    fn readings(&mut self) -> Answer {
        let mut alone = Times::default();
        let mut whole = Times::default();
        let spent = self.capture(None, &mut alone)?;
        let spent_with_scores = self.capture(Some(Schedule::default()), &mut whole)?;
        Ok(format!(
            "{:.2} {:.2} {:.2} {:.2} {spent:.2} {:.2} {:.3} {spent_with_scores:.2}",
            at(&mut alone.decoded, 0.5),
            at(&mut alone.decoded, 0.95),
            at(&mut alone.read, 0.5),
            at(&mut alone.read, 0.95),
            at(&mut whole.scored, 0.5),
            whole.scored.len() as f64 / whole.read.len() as f64,
        ))
    }

    /// Notes elapsed times; gives milliseconds of processor time a frame.
    fn capture(&mut self, mut schedule: Option<Schedule>, times: &mut Times) -> Result<f64, Box<dyn Error>> {
        self.engine.reset();
        let begun = processor_time()?;
        for (i, jpeg) in self.jpegs.iter().enumerate() {
            let start = Instant::now();
            let frame = decode(jpeg, i, i as u64 * 1000 / 30)?;
            times.decoded.push(start.elapsed());
            let reading = self.engine.read(&frame)?;
            times.read.push(start.elapsed());
            if let Some(face) = schedule.as_mut().and_then(|schedule| schedule.due(&reading)) {
                let start = Instant::now();
                black_box(self.engine.look(&frame, face)?);
                times.scored.push(start.elapsed());
            }
        }
        Ok(processor_time()?.saturating_sub(begun).as_secs_f64() * 1e3 / self.jpegs.len() as f64)
    }
}

/// Elapsed times of one run over the frames.
#[derive(Default)]
struct Times {
    decoded: Vec<Duration>,
    /// Decoded and read.
    read: Vec<Duration>,
    scored: Vec<Duration>,
}

/// The value in milliseconds below which this share of `times` lies; not a number of none.
fn at(times: &mut [Duration], share: f64) -> f64 {
    times.sort();
    times.get((times.len() as f64 * share) as usize).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}

/// Milliseconds of this thread's processor time since `start` for each of `items`.
fn share(start: Duration, items: usize) -> Answer {
    let spent = processor_time()?.saturating_sub(start);
    Ok(format!("{:.4}", spent.as_secs_f64() * 1e3 / items.max(1) as f64))
}
