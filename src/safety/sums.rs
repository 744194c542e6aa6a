//! What a session adds up to: a limit holds for the skin, the breath and the muscle, however the time on it is divided
//! into steps, repeats, sides and techniques, and whichever alternative is played.

use std::ops::Range;

use super::rules::{ContrastCap, PackCap, SkinCap, rules};
use super::source::Source;
use crate::routine::{Breathe, CompressKind, Guide, Length, Motion, Side, Site, Step, StepKind};
use crate::time::ExactDuration;

/// Something that adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// The time of hands on any skin.
    HandsOn,
    /// The time of hands on one skin, by the first of its sites; with a side where each has its own time.
    Hands(Site, Side),
    /// The time of packs on one skin, by the first of its sites.
    Packs(Site),
    /// How often warm and cold take turns.
    InTurn,
    /// The time of breathing with tones.
    Breathing,
    /// How often a group of muscles is tensed.
    Tensing(Site, Side),
}

/// What something adds to a sum, and how much of that there may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) sum: Sum,
    /// In nanoseconds, or how often.
    pub(super) amount: u64,
    pub(super) most: u64,
    pub(super) why: &'static str,
    pub(super) source: &'static Source,
}

/// How a step is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// As it stands, without its alternatives: what a plan plays.
    Played,
    /// As written, or the heaviest of its alternatives.
    Written,
    /// As long as it can become, or the heaviest of its alternatives.
    Longest,
}

/// What is done for a time, as a timeline has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Hands on the skin; with no side, on both.
    Hands(Site, Option<Side>),
    /// A pack on the skin.
    Pack(CompressKind, Site),
    /// A breath that follows tones.
    Breath,
}

/// Sums that grow.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals(Vec<Load>);

impl Totals {
    /// Adds to a sum and gives what it is now. Of several limits the lowest holds.
    pub(super) fn add(&mut self, load: Load) -> Load {
        let Some(total) = self.0.iter_mut().find(|total| total.sum == load.sum) else {
            self.0.push(load);
            return load;
        };
        total.amount = total.amount.saturating_add(load.amount);
        if load.most < total.most {
            *total = Load { amount: total.amount, ..load };
        }
        *total
    }

    /// Keeps of each sum whichever is more.
    fn or(&mut self, other: Self) {
        for load in other.0 {
            match self.0.iter_mut().find(|own| own.sum == load.sum) {
                Some(own) if own.amount < load.amount => *own = load,
                Some(_) => {}
                None => self.0.push(load),
            }
        }
    }

    pub(super) fn of(&self, sum: Sum) -> Option<&Load> {
        self.0.iter().find(|total| total.sum == sum)
    }
}

/// What is around a step while it is counted.
#[derive(Clone, Copy)]
struct Around {
    counted: Counted,
    times: u64,
    side: Option<Side>,
}

/// Visits what every step adds, in the order of the session, with the place that it has in the author's own file.
pub(super) fn each<'a>(
    steps: &'a [Step],
    counted: Counted,
    visit: &mut dyn FnMut(Load, &'a Step, &Range<usize>),
) {
    each_of(steps, Around { counted, times: 1, side: None }, None, visit);
}

fn each_of<'a>(
    steps: &'a [Step],
    around: Around,
    at_use: Option<&Range<usize>>,
    visit: &mut dyn FnMut(Load, &'a Step, &Range<usize>),
) {
    for step in steps {
        let at = at_use.unwrap_or(&step.span);
        if step.instead.is_empty() || around.counted == Counted::Played {
            let inner = if matches!(step.kind, StepKind::Group(_)) { Some(at) } else { at_use };
            for inside in insides(&step.kind, around) {
                each_of(step.kind.children(), inside, inner, visit);
            }
            of_leaf(&step.kind, around, &mut |load| visit(load, step, at));
        } else {
            for load in heaviest(step, around).0 {
                visit(load, step, at);
            }
        }
    }
}

