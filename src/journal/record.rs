//! One session, as planned, as done, and as it was felt.
//!
//! Fields that came later have defaults, so that a record which an older program left behind is still read.

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::time::ExactDuration;

/// One session, as planned and as done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Unlike any other record's, on any machine.
    pub id: String,
    /// The routine's id.
    pub routine: String,
    /// Its title at the time.
    pub title: String,
    /// Its kind, as the format names it.
    pub kind: String,
    /// The phase that the person named, if they did.
    pub phase: Option<String>,
    /// When it began, in the person's own time.
    pub started: DateTime<FixedOffset>,
    /// When it ended.
    pub ended: Option<DateTime<FixedOffset>>,
    /// How it ended.
    pub outcome: Outcome,
    /// Pain before, 0–10.
    pub pain_before: Option<u8>,
    /// Pain after, 0–10.
    pub pain_after: Option<u8>,
    /// How it is compared with before.
    pub feeling: Option<Feeling>,
    /// In the person's words.
    pub note: String,
    /// How long it was to last.
    pub planned: ExactDuration,
    /// How long it lasted, without pauses and waits.
    pub done: ExactDuration,
    /// Step by step.
    pub steps: Vec<StepRecord>,
    /// What was changed for the moment, a sentence each.
    pub changes: Vec<String>,
    /// The length that was asked for, if one was.
    #[serde(default, rename = "wished")]
    pub requested_length: Option<ExactDuration>,
    /// States of the moment, as the format names them.
    #[serde(default)]
    pub states: Vec<String>,
    /// Where in its timeline it stood when it was last written down.
    #[serde(default)]
    pub position: ExactDuration,
    /// Whether it was gone on with in another session, or is not to be: then it is not offered again.
    #[serde(default, rename = "let_go")]
    pub dismissed: bool,
    /// How it was otherwise, before.
    #[serde(default)]
    pub symptoms_before: Symptoms,
    /// How it was otherwise, after.
    #[serde(default)]
    pub symptoms_after: Symptoms,
    /// How it was hours later, at most one answer for each point.
    #[serde(default, rename = "later")]
    pub follow_ups: Vec<FollowUpAnswer>,
    /// Unwanted effects, in the person's words.
    #[serde(default)]
    pub unwanted: String,
    /// Medicine that was taken around it.
    #[serde(default)]
    pub medicine: Vec<Medicine>,
    /// Packs that lay on the skin, for the guard across sessions.
    #[serde(default)]
    pub applied: Vec<Applied>,
}

/// One step, as planned and as done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// Its name, with its side.
    pub name: String,
    /// How long it was to last.
    pub planned: ExactDuration,
    /// How long it lasted.
    pub done: ExactDuration,
}

/// What there is beside pain. Each is 0–3: none, mild, moderate, severe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Symptoms {
    /// Nausea.
    pub nausea: Option<u8>,
    /// Light hurts.
    pub light: Option<u8>,
    /// Sound hurts.
    pub sound: Option<u8>,
    /// Touch hurts.
    pub touch: Option<u8>,
    /// How much it keeps from doing things.
    pub function: Option<u8>,
    /// Which of them bothers most.
    pub bothersome: Option<Symptom>,
}

/// One of the symptoms beside pain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Symptom {
    /// Nausea.
    Nausea,
    /// Light hurts.
    Light,
    /// Sound hurts.
    Sound,
    /// Touch hurts.
    Touch,
}

/// How it was some time after a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpAnswer {
    /// After how long.
    pub point: Point,
    /// When the question was answered, or declined.
    pub answered: DateTime<FixedOffset>,
    /// Pain, 0–10.
    pub pain: Option<u8>,
    /// How it is compared with before the session.
    pub feeling: Option<Feeling>,
    /// Whether the person would rather not say; then it is not asked again.
    #[serde(default)]
    pub declined: bool,
}

/// When after a session it is asked how things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Point {
    /// Two hours after its end.
    TwoHours,
    /// On the next day.
    NextDay,
}

/// Medicine that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medicine {
    /// What, in the person's words.
    #[serde(rename = "what")]
    pub name: String,
    /// When.
    pub taken: DateTime<FixedOffset>,
    /// What kind of medicine it is, if the person said so. It is never guessed from the name.
    #[serde(default)]
    pub class: Option<MedicineClass>,
}

