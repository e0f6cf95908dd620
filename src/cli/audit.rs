//! `audit list | verify | export | rotate-key`: the log of every act, and whether it is still as it was written.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::arguments::{StoreArguments, staff_number};
use super::table;
use crate::domain::audit::{AuditActor, AuditActorKind, AuditEntry, AuditEvent, AuditSubject};
use crate::domain::audit_log::{AuditFilter, AuditRow};
use crate::domain::staff::{Authority, StaffNumber};
use crate::domain::time::{Date, Timestamp, office_zone};
use crate::store::{Store, StoreError};

/// What to do with the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List the newest entries, the last one at the end. That the log was read is an entry, too.
    List(ListArguments),
    /// Check that no entry was changed, taken away or added, and that every signature fits.
    ///
    /// Prints number of entries, head, signatures and public key. Ends with 1 and names the entry if not.
    Verify(VerifyArguments),
    /// Write the whole log with its signed head into a new file, to keep it elsewhere.
    ///
    /// Two members of staff sign for it; their secrets are asked for, or read from standard input, one a line.
    Export(ExportArguments),
    /// Change the key that signs the log: the present one signs the log over to a new one.
    ///
    /// Two members of staff sign for it, as for an export. What was signed before can still be checked.
    RotateKey(RotateArguments),
}

/// Which entries.
#[derive(Args, Debug)]
pub struct ListArguments {
    /// So many of them at most.
    #[arg(long, value_name = "N", default_value = "50", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub last: u16,
    /// Only this event, e.g. enrolled.
    #[arg(long, value_name = "WORD", value_parser = event)]
    pub event: Option<AuditEvent>,
    /// Only what system, visitor, command or staff did.
    #[arg(long, value_name = "KIND", value_parser = actor)]
    pub actor: Option<AuditActorKind>,
    /// Only this day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub day: Option<Date>,
    /// Print JSON; its times are UTC.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub store: StoreArguments,
}

/// What else to compare with.
#[derive(Args, Debug)]
pub struct VerifyArguments {
    /// A head that was written down elsewhere, e.g. from a shift report: the log must still contain it.
    #[arg(long, value_name = "ENTRIES:HASH", value_parser = head)]
    pub head: Option<NotedHead>,
    /// The public key that was written down elsewhere: the signatures must be of it.
    #[arg(long, value_name = "HEX", value_parser = hex32)]
    pub key: Option<[u8; 32]>,
    #[command(flatten)]
    pub store: StoreArguments,
}

/// Where to, and who signs for it.
#[derive(Args, Debug)]
pub struct ExportArguments {
    /// The file to write; readable by this user only.
    #[arg(value_name = "FILE.jsonl")]
    pub file: PathBuf,
    /// The supervisor who exports.
    #[arg(long, value_name = "NUMBER", value_parser = staff_number)]
    pub by: StaffNumber,
    /// The second person, another supervisor.
    #[arg(long, value_name = "NUMBER", value_parser = staff_number)]
    pub second: StaffNumber,
    #[command(flatten)]
    pub store: StoreArguments,
}

/// Who signs for it.
#[derive(Args, Debug)]
pub struct RotateArguments {
    /// The supervisor who changes the key.
    #[arg(long, value_name = "NUMBER", value_parser = staff_number)]
    pub by: StaffNumber,
    /// The second person, another supervisor.
    #[arg(long, value_name = "NUMBER", value_parser = staff_number)]
    pub second: StaffNumber,
    #[command(flatten)]
    pub store: StoreArguments,
}

/// A head as somebody noted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotedHead {
    pub entries: i64,
    pub hash: [u8; 32],
}

/// Why the log cannot be shown, checked or exported.
#[derive(Debug, thiserror::Error)]
pub enum AuditCommandError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "the audit log is whole, but its entry {0} is not the one that was noted: it was written anew since, with the signing key"
    )]
    OtherHead(i64),
    #[error(
        "the audit log was never signed with the key that was noted, nor has that key handed over to the kiosk's, which is {0}"
    )]
    OtherKey(String),
    #[error("{} is there already: name a new file", .0.display())]
    Exists(PathBuf),
    #[error("{} cannot be written: {source}", file.display())]
    File { file: PathBuf, source: std::io::Error },
    #[error("the output cannot be written ({0}): check where it is redirected to")]
    Output(#[from] std::io::Error),
}

