//! Why no reading came.

use crate::domain::fault::Fault;
use crate::domain::register_table::PhotoFault;

/// Why the face engine could not answer.
#[derive(Debug, thiserror::Error)]
pub enum FaceError {
    /// The model in the program is not the one its provenance names.
    #[error("the face model {name} is damaged: its SHA-256 does not match")]
    Damaged {
        /// File name of the model.
        name: &'static str,
    },
    /// The model cannot be loaded or lacks a tensor.
    #[error("the face model {name} cannot be used: {cause}")]
    Unusable {
        /// File name of the model.
        name: &'static str,
        /// What the runtime says.
        cause: String,
    },
    /// A network failed or gave an answer of the wrong shape.
    #[error("the face model {name} failed: {cause}")]
    Failed {
        /// File name of the model.
        name: &'static str,
        /// What the runtime says.
        cause: String,
    },
    /// The network against presentation attacks does not fit its contract, or failed.
    #[error("the presentation network of {contract} cannot be used: {cause}")]
    Presentation {
        /// File of the contract.
        contract: String,
        /// What does not fit.
        cause: String,
    },
    /// The photo cannot be decoded, or is too large.
    #[error("the photo cannot be read: {0}")]
    Photo(String),
    /// A picture in which no face was found.
    #[error("no face was found in the picture")]
    NoFace,
    /// The five points do not describe a face (all in one place, or not finite).
    #[error("the points of the face cannot be aligned")]
    Unaligned,
}

impl FaceError {
    /// What is told of a row whose photo was looked at.
    #[must_use]
    pub fn of_photo(&self) -> PhotoFault {
        match self {
            Self::Photo(_) => PhotoFault::Damaged(self.to_string()),
            _ => PhotoFault::NotChecked(self.to_string()),
        }
    }

    /// What the visitor or the staff is told.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Damaged { .. } | Self::Unusable { .. } | Self::Failed { .. } | Self::Presentation { .. } => {
                Fault::FaceEngineUnavailable
            }
            // A reference photo comes out of the register; the visitor cannot change it.
            Self::Photo(_) => Fault::RegisterUnavailable,
            Self::NoFace | Self::Unaligned => Fault::NoFace,
        }
    }
}
