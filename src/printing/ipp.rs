//! A CUPS queue or a network printer, spoken to over IPP.
//!
//! CUPS takes a job for a printer that is switched off and leaves it "processing" for ever. So the
//! printer is asked before every job, and a job that does not get on is given up after a while.

use std::collections::HashMap;
use std::io::Cursor;
use std::time::{Duration, Instant};

use ::ipp::prelude::*;

use super::{JobId, PrintError, Printer};
use crate::domain::fault::Fault;
use crate::domain::pdf::Pdf;
use crate::domain::print::PrintStage;

/// What the spooler is told instead of a person's name.
const USER: &str = "esscard-kiosk";
const PRINTER_ATTRIBUTES: [&str; 3] = ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs"];

/// How long is waited for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// One answer of the printer.
    pub answer: Duration,
    /// A job that neither ends nor says what it lacks.
    pub job: Duration,
    /// A job that waits for paper, a closed cover, toner.
    pub attention: Duration,
    /// A spooler that cannot reach its printer.
    pub connecting: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(4),
            job: Duration::from_secs(90),
            attention: Duration::from_mins(10),
            connecting: Duration::from_secs(20),
        }
    }
}

/// A printer at an `ipp://` address.
pub struct IppPrinter {
    uri: Uri,
    client: IppClient,
    patience: Patience,
    jobs: HashMap<JobId, Followed>,
}

/// What is known of a job that has not settled.
struct Followed {
    last: PrintStage,
    /// Since when it has been in that stage.
    since: Instant,
    /// Since when the spooler has been looking for its printer.
    connecting: Option<Instant>,
    stopped: bool,
}

/// What a printer says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
struct Health {
    stopped: bool,
    accepting: bool,
    lacks: Option<Fault>,
    connecting: bool,
}

impl IppPrinter {
    /// The printer at `uri`, such as `ipp://localhost:631/printers/letters`. Nothing is sent yet.
    ///
    /// # Errors
    /// If `uri` is not an `ipp` address.
    pub fn new(uri: &str) -> Result<Self, PrintError> {
        Self::with_patience(uri, Patience::default())
    }

    /// As [`Self::new`], with other waiting times.
    ///
    /// # Errors
    /// If `uri` is not an `ipp` address.
    pub fn with_patience(uri: &str, patience: Patience) -> Result<Self, PrintError> {
        let wrong =
            || PrintError::UnknownQueue(format!("{uri} is not an address like ipp://localhost:631/printers/NAME"));
        let uri: Uri = uri.parse().map_err(|_| wrong())?;
        if uri.scheme_str() != Some("ipp") || uri.host().is_none() {
            return Err(wrong());
        }
        let client = IppClient::builder(uri.clone()).request_timeout(patience.answer).build();
        Ok(Self { uri, client, patience, jobs: HashMap::new() })
    }

    /// Asks whether the printer could take a job now: before every job.
    ///
    /// # Errors
    /// If it does not answer, is not known, or takes no jobs.
    pub fn probe(&self) -> Result<(), PrintError> {
        self.usable().map(|_| ())
    }

    /// What keeps the printer from printing a job that it takes; `None` if nothing does.
    ///
    /// # Errors
    /// As [`Self::probe`].
    pub fn lacking(&self) -> Result<Option<Fault>, PrintError> {
        let health = self.usable()?;
        Ok(health.lacks.or(health.stopped.then_some(Fault::PrinterRefused)))
    }

    /// The health of a printer that takes jobs.
    fn usable(&self) -> Result<Health, PrintError> {
        let health = self.health()?;
        if health.lacks == Some(Fault::PrinterOffline) {
            return Err(PrintError::Offline("the printer is switched off or not connected".to_owned()));
        }
        if !health.accepting {
            return Err(PrintError::Refused("the queue takes no jobs: enable it with cupsaccept".to_owned()));
        }
        Ok(health)
    }

    fn health(&self) -> Result<Health, PrintError> {
        let request =
            IppOperationBuilder::get_printer_attributes(self.uri.clone()).attributes(PRINTER_ATTRIBUTES).build();
        let answer = self.send(request.map_err(|e| PrintError::Refused(e.to_string()))?)?;
        let group = answer.attributes().first_of(DelimiterTag::PrinterAttributes);
        Ok(group.map_or_else(Health::default, Health::read))
    }

    fn send(&self, request: impl Into<IppRequestResponse>) -> Result<IppRequestResponse, PrintError> {
        let answer = self.client.send(request).map_err(|e| transport(&e))?;
        match answer.header().status_code() {
            status if status.is_success() => Ok(answer),
            StatusCode::ClientErrorNotFound => {
                Err(PrintError::UnknownQueue("the server has no such queue or job".to_owned()))
            }
            StatusCode::ServerErrorServiceUnavailable | StatusCode::ServerErrorDeviceError => {
                Err(PrintError::Offline("the server cannot reach the printer".to_owned()))
            }
            status => Err(PrintError::Refused(status.to_string())),
        }
    }

