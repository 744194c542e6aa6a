//! What a person has set out to do: weekly goals, the self-experiment, and the running programme. Pure.
//!
//! A goal is never a debt: nothing has to be made up for, and nothing counts what was missed.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use sha2::{Digest as _, Sha256};

const WEEK: u64 = 7;

/// The running programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartedProgramme {
    /// The programme's id.
    pub programme: String,
    /// Sessions count from this day on.
    pub on: NaiveDate,
}

/// A weekly goal: how often a routine is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The routine's id.
    pub routine: String,
    /// How often in seven days, 1–7.
    pub times_a_week: u8,
}

/// A comparison of two routines: for each attack, one of them is drawn at random and offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// The id of the first routine.
    pub first: String,
    /// The id of the second routine.
    pub second: String,
    /// Attacks count from this time on.
    pub since: DateTime<FixedOffset>,
}

/// One of the two routines of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// The routine in [`Experiment::first`].
    First,
    /// The routine in [`Experiment::second`].
    Second,
}

impl Goal {
    /// Whether the routine is due, given the days on which it was done, completely or in part: not yet today,
    /// less often than the goal within seven days, and not too soon after the last time for an even spread.
    #[must_use]
    pub fn is_due(&self, done: &BTreeSet<NaiveDate>, today: NaiveDate) -> bool {
        let times = usize::from(self.times_a_week.clamp(1, 7));
        let week = today - Days::new(WEEK - 1);
        // A day in the future was noted while the clock was wrong.
        let last = done.range(..=today).next_back();
        let apart = last.map(|last| (today - *last).num_days().unsigned_abs());
        let is_apart = apart.is_none_or(|days| days >= WEEK / times as u64);
        is_apart && done.range(week..=today).count() < times
    }

    /// The days on which it will be due, assuming that it is then done each time.
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

impl Experiment {
    /// Which routine is drawn for an attack. The result is always the same for the same attack, and cannot be
    /// predicted.
    #[must_use]
    pub fn draw(&self, attack_id: &str) -> Arm {
        let drawn = Sha256::digest(format!("{}\n{}\n{attack_id}", self.first, self.second));
        if drawn[0] & 1 == 0 { Arm::First } else { Arm::Second }
    }

    /// The id of a routine.
    #[must_use]
    pub fn routine(&self, arm: Arm) -> &str {
        match arm {
            Arm::First => &self.first,
            Arm::Second => &self.second,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn goal(times_a_week: u8) -> Goal {
        Goal { routine: "neck".into(), times_a_week }
    }

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(number)
    }

    fn ahead(times: u8, done: &[u64], days: u64) -> Vec<i64> {
        let done = done.iter().map(|number| day(*number)).collect();
        let ahead = goal(times).days_ahead(&done, day(10), days);
        ahead.into_iter().map(|date| (date - day(0)).num_days()).collect()
    }

    #[test]
    fn it_is_offered_evenly_and_a_pause_leaves_no_debt() {
        assert_eq!(ahead(1, &[], 22), [10, 17, 24, 31]);
        assert_eq!(ahead(2, &[], 15), [10, 13, 17, 20, 24]);
        assert_eq!(ahead(7, &[], 3), [10, 11, 12]);
        assert_eq!(ahead(2, &[10], 8), [13, 17]);
        assert_eq!(ahead(2, &[9], 8), [12, 16]);
        // Done as often as the goal says, all at once.
        assert_eq!(ahead(2, &[8, 9], 8), [15]);
        // After weeks without it, one session is due, not many.
        assert_eq!(ahead(2, &[1], 5), [10, 13]);
        assert_eq!(ahead(2, &[99], 4), [10, 13], "a day in the future counts for nothing");
    }

    proptest! {
        #[test]
        fn it_is_never_offered_more_often_than_wished(
            times in 1_u8..=7, done in prop::collection::btree_set(0..10_u64, 0..10)
        ) {
            let done: BTreeSet<NaiveDate> = done.into_iter().map(day).collect();
            let ahead = goal(times).days_ahead(&done, day(10), 60);
            for week in 0..54 {
                let within = (day(10 + week), day(16 + week));
                let count = ahead.iter().filter(|date| (within.0..=within.1).contains(date)).count();
                prop_assert!(count <= usize::from(times));
                prop_assert!(count > 0, "it is offered at least once a week");
            }
        }
    }
}
