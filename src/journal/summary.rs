//! Statistics of the journal: which routines were followed by less pain, and how the months were. Pure: counts
//! come in, numbers go out.
//!
//! Everything here describes and nothing explains; [`CANNOT_SHOW`] and [`BY_ITSELF`] are shown wherever it is.

use std::collections::BTreeMap;

use chrono::TimeDelta;

pub mod answers;
mod difference;
pub mod endpoints;
pub mod experiment;
pub mod interval;
pub mod medicine;
pub mod months;

use interval::Interval;

/// Shown below every comparison of before and after.
pub const CANNOT_SHOW: &str =
    "Pain often changes by itself; before/after scores can't show that the routine caused the change.";
/// Regression to the mean, in one sentence.
pub const BY_ITSELF: &str =
    "Most sessions are started when pain is strong, and strong pain tends to ease after a while anyway.";
/// With fewer answered sessions than this, nothing is shown at all. Our limit.
pub const FEWEST: u32 = 5;
/// Medicine was taken around a session if it was taken within this time before its start, during it, or within this
/// time after its end: it may act in that time. Our limit.
pub const MEDICINE_AROUND: TimeDelta = TimeDelta::hours(2);
/// The same in words.
pub const ABOUT_MEDICINE_AROUND: &str = "With medicine: taken between 2 hours before the start and 2 hours after the \
    end (our limit). The change may come from it.";

/// A change counts as noticeable from this many points on, and from this share of the pain before (Farrar 2001,
/// in chronic pain; no value was found for self-care in attacks).
const NOTICEABLE_POINTS: f64 = 2.0;
const NOTICEABLE_SHARE: f64 = 0.3;
/// The tolerance when shares are compared, which are ratios of small whole numbers.
const NEARLY: f64 = 1e-9;

/// A group of equal sessions: the same routine and phase, with the same pain before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alike {
    /// The routine's id.
    pub routine: String,
    /// The phase, by its name in the file format, if there is one.
    pub phase: Option<String>,
    /// Pain before, 0–10.
    pub before: Option<u8>,
    /// Pain after, 0–10.
    pub after: Option<u8>,
    /// How many sessions there are.
    pub count: u32,
    /// Around how many of them medicine for an attack was taken ([`MEDICINE_AROUND`]).
    pub with_medicine: u32,
}

/// How a step felt, over all sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepComfort {
    /// Its name, with its side.
    pub name: String,
    /// How often it felt good.
    pub good: u32,
    /// How often it felt bad.
    pub bad: u32,
}

/// The statistics of one routine in one phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Noticed {
    /// The routine's id.
    pub routine: String,
    /// The phase, by its name in the file format, if there is one.
    pub phase: Option<String>,
    /// How many sessions there were.
    pub sessions: u32,
    /// For how many of them the pain before and after is known.
    pub answered: u32,
    /// Around how many of those medicine for an attack was taken ([`MEDICINE_AROUND`]).
    pub with_medicine: u32,
    /// How the pain changed; `None` with fewer than [`FEWEST`] answered sessions.
    pub change: Option<Change>,
}

/// Pain before and after one routine in all phases together: medians, 0–10.
#[derive(Clone, Debug, PartialEq)]
pub struct BeforeAfter {
    /// The routine's id.
    pub routine: String,
    /// For how many sessions the pain before and after is known.
    pub answered: u32,
    /// The median before.
    pub before: f64,
    /// The median after.
    pub after: f64,
}

/// Pain before and after by routine, the most often answered first. Routines with fewer than [`FEWEST`] answers
/// are left out.
#[must_use]
pub fn before_and_after(sessions: &[Alike]) -> Vec<BeforeAfter> {
    let mut groups: BTreeMap<&str, Vec<(u8, u8, u32)>> = BTreeMap::new();
    for alike in sessions {
        if let (Some(before), Some(after)) = (alike.before, alike.after) {
            groups.entry(&alike.routine).or_default().push((before, after, alike.count));
        }
    }
    let of_group = |(routine, group): (&str, Vec<(u8, u8, u32)>)| {
        let answered = group.iter().map(|(_, _, count)| count).sum();
        let median = |side: fn(&(u8, u8, u32)) -> u8| {
            interval::of_median(group.iter().map(|one| (f64::from(side(one)), one.2)).collect())
        };
        let (before, after) = (median(|one| one.0)?.middle, median(|one| one.1)?.middle);
        (answered >= FEWEST).then(|| BeforeAfter { routine: routine.to_owned(), answered, before, after })
    };
    let mut pain: Vec<BeforeAfter> = groups.into_iter().filter_map(of_group).collect();
    pain.sort_by_key(|routine| std::cmp::Reverse(routine.answered));
    pain
}

