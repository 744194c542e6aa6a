//! What becomes of every step of a routine, for a person and a moment.
//!
//! First the alternatives that the routine gives for the moment, as its author wrote them; then every rule, on what is
//! left. Rules never add anything and never make anything stronger or longer.

use std::sync::Arc;

use super::change::{Advice, Change, Changed, Notes};
use super::conditions::{Effect, Rule, conditions};
use super::{Matcher, Moment, Profile, SafeRoutine, Source, State};
use crate::ron_reader::Spanned;
use crate::routine::length::of_steps;
use crate::routine::{FirstSide, Kind, Language, Phase, Posture, Repeat, Step, StepKind, When};
use crate::time::ExactDuration;

mod breath;
mod essence;
mod prepare;
mod soften;

use essence::{any, does_something, is_essence, is_pack};

/// What becomes of a routine.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What is done; empty if it is not for now.
    pub steps: Vec<Step>,
    /// What differs from the routine as written.
    pub changes: Vec<Change>,
    /// What to know beforehand, for this person and moment.
    pub cautions: Vec<Change>,
    /// How long all breathing may last in total, even if more time is requested.
    pub breathing: ExactDuration,
    /// Whether to do it.
    pub verdict: Verdict,
}

/// Whether to do a routine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, with the changes.
    Go,
    /// Better not; it can be chosen deliberately.
    AdvisedAgainst(Advice),
    /// No: what is left of it makes no sense.
    NotNow {
        /// The reason, one sentence.
        why: String,
        /// What the reason rests on.
        source: Source,
    },
}

/// Judges every step of a routine.
#[must_use]
pub fn judge(routine: &SafeRoutine, profile: &Profile, moment: &Moment) -> Judgement {
    let written = &routine.routine().steps;
    let mut judging = Judging {
        rules: rules_for(profile, moment),
        moment,
        kind: routine.kind(),
        language: routine.routine().language,
        found: Found::default(),
    };
    let lies = routine
        .routine()
        .posture
        .as_ref()
        .is_some_and(|posture| matches!(posture.value, Posture::Lying | Posture::Any));
    let is_about_all =
        |rule: &&&Rule| rule.what == Matcher::Always || (rule.what == Matcher::LiesDown && lies);
    for rule in judging.rules.iter().filter(|rule| rule.then == Effect::Caution).filter(is_about_all) {
        judging.found.cautions.add(Changed::Caution, String::new(), &rule.why, &rule.source);
    }
    let mut steps = judging.steps(written, None);
    let breathing = judging.share_breath(&mut steps);
    judging.whole(routine, &steps);
    let kind = routine.kind();
    let gone =
        any(written, &|action| is_essence(kind, action)) && !any(&steps, &|action| is_essence(kind, action));
    let has_alternatives = judging.found.swapped > 0;
    let is_empty = (does_something(written) && !does_something(&steps) && !has_alternatives)
        || of_steps(&steps).written.is_zero();
    let Found { changes, cautions, advice, lost, out, .. } = judging.found;
    let blocks = judging.rules.iter().copied().find(|rule| rule.then == Effect::Block);
    let reason = blocks.or(lost.filter(|_| gone || is_empty)).or(out.filter(|_| is_empty));
    let verdict = match (reason, advice) {
        (Some(rule), _) => Verdict::NotNow { why: rule.why.clone(), source: rule.source.clone() },
        // Only resting and waiting are left as written: no rule is the reason.
        (None, _) if is_empty => {
            Verdict::NotNow { why: "None of its steps suits you right now.".into(), source: Source::Author }
        }
        (None, Some(advice)) => Verdict::AdvisedAgainst(advice),
        (None, None) => Verdict::Go,
    };
    let steps = if matches!(verdict, Verdict::NotNow { .. }) { Vec::new() } else { steps };
    Judgement { steps, changes: changes.told(), cautions: cautions.told(), breathing, verdict }
}

