//! Where a node's pictures come from: a device that is plugged in, or a program that pretends to be one.
//!
//! An injected video passes every other check, so a kiosk for the public takes no virtual camera
//! (ISO/IEC 30107-1 calls this an attack on the data path), and may be bound to one USB device.

use std::path::Path;

use crate::camera::CameraError;

/// Drivers whose pictures come from another program though they do not stand under `virtual`:
/// the kernel's test driver, and USB devices that exist in software only.
const PRETENDERS: [&str; 4] = ["vivid", "vhci_hcd", "dummy_hcd", "usbip"];
/// Longest attribute that is read, in bytes.
const LONGEST_ATTRIBUTE: usize = 128;

/// A USB device's identity, as `lsusb` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsbId {
    pub vendor: u16,
    pub product: u16,
    /// `None`: any of its kind.
    pub serial: Option<String>,
}

impl UsbId {
    /// Reads `046d:0825` or `046d:0825:SERIAL`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = |part: &str| {
            // The standard reader takes a sign, too.
            let digits = part.len() == 4 && part.bytes().all(|b| b.is_ascii_hexdigit());
            digits.then(|| u16::from_str_radix(part, 16).ok()).flatten()
        };
        let mut parts = text.splitn(3, ':');
        let (vendor, product) = (hex(parts.next()?)?, hex(parts.next()?)?);
        let serial = parts.next().map(str::trim).map(str::to_owned);
        if serial.as_ref().is_some_and(|s| s.is_empty() || s.len() > LONGEST_ATTRIBUTE) {
            return None;
        }
        Some(Self { vendor, product, serial })
    }

    fn admits(&self, found: &Self) -> bool {
        self.vendor == found.vendor
            && self.product == found.product
            && self.serial.as_ref().is_none_or(|wanted| found.serial.as_ref() == Some(wanted))
    }
}

impl std::fmt::Display for UsbId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04x}:{:04x}", self.vendor, self.product)?;
        match &self.serial {
            Some(serial) => write!(f, ":{serial}"),
            None => Ok(()),
        }
    }
}

/// Which cameras may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRule {
    /// Only this device.
    pub usb: Option<UsbId>,
    /// Cameras made by software, too: for demos and tests.
    pub virtual_too: bool,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    made_by_software: bool,
    usb: Option<UsbId>,
}

impl SourceRule {
    /// Every camera: for demos and measuring.
    #[must_use]
    pub fn any() -> Self {
        Self { usb: None, virtual_too: true }
    }

    /// Refuses a node that the rule does not admit.
    pub(super) fn admit(&self, node: u32) -> Result<(), CameraError> {
        if *self == Self::any() {
            return Ok(());
        }
        self.judge(node, origin(Path::new("/sys"), node).as_ref())
    }

    fn judge(&self, node: u32, origin: Option<&Origin>) -> Result<(), CameraError> {
        let refuse = |why: String| Err(CameraError::Foreign(format!("/dev/video{node} {why}")));
        let Some(origin) = origin else { return refuse("cannot be traced to a device".into()) };
        if origin.made_by_software && !self.virtual_too {
            return refuse("is made by software; only a demo may use it".into());
        }
        match (&self.usb, &origin.usb) {
            (None, _) => Ok(()),
            (Some(wanted), Some(found)) if wanted.admits(found) => Ok(()),
            // The serial is not told: it would be all that a forger needs.
            (Some(wanted), Some(found)) if (wanted.vendor, wanted.product) == (found.vendor, found.product) => {
                refuse("has another serial number than the configuration asks for".into())
            }
            (Some(wanted), Some(found)) => refuse(format!(
                "is USB {:04x}:{:04x}, the configuration asks for {:04x}:{:04x}",
                found.vendor, found.product, wanted.vendor, wanted.product
            )),
            (Some(_), None) => refuse("is no USB device, and the configuration asks for one".into()),
        }
    }
}

/// The USB device behind a node; `None` if it is none.
pub(super) fn usb_id(node: u32) -> Option<UsbId> {
    origin(Path::new("/sys"), node)?.usb
}

