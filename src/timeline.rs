//! What happens when, at absolute positions: the one thing that the window, the sound, the words, the listing and a
//! rendered file all follow, so that they cannot disagree.
//!
//! [`plan()`] chooses what is done (the moment's alternatives, the wished length); [`compile()`] lays it out as
//! segments, one after the other without a gap, and derives the events of each. Everything here is a pure function of
//! its arguments.

use std::ops::Range;

use crate::routine::{CompressKind, Hand, Language, Motion, Pattern, Side, Site};
use crate::safety::{self, Act};
use crate::time::{ExactDuration, Position};

mod compile;
mod cue;
mod events;
pub mod listing;
mod nearest;
pub(crate) mod phrases;
mod plan;
mod speech;
mod spoken;
mod unheard;

pub use crate::safety::Moment;
pub use compile::{compile, compile_for};
pub use cue::{BreathPhase, Cue};
pub use phrases::Phrases;
pub use plan::{Plan, PlanError, PlanRequest, plan};
pub use speech::{Speech, SpeechAmount};
pub use spoken::Spoken;
pub use unheard::{Unheard, Which};

/// A routine laid out in time.
///
/// Invariants: segments follow one another without gap or overlap, the first at zero; there is at least one; events are
/// in order of their positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    routine: String,
    title: String,
    language: Language,
    segments: Vec<Segment>,
    events: Vec<Event>,
    speech: Speech,
    /// How long all breathing may last together, however much more time is asked for.
    breathing: ExactDuration,
    /// Whether it is done lying down.
    is_lying: bool,
}

/// A stretch of time in which one thing is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it begins.
    pub start: Position,
    /// How long it lasts; for a wait, the longest.
    pub lasts: ExactDuration,
    /// A few words for lists and headings, without the side.
    pub name: String,
    /// An author's name and one of the program's own can be in different languages.
    pub name_language: Language,
    /// The words for the screen; the same that are spoken at its start.
    pub words: String,
    /// The language of all that an author has written to be said in it.
    pub language: Language,
    /// What it should feel like.
    pub feels: Option<String>,
    /// What is done.
    pub kind: SegmentKind,
    /// The side that is worked on, if it is one of two.
    pub side: Option<Side>,
    /// The round, from 1, and how many.
    pub round: Option<(u32, u32)>,
    /// The longest that it may become when more time is asked for.
    pub longest: ExactDuration,
    /// What happens inside it.
    pub script: Script,
    /// Where its step stands in the routine's file; for one of a technique, where that is used. Empty for what the program
    /// adds.
    pub place: Range<usize>,
}

/// Words that are spoken later in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// From the start of the segment.
    pub at: ExactDuration,
    /// The words.
    pub words: String,
    /// The recording that is played in their place.
    pub recording: Option<String>,
}

/// What happens inside a segment, in times from its start that do not move when it is lengthened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Words that are spoken later in it.
    pub then: Vec<Later>,
    /// When the words of a wait are said once more.
    pub again: Option<ExactDuration>,
    /// When the halfway cue sounds, and the words after it.
    pub halfway: Option<(ExactDuration, Option<String>)>,
    /// When to move on to the next spot.
    pub spots: Vec<ExactDuration>,
    /// Press and release in turn.
    pub rhythm: Option<(ExactDuration, ExactDuration)>,
    /// How long the words take before the first press.
    pub lead: ExactDuration,
    /// How many presses there are; as many as there is time for, unless their number is given.
    pub times: Option<u64>,
    /// Whether each press is counted aloud.
    pub counts: bool,
    /// The words at each of the spots; none, or as many as spots.
    pub spot_words: Vec<String>,
    /// The way that the other answer to a question leads.
    pub other_way: Option<Box<OtherWay>>,
    /// A recording that is played in place of the words.
    pub recording: Option<String>,
    /// A picture that is shown in place of the figure.
    pub picture: Option<String>,
}

