//! The window's program: one frame after the other.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;
use jiff::tz::TimeZone;

use crate::console::{self, ConsoleCx};
use crate::domain::fault::Fault;
use crate::domain::language::Language;
use crate::domain::office::OfficeFacts;
use crate::domain::rehearsal::Rehearsals;
use crate::domain::settings::{CameraPick, SettingChange, SettingsSheet};
use crate::domain::speech::{Level, VoiceState};
use crate::domain::time::Clock;
use crate::flow::counter::effect::CounterEffect;
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::{Counter, CounterMeans, CounterTicket};
use crate::flow::effect::Ending;
use crate::flow::event::Event;
use crate::flow::step::Step;
use crate::flow::visit::{Idle, Now, Ticket, Visit, VisitSettings};
use crate::pages::{self, PageCx};
use crate::speech::Utterance;
use crate::text::{Args, Words, spoken};
use crate::ui;
use crate::work::crew::Crew;
use crate::work::outbox::{Inbox, Outbox};
use crate::work::press::PrintOrder;
use crate::work::speaker::Speaker;

use super::guest::Guest;
use super::lens::Lens;
use super::observer::Observer;
use super::stop::Stop;

/// How often somebody who listens is known to be there: more often than any rest is short.
const LISTENING: Duration = Duration::from_secs(1);

/// Opens the staff sign-in from whatever page; the mark in the corner does, too.
pub const FOR_STAFF: egui::KeyboardShortcut =
    egui::KeyboardShortcut::new(egui::Modifiers::CTRL.plus(egui::Modifiers::ALT), egui::Key::S);

/// Everything the window needs that outlives a visitor.
pub struct Kiosk {
    pub(super) stop: Stop,
    pub(super) words: Words,
    pub(super) facts: OfficeFacts,
    pub(super) settings: Arc<VisitSettings>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) inbox: Inbox,
    pub(super) outbox: Outbox,
    pub(super) crew: Crew,
    pub(super) speaker: Speaker,
    pub(super) guest: Guest,
    /// The console, while staff have it open over the visit.
    pub(super) counter: Option<Counter>,
    /// What staff see through the camera.
    pub(super) lens: Lens,
    /// The settings in force.
    pub(super) sheet: SettingsSheet,
    /// The camera to take.
    pub(super) pick: CameraPick,
    /// Faults that staff may cause to train; only the demo has them.
    pub(super) rehearsals: Option<Rehearsals>,
    /// Of the console that was open last.
    pub(super) counter_ticket: CounterTicket,
    /// Told what happens; only a scripted visit has one.
    pub(super) observer: Option<Observer>,
    /// The office's time zone, for times on the screen.
    pub(super) zone: TimeZone,
}

impl Kiosk {
    fn now(&self) -> Now {
        Now {
            moment: self.clock.moment(),
            timestamp: self.clock.timestamp(),
            today: self.clock.today(),
            seed: rand::random(),
        }
    }

    /// Moves the visit on and hands its wishes to the workers.
    fn handle(&mut self, ctx: &Context, ticket: Ticket, event: Event) {
        if let Some(observer) = &self.observer {
            observer.saw(&event);
        }
        let effects = self.guest.visit.handle(ticket, event, self.now());
        for effect in effects {
            let ticket = self.guest.visit.ticket;
            match self.crew.run(&mut self.guest.eyes, ticket, effect) {
                Ok(None) => {}
                Ok(Some(ending)) => self.forget(ctx, ending),
                Err(fault) => {
                    tracing::error!(fault = fault.key(), "a worker could not take a job");
                    self.outbox.post(ticket, Event::Failed(fault, None));
                }
            }
        }
    }

    /// Staff came: the visitor's page is not seen until they go.
    fn open_counter(&mut self, ctx: &Context) {
        let ticket = self.guest.visit.ticket;
        self.handle(ctx, ticket, Event::StaffCame);
        self.counter_ticket = CounterTicket(self.counter_ticket.0 + 1);
        let means = CounterMeans {
            rehearsals: self.rehearsals.clone(),
            consent: self.settings.consent.clone(),
            settings: self.sheet.clone(),
        };
        let mut counter = Counter::open(self.counter_ticket, means, self.clock.moment());
        counter.over = self.guest.visit.assistable();
        self.counter = Some(counter);
        self.speaker.hush();
        ui::forget::all(ctx);
    }

