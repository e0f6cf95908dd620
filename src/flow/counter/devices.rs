//! The check of the devices: what was found of each part, as the findings come.

use crate::domain::device_check::{Finding, Health, Part};
use crate::domain::fault::{Fault, Incident};
use crate::domain::print::PrintStage;
use crate::domain::staff::{Act, Authority, StaffMember};
use crate::domain::time::Timestamp;

use super::effect::CounterEffect;
use super::event::CounterEvent;

/// Numbers the checks while the console is open; a finding of an earlier one is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckRun(pub u64);

/// What the audit log is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckNote {
    /// Every part was looked at; the worst that was found.
    Parts(Health),
    /// A test page came out of the printer.
    TestPage,
}

impl CheckNote {
    /// The stored form: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Parts(worst) => worst.word(),
            Self::TestPage => "test_page",
        }
    }
}

/// The page.
#[derive(Debug, Default)]
pub struct Devices {
    run: CheckRun,
    found: Vec<Finding>,
    /// Findings are still to come.
    pub checking: bool,
    /// How far the test page is.
    pub printing: Option<PrintStage>,
    /// Why there is no test page.
    pub not_made: Option<(Fault, Option<Incident>)>,
}

impl Devices {
    /// Checks at once: who opens it wants to know.
    pub(super) fn opened(member: &StaffMember, last: &mut CheckRun, effects: &mut Vec<CounterEffect>) -> Self {
        let mut page = Self::default();
        page.check(member, last, effects);
        page
    }

    /// What was found of `part` so far.
    #[must_use]
    pub fn finding(&self, part: Part) -> Option<&Finding> {
        self.found.iter().find(|finding| finding.notice.part() == part)
    }

    /// How many parts were looked at so far.
    #[must_use]
    pub fn looked_at(&self) -> usize {
        Part::ALL.into_iter().filter(|part| self.finding(*part).is_some()).count()
    }

    /// How many parts are in this state.
    #[must_use]
    pub fn count(&self, health: Health) -> usize {
        self.found.iter().filter(|finding| finding.notice.health() == health).count()
    }

    fn check(&mut self, member: &StaffMember, last: &mut CheckRun, effects: &mut Vec<CounterEffect>) {
        if let Ok(leave) = Authority::of(Act::CheckDevices, member, None) {
            *last = CheckRun(last.0 + 1);
            (self.run, self.checking) = (*last, true);
            self.found.clear();
            effects.push(CounterEffect::CheckDevices(leave, self.run));
        }
    }

    /// A test page is on its way to the printer.
    #[must_use]
    pub fn is_printing(&self) -> bool {
        self.printing.is_some_and(|stage| !stage.is_settled())
    }

    pub(super) fn on(
        &mut self,
        event: CounterEvent,
        member: &StaffMember,
        now: Timestamp,
        last: &mut CheckRun,
        effects: &mut Vec<CounterEffect>,
    ) {
        match event {
            CounterEvent::CheckDevices if !self.checking => self.check(member, last, effects),
            CounterEvent::PartFound(run, finding) if run == self.run => {
                self.found.retain(|known| known.notice.part() != finding.notice.part());
                self.found.push(finding);
            }
            CounterEvent::DevicesChecked(run) if run == self.run => self.checking = false,
            CounterEvent::PrintTest if !self.is_printing() => {
                if let Ok(leave) = Authority::of(Act::CheckDevices, member, None) {
                    self.printing = Some(PrintStage::Prepared);
                    self.not_made = None;
                    effects.push(CounterEffect::PrintTest(leave, now));
                }
            }
            CounterEvent::TestPrintMoved(stage) if self.printing.is_some() => self.printing = Some(stage),
            CounterEvent::NotMade(fault, incident) if self.is_printing() => {
                self.printing = None;
                self.not_made = Some((fault, incident));
            }
            CounterEvent::TryVoice => effects.push(CounterEffect::TryVoice),
            _ => {}
        }
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.checking = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::device_check::Notice;
    use crate::domain::staff::{Role, StaffId, StaffNumber};

    fn officer() -> StaffMember {
        let number = StaffNumber::parse("A01").unwrap();
        StaffMember { id: StaffId(1), number, role: Role::Officer, must_change: false }
    }

    fn at() -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    #[test]
    fn one_test_page_is_printed_at_a_time_and_its_end_is_told() {
        let (mut last, mut effects) = (CheckRun::default(), Vec::new());
        let mut page = Devices::opened(&officer(), &mut last, &mut effects);
        let mut send = |page: &mut Devices, event| page.on(event, &officer(), at(), &mut last, &mut effects);
        // What a document of before came to is not told of a test page.
        send(&mut page, CounterEvent::TestPrintMoved(PrintStage::Done));
        send(&mut page, CounterEvent::NotMade(Fault::DocumentFailed, None));
        assert_eq!((page.printing, page.not_made), (None, None));
        send(&mut page, CounterEvent::PrintTest);
        send(&mut page, CounterEvent::PrintTest);
        send(&mut page, CounterEvent::TestPrintMoved(PrintStage::Attention(Fault::PrinterOutOfPaper)));
        assert!(page.is_printing());
        send(&mut page, CounterEvent::CheckDevices);
        send(&mut page, CounterEvent::TestPrintMoved(PrintStage::Done));
        assert!(!page.is_printing() && page.printing == Some(PrintStage::Done));
        send(&mut page, CounterEvent::PrintTest);
        send(&mut page, CounterEvent::NotMade(Fault::DocumentFailed, None));
        assert_eq!((page.printing, page.not_made), (None, Some((Fault::DocumentFailed, None))));
        let printed = effects.iter().filter(|effect| matches!(effect, CounterEffect::PrintTest(..)));
        assert_eq!(printed.count(), 2);
    }

    #[test]
    fn a_finding_of_an_earlier_check_is_ignored() {
        let (mut last, mut effects) = (CheckRun::default(), Vec::new());
        let mut page = Devices::opened(&officer(), &mut last, &mut effects);
        let first = page.run;
        assert!(page.checking && effects.len() == 1);
        page.on(CounterEvent::CheckDevices, &officer(), at(), &mut last, &mut effects);
        assert_eq!(effects.len(), 1, "one at a time");
        // The page is left and opened again.
        page = Devices::opened(&officer(), &mut last, &mut effects);
        let late = CounterEvent::PartFound(first, Finding::of(Notice::CameraAbsent));
        page.on(late, &officer(), at(), &mut last, &mut effects);
        page.on(CounterEvent::DevicesChecked(first), &officer(), at(), &mut last, &mut effects);
        assert_eq!((page.looked_at(), page.checking), (0, true));
        for notice in [Notice::CameraAbsent, Notice::CameraWorks, Notice::ClockAlone] {
            let now = CounterEvent::PartFound(last, Finding::of(notice));
            page.on(now, &officer(), at(), &mut last, &mut effects);
        }
        page.on(CounterEvent::DevicesChecked(last), &officer(), at(), &mut last, &mut effects);
        assert_eq!((page.looked_at(), page.checking), (2, false));
        assert_eq!((page.count(Health::Fault), page.count(Health::Warning)), (0, 1), "the newest of each part");
    }

    #[test]
    fn who_may_not_check_starts_nothing() {
        let fresh = StaffMember { must_change: true, ..officer() };
        let (mut last, mut effects) = (CheckRun::default(), Vec::new());
        let page = Devices::opened(&fresh, &mut last, &mut effects);
        assert!(!page.checking && effects.is_empty());
    }
}
