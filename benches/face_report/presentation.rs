//! What the passive check says of living people and of attacks (words of ISO/IEC 30107-3): recordings, stills
//! held still, and stills held by an imitated hand.

use std::path::{Path, PathBuf};

use esscard_kiosk::domain::device_edges::{EdgeView, move_with_the_face, sides_moving};
use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::presentation::{Look, Presentation, PresentationPolicy, Schedule, judge, mean};
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::face::FaceEngine;
use image::RgbImage;

use super::imitations::{Medium, held, mount};
use super::manifest::Entry;
use super::movements::{frames_of, has_ffmpeg, shape};
use super::statistics::Count;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Frames of an imitated attack, and the time between them.
const IMITATED: u64 = 50;
const IMITATED_MS: u64 = 50;
/// A recording is also judged piece by piece: so many scores are two seconds.
const PIECE: usize = 10;
/// Every so manieth picture of a recording is imitated as shown on a phone.
const REPLAY_STEP: usize = 5;
const REPLAY_PICTURES: usize = 60;

/// What is presented; all but the living are attack instrument species.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Species {
    BonaFide,
    RenderedHead,
    Attack,
    PhotoFile,
    Print,
    LargePrint,
    PhonePhoto,
    PhoneVideo,
}

impl Species {
    const ALL: [Self; 8] = [
        Self::BonaFide,
        Self::Attack,
        Self::Print,
        Self::LargePrint,
        Self::PhonePhoto,
        Self::PhoneVideo,
        Self::PhotoFile,
        Self::RenderedHead,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::BonaFide => "bona fide: recordings of living people",
            Self::RenderedHead => "rendered head, as a file",
            Self::Attack => "photo on a phone before a webcam (recorded)",
            Self::PhotoFile => "photo, as a file (injected, no medium between)",
            Self::Print => "hand-held print (imitated)",
            Self::LargePrint => "print larger than the picture (imitated)",
            Self::PhonePhoto => "photo on a phone (imitated)",
            Self::PhoneVideo => "video of a living person on a phone (imitated)",
        }
    }
}

/// One presentation.
pub struct Presented {
    pub file: PathBuf,
    pub species: Species,
    /// Of the frames that the kiosk would look at.
    pub looks: Vec<Look>,
    /// What the gates say of the first frame that they do not let through.
    pub gated: Option<String>,
}

/// Lets the engine see `frames` (with milliseconds) as the kiosk would.
fn presented(
    engine: &mut FaceEngine,
    file: PathBuf,
    species: Species,
    frames: impl Iterator<Item = (u64, RgbImage)>,
) -> Fallible<Presented> {
    engine.reset();
    let (mut looks, mut gated) = (Vec::new(), None);
    let mut schedule = Schedule::default();
    for (id, (ms, picture)) in (0..).zip(frames) {
        let (w, h) = picture.dimensions();
        let frame = Frame::new(FrameId(id), Moment::from_millis(ms), w, h, picture.as_raw().as_slice())?;
        let reading = engine.read(&frame)?;
        if let Some(face) = schedule.due(&reading) {
            looks.push(engine.look(&frame, face)?);
        } else if let (None, Some(face)) = (&gated, &reading.face) {
            let judged = esscard_kiosk::domain::quality::Gates::default().judge(face, reading.faces);
            gated = judged.fault.map(|fault| format!("{fault:?}"));
        }
    }
    Ok(Presented { file, species, looks, gated })
}

/// Everything that can be presented from `root`; without ffmpeg no recordings.
pub fn all(root: &Path, entries: &[Entry], engine: &mut FaceEngine) -> Fallible<Vec<Presented>> {
    let mut rows = Vec::new();
    if has_ffmpeg() {
        for entry in entries {
            let species = match entry.kind.as_str() {
                "face_video" | "bona_fide_video" => Species::BonaFide,
                "attack_video" => Species::Attack,
                "rendered_demo_video" => Species::RenderedHead,
                _ => continue,
            };
            recording(&root.join(&entry.file), &entry.file, species, engine, &mut rows)?;
        }
    }
    for entry in entries.iter().filter(|e| e.file.starts_with("identity/us_officials")) {
        // Paths of photos name people.
        let shown = PathBuf::from(entry.number());
        let photo = image::open(root.join(&entry.file))?.to_rgb8();
        let times = (0..IMITATED).map(|i| i * IMITATED_MS);
        let still = times.clone().map(|ms| (ms, photo.clone()));
        rows.push(presented(engine, shown.clone(), Species::PhotoFile, still)?);
        for (medium, species) in [
            (Medium::Print, Species::Print),
            (Medium::LargePrint, Species::LargePrint),
            (Medium::Phone, Species::PhonePhoto),
        ] {
            let sheet = mount(&photo, medium);
            let frames = times.clone().map(|ms| (ms, held(&sheet, ms as f32 / 1e3)));
            rows.push(presented(engine, shown.clone(), species, frames)?);
        }
    }
    Ok(rows)
}

