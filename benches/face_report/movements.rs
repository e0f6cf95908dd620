//! Readings of recordings, frame by frame, against an independent automatic measurement of the same
//! frames (`video_measurements`, MediaPipe FaceMesh).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::face::FaceEngine;
use esscard_kiosk::face::events::{MovementCounter, MovementCounts};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The measure of a frame: degrees, or ratios.
#[derive(Clone, Copy, Debug, Default)]
struct Measures {
    eyes: f64,
    mouth: f64,
    yaw: f64,
    pitch: f64,
}

/// How two series of the same measure agree.
#[derive(Clone, Copy, Debug)]
pub struct Agreement {
    /// Pearson's coefficient.
    pub correlation: f64,
    /// Median of the absolute differences, each series against its own median.
    pub median_difference: f64,
    /// 95th percentile of the same.
    pub large_difference: f64,
}

/// One recording.
pub struct Recording {
    pub file: PathBuf,
    pub frames: usize,
    pub with_face: usize,
    pub counts: MovementCounts,
    /// Name, unit and agreement of each measure.
    pub measures: Vec<(&'static str, &'static str, Agreement)>,
}

/// Whether recordings can be read on this machine.
pub fn has_ffmpeg() -> bool {
    Command::new("ffmpeg").arg("-version").output().is_ok()
}

/// All recordings of which there are measurements; `None` without ffmpeg.
pub fn recordings(root: &Path, engine: &mut FaceEngine) -> Fallible<Option<Vec<Recording>>> {
    if !has_ffmpeg() {
        return Ok(None);
    }
    let Ok(folder) = std::fs::read_dir(root.join("video_measurements")) else { return Ok(Some(Vec::new())) };
    let mut files: Vec<PathBuf> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut rows = Vec::new();
    for measurements in files {
        let Some(name) = measurements.file_stem().map(PathBuf::from) else { continue };
        let clip = ["video", "demo"].iter().map(|folder| root.join(folder).join(&name)).find(|clip| clip.is_file());
        let Some(clip) = clip else { continue };
        rows.push(recording(&clip, name, &measurements, engine)?);
    }
    Ok(Some(rows))
}

fn recording(clip: &Path, name: PathBuf, measurements: &Path, engine: &mut FaceEngine) -> Fallible<Recording> {
    let theirs = reference(measurements)?;
    let (width, height, fps) = shape(clip)?;
    let pixels = frames_of(clip)?;
    engine.reset();
    let mut counter = MovementCounter::new();
    let mut pairs = Vec::new();
    let (mut frames, mut with_face) = (0, 0);
    for (id, pixels) in (0_u64..).zip(pixels.chunks_exact((width * height * 3) as usize)) {
        let at = Moment::from_millis((id as f64 * 1000.0 / fps) as u64);
        let reading = engine.read(&Frame::new(FrameId(id), at, width, height, pixels)?)?;
        counter.read(&reading);
        frames += 1;
        let Some(face) = &reading.face else { continue };
        with_face += 1;
        if let Some(Some(theirs)) = theirs.get(id as usize) {
            let ours = Measures {
                eyes: f64::from(face.eyes.left.midpoint(face.eyes.right)),
                mouth: f64::from(face.mouth),
                yaw: f64::from(face.pose.yaw),
                pitch: f64::from(face.pose.pitch),
            };
            pairs.push((ours, *theirs));
        }
    }
    let of = |take: fn(&Measures) -> f64, relative| {
        let ours: Vec<f64> = pairs.iter().map(|(ours, _)| take(ours)).collect();
        let theirs: Vec<f64> = pairs.iter().map(|(_, theirs)| take(theirs)).collect();
        agreement(&ours, &theirs, relative)
    };
    let measures = [
        ("eyes", "of the median", of(|m| m.eyes, true)),
        ("mouth", "ratio", of(|m| m.mouth, false)),
        ("yaw", "degrees", of(|m| m.yaw, false)),
        ("pitch", "degrees", of(|m| m.pitch, false)),
    ];
    let measures = measures.into_iter().filter_map(|(name, unit, found)| Some((name, unit, found?))).collect();
    Ok(Recording { file: name, frames, with_face, counts: counter.counts(), measures })
}

/// All frames of a recording, one after the other, 8-bit RGB.
pub fn frames_of(clip: &Path) -> Fallible<Vec<u8>> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(clip)
        .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        .output()?;
    written(output)
}

/// What a program wrote. One that failed midway would otherwise pass for a short recording.
fn written(output: Output) -> Fallible<Vec<u8>> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()).into())
}

/// Width, height, frames a second.
pub fn shape(clip: &Path) -> Fallible<(u32, u32, f64)> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height,r_frame_rate"])
        .args(["-of", "csv=p=0"])
        .arg(clip)
        .output()?;
    let text = String::from_utf8(written(output)?)?;
    let mut parts = text.trim().split(',');
    let mut next = || parts.next().ok_or("ffprobe says less than expected");
    let (width, height, rate) = (next()?.parse()?, next()?.parse()?, next()?);
    let (over, under) = rate.split_once('/').ok_or("a rate without a fraction")?;
    Ok((width, height, over.parse::<f64>()? / under.trim().parse::<f64>()?.max(1.0)))
}

/// Measures by frame number; `None` where none was found.
fn reference(measurements: &Path) -> Fallible<Vec<Option<Measures>>> {
    let mut reader = csv::Reader::from_path(measurements)?;
    let header = reader.headers()?.clone();
    let mut frames = Vec::new();
    for row in reader.records() {
        let row = row?;
        let value = |name: &str| -> Option<f64> { row.get(header.iter().position(|h| h == name)?)?.parse().ok() };
        let measures = || {
            Some(Measures {
                eyes: value("earL")?.midpoint(value("earR")?),
                mouth: value("mar")?,
                yaw: value("yaw")?,
                pitch: value("pitch")?,
            })
        };
        frames.push(measures());
    }
    Ok(frames)
}

fn agreement(ours: &[f64], theirs: &[f64], relative: bool) -> Option<Agreement> {
    if ours.len() < 10 {
        return None;
    }
    let centred = |values: &[f64]| -> Vec<f64> {
        let middle = quantile(values, 0.5);
        values.iter().map(|v| if relative { v / middle - 1.0 } else { v - middle }).collect()
    };
    let (a, b) = (centred(ours), centred(theirs));
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (ma, mb) = (mean(&a), mean(&b));
    let product: f64 = a.iter().zip(&b).map(|(a, b)| (a - ma) * (b - mb)).sum();
    let spread = |values: &[f64], m: f64| values.iter().map(|v| (v - m).powi(2)).sum::<f64>().sqrt();
    Some(Agreement {
        correlation: product / (spread(&a, ma) * spread(&b, mb)).max(1e-12),
        median_difference: quantile(&differences, 0.5),
        large_difference: quantile(&differences, 0.95),
    })
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}