/// Whether nothing on the screen may move, for this person and moment.
#[must_use]
pub fn still_screen(profile: &Profile, moment: &Moment) -> bool {
    let of_person = conditions().conditions.iter().any(|of| of.still_screen && profile.has(of.when));
    of_person || conditions().states.iter().any(|of| of.still_screen && moment.is(of.when))
}

/// Every rule that holds for a person and a moment.
fn rules_for(profile: &Profile, moment: &Moment) -> Vec<&'static Rule> {
    let all = conditions();
    let of_person = all.conditions.iter().filter(|of| profile.has(of.when)).map(|of| &of.rules);
    let of_state = all.states.iter().filter(|of| moment.is(of.when)).map(|of| &of.rules);
    let of_phase = all.phases.iter().filter(|of| moment.phase == Some(of.when)).map(|of| &of.rules);
    let is_now = |rule: &&Rule| {
        let holds =
            |phase: &Phase| moment.phase == Some(*phase) || (*phase == Phase::Aura && moment.is(State::Aura));
        rule.during.is_empty() || rule.during.iter().any(holds)
    };
    of_person.chain(of_state).chain(of_phase).flatten().filter(is_now).collect()
}

/// Why nothing at all starts for this person and moment, whatever the routine.
#[must_use]
pub fn blocked(profile: &Profile, moment: &Moment) -> Option<&'static Rule> {
    rules_for(profile, moment).into_iter().find(|rule| rule.then == Effect::Block)
}

struct Judging<'a> {
    rules: Vec<&'static Rule>,
    moment: &'a Moment,
    kind: Kind,
    /// In which the program's own words are said.
    language: Language,
    found: Found,
}

/// What was found so far; a trial that fails goes back to what it was before.
#[derive(Clone, Default)]
struct Found {
    changes: Notes,
    cautions: Notes,
    advice: Option<Advice>,
    /// Why something that makes the routine what it is was taken out of it.
    lost: Option<&'static Rule>,
    /// Why the first of whatever was left out was.
    out: Option<&'static Rule>,
    /// How many steps were left out that an alternative could have taken the place of.
    unswapped: usize,
    /// How many steps an alternative of their author has taken the place of that does or says something. One that only
    /// rests was still meant to be played, with its words.
    swapped: usize,
}

