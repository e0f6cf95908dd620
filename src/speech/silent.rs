//! Where no speech program is installed: nothing is said, and the page says why.

use super::{SpeechError, Utterance, Voice};
use crate::domain::speech::VoiceState;

/// Says nothing.
pub struct Silent;

impl Voice for Silent {
    fn begin(&mut self, _utterance: &Utterance) -> Result<(), SpeechError> {
        Ok(())
    }

    fn is_speaking(&mut self) -> Result<bool, SpeechError> {
        Ok(false)
    }

    fn stop(&mut self) {}

    fn state(&self) -> VoiceState {
        VoiceState::Absent
    }
}
