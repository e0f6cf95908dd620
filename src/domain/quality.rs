//! The quality gate: is this frame good enough to judge a face by?

use super::face::FaceState;
use super::fault::Fault;

/// The measured values of one face, each with the gate it has to pass.
///
/// Gates after `OFIQ` / ICAO portrait quality; see `facts`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QualityReport {
    /// Eye distance in source pixels.
    pub inter_eye_px: f32,
    /// Height of the face over height of the frame.
    pub face_share: f32,
    /// Whole face inside the frame.
    pub inside: bool,
    /// Mean luminance of the face, 0-1.
    pub luminance: f32,
    /// Mean luminance of the frame around the face, 0-1.
    pub background_luminance: f32,
    /// Darker half of the face over its brighter half, 0-1.
    pub evenness: f32,
    /// Share of face pixels above 247.
    pub overexposed: f32,
    /// Share of face pixels below 25.
    pub underexposed: f32,
    /// Variance of the Laplacian of the face at a fixed size.
    pub sharpness: f32,
    /// How clearly the lips stand out from the skin, 0 where the mouth is covered: about 0.1 to 1 bare.
    pub mouth_seen: f32,
    /// The largest patch of light on a lens, as a share of the lens, of the worse eye: about 0.002 for a catchlight.
    pub glare: f32,
}

/// What the gates say of one reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// What to tell the visitor now; also set for mere advice.
    pub hint: Option<Hint>,
    /// Set if the frame must not be used; also the cause that is told if it stays so.
    pub fault: Option<Fault>,
}

/// One gate with what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// Name on the command line.
    pub name: &'static str,
    /// The measured value, in the unit of the field of that name.
    pub value: f32,
    /// Whether the frame may be used as far as this gate goes.
    pub pass: bool,
    /// What to tell if not.
    pub hint: Hint,
}

/// The gates: what a face's picture must have. Values are those of [`QualityReport`].
///
/// Distances and light after `OFIQ` and ICAO portrait quality; sharpness from our own clips and
/// pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gates {
    /// Refuse below this eye distance: the matcher's own input has 35 pixels.
    pub min_inter_eye_px: f32,
    /// Advise to come closer below this one.
    pub good_inter_eye_px: f32,
    /// Refuse a face that is a larger share of the frame's height than this.
    pub max_face_share: f32,
    /// Mean luminance of the face.
    pub min_luminance: f32,
    /// Mean luminance of the face.
    pub max_luminance: f32,
    /// Darker half over brighter half.
    pub min_evenness: f32,
    /// Share of pixels above 247.
    pub max_overexposed: f32,
    /// Share of pixels below 25.
    pub max_underexposed: f32,
    /// A face this much darker than what is around it is lit from behind.
    pub max_backlight: f32,
    /// Variance of the Laplacian.
    pub min_sharpness: f32,
    /// A mouth that is seen less than this is covered; from faces with painted masks and hands.
    pub min_mouth_seen: f32,
    /// Share of a lens that one patch of light may cover; see `crate::face`'s measure of it for the evidence.
    pub max_glare: f32,
    /// Advise to tilt the head above this one.
    pub good_glare: f32,
    /// Degrees of yaw and roll of a photo.
    pub photo_turn: f32,
    /// Degrees of pitch of a photo: wider, because a neutral head reads anywhere near 0.
    pub photo_tilt: f32,
    /// Eyelid ratio of a photo.
    pub photo_eyes: f32,
}

impl Default for Gates {
    fn default() -> Self {
        Self {
            min_inter_eye_px: 40.0,
            good_inter_eye_px: 60.0,
            max_face_share: 0.9,
            min_luminance: 0.2,
            max_luminance: 0.8,
            min_evenness: 0.5,
            max_overexposed: 0.05,
            max_underexposed: 0.25,
            max_backlight: 0.45,
            min_sharpness: 4.0,
            min_mouth_seen: 0.05,
            max_glare: 0.1,
            good_glare: 0.03,
            photo_turn: 15.0,
            photo_tilt: 25.0,
            photo_eyes: 0.12,
        }
    }
}

