//! The permit register's rows.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::{Result, Store, StoreError, audit, staff};
use crate::domain::audit::{AuditActor, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::audit_log::AuditFilter;
use crate::domain::fault::Fault;
use crate::domain::name::{NameMatch, PersonName};
use crate::domain::permit::{
    BothLanguages, PermitNumber, RegisterStatus, RegistrationCheck, Standing, TalentCategory, Title, WorkPermit,
};
use crate::domain::register_import::{ImportCounts, RegisterState};
use crate::domain::registration::Registration;
use crate::domain::staff::{Act, Authority, By};
use crate::domain::time::{Date, Timestamp};

impl Store {
    /// Writes permits into the register, all or none: new ones are added, known numbers brought up
    /// to date. A permit without a photo keeps the photo it has. By a command.
    ///
    /// # Errors
    /// If the database fails; nothing is changed then.
    pub fn import_permits(
        &mut self,
        permits: impl IntoIterator<Item = WorkPermit>,
        now: Timestamp,
    ) -> Result<ImportCounts> {
        self.import_permits_by(By::Command, permits, now)
    }

    /// As [`Self::import_permits`], also by staff.
    ///
    /// # Errors
    /// [`StoreError::OtherAct`] unless leave is for [`Act::ImportRegister`]; [`StoreError::LeaveEnded`]; or as there.
    pub fn import_permits_by(
        &mut self,
        by: By<'_>,
        permits: impl IntoIterator<Item = WorkPermit>,
        now: Timestamp,
    ) -> Result<ImportCounts> {
        self.write(|db| {
            if let By::Staff(leave) = by {
                staff::allowed(db, leave, Act::ImportRegister)?;
            }
            import(db, by, permits, now)
        })
    }

    /// As [`Self::import_permits`], by the program itself: the demo's specimens.
    ///
    /// # Errors
    /// As there.
    pub fn seed_permits(
        &mut self,
        permits: impl IntoIterator<Item = WorkPermit>,
        now: Timestamp,
    ) -> Result<ImportCounts> {
        self.write(|db| import(db, AuditActor::System, permits, now))
    }

    /// How many permits there are, and when some were imported last.
    ///
    /// # Errors
    /// [`StoreError::OtherAct`] unless leave is for [`Act::ImportRegister`]; [`StoreError::LeaveEnded`]; or the
    /// database fails.
    pub fn register_state(&self, leave: &Authority) -> Result<RegisterState> {
        staff::allowed(&self.db, leave, Act::ImportRegister)?;
        let permits = self.db.query_row("SELECT count(*) FROM permits", [], |row| row.get(0))?;
        let imports = AuditFilter { event: Some(AuditEvent::RegisterImported), ..AuditFilter::default() };
        let last_import = self.audit_rows(&imports, true, 1)?.first().map(|row| row.at);
        Ok(RegisterState { permits, last_import })
    }

    /// The permit with this number.
    ///
    /// # Errors
    /// If the database fails or the row is damaged.
    pub fn permit(&self, number: &PermitNumber) -> Result<Option<WorkPermit>> {
        find(&self.db, number)
    }

    /// All permits by number, without their photos.
    ///
    /// # Errors
    /// If the database fails or a row is damaged.
    pub fn permits(&self) -> Result<Vec<WorkPermit>> {
        let mut statement = self.db.prepare("SELECT *, NULL AS photo FROM (SELECT * FROM permits) ORDER BY number")?;
        let mut rows = statement.query([])?;
        let mut permits = Vec::new();
        while let Some(row) = rows.next()? {
            permits.push(WorkPermit { photo: None, ..read(row)? });
        }
        Ok(permits)
    }

    /// Compares a registration with the register. Whatever else is wrong is told only to those who
    /// know the name that belongs to the number.
    ///
    /// A permit that begins later is a match: it was granted, and the card shows from when.
    ///
    /// # Errors
    /// If the database fails or the row is damaged.
    pub fn check_registration(&self, registration: &Registration, today: Date) -> Result<RegistrationCheck> {
        let Some(permit) = find(&self.db, &registration.number)? else {
            return Ok(RegistrationCheck::NoMatch);
        };
        if registration.name.compare(&permit.name) == NameMatch::Different {
            return Ok(RegistrationCheck::NoMatch);
        }
        if has_account(&self.db, &permit.number)? {
            return Ok(RegistrationCheck::AlreadyRegistered);
        }
        Ok(match permit.standing(today) {
            Standing::Revoked => RegistrationCheck::Revoked,
            Standing::Expired { .. } => RegistrationCheck::Expired(permit.valid_until),
            Standing::Valid { .. } | Standing::ExpiresSoon { .. } | Standing::Future { .. } => {
                RegistrationCheck::Match(Box::new(permit))
            }
        })
    }
}

fn import(
    db: &Connection,
    by: impl Into<AuditActor>,
    permits: impl IntoIterator<Item = WorkPermit>,
    now: Timestamp,
) -> Result<ImportCounts> {
    let mut counts = ImportCounts::default();
    for mut permit in permits {
        match find(db, &permit.number)? {
            None => counts.added += 1,
            Some(known) => {
                permit.photo = permit.photo.or_else(|| known.photo.clone());
                if permit == known {
                    counts.same += 1;
                    continue;
                }
                counts.changed += 1;
            }
        }
        put(db, &permit)?;
    }
    let permits = i64::try_from(counts.added + counts.changed).unwrap_or(i64::MAX);
    let entry = AuditEntry::new(AuditEvent::RegisterImported, AuditSubject::Register { permits }).by(by);
    audit::append(db, entry, now)?;
    Ok(counts)
}

pub(super) fn has_account(db: &Connection, number: &PermitNumber) -> Result<bool> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM accounts WHERE permit_number = ?1)", [number.as_str()], |row| {
        row.get(0)
    })?)
}

