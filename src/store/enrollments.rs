//! Writing an enrollment, all of it or nothing; listing them without names.

use rusqlite::{Connection, params};

use super::{Result, Store, StoreError, accounts, audit, cases, drafts, face_limit, password, register, review, staff};
use crate::domain::account::PasswordHash;
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::card::Card;
use crate::domain::consent::{ConsentChoice, ConsentRecord};
use crate::domain::enrollment::{AccountPassword, Evidence, NewEnrollment};
use crate::domain::match_policy::Decision;
use crate::domain::permit::{PermitNumber, WorkPermit};
use crate::domain::staff::Act;
use crate::domain::staff_evidence::StaffEvidence;
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
    /// `accept`, `staff` or `refuse`; empty where staff verified.
    pub decision: String,
    /// The number, all but its end hidden.
    pub number: String,
}

impl Store {
    /// Writes account, consent, enrollment, picture and audit entries in one transaction, and
    /// returns the card. The picture is to be erased `picture_days` after `today`. Where staff verified there is
    /// none, and the case they had before them is closed.
    ///
    /// # Errors
    /// If the permit is not (or no longer) in the register and in force, or is enrolled already, or
    /// there is no consent or no accepted match, or the database fails. Where staff verified:
    /// [`StoreError::WrongDocument`], [`StoreError::NeedsSecond`] if the comparison said no and two have to sign,
    /// [`StoreError::LeaveEnded`]. Nothing is written then.
    pub fn enroll(&mut self, new: &NewEnrollment, now: Timestamp, today: Date, picture_days: u32) -> Result<Card> {
        let verified = match &new.evidence {
            Evidence::Face(face) => {
                new.consent.choice == ConsentChoice::Face && face.verification.decision == Decision::Accept
            }
            Evidence::Staff(_) => true,
        };
        if !verified || new.number != new.permit.number {
            return Err(StoreError::NotVerified);
        }
        // Slow on purpose, so not while the database is locked.
        let hash = match &new.password {
            AccountPassword::Typed(typed) => {
                PasswordHash::kept(&password::hash(typed.secret(), self.cost, &self.pepper)?)
            }
            AccountPassword::Kept(hash) => hash.clone(),
        };
        let erase_on = today.saturating_add(jiff::Span::new().days(picture_days.min(MOST_DAYS)));
        let key = self.number_key(&new.number);
        let (card, erased) = self.write(|db| {
            let number = &new.number;
            let permit = register::enrollable(db, number, today)?;
            if register::has_account(db, number)? {
                return Err(StoreError::AlreadyEnrolled);
            }
            if let Evidence::Staff(staff) = &new.evidence {
                by_staff(db, staff, &permit)?;
            }
            let account = accounts::insert(db, number, hash.as_str(), now)?;
            let face = new.evidence.face();
            let prompts: Vec<&str> = face.iter().flat_map(|face| &face.prompts).map(|prompt| prompt.word()).collect();
            db.execute(
                "INSERT INTO enrollments (account_id, enrolled_at, enrolled_on, category, method, decision, score, prompts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    account,
                    now.to_string(),
                    today.to_string(),
                    permit.category.letter().to_string(),
                    new.evidence.word(),
                    face.map(|_| "accept"),
                    face.map(|face| f64::from(face.verification.score)),
                    prompts.join(" ")
                ],
            )?;
            let enrollment = db.last_insert_rowid();
            consent_of(db, &new.consent, Some(enrollment), None, now)?;
            let subject = AuditSubject::Enrollment(enrollment);
            let enrolled = AuditEntry::new(AuditEvent::Enrolled, subject).with(new.evidence.word());
            let mut erased = false;
            match &new.evidence {
                Evidence::Face(face) => {
                    db.execute(
                        "INSERT INTO faces (enrollment_id, picture, erase_on) VALUES (?1, ?2, ?3)",
                        params![enrollment, &face.shot.picture[..], erase_on.to_string()],
                    )?;
                    audit::append(db, AuditEntry::new(AuditEvent::VerificationDecided, subject).with("accept"), now)?;
                    audit::append(db, enrolled, now)?;
                }
                Evidence::Staff(staff) => {
                    let word = if staff.overrides() { "override" } else { "" };
                    let entry = AuditEntry::new(AuditEvent::VerifiedByDocument, subject).with(word);
                    audit::append(db, entry.by(staff.leave()), now)?;
                    audit::append(db, enrolled.by(staff.leave()), now)?;
                    if let Some(case) = staff.case() {
                        erased |= cases::settle(db, case, number, staff.leave(), now, today)?;
                    }
                    if let Some(draft) = staff.draft() {
                        erased |= drafts::used(db, draft)?;
                    }
                }
            }
            erased |= cases::close_of_number(db, number, now, today)?;
            face_limit::forget(db, &key)?;
            Ok((Card { permit, enrollment, enrolled_on: today }, erased))
        })?;
        self.log_holds_erased |= erased;
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
                decision: row.get::<_, Option<String>>("decision")?.unwrap_or_default(),
                number: number.masked(),
            });
        }
        Ok(list)
    }
}

