//! The card and its services: inquiry, QR code, notification letter.

use std::sync::Arc;

use crate::domain::card::Card;
use crate::domain::fault::Fault;
use crate::domain::letter::{DocumentKind, DocumentRequest};
use crate::domain::permit::{Standing, WorkPermit};
use crate::domain::print::PrintStage;

use super::effect::Effect;
use super::event::{Event, ServiceKind};
use super::step::{CardStep, Service, Step};
use super::turn::Turn;

impl CardStep {
    /// The card's page; its photo is opened behind it, because that takes its time.
    pub(super) fn new(card: Box<Card>, fresh: bool, turn: &mut Turn) -> Self {
        if let Some(photo) = &card.permit.photo {
            turn.ask(Effect::OpenPhoto(Arc::clone(photo)));
        }
        Self { card, fresh, new_password: false, photo: None }
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::PhotoReady(photo) => {
                self.photo = Some(photo);
                Step::Card(self)
            }
            Event::OpenService(kind) => Step::Service(Service::open(self, kind, turn)),
            _ => Step::Card(self),
        }
    }
}

impl Service {
    fn open(from: CardStep, kind: ServiceKind, turn: &mut Turn) -> Self {
        let mut service = Self {
            card: from.card,
            fresh: from.fresh,
            photo: from.photo,
            kind,
            preview: None,
            zoomed: false,
            hidden: false,
            printing: None,
            fault: None,
        };
        service.ask_preview(turn);
        service
    }

    fn ask_preview(&mut self, turn: &mut Turn) {
        let Some(page) = self.kind.page() else { return };
        self.fault = self.forbidden(page, turn).map(|fault| (fault, None));
        if self.fault.is_none() {
            turn.ask(Effect::Preview(Box::new(self.request(page, turn))));
        }
    }

    fn request(&self, kind: DocumentKind, turn: &Turn) -> DocumentRequest {
        DocumentRequest { kind, card: (*self.card).clone(), at: turn.now.timestamp }
    }

    /// A job is on its way and not settled yet.
    #[must_use]
    pub fn is_printing(&self) -> bool {
        self.printing.is_some_and(|(_, stage)| !stage.is_settled())
    }

    pub(super) fn on(mut self, event: Event, turn: &mut Turn) -> Step {
        match event {
            Event::Back if self.zoomed => self.zoomed = false,
            Event::Back => {
                // What was sent goes on printing; only the page is left.
                return Step::Card(CardStep {
                    card: self.card,
                    fresh: self.fresh,
                    new_password: false,
                    photo: self.photo,
                });
            }
            Event::PhotoReady(photo) => self.photo = Some(photo),
            Event::PreviewReady(kind, picture) if self.kind.page() == Some(kind) => self.preview = Some(picture),
            Event::Print(kind) if !self.is_printing() => self.print(kind, turn),
            Event::TryAgain => match self.printing {
                Some((kind, stage)) if stage.is_settled() => self.print(kind, turn),
                _ => {
                    self.fault = None;
                    self.ask_preview(turn);
                }
            },
            Event::StopPrinting if self.is_printing() => turn.ask(Effect::StopPrinting),
            Event::PrintMoved(kind, stage) => {
                turn.active = true;
                if self.printing.is_some_and(|(running, _)| running == kind) {
                    self.printing = Some((kind, stage));
                }
            }
            Event::Failed(fault, incident) => {
                self.fault = Some((fault, incident));
                self.printing = None;
            }
            _ => {}
        }
        Step::Service(self)
    }

    /// Why this document is not made of this permit.
    fn forbidden(&self, kind: DocumentKind, turn: &Turn) -> Option<Fault> {
        if kind.needs_force() { out_of_force(&self.card.permit, turn) } else { None }
    }

    fn print(&mut self, kind: DocumentKind, turn: &mut Turn) {
        self.fault = self.forbidden(kind, turn).map(|fault| (fault, None));
        if self.fault.is_some() {
            self.printing = None;
            return;
        }
        self.printing = Some((kind, PrintStage::Prepared));
        turn.ask(Effect::Print(Box::new(self.request(kind, turn))));
    }
}

/// Nothing is printed that says more than the register does: a permit that ended since its holder
/// enrolled gives no letter and no slip.
fn out_of_force(permit: &WorkPermit, turn: &Turn) -> Option<Fault> {
    match permit.standing(turn.now.today) {
        Standing::Revoked => Some(Fault::PermitRevoked),
        Standing::Expired { .. } => Some(Fault::PermitExpired),
        Standing::Valid { .. } | Standing::ExpiresSoon { .. } | Standing::Future { .. } => None,
    }
}
