//! The one inbox of the screen thread, as the workers see it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::domain::fault::Fault;
use crate::flow::counter::CounterTicket;
use crate::flow::counter::event::CounterEvent;
use crate::flow::event::Event;
use crate::flow::visit::Ticket;

/// Posts events to the screen thread and wakes it. Cheap to clone.
#[derive(Clone)]
pub struct Outbox {
    visits: Sender<(Ticket, Event)>,
    counter: Sender<(CounterTicket, CounterEvent)>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

/// What the workers posted: answers to visits, and to staff.
pub struct Inbox {
    pub visits: Receiver<(Ticket, Event)>,
    pub counter: Receiver<(CounterTicket, CounterEvent)>,
}

impl Outbox {
    /// An outbox and the inbox it fills. `wake` is called after each post, from any thread.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> (Self, Inbox) {
        let ((visits, of_visits), (counter, of_counter)) = (channel(), channel());
        (Self { visits, counter, wake: Arc::new(wake) }, Inbox { visits: of_visits, counter: of_counter })
    }

    /// Posts an answer for the visit with this ticket. Nobody listens any more at the program's
    /// end, and then nothing is lost by dropping it.
    pub fn post(&self, ticket: Ticket, event: Event) {
        if self.visits.send((ticket, event)).is_ok() {
            (self.wake)();
        }
    }

    /// Posts an answer for staff.
    pub fn post_counter(&self, ticket: CounterTicket, event: CounterEvent) {
        if self.counter.send((ticket, event)).is_ok() {
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
