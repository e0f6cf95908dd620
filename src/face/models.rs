//! The networks' files, carried inside the program, with the hashes `PROVENANCE.md` names.

use sha2::{Digest, Sha256};

use super::error::FaceError;

/// One ONNX file.
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
    model!("yunet_dyn.onnx", "c9d7f075034be96ce7ae4791a1c8b23b06180250885af870b8ee461e14c506c5");
/// The attention mesh's trunk: 468 points and the features its heads refine.
pub(super) const MESH: ModelFile =
    model!("attn_backbone.onnx", "34b02e9f631c7fa88e0a08d3e0012946f08db4c0e94e7518439be3a5de25cf21");
/// Head of the eye on the picture's left: the person's right eye.
pub(super) const MESH_EYE_A: ModelFile =
    model!("attn_left_eye.onnx", "aa806430a780515d0950bdbf152e1ec92d4dc663229ecf1c79613d0fee3dd8d9");
/// Head of the eye on the picture's right: the person's left eye.
pub(super) const MESH_EYE_B: ModelFile =
    model!("attn_right_eye.onnx", "20e4bae10ca671be275181b575d804a8638a1278f4f91febbf3879d868fb3ad7");
/// Head of the lips.
pub(super) const MESH_LIPS: ModelFile =
    model!("attn_lips.onnx", "757910bf32dadff6ea2cb2d99f7e59000022e14c20f25abf85a5eb00027fc38d");
/// Embedding: `SFace`.
pub(super) const EMBEDDING: ModelFile =
    model!("sface_f16.onnx", "5e72fbd81e9c094f8989e5983f39c40f6bedc345add9e86495ea8eeee1d5e112");

/// Every model the program carries.
#[cfg(test)]
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
        assert!(matches!(damaged.checked(), Err(FaceError::Damaged { name: "yunet_dyn.onnx" })));
    }
}
