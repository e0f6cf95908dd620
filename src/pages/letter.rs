//! The notification letter, or the take-home sheet: its page as a picture, printing with its stages, and
//! the page enlarged.

use egui::accesskit::Role as Ear;
use egui::{Color32, Rect, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::domain::letter::{DocumentKind, PagePicture};
use crate::domain::print::PrintStage;
use crate::flow::event::Event;
use crate::flow::step::Service;
use crate::text::Args;
use crate::ui::button::{Button, spinner};
use crate::ui::icons::Icon;
use crate::ui::scaffold::{Pressed, Scaffold};
use crate::ui::theme::corner;
use crate::ui::{PairLabel, Role, Theme, pair, pictures};

use super::PageCx;
use super::frame::{self, place};

use super::printing::{self, pair_of_buttons, panel};

/// Height over width of A4.
const A4: f32 = 297.0 / 210.0;

/// The document whose page this is.
fn document(step: &Service) -> DocumentKind {
    step.kind.page().unwrap_or(DocumentKind::Letter)
}

/// The page's title.
fn title(kind: DocumentKind) -> &'static str {
    if kind == DocumentKind::TakeHome { "k_sheet" } else { "t_title" }
}

/// Shows the page, or the letter enlarged in its place.
pub(super) fn show(ui: &mut Ui, step: &mut Service, cx: &PageCx<'_>) -> Option<Event> {
    if step.zoomed
        && let Some(picture) = step.preview.clone()
    {
        return enlarged(ui, &picture, document(step), step.is_printing(), cx);
    }
    let theme = Theme::of(ui.ctx());
    let words = frame::words(cx);
    let finish = cx.pair("finish");
    let stage = step.printing.filter(|(kind, _)| *kind == document(step)).map(|(_, stage)| stage);
    // One filled button a page: before printing that is "Print".
    let next = if stage.is_none() { Button::outlined(&finish) } else { Button::filled(&finish) };
    let next = next.icon(Icon::Check).enabled(!step.is_printing());
    let scaffold = Scaffold::new("letter", &words).demo(cx.facts.demo).back().next(next);
    let layout = scaffold.layout(ui.ctx());
    let shown = scaffold.show(ui, |ui| match (theme.large, theme.is_portrait()) {
        (true, _) => stacked(ui, step, cx, stage),
        (false, true) => upright(ui, step, cx, stage),
        (false, false) => lying(ui, step, cx, stage, &layout),
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::Finish),
        pressed => shown.inner.or(frame::answer(pressed, cx)),
    }
}

/// All below each other, for large texts: the page enlarged is one press away.
fn stacked(ui: &mut Ui, step: &mut Service, cx: &PageCx<'_>, stage: Option<PrintStage>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    pair(ui, Role::Title, &cx.pair(title(document(step))));
    ui.add_space(theme.metrics.s3);
    let pressed = panel(ui, stage, document(step), cx);
    ui.add_space(theme.metrics.s3);
    pair(ui, Role::Caption, &cx.pair("t_take"));
    ui.add_space(theme.metrics.s4);
    pair(ui, Role::Label, &cx.pair("t_prev"));
    ui.add_space(theme.metrics.s2);
    if step.preview.is_some() {
        let words = cx.pair("t_zoom");
        let button = Button::outlined(&words).icon(Icon::MagnifyingGlass).width(ui.available_width());
        step.zoomed |= button.show(ui).clicked();
        ui.add_space(theme.metrics.s3);
    }
    let width = ui.available_width().min(620.0);
    let paper = Rect::from_min_size(ui.cursor().min, vec2(width, width * A4));
    sheet(ui, paper, step, cx);
    ui.advance_cursor_after_rect(paper);
    ui.add_space(theme.metrics.s3);
    pressed
}

fn upright(ui: &mut Ui, step: &mut Service, cx: &PageCx<'_>, stage: Option<PrintStage>) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let width = ui.available_width();
    pair(ui, Role::Title, &cx.pair(title(document(step))));
    let margin = theme.metrics.margin;
    let sheet_width = 620.0;
    let top = (ui.cursor().top() + theme.metrics.s2).max(start.y + 132.0);
    let ground = Rect::from_min_size(pos2(start.x - margin, top), vec2(width + 2.0 * margin, sheet_width * A4 + 76.0));
    ui.painter().rect_filled(ground, 0.0, theme.colours.sunken);
    let paper = Rect::from_min_size(pos2(start.x, ground.top() + 38.0), vec2(sheet_width, sheet_width * A4));
    sheet(ui, paper, step, cx);
    let left = paper.right() + 48.0;
    let beside = Rect::from_min_max(pos2(left, paper.top() + 8.0), pos2(start.x + width, paper.bottom()));
    place(ui, beside, |ui| {
        pair(ui, Role::Label, &cx.pair("t_prev"));
        ui.add_space(theme.metrics.s3);
        pair(ui, Role::Caption, &one_page(cx));
        ui.add_space(theme.metrics.s5);
        if step.preview.is_some() {
            let words = cx.pair("t_zoom");
            let button = Button::outlined(&words).icon(Icon::MagnifyingGlass).width(ui.available_width());
            step.zoomed |= button.show(ui).clicked();
        }
    });
    // Not the whole ground: it is wider than the page's content.
    ui.advance_cursor_after_rect(Rect::from_min_max(start, pos2(start.x + width, ground.bottom())));
    ui.add_space(40.0);
    let pressed = panel(ui, stage, document(step), cx);
    ui.add_space(theme.metrics.s3);
    pair(ui, Role::Caption, &cx.pair("t_take"));
    pressed
}

