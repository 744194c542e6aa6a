//! Warnings to the author about things that are allowed but probably a mistake.

use std::collections::BTreeMap;
use std::ops::Range;

use super::words;
use crate::ron_reader::{Problem, ProblemKind};
use crate::routine::validate::Role;
use crate::routine::{Evidence, Side, Site, Step, StepKind, ValidRoutine, walk};
use crate::time::ExactDuration;

/// Every sentence about when to stop contains one of these.
const STOP_WORDS: [&str; 6] =
    ["stop", "take it off", "take the pack off", "let go", "take them off", "breathe normally"];

/// Everything about a routine that is worth a second look; `text` is the file that it was read from.
#[must_use]
pub fn remarks(valid: &ValidRoutine, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if valid.role() == Role::Routine {
        sources(valid, &mut problems);
        stop_signs(valid, &mut problems);
    }
    sides(&valid.routine().steps, &mut problems);
    words::telling(valid, text, &mut problems);
    problems
}

/// A routine says what it rests on, and claims no more than that.
fn sources(valid: &ValidRoutine, problems: &mut Vec<Problem>) {
    let routine = valid.routine();
    if routine.sources.is_empty() {
        let what = "The routine names no source.";
        let help = "Say what it is based on, for example `sources: [\"our limit\"]`, or name a paper.";
        problems.push(Problem::warning(ProblemKind::Evidence, routine.span.clone(), what).help(help));
    } else if valid.evidence() != Evidence::Traditional
        && !routine.sources.iter().any(|source| source.value.texts().any(|(_, text)| is_reference(text)))
    {
        let at = routine.evidence.as_ref().map_or(routine.span.clone(), |evidence| evidence.span.clone());
        let what = format!("`{}` claims studies, but the sources name none.", valid.evidence().name());
        let help = "Add one with its year, DOI or web address, or write `evidence: Traditional`.";
        problems.push(Problem::warning(ProblemKind::Evidence, at, what).help(help));
    }
}

/// Whether a source can be looked up: it has a year, a doi, or an address.
fn is_reference(source: &str) -> bool {
    let digits = |word: &str| word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
    let has_year = source
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| digits(word) && (word.starts_with("19") || word.starts_with("20")));
    has_year || ["doi", "PMC", "NCT", "http"].iter().any(|mark| source.contains(mark))
}

/// What touches, cools, warms or holds the breath says when to stop.
fn stop_signs(valid: &ValidRoutine, problems: &mut Vec<Problem>) {
    let needs = |action: &StepKind| match action {
        StepKind::Guide(guide) => guide.motion.value.is_hands_on() || guide.motion.value.is_exercise(),
        StepKind::Breathe(breathe) => breathe.pattern.has_hold(),
        action => matches!(action, StepKind::Compress(_) | StepKind::Contrast(_)),
    };
    let mut first: Option<Range<usize>> = None;
    walk(&valid.routine().steps, &mut |step, at| {
        if needs(&step.kind) {
            first.get_or_insert(at.clone());
        }
    });
    let cautions = valid.cautions();
    let says = |caution: &String| STOP_WORDS.iter().any(|word| caution.to_lowercase().contains(word));
    if let Some(at) = first.filter(|_| !cautions.iter().any(says)) {
        let what = "The routine doesn't say when to stop this.";
        let help = "Add a sentence to `cautions`, for example \"Stop if you feel dizzy or numb, or if the pain gets worse.\"";
        problems.push(Problem::warning(ProblemKind::Safety, at, what).help(help));
    }
}

/// What is done on one side is done on the other for as long.
fn sides(steps: &[Step], problems: &mut Vec<Problem>) {
    let mut times: BTreeMap<(Site, &str), (ExactDuration, ExactDuration, Range<usize>)> = BTreeMap::new();
    one_sided(steps, 1, None, &mut times);
    for ((site, _), (left, right, at)) in times {
        if left != right {
            let what = format!("The left side gets {left} and the right side {right} ({}).", site.plain());
            let help = "Put the step into `EachSide`, so that both sides get the same. If one side is meant, write \
                        `EachSide(turns: FirstOnly, first: Left, steps: …)`, or `first: Sore`.";
            problems.push(Problem::warning(ProblemKind::Safety, at, what).help(help));
        }
    }
}

type Times<'a> = BTreeMap<(Site, &'a str), (ExactDuration, ExactDuration, Range<usize>)>;

fn one_sided<'a>(steps: &'a [Step], times: u64, at_use: Option<&Range<usize>>, found: &mut Times<'a>) {
    for step in steps {
        let at = at_use.unwrap_or(&step.span);
        match &step.kind {
            StepKind::Guide(guide) => {
                let none = || (ExactDuration::ZERO, ExactDuration::ZERO, at.clone());
                let lasts = guide.length.lasts.value * times;
                let key = (guide.site.value, guide.motion.value.name());
                match guide.side.as_ref().map(|side| side.value) {
                    Some(Side::Left) => found.entry(key).or_insert_with(none).0 += lasts,
                    Some(Side::Right) => found.entry(key).or_insert_with(none).1 += lasts,
                    _ => {}
                }
            }
            StepKind::Repeat(repeat) => {
                one_sided(&repeat.steps, times * u64::from(repeat.times.value), at_use, found);
            }
            StepKind::Group(group) => one_sided(&group.steps, times, Some(at), found),
            // In `EachSide` both sides have their turn, whatever is inside.
            _ => {}
        }
    }
}
