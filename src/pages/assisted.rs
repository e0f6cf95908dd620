//! Show this to staff: large Chinese whatever was chosen, because staff read it; the way back stays
//! in the visitor's language. Spoken guidance reads all of it to the visitor, in that language. Nothing
//! personal stands here.

use egui::accesskit::Role as Ear;
use egui::{Id, Rect, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

use crate::domain::case::AssistCause;
use crate::domain::fault::Fault;
use crate::domain::language::Language;
use crate::flow::event::Event;
use crate::flow::step::{Assisted, DraftKeeping};
use crate::text::{PairText, dates};
use crate::ui::banner::{Tone, banner, note};
use crate::ui::button::Button;
use crate::ui::card::{Ground, card, hairline};
use crate::ui::icons::Icon;
use crate::ui::page_scroll;
use crate::ui::pair::name;
use crate::ui::scaffold::demo_banner;
use crate::ui::theme::corner;
use crate::ui::{PairLabel, Role, Theme, focus, reader};

use super::PageCx;
use super::frame::place;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &Assisted, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let (c, canvas) = (&theme.colours, theme.canvas);
    let top = if cx.facts.demo { theme.metrics.demo } else { 0.0 };
    let air = theme.pick(vec2(56.0, 56.0), vec2(canvas.width() * 0.088, 28.0));
    let sheet = Rect::from_min_max(canvas.min + vec2(air.x, air.y + top), canvas.max - air);
    let mut page = ui.new_child(UiBuilder::new().max_rect(canvas).id_salt("assisted"));
    page.spacing_mut().item_spacing = Vec2::ZERO;
    page.painter().rect_filled(canvas, 0.0, c.primary);
    page.painter().rect_filled(sheet, corner(theme.pick(40.0, 24.0)), c.surface);
    if cx.facts.demo {
        // Read by staff first, like everything else here.
        let words = cx.words.pair(Language::Chinese, "demo", &crate::text::Args::none());
        demo_banner(&page, theme.layout(true, false).demo, &words, &cx.pair("demo"));
    }
    let inner = sheet.shrink2(theme.pick(vec2(64.0, 64.0), vec2(52.0, 28.0)));
    let staff = PageCx { language: Language::Chinese, ..*cx };
    let (top, mut event) = foot(&mut page, inner, step, cx);
    // What does not fit above the visitor's part scrolls.
    let room = Rect::from_min_max(inner.min, pos2(inner.right(), top - theme.metrics.s2));
    let (more, less) = (cx.pair("more_below"), cx.pair("more_above"));
    page_scroll::within(&mut page, Id::unique("show to staff"), room, &more, &less, |ui| {
        if head(ui, step, &staff, cx) {
            event = Some(Event::OpenCounter);
        }
        if step.draft != DraftKeeping::NotAsked {
            kept(ui, &step.draft, cx);
        }
        let heard = rows(step, cx, theme.is_stacked());
        for (seen, heard) in rows(step, &staff, theme.is_stacked()).iter().zip(&heard) {
            hairline(ui);
            row(ui, seen, heard);
        }
        // Who takes a code along goes now: what staff could do here gives its place to the code.
        if !matches!(step.draft, DraftKeeping::Kept(_)) {
            ui.add_space(theme.pick(8.0, 4.0));
            advice(ui, step, &staff, cx);
        }
        // Upright it stands at the foot, within reach.
        if !theme.is_portrait() && step.can_keep_entries() {
            ui.add_space(theme.metrics.s3);
            let words = cx.pair("z_keep");
            if keep(&words, step).show(ui).clicked() {
                event = Some(Event::KeepDraft);
            }
        }
    });
    event
}

