//! Layers without weights to speak of: pooling, sums, gates, scaling.

#![expect(clippy::inline_always, reason = "kernels must end up inside the functions compiled for their instructions")]

use super::filter::{lanes, lanes_mut};
use super::program::{Finish, Shape};
use super::simd::{LANES, Lanes};

/// The largest of each 2 x 2 values; `stride` values a pixel.
#[inline(always)]
pub(super) fn max_pool<L: Lanes>(values: &[f32], from: Shape, to: Shape, stride: usize, out: &mut [f32]) {
    for y in 0..to.height {
        for x in 0..to.width {
            let upper = (2 * y * from.width + 2 * x) * stride;
            let lower = upper + from.width * stride;
            let at = (y * to.width + x) * stride;
            let mut channel = 0;
            while channel < stride {
                let a = L::load(lanes(values, upper + channel)).max(L::load(lanes(values, upper + stride + channel)));
                let b = L::load(lanes(values, lower + channel)).max(L::load(lanes(values, lower + stride + channel)));
                a.max(b).store(lanes_mut(out, at + channel));
                channel += LANES;
            }
        }
    }
}

/// `values` with each pixel repeated 2 x 2, plus `onto`.
#[inline(always)]
pub(super) fn upsample_add<L: Lanes>(values: &[f32], onto: &[f32], to: Shape, stride: usize, out: &mut [f32]) {
    for y in 0..to.height {
        for x in 0..to.width {
            let from = (y / 2 * (to.width / 2) + x / 2) * stride;
            let at = (y * to.width + x) * stride;
            let mut channel = 0;
            while channel < stride {
                let sum = L::load(lanes(values, from + channel)).plus(L::load(lanes(onto, at + channel)));
                sum.store(lanes_mut(out, at + channel));
                channel += LANES;
            }
        }
    }
}

/// The mean of each channel.
#[inline(always)]
pub(super) fn average<L: Lanes>(values: &[f32], from: Shape, stride: usize, out: &mut [f32]) {
    let pixels = from.height * from.width;
    let share = L::splat(1.0 / pixels as f32);
    let mut channel = 0;
    while channel < stride {
        let mut sum = L::zero();
        for pixel in 0..pixels {
            sum = sum.plus(L::load(lanes(values, pixel * stride + channel)));
        }
        sum.times(share).store(lanes_mut(out, channel));
        channel += LANES;
    }
}

/// Each channel times the sigmoid of its value in `by`.
#[inline(always)]
pub(super) fn gate<L: Lanes>(values: &[f32], by: &[f32], stride: usize, out: &mut [f32]) {
    let mut channel = 0;
    while channel < stride {
        let mut open = [0.0; LANES];
        for (open, value) in open.iter_mut().zip(lanes(by, channel)) {
            *open = sigmoid(*value);
        }
        let open = L::load(&open);
        let mut at = channel;
        while at < values.len() {
            L::load(lanes(values, at)).times(open).store(lanes_mut(out, at));
            at += stride;
        }
        channel += LANES;
    }
}

/// The sum of two tensors.
#[inline(always)]
pub(super) fn add<L: Lanes>(a: &[f32], b: &[f32], out: &mut [f32]) {
    let mut at = 0;
    while at < out.len() {
        L::load(lanes(a, at)).plus(L::load(lanes(b, at))).store(lanes_mut(out, at));
        at += LANES;
    }
}

/// Each channel times its scale plus its shift; `scale` and `shift` have `stride` values.
pub(super) fn affine(values: &[f32], scale: &[f32], shift: &[f32], out: &mut [f32]) {
    for (from, to) in values.chunks_exact(scale.len()).zip(out.chunks_exact_mut(scale.len())) {
        for (((to, from), scale), shift) in to.iter_mut().zip(from).zip(scale).zip(shift) {
            *to = from * scale + shift;
        }
    }
}

/// Copies `channels` of each pixel from `first` on and finishes them.
pub(super) fn finished(values: &[f32], stride: usize, first: usize, channels: usize, finish: Finish, out: &mut [f32]) {
    for (from, to) in values.chunks_exact(stride).zip(out.chunks_exact_mut(channels)) {
        to.copy_from_slice(&from[first..first + channels]);
    }
    match finish {
        Finish::Plain => {}
        Finish::Sigmoid => out.iter_mut().for_each(|v| *v = sigmoid(*v)),
        Finish::Softmax => out.chunks_exact_mut(channels).for_each(softmax),
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Shares of 1, in proportion to the exponentials; the largest is taken off first so that none overflows.
fn softmax(values: &mut [f32]) {
    let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = (*value - largest).exp();
        sum += *value;
    }
    for value in values {
        *value /= sum;
    }
}
