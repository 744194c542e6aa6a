//! From RON text to named pieces of it, each with its place.
//!
//! A struct is read as its list of fields, each value still text. So a fault in one field hides no other, every value
//! knows where it stands, and the fields that a step has are exactly those that its reader asks for: what is left
//! over is unknown, and what could have been meant is known.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{DeserializeOwned, EnumAccess, Error as _, MapAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::characters;

mod fix;
mod kind;
mod meant;
mod problem;
mod punctuation;
pub mod text;
pub(crate) mod vocabulary;

pub use kind::ProblemKind;
pub(crate) use meant::{closest, is_certain, is_slip_of};
pub use problem::{Problem, Problems, RenderedProblem, Severity};
use punctuation::syntax_problem;
pub(crate) use punctuation::{block_comment_len, skip_blanks, string_len};
pub use vocabulary::Vocabulary;

/// A value and the bytes of the file that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// As it was read.
    pub value: T,
    /// Its position, in bytes from the start of the text.
    pub span: Range<usize>,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub const fn new(value: T, at: Range<usize>) -> Self {
        Self { value, span: at }
    }
}

/// The longest part of a file that a message repeats, in bytes.
const LONGEST_QUOTED: usize = 60;

/// The text of a value, a slice of the whole file's text.
pub(crate) type Raw<'a> = &'a str;

/// Reads values and gathers what is wrong with them.
pub(crate) struct Parser<'a> {
    text: &'a str,
    /// What was wrong so far.
    pub(crate) problems: Vec<Problem>,
}

/// The fields of one struct.
pub(crate) struct Fields<'a> {
    /// What the struct is, as a sentence begins with it: `The routine`.
    what: String,
    at: Range<usize>,
    entries: Vec<(Raw<'a>, Raw<'a>)>,
    asked: Vec<&'static str>,
    /// What must be there and is not, and what it should be.
    missing: Vec<(&'static str, String)>,
}

/// What follows the name of a variant.
pub(crate) enum Body<'a> {
    Fields(Fields<'a>),
    Single(Raw<'a>),
    Nothing,
}

/// A value that can be read from its text.
pub(crate) trait Readable: Sized {
    /// What is expected, as a message says it.
    fn expected() -> String;
    /// The value, or a problem that is placed by the caller.
    fn read(raw: &str) -> Result<Self, ParseError>;
}

/// Why a value cannot be read.
pub(crate) struct ParseError {
    kind: ProblemKind,
    /// Nothing where the caller's own words are enough: what its field should be.
    what: Option<String>,
    written: String,
    known: &'static [&'static str],
    /// What has to be written instead of what, where that is certain.
    fix: Option<Box<(String, String)>>,
    /// Where in the value, if not all of it.
    part: Option<Range<usize>>,
}

impl Default for ParseError {
    /// A value of the wrong type, of which nothing more exact is known.
    fn default() -> Self {
        Self::of(ProblemKind::WrongType)
    }
}

impl ParseError {
    /// One of a kind, of which nothing more exact is known than what its field should be.
    pub(crate) const fn of(kind: ProblemKind) -> Self {
        Self { kind, what: None, written: String::new(), known: &[], fix: None, part: None }
    }

    /// One of a kind that its own sentence explains.
    pub(crate) fn says(kind: ProblemKind, what: impl Into<String>) -> Self {
        Self { what: Some(what.into()), ..Self::of(kind) }
    }

