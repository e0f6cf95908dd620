//! The face mesh: 468 points and two irises inside a turned square of the picture.
//!
//! A trunk reads the square; three heads look again at both eyes and the lips, each through a crop
//! of the trunk's features. Cropping and placing back is done here, after `MediaPipe`'s operators
//! `Landmarks2TransformMatrix`, `TransformTensorBilinear` and `TransformLandmarks` (version 2).

use super::align::{Affine, Point};
use super::error::FaceError;
use super::mesh_points::{ALL_POINTS, FACE_POINTS, LEFT_EYE, LEFT_IRIS, LIPS, RIGHT_EYE, RIGHT_IRIS};
use super::models::{self, ModelFile};
use super::network::Network;
use super::raster::{Picture, warp};

/// Side of the trunk's input in pixels.
pub const CROP_SIDE: usize = 192;
/// The region is so much larger than the box of the points in it.
const MARGIN: f32 = 1.5;
/// The trunk's features: channels, and side.
const CHANNELS: usize = 32;
const FEATURE_SIDE: usize = 48;
/// Crop pixels to one feature cell.
const CELL: f32 = (CROP_SIDE / FEATURE_SIDE) as f32;
/// Side of what a head reads, in feature samples.
const HEAD_SIDE: usize = 16;

/// The square of the picture the mesh looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Its centre in source pixels.
    pub centre: Point,
    /// Its side in source pixels.
    pub size: f32,
    /// Its turn in radians, clockwise on the unmirrored picture.
    pub angle: f32,
}

impl Region {
    /// Around a detected face: its box, turned to its eye line.
    #[must_use]
    pub fn of_detection(found: &super::detector::Detection) -> Self {
        let b = &found.bounds;
        let [right, left, ..] = found.five_points;
        Self {
            centre: [b.x + b.width / 2.0, b.y + b.height / 2.0],
            size: MARGIN * b.width.max(b.height),
            angle: (left[1] - right[1]).atan2(left[0] - right[0]),
        }
    }

    /// Maps the crop to the source picture.
    #[must_use]
    pub fn to_source(self) -> Affine {
        Affine::square(self.centre, self.size, self.angle, CROP_SIDE)
    }
}

/// One face's mesh in source pixels.
#[derive(Clone)]
pub struct MeshFace {
    /// x and y in source pixels; z in the same unit, growing away from the camera, relative to the
    /// face's own middle. 468 points and two irises.
    points: Vec<[f32; 3]>,
    /// How sure the network is that there is a face, 0-1.
    pub presence: f32,
    /// Where it looked.
    pub region: Region,
}

impl MeshFace {
    /// A mesh of these points.
    ///
    /// `None` unless there are 478.
    #[must_use]
    pub fn new(points: Vec<[f32; 3]>, presence: f32, region: Region) -> Option<Self> {
        (points.len() == ALL_POINTS).then_some(Self { points, presence, region })
    }

    /// Point `i` (0-477).
    #[must_use]
    pub fn point(&self, i: usize) -> [f32; 3] {
        self.points[i]
    }

    /// Point `i` without its depth.
    #[must_use]
    pub fn flat(&self, i: usize) -> Point {
        let [x, y, _] = self.points[i];
        [x, y]
    }

    /// All points.
    #[must_use]
    pub fn points(&self) -> &[[f32; 3]] {
        &self.points
    }

    /// Where to look in the next frame: around these points, turned to the outer eye corners.
    #[must_use]
    pub fn next_region(&self) -> Region {
        let (right, left) = (self.flat(33), self.flat(263));
        let angle = (left[1] - right[1]).atan2(left[0] - right[0]);
        let (sin, cos) = angle.sin_cos();
        let mut low = [f32::INFINITY; 2];
        let mut high = [f32::NEG_INFINITY; 2];
        for p in &self.points[..FACE_POINTS] {
            for (k, v) in [cos * p[0] + sin * p[1], -sin * p[0] + cos * p[1]].into_iter().enumerate() {
                low[k] = low[k].min(v);
                high[k] = high[k].max(v);
            }
        }
        let middle = [f32::midpoint(low[0], high[0]), f32::midpoint(low[1], high[1])];
        Region {
            centre: [cos * middle[0] - sin * middle[1], sin * middle[0] + cos * middle[1]],
            size: MARGIN * (high[0] - low[0]).max(high[1] - low[1]),
            angle,
        }
    }
}

