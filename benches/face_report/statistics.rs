//! Rates with the uncertainty that their number of trials leaves, after ISO/IEC 19795-1.

/// Similarities of pairs of one person and of pairs of two.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    genuine: Vec<f32>,
    impostor: Vec<f32>,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub of: usize,
    pub all: usize,
}

impl Count {
    /// The share, 0-1; `None` of nothing.
    pub fn rate(self) -> Option<f64> {
        (self.all > 0).then(|| self.of as f64 / self.all as f64)
    }

    /// Bounds of the true share with 95 % confidence (Wilson's score interval, 1927).
    pub fn interval(self) -> (f64, f64) {
        const Z: f64 = 1.959_964;
        let Some(rate) = self.rate() else { return (0.0, 1.0) };
        let n = self.all as f64;
        let middle = rate + Z * Z / (2.0 * n);
        let half = Z * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        (((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0))
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(rate) = self.rate() else { return f.write_str("no trials") };
        let (low, high) = self.interval();
        write!(f, "{} of {} = {:.2} % [{:.2}, {:.2}]", self.of, self.all, 100.0 * rate, 100.0 * low, 100.0 * high)
    }
}

/// The rate of false rejects at a wanted rate of false accepts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OperatingPoint {
    /// So many pairs of two people are needed to see such a rate at all; there are fewer.
    TooFew {
        needed: usize,
        there: usize,
    },
    At {
        threshold: f32,
        false_rejects: Count,
        false_accepts: Count,
    },
}

impl Scores {
    pub fn new(mut genuine: Vec<f32>, mut impostor: Vec<f32>) -> Self {
        genuine.sort_by(f32::total_cmp);
        impostor.sort_by(f32::total_cmp);
        Self { genuine, impostor }
    }

    pub fn genuine(&self) -> &[f32] {
        &self.genuine
    }

    pub fn impostor(&self) -> &[f32] {
        &self.impostor
    }

    /// Pairs of one person under `threshold`.
    pub fn false_rejects(&self, threshold: f32) -> Count {
        Count { of: self.genuine.partition_point(|s| *s < threshold), all: self.genuine.len() }
    }

    /// Pairs of two people at `threshold` or above.
    pub fn false_accepts(&self, threshold: f32) -> Count {
        let below = self.impostor.partition_point(|s| *s < threshold);
        Count { of: self.impostor.len() - below, all: self.impostor.len() }
    }

    /// The lowest threshold with a rate of false accepts of `far` or less. A rate of 1 in n is not
    /// looked at with fewer than n pairs.
    pub fn at(&self, far: f64) -> OperatingPoint {
        let there = self.impostor.len();
        let needed = (1.0 / far).ceil() as usize;
        if there < needed || self.genuine.is_empty() {
            return OperatingPoint::TooFew { needed, there };
        }
        let admitted = (far * there as f64).floor() as usize;
        // Just above the highest score that must be refused.
        let threshold = self.impostor[there - 1 - admitted.min(there - 1)].next_up();
        OperatingPoint::At {
            threshold,
            false_rejects: self.false_rejects(threshold),
            false_accepts: self.false_accepts(threshold),
        }
    }

    /// (false accepts, false rejects) as shares at every threshold that makes a difference, from the
    /// most lenient to the strictest.
    pub fn curve(&self) -> Vec<(f64, f64)> {
        if self.genuine.is_empty() || self.impostor.is_empty() {
            return Vec::new();
        }
        let mut thresholds: Vec<f32> = self.genuine.iter().chain(&self.impostor).copied().collect();
        thresholds.sort_by(f32::total_cmp);
        thresholds.dedup();
        thresholds.push(2.0);
        let share = |count: Count| count.rate().unwrap_or_default();
        thresholds.iter().map(|t| (share(self.false_accepts(*t)), share(self.false_rejects(*t)))).collect()
    }
}
