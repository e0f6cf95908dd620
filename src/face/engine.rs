//! The face engine: one frame in, one reading out.

use std::sync::Arc;

use image::RgbImage;
use rten::ThreadPool;

use super::align::Point;
use super::detector::{Detection, Detector};
use super::embedding::Embedding;
use super::error::FaceError;
use super::measure::measure;
use super::mesh::{Mesh, MeshFace, Region};
use super::mesh_points::{LEFT_EYE, LEFT_IRIS, RIGHT_EYE, RIGHT_IRIS};
use super::raster::Picture;
use super::tracker::{Seen, Tracker, bounds};
use super::{openness, portrait, pose};
use crate::domain::face::{FaceReading, FaceState, FaceTemplate};
use crate::domain::frame::Frame;

/// Longest side of a still as the detector sees it.
const STILL_SIDE: usize = 640;
/// A second look at stills in which nothing was found: a face that fills the picture is too large
/// for the detector at full size.
const STILL_SIDE_AGAIN: usize = 192;

/// The networks, and the face followed from frame to frame. Not shared between threads; loading
/// takes a fraction of a second.
pub struct FaceEngine {
    detector: Detector,
    mesh: Mesh,
    embedding: Embedding,
    tracker: Tracker,
}

impl FaceEngine {
    /// Checks the networks' hashes and loads them. They run on one thread: the screen needs the
    /// other core, and these networks are too small to gain from two.
    ///
    /// # Errors
    /// [`FaceError::Damaged`] or [`FaceError::Unusable`].
    pub fn load() -> Result<Self, FaceError> {
        let threads = Arc::new(ThreadPool::with_num_threads(1));
        Ok(Self {
            detector: Detector::load(&threads)?,
            mesh: Mesh::load(&threads)?,
            embedding: Embedding::load(&threads)?,
            tracker: Tracker::default(),
        })
    }

    /// Reads the next frame of a camera: follows the largest face.
    ///
    /// # Errors
    /// If a network fails.
    pub fn read(&mut self, frame: &Frame) -> Result<FaceReading, FaceError> {
        let picture = Picture::from(frame);
        let Seen { mesh, detection, faces, track } =
            self.tracker.follow(picture, frame.at, &mut self.detector, &mut self.mesh)?;
        let face = mesh.map(|mesh| {
            let score = detection.as_ref().map_or(mesh.presence, |d| d.score);
            state(picture, &mesh, self.mesh.crop(), score, detection.map(|d| d.five_points))
        });
        Ok(FaceReading {
            frame: frame.id,
            at: frame.at,
            frame_size: (frame.width(), frame.height()),
            faces,
            face,
            track,
        })
    }

    /// Lets go of the followed face and overwrites what was seen of it.
    pub fn reset(&mut self) {
        self.tracker.reset();
        self.detector.forget();
        self.mesh.forget();
    }

    /// The template of the face at `five_points` ([`FaceState::five_points`]).
    ///
    /// # Errors
    /// [`FaceError::Unaligned`] if the points are no face; otherwise if the network fails.
    pub fn embed(&mut self, frame: &Frame, five_points: &[Point; 5]) -> Result<FaceTemplate, FaceError> {
        self.embedding.embed(Picture::from(frame), five_points)
    }

    /// All faces of a still, the largest first. Does not disturb the followed face.
    ///
    /// # Errors
    /// If a network fails.
    pub fn inspect(&mut self, rgb: &RgbImage) -> Result<Vec<FaceState>, FaceError> {
        let picture = Picture::from(rgb);
        let mut found = self.detector.detect(picture, STILL_SIDE)?;
        if found.is_empty() {
            found = self.detector.detect(picture, STILL_SIDE_AGAIN)?;
        }
        let area = |d: &Detection| d.bounds.width * d.bounds.height;
        found.sort_by(|a, b| area(b).total_cmp(&area(a)));
        let mut faces = Vec::with_capacity(found.len());
        for detection in found {
            // Twice: the second region, from the points, is the one the measures were taken with.
            let rough = self.mesh.read(picture, Region::of_detection(&detection))?;
            let mesh = self.mesh.read(picture, rough.next_region())?;
            faces.push(state(picture, &mesh, self.mesh.crop(), detection.score, Some(detection.five_points)));
        }
        Ok(faces)
    }

    /// [`Self::inspect`] for a photo's bytes (JPEG or PNG).
    ///
    /// # Errors
    /// [`FaceError::Photo`] if it cannot be decoded; otherwise if a network fails.
    pub fn inspect_photo(&mut self, bytes: &[u8]) -> Result<Vec<FaceState>, FaceError> {
        self.inspect(&portrait::decode(bytes)?)
    }

    /// The template of the largest face of a photo (JPEG or PNG bytes), and that face.
    ///
    /// # Errors
    /// [`FaceError::Photo`] if it cannot be decoded, [`FaceError::NoFace`] if there is no face in
    /// it; otherwise if a network fails.
    pub fn portrait_template(&mut self, bytes: &[u8]) -> Result<(FaceTemplate, FaceState), FaceError> {
        let rgb = portrait::decode(bytes)?;
        let face = self.inspect(&rgb)?.into_iter().next().ok_or(FaceError::NoFace)?;
        let template = self.embedding.embed(Picture::from(&rgb), &face.five_points)?;
        Ok((template, face))
    }
}

/// Gathers what is known of one face.
fn state(
    picture: Picture<'_>,
    mesh: &MeshFace,
    crop: &[f32],
    score: f32,
    five_points: Option<[Point; 5]>,
) -> FaceState {
    let bounds = bounds(mesh);
    let (right, left) = (mesh.flat(RIGHT_IRIS), mesh.flat(LEFT_IRIS));
    let inter_eye_px = (left[0] - right[0]).hypot(left[1] - right[1]);
    FaceState {
        bounds,
        score,
        pose: pose::pose(mesh),
        eyes: openness::eyes(mesh),
        mouth: openness::mouth(mesh),
        inter_eye_px,
        five_points: five_points.unwrap_or_else(|| mesh_five_points(mesh)),
        quality: measure(picture, mesh, crop, &bounds, inter_eye_px),
    }
}

/// Where the detector puts its five points, seen from the mesh's nearest ones, in eye distances along
/// and across the eye line: means over 300 frames of five people. The embedding was trained with the
/// detector's points; with these the similarity to templates made from them is kept.
const DETECTOR_OFFSETS: [Point; 5] =
    [[0.010, -0.008], [0.039, -0.038], [0.025, 0.128], [-0.031, -0.052], [0.116, -0.075]];

/// The detector's five points as the mesh sees them.
fn mesh_five_points(mesh: &MeshFace) -> [Point; 5] {
    let middle = |list: &[usize]| {
        let sum = list.iter().fold([0.0; 2], |s: Point, &i| [s[0] + mesh.flat(i)[0], s[1] + mesh.flat(i)[1]]);
        sum.map(|v| v / list.len() as f32)
    };
    // The middle of the eyelids, not the iris: the detector does not follow a glance.
    let (right, left) = (middle(&RIGHT_EYE[..16]), middle(&LEFT_EYE[..16]));
    let along = [left[0] - right[0], left[1] - right[1]];
    let mut points = [right, left, mesh.flat(4), mesh.flat(61), mesh.flat(291)];
    for (point, [x, y]) in points.iter_mut().zip(DETECTOR_OFFSETS) {
        *point = [point[0] + x * along[0] - y * along[1], point[1] + x * along[1] + y * along[0]];
    }
    points
}
