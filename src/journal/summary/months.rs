//! Statistics by month: days with headache, days with migraine, sessions, days with medicine.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate};

use super::medicine::{Group, MedicineDay, MedicineDays, Most, most_in_windows};
use crate::journal::Attack;
use crate::journal::days::day_of;

/// From this many days with headache a month on, headache is chronic, and medicine on many days can count as
/// overuse (ICHD-3 1.3 and 8.2).
pub const MANY_HEADACHE_DAYS: u32 = 15;

/// Shown wherever both are counted.
pub const ABOUT_DAYS: &str = "A migraine day is a day with a noted attack, a session in the attack phase, a triptan or an \
    ergot; a headache day is any of these, or a day on which pain above 0 was noted.";

/// A day with sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionDay {
    /// The local date.
    pub date: NaiveDate,
    /// How many sessions began on it.
    pub sessions: u32,
    /// Whether one of them was in the attack phase.
    pub in_attack: bool,
}

/// What was noted in a time, reduced to days.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// The first day of the diary: that of its earliest entry, if there is any.
    pub began: Option<NaiveDate>,
    /// The days with sessions.
    pub sessions: Vec<SessionDay>,
    /// The attacks.
    pub attacks: Vec<Attack>,
    /// The days with medicine.
    pub medicine: Vec<MedicineDay>,
    /// The days on which pain above 0 was noted before, after, or some time after a session.
    pub painful: BTreeSet<NaiveDate>,
}

/// Whether a diary was kept in a month. A month before it began has no numbers; zero would say that nothing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It began later.
    No,
    /// It began on this day of the month, after its first.
    Since(NaiveDate),
    /// It had begun before.
    Whole,
}

/// The statistics of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// The first day of the month.
    pub first: NaiveDate,
    /// Whether a diary was kept.
    pub kept: Kept,
    /// How many sessions began in it.
    pub sessions: u32,
    /// How many noted attacks began in it.
    pub attacks: u32,
    /// The days of a noted attack, of a session in the attack phase, or with a triptan or an ergot.
    pub migraine_days: u32,
    /// The same, and the days on which any pain was noted.
    pub headache_days: u32,
    /// On how many days any medicine for an attack was taken.
    pub medicine_days: u32,
    /// On how many days each group of medicine was taken; a group that is missing was not.
    pub days_of: BTreeMap<Group, u32>,
}

impl Month {
    pub(super) fn empty(first: NaiveDate) -> Self {
        Self {
            first,
            kept: Kept::Whole,
            sessions: 0,
            attacks: 0,
            migraine_days: 0,
            headache_days: 0,
            medicine_days: 0,
            days_of: BTreeMap::new(),
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        self.first + Months::new(1) - Days::new(1)
    }

    /// On how many days a group of medicine was taken.
    #[must_use]
    pub fn days(&self, group: Group) -> u32 {
        self.days_of.get(&group).copied().unwrap_or(0)
    }

    /// Whether a diary was kept on any day of it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        match self.kept {
            Kept::No => false,
            Kept::Since(_) | Kept::Whole => true,
        }
    }

    /// Whether there was headache on as many days as the criterion of overuse needs.
    #[must_use]
    pub fn has_many_headache_days(&self) -> bool {
        self.headache_days >= MANY_HEADACHE_DAYS
    }
}

/// The months of a range, and the most days with medicine in any 30 days of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// The first day of the diary, if it has any entry.
    pub began: Option<NaiveDate>,
    /// The months, including empty ones.
    pub months: Vec<Month>,
    /// The most days with medicine in any 30 days, where that says more than the months do.
    pub most: Vec<Most>,
}

/// Counts the months from the first to the last of two days. `now` is the provisional end of an open attack.
#[must_use]
pub fn overview((from, to): (NaiveDate, NaiveDate), noted: &Noted, now: DateTime<FixedOffset>) -> Overview {
    let medicine = MedicineDays::new(&noted.medicine);
    let mut migraine: BTreeSet<NaiveDate> =
        noted.sessions.iter().filter(|day| day.in_attack).map(|day| day.date).collect();
    migraine.extend(noted.attacks.iter().flat_map(|attack| attack.days(now)));
    migraine.extend(medicine.days(Group::Triptan).chain(medicine.days(Group::Ergot)));
    let headache: BTreeSet<NaiveDate> = migraine.union(&noted.painful).copied().collect();
    let of_month = |first: NaiveDate| {
        let empty = Month::empty(first);
        let range = (first, empty.last());
        let is_within = |date: NaiveDate| (range.0..=range.1).contains(&date);
        let count = |days: &BTreeSet<NaiveDate>| count_of(days.range(range.0..=range.1).count());
        Month {
            kept: kept(&empty, noted.began),
            sessions: noted.sessions.iter().filter(|day| is_within(day.date)).map(|day| day.sessions).sum(),
            attacks: count_of(
                noted.attacks.iter().filter(|attack| is_within(day_of(attack.started))).count(),
            ),
            migraine_days: count(&migraine),
            headache_days: count(&headache),
            medicine_days: medicine.count_any(range),
            days_of: Group::ALL
                .into_iter()
                .map(|group| (group, medicine.count(group, range)))
                .filter(|(_, days)| *days > 0)
                .collect(),
            ..empty
        }
    };
    let first_of = |date: NaiveDate| date.with_day(1).unwrap_or(date);
    let firsts =
        std::iter::successors(Some(first_of(from)), |first| first.checked_add_months(Months::new(1)));
    let months: Vec<Month> = firsts.take_while(|first| *first <= to).map(of_month).collect();
    let most = most_in_windows(&medicine, &months, (from, to));
    Overview { began: noted.began, months, most }
}

fn kept(month: &Month, began: Option<NaiveDate>) -> Kept {
    match began {
        Some(began) if began <= month.first => Kept::Whole,
        Some(began) if began <= month.last() => Kept::Since(began),
        _ => Kept::No,
    }
}

fn count_of(days: usize) -> u32 {
    u32::try_from(days).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
