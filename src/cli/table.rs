//! Lists as people read them: columns with headings.

use std::io::Write;

use crate::domain::time::{Timestamp, office_zone};

/// Writes `rows` under `headings`, each column as wide as its widest cell.
///
/// # Errors
/// If `out` cannot be written.
pub fn write<const N: usize>(out: &mut dyn Write, headings: [&str; N], rows: &[[String; N]]) -> std::io::Result<()> {
    let mut widths = headings.map(|heading| heading.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let headings = headings.map(str::to_owned);
    for row in std::iter::once(&headings).chain(rows) {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// The office's time zone as headings name it.
pub const ZONE: &str = "UTC+8";

/// A point in time as the office's clock shows it, e.g. `2026-06-01 16:00`.
#[must_use]
pub fn local(at: Timestamp) -> String {
    at.to_zoned(office_zone()).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let mut out = Vec::new();
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        write(&mut out, ["Name", "Day"], &[row("Ana", "1"), row("Łukasz", "22")]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "Name    Day\nAna     1\nŁukasz  22\n");
    }

    #[test]
    fn times_are_the_offices() {
        assert_eq!(local("2026-12-31T16:30:00Z".parse().unwrap()), "2027-01-01 00:30");
        assert!(office_zone().to_fixed_offset().is_ok_and(|offset| offset == jiff::tz::offset(8)), "{ZONE}");
    }
}
