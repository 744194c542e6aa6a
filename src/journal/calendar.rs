//! Planned sessions as a calendar file (RFC 5545), which every calendar program can import. Pure.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _};

use crate::characters::escaped;
use crate::time::ExactDuration;

/// A planned session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The routine's id.
    pub routine: String,
    /// Its title.
    pub title: String,
    /// The day for which it is planned.
    pub date: NaiveDate,
    /// How long it takes.
    pub lasts: ExactDuration,
}

/// The calendar file. Each session is at `time` in the local time of the reader. Its id is stable, so that a
/// calendar that imports a later file updates the event instead of adding another one.
#[must_use]
pub fn to_ics(planned: &[Planned], time: NaiveTime, now: DateTime<Utc>) -> String {
    let mut calendar = Calendar::new();
    calendar.name("Stillpoint");
    for session in planned {
        let starts = session.date.and_time(time);
        let minutes = i64::try_from(session.lasts.ceil_to_secs().whole_secs().div_ceil(60)).unwrap_or(1);
        let event = Event::new()
            .uid(&format!("{}-{}@stillpoint", escaped(&session.routine), session.date))
            .timestamp(now)
            .summary(&escaped(&session.title))
            .description("Only if it suits you.")
            .starts(starts)
            .ends(starts + TimeDelta::minutes(minutes.max(1)))
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planned_session_is_an_event_at_its_own_time_of_day() {
        let planned = Planned {
            routine: "neck".into(),
            title: "Neck; shoulders, back".into(),
            date: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(),
            lasts: ExactDuration::from_secs(301),
        };
        let now = DateTime::from_timestamp(1_774_745_970, 0).unwrap();
        let text = to_ics(&[planned], NaiveTime::from_hms_opt(19, 30, 0).unwrap(), now);
        assert!(text.lines().all(|line| line.len() <= 75));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        for line in [
            "UID:neck-2026-03-29@stillpoint",
            "DTSTAMP:20260329T005930Z",
            "DTSTART:20260329T193000",
            "DTEND:20260329T193600",
            "SUMMARY:Neck\\; shoulders\\, back",
        ] {
            assert!(text.lines().any(|actual| actual == line), "{line} in {text}");
        }
    }

    #[test]
    fn a_title_stays_on_its_line() {
        let planned = Planned {
            routine: "a\r\nEND:VEVENT".into(),
            title: "Neck\r\nEND:VEVENT\u{1b}[2J\u{2028}\u{202e}".into(),
            date: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(),
            lasts: ExactDuration::from_secs(301),
        };
        let now = DateTime::from_timestamp(1_774_745_970, 0).unwrap();
        let text = to_ics(&[planned], NaiveTime::default(), now);
        assert_eq!(text.lines().filter(|line| line.starts_with("END:VEVENT")).count(), 1);
        assert!(crate::characters::first_hidden(&text.replace("\r\n", "")).is_none(), "{text:?}");
    }
}