/// Follows the kernel's own links; `sys` is `/sys`.
fn origin(sys: &Path, node: u32) -> Option<Origin> {
    let device = sys.join(format!("class/video4linux/video{node}")).canonicalize().ok()?;
    let within = device.strip_prefix(sys.canonicalize().ok()?).ok()?.to_owned();
    let made_by_software = within.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        part == "virtual" || PRETENDERS.iter().any(|name| part == *name || part.starts_with(&format!("{name}.")))
    });
    let usb = device.ancestors().take(within.components().count()).find_map(|folder| {
        let hex = |name| u16::from_str_radix(&attribute(folder, name)?, 16).ok();
        Some(UsbId { vendor: hex("idVendor")?, product: hex("idProduct")?, serial: attribute(folder, "serial") })
    });
    Some(Origin { made_by_software, usb })
}

fn attribute(folder: &Path, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(folder.join(name)).ok()?;
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST_ATTRIBUTE).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `/sys` with one camera on USB, one of v4l2loopback, one on a USB bus in software, one built in.
    fn sys() -> tempfile::TempDir {
        let sys = tempfile::tempdir().expect("a folder");
        let class = sys.path().join("class/video4linux");
        std::fs::create_dir_all(&class).expect("a folder");
        let nodes = [
            "devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0/video4linux/video0",
            "devices/virtual/video4linux/video1",
            "devices/platform/vhci_hcd.0/usb3/3-1/3-1:1.0/video4linux/video2",
            "devices/platform/soc/camera/video4linux/video3",
        ];
        for (n, node) in nodes.iter().enumerate() {
            let folder = sys.path().join(node);
            std::fs::create_dir_all(&folder).expect("a folder");
            std::os::unix::fs::symlink(&folder, class.join(format!("video{n}"))).expect("a link");
        }
        for usb in ["devices/pci0000:00/0000:00:14.0/usb1/1-4", "devices/platform/vhci_hcd.0/usb3/3-1"] {
            let file = |name, text| std::fs::write(sys.path().join(usb).join(name), text).expect("a file");
            file("idVendor", "046d\n");
            file("idProduct", "0825\n");
            file("serial", "A1B2\n");
        }
        sys
    }

    fn admitted(rule: &SourceRule, sys: &Path) -> Vec<bool> {
        (0..5).map(|n| rule.judge(n, origin(sys, n).as_ref()).is_ok()).collect()
    }

    #[test]
    fn a_kiosk_for_the_public_takes_real_devices_only() {
        let sys = sys();
        let public = SourceRule { usb: None, virtual_too: false };
        assert_eq!(admitted(&public, sys.path()), [true, false, false, true, false]);
    }

    #[test]
    fn a_pinned_camera_is_the_only_one() {
        let sys = sys();
        let pinned = |text| SourceRule { usb: UsbId::parse(text), virtual_too: false };
        assert_eq!(admitted(&pinned("046d:0825"), sys.path()), [true, false, false, false, false]);
        assert_eq!(admitted(&pinned("046D:0825:A1B2"), sys.path()), [true, false, false, false, false]);
        assert_eq!(admitted(&pinned("046d:0825:A1B3"), sys.path()), [false; 5]);
        assert_eq!(admitted(&pinned("046d:0826"), sys.path()), [false; 5]);
        let error = pinned("046d:0825:A1B3").judge(0, origin(sys.path(), 0).as_ref()).expect_err("another one");
        assert!(!error.to_string().contains("A1B"), "{error}");
    }

    #[test]
    fn identities_are_read_as_lsusb_prints_them() {
        let id = UsbId::parse("046d:0825:A:1").expect("an identity");
        assert_eq!((id.vendor, id.product, id.serial.as_deref()), (0x46d, 0x825, Some("A:1")));
        assert_eq!(id.to_string(), "046d:0825:A:1");
        for bad in ["", "046d", "46d:825", "046d:0825:", "zzzz:0825", "+46d:0825"] {
            assert_eq!(UsbId::parse(bad), None, "{bad}");
        }
    }
}
