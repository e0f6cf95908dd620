//! Recognising one movement, against the person's own neutral.

use std::time::Duration;

use super::Prompt;
use super::baseline::Deviation;
use crate::domain::time::Moment;

// Measured with the face engine on the demo recording (250 frames of one person) and five people
// who talk (375 frames). The person's movements reach 17 degrees right, 15 left, 17 up and 14
// down of their own neutral; closed eyes fall to 0.2 of their opening; the mouth opens to 0.59.
// Talking turns no head by as much as 3 degrees: none of the five made a turn or a look without
// meaning to, three of them blinked within ten seconds, and one held a vowel long enough to pass
// for an open mouth. Yaw is read too small: 10 degrees here are about 15 of the head.

/// Least turn to a side, degrees.
const TURN: f32 = 10.0;
/// Least look up or down, degrees.
const LOOK: f32 = 9.0;
/// A turn may lift or lower the head by this much, and a look turn it, degrees; and always by less
/// than the movement asked for.
const ASIDE: f32 = 9.0;
/// A head movement must be held this long, in two frames or more: one misread frame is none.
const HEAD_HOLD: Duration = Duration::from_millis(80);
/// Eyes are closed under this share of their own opening.
const EYES_CLOSED: f32 = 0.5;
/// Eyes are open above this share of their own opening.
const EYES_OPEN: f32 = 0.7;
/// Longest a blink keeps the eyes closed; longer is closing them.
const BLINK_MAX: Duration = Duration::from_millis(1200);
/// Least mouth ratio: two of five talking people held 0.35 for 160 ms in a vowel.
const MOUTH_OPEN: f32 = 0.40;
/// And so much above the person's own neutral.
const MOUTH_RISE: f32 = 0.2;
/// An open mouth must be held this long, in two frames or more: longer than a vowel.
const MOUTH_HOLD: Duration = Duration::from_millis(320);
/// Blink and mouth count only with the head this straight, degrees.
const HEAD_STILL: f32 = 8.0;
/// The head is straight within this, degrees of yaw.
const STRAIGHT_YAW: f32 = 6.0;
/// The head is straight within this, degrees of pitch.
const STRAIGHT_PITCH: f32 = 6.0;
/// A mouth is at rest up to so much above its own neutral.
const MOUTH_REST: f32 = 0.12;
/// Nobody answers a request sooner: what starts before was not an answer.
const REACTION: Duration = Duration::from_millis(200);
/// Clear movements other than the one asked for (of the head, or a mouth held open) that one request
/// forgives, and all together: people mix up left and right, but whoever shows every movement in turn
/// does not follow requests. What blind replays make of it is in `tests/liveness.rs`.
const MAX_WRONG: u32 = 2;
/// See [`MAX_WRONG`].
const MAX_WRONG_IN_ALL: u32 = 3;

impl Deviation {
    /// The head looks straight ahead, whatever eyes and mouth do.
    pub(super) fn head_straight(&self) -> bool {
        self.yaw.abs() <= STRAIGHT_YAW && self.pitch.abs() <= STRAIGHT_PITCH
    }

    /// Eyes open.
    pub(super) fn eyes_open(&self) -> bool {
        self.least_open_eye >= EYES_OPEN
    }

    /// Looks like the neutral face in all respects.
    pub(super) fn neutral(&self) -> bool {
        self.head_straight() && self.eyes_open() && self.mouth_above <= MOUTH_REST
    }

    fn mouth_open(&self) -> bool {
        self.mouth >= MOUTH_OPEN && self.mouth_above >= MOUTH_RISE
    }

    fn head_still(&self) -> bool {
        self.yaw.abs() <= HEAD_STILL && self.pitch.abs() <= HEAD_STILL
    }

    /// How far the head moved towards the side of `prompt`, and the threshold; `None` for blink
    /// and mouth.
    fn head_towards(&self, prompt: Prompt) -> Option<(f32, f32)> {
        match prompt {
            Prompt::Left => Some((self.yaw, TURN)),
            Prompt::Right => Some((-self.yaw, TURN)),
            Prompt::Up => Some((self.pitch, LOOK)),
            Prompt::Down => Some((-self.pitch, LOOK)),
            Prompt::Blink | Prompt::Mouth => None,
        }
    }

    /// The clear movement of the head in this frame.
    fn head_movement(&self) -> Option<Prompt> {
        let aside = |prompt| match prompt {
            Prompt::Left | Prompt::Right => self.pitch.abs(),
            _ => self.yaw.abs(),
        };
        Prompt::ALL.into_iter().find(|&prompt| {
            self.head_towards(prompt)
                .is_some_and(|(moved, least)| moved >= least && aside(prompt) <= ASIDE && aside(prompt) < moved)
        })
    }
}

/// What a watched frame means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    NotYet,
    /// The movement was made.
    Done,
    /// Other movements were made instead.
    Others,
}

