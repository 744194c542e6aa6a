//! The session as a pure state machine: commands and the time go in, outputs come out.
//!
//! The player never asks what time it is: `now` is a position on a clock that the caller keeps. Extra calls of
//! [`Player::advance_to`] do nothing, and a late one yields every event that was passed, in order, so a stalled caller
//! loses nothing. It never adds up frame times: the position is always computed from one anchor.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::Arc;

use crate::routine::Language;
use crate::time::{ExactDuration, Position};
use crate::timeline::{EventKind, SegmentKind, Timeline};

mod question;
mod snapshot;
mod swap_timeline;
#[cfg(test)]
pub(crate) mod tests;

pub use snapshot::{Breath, Progress, Snapshot};

/// How much longer "more time" makes a step.
pub(crate) const MORE_TIME: ExactDuration = ExactDuration::from_secs(15);
/// How long the cue sounds that says that a session goes on.
const RESUMED_CUE: ExactDuration = ExactDuration::from_millis(900);
/// "Back" within this time of a step's start goes to the step before it; later, to its start.
const BACK_TO_PREVIOUS: ExactDuration = ExactDuration::from_secs(3);

/// What a person, or the program, wants of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayerCommand {
    /// Leave [`State::Ready`]; nothing in any other state.
    Start,
    /// Hold the position until [`Self::Resume`].
    Pause,
    /// Go on, also after a stop.
    Resume,
    /// The one big key: ends a wait, else pauses or goes on.
    BigKey,
    /// To the start of the step, or of the one before it.
    Back,
    /// To the next step.
    Skip,
    /// Make this step longer.
    MoreTime,
    /// Say this step's words again.
    Again,
    /// Answer a question with its softer way; nothing where none is asked.
    Softer,
    /// To a place of the timeline.
    Seek(Position),
    /// To a place, as with the slider of a player: within the step exactly there, and any other step is done from its start,
    /// because its words say what to do. What lies between is passed over; a question that is passed takes its softer way.
    SkipTo(Position),
    /// End at the position that was reached; it can be resumed.
    Stop(StopReason),
}

/// Why a session ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The person asked for it.
    Asked,
    /// The window or the terminal was closed, or the system asked the program to end.
    Closed,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// A segment began, by time or by a jump.
    SegmentEntered(usize),
    /// An event of the timeline was passed.
    Happened(EventKind),
    /// The words are wanted once more.
    WordsWanted(String, Language),
    /// The session stands still.
    Paused,
    /// It goes on.
    Resumed,
    /// The mapping from clock to timeline changed.
    TransportChanged(Transport),
    /// A step became longer, or another way was taken.
    TimelineChanged(Arc<Timeline>),
    /// A question was answered, by a key or by its time, with another way than the one laid out.
    WayTaken {
        /// The segment that asked.
        question: usize,
        /// Whether the way is the softer one.
        softer: bool,
    },
    /// The step is as long as it may be.
    NoMoreTime,
    /// The person showed that they are awake.
    Answered,
    /// Nobody has answered by half of the time: the question is put again.
    AskedAgain,
    /// Nobody answered: the pack's time is over, and the session stands still at what comes after it.
    NobodyAnswered,
    /// It ended before its end.
    Stopped(StopReason),
    /// The end of the timeline was reached.
    Finished,
}

/// How the clock maps to the timeline: the one value that the player and the sound both follow.
///
/// While running, the position is `from` until the clock reads `since`, and from then on moves with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transport {
    /// Whether time passes.
    pub running: bool,
    /// The clock's reading at which the timeline begins to move.
    pub since: Position,
    /// The place on the timeline at that reading.
    pub from: Position,
}

impl Transport {
    /// The place on the timeline when the clock reads `now`.
    #[must_use]
    pub fn position(&self, now: Position) -> Position {
        if self.running { self.from + now.since(self.since) } else { self.from }
    }
}

/// What the session is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// [`PlayerCommand::Start`] was not given yet.
    Ready,
    /// The position follows the clock.
    Running,
    /// The position is held.
    Paused,
    /// Ended before its end; it can be resumed.
    Stopped,
    /// The end of the timeline was reached; nothing follows.
    Finished,
}

/// A question that waits for any key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Question {
    /// When it is put again.
    again: Option<Position>,
    /// Until when an answer is waited for.
    until: Position,
}