fn lying(
    ui: &mut Ui,
    step: &mut Service,
    cx: &PageCx<'_>,
    stage: Option<PrintStage>,
    layout: &crate::ui::theme::Layout,
) -> Option<Event> {
    let theme = Theme::of(ui.ctx());
    let start = ui.cursor().min;
    let offset = start - layout.content.min;
    let page = layout.page.translate(offset);
    // The buttons beside the sheet keep the width their words need.
    let ground_width = 520.0_f32.min(page.width() - 490.0);
    let ground = Rect::from_min_size(page.min, vec2(ground_width, page.height()));
    ui.painter().rect_filled(ground, 0.0, theme.colours.sunken);
    let width = 392.0_f32.min(ground_width - 64.0);
    let size = vec2(width, width * A4);
    sheet(ui, Rect::from_center_size(ground.center(), size), step, cx);
    let column =
        Rect::from_min_max(pos2(ground.right() + theme.metrics.margin, start.y), pos2(ui.max_rect().right(), start.y));
    let bottom = page.bottom() - 20.0;
    place(ui, column, |ui| {
        pair(ui, Role::Title, &cx.pair(title(document(step))));
        ui.add_space(theme.metrics.s3);
        let mut pressed = panel(ui, stage, document(step), cx);
        ui.add_space((bottom - ui.cursor().top() - theme.metrics.control).max(theme.metrics.s2));
        let (key, icon, event) = printing::button(stage, document(step));
        let (enlarge, print) = (cx.pair("t_zoom"), cx.pair(key));
        let (zoom, printed) = pair_of_buttons(ui, (Icon::MagnifyingGlass, &enlarge), (icon, &print), stage.is_none());
        step.zoomed |= zoom && step.preview.is_some();
        if printed {
            pressed = Some(event);
        }
        pressed
    })
}

/// The sheet of paper with the page on it, or the wheel while the page is made.
fn sheet(ui: &mut Ui, rect: Rect, step: &Service, cx: &PageCx<'_>) {
    let theme = Theme::of(ui.ctx());
    ui.painter().add(theme.elevation().as_shape(rect, corner(4.0)));
    ui.painter().rect_filled(rect, corner(4.0), Color32::WHITE);
    if let Some(picture) = &step.preview {
        paint_page(ui, rect, picture, document(step), cx);
        return;
    }
    let side = theme.pick(84.0, 56.0);
    let wheel = Rect::from_center_size(rect.center() - vec2(0.0, side), Vec2::splat(side));
    spinner(ui, wheel, theme.colours.primary);
    let words = cx.pair("t_wait");
    let label = PairLabel::new(Role::Body, &words).centred();
    let room = Rect::from_min_max(pos2(rect.left(), wheel.bottom() + theme.metrics.s3), rect.max);
    place(ui, room, |ui| label.show(ui));
}

fn paint_page(ui: &mut Ui, rect: Rect, picture: &PagePicture, kind: DocumentKind, cx: &PageCx<'_>) {
    let response = ui.interact(rect, ui.scope_id().with("page of the letter"), Sense::hover());
    let name = cx.pair(if kind == DocumentKind::TakeHome { "k_sheet" } else { "g_letterfull" });
    response.widget_info(|| WidgetInfo::labeled(Ear::Image, true, &name.primary));
    let width = (rect.width() * ui.pixels_per_point()).round() as u32;
    if let Some(texture) = pictures::page(ui.ctx(), picture, width) {
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(texture.id(), rect, whole, Color32::WHITE);
    }
}

/// The whole page as wide as the screen gives; it scrolls, and Back closes it.
fn enlarged(ui: &mut Ui, picture: &PagePicture, kind: DocumentKind, printing: bool, cx: &PageCx<'_>) -> Option<Event> {
    let words = frame::words(cx);
    let finish = cx.pair("finish");
    let done = Button::outlined(&finish).icon(Icon::Check).enabled(!printing);
    let scaffold = Scaffold::new("letter enlarged", &words).demo(cx.facts.demo).back().next(done);
    let shown = scaffold.show(ui, |ui| {
        let theme = Theme::of(ui.ctx());
        let width = ui.available_width();
        let (rect, _) = ui.allocate_exact_size(vec2(width, width * A4), Sense::hover());
        ui.painter().add(theme.elevation().as_shape(rect, corner(4.0)));
        ui.painter().rect_filled(rect, corner(4.0), Color32::WHITE);
        paint_page(ui, rect, picture, kind, cx);
        ui.add_space(theme.metrics.s3);
    });
    match shown.pressed {
        Some(Pressed::Next) => Some(Event::Finish),
        pressed => frame::answer(pressed, cx),
    }
}

fn one_page(cx: &PageCx<'_>) -> crate::text::PairText {
    cx.pair_of("t_page", &Args::none().number("n", 1).number("m", 1))
}