    /// It should have been one of `known`.
    pub(crate) fn not_among(mut self, written: impl Into<String>, known: &'static [&'static str]) -> Self {
        (self.written, self.known) = (written.into(), known);
        self
    }

    /// What has to be written instead of what.
    pub(crate) fn mended(mut self, fix: Option<(String, String)>) -> Self {
        self.fix = fix.map(Box::new);
        self
    }

    /// What is said where nothing more exact is known.
    pub(crate) fn or_says(mut self, what: impl FnOnce() -> String) -> Self {
        self.what.get_or_insert_with(what);
        self
    }

    /// It is about a part of the value, a slice of its text; or about what it was about in that part.
    pub(crate) fn in_part(mut self, raw: Raw<'_>, part: Raw<'_>) -> Self {
        let start = part.as_ptr() as usize - raw.as_ptr() as usize;
        let lead = part.len() - skip_blanks(part).len();
        let within = self.part.unwrap_or(lead..lead + skip_blanks(part).trim_end().len());
        self.part = Some(start + within.start..start + within.end);
        self
    }

    /// A text contains a character that would affect what is shown beside it; `raw` is the text as it was written.
    pub(crate) fn hidden(raw: Raw<'_>, c: char) -> Self {
        let lead = raw.len() - skip_blanks(raw).len();
        // One that is written as `\u{1b}` has no position in the text.
        let part = raw[lead..].find(c).map(|at| lead + at..lead + at + c.len_utf8());
        let advice = if "\r\n".contains(c) { "Write it on one line." } else { "Remove it." };
        let what = format!("This text contains {}. {advice}", characters::name_of(c));
        Self { part, ..Self::says(ProblemKind::Words, what) }
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn from_ron<'a, T: Deserialize<'a>>(raw: &'a str) -> Result<T, ron::error::SpannedError> {
    options().from_str(raw)
}

/// A value of a type that serde knows.
pub(crate) fn plain<T: DeserializeOwned>(raw: &str) -> Result<T, ParseError> {
    from_ron(raw).map_err(|error| match error.code {
        ron::Error::Message(message) => ParseError::says(ProblemKind::WrongType, sentence(&message)),
        _ => ParseError::default(),
    })
}

/// A text of one line and visible characters only, so that a file that somebody sent can neither hide nor fake what the
/// program says about it.
pub(crate) fn plain_text(raw: &str) -> Result<String, ParseError> {
    let text: String = plain(raw)?;
    match characters::first_hidden(&text) {
        None => Ok(text),
        Some((_, c)) => Err(ParseError::hidden(raw, c)),
    }
}

/// A map in a value, its keys and values still text; nothing if it is none.
pub(crate) fn map(raw: Raw<'_>) -> Option<Vec<(Raw<'_>, Raw<'_>)>> {
    from_ron::<Pairs<'_>>(raw).ok().map(|pairs| pairs.0)
}

impl<'a> Parser<'a> {
    pub(crate) const fn of(text: &'a str) -> Self {
        Self { text, problems: Vec::new() }
    }

    /// The position of a slice in the text, without the blanks and comments around it.
    pub(crate) fn place(&self, raw: Raw<'a>) -> Range<usize> {
        let commented = raw.contains("//") || raw.contains("/*");
        let raw = match from_ron::<&RawValue>(raw) {
            Ok(value) if commented => value.trim().get_ron(),
            _ => raw,
        };
        let start = raw.as_ptr() as usize - self.text.as_ptr() as usize;
        let lead = raw.len() - skip_blanks(raw).len();
        let end = start + raw.trim_end().len();
        (start + lead).min(end)..end
    }

    /// The whole text as one struct; a fault of syntax ends the reading, and there is nothing to read on.
    pub(crate) fn whole(&mut self, what: &str) -> Option<Fields<'a>> {
        match from_ron::<Entries<'a>>(self.text) {
            Ok(entries) => Some(self.fields(what, self.text, entries)),
            Err(error) => {
                self.problems.push(syntax_problem(self.text, &error));
                None
            }
        }
    }

    /// A struct in a field, with an example of how it is written.
    pub(crate) fn structure(&mut self, what: &str, like: &str, raw: Raw<'a>) -> Option<Fields<'a>> {
        if let Ok(entries) = from_ron::<Entries<'a>>(raw) {
            let (first, rest) = what.split_at(1);
            return Some(self.fields(&format!("{}{rest}", first.to_uppercase()), raw, entries));
        }
        let text = self.text[self.place(raw)].trim_start();
        let has_names = text.contains(':');
        let what = if text.starts_with('(') && !has_names {
            format!("In {what}, each value needs its name. Write it like `{like}`.")
        } else if text.starts_with(['{', '[']) {
            format!("Use round brackets for {what}, and write it like `{like}`.")
        } else {
            format!("This should be {what}, written like `{like}`.")
        };
        self.problems.push(Problem::error(ProblemKind::WrongType, self.place(raw), what));
        None
    }

    /// A list in a field, if it is one; each member still text.
    pub(crate) fn list(&mut self, each: &str, raw: Raw<'a>) -> Option<Vec<Raw<'a>>> {
        if let Ok(members) = from_ron::<Vec<&'a RawValue>>(raw) {
            return Some(members.into_iter().map(RawValue::get_ron).collect());
        }
        let at = self.place(raw);
        let text = &self.text[at.clone()];
        let problem = if text.starts_with(['[', '{']) || text.len() > LONGEST_QUOTED || text.contains('\n') {
            let what = "This should be a list in square brackets, with commas in between: `[…, …]`.";
            Problem::error(ProblemKind::WrongType, at, what).help(format!("Each entry is {each}."))
        } else {
            let listed = format!("[{text}]");
            let what = "This should be a list, even if it has only one entry.";
            let problem = Problem::error(ProblemKind::WrongType, at.clone(), what);
            problem.help(format!("Put it in square brackets: `{listed}`.")).mended(text, listed)
        };
        self.problems.push(problem);
        None
    }

    /// A variant such as `Guide(…)`, `Use("…")` or a bare name.
    pub(crate) fn variant(&mut self, what: &str, raw: Raw<'a>) -> Option<(Raw<'a>, Body<'a>)> {
        if let Ok(Variant { name, body: entries }) = from_ron::<Variant<'a, Entries<'a>>>(raw) {
            return Some((name, Body::Fields(self.fields(&format!("`{name}`"), raw, entries))));
        }
        if let Ok(Variant { name, body: Single(single) }) = from_ron::<Variant<'a, Single<'a>>>(raw) {
            return Some((name, Body::Single(single)));
        }
        if let Ok(Variant { name, body: Nothing }) = from_ron::<Variant<'a, Nothing>>(raw) {
            return Some((name, Body::Nothing));
        }
        let at = self.place(raw);
        let text = &self.text[at.clone()];
        let problem = |what: String| Problem::error(ProblemKind::WrongType, at.clone(), what);
        let problem = if text.starts_with('"') && !text.contains('\n') && text.len() <= LONGEST_QUOTED {
            problem(format!("This is text, and {what} is wanted here."))
                .help(format!("For a technique, write `Use({text})`."))
        } else if text.starts_with('[') {
            problem(format!("This is a list, and {what} is wanted here."))
                .help("Remove the inner `[` and `]`.")
        } else if text.starts_with('(') {
            problem(format!("The name of {what} is missing before the `(`."))
                .help("Write it like `Rest(lasts: \"30s\")`.")
        } else {
            let help = "Write it like `Rest(lasts: \"30s\")`: its name, and in brackets each value after its own name.";
            problem(format!("This should be {what}.")).help(help)
        };
        self.problems.push(problem);
        None
    }

    /// Reads a value, or notes at its place why it cannot be one; `name` is its field.
    pub(crate) fn value<T: Readable>(&mut self, name: &str, raw: Raw<'a>) -> Option<Spanned<T>> {
        let at = self.place(raw);
        match T::read(&self.text[at.clone()]) {
            Ok(value) => Some(Spanned::new(value, at)),
            Err(fault) => {
                let expected = || format!("`{name}` should be {}.", T::expected());
                let what = fault.what.unwrap_or_else(expected);
                let part = |part: Range<usize>| at.start + part.start..at.start + part.end;
                let problem = Problem::error(fault.kind, fault.part.map_or(at.clone(), part), what);
                let problem = problem.did_you_mean(&fault.written, fault.known.iter().copied());
                self.problems.push(match fault.fix {
                    Some(fix) => problem.mended(fix.0, fix.1),
                    None => problem,
                });
                None
            }
        }
    }

    fn fields(&mut self, what: &str, raw: Raw<'a>, entries: Entries<'a>) -> Fields<'a> {
        let mut seen: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for (name, _) in &entries.0 {
            let at = self.place(name);
            if let Some(first) = seen.insert(*name, at.clone()) {
                let mut problem =
                    Problem::error(ProblemKind::Duplicate, at, format!("`{name}` is given twice."))
                        .help("Remove one of them.");
                problem.also = Some((first, "first here".into()));
                self.problems.push(problem);
            }
        }
        let (at, entries) = (self.place(raw), entries.0);
        Fields { what: what.to_owned(), at, entries, asked: Vec::new(), missing: Vec::new() }
    }
}

