//! What a whole routine adds up to against the rules.

use std::ops::Range;

use super::super::longest;
use super::super::sums::{Counted, Load, Sum, Totals, each};
use super::{longest_at, place, unsafe_at};
use crate::ron_reader::Problem;
use crate::routine::{Step, StepKind};
use crate::time::ExactDuration;

/// Finds the steps with which a sum passes its limit: as they are written, or else at the longest that they may become.
pub(super) fn too_much(steps: &[Step], problems: &mut Vec<Problem>) {
    let passed = passed(steps, Counted::Longest);
    if passed.is_empty() {
        return;
    }
    let written = self::passed(steps, Counted::Written);
    for at_longest in &passed {
        let as_written = written.iter().find(|other| other.total.sum == at_longest.total.sum);
        let Passed { total, at, is_told } = as_written.unwrap_or(at_longest);
        let problem = unsafe_at(at, sentence(total, as_written.is_none()), total.why, total.source);
        // Both sides of the body are one problem.
        if !is_told && !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}

/// A sum that passed its limit, and where.
struct Passed {
    /// All of it.
    total: Load,
    /// The step with which it passed.
    at: Range<usize>,
    /// Whether that step is too long by itself, which is reported already.
    is_told: bool,
}

fn passed(steps: &[Step], counted: Counted) -> Vec<Passed> {
    let mut totals = Totals::default();
    let mut passed: Vec<Passed> = Vec::new();
    each(steps, counted, &mut |load, step, at| {
        let total = totals.add(load);
        if let Some(known) = passed.iter_mut().find(|known| known.total.sum == load.sum) {
            known.total = total;
        } else if total.amount > total.most {
            let at = place(said_at(step, counted), step, at);
            let is_told = match load.sum {
                Sum::Packs(_) => is_too_long_alone(step, counted, load.most),
                Sum::Hands(..) => is_too_long_on_a_spot(step),
                Sum::HandsOn | Sum::InTurn | Sum::Breathing | Sum::Tensing(..) | Sum::Exercise(..) => false,
            };
            passed.push(Passed { total, at, is_told });
        }
    });
    passed
}

/// Whether hands are on one spot for longer than they may be on any.
fn is_too_long_on_a_spot(step: &Step) -> bool {
    matches!(&step.kind, StepKind::Guide(guide)
        if longest(guide).is_some_and(|most| guide.length.limits().1 > most))
}

/// Whether a pack passes its limit without repeats.
fn is_too_long_alone(step: &Step, counted: Counted, most: u64) -> bool {
    let lasts = match &step.kind {
        StepKind::Compress(compress) if counted == Counted::Longest => compress.length.limits().1,
        StepKind::Compress(compress) => compress.length.lasts.value,
        StepKind::Contrast(contrast) => {
            (contrast.warm.value + contrast.cold.value) * u64::from(contrast.rounds.value)
        }
        StepKind::Guide(_)
        | StepKind::Breathe(_)
        | StepKind::Rest(_)
        | StepKind::Wait { .. }
        | StepKind::Ask(_)
        | StepKind::Repeat(_)
        | StepKind::EachSide(_)
        | StepKind::Use(_)
        | StepKind::Group(_) => ExactDuration::ZERO,
    };
    lasts.nanos() > most
}

/// The position of the amount that a step adds.
fn said_at(step: &Step, counted: Counted) -> &Range<usize> {
    let length = match &step.kind {
        StepKind::Guide(guide) => &guide.length,
        StepKind::Compress(compress) => &compress.length,
        StepKind::Breathe(breathe) => &breathe.length,
        StepKind::Contrast(contrast) => return &contrast.rounds.span,
        StepKind::Rest(_)
        | StepKind::Wait { .. }
        | StepKind::Ask(_)
        | StepKind::Repeat(_)
        | StepKind::EachSide(_)
        | StepKind::Use(_)
        | StepKind::Group(_) => return &step.span,
    };
    if counted == Counted::Longest { longest_at(length) } else { &length.lasts.span }
}

fn sentence(total: &Load, only_stretched: bool) -> String {
    let total = total.said();
    if only_stretched {
        format!("At its longest, the routine has {total}.")
    } else {
        format!("The routine has {total}.")
    }
}
