//! What the camera is asked to do about light, each time it is opened: another program, or a driver's odd default,
//! may have left it with a fixed exposure, in which every face is too dark or too bright.

use v4l::control::{Control, Value};

/// `V4L2_CID_AUTO_WHITE_BALANCE` of `linux/v4l2-controls.h`.
const AUTO_WHITE_BALANCE: u32 = 0x0098_090c;
/// `V4L2_CID_AUTOGAIN`.
const AUTO_GAIN: u32 = 0x0098_0912;
/// `V4L2_CID_POWER_LINE_FREQUENCY`.
const POWER_LINE_FREQUENCY: u32 = 0x0098_0918;
/// `V4L2_CID_EXPOSURE_AUTO`.
const EXPOSURE_AUTO: u32 = 0x009a_0901;
/// `V4L2_CID_EXPOSURE_AUTO_PRIORITY`.
const EXPOSURE_AUTO_PRIORITY: u32 = 0x009a_0903;

/// `V4L2_EXPOSURE_AUTO`: the camera chooses time and iris.
const AUTO: i64 = 0;
/// `V4L2_EXPOSURE_APERTURE_PRIORITY`: it chooses the time. What webcams, with their fixed iris, call automatic.
const APERTURE_PRIORITY: i64 = 3;
/// `V4L2_CID_POWER_LINE_FREQUENCY_50HZ`: lamps in China flicker a hundred times a second.
const FIFTY_HERTZ: i64 = 1;

/// Something the camera is asked for: the control, and the values that will do, best first.
type Wish = (u32, &'static [i64]);

const WISHES: [Wish; 5] = [
    (EXPOSURE_AUTO, &[APERTURE_PRIORITY, AUTO]),
    // A fixed rate: a camera that takes fewer pictures in the dark misses a blink, and nobody sees why. A dark
    // picture the page can name.
    (EXPOSURE_AUTO_PRIORITY, &[0]),
    (AUTO_GAIN, &[1]),
    (AUTO_WHITE_BALANCE, &[1]),
    (POWER_LINE_FREQUENCY, &[FIFTY_HERTZ]),
];

/// What a control is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    Number(i64),
    Switch(bool),
}

impl Setting {
    /// `number` in the kind of this one.
    fn alike(self, number: i64) -> Self {
        match self {
            Self::Number(_) => Self::Number(number),
            Self::Switch(_) => Self::Switch(number != 0),
        }
    }
}

/// A camera's controls.
trait Controls {
    /// The present setting; `None` without this control.
    fn setting(&self, id: u32) -> Option<Setting>;
    fn set(&self, id: u32, to: Setting) -> std::io::Result<()>;
}

impl Controls for v4l::Device {
    fn setting(&self, id: u32) -> Option<Setting> {
        match self.control(id).ok()?.value {
            Value::Integer(number) => Some(Setting::Number(number)),
            Value::Boolean(on) => Some(Setting::Switch(on)),
            _ => None,
        }
    }

    fn set(&self, id: u32, to: Setting) -> std::io::Result<()> {
        let value = match to {
            Setting::Number(number) => Value::Integer(number),
            Setting::Switch(on) => Value::Boolean(on),
        };
        self.set_control(Control { id, value })
    }
}

/// Asks for automatic exposure. A camera without a control is used as it is.
pub(super) fn ask(device: &v4l::Device, node: u32) {
    for id in refused(device) {
        tracing::debug!("/dev/video{node} keeps its control {id:#010x}");
    }
}

/// Sets what can be set; returns the controls that are there and take none of the wished values.
fn refused(camera: &impl Controls) -> Vec<u32> {
    let mut refused = Vec::new();
    for (id, values) in WISHES {
        let Some(now) = camera.setting(id) else { continue };
        let will_do = || values.iter().map(|value| now.alike(*value));
        if !will_do().any(|wanted| wanted == now) && !will_do().any(|wanted| camera.set(id, wanted).is_ok()) {
            refused.push(id);
        }
    }
    refused
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::*;

    use Setting::{Number, Switch};

    /// Controls by number, each with its setting and the ones it takes.
    struct Fake(RefCell<BTreeMap<u32, (Setting, Vec<Setting>)>>);

    impl Fake {
        fn with(controls: &[(u32, Setting, &[Setting])]) -> Self {
            Self(RefCell::new(controls.iter().map(|(id, now, takes)| (*id, (*now, takes.to_vec()))).collect()))
        }
    }

    impl Controls for Fake {
        fn setting(&self, id: u32) -> Option<Setting> {
            self.0.borrow().get(&id).map(|(now, _)| *now)
        }

        fn set(&self, id: u32, to: Setting) -> std::io::Result<()> {
            let mut all = self.0.borrow_mut();
            let (now, takes) = all.get_mut(&id).ok_or(std::io::ErrorKind::NotFound)?;
            if !takes.contains(&to) {
                return Err(std::io::ErrorKind::InvalidInput.into());
            }
            *now = to;
            Ok(())
        }
    }

    const MANUAL: Setting = Number(1);

    #[test]
    fn a_fixed_exposure_becomes_automatic() {
        let webcam = Fake::with(&[
            (EXPOSURE_AUTO, MANUAL, &[MANUAL, Number(APERTURE_PRIORITY)]),
            (AUTO_GAIN, Switch(false), &[Switch(true), Switch(false)]),
        ]);
        assert_eq!(refused(&webcam), [0_u32; 0]);
        assert_eq!(webcam.setting(EXPOSURE_AUTO), Some(Number(APERTURE_PRIORITY)));
        assert_eq!(webcam.setting(AUTO_GAIN), Some(Switch(true)));

        let other = Fake::with(&[(EXPOSURE_AUTO, MANUAL, &[MANUAL, Number(AUTO)])]);
        assert_eq!(refused(&other), [0_u32; 0]);
        assert_eq!(other.setting(EXPOSURE_AUTO), Some(Number(AUTO)));
    }

    #[test]
    fn what_is_automatic_already_is_left() {
        // Would refuse to be set.
        let camera = Fake::with(&[(EXPOSURE_AUTO, Number(AUTO), &[])]);
        assert_eq!(refused(&camera), [0_u32; 0]);
    }

    #[test]
    fn a_camera_that_refuses_or_has_no_controls_is_used_as_it_is() {
        assert_eq!(refused(&Fake::with(&[])), [0_u32; 0]);
        let stubborn = Fake::with(&[(EXPOSURE_AUTO, MANUAL, &[MANUAL])]);
        assert_eq!(refused(&stubborn), [EXPOSURE_AUTO]);
        assert_eq!(stubborn.setting(EXPOSURE_AUTO), Some(MANUAL));
    }
}
