//! The card, and the three services behind it under the guide's names.

use egui::{Rect, Ui, pos2, vec2};

use crate::flow::event::{Event, ServiceKind};
use crate::flow::step::CardStep;
use crate::ui::banner::note;
use crate::ui::button::Button;
use crate::ui::ecard::ECard;
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::tile::Tile;
use crate::ui::{PairLabel, Role, Theme, pair, pictures};

use super::PageCx;
use super::frame::{self, place};

/// The services with their marks and the guide's labels.
const SERVICES: [(ServiceKind, Icon, &str); 3] = [
    (ServiceKind::Inquiry, Icon::MagnifyingGlass, "g_inquiry"),
    (ServiceKind::QrCode, Icon::QrCode, "g_qr"),
    (ServiceKind::Letter, Icon::FileText, "g_letter"),
];

/// Shows the page.
pub(super) fn show(ui: &mut Ui, step: &CardStep, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let finish = cx.pair("finish");
    let sheet = cx.pair("k_home");
    let mut scaffold = Scaffold::new("card", &words)
        .demo(cx.facts.demo)
        .plain(Button::plain(&sheet).icon(Icon::Printer))
        .next(Button::filled(&finish).icon(Icon::Check));
    if step.fresh {
        scaffold = scaffold.step(frame::CARD);
    }
    let shown = scaffold.show(ui, |ui| {
        title(ui, step, cx);
        let start = ui.cursor().min;
        if theme.is_stacked() {
            // Not wider than it is drawn for: a squarer screen needs the height.
            let width = ui.available_width().min(952.0);
            let left = start.x + (ui.available_width() - width) / 2.0;
            let at = Rect::from_min_size(pos2(left, start.y), vec2(width, 0.0));
            place(ui, at, |ui| e_card(ui, step, cx, width));
            ui.add_space(theme.metrics.s5);
            let pressed = services(ui, cx);
            ui.add_space(theme.metrics.s4);
            note(ui, Icon::ShieldCheck, Role::Caption, &cx.pair("h_clear"), false);
            return pressed;
        }
        // The services keep the width their names need; a narrow screen has a smaller card.
        let width = 604.0_f32.min(ui.available_width() - 32.0 - 330.0);
        let left = Rect::from_min_size(start, vec2(width, 0.0));
        place(ui, left, |ui| {
            e_card(ui, step, cx, width);
            ui.add_space(theme.metrics.s4 + theme.metrics.s1);
            note(ui, Icon::ShieldCheck, Role::Caption, &cx.pair("h_clear"), false);
        });
        let right = Rect::from_min_max(pos2(start.x + width + 32.0, start.y), pos2(ui.max_rect().right(), start.y));
        place(ui, right, |ui| services(ui, cx))
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::Finish),
        Some(Pressed::Plain) => Some(Event::OpenService(ServiceKind::TakeHome)),
        pressed => shown.inner.or(frame::answer(pressed, cx)),
    }
}

/// "Your card is ready" with its mark after enrolling; who signed in is just told what this is.
fn title(ui: &mut Ui, step: &CardStep, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let words = cx.pair(match (step.fresh, step.new_password) {
        (true, _) => "k_title",
        (false, true) => "k_newpw",
        (false, false) => "k_yours",
    });
    let label = PairLabel::new(Role::Title, &words);
    let mark_side = if step.fresh || step.new_password { theme.mark(72.0, 44.0) + theme.pick(24.0, 14.0) } else { 0.0 };
    let laid = label.lay(ui.ctx(), ui.available_width() - mark_side);
    let height = theme.pick(144.0, 87.0_f32).max(laid.size.y + theme.metrics.s2);
    let mut left = start.x;
    if step.fresh || step.new_password {
        let side = theme.mark(72.0, 44.0);
        let mark = Rect::from_min_size(start + vec2(0.0, (laid.size.y - side) / 2.0), vec2(side, side));
        Icon::CheckCircleFill.paint(ui.painter(), mark, theme.colours.success);
        left = mark.right() + theme.pick(24.0, 14.0);
    }
    let room = Rect::from_min_max(pos2(left, start.y), pos2(ui.max_rect().right(), start.y));
    place(ui, room, |ui| pair(ui, Role::Title, &words));
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(ui.available_width(), height)));
}

fn e_card(ui: &mut Ui, step: &CardStep, cx: &PageCx<'_>, width: f32) {
    let permit = &step.card.permit;
    let photo = step.photo.as_ref().and_then(|photo| pictures::photo(ui.ctx(), photo));
    let words = ["k_cardname", "k_name", "k_no", "k_valid", "k_cat", "specimen"].map(|key| cx.pair(key));
    let [title, name, number, valid, category, specimen] = &words;
    let capitals = permit.name.capitals();
    let until = cx.date(permit.valid_until);
    ECard {
        title: title.into(),
        name_label: name.into(),
        name: &capitals,
        number_label: number.into(),
        number: permit.number.as_str(),
        valid_label: valid.into(),
        valid_until: &until,
        category_label: category.into(),
        category: permit.category.letter(),
        photo: photo.as_ref(),
        specimen: cx.facts.demo.then_some(specimen.into()),
    }
    .show(ui, width);
}

fn services(ui: &mut Ui, cx: &PageCx<'_>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    PairLabel::new(Role::Label, &cx.pair("k_serv")).inline().show(ui);
    ui.add_space(theme.pick(18.0, 12.0));
    let mut pressed = None;
    for (i, (kind, icon, key)) in SERVICES.into_iter().enumerate() {
        if i > 0 {
            ui.add_space(theme.pick(16.0, 14.0));
        }
        if Tile::new(icon, &cx.pair(key)).show(ui).clicked() {
            pressed = Some(Event::OpenService(kind));
        }
    }
    pressed
}
