//! 1:1 comparisons: who is accepted, by domain, and with reference photos of poor quality.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use esscard_kiosk::domain::face::FaceTemplate;
use esscard_kiosk::domain::match_policy::MatchPolicy;
use esscard_kiosk::face::FaceEngine;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, RgbImage};

use super::manifest::Entry;
use super::statistics::{Count, Scores};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// One photo that has a face, and whose.
pub struct Portrait {
    pub file: PathBuf,
    pub subject: String,
    pub domain: String,
    pub template: FaceTemplate,
    /// Width of the face in pixels.
    pub face_width: f32,
}

/// Templates of all photos of known people; and the numbers ([`Entry::number`]) of those in which no face was
/// found.
pub fn portraits(root: &Path, entries: &[Entry], engine: &mut FaceEngine) -> Fallible<(Vec<Portrait>, Vec<String>)> {
    let (mut portraits, mut faceless) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|e| e.kind == "face_still" && !e.subject.is_empty()) {
        let bytes = std::fs::read(root.join(&entry.file))?;
        match engine.portrait_template(&bytes) {
            Ok((template, face)) => portraits.push(Portrait {
                file: entry.file.clone(),
                subject: entry.subject.clone(),
                domain: entry.domain(),
                template,
                face_width: face.bounds.width,
            }),
            Err(_) => faceless.push(format!("{} ({})", entry.number(), entry.domain())),
        }
    }
    Ok((portraits, faceless))
}

/// Every photo against every other one of its domain.
pub fn by_domain(portraits: &[Portrait]) -> BTreeMap<String, Scores> {
    let mut domains: BTreeMap<&str, Vec<&Portrait>> = BTreeMap::new();
    for portrait in portraits {
        domains.entry(&portrait.domain).or_default().push(portrait);
    }
    domains.retain(|_, portraits| portraits.len() > 1);
    domains.into_iter().map(|(domain, portraits)| (domain.to_owned(), all_pairs(&portraits))).collect()
}

/// All photos against all, over the borders of domains.
pub fn together(portraits: &[Portrait]) -> Scores {
    all_pairs(&portraits.iter().collect::<Vec<_>>())
}

fn all_pairs(portraits: &[&Portrait]) -> Scores {
    let (mut genuine, mut impostor) = (Vec::new(), Vec::new());
    for (n, a) in portraits.iter().enumerate() {
        for b in &portraits[n + 1..] {
            let score = a.template.similarity(&b.template);
            if a.subject == b.subject { genuine.push(score) } else { impostor.push(score) }
        }
    }
    Scores::new(genuine, impostor)
}

/// What was done to the reference photo of a pair.
#[derive(Clone, Copy, Debug)]
pub enum Damage {
    None,
    /// Shrunk until the face is so many pixels wide.
    Small(u32),
    Grey,
    /// Saved again as JPEG of this quality.
    Jpeg(u8),
}

impl Damage {
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Small(80),
        Self::Small(60),
        Self::Small(48),
        Self::Small(36),
        Self::Grey,
        Self::Jpeg(40),
        Self::Jpeg(20),
        Self::Jpeg(8),
    ];

    pub fn name(self) -> String {
        match self {
            Self::None => "as it is".into(),
            Self::Small(width) => format!("face {width} px wide"),
            Self::Grey => "grey".into(),
            Self::Jpeg(quality) => format!("JPEG quality {quality}"),
        }
    }

    /// The photo as PNG or JPEG bytes; `None` if the face is smaller than asked for already.
    fn apply(self, rgb: &RgbImage, face_width: f32) -> Fallible<Option<Vec<u8>>> {
        let mut bytes = Cursor::new(Vec::new());
        match self {
            Self::None => rgb.write_to(&mut bytes, ImageFormat::Png)?,
            Self::Small(width) => {
                let scale = width as f32 / face_width;
                if scale > 1.0 {
                    return Ok(None);
                }
                let side = |pixels: u32| ((pixels as f32 * scale).round() as u32).max(1);
                let small = image::imageops::resize(rgb, side(rgb.width()), side(rgb.height()), FilterType::CatmullRom);
                small.write_to(&mut bytes, ImageFormat::Png)?;
            }
            Self::Grey => {
                DynamicImage::ImageRgb8(rgb.clone()).grayscale().to_rgb8().write_to(&mut bytes, ImageFormat::Png)?;
            }
            Self::Jpeg(quality) => JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(rgb)?,
        }
        Ok(Some(bytes.into_inner()))
    }
}

/// What became of genuine pairs whose reference was damaged.
pub struct Damaged {
    pub damage: Damage,
    /// Pairs of one person that are not accepted, and of those the ones that are refused outright.
    pub not_accepted: Count,
    pub refused: Count,
    /// Pairs of two people that are accepted.
    pub accepted_wrongly: Count,
    /// References in which no face was found any more.
    pub faceless: Count,
}

/// One reference a person (the one with the largest face), damaged in each way, against all other photos.
pub fn damaged(root: &Path, portraits: &[Portrait], engine: &mut FaceEngine) -> Fallible<Vec<Damaged>> {
    let mut references: BTreeMap<&str, &Portrait> = BTreeMap::new();
    for portrait in portraits {
        let best = references.entry(&portrait.subject).or_insert(portrait);
        if portrait.face_width > best.face_width {
            *best = portrait;
        }
    }
    let policy = MatchPolicy::default();
    let mut rows = Vec::new();
    for damage in Damage::ALL {
        let (mut genuine, mut impostor, mut faceless, mut tried) = (Vec::new(), Vec::new(), 0, 0);
        for reference in references.values() {
            let rgb = image::open(root.join(&reference.file))?.to_rgb8();
            let Some(bytes) = damage.apply(&rgb, reference.face_width)? else { continue };
            tried += 1;
            let Ok((template, _)) = engine.portrait_template(&bytes) else {
                faceless += 1;
                continue;
            };
            for other in portraits.iter().filter(|other| other.file != reference.file) {
                let score = template.similarity(&other.template);
                if other.subject == reference.subject { genuine.push(score) } else { impostor.push(score) }
            }
        }
        let scores = Scores::new(genuine, impostor);
        rows.push(Damaged {
            damage,
            not_accepted: scores.false_rejects(policy.accept),
            refused: scores.false_rejects(policy.refer),
            accepted_wrongly: scores.false_accepts(policy.accept),
            faceless: Count { of: faceless, all: tried },
        });
    }
    Ok(rows)
}
