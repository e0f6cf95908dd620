//! Resampling: from the camera's 8-bit pixels to the floats a network reads.

use super::align::Affine;

/// A view of 8-bit RGB pixels, rows from the top, no padding.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    width: usize,
    height: usize,
    rgb: &'a [u8],
}

impl<'a> Picture<'a> {
    /// Wraps `rgb`; `None` unless it has `width * height * 3` bytes and both sides are at least 1.
    #[must_use]
    pub fn new(width: u32, height: u32, rgb: &'a [u8]) -> Option<Self> {
        let (width, height) = (width as usize, height as usize);
        (width > 0 && height > 0 && rgb.len() == width * height * 3).then_some(Self { width, height, rgb })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The pixel rows.
    pub fn rows(&self) -> impl Iterator<Item = &'a [u8]> {
        self.rgb.chunks_exact(self.width * 3)
    }

    pub(super) fn row(&self, y: usize) -> &'a [u8] {
        &self.rgb[y * self.width * 3..][..self.width * 3]
    }
}

impl<'a> From<&'a crate::domain::frame::Frame> for Picture<'a> {
    fn from(frame: &'a crate::domain::frame::Frame) -> Self {
        Self { width: frame.width() as usize, height: frame.height() as usize, rgb: frame.rgb() }
    }
}

impl<'a> From<&'a image::RgbImage> for Picture<'a> {
    fn from(image: &'a image::RgbImage) -> Self {
        Self { width: image.width() as usize, height: image.height() as usize, rgb: image.as_raw() }
    }
}

/// Relative luminance (Rec. 709 weights on the stored values) of a pixel, 0-255.
#[must_use]
pub fn luma(rgb: [f32; 3]) -> f32 {
    0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
}

/// Samples `out` (`side * side` pixels of red, green and blue) from `picture`: output position
/// (x, y) shows the picture at `to_source` of it. Black outside. With `taps` above 1 each output
/// pixel is the mean of `taps * taps` samples, which is what keeps a large face from aliasing when
/// it is shrunk.
pub fn warp(picture: Picture<'_>, to_source: &Affine, side: usize, taps: usize, scale: f32, out: &mut [f32]) {
    let taps = taps.max(1);
    let step = 1.0 / taps as f32;
    let share = scale / (taps * taps) as f32;
    let [[a, b, tx], [c, d, ty]] = to_source.rows();
    for (y, row) in out.chunks_exact_mut(side * 3).enumerate() {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let mut sum = [0.0f32; 3];
            for j in 0..taps {
                let v = y as f32 + (j as f32 + 0.5) * step;
                for i in 0..taps {
                    let u = x as f32 + (i as f32 + 0.5) * step;
                    // Half a pixel back: from positions to indices of pixel centres.
                    add_sample(picture, a * u + b * v + tx - 0.5, c * u + d * v + ty - 0.5, &mut sum);
                }
            }
            for (value, sum) in pixel.iter_mut().zip(sum) {
                *value = sum * share;
            }
        }
    }
}

/// The largest whole number not above `x`; a position far outside stays outside. `f32::floor` is a call
/// on processors as old as the ones this program is compiled for.
#[inline]
fn below(x: f32) -> i32 {
    let towards_zero = x as i32;
    towards_zero.saturating_sub(i32::from(towards_zero as f32 > x))
}

/// Adds the bilinear sample at index position (x, y); what lies outside counts as black.
#[inline]
fn add_sample(picture: Picture<'_>, x: f32, y: f32, sum: &mut [f32; 3]) {
    let (left, top) = (below(x), below(y));
    let (fx, fy) = (x - left as f32, y - top as f32);
    let (w, h) = (picture.width as i32, picture.height as i32);
    if left >= 0 && top >= 0 && left < w - 1 && top < h - 1 {
        let at = (top as usize * picture.width + left as usize) * 3;
        let upper = &picture.rgb[at..at + 6];
        let lower = &picture.rgb[at + picture.width * 3..][..6];
        for k in 0..3 {
            let above = f32::from(upper[k]) * (1.0 - fx) + f32::from(upper[k + 3]) * fx;
            let below = f32::from(lower[k]) * (1.0 - fx) + f32::from(lower[k + 3]) * fx;
            sum[k] += above * (1.0 - fy) + below * fy;
        }
        return;
    }
    for (dy, wy) in [(0, 1.0 - fy), (1, fy)] {
        for (dx, wx) in [(0, 1.0 - fx), (1, fx)] {
            let (px, py) = (left.saturating_add(dx), top.saturating_add(dy));
            if (0..w).contains(&px) && (0..h).contains(&py) {
                let at = (py as usize * picture.width + px as usize) * 3;
                for (sum, channel) in sum.iter_mut().zip(&picture.rgb[at..at + 3]) {
                    *sum += f32::from(*channel) * wx * wy;
                }
            }
        }
    }
}

