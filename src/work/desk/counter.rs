//! What staff ask of the store.

use std::time::Instant;

use crate::domain::account::PasswordPolicy;
use crate::domain::audit::{AuditEntry, AuditEvent, AuditOutcome, AuditSubject};
use crate::domain::audit_log::{AuditFilter, AuditRow};
use crate::domain::device_check::Health;
use crate::domain::enrollment::{AccountPassword, Evidence, NewEnrollment};
use crate::domain::fault::Fault;
use crate::domain::letter::PagePicture;
use crate::domain::resume::{ResumedDraft, Resumption};
use crate::domain::secret::Secret;
use crate::domain::staff::{Act, Authority, By, StaffMember, StaffNumber, StaffSignIn};
use crate::domain::staff_evidence::StaffEvidence;
use crate::domain::staff_secret::StaffSecret;
use crate::flow::counter::CounterTicket;
use crate::flow::counter::assist::CodeFault;
use crate::flow::counter::audit_log::{AuditCheck, PAGE};
use crate::flow::counter::devices::CheckNote;
use crate::flow::counter::effect::CounterJob;
use crate::flow::counter::event::{CounterEvent, NoLeave, NotDone};
use crate::flow::counter::register::RegisterAnswer;
use crate::flow::counter::staff_list::StaffChange;
use crate::pixels::{self, Bounds};
use crate::store::{Store, StoreError};

use super::super::guarded::{Panicked, guarded};
use super::Desk;

/// Longest side of a picture that staff compare: sharp when it is enlarged.
const PICTURE_SIDE: u32 = 900;

/// A picture of a case; one that cannot be opened leaves its place empty.
fn opened(bytes: &[u8]) -> Option<PagePicture> {
    match pixels::open(bytes, Bounds::PHOTO) {
        Ok(picture) => {
            let picture = pixels::fit(picture, PICTURE_SIDE);
            let (width, height) = picture.dimensions();
            Some(PagePicture { width, height, rgb: picture.into_raw().into() })
        }
        Err(error) => {
            tracing::warn!("a picture of a case cannot be shown: {error}");
            None
        }
    }
}

/// What staff can do something about is no fault of the machine.
fn refusal(error: &StoreError) -> Option<NotDone> {
    Some(match error {
        StoreError::StaffNumberTaken => NotDone::NumberTaken,
        StoreError::LastSupervisor => NotDone::LastSupervisor,
        StoreError::StaffDisabled | StoreError::NoSuchStaff => NotDone::StaffDisabled,
        StoreError::LeaveEnded => NotDone::LeaveEnded,
        StoreError::CaseClosed | StoreError::NoSuchCase => NotDone::CaseClosed,
        StoreError::CaseTaken => NotDone::CaseTaken,
        StoreError::NeedsSecond => NotDone::NeedsSecond,
        StoreError::NoConsent => NotDone::NoConsent,
        StoreError::WrongDocument => NotDone::WrongDocument,
        StoreError::AlreadyEnrolled => NotDone::AlreadyEnrolled,
        _ => return None,
    })
}

impl Desk {
    /// Does one job of staff and posts what came of it.
    pub(super) fn take_counter(&mut self, ticket: CounterTicket, job: CounterJob) {
        let done = guarded(|| self.answer_counter(job));
        self.tell_counter(ticket, done);
    }

    /// Posts what came of a job of staff.
    pub(super) fn tell_counter(
        &self,
        ticket: CounterTicket,
        done: Result<Result<Option<CounterEvent>, StoreError>, Panicked>,
    ) {
        let (fault, error): (Fault, Box<dyn std::error::Error>) = match done {
            Ok(Ok(Some(event))) => return self.outbox.post_counter(ticket, event),
            Ok(Ok(None)) => return,
            Ok(Err(error)) => {
                if let Some(why) = refusal(&error) {
                    return self.outbox.post_counter(ticket, CounterEvent::NotDone(why));
                }
                (error.fault(), Box::new(error))
            }
            Err(error) => (Fault::Internal, Box::new(error)),
        };
        let incident = crate::work::incident::log(fault, &*error);
        self.outbox.post_counter(ticket, CounterEvent::Failed(fault, Some(incident)));
    }

