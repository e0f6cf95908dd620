//! The documented list of audit events, `assets/audit-events.toml`: what each means, and what its entries may say.

use std::sync::LazyLock;

use super::audit::{AuditEntry, AuditEvent};
use super::language::Language;

/// What the list says of one event.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedEvent {
    /// Which.
    #[serde(rename = "word")]
    pub event: AuditEvent,
    /// What it means, in one sentence.
    pub zh: String,
    pub en: String,
    /// Kinds of subject, as stored.
    pub subjects: Vec<String>,
    /// Kinds of actor, as stored.
    pub by: Vec<String>,
    /// Every detail there is; an empty one where there may be none. No list: never one.
    #[serde(default = "no_detail")]
    pub details: Vec<String>,
    pub outcomes: Vec<String>,
}

impl ListedEvent {
    /// What the event means: in Chinese, or for every other language in English.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        if language == Language::Chinese { &self.zh } else { &self.en }
    }

    fn holds(&self, entry: &AuditEntry) -> bool {
        let has = |list: &[String], word: &str| list.iter().any(|listed| listed == word);
        has(&self.subjects, entry.subject.parts().0)
            && has(&self.by, entry.actor.kind().word())
            && has(&self.details, entry.detail)
            && has(&self.outcomes, entry.outcome.word())
    }
}

fn no_detail() -> Vec<String> {
    vec![String::new()]
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    event: Vec<ListedEvent>,
}

/// Parsed once. A test holds that it can be, and that it names every event once.
static LIST: LazyLock<Vec<ListedEvent>> = LazyLock::new(|| parse().unwrap_or_default());

fn parse() -> Result<Vec<ListedEvent>, toml::de::Error> {
    let file: File = toml::from_str(include_str!("../../assets/audit-events.toml"))?;
    Ok(file.event)
}

/// What the list says of `event`.
#[must_use]
pub fn of(event: AuditEvent) -> Option<&'static ListedEvent> {
    LIST.iter().find(|listed| listed.event == event)
}

/// What `event` means, in one sentence, in Chinese, or for every other language in English.
#[must_use]
pub fn label(event: AuditEvent, language: Language) -> &'static str {
    of(event).map_or(event.word(), |listed| listed.label(language))
}

/// Whether the list has such an entry: its subject, actor, detail and outcome.
#[must_use]
pub fn holds(entry: &AuditEntry) -> bool {
    of(entry.event).is_some_and(|listed| listed.holds(entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::{AuditActorKind, AuditOutcome, AuditSubject};
    use crate::domain::staff::StaffId;

    #[test]
    fn the_list_has_every_event_once_in_order_and_no_other() {
        let listed: Vec<AuditEvent> = parse().unwrap().iter().map(|listed| listed.event).collect();
        assert_eq!(listed, AuditEvent::ALL);
        // A word of the file is read by serde, and must be the stored one.
        let words: Vec<toml::Table> = toml::from_str::<toml::Table>(include_str!("../../assets/audit-events.toml"))
            .unwrap()
            .remove("event")
            .unwrap()
            .try_into()
            .unwrap();
        for (table, event) in words.iter().zip(AuditEvent::ALL) {
            assert_eq!(table["word"].as_str(), Some(event.word()));
        }
    }

    #[test]
    fn every_word_of_the_list_is_one_that_can_be_stored() {
        let subjects = [
            AuditSubject::Kiosk,
            AuditSubject::Account(1),
            AuditSubject::Enrollment(1),
            AuditSubject::Consent(1),
            AuditSubject::Case(1),
            AuditSubject::Staff(StaffId(1)),
            AuditSubject::Erased { rows: 1 },
            AuditSubject::Register { permits: 1 },
        ];
        for listed in parse().unwrap() {
            let event = listed.event.word();
            for (list, fits) in [
                (
                    &listed.subjects,
                    &(|word: &str| subjects.iter().any(|s| s.parts().0 == word)) as &dyn Fn(&str) -> bool,
                ),
                (&listed.by, &|word| AuditActorKind::from_word(word).is_some()),
                (&listed.outcomes, &|word| AuditOutcome::from_word(word).is_some()),
                (&listed.details, &|word| {
                    word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                }),
            ] {
                assert!(!list.is_empty(), "{event}");
                for (n, word) in list.iter().enumerate() {
                    assert!(fits(word), "{event}: {word}");
                    assert!(!list[..n].contains(word), "{event}: {word} twice");
                }
            }
            for (text, end) in [(&listed.zh, '。'), (&listed.en, '.')] {
                assert!(text.ends_with(end) && text.matches(end).count() == 1, "{event}: one sentence: {text}");
            }
        }
    }

    #[test]
    fn usual_entries_are_listed_unless_only_staff_make_them() {
        for event in AuditEvent::ALL {
            let listed = of(event).unwrap();
            let usual = AuditEntry::new(event, AuditSubject::Kiosk);
            if listed.by != ["staff"] {
                assert!(listed.by.iter().any(|by| by == usual.actor.kind().word()), "{event:?}");
            }
            assert!(listed.outcomes.iter().any(|word| word == usual.outcome.word()), "{event:?}");
        }
    }

    #[test]
    fn what_the_list_lacks_is_not_held() {
        let printed = AuditEntry::new(AuditEvent::Printed, AuditSubject::Enrollment(7));
        assert!(holds(&printed.with("letter")));
        assert!(!holds(&printed) && !holds(&printed.with("poster")));
        assert!(!holds(&AuditEntry { subject: AuditSubject::Kiosk, ..printed.with("letter") }));
        assert!(!holds(&printed.with("letter").that(AuditOutcome::Refused)));
    }

    #[test]
    fn labels_are_of_the_language() {
        assert_eq!(label(AuditEvent::Started, Language::English), "The program started.");
        assert_eq!(label(AuditEvent::Started, Language::Chinese), "程序已启动。");
    }
}