/// The permit, if it may be enrolled today.
pub(super) fn enrollable(db: &Connection, number: &PermitNumber, today: Date) -> Result<WorkPermit> {
    let permit = find(db, number)?.ok_or(StoreError::NoSuchPermit)?;
    match permit.standing(today) {
        Standing::Revoked => Err(StoreError::NotInForce(Fault::PermitRevoked)),
        Standing::Expired { .. } => Err(StoreError::NotInForce(Fault::PermitExpired)),
        Standing::Valid { .. } | Standing::ExpiresSoon { .. } | Standing::Future { .. } => Ok(permit),
    }
}

pub(super) fn find(db: &Connection, number: &PermitNumber) -> Result<Option<WorkPermit>> {
    let mut statement = db.prepare_cached("SELECT * FROM permits WHERE number = ?1")?;
    let mut rows = statement.query([number.as_str()])?;
    rows.next()?.map(read).transpose()
}

fn put(db: &Connection, permit: &WorkPermit) -> Result<()> {
    // Not INSERT OR REPLACE: that would delete the row an account refers to.
    let mut statement = db.prepare_cached(
        "INSERT INTO permits (number, name, title, category, citizenship_zh, citizenship_en, passport_number, employer_zh,
            employer_en, workplace_zh, workplace_en, occupation_zh, occupation_en, valid_from, valid_until, issued_on,
            file_number, approver_zh, approver_en, family_members, status, photo)
         VALUES (:number, :name, :title, :category, :citizenship_zh, :citizenship_en, :passport, :employer_zh,
            :employer_en, :workplace_zh, :workplace_en, :occupation_zh, :occupation_en, :valid_from, :valid_until, :issued_on,
            :file_number, :approver_zh, :approver_en, :family_members, :status, :photo)
         ON CONFLICT (number) DO UPDATE SET name = excluded.name, title = excluded.title, category = excluded.category,
            citizenship_zh = excluded.citizenship_zh, citizenship_en = excluded.citizenship_en,
            passport_number = excluded.passport_number, employer_zh = excluded.employer_zh, employer_en = excluded.employer_en,
            workplace_zh = excluded.workplace_zh, workplace_en = excluded.workplace_en,
            occupation_zh = excluded.occupation_zh, occupation_en = excluded.occupation_en,
            valid_from = excluded.valid_from, valid_until = excluded.valid_until, issued_on = excluded.issued_on,
            file_number = excluded.file_number, approver_zh = excluded.approver_zh, approver_en = excluded.approver_en,
            family_members = excluded.family_members, status = excluded.status, photo = excluded.photo",
    )?;
    statement.execute(named_params! {
        ":number": permit.number.as_str(),
        ":name": permit.name.as_str(),
        ":title": permit.title.map(Title::word),
        ":category": permit.category.letter().to_string(),
        ":citizenship_zh": permit.citizenship.zh,
        ":citizenship_en": permit.citizenship.en,
        ":passport": permit.passport_number,
        ":employer_zh": permit.employer.zh,
        ":employer_en": permit.employer.en,
        ":workplace_zh": permit.workplace.zh,
        ":workplace_en": permit.workplace.en,
        ":occupation_zh": permit.occupation.zh,
        ":occupation_en": permit.occupation.en,
        ":valid_from": permit.valid_from.to_string(),
        ":valid_until": permit.valid_until.to_string(),
        ":issued_on": permit.issued_on.to_string(),
        ":file_number": permit.file_number,
        ":approver_zh": permit.approver.zh,
        ":approver_en": permit.approver.en,
        ":family_members": permit.family_members,
        ":status": status_word(permit.status),
        ":photo": permit.photo.as_deref(),
    })?;
    Ok(())
}