/// Title; in landscape the ticket stands at its right. `staff` has the words to be seen, `cx` those to be
/// heard.
///
/// Whether the mark was pressed: staff sign in by it, as by the mark of other pages.
fn head(ui: &mut Ui, step: &Assisted, staff: &PageCx<'_>, cx: &PageCx<'_>) -> bool {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let start = ui.cursor().min;
    let side = theme.pick(132.0, 76.0);
    let disc = Rect::from_min_size(start, Vec2::splat(side));
    ui.painter().circle_filled(disc.center(), side / 2.0, c.tint);
    Icon::HandWaving.paint(ui.painter(), disc.shrink(side * 0.24), c.on_tint);
    let pressed = !theme.low && ui.interact(disc, ui.scope_id().with("mark"), Sense::CLICK).clicked();
    let left = side + theme.pick(36.0, 22.0);
    let (words, heard) = (staff.pair("z_head"), cx.pair("z_head"));
    let label = PairLabel::new(Role::Display, &words).heard_as(&heard);
    let size = label.lay(ui.ctx(), ui.available_width() - left).size;
    let height = size.y.max(side);
    place(ui, Rect::from_min_size(start + vec2(left, (height - size.y) / 2.0), size), |ui| label.show(ui));
    if theme.is_wide() {
        let ((name, number), heard) = (ticket(step, staff), ticket(step, cx));
        let name = PairLabel::new(Role::Label, &name).inline().heard_as(&heard.0);
        let number = PairLabel::new(Role::Display, &number).heard_as(&heard.1);
        let number = if step.ticket.is_some() { number } else { number.sizes(22.0, 16.0) };
        let right = start.x + ui.available_width();
        let room = (right - start.x - left - size.x - 24.0).max(120.0);
        let (upper, lower) = (name.lay(ui.ctx(), room).size, number.lay(ui.ctx(), room).size);
        let from = right - upper.x.max(lower.x);
        let top = start.y + (height - upper.y - lower.y) / 2.0;
        place(ui, Rect::from_min_size(pos2(from, top), vec2(room, upper.y)), |ui| name.show(ui));
        place(ui, Rect::from_min_size(pos2(from, top + upper.y), vec2(room, lower.y)), |ui| number.show(ui));
    }
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(ui.available_width(), height)));
    ui.add_space(theme.pick(64.0, 22.0));
    pressed
}

/// The code that opens the visitor's entries, in their language; or how far the keeping has come.
fn kept(ui: &mut Ui, draft: &DraftKeeping, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let code = match draft {
        DraftKeeping::NotAsked => return,
        DraftKeeping::Asked => return banner_of(ui, Tone::Information, &cx.pair("z_keeping"), &theme),
        DraftKeeping::Failed => return banner_of(ui, Tone::Attention, &cx.pair("z_not_kept"), &theme),
        DraftKeeping::Kept(code) => code,
    };
    let within = card(ui, Ground::Tint, |ui| {
        ui.set_width(ui.available_width());
        let (title, rule) = (cx.pair("z_kept"), cx.pair("z_kept_t"));
        PairLabel::new(Role::Label, &title).inline().show(ui);
        let shown = PairText::same(code.shown());
        let code = PairLabel::new(Role::Display, &shown).show(ui);
        // Whoever hears it could have the entries taken up.
        reader::mark_personal(ui.ctx(), code.id);
        PairLabel::new(Role::Body, &rule).show(ui);
    });
    ui.ctx().accesskit_node_builder(within.response.id, |node| node.set_live(egui::accesskit::Live::Polite));
    ui.add_space(theme.pick(32.0, 16.0));
}

fn banner_of(ui: &mut Ui, tone: Tone, words: &PairText, theme: &Theme) {
    banner(ui, tone, words);
    ui.add_space(theme.pick(32.0, 16.0));
}

/// What the ticket is called, and its number or why there is none yet.
fn ticket(step: &Assisted, cx: &PageCx<'_>) -> (PairText, PairText) {
    let value = match &step.ticket {
        Some(ticket) => PairText::same(&ticket.0),
        None if step.not_stored => cx.pair("z_not_stored"),
        None => cx.pair("z_saving"),
    };
    (cx.pair("z_ticket"), value)
}

/// A row's name and value.
type Labelled = (PairText, PairText);

fn rows(step: &Assisted, cx: &PageCx<'_>, portrait: bool) -> Vec<Labelled> {
    let mut rows = Vec::new();
    if portrait {
        rows.push(ticket(step, cx));
    }
    rows.push((cx.pair("z_step"), cx.pair(step.stage.key())));
    let cause = step.cause.fault().map_or_else(|| cx.pair(step.cause.key()), |fault| cx.fault(fault).title);
    rows.push((cx.pair("z_cause"), cause));
    if let Some(incident) = step.incident {
        rows.push((cx.pair("z_no"), PairText::same(incident.to_string())));
    }
    let time = step.at.to_zoned(cx.zone.clone()).time();
    rows.push((cx.pair("z_time"), PairText::same(dates::clock(time))));
    rows
}

fn row(ui: &mut Ui, (label, value): &Labelled, heard: &Labelled) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let left = theme.pick(286.0, 204.0);
    let same = value.primary == value.secondary;
    let (a, b) = theme.pick((48.0, 31.0), (22.0, 16.0));
    // Numbers stand larger: they are read out and typed.
    let a = if same { theme.pick(62.0, 32.0) } else { a };
    let (name_a, name_b) = theme.pick((33.0, 24.0), (17.0, 14.0));
    let name = PairLabel::new(Role::Label, label).sizes(name_a, name_b).heard_as(&heard.0);
    let value = PairLabel::new(Role::Heading, value).sizes(a, b).heard_as(&heard.1);
    if theme.large {
        ui.add_space(theme.metrics.s2);
        name.show(ui);
        value.show(ui);
        ui.add_space(theme.metrics.s2);
        return;
    }
    let left = left * theme.text;
    let (name_size, size) = (name.lay(ui.ctx(), left - 16.0).size, value.lay(ui.ctx(), width - left).size);
    let height = (size.y.max(name_size.y) + theme.pick(64.0, 22.0)).max(theme.pick(165.0, 66.0));
    place(
        ui,
        Rect::from_min_size(start + vec2(0.0, (height - name_size.y) / 2.0), vec2(left - 16.0, name_size.y)),
        |ui| name.show(ui),
    );
    place(ui, Rect::from_min_size(start + vec2(left, (height - size.y) / 2.0), vec2(width - left, size.y)), |ui| {
        value.show(ui)
    });
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, height)));
}