/// A head: it refines the points of `list`.
struct Head<const N: usize> {
    network: Network<N>,
    list: &'static [usize],
    /// The two mesh points whose line is the crop's horizontal.
    line: (usize, usize),
    /// First iris point, where the head also gives an iris.
    iris: Option<usize>,
}

impl<const N: usize> Head<N> {
    /// Looks again at its part of `features` and replaces its points (crop pixels).
    fn refine(&mut self, mesh: &[f32], features: &[f32], points: &mut [[f32; 3]]) -> Result<(), FaceError> {
        let crop = head_crop(mesh, self.list, self.line);
        sample_features(features, &crop, self.network.input(HEAD_SIDE, HEAD_SIDE)?);
        self.network.run();
        // Head positions are in quarters of a sample; the features' cells are CELL crop pixels.
        let place = |v: &[f32]| {
            let p = crop.apply([v[0] / CELL, v[1] / CELL]);
            p.map(|c| c * CELL)
        };
        let targets: [Option<Vec<usize>>; 2] =
            [Some(self.list.to_vec()), self.iris.map(|first| (first..first + 5).collect())];
        for (i, targets) in targets.into_iter().flatten().enumerate().take(N) {
            let values = self.network.output(i);
            if values.len() != targets.len() * 2 {
                return Err(self.network.wrong_size());
            }
            for (v, i) in values.chunks_exact(2).zip(targets) {
                let [x, y] = place(v);
                points[i][0] = x;
                points[i][1] = y;
            }
        }
        Ok(())
    }
}

/// Maps a head's samples (0..16) to the trunk's features (0..48): the box of `list`, along the
/// line between two mesh points, with the margin.
fn head_crop(mesh: &[f32], list: &[usize], line: (usize, usize)) -> Affine {
    let at = |i: usize| [mesh[i * 3] / CELL, mesh[i * 3 + 1] / CELL];
    let (from, to) = (at(line.0), at(line.1));
    let (sin, cos) = (to[1] - from[1]).atan2(to[0] - from[0]).sin_cos();
    let mut low = [f32::INFINITY; 2];
    let mut high = [f32::NEG_INFINITY; 2];
    for &i in list {
        let [x, y] = at(i);
        for (k, v) in [cos * x + sin * y, -sin * x + cos * y].into_iter().enumerate() {
            low[k] = low[k].min(v);
            high[k] = high[k].max(v);
        }
    }
    let middle = [f32::midpoint(low[0], high[0]), f32::midpoint(low[1], high[1])];
    let centre = [cos * middle[0] - sin * middle[1], sin * middle[0] + cos * middle[1]];
    let per_sample = [0, 1].map(|k| (high[k] - low[k]) * MARGIN / HEAD_SIDE as f32);
    let [a, b, c, d] = [cos * per_sample[0], -sin * per_sample[1], sin * per_sample[0], cos * per_sample[1]];
    let half = HEAD_SIDE as f32 / 2.0;
    Affine::new([[a, b, centre[0] - (a + b) * half], [c, d, centre[1] - (c + d) * half]])
}

/// Bilinear samples of the features at `crop`; a sample outside them is 0.
fn sample_features(features: &[f32], crop: &Affine, out: &mut [f32]) {
    const LAST: f32 = (FEATURE_SIDE - 1) as f32;
    out.fill(0.0);
    for y in 0..HEAD_SIDE {
        for x in 0..HEAD_SIDE {
            let [u, v] = crop.apply([x as f32 + 0.5, y as f32 + 0.5]).map(|c| c - 0.5);
            if !((0.0..=LAST).contains(&u) && (0.0..=LAST).contains(&v)) {
                continue;
            }
            let (left, top) = (u as usize, v as usize);
            let (fx, fy) = (u - left as f32, v - top as f32);
            let (right, bottom) = ((left + 1).min(FEATURE_SIDE - 1), (top + 1).min(FEATURE_SIDE - 1));
            let corners = [
                (top * FEATURE_SIDE + left, (1.0 - fx) * (1.0 - fy)),
                (top * FEATURE_SIDE + right, fx * (1.0 - fy)),
                (bottom * FEATURE_SIDE + left, (1.0 - fx) * fy),
                (bottom * FEATURE_SIDE + right, fx * fy),
            ];
            let sample = &mut out[(y * HEAD_SIDE + x) * CHANNELS..][..CHANNELS];
            for (cell, weight) in corners {
                for (sum, value) in sample.iter_mut().zip(&features[cell * CHANNELS..][..CHANNELS]) {
                    *sum += value * weight;
                }
            }
        }
    }
}