/// A step or the heaviest of what can take its place, sum by sum.
fn heaviest(step: &Step, around: Around) -> Totals {
    let mut totals = Totals::default();
    for inside in insides(&step.kind, around) {
        for child in step.kind.children() {
            for load in heaviest(child, inside).0 {
                totals.add(load);
            }
        }
    }
    of_leaf(&step.kind, around, &mut |load| {
        totals.add(load);
    });
    if around.counted != Counted::Played {
        for instead in &step.instead {
            totals.or(heaviest(&instead.step, around));
        }
    }
    totals
}

/// What surrounds the steps inside a step, once for each time that they are walked through.
fn insides(kind: &StepKind, around: Around) -> impl Iterator<Item = Around> {
    let times = match kind {
        StepKind::Repeat(repeat) => around.times.saturating_mul(repeat.times.value.into()),
        _ => around.times,
    };
    let (first, second) = match kind {
        StepKind::EachSide(each) => (Some(each.first.value), Some(each.first.value.other())),
        _ => (around.side, None),
    };
    let again = second.map(|side| Around { times, side: Some(side), ..around });
    std::iter::once(Around { times, side: first, ..around }).chain(again)
}

/// What a step that holds no others adds.
fn of_leaf(kind: &StepKind, around: Around, add: &mut dyn FnMut(Load)) {
    let lasts = |length: &Length| match around.counted {
        Counted::Played | Counted::Written => length.lasts.value * around.times,
        Counted::Longest => length.limits().1.max(length.lasts.value) * around.times,
    };
    match kind {
        StepKind::Guide(guide) => {
            let side = guide.side.as_ref().map(|side| side.value).or(around.side);
            if guide.motion.value.is_hands_on() {
                of_act(Act::Hands(guide.site.value, side), lasts(&guide.length), add);
            } else if guide.motion.value == Motion::Tense {
                tensing(guide, side, around, add);
            }
        }
        StepKind::Compress(compress) => {
            of_act(Act::Pack(compress.pack.value, compress.site.value), lasts(&compress.length), add);
        }
        StepKind::Contrast(contrast) => {
            let ContrastCap { longest, why, why_once, source, .. } = &rules().contrast;
            let once = (contrast.warm.value + contrast.cold.value) * u64::from(contrast.rounds.value);
            let (amount, most) = ((once * around.times).nanos(), longest.nanos());
            add(Load { sum: Sum::Packs(super::guard::skin(contrast.site.value)), amount, most, why, source });
            add(Load { sum: Sum::InTurn, amount: around.times, most: 1, why: why_once, source });
        }
        StepKind::Breathe(breathe) => {
            of_act(Act::Breath, lasts(&breathe.length) + ramp(breathe) * around.times, add);
        }
        StepKind::Rest(_)
        | StepKind::Wait { .. }
        | StepKind::Repeat(_)
        | StepKind::EachSide(_)
        | StepKind::Use(_)
        | StepKind::Group(_) => {}
    }
}

fn tensing(guide: &Guide, side: Option<Side>, around: Around, add: &mut dyn FnMut(Load)) {
    let cap = &rules().tensing;
    let lasts = guide.length.limits().1.max(guide.length.lasts.value);
    let once =
        guide.rhythm.as_ref().map_or(1, |rhythm| lasts.count_of(rhythm.value.0 + rhythm.value.1).max(1));
    for side in sides(side) {
        let sum = Sum::Tensing(guide.site.value, *side);
        let amount = once.saturating_mul(around.times);
        add(Load { sum, amount, most: cap.rounds, why: &cap.why_rounds, source: &cap.source });
    }
}

