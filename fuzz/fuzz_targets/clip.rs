//! Motion-JPEG recordings (`camera::clip`): every picture an error or a frame.

#![no_main]

use esscard_kiosk_fuzz::camera::clip::{Clip, FrameRate};
use libfuzzer_sys::fuzz_target;

/// Pictures of one input that are decoded: where they begin and end is found for all of them.
const DECODED: usize = 4;

fuzz_target!(|data: &[u8]| {
    let Ok(clip) = Clip::from_mjpg(data) else { return };
    assert!(clip.len() > 0, "a recording without pictures");
    for frame in clip.frames(FrameRate::new(25.0).unwrap()).take(DECODED).flatten() {
        assert_eq!(frame.rgb().len(), frame.width() as usize * frame.height() as usize * 3);
    }
});