/// What staff can do, on a ground of its own.
fn advice(ui: &mut Ui, step: &Assisted, staff: &PageCx<'_>, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let c = &theme.colours;
    let words = |cx: &PageCx<'_>| (cx.pair("z_do"), cx.pair(advice_for(step.cause)));
    let ((heading, text), heard) = (words(staff), words(cx));
    let heading = PairLabel::new(Role::Caption, &heading).inline().heard_as(&heard.0);
    let (a, b) = theme.pick((36.0, 28.0), (18.0, 15.0));
    let text = PairLabel::new(Role::Body, &text).sizes(a, b).heard_as(&heard.1);
    let start = ui.cursor().min;
    let left = theme.pick(110.0, 73.0);
    let room = ui.available_width() - left - theme.metrics.s4;
    let (upper, lower) = (heading.lay(ui.ctx(), room).size, text.lay(ui.ctx(), room).size);
    let pad = theme.pick(26.0, 12.0);
    let rect = Rect::from_min_size(start, vec2(ui.available_width(), upper.y + lower.y + theme.metrics.s1 + 2.0 * pad));
    let bar = theme.pick(10.0, 6.0);
    // Only the bar's end of the strong ground: it must not shine through the other corners.
    let end = Rect::from_min_max(rect.min, pos2(rect.left() + 2.0 * theme.metrics.radius, rect.bottom()));
    ui.painter().with_clip_rect(end.intersect(ui.clip_rect())).rect_filled(
        rect,
        corner(theme.metrics.radius),
        c.primary,
    );
    ui.painter().rect_filled(
        Rect::from_min_max(rect.min + vec2(bar, 0.0), rect.max),
        corner(theme.metrics.radius),
        c.tint,
    );
    let side = theme.pick(44.0, 28.0);
    Icon::Lightbulb.paint(
        ui.painter(),
        Rect::from_center_size(pos2(rect.left() + left * 0.57, rect.center().y), Vec2::splat(side)),
        c.primary,
    );
    let at = rect.min + vec2(left, pad);
    place(ui, Rect::from_min_size(at, upper), |ui| heading.show(ui));
    let at = at + vec2(0.0, upper.y + theme.metrics.s1);
    place(ui, Rect::from_min_size(at, vec2(room, lower.y)), |ui| text.show(ui));
    ui.advance_cursor_after_rect(rect);
}

fn advice_for(cause: AssistCause) -> &'static str {
    let fault = match cause {
        AssistCause::Asked => return "z_do_asked",
        AssistCause::ChoseStaff | AssistCause::NoTriesLeft => return "z_do_match",
        AssistCause::SignInLocked => return "z_do_unlock",
        AssistCause::Papers(_) => return "z_do_permit",
        AssistCause::ForgotPassword => return "z_do_forgot",
        AssistCause::Fault(fault) => fault,
    };
    match fault {
        Fault::FaceBacklit => "z_do_t",
        Fault::FaceFar
        | Fault::FaceNear
        | Fault::FaceTurned
        | Fault::FaceDark
        | Fault::FaceBright
        | Fault::FaceGlare
        | Fault::EyesClosed
        | Fault::FaceCovered
        | Fault::SeveralFaces
        | Fault::FaceBlurred
        | Fault::NoFace
        | Fault::PromptMissed(_) => "z_do_face",
        Fault::NotSamePerson
        | Fault::FaceChanged
        | Fault::LivenessUnclear
        | Fault::MatchUnclear
        | Fault::NoReferencePhoto
        | Fault::FaceLocked => "z_do_match",
        Fault::CameraStalled
        | Fault::CameraAbsent
        | Fault::CameraBusy
        | Fault::CameraDenied
        | Fault::CameraGarbled
        | Fault::TooFewPictures => "z_do_camera",
        Fault::PermitNoMatch | Fault::PermitExpired | Fault::PermitRevoked | Fault::AlreadyRegistered => "z_do_permit",
        Fault::PrinterOutOfPaper
        | Fault::PrinterJammed
        | Fault::PrinterOpen
        | Fault::PrinterOffline
        | Fault::PrinterToner
        | Fault::PrinterRefused => "z_do_printer",
        Fault::StoreUnavailable
        | Fault::RegisterUnavailable
        | Fault::FaceEngineUnavailable
        | Fault::DocumentFailed
        | Fault::Busy
        | Fault::Internal => "z_do_machine",
    }
}

