//! Registration: name, permit number and password, with the guide's notes and live rule marks.

use egui::{Id, Rect, Ui, pos2, vec2};

use crate::domain::account::PasswordMarks;
use crate::domain::permit::PermitNumber;
use crate::domain::registration::{Field as FormField, FieldFault, faults_after_edit};
use crate::flow::event::Event;
use crate::flow::step::Registering;
use crate::text::{Args, PairText};
use crate::ui::button::Button;
use crate::ui::editor;
use crate::ui::field::{Field, FieldOutput};
use crate::ui::focus;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::rules::rules;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::summary;
use crate::ui::{PairLabel, Role, Theme};

use super::PageCx;
use super::frame::{self, columns, place};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &mut Registering, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let label = cx.pair(if step.busy { "r_busy" } else { "g_signup" });
    let submit =
        Button::filled(&label).icon_after(Icon::ArrowRight).busy(step.busy).id(Id::unique("sign up and login"));
    if let Some(field) = step.focus.take() {
        focus::set(ui.ctx(), field_id(field));
        // What stands there already is gone on with, or taken back from its end.
        editor::set_caret(ui.ctx(), field_id(field), usize::MAX);
    }
    let (ids, onward) = (FIELDS.map(field_id), cx.pair("next"));
    let (single, submit) = frame::one_field(ui, &ids, &onward, submit);
    let shown = Scaffold::new("registration", &words)
        .demo(cx.facts.demo)
        .step(frame::REGISTRATION)
        .dense()
        .back()
        .cancel()
        .next(submit)
        .show(ui, |ui| {
            let mut typed = Typed::default();
            if single.is_none() {
                title(ui, step, cx);
                ui.add_space(theme.pick(16.0, 8.0));
            }
            if let Some(at) = single {
                frame::field_of(ui, cx, at, &ids);
                typed.add(match FIELDS[at] {
                    FormField::Name => name(ui, step, cx),
                    FormField::Number => number(ui, step, cx),
                    FormField::Password => password(ui, step, cx),
                });
                if FIELDS[at] == FormField::Password {
                    ui.add_space(20.0);
                    live_rules(ui, step, cx);
                }
            } else if theme.is_portrait() {
                typed.add(name(ui, step, cx));
                ui.add_space(24.0);
                typed.add(number(ui, step, cx));
                ui.add_space(24.0);
                typed.add(password(ui, step, cx));
                ui.add_space(20.0);
                live_rules(ui, step, cx);
            } else {
                columns(ui, &[1.0, 1.0], theme.metrics.s5, |ui, column| {
                    typed.add(if column == 0 { name(ui, step, cx) } else { number(ui, step, cx) });
                });
                ui.add_space(10.0);
                columns(ui, &[1.0, 1.0], theme.metrics.s5, |ui, column| {
                    if column == 0 {
                        typed.add(password(ui, step, cx));
                    } else {
                        live_rules(ui, step, cx);
                    }
                });
            }
            if typed.changed && !step.faults.is_empty() {
                step.faults = faults_after_edit(&step.faults, &step.draft);
            }
            (typed.submitted, typed.help)
        });
    let (submitted, help) = shown.inner;
    if help && !step.busy {
        return Some(Event::OpenNameHelp);
    }
    if frame::next_field(ui, single, &ids, shown.pressed) {
        return None;
    }
    let submitted = submitted || shown.pressed == Some(Pressed::Next);
    if submitted && !step.busy { Some(Event::SubmitRegistration) } else { frame::answer(shown.pressed, cx) }
}

/// In their order on the page.
const FIELDS: [FormField; 3] = [FormField::Name, FormField::Number, FormField::Password];

/// What typing did in this frame.
#[derive(Default)]
struct Typed {
    changed: bool,
    /// Enter in the last field.
    submitted: bool,
    /// The way to "How must my name look?".
    help: bool,
}

impl Typed {
    fn add(&mut self, field: Self) {
        self.changed |= field.changed;
        self.submitted |= field.submitted;
        self.help |= field.help;
    }

    fn of(ui: &Ui, out: &FieldOutput, next: Option<FormField>) -> Self {
        frame::keep_in_sight(ui, &out.response);
        match next {
            // Enter leads to the next field; only the last one signs up.
            Some(next) if out.entered => focus::set(ui.ctx(), field_id(next)),
            _ => {}
        }
        Self { changed: out.changed, submitted: out.entered && next.is_none(), help: false }
    }
}

fn field_id(field: FormField) -> Id {
    Id::unique(("registration", field))
}

/// The title, and how much there is to correct.
fn title(ui: &mut Ui, step: &mut Registering, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let words = cx.pair("s1");
    let label = PairLabel::new(Role::Title, &words).inline();
    let height = label.lay(ui.ctx(), width).size.y.max(theme.pick(80.0, 44.0));
    let text = label.lay(ui.ctx(), width).size;
    place(ui, Rect::from_min_size(start + vec2(0.0, (height - text.y) / 2.0), text), |ui| label.show(ui));
    if let Some(first) = step.faults.first() {
        // One thing a field: the first of its faults is the one that is told there.
        let fields = [FormField::Name, FormField::Number, FormField::Password];
        let wrong = fields.into_iter().filter(|field| step.faults.iter().any(|f| f.field() == *field)).count();
        let count = frame::counted(cx, "r_sum", "n", wrong);
        let wide = summary::width(ui, (&count).into());
        let rect = Rect::from_min_size(pos2(start.x + width - wide, start.y), vec2(wide, height));
        if summary::summary_at(ui, rect, (&count).into()).clicked() {
            step.focus = Some(first.field());
            ui.ctx().request_repaint();
        }
    }
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, height)));
}