/// What is done after the other answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWay {
    /// What is done then.
    pub segments: Vec<Segment>,
    /// In place of how many segments after the question.
    pub replaces: usize,
    /// Whether it is the softer way; else it is the usual one, and the softer one was taken.
    pub is_softer: bool,
}

/// What is done in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentKind {
    /// The count before the first step.
    GetReady,
    /// Hands or attention on a site.
    Guide {
        /// Where.
        site: Site,
        /// What is done there.
        motion: Motion,
        /// How strong, 0–10.
        pressure: u8,
        /// With which hand.
        hand: Option<Hand>,
        /// Whether the motion goes the other way round.
        reversed: bool,
    },
    /// A pack on a site.
    Compress {
        /// Cold or warm.
        pack: CompressKind,
        /// Where.
        site: Site,
    },
    /// Paced breathing.
    Breathe(Pattern),
    /// Nothing but time.
    Rest,
    /// Time to change to the other side.
    Switch,
    /// A pause between rounds.
    Gap,
    /// Until the person presses the key, at most as long as the segment.
    Wait,
    /// The routine is over; its last words are said.
    End,
}

/// Something that happens at a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place, from the start of the timeline.
    pub at: Position,
    /// What is heard, asked or begun there.
    pub kind: EventKind,
}

/// What happens at a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A short sound with a meaning.
    Cue(Cue),
    /// Words are spoken.
    Say {
        /// The words.
        text: String,
        /// Their language.
        language: Language,
        /// A recording that takes the place of the voice.
        recording: Option<String>,
    },
    /// Somebody with a pack on is to show that they are awake.
    AwakeCheck {
        /// How long an answer is waited for.
        within: ExactDuration,
    },
    /// A phase of a breath begins.
    Breath {
        /// The phase that begins.
        phase: BreathPhase,
        /// How long it lasts.
        lasts: ExactDuration,
    },
}

impl Segment {
    /// Whether it asks which of two ways to go.
    #[must_use]
    pub(crate) const fn is_question(&self) -> bool {
        self.script.other_way.is_some()
    }
}

impl Timeline {
    /// What somebody who chose a language should know before the start: that the routine, or a part of it, is in another.
    #[must_use]
    pub fn language_note(&self) -> Option<String> {
        let wanted = self.language;
        let said = self.events.iter().filter_map(|event| match &event.kind {
            EventKind::Say { language, .. } => Some(*language),
            EventKind::Cue(_) | EventKind::AwakeCheck { .. } | EventKind::Breath { .. } => None,
        });
        let said: Vec<Language> = said.collect();
        let foreign = said.iter().filter(|language| **language != wanted).count();
        let (wanted, english) = (wanted.plain(), Language::En.plain());
        if foreign == 0 {
            None
        } else if self.segments.iter().filter(|one| one.is_step()).all(|step| step.language != self.language)
        {
            Some(format!("You'll hear it in {english}, because it isn't written in {wanted}."))
        } else {
            Some(format!("Some of it is in {english}, because it isn't written in {wanted}."))
        }
    }

    /// Whether a segment is a wait that only the key ends, because a pack follows: its time begins when the person says
    /// that it lies there, never because a wait has run out (our limit).
    #[must_use]
    pub(crate) fn waits_for_the_key_alone(&self, segment: usize) -> bool {
        let kind = |index: usize| self.segments.get(index).map(|segment| segment.kind);
        kind(segment) == Some(SegmentKind::Wait)
            && matches!(kind(segment + 1), Some(SegmentKind::Compress { .. }))
    }

    /// Whether the segment asks which of two ways to go.
    #[must_use]
    pub(crate) fn is_question(&self, segment: usize) -> bool {
        self.segments.get(segment).is_some_and(Segment::is_question)
    }

