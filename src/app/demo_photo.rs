//! `demo --webcam`: whoever stands there holds the specimen permits, so their photo is taken first.

use std::io::Write as _;
use std::time::{Duration, Instant};

use super::AppError;
use crate::camera::CameraSource;
use crate::domain::face::FaceReading;
use crate::domain::quality::Gates;
use crate::face::FaceEngine;
use crate::wiring::Devices;

/// How long a good picture is waited for.
const PATIENCE: Duration = Duration::from_mins(1);
/// Good frames to see before one is taken: the person has stopped moving.
const STEADY: usize = 8;
const JPEG_QUALITY: u8 = 95;

/// Takes the reference photo: a steady, straight face that passes the quality gate.
///
/// # Errors
/// If the camera or the face engine fails, or no good picture comes within a minute.
pub fn take(devices: &Devices) -> Result<Vec<u8>, AppError> {
    let demo = |error: &dyn std::fmt::Display| AppError::Demo(error.to_string());
    // Standard error may be closed; then the person has to guess, and the demo goes on.
    let _ = writeln!(
        std::io::stderr(),
        "Look straight at the camera: your reference photo for the demo is taken now. It stays in the demo's own store.\n\
         请正视摄像头：现在拍摄演示用登记照片，照片仅保存在演示数据中。"
    );
    let mut camera = (devices.camera)().map_err(|e| demo(&e))?;
    devices.engine.lend(|engine| steady_photo(camera.as_mut(), engine)).map_err(|e| demo(&e))?
}

fn steady_photo(camera: &mut dyn CameraSource, engine: &mut FaceEngine) -> Result<Vec<u8>, AppError> {
    let demo = |error: &dyn std::fmt::Display| AppError::Demo(error.to_string());
    let started = Instant::now();
    let mut steady = 0;
    while started.elapsed() < PATIENCE {
        let frame = match camera.next_frame(Duration::from_millis(200)) {
            Ok(frame) => frame,
            Err(error) if error.fault().is_none() || started.elapsed() < Duration::from_secs(5) => continue,
            Err(error) => return Err(demo(&error)),
        };
        let reading = engine.read(&frame).map_err(|e| demo(&e))?;
        steady = if is_good(&reading) { steady + 1 } else { 0 };
        if let Some(face) = &reading.face
            && steady >= STEADY
        {
            return crate::face::picture::portrait_jpeg(&frame, face, JPEG_QUALITY).map_err(|e| demo(&e));
        }
    }
    Err(demo(
        &"no clear picture of one face came within a minute; try again with more light, looking straight at the camera",
    ))
}

fn is_good(reading: &FaceReading) -> bool {
    reading.face.as_ref().is_some_and(|face| Gates::default().judge_photo(face, reading.faces).is_none())
}
