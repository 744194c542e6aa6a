//! What is heard inside a segment, and when. A cue never falls into words or onto another cue: it is left out then,
//! unless it begins the segment.

use super::{
    BreathPhase, Cue, Event, EventKind, Phrases, Script, Segment, SegmentKind, Speech, SpeechAmount, phrases,
};
use crate::routine::validate::WORDS_AFTER_CUE;
use crate::routine::words::speech_estimate;
use crate::routine::{Language, Motion, Pattern};
use crate::safety::rules;
use crate::time::{ExactDuration, Position};

/// Between the last cue, which is longer than the others, and the last words.
const WORDS_AFTER_END: ExactDuration = ExactDuration::from_millis(1600);
/// How long before its end a segment says so.
const ENDING: ExactDuration = ExactDuration::from_secs(3);
/// Shorter segments do not announce their end: our limit.
const SHORTEST_WITH_ENDING: ExactDuration = ExactDuration::from_secs(20);
/// A pack's last seconds are for taking it off.
const PACK_OFF: ExactDuration = ExactDuration::from_secs(8);
/// The question whether one is awake comes after the words on the skin.
const QUESTION_AFTER_CHECK: ExactDuration = ExactDuration::from_secs(15);
/// The counts before the start, after the title has been said.
const COUNTS: [ExactDuration; 2] = [ExactDuration::from_secs(5), ExactDuration::from_secs(6)];
/// How often a wait sounds.
const WAITING_EVERY: ExactDuration = ExactDuration::from_secs(15);
/// In the first breaths the phases are also spoken.
const SPOKEN_BREATHS: u64 = 2;
/// Between words and others that had to wait for them.
const AFTER_WORDS: ExactDuration = ExactDuration::from_millis(700);
/// The longest that one of the cues sounds, as room before words.
const CUE_ROOM: ExactDuration = ExactDuration::from_millis(900);

/// The events of a segment, in order, with as many words as the settings ask for.
pub(super) fn of_segment(segment: &Segment, speech: &Speech) -> Vec<Event> {
    let mut here = Gathering {
        start: segment.start,
        lasts: segment.lasts,
        amount: speech.amount,
        language: segment.language,
        own: phrases::of(segment.language),
        events: Vec::new(),
        spoken: Vec::new(),
    };
    here.opening(segment);
    for later in &segment.script.then {
        here.explain(later.at, &later.words, later.recording.clone());
    }
    if let Some((at, words)) = &segment.script.halfway
        && here.cue(*at, Cue::Halfway)
        && let Some(words) = words
    {
        here.explain(*at + WORDS_AFTER_CUE, words, None);
    }
    for (spot, at) in segment.script.spots.iter().enumerate() {
        let is_marked = here.cue(*at, Cue::Spot);
        if let Some(words) = segment.script.spot_words.get(spot).filter(|_| is_marked) {
            here.explain(*at + WORDS_AFTER_CUE, words, None);
        }
    }
    match segment.kind {
        SegmentKind::Compress { pack, .. } => {
            let off = segment.lasts.minus(PACK_OFF);
            for at in rules().skin_checks.within(off) {
                here.cue(at, Cue::SkinCheck);
                here.say_own(at + WORDS_AFTER_CUE, here.own.skin_check(pack));
            }
            for at in rules().awake_checks.within(off.minus(QUESTION_AFTER_CHECK)) {
                here.ask(at + QUESTION_AFTER_CHECK);
            }
            here.cue(off, Cue::PackOff);
            here.say_own(off + WORDS_AFTER_CUE, here.own.pack_off);
        }
        SegmentKind::Breathe(pattern) => here.breaths(pattern),
        SegmentKind::Wait => {
            if let Some(again) = segment.script.again.filter(|again| *again < segment.lasts) {
                here.say(again, &segment.words);
            }
            let rounds = segment.lasts.count_of(WAITING_EVERY);
            for at in (1..=rounds).map(|n| WAITING_EVERY * n).filter(|at| *at < segment.lasts) {
                here.cue(at, Cue::Waiting);
            }
        }
        SegmentKind::GetReady
        | SegmentKind::Guide { .. }
        | SegmentKind::Rest
        | SegmentKind::Switch
        | SegmentKind::Gap
        | SegmentKind::End => {}
    }
    if let Some((press, release)) = segment.script.rhythm {
        here.rhythm(press, release, &segment.script);
    }
    // Where nothing but attention has to go on, the next step's own cue is enough: letting go is not interrupted.
    let ends_by_itself = match segment.kind {
        SegmentKind::Guide { motion, .. } => !matches!(motion, Motion::Attend | Motion::Release),
        SegmentKind::Rest => true,
        SegmentKind::GetReady
        | SegmentKind::Compress { .. }
        | SegmentKind::Breathe(_)
        | SegmentKind::Switch
        | SegmentKind::Gap
        | SegmentKind::Wait
        | SegmentKind::End => false,
    };
    if ends_by_itself && segment.lasts >= SHORTEST_WITH_ENDING {
        here.cue(segment.lasts.minus(ENDING), Cue::Ending);
    }
    here.events.sort_by_key(|event| event.at);
    here.events
}

