//! The liveness challenge: three random movements that a living person makes on request.
//!
//! Pure: readings and moments in, steps out. The stages are settling (the person's own neutral is
//! learned), then for each movement a pause of random length, acting and returning to straight, then
//! a last look for the best frontal frame. Only a challenge that went through all of them makes a [`LivenessProof`].
//!
//! What it withstands: photos, frozen pictures, recordings that show other movements or show them
//! before they were asked for. What it does not claim to withstand is written down in the
//! architecture notes.

mod baseline;
mod draw;
mod follow;
mod movement;
mod trouble;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::face::{FaceReading, FaceState};
use super::fault::Fault;
use super::frame::FrameId;
use super::quality::{Gates, Hint, Judgement};
use super::time::Moment;
use baseline::{Deviation, Neutral, NotNeutral, Settling, neutral_enough};
pub use draw::PROMPTS;
use follow::Follow;
use movement::{Seen, Watch};
use trouble::{HeldHint, Tally};

/// A movement the visitor is asked for. Left and right are the visitor's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    Left,
    Right,
    Up,
    Down,
    Blink,
    Mouth,
}

impl Prompt {
    /// All movements.
    pub const ALL: [Self; 6] = [Self::Left, Self::Right, Self::Up, Self::Down, Self::Blink, Self::Mouth];

    /// The catalogue's key of the request.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Left => "f_left",
            Self::Right => "f_right",
            Self::Up => "f_up",
            Self::Down => "f_down",
            Self::Blink => "f_blink",
            Self::Mouth => "f_mouth",
        }
    }

    /// The word used on the command line and in a recording's index.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
            Self::Blink => "blink",
            Self::Mouth => "mouth",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.word() == word)
    }
}

/// What a recording is asked to play: `Neutral` between the movements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cue {
    Neutral,
    Act(Prompt),
}

/// Time to come near, look straight and be seen well.
pub const SETTLE_LIMIT: Duration = Duration::from_secs(20);
/// Time for one movement.
pub const ACT_LIMIT: Duration = Duration::from_secs(10);
/// A movement gets at most so many times its time, however patient the challenge is: the longer it may
/// take, the likelier a recording of all movements shows the one asked for.
const MOST_PATIENCE_TO_ACT: u32 = 2;
/// Time to look straight again after a movement.
pub const RETURN_LIMIT: Duration = Duration::from_secs(8);
/// Time for the last look.
const CHECK_LIMIT: Duration = Duration::from_secs(5);
/// Without any reading for this long the challenge is over. A camera that sends nothing is found out
/// sooner, by whoever reads it.
pub const SILENCE_LIMIT: Duration = Duration::from_secs(20);
/// How long the head must be straight again, in two frames or more.
const STRAIGHT_HOLD: Duration = Duration::from_millis(200);
/// Advice that is not needed to go on is given when settling takes longer than this.
const ADVICE_AFTER: Duration = Duration::from_millis(1500);
/// How long the last look takes.
const CHECK_TIME: Duration = Duration::from_millis(400);

/// A challenge on its way.
#[derive(Clone, Debug)]
pub struct LivenessChallenge {
    prompts: Vec<Prompt>,
    /// Before each movement, beyond looking straight.
    pauses: Vec<Duration>,
    /// Over the usual time for each stage.
    patience: u32,
    done: usize,
    stage: Stage,
    /// When the stage began.
    began: Moment,
    /// The latest reading, or the start.
    heard: Moment,
    /// Of the latest reading taken.
    latest: Option<Moment>,
    gates: Gates,
    /// What was said of the latest reading: it is left by stricter gates than it is entered.
    given: Judgement,
    kept: Vec<FrameId>,
    tally: Tally,
    hint: HeldHint,
}

#[derive(Clone, Debug)]
enum Stage {
    Settling(Settling),
    /// The person's neutral is known.
    Known {
        neutral: Neutral,
        follow: Follow,
        part: Part,
    },
}

#[derive(Clone, Debug)]
enum Part {
    Acting(Watch),
    /// Looks straight before the next movement, or before the last look.
    Returning {
        straight_since: Option<Moment>,
        /// When the next movement may be asked for: set once the head is straight.
        due: Option<Moment>,
        /// Other movements made instead of those asked for so far.
        wrong: u32,
    },
    /// `best`: score of the frame kept last.
    Checking {
        best: Option<f32>,
        good_since: Moment,
    },
}

