//! Depthwise convolutions: one row of results at a time.

#![expect(clippy::inline_always, reason = "kernels must end up inside the functions compiled for their instructions")]

use super::filter::{Filter, Packed, lanes};
use super::product::{Column, Residual, Tensors};
use super::program::Shape;
use super::simd::{LANES, Lanes};

/// Row `y` of `values`; empty, which means zeros, if it lies outside.
#[inline(always)]
pub(super) fn row_of(values: &[f32], y: Option<usize>, shape: Shape, stride: usize) -> &[f32] {
    match y {
        Some(y) if y < shape.height => &values[y * shape.width * stride..][..shape.width * stride],
        _ => &[],
    }
}

/// Row `y` of the results.
#[inline(always)]
pub(super) fn row<L: Lanes>(filter: &Filter, tensors: Tensors<'_>, y: usize, out: &mut [f32]) {
    let Tensors { values, from, to, .. } = tensors;
    let residual = tensors.residual_from(y * to.width);
    match filter.kernel {
        (3, 3) => {
            let mut rows = [&[][..]; 3];
            for (k, row) in rows.iter_mut().enumerate() {
                *row = row_of(values, (y * filter.stride + k).checked_sub(filter.top), from, filter.inputs);
            }
            three_by_three::<L>(filter, rows, from.width, to.width, residual, out);
        }
        _ => any_size::<L>(filter, Tensors { residual, ..tensors }, y, out),
    }
}

/// A row of results of a 3 x 3 kernel from three source rows, of which an empty one is all zeros.
#[inline(always)]
pub(super) fn three_by_three<L: Lanes>(
    filter: &Filter,
    rows: [&[f32]; 3],
    from_width: usize,
    to_width: usize,
    residual: Option<Residual<'_>>,
    out: &mut [f32],
) {
    let Packed::Single(weights) = &filter.weights else { return };
    let (channels, stride, left) = (filter.inputs, filter.stride, filter.left);
    // Results from `inner` to `outer` see no zeros on the left nor on the right.
    let inner = left.div_ceil(stride).min(to_width);
    let outer = (from_width + left).checked_sub(3).map_or(0, |room| room / stride + 1).clamp(inner, to_width);
    let whole = rows.iter().all(|row| !row.is_empty());
    let mut channel = 0;
    while channel < channels {
        let bias = L::load(lanes(&filter.bias, channel));
        let column = Column::of(filter, channel, residual);
        let mut kernel = [[L::zero(); 3]; 3];
        for (ky, line) in kernel.iter_mut().enumerate() {
            for (kx, weight) in line.iter_mut().enumerate() {
                *weight = L::load(lanes(weights, (ky * 3 + kx) * channels + channel));
            }
        }
        let mut x = 0;
        while x < to_width {
            if whole && x >= inner && x + 2 <= outer {
                // Two at a time, so that one multiplication need not wait for another.
                let first = (x * stride - left) * channels + channel;
                let (mut a, mut b) = (bias, bias);
                for (row, line) in rows.iter().zip(&kernel) {
                    for (kx, weight) in line.iter().enumerate() {
                        let place = first + kx * channels;
                        a = a.plus_product(L::load(lanes(row, place)), *weight);
                        b = b.plus_product(L::load(lanes(row, place + stride * channels)), *weight);
                    }
                }
                column.finish(a, x, out);
                column.finish(b, x + 1, out);
                x += 2;
                continue;
            }
            let mut sum = bias;
            for (row, line) in rows.iter().zip(&kernel) {
                for (kx, weight) in line.iter().enumerate() {
                    if let Some(ix) = (x * stride + kx).checked_sub(left)
                        && ix < from_width
                        && !row.is_empty()
                    {
                        sum = sum.plus_product(L::load(lanes(row, ix * channels + channel)), *weight);
                    }
                }
            }
            column.finish(sum, x, out);
            x += 1;
        }
        channel += LANES;
    }
}

/// A row of results of a kernel of any size. Networks have few of these: one over a whole last tensor,
/// perhaps. The residual begins with this row.
#[inline(always)]
fn any_size<L: Lanes>(filter: &Filter, tensors: Tensors<'_>, y: usize, out: &mut [f32]) {
    let Tensors { values, from, to, residual } = tensors;
    let Packed::Single(weights) = &filter.weights else { return };
    let channels = filter.inputs;
    for x in 0..to.width {
        let mut channel = 0;
        while channel < channels {
            let mut sum = L::load(lanes(&filter.bias, channel));
            for ky in 0..filter.kernel.0 {
                let row = row_of(values, (y * filter.stride + ky).checked_sub(filter.top), from, channels);
                if row.is_empty() {
                    continue;
                }
                for kx in 0..filter.kernel.1 {
                    if let Some(ix) = (x * filter.stride + kx).checked_sub(filter.left)
                        && ix < from.width
                    {
                        let weight = L::load(lanes(weights, (ky * filter.kernel.1 + kx) * channels + channel));
                        sum = sum.plus_product(L::load(lanes(row, ix * channels + channel)), weight);
                    }
                }
            }
            Column::of(filter, channel, residual).finish(sum, x, out);
            channel += LANES;
        }
    }
}
