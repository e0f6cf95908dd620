//! Sixteen values at a time, with the best instructions this machine has.
//!
//! The only file of the program with `unsafe` in it. Kernels are written once, generic over [`Lanes`], in
//! safe code; [`dispatch`] enters them with AVX2 where the processor has it, and with plain arrays
//! elsewhere. Everything between [`dispatch`] and a method of [`Lanes`] must be `#[inline(always)]` and
//! must not be a closure: code that is not inlined into the entry is compiled without its instructions.

#![expect(
    unsafe_code,
    reason = "vector instructions and functions compiled for them are unsafe to call: the processor may lack them"
)]
#![expect(clippy::inline_always, reason = "see above: what is not inlined is compiled without the instructions")]

use super::half;

/// Values worked on at a time: one cache line, two AVX2 registers.
pub(super) const LANES: usize = 16;

/// Sixteen 32-bit floats.
pub(super) trait Lanes: Copy {
    /// Whether there are registers for a product of six rows by sixteen columns; else three.
    const SIX_ROWS: bool;
    /// All zero.
    fn zero() -> Self;
    /// All `x`.
    fn splat(x: f32) -> Self;
    /// These values.
    fn load(from: &[f32; LANES]) -> Self;
    /// The values of these 16-bit floats.
    fn load_half(from: &[u16; LANES]) -> Self;
    /// Writes the values.
    fn store(self, to: &mut [f32; LANES]);
    /// `self + a * b`.
    fn plus_product(self, a: Self, b: Self) -> Self;
    /// `self + other`.
    fn plus(self, other: Self) -> Self;
    /// `self * other`.
    fn times(self, other: Self) -> Self;
    /// The larger one of each two.
    fn max(self, other: Self) -> Self;
    /// Negative values times `slope`.
    fn sloped(self, slope: Self) -> Self;
}

/// Work that runs with any kind of lanes.
pub(super) trait Kernel {
    /// Does it.
    fn run<L: Lanes>(self);
}

/// Which instructions the kernels use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// Plain arrays, left to the compiler: SSE2 on x86-64; NEON on aarch64, where it has not been tried.
    Portable,
    /// AVX2 with fused multiply-add and 16-bit float conversion; only made by [`Instructions::detect`],
    /// after the processor was asked.
    Avx2(Detected),
}

/// Proof that the processor was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected(());

impl Instructions {
    /// The best this machine has.
    #[must_use]
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("f16c") {
            return Self::Avx2(Detected(()));
        }
        Self::Portable
    }

    /// Whether 16-bit floats are widened at no great cost.
    pub(super) fn widens(self) -> bool {
        matches!(self, Self::Avx2(_))
    }

    /// Their name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Avx2(_) => "AVX2",
            Self::Portable if cfg!(target_arch = "aarch64") => "NEON",
            Self::Portable => "portable",
        }
    }
}

/// Runs `kernel` with these instructions.
pub(super) fn dispatch<K: Kernel>(instructions: Instructions, kernel: K) {
    match instructions {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: an `Instructions::Avx2` exists only after `detect` found avx2, fma and f16c.
        Instructions::Avx2(_) => unsafe { x86::enter(kernel) },
        _ => kernel.run::<Portable>(),
    }
}

/// Lanes as an array; the compiler makes vectors of it where it can.
#[derive(Clone, Copy)]
struct Portable([f32; LANES]);

impl Lanes for Portable {
    const SIX_ROWS: bool = cfg!(target_arch = "aarch64");

    #[inline(always)]
    fn zero() -> Self {
        Self([0.0; LANES])
    }

    #[inline(always)]
    fn splat(x: f32) -> Self {
        Self([x; LANES])
    }

    #[inline(always)]
    fn load(from: &[f32; LANES]) -> Self {
        Self(*from)
    }

    #[inline(always)]
    fn load_half(from: &[u16; LANES]) -> Self {
        let mut values = [0.0; LANES];
        for (value, &bits) in values.iter_mut().zip(from) {
            *value = half::widen(bits);
        }
        Self(values)
    }

    #[inline(always)]
    fn store(self, to: &mut [f32; LANES]) {
        *to = self.0;
    }

    #[inline(always)]
    fn plus_product(mut self, a: Self, b: Self) -> Self {
        for i in 0..LANES {
            // Fused only where that is one instruction: elsewhere it is a call of a function.
            #[cfg(target_arch = "aarch64")]
            {
                self.0[i] = a.0[i].mul_add(b.0[i], self.0[i]);
            }
            #[cfg(not(target_arch = "aarch64"))]
            {
                self.0[i] += a.0[i] * b.0[i];
            }
        }
        self
    }

    #[inline(always)]
    fn plus(mut self, other: Self) -> Self {
        for i in 0..LANES {
            self.0[i] += other.0[i];
        }
        self
    }

