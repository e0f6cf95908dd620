//! How far eyes and mouth are open: contour ratios, which neither distance nor tilt change.

use super::mesh::MeshFace;
use super::mesh_points::{LEFT_EYE, RIGHT_EYE};
use crate::domain::face::EyeOpenness;

/// Eyelid opening over eye width, each of the person's own eyes.
#[must_use]
pub fn eyes(mesh: &MeshFace) -> EyeOpenness {
    EyeOpenness { left: eyelids(mesh, &LEFT_EYE), right: eyelids(mesh, &RIGHT_EYE) }
}

/// Two heights between the lids over the distance of the corners.
fn eyelids(mesh: &MeshFace, contour: &[usize]) -> f32 {
    let gap = |a: usize, b: usize| distance(mesh, contour[a], contour[b]);
    ratio(gap(11, 3) + gap(13, 5), 2.0 * gap(0, 8))
}

/// Inner lips' opening over the inner mouth's width.
#[must_use]
pub fn mouth(mesh: &MeshFace) -> f32 {
    ratio(distance(mesh, 13, 14), distance(mesh, 78, 308))
}

fn distance(mesh: &MeshFace, a: usize, b: usize) -> f32 {
    let (a, b) = (mesh.flat(a), mesh.flat(b));
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > f32::EPSILON { part / whole } else { 0.0 }
}
