//! Is it still the same face? By place and size from frame to frame; the templates of the kept
//! frames are compared afterwards.

use std::time::Duration;

use crate::domain::face::{FaceBox, FaceReading};
use crate::domain::fault::Fault;
use crate::domain::time::Moment;

/// How long the followed face may be out of sight, or a second one in sight.
const TOLERANCE: Duration = Duration::from_secs(1);
/// Farthest the face may be from where it was last seen, in face widths.
const MAX_SHIFT: f32 = 0.6;
/// Most it may grow or shrink between two sights.
const MAX_GROWTH: f32 = 1.6;
/// How often the tracker may lose the face and find it again in the same place: in a turn that
/// happens, but each time is a chance to swap faces.
const MAX_RESTARTS: u32 = 3;

/// The face that the challenge began with.
#[derive(Clone, Debug)]
pub(super) struct Follow {
    track: u32,
    bounds: FaceBox,
    seen: Moment,
    restarts: u32,
    several_since: Option<Moment>,
}

impl Follow {
    /// `None` if there is no face to follow.
    pub(super) fn begin(reading: &FaceReading) -> Option<Self> {
        let face = reading.face.as_ref()?;
        Some(Self { track: reading.track, bounds: face.bounds, seen: reading.at, restarts: 0, several_since: None })
    }

    /// Is the followed face, and it alone, in this frame?
    ///
    /// # Errors
    /// If it was gone, or not alone, for longer than is tolerated.
    pub(super) fn sees(&mut self, reading: &FaceReading) -> Result<bool, Fault> {
        let same = reading.face.as_ref().is_some_and(|face| near(&self.bounds, &face.bounds));
        if same && reading.track != self.track {
            self.restarts += 1;
            self.track = reading.track;
            if self.restarts > MAX_RESTARTS {
                return Err(Fault::FaceChanged);
            }
        }
        match &reading.face {
            Some(face) if same => {
                self.bounds = face.bounds;
                self.seen = reading.at;
            }
            other if reading.at.since(self.seen) > TOLERANCE => {
                return Err(if other.is_some() { Fault::FaceChanged } else { Fault::NoFace });
            }
            _ => {}
        }
        if reading.faces > 1 {
            let since = *self.several_since.get_or_insert(reading.at);
            if reading.at.since(since) > TOLERANCE {
                return Err(Fault::SeveralFaces);
            }
            return Ok(false);
        }
        self.several_since = None;
        Ok(same)
    }
}

fn near(before: &FaceBox, now: &FaceBox) -> bool {
    let centre = |b: &FaceBox| (b.x + b.width / 2.0, b.y + b.height / 2.0);
    let ((bx, by), (nx, ny)) = (centre(before), centre(now));
    let shift = (nx - bx).hypot(ny - by) / before.width.max(1.0);
    let growth = now.height / before.height.max(1.0);
    shift <= MAX_SHIFT && (1.0 / MAX_GROWTH..=MAX_GROWTH).contains(&growth)
}
