//! Looking up an enrollment, and what staff do for its holder.

use egui::{Id, Rect, Ui, UiBuilder, pos2, vec2};

use crate::domain::found::{ConsentState, FindFault, Found, FoundMethod};
use crate::domain::letter::DocumentKind;
use crate::domain::permit::Standing;
use crate::domain::print::PrintStage;
use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::find::{Find, FoundDone, NewPasswordForm, OpenFound};
use crate::text::{PairText, dates};
use crate::ui::areas::columns;
use crate::ui::banner::{Tone, banner, note};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::chip::Chip;
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::table::{Cell, Table};
use crate::ui::{PairLabel, Role, Theme, pair};

use super::{ConsoleCx, frame};

/// Width of the list over that of list and open enrollment, lying.
const LIST: f32 = 0.5;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &mut Find, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    if theme.is_portrait() {
        return match &mut page.open {
            Some(open) => {
                let event = opened(ui, open, cx);
                ui.add_space(theme.metrics.s3);
                let back = cx.pair("back");
                let left = Button::plain(&back).icon(Icon::ArrowLeft).show(ui).clicked();
                event.or(left.then_some(CounterEvent::Back))
            }
            None => list(ui, page, cx),
        };
    }
    let start = ui.cursor().min;
    let (width, gap) = (ui.available_width(), 24.0);
    let split = start.x + (width - gap) * LIST;
    let sides = [
        Rect::from_min_max(start, pos2(split, f32::INFINITY)),
        Rect::from_min_max(pos2(split + gap, start.y), pos2(start.x + width, f32::INFINITY)),
    ];
    let mut bottom = start.y;
    let mut event = None;
    for (n, rect) in sides.into_iter().enumerate() {
        let builder =
            UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min)).id_salt(("side", n));
        let mut side = ui.new_child(builder);
        side.set_width(rect.width());
        let pressed = match n {
            0 => list(&mut side, page, cx),
            _ => page.open.as_mut().and_then(|open| opened(&mut side, open, cx)),
        };
        event = event.or(pressed);
        bottom = bottom.max(side.min_rect().bottom());
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, bottom)));
    event
}

fn list(ui: &mut Ui, page: &mut Find, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    frame::title(ui, &cx.pair("q_nav3"), None);
    let (label, hint) = (cx.pair("fi_query"), cx.pair("fi_hint"));
    let fault = page.fault.map(|fault| {
        cx.pair(match fault {
            FindFault::Empty => "fi_empty",
            FindFault::TooShort => "fi_short",
            FindFault::NotReadable => "fi_unreadable",
        })
    });
    let field = frame::field(
        ui,
        Field::new(Id::unique("find"), &label, &mut page.query, KeyLayout::Password)
            .hint(&hint)
            .error(fault.as_ref().map(Into::into))
            .enabled(!page.busy),
    );
    ui.add_space(theme.metrics.s2);
    let look = cx.pair("fi_look");
    let pressed = Button::filled(&look).icon(Icon::MagnifyingGlass).busy(page.busy).show(ui).clicked();
    let mut event = (pressed || field.entered).then_some(CounterEvent::Submit);
    ui.add_space(theme.metrics.s3);
    match &page.hits {
        None => {}
        Some(hits) if hits.is_empty() => {
            card::card(ui, Ground::Surface, |ui| pair(ui, Role::Body, &cx.pair("fi_none")));
        }
        Some(hits) => event = event.or(table(ui, hits, page.open.as_deref(), cx)),
    }
    event
}

fn table(ui: &mut Ui, hits: &[Found], open: Option<&OpenFound>, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let names = ["fi_name", "fi_number", "fi_day"].map(|key| cx.pair(key));
    let heads: Vec<_> = names.iter().zip([2.4, 2.0, 1.3]).map(|(name, share)| (name.into(), share)).collect();
    let texts: Vec<[PairText; 3]> = hits
        .iter()
        .map(|hit| {
            [
                PairText::same(hit.name.capitals()),
                PairText::same(&hit.number),
                PairText::same(dates::iso(hit.enrolled_on)),
            ]
        })
        .collect();
    let cells: Vec<Vec<Cell<'_>>> = texts
        .iter()
        .map(|[name, number, day]| vec![Cell::Strong(name.into()), Cell::Text(number.into()), Cell::Text(day.into())])
        .collect();
    let at = open.and_then(|open| hits.iter().position(|hit| hit.enrollment == open.found.enrollment));
    let pressed = Table::new(Id::unique("found"), &heads).show(ui, &cells, at)?;
    hits.get(pressed).map(|hit| CounterEvent::OpenFound(hit.enrollment))
}

