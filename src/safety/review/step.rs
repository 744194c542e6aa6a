//! What a single step does against the rules.

use std::ops::Range;

use super::super::rules::{BreathCap, ExerciseCap, rules};
use super::super::sums::pack_cap;
use super::{longest_at, place, unsafe_at};
use crate::ron_reader::{Problem, ProblemKind};
use crate::routine::{Breathe, Compress, Contrast, Guide, Motion, Pattern, Step, StepKind};

/// Every limit that a step exceeds by itself.
pub(super) fn of_step(step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    for never in rules().never.iter().filter(|never| never.what.is_about(&step.kind)) {
        let what = match &step.kind {
            StepKind::Guide(guide) if guide.motion.value.is_hands_on() => {
                format!("No massage is allowed {}.", guide.site.value.placed())
            }
            StepKind::Guide(guide) => {
                format!("`{}` is not allowed {}.", guide.motion.value.name(), guide.site.value.placed())
            }
            _ => format!("No routine may include {}.", never.what.plain()),
        };
        problems.push(unsafe_at(at, what, &never.why, &never.source));
    }
    match &step.kind {
        StepKind::Guide(guide) => {
            of_motion(guide, step, at, problems);
            of_guide(guide, step, at, problems);
            if guide.motion.value.is_exercise() {
                of_exercise(guide, step, at, problems);
            }
        }
        StepKind::Compress(compress) => of_pack(compress, step, at, problems),
        StepKind::Contrast(contrast) => of_contrast(contrast, step, at, problems),
        StepKind::Breathe(breathe) => of_breathing(breathe, step, at, problems),
        StepKind::Rest(_)
        | StepKind::Wait { .. }
        | StepKind::Ask(_)
        | StepKind::Repeat(_)
        | StepKind::EachSide(_)
        | StepKind::Use(_)
        | StepKind::Group(_) => {}
    }
}

/// A motion where it does not belong, a hold that is too long for its place, and tension beyond what is meant.
fn of_motion(guide: &Guide, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let (site, motion) = (guide.site.value, guide.motion.value);
    if let Some(rule) =
        rules().only_on.iter().find(|rule| rule.motion == motion && !rule.sites.contains(&site))
    {
        let allowed: Vec<&str> = rule.sites.iter().map(|site| site.name()).collect();
        let what = format!(
            "`{}` is not allowed {}, only on {}.",
            motion.name(),
            site.placed(),
            crate::safety::change::listed_names(&allowed)
        );
        problems.push(unsafe_at(&place(&guide.motion.span, step, at), what, &rule.why, &rule.source));
    }
    if let Some(rule) = rules().only_that.iter().find(|rule| rule.site == site && motion.is_hands_on()) {
        let held = guide.held(guide.length.limits().1);
        if !rule.motions.contains(&motion) {
            let allowed: Vec<&str> = rule.motions.iter().map(|motion| motion.name()).collect();
            let what = format!(
                "`{}` is not allowed {}; only `{}` is.",
                motion.name(),
                site.placed(),
                allowed.join("`, `")
            );
            problems.push(unsafe_at(&place(&guide.motion.span, step, at), what, &rule.why, &rule.source));
        } else if held > rule.longest_hold {
            let what = format!(
                "One hold of {held} on the {} is too long; the limit is {}.",
                site.plain(),
                rule.longest_hold
            );
            let written =
                guide.rhythm.as_ref().map_or_else(|| longest_at(&guide.length), |rhythm| &rhythm.span);
            problems.push(unsafe_at(&place(written, step, at), what, &rule.why, &rule.source));
        }
    }
    let cap = &rules().tensing;
    if motion == Motion::Tense && guide.pressure.value > cap.effort {
        let what =
            format!("An effort of {} is too strong; the limit is {}.", guide.pressure.value, cap.effort);
        problems.push(unsafe_at(&place(&guide.pressure.span, step, at), what, &cap.why, &cap.source));
    }
    if motion == Motion::Tense
        && let Some(rhythm) =
            guide.rhythm.as_ref().filter(|rhythm| !(cap.press.0..=cap.press.1).contains(&rhythm.value.0))
    {
        let what =
            format!("Tensing should last from {} to {}, not {}.", cap.press.0, cap.press.1, rhythm.value.0);
        problems.push(unsafe_at(&place(&rhythm.span, step, at), what, &cap.why, &cap.source));
    }
}

/// An exercise that is held too long or too briefly, or that is more than comfortable.
fn of_exercise(guide: &Guide, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let ExerciseCap { hold: (least, most), why_hold, discomfort, why_discomfort, source, .. } =
        &rules().exercise;
    let written = guide.rhythm.as_ref().map_or_else(|| longest_at(&guide.length), |rhythm| &rhythm.span);
    let lasted = guide.held(guide.length.limits().1);
    if !(least..=most).contains(&&lasted) {
        let what = format!("One hold lasts {lasted}; it should last from {least} to {most}.");
        let problem = unsafe_at(&place(written, step, at), what, why_hold, source);
        let why = problem.help.clone().unwrap_or_default();
        problems.push(if guide.rhythm.is_none() && lasted > *most {
            problem.help(format!(
                "{why} If it's done several times, say how often, such as `times: 3, rhythm: (press: \"5s\", release: \
                 \"3s\")`."
            ))
        } else {
            problem
        });
    }
    if guide.pressure.value > *discomfort {
        let what = format!(
            "A discomfort of {} is too much for an exercise; the limit is {discomfort}.",
            guide.pressure.value
        );
        problems.push(unsafe_at(&place(&guide.pressure.span, step, at), what, why_discomfort, source));
    }
}