    /// Moves the console on and hands its wishes to the workers.
    fn handle_counter(&mut self, ctx: &Context, ticket: CounterTicket, event: CounterEvent) {
        let (now, at) = (self.clock.moment(), self.clock.timestamp());
        let Some(counter) = &mut self.counter else { return };
        let effects = counter.handle(ticket, event, now, at);
        self.run_counter(ctx, ticket, effects);
    }

    fn run_counter(&mut self, ctx: &Context, ticket: CounterTicket, effects: Vec<CounterEffect>) {
        for effect in effects {
            match effect {
                CounterEffect::Ask(job) => {
                    if let Err(fault) = self.crew.run_counter(ticket, job) {
                        tracing::error!(fault = fault.key(), "the desk could not take a job of staff");
                        self.outbox.post_counter(ticket, CounterEvent::Failed(fault, None));
                    }
                }
                CounterEffect::Print(leave, request) => {
                    self.print_for_staff(ticket, PrintOrder::Again(ticket, leave, request));
                }
                CounterEffect::PrintShift(report) => {
                    self.print_for_staff(ticket, PrintOrder::Shift(ticket, report));
                }
                CounterEffect::Import(job) => {
                    if let Err(fault) = self.crew.run_import(ticket, job) {
                        tracing::error!(fault = fault.key(), "the importer could not take a job of staff");
                        self.outbox.post_counter(ticket, CounterEvent::Failed(fault, None));
                    }
                }
                CounterEffect::CheckDevices(leave, run) => {
                    if let Err(fault) = self.crew.check_devices(ticket, leave, run) {
                        self.outbox.post_counter(ticket, CounterEvent::Failed(fault, None));
                    }
                }
                CounterEffect::PrintTest(leave, at) => {
                    self.print_for_staff(ticket, PrintOrder::Test(ticket, leave, at));
                }
                CounterEffect::TryVoice => self.try_voice(),
                CounterEffect::Visit(event) => {
                    let ticket = self.guest.visit.ticket;
                    self.handle(ctx, ticket, *event);
                }
                CounterEffect::ListCameras => {
                    if let Err(error) = self.crew.list_cameras(ticket) {
                        self.no_thread(ticket, &error);
                    }
                }
                CounterEffect::WatchCamera(on) => self.watch_camera(ticket, on),
                CounterEffect::ApplySetting(change) => self.apply(&change),
                CounterEffect::Close => {
                    self.counter = None;
                    self.crew.leave_check();
                    self.speaker.hush();
                    self.lens.point(None);
                    // What staff typed does not stay; the visitor has the usual time again.
                    ui::forget::all(ctx);
                    let ticket = self.guest.visit.ticket;
                    self.handle(ctx, ticket, Event::StaffLeft);
                }
            }
            ctx.request_repaint();
        }
    }

    fn print_for_staff(&self, ticket: CounterTicket, order: PrintOrder) {
        let kind = order.word();
        if let Err(fault) = self.crew.print(order) {
            tracing::error!(fault = fault.key(), kind, "the press could not take a job of staff");
            self.outbox.post_counter(ticket, CounterEvent::NotMade(fault, None));
        }
    }

    fn watch_camera(&mut self, ticket: CounterTicket, on: bool) {
        // The one before lets go of the device first.
        self.lens.point(None);
        if on {
            match self.crew.look(ticket) {
                Ok(look) => self.lens.point(Some(look)),
                Err(error) => self.no_thread(ticket, &error),
            }
        }
    }

    fn no_thread(&self, ticket: CounterTicket, error: &std::io::Error) {
        let incident = crate::work::incident::log(Fault::Internal, error);
        self.outbox.post_counter(ticket, CounterEvent::Failed(Fault::Internal, Some(incident)));
    }

