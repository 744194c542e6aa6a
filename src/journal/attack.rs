//! An attack, noted in as few words as the person has strength for.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::days::days_between;
use super::parts::parts;
use super::{Medicine, Symptoms};

/// An attack whose end nobody noted counts as over after this long: untreated attacks last 4–72 hours (ICHD-3).
const LONGEST: TimeDelta = TimeDelta::hours(72);
/// An aura that lasts longer is not a usual one: ICHD-3 1.2 gives each of its symptoms 5–60 minutes.
const LONGEST_AURA: u16 = 60;
/// More days than any attack lasts. Bounds the work if a year was mistyped.
const MOST_DAYS: usize = 92;

/// An attack, as far as the person has described it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attack {
    /// Globally unique among all entries.
    pub id: String,
    /// When it began, in local time.
    pub started: DateTime<FixedOffset>,
    /// When it ended, if it has and the person has said so.
    #[serde(default)]
    pub ended: Option<DateTime<FixedOffset>>,
    /// The worst pain, 0–10.
    #[serde(default)]
    pub peak: Option<u8>,
    /// Where it hurt, in the person's words.
    #[serde(default)]
    pub place: String,
    /// Whether there was an aura.
    #[serde(default)]
    pub aura: Aura,
    /// How long the aura lasted, in minutes.
    #[serde(default)]
    pub aura_minutes: Option<u16>,
    /// Symptoms besides pain, at their worst.
    #[serde(default)]
    pub symptoms: Symptoms,
    /// What came before or with it: the period, too little sleep, a skipped meal; in the person's words.
    #[serde(default, deserialize_with = "parts")]
    pub factors: Vec<String>,
    /// What the person was asked about and said did not: the yes-or-no questions that they answered with no.
    #[serde(default, deserialize_with = "parts", skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// Medicine that was taken for it.
    #[serde(default, deserialize_with = "parts")]
    pub medicine: Vec<Medicine>,
    /// A note in the person's words.
    #[serde(default)]
    pub note: String,
}

/// Whether there was an aura, if the person has said so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aura {
    /// Not answered.
    #[default]
    Unsaid,
    /// There was none.
    No,
    /// There was one.
    Yes,
}

impl Aura {
    /// All values.
    pub const ALL: [Self; 3] = [Self::Unsaid, Self::No, Self::Yes];

    /// The name in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::No => "no",
            Self::Yes => "yes",
        }
    }
}

impl Attack {
    /// An id for an attack noted at `time` by the process with this number.
    #[must_use]
    pub fn id_at(time: DateTime<Utc>, process: u32) -> String {
        format!("{}-{process:x}-attack", time.format("%Y%m%dT%H%M%S%6f"))
    }

    /// When it was over at the latest: its end, or 72 hours after its start.
    #[must_use]
    pub fn over_at(&self) -> DateTime<FixedOffset> {
        self.ended.or_else(|| self.started.checked_add_signed(LONGEST)).unwrap_or(self.started)
    }

    /// How long it lasted; `None` while its end is not noted.
    #[must_use]
    pub fn length(&self) -> Option<TimeDelta> {
        self.ended.map(|ended| (ended - self.started).max(TimeDelta::zero()))
    }

    /// The answer to a yes-or-no question about it, if it was given.
    #[must_use]
    pub fn answer(&self, question: &str) -> Option<bool> {
        let has = |list: &[String]| list.iter().any(|one| one == question);
        if has(&self.factors) { Some(true) } else { has(&self.absent).then_some(false) }
    }

    /// Answers a yes-or-no question about it, or takes the answer back.
    pub fn set_answer(&mut self, question: &str, answer: Option<bool>) {
        self.factors.retain(|one| one != question);
        self.absent.retain(|one| one != question);
        match answer {
            Some(true) => self.factors.push(question.to_owned()),
            Some(false) => self.absent.push(question.to_owned()),
            None => {}
        }
    }

    /// How long it lasted, how bad it was, where it hurt and what was taken, in a few words each.
    #[must_use]
    pub fn in_short(&self) -> Vec<String> {
        let lasted = self.length().map_or("end not noted".to_owned(), |length| {
            let minutes = length.num_minutes();
            if minutes < 60 { format!("{minutes} min") } else { format!("{} h", (minutes + 30) / 60) }
        });
        let peak = self.peak.map(|peak| format!("worst pain {peak}"));
        let place = (!self.place.is_empty()).then(|| self.place.clone());
        let medicine = self.medicine.iter().map(|medicine| medicine.name.clone());
        [lasted].into_iter().chain(peak).chain(place).chain(medicine).collect()
    }

