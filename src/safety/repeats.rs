//! What repeats add up to: a cap holds for a spot and for a site, however the time on it is divided into steps.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{place, rules, unsafe_at};
use crate::ron_reader::Problem;
use crate::routine::{CompressKind, Site, Step, StepKind};
use crate::time::ExactDuration;

/// Finds spots that are worked on too long by repeats without anything else between, and sites on which packs lie too
/// long in all.
pub(super) fn too_long(steps: &[Step], problems: &mut Vec<Problem>) {
    let mut packs = BTreeMap::new();
    each(steps, 1, None, &mut packs, problems);
}

/// How long packs lie on some skin, by the first of the sites that share it.
type OnSite = BTreeMap<(CompressKind, Site), ExactDuration>;

fn each(
    steps: &[Step],
    times: u64,
    at_use: Option<&Range<usize>>,
    packs: &mut OnSite,
    problems: &mut Vec<Problem>,
) {
    for step in steps {
        let at = at_use.unwrap_or(&step.span);
        let mut inner_times = times;
        match &step.kind {
            StepKind::Guide(guide) if times > 1 => {
                let spots = guide.spots.as_ref().map_or(1, |spots| u64::from(spots.value.max(1)));
                let once = guide.length.lasts.value.divided(spots);
                let cap = rules().spot.iter().find(|cap| cap.motions.contains(&guide.motion.value));
                // What is too long even once is told by the step's own check.
                if let Some(cap) = cap.filter(|cap| once * times > cap.longest && once <= cap.longest) {
                    let what = format!(
                        "With its repeats this is {} on one spot, at most {} are allowed.",
                        once * times,
                        cap.longest
                    );
                    problems.push(unsafe_at(
                        &place(&guide.length.lasts.span, step, at),
                        what,
                        &cap.why,
                        &cap.source,
                    ));
                }
            }
            StepKind::Compress(compress) => {
                let (pack, site) = (compress.pack.value, compress.site.value);
                let once = compress.length.lasts.value;
                let before = packs.entry((pack, super::guard::skin(site))).or_default();
                let total = *before + once * times;
                let cap = rules().packs.iter().find(|cap| cap.pack == pack && cap.sites.contains(&site));
                if let Some(cap) = cap.filter(|cap| total > cap.longest && once <= cap.longest) {
                    let what = format!(
                        "The {} lies on the {} for {total} in all, at most {} are allowed.",
                        pack.plain(),
                        site.plain(),
                        cap.longest
                    );
                    let at = place(&compress.length.lasts.span, step, at);
                    problems.push(unsafe_at(&at, what, &cap.why, &cap.source));
                }
                *before = total;
            }
            StepKind::Contrast(contrast) if times > 1 => {
                let cap = &rules().contrast;
                let what = "Warm and cold in turn are done once in a routine.";
                problems.push(unsafe_at(
                    &place(&contrast.rounds.span, step, at),
                    what.into(),
                    &cap.why,
                    &cap.source,
                ));
            }
            StepKind::Repeat(repeat) => inner_times = times.saturating_mul(repeat.times.value.into()),
            _ => {}
        }
        let inner = if matches!(step.kind, StepKind::Group(_)) { Some(at) } else { at_use };
        each(step.kind.children(), inner_times, inner, packs, problems);
    }
}
