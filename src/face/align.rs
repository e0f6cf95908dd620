//! Affine maps of the plane, and the one that brings a face's five points to where the embedding
//! expects them.

/// A point in pixels.
pub type Point = [f32; 2];

/// An affine map `[[a, b, tx], [c, d, ty]]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine([[f32; 3]; 2]);

impl Affine {
    /// The map with these rows.
    #[must_use]
    pub const fn new(rows: [[f32; 3]; 2]) -> Self {
        Self(rows)
    }

    /// Its rows.
    #[must_use]
    pub const fn rows(&self) -> [[f32; 3]; 2] {
        self.0
    }

    /// The image of `p`.
    #[must_use]
    pub fn apply(&self, p: Point) -> Point {
        self.0.map(|[a, b, t]| a * p[0] + b * p[1] + t)
    }

    /// The image of a direction: without the shift.
    #[must_use]
    pub fn turn(&self, v: Point) -> Point {
        self.0.map(|[a, b, _]| a * v[0] + b * v[1])
    }

    /// Length of the image of a unit vector, for maps that keep angles.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.0[0][0].hypot(self.0[1][0])
    }

    /// Maps a square of `side` output pixels onto the square of `size` source pixels around
    /// `centre`, turned by `angle` radians (clockwise on the screen).
    #[must_use]
    pub fn square(centre: Point, size: f32, angle: f32, side: usize) -> Self {
        let (sin, cos) = angle.sin_cos();
        let k = size / side as f32;
        let half = side as f32 / 2.0;
        Self([
            [cos * k, -sin * k, centre[0] - (cos - sin) * k * half],
            [sin * k, cos * k, centre[1] - (sin + cos) * k * half],
        ])
    }

    /// The similarity (turn, even scale, shift) that maps `from` to `to` with the least squared
    /// error. `None` if `from` is one point or a value is not finite.
    #[must_use]
    pub fn similarity<const N: usize>(from: &[Point; N], to: &[Point; N]) -> Option<Self> {
        let mean = |points: &[Point; N]| {
            let sum = points.iter().fold([0.0f32; 2], |s, p| [s[0] + p[0], s[1] + p[1]]);
            sum.map(|v| v / N as f32)
        };
        let (mf, mt) = (mean(from), mean(to));
        // Least squares of to = [[a, -b], [b, a]] * from over centred points.
        let (mut a, mut b, mut spread) = (0.0f32, 0.0f32, 0.0f32);
        for (f, t) in from.iter().zip(to) {
            let f = [f[0] - mf[0], f[1] - mf[1]];
            let t = [t[0] - mt[0], t[1] - mt[1]];
            a += f[0] * t[0] + f[1] * t[1];
            b += f[0] * t[1] - f[1] * t[0];
            spread += f[0] * f[0] + f[1] * f[1];
        }
        let (a, b) = (a / spread, b / spread);
        let rows = [[a, -b, mt[0] - a * mf[0] + b * mf[1]], [b, a, mt[1] - b * mf[0] - a * mf[1]]];
        let usable = spread > 1e-6 && a.hypot(b) > 1e-6 && rows.iter().flatten().all(|v| v.is_finite());
        usable.then_some(Self(rows))
    }
}

/// Side of the embedding's input in pixels.
pub const ALIGNED_SIDE: usize = 112;

/// Where the five points lie in the aligned face, as indices of pixel centres (from the model's
/// contract: the ArcFace reference points).
const REFERENCE: [Point; 5] =
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]];

/// Maps the aligned face to the source picture.
#[must_use]
pub fn aligned_to_source(five_points: &[Point; 5]) -> Option<Affine> {
    let reference = REFERENCE.map(|p| p.map(|v| v + 0.5));
    Affine::similarity(&reference, five_points).filter(|map| map.scale() > 1e-3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_similarity_of_moved_points_is_the_move(angle in -3.0f32..3.0, size in 20.0f32..500.0, x in -50.0f32..800.0, y in -50.0f32..800.0) {
            let there = Affine::square([x, y], size, angle, ALIGNED_SIDE);
            let points = REFERENCE.map(|p| there.apply(p.map(|v| v + 0.5)));
            let found = aligned_to_source(&points).unwrap();
            for p in [[0.0, 0.0], [112.0, 0.0], [30.0, 90.0]] {
                let (a, b) = (found.apply(p), there.apply(p));
                prop_assert!((a[0] - b[0]).hypot(a[1] - b[1]) < 1e-3 * size.max(100.0), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn points_in_one_place_cannot_be_aligned() {
        assert_eq!(aligned_to_source(&[[10.0, 10.0]; 5]), None);
        assert_eq!(aligned_to_source(&[[f32::NAN, 10.0]; 5]), None);
    }
}