    /// What was chosen is in force: the camera with the next capture, the rest with the next visit, which a home page
    /// that nobody has touched is already.
    fn apply(&mut self, change: &SettingChange) {
        self.sheet.take(change);
        self.pick.set(self.sheet.camera.clone());
        let settings = VisitSettings {
            language: self.sheet.language,
            idle_warn_s: self.sheet.rest.0,
            idle_end_s: self.sheet.rest.1,
            consent: self.settings.consent.clone(),
        };
        self.settings = Arc::new(settings);
        self.guest.visit.begin_with(&self.settings);
    }

    /// Shows the console instead of the visitor's page.
    fn show_counter(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let now = self.clock.moment();
        // The visitor waits for staff, not for the idle limit.
        self.guest.visit.touch(now);
        let ticket = self.counter_ticket;
        if let Some(counter) = self.counter.as_mut().filter(|_| touched(&ctx)) {
            counter.touch(now);
        }
        self.handle_counter(&ctx, ticket, CounterEvent::Tick);
        let over = self.guest.visit.assistable();
        if let Some(effects) = self.counter.as_mut().map(|counter| counter.visit_is(over)) {
            self.run_counter(&ctx, ticket, effects);
        }
        self.lens.refresh(&ctx);
        let Some(counter) = &mut self.counter else { return };
        let cx = ConsoleCx {
            words: &self.words,
            demo: self.facts.demo,
            now,
            today: self.clock.today(),
            zone: &self.zone,
            camera: self.lens.texture(),
        };
        let pressed = console::show(ui, counter, &cx);
        if let Some(observer) = &self.observer {
            observer.look_at_counter(counter);
        }
        ctx.request_repaint_after(counter.quiet_for(now));
        if let Some(event) = pressed {
            self.handle_counter(&ctx, ticket, event);
            ctx.request_repaint();
        }
    }

    /// The next visitor must find nothing of this one: one assignment, and egui's own memory.
    fn forget(&mut self, ctx: &Context, ending: Ending) {
        let next = self.guest.visit.ticket.next();
        let (language, display) = (self.guest.visit.language, self.guest.visit.display);
        let visit = Visit::after(ending, language, next, Arc::clone(&self.settings), self.clock.moment());
        self.guest = Guest::new(visit.read_with(display));
        ui::forget::all(ctx);
        self.speaker.hush();
        ctx.request_repaint();
    }

    /// Says what the page announced since the last frame.
    fn speak(&self, ctx: &Context) {
        let visit = &self.guest.visit;
        let guidance = visit.display.spoken;
        ui::reader::set(ctx, guidance.on, guidance.headphones);
        if !guidance.on {
            return;
        }
        for announcement in ui::reader::take(ctx) {
            let text = spoken::text(&self.words, visit.language, &announcement.phrases);
            let language = visit.language.tag().to_owned();
            let utterance = Utterance { text, language, volume: guidance.volume, rate: guidance.rate };
            self.speaker.say([utterance], announcement.interrupt);
        }
    }

    /// Staff want to hear whether the voice works.
    fn try_voice(&self) {
        let utterances = [Language::Chinese, Language::English].map(|language| Utterance {
            text: self.words.get(language, "dc_sentence", &Args::none()),
            language: language.tag().to_owned(),
            volume: Level::Middle,
            rate: Level::Middle,
        });
        self.speaker.try_again();
        self.speaker.say(utterances, true);
    }

    /// Nothing can be heard: "Listen" goes off, and the page where it is set says why. Not over a running capture.
    fn tell_silence(&mut self, ctx: &Context) {
        let mut display = self.guest.visit.display;
        display.spoken.on = false;
        let ticket = self.guest.visit.ticket;
        self.handle(ctx, ticket, Event::SetDisplay(display));
        if !matches!(self.guest.visit.step, Step::Capturing(_) | Step::Done(_)) {
            self.handle(ctx, ticket, Event::OpenDisplay);
        }
    }

