//! Plays a script as an egui plugin: reads the accessibility tree, acts, waits, takes pictures.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use egui::accesskit::{Node, Role};
use egui::{ColorImage, Context, FullOutput, Key, Pos2, RawInput, Rect, ViewportCommand, pos2};

use super::hand::Hand;
use super::script::Act;
use super::summary::{PageVisit, Summary};
use crate::app::kiosk::FOR_STAFF;
use crate::app::observer::Observer;
use crate::domain::language::Language;
use crate::text::{Args, Words};
use crate::ui::access_tree::AccessTree;

/// Longest a page may take to come, the face recognition included.
const PATIENCE: Duration = Duration::from_mins(1);
/// Longest a control may take to appear on its page.
const TAP_PATIENCE: Duration = Duration::from_secs(10);
/// Longest until a page has scrolled.
const SCROLLS: Duration = Duration::from_secs(3);
/// A page rests this long before it is pictured or touched: transitions are over.
const SETTLE: Duration = Duration::from_millis(250);

/// Where the pictures arrive from the window.
type Shot = Arc<Mutex<Option<Arc<ColorImage>>>>;

/// The scripted visitor. Its result lies in [`Player::result`] once the window has closed.
pub struct Player {
    acts: VecDeque<Act>,
    hand: Hand,
    observer: Observer,
    out: PathBuf,
    /// When the running act began.
    since: Instant,
    /// When the page was scrolled last, and where the control stood before: it moves some frames later.
    scrolled: Option<(Instant, f32)>,
    /// When the picture before was taken.
    pictured: Instant,
    /// A tap of the running act was queued already.
    acted: bool,
    shot: Option<Shot>,
    /// What the last frame showed: accessible name, role and bounds.
    seen: Vec<Seen>,
    /// Names of the keys that the on-screen keyboard's own row has.
    keys: KeyNames,
    /// Half the frames are for acting, half for looking at what came of it.
    result: Arc<Mutex<Summary>>,
    over: bool,
}

#[derive(Clone, Debug)]
struct Seen {
    label: String,
    role: Role,
    bounds: Rect,
    focused: bool,
}

/// Names that are not written on their keys as such, and the button that scrolls, in the visit's language.
#[derive(Clone, Debug)]
pub struct KeyNames {
    pub space: String,
    pub shift: String,
    pub more: String,
}

impl KeyNames {
    /// As `words` has them.
    #[must_use]
    pub fn of(words: &Words, language: Language) -> Self {
        let name = |key: &str| words.get(language, key, &Args::none());
        Self { space: name("k_space"), shift: name("k_shift"), more: name("more_below") }
    }
}

impl Player {
    /// A visitor who plays `acts` and leaves pictures in `out`.
    pub fn new(acts: Vec<Act>, keys: KeyNames, observer: Observer, out: &Path, result: Arc<Mutex<Summary>>) -> Self {
        let now = Instant::now();
        Self {
            acts: acts.into(),
            hand: Hand::default(),
            observer,
            out: out.to_owned(),
            since: now,
            scrolled: None,
            pictured: now,
            acted: false,
            shot: None,
            seen: Vec::new(),
            keys,
            result,
            over: false,
        }
    }

    fn next(&mut self) {
        self.acts.pop_front();
        self.since = Instant::now();
        self.acted = false;
    }

    /// Looks at the page and does the next bit of the running act.
    fn play(&mut self, ctx: &Context) -> Result<(), String> {
        let Some(act) = self.acts.front().cloned() else {
            self.end(ctx);
            return Ok(());
        };
        let state = self.observer.now();
        let patience = if matches!(act, Act::Tap(_) | Act::TapStart(_) | Act::TapKey(_) | Act::Focus(_) | Act::Await(_))
        {
            TAP_PATIENCE
        } else {
            PATIENCE
        };
        if self.since.elapsed() > patience {
            let fault = state.fault.map(|f| format!(" (last fault: {f})")).unwrap_or_default();
            let seen: Vec<_> = self.seen.iter().map(|s| format!("{:?} {}", s.role, s.label)).collect();
            tracing::debug!(?seen, "what stands on the page");
            return Err(format!("on page {}: waited too long for {act:?}{fault}", state.page));
        }
        match act {
            Act::Arrive(page) => {
                if matches!(state.page, "fault" | "face-failure" | "refused" | "staff") && page != state.page {
                    return Err(format!(
                        "on page {}: {}, while on the way to {page}",
                        state.page,
                        state.fault.unwrap_or("no fault told")
                    ));
                }
                if state.page == page && state.complete && !state.busy {
                    if !self.acted {
                        self.acted = true;
                        self.since = Instant::now();
                        self.hand.leave();
                    } else if self.since.elapsed() > SETTLE {
                        self.next();
                    }
                }
            }
            Act::AwaitPrompt => {
                if state.acting {
                    self.next();
                }
            }
            Act::AwaitPrinted => {
                if state.printed {
                    self.next();
                }
            }
            Act::Rest => {
                if self.since.elapsed() > SETTLE {
                    self.next();
                }
            }
            Act::Picture(name) => self.picture(ctx, name)?,
            Act::Tap(label) => self.tap(&label),
            Act::TapKey(c) => self.tap_key(c),
            Act::Focus(label) => {
                if self.seen.iter().any(|seen| seen.focused && seen.label == label) {
                    self.next();
                } else {
                    self.hand.press(Key::Tab);
                }
            }
            Act::Type(text) => {
                self.hand.type_text(text);
                self.next();
            }
            Act::Press(key) => {
                self.hand.press(key);
                self.next();
            }
            Act::CallStaff => {
                self.hand.press_with(FOR_STAFF.modifiers, FOR_STAFF.logical_key);
                self.next();
            }
            Act::Await(label) => {
                if self.seen.iter().any(|seen| seen.label == label) {
                    self.next();
                }
            }
            Act::TapStart(start) => {
                let row = self.seen.iter().find(|seen| seen.role == Role::Button && seen.label.starts_with(&start));
                if let Some(label) = row.map(|row| row.label.clone()) {
                    self.tap(&label);
                }
            }
        }
        Ok(())
    }

