//! What the shift did: over which span it is counted, and the report on paper.

use crate::domain::fault::{Fault, Incident};
use crate::domain::print::PrintStage;
use crate::domain::shift::{ShiftReport, ShiftSpan};
use crate::domain::staff::{Act, Authority, StaffMember};
use crate::domain::time::Timestamp;

use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// The page.
#[derive(Debug, Default)]
pub struct Shift {
    /// What was chosen last.
    pub span: Option<ShiftSpan>,
    /// The report on it; `None` before, and while it is made.
    pub report: Option<Box<ShiftReport>>,
    pub printing: Option<PrintStage>,
    /// Why the report is not on paper.
    pub not_made: Option<(Fault, Option<Incident>)>,
    /// The desk is asked.
    pub busy: bool,
}

impl Shift {
    /// The report is on its way to the printer.
    #[must_use]
    pub fn is_printing(&self) -> bool {
        self.printing.is_some_and(|stage| !stage.is_settled())
    }

    /// `began` is when whoever makes the report signed in.
    pub(super) fn on(
        &mut self,
        event: CounterEvent,
        member: &StaffMember,
        (began, now): (Timestamp, Timestamp),
        effects: &mut Vec<CounterEffect>,
    ) {
        match event {
            // What is on its way to the printer is seen to its end first.
            CounterEvent::CountShift(span) if !self.busy && !self.is_printing() => {
                let Ok(leave) = Authority::of(Act::ShiftReport, member, None) else { return };
                let (from, to) = span.bounds(now, began);
                *self = Self { span: Some(span), busy: true, ..Self::default() };
                effects.push(CounterEffect::ask(CounterJob::ShiftCounts(leave, from, to)));
            }
            CounterEvent::ShiftCounted(report) => {
                self.busy = false;
                self.report = Some(report);
            }
            CounterEvent::PrintShift if !self.is_printing() => {
                if let Some(report) = &self.report {
                    self.printing = Some(PrintStage::Prepared);
                    self.not_made = None;
                    effects.push(CounterEffect::PrintShift(report.clone()));
                }
            }
            CounterEvent::ShiftPrintMoved(stage) if self.printing.is_some() => self.printing = Some(stage),
            CounterEvent::NotMade(fault, incident) if self.is_printing() => {
                self.printing = None;
                self.not_made = Some((fault, incident));
            }
            _ => {}
        }
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.busy = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shift::fixtures::nothing;
    use crate::domain::staff::{Role, StaffId, StaffNumber};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn officer() -> StaffMember {
        StaffMember {
            id: StaffId(3),
            number: StaffNumber::parse("A01").unwrap(),
            role: Role::Officer,
            must_change: false,
        }
    }

    fn send(page: &mut Shift, event: CounterEvent) -> Vec<CounterEffect> {
        let mut effects = Vec::new();
        let times = (at("2026-06-01T06:10:30Z"), at("2026-06-01T08:00:00Z"));
        page.on(event, &officer(), times, &mut effects);
        effects
    }

    #[test]
    fn the_desk_counts_the_span_that_was_chosen_and_once() {
        let mut page = Shift::default();
        let asked = send(&mut page, CounterEvent::CountShift(ShiftSpan::SinceSignIn));
        let [CounterEffect::Ask(job)] = asked.as_slice() else { panic!("{asked:?}") };
        let CounterJob::ShiftCounts(leave, from, to) = &**job else { panic!("{job:?}") };
        assert_eq!(leave.act(), Act::ShiftReport);
        assert_eq!((*from, *to), (at("2026-06-01T06:10:00Z"), at("2026-06-01T08:00:00Z")));
        assert!(send(&mut page, CounterEvent::CountShift(ShiftSpan::Today)).is_empty(), "it is counting");
        page.calm();
        assert_eq!(send(&mut page, CounterEvent::CountShift(ShiftSpan::Today)).len(), 1);
    }

    #[test]
    fn only_what_was_counted_is_printed_and_its_end_is_told() {
        let mut page = Shift::default();
        assert!(send(&mut page, CounterEvent::PrintShift).is_empty(), "there is nothing to print");
        send(&mut page, CounterEvent::CountShift(ShiftSpan::Yesterday));
        send(&mut page, CounterEvent::ShiftCounted(Box::new(nothing())));
        let printed = send(&mut page, CounterEvent::PrintShift);
        assert!(matches!(printed.as_slice(), [CounterEffect::PrintShift(of)] if **of == nothing()), "{printed:?}");
        assert!(send(&mut page, CounterEvent::PrintShift).is_empty(), "one at a time");
        assert!(send(&mut page, CounterEvent::CountShift(ShiftSpan::Today)).is_empty(), "nor another report meanwhile");
        send(&mut page, CounterEvent::ShiftPrintMoved(PrintStage::Attention(Fault::PrinterOutOfPaper)));
        assert!(page.is_printing());
        send(&mut page, CounterEvent::ShiftPrintMoved(PrintStage::Done));
        assert!(!page.is_printing() && page.printing == Some(PrintStage::Done));
        assert_eq!(send(&mut page, CounterEvent::PrintShift).len(), 1, "a second copy");
        send(&mut page, CounterEvent::NotMade(Fault::DocumentFailed, None));
        assert_eq!((page.printing, page.not_made), (None, Some((Fault::DocumentFailed, None))));
    }

    #[test]
    fn what_a_document_of_before_came_to_is_not_told_of_the_report() {
        let mut page = Shift::default();
        send(&mut page, CounterEvent::ShiftCounted(Box::new(nothing())));
        send(&mut page, CounterEvent::NotMade(Fault::DocumentFailed, None));
        send(&mut page, CounterEvent::ShiftPrintMoved(PrintStage::Done));
        assert_eq!((page.printing, page.not_made), (None, None));
    }
}
