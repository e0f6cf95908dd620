//! The counter: what staff do on the kiosk, from signing in to signing out.
//!
//! It stands over the visit, of which nothing is seen meanwhile, and moves it on only by an event of staff.

use crate::domain::case::VisitStage;
use crate::domain::consent::ConsentText;
use crate::domain::fault::{Fault, Incident};
use crate::domain::rehearsal::Rehearsals;
use crate::domain::settings::SettingsSheet;
use crate::domain::staff::{Act, Authority, SessionState, SignOut, StaffMember, StaffSession};
use crate::domain::time::{Moment, Timestamp};
use crate::flow::assistable::Assistable;

pub mod assist;
pub mod audit_log;
pub mod confirm;
pub mod devices;
pub mod effect;
pub mod event;
pub mod find;
pub mod own_secret;
pub mod queue;
pub mod register;
pub mod rehearse;
pub mod settings;
pub mod shift;
pub mod sign_in;
pub mod staff_list;

use assist::Assist;
use audit_log::AuditLog;
use confirm::Confirm;
use devices::{CheckRun, Devices};
use effect::{CounterEffect, CounterJob};
use event::{CounterEvent, NotDone};
use find::Find;
use own_secret::OwnSecret;
use queue::Queue;
use register::Register;
use rehearse::Rehearse;
use settings::Settings;
use shift::Shift;
use sign_in::SignIn;
use staff_list::StaffList;

/// Rest on the sign-in page after which the visitor's page comes back.
const SIGN_IN_REST: std::time::Duration = std::time::Duration::from_mins(1);

/// Numbers the times the console is open; an answer to an earlier one is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CounterTicket(pub u64);

/// The parts of the console behind the sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Cases that wait for a decision.
    Queue,
    /// Helping over the visit beneath, or with kept entries.
    Assist,
    /// Enrollments: find, print again, help their holders.
    Find,
    /// The permit register, and importing into it.
    Register,
    /// What was done, by whom.
    Audit,
    /// What the shift did, on paper.
    Shift,
    /// Camera, printer, store: whether they work.
    Devices,
    /// Who works here.
    Staff,
    /// What can be chosen of this kiosk.
    Settings,
    /// Faults to train with, in the demo.
    Rehearse,
}

/// What stands on the screen.
#[derive(Debug)]
pub enum CounterPage {
    SignIn(SignIn),
    /// A secret of one's own: asked for after a drawn PIN, and on request.
    OwnSecret(OwnSecret),
    Queue(Queue),
    Assist(Assist),
    Find(Find),
    Register(Register),
    Audit(AuditLog),
    Shift(Shift),
    Devices(Devices),
    Staff(StaffList),
    Settings(Box<Settings>),
    Rehearse(Rehearse),
}

/// What is told above the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The machine failed.
    Fault(Fault, Option<Incident>),
    /// Staff can do something about it.
    NotDone(NotDone),
}

/// What stays the same for whoever signs in.
#[derive(Clone, Debug)]
pub struct CounterMeans {
    /// Faults that may be caused to train; only the demo has them.
    pub rehearsals: Option<Rehearsals>,
    /// The consent text in force.
    pub consent: ConsentText,
    /// The settings in force.
    pub settings: SettingsSheet,
}

/// The console while it is open.
#[derive(Debug)]
pub struct Counter {
    pub ticket: CounterTicket,
    pub page: CounterPage,
    /// Asks who answers for an act, over the page.
    pub confirm: Option<Confirm>,
    /// What failed last, until something else is done.
    pub trouble: Option<Trouble>,
    /// The visit beneath as staff see it; `None` where nobody is helped.
    pub over: Option<Assistable>,
    means: CounterMeans,
    /// The newest check of the devices.
    last_check: CheckRun,
    session: Option<StaffSession>,
    last_touch: Moment,
    /// How many files were checked.
    checks: u64,
}

impl Section {
    /// All of them, as they stand in the list.
    pub const ALL: [Self; 10] = [
        Self::Queue,
        Self::Assist,
        Self::Find,
        Self::Register,
        Self::Audit,
        Self::Shift,
        Self::Devices,
        Self::Staff,
        Self::Settings,
        Self::Rehearse,
    ];

