//! [`Routine`] → [`ValidRoutine`]: every fault of meaning, and every technique put in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::length::{self, settle_groups};
use super::values::{self, Surroundings};
use super::{
    Action, Breathe, Evidence, Group, Guide, Kind, Length, Marked, Problem, Routine, Side, Step, Use, Words,
    step,
};
use crate::time::Span;

/// The most steps that a routine may have once repeats and sides are unrolled: our limit.
pub const MAX_STEPS: u64 = 2_000;
/// The most steps that techniques may bring in, alternatives counted: our limit, so that putting them in place ends.
const MAX_PLACED: usize = 8_000;
/// How deep techniques may use techniques.
const MAX_TECHNIQUES_DEEP: usize = 16;
/// The longest that a routine may be: our limit.
pub const MAX_LENGTH: Span = Span::from_mins(240);
const MAX_TIMES: u32 = 100;
const MAX_SPOTS: u32 = 12;
const SHORTEST_SPOT: Span = Span::from_secs(2);
const MAX_WAIT: Span = Span::from_mins(30);

/// Words begin this long after the cue that begins their step: the longest of those cues, and a breath.
pub const WORDS_AFTER_CUE: Span = Span::from_millis(900);

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Something to play.
    Routine,
    /// Something for routines to use.
    Technique,
}

/// The techniques that a routine can use.
#[derive(Clone, Debug, Default)]
pub struct Techniques {
    /// Those without a fault, by id.
    pub good: BTreeMap<String, Arc<Routine>>,
    /// Those with a fault of their own.
    pub broken: BTreeSet<String>,
}

/// A routine whose every promise was checked.
///
/// Invariants: no [`Action::Use`] is left in it; every placeholder has a value; every length is above zero and within
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
    pub fn title_at(&self, length: Span) -> String {
        self.text_at(&self.routine.title.value, length)
    }

    fn text_at(&self, words: &Words, length: Span) -> String {
        words.fill(&routine_values(length), &self.routine.numbers)
    }
}

