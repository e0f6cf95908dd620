//! Do long straight edges around a face move with it? A phone, a tablet or a sheet of paper held by a hand has
//! such edges, and they go where the face shown on it goes. Those of a door or a window stay.
//!
//! Pure: `face::edges` finds the edges of single frames, this follows them through a capture. Upright edges alone show
//! nothing, on both sides neither: long hair has them, and goes with the head (so it was measured on a living person).
//! An upright and a level one do. A head and a hand that both keep perfectly still show nothing either.

/// Where an edge lies, seen from the face, in the unmirrored picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    Above,
    Below,
}

impl Side {
    /// All sides.
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Above, Self::Below];

    /// The axis along which an edge on this side can be told from its neighbours: 0 for x, 1 for y.
    #[must_use]
    pub fn axis(self) -> usize {
        match self {
            Self::Left | Self::Right => 0,
            Self::Above | Self::Below => 1,
        }
    }
}

/// A long straight edge of one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    pub side: Side,
    /// Where it passes the face, along [`Side::axis`], in pixels of the small picture that was searched.
    pub position: f32,
    /// Brighter to the right or below?
    pub rises: bool,
}

/// The edges around the face of one frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeView {
    /// Where the face is, in pixels of the small picture.
    pub face: [f32; 2],
    pub edges: Vec<Edge>,
}

/// Fewer frames show no movement to speak of.
const LEAST_FRAMES: usize = 8;
/// An edge must be found in so many of the frames.
const SEEN_IN: f32 = 0.7;
/// Furthest an edge goes from one frame to the next, in pixels: at a few frames a second.
const FURTHEST: f32 = 8.0;
/// Frames that an edge may be missing in a row.
const LOST_AFTER: usize = 3;
/// An edge that moved less (standard deviation, in pixels) stood still: positions are whole pixels.
const LEAST_MOVEMENT: f32 = 0.7;
/// Least correlation of its positions with those of the face.
const LEAST_CORRELATION: f32 = 0.7;
/// How far the edge may go while the face goes by one: in perspective the nearer part of a sheet goes further.
const PACE: std::ops::RangeInclusive<f32> = 0.33..=3.0;
/// Does the face move with the edges of something it is shown on, an upright and a level one? `views` are in
/// order of time.
#[must_use]
pub fn move_with_the_face(views: &[EdgeView]) -> bool {
    let sides = sides_moving(views);
    [0, 1].into_iter().all(|axis| sides.iter().any(|side| side.axis() == axis))
}

/// The sides of the face on which an edge moves with it.
#[must_use]
pub fn sides_moving(views: &[EdgeView]) -> Vec<Side> {
    if views.len() < LEAST_FRAMES {
        return Vec::new();
    }
    let moving = |side: &Side| tracks(views, *side).iter().any(|track| track.moves_with_the_face(views.len()));
    Side::ALL.into_iter().filter(moving).collect()
}

/// One edge through several frames: its positions, and the face's.
struct Track {
    rises: bool,
    last: usize,
    edge: Vec<f32>,
    face: Vec<f32>,
}

impl Track {
    /// How far `position` is from where this edge would be if it stood still, or if it moved with the face.
    fn distance(&self, position: f32, face: f32) -> f32 {
        let (Some(edge), Some(before)) = (self.edge.last(), self.face.last()) else { return f32::INFINITY };
        (position - edge).abs().min((position - edge - (face - before)).abs())
    }

    fn moves_with_the_face(&self, frames: usize) -> bool {
        let (of_edge, of_face) = (spread(&self.edge), spread(&self.face));
        if (self.edge.len() as f32) < SEEN_IN * frames as f32 || of_edge < LEAST_MOVEMENT || of_face <= f32::EPSILON {
            return false;
        }
        let correlation = covariance(&self.edge, &self.face) / (of_edge * of_face);
        let pace = correlation * of_edge / of_face;
        correlation >= LEAST_CORRELATION && PACE.contains(&pace)
    }
}

/// The edges on one side, followed: each to the nearest of its kind in the next frame.
fn tracks(views: &[EdgeView], side: Side) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    for (now, view) in views.iter().enumerate() {
        let face = view.face[side.axis()];
        let mut free: Vec<&Edge> = view.edges.iter().filter(|edge| edge.side == side).collect();
        for track in tracks.iter_mut().filter(|track| now - track.last <= LOST_AFTER) {
            let nearest = free
                .iter()
                .enumerate()
                .filter(|(_, edge)| edge.rises == track.rises)
                .map(|(n, edge)| (n, track.distance(edge.position, face)))
                .min_by(|(_, a), (_, b)| a.total_cmp(b))
                .filter(|(_, distance)| *distance <= FURTHEST);
            if let Some((n, _)) = nearest {
                track.edge.push(free.remove(n).position);
                track.face.push(face);
                track.last = now;
            }
        }
        tracks.extend(free.into_iter().map(|edge| Track {
            rises: edge.rises,
            last: now,
            edge: vec![edge.position],
            face: vec![face],
        }));
    }
    tracks
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

