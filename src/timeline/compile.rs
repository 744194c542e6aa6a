//! Plan → timeline: every repeat unrolled, both sides in turn, each segment after the other.

use super::{Plan, Script, Segment, Speech, Timeline, What, phrases};
use crate::routine::values::{Surroundings, of_step};
use crate::routine::words::Values;
use crate::routine::{Action, Breathe, Contrast, Guide, Pack, Pattern, Side, Step, Words};
use crate::safety;
use crate::time::{Position, Span};

/// The count before the first step.
const GET_READY: Span = Span::from_secs(7);
/// The last cue and the last words, after the last step.
const THE_END: Span = Span::from_secs(7);
/// Shorter steps have no halfway cue: our limit.
const SHORTEST_WITH_HALFWAY: Span = Span::from_secs(40);
/// How far steps without a cap of their own can be lengthened in all: our limit.
const MOST_MORE: Span = Span::from_mins(10);

/// Lays a plan out in time, with every word said.
#[must_use]
pub fn compile(plan: &Plan) -> Timeline {
    compile_for(plan, Speech::default())
}

/// Lays a plan out in time, with as much said as is wished.
#[must_use]
pub fn compile_for(plan: &Plan, speech: Speech) -> Timeline {
    let length = crate::routine::length::of_steps(plan.steps()).written;
    let title = plan.routine().title_at(length);
    let mut layout = Layout { segments: Vec::new(), introduction: Vec::new() };
    layout.between("Get ready", phrases::get_ready(&title, length), What::GetReady, GET_READY, None);
    layout.steps(plan.steps(), &Surroundings::default(), None);
    layout.between("The end", phrases::the_end().into(), What::End, THE_END, None);
    Timeline::new(plan.routine().id().to_owned(), title, layout.segments, speech)
}

struct Layout {
    segments: Vec<Segment>,
    /// Words of the steps around, still to be said.
    introduction: Vec<String>,
}

impl Layout {
    fn steps(&mut self, steps: &[Step], around: &Surroundings, group: Option<&Words>) {
        for step in steps {
            self.step(step, around, group);
        }
    }

    fn step(&mut self, step: &Step, around: &Surroundings, group: Option<&Words>) {
        match &step.action {
            Action::Repeat(repeat) => {
                self.introduction(step, around);
                for round in 1..=repeat.times.value {
                    let inner = Surroundings { round: Some((round, repeat.times.value)), ..*around };
                    self.steps(&repeat.steps, &inner, group);
                    if let Some(gap) = &repeat.gap
                        && round < repeat.times.value
                    {
                        self.between("Pause", String::new(), What::Gap, gap.value, None);
                    }
                }
            }
            Action::EachSide(each) => {
                self.introduction(step, around);
                let (first, second) = (each.first.value, each.first.value.other());
                self.steps(&each.steps, &Surroundings { side: Some(first), ..*around }, group);
                let words = phrases::switch_to(second);
                self.between("Switch sides", words, What::Switch, each.gap.value, Some(second));
                self.steps(&each.steps, &Surroundings { side: Some(second), ..*around }, group);
            }
            Action::Group(inner) => {
                self.introduction(step, around);
                self.steps(&inner.steps, around, Some(&inner.title));
            }
            Action::Contrast(contrast) => self.contrast(contrast, step, around),
            Action::Breathe(breathe) => self.breathe(breathe, step, around, group),
            Action::Guide(guide) => {
                let lasts = guide.length.lasts.value;
                let what = What::Guide {
                    site: guide.site.value,
                    motion: guide.motion.value,
                    pressure: guide.pressure.value,
                    hand: guide.hand.as_ref().map(|hand| hand.value),
                };
                let longest = safety::longest(guide).unwrap_or(lasts + MOST_MORE);
                let mut segment = segment(step, around, group, what, lasts, longest);
                segment.side = guide.side.as_ref().map(|side| side.value).or(around.side);
                segment.side = segment.side.filter(|side| *side != Side::Both);
                guide_script(&mut segment.script, guide, &of_step(step, *around), step);
                self.push(segment);
            }
            Action::Compress(compress) => {
                let (pack, site) = (compress.pack.value, compress.site.value);
                let lasts = compress.length.lasts.value;
                let longest = safety::longest_pack(pack, site).unwrap_or(lasts);
                self.push(segment(step, around, group, What::Pack { pack, site }, lasts, longest));
            }
            Action::Rest(length) => {
                let lasts = length.lasts.value;
                self.push(segment(step, around, group, What::Rest, lasts, lasts + MOST_MORE));
            }
            Action::Wait { at_most } => {
                self.push(segment(step, around, group, What::Wait, at_most.value, at_most.value));
            }
            // A valid routine has none left.
            Action::Use(_) => {}
        }
    }

    /// Words on a step that holds others are said at the start of the first segment inside it.
    fn introduction(&mut self, step: &Step, around: &Surroundings) {
        if let Some(say) = &step.say {
            self.introduction.push(say.value.fill(&of_step(step, *around), &step.numbers));
        }
    }

