//! The shipped fonts, in the program once: window and documents draw with the same bytes.
//!
//! Origin, licence and SHA-256: `fonts/PROVENANCE.md`. Noto Sans SC comes first; it lacks ş ğ ı İ ł ő ř
//! and more of Latin Extended-A, which Source Sans 3 has. Enlarge Source Sans 3 by
//! [`SOURCE_SANS_SCALE`] and the two stand side by side unnoticed.

/// Noto Sans SC, weight 400: TrueType.
pub static NOTO_SANS_SC_REGULAR: &[u8] = include_bytes!("../../fonts/NotoSansSC_400Regular.ttf");
/// Noto Sans SC, weight 600: TrueType.
pub static NOTO_SANS_SC_SEMIBOLD: &[u8] = include_bytes!("../../fonts/NotoSansSC_600SemiBold.ttf");
/// Source Sans 3, weight 400: TrueType.
pub static SOURCE_SANS_REGULAR: &[u8] = include_bytes!("../../fonts/SourceSans3_400Regular.ttf");
/// Source Sans 3, weight 600: TrueType.
pub static SOURCE_SANS_SEMIBOLD: &[u8] = include_bytes!("../../fonts/SourceSans3_600SemiBold.ttf");

/// Source Sans 3 is drawn this much larger than Noto Sans SC: its digits are 497 wide against 555.
pub const SOURCE_SANS_SCALE: f32 = 1.117;
