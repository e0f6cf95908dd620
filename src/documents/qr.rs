//! The QR code of a permit.

use qrcode::{EcLevel, QrCode};

use super::DocumentError;
use crate::domain::permit::PermitNumber;

/// Modules of white that must surround a code (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// Longest payload: far more than any permit number, small enough to stay easily read.
const LONGEST: usize = 120;

/// A QR code's modules, without the quiet zone.
#[derive(Clone, PartialEq, Eq)]
pub struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// Encodes `payload` with error correction M (15 % may be lost).
    ///
    /// # Errors
    /// If it is empty, too long, or not ASCII: scanners guess the encoding of anything else.
    pub fn of(payload: &str) -> Result<Self, DocumentError> {
        if payload.is_empty() || payload.len() > LONGEST || !payload.is_ascii() {
            return Err(DocumentError::Code);
        }
        let code = QrCode::with_error_correction_level(payload, EcLevel::M).map_err(|_| DocumentError::Code)?;
        let dark = code.to_colors().into_iter().map(|c| c == qrcode::Color::Dark).collect();
        Ok(Self { side: code.width(), dark })
    }

    /// Modules a side, without the quiet zone.
    #[must_use]
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether the module is dark; outside of the code everything is light.
    #[must_use]
    pub fn dark(&self, x: usize, y: usize) -> bool {
        x < self.side && self.dark.get(y * self.side + x).copied().unwrap_or(false)
    }

    /// Runs of dark modules: first column, row, length. Fewer shapes than modules, and no seams.
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        (0..self.side).flat_map(move |y| {
            let mut x = 0;
            std::iter::from_fn(move || {
                while x < self.side && !self.dark(x, y) {
                    x += 1;
                }
                let from = x;
                while self.dark(x, y) {
                    x += 1;
                }
                (x > from).then_some((from, y, x - from))
            })
        })
    }
}

impl std::fmt::Debug for Modules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Modules({0}x{0})", self.side)
    }
}

/// The code printed for a permit.
///
/// # Errors
/// If the number cannot be encoded.
pub fn permit_code(number: &PermitNumber) -> Result<Modules, DocumentError> {
    Modules::of(number.qr_payload())
}

#[cfg(test)]
mod tests {
    use super::Modules;

    #[test]
    fn runs_cover_exactly_the_dark_modules() {
        let code = Modules::of("SP202604170001").unwrap();
        let dark = (0..code.side())
            .flat_map(|y| (0..code.side()).map(move |x| (x, y)))
            .filter(|&(x, y)| code.dark(x, y))
            .count();
        assert_eq!(code.runs().map(|(_, _, n)| n).sum::<usize>(), dark);
        assert!(dark > 100);
    }

    #[test]
    fn only_ascii_of_bounded_length_is_encoded() {
        assert!(Modules::of("").is_err());
        assert!(Modules::of("号码").is_err());
        assert!(Modules::of(&"9".repeat(500)).is_err());
    }

    #[test]
    fn outside_is_light() {
        let code = Modules::of("A1").unwrap();
        assert!(!code.dark(code.side(), 0) && !code.dark(0, code.side()));
    }
}