impl<'a> Fields<'a> {
    /// The position of the whole struct.
    pub(crate) fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// The text of a field, if it is there.
    pub(crate) fn raw(&mut self, name: &'static str) -> Option<Raw<'a>> {
        if !self.asked.contains(&name) {
            self.asked.push(name);
        }
        self.entries.iter().find(|(entry, _)| *entry == name).map(|(_, raw)| *raw)
    }

    /// All fields, name and value, including unknown and duplicate ones.
    pub(crate) fn all(&self) -> Vec<(Raw<'a>, Raw<'a>)> {
        self.entries.clone()
    }

    /// Whether a field is there, readable or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(entry, _)| *entry == name)
    }

    /// Whether there is a field that was probably meant to be one of these.
    pub(crate) fn nearly_has(&self, names: &[&str]) -> bool {
        self.entries.iter().any(|(entry, _)| closest(entry, names.iter().copied()).is_some())
    }

    /// A field that may be left out.
    pub(crate) fn optional<T: Readable>(
        &mut self,
        name: &'static str,
        parser: &mut Parser<'a>,
    ) -> Option<Spanned<T>> {
        self.raw(name).and_then(|raw| parser.value(name, raw))
    }

    /// A field that must be there.
    pub(crate) fn required<T: Readable>(
        &mut self,
        name: &'static str,
        parser: &mut Parser<'a>,
    ) -> Option<Spanned<T>> {
        if let Some(raw) = self.raw(name) {
            return parser.value(name, raw);
        }
        self.missing(name, T::expected());
        None
    }

