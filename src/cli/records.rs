//! `register import | show | list`, `enrollments list` and `accounts unlock`: the store's records on the command line.
//!
//! Every function writes to `out`, so that tests read what an operator sees.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::table;
use crate::domain::permit::{BothLanguages, PermitNumber, Standing, Title, WorkPermit};
use crate::domain::registration::FieldFault;
use crate::domain::time::{Date, Timestamp};
use crate::register::import::{self, ImportError, PhotoCheck};
use crate::store::{Store, StoreError};

/// The columns of an import, for `register import --help`.
pub const COLUMNS_HELP: &str = "\
The table is CSV in UTF-8, with commas; its first row names the columns, in any order:
  number 工作许可号码           letters and digits; spaces and hyphens do not matter
  name 姓名                     as on the passport, in Latin letters, at most 66 characters
  category 类别                 A, B or C
  citizenship_zh 国籍, citizenship_en 国籍英文      of each pair one language is enough
  employer_zh 用人单位, employer_en 用人单位英文
  workplace_zh 工作地点, workplace_en 工作地点英文
  occupation_zh 职务, occupation_en 职务英文
  valid_from 有效期起, valid_until 有效期止, issued_on 签发日期      dates like 2026-04-30
  these may be left out or empty; pages and letter then say that the register has no value:
  title 称谓                    Mr 先生 or Ms 女士
  passport_number 护照号码, file_number 文号
  approver_zh 批准机关, approver_en 批准机关英文    who granted the permit
  family_members 随行家属       those who came along, as the letter shall show them
  status 状态                   in_force 有效 (or empty), revoked 注销
  photo 照片                    name of a JPEG or PNG file in the folder of --photos, at most 2 MiB, with one
                                face of at least 60 pixels

All rows are imported or none; every bad row is told with its line. A number that is in the register
already is brought up to date; a row without a photo leaves the photo there is. A number may be
there once. At most 50000 rows, 32 MiB.

Supervisors can import at the kiosk, too (许可库), from a USB stick or from the folder that register.import_folder
of the configuration names, both searched two folders deep. The photos of NAME.csv are taken there from the folder
NAME.photos beside it, or else from the folder photos beside it, or else from NAME.csv's own folder.";

/// Why a command over the records failed: one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("this is not a permit number: it may have letters, digits, spaces and hyphens")]
    Number,
    #[error("this number is not in the register. See: esscard-kiosk register list")]
    NotInRegister,
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Imports `file`, or with `dry_run` only checks it. `check` looks at each photo.
///
/// # Errors
/// If anything is wrong with the file; nothing is imported then.
pub fn import(
    store: &mut Store,
    file: &Path,
    photos: Option<&Path>,
    dry_run: bool,
    check: PhotoCheck<'_>,
    now: Timestamp,
    out: &mut dyn Write,
) -> Result<(), RecordsError> {
    let permits = import::read(file, photos, check)?;
    let without_photo = permits.iter().filter(|permit| permit.photo.is_none()).count();
    let unusual = permits.iter().filter(|permit| permit.number.unusual_length().is_some()).count();
    let counts = if dry_run { import::preview(store, &permits)? } else { import::write(store, permits, now)? };
    let done = if dry_run { "Checked only, nothing written" } else { "Imported" };
    writeln!(out, "{done}: {} new, {} changed, {} unchanged.", counts.added, counts.changed, counts.same)?;
    if without_photo > 0 {
        writeln!(out, "Without a photo: {without_photo}. Holders who have none in the register are sent to staff.")?;
    }
    if unusual > 0 {
        writeln!(out, "Numbers of an unusual length: {unusual}. Please compare them with the letters.")?;
    }
    Ok(())
}

/// Shows everything the register knows of one permit, but its photo and most of the passport number.
///
/// # Errors
/// If it is not a number, not in the register, or the store fails.
pub fn show(store: &Store, number: &str, today: Date, out: &mut dyn Write) -> Result<(), RecordsError> {
    let number = PermitNumber::parse(number).map_err(|_: FieldFault| RecordsError::Number)?;
    let permit = store.permit(&number)?.ok_or(RecordsError::NotInRegister)?;
    let photo =
        permit.photo.as_ref().map_or("none: holder is sent to staff".to_owned(), |p| format!("{} bytes", p.len()));
    let rows = [
        ("Number", number.grouped()),
        ("Name", permit.name.as_str().to_owned()),
        ("Title", permit.title.map_or("", Title::word).to_owned()),
        ("Category", permit.category.letter().to_string()),
        ("Citizenship", joined(&permit.citizenship)),
        ("Passport", ending(&permit.passport_number)),
        ("Employer", joined(&permit.employer)),
        ("Workplace", joined(&permit.workplace)),
        ("Occupation", joined(&permit.occupation)),
        ("Valid", format!("{} to {}", permit.valid_from, permit.valid_until)),
        ("Standing", standing(&permit, today)),
        ("Issued", permit.issued_on.to_string()),
        ("File number", permit.file_number.clone()),
        ("Approved by", joined(&permit.approver)),
        ("Family", permit.family_members.clone()),
        ("Photo", photo),
    ];
    for (label, value) in rows {
        writeln!(out, "{label:<12} {value}")?;
    }
    Ok(())
}

