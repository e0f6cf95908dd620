//! The face engine: one frame in, one reading out.

use image::RgbImage;

use super::align::Point;
use super::detector::{Detection, Detector, overlap};
use super::edges::EdgeFinder;
use super::embedding::Embedding;
use super::error::FaceError;
use super::measure::Meter;
use super::mesh::{Mesh, MeshFace, Region};
use super::mesh_points::{LEFT_EYE, LEFT_IRIS, RIGHT_EYE, RIGHT_IRIS};
use super::presentation::{Presentation, PresentationChoice};
use super::raster::Picture;
use super::tracker::{Seen, Tracker, bounds};
use super::{openness, portrait, pose};
use crate::domain::face::{FaceReading, FaceState, FaceTemplate};
use crate::domain::frame::Frame;
use crate::domain::presentation::{Look, PresentationPolicy};

/// Longest side of a still as the detector sees it.
const STILL_SIDE: usize = 640;
/// Longest side of a frame as the detector sees it when a face's liveness is judged.
const LIVENESS_SIDE: usize = 320;
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
    presentation: Option<Presentation>,
    edges: EdgeFinder,
    meter: Meter,
}

impl FaceEngine {
    /// Checks the networks' hashes and loads them. They run on the caller's thread: the screen
    /// needs the other core, and these networks are too small to gain from two.
    ///
    /// # Errors
    /// [`FaceError::Damaged`] or [`FaceError::Unusable`].
    pub fn load() -> Result<Self, FaceError> {
        Self::load_with(&PresentationChoice::default())
    }

