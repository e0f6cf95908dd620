//! What stands in the way: the hint of the moment, and the cause when time has run out.

use std::time::Duration;

use crate::domain::fault::Fault;
use crate::domain::quality::Hint;
use crate::domain::time::Moment;

/// A hint is wanted this long before it is shown: one bad frame is not worth a word.
const HINT_AFTER: Duration = Duration::from_millis(250);
/// A hint stays this long once shown, so that it can be read.
const HINT_HELD: Duration = Duration::from_millis(1200);
/// A gap between readings counts at most so much for what was seen before it.
const LONGEST_GAP: Duration = Duration::from_secs(2);

/// How long each trouble lasted in the running stage.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    by_fault: Vec<(Fault, Duration)>,
    heard: Duration,
}

impl Tally {
    /// One more reading, `gap` after the last one.
    pub(super) fn add(&mut self, gap: Duration, trouble: Option<Fault>) {
        let gap = gap.min(LONGEST_GAP);
        self.heard += gap;
        let Some(fault) = trouble else { return };
        match self.by_fault.iter_mut().find(|(f, _)| *f == fault) {
            Some((_, sum)) => *sum += gap,
            None => self.by_fault.push((fault, gap)),
        }
    }

    /// The cause of running out of time after `elapsed`: what lasted for most of it.
    pub(super) fn cause(&self, elapsed: Duration, otherwise: Fault) -> Fault {
        if self.heard * 2 < elapsed {
            return Fault::TooFewPictures;
        }
        let troubled: Duration = self.by_fault.iter().map(|(_, sum)| *sum).sum();
        let worst = self.by_fault.iter().max_by_key(|(_, sum)| *sum);
        match worst {
            Some((fault, _)) if troubled * 2 >= self.heard => *fault,
            _ => otherwise,
        }
    }
}

/// The hint on the screen.
#[derive(Clone, Debug, Default)]
pub(super) struct HeldHint {
    wanted: Option<(Hint, Moment)>,
    shown: Option<(Hint, Moment)>,
}

impl HeldHint {
    pub(super) fn shown(&self) -> Option<Hint> {
        self.shown.map(|(hint, _)| hint)
    }

    pub(super) fn want(&mut self, at: Moment, hint: Option<Hint>) {
        self.wanted = hint.map(|hint| match self.wanted {
            Some((before, since)) if before == hint => (hint, since),
            _ => (hint, at),
        });
        if self.shown.is_some_and(|(shown, since)| Some(shown) == hint || at.since(since) < HINT_HELD) {
            return;
        }
        self.shown = self.wanted.filter(|(_, since)| at.since(*since) >= HINT_AFTER).map(|(hint, _)| (hint, at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Moment {
        Moment::from_millis(ms)
    }

    #[test]
    fn a_hint_needs_more_than_a_moment_and_stays_long_enough_to_be_read() {
        let mut held = HeldHint::default();
        held.want(ms(0), Some(Hint::Dark));
        assert_eq!(held.shown(), None);
        held.want(ms(40), None);
        held.want(ms(300), Some(Hint::Dark));
        assert_eq!(held.shown(), None, "wanted anew");
        held.want(ms(600), Some(Hint::Dark));
        assert_eq!(held.shown(), Some(Hint::Dark));
        held.want(ms(700), Some(Hint::Back));
        held.want(ms(1700), None);
        assert_eq!(held.shown(), Some(Hint::Dark), "shown for 1.1 s");
        held.want(ms(1800), None);
        assert_eq!(held.shown(), None);
    }

    #[test]
    fn the_cause_is_what_lasted_longest() {
        let mut tally = Tally::default();
        for _ in 0..30 {
            tally.add(Duration::from_millis(100), Some(Fault::FaceDark));
            tally.add(Duration::from_millis(100), Some(Fault::FaceFar));
            tally.add(Duration::from_millis(100), Some(Fault::FaceDark));
        }
        assert_eq!(tally.cause(Duration::from_secs(9), Fault::FaceTurned), Fault::FaceDark);
        for _ in 0..100 {
            tally.add(Duration::from_millis(100), None);
        }
        assert_eq!(tally.cause(Duration::from_secs(19), Fault::FaceTurned), Fault::FaceTurned);
        assert_eq!(tally.cause(Duration::from_mins(1), Fault::FaceTurned), Fault::TooFewPictures);
    }
}
