//! The review queue: cases that wait for staff, who looks at them, and what is decided.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::cases::{Closing, close};
use super::{Result, Store, StoreError, audit, case_faces, face_limit, register, staff};
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::case::{AssistCause, CaseTicket, VisitStage};
use crate::domain::consent::ConsentChoice;
use crate::domain::face_shot::CheckFinding;
use crate::domain::permit::PermitNumber;
use crate::domain::review::{
    CaseDecision, CaseId, Decided, PermitSummary, QueueRow, QueueState, RefusalReason, ReviewCase,
};
use crate::domain::staff::{Act, Authority, StaffId};
use crate::domain::time::{Date, Timestamp};

/// A case taken up so long ago is free again: a sign-in ends after five minutes' rest, and a look at two pictures
/// takes less than this.
const CLAIM: Duration = Duration::from_mins(30);

/// The columns of a pending case.
const PENDING: &str = "SELECT c.*, EXISTS (SELECT 1 FROM case_faces f WHERE f.case_id = c.id) AS evidence FROM cases c
    WHERE c.closed_at IS NULL";

impl Store {
    /// The cases that wait for staff, oldest first.
    ///
    /// # Errors
    /// If the database fails or a row is damaged.
    pub fn review_queue(&self, now: Timestamp) -> Result<Vec<QueueRow>> {
        let mut statement = self.db.prepare_cached(&format!("{PENDING} ORDER BY c.opened_at, c.id"))?;
        let mut rows = statement.query([])?;
        let mut queue = Vec::new();
        while let Some(row) = rows.next()? {
            queue.push(Pending::read(row)?.shown(now)?);
        }
        Ok(queue)
    }

    /// A pending case with what staff look at; never the score.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCase`] or [`StoreError::CaseClosed`], or the database fails.
    pub fn review_case(&self, id: CaseId, now: Timestamp) -> Result<ReviewCase> {
        let case = pending(&self.db, id)?;
        let permit = case.permit()?.map(|number| register::find(&self.db, &number)).transpose()?.flatten();
        let face = case_faces::find(&self.db, id.0)?.unwrap_or_default();
        let consent: Option<String> = self
            .db
            .query_row("SELECT choice FROM consents WHERE case_id = ?1 ORDER BY id DESC LIMIT 1", [id.0], |row| {
                row.get(0)
            })
            .optional()?;
        let consent = consent
            .map(|word| ConsentChoice::from_word(&word).ok_or_else(|| register::damaged("choice")))
            .transpose()?;
        Ok(ReviewCase {
            row: case.shown(now)?,
            incident: case.incident.clone(),
            consent,
            reference: permit.as_ref().and_then(|permit| permit.photo.clone()),
            permit: permit.as_ref().map(PermitSummary::of),
            picture: face.picture,
            readings: face.readings,
            needs_two: case.needs_two(),
        })
    }

    /// Takes a case up, so that nobody else decides it meanwhile.
    ///
    /// # Errors
    /// [`StoreError::CaseTaken`], [`StoreError::NoSuchCase`], [`StoreError::CaseClosed`],
    /// [`StoreError::OtherAct`] or [`StoreError::LeaveEnded`], or the database fails.
    pub fn claim_case(&mut self, leave: &Authority, id: CaseId, now: Timestamp) -> Result<()> {
        self.write(|db| {
            staff::allowed(db, leave, Act::Review)?;
            let case = pending(db, id)?;
            match case.held_by(now) {
                Some(other) if other != leave.by() => return Err(StoreError::CaseTaken),
                Some(_) | None => {}
            }
            let at = now.to_string();
            db.execute(
                "UPDATE cases SET claimed_by = ?2, claimed_at = ?3 WHERE id = ?1",
                params![id.0, leave.by().0, at],
            )?;
            let entry = AuditEntry::new(AuditEvent::Assisted, AuditSubject::Case(id.0)).with("review");
            audit::append(db, entry.by(leave), now)
        })
    }

    /// Lets a case go that was taken up, without a decision. One that somebody else took up since, or that is
    /// closed, stays as it is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn release_case(&mut self, by: StaffId, id: CaseId) -> Result<()> {
        self.write(|db| {
            db.execute(
                "UPDATE cases SET claimed_by = NULL, claimed_at = NULL WHERE id = ?1 AND claimed_by = ?2",
                [id.0, by.0],
            )?;
            Ok(())
        })
    }

    /// Decides a case: closes it, erases what was looked at, and tells the score. A retake gives the number its
    /// tries back.
    ///
    /// # Errors
    /// [`StoreError::NeedsSecond`] if approving goes against the comparison and nobody signed for that,
    /// [`StoreError::OtherAct`], [`StoreError::LeaveEnded`], [`StoreError::CaseTaken`] if another took it up,
    /// [`StoreError::NoSuchCase`], [`StoreError::CaseClosed`], or the database fails. Nothing is changed then.
    pub fn decide_case(
        &mut self,
        leave: &Authority,
        id: CaseId,
        decision: CaseDecision,
        now: Timestamp,
        today: Date,
    ) -> Result<Decided> {
        let number = pending(&self.db, id)?.permit()?;
        let key = number.as_ref().map(|number| self.number_key(number));
        let (decided, erased) = self.write(|db| {
            let case = pending(db, id)?;
            let overrides = leave.act() == Act::OverrideMatch;
            if decision == CaseDecision::Approved && case.needs_two() && !overrides {
                return Err(StoreError::NeedsSecond);
            }
            staff::allowed(db, leave, if overrides { Act::OverrideMatch } else { Act::Review })?;
            // Whoever took it up is one of those who sign.
            let sign = [Some(leave.by()), leave.second()];
            if case.held_by(now).is_some_and(|holder| !sign.contains(&Some(holder))) {
                return Err(StoreError::CaseTaken);
            }
            let score = case_faces::find(db, id.0)?.and_then(|face| face.score);
            db.execute(
                "UPDATE cases SET decided = ?2, reason = ?3 WHERE id = ?1",
                params![id.0, decision.word(), decision.reason().map(RefusalReason::word)],
            )?;
            let subject = AuditSubject::Case(id.0);
            let entry = AuditEntry::new(AuditEvent::CaseDecided, subject).with(decision.word()).by(leave);
            audit::append(db, entry, now)?;
            let closing = close(db, id.0, decision.outcome(), AuditActor::from(leave), now, today)?;
            if closing == Closing::ClosedBefore {
                return Err(StoreError::CaseClosed);
            }
            if let (CaseDecision::Retake, Some(number), Some(key)) = (decision, &number, &key) {
                face_limit::lift(db, key, face_limit::subject(db, number)?, AuditActor::from(leave), now)?;
            }
            Ok((Decided { decision, finding: case.finding, score }, closing.erased_a_face()))
        })?;
        self.log_holds_erased |= erased;
        if let (CaseDecision::Retake, Some(key)) = (decision, &key) {
            self.face_tries.remove(key);
        }
        Ok(decided)
    }
}