fn opened(ui: &mut Ui, open: &mut OpenFound, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    card::card(ui, Ground::Surface, |ui| {
        let name = PairText::same(open.found.name.capitals());
        PairLabel::new(Role::Heading, &name).show(ui);
        ui.add_space(theme.metrics.s2);
        facts(ui, &open.found, cx);
        ui.add_space(theme.metrics.s3);
        if let Some(done) = open.done {
            banner(ui, Tone::Success, &told(done, cx));
            ui.add_space(theme.metrics.s3);
        }
        if let Some((fault, _)) = open.not_made {
            banner(ui, Tone::Error, &cx.fault(fault).title);
            ui.add_space(theme.metrics.s3);
        }
        if let Some((_, stage)) = open.printing {
            let (tone, text) = printing(stage, cx);
            banner(ui, tone, &text);
            ui.add_space(theme.metrics.s3);
        }
        let busy = open.busy;
        event = match &mut open.new_password {
            Some(form) => new_password(ui, form, busy, cx),
            None => acts(ui, open, cx),
        };
    });
    event
}

fn facts(ui: &mut Ui, found: &Found, cx: &ConsoleCx<'_>) {
    let theme = Theme::of(ui.ctx());
    let (key, tone, icon) = match found.standing {
        Standing::Valid { .. } | Standing::ExpiresSoon { .. } => ("fi_in_force", Tone::Success, Icon::CheckCircleFill),
        Standing::Expired { .. } => ("fi_expired", Tone::Attention, Icon::WarningFill),
        Standing::Revoked => ("fi_revoked", Tone::Error, Icon::ProhibitFill),
        Standing::Future { .. } => ("fi_not_yet", Tone::Attention, Icon::WarningFill),
    };
    let standing = cx.pair(key);
    let method = cx.pair(match found.method {
        FoundMethod::Face => "fi_by_face",
        FoundMethod::Staff => "fi_by_staff",
    });
    let consent = cx.pair(match found.consent {
        ConsentState::None => "fi_consent_none",
        ConsentState::Given => "fi_consent_given",
        ConsentState::Withdrawn => "fi_consent_withdrawn",
    });
    let rows = [
        ("fi_number", PairText::same(format!("{} · {}", found.number, found.category.letter()))),
        ("fi_enrollment", PairText::same(found.enrollment.to_string())),
        ("fi_day", PairText::same(dates::iso(found.enrolled_on))),
        ("fi_method", method),
        ("fi_consent", consent),
    ];
    for (key, value) in &rows {
        row(ui, &cx.pair(key), value);
    }
    ui.add_space(theme.metrics.s2);
    let chip = Chip::of(tone, icon, &standing);
    let size = chip.measure(ui, ui.available_width());
    chip.paint(ui, ui.cursor().min, ui.available_width());
    ui.allocate_space(size);
    if found.sign_in_locked || found.face_locked {
        ui.add_space(theme.metrics.s2);
        let key = if found.sign_in_locked { "fi_locked" } else { "fi_face_locked" };
        note(ui, Icon::LockSimple, Role::Body, &cx.pair(key), false);
    }
}

/// A name and its value on one line.
pub(super) fn row(ui: &mut Ui, name: &PairText, value: &PairText) {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    let left = theme.pick(300.0, 170.0);
    let (a, b) = theme.pick((22.0, 18.0), (15.0, 12.5));
    let name = PairLabel::new(Role::Caption, name).sizes(a, b).inline();
    let value = PairLabel::new(Role::Label, value).sizes(theme.pick(26.0, 16.0), b).inline();
    let sizes = [name.lay(ui.ctx(), left - 12.0).size, value.lay(ui.ctx(), width - left).size];
    let high = sizes[0].y.max(sizes[1].y) + theme.pick(14.0, 8.0);
    let at = |x: f32, size: egui::Vec2| Rect::from_min_size(start + vec2(x, (high - size.y) / 2.0), size);
    crate::ui::areas::place(ui, at(0.0, sizes[0]), |ui| name.show(ui));
    crate::ui::areas::place(ui, at(left, sizes[1]), |ui| value.show(ui));
    ui.advance_cursor_after_rect(Rect::from_min_size(start, vec2(width, high)));
}

