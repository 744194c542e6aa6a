//! The rests of the device: while nothing is heard, it takes nothing, and nothing wakes for it.

use std::sync::Arc;

use super::SoundOutput;
use crate::sound::renderer::Message;
use crate::time::{ExactDuration, Position};

/// How long before it is heard a resting device goes on, besides what it has taken already: the system takes a moment.
const GOES_ON_BEFORE: ExactDuration = ExactDuration::from_millis(400);
/// How long after it went on a device has said often enough how far it is behind.
const SETTLED_AFTER: ExactDuration = ExactDuration::from_millis(280);
/// By how much a rest can be other than it seemed.
const MOST_SETTLED: ExactDuration = ExactDuration::from_millis(300);
/// A silence that is shorter is not worth a rest.
const SHORTEST_REST: ExactDuration = ExactDuration::from_millis(1500);

impl SoundOutput {
    /// Lets the device rest if nothing is heard, and nothing will be for a while; lets it go on in time for what is.
    pub(crate) fn rest_while_silent(&mut self) {
        let Some(playing) = &self.playing else { return };
        let next = self.next_heard_in();
        if playing.rests_since.is_some() {
            if next.is_some_and(|next| next <= playing.ahead + GOES_ON_BEFORE) {
                self.go_on();
            }
            return;
        }
        if playing.settles.is_some_and(|at| at <= self.now()) {
            self.settle();
            return;
        }
        if playing.settles.is_some() {
            return;
        }
        let silent =
            Position::from_frame(playing.control.shared().silent_frames(), playing.rate).from_start();
        // What the device has taken has to be silence too: it is heard when it goes on.
        let is_silent = silent >= playing.ahead + GOES_ON_BEFORE;
        if is_silent && next.is_none_or(|next| next >= playing.ahead + GOES_ON_BEFORE + SHORTEST_REST) {
            self.rest();
        }
    }

    /// How long until a resting device has to go on, or one that went on has said how long it rested.
    #[must_use]
    pub(crate) fn rests_for(&self) -> Option<ExactDuration> {
        let playing = self.playing.as_ref()?;
        if let Some(settles) = playing.settles {
            return Some(settles.since(self.now().min(settles)));
        }
        let next = self.next_heard_in().filter(|_| playing.rests_since.is_some())?;
        Some(next.minus(playing.ahead + GOES_ON_BEFORE))
    }

    /// In what time the next sound of the score begins; nothing if none is to come while nothing is changed.
    fn next_heard_in(&self) -> Option<ExactDuration> {
        let playing = self.playing.as_ref().filter(|_| self.transport.running)?;
        let (now, place) = (self.now(), self.place());
        let wait = self.transport.since.since(now.min(self.transport.since));
        if !wait.is_zero() {
            // Where it begins to move, it may be in the middle of words.
            return Some(wait);
        }
        let notes = &playing.score.notes;
        let next = notes.get(playing.score.first_from(place.frame_at(playing.rate)))?;
        Some(Position::from_frame(next.start_frame, playing.rate).since(place))
    }

    fn rest(&mut self) {
        let now = self.now();
        if let (Some(playing), Some(device)) = (&mut self.playing, &self.device) {
            playing.rests_since = Some(now);
            playing.origin = playing.origin.or(playing.control.shared().origin());
            device.rest();
            self.clock.lock().rest();
        }
    }

    /// Lets a resting device go on before anything is heard.
    pub(super) fn go_on(&mut self) {
        let now = self.now();
        let Some(playing) = self.playing.as_mut() else { return };
        let shared = Arc::clone(playing.control.shared());
        playing.sent_at = shared.frames();
        let Some(since) = playing.rests_since.take() else { return };
        shared.goes_on();
        if let Some(device) = &self.device {
            device.go_on();
        }
        // By the session's clock, which leaves out what the machine slept.
        shared.set_rest(shared.rest() + now.since(since.min(now)));
        playing.settles = Some(now + SETTLED_AFTER).filter(|_| playing.origin.is_some());
        self.clock.lock().go_on();
        self.place_score();
    }

    /// Moves what is still to be heard by what the device took longer to go on than it seemed. How far the device is
    /// behind it says itself, before and after, to within a part of a millisecond.
    fn settle(&mut self) {
        let now = self.now();
        let Some(playing) = self.playing.as_mut() else { return };
        playing.settles = None;
        let shared = Arc::clone(playing.control.shared());
        let Some(before) = playing.origin else { return };
        let Some(after) = shared.origin() else {
            // It has not gone on yet.
            playing.settles = Some(now + SETTLED_AFTER);
            return;
        };
        let rested = u64::try_from(after.saturating_sub(before)).unwrap_or(0);
        let (seemed, rested) = (shared.rest(), ExactDuration::from_nanos(rested));
        let off = seemed.max(rested).minus(seemed.min(rested));
        if off > MOST_SETTLED {
            // More than a device takes to go on: it stood still, or the machine slept, which the clock leaves out.
            let seemed = i64::try_from(seemed.nanos()).unwrap_or(i64::MAX);
            playing.origin = Some(after.saturating_sub(seemed));
            return;
        }
        shared.set_rest(rested);
        if let Some(transport) = self.frame_transport()
            && let Some(playing) = self.playing.as_mut()
        {
            playing.control.send(Message::Shift(transport));
        }
    }
}
