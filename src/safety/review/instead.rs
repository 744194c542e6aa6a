//! An alternative to a step is for somebody who feels worse, so it must never ask more than the step itself.

use std::ops::Range;

use super::super::rules::rules;
use super::{place, unsafe_at};
use crate::ron_reader::Problem;
use crate::routine::{Motion, Step, StepKind};
use crate::time::ExactDuration;

/// Finds alternatives that do more than their step.
pub(super) fn heavier(step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let mut others = step.others().peekable();
    if others.peek().is_none() {
        return;
    }
    let own = Weight::of(std::slice::from_ref(step));
    let rule = &rules().instead;
    for alternative in others {
        let other = Weight::of(alternative);
        let more = if other.pressure > own.pressure {
            format!("goes up to {} out of 10, but its step only to {}", other.pressure, own.pressure)
        } else if other.hands_on > own.hands_on {
            format!("has {} of massage, but its step only {}", other.hands_on, own.hands_on)
        } else if other.pack > own.pack && !own.pack.is_zero() {
            format!("has a pack on for {}, but its step only for {}", other.pack, own.pack)
        } else if other.holds && !own.holds {
            "holds the breath, but its step doesn't".to_owned()
        } else {
            continue;
        };
        let which = if matches!(step.kind, StepKind::Ask(_)) { "softer way" } else { "alternative" };
        let what = format!("This {which} {more}.");
        problems.push(unsafe_at(
            &place(alternative.first().map_or(&step.span, |first| &first.span), step, at),
            what,
            &rule.why,
            &rule.source,
        ));
    }
}

/// How much steps ask of somebody, at the longest that they can become.
#[derive(Default)]
struct Weight {
    /// The strongest pressure or effort.
    pressure: u8,
    hands_on: ExactDuration,
    pack: ExactDuration,
    holds: bool,
}

impl Weight {
    fn of(steps: &[Step]) -> Self {
        let mut weight = Self::default();
        weight.add(steps, 1);
        weight
    }

    fn add(&mut self, steps: &[Step], times: u64) {
        for step in steps {
            match &step.kind {
                StepKind::Guide(guide) if guide.motion.value.is_hands_on() => {
                    self.pressure = self.pressure.max(guide.pressure.value);
                    self.hands_on += guide.length.limits().1 * times;
                }
                StepKind::Guide(guide) if guide.motion.value == Motion::Tense => {
                    self.pressure = self.pressure.max(guide.pressure.value);
                }
                StepKind::Compress(compress) => self.pack += compress.length.limits().1 * times,
                StepKind::Contrast(contrast) => {
                    let round = contrast.warm.value + contrast.cold.value;
                    self.pack += round * u64::from(contrast.rounds.value) * times;
                }
                StepKind::Breathe(breathe) => {
                    let on_the_way = breathe.ramp.iter().any(|stage| stage.value.pattern.has_hold());
                    self.holds |= breathe.pattern.has_hold() || on_the_way;
                }
                StepKind::Repeat(repeat) => {
                    self.add(&repeat.steps, times.saturating_mul(repeat.times.value.into()));
                }
                StepKind::EachSide(each) => self.add(&each.steps, times.saturating_mul(each.times())),
                StepKind::Group(group) => self.add(&group.steps, times),
                StepKind::Ask(ask) => self.add(&ask.steps, times),
                StepKind::Guide(_) | StepKind::Rest(_) | StepKind::Wait { .. } | StepKind::Use(_) => {}
            }
        }
    }
}
