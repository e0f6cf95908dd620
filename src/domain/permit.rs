//! The work permit as the register knows it.

use serde::{Deserialize, Serialize};

use super::name::PersonName;
use super::time::Date;

/// A work permit number: letters and digits, upper case, full-width and spaces folded.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PermitNumber(String);

/// Talent category. A: by listed routes; B: limited by market; C: by quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TalentCategory {
    A,
    B,
    C,
}

/// What the register says of a permit, apart from its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterStatus {
    /// In force (within its dates).
    InForce,
    /// Ended by the authority.
    Revoked,
}

/// A permit's standing on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Valid { days_left: i32 },
    /// 30 days or fewer.
    ExpiresSoon { days_left: i32 },
    /// Not yet valid.
    Future,
    Expired,
    Revoked,
}

/// A text in both languages; the register may lack either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BothLanguages {
    pub zh: String,
    pub en: String,
}

/// One permit of the register.
#[derive(Clone, PartialEq)]
pub struct WorkPermit {
    pub number: PermitNumber,
    pub name: PersonName,
    pub category: TalentCategory,
    pub nationality: BothLanguages,
    pub passport_number: String,
    pub employer: BothLanguages,
    pub workplace: BothLanguages,
    pub occupation: BothLanguages,
    pub valid_from: Date,
    pub valid_until: Date,
    pub issued_on: Date,
    /// The authority's file number of the letter.
    pub file_number: String,
    pub status: RegisterStatus,
    /// Reference photo: JPEG or PNG bytes as imported; `None` sends the visitor to staff.
    pub photo: Option<std::sync::Arc<[u8]>>,
}

impl PermitNumber {
    /// Folds and checks a typed number.
    ///
    /// # Errors
    /// What is wrong with it, for the field.
    pub fn parse(_typed: &str) -> Result<Self, super::registration::FieldFault> {
        todo!()
    }

    /// The folded number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PermitNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PermitNumber(..)")
    }
}

impl std::fmt::Debug for WorkPermit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WorkPermit(..)")
    }
}

impl WorkPermit {
    /// Standing on `today`.
    #[must_use]
    pub fn standing(&self, _today: super::time::Date) -> Standing {
        todo!()
    }
}
