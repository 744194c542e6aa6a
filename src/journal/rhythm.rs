//! A wish such as "twice a week": when a routine is offered. Pure.
//!
//! It is never a debt: what was not done is not made up for, and nothing counts what was missed.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::settings::Rhythm;

const WEEK: u64 = 7;

impl Rhythm {
    /// Whether it is time for the routine, by the days on which it was done, in whole or in part: not today yet, less
    /// often than wished within seven days, and not sooner after the last time than evenly spread.
    #[must_use]
    pub fn is_due(&self, done: &BTreeSet<NaiveDate>, today: NaiveDate) -> bool {
        let times = usize::from(self.times_a_week.clamp(1, 7));
        let week = today - Days::new(WEEK - 1);
        // A day in the future was noted by a clock that was wrong.
        let last = done.range(..=today).next_back();
        let apart = last.map(|last| (today - *last).num_days().unsigned_abs());
        let is_apart = apart.is_none_or(|days| days >= WEEK / times as u64);
        is_apart && done.range(week..=today).count() < times
    }

    /// The days on which it will be offered, if it is then done each time.
    #[must_use]
    pub fn days_ahead(&self, done: &BTreeSet<NaiveDate>, today: NaiveDate, days: u64) -> Vec<NaiveDate> {
        let mut done = done.clone();
        let mut ahead = Vec::new();
        for day in (0..days).map(|number| today + Days::new(number)) {
            if self.is_due(&done, day) {
                done.insert(day);
                ahead.push(day);
            }
        }
        ahead
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rhythm(times_a_week: u8) -> Rhythm {
        Rhythm { routine: "neck".into(), times_a_week }
    }

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(number)
    }

    fn ahead(times: u8, done: &[u64], days: u64) -> Vec<i64> {
        let done = done.iter().map(|number| day(*number)).collect();
        let ahead = rhythm(times).days_ahead(&done, day(10), days);
        ahead.into_iter().map(|date| (date - day(0)).num_days()).collect()
    }

    #[test]
    fn it_is_offered_evenly_and_a_pause_leaves_no_debt() {
        assert_eq!(ahead(1, &[], 22), [10, 17, 24, 31]);
        assert_eq!(ahead(2, &[], 15), [10, 13, 17, 20, 24]);
        assert_eq!(ahead(7, &[], 3), [10, 11, 12]);
        assert_eq!(ahead(2, &[10], 8), [13, 17]);
        assert_eq!(ahead(2, &[9], 8), [12, 16]);
        // Done as often as wished already, all at once.
        assert_eq!(ahead(2, &[8, 9], 8), [15]);
        // Nothing for weeks: one is offered, not many.
        assert_eq!(ahead(2, &[1], 5), [10, 13]);
        assert_eq!(ahead(2, &[99], 4), [10, 13], "a day in the future counts for nothing");
    }

    proptest! {
        #[test]
        fn it_is_never_offered_more_often_than_wished(
            times in 1_u8..=7, done in prop::collection::btree_set(0..10_u64, 0..10)
        ) {
            let done: BTreeSet<NaiveDate> = done.into_iter().map(day).collect();
            let ahead = rhythm(times).days_ahead(&done, day(10), 60);
            for week in 0..54 {
                let within = (day(10 + week), day(16 + week));
                let count = ahead.iter().filter(|date| (within.0..=within.1).contains(date)).count();
                prop_assert!(count <= usize::from(times));
                prop_assert!(count > 0, "it is offered at least once a week");
            }
        }
    }
}
