//! Editing a [`Secret`] in place: no undo history, no copies of the text, nothing to the clipboard.
//! What is pasted comes in; all of it can be selected (Ctrl+A), to be replaced or cleared.

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

/// Where typing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    /// Before this character.
    at: usize,
    /// The whole text is selected: typing replaces it.
    all: bool,
}

fn cursor_id(id: Id) -> Id {
    id.with("caret")
}

fn cursor(ctx: &Context, id: Id, text: &Secret) -> Cursor {
    let Cursor { at, all } = ctx.data(|d| d.get_temp(cursor_id(id))).unwrap_or(Cursor { at: usize::MAX, all: false });
    Cursor { at: at.min(text.chars()), all: all && !text.is_empty() }
}

/// Where the next character goes, in characters.
#[must_use]
pub fn caret(ctx: &Context, id: Id, text: &Secret) -> usize {
    cursor(ctx, id, text).at
}

/// All of `text` is selected.
#[must_use]
pub fn is_selected(ctx: &Context, id: Id, text: &Secret) -> bool {
    cursor(ctx, id, text).all
}

/// Puts the caret before character `at`; nothing is selected any more.
pub fn set_caret(ctx: &Context, id: Id, at: usize) {
    ctx.data_mut(|d| d.insert_temp(cursor_id(id), Cursor { at, all: false }));
}

/// Ends a selection: the focus went elsewhere.
pub fn deselect(ctx: &Context, id: Id) {
    ctx.data_mut(|d| {
        if let Some(mut cursor) = d.get_temp::<Cursor>(cursor_id(id))
            && cursor.all
        {
            cursor.all = false;
            d.insert_temp(cursor_id(id), cursor);
        }
    });
}

/// Applies this frame's typing to `text`. Call while `id` has the focus. With `holds_escape` the
/// focus stays at the Escape key, which closes something above the page.
pub fn edit(ctx: &Context, id: Id, text: &mut Secret, holds_escape: bool) -> Edited {
    // Left and right move the caret; up, down and Tab still move the focus.
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: false, tab: false, escape: holds_escape };
    ctx.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    let mut cursor = cursor(ctx, id, text);
    let mut edited = Edited::default();
    ctx.input_mut(|i| {
        i.events.retain(|event| {
            let taken = apply(event, text, &mut cursor, &mut edited);
            !taken
        });
    });
    ctx.data_mut(|d| d.insert_temp(cursor_id(id), cursor));
    edited
}

fn apply(event: &Event, text: &mut Secret, cursor: &mut Cursor, edited: &mut Edited) -> bool {
    match event {
        Event::Text(typed) | Event::Paste(typed) | Event::Ime(ImeEvent::Commit(typed)) => {
            if typed.chars().any(|c| !c.is_control()) {
                edited.changed |= clear_selected(text, cursor);
            }
            let taken = text.insert(cursor.at, typed);
            cursor.at += taken;
            edited.changed |= taken > 0;
            true
        }
        Event::Key { key, pressed: true, modifiers, .. } => press(*key, *modifiers, text, cursor, edited),
        _ => false,
    }
}

/// Empties `text` if all of it is selected.
fn clear_selected(text: &mut Secret, cursor: &mut Cursor) -> bool {
    let cleared = cursor.all && !text.is_empty();
    if cleared {
        text.clear();
        cursor.at = 0;
    }
    cursor.all = false;
    cleared
}

fn press(key: Key, modifiers: Modifiers, text: &mut Secret, cursor: &mut Cursor, edited: &mut Edited) -> bool {
    if key == Key::A && modifiers.command {
        *cursor = Cursor { at: text.chars(), all: !text.is_empty() };
        return true;
    }
    if matches!(key, Key::Backspace | Key::Delete) && cursor.all {
        edited.changed |= clear_selected(text, cursor);
        return true;
    }
    if matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::Home | Key::End) && cursor.all {
        // Either end of what was selected.
        let to_start = matches!(key, Key::ArrowLeft | Key::Home);
        *cursor = Cursor { at: if to_start { 0 } else { text.chars() }, all: false };
        return true;
    }
    let (at, end) = (&mut cursor.at, text.chars());
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
        let mut cursor = Cursor { at: *at, all: false };
        for e in events {
            apply(e, text, &mut cursor, &mut edited);
        }
        *at = cursor.at;
        edited
    }

    fn all() -> Event {
        Event::Key { key: Key::A, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::COMMAND }
    }

    /// What is left of "abcd", the caret behind the b, after `events`.
    fn left_after(events: &[Event]) -> (String, usize) {
        let (mut text, mut at) = (Secret::copied("abcd", 6), 2);
        type_into(&mut text, &mut at, events);
        (text.as_str().to_owned(), at)
    }

    #[test]
    fn all_is_selected_to_be_replaced_cleared_or_left() {
        let typed = |text: &str| Event::Text(text.into());
        assert_eq!(left_after(&[all(), typed("x"), typed("y")]), ("xy".into(), 2));
        assert_eq!(left_after(&[all(), Event::Paste("pasted".into())]), ("pasted".into(), 6), "there is room again");
        for clears in [Key::Backspace, Key::Delete] {
            assert_eq!(left_after(&[all(), key(clears)]), (String::new(), 0));
        }
        assert_eq!(left_after(&[all(), key(Key::ArrowLeft), typed("x")]), ("xabcd".into(), 1));
        assert_eq!(left_after(&[all(), key(Key::End), key(Key::Backspace)]), ("abc".into(), 3));
        // What types nothing replaces nothing, and an A without Ctrl is a letter like any other.
        assert_eq!(left_after(&[all(), Event::Paste("\n".into()), key(Key::End)]), ("abcd".into(), 4));
        assert_eq!(left_after(&[key(Key::A), typed("A")]), ("abAcd".into(), 3));
    }

    #[test]
    fn what_is_pasted_goes_where_the_caret_stands() {
        assert_eq!(left_after(&[Event::Paste("1\n2".into())]), ("ab12cd".into(), 4));
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
