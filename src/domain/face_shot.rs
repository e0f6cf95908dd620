//! What a face check leaves behind: a picture, its readings, and how the check ended.

use std::sync::Arc;

use super::consent::{ConsentChoice, ConsentRecord};
use super::face::FaceReading;
use super::match_policy::{Decision, Verification};
use super::presentation::Presentation;
use super::quality::{Check, Gates, QualityReport};

/// The quality readings of one frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FrameReadings {
    pub quality: QualityReport,
    /// Faces in the frame that were near enough to matter.
    pub faces: u32,
}

impl FrameReadings {
    /// Those of a frame in which a face was found.
    #[must_use]
    pub fn of(reading: &FaceReading) -> Option<Self> {
        let quality = reading.face.as_ref()?.quality;
        Some(Self { quality, faces: u32::try_from(reading.faces).unwrap_or(u32::MAX) })
    }

    /// Every gate with its value and whether it was passed, the most useful first.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        Gates::default().checks(&self.quality, self.faces as usize)
    }
}

/// The picture that a template was made from.
#[derive(Clone)]
pub struct FaceShot {
    /// JPEG.
    pub picture: Arc<[u8]>,
    pub readings: FrameReadings,
}

impl std::fmt::Debug for FaceShot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FaceShot(..)")
    }
}

/// How a face check ended that made no card. Nothing of the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckFinding {
    /// Between the thresholds: staff compare by eye.
    Unclear,
    /// The comparison said that it is somebody else.
    Refused,
    /// The passive check could not make sure of a living person.
    NotSure,
    /// The passive check took it for a picture of a face.
    Attack,
}

impl CheckFinding {
    pub const ALL: [Self; 4] = [Self::Unclear, Self::Refused, Self::NotSure, Self::Attack];

    /// The stored form: never change a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::Refused => "refused",
            Self::NotSure => "not_sure",
            Self::Attack => "attack",
        }
    }

    /// The finding with this stored form.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.word() == word)
    }

    /// Whether it takes two members of staff to decide against it.
    #[must_use]
    pub fn needs_two(self) -> bool {
        self == Self::Refused
    }
}

/// What a check that made no card left, as long as the visit lasts.
#[derive(Clone, Debug, Default)]
pub struct FaceCheck {
    pub finding: Option<CheckFinding>,
    /// Similarity with the reference, if they were compared.
    pub score: Option<f32>,
    /// JPEG; `None` if the check did not come as far as to a picture.
    pub picture: Option<Arc<[u8]>>,
    /// Those of the picture, or of the last frame that was looked at.
    pub readings: Option<FrameReadings>,
}

impl FaceCheck {
    /// A comparison; `None` if it was accepted, and so is nothing for staff.
    #[must_use]
    pub fn compared(verification: Verification, shot: FaceShot) -> Option<Self> {
        let finding = match verification.decision {
            Decision::Accept => return None,
            Decision::Staff => CheckFinding::Unclear,
            Decision::Refuse => CheckFinding::Refused,
        };
        Some(Self {
            finding: Some(finding),
            score: Some(verification.score),
            picture: Some(shot.picture),
            readings: Some(shot.readings),
        })
    }

    /// A passive check; `None` if it was passed.
    #[must_use]
    pub fn not_live(presentation: Presentation, shot: FaceShot) -> Option<Self> {
        let finding = match presentation {
            Presentation::Live => return None,
            Presentation::Unclear => CheckFinding::NotSure,
            Presentation::Attack => CheckFinding::Attack,
        };
        Some(Self { finding: Some(finding), score: None, picture: Some(shot.picture), readings: Some(shot.readings) })
    }

    /// A check that ended before a comparison: there is no picture.
    #[must_use]
    pub fn broken_off(readings: FrameReadings) -> Self {
        Self { readings: Some(readings), ..Self::default() }
    }

    /// What is left when nothing of the face may be kept.
    #[must_use]
    pub fn without_face(&self) -> Self {
        Self { finding: self.finding, ..Self::default() }
    }
}

/// What staff look at to decide. Can be made only together with the consent to face recognition.
#[derive(Clone, Debug)]
pub struct CaseFace {
    consent: ConsentRecord,
    check: FaceCheck,
}

impl CaseFace {
    /// `None` without that consent, or if there is nothing to look at.
    #[must_use]
    pub fn of(consent: &ConsentRecord, check: FaceCheck) -> Option<Self> {
        let shows = check.picture.is_some() || check.readings.is_some();
        (consent.choice == ConsentChoice::Face && shows).then(|| Self { consent: consent.clone(), check })
    }

    /// What makes it lawful to keep.
    #[must_use]
    pub fn consent(&self) -> &ConsentRecord {
        &self.consent
    }

    #[must_use]
    pub fn check(&self) -> &FaceCheck {
        &self.check
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::consent::ConsentText;
    use crate::domain::language::Language;

    fn consent(choice: ConsentChoice) -> ConsentRecord {
        let text = ConsentText { version: "1".into(), sha256: "00".into() };
        ConsentRecord { text, language: Language::English, at: "2026-06-01T08:00:00Z".parse().unwrap(), choice }
    }

    fn refused() -> FaceCheck {
        let shot = FaceShot { picture: Arc::from([1_u8]), readings: FrameReadings::default() };
        FaceCheck::compared(Verification { decision: Decision::Refuse, score: 0.1 }, shot).unwrap()
    }

    #[test]
    fn nothing_of_the_face_without_consent_to_it() {
        assert!(CaseFace::of(&consent(ConsentChoice::Staff), refused()).is_none());
        assert!(CaseFace::of(&consent(ConsentChoice::Face), refused()).is_some());
        assert!(CaseFace::of(&consent(ConsentChoice::Face), refused().without_face()).is_none());
        assert_eq!(refused().without_face().finding, Some(CheckFinding::Refused));
    }

    #[test]
    fn what_was_passed_is_nothing_for_staff() {
        let shot = || FaceShot { picture: Arc::from([1_u8]), readings: FrameReadings::default() };
        assert!(FaceCheck::compared(Verification { decision: Decision::Accept, score: 0.9 }, shot()).is_none());
        assert!(FaceCheck::not_live(Presentation::Live, shot()).is_none());
    }

    #[test]
    fn every_finding_has_a_stored_form() {
        for finding in CheckFinding::ALL {
            assert_eq!(CheckFinding::from_word(finding.word()), Some(finding));
        }
        assert_eq!(CheckFinding::from_word(""), None);
    }
}
