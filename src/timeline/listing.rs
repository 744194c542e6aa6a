//! A timeline as text: what `stillpoint show` prints, and what the golden tests hold.

use std::fmt::Write as _;

use super::{BreathPhase, Event, EventKind, Segment, SegmentKind, Timeline};
use crate::time::{ExactDuration, Position};

/// Every segment with its words, and under it every event, each at its position.
#[must_use]
pub fn listing(timeline: &Timeline) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", timeline.title());
    let _ = writeln!(text, "{} in total, {} steps", timeline.length(), steps(timeline));
    for segment in timeline.segments() {
        let _ = writeln!(text, "\n{}  {}", stamp(segment.start), headline(segment));
        let here = |at: Position| at >= segment.start && at < segment.end();
        let mut breaths = 0;
        for event in timeline.events().iter().filter(|event| here(event.at)) {
            let breath = matches!(event.kind, EventKind::Breath { .. });
            breaths += u32::from(matches!(event.kind, EventKind::Breath { phase: BreathPhase::Inhale, .. }));
            // Only the first breath is written out: the others are the same.
            if !breath || breaths == 1 {
                let _ = writeln!(text, "{}      {}", stamp(event.at), happening(&event.kind));
            }
        }
        if let Some(way) = segment.script.other_way.as_ref().filter(|way| way.is_softer) {
            let _ = writeln!(text, "{:>12}      If not, the softer way:", "");
            for softer in &way.segments {
                let _ = writeln!(text, "{:>12}        {}", "", headline(softer));
                for words in spoken(softer) {
                    let _ = writeln!(text, "{:>12}          “{words}”", "");
                }
            }
        }
        if breaths > 1 {
            let _ = writeln!(text, "{:>12}      … {breaths} breaths like this", "");
        }
    }
    text
}

/// Everything that is said, a sentence a line, each with the time at which it begins.
#[must_use]
pub fn words(timeline: &Timeline) -> String {
    let line = |event: &Event| match &event.kind {
        EventKind::Say { text, recording: None, .. } => Some(format!("{}  {text}\n", stamp(event.at))),
        EventKind::Say { recording: Some(_), .. } => {
            Some(format!("{}  {}\n", stamp(event.at), happening(&event.kind)))
        }
        EventKind::Cue(_) | EventKind::AwakeCheck { .. } | EventKind::Breath { .. } => None,
    };
    let mut said: String = timeline.events().iter().filter_map(line).collect();
    let softer = timeline.segments().iter().filter_map(|segment| segment.script.other_way.as_ref());
    for words in softer.flat_map(|way| way.segments.iter().flat_map(spoken)) {
        let _ = writeln!(said, "{:>12}  {words}", "softer way");
    }
    said
}

/// What its author wrote to be said in a segment, whichever way leads there.
fn spoken(segment: &Segment) -> impl Iterator<Item = &str> {
    let opening = std::iter::once(segment.words.as_str()).filter(|words| !words.is_empty());
    opening.chain(segment.script.then.iter().map(|later| later.words.as_str()))
}

fn steps(timeline: &Timeline) -> usize {
    timeline.segments().iter().filter(|segment| segment.is_step()).count()
}

fn headline(segment: &Segment) -> String {
    let is_wait = segment.kind == SegmentKind::Wait;
    let lasts = if is_wait { format!("at most {}", segment.lasts) } else { segment.lasts.to_string() };
    let round = segment.round.map(|(round, of)| format!(", round {round} of {of}")).unwrap_or_default();
    let mut pressed = String::new();
    if let SegmentKind::Guide { pressure: pressure @ 1.., .. } = segment.kind {
        pressed = format!(", pressure {pressure} out of 10");
    }
    format!("{}{round} ({lasts}{pressed})", segment.full_name())
}

fn happening(what: &EventKind) -> String {
    match what {
        EventKind::Cue(cue) => format!("[{}]", cue.name()),
        EventKind::AwakeCheck { within } => format!("(asks whether you are awake, {within} to answer)"),
        EventKind::Say { text, recording: None, .. } => format!("“{text}”"),
        EventKind::Say { text, recording: Some(file), .. } if text.is_empty() => format!("({file})"),
        EventKind::Say { text, recording: Some(file), .. } => format!("“{text}” ({file})"),
        EventKind::Breath { phase, lasts } => format!("{} {lasts}", phase.plain().to_lowercase()),
    }
}

/// `0:07.700`: minutes, seconds and milliseconds.
fn stamp(at: Position) -> String {
    let span = at.from_start();
    let millis = span.minus(span.floor_to_secs()).millis();
    let (mins, secs) = (span.whole_secs() / 60, span.whole_secs() % 60);
    format!("{:>12}", format!("{mins}:{secs:02}.{millis:03}"))
}

/// A length in minutes as people say it in lists: `5 min`, `1 h 5 min`, `45 s`.
#[must_use]
pub fn minutes(span: ExactDuration) -> String {
    if span < ExactDuration::from_secs(60) {
        return format!("{} s", span.whole_secs());
    }
    let mins = (span + ExactDuration::from_secs(30)).whole_secs() / 60;
    match (mins / 60, mins % 60) {
        (0, mins) => format!("{mins} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, mins) => format!("{hours} h {mins} min"),
    }
}
