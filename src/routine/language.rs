//! The languages of routines, and the words that fill in placeholders in each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CompressKind, Motion, Routine, Side, Site, Step, StepKind, Words, walk};
use crate::ron_reader::vocabulary::vocabulary;
use crate::ron_reader::{Problem, ProblemKind, Spanned, Vocabulary as _};
use crate::time::{ExactDuration, Units};

mod english;
mod german;
mod spanish;

vocabulary! {
    /// A language that words can be given in: some that espeak-ng speaks.
    Language, "language":
    En = "English",
    De = "German",
    Es = "Spanish",
    Fr = "French",
    It = "Italian",
    Pt = "Portuguese",
    Nl = "Dutch",
    Pl = "Polish",
    Sv = "Swedish",
    Da = "Danish",
}

/// The codes of the languages, in their order.
pub(crate) const CODES: [&str; 10] = ["en", "de", "es", "fr", "it", "pt", "nl", "pl", "sv", "da"];

#[allow(clippy::derivable_impls)] // The list is made by a macro that knows of no first member.
impl Default for Language {
    fn default() -> Self {
        Self::En
    }
}

impl Language {
    /// Its two letters: `de`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        CODES[self as usize]
    }

    /// The language with these two letters.
    #[must_use]
    pub(crate) fn coded(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|language| language.code() == code).copied()
    }

    /// The language of a locale as systems write it: `de_AT.UTF-8`, `de-CH`, `de`.
    #[must_use]
    pub(crate) fn of_locale(locale: &str) -> Option<Self> {
        let first = locale.split(|c: char| !c.is_ascii_alphabetic()).next()?;
        match first.to_ascii_lowercase().as_str() {
            // What systems speak for whom no language was chosen.
            "c" | "posix" => Some(Self::En),
            code => Self::coded(code),
        }
    }

    /// The program's own words in this language; nothing if it has none.
    #[must_use]
    pub(crate) fn terms(self) -> Option<&'static Terms> {
        match self {
            Self::En => Some(&english::TERMS),
            Self::De => Some(&german::TERMS),
            Self::Es => Some(&spanish::TERMS),
            Self::Fr | Self::It | Self::Pt | Self::Nl | Self::Pl | Self::Sv | Self::Da => None,
        }
    }
}

/// The words of one language for placeholders, and for steps without a name.
///
/// Sites and sides stand in an author's sentence as they are, so each has one form: a German side is `links`, a Spanish
/// one `izquierda`.
#[derive(Debug)]
pub struct Terms {
    /// How lengths of time are said.
    pub units: Units,
    /// A side of the body.
    pub side: fn(Side) -> &'static str,
    /// The stem of the adjective, without its ending, which the words around it decide: `link` for "die linke Hand".
    pub side_stem: fn(Side) -> &'static str,
    /// A place on the body.
    pub site: fn(Site) -> &'static str,
    /// Where a pack goes that takes turns with another, in words that follow "the pack": `on the shoulders`.
    pub on: fn(Site) -> &'static str,
    /// What is put on the skin.
    pub pack: fn(CompressKind) -> &'static str,
    /// What is done.
    pub motion: fn(Motion) -> &'static str,
    /// A pack on a site, with `{pack}` and `{site}`.
    pub(super) pack_on: &'static str,
    /// Warm and cold in turn, with `{site}`.
    pub(super) contrast: &'static str,
    /// Paced breathing, with `{pattern}`.
    pub(super) breathing: &'static str,
    /// The phases of a breath in the name of a pattern: in, more in, hold, out, rest.
    pub(super) phases: [&'static str; 5],
    /// A step that was written as tensing, and is only letting go.
    pub only_let_go: &'static str,
    /// Breathing whose holds were left out, with `{inhale}` and `{exhale}`.
    pub softer_breath: &'static str,
    /// Nothing but time.
    pub(super) rest: &'static str,
    /// A wait for the person.
    pub(super) ready: &'static str,
    /// A question with two ways.
    pub(super) question: &'static str,
    /// Steps that hold others.
    pub(super) steps: &'static str,
}

/// The value of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Count(u32),
    /// A length of time with its units.
    Duration(ExactDuration),
    /// A length in seconds, without the unit.
    Secs(ExactDuration),
    /// A side.
    Side(Side),
    /// The stem of a side's adjective.
    SideStem(Side),
    /// A place on the body.
    Site(Site),
}

