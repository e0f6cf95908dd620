//! The shift report in words, for the page and for the paper: both show the same lines.

use crate::domain::audit::AuditEvent;
use crate::domain::audit_list;
use crate::domain::case::AssistCause;
use crate::domain::found::FoundMethod;
use crate::domain::language::Language;
use crate::domain::letter::DocumentKind;
use crate::domain::shift::{ShiftCounts, ShiftReport};
use crate::domain::time::{Timestamp, office_zone};

use super::catalogue::{Args, PairText, Words};
use super::fault;

/// One part of the report: what is counted, and how often it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftPart {
    pub title: PairText,
    /// Empty: it did not happen at all.
    pub lines: Vec<(PairText, u32)>,
}

impl ShiftPart {
    /// How often all of it happened.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.lines.iter().map(|(_, count)| count).sum()
    }
}

/// Every part, Chinese first; the last one only where something else happened.
#[must_use]
pub fn parts(words: &Words, counts: &ShiftCounts) -> Vec<ShiftPart> {
    let said = |key: &str| words.pair(Language::Chinese, key, &Args::none());
    let by_word = |list: &[(String, u32)], key: fn(&str) -> Option<&'static str>| -> Vec<(PairText, u32)> {
        // What a newer program wrote is still counted, under its own word.
        let name = |word: &str| key(word).map_or_else(|| PairText::same(word), said);
        list.iter().map(|(word, count)| (name(word), *count)).collect()
    };
    let events = |list: &mut dyn Iterator<Item = &(AuditEvent, u32)>| -> Vec<(PairText, u32)> {
        list.map(|(event, count)| (event_name(*event), *count)).collect()
    };
    let causes = |list: &mut dyn Iterator<Item = &(Option<AssistCause>, u32)>| -> Vec<(PairText, u32)> {
        list.map(|(cause, count)| (fault::cause_name(words, Language::Chinese, *cause), *count)).collect()
    };
    let happened = |lines: &[(&str, u32)]| -> Vec<(PairText, u32)> {
        lines.iter().filter(|(_, count)| *count > 0).map(|(key, count)| (said(key), *count)).collect()
    };
    let mut by_two = happened(&[("sh_override", counts.overrides())]);
    by_two.extend(events(&mut counts.others_by_two()));
    let all = [
        ("sh_enrolled", by_word(&counts.enrolled, method)),
        ("sh_failures", causes(&mut counts.failures())),
        ("sh_wishes", causes(&mut counts.wishes())),
        ("sh_printed", by_word(&counts.printed, document)),
        ("sh_reprinted", by_word(&counts.reprinted, document)),
        ("sh_by_two", by_two),
        (
            "sh_sign_ins",
            happened(&[("sh_signed_in", counts.sign_ins), ("sh_sign_in_refused", counts.sign_ins_refused)]),
        ),
        ("sh_others", events(&mut counts.others())),
    ];
    all.into_iter()
        .filter(|(key, lines)| *key != "sh_others" || !lines.is_empty())
        .map(|(key, lines)| ShiftPart { title: said(key), lines })
        .collect()
}

/// Over which span, when and by whom the report was made, each with its name. Times are the office's.
#[must_use]
pub fn facts(words: &Words, report: &ShiftReport) -> [(PairText, PairText); 3] {
    let said = |key: &str| words.pair(Language::Chinese, key, &Args::none());
    let span = format!("{} — {}", local(report.counts.from), local(report.counts.to));
    [
        (said("sh_span"), PairText::same(span)),
        (said("sh_made"), PairText::same(local(report.at))),
        (said("sh_by"), PairText::same(report.by.as_str())),
    ]
}

/// What the head of the audit log means on a report.
#[must_use]
pub fn about_head(words: &Words, counts: &ShiftCounts) -> PairText {
    words.pair(Language::Chinese, "sh_head_why", &Args::none().text("n", counts.head.entries.to_string()))
}

/// The office's date and time, to the second.
fn local(at: Timestamp) -> String {
    at.to_zoned(office_zone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn method(word: &str) -> Option<&'static str> {
    Some(match FoundMethod::from_word(word)? {
        FoundMethod::Face => "fi_by_face",
        FoundMethod::Staff => "fi_by_staff",
    })
}

fn document(word: &str) -> Option<&'static str> {
    let kind = DocumentKind::ALL.into_iter().find(|kind| kind.word() == word)?;
    Some(match kind {
        DocumentKind::Letter => "sh_letter",
        DocumentKind::Slip => "sh_slip",
        DocumentKind::Inquiry => "sh_inquiry",
        DocumentKind::TakeHome => "sh_take_home",
    })
}

/// As the list of events has it, without the period: it stands in a table here.
fn event_name(event: AuditEvent) -> PairText {
    let label = |language| audit_list::label(event, language).trim_end_matches(['。', '.']);
    PairText::new(label(Language::Chinese), label(Language::English))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Fault;
    use crate::domain::shift::fixtures::nothing;

    fn counts() -> ShiftCounts {
        ShiftCounts {
            enrolled: vec![("face".to_owned(), 3), ("palm".to_owned(), 1)],
            causes: vec![(Some(AssistCause::Fault(Fault::FaceDark)), 2), (Some(AssistCause::Asked), 1), (None, 1)],
            printed: vec![("letter".to_owned(), 3)],
            by_two: vec![(AuditEvent::CaseDecided, 1), (AuditEvent::AuditExported, 1)],
            sign_ins: 2,
            events: vec![(AuditEvent::Enrolled, 4)],
            ..nothing().counts
        }
    }

    #[test]
    fn every_count_is_named_and_nothing_that_did_not_happen() {
        let words = Words::load().unwrap();
        let parts = parts(&words, &counts());
        let said: Vec<String> = parts
            .iter()
            .map(|part| {
                let lines: Vec<String> =
                    part.lines.iter().map(|(name, count)| format!("{} {count}", name.secondary)).collect();
                format!("{}: {}", part.title.secondary, lines.join(", "))
            })
            .collect();
        assert_eq!(
            said,
            [
                "Enrollments: Face recognition 3, palm 1",
                "Handed to staff because something did not work: There was too little light 2, Another reason 1",
                "Handed to staff on the visitor's wish: The visitor asked for help 1",
                "Printed by visitors: Notification letter 3",
                "Printed again by staff: ",
                "Signed by two people: Confirmed against the face comparison 1, The audit log was written into a file 1",
                "Staff sign-ins: Signed in 2",
            ]
        );
        assert_eq!((parts[0].total(), parts[4].total()), (4, 0));
        assert!(about_head(&words, &counts()).primary.contains("第1234条"), "no separators in a number to look up");
    }

    #[test]
    fn what_else_happened_stands_last_if_anything_did() {
        let words = Words::load().unwrap();
        let mut counts = counts();
        counts.events.push((AuditEvent::Started, 2));
        let last = parts(&words, &counts).pop().unwrap();
        assert_eq!(last.lines, [(PairText::new("程序已启动", "The program started"), 2)]);
    }

    #[test]
    fn every_document_has_a_name() {
        for kind in DocumentKind::ALL {
            assert!(document(kind.word()).is_some(), "{kind:?}");
        }
        assert_eq!((document("poster"), method("palm")), (None, None));
    }
}
