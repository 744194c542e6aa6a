//! One session, as planned, as done, and how it felt.
//!
//! Fields that were added later have defaults, so that records of earlier versions can still be read.

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

use super::parts::parts;
use crate::time::ExactDuration;

/// A session, as planned and as done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Globally unique among all entries.
    pub id: String,
    /// The routine's id.
    pub routine: String,
    /// The routine's title at that time.
    pub title: String,
    /// The routine's kind, by its name in the file format.
    pub kind: String,
    /// The phase that the person chose, by its name in the file format.
    pub phase: Option<String>,
    /// When it began, in local time.
    pub started: DateTime<FixedOffset>,
    /// When it ended.
    pub ended: Option<DateTime<FixedOffset>>,
    /// How it ended, or that it is still running.
    pub outcome: Outcome,
    /// Pain before, 0–10.
    pub pain_before: Option<u8>,
    /// Pain after, 0–10.
    pub pain_after: Option<u8>,
    /// How it compared with before.
    pub feeling: Option<Feeling>,
    /// A note in the person's words.
    pub note: String,
    /// The planned length.
    pub planned: ExactDuration,
    /// The time spent, without pauses and waits.
    pub done: ExactDuration,
    /// The steps, as planned and as done.
    #[serde(deserialize_with = "parts")]
    pub steps: Vec<StepRecord>,
    /// What was changed for the person and the moment, a sentence each.
    #[serde(deserialize_with = "parts")]
    pub changes: Vec<String>,
    /// The requested length, if there was one.
    #[serde(default, rename = "wished")]
    pub requested_length: Option<ExactDuration>,
    /// States of the moment, by their names in the file format.
    #[serde(default, deserialize_with = "parts")]
    pub states: Vec<String>,
    /// The position in the timeline when the record was last saved.
    #[serde(default)]
    pub position: ExactDuration,
    /// Whether it was continued in another session or dismissed, so that it is not offered again.
    #[serde(default, rename = "let_go")]
    pub dismissed: bool,
    /// Other symptoms, before.
    #[serde(default)]
    pub symptoms_before: Symptoms,
    /// Other symptoms, after.
    #[serde(default)]
    pub symptoms_after: Symptoms,
    /// The follow-up answers, at most one for each point in time.
    #[serde(default, rename = "later", deserialize_with = "parts")]
    pub follow_ups: Vec<FollowUpAnswer>,
    /// Unwanted effects, in the person's words.
    #[serde(default)]
    pub unwanted: String,
    /// Whether the person ended it because it felt wrong.
    #[serde(default)]
    pub felt_wrong: bool,
    /// Medicine taken around the session.
    #[serde(default, deserialize_with = "parts")]
    pub medicine: Vec<Medicine>,
    /// How long hands worked on the skin, for the guard across sessions; `None` in records of earlier versions.
    #[serde(default)]
    pub hands_on: Option<ExactDuration>,
    /// Packs that were on the skin, for the guard across sessions.
    #[serde(default, deserialize_with = "parts")]
    pub applied: Vec<Applied>,
}

/// A step, as planned and as done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// The step's name, with its side.
    pub name: String,
    /// The planned length.
    pub planned: ExactDuration,
    /// The time spent.
    pub done: ExactDuration,
    /// How it felt, if the person said so while it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comfort: Option<Comfort>,
}

/// How a step felt while it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Comfort {
    /// It felt good.
    Good,
    /// It felt bad.
    Bad,
}

/// Symptoms besides pain. Each is rated 0–3: none, mild, moderate, severe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Symptoms {
    /// Nausea.
    pub nausea: Option<u8>,
    /// Sensitivity to light.
    pub light: Option<u8>,
    /// Sensitivity to sound.
    pub sound: Option<u8>,
    /// Sensitivity to touch.
    pub touch: Option<u8>,
    /// How much it keeps the person from doing things.
    pub function: Option<u8>,
    /// The most bothersome of them.
    pub bothersome: Option<Symptom>,
}

/// The severity of a symptom, 0–3, in plain words.
pub const SEVERITIES: [&str; 4] = ["none", "mild", "moderate", "severe"];

/// A symptom besides pain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Symptom {
    /// Nausea.
    Nausea,
    /// Sensitivity to light.
    Light,
    /// Sensitivity to sound.
    Sound,
    /// Sensitivity to touch.
    Touch,
}

