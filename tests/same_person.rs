//! Whoever makes the movements must be whoever looks straight: a capture whose frames show two people
//! is refused, even if both ends of it show the right one. And whoever does not look alive is not compared.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use esscard_kiosk::camera::{CameraError, CameraSource};
use esscard_kiosk::domain::fault::Fault;
use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::match_policy::{Decision, MatchPolicy};
use esscard_kiosk::domain::presentation::Presentation;
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::face::{FaceEngine, PresentationChoice};
use esscard_kiosk::flow::effect::EmbedRequest;
use esscard_kiosk::flow::event::Event;
use esscard_kiosk::flow::visit::Ticket;
use esscard_kiosk::work::engine::SharedEngine;
use esscard_kiosk::work::eyes::{EyesFactory, OpenCamera};
use esscard_kiosk::work::outbox::{Inbox, Outbox};

/// The demo's holder, from assets.
const HOLDER: &str = "assets/demo/reference.png";
/// Somebody else: from the measuring data, which is not part of this repository.
const STRANGER: &str = "../shared/data/identity/us_officials/david-valadao";
/// How strongly a face is pinched to become another.
const PINCH: f32 = 0.45;
/// Longest wait for one answer of the face thread.
const PATIENCE: Duration = Duration::from_secs(30);

/// Shows one of two pictures.
struct TwoFaces {
    pictures: [image::RgbImage; 2],
    other: Arc<AtomicBool>,
    sent: u64,
}

impl CameraSource for TwoFaces {
    fn next_frame(&mut self, _wait: Duration) -> Result<Frame, CameraError> {
        std::thread::sleep(Duration::from_millis(30));
        self.sent += 1;
        let picture = &self.pictures[usize::from(self.other.load(Ordering::Acquire))];
        let at = Moment::from_millis(self.sent * 30);
        Frame::new(FrameId(self.sent), at, picture.width(), picture.height(), picture.as_raw().clone())
            .map_err(|error| CameraError::Garbled(error.to_string()))
    }
}

fn open(path: &Path) -> image::RgbImage {
    image::open(path).unwrap().to_rgb8()
}

fn holder() -> image::RgbImage {
    open(&Path::new(env!("CARGO_MANIFEST_DIR")).join(HOLDER))
}

/// The holder's photo with the face pinched towards its middle and red and blue exchanged: to the embedding it is
/// somebody else, or the test below fails.
fn remodelled() -> image::RgbImage {
    let photo = holder();
    let middle = [photo.width() as f32 / 2.0, photo.height() as f32 / 2.0];
    image::RgbImage::from_fn(photo.width(), photo.height(), |x, y| {
        // In half widths and half heights from the middle.
        let from = [(x as f32 - middle[0]) / middle[0], (y as f32 - middle[1]) / middle[1]];
        let far = from[0].hypot(from[1]).clamp(1e-3, 1.0);
        let factor = (far * std::f32::consts::FRAC_PI_2).sin().powf(-PINCH);
        let source = [0, 1].map(|k| middle[k] + from[k] * middle[k] * factor);
        let image::Rgb([red, green, blue]) =
            image::imageops::interpolate_bilinear(&photo, source[0], source[1]).unwrap_or(*photo.get_pixel(x, y));
        image::Rgb([blue, green, red])
    })
}

/// The number of a frame with one face whose reading came after `from`.
fn seen(inbox: &Receiver<(Ticket, Event)>, from: FrameId) -> FrameId {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Ok((_, Event::Reading(reading))) = inbox.recv_timeout(PATIENCE)
            && reading.face.is_some()
            && reading.frame > from
        {
            return reading.frame;
        }
    }
    panic!("no face was read");
}

