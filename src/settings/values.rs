//! How the values of the settings file are read.

use chrono::DateTime;

use super::Ambience;
use crate::goals::{Experiment, Goal, StartedProgramme};
use crate::ron_reader::{ParseError, ProblemKind, Readable, plain};
use crate::routine::Language;
use crate::routine::language::CODES;
use crate::timeline::SpeechAmount;

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

/// A language by its two letters.
pub(super) struct Coded(pub(super) Language);

impl Readable for Coded {
    fn expected() -> String {
        "the two letters of a language, such as \"de\"".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let code: String = plain(raw)?;
        Language::coded(&code).map(Self).ok_or_else(|| {
            ParseError::says(ProblemKind::UnknownName, format!("There is no language `{code}`."))
                .not_among(code, &CODES)
        })
    }
}

pub(super) struct YesNo(pub(super) bool);

impl Readable for YesNo {
    fn expected() -> String {
        "true or false".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map(Self)
    }
}

pub(super) struct Ids(pub(super) Vec<String>);

impl Readable for Ids {
    fn expected() -> String {
        "a list of routines such as [\"longer-exhale\"]".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map(Self)
    }
}

pub(super) struct Named(pub(super) SpeechAmount);

impl Readable for Named {
    fn expected() -> String {
        "one of Everything, Names, Cues, Nothing".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map(Self)
    }
}

pub(super) struct AmbienceNamed(pub(super) Ambience);

impl Readable for AmbienceNamed {
    fn expected() -> String {
        "one of Silence, BrownNoise, SoftRain, LowDrone".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        plain(raw).map(Self)
    }
}

/// No person keeps more wishes than this.
const MOST_RHYTHMS: usize = 20;

pub(super) struct Goals(pub(super) Vec<Goal>);

impl Readable for Goals {
    fn expected() -> String {
        "a list of routines and how often a week, 1 to 7, such as [(\"longer-exhale\", 2)]".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let wishes: Vec<(String, u8)> = plain(raw)?;
        if wishes.len() > MOST_RHYTHMS || wishes.iter().any(|(_, times)| !(1..=7).contains(times)) {
            return Err(ParseError::of(ProblemKind::OutOfRange));
        }
        let goal = |(routine, times_a_week)| Goal { routine, times_a_week };
        Ok(Self(wishes.into_iter().map(goal).collect()))
    }
}

pub(super) struct Compared(pub(super) Experiment);

impl Readable for Compared {
    fn expected() -> String {
        "two routines and a time, such as (\"cold-forehead\", \"longer-exhale\", \"2026-11-01T00:00:00+00:00\")".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let (first, second, since): (String, String, String) = plain(raw)?;
        let since = DateTime::parse_from_rfc3339(&since).map_err(|_| ParseError::default())?;
        if first == second {
            Err(ParseError::of(ProblemKind::Contradiction))
        } else {
            Ok(Self(Experiment { first, second, since }))
        }
    }
}

pub(super) struct Started(pub(super) StartedProgramme);

impl Readable for Started {
    fn expected() -> String {
        "a programme and a day, such as (\"training-ramp\", \"2026-11-01\")".into()
    }

    fn read(raw: &str) -> Result<Self, ParseError> {
        let (programme, on): (String, String) = plain(raw)?;
        let on = on.parse().map_err(|_| ParseError::default())?;
        Ok(Self(StartedProgramme { programme, on }))
    }
}
