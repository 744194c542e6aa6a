//! Days with medicine, by class: as doctors count them when they ask about overuse.
//!
//! Only medicine for an attack counts; what is taken regularly so that there are fewer attacks does not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::months::Month;
use crate::journal::MedicineClass;

/// A day on which medicine was taken, and its class if known.
pub type MedicineDay = (NaiveDate, Option<MedicineClass>);

/// The length of a rolling window, in days. A month of the calendar can hide overuse that begins in
/// its middle.
pub const WINDOW: u64 = 30;

/// What days with medicine are counted by. The first five are the classes of ICHD-3 8.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Simple painkillers: simple analgesics and those against inflammation.
    Simple,
    /// Triptans.
    Triptan,
    /// Ergots.
    Ergot,
    /// Opioids.
    Opioid,
    /// Combination painkillers.
    Combination,
    /// Any of the five classes before it, in a time in which at least two of them were taken (ICHD-3 8.2.6).
    Mixture,
    /// Gepants.
    Gepant,
    /// Medicine against nausea.
    Antiemetic,
    /// Another class.
    Other,
    /// Medicine of an unknown class.
    Unsaid,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 10] = [
        Self::Simple,
        Self::Triptan,
        Self::Ergot,
        Self::Opioid,
        Self::Combination,
        Self::Mixture,
        Self::Gepant,
        Self::Antiemetic,
        Self::Other,
        Self::Unsaid,
    ];
    /// The classes that a mixture is made of.
    const CLASSES: [Self; 5] = [Self::Simple, Self::Triptan, Self::Ergot, Self::Opioid, Self::Combination];

    /// The group of a class; `None` for medicine that is not taken for an attack.
    #[must_use]
    pub const fn of(class: Option<MedicineClass>) -> Option<Self> {
        Some(match class {
            Some(MedicineClass::Simple) => Self::Simple,
            Some(MedicineClass::Triptan) => Self::Triptan,
            Some(MedicineClass::Ergot) => Self::Ergot,
            Some(MedicineClass::Opioid) => Self::Opioid,
            Some(MedicineClass::Combination) => Self::Combination,
            Some(MedicineClass::Gepant) => Self::Gepant,
            Some(MedicineClass::Antiemetic) => Self::Antiemetic,
            Some(MedicineClass::Other) => Self::Other,
            Some(MedicineClass::Preventive) => return None,
            None => Self::Unsaid,
        })
    }

    /// In plain words, as in "days with …".
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Simple => "simple painkillers",
            Self::Triptan => "triptans",
            Self::Ergot => "ergots",
            Self::Opioid => "opioids",
            Self::Combination => "combination painkillers",
            Self::Mixture => "a mixture of classes",
            Self::Gepant => "gepants",
            Self::Antiemetic => "anti-nausea medicine",
            Self::Other => "other medicine",
            Self::Unsaid => "medicine of a kind that was not noted",
        }
    }

    /// From this many days a month on, for more than 3 months and with headache on 15 days or more, it counts as
    /// overuse (ICHD-3 8.2). `None` where there is no such limit.
    #[must_use]
    pub const fn overuse_from(self) -> Option<u32> {
        match self {
            Self::Simple => Some(15),
            Self::Triptan | Self::Ergot | Self::Opioid | Self::Combination | Self::Mixture => Some(10),
            Self::Gepant | Self::Antiemetic | Self::Other | Self::Unsaid => None,
        }
    }

    /// From this many days a month on, it is worth talking about. Our limit; for an unknown class, which may be
    /// any, the lower one.
    #[must_use]
    pub const fn warns_from(self) -> Option<u32> {
        match self {
            Self::Simple => Some(12),
            Self::Triptan | Self::Ergot | Self::Opioid | Self::Combination | Self::Mixture | Self::Unsaid => {
                Some(8)
            }
            Self::Gepant | Self::Antiemetic | Self::Other => None,
        }
    }
}

