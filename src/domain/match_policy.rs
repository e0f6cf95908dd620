//! From a similarity to a decision.

use serde::{Deserialize, Serialize};

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
    /// 0.24 % false rejects; at 0.33 everything genuine is kept for staff.
    ///
    /// Within a capture: 1260 pairs of a straight face and any other frame of the same recording (two
    /// recordings of one person at a webcam, heads turned by up to 20 degrees) had at least 0.73.
    fn default() -> Self {
        Self { accept: 0.40, refer: 0.33, same_capture: 0.50 }
    }
}

impl MatchPolicy {
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
    fn what_is_not_a_number_is_refused() {
        assert_eq!(MatchPolicy::default().decide(f32::NAN), Decision::Refuse);
    }
}
