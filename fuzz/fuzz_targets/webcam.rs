//! What a webcam sends (`camera::webcam`): Motion-JPEG, YUYV, NV12, RGB and BGR buffers, whole or not.
//!
//! The first byte chooses the coding, the next two the sides of the picture; the rest is halved into two buffers of
//! one stream, since what an earlier buffer left behind matters to the next.

#![no_main]

use esscard_kiosk_fuzz::camera::webcam::fuzzing::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        // Another crate's decoder that panics is caught where it is called, and is no finding: only what panics in the
        // webcam's own files is told. What nobody catches still ends here, since libFuzzer's caller aborts.
        std::panic::set_hook(Box::new(|panic| {
            if panic.location().is_some_and(|at| at.file().contains("camera/webcam")) {
                eprintln!("{panic}");
            }
        }));
    },
    |data: &[u8]| {
        let [coding, width, height, ref buffers @ ..] = *data else { return };
        let (first, second) = buffers.split_at(buffers.len() / 2);
        decode(coding, u32::from(width) + 1, u32::from(height) + 1, &[first, second]);
    }
);