/// "Keep my entries until midnight".
fn keep<'a>(words: &'a PairText, step: &Assisted) -> Button<'a> {
    let asked = step.draft == DraftKeeping::Asked;
    Button::outlined(words).icon(Icon::Clock).busy(asked).id(Id::unique("keep my entries"))
}

/// The visitor's part: what to do with the number, the way back, and the end. Answers with its upper
/// edge, too.
fn foot(page: &mut Ui, inner: Rect, step: &Assisted, cx: &PageCx<'_>) -> (f32, Option<Event>) {
    let theme = Theme::of(page.ctx());
    let (back, finish) = (cx.pair("z_back"), cx.pair("finish"));
    let back_id = Id::unique("back to my visit");
    let finish_button = Button::outlined(&finish).icon(Icon::Check).id(Id::unique("finish at the counter"));
    let back = step.can_return().then(|| Button::filled(&back).icon(Icon::ArrowLeft).id(back_id));
    let keep_words = cx.pair("z_keep");
    let kept_here = theme.is_portrait() && step.can_keep_entries();
    let gap = theme.metrics.s3;
    let mut event = None;
    let mut buttons: Vec<(Button<'_>, Event)> = vec![(finish_button, Event::Finish)];
    buttons.extend(back.map(|button| (button, Event::Back)));
    let words_bottom;
    let words_right;
    if theme.is_stacked() {
        // Side by side; large words need a row each.
        let in_a_row = if theme.large && theme.is_portrait() { 1 } else { buttons.len() };
        let width = (inner.width() - gap * (in_a_row as f32 - 1.0)) / in_a_row as f32;
        let high = buttons.iter().map(|(button, _)| button.width(width).measure(page).y).fold(0.0, f32::max);
        let rows = buttons.len().div_ceil(in_a_row);
        let mut top = inner.bottom() - (high + gap) * rows as f32 + gap;
        for (i, (button, pressed)) in buttons.into_iter().enumerate() {
            let cell = vec2((i % in_a_row) as f32 * (width + gap), (i / in_a_row) as f32 * (high + gap));
            let rect = Rect::from_min_size(pos2(inner.left(), top) + cell, vec2(width, high));
            if button.show_at(page, rect).clicked() {
                event = Some(pressed);
            }
        }
        if kept_here {
            // Its words are long: a row of its own above the others.
            let keep = keep(&keep_words, step);
            let high = keep.width(inner.width()).measure(page).y;
            top -= high + gap;
            let rect = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), high));
            if keep.show_at(page, rect).clicked() {
                event = Some(Event::KeepDraft);
            }
        }
        words_bottom = top - 28.0;
        words_right = inner.right();
    } else {
        let mut right = inner.right();
        for (button, pressed) in buttons.into_iter().rev() {
            let size = button.measure(page);
            let rect = Rect::from_min_size(pos2(right - size.x, inner.bottom() - size.y), size);
            if button.show_at(page, rect).clicked() {
                event = Some(pressed);
            }
            right = rect.left() - gap;
        }
        words_bottom = inner.bottom();
        words_right = right;
    }
    // Only a ticket can be taken to the counter.
    let take = step.ticket.is_some().then(|| cx.pair("z_go"));
    let none = cx.words.pair(Language::Chinese, "z_none", &crate::text::Args::none());
    let role = Role::Caption;
    let height = |text: &PairText| {
        PairLabel::new(role, text).lay(page.ctx(), words_right - inner.left() - 60.0).size.y.max(theme.metrics.icon)
    };
    let none = (!theme.large || theme.is_portrait()).then_some(none);
    let total = none.as_ref().map_or(0.0, height) + take.as_ref().map_or(0.0, |t| height(t) + theme.metrics.s2);
    let rect = Rect::from_min_max(pos2(inner.left(), words_bottom - total), pos2(words_right, words_bottom));
    place(page, rect, |ui| {
        if let Some(take) = &take {
            note(ui, Icon::IdentificationCard, role, take, false);
            ui.add_space(theme.metrics.s2);
        }
        if let Some(none) = &none {
            let told = note(ui, Icon::ShieldCheck, role, none, false);
            name(&told, Ear::Label, true, (&cx.pair("z_none")).into());
        }
    });
    if step.can_return() {
        focus::first(page.ctx(), back_id);
    }
    (rect.top(), event)
}
