//! What a template could be made of: one picture, the mean of several, or a picture and its mirror image.
//!
//! Measured on photos (each against every other one of its person; a mean leaves the compared one out) and on
//! recordings: the proof's frames of a capture, against photos and frames of other recordings.

use std::collections::BTreeMap;
use std::path::Path;

use esscard_kiosk::domain::face::{FaceState, FaceTemplate, TEMPLATE_LEN};
use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::match_policy::MatchPolicy;
use esscard_kiosk::domain::quality::Gates;
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::face::FaceEngine;
use image::imageops::flip_horizontal;
use image::{DynamicImage, RgbImage};

use super::manifest::Entry;
use super::movements::{frames_of, has_ffmpeg, shape};
use super::page::Table;
use super::statistics::{OperatingPoint, Scores};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Pictures of a mean: a proof has up to seven frames, three of them of a straight face.
const MEAN_OF: usize = 3;
/// Seconds between the frames of one capture.
const APART: f64 = 1.5;
/// What the manifest calls recordings of living people.
const KINDS: [&str; 2] = ["face_video", "bona_fide_video"];

/// One picture's template, as it is and averaged with its mirror image's.
struct Made {
    plain: FaceTemplate,
    with_mirror: FaceTemplate,
}

/// How a template is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    One,
    Mirror,
    Mean,
    MeanAndMirror,
}

impl Way {
    const ALL: [Self; 4] = [Self::One, Self::Mirror, Self::Mean, Self::MeanAndMirror];

    fn name(self) -> &'static str {
        match self {
            Self::One => "one picture",
            Self::Mirror => "one picture and its mirror image, on both sides",
            Self::Mean => "mean of three pictures",
            Self::MeanAndMirror => "mean of three pictures and their mirror images, mirror images on both sides",
        }
    }

    /// From `pictures`, of which the ways with one take the first.
    fn probe(self, pictures: &[&Made]) -> Option<FaceTemplate> {
        match self {
            Self::One => pictures.first().map(|made| made.plain.clone()),
            Self::Mirror => pictures.first().map(|made| made.with_mirror.clone()),
            Self::Mean => mean(pictures.iter().map(|made| &made.plain)),
            Self::MeanAndMirror => mean(pictures.iter().map(|made| &made.with_mirror)),
        }
    }

    fn reference(self, made: &Made) -> &FaceTemplate {
        match self {
            Self::One | Self::Mean => &made.plain,
            Self::Mirror | Self::MeanAndMirror => &made.with_mirror,
        }
    }
}

/// The mean of templates, of unit length.
fn mean<'a>(templates: impl Iterator<Item = &'a FaceTemplate>) -> Option<FaceTemplate> {
    let mut sum = [0.0; TEMPLATE_LEN];
    for template in templates {
        sum.iter_mut().zip(template.values()).for_each(|(sum, value)| *sum += value);
    }
    FaceTemplate::normalised(sum)
}

fn frame(rgb: &RgbImage) -> Fallible<Frame> {
    Ok(Frame::new(FrameId(0), Moment::default(), rgb.width(), rgb.height(), rgb.as_raw().as_slice())?)
}

fn made(engine: &mut FaceEngine, rgb: &RgbImage, face: &FaceState) -> Fallible<Made> {
    let plain = engine.embed(&frame(rgb)?, &face.five_points)?;
    let width = rgb.width() as f32;
    let [right, left, nose, mouth_right, mouth_left] = face.five_points.map(|[x, y]| [width - x, y]);
    let mirror = engine.embed(&frame(&flip_horizontal(rgb))?, &[left, right, nose, mouth_left, mouth_right])?;
    let with_mirror = mean([&plain, &mirror].into_iter()).ok_or("a template of no length")?;
    Ok(Made { plain, with_mirror })
}

/// Genuine and impostor similarities of one way.
#[derive(Default)]
struct Gathered {
    genuine: Vec<f32>,
    impostor: Vec<f32>,
}

type ByWay = BTreeMap<Way, Gathered>;

fn compare(all: &mut ByWay, pictures: &[&Made], reference: &Made, same: bool) {
    for way in Way::ALL {
        let Some(probe) = way.probe(pictures) else { continue };
        let score = probe.similarity(way.reference(reference));
        let gathered = all.entry(way).or_default();
        if same { gathered.genuine.push(score) } else { gathered.impostor.push(score) }
    }
}

