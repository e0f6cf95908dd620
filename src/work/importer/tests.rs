use std::fs;
use std::path::Path;
use std::sync::mpsc::Receiver;

use super::*;
use crate::domain::audit::AuditActor;
use crate::domain::audit_log::AuditFilter;
use crate::domain::reference::ReferenceFault;
use crate::domain::register_import::FilesFound;
use crate::domain::register_table::{RowReason, TableError};
use crate::domain::retention::Retention;
use crate::domain::staff::{StaffId, StaffMember};
use crate::domain::time::{Clock, Date, Moment, Timestamp};
use crate::face::FaceError;
use crate::store::fixtures::{self, FAST, at, permit, today};
use crate::store::{Store, StorePaths};
use crate::work::desk;
use crate::work::outbox::Inbox;

const TICKET: CounterTicket = CounterTicket(1);
/// Longest wait for an answer; what has a bound of its own is measured.
const LONG: Duration = Duration::from_secs(30);
const JPEG: [u8; 4] = [0xFF, 0xD8, 0xFF, 0xE0];

struct Still;

impl Clock for Still {
    fn moment(&self) -> Moment {
        Moment::from_millis(0)
    }

    fn timestamp(&self) -> Timestamp {
        at()
    }

    fn today(&self) -> Date {
        today()
    }
}

/// An importer with its desk, over a store and a folder on disk.
struct Office {
    importer: Importer,
    inbox: Receiver<(CounterTicket, CounterEvent)>,
    leave: Authority,
    by: StaffId,
    home: tempfile::TempDir,
}

impl Office {
    fn open(check: impl FnMut(&[u8]) -> Result<(), PhotoProblem> + Send + 'static) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("import/photos")).unwrap();
        fs::write(home.path().join("import/photos/a.jpg"), JPEG).unwrap();
        let mut store = Self::store(home.path());
        store.import_permits([permit(1)], at()).unwrap();
        fixtures::leave(&mut store, Act::Export);
        let row = store.list_staff().unwrap().remove(0);
        let member = StaffMember { id: row.id, number: row.number, role: row.role, must_change: false };
        let (outbox, Inbox { counter: inbox, .. }) = Outbox::new(|| {});
        let desk = desk::start(store, Arc::new(Still), 0, Retention::default(), None, outbox.clone()).unwrap();
        let parts = ImportParts { folder: Some(home.path().join("import")), sticks: Vec::new, check: Box::new(check) };
        Self {
            importer: Importer::start(parts, Arc::new(desk), outbox).unwrap(),
            inbox,
            leave: Authority::of(Act::ImportRegister, &member, None).unwrap(),
            by: member.id,
            home,
        }
    }

    fn store(home: &Path) -> Store {
        Store::open_with(&StorePaths::in_folder(&home.join("data")), FAST).unwrap()
    }

    fn put(&self, rows: &[(&str, &str)]) {
        let mut table = String::from(
            "number,name,category,citizenship_en,employer_en,workplace_en,occupation_en,valid_from,valid_until,issued_on,photo\n",
        );
        for (number, photo) in rows {
            table.push_str(number);
            table.push_str(",Ana Luz,A,Demoland,Demo Works,Demo City,Engineer,2026-01-01,2027-01-01,2025-12-01,");
            table.push_str(photo);
            table.push('\n');
        }
        fs::write(self.home.path().join("import/permits.csv"), table).unwrap();
    }

    fn ask(&self, job: ImportJob) {
        self.importer.run(TICKET, job).unwrap();
    }

    fn next(&self) -> CounterEvent {
        self.inbox.recv_timeout(LONG).expect("an answer").1
    }

    fn look(&self) -> FilesFound {
        self.ask(ImportJob::Look(self.leave.clone()));
        loop {
            if let CounterEvent::RegisterTold(RegisterAnswer::Files(found)) = self.next() {
                return found;
            }
        }
    }

    /// Looks for the file and begins to check it.
    fn begin(&self, check: u64) {
        let found = self.look();
        self.ask(ImportJob::Check(self.leave.clone(), found.files[0].number, CheckNumber(check)));
    }