/// One session of one timeline.
///
/// Invariants: `reached` lies in the segment `current`; every event before `next_event` was put out or jumped over;
/// `done` has one entry a segment.
#[derive(Debug)]
pub struct Player {
    timeline: Arc<Timeline>,
    state: State,
    transport: Transport,
    reached: Position,
    current: usize,
    next_event: usize,
    done: Vec<ExactDuration>,
    lead: ExactDuration,
    question: Option<Question>,
    calls: bool,
    outputs: VecDeque<Output>,
}

impl Player {
    /// A session that has not begun.
    ///
    /// After every start and jump the timeline stands still for `lead` before it moves, so that sound, which must be
    /// handed to a device ahead of time, is heard from its first frame.
    #[must_use]
    pub fn new(timeline: Arc<Timeline>, lead: ExactDuration) -> Self {
        let done = vec![ExactDuration::ZERO; timeline.segments().len()];
        Self {
            timeline,
            state: State::Ready,
            transport: Transport::default(),
            reached: Position::ZERO,
            current: 0,
            next_event: 0,
            done,
            lead,
            question: None,
            calls: false,
            outputs: VecDeque::new(),
        }
    }

    /// The timeline as it is by now.
    #[must_use]
    pub const fn timeline(&self) -> &Arc<Timeline> {
        &self.timeline
    }

    /// What the session is doing.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// How the clock maps to the timeline.
    #[must_use]
    pub const fn transport(&self) -> Transport {
        self.transport
    }

    /// The time spent in each segment so far.
    #[must_use]
    pub fn done(&self) -> &[ExactDuration] {
        &self.done
    }

    /// Whether the last step was reached and left: what comes then are only the last words.
    #[must_use]
    pub(crate) fn is_complete(&self) -> bool {
        self.state == State::Finished || self.timeline.segments()[self.current].kind == SegmentKind::End
    }

    /// Changes how long the timeline waits after a jump; the device may have changed.
    pub(crate) const fn set_lead(&mut self, lead: ExactDuration) {
        self.lead = lead;
    }

    /// Takes a command at a reading of the clock.
    pub fn handle(&mut self, command: PlayerCommand, now: Position) {
        self.advance_to(now);
        let was_asked = self.question.take().is_some();
        self.calls = false;
        if was_asked {
            self.outputs.push_back(Output::Answered);
        }
        match (command, self.state) {
            // The answer is all that was meant.
            (PlayerCommand::BigKey, State::Running) if was_asked => {}
            (PlayerCommand::Start, State::Ready) => {
                self.state = State::Running;
                self.outputs.push_back(Output::SegmentEntered(self.current));
                self.run(now);
            }
            (PlayerCommand::Pause | PlayerCommand::BigKey, State::Running) => {
                if command == PlayerCommand::BigKey && self.is_waiting() {
                    self.take_way(false, now);
                    self.jump_to_segment(self.current + 1, now);
                } else {
                    self.stand(State::Paused);
                    self.outputs.push_back(Output::Paused);
                }
            }
            (PlayerCommand::Resume, State::Paused | State::Stopped)
            | (PlayerCommand::BigKey, State::Paused) => {
                self.state = State::Running;
                self.outputs.push_back(Output::Resumed);
                // With sound, the cue that says so is heard before anything goes on.
                let cue = if self.lead.is_zero() { ExactDuration::ZERO } else { RESUMED_CUE };
                self.run(now + cue);
            }
            (PlayerCommand::Stop(reason), State::Ready | State::Running | State::Paused) => {
                self.stand(State::Stopped);
                self.outputs.push_back(Output::Stopped(reason));
            }
            (PlayerCommand::Back, State::Running | State::Paused) => self.jump_to_segment(self.back(), now),
            (PlayerCommand::Skip, State::Running | State::Paused) => {
                // Passed over, a question has no answer.
                if self.timeline.is_question(self.current) {
                    self.take_way(true, now);
                }
                self.jump_to_segment(self.current + 1, now);
            }
            (PlayerCommand::Seek(to), State::Running | State::Paused) => self.jump(to, now),
            (PlayerCommand::SkipTo(to), State::Running | State::Paused) => self.skip_to(to, now),
            (PlayerCommand::MoreTime, State::Running | State::Paused) => self.lengthen(),
            (PlayerCommand::Softer, State::Running | State::Paused)
                if self.timeline.is_question(self.current) =>
            {
                self.take_way(true, now);
                self.jump_to_segment(self.current + 1, now);
            }
            (PlayerCommand::Again, State::Running) => {
                let segment = &self.timeline.segments()[self.current];
                if !segment.words.is_empty() {
                    self.outputs.push_back(Output::WordsWanted(segment.words.clone(), segment.language));
                }
            }
            // What makes no sense now does nothing: a key may come a moment too late.
            (
                PlayerCommand::Start
                | PlayerCommand::Pause
                | PlayerCommand::Resume
                | PlayerCommand::BigKey
                | PlayerCommand::Back
                | PlayerCommand::Skip
                | PlayerCommand::MoreTime
                | PlayerCommand::Again
                | PlayerCommand::Softer
                | PlayerCommand::Seek(_)
                | PlayerCommand::SkipTo(_)
                | PlayerCommand::Stop(_),
                State::Ready | State::Running | State::Paused | State::Stopped | State::Finished,
            ) => {}
        }
    }