impl Judging<'_> {
    fn steps(&mut self, steps: &[Step], technique: Option<&str>) -> Vec<Step> {
        let mut kept: Vec<Step> = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let becomes = self.step(step, technique);
            prepare::take_back(&mut kept, step, becomes.as_ref(), steps.get(index + 1));
            kept.extend(becomes);
        }
        kept
    }

    /// What becomes of a step: itself, something softer, something else, or nothing.
    fn step(&mut self, step: &Step, technique: Option<&str>) -> Option<Step> {
        if let Some(instead) = step.instead.iter().find(|instead| self.moment.wants(instead.when.value)) {
            // What is to be done instead may itself be stopped, which is told then: neither is done.
            let other = self.step(&instead.step, technique)?;
            let why = because(instead.when.value);
            self.swapped(step, &instead.step, technique, (why, &Source::Author));
            return Some(other);
        }
        if step.kind.children().is_empty() {
            self.leaf(step, technique)
        } else {
            self.container(step, technique)
        }
    }

    /// Which side is sore has not been said.
    fn ask_for_the_sore_side(&mut self) {
        let why = "You haven't said which side is sore, so both sides have their turn, the left one first.";
        self.found.changes.add(Changed::Caution, String::new(), why, &Source::Author);
    }

    fn container(&mut self, step: &Step, technique: Option<&str>) -> Option<Step> {
        let before = self.found.clone();
        let mut changed = step.clone();
        let inner = match &mut changed.kind {
            StepKind::Repeat(repeat) => &mut repeat.steps,
            StepKind::EachSide(each) => {
                if each.first.value == FirstSide::Sore {
                    match self.moment.sore() {
                        Some(side) => each.first.value = FirstSide::of(side),
                        None => self.ask_for_the_sore_side(),
                    }
                }
                &mut each.steps
            }
            StepKind::Group(group) => &mut Arc::make_mut(group).steps,
            StepKind::Ask(ask) => {
                let written = std::mem::take(&mut ask.softer);
                ask.softer = self.steps(&written, technique);
                &mut ask.steps
            }
            StepKind::Guide(_)
            | StepKind::Compress(_)
            | StepKind::Contrast(_)
            | StepKind::Breathe(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Use(_) => return Some(changed),
        };
        let title = match &step.kind {
            StepKind::Group(_) => Some(step.plain_name(None)),
            _ => technique.map(str::to_owned),
        };
        let written = std::mem::take(inner);
        *inner = self.steps(&written, title.as_deref());
        let whole = does_something(inner) || !does_something(&written) || self.found.swapped > before.swapped;
        let left = whole && !inner.is_empty();
        if self.found.unswapped > before.unswapped
            && let Some(rule) = self.first_swap(&written)
        {
            let after = std::mem::replace(&mut self.found, before);
            if let Some(other) = self.alternative(step, technique, rule) {
                return Some(other);
            }
            self.found = after;
        }
        if !left {
            return only_softer(changed);
        }
        Some(changed)
    }

    /// The rule that swaps something in these steps.
    fn first_swap(&self, steps: &[Step]) -> Option<&'static Rule> {
        let swaps = |rule: &&&'static Rule| {
            matches!(rule.then, Effect::Swap | Effect::Advise { .. })
                && any(steps, &|action| rule.what.is_about(action))
        };
        self.rules.iter().find(swaps).copied()
    }

    fn leaf(&mut self, step: &Step, technique: Option<&str>) -> Option<Step> {
        let about: Vec<&'static Rule> =
            self.rules.iter().copied().filter(|rule| rule.what.is_about(&step.kind)).collect();
        if let Some(rule) = about.iter().find(|rule| rule.then == Effect::LeaveOut) {
            return self.left_out(step, technique, rule);
        }
        if let Some(rule) = about.iter().find(|rule| rule.then == Effect::Swap) {
            return self.swap(step, technique, rule);
        }
        if let Some(rule) = about.iter().find(|rule| rule.then == Effect::ReleaseOnly) {
            return Some(self.released(step, technique, rule));
        }
        for rule in &about {
            if let Effect::Advise { better } = &rule.then {
                if self.moment.insist {
                    self.found.changes.add(Changed::Chosen, String::new(), &rule.why, &rule.source);
                } else if self.kind == Kind::Massage {
                    self.advise(rule, better);
                } else {
                    return self.swap(step, technique, rule);
                }
            }
        }
        for rule in about.iter().filter(|rule| rule.then == Effect::Caution) {
            self.found.cautions.add(Changed::Caution, String::new(), &rule.why, &rule.source);
        }
        Some(self.softened(step, technique, &about))
    }

    fn advise(&mut self, rule: &Rule, better: &[Kind]) {
        let advice =
            || Advice { why: rule.why.clone(), source: rule.source.clone(), better: better.to_vec() };
        self.found.advice.get_or_insert_with(advice);
    }

    fn left_out(&mut self, step: &Step, technique: Option<&str>, rule: &'static Rule) -> Option<Step> {
        self.found.changes.add(Changed::LeftOut, step.plain_name(technique), &rule.why, &rule.source);
        self.found.out.get_or_insert(rule);
        if is_essence(self.kind, &step.kind) {
            self.found.lost.get_or_insert(rule);
        }
        None
    }

    fn swap(&mut self, step: &Step, technique: Option<&str>, rule: &'static Rule) -> Option<Step> {
        self.alternative(step, technique, rule).or_else(|| {
            self.found.unswapped += 1;
            self.left_out(step, technique, rule)
        })
    }

    /// The first alternative of a step that the rules leave standing.
    fn alternative(&mut self, step: &Step, technique: Option<&str>, rule: &'static Rule) -> Option<Step> {
        for instead in &step.instead {
            let before = self.found.clone();
            if let Some(other) = self.step(&instead.step, technique) {
                if any(std::slice::from_ref(step), &|action| is_essence(self.kind, action)) {
                    self.found.lost.get_or_insert(rule);
                }
                self.swapped(step, &instead.step, technique, (&rule.why, &rule.source));
                return Some(other);
            }
            self.found = before;
        }
        None
    }

    fn swapped(
        &mut self,
        step: &Step,
        other: &Step,
        technique: Option<&str>,
        (why, source): (&str, &Source),
    ) {
        let is_told = other.say.is_some() || !other.then.is_empty();
        self.found.swapped += usize::from(is_told || does_something(std::slice::from_ref(other)));
        self.found.changes.swap(step.plain_name(technique), other.plain_name(None), why, source);
    }

    /// What concerns the routine as a whole.
    fn whole(&mut self, routine: &SafeRoutine, steps: &[Step]) {
        let lasts = of_steps(steps).written;
        let too_long = |rule: &&&'static Rule| matches!(rule.what, Matcher::Longer { than } if lasts > than);
        for rule in self.rules.clone().iter().filter(too_long) {
            match &rule.then {
                Effect::Advise { .. } if self.moment.insist => {
                    self.found.changes.add(Changed::Chosen, String::new(), &rule.why, &rule.source);
                }
                Effect::Advise { better } => self.advise(rule, better),
                _ => {}
            }
        }
        let avoided = |phase: &&_| routine.routine().avoids.iter().any(|avoided| avoided.value == **phase);
        let Some(phase) = self.moment.phase.as_ref().filter(avoided) else { return };
        let (why, source) = (format!("It isn't meant for use {}.", used_in(*phase)), Source::Author);
        if !self.moment.insist {
            let better = Vec::new();
            self.found.advice.get_or_insert(Advice { why, source, better });
        } else if !self.found.changes.has_chosen() {
            self.found.changes.add(Changed::Chosen, String::new(), &why, &source);
        }
    }
}

