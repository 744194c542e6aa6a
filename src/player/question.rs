//! How a wait ends, and which way a question leads.

use std::sync::Arc;

use super::{Output, Player, State};
use crate::time::{ExactDuration, Position};

/// How long before its end a wait is held: nothing of the pack's own sounds may be heard before it is held.
const HELD_BEFORE: ExactDuration = ExactDuration::from_millis(250);

impl Player {
    /// Where a wait before a pack is held if nobody presses the key, and where a question has no answer.
    pub(super) fn holds_at(&self) -> Option<Position> {
        let next = self.timeline.segments().get(self.current + 1)?;
        let at = next.start - HELD_BEFORE;
        let is_held =
            self.timeline.waits_for_the_key_alone(self.current) || self.timeline.is_question(self.current);
        (is_held && at > self.reached).then_some(at)
    }

    /// Nobody has pressed a key: a question leads the softer way, and nothing leads to a pack.
    pub(super) fn end_of_a_wait(&mut self, now: Position) {
        if self.timeline.is_question(self.current) {
            self.take_way(true, now);
            if !self.timeline.waits_for_the_key_alone(self.current) {
                return self.jump_to_segment(self.current + 1, now);
            }
        }
        self.stand(State::Paused);
        self.outputs.push_back(Output::Paused);
    }

    /// Lays out the way that an answer leads, unless it is laid out already.
    pub(super) fn take_way(&mut self, softer: bool, now: Position) {
        let question = self.current;
        if let Some(timeline) = self.timeline.with_way(question, softer) {
            // Nothing is reached of what changes, so the session stays where it is.
            let at = self.reached;
            self.outputs.push_back(Output::WayTaken { question, softer });
            self.take_other_timeline(Arc::new(timeline), at, now);
        }
    }
}
