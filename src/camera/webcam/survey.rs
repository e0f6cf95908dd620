//! All cameras of a machine side by side, and which of them the configuration admits.

use super::WebcamOptions;
use super::device::{self, CameraInfo};
use super::mode::{self, Mode};
use super::origin::{self, UsbId};
use crate::camera::CameraError;

/// One node, and what it would be good for.
#[derive(Debug)]
pub struct Surveyed {
    /// Which node.
    pub info: CameraInfo,
    /// The USB device behind it; `None` if there is none.
    pub usb: Option<UsbId>,
    /// Its best picture for each coding, best first; empty for a node of metadata, or of
    /// codings that nobody here reads.
    pub modes: Vec<Mode>,
    /// Why it is not taken, though it may well work; `None` if it may be.
    pub refused: Option<CameraError>,
}

/// Asks every node what it offers. None is opened for pictures, so a camera in use answers, too.
#[must_use]
pub fn survey(wished: &WebcamOptions) -> Vec<Surveyed> {
    let look = |info: CameraInfo| {
        let node = info.index;
        // What the camera is, whatever the configuration says about its coding.
        let all = WebcamOptions { coding: None, ..wished.clone() };
        let (modes, error) = match mode::of_node(node, &all) {
            Ok(modes) => (modes, None),
            Err(CameraError::Absent(_)) => (Vec::new(), None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let refused = error.or_else(|| wished.rule.admit(node).err());
        Surveyed { usb: origin::usb_id(node), info, modes, refused }
    };
    device::list().into_iter().map(look).collect()
}