/// What is left of a question whose usual way is not for now: the softer one, without a question.
fn only_softer(mut step: Step) -> Option<Step> {
    let StepKind::Ask(ask) = &mut step.kind else { return None };
    let steps = std::mem::take(&mut ask.softer);
    if !does_something(&steps) {
        return None;
    }
    let times = Spanned::new(1, step.span.clone());
    step.kind = StepKind::Repeat(Repeat { times, gap: None, steps });
    (step.say, step.varied, step.read, step.feels, step.recording) = (None, None, None, None, None);
    step.then.clear();
    Some(step)
}

/// Why a step's alternative takes its place.
const fn because(when: When) -> &'static str {
    match when {
        When::TouchHurts => "Touch hurts.",
        When::Nauseous => "You feel sick.",
        When::Aura => "You have an aura.",
    }
}

/// When something is used that is used in a phase.
const fn used_in(phase: Phase) -> &'static str {
    match phase {
        Phase::Between => "between attacks",
        Phase::Prodrome => "when you have warning signs",
        Phase::Aura => "during an aura",
        Phase::Attack => "during an attack",
        Phase::Postdrome => "after an attack",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::Vocabulary as _;
    use crate::routine::Phase;
    use crate::safety::{Condition, State};

    #[test]
    fn every_condition_state_and_phase_has_its_rules_once() {
        let all = conditions();
        for condition in Condition::ALL {
            let of: Vec<_> = all.conditions.iter().filter(|of| of.when == *condition).collect();
            assert!(of.len() == 1 && !of[0].rules.is_empty(), "{}", condition.name());
        }
        // Which side is sore changes what is done, and nothing about what is safe.
        let is_rule = |state: &&State| !matches!(state, State::SoreLeft | State::SoreRight);
        for state in State::ALL.iter().filter(is_rule) {
            let of: Vec<_> = all.states.iter().filter(|of| of.when == *state).collect();
            assert!(of.len() == 1 && !of[0].rules.is_empty(), "{}", state.name());
        }
        for phase in Phase::ALL {
            assert_eq!(all.phases.iter().filter(|of| of.when == *phase).count(), 1, "{}", phase.name());
        }
    }
}
