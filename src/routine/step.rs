//! The steps of a file: which fields each has, and how they are read.

use super::read::{Numbers, Secs};
use super::syntax::{Body, Fields, Raw, Reading};
use super::{
    Action, Breathe, Compress, Contrast, EachSide, Guide, Instead, Length, Marked, Pattern, Problem, Repeat,
    Side, Step, Timed, Use,
};
use crate::time::Span;

/// How deep steps may hold steps.
pub(super) const MAX_DEPTH: usize = 8;

/// The shortest and the longest phase of a breath: our limits.
const SHORTEST_PHASE: Span = Span::from_millis(500);
const LONGEST_PHASE: Span = Span::from_secs(60);
/// The most breaths of one step: our limit.
const MAX_CYCLES: u32 = 2_000;

const STEPS: [&str; 9] =
    ["Guide", "Compress", "Contrast", "Breathe", "Rest", "Wait", "Repeat", "EachSide", "Use"];

/// The field `steps`, which must be there.
pub(super) fn steps<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>, depth: usize) -> Vec<Step> {
    let Some(raw) = fields.raw("steps") else {
        fields.missing("steps", "a list of steps in `[…]`");
        return Vec::new();
    };
    if depth > MAX_DEPTH {
        reading.problems.push(too_deep(reading.place(raw)));
        return Vec::new();
    }
    let Some(members) = reading.list("a step", raw) else { return Vec::new() };
    if members.is_empty() {
        let problem = Problem::error(reading.place(raw), "There are no steps in this list.");
        reading.problems.push(problem.help("Write at least one, such as `Rest(lasts: \"30s\")`."));
    }
    let mut steps: Vec<Step> = members.into_iter().filter_map(|raw| step(raw, reading, depth)).collect();
    // Thousands of routines are held at once, and a step is large.
    steps.shrink_to_fit();
    steps
}

fn step<'a>(raw: Raw<'a>, reading: &mut Reading<'a>, depth: usize) -> Option<Step> {
    let at = reading.place(raw);
    let (name, body) = reading.variant("a step", raw)?;
    if !STEPS.contains(&name) {
        let what = format!("There is no step `{name}`.");
        let at = reading.place(name);
        reading.problems.push(Problem::error(at, what).did_you_mean(name, STEPS));
        return None;
    }
    let mut fields = match body {
        Body::Fields(fields) => fields,
        Body::Single(single) if name == "Use" => {
            let technique = reading.value("Use", single)?;
            return Some(bare(at, Action::Use(Use { technique, lasts: None })));
        }
        Body::Single(_) | Body::Nothing => {
            let what = format!("`{name}` needs its fields in brackets.");
            let form =
                if name == "Use" { "Use(\"technique\")" } else { &format!("{name}(field: value, …)") };
            reading.problems.push(Problem::error(at, what).help(format!("Write it as `{form}`.")));
            return None;
        }
    };
    let action = action(name, &mut fields, reading, depth);
    let mut step = Step {
        say: fields.optional("say", reading),
        instead: instead(&mut fields, reading, depth),
        numbers: fields.optional::<Numbers>("numbers", reading).map(|n| n.value.0).unwrap_or_default(),
        ..bare(at, Action::Rest(Length::new(Marked::new(Span::ZERO, 0..0), None)))
    };
    // A step that only holds others has no time of its own in which these could be seen or heard.
    if !matches!(name, "Repeat" | "EachSide" | "Use") {
        step.name = fields.optional("name", reading);
        step.read = fields.optional("read", reading);
        step.feels = fields.optional("feels", reading);
        step.then = timed(&mut fields, reading);
        step.picture = fields.optional("picture", reading);
        step.recording = fields.optional("recording", reading);
    }
    fields.finish(reading);
    Some(Step { action: action?, ..step })
}

fn too_deep(at: std::ops::Range<usize>) -> Problem {
    let what = format!("Steps are nested more than {MAX_DEPTH} deep.");
    Problem::error(at, what).help("Move the inner ones into a technique and `Use` it.")
}