fn covariance(a: &[f32], b: &[f32]) -> f32 {
    let (of_a, of_b) = (mean(a), mean(b));
    a.iter().zip(b).map(|(a, b)| (a - of_a) * (b - of_b)).sum::<f32>() / a.len().max(1) as f32
}

/// Standard deviation.
fn spread(values: &[f32]) -> f32 {
    covariance(values, values).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A face that sways by `sway` pixels, and edges on `sides` that follow it by `share`.
    fn swaying(sides: &[Side], sway: f32, share: f32) -> Vec<EdgeView> {
        (0..14)
            .map(|n| {
                let shift = sway * (n as f32 * 0.9).sin();
                let edges = sides.iter().map(|side| {
                    let at = if matches!(side, Side::Left | Side::Above) { 60.0 } else { 220.0 };
                    Edge { side: *side, position: (at + share * shift).round(), rises: true }
                });
                EdgeView { face: [140.0 + shift, 120.0 + shift], edges: edges.collect() }
            })
            .collect()
    }

    #[test]
    fn an_upright_and_a_level_edge_that_go_where_the_face_goes_give_it_away() {
        assert!(move_with_the_face(&swaying(&[Side::Left, Side::Above], 4.0, 1.0)));
        assert!(move_with_the_face(&swaying(&[Side::Right, Side::Below], 4.0, 1.0)));
        assert_eq!(sides_moving(&swaying(&Side::ALL, 4.0, 1.0)), Side::ALL);
    }

    #[test]
    fn a_window_hair_and_stillness_show_nothing() {
        assert!(sides_moving(&swaying(&Side::ALL, 4.0, 0.0)).is_empty(), "the edges of a window stay");
        let hair = swaying(&[Side::Left, Side::Right], 4.0, 1.0);
        assert_eq!(sides_moving(&hair), [Side::Left, Side::Right]);
        assert!(!move_with_the_face(&hair), "long hair goes with the head");
        assert!(!move_with_the_face(&swaying(&[Side::Above, Side::Below], 4.0, 1.0)));
        assert!(sides_moving(&swaying(&Side::ALL, 0.4, 1.0)).is_empty(), "nothing moved");
        assert!(sides_moving(&swaying(&Side::ALL, 4.0, -1.0)).is_empty(), "the other way");
        assert!(sides_moving(&swaying(&Side::ALL, 4.0, 1.0)[..LEAST_FRAMES - 1]).is_empty(), "too few frames");
        assert!(sides_moving(&[]).is_empty());
    }

    #[test]
    fn an_edge_must_be_there_most_of_the_time_and_stay_the_same_edge() {
        let mut views = swaying(&[Side::Left, Side::Right], 4.0, 1.0);
        views.iter_mut().step_by(2).for_each(|view| view.edges.clear());
        assert!(sides_moving(&views).is_empty());
        let mut views = swaying(&[Side::Left, Side::Right], 4.0, 1.0);
        for (n, view) in views.iter_mut().enumerate() {
            view.edges.iter_mut().for_each(|edge| edge.rises = n % 2 == 0);
        }
        assert!(sides_moving(&views).is_empty(), "from dark to bright is not from bright to dark");
        let mut views = swaying(&Side::ALL, 4.0, 1.0);
        for edge in views.iter_mut().flat_map(|view| &mut view.edges) {
            edge.position = f32::NAN;
        }
        assert!(sides_moving(&views).is_empty());
    }

    proptest! {
        /// Where in the picture all this is does not matter.
        #[test]
        fn the_verdict_does_not_depend_on_the_place(x in -40i16..40, y in -40i16..40, share in 0u8..3) {
            let views = swaying(&Side::ALL, 4.0, f32::from(share));
            let mut moved = views.clone();
            for view in &mut moved {
                let by = [f32::from(x), f32::from(y)];
                view.face = [view.face[0] + by[0], view.face[1] + by[1]];
                view.edges.iter_mut().for_each(|edge| edge.position += by[edge.side.axis()]);
            }
            prop_assert_eq!(sides_moving(&views), sides_moving(&moved));
        }
    }
}