/// What something adds that is done for a time.
fn of_act(act: Act, lasts: ExactDuration, add: &mut dyn FnMut(Load)) {
    let amount = lasts.nanos();
    match act {
        Act::Hands(site, side) => {
            let cap = &rules().hands_on;
            let most = cap.longest.nanos();
            add(Load { sum: Sum::HandsOn, amount, most, why: &cap.why, source: &cap.source });
            let Some(SkinCap { sites, each_side, most, why, source }) = skin_of(site) else { return };
            let first = sites.first().copied().unwrap_or(site);
            let of_sides = if *each_side { sides(side) } else { &[Side::Both] };
            for side in of_sides {
                add(Load { sum: Sum::Hands(first, *side), amount, most: most.nanos(), why, source });
            }
        }
        Act::Pack(pack, site) => {
            let Some(PackCap { longest, why, source, .. }) = pack_cap(pack, site) else { return };
            let sum = Sum::Packs(super::guard::skin(site));
            add(Load { sum, amount, most: longest.nanos(), why, source });
        }
        Act::Breath => {
            let cap = &rules().breath;
            let most = cap.together.nanos();
            add(Load { sum: Sum::Breathing, amount, most, why: &cap.why_together, source: &cap.source });
        }
    }
}

const fn sides(side: Option<Side>) -> &'static [Side] {
    match side {
        Some(Side::Left) => &[Side::Left],
        Some(Side::Right) => &[Side::Right],
        Some(Side::Both) | None => &[Side::Left, Side::Right],
    }
}

fn skin_of(site: Site) -> Option<&'static SkinCap> {
    rules().skins.iter().find(|cap| cap.sites.contains(&site))
}

/// The limit of a pack on a site; nothing if it may not lie there.
pub(super) fn pack_cap(pack: CompressKind, site: Site) -> Option<&'static PackCap> {
    rules().packs.iter().find(|cap| cap.pack == pack && cap.sites.contains(&site))
}

/// How long the easier patterns on the way to a breath last.
pub(super) fn ramp(breathe: &Breathe) -> ExactDuration {
    breathe.ramp.iter().map(|stage| stage.value.1).sum()
}

/// How much more of something there may be in a session in which all this is done.
#[must_use]
pub fn room(done: impl Iterator<Item = (Act, ExactDuration)>, more: Act) -> ExactDuration {
    let mut totals = Totals::default();
    for (act, lasts) in done {
        of_act(act, lasts, &mut |load| {
            totals.add(load);
        });
    }
    let mut room = u64::MAX;
    of_act(more, ExactDuration::ZERO, &mut |load| {
        let total = totals.add(load);
        room = room.min(total.most.saturating_sub(total.amount));
    });
    ExactDuration::from_nanos(room)
}

/// What passes a limit when these steps are done as they stand, as the end of a sentence: `3m of hands on the temples`.
#[must_use]
pub fn too_much(steps: &[Step]) -> Option<String> {
    let mut totals = Totals::default();
    let mut passed = None;
    each(steps, Counted::Played, &mut |load, _, _| {
        let total = totals.add(load);
        if total.amount > total.most {
            passed.get_or_insert(total.sum);
        }
    });
    passed.and_then(|sum| totals.of(sum)).map(Load::said)
}

impl Load {
    /// As the end of a sentence: `3m of hands on the temples, and at most 2m are allowed`.
    pub(super) fn said(&self) -> String {
        let time = ExactDuration::from_nanos;
        match self.sum {
            Sum::HandsOn | Sum::Hands(..) | Sum::Packs(_) | Sum::Breathing => {
                format!("{} {}, at most {} are allowed", time(self.amount), self.sum.plain(), time(self.most))
            }
            Sum::InTurn => format!("{} {} times, and once is allowed", self.sum.plain(), self.amount),
            Sum::Tensing(..) => {
                format!("{} {} times, at most {} are allowed", self.sum.plain(), self.amount, self.most)
            }
        }
    }
}

impl Sum {
    fn plain(self) -> String {
        match self {
            Self::HandsOn => "of hands-on massage".into(),
            Self::Hands(site, Side::Both) => format!("of hands {} in all", site.placed()),
            Self::Hands(site, Side::Left | Side::Right) => {
                format!("of hands {} on one side in all", site.placed())
            }
            Self::Packs(site) => format!("of packs {} in all", site.placed()),
            Self::InTurn => "warm and cold in turn".into(),
            Self::Breathing => "of paced breathing".into(),
            Self::Tensing(site, _) => format!("tensing of the {}", site.plain()),
        }
    }
}