    /// The job's state and the reasons the server gives; `None` once the server has forgotten the job.
    fn ask(&self, job: JobId) -> Result<Option<JobState>, PrintError> {
        let id = i32::try_from(job.0).map_err(|_| PrintError::Refused("no such job".to_owned()))?;
        let request = IppOperationBuilder::get_job_attributes(self.uri.clone(), id).user_name(USER).build();
        let answer = match self.send(request.map_err(|e| PrintError::Refused(e.to_string()))?) {
            Err(PrintError::UnknownQueue(_)) => return Ok(None),
            answer => answer?,
        };
        let group = answer.attributes().first_of(DelimiterTag::JobAttributes);
        let state = group.and_then(|g| integer(g, "job-state")).and_then(JobState::from_i32);
        state.map(Some).ok_or_else(|| PrintError::Refused("the server told no job state".to_owned()))
    }

    /// Gives up a job that got stuck, and says why.
    fn give_up(&mut self, job: JobId, why: Fault) -> PrintStage {
        // The job may be beyond reach, just as its printer is; the visitor is told the same either way.
        let _ = self.send_cancel(job);
        PrintStage::Failed(why)
    }

    fn send_cancel(&self, job: JobId) -> Result<(), PrintError> {
        let id = i32::try_from(job.0).map_err(|_| PrintError::Refused("no such job".to_owned()))?;
        let request = IppOperationBuilder::cancel_job(self.uri.clone(), id).user_name(USER).build();
        let answer =
            self.client.send(request.map_err(|e| PrintError::Refused(e.to_string()))?).map_err(|e| transport(&e))?;
        match answer.header().status_code() {
            // Already over, or forgotten: nothing left to stop.
            StatusCode::ClientErrorNotPossible | StatusCode::ClientErrorNotFound => Ok(()),
            status if status.is_success() => Ok(()),
            status => Err(PrintError::Refused(status.to_string())),
        }
    }

    /// The stage told by the server, before patience is looked at.
    fn stage(&mut self, job: JobId, stopped: bool, last: PrintStage) -> Result<(PrintStage, bool), PrintError> {
        let settled = |stage| Ok((stage, false));
        match self.ask(job)? {
            Some(JobState::Completed) => settled(PrintStage::Done),
            // The server took the wish; a printer may finish its sheet first, but nobody waits for that.
            _ if stopped => settled(PrintStage::Stopped),
            Some(JobState::Canceled) => settled(PrintStage::Failed(Fault::PrinterRefused)),
            Some(JobState::Aborted) => {
                settled(PrintStage::Failed(self.health()?.lacks.unwrap_or(Fault::PrinterRefused)))
            }
            // A server that keeps no history forgets what is done.
            None if last == PrintStage::Printing => settled(PrintStage::Done),
            None => settled(PrintStage::Failed(Fault::PrinterRefused)),
            Some(state) => {
                let health = self.health()?;
                let going = if state == JobState::Processing { PrintStage::Printing } else { PrintStage::Sent };
                let stuck = health.stopped || state == JobState::ProcessingStopped;
                let stage = match health.lacks {
                    Some(fault) => PrintStage::Attention(fault),
                    None if stuck => PrintStage::Attention(Fault::PrinterRefused),
                    None => going,
                };
                Ok((stage, health.connecting))
            }
        }
    }
}

impl Printer for IppPrinter {
    fn submit(&mut self, document: &Pdf, title: &str) -> Result<JobId, PrintError> {
        self.probe()?;
        let payload = IppPayload::new(Cursor::new(document.clone()));
        let request = IppOperationBuilder::print_job(self.uri.clone(), payload)
            .user_name(USER)
            .job_title(title)
            .document_format("application/pdf")
            .build()
            .map_err(|e| PrintError::Refused(e.to_string()))?;
        let answer = self.send(request)?;
        let group = answer.attributes().first_of(DelimiterTag::JobAttributes);
        let id = group
            .and_then(|g| integer(g, "job-id"))
            .ok_or_else(|| PrintError::Refused("the server gave the job no number".to_owned()))?;
        let job = JobId(i64::from(id));
        self.jobs
            .insert(job, Followed { last: PrintStage::Sent, since: Instant::now(), connecting: None, stopped: false });
        Ok(job)
    }

