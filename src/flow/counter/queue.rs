//! The review queue: cases that wait, the one that is open, and what is decided on it.

use crate::domain::letter::PagePicture;
use crate::domain::review::{CaseDecision, CaseId, Decided, QueueRow, ReviewCase};
use crate::domain::staff::{Act, Authority, StaffMember};

use super::confirm::{Confirm, Confirmed};
use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// The page.
#[derive(Debug, Default)]
pub struct Queue {
    /// `None` while they are read.
    pub rows: Option<Vec<QueueRow>>,
    pub open: Option<Box<OpenCase>>,
    /// What was decided last, with what the machine had found.
    pub decided: Option<Decided>,
}

/// The case on the right.
#[expect(clippy::struct_excessive_bools, reason = "what the page shows, each on its own")]
#[derive(Debug)]
pub struct OpenCase {
    pub case: ReviewCase,
    /// The register's photo and the captured picture, opened.
    pub reference: Option<PagePicture>,
    pub picture: Option<PagePicture>,
    /// The captured picture is mirrored, as the visitor saw it.
    pub flipped: bool,
    /// Both pictures as large as the page allows.
    pub enlarged: bool,
    /// "Not the same person" was pressed: why is asked.
    pub refusing: bool,
    /// The desk is asked.
    pub busy: bool,
}

impl Queue {
    /// Asks for the cases.
    pub(super) fn opened(effects: &mut Vec<CounterEffect>) -> Self {
        effects.push(CounterEffect::ask(CounterJob::Queue));
        Self::default()
    }

    /// Moves the page on; answers with what has to be signed for.
    pub(super) fn on(
        &mut self,
        event: CounterEvent,
        member: &StaffMember,
        effects: &mut Vec<CounterEffect>,
    ) -> Option<Confirm> {
        match event {
            CounterEvent::QueueRead(rows) => self.rows = Some(rows),
            CounterEvent::OpenCase(id) => {
                self.put_back(member, effects);
                self.decided = None;
                if let Ok(leave) = Authority::of(Act::Review, member, None) {
                    effects.push(CounterEffect::ask(CounterJob::OpenCase(leave, id)));
                }
            }
            CounterEvent::CaseRead(case, reference, picture) => {
                self.open = Some(Box::new(OpenCase {
                    case: *case,
                    reference,
                    picture,
                    flipped: false,
                    enlarged: false,
                    refusing: false,
                    busy: false,
                }));
                // It is with somebody now.
                effects.push(CounterEffect::ask(CounterJob::Queue));
            }
            CounterEvent::CaseDecided(decided) => {
                self.decided = Some(decided);
                self.open = None;
                effects.push(CounterEffect::ask(CounterJob::Queue));
            }
            CounterEvent::Back => {
                if let Some(open) = self.open.as_mut().filter(|open| open.refusing || open.enlarged) {
                    open.refusing = false;
                    open.enlarged = false;
                } else {
                    self.put_back(member, effects);
                }
            }
            CounterEvent::FlipPicture => {
                if let Some(open) = &mut self.open {
                    open.flipped ^= true;
                }
            }
            CounterEvent::EnlargePictures => {
                if let Some(open) = &mut self.open {
                    open.enlarged ^= true;
                }
            }
            CounterEvent::RefuseCase => {
                if let Some(open) = &mut self.open {
                    open.refusing = true;
                }
            }
            CounterEvent::Decide(decision) => return self.decide(decision, member, effects),
            _ => {}
        }
        None
    }

    /// Approving what the comparison refused takes two; the rest is decided at once.
    fn decide(
        &mut self,
        decision: CaseDecision,
        member: &StaffMember,
        effects: &mut Vec<CounterEffect>,
    ) -> Option<Confirm> {
        let open = self.open.as_mut().filter(|open| !open.busy)?;
        let id = open.case.row.id;
        if decision == CaseDecision::Approved && open.case.needs_two {
            return Some(Confirm::of(Act::OverrideMatch, Confirmed::Decide(id, decision)));
        }
        if let Ok(leave) = Authority::of(Act::Review, member, None) {
            open.busy = true;
            effects.push(CounterEffect::ask(CounterJob::Decide(leave, id, decision)));
        }
        None
    }

    /// The open case goes back to those that wait.
    pub(super) fn put_back(&mut self, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if let Some(open) = self.open.take() {
            effects.push(CounterEffect::ask(CounterJob::ReleaseCase(member.id, open.case.row.id)));
            effects.push(CounterEffect::ask(CounterJob::Queue));
        }
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        if let Some(open) = &mut self.open {
            open.busy = false;
        }
    }

    /// The id of the open case.
    #[must_use]
    pub fn open_id(&self) -> Option<CaseId> {
        self.open.as_ref().map(|open| open.case.row.id)
    }
}
