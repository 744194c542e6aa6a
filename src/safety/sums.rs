//! What a session adds up to: a limit holds for the skin, the breath and the muscle, however the time on it is divided
//! into steps, repeats, sides and techniques, and whichever alternative is played.

use super::rules::{PackCap, SkinCap, rules};
use super::source::Source;
use crate::routine::{CompressKind, Motion, Side, Site, Step};
use crate::time::ExactDuration;

mod steps;

pub(super) use steps::{Counted, each, ramp};

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
    /// How often an exercise is done on a side.
    Exercise(Motion, Site, Side),
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

/// What something adds that is done for a time.
fn of_act(act: Act, lasts: ExactDuration, add: &mut dyn FnMut(Load)) {
    let amount = lasts.nanos();
    match act {
        Act::Hands(site, on) => {
            let cap = &rules().hands_on;
            let most = cap.longest.nanos();
            add(Load { sum: Sum::HandsOn, amount, most, why: &cap.why, source: &cap.source });
            let Some(SkinCap { sites, each_side, most, why, source }) = skin_of(site) else { return };
            let first = sites.first().copied().unwrap_or(site);
            let of_sides = if *each_side { sides(on) } else { &[Side::Both] };
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

/// The limit of a pack on a site; nothing if a pack is not allowed there.
pub(super) fn pack_cap(pack: CompressKind, site: Site) -> Option<&'static PackCap> {
    rules().packs.iter().find(|cap| cap.pack == pack && cap.sites.contains(&site))
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

/// What exceeds a limit when these steps are done as written, as the end of a sentence: `3m of massage on the temples …`.
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
    /// As the end of a sentence: `3m of massage on the temples in total; the limit is 2m`.
    pub(super) fn said(&self) -> String {
        let time = ExactDuration::from_nanos;
        match self.sum {
            Sum::HandsOn | Sum::Hands(..) | Sum::Packs(_) | Sum::Breathing => {
                format!("{} {}; the limit is {}", time(self.amount), self.sum.plain(), time(self.most))
            }
            Sum::InTurn => format!("{} {}; the limit is {}", self.amount, self.sum.plain(), self.most),
            Sum::Tensing(..) => {
                format!("{} rounds {}; the limit is {}", self.amount, self.sum.plain(), self.most)
            }
            Sum::Exercise(..) => {
                format!("{} repetitions {}; the limit is {}", self.amount, self.sum.plain(), self.most)
            }
        }
    }
}

impl Sum {
    fn plain(self) -> String {
        match self {
            Self::HandsOn => "of massage in total".into(),
            Self::Hands(site, Side::Both) => format!("of massage {} in total", site.placed()),
            Self::Hands(site, Side::Left | Side::Right) => {
                format!("of massage {} in total on one side", site.placed())
            }
            Self::Packs(site) => format!("of packs {} in total", site.placed()),
            Self::InTurn => "steps that alternate warm and cold".into(),
            Self::Breathing => "of paced breathing".into(),
            Self::Tensing(site, _) => format!("of tensing {}", site.the()),
            Self::Exercise(motion, site, _) if motion.own_site() == Some(site) => {
                format!("of the exercise “{}” in total on one side", motion.plain())
            }
            Self::Exercise(motion, site, _) => {
                format!("of the exercise “{}” {} in total on one side", motion.plain(), site.placed())
            }
        }
    }
}
