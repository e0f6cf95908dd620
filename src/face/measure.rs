//! Measures the picture quality of one face; [`crate::domain::quality`] judges it.

use zeroize::Zeroize as _;

use super::align::Point;
use super::mesh::{CROP_SIDE, MeshFace};
use super::mesh_points::OUTLINE;
use super::raster::{Picture, luma};
use crate::domain::face::FaceBox;
use crate::domain::quality::QualityReport;

/// A pixel above this counts as overexposed (0-255).
const OVER: f32 = 247.0;
/// A pixel below this counts as underexposed (0-255).
const UNDER: f32 = 25.0;
/// Every so many-th pixel of the frame is enough for the background's mean.
const BACKGROUND_STEP: usize = 8;

/// Measures faces; keeps its memory from frame to frame.
#[derive(Default)]
pub struct Meter {
    /// The crop's brightness, 0-255.
    grey: Vec<f32>,
}

impl Meter {
    /// Measures the face of `mesh`, whose upright crop ([`CROP_SIDE`]² pixels of red, green and blue, 0-1) is `crop`.
    pub fn measure(
        &mut self,
        picture: Picture<'_>,
        mesh: &MeshFace,
        crop: &[f32],
        bounds: &FaceBox,
        inter_eye_px: f32,
    ) -> QualityReport {
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let mut report = QualityReport {
            inter_eye_px,
            face_share: bounds.height / height,
            inside: bounds.x >= 0.0
                && bounds.y >= 0.0
                && bounds.x + bounds.width <= width
                && bounds.y + bounds.height <= height,
            ..QualityReport::default()
        };
        face_light(mesh, crop, &mut self.grey, &mut report);
        // A face that fills the picture stands before nothing that could be too bright or too dark for it.
        report.background_luminance = background(picture, bounds).unwrap_or(report.luminance);
        if let Some(to_crop) = inverse(mesh) {
            report.mouth_seen = super::cover::mouth_seen(mesh, crop, &to_crop);
            report.glare = super::glare::lens_glare(mesh, crop, &to_crop);
        }
        report
    }

    /// Overwrites the last face.
    pub fn forget(&mut self) {
        self.grey.zeroize();
    }

    /// Whether anything of what it saw is left.
    #[cfg(test)]
    pub fn remembers(&self) -> bool {
        self.grey.iter().any(|v| *v != 0.0)
    }
}

/// Mean luminance of the frame outside the face's box (0-1); `None` if nothing is outside.
fn background(picture: Picture<'_>, bounds: &FaceBox) -> Option<f32> {
    // Hair and neck belong to the person: leave a margin of a quarter around the box.
    let (mx, my) = (bounds.width * 0.25, bounds.height * 0.25);
    let columns = bounds.x - mx..bounds.x + bounds.width + mx;
    let rows = bounds.y - my..bounds.y + bounds.height + my;
    let (mut total, mut count) = (0.0f32, 0u32);
    for (y, row) in picture.rows().enumerate().step_by(BACKGROUND_STEP) {
        let beside = rows.contains(&(y as f32));
        for (x, p) in row.chunks_exact(3).enumerate().step_by(BACKGROUND_STEP) {
            if beside && columns.contains(&(x as f32)) {
                continue;
            }
            total += luma([f32::from(p[0]), f32::from(p[1]), f32::from(p[2])]);
            count += 1;
        }
    }
    (count > 0).then(|| total / count as f32 / 255.0)
}

