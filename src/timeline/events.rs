//! What is heard inside a segment, and when. A cue never falls into words or onto another cue: it is left out then,
//! unless it begins the segment.

use super::{BreathPhase, Cue, Event, Happening, Segment, What, phrases};
use crate::routine::Pattern;
use crate::safety::rules;
use crate::time::{Position, Span};

/// Between the cue that begins a segment and its words.
const WORDS_AFTER_CUE: Span = Span::from_millis(700);
/// Between the last cue, which is longer than the others, and the last words.
const WORDS_AFTER_END: Span = Span::from_millis(1600);
/// How long before its end a segment says so.
const ENDING: Span = Span::from_secs(3);
/// Shorter segments do not announce their end: our limit.
const SHORTEST_WITH_ENDING: Span = Span::from_secs(20);
/// A pack's last seconds are for taking it off.
const PACK_OFF: Span = Span::from_secs(8);
/// The counts before the start.
const COUNTS: [Span; 3] = [Span::from_secs(4), Span::from_secs(5), Span::from_secs(6)];
/// How often a wait sounds, and how often it repeats its words.
const WAITING_EVERY: Span = Span::from_secs(15);
const WAITING_WORDS_EVERY: Span = Span::from_secs(45);
/// In the first breaths the phases are also spoken.
const SPOKEN_BREATHS: u64 = 2;
/// The longest that one of the cues sounds, as room before words.
const CUE_ROOM: Span = Span::from_millis(900);

/// About how long it takes to say something: 150 words a minute, as the voices are set, with room for the commas.
#[must_use]
pub fn speech_estimate(text: &str) -> Span {
    let words = text.split_whitespace().count() as u64;
    let pauses = text.chars().filter(|c| ",.;:".contains(*c)).count() as u64;
    Span::from_millis(300 + words * 360 + pauses * 200)
}

/// The events of a segment, in order.
pub(super) fn of_segment(segment: &Segment) -> Vec<Event> {
    let mut here =
        Gathering { start: segment.start, lasts: segment.lasts, events: Vec::new(), spoken: Vec::new() };
    here.opening(segment);
    for (at, text) in &segment.script.then {
        here.say(*at, text);
    }
    if let Some((at, words)) = &segment.script.halfway
        && here.cue(*at, Cue::Halfway)
        && let Some(words) = words
    {
        here.say(*at + WORDS_AFTER_CUE, words);
    }
    for at in &segment.script.spots {
        here.cue(*at, Cue::Spot);
    }
    match segment.what {
        What::Pack { pack, .. } => {
            let off = segment.lasts.minus(PACK_OFF);
            for at in rules().skin_checks.within(off) {
                here.cue(at, Cue::SkinCheck);
                here.say(at + WORDS_AFTER_CUE, phrases::skin_check(pack));
            }
            here.cue(off, Cue::PackOff);
            here.say(off + WORDS_AFTER_CUE, phrases::pack_off());
        }
        What::Breathe(pattern) => here.breaths(pattern),
        What::Wait => {
            let rounds = segment.lasts.count_of(WAITING_EVERY);
            for at in (1..=rounds).map(|n| WAITING_EVERY * n).filter(|at| *at < segment.lasts) {
                if at.nanos() % WAITING_WORDS_EVERY.nanos() == 0 {
                    here.say(at, &segment.words);
                } else {
                    here.cue(at, Cue::Waiting);
                }
            }
        }
        _ => {}
    }
    if let Some((press, release)) = segment.script.rhythm {
        here.rhythm(press, release);
    }
    let ends_by_itself = matches!(segment.what, What::Guide { .. } | What::Rest);
    if ends_by_itself && segment.lasts >= SHORTEST_WITH_ENDING {
        here.cue(segment.lasts.minus(ENDING), Cue::Ending);
    }
    here.events.sort_by_key(|event| event.at);
    here.events
}

struct Gathering {
    start: Position,
    lasts: Span,
    events: Vec<Event>,
    /// From when to when words are being said, in time from the start.
    spoken: Vec<(Span, Span)>,
}

impl Gathering {
    /// The cue and the words at the start.
    fn opening(&mut self, segment: &Segment) {
        let cue = match segment.what {
            What::GetReady | What::Gap => None,
            What::Switch => Some(Cue::Switch),
            What::Wait => Some(Cue::Waiting),
            What::End => Some(Cue::End),
            _ => Some(Cue::Next),
        };
        let words_at = match segment.what {
            What::End => WORDS_AFTER_END,
            _ if cue.is_none() => Span::from_millis(200),
            _ => WORDS_AFTER_CUE,
        };
        if let Some(cue) = cue {
            self.push(Span::ZERO, Happening::Cue(cue));
        }
        if !segment.words.is_empty() {
            self.speak(words_at, &segment.words, segment.script.recording.clone());
        }
        if segment.what == What::GetReady {
            for at in COUNTS {
                self.push(at, Happening::Cue(Cue::Count));
            }
        }
    }

    fn push(&mut self, at: Span, what: Happening) {
        self.events.push(Event { at: self.start + at, what });
    }

    /// A cue, unless words or another cue are heard then or it would come too late to be heard in this segment.
    fn cue(&mut self, at: Span, cue: Cue) -> bool {
        let in_words = self.spoken.iter().any(|(from, to)| at + CUE_ROOM > *from && at < *to);
        let from_start = |event: &Event| event.at.since(self.start);
        let in_cue = self.events.iter().any(|event| {
            let other = from_start(event);
            matches!(event.what, Happening::Cue(_)) && at < other + CUE_ROOM && other < at + CUE_ROOM
        });
        let fits = !in_words && !in_cue && at < self.lasts;
        if fits {
            self.push(at, Happening::Cue(cue));
        }
        fits
    }

    fn say(&mut self, at: Span, text: &str) {
        self.speak(at, text, None);
    }

    fn speak(&mut self, at: Span, text: &str, recording: Option<String>) {
        let lasts = speech_estimate(text);
        let taken = self.spoken.iter().any(|(from, to)| at + lasts > *from && at < *to);
        if !taken && at < self.lasts {
            self.spoken.push((at, at + lasts));
            self.push(at, Happening::Say { text: text.to_owned(), recording });
        }
    }

    /// Whole breaths only; what is left of the time after the last one is quiet.
    fn breaths(&mut self, pattern: Pattern) {
        let count = self.lasts.count_of(pattern.cycle());
        let first_words_end = self.spoken.iter().map(|(_, to)| *to).max().unwrap_or_default();
        let mut spoken_breaths = 0;
        for breath in 0..count {
            let breath_start = pattern.cycle() * breath;
            let speak = breath_start >= first_words_end && spoken_breaths < SPOKEN_BREATHS;
            spoken_breaths += u64::from(speak);
            let mut at = breath_start;
            for (phase, lasts) in BreathPhase::of(pattern) {
                self.push(at, Happening::Breath { phase, lasts });
                if speak {
                    self.say(at, phase.plain());
                }
                at += lasts;
            }
        }
    }

    /// A cue for every press and release that has its full time.
    fn rhythm(&mut self, press: Span, release: Span) {
        let rounds = self.lasts.count_of(press + release);
        for round in 0..rounds {
            let at = (press + release) * round;
            if round > 0 {
                self.cue(at, Cue::Press);
            }
            self.cue(at + press, Cue::Release);
        }
    }
}
