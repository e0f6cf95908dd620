//! Drawing the movements of one challenge, and the pauses before them.

use std::time::Duration;

use super::Prompt;

/// How many movements one challenge asks for.
pub const PROMPTS: usize = 3;

/// Least and most pause before a movement is asked for, beyond looking straight, milliseconds: nobody
/// can time a recording by the end of the movement before.
const PAUSE_MS: std::ops::RangeInclusive<usize> = 300..=1200;

/// One challenge as drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub prompts: [Prompt; PROMPTS],
    /// Before each movement.
    pub pauses: [Duration; PROMPTS],
}

/// `PROMPTS` different movements in random order with random pauses, the same for the same seed.
///
/// No movement comes twice. At most two of the six (blink, mouth) leave the head still, so every
/// challenge asks for at least one movement of the head; and every challenge asks for at least one
/// of those two, because a flat picture can be turned by hand but neither blinks nor opens its
/// mouth.
pub(super) fn draw(seed: u64) -> Drawn {
    let mut numbers = SplitMix64(seed);
    let prompts = prompts(&mut numbers);
    let span = PAUSE_MS.end() - PAUSE_MS.start() + 1;
    let pauses = [(); PROMPTS].map(|()| Duration::from_millis((PAUSE_MS.start() + numbers.below(span)) as u64));
    Drawn { prompts, pauses }
}

fn prompts(numbers: &mut SplitMix64) -> [Prompt; PROMPTS] {
    loop {
        let mut all = Prompt::ALL;
        for at in 0..PROMPTS {
            let other = at + numbers.below(all.len() - at);
            all.swap(at, other);
        }
        let drawn = [all[0], all[1], all[2]];
        if drawn.iter().any(|prompt| matches!(prompt, Prompt::Blink | Prompt::Mouth)) {
            return drawn;
        }
    }
}

/// `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). Nobody
/// gains from predicting it: the seed comes from the operating system for each visit.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; the bias of 2^-50 matters neither for six movements nor for a pause.
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        let mut numbers = SplitMix64(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| numbers.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn every_order_of_three_different_movements_is_about_as_likely() {
        let mut seen: HashMap<[Prompt; 3], u32> = HashMap::new();
        for seed in 0..120_000 {
            let drawn = draw(seed).prompts;
            assert!(drawn[0] != drawn[1] && drawn[1] != drawn[2] && drawn[0] != drawn[2]);
            *seen.entry(drawn).or_default() += 1;
        }
        // Of the 120 orders, the 24 of head movements alone are never drawn.
        assert_eq!(seen.len(), 6 * 5 * 4 - 4 * 3 * 2);
        assert!(seen.values().all(|n| (1050..1450).contains(n)), "{:?}", seen.values());
    }

    #[test]
    fn pauses_are_spread_over_their_whole_range_and_do_not_follow_from_one_another() {
        let drawn: Vec<[u64; PROMPTS]> =
            (0..20_000).map(|seed| draw(seed).pauses.map(|p| u64::try_from(p.as_millis()).unwrap())).collect();
        let all: Vec<u64> = drawn.iter().flatten().copied().collect();
        assert_eq!((all.iter().min(), all.iter().max()), (Some(&300), Some(&1200)));
        for tenth in 0..9 {
            let share = all.iter().filter(|ms| (300 + tenth * 100..400 + tenth * 100).contains(*ms)).count();
            assert!((6000..7300).contains(&share), "{share} of 60000 from {} ms", 300 + tenth * 100);
        }
        let rising = drawn.iter().filter(|[a, b, _]| a < b).count();
        assert!((9500..10_500).contains(&rising), "{rising}");
    }
}