/// Lists the newest entries, and enters that they were read.
///
/// # Errors
/// If the store fails.
pub fn list(
    store: &mut Store,
    arguments: &ListArguments,
    now: Timestamp,
    out: &mut dyn Write,
) -> Result<(), AuditCommandError> {
    let ListArguments { last, event, actor, day, json, .. } = *arguments;
    let filter = AuditFilter { event, actor, day, ..AuditFilter::default() };
    let mut rows = store.audit_rows(&filter, true, last.into())?;
    store.append_audit(AuditEntry::new(AuditEvent::AuditRead, AuditSubject::Kiosk).by(AuditActor::Command), now)?;
    rows.reverse();
    if json {
        let rows: Vec<_> = rows.iter().map(object).collect();
        return Ok(writeln!(out, "{}", json!(rows))?);
    }
    if rows.is_empty() {
        return Ok(writeln!(out, "There is no such entry.")?);
    }
    let at = format!("At ({})", table::ZONE);
    let rows: Vec<_> = rows.into_iter().map(cells).collect();
    Ok(table::write(out, ["Number", &at, "Event", "Subject", "By", "Outcome", "Detail"], &rows)?)
}

fn object(row: &AuditRow) -> serde_json::Value {
    let (subject, subject_id) = row.subject.parts();
    let (actor, actor_id, second_id) =
        row.actor.map(AuditActor::parts).map_or((None, None, None), |(kind, id, second)| {
            (Some(kind), (id != 0).then_some(id), (second != 0).then_some(second))
        });
    json!({ "number": row.number, "at": row.at.to_string(), "event": row.event.word(), "subject": subject,
            "subject_id": subject_id, "actor": actor, "actor_id": actor_id, "second_id": second_id,
            "outcome": row.outcome.map(|outcome| outcome.word()), "detail": row.detail })
}

fn cells(row: AuditRow) -> [String; 7] {
    let dash = || "-".to_owned();
    let subject = match row.subject.parts() {
        (kind, 0) => kind.to_owned(),
        (kind, id) => format!("{kind} {id}"),
    };
    let by = row.actor.map_or_else(dash, |actor| match actor {
        AuditActor::Staff { by, second: Some(second) } => format!("staff {} with {}", by.0, second.0),
        AuditActor::Staff { by, second: None } => format!("staff {}", by.0),
        other => other.kind().word().to_owned(),
    });
    [
        row.number.to_string(),
        row.at.to_zoned(office_zone()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        row.event.word().to_owned(),
        subject,
        by,
        row.outcome.map_or_else(dash, |outcome| outcome.word().to_owned()),
        if row.detail.is_empty() { dash() } else { row.detail },
    ]
}

/// Checks chain and signatures, and what was noted elsewhere.
///
/// # Errors
/// If anything does not fit, or the store fails.
pub fn verify(store: &Store, arguments: &VerifyArguments, out: &mut dyn Write) -> Result<(), AuditCommandError> {
    let proof = store.audit_proof()?;
    let public_key = proof.public_key.map_or_else(|| "none yet".to_owned(), hex::encode);
    if arguments.key.is_some_and(|key| !proof.knows(&key)) {
        return Err(AuditCommandError::OtherKey(public_key));
    }
    if let Some(NotedHead { entries, hash }) = arguments.head
        && store.audit_hash(entries)? != Some(hash)
    {
        return Err(AuditCommandError::OtherHead(entries));
    }
    writeln!(out, "Entries:     {}", proof.head.entries)?;
    writeln!(out, "Head:        {}", hex::encode(proof.head.hash))?;
    let signatures = proof.signatures.last().map_or_else(
        || "none yet".to_owned(),
        |last| format!("{}, the last on {} over {} entries", proof.signatures.len(), last.day, last.head.entries),
    );
    writeln!(out, "Signatures:  {signatures}")?;
    writeln!(out, "Not signed:  {} entries since", proof.unsigned())?;
    writeln!(out, "Public key:  {public_key}")?;
    if let Some(last) = proof.key_changes.last() {
        let (count, day, entries) = (proof.key_changes.len(), last.day, last.head.entries);
        writeln!(out, "Key changes: {count}, the last on {day} after {entries} entries")?;
    }
    if let Some(change) = arguments.key.and_then(|key| proof.handed_over(&key).copied()) {
        writeln!(out, "The key that was noted handed over on {}: note the public key above instead.", change.day)?;
    }
    Ok(writeln!(out, "No entry is missing or changed, and every signature fits.")?)
}

/// Writes the whole log into a new file that only this user may read: the rows, then the signed head.
///
/// # Errors
/// If the file is there already or cannot be written, or the store fails. No file is left then.
pub fn export(
    store: &mut Store,
    leave: &Authority,
    file: &Path,
    now: Timestamp,
    out: &mut dyn Write,
) -> Result<(), AuditCommandError> {
    // First the file: a place that cannot be written to is no export, and not entered as one.
    let mut written = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Ok(written) => written,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(AuditCommandError::Exists(file.to_owned()));
        }
        Err(source) => return Err(AuditCommandError::File { file: file.to_owned(), source }),
    };
    let done = store.export_audit(leave, now).map_err(AuditCommandError::from).and_then(|export| {
        let mut text = export.lines.join("\n");
        text.push('\n');
        let done = written.write_all(text.as_bytes()).and_then(|()| written.sync_all());
        done.map_err(|source| AuditCommandError::File { file: file.to_owned(), source })?;
        Ok(export.head)
    });
    match done {
        Ok(signed) => {
            writeln!(out, "Entries:     {}", signed.head.entries)?;
            writeln!(out, "Head:        {}", hex::encode(signed.head.hash))?;
            writeln!(out, "Public key:  {}", hex::encode(signed.public_key))?;
            Ok(writeln!(out, "Written to {}, for you alone to read.", file.display())?)
        }
        Err(error) => {
            // Nothing of it is left; what went wrong is told already.
            let _ = fs::remove_file(file);
            Err(error)
        }
    }
}

