//! What the scripted visitor does with its hands: taps and keys, one small event a frame.

use std::collections::VecDeque;

use egui::{Event, Key, Modifiers, PointerButton, Pos2, RawInput};

/// Queued input; each item goes into a frame of its own, as with a person.
#[derive(Debug, Default)]
pub struct Hand {
    queue: VecDeque<Event>,
    taps: u32,
    keys: u32,
}

impl Hand {
    /// Nothing is left to do.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.queue.is_empty()
    }

    /// Moves to `at`, presses and lets go.
    pub fn tap(&mut self, at: Pos2) {
        self.queue.push_back(Event::PointerMoved(at));
        for pressed in [true, false] {
            self.queue.push_back(Event::PointerButton {
                pos: at,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
        }
    }

    /// Lifts the finger off the screen, so that no hover colour stays on a picture.
    pub fn leave(&mut self) {
        self.queue.push_back(Event::PointerGone);
    }

    /// Types on the hardware keyboard.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.queue.push_back(Event::Text(c.to_string()));
        }
    }

    /// Presses and lets go of a key of the hardware keyboard.
    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    /// The same while others are held.
    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        for pressed in [true, false] {
            self.queue.push_back(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        }
    }

    /// Hands this frame's event over.
    pub fn act(&mut self, input: &mut RawInput) {
        if let Some(event) = self.queue.pop_front() {
            match event {
                Event::PointerButton { pressed: true, .. } => self.taps += 1,
                Event::Text(_) | Event::Key { pressed: true, .. } => self.keys += 1,
                _ => {}
            }
            input.events.push(event);
        }
    }

    /// Taps on the screen so far.
    #[must_use]
    pub fn taps(&self) -> u32 {
        self.taps
    }

    /// Keys of the hardware keyboard so far.
    #[must_use]
    pub fn keys(&self) -> u32 {
        self.keys
    }
}