struct Gathering {
    start: Position,
    lasts: ExactDuration,
    amount: SpeechAmount,
    /// The language of the author's words.
    language: Language,
    /// The program's own sentences.
    own: &'static Phrases,
    events: Vec<Event>,
    /// From when to when words are being said, in time from the start.
    spoken: Vec<(ExactDuration, ExactDuration)>,
}

impl Gathering {
    /// The cue and the words at the start.
    fn opening(&mut self, segment: &Segment) {
        let cue = match segment.kind {
            SegmentKind::GetReady | SegmentKind::Gap => None,
            SegmentKind::Switch => Some(Cue::Switch),
            SegmentKind::Wait => Some(Cue::Waiting),
            SegmentKind::End => Some(Cue::End),
            SegmentKind::Guide { .. }
            | SegmentKind::Compress { .. }
            | SegmentKind::Breathe(_)
            | SegmentKind::Rest => Some(Cue::Next),
        };
        let words_at = if segment.kind == SegmentKind::End {
            WORDS_AFTER_END
        } else if cue.is_none() {
            ExactDuration::from_millis(200)
        } else {
            WORDS_AFTER_CUE
        };
        if let Some(cue) = cue {
            self.push(ExactDuration::ZERO, EventKind::Cue(cue));
        }
        if self.amount == SpeechAmount::Names && segment.is_step() && segment.kind != SegmentKind::Wait {
            self.speak(words_at, &format!("{}.", segment.full_name()), segment.name_language, None);
        } else if !segment.words.is_empty() || segment.script.recording.is_some() {
            self.speak(words_at, &segment.words, self.language, segment.script.recording.clone());
        }
        if segment.kind == SegmentKind::GetReady {
            for at in COUNTS {
                self.push(at, EventKind::Cue(Cue::Count));
            }
        }
    }

    fn push(&mut self, at: ExactDuration, what: EventKind) {
        // Even without words, somebody with a pack on must hear when to take it off.
        if self.amount == SpeechAmount::Nothing && what != EventKind::Cue(Cue::PackOff) {
            return;
        }
        self.events.push(Event { at: self.start + at, kind: what });
    }

    /// A cue, unless words or another cue are heard then or it would come too late to be heard in this segment.
    fn cue(&mut self, at: ExactDuration, cue: Cue) -> bool {
        let in_words = self.spoken.iter().any(|(from, to)| at + CUE_ROOM > *from && at < *to);
        let from_start = |event: &Event| event.at.since(self.start);
        let in_cue = self.events.iter().any(|event| {
            let other = from_start(event);
            matches!(event.kind, EventKind::Cue(_)) && at < other + CUE_ROOM && other < at + CUE_ROOM
        });
        let fits = !in_words && !in_cue && at < self.lasts;
        if fits {
            self.push(at, EventKind::Cue(cue));
        }
        fits
    }