/// The table of all ways, by what was compared.
pub fn table(root: &Path, entries: &[Entry], engine: &mut FaceEngine) -> Fallible<Table> {
    let (mut photos, mut domains): (BTreeMap<String, Vec<Made>>, BTreeMap<String, String>) = Default::default();
    for entry in entries.iter().filter(|e| e.kind == "face_still" && !e.subject.is_empty()) {
        let rgb = image::open(root.join(&entry.file)).map(DynamicImage::into_rgb8)?;
        let Some(face) = engine.inspect(&rgb)?.into_iter().next() else { continue };
        photos.entry(entry.subject.clone()).or_default().push(made(engine, &rgb, &face)?);
        domains.insert(entry.subject.clone(), entry.domain());
    }
    let captures = captures(root, entries, engine)?;
    let mut sets: Vec<(String, ByWay)> = Vec::new();

    let mut of_photos: BTreeMap<&str, ByWay> = BTreeMap::new();
    for (subject, own) in &photos {
        // Of two photos no mean can leave one out.
        if own.len() <= MEAN_OF {
            continue;
        }
        let all = of_photos.entry(&domains[subject]).or_default();
        for at in 0..own.len() {
            // Three pictures of a person, and all others to compare them with.
            let chosen: Vec<usize> = (0..MEAN_OF).map(|k| (at + k) % own.len()).collect();
            let pictures: Vec<&Made> = chosen.iter().map(|n| &own[*n]).collect();
            for (n, reference) in own.iter().enumerate() {
                if !chosen.contains(&n) {
                    compare(all, &pictures, reference, true);
                }
            }
            for (_, others) in photos.iter().filter(|(other, _)| *other != subject) {
                for reference in others {
                    compare(all, &pictures, reference, false);
                }
            }
        }
    }
    sets.extend(of_photos.into_iter().map(|(domain, all)| (format!("photos of {domain}"), all)));

    let mut recorded = ByWay::new();
    for (n, capture) in captures.iter().enumerate() {
        let pictures: Vec<&Made> = capture.pictures.iter().collect();
        for (_, others) in photos.iter().filter(|(subject, _)| **subject != capture.subject) {
            for reference in others {
                compare(&mut recorded, &pictures, reference, false);
            }
        }
        for other in
            captures.iter().enumerate().filter(|(m, other)| *m != n && other.file != capture.file).map(|(_, o)| o)
        {
            compare(&mut recorded, &pictures, &other.pictures[0], other.subject == capture.subject);
        }
    }
    sets.push(("recordings of living people against other recordings and photos".into(), recorded));
    Ok((
        vec![
            "compared",
            "template",
            "pairs: same / different",
            "same: mean / 5th percentile",
            "different: mean / highest",
            "same, not accepted",
            "different, accepted",
            "same, not accepted at FAR 1e-3",
        ],
        sets.into_iter().flat_map(|(name, all)| rows(&name, all)).collect(),
    ))
}

fn rows(name: &str, all: ByWay) -> Vec<Vec<String>> {
    let accept = MatchPolicy::default().accept;
    let average = |values: &[f32]| values.iter().sum::<f32>() / values.len().max(1) as f32;
    all.into_iter()
        .map(|(way, gathered)| {
            let scores = Scores::new(gathered.genuine, gathered.impostor);
            let (genuine, impostor) = (scores.genuine(), scores.impostor());
            let low = genuine.get(genuine.len() / 20).copied().unwrap_or(f32::NAN);
            let high = impostor.last().copied().unwrap_or(f32::NAN);
            vec![
                name.to_owned(),
                way.name().to_owned(),
                format!("{} / {}", genuine.len(), impostor.len()),
                format!("{:.3} / {low:.3}", average(genuine)),
                format!("{:.3} / {high:.3}", average(impostor)),
                scores.false_rejects(accept).to_string(),
                scores.false_accepts(accept).to_string(),
                match scores.at(1e-3) {
                    OperatingPoint::TooFew { needed, there } => format!("needs {needed} pairs, {there} there"),
                    OperatingPoint::At { threshold, false_rejects, .. } => format!("{false_rejects} at {threshold:.3}"),
                },
            ]
        })
        .collect()
}

/// Frames that a capture would compare: straight, let through by the gates, some time apart.
struct Capture {
    file: String,
    subject: String,
    pictures: Vec<Made>,
}

/// Those of all recordings; without ffmpeg none.
fn captures(root: &Path, entries: &[Entry], engine: &mut FaceEngine) -> Fallible<Vec<Capture>> {
    if !has_ffmpeg() {
        return Ok(Vec::new());
    }
    let gates = Gates::default();
    let mut all = Vec::new();
    for entry in entries.iter().filter(|e| KINDS.contains(&e.kind.as_str())) {
        let clip = root.join(&entry.file);
        let (width, height, fps) = shape(&clip)?;
        let step = ((APART * fps) as usize).max(1);
        let pixels = frames_of(&clip)?;
        let file = entry.file.display().to_string();
        let mut pictures = Vec::new();
        for pixels in pixels.chunks_exact((width * height * 3) as usize).step_by(step) {
            let rgb = RgbImage::from_raw(width, height, pixels.to_vec()).ok_or("a frame of another size")?;
            let faces = engine.inspect(&rgb)?;
            let Some(face) = faces.first() else { continue };
            if gates.judge(face, 1).fault.is_some() || face.pose.yaw.abs() > gates.photo_turn {
                continue;
            }
            pictures.push(made(engine, &rgb, face)?);
            if pictures.len() == MEAN_OF {
                let (file, subject) = (file.clone(), entry.subject.clone());
                all.push(Capture { file, subject, pictures: std::mem::take(&mut pictures) });
            }
        }
    }
    Ok(all)
}
