//! What staff see of typed entries until the visitor lets them see more.

/// A name's initials, as they stand in it: `E. V.-O.`.
#[must_use]
pub fn initials(name: &str) -> String {
    let word = |word: &str| {
        let parts = word.split('-').filter_map(|part| part.chars().next()).map(|first| format!("{first}."));
        parts.collect::<Vec<_>>().join("-")
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// All but the last four characters of a typed number (or half of a short one) hidden.
#[must_use]
pub fn masked_number(typed: &str) -> String {
    let folded: Vec<char> = super::permit::fold_number(typed).collect();
    let hidden = folded.len() - 4.min(folded.len() / 2);
    folded.into_iter().enumerate().map(|(i, c)| if i < hidden { '*' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_by_its_initials_only() {
        assert_eq!(initials("Elena  Vidal-Ortega"), "E. V.-O.");
        assert_eq!(initials("王小明"), "王.");
        assert_eq!(initials(" - "), "");
    }

    #[test]
    fn a_number_keeps_its_end() {
        assert_eq!(masked_number("sp20 2604-17 00012345"), "**************2345");
        assert_eq!(masked_number("A12"), "**2");
        assert_eq!(masked_number(""), "");
        assert_eq!(masked_number("护照1234"), "***234");
    }
}
