//! The live face check: what to do now, the mirror, and how far the three movements are.

use egui::accesskit::Live;
use egui::{Rect, Ui, pos2, vec2};

use crate::domain::liveness::{PROMPTS, Prompt};
use crate::domain::quality::Hint;
use crate::flow::event::Event;
use crate::flow::step::{CapturePhase, CaptureView, Capturing};
use crate::text::{Args, PairText};
use crate::ui::banner::note;
use crate::ui::button::{Button, spinner};
use crate::ui::icons::Icon;
use crate::ui::oval::{Movement, Preview, movement_tile};
use crate::ui::ring::Ring;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::frame::{self, place};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &Capturing, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let staff = cx.pair("c_staffv");
    let scaffold = Scaffold::new("capture", &words)
        .demo(cx.facts.demo)
        .step(step.for_a_card().then_some(frame::FACE))
        .back()
        .cancel()
        .next(Button::outlined(&staff).icon(Icon::UserCheck));
    let view = &step.view;
    // What the mirror may take of the page, so that it is seen whole together with what to do.
    let high = scaffold.layout(ui.ctx()).content.height();
    let shown = scaffold.show(ui, |ui| match (theme.large, theme.is_portrait()) {
        (true, _) => enlarged(ui, view, cx, high),
        (false, true) => upright(ui, view, cx),
        (false, false) => lying(ui, view, cx),
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::VerifyWithStaff),
        pressed => frame::answer(pressed, cx),
    }
}

fn upright(ui: &mut Ui, view: &CaptureView, cx: &PageCx<'_>) {
    let start = ui.cursor().min;
    let width = ui.available_width();
    let ring = 120.0;
    // The height is the same for every prompt: the mirror must not jump.
    let down = (longest_prompt(ui, cx, width - ring - 32.0) - 136.0).max(0.0);
    let title = Rect::from_min_size(start + vec2(0.0, 8.0), vec2(width - ring - 32.0, ring));
    place(ui, title, |ui| prompt(ui, view, cx));
    let corner = Rect::from_min_size(pos2(start.x + width - ring, start.y), vec2(ring, ring));
    place(ui, corner, |ui| time_left(ui, view, ring));
    let below = Rect::from_min_size(start + vec2(0.0, 144.0 + down), vec2(width, 0.0));
    place(ui, below, |ui| {
        // Larger words take their room from the mirror.
        let less = down + (Theme::of(ui.ctx()).half - 1.0) * 320.0;
        mirror(ui, view, cx, vec2(width, 1010.0 - less));
        ui.add_space(24.0);
        let row = Rect::from_min_size(ui.cursor().min, vec2(width, 88.0));
        let side = (width - 2.0 * 16.0) / 3.0;
        for (i, (movement, words)) in movements(view, cx).into_iter().enumerate() {
            let rect = Rect::from_min_size(pos2(along(row.left(), i, side + 16.0), row.top()), vec2(side, 88.0));
            movement_tile(ui, rect, i + 1, movement, (&words).into());
        }
        ui.advance_cursor_after_rect(row);
        ui.add_space(24.0);
        note(ui, Icon::ShieldCheck, Role::Caption, &cx.pair("f_private"), true);
        ui.add_space(14.0);
        note(ui, Icon::Timer, Role::Caption, &cx.pair("f_time"), true);
    });
}

