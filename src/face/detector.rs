//! Finds faces: `YuNet` on a picture shrunk to a bounded side.

use super::align::Point;
use super::error::FaceError;
use super::models;
use super::network::Network;
use super::raster::{Picture, shrink_to_bgr};
use crate::domain::face::FaceBox;

/// One face found, in source pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The face's box.
    pub bounds: FaceBox,
    /// 0-1.
    pub score: f32,
    /// Right eye, left eye, nose tip, right and left mouth corner (the person's own sides).
    pub five_points: [Point; 5],
}

/// Detections below this score are dropped. Low enough for a face that looks up or down; objects
/// score under 0.5 on our pictures without faces.
pub const MIN_SCORE: f32 = 0.6;
/// Two boxes that overlap more than this (intersection over union) are the same face.
const SAME_FACE_OVERLAP: f32 = 0.3;
/// The network halves its input five times.
const ALIGNMENT: usize = 32;
/// More faces than anyone can tell apart in front of a kiosk; bounds the work on a crowd.
const MAX_FACES: usize = 100;
/// Distances between the cells of the three output grids, in input pixels.
const STRIDES: [usize; 3] = [8, 16, 32];

/// The face detector.
pub struct Detector {
    network: Network<12>,
}

impl Detector {
    /// Loads the network.
    ///
    /// # Errors
    /// [`FaceError::Damaged`] or [`FaceError::Unusable`].
    pub fn load() -> Result<Self, FaceError> {
        let outputs = [
            "cls_8", "cls_16", "cls_32", "obj_8", "obj_16", "obj_32", "bbox_8", "bbox_16", "bbox_32", "kps_8",
            "kps_16", "kps_32",
        ];
        Ok(Self { network: Network::load(models::DETECTOR, outputs)? })
    }

    /// The faces of `picture`, best score first. The picture is shrunk so that its longer side is
    /// at most `longest_side` pixels; a face must then be about 12 pixels wide to be found.
    ///
    /// # Errors
    /// If the network fails.
    pub fn detect(&mut self, picture: Picture<'_>, longest_side: usize) -> Result<Vec<Detection>, FaceError> {
        let (source_w, source_h) = (picture.width(), picture.height());
        let shrink = (longest_side as f32 / source_w.max(source_h) as f32).min(1.0);
        let fit = |side: usize| ((side as f32 * shrink).round() as usize).clamp(1, side);
        let (width, height) = (fit(source_w), fit(source_h));
        let (stride, lines) = (width.next_multiple_of(ALIGNMENT), height.next_multiple_of(ALIGNMENT));
        let input = self.network.input(lines, stride)?;
        input.fill(0.0);
        shrink_to_bgr(picture, width, height, stride, input);
        self.network.run();
        let scale = [source_w as f32 / width as f32, source_h as f32 / height as f32];
        let mut found = Vec::new();
        for (level, cell) in STRIDES.into_iter().enumerate() {
            let grid = Grid {
                class: self.network.output(level),
                object: self.network.output(3 + level),
                bounds: self.network.output(6 + level),
                points: self.network.output(9 + level),
            };
            let columns = stride / cell;
            let cells = columns * (lines / cell);
            if grid.class.len() != cells
                || grid.object.len() != cells
                || grid.bounds.len() != cells * 4
                || grid.points.len() != cells * 10
            {
                return Err(self.network.wrong_size());
            }
            grid.decode(columns, cell as f32, scale, &mut found);
        }
        Ok(keep_best(found))
    }

    /// Overwrites the last picture.
    pub fn forget(&mut self) {
        self.network.forget();
    }

    /// Whether anything of what it saw is left.
    #[cfg(test)]
    pub(crate) fn remembers(&self) -> bool {
        self.network.remembers()
    }
}

/// One of the network's three output grids.
struct Grid<'a> {
    class: &'a [f32],
    object: &'a [f32],
    bounds: &'a [f32],
    points: &'a [f32],
}

