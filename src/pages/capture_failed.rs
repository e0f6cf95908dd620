//! A face check did not work: the cause, what it looked like and would look better, two equal ways.

use egui::{CornerRadius, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::domain::fault::{Fault, Incident};
use crate::flow::event::Event;
use crate::flow::step::CaptureFailed;
use crate::text::{FaultText, PairText};
use crate::ui::button::Button;
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::theme::corner;
use crate::ui::{PairLabel, Role, Theme, pair};

use super::PageCx;
use super::face_picture::{self, Scene};
use super::frame::{self, columns, place};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &CaptureFailed, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let locked = step.locked_minutes(cx.now);
    // Locked, there is no try to make now, however many are left.
    let tries_left = if locked.is_some() { 0 } else { step.tries_left() };
    let to_staff = cx.pair("x_show");
    let scaffold = Scaffold::new("capture failed", &words)
        .demo(cx.facts.demo)
        .step(step.for_a_card().then_some(frame::FACE))
        .cancel()
        .next(Button::outlined(&to_staff).icon(Icon::HandWaving));
    let layout = scaffold.layout(ui.ctx());
    let shown = scaffold.show(ui, |ui| {
        let start = ui.cursor().min;
        let mut text = match step.cause {
            Some(fault) => {
                let text = cx.fault(fault);
                frame::fault_title(ui, &text.title);
                text
            }
            None => interrupted(ui, cx),
        };
        if let Some(minutes) = locked {
            text.why = cx.pair("x_locked_why");
            text.todo = frame::counted(cx, "x_locked_for", "n", minutes as usize);
        } else if step.tries_left() == 0 {
            // No cause's advice to try again holds any more.
            text.todo = cx.pair("x_none");
        }
        ui.add_space(theme.pick(36.0, 20.0));
        let cause = if locked.is_some() { Some(Fault::FaceLocked) } else { step.cause };
        let scenes = cause.and_then(face_picture::scenes);
        // Without a try left the picture advises what the words do.
        let scenes = scenes.map(|(now, better)| (now, if tries_left == 0 { face_picture::TO_STAFF } else { better }));
        if theme.is_stacked() {
            if let Some(scenes) = scenes {
                // Two beside each other, as large as the page has room for.
                let wide = ((ui.available_width() - 24.0) / 2.0).min(464.0);
                pictures(ui, cx, &scenes, vec2(wide, theme.pick(430.0, 380.0)));
                ui.add_space(40.0);
            }
            frame::reasons(ui, cx, &text);
            ui.add_space(40.0);
        } else {
            match scenes {
                Some(scenes) => columns(ui, &[540.0, 446.0], 28.0, |ui, column| {
                    if column == 0 {
                        pictures(ui, cx, &scenes, vec2(262.0, 334.0));
                    } else {
                        frame::reasons(ui, cx, &text);
                    }
                }),
                None => frame::reasons(ui, cx, &text),
            }
            // The ways stand at the same place whatever the cause.
            let ways = start.y + layout.content.height() - 84.0 - 44.0;
            ui.add_space((ways - ui.cursor().top()).max(theme.metrics.s2));
        }
        let pressed = ways(ui, cx, tries_left);
        ui.add_space(theme.pick(32.0, 12.0));
        foot(ui, cx, tries_left, step.incident);
        pressed
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::AskStaff),
        pressed => shown.inner.or(frame::answer(pressed, cx)),
    }
}

/// The visitor left a running check and came back: nothing went wrong.
fn interrupted(ui: &mut Ui, cx: &PageCx<'_>) -> FaultText {
    let theme = Theme::of(ui.ctx());
    let text = FaultText { title: cx.pair("x_break"), why: cx.pair("x_break_why"), todo: cx.pair("x_break_do") };
    let start = ui.cursor().min;
    let side = theme.mark(60.0, 40.0);
    let mark = Rect::from_min_size(start, Vec2::splat(side));
    Icon::InfoFill.paint(ui.painter(), mark, theme.colours.primary);
    let left = mark.right() + theme.pick(24.0, 14.0);
    let room = Rect::from_min_max(pos2(left, start.y), pos2(ui.max_rect().right(), start.y));
    place(ui, room, |ui| pair(ui, Role::Title, &text.title));
    text
}

