//! The mirror of a routine file: what an author wrote, with the place where it stands.
//!
//! [`read()`] turns text into a [`Routine`] and a list of problems, never the first problem alone. [`validate()`] turns a
//! routine and the techniques that it uses into a [`ValidRoutine`], whose promises nothing later checks again:
//! every technique is resolved, every placeholder has something behind it, every length is above zero and within its
//! limits, and the whole is small enough to compile.
//!
//! Deliberately absent: what is safe (that is [`crate::safety`]), what a person's moment changes
//! ([`crate::timeline`]), and files ([`crate::library`]).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::ron_reader::Spanned;
use crate::time::ExactDuration;

mod canonical;
pub(crate) mod language;
pub(crate) mod length;
pub(crate) mod migrate;
mod naming;
pub mod read;
mod step;
pub mod technique;
pub mod validate;
pub(crate) mod values;
pub(crate) mod vocabulary;
pub(crate) mod words;

pub use canonical::{canonical, canonical_bytes};
pub use language::Language;
pub use read::read;
pub use validate::{ValidRoutine, validate};
pub use vocabulary::{
    CompressKind, Evidence, FirstSide, Hand, Kind, Motion, Phase, Posture, Side, Site, Turns, When,
};
pub use words::Words;

/// The newest format version, and so far the only one.
pub(crate) const FORMAT: u32 = 1;

/// One routine or technique, as its file says it.
#[derive(Clone, Debug)]
pub struct Routine {
    /// Its first bracket, where whatever concerns the whole is marked.
    pub span: Range<usize>,
    /// The language of whatever is said that is not its own.
    pub language: Language,
    /// What it is called.
    pub title: Spanned<Words>,
    /// One or two sentences on what it is.
    pub about: Option<Spanned<Words>>,
    /// What it mainly is; a technique may leave it out.
    pub kind: Option<Spanned<Kind>>,
    /// The phases in which it is offered.
    pub suits: Vec<Spanned<Phase>>,
    /// The phases in which it is advised against.
    pub avoids: Vec<Spanned<Phase>>,
    /// How well it is studied; a technique may leave it out.
    pub evidence: Option<Spanned<Evidence>>,
    /// What it rests on: papers, leaflets, or "our limit".
    pub sources: Vec<Spanned<Words>>,
    /// Things to have at hand.
    pub needs: Vec<Spanned<Words>>,
    /// Whether to sit, lie or stand.
    pub posture: Option<Spanned<Posture>>,
    /// What to know beforehand, and when to stop.
    pub cautions: Vec<Spanned<Words>>,
    /// The author's own numbers, for placeholders in the texts above.
    pub numbers: BTreeMap<String, language::Value>,
    /// Its usual length in minutes, unless another is requested.
    pub minutes: Option<Spanned<u32>>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

/// One step of a routine.
#[derive(Clone, Debug)]
pub struct Step {
    /// The position of the whole step.
    pub span: Range<usize>,
    /// A short name, for lists and the journal.
    pub name: Option<Spanned<Words>>,
    /// The spoken words, also shown.
    pub say: Option<Spanned<Words>>,
    /// Other words in their place where the step is done several times.
    pub varied: Option<Box<Varied>>,
    /// Longer words to read beforehand.
    pub read: Option<Spanned<Words>>,
    /// What it should feel like.
    pub feels: Option<Spanned<Words>>,
    /// Words said at times inside the step.
    pub then: Vec<Timed>,
    /// What to do instead in a state of the moment.
    pub instead: Vec<Instead>,
    /// The author's own numbers, for placeholders.
    pub numbers: BTreeMap<String, language::Value>,
    /// A picture beside the file.
    pub picture: Option<Spanned<String>>,
    /// Recordings that are played in place of the words at the start.
    pub recording: Option<Spanned<Recordings>>,
    /// What it asks of the person.
    pub kind: StepKind,
}

/// Words of a step that is done several times, in place of those that are said the first time.
#[derive(Clone, Debug, Default)]
pub struct Varied {
    /// From the second time on: in the later rounds of a repeat, and on the second side.
    pub again: Option<Spanned<Words>>,
    /// In the last round of a repeat.
    pub last: Option<Spanned<Words>>,
}

impl Step {
    /// What can take the place of the step, or of those inside it: its alternatives, and the softer way of a question.
    pub fn others(&self) -> impl Iterator<Item = &[Self]> {
        let softer = if let StepKind::Ask(ask) = &self.kind { Some(&*ask.softer) } else { None };
        self.instead.iter().map(|instead| std::slice::from_ref(&instead.step)).chain(softer)
    }