impl Grid<'_> {
    /// Adds the cells that hold a face to `found`.
    fn decode(&self, columns: usize, cell: f32, scale: [f32; 2], found: &mut Vec<Detection>) {
        for (i, (class, object)) in self.class.iter().zip(self.object).enumerate() {
            let score = (class.clamp(0.0, 1.0) * object.clamp(0.0, 1.0)).sqrt();
            if score.is_nan() || score < MIN_SCORE {
                continue;
            }
            let (column, row) = ((i % columns) as f32, (i / columns) as f32);
            let b = &self.bounds[i * 4..i * 4 + 4];
            let centre = [(column + b[0]) * cell, (row + b[1]) * cell];
            let size = [b[2].exp() * cell, b[3].exp() * cell];
            // The network's positions are indices of pixel centres: half a pixel to positions.
            let place = |axis: usize, v: f32| (v + 0.5) * scale[axis];
            let p = &self.points[i * 10..i * 10 + 10];
            let mut five_points = [[0.0; 2]; 5];
            for (k, point) in five_points.iter_mut().enumerate() {
                *point = [place(0, (p[2 * k] + column) * cell), place(1, (p[2 * k + 1] + row) * cell)];
            }
            let bounds = FaceBox {
                x: place(0, centre[0] - size[0] / 2.0),
                y: place(1, centre[1] - size[1] / 2.0),
                width: size[0] * scale[0],
                height: size[1] * scale[1],
            };
            let finite = [bounds.x, bounds.y, bounds.width, bounds.height]
                .into_iter()
                .chain(five_points.into_iter().flatten())
                .all(f32::is_finite);
            if finite {
                found.push(Detection { bounds, score, five_points });
            }
        }
    }
}

/// Non-maximum suppression: of boxes that overlap, the one with the best score.
fn keep_best(mut found: Vec<Detection>) -> Vec<Detection> {
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Detection> = Vec::new();
    for face in found {
        if kept.len() == MAX_FACES {
            break;
        }
        if kept.iter().all(|k| overlap(&k.bounds, &face.bounds) < SAME_FACE_OVERLAP) {
            kept.push(face);
        }
    }
    kept
}

/// Intersection over union, 0-1.
#[must_use]
pub fn overlap(a: &FaceBox, b: &FaceBox) -> f32 {
    let shared = |a0: f32, a1: f32, b0: f32, b1: f32| ((a0 + a1).min(b0 + b1) - a0.max(b0)).max(0.0);
    let both = shared(a.x, a.width, b.x, b.width) * shared(a.y, a.height, b.y, b.height);
    let union = a.width * a.height + b.width * b.height - both;
    if union > 0.0 { both / union } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32, score: f32) -> Detection {
        Detection { bounds: FaceBox { x, y: 0.0, width: 10.0, height: 10.0 }, score, five_points: [[x, 0.0]; 5] }
    }

    #[test]
    fn of_overlapping_boxes_the_best_is_kept() {
        let kept = keep_best(vec![face(0.0, 0.7), face(2.0, 0.9), face(40.0, 0.8)]);
        let scores: Vec<f32> = kept.iter().map(|f| f.score).collect();
        assert_eq!(scores, [0.9, 0.8]);
    }

    #[test]
    fn overlap_is_intersection_over_union() {
        assert!((overlap(&face(0.0, 1.0).bounds, &face(5.0, 1.0).bounds) - 1.0 / 3.0).abs() < 1e-6);
        assert!(overlap(&face(0.0, 1.0).bounds, &face(10.0, 1.0).bounds) < 1e-6);
    }

    #[test]
    fn cells_that_are_not_numbers_are_no_faces() {
        let grid = Grid { class: &[f32::NAN], object: &[1.0], bounds: &[0.0; 4], points: &[0.0; 10] };
        let mut found = Vec::new();
        grid.decode(1, 8.0, [1.0, 1.0], &mut found);
        assert!(found.is_empty());
    }
}
