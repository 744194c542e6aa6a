//! What was done and how it felt: the record of a session, pure data.
//!
//! [`store`] keeps records in one SQLite file; [`keeper`] writes them in the background and never loses one.
//! Wall-clock time comes in only where the app stamps a record.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::time::Span;

pub mod keeper;
pub mod store;

pub use keeper::Keeper;
pub use store::{Store, StoreError};

/// One session, as planned and as done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub planned: Span,
    /// How long it lasted, without pauses and waits.
    pub done: Span,
    /// Step by step.
    pub steps: Vec<StepRecord>,
    /// What was changed for the moment, a sentence each.
    pub changes: Vec<String>,
}

/// One step, as planned and as done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// Its name, with its side.
    pub name: String,
    /// How long it was to last.
    pub planned: Span,
    /// How long it lasted.
    pub done: Span,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is going on.
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
}
