//! The looks at the devices, on a thread of their own: a camera that stalls keeps neither screen nor desk.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::camera::{CameraError, CameraSource};
use crate::domain::device_check::{Finding, Health, Notice, Part};
use crate::domain::fault::Fault;
use crate::domain::staff::Authority;
use crate::flow::counter::CounterTicket;
use crate::flow::counter::devices::CheckRun;
use crate::flow::counter::event::CounterEvent;

use super::eyes::EyesFactory;
use super::guarded::guarded;
use super::outbox::Outbox;

/// Looks at one part.
pub type Look = Box<dyn Fn() -> Finding + Send + Sync>;

/// What opening the camera led to.
pub type OpenedCamera = Result<Box<dyn CameraSource>, CameraError>;

/// Looks through the camera; `None` if it was no longer wanted before the end.
pub type LookThrough = Box<dyn Fn(OpenedCamera, &dyn Fn() -> bool) -> Option<Finding> + Send + Sync>;

/// Told who had everything looked at, and the worst that was found, for the audit log.
pub type OnChecked = Arc<dyn Fn(CounterTicket, Authority, Health) + Send + Sync>;

/// How each part of this kiosk is looked at.
pub struct DeviceChecks {
    /// Comes last: it takes longest.
    pub camera: LookThrough,
    pub others: Vec<(Part, Look)>,
}

/// Starts checks, one at a time.
pub struct Checker {
    checks: Arc<DeviceChecks>,
    /// Whose camera is looked through, once no capture has it.
    eyes: EyesFactory,
    outbox: Outbox,
    on_checked: OnChecked,
    /// Number of the only check that is wanted; of none once it was counted on.
    newest: Arc<AtomicU64>,
    /// Held by the check that runs.
    turn: Arc<Mutex<()>>,
}

impl Checker {
    #[must_use]
    pub fn new(checks: DeviceChecks, eyes: EyesFactory, outbox: Outbox, on_checked: OnChecked) -> Self {
        Self { checks: Arc::new(checks), eyes, outbox, on_checked, newest: Arc::default(), turn: Arc::default() }
    }

