//! Visits handed to staff, pending until somebody closes them. One visit has one case.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Result, Store, StoreError, audit, case_faces, draw, enrollments, register};
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::case::{AssistCase, AssistCause, CaseOutcome, CaseTicket};
use crate::domain::consent::ConsentChoice;
use crate::domain::face_shot::CheckFinding;
use crate::domain::permit::PermitNumber;
use crate::domain::staff::Authority;
use crate::domain::time::{Date, Timestamp, office_zone};

/// How often to draw again when a ticket is taken; one in a hundred million is.
const DRAWS: usize = 8;

/// A pending case as staff list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingCase {
    /// What the visitor shows.
    pub ticket: String,
    pub opened_at: Timestamp,
    /// The stage's catalogue key.
    pub stage: String,
    /// The cause's catalogue key. Stores of older programs have none where the visitor just asked.
    pub cause: Option<String>,
    /// The incident in the log.
    pub incident: Option<String>,
    /// The permit number, all but its end hidden, if the visitor came that far.
    pub number: Option<String>,
    /// `face` or `staff`, if the visitor chose.
    pub consent: Option<String>,
}

impl Store {
    /// Keeps a case, with the visitor's consent choice and what staff are to look at if there is any, and draws
    /// its ticket.
    ///
    /// # Errors
    /// If the database fails; nothing is kept then.
    pub fn open_case(&mut self, case: &AssistCase, now: Timestamp) -> Result<CaseTicket> {
        let tickets = (0..DRAWS).map(|_| draw_ticket()).collect::<Result<Vec<String>>>()?;
        self.write(|db| {
            for ticket in tickets {
                let inserted = db.execute(
                    "INSERT INTO cases (ticket, stage, cause, incident, permit_number, opened_at, tries, finding)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (ticket) DO NOTHING",
                    params![
                        ticket,
                        case.stage.key(),
                        case.cause.key(),
                        case.incident.map(|incident| incident.to_string()),
                        case.permit.as_ref().map(PermitNumber::as_str),
                        now.to_string(),
                        case.tries,
                        case.finding.map(CheckFinding::word)
                    ],
                )?;
                if inserted == 1 {
                    let id = db.last_insert_rowid();
                    consents_of(db, id, case, now)?;
                    audit::append(
                        db,
                        AuditEntry::new(AuditEvent::HandedToStaff, AuditSubject::Case(id)).with(case.stage.key()),
                        now,
                    )?;
                    return Ok(CaseTicket(ticket));
                }
            }
            Err(StoreError::Random("every ticket drawn was taken".to_owned()))
        })
    }

    /// Brings the case of `ticket` to where the visitor stands now; a case that was closed is pending
    /// again. `None` if there is no such case any more.
    ///
    /// # Errors
    /// If the database fails; nothing is changed then.
    pub fn update_case(
        &mut self,
        ticket: &CaseTicket,
        case: &AssistCase,
        now: Timestamp,
    ) -> Result<Option<CaseTicket>> {
        let (ticket, erased) = self.write(|db| {
            let Some(id) = id_of(db, &ticket.0)? else { return Ok((None, false)) };
            let pending_for: Option<String> = db
                .query_row("SELECT cause FROM cases WHERE id = ?1 AND closed_at IS NULL", [id], |row| row.get(0))
                .optional()?
                .flatten();
            let number = case.permit.as_ref().map(PermitNumber::as_str);
            let staff_chosen = case.consent.as_ref().is_some_and(|consent| consent.choice == ConsentChoice::Staff);
            // A picture is compared with the photo of the number it was taken for, and kept only as long as that
            // is agreed to.
            let erased = (staff_chosen || is_of_another(db, id, number)?) && case_faces::erase(db, id)?;
            db.execute(
                "UPDATE cases SET stage = ?2, cause = ?3, incident = coalesce(?4, incident),
                 permit_number = coalesce(?5, permit_number), closed_at = NULL, closed_on = NULL, outcome = NULL,
                 decided = NULL, reason = NULL, tries = max(tries, ?6), finding = coalesce(?7, finding) WHERE id = ?1",
                params![
                    id,
                    case.stage.key(),
                    graver(pending_for.as_deref(), case.cause.key()),
                    case.incident.map(|incident| incident.to_string()),
                    number,
                    case.tries,
                    case.finding.map(CheckFinding::word)
                ],
            )?;
            consents_of(db, id, case, now)?;
            let entry = AuditEntry::new(AuditEvent::HandedToStaff, AuditSubject::Case(id)).with(case.stage.key());
            audit::append(db, entry, now)?;
            Ok((Some(ticket.clone()), erased))
        })?;
        self.log_holds_erased |= erased;
        Ok(ticket)
    }

