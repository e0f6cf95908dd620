//! The portal: registration for the first time, or login with permit number and password.

use egui::{EventFilter, Id, Key, Modifiers, Rect, Ui, pos2, vec2};

use crate::domain::account::SignInRefusal;
use crate::flow::event::Event;
use crate::flow::step::Portal;
use crate::text::PairText;
use crate::ui::banner::note;
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::{PairLabel, Role, Theme, keyboard, pair};

use super::PageCx;
use super::frame::{self, RefusalWords, columns, place};

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &mut Portal, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let ids = FIELDS.map(field_id);
    // Above the keyboard there may be room for one field only and what is wrong with it.
    let single = theme.one_field_at_a_time() && ids.iter().any(|id| ui.ctx().memory(|m| m.has_focus(*id)));
    let typing = single.then(|| frame::field_at_hand(ui, &ids));
    let (onward, login, wait) = (cx.pair("next"), cx.pair("g_login"), frame::wait_left(cx, step.wait_until));
    let mut scaffold = Scaffold::new("portal", &words).demo(cx.facts.demo).back().cancel();
    if let Some(at) = typing {
        scaffold = scaffold.next(match (at, &wait) {
            (0, _) => Button::filled(&onward).icon_after(Icon::ArrowDown),
            (_, Some(wait)) => Button::filled(wait).icon(Icon::Timer).enabled(false),
            (_, None) => Button::filled(&login).icon(Icon::SignIn).busy(step.busy),
        });
    }
    let shown = scaffold.show(ui, |ui| {
        let mut event = None;
        if let Some(at) = typing {
            if let Some(refusal) = step.refusal {
                frame::sign_in_refusal_above(ui, cx, refusal, &REFUSED);
            }
            frame::field_of(ui, cx, at, &ids);
            let entered = if at == 0 { number(ui, step, cx) } else { password(ui, step, cx) };
            return (entered && step.wait_until.is_none()).then_some(Event::SignIn);
        }
        pair(ui, Role::Title, &cx.pair("g_portal"));
        ui.add_space(theme.pick(32.0, 20.0));
        if theme.is_stacked() {
            card::card(ui, Ground::TintOutlined, |ui| {
                first_time(ui, cx);
                ui.add_space(theme.metrics.s3);
                event = register(ui, cx);
            });
            ui.add_space(theme.metrics.s4);
            card::card(ui, Ground::Surface, |ui| {
                event = event.take().or(sign_in(ui, step, cx, 0.0).0);
            });
        } else {
            event = side_by_side(ui, step, cx);
        }
        event
    });
    if let Some(at) = typing {
        tab_on(ui, step, at, &ids);
    }
    match (shown.pressed, typing) {
        (Some(Pressed::Next), Some(0)) => {
            crate::ui::focus::set(ui.ctx(), ids[1]);
            ui.ctx().request_repaint();
            None
        }
        (Some(Pressed::Next), Some(_)) => Some(Event::SignIn),
        (pressed, _) => shown.inner.or(frame::answer(pressed, cx)),
    }
}

/// The Tab key from the one field there is room for: to what stands before and after it on the whole page, which is not
/// drawn meanwhile.
fn tab_on(ui: &Ui, step: &Portal, at: usize, ids: &[Id; 2]) {
    let ctx = ui.ctx();
    if !ctx.memory(|m| m.has_focus(ids[at])) {
        return;
    }
    let (before, after) = if at == 0 {
        (Id::unique("portal register"), ids[1])
    } else {
        let locked = step.refusal == Some(SignInRefusal::Locked);
        (ids[0], Id::unique(if locked { "portal staff" } else { "portal forgot" }))
    };
    // From the next frame on the key moves no focus by itself.
    let held = EventFilter {
        tab: true,
        horizontal_arrows: true,
        vertical_arrows: false,
        escape: keyboard::offers_accents(ctx),
    };
    ctx.memory_mut(|m| m.set_focus_lock_filter(ids[at], held));
    // Backwards first: without Shift the key is also found with it.
    let (back, on) =
        ctx.input_mut(|i| (i.consume_key(Modifiers::SHIFT, Key::Tab), i.consume_key(Modifiers::NONE, Key::Tab)));
    if on || back {
        crate::ui::focus::set(ctx, if on { after } else { before });
        ctx.request_repaint();
    }
}

