//! The attacks in the report: a summary of all, and each in detail.

use chrono::TimeDelta;

use super::Report;
use super::html::{Cell, long_table, quiet, section, table};
use crate::customs::written;
use crate::journal::attack::in_hours;
use crate::journal::course::{Course, CourseEvent, CoursePart};
use crate::journal::record::SEVERITIES;
use crate::journal::{Attack, Aura, Medicine, MedicineClass, Point, Record};
use crate::plural::counted;

/// How many attacks are listed in any case, so that a year of them does not fill ten pages.
const ATTACKS: usize = 24;

const HEADS: [&str; 8] = [
    "Began",
    "Lasted",
    "Worst, 0–10",
    "Where",
    "Aura",
    "Nausea, light, sound",
    "Medicine and sessions, since it began",
    "Triggers, period",
];

pub(super) fn attacks(report: &Report) -> String {
    if report.attacks.is_empty() {
        return section("Attacks", &["<p>No attack was noted.</p>".to_owned()]);
    }
    let attacks =
        || report.attacks.iter().enumerate().filter(|(place, course)| is_listed(*place, &course.attack));
    let more = report.attacks.len() - attacks().count();
    let more = if more > 0 {
        quiet(&format!(
            "{}: without a note, at most 72 h long, and without an aura over 60 min. An export of the journal has all \
             of them.",
            counted(more, "earlier attack isn't listed", "earlier attacks aren't listed")
        ))
    } else {
        String::new()
    };
    let listed = long_table(&HEADS, attacks().flat_map(|(_, course)| rows(course)));
    section("Attacks", &[summed_up(report), listed, more])
}

/// Whether an attack is listed: the newest are, and of the others those that a doctor would ask about, or of which more
/// was said.
fn is_listed(place: usize, attack: &Attack) -> bool {
    let is_unusual = attack.is_unusually_long() || attack.has_unusually_long_aura();
    place < ATTACKS || is_unusual || !attack.note.trim().is_empty()
}

/// The row of an attack, and one for its note. The page is about a year at most, so that a day needs no year.
fn rows(course: &Course) -> Vec<Vec<Cell>> {
    let attack = &course.attack;
    let row = vec![
        written(attack.started, "%-d %b, %H:%M").into(),
        Cell::Words(lasted(attack)),
        attack.peak.map(|peak| peak.to_string()).unwrap_or_default().into(),
        Cell::Words(attack.place.clone()),
        Cell::Words(aura(attack)),
        Cell::Words(symptoms(attack)),
        Cell::Words(along(course)),
        Cell::Words(attack.factors.join(", ")),
    ];
    let note = attack.note.trim();
    let note = (!note.is_empty()).then(|| vec![Cell::Across(HEADS.len(), format!("Note: {note}"))]);
    std::iter::once(row).chain(note).collect()
}

fn lasted(attack: &Attack) -> String {
    match attack.length().map(in_hours) {
        None => "end not noted".to_owned(),
        Some(length) if attack.is_unusually_long() && length == "72 h" => "over 72 h".to_owned(),
        Some(length) if attack.is_unusually_long() => format!("{length}, over 72 h"),
        Some(length) => length,
    }
}

fn aura(attack: &Attack) -> String {
    let minutes = attack.aura_minutes.map(|minutes| format!("{minutes} min"));
    match (attack.aura, minutes) {
        (_, Some(minutes)) if attack.has_unusually_long_aura() => format!("{minutes}, over 60"),
        (Aura::Yes | Aura::Unsaid, Some(minutes)) => minutes,
        (Aura::Yes, None) => "yes".to_owned(),
        (Aura::No, _) => "no".to_owned(),
        (Aura::Unsaid, None) => String::new(),
    }
}

/// `moderate, severe, –`; nothing if none of them was said.
fn symptoms(attack: &Attack) -> String {
    let symptoms = &attack.symptoms;
    let noted = [symptoms.nausea, symptoms.light, symptoms.sound];
    if noted.iter().all(Option::is_none) {
        return String::new();
    }
    let in_words = |severity: Option<u8>| {
        severity.and_then(|severity| SEVERITIES.get(usize::from(severity))).map_or("–", |words| *words)
    };
    noted.map(in_words).join(", ")
}

