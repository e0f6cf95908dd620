//! One visitor's visit: the step, the language, the idle timer.

use std::sync::Arc;
use std::time::Duration;

use crate::domain::case::{AssistCause, CaseTicket};
use crate::domain::consent::ConsentText;
use crate::domain::display::Display;
use crate::domain::language::Language;
use crate::domain::time::{Date, Moment, Timestamp};

use super::assisted;
use super::effect::{Effect, Ending};
use super::event::Event;
use super::step::{Broken, Done, Home, Portal, Recovering, Step};
use super::turn::{LastCheck, Turn};
use super::verifying::{self, TRIES};

/// How long the words of an ending stand on the screen.
const DONE_FOR: Duration = Duration::from_secs(8);

/// During a capture, where a movement's time runs.
const CAPTURE_TICK: Duration = Duration::from_millis(100);
/// Rest is looked ahead so far, in seconds; longer than any page waits for a touch, even for who asked for all the
/// time there is.
const LOOK_AHEAD: u64 = 8_000;
/// "I need more time" can be asked so often, as WCAG 2.2 (2.2.1) wants it.
const EXTENSIONS: u8 = 10;

/// Numbers visits; an answer with an old ticket is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ticket(pub u64);

impl Ticket {
    /// The next visit's.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// What a visit needs to know of the world at the moment of an event.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub moment: Moment,
    pub timestamp: Timestamp,
    pub today: Date,
    /// Fresh random bits, for drawing a challenge.
    pub seed: u64,
}

/// What stays the same for all visits.
#[derive(Clone, Debug)]
pub struct VisitSettings {
    pub consent: ConsentText,
    pub language: Language,
    /// Seconds of rest until the warning, and until the end.
    pub idle_warn_s: u32,
    pub idle_end_s: u32,
}

/// Is somebody there?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    Active,
    /// Seconds until the visit ends, and how many there were when the warning came.
    Warn {
        seconds: u32,
        of: u32,
    },
    Over,
}

/// A dialog over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// "Cancel and clear what you have entered?"
    AskCancel,
    /// "Text and display".
    Display,
    /// The list of languages.
    ChooseLanguage,
}

/// One visit.
#[derive(Debug)]
pub struct Visit {
    pub ticket: Ticket,
    pub step: Step,
    pub language: Language,
    pub dialog: Option<Dialog>,
    /// As this visitor wants the screen.
    pub display: Display,
    settings: Arc<VisitSettings>,
    last_touch: Moment,
    /// How often more time was asked for.
    extensions: u8,
    tries_left: u8,
    checks: LastCheck,
    case: Option<CaseTicket>,
    /// The visitor lets staff see what was typed.
    data_shown: bool,
}

impl Visit {
    /// A new visit at the home page.
    #[must_use]
    pub fn new(ticket: Ticket, settings: Arc<VisitSettings>, now: Moment) -> Self {
        Self {
            ticket,
            step: Step::Home(Home),
            language: settings.language,
            dialog: None,
            display: Display::default(),
            settings,
            last_touch: now,
            extensions: 0,
            tries_left: TRIES,
            checks: LastCheck::default(),
            case: None,
            data_shown: false,
        }
    }

    /// The empty visit after one that ended: shows the words of the ending first, in the language
    /// that was chosen.
    #[must_use]
    pub fn after(
        ending: Ending,
        language: Language,
        ticket: Ticket,
        settings: Arc<VisitSettings>,
        now: Moment,
    ) -> Self {
        let mut visit = Self::new(ticket, settings, now);
        if ending != Ending::Cancelled {
            visit.language = language;
            visit.step = Step::Done(Done { ending, until: now.after(DONE_FOR) });
        }
        visit
    }

    /// The words of an ending are read as the pages before were; the next visitor finds everything
    /// as usual.
    #[must_use]
    pub fn read_with(mut self, display: Display) -> Self {
        if matches!(self.step, Step::Done(_)) {
            self.display = display;
        }
        self
    }

    /// A visit that nobody has begun starts with these settings; one that was begun keeps its own.
    pub fn begin_with(&mut self, settings: &Arc<VisitSettings>) {
        if matches!(self.step, Step::Home(_)) && self.is_as_usual() {
            self.settings = Arc::clone(settings);
            self.language = settings.language;
        }
    }

    /// Language and display are as a new visitor finds them.
    #[must_use]
    pub fn is_as_usual(&self) -> bool {
        self.language == self.settings.language && self.display == Display::default()
    }

    /// "I need more time" can still be asked for.
    #[must_use]
    pub fn may_have_more_time(&self) -> bool {
        self.extensions < EXTENSIONS
    }

    /// Somebody touched the screen or a key.
    pub fn touch(&mut self, now: Moment) {
        self.last_touch = now;
    }

