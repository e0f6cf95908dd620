//! One case of the review queue: both pictures side by side, what the register says, and the decision.

use egui::{Color32, Id, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::domain::letter::PagePicture;
use crate::domain::review::{CaseDecision, QueueState, RefusalReason};
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::queue::OpenCase;
use crate::text::{PairText, dates};
use crate::ui::areas::{columns, place};
use crate::ui::banner::{Tone, banner, note};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::chip::Chip;
use crate::ui::icons::Icon;
use crate::ui::pair::name;
use crate::ui::theme::corner;
use crate::ui::{PairLabel, Role, Theme, pair, pictures};

use super::queue::cause;
use super::{ConsoleCx, assist};

/// Height over width of the two pictures.
const SHAPE: f32 = 1.12;

/// Shows the case over the width at hand.
pub(super) fn show(ui: &mut Ui, open: &OpenCase, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        event = head(ui, open, cx);
        ui.add_space(theme.metrics.s3);
        both(ui, open, cx);
        ui.add_space(theme.metrics.s2);
        facts(ui, open, cx);
        if open.case.picture.is_some() {
            ui.add_space(theme.metrics.s3);
            banner(ui, Tone::Information, &cx.pair("q_check"));
        }
        ui.add_space(theme.metrics.s3);
        let pressed = if open.refusing { reasons(ui, open, cx) } else { decisions(ui, open, cx) };
        event = event.take().or(pressed);
        if open.case.needs_two && !open.refusing {
            ui.add_space(theme.metrics.s3);
            note(ui, Icon::Users, Role::Caption, &cx.pair("q_two"), false);
        }
    });
    if let Some(readings) = &open.case.readings {
        ui.add_space(theme.metrics.s3);
        assist::quality_of(ui, &readings.checks(), cx);
    }
    event
}

/// The ticket, how the case stands, and how its pictures are looked at.
fn head(ui: &mut Ui, open: &OpenCase, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let mut event = None;
    let mut right = start.x + width;
    let mut high = 0.0_f32;
    if open.case.picture.is_some() {
        let (enlarge, flip) = (cx.pair("t_zoom"), cx.pair("q_flip"));
        let tools = [
            (&flip, Icon::FlipHorizontal, open.flipped, CounterEvent::FlipPicture),
            (&enlarge, Icon::MagnifyingGlassPlus, open.enlarged, CounterEvent::EnlargePictures),
        ];
        for (words, icon, chosen, pressed) in tools {
            let button = Button::tool(icon, words).chosen(chosen).mark_only();
            let size = button.measure(ui);
            let rect = Rect::from_min_size(pos2(right - size.x, start.y), size);
            if button.show_at(ui, rect).clicked() {
                event = Some(pressed);
            }
            right = rect.left() - 12.0;
            high = high.max(size.y);
        }
    }
    let ticket = PairText::same(&open.case.row.ticket.0);
    let label = PairLabel::new(Role::Title, &ticket);
    let size = label.lay(ui.ctx(), right - start.x).size;
    high = high.max(size.y);
    let at = Rect::from_min_size(pos2(start.x, start.y + (high - size.y) / 2.0), size);
    place(ui, at, |ui| label.show(ui));
    let mine = matches!(open.case.row.state, QueueState::WithSomeone(_));
    let state = PairText::same(cx.pair(if mine { "q_mine" } else { "q_open" }).primary);
    let chip = Chip::of(Tone::Information, Icon::User, &state);
    let room = right - at.right() - theme.metrics.s2;
    let chip_size = chip.measure(ui, room);
    chip.paint(ui, pos2(at.right() + theme.metrics.s2, start.y + (high - chip_size.y) / 2.0), room);
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, high)));
    pair(ui, Role::Caption, &cause(open.case.row.cause, cx));
    event
}

/// The register's photo and the picture taken today, the same size.
fn both(ui: &mut Ui, open: &OpenCase, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    if open.case.reference.is_none() && open.case.picture.is_none() && open.reference.is_none() {
        note(ui, Icon::CameraSlash, Role::Body, &cx.pair("q_no_pictures"), false);
        return;
    }
    let most = if open.enlarged { f32::INFINITY } else { theme.pick(430.0, 170.0) };
    columns(ui, &[1.0, 1.0], theme.metrics.s2, |ui, side| {
        let width = ui.available_width();
        let high = (width * SHAPE).min(most);
        let (key, photo, none) = if side == 0 {
            ("q_photo", open.reference.as_ref(), "q_no_photo")
        } else {
            ("q_live", open.picture.as_ref(), "q_no_live")
        };
        let label = cx.pair(key);
        let rect = Rect::from_min_size(ui.cursor().min, vec2(width, high));
        picture(ui, rect, photo, side == 1 && open.flipped, (&label, &cx.pair(none)));
        ui.advance_cursor_after_rect(rect);
        ui.add_space(theme.metrics.s1);
        PairLabel::new(Role::Caption, &label).inline().show(ui);
    });
}

