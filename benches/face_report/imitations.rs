//! Attacks imitated by software: a photo as a sheet of paper or on a phone, held by a hand before a camera.
//!
//! Imitations only: no paper, no screen and no camera was between. They lack the texture of print, the grid of a
//! display and the light of a room, so what they show of a network that looks for these is a lower bound of doubt,
//! not a rate to rely on.

use image::imageops::{FilterType, blur, resize};
use image::{Rgb, RgbImage};

/// What the photo is imitated to be shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A sheet of paper with a white edge: paler, a little yellow.
    Print,
    /// The same, so large that its edges lie outside the picture.
    LargePrint,
    /// A phone with a black frame: more contrast, bluish.
    Phone,
}

/// Sides of the imitated camera's frames, in pixels.
const FRAME: (u32, u32) = (640, 480);
/// Height of the photo in the frame, in pixels.
const HEIGHT: f32 = 330.0;
/// The shorter side of a print that is larger than the picture: wider than the picture, however the hand moves.
const LARGE_SIDE: f32 = 720.0;

/// `photo` on its medium, as large as the camera sees it.
pub fn mount(photo: &RgbImage, medium: Medium) -> RgbImage {
    let ratio = photo.width() as f32 / photo.height() as f32;
    let height = if medium == Medium::LargePrint { LARGE_SIDE / ratio.min(1.0) } else { HEIGHT };
    let width = height * ratio;
    let small = resize(photo, width as u32, height as u32, FilterType::Triangle);
    blur(&mounted(&small, medium), 0.7)
}

/// One frame of a mounted photo held before a wall at `seconds`.
pub fn held(sheet: &RgbImage, seconds: f32) -> RgbImage {
    let mut frame = RgbImage::from_fn(FRAME.0, FRAME.1, |x, y| {
        let shade = 150.0 + 40.0 * (x as f32 / FRAME.0 as f32) - 30.0 * (y as f32 / FRAME.1 as f32);
        Rgb([shade as u8, (shade * 0.98) as u8, (shade * 0.94) as u8])
    });
    let back = to_sheet(&corners(sheet, seconds), sheet);
    for (x, y, pixel) in frame.enumerate_pixels_mut() {
        let [u, v] = project(&back, [x as f32 + 0.5, y as f32 + 0.5]);
        if let Some(seen) = sample(sheet, u - 0.5, v - 0.5) {
            *pixel = seen;
        }
    }
    add_noise(&mut frame, (seconds * 1e3) as u32);
    frame
}

/// The photo as its medium shows it, with the medium's edge.
fn mounted(photo: &RgbImage, medium: Medium) -> RgbImage {
    let (edge, top, colour) = match medium {
        Medium::Print | Medium::LargePrint => (18, 18, Rgb([232, 230, 222])),
        Medium::Phone => (10, 42, Rgb([18, 18, 20])),
    };
    let mut sheet = RgbImage::from_pixel(photo.width() + 2 * edge, photo.height() + 2 * top, colour);
    for (x, y, pixel) in photo.enumerate_pixels() {
        let shown = pixel.0.map(|v| f32::from(v) / 255.0);
        let shown = match medium {
            Medium::Print | Medium::LargePrint => shown.map(|v| 0.10 + 0.76 * v.powf(0.92)),
            Medium::Phone => shown.map(|v| 0.02 + 0.98 * v.powf(1.15)),
        };
        let tint = match medium {
            Medium::Print | Medium::LargePrint => [1.0, 0.985, 0.93],
            Medium::Phone => [0.95, 0.98, 1.0],
        };
        let value = |k: usize| (shown[k] * tint[k] * 255.0) as u8;
        sheet.put_pixel(x + edge, y + top, Rgb([value(0), value(1), value(2)]));
    }
    sheet
}