/// Both cards equally high, their buttons on one line.
fn side_by_side(ui: &mut Ui, step: &mut Portal, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let m = &theme.metrics;
    let start = ui.cursor().min;
    let gap = m.s4;
    let width = ui.available_width() - gap;
    let left = Rect::from_min_size(start, vec2(width * 0.449, 0.0));
    let right = Rect::from_min_max(pos2(left.right() + gap, start.y), pos2(start.x + width + gap, start.y));
    // The higher card decides; its height is known from the frame before.
    let known = Id::unique("height of the portal's cards");
    let height = ui.ctx().data(|d| d.get_temp::<f32>(known)).unwrap_or(452.0);
    let grounds = [left, right].map(|r| Rect::from_min_size(r.min, vec2(r.width(), height)));
    card::paint(ui, grounds[0], Ground::TintOutlined);
    card::paint(ui, grounds[1], Ground::Surface);
    place(ui, left.shrink2(vec2(m.s4, 0.0)).translate(vec2(0.0, m.s4)), |ui| first_time(ui, cx));
    let button = Rect::from_min_max(
        grounds[0].max - vec2(left.width() - m.s4, m.s4 + m.control),
        grounds[0].max - vec2(m.s4, m.s4),
    );
    let mut event = place(ui, button, |ui| register(ui, cx));
    let inner = right.shrink2(vec2(m.s4, 0.0)).translate(vec2(0.0, m.s4));
    let (pressed, used) = place(ui, inner, |ui| sign_in(ui, step, cx, button.top()));
    event = event.or(pressed);
    let needed = (used - start.y + m.s4).max(452.0);
    if (needed - height).abs() > 0.5 {
        ui.ctx().data_mut(|d| d.insert_temp(known, needed));
        ui.ctx().request_discard("height of the cards");
        ui.ctx().request_repaint();
    }
    ui.advance_cursor_after_rect(grounds[0].union(grounds[1]));
    event
}

fn heading(ui: &mut Ui, icon: Icon, strong: bool, text: &PairText) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let side = theme.metrics.icon_tile;
    let laid = PairLabel::new(Role::Heading, text);
    let left = start.x + side + theme.pick(25.0, 16.0);
    let size = laid.lay(ui.ctx(), start.x + ui.available_width() - left).size;
    // Words higher than the tile begin where it would.
    let down = ((size.y - side) / 2.0).max(0.0);
    let tile = Rect::from_min_size(start + vec2(0.0, down), vec2(side, side));
    place(ui, tile, |ui| card::icon(ui, icon, strong));
    place(ui, Rect::from_min_size(pos2(left, tile.center().y - size.y / 2.0), size), |ui| laid.show(ui));
    let words = Rect::from_min_size(pos2(left, tile.center().y - size.y / 2.0), size);
    ui.advance_cursor_after_rect(tile.union(words));
    ui.add_space(theme.pick(26.0, 16.0));
}

fn first_time(ui: &mut Ui, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    heading(ui, Icon::IdentificationBadge, true, &cx.pair("l_first"));
    pair(ui, Role::Caption, &cx.pair("l_first_sub"));
    ui.add_space(theme.pick(22.0, 18.0));
    let needed = [(Icon::IdentificationBadge, cx.pair("h_r1")), (Icon::FileText, cx.pair("h_r2"))];
    if theme.is_portrait() {
        columns(ui, &[1.0, 1.0], theme.metrics.s3, |ui, i| {
            note(ui, needed[i].0, Role::Body, &needed[i].1, false);
        });
    } else {
        for (icon, text) in &needed {
            note(ui, *icon, Role::Caption, text, false);
            ui.add_space(14.0);
        }
    }
}

fn register(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let width = ui.available_width();
    let pressed = Button::filled(&cx.pair("g_reg"))
        .icon_after(Icon::ArrowRight)
        .id(Id::unique("portal register"))
        .width(width)
        .show(ui)
        .clicked();
    pressed.then_some(Event::OpenRegistration)
}

/// The form, its buttons not above `floor`; answers with what was pressed and with where the form
/// would end by itself.
fn sign_in(ui: &mut Ui, step: &mut Portal, cx: &PageCx<'_>, floor: f32) -> (Option<Event>, f32) {
    let theme = Theme::of(ui.ctx());
    let locked = step.refusal == Some(SignInRefusal::Locked);
    heading(ui, Icon::SignIn, false, &cx.pair(if locked { "lk_title" } else { "l_have" }));
    match step.refusal {
        None => {
            pair(ui, Role::Caption, &cx.pair("l_have_sub"));
        }
        Some(refusal) => frame::sign_in_refusal(ui, cx, refusal, &REFUSED),
    }
    ui.add_space(theme.pick(22.0, 16.0));
    number(ui, step, cx);
    ui.add_space(theme.pick(26.0, 18.0));
    let submit = password(ui, step, cx);
    ui.add_space(theme.pick(24.0, 20.0));
    let end = ui.cursor().top() + theme.metrics.control;
    ui.add_space((floor - ui.cursor().top()).max(0.0));
    let asked = buttons(ui, step, cx, locked);
    (asked.or((submit && step.wait_until.is_none()).then_some(Event::SignIn)), end)
}