/// The mesh networks and their buffers.
pub struct Mesh {
    trunk: Network<3>,
    right_eye: Head<2>,
    left_eye: Head<2>,
    lips: Head<1>,
    crop: Vec<f32>,
}

impl Mesh {
    /// Loads the four networks.
    pub(super) fn load() -> Result<Self, FaceError> {
        let eye = |file: ModelFile, list, line, iris| -> Result<Head<2>, FaceError> {
            Ok(Head { network: Network::load(file, ["eye", "iris"])?, list, line, iris: Some(iris) })
        };
        Ok(Self {
            trunk: Network::load(models::MESH, ["features", "mesh", "presence"])?,
            right_eye: eye(models::MESH_EYE_A, &RIGHT_EYE, (33, 133), RIGHT_IRIS)?,
            left_eye: eye(models::MESH_EYE_B, &LEFT_EYE, (362, 263), LEFT_IRIS)?,
            lips: Head {
                network: Network::load(models::MESH_LIPS, ["lips"])?,
                list: &LIPS,
                line: (61, 291),
                iris: None,
            },
            crop: vec![0.0; 3 * CROP_SIDE * CROP_SIDE],
        })
    }

    /// The mesh of the face inside `region`. Whether there is one says [`MeshFace::presence`].
    ///
    /// # Errors
    /// If a network fails.
    pub fn read(&mut self, picture: Picture<'_>, region: Region) -> Result<MeshFace, FaceError> {
        let to_source = region.to_source();
        warp(picture, &to_source, CROP_SIDE, 1, 1.0 / 255.0, &mut self.crop);
        self.trunk.input(CROP_SIDE, CROP_SIDE)?.copy_from_slice(&self.crop);
        self.trunk.run();
        let [features, mesh, presence] = [0, 1, 2].map(|i| self.trunk.output(i));
        let (&[presence], FEATURES, POINTS) = (presence, features.len(), mesh.len()) else {
            return Err(self.trunk.wrong_size());
        };
        let mut points = vec![[0.0f32; 3]; ALL_POINTS];
        for (point, v) in points.iter_mut().zip(mesh.chunks_exact(3)) {
            *point = [v[0], v[1], v[2]];
        }
        self.right_eye.refine(mesh, features, &mut points)?;
        self.left_eye.refine(mesh, features, &mut points)?;
        self.lips.refine(mesh, features, &mut points)?;
        let scale = to_source.scale();
        for point in &mut points {
            let [x, y] = to_source.apply([point[0], point[1]]);
            *point = [x, y, point[2] * scale];
        }
        Ok(MeshFace { points, presence: 1.0 / (1.0 + (-presence).exp()), region })
    }

    /// The crop the last [`Self::read`] looked at: [`CROP_SIDE`]² pixels of
    /// red, green and blue, values 0-1.
    #[must_use]
    pub fn crop(&self) -> &[f32] {
        &self.crop
    }

    /// Overwrites the last face.
    pub fn forget(&mut self) {
        self.crop.fill(0.0);
        self.trunk.forget();
        self.right_eye.network.forget();
        self.left_eye.network.forget();
        self.lips.network.forget();
    }

    /// Whether anything of what it saw is left.
    #[cfg(test)]
    pub(crate) fn remembers(&self) -> bool {
        let heads =
            [self.right_eye.network.remembers(), self.left_eye.network.remembers(), self.lips.network.remembers()];
        self.crop.iter().any(|v| *v != 0.0) || self.trunk.remembers() || heads.contains(&true)
    }
}

/// Length of the trunk's features.
const FEATURES: usize = CHANNELS * FEATURE_SIDE * FEATURE_SIDE;
/// Length of the trunk's mesh.
const POINTS: usize = FACE_POINTS * 3;