    /// A page is being read to somebody, who listens. The warning, read as well, does not take itself back.
    pub fn listens(&mut self, now: Moment) {
        if self.idle(now) == Idle::Active {
            self.touch(now);
        }
    }

    /// How long nobody has been there, judged against the settings.
    #[must_use]
    pub fn idle(&self, now: Moment) -> Idle {
        let rest = u32::try_from(now.since(self.last_touch).as_secs()).unwrap_or(u32::MAX);
        let longer = self.display.pace.factor();
        let warn = self.settings.idle_warn_s.saturating_mul(longer + u32::from(self.extensions));
        // At least the usual time to answer, and as much longer as reading takes.
        let end = warn
            .saturating_add(self.settings.idle_end_s.saturating_sub(self.settings.idle_warn_s).saturating_mul(longer));
        match &self.step {
            Step::Done(_) => Idle::Active,
            // Nothing to warn of: only language, display and what was opened over the page go back to normal.
            Step::Home(_) if rest >= end && (!self.is_as_usual() || self.dialog.is_some()) => Idle::Over,
            Step::Home(_) => Idle::Active,
            _ if rest >= end => Idle::Over,
            _ if rest >= warn => Idle::Warn { seconds: end - rest, of: end - warn },
            _ => Idle::Active,
        }
    }

    /// How long no timer changes what is shown: until then, nothing needs to be drawn. `None`: until
    /// something happens.
    #[must_use]
    pub fn quiet_for(&self, now: Moment) -> Option<Duration> {
        let present = self.idle(now);
        let rested = now.since(self.last_touch).as_secs();
        let second = |n: u64| self.last_touch.after(Duration::from_secs(n));
        let idle = (rested + 1..=rested + LOOK_AHEAD).find(|n| self.idle(second(*n)) != present);
        let idle = idle.map(|n| second(n).since(now));
        let step = match &self.step {
            Step::Capturing(_) => Some(CAPTURE_TICK),
            Step::Portal(Portal { wait_until, .. }) | Step::Recovering(Recovering { wait_until, .. }) => {
                wait_until.map(|end| to_next(end.since(now), 1_000))
            }
            Step::CaptureFailed(s) => s.locked_until.map(|end| to_next(end.since(now), 60_000)),
            Step::Done(s) => Some(s.until.since(now)),
            _ => None,
        };
        idle.into_iter().chain(step).min()
    }

    pub(super) fn checks(&self) -> &LastCheck {
        &self.checks
    }

    pub(super) fn case(&self) -> Option<&CaseTicket> {
        self.case.as_ref()
    }

    /// The visitor let staff see what was typed.
    #[must_use]
    pub fn data_shown(&self) -> bool {
        self.data_shown
    }

    /// Moves the visit on. Answers with another visit's ticket are ignored.
    pub fn handle(&mut self, ticket: Ticket, event: Event, now: Now) -> Vec<Effect> {
        if ticket != self.ticket {
            return Vec::new();
        }
        let mut turn = Turn {
            now,
            language: self.language,
            pace: self.display.pace,
            settings: Arc::clone(&self.settings),
            effects: Vec::new(),
            active: event.is_of_the_visitor(),
            tries_left: self.tries_left,
            checks: std::mem::take(&mut self.checks),
            case: self.case.take(),
        };
        if let Event::CaseOpened(opened) = &event {
            // Remembered even if the visitor went on before the answer came.
            turn.case = Some(opened.clone());
        }
        match event {
            Event::Tick if self.idle(now.moment) == Idle::Over => {
                let ending = if matches!(self.step, Step::Home(_)) { Ending::Cancelled } else { Ending::TimedOut };
                turn.ask(Effect::Forget(ending));
            }
            Event::OpenDisplay => {
                // Nobody makes movements while choosing colours: a running capture is left.
                self.pause(&mut turn);
                self.dialog = Some(Dialog::Display);
            }
            // Nothing goes on unseen: a running capture is left, and what was opened over the page is closed.
            Event::StaffCame => {
                self.pause(&mut turn);
                self.dialog = None;
            }
            Event::OpenCounter => {}
            Event::SetDisplay(display) => self.display = display,
            Event::LetStaffSee => {
                if self.step.typed().is_some() && !self.data_shown {
                    self.data_shown = true;
                    turn.ask(Effect::NoteDataShown);
                }
            }
            Event::StaffLeft => self.data_shown = false,
            Event::MoreTime => self.extensions = (self.extensions + 1).min(EXTENSIONS),
            Event::SetLanguage(language) => {
                self.language = language;
                self.dialog = self.dialog.filter(|dialog| *dialog != Dialog::ChooseLanguage);
            }
            // A list would hide the prompts of a running capture.
            Event::ChooseLanguage if matches!(self.step, Step::Capturing(_)) => self.language = self.language.other(),
            Event::ChooseLanguage => self.dialog = Some(Dialog::ChooseLanguage),
            Event::KeepGoing | Event::Back if self.dialog.is_some() => self.dialog = None,
            Event::Cancel if self.dialog == Some(Dialog::AskCancel) => turn.ask(Effect::Forget(Ending::Cancelled)),
            // The card is written in a moment, and then there is a page to finish from.
            Event::Cancel if matches!(self.step, Step::Issuing(_)) => {}
            Event::Cancel if !matches!(self.step, Step::Assisted(_) | Step::Done(_)) => {
                self.dialog = None;
                self.pause(&mut turn);
                if self.step.holds_data() {
                    self.dialog = Some(Dialog::AskCancel);
                } else {
                    turn.ask(Effect::Forget(Ending::Cancelled));
                }
            }
            // Nothing lies behind the home page: what was typed is lost there, as with "Cancel".
            Event::Back if matches!(self.step, Step::Login(_)) && self.step.holds_data() => {
                self.dialog = Some(Dialog::AskCancel);
            }
            // From whatever page: nobody has to go on in order to be forgotten.
            Event::Finish if !matches!(self.step, Step::Done(_)) => turn.ask(Effect::Forget(Ending::Finished)),
            event => {
                // Whatever leads on from what lies over the page leaves it.
                if event.is_of_the_visitor() {
                    self.dialog = None;
                }
                let was_over = matches!(self.step, Step::Done(_));
                self.move_on(event, &mut turn);
                if was_over && !matches!(self.step, Step::Done(_)) {
                    self.display = Display::default();
                    self.language = self.settings.language;
                }
            }
        }
        if turn.active {
            self.touch(now.moment);
        }
        self.tries_left = turn.tries_left;
        self.checks = turn.checks;
        self.case = turn.case;
        turn.effects
    }

