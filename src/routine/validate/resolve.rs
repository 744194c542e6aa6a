//! Puts every technique in the place that uses it.

use std::ops::Range;
use std::sync::Arc;

use super::{Check, MAX_STEPS};
use crate::ron_reader::{Problem, ProblemKind};
use crate::routine::{EachSide, Group, Repeat, Step, StepKind, Use, walk};

/// The most steps that techniques may bring in, alternatives counted: our limit, so that putting them in place ends.
const MAX_PLACED: usize = 8_000;
/// How deep techniques may use techniques.
const MAX_TECHNIQUES_DEEP: usize = 16;

impl Check<'_> {
    /// Replaces every `Use` by the steps of its technique.
    pub(super) fn resolve(&mut self, step: &mut Step, within: &mut Vec<String>) {
        for instead in &mut step.instead {
            self.resolve(&mut instead.step, within);
        }
        match &mut step.kind {
            StepKind::Repeat(Repeat { steps, .. }) | StepKind::EachSide(EachSide { steps, .. }) => {
                for step in steps {
                    self.resolve(step, within);
                }
            }
            StepKind::Ask(ask) => {
                for step in ask.steps.iter_mut().chain(&mut ask.softer) {
                    self.resolve(step, within);
                }
            }
            StepKind::Use(wanted) => {
                if let Some(group) = self.technique(wanted, within) {
                    step.kind = StepKind::Group(group);
                }
            }
            StepKind::Guide(_)
            | StepKind::Compress(_)
            | StepKind::Contrast(_)
            | StepKind::Breathe(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Group(_) => {}
        }
    }

    fn technique(&mut self, wanted: &Use, within: &mut Vec<String>) -> Option<Arc<Group>> {
        let id = &wanted.technique.value;
        let at = &wanted.technique.span;
        if within.contains(id) {
            self.circle(at, id, within);
            return None;
        }
        if within.len() >= MAX_TECHNIQUES_DEEP {
            let what = format!("Techniques use each other more than {MAX_TECHNIQUES_DEEP} levels deep here.");
            self.error(ProblemKind::Limit, at, what, "Write out the steps in one of them.");
            return None;
        }
        if self.techniques.broken.contains(id) {
            let what = format!("The technique `{id}` has errors.");
            self.error(
                ProblemKind::Reference,
                at,
                what,
                "Fix its file first; `stillpoint check` shows what is wrong there.",
            );
            return None;
        }
        let Some(found) = self.techniques.good.get(id).cloned() else {
            let problem =
                Problem::error(ProblemKind::Reference, at.clone(), format!("There is no technique `{id}`."));
            let known = self.techniques.good.keys().map(String::as_str);
            if self.at_use.is_none() {
                self.problems.push(problem.did_you_mean(id, known));
            }
            return None;
        };
        walk(&found.routine().steps, &mut |_, _| self.placed += 1);
        self.placed += 1;
        if self.placed > MAX_PLACED {
            if self.sized {
                let what = "The techniques used here have too many steps in total.";
                self.error(
                    ProblemKind::Limit,
                    at,
                    what,
                    format!("A routine can have at most {MAX_STEPS} steps."),
                );
            }
            self.sized = false;
            return None;
        }
        within.push(id.clone());
        // One that was checked has its own techniques in place already.
        let resolved = uses_any(&found.routine().steps).then(|| {
            let outer = self.at_use.clone();
            self.at_use.get_or_insert((at.clone(), id.clone()));
            let mut steps = found.routine().steps.clone();
            for step in &mut steps {
                self.resolve(step, within);
            }
            self.at_use = outer;
            steps
        });
        within.pop();
        let group = |lasts| match &resolved {
            None => found.group(lasts),
            Some(steps) => found.group_of(steps.clone(), lasts),
        };
        let Some(lasts) = &wanted.lasts else { return group(None).ok() };
        group(Some(lasts.value))
            .inspect_err(|reach| {
                let what = format!("`{id}` can't last {}.", reach.wished);
                let help = format!("The nearest length that its steps allow is {}.", reach.nearest);
                self.error(ProblemKind::OutOfRange, &lasts.span, what, help);
            })
            .or_else(|_| group(None))
            .ok()
    }

    /// Reports that a technique uses itself, both in its own file and in files that use it.
    fn circle(&mut self, at: &Range<usize>, id: &str, within: &[String]) {
        let place = self.at_use.as_ref().map_or(at, |(place, _)| place).clone();
        let others = within.iter().skip_while(|other| *other != id).skip(1);
        let others: Vec<String> = others.map(|other| format!("`{other}`")).collect();
        let (what, help) = if others.is_empty() {
            (format!("The technique `{id}` uses itself."), "Write out its steps.")
        } else {
            let what = format!("The technique `{id}` uses itself, through {}.", others.join(", "));
            (what, "Write out the steps in one of them.")
        };
        self.problems.push(Problem::error(ProblemKind::Reference, place, what).help(help));
    }
}

fn uses_any(steps: &[Step]) -> bool {
    let mut found = false;
    walk(steps, &mut |step, _| found |= matches!(step.kind, StepKind::Use(_)));
    found
}
