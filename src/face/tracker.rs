//! Follows one face from frame to frame, and looks now and then for further ones.

use super::bystander;
use super::detector::{Detection, Detector, overlap};
use super::error::FaceError;
use super::mesh::{Mesh, MeshFace, Region};
use super::raster::Picture;
use crate::domain::face::FaceBox;
use crate::domain::time::Moment;

/// Below this presence the face counts as lost.
const MIN_PRESENCE: f32 = 0.5;
/// While a face is followed the detector still runs every so many milliseconds.
const DETECT_EVERY_MS: u128 = 300;
/// Longest side of the picture the detector sees while following: enough for a face at a kiosk.
pub const DETECT_SIDE: usize = 320;
/// So many detections in a row that do not show the followed face end the track: a mesh can settle
/// on a hand or a chair.
const MAX_MISSES: u32 = 3;
/// A detected box and the box of the mesh are the same face above this overlap; the mesh's box
/// lacks the forehead, so this is low.
const SAME_FACE: f32 = 0.2;
/// Another face takes over when its box is so much larger than the followed one's.
const TAKE_OVER: f32 = 1.5;
/// The region may not grow, shrink or move by more than this share of itself in one frame.
const MAX_JUMP: f32 = 0.5;

/// What the tracker saw in one frame.
pub(super) struct Seen {
    /// The followed face.
    pub mesh: Option<MeshFace>,
    /// The followed face as the detector saw it in this very frame.
    pub detection: Option<Detection>,
    /// Faces that matter ([`bystander::matters`]) at the latest look, the followed one included.
    pub faces: usize,
    /// Number of the track.
    pub track: u32,
}

/// The state between frames.
#[derive(Default)]
pub(super) struct Tracker {
    region: Option<Region>,
    last_look: Option<Moment>,
    misses: u32,
    faces: usize,
    track: u32,
}

impl Tracker {
    /// Follows the face in one frame.
    pub(super) fn follow(
        &mut self,
        picture: Picture<'_>,
        at: Moment,
        detector: &mut Detector,
        mesh: &mut Mesh,
    ) -> Result<Seen, FaceError> {
        let mut followed = None;
        if let Some(region) = self.region {
            followed = Some(mesh.read(picture, region)?).filter(|m| is_plausible(m, region, picture));
        }
        let due = self.last_look.is_none_or(|last| last > at || at.since(last).as_millis() >= DETECT_EVERY_MS);
        let mut detection = None;
        if followed.is_none() || due {
            let found = detector.detect(picture, DETECT_SIDE)?;
            self.last_look = Some(at);
            let boxes: Vec<FaceBox> = found.iter().map(|d| d.bounds).collect();
            let (kept, own) = self.reconcile(followed, &found);
            followed = kept;
            detection = own.cloned();
            if followed.is_none()
                && let Some(largest) = largest(&found)
            {
                let newly = mesh.read(picture, Region::of_detection(largest))?;
                if newly.presence >= MIN_PRESENCE {
                    self.track += 1;
                    self.misses = 0;
                    detection = Some(largest.clone());
                    followed = Some(newly);
                }
            }
            let main = detection.as_ref().map(|d| d.bounds).or_else(|| followed.as_ref().map(bounds));
            self.faces = bystander::faces_that_matter(main, &boxes);
        }
        self.region = followed.as_ref().map(MeshFace::next_region);
        if followed.is_some() {
            self.faces = self.faces.max(1);
        }
        Ok(Seen { mesh: followed, detection, faces: self.faces, track: self.track })
    }

    /// Keeps the followed face unless the detector says that it is none, or that another one is
    /// much nearer; and finds it among the detections. After it `misses` is 0 exactly if it is there.
    fn reconcile<'d>(
        &mut self,
        followed: Option<MeshFace>,
        found: &'d [Detection],
    ) -> (Option<MeshFace>, Option<&'d Detection>) {
        let Some(mesh) = followed else { return (None, None) };
        let bounds = bounds(&mesh);
        let own = found
            .iter()
            .map(|d| (overlap(&bounds, &d.bounds), d))
            .filter(|(shared, _)| *shared >= SAME_FACE)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, d)| d);
        self.misses = if own.is_some() { 0 } else { self.misses + 1 };
        // Compared as the detector sees both, where it does: the mesh's box lacks the forehead.
        let size = area(own.map_or(&bounds, |d| &d.bounds));
        let nearer = largest(found).is_some_and(|d| area(&d.bounds) >= TAKE_OVER * size);
        if nearer || self.misses >= MAX_MISSES { (None, None) } else { (Some(mesh), own) }
    }

    /// Starts afresh; the next face is a new track.
    pub(super) fn reset(&mut self) {
        *self = Self { track: self.track, ..Self::default() };
    }
}

fn largest(found: &[Detection]) -> Option<&Detection> {
    found.iter().max_by(|a, b| area(&a.bounds).total_cmp(&area(&b.bounds)))
}

/// The box of the mesh's face points.
pub(super) fn bounds(mesh: &MeshFace) -> FaceBox {
    let mut low = [f32::INFINITY; 2];
    let mut high = [f32::NEG_INFINITY; 2];
    for p in &mesh.points()[..super::mesh_points::FACE_POINTS] {
        for k in 0..2 {
            low[k] = low[k].min(p[k]);
            high[k] = high[k].max(p[k]);
        }
    }
    FaceBox { x: low[0], y: low[1], width: high[0] - low[0], height: high[1] - low[1] }
}

fn area(b: &FaceBox) -> f32 {
    b.width * b.height
}

/// A face that is there, has a size, and did not leap: a leap means that the mesh slid off.
fn is_plausible(mesh: &MeshFace, before: Region, picture: Picture<'_>) -> bool {
    let next = mesh.next_region();
    let moved = (next.centre[0] - before.centre[0]).hypot(next.centre[1] - before.centre[1]);
    let grown = next.size / before.size;
    let longest = picture.width().max(picture.height()) as f32;
    mesh.presence >= MIN_PRESENCE
        && next.centre.iter().all(|v| v.is_finite())
        && (16.0..4.0 * longest).contains(&next.size)
        && moved <= MAX_JUMP * before.size
        && (1.0 - MAX_JUMP..1.0 / (1.0 - MAX_JUMP)).contains(&grown)
}
