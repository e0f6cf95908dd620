//! Dense convolutions, and pairs of a pointwise and a depthwise one done together.

#![expect(clippy::inline_always, reason = "kernels must end up inside the functions compiled for their instructions")]

use super::depthwise::{row, row_of, three_by_three};
use super::filter::Filter;
use super::product::{Patches, Tensors, product, strided_product};
use super::program::Shape;
use super::simd::Lanes;

/// Results a block has at least: enough to use a panel of weights well, few enough to stay in the cache.
const BLOCK: usize = 48;
/// Below this width the direct way has too few results without zeros beside them.
const DIRECT_WIDTH: usize = 8;

/// Rows of a block of results of this width.
fn block_rows(to: Shape) -> usize {
    BLOCK.div_ceil(to.width).min(to.height)
}

/// Whether `filter` runs straight over its source's rows.
fn is_direct(filter: &Filter, from: Shape) -> bool {
    filter.kernel == (3, 3) && from.width >= DIRECT_WIDTH
}

/// Whether the source itself is the patches: a pointwise filter, or one result made of everything.
fn is_in_place(filter: &Filter, from: Shape, to: Shape) -> bool {
    let everything = (to.height, to.width) == (1, 1)
        && filter.kernel == (from.height, from.width)
        && filter.top == 0
        && filter.left == 0;
    filter.is_pointwise() || everything
}

/// Values of scratch memory [`dense`] needs.
pub(super) fn dense_scratch(filter: &Filter, from: Shape, to: Shape) -> usize {
    if is_in_place(filter, from, to) {
        0
    } else if is_direct(filter, from) {
        filter.depth() + from.width * filter.inputs
    } else {
        block_rows(to) * to.width * filter.depth()
    }
}

/// A dense convolution.
#[inline(always)]
pub(super) fn dense<L: Lanes>(filter: &Filter, tensors: Tensors<'_>, scratch: &mut [f32], out: &mut [f32]) {
    let Tensors { values, from, to, residual } = tensors;
    if is_in_place(filter, from, to) {
        product::<L>(filter, to.height * to.width, values, residual, out);
    } else if is_direct(filter, from) {
        direct::<L>(filter, tensors, scratch, out);
    } else {
        gathered::<L>(filter, tensors, scratch, out);
    }
}

/// A 3 x 3 kernel straight over the source's rows; only results beside the border need their patch copied.
#[inline(always)]
fn direct<L: Lanes>(filter: &Filter, tensors: Tensors<'_>, scratch: &mut [f32], out: &mut [f32]) {
    let Tensors { values, from, to, .. } = tensors;
    let (inputs, stride, left) = (filter.inputs, filter.stride, filter.left);
    let (patch, rest) = scratch.split_at_mut(filter.depth());
    let zeros = &mut rest[..from.width * inputs];
    zeros.fill(0.0);
    let inner = left.div_ceil(stride).min(to.width);
    let outer = ((from.width + left - 3) / stride + 1).clamp(inner, to.width);
    for y in 0..to.height {
        let mut rows = [&*zeros; 3];
        for (k, row) in rows.iter_mut().enumerate() {
            let found = row_of(values, (y * stride + k).checked_sub(filter.top), from, inputs);
            if !found.is_empty() {
                *row = found;
            }
        }
        let line = y * to.width;
        let mut x = 0;
        while x < to.width {
            let at = line + x;
            let added = tensors.residual_from(at);
            let to_here = &mut out[at * filter.outputs..];
            if x == inner && inner < outer {
                let mut runs = rows;
                for run in &mut runs {
                    *run = &run[(x * stride - left) * inputs..];
                }
                let patches = Patches { runs, length: 3 * inputs, step: stride * inputs };
                strided_product::<L, 3>(filter, outer - inner, patches, added, to_here);
                x = outer;
                continue;
            }
            for (k, row) in rows.iter().enumerate() {
                gather(row, x * stride, filter, &mut patch[k * 3 * inputs..][..3 * inputs]);
            }
            product::<L>(filter, 1, patch, added, to_here);
            x += 1;
        }
    }
}

