//! The report for the doctor: a self-contained HTML file that prints on at most two A4 pages. Pure.
//!
//! It soberly lists what was noted and how often, and explains nothing. How much it lists is limited, so that
//! it stays two pages long.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Attack;
use super::summary::months::{ABOUT_OVERUSE, Group, Month};
use super::summary::{BY_ITSELF, CANNOT_SHOW, FEWEST, Noticed};
use crate::characters::escaped_lines;

mod attacks;

use attacks::attacks;

/// How much is listed of each.
const ROUTINES: usize = 10;
const UNWANTED: usize = 8;
const TEXT: usize = 46;
/// Cells up to this length are never wrapped.
const ONE_LINE: usize = 22;

/// The contents of the report.
#[derive(Clone, Debug)]
pub struct Report {
    /// The first and the last day that it covers.
    pub range: (NaiveDate, NaiveDate),
    /// When it was created.
    pub made: DateTime<FixedOffset>,
    /// The months it covers, at most twelve.
    pub months: Vec<Month>,
    /// The attacks, the newest first.
    pub attacks: Vec<Attack>,
    /// The ids of the attacks during which a session was done.
    pub with_session: BTreeSet<String>,
    /// The statistics of each routine over the whole journal, with its title and the phase in plain words.
    pub noticed: Vec<(String, String, Noticed)>,
    /// Unwanted effects, the newest first: the day, the routine's title, and the person's words.
    pub unwanted: Vec<(NaiveDate, String, String)>,
}

const STYLE: &str = "
    @page { size: A4; margin: 14mm; }
    body { font: 10pt/1.35 sans-serif; color: #111; background: #fff; max-width: 182mm; margin: 8mm auto; }
    h1 { font-size: 15pt; margin: 0 0 1mm; } h2 { font-size: 11.5pt; margin: 4mm 0 1mm; }
    p { margin: 1mm 0; } .quiet { color: #444; font-size: 9pt; }
    table { border-collapse: collapse; width: 100%; font-size: 8.5pt; }
    th, td { text-align: left; padding: 0.5mm 2mm 0.5mm 0; border-bottom: 0.2mm solid #999; vertical-align: top; }
    td { white-space: nowrap; } td.long { white-space: normal; }
    th { font-weight: 600; } tr { break-inside: avoid; } h2 { break-after: avoid; }
    @media print { body { margin: 0; max-width: none; } }
";

/// The report as HTML.
#[must_use]
pub fn to_html(report: &Report) -> String {
    let (from, to) = report.range;
    let day = |date: NaiveDate| date.format("%-d %B %Y").to_string();
    let parts = [
        format!("<h1>Headache diary, {} to {}</h1>", day(from), day(to)),
        format!(
            "<p class=\"quiet\">Noted by the person themselves with Stillpoint, a program for guided self-care; made \
             on {}. No clinician has reviewed the program.</p>",
            day(report.made.date_naive())
        ),
        months(report),
        attacks(report),
        noticed(report),
        unwanted(report),
        format!("<p class=\"quiet\">{} {}</p>", escaped(CANNOT_SHOW), escaped(BY_ITSELF)),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>Headache diary</title>\n<style>{STYLE}</style></head>\n<body>\n{}\n</body></html>\n",
        parts.join("\n")
    )
}

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let cells = |cells: &[String], tag: &str| -> String {
        let class = |cell: &str| if cell.chars().count() > ONE_LINE { " class=\"long\"" } else { "" };
        let cell = |cell: &String| ["<", tag, class(cell), ">", &escaped(cell), "</", tag, ">"].concat();
        cells.iter().map(cell).collect()
    };
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let mut table = format!("<table><thead><tr>{}</tr></thead><tbody>\n", cells(&heads, "th"));
    for row in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "<tr>{}</tr>", cells(&row, "td"));
    }
    table + "</tbody></table>"
}

