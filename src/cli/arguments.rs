//! Value parsers for the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};

use crate::app::preferences;
use crate::characters::{escaped, is_hidden};
use crate::library::Library;
use crate::paths::Paths;
use crate::ron_reader::Vocabulary;
use crate::routine::{Language, Phase};
use crate::safety::{Moment, State};

/// What is wrong with the arguments, with whatever in them would act on a terminal written out: the library prints them
/// as they were given, and a name that somebody else gave to a file becomes an argument as easily as `*` is typed.
pub(super) fn harmless(mut error: clap::Error) -> clap::Error {
    let given: Vec<(ContextKind, String)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) if text.contains(is_hidden) => {
                Some((kind, escaped(text).into_owned()))
            }
            // Everything else is the program's own, such as the usage.
            _ => None,
        })
        .collect();
    if !given.is_empty() {
        // How else it could be written: with colours, which can no longer be told from what was given.
        error.remove(ContextKind::Suggested);
    }
    for (kind, text) in given {
        error.insert(kind, ContextValue::String(text));
    }
    error
}

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
    /// The language to use if the routine has it, instead of the one from your settings or your system.
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

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::super::Arguments;
    use super::*;
    use crate::characters::is_hidden;

    /// As a terminal is given it: with colours.
    fn told(given: &str) -> String {
        let error = Arguments::try_parse_from(["stillpoint", given]).unwrap_err();
        harmless(error).render().ansi().to_string()
    }

    #[test]
    fn what_was_given_never_acts_on_a_terminal_and_the_colours_stay() {
        let plain = told("--nonsense");
        assert!(plain.contains("\u{1b}[") && plain.contains("to pass"), "{plain:?}");
        for acting in ["\u{1b}]0;x\u{7}", "\u{1b}[8m", "a\nb", "\u{202e}"] {
            let told = told(&format!("--{acting}"));
            assert!(told.contains(&escaped(acting) as &str), "{told:?}");
            assert!(!told.contains(acting), "{told:?}");
            let colours = |c: char| c == '\u{1b}' || c == '\n';
            assert!(!told.contains(|c| is_hidden(c) && !colours(c)), "{told:?}");
        }
    }
}
