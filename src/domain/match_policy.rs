//! From a similarity to a decision.

use serde::{Deserialize, Serialize};

use super::face::FaceTemplate;

/// What follows from comparing two faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The same person.
    Accept,
    /// Too close to call: staff compare by eye.
    Staff,
    /// Not the same person.
    Refuse,
}

/// The two thresholds on the cosine similarity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchPolicy {
    /// Accept at this similarity or above.
    pub accept: f32,
    /// Between this and `accept` staff decide; below, refuse.
    pub refer: f32,
    /// Least similarity of any two frames that one capture takes of one person, turned heads included.
    pub same_capture: f32,
}

impl Default for MatchPolicy {
    /// Measured on 843 genuine and 18,372 impostor pairs of photos: at 0.40 no false accept and
    /// 0.24 % false rejects; at 0.33 everything genuine is kept for staff. The photos of `make face-report`, small
    /// grey ones among them, have 4 of 24,063 pairs of two people above 0.40 (0.02 %), and no genuine one of 913 below.
    ///
    /// Within a capture: 1260 pairs of a straight face and any other frame of the same recording (two
    /// recordings of one person at a webcam, heads turned by up to 20 degrees) had at least 0.73.
    fn default() -> Self {
        Self { accept: 0.40, refer: 0.33, same_capture: 0.50 }
    }
}

impl MatchPolicy {
    /// Whether all templates of one capture are of one person, measured against the last: the frontal one
    /// that is compared with the reference. None at all are nobody.
    #[must_use]
    pub fn one_person(&self, templates: &[FaceTemplate]) -> bool {
        let Some((last, others)) = templates.split_last() else { return false };
        others.iter().all(|other| other.similarity(last) >= self.same_capture)
    }

    /// Judges one similarity; not a number is refused.
    #[must_use]
    pub fn decide(&self, similarity: f32) -> Decision {
        if similarity >= self.accept {
            Decision::Accept
        } else if similarity >= self.refer {
            Decision::Staff
        } else {
            Decision::Refuse
        }
    }
}

/// The outcome of one verification.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verification {
    /// What follows.
    pub decision: Decision,
    /// Similarity of the template with the reference photo. For staff and the demo's summary only;
    /// never shown to the visitor.
    pub score: f32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::face::TEMPLATE_LEN;

    #[test]
    fn thresholds_include_their_own_value() {
        let policy = MatchPolicy::default();
        let cases = [
            (1.0, Decision::Accept),
            (0.40, Decision::Accept),
            (0.399, Decision::Staff),
            (0.33, Decision::Staff),
            (0.329, Decision::Refuse),
            (-1.0, Decision::Refuse),
        ];
        for (similarity, decision) in cases {
            assert_eq!(policy.decide(similarity), decision, "{similarity}");
        }
    }

    #[test]
    fn one_frame_of_somebody_else_makes_two_people() {
        let template = |angle: f32| {
            let mut values = [0.0; TEMPLATE_LEN];
            (values[0], values[1]) = (angle.cos(), angle.sin());
            FaceTemplate::normalised(values).expect("a length")
        };
        let policy = MatchPolicy::default();
        // Cosines of 0.83 and 0.45.
        let (same, other) = (template(0.6), template(1.1));
        assert!(policy.one_person(&[same.clone(), same.clone(), template(0.0)]));
        for place in 0..3 {
            let mut capture = vec![same.clone(), same.clone(), same.clone(), template(0.0)];
            capture[place] = other.clone();
            assert!(!policy.one_person(&capture), "{place}");
        }
        assert!(policy.one_person(&[other]));
        assert!(!policy.one_person(&[]));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        assert_eq!(MatchPolicy::default().decide(f32::NAN), Decision::Refuse);
    }
}
