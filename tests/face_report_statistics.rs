//! The statistics of `make face-report`, which is no test and so cannot hold its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]
#![allow(dead_code, clippy::pedantic, reason = "the file belongs to the report; only its rates are looked at here")]

#[path = "../benches/face_report/statistics.rs"]
mod statistics;

use statistics::{Count, OperatingPoint, Scores};

fn scores() -> Scores {
    let genuine = (0..100).map(|n| 0.4 + n as f32 / 200.0).collect();
    let impostor = (0..1000).map(|n| -0.2 + n as f32 / 2000.0).collect();
    Scores::new(genuine, impostor)
}

#[test]
fn both_errors_are_counted_on_their_side_of_the_threshold() {
    let scores = Scores::new(vec![0.9, 0.4, 0.39], vec![0.1, 0.4, 0.5]);
    assert_eq!(scores.false_rejects(0.4), Count { of: 1, all: 3 });
    assert_eq!(scores.false_accepts(0.4), Count { of: 2, all: 3 });
}

#[test]
fn a_rate_needs_as_many_pairs_as_it_is_small() {
    assert_eq!(scores().at(1e-4), OperatingPoint::TooFew { needed: 10_000, there: 1000 });
    let OperatingPoint::At { threshold, false_accepts, .. } = scores().at(1e-2) else { panic!("too few") };
    assert_eq!(false_accepts, Count { of: 10, all: 1000 });
    assert!((threshold - 0.2945).abs() < 1e-3, "{threshold}");
}

#[test]
fn intervals_are_those_of_the_textbook() {
    // 0 of 13: the upper bound of Wilson's interval is 22.8 %; 5 of 10: 23.7 to 76.3 %.
    let (low, high) = Count { of: 0, all: 13 }.interval();
    assert!(low.abs() < 1e-9 && (high - 0.228).abs() < 0.001, "{high}");
    let (low, high) = Count { of: 5, all: 10 }.interval();
    assert!((low - 0.237).abs() < 0.001 && (high - 0.763).abs() < 0.001, "{low} {high}");
    assert_eq!(Count { of: 0, all: 0 }.rate(), None);
}

#[test]
fn the_curve_goes_from_accepting_all_to_refusing_all() {
    let curve = scores().curve();
    assert_eq!(curve.first().copied(), Some((1.0, 0.0)));
    assert_eq!(curve.last().copied(), Some((0.0, 1.0)));
    assert!(curve.windows(2).all(|w| w[1].0 <= w[0].0 && w[1].1 >= w[0].1));
}
