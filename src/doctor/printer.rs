//! The printer: a queue, or a folder that collects files.

use std::path::Path;

use super::Looked;
use crate::domain::device_check::{Finding, Notice};
use crate::domain::fault::Fault;
use crate::printing::{IppPrinter, PrintError};

/// Asks the print queue at `address` how it is.
#[must_use]
pub fn queue(address: &str) -> Looked {
    let lacking = match IppPrinter::new(address).and_then(|printer| printer.lacking()) {
        Ok(None) => return Looked::well(of_queue(Notice::PrinterReady, address), format!("{address} takes jobs")),
        Ok(Some(fault)) => fault,
        Err(error) => return out_of_reach(address, &error),
    };
    let (notice, lacks, remedy) = match lacking {
        Fault::PrinterOutOfPaper => (Notice::PrinterOutOfPaper, "is out of paper", "load paper"),
        Fault::PrinterJammed => (Notice::PrinterJammed, "has a paper jam", "take the jammed sheet out"),
        Fault::PrinterOpen => (Notice::PrinterOpen, "has an open cover or tray", "close it"),
        Fault::PrinterToner => (Notice::PrinterToner, "is out of toner", "change the toner"),
        _ => (Notice::PrinterRefuses, "is stopped", "`lpstat -p` says why; `cupsenable` starts a stopped queue"),
    };
    Looked::wrong(of_queue(notice, address), format!("{address} {lacks}"), remedy)
}

fn out_of_reach(address: &str, error: &PrintError) -> Looked {
    let (notice, remedy) = match error {
        PrintError::Offline(_) => {
            (Notice::PrinterOffline, "switch the printer on and connect it; `systemctl status cups` if CUPS is down")
        }
        PrintError::UnknownQueue(_) => {
            (Notice::PrinterUnknown, "correct printer.queue; `lpstat -e` lists the queues of this machine")
        }
        PrintError::Refused(_) => {
            (Notice::PrinterRefuses, "`lpstat -p` says why; `cupsenable` and `cupsaccept` start a stopped queue")
        }
        PrintError::Io(_) => (Notice::PrinterRefuses, "look at the log of CUPS"),
    };
    Looked::wrong(of_queue(notice, address), format!("{address}: {error}"), remedy)
}

/// An address may hold a name and a password before an `@`: then nobody is shown it.
fn of_queue(notice: Notice, address: &str) -> Finding {
    let finding = Finding::of(notice);
    if address.contains('@') { finding } else { finding.with(address) }
}

/// Looks whether `folder` can be written.
#[must_use]
pub fn folder(folder: &Path) -> Looked {
    let shown = folder.display();
    let collects = |found: String| Looked::well(Finding::of(Notice::PrinterCollects), found);
    let closed = |found: String| {
        Looked::wrong(Finding::of(Notice::PrinterClosed), found, "name a folder that this user may write")
    };
    match std::fs::metadata(folder) {
        Ok(facts) if facts.is_dir() && !facts.permissions().readonly() => collects(format!("PDF files go to {shown}")),
        Ok(_) => closed(format!("{shown} cannot be written")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            collects(format!("PDF files go to {shown}, which the first one makes"))
        }
        Err(error) => closed(format!("{shown}: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_looked_at() {
        let place = tempfile::tempdir().expect("a folder");
        assert_eq!(folder(place.path()).notice(), Notice::PrinterCollects);
        assert_eq!(folder(&place.path().join("not yet")).notice(), Notice::PrinterCollects);
        let file = place.path().join("file");
        std::fs::write(&file, "").expect("written");
        let closed = folder(&file);
        assert_eq!(closed.notice(), Notice::PrinterClosed);
        assert!(closed.remedy.is_some() && closed.finding.detail.is_none(), "{closed:?}");
    }

    #[test]
    fn a_queue_that_does_not_answer_is_told() {
        // Nothing listens on the discard port.
        let address = "ipp://127.0.0.1:9/printers/none";
        let silent = queue(address);
        assert_eq!(silent.notice(), Notice::PrinterOffline);
        assert_eq!(silent.finding.detail.as_deref(), Some(address));
        assert!(silent.remedy.is_some_and(|r| r.contains("switch the printer on")), "{:?}", silent.found);
    }

    #[test]
    fn a_secret_in_an_address_is_not_shown() {
        let told = queue("ipp://clerk:secret@127.0.0.1:9/printers/none");
        assert_eq!(told.finding.detail, None);
    }
}
