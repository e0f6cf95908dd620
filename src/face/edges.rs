//! Finds long straight edges beside a face: those of a phone, a tablet or a sheet that shows it, and those of
//! doors and windows. Whether they move with the face is for `domain::device_edges` to say.
//!
//! A Hough transform of the brightness steps in a small grey picture, over the nearly upright lines left and right
//! of the face and the nearly level ones above and below it. A line counts if it is longer than the face and
//! most pixels along it are steps in the same direction.

use zeroize::Zeroize;

use super::raster::{Picture, luma, shrink_to_bgr};
use crate::domain::device_edges::{Edge, EdgeView, Side};
use crate::domain::face::FaceState;

/// Longest side of the picture that is searched.
const LONGEST: usize = 320;
/// Least step of brightness over three pixels, of 255.
const STEP: f32 = 5.0;
/// Length of a line in heights of the face's box: hair, necks and clothes have shorter ones. Level ones are no longer,
/// because a phone held upright is not wide.
const LENGTH: f32 = 1.3;
/// So much of that length must lie in the picture.
const LEAST_LENGTH: f32 = 0.9;
/// Share of the line's pixels that are steps in its direction, less those against it.
const SUPPORT: f32 = 0.75;
/// Distances from the middle of the face, in sides of its box.
const REACH: std::ops::RangeInclusive<f32> = 0.62..=2.0;
/// Slopes against the upright or the level.
const SLOPES: [f32; 9] = [-0.16, -0.12, -0.08, -0.04, 0.0, 0.04, 0.08, 0.12, 0.16];
/// Most edges on one side.
const MOST: usize = 5;
/// Nearer to each other, in pixels, two lines are one edge.
const APART: usize = 5;

/// Finds edges; keeps its memory from frame to frame.
#[derive(Default)]
pub struct EdgeFinder {
    bgr: Vec<f32>,
    grey: Vec<f32>,
    /// Steps along the rows, and, turned by a right angle, along the columns: -1, 0 or 1.
    steps: [Vec<i8>; 2],
}

impl EdgeFinder {
    /// The long straight edges around `face`.
    pub fn find(&mut self, picture: Picture<'_>, face: &FaceState) -> EdgeView {
        let scale = (LONGEST as f32 / picture.width().max(picture.height()) as f32).min(1.0);
        let side = |pixels: usize| ((pixels as f32 * scale).round() as usize).clamp(1, pixels);
        let (width, height) = (side(picture.width()), side(picture.height()));
        self.bgr.resize(width * height * 3, 0.0);
        shrink_to_bgr(picture, width, height, width, &mut self.bgr);
        self.grey.clear();
        self.grey.extend(self.bgr.chunks_exact(3).map(|p| luma([p[2], p[1], p[0]])));
        steps(&self.grey, [width, height], [1, width], &mut self.steps[0]);
        steps(&self.grey, [height, width], [width, 1], &mut self.steps[1]);

        let bounds = &face.bounds;
        let sides = [bounds.width * scale, bounds.height * scale];
        let middle = [bounds.x * scale + sides[0] / 2.0, bounds.y * scale + sides[1] / 2.0];
        let mut edges = Vec::new();
        if sides.iter().chain(&middle).all(|v| v.is_finite()) {
            for side in Side::ALL {
                let axis = side.axis();
                let band = Band {
                    side,
                    steps: &self.steps[axis],
                    columns: if axis == 0 { width } else { height },
                    middle: middle[axis],
                    reach: sides[axis],
                    across: middle[1 - axis],
                    length: LENGTH * sides[1],
                };
                band.search(&mut edges);
            }
        }
        // The five points together are steadier than the box: a jaw that drops does not move them much.
        let mean = |k: usize| face.five_points.iter().map(|p| p[k]).sum::<f32>() / 5.0 * scale;
        EdgeView { face: [mean(0), mean(1)], edges }
    }

    /// Overwrites what it saw last.
    pub fn forget(&mut self) {
        // Also what lies beyond their lengths: an earlier picture may have been larger.
        self.bgr.zeroize();
        self.grey.zeroize();
        self.steps.iter_mut().for_each(Zeroize::zeroize);
    }

    /// Whether anything of what it saw is left.
    #[cfg(test)]
    pub(crate) fn remembers(&self) -> bool {
        self.bgr.iter().chain(&self.grey).any(|v| *v != 0.0) || self.steps.iter().flatten().any(|v| *v != 0)
    }
}

