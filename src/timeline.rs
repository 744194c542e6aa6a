//! What happens when, at absolute positions: the one thing that the window, the sound, the words, the listing and a
//! rendered file all follow, so that they cannot disagree.
//!
//! [`plan()`] chooses what is done (the moment's alternatives, the wished length); [`compile()`] lays it out as
//! segments, one after the other without a gap, and derives the events of each. Everything here is a pure function of
//! its arguments.

use crate::routine::{Hand, Motion, Pack, Pattern, Side, Site};
use crate::time::{Position, Span};

mod compile;
mod events;
pub mod listing;
pub mod phrases;
mod plan;

pub use compile::{compile, compile_for};
pub use plan::{Moment, Plan, PlanError, plan};

/// A routine laid out in time.
///
/// Invariants: segments follow one another without gap or overlap, the first at zero; there is at least one; events are
/// in order of their positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    routine: String,
    title: String,
    segments: Vec<Segment>,
    events: Vec<Event>,
    speech: Speech,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// Which words.
    pub amount: SpeechAmount,
    /// How often the time left is told, if at all.
    pub time_left_every: Option<Span>,
}

/// Which words are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub enum SpeechAmount {
    /// Every word.
    #[default]
    Everything,
    /// The names of steps, changes of side, and what keeps the skin safe.
    Names,
    /// Cues and breath tones alone.
    Cues,
    /// Nothing but the cue that a pack has to come off.
    Nothing,
}

impl SpeechAmount {
    /// Every choice, from most to least.
    pub const ALL: [Self; 4] = [Self::Everything, Self::Names, Self::Cues, Self::Nothing];

    /// In plain words.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Everything => "every word",
            Self::Names => "names and changes",
            Self::Cues => "sounds alone",
            Self::Nothing => "nothing",
        }
    }

    const fn has_words(self) -> bool {
        matches!(self, Self::Everything | Self::Names)
    }
}

/// A stretch of time in which one thing is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it begins.
    pub start: Position,
    /// How long it lasts; for a wait, the longest.
    pub lasts: Span,
    /// Its short name.
    pub name: String,
    /// The words for the screen; the same that are spoken at its start.
    pub words: String,
    /// What it should feel like.
    pub feels: Option<String>,
    /// What is done.
    pub what: What,
    /// The side that is worked on, if it is one of two.
    pub side: Option<Side>,
    /// The round, from 1, and how many.
    pub round: Option<(u32, u32)>,
    /// The longest that it may become when more time is asked for.
    pub longest: Span,
    /// What happens inside it.
    pub script: Script,
}

/// What happens inside a segment, in times from its start that do not move when it is lengthened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Words at times.
    pub then: Vec<(Span, String)>,
    /// When the halfway cue sounds, and the words after it.
    pub halfway: Option<(Span, Option<String>)>,
    /// When to move on to the next spot.
    pub spots: Vec<Span>,
    /// Press and release in turn.
    pub rhythm: Option<(Span, Span)>,
    /// A recording that is played in place of the words.
    pub recording: Option<String>,
}

/// What is done in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
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
    },
    /// A pack on a site.
    Pack {
        /// Cold or warm.
        pack: Pack,
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
    /// When.
    pub at: Position,
    /// What.
    pub what: Happening,
}

/// What happens at a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A short sound with a meaning.
    Cue(Cue),
    /// Words are spoken.
    Say {
        /// The words.
        text: String,
        /// A recording that takes the place of the voice.
        recording: Option<String>,
    },
    /// A phase of a breath begins.
    Breath {
        /// Which.
        phase: BreathPhase,
        /// How long it lasts.
        lasts: Span,
    },
}

/// The short sounds, each with one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cue {
    /// One of the counts before the start.
    Count,
    /// The next step begins.
    Next,
    /// Change to the other side.
    Switch,
    /// Half of the step is over.
    Halfway,
    /// On to the next spot.
    Spot,
    /// Press now.
    Press,
    /// Let go now.
    Release,
    /// The step is about to end.
    Ending,
    /// Look at the skin under the pack.
    SkinCheck,
    /// Take the pack off.
    PackOff,
    /// Waiting for the key.
    Waiting,
    /// The session stands still.
    Paused,
    /// It goes on.
    Resumed,
    /// The routine is over.
    End,
}

/// A phase of a breath.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreathPhase {
    /// In.
    Inhale,
    /// A second, short breath in.
    TopUp,
    /// Held, full.
    Hold,
    /// Out.
    Exhale,
    /// Held, empty.
    Rest,
}

