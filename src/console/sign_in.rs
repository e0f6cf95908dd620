//! Signing in as staff. The visitor's page is not seen meanwhile.

use egui::{Id, Key, Modifiers, Ui};

use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::sign_in::SignIn;
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::{Role, Theme, focus, pair};

use super::ConsoleCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &mut SignIn, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let (number_id, secret_id) = (Id::unique("staff number"), Id::unique("staff secret"));
    focus::first(ui.ctx(), number_id);
    let event = frame::alone(ui, "sign in", false, cx, |ui| {
        let mut event = None;
        card::card(ui, Ground::Surface, |ui| {
            pair(ui, Role::Title, &cx.pair("st_title"));
            ui.add_space(theme.metrics.s2);
            match page.refusal {
                Some(refusal) => {
                    let refusal = match (refusal, page.wait_until) {
                        (crate::domain::account::SignInRefusal::Wait { .. }, Some(until)) => {
                            let left = until.since(cx.now).as_millis().div_ceil(1000);
                            let seconds = u32::try_from(left).unwrap_or(u32::MAX);
                            crate::domain::account::SignInRefusal::Wait { seconds }
                        }
                        (other, _) => other,
                    };
                    banner(ui, Tone::Error, &cx.refusal(refusal));
                }
                None => {
                    pair(ui, Role::Caption, &cx.pair("st_hidden"));
                }
            }
            ui.add_space(theme.metrics.s3);
            let (label, wrong) = (cx.pair("st_number"), page.number_wrong.then(|| cx.pair("st_number_wrong")));
            let number = frame::field(
                ui,
                Field::new(number_id, &label, &mut page.number, KeyLayout::Number)
                    .enabled(!page.busy)
                    .error(wrong.as_ref().map(Into::into)),
            );
            if number.entered {
                focus::set(ui.ctx(), secret_id);
            }
            ui.add_space(theme.metrics.s3);
            let (label, show, hide) = (cx.pair("st_secret"), cx.pair("show"), cx.pair("hide"));
            let missing = page.secret_missing.then(|| cx.pair("e_pw_missing"));
            let secret = frame::field(
                ui,
                Field::new(secret_id, &label, &mut page.secret, KeyLayout::Password)
                    .password(&mut page.show_secret, &show, &hide)
                    .enabled(!page.busy)
                    .error(missing.as_ref().map(Into::into)),
            );
            page.number_wrong &= !number.changed;
            page.secret_missing &= !secret.changed;
            ui.add_space(theme.metrics.s4);
            event = buttons(ui, page, cx);
            if secret.entered {
                event = Some(CounterEvent::Submit);
            }
        });
        event
    });
    let escaped = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
    event.or(escaped.then_some(CounterEvent::Back))
}

fn buttons(ui: &mut Ui, page: &SignIn, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let (back, enter) = (cx.pair("st_back"), cx.pair("st_enter"));
    let mut event = None;
    crate::ui::areas::columns(ui, &[1.0, 1.0], theme.metrics.s3, |ui, column| {
        let width = ui.available_width();
        let pressed = if column == 0 {
            Button::outlined(&back).icon(Icon::ArrowLeft).width(width).show(ui).clicked()
        } else {
            let enabled = page.wait_until.is_none();
            let button = Button::filled(&enter).icon(Icon::SignIn).busy(page.busy).enabled(enabled);
            button.width(width).show(ui).clicked()
        };
        if pressed {
            event = Some(if column == 0 { CounterEvent::Back } else { CounterEvent::Submit });
        }
    });
    event
}