    /// Taps the control called `label`; texts with the same words do not count. What lies further down the
    /// page is scrolled to first.
    fn tap(&mut self, label: &str) {
        let Some(target) = self.seen.iter().position(|s| s.label == label && s.role != Role::Label) else { return };
        let more = self.seen.iter().position(|s| s.label == self.keys.more && s.role == Role::Button);
        let at = self.seen[target].bounds.center();
        match more.map(|more| (more, self.seen[more].bounds)) {
            // The page tells its content before this button, and the footer beneath it afterwards.
            _ if self.scrolled.is_some_and(|(since, y)| (at.y - y).abs() < 1.0 && since.elapsed() < SCROLLS) => {}
            Some((more, button)) if target < more && at.y > button.top() => {
                self.hand.tap(button.center());
                self.scrolled = Some((Instant::now(), at.y));
            }
            _ => {
                self.hand.tap(at);
                self.next();
            }
        }
    }

    /// Taps the key for `c`, after the one that brings it up where it is not shown.
    fn tap_key(&mut self, c: char) {
        let key = |label: &str| {
            self.seen.iter().find(|s| s.role == Role::Button && s.label == label).map(|s| s.bounds.center())
        };
        let own = if c == ' ' { key(&self.keys.space) } else { key(&c.to_string()) };
        if let Some(at) = own {
            self.hand.tap(at);
            self.next();
            return;
        }
        let other_case: String = if c.is_uppercase() { c.to_lowercase().collect() } else { c.to_uppercase().collect() };
        let way = if c.is_alphabetic() && key(&other_case).is_some() { key(&self.keys.shift) } else { None };
        if let Some(at) = way.or_else(|| key("#+=")).or_else(|| key("ABC")) {
            self.hand.tap(at);
        }
    }

    fn picture(&mut self, ctx: &Context, name: &'static str) -> Result<(), String> {
        let Some(shot) = &self.shot else {
            let shot = Shot::default();
            let (slot, wake) = (Arc::clone(&shot), ctx.clone());
            ctx.request_screenshot(move |picture| {
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(picture);
                wake.request_repaint();
            });
            self.shot = Some(shot);
            return Ok(());
        };
        let Some(picture) = shot.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(()) };
        self.shot = None;
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        let file = self.out.join(format!("{:02}-{name}.png", result.steps.len() + 1));
        save(&picture, &file).map_err(|e| format!("the picture {} cannot be written: {e}", file.display()))?;
        if name == "qr-code"
            && let Some(code) = self
                .seen
                .iter()
                .filter(|s| s.role == Role::Image)
                .max_by(|a, b| a.bounds.area().total_cmp(&b.bounds.area()))
        {
            let qr = self.out.join("qr.png");
            let cut = picture.region(&code.bounds, Some(ctx.pixels_per_point()));
            save(&cut, &qr).map_err(|e| format!("the picture {} cannot be written: {e}", qr.display()))?;
            result.qr = Some(qr);
        }
        let ms = u64::try_from(self.pictured.elapsed().as_millis()).unwrap_or(u64::MAX);
        result.steps.push(PageVisit { page: name, ms, screenshot: file });
        drop(result);
        self.pictured = Instant::now();
        self.next();
        Ok(())
    }

    fn end(&mut self, ctx: &Context) {
        let state = self.observer.now();
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        result.enrolled = state.enrolled;
        result.match_score = state.verification.map(|v| v.score);
        result.verdict = state.verification.map(|v| v.decision);
        (result.taps, result.keys) = (self.hand.taps(), self.hand.keys());
        drop(result);
        self.over = true;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}

impl egui::Plugin for Player {
    fn debug_name(&self) -> &'static str {
        "scripted visitor"
    }

    fn setup(&mut self, ctx: &Context) {
        ctx.enable_accesskit();
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        self.hand.act(input);
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        if self.over {
            return;
        }
        if let Some(update) = &output.platform_output.accesskit_update {
            let tree = AccessTree::of(update);
            let seen = tree.in_order().into_iter().filter_map(|(id, node)| see(&tree, node, id == update.focus));
            self.seen = seen.collect();
        }
        if self.hand.is_free()
            && let Err(fault) = self.play(ctx)
        {
            self.acts.clear();
            self.result.lock().unwrap_or_else(PoisonError::into_inner).fault = Some(fault);
            self.end(ctx);
        }
        ctx.request_repaint();
    }
}

/// A node as a screen reader would tell it.
fn see(tree: &AccessTree<'_>, node: &Node, focused: bool) -> Option<Seen> {
    let bounds = node.bounds()?;
    let point = |x: f64, y: f64| -> Pos2 { pos2(x as f32, y as f32) };
    Some(Seen {
        label: tree.name(node)?.to_owned(),
        role: node.role(),
        bounds: Rect::from_min_max(point(bounds.x0, bounds.y0), point(bounds.x1, bounds.y1)),
        focused,
    })
}

fn save(picture: &ColorImage, file: &Path) -> image::ImageResult<()> {
    let [width, height] = picture.size;
    let rgb: Vec<u8> = picture.pixels.iter().flat_map(|p| [p.r(), p.g(), p.b()]).collect();
    let (width, height) = (u32::try_from(width).unwrap_or(0), u32::try_from(height).unwrap_or(0));
    image::save_buffer(file, &rgb, width, height, image::ExtendedColorType::Rgb8)
}
