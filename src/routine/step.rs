//! The steps of a file: which fields each has, and how they are read.

use super::read::{Numbers, Secs};
use super::{
    Ask, Breathe, Compress, Contrast, EachSide, FirstSide, Guide, Instead, Length, Motion, Pattern,
    RampStage, Repeat, Step, StepKind, Timed, Turns, Use, Varied, Words,
};
use crate::ron_reader::{Body, Fields, Parser, Raw};
use crate::ron_reader::{Problem, ProblemKind, Spanned};
use crate::routine::validate::WORDS_AFTER_CUE;
use crate::time::ExactDuration;

/// How deep steps may hold steps.
pub(super) const MAX_DEPTH: usize = 8;

/// The shortest and the longest phase of a breath: our limits.
const SHORTEST_PHASE: ExactDuration = ExactDuration::from_millis(500);
const LONGEST_PHASE: ExactDuration = ExactDuration::from_secs(60);
/// The most breaths of one step: our limit.
const MAX_CYCLES: u32 = 2_000;

const STEPS: [&str; 10] =
    ["Guide", "Compress", "Contrast", "Breathe", "Rest", "Wait", "Ask", "Repeat", "EachSide", "Use"];
/// The most repetitions of a movement that can be written; the rules allow fewer.
const MAX_TIMES: u32 = 100;

/// The field `steps`, which must be there.
pub(super) fn steps<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>, depth: usize) -> Vec<Step> {
    list("steps", fields, parser, depth)
}

/// A list of steps, which must be there.
fn list<'a>(name: &'static str, fields: &mut Fields<'a>, parser: &mut Parser<'a>, depth: usize) -> Vec<Step> {
    let Some(raw) = fields.raw(name) else {
        fields.missing(name, "a list of steps in `[…]`");
        return Vec::new();
    };
    if depth > MAX_DEPTH {
        parser.problems.push(too_deep(parser.place(raw)));
        return Vec::new();
    }
    let Some(members) = parser.list("a step", raw) else { return Vec::new() };
    if members.is_empty() {
        let problem = Problem::error(ProblemKind::MissingField, parser.place(raw), "This list has no steps.");
        parser.problems.push(problem.help("Add at least one, such as `Rest(lasts: \"30s\")`."));
    }
    let mut steps: Vec<Step> = members.into_iter().filter_map(|raw| step(raw, parser, depth)).collect();
    // Thousands of routines are held at once, and a step is large.
    steps.shrink_to_fit();
    steps
}

fn step<'a>(raw: Raw<'a>, parser: &mut Parser<'a>, depth: usize) -> Option<Step> {
    let at = parser.place(raw);
    let (name, body) = parser.variant("a step", raw)?;
    if !STEPS.contains(&name) {
        let what = format!("There is no step called `{name}`.");
        let at = parser.place(name);
        parser.problems.push(Problem::error(ProblemKind::UnknownName, at, what).did_you_mean(name, STEPS));
        return None;
    }
    let mut fields = match body {
        Body::Fields(fields) => fields,
        Body::Single(single) if name == "Use" => {
            let technique = parser.value("Use", single)?;
            return Some(bare(at, StepKind::Use(Use { technique, lasts: None })));
        }
        body @ (Body::Single(_) | Body::Nothing) => {
            let is_single = matches!(body, Body::Single(_));
            let what = if name == "Use" {
                "`Use` needs the technique's id in brackets.".to_owned()
            } else if is_single {
                format!("`{name}` needs a name before each value.")
            } else {
                format!("`{name}` needs brackets with its values, each after its name.")
            };
            let form = format!("Write it like `{}`.", example_of(name));
            parser.problems.push(Problem::error(ProblemKind::WrongType, at, what).help(form));
            return None;
        }
    };
    let mut kind = kind(name, &mut fields, parser, depth);
    let (say, varied) = (fields.optional("say", parser), varied(&mut fields, parser));
    if let Some(StepKind::Guide(guide)) = &mut kind {
        leave_time_for_words(guide, say.as_ref(), varied.as_deref());
    }
    let mut step = Step {
        say,
        varied,
        instead: instead(&mut fields, parser, depth),
        numbers: fields.optional::<Numbers>("numbers", parser).map(|n| n.value.0).unwrap_or_default(),
        ..bare(at, StepKind::Rest(Length::new(Spanned::new(ExactDuration::ZERO, 0..0), None)))
    };
    // A step that only holds others has no time of its own in which these could be seen or heard.
    if !matches!(name, "Repeat" | "EachSide" | "Use") {
        step.name = fields.optional("name", parser);
        step.read = fields.optional("read", parser);
        step.feels = fields.optional("feels", parser);
        step.then = timed(&mut fields, parser);
        step.picture = fields.optional("picture", parser);
        step.recording = fields.optional("recording", parser);
    }
    fields.finish(parser);
    Some(Step { kind: kind?, ..step })
}