/// A capture that keeps a frame of the holder, one of whoever moves, and one of the holder again.
fn capture(mover: image::RgbImage, presentation: &PresentationChoice) -> Event {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let other = Arc::new(AtomicBool::new(false));
    let pictures = [holder(), mover];
    let shown = Arc::clone(&other);
    let camera: OpenCamera =
        Arc::new(move || Ok(Box::new(TwoFaces { pictures: pictures.clone(), other: Arc::clone(&shown), sent: 0 })));
    let chosen = presentation.clone();
    let engine = SharedEngine::new(move || FaceEngine::load_with(&chosen));
    let (outbox, Inbox { visits: inbox, .. }) = Outbox::new(|| {});
    let ticket = Ticket::default();
    let eyes = EyesFactory::new(camera, engine, MatchPolicy::default()).open(ticket, &outbox).unwrap();

    let mut frames = Vec::new();
    let mut last = FrameId(0);
    for moving in [false, true, false] {
        other.store(moving, Ordering::Release);
        // The frames on their way still show the one before.
        last = seen(&inbox, FrameId(last.0 + 3));
        eyes.retain(last);
        frames.push(last);
    }
    let reference = std::fs::read(home.join(HOLDER)).unwrap();
    eyes.embed(EmbedRequest { frames, reference: reference.into(), prompts: vec![Prompt::Mouth] });
    loop {
        match inbox.recv_timeout(PATIENCE).expect("an answer").1 {
            Event::Reading(_) => {}
            answer => return answer,
        }
    }
}

#[test]
fn one_person_throughout_is_compared_with_the_register() {
    // A still is held up: the network that looks out for such would have its own say.
    let answer = capture(holder(), &PresentationChoice::None);
    let Event::Verified { verification, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(verification.decision, Decision::Accept);
}

#[test]
fn somebody_else_who_makes_the_movement_is_noticed() {
    let answer = capture(remodelled(), &PresentationChoice::None);
    assert!(matches!(answer, Event::Failed(Fault::FaceChanged, _)), "{answer:?}");
}

/// The same with the face of a real other person.
#[test]
fn another_real_person_who_makes_the_movement_is_noticed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(STRANGER);
    let Some(stranger) = std::fs::read_dir(&folder).ok().and_then(|mut files| files.find_map(Result::ok)) else {
        println!("skipped: the measuring data is not here");
        return;
    };
    let answer = capture(open(&stranger.path()), &PresentationChoice::None);
    assert!(matches!(answer, Event::Failed(Fault::FaceChanged, _)), "{answer:?}");
}

/// The shipped contract with other thresholds, and its network, in `folder`.
fn contract(folder: &Path, thresholds: &str) -> PresentationChoice {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/models");
    let shipped = std::fs::read_to_string(models.join("fr_liveness.toml")).unwrap();
    let kept = |line: &&str| !["live_from", "attack_below", "frames"].iter().any(|key| line.starts_with(key));
    let text: Vec<&str> = shipped.lines().filter(kept).chain([thresholds]).collect();
    std::fs::write(folder.join("own.toml"), text.join("\n")).unwrap();
    std::fs::copy(models.join("fr_liveness.net"), folder.join("fr_liveness.net")).unwrap();
    PresentationChoice::File(folder.join("own.toml"))
}

#[test]
fn a_face_that_does_not_look_alive_is_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    for (thresholds, expected) in [
        ("live_from = 0.0\nattack_below = 0.0\nframes = 1", None),
        ("live_from = 1.0\nattack_below = 0.0\nframes = 1", Some(Presentation::Unclear)),
        ("live_from = 1.0\nattack_below = 1.0\nframes = 1", Some(Presentation::Attack)),
        ("live_from = 0.0\nattack_below = 0.0\nframes = 100", Some(Presentation::Unclear)),
    ] {
        let answer = capture(holder(), &contract(folder.path(), thresholds));
        match expected {
            None => assert!(matches!(answer, Event::Verified { .. }), "{answer:?}"),
            Some(doubt) => assert!(matches!(&answer, Event::NotLive(found, _) if *found == doubt), "{answer:?}"),
        }
    }
}