/// The answer to a follow-up question, some time after a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpAnswer {
    /// The point in time that was asked about.
    pub point: Point,
    /// When the question was answered or declined.
    pub answered: DateTime<FixedOffset>,
    /// Pain, 0–10.
    pub pain: Option<u8>,
    /// How it compared with before the session.
    pub feeling: Option<Feeling>,
    /// Whether the person declined; the question is not asked again.
    #[serde(default)]
    pub declined: bool,
}

/// The points in time after a session at which a follow-up question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Point {
    /// Two hours after its end.
    TwoHours,
    /// The next day.
    NextDay,
}

/// A dose of medicine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medicine {
    /// The medicine in the person's words.
    #[serde(rename = "what")]
    pub name: String,
    /// When it was taken.
    pub taken: DateTime<FixedOffset>,
    /// The class, if the person has said so. It is never guessed from the name.
    #[serde(default)]
    pub class: Option<MedicineClass>,
}

/// A medicine that was noted before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMedicine {
    /// The medicine in the person's words.
    pub name: String,
    /// Its class, if the person has said so.
    pub class: Option<MedicineClass>,
}

/// The classes of medicine. The first five are those by which overuse headache is diagnosed (ICHD-3 8.2); the
/// others are listed, without a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MedicineClass {
    /// Simple analgesics, including those against inflammation.
    Simple,
    /// Triptans.
    Triptan,
    /// Ergots.
    Ergot,
    /// Opioids.
    Opioid,
    /// Combination painkillers.
    Combination,
    /// Gepants.
    Gepant,
    /// Medicine against nausea.
    Antiemetic,
    /// Taken regularly so that there are fewer attacks, not for one of them.
    Preventive,
    /// Something else.
    Other,
}

/// A pack that was on the skin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The kind of pack, by its name in the file format.
    pub pack: String,
    /// The site, by its name in the file format.
    pub site: String,
    /// When it was put on.
    pub from: DateTime<FixedOffset>,
    /// How long it stayed on.
    pub lasted: ExactDuration,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is still running.
    #[default]
    Running,
    /// It was done to its end.
    Completed,
    /// The person ended it early.
    Stopped,
    /// The program was closed during it.
    Closed,
    /// The program ended unexpectedly: a crash, or a power failure.
    Interrupted,
}

/// How the person feels, compared with before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Feeling {
    /// Better.
    Better,
    /// The same.
    Same,
    /// Worse.
    Worse,
}

impl Outcome {
    /// All values.
    pub const ALL: [Self; 5] =
        [Self::Running, Self::Completed, Self::Stopped, Self::Closed, Self::Interrupted];

    /// The name in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Stopped => "stopped",
            Self::Closed => "closed",
            Self::Interrupted => "interrupted",
        }
    }

    /// In plain words. None of them sounds like blame, because a partial session counts too.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Running => "in progress",
            Self::Completed => "completed",
            Self::Stopped | Self::Closed => "partly done",
            Self::Interrupted => "interrupted",
        }
    }
}

impl Feeling {
    /// All values.
    pub const ALL: [Self; 3] = [Self::Better, Self::Same, Self::Worse];

    /// The name in the journal, which is also plain English.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Same => "the same",
            Self::Worse => "worse",
        }
    }
}

impl Comfort {
    /// All values.
    pub const ALL: [Self; 2] = [Self::Good, Self::Bad];

    /// The name in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }

    /// In plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Good => "felt good",
            Self::Bad => "felt bad",
        }
    }
}

impl Symptoms {
    /// In plain words, as far as they were rated: `mild nausea`, `severe light sensitivity`.
    #[must_use]
    pub fn plain(&self) -> Vec<String> {
        let scales = [
            ("nausea", self.nausea),
            ("light sensitivity", self.light),
            ("sound sensitivity", self.sound),
            ("touch sensitivity", self.touch),
            ("limits on activity", self.function),
        ];
        let rated = scales.into_iter().filter_map(|(name, severity)| {
            SEVERITIES.get(usize::from(severity?)).map(|severity| {
                if *severity == "none" { format!("no {name}") } else { format!("{severity} {name}") }
            })
        });
        rated.collect()
    }
}