    /// What one has to be allowed to do to open it.
    #[must_use]
    pub fn act(self) -> Act {
        match self {
            Self::Queue => Act::Review,
            Self::Assist => Act::Assist,
            Self::Find => Act::Find,
            Self::Register => Act::ImportRegister,
            Self::Audit => Act::ReadAudit,
            Self::Shift => Act::ShiftReport,
            Self::Devices => Act::CheckDevices,
            Self::Staff => Act::ManageStaff,
            Self::Settings => Act::ChangeSettings,
            Self::Rehearse => Act::Rehearse,
        }
    }

    /// The catalogue's key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Queue => "q_nav1",
            Self::Assist => "q_nav2",
            Self::Find => "q_nav3",
            Self::Register => "q_nav4",
            Self::Audit => "q_nav5",
            Self::Shift => "sh_title",
            Self::Devices => "q_nav6",
            Self::Staff => "sl_title",
            Self::Settings => "se_title",
            Self::Rehearse => "rh_title",
        }
    }
}

impl Counter {
    /// Opened: first of all somebody signs in.
    #[must_use]
    pub fn open(ticket: CounterTicket, means: CounterMeans, now: Moment) -> Self {
        Self {
            ticket,
            page: CounterPage::SignIn(SignIn::default()),
            confirm: None,
            trouble: None,
            over: None,
            means,
            last_check: CheckRun::default(),
            session: None,
            last_touch: now,
            checks: 0,
        }
    }

    /// Who is signed in.
    #[must_use]
    pub fn member(&self) -> Option<&StaffMember> {
        self.session.as_ref().map(StaffSession::member)
    }

    /// The section on the screen.
    #[must_use]
    pub fn section(&self) -> Option<Section> {
        match &self.page {
            CounterPage::SignIn(_) | CounterPage::OwnSecret(_) => None,
            CounterPage::Queue(_) => Some(Section::Queue),
            CounterPage::Assist(_) => Some(Section::Assist),
            CounterPage::Find(_) => Some(Section::Find),
            CounterPage::Register(_) => Some(Section::Register),
            CounterPage::Audit(_) => Some(Section::Audit),
            CounterPage::Shift(_) => Some(Section::Shift),
            CounterPage::Devices(_) => Some(Section::Devices),
            CounterPage::Staff(_) => Some(Section::Staff),
            CounterPage::Settings(_) => Some(Section::Settings),
            CounterPage::Rehearse(_) => Some(Section::Rehearse),
        }
    }

