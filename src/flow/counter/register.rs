//! The permit register: how it stands, and importing a file into it. Nothing is imported unless every row is good, and
//! what is imported is what was checked.

use crate::domain::fault::{Fault, Incident};
use crate::domain::register_import::{
    CheckEnd, CheckNumber, CheckProgress, CheckSummary, FileNumber, FilesFound, ImportCounts, ImportFile,
    ImportRefusal, RegisterState,
};
use crate::domain::register_table::{RowFault, TableError};
use crate::domain::staff::{Act, Authority, StaffMember};

use super::confirm::{Confirm, Confirmed};
use super::effect::{CounterEffect, CounterJob, ImportJob};
use super::event::CounterEvent;

/// Bad rows of one page of their list.
pub const PAGE: usize = 8;

/// What staff do on the page, beside "Back" and "Import" (`CounterEvent::Submit`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterAct {
    /// Looks for files again.
    LookAgain,
    /// Checks this file.
    Check(FileNumber),
    /// The bad rows before or after those shown.
    Earlier,
    Later,
}

/// What the workers tell the page.
#[derive(Clone, Debug, PartialEq)]
pub enum RegisterAnswer {
    State(RegisterState),
    Files(FilesFound),
    Moved(CheckNumber, CheckProgress),
    Ended(CheckNumber, CheckEnd),
    Imported(CheckNumber, ImportCounts),
}

/// The page.
#[derive(Debug)]
pub struct Register {
    /// `None` while it is read.
    pub state: Option<RegisterState>,
    /// `None` while they are looked for.
    pub files: Option<FilesFound>,
    pub stage: ImportStage,
    /// Why the machine could not check a file.
    pub not_checked: Option<(Fault, Option<Incident>)>,
}

/// How far an import is.
#[derive(Debug)]
pub enum ImportStage {
    /// A file is to be chosen.
    Choosing,
    Checking {
        file: ImportFile,
        check: CheckNumber,
        /// `None` until the first rows are read.
        progress: Option<CheckProgress>,
    },
    /// Nothing of the file can be imported.
    Refused {
        file: ImportFile,
        why: ImportRefusal,
        /// The first of the bad rows shown.
        from: usize,
    },
    /// Every row is good.
    Checked {
        file: ImportFile,
        check: CheckNumber,
        summary: CheckSummary,
        /// It is signed for, and the desk writes.
        writing: bool,
    },
    Imported {
        file: ImportFile,
        counts: ImportCounts,
    },
}

impl Register {
    /// Asks how the register stands, and for files.
    pub(super) fn opened(member: &StaffMember, effects: &mut Vec<CounterEffect>) -> Self {
        let mut page = Self { state: None, files: None, stage: ImportStage::Choosing, not_checked: None };
        Self::ask_state(member, effects);
        page.look(member, effects);
        page
    }

    fn ask_state(member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if let Ok(leave) = Authority::of(Act::ImportRegister, member, None) {
            effects.push(CounterEffect::ask(CounterJob::RegisterState(leave)));
        }
    }

    fn look(&mut self, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if let Ok(leave) = Authority::of(Act::ImportRegister, member, None) {
            self.files = None;
            effects.push(CounterEffect::Import(ImportJob::Look(leave)));
        }
    }

    /// Moves the page on; answers with what has to be signed for. `checks` numbers the checks of this console.
    pub(super) fn on(
        &mut self,
        event: CounterEvent,
        checks: &mut u64,
        member: &StaffMember,
        effects: &mut Vec<CounterEffect>,
    ) -> Option<Confirm> {
        match event {
            CounterEvent::Register(act) => self.act(act, checks, member, effects),
            CounterEvent::RegisterTold(answer) => self.told(answer, member, effects),
            CounterEvent::Back => self.back(member, effects),
            CounterEvent::Submit => {
                if let ImportStage::Checked { check, writing: false, .. } = self.stage {
                    return Some(Confirm::of(Act::ImportRegister, Confirmed::ImportRegister(check)));
                }
            }
            _ => {}
        }
        None
    }

