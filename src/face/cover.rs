//! Is the lower face bare? A mask, a scarf or a hand hides the mouth, and the mesh then draws lips where
//! there are none: neither redder than the skin around them, nor with a dark line between them.
//!
//! Measured on 255 frames and photos of uncovered faces (talking and listening people, spectacles,
//! beards, open mouths, 22 portraits, four derived photos) and on the same with patches painted over the
//! lower face: under 0.05 are all but 3 of 1016 smooth masks (white, blue, black, red), 242 of 253 hands over
//! nose and mouth, 36 of 255 hands whose fingers lie between the lips, and 1 uncovered face (a photo of
//! hardly any contrast). On 20 grey portraits none, 65 of 65 masks. Real masks have folds: none were at
//! hand to measure.

use super::align::Point;
use super::mesh::{CROP_SIDE, MeshFace};
use super::raster::luma;

/// Points of the upper lip and of the lower lip: the lip's outer edge and its inner one.
const UPPER_LIP: [(usize, usize); 3] = [(0, 13), (37, 82), (267, 312)];
const LOWER_LIP: [(usize, usize); 3] = [(17, 14), (84, 87), (314, 317)];
/// Skin above and below the lips.
const AROUND: [usize; 7] = [164, 18, 200, 167, 393, 182, 406];
/// Columns across the mouth: the outer and inner edge of the upper lip, then of the lower one.
const COLUMNS: [[usize; 4]; 5] =
    [[0, 13, 14, 17], [37, 82, 87, 84], [267, 312, 317, 314], [39, 81, 178, 181], [269, 311, 402, 405]];
/// Samples along a column.
const SAMPLES: u8 = 20;
/// Redness (the logarithm of red over green) counts so much against darkness.
const REDNESS: f32 = 5.0 / 3.0;
/// Keeps noise in the dark from counting as redness or as a line (0-255).
const FLOOR: f32 = 8.0;

/// How clearly the lips are seen, 0 where nothing is: how much redder they are than the skin around
/// them, or how much darker the line between them is, whichever says more. `crop` is the mesh's crop,
/// to which `to_crop` leads from source pixels.
pub(super) fn mouth_seen(mesh: &MeshFace, crop: &[f32], to_crop: &impl Fn(Point) -> Point) -> f32 {
    let at = |i: usize| to_crop(mesh.flat(i));
    let middle = |(a, b): (usize, usize)| between(at(a), at(b), 0.5);
    let lips = redness(crop, UPPER_LIP.into_iter().chain(LOWER_LIP).map(middle));
    let skin = redness(crop, AROUND.into_iter().map(at));
    let darker: f32 = COLUMNS
        .iter()
        .map(|[top, top_inner, bottom_inner, bottom]| {
            let (from, to) = (middle((*top, *top_inner)), middle((*bottom, *bottom_inner)));
            let ends = brightness(patch(crop, from, 1)).min(brightness(patch(crop, to, 1)));
            let least = (0..=SAMPLES)
                .map(|s| brightness(patch(crop, between(from, to, f32::from(s) / f32::from(SAMPLES)), 0)))
                .fold(f32::INFINITY, f32::min);
            (ends - least) / ends.max(2.5 * FLOOR)
        })
        .sum();
    ((lips - skin) * REDNESS).max(darker / COLUMNS.len() as f32).max(0.0)
}

fn between(a: Point, b: Point, share: f32) -> Point {
    [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
}

fn brightness(rgb: [f32; 3]) -> f32 {
    255.0 * luma(rgb)
}

/// Of the mean colour around all points.
fn redness(crop: &[f32], points: impl Iterator<Item = Point>) -> f32 {
    let (mut sum, mut count) = ([0.0_f32; 3], 0.0_f32);
    for point in points {
        let colour = patch(crop, point, 1);
        sum = [0, 1, 2].map(|k| sum[k] + colour[k]);
        count += 1.0;
    }
    let [red, green, _] = sum.map(|v| 255.0 * v / count.max(1.0) + FLOOR);
    (red / green).ln()
}

/// Mean colour within `reach` pixels of a point of the crop; black outside it.
fn patch(crop: &[f32], at: Point, reach: isize) -> [f32; 3] {
    let (mut sum, mut count) = ([0.0_f32; 3], 0.0_f32);
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            let (x, y) = (at[0].floor() as isize + dx, at[1].floor() as isize + dy);
            let inside = |v: isize| usize::try_from(v).ok().filter(|v| *v < CROP_SIDE);
            let (Some(x), Some(y)) = (inside(x), inside(y)) else { continue };
            let Some(pixel) = crop.get(3 * (y * CROP_SIDE + x)..).and_then(|rest| rest.get(..3)) else { continue };
            sum = [0, 1, 2].map(|k| sum[k] + pixel[k]);
            count += 1.0;
        }
    }
    sum.map(|v| v / count.max(1.0))
}

#[cfg(test)]
pub(super) mod tests {
    use image::{Rgb, RgbImage};

    use crate::domain::fault::Fault;
    use crate::domain::quality::{Gates, Hint};
    use crate::face::FaceEngine;

    pub(in crate::face) fn photo() -> RgbImage {
        crate::face::portrait::decode(include_bytes!("../../assets/demo/reference.png")).unwrap()
    }

    /// Paints `cloth` over the face from the middle of the nose down, with the soft shade of its curve.
    pub(in crate::face) fn masked(cloth: [f32; 3]) -> RgbImage {
        let mut picture = photo();
        let face = FaceEngine::load().unwrap().inspect(&picture).unwrap()[0].clone();
        let top = f32::midpoint(face.five_points[0][1], face.five_points[2][1]);
        let bounds = face.bounds;
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let across = (x as f32 - bounds.x) / bounds.width;
            let down = (y as f32 - top) / (bounds.y + bounds.height - top);
            if (0.0..1.0).contains(&across) && (0.0..1.05).contains(&down) {
                let shade = 1.0 - 0.25 * (2.0 * across - 1.0).powi(2) - 0.1 * down;
                *pixel = Rgb(cloth.map(|v| (v * shade) as u8));
            }
        }
        picture
    }

    #[test]
    fn a_mask_is_told_and_a_bare_face_is_not() {
        let mut engine = FaceEngine::load().unwrap();
        let bare = engine.inspect(&photo()).unwrap()[0].clone();
        assert!(bare.quality.mouth_seen > 0.1, "{}", bare.quality.mouth_seen);
        for cloth in [[235.0, 238.0, 240.0], [150.0, 190.0, 225.0], [60.0, 60.0, 66.0]] {
            let faces = engine.inspect(&masked(cloth)).unwrap();
            let face = faces.first().expect("the detector sees masked faces, too");
            assert!(face.quality.mouth_seen < 0.05, "{cloth:?}: {}", face.quality.mouth_seen);
            let judgement = Gates::default().judge(face, 1);
            assert_eq!((judgement.hint, judgement.fault), (Some(Hint::Uncover), Some(Fault::FaceCovered)), "{cloth:?}");
        }
    }
}
