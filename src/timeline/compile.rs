//! Plan → timeline: every repeat unrolled, both sides in turn, each segment after the other.

use std::ops::Range;

use super::phrases::Phrases;
use super::{Later, OtherWay, Plan, Script, Segment, SegmentKind, Speech, Timeline, phrases};
use crate::routine::validate::WORDS_AFTER_CUE;
use crate::routine::values::{Scope, of_breath, of_step};
use crate::routine::words::{Numbers, Values, speech_estimate};
use crate::routine::{
    Ask, Breathe, CompressKind, Contrast, Guide, Language, Phase, Posture, Side, Step, StepKind, Timed, Words,
};
use crate::safety;
use crate::time::{ExactDuration, Position};

/// In an attack, when somebody may not have been able to listen, a wait asks once more after this long. Otherwise it asks
/// once and then only sounds.
const WAIT_AGAIN: ExactDuration = ExactDuration::from_mins(1);
/// The count before the first step.
const GET_READY: ExactDuration = ExactDuration::from_secs(7);
/// The last cue and the last words, after the last step.
const THE_END: ExactDuration = ExactDuration::from_secs(7);
/// Shorter steps have no halfway cue: our limit.
const SHORTEST_WITH_HALFWAY: ExactDuration = ExactDuration::from_secs(40);
/// How far steps without a cap of their own can be lengthened in all: our limit.
const MOST_MORE: ExactDuration = ExactDuration::from_mins(10);

/// How much longer the count before the first step takes if gestures are told in it.
const TELLS_GESTURES: ExactDuration = ExactDuration::from_secs(6);

/// Lays a plan out in time, with every word said.
#[must_use]
pub fn compile(plan: &Plan) -> Timeline {
    compile_for(plan, Speech::default())
}

/// Lays out a plan in time, with as many words as the settings ask for.
#[must_use]
pub fn compile_for(plan: &Plan, speech: Speech) -> Timeline {
    let length = crate::routine::length::of_steps(plan.steps()).written;
    let routine = plan.routine();
    let title = routine.title_at(length);
    let language = routine.routine().language;
    let phrases = phrases::of(language);
    let is_attack = plan.request().moment.phase == Some(Phase::Attack);
    let mut layout =
        Layout { segments: Vec::new(), introduction: Vec::new(), language, phrases, is_attack, at_use: None };
    layout.between(phrases.ready_name, String::new(), SegmentKind::GetReady, GET_READY, None);
    if let Some(first) = layout.segments.first_mut() {
        // The sentence has the title in it, so it is in the title's language.
        first.language = routine.title_language();
        let own = phrases::of(first.language);
        first.words = own.get_ready(first.language, &title, length);
        if speech.tells_gestures && speech.amount.has_words() {
            first.words = format!("{} {}", first.words, own.gestures);
            first.lasts += TELLS_GESTURES;
        }
    }
    layout.steps(plan.steps(), &Scope::default(), None);
    layout.between(phrases.end_name, phrases.the_end.into(), SegmentKind::End, THE_END, None);
    let posture = routine.routine().posture.as_ref().map(|posture| posture.value);
    let timeline = Timeline {
        routine: routine.id().to_owned(),
        title,
        language,
        segments: layout.segments,
        events: Vec::new(),
        speech,
        breathing: plan.breathing(),
        is_lying: posture == Some(Posture::Lying),
    };
    timeline.laid_out()
}

struct Layout<'a> {
    segments: Vec<Segment>,
    /// Words of the steps around, still to be said.
    introduction: Vec<Template<'a>>,
    /// That of the routine.
    language: Language,
    phrases: &'static Phrases,
    /// Whether it is for an attack.
    is_attack: bool,
    /// Where the technique is used whose steps are laid out.
    at_use: Option<Range<usize>>,
}

/// An author's words with the values of their placeholders.
#[derive(Clone)]
struct Template<'a> {
    words: &'a Words,
    values: Values,
    numbers: &'a Numbers,
}

impl Template<'_> {
    fn language(&self) -> Language {
        self.words.language(&self.values, self.numbers)
    }

    fn fill(&self, language: Language) -> String {
        self.words.fill_in(language, &self.values, self.numbers)
    }
}

impl<'a> Layout<'a> {
    fn steps(&mut self, steps: &'a [Step], around: &Scope, group: Option<&'a Words>) {
        for step in steps {
            self.step(step, around, group);
        }
    }