fn acts(ui: &mut Ui, open: &OpenFound, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let in_force = matches!(open.found.standing, Standing::Valid { .. } | Standing::ExpiresSoon { .. });
    let locked = open.found.sign_in_locked || open.found.face_locked;
    let mut all: Vec<(&str, Icon, bool, CounterEvent)> = Vec::new();
    if in_force {
        all.push(("fi_letter", Icon::FileText, open.is_printing(), CounterEvent::Reprint(DocumentKind::Letter)));
        all.push(("fi_slip", Icon::QrCode, open.is_printing(), CounterEvent::Reprint(DocumentKind::Slip)));
    }
    all.push(("fi_password", Icon::Key, false, CounterEvent::AskNewPassword));
    if locked {
        all.push(("fi_unlock", Icon::LockSimple, open.busy, CounterEvent::Unlock));
    }
    if open.found.consent == ConsentState::Given {
        all.push(("fi_withdraw", Icon::Eraser, false, CounterEvent::WithdrawConsent));
    }
    let mut event = None;
    let mut rest = all.into_iter().peekable();
    while rest.peek().is_some() {
        let two: Vec<_> = rest.by_ref().take(2).collect();
        columns(ui, &[1.0, 1.0], theme.metrics.s2, |ui, side| {
            let Some((key, icon, busy, pressed)) = two.get(side) else { return };
            let words = cx.pair(key);
            let width = ui.available_width();
            if Button::outlined(&words).icon(*icon).busy(*busy).width(width).show(ui).clicked() {
                event = Some(match pressed {
                    CounterEvent::Reprint(kind) => CounterEvent::Reprint(*kind),
                    CounterEvent::AskNewPassword => CounterEvent::AskNewPassword,
                    CounterEvent::Unlock => CounterEvent::Unlock,
                    _ => CounterEvent::WithdrawConsent,
                });
            }
        });
        ui.add_space(theme.metrics.s2);
    }
    event
}

/// The holder types; staff are asked to look away.
fn new_password(ui: &mut Ui, form: &mut NewPasswordForm, busy: bool, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    banner(ui, Tone::Information, &cx.pair("fi_hand_over"));
    ui.add_space(theme.metrics.s3);
    let (show, hide) = (cx.pair("show"), cx.pair("hide"));
    let (new, again, rules) = (cx.pair("so_new"), cx.pair("so_again"), cx.pair("fi_rules"));
    let broken = (!form.faults.is_empty()).then(|| cx.pair("so_rules_broken"));
    let differs = form.differs.then(|| cx.pair("so_differs"));
    let (mut first, mut second) = (false, false);
    frame::field(
        ui,
        Field::new(Id::unique("holder's password"), &new, &mut form.password, KeyLayout::Password)
            .password(&mut first, &show, &hide)
            .hint(&rules)
            .error(broken.as_ref().map(Into::into))
            .enabled(!busy),
    );
    ui.add_space(theme.metrics.s3);
    let out = frame::field(
        ui,
        Field::new(Id::unique("holder's password again"), &again, &mut form.again, KeyLayout::Password)
            .password(&mut second, &show, &hide)
            .error(differs.as_ref().map(Into::into))
            .enabled(!busy),
    );
    ui.add_space(theme.metrics.s3);
    let (back, set) = (cx.pair("back"), cx.pair("so_set"));
    let mut event = out.entered.then_some(CounterEvent::Submit);
    columns(ui, &[1.0, 1.0], theme.metrics.s2, |ui, side| {
        let width = ui.available_width();
        if side == 0 {
            if Button::outlined(&back).icon(Icon::ArrowLeft).width(width).show(ui).clicked() {
                event = Some(CounterEvent::Back);
            }
        } else if Button::filled(&set).icon(Icon::Check).busy(busy).width(width).show(ui).clicked() {
            event = Some(CounterEvent::Submit);
        }
    });
    event
}

fn told(done: FoundDone, cx: &ConsoleCx<'_>) -> PairText {
    cx.pair(match done {
        FoundDone::PasswordSet => "fi_password_set",
        FoundDone::Unlocked(_) => "fi_unlocked",
        FoundDone::Withdrawn => "fi_withdrawn",
    })
}

/// How far something is on its way to paper.
pub(super) fn printing(stage: PrintStage, cx: &ConsoleCx<'_>) -> (Tone, PairText) {
    match stage {
        PrintStage::Prepared | PrintStage::Sent | PrintStage::Printing => (Tone::Information, cx.pair("fi_printing")),
        PrintStage::Attention(fault) => (Tone::Attention, cx.fault(fault).title),
        PrintStage::Done => (Tone::Success, cx.pair("fi_printed")),
        PrintStage::Failed(fault) => (Tone::Error, cx.fault(fault).title),
        PrintStage::Stopped => (Tone::Information, cx.pair("fi_stopped")),
    }
}
