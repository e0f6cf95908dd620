//! The one inbox of the screen thread, as the workers see it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::domain::fault::Fault;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;

/// Posts events to the screen thread and wakes it. Cheap to clone.
#[derive(Clone)]
pub struct Outbox {
    sender: Sender<(Ticket, Event)>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Outbox {
    /// An outbox and the inbox it fills. `wake` is called after each post, from any thread.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> (Self, Receiver<(Ticket, Event)>) {
        let (sender, inbox) = channel();
        (Self { sender, wake: Arc::new(wake) }, inbox)
    }

    /// Posts an answer for the visit with this ticket. Nobody listens any more at the program's
    /// end, and then nothing is lost by dropping it.
    pub fn post(&self, ticket: Ticket, event: Event) {
        if self.sender.send((ticket, event)).is_ok() {
            (self.wake)();
        }
    }

    /// Logs `error` once under a new incident number and posts the fault with it.
    pub fn post_error(&self, ticket: Ticket, fault: Fault, error: &dyn std::error::Error) {
        let incident = super::incident::log(fault, error);
        self.post(ticket, Event::Failed(fault, Some(incident)));
    }

    /// Wakes the screen without an event: a new preview frame is there.
    pub fn wake(&self) {
        (self.wake)();
    }
}
