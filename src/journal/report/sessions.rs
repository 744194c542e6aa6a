//! Sessions: pain before and after by routine, and unwanted effects.

use super::Report;
use super::html::{Cell, long_table, quiet, section, short_day, table};
use crate::journal::summary::{ABOUT_MEDICINE_AROUND, FEWEST};

/// How many routines are listed.
const ROUTINES: usize = 10;

pub(super) fn noticed(report: &Report) -> String {
    let answered = report.noticed.iter().filter_map(|(title, phase, noticed)| {
        let change = noticed.change?;
        let median = change.median;
        Some(vec![
            Cell::Words(title.clone()),
            phase.clone().into(),
            format!("{} of {}", noticed.answered, noticed.sessions).into(),
            format!("{} of {}", noticed.with_medicine, noticed.answered).into(),
            signed(median.middle).into(),
            format!("{} to {}", signed(median.low), signed(median.high)).into(),
            Cell::Words(change.plain().to_owned()),
        ])
    });
    let mut rows: Vec<Vec<Cell>> = answered.collect();
    let title = "Self-care sessions: pain before and after";
    if rows.is_empty() {
        let nothing = "<p>Too few sessions have pain noted before and after to say anything.</p>";
        return section(title, &[nothing.to_owned()]);
    }
    let more = match rows.len().saturating_sub(ROUTINES) {
        0 => String::new(),
        1 => "1 more, in which pain fell less, is not listed. ".to_owned(),
        more => format!("{more} more, in which pain fell less, are not listed. "),
    };
    rows.truncate(ROUTINES);
    let heads = ["Routine", "Phase", "Answered", "With medicine", "Median change", "Interval", "In words"];
    let about = format!(
        "{more}Over the whole diary, for routines with at least {FEWEST} answered sessions. Changes are in points out of \
         10. The interval contains the true median in at least 95 of 100 cases (93.75 with five answers; exact, from the \
         binomial distribution). Noticeable: at least 2 points and 30% less, a threshold from studies of chronic pain, \
         with the whole interval below 0; unclear: the interval contains 0. {ABOUT_MEDICINE_AROUND}"
    );
    section(title, &[table(&heads, rows), quiet(&about)])
}

/// Every unwanted effect, in full.
pub(super) fn unwanted(report: &Report) -> String {
    if report.unwanted.is_empty() {
        return String::new();
    }
    let rows = report.unwanted.iter().map(|(date, title, words)| {
        vec![short_day(*date).into(), Cell::Words(title.clone()), Cell::Words(words.trim().to_owned())]
    });
    section("Unwanted effects", &[long_table(&["Day", "Routine", "Noted"], rows)])
}

/// Points with their sign; no change has none.
fn signed(points: f64) -> String {
    if points == 0.0 { "0".into() } else { format!("{points:+}").replace('-', "−") }
}
