//! What can go wrong, as the visitor is told about it: closed codes without personal data.

use serde::{Deserialize, Serialize};

use super::liveness::Prompt;

/// A cause the visitor is told. The catalogue holds title, reason and way on for each `key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    // Face recognition: the visitor can change these.
    FaceFar,
    FaceNear,
    FaceTurned,
    FaceDark,
    FaceBacklit,
    /// Too much light.
    FaceBright,
    /// Spectacles reflect.
    FaceGlare,
    EyesClosed,
    FaceCovered,
    SeveralFaces,
    FaceBlurred,
    /// No face was seen at all.
    NoFace,
    /// The movement was not seen in time.
    PromptMissed(Prompt),
    NotSamePerson,
    FaceChanged,
    /// The machine could not make sure that a living person stands before it.
    LivenessUnclear,
    /// Too close to call: staff compare by eye.
    MatchUnclear,
    /// The register has no photo to compare with.
    NoReferencePhoto,
    /// Too many tries failed in a few minutes: face recognition rests for this permit number.
    FaceLocked,
    // The camera.
    CameraStalled,
    CameraAbsent,
    CameraBusy,
    CameraDenied,
    CameraGarbled,
    /// Too few pictures came through the face check: a hiccup of the camera, or a machine too busy.
    TooFewPictures,
    // Registration.
    PermitNoMatch,
    PermitExpired,
    PermitRevoked,
    AlreadyRegistered,
    // Printing.
    PrinterOutOfPaper,
    PrinterJammed,
    PrinterOpen,
    PrinterOffline,
    PrinterToner,
    PrinterRefused,
    // The machine itself.
    StoreUnavailable,
    RegisterUnavailable,
    FaceEngineUnavailable,
    DocumentFailed,
    /// A worker's queue is full.
    Busy,
    Internal,
}

impl Fault {
    /// Every fault, for tests of the catalogues.
    #[must_use]
    pub fn all() -> Vec<Self> {
        use Fault as F;
        let mut all = vec![
            F::FaceFar,
            F::FaceNear,
            F::FaceTurned,
            F::FaceDark,
            F::FaceBacklit,
            F::FaceBright,
            F::FaceGlare,
            F::EyesClosed,
            F::FaceCovered,
            F::SeveralFaces,
            F::FaceBlurred,
            F::NoFace,
            F::NotSamePerson,
            F::FaceChanged,
            F::LivenessUnclear,
            F::MatchUnclear,
            F::NoReferencePhoto,
            F::FaceLocked,
            F::CameraStalled,
            F::CameraAbsent,
            F::CameraBusy,
            F::CameraDenied,
            F::CameraGarbled,
            F::TooFewPictures,
            F::PermitNoMatch,
            F::PermitExpired,
            F::PermitRevoked,
            F::AlreadyRegistered,
            F::PrinterOutOfPaper,
            F::PrinterJammed,
            F::PrinterOpen,
            F::PrinterOffline,
            F::PrinterToner,
            F::PrinterRefused,
            F::StoreUnavailable,
            F::RegisterUnavailable,
            F::FaceEngineUnavailable,
            F::DocumentFailed,
            F::Busy,
            F::Internal,
        ];
        all.extend(Prompt::ALL.map(F::PromptMissed));
        all
    }

    /// The catalogue's key: `{key}` is the title, `{key}_why` and `{key}_do` the two sentences.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::FaceFar => "x_far",
            Self::FaceNear => "x_near",
            Self::FaceTurned => "x_straight",
            Self::FaceDark => "x_dark",
            Self::FaceBacklit => "x_back",
            Self::FaceBright => "x_bright",
            Self::FaceGlare => "x_glare",
            Self::EyesClosed => "x_eyes",
            Self::FaceCovered => "x_cover",
            Self::SeveralFaces => "x_many",
            Self::FaceBlurred => "x_move",
            Self::NoFace => "x_noface",
            Self::PromptMissed(_) => "x_prompt",
            Self::NotSamePerson => "x_other",
            Self::FaceChanged => "x_change",
            Self::LivenessUnclear => "x_live",
            Self::MatchUnclear => "x_unclear",
            Self::NoReferencePhoto => "x_nophoto",
            Self::FaceLocked => "x_locked",
            Self::CameraStalled => "x_stall",
            Self::CameraAbsent => "x_absent",
            Self::CameraBusy => "x_busy",
            Self::CameraDenied => "x_denied",
            Self::CameraGarbled => "x_garbled",
            Self::TooFewPictures => "x_few",
            Self::PermitNoMatch => "m_nomatch",
            Self::PermitExpired => "m_expired",
            Self::PermitRevoked => "m_revoked",
            Self::AlreadyRegistered => "m_already",
            Self::PrinterOutOfPaper => "pp_out",
            Self::PrinterJammed => "pp_jam",
            Self::PrinterOpen => "pp_open",
            Self::PrinterOffline => "pp_off",
            Self::PrinterToner => "pp_ink",
            Self::PrinterRefused => "pp_refused",
            Self::StoreUnavailable => "y_store",
            Self::RegisterUnavailable => "y_register",
            Self::FaceEngineUnavailable => "y_face",
            Self::DocumentFailed => "y_document",
            Self::Busy => "y_busy",
            Self::Internal => "y_internal",
        }
    }

    /// The picture cannot be used, whoever is in it; also where the register has none.
    #[must_use]
    pub fn is_of_the_picture(self) -> bool {
        matches!(
            self,
            Self::FaceFar
                | Self::FaceNear
                | Self::FaceTurned
                | Self::FaceDark
                | Self::FaceBacklit
                | Self::FaceBright
                | Self::FaceGlare
                | Self::EyesClosed
                | Self::FaceCovered
                | Self::SeveralFaces
                | Self::FaceBlurred
                | Self::NoFace
                | Self::NoReferencePhoto
        )
    }

    /// The camera's own trouble: no try is spent on it.
    #[must_use]
    pub fn is_of_the_camera(self) -> bool {
        matches!(
            self,
            Self::CameraStalled
                | Self::CameraAbsent
                | Self::CameraBusy
                | Self::CameraDenied
                | Self::CameraGarbled
                | Self::TooFewPictures
        )
    }

    /// Only waiting or staff can change it, not the visitor.
    #[must_use]
    pub fn is_of_the_machine(self) -> bool {
        matches!(
            self,
            Self::StoreUnavailable
                | Self::RegisterUnavailable
                | Self::FaceEngineUnavailable
                | Self::DocumentFailed
                | Self::Busy
                | Self::Internal
        )
    }
}

/// Names one entry of the log; shown to the visitor as e.g. `7K3F-2M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Incident(pub u32);

impl std::fmt::Display for Incident {
    /// Six characters of Crockford's base 32: no letter that can be taken for a digit.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for i in (0..6).rev() {
            let digit = (self.0 >> (5 * i)) & 31;
            write!(f, "{}", char::from(DIGITS[digit as usize]))?;
            if i == 2 {
                f.write_str("-")?;
            }
        }
        Ok(())
    }
}