fn recording(
    clip: &Path,
    file: &Path,
    species: Species,
    engine: &mut FaceEngine,
    rows: &mut Vec<Presented>,
) -> Fallible<()> {
    let (width, height, fps) = shape(clip)?;
    let pixels = frames_of(clip)?;
    let picture = |(i, pixels): (usize, &[u8])| {
        let picture = RgbImage::from_raw(width, height, pixels.to_vec())?;
        Some(((i as f64 * 1000.0 / fps) as u64, picture))
    };
    let pictures = || pixels.chunks_exact((width * height * 3) as usize).enumerate();
    rows.push(presented(engine, file.to_owned(), species, pictures().filter_map(picture))?);
    if species == Species::BonaFide {
        let shown = pictures().step_by(REPLAY_STEP).take(REPLAY_PICTURES).filter_map(picture);
        let held = shown.map(|(ms, shown)| (ms, held(&mount(&shown, Medium::Phone), ms as f32 / 1e3)));
        rows.push(presented(engine, file.to_owned(), Species::PhoneVideo, held)?);
    }
    Ok(())
}

/// Counts by species: presentations, never seen well enough to be scored, passed, unclear, taken for an attack; and
/// what either signal says alone.
pub fn table(rows: &[Presented], policy: PresentationPolicy) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let head = vec![
        "presented",
        "presentations",
        "not scored: the quality gates stop them",
        "passed",
        "unclear",
        "taken for an attack",
        "APCER, or BPCER of the living",
        "passed by the network alone",
        "with an upright and a level edge that move with the face",
    ];
    let mut lines = Vec::new();
    for species in Species::ALL {
        let of: Vec<&Presented> = rows.iter().filter(|row| row.species == species).collect();
        if of.is_empty() {
            continue;
        }
        let whole: Vec<&[Look]> = of.iter().map(|row| row.looks.as_slice()).collect();
        lines.push(line(species.name().to_owned(), species, &whole, policy));
        if species == Species::BonaFide {
            let pieces: Vec<&[Look]> = of.iter().flat_map(|row| row.looks.chunks_exact(PIECE)).collect();
            let name = format!("the same in pieces of {PIECE} frames (not independent)");
            lines.push(line(name, species, &pieces, policy));
        }
    }
    (head, lines)
}

fn scores(looks: &[Look]) -> Vec<f32> {
    looks.iter().filter_map(|look| look.score).collect()
}

fn edges(looks: &[Look]) -> Vec<EdgeView> {
    looks.iter().map(|look| look.edges.clone()).collect()
}

fn line(name: String, species: Species, presentations: &[&[Look]], policy: PresentationPolicy) -> Vec<String> {
    let mut scored = presentations.to_vec();
    scored.retain(|looks| scores(looks).len() >= policy.frames);
    let count = |what| scored.iter().filter(|looks| judge(Some(policy), looks) == what).count();
    let passed = count(Presentation::Live);
    let errors = if species == Species::BonaFide { scored.len() - passed } else { passed };
    let by_network = scored.iter().filter(|looks| mean(&scores(looks)).is_some_and(|mean| mean >= policy.live_from));
    let with_edges = scored.iter().filter(|looks| move_with_the_face(&edges(looks)));
    vec![
        name,
        presentations.len().to_string(),
        (presentations.len() - scored.len()).to_string(),
        passed.to_string(),
        count(Presentation::Unclear).to_string(),
        count(Presentation::Attack).to_string(),
        Count { of: errors, all: scored.len() }.to_string(),
        by_network.count().to_string(),
        with_edges.count().to_string(),
    ]
}

/// One line a presentation, as a table of comma-separated values.
pub fn csv(rows: &[Presented]) -> String {
    let mut out = String::from("species,file,frames,mean,least,sides_moving,edges_move,first_gate\n");
    for row in rows {
        let scores = scores(&row.looks);
        let least = scores.iter().copied().fold(f32::INFINITY, f32::min);
        let cells = [
            format!("{:?}", row.species),
            row.file.display().to_string(),
            scores.len().to_string(),
            mean(&scores).map_or(String::new(), |m| format!("{m:.3}")),
            if scores.is_empty() { String::new() } else { format!("{least:.3}") },
            sides_moving(&edges(&row.looks)).len().to_string(),
            move_with_the_face(&edges(&row.looks)).to_string(),
            row.gated.clone().unwrap_or_default(),
        ];
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}