/// Steps of brightness in every row of a picture of `columns` by `rows` pixels; `strides` from one to the next.
fn steps(grey: &[f32], [columns, rows]: [usize; 2], strides: [usize; 2], out: &mut Vec<i8>) {
    out.clear();
    out.resize(columns * rows, 0);
    if columns < 5 {
        return;
    }
    for (row, line) in out.chunks_exact_mut(columns).enumerate() {
        let at = |column: usize| grey[column * strides[0] + row * strides[1]];
        for (column, step) in line.iter_mut().enumerate().take(columns - 2).skip(2) {
            let rise = (at(column + 1) + at(column + 2) - at(column - 1) - at(column - 2)) / 2.0;
            *step = i8::from(rise > STEP) - i8::from(rise < -STEP);
        }
    }
}

/// Where lines of one side are searched. Written for upright lines; level ones see the picture turned.
struct Band<'s> {
    side: Side,
    steps: &'s [i8],
    columns: usize,
    /// The middle of the face along the row, and the face's side in that direction.
    middle: f32,
    reach: f32,
    /// The row through the middle of the face.
    across: f32,
    length: f32,
}

impl Band<'_> {
    fn search(&self, edges: &mut Vec<Edge>) {
        let all_rows = self.steps.len() / self.columns;
        let first = (self.across - self.length / 2.0).max(0.0) as usize;
        let rows = first..((self.across + self.length / 2.0).max(0.0) as usize + 1).min(all_rows);
        if (rows.len() as f32) < LEAST_LENGTH / LENGTH * self.length || rows.is_empty() {
            return;
        }
        let (near, far) = (REACH.start() * self.reach, REACH.end() * self.reach);
        let (low, high) = match self.side {
            Side::Left | Side::Above => (self.middle - far, self.middle - near),
            Side::Right | Side::Below => (self.middle + near, self.middle + far),
        };
        // The outermost pixels have no step.
        let low = low.max(3.0).ceil() as usize;
        let high = high.min(self.columns as f32 - 4.0).max(0.0) as usize;
        let mut lines: Vec<(usize, f32)> =
            (low..=high).map(|position| (position, self.best(position, &rows))).collect();
        lines.retain(|(_, support)| support.abs() >= SUPPORT);
        for _ in 0..MOST {
            let Some(&(position, support)) = lines.iter().max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs())) else {
                return;
            };
            // A step is as wide as three pixels: its middle is where the edge is.
            let equals =
                lines.iter().filter(|(other, s)| other.abs_diff(position) <= APART && s.to_bits() == support.to_bits());
            let (sum, count) = equals.fold((0, 0), |(sum, count), (other, _)| (sum + other, count + 1));
            edges.push(Edge { side: self.side, position: sum as f32 / count as f32, rises: support > 0.0 });
            lines.retain(|(other, _)| other.abs_diff(position) > APART);
        }
    }

    /// The support of the best line through `position`; its sign says in which direction the steps go.
    fn best(&self, position: usize, rows: &std::ops::Range<usize>) -> f32 {
        let mut best = 0i32;
        for slope in SLOPES {
            let mut sum = 0i32;
            let mut column = position as f32 + 0.5 + slope * (rows.start as f32 - self.across);
            for row in rows.clone() {
                if (0.0..self.columns as f32).contains(&column) {
                    sum += i32::from(self.steps[row * self.columns + column as usize]);
                }
                column += slope;
            }
            if sum.abs() > best.abs() {
                best = sum;
            }
        }
        best as f32 / rows.len() as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::device_edges::{move_with_the_face, sides_moving};
    use crate::domain::face::{EyeOpenness, FaceBox, Pose};
    use crate::domain::quality::QualityReport;
    use image::{Rgb, RgbImage};
    use proptest::prelude::*;

    fn face(x: f32, y: f32) -> FaceState {
        let quality = QualityReport {
            inter_eye_px: 60.0,
            face_share: 0.4,
            inside: true,
            luminance: 0.5,
            background_luminance: 0.5,
            evenness: 0.9,
            overexposed: 0.0,
            underexposed: 0.0,
            sharpness: 30.0,
            mouth_seen: 0.3,
            glare: 0.0,
        };
        FaceState {
            bounds: FaceBox { x: x - 60.0, y: y - 70.0, width: 120.0, height: 140.0 },
            score: 0.9,
            pose: Pose::default(),
            eyes: EyeOpenness { left: 0.3, right: 0.3 },
            mouth: 0.1,
            inter_eye_px: 60.0,
            five_points: [[x, y]; 5],
            quality,
        }
    }

    /// A wall, with a sheet that is tilted by `slope` and lies half of `size` around (x, y).
    fn sheet(x: f32, y: f32, size: [f32; 2], slope: f32) -> RgbImage {
        RgbImage::from_fn(640, 480, |px, py| {
            let (u, v) = (px as f32 - x, py as f32 - y);
            let (u, v) = (u - slope * v, v + slope * u);
            let inside = u.abs() <= size[0] / 2.0 && v.abs() <= size[1] / 2.0;
            Rgb([if inside { 200 } else { 120 }; 3])
        })
    }

    fn found(picture: &RgbImage, face: &FaceState) -> EdgeView {
        EdgeFinder::default().find(Picture::from(picture), face)
    }

    #[test]
    fn the_four_edges_of_a_sheet_are_found_where_they_are() {
        let view = found(&sheet(320.0, 240.0, [240.0, 300.0], 0.0), &face(320.0, 240.0));
        let expected = [(Side::Left, 100.0, true), (Side::Right, 220.0, false), (Side::Above, 45.0, true)];
        for (side, position, rises) in expected {
            let edge = view.edges.iter().find(|edge| edge.side == side).unwrap();
            assert!((edge.position - position).abs() <= 1.5 && edge.rises == rises, "{edge:?}");
        }
        assert_eq!(view.edges.len(), 4, "{:?}", view.edges);
    }

    #[test]
    fn a_bare_wall_a_round_lamp_and_a_short_edge_show_none() {
        let wall = RgbImage::from_pixel(640, 480, Rgb([120; 3]));
        assert!(found(&wall, &face(320.0, 240.0)).edges.is_empty());
        let lamp = RgbImage::from_fn(640, 480, |x, y| {
            let far = (x as f32 - 320.0).hypot(y as f32 - 240.0);
            Rgb([if far < 130.0 { 200 } else { 120 }; 3])
        });
        assert!(found(&lamp, &face(320.0, 240.0)).edges.is_empty());
        let short = sheet(320.0, 240.0, [240.0, 100.0], 0.0);
        assert!(found(&short, &face(320.0, 240.0)).edges.is_empty(), "shorter than the face");
    }

    #[test]
    fn a_face_at_the_rim_or_no_face_at_all_is_no_fault() {
        let picture = sheet(320.0, 240.0, [240.0, 300.0], 0.0);
        for (x, y) in [(0.0, 0.0), (639.0, 479.0), (-500.0, -500.0), (9e9, 9e9), (f32::NAN, 1.0)] {
            let view = found(&picture, &face(x, y));
            assert!(view.edges.len() <= 4 * MOST);
        }
        let dot = RgbImage::from_pixel(1, 1, Rgb([9; 3]));
        assert!(found(&dot, &face(0.0, 0.0)).edges.is_empty());
    }

    #[test]
    fn it_forgets_what_it_saw() {
        let mut finder = EdgeFinder::default();
        finder.find(Picture::from(&sheet(320.0, 240.0, [240.0, 300.0], 0.0)), &face(320.0, 240.0));
        assert!(finder.remembers());
        finder.forget();
        assert!(!finder.remembers());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// Wherever it is, however large and a little tilted: a sheet that sways with the face is seen, and
        /// one that stays behind a swaying face is not taken for one.
        #[test]
        fn a_sheet_that_sways_with_the_face_is_told_from_one_that_stays(
            x in 300.0f32..340.0, y in 225.0f32..255.0, wide in 200.0f32..300.0, slope in -0.1f32..0.1,
        ) {
            let views = |follows: f32| -> Vec<EdgeView> {
                (0..10)
                    .map(|n| {
                        let by = [10.0 * (n as f32).sin(), 8.0 * (n as f32 * 1.3).cos()];
                        let picture = sheet(x + follows * by[0], y + follows * by[1], [wide, 330.0], slope);
                        found(&picture, &face(x + by[0], y + by[1]))
                    })
                    .collect()
            };
            prop_assert!(move_with_the_face(&views(1.0)));
            prop_assert!(sides_moving(&views(0.0)).is_empty());
        }
    }
}
