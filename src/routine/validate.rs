//! [`Routine`] → [`ValidRoutine`]: every fault of meaning, and every technique put in its place.

use std::ops::Range;

use super::language::{Language, Value};
use super::length;
use super::technique::Techniques;
use super::{Evidence, Kind, Routine, Step, StepKind, Words};
use crate::ron_reader::{Problem, ProblemKind, Severity};
use crate::time::ExactDuration;

mod resolve;
mod steps;

/// The most steps that a routine may have once repeats and sides are unrolled: our limit.
pub(crate) const MAX_STEPS: u64 = 2_000;
/// The longest that a routine may be: our limit.
pub const MAX_LENGTH: ExactDuration = ExactDuration::from_mins(240);

/// Words begin this long after the cue that begins their step: the longest of those cues, and a breath.
pub(crate) const WORDS_AFTER_CUE: ExactDuration = ExactDuration::from_millis(900);

/// What a file is for: it decides which fields it must have, and which rules hold for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Something to play.
    Routine,
    /// Something for routines to use.
    Technique,
}

/// A routine whose every promise was checked.
///
/// Invariants: no [`StepKind::Use`] is left in it; every placeholder has a value; every length is above zero and within
/// its limits; it has at most [`MAX_STEPS`] steps when unrolled and lasts at most [`MAX_LENGTH`]; it has a kind and
/// an evidence level.
#[derive(Clone, Debug)]
pub struct ValidRoutine {
    id: String,
    role: Role,
    routine: Routine,
    kind: Kind,
    evidence: Evidence,
}

impl ValidRoutine {
    /// Its id: the name of its file without the ending.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether it is to be played or to be used.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// What the file says, techniques in place.
    #[must_use]
    pub const fn routine(&self) -> &Routine {
        &self.routine
    }

    /// What it mainly is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How well it is studied.
    #[must_use]
    pub const fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// What to know beforehand: the routine's own cautions, then those of the techniques that it uses, each once.
    #[must_use]
    pub fn cautions(&self) -> Vec<String> {
        let mut cautions: Vec<String> =
            self.routine.cautions.iter().map(|caution| self.text(&caution.value)).collect();
        let (values, numbers) = (super::words::Values::new(), super::words::Numbers::new());
        super::walk(&self.routine.steps, &mut |step, _| {
            if let StepKind::Group(group) = &step.kind {
                for caution in group.cautions.iter().map(|caution| caution.fill(&values, &numbers)) {
                    if !cautions.contains(&caution) {
                        cautions.push(caution);
                    }
                }
            }
        });
        cautions
    }

    /// How long it can be.
    #[must_use]
    pub fn range(&self) -> length::Range {
        length::of_steps(&self.routine.steps)
    }

    /// One of the texts about the whole routine, with its minutes filled in.
    #[must_use]
    pub fn text(&self, words: &Words) -> String {
        self.text_at(words, self.range().written)
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> String {
        self.title_at(self.range().written)
    }

    /// Its title where it is played with another length than the written one.
    #[must_use]
    pub(crate) fn title_at(&self, length: ExactDuration) -> String {
        self.text_at(&self.routine.title.value, length)
    }

    /// The language of its title.
    #[must_use]
    pub(crate) fn title_language(&self) -> Language {
        self.routine.title.value.language(&routine_values(ExactDuration::ZERO), &self.routine.numbers)
    }

    fn text_at(&self, words: &Words, length: ExactDuration) -> String {
        words.fill(&routine_values(length), &self.routine.numbers)
    }

    /// The same routine in a language: whatever has words in it is said in it, all else in English.
    #[must_use]
    pub(crate) fn in_language(mut self, language: Language) -> Self {
        self.routine.choose(language);
        self
    }
}

/// The placeholders of texts about a whole routine.
pub(super) fn routine_values(length: ExactDuration) -> super::words::Values {
    let minutes = (length + ExactDuration::from_secs(30)).whole_secs() / 60;
    let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
    super::words::Values::from([("minutes", Value::Count(minutes.max(1)))])
}

/// Checks what a file means and puts the techniques in place.
///
/// Gives every problem that was found, and the routine: valid if none of them is an error, else as it is, techniques
/// in place, to look for other kinds of problems.
pub fn validate(
    id: &str,
    mut routine: Routine,
    role: Role,
    techniques: &Techniques,
) -> (Result<ValidRoutine, Box<Routine>>, Vec<Problem>) {
    let mut check = Check { techniques, problems: Vec::new(), at_use: None, role, placed: 0, sized: true };
    let mut within = if role == Role::Technique { vec![id.to_owned()] } else { Vec::new() };
    for step in &mut routine.steps {
        check.resolve(step, &mut within);
    }
    check.whole(&routine);
    let around = Around { side: role == Role::Technique, ..Around::default() };
    for step in &routine.steps {
        check.step(step, around);
    }
    check.totals(&mut routine);
    let failed = check.failed();
    let (kind, evidence) = match role {
        Role::Routine => (routine.kind.as_ref().map(|k| k.value), routine.evidence.as_ref().map(|e| e.value)),
        Role::Technique => (Some(Kind::Mixed), Some(Evidence::Traditional)),
    };
    let valid = if let (false, Some(kind), Some(evidence)) = (failed, kind, evidence) {
        Ok(ValidRoutine { id: id.to_owned(), role, routine, kind, evidence })
    } else {
        Err(Box::new(routine))
    };
    (valid, check.problems)
}

struct Check<'a> {
    techniques: &'a Techniques,
    problems: Vec<Problem>,
    /// While the steps of a technique are looked at: the place that uses it, since theirs is in another file.
    at_use: Option<(Range<usize>, String)>,
    role: Role,
    /// How many steps of techniques were put in place.
    placed: usize,
    /// Whether every count and length is in order; if not, sums of them only repeat what is wrong.
    sized: bool,
}

