//! A step made lighter, without a hold, or without tension.

use super::super::Source;
use super::super::change::Changed;
use super::super::conditions::{Effect, Rule};
use super::Judging;
use crate::ron_reader::Spanned;
use crate::routine::language::Terms;
use crate::routine::{Breathe, Length, Motion, Pattern, Step, StepKind, Words};
use crate::time::ExactDuration;

/// A breath without its hold is not quicker than this, as far as the hold's own time allows: our limit.
const QUICKEST_BREATH: ExactDuration = ExactDuration::from_secs(6);

/// Why something is lighter or done fewer times than its routine has it.
const AS_PLANNED: &str = "This week of your programme asks for no more.";

impl Judging<'_> {
    /// The step with everything in it that the rules soften.
    pub(super) fn softened(&mut self, step: &Step, technique: Option<&str>, about: &[&'static Rule]) -> Step {
        let mut step = step.clone();
        let name = step.plain_name(technique);
        let lightest = about.iter().filter_map(|rule| match rule.then {
            Effect::AtMost(most) => Some((most, rule)),
            _ => None,
        });
        if let (StepKind::Guide(guide), Some((most, rule))) =
            (&mut step.kind, lightest.min_by_key(|(most, _)| *most))
            && guide.pressure.value > most
        {
            guide.pressure.value = most;
            self.found.changes.add(Changed::Lighter(most), name.clone(), &rule.why, &rule.source);
        }
        self.limited(&mut step, &name);
        if let Some(rule) = about.iter().find(|rule| rule.then == Effect::NoHold) {
            step = self.without_hold(step, technique);
            self.found.changes.add(Changed::NoHold, name, &rule.why, &rule.source);
        }
        step
    }

    /// No stronger and no more often than a programme asks for this time.
    fn limited(&mut self, step: &mut Step, name: &str) {
        let StepKind::Guide(guide) = &mut step.kind else { return };
        if let Some(most) = self.moment.limits.pressure.filter(|most| guide.pressure.value > *most) {
            guide.pressure.value = most;
            self.found.changes.add(Changed::Lighter(most), name.to_owned(), AS_PLANNED, &Source::Author);
        }
        if let (Some(most), Some(times), Some(rhythm)) =
            (self.moment.limits.times, &mut guide.times, &guide.rhythm)
            && times.value > most.max(1)
        {
            times.value = most.max(1);
            let lasts = guide.lead + (rhythm.value.0 + rhythm.value.1) * u64::from(times.value);
            guide.length = Length::new(Spanned::new(lasts, guide.length.lasts.span.clone()), None);
            self.found.changes.add(Changed::Fewer(most.max(1)), name.to_owned(), AS_PLANNED, &Source::Author);
        }
    }

    /// The routine's own alternative to tensing, or the same muscles only let go.
    pub(super) fn released(&mut self, step: &Step, technique: Option<&str>, rule: &'static Rule) -> Step {
        if let Some(other) = self.alternative(step, technique, rule) {
            return other;
        }
        self.found.changes.add(Changed::ReleaseOnly, step.plain_name(technique), &rule.why, &rule.source);
        let mut step = step.clone();
        if let StepKind::Guide(guide) = &mut step.kind {
            guide.motion.value = Motion::Release;
            guide.pressure.value = 0;
            (guide.rhythm, guide.halfway) = (None, None);
            (guide.times, guide.count) = (None, false);
            guide.each_spot.clear();
        }
        self.says_own(&mut step, |terms| terms.only_let_go);
        step
    }

    /// Words that were written for something else would now say what is not done.
    fn says_own(&self, step: &mut Step, text: fn(&Terms) -> &'static str) {
        let words = Words::own(self.language, text);
        let at = step.say.as_ref().map_or(step.span.clone(), |say| say.span.clone());
        step.say = Some(Spanned::new(words, at));
        (step.read, step.feels, step.recording, step.varied) = (None, None, None, None);
        step.then.clear();
    }

    /// The routine's own breathing without a hold, or the same breath with the holds left out.
    fn without_hold(&mut self, step: Step, technique: Option<&str>) -> Step {
        let breathes = |step: &Step| matches!(step.kind, StepKind::Breathe(_));
        for instead in step.instead.iter().filter(|instead| breathes(&instead.step)) {
            let before = self.found.clone();
            let softer = |action: &StepKind| matches!(action, StepKind::Breathe(breathe) if !holds(breathe));
            if let Some(other) = self.step(&instead.step, technique).filter(|other| softer(&other.kind)) {
                return other;
            }
            self.found = before;
        }
        let mut step = step;
        if let StepKind::Breathe(breathe) = &mut step.kind {
            breathe.pattern = let_go(breathe.pattern);
            for stage in &mut breathe.ramp {
                stage.value.pattern = let_go(stage.value.pattern);
                stage.value.say = None;
            }
            breathe.after_ramp = None;
            self.says_own(&mut step, |terms| terms.softer_breath);
        }
        step
    }
}

fn holds(breathe: &Breathe) -> bool {
    breathe.pattern.has_hold() || breathe.ramp.iter().any(|stage| stage.value.pattern.has_hold())
}

/// A breath without its holds; where it would become quick, or the breath out shorter than the breath in, the breath out
/// takes over some of their time.
fn let_go(pattern: Pattern) -> Pattern {
    let held = pattern.hold + pattern.rest;
    let inhaled = pattern.inhale + pattern.top_up;
    let wanted = pattern.inhale.max(QUICKEST_BREATH.minus(inhaled));
    let more = wanted.minus(pattern.exhale).min(held);
    Pattern { hold: ExactDuration::ZERO, rest: ExactDuration::ZERO, exhale: pattern.exhale + more, ..pattern }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: [u64; 4], after: [u64; 2]) {
        let secs = ExactDuration::from_secs;
        let [inhale, hold, exhale, rest] = before.map(secs);
        let softer = let_go(Pattern { inhale, hold, exhale, rest, ..Pattern::default() });
        assert!(!softer.has_hold());
        assert_eq!((softer.inhale, softer.exhale), (secs(after[0]), secs(after[1])));
    }

    #[test]
    fn a_breath_without_its_holds_is_never_hurried() {
        check([4, 7, 8, 0], [4, 8]);
        check([4, 4, 4, 4], [4, 4]);
        check([3, 3, 3, 3], [3, 3]);
        check([2, 6, 2, 0], [2, 4]);
        check([5, 5, 3, 0], [5, 5]);
        check([4, 0, 6, 2], [4, 6]);
        check([1, 1, 1, 0], [1, 2]);
    }
}
