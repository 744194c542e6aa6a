//! The months: days with headache and with migraine, attacks, sessions.

use chrono::{Datelike as _, NaiveDate};

use super::Report;
use super::html::{Cell, day, quiet, section, table};
use crate::journal::summary::months::{ABOUT_DAYS, Kept, MANY_HEADACHE_DAYS, Month, Overview};

const HEADS: [&str; 6] =
    ["Month", "Headache days", "Migraine days", "Attacks begun", "Days with acute medicine", "Sessions"];

pub(super) fn months(report: &Report) -> String {
    let rows = report.overview.months.iter().map(|month| row(month, report.range.1));
    section("Months", &[table(&HEADS, rows), quiet(&format!("{ABOUT_DAYS} {}", began(&report.overview)))])
}

fn row(month: &Month, to: NaiveDate) -> Vec<Cell> {
    let name = Cell::Short(name(month, to));
    if !month.is_kept() {
        return vec![name, Cell::Across(HEADS.len() - 1, "no record".into())];
    }
    let headache = if month.has_many_headache_days() {
        Cell::Marked(format!("{} ({MANY_HEADACHE_DAYS} or more)", month.headache_days))
    } else {
        month.headache_days.into()
    };
    let counts = [month.migraine_days, month.attacks, month.medicine_days, month.sessions];
    [name, headache].into_iter().chain(counts.map(Cell::from)).collect()
}

fn began(overview: &Overview) -> String {
    match overview.began {
        Some(began) if overview.months.iter().any(|month| month.kept != Kept::Whole) => {
            format!("The diary begins on {}; there is no record of earlier days.", day(began))
        }
        Some(_) => String::new(),
        None => "The diary has no entries yet.".to_owned(),
    }
}

/// `Mar 2026`; where only part of it is counted, also which: `Mar 2026, from 12th`, `Apr 2026, to 14th`.
pub(super) fn name(month: &Month, to: NaiveDate) -> String {
    let since = match month.kept {
        Kept::Since(began) => Some(began.day()),
        Kept::No | Kept::Whole => None,
    };
    let until = (month.is_kept() && to < month.last()).then(|| to.day());
    let name = month.first.format("%b %Y");
    match (since, until) {
        (None, None) => name.to_string(),
        (Some(since), None) => format!("{name}, from {}", ordinal(since)),
        (None, Some(until)) => format!("{name}, to {}", ordinal(until)),
        (Some(since), Some(until)) => format!("{name}, {} to {}", ordinal(since), ordinal(until)),
    }
}

/// `1st`, `2nd`, `13th`.
fn ordinal(day: u32) -> String {
    let ending = match (day % 10, day % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_as_one_says_them() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30].map(ordinal);
        assert_eq!(
            said,
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "30th"]
        );
    }
}