/// The first fault of `field`, and its text.
fn error_of(step: &Registering, field: FormField, cx: &PageCx<'_>) -> Option<(FieldFault, PairText)> {
    let fault = *step.faults.iter().find(|fault| fault.field() == field)?;
    let args = match fault {
        FieldFault::NameCharacter { c, .. } => Args::none().text("c", c),
        FieldFault::PasswordLength { chars } => Args::none().number("n", i64::try_from(chars).unwrap_or(i64::MAX)),
        _ => Args::none(),
    };
    Some((fault, cx.pair_of(fault.key(), &args)))
}

fn name(ui: &mut Ui, step: &mut Registering, cx: &PageCx<'_>) -> Typed {
    let error = error_of(step, FormField::Name, cx);
    let zero = error.as_ref().and_then(|(fault, _)| match fault {
        FieldFault::NameZero { at } => Some(*at),
        _ => None,
    });
    let wrong = error.as_ref().and_then(|(fault, _)| match fault {
        FieldFault::NameZero { at } | FieldFault::NameCharacter { at, .. } => Some(*at),
        _ => None,
    });
    let (label, hint, fix) = (cx.pair("g_name"), cx.pair("g_note1"), cx.pair("r_fix0"));
    let help = cx.pair("nh_open");
    let out = Field::new(field_id(FormField::Name), &label, &mut step.draft.name, KeyLayout::Name)
        .enabled(!step.busy)
        .error(error.as_ref().map(|(_, text)| text.into()))
        .fault_at(wrong)
        .fix(zero.map(|_| (&fix).into()))
        .aside(&help)
        .hint(&hint)
        .show(ui);
    let mut typed = Typed::of(ui, &out, Some(FormField::Number));
    typed.help = out.aside;
    if let (true, Some(at)) = (out.fix, zero) {
        // A capital where the neighbour is one: the case is kept.
        let small = step.draft.name.as_str().chars().nth(at.saturating_sub(1)).is_some_and(char::is_lowercase);
        step.draft.name.remove(at..at + 1);
        step.draft.name.insert(at, if small { "o" } else { "O" });
        typed.changed = true;
    }
    typed
}

fn number(ui: &mut Ui, step: &mut Registering, cx: &PageCx<'_>) -> Typed {
    let error = error_of(step, FormField::Number, cx);
    let parsed = PermitNumber::parse(step.draft.number.as_str()).ok();
    let typing = ui.ctx().memory(|m| m.has_focus(field_id(FormField::Number)));
    // While the number grows its length is unusual until the end: told only when it is left.
    let warning = parsed
        .as_ref()
        .filter(|_| !typing)
        .and_then(PermitNumber::unusual_length)
        .map(|n| frame::counted(cx, "w_no_len", "n", n));
    let doubtful = parsed.as_ref().and_then(PermitNumber::doubtful_letter);
    let warning = match doubtful.filter(|_| !typing) {
        Some((c, d)) => Some(cx.pair_of("w_no_letter", &Args::none().text("c", c).text("d", d))),
        None => warning,
    };
    let (label, hint) = (cx.pair("g_number"), cx.pair("g_note2"));
    let out = Field::new(field_id(FormField::Number), &label, &mut step.draft.number, KeyLayout::Number)
        .grouped()
        .enabled(!step.busy)
        .error(error.as_ref().map(|(_, text)| text.into()))
        .warning(warning.as_ref().map(Into::into))
        .right(doubtful.is_none() && parsed.as_ref().is_some_and(|n| n.unusual_length().is_none()))
        .hint(&hint)
        .show(ui);
    Typed::of(ui, &out, Some(FormField::Password))
}

fn password(ui: &mut Ui, step: &mut Registering, cx: &PageCx<'_>) -> Typed {
    let error = error_of(step, FormField::Password, cx);
    let (label, show, hide) = (cx.pair("g_pw"), cx.pair("show"), cx.pair("hide"));
    let out = Field::new(field_id(FormField::Password), &label, &mut step.draft.password, KeyLayout::Password)
        .password(&mut step.show_password, &show, &hide)
        .enabled(!step.busy)
        .error(error.as_ref().map(|(_, text)| text.into()))
        .show(ui);
    Typed::of(ui, &out, None)
}

fn live_rules(ui: &mut Ui, step: &Registering, cx: &PageCx<'_>) {
    let draft = &step.draft;
    let marks = PasswordMarks::of(&draft.password, &draft.name, &draft.number);
    let texts = ["p1", "p2", "p3", "p4"].map(|key| cx.pair(key));
    let met = [marks.length, marks.kinds, marks.not_own, marks.not_common];
    let mut list: Vec<_> = texts.iter().map(Into::into).zip(met).collect();
    if Theme::of(ui.ctx()).large {
        // What is still to do comes first: not all may be seen at once.
        list.sort_by_key(|(_, met)| *met);
    }
    let shown = rules(ui, &list, &cx.text("met"), &cx.text("unmet"));
    // They change as one types: seen while the password is.
    if ui.ctx().memory(|m| m.has_focus(field_id(FormField::Password))) && shown.rect.bottom() > ui.clip_rect().bottom()
    {
        ui.scroll_to_rect(shown.rect, None);
    }
}