/// Where a challenge stands, for the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LivenessPhase {
    /// Looks straight; `progress` 0-1.
    Settling { progress: f32 },
    /// A movement is asked for; `progress` 0-1.
    Acting { prompt: Prompt, progress: f32 },
    /// Looks straight again.
    Returning,
    /// The last look.
    Checking,
}

/// What one reading does to a challenge.
#[derive(Debug)]
pub struct Advance {
    /// This frame must be kept until the end: it will be embedded.
    pub retain: Option<FrameId>,
    pub step: LivenessStep,
}

/// What becomes of a challenge.
#[derive(Debug)]
pub enum LivenessStep {
    Continue(LivenessChallenge),
    Passed(LivenessProof),
    Over(Fault),
}

/// A passed challenge: nothing else makes one.
#[derive(Debug, PartialEq, Eq)]
pub struct LivenessProof {
    frames: Vec<FrameId>,
    prompts: Vec<Prompt>,
}

impl LivenessProof {
    /// The kept frames, in order of time: neutral at the start, one at the end of each movement and one
    /// after it, and last the best frontal one.
    #[must_use]
    pub fn frames(&self) -> &[FrameId] {
        &self.frames
    }

    /// The movements made, in order.
    #[must_use]
    pub fn prompts(&self) -> &[Prompt] {
        &self.prompts
    }
}

/// What one frame leads to inside the challenge.
enum Turn {
    Stay,
    NewStage,
    Passed,
    Over(Fault),
}

impl LivenessChallenge {
    /// Three different movements in random order with random pauses, the same for the same `seed`.
    #[must_use]
    pub fn draw(seed: u64, now: Moment) -> Self {
        let draw::Drawn { prompts, pauses } = draw::draw(seed);
        Self::with(prompts.to_vec(), pauses.to_vec(), now)
    }

    /// A challenge with these movements and no pauses, for measuring on recordings; `None` without
    /// any.
    #[must_use]
    pub fn of(prompts: &[Prompt], now: Moment) -> Option<Self> {
        (!prompts.is_empty()).then(|| Self::with(prompts.to_vec(), Vec::new(), now))
    }

    /// The same challenge with the pauses that `seed` draws; for tests, as [`Self::of`] makes none.
    #[must_use]
    pub fn paced(mut self, seed: u64) -> Self {
        self.pauses = draw::draw(seed).pauses.to_vec();
        self
    }

    /// The same challenge with `times` the time to come near and to look straight again, and up to
    /// twice the time for a movement. What must be seen stays the same.
    #[must_use]
    pub fn patient(mut self, times: u32) -> Self {
        self.patience = times.max(1);
        self
    }

    fn with(prompts: Vec<Prompt>, pauses: Vec<Duration>, now: Moment) -> Self {
        Self {
            prompts,
            pauses,
            patience: 1,
            done: 0,
            stage: Stage::Settling(Settling::default()),
            began: now,
            heard: now,
            latest: None,
            gates: Gates::default(),
            given: Judgement::default(),
            kept: Vec::new(),
            tally: Tally::default(),
            hint: HeldHint::default(),
        }
    }

    /// Takes one reading. One that is older than the last one changes nothing.
    #[must_use]
    pub fn advance(mut self, reading: &FaceReading) -> Advance {
        let nothing = |step| Advance { retain: None, step };
        if self.latest.is_some_and(|latest| reading.at <= latest) {
            return nothing(LivenessStep::Continue(self));
        }
        let gap = reading.at.since(self.heard);
        self.heard = self.heard.max(reading.at);
        self.latest = Some(reading.at);
        let judgement = self.judge(reading);
        self.given = judgement;
        self.tally.add(gap, judgement.fault);
        if let Some(fault) = self.overdue(reading.at) {
            return nothing(LivenessStep::Over(fault));
        }
        self.hint.want(reading.at, judgement.hint);
        let turn = self.watch(reading, judgement.fault);
        // Frames are numbered, and only the one at hand can have been kept just now.
        let retain = self.kept.last().copied().filter(|last| *last == reading.frame);
        let step = match turn {
            Turn::Stay => LivenessStep::Continue(self),
            Turn::NewStage => {
                self.began = reading.at;
                self.tally = Tally::default();
                LivenessStep::Continue(self)
            }
            Turn::Passed => LivenessStep::Passed(LivenessProof { frames: self.kept, prompts: self.prompts }),
            Turn::Over(fault) => LivenessStep::Over(fault),
        };
        Advance { retain, step }
    }

