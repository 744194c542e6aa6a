//! What was done in earlier sessions, and when the next may be: pure, with the history and the time as arguments.
//!
//! A day is any 24 hours: stricter than a date, and untouched by midnight, by travel and by summer time. What the history
//! has in the future, because the clock was set back, counts as done just now.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::rules::{PackGuard, rules};
use super::source::Source;
use crate::routine::{CompressKind, Site, Step, StepKind};
use crate::time::ExactDuration;

/// A pack that lay on a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Cold or warm.
    pub pack: CompressKind,
    /// Where.
    pub site: Site,
    /// When it was laid on.
    pub from: DateTime<FixedOffset>,
    /// How long it lay.
    pub lasted: ExactDuration,
}

/// Massage of an earlier session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Massaged {
    /// When it ended.
    pub until: DateTime<FixedOffset>,
    /// How long hands worked on the skin.
    pub hands_on: ExactDuration,
}

/// What was done in earlier sessions; the last two days are enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Packs.
    pub applied: Vec<Applied>,
    /// Massage.
    pub massaged: Vec<Massaged>,
}

/// Whether what is planned may be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guarded {
    /// It may.
    Allowed,
    /// It may later.
    NotBefore {
        /// When, in the offset of the asked time.
        at: DateTime<FixedOffset>,
        /// What holds it back and for how long, one sentence.
        sentence: String,
        /// The reason.
        why: &'static str,
        /// What the reason rests on.
        source: &'static Source,
    },
}

/// One reason to wait.
struct Wait {
    at: DateTime<FixedOffset>,
    what: String,
    why: &'static str,
    source: &'static Source,
}

/// What lay on the same skin without a rest between.
struct Application {
    from: DateTime<FixedOffset>,
    until: DateTime<FixedOffset>,
    /// How long a pack really lay, without what was between.
    lasted: ExactDuration,
    cold: bool,
    warm: bool,
}

const DAY: ExactDuration = ExactDuration::from_mins(24 * 60);

/// Holds planned steps against what was done before.
#[must_use]
pub fn guard(steps: &[Step], history: &History, now: DateTime<FixedOffset>) -> Guarded {
    let mut waits = Vec::new();
    packs(steps, history, now, &mut waits);
    massage(super::hands_on(steps), history, now, &mut waits);
    let Some(longest) = waits.into_iter().filter(|wait| wait.at > now).max_by_key(|wait| wait.at) else {
        return Guarded::Allowed;
    };
    let Wait { at, what, why, source } = longest;
    let mins = u64::try_from((at - now).num_seconds()).unwrap_or_default().div_ceil(60).max(1);
    let sentence = format!("{what} again in {}.", ExactDuration::from_mins(mins).spoken());
    Guarded::NotBefore { at, sentence, why, source }
}

/// A pack that has to rest before it may be laid on again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackRest {
    /// Cold or warm.
    pub pack: CompressKind,
    /// Where it lay.
    pub site: Site,
    /// When it may be laid on again.
    pub until: DateTime<FixedOffset>,
}

/// Which packs have to rest at `now`, each where it lay last.
#[must_use]
pub fn pack_rests(history: &History, now: DateTime<FixedOffset>) -> Vec<PackRest> {
    let mut latest: Vec<&Applied> = Vec::new();
    for applied in history.applied.iter().rev() {
        let is_same = |other: &&Applied| other.pack == applied.pack && skin(other.site) == skin(applied.site);
        if !latest.iter().any(is_same) {
            latest.push(applied);
        }
    }
    let wait = |applied: &Applied| {
        let mut waits = Vec::new();
        one_pack(applied.pack, applied.site, &applications(history, applied.site, now), &mut waits);
        let until = waits.into_iter().map(|wait| wait.at).filter(|at| *at > now).max()?;
        Some(PackRest { pack: applied.pack, site: applied.site, until })
    };
    latest.into_iter().filter_map(wait).collect()
}

fn packs(steps: &[Step], history: &History, now: DateTime<FixedOffset>, waits: &mut Vec<Wait>) {
    for step in steps {
        match &step.kind {
            StepKind::Compress(compress) => {
                let (pack, site) = (compress.pack.value, compress.site.value);
                one_pack(pack, site, &applications(history, site, now), waits);
            }
            StepKind::Contrast(contrast) => {
                let site = contrast.site.value;
                let before = applications(history, site, now);
                one_pack(CompressKind::Warm, site, &before, waits);
                one_pack(CompressKind::Cold, site, &before, waits);
                let rule = &rules().guard.contrast;
                let what = format!("You can alternate warm and cold on the {}", site.plain());
                let in_turn = before.iter().filter(|one| one.cold && one.warm).map(|one| one.from);
                let (why, source) = (rule.why.as_str(), &rule.source);
                let at = in_a_day(in_turn.collect(), rule.a_day);
                waits.extend(at.map(|at| Wait { at, what, why, source }));
            }
            action => packs(action.children(), history, now, waits),
        }
    }
}