    /// Nothing goes on behind the question whether to clear: a running capture is left.
    fn pause(&mut self, turn: &mut Turn) {
        let step = std::mem::replace(&mut self.step, Step::Home(Home));
        self.step = match step {
            Step::Capturing(capturing) => {
                verifying::close_eyes(turn);
                capturing.interrupted()
            }
            other => other,
        };
    }

    fn move_on(&mut self, event: Event, turn: &mut Turn) {
        let step = std::mem::replace(&mut self.step, Step::Home(Home));
        self.step = step.step(event, turn);
    }
}

/// From `left` to the next lower whole number of units, which is what is shown of it.
fn to_next(left: Duration, unit_ms: u64) -> Duration {
    let left = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(left.saturating_sub(1) % unit_ms + 1)
}

impl Step {
    /// One exhaustive walk: which step answers which event.
    pub(super) fn step(self, event: Event, turn: &mut Turn) -> Self {
        if matches!(event, Event::AskStaff) && !matches!(self, Self::Assisted(_)) {
            return self.ask_staff(turn);
        }
        if let Event::Failed(fault, incident) = event
            && matches!(
                self,
                Self::Portal(_) | Self::Registering(_) | Self::Recovering(_) | Self::NewPassword(_) | Self::Issuing(_)
            )
        {
            turn.active = true;
            return Self::Broken(Broken::new(self, fault, incident));
        }
        match self {
            Self::Home(s) => s.on(&event),
            Self::Guide(s) => s.on(&event),
            Self::Login(s) => s.on(&event),
            Self::Done(s) => s.on(&event, turn),
            Self::Before(s) => s.on(&event),
            Self::NameHelp(s) => s.on(&event),
            Self::Refused(s) => s.on(&event),
            Self::Portal(s) => s.on(event, turn),
            Self::Registering(s) => s.on(event, turn),
            Self::Recovering(s) => s.on(event, turn),
            Self::NewPassword(s) => s.on(event, turn),
            Self::Consenting(s) => s.on(event, turn),
            Self::Capturing(s) => s.on(event, turn),
            Self::CaptureFailed(s) => s.on(event, turn),
            Self::Issuing(s) => s.on(event, turn),
            Self::Card(s) => s.on(event, turn),
            Self::Service(s) => s.on(event, turn),
            Self::Assisted(s) => s.on(event, turn),
            Self::Broken(s) => s.on(event, turn),
        }
    }

    fn ask_staff(self, turn: &mut Turn) -> Self {
        match self {
            Self::Capturing(capturing) => capturing.ask_staff(AssistCause::Asked, turn),
            Self::CaptureFailed(failed) => {
                let consent = failed.consent().clone();
                assisted::hand_over(Self::CaptureFailed(failed), Some(consent), turn)
            }
            other => assisted::hand_over(other, None, turn),
        }
    }
}