    /// Whether it lasted longer than attacks do.
    #[must_use]
    pub fn is_unusually_long(&self) -> bool {
        self.length().is_some_and(|length| length > LONGEST)
    }

    /// Whether its aura lasted longer than auras do.
    #[must_use]
    pub fn has_unusually_long_aura(&self) -> bool {
        self.aura_minutes.is_some_and(|minutes| minutes > LONGEST_AURA)
    }

    /// Whether a session that began at `time` belongs to it.
    #[must_use]
    pub fn holds(&self, time: DateTime<FixedOffset>) -> bool {
        (self.started..=self.over_at()).contains(&time)
    }

    /// The days of the attack. If its end is unknown, these are the days up to now while it can still be
    /// going on; later, only its first day, so that no day is counted that nobody reported.
    pub fn days(&self, now: DateTime<FixedOffset>) -> impl Iterator<Item = NaiveDate> + use<> {
        let goes_on = self.ended.is_none() && self.holds(now);
        let last = self.ended.or(goes_on.then_some(now)).unwrap_or(self.started);
        days_between(self.started, last).take(MOST_DAYS)
    }
}

/// `45 min`, `2 h 30 min`, `39 h`: nobody knows the length of a long attack to the minute.
pub(crate) fn in_hours(length: TimeDelta) -> String {
    match (length.num_minutes() / 60, length.num_minutes() % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours @ 1..6, minutes @ 1..) => format!("{hours} h {minutes} min"),
        (hours, minutes) => format!("{} h", hours + minutes / 30),
    }
}

/// The attack that a session beginning at `time` belongs to; of several, the one that began last.
#[must_use]
pub fn attack_at(attacks: &[Attack], time: DateTime<FixedOffset>) -> Option<&Attack> {
    attacks.iter().filter(|attack| attack.holds(time)).max_by_key(|attack| attack.started)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn attack(id: &str, started: &str, ended: Option<&str>) -> Attack {
        Attack { id: id.into(), started: at(started), ended: ended.map(at), ..Attack::default() }
    }

    #[test]
    fn a_session_belongs_to_the_attack_in_whose_time_it_lies() {
        let attacks = [
            attack("1", "2026-03-01T08:00:00+01:00", Some("2026-03-02T08:00:00+01:00")),
            attack("2", "2026-03-10T08:00:00+01:00", None),
            attack("3", "2026-03-12T08:00:00+01:00", None),
        ];
        for (time, expected) in [
            ("2026-03-01T07:59:59+01:00", None),
            ("2026-03-01T07:00:00+00:00", Some("1")),
            ("2026-03-02T08:00:00+01:00", Some("1")),
            ("2026-03-02T08:00:01+01:00", None),
            ("2026-03-11T08:00:00+01:00", Some("2")),
            ("2026-03-12T08:00:00+01:00", Some("3")),
            ("2026-03-15T08:00:01+01:00", None),
        ] {
            let found = attack_at(&attacks, at(time)).map(|attack| attack.id.as_str());
            assert_eq!(found, expected, "{time}");
        }
    }

    #[test]
    fn only_days_that_were_reported_are_counted() {
        let days = |attack: &Attack, now: &str| attack.days(at(now)).count();
        let ended = attack("1", "2026-03-01T22:00:00+01:00", Some("2026-03-03T01:00:00+01:00"));
        assert_eq!(days(&ended, "2026-06-01T00:00:00+02:00"), 3);
        let open = attack("2", "2026-03-01T22:00:00+01:00", None);
        assert_eq!(days(&open, "2026-03-02T09:00:00+01:00"), 2);
        assert_eq!(days(&open, "2026-03-09T09:00:00+01:00"), 1);
        assert_eq!(days(&open, "2026-02-01T09:00:00+01:00"), 1, "the clock was set back");
        let backwards = attack("3", "2026-03-05T08:00:00+01:00", Some("2026-03-01T08:00:00+01:00"));
        assert_eq!(days(&backwards, "2026-06-01T00:00:00+02:00"), 1);
    }
}
