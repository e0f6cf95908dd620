//! A network as its file tells it: layers in the order they run, and the shapes they make.

use super::error::NetError;
use super::simd::LANES;

/// Most values a network may hold at a time, 256 MB: once for its packed weights, once for its tensors,
/// scratch memory and outputs together. Bounds what a damaged file can make the program allocate.
pub(super) const MAX_VALUES: usize = 1 << 26;

/// A checked network. Tensor 0 is the input; layer `k` makes tensor `k + 1` and reads earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    pub(super) input: Shape,
    pub(super) layers: Vec<Layer>,
    pub(super) outputs: Vec<Output>,
}

/// Rows, columns and channels of a tensor. In [`Program::input`] a side of 0 is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub height: usize,
    pub width: usize,
    pub channels: usize,
}

/// How a pixel of a tensor lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pixel {
    pub channels: usize,
    /// Values from one pixel to the next: `channels`, padded to whole lanes except in the input.
    pub stride: usize,
}

/// One layer. Names of fields other than `source` name tensors, too.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Layer {
    /// A convolution over all channels; weights `[row][column][input][output]`.
    Dense(Convolution),
    /// A convolution of every channel by itself; weights `[row][column][channel]`.
    Depthwise(Convolution),
    /// The largest of each 2 x 2 values; an odd last row or column is left out.
    MaxPool { source: usize },
    /// `source` enlarged by two, each value repeated, plus `onto`.
    UpsampleAdd { source: usize, onto: usize },
    /// The mean of each channel.
    Average { source: usize },
    /// Each channel of `source` times the sigmoid of its one value in `by`.
    Gate { source: usize, by: usize },
    /// `source` plus `other`.
    Add { source: usize, other: usize },
    /// Each channel times its `scale`, plus its `shift`.
    Affine { source: usize, scale: Vec<f32>, shift: Vec<f32> },
}

/// A convolution, what is added to it, and what is done to the sum.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Convolution {
    pub source: usize,
    /// Rows and columns of the kernel.
    pub kernel: (usize, usize),
    pub stride: usize,
    /// Rows and columns of zeros around the source.
    pub padding: Padding,
    pub inputs: usize,
    pub outputs: usize,
    pub weights: Weights,
    pub bias: Vec<f32>,
    /// A tensor of the result's size, added before the activation. It may have fewer channels.
    pub residual: Option<usize>,
    pub activation: Activation,
}

/// Zeros before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Padding {
    pub top: usize,
    pub left: usize,
    pub bottom: usize,
    pub right: usize,
}

/// Weights as the file holds them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Weights {
    /// 32-bit floats.
    Single(Vec<f32>),
    /// The bits of 16-bit floats.
    Half(Vec<u16>),
}

/// What is done to each value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Activation {
    /// Nothing.
    None,
    /// Negative values become 0.
    Relu,
    /// Negative values are multiplied by their channel's slope.
    PRelu(Vec<f32>),
}

/// A named result: some channels of a tensor.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Output {
    pub name: String,
    pub tensor: usize,
    pub first: usize,
    pub channels: usize,
    pub finish: Finish,
}

/// The last thing done to an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finish {
    /// Nothing.
    Plain,
    /// `1 / (1 + exp(-x))` of each value.
    Sigmoid,
    /// Shares of 1 over the channels of each pixel.
    Softmax,
}

impl Weights {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Single(values) => values.len(),
            Self::Half(bits) => bits.len(),
        }
    }

    /// Weight `i`.
    pub(super) fn at(&self, i: usize) -> f32 {
        match self {
            Self::Single(values) => values[i],
            Self::Half(bits) => super::half::widen(bits[i]),
        }
    }
}

impl Layer {
    /// The tensors it reads.
    pub(super) fn reads(&self) -> impl Iterator<Item = usize> {
        let (first, second) = match self {
            Self::Dense(c) | Self::Depthwise(c) => (c.source, c.residual),
            Self::MaxPool { source } | Self::Average { source } | Self::Affine { source, .. } => (*source, None),
            Self::UpsampleAdd { source, onto: other }
            | Self::Gate { source, by: other }
            | Self::Add { source, other } => (*source, Some(*other)),
        };
        std::iter::once(first).chain(second)
    }

    /// What a pixel of its result looks like, after tensors of these.
    pub(super) fn pixel(&self, before: &[Pixel]) -> Pixel {
        match self {
            Self::Dense(c) | Self::Depthwise(c) => {
                Pixel { channels: c.outputs, stride: c.outputs.next_multiple_of(LANES) }
            }
            Self::MaxPool { source }
            | Self::UpsampleAdd { source, .. }
            | Self::Average { source }
            | Self::Gate { source, .. }
            | Self::Add { source, .. }
            | Self::Affine { source, .. } => before[*source],
        }
    }

