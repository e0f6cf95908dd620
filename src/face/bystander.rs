//! Which further faces matter: somebody beside the visitor does, passers-by far behind do not.
//!
//! How large a face is says how near it is: a head in second row, at one and two thirds of the
//! visitor's distance, is [`LEAST_WIDTH`] as wide. People who queue or pass behind stay under it, people
//! beside the visitor (children, too, whose heads are a tenth smaller) do not.

use crate::domain::face::FaceBox;

/// A further face matters from this share of the main face's width.
const LEAST_WIDTH: f32 = 0.6;

/// Is `other` as near as whoever `main` belongs to?
pub(super) fn matters(main: &FaceBox, other: &FaceBox) -> bool {
    let least = LEAST_WIDTH * main.width;
    // A width that is not a number counts: whoever cannot be judged is not overlooked.
    other.width >= least || other.width.is_nan() || least.is_nan()
}

/// How many of the `found` faces matter when `main` is the visitor's, that one included.
pub(super) fn faces_that_matter(main: Option<FaceBox>, found: &[FaceBox]) -> usize {
    main.map_or(found.len(), |main| found.iter().filter(|other| matters(&main, other)).count())
}

#[cfg(test)]
mod tests {
    use image::imageops::{FilterType, overlay, resize};
    use image::{Rgb, RgbImage};

    use super::*;
    use crate::domain::frame::{Frame, FrameId};
    use crate::domain::time::Moment;
    use crate::face::FaceEngine;

    fn face(width: f32) -> FaceBox {
        FaceBox { x: 0.0, y: 0.0, width, height: 1.3 * width }
    }

    #[test]
    fn nearness_decides() {
        let main = face(200.0);
        let found = [main, face(40.0), face(119.0), face(121.0), face(260.0)];
        assert_eq!(faces_that_matter(Some(main), &found), 3);
        assert_eq!(faces_that_matter(None, &found), 5, "without a main face all do");
        assert!(matters(&main, &face(f32::NAN)));
    }

    /// The portrait of the demo before a wall, and once more at `share` of its size.
    fn scene(share: f32) -> RgbImage {
        let photo = crate::face::portrait::decode(include_bytes!("../../assets/demo/reference.png")).unwrap();
        let sized = |height: f32| {
            let width = height * photo.width() as f32 / photo.height() as f32;
            resize(&photo, width as u32, height as u32, FilterType::Triangle)
        };
        let mut wall = RgbImage::from_pixel(960, 480, Rgb([150, 148, 140]));
        let (near, far) = (sized(440.0), sized(440.0 * share));
        overlay(&mut wall, &far, i64::from(960 - far.width()), 20);
        overlay(&mut wall, &near, 0, 40);
        wall
    }

    #[test]
    fn a_stranger_far_behind_is_not_counted_and_a_neighbour_is() {
        let mut engine = FaceEngine::load().unwrap();
        for (share, faces) in [(0.25, 1), (0.4, 1), (0.5, 1), (0.75, 2), (0.9, 2)] {
            let picture = scene(share);
            engine.reset();
            let mut track = None;
            for n in 0..12 {
                let at = Moment::from_millis(n * 100);
                let frame = Frame::new(FrameId(n), at, picture.width(), picture.height(), picture.as_raw().as_slice());
                let reading = engine.read(&frame.unwrap()).unwrap();
                assert_eq!(reading.faces, faces, "a second face of {share}, frame {n}");
                let main = reading.face.expect("the near face").bounds;
                assert!(main.x + main.width / 2.0 < 480.0, "the near face is followed");
                assert_eq!(*track.get_or_insert(reading.track), reading.track, "without a break");
            }
        }
    }
}