    fn job(&mut self, job: JobId) -> Result<PrintStage, PrintError> {
        let Some(followed) = self.jobs.get(&job) else {
            return Err(PrintError::Refused("no such job".to_owned()));
        };
        let (stopped, last) = (followed.stopped, followed.last);
        let (stage, connecting) = self.stage(job, stopped, last)?;
        let now = Instant::now();
        let patience = self.patience;
        let mut why = None;
        if let Some(followed) = self.jobs.get_mut(&job) {
            // "Sent" and "printing" are one wait: a job must not win time by going to and fro.
            let waiting = |s: PrintStage| matches!(s, PrintStage::Attention(_));
            if waiting(stage) != waiting(followed.last) {
                followed.since = now;
            }
            followed.last = stage;
            followed.connecting = connecting.then_some(followed.connecting.unwrap_or(now));
            let allowed = if waiting(stage) { patience.attention } else { patience.job };
            if followed.connecting.is_some_and(|since| now - since > patience.connecting) {
                why = Some(Fault::PrinterOffline);
            } else if now - followed.since > allowed {
                why = Some(if let PrintStage::Attention(fault) = stage { fault } else { Fault::PrinterOffline });
            }
        }
        let stage = match why {
            Some(why) if !stage.is_settled() => self.give_up(job, why),
            _ => stage,
        };
        if stage.is_settled() {
            self.jobs.remove(&job);
        }
        Ok(stage)
    }

    fn cancel(&mut self, job: JobId) -> Result<(), PrintError> {
        if let Some(followed) = self.jobs.get_mut(&job) {
            followed.stopped = true;
        }
        self.send_cancel(job)
    }
}

impl Health {
    fn read(group: &IppAttributeGroup) -> Self {
        let reasons: Vec<&str> = group.get("printer-state-reasons").map(|a| words(a.value())).unwrap_or_default();
        Self {
            stopped: integer(group, "printer-state").and_then(PrinterState::from_i32) == Some(PrinterState::Stopped),
            accepting: !matches!(
                group.get("printer-is-accepting-jobs").map(IppAttribute::value),
                Some(IppValue::Boolean(false))
            ),
            lacks: reasons.iter().find_map(|r| lacking(r)),
            connecting: reasons.iter().any(|r| r.starts_with("connecting-to-device")),
        }
    }
}

/// What a reason of RFC 8011, 5.4.12 means to a visitor; `None` for mere reports.
///
/// A "-warning" says that the printer still works: an empty second tray, say. But no sheet gets past a
/// jam, an open cover or a missing medium, whatever the printer calls it.
fn lacking(reason: &str) -> Option<Fault> {
    let blocking = reason.strip_suffix("-warning").unwrap_or(reason);
    match blocking {
        "media-needed" => return Some(Fault::PrinterOutOfPaper),
        "media-jam" => return Some(Fault::PrinterJammed),
        "cover-open" | "door-open" | "interlock-open" => return Some(Fault::PrinterOpen),
        _ => {}
    }
    match reason.strip_suffix("-error").unwrap_or(reason) {
        "media-needed" | "media-empty" | "input-tray-missing" => Some(Fault::PrinterOutOfPaper),
        "media-jam" => Some(Fault::PrinterJammed),
        "cover-open" | "door-open" | "interlock-open" => Some(Fault::PrinterOpen),
        "toner-empty" | "marker-supply-empty" | "developer-empty" => Some(Fault::PrinterToner),
        "offline" | "shutdown" | "timed-out" | "deactivated" => Some(Fault::PrinterOffline),
        _ => None,
    }
}

fn transport(error: &IppError) -> PrintError {
    match error {
        IppError::RequestError(404) => PrintError::UnknownQueue("the server has no such queue".to_owned()),
        IppError::RequestError(status @ (401 | 403)) => {
            PrintError::Refused(format!("the server answered {status}: not allowed"))
        }
        other => PrintError::Offline(other.to_string()),
    }
}

fn integer(group: &IppAttributeGroup, name: &str) -> Option<i32> {
    match group.get(name)?.value() {
        IppValue::Integer(n) | IppValue::Enum(n) => Some(*n),
        _ => None,
    }
}

fn words(value: &IppValue) -> Vec<&str> {
    value.into_iter().filter_map(|v| if let IppValue::Keyword(word) = v { Some(word.as_str()) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::{IppPrinter, lacking};
    use crate::domain::fault::Fault;

    #[test]
    fn only_ipp_addresses_are_taken() {
        assert!(IppPrinter::new("ipp://localhost:631/printers/letters").is_ok());
        for wrong in ["", "letters", "http://localhost/printers/x", "ipp://", "ipps://host/printers/x"] {
            assert!(IppPrinter::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reports_are_not_faults() {
        assert_eq!(lacking("media-empty-error"), Some(Fault::PrinterOutOfPaper));
        assert_eq!(lacking("media-needed"), Some(Fault::PrinterOutOfPaper));
        assert_eq!(lacking("media-empty-report"), None);
        assert_eq!(lacking("media-empty-warning"), None);
        assert_eq!(lacking("toner-low-warning"), None);
        assert_eq!(lacking("media-jam-warning"), Some(Fault::PrinterJammed));
        assert_eq!(lacking("none"), None);
        assert_eq!(lacking("cover-open"), Some(Fault::PrinterOpen));
    }
}