const REFUSED: RefusalWords = RefusalWords { wrong: "e_login", wait: "lk_wait_t" };

/// The fields in their order.
const FIELDS: [&str; 2] = ["portal number", "portal password"];

fn field_id(name: &'static str) -> Id {
    Id::unique(name)
}

/// The permit number; Enter leads on to the password.
fn number(ui: &mut Ui, step: &mut Portal, cx: &PageCx<'_>) -> bool {
    let (label, error) = (cx.pair("g_number"), step.number_fault.map(|fault| cx.pair(fault.key())));
    let out = Field::new(field_id(FIELDS[0]), &label, &mut step.number, KeyLayout::Number)
        .grouped()
        .enabled(!step.busy)
        .error(error.as_ref().map(Into::into))
        .show(ui);
    frame::keep_in_sight(ui, &out.response);
    if out.changed {
        step.number_fault = None;
    }
    if out.entered {
        crate::ui::focus::set(ui.ctx(), field_id(FIELDS[1]));
    }
    false
}

/// The password; answers whether Enter was pressed in it.
fn password(ui: &mut Ui, step: &mut Portal, cx: &PageCx<'_>) -> bool {
    let (label, show, hide) = (cx.pair("g_pw"), cx.pair("show"), cx.pair("hide"));
    let id = field_id(FIELDS[1]);
    if std::mem::take(&mut step.focus_password) {
        crate::ui::focus::set(ui.ctx(), id);
    }
    let missing = step.password_missing.then(|| cx.pair("e_pw_missing"));
    let out = Field::new(id, &label, &mut step.password, KeyLayout::Password)
        .password(&mut step.show_password, &show, &hide)
        .enabled(!step.busy)
        .error(missing.as_ref().map(Into::into))
        .show(ui);
    frame::keep_in_sight(ui, &out.response);
    if out.changed {
        step.password_missing = false;
    }
    out.entered
}

/// "Login" at the right end; the way to staff beside it where only staff can help.
fn buttons(ui: &mut Ui, step: &Portal, cx: &PageCx<'_>, locked: bool) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let wait = frame::wait_left(cx, step.wait_until);
    let login = cx.pair("g_login");
    let button = match &wait {
        Some(wait) => Button::outlined(wait).icon(Icon::Timer).enabled(false),
        None => Button::outlined(&login).icon(Icon::SignIn).busy(step.busy).width(theme.pick(320.0, 170.0)),
    };
    let button = button.id(Id::unique("portal login"));
    let size = button.measure(ui);
    let forgot_wide = Button::plain(&cx.pair("l_forgot")).measure(ui).x;
    if theme.large || forgot_wide + theme.metrics.s3 + size.x > width {
        // Each in a row of its own.
        let mut event = button.width(width).show(ui).clicked().then_some(Event::SignIn);
        ui.add_space(theme.metrics.s2);
        let (words, icon, id) = if locked {
            (cx.pair("staff"), Icon::HandWaving, "portal staff")
        } else {
            (cx.pair("l_forgot"), Icon::Question, "portal forgot")
        };
        let other = Button::outlined(&words).icon(icon).enabled(!step.busy).id(Id::unique(id));
        if other.width(width).show(ui).clicked() {
            event = Some(if locked { Event::AskStaff } else { Event::OpenRecovery });
        }
        return event;
    }
    let row = Rect::from_min_size(start, vec2(width, size.y));
    let mut event = None;
    if locked {
        let staff = cx.pair("staff");
        let staff = Button::outlined(&staff).icon(Icon::HandWaving).id(Id::unique("portal staff"));
        let rect = Rect::from_min_size(start, staff.measure(ui));
        if staff.show_at(ui, rect).clicked() {
            event = Some(Event::AskStaff);
        }
    } else {
        let forgot = cx.pair("l_forgot");
        let forgot = Button::plain(&forgot).enabled(!step.busy).id(Id::unique("portal forgot"));
        let rect = Rect::from_min_size(start, vec2(forgot.measure(ui).x, size.y));
        if forgot.show_at(ui, rect).clicked() {
            event = Some(Event::OpenRecovery);
        }
    }
    let rect = Rect::from_min_size(pos2(row.right() - size.x, row.top()), size);
    if button.show_at(ui, rect).clicked() {
        event = Some(Event::SignIn);
    }
    ui.advance_cursor_after_rect(row);
    event
}
