//! Does light shine back from a pair of glasses? A reflection hides what lies behind the lens: the eye, its
//! lids, and what the embedding reads of them.
//!
//! Measured on 275 frames of eight living people, one with spectacles: none shines at all. Of 200 grey photos (some
//! 60 with spectacles) none is above 0.003, of 27 colour photos one: a cheek lit through a window. Their weak
//! reflections, which leave the eye to be seen, are not found, and need not be. Light painted on 69 pictures before
//! either eye (imitations: white, soft edges, no real lens) measures, from the 5th to the 95th percentile: a
//! catchlight up to 0.009, a window of a fifth of the eye distance 0.01 to 0.07, a patch over the eye 0.04 to 0.11, over
//! the whole lens 0.12 to 0.25. Thin streaks and veils stay below. What suffers is not the match (similarity to the
//! photo without light at least 0.91) but the reading of the eyelids: under a covered lens 0.35 to 1.25 times its
//! value, with a catchlight 0.94 to 1.14 times.

use super::align::Point;
use super::measure::row_inside;
use super::mesh::{CROP_SIDE, MeshFace};
use super::mesh_points::OUTLINE;
use super::raster::luma;

/// Corners of each eye: outer and inner.
const EYES: [(usize, usize); 2] = [(33, 133), (263, 362)];
/// Half a lens in widths of the eye's opening: a lens of 50 by 36 mm before an eye of 30 mm.
const HALF_LENS: [f32; 2] = [0.85, 0.6];
/// A pixel above this shines (0-1): skin and the white of the eye stay below unless the whole face is too bright.
const SHINES: f32 = 0.9;

/// The largest patch of light on a lens, as a share of the lens, of the worse eye; about 0.002 is a pupil's
/// catchlight. `crop` is the mesh's crop, to which `to_crop` leads from source pixels.
pub(super) fn lens_glare(mesh: &MeshFace, crop: &[f32], to_crop: &impl Fn(Point) -> Point) -> f32 {
    let outline = OUTLINE.map(|i| to_crop(mesh.flat(i)));
    EYES.map(|(outer, inner)| {
        let (a, b) = (to_crop(mesh.flat(outer)), to_crop(mesh.flat(inner)));
        let middle = [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])];
        let width = (a[0] - b[0]).hypot(a[1] - b[1]);
        largest_patch(crop, &outline, middle, HALF_LENS.map(|half| half * width))
    })
    .into_iter()
    .fold(0.0, f32::max)
}

/// Pixels of the largest connected patch of light within `half` of `middle` and inside the face, over the pixels of
/// that box.
fn largest_patch(crop: &[f32], outline: &[Point], middle: Point, half: [f32; 2]) -> f32 {
    let span = |k: usize| {
        let from = (middle[k] - half[k]).max(0.0) as usize;
        from..((middle[k] + half[k]).clamp(0.0, CROP_SIDE as f32) as usize + 1).min(CROP_SIDE)
    };
    let (columns, rows) = (span(0), span(1));
    if columns.is_empty() || rows.is_empty() {
        return 0.0;
    }
    let width = columns.len();
    let mut shines = vec![false; width * rows.len()];
    for (y, row) in rows.clone().zip(shines.chunks_exact_mut(width)) {
        // Beside a turned head the lens's box shows the room, and its lamps.
        let (left, right) = row_inside(outline, y as f32 + 0.5);
        for (x, mark) in columns.clone().zip(row) {
            let inside = (left..right).contains(&(x as f32 + 0.5));
            let pixel = crop.get(3 * (y * CROP_SIDE + x)..).and_then(|rest| rest.get(..3));
            *mark = inside && pixel.is_some_and(|p| luma([p[0], p[1], p[2]]) > SHINES);
        }
    }
    let all = shines.len();
    let mut largest = 0;
    let mut open = Vec::new();
    for start in 0..all {
        let mut patch = 0;
        open.push(start);
        while let Some(i) = open.pop() {
            if !std::mem::take(&mut shines[i]) {
                continue;
            }
            patch += 1;
            let x = i % width;
            open.extend((x > 0).then(|| i - 1));
            open.extend((x + 1 < width).then_some(i + 1));
            open.extend(i.checked_sub(width));
            open.extend((i + width < all).then_some(i + width));
        }
        largest = largest.max(patch);
    }
    largest as f32 / all as f32
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use crate::domain::fault::Fault;
    use crate::domain::quality::{Gates, Hint};
    use crate::face::FaceEngine;
    use crate::face::cover::tests::photo;

    /// The photo with a white ellipse before the eye on the picture's left; its half axes in eye distances.
    fn lit(engine: &mut FaceEngine, half: [f32; 2]) -> RgbImage {
        let mut picture = photo();
        let face = engine.inspect(&picture).unwrap()[0].clone();
        let eye = face.five_points[0];
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let across = (x as f32 + 0.5 - eye[0]) / (half[0] * face.inter_eye_px);
            let down = (y as f32 + 0.5 - eye[1]) / (half[1] * face.inter_eye_px);
            if across.hypot(down) < 1.0 {
                *pixel = Rgb([250; 3]);
            }
        }
        picture
    }

    #[test]
    fn light_on_a_lens_is_told_and_a_catchlight_is_not() {
        let mut engine = FaceEngine::load().unwrap();
        let gates = Gates::default();
        for (half, hint, fault) in [
            ([0.0, 0.0], None, None),
            ([0.025, 0.025], None, None),
            ([0.12, 0.09], Some(Hint::Glare), None),
            ([0.2, 0.15], Some(Hint::Glare), Some(Fault::FaceGlare)),
        ] {
            let picture = lit(&mut engine, half);
            let mut face = engine.inspect(&picture).unwrap()[0].clone();
            // Near enough, whatever the photo's size.
            face.quality.inter_eye_px = 80.0;
            let judgement = gates.judge(&face, 1);
            assert_eq!((judgement.hint, judgement.fault), (hint, fault), "{half:?}: {}", face.quality.glare);
        }
    }

    #[test]
    fn light_beside_the_lens_or_the_face_does_not_count() {
        let mut engine = FaceEngine::load().unwrap();
        let mut picture = photo();
        let face = engine.inspect(&picture).unwrap()[0].clone();
        let below = face.five_points[2][1];
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let beside = (x as f32) < face.bounds.x - 2.0;
            if beside || (y as f32 - below).abs() < 0.08 * face.inter_eye_px {
                *pixel = Rgb([255; 3]);
            }
        }
        let glare = engine.inspect(&picture).unwrap()[0].quality.glare;
        assert!(glare < 0.01, "{glare}");
    }
}