/// A step of a kind, as short as one can be.
fn example_of(name: &str) -> &'static str {
    match name {
        "Guide" => "Guide(site: Temples, motion: Circle, pressure: 1, lasts: \"30s\")",
        "Compress" => "Compress(pack: Cold, site: Forehead, lasts: \"10m\")",
        "Contrast" => "Contrast(site: Hands, warm: \"3m\", cold: \"1m\", rounds: 3)",
        "Breathe" => "Breathe(inhale: 4, exhale: 6, lasts: \"60s\")",
        "Wait" => "Wait(at_most: \"2m\")",
        "Ask" => "Ask(at_most: \"30s\", say: \"…\", steps: […], softer: […])",
        "Repeat" => "Repeat(times: 2, steps: […])",
        "EachSide" => "EachSide(steps: […])",
        "Use" => "Use(\"technique\")",
        _ => "Rest(lasts: \"30s\")",
    }
}

fn too_deep(at: std::ops::Range<usize>) -> Problem {
    let what = format!("Steps are nested more than {MAX_DEPTH} levels deep.");
    Problem::error(ProblemKind::Limit, at, what)
        .help("Move the inner ones into a technique, and `Use` it here.")
}

/// A step with nothing but what it does.
fn bare(at: std::ops::Range<usize>, kind: StepKind) -> Step {
    Step {
        span: at,
        name: None,
        say: None,
        varied: None,
        read: None,
        feels: None,
        then: Vec::new(),
        instead: Vec::new(),
        numbers: std::collections::BTreeMap::new(),
        picture: None,
        recording: None,
        kind,
    }
}

/// What the step does. Every field is read before any missing one ends it, so that all faults are found.
fn kind<'a>(name: &str, fields: &mut Fields<'a>, parser: &mut Parser<'a>, depth: usize) -> Option<StepKind> {
    match name {
        "Guide" => guide(fields, parser),
        "Compress" => {
            let (pack, site) = (fields.required("pack", parser), fields.required("site", parser));
            let length = length(fields, parser);
            Some(StepKind::Compress(Box::new(Compress { pack: pack?, site: site?, length: length? })))
        }
        "Contrast" => {
            let (site, warm) = (fields.required("site", parser), fields.required("warm", parser));
            let (cold, rounds) = (fields.required("cold", parser), fields.required("rounds", parser));
            Some(StepKind::Contrast(Contrast { site: site?, warm: warm?, cold: cold?, rounds: rounds? }))
        }
        "Breathe" => breathe(fields, parser),
        "Rest" => length(fields, parser).map(StepKind::Rest),
        "Wait" => fields.required("at_most", parser).map(|at_most| StepKind::Wait { at_most }),
        "Ask" => {
            let at_most = fields.required("at_most", parser);
            let (usual, softer) =
                (steps(fields, parser, depth + 1), list("softer", fields, parser, depth + 1));
            Some(StepKind::Ask(Box::new(Ask { at_most: at_most?, steps: usual, softer })))
        }
        "Repeat" => {
            let (times, gap) = (fields.required("times", parser), fields.optional("gap", parser));
            let steps = steps(fields, parser, depth + 1);
            Some(StepKind::Repeat(Repeat { times: times?, gap, steps }))
        }
        "EachSide" => {
            let first = fields.optional("first", parser);
            let turns = fields.optional::<Turns>("turns", parser);
            let gap = fields.optional("gap", parser);
            let steps = steps(fields, parser, depth + 1);
            let here = fields.at().start..fields.at().start;
            Some(StepKind::EachSide(EachSide {
                first: first.unwrap_or_else(|| Spanned::new(FirstSide::Left, here.clone())),
                turns: turns.map_or(Turns::Each, |turns| turns.value),
                gap: gap.unwrap_or_else(|| Spanned::new(ExactDuration::from_secs(5), here)),
                steps,
            }))
        }
        _ => {
            let (technique, lasts) = (fields.required("technique", parser), fields.optional("lasts", parser));
            Some(StepKind::Use(Use { technique: technique?, lasts }))
        }
    }
}