impl Value {
    /// The value in words that a voice can say, in the language of `terms`.
    #[must_use]
    pub fn said(&self, terms: &Terms) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Duration(span) => span.said(&terms.units),
            Self::Secs(span) => terms.units.number(span.decimal_secs()),
            Self::Side(side) => (terms.side)(*side).into(),
            Self::SideStem(side) => (terms.side_stem)(*side).into(),
            Self::Site(site) => (terms.site)(*site).into(),
        }
    }

    /// Whether it is said in words, which a language without [`Terms`] does not have.
    pub(super) const fn is_wordy(&self) -> bool {
        matches!(self, Self::Duration(_) | Self::Side(_) | Self::SideStem(_) | Self::Site(_))
    }
}

impl Routine {
    /// Visits every text of it with its place: that of the step for the texts of a technique.
    pub(super) fn each_text(&mut self, visit: &mut impl FnMut(&mut Words, &std::ops::Range<usize>)) {
        let about = std::iter::once(&mut self.title).chain(&mut self.about).chain(&mut self.needs);
        for Spanned { value, span: at } in about.chain(&mut self.cautions) {
            visit(value, at);
        }
        each_text(&mut self.steps, None, visit);
    }

    /// Turns it into a language: every text that has words in it uses them from now on.
    pub(super) fn choose(&mut self, language: Language) {
        // What is in it already keeps its techniques shared with others.
        if self.language == language {
            return;
        }
        self.language = language;
        self.each_text(&mut |words, _| words.choose(language));
        // A reference is the same in every language, unless its author has written it in several.
        self.sources.iter_mut().for_each(|source| source.value.choose(language));
    }

    /// Whether any of its own texts is given in another language than English.
    #[must_use]
    pub(crate) fn has_languages(&mut self) -> bool {
        self.own_languages().len() > 1
    }

    /// The languages that any text of its own is given in. What its techniques are given in says nothing of it.
    fn own_languages(&mut self) -> Vec<Language> {
        let mut techniques = Vec::new();
        walk(&self.steps, &mut |step, at| {
            if matches!(step.kind, StepKind::Group(_)) {
                techniques.push(at.clone());
            }
        });
        let mut used: Vec<Language> = vec![Language::En];
        self.each_text(&mut |words, at| {
            if !techniques.contains(at) {
                used.extend(words.languages());
            }
        });
        used.sort_unstable();
        used.dedup();
        used
    }

    /// Where it is given in several languages: the texts that lack one of them, those of its techniques among them.
    #[must_use]
    pub(crate) fn untranslated(&mut self) -> Vec<Problem> {
        let used = self.own_languages();
        // One note a language, however much is to be translated.
        let mut lacking: BTreeMap<Language, Vec<std::ops::Range<usize>>> = BTreeMap::new();
        self.each_text(&mut |words, at| {
            for language in used.iter().filter(|language| words.languages().all(|has| has != **language)) {
                lacking.entry(*language).or_default().push(at.clone());
            }
        });
        let note = |(language, texts): (Language, Vec<std::ops::Range<usize>>)| {
            let first = texts.iter().min_by_key(|at| at.start)?.clone();
            let what = match texts.len() {
                1 => format!("This text has no {} version.", language.plain()),
                many => {
                    format!("{many} texts have no {} version; this is the first.", language.plain())
                }
            };
            Some(Problem::note(ProblemKind::Language, first, what).help("The English words are used there."))
        };
        lacking.into_iter().filter_map(note).collect()
    }
}