    fn skip_to(&mut self, place: Position, now: Position) {
        let target = self.timeline.index_at(place.min(self.timeline.end()));
        match target.cmp(&self.current) {
            Ordering::Equal => self.jump(place, now),
            Ordering::Less => self.jump_to_segment(target, now),
            Ordering::Greater => {
                // Counted from the end: the softer way of a question that is passed has another number of segments.
                let from_end = self.timeline.segments().len() - target;
                let mut before = None;
                while self.current + from_end < self.timeline.segments().len() && before != Some(self.current)
                {
                    before = Some(self.current);
                    if self.timeline.is_question(self.current) {
                        self.take_way(true, now);
                    }
                    self.jump_to_segment(self.current + 1, now);
                }
            }
        }
    }

    /// Follows the timeline to a reading of the clock.
    pub fn advance_to(&mut self, now: Position) {
        if self.state != State::Running {
            return;
        }
        let target = self.transport.position(now).min(self.timeline.end());
        loop {
            let segment = self.timeline.segments().get(self.current + 1).map(|segment| segment.start);
            let event = self.timeline.events().get(self.next_event).map(|event| event.at);
            let asking = self.question.map(|question| question.again.unwrap_or(question.until));
            if let Some(at) = self.holds_at()
                && at <= target
                && event.is_none_or(|event| at <= event)
            {
                self.account(at);
                return self.end_of_a_wait(now);
            }
            if let Some(at) = asking
                && at <= target
                && segment.into_iter().chain(event).all(|other| at <= other)
            {
                self.account(at);
                if self.ask_again() {
                    continue;
                }
                return self.give_up_asking(now);
            }
            match (segment, event) {
                (Some(at), event) if at <= target && event.is_none_or(|event| at <= event) => {
                    self.account(at);
                    self.current += 1;
                    self.outputs.push_back(Output::SegmentEntered(self.current));
                }
                (_, Some(at)) if at <= target => {
                    self.account(at);
                    let what = self.timeline.events()[self.next_event].kind.clone();
                    if let EventKind::AwakeCheck { within } = what {
                        self.question =
                            Some(Question { again: Some(at + within.divided(2)), until: at + within });
                    }
                    self.outputs.push_back(Output::Happened(what));
                    self.next_event += 1;
                }
                _ => break,
            }
        }
        self.account(target);
        if target == self.timeline.end() {
            self.stand(State::Finished);
            self.outputs.push_back(Output::Finished);
        }
    }

    /// The next thing that has happened.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The reading of the clock at which something happens next.
    #[must_use]
    pub(crate) fn next_deadline(&self) -> Option<Position> {
        if self.state != State::Running {
            return None;
        }
        let segment = self.timeline.segments().get(self.current + 1).map(|segment| segment.start);
        let event = self.timeline.events().get(self.next_event).map(|event| event.at);
        let asking = self.question.map(|question| question.again.unwrap_or(question.until));
        let next = segment.into_iter().chain(event).chain(asking).chain(self.holds_at()).min();
        let next = next.unwrap_or_else(|| self.timeline.end());
        Some(self.transport.since + next.since(self.transport.from))
    }