    fn back(&mut self, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        match self.stage {
            ImportStage::Choosing | ImportStage::Checked { writing: true, .. } => return,
            ImportStage::Checking { .. } | ImportStage::Checked { .. } | ImportStage::Imported { .. } => {
                effects.push(CounterEffect::Import(ImportJob::Forget));
            }
            // It was corrected elsewhere, or another stick is in.
            ImportStage::Refused { .. } => self.look(member, effects),
        }
        self.stage = ImportStage::Choosing;
    }

    fn act(&mut self, act: RegisterAct, checks: &mut u64, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        match (act, &mut self.stage) {
            (RegisterAct::LookAgain, ImportStage::Choosing) if self.files.is_some() => {
                self.not_checked = None;
                self.look(member, effects);
            }
            (RegisterAct::Check(number), ImportStage::Choosing) => {
                let file = self.files.iter().flat_map(|found| &found.files).find(|file| file.number == number);
                if let (Some(file), Ok(leave)) = (file, Authority::of(Act::ImportRegister, member, None)) {
                    *checks += 1;
                    let check = CheckNumber(*checks);
                    self.not_checked = None;
                    self.stage = ImportStage::Checking { file: file.clone(), check, progress: None };
                    effects.push(CounterEffect::Import(ImportJob::Check(leave, number, check)));
                }
            }
            (RegisterAct::Earlier, ImportStage::Refused { from, .. }) => *from = from.saturating_sub(PAGE),
            (RegisterAct::Later, ImportStage::Refused { from, why, .. }) if *from + PAGE < bad_rows(why).len() => {
                *from += PAGE;
            }
            _ => {}
        }
    }

    /// An answer to an earlier check is ignored.
    fn told(&mut self, answer: RegisterAnswer, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        match (answer, &mut self.stage) {
            (RegisterAnswer::State(state), _) => self.state = Some(state),
            (RegisterAnswer::Files(found), _) => self.files = Some(found),
            (RegisterAnswer::Moved(of, now), ImportStage::Checking { check, progress, .. }) if of == *check => {
                *progress = Some(now);
            }
            (RegisterAnswer::Ended(of, end), ImportStage::Checking { check, file, .. }) if of == *check => {
                let file = file.clone();
                self.stage = match end {
                    CheckEnd::Good(summary) => ImportStage::Checked { file, check: of, summary, writing: false },
                    CheckEnd::Refused(why) => ImportStage::Refused { file, why, from: 0 },
                    CheckEnd::Failed(fault, incident) => {
                        self.not_checked = Some((fault, incident));
                        ImportStage::Choosing
                    }
                };
            }
            (RegisterAnswer::Imported(of, counts), ImportStage::Checked { check, file, .. }) if of == *check => {
                self.stage = ImportStage::Imported { file: file.clone(), counts };
                effects.push(CounterEffect::Import(ImportJob::Forget));
                Self::ask_state(member, effects);
            }
            _ => {}
        }
    }

    /// What was checked is signed for.
    pub(super) fn signed(&mut self) {
        if let ImportStage::Checked { writing, .. } = &mut self.stage {
            *writing = true;
        }
    }

    /// The page is left, whatever stands on it: nothing that was checked is kept.
    pub(super) fn left(effects: &mut Vec<CounterEffect>) {
        effects.push(CounterEffect::Import(ImportJob::Forget));
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.files.get_or_insert_default();
        match &mut self.stage {
            ImportStage::Checking { .. } => self.stage = ImportStage::Choosing,
            ImportStage::Checked { writing, .. } => *writing = false,
            ImportStage::Choosing | ImportStage::Refused { .. } | ImportStage::Imported { .. } => {}
        }
    }
}

/// The bad rows of a refused file; none where the file as a whole is bad.
#[must_use]
pub fn bad_rows(why: &ImportRefusal) -> &[RowFault] {
    match why {
        ImportRefusal::Table(TableError::Rows(faults)) => faults,
        ImportRefusal::Table(_) | ImportRefusal::Unreadable | ImportRefusal::TooLarge => &[],
    }
}
