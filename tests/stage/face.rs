//! A face as the engine reads it: looking straight, and doing what is asked for.

use esscard_kiosk::domain::face::{EyeOpenness, FaceBox, FaceState, Pose};
use esscard_kiosk::domain::liveness::Prompt;
use esscard_kiosk::domain::quality::QualityReport;

/// Somebody who looks straight at the camera.
pub fn neutral() -> FaceState {
    FaceState {
        bounds: FaceBox { x: 200.0, y: 120.0, width: 220.0, height: 280.0 },
        score: 0.99,
        pose: Pose::default(),
        eyes: EyeOpenness { left: 0.3, right: 0.3 },
        mouth: 0.1,
        inter_eye_px: 90.0,
        five_points: [[0.0; 2]; 5],
        quality: QualityReport {
            inter_eye_px: 90.0,
            face_share: 0.58,
            inside: true,
            luminance: 0.5,
            background_luminance: 0.5,
            evenness: 0.9,
            overexposed: 0.0,
            underexposed: 0.0,
            sharpness: 40.0,
            mouth_seen: 0.3,
            glare: 0.0,
        },
    }
}

/// Somebody who does as `prompt` says, `i` frames after having begun.
pub fn acting(prompt: Prompt, i: u32) -> FaceState {
    let mut face = neutral();
    let far = 25.0_f32.min(6.0 * (i as f32 + 1.0));
    match prompt {
        Prompt::Left => face.pose.yaw = far,
        Prompt::Right => face.pose.yaw = -far,
        Prompt::Up => face.pose.pitch = far,
        Prompt::Down => face.pose.pitch = -far,
        Prompt::Blink => {
            let open = if i % 6 < 3 { 0.04 } else { 0.3 };
            face.eyes = EyeOpenness { left: open, right: open };
        }
        Prompt::Mouth => face.mouth = 0.1 + 0.1 * (i as f32 + 1.0).min(5.0),
    }
    face
}
