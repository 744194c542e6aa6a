//! What is changed for a person and for a moment, as data: `conditions.ron`, read once.

use std::sync::LazyLock;

use serde::Deserialize;

use super::matcher::Matcher;
use super::moment::State;
use super::profile::Condition;
use super::source::Source;
use crate::routine::{Kind, Phase};
use crate::time::ExactDuration;

/// Every rule that depends on who somebody is and how they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// For a person.
    pub conditions: Vec<OfCondition>,
    /// For a state of the moment.
    pub states: Vec<OfState>,
    /// For a phase of an attack.
    pub phases: Vec<OfPhase>,
}

/// What a condition changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfCondition {
    /// The condition.
    pub when: Condition,
    /// The question, in plain words.
    pub ask: String,
    /// Whether nothing on the screen moves.
    #[serde(default)]
    pub still_screen: bool,
    /// What is changed.
    pub rules: Vec<Rule>,
}

/// What a state of the moment changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfState {
    /// The state.
    pub when: State,
    /// Whether nothing on the screen moves.
    #[serde(default)]
    pub still_screen: bool,
    /// What is changed.
    pub rules: Vec<Rule>,
}

/// What a phase changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfPhase {
    /// The phase.
    pub when: Phase,
    /// What is changed.
    pub rules: Vec<Rule>,
}

/// One thing that is changed, and why.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it speaks of.
    pub what: Matcher,
    /// In which phases alone it holds; in any if there are none.
    #[serde(default)]
    pub during: Vec<Phase>,
    /// What becomes of that.
    pub then: Effect,
    /// The reason, one sentence that can follow a colon.
    pub why: String,
    /// What it rests on.
    pub source: Source,
}

/// What becomes of a step.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum Effect {
    /// It is left out.
    LeaveOut,
    /// The routine's own alternative takes its place; without one it is left out.
    Swap,
    /// Its pressure is at most this.
    AtMost(u8),
    /// The breath is not held.
    NoHold,
    /// All of it in the whole routine lasts at most this together.
    Together(ExactDuration),
    /// Muscles are only let go, without tensing them first.
    ReleaseOnly,
    /// A massage, or a whole routine, is advised against, and these kinds are the better offer. In a routine that is not
    /// a massage, the step is swapped.
    Advise {
        /// What is better now.
        better: Vec<Kind>,
    },
    /// A sentence beforehand.
    Caution,
    /// Nothing starts.
    Block,
}

static CONDITIONS: LazyLock<Conditions> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it: what is tested once cannot fail later.
    #[allow(clippy::expect_used)]
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(include_str!("conditions.ron"))
        .expect("src/safety/conditions.ron is tested to be readable")
});

/// What is changed for a person and for a moment.
#[must_use]
pub fn conditions() -> &'static Conditions {
    &CONDITIONS
}
