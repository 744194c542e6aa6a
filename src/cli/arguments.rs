//! Value parsers for the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::app::preferences;
use crate::library::Library;
use crate::paths::Paths;
use crate::ron_reader::Vocabulary;
use crate::routine::{Language, Phase};
use crate::safety::{Moment, State};

/// Parses a member of a vocabulary by its name in kebab case: `touch-hurts`.
pub(super) fn one_of<T: Vocabulary + Copy + Send + Sync>() -> impl TypedValueParser<Value = T> {
    among(T::NAMES.iter().map(|name| PossibleValue::new(kebab(name))).collect())
}

/// The same with an explanation of each name in `--help`.
pub(super) fn explained<T: Vocabulary + Copy + Send + Sync>() -> impl TypedValueParser<Value = T> {
    let explained = |(name, plain): (&&str, &&str)| PossibleValue::new(kebab(name)).help(capitalised(plain));
    among(T::NAMES.iter().zip(T::PLAIN).map(explained).collect())
}

/// Parses a member of a vocabulary by the index of its name in `names`.
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

/// The option for the language of texts.
#[derive(Debug, Default, clap::Args)]
pub(super) struct InLanguage {
    /// The language of the routine, if it has one, instead of the one in your settings or of the system.
    #[arg(long, value_name = "LANGUAGE", value_parser = one_of::<Language>())]
    language: Option<Language>,
}

impl InLanguage {
    /// The person's library in this language.
    pub(super) fn library(&self) -> Library {
        let paths = Paths::of_this_person();
        let language = self
            .language
            .unwrap_or_else(|| preferences::language(&preferences::load(paths.as_ref()).settings));
        Library::open_in(paths.as_ref().map(|paths| paths.routines.as_path()), language)
    }
}

/// The options for the moment: how the person is now.
#[derive(Debug, clap::Args)]
pub(super) struct Now {
    /// How you are right now; during an attack everything is quieter.
    #[arg(long, value_parser = explained::<Phase>())]
    pub(super) phase: Option<Phase>,
    /// Anything else right now; can be repeated.
    #[arg(long = "state", value_name = "STATE", value_parser = one_of::<State>())]
    states: Vec<State>,
}

impl Now {
    /// The moment that these options describe.
    pub(super) fn moment(&self) -> Moment {
        let states = self.states.iter().copied().collect();
        Moment { phase: self.phase, states, ..Moment::default() }
    }
}
