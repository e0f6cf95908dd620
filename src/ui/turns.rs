//! Keys typed faster than frames are drawn still reach the field they were meant for.
//!
//! egui looks for Tab before a frame's fields read what was typed. If both come in one frame (a
//! fast typist, a scanner that types, a slow machine), the end of one entry lands in the next
//! field: part of a number in the password. So such keys get a frame of their own.

use std::collections::VecDeque;

use egui::{Context, Event, Key, Plugin, RawInput, Ui};

/// Gives every key that moves the focus a frame of its own. Install with [`Context::add_plugin`].
#[derive(Default)]
pub struct Turns {
    waiting: VecDeque<Event>,
}

impl Turns {
    /// Lets go of keys that still wait: they may hold typed text.
    pub fn forget(ctx: &Context) {
        ctx.with_plugin(|turns: &mut Self| turns.waiting = VecDeque::new());
    }

    /// The events of the next frame; the rest waits.
    fn next(&mut self, arrived: Vec<Event>) -> Vec<Event> {
        self.waiting.extend(arrived);
        let length = match self.waiting.iter().position(moves_focus) {
            // In a frame of its own...
            Some(0) => 1,
            // ...and not before what came earlier is read.
            Some(before) => before,
            None => self.waiting.len(),
        };
        self.waiting.drain(..length).collect()
    }
}

/// Keys that egui acts on at the start of a frame, once a frame.
fn moves_focus(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Tab | Key::Escape, pressed: true, .. })
}

impl Plugin for Turns {
    fn debug_name(&self) -> &'static str {
        "turns"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        input.events = self.next(std::mem::take(&mut input.events));
    }

    fn on_begin_pass(&mut self, ui: &mut Ui) {
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Id, Modifiers, TextEdit};

    fn typed(text: &str) -> impl Iterator<Item = Event> {
        text.chars().map(|c| Event::Text(c.to_string()))
    }

    fn tab(modifiers: Modifiers) -> Event {
        Event::Key { key: Key::Tab, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn frame(ctx: &Context, events: Vec<Event>, fields: &mut [String; 3]) -> bool {
        let mut output = ctx.run_ui(RawInput { events, ..RawInput::default() }, |ui| {
            for (n, field) in fields.iter_mut().enumerate() {
                ui.add(TextEdit::singleline(field).id(Id::unique(n)));
            }
        });
        // Nothing is painted here.
        output.textures_delta.clear();
        output.viewport_output.values().any(|viewport| viewport.repaint_delay.is_zero())
    }

    fn context() -> (Context, [String; 3]) {
        let ctx = Context::default();
        ctx.add_plugin(Turns::default());
        let mut fields = <[String; 3]>::default();
        frame(&ctx, Vec::new(), &mut fields);
        ctx.memory_mut(|memory| memory.request_focus(Id::unique(0_usize)));
        frame(&ctx, Vec::new(), &mut fields);
        (ctx, fields)
    }

    #[test]
    fn a_form_typed_within_one_frame_is_filled_in_as_typed() {
        let (ctx, mut fields) = context();
        let events: Vec<Event> = typed("Ana Luz")
            .chain([tab(Modifiers::NONE)])
            .chain(typed("SP2026"))
            .chain([tab(Modifiers::NONE)])
            .chain(typed("Blue-river7"))
            .chain([tab(Modifiers::SHIFT)])
            .chain(typed("01"))
            .collect();
        assert!(frame(&ctx, events, &mut fields), "the rest asks for its frame");
        for _ in 0..8 {
            frame(&ctx, Vec::new(), &mut fields);
        }
        assert_eq!(fields, ["Ana Luz", "SP202601", "Blue-river7"]);
        assert_eq!(ctx.with_plugin(|turns: &mut Turns| turns.waiting.len()), Some(0));
    }

    #[test]
    fn what_comes_later_waits_its_turn() {
        let mut turns = Turns::default();
        assert_eq!(turns.next(typed("a").chain([tab(Modifiers::NONE)]).collect()).len(), 1);
        assert_eq!(turns.next(typed("b").collect()), [tab(Modifiers::NONE)]);
        assert_eq!(turns.next(typed("c").collect()).len(), 2);
        assert!(turns.next(Vec::new()).is_empty());
    }

    #[test]
    fn what_waits_is_forgotten_with_the_visitor() {
        let (ctx, mut fields) = context();
        frame(&ctx, typed("a").chain([tab(Modifiers::NONE)]).chain(typed("b")).collect(), &mut fields);
        Turns::forget(&ctx);
        frame(&ctx, Vec::new(), &mut fields);
        assert_eq!(fields.concat(), "a");
    }
}
