//! Looking into the log.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, Row, params_from_iter};

use crate::domain::audit::{AuditActor, AuditEvent, AuditOutcome, AuditSubject};
use crate::domain::audit_log::{AuditFilter, AuditRow};
use crate::domain::time::{Date, Timestamp, office_zone};
use crate::store::{Result, Store, StoreError, register};

/// The most rows of one answer.
const MOST_ROWS: usize = 1000;

impl Store {
    /// The entries that `filter` lets through: at most `limit` of them, and never more than a thousand. More are to
    /// be had with [`AuditFilter::beyond`].
    ///
    /// # Errors
    /// [`StoreError::AuditBroken`] if an entry says what no program wrote, or the database fails.
    pub fn audit_rows(&self, filter: &AuditFilter, newest_first: bool, limit: usize) -> Result<Vec<AuditRow>> {
        let (conditions, values) = conditions(filter, newest_first)?;
        let order = if newest_first { "DESC" } else { "ASC" };
        let mut statement = self.db.prepare(&format!(
            "SELECT number, at, event, subject_kind, subject_id, actor_kind, actor_id, second_id, outcome, detail FROM audit
             WHERE {conditions} ORDER BY number {order} LIMIT {}",
            limit.min(MOST_ROWS)
        ))?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            list.push(read(row, number)?.ok_or(StoreError::AuditBroken { number })?);
        }
        Ok(list)
    }

    /// The hash of the entry with this number, if there is one.
    ///
    /// # Errors
    /// If the database fails.
    pub fn audit_hash(&self, number: i64) -> Result<Option<[u8; 32]>> {
        let hash = self.db.query_row("SELECT hash FROM audit WHERE number = ?1", [number], |row| row.get(0));
        Ok(hash.optional()?)
    }
}

fn conditions(filter: &AuditFilter, newest_first: bool) -> Result<(String, Vec<Value>)> {
    let AuditFilter { event, actor, day, subject, beyond } = *filter;
    let mut sql = String::from("TRUE");
    let mut values: Vec<Value> = Vec::new();
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        sql.push_str(" AND ");
        sql.push_str(condition);
        sql.push_str(" ?");
    };
    if let Some(event) = event {
        add("event =", event.word().to_owned().into());
    }
    if let Some(actor) = actor {
        add("actor_kind =", actor.word().to_owned().into());
    }
    if let Some(day) = day {
        let (from, to) = span_of(day)?;
        add("at >=", from.into());
        add("at <", to.into());
    }
    if let Some((kind, id)) = subject.map(AuditSubject::parts) {
        add("subject_kind =", kind.to_owned().into());
        add("subject_id =", id.into());
    }
    if let Some(beyond) = beyond {
        add(if newest_first { "number <" } else { "number >" }, beyond.into());
    }
    Ok((sql, values))
}

/// From the first instant of the office's day to the first one after it, to compare with stored times.
fn span_of(day: Date) -> Result<(String, String)> {
    let start = |day: Date| -> Result<String> {
        let midnight = day.to_zoned(office_zone()).map_err(|_| register::damaged("day"))?;
        Ok(bound(midnight.timestamp()))
    };
    Ok((start(day)?, start(day.tomorrow().unwrap_or(day))?))
}

