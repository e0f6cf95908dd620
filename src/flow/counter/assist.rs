//! Helping at the counter: over the visit beneath, or with the entries that a visitor kept; verifying by documents.

use crate::domain::card::Card;
use crate::domain::consent::{ConsentChoice, ConsentRecord, ConsentText};
use crate::domain::language::Language;
use crate::domain::resume::{ResumeCode, ResumedDraft};
use crate::domain::secret::Secret;
use crate::domain::staff::{Act, Authority, StaffMember};
use crate::domain::staff_evidence::{DocumentChecklist, DocumentTail};
use crate::domain::time::Timestamp;
use crate::flow::assistable::Assistable;
use crate::flow::event::Event;

use super::confirm::{Confirm, Confirmed};
use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// Characters the field of the document number's end takes.
const TAIL_CHARS: usize = 8;
/// Characters the field of a code takes.
const CODE_CHARS: usize = 16;

/// The page.
#[derive(Debug)]
pub struct Assist {
    /// The code that a visitor brings along.
    pub code: Secret,
    /// Why the code opened nothing.
    pub code_fault: Option<CodeFault>,
    /// What a code opened.
    pub resumed: Option<Box<ResumedDraft>>,
    /// The checklist is open.
    pub verifying: Option<Verifying>,
    /// The visit has what it needs; or the desk is asked.
    pub busy: bool,
    /// Enrolled from kept entries.
    pub enrolled: Option<Box<Card>>,
}

/// Why a code opened nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// What was typed is no code.
    NotACode,
    /// There is nothing under it, today.
    Unknown,
    /// Too many wrong codes: for so many seconds none is looked at.
    Locked { seconds: u32 },
}

/// The checklist in place of the face.
#[expect(clippy::struct_excessive_bools, reason = "a list of what was done, each on its own")]
#[derive(Debug)]
pub struct Verifying {
    pub passport_seen: bool,
    pub letter_seen: bool,
    pub photo_compared: bool,
    /// The last four characters of the passport's number.
    pub tail: Secret,
    /// Not everything was done when that was asked for.
    pub incomplete: bool,
    /// What was typed is not four letters or digits.
    pub tail_wrong: bool,
}

/// One line of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Passport,
    Letter,
    Photo,
}

impl Default for Verifying {
    fn default() -> Self {
        Self {
            passport_seen: false,
            letter_seen: false,
            photo_compared: false,
            tail: Secret::with_capacity(TAIL_CHARS),
            incomplete: false,
            tail_wrong: false,
        }
    }
}

impl Assist {
    /// Over the visit beneath, if there is one; staff are noted as having come.
    pub(super) fn opened(visit: Option<&Assistable>, member: &StaffMember, effects: &mut Vec<CounterEffect>) -> Self {
        if let (Some(visit), Ok(leave)) = (visit, Authority::of(Act::Assist, member, None)) {
            effects.push(CounterEffect::ask(CounterJob::NoteAssisted(leave, visit.stage)));
        }
        Self {
            code: Secret::with_capacity(CODE_CHARS),
            code_fault: None,
            resumed: None,
            verifying: None,
            busy: false,
            enrolled: None,
        }
    }

    /// Moves the page on; answers with what has to be signed for.
    pub(super) fn on(
        &mut self,
        event: CounterEvent,
        visit: Option<&Assistable>,
        member: &StaffMember,
        effects: &mut Vec<CounterEffect>,
    ) -> Option<Confirm> {
        match event {
            // The visitor taps it, and the visit notes it as the visitor's act.
            CounterEvent::LetSee => effects.push(CounterEffect::Visit(Box::new(Event::LetStaffSee))),
            CounterEvent::VerifyByDocument if self.resumed.is_some() || visit.is_some_and(|visit| visit.can_verify) => {
                self.verifying = Some(Verifying::default());
            }
            CounterEvent::TickCheck(check) => {
                if let Some(form) = &mut self.verifying {
                    match check {
                        Check::Passport => form.passport_seen ^= true,
                        Check::Letter => form.letter_seen ^= true,
                        Check::Photo => form.photo_compared ^= true,
                    }
                }
            }
            CounterEvent::Back if self.verifying.take().is_none() => {
                self.resumed = None;
                self.enrolled = None;
            }
            CounterEvent::Submit if self.verifying.is_some() => return self.sign(visit),
            CounterEvent::Submit if visit.is_none() && !self.busy => self.resume(member, effects),
            CounterEvent::NotResumed(fault) => {
                self.busy = false;
                self.code_fault = Some(fault);
            }
            CounterEvent::EnrolledByStaff(card) => {
                self.busy = false;
                self.resumed = None;
                self.verifying = None;
                self.enrolled = Some(card);
            }
            _ => {}
        }
        None
    }

    /// A code opened this.
    pub(super) fn resumed(&mut self, mut draft: Box<ResumedDraft>, text: ConsentText, at: Timestamp) {
        self.busy = false;
        self.code.clear();
        draft.consent.get_or_insert(ConsentRecord {
            text,
            language: Language::Chinese,
            at,
            choice: ConsentChoice::Staff,
        });
        self.resumed = Some(draft);
    }

    /// Everything is there: whoever verified signs, and a second one where the comparison said no.
    fn sign(&mut self, visit: Option<&Assistable>) -> Option<Confirm> {
        let form = self.verifying.as_mut()?;
        let list = DocumentChecklist::of(form.passport_seen, form.letter_seen, form.photo_compared);
        let tail = DocumentTail::parse(form.tail.as_str());
        form.incomplete = list.is_none();
        form.tail_wrong = tail.is_err();
        let (Some(list), Ok(tail)) = (list, tail) else { return None };
        if let Some(draft) = &self.resumed {
            return Some(Confirm::of(Act::VerifyByDocument, Confirmed::EnrollDraft(draft.clone(), tail, list)));
        }
        let two = visit.is_some_and(|visit| visit.match_refused);
        let act = if two { Act::OverrideMatch } else { Act::VerifyByDocument };
        Some(Confirm::of(act, Confirmed::Verify(tail, list)))
    }

    fn resume(&mut self, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        match (ResumeCode::parse(self.code.as_str()), Authority::of(Act::Assist, member, None)) {
            (Ok(code), Ok(leave)) => {
                self.code_fault = None;
                self.busy = true;
                effects.push(CounterEffect::ask(CounterJob::Resume(leave, code)));
            }
            _ => self.code_fault = Some(CodeFault::NotACode),
        }
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.busy = false;
    }
}
