//! The networks' files, carried inside the program, with the hashes `PROVENANCE.md` names.

use sha2::{Digest, Sha256};

use super::error::FaceError;

/// One program file (`crate::net`).
#[derive(Clone, Copy)]
pub(super) struct ModelFile {
    /// File name in `assets/models`.
    pub name: &'static str,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: &'static str,
    bytes: &'static [u8],
}

macro_rules! model {
    ($name:literal, $sha256:literal) => {
        ModelFile { name: $name, sha256: $sha256, bytes: include_bytes!(concat!("../../assets/models/", $name)) }
    };
}

/// Detection: `YuNet`.
pub(super) const DETECTOR: ModelFile =
    model!("yunet.net", "816b125cf10162a5306757736dcfab6f2f902a4403fbb2f08c1d612c7d87aafc");
/// The attention mesh's trunk: 468 points and the features its heads refine.
pub(super) const MESH: ModelFile =
    model!("attn_backbone.net", "f62de898a4936ab2c47fa76e76c434104179d7826e21465e6181b883c769e59e");
/// Head of the eye on the picture's left: the person's right eye.
pub(super) const MESH_EYE_A: ModelFile =
    model!("attn_left_eye.net", "7a2e211c7543cb4825b6681ed78974ae4ec924d73928b4c976b4a1bb073449ae");
/// Head of the eye on the picture's right: the person's left eye.
pub(super) const MESH_EYE_B: ModelFile =
    model!("attn_right_eye.net", "a2fbdeb4eb0c3e60d533f0596eded44c4aaab138f831e6067faab348fbdb0b8e");
/// Head of the lips.
pub(super) const MESH_LIPS: ModelFile =
    model!("attn_lips.net", "bc6330fc94503f60cb55290c2da1bcc7a0cbe7bfa84def3d7af0ba7608dc3486");
/// Embedding: `SFace`.
pub(super) const EMBEDDING: ModelFile =
    model!("sface.net", "2bdca05deedd10235582eefba8332267013910bbe4a72c8ff4d0084c7c5e4ebc");

/// Every model the program carries, but for the one against presentation attacks, which may be another.
pub(super) const ALL: [ModelFile; 6] = [DETECTOR, MESH, MESH_EYE_A, MESH_EYE_B, MESH_LIPS, EMBEDDING];

impl ModelFile {
    /// The bytes, after their hash was compared.
    pub(super) fn checked(self) -> Result<&'static [u8], FaceError> {
        if hex::encode(Sha256::digest(self.bytes)) == self.sha256 {
            Ok(self.bytes)
        } else {
            Err(FaceError::Damaged { name: self.name })
        }
    }
}

/// Name of each network in the program, and whether it is the one its provenance names.
#[must_use]
pub fn checked() -> Vec<(&'static str, bool)> {
    ALL.into_iter().map(|model| (model.name, model.checked().is_ok())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_is_the_one_named_in_its_provenance() {
        let provenance = include_str!("../../assets/models/PROVENANCE.md");
        for model in ALL {
            assert!(model.checked().is_ok(), "{}", model.name);
            assert!(provenance.contains(model.sha256), "{} is not in PROVENANCE.md", model.name);
        }
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let damaged = ModelFile { bytes: b"not a model", ..DETECTOR };
        assert!(matches!(damaged.checked(), Err(FaceError::Damaged { name: "yunet.net" })));
    }
}
