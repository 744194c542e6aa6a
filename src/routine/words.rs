//! Words with placeholders: sentences never repeat a number that the data holds.

use std::collections::BTreeMap;

use super::language::{Language, Terms, Value};
use crate::ron_reader::{Problem, Spanned};
use crate::time::ExactDuration;

mod numerals;
mod wording;

pub(crate) use wording::{lacks_a_side, names_a_length};

/// An author's text in one or more languages, with placeholders such as `{lasts}` or `{side}`; `{{` and `}}` mean
/// the brackets.
///
/// Invariants: every text has its brackets in order; it is given in each other language at most once, and never in English
/// there; the chosen language is one of those that it is given in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    chosen: Language,
    /// In English, as it is written. Thousands of routines are held at once, so a text is taken apart when it is said.
    english: Box<str>,
    others: Box<[(Language, Box<str>)]>,
}

/// What is wrong with the brackets of a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// A `}` without a `{` before it.
    #[error("This `}}` has no `{{` before it; to write the bracket itself, write `}}}}`.")]
    Unopened,
    /// A placeholder does not end.
    #[error("This `{{` has no `}}` after it; to write the bracket itself, write `{{{{`.")]
    Unclosed,
    /// The text in brackets cannot be the name of a placeholder.
    #[error("`{{{0}}}` isn't a placeholder{hint}", hint = hint(.0))]
    NoPlaceholder(String),
}

impl WordsError {
    /// What has to be written instead of what, where that is certain.
    pub(super) fn fix(&self) -> Option<(String, String)> {
        match self {
            Self::NoPlaceholder(written) => {
                Some((format!("{{{written}}}"), format!("{{{}}}", meant(written)?)))
            }
            Self::Unopened | Self::Unclosed => None,
        }
    }
}

/// How a placeholder is written, or what was probably meant.
fn hint(written: &str) -> String {
    match meant(written) {
        Some(meant) => format!(". Did you mean `{{{meant}}}`?"),
        None => ": a placeholder's name has only lower-case letters and `_`.".to_owned(),
    }
}

/// The placeholder that was probably meant.
fn meant(written: &str) -> Option<String> {
    let meant = written.trim().to_lowercase().replace(['-', ' '], "_");
    is_name(&meant).then_some(meant)
}

/// A part of a text.
#[derive(Clone, Copy, Debug)]
enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

/// What a text consists of; the error says which bracket is wrong, and is the last then.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, WordsError>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = std::mem::take(&mut self.0);
        let (piece, rest) = match text.find(['{', '}']) {
            None if text.is_empty() => return None,
            None => (Piece::Text(text), ""),
            Some(bracket) if bracket > 0 => (Piece::Text(&text[..bracket]), &text[bracket..]),
            Some(_) if text.starts_with("{{") || text.starts_with("}}") => {
                (Piece::Text(&text[..1]), &text[2..])
            }
            Some(_) if text.starts_with('}') => return Some(Err(WordsError::Unopened)),
            Some(_) => match text[1..].split_once('}') {
                None => return Some(Err(WordsError::Unclosed)),
                // The bracket that was found closes another one.
                Some((name, _)) if name.contains('{') => return Some(Err(WordsError::Unclosed)),
                Some((name, rest)) if is_name(name) => (Piece::Placeholder(name), rest),
                Some((name, _)) => return Some(Err(WordsError::NoPlaceholder(name.to_owned()))),
            },
        };
        self.0 = rest;
        Some(Ok(piece))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// A text that says `plain`, brackets and all.
fn escaped(plain: &str) -> Box<str> {
    plain.replace('{', "{{").replace('}', "}}").into_boxed_str()
}

/// The longest text: our limit, some five minutes of speech, and ten times the longest of the shipped routines.
const MOST_LETTERS: usize = 5_000;

/// The values of the placeholders of one step.
pub(crate) type Values = BTreeMap<&'static str, Value>;
/// The author's own numbers.
pub(crate) type Numbers = BTreeMap<String, Value>;

impl Words {
    /// About how long they take to say, in the language in which that is longest; nothing if they are empty.
    #[must_use]
    pub(crate) fn longest_to_say(&self) -> Option<ExactDuration> {
        let spoken = self.texts().filter(|(_, text)| !text.is_empty());
        spoken.map(|(_, text)| speech_estimate(text)).max()
    }

    /// Reads a text in English alone.
    ///
    /// # Errors
    /// [`WordsError`] at the first bracket that is wrong.
    pub fn parse(text: &str) -> Result<Self, WordsError> {
        Pieces(text).try_for_each(|piece| piece.map(|_| ()))?;
        Ok(Self { english: text.into(), ..Self::default() })
    }

    /// The same text in another language as well.
    #[must_use]
    pub(super) fn and_in(mut self, language: Language, other: Self) -> Self {
        self.others = self.others.into_iter().chain([(language, other.english)]).collect();
        self
    }