    fn step(&mut self, step: &'a Step, around: &Scope, group: Option<&'a Words>) {
        match &step.kind {
            StepKind::Repeat(repeat) => {
                self.introduction(step, around);
                for round in 1..=repeat.times.value {
                    self.steps(&repeat.steps, &around.in_round(round, repeat.times.value), group);
                    if let Some(gap) = &repeat.gap
                        && round < repeat.times.value
                    {
                        self.between(
                            self.phrases.pause_name,
                            String::new(),
                            SegmentKind::Gap,
                            gap.value,
                            None,
                        );
                    }
                }
            }
            StepKind::EachSide(each) => {
                self.introduction(step, around);
                for (turn, side) in each.sides().enumerate() {
                    if turn > 0 {
                        let (name, words) = (self.phrases.switch_name, self.phrases.switch_to(side));
                        self.between(name, words, SegmentKind::Switch, each.gap.value, Some(side));
                    }
                    self.steps(&each.steps, &around.on_side(side, turn), group);
                }
            }
            StepKind::Group(inner) => {
                self.introduction(step, around);
                let outer = self.at_use.clone();
                self.at_use.get_or_insert_with(|| step.span.clone());
                self.steps(&inner.steps, around, Some(&inner.title));
                self.at_use = outer;
            }
            StepKind::Contrast(contrast) => self.contrast(contrast, step, around),
            StepKind::Breathe(breathe) => self.breathe(breathe, step, around, group),
            StepKind::Guide(guide) => {
                let lasts = guide.length.lasts.value;
                let what = SegmentKind::Guide {
                    site: guide.site.value,
                    motion: guide.motion.value,
                    pressure: guide.pressure.value,
                    hand: guide.hand.as_ref().map(|hand| hand.value),
                    reversed: guide.reversed,
                };
                let longest = safety::longest(guide).unwrap_or(lasts + MOST_MORE);
                let mut segment = self.segment(step, around, group, what, lasts, longest);
                segment.side = guide.side.as_ref().map(|side| side.value).or(around.side);
                segment.side = segment.side.filter(|side| *side != Side::Both);
                guide_script(&mut segment, guide, step, around);
                self.segments.push(segment);
            }
            StepKind::Compress(compress) => {
                let (pack, site) = (compress.pack.value, compress.site.value);
                let lasts = compress.length.lasts.value;
                let longest = safety::longest_pack(pack, site).unwrap_or(lasts);
                let segment =
                    self.segment(step, around, group, SegmentKind::Compress { pack, site }, lasts, longest);
                self.segments.push(segment);
            }
            StepKind::Rest(length) => {
                let lasts = length.lasts.value;
                let segment = self.segment(step, around, group, SegmentKind::Rest, lasts, lasts + MOST_MORE);
                self.segments.push(segment);
            }
            StepKind::Wait { at_most } => {
                let mut segment =
                    self.segment(step, around, group, SegmentKind::Wait, at_most.value, at_most.value);
                segment.script.again = self.is_attack.then_some(WAIT_AGAIN);
                self.segments.push(segment);
            }
            StepKind::Ask(ask) => self.ask(ask, step, around, group),
            // A valid routine has none left.
            StepKind::Use(_) => {}
        }
    }

    /// Words on a step that holds others are said at the start of the first segment inside it.
    fn introduction(&mut self, step: &'a Step, around: &Scope) {
        let words = around.words_of(step).into_iter().map(|say| &say.value);
        let values = of_step(step, *around);
        let templates = words.map(|words| Template { words, values: values.clone(), numbers: &step.numbers });
        self.introduction.extend(templates);
    }

    fn between(
        &mut self,
        name: &str,
        words: String,
        what: SegmentKind,
        lasts: ExactDuration,
        side: Option<Side>,
    ) {
        self.segments.push(Segment {
            start: Position::ZERO,
            lasts,
            name: name.into(),
            name_language: self.phrases.language,
            words,
            language: self.phrases.language,
            feels: None,
            kind: what,
            side,
            round: None,
            longest: lasts,
            script: Script::default(),
            place: 0..0,
        });
    }