    /// Starts a check, in place of one that runs. Each finding is posted as it comes.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(&self, ticket: CounterTicket, leave: Authority, run: CheckRun) -> std::io::Result<()> {
        let number = self.newest.fetch_add(1, Ordering::AcqRel) + 1;
        let (newest, turn) = (Arc::clone(&self.newest), Arc::clone(&self.turn));
        let (checks, eyes) = (Arc::clone(&self.checks), self.eyes.clone());
        let (outbox, on_checked) = (self.outbox.clone(), Arc::clone(&self.on_checked));
        std::thread::Builder::new().name("checker".into()).spawn(move || {
            let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            let wanted = || newest.load(Ordering::Acquire) == number;
            let mut worst = Health::Ok;
            let mut tell = |finding: Finding| {
                worst = worst.max(finding.notice.health());
                outbox.post_counter(ticket, CounterEvent::PartFound(run, finding));
            };
            if check_all(&checks, &eyes, &wanted, &mut tell).is_some() {
                on_checked(ticket, leave, worst);
                outbox.post_counter(ticket, CounterEvent::DevicesChecked(run));
            }
        })?;
        Ok(())
    }

    /// Nobody waits for a finding any more, and the camera may be wanted for a capture.
    pub fn stop(&self) {
        self.newest.fetch_add(1, Ordering::AcqRel);
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Looks at every part; `None` if that was no longer wanted before the end.
fn check_all(
    checks: &DeviceChecks,
    eyes: &EyesFactory,
    wanted: &dyn Fn() -> bool,
    tell: &mut dyn FnMut(Finding),
) -> Option<()> {
    for (part, look) in &checks.others {
        if !wanted() {
            return None;
        }
        tell(whole(*part, || Some(look()))?);
    }
    if !wanted() {
        return None;
    }
    tell(whole(Part::Camera, || eyes.lend_camera(|opened| (checks.camera)(opened, wanted)))?);
    wanted().then_some(())
}

/// A look that fails inside is told like any other.
fn whole(part: Part, look: impl FnOnce() -> Option<Finding>) -> Option<Finding> {
    guarded(look).unwrap_or_else(|panicked| {
        super::incident::log(Fault::Internal, &panicked);
        Some(Finding::of(Notice::NotLooked(part)))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::{Duration, Instant};

    use super::*;
    use crate::domain::frame::Frame;
    use crate::domain::match_policy::MatchPolicy;
    use crate::domain::staff::{Act, Role, StaffId, StaffMember, StaffNumber};
    use crate::face::FaceEngine;
    use crate::work::engine::SharedEngine;
    use crate::work::eyes::OpenCamera;
    use crate::work::outbox::Inbox;

    const PATIENCE: Duration = Duration::from_secs(10);

    struct Silent;

    impl CameraSource for Silent {
        fn next_frame(&mut self, wait: Duration) -> Result<Frame, CameraError> {
            std::thread::sleep(wait);
            Err(CameraError::Timeout)
        }
    }

    fn eyes() -> EyesFactory {
        let open: OpenCamera = Arc::new(|| Ok(Box::new(Silent)));
        EyesFactory::new(open, SharedEngine::new(FaceEngine::load), MatchPolicy::default())
    }

    fn leave() -> Authority {
        let number = StaffNumber::parse("A01").unwrap();
        let by = StaffMember { id: StaffId(1), number, role: Role::Officer, must_change: false };
        Authority::of(Act::CheckDevices, &by, None).unwrap()
    }

    fn checker(checks: DeviceChecks) -> (Checker, Receiver<(CounterTicket, CounterEvent)>, Receiver<Health>) {
        let (outbox, Inbox { counter, .. }) = Outbox::new(|| {});
        let (noted, notes) = channel();
        let on_checked: OnChecked = Arc::new(move |_, _, worst| noted.send(worst).unwrap());
        (Checker::new(checks, eyes(), outbox, on_checked), counter, notes)
    }

    fn of(notice: Notice) -> Look {
        Box::new(move || Finding::of(notice))
    }

    fn found(inbox: &Receiver<(CounterTicket, CounterEvent)>) -> (CheckRun, Option<Notice>) {
        match inbox.recv_timeout(PATIENCE).expect("an answer").1 {
            CounterEvent::PartFound(run, finding) => (run, Some(finding.notice)),
            CounterEvent::DevicesChecked(run) => (run, None),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_finding_comes_by_itself_and_one_that_fails_inside_hides_no_other() {
        let checks = DeviceChecks {
            camera: Box::new(|_, _| Some(Finding::of(Notice::CameraSlow))),
            others: vec![
                (Part::Printer, of(Notice::PrinterOutOfPaper)),
                (Part::Store, Box::new(|| panic!("on purpose"))),
                (Part::Clock, of(Notice::ClockKept)),
            ],
        };
        let (checker, inbox, notes) = checker(checks);
        checker.start(CounterTicket(1), leave(), CheckRun(7)).unwrap();
        let wanted = [
            Some(Notice::PrinterOutOfPaper),
            Some(Notice::NotLooked(Part::Store)),
            Some(Notice::ClockKept),
            Some(Notice::CameraSlow),
            None,
        ];
        for notice in wanted {
            assert_eq!(found(&inbox), (CheckRun(7), notice));
        }
        assert_eq!(notes.try_recv(), Ok(Health::Fault), "the worst, before the end is told");
    }

    #[test]
    fn a_check_that_nobody_waits_for_lets_go_of_the_camera_and_is_not_noted() {
        let looking = Arc::new(AtomicBool::new(false));
        let begun = Arc::clone(&looking);
        let checks = DeviceChecks {
            camera: Box::new(move |opened, wanted| {
                let mut camera = opened.unwrap();
                begun.store(true, Ordering::SeqCst);
                while wanted() {
                    let _ = camera.next_frame(Duration::from_millis(10));
                }
                None
            }),
            others: Vec::new(),
        };
        let (checker, inbox, notes) = checker(checks);
        for ends in [false, true] {
            checker.start(CounterTicket(1), leave(), CheckRun(1)).unwrap();
            let began = Instant::now();
            while !looking.swap(false, Ordering::SeqCst) {
                assert!(began.elapsed() < PATIENCE, "the one before keeps the camera");
                std::thread::sleep(Duration::from_millis(5));
            }
            if ends {
                checker.stop();
            }
        }
        drop(checker);
        // Both threads are through when nobody can post any more.
        assert!(inbox.recv_timeout(PATIENCE).is_err());
        assert!(notes.try_recv().is_err());
    }
}