    /// A text of the program's own, without placeholders.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { english: escaped(text), ..Self::default() }
    }

    /// A text of the program's own in a language; in English if it has none in that.
    #[must_use]
    pub fn own(language: Language, text: fn(&Terms) -> &'static str) -> Self {
        let parsed = |terms: Option<&'static Terms>| Self::parse(terms.map_or("", text)).unwrap_or_default();
        let english = parsed(Language::En.terms());
        if language == Language::En || language.terms().is_none() {
            return english;
        }
        let mut words = english.and_in(language, parsed(language.terms()));
        words.choose(language);
        words
    }

    /// Whether it has a placeholder in any language.
    #[must_use]
    pub(crate) fn has_placeholders(&self) -> bool {
        let mut versions = self.versions();
        versions.any(|(_, text)| pieces(text).any(|piece| matches!(piece, Piece::Placeholder(_))))
    }

    /// What it is in a language where nothing fills placeholders; in English where it is not given in that language.
    #[must_use]
    pub fn plain_in(&self, language: Language) -> String {
        let given = self.languages().find(|given| *given == language).unwrap_or_default();
        let text = |piece| match piece {
            Piece::Text(text) => text,
            Piece::Placeholder(_) => "",
        };
        self.pieces(given).map(text).collect()
    }

    /// The languages that it is given in, English first.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.versions().map(|(language, _)| language)
    }

    /// What it is in each language, as it was written, English first.
    pub fn texts(&self) -> impl Iterator<Item = (Language, &str)> {
        self.versions()
    }

    fn versions(&self) -> impl Iterator<Item = (Language, &str)> {
        let others = self.others.iter().map(|(language, text)| (*language, &**text));
        std::iter::once((Language::En, &*self.english)).chain(others)
    }

    /// Says it in a language from now on; in English where it has no words for it.
    pub(super) fn choose(&mut self, language: Language) {
        self.chosen = if self.languages().any(|has| has == language) { language } else { Language::En };
    }

    fn pieces(&self, language: Language) -> impl Iterator<Item = Piece<'_>> {
        let version = self.versions().find(|(other, _)| *other == language);
        pieces(version.map_or(&*self.english, |(_, text)| text))
    }

    /// The language in which it is said with these values: the chosen one, or English if that has no words for one of
    /// them, so that no sentence mixes two.
    #[must_use]
    pub fn language(&self, values: &Values, numbers: &Numbers) -> Language {
        let is_wordy = |piece: Piece<'_>| match piece {
            Piece::Text(_) => false,
            Piece::Placeholder(name) => value(name, values, numbers).is_some_and(Value::is_wordy),
        };
        let can_say = self.chosen.terms().is_some() || !self.pieces(self.chosen).any(is_wordy);
        if can_say { self.chosen } else { Language::En }
    }

    /// The text with every placeholder filled: from the step's own data first, then from the author's numbers.
    #[must_use]
    pub fn fill(&self, values: &Values, numbers: &Numbers) -> String {
        self.fill_in(self.language(values, numbers), values, numbers)
    }

    /// The same in another language than the chosen one.
    #[must_use]
    pub(crate) fn fill_in(&self, language: Language, values: &Values, numbers: &Numbers) -> String {
        let terms = language.terms().or(Language::En.terms());
        let mut filled = String::new();
        for piece in self.pieces(language) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Placeholder(name) => {
                    let said =
                        value(name, values, numbers).zip(terms).map(|(value, terms)| value.said(terms));
                    filled.push_str(&said.unwrap_or_default());
                }
            }
        }
        capitalised(filled)
    }

    /// The same words with every placeholder filled in every language.
    #[must_use]
    pub(super) fn settled(&self, values: &Values, numbers: &Numbers) -> Self {
        let said = |language| escaped(&self.fill_in(language, values, numbers));
        let can_be_said = |language: &Language| {
            Self { chosen: *language, ..self.clone() }.language(values, numbers) == *language
        };
        let others = self.languages().skip(1).filter(can_be_said).map(|language| (language, said(language)));
        let mut words = Self { english: said(Language::En), others: others.collect(), chosen: Language::En };
        words.choose(self.chosen);
        words
    }

    /// The name of a side that is written out, in the languages in which sides are spoken.
    pub(super) fn names_a_side(&self) -> Option<&str> {
        self.versions().find_map(|(language, text)| {
            pieces(text).find_map(|piece| match piece {
                Piece::Text(text) => wording::named_side(language, text),
                Piece::Placeholder(_) => None,
            })
        })
    }

    /// The problems of these words where `known` placeholders are at hand.
    pub(super) fn problems<'a>(
        words: &'a Spanned<Self>,
        known: &'a [&'a str],
    ) -> impl Iterator<Item = Problem> + 'a {
        Self::problems_of(words, known, false)
    }

    /// The same for a title, in which a number may stand as long as it is no length of time: `Evening 2`.
    pub(super) fn problems_of_title<'a>(
        words: &'a Spanned<Self>,
        known: &'a [&'a str],
    ) -> impl Iterator<Item = Problem> + 'a {
        Self::problems_of(words, known, true)
    }

    fn problems_of<'a>(
        words: &'a Spanned<Self>,
        known: &'a [&'a str],
        is_title: bool,
    ) -> impl Iterator<Item = Problem> + 'a {
        words.value.versions().flat_map(move |(language, text)| {
            let mut problems = wording::problems(&words.span, language, text, known, is_title);
            if language != Language::En {
                for problem in &mut problems {
                    problem.message = format!("In the {} text: {}", language.plain(), problem.message);
                }
            }
            problems
        })
    }
}

