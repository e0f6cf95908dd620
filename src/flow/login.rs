//! Home, how to get the app, and the guide's own login page: pages without personal data.

use super::event::Event;
use super::step::{Before, Done, Guide, Home, Login, Step};
use super::turn::Turn;

impl Home {
    pub(super) fn on(self, event: &Event) -> Step {
        match event {
            Event::OpenLogin => Step::Login(Login::default()),
            Event::OpenGuide => Step::Guide(Guide { from: None }),
            _ => Step::Home(self),
        }
    }
}

impl Guide {
    pub(super) fn on(self, event: &Event) -> Step {
        match event {
            Event::Back => self.from.map_or(Step::Home(Home), Step::Login),
            // "Register here instead".
            Event::OpenLogin => Step::Login(self.from.unwrap_or_default()),
            Event::OpenRegistration => {
                Step::Before(Before::new(self.from.map(|login| login.portal.draft).unwrap_or_default()))
            }
            _ => Step::Guide(self),
        }
    }
}

impl Login {
    pub(super) fn on(self, event: &Event) -> Step {
        match event {
            Event::Back => Step::Home(Home),
            Event::OpenPortal => Step::Portal(self.portal),
            Event::OpenGuide => Step::Guide(Guide { from: Some(self) }),
            _ => Step::Login(self),
        }
    }
}

impl Done {
    pub(super) fn on(self, event: &Event, turn: &Turn) -> Step {
        match event {
            Event::Tick if turn.now.moment < self.until => Step::Done(self),
            Event::Tick | Event::Back | Event::Cancel | Event::KeepGoing | Event::Finish => Step::Home(Home),
            Event::OpenLogin => Step::Login(Login::default()),
            _ => Step::Done(self),
        }
    }
}
