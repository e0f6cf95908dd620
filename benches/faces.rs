//! Runs one task of the face check over all frames of a Motion-JPEG stream whenever its name comes in on a
//! line, and answers with milliseconds of processor time a frame. `benches/compare.py` asks, in turns with
//! the programs it compares with.

#![allow(clippy::print_stdout, reason = "its answers are lines")]

use std::error::Error;
use std::hint::black_box;
use std::io::BufRead;
use std::path::Path;
use std::time::{Duration, Instant};

use esscard_kiosk::camera::clip::Clip;
use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::face::detector::Detector;
use esscard_kiosk::face::raster::Picture;
use esscard_kiosk::face::{DETECT_SIDE, FaceEngine};
use esscard_kiosk::net::{Instructions, peak};

type Answer = Result<String, Box<dyn Error>>;

struct Bench {
    frames: Vec<Frame>,
    engine: FaceEngine,
    detector: Detector,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("a Motion-JPEG stream is missing")?;
    let before = resident()?;
    let start = Instant::now();
    let engine = FaceEngine::load()?;
    let load = start.elapsed();
    let models = resident()?.saturating_sub(before);
    let mut bench = Bench { frames: frames(Path::new(&path))?, engine, detector: Detector::load()? };
    for line in std::io::stdin().lock().lines() {
        let answer = match line?.as_str() {
            "detect" => bench.detect()?,
            "track" => bench.track()?,
            "embed" => bench.embed()?,
            "reading" => bench.readings()?,
            "peak" => peak_answer(),
            "load" => format!("{:.0} {:.1}", load.as_secs_f64() * 1e3, models as f64 / 1024.0),
            "machine" => Instructions::detect().name().to_owned(),
            other => return Err(format!("no task {other}").into()),
        };
        println!("{answer}");
    }
    Ok(())
}

/// All frames, at the same moment: the tracker then never finds it time to look for further faces.
fn frames(path: &Path) -> Result<Vec<Frame>, Box<dyn Error>> {
    let clip = Clip::open(path)?;
    (0..clip.len()).map(|i| Ok(clip.picture(i, FrameId(i as u64), Moment::from_millis(0))?)).collect()
}

impl Bench {
    /// Shrinking the picture, network, boxes.
    fn detect(&mut self) -> Answer {
        let start = processor_time()?;
        for frame in &self.frames {
            black_box(self.detector.detect(Picture::from(frame), DETECT_SIDE)?);
        }
        self.share(start)
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
        self.share(start)
    }

    /// Alignment and template.
    fn embed(&mut self) -> Answer {
        let mut faces = Vec::new();
        for frame in &self.frames {
            let found = self.detector.detect(Picture::from(frame), DETECT_SIDE)?;
            faces.extend(found.first().map(|face| (frame, face.five_points)));
        }
        let start = processor_time()?;
        for (frame, points) in &faces {
            black_box(self.engine.embed(frame, points)?);
        }
        let spent = processor_time()?.saturating_sub(start);
        Ok(format!("{:.4}", spent.as_secs_f64() * 1e3 / faces.len().max(1) as f64))
    }

    /// From a frame to its finished reading at 25 frames a second, detector included: median and 95th
    /// percentile of elapsed milliseconds.
    fn readings(&mut self) -> Answer {
        self.engine.reset();
        let mut spent = Vec::new();
        for (i, frame) in self.frames.iter().enumerate() {
            let mut timed = frame.clone();
            timed.at = Moment::from_millis(i as u64 * 40);
            let start = Instant::now();
            black_box(self.engine.read(&timed)?);
            spent.push(start.elapsed().as_secs_f64() * 1e3);
        }
        spent.sort_by(f64::total_cmp);
        let at = |share: f64| spent[(spent.len() as f64 * share) as usize];
        Ok(format!("{:.2} {:.2}", at(0.5), at(0.95)))
    }

    fn share(&self, start: Duration) -> Answer {
        let spent = processor_time()?.saturating_sub(start);
        Ok(format!("{:.4}", spent.as_secs_f64() * 1e3 / self.frames.len().max(1) as f64))
    }
}

/// Multiply-adds a second of one thread: the best of some tries, in units of 10⁹.
fn peak_answer() -> String {
    let mut best = 0.0f64;
    for _ in 0..20 {
        let start = Instant::now();
        let done = peak::multiply_adds(1_000_000);
        best = best.max(done as f64 / start.elapsed().as_secs_f64() / 1e9);
    }
    format!("{best:.1}")
}

/// Processor time of this thread so far. Precise to a tick, which vanishes over all frames.
fn processor_time() -> Result<Duration, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split_whitespace().next().ok_or("an empty schedstat")?.parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}

/// Resident memory in KiB.
fn resident() -> Result<u64, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find(|l| l.starts_with("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}
