//! Every step, every alternative and the whole of a routine against the rules.

use std::ops::Range;

use super::rules::rules;
use super::{SafeRoutine, Source};
use crate::ron_reader::{Problem, ProblemKind};
use crate::routine::validate::Role;
use crate::routine::{Length, Side, Step, StepKind, ValidRoutine, walk};

mod instead;
mod repeats;
mod session;
mod step;

/// Holds every step, every alternative and the whole against the rules.
///
/// # Errors
/// Everything that passes a cap, with the rule's reason.
pub fn review(valid: ValidRoutine) -> Result<SafeRoutine, Vec<Problem>> {
    let problems = of_steps(&valid.routine().steps, valid.role());
    if problems.is_empty() { Ok(SafeRoutine(valid)) } else { Err(problems) }
}

/// Everything in the steps and in their alternatives that passes a cap, also in a routine that is not valid.
#[must_use]
pub fn of_steps(steps: &[Step], role: Role) -> Vec<Problem> {
    let mut problems = Vec::new();
    walk(steps, &mut |step, at| step::of_step(step, at, &mut problems));
    walk(steps, &mut |step, at| instead::heavier(step, at, &mut problems));
    repeats::too_long(steps, &mut problems);
    session::too_much(steps, &mut problems);
    // A technique may be meant for `EachSide`; the routines that use it are checked against the same rule.
    both_at_once(steps, role == Role::Technique, None, &mut problems);
    problems
}

/// Finds sites that must be worked on one side at a time, where nothing says which side.
fn both_at_once(steps: &[Step], one_side: bool, at_use: Option<&Range<usize>>, problems: &mut Vec<Problem>) {
    for step in steps {
        let at = at_use.unwrap_or(&step.span);
        if let StepKind::Guide(guide) = &step.kind
            && let Some(rule) = rules().one_side.iter().find(|rule| rule.site == guide.site.value)
        {
            let named = guide.side.as_ref().map(|side| side.value);
            if named == Some(Side::Both) || (named.is_none() && !one_side) {
                let what = format!("Work on the {} one side at a time.", rule.site.plain());
                let problem = unsafe_at(at, what, &rule.why, &rule.source);
                let help = problem.help.clone().unwrap_or_default();
                problems.push(problem.help(format!(
                    "{help} Put the step into `EachSide`, or give it a side, such as `side: Left`."
                )));
            }
        }
        let inside = one_side || matches!(step.kind, StepKind::EachSide(_));
        let inner = if matches!(step.kind, StepKind::Group(_)) { Some(at) } else { at_use };
        both_at_once(step.kind.children(), inside, inner, problems);
        for other in step.others() {
            both_at_once(other, one_side, at_use, problems);
        }
    }
}

/// The position of the longest time that a step can take.
fn longest_at(length: &Length) -> &Range<usize> {
    length.flex.as_ref().map_or(&length.lasts.span, |flex| &flex.span)
}

/// The position of a value in the author's file; if it is in a technique, the position that uses the technique.
fn place(value: &Range<usize>, step: &Step, at: &Range<usize>) -> Range<usize> {
    if step.span == *at { value.clone() } else { at.clone() }
}

fn unsafe_at(at: &Range<usize>, what: String, why: &str, source: &Source) -> Problem {
    Problem::error(ProblemKind::Safety, at.clone(), what).help(format!("{why} ({source})"))
}
