//! The same place in another timeline: a routine that is changed while it is played goes on where it was.

use super::{Segment, Timeline, What};
use crate::time::{Position, Span};

impl Timeline {
    /// The place here that is nearest to `into_step` into the segment `index` of the `old` timeline: the same step, and
    /// the same time into it, as far as it lasts.
    #[must_use]
    pub fn nearest(&self, old: &Self, index: usize, into_step: Span) -> Position {
        let segment = &self.segments[self.same_step(old, index)];
        segment.start + into_step.min(segment.lasts)
    }

    /// The segment here that the segment `index` of the `old` timeline became.
    ///
    /// That with the same name, side and round, of several the one that comes as many times after the first; else with
    /// fewer of these in common; else one in which the same is done; else the one at the same place in the order.
    #[must_use]
    pub fn same_step(&self, old: &Self, index: usize) -> usize {
        let last = self.segments.len().saturating_sub(1);
        let Some(was) = old.segments.get(index) else { return last };
        let alike: [fn(&Segment, &Segment) -> bool; 5] = [
            |a, b| is_named_alike(a, b) && a.side == b.side && round(a) == round(b),
            |a, b| is_named_alike(a, b) && a.side == b.side,
            is_named_alike,
            |a, b| a.what == b.what && a.side == b.side,
            |a, b| a.what == b.what,
        ];
        for is_alike in alike {
            let before = old.segments[..index].iter().filter(|other| is_alike(other, was)).count();
            let mut here = (0..self.segments.len()).filter(|here| is_alike(&self.segments[*here], was));
            if let Some(found) = here.clone().nth(before).or_else(|| here.next_back()) {
                return found;
            }
        }
        index.min(last)
    }
}

/// Whether two segments have one name and are of one kind: the count before the start has a name, too.
fn is_named_alike(a: &Segment, b: &Segment) -> bool {
    a.name == b.name && std::mem::discriminant(&a.what) == std::mem::discriminant(&b.what)
        || is_end(a) && is_end(b)
}

const fn is_end(segment: &Segment) -> bool {
    matches!(segment.what, What::End)
}

/// Which round it is; how many there are may have changed.
fn round(segment: &Segment) -> Option<u32> {
    segment.round.map(|(round, _)| round)
}