    fn answer_counter(&mut self, job: CounterJob) -> Result<Option<CounterEvent>, StoreError> {
        let (now, moment) = (self.clock.timestamp(), self.clock.moment());
        if self.rehearsals.is_some() {
            self.store.rehearse_full(false)?;
        }
        Ok(match job {
            CounterJob::SignIn { number, secret } => {
                Some(match self.store.staff_sign_in(&number, &secret, moment, now)? {
                    StaffSignIn::Granted(member) => CounterEvent::SignedIn(member),
                    StaffSignIn::Refused(refusal) => CounterEvent::SignInRefused(refusal),
                })
            }
            CounterJob::SignOut(id, how) => {
                self.store.staff_sign_out(id, how, now)?;
                // What was looked at does not stay in the store's memory.
                self.store.forget()?;
                None
            }
            CounterJob::ChoosePassword { member, old, new } => {
                Some(match StaffSecret::password(&member.number, &new) {
                    Ok(new) => self.change_secret(&member, &old, &new, None)?,
                    Err(faults) => CounterEvent::SecretRefused(faults),
                })
            }
            CounterJob::DrawPin { member, old } => {
                let pin = Store::draw_staff_pin()?;
                let shown = pin.secret().clone();
                Some(self.change_secret(&member, &old, &StaffSecret::Pin(pin), Some(shown))?)
            }
            CounterJob::Authorize { act, by, own, second } => Some(match self.authorize(act, &by, &own, second)? {
                Ok(leave) => CounterEvent::Authorized(leave),
                Err(why) => CounterEvent::NotAuthorized(why),
            }),
            CounterJob::Queue => Some(CounterEvent::QueueRead(self.store.review_queue(now)?)),
            CounterJob::OpenCase(leave, id) => {
                self.store.claim_case(&leave, id, now)?;
                let case = self.store.review_case(id, now)?;
                let reference = case.reference.as_deref().and_then(opened);
                let picture = case.picture.as_deref().and_then(opened);
                Some(CounterEvent::CaseRead(Box::new(case), reference, picture))
            }
            CounterJob::ReleaseCase(by, id) => {
                self.store.release_case(by, id)?;
                None
            }
            CounterJob::Decide(leave, id, decision) => {
                let today = self.clock.today();
                Some(CounterEvent::CaseDecided(self.store.decide_case(&leave, id, decision, now, today)?))
            }
            CounterJob::Find(leave, query) => {
                let today = self.clock.today();
                Some(CounterEvent::FoundRead(self.store.find(&leave, &query, moment, now, today)?))
            }
            CounterJob::ReadCard(leave, enrollment, kind) => {
                let card = self.store.card_of(&leave, enrollment)?;
                Some(CounterEvent::CardRead(Box::new(card), kind, leave))
            }
            CounterJob::ResetPassword(leave, enrollment, typed) => {
                Some(self.reset_password(&leave, enrollment, &typed)?)
            }
            CounterJob::Unlock(leave, enrollment) => {
                Some(CounterEvent::Unlocked(self.store.unlock(&leave, enrollment, now)?))
            }
            CounterJob::Withdraw(leave, enrollment) => {
                self.store.withdraw_consent(&leave, enrollment, now)?;
                // The pictures are out of the write-ahead log at once, unless somebody reads.
                let again = Instant::now() + self.erase_due();
                self.next_round = self.next_round.min(again);
                Some(CounterEvent::ConsentWithdrawn)
            }
            CounterJob::AuditRows(leave, filter) => Some(CounterEvent::AuditRead(self.read_audit(&leave, &filter)?)),
            CounterJob::RegisterState(leave) => {
                Some(CounterEvent::RegisterTold(RegisterAnswer::State(self.store.register_state(&leave)?)))
            }
            CounterJob::StaffRows(leave) => Some(CounterEvent::StaffRead(self.store.staff_rows(&leave)?)),
            CounterJob::ChangeStaff(leave, change) => Some(self.change_staff(&leave, change)?),
            CounterJob::ChangeSetting(leave, change) => {
                self.store.change_setting(&leave, &change, now)?;
                Some(CounterEvent::SettingChanged(change))
            }
            CounterJob::NoteAssisted(leave, stage) => self.note(AuditEvent::Assisted, stage.key(), &leave)?,
            CounterJob::Resume(leave, code) => {
                let today = self.clock.today();
                Some(match self.store.resume_draft(&leave, &code, moment, now, today)? {
                    Resumption::Opened(draft) => CounterEvent::Resumed(draft),
                    Resumption::Unknown => CounterEvent::NotResumed(CodeFault::Unknown),
                    Resumption::Locked { seconds } => CounterEvent::NotResumed(CodeFault::Locked { seconds }),
                })
            }
            CounterJob::EnrollDraft(draft, evidence) => Some(self.enroll_draft(*draft, evidence)?),
            CounterJob::NoteRehearsed(leave, what) => self.note(AuditEvent::Rehearsed, what.word(), &leave)?,
            CounterJob::NoteChecked(leave, what) => self.note_checked(&leave, what)?,
            CounterJob::CheckAudit(leave) => Some(CounterEvent::AuditChecked(self.check_audit(&leave)?)),
            CounterJob::ShiftCounts(leave, from, to) => {
                Some(CounterEvent::ShiftCounted(Box::new(self.store.report_shift(&leave, from, to, now)?)))
            }
        })
    }

