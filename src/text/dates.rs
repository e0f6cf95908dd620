//! Dates and times as each language writes them; the form of a date is a text of its catalogue.

use crate::domain::language::Language;
use crate::domain::time::Date;

use super::catalogue::{Args, PairText, Words};

/// Keys of the months' names, from January.
const MONTHS: [&str; 12] = [
    "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8", "month_9", "month_10",
    "month_11", "month_12",
];

/// A date on a page as the language writes it: "30 June 2027", "2027年6月30日".
#[must_use]
pub fn date(words: &Words, language: Language, date: Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|i| MONTHS.get(i)).copied().unwrap_or(MONTHS[0]);
    let args = Args::none()
        .text("day", date.day().to_string())
        .text("month", words.get(language, month, &Args::none()))
        .text("year", date.year().to_string());
    words.get(language, "date_long", &args)
}

/// [`date`] in both languages.
#[must_use]
pub fn date_pair(words: &Words, language: Language, day: Date) -> PairText {
    PairText { primary: date(words, language, day), secondary: date(words, language.other(), day) }
}

/// A date on the letter, the same in both languages: "2027-06-30".
#[must_use]
pub fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// A time of day, the same in both languages: "14:26".
#[must_use]
pub fn clock(time: jiff::civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date as day, time};

    use super::{Words, clock, date, iso};
    use crate::domain::language::Language;

    #[test]
    fn dates_follow_each_language() {
        let (words, d) = (Words::load().unwrap(), day(2027, 6, 30));
        assert_eq!(date(&words, Language::English, d), "30 June 2027");
        assert_eq!(date(&words, Language::Chinese, d), "2027年6月30日");
        assert_eq!(iso(day(2027, 6, 3)), "2027-06-03");
    }

    #[test]
    fn every_month_has_its_english_name() {
        let words = Words::load().unwrap();
        let names: Vec<_> = (1..=12).map(|m| date(&words, Language::English, day(2026, m, 1))).collect();
        assert_eq!(names[0], "1 January 2026");
        assert_eq!(names[11], "1 December 2026");
    }

    #[test]
    fn times_have_24_hours() {
        assert_eq!(clock(time(4, 5, 59, 0)), "04:05");
        assert_eq!(clock(time(14, 26, 0, 0)), "14:26");
    }
}