    fn push(&mut self, mut segment: Segment) {
        if !self.introduction.is_empty() {
            self.introduction.push(std::mem::take(&mut segment.words));
            self.introduction.join(" ").trim().clone_into(&mut segment.words);
            self.introduction.clear();
        }
        self.segments.push(segment);
    }

    fn between(&mut self, name: &str, words: String, what: What, lasts: Span, side: Option<Side>) {
        self.segments.push(Segment {
            start: Position::ZERO,
            lasts,
            name: name.into(),
            words,
            feels: None,
            what,
            side,
            round: None,
            longest: lasts,
            script: Script::default(),
        });
    }

    fn contrast(&mut self, contrast: &Contrast, step: &Step, around: &Surroundings) {
        let site = contrast.site.value;
        let rounds = contrast.rounds.value;
        for round in 1..=rounds {
            for (pack, lasts) in [(Pack::Warm, contrast.warm.value), (Pack::Cold, contrast.cold.value)] {
                let around = Surroundings { round: Some((round, rounds)), ..*around };
                let mut part = segment(step, &around, None, What::Pack { pack, site }, lasts, lasts);
                part.name = format!("{}: {}", part.name, pack.plain());
                if (round, pack) != (1, Pack::Warm) || part.words.is_empty() {
                    part.words = phrases::lay_on(pack, site);
                }
                self.push(part);
            }
        }
    }

    /// The easier patterns first, then the pattern itself; only the first part says the step's words.
    fn breathe(&mut self, breathe: &Breathe, step: &Step, around: &Surroundings, group: Option<&Words>) {
        let ramp = breathe.ramp.iter().map(|stage| stage.value);
        let main = (breathe.pattern, breathe.length.lasts.value);
        for (index, (pattern, lasts)) in ramp.chain([main]).enumerate() {
            let longest = breathe.length.most.unwrap_or(lasts + MOST_MORE);
            let mut part = segment(step, around, group, What::Breathe(pattern), lasts, longest);
            if index > 0 {
                part.words = breath_words(pattern);
                part.script.then.clear();
            }
            self.push(part);
        }
    }
}

/// What is said when the pattern changes: `In 4, out 6.`
fn breath_words(pattern: Pattern) -> String {
    let phases = super::BreathPhase::of(pattern);
    let parts: Vec<String> = phases
        .iter()
        .map(|(phase, lasts)| format!("{} {}", phase.plain().to_lowercase(), lasts.decimal_secs()))
        .collect();
    let mut words = parts.join(", ");
    words.push('.');
    words.replace_range(0..1, &words[0..1].to_uppercase());
    words
}

fn segment(
    step: &Step,
    around: &Surroundings,
    group: Option<&Words>,
    what: What,
    lasts: Span,
    longest: Span,
) -> Segment {
    let values = of_step(step, *around);
    let filled = |words: &Words| words.fill(&values, &step.numbers);
    let name = step.name.as_ref().map(|name| &name.value).or(group);
    let written = written_length(step);
    let then =
        step.then.iter().map(|timed| (timed.at.value.scaled(lasts, written), filled(&timed.say.value)));
    Segment {
        start: Position::ZERO,
        lasts,
        name: name.map_or_else(|| step.action.default_name(), filled),
        words: step.say.as_ref().map(|say| filled(&say.value)).unwrap_or_default(),
        feels: step.feels.as_ref().map(|feels| filled(&feels.value)),
        what,
        side: around.side.filter(|side| *side != Side::Both),
        round: around.round,
        longest: longest.max(lasts),
        script: Script {
            then: then.collect(),
            recording: step.recording.as_ref().map(|recording| recording.value.clone()),
            picture: step.picture.as_ref().map(|picture| picture.value.clone()),
            ..Script::default()
        },
    }
}

/// The length that the times inside a step were written for.
fn written_length(step: &Step) -> Span {
    match &step.action {
        Action::Guide(guide) => guide.length.written,
        Action::Compress(compress) => compress.length.written,
        Action::Rest(length) => length.written,
        Action::Breathe(breathe) => breathe.length.written,
        // Times inside any other step stay as they are.
        _ => Span::ZERO,
    }
}

fn guide_script(script: &mut Script, guide: &Guide, values: &Values, step: &Step) {
    let lasts = guide.length.lasts.value;
    let spots = guide.spots.as_ref().map_or(1, |spots| u64::from(spots.value));
    script.rhythm = guide.rhythm.as_ref().map(|rhythm| rhythm.value);
    let round = script.rhythm.map_or(Span::ZERO, |(press, release)| press + release);
    script.spots = (1..spots)
        .map(|spot| {
            let even = lasts.divided(spots) * spot;
            // Nobody moves on in the middle of a press.
            let whole_rounds = round * (even + round.divided(2)).count_of(round);
            if round.is_zero() || round * spots > lasts { even } else { whole_rounds }
        })
        .collect();
    let words = guide.halfway.as_ref().map(|words| words.value.fill(values, &step.numbers));
    // With spots or a rhythm a person hears how far they are.
    let unmarked = spots == 1 && script.rhythm.is_none() && lasts >= SHORTEST_WITH_HALFWAY;
    if words.is_some() || unmarked {
        script.halfway = Some((lasts.divided(2), words));
    }
}
