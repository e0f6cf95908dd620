//! A program ready to run.

use super::buffer::Buffer;
use super::elementwise::finished;
use super::error::NetError;
use super::plan::{Run, Step, steps};
use super::product::Residual;
use super::program::{MAX_VALUES, Pixel, Program, Shape};
use super::simd::{Instructions, dispatch};

/// A network with its memory. Set the input, run, read the outputs.
pub struct Network {
    /// Layers, shapes and outputs; the weights are in `steps`.
    program: Program,
    instructions: Instructions,
    steps: Vec<Step>,
    pixels: Vec<Pixel>,
    /// Of the input's present size. Empty while memory is not to be relied on: before the first input, and
    /// after a panic in the midst of settling or running.
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
    /// [`NetError::Size`] if the layers do not fit such an input, or would take too much memory for it.
    pub fn input(&mut self, height: usize, width: usize) -> Result<&mut [f32], NetError> {
        let settled = self.shapes.first().is_some_and(|s| (s.height, s.width) == (height, width));
        if !settled {
            self.settle(height, width)?;
        }
        let length = self.length(&self.shapes, 0);
        Ok(&mut self.memory[self.place[0]][..length])
    }

    /// Values of tensor `i` in memory.
    fn length(&self, shapes: &[Shape], i: usize) -> usize {
        shapes[i].height * shapes[i].width * self.pixels[i].stride
    }

    /// Finds memory for every tensor. If there is too little, everything stays as it is.
    fn settle(&mut self, height: usize, width: usize) -> Result<(), NetError> {
        let shapes = self.program.shapes(height, width)?;
        let tensors = shapes.len();
        // The step after which nobody reads a tensor any more; outputs stay.
        let mut last = vec![0; tensors];
        for (k, step) in self.steps.iter().enumerate() {
            last[step.source] = k;
            step.other.into_iter().for_each(|other| last[other] = k);
        }
        self.program.outputs.iter().for_each(|output| last[output.tensor] = usize::MAX);
        let mut lengths = vec![self.length(&shapes, 0)];
        let mut free: Vec<usize> = Vec::new();
        let mut place = vec![0; tensors];
        let mut scratch = 0;
        for (k, step) in self.steps.iter().enumerate() {
            let needed = self.length(&shapes, step.to);
            // The free piece that was freed last is the likeliest to be in the cache.
            let piece = free.pop().unwrap_or_else(|| {
                lengths.push(0);
                lengths.len() - 1
            });
            lengths[piece] = lengths[piece].max(needed);
            place[step.to] = piece;
            let mut done: Vec<usize> = std::iter::once(step.source).chain(step.other).collect();
            done.dedup();
            free.extend(done.into_iter().filter(|tensor| last[*tensor] == k).map(|tensor| place[tensor]));
            scratch = scratch.max(step.scratch(shapes[step.source], shapes[step.to]));
        }
        let outputs: Vec<usize> = self
            .program
            .outputs
            .iter()
            .map(|output| shapes[output.tensor].height * shapes[output.tensor].width * output.channels)
            .collect();
        let all = lengths.iter().chain(&outputs).sum::<usize>() + scratch;
        if all > MAX_VALUES {
            let why = format!("{all} values in memory are more than {MAX_VALUES}");
            return Err(NetError::Size { height, width, why });
        }
        self.shapes.clear();
        // The old memory goes before the new is taken.
        self.memory.clear();
        self.scratch = Buffer::default();
        self.memory.extend(lengths.into_iter().map(Buffer::zeros));
        self.scratch = Buffer::zeros(scratch);
        self.results = outputs.into_iter().map(|values| vec![0.0; values]).collect();
        self.place = place;
        self.shapes = shapes;
        Ok(())
    }

    /// Runs the layers over the input. Does nothing before [`Self::input`] was called.
    pub fn run(&mut self) {
        // A step that panics leaves pieces of memory empty; without shapes the next input settles them anew.
        let shapes = std::mem::take(&mut self.shapes);
        if shapes.is_empty() {
            return;
        }
        for k in 0..self.steps.len() {
            self.run_step(&shapes, k);
        }
        self.shapes = shapes;
        for (result, output) in self.results.iter_mut().zip(&self.program.outputs) {
            let values = &self.memory[self.place[output.tensor]];
            let stride = self.pixels[output.tensor].stride;
            let length = result.len() / output.channels * stride;
            finished(&values[..length], stride, output.first, output.channels, output.finish, result);
        }
    }