    /// The sections that whoever is signed in may open; none before.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let Some(member) = self.member().filter(|member| !member.must_change) else { return Vec::new() };
        let there = |section: &Section| *section != Section::Rehearse || self.means.rehearsals.is_some();
        Section::ALL.into_iter().filter(|section| member.role.may(section.act())).filter(there).collect()
    }

    /// How the sign-in stands; before it, whether somebody is still there.
    #[must_use]
    pub fn state(&self, now: Moment) -> SessionState {
        match &self.session {
            Some(session) => session.state(now),
            None if now.since(self.last_touch) >= SIGN_IN_REST => SessionState::Over,
            None => SessionState::Active,
        }
    }

    /// How long no timer changes what is shown.
    #[must_use]
    pub fn quiet_for(&self, now: Moment) -> std::time::Duration {
        match (&self.session, &self.page) {
            (Some(session), _) => session.quiet_for(now),
            (None, CounterPage::SignIn(page)) => {
                let rest = SIGN_IN_REST.saturating_sub(now.since(self.last_touch));
                page.quiet_for(now).map_or(rest, |wait| wait.min(rest))
            }
            (None, _) => SIGN_IN_REST,
        }
    }

    /// Somebody touched the screen or a key.
    pub fn touch(&mut self, now: Moment) {
        self.last_touch = now;
        if let Some(session) = &mut self.session {
            session.touch(now);
        }
    }

    /// Leave for an act that needs nobody to sign again; `None` where the role or the rule of two forbids it.
    fn leave(&self, act: Act) -> Option<Authority> {
        Authority::of(act, self.member()?, None).ok()
    }

    /// The visit beneath stands like this now. Once staff verified its visitor there is nothing left to help with: the
    /// card is the visitor's.
    pub fn visit_is(&mut self, over: Option<Assistable>) -> Vec<CounterEffect> {
        let was = self.over.as_ref().is_some_and(|visit| visit.can_verify);
        self.over = over;
        let done = was && self.over.as_ref().is_some_and(|visit| visit.stage == VisitStage::Issuing);
        let mut effects = Vec::new();
        if done && matches!(self.page, CounterPage::Assist(_)) {
            self.sign_out(SignOut::Button, &mut effects);
        }
        effects
    }

    /// Moves the console on. Answers with another ticket are ignored.
    pub fn handle(
        &mut self,
        ticket: CounterTicket,
        event: CounterEvent,
        now: Moment,
        at: Timestamp,
    ) -> Vec<CounterEffect> {
        let mut effects = Vec::new();
        if ticket != self.ticket {
            return effects;
        }
        // What is pressed after the end of a sign-in only ends it.
        let over = self.session.is_some() && self.state(now) == SessionState::Over;
        let event = if over && event.is_of_staff() { CounterEvent::Tick } else { event };
        if event.is_of_staff() {
            self.touch(now);
            self.trouble = None;
        }
        match event {
            CounterEvent::Tick if self.state(now) == SessionState::Over => {
                let how = self.session.as_ref().and_then(|session| session.ended_by(now)).unwrap_or(SignOut::Idle);
                self.sign_out(how, &mut effects);
            }
            CounterEvent::Tick => {
                if let CounterPage::SignIn(page) = &mut self.page {
                    page.tick(now);
                }
            }
            CounterEvent::Leave => self.sign_out(SignOut::Button, &mut effects),
            CounterEvent::Failed(fault, incident) => {
                self.calm();
                self.trouble = Some(Trouble::Fault(fault, incident));
            }
            CounterEvent::NotDone(why) => {
                self.calm();
                self.trouble = Some(Trouble::NotDone(why));
            }
            CounterEvent::SignedIn(member) => {
                let fresh = member.must_change;
                self.session = Some(StaffSession::begin(member, now));
                if fresh {
                    self.page = CounterPage::OwnSecret(OwnSecret::default());
                } else {
                    // Whoever comes to a visit that is stuck is there to help with it.
                    self.show(if self.over.is_some() { Section::Assist } else { Section::Queue }, &mut effects);
                }
            }
            CounterEvent::Open(section) => self.show(section, &mut effects),
            CounterEvent::SettingChanged(change) => {
                // In force whatever page is open by now.
                self.means.settings.take(&change);
                effects.push(CounterEffect::ApplySetting(change.clone()));
                self.on_page(CounterEvent::SettingChanged(change), (now, at), &mut effects);
            }
            event if self.confirm.is_some() && (event.is_of_staff() || event.is_of_signing()) => {
                self.on_confirm(event, &mut effects);
            }
            event => self.on_page(event, (now, at), &mut effects),
        }
        effects
    }

    /// Opens a section, if whoever is signed in may.
    fn show(&mut self, section: Section, effects: &mut Vec<CounterEffect>) {
        let Some(member) = self.member().filter(|_| self.leave(section.act()).is_some()).cloned() else { return };
        self.put_back(effects);
        self.confirm = None;
        self.page = match section {
            Section::Queue => CounterPage::Queue(Queue::opened(effects)),
            Section::Assist => CounterPage::Assist(Assist::opened(self.over.as_ref(), &member, effects)),
            Section::Find => CounterPage::Find(Find::default()),
            Section::Register => CounterPage::Register(Register::opened(&member, effects)),
            Section::Audit => CounterPage::Audit(AuditLog::opened(&member, effects)),
            Section::Shift => CounterPage::Shift(Shift::default()),
            Section::Devices => CounterPage::Devices(Devices::opened(&member, &mut self.last_check, effects)),
            Section::Staff => CounterPage::Staff(StaffList::opened(&member, effects)),
            Section::Settings => {
                CounterPage::Settings(Box::new(Settings::opened(self.means.settings.clone(), effects)))
            }
            Section::Rehearse => match &self.means.rehearsals {
                Some(switches) => CounterPage::Rehearse(Rehearse::opened(switches.clone())),
                None => return,
            },
        };
    }

    /// What lies over the page: signed, refused, or left.
    fn on_confirm(&mut self, event: CounterEvent, effects: &mut Vec<CounterEffect>) {
        let Some(mut confirm) = self.confirm.take() else { return };
        match event {
            CounterEvent::Back if !confirm.busy => return,
            CounterEvent::Submit => {
                if let Some(member) = self.member() {
                    confirm.submit(member, effects);
                }
            }
            CounterEvent::Authorized(leave) => {
                if let CounterPage::Register(page) = &mut self.page {
                    page.signed();
                }
                return confirm.signed(leave, effects);
            }
            CounterEvent::NotAuthorized(why) => confirm.refused(why),
            _ => {}
        }
        self.confirm = Some(confirm);
    }

    /// A case that is open waits again; what was checked to be imported is let go.
    /// A case that is open waits again, and the camera is let go.
    fn put_back(&mut self, effects: &mut Vec<CounterEffect>) {
        match (&mut self.page, &self.session) {
            (CounterPage::Queue(page), Some(session)) => page.put_back(session.member(), effects),
            (CounterPage::Settings(page), _) => page.leave(effects),
            _ => {}
        }
        if matches!(self.page, CounterPage::Register(_)) {
            Register::left(effects);
        }
    }

    fn on_page(&mut self, event: CounterEvent, (now, at): (Moment, Timestamp), effects: &mut Vec<CounterEffect>) {
        let member = self.session.as_ref().map(StaffSession::member).cloned();
        let began = self.session.as_ref().map_or(at, |session| session.began(now, at));
        let mut confirm = None;
        match (&mut self.page, member) {
            (CounterPage::SignIn(page), None) => page.on(event, now, effects),
            (CounterPage::OwnSecret(page), Some(member)) => {
                let done = page.on(event, &member, effects);
                if let Some(session) = self.session.as_mut().filter(|_| done) {
                    session.changed();
                    self.show(Section::Queue, effects);
                }
            }
            (CounterPage::Queue(page), Some(member)) => confirm = page.on(event, &member, effects),
            (CounterPage::Assist(page), Some(member)) => {
                if let CounterEvent::Resumed(draft) = event {
                    // Who kept entries before the consent page chose staff by coming to them.
                    let consent = self.means.consent.clone();
                    page.resumed(draft, consent, at);
                } else {
                    confirm = page.on(event, self.over.as_ref(), &member, effects);
                }
            }
            (CounterPage::Find(page), Some(member)) => confirm = page.on(event, &member, at, effects),
            (CounterPage::Register(page), Some(member)) => {
                confirm = page.on(event, &mut self.checks, &member, effects);
            }
            (CounterPage::Audit(page), Some(member)) => page.on(event, &member, effects),
            (CounterPage::Shift(page), Some(member)) => page.on(event, &member, (began, at), effects),
            (CounterPage::Devices(page), Some(member)) => page.on(event, &member, at, &mut self.last_check, effects),
            (CounterPage::Staff(page), Some(member)) => page.on(event, &member, effects),
            (CounterPage::Settings(page), Some(member)) => page.on(event, &member, effects),
            (CounterPage::Rehearse(page), Some(member)) => page.on(event, &member, effects),
            _ => {}
        }
        // An answer of the desk comes to the page while somebody signs over it.
        if confirm.is_some() {
            self.confirm = confirm;
        }
    }

    /// Nobody is waited for any more.
    fn calm(&mut self) {
        match &mut self.page {
            CounterPage::SignIn(page) => page.busy = false,
            CounterPage::OwnSecret(page) => page.busy = false,
            CounterPage::Queue(page) => page.calm(),
            CounterPage::Assist(page) => page.calm(),
            CounterPage::Find(page) => page.calm(),
            CounterPage::Register(page) => page.calm(),
            CounterPage::Audit(page) => page.calm(),
            CounterPage::Shift(page) => page.calm(),
            CounterPage::Devices(page) => page.calm(),
            CounterPage::Staff(page) => page.calm(),
            CounterPage::Settings(page) => page.calm(),
            CounterPage::Rehearse(_) => {}
        }
        // It lies over the page that tells what did not work.
        self.confirm = None;
    }

    fn sign_out(&mut self, cause: SignOut, effects: &mut Vec<CounterEffect>) {
        self.put_back(effects);
        if let Some(session) = self.session.take() {
            effects.push(CounterEffect::Ask(Box::new(CounterJob::SignOut(session.member().id, cause))));
        }
        effects.push(CounterEffect::Close);
    }
}
