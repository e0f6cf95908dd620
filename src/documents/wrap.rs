//! Where a line of mixed Chinese and Latin text may end.

use std::ops::Range;

/// Never at the start of a line (GB/T 15834: closing and pausing marks stay with what they close).
const NOT_FIRST: &str = "，。、；：！？）》〉」』】〕”’…—～·%‰℃,.;:!?)]}";
/// Never at the end of a line: opening marks stay with what they open.
const NOT_LAST: &str = "（《〈「『【〔“‘([{";

/// Breaks characters of the given widths into lines no wider than `room`.
///
/// Latin words break at spaces and after hyphens; hanzi break anywhere but before [`NOT_FIRST`] or
/// after [`NOT_LAST`]. A word wider than a whole line is broken inside: nothing is ever cut off.
/// Spaces at a line's end belong to no line. Widths and `room` share one unit.
#[must_use]
pub fn lines(chars: &[(char, f32)], room: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = skip_spaces(chars, 0);
    while start < chars.len() {
        let end = line_end(chars, start, room);
        let trimmed = trim_spaces(chars, start, end);
        lines.push(start..trimmed);
        start = skip_spaces(chars, end);
    }
    lines
}

/// The narrowest lines that do not take more of them than `room` does: lines of about equal length.
#[must_use]
pub fn balanced(chars: &[(char, f32)], room: f32) -> Vec<Range<usize>> {
    let count = lines(chars, room).len();
    let (mut low, mut high) = (0.0_f32, room);
    for _ in 0..12 {
        let middle = f32::midpoint(low, high);
        if lines(chars, middle).len() <= count { high = middle } else { low = middle }
    }
    lines(chars, high)
}

fn line_end(chars: &[(char, f32)], start: usize, room: f32) -> usize {
    // Rounding must not push a text out that was measured to fit.
    let room = room + 0.01;
    let mut width = 0.0;
    let mut last_break = None;
    for (at, &(c, w)) in chars.iter().enumerate().skip(start) {
        if at > start && may_break(chars[at - 1].0, c) {
            last_break = Some(at);
        }
        if c != ' ' && width + w > room && at > start {
            return last_break.unwrap_or(at);
        }
        width += w;
    }
    chars.len()
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || NOT_FIRST.contains(after) || NOT_LAST.contains(before) {
        return false;
    }
    before == ' ' || before == '-' || before == '/' || is_wide(before) || is_wide(after)
}

/// Hanzi and full-width marks: they have no words.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0xD7AF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        || (NOT_FIRST.contains(c) || NOT_LAST.contains(c)) && !c.is_ascii()
}

fn skip_spaces(chars: &[(char, f32)], from: usize) -> usize {
    from + chars.iter().skip(from).take_while(|(c, _)| *c == ' ').count()
}

fn trim_spaces(chars: &[(char, f32)], start: usize, end: usize) -> usize {
    end - chars[start..end].iter().rev().take_while(|(c, _)| *c == ' ').count()
}

#[cfg(test)]
mod tests {
    use super::{NOT_FIRST, NOT_LAST, balanced, lines};

    fn set(text: &str) -> Vec<(char, f32)> {
        text.chars().map(|c| (c, if c.is_ascii() { 1.0 } else { 2.0 })).collect()
    }

    fn broken(text: &str, room: f32) -> Vec<String> {
        let chars = set(text);
        lines(&chars, room).into_iter().map(|l| chars[l].iter().map(|(c, _)| *c).collect()).collect()
    }

    #[test]
    fn latin_breaks_at_spaces_and_after_hyphens() {
        assert_eq!(broken("ELENA MARIA VIDAL-ORTEGA", 12.0), ["ELENA MARIA", "VIDAL-ORTEGA"]);
        assert_eq!(broken("ELENA MARIA VIDAL-ORTEGA", 11.0), ["ELENA MARIA", "VIDAL-", "ORTEGA"]);
    }

    #[test]
    fn chinese_marks_keep_to_their_side() {
        for room in 2_u8..24 {
            let text = "以下为您的（外国人）工作许可登记信息，请核对：许可、姓名或《护照》“信息”变更的，请申报。";
            let lines = broken(text, f32::from(room));
            assert_eq!(lines.concat(), text, "nothing is lost at {room}");
            if room >= 10 {
                for line in lines {
                    assert!(!line.starts_with(|c| NOT_FIRST.contains(c)), "{line} at {room}");
                    assert!(!line.ends_with(|c| NOT_LAST.contains(c)), "{line} at {room}");
                }
            }
        }
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_not_cut() {
        assert_eq!(broken("Wolfeschlegelsteinhausen", 10.0), ["Wolfeschle", "gelsteinha", "usen"]);
    }

    #[test]
    fn latin_beside_hanzi_stays_whole() {
        assert_eq!(broken("演示国Demoland", 10.0), ["演示国", "Demoland"]);
    }

    #[test]
    fn balanced_lines_are_about_equal() {
        let chars = set("Notification Letter of Foreigner's Work Permit in the People's Republic of China");
        let widths: Vec<usize> = balanced(&chars, 70.0).into_iter().map(|l| l.len()).collect();
        assert_eq!(widths.len(), 2);
        assert!(widths[0].abs_diff(widths[1]) <= 12, "{widths:?}");
    }
}