/// Large texts: what to do and the mirror first, together on the page; all else beneath.
fn enlarged(ui: &mut Ui, view: &CaptureView, cx: &PageCx<'_>, high: f32) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let ring = theme.pick(120.0, 92.0);
    let gap = theme.metrics.s3;
    if theme.is_portrait() {
        let (prompt_high, room) = (longest_prompt(ui, cx, width - ring - gap), width - ring - gap);
        place(ui, Rect::from_min_size(start, vec2(room, prompt_high)), |ui| prompt(ui, view, cx));
        let corner = Rect::from_min_size(pos2(start.x + width - ring, start.y), vec2(ring, ring));
        place(ui, corner, |ui| time_left(ui, view, ring));
        let top = start + vec2(0.0, prompt_high.max(ring) + gap);
        let size = vec2(width, (high - (top.y - start.y) - MORE).max(420.0));
        place(ui, Rect::from_min_size(top, size), |ui| mirror(ui, view, cx, size));
    } else {
        let size = vec2(width * 0.5, (high - MORE).max(320.0));
        let mirrored = Rect::from_min_size(start, size);
        place(ui, mirrored, |ui| mirror(ui, view, cx, size));
        let left = mirrored.right() + gap;
        let beside = Rect::from_min_max(pos2(left, start.y), pos2(start.x + width, start.y));
        place(ui, beside, |ui| {
            prompt(ui, view, cx);
            ui.add_space(gap);
            let at = Rect::from_min_size(ui.cursor().min, vec2(ring, ring));
            place(ui, at, |ui| time_left(ui, view, ring));
        });
        ui.advance_cursor_after_rect(mirrored);
    }
    ui.add_space(gap);
    for (i, (movement, words)) in movements(view, cx).into_iter().enumerate() {
        let rect = Rect::from_min_size(ui.cursor().min, vec2(width, theme.metrics.control));
        movement_tile(ui, rect, i + 1, movement, (&words).into());
        ui.advance_cursor_after_rect(rect);
        ui.add_space(theme.metrics.s2);
    }
    note(ui, Icon::ShieldCheck, Role::Caption, &cx.pair("f_private"), false);
    ui.add_space(theme.metrics.s2);
    note(ui, Icon::Timer, Role::Caption, &cx.pair("f_time"), false);
}

/// Room for the strip with "More below".
const MORE: f32 = 130.0;

/// The height that the highest of the prompts takes: the mirror must not jump.
fn longest_prompt(ui: &Ui, cx: &PageCx<'_>, width: f32) -> f32 {
    let all = Prompt::ALL.map(Prompt::key).into_iter().chain(["g_face", "f_look", "f_backc", "f_check"]);
    all.map(|key| PairLabel::new(Role::Title, &cx.pair(key)).lay(ui.ctx(), width).size.y).fold(0.0, f32::max)
}

fn lying(ui: &mut Ui, view: &CaptureView, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let (mirror_width, height) = (620.0, 600.0);
    place(ui, Rect::from_min_size(start, vec2(mirror_width, height)), |ui| {
        mirror(ui, view, cx, vec2(mirror_width, height));
    });
    let left = start.x + mirror_width + 28.0;
    let width = ui.max_rect().right() - left;
    let at = |top: f32| Rect::from_min_size(pos2(left, start.y + top), vec2(width, 0.0));
    place(ui, at(0.0), |ui| {
        prompt(ui, view, cx);
        ui.add_space(theme.metrics.s4);
        let ring = Rect::from_min_size(ui.cursor().min, vec2(92.0, 92.0));
        if view.seconds_left.is_some() {
            place(ui, ring, |ui| time_left(ui, view, 92.0));
            let words = cx.pair("f_left_s");
            let label = PairLabel::new(Role::Caption, &words);
            let height = label.lay(ui.ctx(), width - 110.0).size.y;
            let beside =
                Rect::from_min_size(ring.min + vec2(108.0, (92.0 - height) / 2.0), vec2(width - 108.0, height));
            place(ui, beside, |ui| label.show(ui));
        } else if is_busy(view) {
            place(ui, ring, |ui| time_left(ui, view, 92.0));
        } else {
            note(ui, Icon::Timer, Role::Caption, &cx.pair("f_time"), false);
        }
    });
    place(ui, at(316.0), |ui| {
        let now = i64::try_from(view.done.len()).unwrap_or(0) + 1;
        let total = i64::try_from(PROMPTS).unwrap_or(0);
        PairLabel::new(Role::Label, &cx.pair_of("f_of", &Args::none().number("n", now.min(total)))).inline().show(ui);
    });
    for (i, (movement, words)) in movements(view, cx).into_iter().enumerate() {
        let rect = Rect::from_min_size(pos2(left, along(start.y + 350.0, i, 70.0)), vec2(width, 60.0));
        movement_tile(ui, rect, i + 1, movement, (&words).into());
    }
    place(ui, at(564.0), |ui| note(ui, Icon::ShieldCheck, Role::Caption, &cx.pair("f_private"), false));
}

