//! Text → [`Routine`]: every fault of form in it, each at its place.

use std::collections::BTreeMap;

use super::language::{CODES, Language, Value};
use super::{Evidence, FORMAT, Kind, Phase, Recordings, Routine, Words, step};
use crate::characters::first_hidden;
use crate::ron_reader::Vocabulary;
use crate::ron_reader::text::check_limits;
use crate::ron_reader::{Fields, ParseError, Parser, Readable, map, plain, plain_text};
use crate::ron_reader::{Problem, ProblemKind, Severity, Spanned};
use crate::time::{ExactDuration, SpanError};

pub(crate) mod slips;

/// Reads the text of a routine or a technique.
///
/// Gives the routine if enough of it could be read to go on with, and every problem of form that was found, in no
/// particular order. With a problem among them, the routine is only good for finding more problems.
#[must_use]
pub fn read(text: &str) -> (Option<Routine>, Vec<Problem>) {
    if let Err(problem) = check_limits(text) {
        return (None, vec![*problem]);
    }
    let mut parser = Parser::of(text);
    let routine = parser.whole("The routine").and_then(|fields| routine(fields, &mut parser));
    (routine, parser.problems)
}

/// Whether a text can be read as RON fields at all, whatever they mean.
///
/// # Errors
/// The problem that ends the reading.
pub fn syntax(text: &str) -> Result<(), Box<Problem>> {
    check_limits(text)?;
    let mut parser = Parser::of(text);
    match (parser.whole("The routine"), parser.problems.pop()) {
        (None, Some(problem)) => Err(Box::new(problem)),
        _ => Ok(()),
    }
}

/// Reads the field `format`; nothing if the file is for another version to read.
pub(crate) fn format<'a>(fields: &mut Fields<'a>, parser: &mut Parser<'a>) -> Option<()> {
    if !fields.has("format") {
        fields.missing("format", format!("write `format: {FORMAT}` as the first field"));
    }
    if let Some(format) = fields.optional::<u32>("format", parser)
        && format.value != FORMAT
    {
        let problem = if format.value > FORMAT {
            let what = format!(
                "This file has format {}, but this program only reads formats up to {FORMAT}.",
                format.value
            );
            Problem::error(ProblemKind::Format, format.span, what).help("Update Stillpoint to read it.")
        } else {
            let what = format!("There is no format {}.", format.value);
            Problem::error(ProblemKind::Format, format.span, what).help(format!("Write `format: {FORMAT}`."))
        };
        parser.problems.push(problem);
        // This version cannot judge what another one means by its fields.
        return None;
    }
    Some(())
}

fn routine<'a>(mut fields: Fields<'a>, parser: &mut Parser<'a>) -> Option<Routine> {
    format(&mut fields, parser)?;
    let title = fields.required("title", parser);
    let about = fields.optional("about", parser);
    let kind = fields.optional("kind", parser).or_else(|| stand_in("kind", &fields, Kind::Mixed));
    let before = parser.problems.len();
    let mut suits: Vec<Spanned<Phase>> = fields.values("suits", parser);
    let suits_unread = suits.is_empty() && parser.problems.len() > before;
    let avoids: Vec<Spanned<Phase>> = fields.values("avoids", parser);
    if suits_unread {
        let free = Phase::ALL.iter().find(|phase| !avoids.iter().any(|avoided| avoided.value == **phase));
        suits.extend(free.and_then(|phase| stand_in("suits", &fields, *phase)));
    }
    let evidence = fields.optional("evidence", parser);
    let evidence = evidence.or_else(|| stand_in("evidence", &fields, Evidence::Traditional));
    let sources = fields.values::<Reference>("sources", parser).into_iter();
    let sources =
        sources.map(|Spanned { value: Reference(words), span }| Spanned::new(words, span)).collect();
    let needs = fields.values("needs", parser);
    let posture = fields.optional("posture", parser);
    let cautions = fields.values("cautions", parser);
    let numbers = fields.optional::<Numbers>("numbers", parser).map(|n| n.value.0).unwrap_or_default();
    let minutes = fields.optional("minutes", parser);
    let steps = step::steps(&mut fields, parser, 0);
    let start = fields.at().start;
    let is_whole = parser.problems.iter().all(|problem| problem.severity != Severity::Error);
    fields.finish(parser);
    Some(Routine {
        span: start..start + 1,
        language: Language::default(),
        title: title.unwrap_or_else(|| Spanned::new(Words::plain("Untitled"), start..start)),
        about,
        kind,
        suits,
        avoids,
        evidence,
        sources,
        needs,
        posture,
        cautions,
        numbers,
        // While a step cannot be read, the length of the others means nothing.
        minutes: minutes.filter(|_| is_whole),
        steps,
    })
}