/// Where the sheet's corners are: a hand that trembles, drifts and tilts.
fn corners(sheet: &RgbImage, t: f32) -> [[f32; 2]; 4] {
    let (w, h) = (sheet.width() as f32, sheet.height() as f32);
    let centre = [
        FRAME.0 as f32 / 2.0 + 14.0 * (0.9 * t).sin() + 1.5 * (11.0 * t).sin(),
        FRAME.1 as f32 / 2.0 + 9.0 * (0.7 * t + 1.0).sin() + 1.5 * (13.0 * t).cos(),
    ];
    let (roll, yaw, pitch) = (0.04 * (0.8 * t).sin(), 0.25 * (0.6 * t).sin(), 0.18 * (0.5 * t + 0.5).sin());
    // A plane seen from five of its heights away.
    let far = 5.0 * h;
    [[-w, -h], [w, -h], [w, h], [-w, h]].map(|[x, y]| {
        let (x, y) = (x / 2.0, y / 2.0);
        let (x, y) = (x * f32::cos(roll) - y * f32::sin(roll), x * f32::sin(roll) + y * f32::cos(roll));
        let depth = far + x * f32::sin(yaw) + y * f32::sin(pitch);
        [centre[0] + x * f32::cos(yaw) * far / depth, centre[1] + y * f32::cos(pitch) * far / depth]
    })
}

/// The homography from the frame to the sheet.
fn to_sheet(corners: &[[f32; 2]; 4], sheet: &RgbImage) -> [f64; 9] {
    let (w, h) = (f64::from(sheet.width()), f64::from(sheet.height()));
    let targets = [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]];
    // Eight equations for eight unknowns; the ninth is 1.
    let mut rows = [[0.0f64; 9]; 8];
    for (i, (from, to)) in corners.iter().zip(targets).enumerate() {
        let (x, y) = (f64::from(from[0]), f64::from(from[1]));
        rows[2 * i] = [x, y, 1.0, 0.0, 0.0, 0.0, -x * to[0], -y * to[0], to[0]];
        rows[2 * i + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -x * to[1], -y * to[1], to[1]];
    }
    for k in 0..8 {
        let pivot = (k..8).max_by(|a, b| rows[*a][k].abs().total_cmp(&rows[*b][k].abs())).unwrap_or(k);
        rows.swap(k, pivot);
        let lead = rows[k];
        for (i, row) in rows.iter_mut().enumerate() {
            if i != k {
                let factor = row[k] / lead[k];
                row.iter_mut().zip(lead).for_each(|(v, l)| *v -= factor * l);
            }
        }
    }
    let mut found = [1.0; 9];
    for k in 0..8 {
        found[k] = rows[k][8] / rows[k][k];
    }
    found
}

fn project(h: &[f64; 9], [x, y]: [f32; 2]) -> [f32; 2] {
    let (x, y) = (f64::from(x), f64::from(y));
    let w = h[6] * x + h[7] * y + h[8];
    [((h[0] * x + h[1] * y + h[2]) / w) as f32, ((h[3] * x + h[4] * y + h[5]) / w) as f32]
}

fn sample(picture: &RgbImage, x: f32, y: f32) -> Option<Rgb<u8>> {
    let (left, top) = (x.floor(), y.floor());
    if left < 0.0 || top < 0.0 || left + 1.0 >= picture.width() as f32 || top + 1.0 >= picture.height() as f32 {
        return None;
    }
    let (fx, fy) = (x - left, y - top);
    let at = |dx, dy| picture.get_pixel(left as u32 + dx, top as u32 + dy).0;
    let (a, b, c, d) = (at(0, 0), at(1, 0), at(0, 1), at(1, 1));
    let mixed = |k: usize| {
        let upper = f32::from(a[k]) * (1.0 - fx) + f32::from(b[k]) * fx;
        let lower = f32::from(c[k]) * (1.0 - fx) + f32::from(d[k]) * fx;
        (upper * (1.0 - fy) + lower * fy) as u8
    };
    Some(Rgb([mixed(0), mixed(1), mixed(2)]))
}

/// A webcam's noise, about two steps of 255, the same for the same seed.
fn add_noise(frame: &mut RgbImage, seed: u32) {
    let mut state = seed.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    for value in frame.iter_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // The sum of two even spreads.
        let noise = ((state >> 24) as i16 + ((state >> 12) & 0xff) as i16 - 255) / 60;
        *value = (i16::from(*value) + noise).clamp(0, 255) as u8;
    }
}
