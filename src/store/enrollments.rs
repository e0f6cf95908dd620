//! Writing an enrollment, all of it or nothing; listing them without names.

use rusqlite::{Connection, params};

use super::{Result, Store, StoreError, accounts, audit, cases, face_limit, password, register};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::card::Card;
use crate::domain::consent::{ConsentChoice, ConsentRecord};
use crate::domain::enrollment::NewEnrollment;
use crate::domain::match_policy::Decision;
use crate::domain::permit::PermitNumber;
use crate::domain::time::{Date, Timestamp};

/// One enrollment as staff list it: without name, with most of the number hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentRow {
    /// Pseudonymous id, as in the audit log.
    pub id: i64,
    pub enrolled_on: Date,
    pub category: String,
    /// `face` or `staff`.
    pub method: String,
    /// `accept`, `staff` or `refuse`.
    pub decision: String,
    /// The number, all but its end hidden.
    pub number: String,
}

impl Store {
    /// Writes account, consent, enrollment, picture and audit entries in one transaction, and
    /// returns the card. The picture is to be erased `picture_days` after `today`.
    ///
    /// # Errors
    /// If the permit is not (or no longer) in the register and in force, or is enrolled already, or
    /// there is no consent or no accepted match, or the database fails. Nothing is written then.
    pub fn enroll(&mut self, new: &NewEnrollment, now: Timestamp, today: Date, picture_days: u32) -> Result<Card> {
        if new.consent.choice != ConsentChoice::Face
            || new.evidence.verification.decision != Decision::Accept
            || new.registration.number != new.permit.number
        {
            return Err(StoreError::NotVerified);
        }
        // Slow on purpose, so not while the database is locked.
        let hash = password::hash(new.registration.password.secret(), self.cost, &self.pepper)?;
        let prompts: Vec<&str> = new.evidence.prompts.iter().map(|prompt| prompt.word()).collect();
        let erase_on = today.saturating_add(jiff::Span::new().days(picture_days.min(MOST_DAYS)));
        let key = self.number_key(&new.registration.number);
        let card = self.write(|db| {
            let number = &new.registration.number;
            let permit = register::enrollable(db, number, today)?;
            if register::has_account(db, number)? {
                return Err(StoreError::AlreadyEnrolled);
            }
            let account = accounts::insert(db, number, &hash, now)?;
            db.execute(
                "INSERT INTO enrollments (account_id, enrolled_at, enrolled_on, category, method, decision, score, prompts)
                 VALUES (?1, ?2, ?3, ?4, 'face', 'accept', ?5, ?6)",
                params![
                    account,
                    now.to_string(),
                    today.to_string(),
                    permit.category.letter().to_string(),
                    f64::from(new.evidence.verification.score),
                    prompts.join(" ")
                ],
            )?;
            let enrollment = db.last_insert_rowid();
            consent_of(db, &new.consent, Some(enrollment), None, now)?;
            db.execute(
                "INSERT INTO faces (enrollment_id, picture, erase_on) VALUES (?1, ?2, ?3)",
                params![enrollment, &new.evidence.picture[..], erase_on.to_string()],
            )?;
            let subject = AuditSubject::Enrollment(enrollment);
            audit::append(db, AuditEntry::new(AuditEvent::VerificationDecided, subject).with("accept"), now)?;
            audit::append(db, AuditEntry::new(AuditEvent::Enrolled, subject).with("face"), now)?;
            cases::close_of_number(db, number, now, today)?;
            face_limit::forget(db, &key)?;
            Ok(Card { permit, enrollment, enrolled_on: today })
        })?;
        self.face_tries.remove(&key);
        Ok(card)
    }

    /// Keeps a choice of the consent page, before anything follows from it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn record_consent(&mut self, consent: &ConsentRecord, now: Timestamp) -> Result<()> {
        self.write(|db| consent_of(db, consent, None, None, now))
    }

    /// All enrollments, newest first.
    ///
    /// # Errors
    /// If the database fails or a row is damaged.
    pub fn enrollments(&self) -> Result<Vec<EnrollmentRow>> {
        let mut statement = self.db.prepare(
            "SELECT e.id, e.enrolled_on, e.category, e.method, e.decision, a.permit_number
             FROM enrollments e JOIN accounts a ON a.id = e.account_id ORDER BY e.id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let number = PermitNumber::parse(&row.get::<_, String>("permit_number")?)
                .map_err(|_| register::damaged("permit_number"))?;
            list.push(EnrollmentRow {
                id: row.get("id")?,
                enrolled_on: register::date(row, "enrolled_on")?,
                category: row.get("category")?,
                method: row.get("method")?,
                decision: row.get("decision")?,
                number: number.masked(),
            });
        }
        Ok(list)
    }
}

/// A hundred years: keeps the date of erasure in the calendar.
pub(super) const MOST_DAYS: u32 = 36_525;

