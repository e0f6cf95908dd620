//! Editing a [`Secret`] in place: no undo history, no clipboard, no copies of the text.

use egui::{Context, Event, EventFilter, Id, ImeEvent, Key, Modifiers};

use crate::domain::secret::Secret;

/// What one frame of typing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// The text changed.
    pub changed: bool,
    /// Enter was pressed.
    pub entered: bool,
}

fn caret_id(id: Id) -> Id {
    id.with("caret")
}

/// Where the next character goes, in characters.
#[must_use]
pub fn caret(ctx: &Context, id: Id, text: &Secret) -> usize {
    ctx.data(|d| d.get_temp::<usize>(caret_id(id))).unwrap_or(usize::MAX).min(text.chars())
}

/// Puts the caret before character `at`.
pub fn set_caret(ctx: &Context, id: Id, at: usize) {
    ctx.data_mut(|d| d.insert_temp(caret_id(id), at));
}

/// Applies this frame's typing to `text`. Call while `id` has the focus.
pub fn edit(ctx: &Context, id: Id, text: &mut Secret) -> Edited {
    // Left and right move the caret; up, down and Tab still move the focus.
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: false, tab: false, escape: false };
    ctx.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    let mut at = caret(ctx, id, text);
    let mut edited = Edited::default();
    ctx.input_mut(|i| {
        i.events.retain(|event| {
            let taken = apply(event, text, &mut at, &mut edited);
            !taken
        });
    });
    set_caret(ctx, id, at);
    edited
}

fn apply(event: &Event, text: &mut Secret, at: &mut usize, edited: &mut Edited) -> bool {
    match event {
        Event::Text(typed) | Event::Ime(ImeEvent::Commit(typed)) => {
            let taken = text.insert(*at, typed);
            *at += taken;
            edited.changed |= taken > 0;
            true
        }
        Event::Key { key, pressed: true, modifiers, .. } => press(*key, *modifiers, text, at, edited),
        _ => false,
    }
}

fn press(key: Key, modifiers: Modifiers, text: &mut Secret, at: &mut usize, edited: &mut Edited) -> bool {
    let end = text.chars();
    match key {
        Key::Backspace if modifiers.command => {
            edited.changed |= *at > 0;
            text.remove(0..*at);
            *at = 0;
        }
        Key::Backspace if *at > 0 => {
            text.remove(*at - 1..*at);
            *at -= 1;
            edited.changed = true;
        }
        Key::Delete if *at < end => {
            text.remove(*at..*at + 1);
            edited.changed = true;
        }
        Key::ArrowLeft => *at = at.saturating_sub(1),
        Key::ArrowRight => *at = (*at + 1).min(end),
        Key::Home => *at = 0,
        Key::End => *at = end,
        Key::Enter => edited.entered = true,
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_into(text: &mut Secret, at: &mut usize, events: &[Event]) -> Edited {
        let mut edited = Edited::default();
        for e in events {
            apply(e, text, at, &mut edited);
        }
        edited
    }

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    #[test]
    fn a_wrong_letter_in_the_middle_is_put_right() {
        let (mut text, mut at) = (Secret::copied("VIDAL-0RTEGA", 66), 7);
        let edited = type_into(&mut text, &mut at, &[key(Key::Backspace), Event::Text("O".into())]);
        assert_eq!(text.as_str(), "VIDAL-ORTEGA");
        assert_eq!(at, 7);
        assert!(edited.changed);
    }

    #[test]
    fn nothing_is_taken_beyond_the_limit() {
        let (mut text, mut at) = (Secret::with_capacity(2), 0);
        let edited = type_into(&mut text, &mut at, &[Event::Text("abc".into())]);
        assert_eq!((text.as_str(), at), ("ab", 2));
        assert!(edited.changed);
        assert!(!type_into(&mut text, &mut at, &[Event::Text("d".into())]).changed);
    }
}
