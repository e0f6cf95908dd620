//! How many multiply-adds this machine does at best: what the kernels are measured against.

use std::hint::black_box;

use super::simd::{Instructions, Kernel, LANES, Lanes, dispatch};

/// Independent sums: enough that none waits for itself.
const SUMS: usize = 6;

/// Does `rounds` rounds of multiply-adds in registers and says how many multiply-adds that were.
#[must_use]
pub fn multiply_adds(rounds: u64) -> u64 {
    dispatch(Instructions::detect(), Peak { rounds });
    rounds * (SUMS * LANES) as u64
}

struct Peak {
    rounds: u64,
}

impl Kernel for Peak {
    #[expect(clippy::inline_always, reason = "it has to be compiled for the instructions it is entered with")]
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let factor = L::splat(black_box(0.999));
        let mut sums = [factor; SUMS];
        for _ in 0..self.rounds {
            for sum in &mut sums {
                *sum = factor.plus_product(*sum, factor);
            }
        }
        let mut out = [0.0; LANES];
        for sum in sums {
            sum.store(&mut out);
            black_box(&out);
        }
    }
}