/// The placeholders of texts about a whole routine.
fn routine_values(length: Span) -> super::words::Values {
    let minutes = (length + Span::from_secs(30)).whole_secs() / 60;
    super::words::Values::from([("minutes", minutes.max(1).to_string())])
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
    let valid = match (failed, kind, evidence) {
        (false, Some(kind), Some(evidence)) => {
            Ok(ValidRoutine { id: id.to_owned(), role, routine, kind, evidence })
        }
        _ => Err(Box::new(routine)),
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
        self.problems.iter().any(|problem| problem.severity == super::Severity::Error)
    }

    fn error(&mut self, at: &Range<usize>, what: impl Into<String>, help: impl Into<String>) {
        let what = what.into();
        let problem = match &self.at_use {
            None => Problem::error(at.clone(), what),
            Some((place, technique)) => {
                Problem::error(place.clone(), format!("In `{technique}`, used here: {what}"))
            }
        };
        if !self.problems.iter().any(|p| p.at == problem.at && p.what == problem.what) {
            self.problems.push(problem.help(help));
        }
    }

    /// Replaces every `Use` by the steps of its technique.
    fn resolve(&mut self, step: &mut Step, within: &mut Vec<String>) {
        for instead in &mut step.instead {
            self.resolve(&mut instead.step, within);
        }
        match &mut step.action {
            Action::Repeat(super::Repeat { steps, .. }) | Action::EachSide(super::EachSide { steps, .. }) => {
                for step in steps {
                    self.resolve(step, within);
                }
            }
            Action::Use(wanted) => {
                if let Some(group) = self.technique(wanted, within) {
                    step.action = Action::Group(group);
                }
            }
            _ => {}
        }
    }

    fn technique(&mut self, wanted: &Use, within: &mut Vec<String>) -> Option<Group> {
        let id = &wanted.technique.value;
        let at = &wanted.technique.at;
        if within.contains(id) {
            self.circle(at, id, within);
            return None;
        }
        if within.len() >= MAX_TECHNIQUES_DEEP {
            let what = format!("Techniques use each other more than {MAX_TECHNIQUES_DEEP} deep here.");
            self.error(at, what, "Write the steps out in one of them.");
            return None;
        }
        if self.techniques.broken.contains(id) {
            let what = format!("The technique `{id}` has problems of its own.");
            self.error(at, what, "Mend its file first; `stillpoint check` shows what is wrong there.");
            return None;
        }
        let Some(found) = self.techniques.good.get(id).cloned() else {
            let problem = Problem::error(at.clone(), format!("There is no technique `{id}`."));
            let known = self.techniques.good.keys().map(String::as_str);
            if self.at_use.is_none() {
                self.problems.push(problem.did_you_mean(id, known));
            }
            return None;
        };
        super::walk(&found.steps, &mut |_, _| self.placed += 1);
        self.placed += 1;
        if self.placed > MAX_PLACED {
            if self.sized {
                let what = "The techniques that are used have too many steps in all.";
                self.error(at, what, format!("A routine can have at most {MAX_STEPS} steps."));
            }
            self.sized = false;
            return None;
        }
        within.push(id.clone());
        let mut steps = found.steps.clone();
        let outer = self.at_use.clone();
        self.at_use.get_or_insert((at.clone(), id.clone()));
        for step in &mut steps {
            self.resolve(step, within);
        }
        self.at_use = outer;
        within.pop();
        let lasts = wanted.lasts.as_ref().map(|lasts| lasts.value);
        // Its placeholders are those of its own file, so they are filled before it becomes part of another.
        let values = routine_values(lasts.unwrap_or_else(|| length::of_steps(&steps).written));
        let title = Words::plain(found.title.value.fill(&values, &found.numbers));
        Some(Group { technique: id.clone(), title, lasts, steps })
    }

    /// Says that a technique uses itself, in its own file as in those that use it.
    fn circle(&mut self, at: &Range<usize>, id: &str, within: &[String]) {
        let place = self.at_use.as_ref().map_or(at, |(place, _)| place).clone();
        let others = within.iter().skip_while(|other| *other != id).skip(1);
        let others: Vec<String> = others.map(|other| format!("`{other}`")).collect();
        let (what, help) = if others.is_empty() {
            (format!("The technique `{id}` uses itself."), "Write its steps out.")
        } else {
            let what = format!("The technique `{id}` uses itself, by way of {}.", others.join(", "));
            (what, "Write the steps out in one of them.")
        };
        self.problems.push(Problem::error(place, what).help(help));
    }

    /// What belongs to the file as a whole.
    fn whole(&mut self, routine: &Routine) {
        let top = routine.at.clone();
        if self.role == Role::Routine {
            if routine.kind.is_none() {
                self.error(&top, "The routine needs `kind`.", "Write, for example, `kind: Massage`.");
            }
            if routine.evidence.is_none() {
                let help = "Write, for example, `evidence: Traditional`.";
                self.error(&top, "The routine needs `evidence`.", help);
            }
            if routine.suits.is_empty() {
                let what = "The routine says of no phase that it suits.";
                let help = "Write, for example, `suits: [Between]`; without it, it is not offered.";
                self.problems.push(Problem::warning(top.clone(), what).help(help));
            }
        }
        self.numbers(&routine.numbers, &["minutes"], &top);
        for phase in &routine.avoids {
            if routine.suits.iter().any(|suits| suits.value == phase.value) {
                let what = format!("`{}` stands in both `suits` and `avoids`.", phase.value.name());
                self.error(&phase.at, what, "Take it out of one of them.");
            }
        }
        let about = std::iter::once(&routine.title).chain(&routine.about).chain(&routine.needs);
        for words in about.chain(&routine.cautions) {
            let own = routine.numbers.keys().map(String::as_str).filter(|name| *name != "minutes");
            let known: Vec<&str> = std::iter::once("minutes").chain(own).collect();
            self.problems.extend(Words::problems(words, &known));
        }
    }

    fn step(&mut self, step: &Step, mut around: Around) {
        around.depth += 1;
        if around.depth > step::MAX_DEPTH * 2 {
            self.error(&step.at, "Techniques and steps are nested too deep here.", "Use fewer levels.");
            return;
        }
        self.words(step, around);
        match &step.action {
            Action::Guide(guide) => self.guide(guide),
            Action::Compress(compress) => self.length(&compress.length),
            Action::Rest(length) => self.length(length),
            Action::Contrast(contrast) => {
                self.above_zero("warm", &contrast.warm);
                self.above_zero("cold", &contrast.cold);
                self.count("rounds", &contrast.rounds, MAX_TIMES);
            }
            Action::Breathe(breathe) => self.breathe(breathe),
            Action::Wait { at_most } => {
                self.above_zero("at_most", at_most);
                if at_most.value > MAX_WAIT {
                    let help = format!("Wait at most {MAX_WAIT}; the person can always go back.");
                    self.error(&at_most.at, format!("A wait of {} is too long.", at_most.value), help);
                }
            }
            Action::Repeat(repeat) => {
                self.count("times", &repeat.times, MAX_TIMES);
                if let Some(gap) = &repeat.gap {
                    self.above_zero("gap", gap);
                }
                around.in_repeat = true;
            }
            Action::EachSide(each) => {
                self.above_zero("gap", &each.gap);
                if each.first.value == Side::Both {
                    let help = "Write `first: Left` or `first: Right`.";
                    self.error(&each.first.at, "`first` cannot be both sides.", help);
                }
                if around.in_each_side {
                    let what = "`EachSide` stands inside another `EachSide`.";
                    self.error(&step.at, what, "Keep the outer one.");
                }
                (around.side, around.in_each_side) = (true, true);
            }
            Action::Use(_) | Action::Group(_) => {}
        }
        let outer = self.at_use.clone();
        if let Action::Group(group) = &step.action {
            self.at_use.get_or_insert((step.at.clone(), group.technique.clone()));
            let mut settled = vec![step.clone()];
            if let Err((technique, reach)) = settle_groups(&mut settled) {
                let what = format!("`{technique}` cannot last {}.", reach.wished);
                self.at_use.clone_from(&outer);
                self.error(&step.at, what, format!("The nearest that its steps allow is {}.", reach.nearest));
                self.at_use.get_or_insert((step.at.clone(), technique));
            }
        }
        for child in step.action.children() {
            self.step(child, around);
        }
        self.at_use = outer;
        for instead in &step.instead {
            self.step(&instead.step, around);
        }
    }

    fn words(&mut self, step: &Step, around: Around) {
        let surroundings = Surroundings {
            side: around.side.then_some(Side::Left),
            round: around.in_repeat.then_some((1, 1)),
        };
        let values = values::of_step(step, surroundings);
        let own = step.numbers.keys().map(String::as_str);
        let known: Vec<&str> = values.keys().copied().chain(own).collect();
        let halfway = match &step.action {
            Action::Guide(guide) => guide.halfway.as_ref(),
            _ => None,
        };
        let then = step.then.iter().map(|timed| &timed.say);
        let texts = [&step.name, &step.say, &step.read, &step.feels];
        for words in texts.into_iter().flatten().chain(halfway).chain(then) {
            for problem in Words::problems(words, &known) {
                self.error(&words.at, problem.what, problem.help.unwrap_or_default());
            }
        }
        self.numbers(&step.numbers, &values.keys().copied().collect::<Vec<_>>(), &step.at);
        let lasts = match &step.action {
            Action::Guide(guide) => Some(guide.length.lasts.value),
            Action::Compress(compress) => Some(compress.length.lasts.value),
            Action::Breathe(breathe) => Some(breathe.length.lasts.value),
            Action::Rest(length) => Some(length.lasts.value),
            Action::Wait { at_most } => Some(at_most.value),
            _ => None,
        };
        if let Some(say) = &step.say
            && let Some(lasts) = lasts
            && self.at_use.is_none()
        {
            let needed =
                super::words::speech_estimate(&say.value.fill(&values, &step.numbers)) + WORDS_AFTER_CUE;
            if needed > lasts {
                let what = format!(
                    "These words take about {} to say, and the step lasts {lasts}.",
                    needed.ceil_to_secs()
                );
                let help = "Say less, or give the step more time.";
                self.problems.push(Problem::warning(say.at.clone(), what).help(help));
            }
        }
        for timed in &step.then {
            match lasts {
                Some(lasts) if timed.at.value >= lasts => {
                    let what = format!("These words come at {}, when the step is over.", timed.at.value);
                    self.error(&timed.at.at, what, format!("The step lasts {lasts}."));
                }
                None => {
                    let help = "Put them on a step inside it, or on one of their own.";
                    self.error(&timed.at.at, "This kind of step has no timed words.", help);
                }
                Some(_) => {}
            }
        }
        for (file, what) in [(&step.picture, "picture"), (&step.recording, "recording")] {
            if let Some(file) = file
                && let Some(fault) = path_fault(&file.value)
            {
                let help = "Put the file beside the routine, or in a folder beside it.";
                self.error(&file.at, format!("The {what} `{}` {fault}.", file.value), help);
            }
        }
    }

    fn numbers(&mut self, numbers: &BTreeMap<String, String>, taken: &[&str], at: &Range<usize>) {
        for name in numbers.keys() {
            if taken.contains(&name.as_str()) {
                let what =
                    format!("The number `{name}` has the name of a placeholder that is there already.");
                self.error(at, what, "Give it another name, or leave it out.");
            } else if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                let what = format!("`{name}` cannot be the name of a number.");
                self.error(at, what, "Use lower-case letters only.");
            }
        }
    }

    fn guide(&mut self, guide: &Guide) {
        self.length(&guide.length);
        if guide.pressure.value > 10 {
            let what = format!("A pressure of {} is off the scale.", guide.pressure.value);
            self.error(&guide.pressure.at, what, "It runs from 0 (none) to 10.");
        }
        if let Some(spots) = &guide.spots {
            self.count("spots", spots, MAX_SPOTS);
            let shortest = guide.length.limits().0;
            if spots.value <= MAX_SPOTS && shortest.divided(spots.value.into()) < SHORTEST_SPOT {
                let what = format!("{} spots do not fit into {shortest}.", spots.value);
                self.error(&spots.at, what, format!("Each needs at least {SHORTEST_SPOT}."));
            }
        }
        if let Some(rhythm) = &guide.rhythm {
            let (press, release) = rhythm.value;
            if press.is_zero() || release.is_zero() {
                self.error(&rhythm.at, "A rhythm needs both a press and a release.", "Give each some time.");
            } else if press + release > guide.length.limits().0 {
                let what = "One press and release do not fit into the step.";
                self.error(&rhythm.at, what, format!("They take {}.", press + release));
            } else if press.min(release) < Span::from_secs(1) {
                self.error(&rhythm.at, "This rhythm is too quick to follow.", "Give each at least 1s.");
            }
        }
    }

    fn breathe(&mut self, breathe: &Breathe) {
        self.length(&breathe.length);
        let stages = breathe.ramp.iter().map(|stage| (stage.value.0, stage.value.1, stage.at.clone()));
        let main = (breathe.pattern, breathe.length.limits().0, breathe.length.lasts.at.clone());
        for (pattern, lasts, at) in stages.chain([main]) {
            if pattern.cycle() > lasts {
                let what = format!("One breath of {} does not fit into {lasts}.", pattern.cycle());
                self.error(&at, what, "Give it more time, or shorten the breath.");
            }
        }
    }

    fn length(&mut self, length: &Length) {
        self.above_zero("lasts", &length.lasts);
        if let Some(flex) = &length.flex {
            let (shortest, longest) = flex.value;
            if shortest.is_zero() || shortest > length.lasts.value || longest < length.lasts.value {
                let what = format!("`lasts`, which is {}, does not lie within `flex`.", length.lasts.value);
                let help = "Write the shortest time first and the longest second, with `lasts` between them.";
                self.error(&flex.at, what, help);
            }
        }
    }

    fn above_zero(&mut self, name: &str, span: &Marked<Span>) {
        if span.value.is_zero() {
            self.sized = false;
            self.error(&span.at, format!("`{name}` is zero."), "Give it some time, or leave the step out.");
        }
    }

    fn count(&mut self, name: &str, count: &Marked<u32>, most: u32) {
        if count.value == 0 || count.value > most {
            self.sized = false;
            let what = format!("`{name}` is {}.", count.value);
            self.error(&count.at, what, format!("It can be from 1 to {most}."));
        }
    }

    /// Bounds of the whole, and the minutes that it is set to.
    fn totals(&mut self, routine: &mut Routine) {
        if !self.sized {
            return;
        }
        let top = routine.at.clone();
        let count = unrolled(&routine.steps);
        if count > MAX_STEPS {
            let what = format!("The routine has {count} steps, each repeat and side counted.");
            self.error(&top, what, format!("It can have at most {MAX_STEPS}."));
            return;
        }
        let range = length::of_steps(&routine.steps);
        if range.longest > MAX_LENGTH {
            let what = format!("The routine can last {}.", range.longest);
            self.error(&top, what, format!("It can last at most {MAX_LENGTH}."));
        }
        if !self.failed() {
            // Already tried for each technique, so that it cannot fail here.
            let _ = settle_groups(&mut routine.steps);
        }
        if !self.failed()
            && let Some(minutes) = &routine.minutes
        {
            let at = minutes.at.clone();
            let wished = Span::from_mins(minutes.value.into());
            if let Err(reach) = length::fit(&mut routine.steps, wished) {
                let what = format!("The steps cannot last {} minutes.", minutes.value);
                self.error(&at, what, format!("The nearest that their limits allow is {}.", reach.nearest));
            }
        }
    }
}

/// How many steps there are when every repeat and both sides are written out.
fn unrolled(steps: &[Step]) -> u64 {
    let of_step = |step: &Step| match &step.action {
        Action::Repeat(repeat) => {
            u64::from(repeat.times.value).saturating_mul(unrolled(&repeat.steps).max(1))
        }
        Action::EachSide(each) => unrolled(&each.steps).saturating_mul(2).saturating_add(1),
        Action::Contrast(contrast) => u64::from(contrast.rounds.value).saturating_mul(2),
        Action::Group(group) => unrolled(&group.steps),
        Action::Breathe(breathe) => 1 + breathe.ramp.len() as u64,
        _ => 1,
    };
    steps.iter().map(of_step).fold(0, u64::saturating_add)
}

/// Why a path cannot be a file beside the routine, looking at its letters alone.
fn path_fault(path: &str) -> Option<&'static str> {
    use std::path::{Component, Path};
    let mut components = Path::new(path).components();
    if path.is_empty() || path.contains('\0') {
        Some("has no name")
    } else if path.contains('\\') || path.contains(':') {
        Some("is not written with `/` between folder and file")
    } else if !components.all(|part| matches!(part, Component::Normal(_))) {
        Some("lies outside the routine's folder")
    } else {
        None
    }
}
