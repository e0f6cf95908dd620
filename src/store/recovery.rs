//! Forgotten passwords: whose it is, and the new one in place of the old.

use rusqlite::{Connection, params};

use super::lockout::NumberKey;
use super::{Result, Store, StoreError, accounts, audit, enrollments, face_limit, lockout, password, register};
use crate::domain::account::SignInRefusal;
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::card::Card;
use crate::domain::consent::ConsentChoice;
use crate::domain::match_policy::Decision;
use crate::domain::name::NameMatch;
use crate::domain::recovery::{PasswordReset, RecoveryCheck, RecoveryRequest};
use crate::domain::time::{Moment, Timestamp};

impl Store {
    /// Says whether name and number belong together and to an account. Who tries names is counted, made to
    /// wait and locked like who tries passwords; a lock that only staff lift stands here, too.
    ///
    /// # Errors
    /// If the database fails or a row is damaged.
    pub fn check_recovery(&mut self, request: &RecoveryRequest, now: Moment, at: Timestamp) -> Result<RecoveryCheck> {
        let key = self.number_key(&request.number);
        let tries = match self.begin_try(key, now, at)? {
            Ok(tries) => tries,
            Err(refusal) => return Ok(RecoveryCheck::Refused(refusal)),
        };
        let permit = register::find(&self.db, &request.number)?;
        let account = register::account(&self.db, &request.number)?;
        let theirs = permit.filter(|permit| request.name.compare(&permit.name) != NameMatch::Different);
        if let (Some(permit), Some(_)) = (theirs, &account) {
            // A right name is no right password: what was counted before stays.
            self.write(|db| lockout::take_back(db, &key))?;
            return Ok(RecoveryCheck::Match(Box::new(permit)));
        }
        let refusal: SignInRefusal = self.refuse(key, tries, now);
        let subject = account.map_or(AuditSubject::Kiosk, |(id, _)| AuditSubject::Account(id));
        self.append_audit(AuditEntry::new(AuditEvent::SignInRefused, subject).with("forgotten_password"), at)?;
        Ok(RecoveryCheck::Refused(refusal))
    }

    /// Puts the new password in place of the old one, with consent and audit entries, in one transaction,
    /// and returns the card. Nothing of the face is kept.
    ///
    /// # Errors
    /// If there is no account, no consent or no accepted match, or the database fails. The old password
    /// holds then.
    pub fn reset_password(&mut self, reset: &PasswordReset, now: Timestamp) -> Result<Card> {
        if reset.consent.choice != ConsentChoice::Face || reset.verification.decision != Decision::Accept {
            return Err(StoreError::NotVerified);
        }
        // Slow on purpose, so not while the database is locked.
        let hash = password::hash(reset.password.secret(), self.cost, &self.pepper)?;
        let key = self.number_key(&reset.number);
        let card = self.write(|db| {
            let (account, _) = register::account(db, &reset.number)?.ok_or(StoreError::NoSuchPermit)?;
            let card = accounts::card(db, &reset.number)?.ok_or_else(|| register::damaged("enrollment"))?;
            replace(db, account, &hash, &key)?;
            enrollments::consent_of(db, &reset.consent, Some(card.enrollment), None, now)?;
            let verified = AuditSubject::Enrollment(card.enrollment);
            audit::append(db, AuditEntry::new(AuditEvent::VerificationDecided, verified).with("accept"), now)?;
            let subject = AuditSubject::Account(account);
            audit::append(db, AuditEntry::new(AuditEvent::PasswordReset, subject).with("face"), now)?;
            Ok(card)
        })?;
        self.waits.remove(&key);
        self.face_tries.remove(&key);
        Ok(card)
    }
}