fn status_word(status: RegisterStatus) -> &'static str {
    match status {
        RegisterStatus::InForce => "in_force",
        RegisterStatus::Revoked => "revoked",
    }
}

fn read(row: &Row<'_>) -> Result<WorkPermit> {
    let text = |column: &str| row.get::<_, String>(column);
    let both = |zh: &str, en: &str| -> Result<BothLanguages> { Ok(BothLanguages { zh: text(zh)?, en: text(en)? }) };
    Ok(WorkPermit {
        number: PermitNumber::parse(&text("number")?).map_err(|_| damaged("number"))?,
        name: PersonName::parse(&text("name")?).map_err(|_| damaged("name"))?,
        title: match row.get::<_, Option<String>>("title")? {
            None => None,
            Some(word) => Some(Title::from_word(&word).ok_or_else(|| damaged("title"))?),
        },
        category: TalentCategory::from_letter(&text("category")?).ok_or_else(|| damaged("category"))?,
        citizenship: both("citizenship_zh", "citizenship_en")?,
        passport_number: text("passport_number")?,
        employer: both("employer_zh", "employer_en")?,
        workplace: both("workplace_zh", "workplace_en")?,
        occupation: both("occupation_zh", "occupation_en")?,
        valid_from: date(row, "valid_from")?,
        valid_until: date(row, "valid_until")?,
        issued_on: date(row, "issued_on")?,
        file_number: text("file_number")?,
        approver: both("approver_zh", "approver_en")?,
        family_members: text("family_members")?,
        status: if text("status")? == "revoked" { RegisterStatus::Revoked } else { RegisterStatus::InForce },
        photo: row.get_ref("photo")?.as_blob_or_null().map_err(|_| damaged("photo"))?.map(Into::into),
    })
}

pub(super) fn date(row: &Row<'_>, column: &'static str) -> Result<Date> {
    row.get::<_, String>(column)?.parse().map_err(|_| damaged(column))
}

/// A column whose content cannot be what was written.
pub(super) fn damaged(column: &'static str) -> StoreError {
    StoreError::Damaged(format!("a row's {column} cannot be read"))
}