/// Try again and staff, equally large; staff alone once no try is left.
fn ways(ui: &mut Ui, cx: &PageCx<'_>, tries_left: u8) -> Option<Event> {
    let (again, staff) = (cx.pair("x_try"), cx.pair("c_staffv"));
    if tries_left > 0 {
        return frame::two_ways(
            ui,
            (Icon::ArrowCounterClockwise, &again, Event::TryAgain),
            (Icon::UserCheck, &staff, Event::VerifyWithStaff),
        );
    }
    let width = ui.available_width();
    let only = Button::choice(Icon::UserCheck, &staff).width(width).show(ui);
    only.clicked().then_some(Event::VerifyWithStaff)
}

/// Tries left, and the incident's number at the other end.
fn foot(ui: &mut Ui, cx: &PageCx<'_>, tries: u8, incident: Option<Incident>) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    if theme.large {
        if tries > 0 {
            pair(ui, Role::Caption, &frame::counted(cx, "x_left", "n", usize::from(tries)));
            ui.add_space(theme.metrics.s2);
        }
        if let Some(incident) = incident {
            frame::incident(ui, cx, incident);
        }
        return;
    }
    if tries > 0 {
        let words = frame::counted(cx, "x_left", "n", usize::from(tries));
        let label = PairLabel::new(Role::Caption, &words);
        let label = if theme.is_portrait() { label } else { label.inline() };
        place(ui, Rect::from_min_size(start, vec2(width * 0.6, 0.0)), |ui| label.show(ui));
    }
    if let Some(incident) = incident {
        place(ui, Rect::from_min_size(start, vec2(width, 0.0)), |ui| frame::incident(ui, cx, incident));
    }
}

/// "Just now" and "Better", side by side; told apart by mark and word, not by colour alone.
fn pictures(ui: &mut Ui, cx: &PageCx<'_>, (now, better): &(Scene, Scene), size: Vec2) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let start = ui.cursor().min;
    let gap = (ui.available_width() - 2.0 * size.x).min(48.0);
    let left = Rect::from_min_size(start, size);
    let right = left.translate(vec2(size.x + gap, 0.0));
    let (just_now, advised) = (cx.pair("x_now"), cx.pair("x_better"));
    for (rect, scene, icon, ink, words) in [
        (left, now, Icon::XCircleFill, c.error, &just_now),
        (right, better, Icon::CheckCircleFill, c.success, &advised),
    ] {
        framed(ui, rect, scene, icon, ink, words);
    }
    ui.advance_cursor_after_rect(left.union(right));
}

fn framed(ui: &mut Ui, rect: Rect, scene: &Scene, icon: Icon, ink: egui::Color32, words: &PairText) {
    let theme = Theme::of(ui.ctx());
    let radius = theme.metrics.radius_card;
    ui.painter().rect_filled(rect, corner(radius), theme.colours.surface);
    let strip = theme.letters(68.0, 42.0);
    let picture = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - strip));
    let mut round: CornerRadius = corner(radius);
    (round.sw, round.se) = (0, 0);
    face_picture::paint(ui.painter(), picture, round, scene);
    let stroke = Stroke::new(theme.pick(4.0, 3.0), ink);
    ui.painter().rect_stroke(rect, corner(radius), stroke, StrokeKind::Inside);
    let side = theme.mark(34.0, 24.0);
    let middle = rect.bottom() - strip / 2.0;
    let mark = Rect::from_center_size(pos2(rect.left() + theme.pick(42.0, 29.0), middle), Vec2::splat(side));
    icon.paint(ui.painter(), mark, ink);
    let label = PairLabel::new(Role::Label, words).inline().colours(ink, theme.colours.text_2);
    let size = label.lay(ui.ctx(), rect.right() - mark.right() - theme.pick(28.0, 20.0)).size;
    let at = pos2(mark.right() + theme.pick(14.0, 12.0), middle - size.y / 2.0);
    place(ui, Rect::from_min_size(at, size), |ui| label.show(ui));
}