/// The rest after whatever lay there last, and the number in a day of the same kind.
fn one_pack(pack: CompressKind, site: Site, before: &[Application], waits: &mut Vec<Wait>) {
    let does = match pack {
        CompressKind::Cold => "cool",
        CompressKind::Warm => "warm",
    };
    let mut wait = |at, rule: &'static PackGuard| {
        let what = format!("You can {does} the {}", site.plain());
        waits.push(Wait { at, what, why: &rule.why, source: &rule.source });
    };
    for rule in &rules().guard.packs {
        let of_kind =
            || before.iter().filter(|one| if rule.pack == CompressKind::Cold { one.cold } else { one.warm });
        if let Some(at) = of_kind().map(|one| later(one.until, rest(one.lasted, rule))).max() {
            wait(at, rule);
        }
        if rule.pack == pack
            && let Some(at) = in_a_day(of_kind().map(|one| one.from).collect(), rule.a_day)
        {
            wait(at, rule);
        }
    }
}

/// The rest after a pack that lay so long: in proportion where that was short, and never longer than the whole one.
fn rest(lasted: ExactDuration, rule: &PackGuard) -> ExactDuration {
    let short = &rules().guard.short;
    let part = rule.rest.scaled(lasted.min(short.full_from), short.full_from);
    part.max(short.least).min(rule.rest)
}

/// When one more is possible with at most `most` in any day, if there are that many at all.
fn in_a_day(mut times: Vec<DateTime<FixedOffset>>, most: usize) -> Option<DateTime<FixedOffset>> {
    times.sort();
    let nth = times.len().checked_sub(most)?;
    times.get(nth).map(|time| later(*time, DAY))
}

/// The first of the sites that share their skin with a site.
pub(crate) fn skin(site: Site) -> Site {
    let group = rules().guard.together.iter().find(|group| group.contains(&site));
    group.and_then(|group| group.first()).copied().unwrap_or(site)
}

/// What lay on the skin of a site long enough to count, in order; parts that follow each other closely are one
/// application.
fn applications(history: &History, site: Site, now: DateTime<FixedOffset>) -> Vec<Application> {
    let mut parts: Vec<Application> = history
        .applied
        .iter()
        .filter(|one| skin(one.site) == skin(site) && !one.lasted.is_zero())
        .map(|one| {
            // What is in the future has just ended: how long ago it really was cannot be known.
            let (from, until) =
                if one.from > now { (now, now) } else { (one.from, later(one.from, one.lasted)) };
            let (cold, warm) = (one.pack == CompressKind::Cold, one.pack == CompressKind::Warm);
            Application { from, until, lasted: one.lasted, cold, warm }
        })
        .collect();
    parts.sort_by_key(|part| part.from);
    let mut whole: Vec<Application> = Vec::new();
    for part in parts {
        match whole.last_mut().filter(|last| part.from <= later(last.until, rules().guard.one_application)) {
            Some(last) => {
                last.until = last.until.max(part.until);
                last.lasted += part.lasted;
                last.cold |= part.cold;
                last.warm |= part.warm;
            }
            None => whole.push(part),
        }
    }
    whole.retain(|one| one.lasted >= rules().guard.short.from);
    whole
}

fn massage(planned: ExactDuration, history: &History, now: DateTime<FixedOffset>, waits: &mut Vec<Wait>) {
    if planned.is_zero() {
        return;
    }
    let rule = &rules().guard.hands_on;
    let mut before: Vec<Massaged> = history.massaged.clone();
    for one in &mut before {
        one.until = one.until.min(now);
    }
    before.retain(|one| later(one.until, DAY) > now && !one.hands_on.is_zero());
    before.sort_by_key(|one| one.until);
    let mut done: ExactDuration = before.iter().map(|one| one.hands_on).sum();
    let mut at = None;
    for one in &before {
        if done + planned > rule.a_day {
            at = Some(later(one.until, DAY));
            done = done.minus(one.hands_on);
        }
    }
    let full = |one: &&Massaged| one.hands_on >= rule.full_session;
    if planned >= rule.full_session {
        at = at.max(before.iter().filter(full).map(|one| later(one.until, DAY)).max());
    }
    let what = "You can have that much massage".to_owned();
    waits.extend(at.map(|at| Wait { at, what, why: &rule.why, source: &rule.source }));
}

fn later(time: DateTime<FixedOffset>, by: ExactDuration) -> DateTime<FixedOffset> {
    let by = i64::try_from(by.nanos()).map_or(TimeDelta::MAX, TimeDelta::nanoseconds);
    time.checked_add_signed(by).unwrap_or(time)
}

#[cfg(test)]
mod tests;