    /// Asks whether one is awake: heard even where nothing else is said.
    fn ask(&mut self, at: ExactDuration) {
        let within = rules().awake_checks.answer_within;
        for what in [EventKind::AwakeCheck { within }, EventKind::Cue(Cue::Waiting)] {
            self.events.push(Event { at: self.start + at, kind: what });
        }
        self.say_own(at + WORDS_AFTER_CUE, self.own.still_awake);
    }

    /// Words that are needed in order to follow, or to be safe.
    fn say(&mut self, at: ExactDuration, text: &str) {
        self.speak(at, text, self.language, None);
    }

    /// A sentence of the program's own.
    fn say_own(&mut self, at: ExactDuration, text: &str) {
        self.speak(at, text, self.own.language, None);
    }

    /// Words that explain: left out if only names are spoken. Where other words are still being said they follow these, as
    /// long as they are over before the step is.
    fn explain(&mut self, at: ExactDuration, text: &str, recording: Option<String>) {
        if self.amount != SpeechAmount::Everything {
            return;
        }
        let lasts = speech_estimate(text);
        let is_free = |from: &ExactDuration| {
            !self.spoken.iter().any(|(begin, end)| *from + lasts > *begin && *from < *end)
        };
        let after = self.spoken.iter().map(|(_, end)| *end + AFTER_WORDS).filter(|end| *end > at);
        let later = after.filter(|from| is_free(from) && *from + lasts <= self.lasts).min();
        let from = if is_free(&at) { Some(at) } else { later };
        if let Some(from) = from {
            self.speak(from, text, self.language, recording);
        }
    }

    fn speak(&mut self, at: ExactDuration, text: &str, language: Language, recording: Option<String>) {
        if !self.amount.has_words() {
            return;
        }
        let lasts = speech_estimate(text);
        let taken = self.spoken.iter().any(|(from, to)| at + lasts > *from && at < *to);
        if !taken && at < self.lasts {
            self.spoken.push((at, at + lasts));
            self.push(at, EventKind::Say { text: text.to_owned(), language, recording });
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
                self.push(at, EventKind::Breath { phase, lasts });
                if speak && self.amount == SpeechAmount::Everything {
                    self.say_own(at, self.own.breath(phase));
                }
                at += lasts;
            }
        }
    }

    /// A cue for every press and release that has its full time, and the number of each if they are counted.
    fn rhythm(&mut self, press: ExactDuration, release: ExactDuration, script: &Script) {
        let room = self.lasts.minus(script.lead).count_of(press + release);
        let rounds = script.times.unwrap_or(room).min(room);
        for round in 0..rounds {
            let at = script.lead + (press + release) * round;
            if !at.is_zero() {
                self.cue(at, Cue::Press);
            }
            if script.counts && self.amount == SpeechAmount::Everything {
                self.say_own(at + WORDS_AFTER_CUE, &(round + 1).to_string());
            }
            self.cue(at + press, Cue::Release);
        }
    }
}

/// Adds how much time is left, every so often, wherever nothing else is being heard.
pub(super) fn add_time_left(
    events: &mut Vec<Event>,
    segments: &[Segment],
    every: ExactDuration,
    own: &Phrases,
) {
    let Some(end) =
        segments.iter().find(|segment| segment.kind == SegmentKind::End).map(|segment| segment.start)
    else {
        return;
    };
    let first_step = segments.iter().find(|segment| segment.is_step()).map_or(Position::ZERO, |s| s.start);
    let times = end.since(first_step).count_of(every.max(ExactDuration::from_secs(1)));
    for left in (1..=times).map(|n| every * n) {
        let at = end - left;
        let text = own.time_left(left);
        let quiet_until = at + speech_estimate(&text) + CUE_ROOM;
        let is_free = events.iter().all(|event| match &event.kind {
            EventKind::Say { text, .. } => event.at + speech_estimate(text) < at || event.at > quiet_until,
            EventKind::Cue(_) => event.at + CUE_ROOM < at || event.at > quiet_until,
            EventKind::Breath { .. } | EventKind::AwakeCheck { .. } => true,
        });
        if is_free {
            events.push(Event { at, kind: EventKind::Say { text, language: own.language, recording: None } });
        }
    }
}
