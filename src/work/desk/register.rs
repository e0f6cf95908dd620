//! What the importer asks of the store: comparing a few rows, and writing all that were checked.

use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use crate::domain::permit::WorkPermit;
use crate::domain::register_import::{CheckNumber, ImportCounts};
use crate::domain::staff::{Authority, By};
use crate::flow::counter::CounterTicket;
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::register::RegisterAnswer;
use crate::register::import;
use crate::store::StoreError;

use super::super::guarded::guarded;
use super::Desk;

/// A wish of the importer. The permits are those that were checked: both hold the same ones.
#[derive(Debug)]
pub enum RegisterJob {
    /// What importing these rows would do.
    Compare { permits: Arc<Vec<WorkPermit>>, rows: Range<usize>, answer: SyncSender<Result<ImportCounts, StoreError>> },
    /// All of them, or none; answered to the console.
    Write { ticket: CounterTicket, leave: Authority, check: CheckNumber, permits: Arc<Vec<WorkPermit>> },
}

impl Desk {
    pub(super) fn take_register(&mut self, job: RegisterJob) {
        match job {
            RegisterJob::Compare { permits, rows, answer } => {
                let rows = permits.get(rows).unwrap_or_default();
                if let Ok(counts) = guarded(|| import::preview(&self.store, rows)) {
                    // Whoever asked may have ended.
                    let _ = answer.send(counts);
                }
                // After a panic the answer is dropped, which tells the importer.
            }
            RegisterJob::Write { ticket, leave, check, permits } => {
                let done = guarded(|| self.write_permits(&leave, &permits));
                self.tell_counter(
                    ticket,
                    done.map(|counts| {
                        counts.map(|counts| Some(CounterEvent::RegisterTold(RegisterAnswer::Imported(check, counts))))
                    }),
                );
            }
        }
    }

    fn write_permits(&mut self, leave: &Authority, permits: &[WorkPermit]) -> Result<ImportCounts, StoreError> {
        if self.rehearsals.is_some() {
            // Staff go on writing.
            self.store.rehearse_full(false)?;
        }
        self.store.import_permits_by(By::Staff(leave), permits.iter().cloned(), self.clock.timestamp())
    }
}