fn of_guide(guide: &Guide, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let site = guide.site.value;
    if guide.motion.value.is_hands_on()
        && let Some(cap) = rules().pressure.iter().find(|cap| cap.sites.contains(&site))
        && guide.pressure.value > cap.most
    {
        let what = format!(
            "A pressure of {} {} is too strong; the limit is {}.",
            guide.pressure.value,
            site.placed(),
            cap.most
        );
        problems.push(unsafe_at(&place(&guide.pressure.span, step, at), what, &cap.why, &cap.source));
    }
    let spots = guide.spots.as_ref().map_or(1, |spots| spots.value.max(1));
    // Before an exercise, the words are listened to.
    let on_a_spot = guide.length.limits().1.minus(guide.lead).divided(spots.into());
    if let Some(cap) = rules().spot.iter().find(|cap| cap.motions.contains(&guide.motion.value))
        && on_a_spot > cap.longest
    {
        let what = format!("{on_a_spot} on one spot is too long; the limit is {}.", cap.longest);
        let problem = unsafe_at(&place(longest_at(&guide.length), step, at), what, &cap.why, &cap.source);
        let help = problem.help.clone().unwrap_or_default();
        let shorter = if guide.motion.value.is_exercise() {
            "Do it fewer times, or hold it for less long."
        } else {
            "If there are several spots, say how many, such as `spots: 3`."
        };
        problems.push(problem.help(format!("{help} {shorter}")));
    }
}

fn of_contrast(contrast: &Contrast, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let cap = &rules().contrast;
    if !cap.sites.contains(&contrast.site.value) {
        let what = format!("Alternating warm and cold is not allowed {}.", contrast.site.value.placed());
        problems.push(unsafe_at(&place(&contrast.site.span, step, at), what, &cap.why, &cap.source));
        return;
    }
    for (name, part, (least, most)) in
        [("warm", &contrast.warm, cap.warm), ("cold", &contrast.cold, cap.cold)]
    {
        if !(least..=most).contains(&part.value) {
            let what =
                format!("In `Contrast`, `{name}` should last from {least} to {most}, not {}.", part.value);
            problems.push(unsafe_at(&place(&part.span, step, at), what, &cap.why_so_long, &cap.source));
        }
    }
    let lasts = (contrast.warm.value + contrast.cold.value) * u64::from(contrast.rounds.value);
    if lasts > cap.longest {
        let what = format!("Alternating warm and cold lasts {lasts} here; the limit is {}.", cap.longest);
        problems.push(unsafe_at(
            &place(&contrast.rounds.span, step, at),
            what,
            &cap.why_longest,
            &cap.source,
        ));
    }
}

/// Every breath of a step, also of the easier ones on the way.
fn of_breathing(breathe: &Breathe, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    of_breath(breathe.pattern, at, problems);
    for stage in &breathe.ramp {
        of_breath(stage.value.pattern, &place(&stage.span, step, at), problems);
    }
}

fn of_breath(pattern: Pattern, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let BreathCap {
        inhale, hold, exhale, rest, why_phases, breath: (least, most), why_breath, source, ..
    } = &rules().breath;
    let phases = [
        ("The breath in", pattern.inhale + pattern.top_up, inhale),
        ("The hold", pattern.hold, hold),
        ("The breath out", pattern.exhale, exhale),
        ("The rest after breathing out", pattern.rest, rest),
    ];
    let mut too_long = false;
    for (name, lasts, most) in phases.into_iter().filter(|(_, lasts, most)| lasts > most) {
        let what = format!("{name} lasts {lasts}; the limit is {most}.");
        problems.push(unsafe_at(at, what, why_phases, source));
        too_long = true;
    }
    let cycle = pattern.cycle();
    if cycle < *least || (cycle > *most && !too_long) {
        let what = format!(
            "A breath of {cycle} is too {}; it should last from {least} to {most}.",
            if cycle < *least { "fast" } else { "slow" }
        );
        problems.push(unsafe_at(at, what, why_breath, source));
    }
}

fn of_pack(compress: &Compress, step: &Step, at: &Range<usize>, problems: &mut Vec<Problem>) {
    let (pack, site, longest) = (compress.pack.value, compress.site.value, compress.length.limits().1);
    let Some(cap) = pack_cap(pack, site) else {
        let allowed = rules().packs.iter().filter(|cap| cap.pack == pack);
        let allowed: Vec<&str> = allowed.flat_map(|cap| &cap.sites).map(|site| site.name()).collect();
        let what = format!("A {} is not allowed {}.", pack.plain(), site.placed());
        let problem = Problem::error(ProblemKind::Safety, place(&compress.site.span, step, at), what);
        problems.push(problem.help(format!("Allowed places: {}.", allowed.join(", "))));
        return;
    };
    if longest > cap.longest {
        let what = format!(
            "A {} on the {} for {longest} is too long; the limit is {}.",
            pack.plain(),
            site.plain(),
            cap.longest
        );
        let at = place(longest_at(&compress.length), step, at);
        problems.push(unsafe_at(&at, what, &cap.why, &cap.source));
    }
}
