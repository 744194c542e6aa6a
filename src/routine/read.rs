//! Text → [`Routine`]: every fault of form in it, each at its place.

use std::collections::BTreeMap;

use super::language::{CODES, Language, Value};
use super::syntax::{Fault, Fields, Readable, Reading, map, plain};
use super::vocabulary::Vocabulary;
use super::{Evidence, FORMAT, Kind, Marked, Phase, Problem, Routine, Severity, Words, step};
use crate::time::Span;

/// The longest text of a file that is read: a routine of thousands of steps fits in a tenth of it.
pub const MAX_BYTES: usize = 1 << 20;

/// Reads the text of a routine or a technique.
///
/// Gives the routine if enough of it could be read to go on with, and every problem of form that was found, in no
/// particular order. With a problem among them, the routine is only good for finding more problems.
#[must_use]
pub fn read(text: &str) -> (Option<Routine>, Vec<Problem>) {
    if let Err(problem) = bearable(text) {
        return (None, vec![*problem]);
    }
    let mut reading = Reading::of(text);
    let routine = reading.whole("The routine").and_then(|fields| routine(fields, &mut reading));
    (routine, reading.problems)
}

/// Whether a text can be read as RON fields at all, whatever they mean.
///
/// # Errors
/// The problem that ends the reading.
pub fn syntax(text: &str) -> Result<(), Box<Problem>> {
    bearable(text)?;
    let mut reading = Reading::of(text);
    match (reading.whole("The routine"), reading.problems.pop()) {
        (None, Some(problem)) => Err(Box::new(problem)),
        _ => Ok(()),
    }
}

/// Refuses what is too large or no text before anything looks at it closely.
pub(crate) fn bearable(text: &str) -> Result<(), Box<Problem>> {
    if text.len() > MAX_BYTES {
        let what = format!("The file is larger than {} MB, which no routine needs.", MAX_BYTES >> 20);
        return Err(Box::new(Problem::error(0..0, what)));
    }
    if let Some(at) = text.find('\0') {
        let problem = Problem::error(at..at + 1, "This is not a text file: it holds a zero byte.");
        return Err(Box::new(problem.help("Save it as plain text in UTF-8.")));
    }
    Ok(())
}

/// A file that is no text.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// What could be read of it.
    pub readable: String,
    /// What is wrong, at its place in that.
    pub problem: Problem,
}

impl Unreadable {
    /// Nothing of the file could be read.
    #[must_use]
    pub fn entirely(what: impl Into<String>) -> Self {
        Self { readable: String::new(), problem: Problem::error(0..0, what) }
    }
}

/// Reads bytes as text: UTF-8, with or without a byte-order mark.
///
/// # Errors
/// If the bytes are no UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<String, Box<Unreadable>> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let mut unreadable = Unreadable::entirely("The file is saved as UTF-16.");
        unreadable.problem = unreadable.problem.help("Save it as UTF-8.");
        return Err(Box::new(unreadable));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let readable = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
            let problem = Problem::error(good..good, "From here on the file is not text in UTF-8.");
            Err(Box::new(Unreadable { readable, problem: problem.help("Save it as plain text in UTF-8.") }))
        }
    }
}

/// Reads the field `format`; nothing if the file is for another version to read.
pub(crate) fn format<'a>(fields: &mut Fields<'a>, reading: &mut Reading<'a>) -> Option<()> {
    if !fields.has("format") {
        fields.missing("format", format!("write `format: {FORMAT}` before anything else"));
    }
    if let Some(format) = fields.optional::<u32>("format", reading)
        && format.value != FORMAT
    {
        let problem = if format.value > FORMAT {
            let what =
                format!("This file has format {}, and this program reads up to {FORMAT}.", format.value);
            Problem::error(format.at, what).help("A newer Stillpoint can read it.")
        } else {
            let what = format!("There is no format {}.", format.value);
            Problem::error(format.at, what).help(format!("Write `format: {FORMAT}`."))
        };
        reading.problems.push(problem);
        // What another version means by its fields is not for this one to judge.
        return None;
    }
    Some(())
}

fn routine<'a>(mut fields: Fields<'a>, reading: &mut Reading<'a>) -> Option<Routine> {
    format(&mut fields, reading)?;
    let title = fields.required("title", reading);
    let about = fields.optional("about", reading);
    let kind = fields.optional("kind", reading).or_else(|| stand_in("kind", &fields, Kind::Mixed));
    let before = reading.problems.len();
    let mut suits: Vec<Marked<Phase>> = fields.values("suits", reading);
    let suits_unread = suits.is_empty() && reading.problems.len() > before;
    let avoids: Vec<Marked<Phase>> = fields.values("avoids", reading);
    if suits_unread {
        let free = Phase::ALL.iter().find(|phase| !avoids.iter().any(|avoided| avoided.value == **phase));
        suits.extend(free.and_then(|phase| stand_in("suits", &fields, *phase)));
    }
    let evidence = fields.optional("evidence", reading);
    let evidence = evidence.or_else(|| stand_in("evidence", &fields, Evidence::Traditional));
    let sources = fields.values("sources", reading);
    let needs = fields.values("needs", reading);
    let posture = fields.optional("posture", reading);
    let cautions = fields.values("cautions", reading);
    let numbers = fields.optional::<Numbers>("numbers", reading).map(|n| n.value.0).unwrap_or_default();
    let minutes = fields.optional("minutes", reading);
    let steps = step::steps(&mut fields, reading, 0);
    let start = fields.at().start;
    let is_whole = reading.problems.iter().all(|problem| problem.severity != Severity::Error);
    fields.finish(reading);
    Some(Routine {
        at: start..start + 1,
        language: Language::default(),
        title: title.unwrap_or_else(|| Marked::new(Words::plain("Untitled"), start..start)),
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
        // How long the rest would last is no question while a step of it cannot be read.
        minutes: minutes.filter(|_| is_whole),
        steps,
    })
}