/// The account of a permit number: its id and password hash.
pub(super) fn account(db: &Connection, number: &PermitNumber) -> Result<Option<(i64, String)>> {
    Ok(db
        .query_row("SELECT id, password FROM accounts WHERE permit_number = ?1", [number.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::staff::StaffMember;
    use crate::store::fixtures::{at, leave, permit, registration, store_with, today};

    #[test]
    fn a_permit_comes_back_as_it_was_imported() {
        let store = store_with([permit(1), WorkPermit { photo: None, ..permit(2) }]);
        for n in 1..=2 {
            let mut expected = permit(n);
            if n == 2 {
                expected.photo = None;
            }
            assert!(store.permit(&permit(n).number).unwrap() == Some(expected));
        }
        assert!(store.permit(&permit(3).number).unwrap().is_none());
        assert_eq!(store.permits().unwrap().len(), 2);
        assert!(store.permits().unwrap().iter().all(|p| p.photo.is_none()));
    }

    #[test]
    fn importing_again_updates_and_counts() {
        let mut store = store_with([permit(1), permit(2)]);
        let moved = WorkPermit { photo: None, file_number: "other".into(), ..permit(2) };
        let counts = store.import_permits([permit(1), moved, permit(3)], at()).unwrap();
        assert_eq!(counts, ImportCounts { added: 1, changed: 1, same: 1 });
        let now = store.permit(&permit(2).number).unwrap().unwrap();
        assert_eq!(now.file_number, "other");
        assert!(now.photo == permit(2).photo, "a photo is not lost to a row without one");
    }

    #[test]
    fn a_failed_import_changes_nothing() {
        let mut store = store_with([permit(1)]);
        let wrong = WorkPermit { valid_until: "2020-01-01".parse().unwrap(), ..permit(3) };
        assert!(store.import_permits([permit(2), wrong], at()).is_err());
        assert_eq!(store.permits().unwrap().len(), 1);
        assert_eq!(store.verify_audit().unwrap().entries, 1);
    }

    #[test]
    fn staff_import_with_leave_for_that_and_are_named() {
        let mut store = store_with([permit(1)]);
        let other = leave(&mut store, Act::Export);
        assert!(matches!(store.import_permits_by(By::Staff(&other), [permit(2)], at()), Err(StoreError::OtherAct)));
        assert!(matches!(store.register_state(&other), Err(StoreError::OtherAct)));
        let list = store.list_staff().unwrap();
        let member =
            StaffMember { id: list[0].id, number: list[0].number.clone(), role: list[0].role, must_change: false };
        let own = Authority::of(Act::ImportRegister, &member, None).unwrap();
        let state = store.register_state(&own).unwrap();
        assert_eq!(state, RegisterState { permits: 1, last_import: Some(at()) });
        let later: Timestamp = "2026-07-01T08:00:00Z".parse().unwrap();
        let counts = store.import_permits_by(By::Staff(&own), [permit(1), permit(2)], later).unwrap();
        assert_eq!(counts, ImportCounts { added: 1, changed: 0, same: 1 });
        let state = store.register_state(&own).unwrap();
        assert_eq!(state, RegisterState { permits: 2, last_import: Some(later) });
        let imports = AuditFilter { event: Some(AuditEvent::RegisterImported), ..AuditFilter::default() };
        let row = store.audit_rows(&imports, true, 1).unwrap().remove(0);
        assert_eq!(row.actor, Some(AuditActor::Staff { by: member.id, second: None }));
        assert_eq!(row.subject, AuditSubject::Register { permits: 1 });
        // Whoever was disabled meanwhile imports nothing.
        store.disable_staff(&member.number, By::Command, later).unwrap();
        assert!(matches!(store.import_permits_by(By::Staff(&own), [permit(3)], later), Err(StoreError::LeaveEnded)));
        assert_eq!(store.permits().unwrap().len(), 2);
    }

    #[test]
    fn a_registration_is_compared() {
        let mut store = store_with([
            permit(1),
            WorkPermit { status: RegisterStatus::Revoked, ..permit(2) },
            WorkPermit { valid_until: "2026-03-01".parse().unwrap(), ..permit(3) },
            WorkPermit { valid_from: "2026-12-01".parse().unwrap(), ..permit(4) },
        ]);
        let check = |store: &Store, name: &str, n| store.check_registration(&registration(name, n), today()).unwrap();
        assert!(
            matches!(check(&store, "VIDAL ORTEGA elena maría", 1), RegistrationCheck::Match(p) if p.number == permit(1).number)
        );
        assert!(matches!(check(&store, "Elena Maria Vidal-Ortega", 4), RegistrationCheck::Match(_)));
        assert!(matches!(check(&store, "Elena Maria Vidal-Ortega", 2), RegistrationCheck::Revoked));
        assert!(
            matches!(check(&store, "Elena Maria Vidal-Ortega", 3), RegistrationCheck::Expired(d) if d == "2026-03-01".parse().unwrap())
        );
        for n in [1, 2, 3, 9] {
            assert!(matches!(check(&store, "John Smith", n), RegistrationCheck::NoMatch), "{n}");
        }
        crate::store::fixtures::enroll(&mut store, 1);
        assert!(matches!(check(&store, "Elena Maria Vidal-Ortega", 1), RegistrationCheck::AlreadyRegistered));
        assert!(matches!(check(&store, "John Smith", 1), RegistrationCheck::NoMatch));
    }
}