impl Symptom {
    /// All values.
    pub const ALL: [Self; 4] = [Self::Nausea, Self::Light, Self::Sound, Self::Touch];

    /// The name in the journal, which is also plain English.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Nausea => "nausea",
            Self::Light => "light",
            Self::Sound => "sound",
            Self::Touch => "touch",
        }
    }
}

impl Point {
    /// All values.
    pub const ALL: [Self; 2] = [Self::TwoHours, Self::NextDay];

    /// The name in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TwoHours => "two_hours",
            Self::NextDay => "next_day",
        }
    }

    /// In plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::TwoHours => "two hours later",
            Self::NextDay => "the next day",
        }
    }

    /// The earliest and the latest time after the end at which the question is asked: wide enough for somebody
    /// who sleeps or is out, but not so wide that the answer would mean something else. Our limit.
    #[must_use]
    pub const fn asked_between(self) -> (TimeDelta, TimeDelta) {
        match self {
            Self::TwoHours => (TimeDelta::hours(2), TimeDelta::hours(8)),
            Self::NextDay => (TimeDelta::hours(20), TimeDelta::hours(36)),
        }
    }
}

impl MedicineClass {
    /// All values.
    pub const ALL: [Self; 9] = [
        Self::Simple,
        Self::Triptan,
        Self::Ergot,
        Self::Opioid,
        Self::Combination,
        Self::Gepant,
        Self::Antiemetic,
        Self::Preventive,
        Self::Other,
    ];

    /// The name in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Triptan => "triptan",
            Self::Ergot => "ergot",
            Self::Opioid => "opioid",
            Self::Combination => "combination",
            Self::Gepant => "gepant",
            Self::Antiemetic => "antiemetic",
            Self::Preventive => "preventive",
            Self::Other => "other",
        }
    }

    /// In plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Simple => "simple painkiller",
            Self::Triptan => "triptan",
            Self::Ergot => "ergot",
            Self::Opioid => "opioid",
            Self::Combination => "combination painkiller",
            Self::Gepant => "gepant",
            Self::Antiemetic => "anti-nausea medicine",
            Self::Preventive => "preventive",
            Self::Other => "other medicine",
        }
    }

    /// Whether it is taken for an attack, and not regularly. A dose of an unknown class counts as acute.
    #[must_use]
    pub const fn is_acute(self) -> bool {
        !matches!(self, Self::Preventive)
    }
}

impl Applied {
    /// When it was taken off.
    #[must_use]
    pub fn until(&self) -> DateTime<FixedOffset> {
        let lasted = i64::try_from(self.lasted.millis()).ok().and_then(TimeDelta::try_milliseconds);
        lasted.and_then(|lasted| self.from.checked_add_signed(lasted)).unwrap_or(self.from)
    }
}

impl Record {
    /// How it felt, in a few words: `pain 6, then 4, better`; `None` if nothing was said.
    #[must_use]
    pub fn felt(&self) -> Option<String> {
        let pain = match (self.pain_before, self.pain_after) {
            (Some(before), Some(after)) => Some(format!("pain {before}, then {after}")),
            (Some(before), None) => Some(format!("pain before: {before}")),
            (None, Some(after)) => Some(format!("pain after: {after}")),
            (None, None) => None,
        };
        let feeling = self.feeling.map(|feeling| feeling.plain().to_owned());
        let parts: Vec<String> = pain.into_iter().chain(feeling).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// When it was over: its end, or its start plus the time spent.
    #[must_use]
    pub fn over_at(&self) -> DateTime<FixedOffset> {
        let lasted = i64::try_from(self.done.millis()).ok().and_then(TimeDelta::try_milliseconds);
        let computed = || lasted.and_then(|lasted| self.started.checked_add_signed(lasted));
        self.ended.or_else(computed).unwrap_or(self.started)
    }

    /// The follow-up answer for a point in time.
    #[must_use]
    pub fn answer(&self, point: Point) -> Option<&FollowUpAnswer> {
        self.follow_ups.iter().find(|answer| answer.point == point)
    }

    /// Adds a follow-up answer, replacing an earlier one for the same point.
    pub fn add_answer(&mut self, answer: FollowUpAnswer) {
        self.follow_ups.retain(|other| other.point != answer.point);
        self.follow_ups.push(answer);
        self.follow_ups.sort_by_key(|answer| answer.point);
    }
}
