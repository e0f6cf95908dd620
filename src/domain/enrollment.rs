//! One enrollment, as it is written: all of it or nothing.

use super::account::{NewPassword, PasswordHash};
use super::consent::ConsentRecord;
use super::face_shot::FaceShot;
use super::liveness::Prompt;
use super::match_policy::Verification;
use super::permit::{PermitNumber, WorkPermit};
use super::staff_evidence::StaffEvidence;

/// What the face route leaves behind.
#[derive(Clone)]
pub struct FaceEvidence {
    pub verification: Verification,
    pub prompts: Vec<Prompt>,
    /// Its picture is kept as many days as the consent says.
    pub shot: FaceShot,
}

impl std::fmt::Debug for FaceEvidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FaceEvidence({:?}, {:?})", self.verification, self.prompts)
    }
}

/// How the holder was verified.
#[derive(Clone, Debug)]
pub enum Evidence {
    Face(FaceEvidence),
    Staff(StaffEvidence),
}

impl Evidence {
    /// The stored form of the method: never change a word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Face(_) => "face",
            Self::Staff(_) => "staff",
        }
    }

    /// That of the face, if the holder was verified by it.
    #[must_use]
    pub fn face(&self) -> Option<&FaceEvidence> {
        match self {
            Self::Face(face) => Some(face),
            Self::Staff(_) => None,
        }
    }
}

/// The account's password.
#[derive(Clone, Debug)]
pub enum AccountPassword {
    /// Just typed: it is hashed as it is written.
    Typed(NewPassword),
    /// Of entries that were kept: hashed before.
    Kept(PasswordHash),
}

/// Everything one transaction writes.
#[derive(Clone)]
pub struct NewEnrollment {
    /// As it was typed.
    pub number: PermitNumber,
    pub password: AccountPassword,
    pub permit: WorkPermit,
    /// To the face, or to staff where those verified.
    pub consent: ConsentRecord,
    pub evidence: Evidence,
}

impl std::fmt::Debug for NewEnrollment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewEnrollment(..)")
    }
}
