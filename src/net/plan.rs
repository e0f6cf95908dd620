//! From layers to steps: weights packed, and pairs of layers joined where nobody else needs what lies
//! between them.

use super::convolution::{
    dense, dense_scratch, depthwise_then_pointwise, depthwise_then_pointwise_scratch, pointwise_then_depthwise,
    pointwise_then_depthwise_scratch,
};
use super::depthwise::row;
use super::elementwise::{add, affine, average, gate, max_pool, upsample_add};
use super::filter::Filter;
use super::product::{Residual, Tensors};
use super::program::{Activation, Convolution, Layer, Padding, Pixel, Program, Shape};
use super::simd::{Instructions, Kernel, Lanes};

/// What is done at once: reads `source`, makes tensor `to`.
pub(super) struct Step {
    pub source: usize,
    pub to: usize,
    /// A second tensor it reads.
    pub other: Option<usize>,
    pub work: Work,
}

/// The kinds of steps.
pub(super) enum Work {
    Dense(Filter),
    Depthwise(Filter),
    DepthwisePointwise(Filter, Filter),
    PointwiseDepthwise(Filter, Filter),
    MaxPool,
    UpsampleAdd,
    Average,
    Gate,
    Add,
    Affine { scale: Vec<f32>, shift: Vec<f32> },
}

/// The steps of `program`. Its weights are moved out of it.
pub(super) fn steps(program: &mut Program, instructions: Instructions, join: bool) -> Vec<Step> {
    let pixels = program.pixels();
    let partners = if join { partners(program) } else { vec![None; program.layers.len()] };
    let mut first_of: Vec<Option<usize>> = vec![None; program.layers.len()];
    for (k, second) in partners.iter().enumerate() {
        if let Some(second) = second {
            first_of[*second] = Some(k);
        }
    }
    let mut steps = Vec::new();
    for k in 0..program.layers.len() {
        if partners[k].is_some() {
            continue; // done together with its partner, when that is due
        }
        let to = k + 1;
        let pack = |layer: &Layer| match layer {
            Layer::Dense(c) => Some(Filter::dense(c, pixels[c.source], instructions)),
            Layer::Depthwise(c) => Some(Filter::depthwise(c, pixels[c.source])),
            _ => None,
        };
        let layer = &program.layers[k];
        let second = layer.reads().nth(1);
        let joined = first_of[k].map(|first| (&program.layers[first], layer));
        let (source, work) = match (joined, layer) {
            (Some((first, _)), _) => {
                let source = first.reads().next().unwrap_or(0);
                match (pack(first), pack(layer)) {
                    (Some(a), Some(b)) if matches!(first, Layer::Dense(_)) => (source, Work::PointwiseDepthwise(a, b)),
                    (Some(a), Some(b)) => (source, Work::DepthwisePointwise(a, b)),
                    _ => continue, // only convolutions are joined
                }
            }
            (None, Layer::Dense(c)) => (c.source, Work::Dense(Filter::dense(c, pixels[c.source], instructions))),
            (None, Layer::Depthwise(c)) => (c.source, Work::Depthwise(Filter::depthwise(c, pixels[c.source]))),
            (None, Layer::MaxPool { source }) => (*source, Work::MaxPool),
            (None, Layer::UpsampleAdd { source, .. }) => (*source, Work::UpsampleAdd),
            (None, Layer::Average { source }) => (*source, Work::Average),
            (None, Layer::Gate { source, .. }) => (*source, Work::Gate),
            (None, Layer::Add { source, .. }) => (*source, Work::Add),
            (None, Layer::Affine { source, scale, shift }) => {
                let padded = |values: &[f32]| {
                    let mut values = values.to_vec();
                    values.resize(pixels[*source].stride, 0.0);
                    values
                };
                (*source, Work::Affine { scale: padded(scale), shift: padded(shift) })
            }
        };
        steps.push(Step { source, to, other: second, work });
    }
    for layer in &mut program.layers {
        if let Layer::Dense(c) | Layer::Depthwise(c) = layer {
            c.weights = super::program::Weights::Single(Vec::new());
        }
    }
    steps
}

