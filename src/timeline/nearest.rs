//! The same place in another timeline: a routine that is changed while it is played goes on where it was.

use super::{Segment, SegmentKind, Timeline};
use crate::time::{ExactDuration, Position};

impl Timeline {
    /// The place here that is nearest to `into_step` into the segment `index` of the `old` timeline: the same step, and
    /// the same time into it, as far as it lasts; the start of the step after it where it is gone.
    #[must_use]
    pub fn nearest(&self, old: &Self, index: usize, into_step: ExactDuration) -> Position {
        let (found, is_the_same) = self.found(old, index);
        let segment = &self.segments[found];
        segment.start + if is_the_same { into_step.min(segment.lasts) } else { ExactDuration::ZERO }
    }

    /// The segment here that the segment `index` of the `old` timeline became.
    ///
    /// That with the same name, side and round, of several the one that comes as many times after the first; else with
    /// fewer of these in common; else what stands in its place between the steps around it; else the next one.
    #[must_use]
    pub(crate) fn same_step(&self, old: &Self, index: usize) -> usize {
        self.found(old, index).0
    }

    /// The same, and whether it is the step itself, under its own name or another.
    fn found(&self, old: &Self, index: usize) -> (usize, bool) {
        let last = self.segments.len().saturating_sub(1);
        let Some(was) = old.segments.get(index) else { return (last, true) };
        if let Some(found) = self.called_alike(old, index) {
            return (found, true);
        }
        let before = (0..index).rev().find_map(|other| Some((index - other, self.called_alike(old, other)?)));
        let after = (index + 1..old.segments.len()).find_map(|other| self.called_alike(old, other));
        let after = after.unwrap_or(last);
        let place = before.map_or(index, |(paths, from)| from + paths);
        if let Some(here) = self.segments.get(place).filter(|_| place < after) {
            return (place, is_of_a_kind(here, was));
        }
        // Where no step is left under its name, better what is done in the same way than the end.
        let is_step = |found: usize| self.segments.get(found).is_some_and(Segment::is_step);
        let is_any_left = is_step(after) || before.is_some_and(|(_, found)| is_step(found));
        let done_alike = self.segments.iter().rposition(|here| here.kind == was.kind && was.is_step());
        done_alike.filter(|_| !is_any_left).map_or((after, false), |alike| (alike, true))
    }

    /// The segment with the name of another one.
    fn called_alike(&self, old: &Self, index: usize) -> Option<usize> {
        let was = old.segments.get(index)?;
        let alike: [fn(&Segment, &Segment) -> bool; 3] = [
            |a, b| is_named_alike(a, b) && a.side == b.side && round(a) == round(b),
            |a, b| is_named_alike(a, b) && a.side == b.side,
            is_named_alike,
        ];
        alike.into_iter().find_map(|is_alike| {
            let before = old.segments[..index].iter().filter(|other| is_alike(other, was)).count();
            let mut here = (0..self.segments.len()).filter(|here| is_alike(&self.segments[*here], was));
            here.clone().nth(before).or_else(|| here.next_back())
        })
    }
}

/// Whether two segments have one name and are of one kind: the count before the start has a name, too.
fn is_named_alike(a: &Segment, b: &Segment) -> bool {
    a.name == b.name && is_of_a_kind(a, b) || is_end(a) && is_end(b)
}

fn is_of_a_kind(a: &Segment, b: &Segment) -> bool {
    std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
}

const fn is_end(segment: &Segment) -> bool {
    matches!(segment.kind, SegmentKind::End)
}

/// Which round it is; how many there are may have changed.
fn round(segment: &Segment) -> Option<u32> {
    segment.round.map(|(round, _)| round)
}
