//! The staff of this kiosk: added, given a new PIN, disabled.

use crate::domain::secret::Secret;
use crate::domain::staff::{Act, Authority, Role, StaffMember, StaffNumber, StaffRow};

use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;
use super::sign_in::NUMBER_CHARS;

/// The page.
#[derive(Debug)]
pub struct StaffList {
    /// `None` while they are read.
    pub rows: Option<Vec<StaffRow>>,
    /// Who is open.
    pub open: Option<StaffNumber>,
    /// The number of somebody new.
    pub number: Secret,
    pub role: Role,
    /// What was typed is no staff number.
    pub number_wrong: bool,
    /// The PIN that was drawn last, and for whom: shown until the next press.
    pub drawn: Option<(StaffNumber, Secret)>,
    /// The desk is asked.
    pub busy: bool,
}

/// What is done with somebody of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffChange {
    Add(StaffNumber, Role),
    /// A new PIN, and locks lifted.
    Reset(StaffNumber),
    Disable(StaffNumber),
}

impl StaffList {
    /// Asks for the list.
    pub(super) fn opened(member: &StaffMember, effects: &mut Vec<CounterEffect>) -> Self {
        if let Ok(leave) = Authority::of(Act::ManageStaff, member, None) {
            effects.push(CounterEffect::ask(CounterJob::StaffRows(leave)));
        }
        Self {
            rows: None,
            open: None,
            number: Secret::with_capacity(NUMBER_CHARS),
            role: Role::Officer,
            number_wrong: false,
            drawn: None,
            busy: false,
        }
    }

    pub(super) fn on(&mut self, event: CounterEvent, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if event.is_of_staff() {
            self.drawn = None;
        }
        match event {
            CounterEvent::StaffRead(rows) => {
                self.busy = false;
                self.rows = Some(rows);
            }
            CounterEvent::OpenStaff(number) => self.open = Some(number),
            CounterEvent::Back => self.open = None,
            CounterEvent::ChooseRole(role) => self.role = role,
            CounterEvent::Submit if !self.busy => {
                let number = StaffNumber::parse(self.number.as_str());
                self.number_wrong = number.is_err();
                if let Ok(number) = number {
                    self.ask(StaffChange::Add(number, self.role), member, effects);
                }
            }
            CounterEvent::ResetStaff if !self.busy => {
                if let Some(number) = self.open.clone() {
                    self.ask(StaffChange::Reset(number), member, effects);
                }
            }
            CounterEvent::DisableStaff if !self.busy => {
                if let Some(number) = self.open.clone() {
                    self.ask(StaffChange::Disable(number), member, effects);
                }
            }
            CounterEvent::StaffChanged(rows, drawn) => {
                self.busy = false;
                self.rows = Some(rows);
                self.drawn = drawn;
                self.number.clear();
            }
            _ => {}
        }
    }

    fn ask(&mut self, change: StaffChange, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if let Ok(leave) = Authority::of(Act::ManageStaff, member, None) {
            self.busy = true;
            effects.push(CounterEffect::ask(CounterJob::ChangeStaff(leave, change)));
        }
    }

    /// The row that is open.
    #[must_use]
    pub fn open_row(&self) -> Option<&StaffRow> {
        self.rows.iter().flatten().find(|row| Some(&row.number) == self.open.as_ref())
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.busy = false;
    }
}