    /// What a screen shows when the clock reads `now`.
    #[must_use]
    pub fn snapshot(&self, now: Position) -> Snapshot {
        self.progress().snapshot(now)
    }

    /// What a screen needs in order to make snapshots of its own.
    #[must_use]
    pub(crate) fn progress(&self) -> Progress {
        Progress {
            timeline: Arc::clone(&self.timeline),
            state: self.state,
            transport: self.transport,
            reached: self.reached,
            asked_until: self.question.map(|question| question.until),
            calls: self.calls,
        }
    }

    /// Puts the question once more, if that was not done yet.
    fn ask_again(&mut self) -> bool {
        let Some(question) = self.question.as_mut().filter(|question| question.again.is_some()) else {
            return false;
        };
        question.again = None;
        self.outputs.push_back(Output::AskedAgain);
        true
    }

    /// Ends the pack's time, and waits for somebody where it would have gone on.
    fn give_up_asking(&mut self, now: Position) {
        self.stand(State::Paused);
        self.jump_to_segment(self.current + 1, now);
        self.calls = true;
        self.outputs.push_back(Output::NobodyAnswered);
    }

    fn is_waiting(&self) -> bool {
        self.timeline.segments()[self.current].kind == SegmentKind::Wait
    }

    fn run(&mut self, now: Position) {
        self.transport = Transport { running: true, since: now + self.lead, from: self.reached };
        self.outputs.push_back(Output::TransportChanged(self.transport));
    }

    fn stand(&mut self, state: State) {
        self.state = state;
        self.transport = Transport { running: false, since: Position::ZERO, from: self.reached };
        self.outputs.push_back(Output::TransportChanged(self.transport));
    }

    fn account(&mut self, to: Position) {
        self.done[self.current] += to.since(self.reached);
        self.reached = self.reached.max(to);
    }

    /// The segment that "back" leads to: never a change of sides or a count, which are no steps.
    fn back(&self) -> usize {
        let segments = self.timeline.segments();
        let here = &segments[self.current];
        if here.is_step() && self.reached.since(here.start) > BACK_TO_PREVIOUS {
            return self.current;
        }
        let before = segments[..self.current].iter().rposition(crate::timeline::Segment::is_step);
        before.unwrap_or(self.current)
    }

    fn jump_to_segment(&mut self, index: usize, now: Position) {
        let to =
            self.timeline.segments().get(index).map_or_else(|| self.timeline.end(), |segment| segment.start);
        self.jump(to, now);
    }

    fn jump(&mut self, to: Position, now: Position) {
        let to = to.min(self.timeline.end());
        self.question = None;
        self.reached = to;
        self.current = self.timeline.index_at(to);
        self.next_event = self.timeline.events().partition_point(|event| event.at < to);
        if self.state == State::Running {
            self.outputs.push_back(Output::SegmentEntered(self.current));
            self.run(now);
            self.advance_to(now);
        } else if to == self.timeline.end() {
            self.stand(State::Finished);
            self.outputs.push_back(Output::Finished);
        } else {
            self.outputs.push_back(Output::SegmentEntered(self.current));
            self.stand(self.state);
        }
    }

    /// Says more or less from now on; what happens when does not change otherwise.
    pub(crate) fn set_speech(&mut self, speech: crate::timeline::Speech) {
        if self.timeline.speech() != speech {
            self.take_timeline(self.timeline.with_speech(speech));
        }
    }

    fn lengthen(&mut self) {
        let Some(longer) = self.timeline.lengthened(self.current, MORE_TIME) else {
            self.outputs.push_back(Output::NoMoreTime);
            return;
        };
        self.take_timeline(longer);
    }

    /// Goes on in a timeline whose segments before the place reached are the same.
    fn take_timeline(&mut self, timeline: Timeline) {
        let before = |timeline: &Timeline| timeline.events().partition_point(|event| event.at < self.reached);
        // Of the events just there, as many are done as were.
        let done_here = self.next_event - before(&self.timeline);
        self.next_event = (before(&timeline) + done_here).min(timeline.events().len());
        self.timeline = Arc::new(timeline);
        self.outputs.push_back(Output::TimelineChanged(Arc::clone(&self.timeline)));
    }
}