/// The least text of all stored times from `at` (a whole second) on. Stored times end with `Z`, or with a fraction
/// of a second, which as texts come before it.
pub(in crate::store) fn bound(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// `None` if it says what no program wrote.
fn read(row: &Row<'_>, number: i64) -> Result<Option<AuditRow>> {
    let text = |column: usize| row.get::<_, String>(column);
    let (Ok(at), Some(event), Some(subject)) = (
        text(1)?.parse::<Timestamp>(),
        AuditEvent::from_word(&text(2)?),
        AuditSubject::of_parts(&text(3)?, row.get(4)?),
    ) else {
        return Ok(None);
    };
    let (actor, outcome) = match row.get::<_, Option<String>>(5)? {
        None => (None, None),
        Some(kind) => {
            let actor = AuditActor::of_parts(&kind, row.get(6)?, row.get(7)?);
            let outcome = AuditOutcome::from_word(&text(8)?);
            if actor.is_none() || outcome.is_none() {
                return Ok(None);
            }
            (actor, outcome)
        }
    };
    Ok(Some(AuditRow { number, at, event, subject, actor, outcome, detail: text(9)? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::{AuditActorKind, AuditEntry};
    use crate::domain::staff::StaffId;

    /// Three days, around the office's midnight (16:00 in UTC), with and without a fraction of a second.
    fn store() -> Store {
        let mut store = Store::in_memory().unwrap();
        let staff = AuditActor::Staff { by: StaffId(7), second: None };
        for (at, entry) in [
            ("2026-05-31T15:59:59.999Z", AuditEntry::new(AuditEvent::Started, AuditSubject::Kiosk)),
            ("2026-05-31T16:00:00Z", AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(1)).with("letter")),
            ("2026-05-31T16:00:00.5Z", AuditEntry::new(AuditEvent::SignedIn, AuditSubject::Account(1))),
            (
                "2026-06-01T15:59:59.999Z",
                AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(2)).with("slip").by(staff),
            ),
            ("2026-06-01T16:00:00.000001Z", AuditEntry::new(AuditEvent::Started, AuditSubject::Kiosk)),
        ] {
            store.append_audit(entry, at.parse().unwrap()).unwrap();
        }
        store
    }

    fn numbers(filter: AuditFilter, newest_first: bool, limit: usize) -> Vec<i64> {
        store().audit_rows(&filter, newest_first, limit).unwrap().iter().map(|row| row.number).collect()
    }

    #[test]
    fn filters_let_through_what_was_asked_for() {
        let all = AuditFilter::default();
        assert_eq!(numbers(all, false, 9), [1, 2, 3, 4, 5]);
        assert_eq!(numbers(all, true, 2), [5, 4]);
        assert_eq!(numbers(AuditFilter { beyond: Some(4), ..all }, true, 2), [3, 2]);
        assert_eq!(numbers(AuditFilter { beyond: Some(4), ..all }, false, 2), [5]);
        assert_eq!(numbers(AuditFilter { event: Some(AuditEvent::Printed), ..all }, false, 9), [2, 4]);
        assert_eq!(numbers(AuditFilter { actor: Some(AuditActorKind::Staff), ..all }, false, 9), [4]);
        assert_eq!(numbers(AuditFilter { subject: Some(AuditSubject::Account(1)), ..all }, false, 9), [3]);
        let day = |n| AuditFilter { day: Some(jiff::civil::date(2026, 6, n)), ..all };
        assert_eq!(numbers(day(1), false, 9), [2, 3, 4], "the office's day");
        assert_eq!(numbers(day(2), false, 9), [5]);
        assert_eq!(numbers(AuditFilter { event: Some(AuditEvent::Started), ..day(1) }, false, 9), [0; 0]);
    }

    #[test]
    fn rows_read_as_they_were_written() {
        let row =
            store().audit_rows(&AuditFilter { beyond: Some(3), ..AuditFilter::default() }, false, 1).unwrap().remove(0);
        assert_eq!((row.number, row.event, row.subject), (4, AuditEvent::Printed, AuditSubject::Enrollment(2)));
        assert_eq!(row.actor, Some(AuditActor::Staff { by: StaffId(7), second: None }));
        assert_eq!((row.outcome, row.detail.as_str()), (Some(AuditOutcome::Done), "slip"));
        assert_eq!(row.at.to_string(), "2026-06-01T15:59:59.999Z");
    }

    #[test]
    fn what_no_program_wrote_is_not_shown() {
        let store = store();
        store.db.execute_batch("DROP TRIGGER audit_is_not_changed").unwrap();
        for (column, number) in [("at", 1), ("event", 2), ("subject_kind", 3), ("outcome", 4)] {
            store.db.execute(&format!("UPDATE audit SET {column} = 'x' WHERE number = {number}"), []).unwrap();
            let filter = AuditFilter { beyond: Some(number - 1), ..AuditFilter::default() };
            let found = store.audit_rows(&filter, false, 1);
            assert!(matches!(found, Err(StoreError::AuditBroken { number: n }) if n == number), "{column}");
        }
    }
}
