//! Memory for values, aligned to a cache line.

use std::ops::{Deref, DerefMut};

/// Values a cache line holds.
const LINE: usize = 16;

/// 32-bit floats whose first lies at the start of a cache line: an access of 16 of them never touches
/// two lines. Over-allocated by one line rather than allocated aligned, which would take `unsafe`.
#[derive(Default)]
pub(super) struct Buffer {
    values: Vec<f32>,
    start: usize,
    len: usize,
}

impl Buffer {
    /// `len` zeros.
    pub(super) fn zeros(len: usize) -> Self {
        let values = vec![0.0; len + LINE];
        // An allocator that cannot tell costs speed, not correctness.
        let start = values.as_ptr().align_offset(LINE * size_of::<f32>()).min(LINE);
        Self { values, start, len }
    }
}

impl Deref for Buffer {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.values[self.start..self.start + self.len]
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.values[self.start..self.start + self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_has_its_length_and_starts_on_a_line() {
        for len in [0, 1, 15, 16, 1000] {
            let buffer = Buffer::zeros(len);
            assert_eq!(buffer.len(), len);
            assert_eq!(buffer.as_ptr().addr() % 64, 0);
        }
    }
}
