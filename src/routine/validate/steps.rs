//! Checks on the meaning of each step.

use std::ops::Range;

use super::{Around, Check, Role, WORDS_AFTER_CUE};
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
            StepKind::Guide(guide) => {
                self.guide(guide);
                self.direction(guide, around);
            }
            StepKind::Compress(compress) => self.length(&compress.length),
            StepKind::Rest(length) => self.length(length),
            StepKind::Contrast(contrast) => {
                self.above_zero("warm", &contrast.warm);
                self.above_zero("cold", &contrast.cold);
                self.count("rounds", &contrast.rounds, MAX_TIMES);
            }
            StepKind::Breathe(breathe) => self.breathe(breathe),
            StepKind::Wait { at_most } => self.wait(at_most),
            StepKind::Ask(ask) => {
                self.wait(&ask.at_most);
                if step.say.is_none() {
                    let help = "Write the question as `say`; which keys answer it is said by the program.";
                    self.error(ProblemKind::Words, &step.span, "`Ask` asks nothing.", help);
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
        for other in step.others().flatten() {
            self.step(other, around);
        }
    }

    fn words(&mut self, step: &Step, around: Around) {
        let surroundings = Scope {
            side: around.side.then_some(Side::Left),
            round: around.in_repeat.then_some((1, 1)),
            ..Scope::default()
        };
        let values = values::of_step(step, surroundings);
        let own = step.numbers.keys().map(String::as_str);
        let known: Vec<&str> = values.keys().copied().chain(own).collect();
        self.varied(step, around);
        for words in step.name.iter().chain(step.sentences()) {
            for problem in Words::problems(words, &known) {
                self.told(problem);
            }
            if around.in_each_side
                && self.at_use.is_none()
                && let Some(side) = words.value.names_a_side()
            {
                let what = format!("These words say `{side}`, but the step is done on each side in turn.");
                let help =
                    format!("Write {} instead; each side then gets the right word.", instead_of_a_side(side));
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
        let said_at_first = step.varied.iter().flat_map(|varied| varied.again.iter().chain(&varied.last));
        for say in step.say.iter().chain(said_at_first) {
            let Some(lasts) = lasts.filter(|_| self.at_use.is_none()) else { continue };
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

    /// Words for another time than the first, where there is none.
    fn varied(&mut self, step: &Step, around: Around) {
        let Some(varied) = &step.varied else { return };
        if step.say.is_none() {
            let words = varied.again.as_ref().or(varied.last.as_ref());
            let at = words.map_or(&step.span, |words| &words.span);
            let help = "Write as `say` what is said the first time.";
            self.error(
                ProblemKind::Words,
                at,
                "These words take the place of `say`, which is missing.",
                help,
            );
        }
        // A technique may be meant for a repeat or for each side.
        if self.role == Role::Technique || self.at_use.is_some() {
            return;
        }
        let inside = [
            (&varied.again, around.in_repeat || around.in_each_side, "`Repeat` or `EachSide`"),
            (&varied.last, around.in_repeat, "`Repeat`"),
        ];
        for (words, is_inside, place) in inside {
            if let Some(words) = words.as_ref().filter(|_| !is_inside) {
                let what = format!("These words are never said, because the step isn't inside {place}.");
                let help = "Move the step into one, or remove the words.";
                self.problems.push(Problem::warning(ProblemKind::Words, words.span.clone(), what).help(help));
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

    fn wait(&mut self, at_most: &Spanned<ExactDuration>) {
        self.above_zero("at_most", at_most);
        if at_most.value > MAX_WAIT {
            let help = format!("Wait at most {MAX_WAIT}; people can always go back.");
            let what = format!("A wait of {} is too long.", at_most.value);
            self.error(ProblemKind::OutOfRange, &at_most.span, what, help);
        }
    }

    /// A movement to one side, where nothing says to which.
    fn direction(&mut self, guide: &Guide, around: Around) {
        let named = guide.side.as_ref().map(|side| side.value);
        let is_known = matches!(named, Some(Side::Left | Side::Right)) || (named.is_none() && around.side);
        if let Some(side) = guide.side.as_ref().filter(|side| around.in_each_side && side.value != Side::Both)
        {
            let (one, other) = (side.value.plain(), side.value.other().plain());
            let what =
                format!("Inside `EachSide`, this is done on the {one} side twice, and never on the {other}.");
            let help = "Remove `side`: `EachSide` says which side has its turn.";
            self.error(ProblemKind::Contradiction, &side.span, what, help);
        }
        if guide.motion.value.goes_sideways() && !is_known {
            let what = format!("`{}` doesn't say to which side.", guide.motion.value.name());
            let help = "Put the step into `EachSide`, or give it a side, such as `side: Left`.";
            self.error(ProblemKind::MissingField, &guide.motion.span, what, help);
        }
    }

    /// Words for spots that there are not, or for some of them only.
    fn each_spot(&mut self, guide: &Guide) {
        let Some(first) = guide.each_spot.first() else { return };
        let wanted = guide.spots.as_ref().map_or(0, |spots| spots.value.saturating_sub(1));
        let given = guide.each_spot.len();
        if wanted == 0 {
            let help = "Say how many spots there are, such as `spots: 3`.";
            self.error(
                ProblemKind::Words,
                &first.span,
                "There is no second spot at which to say this.",
                help,
            );
        } else if given != 1 && u32::try_from(given) != Ok(wanted) {
            let what = format!("`each_spot` has {given} texts, but {wanted} spots follow the first one.");
            let help = "Write one for each spot after the first, or a single one for all of them.";
            self.error(ProblemKind::Words, &first.span, what, help);
        }
    }

    fn guide(&mut self, guide: &Guide) {
        self.length(&guide.length);
        self.each_spot(guide);
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

/// What to write instead of the name of a side. In languages with endings an adjective is its stem with an ending.
fn instead_of_a_side(side: &str) -> &'static str {
    let side = side.to_lowercase();
    if side.starts_with("linke") || side.starts_with("rechte") {
        "`{side_stem}` or `{other_side_stem}` with its ending, such as `{other_side_stem}e`,"
    } else if side.starts_with("izquierd") || side.starts_with("derech") {
        "`{side}` or `{other_side}`, or with a masculine noun `{side_stem}o`,"
    } else {
        "`{side}` or `{other_side}`"
    }
}

/// Why a path cannot be a file beside the routine, looking at its letters alone, and what to do about it.
fn path_fault(path: &str) -> Option<(String, String)> {
    const BESIDE: &str = "Put the file next to the routine, or in a folder next to it.";
    if path.is_empty() {
        Some(("has no name".to_owned(), BESIDE.to_owned()))
    } else if let Some(plain) = path.strip_prefix("./") {
        Some(("begins with `./`".to_owned(), format!("Leave that out: `{plain}`.")))
    } else if path.starts_with("file:") {
        Some(("is an address".to_owned(), BESIDE.to_owned()))
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