    /// Everything that it says, shows or has to be read, but for its name.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = &Spanned<Words>> {
        let varied = self.varied.iter().flat_map(|varied| varied.again.iter().chain(&varied.last));
        let guide = if let StepKind::Guide(guide) = &self.kind { Some(guide) } else { None };
        let of_guide = guide.into_iter().flat_map(|guide| guide.halfway.iter().chain(&guide.each_spot));
        let own = self.say.iter().chain(varied).chain(&self.read).chain(&self.feels);
        own.chain(self.then.iter().map(|timed| &timed.say)).chain(of_guide)
    }

    /// The recordings of everything that is said in it.
    pub(crate) fn recordings(&self) -> impl Iterator<Item = &Spanned<Recordings>> {
        self.recording.iter().chain(self.then.iter().filter_map(|timed| timed.recording.as_ref()))
    }
}

/// Words said at a time inside a step.
#[derive(Clone, Debug)]
pub struct Timed {
    /// The time from the start of the step at its written length; it moves in proportion when the length changes.
    pub at: Spanned<ExactDuration>,
    /// What is said then.
    pub say: Spanned<Words>,
    /// Recordings that are played in place of it.
    pub recording: Option<Spanned<Recordings>>,
}

/// Files beside the routine that hold spoken words, one for each language that they are spoken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recordings(Vec<(Language, String)>);

impl Recordings {
    /// The file with the words in a language.
    #[must_use]
    pub fn file(&self, language: Language) -> Option<&str> {
        self.0.iter().find(|(spoken, _)| *spoken == language).map(|(_, file)| &**file)
    }

    /// The file for a step that has no words to read: in a language or, failing that, in English or whatever there is.
    #[must_use]
    pub fn any_file(&self, language: Language) -> Option<&str> {
        let first = || self.0.first().map(|(_, file)| &**file);
        self.file(language).or_else(|| self.file(Language::En)).or_else(first)
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, file)| &**file)
    }

    /// The languages that they are spoken in.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.0.iter().map(|(language, _)| *language)
    }
}

/// What a step becomes in a state of the moment.
#[derive(Clone, Debug)]
pub struct Instead {
    /// In which state of the person it takes the step's place.
    pub when: Spanned<When>,
    /// The step that takes its place.
    pub step: Step,
}

/// How long a step lasts, and between what limits it may be stretched and shrunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// As written, or as adjusted to a requested length.
    pub lasts: Spanned<ExactDuration>,
    /// The shortest and longest that still make sense.
    pub flex: Option<Spanned<(ExactDuration, ExactDuration)>>,
    /// As written: what the times inside the step were written for.
    pub written: ExactDuration,
    /// The longest that it may become when more time is asked for, where something other than its limits says so.
    pub most: Option<ExactDuration>,
}

/// What a step does. Thousands of routines are held at once, so what is large and rare stands apart.
#[derive(Clone, Debug)]
pub enum StepKind {
    /// Hands or attention on a site.
    Guide(Box<Guide>),
    /// A pack on a site.
    Compress(Box<Compress>),
    /// Warm and cold in turn.
    Contrast(Contrast),
    /// Paced breathing.
    Breathe(Box<Breathe>),
    /// Nothing but time: to settle, to rest, to listen.
    Rest(Length),
    /// A question with two ways on.
    Ask(Box<Ask>),
    /// Until the person presses the key, or the limit.
    Wait {
        /// The longest wait.
        at_most: Spanned<ExactDuration>,
    },
    /// The same steps several times.
    Repeat(Repeat),
    /// The same steps on each side.
    EachSide(EachSide),
    /// A technique by its id.
    Use(Use),
    /// A technique resolved: only [`validate()`] makes these, the same in memory wherever it is used at the same length.
    Group(Arc<Group>),
}

