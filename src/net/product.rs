//! The matrix product at the heart of a dense convolution: patches of the source times weights.

#![expect(clippy::inline_always, reason = "kernels must end up inside the functions compiled for their instructions")]

use super::filter::{Curve, Filter, Packed, Weight, lanes, lanes_mut};
use super::program::Shape;
use super::simd::{LANES, Lanes};

/// Values added to the results before the activation.
#[derive(Clone, Copy)]
pub(super) struct Residual<'a> {
    pub values: &'a [f32],
    /// Values a pixel; results beyond are left as they are.
    pub stride: usize,
}

impl Residual<'_> {
    /// From pixel `pixel` on.
    #[inline(always)]
    pub(super) fn from(self, pixel: usize) -> Self {
        Self { values: &self.values[pixel * self.stride..], stride: self.stride }
    }
}

/// What a convolution reads, and the shapes of its source and its result.
#[derive(Clone, Copy)]
pub(super) struct Tensors<'a> {
    pub values: &'a [f32],
    pub from: Shape,
    pub to: Shape,
    pub residual: Option<Residual<'a>>,
}

impl<'a> Tensors<'a> {
    /// The residual from result `pixel` on.
    #[inline(always)]
    pub(super) fn residual_from(&self, pixel: usize) -> Option<Residual<'a>> {
        self.residual.map(|residual| residual.from(pixel))
    }
}

/// Sixteen neighbouring channels of all results: what is done to their sums, and where they lie.
#[derive(Clone, Copy)]
pub(super) struct Column<'a, L> {
    first: usize,
    /// Values from one result pixel to the next.
    stride: usize,
    curve: Curve,
    slope: L,
    residual: Option<Residual<'a>>,
}

impl<'a, L: Lanes> Column<'a, L> {
    /// The channels of `filter` from `first` on.
    #[inline(always)]
    pub(super) fn of(filter: &Filter, first: usize, residual: Option<Residual<'a>>) -> Self {
        let slope = L::load(lanes(&filter.slopes, first));
        Self { first, stride: filter.outputs, curve: filter.curve, slope, residual }
    }

    /// Adds the residual to the sum of result `pixel`, applies the activation and writes it.
    #[inline(always)]
    pub(super) fn finish(&self, sum: L, pixel: usize, out: &mut [f32]) {
        let mut value = sum;
        if let Some(added) = self.residual
            && self.first < added.stride
        {
            value = value.plus(L::load(lanes(added.values, pixel * added.stride + self.first)));
        }
        let value = match self.curve {
            Curve::Keep => value,
            Curve::Cut => value.max(L::zero()),
            Curve::Sloped => value.sloped(self.slope),
        };
        value.store(lanes_mut(out, pixel * self.stride + self.first));
    }
}

/// Where the patches lie: `runs` of `length` values each; the patch of the next result begins `step`
/// values further on in every run.
#[derive(Clone, Copy)]
pub(super) struct Patches<'a, const RUNS: usize> {
    pub runs: [&'a [f32]; RUNS],
    pub length: usize,
    pub step: usize,
}

impl<const RUNS: usize> Patches<'_, RUNS> {
    /// From result `pixel` on.
    #[inline(always)]
    fn from(self, pixel: usize) -> Self {
        let mut runs = self.runs;
        for run in &mut runs {
            *run = &run[pixel * self.step..];
        }
        Self { runs, ..self }
    }
}

/// `pixels` results from patches that lie one after another.
#[inline(always)]
pub(super) fn product<L: Lanes>(
    filter: &Filter,
    pixels: usize,
    patches: &[f32],
    residual: Option<Residual<'_>>,
    out: &mut [f32],
) {
    let depth = filter.depth();
    strided_product::<L, 1>(filter, pixels, Patches { runs: [patches], length: depth, step: depth }, residual, out);
}

/// `pixels` results from `patches`.
#[inline(always)]
pub(super) fn strided_product<L: Lanes, const RUNS: usize>(
    filter: &Filter,
    pixels: usize,
    patches: Patches<'_, RUNS>,
    residual: Option<Residual<'_>>,
    out: &mut [f32],
) {
    match &filter.weights {
        Packed::Single(weights) => panels::<L, f32, RUNS>(filter, weights, pixels, patches, residual, out),
        Packed::Half(weights) => panels::<L, u16, RUNS>(filter, weights, pixels, patches, residual, out),
    }
}