/// A rhythm: how long to press, and how long to release.
type Rhythm = Spanned<(ExactDuration, ExactDuration)>;

fn guide<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Option<StepKind> {
    let here = fields.at().start..fields.at().start;
    let motion = fields.required::<Motion>("motion", parser);
    let own_site = motion.as_ref().and_then(|motion| motion.value.own_site());
    let site = match own_site {
        Some(site) => fields
            .optional("site", parser)
            .or_else(|| Some(Spanned::new(site, motion.as_ref()?.span.clone()))),
        // Whether a motion that cannot be read has a place of its own is not known.
        None if motion.is_none() && fields.has("motion") => fields.optional("site", parser),
        None => fields.required("site", parser),
    };
    let on_side = fields.optional("side", parser);
    let pressure = fields.optional("pressure", parser);
    let hand = fields.optional("hand", parser);
    let reversed = fields.optional::<bool>("reversed", parser).is_some_and(|reversed| reversed.value);
    let rhythm = rhythm(fields, parser);
    // Asked for as texts first, so that they are known as fields of this step.
    for name in ["lasts", "flex", "times"] {
        let _ = fields.raw(name);
    }
    let meant_times = !fields.has("times") && !fields.has("lasts") && fields.nearly_has(&["times"]);
    let is_exercise = motion.as_ref().is_some_and(|motion| motion.value.is_exercise());
    let (length, times) = if meant_times {
        // That the field is called otherwise is told; another one is not missing.
        (None, None)
    } else if is_exercise && fields.raw("times").is_none() && fields.raw("lasts").is_none() {
        let how = "how often it is done, with a rhythm, such as `times: 5, rhythm: (press: \"5s\", release: \"3s\")`";
        fields.missing("times", how);
        (None, None)
    } else if fields.raw("times").is_some() {
        match repetitions(fields, parser, rhythm.as_ref()) {
            Some((length, times)) => (Some(length), Some(times)),
            None => (None, None),
        }
    } else {
        (length(fields, parser), None)
    };
    let spots = fields.optional("spots", parser);
    let each_spot = fields.values::<Words>("each_spot", parser);
    let count = fields.optional::<bool>("count", parser);
    if let Some(count) = count.as_ref().filter(|count| count.value && !fields.has("times")) {
        let what = "There is no number of `times` to count.";
        let problem = Problem::error(ProblemKind::Contradiction, count.span.clone(), what);
        parser.problems.push(
            problem.help("Write how often, such as `times: 5, rhythm: (press: \"5s\", release: \"3s\")`."),
        );
    }
    let halfway = fields.optional("halfway", parser);
    Some(StepKind::Guide(Box::new(Guide {
        site: site?,
        side: on_side,
        motion: motion?,
        pressure: pressure.unwrap_or_else(|| Spanned::new(0, here)),
        hand,
        reversed,
        length: length?,
        spots,
        rhythm,
        halfway,
        each_spot,
        times,
        count: count.is_some_and(|count| count.value),
        lead: ExactDuration::ZERO,
    })))
}

fn rhythm<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Option<Rhythm> {
    let raw = fields.raw("rhythm")?;
    let mut of = parser.structure("a rhythm", "(press: \"5s\", release: \"3s\")", raw)?;
    let (press, release) =
        (of.required::<ExactDuration>("press", parser), of.required::<ExactDuration>("release", parser));
    let at = of.at();
    of.finish(parser);
    Some(Spanned::new((press?.value, release?.value), at))
}

