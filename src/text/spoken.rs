//! What spoken guidance says, in words of a language.

use super::{Args, Words};
use crate::domain::language::Language;
use crate::domain::speech::Phrase;

/// Bytes of one announcement; a page has far fewer.
const LONGEST: usize = 8 * 1024;

/// The phrases as one text, a line each.
#[must_use]
pub fn text(words: &Words, language: Language, phrases: &[Phrase]) -> String {
    let mut text = String::new();
    for phrase in phrases {
        let line = sentence(words, language, phrase);
        if text.len() + line.len() > LONGEST {
            break;
        }
        text.push_str(&line);
        // A pause, whether or not the line ends with a mark.
        text.push_str(if line.ends_with(['.', '?', '。', '？', ':', '：']) { "\n" } else { ".\n" });
    }
    text
}

fn sentence(words: &Words, language: Language, phrase: &Phrase) -> String {
    let of = |key: &str, label: &str| words.get(language, key, &Args::none().text("name", label));
    let alone = |key: &str| words.get(language, key, &Args::none());
    match phrase {
        Phrase::Text(text) => text.clone(),
        Phrase::Button(label) => of("sp_button", label),
        Phrase::Field(label) => of("sp_field", label),
        Phrase::Box { label, ticked } => of(if *ticked { "sp_ticked" } else { "sp_unticked" }, label),
        Phrase::Choice { label, chosen } => of(if *chosen { "sp_chosen" } else { "sp_choice" }, label),
        Phrase::Wrong(text) => text.clone(),
        Phrase::SecondsLeft(n) => words.get(language, "sp_seconds", &Args::none().number("n", *n)),
        Phrase::Entered => alone("sp_entered"),
        Phrase::Deleted => alone("sp_deleted"),
        Phrase::Withheld => alone("sp_withheld"),
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::domain::language::Language;
    use crate::domain::speech::Phrase;
    use crate::text::Words;

    #[test]
    fn each_phrase_is_a_line_in_the_language() {
        let words = Words::load().unwrap();
        let phrases = [Phrase::Text("Blink your eyes".into()), Phrase::Button("Login".into()), Phrase::SecondsLeft(5)];
        assert_eq!(text(&words, Language::English, &phrases), "Blink your eyes.\nButton: Login.\n5 seconds left.\n");
        assert_eq!(text(&words, Language::Chinese, &[Phrase::SecondsLeft(5)]), "还剩5秒。\n");
    }

    #[test]
    fn a_text_without_end_is_cut() {
        let words = Words::load().unwrap();
        let phrases = vec![Phrase::Text("x".repeat(1000)); 100];
        assert!(text(&words, Language::English, &phrases).len() <= 8 * 1024 + 100);
    }
}