fn months(report: &Report) -> String {
    let heads = [
        "Month",
        "Attacks begun",
        "Attack days",
        "Days with any medicine",
        "Simple painkillers",
        "Triptan, ergot, opioid, combination",
        "Kind not noted",
        "Sessions",
    ];
    let row = |month: &Month| {
        let counts = [month.attacks, month.attack_days, month.medicine_days].into_iter().chain(month.days_of);
        let counts = counts.chain([month.sessions]).map(|count| count.to_string());
        std::iter::once(month.first.format("%b %Y").to_string()).chain(counts).collect()
    };
    let mut text = "<h2>Months</h2>\n".to_owned();
    text += &table(&heads, report.months.iter().map(row));
    text += "<p class=\"quiet\">An attack day is a day with a noted attack or a session in the attack phase. Medicine \
             is counted in days, as far as it was noted. The first and the last month may be in part.</p>";
    let many: Vec<String> =
        (0..).zip(Group::ALL).filter_map(|(place, group)| many(report, place, group)).collect();
    if !many.is_empty() {
        text.extend(["<p><b>", &escaped(&many.join(" ")), "</b> ", &escaped(ABOUT_OVERUSE), "</p>"]);
    }
    text
}

/// A sentence on the months in which a group of medicine was taken on many days.
fn many(report: &Report, place: usize, group: Group) -> Option<String> {
    let from = group.warns_from();
    let months = report.months.iter().filter(|month| month.days_of[place] >= from);
    let months: Vec<String> =
        months.map(|month| format!("{} ({})", month.first.format("%b %Y"), month.days_of[place])).collect();
    let sentence = || format!("Days with {}, {from} or more: {}.", group.plain(), months.join(", "));
    (!months.is_empty()).then(sentence)
}

fn noticed(report: &Report) -> String {
    let answered = report.noticed.iter().filter_map(|(title, phase, noticed)| {
        let change = noticed.change?;
        let median = change.median;
        Some(vec![
            shortened(title),
            phase.clone(),
            noticed.sessions.to_string(),
            noticed.answered.to_string(),
            signed(median.middle),
            format!("{} to {}", signed(median.low), signed(median.high)),
            change.plain().to_owned(),
        ])
    });
    let rows: Vec<Vec<String>> = answered.take(ROUTINES).collect();
    let head = "<h2>Self-care sessions: pain before and after</h2>\n";
    if rows.is_empty() {
        return format!(
            "{head}<p>Too few sessions with pain before and after were noted to say anything.</p>"
        );
    }
    let heads = ["Routine", "Phase", "Sessions", "Answered", "Median change", "Interval", "In words"];
    format!(
        "{head}{}<p class=\"quiet\">Over the whole diary, from {FEWEST} answered sessions on. Changes are in points of 10. The interval holds the \
         true median in at least 95 of 100 cases (93.75 with five answers; exact, from the binomial distribution). \
         Noticeable: at least 2 points and 30 % less, a measure from chronic pain.</p>",
        table(&heads, rows.into_iter())
    )
}

fn unwanted(report: &Report) -> String {
    if report.unwanted.is_empty() {
        return String::new();
    }
    let row = |(date, title, words): &(NaiveDate, String, String)| {
        vec![date.format("%-d %b %Y").to_string(), shortened(title), shortened(words)]
    };
    let rows = report.unwanted.iter().take(UNWANTED).map(row);
    format!("<h2>Unwanted effects</h2>\n{}", table(&["Day", "Routine", "Noted"], rows))
}

/// Points with their sign; no change has none.
fn signed(points: f64) -> String {
    if points == 0.0 { "0".into() } else { format!("{points:+}").replace('-', "−") }
}

/// The beginning of a text, so that a row stays one or two lines high.
fn shortened(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = one_line.chars().take(TEXT).collect();
    if short.len() < one_line.len() {
        short.push('…');
    }
    short
}