    /// Notes that a field is missing; [`Self::finish`] says so.
    pub(crate) fn missing(&mut self, name: &'static str, expected: impl Into<String>) {
        self.missing.push((name, expected.into()));
    }

    /// The name at the start of the struct is what is marked when something is missing in it.
    fn what_len(&self, text: &str) -> usize {
        let name_len = |c: char| !(c.is_alphanumeric() || c == '_');
        text[self.at.clone()].find(name_len).unwrap_or(1).max(1)
    }

    /// A list of values.
    pub(crate) fn values<T: Readable>(
        &mut self,
        name: &'static str,
        parser: &mut Parser<'a>,
    ) -> Vec<Spanned<T>> {
        let Some(raw) = self.raw(name) else { return Vec::new() };
        let members = parser.list(&T::expected(), raw).unwrap_or_default();
        members.into_iter().filter_map(|raw| parser.value(name, raw)).collect()
    }

    /// Reports every field that nothing asked for as unknown, and every missing one.
    ///
    /// Always call this at the end, or a step that lacks something would be dropped silently.
    pub(crate) fn finish(self, parser: &mut Parser<'a>) {
        // What is there already was not meant once more.
        let known = || self.asked.iter().copied().filter(|name| !self.has(name));
        let mut meant = Vec::new();
        for (name, _) in &self.entries {
            if !self.asked.contains(name) {
                let what = format!("{} has no field called `{name}`.", self.what);
                let problem = Problem::error(ProblemKind::UnknownField, parser.place(name), what);
                let near = closest(name, self.asked.iter().copied());
                parser.problems.push(match near.filter(|near| self.has(near) && is_slip_of(name, near)) {
                    Some(near) => problem.help(format!("There is a `{near}` already; keep one of them.")),
                    None => problem.did_you_mean(name, known()),
                });
                meant.extend(closest(name, known()));
            }
        }
        let at = self.at.start..self.at.start + self.what_len(parser.text);
        // If a field is misspelt, "did you mean" already says so; one problem is enough.
        for (name, expected) in self.missing.iter().filter(|(name, _)| !meant.contains(name)) {
            let what = format!("{} needs `{name}`: {expected}.", self.what);
            parser.problems.push(Problem::error(ProblemKind::MissingField, at.clone(), what));
        }
    }
}

fn sentence(message: &str) -> String {
    let mut sentence = message.trim().to_owned();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

struct Entries<'a>(Vec<(Raw<'a>, Raw<'a>)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("", &[], EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            let value: &RawValue = map.next_value()?;
            entries.push((name, value.get_ron()));
        }
        Ok(Entries(entries))
    }
}

struct Pairs<'a>(Vec<(Raw<'a>, Raw<'a>)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
                    pairs.push((key.get_ron(), value.get_ron()));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// A name of a field or variant, borrowed from the text.
struct Name<'a>(&'a str);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowed;
        impl<'de> Visitor<'de> for Borrowed {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: serde::de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(name))
            }
        }
        deserializer.deserialize_identifier(Borrowed)
    }
}

struct Variant<'a, B> {
    name: Raw<'a>,
    body: B,
}

struct Single<'a>(Raw<'a>);
struct Nothing;

trait VariantBody<'de>: Sized {
    fn read<V: VariantAccess<'de>>(access: V) -> Result<Self, V::Error>;
}

impl<'de> VariantBody<'de> for Entries<'de> {
    fn read<V: VariantAccess<'de>>(access: V) -> Result<Self, V::Error> {
        access.struct_variant(&[], EntriesVisitor)
    }
}

impl<'de> VariantBody<'de> for Single<'de> {
    fn read<V: VariantAccess<'de>>(access: V) -> Result<Self, V::Error> {
        access.newtype_variant::<&RawValue>().map(|raw| Self(raw.get_ron()))
    }
}

impl<'de> VariantBody<'de> for Nothing {
    fn read<V: VariantAccess<'de>>(access: V) -> Result<Self, V::Error> {
        access.unit_variant().map(|()| Self)
    }
}

impl<'de, B: VariantBody<'de>> Deserialize<'de> for Variant<'de, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Of<B>(std::marker::PhantomData<B>);
        impl<'de, B: VariantBody<'de>> Visitor<'de> for Of<B> {
            type Value = Variant<'de, B>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name with fields")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
                let (Name(name), body) = access.variant()?;
                if name.is_empty() {
                    return Err(A::Error::custom("a name is missing"));
                }
                Ok(Variant { name, body: B::read(body)? })
            }
        }
        deserializer.deserialize_enum("", &[], Of(std::marker::PhantomData))
    }
}