    /// The same timeline with the softer way, or the usual one, after a question.
    ///
    /// Nothing if that way is laid out already, or if the segment asks nothing.
    #[must_use]
    pub(crate) fn with_way(&self, question: usize, softer: bool) -> Option<Self> {
        let way = self.segments.get(question)?.script.other_way.as_deref()?;
        if way.is_softer != softer {
            return None;
        }
        let (replaces, added) = (way.replaces, way.segments.len());
        let mut other = self.clone();
        let place = question + 1..question + 1 + replaces;
        let mut before: Vec<Segment> = other.segments.splice(place, way.segments.iter().cloned()).collect();
        for segment in &mut before {
            segment.start = Position::ZERO;
        }
        let back = OtherWay { segments: before, replaces: added, is_softer: !softer };
        other.segments[question].script.other_way = Some(Box::new(back));
        // A question around this one has as many segments more or less after it.
        for (index, segment) in other.segments[..question].iter_mut().enumerate() {
            if let Some(around) = &mut segment.script.other_way
                && index + around.replaces >= question
            {
                around.replaces = around.replaces + added - replaces;
            }
        }
        other.lay_out();
        Some(other)
    }

    fn laid_out(mut self) -> Self {
        self.lay_out();
        self
    }

    /// Puts every segment after the one before it, and derives the events.
    fn lay_out(&mut self) {
        let mut start = Position::ZERO;
        for segment in &mut self.segments {
            segment.start = start;
            start += segment.lasts;
        }
        self.events =
            self.segments.iter().flat_map(|segment| events::of_segment(segment, &self.speech)).collect();
        if let Some(every) = self.speech.time_left_every.filter(|_| self.speech.amount.has_words()) {
            let own = self.phrases();
            events::add_time_left(&mut self.events, &self.segments, every, own);
        }
        self.events.sort_by_key(|event| event.at);
    }

    /// The id of the routine that it was compiled from.
    #[must_use]
    pub fn routine(&self) -> &str {
        &self.routine
    }

    /// The title of the routine.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether it is done lying down.
    #[must_use]
    pub(crate) const fn is_lying(&self) -> bool {
        self.is_lying
    }

