//! Face recognition: runs the liveness challenge over the readings.

/// Inner state of a capture.
#[derive(Debug)]
pub struct CaptureState;
