//! All breathing of a routine within the time that there is for it: the first of it has its time first.

use std::sync::Arc;

use super::super::change::Changed;
use super::super::conditions::{Effect, Rule};
use super::super::rules::rules;
use super::super::sums::ramp;
use super::{Judging, any, does_something};
use crate::routine::{Breathe, RampStage, Step, StepKind};
use crate::time::ExactDuration;

impl Judging<'_> {
    /// Shortens what is breathed until all of it lasts no longer than the rules allow; gives how long that is.
    pub(super) fn share_breath(&mut self, steps: &mut Vec<Step>) -> ExactDuration {
        let together = self.rules.iter().filter_map(|rule| {
            if let Effect::Together(most) = rule.then { Some((most, *rule)) } else { None }
        });
        let Some((most, rule)) = together.min_by_key(|(most, _)| *most) else {
            return rules().breath.together;
        };
        let mut left = most;
        self.share(steps, (1, None), (most, rule), &mut left);
        give_back(steps, 1, most, &mut left);
        most
    }

    fn share(
        &mut self,
        steps: &mut Vec<Step>,
        (times, technique): (u64, Option<&str>),
        (most, rule): (ExactDuration, &'static Rule),
        left: &mut ExactDuration,
    ) {
        let mut kept = Vec::with_capacity(steps.len());
        for mut step in std::mem::take(steps) {
            if !any(std::slice::from_ref(&step), &|kind| matches!(kind, StepKind::Breathe(_))) {
                kept.push(step);
                continue;
            }
            let name = step.plain_name(technique);
            let keeps = match &mut step.kind {
                StepKind::Breathe(breathe) => {
                    let share = left.divided(times);
                    let before = breathe.length.lasts.value + ramp(breathe);
                    let fits = fit(breathe, share);
                    let what = if fits { Changed::Shorter(most) } else { Changed::LeftOut };
                    if !fits || breathe.length.lasts.value + ramp(breathe) < before {
                        self.found.changes.add(what, name, &rule.why, &rule.source);
                    }
                    if fits {
                        *left = left.minus((breathe.length.lasts.value + ramp(breathe)) * times);
                    } else {
                        self.found.out.get_or_insert(rule);
                    }
                    fits
                }
                StepKind::Repeat(repeat) => {
                    let times = times.saturating_mul(repeat.times.value.into());
                    self.share(&mut repeat.steps, (times, technique), (most, rule), left);
                    does_something(&repeat.steps)
                }
                StepKind::EachSide(each) => {
                    let times = times.saturating_mul(each.times());
                    self.share(&mut each.steps, (times, technique), (most, rule), left);
                    does_something(&each.steps)
                }
                StepKind::Group(group) => {
                    let inner = &mut Arc::make_mut(group).steps;
                    self.share(inner, (times, Some(&name)), (most, rule), left);
                    does_something(inner)
                }
                StepKind::Ask(ask) => {
                    self.share(&mut ask.steps, (times, technique), (most, rule), left);
                    self.share(&mut ask.softer, (times, technique), (most, rule), left);
                    does_something(&ask.steps)
                }
                StepKind::Guide(_)
                | StepKind::Compress(_)
                | StepKind::Contrast(_)
                | StepKind::Rest(_)
                | StepKind::Wait { .. }
                | StepKind::Use(_) => true,
            };
            if keeps {
                kept.push(step);
            }
        }
        *steps = kept;
    }
}

/// Makes breathing last at most so long, the easier patterns on the way included; tells whether a whole breath has room
/// at all.
fn fit(breathe: &mut Breathe, share: ExactDuration) -> bool {
    let cycle = breathe.pattern.cycle();
    if share < cycle {
        return false;
    }
    let mut on_the_way = share.minus(cycle);
    for stage in &mut breathe.ramp {
        let RampStage { pattern, lasts, .. } = &mut stage.value;
        if *lasts > on_the_way {
            *lasts = pattern.cycle() * on_the_way.count_of(pattern.cycle());
        }
        on_the_way = on_the_way.minus(*lasts);
    }
    breathe.ramp.retain(|stage| !stage.value.lasts.is_zero());
    let most = share.minus(ramp(breathe));
    let lasts = &mut breathe.length.lasts.value;
    *lasts = (*lasts).min(most);
    true
}

/// Lets the breathing become longer again only as far as there is time left, the first of it first.
fn give_back(steps: &mut [Step], times: u64, most: ExactDuration, left: &mut ExactDuration) {
    for step in steps {
        match &mut step.kind {
            StepKind::Breathe(breathe) => {
                let length = &mut breathe.length;
                let lasts = length.lasts.value;
                if let Some(flex) = &mut length.flex {
                    let (shortest, longest) = flex.value;
                    let longest = longest.min(lasts + left.divided(times)).max(lasts);
                    flex.value = (shortest.min(lasts), longest);
                    *left = left.minus(longest.minus(lasts) * times);
                }
                length.most = Some(most);
            }
            StepKind::Repeat(repeat) => {
                let times = times.saturating_mul(repeat.times.value.into());
                give_back(&mut repeat.steps, times, most, left);
            }
            StepKind::EachSide(each) => {
                let times = times.saturating_mul(each.times());
                give_back(&mut each.steps, times, most, left);
            }
            StepKind::Group(group) => {
                if any(&group.steps, &|kind| matches!(kind, StepKind::Breathe(_))) {
                    give_back(&mut Arc::make_mut(group).steps, times, most, left);
                }
            }
            StepKind::Ask(ask) => {
                give_back(&mut ask.steps, times, most, left);
                give_back(&mut ask.softer, times, most, left);
            }
            StepKind::Guide(_)
            | StepKind::Compress(_)
            | StepKind::Contrast(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Use(_) => {}
        }
    }
}
