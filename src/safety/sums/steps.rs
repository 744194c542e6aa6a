//! What the steps of a routine add, walked through as they are played.

use std::ops::Range;

use super::super::rules::{ContrastCap, rules};
use super::{Act, Load, Sum, Totals, of_act, sides};
use crate::routine::{Breathe, Guide, Length, Motion, Side, Step, StepKind};
use crate::time::ExactDuration;

/// How a step is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Counted {
    /// As it stands, without its alternatives: what a plan plays.
    Played,
    /// As written, or the heaviest of its alternatives.
    Written,
    /// As long as it can become, or the heaviest of its alternatives.
    Longest,
}

/// What is around a step while it is counted.
#[derive(Clone, Copy)]
struct Around {
    counted: Counted,
    times: u64,
    side: Option<Side>,
}

/// Visits what every step adds, in the order of the session, with the place that it has in the author's own file.
pub(in super::super) fn each<'a>(
    steps: &'a [Step],
    counted: Counted,
    visit: &mut dyn FnMut(Load, &'a Step, &Range<usize>),
) {
    each_of(steps, Around { counted, times: 1, side: None }, None, visit);
}

fn each_of<'a>(
    steps: &'a [Step],
    around: Around,
    at_use: Option<&Range<usize>>,
    visit: &mut dyn FnMut(Load, &'a Step, &Range<usize>),
) {
    for step in steps {
        let at = at_use.unwrap_or(&step.span);
        if step.others().next().is_none() || (around.counted == Counted::Played && !is_question(step)) {
            let inner = if matches!(step.kind, StepKind::Group(_)) { Some(at) } else { at_use };
            for inside in insides(&step.kind, around) {
                each_of(step.kind.children(), inside, inner, visit);
            }
            of_leaf(&step.kind, around, &mut |load| visit(load, step, at));
        } else {
            for load in heaviest(step, around).0 {
                visit(load, step, at);
            }
        }
    }
}

/// A step or the heaviest of what can take its place, sum by sum.
fn heaviest(step: &Step, around: Around) -> Totals {
    let mut totals = Totals::default();
    for inside in insides(&step.kind, around) {
        for child in step.kind.children() {
            for load in heaviest(child, inside).0 {
                totals.add(load);
            }
        }
    }
    of_leaf(&step.kind, around, &mut |load| {
        totals.add(load);
    });
    // Which way a question goes is known to nobody beforehand.
    if around.counted != Counted::Played || is_question(step) {
        for other in step.others() {
            let mut sum = Totals::default();
            for load in other.iter().flat_map(|step| heaviest(step, around).0) {
                sum.add(load);
            }
            totals.or(sum);
        }
    }
    totals
}

const fn is_question(step: &Step) -> bool {
    matches!(step.kind, StepKind::Ask(_))
}

/// What surrounds the steps inside a step, once for each time that they are walked through.
fn insides(kind: &StepKind, around: Around) -> impl Iterator<Item = Around> {
    let times = match kind {
        StepKind::Repeat(repeat) => around.times.saturating_mul(repeat.times.value.into()),
        _ => around.times,
    };
    let sides: Vec<Option<Side>> = match kind {
        StepKind::EachSide(each) => each.sides().map(Some).collect(),
        _ => vec![around.side],
    };
    sides.into_iter().map(move |side| Around { times, side, ..around })
}

/// What a step that holds no others adds.
fn of_leaf(kind: &StepKind, around: Around, add: &mut dyn FnMut(Load)) {
    let lasts = |length: &Length| match around.counted {
        Counted::Played | Counted::Written => length.lasts.value * around.times,
        Counted::Longest => length.limits().1.max(length.lasts.value) * around.times,
    };
    match kind {
        StepKind::Guide(guide) => {
            let side = guide.side.as_ref().map(|side| side.value).or(around.side);
            if guide.motion.value.is_exercise() {
                exercise(guide, side, around, add);
            }
            if guide.motion.value.is_hands_on() {
                let listened = guide.lead * around.times;
                of_act(Act::Hands(guide.site.value, side), lasts(&guide.length).minus(listened), add);
            } else if guide.motion.value == Motion::Tense {
                tensing(guide, side, around, add);
            }
        }
        StepKind::Compress(compress) => {
            of_act(Act::Pack(compress.pack.value, compress.site.value), lasts(&compress.length), add);
        }
        StepKind::Contrast(contrast) => {
            let ContrastCap { longest, why_longest: why, why_once, source, .. } = &rules().contrast;
            let once = (contrast.warm.value + contrast.cold.value) * u64::from(contrast.rounds.value);
            let (amount, most) = ((once * around.times).nanos(), longest.nanos());
            add(Load {
                sum: Sum::Packs(super::super::guard::skin(contrast.site.value)),
                amount,
                most,
                why,
                source,
            });
            add(Load { sum: Sum::InTurn, amount: around.times, most: 1, why: why_once, source });
        }
        StepKind::Breathe(breathe) => {
            of_act(Act::Breath, lasts(&breathe.length) + ramp(breathe) * around.times, add);
        }
        StepKind::Rest(_)
        | StepKind::Wait { .. }
        | StepKind::Ask(_)
        | StepKind::Repeat(_)
        | StepKind::EachSide(_)
        | StepKind::Use(_)
        | StepKind::Group(_) => {}
    }
}

fn tensing(guide: &Guide, side: Option<Side>, around: Around, add: &mut dyn FnMut(Load)) {
    let cap = &rules().tensing;
    let lasts = guide.length.limits().1.max(guide.length.lasts.value);
    let amount = guide.repetitions(lasts).saturating_mul(around.times);
    for side in sides(side) {
        let sum = Sum::Tensing(guide.site.value, *side);
        add(Load { sum, amount, most: cap.rounds, why: &cap.why_rounds, source: &cap.source });
    }
}

fn exercise(guide: &Guide, side: Option<Side>, around: Around, add: &mut dyn FnMut(Load)) {
    let cap = &rules().exercise;
    let lasts = guide.length.limits().1.max(guide.length.lasts.value);
    let amount = guide.repetitions(lasts).saturating_mul(around.times);
    for side in sides(side) {
        let sum = Sum::Exercise(guide.motion.value, guide.site.value, *side);
        add(Load { sum, amount, most: cap.times, why: &cap.why_times, source: &cap.source });
    }
}

/// How long the easier patterns on the way to a breath last.
pub(in super::super) fn ramp(breathe: &Breathe) -> ExactDuration {
    breathe.ramp.iter().map(|stage| stage.value.lasts).sum()
}
