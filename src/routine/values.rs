//! The values of a step's placeholders: the one list used both by the check and for the spoken words.

use super::language::Value;
use super::words::{Values, speech_estimate};
use super::{Breathe, Language, Pattern, Side, Step, StepKind, Words};
use crate::ron_reader::Spanned;
use crate::time::ExactDuration;

/// What surrounds a step when it is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The side that is being worked on.
    pub side: Option<Side>,
    /// The round of the innermost repeat, from 1, and how many there are.
    pub round: Option<(u32, u32)>,
    /// Whether the same steps were done before, in an earlier round or on the other side.
    pub is_again: bool,
    /// Whether this is the last round of the innermost repeat.
    pub is_last: bool,
}

impl Scope {
    /// Somewhere in a repeat, or on a side.
    fn inside(in_repeat: bool, in_each_side: bool) -> Self {
        let side = in_each_side.then_some(Side::Left);
        Self { side, round: in_repeat.then_some((1, 1)), ..Self::default() }
    }

    /// Inside a round of a repeat.
    pub(crate) fn in_round(self, round: u32, of: u32) -> Self {
        let is_again = self.is_again || round > 1;
        Self { round: Some((round, of)), is_again, is_last: round == of && of > 1, ..self }
    }

    /// On a side, the first or a later one.
    pub(crate) const fn on_side(self, side: Side, turn: usize) -> Self {
        Self { side: Some(side), is_again: self.is_again || turn > 0, ..self }
    }

    /// What a step says this time.
    pub(crate) fn words_of(self, step: &Step) -> Option<&Spanned<Words>> {
        let varied = step.varied.as_deref();
        let last = varied.and_then(|varied| varied.last.as_ref()).filter(|_| self.is_last);
        let again = varied.and_then(|varied| varied.again.as_ref()).filter(|_| self.is_again);
        last.or(again).or(step.say.as_ref())
    }
}

/// The seconds of each phase that a pattern has.
fn add_pattern(pattern: Pattern, values: &mut Values) {
    for (name, span) in [
        ("inhale", pattern.inhale),
        ("top_up", pattern.top_up),
        ("hold", pattern.hold),
        ("exhale", pattern.exhale),
        ("rest", pattern.rest),
    ] {
        if span > ExactDuration::ZERO {
            values.insert(name, Value::Secs(span));
        }
    }
}

impl Breathe {
    /// The words of its stages, with the placeholders of each: the seconds of the phases, and how long it lasts.
    pub(crate) fn words_on_the_way(&self) -> impl Iterator<Item = (&Spanned<Words>, Values)> {
        let stages = self.ramp.iter().map(|stage| &stage.value);
        let stages = stages.filter_map(|stage| Some((stage.say.as_ref()?, stage.pattern, stage.lasts)));
        let last = self.after_ramp.iter().map(|say| (say, self.pattern, self.length.lasts.value));
        stages.chain(last).map(|(say, pattern, lasts)| (say, of_breath(pattern, lasts)))
    }
}

/// The placeholders of a stage of breathing and their values.
pub(crate) fn of_breath(pattern: Pattern, lasts: ExactDuration) -> Values {
    let mut values = Values::from([("lasts", Value::Duration(lasts))]);
    add_pattern(pattern, &mut values);
    values
}

/// The placeholders of a step and their values.
#[must_use]
pub(crate) fn of_step(step: &Step, around: Scope) -> Values {
    let mut values = Values::new();
    let mut side = around.side;
    match &step.kind {
        StepKind::Guide(guide) => {
            side = guide.side.as_ref().map(|side| side.value).or(side);
            values.insert("lasts", Value::Duration(guide.length.lasts.value));
            values.insert("pressure", Value::Count(guide.pressure.value.into()));
            values.insert("site", Value::Site(guide.site.value));
            if let Some(spots) = &guide.spots {
                values.insert("spots", Value::Count(spots.value));
                let each = guide.length.lasts.value.divided(spots.value.into());
                values.insert("spot_time", Value::Duration(each.floor_to_secs()));
            }
            if let Some(rhythm) = &guide.rhythm {
                values.insert("press", Value::Duration(rhythm.value.0));
                values.insert("release", Value::Duration(rhythm.value.1));
            }
            if let Some(times) = &guide.times {
                values.insert("times", Value::Count(times.value));
            }
        }
        StepKind::Compress(compress) => {
            values.insert("lasts", Value::Duration(compress.length.lasts.value));
            values.insert("site", Value::Site(compress.site.value));
        }
        StepKind::Contrast(contrast) => {
            values.insert("warm", Value::Duration(contrast.warm.value));
            values.insert("cold", Value::Duration(contrast.cold.value));
            values.insert("rounds", Value::Count(contrast.rounds.value));
            values.insert("site", Value::Site(contrast.site.value));
        }
        StepKind::Breathe(breathe) => {
            values.insert("lasts", Value::Duration(breathe.length.lasts.value));
            let cycles = breathe.length.lasts.value.count_of(breathe.pattern.cycle());
            values.insert("cycles", Value::Count(u32::try_from(cycles).unwrap_or(u32::MAX)));
            add_pattern(breathe.pattern, &mut values);
        }
        StepKind::Rest(length) => {
            values.insert("lasts", Value::Duration(length.lasts.value));
        }
        StepKind::Wait { at_most } => {
            values.insert("at_most", Value::Duration(at_most.value));
        }
        StepKind::Ask(ask) => {
            values.insert("at_most", Value::Duration(ask.at_most.value));
        }
        StepKind::Repeat(repeat) => {
            values.insert("times", Value::Count(repeat.times.value));
        }
        StepKind::EachSide(_) | StepKind::Use(_) | StepKind::Group(_) => {}
    }
    if let Some(side @ (Side::Left | Side::Right)) = side {
        values.insert("side", Value::Side(side));
        values.insert("other_side", Value::Side(side.other()));
        values.insert("side_stem", Value::SideStem(side));
        values.insert("other_side_stem", Value::SideStem(side.other()));
    }
    if let Some((round, rounds)) = around.round {
        values.insert("round", Value::Count(round));
        values.insert("of_rounds", Value::Count(rounds));
    }
    values
}

impl Step {
    /// What can stand in brackets in its words, where it is inside a repeat, or done on each side.
    #[must_use]
    pub fn placeholders(&self, in_repeat: bool, in_each_side: bool) -> Vec<String> {
        let values = of_step(self, Scope::inside(in_repeat, in_each_side));
        values.keys().map(|name| (*name).to_owned()).chain(self.numbers.keys().cloned()).collect()
    }

    /// What is said at its start; nothing if it says nothing.
    #[must_use]
    pub fn opening(&self) -> String {
        let values = of_step(self, Scope::inside(true, true));
        self.say.as_ref().map(|say| say.value.fill(&values, &self.numbers)).unwrap_or_default()
    }

    /// About how long words take to say in it, with their placeholders filled in; nothing if they cannot be read.
    #[must_use]
    pub fn takes_to_say(
        &self,
        words: &str,
        language: Language,
        (in_repeat, in_each_side): (bool, bool),
    ) -> Option<ExactDuration> {
        let values = of_step(self, Scope::inside(in_repeat, in_each_side));
        let words = Words::parse(words).ok()?;
        let words = if language == Language::En { words } else { words.clone().and_in(language, words) };
        Some(speech_estimate(&words.fill_in(language, &values, &self.numbers)))
    }
}