/// A step with nothing but what it does.
fn bare(at: std::ops::Range<usize>, action: Action) -> Step {
    Step {
        at,
        name: None,
        say: None,
        read: None,
        feels: None,
        then: Vec::new(),
        instead: Vec::new(),
        numbers: std::collections::BTreeMap::new(),
        picture: None,
        recording: None,
        action,
    }
}

/// What the step does. Every field is read before any missing one ends it, so that all faults are found.
fn action<'a>(
    name: &str,
    fields: &mut Fields<'a>,
    reading: &mut Reading<'a>,
    depth: usize,
) -> Option<Action> {
    match name {
        "Guide" => guide(fields, reading),
        "Compress" => {
            let (pack, site) = (fields.required("pack", reading), fields.required("site", reading));
            let length = length(fields, reading);
            Some(Action::Compress(Box::new(Compress { pack: pack?, site: site?, length: length? })))
        }
        "Contrast" => {
            let (site, warm) = (fields.required("site", reading), fields.required("warm", reading));
            let (cold, rounds) = (fields.required("cold", reading), fields.required("rounds", reading));
            Some(Action::Contrast(Contrast { site: site?, warm: warm?, cold: cold?, rounds: rounds? }))
        }
        "Breathe" => breathe(fields, reading),
        "Rest" => length(fields, reading).map(Action::Rest),
        "Wait" => fields.required("at_most", reading).map(|at_most| Action::Wait { at_most }),
        "Repeat" => {
            let (times, gap) = (fields.required("times", reading), fields.optional("gap", reading));
            let steps = steps(fields, reading, depth + 1);
            Some(Action::Repeat(Repeat { times: times?, gap, steps }))
        }
        "EachSide" => {
            let first = fields.optional("first", reading);
            let gap = fields.optional("gap", reading);
            let steps = steps(fields, reading, depth + 1);
            let here = fields.at().start..fields.at().start;
            Some(Action::EachSide(EachSide {
                first: first.unwrap_or_else(|| Marked::new(Side::Left, here.clone())),
                gap: gap.unwrap_or_else(|| Marked::new(Span::from_secs(5), here)),
                steps,
            }))
        }
        _ => {
            let (technique, lasts) =
                (fields.required("technique", reading), fields.optional("lasts", reading));
            Some(Action::Use(Use { technique: technique?, lasts }))
        }
    }
}

fn guide<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Option<Action> {
    let site = fields.required("site", reading);
    let on_side = fields.optional("side", reading);
    let motion = fields.required("motion", reading);
    let pressure = fields.optional("pressure", reading);
    let hand = fields.optional("hand", reading);
    let length = length(fields, reading);
    let spots = fields.optional("spots", reading);
    let rhythm = fields.raw("rhythm").and_then(|raw| {
        let mut of = reading.structure("a rhythm", raw)?;
        let (press, release) =
            (of.required::<Span>("press", reading), of.required::<Span>("release", reading));
        let at = of.at();
        of.finish(reading);
        Some(Marked::new((press?.value, release?.value), at))
    });
    let halfway = fields.optional("halfway", reading);
    let here = fields.at().start..fields.at().start;
    Some(Action::Guide(Box::new(Guide {
        site: site?,
        side: on_side,
        motion: motion?,
        pressure: pressure.unwrap_or_else(|| Marked::new(0, here)),
        hand,
        length: length?,
        spots,
        rhythm,
        halfway,
    })))
}

fn breathe<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Option<Action> {
    let pattern = pattern(fields, reading);
    let ramp = fields.raw("ramp").map_or_else(Vec::new, |raw| {
        let stages = reading.list("a pattern with its `lasts`", raw).unwrap_or_default();
        let stage = |raw| {
            let mut of = reading.structure("a pattern", raw)?;
            let pattern = self::pattern(&mut of, reading);
            let lasts = of.required::<Span>("lasts", reading);
            let at = of.at();
            of.finish(reading);
            Some(Marked::new((pattern?, lasts?.value), at))
        };
        stages.into_iter().filter_map(stage).collect()
    });
    let length = length_or_cycles(fields, reading, pattern.as_ref());
    Some(Action::Breathe(Box::new(Breathe { pattern: pattern?, length: length?, ramp })))
}