/// What a text with its brackets in order consists of.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    Pieces(text).filter_map(Result::ok)
}

fn value<'a>(name: &str, values: &'a Values, numbers: &'a Numbers) -> Option<&'a Value> {
    values.get(name).or_else(|| numbers.get(name))
}

/// About how long it takes to say something at normal speed: fitted to what espeak-ng takes for the sentences of the
/// shipped routines at 145 words a minute, so that hardly any of them takes longer.
#[must_use]
pub(crate) fn speech_estimate(text: &str) -> ExactDuration {
    let count = |wanted: fn(char) -> bool| text.chars().filter(|c| wanted(*c)).count() as u64;
    let (letters, pauses) = (count(|_| true), count(|c| ",.;:".contains(c)));
    // A digit is a whole word when it is said.
    let digits = count(|c| c.is_ascii_digit());
    ExactDuration::from_millis(300 + letters * 60 + pauses * 200 + digits * 200)
}

/// A sentence may begin with a placeholder, which is lower-case: its first letter is raised.
pub(crate) fn capitalised(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron_reader::ProblemKind;
    use crate::routine::Side;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let values = Values::from([
            ("side", Value::Side(Side::Left)),
            ("lasts", Value::Duration(ExactDuration::from_secs(5))),
        ]);
        let numbers = BTreeMap::from([("fingers".to_owned(), Value::Count(2))]);
        let filled = Words::parse(text).map(|words| words.fill(&values, &numbers));
        let filled = filled.map_err(|error| error.to_string());
        assert_eq!(filled.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn placeholders_are_filled() {
        check("Press the {side} side for {lasts}.", Ok("Press the left side for 5 seconds."));
        check("{side} side, {fingers} fingers.", Ok("Left side, 2 fingers."));
        check("{{like this}}", Ok("{like this}"));
        check("", Ok(""));
    }

    #[test]
    fn broken_brackets_are_named() {
        check("a } b", Err("This `}` has no `{` before it; to write the bracket itself, write `}}`."));
        check("a { b", Err("This `{` has no `}` after it; to write the bracket itself, write `{{`."));
        check("a {Side}", Err("`{Side}` isn't a placeholder. Did you mean `{side}`?"));
        check(
            "a {}",
            Err("`{}` isn't a placeholder: a placeholder's name has only lower-case letters and `_`."),
        );
    }

    /// What is said in `language`, and in which language that is then.
    #[track_caller]
    fn check_in(language: Language, expected: (Language, &str)) {
        let parse = |text| Words::parse(text).unwrap();
        let mut words = parse("Hold {lasts} on the {side}, {times} times.")
            .and_in(Language::De, parse("Halte {lasts} {side}, {times} Mal."))
            .and_in(Language::Fr, parse("Tiens {lasts}, {times} fois."));
        let values = Values::from([
            ("side", Value::Side(Side::Left)),
            ("lasts", Value::Duration(ExactDuration::from_secs(90))),
            ("times", Value::Count(2)),
        ]);
        words.choose(language);
        let numbers = Numbers::new();
        let said = words.fill(&values, &numbers);
        assert_eq!((words.language(&values, &numbers), said.as_str()), expected);
        // Settled words say the same, whatever is behind the placeholders later.
        let mut settled = words.settled(&values, &numbers);
        settled.choose(language);
        assert_eq!(settled.fill(&Values::new(), &numbers), said);
    }

    #[test]
    fn no_sentence_mixes_two_languages() {
        const ENGLISH: &str = "Hold 1 minute 30 seconds on the left, 2 times.";
        check_in(Language::En, (Language::En, ENGLISH));
        check_in(Language::De, (Language::De, "Halte eine Minute 30 Sekunden links, 2 Mal."));
        // No words in this language.
        check_in(Language::Es, (Language::En, ENGLISH));
        // Words, but none for the length of time.
        check_in(Language::Fr, (Language::En, ENGLISH));
    }

    #[test]
    fn a_text_has_an_end() {
        let told = |letters: usize| {
            let words = Spanned { value: Words::plain(&"é".repeat(letters)), span: 0..1 };
            Words::problems(&words, &[]).map(|problem| (problem.kind, problem.message)).collect::<Vec<_>>()
        };
        assert_eq!(told(MOST_LETTERS), []);
        let expected = (ProblemKind::Limit, "This text is 200000 characters long.".to_owned());
        assert_eq!(told(200_000), [expected]);
    }
}
