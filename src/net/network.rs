//! A program ready to run.

use super::buffer::Buffer;
use super::elementwise::finished;
use super::error::NetError;
use super::plan::{Run, Step, steps};
use super::product::Residual;
use super::program::{Pixel, Program, Shape};
use super::simd::{Instructions, dispatch};

/// A network with its memory. Set the input, run, read the outputs.
pub struct Network {
    /// Layers, shapes and outputs; the weights are in `steps`.
    program: Program,
    instructions: Instructions,
    steps: Vec<Step>,
    pixels: Vec<Pixel>,
    /// Of the input's present size; empty before the first.
    shapes: Vec<Shape>,
    /// Memory, and for each tensor which piece holds it. A piece serves several tensors in turn.
    memory: Vec<Buffer>,
    place: Vec<usize>,
    scratch: Buffer,
    results: Vec<Vec<f32>>,
}

impl Network {
    /// Reads a program file and makes it ready for this machine.
    ///
    /// # Errors
    /// [`NetError`] if the file is not a sound program.
    pub fn load(bytes: &[u8]) -> Result<Self, NetError> {
        Ok(Self::new(Program::read(bytes)?))
    }

    /// Makes `program` ready for this machine.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self::with_instructions(program, Instructions::detect())
    }

    /// Makes `program` ready for these instructions.
    #[must_use]
    pub fn with_instructions(program: Program, instructions: Instructions) -> Self {
        Self::with(program, instructions, true)
    }

    /// `join`: whether layers may be joined.
    pub(super) fn with(mut program: Program, instructions: Instructions, join: bool) -> Self {
        let steps = steps(&mut program, instructions, join);
        let pixels = program.pixels();
        let results = vec![Vec::new(); program.outputs.len()];
        Self {
            program,
            instructions,
            steps,
            pixels,
            shapes: Vec::new(),
            memory: Vec::new(),
            place: Vec::new(),
            scratch: Buffer::default(),
            results,
        }
    }

    /// What it runs with.
    #[must_use]
    pub fn instructions(&self) -> Instructions {
        self.instructions
    }

    /// Channels of the input.
    #[must_use]
    pub fn channels(&self) -> usize {
        self.program.input.channels
    }

    /// Rows and columns of the input; `None` where any number will do.
    #[must_use]
    pub fn fixed_size(&self) -> (Option<usize>, Option<usize>) {
        let fixed = |side: usize| (side > 0).then_some(side);
        (fixed(self.program.input.height), fixed(self.program.input.width))
    }

    /// The input of `height` rows of `width` pixels, channel by channel within a pixel, to be filled
    /// anew before each [`Self::run`]: what it holds before is undefined.
    ///
    /// # Errors
    /// [`NetError::Size`] if the layers do not fit such an input.
    pub fn input(&mut self, height: usize, width: usize) -> Result<&mut [f32], NetError> {
        let settled = self.shapes.first().is_some_and(|s| (s.height, s.width) == (height, width));
        if !settled {
            self.settle(height, width)?;
        }
        let length = self.length(0);
        Ok(&mut self.memory[self.place[0]][..length])
    }

    /// Values of tensor `i` in memory.
    fn length(&self, i: usize) -> usize {
        self.shapes[i].height * self.shapes[i].width * self.pixels[i].stride
    }

    /// Finds memory for every tensor.
    fn settle(&mut self, height: usize, width: usize) -> Result<(), NetError> {
        self.shapes = self.program.shapes(height, width)?;
        let tensors = self.shapes.len();
        // The step after which nobody reads a tensor any more; outputs stay.
        let mut last = vec![0; tensors];
        for (k, step) in self.steps.iter().enumerate() {
            last[step.source] = k;
            step.other.into_iter().for_each(|other| last[other] = k);
        }
        self.program.outputs.iter().for_each(|output| last[output.tensor] = usize::MAX);
        let mut lengths = vec![self.length(0)];
        let mut free: Vec<usize> = Vec::new();
        self.place = vec![0; tensors];
        let mut scratch = 0;
        for (k, step) in self.steps.iter().enumerate() {
            let needed = self.length(step.to);
            // The free piece that was freed last is the likeliest to be in the cache.
            let piece = free.pop().unwrap_or_else(|| {
                lengths.push(0);
                lengths.len() - 1
            });
            lengths[piece] = lengths[piece].max(needed);
            self.place[step.to] = piece;
            let mut done: Vec<usize> = std::iter::once(step.source).chain(step.other).collect();
            done.dedup();
            free.extend(done.into_iter().filter(|tensor| last[*tensor] == k).map(|tensor| self.place[tensor]));
            scratch = scratch.max(step.scratch(self.shapes[step.source], self.shapes[step.to]));
        }
        self.memory = lengths.into_iter().map(Buffer::zeros).collect();
        self.scratch = Buffer::zeros(scratch);
        for (result, output) in self.results.iter_mut().zip(&self.program.outputs) {
            let shape = self.shapes[output.tensor];
            result.clear();
            result.resize(shape.height * shape.width * output.channels, 0.0);
        }
        Ok(())
    }

    /// Runs the layers over the input. Does nothing before [`Self::input`] was called.
    pub fn run(&mut self) {
        if self.shapes.is_empty() {
            return;
        }
        for k in 0..self.steps.len() {
            self.run_step(k);
        }
        for (result, output) in self.results.iter_mut().zip(&self.program.outputs) {
            let values = &self.memory[self.place[output.tensor]];
            let stride = self.pixels[output.tensor].stride;
            let length = result.len() / output.channels * stride;
            finished(&values[..length], stride, output.first, output.channels, output.finish, result);
        }
    }

    fn run_step(&mut self, k: usize) {
        let step = &self.steps[k];
        let length = self.length(step.to);
        let mut out = std::mem::take(&mut self.memory[self.place[step.to]]);
        let mut scratch = std::mem::take(&mut self.scratch);
        let tensor = |i: usize| &self.memory[self.place[i]][..self.length(i)];
        let run = Run {
            work: &step.work,
            shapes: (self.shapes[step.source], self.shapes[step.to]),
            pixel: self.pixels[step.source],
            source: tensor(step.source),
            other: step.other.map(|i| Residual { values: tensor(i), stride: self.pixels[i].stride }),
            scratch: &mut scratch,
            out: &mut out[..length],
        };
        dispatch(self.instructions, run);
        self.memory[self.place[step.to]] = out;
        self.scratch = scratch;
    }

    /// The number of the output of this name.
    ///
    /// # Errors
    /// [`NetError::NoOutput`].
    pub fn output_named(&self, name: &str) -> Result<usize, NetError> {
        let found = self.program.outputs.iter().position(|output| output.name == name);
        found.ok_or_else(|| NetError::NoOutput(name.to_owned()))
    }

    /// Output `i` of the last [`Self::run`], channel by channel within a pixel; empty before the first.
    #[must_use]
    pub fn output(&self, i: usize) -> &[f32] {
        self.results.get(i).map_or(&[], Vec::as_slice)
    }

    /// Overwrites everything that came from the last input.
    pub fn forget(&mut self) {
        self.memory.iter_mut().for_each(|piece| piece.fill(0.0));
        self.scratch.fill(0.0);
        self.results.iter_mut().for_each(|result| result.fill(0.0));
    }
}
