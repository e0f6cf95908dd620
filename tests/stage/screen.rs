//! A page on a screen without a window or a graphics card, by a clock of its own.

use std::time::Duration;

use egui::{Context, Event, FullOutput, RawInput, Rect, Vec2, ViewportId};
use esscard_kiosk::ui::theme;

use super::{Stage, show};

/// From one frame to the next, if it is asked for at once.
const FRAME: f64 = 1.0 / 60.0;

/// A context with one page on it.
pub struct Screen {
    pub ctx: Context,
    pub stage: Stage,
    size: Vec2,
    time: f64,
}

impl Screen {
    pub fn new(size: Vec2, stage: Stage) -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        Self { ctx, stage, size, time: 0.0 }
    }

    /// The next frame, in which `events` happen.
    pub fn frame(&mut self, events: Vec<Event>) -> FullOutput {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, self.size)),
            time: Some(self.time),
            predicted_dt: FRAME as f32,
            focused: true,
            events,
            ..Default::default()
        };
        self.time += FRAME;
        let stage = &mut self.stage;
        self.ctx.run_ui(input, |ui| show(ui, stage))
    }

    /// Frames that the page asks for within `time` while nothing happens.
    pub fn frames_in(&mut self, time: Duration) -> usize {
        let end = self.time + time.as_secs_f64();
        let mut frames = 0;
        while self.time < end {
            let mut output = self.frame(Vec::new());
            output.textures_delta.clear();
            frames += 1;
            let delay = output.viewport_output.get(&ViewportId::ROOT).map_or(Duration::MAX, |v| v.repaint_delay);
            if delay > time {
                break;
            }
            self.time += (delay.as_secs_f64() - FRAME).max(0.0);
        }
        frames
    }
}