/// Shown wherever many days with medicine are mentioned.
pub const ABOUT_OVERUSE: &str = "ICHD-3 (8.2) counts as overuse, for longer than 3 months and together with headache \
    on 15 days a month or more: simple painkillers on 15 days a month or more; triptans, ergots, opioids or \
    combination painkillers on 10 or more; or any mixture of these classes on 10 or more. Stillpoint mentions \
    it from 12 days (or 8) onwards, which is our limit. Discuss it with a doctor; don't stop suddenly on your own.";

/// The days with medicine, by group.
#[derive(Clone, Debug, Default)]
pub struct MedicineDays {
    /// The days of each class, and those of an unknown one.
    of: BTreeMap<Group, BTreeSet<NaiveDate>>,
    /// The days with any medicine for an attack.
    any: BTreeSet<NaiveDate>,
}

impl MedicineDays {
    /// Sorts days into their groups. Medicine that is not taken for an attack is left out.
    #[must_use]
    pub fn new(medicine: &[MedicineDay]) -> Self {
        let mut days = Self::default();
        for (date, class) in medicine {
            let Some(group) = Group::of(*class) else { continue };
            days.any.insert(*date);
            days.of.entry(group).or_default().insert(*date);
            if Group::CLASSES.contains(&group) {
                days.of.entry(Group::Mixture).or_default().insert(*date);
            }
        }
        days
    }

    /// The days of a group. For [`Group::Mixture`], those with any of the classes that it can be made of.
    pub fn days(&self, group: Group) -> impl Iterator<Item = NaiveDate> + '_ {
        self.of.get(&group).into_iter().flatten().copied()
    }

    /// The days with any medicine for an attack, between two days.
    #[must_use]
    pub fn count_any(&self, range: (NaiveDate, NaiveDate)) -> u32 {
        count(&self.any, range)
    }

    /// The days of a group between two days. A mixture has none where fewer than two classes were taken.
    #[must_use]
    pub fn count(&self, group: Group, range: (NaiveDate, NaiveDate)) -> u32 {
        let of = |group: &Group| self.of.get(group).map_or(0, |days| count(days, range));
        let is_mixture = || Group::CLASSES.iter().filter(|class| of(class) > 0).count() > 1;
        if group == Group::Mixture && !is_mixture() { 0 } else { of(&group) }
    }

    /// The most days of a group in any [`WINDOW`] within a range; of several such windows, the latest.
    #[must_use]
    pub fn most_in_window(&self, group: Group, (from, to): (NaiveDate, NaiveDate)) -> Option<Most> {
        // A window with the most days can be moved back until it ends on a day with medicine.
        let of_window = |last: NaiveDate| {
            let first = last - Days::new(WINDOW - 1);
            Most { group, days: self.count(group, (first.max(from), last)), last }
        };
        let ends = self.days(group).filter(|day| (from..=to).contains(day));
        ends.map(of_window).filter(|most| most.days > 0).max_by_key(|most| (most.days, most.last))
    }
}

fn count(days: &BTreeSet<NaiveDate>, (from, to): (NaiveDate, NaiveDate)) -> u32 {
    if from > to { 0 } else { u32::try_from(days.range(from..=to).count()).unwrap_or(u32::MAX) }
}

/// The most days with a group of medicine in any 30 days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    /// The group.
    pub group: Group,
    /// On how many of the 30 days it was taken.
    pub days: u32,
    /// The last of the 30 days.
    pub last: NaiveDate,
}

/// The most days in any 30 days, for each group with a limit, as far as the months do not say it already: where it
/// is worth talking about, or more than in any month.
#[must_use]
pub fn most_in_windows(days: &MedicineDays, months: &[Month], range: (NaiveDate, NaiveDate)) -> Vec<Most> {
    let limited = Group::ALL.into_iter().filter(|group| group.overuse_from().is_some());
    let most = limited.filter_map(|group| days.most_in_window(group, range));
    let is_told = |most: &Most| {
        let in_a_month = months.iter().map(|month| month.days(most.group)).max().unwrap_or(0);
        most.group.warns_from().is_some_and(|from| most.days >= from) || most.days > in_a_month
    };
    most.filter(is_told).collect()
}

#[cfg(test)]
mod tests;
