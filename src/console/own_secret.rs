//! A password or PIN of one's own, in place of the one that somebody else knows.

use egui::{Id, Ui};

use crate::flow::counter::event::CounterEvent;
use crate::flow::counter::own_secret::OwnSecret;
use crate::text::PairText;
use crate::ui::banner::{Tone, banner};
use crate::ui::button::Button;
use crate::ui::card::{self, Ground};
use crate::ui::field::Field;
use crate::ui::icons::Icon;
use crate::ui::keys::KeyLayout;
use crate::ui::{Role, Theme, pair};

use super::ConsoleCx;
use super::frame;

/// Shows the page.
pub(super) fn show(ui: &mut Ui, page: &mut OwnSecret, cx: &ConsoleCx<'_>) -> Option<CounterEvent> {
    let theme = Theme::of(ui.ctx());
    let mut event = None;
    frame::title(ui, &cx.pair("so_title"), None);
    if let Some(drawn) = &page.drawn {
        card::card(ui, Ground::TintOutlined, |ui| {
            pair(ui, Role::Body, &cx.pair("so_drawn"));
            ui.add_space(theme.metrics.s3);
            pair(ui, Role::Display, &PairText::same(drawn.as_str()));
        });
        ui.add_space(theme.metrics.s4);
        let read = cx.pair("so_read");
        return Button::filled(&read).icon(Icon::Check).show(ui).clicked().then_some(CounterEvent::Submit);
    }
    pair(ui, Role::Body, &cx.pair("so_why"));
    ui.add_space(theme.metrics.s3);
    if let Some(refusal) = page.refusal {
        banner(ui, Tone::Error, &cx.refusal(refusal));
        ui.add_space(theme.metrics.s3);
    }
    let (show, hide) = (cx.pair("show"), cx.pair("hide"));
    let old = cx.pair("so_old");
    frame::field(
        ui,
        Field::new(Id::unique("old secret"), &old, &mut page.old, KeyLayout::Password)
            .password(&mut page.show, &show, &hide)
            .enabled(!page.busy),
    );
    ui.add_space(theme.metrics.s4);
    let draw = cx.pair("so_draw");
    if Button::outlined(&draw).icon(Icon::Key).busy(page.busy).show(ui).clicked() {
        event = Some(CounterEvent::DrawPin);
    }
    ui.add_space(theme.metrics.s4);
    pair(ui, Role::Heading, &cx.pair("so_or"));
    ui.add_space(theme.metrics.s3);
    let (new, again) = (cx.pair("so_new"), cx.pair("so_again"));
    let fault = (!page.faults.is_empty()).then(|| cx.pair("so_rules_broken"));
    let rules = cx.pair("so_rules");
    frame::field(
        ui,
        Field::new(Id::unique("new secret"), &new, &mut page.new, KeyLayout::Password)
            .password(&mut page.show, &show, &hide)
            .hint(&rules)
            .error(fault.as_ref().map(Into::into))
            .enabled(!page.busy),
    );
    ui.add_space(theme.metrics.s3);
    let differs = page.differs.then(|| cx.pair("so_differs"));
    let out = frame::field(
        ui,
        Field::new(Id::unique("new secret again"), &again, &mut page.again, KeyLayout::Password)
            .password(&mut page.show, &show, &hide)
            .error(differs.as_ref().map(Into::into))
            .enabled(!page.busy),
    );
    ui.add_space(theme.metrics.s4);
    let set = cx.pair("so_set");
    if Button::filled(&set).icon(Icon::Check).busy(page.busy).show(ui).clicked() || out.entered {
        event = Some(CounterEvent::Submit);
    }
    event
}
