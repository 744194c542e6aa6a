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

const STEPS: [&str; 9] =
    ["Guide", "Compress", "Contrast", "Breathe", "Rest", "Wait", "Repeat", "EachSide", "Use"];

/// The field `steps`, which must be there.
pub(super) fn steps<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>, depth: usize) -> Vec<Step> {
    let Some(raw) = fields.raw("steps") else {
        fields.missing("steps", "a list of steps in `[…]`", reading);
        return Vec::new();
    };
    if depth > MAX_DEPTH {
        let what = format!("Steps are nested more than {MAX_DEPTH} deep.");
        let problem = Problem::error(reading.place(raw), what);
        reading.problems.push(problem.help("Move the inner ones into a technique and `Use` it."));
        return Vec::new();
    }
    let members = reading.list("steps", raw);
    if members.is_empty() && reading.problems.is_empty() {
        reading.problems.push(Problem::error(reading.place(raw), "There are no steps in this list."));
    }
    members.into_iter().filter_map(|raw| step(raw, reading, depth)).collect()
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
            let what = format!("`{name}` is written with its fields: `{name}(field: value, …)`.");
            reading.problems.push(Problem::error(at, what));
            return None;
        }
    };
    let action = action(name, &mut fields, reading, depth);
    let step = Step {
        at,
        name: fields.optional("name", reading),
        say: fields.optional("say", reading),
        read: fields.optional("read", reading),
        feels: fields.optional("feels", reading),
        then: timed(&mut fields, reading),
        instead: instead(&mut fields, reading, depth),
        numbers: fields.optional::<Numbers>("numbers", reading).map(|n| n.value.0).unwrap_or_default(),
        picture: fields.optional("picture", reading),
        recording: fields.optional("recording", reading),
        action: Action::Rest(Length::new(Marked::new(Span::ZERO, 0..0), None)),
    };
    fields.finish(reading);
    Some(Step { action: action?, ..step })
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
            Some(Action::Compress(Compress { pack: pack?, site: site?, length: length? }))
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
    Some(Action::Guide(Guide {
        site: site?,
        side: on_side,
        motion: motion?,
        pressure: pressure.unwrap_or_else(|| Marked::new(0, here)),
        hand,
        length: length?,
        spots,
        rhythm,
        halfway,
    }))
}

fn breathe<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Option<Action> {
    let pattern = pattern(fields, reading);
    let ramp = fields.raw("ramp").map_or_else(Vec::new, |raw| {
        let stages = reading.list("easier patterns, each with its `lasts`", raw);
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
    Some(Action::Breathe(Breathe { pattern: pattern?, length: length?, ramp }))
}

fn pattern<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Option<Pattern> {
    let inhale = fields.required::<Secs>("inhale", reading);
    let exhale = fields.required::<Secs>("exhale", reading);
    let mut phase = |name| fields.optional::<Secs>(name, reading).map_or(Span::ZERO, |secs| secs.value.0);
    let (top_up, hold, rest) = (phase("top_up"), phase("hold"), phase("rest"));
    Some(Pattern { inhale: inhale?.value.0, top_up, hold, exhale: exhale?.value.0, rest })
}

/// `lasts` with `flex`, or a number of `cycles`.
fn length_or_cycles<'a>(
    fields: &mut Fields<'a>,
    reading: &mut Reading<'a>,
    pattern: Option<&Pattern>,
) -> Option<Length> {
    let Some(cycles) = fields.optional::<u32>("cycles", reading) else {
        return length(fields, reading);
    };
    if let Some(lasts) = fields.raw("lasts") {
        let mut problem = Problem::error(reading.place(lasts), "`Breathe` has both `lasts` and `cycles`.");
        problem = problem.help("Keep the one that you mean; the other follows from it.");
        reading.problems.push(problem);
    }
    let flex = fields.optional("flex", reading);
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
    let members = reading.list("timed words such as (at: \"10s\", say: \"…\")", raw);
    let one = |raw| {
        let mut of = reading.structure("timed words", raw)?;
        let (at, say) = (of.required("at", reading), of.required("say", reading));
        of.finish(reading);
        Some(Timed { at: at?, say: say? })
    };
    members.into_iter().filter_map(one).collect()
}

fn instead<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>, depth: usize) -> Vec<Instead> {
    let Some(raw) = fields.raw("instead") else { return Vec::new() };
    let members = reading.list("alternatives such as (when: TouchHurts, step: …)", raw);
    let one = |raw| {
        let mut of = reading.structure("an alternative", raw)?;
        let when = of.required("when", reading);
        let inner = match of.raw("step") {
            Some(_) if depth >= MAX_DEPTH => None,
            Some(raw) => step(raw, reading, depth + 1),
            None => {
                of.missing("step", "the step to do instead", reading);
                None
            }
        };
        of.finish(reading);
        Some(Instead { when: when?, step: inner? })
    };
    members.into_iter().filter_map(one).collect()
}
