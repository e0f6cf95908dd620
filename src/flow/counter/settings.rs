//! The kiosk's settings: what a supervisor may choose, what its configuration file has decided, and a look through the camera.

use crate::domain::fault::{Fault, Incident};
use crate::domain::settings::{CameraRow, Setting, SettingsSheet};
use crate::domain::staff::{Act, Authority, StaffMember};

use super::effect::{CounterEffect, CounterJob};
use super::event::CounterEvent;

/// The look through the camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameraLook {
    #[default]
    Off,
    On,
    /// Why nothing is seen.
    Lost(Fault, Option<Incident>),
}

/// The page.
#[derive(Debug)]
pub struct Settings {
    /// The values in force.
    pub sheet: SettingsSheet,
    /// `None` while they are looked for.
    pub cameras: Option<Vec<CameraRow>>,
    pub look: CameraLook,
    /// The desk is asked.
    pub busy: bool,
    /// What was changed last.
    pub saved: Option<Setting>,
}

impl Settings {
    pub(super) fn opened(sheet: SettingsSheet, effects: &mut Vec<CounterEffect>) -> Self {
        let mut page = Self { sheet, cameras: None, look: CameraLook::Off, busy: false, saved: None };
        page.find_cameras(effects);
        page
    }

    /// Asks which cameras are there, unless a recording plays in their place.
    fn find_cameras(&mut self, effects: &mut Vec<CounterEffect>) {
        if self.sheet.recording {
            self.cameras = Some(Vec::new());
        } else {
            self.cameras = None;
            effects.push(CounterEffect::ListCameras);
        }
    }

    pub(super) fn on(&mut self, event: CounterEvent, member: &StaffMember, effects: &mut Vec<CounterEffect>) {
        if event.is_of_staff() {
            self.saved = None;
        }
        match event {
            CounterEvent::ChooseSetting(change) if !self.busy && self.sheet.may_change(change.setting()) => {
                if let Ok(leave) = Authority::of(Act::ChangeSettings, member, None) {
                    self.busy = true;
                    effects.push(CounterEffect::ask(CounterJob::ChangeSetting(leave, change)));
                }
            }
            CounterEvent::SettingChanged(change) => {
                self.busy = false;
                self.sheet.take(&change);
                self.saved = Some(change.setting());
                // The other camera, if one is looked through.
                if change.setting() == Setting::Camera && self.look == CameraLook::On {
                    effects.push(CounterEffect::WatchCamera(true));
                }
            }
            CounterEvent::LookForCameras if self.cameras.is_some() => self.find_cameras(effects),
            CounterEvent::CamerasFound(cameras) => self.cameras = Some(cameras),
            CounterEvent::WatchCamera(on) => {
                self.look = if on { CameraLook::On } else { CameraLook::Off };
                effects.push(CounterEffect::WatchCamera(on));
            }
            CounterEvent::CameraLost(fault, incident) if self.look == CameraLook::On => {
                self.look = CameraLook::Lost(fault, incident);
                effects.push(CounterEffect::WatchCamera(false));
            }
            _ => {}
        }
    }

    /// Nobody looks through the camera behind another page.
    pub(super) fn leave(&mut self, effects: &mut Vec<CounterEffect>) {
        if self.look == CameraLook::On {
            self.look = CameraLook::Off;
            effects.push(CounterEffect::WatchCamera(false));
        }
    }

    /// Nobody is waited for any more.
    pub(super) fn calm(&mut self) {
        self.busy = false;
    }
}