/// Hands or attention on a site.
#[derive(Clone, Debug)]
pub struct Guide {
    /// The part of the body that is worked on or attended to.
    pub site: Spanned<Site>,
    /// On which side; within [`EachSide`] that decides.
    pub side: Option<Spanned<Side>>,
    /// What is done there.
    pub motion: Spanned<Motion>,
    /// How strong, 0–10 on the scale of discomfort, 0 for none.
    pub pressure: Spanned<u8>,
    /// With which hand.
    pub hand: Option<Spanned<Hand>>,
    /// Whether the motion goes the other way round: a roll forwards, circles against those before.
    pub reversed: bool,
    /// Its time, with the limits within which it can be fitted.
    pub length: Length,
    /// Into how many equal spots the time is divided; a soft cue marks each.
    pub spots: Option<Spanned<u32>>,
    /// Press and release in turn, each with a cue.
    pub rhythm: Option<Spanned<(ExactDuration, ExactDuration)>>,
    /// Words at the halfway cue.
    pub halfway: Option<Spanned<Words>>,
    /// Words at the cue of each spot after the first; one text alone is said at each of them.
    pub each_spot: Vec<Spanned<Words>>,
    /// How often a movement with a rhythm is done, where that decides how long the step is.
    pub times: Option<Spanned<u32>>,
    /// Whether each time is counted aloud.
    pub count: bool,
    /// The time for the words, before the first of the times.
    pub lead: ExactDuration,
}

impl Guide {
    /// How often its movement is done in a length of time: once, unless it has a rhythm.
    #[must_use]
    pub fn repetitions(&self, lasts: ExactDuration) -> u64 {
        let rhythm = self.rhythm.as_ref().map(|rhythm| rhythm.value.0 + rhythm.value.1);
        rhythm.map_or(1, |round| lasts.minus(self.lead).count_of(round).max(1))
    }

    /// How long one press, or one hold, lasts in a length of time.
    #[must_use]
    pub fn held(&self, lasts: ExactDuration) -> ExactDuration {
        let spots = self.spots.as_ref().map_or(1, |spots| spots.value.max(1).into());
        self.rhythm.as_ref().map_or_else(|| lasts.divided(spots), |rhythm| rhythm.value.0)
    }
}

/// A question with two ways on. The big key goes on; another key, and no answer, take the softer way.
#[derive(Clone, Debug)]
pub struct Ask {
    /// How long an answer is waited for.
    pub at_most: Spanned<ExactDuration>,
    /// What is done after the big key.
    pub steps: Vec<Step>,
    /// What is done otherwise; it never asks more of somebody than `steps`.
    pub softer: Vec<Step>,
}

/// A pack on a site.
#[derive(Clone, Debug)]
pub struct Compress {
    /// Cold or warm.
    pub pack: Spanned<CompressKind>,
    /// The site where it goes.
    pub site: Spanned<Site>,
    /// How long it stays.
    pub length: Length,
}

/// Warm and cold in turn, starting warm.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// Where the packs go.
    pub site: Spanned<Site>,
    /// The time of each warm half of a round.
    pub warm: Spanned<ExactDuration>,
    /// The time of each cold half of a round.
    pub cold: Spanned<ExactDuration>,
    /// How many times warm is followed by cold.
    pub rounds: Spanned<u32>,
}

/// The phases of one breath; a phase of zero is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// Breathing in; never zero.
    pub inhale: ExactDuration,
    /// A second, short breath in on top (the cyclic sigh).
    pub top_up: ExactDuration,
    /// Holding the breath after breathing in; zero for none.
    pub hold: ExactDuration,
    /// Breathing out; never zero.
    pub exhale: ExactDuration,
    /// Holding the breath after breathing out; zero for none.
    pub rest: ExactDuration,
}