    fn run_step(&mut self, shapes: &[Shape], k: usize) {
        let step = &self.steps[k];
        let length = self.length(shapes, step.to);
        let mut out = std::mem::take(&mut self.memory[self.place[step.to]]);
        let mut scratch = std::mem::take(&mut self.scratch);
        let tensor = |i: usize| &self.memory[self.place[i]][..self.length(shapes, i)];
        let run = Run {
            work: &step.work,
            shapes: (shapes[step.source], shapes[step.to]),
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

    /// Multiply-adds of the convolutions in one [`Self::run`] over an input of the present size, without those
    /// with zeros that only fill lanes; 0 before the first input.
    #[must_use]
    pub fn multiply_adds(&self) -> u64 {
        self.program.multiply_adds(&self.shapes)
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

    /// Whether anything that came from the last input is left.
    #[cfg(test)]
    pub(crate) fn remembers(&self) -> bool {
        let memory = self.memory.iter().chain([&self.scratch]).flat_map(|piece| piece.iter());
        memory.chain(self.results.iter().flatten()).any(|v| *v != 0.0)
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::super::plan::Work;
    use super::super::program::{Activation, Convolution, Finish, Layer, Output, Padding, Weights};
    use super::*;

    /// One dense convolution whose weights count up.
    fn dense(input: Shape, kernel: (usize, usize), padding: Padding, outputs: usize) -> Program {
        let count = kernel.0 * kernel.1 * input.channels * outputs;
        let convolution = Convolution {
            source: 0,
            kernel,
            stride: 1,
            padding,
            inputs: input.channels,
            outputs,
            weights: Weights::Single((0..count).map(|n| n as f32).collect()),
            bias: vec![1.0; outputs],
            residual: None,
            activation: Activation::None,
        };
        let output = Output { name: "o".into(), tensor: 1, first: 0, channels: outputs, finish: Finish::Plain };
        Program { input, layers: vec![Layer::Dense(convolution)], outputs: vec![output] }
    }

    fn refusal(program: Program) -> String {
        let (height, width) = (program.input.height, program.input.width);
        match Network::new(program).input(height, width) {
            Err(NetError::Size { why, .. }) => why,
            other => panic!("{:?}", other.map(|values| values.len())),
        }
    }

    #[test]
    fn padded_channels_count_for_the_memory() {
        // 2^24 pixels of one channel, which takes sixteen.
        let thin = Shape { height: 4096, width: 4096, channels: 1 };
        assert!(refusal(dense(thin, (1, 1), Padding::default(), 1)).contains("tensor 1"));
    }

    #[test]
    fn patches_count_for_the_memory() {
        // Input and result have 2 million values; a row of patches has 2^29.
        let wide = Shape { height: 1, width: 8192, channels: 256 };
        let padding = Padding { top: 15, left: 8, bottom: 0, right: 7 };
        assert!(refusal(dense(wide, (16, 16), padding, 1)).contains("in memory"));
    }

    #[test]
    fn tensors_count_together() {
        // Input, result and two outputs, each a third of what is allowed.
        let wide = Shape { height: 1024, width: 1365, channels: 16 };
        let mut program = dense(wide, (1, 1), Padding::default(), 16);
        program.outputs.push(program.outputs[0].clone());
        assert!(refusal(program).contains("in memory"));
    }

    #[test]
    fn a_size_no_file_bounds_is_refused() {
        let free = Shape { height: 0, width: 0, channels: 1 };
        let mut network = Network::new(dense(free, (2, 2), Padding { top: 1, ..Padding::default() }, 1));
        for (height, width) in [(usize::MAX, 2), (2, usize::MAX), (usize::MAX, usize::MAX)] {
            assert!(matches!(network.input(height, width), Err(NetError::Size { .. })));
        }
    }

    #[test]
    fn a_run_after_one_that_panicked_is_sound() {
        let input = Shape { height: 4, width: 4, channels: 3 };
        let mut network = Network::new(dense(input, (2, 2), Padding::default(), 2));
        network.input(4, 4).unwrap().fill(1.0);
        network.run();
        let expected = network.output(0).to_vec();

        let Work::Dense(filter) = &mut network.steps[0].work else { panic!("another kind of step") };
        let bias = std::mem::take(&mut filter.bias);
        network.input(4, 4).unwrap().fill(1.0);
        assert!(catch_unwind(AssertUnwindSafe(|| network.run())).is_err());
        network.run(); // nothing, before the next input

        let Work::Dense(filter) = &mut network.steps[0].work else { panic!("another kind of step") };
        filter.bias = bias;
        network.input(4, 4).unwrap().fill(1.0);
        network.run();
        assert_eq!(network.output(0), expected);
    }
}
