//! Statistics by month: attack days, sessions, days with medicine, and when these are many.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use crate::journal::{Attack, MedicineClass};

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

/// A day on which medicine was taken, and its class if known.
pub type MedicineDay = (NaiveDate, Option<MedicineClass>);

/// The statistics of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// The first day of the month.
    pub first: NaiveDate,
    /// How many sessions began in it.
    pub sessions: u32,
    /// How many noted attacks began in it.
    pub attacks: u32,
    /// On how many days there was an attack, either noted or as the phase of a session.
    pub attack_days: u32,
    /// On how many days any medicine for an attack was taken.
    pub medicine_days: u32,
    /// On how many days each group of medicine was taken, in the order of [`Group::ALL`].
    pub days_of: [u32; 3],
}

/// Medicine in the groups by which overuse is counted (ICHD-3 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Simple painkillers.
    Simple,
    /// Triptans, ergots, opioids and combination painkillers, counted together.
    Stronger,
    /// Medicine of an unknown class.
    Unsaid,
}

impl Group {
    /// All groups, in the order of [`Month::days_of`].
    pub const ALL: [Self; 3] = [Self::Simple, Self::Stronger, Self::Unsaid];

    /// The group of a class; `None` for medicine that does not count towards overuse.
    #[must_use]
    pub const fn of(class: Option<MedicineClass>) -> Option<Self> {
        match class {
            Some(MedicineClass::Simple) => Some(Self::Simple),
            Some(
                MedicineClass::Triptan
                | MedicineClass::Ergot
                | MedicineClass::Opioid
                | MedicineClass::Combination,
            ) => Some(Self::Stronger),
            Some(
                MedicineClass::Gepant
                | MedicineClass::Antiemetic
                | MedicineClass::Preventive
                | MedicineClass::Other,
            ) => None,
            None => Some(Self::Unsaid),
        }
    }

    /// In plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Simple => "simple painkillers",
            Self::Stronger => "triptans, ergots, opioids or combination painkillers",
            Self::Unsaid => "medicine of a kind that was not noted",
        }
    }

    /// From this many days a month on, it is worth talking about. Our limit; for an unknown class, the lower
    /// one.
    #[must_use]
    pub const fn warns_from(self) -> u32 {
        match self {
            Self::Simple => 12,
            Self::Stronger | Self::Unsaid => 8,
        }
    }
}

/// Shown wherever many days with medicine are mentioned.
pub const ABOUT_OVERUSE: &str = "Simple painkillers on 15 days a month or more, or triptans, ergots, opioids or \
    combination painkillers on 10 or more, for longer than 3 months, together with headache on 15 days or more, count \
    as overuse (ICHD-3 8.2). This is told from 12 and 8 days on. Discuss it with a doctor; don't stop suddenly on your \
    own.";

/// The months from the first to the last of two days, including empty ones. `now` is the provisional end of an
/// open attack.
#[must_use]
pub fn months(
    (from, to): (NaiveDate, NaiveDate),
    sessions: &[SessionDay],
    attacks: &[Attack],
    medicine: &[MedicineDay],
    now: DateTime<FixedOffset>,
) -> Vec<Month> {
    let first_of = |date: NaiveDate| date.with_day(1).unwrap_or(date);
    let mut months: BTreeMap<NaiveDate, Month> = BTreeMap::new();
    let mut first = first_of(from);
    while first <= to {
        months.insert(first, Month::empty(first));
        first = first + chrono::Months::new(1);
    }
    let mut attack_days: BTreeSet<NaiveDate> = BTreeSet::new();
    for day in sessions {
        if let Some(month) = months.get_mut(&first_of(day.date)) {
            month.sessions += day.sessions;
        }
        attack_days.extend(day.in_attack.then_some(day.date));
    }
    for attack in attacks {
        if let Some(month) = months.get_mut(&first_of(attack.started.date_naive())) {
            month.attacks += 1;
        }
        attack_days.extend(attack.days(now));
    }
    for date in attack_days {
        if let Some(month) = months.get_mut(&first_of(date)) {
            month.attack_days += 1;
        }
    }
    let is_acute = |class: Option<MedicineClass>| class.is_none_or(MedicineClass::is_acute);
    let any: BTreeSet<NaiveDate> =
        medicine.iter().filter(|(_, class)| is_acute(*class)).map(|(date, _)| *date).collect();
    for date in any {
        if let Some(month) = months.get_mut(&first_of(date)) {
            month.medicine_days += 1;
        }
    }
    for (place, group) in Group::ALL.into_iter().enumerate() {
        let days: BTreeSet<NaiveDate> = medicine
            .iter()
            .filter(|(_, class)| Group::of(*class) == Some(group))
            .map(|(date, _)| *date)
            .collect();
        for date in days {
            if let Some(month) = months.get_mut(&first_of(date)) {
                month.days_of[place] += 1;
            }
        }
    }
    months.into_values().collect()
}

impl Month {
    fn empty(first: NaiveDate) -> Self {
        Self { first, sessions: 0, attacks: 0, attack_days: 0, medicine_days: 0, days_of: [0; 3] }
    }
}
