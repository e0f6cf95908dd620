//! A part of a picture, blurred and brought to another size as the presentation network expects it.

use zeroize::Zeroize as _;

use super::raster::Picture;

/// A part of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Blurs and resamples; keeps its memory from frame to frame.
pub(super) struct Resampler {
    /// The blur.
    kernel: Vec<f32>,
    /// Where the columns of the result lie, and their weights, one row of them after the other.
    columns: Vec<Taps>,
    weights: Vec<f32>,
    /// The weights of the row at hand.
    row_weights: Vec<f32>,
    /// One row of a picture, blurred from top to bottom.
    line: Vec<f32>,
}

impl Resampler {
    /// One that blurs by a Gaussian of this deviation, in pixels.
    pub fn new(blur: f32) -> Self {
        Self {
            kernel: gaussian(blur),
            columns: Vec::new(),
            weights: Vec::new(),
            row_weights: Vec::new(),
            line: Vec::new(),
        }
    }

    /// Fills `out` with `side * side` pixels of red, green and blue, 0-255: `area` of the picture blurred, and sampled
    /// once a pixel between its four neighbours. Not averaged over the area that a pixel covers: the network was
    /// measured so.
    pub fn resample(&mut self, picture: Picture<'_>, area: Area, side: usize, out: &mut [f32]) {
        let Self { kernel, columns, weights, row_weights, line } = self;
        let taps_each = kernel.len() + 1;
        columns.clear();
        columns.extend((0..side).map(|i| Taps::at(i, area.x, area.width / side as f32, picture.width())));
        weights.clear();
        weights.resize(side * taps_each, 0.0);
        for (taps, weights) in columns.iter().zip(weights.chunks_exact_mut(taps_each)) {
            taps.weigh(kernel, weights);
        }
        row_weights.resize(taps_each, 0.0);
        for (y, row) in out.chunks_exact_mut(side * 3).enumerate() {
            let taps = Taps::at(y, area.y, area.height / side as f32, picture.height());
            taps.weigh(kernel, row_weights);
            line.clear();
            line.resize(picture.width() * 3, 0.0);
            for (k, weight) in row_weights.iter().enumerate() {
                let source = picture.row(taps.index(k, kernel));
                for (sum, value) in line.iter_mut().zip(source) {
                    *sum += f32::from(*value) * weight;
                }
            }
            for ((pixel, taps), weights) in
                row.chunks_exact_mut(3).zip(columns.iter()).zip(weights.chunks_exact(taps_each))
            {
                let mut sum = [0.0f32; 3];
                for (k, weight) in weights.iter().enumerate() {
                    let at = taps.index(k, kernel) * 3;
                    for (s, v) in sum.iter_mut().zip(&line[at..at + 3]) {
                        *s += v * weight;
                    }
                }
                pixel.copy_from_slice(&sum);
            }
        }
    }

    /// Overwrites the last picture's row; the rest says only where the face was, and goes with it.
    pub fn forget(&mut self) {
        // Also what lies beyond the length: an earlier picture may have been wider.
        self.line.zeroize();
        self.weights.zeroize();
        self.columns.clear();
    }

    /// Whether anything of a picture is left.
    #[cfg(test)]
    pub fn remembers(&self) -> bool {
        self.line.iter().chain(&self.weights).any(|v| *v != 0.0)
    }
}

/// A Gaussian of this deviation over as many pixels as matter for 8 bits; one pixel for 0.
fn gaussian(sigma: f32) -> Vec<f32> {
    let reach = (sigma * 3.0).ceil() as i32;
    let raw = (-reach..=reach).map(|i| (-0.5 * (i as f32 / sigma.max(1e-3)).powi(2)).exp());
    let raw: Vec<f32> = raw.collect();
    let sum: f32 = raw.iter().sum();
    raw.into_iter().map(|v| v / sum).collect()
}

/// One position between two pixels of a row or column.
struct Taps {
    /// The pixel before the position.
    first: i32,
    /// How far it lies towards the next.
    share: f32,
    /// The last pixel of the row or column.
    last: i32,
}

impl Taps {
    /// The middle of the `i`th of equal steps from `start`.
    fn at(i: usize, start: f32, step: f32, length: usize) -> Self {
        let position = start + (i as f32 + 0.5) * step - 0.5;
        let first = position.floor();
        Self { first: first as i32, share: position - first, last: length as i32 - 1 }
    }

    /// Blur and interpolation as one row of weights, one more than `kernel` has.
    fn weigh(&self, kernel: &[f32], weights: &mut [f32]) {
        weights.fill(0.0);
        for (k, weight) in kernel.iter().enumerate() {
            weights[k] += weight * (1.0 - self.share);
            weights[k + 1] += weight * self.share;
        }
    }

    /// The pixel that weight `k` belongs to; at the edge the last one goes on.
    fn index(&self, k: usize, kernel: &[f32]) -> usize {
        let reach = (kernel.len() / 2) as i32;
        (self.first + k as i32 - reach).clamp(0, self.last) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resampling_reads_the_area_and_blurs_evenly() {
        let rgb: Vec<u8> = (0..64u8).flat_map(|y| (0..64u8).flat_map(move |x| [x * 4, y * 4, 100])).collect();
        let picture = Picture::new(64, 64, &rgb).unwrap();
        let area = Area { x: 8.0, y: 16.0, width: 32.0, height: 32.0 };
        let mut out = vec![0.0; 16 * 16 * 3];
        for sigma in [0.0, 0.8] {
            let mut resampler = Resampler::new(sigma);
            // A second time over what the first left behind, and once with another size in between.
            resampler.resample(picture, area, 16, &mut out);
            resampler.resample(picture, area, 8, &mut out[..8 * 8 * 3]);
            resampler.resample(picture, area, 16, &mut out);
            // A ramp stays a ramp: pixel 3 covers columns 14 and 15, rows 22 and 23.
            let pixel = &out[(3 * 16 + 3) * 3..][..3];
            let expected = [14.5 * 4.0, 22.5 * 4.0, 100.0];
            assert!(pixel.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.01), "{sigma}: {pixel:?}");
            assert!(resampler.remembers());
            resampler.forget();
            assert!(!resampler.remembers());
        }
        let spread: Vec<f32> = gaussian(0.8);
        assert!((spread.iter().sum::<f32>() - 1.0).abs() < 1e-6 && spread.len() == 7, "{spread:?}");
    }
}