/// Copies the source values of one kernel row, whose first column is `x - filter.left`, with zeros outside.
#[inline(always)]
fn gather(row: &[f32], x: usize, filter: &Filter, out: &mut [f32]) {
    let (inputs, columns) = (filter.inputs, filter.kernel.1);
    if row.is_empty() {
        out.fill(0.0);
        return;
    }
    if x >= filter.left && (x - filter.left + columns) * inputs <= row.len() {
        out.copy_from_slice(&row[(x - filter.left) * inputs..][..columns * inputs]);
        return;
    }
    for k in 0..columns {
        let cell = &mut out[k * inputs..(k + 1) * inputs];
        match (x + k).checked_sub(filter.left) {
            Some(ix) if (ix + 1) * inputs <= row.len() => cell.copy_from_slice(&row[ix * inputs..][..inputs]),
            _ => cell.fill(0.0),
        }
    }
}

/// Any kernel: the patches of a block of rows are copied beside each other.
#[inline(always)]
fn gathered<L: Lanes>(filter: &Filter, tensors: Tensors<'_>, scratch: &mut [f32], out: &mut [f32]) {
    let Tensors { values, from, to, .. } = tensors;
    let depth = filter.depth();
    let run = filter.kernel.1 * filter.inputs;
    let most = block_rows(to);
    let mut y = 0;
    while y < to.height {
        let lines = most.min(to.height - y);
        for line in 0..lines {
            for ky in 0..filter.kernel.0 {
                let row =
                    row_of(values, ((y + line) * filter.stride + ky).checked_sub(filter.top), from, filter.inputs);
                for x in 0..to.width {
                    let patch = (line * to.width + x) * depth + ky * run;
                    gather(row, x * filter.stride, filter, &mut scratch[patch..patch + run]);
                }
            }
        }
        let first = y * to.width;
        let added = tensors.residual_from(first);
        product::<L>(filter, lines * to.width, scratch, added, &mut out[first * filter.outputs..]);
        y += lines;
    }
}

/// Values of scratch memory [`depthwise_then_pointwise`] needs.
pub(super) fn depthwise_then_pointwise_scratch(depthwise: &Filter, to: Shape) -> usize {
    block_rows(to) * to.width * depthwise.outputs
}

/// A depthwise convolution, of whose results only a pointwise one knows: block by block.
#[inline(always)]
pub(super) fn depthwise_then_pointwise<L: Lanes>(
    (depthwise, pointwise): (&Filter, &Filter),
    tensors: Tensors<'_>,
    scratch: &mut [f32],
    out: &mut [f32],
) {
    let to = tensors.to;
    // What is added, is added by the pointwise one.
    let between = Tensors { residual: None, ..tensors };
    let length = to.width * depthwise.outputs;
    let most = block_rows(to);
    let mut y = 0;
    while y < to.height {
        let lines = most.min(to.height - y);
        for line in 0..lines {
            row::<L>(depthwise, between, y + line, &mut scratch[line * length..(line + 1) * length]);
        }
        let first = y * to.width;
        let added = tensors.residual_from(first);
        product::<L>(pointwise, lines * to.width, scratch, added, &mut out[first * pointwise.outputs..]);
        y += lines;
    }
}

/// Values of scratch memory [`pointwise_then_depthwise`] needs.
pub(super) fn pointwise_then_depthwise_scratch(pointwise: &Filter, from: Shape) -> usize {
    3 * from.width * pointwise.outputs
}

/// A pointwise convolution, of whose results only a depthwise one of 3 x 3, stride 1 and one zero around
/// knows: the three rows it needs are kept in turn.
#[inline(always)]
pub(super) fn pointwise_then_depthwise<L: Lanes>(
    (pointwise, depthwise): (&Filter, &Filter),
    tensors: Tensors<'_>,
    scratch: &mut [f32],
    out: &mut [f32],
) {
    let Tensors { values, from, to, .. } = tensors;
    let length = from.width * pointwise.outputs;
    let taken = from.width * pointwise.inputs;
    let mut ready = 0;
    for y in 0..to.height {
        while ready < (y + 2).min(from.height) {
            let to_row = &mut scratch[ready % 3 * length..][..length];
            product::<L>(pointwise, from.width, &values[ready * taken..][..taken], None, to_row);
            ready += 1;
        }
        let mut rows = [&[][..]; 3];
        for (k, row) in rows.iter_mut().enumerate() {
            if let Some(source) = (y + k).checked_sub(1)
                && source < from.height
            {
                *row = &scratch[source % 3 * length..][..length];
            }
        }
        let added = tensors.residual_from(y * to.width);
        let line = &mut out[y * to.width * depthwise.outputs..][..to.width * depthwise.outputs];
        three_by_three::<L>(depthwise, rows, from.width, to.width, added, line);
    }
}
