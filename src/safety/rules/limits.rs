//! The rules on what a step does and on what a session adds up to, as `rules.ron` has them.

use serde::Deserialize;

use super::super::matcher::Matcher;
use super::super::source::Source;
use crate::routine::{CompressKind, Motion, Site};
use crate::time::ExactDuration;

/// Something that no routine does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct Never {
    pub what: Matcher,
    pub why: String,
    pub source: Source,
}

/// A motion that belongs on some sites alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct OnlyOn {
    pub motion: Motion,
    pub sites: Vec<Site>,
    pub why: String,
    pub source: Source,
}

/// A site on which hands do some motions alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct OnlyThat {
    pub site: Site,
    pub motions: Vec<Motion>,
    pub longest_hold: ExactDuration,
    pub why: String,
    pub source: Source,
}

/// The highest pressure on some sites.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct PressureCap {
    pub sites: Vec<Site>,
    pub most: u8,
    pub why: String,
    pub source: Source,
}

/// The longest time on one spot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct SpotCap {
    pub motions: Vec<Motion>,
    pub longest: ExactDuration,
    pub why: String,
    pub source: Source,
}

/// A site that is worked on one side at a time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct OneSide {
    pub site: Site,
    pub why: String,
    pub source: Source,
}

/// The longest time of hands on one skin in a session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkinCap {
    /// The names of the one skin; the first stands for all.
    pub sites: Vec<Site>,
    /// Whether each side has this time for itself.
    #[serde(default)]
    pub each_side: bool,
    /// The longest time.
    pub most: ExactDuration,
    /// The reason.
    pub why: String,
    /// What it rests on.
    pub source: Source,
}

/// The longest time with hands on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct HandsOnCap {
    pub longest: ExactDuration,
    pub why: String,
    pub source: Source,
}

/// Where a pack is allowed, and for how long.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct PackCap {
    pub pack: CompressKind,
    pub sites: Vec<Site>,
    pub longest: ExactDuration,
    pub why: String,
    pub source: Source,
}

/// Where warm and cold may take turns, and for how long.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContrastCap {
    /// Where.
    pub sites: Vec<Site>,
    /// All cycles together.
    pub longest: ExactDuration,
    /// Why only there.
    pub why: String,
    /// Why no longer.
    pub why_longest: String,
    /// What all of it rests on.
    pub source: Source,
    /// The shortest and the longest warm part of a cycle.
    pub warm: (ExactDuration, ExactDuration),
    /// The shortest and the longest cold part of a cycle.
    pub cold: (ExactDuration, ExactDuration),
    /// The reason for the two.
    pub why_so_long: String,
    /// Why it is done once in a session.
    pub why_once: String,
}

/// How fast, how slowly and for how long one breathes with the tones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreathCap {
    /// The longest breath in, a second one on top included.
    pub inhale: ExactDuration,
    /// The longest hold of a full breath.
    pub hold: ExactDuration,
    /// The longest breath out.
    pub exhale: ExactDuration,
    /// The longest hold of an empty breath.
    pub rest: ExactDuration,
    /// The reason for these.
    pub why_phases: String,
    /// The shortest and the longest whole breath.
    pub breath: (ExactDuration, ExactDuration),
    /// The reason for both.
    pub why_breath: String,
    /// All breathing of a session.
    pub together: ExactDuration,
    /// The reason.
    pub why_together: String,
    /// What all of it rests on.
    pub source: Source,
}

/// How muscles are tensed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TensingCap {
    /// The most effort, of 10.
    pub effort: u8,
    /// The shortest and the longest tension.
    pub press: (ExactDuration, ExactDuration),
    /// The reason for these.
    pub why: String,
    /// How often each group of muscles, on each side.
    pub rounds: u64,
    /// The reason.
    pub why_rounds: String,
    /// What all of it rests on.
    pub source: Source,
}

/// How movements are held and repeated that train or stretch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseCap {
    /// The shortest and the longest hold.
    pub hold: (ExactDuration, ExactDuration),
    /// The reason.
    pub why_hold: String,
    /// How often each is done in a session, on each side.
    pub times: u64,
    /// The reason.
    pub why_times: String,
    /// The most discomfort, of 10.
    pub discomfort: u8,
    /// The reason.
    pub why_discomfort: String,
    /// What all of it rests on.
    pub source: Source,
}

/// Why an alternative is never heavier than its step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The fields say in the file what they are.
pub struct InsteadRule {
    pub why: String,
    pub source: Source,
}