    fn check(&self, check: u64) -> CheckEnd {
        self.begin(check);
        loop {
            match self.next() {
                CounterEvent::RegisterTold(RegisterAnswer::Ended(of, end)) => {
                    assert_eq!(of, CheckNumber(check));
                    return end;
                }
                CounterEvent::RegisterTold(RegisterAnswer::Moved(..)) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn write(&self, check: u64) -> CounterEvent {
        self.ask(ImportJob::Write(self.leave.clone(), CheckNumber(check)));
        self.next()
    }

    fn permits(&self) -> Vec<String> {
        let permits = Self::store(self.home.path()).permits().unwrap();
        permits.iter().map(|permit| permit.number.as_str().to_owned()).collect()
    }
}

#[test]
fn what_was_checked_is_what_is_written() {
    let office = Office::open(|_| Ok(()));
    let before = office.permits();
    office.put(&[("SP2026000000000001", "a.jpg"), ("SP2", "")]);
    let counts = ImportCounts { added: 2, ..ImportCounts::default() };
    assert_eq!(office.check(1), CheckEnd::Good(CheckSummary { counts, without_photo: 1, unusual: 1 }));
    assert_eq!(office.permits(), before, "a check writes nothing");
    // Another file in its place changes nothing of what was checked.
    office.put(&[("SP9", "")]);
    let done = office.write(1);
    assert!(
        matches!(&done, CounterEvent::RegisterTold(RegisterAnswer::Imported(CheckNumber(1), now)) if *now == counts),
        "{done:?}"
    );
    let now: Vec<_> = office.permits().into_iter().filter(|number| !before.contains(number)).collect();
    assert_eq!(now, ["SP2", "SP2026000000000001"]);
    let last = Office::store(office.home.path()).audit_rows(&AuditFilter::default(), true, 1).unwrap().remove(0);
    assert_eq!(last.event, crate::domain::audit::AuditEvent::RegisterImported);
    assert_eq!(last.actor, Some(AuditActor::Staff { by: office.by, second: None }));
}

#[test]
fn nothing_is_kept_of_a_bad_file_and_of_one_that_was_let_go() {
    let office = Office::open(|_| Ok(()));
    let before = office.permits();
    office.put(&[("SP1", ""), ("SP1", ""), ("SP3", "b.jpg")]);
    let end = office.check(1);
    let CheckEnd::Refused(ImportRefusal::Table(TableError::Rows(faults))) = end else { panic!("{end:?}") };
    assert_eq!(
        faults.iter().map(|fault| (fault.line, fault.column)).collect::<Vec<_>>(),
        [(3, "number"), (4, "photo")]
    );
    assert!(matches!(office.write(1), CounterEvent::Failed(Fault::Internal, Some(_))));

    office.put(&[("SP1", "")]);
    assert!(matches!(office.check(2), CheckEnd::Good(_)));
    assert!(matches!(office.write(1), CounterEvent::Failed(..)), "another check's");
    office.ask(ImportJob::Forget);
    assert!(matches!(office.write(2), CounterEvent::Failed(..)));
    assert_eq!(office.permits(), before);
}

#[test]
fn a_check_that_nobody_waits_for_ends_within_a_second() {
    let (slow, photos) = (Duration::from_millis(40), Arc::new(AtomicU64::new(0)));
    let counted = Arc::clone(&photos);
    let office = Office::open(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(slow);
        Ok(())
    });
    let numbers: Vec<String> = (0..1000).map(|n| format!("SP{n}")).collect();
    let rows: Vec<_> = numbers.iter().map(|number| (number.as_str(), "a.jpg")).collect();
    office.put(&rows);
    office.begin(1);
    while !matches!(
        office.next(),
        CounterEvent::RegisterTold(RegisterAnswer::Moved(_, CheckProgress::Reading { rows: 1.., all: 1000, .. }))
    ) {}
    let began = Instant::now();
    office.ask(ImportJob::Forget);
    // It is free for the next wish, and says nothing of the check any more.
    office.ask(ImportJob::Look(office.leave.clone()));
    loop {
        match office.next() {
            CounterEvent::RegisterTold(RegisterAnswer::Files(_)) => break,
            CounterEvent::RegisterTold(RegisterAnswer::Moved(..)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    // Nor does the program's end wait for the rest.
    office.begin(2);
    let began = Instant::now();
    drop(office);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(photos.load(Ordering::SeqCst) < 500);
}

#[test]
fn photos_that_nobody_can_look_at_end_the_check_as_a_fault_of_the_machine() {
    let office = Office::open(|_| {
        let error = FaceError::Damaged { name: "yunet.net" };
        Err(PhotoProblem::Engine(EngineError::Unavailable(Arc::new(error))))
    });
    office.put(&[("SP1", "a.jpg"), ("SP2", "a.jpg")]);
    assert!(matches!(office.check(1), CheckEnd::Failed(Fault::FaceEngineUnavailable, Some(_))));
}

#[test]
fn a_file_that_is_gone_is_told_and_so_is_one_that_was_never_listed() {
    let office = Office::open(|_| Ok(()));
    office.put(&[("SP1", "")]);
    let found = office.look();
    fs::remove_file(office.home.path().join("import/permits.csv")).unwrap();
    for (number, gone) in [(found.files[0].number, true), (FileNumber(99), false)] {
        office.ask(ImportJob::Check(office.leave.clone(), number, CheckNumber(1)));
        let CounterEvent::RegisterTold(RegisterAnswer::Ended(_, end)) = office.next() else { panic!("no end") };
        assert_eq!(end == CheckEnd::Refused(ImportRefusal::Unreadable), gone, "{end:?}");
        assert_eq!(matches!(end, CheckEnd::Failed(..)), !gone);
    }
}

#[test]
fn leave_for_another_act_opens_nothing() {
    let office = Office::open(|_| Ok(()));
    office.put(&[("SP1", "")]);
    let row = Office::store(office.home.path()).list_staff().unwrap().remove(0);
    let member = StaffMember { id: row.id, number: row.number, role: row.role, must_change: false };
    let other = Authority::of(Act::Find, &member, None).unwrap();
    office.ask(ImportJob::Look(other.clone()));
    assert!(matches!(office.next(), CounterEvent::Failed(Fault::Internal, Some(_))));
    let found = office.look();
    office.ask(ImportJob::Check(other.clone(), found.files[0].number, CheckNumber(1)));
    assert!(matches!(office.next(), CounterEvent::RegisterTold(RegisterAnswer::Ended(_, CheckEnd::Failed(..)))));
    assert!(matches!(office.check(2), CheckEnd::Good(_)));
    office.ask(ImportJob::Write(other, CheckNumber(2)));
    assert!(matches!(office.next(), CounterEvent::Failed(Fault::Internal, Some(_))));
    assert!(!office.permits().contains(&"SP1".to_owned()));
}

/// The face engine's own word, on the files that the demo offers.
#[test]
fn the_demos_files_are_checked_by_the_engine() {
    let engine = SharedEngine::new(crate::face::FaceEngine::load);
    let office = Office::open(ImportParts::new(None, engine).check);
    let folder = office.home.path().join("import");
    let portrait = include_bytes!("../../../assets/demo/reference.png");
    crate::register::demo_files::put(&folder, portrait, today()).unwrap();
    let found = office.look();
    let file = found.files.iter().find(|file| file.photos.as_deref() == Some("permits.photos")).expect("the good one");
    let check = |n: u64| {
        office.ask(ImportJob::Check(office.leave.clone(), file.number, CheckNumber(n)));
        loop {
            if let CounterEvent::RegisterTold(RegisterAnswer::Ended(_, end)) = office.next() {
                return end;
            }
        }
    };
    let end = check(1);
    assert!(matches!(end, CheckEnd::Good(summary) if summary.without_photo == 5), "{end:?}");
    // A picture with nobody in it.
    let mut empty = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(200, 200).write_to(&mut empty, image::ImageFormat::Png).unwrap();
    fs::write(folder.join("permits.photos/holder.png"), empty.into_inner()).unwrap();
    let end = check(2);
    let CheckEnd::Refused(ImportRefusal::Table(TableError::Rows(faults))) = end else { panic!("{end:?}") };
    let no_face = RowReason::Photo(PhotoFault::Reference(ReferenceFault::NoFace));
    assert_eq!(faults.iter().filter(|fault| fault.reason == no_face).count(), 2);
}
