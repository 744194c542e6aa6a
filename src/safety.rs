//! What a step does decides whether it is safe: the caps, and the review of every routine against them.
//!
//! [`review()`] is the only way to a [`SafeRoutine`], and only those are planned and played. The limits themselves are
//! data (`rules.ron`).

use crate::routine::{
    CompressKind, FirstSide, Guide, Language, Motion, Site, Step, StepKind, ValidRoutine, walk,
};
use crate::time::ExactDuration;

mod change;
pub mod conditions;
mod first_time;
pub mod guard;
mod judge;
mod matcher;
mod moment;
mod profile;
mod red_flags;
mod remarks;
mod review;
pub mod rules;
mod source;
mod sums;
pub mod words;

pub mod table;

pub use change::{Advice, Change, Changed};
pub use conditions::conditions;
pub use first_time::{FirstTime, Introduction};
pub use guard::{Applied, Guarded, History, Massaged, guard};
pub use judge::{Judgement, Verdict, blocked, judge, still_screen};
pub use matcher::{Area, Matcher, Place};
pub use moment::{Limits, Moment, State};
pub use profile::{Answer, Condition, Profile};
pub use red_flags::{Flags, RedFlags, Sign, red_flags};
pub use remarks::remarks;
pub use review::{of_steps, review};
pub use rules::{Doing, StopSigns, rules, stop_signs};
pub use source::Source;
pub use sums::{Act, Sum, room, too_much};

/// A routine none of whose steps passes a cap.
#[derive(Clone, Debug)]
pub struct SafeRoutine(ValidRoutine);

impl std::ops::Deref for SafeRoutine {
    type Target = ValidRoutine;

    fn deref(&self) -> &ValidRoutine {
        &self.0
    }
}

impl SafeRoutine {
    /// The same routine in a language: whatever has words in it is said in it, all else in English.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self(self.0.in_language(language))
    }

    /// Whether it begins on the side that is sore, which only the person knows.
    #[must_use]
    pub fn asks_for_the_sore_side(&self) -> bool {
        let mut asks = false;
        walk(&self.routine().steps, &mut |step, _| {
            asks |= matches!(&step.kind, StepKind::EachSide(each) if each.first.value == FirstSide::Sore);
        });
        asks
    }
}

/// How long hands work on the skin in all.
#[must_use]
pub fn hands_on(steps: &[Step]) -> ExactDuration {
    let of_step = |step: &Step| match &step.kind {
        StepKind::Guide(guide) if guide.motion.value.is_hands_on() => guide.length.lasts.value,
        StepKind::Repeat(repeat) => hands_on(&repeat.steps) * u64::from(repeat.times.value),
        StepKind::EachSide(each) => hands_on(&each.steps) * each.times(),
        action => hands_on(action.children()),
    };
    steps.iter().map(of_step).sum()
}

/// The longest that one step of this kind may last, however it is lengthened while it plays.
#[must_use]
pub fn longest(guide: &Guide) -> Option<ExactDuration> {
    // With more time a muscle would be tensed more often.
    if guide.motion.value == Motion::Tense {
        return Some(guide.length.limits().1.max(guide.length.lasts.value));
    }
    // With more time an exercise would be done more often, or held longer.
    if guide.motion.value.is_exercise() {
        return Some(guide.length.lasts.value);
    }
    let cap = rules().spot.iter().find(|cap| cap.motions.contains(&guide.motion.value))?;
    let spots = guide.spots.as_ref().map_or(1, |spots| spots.value.max(1));
    Some(cap.longest * u64::from(spots))
}

/// Whether what one site had counts for another.
#[must_use]
pub fn same_skin(one: Site, other: Site) -> bool {
    guard::skin(one) == guard::skin(other)
}

/// The longest time that a pack may be on a site; nothing if it is not allowed there.
#[must_use]
pub fn longest_pack(pack: CompressKind, site: Site) -> Option<ExactDuration> {
    sums::pack_cap(pack, site).map(|cap| cap.longest)
}
