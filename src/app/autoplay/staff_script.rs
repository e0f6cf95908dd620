//! The scripted visit that staff have to help: the face check says no, two of them verify by documents, and later
//! one prints again and withdraws the consent.

use egui::Key;

use super::script::{Act, Visitor};
use crate::domain::language::Language;
use crate::domain::rehearsal::Rehearsal;
use crate::text::{Args, Words};

/// Who works at the scripted counter.
#[derive(Clone, Copy, Debug)]
pub struct CounterStaff {
    pub officer: &'static str,
    /// The second person, who may override.
    pub supervisor: &'static str,
    /// The secret of each.
    pub secret: &'static str,
    /// The last four characters of the visitor's passport number.
    pub tail: &'static str,
}

/// Failed match, staff verify with a second person, enrolled, printed again, withdrawn.
pub fn helped_visit(words: &Words, language: Language, visitor: Visitor, staff: CounterStaff) -> Vec<Act> {
    let visitors = |key: &str| Act::Tap(words.get(language, key, &Args::none()));
    // The console speaks Chinese first, whatever the visitor chose.
    let console = |key: &str| words.get(Language::Chinese, key, &Args::none());
    let press = |key: &str| Act::Tap(console(key));
    let page = |page: &'static str| [Act::Arrive(page), Act::Picture(page)];
    let sign_in = || {
        vec![
            Act::CallStaff,
            Act::Arrive("staff-sign-in"),
            Act::Rest,
            Act::Type(staff.officer),
            Act::Press(Key::Enter),
            Act::Rest,
            Act::Type(staff.secret),
            Act::Picture("staff-sign-in"),
            Act::Press(Key::Enter),
        ]
    };
    let mut acts = Vec::new();

    // Staff see to it that the photo does not match.
    acts.push(Act::Arrive("home"));
    acts.extend(sign_in());
    acts.extend(page("staff-queue"));
    acts.push(press("rh_title"));
    acts.push(Act::Arrive("staff-rehearse"));
    acts.push(press(Rehearsal::Mismatch.key()));
    acts.extend([Act::Rest, Act::Picture("staff-rehearse"), press("q_out")]);

    // The visitor tries, and is handed to staff.
    acts.push(Act::Arrive("home"));
    for key in ["g_login", "g_portal", "g_reg", "b_on"] {
        acts.extend([visitors(key), Act::Rest]);
    }
    acts.push(Act::Arrive("registration"));
    for (n, text) in [visitor.name, visitor.number, visitor.password].into_iter().enumerate() {
        if n > 0 {
            acts.push(Act::Press(Key::Enter));
        }
        acts.extend([Act::Rest, Act::Type(text)]);
    }
    acts.push(Act::Press(Key::Enter));
    acts.push(Act::Arrive("consent"));
    acts.extend([visitors("c_tick"), visitors("c_face"), Act::Arrive("face-failure"), Act::Picture("face-failure")]);
    // Not before the page has changed: standing on a page of faults counts as stuck.
    acts.extend([visitors("c_staffv"), Act::Rest, Act::Rest]);
    acts.extend(page("staff"));

    // Staff verify by documents; the comparison said no, so two sign.
    acts.extend(sign_in());
    acts.extend(page("staff-assist"));
    acts.push(press("as_verify"));
    acts.push(Act::Arrive("staff-verify"));
    acts.extend([press("as_passport"), press("as_letter"), press("as_photo"), press("as_tail")]);
    acts.extend([Act::Rest, Act::Type(staff.tail), Act::Picture("staff-verify"), Act::Press(Key::Enter)]);
    acts.extend([Act::Arrive("staff-confirm"), Act::Rest, Act::Type(staff.secret)]);
    acts.extend([press("sc_second"), Act::Rest, Act::Type(staff.supervisor)]);
    acts.extend([press("sc_second_secret"), Act::Rest, Act::Type(staff.secret)]);
    acts.extend([Act::Picture("staff-confirm"), Act::Press(Key::Enter)]);
    acts.extend(page("card"));
    acts.push(visitors("g_qr"));
    acts.extend(page("qr-code"));
    acts.extend([visitors("finish"), Act::Arrive("done")]);

    // Later: printed again, and the consent withdrawn.
    acts.extend(sign_in());
    acts.push(Act::Arrive("staff-queue"));
    acts.push(press("q_nav3"));
    acts.extend([Act::Arrive("staff-find"), press("fi_query"), Act::Rest, Act::Type(visitor.number)]);
    acts.extend([Act::Press(Key::Enter), Act::Rest, Act::Tap(console("k_done"))]);
    acts.extend([Act::TapStart(visitor.name.to_uppercase()), Act::Await(console("fi_letter"))]);
    acts.extend([Act::Picture("staff-found"), press("fi_letter"), Act::AwaitPrinted, Act::Picture("staff-reprinted")]);
    acts.extend([press("fi_withdraw"), Act::Arrive("staff-confirm"), Act::Rest, Act::Type(staff.secret)]);
    acts.extend([Act::Press(Key::Enter), Act::Await(console("fi_withdrawn")), Act::Picture("staff-withdrawn")]);
    acts.push(press("q_nav3"));
    acts.extend([press("q_out"), Act::Rest]);
    acts
}