/// What takes the place of a field that is there and cannot be read, so that nothing says that it is missing.
fn stand_in<T>(name: &str, fields: &Fields<'_>, value: T) -> Option<Marked<T>> {
    fields.has(name).then(|| Marked::new(value, fields.at()))
}

impl<T: Vocabulary + serde::de::DeserializeOwned> Readable for T {
    fn expected() -> String {
        format!("a name such as {}, without quotes", T::NAMES.first().unwrap_or(&"…"))
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        plain(raw).map_err(|_| {
            let written = raw.trim();
            let is_name = written.starts_with(char::is_alphabetic)
                && written.chars().all(|c| c.is_alphanumeric() || c == '_');
            let fault = if is_name {
                Fault::says(format!("There is no {} `{written}`.", T::WHAT))
            } else {
                Fault::default()
            };
            fault.not_among(written.trim_matches('"'), T::NAMES)
        })
    }
}

impl Readable for Span {
    fn expected() -> String {
        "a length of time such as \"90s\" or \"2m 30s\"".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        plain(raw)
    }
}

impl Readable for (Span, Span) {
    fn expected() -> String {
        "two lengths of time such as (\"30s\", \"90s\")".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        plain(raw)
    }
}

impl Readable for u32 {
    fn expected() -> String {
        "a whole number above zero".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        let too_large = raw.chars().all(|c| c.is_ascii_digit());
        plain(raw).map_err(|fault| if too_large { Fault::says("This number is too large.") } else { fault })
    }
}

impl Readable for u8 {
    fn expected() -> String {
        "a whole number from 0 to 10".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        plain(raw)
    }
}

impl Readable for String {
    fn expected() -> String {
        "a text in \"quotes\"".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        plain(raw)
    }
}

impl Readable for Words {
    fn expected() -> String {
        String::expected()
    }

    /// `"English"`, or `{"en": "English", "de": "Deutsch"}`.
    fn read(raw: &str) -> Result<Self, Fault> {
        let text = |raw| Self::parse(&plain::<String>(raw)?).map_err(Fault::says);
        let Some(versions) = map(raw) else { return text(raw) };
        let mut english = None;
        let mut others: BTreeMap<Language, Self> = BTreeMap::new();
        for (key, version) in versions {
            let code = plain::<String>(key).map_err(|_| {
                Fault::says("The code of a language stands in quotes, such as \"de\".").in_part(raw, key)
            })?;
            let language = Language::coded(&code).ok_or_else(|| {
                let fault = Fault::says(format!("There is no language `{code}`."));
                fault.not_among(&code, &CODES).in_part(raw, key)
            })?;
            let words = text(version).map_err(|fault| {
                let expected =
                    || format!("The words in {} should be {}.", language.plain(), String::expected());
                fault.or_says(expected).in_part(raw, version)
            })?;
            let earlier = if language == Language::En {
                english.replace(words)
            } else {
                others.insert(language, words)
            };
            if earlier.is_some() {
                return Err(Fault::says(format!("`{code}` is given twice.")).in_part(raw, key));
            }
        }
        let english = english.ok_or_else(|| {
            Fault::says("This text has no words in English, which are said where others are missing; add `\"en\": \"…\"`.")
        })?;
        Ok(others.into_iter().fold(english, |words, (language, other)| words.and_in(language, other)))
    }
}

/// A length in seconds, as breathing patterns are written: `4`, `5.5`, or a span in quotes.
pub(super) struct Secs(pub(super) Span);

impl Readable for Secs {
    fn expected() -> String {
        "a number of seconds such as 4 or 5.5".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        if raw.contains('"') {
            return plain(raw).map(Self);
        }
        // Read as decimal digits, not as a float, so that 5.5 is exact and NaN is no number.
        format!("{}s", raw.trim()).parse().map(Self).map_err(|_| Fault::default())
    }
}

/// The author's own numbers.
pub(super) struct Numbers(pub(super) super::words::Numbers);

impl Readable for Numbers {
    fn expected() -> String {
        "whole numbers or lengths of time with names, such as {\"fingers\": 2, \"pause\": \"5s\"}".into()
    }

    fn read(raw: &str) -> Result<Self, Fault> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Number {
            Count(u32),
            Span(Span),
        }
        let numbers: BTreeMap<String, Number> = plain(raw).map_err(|_| Fault::default())?;
        let value = |number| match number {
            Number::Count(count) => Value::Count(count),
            Number::Span(span) => Value::Span(span),
        };
        Ok(Self(numbers.into_iter().map(|(name, number)| (name, value(number))).collect()))
    }
}