    /// Closes the case of `ticket`, in whatever way it was typed (`k7f 4m9`); `by` whom.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`], [`StoreError::CaseClosed`] if it was closed before, or the database
    /// fails.
    pub fn close_case(
        &mut self,
        ticket: &str,
        outcome: CaseOutcome,
        by: impl Into<AuditActor>,
        now: Timestamp,
        today: Date,
    ) -> Result<()> {
        let by = by.into();
        let ticket = ticket_of(ticket);
        self.log_holds_erased |= self.write(|db| {
            let id = id_of(db, &ticket)?.ok_or(StoreError::NoSuchCase)?;
            match close(db, id, outcome, by, now, today)? {
                Closing::ClosedBefore => Err(StoreError::CaseClosed),
                Closing::Closed { face_erased } => Ok(face_erased),
            }
        })?;
        Ok(())
    }

    /// The cases nobody has closed, oldest first.
    ///
    /// # Errors
    /// If the database fails or a row is damaged.
    pub fn pending_cases(&self) -> Result<Vec<PendingCase>> {
        let mut statement = self.db.prepare(
            "SELECT c.*, (SELECT choice FROM consents WHERE case_id = c.id ORDER BY id DESC LIMIT 1) AS consent FROM cases c
             WHERE closed_at IS NULL ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let number: Option<String> = row.get("permit_number")?;
            let number =
                number.map(|n| PermitNumber::parse(&n)).transpose().map_err(|_| register::damaged("permit_number"))?;
            list.push(PendingCase {
                ticket: row.get("ticket")?,
                opened_at: row.get::<_, String>("opened_at")?.parse().map_err(|_| register::damaged("opened_at"))?,
                stage: row.get("stage")?,
                cause: row.get("cause")?,
                incident: row.get("incident")?,
                number: number.map(|n| n.masked()),
                consent: row.get("consent")?,
            });
        }
        Ok(list)
    }
}

