//! The report for the doctor: a self-contained HTML file. An ordinary three months print on at most two A4 pages. Pure.
//!
//! It soberly lists what was noted and how often, and explains nothing. What was said in words is never cut; how many
//! attacks and routines it lists is limited, and it says what it leaves out.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::course::Course;
use super::summary::endpoints::Endpoints;
use super::summary::months::Overview;
use super::summary::{BY_ITSELF, CANNOT_SHOW, Noticed};
use super::{Assessment, MedicineClass};

mod attacks;
mod endpoints;
mod html;
mod medicine;
mod months;
mod questionnaires;
mod sessions;

use html::{day, escaped, quiet};

/// The contents of the report.
#[derive(Clone, Debug)]
pub struct Report {
    /// The first and the last day that it covers.
    pub range: (NaiveDate, NaiveDate),
    /// When it was created.
    pub made: DateTime<FixedOffset>,
    /// The person's own medicines with their classes, those taken regularly among them.
    pub own_medicines: Vec<(String, Option<MedicineClass>)>,
    /// The months it covers, at most twelve, and the most days with medicine in any 30 days.
    pub overview: Overview,
    /// The attacks that began in its time, each as a line through time, the newest first.
    pub attacks: Vec<Course>,
    /// What became of the pain after the sessions in attacks in its time.
    pub endpoints: Endpoints,
    /// The questionnaires of the whole journal, the oldest first.
    pub assessments: Vec<Assessment>,
    /// The statistics of each routine over the whole journal, with its title and the phase in plain words.
    pub noticed: Vec<(String, String, Noticed)>,
    /// Unwanted effects, the newest first: the day, the routine's title, and the person's words.
    pub unwanted: Vec<(NaiveDate, String, String)>,
}

/// The report as HTML.
#[must_use]
pub fn to_html(report: &Report) -> String {
    let (from, to) = report.range;
    let parts = [
        format!("<h1>Headache diary, {} to {}</h1>", day(from), day(to)),
        quiet(&format!(
            "Self-reported with Stillpoint, a program for guided self-care; made on {}. No clinician has reviewed the \
             program.",
            day(report.made.date_naive())
        )),
        own_medicines(report),
        months::months(report),
        medicine::medicine(&report.overview, report.range.1),
        attacks::attacks(report),
        endpoints::endpoints(&report.endpoints),
        questionnaires::questionnaires(&report.assessments, report.range),
        sessions::noticed(report),
        sessions::unwanted(report),
        quiet(&format!("{CANNOT_SHOW} {BY_ITSELF}")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    html::page(&parts.join("\n"))
}

/// `Medicine: Sumatriptan (triptan), Propranolol (preventive)`.
fn own_medicines(report: &Report) -> String {
    let named = |(name, class): &(String, Option<MedicineClass>)| match class {
        Some(class) => format!("{name} ({})", class.plain()),
        None => name.clone(),
    };
    let named: Vec<String> = report.own_medicines.iter().map(named).collect();
    if named.is_empty() { String::new() } else { format!("<p>Medicine: {}</p>", escaped(&named.join(", "))) }
}

#[cfg(test)]
mod tests;