    /// Nobody waits for an answer. Failed: something does not work.
    fn note_checked(&mut self, leave: &Authority, what: CheckNote) -> Result<Option<CounterEvent>, StoreError> {
        if leave.act() != Act::CheckDevices {
            return Err(StoreError::OtherAct);
        }
        let outcome = if what == CheckNote::Parts(Health::Fault) { AuditOutcome::Failed } else { AuditOutcome::Done };
        let entry = AuditEntry::new(AuditEvent::DevicesChecked, AuditSubject::Kiosk).with(what.word()).that(outcome);
        self.store.append_audit(entry.by(leave), self.clock.timestamp())?;
        Ok(None)
    }

    /// Only an audit row; nothing to answer.
    fn note(
        &mut self,
        event: AuditEvent,
        word: &'static str,
        leave: &Authority,
    ) -> Result<Option<CounterEvent>, StoreError> {
        let entry = AuditEntry::new(event, AuditSubject::Kiosk).with(word).by(leave);
        self.store.append_audit(entry, self.clock.timestamp())?;
        Ok(None)
    }

    fn change_secret(
        &mut self,
        member: &StaffMember,
        old: &Secret,
        new: &StaffSecret,
        shown: Option<Secret>,
    ) -> Result<CounterEvent, StoreError> {
        let (moment, now) = (self.clock.moment(), self.clock.timestamp());
        Ok(match self.store.change_staff_secret(member, old, new, moment, now)? {
            StaffSignIn::Granted(_) => CounterEvent::SecretChanged(shown),
            StaffSignIn::Refused(refusal) => CounterEvent::OldSecretRefused(refusal),
        })
    }

    /// The holder's own choice, by the service's rule; staff never see it.
    fn reset_password(
        &mut self,
        leave: &Authority,
        enrollment: i64,
        typed: &Secret,
    ) -> Result<CounterEvent, StoreError> {
        let card = self.store.card_of(leave, enrollment)?;
        let own = |text: &str| Secret::copied(text, text.chars().count());
        let (name, number) = (own(&card.permit.name.capitals()), own(card.permit.number.as_str()));
        Ok(match (PasswordPolicy { name: &name, number: &number }).accept(typed) {
            Err(faults) => CounterEvent::PasswordRefused(faults),
            Ok(new) => {
                self.store.reset_password_by_staff(leave, enrollment, &new, self.clock.timestamp())?;
                CounterEvent::PasswordSet
            }
        })
    }

