//! What repeats add up to on a spot: the cap holds however the time on it is divided.

use std::ops::Range;

use super::{longest_at, place, unsafe_at};
use crate::ron_reader::Problem;
use crate::routine::{Guide, Step, StepKind};

use super::super::rules::rules;

/// Finds spots that are worked on too long by repeats without anything else between.
pub(super) fn too_long(steps: &[Step], problems: &mut Vec<Problem>) {
    each(steps, 1, None, problems);
}

fn each(steps: &[Step], times: u64, at_use: Option<&Range<usize>>, problems: &mut Vec<Problem>) {
    for step in steps {
        let at = at_use.unwrap_or(&step.span);
        let inner_times = match &step.kind {
            StepKind::Repeat(repeat) => times.saturating_mul(repeat.times.value.into()),
            _ => times,
        };
        if let StepKind::Guide(guide) = &step.kind
            && times > 1
        {
            of_spot(guide, times, step, at, problems);
        }
        let inner = if matches!(step.kind, StepKind::Group(_)) { Some(at) } else { at_use };
        each(step.kind.children(), inner_times, inner, problems);
    }
}

fn of_spot(guide: &Guide, times: u64, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let spots = guide.spots.as_ref().map_or(1, |spots| u64::from(spots.value.max(1)));
    let once = guide.length.limits().1.divided(spots);
    let cap = rules().spot.iter().find(|cap| cap.motions.contains(&guide.motion.value));
    // A step that is too long even once is reported by its own check.
    if let Some(cap) = cap.filter(|cap| once * times > cap.longest && once <= cap.longest) {
        let what =
            format!("With its repeats, this is {} on one spot; the limit is {}.", once * times, cap.longest);
        problems.push(unsafe_at(&place(longest_at(&guide.length), step, at), what, &cap.why, &cap.source));
    }
}