/// Stands in for a field that is there but cannot be read, so that it is not reported as missing as well.
fn stand_in<T>(name: &str, fields: &Fields<'_>, value: T) -> Option<Spanned<T>> {
    fields.has(name).then(|| Spanned::new(value, fields.at()))
}

impl<T: Vocabulary + serde::de::DeserializeOwned> Readable for T {
    fn expected() -> String {
        format!("one word without quotes, such as {}", T::NAMES.first().unwrap_or(&"…"))
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map_err(|_| {
            let written = raw.trim();
            let is_name = written.starts_with(char::is_alphabetic)
                && written.chars().all(|c| c.is_alphanumeric() || c == '_');
            let fault = if is_name {
                ParseError::says(
                    ProblemKind::UnknownName,
                    format!("There is no {} called `{written}`.", T::WHAT),
                )
            } else {
                ParseError::default()
            };
            fault.not_among(written.trim_matches('"'), T::NAMES)
        })
    }
}

impl Readable for ExactDuration {
    fn expected() -> String {
        "a length of time such as \"90s\" or \"2m 30s\"".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        duration(&plain::<String>(raw).map_err(|fault| slips::unquoted_length(raw).unwrap_or(fault))?)
    }
}

impl Readable for (ExactDuration, ExactDuration) {
    fn expected() -> String {
        "two lengths of time such as (\"30s\", \"90s\")".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let (first, second) = plain::<(String, String)>(raw)?;
        Ok((duration(&first)?, duration(&second)?))
    }
}

fn duration(text: &str) -> Result<ExactDuration, ParseError> {
    text.parse().map_err(|error| match error {
        SpanError::Unreadable(_) => slips::length_problem(text, format!("{error}.")),
        SpanError::TooLong(_) => ParseError::says(ProblemKind::OutOfRange, format!("{error}.")),
    })
}

impl Readable for u32 {
    fn expected() -> String {
        "a whole number above zero".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let too_large = raw.chars().all(|c| c.is_ascii_digit());
        plain(raw).map_err(|fault| {
            if too_large {
                ParseError::says(ProblemKind::OutOfRange, "This number is too big.")
            } else {
                slips::number_problem(raw).or_else(|| slips::whole_number_problem(raw)).unwrap_or(fault)
            }
        })
    }
}

impl Readable for u8 {
    fn expected() -> String {
        "a whole number from 0 to 10".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map_err(|fault| {
            slips::number_problem(raw).or_else(|| slips::whole_number_problem(raw)).unwrap_or(fault)
        })
    }
}

impl Readable for String {
    fn expected() -> String {
        "text in \"quotes\"".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain_text(raw).map_err(|fault| slips::of_text(raw, fault))
    }
}

/// What a routine rests on: a text as it stands, or one for each language.
pub(crate) struct Reference(pub(crate) Words);

impl Readable for Reference {
    fn expected() -> String {
        String::expected()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        if map(raw).is_some() { Words::read(raw) } else { plain_text(raw).map(|text| Words::plain(&text)) }
            .map(Self)
    }
}

impl Readable for Words {
    fn expected() -> String {
        String::expected()
    }

    /// `"English"`, or `{"en": "English", "de": "Deutsch"}`.
    fn read(raw: &str) -> Result<Self, ParseError> {
        let text = |raw| {
            Self::parse(&plain_text(raw).map_err(|fault| slips::of_text(raw, fault))?)
                .map_err(|error| ParseError::says(ProblemKind::Words, error.to_string()).mended(error.fix()))
        };
        let Some(versions) = map(raw) else { return text(raw) };
        let mut english = None;
        let mut others: BTreeMap<Language, Self> = BTreeMap::new();
        for (key, version) in versions {
            let language = language(key, raw)?;
            let words = text(version).map_err(|fault| {
                let expected = || format!("The {} words should be {}.", language.plain(), String::expected());
                fault.or_says(expected).in_part(raw, version)
            })?;
            let earlier = if language == Language::En {
                english.replace(words)
            } else {
                others.insert(language, words)
            };
            if earlier.is_some() {
                return Err(ParseError::says(
                    ProblemKind::Duplicate,
                    format!("`{}` is given twice.", language.code()),
                )
                .in_part(raw, key));
            }
        }
        let english = english.ok_or_else(|| {
            ParseError::says(ProblemKind::Language, "This text has no English, which is used where another language is missing; add `\"en\": \"…\"`.")
        })?;
        Ok(others.into_iter().fold(english, |words, (language, other)| words.and_in(language, other)))
    }
}