/// Puts a new password in place of the old one; whatever was counted of the number begins anew.
pub(super) fn replace(db: &Connection, account: i64, hash: &str, key: &NumberKey) -> Result<()> {
    db.execute("UPDATE accounts SET password = ?1 WHERE id = ?2", params![hash, account])?;
    lockout::forget(db, key)?;
    face_limit::forget(db, key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::{PasswordPolicy, SignIn};
    use crate::domain::face_route::{FaceRoute, FaceTryEnd};
    use crate::domain::name::PersonName;
    use crate::domain::secret::Secret;
    use crate::store::fixtures::{PASSWORD, at, enroll, new_enrollment, permit, store_with};

    const NEW: &str = "brook-77-fern";

    fn moment(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    fn enrolled() -> Store {
        let mut store = store_with([permit(1), permit(2)]);
        enroll(&mut store, 1);
        store
    }

    fn asks(store: &mut Store, n: u32, name: &str, seconds: u64) -> RecoveryCheck {
        let request = RecoveryRequest { name: PersonName::parse(name).unwrap(), number: permit(n).number };
        store.check_recovery(&request, moment(seconds), at()).unwrap()
    }

    fn reset() -> PasswordReset {
        let empty = Secret::with_capacity(1);
        let policy = PasswordPolicy { name: &empty, number: &empty };
        let enrollment = new_enrollment(1);
        let mut consent = enrollment.consent;
        // Given for this check, not the one of the enrollment.
        consent.at = at() + jiff::Span::new().hours(1);
        PasswordReset {
            number: permit(1).number,
            password: policy.accept(&Secret::copied(NEW, 40)).unwrap(),
            consent,
            verification: crate::store::fixtures::accepted(),
            prompts: Vec::new(),
        }
    }

    fn signs_in(store: &mut Store, password: &str) -> bool {
        matches!(
            store.sign_in(&permit(1).number, &Secret::copied(password, 40), moment(9_000), at()).unwrap(),
            SignIn::Granted(_)
        )
    }

    #[test]
    fn the_new_password_holds_and_the_old_one_is_dead() {
        let mut store = enrolled();
        let RecoveryCheck::Match(found) = asks(&mut store, 1, permit(1).name.as_str(), 0) else { panic!("refused") };
        assert!(*found == permit(1));
        let card = store.reset_password(&reset(), at()).unwrap();
        assert!(card.permit == permit(1));
        assert!(!signs_in(&mut store, PASSWORD));
        assert!(signs_in(&mut store, NEW));
        let events: Vec<String> = {
            let mut rows = store.db.prepare("SELECT event || ' ' || detail FROM audit ORDER BY number").unwrap();
            rows.query_map([], |row| row.get(0)).unwrap().map(|row| row.unwrap()).collect()
        };
        assert_eq!(events.iter().filter(|event| *event == "password_reset face").count(), 1, "{events:?}");
        store.verify_audit().unwrap();
        let consents: i64 = store.db.query_row("SELECT count(*) FROM consents", [], |row| row.get(0)).unwrap();
        assert_eq!(consents, 2, "the check has a consent of its own");
    }

    #[test]
    fn without_consent_or_match_the_old_password_holds() {
        let mut store = enrolled();
        let mut without = reset();
        without.consent.choice = ConsentChoice::Staff;
        assert!(matches!(store.reset_password(&without, at()), Err(StoreError::NotVerified)));
        for decision in [Decision::Staff, Decision::Refuse] {
            let mut other = reset();
            other.verification.decision = decision;
            assert!(matches!(store.reset_password(&other, at()), Err(StoreError::NotVerified)));
        }
        let unknown = PasswordReset { number: permit(2).number, ..reset() };
        assert!(matches!(store.reset_password(&unknown, at()), Err(StoreError::NoSuchPermit)));
        assert!(signs_in(&mut store, PASSWORD));
    }

    #[test]
    fn a_reset_that_breaks_off_changes_nothing() {
        let mut store = enrolled();
        store.db.execute_batch("ALTER TABLE face_tries RENAME TO elsewhere").unwrap();
        assert!(store.reset_password(&reset(), at()).is_err());
        store.db.execute_batch("ALTER TABLE elsewhere RENAME TO face_tries").unwrap();
        assert!(signs_in(&mut store, PASSWORD));
        let told: i64 = store
            .db
            .query_row("SELECT count(*) FROM audit WHERE event = 'password_reset'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(told, 0);
    }

    #[test]
    fn wrong_names_and_numbers_without_account_are_counted_like_wrong_passwords() {
        let mut store = enrolled();
        let own = permit(2).name;
        for (n, name) in [(1, "Somebody Else"), (2, own.as_str()), (9, "Somebody Else")] {
            for _ in 0..4 {
                assert!(matches!(asks(&mut store, n, name, 0), RecoveryCheck::Refused(SignInRefusal::Wrong)));
            }
            let fifth = asks(&mut store, n, name, 0);
            assert!(matches!(fifth, RecoveryCheck::Refused(SignInRefusal::Wait { seconds: 15 })), "{fifth:?}");
        }
        // The right name does not help while one has to wait, and its number's password has to wait as well.
        let right = asks(&mut store, 1, permit(1).name.as_str(), 1);
        assert!(matches!(right, RecoveryCheck::Refused(SignInRefusal::Wait { seconds: 14 })), "{right:?}");
        let sign_in = store.sign_in(&permit(1).number, &Secret::copied(PASSWORD, 40), moment(1), at()).unwrap();
        assert!(matches!(sign_in, SignIn::Refused(SignInRefusal::Wait { .. })));
    }

    #[test]
    fn the_right_name_takes_nothing_off_the_count() {
        let mut store = enrolled();
        for _ in 0..4 {
            asks(&mut store, 1, "Somebody Else", 0);
        }
        for _ in 0..3 {
            assert!(matches!(asks(&mut store, 1, permit(1).name.as_str(), 0), RecoveryCheck::Match(_)));
        }
        assert!(matches!(
            asks(&mut store, 1, "Somebody Else", 0),
            RecoveryCheck::Refused(SignInRefusal::Wait { seconds: 15 })
        ));
    }

    #[test]
    fn failed_faces_lock_whatever_they_were_for_and_a_reset_begins_anew() {
        let mut store = enrolled();
        let number = permit(1).number;
        for _ in 0..4 {
            store.begin_face_try(&number, moment(0), at()).unwrap();
            store.end_face_try(&number, FaceTryEnd::Failed, moment(0), at()).unwrap();
        }
        store.reset_password(&reset(), at()).unwrap();
        assert_eq!(store.begin_face_try(&number, moment(1), at()).unwrap(), FaceRoute::Open);
        let after = store.end_face_try(&number, FaceTryEnd::Failed, moment(1), at()).unwrap();
        assert_eq!(after, FaceRoute::Open, "the count began again");
    }
}
