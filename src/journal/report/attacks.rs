//! The attacks in the report: a summary of all, and the newest in detail.

use chrono::TimeDelta;

use super::{Report, shortened, table};
use crate::journal::{Attack, Aura};

/// How many attacks are listed individually.
const ATTACKS: usize = 16;

pub(super) fn attacks(report: &Report) -> String {
    if report.attacks.is_empty() {
        return "<h2>Attacks</h2>\n<p>No attack was noted.</p>".into();
    }
    let row = |attack: &Attack| {
        let lasted = length(attack).map_or("end not noted".into(), in_hours);
        let aura = match attack.aura {
            Aura::Unsaid => "",
            Aura::No => "no",
            Aura::Yes => "yes",
        };
        let medicine: Vec<&str> = attack.medicine.iter().map(|medicine| medicine.name.as_str()).collect();
        vec![
            attack.started.format("%-d %b %Y, %H:%M").to_string(),
            lasted,
            attack.peak.map(|peak| peak.to_string()).unwrap_or_default(),
            shortened(&attack.place),
            aura.into(),
            shortened(&medicine.join(", ")),
        ]
    };
    let heads = ["Began", "Lasted", "Worst, 0–10", "Where", "Aura", "Medicine"];
    let more = report.attacks.len().saturating_sub(ATTACKS);
    let more =
        if more > 0 { format!("<p class=\"quiet\">And {more} before these.</p>") } else { String::new() };
    let listed = table(&heads, report.attacks.iter().take(ATTACKS).map(row));
    format!("<h2>Attacks</h2>\n{}{listed}{more}", summed_up(report))
}

fn length(attack: &Attack) -> Option<TimeDelta> {
    attack.ended.map(|ended| (ended - attack.started).max(TimeDelta::zero()))
}

/// `45 min`, `2 h 30 min`, `39 h`: nobody knows the length of a long attack to the minute.
fn in_hours(length: TimeDelta) -> String {
    match (length.num_minutes() / 60, length.num_minutes() % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours @ 1..6, minutes @ 1..) => format!("{hours} h {minutes} min"),
        (hours, minutes) => format!("{} h", hours + minutes / 30),
    }
}

/// A summary of all attacks, and beside it of those with and without a session. It describes and does not
/// compare.
fn summed_up(report: &Report) -> String {
    let has_session = |attack: &&Attack| report.with_session.contains(&attack.id);
    let (with, without): (Vec<&Attack>, Vec<&Attack>) = report.attacks.iter().partition(has_session);
    let all = report.attacks.iter().collect();
    let rows = [("All", all), ("With a session in their time", with), ("Without", without)].map(of_attacks);
    let heads = ["Attacks", "Number", "Median length", "Median worst pain", "With aura"];
    let why =
        "Sessions may have been begun in worse attacks, or in milder ones: this cannot show what they did.";
    format!("{}<p class=\"quiet\">{why}</p>\n", table(&heads, rows.into_iter()))
}

fn of_attacks((name, attacks): (&str, Vec<&Attack>)) -> Vec<String> {
    let median = |mut values: Vec<i64>| {
        values.sort_unstable();
        let at = |place: usize| values.get(place).copied();
        let place = values.len().checked_sub(1)?;
        Some((at(place / 2)?, at(place.div_ceil(2))?))
    };
    let of = |values: usize| if values == attacks.len() { String::new() } else { format!(" (of {values})") };
    let lengths: Vec<i64> =
        attacks.iter().filter_map(|attack| length(attack)).map(|length| length.num_minutes()).collect();
    let peaks: Vec<i64> = attacks.iter().filter_map(|attack| attack.peak).map(i64::from).collect();
    let (lengths_said, peaks_said) = (of(lengths.len()), of(peaks.len()));
    let length = median(lengths).map(|(low, high)| in_hours(TimeDelta::minutes(i64::midpoint(low, high))));
    let peak = median(peaks).map(|(low, high)| {
        let whole = i64::midpoint(low, high);
        if (low + high) % 2 == 0 { whole.to_string() } else { format!("{whole}.5") }
    });
    let answered = attacks.iter().filter(|attack| attack.aura != Aura::Unsaid).count();
    let aura = attacks.iter().filter(|attack| attack.aura == Aura::Yes).count();
    vec![
        name.to_owned(),
        attacks.len().to_string(),
        length.map(|length| length + &lengths_said).unwrap_or_default(),
        peak.map(|peak| peak + &peaks_said).unwrap_or_default(),
        if answered == 0 { String::new() } else { format!("{aura} of {answered} where it was said") },
    ]
}