/// `from` plus `i` steps.
fn along(from: f32, i: usize, step: f32) -> f32 {
    from + i as f32 * step
}

/// What to do now; read out as it changes.
fn prompt(ui: &mut Ui, view: &CaptureView, cx: &PageCx<'_>) {
    let key = match view.phase {
        CapturePhase::Starting => "g_face",
        CapturePhase::Settling => "f_look",
        CapturePhase::Acting { prompt, .. } => prompt.key(),
        CapturePhase::Returning => "f_backc",
        CapturePhase::Checking => "f_check",
    };
    let shown = pair(ui, Role::Title, &cx.pair(key));
    ui.ctx().accesskit_node_builder(shown.id, |node| node.set_live(Live::Assertive));
}

/// Nothing is asked of the visitor but to wait.
fn is_busy(view: &CaptureView) -> bool {
    matches!(view.phase, CapturePhase::Starting | CapturePhase::Checking)
}

fn time_left(ui: &mut Ui, view: &CaptureView, side: f32) {
    if let Some((seconds, share)) = view.seconds_left {
        Ring::new(seconds, share).diameter(side).show(ui);
    } else if is_busy(view) {
        let wheel = Rect::from_min_size(ui.cursor().min, vec2(side, side));
        spinner(ui, wheel, Theme::of(ui.ctx()).colours.primary);
    }
}

fn mirror(ui: &mut Ui, view: &CaptureView, cx: &PageCx<'_>, size: egui::Vec2) {
    let arcs: Vec<Movement> = movements(view, cx).into_iter().map(|(movement, _)| movement).collect();
    let starting = cx.pair("f_start_t");
    let advice = view.hint.map(|hint| (mark(hint), cx.pair(hint.key())));
    let chip = match (&advice, view.phase) {
        (_, CapturePhase::Starting) => Some((Icon::Camera, (&starting).into())),
        (Some((icon, words)), _) => Some((*icon, words.into())),
        (None, _) => None,
    };
    let cue = match view.phase {
        CapturePhase::Acting { prompt, .. } => Some(prompt),
        _ => None,
    };
    let label = cx.text("f_preview");
    Preview::new(cx.preview, &arcs, &label).hint(chip).cue(cue).show(ui, size);
}

/// The movements in their order with their words; which ones are to come stays untold.
fn movements(view: &CaptureView, cx: &PageCx<'_>) -> Vec<(Movement, PairText)> {
    let done = view.done.len();
    let next = if matches!(view.phase, CapturePhase::Acting { .. }) { done + 1 } else { done };
    (0..PROMPTS)
        .map(|i| match view.phase {
            _ if i < done => (Movement::Done, cx.pair("f_seen")),
            CapturePhase::Acting { progress, .. } if i == done => (Movement::Running(progress), cx.pair("f_now")),
            _ => (Movement::Ahead, cx.pair(if i == next { "f_next" } else { "f_ahead" })),
        })
        .collect()
}

fn mark(hint: Hint) -> Icon {
    match hint {
        Hint::Closer => Icon::ArrowsOutBold,
        Hint::Back => Icon::ArrowsInBold,
        Hint::Centre => Icon::CrosshairBold,
        Hint::Straight => Icon::UserFocusBold,
        Hint::Dark | Hint::Backlit | Hint::Bright | Hint::Glare => Icon::SunBold,
        Hint::EyesOpen => Icon::EyeBold,
        Hint::Uncover | Hint::Still => Icon::HandBold,
        Hint::OnePerson => Icon::UsersBold,
    }
}
