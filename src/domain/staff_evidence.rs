//! What staff verified a visitor by, in place of the face.

use super::case::CaseTicket;
use super::permit::fold_number;
use super::resume::DraftId;
use super::staff::{Act, Authority};

/// The last four characters of a passport's number: letters and digits, in capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DocumentTail([char; 4]);

/// Text that is no end of a document's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last four characters of the passport's number are letters and digits")]
pub struct NotADocumentTail;

impl DocumentTail {
    /// Reads what was typed; spaces and hyphens do not count.
    ///
    /// # Errors
    /// If anything but four letters and digits is left.
    pub fn parse(typed: &str) -> Result<Self, NotADocumentTail> {
        let folded: Vec<char> = fold_number(typed).take(5).collect();
        let tail: [char; 4] = folded.try_into().map_err(|_| NotADocumentTail)?;
        if tail.iter().all(char::is_ascii_alphanumeric) { Ok(Self(tail)) } else { Err(NotADocumentTail) }
    }

    /// Whether the document's whole number ends so.
    #[must_use]
    pub fn ends(self, number: &str) -> bool {
        let folded: Vec<char> = fold_number(number).collect();
        folded.ends_with(&self.0)
    }
}

impl std::fmt::Debug for DocumentTail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DocumentTail(..)")
    }
}

/// Everything that has to be looked at was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentChecklist(());

impl DocumentChecklist {
    /// `None` unless all three are done: the passport and the notification letter were seen, and the photo was
    /// compared with the person by eye.
    #[must_use]
    pub fn of(passport_seen: bool, letter_seen: bool, photo_compared: bool) -> Option<Self> {
        (passport_seen && letter_seen && photo_compared).then_some(Self(()))
    }
}

/// A visitor was verified by documents. Can be made only with leave for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffEvidence {
    leave: Authority,
    document_tail: DocumentTail,
    checklist: DocumentChecklist,
    case: Option<CaseTicket>,
    draft: Option<DraftId>,
}

impl StaffEvidence {
    /// `None` if the leave is for another act than verifying by document or overriding the comparison.
    #[must_use]
    pub fn of(leave: Authority, document_tail: DocumentTail, checklist: DocumentChecklist) -> Option<Self> {
        let fits = matches!(leave.act(), Act::VerifyByDocument | Act::OverrideMatch);
        fits.then_some(Self { leave, document_tail, checklist, case: None, draft: None })
    }

    /// With the case that is done with by it.
    #[must_use]
    pub fn settling(self, case: Option<CaseTicket>) -> Self {
        Self { case, ..self }
    }

    /// With the kept entries that it is done with.
    #[must_use]
    pub fn from_draft(self, draft: DraftId) -> Self {
        Self { draft: Some(draft), ..self }
    }

    #[must_use]
    pub fn leave(&self) -> &Authority {
        &self.leave
    }

    /// Two members of staff signed for going against the comparison.
    #[must_use]
    pub fn overrides(&self) -> bool {
        self.leave.act() == Act::OverrideMatch
    }

    #[must_use]
    pub fn document_tail(&self) -> DocumentTail {
        self.document_tail
    }

    #[must_use]
    pub fn case(&self) -> Option<&CaseTicket> {
        self.case.as_ref()
    }

    #[must_use]
    pub fn draft(&self) -> Option<DraftId> {
        self.draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::staff::{Role, StaffId, StaffMember, StaffNumber};

    #[test]
    fn a_tail_is_four_letters_and_digits() {
        let tail = DocumentTail::parse(" 0 0-0a ").unwrap();
        assert!(tail.ends("X123 000A") && tail.ends("000a"));
        assert!(!tail.ends("X000A1") && !tail.ends("00A") && !tail.ends(""));
        for bad in ["", "123", "12345", "12_4", "护照12"] {
            assert!(DocumentTail::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn nothing_of_the_list_may_be_left_out() {
        for n in 0..8_u8 {
            let list = DocumentChecklist::of(n & 1 > 0, n & 2 > 0, n & 4 > 0);
            assert_eq!(list.is_some(), n == 7);
        }
    }

    #[test]
    fn only_leave_to_verify_makes_evidence() {
        let number = StaffNumber::parse("A01").unwrap();
        let member = StaffMember { id: StaffId(1), number, role: Role::Supervisor, must_change: false };
        let (tail, list) = (DocumentTail::parse("0001").unwrap(), DocumentChecklist::of(true, true, true).unwrap());
        for act in Act::ALL.into_iter().filter(|act| !act.needs_two()) {
            let leave = Authority::of(act, &member, None).unwrap();
            assert_eq!(StaffEvidence::of(leave, tail, list).is_some(), act == Act::VerifyByDocument, "{act:?}");
        }
    }
}
