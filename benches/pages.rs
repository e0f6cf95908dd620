//! Layout and tessellation of every page, frame by frame, without a window: what a page costs before the
//! graphics card. One line a page: its name; median and 99th percentile of a frame while a finger moves over
//! it, in milliseconds; its first frame; frames it asks for in a second while nothing happens.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "its answers are lines, and a page that cannot be reached ends it"
)]

#[path = "../tests/stage/mod.rs"]
mod stage;

use std::time::{Duration, Instant};

use egui::{Event, Vec2, pos2};
use esscard_kiosk::domain::language::Language;

use stage::screen::Screen;
use stage::{LANDSCAPE, NamedPage, PAGES, PORTRAIT, SERVICE_PAGES, Stage};

/// Frames measured of a page in each of its layouts.
const FRAMES: usize = 150;
/// The same frames are run so often, and the best time of each counts: a frame that another program
/// interrupted says nothing of the page.
const TRIES: usize = 3;

fn main() {
    for page in PAGES.into_iter().chain(SERVICE_PAGES) {
        let mut figures = Figures::default();
        for (size, language) in [(PORTRAIT, Language::English), (LANDSCAPE, Language::Chinese)] {
            figures.add(page, size, language);
        }
        figures.frames.sort();
        let at = |share: f64| figures.frames[(figures.frames.len() as f64 * share) as usize].as_secs_f64() * 1e3;
        let first = figures.first.as_secs_f64() * 1e3;
        println!("{} {:.3} {:.3} {first:.2} {}", page.0, at(0.5), at(0.99), figures.at_rest);
    }
}

#[derive(Default)]
struct Figures {
    frames: Vec<Duration>,
    first: Duration,
    at_rest: usize,
}

impl Figures {
    fn add(&mut self, (_, reach): NamedPage, size: Vec2, language: Language) {
        let mut first = Duration::MAX;
        let mut frames = vec![Duration::MAX; FRAMES];
        for _ in 0..TRIES {
            // Somebody came from the home page: fonts are there, this page's words are not.
            let mut screen = Screen::new(size, Stage::new(language));
            screen.frames_in(Duration::from_secs(1));
            screen.stage = reach(language);
            first = first.min(time(&mut screen, Vec::new()));
            for (i, best) in frames.iter_mut().enumerate() {
                let share = i as f32 / FRAMES as f32;
                let finger = pos2(size.x * (share * 3.0).fract(), size.y * share);
                *best = time(&mut screen, vec![Event::PointerMoved(finger)]).min(*best);
            }
            screen.frames_in(Duration::from_secs(1));
            self.at_rest = self.at_rest.max(screen.frames_in(Duration::from_secs(1)) - 1);
        }
        self.first = self.first.max(first);
        self.frames.extend(frames);
    }
}

/// One frame up to what the graphics card is given.
fn time(screen: &mut Screen, events: Vec<Event>) -> Duration {
    let start = Instant::now();
    let mut output = screen.frame(events);
    let shapes = std::mem::take(&mut output.shapes);
    std::hint::black_box(screen.ctx.tessellate(shapes, output.pixels_per_point));
    let spent = start.elapsed();
    output.textures_delta.clear();
    spent
}