    /// A question, the usual way after it, and the softer one beside that.
    fn ask(&mut self, ask: &'a Ask, step: &'a Step, around: &Scope, group: Option<&'a Words>) {
        let lasts = ask.at_most.value;
        let mut question = self.segment(step, around, group, SegmentKind::Wait, lasts, lasts);
        let own = phrases::of(question.language);
        if own.language == question.language && question.script.recording.is_none() {
            let asked = format!("{} {}", question.words, own.two_ways);
            asked.trim().clone_into(&mut question.words);
        }
        let index = self.segments.len();
        self.segments.push(question);
        self.steps(&ask.steps, around, group);
        let usual = self.segments.split_off(index + 1);
        self.steps(&ask.softer, around, group);
        let softer = self.segments.split_off(index + 1);
        let other = OtherWay { segments: softer, replaces: usual.len(), is_softer: true };
        self.segments[index].script.other_way = Some(Box::new(other));
        self.segments.extend(usual);
    }

    fn contrast(&mut self, contrast: &'a Contrast, step: &'a Step, around: &Scope) {
        let site = contrast.site.value;
        let rounds = contrast.rounds.value;
        for round in 1..=rounds {
            for (pack, lasts) in
                [(CompressKind::Warm, contrast.warm.value), (CompressKind::Cold, contrast.cold.value)]
            {
                let around = around.in_round(round, rounds);
                let mut part =
                    self.segment(step, &around, None, SegmentKind::Compress { pack, site }, lasts, lasts);
                part.name = format!("{}: {}", part.name, phrases::of(part.name_language).pack(pack));
                let is_first = (round, pack) == (1, CompressKind::Warm);
                if !is_first || step.say.is_none() {
                    let own = phrases::of(part.language);
                    let before = if is_first { part.words.as_str() } else { "" };
                    let words = format!("{before} {}", own.lay_on(pack, site));
                    words.trim().clone_into(&mut part.words);
                    part.language = own.language;
                }
                self.segments.push(part);
            }
        }
    }

    /// The easier patterns first, then the pattern itself; only the first part says the step's words, and each says its
    /// own.
    fn breathe(&mut self, breathe: &'a Breathe, step: &'a Step, around: &Scope, group: Option<&'a Words>) {
        let ramp = breathe.ramp.iter().map(|stage| &stage.value);
        let ramp = ramp.map(|stage| (stage.pattern, stage.lasts, stage.say.as_ref()));
        let main = (breathe.pattern, breathe.length.lasts.value, breathe.after_ramp.as_ref());
        for (index, (pattern, lasts, say)) in ramp.chain([main]).enumerate() {
            let longest = breathe.length.most.unwrap_or(lasts + MOST_MORE);
            let mut part = self.segment(step, around, group, SegmentKind::Breathe(pattern), lasts, longest);
            let values = of_breath(pattern, lasts);
            let say = say.map(|say| Template { words: &say.value, values, numbers: &step.numbers });
            let said = say.map(|say| say.fill(part.language));
            if index > 0 {
                part.script.then.clear();
                part.script.recording = None;
                let own = phrases::of(part.language);
                let pattern = || (own.breaths(&super::BreathPhase::of(pattern)), own.language);
                (part.words, part.language) = said.map_or_else(pattern, |said| (said, part.language));
            } else if let Some(said) = said {
                format!("{} {said}", part.words).trim().clone_into(&mut part.words);
            }
            self.segments.push(part);
        }
    }

