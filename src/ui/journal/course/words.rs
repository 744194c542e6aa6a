//! The points on the line of an attack in words, for the window and the terminal.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::super::super::routines::capitalised;
use super::super::{done, medicine::dose_without_time};
use crate::journal::attack::in_hours;
use crate::journal::course::{Course, CourseEvent, CoursePart, CoursePoint};
use crate::journal::{Attack, Aura, Feeling, Point};
use crate::routine::CompressKind;

/// What a point is, and what is to be known of it; the second may be empty.
#[must_use]
pub fn told(point: &CoursePoint, attack: &Attack, now: DateTime<FixedOffset>) -> (String, String) {
    match &point.event {
        CourseEvent::Began => {
            let aura = match (attack.aura, attack.aura_minutes) {
                (_, Some(minutes)) => Some(format!("aura of {minutes} min")),
                (Aura::Yes, None) => Some("with aura".to_owned()),
                (Aura::No | Aura::Unsaid, None) => None,
            };
            ("It began".to_owned(), aura.unwrap_or_default())
        }
        CourseEvent::Ended => {
            let lasted = attack.length().map(|length| format!("after {}", lasting(length)));
            ("It was over".to_owned(), lasted.unwrap_or_default())
        }
        CourseEvent::Session { record, part } => {
            let part = match part {
                CoursePart::Before => Some("warning signs".to_owned()),
                CoursePart::During => None,
                CoursePart::After => Some("after the attack".to_owned()),
            };
            let felt: Vec<String> = part.into_iter().chain([done(record)]).chain(record.felt()).collect();
            (record.title.clone(), felt.join(" · "))
        }
        CourseEvent::Medicine(dose) => (dose_without_time(dose), String::new()),
        CourseEvent::Answer { title, answer } => {
            let pain = answer.pain.map(|pain| format!("pain {pain}"));
            let feeling = answer.feeling.map(Feeling::plain).map(str::to_owned);
            let said: Vec<String> = pain.into_iter().chain(feeling).collect();
            (format!("{}: {}", capitalised(answer.point.plain()), said.join(", ")), format!("after {title}"))
        }
        CourseEvent::Question { title, point: asked } => {
            let when = match asked {
                Point::TwoHours => "How is it, two hours later?",
                Point::NextDay => "How is it, the next day?",
            };
            (when.to_owned(), format!("{} · after {title}", due(point.at, now)))
        }
        CourseEvent::PackAgain(rest) => {
            let does = match rest.pack {
                CompressKind::Cold => "cool",
                CompressKind::Warm => "warm",
            };
            (format!("You can {does} the {} again", rest.site.plain()), due(point.at, now))
        }
    }
}

/// `now`, `in 1 h 20 min`.
fn due(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    if at <= now {
        return "now".to_owned();
    }
    // A part of a minute still has to be waited for.
    let minutes = (at - now + TimeDelta::seconds(59)).num_minutes();
    format!("in {}", lasting(TimeDelta::minutes(minutes)))
}

/// `45 min`, `2 h 30 min`, `39 h`, `3 days`: nobody needs the minutes of what is far away.
#[must_use]
pub fn lasting(span: TimeDelta) -> String {
    let span = span.max(TimeDelta::zero());
    match span.num_hours() {
        hours @ 72.. => format!("{} days", (hours + 12) / 24),
        _ => in_hours(span),
    }
}

/// The longest name that stands on the first screen as it is, in characters.
const LONGEST_NAME: usize = 40;

/// Enough of a name to know what is meant.
fn beginning(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let cut: String = name.chars().take(LONGEST_NAME).collect();
    // At the end of a word, if there is one.
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end())
}

/// What happened last, and what comes next, in a sentence or two: for the first screen.
#[must_use]
pub fn at_a_glance(course: &Course, now: DateTime<FixedOffset>) -> String {
    let attack = &course.attack;
    let last = course.points[..course.past(now)].iter().rev().find_map(|point| match &point.event {
        CourseEvent::Medicine(dose) => {
            Some(format!("{} {} ago.", beginning(&dose.name), lasting(now - point.at)))
        }
        CourseEvent::Session { record, .. } => {
            Some(format!("{} {} ago.", beginning(&record.title), lasting(now - point.at)))
        }
        CourseEvent::Began
        | CourseEvent::Ended
        | CourseEvent::Answer { .. }
        | CourseEvent::Question { .. }
        | CourseEvent::PackAgain(_) => None,
    });
    let next = course.next(now).and_then(|point| match point.event {
        CourseEvent::PackAgain(_) => {
            let (what, when) = told(point, attack, now);
            Some(format!("{what} {when}."))
        }
        CourseEvent::Began
        | CourseEvent::Ended
        | CourseEvent::Answer { .. }
        | CourseEvent::Question { .. }
        | CourseEvent::Session { .. }
        | CourseEvent::Medicine(_) => None,
    });
    let parts: Vec<String> = last.into_iter().chain(next).collect();
    if parts.is_empty() { "Is it over?".to_owned() } else { parts.join(" ") }
}

/// What was noted of the attack beside its line, one phrase each: pain, place, symptoms, what came with it.
#[must_use]
pub fn noted(attack: &Attack) -> Vec<String> {
    let peak = attack.peak.map(|peak| format!("worst pain {peak}"));
    let place = Some(attack.place.clone()).filter(|place| !place.is_empty());
    let aura = (attack.aura == Aura::No).then(|| "no aura".to_owned());
    let absent = attack.absent.iter().map(|question| format!("{question}: no"));
    let with = attack.factors.iter().cloned();
    peak.into_iter()
        .chain(place)
        .chain(aura)
        .chain(attack.symptoms.plain())
        .chain(with)
        .chain(absent)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Medicine, MedicineClass};
    use crate::routine::Site;
    use crate::safety::guard::PackRest;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn what_is_to_come_counts_down_in_whole_minutes_and_never_to_nothing() {
        let now = at("2026-11-24T09:00:30+01:00");
        for (time, expected) in [
            ("2026-11-24T09:00:30+01:00", "now"),
            ("2026-11-24T09:00:31+01:00", "in 1 min"),
            ("2026-11-24T10:20:00+01:00", "in 1 h 20 min"),
            ("2026-11-25T04:40:00+01:00", "in 20 h"),
        ] {
            assert_eq!(due(at(time), now), expected);
        }
        for (minutes, expected) in
            [(0, "0 min"), (-5, "0 min"), (359, "5 h 59 min"), (390, "7 h"), (72 * 60, "3 days")]
        {
            assert_eq!(lasting(TimeDelta::minutes(minutes)), expected);
        }
    }

    #[test]
    fn the_first_screen_tells_what_was_last_and_which_pack_is_next() {
        let now = at("2026-11-24T09:00:00+01:00");
        let attack = Attack { started: at("2026-11-24T08:00:00+01:00"), ..Attack::default() };
        let alone = Course::of(attack.clone(), Vec::new(), &[], Vec::new(), now);
        assert_eq!(at_a_glance(&alone, now), "Is it over?");
        let taken = at("2026-11-24T08:20:00+01:00");
        let dose = Medicine { name: "Sumatriptan".into(), taken, class: Some(MedicineClass::Triptan) };
        let attack = Attack { medicine: vec![dose], ..attack };
        let rest = PackRest {
            pack: CompressKind::Cold,
            site: Site::Forehead,
            until: at("2026-11-24T09:25:00+01:00"),
        };
        let course = Course::of(attack, Vec::new(), &[], vec![rest], now);
        assert_eq!(
            at_a_glance(&course, now),
            "Sumatriptan 40 min ago. You can cool the forehead again in 25 min."
        );
    }
}