/// `Sumatriptan 50 mg after 20 min, 2 h 20 min; Cold on the forehead after 40 min: pain 7, then 5, 3 two hours later`: along
/// the line of the attack, each medicine once, with all its times.
fn along(course: &Course) -> String {
    let began = course.attack.started;
    let mut parts: Vec<(String, Vec<String>, String)> = Vec::new();
    for point in &course.points {
        let (name, felt) = match &point.event {
            CourseEvent::Medicine(dose) => (named(dose), String::new()),
            CourseEvent::Session { record, part: CoursePart::Before } => {
                (format!("Warning signs, {}", record.title), felt(record))
            }
            CourseEvent::Session { record, part: CoursePart::During | CoursePart::After } => {
                (record.title.clone(), felt(record))
            }
            CourseEvent::Began
            | CourseEvent::Ended
            | CourseEvent::Answer { .. }
            | CourseEvent::Question { .. }
            | CourseEvent::PackAgain(_) => continue,
        };
        let time = since(point.at - began);
        match parts.iter_mut().find(|(other, _, other_felt)| *other == name && *other_felt == felt) {
            Some((_, times, _)) => times.push(time),
            None => parts.push((name, vec![time], felt)),
        }
    }
    let told = |(name, times, felt): (String, Vec<String>, String)| {
        let times = times.chunk_by(PartialEq::eq).map(|same| match same {
            [time] => time.clone(),
            _ => format!("{} ({} times)", same[0], same.len()),
        });
        format!("{name} {}{felt}", times.collect::<Vec<_>>().join(", "))
    };
    parts.into_iter().map(told).collect::<Vec<_>>().join("; ")
}

/// `after 20 min`, `14 h before`, `at the start`.
fn since(passed: TimeDelta) -> String {
    match passed.num_minutes() {
        0 => "at the start".to_owned(),
        1.. => format!("after {}", in_hours(passed)),
        ..0 => format!("{} before", in_hours(-passed)),
    }
}

/// `: pain 7, then 5, 3 two hours later`; nothing if nothing was said.
fn felt(record: &Record) -> String {
    let later = record.answer(Point::TwoHours).and_then(|answer| answer.pain);
    let later = later.map(|pain| format!("pain {pain} two hours later"));
    let felt: Vec<String> = record.felt().into_iter().chain(later).collect();
    if felt.is_empty() { String::new() } else { format!(": {}", felt.join(", ")) }
}

/// The name of a medicine, and what is to be known if it was not taken for the attack.
fn named(medicine: &Medicine) -> String {
    if medicine.class.is_none_or(MedicineClass::is_acute) {
        medicine.name.clone()
    } else {
        format!("{} (preventive)", medicine.name)
    }
}

/// A summary of all attacks, and beside it of those with and without a session. It describes and does not
/// compare.
fn summed_up(report: &Report) -> String {
    let (with, without): (Vec<&Course>, Vec<&Course>) =
        report.attacks.iter().partition(|course| course.has_session());
    let all = report.attacks.iter().collect();
    let rows = [("All", all), ("With a session during it", with), ("Without", without)].map(of_attacks);
    let heads = ["Attacks", "Number", "Median length", "Median worst pain", "With aura"];
    let why = "Sessions may have been started in worse attacks, or in milder ones, so this can't show what difference \
               they made.";
    format!("{}{}\n", table(&heads, rows), quiet(why))
}

fn of_attacks((name, courses): (&str, Vec<&Course>)) -> Vec<Cell> {
    let attacks: Vec<&Attack> = courses.into_iter().map(|course| &course.attack).collect();
    let median = |mut values: Vec<i64>| {
        values.sort_unstable();
        let at = |place: usize| values.get(place).copied();
        let place = values.len().checked_sub(1)?;
        Some((at(place / 2)?, at(place.div_ceil(2))?))
    };
    let of = |values: usize| if values == attacks.len() { String::new() } else { format!(" (of {values})") };
    let lengths: Vec<i64> =
        attacks.iter().filter_map(|attack| attack.length()).map(|length| length.num_minutes()).collect();
    let peaks: Vec<i64> = attacks.iter().filter_map(|attack| attack.peak).map(i64::from).collect();
    let (lengths_said, peaks_said) = (of(lengths.len()), of(peaks.len()));
    let length = median(lengths).map(|(low, high)| in_hours(TimeDelta::minutes(i64::midpoint(low, high))));
    let peak = median(peaks).map(|(low, high)| {
        let whole = i64::midpoint(low, high);
        if (low + high) % 2 == 0 { whole.to_string() } else { format!("{whole}.5") }
    });
    let answered = attacks.iter().filter(|attack| attack.aura != Aura::Unsaid).count();
    let aura = attacks.iter().filter(|attack| attack.aura == Aura::Yes).count();
    let aura = if answered == 0 { String::new() } else { format!("{aura} of {answered} answered") };
    vec![
        name.into(),
        attacks.len().to_string().into(),
        length.map(|length| length + &lengths_said).unwrap_or_default().into(),
        peak.map(|peak| peak + &peaks_said).unwrap_or_default().into(),
        aura.into(),
    ]
}