    /// The next look at the timers, if any runs.
    fn schedule(&self, ctx: &Context) {
        if let Some(quiet) = self.guest.visit.quiet_for(self.clock.moment()) {
            ctx.request_repaint_after(quiet);
        }
        if self.speaker.is_busy() {
            ctx.request_repaint_after(LISTENING);
        }
    }
}

impl eframe::App for Kiosk {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        ui::begin_frame(&ctx);
        self.stop.obey(&ctx);
        while let Ok((ticket, event)) = self.inbox.visits.try_recv() {
            self.handle(&ctx, ticket, event);
        }
        while let Ok((ticket, event)) = self.inbox.counter.try_recv() {
            self.handle_counter(&ctx, ticket, event);
        }
        if self.counter.is_none() && ctx.input_mut(|i| i.consume_shortcut(&FOR_STAFF)) {
            self.open_counter(&ctx);
        }
        if self.counter.is_some() {
            return self.show_counter(ui);
        }
        // On the idle page the page itself says what a touch means: going on, or "Finish and clear".
        let warned = matches!(self.guest.visit.idle(self.clock.moment()), Idle::Warn { .. });
        if touched(&ctx) && !warned {
            self.guest.visit.touch(self.clock.moment());
        }
        if self.speaker.is_busy() {
            self.guest.visit.listens(self.clock.moment());
        }
        let ticket = self.guest.visit.ticket;
        self.handle(&ctx, ticket, Event::Tick);
        self.guest.refresh_preview(&ctx);
        self.speak(&ctx);
        if self.guest.visit.display.spoken.on && self.speaker.state() == VoiceState::Silent {
            self.tell_silence(&ctx);
        }

        let now = self.clock.moment();
        let cx = PageCx {
            words: &self.words,
            facts: &self.facts,
            language: self.guest.visit.language,
            now,
            today: self.clock.today(),
            zone: &self.zone,
            idle: self.guest.visit.idle(now),
            preview: self.guest.preview.as_ref(),
            display: self.guest.visit.display,
            voice: self.speaker.state(),
        };
        let pressed = pages::show(ui, &mut self.guest.visit, &cx);
        if let Some(observer) = &self.observer {
            observer.look(&self.guest.visit);
        }
        if let Some(event) = pressed {
            match &event {
                Event::OpenCounter => return self.open_counter(&ctx),
                Event::SetDisplay(display) if !display.spoken.on => self.speaker.hush(),
                Event::SetDisplay(_) if !self.guest.visit.display.spoken.on => self.speaker.try_again(),
                event if hands_in(event) => ui::reader::submitted(&ctx),
                _ => {}
            }
            let ticket = self.guest.visit.ticket;
            self.handle(&ctx, ticket, event);
            ctx.request_repaint();
        }
        self.schedule(&ctx);
    }

    fn raw_input_hook(&mut self, _ctx: &Context, input: &mut egui::RawInput) {
        // A kiosk often runs without a window manager, and then nothing ever gives its only window
        // the focus: fields and the on-screen keyboard must work all the same.
        input.focused = true;
    }

    fn persist_egui_memory(&self) -> bool {
        // egui's memory holds what was typed; it never goes to disk.
        false
    }
}

/// What the visitor entered is to be judged.
fn hands_in(event: &Event) -> bool {
    matches!(
        event,
        Event::SignIn
            | Event::SubmitRegistration
            | Event::SubmitRecovery
            | Event::SubmitPassword
            | Event::TakeName
            | Event::VerifyByFace
    )
}

/// A finger, a button or a key: moving the mouse does not count.
fn touched(ctx: &Context) -> bool {
    ctx.input(|input| {
        input.events.iter().any(|event| {
            matches!(
                event,
                egui::Event::PointerButton { .. }
                    | egui::Event::Key { .. }
                    | egui::Event::Text(_)
                    | egui::Event::Paste(_)
                    | egui::Event::Touch { .. }
                    | egui::Event::MouseWheel { .. }
            )
        })
    })
}