fn escaped(text: &str) -> String {
    let text = escaped_lines(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::store::tests_support::{at, full_record};
    use super::super::summary::{Alike, noticed};
    use super::*;
    use crate::journal::Aura;

    fn report() -> Report {
        let month = |number| Month {
            first: NaiveDate::from_ymd_opt(2026, number, 1).unwrap(),
            sessions: 9,
            attacks: 3,
            attack_days: 5,
            medicine_days: 9,
            days_of: [2, 8, 0],
        };
        let attack = Attack {
            id: "a".into(),
            started: at("2026-03-01T22:00:00+01:00"),
            ended: Some(at("2026-03-02T23:30:00+01:00")),
            peak: Some(8),
            place: "<script>alert(1)</script> & \u{202e}\"left\"".into(),
            aura: Aura::Yes,
            medicine: full_record("x").medicine,
            ..Attack::default()
        };
        let alike = |routine: &str, count| Alike {
            routine: routine.into(),
            phase: Some("Attack".into()),
            before: Some(8),
            after: Some(5),
            count,
        };
        let noticed = noticed(&[alike("cold", 7), alike("few", 4)]);
        Report {
            range: (
                NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
                NaiveDate::from_ymd_opt(2026, 3, 31).unwrap(),
            ),
            made: at("2026-04-01T08:00:00+02:00"),
            months: (1..=3).map(month).collect(),
            attacks: vec![attack; 40],
            with_session: BTreeSet::new(),
            noticed: noticed.into_iter().map(|of| (of.routine.clone(), "attack".into(), of)).collect(),
            unwanted: vec![(
                NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
                "Neck".into(),
                "dizzy ".repeat(90),
            )],
        }
    }

    #[test]
    fn it_shows_what_was_noted_and_nothing_runs_in_it() {
        let html = to_html(&report());
        for part in [
            "Headache diary, 1 January 2026 to 31 March 2026",
            "<td>Mar 2026</td><td>3</td><td>5</td><td>9</td><td>2</td><td>8</td><td>0</td><td>9</td>",
            "Days with triptans, ergots, opioids or combination painkillers, 8 or more: Jan 2026 (8), Feb 2026 (8), Mar",
            "don't stop suddenly on your own",
            "<td>26 h</td><td>8</td><td class=\"long\">&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\u{202e}&quot;left&quot;</td>",
            "And 24 before these.",
            "<td>All</td><td>40</td><td>26 h</td><td>8</td><td class=\"long\">40 of 40 where it was said</td>",
            "<td class=\"long\">With a session in their time</td><td>0</td><td></td><td></td><td></td>",
            "<td>cold</td><td>attack</td><td>7</td><td>7</td><td>−3</td><td>−3 to −3</td><td>noticeably less pain</td>",
            "before/after scores can't show the routine caused it",
            "dizzy dizzy",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("<td>few</td>"), "nothing is said of four answers");
        for forbidden in ["<script", "http://", "https://", "url(", "src="] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn attacks_are_summed_up_with_and_without_a_session() {
        let attack = |id: &str, minutes: Option<i64>, peak, aura| Attack {
            id: id.into(),
            ended: minutes.map(|minutes| DateTime::default() + chrono::TimeDelta::minutes(minutes)),
            peak,
            aura,
            ..Attack::default()
        };
        let attacks = vec![
            attack("1", Some(150), Some(4), Aura::Yes),
            attack("2", Some(30), Some(7), Aura::No),
            attack("3", None, Some(9), Aura::Unsaid),
            attack("4", Some(600), None, Aura::Unsaid),
        ];
        let with_session = ["1", "2"].map(str::to_owned).into();
        let html = to_html(&Report { attacks, with_session, ..report() });
        for row in [
            "<td>All</td><td>4</td><td>2 h 30 min (of 3)</td><td>7 (of 3)</td>\
             <td class=\"long\">1 of 2 where it was said</td>",
            "<td>2</td><td>1 h 30 min</td><td>5.5</td><td class=\"long\">1 of 2 where it was said</td>",
            "<td>Without</td><td>2</td><td>10 h (of 1)</td><td>9 (of 1)</td><td></td>",
        ] {
            assert!(html.contains(row), "{row} in {html}");
        }
    }

    #[test]
    fn an_empty_diary_says_so() {
        let nothing =
            Report { attacks: vec![], noticed: vec![], unwanted: vec![], months: vec![], ..report() };
        let html = to_html(&nothing);
        assert!(html.contains("No attack was noted.") && html.contains("Too few sessions"));
    }
}