/// Paced breathing.
#[derive(Clone, Debug)]
pub struct Breathe {
    /// The pattern to arrive at.
    pub pattern: Pattern,
    /// How long in all.
    pub length: Length,
    /// Easier patterns on the way to it.
    pub ramp: Vec<Spanned<RampStage>>,
    /// What is said when the pattern itself begins after them; the program says the pattern if nothing is given.
    pub after_ramp: Option<Spanned<Words>>,
}

/// An easier pattern on the way to the one of a step.
#[derive(Clone, Debug)]
pub struct RampStage {
    /// How to breathe.
    pub pattern: Pattern,
    /// For how long.
    pub lasts: ExactDuration,
    /// What is said when it begins; the program says the pattern if nothing is given, except at the first stage, which
    /// begins with the words of the step.
    pub say: Option<Spanned<Words>>,
}

/// The same steps several times.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// How many times the steps are done, the first included.
    pub times: Spanned<u32>,
    /// A pause between rounds.
    pub gap: Option<Spanned<ExactDuration>>,
    /// What is repeated.
    pub steps: Vec<Step>,
}

/// The same steps on each side, or on one.
#[derive(Clone, Debug)]
pub struct EachSide {
    /// The side to begin with.
    pub first: Spanned<FirstSide>,
    /// Which sides have their turn.
    pub turns: Turns,
    /// Time to change over.
    pub gap: Spanned<ExactDuration>,
    /// What is done on each.
    pub steps: Vec<Step>,
}

impl EachSide {
    /// The sides in their order. As long as nobody has said which side is sore, both have their turn, so that neither is
    /// left out by mistake.
    pub fn sides(&self) -> impl Iterator<Item = Side> + use<> {
        let first = self.first.value.side();
        let (one, other) = (first.unwrap_or(Side::Left), first.unwrap_or(Side::Left).other());
        let turns = match self.turns {
            Turns::FirstOnly if first.is_some() => [Some(one), None, None],
            Turns::FirstOnly | Turns::Each => [Some(one), Some(other), None],
            Turns::FirstAgain => [Some(one), Some(other), Some(one)],
        };
        turns.into_iter().flatten()
    }

    /// How many turns there are.
    #[must_use]
    pub fn times(&self) -> u64 {
        self.sides().count() as u64
    }

    /// All the time for changing over.
    #[must_use]
    pub fn gaps(&self) -> ExactDuration {
        self.gap.value * self.times().saturating_sub(1)
    }
}

impl FirstSide {
    /// To begin with this side; where that is both, with the one that is sore.
    #[must_use]
    pub const fn of(side: Side) -> Self {
        match side {
            Side::Left => Self::Left,
            Side::Right => Self::Right,
            Side::Both => Self::Sore,
        }
    }

    /// The side, unless it depends on the person.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Left => Some(Side::Left),
            Self::Right => Some(Side::Right),
            Self::Sore => None,
        }
    }
}

/// A technique by its id.
#[derive(Clone, Debug)]
pub struct Use {
    /// Its id: the name of its file without the ending.
    pub technique: Spanned<String>,
    /// How long it is to last here, within its own limits.
    pub lasts: Option<Spanned<ExactDuration>>,
}

/// A technique's steps in the place where they are used.
#[derive(Clone, Debug)]
pub struct Group {
    /// The technique's id.
    pub technique: String,
    /// The technique's title, which names it on the screen.
    pub title: Words,
    /// What to know of it beforehand.
    pub cautions: Vec<Words>,
    /// Its steps, at the length requested here.
    pub steps: Vec<Step>,
}

impl Length {
    /// A length as an author wrote it.
    #[must_use]
    pub const fn new(
        lasts: Spanned<ExactDuration>,
        flex: Option<Spanned<(ExactDuration, ExactDuration)>>,
    ) -> Self {
        let written = lasts.value;
        Self { lasts, flex, written, most: None }
    }

