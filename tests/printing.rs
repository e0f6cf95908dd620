//! Printing against the printer that CUPS brings for tests (`ippeveprinter`).
//!
//! Where it is not installed, or cannot announce itself (it needs a running avahi-daemon), the tests
//! say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::pdf::Pdf;
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::printing::{IppPrinter, JobId, Patience, PrintError, Printer};

/// A printer of its own for one test; gone when dropped.
struct TestPrinter {
    child: Child,
    port: u16,
    spool: tempfile::TempDir,
}

impl TestPrinter {
    /// `None`, and a note, if there is no such printer here. `command` runs for every page.
    fn start(command: Option<&Path>) -> Option<Self> {
        let spool = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut tool = Command::new("ippeveprinter");
        tool.args([
            "-r",
            "off",
            "-n",
            "127.0.0.1",
            "-f",
            "application/pdf",
            "-s",
            "60",
            "-k",
            "-p",
            &port.to_string(),
            "-d",
        ]);
        tool.arg(spool.path());
        if let Some(command) = command {
            tool.arg("-c").arg(command);
        }
        let child =
            tool.arg(format!("test {port}")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let Ok(child) = child else {
            assert!(std::env::var_os("ESSCARD_TESTS_COMPLETE").is_none(), "ippeveprinter is not installed");
            println!("skipped: ippeveprinter is not installed");
            return None;
        };
        let mut printer = Self { child, port, spool };
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(10) {
            if printer.child.try_wait().unwrap().is_some() {
                let mut said = String::new();
                printer.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                println!("skipped: ippeveprinter does not run here: {}", said.trim());
                return None;
            }
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(printer);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("ippeveprinter runs, but does not answer");
    }

    fn uri(&self) -> String {
        format!("ipp://127.0.0.1:{}/ipp/print", self.port)
    }

    fn printer(&self) -> IppPrinter {
        IppPrinter::with_patience(&self.uri(), impatient()).unwrap()
    }
}

impl Drop for TestPrinter {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

fn impatient() -> Patience {
    Patience {
        answer: Duration::from_secs(3),
        job: Duration::from_secs(20),
        attention: Duration::from_secs(3),
        connecting: Duration::from_secs(2),
    }
}

fn document() -> Pdf {
    Pdf::new(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".to_vec())
}

/// Asks as the press does until the job has settled; every stage that was seen, once.
fn follow(printer: &mut IppPrinter, job: JobId) -> Vec<PrintStage> {
    let mut stages: Vec<PrintStage> = Vec::new();
    let started = Instant::now();
    loop {
        let stage = printer.job(job).unwrap();
        if stages.last() != Some(&stage) {
            stages.push(stage);
        }
        if stage.is_settled() {
            return stages;
        }
        assert!(started.elapsed() < Duration::from_secs(40), "never settled: {stages:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// A script that stands for the printer's engine.
fn engine(dir: &Path, script: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let file = dir.join("engine.sh");
    std::fs::File::create(&file).unwrap().write_all(format!("#!/bin/sh\n{script}\n").as_bytes()).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    file
}

#[test]
fn a_good_job_is_printed() {
    let dir = tempfile::tempdir().unwrap();
    let taken = dir.path().join("taken.pdf");
    let Some(device) =
        TestPrinter::start(Some(&engine(dir.path(), &format!("cp \"$1\" {}; sleep 1", taken.display()))))
    else {
        return;
    };
    let mut printer = device.printer();
    printer.probe().unwrap();
    let job = printer.submit(&document(), "Notification letter").unwrap();
    let stages = follow(&mut printer, job);
    assert_eq!(stages.last(), Some(&PrintStage::Done), "{stages:?}");
    assert!(std::fs::read(&taken).unwrap() == document().bytes(), "the engine got the document as it was sent");
    assert!(device.spool.path().exists());
}

#[test]
fn a_printer_without_paper_asks_for_a_hand_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    // As a driver does: the reason is raised, and taken back once there is paper.
    let script =
        "echo 'STATE: +media-empty,media-needed' >&2; sleep 2; echo 'STATE: -media-empty,media-needed' >&2; sleep 1";
    let Some(device) = TestPrinter::start(Some(&engine(dir.path(), script))) else { return };
    let mut printer = device.printer();
    let job = printer.submit(&document(), "Notification letter").unwrap();
    let stages = follow(&mut printer, job);
    assert!(stages.contains(&PrintStage::Attention(Fault::PrinterOutOfPaper)), "{stages:?}");
    assert_eq!(stages.last(), Some(&PrintStage::Done), "{stages:?}");
}

#[test]
fn a_printer_that_nobody_helps_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let Some(device) = TestPrinter::start(Some(&engine(dir.path(), "echo 'STATE: +media-jam' >&2; exec sleep 30")))
    else {
        return;
    };
    let mut printer = device.printer();
    let job = printer.submit(&document(), "Notification letter").unwrap();
    let stages = follow(&mut printer, job);
    assert_eq!(stages.last(), Some(&PrintStage::Failed(Fault::PrinterJammed)), "{stages:?}");
}

#[test]
fn a_visitor_can_stop_a_job() {
    let dir = tempfile::tempdir().unwrap();
    let Some(device) = TestPrinter::start(Some(&engine(dir.path(), "exec sleep 30"))) else { return };
    let mut printer = device.printer();
    let job = printer.submit(&document(), "Notification letter").unwrap();
    while printer.job(job).unwrap() != PrintStage::Printing {
        std::thread::sleep(Duration::from_millis(50));
    }
    printer.cancel(job).unwrap();
    let stages = follow(&mut printer, job);
    assert_eq!(stages.last(), Some(&PrintStage::Stopped), "{stages:?}");
    // Stopping what is over is no fault.
    printer.cancel(job).unwrap();
}

#[test]
fn a_printer_that_is_off_is_told_at_once() {
    let port = free_port();
    let mut printer = IppPrinter::new(&format!("ipp://127.0.0.1:{port}/ipp/print")).unwrap();
    let started = Instant::now();
    let error = printer.submit(&document(), "Notification letter").unwrap_err();
    assert!(matches!(error, PrintError::Offline(_)), "{error}");
    assert_eq!(error.fault(), Fault::PrinterOffline);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_printer_that_takes_the_call_and_says_nothing_is_not_waited_for() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let uri = format!("ipp://127.0.0.1:{}/ipp/print", silent.local_addr().unwrap().port());
    let mut printer = IppPrinter::with_patience(&uri, impatient()).unwrap();
    let started = Instant::now();
    let error = printer.submit(&document(), "Notification letter").unwrap_err();
    assert!(matches!(error, PrintError::Offline(_)), "{error}");
    assert!(started.elapsed() < Duration::from_secs(6));
}

#[test]
fn an_unknown_queue_is_told_as_such() {
    let Some(device) = TestPrinter::start(None) else { return };
    let mut printer = IppPrinter::new(&format!("ipp://127.0.0.1:{}/printers/nowhere", device.port)).unwrap();
    let error = printer.submit(&document(), "Notification letter").unwrap_err();
    assert!(matches!(error, PrintError::UnknownQueue(_)), "{error}");
}

/// For a look at a real queue: `ESSCARD_QUEUE=ipp://localhost:631/printers/NAME ESSCARD_DOCUMENT=letter.pdf`.
#[test]
fn the_queue_named_by_hand_prints() {
    let (Ok(uri), Ok(file)) = (std::env::var("ESSCARD_QUEUE"), std::env::var("ESSCARD_DOCUMENT")) else {
        println!("skipped: ESSCARD_QUEUE and ESSCARD_DOCUMENT name no queue and no document");
        return;
    };
    let mut printer = IppPrinter::with_patience(&uri, impatient()).unwrap();
    let job = match printer.submit(&Pdf::new(std::fs::read(file).unwrap()), "Notification letter") {
        Ok(job) => job,
        Err(error) => panic!("{error} ({:?})", error.fault()),
    };
    let stages = follow(&mut printer, job);
    println!("{stages:?}");
    assert_eq!(stages.last(), Some(&PrintStage::Done));
}