/// Binds the consent to what followed from it: a case, an enrollment, or first one and then the
/// other. One that is written already is taken up rather than written twice.
pub(super) fn consent_of(
    db: &Connection,
    consent: &ConsentRecord,
    enrollment: Option<i64>,
    case: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    let ConsentRecord { text, language, at, choice } = consent;
    let taken_up = db.execute(
        "UPDATE consents SET enrollment_id = coalesce(?1, enrollment_id), case_id = coalesce(?2, case_id) WHERE id = (
            SELECT id FROM consents WHERE (enrollment_id IS NULL OR enrollment_id IS ?1)
            AND (case_id IS NULL OR ?2 IS NULL OR case_id = ?2) AND text_version = ?3 AND text_sha256 = ?4
            AND language = ?5 AND at = ?6 AND choice = ?7 ORDER BY id DESC LIMIT 1)",
        params![enrollment, case, text.version, text.sha256, language.tag(), at.to_string(), choice.word()],
    )?;
    if taken_up == 0 {
        db.execute(
            "INSERT INTO consents (enrollment_id, case_id, text_version, text_sha256, language, at, choice)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![enrollment, case, text.version, text.sha256, language.tag(), at.to_string(), choice.word()],
        )?;
        let subject = AuditSubject::Consent(db.last_insert_rowid());
        audit::append(db, AuditEntry::new(AuditEvent::ConsentRecorded, subject).with(choice.word()), now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Fault;
    use crate::domain::permit::{RegisterStatus, WorkPermit};
    use crate::store::fixtures::{at, new_enrollment, permit, store_with, today};

    fn count(store: &Store, table: &str) -> i64 {
        store.db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    const WRITTEN: [&str; 4] = ["accounts", "enrollments", "consents", "faces"];

    #[test]
    fn an_enrollment_writes_everything() {
        let mut store = store_with([permit(1)]);
        let card = store.enroll(&new_enrollment(1), at(), today(), 30).unwrap();
        assert!(card.permit == permit(1));
        assert_eq!(WRITTEN.map(|table| count(&store, table)), [1; 4]);
        // The import, the consent, the decision, the enrollment.
        assert_eq!(store.verify_audit().unwrap().entries, 4);
        let erase_on: String = store.db.query_row("SELECT erase_on FROM faces", [], |row| row.get(0)).unwrap();
        assert_eq!(erase_on, "2026-07-01");
        let list = store.enrollments().unwrap();
        assert_eq!(list[0].number, "**************0001");
        assert_eq!(
            (list[0].category.as_str(), list[0].method.as_str(), list[0].decision.as_str()),
            ("B", "face", "accept")
        );
    }

    #[test]
    fn a_failure_anywhere_leaves_nothing() {
        for table in ["accounts", "enrollments", "consents", "faces", "audit"] {
            let mut store = store_with([permit(1)]);
            let before = store.verify_audit().unwrap();
            store
                .db
                .execute_batch(&format!("CREATE TEMP TRIGGER broken BEFORE INSERT ON main.{table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"))
                .unwrap();
            assert!(store.enroll(&new_enrollment(1), at(), today(), 30).is_err(), "{table}");
            assert_eq!(WRITTEN.map(|table| count(&store, table)), [0; 4], "{table}");
            assert_eq!(store.verify_audit().unwrap(), before, "{table}");
            store.db.execute_batch("DROP TRIGGER broken").unwrap();
            store.enroll(&new_enrollment(1), at(), today(), 30).unwrap();
        }
    }

    #[test]
    fn a_number_is_enrolled_once() {
        let mut store = store_with([permit(1)]);
        store.enroll(&new_enrollment(1), at(), today(), 30).unwrap();
        let again = store.enroll(&new_enrollment(1), at(), today(), 30);
        assert!(matches!(&again, Err(StoreError::AlreadyEnrolled)));
        assert_eq!(again.err().map(|e| e.fault()), Some(Fault::AlreadyRegistered));
        assert_eq!(WRITTEN.map(|table| count(&store, table)), [1; 4]);
    }

    #[test]
    fn without_right_nothing_is_enrolled() {
        let mut store = store_with([WorkPermit { status: RegisterStatus::Revoked, ..permit(1) }, permit(2)]);
        assert!(matches!(
            store.enroll(&new_enrollment(1), at(), today(), 30),
            Err(StoreError::NotInForce(Fault::PermitRevoked))
        ));
        assert!(matches!(store.enroll(&new_enrollment(3), at(), today(), 30), Err(StoreError::NoSuchPermit)));
        let mut not_matched = new_enrollment(2);
        not_matched.evidence.verification.decision = Decision::Staff;
        assert!(matches!(store.enroll(&not_matched, at(), today(), 30), Err(StoreError::NotVerified)));
        let mut not_agreed = new_enrollment(2);
        not_agreed.consent.choice = ConsentChoice::Staff;
        assert!(matches!(store.enroll(&not_agreed, at(), today(), 30), Err(StoreError::NotVerified)));
        assert_eq!(WRITTEN.map(|table| count(&store, table)), [0; 4]);
    }

    #[test]
    fn a_consent_recorded_before_is_taken_up() {
        let mut store = store_with([permit(1)]);
        store.record_consent(&new_enrollment(1).consent, at()).unwrap();
        store.enroll(&new_enrollment(1), at(), today(), 30).unwrap();
        let linked: i64 = store
            .db
            .query_row("SELECT count(*) FROM consents WHERE enrollment_id IS NOT NULL", [], |row| row.get(0))
            .unwrap();
        assert_eq!((count(&store, "consents"), linked), (1, 1));
        assert_eq!(store.verify_audit().unwrap().entries, 4);
    }
}