    /// The shortest and the longest that it may be.
    #[must_use]
    pub fn limits(&self) -> (ExactDuration, ExactDuration) {
        self.flex.as_ref().map_or((self.lasts.value, self.lasts.value), |flex| flex.value)
    }
}

impl Pattern {
    /// One whole breath.
    #[must_use]
    pub fn cycle(&self) -> ExactDuration {
        self.inhale + self.top_up + self.hold + self.exhale + self.rest
    }

    /// Whether the breath is held in it, full or empty.
    #[must_use]
    pub fn has_hold(&self) -> bool {
        !self.hold.is_zero() || !self.rest.is_zero()
    }

    /// In plain words: `4 in, 6 out`.
    #[must_use]
    pub fn plain(&self) -> String {
        Language::En.terms().map(|terms| self.said(terms)).unwrap_or_default()
    }

    /// The same in a language.
    #[must_use]
    pub fn said(&self, terms: &language::Terms) -> String {
        let spans = [self.inhale, self.top_up, self.hold, self.exhale, self.rest];
        let present = spans.into_iter().zip(terms.phases).filter(|(span, _)| !span.is_zero());
        let said = |(span, name)| format!("{} {name}", language::Value::Secs(span).said(terms));
        present.map(said).collect::<Vec<_>>().join(", ")
    }
}

impl StepKind {
    /// How long it lasts; nothing for what holds other steps.
    #[must_use]
    pub const fn lasts(&self) -> Option<ExactDuration> {
        match self {
            Self::Guide(guide) => Some(guide.length.lasts.value),
            Self::Compress(compress) => Some(compress.length.lasts.value),
            Self::Breathe(breathe) => Some(breathe.length.lasts.value),
            Self::Rest(length) => Some(length.lasts.value),
            Self::Wait { at_most } => Some(at_most.value),
            Self::Ask(ask) => Some(ask.at_most.value),
            Self::Contrast(_) | Self::Repeat(_) | Self::EachSide(_) | Self::Use(_) | Self::Group(_) => None,
        }
    }

    /// How long it was before it was fitted to a wished length; nothing for what holds other steps.
    #[must_use]
    pub const fn written(&self) -> Option<ExactDuration> {
        match self {
            Self::Guide(guide) => Some(guide.length.written),
            Self::Compress(compress) => Some(compress.length.written),
            Self::Breathe(breathe) => Some(breathe.length.written),
            Self::Rest(length) => Some(length.written),
            Self::Contrast(_)
            | Self::Wait { .. }
            | Self::Ask(_)
            | Self::Repeat(_)
            | Self::EachSide(_)
            | Self::Use(_)
            | Self::Group(_) => self.lasts(),
        }
    }

    /// The steps inside it, if it holds any.
    #[must_use]
    pub(crate) fn children(&self) -> &[Step] {
        match self {
            Self::Repeat(Repeat { steps, .. }) | Self::EachSide(EachSide { steps, .. }) => steps,
            Self::Group(group) => &group.steps,
            Self::Ask(ask) => &ask.steps,
            Self::Guide(_)
            | Self::Compress(_)
            | Self::Contrast(_)
            | Self::Breathe(_)
            | Self::Rest(_)
            | Self::Wait { .. }
            | Self::Use(_) => &[],
        }
    }
}

/// Visits every step, outer before inner, with its place in the author's own file: for the steps of a technique that is
/// the place that uses it.
pub fn walk<'a>(steps: &'a [Step], visit: &mut impl FnMut(&'a Step, &Range<usize>)) {
    walk_at(steps, None, visit);
}

fn walk_at<'a>(
    steps: &'a [Step],
    at_use: Option<&Range<usize>>,
    visit: &mut impl FnMut(&'a Step, &Range<usize>),
) {
    for step in steps {
        let place = at_use.unwrap_or(&step.span);
        visit(step, place);
        let inner = if matches!(step.kind, StepKind::Group(_)) { Some(place) } else { at_use };
        walk_at(step.kind.children(), inner, visit);
        for other in step.others() {
            walk_at(other, at_use, visit);
        }
    }
}