    /// Time passed without a reading.
    #[must_use]
    pub fn tick(self, now: Moment) -> LivenessStep {
        if now.since(self.heard) >= SILENCE_LIMIT {
            return LivenessStep::Over(Fault::TooFewPictures);
        }
        match self.overdue(now) {
            Some(fault) => LivenessStep::Over(fault),
            None => LivenessStep::Continue(self),
        }
    }

    /// Lets the running stage look at a reading, in whose way `fault` stands.
    fn watch(&mut self, reading: &FaceReading, fault: Option<Fault>) -> Turn {
        let at = reading.at;
        // A movement may blur or darken the picture: acting needs the face, and it alone. Its last
        // frame is kept to see whose face it is, never for the match.
        let acting = self.prompt().is_some();
        let usable = fault.is_none() || (acting && reading.faces <= 1);
        match &mut self.stage {
            Stage::Settling(settling) => {
                let (Some(face), Some(follow)) = (reading.face.as_ref().filter(|_| usable), Follow::begin(reading))
                else {
                    settling.restart();
                    return Turn::Stay;
                };
                let Some(neutral) = settling.take(at, face) else { return Turn::Stay };
                let part = Part::Returning { straight_since: Some(at), due: None, wrong: 0 };
                self.stage = Stage::Known { neutral, follow, part };
                self.kept.push(reading.frame);
                Turn::NewStage
            }
            Stage::Known { neutral, follow, part } => {
                let same = match follow.sees(reading) {
                    Ok(same) => same,
                    Err(fault) => return Turn::Over(fault),
                };
                let face = reading.face.as_ref().filter(|_| same && usable);
                let seen = face.map(|face| (face, Deviation::between(neutral, face)));
                match part {
                    Part::Acting(watch) => {
                        let Some((_, now)) = seen else {
                            watch.interrupt();
                            return Turn::Stay;
                        };
                        match watch.look(at, &now) {
                            Seen::NotYet => Turn::Stay,
                            Seen::Others => Turn::Over(Fault::PromptMissed(watch.prompt)),
                            Seen::Done => {
                                self.done += 1;
                                // Whoever moves must be whoever looks straight.
                                self.kept.push(reading.frame);
                                *part =
                                    Part::Returning { straight_since: None, due: None, wrong: watch.wrong_in_all() };
                                Turn::NewStage
                            }
                        }
                    }
                    Part::Returning { straight_since, due, wrong } => {
                        if !seen.is_some_and(|(_, now)| now.neutral()) {
                            *straight_since = None;
                            return Turn::Stay;
                        }
                        if at.since(*straight_since.get_or_insert(at)) < STRAIGHT_HOLD {
                            return Turn::Stay;
                        }
                        // A pause begins once and runs on through a blink; the movement is asked for
                        // when it is over and the head is straight again.
                        let pause = self.pauses.get(self.done).copied().unwrap_or_default();
                        if at < *due.get_or_insert(at.after(pause)) {
                            return Turn::Stay;
                        }
                        *part = match self.prompts.get(self.done) {
                            Some(next) => Part::Acting(Watch::new(*next, at, *wrong)),
                            None => Part::Checking { best: None, good_since: at },
                        };
                        // Before the first movement the neutral frame is kept already.
                        if self.done > 0 {
                            self.kept.push(reading.frame);
                        }
                        Turn::NewStage
                    }
                    Part::Checking { best, good_since } => {
                        let Some((face, now)) = seen.filter(|(_, now)| now.neutral()) else {
                            *good_since = at;
                            return Turn::Stay;
                        };
                        let score = frontal_score(face, &now);
                        if best.is_none_or(|least| score > least) {
                            if best.is_some() {
                                self.kept.pop();
                            }
                            *best = Some(score);
                            self.kept.push(reading.frame);
                        }
                        if at.since(*good_since) >= CHECK_TIME { Turn::Passed } else { Turn::Stay }
                    }
                }
            }
        }
    }

