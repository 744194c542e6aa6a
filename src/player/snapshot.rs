//! What a screen shows of a session, computed afresh from the timeline and one position.

use std::sync::Arc;

use super::{State, Transport};
use crate::time::{ExactDuration, Position};
use crate::timeline::{BreathPhase, Cue, EventKind, Segment, SegmentKind, Timeline};

/// A session at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What the session is doing.
    pub state: State,
    /// What is being played: a new one once a step was lengthened.
    pub timeline: Arc<Timeline>,
    /// The index of the segment.
    pub index: usize,
    /// The place on the timeline.
    pub at: Position,
    /// How long an answer is still waited for, after the question whether one is awake.
    pub asked: Option<ExactDuration>,
    /// Whether nobody has answered: the pack has to come off.
    pub calls: bool,
}

/// A moment of a breath.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breath {
    /// What the breath is doing.
    pub phase: BreathPhase,
    /// How far into it.
    pub elapsed: ExactDuration,
    /// How long it lasts.
    pub lasts: ExactDuration,
}

/// What others need to know of a session to show it at any time, while the player itself stays with its owner.
#[derive(Clone, Debug)]
pub struct Progress {
    pub(super) timeline: Arc<Timeline>,
    pub(super) state: State,
    pub(super) transport: Transport,
    pub(super) reached: Position,
    pub(super) asked_until: Option<Position>,
    pub(super) calls: bool,
}

impl Progress {
    /// The place that was reached when this was taken.
    #[must_use]
    pub(crate) const fn reached(&self) -> Position {
        self.reached
    }

    /// The session when the clock reads `now`.
    #[must_use]
    pub fn snapshot(&self, now: Position) -> Snapshot {
        let at = match self.state {
            State::Running => self.transport.position(now).min(self.timeline.end()).max(self.reached),
            State::Ready | State::Paused | State::Stopped | State::Finished => self.reached,
        };
        let timeline = Arc::clone(&self.timeline);
        let asked = self.asked_until.map(|until| until.since(at));
        Snapshot { state: self.state, index: timeline.index_at(at), timeline, at, asked, calls: self.calls }
    }
}

impl Snapshot {
    /// The segment that the position lies in.
    #[must_use]
    pub fn segment(&self) -> &Segment {
        &self.timeline.segments()[self.index]
    }

    /// Time left in the segment.
    #[must_use]
    pub(crate) fn left_in_step(&self) -> ExactDuration {
        self.segment().end().since(self.at)
    }

    /// Time left in the routine, without waits.
    #[must_use]
    pub(crate) fn left_in_all(&self) -> ExactDuration {
        self.timeline.left_at(self.at)
    }

    /// What part of the routine is over, 0–1.
    #[must_use]
    pub(crate) fn progress(&self) -> f32 {
        let whole = self.timeline.length().as_secs_f64();
        let left = self.left_in_all().as_secs_f64();
        #[allow(clippy::cast_possible_truncation)] // A share for drawing.
        let share = if whole > 0.0 { 1.0 - left / whole } else { 1.0 } as f32;
        share.clamp(0.0, 1.0)
    }

    /// What comes next, in words.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        let next = self.timeline.next_step(self.index)?;
        let here = self.segment();
        match (next.side, here.side) {
            // The same step on the other side needs no more words than that.
            (Some(side), Some(other)) if side != other && next.name == here.name => {
                Some(format!("{} side", side.plain()))
            }
            _ => Some(next.full_name()),
        }
    }

    /// Whether it waits for the person's key.
    #[must_use]
    pub(crate) fn is_waiting(&self) -> bool {
        self.segment().kind == SegmentKind::Wait
    }

    /// Whether it asks which of two ways to go.
    #[must_use]
    pub(crate) fn is_question(&self) -> bool {
        self.segment().is_question()
    }

    /// Whether only the key ends the wait: the next thing is a pack, whose time begins when the person says so.
    #[must_use]
    pub(crate) fn waits_for_the_key_alone(&self) -> bool {
        self.timeline.waits_for_the_key_alone(self.index)
    }

    /// The moment of the breath, while one is paced.
    #[must_use]
    pub fn breath(&self) -> Option<Breath> {
        let segment = self.segment();
        let SegmentKind::Breathe(pattern) = segment.kind else { return None };
        let cycle = pattern.cycle();
        let elapsed = self.at.since(segment.start);
        if elapsed.count_of(cycle) >= segment.lasts.count_of(cycle) {
            return None;
        }
        let mut into_cycle = elapsed.minus(cycle * elapsed.count_of(cycle));
        for (phase, lasts) in BreathPhase::of(pattern) {
            if into_cycle < lasts {
                return Some(Breath { phase, elapsed: into_cycle, lasts });
            }
            into_cycle = into_cycle.minus(lasts);
        }
        None
    }

    /// How long until one is to look at the skin under the pack, while there is such a time.
    #[must_use]
    pub(crate) fn next_skin_check(&self) -> Option<ExactDuration> {
        let here = self.segment();
        let later = |event: &&crate::timeline::Event| event.at > self.at && event.at < here.end();
        let is_check = |event: &&crate::timeline::Event| event.kind == EventKind::Cue(Cue::SkinCheck);
        let event = self.timeline.events().iter().filter(later).find(is_check)?;
        Some(event.at.since(self.at))
    }

    /// The earliest place on the timeline at which something shown in words or numbers changes: the next whole
    /// second of the countdowns, or the next segment.
    #[must_use]
    pub(crate) fn next_change(&self) -> Position {
        let left = self.left_in_step();
        let to_second = left.minus(left.minus(ExactDuration::from_nanos(1)).floor_to_secs());
        self.at + to_second.max(ExactDuration::from_millis(1))
    }
}