/// Lists all permits: number, category, last day, standing, name.
///
/// # Errors
/// If the store fails.
pub fn list(store: &Store, today: Date, out: &mut dyn Write) -> Result<(), RecordsError> {
    let permits = store.permits()?;
    if permits.is_empty() {
        writeln!(out, "The register is empty. Fill it with: esscard-kiosk register import FILE.csv")?;
        return Ok(());
    }
    let rows: Vec<_> = permits
        .iter()
        .map(|permit| {
            [
                permit.number.grouped(),
                permit.category.letter().to_string(),
                permit.valid_until.to_string(),
                standing(permit, today),
                permit.name.as_str().to_owned(),
            ]
        })
        .collect();
    Ok(table::write(out, ["Number", "Category", "Valid until", "Standing", "Name"], &rows)?)
}

/// Lets the holder of `number` log in again after too many wrong passwords, and use face recognition
/// again after too many failed tries.
///
/// # Errors
/// If it is not a number, not in the register, or the store fails.
pub fn unlock(store: &mut Store, number: &str, now: Timestamp, out: &mut dyn Write) -> Result<(), RecordsError> {
    let number = PermitNumber::parse(number).map_err(|_: FieldFault| RecordsError::Number)?;
    // A mistyped number would be "not locked" without anybody noticing.
    if store.permit(&number)?.is_none() {
        return Err(RecordsError::NotInRegister);
    }
    let said = match (store.unlock_sign_in(&number, now)?, store.unlock_face(&number, now)?) {
        (true, true) => "Unlocked. The holder can log in and use face recognition again at once.",
        (true, false) => "Unlocked. The holder can log in again at once.",
        (false, true) => "Unlocked. The holder can use face recognition again at once.",
        (false, false) => {
            "This number was not locked: no wrong password and no failed face check is counted. Nothing was changed."
        }
    };
    Ok(writeln!(out, "{said}")?)
}

/// Lists enrollments, newest first, without names; as JSON one array.
///
/// # Errors
/// If the store fails.
pub fn enrollments(store: &Store, as_json: bool, out: &mut dyn Write) -> Result<(), RecordsError> {
    let rows = store.enrollments()?;
    if as_json {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                json!({ "id": row.id, "enrolled_on": row.enrolled_on.to_string(), "category": row.category,
                        "method": row.method, "decision": row.decision, "number": row.number })
            })
            .collect();
        writeln!(out, "{}", json!(rows))?;
    } else if rows.is_empty() {
        writeln!(out, "Nobody is enrolled yet.")?;
    } else {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                [row.id.to_string(), row.enrolled_on.to_string(), row.category, row.method, row.decision, row.number]
            })
            .collect();
        table::write(out, ["Id", "Enrolled on", "Category", "Method", "Decision", "Number"], &rows)?;
    }
    Ok(())
}

fn joined(text: &BothLanguages) -> String {
    [text.zh.as_str(), text.en.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" / ")
}

/// The last four characters; the rest hidden.
fn ending(number: &str) -> String {
    let length = number.chars().count();
    let shown = 4.min(length / 2);
    number.chars().enumerate().map(|(at, c)| if at + shown < length { '*' } else { c }).collect()
}