    /// The program's own sentences in its language.
    #[must_use]
    pub(crate) const fn phrases(&self) -> &'static Phrases {
        phrases::of(self.language)
    }

    /// The segments in order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The events in order.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> Position {
        self.segments.last().map_or(Position::ZERO, Segment::end)
    }

    /// How long the routine itself is: without the get-ready count and without waits for the person.
    #[must_use]
    pub fn length(&self) -> ExactDuration {
        self.segments.iter().filter(|segment| segment.counts()).map(|segment| segment.lasts).sum()
    }

    /// The index of the segment at a position; the last one from the end on.
    #[must_use]
    pub(crate) fn index_at(&self, at: Position) -> usize {
        self.segments.partition_point(|segment| segment.start <= at).saturating_sub(1)
    }

    /// How much of the routine itself is left at a position.
    #[must_use]
    pub(crate) fn left_at(&self, at: Position) -> ExactDuration {
        let later = &self.segments[self.index_at(at)..];
        later.iter().filter(|s| s.counts()).map(|s| s.end().since(at.max(s.start))).sum()
    }

    /// The next segment after `index` that a person would call a step.
    #[must_use]
    pub(crate) fn next_step(&self, index: usize) -> Option<&Segment> {
        self.segments.get(index + 1..)?.iter().find(|segment| segment.is_step())
    }

    /// How much of it is said.
    #[must_use]
    pub const fn speech(&self) -> Speech {
        self.speech
    }

    /// The same timeline with more or less said.
    #[must_use]
    pub fn with_speech(&self, speech: Speech) -> Self {
        let mut other = self.clone();
        other.speech = speech;
        other.lay_out();
        other
    }

    /// The same timeline for a file, which nobody can tell that they are ready or awake: no wait is longer than `at_most`,
    /// and nothing is asked.
    #[must_use]
    pub(crate) fn for_a_file(&self, at_most: ExactDuration) -> Self {
        // Nobody is there to answer, which leads the softer way.
        let mut shorter = self.clone();
        let mut index = 0;
        while index < shorter.segments.len() {
            if shorter.is_question(index) {
                shorter = shorter.with_way(index, true).unwrap_or(shorter);
                shorter.segments.remove(index);
            } else {
                index += 1;
            }
        }
        for segment in shorter.segments.iter_mut().filter(|segment| segment.kind == SegmentKind::Wait) {
            segment.lasts = segment.lasts.min(at_most);
        }
        shorter.lay_out();
        let is_question = |event: &Event| matches!(event.kind, EventKind::AwakeCheck { .. });
        let questions: Vec<Position> =
            shorter.events.iter().filter(|e| is_question(e)).map(|e| e.at).collect();
        shorter.events.retain(|event| {
            !is_question(event)
                && (event.kind != EventKind::Cue(Cue::Waiting) || !questions.contains(&event.at))
        });
        for event in &mut shorter.events {
            if let EventKind::Say { text, language, .. } = &mut event.kind
                && text == phrases::of(*language).still_awake
            {
                phrases::of(*language).if_sleepy.clone_into(text);
            }
        }
        shorter
    }

    /// How much more of what a segment does there may be in the whole, whichever segment it is added to.
    fn room_for(&self, segment: &Segment) -> ExactDuration {
        let done = || self.segments.iter().filter_map(|segment| Some((segment.act()?, segment.lasts)));
        let Some(act) = segment.act() else { return ExactDuration::from_nanos(u64::MAX) };
        let room = safety::room(done(), act);
        if act != Act::Breath {
            return room;
        }
        let breathed = done().filter(|(act, _)| *act == Act::Breath).map(|(_, lasts)| lasts).sum();
        room.min(self.breathing.minus(breathed))
    }

    /// The same timeline with one segment lengthened, as far as it may be; all that comes later moves.
    ///
    /// Nothing if it may not become longer.
    #[must_use]
    pub fn lengthened(&self, index: usize, by: ExactDuration) -> Option<Self> {
        let segment = self.segments.get(index)?;
        let room = segment.longest.minus(segment.lasts).min(self.room_for(segment));
        let by = if let SegmentKind::Breathe(pattern) = segment.kind {
            // A breath is never cut short: whole ones are added, as many as there is room for.
            let wished = by.nanos().div_ceil(pattern.cycle().nanos().max(1));
            pattern.cycle() * wished.min(room.count_of(pattern.cycle()))
        } else {
            by.min(room)
        };
        if by.is_zero() {
            return None;
        }
        let mut longer = self.clone();
        longer.segments[index].lasts += by;
        longer.lay_out();
        Some(longer)
    }
}

impl Segment {
    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> Position {
        self.start + self.lasts
    }

    /// What it adds to the sums that have a limit, if anything.
    #[must_use]
    pub const fn act(&self) -> Option<Act> {
        match self.kind {
            SegmentKind::Guide { site, motion, .. } if motion.is_hands_on() => {
                Some(Act::Hands(site, self.side))
            }
            SegmentKind::Compress { pack, site } => Some(Act::Pack(pack, site)),
            SegmentKind::Breathe(_) => Some(Act::Breath),
            SegmentKind::Guide { .. }
            | SegmentKind::GetReady
            | SegmentKind::Rest
            | SegmentKind::Switch
            | SegmentKind::Gap
            | SegmentKind::Wait
            | SegmentKind::End => None,
        }
    }

    /// Whether its time counts as part of the routine's length.
    #[must_use]
    pub const fn counts(&self) -> bool {
        !matches!(self.kind, SegmentKind::GetReady | SegmentKind::Wait | SegmentKind::End)
    }

    /// Whether a person would call it a step, as opposed to the time between steps.
    #[must_use]
    pub(crate) const fn is_step(&self) -> bool {
        !matches!(
            self.kind,
            SegmentKind::GetReady | SegmentKind::Switch | SegmentKind::Gap | SegmentKind::End
        )
    }

    /// Its name with its side: `Shoulder squeeze, left side`.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.side {
            Some(side) if self.is_step() => {
                phrases::of(self.name_language).on_side(self.name_language, &self.name, side)
            }
            _ => self.name.clone(),
        }
    }
}
