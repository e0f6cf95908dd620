//! The movements counted in two recordings of a real person, against counts from an independent
//! automatic measurement of the same recordings (`video_measurements`, MediaPipe FaceMesh).
//!
//! The rule for the reference: every measure against its median over the whole recording; a movement
//! begins beyond a far threshold and ends inside a near one.
//!
//! | movement | measure | begins | ends |
//! |---|---|---|---|
//! | blink | mean eye ratio over its median | below 0.6 | above 0.75, at most 25 frames (1 s) later |
//! | mouth opening | mouth ratio above its median | above 0.25 | below 0.15 |
//! | turn left / right | yaw from its median | beyond +9 / -9 degrees | inside 5 |
//! | look up / down | pitch from its median | beyond +9 / -9 degrees | inside 5 |
//!
//! The program cannot see the whole recording beforehand: it holds a running baseline instead. Counts
//! must agree within one. The recordings and measurements are not part of this repository; without
//! them the test says so and passes. Without ffmpeg it does so, too, but not where all tools must be there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what went wrong by failing, and what it skipped"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use esscard_kiosk::domain::frame::{Frame, FrameId};
use esscard_kiosk::domain::time::Moment;
use esscard_kiosk::face::FaceEngine;
use esscard_kiosk::face::events::{MovementCounter, MovementCounts};

/// Sides of both recordings in pixels, and milliseconds a frame.
const WIDTH: u32 = 400;
const HEIGHT: u32 = 300;
const FRAME_MS: u64 = 40;

#[test]
fn movements_of_the_first_recording_are_counted() {
    compare("webcam_cap12");
}

#[test]
fn movements_of_the_second_recording_are_counted() {
    compare("webcam_cap13");
}

fn compare(name: &str) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let clip = data.join(format!("video/{name}.mp4"));
    let measurements = data.join(format!("video_measurements/{name}.mp4.csv"));
    if !clip.exists() || !measurements.exists() {
        println!("skipped: {name} and its measurements are not here");
        return;
    }
    let Some(rgb) = decode(&clip) else {
        assert!(std::env::var_os("ESSCARD_TESTS_COMPLETE").is_none(), "ffmpeg is not installed");
        println!("skipped: ffmpeg is not installed");
        return;
    };
    let counted = count(&rgb);
    let reference = reference(&measurements);
    println!("{name}: counted {counted:?}, reference {reference:?}");
    let pairs = [
        ("blinks", counted.blinks, reference.blinks),
        ("mouth openings", counted.mouth_openings, reference.mouth_openings),
        ("turns left", counted.turns_left, reference.turns_left),
        ("turns right", counted.turns_right, reference.turns_right),
        ("looks up", counted.looks_up, reference.looks_up),
        ("looks down", counted.looks_down, reference.looks_down),
    ];
    for (movement, ours, theirs) in pairs {
        assert!(ours.abs_diff(theirs) <= 1, "{name}: {movement}: {ours}, reference {theirs}");
    }
    assert!(counted.blinks >= 1 && counted.mouth_openings >= 4 && counted.turns_left >= 1, "{name}: nothing was seen");
}

/// All frames, 8-bit RGB; `None` without ffmpeg.
fn decode(clip: &PathBuf) -> Option<Vec<u8>> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(clip)
        .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        .output()
        .ok()?;
    assert!(output.status.success(), "ffmpeg: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

fn count(rgb: &[u8]) -> MovementCounts {
    let mut engine = FaceEngine::load().unwrap();
    let mut counter = MovementCounter::new();
    let mut lost = 0;
    for (id, pixels) in (0u64..).zip(rgb.chunks_exact((WIDTH * HEIGHT * 3) as usize)) {
        let frame = Frame::new(FrameId(id), Moment::from_millis(id * FRAME_MS), WIDTH, HEIGHT, pixels).unwrap();
        let reading = engine.read(&frame).unwrap();
        lost += u32::from(reading.face.is_none());
        counter.read(&reading);
    }
    assert_eq!(lost, 0, "the face is in every frame");
    counter.counts()
}

/// The rule at the top of this file.
fn reference(measurements: &Path) -> MovementCounts {
    let mut reader = csv::Reader::from_path(measurements).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |name: &str| -> Vec<f64> {
        let at = header.iter().position(|h| h == name).unwrap();
        rows.iter().map(|r| r[at].parse().unwrap()).collect()
    };
    let eyes: Vec<f64> = column("earL").iter().zip(column("earR")).map(|(l, r)| (l + r) / 2.0).collect();
    let open = median(&eyes);
    let closed: Vec<f64> = eyes.iter().map(|e| 1.0 - e / open).collect();
    let from_median = |values: Vec<f64>, sign: f64| -> Vec<f64> {
        let middle = median(&values);
        values.iter().map(|v| sign * (v - middle)).collect()
    };
    MovementCounts {
        blinks: excursions(&closed, 0.4, 0.25, 25),
        mouth_openings: excursions(&from_median(column("mar"), 1.0), 0.25, 0.15, usize::MAX),
        turns_left: excursions(&from_median(column("yaw"), 1.0), 9.0, 5.0, usize::MAX),
        turns_right: excursions(&from_median(column("yaw"), -1.0), 9.0, 5.0, usize::MAX),
        looks_up: excursions(&from_median(column("pitch"), 1.0), 9.0, 5.0, usize::MAX),
        looks_down: excursions(&from_median(column("pitch"), -1.0), 9.0, 5.0, usize::MAX),
    }
}

/// How often `values` go above `far` and come back below `near` within `longest` frames.
fn excursions(values: &[f64], far: f64, near: f64, longest: usize) -> u32 {
    let mut since = None;
    let mut count = 0;
    for (i, &value) in values.iter().enumerate() {
        match since {
            None if value > far => since = Some(i),
            Some(start) if value < near => {
                count += u32::from(i - start <= longest);
                since = None;
            }
            _ => {}
        }
    }
    count
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