/// A number of `times` with a rhythm, and the length that follows from them.
fn repetitions<'a>(
    fields: &mut Fields<'a>,
    parser: &mut Parser<'a>,
    rhythm: Option<&Rhythm>,
) -> Option<(Length, Spanned<u32>)> {
    let times = fields.optional::<u32>("times", parser);
    for name in ["lasts", "flex"] {
        if let Some(raw) = fields.raw(name) {
            let what = format!("`Guide` has both `times` and `{name}`.");
            let problem = Problem::error(ProblemKind::Contradiction, parser.place(raw), what);
            let help = "How long it lasts follows from `times` and `rhythm`. Keep either `times` or `lasts`.";
            parser.problems.push(problem.help(help));
        }
    }
    let times = times?;
    if rhythm.is_none() && fields.has("rhythm") {
        // That it cannot be read is told.
        return None;
    }
    let Some(rhythm) = rhythm else {
        let what = "`times` needs a `rhythm`, so that each time has its length.";
        let problem = Problem::error(ProblemKind::MissingField, times.span.clone(), what);
        let help =
            "Write how long to hold and to let go, such as `rhythm: (press: \"5s\", release: \"3s\")`.";
        parser.problems.push(problem.help(help));
        return None;
    };
    if times.value == 0 || times.value > MAX_TIMES {
        let what = format!("`times` is {}.", times.value);
        let problem = Problem::error(ProblemKind::OutOfRange, times.span, what);
        parser.problems.push(problem.help(format!("It must be from 1 to {MAX_TIMES}.")));
        return None;
    }
    let once = rhythm.value.0 + rhythm.value.1;
    let lasts = Spanned::new(once * u64::from(times.value), times.span.clone());
    Some((Length::new(lasts, None), times))
}

/// Where each time is counted, nobody can listen and move at once: the words come first, in the language in which they
/// take longest.
fn leave_time_for_words(guide: &mut Guide, say: Option<&Spanned<Words>>, varied: Option<&Varied>) {
    if guide.times.is_none() {
        return;
    }
    let varied = varied.into_iter().flat_map(|varied| varied.again.iter().chain(&varied.last));
    let spoken = say.into_iter().chain(varied).filter_map(|words| words.value.longest_to_say());
    guide.lead = spoken.max().map_or(ExactDuration::ZERO, |spoken| (spoken + WORDS_AFTER_CUE).ceil_to_secs());
    let lasts = guide.length.lasts.value + guide.lead;
    guide.length = Length::new(Spanned::new(lasts, guide.length.lasts.span.clone()), None);
}

fn varied<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Option<Box<Varied>> {
    let (again, last) = (fields.optional("again", parser), fields.optional("finally", parser));
    (again.is_some() || last.is_some()).then(|| Box::new(Varied { again, last }))
}

fn breathe<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Option<StepKind> {
    let pattern = pattern(fields, parser);
    let ramp = fields.raw("ramp").map_or_else(Vec::new, |raw| {
        let stages = parser.list("a pattern with its `lasts`", raw).unwrap_or_default();
        let stage = |raw| {
            let mut of = parser.structure("a pattern", "(inhale: 4, exhale: 6, lasts: \"60s\")", raw)?;
            let pattern = self::pattern(&mut of, parser);
            let lasts = of.required::<ExactDuration>("lasts", parser);
            let say = of.optional::<Words>("say", parser);
            let at = of.at();
            of.finish(parser);
            Some(Spanned::new(RampStage { pattern: pattern?, lasts: lasts?.value, say }, at))
        };
        stages.into_iter().filter_map(stage).collect()
    });
    let length = length_or_cycles(fields, parser, pattern.as_ref());
    let after_ramp = fields.optional::<Words>("after_ramp", parser);
    if let Some(words) = after_ramp.as_ref().filter(|_| ramp.is_empty()) {
        let problem = Problem::error(
            ProblemKind::Contradiction,
            words.span.clone(),
            "There is no `ramp` before these words.",
        );
        parser.problems.push(problem.help("Write them as `say`, or write the easier patterns in `ramp`."));
    }
    Some(StepKind::Breathe(Box::new(Breathe { pattern: pattern?, length: length?, ramp, after_ramp })))
}

fn pattern<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Option<Pattern> {
    let inhale = fields.required::<Secs>("inhale", parser);
    let inhale = inhale.and_then(|secs| phase("inhale", &secs, parser));
    let exhale = fields.required::<Secs>("exhale", parser);
    let exhale = exhale.and_then(|secs| phase("exhale", &secs, parser));
    let mut left_out = |name| match fields.optional::<Secs>(name, parser) {
        Some(secs) if !secs.value.0.is_zero() => phase(name, &secs, parser),
        _ => Some(ExactDuration::ZERO),
    };
    let (top_up, hold, rest) = (left_out("top_up"), left_out("hold"), left_out("rest"));
    Some(Pattern { inhale: inhale?, top_up: top_up?, hold: hold?, exhale: exhale?, rest: rest? })
}