impl Timeline {
    fn new(routine: String, title: String, segments: Vec<Segment>, speech: Speech) -> Self {
        let mut timeline = Self { routine, title, segments, events: Vec::new(), speech };
        timeline.lay_out();
        timeline
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
            events::add_time_left(&mut self.events, &self.segments, every);
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
    pub fn length(&self) -> Span {
        self.segments.iter().filter(|segment| segment.counts()).map(|segment| segment.lasts).sum()
    }

    /// The index of the segment at a position; the last one from the end on.
    #[must_use]
    pub fn index_at(&self, at: Position) -> usize {
        self.segments.partition_point(|segment| segment.start <= at).saturating_sub(1)
    }

    /// How much of the routine itself is left at a position.
    #[must_use]
    pub fn left_at(&self, at: Position) -> Span {
        let later = &self.segments[self.index_at(at)..];
        later.iter().filter(|s| s.counts()).map(|s| s.end().since(at.max(s.start))).sum()
    }

    /// The next segment after `index` that a person would call a step.
    #[must_use]
    pub fn next_step(&self, index: usize) -> Option<&Segment> {
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

    /// The same timeline with every wait no longer than `at_most`: for a file, which nobody can tell that they are ready.
    #[must_use]
    pub fn with_waits_of(&self, at_most: Span) -> Self {
        let mut shorter = self.clone();
        for segment in shorter.segments.iter_mut().filter(|segment| segment.what == What::Wait) {
            segment.lasts = segment.lasts.min(at_most);
        }
        shorter.lay_out();
        shorter
    }

    /// The same timeline with one segment lengthened, as far as it may be; all that comes later moves.
    ///
    /// Nothing if it may not become longer.
    #[must_use]
    pub fn lengthened(&self, index: usize, by: Span) -> Option<Self> {
        let segment = self.segments.get(index)?;
        let room = segment.longest.minus(segment.lasts);
        let by = match segment.what {
            // A breath is never cut short: whole ones are added, as many as there is room for.
            What::Breathe(pattern) => {
                let wished = by.nanos().div_ceil(pattern.cycle().nanos().max(1));
                pattern.cycle() * wished.min(room.count_of(pattern.cycle()))
            }
            _ => by.min(room),
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

    /// Whether its time counts as part of the routine's length.
    #[must_use]
    pub const fn counts(&self) -> bool {
        !matches!(self.what, What::GetReady | What::Wait | What::End)
    }

    /// Whether a person would call it a step, as opposed to the time between steps.
    #[must_use]
    pub const fn is_step(&self) -> bool {
        !matches!(self.what, What::GetReady | What::Switch | What::Gap | What::End)
    }

    /// Its name with its side: `Shoulder squeeze, left side`.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.side {
            Some(side) if self.is_step() => format!("{}, {} side", self.name, side.plain()),
            _ => self.name.clone(),
        }
    }
}

impl BreathPhase {
    /// What is said and shown.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::Inhale => "In",
            Self::TopUp => "A little more",
            Self::Hold => "Hold",
            Self::Exhale => "Out",
            Self::Rest => "Rest",
        }
    }

    /// The phases of one breath that last at all, in order.
    #[must_use]
    pub fn of(pattern: Pattern) -> Vec<(Self, Span)> {
        [
            (Self::Inhale, pattern.inhale),
            (Self::TopUp, pattern.top_up),
            (Self::Hold, pattern.hold),
            (Self::Exhale, pattern.exhale),
            (Self::Rest, pattern.rest),
        ]
        .into_iter()
        .filter(|(_, lasts)| !lasts.is_zero())
        .collect()
    }
}

impl Cue {
    /// Every cue.
    pub const ALL: [Self; 14] = [
        Self::Count,
        Self::Next,
        Self::Switch,
        Self::Halfway,
        Self::Spot,
        Self::Press,
        Self::Release,
        Self::Ending,
        Self::SkinCheck,
        Self::PackOff,
        Self::Waiting,
        Self::Paused,
        Self::Resumed,
        Self::End,
    ];

    /// Its name in listings and file names: `pack-off`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Next => "next",
            Self::Switch => "switch",
            Self::Halfway => "halfway",
            Self::Spot => "spot",
            Self::Press => "press",
            Self::Release => "release",
            Self::Ending => "ending",
            Self::SkinCheck => "skin-check",
            Self::PackOff => "pack-off",
            Self::Waiting => "waiting",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::End => "end",
        }
    }
}
