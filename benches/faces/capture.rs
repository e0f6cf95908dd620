//! A capture as the program runs it: camera and face threads, mailboxes, a screen that takes the newest
//! picture whenever it is woken.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use esscard_kiosk::camera::clip::{Clip, ClipCamera, FrameRate};
use esscard_kiosk::domain::match_policy::MatchPolicy;
use esscard_kiosk::domain::time::Clock;
use esscard_kiosk::face::FaceEngine;
use esscard_kiosk::flow::event::Event;
use esscard_kiosk::flow::visit::Ticket;
use esscard_kiosk::wiring::SystemClock;
use esscard_kiosk::work::engine::SharedEngine;
use esscard_kiosk::work::eyes::EyesFactory;
use esscard_kiosk::work::outbox::{Inbox, Outbox};

use super::Answer;
use super::process::processor_time_of;

/// Left out at the start: threads begin, the face is found.
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(10);

/// Ten seconds of a camera of 30 frames a second. Preview pictures a second; fewest in any one second;
/// readings a second; processor time of the camera's thread and of the face thread as shares of one core.
pub fn figures(stream: &Path) -> Answer {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let rate = FrameRate::new(30.0).ok_or("a rate")?;
    let stream = stream.to_owned();
    let open = move || {
        let camera = ClipCamera::new(Clip::open(&stream)?, rate, Arc::clone(&clock));
        Ok(Box::new(camera) as Box<dyn esscard_kiosk::camera::CameraSource>)
    };
    let engine = SharedEngine::new(FaceEngine::load);
    engine.lend(|_| ())?;
    // One wake is as good as many, as for the window.
    let (wake, woken) = sync_channel(1);
    let (outbox, Inbox { visits: inbox, .. }) = Outbox::new(move || {
        let _ = wake.try_send(());
    });
    let eyes = EyesFactory::new(Arc::new(open), engine, MatchPolicy::default()).open(Ticket(1), &outbox)?;

    let begun = Instant::now();
    let mut busy = None;
    let mut shown = Vec::new();
    let mut readings = 0;
    while begun.elapsed() < WARM_UP + MEASURED {
        match woken.recv_timeout(Duration::from_millis(100)) {
            Err(RecvTimeoutError::Disconnected) => return Err("the capture ended".into()),
            Ok(()) | Err(RecvTimeoutError::Timeout) => {}
        }
        let measured = begun.elapsed() >= WARM_UP;
        if measured && busy.is_none() {
            busy = Some(of_threads()?);
        }
        for (_, event) in inbox.try_iter() {
            match event {
                Event::Reading(reading) if reading.face.is_some() => readings += u32::from(measured),
                Event::Reading(_) => {}
                other => return Err(format!("the capture answers {other:?}").into()),
            }
        }
        if eyes.preview().is_some() && measured {
            shown.push(begun.elapsed().saturating_sub(WARM_UP));
        }
    }
    let [camera, face] = of_threads()?;
    let [camera_before, face_before] = busy.ok_or("nothing measured")?;
    let second = |n: u64| shown.iter().filter(|at| at.as_secs() == n).count();
    let fewest = (0..MEASURED.as_secs()).map(second).min().unwrap_or(0);
    let seconds = MEASURED.as_secs_f64();
    let share = |spent: Duration, before: Duration| spent.saturating_sub(before).as_secs_f64() / seconds;
    Ok(format!(
        "{:.1} {fewest} {:.1} {:.3} {:.3}",
        shown.len() as f64 / seconds,
        f64::from(readings) / seconds,
        share(camera, camera_before),
        share(face, face_before),
    ))
}

fn of_threads() -> Result<[Duration; 2], Box<dyn std::error::Error>> {
    Ok([processor_time_of("camera")?, processor_time_of("face")?])
}