    #[inline(always)]
    fn times(mut self, other: Self) -> Self {
        for i in 0..LANES {
            self.0[i] *= other.0[i];
        }
        self
    }

    #[inline(always)]
    fn max(mut self, other: Self) -> Self {
        for i in 0..LANES {
            // Not f32::max, which is slow because it spares NaN.
            self.0[i] = if self.0[i] > other.0[i] { self.0[i] } else { other.0[i] };
        }
        self
    }

    #[inline(always)]
    fn sloped(mut self, slope: Self) -> Self {
        for i in 0..LANES {
            self.0[i] = if self.0[i] < 0.0 { self.0[i] * slope.0[i] } else { self.0[i] };
        }
        self
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use core::arch::x86_64::{
        __m256, _mm_loadu_si128, _mm256_add_ps, _mm256_blendv_ps, _mm256_cvtph_ps, _mm256_fmadd_ps, _mm256_loadu_ps,
        _mm256_max_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };

    use super::{Kernel, LANES, Lanes};

    /// Runs `kernel` in a function compiled for AVX2.
    #[target_feature(enable = "avx2,fma,f16c")]
    pub(super) fn enter<K: Kernel>(kernel: K) {
        kernel.run::<Avx2>();
    }

    /// Two registers of eight. Private to this module and named in [`enter`] alone: its methods run only
    /// where the processor has the instructions, which is what makes each `unsafe` below sound. The
    /// accesses to memory are unaligned ones inside the array that is passed.
    #[derive(Clone, Copy)]
    struct Avx2(__m256, __m256);

    impl Lanes for Avx2 {
        const SIX_ROWS: bool = true;

        #[inline(always)]
        fn zero() -> Self {
            // SAFETY: entered through `enter`.
            unsafe { Self(_mm256_setzero_ps(), _mm256_setzero_ps()) }
        }

        #[inline(always)]
        fn splat(x: f32) -> Self {
            // SAFETY: entered through `enter`.
            let all = unsafe { _mm256_set1_ps(x) };
            Self(all, all)
        }

        #[inline(always)]
        fn load(from: &[f32; LANES]) -> Self {
            // SAFETY: entered through `enter`; sixteen floats from the pointer on belong to the array.
            unsafe { Self(_mm256_loadu_ps(from.as_ptr()), _mm256_loadu_ps(from.as_ptr().add(8))) }
        }

        #[inline(always)]
        fn load_half(from: &[u16; LANES]) -> Self {
            let (halves, _) = from.as_chunks::<8>();
            // SAFETY: entered through `enter`; sixteen bytes from each pointer on belong to its eight halves,
            // and `loadu` asks for no alignment.
            unsafe {
                Self(
                    _mm256_cvtph_ps(_mm_loadu_si128((&raw const halves[0]).cast())),
                    _mm256_cvtph_ps(_mm_loadu_si128((&raw const halves[1]).cast())),
                )
            }
        }

        #[inline(always)]
        fn store(self, to: &mut [f32; LANES]) {
            // SAFETY: entered through `enter`; sixteen floats from the pointer on belong to the array.
            unsafe {
                _mm256_storeu_ps(to.as_mut_ptr(), self.0);
                _mm256_storeu_ps(to.as_mut_ptr().add(8), self.1);
            }
        }

        #[inline(always)]
        fn plus_product(self, a: Self, b: Self) -> Self {
            // SAFETY: entered through `enter`.
            unsafe { Self(_mm256_fmadd_ps(a.0, b.0, self.0), _mm256_fmadd_ps(a.1, b.1, self.1)) }
        }

        #[inline(always)]
        fn plus(self, other: Self) -> Self {
            // SAFETY: entered through `enter`.
            unsafe { Self(_mm256_add_ps(self.0, other.0), _mm256_add_ps(self.1, other.1)) }
        }

        #[inline(always)]
        fn times(self, other: Self) -> Self {
            // SAFETY: entered through `enter`.
            unsafe { Self(_mm256_mul_ps(self.0, other.0), _mm256_mul_ps(self.1, other.1)) }
        }

        #[inline(always)]
        fn max(self, other: Self) -> Self {
            // SAFETY: entered through `enter`.
            unsafe { Self(_mm256_max_ps(self.0, other.0), _mm256_max_ps(self.1, other.1)) }
        }

        #[inline(always)]
        fn sloped(self, slope: Self) -> Self {
            // SAFETY: entered through `enter`. The sign bit of each value chooses.
            unsafe {
                Self(
                    _mm256_blendv_ps(self.0, _mm256_mul_ps(self.0, slope.0), self.0),
                    _mm256_blendv_ps(self.1, _mm256_mul_ps(self.1, slope.1), self.1),
                )
            }
        }
    }
}
