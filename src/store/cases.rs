//! Visits handed to staff, pending until they close them.

use rusqlite::params;

use super::{Result, Store, StoreError, audit, enrollments, register};
use crate::domain::audit::{AuditEntry, AuditEvent, AuditSubject};
use crate::domain::permit::PermitNumber;
use crate::domain::staff::{AssistCase, CaseTicket};
use crate::domain::time::Timestamp;

/// Characters of a ticket: none that is taken for another by eye (0 O, 1 I L, 2 Z, 5 S, 8 B, U V).
const TICKET_CHARACTERS: &[u8; 22] = b"34679ACDEFGHJKMNPQRTWX";

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
    /// The cause's catalogue key, if a fault led here.
    pub cause: Option<String>,
    /// The incident in the log.
    pub incident: Option<String>,
    /// The permit number, all but its end hidden, if the visitor came that far.
    pub number: Option<String>,
    /// `face` or `staff`, if the visitor chose.
    pub consent: Option<String>,
}

impl Store {
    /// Keeps a case, with the visitor's consent choice if there is one, and draws its ticket.
    ///
    /// # Errors
    /// If the database fails; nothing is kept then.
    pub fn open_case(&mut self, case: &AssistCase, now: Timestamp) -> Result<CaseTicket> {
        let tickets = (0..DRAWS).map(|_| draw_ticket()).collect::<Result<Vec<String>>>()?;
        self.write(|db| {
            for ticket in tickets {
                let inserted = db.execute(
                    "INSERT INTO cases (ticket, stage, cause, incident, permit_number, opened_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (ticket) DO NOTHING",
                    params![
                        ticket,
                        case.stage.key(),
                        case.cause.map(crate::domain::fault::Fault::key),
                        case.incident.map(|incident| incident.to_string()),
                        case.permit.as_ref().map(PermitNumber::as_str),
                        now.to_string()
                    ],
                )?;
                if inserted == 1 {
                    let id = db.last_insert_rowid();
                    if let Some(consent) = &case.consent {
                        enrollments::consent_of(db, consent, None, Some(id), now)?;
                    }
                    audit::append(db, AuditEntry::new(AuditEvent::HandedToStaff, AuditSubject::Case(id)).with(case.stage.key()), now)?;
                    return Ok(CaseTicket(ticket));
                }
            }
            Err(StoreError::Random("every ticket drawn was taken".to_owned()))
        })
    }

    /// The cases nobody has closed, oldest first.
    ///
    /// # Errors
    /// If the database fails or a row is damaged.
    pub fn pending_cases(&self) -> Result<Vec<PendingCase>> {
        let mut statement = self.db.prepare(
            "SELECT c.*, (SELECT choice FROM consents WHERE case_id = c.id) AS consent FROM cases c
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

/// Six characters, e.g. `K7F-4M9`.
fn draw_ticket() -> Result<String> {
    let mut ticket = String::with_capacity(7);
    while ticket.len() < 7 {
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(|error| StoreError::Random(error.to_string()))?;
        // Beyond the largest multiple of 22 some characters would come more often.
        if let Some(c) = TICKET_CHARACTERS.get(usize::from(byte[0]) % TICKET_CHARACTERS.len()).filter(|_| byte[0] < 242)
        {
            ticket.push(char::from(*c));
            if ticket.len() == 3 {
                ticket.push('-');
            }
        }
    }
    Ok(ticket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::consent::ConsentChoice;
    use crate::domain::fault::{Fault, Incident};
    use crate::domain::staff::VisitStage;
    use crate::store::fixtures::{at, new_enrollment, permit};

    #[test]
    fn a_case_is_kept_until_staff_close_it() {
        let mut store = Store::in_memory().unwrap();
        let mut consent = new_enrollment(1).consent;
        consent.choice = ConsentChoice::Staff;
        let full = AssistCase {
            stage: VisitStage::Consent,
            cause: Some(Fault::NotSamePerson),
            incident: Some(Incident(5)),
            permit: Some(permit(1).number),
            consent: Some(consent),
        };
        let bare = AssistCase { stage: VisitStage::Home, cause: None, incident: None, permit: None, consent: None };
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
            assert!(ticket.bytes().all(|b| b == b'-' || TICKET_CHARACTERS.contains(&b)));
        }
    }
}