/// A phase of a breath that a person can follow.
fn phase(name: &str, secs: &Spanned<Secs>, parser: &mut Parser<'_>) -> Option<ExactDuration> {
    let span = secs.value.0;
    if (SHORTEST_PHASE..=LONGEST_PHASE).contains(&span) {
        return Some(span);
    }
    let what = format!("`{name}` can't last {span}.");
    let help = format!(
        "A phase of a breath lasts at least {SHORTEST_PHASE}; the most that each phase may last is in `stillpoint rules`."
    );
    parser.problems.push(Problem::error(ProblemKind::OutOfRange, secs.span.clone(), what).help(help));
    None
}

/// `lasts` with `flex`, or a number of `cycles`.
fn length_or_cycles<'a>(
    fields: &mut Fields<'a>,
    parser: &mut Parser<'a>,
    pattern: Option<&Pattern>,
) -> Option<Length> {
    // Asked for as a text first, so that it is known as a field of this step.
    if fields.raw("cycles").is_none() {
        return length(fields, parser);
    }
    let cycles = fields.optional::<u32>("cycles", parser);
    if let Some(lasts) = fields.raw("lasts") {
        let mut problem = Problem::error(
            ProblemKind::Contradiction,
            parser.place(lasts),
            "`Breathe` has both `lasts` and `cycles`.",
        );
        problem = problem.help("Keep one of them; the other follows from it.");
        parser.problems.push(problem);
    }
    let flex = fields.optional("flex", parser);
    let cycles = cycles?;
    if cycles.value == 0 || cycles.value > MAX_CYCLES {
        let problem =
            Problem::error(ProblemKind::OutOfRange, cycles.span, format!("`cycles` is {}.", cycles.value));
        parser.problems.push(problem.help(format!("It must be from 1 to {MAX_CYCLES}.")));
        return None;
    }
    let lasts = Spanned::new(pattern?.cycle() * u64::from(cycles.value), cycles.span);
    Some(Length::new(lasts, flex))
}

fn length<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Option<Length> {
    let lasts = fields.required("lasts", parser);
    let flex = fields.optional("flex", parser);
    Some(Length::new(lasts?, flex))
}

fn timed<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Vec<Timed> {
    let Some(raw) = fields.raw("then") else { return Vec::new() };
    let members = parser.list("written like `(at: \"10s\", say: \"…\")`", raw).unwrap_or_default();
    let one = |raw| {
        let mut of = parser.structure("a time with its words", "(at: \"10s\", say: \"…\")", raw)?;
        let (at, say) = (of.required("at", parser), of.required("say", parser));
        let recording = of.optional("recording", parser);
        of.finish(parser);
        Some(Timed { at: at?, say: say?, recording })
    };
    members.into_iter().filter_map(one).collect()
}

fn instead<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>, depth: usize) -> Vec<Instead> {
    let Some(raw) = fields.raw("instead") else { return Vec::new() };
    let members = parser.list("written like `(when: TouchHurts, step: …)`", raw).unwrap_or_default();
    let one = |raw| {
        let mut of = parser.structure("an alternative", "(when: TouchHurts, step: …)", raw)?;
        let when = of.required("when", parser);
        let inner = match of.raw("step") {
            Some(raw) if depth >= MAX_DEPTH => {
                parser.problems.push(too_deep(parser.place(raw)));
                None
            }
            Some(raw) => step(raw, parser, depth + 1),
            None => {
                of.missing("step", "the step to do instead, such as `Rest(lasts: \"40s\")`");
                None
            }
        };
        of.finish(parser);
        Some(Instead { when: when?, step: inner? })
    };
    let all: Vec<Instead> = members.into_iter().filter_map(one).collect();
    for (index, instead) in all.iter().enumerate() {
        let (when, before) =
            (&instead.when, all[..index].iter().find(|other| other.when.value == instead.when.value));
        if let Some(before) = before {
            let what = format!(
                "There are two alternatives for `{}`, and only the first is used.",
                when.value.name()
            );
            let mut problem =
                Problem::error(ProblemKind::Duplicate, when.span.clone(), what).help("Remove one of them.");
            problem.also = Some((before.when.span.clone(), "first here".into()));
            parser.problems.push(problem);
        }
    }
    all
}
