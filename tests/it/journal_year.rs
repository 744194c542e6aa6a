//! A year in three zones and over both changes of the clock, held against what another program counted: `journal_year/year.py`
//! says how, and writes both files again.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use serde::Deserialize;
use stillpoint::journal::{Deleted, Store, export};

#[derive(Deserialize)]
struct Expected {
    /// By day: sessions, whether there was an attack, doses for attacks, the worst pain.
    days: BTreeMap<NaiveDate, (u32, bool, u32, Option<u8>)>,
    /// By month, as `2026-03`.
    months: BTreeMap<String, ExpectedMonth>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct ExpectedMonth {
    sessions: u32,
    attacks: u32,
    migraine_days: u32,
    headache_days: u32,
    medicine_days: u32,
}

#[test]
fn a_year_of_travel_has_the_days_that_the_calendar_on_the_wall_had() {
    let everything = export::from_json(include_str!("journal_year/journal.json")).unwrap();
    let expected: Expected = serde_json::from_str(include_str!("journal_year/expected.json")).unwrap();
    assert!(expected.days.len() > 150 && expected.months.len() == 12);
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("journal.sqlite")).unwrap();
    store.import(&everything, Deleted::Stays).unwrap();
    // Looked at from three places: where somebody is now changes nothing of what was.
    for now in ["2027-02-01T12:00:00+01:00", "2027-02-01T12:00:00-08:00", "2027-02-01T12:00:00+09:00"] {
        let now = DateTime::parse_from_rfc3339(now).unwrap();
        let mut days = BTreeMap::new();
        for month in 1..=12 {
            let found = store.month(2026, month, now).unwrap();
            let counted = |day: stillpoint::journal::Day| {
                (day.date, (day.sessions, day.attack, day.medicine, day.worst_pain))
            };
            days.extend(found.into_iter().map(counted));
        }
        assert_eq!(days, expected.days, "{now}");
        let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let months = store.months(date(1, 1), date(12, 31), now).unwrap();
        let months: BTreeMap<String, ExpectedMonth> = months
            .into_iter()
            .map(|month| {
                let counted = ExpectedMonth {
                    sessions: month.sessions,
                    attacks: month.attacks,
                    migraine_days: month.migraine_days,
                    headache_days: month.headache_days,
                    medicine_days: month.medicine_days,
                };
                (month.first.format("%Y-%m").to_string(), counted)
            })
            .collect();
        assert_eq!(months, expected.months, "{now}");
        for (day, (sessions, ..)) in &expected.days {
            assert_eq!(store.sessions_of(*day).unwrap().len(), *sessions as usize, "{day}");
        }
    }
}
