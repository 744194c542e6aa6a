//! Another timeline under a session that goes on.

use std::sync::Arc;

use super::{Output, Player, State};
use crate::time::{ExactDuration, Position};
use crate::timeline::{SegmentKind, Timeline};

impl Player {
    /// Goes on in another timeline of the same routine, at the place nearest to where it is; see
    /// [`Self::take_other_timeline`].
    pub(crate) fn swap_timeline(&mut self, timeline: Arc<Timeline>, now: Position) {
        self.advance_to(now);
        let into_step = self.reached.since(self.timeline.segments()[self.current].start);
        let at = timeline.nearest(&self.timeline, self.current, into_step);
        self.take_other_timeline(timeline, at, now);
    }

    /// Goes on `at` a place of another timeline, as when the routine's file was changed meanwhile; see
    /// [`Timeline::nearest`] for the place.
    ///
    /// What was done stays done, each step's time with the step that it became. A session that stands still, or is over,
    /// stays so. Somebody who is asked whether they are awake is asked on while the pack lies on.
    pub(crate) fn take_other_timeline(&mut self, timeline: Arc<Timeline>, at: Position, now: Position) {
        self.advance_to(now);
        let at = at.min(timeline.end());
        let mut done = vec![ExactDuration::ZERO; timeline.segments().len()];
        for (index, span) in self.done.iter().enumerate().filter(|(_, span)| !span.is_zero()) {
            done[timeline.same_step(&self.timeline, index)] += *span;
        }
        let current = timeline.index_at(at);
        let is_same = timeline.same_step(&self.timeline, self.current) == current;
        let moved = |place: Position| at + place.since(self.reached);
        self.question = self
            .question
            .filter(|_| matches!(timeline.segments()[current].kind, SegmentKind::Compress { .. }));
        if let Some(question) = &mut self.question {
            question.again = question.again.map(moved);
            question.until = moved(question.until);
        }
        self.next_event = timeline.events().partition_point(|event| event.at < at);
        (self.done, self.current, self.reached) = (done, current, at);
        self.timeline = timeline;
        self.outputs.push_back(Output::TimelineChanged(Arc::clone(&self.timeline)));
        if matches!(self.state, State::Stopped | State::Finished | State::Ready) {
            self.stand(self.state);
            return;
        }
        if !is_same {
            self.outputs.push_back(Output::SegmentEntered(self.current));
        }
        if self.state == State::Running {
            self.run(now);
            self.advance_to(now);
        } else {
            self.stand(self.state);
        }
    }
}

#[cfg(test)]
mod tests;
