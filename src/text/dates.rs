//! Dates, times and numbers as each language writes them.

use crate::domain::language::Language;
use crate::domain::time::Date;

use super::catalogue::PairText;

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date on a page: "30 June 2027", "2027年6月30日".
#[must_use]
pub fn date(language: Language, date: Date) -> String {
    match language {
        Language::English => {
            let month =
                usize::try_from(date.month() - 1).ok().and_then(|i| ENGLISH_MONTHS.get(i)).copied().unwrap_or_default();
            format!("{} {month} {}", date.day(), date.year())
        }
        Language::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    }
}

/// [`date`] in both languages.
#[must_use]
pub fn date_pair(language: Language, day: Date) -> PairText {
    PairText { primary: date(language, day), secondary: date(language.other(), day) }
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

    use super::{clock, date, iso};
    use crate::domain::language::Language;

    #[test]
    fn dates_follow_each_language() {
        let d = day(2027, 6, 30);
        assert_eq!(date(Language::English, d), "30 June 2027");
        assert_eq!(date(Language::Chinese, d), "2027年6月30日");
        assert_eq!(iso(day(2027, 6, 3)), "2027-06-03");
    }

    #[test]
    fn every_month_has_its_english_name() {
        let names: Vec<_> = (1..=12).map(|m| date(Language::English, day(2026, m, 1))).collect();
        assert_eq!(names[0], "1 January 2026");
        assert_eq!(names[11], "1 December 2026");
    }

    #[test]
    fn times_have_24_hours() {
        assert_eq!(clock(time(4, 5, 59, 0)), "04:05");
        assert_eq!(clock(time(14, 26, 0, 0)), "14:26");
    }
}
