//! What the visitor is told of a fault: what happened, why it may be, what to do now.

use crate::domain::case::AssistCause;
use crate::domain::fault::Fault;
use crate::domain::language::Language;
use crate::domain::papers::PapersIssue;
use crate::domain::time::Date;

use super::catalogue::{Args, PairText, Words};
use super::dates;

/// The three texts of a fault, each in both languages. Never holds personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultText {
    /// What happened: one line without a period.
    pub title: PairText,
    /// Why it may be.
    pub why: PairText,
    /// What to do now.
    pub todo: PairText,
}

impl FaultText {
    /// The texts of `fault`, `language` first.
    #[must_use]
    pub fn of(words: &Words, language: Language, fault: Fault) -> Self {
        Self::with(words, language, fault.key(), |language| match fault {
            Fault::PromptMissed(prompt) => {
                Args::none().text("prompt", words.get(language, prompt.key(), &Args::none()))
            }
            _ => Args::none(),
        })
    }

    /// The texts of an expired permit, which name the last day of validity.
    #[must_use]
    pub fn expired(words: &Words, language: Language, on: Date) -> Self {
        Self::with(words, language, Fault::PermitExpired.key(), |language| {
            Args::none().text("date", dates::date(words, language, on))
        })
    }

    /// What it means that the papers at hand do not fit.
    #[must_use]
    pub fn papers(words: &Words, language: Language, issue: PapersIssue) -> Self {
        Self::with(words, language, issue.key(), |_| Args::none())
    }

    fn with(words: &Words, language: Language, key: &str, args: impl Fn(Language) -> Args) -> Self {
        Self {
            title: words.pair_with(language, key, &args),
            why: words.pair_with(language, &format!("{key}_why"), &args),
            todo: words.pair_with(language, &format!("{key}_do"), &args),
        }
    }
}

/// What a case was opened for, `language` first; `None` is what only a newer program knows.
#[must_use]
pub fn cause_name(words: &Words, language: Language, cause: Option<AssistCause>) -> PairText {
    let said = |key: &str| words.pair(language, key, &Args::none());
    match cause {
        None => said("q_cause_unknown"),
        Some(cause) => {
            cause.fault().map_or_else(|| said(cause.key()), |fault| FaultText::of(words, language, fault).title)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FaultText;
    use crate::domain::fault::Fault;
    use crate::domain::language::Language;
    use crate::domain::liveness::Prompt;
    use crate::text::Words;

    #[test]
    fn a_missed_prompt_is_named_in_each_language() {
        let words = Words::load().unwrap();
        let text = FaultText::of(&words, Language::English, Fault::PromptMissed(Prompt::Blink));
        assert_eq!(text.why.primary, "We did not see \"Blink your eyes\" in time.");
        assert_eq!(text.why.secondary, "未在规定时间内检测到“请眨眼”。");
    }

    #[test]
    fn an_expired_permit_names_its_last_day() {
        let words = Words::load().unwrap();
        let text = FaultText::expired(&words, Language::Chinese, jiff::civil::date(2024, 2, 29));
        assert_eq!(text.why.primary, "有效期已于2024年2月29日届满。");
        assert_eq!(text.why.secondary, "The last day of validity was 29 February 2024.");
    }
}
