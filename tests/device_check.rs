//! The check of the devices as staff start it in the demo: with its own devices and store, with rehearsed faults, and noted
//! in the audit log.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

use std::sync::mpsc::Receiver;
use std::time::Duration;

use esscard_kiosk::app::demo::office;
use esscard_kiosk::documents::Stationery;
use esscard_kiosk::domain::audit::{AuditActor, AuditEvent, AuditOutcome};
use esscard_kiosk::domain::audit_log::AuditFilter;
use esscard_kiosk::domain::device_check::{Finding, Health, Notice, Part};
use esscard_kiosk::domain::match_policy::MatchPolicy;
use esscard_kiosk::domain::print::PrintStage;
use esscard_kiosk::domain::rehearsal::Rehearsal;
use esscard_kiosk::domain::retention::Retention;
use esscard_kiosk::domain::staff::{Act, Authority, Role, StaffId, StaffMember, StaffNumber};
use esscard_kiosk::flow::counter::CounterTicket;
use esscard_kiosk::flow::counter::devices::CheckRun;
use esscard_kiosk::flow::counter::event::CounterEvent;
use esscard_kiosk::store::{Store, StoreKind, StorePaths};
use esscard_kiosk::wiring::{self, DemoCameraChoice, Devices};
use esscard_kiosk::work::crew::{Crew, CrewParts};
use esscard_kiosk::work::eyes::EyesFactory;
use esscard_kiosk::work::importer::ImportParts;
use esscard_kiosk::work::outbox::{Inbox, Outbox};
use esscard_kiosk::work::press::PrintOrder;

const PATIENCE: Duration = Duration::from_mins(1);

fn leave() -> Authority {
    let number = StaffNumber::parse("A01").unwrap();
    let by = StaffMember { id: StaffId(1), number, role: Role::Officer, must_change: false };
    Authority::of(Act::CheckDevices, &by, None).unwrap()
}

/// Every finding of one check.
fn check(crew: &Crew, inbox: &Receiver<(CounterTicket, CounterEvent)>, run: CheckRun) -> Vec<Finding> {
    crew.check_devices(CounterTicket(1), leave(), run).unwrap();
    let mut found = Vec::new();
    loop {
        match inbox.recv_timeout(PATIENCE).expect("an answer") {
            (CounterTicket(1), CounterEvent::PartFound(of, finding)) if of == run => found.push(finding),
            (CounterTicket(1), CounterEvent::DevicesChecked(of)) if of == run => return found,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_demos_devices_are_checked_with_what_is_rehearsed() {
    let home = tempfile::tempdir().unwrap();
    let (data, printed) = (home.path().join("data"), home.path().join("printed"));
    let devices = wiring::of_demo(DemoCameraChoice::Recorded, &data, &printed, None, office()).unwrap();
    let Devices { clock, store, camera, engine, printer, office, checks, rehearsals, import_folder, .. } = devices;
    let now = clock.timestamp();
    let rehearsals = rehearsals.expect("the demo has them");
    let (outbox, Inbox { counter, .. }) = Outbox::new(|| {});
    let parts = CrewParts {
        cameras: std::sync::Arc::new(Vec::new),
        store,
        clock,
        printer,
        stationery: Stationery::shipped().unwrap(),
        office,
        retention: Retention::default(),
        import: ImportParts::new(import_folder, engine.clone()),
        eyes: EyesFactory::new(camera, engine, MatchPolicy::default()),
        checks,
        rehearsals: Some(rehearsals.clone()),
    };
    let crew = Crew::start(parts, outbox).unwrap();

    let well = check(&crew, &counter, CheckRun(1));
    let of = |found: &[Finding], part: Part| {
        let found: Vec<Notice> = found.iter().map(|f| f.notice).filter(|notice| notice.part() == part).collect();
        assert_eq!(found.len(), 1, "{part:?} is looked at once: {found:?}");
        found[0]
    };
    for (part, notice) in [
        (Part::Camera, Notice::RecordingPlays),
        (Part::Printer, Notice::PrinterCollects),
        (Part::Store, Notice::RegisterEmpty),
        (Part::Models, Notice::ModelsSound),
        (Part::Languages, Notice::LanguagesComplete),
        (Part::Fonts, Notice::FontsThere),
    ] {
        assert_eq!(of(&well, part), notice);
    }
    for part in Part::ALL {
        of(&well, part);
    }
    let place = home.path().display().to_string();
    let told = well.iter().find(|finding| finding.detail.as_ref().is_some_and(|detail| detail.contains(&place)));
    assert_eq!(told, None, "no place in the file system is shown");

    crew.print(PrintOrder::Test(CounterTicket(1), leave(), now)).unwrap();
    let mut stage = PrintStage::Prepared;
    while !stage.is_settled() {
        match counter.recv_timeout(PATIENCE).expect("an answer") {
            (CounterTicket(1), CounterEvent::TestPrintMoved(moved)) => stage = moved,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(stage, PrintStage::Done);
    let pages = std::fs::read_dir(&printed).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(pages.filter(|name| name.to_string_lossy().contains("test-page")).count(), 1);

    for what in Rehearsal::ALL {
        rehearsals.set(what, true);
    }
    let broken = check(&crew, &counter, CheckRun(2));
    for (part, notice) in [
        (Part::Camera, Notice::CameraAbsent),
        (Part::Printer, Notice::PrinterOutOfPaper),
        (Part::DiskSpace, Notice::SpaceFull),
        (Part::Store, Notice::RegisterEmpty),
    ] {
        assert_eq!(of(&broken, part), notice);
    }

    // Dropped first: then the desk has written what it was told.
    drop(crew);
    let store = Store::open_only(&StorePaths::in_folder(&data), StoreKind::Demo).unwrap();
    let filter = AuditFilter { event: Some(AuditEvent::DevicesChecked), ..AuditFilter::default() };
    let rows = store.audit_rows(&filter, false, 10).unwrap();
    let noted: Vec<(Option<AuditOutcome>, &str)> = rows.iter().map(|row| (row.outcome, row.detail.as_str())).collect();
    let worst = well.iter().map(|finding| finding.notice.health()).max().unwrap();
    let first = if worst == Health::Fault { AuditOutcome::Failed } else { AuditOutcome::Done };
    let done = Some(AuditOutcome::Done);
    assert_eq!(noted, [(Some(first), worst.word()), (done, "test_page"), (Some(AuditOutcome::Failed), "fault")]);
    assert!(rows.iter().all(|row| row.actor == Some(AuditActor::Staff { by: StaffId(1), second: None })));
}
