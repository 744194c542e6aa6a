//! Planned sessions as a calendar file (RFC 5545), which every calendar program can import. Pure.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus};
use serde::{Deserialize, Serialize};

use crate::characters::escaped;
use crate::time::ExactDuration;

/// A planned session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The routine's id.
    pub routine: String,
    /// Its title.
    pub title: String,
    /// Its number among all sessions of this routine, from the first that was ever done.
    pub number: u32,
    /// The day for which it is planned.
    pub date: NaiveDate,
    /// How long it takes.
    pub lasts: ExactDuration,
}

impl Planned {
    /// The id of its event. It goes with the number and not with the day, so that a session that is put off is the same
    /// event on another day.
    #[must_use]
    pub fn uid(&self) -> String {
        format!("{}-{}@stillpoint", escaped(&self.routine), self.number)
    }

    fn event(&self, time: NaiveTime, now: DateTime<Utc>) -> Event {
        let starts = self.date.and_time(time);
        let minutes = i64::try_from(self.lasts.ceil_to_secs().whole_secs().div_ceil(60)).unwrap_or(1);
        // A later file is a later version of its events.
        let version = u32::try_from(now.timestamp() / 60).unwrap_or_default();
        let mut event = Event::new();
        event
            .uid(&self.uid())
            .sequence(version)
            .timestamp(now)
            .summary(&escaped(&self.title))
            .description("Only if it suits you.")
            .starts(starts)
            .ends(starts + TimeDelta::minutes(minutes.max(1)));
        event
    }
}

/// The calendar file. Each session is at `time` in the local time of the reader. A calendar that imports a later file moves
/// the events that it has, and takes back those that are `dropped`: planned in an earlier file, and no longer.
#[must_use]
pub fn to_ics(planned: &[Planned], dropped: &[Planned], time: NaiveTime, now: DateTime<Utc>) -> String {
    let mut calendar = Calendar::new();
    calendar.name("Stillpoint");
    for session in planned {
        calendar.push(session.event(time, now));
    }
    for session in dropped {
        calendar.push(session.event(time, now).status(EventStatus::Cancelled).done());
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
            number: 3,
            date: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(),
            lasts: ExactDuration::from_secs(301),
        };
        let now = DateTime::from_timestamp(1_774_745_970, 0).unwrap();
        let text = to_ics(&[planned], &[], NaiveTime::from_hms_opt(19, 30, 0).unwrap(), now);
        assert!(text.lines().all(|line| line.len() <= 75));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        for line in [
            "UID:neck-3@stillpoint",
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
            number: 3,
            date: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(),
            lasts: ExactDuration::from_secs(301),
        };
        let now = DateTime::from_timestamp(1_774_745_970, 0).unwrap();
        let text = to_ics(&[planned], &[], NaiveTime::default(), now);
        assert_eq!(text.lines().filter(|line| line.starts_with("END:VEVENT")).count(), 1);
        assert!(crate::characters::first_hidden(&text.replace("\r\n", "")).is_none(), "{text:?}");
    }
}
