//! A convolution's weights in the order the kernels read them.

#![expect(clippy::inline_always, reason = "kernels must end up inside the functions compiled for their instructions")]

use super::buffer::Buffer;
use super::half;
use super::program::{Activation, Convolution, Pixel, Weights};
use super::simd::{Instructions, LANES, Lanes};

/// From this number of weights on 16-bit ones stay as they are where the machine widens them at no great
/// cost: fetching them from memory takes longer than the arithmetic then.
const STAY_HALF: usize = 1 << 20;

/// A convolution ready to run.
pub(super) struct Filter {
    /// Rows and columns.
    pub kernel: (usize, usize),
    /// Source pixels from one result to the next.
    pub stride: usize,
    /// Rows of zeros above the source.
    pub top: usize,
    /// Columns of zeros left of the source.
    pub left: usize,
    /// Values from one source pixel to the next.
    pub inputs: usize,
    /// Values from one result pixel to the next: channels in whole lanes.
    pub outputs: usize,
    pub weights: Packed,
    pub bias: Buffer,
    pub curve: Curve,
    /// Slopes of [`Curve::Sloped`].
    pub slopes: Buffer,
}

/// Weights in panels: for each sixteen outputs, each value under the kernel, sixteen weights. Of a
/// depthwise convolution: for each kernel cell, all channels.
pub(super) enum Packed {
    Single(Buffer),
    Half(Vec<u16>),
}

/// What is done to negative values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    Keep,
    Cut,
    Sloped,
}

/// A weight that can be loaded sixteen at a time.
pub(super) trait Weight: Copy {
    /// Sixteen of them.
    fn load<L: Lanes>(from: &[Self; LANES]) -> L;
}

impl Weight for f32 {
    #[inline(always)]
    fn load<L: Lanes>(from: &[Self; LANES]) -> L {
        L::load(from)
    }
}

impl Weight for u16 {
    #[inline(always)]
    fn load<L: Lanes>(from: &[Self; LANES]) -> L {
        L::load_half(from)
    }
}

impl Filter {
    /// The dense convolution `c` reading a source of such pixels.
    pub(super) fn dense(c: &Convolution, source: Pixel, instructions: Instructions) -> Self {
        let taps = c.kernel.0 * c.kernel.1;
        let outputs = c.outputs.next_multiple_of(LANES);
        let depth = taps * source.stride;
        let weights = match &c.weights {
            Weights::Half(bits) if bits.len() >= STAY_HALF && instructions.widens() => {
                let mut packed = vec![0; depth * outputs];
                pack(bits, c, source, |at, bits| packed[at] = bits);
                Packed::Half(packed)
            }
            Weights::Half(bits) => {
                let mut packed = Buffer::zeros(depth * outputs);
                pack(bits, c, source, |at, bits| packed[at] = half::widen(bits));
                Packed::Single(packed)
            }
            Weights::Single(values) => {
                let mut packed = Buffer::zeros(depth * outputs);
                pack(values, c, source, |at, value| packed[at] = value);
                Packed::Single(packed)
            }
        };
        Self::with(c, source.stride, outputs, weights)
    }

    /// The depthwise convolution `c` reading a source of such pixels.
    pub(super) fn depthwise(c: &Convolution, source: Pixel) -> Self {
        let mut packed = Buffer::zeros(c.kernel.0 * c.kernel.1 * source.stride);
        for from in 0..c.weights.len() {
            packed[from / c.outputs * source.stride + from % c.outputs] = c.weights.at(from);
        }
        Self::with(c, source.stride, source.stride, Packed::Single(packed))
    }

    fn with(c: &Convolution, inputs: usize, outputs: usize, weights: Packed) -> Self {
        let padded = |values: &[f32]| {
            let mut buffer = Buffer::zeros(outputs);
            buffer[..values.len()].copy_from_slice(values);
            buffer
        };
        let (curve, slopes) = match &c.activation {
            Activation::None => (Curve::Keep, Buffer::zeros(outputs)),
            Activation::Relu => (Curve::Cut, Buffer::zeros(outputs)),
            Activation::PRelu(slopes) => (Curve::Sloped, padded(slopes)),
        };
        Self {
            kernel: c.kernel,
            stride: c.stride,
            top: c.padding.top,
            left: c.padding.left,
            inputs,
            outputs,
            weights,
            bias: padded(&c.bias),
            curve,
            slopes,
        }
    }

    /// Values a result of a dense convolution is made of.
    pub(super) fn depth(&self) -> usize {
        self.kernel.0 * self.kernel.1 * self.inputs
    }

    /// Whether every result is made of the one source pixel in its place.
    pub(super) fn is_pointwise(&self) -> bool {
        self.kernel == (1, 1) && self.stride == 1
    }
}

/// Tells where in the panels each weight of a dense convolution goes; what is not named stays 0.
fn pack<T: Copy>(weights: &[T], c: &Convolution, source: Pixel, mut put: impl FnMut(usize, T)) {
    let depth = c.kernel.0 * c.kernel.1 * source.stride;
    for (tap, weights) in weights.chunks_exact(c.inputs * c.outputs).enumerate() {
        for (input, weights) in weights.chunks_exact(c.outputs).enumerate() {
            for (panel, weights) in weights.chunks(LANES).enumerate() {
                let first = (panel * depth + tap * source.stride + input) * LANES;
                for (lane, weight) in weights.iter().enumerate() {
                    put(first + lane, *weight);
                }
            }
        }
    }
}

/// Sixteen values of `values` from `at` on.
#[inline(always)]
pub(super) fn lanes<W>(values: &[W], at: usize) -> &[W; LANES] {
    match values[at..].first_chunk() {
        Some(chunk) => chunk,
        None => out_of_range(),
    }
}

/// Sixteen values of `values` from `at` on, to be written.
#[inline(always)]
pub(super) fn lanes_mut(values: &mut [f32], at: usize) -> &mut [f32; LANES] {
    match values[at..].first_chunk_mut() {
        Some(chunk) => chunk,
        None => out_of_range(),
    }
}

/// Like an index out of range: a mistake in a kernel, never in a file.
#[cold]
#[inline(never)]
#[expect(clippy::panic, reason = "the same as indexing beyond the end")]
fn out_of_range() -> ! {
    panic!("sixteen lanes reach beyond their tensor")
}