fn pattern<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Option<Pattern> {
    let inhale = fields.required::<Secs>("inhale", reading);
    let inhale = inhale.and_then(|secs| phase("inhale", &secs, reading));
    let exhale = fields.required::<Secs>("exhale", reading);
    let exhale = exhale.and_then(|secs| phase("exhale", &secs, reading));
    let mut left_out = |name| match fields.optional::<Secs>(name, reading) {
        Some(secs) if !secs.value.0.is_zero() => phase(name, &secs, reading),
        _ => Some(Span::ZERO),
    };
    let (top_up, hold, rest) = (left_out("top_up"), left_out("hold"), left_out("rest"));
    Some(Pattern { inhale: inhale?, top_up: top_up?, hold: hold?, exhale: exhale?, rest: rest? })
}

/// A phase of a breath that a person can follow.
fn phase(name: &str, secs: &Marked<Secs>, reading: &mut Reading<'_>) -> Option<Span> {
    let span = secs.value.0;
    if (SHORTEST_PHASE..=LONGEST_PHASE).contains(&span) {
        return Some(span);
    }
    let what = format!("`{name}` cannot last {span}.");
    let help = format!("A phase of a breath lasts from {SHORTEST_PHASE} to {LONGEST_PHASE}.");
    reading.problems.push(Problem::error(secs.at.clone(), what).help(help));
    None
}

/// `lasts` with `flex`, or a number of `cycles`.
fn length_or_cycles<'a>(
    fields: &mut Fields<'a>,
    reading: &mut Reading<'a>,
    pattern: Option<&Pattern>,
) -> Option<Length> {
    // Asked for as a text first, so that it is known as a field of this step.
    if fields.raw("cycles").is_none() {
        return length(fields, reading);
    }
    let cycles = fields.optional::<u32>("cycles", reading);
    if let Some(lasts) = fields.raw("lasts") {
        let mut problem = Problem::error(reading.place(lasts), "`Breathe` has both `lasts` and `cycles`.");
        problem = problem.help("Keep the one that you mean; the other follows from it.");
        reading.problems.push(problem);
    }
    let flex = fields.optional("flex", reading);
    let cycles = cycles?;
    if cycles.value == 0 || cycles.value > MAX_CYCLES {
        let problem = Problem::error(cycles.at, format!("`cycles` is {}.", cycles.value));
        reading.problems.push(problem.help(format!("It can be from 1 to {MAX_CYCLES}.")));
        return None;
    }
    let lasts = Marked::new(pattern?.cycle() * u64::from(cycles.value), cycles.at);
    Some(Length::new(lasts, flex))
}

fn length<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Option<Length> {
    let lasts = fields.required("lasts", reading);
    let flex = fields.optional("flex", reading);
    Some(Length::new(lasts?, flex))
}

fn timed<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Vec<Timed> {
    let Some(raw) = fields.raw("then") else { return Vec::new() };
    let members = reading.list("such as `(at: \"10s\", say: \"…\")`", raw).unwrap_or_default();
    let one = |raw| {
        let mut of = reading.structure("a time with its words", raw)?;
        let (at, say) = (of.required("at", reading), of.required("say", reading));
        of.finish(reading);
        Some(Timed { at: at?, say: say? })
    };
    members.into_iter().filter_map(one).collect()
}

fn instead<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>, depth: usize) -> Vec<Instead> {
    let Some(raw) = fields.raw("instead") else { return Vec::new() };
    let members = reading.list("such as `(when: TouchHurts, step: …)`", raw).unwrap_or_default();
    let one = |raw| {
        let mut of = reading.structure("an alternative", raw)?;
        let when = of.required("when", reading);
        let inner = match of.raw("step") {
            Some(raw) if depth >= MAX_DEPTH => {
                reading.problems.push(too_deep(reading.place(raw)));
                None
            }
            Some(raw) => step(raw, reading, depth + 1),
            None => {
                of.missing("step", "the step to do instead");
                None
            }
        };
        of.finish(reading);
        Some(Instead { when: when?, step: inner? })
    };
    members.into_iter().filter_map(one).collect()
}