/// How far beyond its gate a value must come before the hint given for it goes away: a twelfth more, or
/// less. Without it a face that stands just at a gate would make its hint flicker.
const LEAVE: f32 = 1.0 / 12.0;

impl Gates {
    /// The gates for leaving what was said of the frame before: those that said it are stricter, so that
    /// a value must be clearly good again. The others stay, and advice never becomes a refusal.
    #[must_use]
    pub fn after(&self, given: Judgement) -> Self {
        let least = |gate: f32| gate * (1.0 + LEAVE);
        let most = |gate: f32| gate * (1.0 - LEAVE);
        let mut gates = *self;
        match given.hint {
            Some(Hint::Closer) => gates.good_inter_eye_px = least(gates.good_inter_eye_px),
            Some(Hint::Glare) => gates.good_glare = most(gates.good_glare),
            _ => {}
        }
        if given.fault.is_none() {
            return gates;
        }
        match given.hint {
            Some(Hint::Closer) => gates.min_inter_eye_px = least(gates.min_inter_eye_px),
            Some(Hint::Back) => gates.max_face_share = most(gates.max_face_share),
            Some(Hint::Dark) => {
                gates.min_luminance = least(gates.min_luminance);
                gates.max_underexposed = most(gates.max_underexposed);
                gates.min_evenness = least(gates.min_evenness);
            }
            Some(Hint::Backlit) => gates.max_backlight = most(gates.max_backlight),
            Some(Hint::Glare) => gates.max_glare = most(gates.max_glare),
            Some(Hint::Bright) => {
                gates.max_luminance = most(gates.max_luminance);
                gates.max_overexposed = most(gates.max_overexposed);
            }
            Some(Hint::Still) => gates.min_sharpness = least(gates.min_sharpness),
            Some(Hint::Uncover) => gates.min_mouth_seen = least(gates.min_mouth_seen),
            // Judged by counts or by whole angles, or not here.
            Some(Hint::Centre | Hint::Straight | Hint::EyesOpen | Hint::OnePerson) | None => {}
        }
        gates
    }

    /// Judges the picture of a face whatever the face does: one person, near enough, inside the
    /// frame, bare, lit, sharp. This is the gate for every frame of a challenge; whether the face is
    /// straight, with open eyes, is held against the person's own neutral there.
    ///
    /// `faces` counts all faces in the frame. Gives the most useful hint only: who is there comes
    /// before where, where before light, light before stillness. Coming closer up to
    /// [`Self::good_inter_eye_px`] is advice: a hint without a fault; so is a reflection up to [`Self::max_glare`].
    #[must_use]
    pub fn judge(&self, face: &FaceState, faces: usize) -> Judgement {
        match self.checks(&face.quality, faces).into_iter().find(|c| !c.pass) {
            Some(check) => Judgement { hint: Some(check.hint), fault: Some(check.hint.fault()) },
            None if face.quality.inter_eye_px < self.good_inter_eye_px => {
                Judgement { hint: Some(Hint::Closer), fault: None }
            }
            None if face.quality.glare > self.good_glare => Judgement { hint: Some(Hint::Glare), fault: None },
            None => Judgement::default(),
        }
    }

    /// Judges a photo that stands alone, such as a register's: the picture's gates and, as no
    /// neutral of the person is known, wide limits on pose and eyes.
    #[must_use]
    pub fn judge_photo(&self, face: &FaceState, faces: usize) -> Option<Fault> {
        if let Some(fault) = self.judge(face, faces).fault {
            return Some(fault);
        }
        let pose = face.pose;
        // Written so that a value that is not a number fails.
        let straight = pose.yaw.abs() <= self.photo_turn
            && pose.pitch.abs() <= self.photo_tilt
            && pose.roll.abs() <= self.photo_turn;
        if !straight {
            return Some(Fault::FaceTurned);
        }
        let open = face.eyes.left >= self.photo_eyes && face.eyes.right >= self.photo_eyes;
        (!open).then_some(Fault::EyesClosed)
    }

