//! Curves and histograms as SVG, to stand inside one HTML page.

use plotters::prelude::*;

use super::statistics::Scores;

type Drawn = Result<String, Box<dyn std::error::Error>>;

const SIZE: (u32, u32) = (520, 380);
const LINES: [RGBColor; 4] = [RGBColor(10, 92, 99), RGBColor(196, 98, 16), RGBColor(88, 44, 131), RGBColor(90, 90, 90)];

/// ROC: the share of one person's pairs that is accepted, over the share of false accepts.
pub fn roc(curves: &[(String, Scores)]) -> Drawn {
    lines(
        "ROC",
        "false accepts",
        "true accepts",
        curves,
        &|(far, frr)| (far.max(1e-5).log10(), 1.0 - frr),
        -5.0..0.0,
        0.8..1.0,
    )
}

/// DET: false rejects over false accepts, both logarithmic.
pub fn det(curves: &[(String, Scores)]) -> Drawn {
    let log = |v: f64| v.max(1e-5).log10();
    lines(
        "DET",
        "false accepts",
        "false rejects",
        curves,
        &move |(far, frr)| (log(far), log(frr)),
        -5.0..0.0,
        -5.0..0.0,
    )
}

/// Whole powers of ten only.
fn power(v: f64) -> String {
    if (v - v.round()).abs() < 0.01 { format!("1e{v:.0}") } else { String::new() }
}

fn lines(
    title: &str,
    x: &str,
    y: &str,
    curves: &[(String, Scores)],
    place: &dyn Fn((f64, f64)) -> (f64, f64),
    xs: std::ops::Range<f64>,
    ys: std::ops::Range<f64>,
) -> Drawn {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE)?;
        let logarithmic = ys.start < 0.0;
        let mut chart = ChartBuilder::on(&area)
            .caption(title, ("sans-serif", 16))
            .margin(10)
            .x_label_area_size(36)
            .y_label_area_size(52)
            .build_cartesian_2d(xs, ys)?;
        chart
            .configure_mesh()
            .x_desc(x)
            .y_desc(y)
            .x_label_formatter(&|v| power(*v))
            .y_label_formatter(&|v| if logarithmic { power(*v) } else { format!("{v:.2}") })
            .draw()?;
        for ((name, scores), colour) in curves.iter().zip(LINES.iter().cycle()) {
            let points = scores.curve().into_iter().map(place);
            chart
                .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
                .label(name.as_str())
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 14, y)], colour.stroke_width(2)));
        }
        chart.configure_series_labels().background_style(WHITE.mix(0.8)).border_style(BLACK.mix(0.3)).draw()?;
        area.present()?;
    }
    Ok(svg)
}

/// How often each similarity occurs, as shares of each kind, with the thresholds.
pub fn histogram(title: &str, scores: &Scores, thresholds: &[f32]) -> Drawn {
    const BINS: usize = 60;
    let bins = |values: &[f32]| {
        let mut bins = [0.0_f64; BINS];
        for value in values {
            let at = ((value + 0.5) / 1.5 * BINS as f32).clamp(0.0, BINS as f32 - 1.0) as usize;
            bins[at] += 1.0 / values.len() as f64;
        }
        bins
    };
    let (same, other) = (bins(scores.genuine()), bins(scores.impostor()));
    let most = same.iter().chain(&other).copied().fold(0.01, f64::max) * 1.1;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption(title, ("sans-serif", 16))
            .margin(10)
            .x_label_area_size(36)
            .y_label_area_size(52)
            .build_cartesian_2d(-0.5..1.0, 0.0..most)?;
        chart.configure_mesh().x_desc("similarity").y_desc("share").draw()?;
        for (bins, colour, name) in [(other, LINES[1], "different people"), (same, LINES[0], "same person")] {
            let left = |at: usize| -0.5 + 1.5 * at as f64 / BINS as f64;
            let bars = bins
                .into_iter()
                .enumerate()
                .map(|(at, share)| Rectangle::new([(left(at), 0.0), (left(at + 1), share)], colour.mix(0.55).filled()));
            chart
                .draw_series(bars)?
                .label(name)
                .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 12, y + 5)], colour.mix(0.55).filled()));
        }
        for threshold in thresholds {
            let x = f64::from(*threshold);
            chart.draw_series(LineSeries::new([(x, 0.0), (x, most)], BLACK.mix(0.6)))?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK.mix(0.3))
            .draw()?;
        area.present()?;
    }
    Ok(svg)
}