/// Sixteen outputs after sixteen, each for all pixels: a panel of weights stays in the nearest cache.
#[inline(always)]
fn panels<L: Lanes, W: Weight, const RUNS: usize>(
    filter: &Filter,
    weights: &[W],
    pixels: usize,
    patches: Patches<'_, RUNS>,
    residual: Option<Residual<'_>>,
    out: &mut [f32],
) {
    let (rows, _) = weights.as_chunks::<LANES>();
    let depth = filter.depth();
    let mut column = 0;
    while column < filter.outputs {
        let panel = &rows[column / LANES * depth..][..depth];
        let mut pixel = 0;
        if L::SIX_ROWS {
            while pixel + 6 <= pixels {
                tile::<L, W, RUNS, 6>(filter, panel, column, pixel, patches, residual, out);
                pixel += 6;
            }
        }
        while pixel + 3 <= pixels {
            tile::<L, W, RUNS, 3>(filter, panel, column, pixel, patches, residual, out);
            pixel += 3;
        }
        while pixel < pixels {
            single::<L, W, RUNS>(filter, panel, column, pixel, patches, residual, out);
            pixel += 1;
        }
        column += LANES;
    }
}

/// `ROWS` pixels by sixteen outputs, summed in registers.
#[inline(always)]
fn tile<L: Lanes, W: Weight, const RUNS: usize, const ROWS: usize>(
    filter: &Filter,
    panel: &[[W; LANES]],
    column: usize,
    pixel: usize,
    patches: Patches<'_, RUNS>,
    residual: Option<Residual<'_>>,
    out: &mut [f32],
) {
    let Patches { runs, length, step } = patches.from(pixel);
    let mut sums = [L::load(lanes(&filter.bias, column)); ROWS];
    for (run, panel) in runs.iter().zip(panel.chunks_exact(length)) {
        let mut rows = [&[][..]; ROWS];
        for (row, values) in rows.iter_mut().enumerate() {
            *values = &run[row * step..][..length];
        }
        // Blocks of eight: bounds are checked once a block, not once a multiplication.
        let (blocks, rest) = panel.as_chunks::<8>();
        for (block, weights) in blocks.iter().enumerate() {
            let mut values = [&[0.0; 8]; ROWS];
            for row in 0..ROWS {
                values[row] = &rows[row].as_chunks::<8>().0[block];
            }
            for k in 0..8 {
                let weight = W::load::<L>(&weights[k]);
                for row in 0..ROWS {
                    sums[row] = sums[row].plus_product(L::splat(values[row][k]), weight);
                }
            }
        }
        let done = blocks.len() * 8;
        for (k, weights) in rest.iter().enumerate() {
            let weight = W::load::<L>(weights);
            for row in 0..ROWS {
                sums[row] = sums[row].plus_product(L::splat(rows[row][done + k]), weight);
            }
        }
    }
    let column = Column::of(filter, column, residual);
    for (row, sum) in sums.into_iter().enumerate() {
        column.finish(sum, pixel + row, out);
    }
}

/// One pixel by sixteen outputs, in four sums: one alone would wait for itself, and over the many values
/// of a last layer would gather rounding errors, too.
#[inline(always)]
fn single<L: Lanes, W: Weight, const RUNS: usize>(
    filter: &Filter,
    panel: &[[W; LANES]],
    column: usize,
    pixel: usize,
    patches: Patches<'_, RUNS>,
    residual: Option<Residual<'_>>,
    out: &mut [f32],
) {
    let Patches { runs, length, .. } = patches.from(pixel);
    let mut sums = [L::zero(); 4];
    sums[0] = L::load(lanes(&filter.bias, column));
    for (run, panel) in runs.iter().zip(panel.chunks_exact(length)) {
        let (values, rest) = run[..length].as_chunks::<4>();
        let (weights, rest_weights) = panel.as_chunks::<4>();
        for (values, weights) in values.iter().zip(weights) {
            for k in 0..4 {
                sums[k] = sums[k].plus_product(L::splat(values[k]), W::load(&weights[k]));
            }
        }
        for (value, weight) in rest.iter().zip(rest_weights) {
            sums[0] = sums[0].plus_product(L::splat(*value), W::load(weight));
        }
    }
    let [a, b, c, d] = sums;
    Column::of(filter, column, residual).finish(a.plus(b).plus(c.plus(d)), pixel, out);
}
