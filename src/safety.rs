//! What a step does decides whether it is safe: the caps, and the review of every routine against them.
//!
//! [`review()`] is the only way to a [`SafeRoutine`], and only those are planned and played. The limits themselves are
//! data (`rules.ron`).

use std::ops::Range;

use crate::ron_reader::{Problem, Spanned};
use crate::routine::validate::Role;
use crate::routine::{CompressKind, Guide, Language, Length, Side, Site, Step, StepKind, ValidRoutine, walk};
use crate::time::ExactDuration;

mod change;
pub mod conditions;
pub mod guard;
mod judge;
mod matcher;
mod moment;
mod profile;
mod red_flags;
mod remarks;
mod repeats;
pub mod rules;
mod source;
pub mod table;

pub use change::{Advice, Change, Changed};
pub use conditions::conditions;
pub use guard::{Applied, Guarded, History, Massaged, guard};
pub use judge::{Judgement, Verdict, judge, still_screen};
pub use matcher::{Area, Matcher, Place};
pub use moment::{Moment, State};
pub use profile::{Answer, Condition, Profile};
pub use red_flags::{Flags, RedFlags, Sign, red_flags};
pub use remarks::remarks;
pub use rules::{Doing, StopSigns, rules, stop_signs};
pub use source::Source;

/// A routine none of whose steps passes a cap.
#[derive(Clone, Debug)]
pub struct SafeRoutine(ValidRoutine);

impl std::ops::Deref for SafeRoutine {
    type Target = ValidRoutine;

    fn deref(&self) -> &ValidRoutine {
        &self.0
    }
}

impl SafeRoutine {
    /// The same routine in a language: whatever has words in it is said in it, all else in English.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self(self.0.in_language(language))
    }
}

/// Holds every step, every alternative and the whole against the rules.
///
/// # Errors
/// Everything that passes a cap, with the rule's reason.
pub fn review(valid: ValidRoutine) -> Result<SafeRoutine, Vec<Problem>> {
    let steps = &valid.routine().steps;
    let mut problems = of_steps(steps, valid.role());
    let cap = &rules().hands_on;
    let hands_on = hands_on(steps);
    if hands_on > cap.longest {
        let what =
            format!("The routine has {hands_on} of hands-on massage, at most {} are allowed.", cap.longest);
        problems.push(unsafe_at(&valid.routine().span, what, &cap.why, &cap.source));
    }
    if problems.is_empty() { Ok(SafeRoutine(valid)) } else { Err(problems) }
}

/// Every step and every alternative that passes a cap, also in a routine that is not valid.
#[must_use]
pub fn of_steps(steps: &[Step], role: Role) -> Vec<Problem> {
    let mut problems = Vec::new();
    walk(steps, &mut |step, at| {
        for never in rules().never.iter().filter(|never| never.what.is_about(&step.kind)) {
            let what = format!("No routine has {} in it.", never.what.plain());
            problems.push(unsafe_at(at, what, &never.why, &never.source));
        }
    });
    walk(steps, &mut |step, at| match &step.kind {
        StepKind::Guide(guide) => of_guide(guide, step, at, &mut problems),
        StepKind::Compress(compress) => {
            let longest = compress.length.limits().1;
            let at = (at, &place(longest_at(&compress.length), step, at));
            of_pack(compress.pack.value, &compress.site, longest, at, step, &mut problems);
        }
        StepKind::Contrast(contrast) => {
            let cap = &rules().contrast;
            let lasts = (contrast.warm.value + contrast.cold.value) * u64::from(contrast.rounds.value);
            if !cap.sites.contains(&contrast.site.value) {
                let what = format!("Warm and cold in turn are not for the {}.", contrast.site.value.plain());
                problems.push(unsafe_at(&place(&contrast.site.span, step, at), what, &cap.why, &cap.source));
            } else if lasts > cap.longest {
                let what =
                    format!("Warm and cold in turn last {lasts} here, at most {} are allowed.", cap.longest);
                let at = place(&contrast.rounds.span, step, at);
                problems.push(unsafe_at(&at, what, &cap.why, &cap.source));
            }
        }
        _ => {}
    });
    repeats::too_long(steps, &mut problems);
    // A technique may be meant for `EachSide`; whatever uses it is held against the same rule.
    both_at_once(steps, role == Role::Technique, None, &mut problems);
    problems
}

/// How long hands work on the skin in all.
#[must_use]
pub fn hands_on(steps: &[Step]) -> ExactDuration {
    let of_step = |step: &Step| match &step.kind {
        StepKind::Guide(guide) if guide.motion.value.is_hands_on() => guide.length.lasts.value,
        StepKind::Repeat(repeat) => hands_on(&repeat.steps) * u64::from(repeat.times.value),
        StepKind::EachSide(each) => hands_on(&each.steps) * 2,
        action => hands_on(action.children()),
    };
    steps.iter().map(of_step).sum()
}