/// How pain changed, in points; below zero there was less pain after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The median of the changes, with its interval.
    pub median: Interval,
    /// Whether it is noticeable: the median fell by at least 2 points and by at least 30 % of the pain before, and
    /// the whole interval lies below zero.
    pub is_noticeable: bool,
}

/// Groups sessions by routine and phase. The greatest fall of pain comes first; groups with too few answers
/// come last.
#[must_use]
pub fn noticed(sessions: &[Alike]) -> Vec<Noticed> {
    let mut groups: BTreeMap<(&str, Option<&str>), Vec<&Alike>> = BTreeMap::new();
    for alike in sessions {
        groups.entry((&alike.routine, alike.phase.as_deref())).or_default().push(alike);
    }
    let mut noticed: Vec<Noticed> = groups.into_iter().map(|(key, group)| noticed_of(key, &group)).collect();
    noticed.sort_by(|one, other| match (&one.change, &other.change) {
        (Some(one), Some(other)) => {
            let (one, other) = (one.median, other.median);
            one.middle.total_cmp(&other.middle).then(one.high.total_cmp(&other.high))
        }
        (one_change, other_change) => other_change
            .is_some()
            .cmp(&one_change.is_some())
            .then(other.answered.cmp(&one.answered))
            .then(other.sessions.cmp(&one.sessions)),
    });
    noticed
}

fn noticed_of((routine, phase): (&str, Option<&str>), group: &[&Alike]) -> Noticed {
    let is_answered = |alike: &&&Alike| alike.before.is_some() && alike.after.is_some();
    let answered: Vec<(u8, u8, u32)> =
        group.iter().filter_map(|alike| Some((alike.before?, alike.after?, alike.count))).collect();
    let count = answered.iter().map(|(_, _, count)| count).sum();
    Noticed {
        routine: routine.to_owned(),
        phase: phase.map(str::to_owned),
        sessions: group.iter().map(|alike| alike.count).sum(),
        answered: count,
        with_medicine: group.iter().filter(is_answered).map(|alike| alike.with_medicine).sum(),
        change: (count >= FEWEST).then(|| change_of(&answered)).flatten(),
    }
}

fn change_of(answered: &[(u8, u8, u32)]) -> Option<Change> {
    let points = |(before, after, count): &(u8, u8, u32)| (f64::from(*after) - f64::from(*before), *count);
    let shares = |(before, after, count): &(u8, u8, u32)| (share(*before, *after), *count);
    let median = interval::of_median(answered.iter().map(points).collect())?;
    let share = interval::of_median(answered.iter().map(shares).collect())?.middle;
    let is_noticeable =
        median.high < 0.0 && median.middle <= -NOTICEABLE_POINTS && share <= -NOTICEABLE_SHARE + NEARLY;
    Some(Change { median, is_noticeable })
}

/// The change as a share of the pain before. From no pain at all, nothing can fall, and any pain is a rise.
fn share(before: u8, after: u8) -> f64 {
    if before > 0 { (f64::from(after) - f64::from(before)) / f64::from(before) } else { f64::from(after) }
}

impl Change {
    /// The change in plain words. Where the interval contains zero, pain may as well have risen as fallen.
    #[must_use]
    pub fn plain(&self) -> &'static str {
        let Interval { low, high, .. } = self.median;
        if self.is_noticeable {
            "noticeably less pain"
        } else if high < 0.0 {
            "a little less pain, not noticeably"
        } else if low > 0.0 {
            "more pain"
        } else if low < 0.0 || high > 0.0 {
            "unclear"
        } else {
            "about the same pain"
        }
    }
}

#[cfg(test)]
mod tests;
