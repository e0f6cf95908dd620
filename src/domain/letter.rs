//! What is printed: the notification letter and the QR slip.

use super::card::Card;
use super::time::Timestamp;

/// Everything a document shows; the same request gives the same bytes.
#[derive(Clone, Debug)]
pub struct DocumentRequest {
    pub kind: DocumentKind,
    pub card: Card,
    /// When it is made.
    pub at: Timestamp,
}

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// Notification Letter of Foreigner's Work Permit in the People's Republic of China, A4.
    Letter,
    /// The QR code on a slip.
    Slip,
    /// The permit as it stands in the register, A4.
    Inquiry,
    /// How to go on at home, A4: nothing about its holder.
    TakeHome,
}

impl DocumentKind {
    /// All of them, for tests.
    pub const ALL: [Self; 4] = [Self::Letter, Self::Slip, Self::Inquiry, Self::TakeHome];

    /// The stored form, also in the audit log: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Slip => "slip",
            Self::Inquiry => "inquiry",
            Self::TakeHome => "take_home",
        }
    }

    /// It says that the permit is in force: none is made of a permit that is not.
    #[must_use]
    pub fn needs_force(self) -> bool {
        match self {
            Self::Letter | Self::Slip => true,
            // One says itself how the permit stands, the other nothing of it.
            Self::Inquiry | Self::TakeHome => false,
        }
    }
}

/// What the slip is printed on; the letter is always A4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SlipPaper {
    /// A receipt printer's roll, 80 mm wide.
    #[default]
    Roll80mm,
    /// A sheet of A4.
    A4,
}

/// A page of a document as a picture: 8-bit RGB, no padding.
#[derive(Clone)]
pub struct PagePicture {
    pub width: u32,
    pub height: u32,
    pub rgb: std::sync::Arc<[u8]>,
}

impl std::fmt::Debug for PagePicture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PagePicture({}x{})", self.width, self.height)
    }
}
