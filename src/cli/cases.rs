//! `cases list | close`: the visits that wait for staff.

use std::io::Write;

use serde_json::json;

use super::records::RecordsError;
use super::table;
use crate::domain::audit::AuditActor;
use crate::domain::case::CaseOutcome;
use crate::domain::language::Language;
use crate::domain::time::{Date, Timestamp};
use crate::store::Store;
use crate::text::{Args, Words};

/// Lists the cases that wait for staff, oldest first, without names; as JSON one array, with times in UTC.
///
/// # Errors
/// If the store fails.
pub fn list(store: &Store, words: &Words, as_json: bool, out: &mut dyn Write) -> Result<(), RecordsError> {
    let cases = store.pending_cases()?;
    if as_json {
        let cases: Vec<_> = cases
            .iter()
            .map(|case| {
                json!({ "ticket": case.ticket, "opened_at": case.opened_at.to_string(), "stage": case.stage, "cause": case.cause,
                        "incident": case.incident, "number": case.number, "consent": case.consent })
            })
            .collect();
        return Ok(writeln!(out, "{}", json!(cases))?);
    }
    if cases.is_empty() {
        return Ok(writeln!(out, "Nobody is waiting for staff.")?);
    }
    let said = |key: &str| words.get(Language::English, key, &Args::none());
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let rows: Vec<_> = cases
        .into_iter()
        .map(|case| {
            let cause = said(case.cause.as_deref().unwrap_or("z_asked"));
            [
                case.ticket,
                table::local(case.opened_at),
                said(&case.stage),
                cause,
                or_dash(case.incident),
                or_dash(case.consent),
                or_dash(case.number),
            ]
        })
        .collect();
    let opened = format!("Opened ({})", table::ZONE);
    let headings = ["Ticket", &opened, "Step", "Cause", "Incident", "Consent", "Number"];
    table::write(out, headings, &rows)?;
    Ok(writeln!(
        out,
        "\nClose one with: esscard-kiosk cases close TICKET --outcome helped (with --config or --data as here)"
    )?)
}

/// Closes one case.
///
/// # Errors
/// If no case has this ticket or it was closed already, or the store fails.
pub fn close(
    store: &mut Store,
    ticket: &str,
    outcome: CaseOutcome,
    now: Timestamp,
    today: Date,
    out: &mut dyn Write,
) -> Result<(), RecordsError> {
    store.close_case(ticket, outcome, AuditActor::Command, now, today)?;
    Ok(writeln!(out, "Closed: {}.", outcome.word())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{AssistCase, AssistCause, VisitStage};
    use crate::domain::permit::PermitNumber;
    use crate::store::StoreError;

    fn now() -> Timestamp {
        "2026-06-01T08:00:00Z".parse().unwrap()
    }

    fn said(run: impl FnOnce(&mut dyn Write) -> Result<(), RecordsError>) -> String {
        let mut out = Vec::new();
        run(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cases_are_listed_in_words_and_closed_once() {
        let words = Words::load().unwrap();
        let mut store = Store::in_memory().unwrap();
        assert_eq!(said(|out| list(&store, &words, false, out)), "Nobody is waiting for staff.\n");
        assert_eq!(said(|out| list(&store, &words, true, out)), "[]\n");
        let permit = PermitNumber::parse("SP2026030200004107").ok();
        let stage = VisitStage::Consent;
        let case = AssistCase {
            stage,
            cause: AssistCause::ChoseStaff,
            incident: None,
            permit,
            consent: None,
            tries: 0,
            finding: None,
            face: None,
        };
        let ticket = store.open_case(&case, now()).unwrap().0;
        let text = said(|out| list(&store, &words, false, out));
        for part in [
            ticket.as_str(),
            "Opened (UTC+8)",
            "2026-06-01 16:00",
            "Step 2: Consent",
            "The visitor chose staff",
            "**************4107",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let read: serde_json::Value = serde_json::from_str(&said(|out| list(&store, &words, true, out))).unwrap();
        assert_eq!((&read[0]["cause"], &read[0]["opened_at"]), (&json!("z_chose"), &json!("2026-06-01T08:00:00Z")));
        let today = "2026-06-01".parse().unwrap();
        let shut = |store: &mut Store| close(store, &ticket, CaseOutcome::Helped, now(), today, &mut Vec::new());
        shut(&mut store).unwrap();
        assert!(matches!(shut(&mut store), Err(RecordsError::Store(StoreError::CaseClosed))));
        assert_eq!(said(|out| list(&store, &words, true, out)), "[]\n");
    }
}