/// Shrinks `picture` to `width * height` (each at most the picture's own) by area averaging and
/// writes its pixels as blue, green and red, values 0-255, into the top left of a picture of `stride`
/// pixels a row.
pub fn shrink_to_bgr(picture: Picture<'_>, width: usize, height: usize, stride: usize, out: &mut [f32]) {
    let columns = spans(picture.width, width);
    let rows = spans(picture.height, height);
    let mut line = vec![0.0f32; picture.width * 3];
    for (y, span) in rows.iter().enumerate() {
        line.fill(0.0);
        for (row, weight) in span.cells() {
            for (sum, &value) in line.iter_mut().zip(picture.row(row)) {
                *sum += f32::from(value) * weight;
            }
        }
        for (x, span) in columns.iter().enumerate() {
            let mut sum = [0.0f32; 3];
            for (column, weight) in span.cells() {
                for (s, v) in sum.iter_mut().zip(&line[column * 3..column * 3 + 3]) {
                    *s += v * weight;
                }
            }
            for (k, value) in sum.into_iter().enumerate() {
                out[(y * stride + x) * 3 + 2 - k] = value;
            }
        }
    }
}

/// The source cells one output cell covers, each with its share.
struct Span {
    first: usize,
    count: usize,
    first_weight: f32,
    inner_weight: f32,
    last_weight: f32,
}

impl Span {
    fn cells(&self) -> impl Iterator<Item = (usize, f32)> + '_ {
        (0..self.count).map(|i| {
            let weight = if i == 0 {
                self.first_weight
            } else if i + 1 == self.count {
                self.last_weight
            } else {
                self.inner_weight
            };
            (self.first + i, weight)
        })
    }
}

/// Splits `source` cells into `target` equal spans; the weights of each sum to 1.
fn spans(source: usize, target: usize) -> Vec<Span> {
    let ratio = source as f64 / target as f64;
    (0..target)
        .map(|i| {
            let (from, to) = (i as f64 * ratio, (i + 1) as f64 * ratio);
            let first = (from.floor() as usize).min(source - 1);
            let end = (to.ceil() as usize).clamp(first + 1, source);
            let count = end - first;
            let share = |cells: f64| (cells / ratio) as f32;
            if count == 1 {
                return Span { first, count, first_weight: 1.0, inner_weight: 0.0, last_weight: 0.0 };
            }
            Span {
                first,
                count,
                first_weight: share((first + 1) as f64 - from),
                inner_weight: share(1.0),
                last_weight: share(to.min(source as f64) - (end - 1) as f64),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(width: u32, height: u32) -> Vec<u8> {
        (0..height).flat_map(|y| (0..width).flat_map(move |x| [x as u8 * 4, y as u8 * 4, 10])).collect()
    }

    #[test]
    fn shrinking_keeps_the_mean_and_swaps_to_bgr() {
        let rgb = ramp(50, 30);
        let picture = Picture::new(50, 30, &rgb).unwrap();
        let mut out = vec![0.0; 3 * 32 * 32];
        shrink_to_bgr(picture, 32, 19, 32, &mut out);
        let mean = |channel: usize| out.iter().skip(channel).step_by(3).sum::<f32>() / (32.0 * 19.0);
        assert!((mean(0) - 10.0).abs() < 1e-3);
        assert!((mean(1) - 58.0).abs() < 0.05, "{}", mean(1));
        assert!((mean(2) - 98.0).abs() < 0.05, "{}", mean(2));
        assert!(out[19 * 32 * 3..].iter().all(|&v| v == 0.0), "padding stays black");
    }

    #[test]
    fn warping_by_a_shift_reads_the_shifted_pixel() {
        let rgb = ramp(40, 40);
        let picture = Picture::new(40, 40, &rgb).unwrap();
        let mut out = vec![0.0; 3 * 64];
        warp(picture, &Affine::new([[1.0, 0.0, 5.0], [0.0, 1.0, 7.0]]), 8, 1, 1.0, &mut out);
        assert!((out[0] - 20.0).abs() < 1e-3);
        assert!((out[8 * 3 + 1] - 32.0).abs() < 1e-3);
        warp(picture, &Affine::new([[1.0, 0.0, -100.0], [0.0, 1.0, 0.0]]), 8, 2, 1.0, &mut out);
        assert!(out.iter().all(|&v| v == 0.0), "outside is black");
    }

    #[test]
    fn a_buffer_of_the_wrong_length_is_no_picture() {
        assert!(Picture::new(2, 2, &[0; 11]).is_none());
        assert!(Picture::new(0, 2, &[]).is_none());
    }
}