/// The longest that one step of this kind may last, however it is lengthened while it plays.
#[must_use]
pub fn longest(guide: &Guide) -> Option<ExactDuration> {
    let cap = rules().spot.iter().find(|cap| cap.motions.contains(&guide.motion.value))?;
    let spots = guide.spots.as_ref().map_or(1, |spots| spots.value.max(1));
    Some(cap.longest * u64::from(spots))
}

/// Whether what one site had counts for another.
#[must_use]
pub fn same_skin(one: Site, other: Site) -> bool {
    guard::skin(one) == guard::skin(other)
}

/// The longest that a pack may lie on a site; nothing if it may not lie there.
#[must_use]
pub fn longest_pack(pack: CompressKind, site: Site) -> Option<ExactDuration> {
    rules().packs.iter().find(|cap| cap.pack == pack && cap.sites.contains(&site)).map(|cap| cap.longest)
}

fn of_guide(guide: &Guide, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let site = guide.site.value;
    if guide.motion.value.is_hands_on()
        && let Some(cap) = rules().pressure.iter().find(|cap| cap.sites.contains(&site))
        && guide.pressure.value > cap.most
    {
        let what = format!(
            "A pressure of {} on the {} is too strong, at most {} is allowed.",
            guide.pressure.value,
            site.plain(),
            cap.most
        );
        problems.push(unsafe_at(&place(&guide.pressure.span, step, at), what, &cap.why, &cap.source));
    }
    let spots = guide.spots.as_ref().map_or(1, |spots| spots.value.max(1));
    let on_a_spot = guide.length.limits().1.divided(spots.into());
    if let Some(cap) = rules().spot.iter().find(|cap| cap.motions.contains(&guide.motion.value))
        && on_a_spot > cap.longest
    {
        let what = format!("{on_a_spot} on one spot is too long, at most {} are allowed.", cap.longest);
        let problem = unsafe_at(&place(longest_at(&guide.length), step, at), what, &cap.why, &cap.source);
        let help = problem.help.clone().unwrap_or_default();
        problems.push(problem.help(format!("{help} With several spots, say how many: `spots: 3`.")));
    }
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
                let what = format!("The {} is worked on one side at a time.", rule.site.plain());
                let problem = unsafe_at(at, what, &rule.why, &rule.source);
                let help = problem.help.clone().unwrap_or_default();
                problems
                    .push(problem.help(format!("{help} Put the step into `EachSide`, or name its `side`.")));
            }
        }
        let inside = one_side || matches!(step.kind, StepKind::EachSide(_));
        let inner = if matches!(step.kind, StepKind::Group(_)) { Some(at) } else { at_use };
        both_at_once(step.kind.children(), inside, inner, problems);
        for instead in &step.instead {
            both_at_once(std::slice::from_ref(&instead.step), one_side, at_use, problems);
        }
    }
}

fn of_pack(
    pack: CompressKind,
    site: &Spanned<Site>,
    longest: ExactDuration,
    (at, length_at): (&Range<usize>, &Range<usize>),
    step: &Step,
    problems: &mut Vec<Problem>,
) {
    let caps = rules().packs.iter().filter(|cap| cap.pack == pack);
    let Some(cap) = caps.clone().find(|cap| cap.sites.contains(&site.value)) else {
        let allowed: Vec<&str> = caps.flat_map(|cap| &cap.sites).map(|site| site.name()).collect();
        let what = format!("A {} does not belong {}.", pack.plain(), site.value.placed());
        let problem = Problem::error(place(&site.span, step, at), what);
        problems.push(problem.help(format!("It can lie on: {}.", allowed.join(", "))));
        return;
    };
    if longest > cap.longest {
        let what = format!(
            "A {} on the {} for {longest} is too long, at most {} are allowed.",
            pack.plain(),
            site.value.plain(),
            cap.longest
        );
        problems.push(unsafe_at(length_at, what, &cap.why, &cap.source));
    }
}

/// Where it stands how long a step can become.
fn longest_at(length: &Length) -> &Range<usize> {
    length.flex.as_ref().map_or(&length.lasts.span, |flex| &flex.span)
}

/// The place of a value, if it stands in the author's own file; else the place that uses the technique.
fn place(value: &Range<usize>, step: &Step, at: &Range<usize>) -> Range<usize> {
    if step.span == *at { value.clone() } else { at.clone() }
}

fn unsafe_at(at: &Range<usize>, what: String, why: &str, source: &Source) -> Problem {
    Problem::error(at.clone(), what).help(format!("{why} ({source})"))
}