/// Changes the key that signs the log.
///
/// # Errors
/// If the store fails, or the present key is missing.
pub fn rotate_key(
    store: &mut Store,
    leave: &Authority,
    now: Timestamp,
    out: &mut dyn Write,
) -> Result<(), AuditCommandError> {
    let change = store.rotate_audit_key(leave, now)?;
    writeln!(out, "Entries:     {}", change.head.entries)?;
    writeln!(out, "Old key:     {}", hex::encode(change.old_key))?;
    writeln!(out, "Public key:  {}", hex::encode(change.new_key))?;
    Ok(writeln!(
        out,
        "Note the public key elsewhere, and make a new backup of the folder of the keys: the old key signs nothing any more."
    )?)
}

fn event(word: &str) -> Result<AuditEvent, String> {
    AuditEvent::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = AuditEvent::ALL.iter().map(|event| event.word()).collect();
        format!("write one of {}", words.join(", "))
    })
}

fn actor(word: &str) -> Result<AuditActorKind, String> {
    AuditActorKind::from_word(word).ok_or_else(|| "write system, visitor, command or staff".to_owned())
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day such as 2026-06-01".to_owned())
}

fn head(text: &str) -> Result<NotedHead, String> {
    let wrong = || "write the number of entries, a colon and the hash: 120:9f86...".to_owned();
    let (entries, hash) = text.split_once(':').ok_or_else(wrong)?;
    Ok(NotedHead { entries: entries.parse().map_err(|_| wrong())?, hash: hex32(hash).map_err(|_| wrong())? })
}