/// For each layer the later one it is done together with.
fn partners(program: &Program) -> Vec<Option<usize>> {
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); program.layers.len() + 1];
    for (k, layer) in program.layers.iter().enumerate() {
        layer.reads().for_each(|tensor| readers[tensor].push(k));
    }
    let mut partners = vec![None; program.layers.len()];
    let mut second = vec![false; program.layers.len()];
    for (k, layer) in program.layers.iter().enumerate() {
        let &[reader] = readers[k + 1].as_slice() else { continue };
        let read_outside = program.outputs.iter().any(|o| o.tensor == k + 1);
        if second[k] || second[reader] || read_outside {
            continue;
        }
        let fits = match (layer, &program.layers[reader]) {
            (Layer::Depthwise(a), Layer::Dense(b)) => a.residual.is_none() && is_pointwise(b) && b.source == k + 1,
            (Layer::Dense(a), Layer::Depthwise(b)) => {
                // With an activation in between the depthwise one had better join what follows it.
                is_pointwise(a)
                    && a.residual.is_none()
                    && a.activation == Activation::None
                    && b.source == k + 1
                    && (b.kernel, b.stride) == ((3, 3), 1)
                    && b.padding == Padding { top: 1, left: 1, bottom: 1, right: 1 }
            }
            _ => false,
        };
        if fits {
            partners[k] = Some(reader);
            second[reader] = true;
        }
    }
    partners
}

fn is_pointwise(c: &Convolution) -> bool {
    c.kernel == (1, 1) && c.stride == 1
}

impl Step {
    /// Values of scratch memory it needs for a source and a result of these shapes.
    pub(super) fn scratch(&self, from: Shape, to: Shape) -> usize {
        match &self.work {
            Work::Dense(filter) => dense_scratch(filter, from, to),
            Work::DepthwisePointwise(depthwise, _) => depthwise_then_pointwise_scratch(depthwise, to),
            Work::PointwiseDepthwise(pointwise, _) => pointwise_then_depthwise_scratch(pointwise, from),
            _ => 0,
        }
    }
}

/// One step with its tensors.
pub(super) struct Run<'a> {
    pub work: &'a Work,
    pub shapes: (Shape, Shape),
    /// A pixel of the source.
    pub pixel: Pixel,
    pub source: &'a [f32],
    pub other: Option<Residual<'a>>,
    pub scratch: &'a mut [f32],
    pub out: &'a mut [f32],
}

impl Kernel for Run<'_> {
    #[expect(clippy::inline_always, reason = "it has to be compiled for the instructions it is entered with")]
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let Self { work, shapes: (from, to), pixel: Pixel { stride, .. }, source, other, scratch, out } = self;
        let second = match other {
            Some(other) => other.values,
            None => &[],
        };
        let tensors = Tensors { values: source, from, to, residual: other };
        match work {
            Work::Dense(filter) => dense::<L>(filter, tensors, scratch, out),
            Work::Depthwise(filter) => {
                let length = to.width * filter.outputs;
                for y in 0..to.height {
                    row::<L>(filter, tensors, y, &mut out[y * length..(y + 1) * length]);
                }
            }
            Work::DepthwisePointwise(depthwise, pointwise) => {
                depthwise_then_pointwise::<L>((depthwise, pointwise), tensors, scratch, out);
            }
            Work::PointwiseDepthwise(pointwise, depthwise) => {
                pointwise_then_depthwise::<L>((pointwise, depthwise), tensors, scratch, out);
            }
            Work::MaxPool => max_pool::<L>(source, from, to, stride, out),
            Work::UpsampleAdd => upsample_add::<L>(source, second, to, stride, out),
            Work::Average => average::<L>(source, from, stride, out),
            Work::Gate => gate::<L>(source, second, stride, out),
            Work::Add => add::<L>(source, second, out),
            Work::Affine { scale, shift } => affine(source, scale, shift, out),
        }
    }
}
