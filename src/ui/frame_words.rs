//! The words around every page.

use super::keyboard::KeyWords;
use super::steps::STEPS;
use crate::domain::language::Language;
use crate::text::{Args, PairText, Words};

/// The names of the steps.
const NAMES: [&str; STEPS] = ["s1", "s2", "s3", "s4"];

/// The words every page's frame needs, made anew with each frame: the language may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameWords {
    /// Name of the service.
    pub service: PairText,
    /// DEMO banner.
    pub demo: PairText,
    /// "Ask staff".
    pub staff: PairText,
    /// The language button: the other language's name, in itself and in the chosen one; "Language" where there
    /// is a list of them.
    pub language: PairText,
    /// "Text and display".
    pub view: PairText,
    /// "Listen".
    pub listen: PairText,
    /// Whether pages are read aloud; `None` where nothing can speak, and the button is left out.
    pub speaking: Option<bool>,
    /// "Back".
    pub back: PairText,
    /// "Cancel".
    pub cancel: PairText,
    /// "More below".
    pub more: PairText,
    /// "More above".
    pub less: PairText,
    /// The four steps.
    pub steps: [PairText; STEPS],
    /// "Step 1 of 4: Registration" and so on, where one text stands for all steps.
    pub at_step: [PairText; STEPS],
    /// The keyboard's keys.
    pub keys: KeyWords,
}

impl FrameWords {
    /// The frame's words for visitors who read `language`.
    #[must_use]
    pub fn of(words: &Words, language: Language) -> Self {
        let pair = |key: &str| words.pair(language, key, &Args::none());
        let switch = if words.languages().len() > Language::ALL.len() {
            pair("lang")
        } else {
            // Its own name first: whoever needs it can read that.
            words.name_of(language.other(), language)
        };
        Self {
            service: pair("svc"),
            demo: pair("demo"),
            staff: pair("staff"),
            language: switch,
            view: pair("view"),
            listen: pair("listen"),
            speaking: None,
            back: pair("back"),
            cancel: pair("cancel"),
            more: pair("more_below"),
            less: pair("more_above"),
            steps: NAMES.map(pair),
            at_step: std::array::from_fn(|i| {
                // At most four.
                let n = i64::try_from(i + 1).unwrap_or(i64::MAX);
                words.pair_with(language, "step_of", |language| {
                    let name = words.get(language, NAMES[i], &Args::none());
                    Args::none().number("n", n).text("name", name)
                })
            }),
            keys: KeyWords {
                space: pair("k_space"),
                done: pair("k_done"),
                shift: pair("k_shift"),
                delete: pair("k_del"),
            },
        }
    }
}