/// What a [`Watch`] is ready for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readiness {
    /// The neutral face was not seen yet since the request was shown.
    Waiting,
    /// Another movement took the place of this one: it begins anew from the neutral face.
    Reset,
    /// The neutral face was seen after the request was shown, so what follows answers it.
    Armed,
}

/// Waits for one movement.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    pub(super) prompt: Prompt,
    shown: Moment,
    readiness: Readiness,
    /// Since when the wanted state is held: head or mouth, or eyes closed.
    held_since: Option<Moment>,
    /// For the blink: the eyes were open since they last were closed.
    eyes_were_open: bool,
    wrong: u32,
    wrong_before: u32,
    wrong_now: bool,
    /// Since when the mouth is open that nobody asked for.
    mouth_since: Option<Moment>,
    progress: f32,
}

impl Watch {
    /// `wrong_before`: other movements made instead of earlier ones of the challenge.
    pub(super) fn new(prompt: Prompt, shown: Moment, wrong_before: u32) -> Self {
        Self {
            prompt,
            shown,
            readiness: Readiness::Waiting,
            held_since: None,
            eyes_were_open: false,
            wrong: 0,
            wrong_before,
            wrong_now: false,
            mouth_since: None,
            progress: 0.0,
        }
    }

    /// Other movements made so far in the challenge.
    pub(super) fn wrong_in_all(&self) -> u32 {
        self.wrong + self.wrong_before
    }

    /// How much of the movement is seen, 0-1.
    pub(super) fn progress(&self) -> f32 {
        self.progress
    }

    /// Another movement was made, and the neutral face has not been seen since.
    pub(super) fn was_reset(&self) -> bool {
        self.readiness == Readiness::Reset
    }

    /// The face was not usable in this frame: what was held is no longer.
    pub(super) fn interrupt(&mut self) {
        self.held_since = None;
        self.mouth_since = None;
        self.eyes_were_open = false;
        self.progress = 0.0;
    }

    pub(super) fn look(&mut self, at: Moment, now: &Deviation) -> Seen {
        // Also while the neutral face is waited for: whoever sweeps from side to side makes movements.
        if self.readiness != Readiness::Waiting {
            self.count_wrong(at, now);
            if self.wrong > MAX_WRONG || self.wrong_in_all() > MAX_WRONG_IN_ALL {
                return Seen::Others;
            }
        }
        if self.readiness != Readiness::Armed {
            if at.since(self.shown) >= REACTION && now.neutral() {
                self.readiness = Readiness::Armed;
                self.eyes_were_open = true;
            }
            return Seen::NotYet;
        }
        let done = match self.prompt {
            Prompt::Blink => self.blinked(at, now),
            Prompt::Mouth => {
                self.progress =
                    if now.head_still() { (now.mouth_above / (2.0 * MOUTH_RISE)).clamp(0.0, 0.8) } else { 0.0 };
                self.held(at, now.head_still() && now.mouth_open(), MOUTH_HOLD)
            }
            head => {
                let (moved, least) = now.head_towards(head).unwrap_or_default();
                self.progress = (moved / least).clamp(0.0, 0.9);
                self.held(at, now.head_movement() == Some(head) && !now.mouth_open(), HEAD_HOLD)
            }
        };
        if done {
            self.progress = 1.0;
            Seen::Done
        } else {
            Seen::NotYet
        }
    }

    fn held(&mut self, at: Moment, there: bool, hold: Duration) -> bool {
        if !there {
            self.held_since = None;
            return false;
        }
        at.since(*self.held_since.get_or_insert(at)) >= hold
    }

    /// Both eyes closed and opened again, the head straight all the while: looking down lowers
    /// the lids, too.
    fn blinked(&mut self, at: Moment, now: &Deviation) -> bool {
        if !now.head_still() || now.mouth_open() {
            self.interrupt();
            return false;
        }
        if now.most_open_eye < EYES_CLOSED {
            if self.eyes_were_open {
                self.held_since.get_or_insert(at);
            }
            self.eyes_were_open = false;
            self.progress = 0.5;
            return false;
        }
        if !now.eyes_open() {
            return false;
        }
        self.eyes_were_open = true;
        self.progress = 0.0;
        self.held_since.take().is_some_and(|closed| at.since(closed) <= BLINK_MAX)
    }

    fn count_wrong(&mut self, at: Moment, now: &Deviation) {
        let moved = now.head_movement().is_some_and(|seen| seen != self.prompt);
        let opened = now.mouth_open() && self.prompt != Prompt::Mouth;
        let since = self.mouth_since.unwrap_or(at);
        if moved || opened {
            self.interrupt();
            self.readiness = Readiness::Reset;
        }
        self.mouth_since = opened.then_some(since);
        // A word opens the mouth too, and is no answer; but only one held open is a movement.
        let wrong = moved || (opened && at.since(since) >= MOUTH_HOLD);
        if wrong && !self.wrong_now {
            self.wrong += 1;
            self.wrong_now = true;
        } else if now.head_straight() && !opened {
            self.wrong_now = false;
        }
    }
}
