//! Head pose from the mesh.
//!
//! Two axes of the head are read from points that hardly move with eyes and mouth: across, from
//! pairs on both sides, and down, from the forehead to the root of the upper lip. Signs are those of
//! [`Pose`]: positive yaw moves the nose to the picture's right, positive pitch looks up, positive
//! roll turns clockwise.

use super::mesh::MeshFace;
use crate::domain::face::Pose;

/// Pairs from the person's right to the person's left.
const ACROSS: [(usize, usize); 4] = [(33, 263), (133, 362), (127, 356), (234, 454)];
/// Pairs from above to below.
const DOWN: [(usize, usize); 3] = [(10, 2), (109, 129), (338, 358)];

/// The line from the forehead to the root of the lip is not upright in a head that looks straight
/// ahead; taking this off brings pitch to the measurements we compare with. A neutral head still
/// reads anywhere near +6, also because cameras hang higher or lower: movements are held against the
/// person's own neutral.
const FOREHEAD_SLOPE: f32 = 6.0;

/// Yaw, pitch and roll in degrees.
#[must_use]
pub fn pose(mesh: &MeshFace) -> Pose {
    let across = unit(sum(mesh, &ACROSS));
    let down = sum(mesh, &DOWN);
    // The part of `down` that is square to `across`.
    let along = dot(down, across);
    let down = unit([down[0] - along * across[0], down[1] - along * across[1], down[2] - along * across[2]]);
    // Depth grows away from the camera, so `across x down` points into the head; the nose points
    // the other way.
    let nose = [
        -(across[1] * down[2] - across[2] * down[1]),
        -(across[2] * down[0] - across[0] * down[2]),
        -(across[0] * down[1] - across[1] * down[0]),
    ];
    Pose {
        yaw: nose[0].atan2(-nose[2]).to_degrees(),
        pitch: (-nose[1]).clamp(-1.0, 1.0).asin().to_degrees() - FOREHEAD_SLOPE,
        roll: across[1].atan2(across[0]).to_degrees(),
    }
}

fn sum(mesh: &MeshFace, pairs: &[(usize, usize)]) -> [f32; 3] {
    let mut total = [0.0; 3];
    for &(from, to) in pairs {
        let (a, b) = (mesh.point(from), mesh.point(to));
        for k in 0..3 {
            total[k] += b[k] - a[k];
        }
    }
    total
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn unit(v: [f32; 3]) -> [f32; 3] {
    let length = dot(v, v).sqrt();
    if length > f32::EPSILON { v.map(|c| c / length) } else { [0.0; 3] }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::face::mesh::Region;
    use crate::face::mesh_points::ALL_POINTS;

    /// A head whose pose axes are square, turned by yaw, pitch and roll (degrees), then scaled and
    /// shifted.
    fn head(yaw: f32, pitch: f32, roll: f32, scale: f32, shift: [f32; 2]) -> MeshFace {
        let mut points = vec![[0.0f32; 3]; ALL_POINTS];
        for (i, (from, to)) in ACROSS.into_iter().enumerate() {
            let y = i as f32 * 0.1;
            points[from] = [-1.0, y, 0.2];
            points[to] = [1.0, y, 0.2];
        }
        for (i, (from, to)) in DOWN.into_iter().enumerate() {
            let x = i as f32 * 0.1;
            points[from] = [x, -1.0, 0.0];
            points[to] = [x, 1.0, 0.0];
        }
        let (sy, cy) = yaw.to_radians().sin_cos();
        let (sp, cp) = pitch.to_radians().sin_cos();
        let (sr, cr) = roll.to_radians().sin_cos();
        for p in &mut points {
            let [x, y, z] = *p;
            // Looking up lifts the nose (which is at negative z): y falls where z is negative.
            let [x, y, z] = [x, cp * y + sp * z, -sp * y + cp * z];
            // The nose goes to the picture's right.
            let [x, y, z] = [cy * x - sy * z, y, sy * x + cy * z];
            let [x, y] = [cr * x - sr * y, sr * x + cr * y];
            *p = [x * scale + shift[0], y * scale + shift[1], z * scale];
        }
        MeshFace::new(points, 1.0, Region { centre: [0.0; 2], size: 1.0, angle: 0.0 }).unwrap()
    }

    #[test]
    fn signs_are_those_of_the_domain() {
        let nose_right = pose(&head(20.0, 0.0, 0.0, 50.0, [0.0; 2]));
        assert!((nose_right.yaw - 20.0).abs() < 0.01, "{nose_right:?}");
        let up = pose(&head(0.0, 15.0, 0.0, 50.0, [0.0; 2]));
        assert!((up.pitch + FOREHEAD_SLOPE - 15.0).abs() < 0.01, "{up:?}");
        let clockwise = pose(&head(0.0, 0.0, 10.0, 50.0, [0.0; 2]));
        assert!((clockwise.roll - 10.0).abs() < 0.01, "{clockwise:?}");
    }

    proptest! {
        #[test]
        fn distance_and_place_do_not_change_the_pose(yaw in -40.0f32..40.0, pitch in -30.0f32..30.0, roll in -30.0f32..30.0, scale in 10.0f32..400.0, x in 0.0f32..1000.0, y in 0.0f32..1000.0) {
            let near = pose(&head(yaw, pitch, roll, 100.0, [0.0; 2]));
            let far = pose(&head(yaw, pitch, roll, scale, [x, y]));
            for (a, b) in [(near.yaw, far.yaw), (near.pitch, far.pitch), (near.roll, far.roll)] {
                prop_assert!((a - b).abs() < 0.2, "{near:?} {far:?}");
            }
        }
    }

    #[test]
    fn points_in_one_place_give_finite_angles() {
        let points = vec![[3.0; 3]; ALL_POINTS];
        let mesh = MeshFace::new(points, 0.0, Region { centre: [0.0; 2], size: 1.0, angle: 0.0 }).unwrap();
        let p = pose(&mesh);
        assert!(p.yaw.is_finite() && p.pitch.is_finite() && p.roll.is_finite());
    }
}
