//! How the values of the settings file are read.

use chrono::{DateTime, FixedOffset};

use super::share;
use crate::goals::{Experiment, Goal, StartedProgramme};
use crate::ron_reader::{Fields, ParseError, Parser, Problem, ProblemKind, Readable, plain};
use crate::routine::Language;
use crate::routine::language::CODES;
use crate::routine::read::slips::yes_or_no_problem;

/// The settings file while it is read: what cannot be read is noted, and is as if it were not there.
pub(super) struct Reader<'a> {
    pub(super) fields: Fields<'a>,
    pub(super) parser: Parser<'a>,
}

impl Reader<'_> {
    pub(super) fn optional<T: Readable>(&mut self, name: &'static str) -> Option<T> {
        self.fields.optional(name, &mut self.parser).map(|read| read.value)
    }

    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        self.optional(name).map(|AnyText(text)| text)
    }

    pub(super) fn or<T: Readable>(&mut self, name: &'static str, usual: T) -> T {
        self.optional(name).unwrap_or(usual)
    }

    pub(super) fn number<const LEAST: u32, const MOST: u32>(&mut self, name: &'static str) -> Option<u32> {
        self.optional(name).map(|Bounded::<LEAST, MOST>(number)| number)
    }

    /// A level, which the file has in percent.
    pub(super) fn level(&mut self, name: &'static str, usual: f32) -> f32 {
        self.number::<0, 100>(name).map_or(usual, share)
    }

    /// Everything that is wrong in the file.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.fields.finish(&mut self.parser);
        self.parser.problems
    }
}

/// A whole number within bounds.
pub(super) struct Bounded<const LEAST: u32, const MOST: u32>(pub(super) u32);

impl<const LEAST: u32, const MOST: u32> Readable for Bounded<LEAST, MOST> {
    fn expected() -> String {
        format!("a whole number from {LEAST} to {MOST}")
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let number: u32 = plain(raw)?;
        if (LEAST..=MOST).contains(&number) {
            Ok(Self(number))
        } else {
            Err(ParseError::of(ProblemKind::OutOfRange))
        }
    }
}

/// A text as it stands: names of devices and commands come from the system and from nobody else.
pub(super) struct AnyText(pub(super) String);

impl Readable for AnyText {
    fn expected() -> String {
        String::expected()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map(Self)
    }
}

/// A language by its two letters.
pub(super) struct Coded(pub(super) Language);

impl Readable for Coded {
    fn expected() -> String {
        "the two-letter code of a language, such as \"de\"".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let code: String = plain(raw)?;
        Language::coded(&code).map(Self).ok_or_else(|| {
            ParseError::says(ProblemKind::UnknownName, format!("There is no language `{code}`."))
                .not_among(code, &CODES)
        })
    }
}

/// A moment in time that matters for safety: one that cannot be read counts as long ago, not as none.
pub(super) struct Since(pub(super) DateTime<FixedOffset>);

impl Readable for Since {
    fn expected() -> String {
        "a time such as \"2026-11-01T08:30:00+01:00\"".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let text: String = plain(raw).unwrap_or_default();
        Ok(Self(DateTime::parse_from_rfc3339(&text).unwrap_or_default()))
    }
}

impl Readable for bool {
    fn expected() -> String {
        "true or false".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map_err(|_| yes_or_no_problem(raw))
    }
}

impl Readable for Vec<String> {
    fn expected() -> String {
        "a list of routines such as [\"longer-exhale\"]".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw)
    }
}

/// Nobody keeps more weekly goals than this.
const MOST_GOALS: usize = 20;

impl Readable for Vec<Goal> {
    fn expected() -> String {
        "a list of routines and how often a week (1 to 7), such as [(\"longer-exhale\", 2)]".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let goals: Vec<(String, u8)> = plain(raw)?;
        if goals.len() > MOST_GOALS || goals.iter().any(|(_, times)| !(1..=7).contains(times)) {
            return Err(ParseError::of(ProblemKind::OutOfRange));
        }
        let goal = |(routine, times_a_week)| Goal { routine, times_a_week };
        Ok(goals.into_iter().map(goal).collect())
    }
}

impl Readable for Experiment {
    fn expected() -> String {
        "two routines and a time, such as (\"cold-forehead\", \"longer-exhale\", \"2026-11-01T00:00:00+00:00\")".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let (first, second, since): (String, String, String) = plain(raw)?;
        let since = DateTime::parse_from_rfc3339(&since).map_err(|_| ParseError::default())?;
        if first == second {
            return Err(ParseError::of(ProblemKind::Contradiction));
        }
        Ok(Self { first, second, since })
    }
}

impl Readable for StartedProgramme {
    fn expected() -> String {
        "a programme and a day, such as (\"training-ramp\", \"2026-11-01\")".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let (programme, on): (String, String) = plain(raw)?;
        let on = on.parse().map_err(|_| ParseError::default())?;
        Ok(Self { programme, on })
    }
}
