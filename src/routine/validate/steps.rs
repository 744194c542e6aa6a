//! Checks on the meaning of each step.

use std::ops::Range;

use super::{Around, Check, WORDS_AFTER_CUE};
use crate::paths::inside::{DEEPEST, NameError, check_name};
use crate::ron_reader::{Problem, ProblemKind, Spanned};
use crate::routine::step;
use crate::routine::values::{self, Scope};
use crate::routine::words::{Numbers, speech_estimate};
use crate::routine::{Breathe, Guide, Language, Length, Side, Step, StepKind, Words};
use crate::time::ExactDuration;

const MAX_TIMES: u32 = 100;
const MAX_SPOTS: u32 = 12;
const SHORTEST_SPOT: ExactDuration = ExactDuration::from_secs(2);
const MAX_WAIT: ExactDuration = ExactDuration::from_mins(30);

impl Check<'_> {
    pub(super) fn step(&mut self, step: &Step, mut around: Around) {
        around.depth += 1;
        if around.depth > step::MAX_DEPTH * 2 {
            self.error(
                ProblemKind::Limit,
                &step.span,
                "Techniques and steps are nested too deeply here.",
                "Use fewer levels.",
            );
            return;
        }
        self.words(step, around);
        match &step.kind {
            StepKind::Guide(guide) => self.guide(guide),
            StepKind::Compress(compress) => self.length(&compress.length),
            StepKind::Rest(length) => self.length(length),
            StepKind::Contrast(contrast) => {
                self.above_zero("warm", &contrast.warm);
                self.above_zero("cold", &contrast.cold);
                self.count("rounds", &contrast.rounds, MAX_TIMES);
            }
            StepKind::Breathe(breathe) => self.breathe(breathe),
            StepKind::Wait { at_most } => {
                self.above_zero("at_most", at_most);
                if at_most.value > MAX_WAIT {
                    let help = format!("Wait at most {MAX_WAIT}; people can always go back.");
                    self.error(
                        ProblemKind::OutOfRange,
                        &at_most.span,
                        format!("A wait of {} is too long.", at_most.value),
                        help,
                    );
                }
            }
            StepKind::Repeat(repeat) => {
                self.count("times", &repeat.times, MAX_TIMES);
                if let Some(gap) = &repeat.gap {
                    self.above_zero("gap", gap);
                }
                around.in_repeat = true;
            }
            StepKind::EachSide(each) => {
                self.above_zero("gap", &each.gap);
                if around.in_each_side {
                    let what = "This `EachSide` is inside another `EachSide`.";
                    self.error(ProblemKind::Contradiction, &step.span, what, "Keep only the outer one.");
                }
                (around.side, around.in_each_side) = (true, true);
            }
            StepKind::Use(_) | StepKind::Group(_) => {}
        }
        let outer = self.at_use.clone();
        if let StepKind::Group(group) = &step.kind {
            self.at_use.get_or_insert((step.span.clone(), group.technique.clone()));
        }
        for child in step.kind.children() {
            self.step(child, around);
        }
        self.at_use = outer;
        for instead in &step.instead {
            self.step(&instead.step, around);
        }
    }

    fn words(&mut self, step: &Step, around: Around) {
        let surroundings =
            Scope { side: around.side.then_some(Side::Left), round: around.in_repeat.then_some((1, 1)) };
        let values = values::of_step(step, surroundings);
        let own = step.numbers.keys().map(String::as_str);
        let known: Vec<&str> = values.keys().copied().chain(own).collect();
        let halfway = if let StepKind::Guide(guide) = &step.kind { guide.halfway.as_ref() } else { None };
        let then = step.then.iter().map(|timed| &timed.say);
        let texts = [&step.name, &step.say, &step.read, &step.feels];
        for words in texts.into_iter().flatten().chain(halfway).chain(then) {
            for problem in Words::problems(words, &known) {
                self.told(problem);
            }
            if around.in_each_side
                && self.at_use.is_none()
                && let Some(side) = words.value.names_a_side()
            {
                let what = format!("These words say `{side}`, but the step is done on each side in turn.");
                let help = "Write `{side}` or `{other_side}` instead; each side then gets the right word.";
                self.problems.push(Problem::warning(ProblemKind::Words, words.span.clone(), what).help(help));
            }
        }
        if let StepKind::Breathe(breathe) = &step.kind {
            for (words, values) in breathe.words_on_the_way() {
                let known: Vec<&str> =
                    values.keys().copied().chain(step.numbers.keys().map(String::as_str)).collect();
                for problem in Words::problems(words, &known) {
                    self.told(problem);
                }
            }
        }
        self.numbers(&step.numbers, &values.keys().copied().collect::<Vec<_>>(), &step.span);
        let lasts = step.kind.lasts();
        if let Some(say) = &step.say
            && let Some(lasts) = lasts
            && self.at_use.is_none()
        {
            let time = |language| {
                speech_estimate(&say.value.fill_in(language, &values, &step.numbers)) + WORDS_AFTER_CUE
            };
            let slowest = say.value.languages().map(|language| (time(language), language)).max();
            if let Some((needed, language)) = slowest.filter(|(needed, _)| *needed > lasts) {
                let these = match language {
                    Language::En => "These words".to_owned(),
                    other => format!("The {} words", other.plain()),
                };
                let what = format!(
                    "{these} take about {} to say, but the step lasts {lasts}.",
                    needed.ceil_to_secs()
                );
                let help = "Say less, or give the step more time.";
                self.problems.push(Problem::warning(ProblemKind::Words, say.span.clone(), what).help(help));
            }
        }
        for timed in &step.then {
            match step.kind.written() {
                Some(written) if timed.at.value >= written => {
                    let what = format!("These words come at {}, after the end of the step.", timed.at.value);
                    self.error(
                        ProblemKind::Words,
                        &timed.at.span,
                        what,
                        format!("The step lasts {written}."),
                    );
                }
                None => {
                    let help = "Say them in a step before or after it.";
                    self.error(
                        ProblemKind::Words,
                        &timed.at.span,
                        "`Contrast` can't have timed words.",
                        help,
                    );
                }
                Some(_) => {}
            }
        }
        let picture = step.picture.iter().map(|picture| (&*picture.value, &picture.span, "picture"));
        let recordings = step.recordings().flat_map(|recordings| {
            recordings.value.files().map(|file| (file, &recordings.span, "recording"))
        });
        for (file, at, what) in picture.chain(recordings) {
            if let Some((fault, help)) = path_fault(file) {
                self.error(ProblemKind::Reference, at, format!("The {what} `{file}` {fault}."), help);
            }
        }
    }

    pub(super) fn numbers(&mut self, numbers: &Numbers, taken: &[&str], at: &Range<usize>) {
        for name in numbers.keys() {
            if taken.contains(&name.as_str()) {
                let what = format!("The number `{name}` has the same name as a built-in placeholder.");
                self.error(ProblemKind::Words, at, what, "Rename it, or remove it.");
            } else if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                let what = format!("`{name}` can't be the name of a number.");
                self.error(ProblemKind::Words, at, what, "Use only lower-case letters and `_`.");
            }
        }
    }

    fn guide(&mut self, guide: &Guide) {
        self.length(&guide.length);
        if guide.pressure.value > 10 {
            let what = format!("A pressure of {} is off the scale.", guide.pressure.value);
            self.error(
                ProblemKind::OutOfRange,
                &guide.pressure.span,
                what,
                "The scale runs from 0 (none) to 10.",
            );
        }
        if let Some(spots) = &guide.spots {
            self.count("spots", spots, MAX_SPOTS);
            let shortest = guide.length.limits().0;
            if spots.value <= MAX_SPOTS && shortest.divided(spots.value.into()) < SHORTEST_SPOT {
                let what = format!("{} spots don't fit into {shortest}.", spots.value);
                self.error(
                    ProblemKind::OutOfRange,
                    &spots.span,
                    what,
                    format!("Each needs at least {SHORTEST_SPOT}."),
                );
            }
        }
        if let Some(rhythm) = &guide.rhythm {
            let (press, release) = rhythm.value;
            if press.is_zero() || release.is_zero() {
                self.error(
                    ProblemKind::OutOfRange,
                    &rhythm.span,
                    "A rhythm needs both a press and a release.",
                    "Give each of them some time, such as `rhythm: (press: \"5s\", release: \"3s\")`.",
                );
            } else if press + release > guide.length.limits().0 {
                let what = "One press and release don't fit into the step.";
                self.error(
                    ProblemKind::OutOfRange,
                    &rhythm.span,
                    what,
                    format!(
                        "Together they take {}. Shorten them, or give the step more time.",
                        press + release
                    ),
                );
            } else if press.min(release) < ExactDuration::from_secs(1) {
                self.error(
                    ProblemKind::OutOfRange,
                    &rhythm.span,
                    "This rhythm is too quick to follow.",
                    "Give press and release at least 1s each.",
                );
            }
        }
    }

    fn breathe(&mut self, breathe: &Breathe) {
        self.length(&breathe.length);
        let stages =
            breathe.ramp.iter().map(|stage| (stage.value.pattern, stage.value.lasts, stage.span.clone()));
        let main = (breathe.pattern, breathe.length.limits().0, breathe.length.lasts.span.clone());
        for (pattern, lasts, at) in stages.chain([main]) {
            if pattern.cycle() > lasts {
                let what = format!("One breath of {} doesn't fit into {lasts}.", pattern.cycle());
                self.error(ProblemKind::OutOfRange, &at, what, "Give it more time, or shorten the breath.");
            }
        }
    }

    fn length(&mut self, length: &Length) {
        self.above_zero("lasts", &length.lasts);
        if let Some(flex) = &length.flex {
            let (shortest, longest) = flex.value;
            if shortest.is_zero() || shortest > length.lasts.value || longest < length.lasts.value {
                let what = format!("`lasts` is {}, which is outside `flex`.", length.lasts.value);
                let help = "Write the shortest time first and the longest second, with `lasts` between them.";
                self.error(ProblemKind::OutOfRange, &flex.span, what, help);
            }
        }
    }

    fn above_zero(&mut self, name: &str, span: &Spanned<ExactDuration>) {
        if span.value.is_zero() {
            self.sized = false;
            self.error(
                ProblemKind::OutOfRange,
                &span.span,
                format!("`{name}` is zero."),
                "Give it some time, or remove the step.",
            );
        }
    }

    fn count(&mut self, name: &str, count: &Spanned<u32>, most: u32) {
        if count.value == 0 || count.value > most {
            self.sized = false;
            let what = format!("`{name}` is {}.", count.value);
            self.error(ProblemKind::OutOfRange, &count.span, what, format!("It must be from 1 to {most}."));
        }
    }
}

/// Why a path cannot be a file beside the routine, looking at its letters alone, and what to do about it.
fn path_fault(path: &str) -> Option<(String, String)> {
    const BESIDE: &str = "Put the file next to the routine, or in a folder next to it.";
    if path.is_empty() {
        Some(("has no name".to_owned(), BESIDE.to_owned()))
    } else if path.contains("://") {
        let help = "Save it next to the routine, and write its name: nothing is fetched from the web.";
        Some(("is on the web".to_owned(), help.to_owned()))
    } else if path.contains('\\') && !path.contains(':') {
        let help = format!("Write it as `{}`.", path.replace('\\', "/"));
        Some(("has `\\` between folder and file, which only some systems understand".to_owned(), help))
    } else if path.contains(['\\', ':']) {
        Some((
            "isn't a relative path with `/` between folder and file, such as `pictures/sea.svg`".to_owned(),
            BESIDE.to_owned(),
        ))
    } else {
        let error = check_name(path, DEEPEST).err()?;
        let help = match error {
            NameError::Outside => BESIDE,
            NameError::NotPortable => "Rename it, using only letters, digits, `-` and `_`.",
            NameError::TooLong => "Give it a shorter name.",
        };
        Some((error.to_string(), help.to_owned()))
    }
}
