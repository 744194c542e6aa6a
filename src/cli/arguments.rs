//! Choices as they are named on the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::app::preferences;
use crate::library::Library;
use crate::paths::Paths;
use crate::ron_reader::Vocabulary;
use crate::routine::{Language, Phase};
use crate::safety::{Moment, State};

/// The members of a vocabulary by their names in kebab case: `touch-hurts`.
pub(super) fn one_of<T: Vocabulary + Copy + Send + Sync>() -> impl TypedValueParser<Value = T> {
    among(T::NAMES.iter().map(|name| PossibleValue::new(kebab(name))).collect())
}

/// The same where a name alone says little: `--help` explains each.
pub(super) fn explained<T: Vocabulary + Copy + Send + Sync>() -> impl TypedValueParser<Value = T> {
    let explained = |(name, plain): (&&str, &&str)| PossibleValue::new(kebab(name)).help(capitalised(plain));
    among(T::NAMES.iter().zip(T::PLAIN).map(explained).collect())
}

/// The member of a vocabulary whose place a name has among `names`.
fn among<T: Vocabulary + Copy + Send + Sync>(names: Vec<PossibleValue>) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(names.clone()).try_map(move |chosen| {
        let index = names.iter().position(|name| name.get_name() == chosen);
        index.and_then(|index| T::ALL.get(index)).copied().ok_or("no such name")
    })
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `TouchHurts` as `touch-hurts`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

/// The language of the words, where it is said on the command line.
#[derive(Debug, Default, clap::Args)]
pub(super) struct InLanguage {
    /// The language of the words, where a routine has them in it; else as in your settings, or as the system says.
    #[arg(long, value_name = "LANGUAGE", value_parser = one_of::<Language>())]
    language: Option<Language>,
}

impl InLanguage {
    /// The library of this person in it.
    pub(super) fn library(&self) -> Library {
        let paths = Paths::of_this_person();
        let language = self
            .language
            .unwrap_or_else(|| preferences::language(&preferences::load(paths.as_ref()).settings));
        Library::open_in(paths.as_ref().map(|paths| paths.routines.as_path()), language)
    }
}

/// How it is now, as far as it is said on the command line.
#[derive(Debug, clap::Args)]
pub(super) struct Now {
    /// Where you are in the course of an attack; in an attack everything is quieter.
    #[arg(long, value_parser = explained::<Phase>())]
    pub(super) phase: Option<Phase>,
    /// What else is so now; can be given several times.
    #[arg(long = "state", value_name = "STATE", value_parser = one_of::<State>())]
    states: Vec<State>,
}

impl Now {
    /// The moment that this says.
    pub(super) fn moment(&self) -> Moment {
        let states = self.states.iter().copied().collect();
        Moment { phase: self.phase, states, ..Moment::default() }
    }
}
