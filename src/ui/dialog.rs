//! Dialogs stand on a plain ground, never over the page: a warning must not leave personal data
//! readable behind it.

use egui::accesskit;
use egui::{Id, InnerResponse, Key, Modifiers, Rect, Stroke, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2};

use super::pair::{Pair, PairLabel, Role, name};
use super::scaffold::demo_banner;
use super::theme::{Theme, corner};
use crate::text::PairText;

/// A card in the middle of a plain screen.
#[derive(Clone, Copy)]
#[must_use = "a dialog that is not shown is not there"]
pub struct Dialog<'a> {
    id: Id,
    title: Option<Pair<'a>>,
    body: Option<Pair<'a>>,
    demo: Option<&'a PairText>,
}

/// What a dialog came to.
#[derive(Debug)]
pub struct DialogOutput<R> {
    /// What the contents returned.
    pub inner: R,
    /// Escape was pressed: the safe answer.
    pub escaped: bool,
    /// The ground beside the card was pressed.
    pub outside: bool,
}

impl<'a> Dialog<'a> {
    /// A dialog of its own name.
    pub fn new(name: &'static str) -> Self {
        Self { id: Id::unique(("dialog", name)), title: None, body: None, demo: None }
    }

    /// Title, centred.
    pub fn title(mut self, title: impl Into<Pair<'a>>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// One sentence under the title.
    pub fn body(mut self, body: impl Into<Pair<'a>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The DEMO banner above.
    pub fn demo(mut self, words: Option<&'a PairText>) -> Self {
        self.demo = words;
        self
    }

    /// Shows the dialog; `contents` adds buttons over the card's inner width.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> DialogOutput<R> {
        let theme = Theme::of(ui.ctx());
        let c = &theme.colours;
        let canvas = theme.canvas;
        let usual = theme.pick(916.0, if theme.large { 1180.0 } else { 840.0_f32 });
        let width = usual.min(canvas.width() - 2.0 * theme.metrics.margin);
        let pad = if theme.large { theme.pick(48.0, 20.0) } else { theme.pick(64.0, 40.0) };
        let known: Option<f32> = ui.ctx().data(|d| d.get_temp(self.id));
        let height = known.unwrap_or(canvas.height() * 0.5);
        let top =
            (canvas.center().y * theme.pick(0.975, 1.0) - height / 2.0).max(theme.metrics.demo + theme.metrics.s3);
        let rect = Rect::from_min_size(pos2(canvas.center().x - width / 2.0, top), vec2(width, height));

        let mut page = ui.new_child(UiBuilder::new().max_rect(canvas).scope_id(self.id));
        page.set_clip_rect(canvas);
        page.spacing_mut().item_spacing = Vec2::ZERO;
        page.painter().rect_filled(canvas, 0.0, c.sunken);
        let ground = page.interact(canvas, self.id.with("ground"), egui::Sense::CLICK);
        page.interact(rect, self.id.with("card"), egui::Sense::CLICK);
        let radius = corner(theme.pick(40.0, 24.0));
        page.painter().add(theme.elevation().as_shape(rect, radius));
        page.painter().rect(rect, radius, c.surface, Stroke::new(theme.pick(2.0, 1.0), c.line), StrokeKind::Inside);

        let place = Rect::from_min_max(rect.min + vec2(pad, pad * 1.1), pos2(rect.right() - pad, canvas.bottom()));
        let mut inner = page.new_child(
            UiBuilder::new().max_rect(place).layout(egui::Layout::top_down(egui::Align::Min)).id_salt("inner"),
        );
        inner.set_width(place.width());
        if let Some(title) = self.title {
            centred(&mut inner, Role::Title, title);
            inner.add_space(if theme.large { theme.metrics.s1 } else { theme.pick(36.0, 18.0) });
        }
        if let Some(body) = self.body {
            centred(&mut inner, Role::Body, body);
            inner.add_space(if theme.large { theme.metrics.s2 } else { theme.pick(44.0, 20.0) });
        }
        let result = contents(&mut inner);
        let needed = inner.min_rect().bottom() - rect.top() + pad;
        if known.is_none_or(|known| (known - needed).abs() > 0.5) {
            ui.ctx().data_mut(|d| d.insert_temp(self.id, needed));
            ui.ctx().request_discard("dialog height");
            ui.ctx().request_repaint();
        }
        if let Some(words) = self.demo {
            demo_banner(&page, theme.layout(true, false).demo, words, words);
        }
        let escaped = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        DialogOutput { inner: result, escaped, outside: ground.clicked() }
    }
}

/// A pair centred on the width at hand.
pub fn centred<'a>(ui: &mut Ui, role: Role, pair: impl Into<Pair<'a>>) -> InnerResponse<()> {
    let pair = pair.into();
    let width = ui.available_width();
    let laid = PairLabel::new(role, pair).centred().lay(ui.ctx(), width);
    let (rect, response) = ui.allocate_exact_size(vec2(width, laid.size.y), egui::Sense::hover());
    name(&response, accesskit::Role::Label, true, pair);
    laid.paint(ui.painter(), rect.min);
    InnerResponse::new((), response)
}

/// A widget of `width` centred on the width at hand.
pub fn middle<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let left = ((ui.available_width() - width) / 2.0).max(0.0);
    ui.horizontal(|ui| {
        ui.add_space(left);
        contents(ui)
    })
    .inner
}