    /// The shape it makes of the tensors before it; else why it cannot.
    pub(super) fn shape(&self, before: &[Shape]) -> Result<Shape, String> {
        let at = |i: usize| before.get(i).copied().ok_or_else(|| format!("tensor {i} does not exist yet"));
        match self {
            Self::Dense(c) | Self::Depthwise(c) => {
                let shape = c.shape(at(c.source)?)?;
                if let Some(residual) = c.residual {
                    let added = at(residual)?;
                    if (added.height, added.width) != (shape.height, shape.width) || added.channels > shape.channels {
                        return Err(format!("{added:?} cannot be added to {shape:?}"));
                    }
                }
                Ok(shape)
            }
            Self::MaxPool { source } => {
                let from = at(*source)?;
                if from.height < 2 || from.width < 2 {
                    return Err("nothing is left of it".into());
                }
                Ok(Shape { height: from.height / 2, width: from.width / 2, ..from })
            }
            Self::UpsampleAdd { source, onto } => {
                let (from, onto) = (at(*source)?, at(*onto)?);
                let enlarged = Shape { height: from.height * 2, width: from.width * 2, ..from };
                if enlarged == onto { Ok(onto) } else { Err(format!("{enlarged:?} cannot be added to {onto:?}")) }
            }
            Self::Average { source } => Ok(Shape { height: 1, width: 1, ..at(*source)? }),
            Self::Gate { source, by } => {
                let (from, by) = (at(*source)?, at(*by)?);
                let one = Shape { height: 1, width: 1, ..from };
                if by == one { Ok(from) } else { Err(format!("{by:?} cannot gate {from:?}")) }
            }
            Self::Add { source, other } => {
                let (a, b) = (at(*source)?, at(*other)?);
                if a == b { Ok(a) } else { Err(format!("{a:?} cannot be added to {b:?}")) }
            }
            Self::Affine { source, scale, .. } => {
                let from = at(*source)?;
                if scale.len() == from.channels { Ok(from) } else { Err(format!("{} channels", scale.len())) }
            }
        }
    }
}

impl Convolution {
    fn shape(&self, from: Shape) -> Result<Shape, String> {
        if from.channels != self.inputs {
            return Err(format!("it reads {} channels, its source has {}", self.inputs, from.channels));
        }
        let p = self.padding;
        let side = |length: usize, before: usize, after: usize, kernel: usize| {
            let room = (length + before + after).checked_sub(kernel);
            room.map(|room| room / self.stride + 1).ok_or("its kernel is larger than its source")
        };
        Ok(Shape {
            height: side(from.height, p.top, p.bottom, self.kernel.0)?,
            width: side(from.width, p.left, p.right, self.kernel.1)?,
            channels: self.outputs,
        })
    }
}

impl Program {
    /// Reads a program file and checks it: every number, every size, and that nothing follows.
    ///
    /// # Errors
    /// [`NetError`] says what is wrong and where.
    pub fn read(bytes: &[u8]) -> Result<Self, NetError> {
        super::format::read(bytes)
    }

    /// The same network with 16-bit weights made 32-bit ones: what the short ones cost or save is measured
    /// against it.
    #[must_use]
    pub fn widened(mut self) -> Self {
        for layer in &mut self.layers {
            if let Layer::Dense(c) | Layer::Depthwise(c) = layer {
                c.weights = Weights::Single((0..c.weights.len()).map(|i| c.weights.at(i)).collect());
            }
        }
        self
    }

    /// Multiply-adds of the convolutions over tensors of these shapes.
    pub(super) fn multiply_adds(&self, shapes: &[Shape]) -> u64 {
        let results = shapes.iter().skip(1);
        let each = self.layers.iter().zip(results).map(|(layer, to)| {
            let (c, inputs) = match layer {
                Layer::Dense(c) => (c, c.inputs),
                Layer::Depthwise(c) => (c, 1),
                _ => return 0,
            };
            (to.height * to.width * to.channels * inputs * c.kernel.0 * c.kernel.1) as u64
        });
        each.sum()
    }

    /// Shapes of all tensors for an input of this size.
    ///
    /// # Errors
    /// [`NetError::Size`] if it does not fit.
    pub(super) fn shapes(&self, height: usize, width: usize) -> Result<Vec<Shape>, NetError> {
        let refused = |why: String| NetError::Size { height, width, why };
        let fits = |side: usize, fixed: usize| side > 0 && (fixed == 0 || fixed == side);
        if !fits(height, self.input.height) || !fits(width, self.input.width) {
            return Err(refused(format!("it has to be {} x {}", self.input.height, self.input.width)));
        }
        let mut shapes: Vec<Shape> = Vec::with_capacity(self.layers.len() + 1);
        for (k, pixel) in self.pixels().iter().enumerate() {
            let shape = match k.checked_sub(1) {
                None => Shape { height, width, channels: self.input.channels },
                Some(k) => self.layers[k].shape(&shapes).map_err(|why| refused(format!("layer {k}: {why}")))?,
            };
            // Each before the next is made of it, so that sums and products of sides stay far inside a `usize`.
            let values = shape.height.checked_mul(shape.width).and_then(|n| n.checked_mul(pixel.stride));
            if values.is_none_or(|n| n > MAX_VALUES) {
                return Err(refused(format!("tensor {k} would be too large")));
            }
            shapes.push(shape);
        }
        Ok(shapes)
    }

    /// A pixel of every tensor, which does not depend on the input's size.
    pub(super) fn pixels(&self) -> Vec<Pixel> {
        let mut pixels = vec![Pixel { channels: self.input.channels, stride: self.input.channels }];
        for layer in &self.layers {
            pixels.push(layer.pixel(&pixels));
        }
        pixels
    }
}