/// Visits the texts of steps; `at_use` is the place of the technique that they belong to, if they are in one.
fn each_text(
    steps: &mut [Step],
    at_use: Option<&std::ops::Range<usize>>,
    visit: &mut impl FnMut(&mut Words, &std::ops::Range<usize>),
) {
    for step in steps {
        let own = [&mut step.name, &mut step.say, &mut step.read, &mut step.feels].into_iter().flatten();
        let varied =
            step.varied.iter_mut().flat_map(|varied| varied.again.iter_mut().chain(&mut varied.last));
        let own = own.chain(varied);
        for Spanned { value, span } in own.chain(step.then.iter_mut().map(|timed| &mut timed.say)) {
            visit(value, at_use.unwrap_or(span));
        }
        match &mut step.kind {
            StepKind::Guide(guide) => {
                for Spanned { value, span } in guide.halfway.iter_mut().chain(&mut guide.each_spot) {
                    visit(value, at_use.unwrap_or(span));
                }
            }
            StepKind::Group(group) => {
                let (group, at) = (Arc::make_mut(group), at_use.unwrap_or(&step.span));
                visit(&mut group.title, at);
                group.cautions.iter_mut().for_each(|caution| visit(caution, at));
                each_text(&mut group.steps, Some(at), visit);
            }
            StepKind::Repeat(repeat) => each_text(&mut repeat.steps, at_use, visit),
            StepKind::EachSide(each) => each_text(&mut each.steps, at_use, visit),
            StepKind::Ask(ask) => {
                each_text(&mut ask.steps, at_use, visit);
                each_text(&mut ask.softer, at_use, visit);
            }
            StepKind::Breathe(breathe) => {
                let stages = breathe.ramp.iter_mut().filter_map(|stage| stage.value.say.as_mut());
                for Spanned { value, span } in stages.chain(&mut breathe.after_ramp) {
                    visit(value, at_use.unwrap_or(span));
                }
            }
            StepKind::Compress(_)
            | StepKind::Contrast(_)
            | StepKind::Rest(_)
            | StepKind::Wait { .. }
            | StepKind::Use(_) => {}
        }
        for instead in &mut step.instead {
            each_text(std::slice::from_mut(&mut instead.step), at_use, visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        for (locale, language) in [
            ("de_AT.UTF-8", Some(Language::De)),
            ("es-419", Some(Language::Es)),
            ("EN", Some(Language::En)),
            ("C.UTF-8", Some(Language::En)),
            ("", None),
            ("deu", None),
            ("zh_CN", None),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn every_language_has_its_own_code() {
        for language in Language::ALL {
            assert_eq!(Language::coded(language.code()), Some(*language));
            assert_eq!(language.name().to_lowercase(), language.code());
        }
    }

    #[test]
    fn lengths_of_time_are_said_in_each_language() {
        let said = |language: Language, span| Value::Duration(span).said(language.terms().unwrap());
        let (minute, half) = (ExactDuration::from_secs(61), ExactDuration::from_millis(5500));
        assert_eq!(said(Language::En, minute), "1 minute 1 second");
        assert_eq!(said(Language::De, minute), "eine Minute eine Sekunde");
        assert_eq!(said(Language::Es, minute), "un minuto y un segundo");
        assert_eq!(said(Language::De, half), "5,5 Sekunden");
        assert_eq!(said(Language::Es, ExactDuration::from_mins(120)), "2 horas");
    }

    #[test]
    fn no_word_of_a_language_is_missing_or_left_in_english() {
        for language in [Language::De, Language::Es] {
            let (terms, english) = (language.terms().unwrap(), &english::TERMS);
            let mut pairs = Vec::new();
            pairs.extend(Site::ALL.iter().map(|site| ((terms.site)(*site), (english.site)(*site))));
            pairs.extend(
                Motion::ALL.iter().map(|motion| ((terms.motion)(*motion), (english.motion)(*motion))),
            );
            pairs.extend(Side::ALL.iter().map(|side| ((terms.side)(*side), (english.side)(*side))));
            pairs.extend(CompressKind::ALL.iter().map(|pack| ((terms.pack)(*pack), (english.pack)(*pack))));
            for (word, in_english) in pairs {
                assert!(!word.trim().is_empty() && word != in_english, "{language:?}: {in_english}");
            }
            for part in ["{pack}", "{site}"] {
                assert!(terms.pack_on.contains(part));
            }
            assert!(terms.contrast.contains("{site}") && terms.breathing.contains("{pattern}"));
        }
    }
}