/// Kinds of acute medicine, as the diagnosis of overuse headache tells them apart (ICHD-3 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MedicineClass {
    /// Simple painkillers.
    Simple,
    /// Triptans.
    Triptan,
    /// Ergots.
    Ergot,
    /// Opioids.
    Opioid,
    /// Painkillers that combine several substances.
    Combination,
    /// Something else.
    Other,
}

/// A pack that lay on the skin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The pack, as the format names it.
    pub pack: String,
    /// The site, as the format names it.
    pub site: String,
    /// From when on.
    pub from: DateTime<FixedOffset>,
    /// For how long.
    pub lasted: ExactDuration,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is going on.
    #[default]
    Running,
    /// To its end.
    Completed,
    /// The person ended it before.
    Stopped,
    /// The program was closed while it went on.
    Closed,
    /// The program ended without a word: a crash, a power cut.
    Interrupted,
}

/// How it is, compared with before.
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
    /// Every outcome.
    pub const ALL: [Self; 5] =
        [Self::Running, Self::Completed, Self::Stopped, Self::Closed, Self::Interrupted];

    /// As the journal stores it.
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

    /// In plain words; a partial session counts, so none of them blames.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Running => "going on",
            Self::Completed => "to the end",
            Self::Stopped | Self::Closed => "in part",
            Self::Interrupted => "in part, interrupted",
        }
    }
}

impl Feeling {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Better, Self::Same, Self::Worse];

    /// As the journal stores it, and in plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Same => "the same",
            Self::Worse => "worse",
        }
    }
}

impl Symptom {
    /// Every symptom.
    pub const ALL: [Self; 4] = [Self::Nausea, Self::Light, Self::Sound, Self::Touch];

    /// As the journal stores it, and in plain words.
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
    /// Every point.
    pub const ALL: [Self; 2] = [Self::TwoHours, Self::NextDay];

    /// As the journal stores it.
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

    /// From how long to how long after the end it is asked: wide enough for somebody who sleeps or is out, and not
    /// so long that something else would be answered. Our limit.
    #[must_use]
    pub const fn asked_between(self) -> (TimeDelta, TimeDelta) {
        match self {
            Self::TwoHours => (TimeDelta::hours(2), TimeDelta::hours(8)),
            Self::NextDay => (TimeDelta::hours(20), TimeDelta::hours(36)),
        }
    }
}

impl MedicineClass {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Simple, Self::Triptan, Self::Ergot, Self::Opioid, Self::Combination, Self::Other];

    /// As the journal stores it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Triptan => "triptan",
            Self::Ergot => "ergot",
            Self::Opioid => "opioid",
            Self::Combination => "combination",
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
            Self::Other => "other medicine",
        }
    }
}

impl Applied {
    /// Until when it lay there.
    #[must_use]
    pub fn until(&self) -> DateTime<FixedOffset> {
        let lasted = i64::try_from(self.lasted.millis()).ok().and_then(TimeDelta::try_milliseconds);
        lasted.and_then(|lasted| self.from.checked_add_signed(lasted)).unwrap_or(self.from)
    }
}

impl Record {
    /// How it felt, in a few words: `pain 6, then 4, better`; nothing if nothing was said.
    #[must_use]
    pub fn felt(&self) -> Option<String> {
        let pain = match (self.pain_before, self.pain_after) {
            (Some(before), Some(after)) => Some(format!("pain {before}, then {after}")),
            (Some(before), None) => Some(format!("pain {before} before")),
            (None, Some(after)) => Some(format!("pain {after} after")),
            (None, None) => None,
        };
        let feeling = self.feeling.map(|feeling| feeling.plain().to_owned());
        let parts: Vec<String> = pain.into_iter().chain(feeling).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// When it was over: its end, or as long after its start as it lasted.
    #[must_use]
    pub fn over_at(&self) -> DateTime<FixedOffset> {
        let lasted = i64::try_from(self.done.millis()).ok().and_then(TimeDelta::try_milliseconds);
        let computed = || lasted.and_then(|lasted| self.started.checked_add_signed(lasted));
        self.ended.or_else(computed).unwrap_or(self.started)
    }

    /// The answer for a point in time after it, if there is one.
    #[must_use]
    pub fn answer(&self, point: Point) -> Option<&FollowUpAnswer> {
        self.follow_ups.iter().find(|answer| answer.point == point)
    }

    /// Takes an answer, in place of an earlier one for the same point.
    pub fn add_answer(&mut self, answer: FollowUpAnswer) {
        self.follow_ups.retain(|other| other.point != answer.point);
        self.follow_ups.push(answer);
        self.follow_ups.sort_by_key(|answer| answer.point);
    }
}