/// A picture fitted into `rect`; what its place is for is told where there is none.
fn picture(ui: &mut Ui, rect: Rect, photo: Option<&PagePicture>, flipped: bool, (label, none): (&PairText, &PairText)) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let radius = corner(theme.metrics.radius);
    ui.painter().rect_filled(rect, radius, c.sunken);
    let response = ui.interact(rect, Id::unique(("picture", &label.primary)), Sense::hover());
    let texture = photo.and_then(|photo| pictures::photo_of(ui.ctx(), &label.primary, photo));
    if let Some(texture) = texture {
        name(&response, egui::accesskit::Role::Image, true, label.into());
        let [wide, high] = texture.size();
        let size = vec2(wide as f32, high as f32);
        let fit = size * (rect.width() / size.x).min(rect.height() / size.y);
        let place = Rect::from_center_size(rect.center(), fit);
        let (left, right) = if flipped { (1.0, 0.0) } else { (0.0, 1.0) };
        let uv = Rect::from_min_max(pos2(left, 0.0), pos2(right, 1.0));
        ui.painter().image(texture.id(), place, uv, Color32::WHITE);
    } else {
        name(&response, egui::accesskit::Role::Label, true, none.into());
        let words = PairLabel::new(Role::Caption, none).centred().lay(ui.ctx(), rect.width() - 24.0);
        words.paint(ui.painter(), rect.center() - Vec2::new((rect.width() - 24.0) / 2.0, words.size.y / 2.0));
    }
    ui.painter().rect_stroke(rect, radius, Stroke::new(1.0, c.line), StrokeKind::Inside);
}

/// What the register says; nothing of it where the visitor did not come that far.
fn facts(ui: &mut Ui, open: &OpenCase, cx: &ConsoleCx<'_>) {
    let Some(permit) = &open.case.permit else {
        note(ui, Icon::IdentificationBadge, Role::Caption, &cx.pair("q_no_permit"), false);
        return;
    };
    let name = permit.name.capitals();
    PairLabel::new(Role::Label, &PairText::same(&name)).show(ui);
    let line = PairText::same(format!(
        "{} · {} · {}",
        permit.number,
        permit.category.letter(),
        dates::iso(permit.valid_until)
    ));
    pair(ui, Role::Caption, &line);
}

fn decisions(ui: &mut Ui, open: &OpenCase, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let (yes, no, again) = (cx.pair("q_ok"), cx.pair("q_no"), cx.pair("q_retry"));
    let mut event = None;
    columns(ui, &[1.0, 1.0], theme.metrics.s2, |ui, side| {
        let width = ui.available_width();
        if side == 0 {
            let button = Button::filled(&yes).icon(Icon::UserCheck).busy(open.busy).width(width);
            if button.show(ui).clicked() {
                event = Some(CounterEvent::Decide(CaseDecision::Approved));
            }
        } else {
            let button = Button::outlined(&no).icon(Icon::UserMinus).enabled(!open.busy).width(width);
            if button.show(ui).clicked() {
                event = Some(CounterEvent::RefuseCase);
            }
        }
    });
    ui.add_space(theme.metrics.s2);
    let width = ui.available_width();
    let button = Button::outlined(&again).icon(Icon::ArrowCounterClockwise).enabled(!open.busy).width(width);
    if button.show(ui).clicked() {
        event = Some(CounterEvent::Decide(CaseDecision::Retake));
    }
    event
}

/// Why not, and the way back.
fn reasons(ui: &mut Ui, open: &OpenCase, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    pair(ui, Role::Label, &cx.pair("q_why"));
    ui.add_space(theme.metrics.s2);
    let width = ui.available_width();
    for reason in RefusalReason::ALL {
        let words = cx.pair(reason_key(reason));
        if Button::outlined(&words).enabled(!open.busy).width(width).show(ui).clicked() {
            event = Some(CounterEvent::Decide(CaseDecision::Refused(reason)));
        }
        ui.add_space(theme.metrics.s1);
    }
    let back = cx.pair("back");
    if Button::plain(&back).icon(Icon::ArrowLeft).show(ui).clicked() {
        event = Some(CounterEvent::Back);
    }
    event
}

fn reason_key(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::NotSamePerson => "q_why_person",
        RefusalReason::DocumentsDoNotFit => "q_why_papers",
        RefusalReason::DataDiffer => "q_why_data",
        RefusalReason::VisitorGone => "q_why_gone",
    }
}