/// What is known of a step's surroundings while checking.
#[derive(Clone, Copy, Default)]
struct Around {
    side: bool,
    in_each_side: bool,
    in_repeat: bool,
    depth: usize,
}

impl Check<'_> {
    fn failed(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    fn error(
        &mut self,
        kind: ProblemKind,
        at: &Range<usize>,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.told(Problem::error(kind, at.clone(), what).help(help));
    }

    /// Adds a problem, at the place where its technique is used if it is in one, and each only once.
    fn told(&mut self, mut problem: Problem) {
        if let Some((place, technique)) = &self.at_use {
            problem.span = place.clone();
            if super::words::lacks_a_side(&problem) {
                // One for all its texts, in all languages.
                problem.message =
                    format!("The technique `{technique}` works on one side, and here none is chosen.");
                problem.help = Some(format!("Write it as `EachSide(steps: [Use(\"{technique}\")])`."));
            } else {
                problem.message = format!("In the technique `{technique}`, used here: {}", problem.message);
            }
        }
        if !self.problems.iter().any(|p| p.span == problem.span && p.message == problem.message) {
            self.problems.push(problem);
        }
    }

    /// What belongs to the file as a whole.
    fn whole(&mut self, routine: &Routine) {
        let top = routine.span.clone();
        if self.role == Role::Routine {
            if routine.kind.is_none() {
                self.error(
                    ProblemKind::MissingField,
                    &top,
                    "The routine needs `kind`.",
                    "Add, for example, `kind: Massage`.",
                );
            }
            if routine.evidence.is_none() {
                let help = "Add, for example, `evidence: Traditional`.";
                self.error(ProblemKind::MissingField, &top, "The routine needs `evidence`.", help);
            }
            if routine.suits.is_empty() {
                let what = "The routine doesn't say when to suggest it.";
                let help =
                    "Add, for example, `suits: [Between]`; without it, the routine is never suggested.";
                self.problems.push(Problem::warning(ProblemKind::MissingField, top.clone(), what).help(help));
            }
        }
        self.numbers(&routine.numbers, &["minutes"], &top);
        for phase in &routine.avoids {
            if routine.suits.iter().any(|suits| suits.value == phase.value) {
                let what = format!("`{}` is in both `suits` and `avoids`.", phase.value.name());
                self.error(ProblemKind::Contradiction, &phase.span, what, "Remove it from one of them.");
            }
        }
        let own = routine.numbers.keys().map(String::as_str).filter(|name| *name != "minutes");
        let known: Vec<&str> = std::iter::once("minutes").chain(own).collect();
        self.problems.extend(Words::problems_of_title(&routine.title, &known));
        for words in routine.about.iter().chain(&routine.needs).chain(&routine.cautions) {
            self.problems.extend(Words::problems(words, &known));
        }
    }

    /// Bounds of the whole, and the minutes that it is set to.
    fn totals(&mut self, routine: &mut Routine) {
        if !self.sized {
            return;
        }
        let top = routine.span.clone();
        let count = unrolled(&routine.steps);
        if count > MAX_STEPS {
            let what = format!("The routine has {count} steps, counting every repeat and side.");
            self.error(ProblemKind::Limit, &top, what, format!("It can have at most {MAX_STEPS}."));
            return;
        }
        let range = length::of_steps(&routine.steps);
        if range.longest > MAX_LENGTH {
            let what = format!("The routine can last {}.", range.longest);
            self.error(ProblemKind::Limit, &top, what, format!("It can last at most {MAX_LENGTH}."));
        }
        if !self.failed()
            && let Some(minutes) = &routine.minutes
        {
            let at = minutes.span.clone();
            let wished = ExactDuration::from_mins(minutes.value.into());
            if let Err(reach) = length::fit(&mut routine.steps, wished) {
                let what = format!("The steps can't last {} minutes.", minutes.value);
                self.error(
                    ProblemKind::OutOfRange,
                    &at,
                    what,
                    format!("The nearest length that they allow is {}.", reach.nearest),
                );
            }
        }
    }
}

/// How many steps there are when every repeat and both sides are written out.
fn unrolled(steps: &[Step]) -> u64 {
    let of_step = |step: &Step| match &step.kind {
        StepKind::Repeat(repeat) => {
            u64::from(repeat.times.value).saturating_mul(unrolled(&repeat.steps).max(1))
        }
        StepKind::EachSide(each) => {
            let turns = each.times();
            unrolled(&each.steps).saturating_mul(turns).saturating_add(turns - 1)
        }
        StepKind::Contrast(contrast) => u64::from(contrast.rounds.value).saturating_mul(2),
        StepKind::Group(group) => unrolled(&group.steps),
        StepKind::Ask(ask) => {
            1_u64.saturating_add(unrolled(&ask.steps)).saturating_add(unrolled(&ask.softer))
        }
        StepKind::Breathe(breathe) => 1 + breathe.ramp.len() as u64,
        StepKind::Guide(_)
        | StepKind::Compress(_)
        | StepKind::Rest(_)
        | StepKind::Wait { .. }
        | StepKind::Use(_) => 1,
    };
    steps.iter().map(of_step).fold(0, u64::saturating_add)
}