/// Closes what is pending for a number that is enrolled now, where the matter settled itself: a case in
/// which somebody else may have used the number stays for staff. Says whether anything of a face was erased.
pub(super) fn close_of_number(db: &Connection, number: &PermitNumber, now: Timestamp, today: Date) -> Result<bool> {
    let mut pending = db.prepare("SELECT id, cause FROM cases WHERE closed_at IS NULL AND permit_number = ?1")?;
    let pending: Vec<(i64, Option<String>)> =
        pending.query_map([number.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut erased = false;
    for (id, cause) in pending {
        if is_settled(cause.as_deref()) {
            erased |= close(db, id, CaseOutcome::Enrolled, AuditActor::System, now, today)?.erased_a_face();
        }
    }
    Ok(erased)
}

/// Closes the case that staff had before them when they verified the holder of `number`; one of another number
/// stays. Says whether anything of a face was erased.
pub(super) fn settle(
    db: &Connection,
    ticket: &CaseTicket,
    number: &PermitNumber,
    leave: &Authority,
    now: Timestamp,
    today: Date,
) -> Result<bool> {
    let id: Option<i64> = db
        .query_row(
            "SELECT id FROM cases WHERE ticket = ?1 AND (permit_number IS NULL OR permit_number = ?2)",
            [ticket.0.as_str(), number.as_str()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(id) = id else { return Ok(false) };
    Ok(close(db, id, CaseOutcome::Helped, AuditActor::from(leave), now, today)?.erased_a_face())
}

/// Closes as left what nobody closed within `days` from the day it was opened, and says how many. It counts
/// as closed on its last day, also if the kiosk was off then: so no case is kept longer than was promised.
pub(super) fn close_left(db: &Connection, days: u32, now: Timestamp, today: Date) -> Result<usize> {
    let mut pending = db.prepare("SELECT id, opened_at FROM cases WHERE closed_at IS NULL")?;
    let pending: Vec<(i64, String)> =
        pending.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let days = jiff::Span::new().days(days.min(enrollments::MOST_DAYS));
    let mut left = 0;
    for (id, opened) in pending {
        let opened: Timestamp = opened.parse().map_err(|_| register::damaged("opened_at"))?;
        let over = opened.to_zoned(office_zone()).date().saturating_add(days);
        if over <= today {
            close(db, id, CaseOutcome::Left, AuditActor::System, now, over.yesterday().unwrap_or(over))?;
            left += 1;
        }
    }
    Ok(left)
}

/// Whether enrolling settles a case of this stored cause. One that this program does not know is for staff.
fn is_settled(cause: Option<&str>) -> bool {
    // Older programs wrote none where the visitor just asked.
    cause.is_none_or(|key| AssistCause::of_key(key).is_some_and(AssistCause::is_settled_by_enrolling))
}

/// The cause a pending case has from now on: the newest, but none that would let enrolling settle what it
/// did not settle before.
fn graver<'a>(kept: Option<&'a str>, new: &'a str) -> &'a str {
    kept.filter(|kept| !is_settled(Some(kept)) && is_settled(Some(new))).unwrap_or(new)
}

/// What closing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    ClosedBefore,
    /// It was pending until now.
    Closed {
        face_erased: bool,
    },
}

impl Closing {
    pub(super) fn erased_a_face(self) -> bool {
        self == Self::Closed { face_erased: true }
    }
}

/// Closes a case, and erases what staff looked at.
pub(super) fn close(
    db: &Connection,
    id: i64,
    outcome: CaseOutcome,
    by: AuditActor,
    now: Timestamp,
    today: Date,
) -> Result<Closing> {
    let closed = db.execute(
        "UPDATE cases SET closed_at = ?2, closed_on = ?3, outcome = ?4, claimed_by = NULL, claimed_at = NULL
         WHERE id = ?1 AND closed_at IS NULL",
        params![id, now.to_string(), today.to_string(), outcome.word()],
    )?;
    if closed == 0 {
        return Ok(Closing::ClosedBefore);
    }
    let face_erased = case_faces::erase(db, id)?;
    let entry = AuditEntry::new(AuditEvent::CaseClosed, AuditSubject::Case(id)).with(outcome.word()).by(by);
    audit::append(db, entry, now)?;
    Ok(Closing::Closed { face_erased })
}

/// What the visitor agreed to, and what may be kept because of that.
fn consents_of(db: &Connection, id: i64, case: &AssistCase, now: Timestamp) -> Result<()> {
    if let Some(consent) = &case.consent {
        enrollments::consent_of(db, consent, None, Some(id), now)?;
    }
    if let Some(face) = &case.face {
        enrollments::consent_of(db, face.consent(), None, Some(id), now)?;
        case_faces::keep(db, id, face)?;
    }
    Ok(())
}

/// Whether the case was about another permit number until now.
fn is_of_another(db: &Connection, id: i64, number: Option<&str>) -> Result<bool> {
    let known: Option<String> =
        db.query_row("SELECT permit_number FROM cases WHERE id = ?1", [id], |row| row.get(0))?;
    Ok(number.is_some_and(|number| known.is_some_and(|known| known != number)))
}

fn id_of(db: &Connection, ticket: &str) -> Result<Option<i64>> {
    Ok(db.query_row("SELECT id FROM cases WHERE ticket = ?1", [ticket], |row| row.get(0)).optional()?)
}

/// The stored form of a ticket as somebody types it: capitals, one hyphen in the middle.
fn ticket_of(typed: &str) -> String {
    let mut ticket: String =
        typed.chars().filter(char::is_ascii_alphanumeric).take(7).map(|c| c.to_ascii_uppercase()).collect();
    if ticket.len() > 3 {
        ticket.insert(3, '-');
    }
    ticket
}

/// Six characters, e.g. `K7F-4M9`.
fn draw_ticket() -> Result<String> {
    let drawn = draw::characters(6)?;
    let (first, second) = drawn.split_at(3);
    Ok(format!("{first}-{second}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::VisitStage;
    use crate::domain::fault::{Fault, Incident};
    use crate::store::fixtures::{at, enroll, new_enrollment, permit, store_with, today};

    fn bare(stage: VisitStage, cause: AssistCause) -> AssistCase {
        AssistCase { stage, cause, incident: None, permit: None, consent: None, tries: 0, finding: None, face: None }
    }

    fn outcome(store: &Store, ticket: &CaseTicket) -> Option<String> {
        store.db.query_row("SELECT outcome FROM cases WHERE ticket = ?1", [&ticket.0], |row| row.get(0)).unwrap()
    }

    #[test]
    fn asking_again_brings_the_same_case_up_to_date() {
        let mut store = Store::in_memory().unwrap();
        let ticket = store.open_case(&bare(VisitStage::Home, AssistCause::Asked), at()).unwrap();
        let mut later = bare(VisitStage::FaceRecognition, AssistCause::Fault(Fault::FaceDark));
        later.permit = Some(permit(1).number);
        later.consent = Some(new_enrollment(1).consent);
        for _ in 0..2 {
            assert_eq!(store.update_case(&ticket, &later, at()).unwrap(), Some(ticket.clone()));
        }
        let list = store.pending_cases().unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].stage.as_str(), list[0].cause.as_deref()), ("stage_face", Some("x_dark")));
        assert_eq!(list[0].consent.as_deref(), Some("face"));
        let consents: i64 = store.db.query_row("SELECT count(*) FROM consents", [], |row| row.get(0)).unwrap();
        assert_eq!(consents, 1, "one agreement is kept once");
        // Without a fault of its own the newest cause stands, but what was known stays known.
        store.update_case(&ticket, &bare(VisitStage::Card, AssistCause::Asked), at()).unwrap();
        let list = store.pending_cases().unwrap();
        assert_eq!((list[0].cause.as_deref(), list[0].number.is_some()), (Some("z_asked"), true));
        assert_eq!(store.update_case(&CaseTicket("333-333".into()), &later, at()).unwrap(), None);
        store.verify_audit().unwrap();
    }

    #[test]
    fn staff_close_a_case_once_and_the_visitor_can_open_it_again() {
        let mut store = Store::in_memory().unwrap();
        let case = bare(VisitStage::Card, AssistCause::Asked);
        let ticket = store.open_case(&case, at()).unwrap();
        let typed = ticket.0.to_lowercase().replace('-', " ");
        store.close_case(&typed, CaseOutcome::Helped, AuditActor::Command, at(), today()).unwrap();
        assert_eq!(outcome(&store, &ticket).as_deref(), Some("helped"));
        assert!(store.pending_cases().unwrap().is_empty());
        assert!(matches!(
            store.close_case(&typed, CaseOutcome::Left, AuditActor::Command, at(), today()),
            Err(StoreError::CaseClosed)
        ));
        for nobody in ["", "333-333", "K7F'--", "很长的编号"] {
            let closed = store.close_case(nobody, CaseOutcome::Left, AuditActor::Command, at(), today());
            assert!(matches!(closed, Err(StoreError::NoSuchCase)), "{nobody}");
        }
        store.update_case(&ticket, &case, at()).unwrap();
        assert_eq!((store.pending_cases().unwrap().len(), outcome(&store, &ticket)), (1, None));
        store.verify_audit().unwrap();
    }

    #[test]
    fn who_enrolls_after_all_is_not_waited_for() {
        let mut store = store_with([permit(1), permit(2)]);
        let mut case = bare(VisitStage::Consent, AssistCause::Asked);
        case.permit = Some(permit(1).number);
        let settled = store.open_case(&case, at()).unwrap();
        case.permit = Some(permit(2).number);
        let other = store.open_case(&case, at()).unwrap();
        enroll(&mut store, 1);
        assert_eq!(outcome(&store, &settled).as_deref(), Some("enrolled"));
        assert_eq!(outcome(&store, &other), None);
        assert_eq!(store.pending_cases().unwrap().len(), 1);
    }

    #[test]
    fn a_strangers_case_outlives_the_holders_enrollment() {
        let mut store = store_with([permit(1)]);
        let open = |store: &mut Store, cause| {
            let case = AssistCase { permit: Some(permit(1).number), ..bare(VisitStage::FaceRecognition, cause) };
            store.open_case(&case, at()).unwrap()
        };
        let kept = [
            AssistCause::Fault(Fault::NotSamePerson),
            AssistCause::Fault(Fault::FaceChanged),
            AssistCause::Fault(Fault::MatchUnclear),
            AssistCause::Fault(Fault::AlreadyRegistered),
            AssistCause::NoTriesLeft,
        ]
        .map(|cause| open(&mut store, cause));
        let settled = [
            AssistCause::Asked,
            AssistCause::ChoseStaff,
            AssistCause::Fault(Fault::FaceDark),
            AssistCause::Fault(Fault::CameraAbsent),
            AssistCause::Fault(Fault::StoreUnavailable),
        ]
        .map(|cause| open(&mut store, cause));
        enroll(&mut store, 1);
        for case in &kept {
            assert_eq!(outcome(&store, case), None);
        }
        for case in &settled {
            assert_eq!(outcome(&store, case).as_deref(), Some("enrolled"));
        }
        store.verify_audit().unwrap();
    }

    #[test]
    fn asking_again_does_not_make_a_grave_case_harmless() {
        let mut store = store_with([permit(1)]);
        let mut case = bare(VisitStage::FaceRecognition, AssistCause::Fault(Fault::NotSamePerson));
        case.permit = Some(permit(1).number);
        let ticket = store.open_case(&case, at()).unwrap();
        let cause = |store: &Store| store.pending_cases().unwrap()[0].cause.clone().unwrap();
        for (next, expected) in [
            (AssistCause::Asked, "x_other"),
            (AssistCause::Fault(Fault::FaceDark), "x_other"),
            (AssistCause::NoTriesLeft, "z_no_tries"),
            (AssistCause::Asked, "z_no_tries"),
        ] {
            case.cause = next;
            store.update_case(&ticket, &case, at()).unwrap();
            assert_eq!(cause(&store), expected);
        }
        // Once staff looked at it, it begins anew.
        store.close_case(&ticket.0, CaseOutcome::Helped, AuditActor::Command, at(), today()).unwrap();
        store.update_case(&ticket, &case, at()).unwrap();
        assert_eq!(cause(&store), "z_asked");
    }

    #[test]
    fn a_case_is_kept_until_staff_close_it() {
        let mut store = Store::in_memory().unwrap();
        let mut consent = new_enrollment(1).consent;
        consent.choice = ConsentChoice::Staff;
        let full = AssistCase {
            stage: VisitStage::Consent,
            cause: AssistCause::Fault(Fault::NotSamePerson),
            incident: Some(Incident(5)),
            permit: Some(permit(1).number),
            consent: Some(consent),
            tries: 0,
            finding: None,
            face: None,
        };
        let bare = AssistCase {
            stage: VisitStage::Home,
            cause: AssistCause::Asked,
            incident: None,
            permit: None,
            consent: None,
            tries: 0,
            finding: None,
            face: None,
        };
        let first = store.open_case(&full, at()).unwrap();
        let second = store.open_case(&bare, at()).unwrap();
        assert_ne!(first, second);
        let list = store.pending_cases().unwrap();
        assert_eq!(
            list[0],
            PendingCase {
                ticket: first.0,
                opened_at: at(),
                stage: "stage_consent".into(),
                cause: Some("x_other".into()),
                incident: Some(Incident(5).to_string()),
                number: Some("**************0001".into()),
                consent: Some("staff".into()),
            }
        );
        assert_eq!((list[1].ticket.as_str(), &list[1].number, &list[1].consent), (second.0.as_str(), &None, &None));
        store.verify_audit().unwrap();
    }

    #[test]
    fn tickets_are_short_and_cannot_be_misread() {
        for _ in 0..200 {
            let ticket = draw_ticket().unwrap();
            assert_eq!(ticket.len(), 7);
            assert_eq!(ticket.as_bytes()[3], b'-');
            assert!(ticket.bytes().all(|b| b == b'-' || crate::domain::resume::CODE_CHARACTERS.contains(&b)));
        }
    }
}