/// Fills in what is read from the pixels inside the face's outline.
fn face_light(mesh: &MeshFace, crop: &[f32], grey: &mut Vec<f32>, report: &mut QualityReport) {
    let Some(to_crop) = inverse(mesh) else { return };
    let outline = OUTLINE.map(|i| to_crop(mesh.flat(i)));
    // The face's own middle line, forehead to chin: the halves of a turned head stay its halves.
    let (top, bottom) = (to_crop(mesh.flat(10)), to_crop(mesh.flat(152)));
    grey.clear();
    grey.extend(crop.chunks_exact(3).map(|p| 255.0 * luma([p[0], p[1], p[2]])));
    let mut sums = [0.0f32; 2];
    let mut counts = [0u32; 2];
    let (mut over, mut under) = (0u32, 0u32);
    let (mut edge_sum, mut edge_squares, mut edges) = (0.0f64, 0.0f64, 0u32);
    for y in 1..CROP_SIDE - 1 {
        let (from, to) = row_inside(&outline, y as f32 + 0.5);
        for x in (from.max(1.0) as usize)..(to.min((CROP_SIDE - 1) as f32).max(0.0) as usize) {
            let i = y * CROP_SIDE + x;
            let value = grey[i];
            let side =
                (bottom[0] - top[0]) * (y as f32 + 0.5 - top[1]) - (bottom[1] - top[1]) * (x as f32 + 0.5 - top[0]);
            let half = usize::from(side > 0.0);
            sums[half] += value;
            counts[half] += 1;
            over += u32::from(value > OVER);
            under += u32::from(value < UNDER);
            let edge = f64::from(grey[i - 1] + grey[i + 1] + grey[i - CROP_SIDE] + grey[i + CROP_SIDE] - 4.0 * value);
            edge_sum += edge;
            edge_squares += edge * edge;
            edges += 1;
        }
    }
    if counts.contains(&0) {
        return;
    }
    let count = (counts[0] + counts[1]) as f32;
    let halves = [sums[0] / counts[0] as f32, sums[1] / counts[1] as f32];
    report.luminance = (sums[0] + sums[1]) / count / 255.0;
    report.evenness = halves[0].min(halves[1]) / halves[0].max(halves[1]).max(1.0);
    report.overexposed = over as f32 / count;
    report.underexposed = under as f32 / count;
    let n = f64::from(edges);
    report.sharpness = (edge_squares / n - (edge_sum / n).powi(2)) as f32;
}

/// From source pixels to crop pixels.
pub(super) fn inverse(mesh: &MeshFace) -> Option<impl Fn(Point) -> Point> {
    let region = mesh.region;
    let k = CROP_SIDE as f32 / region.size;
    let (sin, cos) = region.angle.sin_cos();
    let half = CROP_SIDE as f32 / 2.0;
    k.is_finite().then_some(move |p: Point| {
        let d = [p[0] - region.centre[0], p[1] - region.centre[1]];
        [(cos * d[0] + sin * d[1]) * k + half, (-sin * d[0] + cos * d[1]) * k + half]
    })
}

/// Where the line at height `y` enters and leaves the outline; empty (`from` > `to`) if it misses.
pub(super) fn row_inside(outline: &[Point], y: f32) -> (f32, f32) {
    let (mut from, mut to) = (f32::INFINITY, f32::NEG_INFINITY);
    for (a, b) in outline.iter().zip(outline.iter().cycle().skip(1)) {
        if (a[1] <= y) != (b[1] <= y) {
            let x = a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
            from = from.min(x);
            to = to.max(x);
        }
    }
    (from, to)
}

#[cfg(test)]
mod tests {
    use image::RgbImage;

    use crate::face::FaceEngine;
    use crate::face::cover::tests::photo;

    #[test]
    fn a_face_that_fills_the_picture_is_its_own_background() {
        let mut engine = FaceEngine::load().unwrap();
        let whole = photo();
        let bounds = engine.inspect(&whole).unwrap()[0].bounds;
        // Tight, so that the box with its margin covers all there is.
        let cut: RgbImage = image::imageops::crop_imm(
            &whole,
            bounds.x.max(0.0) as u32,
            bounds.y.max(0.0) as u32,
            bounds.width as u32,
            bounds.height as u32,
        )
        .to_image();
        let wide = engine.inspect(&whole).unwrap()[0].quality;
        let filled = engine.inspect(&cut).unwrap()[0].quality;
        assert!((filled.background_luminance - filled.luminance).abs() < f32::EPSILON, "{filled:?}");
        assert!(filled.luminance > 0.1 && (wide.background_luminance - wide.luminance).abs() > 0.01, "{wide:?}");
    }
}