fn standing(permit: &WorkPermit, today: Date) -> String {
    match permit.standing(today) {
        Standing::Valid { days_left } => format!("valid, {days_left} days left"),
        Standing::ExpiresSoon { days_left } => format!("ends soon, {days_left} days"),
        Standing::Future { days_until } => format!("begins in {days_until} days"),
        Standing::Expired { days_ago } => format!("expired {days_ago} days ago"),
        Standing::Revoked => "revoked".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::demo::{HELD, seed_demo};

    fn today() -> Date {
        "2026-06-01".parse().unwrap()
    }

    fn now() -> Timestamp {
        "2026-06-01T08:00:00Z".parse().unwrap()
    }

    fn seeded() -> Store {
        let mut store = Store::in_memory().unwrap();
        seed_demo(&mut store, &[0xFF, 0xD8, 0xFF], now(), today()).unwrap();
        store
    }

    fn said(run: impl FnOnce(&mut dyn Write) -> Result<(), RecordsError>) -> String {
        let mut out = Vec::new();
        run(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_help_names_every_column() {
        for (en, zh) in import::COLUMNS {
            assert!(COLUMNS_HELP.contains(en) && COLUMNS_HELP.contains(zh), "{en} {zh}");
        }
        assert!(COLUMNS_HELP.contains(&import::MAX_ROWS.to_string()));
    }

    #[test]
    fn one_permit_is_shown() {
        let store = seeded();
        let shown = said(|out| show(&store, "sp20 2604 1700 0123 45", today(), out));
        for part in [
            "SP20 2604 1700 0123 45",
            HELD[1].name,
            "valid, 400 days left",
            "Demoland",
            "*****0002",
            "Mr",
            "Demo Competent Authority",
            "Lucia",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(!shown.contains("DM0000002"));
        assert!(matches!(show(&store, "SP/", today(), &mut Vec::new()), Err(RecordsError::Number)));
        assert!(matches!(show(&store, "SP9", today(), &mut Vec::new()), Err(RecordsError::NotInRegister)));
    }

    #[test]
    fn the_register_is_listed() {
        let listed = said(|out| list(&seeded(), today(), out));
        assert_eq!(listed.lines().count(), 13, "a heading and twelve permits");
        assert!(listed.starts_with("Number") && listed.contains("Valid until"), "{listed}");
        for part in ["expired 20 days ago", "revoked", "ends soon, 12 days", "begins in 14 days"] {
            assert_eq!(listed.matches(part).count(), 1, "{part}: {listed}");
        }
        assert!(said(|out| list(&Store::in_memory().unwrap(), today(), out)).contains("register import"));
    }

    #[test]
    fn enrollments_are_listed_without_names() {
        let store = seeded();
        for as_json in [false, true] {
            let list = said(|out| enrollments(&store, as_json, out));
            assert!(
                list.contains("**************0816") && list.contains("2026-06-01") && !list.contains("Erik"),
                "{list}"
            );
        }
        assert!(said(|out| enrollments(&store, false, out)).starts_with("Id  Enrolled on"));
        let read: serde_json::Value = serde_json::from_str(&said(|out| enrollments(&store, true, out))).unwrap();
        assert_eq!(read[0]["category"], "A");
    }

    #[test]
    fn a_locked_number_is_unlocked() {
        let mut store = seeded();
        let number = PermitNumber::parse(HELD[0].number).unwrap();
        let wrong = crate::domain::secret::Secret::copied("wrong-1-wrong", 40);
        store.sign_in(&number, &wrong, crate::domain::time::Moment::default(), now()).unwrap();
        assert!(said(|out| unlock(&mut store, HELD[0].number, now(), out)).starts_with("Unlocked."));
        assert!(said(|out| unlock(&mut store, HELD[0].number, now(), out)).contains("was not locked"));
        let mut failing = |number: &str| unlock(&mut store, number, now(), &mut Vec::new());
        assert!(matches!(failing("SP9"), Err(RecordsError::NotInRegister)));
        assert!(matches!(failing("SP/"), Err(RecordsError::Number)));
    }

    #[test]
    fn an_import_says_what_it_did() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("permits.csv");
        std::fs::write(
            &file,
            "number,name,category,citizenship_en,employer_en,workplace_en,occupation_en,valid_from,valid_until,issued_on\n\
             SP1,Ana Luz,A,Demoland,Demo Works,Demo City,Engineer,2026-01-01,2027-01-01,2025-12-01\n",
        )
        .unwrap();
        let mut store = Store::in_memory().unwrap();
        for (dry_run, expected) in
            [(true, "nothing written: 1 new"), (false, "Imported: 1 new"), (false, "1 unchanged")]
        {
            let text = said(|out| import(&mut store, &file, None, dry_run, &mut |_| Ok(()), now(), out));
            assert!(
                text.contains(expected) && text.contains("Without a photo: 1.") && text.contains("unusual length"),
                "{text}"
            );
        }
        std::fs::write(&file, "number,name\n").unwrap();
        assert!(import(&mut store, &file, None, false, &mut |_| Ok(()), now(), &mut Vec::new()).is_err());
    }
}
