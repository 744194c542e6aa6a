//! How long steps last, how far they can be stretched and shrunk, and the fitting of a routine to a wished length.
//!
//! Waits for the person are not counted: how long they take is the person's affair.

use std::sync::Arc;

use super::{Breathe, Length, Repeat, Step, StepKind};
use crate::time::ExactDuration;

/// The shortest, the written and the longest length of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// As short as its steps allow.
    pub shortest: ExactDuration,
    /// The length without any fitting.
    pub written: ExactDuration,
    /// As long as its steps allow.
    pub longest: ExactDuration,
}

impl Range {
    const fn exactly(span: ExactDuration) -> Self {
        Self { shortest: span, written: span, longest: span }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            shortest: self.shortest + other.shortest,
            written: self.written + other.written,
            longest: self.longest + other.longest,
        }
    }

    fn times(self, times: u64) -> Self {
        Self { shortest: self.shortest * times, written: self.written * times, longest: self.longest * times }
    }
}

/// The length of steps done one after the other.
#[must_use]
pub fn of_steps(steps: &[Step]) -> Range {
    steps.iter().map(|step| of_action(&step.kind)).fold(Range::default(), Range::plus)
}

fn of_action(kind: &StepKind) -> Range {
    match kind {
        StepKind::Guide(guide) => of_length(&guide.length),
        StepKind::Compress(compress) => of_length(&compress.length),
        StepKind::Rest(length) => of_length(length),
        StepKind::Contrast(contrast) => {
            Range::exactly((contrast.warm.value + contrast.cold.value) * u64::from(contrast.rounds.value))
        }
        StepKind::Breathe(breathe) => of_length(&breathe.length).plus(Range::exactly(ramp_length(breathe))),
        StepKind::Wait { .. } | StepKind::Use(_) => Range::default(),
        StepKind::Repeat(Repeat { times, gap, steps }) => {
            let times = u64::from(times.value);
            let gaps = gap.as_ref().map_or(ExactDuration::ZERO, |gap| gap.value * times.saturating_sub(1));
            of_steps(steps).times(times).plus(Range::exactly(gaps))
        }
        StepKind::EachSide(each) => {
            of_steps(&each.steps).times(each.times()).plus(Range::exactly(each.gaps()))
        }
        StepKind::Group(group) => of_steps(&group.steps),
        // The usual way; how long an answer takes is the person's affair.
        StepKind::Ask(ask) => of_steps(&ask.steps),
    }
}

fn of_length(length: &Length) -> Range {
    let (shortest, longest) = length.limits();
    Range { shortest, written: length.lasts.value, longest }
}

fn ramp_length(breathe: &Breathe) -> ExactDuration {
    breathe.ramp.iter().map(|stage| stage.value.lasts).sum()
}

/// The nearest possible length, where the wished one is out of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfReach {
    /// What was asked for.
    pub wished: ExactDuration,
    /// The nearest length that the steps' limits allow.
    pub nearest: ExactDuration,
}

/// Sets every length so that `steps` last `wished` in all, each within its own limits.
///
/// All steps give way in the same proportion of what they can. Lengths are whole seconds, so that what is said and
/// shown is exact; what is left over after that goes to the first steps that can take it.
///
/// # Errors
/// [`OutOfReach`] if the limits do not allow it, or if it can only be met to more than two seconds.
pub fn fit(steps: &mut [Step], wished: ExactDuration) -> Result<(), OutOfReach> {
    let range = of_steps(steps);
    let (near, far) =
        if wished < range.written { (range.written, range.shortest) } else { (range.written, range.longest) };
    let (room, part) = if wished < range.written {
        (near.minus(far), near.minus(wished))
    } else {
        (far.minus(near), wished.minus(near))
    };
    if !room.is_zero() {
        each_length(steps, 1, &mut |length, _| stretch(length, wished < range.written, part, room));
    }
    let mut left = wished.minus(of_steps(steps).written).whole_secs();
    each_length(steps, 1, &mut |length, times| {
        let (_, longest) = length.limits();
        let can = longest.minus(length.lasts.value).whole_secs();
        let take = can.min(left / times.max(1));
        length.lasts.value += ExactDuration::from_secs(take);
        left -= take * times;
    });
    one_second_more(steps, left);
    let nearest = of_steps(steps).written;
    let missed = nearest.minus(wished).max(wished.minus(nearest));
    if missed > ExactDuration::from_secs(2) { Err(OutOfReach { wished, nearest }) } else { Ok(()) }
}

/// Where steps are repeated too often for `left` seconds to be shared out, one second more can still come nearer.
/// The same for steps whose lengths are settled with it: from then on they give no further way.
///
/// # Errors
/// As [`fit`].
pub(super) fn fix(steps: &mut [Step], wished: ExactDuration) -> Result<(), OutOfReach> {
    fit(steps, wished)?;
    each_length(steps, 1, &mut |length, _| length.flex = None);
    Ok(())
}

fn one_second_more(steps: &mut [Step], mut left: u64) {
    let can = |length: &Length| length.limits().1.minus(length.lasts.value) >= ExactDuration::from_secs(1);
    let mut fewest = u64::MAX;
    each_length(steps, 1, &mut |length, times| {
        if can(length) {
            fewest = fewest.min(times);
        }
    });
    each_length(steps, 1, &mut |length, times| {
        if can(length) && times == fewest && times < left * 2 {
            length.lasts.value += ExactDuration::from_secs(1);
            left = 0;
        }
    });
}

fn stretch(length: &mut Length, shrink: bool, part: ExactDuration, room: ExactDuration) {
    let (shortest, longest) = length.limits();
    let written = length.lasts.value;
    if shrink {
        let give = written.minus(shortest).scaled(part.min(room), room);
        let shorter = written.minus(give);
        // Rounded down to seconds, so that the sum never passes the wish, but not below the limit.
        length.lasts.value = if give.is_zero() { written } else { shorter.floor_to_secs().max(shortest) };
    } else {
        let grow = longest.minus(written).scaled(part.min(room), room);
        length.lasts.value = written + grow.floor_to_secs();
    }
}

/// Visits every length that can change, with how often it is played.
fn each_length(steps: &mut [Step], times: u64, visit: &mut impl FnMut(&mut Length, u64)) {
    for step in steps {
        match &mut step.kind {
            StepKind::Guide(guide) => visit(&mut guide.length, times),
            StepKind::Compress(compress) => visit(&mut compress.length, times),
            StepKind::Rest(length) => visit(length, times),
            StepKind::Breathe(breathe) => visit(&mut breathe.length, times),
            StepKind::Repeat(repeat) => {
                each_length(&mut repeat.steps, times * u64::from(repeat.times.value), visit);
            }
            StepKind::EachSide(each) => {
                let turns = each.times();
                each_length(&mut each.steps, times * turns, visit);
            }
            StepKind::Group(group) => each_length(&mut Arc::make_mut(group).steps, times, visit),
            StepKind::Ask(ask) => each_length(&mut ask.steps, times, visit),
            StepKind::Contrast(_) | StepKind::Wait { .. } | StepKind::Use(_) => {}
        }
    }
}