/// Whether an act that stands against a refused comparison of this number takes two: staff have not decided
/// otherwise since.
pub(super) fn needs_two(db: &Connection, number: &PermitNumber) -> Result<bool> {
    Ok(db.query_row(
        "SELECT EXISTS (SELECT 1 FROM cases WHERE permit_number = ?1 AND finding = 'refused'
            AND (closed_at IS NULL OR decided = 'refused'))",
        [number.as_str()],
        |row| row.get(0),
    )?)
}

/// A case that is not closed.
struct Pending {
    id: i64,
    ticket: String,
    opened_at: Timestamp,
    stage: String,
    cause: Option<String>,
    incident: Option<String>,
    tries: u8,
    evidence: bool,
    finding: Option<CheckFinding>,
    claimed: Option<(StaffId, Timestamp)>,
    number: Option<String>,
}

impl Pending {
    fn read(row: &Row<'_>) -> Result<Self> {
        let time = |column: &'static str, text: String| text.parse().map_err(|_| register::damaged(column));
        let by: Option<i64> = row.get("claimed_by")?;
        let at: Option<String> = row.get("claimed_at")?;
        let finding: Option<String> = row.get("finding")?;
        Ok(Self {
            id: row.get("id")?,
            ticket: row.get("ticket")?,
            opened_at: time("opened_at", row.get("opened_at")?)?,
            stage: row.get("stage")?,
            cause: row.get("cause")?,
            incident: row.get("incident")?,
            tries: row.get("tries")?,
            evidence: row.get("evidence")?,
            finding: finding
                .map(|word| CheckFinding::from_word(&word).ok_or_else(|| register::damaged("finding")))
                .transpose()?,
            claimed: by
                .zip(at)
                .map(|(by, at)| Ok::<_, StoreError>((StaffId(by), time("claimed_at", at)?)))
                .transpose()?,
            number: row.get("permit_number")?,
        })
    }

    fn needs_two(&self) -> bool {
        self.finding.is_some_and(CheckFinding::needs_two)
    }

    fn permit(&self) -> Result<Option<PermitNumber>> {
        let number = self.number.as_deref().map(PermitNumber::parse).transpose();
        number.map_err(|_| register::damaged("permit_number"))
    }

    /// Who took it up, not too long ago. A clock that was set back frees it, too.
    fn held_by(&self, now: Timestamp) -> Option<StaffId> {
        let (by, at) = self.claimed?;
        let since = Duration::try_from(now.duration_since(at)).ok()?;
        (since < CLAIM).then_some(by)
    }

    fn shown(&self, now: Timestamp) -> Result<QueueRow> {
        let state = match self.held_by(now) {
            Some(by) => QueueState::WithSomeone(by),
            None if self.needs_two() => QueueState::NeedsSecond,
            None => QueueState::Open,
        };
        Ok(QueueRow {
            id: CaseId(self.id),
            ticket: CaseTicket(self.ticket.clone()),
            opened_at: self.opened_at,
            stage: VisitStage::of_key(&self.stage).ok_or_else(|| register::damaged("stage"))?,
            // Older programs wrote none where the visitor just asked.
            cause: self.cause.as_deref().map_or(Some(AssistCause::Asked), AssistCause::of_key),
            tries: self.tries,
            has_evidence: self.evidence,
            state,
            number: self.permit()?.map(|number| number.masked()),
        })
    }
}

fn pending(db: &Connection, id: CaseId) -> Result<Pending> {
    let mut statement = db.prepare_cached(&format!("{PENDING} AND c.id = ?1"))?;
    let mut rows = statement.query([id.0])?;
    if let Some(row) = rows.next()? {
        return Pending::read(row);
    }
    let known: bool = db.query_row("SELECT EXISTS (SELECT 1 FROM cases WHERE id = ?1)", [id.0], |row| row.get(0))?;
    Err(if known { StoreError::CaseClosed } else { StoreError::NoSuchCase })
}

#[cfg(test)]
mod tests;
