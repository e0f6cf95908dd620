//! The full consent text as the visitor can read it, and its fingerprint for the record.

use sha2::{Digest, Sha256};

use crate::domain::consent::ConsentText;
use crate::domain::language::Language;
use crate::domain::office::OfficeFacts;
use crate::domain::permit::BothLanguages;

use super::catalogue::{Args, PairText, Words};

/// Raised whenever the wording or the order of the consent texts changes.
pub const VERSION: &str = "2026-11-23b";

/// Keys of the full text's headings, in reading order; `{key}_t` is the text beneath.
const SECTIONS: [&str; 9] =
    ["cf_who", "cf_what", "cf_why", "cf_how", "cf_keep", "cf_see", "cf_risk", "cf_choice", "cf_rights"];

/// Keys of the short text on the consent page, in reading order; `{key}_t` is the text beneath.
const SUMMARY: [&str; 5] = ["c_what", "c_why", "c_long", "c_who", "c_rights"];

/// What stands beside and under the checkbox.
const CHOICE: [&str; 3] = ["c_sep", "c_tick", "c_tick_sub"];

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub heading: PairText,
    pub text: PairText,
}

/// The full text, filled in with the office's facts.
#[must_use]
pub fn full_text(words: &Words, language: Language, facts: &OfficeFacts) -> Vec<Section> {
    sections(words, language, facts, &SECTIONS)
}

/// The five short rows of the consent page, filled in with the office's facts.
#[must_use]
pub fn summary(words: &Words, language: Language, facts: &OfficeFacts) -> Vec<Section> {
    sections(words, language, facts, &SUMMARY)
}

/// The version in force and the SHA-256 over everything the visitor is told before choosing:
/// summary, choice and full text in every language, with the office's facts filled in.
#[must_use]
pub fn in_force(words: &Words, facts: &OfficeFacts) -> ConsentText {
    let mut hash = Sha256::new();
    // The length goes in with each piece, so that a word cannot move from one piece to the next
    // without changing the sum.
    let mut add = |piece: &str| {
        hash.update((piece.len() as u64).to_be_bytes());
        hash.update(piece.as_bytes());
    };
    add(VERSION);
    for language in words.languages().iter().copied() {
        add(language.tag());
        for section in summary(words, language, facts).iter().chain(&full_text(words, language, facts)) {
            add(&section.heading.primary);
            add(&section.text.primary);
        }
        for key in CHOICE {
            add(&words.get(language, key, &Args::none()));
        }
    }
    ConsentText { version: VERSION.to_owned(), sha256: hex::encode(hash.finalize()) }
}

fn sections(words: &Words, language: Language, facts: &OfficeFacts, keys: &[&str]) -> Vec<Section> {
    keys.iter()
        .map(|key| Section {
            heading: words.pair(language, key, &Args::none()),
            text: words.pair_with(language, &format!("{key}_t"), |language| {
                Args::none()
                    .text("authority", side(&facts.authority, language))
                    .text("office", side(&facts.office, language))
                    .text("phone", facts.phone.as_str())
                    .text("m", side(&facts.enrollment_kept, language))
                    .number("n", facts.picture_days)
                    .number("c", facts.case_days)
            }),
        })
        .collect()
}

fn side(both: &BothLanguages, language: Language) -> &str {
    match language {
        Language::Chinese => &both.zh,
        Language::English | Language::Further(_) => &both.en,
    }
}

#[cfg(test)]
mod tests {
    use super::{full_text, in_force, summary};
    use crate::domain::language::Language;
    use crate::domain::office::OfficeFacts;
    use crate::domain::permit::BothLanguages;
    use crate::text::Words;

    fn facts() -> OfficeFacts {
        let both = |zh: &str, en: &str| BothLanguages { zh: zh.into(), en: en.into() };
        OfficeFacts {
            authority: both("演示办理机构", "Demo authority"),
            office: both("演示大厅", "Demo hall"),
            phone: "000-0000".into(),
            picture_days: 30,
            enrollment_kept: both("5年", "5 years"),
            case_days: 60,
            app_address: None,
            demo: true,
        }
    }

    #[test]
    fn the_office_stands_in_the_text() {
        let words = Words::load().unwrap();
        let rows = summary(&words, Language::English, &facts());
        assert_eq!(rows[3].text.primary, "Demo authority. Telephone 000-0000.");
        assert_eq!(rows[3].text.secondary, "演示办理机构，电话000-0000。");
        assert!(rows[2].text.secondary.contains("面部图像保存30天（需人工判定的最多60天），登记信息保存5年"));
    }

    #[test]
    fn every_section_is_filled_in() {
        let words = Words::load().unwrap();
        for language in Language::ALL {
            for section in full_text(&words, language, &facts()) {
                assert!(!section.text.primary.contains(['{', '$']), "{}", section.text.primary);
                assert!(!section.heading.primary.starts_with("cf_"));
            }
        }
    }

    #[test]
    fn another_retention_is_another_text() {
        let words = Words::load().unwrap();
        let thirty = in_force(&words, &facts());
        let sixty = in_force(&words, &OfficeFacts { picture_days: 60, ..facts() });
        assert_eq!(thirty, in_force(&words, &facts()));
        assert_eq!(thirty.sha256.len(), 64);
        assert_ne!(thirty.sha256, sixty.sha256);
        let cases = in_force(&words, &OfficeFacts { case_days: 90, ..facts() });
        assert_ne!(thirty.sha256, cases.sha256);
    }
}