    /// A step in time, with the words of the steps around it that are still to be said.
    fn segment(
        &mut self,
        step: &'a Step,
        around: &Scope,
        group: Option<&'a Words>,
        what: SegmentKind,
        lasts: ExactDuration,
        longest: ExactDuration,
    ) -> Segment {
        let values = of_step(step, *around);
        let template = |words: &'a Words| Template { words, values: values.clone(), numbers: &step.numbers };
        let mut opening = std::mem::take(&mut self.introduction);
        let said = around.words_of(step);
        let is_the_usual = said.map(|words| &words.span) == step.say.as_ref().map(|words| &words.span);
        opening.extend(said.map(|said| template(&said.value)));
        // Times inside a step without a length of its own stay as they are.
        let written = step.kind.written().unwrap_or_default();
        let then: Vec<(&'a Timed, Template<'a>)> =
            step.then.iter().map(|timed| (timed, template(&timed.say.value))).collect();
        let halfway = halfway(step).map(template);
        let breathe = if let StepKind::Breathe(breathe) = &step.kind { Some(breathe) } else { None };
        let of_stages = breathe.into_iter().flat_map(|breathe| breathe.words_on_the_way());
        let stages: Vec<Template<'a>> = of_stages
            .map(|(words, values)| Template { words: &words.value, values, numbers: &step.numbers })
            .collect();
        let timed = then.iter().map(|(_, template)| template);
        let spots = if let StepKind::Guide(guide) = &step.kind { &guide.each_spot[..] } else { &[] };
        let spots: Vec<Template<'a>> = spots.iter().map(|words| template(&words.value)).collect();
        let language =
            self.language_of(opening.iter().chain(timed).chain(&halfway).chain(&stages).chain(&spots));
        let named = step.name.as_ref().map(|name| &name.value).or(group).map(template);
        let own = if self.language.terms().is_some() { self.language } else { Language::En };
        let name_language = named.as_ref().map_or(own, Template::language);
        let words: Vec<String> = opening.iter().map(|template| template.fill(language)).collect();
        // A recording says the words in one language: where they are said in another, a voice speaks.
        let recording = step.recording.as_ref().filter(|_| is_the_usual).and_then(|recording| {
            if opening.is_empty() {
                recording.value.any_file(language)
            } else {
                recording.value.file(language)
            }
        });
        Segment {
            start: Position::ZERO,
            lasts,
            name: named.map_or_else(|| step.kind.default_name(own), |name| name.fill(name_language)),
            name_language,
            words: words.join(" "),
            language,
            feels: step.feels.as_ref().map(|feels| feels.value.fill(&values, &step.numbers)),
            kind: what,
            side: around.side.filter(|side| *side != Side::Both),
            round: around.round,
            longest: longest.max(lasts),
            script: Script {
                then: then
                    .into_iter()
                    .map(|(timed, template)| {
                        let recorded = timed.recording.as_ref();
                        let file = recorded.and_then(|recorded| recorded.value.file(language));
                        let at = timed.at.value.scaled(lasts, written);
                        Later { at, words: template.fill(language), recording: file.map(str::to_owned) }
                    })
                    .collect(),
                recording: recording.map(str::to_owned),
                picture: step.picture.as_ref().map(|picture| picture.value.clone()),
                ..Script::default()
            },
            place: self.at_use.clone().unwrap_or_else(|| step.span.clone()),
        }
    }

    /// The one language of all that is said in a step: the routine's if every sentence can be said in it, else English.
    fn language_of<'b>(&self, mut templates: impl Iterator<Item = &'b Template<'b>>) -> Language {
        if templates.all(|template| template.language() == self.language) {
            self.language
        } else {
            Language::En
        }
    }
}

fn guide_script(segment: &mut Segment, guide: &Guide, step: &Step, around: &Scope) {
    let script = &mut segment.script;
    let lasts = guide.length.lasts.value;
    let spots = guide.spots.as_ref().map_or(1, |spots| u64::from(spots.value));
    script.rhythm = guide.rhythm.as_ref().map(|rhythm| rhythm.value);
    script.times = guide.times.as_ref().map(|times| times.value.into());
    script.counts = guide.count;
    // Where fewer words are said than the first time, nobody waits: what is left of their time is a rest at the end.
    let spoken = (speech_estimate(&segment.words) + WORDS_AFTER_CUE).ceil_to_secs();
    script.lead = guide.lead.min(spoken);
    let round = script.rhythm.map_or(ExactDuration::ZERO, |(press, release)| press + release);
    script.spots = (1..spots)
        .map(|spot| {
            let even = lasts.divided(spots) * spot;
            // Nobody moves on in the middle of a press.
            let whole_rounds = round * (even + round.divided(2)).count_of(round);
            if round.is_zero() || round * spots > lasts { even } else { whole_rounds }
        })
        .collect();
    let values = of_step(step, *around);
    let spot_words = guide.each_spot.iter().cycle().take(script.spots.len());
    script.spot_words =
        spot_words.map(|words| words.value.fill_in(segment.language, &values, &step.numbers)).collect();
    let words = halfway(step).map(|words| words.fill_in(segment.language, &values, &step.numbers));
    // With spots or a rhythm a person hears how far they are.
    let unmarked = spots == 1 && script.rhythm.is_none() && lasts >= SHORTEST_WITH_HALFWAY;
    if words.is_some() || unmarked {
        script.halfway = Some((lasts.divided(2), words));
    }
}

/// The words at the halfway cue.
fn halfway(step: &Step) -> Option<&Words> {
    let StepKind::Guide(guide) = &step.kind else { return None };
    guide.halfway.as_ref().map(|words| &words.value)
}