    /// What stands in the way now, and what would help.
    fn judge(&self, reading: &FaceReading) -> Judgement {
        let refuse = |hint: Hint| Judgement { hint: Some(hint), fault: Some(hint.fault()) };
        let Some(face) = &reading.face else { return refuse(Hint::Centre) };
        let picture = self.gates.after(self.given).judge(face, reading.faces);
        match &self.stage {
            Stage::Settling(_) => match neutral_enough(face) {
                _ if picture.fault.is_some() => picture,
                Err(NotNeutral::Turned) => refuse(Hint::Straight),
                Err(NotNeutral::EyesClosed) => refuse(Hint::EyesOpen),
                Ok(()) if reading.at.since(self.began) >= ADVICE_AFTER => picture,
                Ok(()) => Judgement::default(),
            },
            Stage::Known { neutral, part, .. } => {
                let now = Deviation::between(neutral, face);
                // A turned head is narrower, less evenly lit and less sharp: only a straight one is
                // told about its picture.
                let told = now.head_straight() || reading.faces > 1;
                match part {
                    _ if told && picture.fault.is_some() => picture,
                    // Another movement was made: the one asked for counts only from straight again.
                    Part::Acting(watch) if watch.was_reset() && !now.head_straight() => {
                        Judgement { hint: Some(Hint::Straight), fault: None }
                    }
                    Part::Acting(_) => Judgement::default(),
                    _ if now.neutral() => Judgement::default(),
                    _ if now.head_straight() && !now.eyes_open() => refuse(Hint::EyesOpen),
                    _ => refuse(Hint::Straight),
                }
            }
        }
    }

    /// The cause if the running stage's time is over.
    fn overdue(&self, now: Moment) -> Option<Fault> {
        let (limit, otherwise) = match &self.stage {
            // Well lit, near and straight, yet never steady.
            Stage::Settling(_) => (SETTLE_LIMIT * self.patience, Fault::FaceBlurred),
            Stage::Known { part: Part::Acting(watch), .. } => (self.time_to_act(), Fault::PromptMissed(watch.prompt)),
            Stage::Known { part: Part::Returning { .. }, .. } => (RETURN_LIMIT * self.patience, Fault::FaceTurned),
            Stage::Known { part: Part::Checking { .. }, .. } => (CHECK_LIMIT, Fault::FaceTurned),
        };
        let elapsed = now.since(self.began);
        (elapsed >= limit).then(|| self.tally.cause(elapsed, otherwise))
    }

    fn time_to_act(&self) -> Duration {
        ACT_LIMIT * self.patience.min(MOST_PATIENCE_TO_ACT)
    }

    /// Where the challenge stands.
    #[must_use]
    pub fn phase(&self) -> LivenessPhase {
        match &self.stage {
            Stage::Settling(settling) => LivenessPhase::Settling { progress: settling.progress() },
            Stage::Known { part: Part::Acting(watch), .. } => {
                LivenessPhase::Acting { prompt: watch.prompt, progress: watch.progress() }
            }
            // To the visitor nothing has been asked yet.
            Stage::Known { part: Part::Returning { .. }, .. } if self.done == 0 => {
                LivenessPhase::Settling { progress: 1.0 }
            }
            Stage::Known { part: Part::Returning { .. }, .. } => LivenessPhase::Returning,
            Stage::Known { part: Part::Checking { .. }, .. } => LivenessPhase::Checking,
        }
    }

    /// The movement asked for at the moment.
    #[must_use]
    pub fn prompt(&self) -> Option<Prompt> {
        match self.phase() {
            LivenessPhase::Acting { prompt, .. } => Some(prompt),
            _ => None,
        }
    }

    /// The movements already made, in order.
    #[must_use]
    pub fn done(&self) -> &[Prompt] {
        &self.prompts[..self.done]
    }

    /// What would help now; stays long enough to be read.
    #[must_use]
    pub fn hint(&self) -> Option<Hint> {
        self.hint.shown()
    }

    /// What a recording should play now.
    #[must_use]
    pub fn cue(&self) -> Cue {
        self.prompt().map_or(Cue::Neutral, Cue::Act)
    }

    /// Whole seconds left for the running movement, and their share of its time (1 to 0).
    #[must_use]
    pub fn seconds_left(&self, now: Moment) -> Option<(u32, f32)> {
        self.prompt()?;
        let limit = self.time_to_act();
        let left = limit.saturating_sub(now.since(self.began));
        Some((left.as_secs_f32().ceil() as u32, left.as_secs_f32() / limit.as_secs_f32()))
    }
}

/// The frame the template is made from: sharp, and as straight as the person's neutral.
fn frontal_score(face: &FaceState, now: &Deviation) -> f32 {
    face.quality.sharpness / (1.0 + (now.yaw / 5.0).powi(2) + (now.pitch / 5.0).powi(2))
}

#[cfg(test)]
mod tests;
