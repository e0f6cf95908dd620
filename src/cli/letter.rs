//! `letter NUMBER --out letter.pdf`: a notification letter without the visit.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::documents::{DocumentError, Stationery};
use crate::domain::card::Card;
use crate::domain::letter::{DocumentKind, DocumentRequest};
use crate::domain::office::OfficeFacts;
use crate::domain::pdf::Pdf;
use crate::domain::permit::{PermitNumber, Standing};
use crate::domain::registration::FieldFault;
use crate::domain::time::{Date, Timestamp};
use crate::store::{Store, StoreError};

/// Why no letter was written: one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("this is not a permit number: it may have letters, digits, spaces and hyphens")]
    Number,
    #[error("this number is not in the register. See: esscard-kiosk register list")]
    NotInRegister,
    #[error(
        "the last day of this permit was {0}, and an expired permit gets no letter. Import the register again if it was renewed."
    )]
    Expired(Date),
    #[error(
        "this permit was revoked, and a revoked permit gets no letter. Import the register again if that is out of date."
    )]
    Revoked,
    #[error("{file} cannot be written: {cause}")]
    Output { file: PathBuf, cause: std::io::Error },
}

/// Writes the letter of the permit `number` to `out`: whole or not at all, readable by its owner only.
///
/// # Errors
/// If the permit is not in the register or not in force, the letter cannot be made, or the file not be written.
pub fn write(
    store: &Store,
    number: &str,
    out: &Path,
    office: &OfficeFacts,
    stationery: &Stationery,
    now: Timestamp,
    today: Date,
) -> Result<(), LetterError> {
    let number = PermitNumber::parse(number).map_err(|_: FieldFault| LetterError::Number)?;
    let permit = store.permit(&number)?.ok_or(LetterError::NotInRegister)?;
    // As on the kiosk: nothing is printed that says more than the register does.
    match permit.standing(today) {
        Standing::Expired { .. } => return Err(LetterError::Expired(permit.valid_until)),
        Standing::Revoked => return Err(LetterError::Revoked),
        Standing::Valid { .. } | Standing::ExpiresSoon { .. } | Standing::Future { .. } => {}
    }
    // A letter shows the permit only: whether and when its holder enrolled is not on it.
    let card = Card { permit, enrollment: 0, enrolled_on: today };
    let letter = stationery.make(&DocumentRequest { kind: DocumentKind::Letter, card, at: now }, office)?;
    put(&letter, out).map_err(|cause| LetterError::Output { file: out.to_owned(), cause })
}

fn put(letter: &Pdf, out: &Path) -> std::io::Result<()> {
    let mut part = out.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    // A part that an interrupted run left behind may be older than today's permissions.
    if part.try_exists()? {
        std::fs::remove_file(&part)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    let written =
        file.write_all(letter.bytes()).and_then(|()| file.sync_all()).and_then(|()| std::fs::rename(&part, out));
    if written.is_err() {
        // The first error is the one told.
        let _ = std::fs::remove_file(&part);
    }
    written
}