    /// Every gate with its value, the most useful hint first.
    #[must_use]
    pub fn checks(&self, q: &QualityReport, faces: usize) -> Vec<Check> {
        let check = |name, value, pass, hint| Check { name, value, pass, hint };
        let backlight = q.background_luminance - q.luminance;
        let inside = if q.inside { 1.0 } else { 0.0 };
        vec![
            check("faces", faces as f32, faces <= 1, Hint::OnePerson),
            check("face_share", q.face_share, q.face_share <= self.max_face_share, Hint::Back),
            check("inside", inside, q.inside, Hint::Centre),
            check("inter_eye_px", q.inter_eye_px, q.inter_eye_px >= self.min_inter_eye_px, Hint::Closer),
            check("mouth_seen", q.mouth_seen, q.mouth_seen >= self.min_mouth_seen, Hint::Uncover),
            check("backlight", backlight, backlight <= self.max_backlight, Hint::Backlit),
            check(
                "luminance",
                q.luminance,
                (self.min_luminance..=self.max_luminance).contains(&q.luminance),
                if q.luminance < 0.5 { Hint::Dark } else { Hint::Bright },
            ),
            check("underexposed", q.underexposed, q.underexposed <= self.max_underexposed, Hint::Dark),
            check("overexposed", q.overexposed, q.overexposed <= self.max_overexposed, Hint::Bright),
            check("evenness", q.evenness, q.evenness >= self.min_evenness, Hint::Dark),
            check("glare", q.glare, q.glare <= self.max_glare, Hint::Glare),
            check("sharpness", q.sharpness, q.sharpness >= self.min_sharpness, Hint::Still),
        ]
    }
}

/// A hint shown under the preview, one at a time, most useful first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    Closer,
    Back,
    Centre,
    Straight,
    Dark,
    Backlit,
    Bright,
    Glare,
    EyesOpen,
    Uncover,
    OnePerson,
    Still,
}

impl Hint {
    /// All hints, for tests of the catalogues.
    pub const ALL: [Self; 12] = [
        Self::Closer,
        Self::Back,
        Self::Centre,
        Self::Straight,
        Self::Dark,
        Self::Backlit,
        Self::Bright,
        Self::Glare,
        Self::EyesOpen,
        Self::Uncover,
        Self::OnePerson,
        Self::Still,
    ];