    fn change_staff(&mut self, leave: &Authority, change: StaffChange) -> Result<CounterEvent, StoreError> {
        let (by, now) = (By::Staff(leave), self.clock.timestamp());
        let drawn = match change {
            StaffChange::Add(number, role) => {
                let pin = self.store.add_staff(&number, role, by, now)?;
                Some((number, pin.secret().clone()))
            }
            StaffChange::Reset(number) => {
                let pin = self.store.reset_staff(&number, by, now)?;
                Some((number, pin.secret().clone()))
            }
            StaffChange::Disable(number) => {
                self.store.disable_staff(&number, by, now)?;
                None
            }
        };
        Ok(CounterEvent::StaffChanged(self.store.staff_rows(leave)?, drawn))
    }

    /// One row more than a page has: so there are older ones. Looking is noted once, not with every page.
    fn read_audit(&mut self, leave: &Authority, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        if leave.act() != Act::ReadAudit {
            return Err(StoreError::OtherAct);
        }
        if *filter == AuditFilter::default() {
            let entry = AuditEntry::new(AuditEvent::AuditRead, AuditSubject::Kiosk).by(leave);
            self.store.append_audit(entry, self.clock.timestamp())?;
        }
        self.store.audit_rows(filter, true, PAGE + 1)
    }

    /// A log that is not whole is no fault of the machine but what was looked for.
    fn check_audit(&mut self, leave: &Authority) -> Result<AuditCheck, StoreError> {
        if leave.act() != Act::ReadAudit {
            return Err(StoreError::OtherAct);
        }
        match self.store.audit_proof() {
            Ok(proof) => Ok(AuditCheck::Whole { entries: proof.head.entries, unsigned: proof.unsigned() }),
            Err(
                StoreError::AuditBroken { number }
                | StoreError::AuditNotAsSigned { from: number, .. }
                | StoreError::AuditSignatureMissing { number },
            ) => {
                tracing::error!(number, "the audit log is not whole");
                Ok(AuditCheck::Broken { number })
            }
            Err(error) => Err(error),
        }
    }

    /// Enrolls whoever kept entries, from the hash of the password that was kept.
    fn enroll_draft(&mut self, draft: ResumedDraft, evidence: StaffEvidence) -> Result<CounterEvent, StoreError> {
        let (now, today) = (self.clock.timestamp(), self.clock.today());
        let permit = self.store.permit(&draft.number)?.ok_or(StoreError::NoSuchPermit)?;
        let consent = draft.consent.ok_or(StoreError::NotVerified)?;
        let new = NewEnrollment {
            number: draft.number,
            password: AccountPassword::Kept(draft.password),
            permit,
            consent,
            evidence: Evidence::Staff(evidence.settling(draft.case).from_draft(draft.id)),
        };
        let card = self.store.enroll(&new, now, today, self.picture_days)?;
        Ok(CounterEvent::EnrolledByStaff(Box::new(card)))
    }

    /// Both sign, the second only where the act needs one: each secret is proved anew.
    fn authorize(
        &mut self,
        act: Act,
        by: &StaffMember,
        own: &Secret,
        second: Option<(StaffNumber, Secret)>,
    ) -> Result<Result<Authority, NoLeave>, StoreError> {
        let (moment, now) = (self.clock.moment(), self.clock.timestamp());
        let by = match self.store.staff_sign_in(&by.number, own, moment, now)? {
            StaffSignIn::Granted(member) => member,
            StaffSignIn::Refused(refusal) => return Ok(Err(NoLeave::Own(refusal))),
        };
        let second = match second {
            None => None,
            // Told before the secret of a person who cannot be the second is looked at.
            Some((number, _)) if number == by.number => {
                return Ok(Err(NoLeave::Denied(crate::domain::staff::Denied::SamePerson)));
            }
            Some((number, secret)) => match self.store.staff_sign_in(&number, &secret, moment, now)? {
                StaffSignIn::Granted(member) => Some(member),
                StaffSignIn::Refused(refusal) => return Ok(Err(NoLeave::Second(refusal))),
            },
        };
        Ok(Authority::of(act, &by, second.as_ref()).map_err(NoLeave::Denied))
    }
}
