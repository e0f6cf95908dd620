//! JPEG and PNG from outside (`pixels`): whatever the bytes, an error or a picture within the bounds.

#![no_main]

use esscard_kiosk_fuzz::pixels::{Bounds, open};
use libfuzzer_sys::fuzz_target;

/// Small, so that most of the time goes into the reading of headers, not into large pictures.
const BOUNDS: Bounds = Bounds { bytes: 1 << 20, side: 1000, pixels: 500_000, memory: 8 << 20 };

fuzz_target!(|data: &[u8]| {
    if let Ok(picture) = open(data, BOUNDS) {
        let (width, height) = picture.dimensions();
        assert!(width.max(height) <= BOUNDS.side && u64::from(width) * u64::from(height) <= BOUNDS.pixels);
        assert!(width > 0 && height > 0, "a picture without pixels");
    }
});