/// Whether staff may enroll the holder of `permit` by what they looked at.
fn by_staff(db: &Connection, evidence: &StaffEvidence, permit: &WorkPermit) -> Result<()> {
    if !evidence.document_tail().ends(&permit.passport_number) {
        return Err(StoreError::WrongDocument);
    }
    if review::needs_two(db, &permit.number)? && !evidence.overrides() {
        return Err(StoreError::NeedsSecond);
    }
    let act = if evidence.overrides() { Act::OverrideMatch } else { Act::VerifyByDocument };
    staff::allowed(db, evidence.leave(), act)
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
    use crate::domain::case::{AssistCase, AssistCause, VisitStage};
    use crate::domain::face_route::FaceRoute;
    use crate::domain::face_shot::CheckFinding;
    use crate::domain::fault::Fault;
    use crate::domain::permit::RegisterStatus;
    use crate::domain::staff::{Authority, By, Role, StaffId, StaffMember, StaffNumber};
    use crate::domain::staff_evidence::{DocumentChecklist, DocumentTail};
    use crate::domain::time::Moment;
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
        let Evidence::Face(face) = &mut not_matched.evidence else { panic!("a face") };
        face.verification.decision = Decision::Staff;
        assert!(matches!(store.enroll(&not_matched, at(), today(), 30), Err(StoreError::NotVerified)));
        let mut not_agreed = new_enrollment(2);
        not_agreed.consent.choice = ConsentChoice::Staff;
        assert!(matches!(store.enroll(&not_agreed, at(), today(), 30), Err(StoreError::NotVerified)));
        assert_eq!(WRITTEN.map(|table| count(&store, table)), [0; 4]);
    }

    fn by_document(store: &mut Store, tail: &str, act: Act) -> StaffEvidence {
        if store.list_staff().unwrap().is_empty() {
            for number in ["S01", "S02"] {
                store.add_staff(&StaffNumber::parse(number).unwrap(), Role::Supervisor, By::Command, at()).unwrap();
            }
            store.db.execute("UPDATE staff SET must_change = 0", []).unwrap();
        }
        let member = |id| StaffMember {
            id: StaffId(id),
            number: StaffNumber::parse("S01").unwrap(),
            role: Role::Supervisor,
            must_change: false,
        };
        let leave = Authority::of(act, &member(1), Some(&member(2))).unwrap();
        let list = DocumentChecklist::of(true, true, true).unwrap();
        StaffEvidence::of(leave, DocumentTail::parse(tail).unwrap(), list).unwrap()
    }

    fn staff_chosen(n: u32, evidence: StaffEvidence) -> NewEnrollment {
        let mut new = new_enrollment(n);
        new.consent.choice = ConsentChoice::Staff;
        NewEnrollment { evidence: Evidence::Staff(evidence), ..new }
    }

    #[test]
    fn staff_enroll_by_document_without_a_face_and_answer_for_it() {
        let mut store = store_with([permit(1)]);
        let refused = AssistCase {
            stage: VisitStage::FaceRecognition,
            cause: AssistCause::NoTriesLeft,
            incident: None,
            permit: Some(permit(1).number),
            consent: Some(new_enrollment(1).consent),
            tries: 3,
            finding: None,
            face: None,
        };
        let ticket = store.open_case(&refused, at()).unwrap();
        let wrong = by_document(&mut store, "9999", Act::VerifyByDocument);
        let wrong = store.enroll(&staff_chosen(1, wrong), at(), today(), 30);
        assert!(matches!(wrong, Err(StoreError::WrongDocument)));
        assert_eq!(WRITTEN.map(|table| count(&store, table)), [0, 0, 1, 0]);
        for n in 0..6 {
            store.begin_face_try(&permit(1).number, Moment::from_millis(n), at()).unwrap();
        }
        let evidence = by_document(&mut store, "0001", Act::VerifyByDocument).settling(Some(ticket));
        let card = store.enroll(&staff_chosen(1, evidence), at(), today(), 30).unwrap();
        assert_eq!(WRITTEN.map(|table| count(&store, table)), [1, 1, 2, 0], "no picture");
        let row = &store.enrollments().unwrap()[0];
        assert_eq!((row.id, row.method.as_str(), row.decision.as_str()), (card.enrollment, "staff", ""));
        assert!(store.pending_cases().unwrap().is_empty(), "the case they had before them is done with");
        assert_eq!(
            store.begin_face_try(&permit(1).number, Moment::from_millis(9), at()).unwrap(),
            FaceRoute::Open,
            "the lock is lifted"
        );
        let noted: i64 = store
            .db
            .query_row("SELECT count(*) FROM audit WHERE event = 'verified_by_document' OR event = 'enrolled' AND detail = 'staff'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(noted, 2);
        store.verify_audit().unwrap();
        store.check().unwrap();
    }

    #[test]
    fn a_comparison_that_said_no_is_overridden_by_two_only() {
        let mut store = store_with([permit(1)]);
        let refused = AssistCase {
            stage: VisitStage::FaceRecognition,
            cause: AssistCause::Fault(Fault::NotSamePerson),
            incident: None,
            permit: Some(permit(1).number),
            consent: Some(new_enrollment(1).consent),
            tries: 1,
            finding: Some(CheckFinding::Refused),
            face: None,
        };
        let ticket = store.open_case(&refused, at()).unwrap();
        // Whatever the visit that comes to staff says of it.
        let one = by_document(&mut store, "0001", Act::VerifyByDocument);
        let alone = store.enroll(&staff_chosen(1, one), at(), today(), 30);
        assert!(matches!(alone, Err(StoreError::NeedsSecond)));
        let two = by_document(&mut store, "0001", Act::OverrideMatch).settling(Some(ticket));
        store.enroll(&staff_chosen(1, two), at(), today(), 30).unwrap();
        assert!(store.pending_cases().unwrap().is_empty());
    }

    #[test]
    fn staff_settle_no_case_of_another_number() {
        let mut store = store_with([permit(1), permit(2)]);
        let other = AssistCase {
            stage: VisitStage::Consent,
            cause: AssistCause::NoTriesLeft,
            incident: None,
            permit: Some(permit(2).number),
            consent: None,
            tries: 0,
            finding: None,
            face: None,
        };
        let ticket = store.open_case(&other, at()).unwrap();
        let evidence = by_document(&mut store, "0001", Act::VerifyByDocument).settling(Some(ticket));
        store.enroll(&staff_chosen(1, evidence), at(), today(), 30).unwrap();
        assert_eq!(store.pending_cases().unwrap().len(), 1);
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