fn hex32(text: &str) -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| "write 64 hexadecimal digits".to_owned())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::domain::staff::StaffRow;
    use crate::domain::staff::{Act, StaffId, StaffMember};
    use crate::store::fixtures::leave;

    fn now() -> Timestamp {
        "2026-06-01T08:00:00Z".parse().unwrap()
    }

    fn store() -> Store {
        let mut store = Store::in_memory().unwrap();
        let printed = AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(12)).with("letter");
        let by = AuditActor::Staff { by: StaffId(7), second: None };
        for entry in [AuditEntry::new(AuditEvent::Started, AuditSubject::Kiosk), printed, printed.by(by)] {
            store.append_audit(entry, now()).unwrap();
        }
        store
    }

    fn said(run: impl FnOnce(&mut dyn Write) -> Result<(), AuditCommandError>) -> String {
        let mut out = Vec::new();
        run(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn data() -> StoreArguments {
        StoreArguments { data: None }
    }

    #[test]
    fn entries_are_listed_as_asked_and_reading_is_an_entry() {
        let mut store = store();
        let all = ListArguments { last: 50, event: None, actor: None, day: None, json: false, store: data() };
        let text = said(|out| list(&mut store, &all, now(), out));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[0].contains("At (UTC+8)"));
        assert!(lines[1].contains("2026-06-01 16:00:00  started") && lines[1].ends_with('-'), "{text}");
        assert!(lines[3].contains("enrollment 12  staff 7") && lines[3].ends_with("letter"), "{text}");

        let json = ListArguments { last: 1, json: true, ..all };
        let rows: serde_json::Value = serde_json::from_str(&said(|out| list(&mut store, &json, now(), out))).unwrap();
        assert_eq!((&rows[0]["event"], &rows[0]["actor"]), (&json!("audit_read"), &json!("command")));
        let of_staff = ListArguments { last: 9, actor: Some(AuditActorKind::Staff), ..json };
        let rows: serde_json::Value =
            serde_json::from_str(&said(|out| list(&mut store, &of_staff, now(), out))).unwrap();
        assert_eq!((rows.as_array().unwrap().len(), &rows[0]["actor_id"]), (1, &json!(7)));
        let none = ListArguments { day: day("2026-05-01").ok(), json: false, ..of_staff };
        assert_eq!(said(|out| list(&mut store, &none, now(), out)), "There is no such entry.\n");
    }

    #[test]
    fn a_sound_log_is_told_with_head_and_key_and_compared_with_what_was_noted() {
        let mut store = store();
        let plain = || VerifyArguments { head: None, key: None, store: data() };
        assert!(said(|out| verify(&store, &plain(), out)).contains("Signatures:  none yet"));
        let signed = store.sign_audit("2026-06-01".parse().unwrap(), now()).unwrap().unwrap();
        let text = said(|out| verify(&store, &plain(), out));
        for part in [
            "Entries:     4",
            "1, the last on 2026-06-01 over 3 entries",
            "Not signed:  1 ",
            &hex::encode(signed.public_key),
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let noted = format!("3:{}", hex::encode(signed.head.hash));
        let fits = VerifyArguments { head: head(&noted).ok(), key: Some(signed.public_key), ..plain() };
        said(|out| verify(&store, &fits, out));
        let run = |head, key| verify(&store, &VerifyArguments { head, key, store: data() }, &mut Vec::new());
        assert!(matches!(run(None, Some([7; 32])), Err(AuditCommandError::OtherKey(_))));
        for (entries, hash) in [(3, [7; 32]), (4, signed.head.hash), (99, signed.head.hash)] {
            let found = run(Some(NotedHead { entries, hash }), None);
            assert!(matches!(found, Err(AuditCommandError::OtherHead(n)) if n == entries));
        }
        for wrong in ["", "3", "3:", "x:00", "3:00"] {
            assert!(head(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_export_is_a_new_file_for_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("audit.jsonl");
        let mut store = store();
        let signed = leave(&mut store, Act::Export);
        let before = store.verify_audit().unwrap().entries;
        let text = said(|out| export(&mut store, &signed, &file, now(), out));
        assert!(text.contains(&format!("Entries:     {}\n", before + 1)), "{text}");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(i64::try_from(fs::read_to_string(&file).unwrap().lines().count()), Ok(before + 2));
        let again = export(&mut store, &signed, &file, now(), &mut Vec::new());
        assert!(matches!(again, Err(AuditCommandError::Exists(_))));
        let other = home.path().join("other.jsonl");
        let StaffRow { id, number, role, .. } = store.list_staff().unwrap().remove(0);
        let member = StaffMember { id, number, role, must_change: false };
        let for_reading = Authority::of(Act::ReadAudit, &member, None).unwrap();
        let refused = export(&mut store, &for_reading, &other, now(), &mut Vec::new());
        assert!(matches!(refused, Err(AuditCommandError::Store(StoreError::OtherAct))));
        assert!(!other.exists());
        assert_eq!(store.verify_audit().unwrap().entries, before + 1, "only the export that was made is an entry");
    }
}