impl Readable for Recordings {
    fn expected() -> String {
        "a file's name in quotes, or one for each language such as {\"en\": \"voice/a.wav\", \"de\": \"voice/b.wav\"}".into()
    }

    /// `"voice/here.wav"`, which is English, or `{"en": "voice/here.wav", "de": "voice/hier.wav"}`.
    fn read(raw: &str) -> Result<Self, ParseError> {
        let Some(versions) = map(raw) else { return Ok(Self(vec![(Language::En, plain_text(raw)?)])) };
        let mut files: Vec<(Language, String)> = Vec::new();
        for (key, version) in versions {
            let language = language(key, raw)?;
            if files.iter().any(|(other, _)| *other == language) {
                let what = format!("`{}` is given twice.", language.code());
                return Err(ParseError::says(ProblemKind::Duplicate, what).in_part(raw, key));
            }
            let file = plain_text(version).map_err(|fault| fault.in_part(raw, version))?;
            files.push((language, file));
        }
        if files.is_empty() { Err(ParseError::default()) } else { Ok(Self(files)) }
    }
}

/// The language whose code stands before a version of something, in the map `raw`.
fn language(key: &str, raw: &str) -> Result<Language, ParseError> {
    let code = plain::<String>(key).map_err(|_| {
        ParseError::says(ProblemKind::WrongType, "Write a language code in quotes, such as \"de\".")
            .in_part(raw, key)
    })?;
    Language::coded(&code).ok_or_else(|| {
        let fault = ParseError::says(ProblemKind::UnknownName, format!("There is no language `{code}`."));
        fault.not_among(&code, &CODES).in_part(raw, key)
    })
}

/// A length in seconds, as breathing patterns are written: `4`, `5.5`, or a span in quotes.
pub(super) struct Secs(pub(super) ExactDuration);

impl Readable for Secs {
    fn expected() -> String {
        "a number of seconds such as 4 or 5.5".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        if raw.contains('"') {
            let number = raw.trim().trim_matches('"');
            return match plain(raw) {
                Ok(length) => Ok(Self(length)),
                Err(_) if number.parse::<f64>().is_ok() => {
                    let what = format!("Write the number without quotes: `{number}`.");
                    let fault = ParseError::says(ProblemKind::WrongType, what);
                    Err(fault.mended(Some((raw.trim().to_owned(), number.to_owned()))))
                }
                Err(fault) => Err(fault),
            };
        }
        // Read as decimal digits, not as a float, so that 5.5 is exact and NaN is no number.
        format!("{}s", raw.trim()).parse().map(Self).map_err(|_| ParseError::default())
    }
}

/// The author's own numbers.
pub(super) struct Numbers(pub(super) super::words::Numbers);

impl Readable for Numbers {
    fn expected() -> String {
        "named numbers or lengths of time, such as {\"fingers\": 2, \"pause\": \"5s\"}".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Number {
            Count(u32),
            ExactDuration(ExactDuration),
        }
        if let Some(pairs) = map(raw) {
            let mut seen = Vec::new();
            for (name, value) in pairs {
                let problem = if plain::<String>(name).is_err() {
                    let name = name.trim();
                    Some((ProblemKind::WrongType, format!("Put the name in quotes: `\"{name}\"`.")))
                } else if seen.contains(&name.trim()) {
                    Some((
                        ProblemKind::Duplicate,
                        format!("`{}` is given twice.", name.trim().trim_matches('"')),
                    ))
                } else {
                    None
                };
                if let Some((kind, what)) = problem {
                    return Err(ParseError::says(kind, what).in_part(raw, name));
                }
                if plain::<Number>(value).is_err() {
                    let what = "This should be a whole number, or a length of time such as \"5s\".";
                    return Err(ParseError::says(ProblemKind::WrongType, what).in_part(raw, value));
                }
                seen.push(name.trim());
            }
        }
        let numbers: BTreeMap<String, Number> = plain(raw).map_err(|_| ParseError::default())?;
        if let Some((_, c)) = numbers.keys().find_map(|name| first_hidden(name)) {
            return Err(ParseError::hidden(raw, c));
        }
        let value = |number| match number {
            Number::Count(count) => Value::Count(count),
            Number::ExactDuration(span) => Value::Duration(span),
        };
        Ok(Self(numbers.into_iter().map(|(name, number)| (name, value(number))).collect()))
    }
}
