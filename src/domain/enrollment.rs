//! One enrollment, as it is written: all of it or nothing.

use super::consent::ConsentRecord;
use super::liveness::Prompt;
use super::match_policy::Verification;
use super::permit::WorkPermit;
use super::registration::Registration;

/// What the face route leaves behind.
#[derive(Clone)]
pub struct FaceEvidence {
    pub verification: Verification,
    pub prompts: Vec<Prompt>,
    /// The picture the template was made from: JPEG. Kept as many days as the consent says.
    pub picture: std::sync::Arc<[u8]>,
}

impl std::fmt::Debug for FaceEvidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FaceEvidence({:?}, {:?})", self.verification, self.prompts)
    }
}

/// Everything one transaction writes.
#[derive(Clone)]
pub struct NewEnrollment {
    pub registration: Registration,
    pub permit: WorkPermit,
    pub consent: ConsentRecord,
    pub evidence: FaceEvidence,
}

impl std::fmt::Debug for NewEnrollment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewEnrollment(..)")
    }
}