    /// [`Self::load`] with another network against presentation attacks, or none.
    ///
    /// # Errors
    /// As [`Self::load`]; [`FaceError::Presentation`] if that network does not fit its contract.
    pub fn load_with(presentation: &PresentationChoice) -> Result<Self, FaceError> {
        Ok(Self {
            detector: Detector::load()?,
            mesh: Mesh::load()?,
            embedding: Embedding::load()?,
            tracker: Tracker::default(),
            presentation: Presentation::load(presentation)?,
            edges: EdgeFinder::default(),
            meter: Meter::default(),
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
            state(picture, &mesh, self.mesh.crop(), score, detection.map(|d| d.five_points), &mut self.meter)
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

    /// Lets go of the followed face and overwrites whatever is left of pictures and stills, whoever was on them. A
    /// template that was made leaves nothing behind.
    pub fn reset(&mut self) {
        self.tracker.reset();
        self.detector.forget();
        self.mesh.forget();
        if let Some(presentation) = &mut self.presentation {
            presentation.forget();
        }
        self.edges.forget();
        self.meter.forget();
    }

    /// The parts in which anything of a picture is left.
    #[cfg(test)]
    pub(crate) fn leftovers(&self) -> Vec<&'static str> {
        let parts = [
            ("detector", self.detector.remembers()),
            ("mesh", self.mesh.remembers()),
            ("embedding", self.embedding.remembers()),
            ("presentation", self.presentation.as_ref().is_some_and(Presentation::remembers)),
            ("edges", self.edges.remembers()),
            ("meter", self.meter.remembers()),
        ];
        parts.into_iter().filter(|(_, remembers)| *remembers).map(|(part, _)| part).collect()
    }

    /// What the scores of [`Self::look`] are worth; `None` if no network gives any.
    #[must_use]
    pub fn presentation_policy(&self) -> Option<PresentationPolicy> {
        self.presentation.as_ref().map(Presentation::policy)
    }

    /// What the passive signals say of the `face` read from `frame`.
    ///
    /// # Errors
    /// If a network fails.
    pub fn look(&mut self, frame: &Frame, face: &FaceState) -> Result<Look, FaceError> {
        let picture = Picture::from(frame);
        let score = self.score(picture, face)?;
        Ok(Look { score, edges: self.edges.find(picture, face) })
    }

    /// How live the face looks, 0 to 1.
    fn score(&mut self, picture: Picture<'_>, face: &FaceState) -> Result<Option<f32>, FaceError> {
        let Some(presentation) = &mut self.presentation else { return Ok(None) };
        // The network knows faces in the detector's box; the mesh's box lacks the forehead.
        let found = self.detector.detect(picture, LIVENESS_SIDE)?;
        let shared = |d: &Detection| overlap(&d.bounds, &face.bounds);
        let own = found.iter().max_by(|a, b| shared(a).total_cmp(&shared(b))).filter(|own| shared(own) > 0.0);
        own.map(|own| presentation.score(picture, &own.bounds)).transpose()
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
            let points = Some(detection.five_points);
            faces.push(state(picture, &mesh, self.mesh.crop(), detection.score, points, &mut self.meter));
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
    meter: &mut Meter,
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
        quality: meter.measure(picture, mesh, crop, &bounds, inter_eye_px),
    }
}

/// Where the detector puts its five points, seen from the mesh's nearest ones, in eye distances along
/// and across the eye line: means over 300 frames of five people. The embedding was trained with the
/// detector's points; with these the similarity to templates made from them is kept.
const DETECTOR_OFFSETS: [Point; 5] =
    [[0.010, -0.008], [0.039, -0.038], [0.025, 0.128], [-0.031, -0.052], [0.116, -0.075]];

/// The detector's five points as the mesh sees them.
pub(super) fn mesh_five_points(mesh: &MeshFace) -> [Point; 5] {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::frame::FrameId;
    use crate::domain::time::Moment;

    const PHOTO: &[u8] = include_bytes!("../../assets/demo/reference.png");

    fn photo() -> RgbImage {
        portrait::decode(PHOTO).unwrap()
    }

    fn frame(id: u64, rgb: &RgbImage) -> Frame {
        Frame::new(FrameId(id), Moment::from_millis(id * 40), rgb.width(), rgb.height(), rgb.as_raw().as_slice())
            .unwrap()
    }

    #[test]
    fn a_photo_gives_one_face_and_its_template() {
        let mut engine = FaceEngine::load().unwrap();
        let faces = engine.inspect(&photo()).unwrap();
        assert_eq!(faces.len(), 1);
        let (template, face) = engine.portrait_template(PHOTO).unwrap();
        assert_eq!(face, faces[0]);
        assert!(template.similarity(&template) > 0.999);
        let [right, left, nose, mouth_right, mouth_left] = face.five_points;
        assert!(right[0] < left[0] && mouth_right[0] < mouth_left[0], "the person's right is on the picture's left");
        assert!(nose[1] > right[1] && nose[1] < mouth_left[1]);
    }

    #[test]
    fn in_a_mirror_sides_change_and_the_person_stays() {
        let mut engine = FaceEngine::load().unwrap();
        let rgb = photo();
        let mirrored = image::imageops::flip_horizontal(&rgb);
        let (a, b) = (engine.inspect(&rgb).unwrap()[0].clone(), engine.inspect(&mirrored).unwrap()[0].clone());
        assert!((a.pose.yaw + b.pose.yaw).abs() < 4.0, "{:?} {:?}", a.pose, b.pose);
        assert!((a.pose.roll + b.pose.roll).abs() < 4.0);
        assert!((a.pose.pitch - b.pose.pitch).abs() < 4.0);
        assert!((a.eyes.left - b.eyes.right).abs() < 0.06 && (a.eyes.right - b.eyes.left).abs() < 0.06);
        let a = engine.embed(&frame(0, &rgb), &a.five_points).unwrap();
        let b = engine.embed(&frame(0, &mirrored), &b.five_points).unwrap();
        assert!(a.similarity(&b) > 0.7, "{}", a.similarity(&b));
    }

    #[test]
    fn a_followed_face_keeps_its_template_without_the_detector() {
        let mut engine = FaceEngine::load().unwrap();
        let rgb = photo();
        let first = engine.read(&frame(0, &rgb)).unwrap();
        let second = engine.read(&frame(1, &rgb)).unwrap();
        assert_eq!((first.track, second.track, second.faces), (1, 1, 1));
        let (first, second) = (first.face.unwrap(), second.face.unwrap());
        assert_ne!(first.five_points, second.five_points, "the second frame's points come from the mesh");
        let detected = engine.embed(&frame(0, &rgb), &first.five_points).unwrap();
        let followed = engine.embed(&frame(1, &rgb), &second.five_points).unwrap();
        assert!(detected.similarity(&followed) > 0.85, "{}", detected.similarity(&followed));
    }

    #[test]
    fn two_people_are_counted_and_a_lost_face_starts_a_new_track() {
        let mut engine = FaceEngine::load().unwrap();
        let rgb = photo();
        let mut two = RgbImage::new(rgb.width() * 2, rgb.height());
        image::imageops::replace(&mut two, &rgb, 0, 0);
        image::imageops::replace(&mut two, &rgb, i64::from(rgb.width()), 0);
        assert_eq!(engine.read(&frame(0, &two)).unwrap().faces, 2);
        engine.reset();
        let empty = RgbImage::from_pixel(rgb.width(), rgb.height(), image::Rgb([120; 3]));
        let mut tracks = Vec::new();
        for (id, picture) in [&rgb, &empty, &rgb].into_iter().enumerate() {
            let reading = engine.read(&frame(id as u64, picture)).unwrap();
            tracks.push(reading.face.map(|_| reading.track));
        }
        assert_eq!(tracks, [Some(2), None, Some(3)]);
    }

    #[test]
    fn nothing_of_a_frame_or_a_still_is_left_after_a_reset() {
        let mut engine = FaceEngine::load().unwrap();
        let picture = frame(0, &photo());
        let face = engine.read(&picture).unwrap().face.unwrap();
        engine.look(&picture, &face).unwrap();
        engine.embed(&picture, &face.five_points).unwrap();
        assert_eq!(engine.leftovers(), ["detector", "mesh", "presentation", "edges", "meter"]);
        engine.reset();
        assert!(engine.leftovers().is_empty(), "{:?}", engine.leftovers());
        engine.portrait_template(PHOTO).unwrap();
        assert_eq!(engine.leftovers(), ["detector", "mesh", "meter"]);
        engine.reset();
        assert!(engine.leftovers().is_empty(), "{:?}", engine.leftovers());
    }

    #[test]
    fn a_picture_without_a_face_is_told() {
        let mut engine = FaceEngine::load().unwrap();
        let empty = RgbImage::from_pixel(320, 240, image::Rgb([120; 3]));
        assert!(engine.inspect(&empty).unwrap().is_empty());
        let mut png = std::io::Cursor::new(Vec::new());
        empty.write_to(&mut png, image::ImageFormat::Png).unwrap();
        assert!(matches!(engine.portrait_template(png.get_ref()), Err(FaceError::NoFace)));
        assert!(matches!(engine.embed(&frame(0, &empty), &[[5.0; 2]; 5]), Err(FaceError::Unaligned)));
    }
}