    /// The catalogue's key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Closer => "h_close",
            Self::Back => "h_far",
            Self::Centre => "h_centre",
            Self::Straight => "h_straight",
            Self::Dark => "h_dark",
            Self::Backlit => "h_backl",
            Self::Bright => "h_bright",
            Self::Glare => "h_glare",
            Self::EyesOpen => "h_eyes",
            Self::Uncover => "h_cover",
            Self::OnePerson => "h_many",
            Self::Still => "h_still",
        }
    }

    /// The cause to tell when time runs out under this hint.
    #[must_use]
    pub fn fault(self) -> Fault {
        match self {
            Self::Closer => Fault::FaceFar,
            Self::Back => Fault::FaceNear,
            Self::Centre => Fault::NoFace,
            Self::Straight => Fault::FaceTurned,
            Self::Dark => Fault::FaceDark,
            Self::Backlit => Fault::FaceBacklit,
            Self::Bright => Fault::FaceBright,
            Self::Glare => Fault::FaceGlare,
            Self::EyesOpen => Fault::EyesClosed,
            Self::Uncover => Fault::FaceCovered,
            Self::OnePerson => Fault::SeveralFaces,
            Self::Still => Fault::FaceBlurred,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::face::{EyeOpenness, FaceBox, Pose};

    /// Every gate passes.
    fn good() -> QualityReport {
        QualityReport {
            inter_eye_px: 80.0,
            face_share: 0.4,
            inside: true,
            luminance: 0.5,
            background_luminance: 0.5,
            evenness: 0.9,
            overexposed: 0.0,
            underexposed: 0.01,
            sharpness: 50.0,
            mouth_seen: 0.3,
            glare: 0.0,
        }
    }

    fn face(quality: QualityReport) -> FaceState {
        FaceState {
            bounds: FaceBox::default(),
            score: 0.9,
            pose: Pose::default(),
            eyes: EyeOpenness { left: 0.3, right: 0.3 },
            mouth: 0.0,
            inter_eye_px: quality.inter_eye_px,
            five_points: [[0.0; 2]; 5],
            quality,
        }
    }

    fn judged(quality: QualityReport, faces: usize) -> (Option<Hint>, Option<Fault>) {
        let judgement = Gates::default().judge(&face(quality), faces);
        (judgement.hint, judgement.fault)
    }

    #[test]
    fn a_good_face_needs_no_word() {
        assert_eq!(judged(good(), 1), (None, None));
    }

    #[test]
    fn each_gate_gives_its_hint_and_fault() {
        let cases = [
            (QualityReport { inter_eye_px: 39.0, ..good() }, Hint::Closer, Fault::FaceFar),
            (QualityReport { face_share: 0.95, ..good() }, Hint::Back, Fault::FaceNear),
            (QualityReport { luminance: 0.1, background_luminance: 0.1, ..good() }, Hint::Dark, Fault::FaceDark),
            (QualityReport { luminance: 0.9, ..good() }, Hint::Bright, Fault::FaceBright),
            (QualityReport { luminance: 0.3, background_luminance: 0.9, ..good() }, Hint::Backlit, Fault::FaceBacklit),
            (QualityReport { overexposed: 0.2, ..good() }, Hint::Bright, Fault::FaceBright),
            (QualityReport { glare: 0.12, ..good() }, Hint::Glare, Fault::FaceGlare),
            (QualityReport { underexposed: 0.6, ..good() }, Hint::Dark, Fault::FaceDark),
            (QualityReport { evenness: 0.2, ..good() }, Hint::Dark, Fault::FaceDark),
            (QualityReport { sharpness: 0.5, ..good() }, Hint::Still, Fault::FaceBlurred),
            (QualityReport { mouth_seen: 0.01, ..good() }, Hint::Uncover, Fault::FaceCovered),
        ];
        for (quality, hint, fault) in cases {
            assert_eq!(judged(quality, 1), (Some(hint), Some(fault)), "{quality:?}");
        }
    }

    #[test]
    fn advice_to_come_closer_does_not_refuse() {
        assert_eq!(judged(QualityReport { inter_eye_px: 50.0, ..good() }, 1), (Some(Hint::Closer), None));
    }

    #[test]
    fn a_small_reflection_is_told_and_does_not_refuse() {
        assert_eq!(judged(QualityReport { glare: 0.05, ..good() }, 1), (Some(Hint::Glare), None));
        let far = QualityReport { glare: 0.05, inter_eye_px: 50.0, ..good() };
        assert_eq!(judged(far, 1), (Some(Hint::Closer), None), "one hint at a time");
        // A refusal takes as much to leave as it should, though advice alone would stand there otherwise.
        let gates = Gates::default().after(refusal(Hint::Glare));
        assert_eq!(gates.judge(&face(QualityReport { glare: 0.099, ..good() }), 1).fault, Some(Fault::FaceGlare));
    }

    #[test]
    fn of_several_troubles_the_most_useful_is_told_first() {
        // From the first to the last, each with all those after it: who, where, how far, bare, light, stillness.
        type Trouble = (fn(&mut QualityReport), Hint);
        let troubles: [Trouble; 9] = [
            (|q| q.face_share = 0.95, Hint::Back),
            (|q| q.inside = false, Hint::Centre),
            (|q| q.inter_eye_px = 30.0, Hint::Closer),
            (|q| q.mouth_seen = 0.0, Hint::Uncover),
            (|q| q.background_luminance = 2.0, Hint::Backlit),
            (|q| q.luminance = 0.85, Hint::Bright),
            (|q| q.underexposed = 0.6, Hint::Dark),
            (|q| q.glare = 0.3, Hint::Glare),
            (|q| q.sharpness = 0.0, Hint::Still),
        ];
        for (first, (_, hint)) in troubles.iter().enumerate() {
            let mut quality = good();
            for (spoil, _) in &troubles[first..] {
                spoil(&mut quality);
            }
            assert_eq!(judged(quality, 1), (Some(*hint), Some(hint.fault())), "{quality:?}");
            assert_eq!(judged(quality, 2).0, Some(Hint::OnePerson));
        }
    }

    fn advice(hint: Hint) -> Judgement {
        Judgement { hint: Some(hint), fault: None }
    }

    fn refusal(hint: Hint) -> Judgement {
        Judgement { hint: Some(hint), fault: Some(hint.fault()) }
    }

    #[test]
    fn advice_never_becomes_a_refusal() {
        let gates = Gates::default();
        let cases = [
            (QualityReport { inter_eye_px: gates.min_inter_eye_px + 0.1, ..good() }, Hint::Closer),
            (QualityReport { glare: gates.max_glare - 0.001, ..good() }, Hint::Glare),
        ];
        for (quality, hint) in cases {
            let first = gates.judge(&face(quality), 1);
            assert_eq!(first, advice(hint));
            assert_eq!(gates.after(first).judge(&face(quality), 1), first, "the same picture is judged alike");
            assert_eq!(gates.after(refusal(hint)).judge(&face(quality), 1), refusal(hint), "not yet clearly good");
        }
    }

    #[test]
    fn a_hint_is_left_only_when_the_value_is_clearly_good_again() {
        let gates = Gates::default();
        let said = |gates: Gates, quality| gates.judge(&face(quality), 1).hint;
        // Just inside each gate: no reason for a hint, and none for taking one away.
        let cases = [
            (QualityReport { inter_eye_px: 61.0, ..good() }, Hint::Closer),
            (QualityReport { face_share: 0.89, ..good() }, Hint::Back),
            (QualityReport { luminance: 0.21, background_luminance: 0.21, ..good() }, Hint::Dark),
            (QualityReport { luminance: 0.79, ..good() }, Hint::Bright),
            (QualityReport { overexposed: 0.049, ..good() }, Hint::Bright),
            (QualityReport { glare: 0.029, ..good() }, Hint::Glare),
            (QualityReport { luminance: 0.3, background_luminance: 0.74, ..good() }, Hint::Backlit),
            (QualityReport { underexposed: 0.24, ..good() }, Hint::Dark),
            (QualityReport { evenness: 0.51, ..good() }, Hint::Dark),
            (QualityReport { sharpness: 4.1, ..good() }, Hint::Still),
            (QualityReport { mouth_seen: 0.051, ..good() }, Hint::Uncover),
        ];
        for (quality, hint) in cases {
            assert_eq!(said(gates, quality), None, "{quality:?}");
            assert_eq!(said(gates.after(refusal(hint)), quality), Some(hint), "{quality:?}");
            let other = if hint == Hint::Still { Hint::Dark } else { Hint::Still };
            assert_eq!(said(gates.after(refusal(other)), quality), None, "another hint changes nothing: {quality:?}");
            assert_eq!(said(gates.after(refusal(hint)), good()), None, "clearly good");
        }
        for hint in Hint::ALL {
            assert_eq!(gates.after(refusal(hint)).judge(&face(good()), 1), Judgement::default(), "{hint:?}");
        }
    }

    #[test]
    fn who_is_there_comes_before_light() {
        let dark = QualityReport { luminance: 0.05, background_luminance: 0.05, ..good() };
        assert_eq!(judged(dark, 2), (Some(Hint::OnePerson), Some(Fault::SeveralFaces)));
    }

    #[test]
    fn what_is_not_a_number_fails() {
        let (_, fault) = judged(QualityReport { sharpness: f32::NAN, ..good() }, 1);
        assert_eq!(fault, Some(Fault::FaceBlurred));
    }

    #[test]
    fn a_photo_of_a_turned_head_or_closed_eyes_is_told() {
        let gates = Gates::default();
        let straight = face(good());
        assert_eq!(gates.judge_photo(&straight, 1), None);
        let turned = FaceState { pose: Pose { yaw: 30.0, ..Pose::default() }, ..straight.clone() };
        assert_eq!(gates.judge_photo(&turned, 1), Some(Fault::FaceTurned));
        let closed = FaceState { eyes: EyeOpenness { left: 0.05, right: 0.3 }, ..straight };
        assert_eq!(gates.judge_photo(&closed, 1), Some(Fault::EyesClosed));
    }
}
